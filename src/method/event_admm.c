/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event-based ADMM (Er, Trimpe and Muehlebach, ICML 2025, arXiv 2405.10618, with its public code).
 *
 * Consensus ADMM with a server; a message is sent only when what it says has changed enough. In rounds: at each node
 *
 *     u_i += x_i - z (but not in the first round);   x_i = argmin f_i + (rho/2)|x - z + u_i|^2;   q = x_i + u_i
 *     q is sent if |q - q_i last sent| >= Delta;   server: z = mean of the q_i last received, sent to all if it moved by Delta_z
 *
 *     symbol    C name     unit   event    every
 *     rho       rho        L      sqrt(mu L) both
 *     Delta     trigger    1      1e-3     0
 *     Delta_z   trigger_z  1      1e-3     0
 *
 * The error left is of the order of Delta^2. */
#include "method/common.h"

#include <math.h>
#include <string.h>

enum { RHO, TRIGGER, TRIGGER_Z };
enum { X, U, Q, Z };

static const char *const preset_name[] = {"event", "every"};
static const char *const variable_name[] = {"x", "u", "q", "z"};

static const dadao_method_parameter parameter[] = {
    {"rho", "ρ", "L", "weight of the pull towards the server's point"},
    {"trigger", "Δ", "1", "a node speaks when its message moved this far"},
    {"trigger_z", "Δz", "1", "the server speaks when its point moved this far"},
};

static dadao_status compute(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_facts(&dadao_method_event_admm, facts, error);
    if (status)
        return status;
    values[RHO] = sqrt(facts->mu * facts->smoothness);
    values[TRIGGER] = values[TRIGGER_Z] = preset == 0 ? 1e-3 : 0.0;
    return DADAO_OK;
}

static dadao_status check(const double *values, dadao_error *error)
{
    const dadao_status status = dadao_method_check_values(&dadao_method_event_admm, values, error);
    if (!status && !(values[RHO] > 0.0))
        return dadao_core_fail(error, DADAO_INVALID, "parameter rho is 0; the pull towards the server must have a weight");
    return status;
}

static double shift(const void *constants)
{
    return ((const double *)constants)[RHO];
}

static bool moved(const double *now, const double *sent, size_t d, double trigger)
{
    double square = 0.0;
    for (size_t k = 0; k < d; k++)
        square += (now[k] - sent[k]) * (now[k] - sent[k]);
    return sqrt(square) >= trigger;
}

static void message(dadao_round *round, uint64_t count)
{
    round->communications += count;
    round->vectors += count;
}

/* The server: the mean of what it has been told, said to all where it has moved. */
static void answer(dadao_round *round, double trigger)
{
    double *z = dadao_round_variable(round, Z), *mean = dadao_round_scratch(round, 0);
    dadao_method_all_reduce(round, dadao_round_variable(round, Q), mean);
    if (!moved(mean, z, round->stage->dimension, trigger))
        return;
    memcpy(z, mean, dadao_round_length(round) * sizeof *z);
    message(round, round->stage->nodes);
}

static void carry_out(dadao_round *round)
{
    const double *c = dadao_round_constants(round);
    const double rho = c[RHO], last = round->index > 1 ? 1.0 : 0.0;
    double *x = dadao_round_variable(round, X), *u = dadao_round_variable(round, U), *q = dadao_round_variable(round, Q);
    const double *z = dadao_round_variable(round, Z);
    double *pull = dadao_round_scratch(round, 0);
    const size_t d = round->stage->dimension, length = dadao_round_length(round);
    for (size_t k = 0; k < length; k++) {
        u[k] += last * (x[k] - z[k]);
        pull[k] = rho * (z[k] - u[k]);
    }
    dadao_method_conjugates(round, pull, x);
    for (size_t k = 0; k < length; k++)
        pull[k] = x[k] + u[k];
    for (size_t i = 0; i < round->stage->nodes; i++)
        if (moved(pull + i * d, q + i * d, d, c[TRIGGER])) {
            memcpy(q + i * d, pull + i * d, d * sizeof *q);
            message(round, 1);
        }
    answer(round, c[TRIGGER_Z]);
}

const dadao_method dadao_method_event_admm = {
    .name = "event-admm",
    .summary = "synchronous, proximal, with a server: nodes speak only when they have something new to say",
    .declaration = {
        .title = "Event-based ADMM",
        .source = "Er, Trimpe and Muehlebach, ICML 2025, arXiv 2405.10618, with its public code",
        .timing = DADAO_TIMING_ROUNDS, .oracle = DADAO_ORACLE_PROXIMAL,
        .needs = DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CONJUGATE) | DADAO_NEEDS(EXACT) | DADAO_NEEDS(SERVER),
        .cost = "a round: n local minimisations (counted as gradients); a communication is one message of one vector, up or down, "
                "where it was triggered",
        .unit_of_time = "a round",
        .edits = "edges mean nothing to it; nodes may leave and join",
        .caveat = "uses a server, not the network; stops at an error of the order of the trigger squared (preset=every: 0)",
        .floor = "n proximal steps and a sum over the nodes",
        .changing_network = true, .league = true,
    },
    DADAO_METHOD_TABLES,
    .reported = X,
    .start = X,
    .scratch = 1,
    .shift = shift,
    .tables_of_parameters = true,
    .round = carry_out,
};
