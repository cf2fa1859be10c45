/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EXTRA: an exact first-order algorithm for decentralised consensus optimisation (Shi, Ling, Wu and Yin 2015; with the rates of
 * Li, Lin and Fang).
 *
 *     x_1 = W x_0 - a grad f(x_0);   x_{k+2} = (I + W) x_{k+1} - (I + W)/2 x_k - a (grad f(x_{k+1}) - grad f(x_k))
 *
 * W are the Metropolis weights, W_ij = 1/(1 + max(d_i, d_j)). Written with p = (1/2) sum_{j<k} (I - W) x_j, which is the same:
 *
 *     x_{k+1} = W x_k - a grad f(x_k) - p_k;   p_{k+1} = p_k + (1/2)(I - W) x_k;   p_0 = 0
 *
 * Sums of p over the nodes stay 0, so the mean follows gradient descent, and with constant a the fixed point is x*.
 *
 *     symbol   C name   unit   value
 *     a        step     1/L    min(1, 0.95 (1 + w))/L,  w the smallest eigenvalue of W
 *
 * 1/L is what is usually taken, and serves on well mixed networks; the theory asks for a < (1 + w)/L, which a bipartite network
 * of degree four makes 0.4/L. */
#include "method/common.h"

#include <math.h>

enum { STEP };
enum { X, P };

static const char *const preset_name[] = {"standard"};
static const char *const variable_name[] = {"x", "p"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the gradient"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_extra, facts, error);
    if (!status)
        values[STEP] = fmin(1.0, 0.95 * (2.0 - facts->disagreement)) / facts->smoothness;
    return status;
}

DADAO_METHOD_PLAIN_CHECK(extra)

static void carry_out(dadao_round *round)
{
    const double a = dadao_round_constants(round)[STEP];
    double *x = dadao_round_variable(round, X), *p = dadao_round_variable(round, P);
    double *g = dadao_round_scratch(round, 0), *apart = dadao_round_scratch(round, 1);
    const size_t length = dadao_round_length(round);
    dadao_method_gradients(round, x, g);
    dadao_round_talk(round, 1);
    dadao_round_disagreement(round, x, apart);
    for (size_t k = 0; k < length; k++) {
        x[k] -= (apart[k] + a * g[k]) + p[k];
        p[k] += 0.5 * apart[k];
    }
}

const dadao_method dadao_method_extra = {
    .name = "extra",
    .summary = "synchronous, primal, exact with a constant step; no acceleration",
    .declaration = {
        .title = "EXTRA",
        .source = "Shi, Ling, Wu and Yin 2015; Li, Lin and Fang for the rates",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(METROPOLIS),
        .cost = "a round: n gradients, |E| communications of 2 vectors",
        .unit_of_time = "a round",
        .edits = "rounds go on with the new weights: the sums of p stay 0, so x* stays the fixed point",
        .floor = "n gradients and a product with I - W",
        .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .conserved = 1u << P,
    .scratch = 2,
    .round = carry_out,
};
