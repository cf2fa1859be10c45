/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places, values and ranges of curves.
 *
 * The horizontal axis grows in steps of 1, 2, 5 and the vertical one in few spans, so that between two steps only the
 * newest dots change: appending costs a twentieth of the bytes that scrolling would. */
#include "view/curve.h"

#include <math.h>

dadao_style dadao_view_lane_style(size_t lane)
{
    return lane == 0 ? DADAO_STYLE_LANE : (dadao_style)(DADAO_STYLE_LANE2 + (lane - 1) % (DADAO_LANES - 1));
}

unsigned dadao_view_lane_dash(size_t lane)
{
    static const unsigned dash[DADAO_LANES] = {0xffff, 0x0fff, 0x3333, 0x1111, 0x0ff3, 0x00ff, 0x0f33, 0x0101};
    return dash[lane % DADAO_LANES];
}

bool dadao_view_drawable(double value)
{
    return value > 0 && !isinf(value);
}

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

static double place_of(const dadao_curves *c, double t, uint64_t gradients, uint64_t communications)
{
    switch (c->state->axis) {
    case DADAO_AXIS_GRADIENTS:
        return (double)gradients;
    case DADAO_AXIS_COMMUNICATIONS:
        return (double)communications;
    case DADAO_AXIS_COST:
        return c->snapshot->scene->price[0] * (double)gradients + c->snapshot->scene->price[1] * (double)communications;
    default:
        return t;
    }
}

