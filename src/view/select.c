/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selecting by command: a node or an edge by name, the nearest one in a direction, the edges of a node, the worst edge. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/look.h"
#include "view/network.h"

/* A node by its number or its name in the network last seen; without one any number will do. */
dadao_status dadao_view_look_node(const dadao_view_state *state, const dadao_look_words *w, size_t k, size_t *node,
                                  dadao_error *error)
{
    const dadao_scene *scene = state->scene;
    const char *word = k < w->count ? w->word[k] : "";
    size_t length = strspn(word, "0123456789");
    for (size_t i = 0; scene && scene->label && i < scene->nodes; i++)
        if (scene->label[i] && strcmp(scene->label[i], word) == 0) {
            *node = i;
            return DADAO_OK;
        }
    if (length == 0 || length > 9 || word[length])
        return dadao_view_look_refuse(w, k, "a node: its number or its name", NULL, 0, error);
    *node = 0;
    for (size_t c = 0; c < length; c++)
        *node = *node * 10 + (size_t)(word[c] - '0');
    if (!scene || *node < scene->nodes)
        return DADAO_OK;
    char text[64];
    snprintf(text, sizeof text, "a node: they are numbered 0 to %zu", scene->nodes - 1);
    return dadao_view_look_refuse(w, k, text, NULL, 0, error);
}

static dadao_status find_edge(const dadao_view_state *state, dadao_look_words *w, size_t *u, size_t *v, dadao_error *error)
{
    if (w->count == 3 && isdigit((unsigned char)w->word[2][0]) && strchr(w->word[2], '-')) { /* 7-8 */
        char *dash = w->buffer + (strchr(w->word[2], '-') - w->buffer);
        *dash = '\0';
        w->word[w->count] = dash + 1;
        w->column[w->count++] = w->column[2] + strlen(w->word[2]) + 1;
    }
    dadao_status status = dadao_view_look_node(state, w, 2, u, error);
    if (status == DADAO_OK)
        status = dadao_view_look_node(state, w, 3, v, error);
    if (status != DADAO_OK || !state->scene || dadao_view_find_edge(state->scene, *u, *v) != SIZE_MAX)
        return status;
    return dadao_core_fail(error, DADAO_NOT_FOUND, "there is no edge %zu-%zu; edge add %zu %zu would make one", *u, *v, *u, *v);
}

/* Replaces the first selection; what is second stays. */
static void move_to_node(dadao_view_state *state, size_t node)
{
    dadao_network_look *look = &state->network;
    if (look->watching && state->selected[0].kind == DADAO_SELECTED_NODE && state->selected[0].node == look->watched)
        look->watched = node; /* the camera goes along */
    state->selected[0] = (dadao_selected){DADAO_SELECTED_NODE, node, 0};
}

static void move_to_edge(dadao_view_state *state, size_t e)
{
    dadao_edge edge = state->scene->edge[e];
    state->selected[0] = (dadao_selected){DADAO_SELECTED_EDGE, edge.u, edge.v};
}

static size_t moved(size_t from, size_t count, bool forward)
{
    return forward ? (from + 1 < count ? from + 1 : 0) : (from > 0 && from <= count ? from - 1 : count - 1);
}

/* To the next or previous node, or edge where an edge is selected. */
static void select_beside(dadao_view_state *state, bool forward)
{
    const dadao_selected it = state->selected[0];
    const dadao_scene *scene = state->scene;
    if (it.kind != DADAO_SELECTED_EDGE || !scene->edges)
        move_to_node(state, it.kind == DADAO_SELECTED_NODE ? moved(it.node, scene->nodes, forward) : 0);
    else
        move_to_edge(state, moved(dadao_view_find_edge(scene, it.node, it.other), scene->edges, forward));
}

/* The node that movements start from: the selected one, the nearer end of an edge, else the middle of the picture. */
static void start_of(const dadao_view_state *state, const dadao_frame *frame, double *x, double *y)
{
    const dadao_network_look *look = &state->network;
    const dadao_selected *it = &state->selected[0];
    if (it->kind != DADAO_SELECTED_NONE && it->node < state->scene->nodes) {
        dadao_view_position(state->scene, look, it->node, x, y);
        return;
    }
    *x = (frame->low_x + frame->high_x) / 2 + look->camera.x;
    *y = (frame->low_y + frame->high_y) / 2 + look->camera.y;
}

/* The nearest node in a direction: distances across count double, and nodes far aside are not in that direction. Positions
 * are compared in units of the frame, as they look. */
static void select_towards(dadao_view_state *state, int right, int up)
{
    const dadao_scene *scene = state->scene;
    dadao_frame frame = dadao_view_network_frame(scene, &state->network);
    double squeeze = dadao_view_squeeze(scene, &frame), x0, y0, least = INFINITY;
    size_t best = SIZE_MAX;
    const dadao_selected *it = &state->selected[0];
    start_of(state, &frame, &x0, &y0);
    for (size_t i = 0; i < scene->nodes; i++) {
        double x = scene->x[i], y = scene->y[i];
        if (state->network.pins)
            dadao_view_position(scene, &state->network, i, &x, &y);
        double dx = (x - x0) * squeeze, dy = y - y0, along = dx * right + dy * up, across = fabs(dx * up - dy * right);
        double cost = along * along + 4 * across * across + (across > 2 * along ? 1e3 * across * across : 0);
        bool here = it->kind == DADAO_SELECTED_NODE && it->node == i;
        if (here || (along <= 0 && it->kind != DADAO_SELECTED_NONE) || !(cost < least))
            continue;
        least = cost, best = i;
    }
    if (best != SIZE_MAX)
        move_to_node(state, best);
}

