/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each node is in the pane, what is in sight, and how it is drawn: computed once for a scene, a camera and a size. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "view/network.h"

#define FAR 1e8          /* dots; nothing that can be seen is as far */
#define EDGES_MOST 20000 /* more in sight than this are a mist */
#define INK 0.30         /* of the dots of a pane: edges at rest are thinned out to this */
#define THINNEST 7       /* every so many-th dot; thinner lines are no lines */

int dadao_view_digits(size_t value)
{
    int digits = 1;
    for (; value >= 10; value /= 10)
        digits++;
    return digits;
}

void dadao_view_places_clear(dadao_places *p)
{
    free(p->x), free(p->y), free(p->visible), free(p->degree), free(p->edge), free(p->level), free(p->taken);
    free(p->density.half), free(p->density.mask), free(p->density.count), free(p->density.value);
    *p = (dadao_places){0};
}

/* Grows what is kept by the node, by the edge and by the cell. */
static bool make_room(dadao_places *p, const dadao_scene *scene, const dadao_rect *area)
{
    size_t n = scene->nodes, cells = (size_t)area->columns * (size_t)area->rows,
           edges = scene->edges < EDGES_MOST ? scene->edges : EDGES_MOST;
    if (n > p->node_capacity) {
        free(p->x), free(p->y), free(p->visible), free(p->degree), free(p->density.half);
        p->x = dadao_core_allocate(n, sizeof *p->x), p->y = dadao_core_allocate(n, sizeof *p->y);
        p->visible = dadao_core_allocate(n, sizeof *p->visible), p->degree = dadao_core_allocate(n, sizeof *p->degree);
        p->density.half = dadao_core_allocate(n, sizeof *p->density.half);
        p->node_capacity = p->x && p->y && p->visible && p->degree && p->density.half ? n : 0;
    }
    if (edges > p->edge_capacity) {
        free(p->edge), free(p->level);
        p->edge = dadao_core_allocate(edges, sizeof *p->edge), p->level = dadao_core_allocate(edges, 1);
        p->edge_capacity = p->edge && p->level ? edges : 0;
    }
    if (cells > p->cell_capacity) {
        free(p->taken), free(p->density.mask), free(p->density.count), free(p->density.value);
        p->taken = dadao_core_allocate(cells, 1), p->density.mask = dadao_core_allocate(cells, 1);
        p->density.count = dadao_core_allocate(2 * cells, sizeof *p->density.count);
        p->density.value = dadao_core_allocate(2 * cells, sizeof *p->density.value);
        p->cell_capacity = p->taken && p->density.mask && p->density.count && p->density.value ? cells : 0;
    }
    return n <= p->node_capacity && edges <= p->edge_capacity && cells <= p->cell_capacity;
}

static int32_t to_dot(double value)
{
    return (int32_t)(value > FAR ? FAR : value > -FAR ? floor(value + 0.5) : -FAR);
}

static bool in_sight(const dadao_places *p, size_t i)
{
    return p->x[i] >= 0 && p->x[i] < 2 * p->columns && p->y[i] >= 0 && p->y[i] < 4 * p->rows;
}

static void place_one(dadao_places *p, size_t i, double x, double y)
{
    double dot_x, dot_y;
    dadao_view_to_dots(&p->map, x, y, &dot_x, &dot_y);
    p->x[i] = to_dot(dot_x), p->y[i] = to_dot(dot_y);
}

/* Every node through the map; lists those in sight. */
static void place_all(dadao_places *p, const dadao_scene *scene, const dadao_network_look *look)
{
    for (size_t i = 0; i < scene->nodes; i++)
        place_one(p, i, scene->x[i], scene->y[i]);
    for (size_t k = 0; k < look->pins; k++)
        if (look->pin[k].node < scene->nodes)
            place_one(p, look->pin[k].node, look->pin[k].x, look->pin[k].y);
    p->seen = 0;
    for (size_t i = 0; i < scene->nodes; i++)
        if (in_sight(p, i))
            p->visible[p->seen++] = (uint32_t)i;
}

static dadao_regime regime_for(const dadao_places *p)
{
    size_t cells = (size_t)p->columns * (size_t)p->rows;
    if (p->seen <= DADAO_DISC_NODES && cells >= 10 * p->seen)
        return DADAO_REGIME_DISCS;
    bool few = p->seen <= DADAO_CELL_NODES && cells >= 2 * p->seen, roomy = p->seen <= DADAO_CELLS_MOST && cells >= 3 * p->seen;
    return few || roomy ? DADAO_REGIME_CELLS : DADAO_REGIME_DENSITY;
}

