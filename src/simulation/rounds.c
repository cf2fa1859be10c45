/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds: one event each, carried out for all nodes at once; what the start is made of; tallies that wait until somebody asks. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

/* ---- The start ---- */

static bool is_zero(const dadao_simulation *s, size_t variable)
{
    for (size_t i = 0; i < s->nodes; i++) {
        const double *vector = dadao_simulation_vector(s, i, variable);
        for (size_t k = 0; k < s->dimension; k++)
            if (vector[k] != 0.0)
                return false;
    }
    return true;
}

/* A start that gives derived variables itself (a saved state) keeps them. */
static bool wants_derived(const dadao_simulation *s)
{
    for (size_t v = 0; v < s->variables; v++)
        if (s->method->derived >> v & 1u && !is_zero(s, v))
            return false;
    return true;
}

static dadao_status set_average(dadao_simulation *s, dadao_error *error)
{
    const size_t d = s->dimension;
    if (!s->average)
        s->average = dadao_core_allocate(d, sizeof *s->average);
    if (!s->average)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    memset(s->average, 0, d * sizeof *s->average);
    for (size_t i = 0; i < s->nodes; i++)
        for (size_t k = 0; k < d; k++)
            s->average[k] += dadao_simulation_vector(s, i, s->method->reported)[k];
    for (size_t k = 0; k < d; k++)
        s->average[k] /= (double)s->nodes;
    return DADAO_OK;
}

static dadao_round round_of(dadao_simulation *s)
{
    return (dadao_round){.stage = s->stage, .state = s->state, .random = &s->stream[DADAO_BATCHES], .index = s->events + 1};
}

dadao_status dadao_simulation_begin(dadao_simulation *simulation, bool again, dadao_error *error)
{
    dadao_simulation *s = simulation;
    const bool wanted = again || wants_derived(s);
    if (wanted && s->synchronous && s->method->begin) {
        dadao_round round = round_of(s);
        s->method->begin(&round); /* what it costs is what the last round computes for nothing */
    }
    for (size_t i = 0; wanted && !s->synchronous && s->method->begin_node && i < s->nodes; i++)
        s->method->begin_node(s->stage, i, dadao_simulation_record(s, i));
    return s->method->averages ? set_average(s, error) : DADAO_OK;
}

/* ---- Tallies ---- */

/* What was the same at every node and over every link is added when somebody looks, or before links change. */
void dadao_simulation_settle_rounds(dadao_simulation *simulation)
{
    dadao_simulation *s = simulation;
    const uint64_t gradients = s->pending[0], activations = s->pending[1];
    for (size_t i = 0; i < s->nodes; i++) {
        s->node[i].gradients += gradients;
        s->node[i].last_event = s->events;
    }
    for (size_t k = 0; k < s->stage->links && activations; k++) {
        const dadao_edge link = s->stage->link[k];
        dadao_edge_record *edge = &s->edge[s->stage->link_edge[k]];
        edge->communications += activations;
        edge->last_event = s->events;
        s->node[link.u].communications += activations;
        s->node[link.v].communications += activations;
    }
    s->pending[0] = s->pending[1] = 0;
}

/* ---- The loop ---- */

static double duration(const dadao_simulation *s)
{
    const double asked = s->round_time ? s->round_time(s->round_context, s->events + 1) : 1.0;
    return asked > 0.0 && isfinite(asked) ? asked : 1.0;
}

static inline __attribute__((always_inline)) void measure_nodes(dadao_simulation *s, const size_t d)
{
    const double *x = dadao_simulation_vector(s, 0, s->method->reported), *optimum = dadao_simulation_optimum(s);
    for (size_t i = 0; i < s->nodes; i++) {
        double sum = 0.0;
        for (size_t k = 0; k < d; k++) {
            const double e = x[i * d + k] - optimum[k];
            sum += e * e;
        }
        s->node_error[i] = sum;
    }
}

static void update_errors(dadao_simulation *s)
{
    switch (s->dimension) {
    case 1:
        measure_nodes(s, 1);
        break;
    case 2:
        measure_nodes(s, 2);
        break;
    default:
        measure_nodes(s, s->dimension);
        break;
    }
    s->tree->stale = true;
    s->error_sum = s->error_peak = dadao_simulation_metric_sum(s);
    s->diverged = !(s->error_sum < s->limit);
}

static void carry_out(dadao_simulation *s)
{
    dadao_round round = round_of(s);
    s->method->round(&round);
    s->events++;
    s->t = s->round_end;
    s->round_end = NAN;
    s->count[DADAO_EVENT_GRADIENT] += round.gradients;
    s->count[DADAO_EVENT_COMMUNICATION] += round.communications;
    s->vectors += round.vectors;
    s->pending[0] += round.node_gradients;
    s->pending[1] += round.link_activations;
    update_errors(s);
}

dadao_stop_reason dadao_simulation_run_rounds(dadao_simulation *simulation, const dadao_stop *stop)
{
    dadao_simulation *s = simulation;
    for (;;) {
        if (s->diverged)
            return DADAO_STOP_DIVERGED;
        if (stop->error > 0.0 && dadao_simulation_error_now(s) < stop->error)
            return DADAO_STOP_ERROR;
        if (s->replaying)
            return DADAO_STOP_LOG_END; /* a log of events says nothing about rounds */
        if (s->events >= stop->event)
            return DADAO_STOP_EVENT;
        if (stop->interrupt && atomic_load_explicit(stop->interrupt, memory_order_relaxed))
            return DADAO_STOP_INTERRUPTED;
        if (stop->t <= s->t)
            return DADAO_STOP_TIME; /* a round that is not begun has no end yet */
        if (isnan(s->round_end))
            s->round_end = s->t + duration(s);
        if (s->round_end > stop->t) {
            s->t = stop->t > s->t ? stop->t : s->t;
            return DADAO_STOP_TIME;
        }
        carry_out(s);
        if (stop->watch) /* a round is an event of every kind, at every node and edge */
            return DADAO_STOP_WATCH;
    }
}

void dadao_simulation_set_round_time(dadao_simulation *simulation, dadao_round_time *asked, void *context)
{
    simulation->round_time = asked;
    simulation->round_context = context;
}
