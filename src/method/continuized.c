/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Continuized: accelerated dual coordinate ascent in continuous time (Even, Berthier, Bach, Flammarion, Gaillard, Hendrikx,
 * Massoulie and Taylor 2021, arXiv 2106.07644, appendix H).
 *
 * Asynchronous and dual: edges fire as Poisson processes, in all once a unit of time; an edge takes a gradient of the conjugate
 * at both of its ends and talks once. y and z have sum 0 over the nodes. mu_g = 1/chi1 and R = 2 chi2 at total rate 1, R_e the
 * resistance of the edge.
 *
 *     symbol    C name         unit      safe                           reference (the public code)
 *     eta       eta            1/time    sqrt(mu mu_g/(2 L R))          sqrt(mu mu_g/(L R))
 *     gamma     gamma          L         mu/2                           mu/2
 *     gamma~    gamma_tilde    L         sqrt(L mu/(2 mu_g R))          sqrt(L mu/(2 mu_g R))
 *     r         by_resistance  1         0                              1: gamma is multiplied by R_e/R
 *
 * y' = eta (z - y), z' = eta (y - z).  Event on (i,j): D = grad f_i^*(y_i) - grad f_j^*(y_j); y -= gamma (1 - r + r R_e/R) D and
 * z -= gamma~ D at i, += at j.  Reported: theta = grad f_i^*(z_i).
 *
 * The public code's eta is larger by sqrt 2: with all curvatures equal to mu its second moment diverges for kappa beyond about
 * 20 to 110 depending on the network. That eta is harmless at the paper's kappa of about 2.5. */
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { SAFE, REFERENCE };
enum { ETA, GAMMA, GAMMA_TILDE, BY_RESISTANCE, PARAMETERS };
enum { Y, Z, THETA, VARIABLES };

static const char *const preset_name[] = {"safe", "reference"};
static const char *const variable_name[] = {"y", "z", "theta"};

static const dadao_method_parameter parameter[PARAMETERS] = {
    {"eta", "η", "1/time", "pull of y and z towards each other"},
    {"gamma", "γ", "L", "step of y along the difference of two gradients"},
    {"gamma_tilde", "γ̃", "L", "step of z along the difference of two gradients"},
    {"by_resistance", "r", "1", "1: the step of y is scaled by the edge's resistance over the largest; 0: it is not"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_facts(&dadao_method_continuized, facts, error);
    if (status)
        return status;
    const double mu = facts->mu, L = facts->smoothness;
    const double mu_g = 1.0 / (facts->chi1 * facts->total_rate), R = 2.0 * facts->chi2 * facts->total_rate;
    values[ETA] = preset == REFERENCE ? sqrt(mu_g / R) * sqrt(mu / L) : sqrt(mu * mu_g / (2.0 * L * R));
    values[GAMMA] = 0.5 * mu;
    values[GAMMA_TILDE] = sqrt(L * mu / (2.0 * mu_g * R));
    values[BY_RESISTANCE] = preset == REFERENCE ? 1.0 : 0.0;
    return DADAO_OK;
}

static dadao_status check(const double *values, dadao_error *error)
{
    return dadao_method_check_values(&dadao_method_continuized, values, error);
}

static void begin_node(const dadao_stage *stage, size_t node, double *vectors)
{
    const size_t d = stage->dimension;
    dadao_method_conjugate(stage, node, vectors + Z * d, vectors + THETA * d);
}

static void flow(const dadao_stage *stage, double *vectors, double tau)
{
    const size_t d = stage->dimension;
    dadao_method_mix(((const double *)stage->constants)[ETA], tau, vectors + Y * d, vectors + Z * d, d);
}

static void advance(const dadao_stage *stage, size_t node, double *vectors, double tau)
{
    flow(stage, vectors, tau);
    begin_node(stage, node, vectors);
}

static void point(const dadao_stage *stage, size_t node, const double *vectors, double tau, double *x)
{
    const size_t d = stage->dimension;
    double *z = stage->small;
    dadao_method_mixed(((const double *)stage->constants)[ETA], tau, vectors + Z * d, vectors + Y * d, d, z);
    memcpy(x, vectors + THETA * d, d * sizeof *x);
    dadao_method_conjugate(stage, node, z, x);
}

static bool same_flow(const double *values, const double *others)
{
    return values[ETA] == others[ETA];
}

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const dadao_stage *s = batch->stage;
    const double *c = s->constants;
    const size_t d = s->dimension;
    double *a = s->small, *b = s->small + d;
    if (!other) { /* a gradient in a foreign log: this method takes none by itself */
        begin_node(s, what->i, node);
        return;
    }
    const double relative = s->resistance && what->edge != UINT32_MAX ? s->resistance[what->edge] : 1.0;
    const double gamma = c[GAMMA] * ((1.0 - c[BY_RESISTANCE]) + c[BY_RESISTANCE] * relative), gamma_tilde = c[GAMMA_TILDE];
    memcpy(a, node + THETA * d, d * sizeof *a);
    memcpy(b, other + THETA * d, d * sizeof *b);
    dadao_method_conjugate(s, what->i, node + Y * d, a);
    dadao_method_conjugate(s, what->j, other + Y * d, b);
    for (size_t k = 0; k < d; k++) {
        const double difference = a[k] - b[k];
        node[Y * d + k] -= gamma * difference;
        node[Z * d + k] -= gamma_tilde * difference;
        other[Y * d + k] += gamma * difference;
        other[Z * d + k] += gamma_tilde * difference;
    }
    begin_node(s, what->i, node);
    begin_node(s, what->j, other);
}

const dadao_method dadao_method_continuized = {
    .name = "continuized",
    .summary = "asynchronous, dual: an edge event takes two gradients of conjugates and one communication",
    .declaration = {
        .title = "Continuized",
        .source = "Even et al. 2021, arXiv 2106.07644, appendix H; DADAO's public code (preset reference)",
        .timing = DADAO_TIMING_UNIT_EDGES, .oracle = DADAO_ORACLE_DUAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI) | DADAO_NEEDS(LAMBDA_MAX) | DADAO_NEEDS(CONJUGATE) |
                 DADAO_NEEDS(CONNECTED) | DADAO_NEEDS(RESISTANCES) | DADAO_NEEDS(EXACT),
        .cost = "an event: 2 conjugate gradients and 1 communication of 2 vectors",
        .unit_of_time = "one event in the whole network, on average (total rate 1)",
        .edits = "y and z go on, their sums stay 0; the steps follow the network",
        .caveat = "gradients and communications are coupled; `rate comm` and gradient rates mean nothing to it. preset=reference can diverge "
                  "for large kappa",
        .floor = "4 conjugate gradients (two for the step, two for the points reported)",
        .league = true,
    },
    .parameter = parameter,
    .parameters = PARAMETERS,
    .preset = preset_name,
    .presets = 2,
    .variable = variable_name,
    .variables = VARIABLES,
    .reported = THETA,
    .start = DADAO_METHOD_NOT_STARTED,
    .conserved = 1u << Y | 1u << Z,
    .derived = 1u << THETA,
    .compute = compute,
    .check = check,
    .prepare = dadao_method_prepare_plain,
    .same_flow = same_flow,
    .flow = flow,
    .advance = advance,
    .point = point,
    .execute = {dadao_method_execute_events, dadao_method_execute_events, dadao_method_execute_events},
    .event = event,
    .cost = {[DADAO_EVENT_COMMUNICATION] = {.gradients = 1, .gradients_other = 1, .communications = 1, .vectors = 2}},
    .begin_node = begin_node,
};
