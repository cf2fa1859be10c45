/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes that leave or join a running simulation: what it becomes is made beside it, and takes its place when it is whole. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <string.h>

static void discard(dadao_simulation *next)
{
    dadao_simulation_metric_destroy(next);
    dadao_simulation_views_destroy(next->views);
    dadao_simulation_selector_clear(&next->selector[0]);
    dadao_simulation_selector_clear(&next->selector[1]);
    dadao_method_stage_destroy(next->stage);
    dadao_simulation_renewal_destroy(next->renewal);
    free(next->state);
    free(next->node_error);
    free(next->node);
    free(next->edge);
}

/* Records of those who stay, and of those who join as they were handed in. */
static void place_nodes(const dadao_simulation *s, const dadao_simulation_members *members, dadao_simulation *next)
{
    const size_t d = s->dimension;
    const double *state = members->state;
    for (size_t k = 0; k < next->nodes; k++) {
        const size_t from = members->old_node[k];
        const bool stays = from < s->nodes;
        for (size_t v = 0; v < s->variables; v++) {
            memcpy(dadao_simulation_vector(next, k, v), stays ? dadao_simulation_vector(s, from, v) : state, d * sizeof *state);
            if (!stays)
                state += d;
        }
        if (stays)
            next->node[k] = s->node[from];
        if (!s->synchronous)
            *dadao_simulation_record_time(next, k) = stays ? *dadao_simulation_record_time(s, from) : s->t;
    }
}

static dadao_status make_next(const dadao_simulation *s, const dadao_simulation_members *members, dadao_simulation *next,
                              dadao_error *error)
{
    dadao_status status = dadao_simulation_allocate_nodes(next, error);
    if (!status)
        status = dadao_simulation_allocate_views(next, error);
    if (!status)
        status = dadao_simulation_metric_create(next, error);
    if (!status)
        status = dadao_simulation_law(s->method, next->nodes, members->node_rates, next->edges, members->edge_rates, &next->selector[0],
                                      &next->selector[1], error);
    if (!status)
        status = dadao_method_admits(s->method, next->problem, next->nodes, next->edges, members->edge, members->edge_rates, error);
    if (!status)
        status = dadao_method_stage_create(s->method, s->constants, next->problem, next->nodes, next->edges, members->edge,
                                           members->edge_rates, &next->stage, error);
    if (status)
        return status;
    next->edge = dadao_simulation_carry_edges(s, next->edges, members->edge, members->old_edge);
    if (!next->edge)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", next->edges);
    place_nodes(s, members, next);
    status = dadao_simulation_begin(next, true, error);
    dadao_simulation_metric_recompute(next);
    return status;
}

static dadao_status check_members(const dadao_simulation *s, const dadao_simulation_members *members, dadao_error *error)
{
    const dadao_problem *problem = members->problem;
    if (members->nodes == 0 || members->nodes >= UINT32_MAX)
        return dadao_core_fail(error, DADAO_INVALID, "%zu nodes; expected 1 to %u", members->nodes, UINT32_MAX - 1);
    if (dadao_problem_nodes(problem) != members->nodes || dadao_problem_dimension(problem) != s->dimension)
        return dadao_core_fail(error, DADAO_INVALID, "the problem has %zu nodes of dimension %zu; expected %zu of %zu",
                               dadao_problem_nodes(problem), dadao_problem_dimension(problem), members->nodes, s->dimension);
    dadao_status status = dadao_simulation_check_edges(members->nodes, members->edges, members->edge, error);
    if (!status)
        status = dadao_simulation_check_rates(members->edges, members->edge_rates, "edge", error);
    if (!status)
        status = dadao_simulation_check_rates(members->nodes, members->node_rates, "node", error);
    return status;
}

dadao_status dadao_simulation_set_members(dadao_simulation *simulation, const dadao_simulation_members *members,
                                          dadao_error *error)
{
    dadao_simulation *s = simulation;
    dadao_status status = check_members(s, members, error);
    if (status)
        return status;
    if (s->synchronous)
        dadao_simulation_settle_rounds(s);
    dadao_simulation next = *s;
    next.stage = NULL;
    next.nodes = members->nodes;
    next.edges = members->edges;
    next.problem = members->problem;
    next.objective = dadao_problem_objective(members->problem);
    next.state = NULL;
    next.node_error = NULL;
    next.node = NULL;
    next.edge = NULL;
    next.views = NULL;
    next.tree = NULL;
    next.selector[0] = next.selector[1] = (dadao_selector){0};
    next.renewal = NULL;
    dadao_simulation_settle_expected(s);
    next.expected[0] = s->expected[0];
    next.expected[1] = s->expected[1];
    next.since = s->since;
    status = make_next(s, members, &next, error);
    if (!status)
        status = dadao_simulation_renewal_resized(s, next.nodes, next.edges, &next.renewal, error);
    if (status) {
        discard(&next);
        return status;
    }
    discard(s);
    *s = next;
    for (size_t kind = 0; kind < 2; kind++)
        dadao_clock_set_rate(&s->clock[kind], s->selector[kind].total, s->t);
    if (s->renewal)
        dadao_simulation_renewal_begin(s->renewal, s); /* other clocks: all begin again */
    s->recent_from = s->events;
    dadao_simulation_set_limit(s);
    return DADAO_OK;
}
