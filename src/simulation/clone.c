/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second simulation in the same state: clocks, random streams, counters, recent events and all; both go on to the same bits. */
#include "simulation/simulation.h"

#include "core/memory.h"
#include "method/stage.h"
#include "problem/gradient.h"

#include <string.h>

/* Everything that the original owns; the rest of the struct is plain. */
static void disown(dadao_simulation *s)
{
    s->state = s->node_error = s->constants = s->scratch = NULL;
    s->node = NULL;
    s->edge = NULL;
    s->average = NULL;
    s->stage = NULL;
    s->tree = NULL;
    s->views = NULL;
    s->renewal = NULL;
    if (s->rounds) { /* a clock of our own; a function that was handed in stays that */
        s->rounds = NULL;
        s->round_time = NULL;
        s->round_context = NULL;
    }
    s->selector[0] = s->selector[1] = (dadao_selector){0};
    s->sink = NULL; /* who listens to the original does not listen to the copy */
    s->sink_context = NULL;
}

static dadao_status allocate(dadao_simulation *s, dadao_error *error)
{
    dadao_status status = dadao_simulation_allocate_nodes(s, error);
    if (!status)
        status = dadao_simulation_allocate_views(s, error);
    if (!status)
        status = dadao_simulation_metric_create(s, error); /* its sums are made anew: they are those of the original to the bit */
    if (status)
        return status;
    const size_t gradient = (s->dimension + 7) / 8 * 8;
    s->edge = dadao_core_allocate(s->edges + 1, sizeof *s->edge);
    s->constants = dadao_core_allocate_aligned(DADAO_METHOD_CONSTANTS, sizeof *s->constants);
    s->scratch = dadao_core_allocate_aligned(gradient + DADAO_GRADIENT_SCRATCH, sizeof *s->scratch);
    return s->edge && s->constants && s->scratch ? DADAO_OK
                                                 : dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", s->edges);
}

static dadao_status copy(const dadao_simulation *from, dadao_simulation *to, dadao_error *error)
{
    dadao_status status = allocate(to, error);
    for (size_t kind = 0; !status && kind < 2; kind++)
        status = dadao_simulation_selector_copy(&from->selector[kind], &to->selector[kind], error);
    if (status)
        return status;
    memcpy(to->state, from->state, from->nodes * from->stride * sizeof *to->state);
    memcpy(to->node_error, from->node_error, from->nodes * sizeof *to->node_error);
    memcpy(to->node, from->node, (from->nodes + 1) * sizeof *to->node);
    memcpy(to->edge, from->edge, (from->edges + 1) * sizeof *to->edge);
    memcpy(to->constants, from->constants, DADAO_METHOD_CONSTANTS * sizeof *to->constants);
    if (from->average) {
        to->average = dadao_core_allocate(from->dimension, sizeof *to->average);
        if (!to->average)
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the mean of the start");
        memcpy(to->average, from->average, from->dimension * sizeof *to->average);
    }
    status = dadao_simulation_renewal_copy(from->renewal, &to->renewal, error);
    if (!status && from->rounds)
        status = dadao_simulation_set_round_clock(to, from->rounds, error);
    if (status)
        return status;
    return from->stage ? dadao_method_stage_copy(from->stage, to->constants, from->edges, &to->stage, error) : DADAO_OK;
}

dadao_status dadao_simulation_clone(const dadao_simulation *simulation, dadao_simulation **clone, dadao_error *error)
{
    *clone = NULL;
    dadao_simulation *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for a simulation");
    *made = *simulation;
    disown(made);
    dadao_status status = copy(simulation, made, error);
    if (status)
        dadao_simulation_destroy(made);
    else
        *clone = made;
    return status;
}
