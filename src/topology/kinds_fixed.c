/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generators without chance. Each numbers its nodes and edges in the obvious order and places its nodes in its own
 * shape. */
#include "topology/build.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

void dadao_topology_place_ring(dadao_topology *topology, size_t first, size_t count, double cx, double cy,
                               double radius, double phase)
{
    for (size_t k = 0; k < count; k++) {
        double angle = phase + 2 * pi * (double)k / (double)count;
        topology->x[first + k] = cx + radius * sin(angle);
        topology->y[first + k] = cy + radius * cos(angle);
    }
}

static void place(dadao_topology *topology, size_t node, double x, double y)
{
    topology->x[node] = x;
    topology->y[node] = y;
}

static dadao_status done(dadao_topology_build *build, bool pushed)
{
    return pushed ? DADAO_OK : dadao_topology_out_of_memory(build->error);
}

static bool push_path(dadao_topology *topology, size_t first, size_t count)
{
    bool ok = true;
    for (size_t v = first; ok && v + 1 < first + count; v++) {
        ok = dadao_topology_push(topology, v, v + 1, 1.0);
    }
    return ok;
}

static bool push_clique(dadao_topology *topology, size_t first, size_t count)
{
    bool ok = true;
    for (size_t u = first; ok && u < first + count; u++) {
        for (size_t v = u + 1; ok && v < first + count; v++) {
            ok = dadao_topology_push(topology, u, v, 1.0);
        }
    }
    return ok;
}

dadao_status dadao_topology_path(dadao_topology_build *build)
{
    size_t n = build->n[0];
    if (n < 2) {
        return dadao_topology_build_fail(build, 0, "a path has at least 2 nodes, not %zu", n);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)n - 1, true);
    if (status != DADAO_OK) {
        return status;
    }
    for (size_t v = 0; v < n; v++) {
        place(build->topology, v, (double)v, 0.0);
    }
    return done(build, push_path(build->topology, 0, n));
}

dadao_status dadao_topology_cycle(dadao_topology_build *build)
{
    size_t n = build->n[0];
    if (n < 3) {
        return dadao_topology_build_fail(build, 0, "a cycle has at least 3 nodes, not %zu (path 2 is a single edge)",
                                         n);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)n, true);
    if (status != DADAO_OK) {
        return status;
    }
    dadao_topology_place_ring(build->topology, 0, n, 0.0, 0.0, 1.0, 0.0);
    return done(build, push_path(build->topology, 0, n) && dadao_topology_push(build->topology, 0, n - 1, 1.0));
}

/* Star and wheel: node 0 in the middle, the others around it. */
static dadao_status hub_and_rim(dadao_topology_build *build, size_t n, double edges)
{
    dadao_status status = dadao_topology_build_nodes(build, (double)n, edges, true);
    if (status != DADAO_OK) {
        return status;
    }
    dadao_topology_place_ring(build->topology, 1, n - 1, 0.0, 0.0, 1.0, 0.0);
    bool ok = true;
    for (size_t v = 1; ok && v < n; v++) {
        ok = dadao_topology_push(build->topology, 0, v, 1.0);
    }
    return done(build, ok);
}

dadao_status dadao_topology_star(dadao_topology_build *build)
{
    size_t n = build->n[0];
    if (n < 2) {
        return dadao_topology_build_fail(build, 0, "a star has at least 2 nodes, its centre included, not %zu", n);
    }
    return hub_and_rim(build, n, (double)n - 1);
}

dadao_status dadao_topology_wheel(dadao_topology_build *build)
{
    size_t n = build->n[0];
    if (n < 4) {
        return dadao_topology_build_fail(build, 0, "a wheel has at least 4 nodes, its hub included, not %zu", n);
    }
    dadao_status status = hub_and_rim(build, n, 2.0 * ((double)n - 1));
    if (status != DADAO_OK) {
        return status;
    }
    return done(build, push_path(build->topology, 1, n - 1) && dadao_topology_push(build->topology, 1, n - 1, 1.0));
}

dadao_status dadao_topology_complete(dadao_topology_build *build)
{
    size_t n = build->n[0];
    if (n < 2) {
        return dadao_topology_build_fail(build, 0, "a complete network has at least 2 nodes, not %zu", n);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)n * ((double)n - 1) / 2, true);
    if (status != DADAO_OK) {
        return status;
    }
    dadao_topology_place_ring(build->topology, 0, n, 0.0, 0.0, 1.0, 0.0);
    return done(build, push_clique(build->topology, 0, n));
}

/* Row r runs downwards, column c to the right; node r*columns + c. */
static bool push_lattice(dadao_topology *topology, size_t rows, size_t columns, bool closed)
{
    bool ok = true;
    for (size_t r = 0; ok && r < rows; r++) {
        for (size_t c = 0; ok && c < columns; c++) {
            size_t v = r * columns + c;
            place(topology, v, (double)c, -(double)r);
            if (c + 1 < columns || closed) {
                ok = dadao_topology_push(topology, v, r * columns + (c + 1) % columns, 1.0);
            }
            if (ok && (r + 1 < rows || closed)) {
                ok = dadao_topology_push(topology, v, ((r + 1) % rows) * columns + c, 1.0);
            }
        }
    }
    return ok;
}

dadao_status dadao_topology_grid(dadao_topology_build *build)
{
    size_t a = build->n[0], b = build->n[1];
    if (a == 0 || b == 0 || a * b < 2) {
        return dadao_topology_build_fail(build, a == 0 ? 0 : 1,
                                         "a grid has sides of at least 1 and at least 2 nodes, not %zu x %zu", a, b);
    }
    double nodes = (double)a * (double)b;
    dadao_status status = dadao_topology_build_nodes(build, nodes, 2 * nodes - (double)a - (double)b, true);
    return status != DADAO_OK ? status : done(build, push_lattice(build->topology, a, b, false));
}

