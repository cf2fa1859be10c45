/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them, nice axis ends, and the scale that gives errors their colours. */
#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "core/text.h"
#include "view/heading.h"

const char *dadao_view_number(char *buffer, double value)
{
    double size = fabs(value);
    if (isnan(value))
        snprintf(buffer, 32, "?");
    else if (isinf(value))
        snprintf(buffer, 32, value < 0 ? "-inf" : "inf");
    else if (value == 0)
        snprintf(buffer, 32, "0");
    else if (size < 0.001 || size >= 99999.5)
        snprintf(buffer, 32, "%.1e", value);
    else if (size < 0.9995)
        snprintf(buffer, 32, "%.3g", value);
    else if (size < 9.995)
        snprintf(buffer, 32, "%.2f", value);
    else
        snprintf(buffer, 32, "%.*f", size < 999.95 ? 1 : 0, value);
    return buffer;
}

const char *dadao_view_count(char *buffer, double value)
{
    if (isnan(value))
        snprintf(buffer, 32, "?");
    else if (value < 0 || isinf(value))
        snprintf(buffer, 32, "%s", value < 0 ? "-" : "inf");
    else if (value < 9999999.5)
        dadao_core_format_count(buffer, (uint64_t)(value + 0.5));
    else if (value < 9.9995e8)
        snprintf(buffer, 32, "%.4gM", value / 1e6);
    else if (value < 9.9995e11)
        snprintf(buffer, 32, "%.4gG", value / 1e9);
    else
        snprintf(buffer, 32, "%.3e", value);
    return buffer;
}

double dadao_view_nice(double value)
{
    if (!(value > 0) || isinf(value))
        return 1;
    double power = pow(10, floor(log10(value)));
    static const double steps[] = {1, 2, 5, 10};
    for (size_t k = 0; k < 4; k++)
        if (steps[k] * power >= value * (1 - 1e-12))
            return steps[k] * power;
    return 10 * power;
}

dadao_scale dadao_view_decades(double low, double high)
{
    static const int spans[] = {2, 4, 6, 8, 12, 16, 20, 24, 32, 48, 64, 128, 320, 660};
    if (!(high > 0) || isinf(high))
        high = 1;
    if (!(low > 0) || low > high)
        low = high;
    dadao_scale scale = {(int)ceil(log10(high) - 1e-9), 0};
    int need = scale.high - (int)floor(log10(low) + 1e-9);
    size_t k = 0;
    while (k + 1 < sizeof spans / sizeof *spans && spans[k] < need)
        k++;
    scale.low = scale.high - spans[k];
    return scale;
}

/* The top of the colours follows the largest error of all nodes down, a decade at a time and with some slack, so that
 * colours do not flicker between two scales. */
void dadao_view_observe(dadao_view_state *state, const dadao_snapshot *snapshot)
{
    if (snapshot) {
        state->lesson = snapshot->lesson;
        state->timeline = snapshot->timeline;
    }
    if (!snapshot || !snapshot->lane_count || !snapshot->scene)
        return;
    state->scene = snapshot->scene;
    dadao_view_observe_network(state, snapshot);
    dadao_view_observe_plane(state, snapshot);
    dadao_view_observe_plot(state, snapshot);
    double largest = 0;
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    for (size_t i = 0; i < snapshot->scene->nodes; i++)
        if (isfinite(lane->node_error[i]) && lane->node_error[i] > largest)
            largest = lane->node_error[i];
    if (largest <= 0)
        return;
    double decade = log10(largest);
    int top = (int)ceil(decade);
    bool first = state->scale_top == INT_MIN;
    if (first || decade > state->scale_top || decade < state->scale_top - 1.4)
        state->scale_top = top;
}

dadao_scale dadao_view_scale(const dadao_view_state *state, const dadao_snapshot *snapshot)
{
    int top = state->scale_top == INT_MIN ? 2 : state->scale_top;
    dadao_scale near = {top, top - DADAO_SCALE_DECADES};
    if (!state->whole_scale || !snapshot || !snapshot->lane_count)
        return near;
    double low = INFINITY, high = 0;
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    for (size_t k = 0; k < lane->history_count; k++) {
        double v = lane->history[k].msd_lazy;
        if (!(v > 0) || isinf(v))
            continue;
        low = fmin(low, v);
        high = fmax(high, v);
    }
    return high > 0 ? dadao_view_decades(low, 10 * high) : near;
}

static double fraction(dadao_scale scale, double error)
{
    if (!(error <= INFINITY))
        return 1; /* NaN is as bad as can be */
    if (error <= 0)
        return 0;
    double f = (log10(error) - scale.low) / (scale.high - scale.low);
    return f < 0 ? 0 : f > 1 ? 1 : f;
}

unsigned dadao_view_level(dadao_scale scale, double error)
{
    unsigned level = (unsigned)(fraction(scale, error) * DADAO_RAMP);
    return level < DADAO_RAMP ? level : DADAO_RAMP - 1;
}

char dadao_view_digit(dadao_scale scale, double error)
{
    int digit = (int)(fraction(scale, error) * 10);
    return (char)('0' + (digit < 10 ? digit : 9));
}
