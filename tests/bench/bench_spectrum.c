/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time of chi1, chi2 and everything with them, against the limits of 0.2 s (sparse) and 0.5 s (any graph) at n = 1000.
 */
#include <dadao/spectrum.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct graph {
    const char *name;
    size_t nodes, edges, capacity;
    dadao_edge *edge;
    double limit; /* seconds */
} graph;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void add(graph *g, size_t u, size_t v)
{
    if (g->edges == g->capacity) {
        g->capacity = g->capacity ? 2 * g->capacity : 1024;
        dadao_edge *grown = realloc(g->edge, g->capacity * sizeof *grown);
        if (!grown)
            exit(1);
        g->edge = grown;
    }
    g->edge[g->edges++] = (dadao_edge){ (uint32_t)(u < v ? u : v), (uint32_t)(u < v ? v : u) };
}

static graph path(size_t n)
{
    graph g = { .name = "path", .nodes = n, .limit = 0.2 };
    for (size_t i = 1; i < n; i++)
        add(&g, i - 1, i);
    return g;
}

static graph grid(size_t a, size_t b)
{
    graph g = { .name = "grid", .nodes = a * b, .limit = 0.2 };
    for (size_t i = 0; i < a; i++)
        for (size_t j = 0; j < b; j++) {
            if (j + 1 < b)
                add(&g, i * b + j, i * b + j + 1);
            if (i + 1 < a)
                add(&g, i * b + j, (i + 1) * b + j);
        }
    return g;
}

static graph complete(size_t n)
{
    graph g = { .name = "complete", .nodes = n, .limit = 0.5 };
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            add(&g, i, j);
    return g;
}

/* A path, so that it is connected, and random edges up to `edges`. */
static graph scattered(const char *name, size_t n, size_t edges, double limit)
{
    graph g = path(n);
    g.name = name;
    g.limit = limit;
    uint64_t s = 12345;
    while (g.edges < edges) {
        s = s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const size_t u = (size_t)(s >> 33) % n;
        s = s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const size_t v = (size_t)(s >> 33) % n;
        if (u != v)
            add(&g, u, v);
    }
    return g;
}

static int measure(graph g)
{
    double best = INFINITY;
    dadao_error error = { 0 };
    double foster = 0.0;
    for (int repeat = 0; repeat < 5; repeat++) {
        dadao_spectrum s;
        const double begin = now();
        if (dadao_spectrum_compute(g.nodes, g.edges, g.edge, NULL, &s, &error) != DADAO_OK) {
            fprintf(stderr, "%s: %s\n", g.name, error.text);
            return 1;
        }
        best = fmin(best, now() - begin);
        foster = fabs(s.foster / (double)(g.nodes - 1) - 1.0);
        dadao_spectrum_clear(&s);
    }
    printf("spectrum %-16s n=%-5zu edges=%-7zu %9.3f ms   limit/time %8.1f   Foster %.1e\n", g.name, g.nodes, g.edges,
           1e3 * best, g.limit / best, foster);
    free(g.edge);
    return 0;
}

int main(void)
{
    const graph graphs[] = {
        path(16),
        path(100),
        grid(10, 10),
        complete(100),
        path(500),
        grid(20, 25),
        scattered("random |E| = 10n", 500, 5000, 0.05),
        scattered("random |E| = 50n", 500, 25000, 0.05),
        complete(500),
        path(1000),
        grid(25, 40),
        scattered("random degree 10", 1000, 5000, 0.2),
        scattered("random |E| = 10n", 1000, 10000, 0.2),
        scattered("random |E| = 100n", 1000, 100000, 0.5),
        complete(1000),
        grid(40, 50),
        path(2000),
        complete(2000),
    };
    int failed = 0;
    for (size_t i = 0; i < sizeof graphs / sizeof graphs[0]; i++)
        failed |= measure(graphs[i]);
    return failed;
}
