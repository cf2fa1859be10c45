/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DADAO's events, a batch at a time; compiled once for each level of x86-64, with the same bits from each.
 *
 * The times between a node's events are known for the whole batch before anything moves, so the exponentials and sines of all
 * its flows are computed together, as vectors. Then the events are carried out one by one. */
#include "method/dadao.h"
#include "problem/gradient.h"

#include <stdint.h>

#define KERNEL_NAME_OF(isa) dadao_method_dadao_execute_##isa
#define KERNEL_NAME(isa) KERNEL_NAME_OF(isa)

#define INLINE static inline __attribute__((always_inline))

/* Two nodes an event at most; rounded up so that vectors of eight never need a remainder. */
enum { FLOWS = 2 * DADAO_BATCH_EVENTS, LANES = 8 };

/* The flows of a batch: those of event k begin at first[k]. */
typedef struct flows {
    size_t count;
    uint8_t first[DADAO_BATCH_EVENTS];
    double tau[FLOWS];
    double before[FLOWS]; /* the time of the node before, in case the batch ends early */
#define FLOW_ARRAY(name) double name[FLOWS];
    DADAO_FLOW_STEP(FLOW_ARRAY)
#undef FLOW_ARRAY
} flows;

INLINE double *record(const dadao_batch *batch, uint32_t node)
{
    return batch->state + (size_t)node * batch->stride;
}

/* Moves the nodes' times on and notes how far each flow goes. The kind of an event cannot be predicted, so nothing branches on
 * it: a gradient's second node is a stand-in, whose flow the next event overwrites. */
INLINE void collect(const dadao_batch *batch, flows *f, const size_t d)
{
    double stand_in = 0.0;
    size_t count = 0;
    for (size_t k = 0; k < batch->count; k++) {
        const dadao_event *event = &batch->event[k];
        const uint32_t talks = event->kind;
        double *time = record(batch, event->i) + DADAO_VARIABLES * d;
        f->first[k] = (uint8_t)count;
        f->before[count] = *time;
        f->tau[count] = event->t - *time;
        *time = event->t;
        time = talks ? record(batch, event->j) + DADAO_VARIABLES * d : &stand_in;
        f->before[count + 1] = *time;
        f->tau[count + 1] = event->t - *time;
        *time = event->t;
        count += 1 + talks;
    }
    f->count = count;
}

static void general_steps(const dadao_flow *flow, flows *f, double longest)
{
    for (size_t k = 0; k < f->count; k++) {
        if (f->tau[k] <= longest)
            continue;
        dadao_flow_step step;
        dadao_method_flow_step(flow, f->tau[k], &step);
#define STORE(name) f->name[k] = step.name;
        DADAO_FLOW_STEP(STORE)
    }
}

/* The steps of all flows: vectors where the constants are a preset's, else (and for the few times that turn through more than
 * the vector form's angle) one by one. */
INLINE void compute_steps(const dadao_flow *flow, flows *f)
{
    if (!flow->preset) {
        general_steps(flow, f, -1.0);
        return;
    }
    const dadao_flow c = *flow;
    size_t end = f->count;
    for (; end % LANES; end++)
        f->tau[end] = 0.0;
    double longest = 0.0;
    for (size_t k = 0; k < end; k++)
        longest = f->tau[k] > longest ? f->tau[k] : longest;
    DADAO_INDEPENDENT
    for (size_t k = 0; k < end; k++) {
        dadao_flow_step step;
        dadao_flow_preset_step(&c, f->tau[k], &step);
        DADAO_FLOW_STEP(STORE)
    }
    if (__builtin_expect(!(0.5 * c.omega * longest <= DADAO_EXACT_ANGLE_LIMIT), 0))
        general_steps(flow, f, DADAO_EXACT_ANGLE_LIMIT / (0.5 * c.omega));
}

INLINE void move(double *node, const flows *f, size_t k, double nu, const size_t d)
{
#define LOAD(name) .name = f->name[k],
    const dadao_flow_step step = {DADAO_FLOW_STEP(LOAD)};
    dadao_flow_move(node, &step, nu, d);
}

