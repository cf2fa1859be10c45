/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network: nodes coloured by the logarithm of their error, edges that flash as they fire.
 *
 * Up to 40 nodes are labelled discs, up to 500 single cells, beyond that a map of how many nodes share a cell and how
 * far they are. A cell is about twice as tall as wide, so a dot of the 2 x 4 in it is square: all geometry is in dots. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "view/heading.h"

#define DISC_NODES 40
#define CELL_NODES 500
#define EDGE_LIMIT 4000 /* more resting edges than this are a grey mist: only those that fired are drawn */

/* From layout units to dots of the pane. */
typedef struct map {
    double x0, y0, sx, sy;
    double dx, dy; /* what centres it */
} map;

typedef struct scene_view {
    const dadao_pane *pane;
    const dadao_snapshot *snapshot;
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
    const dadao_view_state *state;
    dadao_scale scale;
    map to;
    bool spread; /* discs were moved apart: x and y below hold */
    int x[DISC_NODES], y[DISC_NODES], half[DISC_NODES];
    bool pulse[DADAO_PULSE_NODES];
} scene_view;

/* A layout may be stretched up to this much to fill the window; a map keeps its shape better. */
static double stretch_limit(const dadao_scene *scene)
{
    return scene->geographic ? 1.6 : 1.9;
}

static map fit(const dadao_scene *scene, const dadao_pane *pane, int margin_x, int margin_y)
{
    double low_x = INFINITY, high_x = -INFINITY, low_y = INFINITY, high_y = -INFINITY;
    for (size_t i = 0; i < scene->nodes; i++) {
        low_x = fmin(low_x, scene->x[i]), high_x = fmax(high_x, scene->x[i]);
        low_y = fmin(low_y, scene->y[i]), high_y = fmax(high_y, scene->y[i]);
    }
    /* A degree of longitude is shorter the farther from the equator. */
    double squeeze = scene->geographic ? fmax(0.2, cos((low_y + high_y) / 2 * 0.017453292519943295)) : 1;
    double room_x = fmax(2 * pane->area.columns - 1 - 2 * margin_x, 1), room_y = fmax(4 * pane->area.rows - 1 - 2 * margin_y, 1);
    double wide = (high_x - low_x) * squeeze, tall = high_y - low_y;
    double sx = wide > 0 ? room_x / wide : INFINITY, sy = tall > 0 ? room_y / tall : INFINITY;
    double s = fmin(sx, sy), limit = stretch_limit(scene) * s;
    if (isinf(s))
        s = 0, limit = 0;
    sx = fmin(sx, limit) * squeeze, sy = fmin(sy, limit);
    return (map){low_x, high_y, sx, sy, margin_x + (room_x - (high_x - low_x) * sx) / 2, margin_y + (room_y - tall * sy) / 2};
}

static void place(const scene_view *v, size_t node, int *x, int *y)
{
    if (v->spread) {
        *x = v->x[node], *y = v->y[node];
        return;
    }
    *x = (int)(v->to.dx + (v->scene->x[node] - v->to.x0) * v->to.sx + 0.5);
    *y = (int)(v->to.dy + (v->to.y0 - v->scene->y[node]) * v->to.sy + 0.5);
}

static void draw_edge(const scene_view *v, size_t e, bool active)
{
    int x0, y0, x1, y1;
    place(v, v->scene->edge[e].u, &x0, &y0);
    place(v, v->scene->edge[e].v, &x1, &y1);
    dadao_style style = active ? DADAO_STYLE_EDGE_ACTIVE : DADAO_STYLE_EDGE;
    dadao_view_line(v->pane, x0, y0, x1, y1, style, 0);
    /* An active edge is also thicker, for eyes and screens without colour. */
    bool steep = abs(y1 - y0) > abs(x1 - x0);
    if (active)
        dadao_view_line(v->pane, x0 + steep, y0 + !steep, x1 + steep, y1 + !steep, style, 0);
}

