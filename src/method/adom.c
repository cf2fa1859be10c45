/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ADOM+: accelerated decentralised optimisation over time-varying networks (Kovalev, Shulgin, Richtarik, Rogozin and Gasnikov
 * 2021, arXiv 2106.04469), alone and with multi-consensus.
 *
 * Primal, in rounds of all nodes; the network may change from round to round. Constants as DADAO's public code runs them;
 * chi = lambda_max/lambda_2, with multi-consensus q = ceil(chi ln 2) products a round and chi := 2 where q > 1.
 *
 *     symbol   C name   unit    value                       symbol   C name   unit    value
 *     tau1     tau1     1       1/(1/tau2 + 1/2)            beta     beta     1/L     1/(2 L)
 *     tau2     tau2     1       sqrt(mu/L)                  theta    theta    L       nu/(4 sigma2)
 *     sigma1   sigma1   1       1/(1/sigma2 + 1/2)          nu       nu       L       mu/2
 *     sigma2   sigma2   1       tau2/(16 chi)               gamma    gamma    L       nu/(14 sigma2 chi^2)
 *     eta      eta      1/L     1/(L tau2)                  delta    delta    1/L     1/(17 L)
 *     alpha    alpha    L       mu/2                        zeta     zeta     1       1/2
 *     q        rounds   1       gossip products a round     1/lambda_max   scale   of the Laplacian at unit total rate
 *
 * A round, P = I - (I - Lap/lambda_max)^q:
 *     x_g = tau1 x + (1 - tau1) x_f;  g = grad f(x_g);  y_g, z_g likewise with sigma1
 *     y', x' from  y' = y + theta beta (g - nu x_g - y') - theta ((y_g + z_g)/nu + x'),
 *                  x' = x + eta alpha (x_g - x') - eta (g - nu x_g - y')
 *     z' = z + gamma delta (z_g - z) - P S,  m' = S - P S,  S = (gamma/nu)(y_g + z_g) + m
 *     x_f = x_g + tau2 (x' - x);  y_f = y_g + sigma2 (y' - y);  z_f = z_g - zeta P (y_g + z_g) */
#include "method/stage.h"

#include <math.h>
#include <string.h>

enum { TAU1, TAU2, SIGMA1, SIGMA2, ETA, ALPHA, BETA, THETA, NU, GAMMA, DELTA, ZETA, ROUNDS, SCALE, PARAMETERS };
enum { X, Y, Z, M, X_F, Y_F, Z_F, GRADIENT, VARIABLES };

static const char *const preset_name[] = {"paper"};
static const char *const variable_name[] = {"x", "y", "z", "m", "x_f", "y_f", "z_f", "grad_x_g"};

static const dadao_method_parameter parameter[PARAMETERS] = {
    {"tau1", "τ₁", "1", "share of x in x_g"},
    {"tau2", "τ₂", "1", "how far x_f follows x"},
    {"sigma1", "σ₁", "1", "share of y and z in y_g and z_g"},
    {"sigma2", "σ₂", "1", "how far y_f follows y"},
    {"eta", "η", "1/L", "step of x"},
    {"alpha", "α", "L", "pull of x towards x_g"},
    {"beta", "β", "1/L", "pull of y towards the gradient"},
    {"theta", "θ", "L", "step of y"},
    {"nu", "ν", "L", "strong convexity lent to the dual: mu/2"},
    {"gamma", "γ", "L", "step of z"},
    {"delta", "δ", "1/L", "pull of z towards z_g"},
    {"zeta", "ζ", "1", "step of z_f along gossip"},
    {"rounds", "q", "1", "gossip products a round"},
    {"scale", "1/λmax", "1/rate", "one over the largest eigenvalue of the Laplacian"},
};

static dadao_status compute_with(const dadao_method *method, bool multi, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_facts(method, facts, error);
    if (status)
        return status;
    const double mu = facts->mu, L = facts->smoothness, nu = 0.5 * mu;
    double chi = facts->lambda_max * facts->chi1 * facts->total_rate;
    const double rounds = multi ? fmax(1.0, ceil(chi * 0x1.62e42fefa39efp-1 - 1e-9)) : 1.0;
    chi = rounds > 1.0 ? 2.0 : chi;
    const double tau2 = sqrt(mu / L), sigma2 = tau2 / (16.0 * chi);
    values[TAU1] = 1.0 / (1.0 / tau2 + 0.5);
    values[TAU2] = tau2;
    values[SIGMA1] = 1.0 / (1.0 / sigma2 + 0.5);
    values[SIGMA2] = sigma2;
    values[ETA] = 1.0 / (L * tau2);
    values[ALPHA] = 0.5 * mu;
    values[BETA] = 0.5 / L;
    values[THETA] = nu / (4.0 * sigma2);
    values[NU] = nu;
    values[GAMMA] = nu / (14.0 * sigma2 * chi * chi);
    values[DELTA] = 1.0 / (17.0 * L);
    values[ZETA] = 0.5;
    values[ROUNDS] = rounds;
    values[SCALE] = 1.0 / facts->lambda_max;
    return DADAO_OK;
}

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    return compute_with(&dadao_method_adom, false, facts, values, error);
}

