/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a simulation from its setup, and unmaking it. */
#include "simulation/simulation.h"

#include "core/memory.h"
#include "problem/gradient.h"

#include <math.h>
#include <string.h>

/* States larger than this do not stay in the near caches: their records are then fetched ahead. */
enum { PREFETCH_BYTES = 1 << 20 };

dadao_status dadao_simulation_check_rates(size_t count, const double *rates, const char *what, dadao_error *error)
{
    for (size_t k = 0; rates && k < count; k++)
        if (!(rates[k] >= DADAO_RATE_LEAST && rates[k] <= DADAO_RATE_MOST) && !(rates[k] <= 0.0 && rates[k] >= 0.0))
            return dadao_core_fail(error, DADAO_INVALID, "the rate of %s %zu is %g; expected 0, or a number from %g to %g", what, k,
                                   rates[k], DADAO_RATE_LEAST, DADAO_RATE_MOST);
    return DADAO_OK;
}

dadao_status dadao_simulation_check_edges(size_t nodes, size_t edges, const dadao_edge *edge, dadao_error *error)
{
    if (edges >= UINT32_MAX)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "%zu edges; at most %u can be simulated", edges, UINT32_MAX - 1);
    for (size_t k = 0; k < edges; k++)
        if (edge[k].u >= nodes || edge[k].v >= nodes || edge[k].u == edge[k].v)
            return dadao_core_fail(error, DADAO_INVALID, "edge %zu joins nodes %u and %u; expected two different nodes below %zu",
                                   k, edge[k].u, edge[k].v, nodes);
    return DADAO_OK;
}

static dadao_status check_setup(const dadao_simulation_setup *setup, dadao_error *error)
{
    if (setup->nodes == 0 || setup->nodes >= UINT32_MAX)
        return dadao_core_fail(error, DADAO_INVALID, "%zu nodes; expected 1 to %u", setup->nodes, UINT32_MAX - 1);
    if (dadao_problem_nodes(setup->problem) != setup->nodes)
        return dadao_core_fail(error, DADAO_INVALID, "the problem is made for %zu nodes, the network has %zu",
                               dadao_problem_nodes(setup->problem), setup->nodes);
    dadao_status status = dadao_method_check_parameters(setup->method, setup->parameters, error);
    if (!status)
        status = dadao_simulation_check_edges(setup->nodes, setup->edges, setup->edge, error);
    if (!status)
        status = dadao_simulation_check_rates(setup->edges, setup->edge_rates, "edge", error);
    if (!status)
        status = dadao_simulation_check_rates(setup->nodes, setup->node_rates, "node", error);
    if (!status)
        status = dadao_method_admits(setup->method, setup->problem, setup->nodes, setup->edges, setup->edge, setup->edge_rates, error);
    if (status || !setup->start)
        return status;
    const size_t row = setup->method->variables * dadao_problem_dimension(setup->problem);
    for (size_t k = 0; k < setup->nodes * row; k++)
        if (!isfinite(setup->start[k]))
            return dadao_core_fail(error, DADAO_INVALID, "the start of node %zu holds %g; expected finite numbers", k / row,
                                   setup->start[k]);
    return DADAO_OK;
}

dadao_status dadao_simulation_allocate_nodes(dadao_simulation *s, dadao_error *error)
{
    const size_t doubles = s->variables * s->dimension + 1;
    s->stride = (doubles + 7) / 8 * 8; /* a record begins at a cache line */
    s->state = dadao_core_allocate_aligned(s->nodes, s->stride * sizeof *s->state);
    s->node_error = dadao_core_allocate(s->nodes, sizeof *s->node_error);
    s->node = dadao_core_allocate(s->nodes + 1, sizeof *s->node);
    s->prefetch = s->nodes * s->stride * sizeof *s->state > PREFETCH_BYTES;
    if (!s->state || !s->node_error || !s->node)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the state of %zu nodes of dimension %zu", s->nodes,
                               s->dimension);
    return DADAO_OK;
}

