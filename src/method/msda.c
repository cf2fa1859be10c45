/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MSDA: multi-step dual accelerated gradient (Scaman, Bach, Bubeck, Lee and Massoulie 2017, arXiv 1702.08704, algorithm 2).
 *
 * Accelerated gradient on the dual, with K rounds of Chebyshev gossip in place of one product with the Laplacian. In rounds of
 * all nodes; fixed network. X and Y start at 0; sums of both over the nodes stay 0.
 *
 *     symbol     C name      unit     value
 *     K          rounds      1        floor(1/sqrt gamma),  gamma = lambda_2/lambda_max
 *     eta        eta         L        mu (1 + c1^2K)/(1 + c1^K)^2,  c1 = (1 - sqrt gamma)/(1 + sqrt gamma)
 *     m          momentum    1        ((1 + c1^K) sqrt kappa - 1 + c1^K)/((1 + c1^K) sqrt kappa + 1 - c1^K)
 *     c2, c3     c2, c3      1        chebyshev.h
 *
 * A round:  y' = X - eta G(Theta);  X = (1 + m) y' - m Y;  Y = y';  Theta_i = grad f_i^*(X_i), the point reported.
 * SSDA (algorithm 1) is in ssda.c. */
#include "method/chebyshev.h"

#include <math.h>
#include <string.h>

enum { ETA, MOMENTUM, ROUNDS, C2, C3, PARAMETERS };
enum { X, Y, THETA, VARIABLES };

static const char *const preset_name[] = {"paper"};
static const char *const variable_name[] = {"x", "y", "theta"};

static const dadao_method_parameter parameter[PARAMETERS] = {
    {"eta", "η", "L", "step of the dual along accelerated gossip"},
    {"momentum", "m", "1", "weight of the step before"},
    {"rounds", "K", "1", "gossip rounds for one gradient"},
    {"c2", "c₂", "1", "constant of the Chebyshev recurrence; 0: one plain product"},
    {"c3", "c₃", "1/rate", "scale of the Laplacian in the recurrence"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_facts(&dadao_method_msda, facts, error);
    if (status)
        return status;
    (void)preset;
    const dadao_chebyshev gossip = dadao_method_chebyshev(facts);
    const double root = sqrt(facts->smoothness / facts->mu), c1 = (1.0 - sqrt(gossip.gamma)) / (1.0 + sqrt(gossip.gamma));
    double power = 1.0; /* c1^K */
    for (double k = 0.0; k < gossip.rounds; k += 1.0)
        power *= c1;
    values[ETA] = facts->mu * (1.0 + power * power) / ((1.0 + power) * (1.0 + power));
    values[MOMENTUM] = ((1.0 + power) * root - 1.0 + power) / ((1.0 + power) * root + 1.0 - power);
    values[ROUNDS] = gossip.rounds;
    values[C2] = gossip.c2;
    values[C3] = gossip.c3;
    return DADAO_OK;
}

static dadao_status check(const double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_values(&dadao_method_msda, values, error);
    if (status)
        return status;
    if (!(values[ROUNDS] >= 1.0 && values[ROUNDS] <= 1e6 && values[ROUNDS] == floor(values[ROUNDS])))
        return dadao_core_fail(error, DADAO_INVALID, "parameter rounds is %g; expected a whole number from 1 to 1000000", values[ROUNDS]);
    return DADAO_OK;
}

static void begin(dadao_round *round)
{
    dadao_method_conjugates(round, dadao_round_variable(round, X), dadao_round_variable(round, THETA));
}

static void carry_out(dadao_round *round)
{
    const double *c = round->stage->constants;
    const double eta = c[ETA], m = c[MOMENTUM];
    double *x = dadao_round_variable(round, X), *y = dadao_round_variable(round, Y), *theta = dadao_round_variable(round, THETA);
    double *gossip = dadao_round_scratch(round, 2);
    dadao_method_chebyshev_gossip(round, c[ROUNDS], c[C2], c[C3], theta, dadao_round_scratch(round, 0), gossip);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++) {
        const double next = x[k] - eta * gossip[k];
        x[k] = (1.0 + m) * next - m * y[k];
        y[k] = next;
    }
    dadao_method_conjugates(round, x, theta);
}

const dadao_method dadao_method_msda = {
    .name = "msda",
    .summary = "synchronous, dual, optimal on fixed networks: K rounds of gossip for one gradient",
    .declaration = {
        .title = "MSDA",
        .source = "Scaman, Bach, Bubeck, Lee and Massoulie 2017, arXiv 1702.08704, algorithm 2; DADAO's public code",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_DUAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI) | DADAO_NEEDS(LAMBDA_MAX) | DADAO_NEEDS(CONJUGATE) |
                 DADAO_NEEDS(CONNECTED) | DADAO_NEEDS(EXACT),
        .cost = "a round: n conjugate gradients, K |E| communications of 2 vectors",
        .unit_of_time = "a round",
        .edits = "the dual state goes on, its sums stay 0; K and the steps follow the network",
        .caveat = "a gradient of a conjugate is a linear solve (quadratics) or a minimisation (logistic), counted as one gradient",
        .floor = "n conjugate gradients and K products with the Laplacian",
        .league = true,
    },
    .parameter = parameter,
    .parameters = PARAMETERS,
    .preset = preset_name,
    .presets = 1,
    .variable = variable_name,
    .variables = VARIABLES,
    .reported = THETA,
    .start = DADAO_METHOD_NOT_STARTED,
    .conserved = 1u << X | 1u << Y,
    .derived = 1u << THETA,
    .scratch = 3,
    .compute = compute,
    .check = check,
    .prepare = dadao_method_prepare_plain,
    .round = carry_out,
    .begin = begin,
};
