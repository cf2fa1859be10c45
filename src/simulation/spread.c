/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the nodes are from each other, kept up event by event: the mean squared distance of the lazy points to their mean.
 *
 * With c a point near the mean and s_i = x_i - c, it is mean |s_i|^2 - |mean s|^2. Two nodes change at an event, so the sums cost
 * O(d); c moves to the mean now and then, before the second term grows to where the difference would lose digits. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

struct dadao_spread {
    size_t nodes, dimension;
    uint64_t upto, since; /* events followed, and since c was moved */
    double *centre, *sum; /* [d] */
    double *point;        /* [nodes][d] as of the nodes' last events */
    double *fresh;        /* [d] */
    double squares;       /* sum |x_i - c|^2 */
};

dadao_status dadao_simulation_spread_create(const dadao_simulation *simulation, dadao_spread **spread, dadao_error *error)
{
    const size_t n = simulation->nodes, d = simulation->dimension;
    *spread = dadao_core_allocate(1, sizeof **spread);
    double *room = dadao_core_allocate((n + 3) * d, sizeof *room);
    if (!*spread || !room) {
        free(*spread);
        free(room);
        *spread = NULL;
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the points of %zu nodes", n);
    }
    **spread =
        (dadao_spread){.nodes = n, .dimension = d, .centre = room, .sum = room + d, .fresh = room + 2 * d, .point = room + 3 * d};
    dadao_simulation_spread_restart(*spread, simulation);
    return DADAO_OK;
}

void dadao_simulation_spread_destroy(dadao_spread *spread)
{
    if (!spread)
        return;
    free(spread->centre);
    free(spread);
}

static double square(const dadao_spread *s, const double *x)
{
    double sum = 0.0;
    for (size_t k = 0; k < s->dimension; k++)
        sum += (x[k] - s->centre[k]) * (x[k] - s->centre[k]);
    return sum;
}

/* c := the mean; the sums from the points. */
static void centre(dadao_spread *s)
{
    const size_t d = s->dimension;
    memset(s->centre, 0, d * sizeof *s->centre);
    for (size_t i = 0; i < s->nodes; i++)
        for (size_t k = 0; k < d; k++)
            s->centre[k] += s->point[i * d + k];
    for (size_t k = 0; k < d; k++)
        s->centre[k] /= (double)s->nodes;
    memset(s->sum, 0, d * sizeof *s->sum);
    s->squares = 0.0;
    for (size_t i = 0; i < s->nodes; i++) {
        s->squares += square(s, s->point + i * d);
        for (size_t k = 0; k < d; k++)
            s->sum[k] += s->point[i * d + k] - s->centre[k];
    }
    s->since = 0;
}

void dadao_simulation_spread_restart(dadao_spread *spread, const dadao_simulation *simulation)
{
    for (size_t i = 0; i < spread->nodes; i++)
        dadao_simulation_lazy_point(simulation, i, spread->point + i * spread->dimension);
    spread->upto = simulation->events;
    centre(spread);
}

static void move_node(dadao_spread *s, const dadao_simulation *simulation, size_t node)
{
    double *old = s->point + node * s->dimension;
    dadao_simulation_lazy_point(simulation, node, s->fresh);
    s->squares += square(s, s->fresh) - square(s, old);
    for (size_t k = 0; k < s->dimension; k++) {
        s->sum[k] += s->fresh[k] - old[k];
        old[k] = s->fresh[k];
    }
}

static void follow_event(dadao_spread *s, const dadao_simulation *simulation)
{
    const dadao_event *event = &simulation->ring[(simulation->events - 1) % DADAO_RING_EVENTS];
    move_node(s, simulation, event->i);
    if (event->kind == DADAO_EVENT_COMMUNICATION)
        move_node(s, simulation, event->j);
    s->upto = simulation->events;
    if (++s->since >= s->nodes)
        centre(s);
}

double dadao_simulation_spread_now(dadao_spread *spread, const dadao_simulation *simulation)
{
    if (spread->nodes != simulation->nodes || spread->dimension != simulation->dimension)
        return NAN;
    const bool local = dadao_simulation_touches_two(simulation);
    if (local && simulation->events == spread->upto + 1)
        follow_event(spread, simulation);
    else if (!local || simulation->events != spread->upto)
        dadao_simulation_spread_restart(spread, simulation);
    double shift = 0.0;
    const double n = (double)spread->nodes;
    for (size_t k = 0; k < spread->dimension; k++)
        shift += spread->sum[k] / n * (spread->sum[k] / n);
    const double value = spread->squares / n - shift;
    return value > 0.0 ? value : 0.0;
}