static void draw_edges(const scene_view *v)
{
    uint64_t since = dadao_view_flash_since(v->snapshot);
    bool resting = v->scene->edges <= EDGE_LIMIT && v->scene->nodes <= CELL_NODES;
    for (size_t e = 0; resting && e < v->scene->edges; e++)
        if (v->scene->edge_rate[e] > 0)
            draw_edge(v, e, false);
    size_t drawn = 0;
    for (size_t e = 0; e < v->scene->edges && drawn < EDGE_LIMIT; e++) {
        if (v->lane->edge_last_event[e] <= since || v->lane->edge_last_event[e] == 0)
            continue;
        draw_edge(v, e, true);
        drawn++;
    }
}

static bool plain(const scene_view *v)
{
    return v->state->colors < 8;
}

/* What stands in a node's disc: its index, without colours also the digit of its error; stars when it just computed. */
static void disc_text(const scene_view *v, size_t i, char *text, size_t capacity)
{
    char digit = dadao_view_digit(v->scale, v->lane->node_error[i]);
    const char *side = v->pulse[i] ? "*" : " ";
    if (plain(v))
        snprintf(text, capacity, "%s%zu:%c%s", side, i, digit, side);
    else
        snprintf(text, capacity, "%s%zu%s", side, i, side);
}

static dadao_style node_style(const scene_view *v, size_t i)
{
    return (dadao_style)(DADAO_STYLE_NODE + dadao_view_level(v->scale, v->lane->node_error[i]));
}

/* Two discs on one spot hide each other: those that overlap are pushed apart by the shorter way, a few dots at a time.
 * Positions are exact only to a cell anyhow. */
static bool push_apart(scene_view *v, size_t i, size_t j, int height)
{
    int need = v->half[i] + v->half[j] + 2, dx = v->x[j] - v->x[i], dy = v->y[j] - v->y[i];
    int over_x = need - abs(dx), over_y = height - abs(dy);
    if (over_x <= 0 || over_y <= 0)
        return false;
    bool sideways = over_x < over_y;
    int step = ((sideways ? over_x : over_y) + 1) / 2;
    if (sideways && dx < 0)
        step = -step;
    if (!sideways && dy < 0)
        step = -step;
    if (sideways)
        v->x[i] -= step, v->x[j] += step;
    else
        v->y[i] -= step, v->y[j] += step;
    return true;
}

static int within(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

static void spread(scene_view *v, int height)
{
    char text[32];
    int columns = 2 * v->pane->area.columns, rows = 4 * v->pane->area.rows, n = (int)v->scene->nodes;
    for (int i = 0; i < n; i++) {
        disc_text(v, (size_t)i, text, sizeof text);
        place(v, (size_t)i, &v->x[i], &v->y[i]);
        v->half[i] = (int)strlen(text);
    }
    v->spread = true;
    bool moved = true;
    for (int round = 0; moved && round < 12; round++) {
        moved = false;
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++)
                moved |= push_apart(v, (size_t)i, (size_t)j, height);
        for (int i = 0; i < n; i++) {
            v->x[i] = within(v->x[i], v->half[i], columns - v->half[i] - 1);
            v->y[i] = within(v->y[i], 2, rows - 2);
        }
    }
}

/* A round body of dots behind the label, where there is room for it. */
static void draw_body(const scene_view *v, size_t i, int half_width)
{
    int cx, cy;
    place(v, i, &cx, &cy);
    dadao_style style = (dadao_style)(node_style(v, i) - DADAO_STYLE_NODE + DADAO_STYLE_HEAT);
    int middle = cy / 4 * 4 + 2, centre = cx / 2 * 2;
    for (int y = -5; y < 5; y++) {
        double f = (y + 0.5) / 5.0;
        int reach = (int)(half_width * sqrt(1 - f * f) + 0.5);
        for (int x = -reach; x < reach + 1; x++)
            dadao_view_dot(v->pane, centre + x, middle + y, style, 0);
    }
}

