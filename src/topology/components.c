/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connected components by union and find, and neighbour lists: what must be quick before igraph is asked. */
#include "topology/topology.h"

#include "core/memory.h"

/* Halving the path on the way up keeps the trees flat without recursion. */
static uint32_t find_root(uint32_t *parent, uint32_t v)
{
    while (parent[v] != v) {
        parent[v] = parent[parent[v]];
        v = parent[v];
    }
    return v;
}

size_t dadao_topology_label_components(size_t nodes, const dadao_edge *edge, size_t edges, uint32_t *component)
{
    uint32_t *parent = dadao_core_allocate(nodes, sizeof *parent);
    if (parent == NULL) {
        return SIZE_MAX;
    }
    for (size_t v = 0; v < nodes; v++) {
        parent[v] = (uint32_t)v;
    }
    for (size_t e = 0; e < edges; e++) {
        uint32_t a = find_root(parent, edge[e].u), b = find_root(parent, edge[e].v);
        /* The smaller index becomes the root, so that each component is met first at its root. */
        if (a < b) {
            parent[b] = a;
        } else {
            parent[a] = b;
        }
    }
    size_t count = 0;
    for (size_t v = 0; v < nodes; v++) {
        uint32_t root = find_root(parent, (uint32_t)v);
        if (root == v) {
            count++;
        }
        if (component != NULL) {
            component[v] = root == v ? (uint32_t)(count - 1) : component[root];
        }
    }
    free(parent);
    return count;
}

bool dadao_topology_adjacency_create(const dadao_topology *topology, dadao_topology_adjacency *adjacency)
{
    size_t n = topology->nodes;
    adjacency->start = dadao_core_allocate(n + 2, sizeof *adjacency->start);
    adjacency->neighbour = dadao_core_allocate(2 * topology->edges, sizeof *adjacency->neighbour);
    if (adjacency->start == NULL || adjacency->neighbour == NULL) {
        dadao_topology_adjacency_clear(adjacency);
        return false;
    }
    /* Counting sort: start[v+2] counts, then start[v+1] walks from the beginning of v's list to its end. */
    size_t *start = adjacency->start;
    for (size_t e = 0; e < topology->edges; e++) {
        start[topology->edge[e].u + 2]++;
        start[topology->edge[e].v + 2]++;
    }
    for (size_t v = 2; v < n + 2; v++) {
        start[v] += start[v - 1];
    }
    for (size_t e = 0; e < topology->edges; e++) {
        dadao_edge edge = topology->edge[e];
        adjacency->neighbour[start[edge.u + 1]++] = edge.v;
        adjacency->neighbour[start[edge.v + 1]++] = edge.u;
    }
    return true;
}

void dadao_topology_adjacency_clear(dadao_topology_adjacency *adjacency)
{
    free(adjacency->start);
    free(adjacency->neighbour);
    adjacency->start = NULL;
    adjacency->neighbour = NULL;
}
