/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the samples of a data set are spread over the nodes: evenly, sorted, by Dirichlet shares, or as the file says. */
#include "core/memory.h"
#include "problem/dataset.h"
#include "problem/gsl_random.h"
#include <gsl/gsl_randist.h>
#include <stdio.h>
#include <string.h>

/* Classes that a numeric target is cut into for Dirichlet shares: tenths of the sorted targets. */
#define SLICES ((size_t)10)

static void shuffle(size_t *order, size_t count, dadao_random *random)
{
    for (size_t k = count; k > 1; k--) {
        const size_t other = (size_t)dadao_core_random_below(random, k), kept = order[k - 1];
        order[k - 1] = order[other];
        order[other] = kept;
    }
}

/* Shares that differ by one at most, the larger ones first. */
static void equal_shares(size_t rows, size_t nodes, size_t *first)
{
    for (size_t i = 0; i <= nodes; i++)
        first[i] = i * (rows / nodes) + (i < rows % nodes ? i : rows % nodes);
}

typedef struct sort_key {
    double target;
    size_t row;
} sort_key;

static int compare_keys(const void *left, const void *right)
{
    const sort_key *a = left, *b = right;
    if (a->target != b->target)
        return a->target < b->target ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* Rows by target (classes in the order of their numbers or first appearance), ties by row. */
static bool sort_by_target(const dadao_dataset *dataset, size_t *order)
{
    sort_key *key = dadao_core_allocate(dataset->rows, sizeof *key);
    if (!key)
        return false;
    for (size_t i = 0; i < dataset->rows; i++) {
        const bool many = dataset->class_of && dataset->classes > 2;
        key[i] = (sort_key){ many ? (double)dataset->class_of[i] : dataset->target[i], i };
    }
    qsort(key, dataset->rows, sizeof *key, compare_keys);
    for (size_t i = 0; i < dataset->rows; i++)
        order[i] = key[i].row;
    free(key);
    return true;
}

/* ---- Dirichlet ------------------------------------------------------------------------------- */

typedef struct dealing {
    size_t rows, nodes;
    size_t *owner;  /* [rows] by position in the sorted order */
    size_t *held;   /* [nodes] */
    double *share;  /* [nodes] */
    double *weight; /* [nodes] alpha everywhere */
    gsl_rng *rng;
    dadao_random random;
} dealing;

/* Deals order[begin, end), one class, by fresh Dirichlet shares: cumulative shares are rounded, so none is lost. */
static void deal_class(dealing *deal, size_t *order, size_t begin, size_t end)
{
    shuffle(order + begin, end - begin, &deal->random);
    gsl_ran_dirichlet(deal->rng, deal->nodes, deal->weight, deal->share);
    double cumulative = 0.0;
    size_t at = begin;
    for (size_t i = 0; i < deal->nodes; i++) {
        cumulative += deal->share[i];
        size_t until = begin + (size_t)(cumulative * (double)(end - begin) + 0.5);
        until = i + 1 == deal->nodes || until > end ? end : until;
        for (; at < until; at++) {
            deal->owner[at] = i;
            deal->held[i]++;
        }
    }
}

/* A node needs an objective: each empty one is given a sample of the fullest. */
static size_t fill_empty(dealing *deal)
{
    size_t given = 0;
    for (size_t i = 0; i < deal->nodes; i++) {
        if (deal->held[i] > 0)
            continue;
        size_t fullest = 0, at = 0;
        for (size_t k = 1; k < deal->nodes; k++)
            fullest = deal->held[k] > deal->held[fullest] ? k : fullest;
        while (deal->owner[at] != fullest)
            at++;
        deal->owner[at] = i;
        deal->held[fullest]--;
        deal->held[i]++;
        given++;
    }
    return given;
}

/* A stable sort by owner: counts are known. */
static bool gather_by_owner(const dealing *deal, size_t *order, size_t *first)
{
    size_t *gathered = dadao_core_allocate(deal->rows, sizeof *gathered);
    size_t *next = dadao_core_allocate(deal->nodes, sizeof *next);
    const bool ready = gathered && next;
    if (ready) {
        first[0] = 0;
        for (size_t i = 0; i < deal->nodes; i++) {
            next[i] = first[i];
            first[i + 1] = first[i] + deal->held[i];
        }
        for (size_t q = 0; q < deal->rows; q++)
            gathered[next[deal->owner[q]]++] = order[q];
        memcpy(order, gathered, deal->rows * sizeof *order);
    }
    free(gathered);
    free(next);
    return ready;
}

/* Where the class at sorted position `begin` ends. */
static size_t class_end(const dadao_dataset *dataset, const size_t *order, size_t begin)
{
    if (!dataset->class_of) {
        const size_t slice = begin * SLICES / dataset->rows;
        size_t end = begin + 1;
        while (end < dataset->rows && end * SLICES / dataset->rows == slice)
            end++;
        return end;
    }
    size_t end = begin + 1;
    while (end < dataset->rows && dataset->class_of[order[end]] == dataset->class_of[order[begin]])
        end++;
    return end;
}

static bool dirichlet(const dadao_dataset *dataset, const dadao_specification *s, size_t *order, size_t *first,
                      dadao_notes *notes)
{
    dealing deal = { .rows = dataset->rows, .nodes = s->nodes };
    deal.owner = dadao_core_allocate(deal.rows, sizeof *deal.owner);
    deal.held = dadao_core_allocate(deal.nodes, sizeof *deal.held);
    deal.share = dadao_core_allocate(deal.nodes, sizeof *deal.share);
    deal.weight = dadao_core_allocate(deal.nodes, sizeof *deal.weight);
    dadao_core_random_seed(&deal.random, s->seed, DADAO_STREAM_PARTITION);
    dadao_random shares;
    dadao_core_random_seed_named(&shares, s->seed, "partition shares");
    deal.rng = dadao_problem_gsl_random(&shares);
    bool done = deal.owner && deal.held && deal.share && deal.weight && deal.rng && sort_by_target(dataset, order);
    if (done) {
        for (size_t i = 0; i < deal.nodes; i++)
            deal.weight[i] = s->alpha;
        for (size_t begin = 0, end; begin < deal.rows; begin = end)
            deal_class(&deal, order, begin, end = class_end(dataset, order, begin));
        const size_t given = fill_empty(&deal);
        if (given > 0)
            dadao_core_note(
                notes, "partition=dirichlet: %zu of %zu nodes had drawn no sample and were given one of the fullest",
                given, deal.nodes);
        done = gather_by_owner(&deal, order, first);
    }
    free(deal.owner);
    free(deal.held);
    free(deal.share);
    free(deal.weight);
    if (deal.rng)
        gsl_rng_free(deal.rng);
    return done;
}

/* ---- As the file says ------------------------------------------------------------------------ */

static dadao_status by_node_column(const dadao_dataset *dataset, size_t nodes, size_t *order, size_t *first,
                                   dadao_error *error)
{
    memset(first, 0, (nodes + 1) * sizeof *first);
    for (size_t i = 0; i < dataset->rows; i++)
        first[dataset->node[i] + 1]++;
    for (size_t i = 0; i < nodes; i++) {
        if (first[i + 1] == 0)
            return dadao_core_fail(error, DADAO_FORMAT,
                                   "%s: no sample belongs to node %zu, but the network has %zu nodes (0 to %zu); "
                                   "partition=even spreads the samples over all of them",
                                   dataset->path, i, nodes, nodes - 1);
        first[i + 1] += first[i];
    }
    for (size_t i = 0; i < dataset->rows; i++)
        order[first[dataset->node[i]]++] = i;
    memmove(first + 1, first, nodes * sizeof *first); /* each has advanced to the next one's beginning */
    first[0] = 0;
    return DADAO_OK;
}

static dadao_status spread(const dadao_dataset *dataset, const dadao_specification *s, size_t *order, size_t *first,
                           dadao_notes *notes, dadao_error *error)
{
    bool done = true;
    for (size_t i = 0; i < dataset->rows; i++)
        order[i] = i;
    if (s->partition == DADAO_PARTITION_DEFAULT && dataset->node)
        return by_node_column(dataset, s->nodes, order, first, error);
    if (s->partition == DADAO_PARTITION_DIRICHLET) {
        done = dirichlet(dataset, s, order, first, notes);
    } else {
        equal_shares(dataset->rows, s->nodes, first);
        if (s->partition == DADAO_PARTITION_SORTED) {
            done = sort_by_target(dataset, order);
        } else {
            dadao_random random;
            dadao_core_random_seed(&random, s->seed, DADAO_STREAM_PARTITION);
            shuffle(order, dataset->rows, &random);
        }
    }
    return done ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for the partition", dataset->path);
}

dadao_status dadao_problem_partition(const dadao_dataset *dataset, const dadao_specification *s, size_t **order,
                                     size_t **first, dadao_notes *notes, dadao_error *error)
{
    *order = *first = NULL;
    if (dataset->rows < s->nodes)
        return dadao_core_fail(error, DADAO_INVALID,
                               "%s: %zu samples cannot be spread over %zu nodes: each needs at least one",
                               dataset->path, dataset->rows, s->nodes);
    *order = dadao_core_allocate(dataset->rows, sizeof **order);
    *first = dadao_core_allocate(s->nodes + 1, sizeof **first);
    dadao_status status = DADAO_OK;
    if (!*order || !*first)
        status = dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for the partition", dataset->path);
    else
        status = spread(dataset, s, *order, *first, notes, error);
    if (status != DADAO_OK) {
        free(*order);
        free(*first);
        *order = *first = NULL;
    }
    return status;
}