dadao_status dadao_topology_torus(dadao_topology_build *build)
{
    size_t a = build->n[0], b = build->n[1];
    if (a < 3 || b < 3) {
        return dadao_topology_build_fail(build, a < 3 ? 0 : 1,
                                         "the sides of a torus are at least 3, not %zu (a grid may have smaller ones)",
                                         a < 3 ? a : b);
    }
    double nodes = (double)a * (double)b;
    dadao_status status = dadao_topology_build_nodes(build, nodes, 2 * nodes, true);
    return status != DADAO_OK ? status : done(build, push_lattice(build->topology, a, b, true));
}

dadao_status dadao_topology_hypercube(dadao_topology_build *build)
{
    size_t q = build->n[0];
    if (q < 1 || q > 21) {
        return dadao_topology_build_fail(build, 0, "the dimension of a hypercube is 1 to 21 (2^Q nodes), not %zu", q);
    }
    size_t n = (size_t)1 << q;
    /* Drawn as nested squares are not readable beyond the fourth dimension: there the layout is left to igraph. */
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)q * (double)n / 2, q <= 4);
    if (status != DADAO_OK) {
        return status;
    }
    static const double step[4][2] = { { 1.0, 0.0 }, { 0.0, 1.0 }, { 0.42, 0.31 }, { 2.1, 0.13 } };
    bool ok = true;
    for (size_t v = 0; ok && v < n; v++) {
        double x = 0.0, y = 0.0;
        for (size_t bit = 0; ok && bit < q; bit++) {
            if ((v >> bit & 1) == 0) {
                ok = dadao_topology_push(build->topology, v, v | (size_t)1 << bit, 1.0);
            } else if (q <= 4) {
                x += step[bit][0];
                y += step[bit][1];
            }
        }
        if (q <= 4) {
            place(build->topology, v, x, y);
        }
    }
    return done(build, ok);
}

dadao_status dadao_topology_barbell(dadao_topology_build *build)
{
    size_t n = build->n[0], m = n / 2;
    if (n < 4 || n % 2 != 0) {
        return dadao_topology_build_fail(build, 0, "a barbell has an even number of nodes, at least 4, not %zu", n);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)m * ((double)m - 1) + 1, true);
    if (status != DADAO_OK) {
        return status;
    }
    /* The two ends of the bridge, m-1 and m, face each other. */
    dadao_topology *t = build->topology;
    double step = 2 * pi / (double)m;
    dadao_topology_place_ring(t, 0, m, -1.6, 0.0, 1.0, pi / 2 + step);
    dadao_topology_place_ring(t, m, m, 1.6, 0.0, 1.0, -pi / 2);
    return done(build, push_clique(t, 0, m) && dadao_topology_push(t, m - 1, m, 1.0) && push_clique(t, m, m));
}

dadao_status dadao_topology_lollipop(dadao_topology_build *build)
{
    size_t m = build->n[0], p = build->n[1];
    if (m < 3) {
        return dadao_topology_build_fail(build, 0, "the clique of a lollipop has at least 3 nodes, not %zu", m);
    }
    if (p < 1) {
        return dadao_topology_build_fail(build, 1, "the path of a lollipop has at least 1 node, not %zu", p);
    }
    double n = (double)m + (double)p;
    dadao_status status = dadao_topology_build_nodes(build, n, (double)m * ((double)m - 1) / 2 + (double)p, true);
    if (status != DADAO_OK) {
        return status;
    }
    dadao_topology *t = build->topology;
    dadao_topology_place_ring(t, 0, m, -1.0, 0.0, 1.0, pi / 2 + 2 * pi / (double)m);
    for (size_t k = 0; k < p; k++) {
        place(t, m + k, 0.5 * (double)(k + 1), 0.0);
    }
    return done(build, push_clique(t, 0, m) && push_path(t, m - 1, p + 1));
}

dadao_status dadao_topology_binary_tree(dadao_topology_build *build)
{
    size_t h = build->n[0];
    if (h < 1 || h > 22) {
        return dadao_topology_build_fail(build, 0, "the height of a binary tree is 1 to 22 (2^(H+1)-1 nodes), not %zu",
                                         h);
    }
    size_t n = ((size_t)2 << h) - 1;
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)n - 1, true);
    bool ok = status == DADAO_OK;
    size_t level = 0;
    for (size_t v = 0; ok && v < n; v++) {
        level += v + 1 == (size_t)2 << level; /* the first node of the next level is 2^level - 1 */
        double width = (double)((size_t)1 << level);
        place(build->topology, v, ((double)v + 1.5 - width) / width * (double)(h + 1) * 1.5, -(double)level);
        ok = v == 0 || dadao_topology_push(build->topology, (v - 1) / 2, v, 1.0);
    }
    return status != DADAO_OK ? status : done(build, ok);
}

dadao_status dadao_topology_complete_bipartite(dadao_topology_build *build)
{
    size_t a = build->n[0], b = build->n[1];
    if (a < 1 || b < 1) {
        return dadao_topology_build_fail(build, a < 1 ? 0 : 1, "each side has at least 1 node");
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)a + (double)b, (double)a * (double)b, true);
    bool ok = status == DADAO_OK;
    for (size_t u = 0; ok && u < a; u++) {
        place(build->topology, u, 0.0, -((double)u + 0.5) / (double)a);
        for (size_t v = a; ok && v < a + b; v++) {
            ok = dadao_topology_push(build->topology, u, v, 1.0);
        }
    }
    for (size_t v = 0; ok && v < b; v++) {
        place(build->topology, a + v, 1.0, -((double)v + 0.5) / (double)b);
    }
    return status != DADAO_OK ? status : done(build, ok);
}
