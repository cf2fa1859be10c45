/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphs that come with the program, found by name. */
#ifndef DADAO_TOPOLOGY_SHIPPED_H
#define DADAO_TOPOLOGY_SHIPPED_H

#include "topology/topology.h"

/* What is in the folders: `directory` when given, else the installed one and then graphs/. */
typedef struct dadao_shipped {
    char **path; /* [count] "folder/nsfnet.graphml"; a folder after another, each sorted */
    size_t count, capacity;
} dadao_shipped;
/* False when out of memory; a folder that is missing has nothing in it. */
bool dadao_topology_shipped_open(dadao_shipped *shipped, const char *directory);
void dadao_topology_shipped_clear(dadao_shipped *shipped);
/* The name of a path without its folder. */
const char *dadao_topology_shipped_file(const char *path);
/* The path for a name with or without its ending, case ignored; NULL when there is none. It belongs to `shipped`. */
const char *dadao_topology_shipped_find(const dadao_shipped *shipped, const char *name);

#endif
