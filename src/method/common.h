/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields that rows share, written once. */
#ifndef DADAO_METHOD_COMMON_H
#define DADAO_METHOD_COMMON_H

#include "method/stage.h"

/* Tables named like in every file of a method: parameter, preset_name, variable_name. */
#define DADAO_METHOD_TABLES                                                                                                      \
    .parameter = parameter, .parameters = sizeof parameter / sizeof *parameter, .preset = preset_name,                           \
    .presets = sizeof preset_name / sizeof *preset_name, .variable = variable_name,                                             \
    .variables = sizeof variable_name / sizeof *variable_name, .compute = compute, .check = check, .prepare = dadao_method_prepare_plain

#define DADAO_METHOD_EVENTS                                                                                                      \
    .execute = {dadao_method_execute_events, dadao_method_execute_events, dadao_method_execute_events}, .event = event

/* A check that asks no more than finite values that are not negative. */
#define DADAO_METHOD_PLAIN_CHECK(symbol)                                                                                         \
    static dadao_status check(const double *values, dadao_error *error)                                                          \
    {                                                                                                                            \
        return dadao_method_check_values(&dadao_method_##symbol, values, error);                                                 \
    }

/* The constants of the round, which are the parameters. */
static inline const double *dadao_round_constants(const dadao_round *round)
{
    return round->stage->constants;
}

/* An all-reduce over the spanning tree: up and down, one vector each way at a time. */
static inline void dadao_round_reduce(dadao_round *round)
{
    round->communications += 2 * round->stage->links;
    round->vectors += 2 * round->stage->links;
    round->link_activations += 2;
}

/* Pairs of vectors that pull on each other: a' = eta (b - a), b' = eta (a - b), over tau. */
void dadao_method_mix(double eta, double tau, double *a, double *b, size_t d);
/* The same for a alone, `a` and `b` unchanged. */
void dadao_method_mixed(double eta, double tau, const double *a, const double *b, size_t d, double *out);
/* The gradient of an event's node at x into the batch's scratch; stochastic where the problem has batches. */
const double *dadao_method_event_gradient(const dadao_batch *batch, uint32_t node, const double *x);

#endif