dadao_status dadao_simulation_allocate_views(dadao_simulation *s, dadao_error *error)
{
    dadao_views *v = dadao_core_allocate(1, sizeof *v);
    s->views = v;
    if (v) {
        v->node_gradients = dadao_core_allocate(s->nodes, sizeof(uint64_t));
        v->node_communications = dadao_core_allocate(s->nodes, sizeof(uint64_t));
        v->node_last_event = dadao_core_allocate(s->nodes, sizeof(uint64_t));
        v->edge_communications = dadao_core_allocate(s->edges, sizeof(uint64_t));
        v->edge_last_event = dadao_core_allocate(s->edges, sizeof(uint64_t));
        v->point = dadao_core_allocate(s->dimension, sizeof(double));
        v->mean = dadao_core_allocate(s->dimension, sizeof(double));
        v->lost = dadao_core_allocate(s->dimension, sizeof(double));
    }
    if (!v || !v->node_gradients || !v->node_communications || !v->node_last_event || !v->edge_communications ||
        !v->edge_last_event || !v->point || !v->mean || !v->lost)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the counters of %zu nodes and %zu edges", s->nodes,
                               s->edges);
    return DADAO_OK;
}

void dadao_simulation_views_destroy(dadao_views *views)
{
    if (!views)
        return;
    free(views->node_gradients);
    free(views->node_communications);
    free(views->node_last_event);
    free(views->edge_communications);
    free(views->edge_last_event);
    free(views->point);
    free(views->mean);
    free(views->lost);
    free(views);
}

static dadao_status allocate(dadao_simulation *s, dadao_error *error)
{
    dadao_status status = dadao_simulation_allocate_nodes(s, error);
    if (!status)
        status = dadao_simulation_allocate_views(s, error);
    if (!status)
        status = dadao_simulation_metric_create(s, error);
    if (status)
        return status;
    const size_t gradient = (s->dimension + 7) / 8 * 8;
    s->edge = dadao_core_allocate(s->edges + 1, sizeof *s->edge);
    s->constants = dadao_core_allocate_aligned(DADAO_METHOD_CONSTANTS, sizeof *s->constants);
    s->scratch = dadao_core_allocate_aligned(gradient + DADAO_GRADIENT_SCRATCH, sizeof *s->scratch);
    if (!s->edge || !s->constants || !s->scratch)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", s->edges);
    return DADAO_OK;
}

static void seed_streams(dadao_simulation *s, uint64_t seed)
{
    static const dadao_stream stream[DADAO_LANE_STREAMS] = {
        [DADAO_TIMES + DADAO_EVENT_GRADIENT] = DADAO_STREAM_GRADIENT_TIMES,
        [DADAO_TIMES + DADAO_EVENT_COMMUNICATION] = DADAO_STREAM_COMMUNICATION_TIMES,
        [DADAO_PLACES + DADAO_EVENT_GRADIENT] = DADAO_STREAM_GRADIENT_NODES,
        [DADAO_PLACES + DADAO_EVENT_COMMUNICATION] = DADAO_STREAM_COMMUNICATION_EDGES,
        [DADAO_BATCHES] = DADAO_STREAM_MINIBATCHES,
    };
    for (size_t k = 0; k < DADAO_LANE_STREAMS; k++)
        dadao_core_random_seed(&s->stream[k], seed, stream[k]);
    for (size_t kind = 0; kind < 2; kind++)
        s->clock[kind] = dadao_clock_start(dadao_core_exponential(&s->stream[DADAO_TIMES + kind]), s->selector[kind].total, 0.0);
    if (s->method->declaration.timing == DADAO_TIMING_TICKS)
        s->clock[1] = dadao_clock_start(1.0, s->selector[1].total, 0.0);
}

