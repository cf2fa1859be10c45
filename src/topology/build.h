/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a generator is given: its checked arguments and the topology that it fills. */
#ifndef DADAO_TOPOLOGY_BUILD_H
#define DADAO_TOPOLOGY_BUILD_H

#include "topology/topology.h"

#define DADAO_TOPOLOGY_MAX_ARGUMENTS 3

typedef struct dadao_topology_build {
    const char *kind;
    size_t n[DADAO_TOPOLOGY_MAX_ARGUMENTS];         /* whole-number arguments, by position */
    double r[DADAO_TOPOLOGY_MAX_ARGUMENTS];         /* real arguments, by position */
    const char *word;                               /* a name */
    const char *text[DADAO_TOPOLOGY_MAX_ARGUMENTS]; /* the arguments as typed */
    const size_t *index;                            /* their places in the command */
    dadao_random random;
    dadao_topology *topology; /* made by dadao_topology_build_nodes */
    dadao_notes *notes;
    dadao_error *error;
} dadao_topology_build;

typedef dadao_status dadao_topology_builder(dadao_topology_build *build);

/* INVALID about argument `argument`: "kind: …". */
dadao_status dadao_topology_build_fail(dadao_topology_build *build, size_t argument, const char *format, ...)
    DADAO_PRINTF(3, 4);
/* Makes the nodes, and room for positions when `placed`; `edges` are announced so that limits are checked before work.
 */
dadao_status dadao_topology_build_nodes(dadao_topology_build *build, double nodes, double edges, bool placed);
/* Adds random edges between components until there is one, and says so; for kinds that may come out in pieces. */
dadao_status dadao_topology_build_join(dadao_topology_build *build);
/* Whether all is in one piece. */
bool dadao_topology_build_connected(const dadao_topology_build *build);

/* kinds_fixed.c */
dadao_topology_builder dadao_topology_path, dadao_topology_cycle, dadao_topology_star, dadao_topology_complete,
    dadao_topology_grid, dadao_topology_torus, dadao_topology_hypercube, dadao_topology_barbell,
    dadao_topology_lollipop, dadao_topology_binary_tree, dadao_topology_complete_bipartite, dadao_topology_wheel;
/* kinds_random.c */
dadao_topology_builder dadao_topology_erdos_renyi, dadao_topology_watts_strogatz, dadao_topology_random_geometric;
/* kinds_igraph.c */
dadao_topology_builder dadao_topology_barabasi_albert, dadao_topology_random_regular, dadao_topology_famous;

#endif
