/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making the stage of a method: links with their weights, a spanning tree, neighbours, tables, room to work in. */
#include "method/stage.h"

#include "core/memory.h"
#include "problem/gradient.h"

#include <string.h>

static dadao_status no_memory(const dadao_stage *stage, dadao_error *error)
{
    return dadao_core_fail(error, DADAO_MEMORY, "out of memory for what %s keeps of %zu nodes", stage->method->name, stage->nodes);
}

static const dadao_sweeps *sweeps(void)
{
    static const dadao_sweeps *const level[DADAO_ISA_COUNT] = {&dadao_method_sweeps_baseline, &dadao_method_sweeps_v3,
                                                               &dadao_method_sweeps_v4};
    return level[dadao_method_isa()];
}

/* ---- Links ---- */

static uint32_t root_of(uint32_t *parent, uint32_t node)
{
    while (parent[node] != node)
        node = parent[node] = parent[parent[node]];
    return node;
}

/* Keeps of the links those that join two parts not yet joined by the ones before. */
static void keep_tree(dadao_stage *stage, uint32_t *parent)
{
    size_t kept = 0;
    for (size_t i = 0; i < stage->nodes; i++)
        parent[i] = (uint32_t)i;
    for (size_t k = 0; k < stage->links; k++) {
        const uint32_t u = root_of(parent, stage->link[k].u), v = root_of(parent, stage->link[k].v);
        if (u == v)
            continue;
        parent[u] = v;
        stage->link[kept] = stage->link[k];
        stage->weight[kept] = stage->weight[k];
        stage->link_edge[kept++] = stage->link_edge[k];
    }
    stage->links = kept;
}

void dadao_method_metropolis(size_t nodes, size_t links, const dadao_edge *link, uint32_t *degree, double *weight)
{
    memset(degree, 0, nodes * sizeof *degree);
    for (size_t k = 0; k < links; k++) {
        degree[link[k].u]++;
        degree[link[k].v]++;
    }
    for (size_t k = 0; k < links; k++) {
        const uint32_t u = degree[link[k].u], v = degree[link[k].v];
        weight[k] = 1.0 / (1.0 + (double)(u > v ? u : v));
    }
}

static dadao_status make_links(dadao_stage *stage, size_t edges, const dadao_edge *edge, const double *rates, dadao_error *error)
{
    double total = 0.0;
    uint32_t *work = dadao_core_allocate(stage->nodes, sizeof *work);
    stage->link = dadao_core_allocate(edges, sizeof *stage->link);
    stage->link_edge = dadao_core_allocate(edges, sizeof *stage->link_edge);
    stage->weight = dadao_core_allocate(edges, sizeof *stage->weight);
    stage->metropolis = dadao_core_allocate(edges, sizeof *stage->metropolis);
    if (!work || !stage->link || !stage->link_edge || !stage->weight || !stage->metropolis) {
        free(work);
        return no_memory(stage, error);
    }
    for (size_t e = 0; e < edges; e++)
        total += rates ? rates[e] : 1.0;
    for (size_t e = 0; e < edges; e++) {
        if (rates && !(rates[e] > 0.0))
            continue;
        stage->link[stage->links] = edge[e];
        stage->link_edge[stage->links] = (uint32_t)e;
        stage->weight[stage->links++] = (rates ? rates[e] : 1.0) / total;
    }
    if (stage->method->declaration.needs & DADAO_NEEDS(TREE))
        keep_tree(stage, work);
    if (stage->method->declaration.needs & DADAO_NEEDS(SERVER))
        stage->links = 0;
    dadao_method_metropolis(stage->nodes, stage->links, stage->link, work, stage->metropolis);
    free(work);
    return DADAO_OK;
}

