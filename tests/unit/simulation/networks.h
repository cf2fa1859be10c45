/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes of any method on the four networks that its theory knows best. */
#ifndef DADAO_TESTS_SIMULATION_NETWORKS_H
#define DADAO_TESTS_SIMULATION_NETWORKS_H

#include "unit/simulation/support.h"

typedef enum shape { PATH, STAR, CYCLE, COMPLETE, SHAPES, BIPARTITE } shape;

static inline void make_network(lane *l, shape form, size_t nodes)
{
    l->nodes = nodes;
    l->edges = form == COMPLETE ? nodes * (nodes - 1) / 2 : form == CYCLE ? nodes : nodes - 1;
    l->edges = form == BIPARTITE ? nodes / 2 * (nodes - nodes / 2) : l->edges;
    l->edge = calloc(l->edges, sizeof *l->edge);
    l->edge_rates = calloc(l->edges, sizeof *l->edge_rates);
    assert_true(l->edge && l->edge_rates);
    size_t k = 0;
    for (uint32_t u = 0; u < nodes; u++)
        for (uint32_t v = u + 1; v < nodes; v++)
            if (form == BIPARTITE ? u < nodes / 2 && v >= nodes / 2
                                  : form == COMPLETE || (form == STAR && u == 0) || (form != STAR && v == u + 1) ||
                                        (form == CYCLE && u == 0 && v == nodes - 1))
                l->edge[k++] = (dadao_edge){u, v};
    assert_int_equal(k, l->edges);
    for (size_t e = 0; e < l->edges; e++)
        l->edge_rates[e] = 1.0;
}

static inline const dadao_method *method_named(const char *name)
{
    const dadao_method *method = dadao_method_find(name);
    if (!method)
        fail_msg("there is no method %s", name);
    return method;
}

static inline size_t preset_named(const dadao_method *method, const char *name)
{
    for (size_t k = 0; name && k < dadao_method_preset_count(method); k++)
        if (strcmp(dadao_method_preset_name(method, k), name) == 0)
            return k;
    if (name)
        fail_msg("%s has no preset %s", dadao_method_name(method), name);
    return 0;
}

static inline size_t variable_named(const dadao_method *method, const char *name)
{
    for (size_t v = 0; v < dadao_method_variable_count(method); v++)
        if (strcmp(dadao_method_variable_name(method, v), name) == 0)
            return v;
    fail_msg("%s has no variable %s", dadao_method_name(method), name);
    return 0;
}

/* A start [nodes][variables][d] whose first variable is normal, as `start random` does; NULL for dual states. Freed by the caller. */
static inline double *random_start(const lane *l, const dadao_method *method, uint64_t seed)
{
    const size_t d = dadao_problem_dimension(l->problem), row = dadao_method_variable_count(method) * d;
    const size_t variable = dadao_method_start_variable(method);
    if (variable == SIZE_MAX)
        return NULL;
    double *start = calloc(l->nodes * row, sizeof *start);
    dadao_random random;
    dadao_core_random_seed(&random, seed, DADAO_STREAM_START);
    for (size_t i = 0; i < l->nodes; i++)
        for (size_t k = 0; k < d; k++)
            start[i * row + variable * d + k] = dadao_core_random_normal(&random);
    return start;
}

static inline lane lane_of(const char *name, const char *preset, shape form, size_t nodes, const char *problem, uint64_t seed)
{
    lane l = {0};
    const dadao_method *method = method_named(name);
    make_network(&l, form, nodes);
    l.problem = problem_from(problem, nodes, seed);
    set_method_parameters(&l, method, preset_named(method, preset));
    double *start = random_start(&l, method, seed);
    l.simulation = simulate_method(&l, method, start, seed);
    free(start);
    return l;
}

/* One variable at one node, now. */
static inline void read_vector(const lane *l, const dadao_method *method, size_t node, size_t variable, double *out)
{
    const size_t d = dadao_problem_dimension(l->problem);
    double *state = calloc(dadao_method_variable_count(method) * d, sizeof *state);
    dadao_simulation_state(l->simulation, node, false, state, NULL);
    memcpy(out, state + variable * d, d * sizeof *out);
    free(state);
}

#endif
