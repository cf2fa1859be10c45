/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks with a memory: each node and each edge ends a duration, and begins the next at once (a renewal process).
 *
 * Poisson clocks forget, so one race over all of them will do (run.c). Here every clock keeps the time of its own next tick, and
 * a heap says which is first: an event costs O(log(n + m)). Among equal times, which constant durations make common, nodes come
 * before edges and lower numbers before higher ones. */
#include "simulation/renewal.h"

#include "core/exact.h"
#include "core/memory.h"
#include "core/xoshiro.h"
#include "simulation/simulation.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* What a drawn event changed. */
typedef struct undraw {
    uint32_t clock;
    double next;
    dadao_random stream;
} undraw;

struct dadao_renewal {
    dadao_duration_law law[2];
    dadao_random stream[2];
    size_t nodes, clocks;   /* clocks of the nodes, then of the edges */
    double *next;           /* [clocks] time of the next tick; +inf at rate 0 */
    double *left;           /* [clocks] of a duration, in means: while rates change, and at rate 0 */
    uint32_t *heap, *place; /* [clocks] the clocks, first tick first; where each stands */
    undraw drawn[DADAO_BATCH_EVENTS];
};

double dadao_simulation_duration(const dadao_duration_law *law, dadao_random *random)
{
    switch (law->kind) {
    case DADAO_LAW_EXPONENTIAL: return dadao_core_exponential(random);
    /* Mean 1 whatever sigma is. */
    case DADAO_LAW_LOGNORMAL: return dadao_core_exp(law->sigma * (dadao_core_random_normal(random) - 0.5 * law->sigma));
    default: return 1.0;
    }
}

/* ---- The heap ---- */

static bool is_before(const dadao_renewal *r, uint32_t a, uint32_t b)
{
    return r->next[a] < r->next[b] || (!(r->next[b] < r->next[a]) && a < b);
}

static void put(dadao_renewal *r, size_t at, uint32_t clock)
{
    r->heap[at] = clock;
    r->place[clock] = (uint32_t)at;
}

