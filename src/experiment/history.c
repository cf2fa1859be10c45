/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metric history behind the convergence plot: bounded, thinning itself as the run goes on, without any say in the run. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

/* A sample costs about as much as this many events (a flow step a node; f at the mean costs a pass over the data). */
static uint64_t sample_work(const dadao_problem *problem)
{
    double data = (double)dadao_problem_samples(problem, 0) * (double)dadao_problem_dimension(problem);
    return (uint64_t)((double)dadao_problem_nodes(problem) * (1 + data / 64)) + 1;
}

dadao_status dadao_experiment_history_reset(dadao_lane *lane, const dadao_setting *setting, dadao_error *error)
{
    dadao_history *history = &lane->history;
    if (!history->sample)
        history->sample = dadao_core_allocate(DADAO_EXPERIMENT_HISTORY, sizeof *history->sample);
    if (!history->sample)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    if (!dadao_experiment_field_reset(&history->field, nodes))
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    uint64_t quarter = nodes / 4;
    history->count = 0;
    history->at_floor = false;
    history->work = sample_work(dadao_experiment_setting_problem(setting));
    history->work_done = 0;
    history->spacing = quarter > 0 ? quarter : 1;
    history->next = 0;
    dadao_experiment_history_add(setting, lane);
    dadao_experiment_field_add(&history->field, lane->simulation, NULL, nodes);
    return DADAO_OK;
}

void dadao_experiment_history_clear(dadao_history *history)
{
    free(history->sample);
    free(history->field.error);
    free(history->field.t);
    *history = (dadao_history){0};
}

/* Every second sample goes, the first stays. */
static void thin(dadao_history *history)
{
    size_t kept = 0;
    for (size_t k = 0; k < history->count; k += 2)
        history->sample[kept++] = history->sample[k];
    history->count = kept;
    history->spacing *= 2;
}

void dadao_experiment_history_add(const dadao_setting *setting, dadao_lane *lane)
{
    /* Looking closely at the beginning costs at most about this many events' worth of time; after that at most a sixteenth. */
    static const uint64_t budget = 1u << 18, share = 16;
    dadao_history *history = &lane->history;
    if (history->count == DADAO_EXPERIMENT_HISTORY)
        thin(history);
    dadao_sample *sample = &history->sample[history->count++];
    dadao_simulation_measure(lane->simulation, sample);
    sample->msd_part = dadao_experiment_part_error(setting, lane, sample->msd);
    if (!history->at_floor && !(sample->msd > 1e-24 * history->sample[0].msd)) {
        history->rate = dadao_experiment_history_rate(history, NULL);
        history->at_floor = true;
    }
    history->work_done += history->work;
    uint64_t step = history->spacing;
    if (history->work_done > budget && step < share * history->work)
        step = share * history->work;
    history->next = dadao_simulation_events(lane->simulation) + step;
}

/* Least squares of ln msd on t over samples that are within the window. */
typedef struct line_fit {
    double count, t, y, tt, ty, from, to, floor, origin;
} line_fit;

static void fit_add(line_fit *fit, const dadao_sample *sample)
{
    if (!(sample->t >= fit->from) || !(sample->t <= fit->to) || !(sample->msd > fit->floor) || !isfinite(sample->msd))
        return;
    double t = sample->t - fit->origin, y = log(sample->msd);
    fit->count += 1;
    fit->t += t;
    fit->y += y;
    fit->tt += t * t;
    fit->ty += t * y;
}

double dadao_experiment_history_rate(const dadao_history *history, const dadao_sample *last)
{
    if (history->at_floor || history->count == 0)
        return history->at_floor ? history->rate : NAN;
    line_fit fit = {.floor = 1e-24 * history->sample[0].msd, .origin = history->sample[0].t};
    fit.to = fit.origin;
    size_t k = 0;
    for (; k < history->count && history->sample[k].msd > fit.floor; k++)
        fit.to = history->sample[k].t;
    if (last && k == history->count && last->msd > fit.floor && last->t > fit.to)
        fit.to = last->t;
    else
        last = NULL;
    fit.from = fit.origin + (fit.to - fit.origin) / 2;
    fit.origin = fit.from;
    for (k = 0; k < history->count; k++)
        fit_add(&fit, &history->sample[k]);
    if (last && last->event != history->sample[history->count - 1].event)
        fit_add(&fit, last);
    double spread = fit.count * fit.tt - fit.t * fit.t;
    return fit.count >= 3 && spread > 0 ? -(fit.count * fit.ty - fit.t * fit.y) / spread : NAN;
}

bool dadao_experiment_history_copy(const dadao_history *from, dadao_history *to)
{
    *to = *from;
    const dadao_field *field = &from->field;
    to->sample = dadao_core_allocate(DADAO_EXPERIMENT_HISTORY, sizeof *to->sample);
    to->field.error = dadao_core_allocate(DADAO_FIELD_COLUMNS * field->rows, sizeof *to->field.error);
    to->field.t = dadao_core_allocate(DADAO_FIELD_COLUMNS, sizeof *to->field.t);
    if (!to->sample || !to->field.error || !to->field.t || !from->sample || !field->error || !field->t) {
        dadao_experiment_history_clear(to);
        return false;
    }
    memcpy(to->sample, from->sample, from->count * sizeof *to->sample);
    memcpy(to->field.error, field->error, field->columns * field->rows * sizeof *to->field.error);
    memcpy(to->field.t, field->t, field->columns * sizeof *to->field.t);
    return true;
}

size_t dadao_experiment_history_upto(const dadao_history *history, uint64_t event)
{
    size_t count = history->count;
    while (count > 0 && history->sample[count - 1].event > event)
        count--;
    return count;
}

size_t dadao_experiment_field_upto(const dadao_field *field, double t)
{
    size_t columns = field->columns;
    while (columns > 0 && field->t[columns - 1] > t)
        columns--;
    return columns;
}

dadao_history dadao_experiment_history_present(const dadao_lane *lane)
{
    dadao_history view = lane->history;
    view.count = dadao_experiment_history_upto(&lane->history, dadao_simulation_events(lane->simulation));
    view.at_floor = view.at_floor && view.count == lane->history.count;
    view.field.columns = dadao_experiment_field_upto(&lane->history.field, dadao_simulation_time(lane->simulation));
    return view;
}

void dadao_experiment_history_cut(dadao_lane *lane)
{
    dadao_history *history = &lane->history;
    const uint64_t now = dadao_simulation_events(lane->simulation);
    const size_t count = dadao_experiment_history_upto(history, now);
    if (count < history->count)
        history->at_floor = false;
    history->count = count;
    history->next = count ? history->sample[count - 1].event + history->spacing : 0;
    history->field.columns = dadao_experiment_field_upto(&history->field, dadao_simulation_time(lane->simulation));
    history->field.next = now + history->field.spacing;
}
