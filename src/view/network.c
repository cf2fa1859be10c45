/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network: nodes coloured by what they know or do, edges that flash as they fire.
 *
 * Up to 40 nodes in sight are labelled discs, up to 500 single cells, more are dots that share cells; so zooming in turns a
 * cloud into cells and cells into discs. A cell is about twice as tall as wide, so a dot of the 2 x 4 in it is square. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/network.h"

/* Pulses of the first nodes are at hand; of the others one looks among the newest events. */
bool dadao_view_network_pulses(const dadao_network *v, size_t i)
{
    if (i < DADAO_PULSE_NODES)
        return v->pulse[i];
    for (size_t k = v->lane->recent_count; k > 0 && v->lane->recent[k - 1].index > v->since; k--)
        if (v->lane->recent[k - 1].kind == DADAO_EVENT_GRADIENT && v->lane->recent[k - 1].i == i)
            return true;
    return false;
}

int dadao_view_disc_text(const dadao_network *v, size_t i, char *text, size_t capacity)
{
    const char *side = dadao_view_network_pulses(v, i) ? "*" : dadao_view_network_stopped(v, i) ? "x" : " ";
    if (v->plain)
        snprintf(text, capacity, "%s%zu:%c%s", side, i, dadao_view_network_digit(v, i), side);
    else
        snprintf(text, capacity, "%s%zu%s", side, i, side);
    return (int)strlen(text);
}

dadao_style dadao_view_network_style(const dadao_network *v, size_t i)
{
    double value = v->value(v->scene, v->lane, i);
    return isnan(value) ? DADAO_STYLE_BAR : (dadao_style)(DADAO_STYLE_NODE + dadao_view_range_level(v->range, value));
}

char dadao_view_network_digit(const dadao_network *v, size_t i)
{
    double value = v->value(v->scene, v->lane, i);
    return isnan(value) ? '?' : dadao_view_range_digit(v->range, value);
}

bool dadao_view_network_selected(const dadao_network *v, size_t i)
{
    for (int k = 0; k < 2; k++)
        if (v->state->selected[k].kind == DADAO_SELECTED_NODE && v->state->selected[k].node == i)
            return true;
    return false;
}

bool dadao_view_network_stopped(const dadao_network *v, size_t i)
{
    return !(v->scene->node_rate[i] > 0);
}

void dadao_view_take(const dadao_network *v, int x, int y, int columns)
{
    for (int k = x; k < x + columns; k++)
        if (k >= 0 && y >= 0 && k < v->places->columns && y < v->places->rows)
            v->places->taken[(size_t)y * (size_t)v->places->columns + (size_t)k] = 1;
}

/* A text keeps a cell from its neighbours; at the border of the pane it has none. */
bool dadao_view_is_free(const dadao_network *v, int x, int y, int columns)
{
    const dadao_places *p = v->places;
    if (x < 0 || y < 0 || x + columns > p->columns || y >= p->rows)
        return false;
    for (int k = x - 1; k <= x + columns; k++)
        if (k >= 0 && k < p->columns && p->taken[(size_t)y * (size_t)p->columns + (size_t)k])
            return false;
    return true;
}

static dadao_range node_range(const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_quantity_row *row = dadao_view_node_quantity(state->network.quantity);
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    if (row->spread != DADAO_SPREAD_DECADES)
        return dadao_view_range(row->spread, dadao_view_node_quantity_value(state->network.quantity), snapshot->scene, lane,
                                snapshot->scene->nodes);
    if (state->network.quantity == DADAO_NODE_QUANTITY_CONSENSUS)
        return (dadao_range){state->network.consensus_top - DADAO_SCALE_DECADES, state->network.consensus_top, true};
    dadao_scale scale = dadao_view_scale(state, snapshot);
    return (dadao_range){scale.low, scale.high, true};
}

dadao_rect dadao_view_network_field(const dadao_rect *pane, const dadao_view_state *state, int *legend)
{
    int title = pane->rows >= dadao_view_pane_titled(DADAO_PANE_NETWORK) ? 1 : 0, rows = pane->rows - title;
    *legend = rows < 4 ? 0 : rows >= 10 && state->network.edges != DADAO_EDGE_QUANTITY_PLAIN ? 2 : 1;
    return (dadao_rect){pane->x, pane->y + title, pane->columns, rows - *legend};
}

