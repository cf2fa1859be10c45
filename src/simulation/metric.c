/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lazy mean squared distance: one leaf a node, written by the events, and a tree of sums over the leaves.
 *
 * Subtracting old leaves from a running total would lose everything once the error has fallen by sixteen digits; the tree only
 * adds. A running total is kept all the same, at one addition an event: good to a known bound, it tells the event loop when the
 * tree is worth asking. */
#include "simulation/simulation.h"

#include "core/memory.h"

#include <math.h>

enum { RESYNC_LEAST = 4096 };

dadao_status dadao_simulation_metric_create(dadao_simulation *simulation, dadao_error *error)
{
    dadao_sum_tree *tree = dadao_core_allocate(1, sizeof *tree);
    simulation->tree = tree;
    if (!tree)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the metric");
    tree->level[0] = simulation->node_error;
    tree->length[0] = simulation->nodes;
    tree->levels = 1;
    tree->stale = true;
    for (size_t length = simulation->nodes; tree->levels == 1 || length > 1; tree->levels++) {
        length = (length + DADAO_TREE_FAN - 1) / DADAO_TREE_FAN;
        double *level = dadao_core_allocate(length, sizeof *level);
        if (!level)
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the metric");
        tree->level[tree->levels] = level;
        tree->length[tree->levels] = length;
    }
    simulation->resync = RESYNC_LEAST;
    while (simulation->resync < 4 * (uint64_t)simulation->nodes)
        simulation->resync *= 2;
    return DADAO_OK;
}

void dadao_simulation_metric_destroy(dadao_simulation *simulation)
{
    if (!simulation->tree)
        return;
    for (size_t k = 1; k < DADAO_TREE_LEVELS; k++)
        free(simulation->tree->level[k]);
    free(simulation->tree);
    simulation->tree = NULL;
}

size_t dadao_simulation_metric_bytes(const dadao_simulation *simulation)
{
    size_t bytes = sizeof *simulation->tree;
    for (size_t k = 1; k < simulation->tree->levels; k++)
        bytes += simulation->tree->length[k] * sizeof(double);
    return bytes;
}

/* Adds the children of one inner node, in order. */
static void add_block(dadao_sum_tree *tree, size_t level, size_t block)
{
    const double *child = tree->level[level - 1] + block * DADAO_TREE_FAN;
    const size_t left = tree->length[level - 1] - block * DADAO_TREE_FAN;
    const size_t count = left < DADAO_TREE_FAN ? left : DADAO_TREE_FAN;
    double sum = 0.0;
    for (size_t k = 0; k < count; k++)
        sum += child[k];
    tree->level[level][block] = sum;
}

static void add_path(dadao_sum_tree *tree, size_t leaf)
{
    for (size_t level = 1; level < tree->levels; level++) {
        leaf /= DADAO_TREE_FAN;
        add_block(tree, level, leaf);
    }
}

static void add_all(dadao_sum_tree *tree)
{
    for (size_t level = 1; level < tree->levels; level++)
        for (size_t block = 0; block < tree->length[level]; block++)
            add_block(tree, level, block);
}

double dadao_simulation_metric_sum(const dadao_simulation *simulation)
{
    dadao_sum_tree *tree = simulation->tree;
    if (tree->stale || simulation->events - tree->upto > DADAO_RECENT_EVENTS) {
        add_all(tree);
    } else {
        for (uint64_t index = tree->upto + 1; index <= simulation->events; index++) {
            const dadao_event *event = &simulation->ring[(index - 1) % DADAO_RING_EVENTS];
            add_path(tree, event->i);
            if (event->kind == DADAO_EVENT_COMMUNICATION)
                add_path(tree, event->j);
        }
    }
    tree->upto = simulation->events;
    tree->stale = false;
    return tree->level[tree->levels - 1][0];
}

void dadao_simulation_metric_resync(dadao_simulation *simulation)
{
    simulation->error_sum = simulation->error_peak = dadao_simulation_metric_sum(simulation);
}

void dadao_simulation_metric_recompute(dadao_simulation *simulation)
{
    const double *optimum = dadao_simulation_optimum(simulation);
    for (size_t i = 0; i < simulation->nodes; i++) {
        double sum = 0.0;
        const double *x = dadao_simulation_vector(simulation, i, simulation->method->reported);
        for (size_t k = 0; k < simulation->dimension; k++)
            sum += (x[k] - optimum[k]) * (x[k] - optimum[k]);
        simulation->node_error[i] = sum;
    }
    simulation->tree->stale = true;
    dadao_simulation_metric_resync(simulation);
}

void dadao_simulation_refresh_metric(dadao_simulation *simulation)
{
    dadao_simulation_metric_recompute(simulation);
    dadao_simulation_set_limit(simulation);
}

double dadao_simulation_error_now(const dadao_simulation *simulation)
{
    return dadao_simulation_metric_sum(simulation) / (double)simulation->nodes;
}
