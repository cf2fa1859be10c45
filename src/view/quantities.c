/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of nodes and edges, and the ranges that give them colours. */
#include "view/quantities.h"

#include <math.h>
#include <stdio.h>

#include "view/view.h"

#define NODE_ROW(name, word, label, spread, worst, summary) {word, label, summary, DADAO_SPREAD_##spread, worst},
#define EDGE_ROW(name, word, label, spread, summary) {word, label, summary, DADAO_SPREAD_##spread, true},

const dadao_quantity_row *dadao_view_node_quantity(dadao_node_quantity quantity)
{
    static const dadao_quantity_row rows[] = {DADAO_NODE_QUANTITIES(NODE_ROW)};
    return &rows[quantity < DADAO_NODE_QUANTITY_COUNT ? quantity : 0];
}

const dadao_quantity_row *dadao_view_edge_quantity(dadao_edge_quantity quantity)
{
    static const dadao_quantity_row rows[] = {DADAO_EDGE_QUANTITIES(EDGE_ROW)};
    return &rows[quantity < DADAO_EDGE_QUANTITY_COUNT ? quantity : 0];
}

/* An error that is no number comes of overflow: as large as can be. */
static double large_if_lost(double error)
{
    return isnan(error) ? INFINITY : error;
}

static double node_error(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i)
{
    (void)scene;
    return large_if_lost(lane->node_error[i]);
}

static double node_consensus(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i)
{
    (void)scene;
    return lane->node_consensus ? large_if_lost(lane->node_consensus[i]) : NAN;
}

static double node_gradients(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i)
{
    (void)scene;
    return (double)lane->node_gradients[i];
}

static double node_communications(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i)
{
    (void)scene;
    return (double)lane->node_communications[i];
}

static double node_age(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i)
{
    (void)scene;
    return lane->node_time ? fmax(lane->t - lane->node_time[i], 0) : NAN;
}

static double node_fiedler(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i)
{
    (void)lane;
    return scene->fiedler ? scene->fiedler[i] : NAN;
}

static double node_rate(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i)
{
    (void)lane;
    return scene->node_rate[i];
}

dadao_quantity_value *dadao_view_node_quantity_value(dadao_node_quantity quantity)
{
    static dadao_quantity_value *const values[] = {node_error, node_consensus, node_gradients, node_communications,
                                                   node_age,   node_fiedler,   node_rate};
    return values[quantity < DADAO_NODE_QUANTITY_COUNT ? quantity : 0];
}

static double edge_plain(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t e)
{
    (void)scene, (void)lane, (void)e;
    return 0;
}

static double edge_traffic(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t e)
{
    (void)scene;
    return (double)lane->edge_communications[e];
}

static double edge_resistance(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t e)
{
    (void)lane;
    return scene->resistance ? scene->resistance[e] : NAN;
}

static double edge_rate(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t e)
{
    (void)lane;
    return scene->edge_rate[e];
}

dadao_quantity_value *dadao_view_edge_quantity_value(dadao_edge_quantity quantity)
{
    static dadao_quantity_value *const values[] = {edge_plain, edge_traffic, edge_resistance, edge_rate};
    return values[quantity < DADAO_EDGE_QUANTITY_COUNT ? quantity : 0];
}

const char *dadao_view_node_quantity_lacks(dadao_node_quantity quantity, const dadao_scene *scene,
                                           const dadao_lane_snapshot *lane)
{
    if (quantity == DADAO_NODE_QUANTITY_FIEDLER && !scene->fiedler)
        return "not computed for so many nodes";
    if ((quantity == DADAO_NODE_QUANTITY_CONSENSUS && !lane->node_consensus) ||
        (quantity == DADAO_NODE_QUANTITY_AGE && !lane->node_time))
        return "asked for";
    return NULL;
}

const char *dadao_view_edge_quantity_lacks(dadao_edge_quantity quantity, const dadao_scene *scene)
{
    return quantity == DADAO_EDGE_QUANTITY_RESISTANCE && !scene->resistance ? "not computed for so many nodes" : NULL;
}

/* The ends are multiples of a round step, a fifth or so of the span. */
static dadao_range round_outwards(double low, double high)
{
    double step = dadao_view_nice((high - low) / 5);
    if (!(high > low))
        return (dadao_range){low - 1, high + 1, false};
    return (dadao_range){floor(low / step) * step, ceil(high / step) * step, false};
}

dadao_range dadao_view_range(dadao_colour_spread spread, dadao_quantity_value *value, const dadao_scene *scene,
                             const dadao_lane_snapshot *lane, size_t count)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        double v = value(scene, lane, i);
        if (!isfinite(v))
            continue;
        low = v < low ? v : low;
        high = v > high ? v : high;
    }
    if (low > high)
        return (dadao_range){0, 1, false};
    if (spread == DADAO_SPREAD_BETWEEN)
        return round_outwards(low, high);
    double far = dadao_view_nice(fmax(fabs(low), fabs(high)));
    return spread == DADAO_SPREAD_FROM_ZERO ? (dadao_range){0, far, false} : (dadao_range){-far, far, false};
}

static double fraction(dadao_range range, double value)
{
    if (!(value <= INFINITY))
        return 1;
    if (range.log)
        value = value > 0 ? log10(value) : -INFINITY;
    double f = (value - range.low) / (range.high - range.low);
    return !(f > 0) ? 0 : f > 1 ? 1 : f;
}

unsigned dadao_view_range_level(dadao_range range, double value)
{
    unsigned level = (unsigned)(fraction(range, value) * DADAO_RAMP);
    return level < DADAO_RAMP ? level : DADAO_RAMP - 1;
}

char dadao_view_range_digit(dadao_range range, double value)
{
    int digit = (int)(fraction(range, value) * 10);
    return (char)('0' + (digit < 10 ? digit : 9));
}

const char *dadao_view_range_end(dadao_range range, double end, char *buffer)
{
    if (range.log)
        snprintf(buffer, 32, "1e%+d", (int)end);
    else
        snprintf(buffer, 32, "%.3g", end);
    return buffer;
}