/* Samples grow with the event: those after the moment of freezing are at the end. */
static size_t samples_of(const dadao_curves *c, size_t lane)
{
    const dadao_lane_snapshot *l = &c->snapshot->lane[lane];
    size_t low = 0, high = l->history_count;
    if (!c->state->plot.frozen || lane >= DADAO_LANES)
        return high;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (l->history[middle].event <= c->state->plot.frozen_at[lane])
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool shows_now(const dadao_curves *c)
{
    return c->state->metric == DADAO_METRIC_LAZY && !c->state->plot.frozen;
}

size_t dadao_view_curve_count(const dadao_curves *c, size_t lane)
{
    return samples_of(c, lane) + shows_now(c);
}

dadao_curve_point dadao_view_curve_point(const dadao_curves *c, size_t lane, size_t k)
{
    const dadao_lane_snapshot *l = &c->snapshot->lane[lane];
    if (k >= samples_of(c, lane))
        return (dadao_curve_point){place_of(c, l->t, l->gradients, l->communications), l->msd_lazy, l->t};
    const dadao_sample *s = &l->history[k];
    return (dadao_curve_point){place_of(c, s->t, s->gradients, s->communications), value_of(s, c->state->metric), s->t};
}

/* The first point that is not before: by place, or by time. Both only grow along a curve. */
static size_t first_from(const dadao_curves *c, size_t lane, double value, bool by_time)
{
    size_t low = 0, high = dadao_view_curve_count(c, lane);
    while (low < high) {
        size_t middle = (low + high) / 2;
        dadao_curve_point p = dadao_view_curve_point(c, lane, middle);
        if ((by_time ? p.t : p.place) < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool shown(const dadao_curve_point *p)
{
    return dadao_view_drawable(p->value) && isfinite(p->place);
}

bool dadao_view_curve_nearest(const dadao_curves *c, size_t lane, double place, dadao_curve_point *point)
{
    size_t count = dadao_view_curve_count(c, lane), after = first_from(c, lane, place, false), before = after;
    dadao_curve_point next = {NAN, NAN, NAN}, last = next;
    while (before > 0 && !shown(&last))
        last = dadao_view_curve_point(c, lane, --before);
    while (after < count && !shown(&next))
        next = dadao_view_curve_point(c, lane, after++);
    bool forward = shown(&next) && (!shown(&last) || next.place - place < place - last.place);
    *point = forward ? next : last;
    return shown(point);
}

double dadao_view_curve_place_at(const dadao_curves *c, size_t lane, double t)
{
    size_t k = first_from(c, lane, t, true);
    if (k >= dadao_view_curve_count(c, lane))
        return NAN;
    dadao_curve_point here = dadao_view_curve_point(c, lane, k), before = here;
    if (k > 0)
        before = dadao_view_curve_point(c, lane, k - 1);
    if (!(here.t > before.t))
        return here.place;
    return before.place + (here.place - before.place) * (t - before.t) / (here.t - before.t);
}

/* ---- The promise -------------------------------------------------------------------------------------------------------- */

/* Units of time that one unit of the axis takes in expectation. */
static double time_per_unit(const dadao_curves *c)
{
    const dadao_scene *scene = c->snapshot->scene;
    double rate = 1;
    if (c->state->axis == DADAO_AXIS_GRADIENTS)
        rate = scene->total_gradient_rate;
    else if (c->state->axis == DADAO_AXIS_COMMUNICATIONS)
        rate = scene->total_rate;
    else if (c->state->axis == DADAO_AXIS_COST)
        rate = scene->price[0] * scene->total_gradient_rate + scene->price[1] * scene->total_rate;
    return rate > 0 ? 1 / rate : NAN;
}

/* The promise at the start: the whole bound where it holds, else the first sample, for the slope alone. */
static double promise_start(const dadao_curves *c)
{
    const dadao_scene *scene = c->snapshot->scene;
    const dadao_guarantee *g = &scene->guarantee;
    dadao_metric metric = c->state->metric;
    if (!(g->holds || g->slope_only) || !(g->rate > 0))
        return NAN;
    if (g->holds && (metric == DADAO_METRIC_LAZY || metric == DADAO_METRIC_MSD))
        return g->constant * scene->start_distance / (double)scene->nodes;
    const dadao_lane_snapshot *lane = &c->snapshot->lane[0];
    for (size_t k = 0; k < lane->history_count; k++)
        if (dadao_view_drawable(value_of(&lane->history[k], metric)))
            return value_of(&lane->history[k], metric);
    return NAN;
}

double dadao_view_curve_promise(const dadao_curves *c, double place)
{
    return promise_start(c) * exp(-c->snapshot->scene->guarantee.rate * place * time_per_unit(c));
}

/* ---- The exact mean ----------------------------------------------------------------------------------------------------- */

size_t dadao_view_curve_expected_count(const dadao_curves *c)
{
    const bool fits = c->state->metric == DADAO_METRIC_LAZY || c->state->metric == DADAO_METRIC_MSD;
    return fits && !c->snapshot->scene->error_by_part ? c->snapshot->lane[0].expected_count : 0;
}

dadao_curve_point dadao_view_curve_expected(const dadao_curves *c, size_t k)
{
    const dadao_lane_snapshot *lane = &c->snapshot->lane[0];
    return (dadao_curve_point){lane->expected_t[k] / time_per_unit(c), lane->expected[k], lane->expected_t[k]};
}

double dadao_view_curve_expected_rate(const dadao_curves *c)
{
    const size_t count = dadao_view_curve_expected_count(c);
    if (count < 8 || c->snapshot->lane[0].expected_t[count - 1] < c->snapshot->lane[0].t / 2)
        return NAN; /* the beginning says nothing about the end */
    const dadao_curve_point a = dadao_view_curve_expected(c, count / 2), b = dadao_view_curve_expected(c, count - 1);
    return log(a.value / b.value) / (b.t - a.t);
}

double dadao_view_curve_gap(const dadao_curves *c)
{
    const size_t count = dadao_view_curve_expected_count(c);
    if (count < 2 || !c->snapshot->scene->guarantee.holds)
        return NAN;
    const dadao_curve_point last = dadao_view_curve_expected(c, count - 1);
    return dadao_view_drawable(last.value) ? dadao_view_curve_promise(c, last.place) / last.value : NAN;
}

/* ---- Ranges ------------------------------------------------------------------------------------------------------------- */

static void everything(dadao_curves *c)
{
    double low = INFINITY, high = 0, end = 0, promise = promise_start(c);
    for (size_t lane = 0; lane < c->lanes; lane++)
        for (size_t k = 0, count = dadao_view_curve_count(c, lane); k < count; k++) {
            dadao_curve_point p = dadao_view_curve_point(c, lane, k);
            if (isfinite(p.place))
                end = fmax(end, p.place);
            if (!dadao_view_drawable(p.value))
                continue;
            low = fmin(low, p.value);
            high = fmax(high, p.value);
        }
    if (dadao_view_drawable(promise) && promise > high && promise < 1e6 * high)
        high = promise;
    dadao_scale decades = dadao_view_decades(low, high);
    c->low = decades.low, c->high = decades.high;
    c->from = 0, c->to = dadao_view_nice(fmax(end, c->state->axis == DADAO_AXIS_TIME ? 1 : 10));
}

void dadao_view_curve_ranges(dadao_curves *c, bool window)
{
    const dadao_plot_look *look = &c->state->plot;
    everything(c);
    if (window && look->window_x && look->axis == c->state->axis && look->to > look->from)
        c->from = look->from, c->to = look->to;
    if (window && look->window_y && look->metric == c->state->metric && look->high > look->low)
        c->low = look->low, c->high = look->high;
}

static int bounded(double dots)
{
    return dots < -1e6 ? -1000000 : dots > 1e6 ? 1000000 : (int)floor(dots + 0.5);
}

int dadao_view_curve_x(const dadao_curves *c, double place)
{
    return bounded((place - c->from) / (c->to - c->from) * (2 * c->field->area.columns - 1));
}

int dadao_view_curve_y(const dadao_curves *c, double value)
{
    return bounded((c->high - log10(value)) / (c->high - c->low) * (4 * c->field->area.rows - 1));
}

void dadao_view_observe_plot(dadao_view_state *state, const dadao_snapshot *snapshot)
{
    dadao_curves c = {
        .snapshot = snapshot, .state = state, .lanes = snapshot->lane_count < DADAO_LANES ? snapshot->lane_count : DADAO_LANES};
    for (size_t k = 0; k < c.lanes; k++) {
        state->plot.seen[k] = snapshot->lane[k].events;
        if (state->plot.frozen && snapshot->lane[k].events < state->plot.frozen_at[k])
            state->plot.frozen = false; /* a new run */
    }
    dadao_view_curve_ranges(&c, false);
    const double all[4] = {c.from, c.to, c.low, c.high};
    for (size_t k = 0; k < 4; k++)
        state->plot.all[k] = all[k];
}
