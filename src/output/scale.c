/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scales of axes: ranges, places, and ticks at round numbers. */
#include "output/figure.h"

#include <math.h>

static bool given(double value)
{
    return !isnan(value);
}

/* A log axis opens to whole decades unless that leaves more than a quarter of it empty. */
static void open_decades(double *low, double *high)
{
    double down = floor(log10(*low) + 1e-9), up = ceil(log10(*high) - 1e-9), span = log10(*high) - log10(*low);
    if (up - down <= 1.25 * span + 0.3 || span > 3) {
        *low = pow(10, down);
        *high = pow(10, up);
    } else {
        *low /= pow(10, 0.06 * span + 0.02);
        *high *= pow(10, 0.06 * span + 0.02);
    }
}

void dadao_output_scale_range(dadao_figure_scale *scale, const dadao_plot_axis *axis, double low, double high)
{
    scale->log = axis->log;
    if (!(low <= high))
        low = axis->log ? 0.1 : 0, high = axis->log ? 10 : 1;
    if (low == high && axis->log)
        low /= 2, high *= 2;
    else if (low == high)
        low -= low == 0 ? 1 : fabs(low) / 2, high += high == 0 ? 1 : fabs(high) / 2;
    if (axis->log)
        open_decades(&low, &high);
    else if (low != 0 || high < 0) /* what begins at nothing begins at the border */
        low -= 0.04 * (high - low), high += 0.04 * (high - low);
    else
        high += 0.03 * (high - low);
    scale->low = given(axis->low) ? axis->low : low;
    scale->high = given(axis->high) ? axis->high : high;
    if (!(scale->high > scale->low))
        scale->high = scale->log ? scale->low * 10 : scale->low + 1;
}

bool dadao_output_scale_has(const dadao_figure_scale *scale, double value)
{
    return isfinite(value) && (!scale->log || value > 0);
}

double dadao_output_scale_place(const dadao_figure_scale *scale, double value)
{
    double share =
        scale->log ? log(value / scale->low) / log(scale->high / scale->low) : (value - scale->low) / (scale->high - scale->low);
    return scale->from + share * (scale->to - scale->from);
}

static size_t keep(const dadao_figure_scale *scale, double tick, double *value, size_t count, size_t capacity)
{
    double slack = scale->log ? 0 : 1e-9 * (scale->high - scale->low), factor = scale->log ? 1 + 1e-9 : 1;
    if (count < capacity && tick * factor >= scale->low - slack && tick <= scale->high * factor + slack)
        value[count++] = tick;
    return count;
}

static size_t linear_ticks(const dadao_figure_scale *scale, size_t wish, double *value, size_t capacity)
{
    double rough = (scale->high - scale->low) / (double)wish, unit = pow(10, floor(log10(rough)));
    double step = rough / unit <= 1.5 ? unit : rough / unit <= 3.5 ? 2 * unit : rough / unit <= 7.5 ? 5 * unit : 10 * unit;
    size_t count = 0;
    double first = ceil(scale->low / step - 1e-9);
    for (double k = first; k * step <= scale->high + 1e-9 * step && count < capacity; k++)
        count = keep(scale, k * step, value, count, capacity);
    return count;
}

/* Every so many decades; with little more than one decade the numbers 2 and 5 between them as well. */
static size_t log_ticks(const dadao_figure_scale *scale, size_t wish, double *value, size_t capacity)
{
    int low = (int)floor(log10(scale->low) + 1e-9), high = (int)ceil(log10(scale->high) - 1e-9), step = 1;
    size_t count = 0;
    while ((high - low) / step > (int)wish)
        step = step == 1 ? 2 : step == 2 ? 5 : step + 5;
    bool fine = log10(scale->high / scale->low) < 1.7, finest = log10(scale->high / scale->low) < 0.5;
    if (finest)
        return linear_ticks(scale, wish, value, capacity);
    for (int decade = low; decade <= high; decade++) {
        if (decade % step != 0)
            continue;
        count = keep(scale, pow(10, decade), value, count, capacity);
        if (!fine)
            continue;
        count = keep(scale, 2 * pow(10, decade), value, count, capacity);
        count = keep(scale, 5 * pow(10, decade), value, count, capacity);
    }
    return count;
}

size_t dadao_output_scale_ticks(const dadao_figure_scale *scale, size_t wish, double *value, size_t capacity)
{
    return scale->log ? log_ticks(scale, wish, value, capacity) : linear_ticks(scale, wish, value, capacity);
}

size_t dadao_output_scale_minor(const dadao_figure_scale *scale, const double *major, size_t count, double *value,
                                size_t capacity)
{
    size_t found = 0;
    if (count < 2 || (scale->log && log10(scale->high / scale->low) > 9))
        return 0;
    if (!scale->log) {
        double step = (major[1] - major[0]) / 5;
        for (double k = ceil(scale->low / step); k * step <= scale->high; k++)
            found = keep(scale, k * step, value, found, capacity);
        return found;
    }
    for (int decade = (int)floor(log10(scale->low)); decade <= (int)ceil(log10(scale->high)); decade++)
        for (int k = 2; k < 10; k++)
            found = keep(scale, k * pow(10, decade), value, found, capacity);
    return found;
}
