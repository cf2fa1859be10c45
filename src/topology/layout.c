/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Positions for networks that came without: the table of layouts, most of them igraph's, the same for the same seed. */
#include "topology/graph.h"

#include "core/memory.h"
#include "core/text.h"

#include <math.h>
#include <string.h>

/* A layout: its name, the most nodes it is allowed (time, not taste), and how it fills x and y. */
typedef dadao_status layout_function(dadao_topology *topology, uint64_t seed, dadao_error *error);
typedef struct layout_row {
    const char *name;
    size_t most;
    layout_function *arrange;
} layout_row;

/* ---- Own shapes -------------------------------------------------------------------------------------------------- */

static dadao_status arrange_circle(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    (void)seed;
    (void)error;
    dadao_topology_place_ring(topology, 0, topology->nodes, 0.0, 0.0, 1.0, 0.0);
    return DADAO_OK;
}

static dadao_status arrange_line(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    (void)seed;
    (void)error;
    for (size_t v = 0; v < topology->nodes; v++) {
        topology->x[v] = (double)v;
        topology->y[v] = 0.0;
    }
    return DADAO_OK;
}

static dadao_status arrange_grid(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    (void)seed;
    (void)error;
    size_t side = (size_t)ceil(sqrt((double)topology->nodes));
    for (size_t v = 0; v < topology->nodes; v++) {
        topology->x[v] = (double)(v % side);
        topology->y[v] = -(double)(v / side);
    }
    return DADAO_OK;
}

static dadao_status arrange_random(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    (void)error;
    dadao_random random;
    dadao_core_random_seed(&random, seed, DADAO_STREAM_LAYOUT);
    for (size_t v = 0; v < topology->nodes; v++) {
        topology->x[v] = dadao_core_random_uniform(&random);
        topology->y[v] = dadao_core_random_uniform(&random);
    }
    return DADAO_OK;
}

/* The node with most neighbours in the middle, the others around it. */
static dadao_status arrange_star(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    (void)seed;
    size_t n = topology->nodes, centre = 0;
    uint32_t *degree = dadao_core_allocate(n, sizeof *degree);
    if (degree == NULL) {
        return dadao_topology_out_of_memory(error);
    }
    for (size_t e = 0; e < topology->edges; e++) {
        degree[topology->edge[e].u]++;
        degree[topology->edge[e].v]++;
    }
    for (size_t v = 1; v < n; v++) {
        centre = degree[v] > degree[centre] ? v : centre;
    }
    free(degree);
    dadao_topology_place_ring(topology, 0, n - 1, 0.0, 0.0, 1.0, 0.0);
    memmove(topology->x + centre + 1, topology->x + centre, (n - centre - 1) * sizeof *topology->x);
    memmove(topology->y + centre + 1, topology->y + centre, (n - centre - 1) * sizeof *topology->y);
    topology->x[centre] = 0.0;
    topology->y[centre] = 0.0;
    return DADAO_OK;
}

static dadao_status arrange_pivot(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    (void)seed;
    return dadao_topology_arrange_pivot(topology) ? DADAO_OK : dadao_topology_out_of_memory(error);
}

/* ---- igraph's ---------------------------------------------------------------------------------------------------- */

/* Where the iterative layouts begin: on the circle, or at the positions that are there. */
static igraph_error_t load_positions(const dadao_topology *topology, igraph_matrix_t *matrix)
{
    igraph_error_t code = igraph_matrix_init(matrix, (igraph_integer_t)topology->nodes, 2);
    for (size_t v = 0; code == IGRAPH_SUCCESS && v < topology->nodes; v++) {
        MATRIX(*matrix, (igraph_integer_t)v, 0) = topology->x[v];
        MATRIX(*matrix, (igraph_integer_t)v, 1) = topology->y[v];
    }
    return code;
}

typedef igraph_error_t igraph_arranger(const igraph_t *graph, igraph_matrix_t *positions, size_t nodes);

static dadao_status arrange_by_igraph(dadao_topology *topology, uint64_t seed, igraph_arranger *arranger,
                                      dadao_error *error)
{
    dadao_random random;
    dadao_core_random_seed(&random, seed, DADAO_STREAM_LAYOUT);
    dadao_topology_igraph session;
    dadao_topology_igraph_enter(&session, &random);
    const igraph_t *graph;
    igraph_matrix_t positions;
    dadao_status status = dadao_topology_twin(topology, &graph, error);
    igraph_error_t code = status == DADAO_OK ? load_positions(topology, &positions) : IGRAPH_SUCCESS;
    if (status == DADAO_OK && code == IGRAPH_SUCCESS) {
        code = arranger(graph, &positions, topology->nodes);
        for (size_t v = 0; code == IGRAPH_SUCCESS && v < topology->nodes; v++) {
            topology->x[v] = MATRIX(positions, (igraph_integer_t)v, 0);
            topology->y[v] = MATRIX(positions, (igraph_integer_t)v, 1);
        }
        igraph_matrix_destroy(&positions);
    }
    if (code != IGRAPH_SUCCESS) {
        status = dadao_topology_igraph_fail(error, code, "layout");
    }
    dadao_topology_igraph_leave(&session);
    return status;
}

static igraph_error_t kamada_kawai(const igraph_t *graph, igraph_matrix_t *positions, size_t nodes)
{
    /* igraph moves one node a step: ten moves for each node and a little more settle what an eye can see. */
    return igraph_layout_kamada_kawai(graph, positions, true, (igraph_integer_t)(20 * nodes + 100), 1e-4,
                                      (igraph_real_t)nodes, NULL, NULL, NULL, NULL, NULL);
}

