/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DIGing: gradient tracking (Nedic, Olshevsky and Shi 2017; Qu and Li 2018).
 *
 *     s_0 = grad f(x_0);   x' = W x - a s;   s' = W s + grad f(x') - grad f(x)
 *
 * W are the Metropolis weights. The mean of s is the mean of the gradients at every round, whatever the network does.
 *
 *     symbol   C name   unit   value
 *     a        step     1/L    min(0.3, 0.4 (1 + w)^2)/L,  w the smallest eigenvalue of W
 *
 * With curvature L at every node the mode of w is stable only for a < (1 + w)^2/(2 L), which is 0.22/L on a cycle. */
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { STEP };
enum { X, S, G };

static const char *const preset_name[] = {"standard"};
static const char *const variable_name[] = {"x", "s", "g"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the tracked gradient"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_diging, facts, error);
    if (!status)
        values[STEP] = fmin(0.3, 0.4 * (2.0 - facts->disagreement) * (2.0 - facts->disagreement)) / facts->smoothness;
    return status;
}

DADAO_METHOD_PLAIN_CHECK(diging)

static void begin(dadao_round *round)
{
    dadao_method_gradients(round, dadao_round_variable(round, X), dadao_round_variable(round, G));
    memcpy(dadao_round_variable(round, S), dadao_round_variable(round, G), dadao_round_length(round) * sizeof(double));
}

static void carry_out(dadao_round *round)
{
    const double a = dadao_round_constants(round)[STEP];
    double *x = dadao_round_variable(round, X), *s = dadao_round_variable(round, S), *g = dadao_round_variable(round, G);
    double *next = dadao_round_scratch(round, 0), *apart = dadao_round_scratch(round, 1);
    const size_t length = dadao_round_length(round);
    dadao_round_talk(round, 2);
    dadao_round_disagreement(round, x, apart);
    for (size_t k = 0; k < length; k++)
        x[k] -= apart[k] + a * s[k];
    dadao_method_gradients(round, x, next);
    dadao_round_disagreement(round, s, apart);
    for (size_t k = 0; k < length; k++) {
        s[k] = (s[k] - apart[k]) + (next[k] - g[k]);
        g[k] = next[k];
    }
}

const dadao_method dadao_method_diging = {
    .name = "diging",
    .summary = "synchronous, primal: every node tracks the mean gradient; exact with a constant step",
    .declaration = {
        .title = "DIGing",
        .source = "Nedic, Olshevsky and Shi 2017; Qu and Li 2018",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(METROPOLIS),
        .cost = "a round: n gradients, |E| communications of 4 vectors",
        .unit_of_time = "a round",
        .edits = "rounds go on with the new weights, as the method allows; when nodes leave or join, tracking begins again",
        .floor = "n gradients and 2 products with I - W",
        .changing_network = true, .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << S | 1u << G,
    .scratch = 2,
    .round = carry_out,
    .begin = begin,
};
