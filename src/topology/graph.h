/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to igraph: one caller at a time, errors as values, random numbers from our own streams. */
#ifndef DADAO_TOPOLOGY_GRAPH_H
#define DADAO_TOPOLOGY_GRAPH_H

#include "topology/topology.h"

#include <igraph/igraph.h>

/* Takes the lock, installs our handlers and lets igraph draw from `random` (NULL: from a fixed stream). Every call into
 * igraph stands between enter and leave: Debian's igraph keeps global state. */
typedef struct dadao_topology_igraph {
    dadao_random own;
    igraph_rng_t rng;
    igraph_rng_t *before;
} dadao_topology_igraph;
void dadao_topology_igraph_enter(dadao_topology_igraph *session, dadao_random *random);
void dadao_topology_igraph_leave(dadao_topology_igraph *session);

/* Turns an igraph error into ours: "what: igraph's reason". Call between enter and leave. */
dadao_status dadao_topology_igraph_fail(dadao_error *error, igraph_error_t code, const char *what);

/* The igraph twin of the topology, edge ids equal to ours; made when first asked for. Call between enter and leave. */
dadao_status dadao_topology_twin(const dadao_topology *topology, const igraph_t **graph, dadao_error *error);

#endif