/* The edges of a node one after the other, in their order; the node stays in mind while its edges are walked through. */
static void select_next_edge(dadao_view_state *state)
{
    const dadao_scene *scene = state->scene;
    const dadao_selected it = state->selected[0];
    size_t *pivot = &state->network.pivot, now = SIZE_MAX, first = SIZE_MAX, next = SIZE_MAX;
    if (it.kind == DADAO_SELECTED_EDGE && *pivot != it.node && *pivot != it.other)
        *pivot = it.node;
    if (it.kind != DADAO_SELECTED_EDGE)
        *pivot = it.kind == DADAO_SELECTED_NODE ? it.node : 0;
    else
        now = dadao_view_find_edge(scene, it.node, it.other);
    for (size_t e = 0; e < scene->edges; e++) {
        if (scene->edge[e].u != *pivot && scene->edge[e].v != *pivot)
            continue;
        first = first == SIZE_MAX ? e : first;
        if (next == SIZE_MAX && now != SIZE_MAX && e > now)
            next = e;
    }
    if (first != SIZE_MAX)
        move_to_edge(state, next != SIZE_MAX ? next : first);
}

/* Along the selected edge to its other end: so one walks through the network. */
static void select_end(dadao_view_state *state)
{
    const dadao_selected it = state->selected[0];
    size_t *pivot = &state->network.pivot;
    if (it.kind != DADAO_SELECTED_EDGE)
        return;
    *pivot = *pivot == it.node ? it.other : it.node;
    move_to_node(state, *pivot);
}

static dadao_status select_worst(dadao_view_state *state, dadao_error *error)
{
    if (state->scene->worst_edge >= state->scene->edges)
        return dadao_core_fail(error, DADAO_UNSUPPORTED,
                               "which edge sets chi2 is not known: resistances were not computed for this network");
    dadao_edge edge = state->scene->edge[state->scene->worst_edge];
    dadao_view_select_edge(state, edge.u, edge.v);
    return DADAO_OK;
}

/* `select` and a word that is no node and no edge. */
typedef enum walk {
    WALK_NEXT = 3,
    WALK_PREVIOUS,
    WALK_SWAP,
    WALK_LEFT,
    WALK_RIGHT,
    WALK_UP,
    WALK_DOWN,
    WALK_ALONG,
    WALK_END,
    WALK_WORST,
    WALK_COUNT
} walk;

static dadao_status take_walk(dadao_view_state *state, walk kind, dadao_error *error)
{
    if (kind == WALK_SWAP) {
        const dadao_selected first = state->selected[0];
        state->selected[0] = state->selected[1], state->selected[1] = first;
        return DADAO_OK;
    }
    if (!state->scene || state->scene->nodes == 0)
        return DADAO_OK; /* nothing seen yet */
    if (kind == WALK_NEXT || kind == WALK_PREVIOUS)
        select_beside(state, kind == WALK_NEXT);
    else if (kind == WALK_ALONG)
        select_next_edge(state);
    else if (kind == WALK_END)
        select_end(state);
    else if (kind == WALK_WORST)
        return select_worst(state, error);
    else
        select_towards(state, (kind == WALK_RIGHT) - (kind == WALK_LEFT), (kind == WALK_UP) - (kind == WALK_DOWN));
    return DADAO_OK;
}

dadao_status dadao_view_look_select(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    static const char *const kinds[WALK_COUNT] = {"node",  "edge", "none", "next",  "previous", "swap", "left",
                                                  "right", "up",   "down", "along", "end",      "worst"};
    dadao_look_words own = *w;
    size_t u = 0, v = 0;
    (void)screen;
    for (size_t k = 0; k < own.count; k++)
        own.word[k] = own.buffer + (w->word[k] - w->buffer);
    size_t kind = w->count > 1 ? dadao_view_look_match(w->word[1], kinds, WALK_COUNT) : WALK_COUNT;
    if (kind == WALK_COUNT)
        return dadao_view_look_refuse(w, 1,
                                      "node I, edge I J, next, previous, left, right, up, down, along, end, worst, swap or none",
                                      kinds, WALK_COUNT, error);
    if (kind >= WALK_NEXT)
        return take_walk(state, (walk)kind, error);
    if (kind == 2) {
        memset(state->selected, 0, sizeof state->selected);
        return DADAO_OK;
    }
    dadao_status status = kind == 0 ? dadao_view_look_node(state, &own, 2, &u, error) : find_edge(state, &own, &u, &v, error);
    if (status != DADAO_OK)
        return status;
    if (kind == 0)
        dadao_view_select_node(state, u);
    else
        dadao_view_select_edge(state, u, v);
    return DADAO_OK;
}
