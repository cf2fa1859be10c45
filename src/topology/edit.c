/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits of a live network: everything that is not touched keeps its place in the order and on the plane. */
#include "topology/topology.h"

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
        return dadao_core_fail(error, DADAO_INVALID, "no edge %zu: there are %zu edges, counted from 0", edge,
                               topology->edges);
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
        topology->edge[kept] = (dadao_edge){ edge.u - (edge.u > node), edge.v - (edge.v > node) };
        topology->rate[kept++] = topology->rate[e];
    }
    topology->edges = kept;
}

dadao_status dadao_topology_remove_node(dadao_topology *topology, size_t node, dadao_error *error)
{
    if (node >= topology->nodes) {
        return dadao_core_fail(error, DADAO_INVALID, "no node %zu: the nodes of %.200s are 0 to %zu", node,
                               topology->name, topology->nodes - 1);
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
