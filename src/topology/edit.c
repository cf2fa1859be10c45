/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits of a live network: everything that is not touched keeps its place in the order and on the plane. */
#include "topology/topology.h"

#include "core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

dadao_status dadao_topology_add_edge(dadao_topology *topology, size_t u, size_t v, double rate, dadao_error *error)
{
    size_t there;
    if (u >= topology->nodes || v >= topology->nodes) {
        return dadao_core_fail(error, DADAO_INVALID, "no node %zu: the nodes of %.200s are 0 to %zu",
                               u >= topology->nodes ? u : v, topology->name, topology->nodes - 1);
    }
    if (u == v) {
        return dadao_core_fail(error, DADAO_INVALID, "an edge joins two different nodes, not %zu with itself", u);
    }
    if (!isfinite(rate) || rate < 0) {
        return dadao_core_fail(error, DADAO_INVALID, "the rate of an edge is a finite number >= 0, not %g", rate);
    }
    if (dadao_topology_find_edge(topology, u, v, &there, NULL) == DADAO_OK) {
        return dadao_core_fail(error, DADAO_INVALID, "%zu and %zu are already joined (edge %zu)", u, v, there);
    }
    if (!dadao_topology_push(topology, u, v, rate)) {
        return dadao_topology_out_of_memory(error);
    }
    dadao_topology_forget_graph(topology);
    return DADAO_OK;
}

dadao_status dadao_topology_cut_edge(dadao_topology *topology, size_t edge, dadao_error *error)
{
    if (edge >= topology->edges) {
        return dadao_core_fail(error, DADAO_INVALID, "no edge %zu: there are %zu edges, counted from 0", edge, topology->edges);
    }
    size_t after = topology->edges - edge - 1;
    memmove(topology->edge + edge, topology->edge + edge + 1, after * sizeof *topology->edge);
    memmove(topology->rate + edge, topology->rate + edge + 1, after * sizeof *topology->rate);
    topology->edges--;
    dadao_topology_forget_graph(topology);
    return DADAO_OK;
}

/* Drops the edges of `node` and renames the nodes after it. */
static void close_edge_gap(dadao_topology *topology, size_t node)
{
    size_t kept = 0;
    for (size_t e = 0; e < topology->edges; e++) {
        dadao_edge edge = topology->edge[e];
        if (edge.u == node || edge.v == node) {
            continue;
        }
        topology->edge[kept] = (dadao_edge){edge.u - (edge.u > node), edge.v - (edge.v > node)};
        topology->rate[kept++] = topology->rate[e];
    }
    topology->edges = kept;
}

dadao_status dadao_topology_remove_node(dadao_topology *topology, size_t node, dadao_error *error)
{
    if (node >= topology->nodes) {
        return dadao_core_fail(error, DADAO_INVALID, "no node %zu: the nodes of %.200s are 0 to %zu", node, topology->name,
                               topology->nodes - 1);
    }
    if (topology->nodes <= 2) {
        return dadao_core_fail(error, DADAO_INVALID, "node %zu stays: a network needs at least two nodes", node);
    }
    close_edge_gap(topology, node);
    size_t after = topology->nodes - node - 1;
    memmove(topology->x + node, topology->x + node + 1, after * sizeof *topology->x);
    memmove(topology->y + node, topology->y + node + 1, after * sizeof *topology->y);
    if (topology->label != NULL) {
        free(topology->label[node]);
        memmove(topology->label + node, topology->label + node + 1, after * sizeof *topology->label);
    }
    topology->nodes--;
    dadao_topology_forget_graph(topology);
    return DADAO_OK;
}

/* Beside (x, y), so that the newcomer hides nobody, and inside the frame of the others where it has room, so that the
 * picture keeps its scale. */
