/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random geometric networks: points in the unit square, joined where they are near, by lists of cells in O(nodes +
 * edges). */
#include "topology/build.h"

#include "core/memory.h"

#include <math.h>
#include <stddef.h>

/* Points sorted into square cells; those of a cell are point[start[c]..start[c+1]). */
typedef struct cell_list {
    size_t side, *start;
    uint32_t *point;
} cell_list;

static size_t cell_of(const dadao_topology *t, const cell_list *cells, size_t v)
{
    size_t c = (size_t)(t->x[v] * (double)cells->side), r = (size_t)(t->y[v] * (double)cells->side);
    c = c < cells->side ? c : cells->side - 1;
    r = r < cells->side ? r : cells->side - 1;
    return r * cells->side + c;
}

static bool cells_create(const dadao_topology *t, double radius, cell_list *cells)
{
    double side = floor(1.0 / radius), most = sqrt((double)t->nodes) + 1;
    cells->side = side < 1 ? 1 : (size_t)(side < most ? side : most);
    cells->start = dadao_core_allocate(cells->side * cells->side + 2, sizeof *cells->start);
    cells->point = dadao_core_allocate(t->nodes, sizeof *cells->point);
    if (cells->start == NULL || cells->point == NULL) {
        free(cells->start);
        free(cells->point);
        return false;
    }
    for (size_t v = 0; v < t->nodes; v++) {
        cells->start[cell_of(t, cells, v) + 2]++;
    }
    for (size_t c = 2; c < cells->side * cells->side + 2; c++) {
        cells->start[c] += cells->start[c - 1];
    }
    for (size_t v = 0; v < t->nodes; v++) {
        cells->point[cells->start[cell_of(t, cells, v) + 1]++] = (uint32_t)v;
    }
    return true;
}

static double squared_distance(const dadao_topology *t, size_t u, size_t v)
{
    double dx = t->x[u] - t->x[v], dy = t->y[u] - t->y[v];
    return dx * dx + dy * dy;
}

/* Joins v to the later points of cell (row, column) within the radius. */
static bool join_cell(dadao_topology *t, const cell_list *cells, size_t v, size_t row, size_t column, double radius)
{
    size_t cell = row * cells->side + column;
    for (size_t k = cells->start[cell]; k < cells->start[cell + 1]; k++) {
        size_t w = cells->point[k];
        if (w > v && squared_distance(t, v, w) <= radius * radius &&
            (t->edges >= DADAO_TOPOLOGY_MAX_EDGES || !dadao_topology_push(t, v, w, 1.0))) {
            return false;
        }
    }
    return true;
}

