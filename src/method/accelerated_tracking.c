/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accelerated gradient tracking (Li and Lin 2021, arXiv 2104.02596), strongly convex case.
 *
 *     y = theta z + (1 - theta) x;   s' = W s + grad f(y) - grad f(y before)
 *     z' = (W (mu a/theta y + z) - (a/theta) s')/(1 + mu a/theta);   x' = theta z' + (1 - theta) W x
 *
 * W are the Metropolis weights; s begins as the gradient at x_0, z as x_0. The mean of s is the mean of the gradients.
 *
 *     symbol   C name     unit   value
 *     a        step       1/L    min(0.1, 0.2 (1 + w)^2)/L, w the smallest eigenvalue of W: 0.1/L was tuned
 *                                  by the authors; their theorem asks for (1 - sigma)^3/(4244 L)
 *     theta    theta      1      sqrt(mu a)/2
 *     mu       convexity  L      mu */
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { STEP, THETA, MU };
enum { X, Z, S, G };

static const char *const preset_name[] = {"tuned"};
static const char *const variable_name[] = {"x", "z", "s", "g"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the tracked gradient"},
    {"theta", "θ", "1", "share of z in the point where gradients are taken"},
    {"convexity", "μ", "L", "strong convexity the method is told"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_accelerated_tracking, facts, error);
    if (status)
        return status;
    const double room = 2.0 - facts->disagreement; /* 1 + w */
    values[STEP] = fmin(0.1, 0.2 * room * room) / facts->smoothness;
    values[THETA] = 0.5 * sqrt(facts->mu * values[STEP]);
    values[MU] = facts->mu;
    return DADAO_OK;
}

static dadao_status check(const double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_values(&dadao_method_accelerated_tracking, values, error);
    if (!status && !(values[THETA] > 0.0 && values[THETA] <= 1.0))
        return dadao_core_fail(error, DADAO_INVALID, "parameter theta is %g; expected a share above 0 and at most 1", values[THETA]);
    return status;
}

static void begin(dadao_round *round)
{
    const size_t bytes = dadao_round_length(round) * sizeof(double);
    memcpy(dadao_round_variable(round, Z), dadao_round_variable(round, X), bytes);
    dadao_method_gradients(round, dadao_round_variable(round, X), dadao_round_variable(round, G));
    memcpy(dadao_round_variable(round, S), dadao_round_variable(round, G), bytes);
}

static void carry_out(dadao_round *round)
{
    const double *c = dadao_round_constants(round);
    const double theta = c[THETA], along = c[STEP] / theta, pull = c[MU] * along, whole = 1.0 + pull;
    double *x = dadao_round_variable(round, X), *z = dadao_round_variable(round, Z);
    double *s = dadao_round_variable(round, S), *g = dadao_round_variable(round, G);
    double *y = dadao_round_scratch(round, 0), *next = dadao_round_scratch(round, 1), *apart = dadao_round_scratch(round, 2);
    double *apart_y = dadao_round_scratch(round, 3);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++)
        y[k] = theta * z[k] + (1.0 - theta) * x[k];
    dadao_method_gradients(round, y, next);
    dadao_round_talk(round, 3);
    dadao_round_disagreement(round, s, apart);
    for (size_t k = 0; k < length; k++) {
        s[k] = (s[k] - apart[k]) + (next[k] - g[k]);
        g[k] = next[k];
        y[k] = pull * y[k] + z[k];
    }
    dadao_round_disagreement(round, y, apart_y);
    dadao_round_disagreement(round, x, apart);
    for (size_t k = 0; k < length; k++) {
        z[k] = ((y[k] - apart_y[k]) - along * s[k]) / whole;
        x[k] = theta * z[k] + (1.0 - theta) * (x[k] - apart[k]);
    }
}

const dadao_method dadao_method_accelerated_tracking = {
    .name = "acc-gt",
    .summary = "synchronous, primal: gradient tracking with Nesterov's acceleration",
    .declaration = {
        .title = "Accelerated gradient tracking",
        .source = "Li and Lin 2021, arXiv 2104.02596",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(METROPOLIS),
        .cost = "a round: n gradients, |E| communications of 6 vectors",
        .unit_of_time = "a round",
        .edits = "rounds go on with the new weights, as the method allows; when nodes leave or join, tracking begins again",
        .caveat = "the step is the authors' tuned one, far above the one their theorem allows",
        .floor = "n gradients and 3 products with I - W",
        .changing_network = true, .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << Z | 1u << S | 1u << G,
    .scratch = 4,
    .round = carry_out,
    .begin = begin,
};