bool dadao_view_network_prepare(dadao_network *v, const dadao_pane *field, const dadao_snapshot *snapshot,
                                const dadao_view_state *state, dadao_places *own)
{
    const dadao_scene *scene = snapshot->scene;
    *v = (dadao_network){.pane = field, .snapshot = snapshot, .scene = scene, .lane = &snapshot->lane[0], .state = state};
    v->places = state->network.memory ? &state->network.memory->places : own;
    if (!dadao_view_places_make(v->places, scene, state, &field->area))
        return false;
    v->value = dadao_view_node_quantity_value(state->network.quantity);
    v->range = node_range(snapshot, state);
    v->edge_value = dadao_view_edge_quantity_value(state->network.edges);
    if (state->network.edges != DADAO_EDGE_QUANTITY_PLAIN)
        v->edge_range =
            dadao_view_range(dadao_view_edge_quantity(state->network.edges)->spread, v->edge_value, scene, v->lane, scene->edges);
    v->plain = state->colors < 8;
    v->since = dadao_view_flash_since(snapshot);
    dadao_view_pulses(snapshot, v->pulse);
    memset(v->places->taken, 0, (size_t)v->places->columns * (size_t)v->places->rows);
    return true;
}

static void name_selected(const dadao_scene *scene, const dadao_selected *it, char *text, size_t capacity)
{
    char name[64];
    text[0] = '\0';
    if (it->kind == DADAO_SELECTED_NODE && it->node < scene->nodes)
        snprintf(text, capacity, "selected %s  ", dadao_view_node_title(scene, it->node, name));
    else if (it->kind == DADAO_SELECTED_EDGE && it->other < scene->nodes)
        snprintf(text, capacity, "selected %zu-%zu  ", it->node, it->other);
}

/* What the title line says at its right end: as much of it as there is room for. */
static void say_note(const dadao_scene *scene, const dadao_view_state *state, int room, char *note, size_t capacity)
{
    const dadao_network_look *look = &state->network;
    char selected[96], zoom[64] = "", size[64];
    name_selected(scene, &state->selected[0], selected, sizeof selected);
    if (look->watching)
        snprintf(zoom, sizeof zoom, "watching %zu %.3gx  ", look->watched, look->camera.zoom);
    else if (look->camera.zoom > 1)
        snprintf(zoom, sizeof zoom, "%.3gx  ", look->camera.zoom);
    snprintf(size, sizeof size, "n %zu  |E| %zu", scene->nodes, scene->edges);
    snprintf(note, capacity, "%s%s%s", selected, zoom, size);
    if (dadao_view_width(note) > room)
        snprintf(note, capacity, "%s%s", selected, zoom);
    if (dadao_view_width(note) > room || !note[0])
        snprintf(note, capacity, "%s", selected[0] ? selected : size);
    for (size_t end = strlen(note); end > 0 && note[end - 1] == ' ';)
        note[--end] = '\0';
}

static void draw_nodes(const dadao_network *v)
{
    if (v->places->regime == DADAO_REGIME_DISCS)
        dadao_view_network_discs(v);
    else if (v->places->regime == DADAO_REGIME_CELLS)
        dadao_view_network_cells(v);
    else
        dadao_view_network_density(v);
}

void dadao_view_network(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    char note[256];
    int legend;
    say_note(snapshot->scene, state, pane->area.columns - 13, note, sizeof note);
    dadao_view_heading(pane, state, DADAO_PANE_NETWORK, note);
    dadao_rect area = dadao_view_network_field(&pane->area, state, &legend);
    dadao_pane field = {pane->canvas, area},
               below = dadao_view_part(pane, 0, pane->area.rows - legend, pane->area.columns, legend);
    dadao_places own = {0};
    dadao_network v;
    if (dadao_view_network_prepare(&v, &field, snapshot, state, &own)) {
        dadao_view_network_graticule(&v);
        dadao_view_network_edges(&v);
        draw_nodes(&v);
        dadao_view_network_marks(&v);
        dadao_view_network_names(&v);
        if (legend)
            dadao_view_network_legend(&v, &below);
    }
    dadao_view_places_clear(&own);
}
