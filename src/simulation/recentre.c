/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no event changes: sums over a component, what they make it minimise, and taking their means away. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

/* Variables that the method conserves in sum over a component. What only averages has nothing to shed. */
static bool is_conserved(const dadao_method *method, size_t variable)
{
    return !method->averages && method->conserved >> variable & 1u;
}

size_t dadao_simulation_conserved(const dadao_simulation *simulation)
{
    size_t count = 0;
    for (size_t v = 0; v < simulation->variables; v++)
        count += is_conserved(simulation->method, v) ? simulation->dimension : 0;
    return count;
}

/* The conserved entry number `entry` of a node. */
static double *entry_of(const dadao_simulation *s, size_t node, size_t entry)
{
    size_t v = 0;
    for (size_t left = entry / s->dimension;; v++) {
        if (!is_conserved(s->method, v))
            continue;
        if (left-- == 0)
            break;
    }
    return dadao_simulation_vector(s, node, v) + entry % s->dimension;
}

/* Means of all components at once: one pass over the nodes for each entry of the conserved vectors. */
static void subtract_means(dadao_simulation *s, const uint32_t *component, size_t count, const double *members, double *sum,
                           double *means)
{
    const size_t conserved = dadao_simulation_conserved(s);
    for (size_t entry = 0; entry < conserved; entry++) {
        memset(sum, 0, count * sizeof *sum);
        for (size_t i = 0; i < s->nodes; i++)
            sum[component[i]] += *entry_of(s, i, entry);
        for (size_t c = 0; c < count; c++)
            sum[c] = members[c] > 0.0 ? sum[c] / members[c] : 0.0;
        for (size_t i = 0; i < s->nodes; i++)
            *entry_of(s, i, entry) -= sum[component[i]];
        for (size_t c = 0; means && c < count; c++)
            means[c * conserved + entry] = sum[c];
    }
}

dadao_status dadao_simulation_recentre(dadao_simulation *simulation, const uint32_t *component, size_t count, double *means,
                                       dadao_error *error)
{
    dadao_simulation *s = simulation;
    for (size_t i = 0; i < s->nodes; i++)
        if (component[i] >= count)
            return dadao_core_fail(error, DADAO_INVALID, "node %zu is in component %u; there are %zu", i, component[i], count);
    double *sum = dadao_core_allocate(count, sizeof *sum), *members = dadao_core_allocate(count, sizeof *members);
    if (!sum || !members) {
        free(sum);
        free(members);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the means of %zu components", count);
    }
    dadao_simulation_advance_all(s);
    for (size_t i = 0; i < s->nodes; i++)
        members[component[i]] += 1.0;
    subtract_means(s, component, count, members, sum, means);
    free(sum);
    free(members);
    const dadao_status status = dadao_simulation_begin(s, true, error);
    dadao_simulation_metric_recompute(s);
    return status;
}

void dadao_simulation_shift(dadao_simulation *simulation, const uint32_t *component, const double *means)
{
    dadao_simulation *s = simulation;
    const size_t conserved = dadao_simulation_conserved(s);
    dadao_simulation_advance_all(s);
    for (size_t i = 0; i < s->nodes; i++)
        for (size_t entry = 0; component[i] != UINT32_MAX && entry < conserved; entry++)
            *entry_of(s, i, entry) += means[component[i] * conserved + entry];
    (void)dadao_simulation_begin(s, true, NULL);
    dadao_simulation_metric_recompute(s);
}

bool dadao_simulation_tilt(const dadao_simulation *simulation, const uint32_t *component, size_t count, double *tilt,
                           double *scale)
{
    const dadao_simulation *s = simulation;
    const size_t d = s->dimension;
    double weight[DADAO_METHOD_MAX_VARIABLES] = {0};
    if (!s->method->tilt)
        return false;
    s->method->tilt(s->parameters, weight);
    memset(tilt, 0, count * d * sizeof *tilt);
    memset(scale, 0, count * sizeof *scale);
    for (size_t i = 0; i < s->nodes; i++) {
        /* The weighted sum of a node does not change while it is carried along: its own time will do. */
        for (size_t k = 0; k < d; k++) {
            double term = 0.0;
            for (size_t v = 0; v < s->variables; v++)
                term += weight[v] == 0.0 ? 0.0 : weight[v] * dadao_simulation_vector(s, i, v)[k];
            tilt[component[i] * d + k] += term;
            scale[component[i]] += fabs(term);
        }
    }
    return true;
}

void dadao_simulation_rest_point(const dadao_simulation *simulation, size_t node, double *x)
{
    const double for_ever = 1e18;
    const dadao_method *method = simulation->method;
    if (method->point)
        method->point(simulation->stage, node, dadao_simulation_record(simulation, node), for_ever, x);
    else
        memcpy(x, dadao_simulation_vector(simulation, node, method->reported), simulation->dimension * sizeof *x);
}