static void place_nodes(dadao_simulation *s, const double *start)
{
    const size_t d = s->dimension;
    for (size_t i = 0; start && i < s->nodes; i++)
        for (size_t v = 0; v < s->variables; v++)
            memcpy(dadao_simulation_vector(s, i, v), start + (i * s->variables + v) * d, d * sizeof *start);
}

void dadao_simulation_set_limit(dadao_simulation *s)
{
    const double kappa = dadao_problem_smoothness(s->problem) / dadao_problem_mu(s->problem);
    const double limit = 1e6 * 4.0 * (1.0 + kappa + kappa * kappa) * s->initial_error * (double)s->nodes;
    s->limit = limit > 0.0 ? limit : INFINITY; /* a start at x* has no scale of its own: then only what is not finite counts */
}

static dadao_status fill(dadao_simulation *s, const dadao_simulation_setup *setup, dadao_error *error)
{
    dadao_status status = allocate(s, error);
    if (!status)
        status = dadao_simulation_law(s->method, s->nodes, setup->node_rates, s->edges, setup->edge_rates, &s->selector[0],
                                      &s->selector[1], error);
    if (status)
        return status;
    for (size_t k = 0; k < s->edges; k++)
        s->edge[k] = (dadao_edge_record){.u = setup->edge[k].u, .v = setup->edge[k].v};
    memcpy(s->parameters, setup->parameters, s->method->parameters * sizeof *s->parameters);
    s->method->prepare(s->parameters, s->constants);
    status = dadao_method_stage_create(s->method, s->constants, s->problem, s->nodes, s->edges, setup->edge, setup->edge_rates,
                                       &s->stage, error);
    if (status)
        return status;
    seed_streams(s, setup->seed);
    place_nodes(s, setup->start);
    status = dadao_simulation_begin(s, false, error);
    if (status)
        return status;
    dadao_simulation_metric_recompute(s);
    s->initial_error = dadao_simulation_error_now(s);
    dadao_simulation_set_limit(s);
    return DADAO_OK;
}

dadao_status dadao_simulation_create(const dadao_simulation_setup *setup, dadao_simulation **simulation, dadao_error *error)
{
    *simulation = NULL;
    dadao_status status = check_setup(setup, error);
    if (status)
        return status;
    dadao_simulation *s = dadao_core_allocate(1, sizeof *s);
    if (!s)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for a simulation");
    s->method = setup->method;
    s->problem = setup->problem;
    s->objective = dadao_problem_objective(setup->problem);
    s->execute = setup->method->execute[dadao_method_isa()];
    s->nodes = setup->nodes;
    s->edges = setup->edges;
    s->dimension = dadao_problem_dimension(setup->problem);
    s->variables = setup->method->variables;
    s->synchronous = dadao_method_is_synchronous(s->method);
    s->plain = s->method->cost[0].gradients == 1 && s->method->cost[1].gradients == 0 && s->method->cost[1].communications == 1 &&
               s->method->cost[1].vectors == 2 && s->method->declaration.timing != DADAO_TIMING_NEIGHBOURS;
    s->round_end = NAN;
    status = fill(s, setup, error);
    if (status)
        dadao_simulation_destroy(s);
    else
        *simulation = s;
    return status;
}

void dadao_simulation_destroy(dadao_simulation *simulation)
{
    if (!simulation)
        return;
    dadao_simulation_metric_destroy(simulation);
    dadao_simulation_views_destroy(simulation->views);
    dadao_simulation_selector_clear(&simulation->selector[0]);
    dadao_simulation_selector_clear(&simulation->selector[1]);
    dadao_method_stage_destroy(simulation->stage);
    free(simulation->average);
    dadao_simulation_renewal_destroy(simulation->renewal);
    free(simulation->rounds);
    free(simulation->state);
    free(simulation->node_error);
    free(simulation->node);
    free(simulation->edge);
    free(simulation->constants);
    free(simulation->scratch);
    free(simulation);
}
