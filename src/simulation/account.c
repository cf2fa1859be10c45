/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One event in every number: which clock rang and why, what the nodes were before, after the flow, after the jump. Made on demand
 * from the state before it; the run does not know of it. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <string.h>

void dadao_simulation_account_clear(dadao_account *account)
{
    free(account->vectors);
    *account = (dadao_account){0};
}

double *dadao_simulation_account_vector(const dadao_account *account, size_t end, dadao_account_stage stage, size_t variable)
{
    return account->vectors + ((end * DADAO_ACCOUNT_STAGES + stage) * account->variables + variable) * account->dimension;
}

/* The place that the uniform number chose: its rate and what lies below it, in the order of the selector. */
static void account_for_place(const dadao_simulation *before, size_t place, dadao_account *account)
{
    const size_t kind = account->event.kind;
    const dadao_selector *selector = &before->selector[kind];
    dadao_random stream = before->stream[DADAO_PLACES + kind];
    account->uniform = dadao_core_fraction(dadao_core_next(&stream));
    account->total = selector->total;
    account->chosen = selector->rates ? selector->rates[place] : selector->rate;
    account->below = selector->rates ? selector->cumulative[place] - selector->rates[place] : selector->rate * (double)place;
}

static void account_for_node(const dadao_simulation *before, const dadao_simulation *after, size_t end, size_t node,
                             dadao_account *account)
{
    double *old = dadao_simulation_account_vector(account, end, DADAO_ACCOUNT_BEFORE, 0);
    double *carried = dadao_simulation_account_vector(account, end, DADAO_ACCOUNT_CARRIED, 0);
    double *made = dadao_simulation_account_vector(account, end, DADAO_ACCOUNT_AFTER, 0);
    const size_t row = account->variables * account->dimension;
    dadao_simulation_state(before, node, true, old, &account->node_t[end]);
    memcpy(carried, old, row * sizeof *old);
    if (before->method->advance)
        before->method->advance(before->stage, node, carried, account->event.t - account->node_t[end]);
    dadao_simulation_state(after, node, true, made, NULL);
    account->node_error[end][0] = before->node_error[node];
    account->node_error[end][1] = after->node_error[node];
}

static dadao_status fill(const dadao_simulation *before, dadao_simulation *after, dadao_account *account, dadao_error *error)
{
    const dadao_stop stop = {.event = before->events + 1, .t = INFINITY};
    if (dadao_simulation_run(after, &stop) != DADAO_STOP_EVENT && after->events != before->events + 1)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "no event follows this state");
    account->rounds = before->synchronous;
    account->event = (dadao_event){.index = after->events, .t = after->t, .i = UINT32_MAX, .j = UINT32_MAX, .edge = UINT32_MAX};
    account->error[0] = dadao_simulation_error_now(before);
    account->error[1] = dadao_simulation_error_now(after);
    account->gradients = after->count[0] - before->count[0];
    account->communications = after->count[1] - before->count[1];
    if (account->rounds)
        return DADAO_OK;
    account->event = after->ring[(after->events - 1) % DADAO_RING_EVENTS];
    const bool two = account->event.kind == DADAO_EVENT_COMMUNICATION;
    account->vectors =
        dadao_core_allocate(2 * DADAO_ACCOUNT_STAGES * account->variables * account->dimension, sizeof *account->vectors);
    if (!account->vectors)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    account_for_node(before, after, 0, account->event.i, account);
    if (two)
        account_for_node(before, after, 1, account->event.j, account);
    account->clocks = !before->replaying && !before->renewal;
    for (size_t kind = 0; kind < 2; kind++) {
        account->clock_rate[kind] = before->clock[kind].rate;
        account->clock_next[kind] = before->clock[kind].next;
        account->clock_left[kind] = dadao_clock_left(&before->clock[kind], before->t);
    }
    if (account->clocks && (!two || account->event.edge < before->edges))
        account_for_place(before, two ? account->event.edge : account->event.i, account);
    return DADAO_OK;
}

dadao_status dadao_simulation_account(const dadao_simulation *before, dadao_account *account, dadao_error *error)
{
    dadao_simulation *after;
    *account = (dadao_account){.variables = before->variables, .dimension = before->dimension, .since = before->t};
    dadao_status status = dadao_simulation_clone(before, &after, error);
    if (status != DADAO_OK)
        return status;
    status = fill(before, after, account, error);
    dadao_simulation_destroy(after);
    if (status != DADAO_OK)
        dadao_simulation_account_clear(account);
    return status;
}
