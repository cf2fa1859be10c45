/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ACCO: accumulate while you communicate (Nabli, Fournier, Erbacher, Serrano, Belilovsky and Oyallon 2024, arXiv 2406.02613).
 *
 * Data parallel with all-reduce, computing while communicating; Opt is gradient descent. In a round, from the same x,
 *
 *     (1)  g = grad f(x)            while g~ is averaged:        x~ = x - a mean(g~)
 *     (2)  g~' = grad f(x~)         while g and g~ are averaged: x' = x - a mean((g + g~)/2)
 *
 * so no stale gradient enters the real step. Here both half batches are whole gradients, or batches where the problem has them;
 * the all-reduce goes over a spanning tree, 2 (n - 1) messages. Every node holds the same x; g~ begins as the gradient at x_0.
 *
 *     symbol   C name   unit   value
 *     a        step     1/L    1/(2 L) */
#include "method/common.h"

enum { STEP };
enum { X, HALF };

static const char *const preset_name[] = {"paper"};
static const char *const variable_name[] = {"x", "gt"};

static const dadao_method_parameter parameter[] = {
    {"step", "a", "1/L", "step along the mean of both halves"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    (void)preset;
    const dadao_status status = dadao_method_check_facts(&dadao_method_acco, facts, error);
    if (!status)
        values[STEP] = 0.5 / facts->smoothness;
    return status;
}

DADAO_METHOD_PLAIN_CHECK(acco)

static void begin(dadao_round *round)
{
    double *x = dadao_round_variable(round, X);
    dadao_method_all_reduce(round, x, x);
    dadao_method_gradients(round, x, dadao_round_variable(round, HALF));
}

static void carry_out(dadao_round *round)
{
    const double a = dadao_round_constants(round)[STEP];
    double *x = dadao_round_variable(round, X), *half = dadao_round_variable(round, HALF);
    double *g = dadao_round_scratch(round, 0), *ahead = dadao_round_scratch(round, 1);
    const size_t length = dadao_round_length(round);
    dadao_method_gradients(round, x, g);
    dadao_round_reduce(round);
    dadao_method_all_reduce(round, half, ahead);
    for (size_t k = 0; k < length; k++) {
        g[k] = 0.5 * (g[k] + half[k]);
        ahead[k] = x[k] - a * ahead[k];
    }
    dadao_method_gradients(round, ahead, half);
    dadao_round_reduce(round);
    dadao_method_all_reduce(round, g, g);
    for (size_t k = 0; k < length; k++)
        x[k] -= a * g[k];
}

const dadao_method dadao_method_acco = {
    .name = "acco",
    .summary = "synchronous, primal, all-reduce: computes half a batch while the other half is averaged",
    .declaration = {
        .title = "ACCO",
        .source = "Nabli et al. 2024, arXiv 2406.02613, with its public code",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PRIMAL, .needs = DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(TREE),
        .cost = "a round: 2 n gradients (two halves), 2 all-reduces of 2 (n - 1) activations, one vector each",
        .unit_of_time = "a round",
        .edits = "another spanning tree is taken; refused where the network falls apart",
        .caveat = "made for all-reduce on fast links; here over a spanning tree, with gradient descent as its optimiser",
        .floor = "2 n gradients and 2 sums over the nodes",
        .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .derived = 1u << HALF,
    .scratch = 2,
    .round = carry_out,
    .begin = begin,
};
