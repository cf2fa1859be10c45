/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Positions from a file, and for nodes without any a place among their neighbours. */
#include "topology/draft.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

static size_t count_known(const dadao_topology *topology)
{
    size_t known = 0;
    for (size_t v = 0; v < topology->nodes; v++) {
        known += isnan(topology->x[v]) ? 0 : 1;
    }
    return known;
}

/* Longitude and latitude where any node has them, else x and y; half a position is none. */
static void take_positions(const dadao_draft *draft, const uint32_t *kept, dadao_topology *topology, bool geographic)
{
    for (size_t v = 0; v < topology->nodes; v++) {
        const dadao_draft_node *node = &draft->node[kept[v]];
        double x = geographic ? node->longitude : node->x, y = geographic ? node->latitude : node->y;
        bool whole = !isnan(x) && !isnan(y);
        topology->x[v] = whole ? x : NAN;
        topology->y[v] = whole ? y : NAN;
    }
}

/* One node at the mean of its placed neighbours; false when it has none. */
static bool place_at_mean(dadao_topology *topology, const dadao_topology_adjacency *graph, size_t v, const bool *placed)
{
    double x = 0.0, y = 0.0;
    size_t count = 0;
    for (size_t k = graph->start[v]; k < graph->start[v + 1]; k++) {
        size_t w = graph->neighbour[k];
        if (placed[w]) {
            x += topology->x[w];
            y += topology->y[w];
            count++;
        }
    }
    if (count == 0) {
        return false;
    }
    topology->x[v] = x / (double)count;
    topology->y[v] = y / (double)count;
    return true;
}

/* From the placed nodes outwards, in breadth-first order, so that each node finds a placed neighbour in O(nodes +
 * edges). */
static void spread_outwards(dadao_topology *topology, const dadao_topology_adjacency *graph, bool *placed,
                            uint32_t *queue, uint32_t *order, size_t *found)
{
    size_t head = 0, tail = 0;
    for (size_t v = 0; v < topology->nodes; v++) {
        if (placed[v]) {
            queue[tail++] = (uint32_t)v;
        }
    }
    while (head < tail) {
        size_t v = queue[head++];
        for (size_t k = graph->start[v]; k < graph->start[v + 1]; k++) {
            size_t w = graph->neighbour[k];
            if (!placed[w]) {
                place_at_mean(topology, graph, w, placed);
                placed[w] = true;
                order[(*found)++] = (uint32_t)w;
                queue[tail++] = (uint32_t)w;
            }
        }
    }
}

/* Chains of unplaced nodes spread out between their ends after some rounds of averaging; then each is moved a little
 * aside, since a node hanging on a single neighbour would sit on top of it. */
static void relax(dadao_topology *topology, const dadao_topology_adjacency *graph, const bool *placed,
                  const uint32_t *order, size_t found)
{
    int rounds = found <= 10000 ? 30 : 3;
    for (int round = 0; round < rounds; round++) {
        for (size_t k = 0; k < found; k++) {
            place_at_mean(topology, graph, order[k], placed);
        }
    }
    double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
    for (size_t v = 0; v < topology->nodes; v++) {
        low[0] = fmin(low[0], topology->x[v]);
        low[1] = fmin(low[1], topology->y[v]);
        high[0] = fmax(high[0], topology->x[v]);
        high[1] = fmax(high[1], topology->y[v]);
    }
    double extent = fmax(high[0] - low[0], high[1] - low[1]), aside = extent > 0 ? 0.03 * extent : 1.0;
    for (size_t k = 0; k < found; k++) {
        double angle = 2.39996322972865332 * (double)k; /* the golden angle: no two in line */
        topology->x[order[k]] += aside * cos(angle);
        topology->y[order[k]] += aside * sin(angle);
    }
}

static bool fill_missing(dadao_topology *topology)
{
    size_t n = topology->nodes, found = 0;
    dadao_topology_adjacency graph = { 0 };
    bool *placed = dadao_core_allocate(n, sizeof *placed);
    uint32_t *queue = dadao_core_allocate(n, sizeof *queue);
    uint32_t *order = dadao_core_allocate(n, sizeof *order);
    bool ok = placed != NULL && queue != NULL && order != NULL && dadao_topology_adjacency_create(topology, &graph);
    if (ok) {
        for (size_t v = 0; v < n; v++) {
            placed[v] = !isnan(topology->x[v]);
        }
        spread_outwards(topology, &graph, placed, queue, order, &found);
        relax(topology, &graph, placed, order, found);
    }
    dadao_topology_adjacency_clear(&graph);
    free(placed);
    free(queue);
    free(order);
    return ok;
}

dadao_status dadao_topology_draft_place(dadao_draft *draft, const uint32_t *kept, dadao_topology *topology,
                                        bool *placed)
{
    *placed = false;
    if (!dadao_topology_allocate_positions(topology)) {
        return dadao_topology_out_of_memory(draft->error);
    }
    take_positions(draft, kept, topology, true);
    size_t known = count_known(topology);
    topology->geographic = known >= 2;
    if (known < 2) {
        take_positions(draft, kept, topology, false);
        known = count_known(topology);
    }
    if (known < 2) { /* one point says nothing about the shape */
        return DADAO_OK;
    }
    if (known < topology->nodes) {
        size_t lacking = topology->nodes - known;
        dadao_core_note(draft->notes,
                        "%s: %zu of %zu nodes have no coordinates; they are placed among their neighbours", draft->path,
                        lacking, topology->nodes);
        if (!fill_missing(topology)) {
            return dadao_topology_out_of_memory(draft->error);
        }
    }
    *placed = true;
    return DADAO_OK;
}
