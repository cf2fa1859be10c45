/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mouse in the network: what is drawn under a cell, and what a press, a drag and a turn of the wheel ask for. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "view/network.h"

/* Is the cell within what is drawn of the node? */
static bool on_node(const dadao_network *v, size_t i, int x, int y)
{
    const dadao_places *p = v->places;
    int column = p->x[i] / 2, row = p->y[i] / 4;
    if (p->regime == DADAO_REGIME_DISCS) {
        char text[48];
        int width = dadao_view_disc_text(v, i, text, sizeof text), left = column - width / 2, tall = p->bodies ? 1 : 0;
        if (left + width > p->columns)
            left = p->columns - width;
        left = left < 0 ? 0 : left;
        return x >= left && x < left + width && abs(y - row) <= tall;
    }
    int wide = p->regime == DADAO_REGIME_CELLS ? dadao_view_cell_width(p) : 1;
    if (column + wide > p->columns)
        column = p->columns - wide;
    return y == row && x >= column && x < column + wide;
}

/* The node drawn last is on top; of many in a cell the one whose value the cell shows. */
static size_t node_at(const dadao_network *v, int x, int y)
{
    size_t best = SIZE_MAX;
    double most = -INFINITY;
    bool shared = v->places->regime == DADAO_REGIME_DENSITY;
    for (size_t k = 0; k < v->places->seen; k++) {
        size_t i = v->places->visible[k];
        if (!on_node(v, i, x, y))
            continue;
        double value = shared ? v->value(v->scene, v->lane, i) : 0;
        if (!shared || best == SIZE_MAX || value > most)
            best = i, most = value;
    }
    return best;
}

/* From the middle of the cell to a segment, in dots. */
static double distance(const dadao_places *p, dadao_edge e, double x, double y)
{
    double ax = p->x[e.u], ay = p->y[e.u], dx = p->x[e.v] - ax, dy = p->y[e.v] - ay, square = dx * dx + dy * dy;
    double f = square > 0 ? ((x - ax) * dx + (y - ay) * dy) / square : 0;
    f = f < 0 ? 0 : f > 1 ? 1 : f;
    return hypot(ax + f * dx - x, ay + f * dy - y);
}

#define EDGE_REACH 2.6 /* dots: a cell whose middle is as near is on the edge */

static size_t edge_at(const dadao_network *v, int x, int y)
{
    size_t best = SIZE_MAX;
    double least = EDGE_REACH;
    for (size_t k = 0; k < v->places->drawn; k++) {
        double far = distance(v->places, v->scene->edge[v->places->edge[k]], 2 * x + 0.5, 4 * y + 1.5);
        if (far < least)
            least = far, best = v->places->edge[k];
    }
    return best;
}

dadao_selected dadao_view_network_hit(const dadao_network *v, int x, int y)
{
    dadao_selected hit = {0};
    size_t node = node_at(v, x, y), edge = node == SIZE_MAX ? edge_at(v, x, y) : SIZE_MAX;
    if (node != SIZE_MAX)
        hit = (dadao_selected){DADAO_SELECTED_NODE, node, 0};
    else if (edge != SIZE_MAX)
        hit = (dadao_selected){DADAO_SELECTED_EDGE, v->scene->edge[edge].u, v->scene->edge[edge].v};
    return hit;
}

static void press(const dadao_network *v, dadao_view_state *state, int x, int y, char *line, size_t capacity)
{
    dadao_network_look *look = &state->network;
    dadao_selected hit = dadao_view_network_hit(v, x, y);
    look->grab = hit.kind == DADAO_SELECTED_NODE ? DADAO_GRAB_NODE : DADAO_GRAB_GROUND;
    look->grabbed = hit.node, look->grab_x = x, look->grab_y = y;
    if (hit.kind == DADAO_SELECTED_NODE)
        snprintf(line, capacity, "select node %zu", hit.node);
    else if (hit.kind == DADAO_SELECTED_EDGE)
        snprintf(line, capacity, "select edge %zu %zu", hit.node, hit.other);
}

/* A node follows the pointer; the ground too, and the camera with it the other way. */
static bool drag(const dadao_network *v, dadao_view_state *state, int x, int y, char *line, size_t capacity)
{
    dadao_network_look *look = &state->network;
    const dadao_map *map = &v->places->map;
    double to_x, to_y, from_x, from_y;
    if (x == look->grab_x && y == look->grab_y)
        return true;
    x = x < 0 ? 0 : x >= v->places->columns ? v->places->columns - 1 : x;
    y = y < 0 ? 0 : y >= v->places->rows ? v->places->rows - 1 : y;
    dadao_view_from_dots(map, 2 * x + 0.5, 4 * y + 1.5, &to_x, &to_y);
    dadao_view_from_dots(map, 2 * look->grab_x + 0.5, 4 * look->grab_y + 1.5, &from_x, &from_y);
    if (look->grab == DADAO_GRAB_NODE && look->grabbed < v->scene->nodes)
        snprintf(line, capacity, "place %zu %.9g %.9g", look->grabbed, to_x, to_y);
    else if (look->grab == DADAO_GRAB_GROUND && look->camera.zoom > 1)
        snprintf(line, capacity, "camera %.9g %.9g", map->x0 + from_x - to_x, map->y0 + from_y - to_y);
    look->grab_x = x, look->grab_y = y;
    return true;
}

/* What is under the pointer stays there. */
static void turn(const dadao_network *v, const dadao_view_state *state, int x, int y, bool closer, char *line, size_t capacity)
{
    const dadao_map *map = &v->places->map;
    double zoom = state->network.camera.zoom > 1 ? state->network.camera.zoom : 1, to_x, to_y;
    double next = closer ? zoom * DADAO_CAMERA_STEP : zoom / DADAO_CAMERA_STEP, f = 1 - zoom / next;
    next = fmin(next, DADAO_CAMERA_CLOSEST);
    dadao_view_from_dots(map, 2 * x + 0.5, 4 * y + 1.5, &to_x, &to_y);
    snprintf(line, capacity, "camera %.9g %.9g %.6g", map->x0 + f * (to_x - map->x0), map->y0 + f * (to_y - map->y0), next);
}

static bool meet(const dadao_network *v, dadao_view_state *state, const dadao_pointer *pointer, int x, int y, char *line,
                 size_t capacity)
{
    bool inside = x >= 0 && y >= 0 && x < v->places->columns && y < v->places->rows;
    switch (pointer->kind) {
    case DADAO_POINTER_PRESS:
        state->network.grab = DADAO_GRAB_NONE;
        if (inside && pointer->button == 1)
            press(v, state, x, y, line, capacity);
        return inside;
    case DADAO_POINTER_DRAG:
        return state->network.grab != DADAO_GRAB_NONE && drag(v, state, x, y, line, capacity);
    case DADAO_POINTER_RELEASE:
        state->network.grab = DADAO_GRAB_NONE;
        return true;
    default:
        if (inside)
            turn(v, state, x, y, pointer->kind == DADAO_POINTER_WHEEL_UP, line, capacity);
        return inside;
    }
}

bool dadao_view_network_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                const dadao_pointer *pointer, char *line, size_t capacity)
{
    int legend;
    dadao_rect area = dadao_view_network_field(&pane->area, state, &legend);
    dadao_pane field = {pane->canvas, area};
    dadao_places own = {0};
    dadao_network v;
    bool met =
        dadao_view_network_prepare(&v, &field, snapshot, state, &own) &&
        meet(&v, state, pointer, pointer->x - (area.x - pane->area.x), pointer->y - (area.y - pane->area.y), line, capacity);
    dadao_view_places_clear(&own);
    return met;
}
