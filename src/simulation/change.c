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
    for (size_t i = 0; i < s->nodes && !s->synchronous; i++) {
        double *time = dadao_simulation_record_time(s, i);
        if (s->method->advance)
            s->method->advance(s->stage, i, dadao_simulation_record(s, i), s->t - *time);
        *time = s->t;
    }
}

static bool same_rates(const dadao_selector *a, const dadao_selector *b)
{
    for (size_t k = 0; k < a->count; k++) {
        const double left = a->rates ? a->rates[k] : a->rate, right = b->rates ? b->rates[k] : b->rate;
        if (left < right || right < left)
            return false;
    }
    return true;
}

/* Takes over rates that were computed beside; the clocks keep what they have left. */
static void take_selector(dadao_simulation *s, size_t kind, dadao_selector *next)
{
    const bool holds = s->renewal && s->selector[kind].count == next->count && !same_rates(&s->selector[kind], next);
    if (holds)
        dadao_simulation_renewal_hold(s, kind);
    dadao_simulation_selector_clear(&s->selector[kind]);
    s->selector[kind] = *next;
    if (holds)
        dadao_simulation_renewal_resume(s, kind);
    dadao_clock_set_rate(&s->clock[kind], next->total, s->t);
}

/* DADAO's stage knows nothing of the network, so it is kept. */
static bool stage_depends_on_network(const dadao_method *method)
{
    const dadao_timing timing = method->declaration.timing;
    return timing == DADAO_TIMING_ROUNDS || timing == DADAO_TIMING_NEIGHBOURS ||
           method->declaration.needs & DADAO_NEEDS(RESISTANCES);
}

dadao_status dadao_simulation_make_stage(const dadao_simulation *simulation, const dadao_problem *problem, size_t nodes, size_t edges,
                                         const dadao_edge *edge, const double *rates, dadao_stage **stage, dadao_error *error)
{
    const dadao_simulation *s = simulation;
    *stage = NULL;
    if (problem == s->problem && !stage_depends_on_network(s->method))
        return DADAO_OK;
    const dadao_status status = dadao_method_admits(s->method, problem, nodes, edges, edge, rates, error);
    return status ? status : dadao_method_stage_create(s->method, s->constants, problem, nodes, edges, edge, rates, stage, error);
}

/* The same edges at other rates, or with tables of other parameters. */
static dadao_status make_stage_at(const dadao_simulation *s, const double *rates, dadao_stage **stage, dadao_error *error)
{
    *stage = NULL;
    if (!stage_depends_on_network(s->method))
        return DADAO_OK;
    dadao_edge *edge = dadao_core_allocate(s->edges, sizeof *edge);
    if (!edge)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", s->edges);
    for (size_t k = 0; k < s->edges; k++)
        edge[k] = (dadao_edge){s->edge[k].u, s->edge[k].v};
    const dadao_status status = dadao_simulation_make_stage(s, s->problem, s->nodes, s->edges, edge, rates, stage, error);
    free(edge);
    return status;
}

static void take_stage(dadao_simulation *s, dadao_stage *next)
{
    if (!next)
        return;
    if (s->synchronous)
        dadao_simulation_settle_rounds(s);
    dadao_method_stage_destroy(s->stage);
    s->stage = next;
}

dadao_status dadao_simulation_set_rates(dadao_simulation *simulation, const double *edge_rates, const double *node_rates,
                                        dadao_error *error)
{
    dadao_simulation *s = simulation;
    dadao_selector nodes = {0}, edges = {0};
    dadao_stage *stage = NULL;
    dadao_status status = dadao_simulation_check_rates(s->edges, edge_rates, "edge", error);
    if (!status)
        status = dadao_simulation_check_rates(s->nodes, node_rates, "node", error);
    if (!status)
        status = make_stage_at(s, edge_rates, &stage, error);
    if (!status)
        status = dadao_simulation_law(s->method, s->nodes, node_rates, s->edges, edge_rates, &nodes, &edges, error);
    if (status) {
        dadao_method_stage_destroy(stage);
        return status;
    }
    take_stage(s, stage);
    dadao_simulation_settle_expected(s);
    take_selector(s, DADAO_EVENT_GRADIENT, &nodes);
    take_selector(s, DADAO_EVENT_COMMUNICATION, &edges);
    return DADAO_OK;
}

static bool same_law(const dadao_duration_law *a, const dadao_duration_law *b)
{
    return a->kind == b->kind && (a->kind != DADAO_LAW_LOGNORMAL || (a->sigma <= b->sigma && b->sigma <= a->sigma));
}

/* Poisson clocks forget, so they may begin anew at any time. */
static void restart_clocks(dadao_simulation *s)
{
    for (size_t kind = 0; kind < 2; kind++)
        s->clock[kind] = dadao_clock_start(dadao_core_exponential(&s->stream[DADAO_TIMES + kind]), s->selector[kind].total, s->t);
}

