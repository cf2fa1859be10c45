/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layout for any size: distances to a few far-apart nodes, turned so that the two widest directions are x and y
 * (Harel and Koren 2002, "Graph drawing by high-dimensional embedding"). One breadth-first search a pivot. */
#include "topology/topology.h"

#include "core/memory.h"

#include <math.h>

#define PIVOTS 6

/* Distances from `source` into distance[0..n) with stride PIVOTS; lowers `nearest` to them. */
static void search_breadth_first(const dadao_topology_adjacency *graph, size_t n, size_t source, float *distance,
                                 float *nearest, uint32_t *queue)
{
    for (size_t v = 0; v < n; v++) {
        distance[v * PIVOTS] = -1.0f;
    }
    size_t head = 0, tail = 0;
    queue[tail++] = (uint32_t)source;
    distance[source * PIVOTS] = 0.0f;
    while (head < tail) {
        size_t v = queue[head++];
        float next = distance[v * PIVOTS] + 1.0f;
        for (size_t k = graph->start[v]; k < graph->start[v + 1]; k++) {
            size_t w = graph->neighbour[k];
            if (distance[w * PIVOTS] < 0) {
                distance[w * PIVOTS] = next;
                queue[tail++] = (uint32_t)w;
            }
        }
    }
    for (size_t v = 0; v < n; v++) {
        /* Unreached happens only where an edit cut the network: put it at the source. */
        distance[v * PIVOTS] = distance[v * PIVOTS] < 0 ? 0.0f : distance[v * PIVOTS];
        nearest[v] = distance[v * PIVOTS] < nearest[v] ? distance[v * PIVOTS] : nearest[v];
    }
}

/* Each pivot is the node farthest from all before it. */
static void measure_distances(const dadao_topology_adjacency *graph, size_t n, float *distance, float *nearest,
                              uint32_t *queue)
{
    for (size_t v = 0; v < n; v++) {
        nearest[v] = INFINITY;
    }
    size_t pivot = 0;
    for (size_t p = 0; p < PIVOTS; p++) {
        search_breadth_first(graph, n, pivot, distance + p, nearest, queue);
        for (size_t v = 0; v < n; v++) {
            pivot = nearest[v] > nearest[pivot] ? v : pivot;
        }
    }
}

static void covariance_of(const float *distance, size_t n, double mean[PIVOTS], double covariance[PIVOTS][PIVOTS])
{
    for (size_t v = 0; v < n; v++) {
        for (size_t p = 0; p < PIVOTS; p++) {
            mean[p] += (double)distance[v * PIVOTS + p] / (double)n;
        }
    }
    for (size_t v = 0; v < n; v++) {
        for (size_t p = 0; p < PIVOTS; p++) {
            for (size_t q = 0; q <= p; q++) {
                double term =
                    ((double)distance[v * PIVOTS + p] - mean[p]) * ((double)distance[v * PIVOTS + q] - mean[q]);
                covariance[p][q] += term / (double)n;
            }
        }
    }
    for (size_t p = 0; p < PIVOTS; p++) {
        for (size_t q = p + 1; q < PIVOTS; q++) {
            covariance[p][q] = covariance[q][p];
        }
    }
}

/* The direction of largest variance, by the power method; removed from `covariance` afterwards. */
static void widest_direction(double covariance[PIVOTS][PIVOTS], double direction[PIVOTS])
{
    double value = 0.0;
    for (size_t p = 0; p < PIVOTS; p++) {
        direction[p] = 1.0 / (1.0 + 0.37 * (double)p); /* not orthogonal to anything in particular */
    }
    for (int round = 0; round < 200; round++) {
        double next[PIVOTS] = { 0.0 }, square = 0.0;
        for (size_t p = 0; p < PIVOTS; p++) {
            for (size_t q = 0; q < PIVOTS; q++) {
                next[p] += covariance[p][q] * direction[q];
            }
            square += next[p] * next[p];
        }
        value = sqrt(square);
        for (size_t p = 0; p < PIVOTS; p++) {
            direction[p] = value > 0 ? next[p] / value : 0.0;
        }
    }
    for (size_t p = 0; p < PIVOTS; p++) {
        for (size_t q = 0; q < PIVOTS; q++) {
            covariance[p][q] -= value * direction[p] * direction[q];
        }
    }
}

static void project(dadao_topology *topology, const float *distance)
{
    double mean[PIVOTS] = { 0.0 }, covariance[PIVOTS][PIVOTS] = { { 0.0 } }, across[PIVOTS], up[PIVOTS];
    covariance_of(distance, topology->nodes, mean, covariance);
    widest_direction(covariance, across);
    widest_direction(covariance, up);
    for (size_t v = 0; v < topology->nodes; v++) {
        double x = 0.0, y = 0.0;
        for (size_t p = 0; p < PIVOTS; p++) {
            double centred = (double)distance[v * PIVOTS + p] - mean[p];
            x += centred * across[p];
            y += centred * up[p];
        }
        /* Nodes with the same distances to all pivots would fall on one point: a small fixed stagger parts them. */
        double angle = 2.39996322972865332 * (double)(v % 1000);
        topology->x[v] = x + 0.15 * cos(angle);
        topology->y[v] = y + 0.15 * sin(angle);
    }
}

bool dadao_topology_arrange_pivot(dadao_topology *topology)
{
    size_t n = topology->nodes;
    dadao_topology_adjacency graph = { 0 };
    float *distance = dadao_core_allocate(n * PIVOTS, sizeof *distance);
    float *nearest = dadao_core_allocate(n, sizeof *nearest);
    uint32_t *queue = dadao_core_allocate(n, sizeof *queue);
    bool ok = distance != NULL && nearest != NULL && queue != NULL && dadao_topology_adjacency_create(topology, &graph);
    if (ok) {
        measure_distances(&graph, n, distance, nearest, queue);
        project(topology, distance);
    }
    dadao_topology_adjacency_clear(&graph);
    free(distance);
    free(nearest);
    free(queue);
    return ok;
}
