/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DADAO: Decentralized Asynchronous optimization with Dual And primal Acceleration, Optimal (Nabli & Oyallon).
 *
 * [J] JMLR 26 (2025), 23-0748; [I] ICML 2023, arXiv 2208.00779. Node i holds f_i, mu-strongly convex and L-smooth, and six
 * vectors. They follow a linear ODE ([J] eq. 3; flow.h) between the ticks of two kinds of Poisson clocks: at each node, to take
 * a gradient, and on each edge, to talk. nu = mu/2 throughout.
 *
 *     symbol        C name        unit     icml ([I] code)            jmlr ([J] lemma 12)
 *     eta           eta           1/time   (1/8) sqrt(nu/L)           (1/8) sqrt(nu/L)/s
 *     eta~          eta_tilde     1/time   (1/8) sqrt(nu/L)           (1/8) sqrt(nu/L)/s      printed without 1/s: a misprint
 *     alpha         alpha         1/time   (1/4) sqrt(nu/L)           (1/8) sqrt(nu/L)/s
 *     alpha~        alpha_tilde   1/time   (1/8) sqrt(nu/L)           (1/8) sqrt(nu/L)/s
 *     theta         theta         1/time   (1/2) sqrt(L/nu)           (1/2) sqrt(L/nu)/s
 *     nu            nu            L        mu/2                       mu/2
 *     beta          beta          1        1/2                        1/2
 *     beta~         beta_tilde    1        sqrt(2 chi1/chi2 L/nu)     sqrt(2 chi1/chi2 L/nu)
 *     gamma         gamma         1/L      1/(4 L)                    1/(4 L)
 *     gamma~        gamma_tilde   1/L      1/(4 sqrt(L nu))           1/(4 sqrt(L nu))/s
 *     delta         delta         1        (1/4) sqrt(nu/L)           (1/4) sqrt(nu/L)/s
 *     delta~        delta_tilde   1        1                          1
 *
 * s = max(1, sqrt(2 chi1 chi2)): a network that talks more than enough keeps the parameters of one that talks just enough,
 * since those recomputed for s < 1 diverge from about 2.5 times the sufficient rate on. */
#include "method/dadao.h"
#include "method/stage.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ICML, JMLR };

static const char *const preset_name[] = {"icml", "jmlr"};
static const char *const variable_name[] = {"x", "xt", "y", "yt", "z", "zt"};

static const dadao_method_parameter parameter[DADAO_PARAMETERS] = {
    {"eta", "η", "1/time", "pull of x towards x̃"},
    {"eta_tilde", "η̃", "1/time", "pull of x̃ towards x"},
    {"alpha", "α", "1/time", "pull of y towards ỹ and of z towards z̃"},
    {"alpha_tilde", "α̃", "1/time", "pull of z̃ towards z"},
    {"theta", "θ", "1/time", "restoring force on ỹ"},
    {"nu", "ν", "L", "strong convexity lent to the dual: mu/2"},
    {"beta", "β", "1", "step of z in a communication"},
    {"beta_tilde", "β̃", "1", "step of z̃ in a communication"},
    {"gamma", "γ", "1/L", "step of x along the gradient"},
    {"gamma_tilde", "γ̃", "1/L", "step of x̃ along the gradient"},
    {"delta", "δ", "1", "step of ỹ along the gradient, added to δ̃"},
    {"delta_tilde", "δ̃", "1", "step of ỹ along the gradient"},
};

/* ---- Parameters -------------------------------------------------------------------------------------------------- */

static dadao_status check_fact(const char *name, double value, const char *advice, dadao_error *error)
{
    if (value > 0.0 && isfinite(value))
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_INVALID, "%s is %g; the parameters of DADAO need it positive and finite: %s", name,
                           value, advice);
}

static double slowdown(size_t preset, const dadao_method_facts *facts)
{
    return preset == JMLR ? fmax(1.0, sqrt(2.0 * facts->chi1 * facts->chi2)) : 1.0;
}

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    dadao_status status = check_fact("mu", facts->mu, "add a ridge, or more samples a node", error);
    if (!status)
        status = check_fact("L", facts->smoothness, "check the data", error);
    if (!status)
        status = check_fact("chi1", facts->chi1, "connect the network, or set the parameters by hand", error);
    if (!status)
        status = check_fact("chi2", facts->chi2, "connect the network, or set the parameters by hand", error);
    if (status)
        return status;
    const double nu = 0.5 * facts->mu, L = facts->smoothness, s = slowdown(preset, facts);
    const double root = sqrt(nu / L);
    values[DADAO_ETA] = 0.125 * root / s;
    values[DADAO_ETA_TILDE] = 0.125 * root / s;
    values[DADAO_ALPHA] = (preset == ICML ? 0.25 : 0.125) * root / s;
    values[DADAO_ALPHA_TILDE] = 0.125 * root / s;
    values[DADAO_THETA] = 0.5 * sqrt(L / nu) / s;
    values[DADAO_NU] = nu;
    values[DADAO_BETA] = 0.5;
    values[DADAO_BETA_TILDE] = sqrt(2.0 * facts->chi1 / facts->chi2) * sqrt(L / nu);
    values[DADAO_GAMMA] = 0.25 / L;
    values[DADAO_GAMMA_TILDE] = 0.25 / sqrt(L * nu) / s;
    values[DADAO_DELTA] = 0.25 * root / s;
    values[DADAO_DELTA_TILDE] = 1.0;
    return DADAO_OK;
}