/* Discs want a margin for their bodies and names; what is in sight decides whether there are discs. */
static void choose_regime(dadao_places *p, const dadao_scene *scene, const dadao_network_look *look, const dadao_rect *area)
{
    dadao_frame frame = dadao_view_network_frame(scene, look);
    p->map = dadao_view_camera_map(scene, look, &frame, area, 2, 1);
    place_all(p, scene, look);
    p->regime = regime_for(p);
    if (p->regime != DADAO_REGIME_DISCS)
        return;
    bool tall = area->rows >= 10;
    p->bodies = (size_t)p->columns * (size_t)p->rows >= 66 * p->seen && area->rows >= 14 && !p->plain;
    p->map = dadao_view_camera_map(scene, look, &frame, area, 7, tall ? 6 : 2);
    place_all(p, scene, look);
}

/* ---- Discs that do not hide each other ---------------------------------------------------------------------------- */

typedef struct spot {
    int32_t x, y;
} spot;

typedef struct spots {
    spot at[DADAO_DISC_NODES + DADAO_GHOSTS + 8];
    size_t count;
    int half, height, low_y, high_y, columns;
} spots;

static bool is_free(const spots *s, int32_t x, int32_t y)
{
    for (size_t k = 0; k < s->count; k++)
        if (abs(s->at[k].x - x) < 2 * s->half + 2 && abs(s->at[k].y - y) < s->height)
            return false;
    return true;
}

static int32_t within(int32_t value, int low, int high)
{
    if (low > high)
        return (low + high) / 2;
    return value < low ? low : value > high ? high : value;
}

static spot inside(const spots *s, int32_t x, int32_t y)
{
    return (spot){within(x, s->half, 2 * s->columns - 1 - s->half), within(y, s->low_y, s->high_y)};
}

/* The free place nearest to where the node should be, found on growing rings of cells. Who comes later makes room: so a
 * node that joins moves nobody. */
static spot settle(const spots *s, spot wish)
{
    spot best = inside(s, wish.x, wish.y);
    if (is_free(s, best.x, best.y))
        return best;
    spot start = best;
    double least = INFINITY;
    for (int ring = 1; ring < 14 && isinf(least); ring++)
        for (int dy = -ring; dy <= ring; dy++)
            for (int dx = -2 * ring; dx <= 2 * ring; dx += abs(dy) == ring ? 1 : 4 * ring) {
                spot try = inside(s, start.x + 2 * dx, start.y + 4 * dy);
                double far = hypot(try.x - start.x, try.y - start.y);
                if (far < least && is_free(s, try.x, try.y))
                    least = far, best = try;
            }
    return best;
}

static void hold(spots *s, spot at)
{
    if (s->count < sizeof s->at / sizeof *s->at)
        s->at[s->count++] = at;
}

/* Ghosts keep the room of nodes that went, in the order they had. */
static void hold_ghosts(spots *s, const dadao_places *p, const dadao_network_memory *m, size_t *next, size_t before)
{
    for (; m && *next < m->ghosts && m->ghost[*next].before <= before; ++*next) {
        double x, y;
        dadao_view_to_dots(&p->map, m->ghost[*next].x, m->ghost[*next].y, &x, &y);
        if (x >= 0 && y >= 0 && x < 2 * p->columns && y < 4 * p->rows)
            hold(s, settle(s, (spot){to_dot(x), to_dot(y)}));
    }
}

int dadao_view_disc_width(const dadao_places *p, bool plain)
{
    return p->digits + (plain ? 4 : 2);
}

static void spread_discs(dadao_places *p, const dadao_network_memory *m)
{
    spots s = {
        .columns = p->columns, .half = dadao_view_disc_width(p, p->plain) + (p->bodies ? 1 : 0), .height = p->bodies ? 12 : 4};
    int room = p->bodies ? 5 : 0;
    s.low_y = room, s.high_y = 4 * p->rows - 1 - room;
    size_t ghost = 0;
    for (size_t k = 0; k < p->seen; k++) {
        size_t i = p->visible[k];
        hold_ghosts(&s, p, m, &ghost, i);
        spot at = settle(&s, (spot){p->x[i], p->y[i]});
        p->x[i] = at.x, p->y[i] = at.y;
        hold(&s, at);
    }
}

