/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many nodes: each is a dot, and the dots of half a cell share the colour of the worst, or of the mean, of them. */
#include <math.h>

#include "view/network.h"

#define SPARKLES 40 /* at most one in so many cells shows what just happened in it */

/* The largest or the sum over the nodes of each half cell. NaN is no value. */
static void gather(const dadao_network *v, bool worst)
{
    dadao_density *d = &v->places->density;
    size_t halves = 2 * (size_t)v->places->columns * (size_t)v->places->rows;
    for (size_t k = 0; k < halves; k++)
        d->value[k] = worst ? -INFINITY : 0;
    for (size_t i = 0; i < v->scene->nodes; i++) {
        uint32_t half = d->half[i];
        if (half == UINT32_MAX)
            continue;
        double value = v->value(v->scene, v->lane, i);
        if (!worst)
            d->value[half] += value;
        else if (value > d->value[half])
            d->value[half] = value;
    }
}

/* Of one half, or of both where `both`. */
static double value_of(const dadao_density *d, size_t cell, int side, bool both, bool worst)
{
    size_t left = 2 * cell, at = left + (size_t)side;
    if (!both)
        return worst ? d->value[at] : d->value[at] / d->count[at];
    if (worst)
        return fmax(d->value[left], d->value[left + 1]);
    return (d->value[left] + d->value[left + 1]) / (double)(d->count[left] + d->count[left + 1]);
}

static void draw_cell(const dadao_network *v, int x, int y, size_t cell, bool worst)
{
    const dadao_density *d = &v->places->density;
    double all = value_of(d, cell, 0, true, worst);
    bool unknown = isnan(all) || (worst && isinf(all) && all < 0);
    unsigned level = dadao_view_range_level(v->range, all);
    if (unknown)
        dadao_view_put(v->pane, x, y, v->plain ? '?' : 0x2800u + d->mask[cell], DADAO_STYLE_FAINT, 0);
    else if (v->plain)
        dadao_view_put(v->pane, x, y, (uint32_t)dadao_view_range_digit(v->range, all), (dadao_style)(DADAO_STYLE_HEAT + level),
                       0);
    else if (d->mask[cell] == 0xff)
        dadao_view_put_beside(v->pane, x, y, dadao_view_range_level(v->range, value_of(d, cell, 0, false, worst)),
                              dadao_view_range_level(v->range, value_of(d, cell, 1, false, worst)));
    else
        dadao_view_put(v->pane, x, y, 0x2800u + d->mask[cell], (dadao_style)(DADAO_STYLE_HEAT + level), 0);
}

static void sparkle_at(const dadao_network *v, uint32_t node, dadao_style style)
{
    uint32_t half = node < v->scene->nodes ? v->places->density.half[node] : UINT32_MAX;
    if (half == UINT32_MAX)
        return;
    int cell = (int)(half / 2);
    dadao_view_cell *at = dadao_view_at(v->pane, cell % v->places->columns, cell / v->places->columns);
    if (!at)
        return;
    if (at->style >= DADAO_STYLE_NODE && at->style < DADAO_STYLE_HEAT)
        at->under = (uint8_t)(at->style - DADAO_STYLE_NODE + 1);
    at->glyph = style == DADAO_STYLE_GRADIENT ? '*' : '+';
    at->style = (uint8_t)style;
}

/* The newest events, so that one sees where it is alive. */
static void sparkle(const dadao_network *v)
{
    size_t cells = (size_t)v->places->columns * (size_t)v->places->rows, most = cells / SPARKLES, count = 0;
    for (size_t k = v->lane->recent_count; k > 0 && count < most; k--, count++) {
        const dadao_event *event = &v->lane->recent[k - 1];
        if (event->index <= v->since)
            return;
        if (event->kind == DADAO_EVENT_GRADIENT) {
            sparkle_at(v, event->i, DADAO_STYLE_GRADIENT);
        } else {
            sparkle_at(v, event->i, DADAO_STYLE_COMMUNICATION);
            sparkle_at(v, event->j, DADAO_STYLE_COMMUNICATION);
        }
    }
}

static void bracket_selected(const dadao_network *v)
{
    for (int k = 0; k < 2; k++) {
        const dadao_selected *it = &v->state->selected[k];
        if (it->kind != DADAO_SELECTED_NODE || it->node >= v->scene->nodes || v->places->density.half[it->node] == UINT32_MAX)
            continue;
        int x = v->places->x[it->node] / 2, y = v->places->y[it->node] / 4;
        dadao_view_put(v->pane, x - 1, y, '[', DADAO_STYLE_CHOSEN, DADAO_BOLD);
        dadao_view_put(v->pane, x + 1, y, ']', DADAO_STYLE_CHOSEN, DADAO_BOLD);
        dadao_view_take(v, x - 1, y, 3);
    }
}

void dadao_view_network_density(const dadao_network *v)
{
    bool worst = dadao_view_node_quantity(v->state->network.quantity)->worst;
    int columns = v->places->columns, rows = v->places->rows;
    gather(v, worst);
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++) {
            size_t cell = (size_t)y * (size_t)columns + (size_t)x;
            if (v->places->density.mask[cell])
                draw_cell(v, x, y, cell, worst);
        }
    sparkle(v);
    bracket_selected(v);
}
