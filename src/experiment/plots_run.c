/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plots of the run: convergence, space-time, the raster of events, waiting times. */
#include "experiment/plots.h"

#include <math.h>
#include <stdio.h>

/* ---- Convergence ---- */

static const char *const metric_label[] = {"mean squared distance to x*",
                                           "mean squared distance to x*, each node as of its last event", "consensus error",
                                           "suboptimality of the mean"};
static const char *const axis_label[] = {"time", "local gradients", "communications (edge activations)"};

static double metric_of(const dadao_sample *sample, size_t metric)
{
    const double value[] = {sample->msd, sample->msd_lazy, sample->consensus, sample->suboptimality};
    return value[metric];
}

static double place_of(const dadao_sample *sample, size_t axis)
{
    return axis == 0 ? sample->t : axis == 1 ? (double)sample->gradients : (double)sample->communications;
}

/* Every sample of every lane, whatever metric and axis the picture shows. */
static void convergence_table(dadao_plot *plot, const dadao_snapshot *snapshot)
{
    static const char *const name[] = {"event", "t",        "gradients", "communications",
                                       "msd",   "msd_lazy", "consensus", "suboptimality"};
    double *column[8];
    for (size_t l = 0; l < snapshot->lane_count; l++)
        plot->table.rows += snapshot->lane[l].history_count;
    const char **lane = dadao_experiment_plot_room(plot, plot->table.rows, sizeof *lane);
    if (!lane)
        return;
    plot->column[plot->table.columns++] = (dadao_table_column){"lane", NULL, lane, false};
    for (size_t c = 0; c < 8; c++)
        column[c] = dadao_experiment_plot_column(plot, name[c], c == 0 || c == 2 || c == 3);
    for (size_t l = 0, row = 0; !plot->failed && l < snapshot->lane_count; l++)
        for (size_t k = 0; k < snapshot->lane[l].history_count; k++, row++) {
            const dadao_sample *s = &snapshot->lane[l].history[k];
            const double value[] = {(double)s->event, s->t,        (double)s->gradients, (double)s->communications,
                                    s->msd,           s->msd_lazy, s->consensus,         s->suboptimality};
            lane[row] = snapshot->lane[l].name;
            for (size_t c = 0; c < 8; c++)
                column[c][row] = value[c];
        }
}

/* What one unit of the axis takes in expectation. */
static double time_per_unit(const dadao_scene *scene, size_t axis)
{
    double rate = axis == 0 ? 1 : axis == 1 ? scene->total_gradient_rate : scene->total_rate;
    return rate > 0 ? 1 / rate : NAN;
}

/* The promise begins at its constant where the theorem holds, else at the first sample: a slope, and called so. */
static void add_promise(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice, double start,
                        double end)
{
    const dadao_scene *scene = snapshot->scene;
    const dadao_guarantee *g = &scene->guarantee;
    double unit = time_per_unit(scene, choice->axis), *x, *y;
    if (!(g->holds || g->slope_only) || !(g->rate > 0) || isnan(unit))
        return;
    bool whole = g->holds && choice->metric < 2;
    if (whole)
        start = g->constant * scene->start_distance / (double)scene->nodes;
    dadao_series *series =
        dadao_experiment_plot_series(plot, DADAO_SERIES_GUIDE, whole ? "guaranteed" : "guaranteed slope (rate only)", 65, &x, &y);
    for (size_t k = 0; series && k < series->count; k++) {
        x[k] = end * (double)k / 64;
        y[k] = start * exp(-g->rate * x[k] * unit);
    }
}

bool dadao_experiment_plot_convergence(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                       const char **why)
{
    double end = 0, start = NAN;
    for (size_t l = 0; l < snapshot->lane_count; l++) {
        const dadao_lane_snapshot *lane = &snapshot->lane[l];
        double *x, *y;
        dadao_series *series = dadao_experiment_plot_series(plot, DADAO_SERIES_LINE, lane->name, lane->history_count, &x, &y);
        for (size_t k = 0; series && k < series->count; k++) {
            x[k] = place_of(&lane->history[k], choice->axis);
            y[k] = metric_of(&lane->history[k], choice->metric);
            end = fmax(end, x[k]);
            if (isnan(start) && y[k] > 0)
                start = y[k];
        }
    }
    *why = "nothing has run yet";
    if (end == 0)
        return false;
    add_promise(plot, snapshot, choice, start, end);
    convergence_table(plot, snapshot);
    plot->figure.x = (dadao_plot_axis){axis_label[choice->axis], false, false, 0, NAN};
    plot->figure.y = (dadao_plot_axis){metric_label[choice->metric], true, false, NAN, NAN};
    return true;
}

/* ---- Space-time ---- */

/* Borders between columns lie in the middle of their times; between rows where the next row's first node is. */
static void fill_field(dadao_plot *plot, const dadao_lane_snapshot *lane, size_t nodes, double *x, double *y, double *value)
{
    size_t columns = lane->field_columns, rows = lane->field_rows;
    for (size_t c = 0; c <= columns; c++)
        x[c] = c == 0        ? lane->field_t[0]
               : c < columns ? (lane->field_t[c - 1] + lane->field_t[c]) / 2
                             : fmax(lane->t, lane->field_t[columns - 1]);
    for (size_t r = 0; r <= rows; r++)
        y[r] = r < rows ? (double)(r * lane->field_group) : (double)nodes;
    for (size_t k = 0; k < columns * rows; k++)
        value[k] = (double)lane->field[k];
    plot->table.rows = columns * rows;
    double *t = dadao_experiment_plot_column(plot, "t", false), *node = dadao_experiment_plot_column(plot, "node", true),
           *error = dadao_experiment_plot_column(plot, "squared_distance", false);
    for (size_t k = 0; !plot->failed && k < columns * rows; k++) {
        t[k] = lane->field_t[k / rows];
        node[k] = y[k % rows];
        error[k] = value[k];
    }
}