static void draw_disc(const scene_view *v, size_t i, bool body)
{
    char text[32];
    int x, y;
    place(v, i, &x, &y);
    disc_text(v, i, text, sizeof text);
    int width = (int)strlen(text), left = x / 2 - width / 2;
    if (left + width > v->pane->area.columns)
        left = v->pane->area.columns - width;
    if (left < 0)
        left = 0;
    if (body)
        draw_body(v, i, width);
    dadao_view_text(v->pane, left, y / 4, node_style(v, i), v->pulse[i] ? DADAO_BOLD : 0, text);
}

/* Room of a label: cells without text (dots of edges give way). */
static bool free_cells(const scene_view *v, int x, int y, int columns)
{
    for (int k = -1; k <= columns; k++) {
        const dadao_view_cell *cell = dadao_view_at(v->pane, x + k, y);
        if (!cell) {
            if (k < 0 || k == columns)
                continue;
            return false;
        }
        bool edge = cell->style == DADAO_STYLE_EDGE || cell->style == DADAO_STYLE_EDGE_ACTIVE;
        if ((cell->glyph != ' ' || cell->style != DADAO_STYLE_TEXT) && !edge)
            return false;
    }
    return true;
}

/* Names go beside their disc, right, left, below, above: the first place that is free; none is better than a muddle. */
static void draw_name(const scene_view *v, size_t i)
{
    const char *name = v->scene->label ? v->scene->label[i] : NULL;
    if (!name || !*name)
        return;
    char text[32];
    int x, y, width = dadao_view_width(name);
    place(v, i, &x, &y);
    x /= 2, y /= 4;
    disc_text(v, i, text, sizeof text);
    int half = (int)strlen(text) / 2 + 1;
    int try_x[4] = {x + half + 1, x - half - width, x - width / 2, x - width / 2};
    int try_y[4] = {y, y, y + 1, y - 1};
    for (int k = 0; k < 4; k++) {
        if (!free_cells(v, try_x[k], try_y[k], width))
            continue;
        dadao_view_text(v->pane, try_x[k], try_y[k], DADAO_STYLE_FAINT, 0, name);
        return;
    }
}

static bool has_bodies(const scene_view *v)
{
    return v->pane->area.columns * v->pane->area.rows >= (int)v->scene->nodes * 70 && v->pane->area.rows >= 14 && !plain(v);
}

static void draw_discs(const scene_view *v)
{
    bool body = has_bodies(v);
    for (size_t i = 0; i < v->scene->nodes; i++)
        draw_disc(v, i, body);
    for (size_t i = 0; i < v->scene->nodes; i++)
        draw_name(v, i);
}

static void draw_cells(const scene_view *v)
{
    int width = v->pane->area.columns * v->pane->area.rows >= (int)v->scene->nodes * 8 ? 2 : 1;
    for (size_t i = 0; i < v->scene->nodes; i++) {
        int x, y;
        place(v, i, &x, &y);
        uint32_t glyph = i < DADAO_PULSE_NODES && v->pulse[i] ? '*' : ' ';
        if (glyph == ' ' && plain(v))
            glyph = (uint32_t)dadao_view_digit(v->scale, v->lane->node_error[i]);
        for (int k = 0; k < width; k++)
            dadao_view_put(v->pane, x / 2 + k, y / 4, k ? ' ' : glyph, node_style(v, i), 0);
    }
}

/* How full a cell is, from one node to the fullest cell of all. */
static uint32_t density_glyph(double count, double most)
{
    static const uint16_t glyph[] = {0x2802, 0x2806, 0x2836, 0x28b6, 0x28fe, 0x28ff};
    double f = most > 1 ? log(count) / log(most) : 1;
    int k = (int)(f * 5.999);
    return glyph[k < 0 ? 0 : k > 5 ? 5 : k];
}

