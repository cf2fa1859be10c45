/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event loop: draw a batch, carry it out, count it, until a stop.
 *
 * A batch never goes beyond a stop nor across a multiple of 64 events, and what it draws depends on nothing but the events
 * before, so a run is the same whatever the stops in between. */
#include "simulation/simulation.h"

#include <float.h>
#include <math.h>

/* What drawing changes: put back when a batch ends early. */
typedef struct drawn {
    dadao_clock clock[2];
    dadao_random stream[DADAO_BATCHES];
    size_t log_next;
} drawn;

static drawn keep_drawn(const dadao_simulation *s)
{
    drawn kept = {.clock = {s->clock[0], s->clock[1]}, .log_next = s->log_next};
    for (size_t k = 0; k < DADAO_BATCHES; k++)
        kept.stream[k] = s->stream[k];
    return kept;
}

static void put_drawn(dadao_simulation *s, const drawn *kept)
{
    s->clock[0] = kept->clock[0];
    s->clock[1] = kept->clock[1];
    for (size_t k = 0; k < DADAO_BATCHES; k++)
        s->stream[k] = kept->stream[k];
    s->log_next = kept->log_next;
}

/* The race of the two clocks: at most `room` events up to the time `until`. The kind indexes everything, so that no branch
 * depends on it. The place is left in .edge. */
static size_t race(dadao_simulation *s, dadao_event *event, size_t room, double until)
{
    drawn d = keep_drawn(s);
    const dadao_selector selector[2] = {s->selector[0], s->selector[1]};
    size_t count = 0;
    until = until < DBL_MAX ? until : DBL_MAX; /* a clock at rate 0 stands at infinity */
    for (; count < room; count++) {
        const uint32_t kind = d.clock[DADAO_EVENT_COMMUNICATION].next < d.clock[DADAO_EVENT_GRADIENT].next;
        const double t = d.clock[kind].next;
        if (!(t <= until))
            break;
        const size_t place = dadao_select(&selector[kind], dadao_core_next(&d.stream[DADAO_PLACES + kind]));
        d.clock[kind].next = t + dadao_core_exponential(&d.stream[DADAO_TIMES + kind]) * d.clock[kind].period;
        event[count] = (dadao_event){.index = s->events + count + 1, .t = t, .kind = kind, .edge = (uint32_t)place};
        if (s->prefetch)
            __builtin_prefetch(&s->edge[kind ? place : 0], 1);
    }
    put_drawn(s, &d);
    return count;
}

static void prefetch_node(const dadao_simulation *s, uint32_t node)
{
    enum { LINES = 8 };
    const char *record = (const char *)dadao_simulation_record(s, node);
    size_t bytes = s->stride * sizeof(double);
    bytes = bytes < LINES * 64 ? bytes : LINES * 64;
    for (size_t at = 0; at < bytes; at += 64)
        __builtin_prefetch(record + at, 1);
    __builtin_prefetch(&s->node[node], 1);
    __builtin_prefetch(&s->node_error[node], 1);
}

/* From the place drawn to the nodes concerned. */
static void resolve(const dadao_simulation *s, dadao_event *event, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const uint32_t place = event[k].edge, talks = event[k].kind;
        const dadao_edge_record *edge = &s->edge[talks ? place : 0];
        event[k].i = talks ? edge->u : place;
        event[k].j = talks ? edge->v : UINT32_MAX;
        event[k].edge = talks ? place : UINT32_MAX;
    }
    if (!s->prefetch)
        return;
    for (size_t k = 0; k < count; k++) {
        prefetch_node(s, event[k].i);
        if (event[k].kind == DADAO_EVENT_COMMUNICATION)
            prefetch_node(s, event[k].j);
    }
}

static size_t read_log(dadao_simulation *s, dadao_event *event, size_t room, double until)
{
    size_t count = 0;
    for (; count < room && s->log_next < s->log_count && s->log[s->log_next].t <= until; count++) {
        event[count] = s->log[s->log_next++];
        event[count].index = s->events + count + 1;
        if (event[count].kind == DADAO_EVENT_GRADIENT)
            event[count].j = event[count].edge = UINT32_MAX;
    }
    return count;
}

static size_t draw(dadao_simulation *s, dadao_event *event, size_t room, double until)
{
    if (s->replaying)
        return read_log(s, event, room, until);
    if (s->method->declaration.timing == DADAO_TIMING_TICKS || s->method->declaration.timing == DADAO_TIMING_NEIGHBOURS)
        return dadao_simulation_draw_law(s, event, room, until);
    if (s->renewal)
        return dadao_simulation_renewal_draw(s, event, room, until);
    const size_t count = race(s, event, room, until);
    resolve(s, event, count);
    return count;
}

/* Counts the events. Which kind an event is cannot be predicted, so nothing branches on it: what a gradient does not have goes
 * to the spare entries behind the nodes and edges. */
static void tally(dadao_simulation *s, const dadao_event *event, size_t count)
{
    uint64_t communications = 0;
    for (size_t k = 0; k < count; k++) {
        const uint32_t talks = event[k].kind;
        dadao_node_tally *node = &s->node[event[k].i], *other = &s->node[talks ? event[k].j : s->nodes];
        dadao_edge_record *edge = &s->edge[talks && event[k].edge < s->edges ? event[k].edge : s->edges];
        node->gradients += 1 - talks;
        node->communications += talks;
        node->last_event = event[k].index;
        other->communications++;
        other->last_event = event[k].index;
        edge->communications++;
        edge->last_event = event[k].index;
        communications += talks;
    }
    s->events += count;
    s->count[DADAO_EVENT_COMMUNICATION] += communications;
    s->count[DADAO_EVENT_GRADIENT] += count - communications;
    s->t = event[count - 1].t;
}

