/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes as discs with their number, or as single cells; and the names beside them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "view/network.h"

static void bracket(const dadao_network *v, int left, int row, int width)
{
    dadao_view_put(v->pane, left - 1, row, '[', DADAO_STYLE_CHOSEN, DADAO_BOLD);
    dadao_view_put(v->pane, left + width, row, ']', DADAO_STYLE_CHOSEN, DADAO_BOLD);
    dadao_view_take(v, left - 1, row, width + 2);
}

/* A round body of dots behind the label: three cells high, a little wider than the label. */
static void draw_body(const dadao_network *v, int centre, int middle, int width, dadao_style style)
{
    double half = width + 1.2, tall = 5.6;
    for (int y = -6; y < 6; y++) {
        double f = (y + 0.5) / tall, reach = f * f < 1 ? half * sqrt(1 - f * f) : 0;
        for (int x = -(int)half - 1; x <= (int)half + 1; x++)
            if (fabs(x + 0.5) < reach)
                dadao_view_dot(v->pane, centre + x, middle + y, style, 0);
    }
    for (int row = -1; row <= 1; row++)
        dadao_view_take(v, centre / 2 - width / 2, middle / 4 + row, width);
}

/* Edges end at the body, not in it. */
static void clear_ground(const dadao_network *v, int left, int row, int width)
{
    for (int y = row - 1; y <= row + 1; y++)
        for (int x = left; x < left + width; x++)
            dadao_view_put(v->pane, x, y, ' ', DADAO_STYLE_TEXT, 0);
}

static void draw_disc(const dadao_network *v, size_t i)
{
    char text[48];
    int width = dadao_view_disc_text(v, i, text, sizeof text), row = v->places->y[i] / 4;
    int left = v->places->x[i] / 2 - width / 2;
    if (left + width > v->places->columns)
        left = v->places->columns - width;
    if (left < 0)
        left = 0;
    dadao_style style = dadao_view_network_style(v, i);
    if (v->places->bodies && style >= DADAO_STYLE_NODE) {
        clear_ground(v, left, row, width);
        draw_body(v, 2 * left + width, 4 * row + 2, width, (dadao_style)(style - DADAO_STYLE_NODE + DADAO_STYLE_HEAT));
    }
    dadao_view_text(v->pane, left, row, style, strchr(text, '*') ? DADAO_BOLD : 0, text);
    dadao_view_take(v, left, row, width);
    if (dadao_view_network_selected(v, i))
        bracket(v, left, row, width);
}

void dadao_view_network_discs(const dadao_network *v)
{
    for (size_t k = 0; k < v->places->seen; k++)
        draw_disc(v, v->places->visible[k]);
    for (size_t k = 0; k < v->places->seen; k++) /* once more over what overlaps it */
        if (dadao_view_network_selected(v, v->places->visible[k]))
            draw_disc(v, v->places->visible[k]);
}

/* Two columns make a cell square, where there is room. */
int dadao_view_cell_width(const dadao_places *p)
{
    return (size_t)p->columns * (size_t)p->rows >= p->seen * 8 ? 2 : 1;
}

static void draw_cell(const dadao_network *v, size_t i, int width)
{
    int x = v->places->x[i] / 2, y = v->places->y[i] / 4;
    if (x + width > v->places->columns)
        x = v->places->columns - width;
    dadao_style style = dadao_view_network_style(v, i);
    uint32_t glyph = dadao_view_network_pulses(v, i) ? '*' : dadao_view_network_stopped(v, i) ? 'x' : ' ';
    if ((glyph == ' ' && v->plain) || style < DADAO_STYLE_NODE)
        glyph = (uint32_t)dadao_view_network_digit(v, i);
    for (int k = 0; k < width; k++)
        dadao_view_put(v->pane, x + k, y, k ? ' ' : glyph, style, 0);
    dadao_view_take(v, x, y, width);
    if (dadao_view_network_selected(v, i))
        bracket(v, x, y, width);
}

