/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting times between events of a kind, in units of their mean: an exponential clock gives them the law e^-x.
 *
 * They are read off the events that each publication carries, so the engine's loop pays nothing. When more events passed
 * than are carried, the new window is a sample: only a fixed number of its first gaps count, for the gap that the end of
 * a window cuts is long more often than not, and leaving it out would bend the law. */
#include "experiment/experiment.h"

#include <math.h>

enum { SAMPLED = 16 };

static void count(dadao_gaps *gaps, size_t kind, double gap)
{
    double bin = 4 * gap;
    if (!(bin >= 0) || isinf(bin))
        return;
    gaps->count[kind][bin < DADAO_GAP_BINS - 1 ? (size_t)bin : DADAO_GAP_BINS - 1]++;
    gaps->sum[kind] += gap;
}

/* How many gaps of each kind may count: after a jump as many as surely fit the window. */
static void allowances(const dadao_lane_snapshot *lane, bool jumped, const double rate[2], size_t left[2])
{
    for (size_t kind = 0; kind < 2; kind++) {
        double share = 0.5 * (double)lane->recent_count * rate[kind] / (rate[0] + rate[1]);
        left[kind] = !jumped ? SIZE_MAX : share < SAMPLED ? (size_t)share : SAMPLED;
    }
}

void dadao_experiment_gaps_update(dadao_gaps *gaps, const dadao_lane_snapshot *lane, const dadao_scene *scene)
{
    if (lane->events < gaps->upto || lane->events == 0)
        *gaps = (dadao_gaps){0}; /* a new run: the first gaps begin at t = 0 */
    if (lane->recent_count == 0)
        return;
    const double rate[2] = {scene->total_gradient_rate, scene->total_rate};
    bool jumped = lane->recent[0].index > gaps->upto + 1;
    size_t left[2];
    allowances(lane, jumped, rate, left);
    if (jumped)
        gaps->last[0] = gaps->last[1] = NAN;
    for (size_t k = 0; k < lane->recent_count; k++) {
        const dadao_event *event = &lane->recent[k];
        if (event->index <= gaps->upto)
            continue;
        size_t kind = event->kind == DADAO_EVENT_COMMUNICATION;
        if (!isnan(gaps->last[kind]) && left[kind] > 0) {
            count(gaps, kind, (event->t - gaps->last[kind]) * rate[kind]);
            left[kind]--;
        }
        gaps->last[kind] = event->t;
    }
    gaps->upto = lane->events;
}
