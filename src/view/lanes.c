/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lanes side by side: who they are, where they stand on the common axis, how far they are from lane 0, and a small picture of
 * the network for each, coloured by its own errors on one scale. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/curve.h"

#define SMALL_NODES 1500 /* more than this are no picture in a few cells */
#define SMALL_EDGES 600  /* more resting edges than this are a mist */

#define STRETCH 1.6

/* ---- The table ---------------------------------------------------------------------------------------------------------- */

enum { NAME_COLUMN = 22 };

/* What a column says: key, title, width, columns of the pane from which it is there. */
#define LANE_COLUMNS(X)              \
    X(TIME, "t", 9, 32)              \
    X(ERROR, "error", 9, 42)         \
    X(RATIO, "/ lane 0", 9, 52)      \
    X(GRADIENTS, "gradients", 10, 62) \
    X(COMMUNICATIONS, "comms", 10, 72) \
    X(COST, "cost", 10, 82)          \
    X(VECTORS, "vectors", 10, 92)    \
    X(RATE, "rate", 9, 102)          \
    X(WALL, "wall", 9, 112) /* the last: it is there only where a clock goes */
#define COLUMN_ENUM(name, title, width, from) COLUMN_##name,
typedef enum lane_column { LANE_COLUMNS(COLUMN_ENUM) COLUMN_COUNT } lane_column;

static const struct {
    const char *title;
    int width, from;
} column[COLUMN_COUNT] = {
#define COLUMN_ROW(name, title, width, from) {title, width, from},
    LANE_COLUMNS(COLUMN_ROW)
};

static const char *say(char text[32], const dadao_snapshot *snapshot, size_t index, lane_column what)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[index], *lead = &snapshot->lane[0];
    switch (what) {
    case COLUMN_TIME: return dadao_view_number(text, lane->t);
    case COLUMN_ERROR: return dadao_view_number(text, lane->msd_lazy);
    case COLUMN_RATIO: return index == 0 ? "" : dadao_view_number(text, lane->msd_lazy / lead->msd_lazy);
    case COLUMN_GRADIENTS: return dadao_view_count(text, (double)lane->gradients);
    case COLUMN_COMMUNICATIONS: return dadao_view_count(text, (double)lane->communications);
    case COLUMN_COST: return dadao_view_count(text, lane->cost);
    case COLUMN_VECTORS: return dadao_view_count(text, (double)lane->vectors);
    case COLUMN_RATE: return isnan(lane->measured_rate) ? "" : dadao_view_number(text, lane->measured_rate);
    case COLUMN_WALL: return dadao_view_number(text, lane->wall);
    default: return "";
    }
}

static void draw_head(const dadao_pane *pane, int y, const dadao_scene *scene)
{
    int x = NAME_COLUMN;
    for (int k = 0; k < COLUMN_COUNT - !scene->cost_on && pane->area.columns >= column[k].from; k++) {
        dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "%*s", column[k].width, column[k].title);
        x += column[k].width;
    }
}

/* A mark for the chosen lane, its number, a piece of its line, its name, then the figures. */
static void draw_lane(const dadao_pane *pane, int y, const dadao_snapshot *snapshot, size_t index)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[index];
    const bool chosen = snapshot->scene->chosen == index && snapshot->lane_count > 1;
    const dadao_style style = dadao_view_lane_style(index);
    char text[32];
    dadao_view_format(pane, 0, y, chosen ? DADAO_STYLE_CHOSEN : style, 0, "%s%zu", chosen ? ">" : " ", index);
    dadao_view_dashed(pane, 6, 4 * y + 1, 13, 4 * y + 1, style, 0, dadao_view_lane_dash(index));
    dadao_view_clipped(pane, 8, y, NAME_COLUMN - 9, style, 0, lane->name);
    int x = NAME_COLUMN;
    for (int k = 0; k < COLUMN_COUNT - !snapshot->scene->cost_on && pane->area.columns >= column[k].from; k++) {
        dadao_view_format(pane, x, y, k == COLUMN_ERROR || k == COLUMN_RATIO ? DADAO_STYLE_NUMBER : DADAO_STYLE_TEXT, 0, "%*s",
                          column[k].width, say(text, snapshot, index, (lane_column)k));
        x += column[k].width;
    }
    if (lane->diverged)
        dadao_view_text(pane, x + 2, y, DADAO_STYLE_ERROR, 0, "diverged");
    else if (lane->catching_up)
        dadao_view_text(pane, x + 2, y, DADAO_STYLE_WARNING, 0, "catching up");
}

