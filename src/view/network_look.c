/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the network is looked at: what colours it, where the camera is, and where the hand has put nodes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "view/look.h"
#include "view/network.h"

#define FOCUS_ZOOM 3 /* at least, so that one sees what is focused on */

/* ---- Colours ---------------------------------------------------------------------------------------------------------- */

static dadao_status colour_edges(dadao_view_state *state, dadao_look_words *w, dadao_error *error)
{
#define WORD(name, word, label, spread, summary) word,
    static const char *const words[] = {DADAO_EDGE_QUANTITIES(WORD)};
#undef WORD
    size_t value = state->network.edges;
    dadao_status status =
        dadao_view_look_choose(w, words, DADAO_EDGE_QUANTITY_COUNT, "plain, traffic, resistance or rate", &value, error);
    if (status != DADAO_OK)
        return status;
    state->network.edges = (dadao_edge_quantity)value;
    dadao_view_look_answer(state, "edges", words[value], dadao_view_edge_quantity(state->network.edges)->summary);
    return DADAO_OK;
}

dadao_status dadao_view_look_colour(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
#define WORD(name, word, label, spread, worst, summary) word,
    static const char *const words[] = {DADAO_NODE_QUANTITIES(WORD)};
#undef WORD
    dadao_look_words rest = *w;
    size_t value = state->network.quantity;
    bool edges = w->count > 1 && strcmp(w->word[1], "edges") == 0, nodes = w->count > 1 && strcmp(w->word[1], "nodes") == 0;
    (void)screen;
    if (edges || nodes) { /* the word after it is what is chosen */
        memmove(&rest.word[1], &rest.word[2], (DADAO_LOOK_WORDS - 2) * sizeof *rest.word);
        memmove(&rest.column[1], &rest.column[2], (DADAO_LOOK_WORDS - 2) * sizeof *rest.column);
        rest.count--;
    }
    if (edges)
        return colour_edges(state, &rest, error);
    dadao_status status = dadao_view_look_choose(
        &rest, words, DADAO_NODE_QUANTITY_COUNT,
        "error, consensus, gradients, communications, age, fiedler or rate, or edges and what colours them", &value, error);
    if (status != DADAO_OK)
        return status;
    state->network.quantity = (dadao_node_quantity)value;
    dadao_view_look_answer(state, "nodes", words[value], dadao_view_node_quantity(state->network.quantity)->summary);
    return DADAO_OK;
}

/* ---- Camera ----------------------------------------------------------------------------------------------------------- */

/* The frame of what was last seen; false before anything was. */
static bool frame_now(const dadao_view_state *state, dadao_frame *frame)
{
    if (!state->scene || state->scene->nodes == 0)
        return false;
    *frame = dadao_view_network_frame(state->scene, &state->network);
    return true;
}

static double zoom_of(const dadao_network_look *look)
{
    return look->camera.zoom > 1 ? look->camera.zoom : 1;
}

static double clamp(double value, double most)
{
    return value > most ? most : value < -most ? -most : value;
}

/* Puts the camera over a point; from the whole frame it sees everything wherever it is. */
static void point_at(dadao_view_state *state, double x, double y, double zoom)
{
    dadao_network_look *look = &state->network;
    dadao_frame frame;
    if (!frame_now(state, &frame))
        return;
    if (!(zoom > 1)) {
        look->camera = (dadao_camera){0};
        return;
    }
    look->camera.zoom = fmin(zoom, DADAO_CAMERA_CLOSEST);
    look->camera.x = clamp(x - (frame.low_x + frame.high_x) / 2, (frame.high_x - frame.low_x) / 2);
    look->camera.y = clamp(y - (frame.low_y + frame.high_y) / 2, (frame.high_y - frame.low_y) / 2);
}

static void aimed_at(const dadao_view_state *state, const dadao_frame *frame, double *x, double *y)
{
    const dadao_network_look *look = &state->network;
    *x = (frame->low_x + frame->high_x) / 2 + look->camera.x, *y = (frame->low_y + frame->high_y) / 2 + look->camera.y;
    if (look->watching && look->watched < state->scene->nodes)
        dadao_view_position(state->scene, look, look->watched, x, y);
}

/* In towards what is selected, where the camera saw everything so far: that is what one wants to see. */
static void zoom_by(dadao_view_state *state, double factor)
{
    dadao_frame frame;
    double x, y, zoom = zoom_of(&state->network);
    if (!frame_now(state, &frame))
        return;
    aimed_at(state, &frame, &x, &y);
    const dadao_selected *it = &state->selected[0];
    if (zoom == 1 && factor > 1 && it->kind == DADAO_SELECTED_NODE && it->node < state->scene->nodes)
        dadao_view_position(state->scene, &state->network, it->node, &x, &y);
    point_at(state, x, y, zoom * factor);
}

static void pan(dadao_view_state *state, double right, double up)
{
    dadao_frame frame;
    double x, y, zoom = zoom_of(&state->network);
    if (!frame_now(state, &frame))
        return;
    aimed_at(state, &frame, &x, &y);
    state->network.watching = false;
    point_at(state, x + right * DADAO_CAMERA_PAN * (frame.high_x - frame.low_x) / zoom,
             y + up * DADAO_CAMERA_PAN * (frame.high_y - frame.low_y) / zoom, zoom);
}