static dadao_status compute_multi(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    return compute_with(&dadao_method_adom_multi, true, facts, values, error);
}

static dadao_status check(const double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_values(&dadao_method_adom, values, error);
    if (status)
        return status;
    if (!(values[NU] > 0.0))
        return dadao_core_fail(error, DADAO_INVALID, "parameter nu is 0; it is divided by");
    if (!(values[ROUNDS] >= 1.0 && values[ROUNDS] <= 1e6 && values[ROUNDS] == floor(values[ROUNDS])))
        return dadao_core_fail(error, DADAO_INVALID, "parameter rounds is %g; expected a whole number from 1 to 1000000", values[ROUNDS]);
    return DADAO_OK;
}

static void begin(dadao_round *round)
{
    const size_t bytes = dadao_round_length(round) * sizeof(double);
    memcpy(dadao_round_variable(round, X_F), dadao_round_variable(round, X), bytes);
    memcpy(dadao_round_variable(round, Y_F), dadao_round_variable(round, Y), bytes);
    memcpy(dadao_round_variable(round, Z_F), dadao_round_variable(round, Z), bytes);
}

/* p := P v = v - (I - Lap/lambda_max)^q v; `work` [2 length]. */
static void gossip(const dadao_round *round, const double *v, double *p, double *work)
{
    const double *c = round->stage->constants, scale = c[SCALE], *from = v;
    const size_t length = dadao_round_length(round);
    double *left = work, *product = work + length; /* (I - W)^k v */
    for (double turn = 1.0; turn < c[ROUNDS]; turn += 1.0) {
        dadao_round_laplacian(round, from, product);
        for (size_t k = 0; k < length; k++)
            left[k] = from[k] - scale * product[k];
        from = left;
    }
    dadao_round_laplacian(round, from, product);
    if (from == v)
        for (size_t k = 0; k < length; k++)
            p[k] = scale * product[k];
    else
        for (size_t k = 0; k < length; k++)
            p[k] = (v[k] - from[k]) + scale * product[k];
}

/* From x_g, y_g and the gradient at x_g: the next x and y, which depend on each other, and what follows them. y_z is y_g + z_g. */
static void move_primal(const dadao_round *round, const double *x_g, const double *y_g, const double *y_z)
{
    const double *c = round->stage->constants;
    const double tau2 = c[TAU2], sigma2 = c[SIGMA2], eta = c[ETA], alpha = c[ALPHA], theta = c[THETA], beta = c[BETA], nu = c[NU];
    const double ax = 1.0 + eta * alpha, ay = 1.0 + theta * beta, determinant = ax * ay + theta * eta;
    double *x = dadao_round_variable(round, X), *x_f = dadao_round_variable(round, X_F);
    double *y = dadao_round_variable(round, Y), *y_f = dadao_round_variable(round, Y_F);
    const double *g = dadao_round_variable(round, GRADIENT);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++) {
        const double slope = g[k] - nu * x_g[k];
        const double right_x = x[k] + eta * alpha * x_g[k] - eta * slope;                    /* ax x' - eta y' */
        const double right_y = y[k] + theta * beta * slope - theta * (y_z[k] / nu);          /* ay y' + theta x' */
        const double next_x = (ay * right_x + eta * right_y) / determinant;
        const double next_y = (ax * right_y - theta * right_x) / determinant;
        x_f[k] = x_g[k] + tau2 * (next_x - x[k]);
        y_f[k] = y_g[k] + sigma2 * (next_y - y[k]);
        x[k] = next_x;
        y[k] = next_y;
    }
}

