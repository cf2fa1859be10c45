/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DCatalyst: a unified accelerated framework for decentralised optimisation (Cao, Chen and Scutari, JMLR 27, 2026,
 * arXiv 2501.18114), with SONATA-L inside.
 *
 * Outer loop: x_{k+1} ~ argmin over the network of f(x) + (delta/2)|x - z_i|^2, warm started at x_k; then
 * z' = x_{k+1} + b (x_{k+1} - x_k). Inside, SONATA with linear surrogates: tracked gradients s of the regularised objectives,
 *
 *     x' = W (x - a s);   s' = W (s + grad' - grad),   grad = grad f_i(x_i) + delta (x_i - z_i)
 *
 * where W are the Metropolis weights; s is shifted by delta (z - z') when z moves. One round is one inner step; every T-th moves z.
 *
 *     symbol   C name     unit   value
 *     delta    delta      L      L - mu
 *     a        step       1/L    min(0.3, 0.6 (1 + w)^2)/(L + delta),  w the smallest eigenvalue of W
 *     b        momentum   1      (1 - alpha)/(1 + alpha),  alpha = sqrt(mu/(mu + delta)): alpha (1 - alpha)/(alpha^2 + alpha)
 *     T        inner      1      ceil(4 ln(L/mu)), at least 1 (the paper's runs take ceil(ln(L/mu)) on well connected networks,
 *                                which stalls on a path of ten) */
#include "core/exact.h"
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { DELTA, STEP, MOMENTUM, INNER };
enum { X, Z, S, G, BEFORE };

static const char *const preset_name[] = {"sonata-l"};
static const char *const variable_name[] = {"x", "z", "s", "g", "before"};

static const dadao_method_parameter parameter[] = {
    {"delta", "δ", "L", "weight of the pull towards z"},
    {"step", "a", "1/L", "step along the tracked gradient"},
    {"momentum", "b", "1", "extrapolation of z"},
    {"inner", "T", "1", "inner steps for one move of z"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_dcatalyst, facts, error);
    if (status)
        return status;
    const double delta = facts->smoothness > facts->mu ? facts->smoothness - facts->mu : 0.0;
    const double alpha = sqrt(facts->mu / (facts->mu + delta));
    values[DELTA] = delta;
    const double room = 2.0 - facts->disagreement; /* 1 + w */
    values[STEP] = fmin(0.3, 0.6 * room * room) / (facts->smoothness + delta);
    values[MOMENTUM] = (1.0 - alpha) / (1.0 + alpha);
    values[INNER] = fmax(1.0, ceil(4.0 * dadao_core_log(facts->smoothness / facts->mu)));
    return DADAO_OK;
}

static dadao_status check(const double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_values(&dadao_method_dcatalyst, values, error);
    if (!status && !(values[INNER] >= 1.0 && values[INNER] <= 1e6 && values[INNER] == floor(values[INNER])))
        return dadao_core_fail(error, DADAO_INVALID, "parameter inner is %g; expected a whole number from 1 to 1000000", values[INNER]);
    return status;
}

static void begin(dadao_round *round)
{
    const double *x = dadao_round_variable(round, X);
    double *g = dadao_round_variable(round, G);
    const size_t bytes = dadao_round_length(round) * sizeof *x;
    memcpy(dadao_round_variable(round, Z), x, bytes);
    memcpy(dadao_round_variable(round, BEFORE), x, bytes);
    dadao_method_gradients(round, x, g);
    memcpy(dadao_round_variable(round, S), g, bytes);
}

/* z' = x + b (x - before); what is tracked changes by delta (z - z') with it. */
static void move_centre(const dadao_round *round)
{
    const double delta = dadao_round_constants(round)[DELTA], b = dadao_round_constants(round)[MOMENTUM];
    const double *x = dadao_round_variable(round, X);
    double *z = dadao_round_variable(round, Z), *s = dadao_round_variable(round, S), *g = dadao_round_variable(round, G);
    double *before = dadao_round_variable(round, BEFORE);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++) {
        const double next = x[k] + b * (x[k] - before[k]), shift = delta * (z[k] - next);
        g[k] += shift;
        s[k] += shift;
        z[k] = next;
        before[k] = x[k];
    }
}

static void carry_out(dadao_round *round)
{
    const double *c = dadao_round_constants(round);
    const double a = c[STEP], delta = c[DELTA];
    double *x = dadao_round_variable(round, X), *s = dadao_round_variable(round, S), *g = dadao_round_variable(round, G);
    const double *z = dadao_round_variable(round, Z);
    double *next = dadao_round_scratch(round, 0), *apart = dadao_round_scratch(round, 1);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++)
        x[k] -= a * s[k];
    dadao_round_talk(round, 2);
    dadao_round_disagreement(round, x, apart);
    for (size_t k = 0; k < length; k++)
        x[k] -= apart[k];
    dadao_method_gradients(round, x, next);
    for (size_t k = 0; k < length; k++) {
        next[k] += delta * (x[k] - z[k]);
        s[k] += next[k] - g[k];
        g[k] = next[k];
    }
    dadao_round_disagreement(round, s, apart);
    for (size_t k = 0; k < length; k++)
        s[k] -= apart[k];
    if (round->index % (uint64_t)c[INNER] == 0)
        move_centre(round);
}

const dadao_method dadao_method_dcatalyst = {
    .name = "dcatalyst",
    .summary = "synchronous, primal, double loop: Catalyst's acceleration around gradient tracking (SONATA-L)",
    .declaration = {
        .title = "DCatalyst",
        .source = "Cao, Chen and Scutari, JMLR 27 (2026), arXiv 2501.18114; SONATA-L inside",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(METROPOLIS),
        .cost = "a round (one inner step): n gradients, |E| communications of 4 vectors",
        .unit_of_time = "a round",
        .edits = "rounds go on with the new weights; when nodes leave or join, tracking begins again",
        .caveat = "more inner steps than in the paper's runs, so that badly connected networks converge too",
        .floor = "n gradients and 2 products with I - W",
        .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << Z | 1u << S | 1u << G | 1u << BEFORE,
    .scratch = 2,
    .round = carry_out,
    .begin = begin,
};