bool dadao_experiment_plot_spacetime(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                     const char **why)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    size_t columns = lane->field_columns, rows = lane->field_rows;
    (void)choice;
    *why = "nothing has run yet";
    if (!lane->field || columns < 2 || rows == 0)
        return false;
    double *x = dadao_experiment_plot_room(plot, columns + 1, sizeof *x),
           *y = dadao_experiment_plot_room(plot, rows + 1, sizeof *y),
           *value = dadao_experiment_plot_room(plot, columns * rows, sizeof *value);
    if (plot->failed)
        return true;
    fill_field(plot, lane, snapshot->scene->nodes, x, y, value);
    plot->heat = (dadao_heat){columns, rows, x, y, value, true, "|x\u1d62 \u2212 x*|\u00b2", false, 0, 0};
    plot->figure.heat = &plot->heat;
    plot->figure.x = (dadao_plot_axis){"time", false, false, NAN, NAN};
    plot->figure.y = (dadao_plot_axis){"node", false, false, NAN, NAN};
    return true;
}

/* ---- Events ---- */

static void events_table(dadao_plot *plot, const dadao_lane_snapshot *lane)
{
    plot->table.rows = lane->recent_count;
    const char **kind = dadao_experiment_plot_room(plot, lane->recent_count, sizeof *kind);
    double *t = dadao_experiment_plot_column(plot, "t", false), *i = dadao_experiment_plot_column(plot, "i", true),
           *j = dadao_experiment_plot_column(plot, "j", true);
    if (plot->failed)
        return;
    plot->column[plot->table.columns++] = (dadao_table_column){"kind", NULL, kind, false};
    for (size_t k = 0; k < lane->recent_count; k++) {
        bool spoke = lane->recent[k].kind == DADAO_EVENT_COMMUNICATION;
        t[k] = lane->recent[k].t;
        i[k] = (double)lane->recent[k].i;
        j[k] = spoke ? (double)lane->recent[k].j : NAN;
        kind[k] = spoke ? "comm" : "grad";
    }
}

/* Strokes between the two who spoke, marks where somebody computed. */
bool dadao_experiment_plot_events(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                  const char **why)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    size_t spoken = 0;
    double *x, *y;
    (void)choice;
    *why = "nothing has happened yet";
    if (lane->recent_count == 0)
        return false;
    for (size_t k = 0; k < lane->recent_count; k++)
        spoken += lane->recent[k].kind == DADAO_EVENT_COMMUNICATION;
    dadao_series *gradients =
        dadao_experiment_plot_series(plot, DADAO_SERIES_POINTS, "gradient", lane->recent_count - spoken, &x, &y);
    for (size_t k = 0, at = 0; gradients && k < lane->recent_count; k++)
        if (lane->recent[k].kind != DADAO_EVENT_COMMUNICATION)
            x[at] = lane->recent[k].t, y[at++] = (double)lane->recent[k].i;
    dadao_series *talks = dadao_experiment_plot_series(plot, DADAO_SERIES_STROKES, "communication", 3 * spoken, &x, &y);
    for (size_t k = 0, at = 0; talks && k < lane->recent_count; k++) {
        if (lane->recent[k].kind != DADAO_EVENT_COMMUNICATION)
            continue;
        x[at] = lane->recent[k].t, y[at++] = (double)lane->recent[k].i;
        x[at] = lane->recent[k].t, y[at++] = (double)lane->recent[k].j;
        x[at] = y[at] = NAN, at++;
    }
    events_table(plot, lane);
    plot->figure.x = (dadao_plot_axis){"time", false, false, lane->recent[0].t, lane->t > lane->recent[0].t ? lane->t : NAN};
    plot->figure.y = (dadao_plot_axis){"node", false, false, -1, (double)snapshot->scene->nodes};
    return true;
}

/* ---- Waiting times ---- */

bool dadao_experiment_plot_waiting(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                   const char **why)
{
    static const char *const name[] = {"gradients", "communications"};
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    double *x, *y, total[2] = {0, 0};
    (void)choice;
    *why = "no waiting time was seen yet";
    for (size_t kind = 0; kind < 2; kind++)
        for (size_t b = 0; b < DADAO_GAP_BINS; b++)
            total[kind] += (double)lane->gaps[kind][b];
    if (total[0] + total[1] == 0)
        return false;
    for (size_t kind = 0; kind < 2; kind++) {
        if (total[kind] == 0)
            continue;
        dadao_series *series = dadao_experiment_plot_series(plot, DADAO_SERIES_MARKED, name[kind], DADAO_GAP_BINS - 1, &x, &y);
        for (size_t b = 0; series && b < series->count; b++) {
            x[b] = 0.25 * (double)b + 0.125;
            y[b] = (double)lane->gaps[kind][b] / (0.25 * total[kind]);
        }
    }
    dadao_series *law = dadao_experiment_plot_series(plot, DADAO_SERIES_GUIDE, "exponential law", 49, &x, &y);
    for (size_t k = 0; law && k < law->count; k++) {
        x[k] = 0.125 * (double)k;
        y[k] = exp(-x[k]);
    }
    plot->figure.x = (dadao_plot_axis){"waiting time in means", false, false, 0, 6};
    plot->figure.y = (dadao_plot_axis){"density", false, false, 0, NAN};
    return true;
}