static void draw_density(const scene_view *v)
{
    int columns = v->pane->area.columns, rows = v->pane->area.rows;
    size_t cells = (size_t)columns * (size_t)rows;
    double *sum = dadao_core_allocate(2 * cells, sizeof *sum), *count = sum ? sum + cells : NULL, most = 0;
    if (!sum)
        return;
    for (size_t i = 0; i < v->scene->nodes; i++) {
        int x, y;
        place(v, i, &x, &y);
        x /= 2, y /= 4;
        if (x < 0 || y < 0 || x >= columns || y >= rows)
            continue;
        size_t at = (size_t)y * (size_t)columns + (size_t)x;
        sum[at] += dadao_view_level(v->scale, v->lane->node_error[i]) + 0.5;
        count[at] += 1;
        most = fmax(most, count[at]);
    }
    for (size_t at = 0; at < cells; at++) {
        if (count[at] == 0)
            continue;
        unsigned level = (unsigned)(sum[at] / count[at]);
        uint32_t glyph = plain(v) ? '0' + level * 10 / DADAO_RAMP : density_glyph(count[at], most);
        dadao_view_put(v->pane, (int)(at % (size_t)columns), (int)(at / (size_t)columns), glyph,
                       (dadao_style)(DADAO_STYLE_HEAT + level), 0);
    }
    free(sum);
}

/* The scale: which colour, and which digit, stands for which error. */
static void draw_legend(const dadao_pane *pane, const scene_view *v)
{
    int x =
        dadao_view_format(pane, 0, 0, DADAO_STYLE_FAINT, 0, pane->area.columns >= 36 ? "error 1e%+d " : "1e%+d ", v->scale.low);
    for (unsigned k = 0; k < DADAO_RAMP; k++) {
        uint32_t glyph = plain(v) ? '0' + k * 10 / DADAO_RAMP : ' ';
        dadao_view_put(pane, x++, 0, glyph, (dadao_style)(DADAO_STYLE_NODE + k), 0);
    }
    x = dadao_view_format(pane, x, 0, DADAO_STYLE_FAINT, 0, " 1e%+d", v->scale.high);
    if (v->scene->nodes > CELL_NODES && pane->area.columns - x > 22)
        dadao_view_text(pane, x + 2, 0, DADAO_STYLE_FAINT, 0, "dots: nodes in a cell");
    else if (pane->area.columns - x > 16)
        dadao_view_text(pane, x + 2, 0, DADAO_STYLE_GRADIENT, 0, "* gradient");
}

void dadao_view_network(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    char note[64];
    const dadao_scene *scene = snapshot->scene;
    snprintf(note, sizeof note, "n %zu  |E| %zu", scene->nodes, scene->edges);
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_NETWORK, note);
    bool legend = body.area.rows >= 4;
    dadao_pane field = dadao_view_part(&body, 0, 0, body.area.columns, body.area.rows - (legend ? 1 : 0));
    scene_view v = {.pane = &field,
                    .snapshot = snapshot,
                    .scene = scene,
                    .lane = &snapshot->lane[0],
                    .state = state,
                    .scale = dadao_view_scale(state, snapshot)};
    bool discs = scene->nodes <= DISC_NODES && field.area.columns * field.area.rows >= (int)scene->nodes * 10;
    bool tall = field.area.rows >= 10;
    v.to = fit(scene, &field, discs ? 6 : 2, !discs ? 1 : tall ? 6 : 2);
    dadao_view_pulses(snapshot, v.pulse);
    if (discs)
        spread(&v, has_bodies(&v) ? 12 : 4);
    draw_edges(&v);
    if (discs)
        draw_discs(&v);
    else if (scene->nodes <= CELL_NODES)
        draw_cells(&v);
    else
        draw_density(&v);
    dadao_pane below = dadao_view_part(&body, 0, body.area.rows - 1, body.area.columns, 1);
    if (legend)
        draw_legend(&below, &v);
}
