/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking a node out of a running simulation: the rest is made beside it, and takes its place when it is whole. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <string.h>

static uint32_t root_of(uint32_t *parent, uint32_t node)
{
    while (parent[node] != node)
        node = parent[node] = parent[parent[node]];
    return node;
}

/* component[i] in 0..count-1 by order of first node, by union and find over the edges; parent [nodes] is for work. */
static size_t find_components(size_t nodes, size_t edges, const dadao_edge *edge, uint32_t *component, uint32_t *parent)
{
    for (size_t i = 0; i < nodes; i++)
        parent[i] = (uint32_t)i;
    for (size_t k = 0; k < edges; k++) {
        const uint32_t u = root_of(parent, edge[k].u), v = root_of(parent, edge[k].v);
        parent[u > v ? u : v] = u < v ? u : v; /* the smaller index stays root: roots come before their members */
    }
    size_t count = 0;
    for (size_t i = 0; i < nodes; i++) {
        const uint32_t root = root_of(parent, (uint32_t)i);
        component[i] = root == i ? (uint32_t)count++ : component[root];
    }
    return count;
}

static void discard(dadao_simulation *rest)
{
    dadao_simulation_metric_destroy(rest);
    dadao_simulation_views_destroy(rest->views);
    dadao_simulation_selector_clear(&rest->selector[0]);
    dadao_simulation_selector_clear(&rest->selector[1]);
    free(rest->state);
    free(rest->node_error);
    free(rest->node);
    free(rest->edge);
}

/* The rates of the nodes that stay. */
static dadao_status keep_node_rates(const dadao_simulation *s, size_t node, dadao_simulation *rest, dadao_error *error)
{
    const dadao_selector *before = &s->selector[DADAO_EVENT_GRADIENT];
    double *rates = dadao_core_allocate(rest->nodes, sizeof *rates);
    if (!rates)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the rates of %zu nodes", rest->nodes);
    for (size_t k = 0; k < rest->nodes; k++)
        rates[k] = before->rates ? before->rates[k < node ? k : k + 1] : before->rate;
    const dadao_status status = dadao_simulation_selector_set(&rest->selector[DADAO_EVENT_GRADIENT], rest->nodes, rates, error);
    free(rates);
    return status;
}

static void keep_nodes(const dadao_simulation *s, size_t node, dadao_simulation *rest)
{
    for (size_t k = 0; k < rest->nodes; k++) {
        const size_t from = k < node ? k : k + 1;
        memcpy(dadao_simulation_record(rest, k), dadao_simulation_record(s, from), s->stride * sizeof *s->state);
        rest->node[k] = s->node[from];
    }
}

/* Each part that is left sheds the means of z and z~ that the node leaves behind with it. */
static dadao_status recentre_parts(dadao_simulation *rest, const dadao_edge *edge, dadao_error *error)
{
    uint32_t *component = dadao_core_allocate(rest->nodes, sizeof *component);
    uint32_t *parent = dadao_core_allocate(rest->nodes, sizeof *parent);
    dadao_status status = DADAO_OK;
    if (component && parent) {
        const size_t count = find_components(rest->nodes, rest->edges, edge, component, parent);
        status = dadao_simulation_recentre(rest, component, count, error);
    } else {
        status = dadao_core_fail(error, DADAO_MEMORY, "out of memory for the components of %zu nodes", rest->nodes);
    }
    free(component);
    free(parent);
    return status;
}

static dadao_status make_rest(const dadao_simulation *s, size_t node, const dadao_edge *edge, const double *edge_rates,
                              const size_t *old_edge, dadao_simulation *rest, dadao_error *error)
{
    dadao_status status = dadao_simulation_allocate_nodes(rest, error);
    if (!status)
        status = dadao_simulation_allocate_views(rest, error);
    if (!status)
        status = dadao_simulation_metric_create(rest, error);
    if (!status)
        status = keep_node_rates(s, node, rest, error);
    if (!status)
        status = dadao_simulation_selector_set(&rest->selector[DADAO_EVENT_COMMUNICATION], rest->edges, edge_rates, error);
    if (status)
        return status;
    rest->edge = dadao_simulation_carry_edges(s, rest->edges, edge, old_edge);
    if (!rest->edge)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", rest->edges);
    keep_nodes(s, node, rest);
    return recentre_parts(rest, edge, error);
}

dadao_status dadao_simulation_remove_node(dadao_simulation *simulation, size_t node, const dadao_problem *rest_problem,
                                          size_t edges, const dadao_edge *edge, const double *edge_rates,
                                          const size_t *old_edge, dadao_error *error)
{
    dadao_simulation *s = simulation;
    if (node >= s->nodes || s->nodes == 1)
        return dadao_core_fail(error, DADAO_INVALID, "node %zu cannot be removed: there are nodes 0 to %zu, and one must stay",
                               node, s->nodes - 1);
    if (dadao_problem_nodes(rest_problem) != s->nodes - 1 || dadao_problem_dimension(rest_problem) != s->dimension)
        return dadao_core_fail(error, DADAO_INVALID, "the rest of the problem has %zu nodes of dimension %zu; expected %zu of %zu",
                               dadao_problem_nodes(rest_problem), dadao_problem_dimension(rest_problem), s->nodes - 1,
                               s->dimension);
    dadao_status status = dadao_simulation_check_edges(s->nodes - 1, edges, edge, error);
    if (!status)
        status = dadao_simulation_check_rates(edges, edge_rates, "edge", error);
    if (status)
        return status;
    dadao_simulation rest = *s;
    rest.nodes = s->nodes - 1;
    rest.edges = edges;
    rest.problem = rest_problem;
    rest.objective = dadao_problem_objective(rest_problem);
    rest.state = NULL;
    rest.node_error = NULL;
    rest.node = NULL;
    rest.edge = NULL;
    rest.views = NULL;
    rest.tree = NULL;
    rest.selector[0] = rest.selector[1] = (dadao_selector){0};
    dadao_simulation_settle_expected(s);
    rest.expected[0] = s->expected[0];
    rest.expected[1] = s->expected[1];
    rest.since = s->since;
    status = make_rest(s, node, edge, edge_rates, old_edge, &rest, error);
    if (status) {
        discard(&rest);
        return status;
    }
    discard(s);
    *s = rest;
    for (size_t kind = 0; kind < 2; kind++)
        dadao_clock_set_rate(&s->clock[kind], s->selector[kind].total, s->t);
    s->recent_from = s->events;
    dadao_simulation_set_limit(s);
    return DADAO_OK;
}
