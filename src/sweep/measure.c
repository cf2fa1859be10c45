/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One task: its script is carried out and what came of it is read off. */
#include "core/memory.h"
#include "sweep/script.h"

#include <math.h>
#include <string.h>

void dadao_sweep_outcome_clear(dadao_sweep_outcome *outcome)
{
    free(outcome->curve[0]);
    free(outcome->curve[1]);
    free(outcome->failure);
    *outcome = (dadao_sweep_outcome){0};
}

/* ---- Curves ---- */

static double place_of(const dadao_sample *sample, size_t kind)
{
    return (double)(kind == 0 ? sample->gradients : sample->communications);
}

/* ln of the error at even places from 0 to `end`, straight lines between the samples; NaN beyond the last. */
static double *curve_of(const dadao_sample *sample, size_t count, size_t kind, double end)
{
    double *curve = dadao_core_allocate(DADAO_SWEEP_CURVE, sizeof *curve);
    size_t at = 0;
    for (size_t k = 0; curve && k < DADAO_SWEEP_CURVE; k++) {
        double place = end * (double)k / (DADAO_SWEEP_CURVE - 1);
        while (at + 1 < count && place_of(&sample[at + 1], kind) < place)
            at++;
        curve[k] = NAN;
        if (at + 1 >= count || !(sample[at].msd > 0 && sample[at + 1].msd > 0))
            continue;
        double from = place_of(&sample[at], kind), to = place_of(&sample[at + 1], kind),
               share = to > from ? (place - from) / (to - from) : 0;
        curve[k] = log(sample[at].msd) + share * (log(sample[at + 1].msd) - log(sample[at].msd));
    }
    return curve;
}

/* ---- Running ---- */

/* Rounds are few and dear: each leaves a sample, where the history of the experiment would keep only some. */
typedef struct rounds {
    dadao_sample *sample;
    size_t count, capacity;
} rounds;

static dadao_status add_round(rounds *r, const dadao_experiment *experiment, dadao_error *error)
{
    if (!dadao_core_grow((void **)&r->sample, &r->capacity, r->count + 1, sizeof *r->sample))
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_simulation_measure(dadao_experiment_simulation(experiment, 0), &r->sample[r->count++]);
    return DADAO_OK;
}

static dadao_status pursue(dadao_experiment *experiment, rounds *r, dadao_error *error)
{
    const dadao_scene *scene = r ? dadao_experiment_scene(experiment, error) : NULL;
    bool done = false, each = scene && dadao_method_is_synchronous(scene->method);
    dadao_status status = each ? add_round(r, experiment, error) : DADAO_OK;
    while (status == DADAO_OK && !done) {
        status = dadao_experiment_pursue(experiment, each ? 1 : 1u << 20, NULL, &done, error);
        if (status == DADAO_OK && each)
            status = add_round(r, experiment, error);
    }
    return status;
}

static dadao_status run_to_the_end(dadao_experiment *experiment, rounds *r, dadao_error *error)
{
    bool more = true;
    dadao_status status = DADAO_OK;
    dadao_stop goal;
    while (status == DADAO_OK && (more || dadao_experiment_goal(experiment, &goal))) {
        if (dadao_experiment_goal(experiment, &goal))
            status = pursue(experiment, r, error);
        if (status == DADAO_OK)
            status = dadao_experiment_continue(experiment, &more, NULL, error);
    }
    return status;
}

static void add_curves(const dadao_sweep_task *task, const dadao_sample *sample, size_t count, dadao_sweep_outcome *outcome)
{
    for (size_t k = 0; k < 2; k++)
        if (task->grid[k] > 0)
            outcome->curve[k] = curve_of(sample, count, k, task->grid[k]);
}

static dadao_status read_off(dadao_experiment *experiment, const dadao_sweep_task *task, const rounds *r,
                             dadao_sweep_outcome *outcome, dadao_error *error)
{
    dadao_snapshot snapshot = {0};
    dadao_status status = dadao_experiment_publish(experiment, &snapshot, error);
    if (status != DADAO_OK)
        return status;
    const dadao_lane_snapshot *lane = &snapshot.lane[0];
    outcome->diverged = lane->diverged;
    outcome->t = lane->t;
    outcome->gradients = (double)lane->gradients;
    outcome->communications = (double)lane->communications;
    outcome->error = lane->msd_lazy;
    outcome->rate = lane->measured_rate;
    outcome->reached = !lane->diverged && (!(task->error > 0) || lane->msd_lazy < task->error);
    add_curves(task, r->count ? r->sample : lane->history, r->count ? r->count : lane->history_count, outcome);
    outcome->state = DADAO_SWEEP_DONE;
    dadao_snapshot_clear(&snapshot);
    return DADAO_OK;
}

/* The commands before the first run, whose errors can be known without running. */
static dadao_status only_build(dadao_experiment *experiment, const char *script, dadao_error *error)
{
    dadao_sweep_commands commands;
    dadao_status status = dadao_sweep_commands_split(script, &commands, error);
    size_t runs = dadao_sweep_commands_first_run(&commands);
    for (size_t k = 0; status == DADAO_OK && k < runs; k++)
        status = dadao_experiment_execute(experiment, commands.item[k], NULL, error);
    if (status == DADAO_OK)
        status = dadao_experiment_settle(experiment, error);
    dadao_sweep_commands_clear(&commands);
    return status;
}

dadao_status dadao_sweep_measure_task(const dadao_experiment_options *options, const dadao_sweep_task *task, bool check,
                                      dadao_sweep_outcome *outcome, dadao_error *error)
{
    dadao_experiment *experiment;
    dadao_status status = dadao_experiment_create(options, &experiment, error);
    if (status != DADAO_OK)
        return status;
    if (check) {
        status = only_build(experiment, task->script, error);
        outcome->state = status == DADAO_OK ? DADAO_SWEEP_DONE : DADAO_SWEEP_FAILED;
    } else {
        status = dadao_experiment_execute(experiment, task->script, NULL, error);
        rounds r = {0};
        bool curves = task->grid[0] > 0 || task->grid[1] > 0;
        if (status == DADAO_OK)
            status = run_to_the_end(experiment, curves ? &r : NULL, error);
        if (status == DADAO_OK)
            status = read_off(experiment, task, &r, outcome, error);
        free(r.sample);
    }
    dadao_experiment_destroy(experiment);
    return status;
}

double dadao_sweep_value(const dadao_sweep_outcome *outcome, dadao_sweep_measure measure, const double price[2])
{
    if (outcome->state != DADAO_SWEEP_DONE || (!outcome->reached && measure != DADAO_SWEEP_ERROR && measure != DADAO_SWEEP_RATE))
        return NAN;
    switch (measure) {
    case DADAO_SWEEP_TIME:
        return outcome->t;
    case DADAO_SWEEP_GRADIENTS:
        return outcome->gradients;
    case DADAO_SWEEP_COMMUNICATIONS:
        return outcome->communications;
    case DADAO_SWEEP_COST:
        return price[0] * outcome->gradients + price[1] * outcome->communications;
    case DADAO_SWEEP_RATE:
        return outcome->rate;
    default:
        return outcome->error;
    }
}