/* ---- Edges and halves --------------------------------------------------------------------------------------------- */

static bool crosses(const dadao_places *p, dadao_edge e)
{
    int32_t right = 2 * p->columns, below = 4 * p->rows;
    if ((p->x[e.u] < 0 && p->x[e.v] < 0) || (p->y[e.u] < 0 && p->y[e.v] < 0))
        return false;
    return !(p->x[e.u] >= right && p->x[e.v] >= right) && !(p->y[e.u] >= below && p->y[e.v] >= below);
}

/* Lists the edges that cross the pane and says how thin they are to be drawn. */
static void choose_edges(dadao_places *p, const dadao_scene *scene)
{
    double ink = 0, dots = 8.0 * p->columns * p->rows;
    p->drawn = 0;
    p->stride = 0;
    for (size_t e = 0; e < scene->edges; e++) {
        dadao_edge edge = scene->edge[e];
        if (!crosses(p, edge))
            continue;
        if (p->drawn == EDGES_MOST) {
            p->drawn = 0;
            return;
        }
        double dx = fmin(abs(p->x[edge.u] - p->x[edge.v]), 2.0 * p->columns),
               dy = fmin(abs(p->y[edge.u] - p->y[edge.v]), 4.0 * p->rows);
        ink += fmax(dx, dy);
        p->edge[p->drawn++] = (uint32_t)e;
    }
    p->stride = (int)fmin(ceil(ink / (INK * dots)), THINNEST + 1);
    if (p->stride < 1)
        p->stride = 1;
    if (p->stride > THINNEST)
        p->stride = 0;
}

static void count_degrees(dadao_places *p, const dadao_scene *scene)
{
    memset(p->degree, 0, scene->nodes * sizeof *p->degree);
    for (size_t e = 0; e < scene->edges; e++)
        p->degree[scene->edge[e].u]++, p->degree[scene->edge[e].v]++;
}

static void fill_halves(dadao_places *p, const dadao_scene *scene)
{
    static const uint8_t bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    size_t cells = (size_t)p->columns * (size_t)p->rows;
    dadao_density *d = &p->density;
    memset(d->mask, 0, cells);
    memset(d->count, 0, 2 * cells * sizeof *d->count);
    for (size_t i = 0; i < scene->nodes; i++) {
        d->half[i] = UINT32_MAX;
        if (!in_sight(p, i))
            continue;
        size_t cell = (size_t)(p->y[i] / 4) * (size_t)p->columns + (size_t)(p->x[i] / 2);
        d->half[i] = (uint32_t)(2 * cell) + (uint32_t)(p->x[i] & 1);
        d->mask[cell] |= bit[p->y[i] & 3][p->x[i] & 1];
        d->count[d->half[i]]++;
    }
}

static bool as_before(const dadao_places *p, const dadao_scene *scene, const dadao_view_state *state, const dadao_rect *area)
{
    const dadao_network_look *look = &state->network;
    return p->valid && p->scene == scene && p->version == scene->version && p->nodes == scene->nodes &&
           p->edges == scene->edges && p->changes == look->changes && memcmp(&p->camera, &look->camera, sizeof p->camera) == 0 &&
           p->watched == (look->watching ? look->watched : SIZE_MAX) && p->columns == area->columns && p->rows == area->rows &&
           p->plain == (state->colors < 8);
}

bool dadao_view_places_make(dadao_places *p, const dadao_scene *scene, const dadao_view_state *state, const dadao_rect *area)
{
    const dadao_network_look *look = &state->network;
    if (as_before(p, scene, state, area))
        return true;
    p->valid = false;
    if (area->columns < 1 || area->rows < 1 || !make_room(p, scene, area))
        return false;
    p->scene = scene, p->version = scene->version, p->nodes = scene->nodes, p->edges = scene->edges;
    p->changes = look->changes, p->camera = look->camera, p->watched = look->watching ? look->watched : SIZE_MAX;
    p->columns = area->columns, p->rows = area->rows, p->plain = state->colors < 8, p->bodies = false;
    p->digits = look->memory && look->memory->known ? look->memory->digits : dadao_view_digits(scene->nodes - 1);
    choose_regime(p, scene, look, area);
    if (p->regime == DADAO_REGIME_DISCS)
        spread_discs(p, look->memory);
    if (p->regime == DADAO_REGIME_DENSITY)
        fill_halves(p, scene);
    else
        count_degrees(p, scene);
    choose_edges(p, scene);
    p->valid = true;
    return true;
}