/* What the lanes are: method and preset, what a unit of time is, what the theorem says. */
static void draw_facts(const dadao_pane *pane, int y, const dadao_snapshot *snapshot, size_t index)
{
    const dadao_lane_scene *lane = &snapshot->scene->lane[index];
    if (index >= snapshot->scene->lane_count || !lane->method)
        return;
    char text[640];
    const dadao_guarantee *g = &lane->guarantee;
    snprintf(text, sizeof text, "%s %s%s; a unit of time: %s; %s%s", dadao_method_shown_name(lane->method), lane->preset,
             lane->overridden ? " (changed by hand)" : "", dadao_method_declares(lane->method)->unit_of_time,
             g->holds ? "guarantee holds" : "no guarantee: ", g->holds ? "" : g->why);
    dadao_view_clipped(pane, 8, y, pane->area.columns - 8, DADAO_STYLE_FAINT, 0, text);
}

/* ---- What is the same for all ------------------------------------------------------------------------------------------- */

static const char *law_text(const dadao_scene *scene, int kind)
{
    static const char *const word[DADAO_LAW_COUNT] = {
#define LAW_TEXT(name, text, meaning) [DADAO_LAW_##name] = text,
        DADAO_LAWS(LAW_TEXT)
#undef LAW_TEXT
    };
    return word[scene->cost_law[kind].kind];
}

void dadao_view_clock_text(const dadao_scene *scene, bool brief, char *text, size_t capacity)
{
    char gradient[32], communication[32];
    if (!scene->cost_on) {
        snprintf(text, capacity, brief ? "instantaneous events" : "clock: instantaneous events, as in the papers");
        return;
    }
    dadao_view_number(gradient, scene->cost_time[0]);
    dadao_view_number(communication, scene->cost_time[1]);
    if (brief)
        snprintf(text, capacity, "real machines %s/%s", gradient, communication);
    else
        snprintf(text, capacity, "clock: real machines, a gradient takes %s (%s), a communication %s (%s), %zu slow", gradient,
                 law_text(scene, 0), communication, law_text(scene, 1), scene->stragglers);
}

static int draw_common(const dadao_pane *pane, int y, const dadao_snapshot *snapshot)
{
    const dadao_scene *scene = snapshot->scene;
    char text[256];
    dadao_view_clock_text(scene, false, text, sizeof text);
    dadao_view_clipped(pane, 0, y++, pane->area.columns, DADAO_STYLE_FAINT, 0, text);
    if (scene->units_differ)
        dadao_view_clipped(pane, 0, y++, pane->area.columns, DADAO_STYLE_WARNING, 0,
                           "units of time differ: compare by gradients, communications or cost (axis), not by t");
    return y;
}

/* ---- Small multiples ------------------------------------------------------------------------------------------------------ */

typedef struct small {
    dadao_pane pane;
    const dadao_scene *scene;
    double low_x, high_y, sx, sy;
} small;

static small fit(const dadao_pane *pane, const dadao_scene *scene)
{
    double low_x = INFINITY, high_x = -INFINITY, low_y = INFINITY, high_y = -INFINITY;
    for (size_t i = 0; i < scene->nodes; i++) {
        low_x = fmin(low_x, scene->x[i]), high_x = fmax(high_x, scene->x[i]);
        low_y = fmin(low_y, scene->y[i]), high_y = fmax(high_y, scene->y[i]);
    }
    double wide = high_x - low_x, tall = high_y - low_y;
    double sx = wide > 0 ? (2 * pane->area.columns - 2) / wide : INFINITY, sy = tall > 0 ? (4 * pane->area.rows - 3) / tall : INFINITY;
    const double limit = STRETCH * fmin(sx, sy); /* a circle stays a circle, more or less */
    sx = wide > 0 ? fmin(sx, limit) : 0, sy = tall > 0 ? fmin(sy, limit) : 0;
    return (small){*pane, scene, low_x, high_y, sx, sy};
}

