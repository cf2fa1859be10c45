/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small graphs built edge by edge, and their spectra, for the tests of this room. */
#ifndef DADAO_TESTS_SPECTRUM_GRAPHS_H
#define DADAO_TESTS_SPECTRUM_GRAPHS_H

#include "support/support.h"
#include <dadao/random.h>
#include <dadao/spectrum.h>
#include <math.h>
#include <stdlib.h>

typedef struct graph {
    size_t nodes, edges, capacity;
    dadao_edge *edge;
    double *rate;
} graph;

#define GRAPH_UNUSED static __attribute__((unused))

GRAPH_UNUSED void graph_add(graph *g, size_t u, size_t v, double rate)
{
    if (g->edges == g->capacity) {
        g->capacity = g->capacity ? 2 * g->capacity : 64;
        g->edge = realloc(g->edge, g->capacity * sizeof *g->edge);
        g->rate = realloc(g->rate, g->capacity * sizeof *g->rate);
        assert_non_null(g->edge);
        assert_non_null(g->rate);
    }
    g->edge[g->edges] = (dadao_edge){ (uint32_t)(u < v ? u : v), (uint32_t)(u < v ? v : u) };
    g->rate[g->edges++] = rate;
}

GRAPH_UNUSED void graph_clear(graph *g)
{
    free(g->edge);
    free(g->rate);
    *g = (graph){ 0 };
}

GRAPH_UNUSED dadao_spectrum graph_spectrum(const graph *g)
{
    dadao_spectrum s;
    dadao_error error = { 0 };
    if (dadao_spectrum_compute(g->nodes, g->edges, g->edge, g->rate, &s, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    return s;
}

GRAPH_UNUSED graph graph_path(size_t n)
{
    graph g = { .nodes = n };
    for (size_t i = 1; i < n; i++)
        graph_add(&g, i - 1, i, 1.0);
    return g;
}

GRAPH_UNUSED graph graph_cycle(size_t n)
{
    graph g = graph_path(n);
    graph_add(&g, n - 1, 0, 1.0);
    return g;
}

GRAPH_UNUSED graph graph_star(size_t n)
{
    graph g = { .nodes = n };
    for (size_t i = 1; i < n; i++)
        graph_add(&g, 0, i, 1.0);
    return g;
}

GRAPH_UNUSED void graph_add_clique(graph *g, size_t first, size_t size, double rate)
{
    for (size_t i = 0; i < size; i++)
        for (size_t j = i + 1; j < size; j++)
            graph_add(g, first + i, first + j, rate);
}

GRAPH_UNUSED graph graph_complete(size_t n)
{
    graph g = { .nodes = n };
    graph_add_clique(&g, 0, n, 1.0);
    return g;
}

GRAPH_UNUSED graph graph_bipartite(size_t p, size_t q)
{
    graph g = { .nodes = p + q };
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < q; j++)
            graph_add(&g, i, p + j, 1.0);
    return g;
}

GRAPH_UNUSED graph graph_barbell(size_t m, double bridge)
{
    graph g = { .nodes = 2 * m };
    graph_add_clique(&g, 0, m, 1.0);
    graph_add_clique(&g, m, m, 1.0);
    graph_add(&g, m - 1, m, bridge);
    return g;
}

GRAPH_UNUSED graph graph_hypercube(size_t d)
{
    graph g = { .nodes = (size_t)1 << d };
    for (size_t i = 0; i < g.nodes; i++)
        for (size_t k = 0; k < d; k++)
            if (!(i >> k & 1))
                graph_add(&g, i, i | (size_t)1 << k, 1.0);
    return g;
}

/* p x q; around wraps both ways (p, q >= 3). */
GRAPH_UNUSED graph graph_grid(size_t p, size_t q, bool around)
{
    graph g = { .nodes = p * q };
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < q; j++) {
            if (j + 1 < q || around)
                graph_add(&g, i * q + j, i * q + (j + 1) % q, 1.0);
            if (i + 1 < p || around)
                graph_add(&g, i * q + j, (i + 1) % p * q + j, 1.0);
        }
    return g;
}

GRAPH_UNUSED graph graph_binary_tree(size_t height)
{
    graph g = { .nodes = ((size_t)2 << height) - 1 };
    for (size_t i = 1; i < g.nodes; i++)
        graph_add(&g, (i - 1) / 2, i, 1.0);
    return g;
}

GRAPH_UNUSED graph graph_wheel(size_t k)
{
    graph g = { .nodes = k + 1 };
    for (size_t i = 0; i < k; i++) {
        graph_add(&g, 0, 1 + i, 1.0);
        graph_add(&g, 1 + i, 1 + (i + 1) % k, 1.0);
    }
    return g;
}

GRAPH_UNUSED bool graph_has(const graph *g, size_t u, size_t v)
{
    for (size_t e = 0; e < g->edges; e++)
        if ((g->edge[e].u == u && g->edge[e].v == v) || (g->edge[e].u == v && g->edge[e].v == u))
            return true;
    return false;
}

/* A random tree and `extra` more edges; rates 10^U(-decades/2, decades/2). */
GRAPH_UNUSED graph graph_random(size_t n, size_t extra, double decades, uint64_t seed)
{
    graph g = { .nodes = n };
    dadao_random random;
    dadao_core_random_seed_named(&random, seed, "test graphs");
    for (size_t i = 1; i < n + extra; i++) {
        const size_t u = i < n ? i : (size_t)dadao_core_random_below(&random, n);
        const size_t v = (size_t)dadao_core_random_below(&random, i < n ? i : n);
        if (u != v && !graph_has(&g, u, v))
            graph_add(&g, u, v, pow(10.0, decades * (dadao_core_random_uniform(&random) - 0.5)));
    }
    return g;
}

#endif
