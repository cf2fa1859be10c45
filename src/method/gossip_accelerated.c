/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accelerated (continuized) gossip (Even et al. 2021, arXiv 2106.07644; constants as in the public code of Nabli et al. 2023).
 *
 * x' = eta (x~ - x), x~' = eta (x - x~) between events; on (i,j) with D = x_i - x_j: x_i -= D/2, x~_i -= a~ D, the opposite at j.
 * chi1 and chi2 at the present rates. Heads for the mean of its start; errors are measured from there.
 *
 *     symbol   C name        unit     value
 *     eta      eta           1/time   1/(2 sqrt(chi1 chi2))
 *     a~       alpha_tilde   1        (1/2) sqrt(chi1/chi2)
 *     1/2      alpha         1        1/2 */
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { ETA, ALPHA_TILDE, ALPHA };
enum { X, XT };

static const char *const preset_name[] = {"standard"};
static const char *const variable_name[] = {"x", "xt"};

static const dadao_method_parameter parameter[] = {
    {"eta", "η", "1/time", "pull of x and x̃ towards each other"},
    {"alpha_tilde", "α̃", "1", "step of x̃ in a communication"},
    {"alpha", "α", "1", "step of x in a communication"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_gossip_accelerated, facts, error);
    if (status)
        return status;
    values[ETA] = 0.5 / sqrt(facts->chi1 * facts->chi2);
    values[ALPHA_TILDE] = 0.5 * sqrt(facts->chi1 / facts->chi2);
    values[ALPHA] = 0.5;
    return DADAO_OK;
}

DADAO_METHOD_PLAIN_CHECK(gossip_accelerated)

static bool same_flow(const double *values, const double *others)
{
    return values[ETA] == others[ETA];
}

static void flow(const dadao_stage *stage, double *vectors, double tau)
{
    dadao_method_mix(((const double *)stage->constants)[ETA], tau, vectors, vectors + XT * stage->dimension, stage->dimension);
}

static void advance(const dadao_stage *stage, size_t node, double *vectors, double tau)
{
    (void)node;
    flow(stage, vectors, tau);
}

static void point(const dadao_stage *stage, size_t node, const double *vectors, double tau, double *x)
{
    const size_t d = stage->dimension;
    (void)node;
    dadao_method_mixed(((const double *)stage->constants)[ETA], tau, vectors, vectors + XT * d, d, x);
}

static void begin_node(const dadao_stage *stage, size_t node, double *vectors)
{
    (void)node;
    memcpy(vectors + XT * stage->dimension, vectors, stage->dimension * sizeof *vectors);
}

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const double *c = batch->constants, alpha = c[ALPHA], alpha_tilde = c[ALPHA_TILDE];
    const size_t d = batch->dimension;
    (void)what;
    for (size_t k = 0; other && k < d; k++) {
        const double apart = node[k] - other[k];
        node[k] -= alpha * apart;
        other[k] += alpha * apart;
        node[XT * d + k] -= alpha_tilde * apart;
        other[XT * d + k] += alpha_tilde * apart;
    }
}

const dadao_method dadao_method_gossip_accelerated = {
    .name = "gossip-accelerated",
    .summary = "asynchronous averaging with momentum between the events; no gradients",
    .declaration = {
        .title = "Accelerated gossip",
        .source = "Even et al. 2021, arXiv 2106.07644; constants of the public code of A2CiD2",
        .timing = DADAO_TIMING_EDGES, .oracle = DADAO_ORACLE_NONE, .needs = DADAO_NEEDS(CHI),
        .cost = "an event: 1 communication of 2 vectors",
        .unit_of_time = "as for DADAO: edges fire at the rates set",
        .edits = "the flow goes on; constants follow the network; each part heads for its own mean",
        .caveat = "heads for the mean of its start, and its errors are measured from there, not from x*",
        .floor = "two exponentials and touching the two pairs of vectors",
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .averages = true,
    .derived = 1u << XT,
    .same_flow = same_flow,
    .flow = flow,
    .advance = advance,
    .point = point,
    .begin_node = begin_node,
    DADAO_METHOD_EVENTS,
    .cost = {[DADAO_EVENT_COMMUNICATION] = {.communications = 1, .vectors = 2}},
};
