/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A topology as an object: made, copied, read, searched. */
#include "topology/topology.h"

#include "core/memory.h"
#include "core/text.h"

#include <math.h>
#include <string.h>
#include <strings.h>

dadao_status dadao_topology_out_of_memory(dadao_error *error)
{
    return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the network; try a smaller one");
}

dadao_topology *dadao_topology_blank(size_t nodes)
{
    dadao_topology *topology = dadao_core_allocate(1, sizeof *topology);
    if (topology != NULL) {
        topology->nodes = nodes;
    }
    return topology;
}

bool dadao_topology_push(dadao_topology *topology, size_t u, size_t v, double rate)
{
    size_t need = topology->edges + 1;
    if (!dadao_core_grow((void **)&topology->edge, &topology->edge_capacity, need, sizeof *topology->edge) ||
        !dadao_core_grow((void **)&topology->rate, &topology->rate_capacity, need, sizeof *topology->rate)) {
        return false;
    }
    topology->edge[topology->edges] = (dadao_edge){ (uint32_t)(u < v ? u : v), (uint32_t)(u < v ? v : u) };
    topology->rate[topology->edges] = rate;
    topology->edges = need;
    return true;
}

bool dadao_topology_allocate_positions(dadao_topology *topology)
{
    if (topology->x == NULL) {
        topology->x = dadao_core_allocate(topology->nodes, sizeof *topology->x);
    }
    if (topology->y == NULL) {
        topology->y = dadao_core_allocate(topology->nodes, sizeof *topology->y);
    }
    return topology->x != NULL && topology->y != NULL;
}

void dadao_topology_destroy(dadao_topology *topology)
{
    if (topology == NULL) {
        return;
    }
    dadao_topology_forget_graph(topology);
    for (size_t v = 0; topology->label != NULL && v < topology->nodes; v++) {
        free(topology->label[v]);
    }
    free(topology->label);
    free(topology->edge);
    free(topology->rate);
    free(topology->x);
    free(topology->y);
    free(topology->name);
    free(topology);
}

static bool copy_labels(const dadao_topology *from, dadao_topology *to)
{
    if (from->label == NULL) {
        return true;
    }
    to->label = dadao_core_allocate(from->nodes, sizeof *to->label);
    for (size_t v = 0; to->label != NULL && v < from->nodes; v++) {
        to->label[v] = dadao_core_copy_text(from->label[v]);
        if (from->label[v] != NULL && to->label[v] == NULL) {
            return false;
        }
    }
    return to->label != NULL;
}

static bool copy_arrays(const dadao_topology *from, dadao_topology *to)
{
    if (!dadao_core_grow((void **)&to->edge, &to->edge_capacity, from->edges + 1, sizeof *to->edge) ||
        !dadao_core_grow((void **)&to->rate, &to->rate_capacity, from->edges + 1, sizeof *to->rate) ||
        !dadao_topology_allocate_positions(to)) {
        return false;
    }
    if (from->edges > 0) {
        memcpy(to->edge, from->edge, from->edges * sizeof *to->edge);
        memcpy(to->rate, from->rate, from->edges * sizeof *to->rate);
    }
    memcpy(to->x, from->x, from->nodes * sizeof *to->x);
    memcpy(to->y, from->y, from->nodes * sizeof *to->y);
    to->edges = from->edges;
    return true;
}

dadao_status dadao_topology_copy(const dadao_topology *topology, dadao_topology **copy, dadao_error *error)
{
    *copy = NULL;
    dadao_topology *made = dadao_topology_blank(topology->nodes);
    if (made == NULL) {
        return dadao_topology_out_of_memory(error);
    }
    made->has_rates = topology->has_rates;
    made->geographic = topology->geographic;
    made->name = dadao_core_copy_text(topology->name);
    if (made->name == NULL || !copy_arrays(topology, made) || !copy_labels(topology, made)) {
        dadao_topology_destroy(made);
        return dadao_topology_out_of_memory(error);
    }
    *copy = made;
    return DADAO_OK;
}

size_t dadao_topology_nodes(const dadao_topology *topology)
{
    return topology->nodes;
}

size_t dadao_topology_edges(const dadao_topology *topology)
{
    return topology->edges;
}