static void place(const small *v, size_t node, int *x, int *y)
{
    *x = (int)((v->scene->x[node] - v->low_x) * v->sx + 0.5);
    *y = (int)((v->high_y - v->scene->y[node]) * v->sy + 0.5);
}

static void draw_network(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state, size_t index)
{
    const dadao_scene *scene = snapshot->scene;
    const double *error = snapshot->lane[index].node_error;
    const dadao_scale scale = dadao_view_scale(state, snapshot);
    const small v = fit(pane, scene);
    int x, y, x1, y1;
    for (size_t e = 0; scene->edges <= SMALL_EDGES && e < scene->edges; e++) {
        place(&v, scene->edge[e].u, &x, &y);
        place(&v, scene->edge[e].v, &x1, &y1);
        if (scene->edge_rate[e] > 0)
            dadao_view_line(pane, x, y, x1, y1, DADAO_STYLE_EDGE, 0);
    }
    for (size_t i = 0; i < scene->nodes && i < SMALL_NODES; i++) {
        place(&v, i, &x, &y);
        const uint32_t glyph = state->colors < 8 ? (uint32_t)dadao_view_digit(scale, error[i]) : ' ';
        dadao_view_put(pane, x / 2, y / 4, glyph, (dadao_style)(DADAO_STYLE_NODE + dadao_view_level(scale, error[i])), 0);
    }
}

static int lines_of(int count, int across)
{
    int lines = 1;
    while (lines * across < count)
        lines++;
    return lines;
}

/* The number of pictures side by side that makes them largest; a cell is twice as tall as wide. */
static int across_of(int count, int columns, int rows)
{
    int best = 1, size = -1;
    for (int across = 1; across <= count; across++) {
        const int down = lines_of(count, across), wide = columns / across / 2, tall = rows / down - 1;
        int least = wide < tall ? wide : tall;
        if (least > size)
            size = least, best = across;
    }
    return best;
}

static void draw_multiples(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const int count = (int)snapshot->lane_count, best = across_of(count, pane->area.columns, pane->area.rows);
    const int across = best > 1 ? best : 1, down = lines_of(count, across);
    const int wide = pane->area.columns / across, tall = pane->area.rows / down;
    if (tall < 4 || wide < 8 || snapshot->scene->nodes > SMALL_NODES)
        return;
    for (int k = 0; k < count; k++) {
        const int x = k % across * wide, y = k / across * tall;
        const dadao_pane cell = dadao_view_part(pane, x, y, wide - 2, tall);
        const dadao_pane picture = dadao_view_part(pane, x, y + 1, wide - 2, tall - 1 - (down > 1));
        char text[48];
        snprintf(text, sizeof text, "%d %s", k, snapshot->lane[k].name);
        dadao_view_clipped(&cell, 0, 0, wide - 2, dadao_view_lane_style((size_t)k), 0, text);
        draw_network(&picture, snapshot, state, (size_t)k);
    }
}

/* ---- The pane ------------------------------------------------------------------------------------------------------------- */

void dadao_view_lanes(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    static const char *const axis[DADAO_LANE_AXIS_COUNT] = {
#define AXIS_TEXT(name, word, meaning) [DADAO_LANE_AXIS_##name] = word,
        DADAO_LANE_AXES(AXIS_TEXT)
#undef AXIS_TEXT
    };
    char note[64];
    if (snapshot->lane_count > 1)
        snprintf(note, sizeof note, "together on %s", axis[snapshot->scene->axis]);
    else
        snprintf(note, sizeof note, "lane add METHOD");
    const dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_LANES, note);
    const int rows = body.area.rows, count = (int)snapshot->lane_count;
    const bool deep = rows >= 2 * count + 12; /* room for what each is, and pictures still */
    int y = 0;
    if (rows > count)
        draw_head(&body, y++, snapshot->scene);
    for (int k = 0; k < count && y < rows; k++) {
        draw_lane(&body, y++, snapshot, (size_t)k);
        if (deep)
            draw_facts(&body, y++, snapshot, (size_t)k);
    }
    if (y < rows)
        y = draw_common(&body, y, snapshot);
    if (rows - y < 5)
        return;
    const dadao_pane below = dadao_view_part(&body, 0, y + 1, body.area.columns, rows - y - 1);
    draw_multiples(&below, snapshot, state);
}