/* Each node's neighbours in the order of the links. */
static dadao_status make_neighbours(dadao_stage *stage, dadao_error *error)
{
    stage->first = dadao_core_allocate(stage->nodes + 2, sizeof *stage->first);
    stage->neighbour = dadao_core_allocate(2 * stage->links, sizeof *stage->neighbour);
    stage->through = dadao_core_allocate(2 * stage->links, sizeof *stage->through);
    if (!stage->first || !stage->neighbour || !stage->through)
        return no_memory(stage, error);
    size_t *next = stage->first + 1; /* counts, then where the next one goes, which ends as where the next node begins */
    for (size_t k = 0; k < stage->links; k++) {
        next[stage->link[k].u + 1]++;
        next[stage->link[k].v + 1]++;
    }
    for (size_t i = 1; i <= stage->nodes; i++)
        next[i] += next[i - 1];
    for (size_t k = 0; k < stage->links; k++) {
        const dadao_edge link = stage->link[k];
        stage->neighbour[next[link.u]] = link.v;
        stage->through[next[link.u]++] = stage->link_edge[k];
        stage->neighbour[next[link.v]] = link.u;
        stage->through[next[link.v]++] = stage->link_edge[k];
    }
    return DADAO_OK;
}

/* ---- All of it ---- */

static dadao_status fill(dadao_stage *stage, size_t edges, const dadao_edge *edge, const double *rates, dadao_error *error)
{
    const dadao_method *method = stage->method;
    const dadao_timing timing = method->declaration.timing;
    dadao_status status = DADAO_OK;
    stage->small = dadao_core_allocate_aligned(8 * stage->dimension + 16 + DADAO_GRADIENT_SCRATCH, sizeof *stage->small);
    stage->scratch = dadao_core_allocate_aligned(method->scratch * stage->nodes, stage->dimension * sizeof *stage->scratch);
    if (!stage->small || !stage->scratch)
        return no_memory(stage, error);
    if (timing == DADAO_TIMING_ROUNDS || timing == DADAO_TIMING_NEIGHBOURS)
        status = make_links(stage, edges, edge, rates, error);
    if (!status && timing == DADAO_TIMING_NEIGHBOURS)
        status = make_neighbours(stage, error);
    if (!status && method->declaration.needs & DADAO_NEEDS(RESISTANCES)) {
        stage->resistance = dadao_core_allocate(edges, sizeof *stage->resistance);
        status = stage->resistance ? dadao_method_resistances(stage->nodes, edges, edge, rates, stage->resistance, error)
                                   : no_memory(stage, error);
    }
    if (!status && method->declaration.needs & DADAO_NEEDS(CONJUGATE))
        status = dadao_method_conjugate_prepare(stage, error);
    return status;
}

dadao_status dadao_method_stage_create(const dadao_method *method, const void *constants, const dadao_problem *problem,
                                       size_t nodes, size_t edges, const dadao_edge *edge, const double *rates,
                                       dadao_stage **stage, dadao_error *error)
{
    *stage = NULL;
    dadao_stage *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    *made = (dadao_stage){
        .method = method, .constants = constants, .problem = problem, .objective = dadao_problem_objective(problem),
        .sweep = sweeps(), .minibatch = dadao_problem_batch(problem), .nodes = nodes, .dimension = dadao_problem_dimension(problem),
        .shift = method->shift ? method->shift(constants) : 0.0,
    };
    const dadao_status status = fill(made, edges, edge, rates, error);
    if (status)
        dadao_method_stage_destroy(made);
    else
        *stage = made;
    return status;
}

/* *place := a copy of what it points to; NULL stays NULL. False when out of memory. */
static bool copy_block(void *place, size_t count, size_t size)
{
    void *from, *to;
    memcpy(&from, place, sizeof from);
    if (!from)
        return true;
    to = dadao_core_allocate_aligned(count, size);
    if (to)
        memcpy(to, from, count * size);
    memcpy(place, &to, sizeof to);
    return to != NULL;
}

