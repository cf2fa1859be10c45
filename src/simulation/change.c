/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes in flight: rates, parameters, edges, nodes. Each either takes place whole or not at all. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <string.h>

/* Adds what the total rates promised since they last changed. */
void dadao_simulation_settle_expected(dadao_simulation *s)
{
    for (size_t kind = 0; kind < 2; kind++)
        s->expected[kind] += s->selector[kind].total * (s->t - s->since);
    s->since = s->t;
}

void dadao_simulation_advance_all(dadao_simulation *s)
{
    for (size_t i = 0; i < s->nodes; i++) {
        double *time = dadao_simulation_record_time(s, i);
        s->method->advance(s->constants, dadao_simulation_record(s, i), s->t - *time, s->dimension);
        *time = s->t;
    }
}

/* Takes over rates that were computed beside; the clocks keep what they have left. */
static void take_selector(dadao_simulation *s, size_t kind, dadao_selector *next)
{
    dadao_simulation_selector_clear(&s->selector[kind]);
    s->selector[kind] = *next;
    dadao_clock_set_rate(&s->clock[kind], next->total, s->t);
}

dadao_status dadao_simulation_set_rates(dadao_simulation *simulation, const double *edge_rates, const double *node_rates,
                                        dadao_error *error)
{
    dadao_simulation *s = simulation;
    dadao_selector nodes = {0}, edges = {0};
    dadao_status status = dadao_simulation_check_rates(s->edges, edge_rates, "edge", error);
    if (!status)
        status = dadao_simulation_check_rates(s->nodes, node_rates, "node", error);
    if (!status)
        status = dadao_simulation_selector_set(&nodes, s->nodes, node_rates, error);
    if (!status)
        status = dadao_simulation_selector_set(&edges, s->edges, edge_rates, error);
    if (status) {
        dadao_simulation_selector_clear(&nodes);
        return status;
    }
    dadao_simulation_settle_expected(s);
    take_selector(s, DADAO_EVENT_GRADIENT, &nodes);
    take_selector(s, DADAO_EVENT_COMMUNICATION, &edges);
    return DADAO_OK;
}

dadao_status dadao_simulation_set_parameters(dadao_simulation *simulation, const double *parameters, dadao_error *error)
{
    dadao_simulation *s = simulation;
    dadao_status status = dadao_method_check_parameters(s->method, parameters, error);
    if (status)
        return status;
    const bool moves = !s->method->same_flow(s->parameters, parameters);
    if (moves)
        dadao_simulation_advance_all(s); /* still by the old constants */
    memcpy(s->parameters, parameters, s->method->parameters * sizeof *parameters);
    s->method->prepare(s->parameters, s->constants);
    if (moves)
        dadao_simulation_metric_recompute(s);
    return DADAO_OK;
}

/* The new edges with the counters of those they were. */
dadao_edge_record *dadao_simulation_carry_edges(const dadao_simulation *simulation, size_t edges, const dadao_edge *edge,
                                                const size_t *old_edge)
{
    const dadao_simulation *s = simulation;
    dadao_edge_record *record = dadao_core_allocate(edges + 1, sizeof *record);
    for (size_t k = 0; record && k < edges; k++) {
        if (old_edge && old_edge[k] < s->edges)
            record[k] = s->edge[old_edge[k]];
        record[k].u = edge[k].u;
        record[k].v = edge[k].v;
    }
    return record;
}

/* What an edit of the network makes beside the present one. */
typedef struct network {
    size_t edges;
    dadao_edge_record *edge;
    dadao_selector links;
    dadao_views *views;
} network;

static void discard(network *next)
{
    free(next->edge);
    dadao_simulation_selector_clear(&next->links);
    dadao_simulation_views_destroy(next->views);
}

static dadao_status make_network(dadao_simulation *s, size_t edges, const dadao_edge *edge,
                                 const double *edge_rates, const size_t *old_edge, network *next, dadao_error *error)
{
    dadao_status status = dadao_simulation_check_edges(s->nodes, edges, edge, error);
    if (!status)
        status = dadao_simulation_check_rates(edges, edge_rates, "edge", error);
    if (!status)
        status = dadao_simulation_selector_set(&next->links, edges, edge_rates, error);
    if (status)
        return status;
    dadao_simulation shape = {.nodes = s->nodes, .edges = edges, .dimension = s->dimension};
    status = dadao_simulation_allocate_views(&shape, error);
    next->views = shape.views;
    if (status)
        return status;
    next->edges = edges;
    next->edge = dadao_simulation_carry_edges(s, edges, edge, old_edge);
    return next->edge ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", edges);
}

static void take_network(dadao_simulation *s, network *next)
{
    free(s->edge);
    dadao_simulation_views_destroy(s->views);
    s->edge = next->edge;
    s->edges = next->edges;
    s->views = next->views;
    take_selector(s, DADAO_EVENT_COMMUNICATION, &next->links);
}

dadao_status dadao_simulation_set_edges(dadao_simulation *simulation, size_t edges, const dadao_edge *edge,
                                        const double *edge_rates, const size_t *old_edge, dadao_error *error)
{
    network next = {0};
    dadao_status status = make_network(simulation, edges, edge, edge_rates, old_edge, &next, error);
    if (status) {
        discard(&next);
        return status;
    }
    dadao_simulation_settle_expected(simulation);
    take_network(simulation, &next);
    simulation->recent_from = simulation->events;
    return DADAO_OK;
}
