/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SSDA: single-step dual accelerated gradient (Scaman, Bach, Bubeck, Lee and Massoulie 2017, arXiv 1702.08704, algorithm 1).
 *
 * MSDA (msda.c) with one product with the Laplacian for one gradient. In rounds of all nodes; X and Y start at 0, their sums over
 * the nodes stay 0. gamma = lambda_2/lambda_max.
 *
 *     symbol   C name     unit   value
 *     eta      eta        L      mu/lambda_max
 *     m        momentum   1      (sqrt kappa - sqrt gamma)/(sqrt kappa + sqrt gamma)
 *
 * A round:  y' = X - eta Lap Theta;  X = (1 + m) y' - m Y;  Y = y';  Theta_i = grad f_i^*(X_i), the point reported. */
#include "method/common.h"

#include <math.h>

enum { ETA, MOMENTUM };
enum { X, Y, THETA };

static const char *const preset_name[] = {"paper"};
static const char *const variable_name[] = {"x", "y", "theta"};

static const dadao_method_parameter parameter[] = {
    {"eta", "η", "L/rate", "step of the dual along the Laplacian"},
    {"momentum", "m", "1", "weight of the step before"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_ssda, facts, error);
    if (status)
        return status;
    const double kappa = sqrt(facts->smoothness / facts->mu);
    const double gamma = sqrt(1.0 / (facts->chi1 * facts->total_rate) / facts->lambda_max);
    values[ETA] = facts->mu / facts->lambda_max;
    values[MOMENTUM] = kappa > gamma ? (kappa - gamma) / (kappa + gamma) : 0.0;
    return DADAO_OK;
}

DADAO_METHOD_PLAIN_CHECK(ssda)

static void begin(dadao_round *round)
{
    dadao_method_conjugates(round, dadao_round_variable(round, X), dadao_round_variable(round, THETA));
}

static void carry_out(dadao_round *round)
{
    const double eta = dadao_round_constants(round)[ETA], m = dadao_round_constants(round)[MOMENTUM];
    double *x = dadao_round_variable(round, X), *y = dadao_round_variable(round, Y), *theta = dadao_round_variable(round, THETA);
    double *gossip = dadao_round_scratch(round, 0);
    const size_t length = dadao_round_length(round);
    dadao_round_talk(round, 1);
    dadao_round_laplacian(round, theta, gossip);
    for (size_t k = 0; k < length; k++) {
        const double next = x[k] - eta * gossip[k];
        x[k] = (1.0 + m) * next - m * y[k];
        y[k] = next;
    }
    dadao_method_conjugates(round, x, theta);
}

const dadao_method dadao_method_ssda = {
    .name = "ssda",
    .summary = "synchronous, dual: one gossip product for one gradient",
    .declaration = {
        .title = "SSDA",
        .source = "Scaman, Bach, Bubeck, Lee and Massoulie 2017, arXiv 1702.08704, algorithm 1",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_DUAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI) | DADAO_NEEDS(LAMBDA_MAX) | DADAO_NEEDS(CONJUGATE) |
                 DADAO_NEEDS(CONNECTED) | DADAO_NEEDS(EXACT),
        .cost = "a round: n conjugate gradients, |E| communications of 2 vectors",
        .unit_of_time = "a round",
        .edits = "the dual state goes on, its sums stay 0; the steps follow the network",
        .caveat = "a gradient of a conjugate is a linear solve (quadratics) or a minimisation (logistic), counted as one gradient",
        .floor = "n conjugate gradients and a product with the Laplacian",
        .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = THETA,
    .start = DADAO_METHOD_NOT_STARTED,
    .conserved = 1u << X | 1u << Y,
    .derived = 1u << THETA,
    .scratch = 1,
    .round = carry_out,
    .begin = begin,
};
