/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to igraph, and what igraph answers about a topology: edge look-up and the Laplacian. */
#include "topology/graph.h"

#include "core/memory.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* igraph's error handler, generator and cleanup stack are global, so is this lock; what it guards is the last reason.
 */
static pthread_mutex_t igraph_lock = PTHREAD_MUTEX_INITIALIZER;
static char igraph_reason[256];

static void keep_reason(const char *reason, const char *file, int line, igraph_error_t code)
{
    (void)file;
    (void)line;
    (void)code;
    snprintf(igraph_reason, sizeof igraph_reason, "%s", reason != NULL ? reason : "");
    IGRAPH_FINALLY_FREE(); /* a handler that returns owes igraph the release of what the failed call held */
}

static void ignore_warning(const char *reason, const char *file, int line)
{
    (void)reason;
    (void)file;
    (void)line;
}

static igraph_uint_t draw_bits(void *state)
{
    return dadao_core_random_u64(state);
}

static igraph_real_t draw_uniform(void *state)
{
    return dadao_core_random_uniform(state);
}

static igraph_real_t draw_normal(void *state)
{
    return dadao_core_random_normal(state);
}

static igraph_integer_t draw_integer(void *state, igraph_integer_t low, igraph_integer_t high)
{
    uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    uint64_t step = span == 0 ? dadao_core_random_u64(state) : dadao_core_random_below(state, span);
    return (igraph_integer_t)((uint64_t)low + step);
}

static igraph_error_t rng_init(void **state)
{
    *state = NULL;
    return IGRAPH_SUCCESS;
}

static void rng_destroy(void *state)
{
    (void)state;
}

static igraph_error_t rng_seed(void *state, igraph_uint_t seed)
{
    dadao_core_random_seed(state, seed, DADAO_STREAM_TOPOLOGY);
    return IGRAPH_SUCCESS;
}

static const igraph_rng_type_t rng_type = {
    .name = "dadao",
    .bits = 64,
    .init = rng_init,
    .destroy = rng_destroy,
    .seed = rng_seed,
    .get = draw_bits,
    .get_int = draw_integer,
    .get_real = draw_uniform,
    .get_norm = draw_normal,
};

void dadao_topology_igraph_enter(dadao_topology_igraph *session, dadao_random *random)
{
    pthread_mutex_lock(&igraph_lock);
    igraph_reason[0] = '\0';
    igraph_set_error_handler(keep_reason);
    igraph_set_warning_handler(ignore_warning);
    dadao_core_random_seed(&session->own, 1, DADAO_STREAM_TOPOLOGY);
    session->rng = (igraph_rng_t){ &rng_type, random != NULL ? random : &session->own, 1 };
    session->before = igraph_rng_default();
    igraph_rng_set_default(&session->rng);
}

void dadao_topology_igraph_leave(dadao_topology_igraph *session)
{
    igraph_rng_set_default(session->before);
    pthread_mutex_unlock(&igraph_lock);
}

dadao_status dadao_topology_igraph_fail(dadao_error *error, igraph_error_t code, const char *what)
{
    if (code == IGRAPH_ENOMEM) {
        return dadao_topology_out_of_memory(error);
    }
    const char *reason = igraph_reason[0] != '\0' ? igraph_reason : igraph_strerror(code);
    return dadao_core_fail(error, DADAO_INVALID, "%s: %s", what, reason);
}

/* Fills the endpoints as igraph wants them: u0 v0 u1 v1 ... */
static igraph_error_t copy_endpoints(const dadao_topology *topology, igraph_vector_int_t *endpoints)
{
    igraph_error_t code = igraph_vector_int_init(endpoints, (igraph_integer_t)(2 * topology->edges));
    for (size_t e = 0; code == IGRAPH_SUCCESS && e < topology->edges; e++) {
        VECTOR(*endpoints)[2 * e] = topology->edge[e].u;
        VECTOR(*endpoints)[2 * e + 1] = topology->edge[e].v;
    }
    return code;
}