static void place_aside(dadao_topology *topology, size_t node, double x, double y)
{
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (size_t v = 0; v < node; v++) {
        low[0] = fmin(low[0], topology->x[v]);
        low[1] = fmin(low[1], topology->y[v]);
        high[0] = fmax(high[0], topology->x[v]);
        high[1] = fmax(high[1], topology->y[v]);
    }
    const double extent = fmax(high[0] - low[0], high[1] - low[1]);
    const double aside = extent > 0 ? extent / (2.0 + sqrt((double)node)) : 1.0;
    const double turn = 2.39996322972865332 * (double)node; /* the golden angle: newcomers at one node fan out */
    double dx = aside * cos(turn), dy = aside * sin(turn);
    dx = x + dx < low[0] || x + dx > high[0] ? -dx : dx;
    dy = y + dy < low[1] || y + dy > high[1] ? -dy : dy;
    topology->x[node] = x + dx;
    topology->y[node] = y + dy;
}

static dadao_status check_newcomer(const dadao_topology *topology, const uint32_t *neighbour, size_t count, const char *label,
                                   dadao_error *error)
{
    if (topology->nodes >= DADAO_TOPOLOGY_MAX_NODES) {
        return dadao_core_fail(error, DADAO_TOO_LARGE, "%.200s has %zu nodes already, as many as can be", topology->name,
                               topology->nodes);
    }
    for (size_t k = 0; k < count; k++) {
        if (neighbour[k] >= topology->nodes) {
            return dadao_core_fail(error, DADAO_INVALID, "no node %u: the nodes of %.200s are 0 to %zu", neighbour[k],
                                   topology->name, topology->nodes - 1);
        }
        for (size_t other = 0; other < k; other++) {
            if (neighbour[other] == neighbour[k]) {
                return dadao_core_fail(error, DADAO_INVALID, "node %u is named twice: one edge to it is enough", neighbour[k]);
            }
        }
    }
    for (size_t v = 0; label != NULL && topology->label != NULL && v < topology->nodes; v++) {
        if (topology->label[v] != NULL && strcmp(topology->label[v], label) == 0) {
            return dadao_core_fail(error, DADAO_INVALID, "node %zu is called '%.100s' already: choose another label", v, label);
        }
    }
    return DADAO_OK;
}

static bool grow_doubles(double **values, size_t count)
{
    double *grown = realloc(*values, count * sizeof *grown);
    if (grown != NULL) {
        *values = grown;
    }
    return grown != NULL;
}

/* Room for one node more in every array; those that are there keep their places. */
static bool grow_nodes(dadao_topology *topology, const char *label)
{
    const size_t n = topology->nodes;
    if (!grow_doubles(&topology->x, n + 1) || !grow_doubles(&topology->y, n + 1)) {
        return false;
    }
    if (topology->label == NULL && label == NULL) {
        return true;
    }
    char **labels = dadao_core_allocate(n + 1, sizeof *labels);
    char *copy = dadao_core_copy_text(label);
    if (labels == NULL || (label != NULL && copy == NULL)) {
        free(labels);
        free(copy);
        return false;
    }
    if (topology->label != NULL) {
        memcpy(labels, topology->label, n * sizeof *labels);
    }
    labels[n] = copy;
    free(topology->label);
    topology->label = labels;
    return true;
}

dadao_status dadao_topology_add_node(dadao_topology *topology, const uint32_t *neighbour, size_t count, double rate,
                                     const char *label, dadao_error *error)
{
    dadao_status status = check_newcomer(topology, neighbour, count, label, error);
    if (status != DADAO_OK) {
        return status;
    }
    const size_t node = topology->nodes, edges = topology->edges;
    double x = 0.0, y = 0.0;
    for (size_t k = 0; k < count; k++) {
        x += topology->x[neighbour[k]] / (double)count;
        y += topology->y[neighbour[k]] / (double)count;
    }
    if (!grow_nodes(topology, label)) {
        return dadao_topology_out_of_memory(error);
    }
    place_aside(topology, node, x, y);
    for (size_t k = 0; k < count; k++) {
        if (!dadao_topology_push(topology, neighbour[k], node, rate)) {
            topology->edges = edges;
            return dadao_topology_out_of_memory(error);
        }
    }
    topology->nodes++;
    dadao_topology_forget_graph(topology);
    return DADAO_OK;
}
