/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Minimum-degree ordering on bit sets: for the sizes of the dense form a row of the graph is a few cache lines. */
#include "core/memory.h"
#include "spectrum/elimination.h"
#include <stdbool.h>
#include <string.h>

#define WORD_BITS ((size_t)64)

/* The graph that remains while nodes are eliminated. */
typedef struct shrinking {
    size_t nodes, words, left;
    uint64_t *row;    /* [nodes*words] neighbours */
    uint32_t *degree; /* [nodes] */
    bool *gone;       /* [nodes] */
} shrinking;

static uint64_t bit(size_t index)
{
    return (uint64_t)1 << (index % WORD_BITS);
}

static void shrinking_clear(shrinking *graph)
{
    free(graph->row);
    free(graph->degree);
    free(graph->gone);
}

static uint32_t population(const uint64_t *row, size_t words)
{
    int count = 0;
    for (size_t w = 0; w < words; w++)
        count += __builtin_popcountll(row[w]);
    return (uint32_t)count;
}

static bool shrinking_begin(shrinking *graph, size_t nodes, size_t edges, const dadao_edge *edge)
{
    graph->nodes = graph->left = nodes;
    graph->words = (nodes + WORD_BITS - 1) / WORD_BITS;
    graph->row = dadao_core_allocate(nodes * graph->words, sizeof *graph->row);
    graph->degree = dadao_core_allocate(nodes, sizeof *graph->degree);
    graph->gone = dadao_core_allocate(nodes, sizeof *graph->gone);
    if (!graph->row || !graph->degree || !graph->gone)
        return false;
    for (size_t e = 0; e < edges; e++) {
        graph->row[edge[e].u * graph->words + edge[e].v / WORD_BITS] |= bit(edge[e].v);
        graph->row[edge[e].v * graph->words + edge[e].u / WORD_BITS] |= bit(edge[e].u);
    }
    for (size_t i = 0; i < nodes; i++)
        graph->degree[i] = population(graph->row + i * graph->words, graph->words);
    return true;
}

static size_t least_degree(const shrinking *graph)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < graph->nodes; i++)
        if (!graph->gone[i] && (best == SIZE_MAX || graph->degree[i] < graph->degree[best]))
            best = i;
    return best;
}

/* A dense pivot costs a tenth of what a sparse one of the same degree does: its sums run through BLAS, without indices.
 */
static bool is_dense(const shrinking *graph, size_t pivot)
{
    return 10 * (size_t)graph->degree[pivot] >= 3 * (graph->left - 1);
}

/* Makes the neighbours of k a clique, takes k out, and writes the neighbours (as nodes) to out; returns how many. */
static size_t take_out(shrinking *graph, size_t k, uint32_t *out)
{
    const uint64_t *star = graph->row + k * graph->words;
    size_t count = 0;
    for (size_t w = 0; w < graph->words; w++)
        for (uint64_t rest = star[w]; rest; rest &= rest - 1)
            out[count++] = (uint32_t)(w * WORD_BITS + (size_t)__builtin_ctzll(rest));
    for (size_t a = 0; a < count; a++) {
        uint64_t *row = graph->row + out[a] * graph->words;
        for (size_t w = 0; w < graph->words; w++)
            row[w] |= star[w];
        row[out[a] / WORD_BITS] &= ~bit(out[a]);
        row[k / WORD_BITS] &= ~bit(k);
        graph->degree[out[a]] = population(row, graph->words);
    }
    graph->gone[k] = true;
    graph->left--;
    return count;
}

static bool append_star(shrinking *graph, size_t pivot, dadao_ordering *ordering, size_t *capacity)
{
    const size_t k = ordering->tail, begin = ordering->start[k];
    void *block = ordering->neighbour;
    const bool grown = dadao_core_grow(&block, capacity, begin + graph->degree[pivot] + 1, sizeof *ordering->neighbour);
    ordering->neighbour = block;
    if (!grown)
        return false;
    ordering->node[k] = (uint32_t)pivot;
    ordering->start[k + 1] = begin + take_out(graph, pivot, ordering->neighbour + begin);
    ordering->tail = k + 1;
    return true;
}

/* Nodes to positions, each star ascending: through a bit set, which sorts for nothing. */
static bool to_positions(dadao_ordering *ordering)
{
    const size_t words = (ordering->nodes + WORD_BITS - 1) / WORD_BITS;
    uint64_t *set = dadao_core_allocate(words, sizeof *set);
    if (!set)
        return false;
    for (size_t k = 0; k < ordering->tail; k++) {
        size_t at = ordering->start[k];
        for (size_t a = at; a < ordering->start[k + 1]; a++) {
            const size_t p = ordering->position[ordering->neighbour[a]];
            set[p / WORD_BITS] |= bit(p);
        }
        for (size_t w = k / WORD_BITS; w < words; w++) {
            for (uint64_t rest = set[w]; rest; rest &= rest - 1)
                ordering->neighbour[at++] = (uint32_t)(w * WORD_BITS + (size_t)__builtin_ctzll(rest));
            set[w] = 0;
        }
    }
    free(set);
    return true;
}

static bool eliminate_all(shrinking *graph, dadao_ordering *ordering)
{
    size_t capacity = 0;
    while (graph->left > 0) {
        const size_t pivot = least_degree(graph);
        if (is_dense(graph, pivot))
            break;
        if (!append_star(graph, pivot, ordering, &capacity))
            return false;
    }
    size_t k = ordering->tail;
    for (size_t i = 0; i < graph->nodes; i++)
        if (!graph->gone[i])
            ordering->node[k++] = (uint32_t)i;
    for (size_t q = 0; q < graph->nodes; q++)
        ordering->position[ordering->node[q]] = (uint32_t)q;
    return to_positions(ordering);
}

dadao_status dadao_spectrum_order(size_t nodes, size_t edges, const dadao_edge *edge, dadao_ordering *ordering,
                                  dadao_error *error)
{
    *ordering = (dadao_ordering){ .nodes = nodes };
    ordering->node = dadao_core_allocate(nodes, sizeof *ordering->node);
    ordering->position = dadao_core_allocate(nodes, sizeof *ordering->position);
    ordering->start = dadao_core_allocate(nodes + 1, sizeof *ordering->start);
    shrinking graph = { 0 };
    const bool done = ordering->node && ordering->position && ordering->start &&
                      shrinking_begin(&graph, nodes, edges, edge) && eliminate_all(&graph, ordering);
    shrinking_clear(&graph);
    if (done)
        return DADAO_OK;
    dadao_spectrum_order_clear(ordering);
    return dadao_core_fail(error, DADAO_MEMORY, "no memory for ordering a network of %zu nodes", nodes);
}

void dadao_spectrum_order_clear(dadao_ordering *ordering)
{
    free(ordering->node);
    free(ordering->position);
    free(ordering->start);
    free(ordering->neighbour);
    *ordering = (dadao_ordering){ 0 };
}
