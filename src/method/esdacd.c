/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the style of ESDACD: accelerated decentralised coordinate descent on edges (Hendrikx, Bach and Massoulie 2019).
 *
 * Reconstructed: the constants were checked to converge, not compared with the paper. At every tick of a global counter one edge
 * is drawn, and every node applies the same contraction - which the continuized version (continuized.c) does away with:
 *
 *     Y = (X + theta V)/(1 + theta);   V = (1 - theta) V + theta Y;   X = Y
 *     on the edge (i,j), G = grad f_i^*(Y_i) - grad f_j^*(Y_j):  V_i -= theta (L/mu_g) G,  X_i -= (mu/2) G, the opposite at j
 *
 * A node that was not drawn for k ticks is brought up to date at once: V - X shrinks by ((1 - theta)/(1 + theta))^k, X + V stays.
 * Reported: grad f_i^*(V_i). mu_g = 1/chi1, R = 2 chi2 at total rate 1.
 *
 *     symbol   C name   unit   value
 *     theta    theta    1      sqrt(mu mu_g/(2 L R))
 *     .        step_v   L      theta L/mu_g
 *     mu/2     step_x   L      mu/2 */
#include "core/exact.h"
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { THETA, STEP_V, STEP_X, PULL = DADAO_METHOD_MAX_PARAMETERS };
enum { X, V, POINT };

static const char *const preset_name[] = {"reconstructed"};
static const char *const variable_name[] = {"x", "v", "theta"};

static const dadao_method_parameter parameter[] = {
    {"theta", "θ", "1", "contraction of every node at every tick"},
    {"step_v", "ηv", "L", "step of v along the difference of two gradients"},
    {"step_x", "ηx", "L", "step of x along the difference of two gradients"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_esdacd, facts, error);
    if (status)
        return status;
    const double mu = facts->mu, L = facts->smoothness;
    const double mu_g = 1.0 / (facts->chi1 * facts->total_rate), R = 2.0 * facts->chi2 * facts->total_rate;
    values[THETA] = sqrt(mu * mu_g / (2.0 * L * R));
    values[STEP_V] = values[THETA] * L / mu_g;
    values[STEP_X] = 0.5 * mu;
    return DADAO_OK;
}

static dadao_status check(const double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_values(&dadao_method_esdacd, values, error);
    if (!status && !(values[THETA] < 1.0))
        return dadao_core_fail(error, DADAO_INVALID, "parameter theta is %g; expected less than 1", values[THETA]);
    return status;
}

static bool same_flow(const double *values, const double *others)
{
    return values[THETA] == others[THETA];
}

/* Behind the parameters: the rate at which an exponential shrinks in a unit of time as much as by one contraction. */
static void prepare(const double *values, void *constants)
{
    dadao_method_prepare_plain(values, constants);
    ((double *)constants)[PULL] = 0.5 * (dadao_core_log1p(values[THETA]) - dadao_core_log1p(-values[THETA]));
}

static double pull(const dadao_stage *stage)
{
    return ((const double *)stage->constants)[PULL];
}

static void begin_node(const dadao_stage *stage, size_t node, double *vectors)
{
    dadao_method_conjugate(stage, node, vectors + V * stage->dimension, vectors + POINT * stage->dimension);
}

static void flow(const dadao_stage *stage, double *vectors, double tau)
{
    const size_t d = stage->dimension;
    dadao_method_mix(pull(stage), tau, vectors + X * d, vectors + V * d, d);
}

static void advance(const dadao_stage *stage, size_t node, double *vectors, double tau)
{
    flow(stage, vectors, tau);
    begin_node(stage, node, vectors);
}

static void point(const dadao_stage *stage, size_t node, const double *vectors, double tau, double *x)
{
    const size_t d = stage->dimension;
    double *v = stage->small;
    dadao_method_mixed(pull(stage), tau, vectors + V * d, vectors + X * d, d, v);
    memcpy(x, vectors + POINT * d, d * sizeof *x);
    dadao_method_conjugate(stage, node, v, x);
}

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const dadao_stage *s = batch->stage;
    const double *c = s->constants, step_v = c[STEP_V], step_x = c[STEP_X];
    const size_t d = s->dimension;
    double *a = s->small, *b = s->small + d;
    if (!other) {
        begin_node(s, what->i, node);
        return;
    }
    memcpy(a, node + POINT * d, d * sizeof *a);
    memcpy(b, other + POINT * d, d * sizeof *b);
    dadao_method_conjugate(s, what->i, node + X * d, a);
    dadao_method_conjugate(s, what->j, other + X * d, b);
    for (size_t k = 0; k < d; k++) {
        const double difference = a[k] - b[k];
        node[X * d + k] -= step_x * difference;
        node[V * d + k] -= step_v * difference;
        other[X * d + k] += step_x * difference;
        other[V * d + k] += step_v * difference;
    }
    begin_node(s, what->i, node);
    begin_node(s, what->j, other);
}

const dadao_method dadao_method_esdacd = {
    .name = "esdacd",
    .summary = "in the style of ESDACD: dual coordinate descent on edges under a global counter",
    .declaration = {
        .title = "esdacd (in the style of)",
        .source = "reconstructed from Hendrikx, Bach and Massoulie 2019; its constants were not compared with the paper",
        .timing = DADAO_TIMING_TICKS, .oracle = DADAO_ORACLE_DUAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI) | DADAO_NEEDS(LAMBDA_MAX) | DADAO_NEEDS(CONJUGATE) |
                 DADAO_NEEDS(CONNECTED) | DADAO_NEEDS(EXACT),
        .cost = "an event: 2 conjugate gradients and 1 communication of 2 vectors",
        .unit_of_time = "one event in the whole network, at every whole number of time",
        .edits = "the dual state goes on, its sums stay 0; the steps follow the network",
        .caveat = "in the style of the paper; needs a counter that all nodes share",
        .floor = "4 conjugate gradients (two for the step, two for the points reported)",
        .in_the_style_of = true,
    },
    .parameter = parameter,
    .parameters = sizeof parameter / sizeof *parameter,
    .preset = preset_name,
    .presets = 1,
    .variable = variable_name,
    .variables = sizeof variable_name / sizeof *variable_name,
    .compute = compute,
    .check = check,
    .prepare = prepare,
    .reported = POINT,
    .start = DADAO_METHOD_NOT_STARTED,
    .conserved = 1u << X | 1u << V,
    .derived = 1u << POINT,
    .same_flow = same_flow,
    .flow = flow,
    .advance = advance,
    .point = point,
    .begin_node = begin_node,
    DADAO_METHOD_EVENTS,
    .cost = {[DADAO_EVENT_COMMUNICATION] = {.gradients = 1, .gradients_other = 1, .communications = 1, .vectors = 2}},
};
