/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at a simulation: metrics, states, counters, the hash. Nothing here changes what happens next. */
#include "simulation/simulation.h"

#include <math.h>
#include <string.h>
#define XXH_STATIC_LINKING_ONLY /* the state of the hash on the stack */
#include <xxhash.h>

double dadao_simulation_time(const dadao_simulation *simulation)
{
    return simulation->t;
}

uint64_t dadao_simulation_events(const dadao_simulation *simulation)
{
    return simulation->events;
}

uint64_t dadao_simulation_gradients(const dadao_simulation *simulation)
{
    return simulation->count[DADAO_EVENT_GRADIENT];
}

uint64_t dadao_simulation_communications(const dadao_simulation *simulation)
{
    return simulation->count[DADAO_EVENT_COMMUNICATION];
}

uint64_t dadao_simulation_vectors(const dadao_simulation *simulation)
{
    return simulation->plain ? 2 * simulation->count[DADAO_EVENT_COMMUNICATION] : simulation->vectors;
}

const double *dadao_simulation_target(const dadao_simulation *simulation)
{
    return dadao_simulation_optimum(simulation);
}

bool dadao_simulation_diverged(const dadao_simulation *simulation)
{
    return simulation->diverged;
}

double dadao_simulation_initial_error(const dadao_simulation *simulation)
{
    return simulation->initial_error;
}

static double expected(const dadao_simulation *s, size_t kind)
{
    return s->expected[kind] + s->selector[kind].total * (s->t - s->since);
}

/* Rounds promise what they do. A node that talks at its own tick makes a communication of it. */
double dadao_simulation_expected_gradients(const dadao_simulation *simulation)
{
    const dadao_simulation *s = simulation;
    const dadao_event_cost *cost = s->method->cost;
    if (s->synchronous)
        return (double)s->count[DADAO_EVENT_GRADIENT];
    if (s->method->declaration.timing == DADAO_TIMING_NEIGHBOURS)
        return expected(s, DADAO_EVENT_GRADIENT) * (double)(cost[1].gradients + cost[1].gradients_other);
    return expected(s, DADAO_EVENT_GRADIENT) * (double)cost[0].gradients +
           expected(s, DADAO_EVENT_COMMUNICATION) * (double)(cost[1].gradients + cost[1].gradients_other);
}

double dadao_simulation_expected_communications(const dadao_simulation *simulation)
{
    const dadao_simulation *s = simulation;
    if (s->synchronous)
        return (double)s->count[DADAO_EVENT_COMMUNICATION];
    const size_t kind = s->method->declaration.timing == DADAO_TIMING_NEIGHBOURS ? DADAO_EVENT_GRADIENT : DADAO_EVENT_COMMUNICATION;
    return expected(s, kind) * (double)s->method->cost[DADAO_EVENT_COMMUNICATION].communications;
}

/* ---- Metrics ---------------------------------------------------------------------------------------------------------- */

/* Neumaier's sum: what each addition loses is gathered beside. */
static void add(double *sum, double *lost, double term)
{
    const double next = *sum + term;
    *lost += fabs(*sum) >= fabs(term) ? (*sum - next) + term : (term - next) + *sum;
    *sum = next;
}

/* Where node i is now, into the views' point. */
static const double *point_now(const dadao_simulation *s, size_t i)
{
    if (!s->method->point)
        return dadao_simulation_vector(s, i, s->method->reported);
    const double tau = s->t - *dadao_simulation_record_time(s, i);
    s->method->point(s->stage, i, dadao_simulation_record(s, i), tau, s->views->point);
    return s->views->point;
}

static double squared_distance(const double *x, const double *y, size_t d)
{
    double sum = 0.0;
    for (size_t k = 0; k < d; k++)
        sum += (x[k] - y[k]) * (x[k] - y[k]);
    return sum;
}