static igraph_error_t fruchterman_reingold(const igraph_t *graph, igraph_matrix_t *positions, size_t nodes)
{
    /* Starting from the pivot layout the folds are out already; the rounds left are bounded by time, not by taste. */
    size_t rounds = nodes <= 300 ? 300 : nodes <= 1000 ? 90000 / nodes : nodes <= 2000 ? 60 : 10;
    return igraph_layout_fruchterman_reingold(graph, positions, true, (igraph_integer_t)rounds, sqrt((double)nodes) / 4,
                                              nodes <= 1000 ? IGRAPH_LAYOUT_NOGRID : IGRAPH_LAYOUT_GRID, NULL, NULL,
                                              NULL, NULL, NULL);
}

static igraph_error_t multidimensional_scaling(const igraph_t *graph, igraph_matrix_t *positions, size_t nodes)
{
    (void)nodes;
    return igraph_layout_mds(graph, positions, NULL, 2);
}

static igraph_error_t reingold_tilford(const igraph_t *graph, igraph_matrix_t *positions, size_t nodes)
{
    igraph_error_t code = igraph_layout_reingold_tilford(graph, positions, IGRAPH_ALL, NULL, NULL);
    for (size_t v = 0; code == IGRAPH_SUCCESS && v < nodes; v++) {
        MATRIX(*positions, (igraph_integer_t)v, 1) *= -1.0; /* igraph's trees grow upwards in our axes */
    }
    return code;
}

static dadao_status arrange_kamada_kawai(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    dadao_topology_place_ring(topology, 0, topology->nodes, 0.0, 0.0, (double)topology->nodes / 6.0, 0.0);
    return arrange_by_igraph(topology, seed, kamada_kawai, error);
}

/* Fruchterman and Reingold's forces are balanced at edges of about unit length. */
static void scale_to_unit_edges(dadao_topology *topology)
{
    double sum = 0.0;
    for (size_t e = 0; e < topology->edges; e++) {
        dadao_edge edge = topology->edge[e];
        sum += hypot(topology->x[edge.u] - topology->x[edge.v], topology->y[edge.u] - topology->y[edge.v]);
    }
    double scale = sum > 0 ? (double)topology->edges / sum : 1.0;
    for (size_t v = 0; v < topology->nodes; v++) {
        topology->x[v] *= scale;
        topology->y[v] *= scale;
    }
}

static dadao_status arrange_fruchterman_reingold(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    if (!dadao_topology_arrange_pivot(topology)) {
        return dadao_topology_out_of_memory(error);
    }
    scale_to_unit_edges(topology);
    return arrange_by_igraph(topology, seed, fruchterman_reingold, error);
}

static dadao_status arrange_mds(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    return arrange_by_igraph(topology, seed, multidimensional_scaling, error);
}

static dadao_status arrange_tree(dadao_topology *topology, uint64_t seed, dadao_error *error)
{
    return arrange_by_igraph(topology, seed, reingold_tilford, error);
}

/* ---- The table --------------------------------------------------------------------------------------------------- */

static const layout_row layouts[] = {
    { "kk", 1000, arrange_kamada_kawai },   { "fr", 5000, arrange_fruchterman_reingold },
    { "pivot", SIZE_MAX, arrange_pivot },   { "mds", 500, arrange_mds },
    { "circle", SIZE_MAX, arrange_circle }, { "line", SIZE_MAX, arrange_line },
    { "grid", SIZE_MAX, arrange_grid },     { "star", SIZE_MAX, arrange_star },
    { "tree", 20000, arrange_tree },        { "random", SIZE_MAX, arrange_random },
};

#define LAYOUT_COUNT (sizeof layouts / sizeof layouts[0])

static const layout_row *find_layout(const char *name)
{
    for (size_t k = 0; k < LAYOUT_COUNT; k++) {
        if (strcmp(layouts[k].name, name) == 0) {
            return &layouts[k];
        }
    }
    return NULL;
}

static dadao_status unknown_layout(const char *name, dadao_error *error)
{
    dadao_text list = { 0 };
    for (size_t k = 0; k < LAYOUT_COUNT; k++) {
        dadao_core_text_format(&list, "%s%s", k > 0 ? ", " : "", layouts[k].name);
    }
    dadao_status status = dadao_core_fail(error, DADAO_INVALID, "no layout '%.60s'; there are %s", name,
                                          list.failed ? "others" : list.bytes);
    dadao_core_text_clear(&list);
    return status;
}

dadao_status dadao_topology_check_layout(const char *name, dadao_error *error)
{
    return find_layout(name) != NULL ? DADAO_OK : unknown_layout(name, error);
}

/* Rounding can leave a layout without extent or, from a broken library, without numbers: nothing downstream must care.
 */
static void mend_positions(dadao_topology *topology)
{
    for (size_t v = 0; v < topology->nodes; v++) {
        if (!isfinite(topology->x[v]) || !isfinite(topology->y[v])) {
            topology->x[v] = (double)v;
            topology->y[v] = 0.0;
        }
    }
}

dadao_status dadao_topology_arrange(dadao_topology *topology, const char *name, uint64_t seed, dadao_error *error)
{
    if (name == NULL) {
        name = topology->nodes <= 100 ? "kk" : topology->nodes <= 2000 ? "fr" : "pivot";
    }
    const layout_row *row = find_layout(name);
    if (row == NULL) {
        return unknown_layout(name, error);
    }
    if (topology->nodes > row->most) {
        return dadao_core_fail(error, DADAO_TOO_LARGE, "layout %s is for at most %zu nodes, not %zu; try layout=pivot",
                               name, row->most, topology->nodes);
    }
    if (!dadao_topology_allocate_positions(topology)) {
        return dadao_topology_out_of_memory(error);
    }
    topology->geographic = false;
    dadao_status status = row->arrange(topology, seed, error);
    mend_positions(topology);
    return status;
}
