/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies in the background: from a wish to a job, and from its outcomes to what is drawn. Nothing is written anywhere. */
#include "tui/studies.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/memory.h"

/* One processor is left to the run that is seen. */
static size_t workers(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 2 ? (size_t)count - 1 : 1;
}

static void fail(dadao_studies *s, dadao_study_kind kind, const char *text)
{
    dadao_study *study = &s->study[kind];
    dadao_sweep_job_stop(s->job[kind]);
    s->job[kind] = NULL;
    study->state = DADAO_STUDY_FAILED;
    snprintf(study->failure, sizeof study->failure, "%s", text);
}

static dadao_status start_job(dadao_studies *s, dadao_study_kind kind, dadao_error *error)
{
    dadao_study *study = &s->study[kind];
    dadao_sweep_task *task = NULL;
    size_t count = 0;
    dadao_status status = dadao_sweep_plan_tasks(&study->plan, &task, &count, error);
    if (status != DADAO_OK)
        return status;
    /* a method that cannot run here is a place in the league, not an end of it */
    const dadao_sweep_job_options options = {.program = s->program,
                                             .graphs = s->graphs,
                                             .workers = workers(),
                                             .check = kind == DADAO_STUDY_TRADEOFF,
                                             .check_every = study->plan.repeats};
    status = dadao_sweep_job_start(&options, task, count, &s->job[kind], error);
    if (status != DADAO_OK)
        return status;
    study->outcome = dadao_core_allocate(count, sizeof *study->outcome);
    study->count = study->outcome ? count : 0;
    return study->outcome ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

static void begin(dadao_studies *s, dadao_study_kind kind, const dadao_study_wish *wish, const dadao_scene *scene)
{
    dadao_error error = {0};
    dadao_sweep_job_stop(s->job[kind]);
    s->job[kind] = NULL;
    dadao_view_study_clear(&s->study[kind]);
    s->wish[kind] = *wish;
    s->begun[kind] = wish->asked;
    dadao_status status = dadao_view_study_plan(wish, scene->script ? scene->script : "", &s->study[kind].plan, &error);
    if (status == DADAO_OK)
        status = start_job(s, kind, &error);
    s->study[kind].partial = !scene->script_whole;
    s->study[kind].state = DADAO_STUDY_RUNNING;
    if (status != DADAO_OK)
        fail(s, kind, error.text);
    else
        (void)dadao_tui_studies_serve(s, kind); /* the first tasks go out */
}

static bool halt(dadao_studies *s, dadao_study_kind kind)
{
    if (!s->job[kind])
        return false;
    dadao_sweep_job_stop(s->job[kind]);
    s->job[kind] = NULL;
    s->study[kind].state = DADAO_STUDY_STOPPED;
    return true;
}

/* Whether what is known is about other settings than those of now. */
static bool compare(dadao_studies *s, dadao_study_kind kind, const dadao_scene *scene)
{
    dadao_study *study = &s->study[kind];
    bool before = study->stale;
    if (!study->plan.base)
        return false;
    study->stale = dadao_view_study_differs(&s->wish[kind], scene->script ? scene->script : "", &study->plan);
    return study->stale != before;
}

bool dadao_tui_studies_follow(dadao_studies *s, dadao_view_state *view, const dadao_scene *scene)
{
    bool changed = false;
    for (int k = 0; k < DADAO_STUDY_COUNT; k++) {
        dadao_study_wish *wish = &view->study[k];
        wish->study = wish->asked > 0 ? &s->study[k] : NULL;
        if (!wish->wanted)
            changed = halt(s, (dadao_study_kind)k) || changed;
        else if (wish->asked != s->begun[k] && scene)
            begin(s, (dadao_study_kind)k, wish, scene), changed = true;
        if (scene && scene->version != s->version)
            changed = compare(s, (dadao_study_kind)k, scene) || changed;
    }
    s->version = scene ? scene->version : s->version;
    return changed;
}

int dadao_tui_studies_fd(const dadao_studies *s, dadao_study_kind kind)
{
    return s->job[kind] ? dadao_sweep_job_fd(s->job[kind]) : -1;
}

static void take(dadao_study *study, size_t k, const dadao_sweep_outcome *outcome)
{
    dadao_sweep_outcome *known = &study->outcome[k];
    if (known->state == DADAO_SWEEP_DONE || known->state == DADAO_SWEEP_FAILED)
        return;
    if (outcome->state != DADAO_SWEEP_DONE && outcome->state != DADAO_SWEEP_FAILED)
        return;
    *known = *outcome;
    known->curve[0] = known->curve[1] = NULL;
    known->failure = dadao_core_copy_text(outcome->failure);
}

bool dadao_tui_studies_serve(dadao_studies *s, dadao_study_kind kind)
{
    dadao_study *study = &s->study[kind];
    dadao_sweep_job *job = s->job[kind];
    dadao_error error = {0};
    bool over = false;
    if (!job)
        return false;
    if (dadao_sweep_job_step(job, &over, &error) != DADAO_OK) {
        fail(s, kind, error.text);
        return true;
    }
    const size_t before = study->done;
    for (size_t k = 0; k < study->count; k++)
        take(study, k, dadao_sweep_job_outcome(job, k));
    study->done = dadao_sweep_job_done(job);
    if (over) {
        dadao_sweep_job_stop(job);
        s->job[kind] = NULL;
        study->state = DADAO_STUDY_OVER;
    }
    return over || study->done != before;
}

void dadao_tui_studies_clear(dadao_studies *s)
{
    for (int k = 0; k < DADAO_STUDY_COUNT; k++) {
        dadao_sweep_job_stop(s->job[k]);
        s->job[k] = NULL;
        dadao_view_study_clear(&s->study[k]);
    }
}
