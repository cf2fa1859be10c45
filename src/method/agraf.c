/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the style of AGRAF SGD: asynchronous SGD on graphs (Even, Koloskova and Massoulie, AISTATS 2024, arXiv 2311.00465).
 *
 * The paper's framework is any interleaving of local, possibly stale, gradient steps and of averaging. Here: gradients on the
 * nodes' clocks, taken at the point the node held after its gradient before, x -= a grad f_i(s), s = x; averages of two nodes on
 * the edges' clocks. No momentum. With a constant step it stops at a bias.
 *
 *     symbol   C name   unit   value
 *     a        step     1/L    0.05/L */
#include "method/common.h"

#include <string.h>

enum { STEP };
enum { X, S };

static const char *const preset_name[] = {"standard"};
static const char *const variable_name[] = {"x", "s"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the stale gradient"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_agraf, facts, error);
    if (!status)
        values[STEP] = 0.05 / facts->smoothness;
    return status;
}

DADAO_METHOD_PLAIN_CHECK(agraf)

static void begin_node(const dadao_stage *stage, size_t node, double *vectors)
{
    (void)node;
    memcpy(vectors + S * stage->dimension, vectors, stage->dimension * sizeof *vectors);
}

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const double a = ((const double *)batch->constants)[STEP];
    const size_t d = batch->dimension;
    if (other) {
        for (size_t k = 0; k < d; k++)
            node[k] = other[k] = 0.5 * (node[k] + other[k]);
        return;
    }
    const double *g = dadao_method_event_gradient(batch, what->i, node + S * d);
    for (size_t k = 0; k < d; k++) {
        node[k] -= a * g[k];
        node[S * d + k] = node[k];
    }
}

const dadao_method dadao_method_agraf = {
    .name = "agraf",
    .summary = "in the style of AGRAF SGD: asynchronous, primal, stale gradients and averages on separate clocks; biased",
    .declaration = {
        .title = "agraf (in the style of)",
        .source = "Even, Koloskova and Massoulie, AISTATS 2024, arXiv 2311.00465, from its abstract",
        .timing = DADAO_TIMING_CLOCKS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS),
        .cost = "a gradient event: 1 gradient; a communication event: 1 communication of 2 vectors",
        .unit_of_time = "one gradient at each node, on average",
        .edits = "goes on over the new network",
        .caveat = "in the style of the paper; stops at a bias that falls with its step",
        .floor = "the gradient, or touching the vectors of two nodes",
        .changing_network = true, .in_the_style_of = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << S,
    .begin_node = begin_node,
    DADAO_METHOD_EVENTS,
    .cost = {[DADAO_EVENT_GRADIENT] = {.gradients = 1}, [DADAO_EVENT_COMMUNICATION] = {.communications = 1, .vectors = 2}},
};