void dadao_view_network_cells(const dadao_network *v)
{
    int width = dadao_view_cell_width(v->places);
    for (size_t k = 0; k < v->places->seen; k++)
        draw_cell(v, v->places->visible[k], width);
    for (size_t k = 0; k < v->places->seen; k++)
        if (dadao_view_network_selected(v, v->places->visible[k]))
            draw_cell(v, v->places->visible[k], width);
}

/* ---- Names ---------------------------------------------------------------------------------------------------------- */

typedef struct wish {
    size_t node;
    uint32_t weight; /* who comes first: selected, then many neighbours */
} wish;

static int by_weight(const void *a, const void *b)
{
    const wish *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* The name beside the node: right, left, below, above, then askew; the first place that is free. None is better than a muddle. */
static bool put_name(const dadao_network *v, size_t i, const char *name)
{
    const dadao_places *p = v->places;
    int x = p->x[i] / 2, y = p->y[i] / 4, width = dadao_view_width(name), tall = p->bodies ? 2 : 1;
    bool selected = dadao_view_network_selected(v, i);
    char disc[48];
    int own = p->regime == DADAO_REGIME_DISCS   ? dadao_view_disc_text(v, i, disc, sizeof disc)
              : p->regime == DADAO_REGIME_CELLS ? dadao_view_cell_width(p)
                                                : 1;
    int begin = x - (p->regime == DADAO_REGIME_DISCS ? own / 2 : 0), gap = p->bodies || selected ? 2 : 1;
    if (width > 24)
        return false;
    int right = begin + own + gap, left = begin - gap - width;
    const int at[][2] = {{right, y},         {left, y},          {x - width / 2, y + tall}, {x - width / 2, y - tall},
                         {right - 1, y + 1}, {right - 1, y - 1}, {left + 1, y + 1},         {left + 1, y - 1}};
    for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
        if (!dadao_view_is_free(v, at[k][0], at[k][1], width))
            continue;
        dadao_view_text(v->pane, at[k][0], at[k][1], selected ? DADAO_STYLE_CHOSEN : DADAO_STYLE_FAINT, 0, name);
        dadao_view_take(v, at[k][0], at[k][1], width);
        return true;
    }
    return false;
}

/* A disc has its number in it; a cell is told by its number where cells stand far apart, or when it is selected. */
static const char *name_of(const dadao_network *v, size_t i, bool roomy, char *buffer)
{
    const char *label = v->scene->label ? v->scene->label[i] : NULL;
    if (v->places->regime == DADAO_REGIME_DISCS)
        return label && *label ? label : NULL;
    if (dadao_view_network_selected(v, i))
        return dadao_view_node_title(v->scene, i, buffer);
    return roomy ? dadao_view_node_name(v->scene, i, buffer) : NULL;
}

static void name_selected_only(const dadao_network *v)
{
    char buffer[64];
    for (int k = 0; k < 2; k++) {
        const dadao_selected *it = &v->state->selected[k];
        if (it->kind != DADAO_SELECTED_NODE || it->node >= v->scene->nodes)
            continue;
        int x = v->places->x[it->node], y = v->places->y[it->node];
        if (x >= 0 && y >= 0 && x < 2 * v->places->columns && y < 4 * v->places->rows)
            put_name(v, it->node, dadao_view_node_title(v->scene, it->node, buffer));
    }
}

void dadao_view_network_names(const dadao_network *v)
{
    const dadao_places *p = v->places;
    wish list[DADAO_CELL_NODES] = {{0, 0}};
    char buffer[64];
    if (p->regime == DADAO_REGIME_DENSITY) {
        name_selected_only(v);
        return;
    }
    size_t count = p->seen < DADAO_CELL_NODES ? p->seen : DADAO_CELL_NODES;
    for (size_t k = 0; k < count; k++) {
        size_t i = p->visible[k];
        list[k] = (wish){i, dadao_view_network_selected(v, i) ? UINT32_MAX : p->degree[i]};
    }
    qsort(list, count, sizeof *list, by_weight);
    bool roomy = (size_t)p->columns * (size_t)p->rows >= 32 * p->seen;
    for (size_t k = 0; k < count; k++) {
        const char *name = name_of(v, list[k].node, roomy, buffer);
        if (name)
            put_name(v, list[k].node, name);
    }
}