dadao_status dadao_topology_twin(const dadao_topology *topology, const igraph_t **graph, dadao_error *error)
{
    *graph = topology->graph;
    if (topology->graph != NULL) {
        return DADAO_OK;
    }
    igraph_t *made = dadao_core_allocate(1, sizeof *made);
    igraph_vector_int_t endpoints;
    igraph_error_t code = made == NULL ? IGRAPH_ENOMEM : copy_endpoints(topology, &endpoints);
    if (code == IGRAPH_SUCCESS) {
        code = igraph_create(made, &endpoints, (igraph_integer_t)topology->nodes, IGRAPH_UNDIRECTED);
        igraph_vector_int_destroy(&endpoints);
    }
    if (code != IGRAPH_SUCCESS) {
        free(made);
        return dadao_topology_igraph_fail(error, code, "the network");
    }
    /* The twin is a cache: the topology says the same with or without it, and the lock is held. */
    ((dadao_topology *)(uintptr_t)topology)->graph = made;
    *graph = made;
    return DADAO_OK;
}

void dadao_topology_forget_graph(dadao_topology *topology)
{
    if (topology->graph == NULL) {
        return;
    }
    pthread_mutex_lock(&igraph_lock);
    igraph_destroy(topology->graph);
    pthread_mutex_unlock(&igraph_lock);
    free(topology->graph);
    topology->graph = NULL;
}

static dadao_status no_such_edge(const dadao_topology *topology, size_t u, size_t v, dadao_error *error)
{
    if (u >= topology->nodes || v >= topology->nodes) {
        return dadao_core_fail(error, DADAO_NOT_FOUND, "no node %zu: the nodes of %.200s are 0 to %zu",
                               u >= topology->nodes ? u : v, topology->name, topology->nodes - 1);
    }
    return dadao_core_fail(error, DADAO_NOT_FOUND, "no edge joins %zu and %zu", u, v);
}

dadao_status dadao_topology_find_edge(const dadao_topology *topology, size_t u, size_t v, size_t *edge,
                                      dadao_error *error)
{
    if (u >= topology->nodes || v >= topology->nodes || u == v) {
        return no_such_edge(topology, u, v, error);
    }
    dadao_topology_igraph session;
    dadao_topology_igraph_enter(&session, NULL);
    const igraph_t *graph;
    igraph_integer_t id = -1;
    dadao_status status = dadao_topology_twin(topology, &graph, error);
    if (status == DADAO_OK) {
        igraph_error_t code =
            igraph_get_eid(graph, &id, (igraph_integer_t)u, (igraph_integer_t)v, IGRAPH_UNDIRECTED, false);
        if (code != IGRAPH_SUCCESS) {
            status = dadao_topology_igraph_fail(error, code, "edge look-up");
        }
    }
    dadao_topology_igraph_leave(&session);
    if (status == DADAO_OK && id < 0) {
        status = no_such_edge(topology, u, v, error);
    }
    if (status == DADAO_OK) {
        *edge = (size_t)id;
    }
    return status;
}

/* The Laplacian with the matrix and weights already there; igraph stores by columns, which symmetry forgives. */
static igraph_error_t weighted_laplacian(const igraph_t *graph, const double *rates, size_t n, size_t edges,
                                         double *laplacian)
{
    igraph_matrix_t matrix;
    igraph_vector_t weights;
    igraph_error_t code = igraph_matrix_init(&matrix, 0, 0);
    if (code != IGRAPH_SUCCESS) {
        return code;
    }
    if (rates != NULL) {
        igraph_vector_view(&weights, rates, (igraph_integer_t)edges);
    }
    code = igraph_get_laplacian(graph, &matrix, IGRAPH_ALL, IGRAPH_LAPLACIAN_UNNORMALIZED,
                                rates != NULL ? &weights : NULL);
    if (code == IGRAPH_SUCCESS) {
        memcpy(laplacian, &MATRIX(matrix, 0, 0), n * n * sizeof *laplacian);
    }
    igraph_matrix_destroy(&matrix);
    return code;
}

dadao_status dadao_topology_laplacian(const dadao_topology *topology, const double *rates, double *laplacian,
                                      dadao_error *error)
{
    dadao_topology_igraph session;
    dadao_topology_igraph_enter(&session, NULL);
    const igraph_t *graph;
    dadao_status status = dadao_topology_twin(topology, &graph, error);
    if (status == DADAO_OK) {
        igraph_error_t code = weighted_laplacian(graph, rates, topology->nodes, topology->edges, laplacian);
        if (code != IGRAPH_SUCCESS) {
            status = dadao_topology_igraph_fail(error, code, "the Laplacian");
        }
    }
    dadao_topology_igraph_leave(&session);
    return status;
}
