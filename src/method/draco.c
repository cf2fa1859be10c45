/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the style of DRACO: decentralised asynchronous learning over row-stochastic networks (Jeong and Kountouris 2025, arXiv
 * 2406.13533), reduced to what Poisson clocks carry.
 *
 * Each node trains at its own clock, x_i -= a g, and gathers what it changed since it last spoke, D_i -= a g. When an edge fires
 * both ends tell the other what they gathered, x_j += q D_i, and begin to gather anew; then the two models are unified by a
 * share u of their difference. The paper broadcasts to all neighbours with delays, caps messages, and unifies now and then; all
 * three are left out or folded into u. With a constant step it stops at a bias.
 *
 *     symbol   C name   unit   value
 *     a        step     1/L    0.05/L
 *     q        weight   1      1/2     weight of what a neighbour tells
 *     u        unify    1      1/4     share of the difference of the models that both give up */
#include "method/common.h"

enum { STEP, WEIGHT, UNIFY };
enum { X, GATHERED };

static const char *const preset_name[] = {"standard"};
static const char *const variable_name[] = {"x", "gathered"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the gradient"},
    {"weight", "q", "1", "weight of the changes a neighbour tells"},
    {"unify", "u", "1", "share of the difference of two models that both give up"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_draco, facts, error);
    if (status)
        return status;
    values[STEP] = 0.05 / facts->smoothness;
    values[WEIGHT] = 0.5;
    values[UNIFY] = 0.25;
    return DADAO_OK;
}

DADAO_METHOD_PLAIN_CHECK(draco)

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const double *c = batch->constants, a = c[STEP], q = c[WEIGHT], u = c[UNIFY];
    const size_t d = batch->dimension;
    if (!other) {
        const double *g = dadao_method_event_gradient(batch, what->i, node);
        for (size_t k = 0; k < d; k++) {
            node[k] -= a * g[k];
            node[GATHERED * d + k] -= a * g[k];
        }
        return;
    }
    for (size_t k = 0; k < d; k++) {
        const double x = node[k] + q * other[GATHERED * d + k], y = other[k] + q * node[GATHERED * d + k];
        node[k] = x - u * (x - y);
        other[k] = y + u * (x - y);
        node[GATHERED * d + k] = other[GATHERED * d + k] = 0.0;
    }
}

const dadao_method dadao_method_draco = {
    .name = "draco",
    .summary = "in the style of DRACO: asynchronous, primal; nodes tell each other what they changed; biased",
    .declaration = {
        .title = "draco (in the style of)",
        .source = "Jeong and Kountouris 2025, arXiv 2406.13533, from its abstract; no code was found",
        .timing = DADAO_TIMING_CLOCKS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS),
        .cost = "a gradient event: 1 gradient; a communication event: 1 communication of 4 vectors (changes and models)",
        .unit_of_time = "one gradient at each node, on average",
        .edits = "goes on over the new network",
        .caveat = "in the style of the paper: no delays, no cap on messages, both ways; stops at a bias that falls with its step",
        .floor = "the gradient, or touching the vectors of two nodes",
        .changing_network = true, .in_the_style_of = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    DADAO_METHOD_EVENTS,
    .cost = {[DADAO_EVENT_GRADIENT] = {.gradients = 1}, [DADAO_EVENT_COMMUNICATION] = {.communications = 1, .vectors = 4}},
};