/* The flow's constants are rates: a negative one would drive its vectors apart without bound. */
static dadao_status check(const double *values, dadao_error *error)
{
    const double limit = 1e100;
    for (size_t k = 0; k < DADAO_PARAMETERS; k++) {
        const char *name = parameter[k].name;
        if (!isfinite(values[k]))
            return dadao_core_fail(error, DADAO_INVALID, "parameter %s is %g; expected a finite number", name, values[k]);
        if (k <= DADAO_NU && values[k] < 0.0)
            return dadao_core_fail(error, DADAO_INVALID, "parameter %s is %g; a rate of the flow must not be negative", name,
                                   values[k]);
        if (fabs(values[k]) > limit)
            return dadao_core_fail(error, DADAO_INVALID, "parameter %s is %g; at most %g can be computed with", name,
                                   values[k], limit);
    }
    return DADAO_OK;
}

/* ---- The guarantee: [J] theorem 4, with the rate of its derivation ------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static void object(dadao_guarantee *guarantee, const char *format, ...)
{
    const size_t length = strlen(guarantee->why), room = sizeof guarantee->why - length;
    const int lead = snprintf(guarantee->why + length, room, "%s", length ? "; " : "");
    va_list arguments;
    va_start(arguments, format);
    if ((size_t)lead < room)
        (void)vsnprintf(guarantee->why + length + (size_t)lead, room - (size_t)lead, format, arguments);
    va_end(arguments);
}

/* Preset parameters are those of a whole family of networks: for the ratio chi1/chi2 they were computed from, all with
 * chi1 <= chi1p and chi2 <= chi2p, where 2 chi1p chi2p = s^2. Rates scaled to the sufficient one meet that with equality, so
 * rounding is forgiven. */
static void object_to_network(const dadao_guarantee_facts *facts, double s, dadao_guarantee *guarantee)
{
    const double slack = 1.0 + 1e-9;
    if (!facts->connected) {
        if (facts->parts > 1)
            object(guarantee, "the network is not connected: it is in %zu parts", facts->parts);
        else
            object(guarantee, "the network is not connected");
        return;
    }
    if (!facts->chi_known) {
        object(guarantee, "chi1 and chi2 were not computed");
        return;
    }
    if (!facts->preset_unmodified)
        return;
    const double ratio = facts->taken.chi1 / facts->taken.chi2;
    const double chi1p = s * sqrt(0.5 * ratio), chi2p = s / sqrt(2.0 * ratio);
    if (!(facts->now.chi1 <= chi1p * slack))
        object(guarantee, "too little communication for these parameters: chi1 is %.4g, they allow %.4g", facts->now.chi1,
               chi1p);
    if (!(facts->now.chi2 <= chi2p * slack))
        object(guarantee, "%schi2 is %.4g, they allow %.4g",
               guarantee->why[0] ? "" : "too little communication for these parameters: ", facts->now.chi2, chi2p);
}

static void object_to_nodes(const dadao_guarantee_facts *facts, dadao_guarantee *guarantee)
{
    if (facts->stopped == 1)
        object(guarantee, "node %zu is stopped", facts->first_stopped);
    else if (facts->stopped > 1)
        object(guarantee, "%zu nodes are stopped", facts->stopped);
    if (facts->odd == 1)
        object(guarantee, "the gradient rate of node %zu is %.4g, not 1", facts->first_odd, facts->odd_rate);
    else if (facts->odd > 1)
        object(guarantee, "the gradient rates of %zu nodes are not 1", facts->odd);
    else if (!facts->gradient_rates_one && facts->stopped == 0)
        object(guarantee, "a gradient rate is not 1");
}

