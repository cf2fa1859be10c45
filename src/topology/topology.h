/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a topology, shared by the files of this room. */
#ifndef DADAO_TOPOLOGY_TOPOLOGY_H
#define DADAO_TOPOLOGY_TOPOLOGY_H

#include <dadao/random.h>
#include <dadao/topology.h>
#include <stdio.h>

/* Above these a request is a slip of the finger rather than a wish; the memory of one topology stays below 2 GB. */
#define DADAO_TOPOLOGY_MAX_NODES ((size_t)10000000)
#define DADAO_TOPOLOGY_MAX_EDGES ((size_t)50000000)

struct dadao_topology {
    size_t nodes, edges, edge_capacity, rate_capacity;
    dadao_edge *edge; /* [edges] */
    double *rate;     /* [edges] */
    bool has_rates, geographic;
    double *x, *y; /* [nodes] */
    char **label;  /* [nodes], or NULL when no node has one */
    char *name;
    void *graph; /* the same network as an igraph_t: made when first needed, dropped by edits; see graph.c */
};

/* An empty topology of `nodes` nodes without edges or positions; NULL when out of memory. */
dadao_topology *dadao_topology_blank(size_t nodes);
/* Appends the edge {u, v}, u != v, with rate 1. False when out of memory. Does not look for parallel edges. */
bool dadao_topology_push(dadao_topology *topology, size_t u, size_t v, double rate);
bool dadao_topology_allocate_positions(dadao_topology *topology);

dadao_status dadao_topology_out_of_memory(dadao_error *error);

/* components.c: component[v] by order of first node; SIZE_MAX when out of memory. */
size_t dadao_topology_label_components(size_t nodes, const dadao_edge *edge, size_t edges, uint32_t *component);

/* Neighbours by node: those of v are neighbour[start[v]..start[v+1]). */
typedef struct dadao_topology_adjacency {
    size_t *start;       /* [nodes+1] */
    uint32_t *neighbour; /* [2*edges] */
} dadao_topology_adjacency;
bool dadao_topology_adjacency_create(const dadao_topology *topology, dadao_topology_adjacency *adjacency);
void dadao_topology_adjacency_clear(dadao_topology_adjacency *adjacency);

/* graph.c: forgets the igraph twin after an edit. */
void dadao_topology_forget_graph(dadao_topology *topology);

/* layout.c: fills x, y. `name` NULL: the best one for the size. INVALID for an unknown name or too many nodes. */
dadao_status dadao_topology_arrange(dadao_topology *topology, const char *name, uint64_t seed, dadao_error *error);
dadao_status dadao_topology_check_layout(const char *name, dadao_error *error);
/* layout_pivot.c: positions from distances to a few far-apart nodes; O(nodes + edges), for any size. */
bool dadao_topology_arrange_pivot(dadao_topology *topology);
/* `count` nodes from `first` evenly on a circle, clockwise from `phase` (radians from the top). */
void dadao_topology_place_ring(dadao_topology *topology, size_t first, size_t count, double cx, double cy,
                               double radius, double phase);

/* save.c: the text of the file, with the topology's own rates. */
dadao_status dadao_topology_write(const dadao_topology *topology, const char *format, FILE *stream, dadao_error *error);

/* kinds.c */
typedef struct dadao_topology_request {
    const char *const *word; /* [count], the kind first; options removed */
    size_t count;
    const size_t *index; /* [count] place of each word in the caller's list */
    uint64_t seed;
    dadao_notes *notes;
    dadao_error *error;
} dadao_topology_request;
/* The row that `word` names (by name or alias, case and - or _ ignored), or SIZE_MAX. */
size_t dadao_topology_kind_find(const char *word);
dadao_status dadao_topology_generate(size_t kind, const dadao_topology_request *request, dadao_topology **topology);

#endif
