/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the style of AD-PSGD: asynchronous decentralised parallel SGD (Lian, Zhang, Zhang and Liu 2018).
 *
 * A worker computes its gradient at the model it held when it began, S_i. When it is done, at a tick of its own clock, it draws a
 * neighbour, both take the mean of their models, then x_i -= a grad F_i(S_i) and S_i = x_i. What happened meanwhile makes the
 * gradient stale. With a constant step it stops at a bias.
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
    const dadao_status status = dadao_method_check_facts(&dadao_method_ad_psgd, facts, error);
    if (!status)
        values[STEP] = 0.05 / facts->smoothness;
    return status;
}

DADAO_METHOD_PLAIN_CHECK(ad_psgd)

static void begin_node(const dadao_stage *stage, size_t node, double *vectors)
{
    (void)node;
    memcpy(vectors + S * stage->dimension, vectors, stage->dimension * sizeof *vectors);
}

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const double a = ((const double *)batch->constants)[STEP];
    const size_t d = batch->dimension;
    const double *g = dadao_method_event_gradient(batch, what->i, node + S * d);
    for (size_t k = 0; other && k < d; k++)
        node[k] = other[k] = 0.5 * (node[k] + other[k]);
    for (size_t k = 0; k < d; k++) {
        node[k] -= a * g[k];
        node[S * d + k] = node[k];
    }
}

const dadao_method dadao_method_ad_psgd = {
    .name = "ad-psgd",
    .summary = "in the style of AD-PSGD: asynchronous, primal, stale gradients; each followed by one average; biased",
    .declaration = {
        .title = "ad-psgd (in the style of)",
        .source = "Lian, Zhang, Zhang and Liu 2018, from its description",
        .timing = DADAO_TIMING_NEIGHBOURS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS),
        .cost = "an event: 1 gradient and 1 communication of 2 vectors",
        .unit_of_time = "one gradient at each node, on average",
        .edits = "goes on; neighbours are drawn from the new network",
        .caveat = "in the style of the paper; stops at a bias that falls with its step; edge rates mean nothing to it, and its bipartite "
                  "scheme against deadlocks is left out",
        .floor = "the gradient and touching the vectors of two nodes",
        .changing_network = true, .in_the_style_of = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << S,
    .begin_node = begin_node,
    DADAO_METHOD_EVENTS,
    .cost = {[DADAO_EVENT_GRADIENT] = {.gradients = 1}, [DADAO_EVENT_COMMUNICATION] = {.gradients = 1, .communications = 1, .vectors = 2}},
};
