/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results of a sweep as a figure: lines with bands, or a heatmap. */
#include "core/memory.h"
#include "core/text.h"
#include "sweep/sweep.h"

#include <dadao/figure.h>
#include <math.h>

enum { LINES = 16 };

typedef struct drawing {
    dadao_figure figure;
    dadao_series series[LINES];
    dadao_figure_mark mark[1];
    dadao_heat heat;
    double *owned[4 * LINES + 4];
    size_t owned_count;
    dadao_text caption;
    char best[64];
} drawing;

static double *room(drawing *d, size_t count)
{
    double *made = d->owned_count < sizeof d->owned / sizeof *d->owned ? dadao_core_allocate(count, sizeof *made) : NULL;
    if (made)
        d->owned[d->owned_count++] = made;
    return made;
}

static void describe(drawing *d, const dadao_sweep_results *results)
{
    const dadao_sweep_plan *plan = results->plan;
    dadao_core_text_format(&d->caption, "%s; ", plan->base ? plan->base : "the default experiment");
    for (char *c = d->caption.bytes; c && *c; c++)
        *c = *c == '\n' ? ';' : *c;
    if (plan->error > 0)
        dadao_core_text_format(&d->caption, "to an error below %g; ", plan->error);
    dadao_core_text_format(
        &d->caption, "%zu seeds from %llu, bands: 95 %% intervals of the mean; a gradient costs %g, a communication %g. dadao %s",
        plan->repeats, (unsigned long long)plan->seed, plan->price[0], plan->price[1], DADAO_VERSION);
    d->figure.caption = d->caption.bytes;
}

static bool add_line(drawing *d, const dadao_sweep_results *results, dadao_sweep_measure measure, size_t first, size_t stride,
                     const dadao_sweep_axis *axis, const char *name)
{
    double *x = room(d, axis->count), *y = room(d, axis->count), *low = room(d, axis->count), *high = room(d, axis->count);
    if (!x || !y || !low || !high || d->figure.series_count == LINES)
        return false;
    for (size_t k = 0; k < axis->count; k++) {
        const dadao_sweep_summary *s = &results->summary[first + k * stride];
        x[k] = axis->numeric ? axis->number[k] : (double)k + 1;
        y[k] = s->mean[measure];
        low[k] = s->low[measure];
        high[k] = s->high[measure];
    }
    d->series[d->figure.series_count] =
        (dadao_series){name, DADAO_SERIES_MARKED, axis->count, x, y, low, high, (int)d->figure.series_count};
    d->figure.series = d->series;
    d->figure.series_count++;
    return true;
}

/* Borders in the middle between values, by factors on a log axis; half a step beyond the ends. */
static bool borders(drawing *d, const dadao_sweep_axis *axis, double **border)
{
    size_t n = axis->count;
    double *b = *border = room(d, n + 1);
    for (size_t k = 0; b && k <= n; k++) {
        double before = axis->number[k == 0 ? 0 : k == n ? n - 2 : k - 1], after = axis->number[k == 0 ? 1 : k == n ? n - 1 : k];
        double middle = axis->log ? sqrt(before * after) : (before + after) / 2;
        b[k] = k > 0 && k < n ? middle
               : axis->log    ? (k ? after * after / middle : before * before / middle)
                              : (k ? 2 * after - middle : 2 * before - middle);
    }
    return b != NULL;
}

static bool is_grid(const dadao_sweep_axis *axis)
{
    for (size_t k = 1; k < axis->count; k++)
        if (!(axis->number[k] > axis->number[k - 1]))
            return false;
    return axis->numeric && axis->count > 1;
}

static bool add_heat(drawing *d, const dadao_sweep_results *results, dadao_sweep_measure measure)
{
    const dadao_sweep_axis *across = &results->plan->axis[0], *up = &results->plan->axis[1];
    double *x, *y, *value = room(d, results->points);
    if (!value || !borders(d, across, &x) || !borders(d, up, &y))
        return false;
    for (size_t c = 0; c < across->count; c++)
        for (size_t r = 0; r < up->count; r++)
            value[c * up->count + r] = results->summary[c + r * across->count].mean[measure];
    size_t best = dadao_sweep_results_best(results, measure);
    d->heat =
        (dadao_heat){across->count, up->count, x, y, value, true, dadao_sweep_measure_label(measure), best != SIZE_MAX, 0, 0};
    if (best != SIZE_MAX)
        d->heat.best_column = best % across->count, d->heat.best_row = best / across->count;
    d->figure.heat = &d->heat;
    d->figure.x = (dadao_plot_axis){across->name, across->log, false, NAN, NAN};
    d->figure.y = (dadao_plot_axis){up->name, up->log, false, NAN, NAN};
    return true;
}

static void mark_best(drawing *d, const dadao_sweep_results *results, dadao_sweep_measure measure)
{
    size_t best = dadao_sweep_results_best(results, measure);
    const dadao_sweep_axis *axis = &results->plan->axis[0];
    if (best == SIZE_MAX || results->plan->axes != 1 || !axis->numeric)
        return;
    snprintf(d->best, sizeof d->best, "best at %s = %s", axis->name, axis->text[best]);
    d->mark[0] = (dadao_figure_mark){d->best, axis->number[best], results->summary[best].mean[measure], 1};
    d->figure.mark = d->mark;
    d->figure.mark_count = 1;
}

/* Lines along the axis that is a number; the other names the lines. */
static bool add_lines(drawing *d, const dadao_sweep_results *results, dadao_sweep_measure measure)
{
    const dadao_sweep_plan *plan = results->plan;
    bool second = plan->axes == 2 && plan->axis[1].numeric && plan->axis[1].count > 1;
    size_t along = second && (!plan->axis[0].numeric || plan->axis[0].count == 1) ? 1 : 0, other = 1 - along;
    const dadao_sweep_axis *axis = &plan->axis[along];
    size_t stride = along == 0 ? 1 : plan->axis[0].count, lines = plan->axes == 2 ? plan->axis[other].count : 1;
    for (size_t k = 0; k < lines && k < LINES; k++)
        if (!add_line(d, results, measure, along == 0 ? k * axis->count : k, stride, axis,
                      plan->axes == 2 ? plan->axis[other].text[k] : dadao_sweep_measure_name(measure)))
            return false;
    d->figure.x = (dadao_plot_axis){axis->numeric ? axis->name : "value (in the order given)", axis->log, false, NAN, NAN};
    d->figure.y = (dadao_plot_axis){dadao_sweep_measure_label(measure), measure != DADAO_SWEEP_RATE, false, NAN, NAN};
    mark_best(d, results, measure);
    return true;
}

dadao_status dadao_sweep_results_figure(const dadao_sweep_results *results, dadao_sweep_measure measure, const char *path,
                                        dadao_error *error)
{
    drawing *d = dadao_core_allocate(1, sizeof *d);
    if (!d)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    describe(d, results);
    bool grid = results->plan->axes == 2 && is_grid(&results->plan->axis[0]) && is_grid(&results->plan->axis[1]);
    bool made = grid ? add_heat(d, results, measure) : add_lines(d, results, measure);
    dadao_status status = made ? dadao_output_figure_save(&d->figure, path, error)
                               : dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    while (d->owned_count > 0)
        free(d->owned[--d->owned_count]);
    dadao_core_text_clear(&d->caption);
    free(d);
    return status;
}
