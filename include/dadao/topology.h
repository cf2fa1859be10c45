/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network: generators, files, edits and layouts. igraph is behind it and never shows.
 *
 * A topology is a connected, simple, undirected graph whose nodes are 0..n-1 and whose edges have a fixed
 * order (the order of the file or generator; edits keep it: a cut closes the gap, an added edge is last).
 * Thread rule: igraph as Debian ships it is not thread-safe; calls into it are serialised inside this room. */
#ifndef DADAO_TOPOLOGY_H
#define DADAO_TOPOLOGY_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dadao_topology dadao_topology;

/* An undirected edge; u < v always. */
typedef struct dadao_edge {
    uint32_t u, v;
} dadao_edge;

/* A row of the table of generators, for help and completion. */
typedef struct dadao_topology_kind {
    const char *name;      /* the word of the command: "barbell" */
    const char *arguments; /* "N", "A B", "N P [seed=S]" */
    const char *summary;   /* one line for the help */
    bool random;           /* takes seed= */
} dadao_topology_kind;

size_t dadao_topology_kind_count(void);
const dadao_topology_kind *dadao_topology_kind_at(size_t index);

/* How a topology is asked for. Words as in the command: {"grid","10","10"}, {"load","net.gml"}, {"net.gml"}. */
typedef struct dadao_topology_options {
    uint64_t seed;           /* for random kinds without seed=, and for computed layouts (default 1) */
    const char *directory;   /* searched for graph names that are no path ("nsfnet"); NULL: the installed graphs/ */
} dadao_topology_options;
dadao_topology_options dadao_topology_options_defaults(void);

/* Builds a topology from the words of a `topology` command: a generator with its arguments, or
 * `load FILE`, or a bare file name or the name of a shipped graph. Options among the words: seed=S,
 * format=F, rate=ATTR, component=largest, layout=NAME. Notes say what was merged or dropped.
 * Errors: NOT_FOUND, INVALID (which word: error->column is the INDEX of the word), IO, FORMAT, DISCONNECTED. */
dadao_status dadao_topology_create(const char *const *words, size_t count, const dadao_topology_options *options,
                                   dadao_topology **topology, dadao_notes *notes, dadao_error *error);
dadao_status dadao_topology_copy(const dadao_topology *topology, dadao_topology **copy, dadao_error *error);
void dadao_topology_destroy(dadao_topology *topology);

/* Reading. Arrays belong to the topology and live until the next edit. */
size_t dadao_topology_nodes(const dadao_topology *topology);
size_t dadao_topology_edges(const dadao_topology *topology);
const dadao_edge *dadao_topology_edge_list(const dadao_topology *topology); /* [edges] */
const double *dadao_topology_rates(const dadao_topology *topology);  /* [edges] the shape: the file's rates, or 1 */
bool dadao_topology_has_rates(const dadao_topology *topology);       /* whether the file gave them */
const char *dadao_topology_name(const dadao_topology *topology);     /* "barbell 16", "nsfnet.graphml" */
const char *dadao_topology_label(const dadao_topology *topology, size_t node); /* NULL where there is none */
bool dadao_topology_is_geographic(const dadao_topology *topology);   /* positions are longitude, latitude */
/* Positions [nodes], layout units, y upwards, from file, kind or computed; never NaN. */
const double *dadao_topology_x(const dadao_topology *topology);
const double *dadao_topology_y(const dadao_topology *topology);
/* The node that `word` names: an index, or a label (exact, then unique ignoring case). */
dadao_status dadao_topology_find_node(const dadao_topology *topology, const char *word, size_t *node,
                                      dadao_error *error);
/* The edge between u and v, or NOT_FOUND. */
dadao_status dadao_topology_find_edge(const dadao_topology *topology, size_t u, size_t v, size_t *edge,
                                      dadao_error *error);
/* component[node] in 0..count-1 by order of first node (NULL: only the count is wanted).
 * Returns count: 1 when connected, SIZE_MAX when out of memory. */
size_t dadao_topology_components(const dadao_topology *topology, uint32_t *component);
/* The same by the edges whose rate [edges] is positive: the others join nothing. */
size_t dadao_topology_parts(const dadao_topology *topology, const double *rates, uint32_t *component);
/* Dense Laplacian [n*n] with edge weights `rates` (NULL: 1), built by igraph. */
dadao_status dadao_topology_laplacian(const dadao_topology *topology, const double *rates, double *laplacian,
                                      dadao_error *error);

/* Edits in place. Cutting a bridge is allowed here (components() then says so). */
dadao_status dadao_topology_add_edge(dadao_topology *topology, size_t u, size_t v, double rate, dadao_error *error);
dadao_status dadao_topology_cut_edge(dadao_topology *topology, size_t edge, dadao_error *error);
/* Removes the node and its edges; later nodes move down by one. */
dadao_status dadao_topology_remove_node(dadao_topology *topology, size_t node, dadao_error *error);

/* Appends a node (the last index) joined to `neighbour` [count] by edges of rate `rate`, appended in that order. It is placed
 * near their mean; nobody else moves. `label` may be NULL. INVALID: an unknown or repeated neighbour, a label that is taken. */
dadao_status dadao_topology_add_node(dadao_topology *topology, const uint32_t *neighbour, size_t count, double rate,
                                     const char *label, dadao_error *error);

/* Writes GraphML, GML, DOT or CSV by the ending of `path` (or `format`, NULL: by ending), beside and renamed.
 * `rates` [edges] are written as attribute `rate` with 17 digits (NULL: the topology's own, where it has any). */
dadao_status dadao_topology_save(const dadao_topology *topology, const char *path, const char *format,
                                 const double *rates, dadao_error *error);

#endif