/* First pass: the mean point, and the mean squared distance to the optimum. */
static double mean_point(const dadao_simulation *s, double *mean)
{
    const size_t d = s->dimension;
    const double *optimum = dadao_simulation_optimum(s);
    double *lost = s->views->lost, sum = 0.0, rest = 0.0;
    memset(mean, 0, d * sizeof *mean);
    memset(lost, 0, d * sizeof *lost);
    for (size_t i = 0; i < s->nodes; i++) {
        const double *x = point_now(s, i);
        add(&sum, &rest, squared_distance(x, optimum, d));
        for (size_t k = 0; k < d; k++)
            add(&mean[k], &lost[k], x[k]);
    }
    for (size_t k = 0; k < d; k++)
        mean[k] = (mean[k] + lost[k]) / (double)s->nodes;
    return (sum + rest) / (double)s->nodes;
}

void dadao_simulation_measure(const dadao_simulation *simulation, dadao_sample *sample)
{
    const dadao_simulation *s = simulation;
    double *mean = s->views->mean, sum = 0.0, rest = 0.0;
    *sample = (dadao_sample){
        .event = s->events, .t = s->t, .gradients = s->count[DADAO_EVENT_GRADIENT],
        .communications = s->count[DADAO_EVENT_COMMUNICATION], .vectors = dadao_simulation_vectors(s), .msd_lazy = dadao_simulation_error_now(s),
    };
    sample->msd = mean_point(s, mean);
    for (size_t i = 0; i < s->nodes; i++)
        add(&sum, &rest, squared_distance(point_now(s, i), mean, s->dimension));
    sample->consensus = (sum + rest) / (double)s->nodes;
    sample->msd_part = sample->msd;
    sample->suboptimality = dadao_problem_suboptimality(s->problem, mean);
}

void dadao_simulation_state(const dadao_simulation *simulation, size_t node, bool lazy, double *out, double *t)
{
    const dadao_simulation *s = simulation;
    const double since = s->synchronous ? s->t : *dadao_simulation_record_time(s, node);
    for (size_t v = 0; v < s->variables; v++)
        memcpy(out + v * s->dimension, dadao_simulation_vector(s, node, v), s->dimension * sizeof *out);
    if (!lazy && !s->synchronous && s->method->advance)
        s->method->advance(s->stage, node, out, s->t - since);
    if (t)
        *t = lazy ? since : s->t;
}

void dadao_simulation_lazy_point(const dadao_simulation *simulation, size_t node, double *x)
{
    const dadao_simulation *s = simulation;
    if (s->method->point)
        s->method->point(s->stage, node, dadao_simulation_record(s, node), 0.0, x);
    else
        memcpy(x, dadao_simulation_vector(s, node, s->method->reported), s->dimension * sizeof *x);
}

bool dadao_simulation_touches_two(const dadao_simulation *simulation)
{
    return !simulation->synchronous;
}

void dadao_simulation_point(const dadao_simulation *simulation, size_t node, bool lazy, double *x)
{
    const dadao_simulation *s = simulation;
    if (!s->method->point) {
        memcpy(x, dadao_simulation_vector(s, node, s->method->reported), s->dimension * sizeof *x);
        return;
    }
    const double tau = lazy ? 0.0 : s->t - *dadao_simulation_record_time(s, node);
    s->method->point(s->stage, node, dadao_simulation_record(s, node), tau, x);
}

size_t dadao_simulation_dimension(const dadao_simulation *simulation)
{
    return simulation->dimension;
}

/* ---- Counters and recent events ------------------------------------------------------------------------------------------ */

void dadao_simulation_counters_get(const dadao_simulation *simulation, dadao_simulation_counters *counters)
{
    const dadao_simulation *s = simulation;
    dadao_views *v = s->views;
    if (s->synchronous)
        dadao_simulation_settle_rounds((dadao_simulation *)(uintptr_t)s);
    for (size_t i = 0; i < s->nodes; i++) {
        v->node_gradients[i] = s->node[i].gradients;
        v->node_communications[i] = s->node[i].communications;
        v->node_last_event[i] = s->node[i].last_event;
    }
    for (size_t k = 0; k < s->edges; k++) {
        v->edge_communications[k] = s->edge[k].communications;
        v->edge_last_event[k] = s->edge[k].last_event;
    }
    *counters = (dadao_simulation_counters){
        .node_error = s->node_error,
        .node_gradients = v->node_gradients, .node_communications = v->node_communications,
        .node_last_event = v->node_last_event,
        .edge_communications = v->edge_communications, .edge_last_event = v->edge_last_event,
    };
}

