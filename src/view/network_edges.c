/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edges of the network: at rest, firing, selected, and the one that sets chi2. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/network.h"

#define FLASHES_MOST 4000 /* more at once would show nothing */
#define FLASHES_DENSE 150 /* among dots that share cells */

size_t dadao_view_find_edge(const dadao_scene *scene, size_t u, size_t v)
{
    for (size_t e = 0; e < scene->edges; e++)
        if ((scene->edge[e].u == u && scene->edge[e].v == v) || (scene->edge[e].u == v && scene->edge[e].v == u))
            return e;
    return SIZE_MAX;
}

static void draw_edge(const dadao_network *v, size_t e, int stride, dadao_style style)
{
    const dadao_places *p = v->places;
    dadao_edge edge = v->scene->edge[e];
    dadao_view_dotted(v->pane, p->x[edge.u], p->y[edge.u], p->x[edge.v], p->y[edge.v], stride, style, 0);
}

/* Twice as thick: seen without colour too. */
static void draw_thick(const dadao_network *v, size_t e, dadao_style style)
{
    const dadao_places *p = v->places;
    dadao_edge edge = v->scene->edge[e];
    int x0 = p->x[edge.u], y0 = p->y[edge.u], x1 = p->x[edge.v], y1 = p->y[edge.v];
    bool steep = abs(y1 - y0) > abs(x1 - x0);
    dadao_view_line(v->pane, x0, y0, x1, y1, style, 0);
    dadao_view_line(v->pane, x0 + steep, y0 + !steep, x1 + steep, y1 + !steep, style, 0);
}

/* An edge whose clock stands still is hardly there: a dot now and then. */
static bool stands_still(const dadao_network *v, size_t e)
{
    return !(v->scene->edge_rate[e] > 0);
}

static void draw_grey(const dadao_network *v)
{
    const dadao_places *p = v->places;
    for (size_t k = 0; k < p->drawn; k++) {
        size_t e = p->edge[k];
        if (!stands_still(v, e))
            draw_edge(v, e, p->stride, DADAO_STYLE_EDGE);
        else if (p->stride <= 2)
            draw_edge(v, e, 6, DADAO_STYLE_FRAME);
    }
}

/* From the lowest level to the highest, so that where edges cross the higher is seen. */
static void draw_coloured(const dadao_network *v)
{
    const dadao_places *p = v->places;
    for (size_t k = 0; k < p->drawn; k++) {
        double value = v->edge_value(v->scene, v->lane, p->edge[k]);
        p->level[k] =
            stands_still(v, p->edge[k]) || isnan(value) ? DADAO_RAMP : (uint8_t)dadao_view_range_level(v->edge_range, value);
    }
    for (unsigned level = 0; level <= DADAO_RAMP; level++)
        for (size_t k = 0; k < p->drawn; k++)
            if (p->level[k] == level && level < DADAO_RAMP)
                draw_edge(v, p->edge[k], p->stride, (dadao_style)(DADAO_STYLE_HEAT + level));
            else if (p->level[k] == level && p->stride <= 2)
                draw_edge(v, p->edge[k], 6, DADAO_STYLE_FRAME);
}

static void draw_flashes(const dadao_network *v)
{
    size_t most = v->places->regime == DADAO_REGIME_DENSITY ? FLASHES_DENSE : FLASHES_MOST;
    for (size_t e = 0, drawn = 0; e < v->scene->edges && drawn < most; e++) {
        if (v->lane->edge_last_event[e] <= v->since || v->lane->edge_last_event[e] == 0)
            continue;
        draw_thick(v, e, DADAO_STYLE_EDGE_ACTIVE);
        drawn++;
    }
}

static bool worst_is_known(const dadao_network *v)
{
    return v->scene->worst_edge < v->scene->edges && v->scene->edges > 1;
}

/* The edge that sel selects, SIZE_MAX for none. */
static size_t selected_edge(const dadao_network *v, int k)
{
    const dadao_selected *it = &v->state->selected[k];
    if (it->kind != DADAO_SELECTED_EDGE || it->node >= v->scene->nodes || it->other >= v->scene->nodes)
        return SIZE_MAX;
    return dadao_view_find_edge(v->scene, it->node, it->other);
}

void dadao_view_network_edges(const dadao_network *v)
{
    if (v->places->stride > 0 && v->state->network.edges == DADAO_EDGE_QUANTITY_PLAIN)
        draw_grey(v);
    else if (v->places->stride > 0)
        draw_coloured(v);
    if (worst_is_known(v))
        draw_thick(v, v->scene->worst_edge, DADAO_STYLE_GUARANTEE);
    draw_flashes(v);
    for (int k = 1; k >= 0; k--) {
        size_t e = selected_edge(v, k);
        if (e != SIZE_MAX)
            draw_thick(v, e, DADAO_STYLE_LANE);
    }
}

/* A word on the edge, as near its middle as there is room. */
static void mark(const dadao_network *v, size_t e, const char *text, dadao_style style, unsigned flags)
{
    static const double at[] = {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74};
    const dadao_places *p = v->places;
    dadao_edge edge = v->scene->edge[e];
    int width = dadao_view_width(text);
    for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
        double f = at[k], x = p->x[edge.u] + f * (p->x[edge.v] - p->x[edge.u]),
               y = p->y[edge.u] + f * (p->y[edge.v] - p->y[edge.u]);
        if (fabs(x) > 1e6 || fabs(y) > 1e6)
            continue;
        int column = (int)floor(x / 2) - width / 2, row = (int)floor(y / 4);
        if (!dadao_view_is_free(v, column, row, width))
            continue;
        dadao_view_text(v->pane, column, row, style, flags, text);
        dadao_view_take(v, column, row, width);
        return;
    }
}

/* Without colours each edge carries the digit of its level. */
static void mark_digits(const dadao_network *v)
{
    const dadao_places *p = v->places;
    for (size_t k = 0; k < p->drawn && p->drawn <= 200; k++) {
        double value = v->edge_value(v->scene, v->lane, p->edge[k]);
        char text[2] = {dadao_view_range_digit(v->edge_range, value), '\0'};
        mark(v, p->edge[k], isnan(value) ? "?" : text, DADAO_STYLE_NUMBER, 0);
    }
}

void dadao_view_network_marks(const dadao_network *v)
{
    char text[48];
    size_t chosen = selected_edge(v, 0), worst = worst_is_known(v) ? v->scene->worst_edge : SIZE_MAX;
    for (int k = 0; k < 2; k++) {
        size_t e = selected_edge(v, k);
        if (e == SIZE_MAX)
            continue;
        snprintf(text, sizeof text, "%s%u-%u", e == worst ? "R " : "", v->scene->edge[e].u, v->scene->edge[e].v);
        mark(v, e, text, DADAO_STYLE_LANE, DADAO_REVERSE);
    }
    if (worst != SIZE_MAX && worst != chosen && v->places->regime != DADAO_REGIME_DENSITY)
        mark(v, worst, "R", DADAO_STYLE_GUARANTEE, DADAO_REVERSE | DADAO_BOLD);
    if (v->plain && v->state->network.edges != DADAO_EDGE_QUANTITY_PLAIN && v->places->stride > 0)
        mark_digits(v);
}
