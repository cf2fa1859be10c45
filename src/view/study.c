/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what is asked for to a plan of runs, and the commands that ask: tradeoff, league. */
#include "view/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "sweep/league.h"
#include "view/look.h"

static const struct {
    const char *name, *values;
} defaults[] = {
#define ROW_DEFAULT(name, values) {name, values},
    DADAO_STUDY_DEFAULTS(ROW_DEFAULT)
#undef ROW_DEFAULT
};

static const char *const measures[] = {"time", "gradients", "communications", "cost"};
static const char *const summaries[] = {"units of time to the goal", "gradients to the goal", "edge activations to the goal",
                                        "gradients and communications at their prices, to the goal"};
enum { MEASURES = sizeof measures / sizeof *measures };

static const char *default_values(const char *name)
{
    for (size_t k = 0; k < sizeof defaults / sizeof *defaults; k++)
        if (strcmp(defaults[k].name, name) == 0)
            return defaults[k].values;
    return NULL;
}

void dadao_view_study_init(dadao_study_wish wish[DADAO_STUDY_COUNT])
{
    for (size_t k = 0; k < DADAO_STUDY_COUNT; k++)
        wish[k] = (dadao_study_wish){.axes = 1, .error = 1e-6, .repeats = 3, .against = DADAO_SWEEP_COMMUNICATIONS};
    snprintf(wish[DADAO_STUDY_TRADEOFF].name[0], DADAO_SWEEP_NAME, "rate");
    snprintf(wish[DADAO_STUDY_TRADEOFF].values[0], DADAO_STUDY_VALUES, "%s", default_values("rate"));
    snprintf(wish[DADAO_STUDY_LEAGUE].name[0], DADAO_SWEEP_NAME, "method");
}

void dadao_view_study_clear(dadao_study *study)
{
    for (size_t k = 0; k < study->count; k++)
        dadao_sweep_outcome_clear(&study->outcome[k]);
    free(study->outcome);
    dadao_sweep_plan_clear(&study->plan);
    *study = (dadao_study){0};
}

/* ---- The plan ---- */

/* Whether a setting has no say once that quantity is varied. */
static bool overridden(const char *name, const char *line)
{
    static const struct {
        const char *name, *verb;
    } row[] = {{"rate", "rate comm "}, {"total", "rate comm "},  {"gradient", "rate gradient "},
               {"method", "preset "},  {"method", "parameter "}, {"preset", "preset "}};
    for (size_t k = 0; k < sizeof row / sizeof *row; k++)
        if (strcmp(row[k].name, name) == 0 && strncmp(line, row[k].verb, strlen(row[k].verb)) == 0)
            return true;
    return false;
}