const dadao_edge *dadao_topology_edge_list(const dadao_topology *topology)
{
    return topology->edge;
}

const double *dadao_topology_rates(const dadao_topology *topology)
{
    return topology->rate;
}

bool dadao_topology_has_rates(const dadao_topology *topology)
{
    return topology->has_rates;
}

const char *dadao_topology_name(const dadao_topology *topology)
{
    return topology->name;
}

const char *dadao_topology_label(const dadao_topology *topology, size_t node)
{
    return topology->label != NULL && node < topology->nodes ? topology->label[node] : NULL;
}

bool dadao_topology_is_geographic(const dadao_topology *topology)
{
    return topology->geographic;
}

const double *dadao_topology_x(const dadao_topology *topology)
{
    return topology->x;
}

const double *dadao_topology_y(const dadao_topology *topology)
{
    return topology->y;
}

/* How many labels equal `word` under `compare`; the first two are told. */
static size_t match_labels(const dadao_topology *topology, const char *word, int (*compare)(const char *, const char *),
                           size_t found[2])
{
    size_t count = 0;
    for (size_t v = 0; topology->label != NULL && v < topology->nodes; v++) {
        if (topology->label[v] != NULL && compare(topology->label[v], word) == 0) {
            if (count < 2) {
                found[count] = v;
            }
            count++;
        }
    }
    return count;
}

static dadao_status node_not_found(const dadao_topology *topology, const char *word, dadao_error *error)
{
    uint64_t number;
    if (topology->label == NULL || dadao_core_parse_u64(word, strlen(word), &number)) {
        return dadao_core_fail(error, DADAO_NOT_FOUND, "no node '%.100s': the nodes of %.200s are 0 to %zu", word,
                               topology->name, topology->nodes - 1);
    }
    size_t count = 0;
    const char **names = dadao_core_allocate(topology->nodes, sizeof *names);
    for (size_t v = 0; names != NULL && v < topology->nodes; v++) {
        if (topology->label[v] != NULL) {
            names[count++] = topology->label[v];
        }
    }
    /* Edit distances against a million names would be felt. */
    const char *near = names != NULL && count < 20000 ? dadao_core_nearest(word, names, count) : NULL;
    dadao_status status =
        dadao_core_fail(error, DADAO_NOT_FOUND, "no node is called '%.100s'%s%.100s%s; nodes are 0 to %zu", word,
                        near != NULL ? "; did you mean '" : "", near != NULL ? near : "", near != NULL ? "'?" : "",
                        topology->nodes - 1);
    free(names);
    return status;
}

dadao_status dadao_topology_find_node(const dadao_topology *topology, const char *word, size_t *node,
                                      dadao_error *error)
{
    uint64_t number;
    if (dadao_core_parse_u64(word, strlen(word), &number) && number < topology->nodes) {
        *node = (size_t)number;
        return DADAO_OK;
    }
    size_t found[2] = { 0, 0 };
    size_t count = match_labels(topology, word, strcmp, found);
    if (count == 0) {
        count = match_labels(topology, word, strcasecmp, found);
    }
    if (count == 0) {
        return node_not_found(topology, word, error);
    }
    if (count > 1) {
        return dadao_core_fail(error, DADAO_INVALID,
                               "%zu nodes are called '%.100s' (%zu, %zu%s): give the index instead", count, word,
                               found[0], found[1], count > 2 ? ", ..." : "");
    }
    *node = found[0];
    return DADAO_OK;
}

size_t dadao_topology_parts(const dadao_topology *topology, const double *rates, uint32_t *component)
{
    size_t firing = 0;
    dadao_edge *edge = dadao_core_allocate(topology->edges, sizeof *edge);
    if (edge == NULL) {
        return SIZE_MAX;
    }
    for (size_t e = 0; e < topology->edges; e++) {
        if (rates[e] > 0.0) {
            edge[firing++] = topology->edge[e];
        }
    }
    size_t count = dadao_topology_label_components(topology->nodes, edge, firing, component);
    free(edge);
    return count;
}

size_t dadao_topology_components(const dadao_topology *topology, uint32_t *component)
{
    return dadao_topology_label_components(topology->nodes, topology->edge, topology->edges, component);
}