static bool join_near(dadao_topology *t, const cell_list *cells, double radius)
{
    for (size_t v = 0; v < t->nodes; v++) {
        size_t cell = cell_of(t, cells, v), row = cell / cells->side, column = cell % cells->side;
        for (size_t r = row - (row > 0); r <= row + 1 && r < cells->side; r++) {
            for (size_t c = column - (column > 0); c <= column + 1 && c < cells->side; c++) {
                if (!join_cell(t, cells, v, r, c, radius)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* What a search for the nearest point of another component has found so far. */
typedef struct nearest_search {
    const dadao_topology *topology;
    const cell_list *cells;
    const uint32_t *component;
    size_t from, best;
    double least; /* squared distance */
} nearest_search;

static void search_cell(nearest_search *search, ptrdiff_t row, ptrdiff_t column)
{
    ptrdiff_t side = (ptrdiff_t)search->cells->side;
    if (row < 0 || column < 0 || row >= side || column >= side) {
        return;
    }
    const size_t *start = search->cells->start + row * side + column;
    for (size_t k = start[0]; k < start[1]; k++) {
        size_t w = search->cells->point[k];
        double d = squared_distance(search->topology, search->from, w);
        if (search->component[w] != search->component[search->from] && d < search->least) {
            search->least = d;
            search->best = w;
        }
    }
}

/* Looks in growing squares of cells around the point; SIZE_MAX when all are of its own component. */
static size_t nearest_foreigner(const dadao_topology *t, const cell_list *cells, const uint32_t *component, size_t v)
{
    nearest_search search = { t, cells, component, v, SIZE_MAX, INFINITY };
    size_t cell = cell_of(t, cells, v);
    ptrdiff_t row = (ptrdiff_t)(cell / cells->side), column = (ptrdiff_t)(cell % cells->side);
    for (ptrdiff_t reach = 0; reach < (ptrdiff_t)cells->side; reach++) {
        double surely = (double)(reach - 1) / (double)cells->side; /* outside the last square nothing is nearer */
        if (reach > 1 && search.least <= surely * surely) {
            break;
        }
        for (ptrdiff_t d = -reach; d <= reach; d++) {
            search_cell(&search, row - reach, column + d);
            if (reach > 0) {
                search_cell(&search, row + reach, column + d);
            }
            if (d != -reach && d != reach) {
                search_cell(&search, row + d, column - reach);
                search_cell(&search, row + d, column + reach);
            }
        }
    }
    return search.best;
}

static uint32_t group_of(uint32_t *parent, uint32_t c)
{
    while (parent[c] != c) {
        parent[c] = parent[parent[c]];
        c = parent[c];
    }
    return c;
}

/* One round of Boruvka's algorithm: the first point of each component but the first is joined to the nearest point of
 * another one, unless this round has brought the two together already. At least halves the number of components. */
static bool join_round(dadao_topology *t, const cell_list *cells, uint32_t *component, size_t *joined)
{
    size_t count = dadao_topology_components(t, component), seen = 1, before = *joined;
    uint32_t *parent = count != SIZE_MAX ? dadao_core_allocate(count, sizeof *parent) : NULL;
    bool ok = parent != NULL;
    for (size_t c = 0; ok && c < count; c++) {
        parent[c] = (uint32_t)c;
    }
    for (size_t v = 1; ok && seen < count; v++) {
        if (component[v] != seen) {
            continue;
        }
        seen++;
        size_t other = nearest_foreigner(t, cells, component, v);
        uint32_t a = group_of(parent, component[v]), b = group_of(parent, component[other]);
        if (a != b) {
            parent[a] = b;
            ok = dadao_topology_push(t, v, other, 1.0);
            *joined += ok;
        }
    }
    free(parent);
    return ok && (count == 1 || *joined > before);
}

static dadao_status join_pieces(dadao_topology_build *build, const cell_list *cells)
{
    uint32_t *component = dadao_core_allocate(build->topology->nodes, sizeof *component);
    size_t joined = 0;
    bool ok = component != NULL;
    while (ok && !dadao_topology_build_connected(build)) {
        ok = join_round(build->topology, cells, component, &joined);
    }
    free(component);
    if (ok && joined > 0) {
        dadao_core_note(build->notes, "%s: %zu edge%s longer than R added to join the pieces", build->kind, joined,
                        joined == 1 ? "" : "s");
    }
    return ok ? DADAO_OK : dadao_topology_out_of_memory(build->error);
}

dadao_status dadao_topology_random_geometric(dadao_topology_build *build)
{
    size_t n = build->n[0];
    double radius = build->r[1];
    if (n < 2) {
        return dadao_topology_build_fail(build, 0, "a network has at least 2 nodes, not %zu", n);
    }
    if (!(radius > 0 && radius <= 1.5)) {
        return dadao_topology_build_fail(
            build, 1, "R is a distance in the unit square, above 0 and at most 1.5, not %s", build->text[1]);
    }
    double expected = 0.5 * (double)n * (double)n * fmin(1.0, 3.2 * radius * radius);
    dadao_status status = dadao_topology_build_nodes(build, (double)n, expected, true);
    if (status != DADAO_OK) {
        return status;
    }
    dadao_topology *t = build->topology;
    for (size_t v = 0; v < n; v++) {
        t->x[v] = dadao_core_random_uniform(&build->random);
        t->y[v] = dadao_core_random_uniform(&build->random);
    }
    cell_list cells;
    if (!cells_create(t, radius, &cells)) {
        return dadao_topology_out_of_memory(build->error);
    }
    status = join_near(t, &cells, radius) ? join_pieces(build, &cells) : dadao_topology_out_of_memory(build->error);
    free(cells.start);
    free(cells.point);
    return status;
}
