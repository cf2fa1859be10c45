/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A2CiD2: accelerating asynchronous communication in decentralised deep learning (Nabli, Belilovsky and Oyallon 2023,
 * arXiv 2306.08289, with its public code).
 *
 * Accelerated gossip (gossip_accelerated.c) with gradient events: at a node's own clock x -= a g and x~ -= a g, g = grad f_i(x).
 * The momentum speeds up communications only. Preset baseline: no momentum (eta = 0, a~ = 1/2), governed by chi1 alone. With a
 * constant step it stops at a bias that falls with a.
 *
 *     symbol   C name        unit     momentum                  baseline
 *     eta      eta           1/time   1/(2 sqrt(chi1 chi2))     0
 *     a~       alpha_tilde   1        (1/2) sqrt(chi1/chi2)     1/2
 *     1/2      alpha         1        1/2                       1/2
 *     a        step          1/L      0.05/L                    0.05/L */
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { ETA, ALPHA_TILDE, ALPHA, STEP };
enum { X, XT };

static const char *const preset_name[] = {"momentum", "baseline"};
static const char *const variable_name[] = {"x", "xt"};

static const dadao_method_parameter parameter[] = {
    {"eta", "η", "1/time", "pull of x and x̃ towards each other"},
    {"alpha_tilde", "α̃", "1", "step of x̃ in a communication"},
    {"alpha", "α", "1", "step of x in a communication"},
    {"step", "a", "1/L", "step of x and x̃ along the gradient"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_facts(&dadao_method_acid, facts, error);
    if (status)
        return status;
    values[ETA] = preset == 0 ? 0.5 / sqrt(facts->chi1 * facts->chi2) : 0.0;
    values[ALPHA_TILDE] = preset == 0 ? 0.5 * sqrt(facts->chi1 / facts->chi2) : 0.5;
    values[ALPHA] = 0.5;
    values[STEP] = 0.05 / facts->smoothness;
    return DADAO_OK;
}

DADAO_METHOD_PLAIN_CHECK(acid)

static bool same_flow(const double *values, const double *others)
{
    return values[ETA] == others[ETA];
}

static void flow(const dadao_stage *stage, double *vectors, double tau)
{
    dadao_method_mix(((const double *)stage->constants)[ETA], tau, vectors, vectors + XT * stage->dimension, stage->dimension);
}

static void advance(const dadao_stage *stage, size_t node, double *vectors, double tau)
{
    (void)node;
    flow(stage, vectors, tau);
}

static void point(const dadao_stage *stage, size_t node, const double *vectors, double tau, double *x)
{
    const size_t d = stage->dimension;
    (void)node;
    dadao_method_mixed(((const double *)stage->constants)[ETA], tau, vectors, vectors + XT * d, d, x);
}

static void begin_node(const dadao_stage *stage, size_t node, double *vectors)
{
    (void)node;
    memcpy(vectors + XT * stage->dimension, vectors, stage->dimension * sizeof *vectors);
}

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const double *c = batch->constants, alpha = c[ALPHA], alpha_tilde = c[ALPHA_TILDE], a = c[STEP];
    const size_t d = batch->dimension;
    if (!other) {
        const double *g = dadao_method_event_gradient(batch, what->i, node);
        for (size_t k = 0; k < d; k++) {
            node[k] -= a * g[k];
            node[XT * d + k] -= a * g[k];
        }
        return;
    }
    for (size_t k = 0; k < d; k++) {
        const double apart = node[k] - other[k];
        node[k] -= alpha * apart;
        other[k] += alpha * apart;
        node[XT * d + k] -= alpha_tilde * apart;
        other[XT * d + k] += alpha_tilde * apart;
    }
}

const dadao_method dadao_method_acid = {
    .name = "a2cid2",
    .summary = "asynchronous, primal: gradients and gossip on clocks of their own, momentum on gossip only; biased",
    .declaration = {
        .title = "A2CiD2",
        .source = "Nabli, Belilovsky and Oyallon 2023, arXiv 2306.08289, with its public code",
        .timing = DADAO_TIMING_CLOCKS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI),
        .cost = "a gradient event: 1 gradient; a communication event: 1 communication of 2 vectors",
        .unit_of_time = "one gradient at each node, on average",
        .edits = "the flow goes on; constants follow the network",
        .caveat = "stops at a bias that falls with its step: it does not converge to x*",
        .floor = "the gradient, an exponential a node, and touching two vectors",
        .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << XT,
    .same_flow = same_flow,
    .flow = flow,
    .advance = advance,
    .point = point,
    .begin_node = begin_node,
    DADAO_METHOD_EVENTS,
    .cost = {[DADAO_EVENT_GRADIENT] = {.gradients = 1}, [DADAO_EVENT_COMMUNICATION] = {.communications = 1, .vectors = 2}},
};