/* Below this the running sum may stand for an error under the goal: the rounding it may have gathered is allowed for. */
static double low_mark(const dadao_simulation *s, double goal)
{
    if (!(goal > 0.0))
        return -INFINITY;
    return goal * (double)s->nodes * (1.0 + 1e-9) + 1e-15 * (double)s->resync * s->error_peak;
}

static bool is_watched(const dadao_event *event, const dadao_watch *watch)
{
    return (watch->kind == UINT32_MAX || watch->kind == event->kind) && (watch->edge == UINT32_MAX || watch->edge == event->edge) &&
           (watch->node == UINT32_MAX || watch->node == event->i || watch->node == event->j);
}

/* How many of the events drawn there are up to the first that is watched for. */
static size_t up_to_watched(const dadao_event *event, size_t count, const dadao_watch *watch)
{
    for (size_t k = 0; k < count; k++)
        if (is_watched(&event[k], watch))
            return k + 1;
    return count;
}

/* One batch; returns how many events it carried out. */
static size_t carry_out(dadao_simulation *s, size_t room, const dadao_stop *stop)
{
    const drawn before = keep_drawn(s);
    dadao_event *event = dadao_simulation_ring_slot(s, s->events + 1);
    const size_t count = draw(s, event, room, stop->t);
    if (count == 0)
        return 0;
    dadao_batch batch = {
        .constants = s->constants, .problem = s->problem, .objective = s->objective,
        .minibatch = dadao_problem_batch(s->problem), .random = &s->stream[DADAO_BATCHES],
        .dimension = s->dimension, .stride = s->stride, .state = s->state, .optimum = dadao_simulation_optimum(s),
        .node_error = s->node_error, .scratch = s->scratch, .event = event,
        .count = stop->watch ? up_to_watched(event, count, stop->watch) : count,
        .error_sum = s->error_sum, .low = low_mark(s, stop->error), .high = s->limit, .prefetch = s->prefetch,
        .stage = s->stage,
    };
    const size_t done = s->execute(&batch);
    if (done < count) { /* the clocks must stand as after the last event that happened */
        put_drawn(s, &before);
        if (s->renewal)
            dadao_simulation_renewal_undraw(s, count);
        (void)draw(s, event, done, stop->t);
    }
    if (s->plain)
        tally(s, event, done);
    else
        dadao_simulation_tally_costs(s, event, done);
    s->error_sum = batch.error_sum;
    s->error_peak = fmax(s->error_peak, batch.error_sum);
    s->diverged = !(s->error_sum < s->limit);
    if (s->events % s->resync == 0 && !s->diverged)
        dadao_simulation_metric_resync(s);
    if (s->sink)
        s->sink(s->sink_context, event, done);
    return done;
}

/* Why no event could be drawn. */
static dadao_stop_reason nothing_drawn(dadao_simulation *s, const dadao_stop *stop)
{
    if (s->replaying && s->log_next == s->log_count)
        return DADAO_STOP_LOG_END;
    if (!s->replaying && s->clock[0].rate <= 0.0 && s->clock[1].rate <= 0.0)
        return DADAO_STOP_IDLE;
    if (stop->t > s->t)
        s->t = stop->t;
    return DADAO_STOP_TIME;
}

dadao_stop_reason dadao_simulation_run(dadao_simulation *simulation, const dadao_stop *stop)
{
    dadao_simulation *s = simulation;
    if (s->synchronous)
        return dadao_simulation_run_rounds(s, stop);
    for (;;) {
        if (s->diverged)
            return DADAO_STOP_DIVERGED;
        const bool near = s->error_sum <= low_mark(s, stop->error);
        if (near && dadao_simulation_error_now(s) < stop->error)
            return DADAO_STOP_ERROR;
        if (s->events >= stop->event)
            return DADAO_STOP_EVENT;
        if (stop->interrupt && atomic_load_explicit(stop->interrupt, memory_order_relaxed))
            return DADAO_STOP_INTERRUPTED;
        /* Near the goal every event is looked at: a longer batch would end at its first. */
        uint64_t room = near ? 1 : DADAO_BATCH_EVENTS - s->events % DADAO_BATCH_EVENTS;
        room = room < stop->event - s->events ? room : stop->event - s->events;
        if (carry_out(s, (size_t)room, stop) == 0)
            return nothing_drawn(s, stop);
        if (stop->watch && is_watched(dadao_simulation_ring_slot(s, s->events), stop->watch))
            return DADAO_STOP_WATCH;
    }
}

void dadao_simulation_replay(dadao_simulation *simulation, const dadao_event *events, size_t count)
{
    simulation->log = events;
    simulation->log_count = count;
    simulation->log_next = 0;
    simulation->replaying = true;
}

void dadao_simulation_set_sink(dadao_simulation *simulation, dadao_event_sink *sink, void *context)
{
    simulation->sink = sink;
    simulation->sink_context = context;
}