dadao_status dadao_method_stage_copy(const dadao_stage *stage, const void *constants, size_t edges, dadao_stage **copy, dadao_error *error)
{
    const size_t d = stage->dimension, n = stage->nodes;
    dadao_stage *made = dadao_core_allocate(1, sizeof *made);
    *copy = NULL;
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    *made = *stage;
    made->constants = constants;
    bool good = true; /* every block is replaced, also after a failure: none may stay shared */
    good &= copy_block(&made->link, stage->links, sizeof *made->link);
    good &= copy_block(&made->link_edge, stage->links, sizeof *made->link_edge);
    good &= copy_block(&made->weight, stage->links, sizeof *made->weight);
    good &= copy_block(&made->metropolis, stage->links, sizeof *made->metropolis);
    good &= copy_block(&made->resistance, edges, sizeof *made->resistance);
    good &= copy_block(&made->first, n + 2, sizeof *made->first);
    good &= copy_block(&made->neighbour, 2 * stage->links, sizeof *made->neighbour);
    good &= copy_block(&made->through, 2 * stage->links, sizeof *made->through);
    good &= copy_block(&made->conjugate_data, n * stage->conjugate.stride, sizeof *made->conjugate_data);
    good &= copy_block(&made->newton, d * (d + 6), sizeof *made->newton);
    good &= copy_block(&made->scratch, stage->method->scratch * n, d * sizeof *made->scratch);
    good &= copy_block(&made->small, 8 * d + 16 + DADAO_GRADIENT_SCRATCH, sizeof *made->small);
    if (made->conjugate_data)
        made->conjugate.data = made->conjugate_data;
    if (good)
        *copy = made;
    else
        dadao_method_stage_destroy(made);
    return good ? DADAO_OK : no_memory(stage, error);
}

void dadao_method_stage_destroy(dadao_stage *stage)
{
    if (!stage)
        return;
    free(stage->link);
    free(stage->link_edge);
    free(stage->weight);
    free(stage->metropolis);
    free(stage->resistance);
    free(stage->first);
    free(stage->neighbour);
    free(stage->through);
    free(stage->conjugate_data);
    free(stage->newton);
    free(stage->scratch);
    free(stage->small);
    free(stage);
}

size_t dadao_method_stage_bytes(const dadao_stage *stage)
{
    const size_t d = stage->dimension;
    size_t bytes = sizeof *stage + stage->links * (sizeof *stage->link + 2 * sizeof *stage->weight + sizeof *stage->link_edge);
    bytes += (stage->method->scratch * stage->nodes * d + 8 * d + DADAO_GRADIENT_SCRATCH) * sizeof(double);
    if (stage->conjugate_data)
        bytes += stage->nodes * stage->conjugate.stride * sizeof(double);
    return bytes;
}

/* ---- Steps ---- */

void dadao_method_gradients(dadao_round *round, const double *x, double *g)
{
    const dadao_stage *s = round->stage;
    const size_t d = s->dimension;
    if (s->minibatch)
        for (size_t i = 0; i < s->nodes; i++)
            dadao_problem_stochastic_gradient(s->problem, i, x + i * d, s->minibatch, round->random, g + i * d);
    else
        s->sweep->gradients(s->objective, x, g, s->small + 8 * d);
    round->gradients += s->nodes;
    round->node_gradients++;
}

void dadao_method_conjugates(dadao_round *round, const double *u, double *x)
{
    const dadao_stage *s = round->stage;
    const size_t d = s->dimension;
    if (s->conjugate_data)
        s->sweep->gradients(&s->conjugate, u, x, s->small + 8 * d);
    else
        for (size_t i = 0; i < s->nodes; i++)
            dadao_method_conjugate(s, i, u + i * d, x + i * d);
    round->gradients += s->nodes;
    round->node_gradients++;
}

static inline __attribute__((always_inline)) void reduce(const dadao_stage *s, const double *x, double *out, const size_t d)
{
    double *mean = s->small;
    for (size_t k = 0; k < d; k++)
        mean[k] = 0.0;
    for (size_t i = 0; i < s->nodes; i++)
        for (size_t k = 0; k < d; k++)
            mean[k] += x[i * d + k];
    for (size_t k = 0; k < d; k++)
        mean[k] /= (double)s->nodes;
    for (size_t i = 0; i < s->nodes; i++)
        for (size_t k = 0; k < d; k++)
            out[i * d + k] = mean[k];
}

void dadao_method_all_reduce(dadao_round *round, const double *x, double *out)
{
    switch (round->stage->dimension) {
    case 1:
        reduce(round->stage, x, out, 1);
        break;
    case 2:
        reduce(round->stage, x, out, 2);
        break;
    default:
        reduce(round->stage, x, out, round->stage->dimension);
        break;
    }
}
