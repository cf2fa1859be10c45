/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Driving an experiment in a test: lines to their end, and what came of them. */
#ifndef DADAO_TESTS_EXPERIMENT_DRIVE_H
#define DADAO_TESTS_EXPERIMENT_DRIVE_H

#include "support/support.h"

#include <dadao/experiment.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline dadao_experiment *drive_fresh(void)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.allow_write = true;
    dadao_experiment *experiment;
    assert_int_equal(dadao_experiment_create(&options, &experiment, NULL), DADAO_OK);
    return experiment;
}

/* A whole line, its runs included, in slices; answers and news go to `answer` (may be NULL). */
static inline dadao_status drive(dadao_experiment *experiment, const char *line, dadao_notes *answer, dadao_error *error)
{
    bool more = true, done;
    dadao_stop goal;
    dadao_status status = dadao_experiment_execute(experiment, line, answer, error);
    while (status == DADAO_OK && (more || dadao_experiment_goal(experiment, &goal))) {
        status = dadao_experiment_pursue(experiment, 777, NULL, &done, error);
        if (status == DADAO_OK && done)
            status = dadao_experiment_continue(experiment, &more, answer, error);
    }
    dadao_notes news = dadao_experiment_news(experiment);
    for (char *at = news.text, *end; at && *at; at = end + 1) {
        end = strchr(at, '\n');
        dadao_core_note(answer, "%.*s", (int)(end - at), at);
    }
    dadao_core_notes_clear(&news);
    return status;
}

static inline void must(dadao_experiment *experiment, const char *line)
{
    dadao_error error = {0};
    if (drive(experiment, line, NULL, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
}

/* The answer, which the caller frees. */
static inline char *answer_to(dadao_experiment *experiment, const char *line)
{
    dadao_error error = {0};
    dadao_notes answer = {0};
    if (drive(experiment, line, &answer, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    return answer.text ? answer.text : strdup("");
}

static inline void must_fail(dadao_experiment *experiment, const char *line, dadao_status status, const char *text)
{
    dadao_error error = {0};
    assert_int_equal(drive(experiment, line, NULL, &error), status);
    if (!strstr(error.text, text))
        fail_msg("%s: the error '%s' does not say '%s'", line, error.text, text);
}

static inline uint64_t hash_of(dadao_experiment *experiment)
{
    assert_int_equal(dadao_experiment_settle(experiment, NULL), DADAO_OK);
    return dadao_simulation_hash(dadao_experiment_simulation(experiment, 0));
}

static inline uint64_t events_of(const dadao_experiment *experiment)
{
    return dadao_simulation_events(dadao_experiment_simulation(experiment, 0));
}

static inline double time_of(const dadao_experiment *experiment)
{
    return dadao_simulation_time(dadao_experiment_simulation(experiment, 0));
}

static inline dadao_event last_event(const dadao_experiment *experiment)
{
    dadao_event event = {0};
    assert_int_equal(dadao_simulation_recent(dadao_experiment_simulation(experiment, 0), &event, 1), 1);
    return event;
}

#endif
