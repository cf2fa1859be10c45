/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random generators that draw with the project's own arithmetic: the same seed gives the same edges on every machine.
 */
#include "topology/build.h"

#include "core/exact.h"
#include "core/memory.h"

#include <math.h>

/* A random kind that comes out in pieces is drawn again this often before its pieces are joined. */
#define TRIES 10

/* Walks over the pairs (u, v), u < v, in order, leaping over those that are not joined: the leap is geometric
 * (Batagelj and Brandes 2005), O(edges) in all. */
static dadao_status draw_pairs(dadao_topology_build *build, size_t n, double p)
{
    double scale =
        -dadao_core_log1p(-p); /* the project's own: libm's last digit, which moves edges, depends on the machine */
    size_t u = 0, v = 0;
    for (;;) {
        double leap = p >= 1.0 ? 0.0 : floor(dadao_core_random_exponential(&build->random) / scale);
        if (!(leap < (double)n * (double)n)) {
            return DADAO_OK;
        }
        uint64_t ahead = (uint64_t)leap + 1;
        while (u < n && ahead > n - 1 - v) {
            ahead -= n - 1 - v;
            u++;
            v = u;
        }
        v += (size_t)ahead;
        if (u + 1 >= n) {
            return DADAO_OK;
        }
        if (build->topology->edges >= DADAO_TOPOLOGY_MAX_EDGES || !dadao_topology_push(build->topology, u, v, 1.0)) {
            return dadao_topology_out_of_memory(build->error);
        }
    }
}

dadao_status dadao_topology_erdos_renyi(dadao_topology_build *build)
{
    size_t n = build->n[0];
    double p = build->r[1];
    if (n < 2) {
        return dadao_topology_build_fail(build, 0, "a network has at least 2 nodes, not %zu", n);
    }
    if (!(p >= 0 && p <= 1)) {
        return dadao_topology_build_fail(build, 1, "P is a probability between 0 and 1, not %s", build->text[1]);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, p * (double)n * ((double)n - 1) / 2, false);
    for (int attempt = 0; status == DADAO_OK && attempt < (p > 0 ? TRIES : 1); attempt++) {
        build->topology->edges = 0;
        status = p > 0 ? draw_pairs(build, n, p) : DADAO_OK;
        if (status == DADAO_OK && (dadao_topology_build_connected(build) || build->topology->edges + 1 < n)) {
            break; /* with fewer edges than a tree has, drawing again is a waste */
        }
    }
    return status != DADAO_OK ? status : dadao_topology_build_join(build);
}

/* A set of node pairs: open addressing on a power of two that is at least twice the number of pairs. */
typedef struct pair_set {
    uint64_t *slot; /* pair + 1, 0 is empty */
    size_t mask;
} pair_set;

static bool pair_insert(pair_set *set, size_t a, size_t b)
{
    uint64_t pair = ((uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a)) + 1;
    size_t at = (size_t)((pair * 0x9E3779B97F4A7C15u) >> 20) & set->mask;
    while (set->slot[at] != 0 && set->slot[at] != pair) {
        at = (at + 1) & set->mask;
    }
    bool fresh = set->slot[at] == 0;
    set->slot[at] = pair;
    return fresh;
}

static bool pair_set_create(pair_set *set, size_t pairs)
{
    size_t capacity = 64;
    while (capacity < 4 * pairs) {
        capacity *= 2;
    }
    set->mask = capacity - 1;
    set->slot = dadao_core_allocate(capacity, sizeof *set->slot);
    return set->slot != NULL;
}

/* One ring, each edge's far end moved with probability p to a node that is not yet a neighbour. The ring's own pairs
 * are all taken first, so that a moved edge never meets one that has not had its turn. */
static bool draw_small_world(dadao_topology_build *build, size_t n, size_t k, double p)
{
    pair_set set;
    if (!pair_set_create(&set, n * k)) { /* n k / 2 ring pairs and as many moved ones */
        return false;
    }
    bool ok = true;
    for (size_t step = 1; step <= k / 2; step++) {
        for (size_t v = 0; v < n; v++) {
            pair_insert(&set, v, (v + step) % n);
        }
    }
    for (size_t step = 1; ok && step <= k / 2; step++) {
        for (size_t v = 0; ok && v < n; v++) {
            size_t far = (v + step) % n;
            if (dadao_core_random_uniform(&build->random) < p) {
                for (int attempt = 0; attempt < 100; attempt++) { /* in a dense ring there may be nowhere to go */
                    size_t other = (size_t)dadao_core_random_below(&build->random, n);
                    if (other != v && pair_insert(&set, v, other)) {
                        far = other;
                        break;
                    }
                }
            }
            ok = dadao_topology_push(build->topology, v, far, 1.0);
        }
    }
    free(set.slot);
    return ok;
}

dadao_status dadao_topology_watts_strogatz(dadao_topology_build *build)
{
    size_t n = build->n[0], k = build->n[1];
    double p = build->r[2];
    if (n < 3) {
        return dadao_topology_build_fail(build, 0, "a ring has at least 3 nodes, not %zu", n);
    }
    if (k < 2 || k % 2 != 0 || k >= n) {
        return dadao_topology_build_fail(
            build, 1, "K, the neighbours of a node, is even, at least 2 and less than N = %zu, not %zu", n, k);
    }
    if (!(p >= 0 && p <= 1)) {
        return dadao_topology_build_fail(build, 2, "P is a probability between 0 and 1, not %s", build->text[2]);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)n * (double)k / 2, true);
    if (status != DADAO_OK) {
        return status;
    }
    dadao_topology_place_ring(build->topology, 0, n, 0.0, 0.0, 1.0, 0.0);
    for (int attempt = 0; attempt < TRIES; attempt++) {
        build->topology->edges = 0;
        if (!draw_small_world(build, n, k, p)) {
            return dadao_topology_out_of_memory(build->error);
        }
        if (dadao_topology_build_connected(build)) {
            return DADAO_OK;
        }
    }
    return dadao_topology_build_join(build);
}