static void sift_up(dadao_renewal *r, size_t at)
{
    const uint32_t clock = r->heap[at];
    while (at > 0 && is_before(r, clock, r->heap[(at - 1) / 2])) {
        put(r, at, r->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(r, at, clock);
}

static void sift_down(dadao_renewal *r, size_t at)
{
    const uint32_t clock = r->heap[at];
    for (size_t child = 2 * at + 1; child < r->clocks; child = 2 * at + 1) {
        child += child + 1 < r->clocks && is_before(r, r->heap[child + 1], r->heap[child]);
        if (!is_before(r, r->heap[child], clock))
            break;
        put(r, at, r->heap[child]);
        at = child;
    }
    put(r, at, clock);
}

static void order(dadao_renewal *r)
{
    for (size_t k = 0; k < r->clocks; k++)
        put(r, k, (uint32_t)k);
    for (size_t k = r->clocks / 2; k-- > 0;)
        sift_down(r, k);
}

/* ---- Life ---- */

static double rate_of(const dadao_simulation *s, const dadao_renewal *r, size_t clock)
{
    const bool talks = clock >= r->nodes;
    const dadao_selector *selector = &s->selector[talks ? DADAO_EVENT_COMMUNICATION : DADAO_EVENT_GRADIENT];
    return selector->rates ? selector->rates[talks ? clock - r->nodes : clock] : selector->rate;
}

void dadao_simulation_renewal_destroy(dadao_renewal *renewal)
{
    if (!renewal)
        return;
    free(renewal->next);
    free(renewal->left);
    free(renewal->heap);
    free(renewal->place);
    free(renewal);
}

static dadao_renewal *allocate(size_t nodes, size_t edges, dadao_error *error)
{
    dadao_renewal *made = dadao_core_allocate(1, sizeof *made);
    if (made) {
        made->nodes = nodes;
        made->clocks = nodes + edges;
        made->next = dadao_core_allocate(made->clocks, sizeof *made->next);
        made->left = dadao_core_allocate(made->clocks, sizeof *made->left);
        made->heap = dadao_core_allocate(made->clocks, sizeof *made->heap);
        made->place = dadao_core_allocate(made->clocks, sizeof *made->place);
    }
    if (made && made->next && made->left && made->heap && made->place)
        return made;
    dadao_simulation_renewal_destroy(made);
    dadao_core_fail(error, DADAO_MEMORY, "out of memory for the clocks of %zu nodes and %zu edges", nodes, edges);
    return NULL;
}

static void set_tick(dadao_renewal *r, const dadao_simulation *s, size_t clock)
{
    const double rate = rate_of(s, r, clock);
    r->next[clock] = rate > 0.0 ? s->t + r->left[clock] / rate : INFINITY;
}

void dadao_simulation_renewal_begin(dadao_renewal *renewal, const dadao_simulation *simulation)
{
    dadao_renewal *r = renewal;
    for (size_t k = 0; k < r->clocks; k++) {
        const size_t kind = k >= r->nodes;
        r->left[k] = dadao_simulation_duration(&r->law[kind], &r->stream[kind]);
        set_tick(r, simulation, k);
    }
    order(r);
}

dadao_status dadao_simulation_renewal_create(const dadao_simulation *simulation, const dadao_duration_law law[2],
                                             const dadao_random stream[2], dadao_renewal **renewal, dadao_error *error)
{
    dadao_renewal *made = *renewal = allocate(simulation->nodes, simulation->edges, error);
    if (!made)
        return DADAO_MEMORY;
    memcpy(made->law, law, sizeof made->law);
    memcpy(made->stream, stream, sizeof made->stream);
    dadao_simulation_renewal_begin(made, simulation);
    return DADAO_OK;
}

dadao_status dadao_simulation_renewal_resized(const dadao_simulation *simulation, size_t nodes, size_t edges, dadao_renewal **renewal,
                                              dadao_error *error)
{
    const dadao_renewal *now = simulation->renewal;
    *renewal = NULL;
    if (!now)
        return DADAO_OK;
    *renewal = allocate(nodes, edges, error);
    if (!*renewal)
        return DADAO_MEMORY;
    memcpy((*renewal)->law, now->law, sizeof now->law);
    memcpy((*renewal)->stream, now->stream, sizeof now->stream);
    return DADAO_OK;
}

dadao_status dadao_simulation_renewal_copy(const dadao_renewal *renewal, dadao_renewal **copy, dadao_error *error)
{
    *copy = NULL;
    if (!renewal)
        return DADAO_OK;
    dadao_renewal *made = *copy = allocate(renewal->nodes, renewal->clocks - renewal->nodes, error);
    if (!made)
        return DADAO_MEMORY;
    memcpy(made->law, renewal->law, sizeof made->law);
    memcpy(made->stream, renewal->stream, sizeof made->stream);
    memcpy(made->next, renewal->next, made->clocks * sizeof *made->next);
    memcpy(made->left, renewal->left, made->clocks * sizeof *made->left);
    memcpy(made->heap, renewal->heap, made->clocks * sizeof *made->heap);
    memcpy(made->place, renewal->place, made->clocks * sizeof *made->place);
    return DADAO_OK;
}

/* ---- Drawing ---- */

static dadao_event event_of(const dadao_simulation *s, const dadao_renewal *r, uint32_t clock, double t, uint64_t index)
{
    if (clock < r->nodes)
        return (dadao_event){.index = index, .t = t, .kind = DADAO_EVENT_GRADIENT, .i = clock, .j = UINT32_MAX, .edge = UINT32_MAX};
    const uint32_t edge = clock - (uint32_t)r->nodes;
    return (dadao_event){.index = index, .t = t, .kind = DADAO_EVENT_COMMUNICATION, .i = s->edge[edge].u, .j = s->edge[edge].v,
                         .edge = edge};
}

size_t dadao_simulation_renewal_draw(dadao_simulation *simulation, dadao_event *event, size_t room, double until)
{
    const dadao_simulation *s = simulation;
    dadao_renewal *r = simulation->renewal;
    size_t count = 0;
    until = until < DBL_MAX ? until : DBL_MAX; /* a clock at rate 0 stands at infinity */
    for (; count < room && r->clocks > 0; count++) {
        const uint32_t clock = r->heap[0];
        const size_t kind = clock >= r->nodes;
        const double t = r->next[clock];
        if (!(t <= until))
            break;
        r->drawn[count] = (undraw){.clock = clock, .next = t, .stream = r->stream[kind]};
        r->next[clock] = t + dadao_simulation_duration(&r->law[kind], &r->stream[kind]) / rate_of(s, r, clock);
        sift_down(r, 0);
        event[count] = event_of(s, r, clock, t, s->events + count + 1);
    }
    return count;
}

void dadao_simulation_renewal_undraw(dadao_simulation *simulation, size_t count)
{
    dadao_renewal *r = simulation->renewal;
    while (count-- > 0) {
        const undraw *last = &r->drawn[count];
        r->next[last->clock] = last->next;
        r->stream[last->clock >= r->nodes] = last->stream;
        sift_up(r, r->place[last->clock]);
    }
}

/* ---- Rates ---- */

void dadao_simulation_renewal_hold(dadao_simulation *simulation, size_t kind)
{
    dadao_renewal *r = simulation->renewal;
    const size_t first = kind ? r->nodes : 0, end = kind ? r->clocks : r->nodes;
    for (size_t k = first; k < end; k++) {
        const double rate = rate_of(simulation, r, k);
        if (rate > 0.0)
            r->left[k] = (r->next[k] - simulation->t) * rate;
    }
}

void dadao_simulation_renewal_resume(dadao_simulation *simulation, size_t kind)
{
    dadao_renewal *r = simulation->renewal;
    const size_t first = kind ? r->nodes : 0, end = kind ? r->clocks : r->nodes;
    for (size_t k = first; k < end; k++)
        set_tick(r, simulation, k);
    order(r);
}

/* ---- For the hash ---- */

const double *dadao_simulation_renewal_times(const dadao_renewal *renewal, size_t *count)
{
    *count = renewal->clocks;
    return renewal->next;
}

const dadao_random *dadao_simulation_renewal_streams(const dadao_renewal *renewal)
{
    return renewal->stream;
}
