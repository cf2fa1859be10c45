/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decentralised gradient descent, and with batches D-PSGD (Nedic and Ozdaglar 2009; Lian et al. 2017).
 *
 *     x' = W x - a grad f(x)
 *
 * W are the Metropolis weights. With a constant step it stops at a bias: the solution of (I - W) x + a grad f(x) = 0, which is
 * not x* unless the nodes agree on their minimiser or the network is no constraint. The smaller a, the smaller the bias and the
 * slower the way there.
 *
 *     symbol   C name   unit   standard   small
 *     a        step     1/L    0.5/L      0.05/L */
#include "method/common.h"

enum { STEP };
enum { X };

static const char *const preset_name[] = {"standard", "small"};
static const char *const variable_name[] = {"x"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the gradient"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_facts(&dadao_method_dgd, facts, error);
    if (!status)
        values[STEP] = (preset == 0 ? 0.5 : 0.05) / facts->smoothness;
    return status;
}

DADAO_METHOD_PLAIN_CHECK(dgd)

static void carry_out(dadao_round *round)
{
    const double a = dadao_round_constants(round)[STEP];
    double *x = dadao_round_variable(round, X), *g = dadao_round_scratch(round, 0), *apart = dadao_round_scratch(round, 1);
    const size_t length = dadao_round_length(round);
    dadao_method_gradients(round, x, g);
    dadao_round_talk(round, 1);
    dadao_round_disagreement(round, x, apart);
    for (size_t k = 0; k < length; k++)
        x[k] -= apart[k] + a * g[k];
}

const dadao_method dadao_method_dgd = {
    .name = "dgd",
    .summary = "synchronous, primal: average with the neighbours, then a gradient step; D-PSGD with batches; biased",
    .declaration = {
        .title = "DGD / D-PSGD",
        .source = "Nedic and Ozdaglar 2009; Lian et al. 2017",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS),
        .cost = "a round: n gradients, |E| communications of 2 vectors",
        .unit_of_time = "a round",
        .edits = "rounds go on with the new weights",
        .caveat = "stops at a bias that grows with the step: it does not converge to x*",
        .floor = "n gradients and a product with I - W",
        .changing_network = true, .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .scratch = 2,
    .round = carry_out,
};