const double *dadao_simulation_node_error(const dadao_simulation *simulation)
{
    return simulation->node_error;
}

size_t dadao_simulation_recent(const dadao_simulation *simulation, dadao_event *events, size_t capacity)
{
    const dadao_simulation *s = simulation;
    uint64_t count = s->synchronous ? 0 : s->events - s->recent_from; /* rounds are no events of single nodes or edges */
    count = count < DADAO_RECENT_EVENTS ? count : DADAO_RECENT_EVENTS;
    count = count < capacity ? count : capacity;
    for (uint64_t k = 0; k < count; k++)
        events[k] = s->ring[(s->events - count + k) % DADAO_RING_EVENTS];
    return (size_t)count;
}

/* ---- The hash ------------------------------------------------------------------------------------------------------------- */

static void hash_selector(XXH64_state_t *hash, const dadao_selector *selector)
{
    XXH64_update(hash, &selector->total, sizeof selector->total);
    if (selector->rates)
        XXH64_update(hash, selector->rates, selector->count * sizeof *selector->rates);
    else
        XXH64_update(hash, &selector->rate, sizeof selector->rate);
}

uint64_t dadao_simulation_hash(const dadao_simulation *simulation)
{
    const dadao_simulation *s = simulation;
    XXH64_state_t hash;
    XXH64_reset(&hash, 0);
    if (s->synchronous)
        XXH64_update(&hash, s->state, s->variables * s->nodes * s->dimension * sizeof *s->state);
    for (size_t i = 0; !s->synchronous && i < s->nodes; i++)
        XXH64_update(&hash, dadao_simulation_record(s, i), (s->variables * s->dimension + 1) * sizeof *s->state);
    XXH64_update(&hash, &s->t, sizeof s->t);
    XXH64_update(&hash, &s->events, sizeof s->events);
    XXH64_update(&hash, s->count, sizeof s->count);
    if (s->synchronous)
        dadao_simulation_settle_rounds((dadao_simulation *)(uintptr_t)s);
    if (!s->plain)
        XXH64_update(&hash, &s->vectors, sizeof s->vectors);
    if (s->synchronous)
        XXH64_update(&hash, &s->round_end, sizeof s->round_end);
    XXH64_update(&hash, s->node, s->nodes * sizeof *s->node);
    XXH64_update(&hash, s->edge, s->edges * sizeof *s->edge);
    for (size_t kind = 0; kind < 2; kind++)
        hash_selector(&hash, &s->selector[kind]);
    XXH64_update(&hash, s->parameters, s->method->parameters * sizeof *s->parameters);
    XXH64_update(&hash, s->stream, sizeof s->stream);
    for (size_t kind = 0; kind < 2; kind++) {
        const double left = dadao_clock_left(&s->clock[kind], s->t);
        XXH64_update(&hash, &left, sizeof left);
    }
    if (s->renewal) {
        size_t count;
        const double *times = dadao_simulation_renewal_times(s->renewal, &count);
        XXH64_update(&hash, times, count * sizeof *times);
        XXH64_update(&hash, dadao_simulation_renewal_streams(s->renewal), 2 * sizeof(dadao_random));
    }
    return XXH64_digest(&hash);
}

size_t dadao_simulation_bytes(const dadao_simulation *simulation)
{
    const dadao_simulation *s = simulation;
    const size_t d = s->dimension;
    size_t bytes = sizeof *s + s->nodes * (s->stride * sizeof *s->state + sizeof *s->node_error + sizeof *s->node);
    bytes += (s->edges + 1) * sizeof *s->edge + dadao_simulation_metric_bytes(s);
    bytes += s->nodes * 3 * sizeof(uint64_t) + s->edges * 2 * sizeof(uint64_t) + 3 * d * sizeof(double) + sizeof *s->views;
    bytes += dadao_simulation_selector_bytes(&s->selector[0]) + dadao_simulation_selector_bytes(&s->selector[1]);
    bytes += dadao_method_stage_bytes(s->stage);
    bytes += DADAO_METHOD_CONSTANTS * sizeof *s->constants + (d + 8 + 256) * sizeof *s->scratch;
    return bytes;
}
