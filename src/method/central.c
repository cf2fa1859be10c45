/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Centralised accelerated gradient descent (Nesterov), the yardstick: what the machines could do with one mind.
 *
 *     x' = y - (1/n) sum_i grad f_i(y)/L;   y' = x' + b (x' - x)
 *
 * The mean is taken over a spanning tree of the network, up and down again: 2 (n - 1) messages. Every node holds the same point;
 * the start is the mean of the nodes' starts.
 *
 *     symbol   C name     unit   value
 *     1/L      step       1/L    1/L
 *     b        momentum   1      (sqrt kappa - 1)/(sqrt kappa + 1) */
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { STEP, MOMENTUM };
enum { X, Y };

static const char *const preset_name[] = {"standard"};
static const char *const variable_name[] = {"x", "y"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the mean gradient"},
    {"momentum", "b", "1", "weight of the step before"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_central, facts, error);
    if (status)
        return status;
    const double root = sqrt(facts->smoothness / facts->mu);
    values[STEP] = 1.0 / facts->smoothness;
    values[MOMENTUM] = (root - 1.0) / (root + 1.0);
    return DADAO_OK;
}

DADAO_METHOD_PLAIN_CHECK(central)

static void begin(dadao_round *round)
{
    double *x = dadao_round_variable(round, X);
    dadao_method_all_reduce(round, x, x);
    memcpy(dadao_round_variable(round, Y), x, dadao_round_length(round) * sizeof *x);
}

static void carry_out(dadao_round *round)
{
    const double a = dadao_round_constants(round)[STEP], b = dadao_round_constants(round)[MOMENTUM];
    double *x = dadao_round_variable(round, X), *y = dadao_round_variable(round, Y), *g = dadao_round_scratch(round, 0);
    const size_t length = dadao_round_length(round);
    dadao_method_gradients(round, y, g);
    dadao_round_reduce(round);
    dadao_method_all_reduce(round, g, g);
    for (size_t k = 0; k < length; k++) {
        const double next = y[k] - a * g[k];
        y[k] = next + b * (next - x[k]);
        x[k] = next;
    }
}

const dadao_method dadao_method_central = {
    .name = "agd",
    .summary = "centralised accelerated gradient over a spanning tree: the yardstick",
    .declaration = {
        .title = "Centralised accelerated gradient",
        .source = "Nesterov 1983; all-reduce over a spanning tree of the network",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(TREE),
        .cost = "a round: n gradients, 2 (n - 1) activations of one vector each",
        .unit_of_time = "a round",
        .edits = "another spanning tree is taken; refused where the network falls apart",
        .caveat = "not decentralised: it waits for everybody and needs a tree through all nodes",
        .floor = "n gradients and a sum over the nodes",
        .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << Y,
    .scratch = 1,
    .round = carry_out,
    .begin = begin,
};