/* Eight lanes, then the rest in order: one order of summation for every vector width. */
INLINE double squared_distance(const double *x, const double *optimum, const size_t d)
{
    double sum = 0.0;
    size_t k = 0;
    if (d >= LANES) {
        double lane[LANES] = {0};
        for (; k + LANES <= d; k += LANES)
            for (size_t l = 0; l < LANES; l++) {
                const double e = x[k + l] - optimum[k + l];
                lane[l] += e * e;
            }
        sum = ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    }
    for (; k < d; k++) {
        const double e = x[k] - optimum[k];
        sum += e * e;
    }
    return sum;
}

INLINE double update_error(const dadao_batch *batch, uint32_t node, const double *x, const size_t d)
{
    const double before = batch->node_error[node], now = squared_distance(x, batch->optimum, d);
    batch->node_error[node] = now;
    return now - before;
}

INLINE void gradient(const dadao_batch *batch, const dadao_event *event, const flows *f, size_t flow, const size_t d)
{
    const dadao_constants *c = batch->constants;
    double *node = record(batch, event->i), *g = batch->scratch;
    move(node, f, flow, c->nu, d);
    if (batch->minibatch)
        dadao_problem_stochastic_gradient(batch->problem, event->i, node, batch->minibatch, batch->random, g);
    else
        dadao_gradient_of_dimension(batch->objective, event->i, node, g, g + (d + LANES - 1) / LANES * LANES, d);
    dadao_gradient_jump(c, node, g, d);
}

INLINE void communicate(const dadao_batch *batch, const dadao_event *event, const flows *f, size_t flow, const size_t d)
{
    const dadao_constants *c = batch->constants;
    double *node = record(batch, event->i), *other = record(batch, event->j);
    move(node, f, flow, c->nu, d);
    move(other, f, flow + 1, c->nu, d);
    dadao_communication_jump(c, node, other, d);
}

/* The data of a gradient a few events ahead, on its way while others are computed. */
INLINE void prefetch_objective(const dadao_batch *batch, size_t k)
{
    enum { AHEAD = 3, LINES = 16 };
    if (k + AHEAD >= batch->count || batch->event[k + AHEAD].kind != DADAO_EVENT_GRADIENT)
        return;
    const uint32_t node = batch->event[k + AHEAD].i;
    const char *block = (const char *)dadao_objective_block(batch->objective, node);
    size_t bytes = dadao_objective_block_length(batch->objective, node) * sizeof(double);
    bytes = bytes < LINES * 64 ? bytes : LINES * 64;
    for (size_t at = 0; at < bytes; at += 64)
        __builtin_prefetch(block + at);
}

/* Gives the nodes of the events from `done` on their times back, latest first: a node may occur several times. */
static void take_back(const dadao_batch *batch, const flows *f, size_t done, size_t d)
{
    for (size_t k = batch->count; k-- > done;) {
        const dadao_event *event = &batch->event[k];
        const size_t flow = f->first[k];
        if (event->kind == DADAO_EVENT_COMMUNICATION)
            record(batch, event->j)[DADAO_VARIABLES * d] = f->before[flow + 1];
        record(batch, event->i)[DADAO_VARIABLES * d] = f->before[flow];
    }
}

INLINE size_t execute(dadao_batch *batch, const size_t d)
{
    const dadao_constants *c = batch->constants;
    _Alignas(64) flows f;
    collect(batch, &f, d);
    compute_steps(&c->flow, &f);
    double sum = batch->error_sum;
    size_t k = 0;
    while (k < batch->count) {
        const dadao_event *event = &batch->event[k];
        if (batch->prefetch)
            prefetch_objective(batch, k);
        if (event->kind == DADAO_EVENT_GRADIENT) {
            gradient(batch, event, &f, f.first[k], d);
            sum += update_error(batch, event->i, record(batch, event->i), d);
        } else {
            communicate(batch, event, &f, f.first[k], d);
            sum += update_error(batch, event->i, record(batch, event->i), d);
            sum += update_error(batch, event->j, record(batch, event->j), d);
        }
        k++;
        if (__builtin_expect(!(sum > batch->low && sum < batch->high), 0))
            break;
    }
    batch->error_sum = sum;
    if (k < batch->count)
        take_back(batch, &f, k, d);
    return k;
}

size_t KERNEL_NAME(DADAO_ISA)(dadao_batch *batch)
{
    switch (batch->dimension) {
    case 1: return execute(batch, 1);
    case 2: return execute(batch, 2);
    default: return execute(batch, batch->dimension);
    }
}
