/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphs that come with the program, found by name. */
#ifndef DADAO_TOPOLOGY_SHIPPED_H
#define DADAO_TOPOLOGY_SHIPPED_H

#include "topology/topology.h"

/* The names in the first folder that is there: `directory` when given, else the installed one, else graphs/. */
typedef struct dadao_shipped {
    char *folder; /* NULL: none found */
    char **file;  /* [count] sorted, "nsfnet.graphml" */
    size_t count, capacity;
} dadao_shipped;
bool dadao_topology_shipped_open(dadao_shipped *shipped, const char *directory);
void dadao_topology_shipped_clear(dadao_shipped *shipped);
/* "folder/file" for a name with or without its ending, case ignored; NULL when there is none (or no memory). Freed by
 * the caller. */
char *dadao_topology_shipped_find(const dadao_shipped *shipped, const char *name);

#endif
