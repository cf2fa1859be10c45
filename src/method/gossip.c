/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Randomised pairwise gossip (Boyd, Ghosh, Prabhakar and Shah 2006): averaging, without gradients.
 *
 * Each edge fires as a Poisson process; its two ends take their mean, x_i, x_j <- x_i - b (x_i - x_j), x_j + b (x_i - x_j) with
 * b = 1/2. The mean of x never changes, so it heads for the mean of its start, and errors are measured from there. An event
 * takes (1/2) x^T P x from the squared distance on average (P: probability Laplacian), on the complete graph exactly the factor
 * (n - 2)/(n - 1).
 *
 *     symbol   C name   unit   value
 *     b        beta     1      1/2 */
#include "method/common.h"

enum { BETA };
enum { X };

static const char *const preset_name[] = {"standard"};
static const char *const variable_name[] = {"x"};

static const dadao_method_parameter parameter[] = {
    {"beta", "β", "1", "how far the two ends of an edge go towards each other"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset, (void)facts, (void)error;
    values[BETA] = 0.5;
    return DADAO_OK;
}

DADAO_METHOD_PLAIN_CHECK(gossip)

static void event(const dadao_batch *batch, const dadao_event *what, double *node, double *other)
{
    const double beta = ((const double *)batch->constants)[BETA];
    (void)what;
    for (size_t k = 0; other && k < batch->dimension; k++) {
        const double move = beta * (node[X * batch->dimension + k] - other[k]);
        node[k] -= move;
        other[k] += move;
    }
}

const dadao_method dadao_method_gossip = {
    .name = "gossip",
    .summary = "asynchronous averaging: the two ends of an edge take their mean; no gradients",
    .declaration = {
        .title = "Randomised gossip",
        .source = "Boyd, Ghosh, Prabhakar and Shah 2006",
        .timing = DADAO_TIMING_EDGES, .oracle = DADAO_ORACLE_NONE, .needs = 0,
        .cost = "an event: 1 communication of 2 vectors",
        .unit_of_time = "as for DADAO: edges fire at the rates set",
        .edits = "goes on; each part heads for its own mean",
        .caveat = "heads for the mean of its start, and its errors are measured from there, not from x*",
        .floor = "touching the two vectors",
        .changing_network = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .averages = true,
    DADAO_METHOD_EVENTS,
    .cost = {[DADAO_EVENT_COMMUNICATION] = {.communications = 1, .vectors = 2}},
};
