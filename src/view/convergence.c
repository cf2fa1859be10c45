/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convergence plot: the logarithm of an error against time or work, with what the theorem promises.
 *
 * The horizontal axis grows in steps of 1, 2, 5 and the vertical one in few spans, so that between two steps only the
 * newest dots change: appending costs a twentieth of the bytes that scrolling would. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

typedef struct plot {
    const dadao_pane *field; /* the dots */
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
    dadao_metric metric;
    dadao_axis axis;
    dadao_scale decades;
    double end; /* of the horizontal axis, which begins at 0 */
} plot;

static double value_of(const dadao_sample *sample, dadao_metric metric)
{
    switch (metric) {
    case DADAO_METRIC_MSD:
        return sample->msd;
    case DADAO_METRIC_CONSENSUS:
        return sample->consensus;
    case DADAO_METRIC_SUBOPTIMALITY:
        return sample->suboptimality;
    default:
        return sample->msd_lazy;
    }
}

static double place_of(const dadao_sample *sample, dadao_axis axis)
{
    switch (axis) {
    case DADAO_AXIS_GRADIENTS:
        return (double)sample->gradients;
    case DADAO_AXIS_COMMUNICATIONS:
        return (double)sample->communications;
    default:
        return sample->t;
    }
}

static double place_now(const dadao_lane_snapshot *lane, dadao_axis axis)
{
    return axis == DADAO_AXIS_GRADIENTS ? (double)lane->gradients
           : axis == DADAO_AXIS_TIME    ? lane->t
                                        : (double)lane->communications;
}

static bool drawable(double value)
{
    return value > 0 && !isinf(value);
}

/* Units of time that one unit of the axis takes in expectation. */
static double time_per_unit(const plot *p)
{
    double rate = p->axis == DADAO_AXIS_GRADIENTS ? p->scene->total_gradient_rate
                  : p->axis == DADAO_AXIS_TIME    ? 1
                                                  : p->scene->total_rate;
    return rate > 0 ? 1 / rate : NAN;
}

/* The promise at the start: the whole bound where it holds, else the first sample, for the slope alone. */
static double promise_start(const plot *p)
{
    const dadao_guarantee *g = &p->scene->guarantee;
    if (!(g->holds || g->slope_only) || !(g->rate > 0))
        return NAN;
    bool distance = p->metric == DADAO_METRIC_LAZY || p->metric == DADAO_METRIC_MSD;
    if (g->holds && distance)
        return g->constant * p->scene->start_distance / (double)p->scene->nodes;
    for (size_t k = 0; k < p->lane->history_count; k++)
        if (drawable(value_of(&p->lane->history[k], p->metric)))
            return value_of(&p->lane->history[k], p->metric);
    return NAN;
}

static void set_ranges(plot *p, double promise)
{
    double low = INFINITY, high = 0, end = place_now(p->lane, p->axis);
    for (size_t k = 0; k < p->lane->history_count; k++) {
        double value = value_of(&p->lane->history[k], p->metric);
        if (isfinite(place_of(&p->lane->history[k], p->axis)))
            end = fmax(end, place_of(&p->lane->history[k], p->axis));
        if (!drawable(value))
            continue;
        low = fmin(low, value);
        high = fmax(high, value);
    }
    if (p->metric == DADAO_METRIC_LAZY && drawable(p->lane->msd_lazy)) {
        low = fmin(low, p->lane->msd_lazy);
        high = fmax(high, p->lane->msd_lazy);
    }
    if (drawable(promise) && promise > high && promise < 1e6 * high)
        high = promise;
    p->decades = dadao_view_decades(low, high);
    p->end = dadao_view_nice(fmax(end, p->axis == DADAO_AXIS_TIME ? 1 : 10));
}

static int dot_x(const plot *p, double place)
{
    return (int)(place / p->end * (2 * p->field->area.columns - 1) + 0.5);
}

static int dot_y(const plot *p, double value)
{
    double f = (p->decades.high - log10(value)) / (p->decades.high - p->decades.low);
    int last = 4 * p->field->area.rows - 1;
    double y = f * last + 0.5;
    return y < -1e6 ? -1000000 : y > 1e6 ? 1000000 : (int)floor(y);
}

/* Decades between two labels so that labels keep a line between them. */
static int decade_step(const plot *p)
{
    static const int steps[] = {1, 2, 4, 5, 10, 20, 50, 100};
    int span = p->decades.high - p->decades.low;
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
        if (span / steps[k] * 2 <= p->field->area.rows)
            return steps[k];
    return 200;
}

static void draw_decades(const dadao_pane *margin, const plot *p)
{
    int step = decade_step(p);
    for (int d = p->decades.high; d >= p->decades.low; d -= step) {
        int y = dot_y(p, pow(10, d)), width = margin->area.columns;
        dadao_view_format(margin, 0, y / 4, DADAO_STYLE_FAINT, 0, "%*s%+d", width >= 6 ? 2 : 1, "1e", d);
        for (int x = 0; x < 2 * p->field->area.columns; x += 4)
            dadao_view_dot(p->field, x, y, DADAO_STYLE_TRACK, 0);
    }
}