static dadao_status read_number(const dadao_look_words *w, size_t k, double *value, dadao_error *error)
{
    if (k < w->count && dadao_core_parse_double(w->word[k], strlen(w->word[k]), value) && isfinite(*value))
        return DADAO_OK;
    return dadao_view_look_refuse(w, k, "a number, in units of the layout", NULL, 0, error);
}

static dadao_status camera_at(dadao_view_state *state, const dadao_look_words *w, dadao_error *error)
{
    double x, y, zoom = zoom_of(&state->network);
    dadao_status status = read_number(w, 1, &x, error);
    if (status == DADAO_OK)
        status = read_number(w, 2, &y, error);
    if (status == DADAO_OK && w->count > 3)
        status = read_number(w, 3, &zoom, error);
    if (status == DADAO_OK)
        state->network.watching = false, point_at(state, x, y, zoom);
    return status;
}

dadao_status dadao_view_look_camera(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    static const char *const words[] = {"in", "out", "left", "right", "up", "down"};
    static const double step[][2] = {{-1, 0}, {1, 0}, {0, 1}, {0, -1}};
    (void)screen;
    if (w->count > 1 && strchr("0123456789.-+", w->word[1][0]))
        return camera_at(state, w, error);
    size_t k = w->count > 1 ? dadao_view_look_match(w->word[1], words, 6) : 6;
    if (k == 6)
        return dadao_view_look_refuse(w, 1, "in, out, left, right, up, down, or a point X Y [ZOOM]", words, 6, error);
    if (k < 2)
        zoom_by(state, k == 0 ? DADAO_CAMERA_STEP : 1 / DADAO_CAMERA_STEP);
    else
        pan(state, step[k - 2][0], step[k - 2][1]);
    return DADAO_OK;
}

/* The node that is named, else the selected one. */
static dadao_status node_or_selected(const dadao_view_state *state, const dadao_look_words *w, size_t *node, dadao_error *error)
{
    if (w->count > 1)
        return dadao_view_look_node(state, w, 1, node, error);
    *node = state->selected[0].node;
    if (state->selected[0].kind == DADAO_SELECTED_NODE)
        return DADAO_OK;
    return dadao_view_look_refuse(w, 1, "a node: none is selected", NULL, 0, error);
}

dadao_status dadao_view_look_focus(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    size_t node;
    double x, y;
    (void)screen;
    dadao_status status = node_or_selected(state, w, &node, error);
    if (status != DADAO_OK || !state->scene || node >= state->scene->nodes)
        return status;
    dadao_view_position(state->scene, &state->network, node, &x, &y);
    state->network.watching = false;
    point_at(state, x, y, fmax(zoom_of(&state->network), FOCUS_ZOOM));
    return DADAO_OK;
}

dadao_status dadao_view_look_watch(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    dadao_network_look *look = &state->network;
    dadao_frame frame;
    size_t node;
    bool off = w->count > 1 ? strcmp(w->word[1], "off") == 0 : look->watching;
    (void)screen;
    if (off) { /* the camera stays where it is */
        double x, y;
        if (look->watching && frame_now(state, &frame)) {
            aimed_at(state, &frame, &x, &y);
            point_at(state, x, y, zoom_of(look));
        }
        look->watching = false;
        return DADAO_OK;
    }
    dadao_status status = node_or_selected(state, w, &node, error);
    if (status != DADAO_OK)
        return status;
    look->watching = true, look->watched = node;
    look->camera.zoom = fmax(zoom_of(look), FOCUS_ZOOM);
    return DADAO_OK;
}

dadao_status dadao_view_look_fit(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                 dadao_error *error)
{
    (void)screen;
    if (w->count > 1)
        return dadao_view_look_refuse(w, 1, "anything that fit knows: it takes no words", NULL, 0, error);
    dadao_view_network_refit(state);
    return DADAO_OK;
}

/* ---- Places ----------------------------------------------------------------------------------------------------------- */

static void let_go(dadao_network_look *look, size_t node)
{
    size_t kept = 0;
    for (size_t k = 0; k < look->pins; k++)
        if (look->pin[k].node != node)
            look->pin[kept++] = look->pin[k];
    look->pins = kept;
    look->changes++;
}

dadao_status dadao_view_look_place(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    dadao_network_look *look = &state->network;
    dadao_pin pin = {0};
    (void)screen;
    if (w->count == 2 && strcmp(w->word[1], "none") == 0) {
        look->pins = 0, look->changes++;
        return DADAO_OK;
    }
    dadao_status status = dadao_view_look_node(state, w, 1, &pin.node, error);
    if (status == DADAO_OK && w->count == 3 && strcmp(w->word[2], "none") == 0) {
        let_go(look, pin.node);
        return DADAO_OK;
    }
    if (status == DADAO_OK)
        status = read_number(w, 2, &pin.x, error);
    if (status == DADAO_OK)
        status = read_number(w, 3, &pin.y, error);
    if (status != DADAO_OK)
        return status;
    let_go(look, pin.node);
    if (look->pins == DADAO_PINS)
        return dadao_core_fail(error, DADAO_UNSUPPORTED,
                               "%d nodes were put in their places by hand already; place NODE none lets one go, place none all",
                               DADAO_PINS);
    look->pin[look->pins++] = pin;
    return DADAO_OK;
}
