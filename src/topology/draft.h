/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network as a file tells it, before it is made simple, connected and placed. All readers fill one of these. */
#ifndef DADAO_TOPOLOGY_DRAFT_H
#define DADAO_TOPOLOGY_DRAFT_H

#include "topology/topology.h"

/* A piece of the file's bytes. */
typedef struct dadao_slice {
    char *text;
    size_t length;
} dadao_slice;

typedef struct dadao_draft_node {
    char *label;                      /* owned; NULL: none */
    double x, y, longitude, latitude; /* NaN: not given */
} dadao_draft_node;

typedef struct dadao_draft_edge {
    uint32_t u, v;
    double rate; /* NaN: not given */
} dadao_draft_edge;

#define DADAO_DRAFT_ATTRIBUTES 12

typedef struct dadao_draft {
    const char *path;
    const char *rate_name; /* the edge attribute that is the rate */
    bool rate_named;       /* it was asked for by name */
    dadao_notes *notes;
    dadao_error *error;
    dadao_draft_node *node;
    size_t nodes, node_capacity;
    dadao_draft_edge *edge;
    size_t edges, edge_capacity;
    bool directed;
    size_t loops, hyperedges, bad_positions;
    bool more_graphs;                           /* the file has others, not read */
    size_t other_weights;                       /* edges with a weight that was not asked for */
    char attribute[DADAO_DRAFT_ATTRIBUTES][32]; /* names of edge attributes met, for messages */
    size_t attributes;
} dadao_draft;

void dadao_topology_draft_clear(dadao_draft *draft);
/* FORMAT "path:line: …"; line 0: "path: …". */
dadao_status dadao_topology_draft_fail(dadao_draft *draft, size_t line, const char *format, ...) DADAO_PRINTF(3, 4);

/* Appends a node without anything; its index in *node (may be NULL). */
dadao_status dadao_topology_draft_add_node(dadao_draft *draft, size_t *node);
/* Gives the node a label (copied, control characters made harmless); empty ones are none. */
dadao_status dadao_topology_draft_set_label(dadao_draft *draft, size_t node, dadao_slice label);
/* Appends an edge; a loop is counted and left out. */
dadao_status dadao_topology_draft_add_edge(dadao_draft *draft, size_t u, size_t v, double rate);

/* A rate as written: finite and not negative, else FORMAT with the line. */
dadao_status dadao_topology_draft_parse_rate(dadao_draft *draft, size_t line, dadao_slice text, double *rate);
/* A coordinate as written; unusable ones count as not given. */
double dadao_topology_draft_parse_coordinate(dadao_draft *draft, dadao_slice text);
/* Whether the edge attribute `name` is the rate; remembers the name for messages. */
bool dadao_topology_draft_is_rate(dadao_draft *draft, dadao_slice name);
/* The same for formats whose third column has no name of its own but is called "weight" (and "rate" when asked for). */
bool dadao_topology_draft_wants_weight(dadao_draft *draft);

/* What a node attribute is to us. */
typedef enum dadao_role {
    DADAO_ROLE_NONE,
    DADAO_ROLE_LABEL,
    DADAO_ROLE_NAME,
    DADAO_ROLE_X,
    DADAO_ROLE_Y,
    DADAO_ROLE_LONGITUDE,
    DADAO_ROLE_LATITUDE
} dadao_role;
dadao_role dadao_topology_draft_role(dadao_slice attribute);
void dadao_topology_draft_set_position(dadao_draft *draft, size_t node, dadao_role role, dadao_slice text);

bool dadao_topology_slice_is(dadao_slice slice, const char *word); /* ignoring case */
bool dadao_topology_slice_equal(dadao_slice a, dadao_slice b);
dadao_slice dadao_topology_slice_trim(dadao_slice slice);

/* From names to numbers 0, 1, ...; keys are slices that must outlive the table. Zero-initialised is empty. */
typedef struct dadao_names {
    dadao_slice *key; /* [count] by number */
    size_t count, key_capacity;
    uint32_t *slot; /* number + 1, 0 is empty */
    size_t mask;
} dadao_names;
/* The number of `name`; SIZE_MAX when unknown. */
size_t dadao_topology_names_find(const dadao_names *names, dadao_slice name);
/* Adds it when unknown (*fresh says so). False when out of memory. */
bool dadao_topology_names_add(dadao_names *names, dadao_slice name, size_t *number, bool *fresh);
void dadao_topology_names_clear(dadao_names *names);

/* An edge between two names, kept until all nodes are known. */
typedef struct dadao_named_edge {
    dadao_slice a, b; /* b.text NULL: only declares the node a */
    double rate;
    size_t line;
} dadao_named_edge;
typedef struct dadao_named_edges {
    dadao_named_edge *edge;
    size_t count, capacity;
} dadao_named_edges;
dadao_status dadao_topology_named_edges_add(dadao_draft *draft, dadao_named_edges *list, dadao_named_edge edge);
/* Formats where nodes are declared: resolves against `names`; an unknown one is an error. */
dadao_status dadao_topology_draft_connect_declared(dadao_draft *draft, const dadao_names *names,
                                                   const dadao_named_edges *list);
/* Formats where edges make the nodes. Whole numbers that are exactly 0..n-1 (n = `nodes` where it is not 0) are the
 * indices; other whole numbers label the nodes in their order, names in the order of appearance. */
dadao_status dadao_topology_draft_connect_free(dadao_draft *draft, size_t nodes, const dadao_named_edges *list);

/* Makes the network: merges parallel edges, takes the largest component when asked, places nodes, says what was done.
 */
dadao_status dadao_topology_draft_finish(dadao_draft *draft, bool largest, const char *layout, uint64_t seed,
                                         dadao_topology **topology);

/* place.c: positions from the file for the kept nodes (NaN where there are none); false when there are too few to use.
 */
dadao_status dadao_topology_draft_place(dadao_draft *draft, const uint32_t *kept, dadao_topology *topology,
                                        bool *placed);

#endif