static void draw_places(const dadao_pane *line, const plot *p)
{
    char text[32];
    int columns = p->field->area.columns, ticks = columns >= 48 ? 4 : columns >= 12 ? 2 : 1;
    for (int k = 0; k <= ticks; k++) {
        dadao_view_number(text, p->end * k / ticks);
        if (p->axis != DADAO_AXIS_TIME)
            dadao_view_count(text, p->end * k / ticks);
        int width = dadao_view_width(text), x = k * (columns - 1) / ticks - width / 2;
        if (x + width > columns)
            x = columns - width;
        dadao_view_text(line, x < 0 ? 0 : x, 0, DADAO_STYLE_FAINT, 0, text);
    }
}

static void draw_promise(const plot *p, double start)
{
    double unit = time_per_unit(p), rate = p->scene->guarantee.rate;
    if (!drawable(start) || isnan(unit))
        return;
    for (int x = 0; x < 2 * p->field->area.columns; x++) {
        if (x / 2 % 2)
            continue; /* dashed */
        double place = p->end * x / (2 * p->field->area.columns - 1);
        double value = start * exp(-rate * place * unit);
        if (value > 0)
            dadao_view_dot(p->field, x, dot_y(p, value), DADAO_STYLE_GUARANTEE, 0);
    }
}

static void draw_curve(const plot *p)
{
    bool begun = false;
    int last_x = 0, last_y = 0;
    for (size_t k = 0; k <= p->lane->history_count; k++) {
        bool now = k == p->lane->history_count;
        if (now && p->metric != DADAO_METRIC_LAZY)
            break;
        double value = now ? p->lane->msd_lazy : value_of(&p->lane->history[k], p->metric);
        double place = now ? place_now(p->lane, p->axis) : place_of(&p->lane->history[k], p->axis);
        if (!drawable(value) || !(place >= 0) || place > 2 * p->end) {
            begun = false; /* a gap is honest where there is no number */
            continue;
        }
        int x = dot_x(p, place), y = dot_y(p, value);
        if (!begun)
            last_x = x, last_y = y;
        dadao_view_line(p->field, last_x, last_y, x, y, DADAO_STYLE_LANE, 0);
        last_x = x, last_y = y, begun = true;
    }
}

/* What the lines are, where the curve leaves room: top right, right-aligned; only as wide as half of the field. */
static void draw_key(const plot *p, double promise)
{
    char number[32], text[80];
    const dadao_guarantee *g = &p->scene->guarantee;
    int columns = p->field->area.columns, y = 0;
    if (columns < 30 || p->field->area.rows < 4)
        return;
    if (p->lane->measured_rate > 0 || p->lane->measured_rate < 0) {
        snprintf(text, sizeof text, "measured rate %s", dadao_view_number(number, p->lane->measured_rate));
        dadao_view_text(p->field, columns - dadao_view_width(text), y++, DADAO_STYLE_LANE, 0, text);
    }
    if (drawable(promise)) {
        snprintf(text, sizeof text, "%s %s", g->holds ? ".. guaranteed" : ".. rate only", dadao_view_number(number, g->rate));
        dadao_view_text(p->field, columns - dadao_view_width(text), y, DADAO_STYLE_GUARANTEE, 0, text);
    }
}

static double current(const dadao_lane_snapshot *lane, dadao_metric metric)
{
    if (metric == DADAO_METRIC_LAZY)
        return lane->msd_lazy;
    return lane->history_count ? value_of(&lane->history[lane->history_count - 1], metric) : NAN;
}

void dadao_view_convergence(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
#define METRIC_LABEL(name, label, summary) label,
    static const char *const metrics[] = {DADAO_METRICS(METRIC_LABEL)}, *const axes[] = {DADAO_AXES(METRIC_LABEL)};
#undef METRIC_LABEL
    char note[96], number[32];
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    bool brief = pane->area.columns < 44;
    snprintf(note, sizeof note, brief ? "%s %s" : "%s error %s against %s", metrics[state->metric],
             dadao_view_number(number, current(lane, state->metric)), axes[state->axis]);
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_CONVERGENCE, note);
    bool ticks = body.area.rows >= 4 && body.area.columns >= 16;
    int margin = body.area.columns >= 16 ? 6 : 0;
    dadao_pane field = dadao_view_part(&body, margin, 0, body.area.columns - margin, body.area.rows - (ticks ? 1 : 0));
    if (field.area.columns < 2 || field.area.rows < 1)
        return;
    plot p = {.field = &field, .scene = snapshot->scene, .lane = lane, .metric = state->metric, .axis = state->axis};
    double promise = promise_start(&p);
    set_ranges(&p, promise);
    dadao_pane labels = dadao_view_part(&body, 0, 0, margin, field.area.rows);
    dadao_pane below = dadao_view_part(&body, margin, body.area.rows - 1, field.area.columns, 1);
    draw_decades(&labels, &p);
    if (ticks)
        draw_places(&below, &p);
    draw_key(&p, promise);
    draw_promise(&p, promise);
    draw_curve(&p);
}
