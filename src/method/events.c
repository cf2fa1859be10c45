/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of the methods that have no kernel of their own, one by one by the functions of their row. */
#include "core/exact.h"
#include "method/common.h"

static double *record(const dadao_batch *batch, uint32_t node)
{
    return batch->state + (size_t)node * batch->stride;
}

/* Carries a node to the event's time. */
static double *bring(const dadao_batch *batch, uint32_t node, double t)
{
    const dadao_method *method = batch->stage->method;
    double *vectors = record(batch, node), *time = vectors + method->variables * batch->dimension;
    if (method->flow && t != *time)
        method->flow(batch->stage, vectors, t - *time);
    *time = t;
    return vectors;
}

/* The new error of a node; returns by how much the sum changes. */
static double update_error(const dadao_batch *batch, uint32_t node, const double *vectors)
{
    const size_t d = batch->dimension;
    const double *x = vectors + batch->stage->method->reported * d;
    double now = 0.0;
    for (size_t k = 0; k < d; k++) {
        const double e = x[k] - batch->optimum[k];
        now += e * e;
    }
    const double before = batch->node_error[node];
    batch->node_error[node] = now;
    return now - before;
}

/* ---- Steps that several methods share ---- */

void dadao_method_mix(double eta, double tau, double *a, double *b, size_t d)
{
    const double share = -0.5 * dadao_core_expm1(-2.0 * eta * tau);
    for (size_t k = 0; k < d; k++) {
        const double move = share * (b[k] - a[k]);
        a[k] += move;
        b[k] -= move;
    }
}

void dadao_method_mixed(double eta, double tau, const double *a, const double *b, size_t d, double *out)
{
    const double share = -0.5 * dadao_core_expm1(-2.0 * eta * tau);
    for (size_t k = 0; k < d; k++)
        out[k] = a[k] + share * (b[k] - a[k]);
}

const double *dadao_method_event_gradient(const dadao_batch *batch, uint32_t node, const double *x)
{
    if (batch->minibatch)
        dadao_problem_stochastic_gradient(batch->problem, node, x, batch->minibatch, batch->random, batch->scratch);
    else
        batch->stage->sweep->gradient(batch->objective, node, x, batch->scratch, batch->stage->small + 8 * batch->dimension);
    return batch->scratch;
}

/* ---- The loop ---- */

size_t dadao_method_execute_events(dadao_batch *batch)
{
    const dadao_method *method = batch->stage->method;
    double sum = batch->error_sum;
    size_t k = 0;
    while (k < batch->count) {
        const dadao_event *event = &batch->event[k];
        double *node = bring(batch, event->i, event->t);
        double *other = event->kind == DADAO_EVENT_COMMUNICATION ? bring(batch, event->j, event->t) : NULL;
        method->event(batch, event, node, other);
        sum += update_error(batch, event->i, node);
        if (other)
            sum += update_error(batch, event->j, other);
        k++;
        if (!(sum > batch->low && sum < batch->high))
            break;
    }
    batch->error_sum = sum;
    return k;
}