static void guarantee_of(const dadao_guarantee_facts *facts, dadao_guarantee *guarantee)
{
    const double kappa = facts->now.smoothness / facts->now.mu;
    const double s = slowdown(facts->preset, &facts->taken);
    *guarantee = (dadao_guarantee){.rate = NAN, .constant = 4.0 * (1.0 + kappa + kappa * kappa)};
    object_to_network(facts, s, guarantee);
    if (!facts->preset_unmodified)
        object(guarantee, "a parameter was set by hand");
    else if (!(facts->taken.mu <= facts->now.mu && facts->taken.smoothness >= facts->now.smoothness))
        object(guarantee, "the parameters were computed for another mu or L");
    object_to_nodes(facts, guarantee);
    if (!facts->gradients_exact)
        object(guarantee, "gradients are stochastic");
    const bool dynamics = guarantee->why[0] == '\0';
    if (!facts->start_is_theorem)
        object(guarantee, "the start is not the theorem's");
    guarantee->holds = dynamics && facts->start_is_theorem;
    guarantee->slope_only = dynamics && !facts->start_is_theorem;
    if (dynamics)
        guarantee->rate = sqrt(facts->taken.mu / facts->taken.smoothness) / (8.0 * sqrt(2.0) * s);
}

/* ---- The dynamics off the hot path; events are carried out by dadao_kernel.isa.c ------------------------------------ */

static void prepare(const double *v, void *constants)
{
    dadao_constants *c = constants;
    dadao_method_flow_prepare(&c->flow, v[DADAO_ETA], v[DADAO_ETA_TILDE], v[DADAO_ALPHA], v[DADAO_ALPHA_TILDE],
                              v[DADAO_THETA], v[DADAO_NU]);
    c->nu = v[DADAO_NU];
    c->beta = v[DADAO_BETA];
    c->beta_tilde = v[DADAO_BETA_TILDE];
    c->gamma = v[DADAO_GAMMA];
    c->gamma_tilde = v[DADAO_GAMMA_TILDE];
    c->delta_sum = v[DADAO_DELTA] + v[DADAO_DELTA_TILDE];
}

static bool same_flow(const double *values, const double *others)
{
    return memcmp(values, others, (DADAO_NU + 1) * sizeof *values) == 0;
}

static void advance(const dadao_stage *stage, size_t node, double *vectors, double tau)
{
    const dadao_constants *c = stage->constants;
    dadao_flow_step step;
    (void)node;
    dadao_method_flow_step(&c->flow, tau, &step);
    dadao_flow_move(vectors, &step, c->nu, stage->dimension);
}

/* Only x and x~ matter for x. */
static void point(const dadao_stage *stage, size_t node, const double *vectors, double tau, double *x)
{
    const dadao_flow *flow = &((const dadao_constants *)stage->constants)->flow;
    const size_t d = stage->dimension;
    (void)node;
    const double share = flow->a > 0.0 ? -dadao_core_expm1(-flow->a * tau) / flow->a : tau;
    for (size_t k = 0; k < d; k++)
        x[k] = vectors[DADAO_X * d + k] + flow->eta * share * (vectors[DADAO_XT * d + k] - vectors[DADAO_X * d + k]);
}

/* S_C = (alpha~ sum z + alpha sum z~)/(alpha + alpha~): gossip conserves both sums, the flow this mean of them; where the nodes
 * agree z is minus the gradient (MATHS, "Cut networks"). */
static void tilt(const double *values, double *weight)
{
    const double both = values[DADAO_ALPHA] + values[DADAO_ALPHA_TILDE];
    weight[DADAO_Z] = both > 0.0 ? values[DADAO_ALPHA_TILDE] / both : 1.0;
    weight[DADAO_ZT] = both > 0.0 ? values[DADAO_ALPHA] / both : 0.0;
}

const dadao_method dadao_method_dadao = {
    .name = "dadao",
    .summary = "asynchronous, primal, accelerated in gradients and in communications; gossip on single edges",
    .declaration = {
        .title = "DADAO",
        .source = "Nabli and Oyallon, JMLR 26 (2025) eq. 3 and lemma 12; ICML 2023 with its public code",
        .timing = DADAO_TIMING_CLOCKS, .oracle = DADAO_ORACLE_PRIMAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI),
        .cost = "a gradient event: 1 gradient; a communication event: 1 communication, 2 vectors",
        .unit_of_time = "one gradient at each node, on average",
        .edits = "the flow goes on; constants follow the network (`follow on`)",
        .floor = "the gradient, and touching the node's six vectors",
        .changing_network = true, .league = true,
    },
    .parameter = parameter,
    .parameters = DADAO_PARAMETERS,
    .preset = preset_name,
    .presets = 2,
    .variable = variable_name,
    .variables = DADAO_VARIABLES,
    .conserved = 1u << DADAO_Z | 1u << DADAO_ZT,
    .compute = compute,
    .check = check,
    .guarantee = guarantee_of,
    .prepare = prepare,
    .advance = advance,
    .point = point,
    .tilt = tilt,
    .start = DADAO_X,
    .cost = {[DADAO_EVENT_GRADIENT] = {.gradients = 1}, [DADAO_EVENT_COMMUNICATION] = {.communications = 1, .vectors = 2}},
    .same_flow = same_flow,
    .execute = {dadao_method_dadao_execute_baseline, dadao_method_dadao_execute_v3, dadao_method_dadao_execute_v4},
};
