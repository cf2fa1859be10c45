/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws of events: what clocks a method's timing makes of the rates, draws of its own, and the tally of what events cost. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <float.h>

/* ---- Rates ---- */

static dadao_status silent(size_t count, dadao_selector *selector, dadao_error *error)
{
    double *zero = dadao_core_allocate(count, sizeof *zero);
    if (!zero)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the rates of %zu clocks", count);
    const dadao_status status = dadao_simulation_selector_set(selector, count, zero, error);
    free(zero);
    return status;
}

/* The same shape at total rate 1. */
static dadao_status unit(size_t count, const double *rates, dadao_selector *selector, dadao_error *error)
{
    double *scaled = dadao_core_allocate(count, sizeof *scaled), total = 0.0;
    if (!scaled)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the rates of %zu edges", count);
    for (size_t k = 0; k < count; k++)
        total += rates ? rates[k] : 1.0;
    for (size_t k = 0; k < count; k++)
        scaled[k] = total > 0.0 ? (rates ? rates[k] : 1.0) / total : 0.0;
    const dadao_status status = dadao_simulation_selector_set(selector, count, scaled, error);
    free(scaled);
    return status;
}

dadao_status dadao_simulation_law(const dadao_method *method, size_t nodes, const double *node_rates, size_t edges,
                                  const double *edge_rates, dadao_selector *of_nodes, dadao_selector *of_edges, dadao_error *error)
{
    const dadao_timing timing = method->declaration.timing;
    const bool gradients = timing != DADAO_TIMING_EDGES && timing != DADAO_TIMING_UNIT_EDGES && timing != DADAO_TIMING_TICKS;
    dadao_selector next[2] = {{0}, {0}};
    dadao_status status = gradients ? dadao_simulation_selector_set(&next[0], nodes, node_rates, error) : silent(nodes, &next[0], error);
    if (!status && (timing == DADAO_TIMING_UNIT_EDGES || timing == DADAO_TIMING_TICKS))
        status = unit(edges, edge_rates, &next[1], error);
    else if (!status && timing == DADAO_TIMING_NEIGHBOURS)
        status = silent(edges, &next[1], error);
    else if (!status)
        status = dadao_simulation_selector_set(&next[1], edges, edge_rates, error);
    if (status) {
        dadao_simulation_selector_clear(&next[0]);
        dadao_simulation_selector_clear(&next[1]);
        return status;
    }
    dadao_simulation_selector_clear(of_nodes);
    dadao_simulation_selector_clear(of_edges);
    *of_nodes = next[0];
    *of_edges = next[1];
    return DADAO_OK;
}

/* ---- Draws ---- */

/* One edge at every whole number of time. */
static void draw_tick(dadao_simulation *s, dadao_event *event, double t)
{
    const size_t edge = dadao_select(&s->selector[1], dadao_core_next(&s->stream[DADAO_PLACES + 1]));
    s->clock[1].next = t + 1.0;
    *event = (dadao_event){.t = t, .kind = DADAO_EVENT_COMMUNICATION, .i = s->edge[edge].u, .j = s->edge[edge].v, .edge = (uint32_t)edge};
}

/* A node's own clock, then one of its neighbours; a node without any only computes. */
static void draw_neighbour(dadao_simulation *s, dadao_event *event, double t)
{
    const dadao_stage *stage = s->stage;
    const size_t node = dadao_select(&s->selector[0], dadao_core_next(&s->stream[DADAO_PLACES]));
    const size_t first = stage->first[node], count = stage->first[node + 1] - first;
    const size_t k = first + (size_t)((dadao_u128)dadao_core_next(&s->stream[DADAO_PLACES + 1]) * count >> 64);
    s->clock[0].next = t + dadao_core_exponential(&s->stream[DADAO_TIMES]) * s->clock[0].period;
    *event = (dadao_event){.t = t, .kind = count ? DADAO_EVENT_COMMUNICATION : DADAO_EVENT_GRADIENT, .i = (uint32_t)node,
                           .j = count ? stage->neighbour[k] : UINT32_MAX, .edge = count ? stage->through[k] : UINT32_MAX};
}

size_t dadao_simulation_draw_law(dadao_simulation *simulation, dadao_event *event, size_t room, double until)
{
    dadao_simulation *s = simulation;
    const bool ticks = s->method->declaration.timing == DADAO_TIMING_TICKS;
    const dadao_clock *clock = &s->clock[ticks ? 1 : 0];
    size_t count = 0;
    until = until < DBL_MAX ? until : DBL_MAX; /* a clock at rate 0 stands at infinity */
    for (; count < room && clock->next <= until; count++) {
        if (ticks)
            draw_tick(s, &event[count], clock->next);
        else
            draw_neighbour(s, &event[count], clock->next);
        event[count].index = s->events + count + 1;
    }
    return count;
}

/* ---- Costs ---- */

void dadao_simulation_tally_costs(dadao_simulation *simulation, const dadao_event *event, size_t count)
{
    dadao_simulation *s = simulation;
    for (size_t k = 0; k < count; k++) {
        const dadao_event_cost cost = s->method->cost[event[k].kind];
        dadao_node_tally *node = &s->node[event[k].i];
        node->gradients += cost.gradients;
        node->communications += cost.communications;
        node->last_event = event[k].index;
        s->count[DADAO_EVENT_GRADIENT] += (uint64_t)cost.gradients + cost.gradients_other;
        s->count[DADAO_EVENT_COMMUNICATION] += cost.communications;
        s->vectors += cost.vectors;
        if (event[k].kind != DADAO_EVENT_COMMUNICATION)
            continue;
        node = &s->node[event[k].j];
        node->gradients += cost.gradients_other;
        node->communications += cost.communications;
        node->last_event = event[k].index;
        if (event[k].edge < s->edges) {
            s->edge[event[k].edge].communications += cost.communications;
            s->edge[event[k].edge].last_event = event[k].index;
        }
    }
    s->events += count;
    s->t = event[count - 1].t;
}
