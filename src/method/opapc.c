/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the style of OPAPC and APAPC: optimal and practical algorithms for smooth and strongly convex decentralised optimisation
 * (Kovalev, Salim and Richtarik 2020), written from memory; that it converges was checked.
 *
 *     x_g = t x + (1 - t) x_f;   g = grad f(x_g) - mu x_g;   xh = (x - eta (g + y))/(1 + eta mu);   y' = y + theta M xh
 *     x' = (x - eta (g + y'))/(1 + eta mu);   x_f = x_g + (2 t/(2 - t))(x' - x)
 *
 * OPAPC: M is the Chebyshev polynomial of chebyshev.h with K = floor(sqrt chi) rounds. APAPC: M = Lap/lambda_max. Sums of y over
 * the nodes stay 0. chi = lambda_max/lambda_2.
 *
 *     symbol     C name        unit   opapc                              apapc
 *     t          share         1      min(1, (1/2) sqrt(19/(15 kappa)))  min(1, (1/2) sqrt(chi/kappa))
 *     eta        eta           1/L    1/(4 t L)                          1/(4 t L)
 *     theta      theta         L      15/(19 eta)                        1/eta
 *     mu         convexity     L      mu                                 mu
 *     K, c2, c3  rounds, c2, c3       chebyshev.h                        1, 0, 1/lambda_max */
#include "method/chebyshev.h"
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { T, ETA, THETA, MU, ROUNDS, C2, C3 };
enum { X, X_F, Y };

static const char *const preset_name[] = {"opapc", "apapc"};
static const char *const variable_name[] = {"x", "x_f", "y"};

static const dadao_method_parameter parameter[] = {
    {"share", "t", "1", "share of x in the point where gradients are taken"},
    {"eta", "η", "1/L", "step of x"},
    {"theta", "θ", "L", "step of y along gossip"},
    {"convexity", "μ", "L", "strong convexity the method is told"},
    {"rounds", "K", "1", "gossip rounds for one gradient"},
    {"c2", "c₂", "1", "constant of the Chebyshev recurrence; 0: one plain product"},
    {"c3", "c₃", "1/rate", "scale of the Laplacian"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_facts(&dadao_method_opapc, facts, error);
    if (status)
        return status;
    const dadao_chebyshev gossip = dadao_method_chebyshev(facts);
    const double kappa = facts->smoothness / facts->mu;
    const bool plain = preset == 1;
    values[T] = fmin(1.0, 0.5 * sqrt(plain ? 1.0 / (gossip.gamma * kappa) : 19.0 / (15.0 * kappa)));
    values[ETA] = 1.0 / (4.0 * values[T] * facts->smoothness);
    values[THETA] = (plain ? 1.0 : 15.0 / 19.0) / values[ETA];
    values[MU] = facts->mu;
    values[ROUNDS] = plain ? 1.0 : gossip.rounds;
    values[C2] = plain ? 0.0 : gossip.c2;
    values[C3] = plain ? 1.0 / facts->lambda_max : gossip.c3;
    return DADAO_OK;
}

static dadao_status check(const double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_values(&dadao_method_opapc, values, error);
    if (!status && !(values[ROUNDS] >= 1.0 && values[ROUNDS] <= 1e6 && values[ROUNDS] == floor(values[ROUNDS])))
        return dadao_core_fail(error, DADAO_INVALID, "parameter rounds is %g; expected a whole number from 1 to 1000000", values[ROUNDS]);
    if (!status && !(values[T] > 0.0 && values[T] <= 1.0))
        return dadao_core_fail(error, DADAO_INVALID, "parameter share is %g; expected a share above 0 and at most 1", values[T]);
    return status;
}

static void begin(dadao_round *round)
{
    memcpy(dadao_round_variable(round, X_F), dadao_round_variable(round, X), dadao_round_length(round) * sizeof(double));
}

static void carry_out(dadao_round *round)
{
    const double *c = dadao_round_constants(round);
    const double t = c[T], eta = c[ETA], theta = c[THETA], mu = c[MU], whole = 1.0 + eta * mu, follow = 2.0 * t / (2.0 - t);
    double *x = dadao_round_variable(round, X), *x_f = dadao_round_variable(round, X_F), *y = dadao_round_variable(round, Y);
    double *x_g = dadao_round_scratch(round, 0), *g = dadao_round_scratch(round, 1), *half = dadao_round_scratch(round, 2);
    double *gossip = dadao_round_scratch(round, 3), *work = dadao_round_scratch(round, 4);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++)
        x_g[k] = t * x[k] + (1.0 - t) * x_f[k];
    dadao_method_gradients(round, x_g, g);
    for (size_t k = 0; k < length; k++) {
        g[k] -= mu * x_g[k];
        half[k] = (x[k] - eta * (g[k] + y[k])) / whole;
    }
    dadao_method_chebyshev_gossip(round, c[ROUNDS], c[C2], c[C3], half, work, gossip);
    for (size_t k = 0; k < length; k++) {
        y[k] += theta * gossip[k];
        const double next = (x[k] - eta * (g[k] + y[k])) / whole;
        x_f[k] = x_g[k] + follow * (next - x[k]);
        x[k] = next;
    }
}

const dadao_method dadao_method_opapc = {
    .name = "opapc",
    .summary = "in the style of OPAPC: synchronous, primal, optimal on fixed networks",
    .declaration = {
        .title = "opapc (in the style of)",
        .source = "written from memory of Kovalev, Salim and Richtarik 2020",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI) | DADAO_NEEDS(LAMBDA_MAX) | DADAO_NEEDS(CONNECTED),
        .cost = "a round: n gradients, K |E| communications of 2 vectors (K = 1 for apapc)",
        .unit_of_time = "a round",
        .edits = "rounds go on, the sums of y stay 0; K and the steps follow the network",
        .caveat = "in the style of the paper: constants are recalled",
        .floor = "n gradients and K products with the Laplacian",
        .in_the_style_of = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .conserved = 1u << Y,
    .derived = 1u << X_F,
    .scratch = 6,
    .round = carry_out,
    .begin = begin,
};