static void move_dual(const dadao_round *round, const double *z_g, const double *p_s, const double *p_y_z, const double *s)
{
    const double *c = round->stage->constants;
    const double pull = c[GAMMA] * c[DELTA], zeta = c[ZETA];
    double *z = dadao_round_variable(round, Z), *z_f = dadao_round_variable(round, Z_F), *m = dadao_round_variable(round, M);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++) {
        z[k] = z[k] + pull * (z_g[k] - z[k]) - p_s[k];
        z_f[k] = z_g[k] - zeta * p_y_z[k];
        m[k] = s[k] - p_s[k];
    }
}

static void carry_out(dadao_round *round)
{
    const double *c = round->stage->constants;
    const double tau1 = c[TAU1], sigma1 = c[SIGMA1], slope = c[GAMMA] / c[NU];
    double *x_g = dadao_round_scratch(round, 0), *y_g = dadao_round_scratch(round, 1), *z_g = dadao_round_scratch(round, 2);
    double *y_z = dadao_round_scratch(round, 3), *s = dadao_round_scratch(round, 4), *p_s = dadao_round_scratch(round, 5);
    double *p_y_z = dadao_round_scratch(round, 6), *work = dadao_round_scratch(round, 7);
    const double *x = dadao_round_variable(round, X), *y = dadao_round_variable(round, Y), *z = dadao_round_variable(round, Z);
    const double *x_f = dadao_round_variable(round, X_F), *y_f = dadao_round_variable(round, Y_F);
    const double *z_f = dadao_round_variable(round, Z_F), *m = dadao_round_variable(round, M);
    const size_t length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++) {
        x_g[k] = tau1 * x[k] + (1.0 - tau1) * x_f[k];
        y_g[k] = sigma1 * y[k] + (1.0 - sigma1) * y_f[k];
        z_g[k] = sigma1 * z[k] + (1.0 - sigma1) * z_f[k];
        y_z[k] = y_g[k] + z_g[k];
        s[k] = slope * y_z[k] + m[k];
    }
    dadao_method_gradients(round, x_g, dadao_round_variable(round, GRADIENT));
    for (double turn = 0.0; turn < c[ROUNDS]; turn += 1.0)
        dadao_round_talk(round, 2); /* what S and y_g + z_g have become so far */
    gossip(round, s, p_s, work);
    gossip(round, y_z, p_y_z, work);
    move_primal(round, x_g, y_g, y_z);
    move_dual(round, z_g, p_s, p_y_z, s);
}

#define ADOM_NEEDS                                                                                                     \
    (DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI) | DADAO_NEEDS(LAMBDA_MAX) | DADAO_NEEDS(CONNECTED))
#define ADOM_SOURCE "Kovalev, Shulgin, Richtarik, Rogozin and Gasnikov 2021, arXiv 2106.04469; DADAO's public code"
#define ADOM_EDITS "rounds go on over the new network, as the method allows; constants follow it"
#define ADOM_COMMON                                                                                                    \
    .parameter = parameter, .parameters = PARAMETERS, .preset = preset_name, .presets = 1, .variable = variable_name,  \
    .variables = VARIABLES, .reported = X, .start = X, .conserved = 1u << Z | 1u << Z_F,                              \
    .derived = 1u << X_F | 1u << Y_F | 1u << Z_F, .scratch = 9, .check = check, .prepare = dadao_method_prepare_plain, \
    .round = carry_out, .begin = begin

const dadao_method dadao_method_adom = {
    .name = "adom+",
    .summary = "synchronous, primal, for networks that change: one gossip product for one gradient",
    .declaration = {
        .title = "ADOM+",
        .source = ADOM_SOURCE,
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = ADOM_NEEDS,
        .cost = "a round: n gradients, |E| communications of 4 vectors",
        .unit_of_time = "a round", .edits = ADOM_EDITS,
        .floor = "n gradients and 2 products with the Laplacian",
        .changing_network = true, .league = true,
    },
    .compute = compute,
    ADOM_COMMON,
};

const dadao_method dadao_method_adom_multi = {
    .name = "adom+mc",
    .summary = "ADOM+ with multi-consensus: q = ceil(chi ln 2) gossip products for one gradient",
    .declaration = {
        .title = "ADOM+ with multi-consensus",
        .source = ADOM_SOURCE,
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = ADOM_NEEDS,
        .cost = "a round: n gradients, q |E| communications of 4 vectors",
        .unit_of_time = "a round", .edits = ADOM_EDITS,
        .floor = "n gradients and 2 q products with the Laplacian",
        .changing_network = true, .league = true,
    },
    .compute = compute_multi,
    ADOM_COMMON,
};