static dadao_status put_base(const dadao_study_wish *wish, const char *script, dadao_sweep_plan *plan, dadao_error *error)
{
    dadao_text base = {0};
    for (const char *line = script; *line;) {
        size_t length = strcspn(line, "\n");
        bool drop = false;
        for (size_t k = 0; k < wish->axes; k++)
            drop = drop || overridden(wish->name[k], line);
        if (!drop)
            dadao_core_text_format(&base, "%.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    dadao_status status = base.failed ? dadao_core_fail(error, DADAO_MEMORY, "out of memory")
                                      : dadao_sweep_plan_base(plan, base.bytes ? base.bytes : "", error);
    dadao_core_text_clear(&base);
    return status;
}

static dadao_status put_axis(const dadao_study_wish *wish, size_t k, dadao_sweep_plan *plan, dadao_error *error)
{
    dadao_text all = {0};
    dadao_status status = DADAO_OK;
    const char *values = wish->values[k];
    if (!values[0] && strcmp(wish->name[k], "method") == 0) {
        status = dadao_sweep_league_methods(&all, error);
        values = all.bytes;
    }
    if (status == DADAO_OK)
        status = dadao_sweep_plan_axis(plan, wish->name[k], values, error);
    dadao_core_text_clear(&all);
    return status;
}

dadao_status dadao_view_study_plan(const dadao_study_wish *wish, const char *script, dadao_sweep_plan *plan, dadao_error *error)
{
    dadao_sweep_plan_init(plan);
    plan->error = wish->error, plan->repeats = wish->repeats, plan->events = DADAO_STUDY_EVENTS;
    dadao_status status = put_base(wish, script, plan, error);
    for (size_t k = 0; status == DADAO_OK && k < wish->axes; k++)
        status = put_axis(wish, k, plan, error);
    if (status == DADAO_OK)
        status = dadao_sweep_plan_check(plan, error);
    if (status == DADAO_OK && dadao_sweep_plan_points(plan) * plan->repeats > DADAO_STUDY_RUNS)
        status = dadao_core_fail(error, DADAO_TOO_LARGE,
                                 "%zu runs are more than the %d of a study on the screen: `dadao sweep` does more",
                                 dadao_sweep_plan_points(plan) * plan->repeats, DADAO_STUDY_RUNS);
    return status;
}

bool dadao_view_study_differs(const dadao_study_wish *wish, const char *script, const dadao_sweep_plan *plan)
{
    dadao_study_wish same = *wish;
    dadao_sweep_plan now = {0};
    same.axes = plan->axes; /* what was asked for since then does not count */
    for (size_t k = 0; k < plan->axes; k++)
        snprintf(same.name[k], sizeof same.name[k], "%s", plan->axis[k].name);
    bool differs = put_base(&same, script, &now, NULL) != DADAO_OK || strcmp(now.base, plan->base) != 0;
    dadao_sweep_plan_clear(&now);
    return differs;
}

void dadao_view_study_summary(const dadao_study *study, size_t point, const double price[2], dadao_sweep_summary *summary)
{
    const size_t repeats = study->plan.repeats;
    const dadao_sweep_outcome **outcome = dadao_core_allocate(repeats, sizeof *outcome);
    *summary = (dadao_sweep_summary){0};
    for (size_t k = 0; outcome && k < repeats; k++)
        outcome[k] = &study->outcome[point * repeats + k];
    if (outcome)
        dadao_sweep_summarise(outcome, repeats, price, summary);
    free(outcome);
}

void dadao_view_study_note(const dadao_study_wish *wish, char *note, size_t capacity)
{
    const dadao_study *s = wish->study;
    if (!s || s->state == DADAO_STUDY_IDLE)
        snprintf(note, capacity, "Enter begins");
    else if (s->state == DADAO_STUDY_FAILED)
        snprintf(note, capacity, "failed");
    else if (s->state == DADAO_STUDY_RUNNING)
        snprintf(note, capacity, "%zu of %zu runs", s->done, s->count);
    else if (s->stale)
        snprintf(note, capacity, "of the settings before: Enter runs it again");
    else if (s->state == DADAO_STUDY_STOPPED)
        snprintf(note, capacity, "stopped after %zu of %zu runs", s->done, s->count);
    else
        snprintf(note, capacity, "%zu runs, %zu seed%s each", s->count, s->plan.repeats, s->plan.repeats == 1 ? "" : "s");
}

/* ---- The commands ---- */

static dadao_status read_number(const dadao_look_words *w, size_t k, const char *text, bool whole, double most, double *value,
                                dadao_error *error)
{
    if (!dadao_core_parse_double(text, strlen(text), value) || !(*value > 0) || *value > most ||
        (whole && *value != floor(*value)))
        return dadao_view_look_refuse(w, k, whole ? "a number of seeds from 1 to 100" : "a positive error, as in error=1e-6",
                                      NULL, 0, error);
    return DADAO_OK;
}

static dadao_status read_measure(const dadao_look_words *w, size_t k, const char *text, dadao_study_wish *wish,
                                 dadao_error *error)
{
    size_t found = dadao_view_look_match(text, measures, MEASURES);
    if (found == MEASURES)
        return dadao_view_look_refuse(w, k, "time, gradients, communications or cost", measures, MEASURES, error);
    wish->against = (dadao_sweep_measure)found;
    return DADAO_OK;
}

/* NAME=VALUES, checked as `dadao sweep` does. */
static dadao_status add_axis(dadao_study_wish *wish, const char *name, size_t length, const char *values, dadao_error *error)
{
    dadao_sweep_plan plan;
    char copy[DADAO_SWEEP_NAME];
    snprintf(copy, sizeof copy, "%.*s", (int)length, name);
    values = values ? values : default_values(copy);
    if (!values && strcmp(copy, "method") == 0)
        values = "";
    if (wish->axes == DADAO_SWEEP_AXES)
        return dadao_core_fail(error, DADAO_INVALID, "%s: one or two quantities can be varied at once", copy);
    if (values && strlen(values) >= DADAO_STUDY_VALUES)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "%s: the list is too long; a range is LOW..HIGH/COUNT", copy);
    dadao_sweep_plan_init(&plan);
    dadao_status status = DADAO_OK;
    if (values && *values)
        status = dadao_sweep_plan_axis(&plan, copy, values, error);
    else if (!dadao_sweep_plan_knows(&plan, copy))
        status = dadao_sweep_plan_axis(&plan, copy, "1", error); /* says what there is */
    else if (!values)
        status = dadao_core_fail(error, DADAO_INVALID, "%s needs its values, as in %s=0.5..4/9log", copy, copy);
    dadao_sweep_plan_clear(&plan);
    if (status != DADAO_OK)
        return status;
    snprintf(wish->name[wish->axes], sizeof wish->name[0], "%s", copy);
    snprintf(wish->values[wish->axes++], sizeof wish->values[0], "%s", values);
    return DADAO_OK;
}

/* over=NAME or over=NAME,NAME: their usual values. */
static dadao_status read_over(dadao_study_wish *wish, const char *names, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    wish->axes = 0;
    while (status == DADAO_OK && *names) {
        size_t length = strcspn(names, ",");
        status = add_axis(wish, names, length, NULL, error);
        names += length + (names[length] == ',');
    }
    if (status == DADAO_OK && wish->axes == 0)
        status = dadao_core_fail(error, DADAO_INVALID, "over= needs a name, as in over=rate");
    return status;
}

typedef struct request {
    bool start, stop, axes; /* axes: some are named, those of before are forgotten */
} request;

static dadao_status read_word(dadao_study_kind kind, const dadao_look_words *w, size_t k, dadao_study_wish *wish, request *r,
                              dadao_error *error)
{
    const char *word = w->word[k], *text, *equals = strchr(word, '=');
    double number;
    dadao_status status;
    if (strcmp(word, "start") == 0)
        return r->start = true, DADAO_OK;
    if (strcmp(word, "stop") == 0)
        return r->stop = true, DADAO_OK;
    if (dadao_core_option(word, "against", &text) || dadao_core_option(word, "by", &text))
        return read_measure(w, k, text, wish, error);
    if (strcmp(word, "against") == 0 || strcmp(word, "by") == 0)
        return wish->against = (dadao_sweep_measure)((wish->against + 1) % MEASURES), DADAO_OK;
    if (!equals)
        return dadao_view_look_refuse(w, k, "start, stop, against=MEASURE, error=E, repeats=N or what is varied", NULL, 0, error);
    r->start = true;
    if (dadao_core_option(word, "error", &text))
        return read_number(w, k, text, false, INFINITY, &wish->error, error);
    if (dadao_core_option(word, "repeats", &text)) {
        status = read_number(w, k, text, true, 100, &number, error);
        wish->repeats = status == DADAO_OK ? (size_t)number : wish->repeats;
        return status;
    }
    if (kind == DADAO_STUDY_LEAGUE && !dadao_core_option(word, "method", &text))
        return dadao_view_look_refuse(w, k, "start, stop, by=MEASURE, error=E, repeats=N or method=LIST", NULL, 0, error);
    if (!r->axes || kind == DADAO_STUDY_LEAGUE)
        wish->axes = 0;
    r->axes = true;
    status = dadao_core_option(word, "over", &text) ? read_over(wish, text, error)
                                                    : add_axis(wish, word, (size_t)(equals - word), equals + 1, error);
    if (status != DADAO_OK && error && !error->length)
        error->column = w->column[k], error->length = strlen(word);
    return status;
}

static dadao_status ask(dadao_study_kind kind, dadao_pane_id pane, dadao_view_state *state, const dadao_look_words *w,
                        dadao_error *error)
{
    dadao_study_wish wish = state->study[kind];
    request r = {0};
    dadao_status status = DADAO_OK;
    for (size_t k = 1; status == DADAO_OK && k < w->count; k++)
        status = read_word(kind, w, k, &wish, &r, error);
    if (status != DADAO_OK)
        return status;
    if (wish.against != state->study[kind].against)
        dadao_view_look_answer(state, w->word[0], measures[wish.against], summaries[wish.against]);
    wish.wanted = (wish.wanted || r.start) && !r.stop;
    wish.asked += r.start && !r.stop;
    state->study[kind] = wish;
    state->shown |= 1u << pane;
    state->chosen = pane;
    return DADAO_OK;
}

dadao_status dadao_view_look_tradeoff(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                      dadao_error *error)
{
    (void)screen;
    return ask(DADAO_STUDY_TRADEOFF, DADAO_PANE_TRADEOFF, state, w, error);
}

dadao_status dadao_view_look_league(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    (void)screen;
    return ask(DADAO_STUDY_LEAGUE, DADAO_PANE_LEAGUE, state, w, error);
}
