/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may colour a node or an edge of the network: one row each, with its words, its unit and how it becomes a colour. */
#ifndef DADAO_VIEW_QUANTITIES_H
#define DADAO_VIEW_QUANTITIES_H

#include <dadao/snapshot.h>

#include "view/style.h"

/* How values become colours: by their decades; from a round number to a round number; from 0; alike on both sides of 0. */
typedef enum dadao_colour_spread { DADAO_SPREAD_DECADES, DADAO_SPREAD_BETWEEN, DADAO_SPREAD_FROM_ZERO, DADAO_SPREAD_AROUND_ZERO } dadao_colour_spread;

/* name, word, in the legend, how it spreads, what several nodes in one cell show (true: the largest, else the mean), meaning */
#define DADAO_NODE_QUANTITIES(X)                                                                                              \
    X(ERROR, "error", "error", DECADES, true, "squared distance to x*, each node as of its last event")                  \
    X(CONSENSUS, "consensus", "consensus error", DECADES, true, "squared distance to the mean of the nodes")             \
    X(GRADIENTS, "gradients", "gradients", BETWEEN, false, "gradients that a node computed so far")                      \
    X(COMMUNICATIONS, "communications", "communications", BETWEEN, false, "communications that a node took part in")     \
    X(AGE, "age", "time since event", FROM_ZERO, true, "units of time since the last event of a node")                   \
    X(FIEDLER, "fiedler", "Fiedler", AROUND_ZERO, false, "Fiedler vector: the weakest cut is where it changes its sign") \
    X(RATE, "rate", "gradient rate", FROM_ZERO, false, "gradients per unit of time that a node's clock asks for")

/* name, word, in the legend, how it spreads, meaning. PLAIN stays grey. */
#define DADAO_EDGE_QUANTITIES(X)                                                                      \
    X(PLAIN, "plain", "", FROM_ZERO, "edges at rest are grey")                                        \
    X(TRAFFIC, "traffic", "traffic", FROM_ZERO, "communications over an edge so far")                 \
    X(RESISTANCE, "resistance", "resistance", FROM_ZERO, "effective resistance at the present rates; the largest sets chi2") \
    X(RATE, "rate", "rate", FROM_ZERO, "communications per unit of time that an edge's clock asks for")

#define DADAO_NODE_QUANTITY_ENUM(name, word, label, spread, worst, summary) DADAO_NODE_QUANTITY_##name,
#define DADAO_EDGE_QUANTITY_ENUM(name, word, label, spread, summary) DADAO_EDGE_QUANTITY_##name,
typedef enum dadao_node_quantity { DADAO_NODE_QUANTITIES(DADAO_NODE_QUANTITY_ENUM) DADAO_NODE_QUANTITY_COUNT } dadao_node_quantity;
typedef enum dadao_edge_quantity { DADAO_EDGE_QUANTITIES(DADAO_EDGE_QUANTITY_ENUM) DADAO_EDGE_QUANTITY_COUNT } dadao_edge_quantity;
#undef DADAO_NODE_QUANTITY_ENUM
#undef DADAO_EDGE_QUANTITY_ENUM

typedef struct dadao_quantity_row {
    const char *word, *label, *summary;
    dadao_colour_spread spread;
    bool worst;
} dadao_quantity_row;
const dadao_quantity_row *dadao_view_node_quantity(dadao_node_quantity quantity);
const dadao_quantity_row *dadao_view_edge_quantity(dadao_edge_quantity quantity);

/* The value of node (edge) i in a lane; NaN where it is not known (the error of a node that diverged is infinite, not unknown). */
typedef double dadao_quantity_value(const dadao_scene *scene, const dadao_lane_snapshot *lane, size_t i);
dadao_quantity_value *dadao_view_node_quantity_value(dadao_node_quantity quantity);
dadao_quantity_value *dadao_view_edge_quantity_value(dadao_edge_quantity quantity);
/* Why it is not known, for the legend; NULL where it is. */
const char *dadao_view_node_quantity_lacks(dadao_node_quantity quantity, const dadao_scene *scene, const dadao_lane_snapshot *lane);
const char *dadao_view_edge_quantity_lacks(dadao_edge_quantity quantity, const dadao_scene *scene);

/* What the ends of the colours stand for: exponents of ten where `log`. */
typedef struct dadao_range {
    double low, high;
    bool log;
} dadao_range;
/* Of all values, ends rounded outwards so that they seldom move. Not for DECADES. */
dadao_range dadao_view_range(dadao_colour_spread spread, dadao_quantity_value *value, const dadao_scene *scene,
                             const dadao_lane_snapshot *lane, size_t count);
/* 0 .. DADAO_RAMP-1, and the same as a digit; NaN counts as large. */
unsigned dadao_view_range_level(dadao_range range, double value);
char dadao_view_range_digit(dadao_range range, double value);
/* "1e-4", "0.25": an end as text; buffer of 32. */
const char *dadao_view_range_end(dadao_range range, double end, char *buffer);

#endif