dadao_status dadao_simulation_set_laws(dadao_simulation *simulation, const dadao_duration_law law[2], uint64_t seed, dadao_error *error)
{
    dadao_simulation *s = simulation;
    const bool poisson = law[0].kind == DADAO_LAW_EXPONENTIAL && law[1].kind == DADAO_LAW_EXPONENTIAL;
    dadao_renewal *next = NULL;
    const dadao_timing timing = s->method->declaration.timing;
    if (!poisson && timing != DADAO_TIMING_CLOCKS && timing != DADAO_TIMING_EDGES && timing != DADAO_TIMING_UNIT_EDGES)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "%s has no clock at each node or edge whose ticks could be other than Poisson",
                               s->method->name);
    if (same_law(&law[0], &s->law[0]) && same_law(&law[1], &s->law[1]))
        return DADAO_OK;
    if (!poisson) {
        dadao_random stream[2];
        dadao_core_random_seed(&stream[0], seed, DADAO_STREAM_GRADIENT_DURATIONS);
        dadao_core_random_seed(&stream[1], seed, DADAO_STREAM_COMMUNICATION_DURATIONS);
        const dadao_status status = dadao_simulation_renewal_create(s, law, stream, &next, error);
        if (status)
            return status;
    } else if (s->renewal) {
        restart_clocks(s);
    }
    dadao_simulation_renewal_destroy(s->renewal);
    s->renewal = next;
    memcpy(s->law, law, sizeof s->law);
    return DADAO_OK;
}

dadao_status dadao_simulation_set_parameters(dadao_simulation *simulation, const double *parameters, dadao_error *error)
{
    dadao_simulation *s = simulation;
    dadao_status status = dadao_method_check_parameters(s->method, parameters, error);
    if (status)
        return status;
    const bool moves = s->method->same_flow && !s->method->same_flow(s->parameters, parameters);
    if (moves)
        dadao_simulation_advance_all(s); /* still by the old constants */
    double before[DADAO_METHOD_MAX_PARAMETERS];
    memcpy(before, s->parameters, sizeof before);
    memcpy(s->parameters, parameters, s->method->parameters * sizeof *parameters);
    s->method->prepare(s->parameters, s->constants);
    if (s->method->tables_of_parameters && memcmp(before, s->parameters, s->method->parameters * sizeof *before) != 0) {
        dadao_stage *stage;
        const dadao_selector *links = &s->selector[DADAO_EVENT_COMMUNICATION];
        status = make_stage_at(s, links->rates, &stage, error); /* equal rates: all 1 will do */
        if (status) {
            memcpy(s->parameters, before, sizeof before);
            s->method->prepare(s->parameters, s->constants);
            return status;
        }
        take_stage(s, stage);
    }
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
    dadao_selector of_nodes, links;
    dadao_views *views;
    dadao_stage *stage;
    dadao_renewal *renewal;
} network;

static void discard(network *next)
{
    free(next->edge);
    dadao_simulation_selector_clear(&next->links);
    dadao_simulation_views_destroy(next->views);
    dadao_method_stage_destroy(next->stage);
    dadao_simulation_renewal_destroy(next->renewal);
}

static dadao_status make_network(dadao_simulation *s, size_t edges, const dadao_edge *edge,
                                 const double *edge_rates, const size_t *old_edge, network *next, dadao_error *error)
{
    dadao_status status = dadao_simulation_check_edges(s->nodes, edges, edge, error);
    if (!status)
        status = dadao_simulation_check_rates(edges, edge_rates, "edge", error);
    if (!status)
        status = dadao_simulation_law(s->method, s->nodes, NULL, edges, edge_rates, &next->of_nodes, &next->links, error);
    dadao_simulation_selector_clear(&next->of_nodes); /* the nodes keep theirs */
    if (!status)
        status = dadao_simulation_make_stage(s, s->problem, s->nodes, edges, edge, edge_rates, &next->stage, error);
    if (status)
        return status;
    dadao_simulation shape = {.nodes = s->nodes, .edges = edges, .dimension = s->dimension};
    status = dadao_simulation_allocate_views(&shape, error);
    next->views = shape.views;
    if (status)
        return status;
    status = dadao_simulation_renewal_resized(s, s->nodes, edges, &next->renewal, error);
    if (status)
        return status;
    next->edges = edges;
    next->edge = dadao_simulation_carry_edges(s, edges, edge, old_edge);
    return next->edge ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", edges);
}

static void take_network(dadao_simulation *s, network *next)
{
    dadao_method_stage_destroy(next->stage ? s->stage : NULL);
    s->stage = next->stage ? next->stage : s->stage;
    free(s->edge);
    dadao_simulation_views_destroy(s->views);
    s->edge = next->edge;
    s->edges = next->edges;
    s->views = next->views;
    dadao_renewal *before = s->renewal; /* other clocks: all begin again */
    s->renewal = NULL;
    take_selector(s, DADAO_EVENT_COMMUNICATION, &next->links);
    s->renewal = next->renewal;
    dadao_simulation_renewal_destroy(before);
    if (s->renewal)
        dadao_simulation_renewal_begin(s->renewal, s);
}

dadao_status dadao_simulation_set_edges(dadao_simulation *simulation, size_t edges, const dadao_edge *edge,
                                        const double *edge_rates, const size_t *old_edge, dadao_error *error)
{
    network next = {0};
    if (simulation->synchronous)
        dadao_simulation_settle_rounds(simulation); /* the new edges take their counters over */
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
