/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The iterate plane: every node's x on its way to x*, among level lines of f.
 *
 * The scale is the state's, which follows the points in and out by steps of 1, 2, 5 and with slack: a picture that breathed with
 * every event would say nothing about who moves. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/heading.h"

#define LABELLED 40 /* nodes that carry their number */
#define LINES 7     /* level lines at most */

typedef struct plane_view {
    const dadao_pane *field;
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
    const dadao_view_state *state;
    dadao_scale scale;
    double dots; /* per unit of length */
    int x, y;    /* x* in dots */
    bool line;   /* d = 1: the second direction tells nodes apart, no more */
} plane_view;

/* The farthest point, as the larger of its two coordinates. */
static double farthest(const dadao_lane_snapshot *lane)
{
    double most = 0;
    for (size_t k = 0; k < 2 * lane->plane_points; k++) {
        double size = fabs((double)lane->plane[k]);
        if (isfinite(size) && size > most)
            most = size;
    }
    return most;
}

static void push_trail(dadao_trails *trails, const dadao_lane_snapshot *lane)
{
    size_t nodes = lane->plane_points < DADAO_TRAIL_NODES ? lane->plane_points : DADAO_TRAIL_NODES;
    if (trails->nodes != nodes || lane->events < trails->events)
        trails->count = trails->head = 0, trails->nodes = nodes;
    else if (trails->count > 0 && lane->events == trails->events)
        return; /* nothing happened */
    trails->events = lane->events;
    memcpy(trails->at[trails->head], lane->plane, nodes * sizeof trails->at[0][0]);
    trails->head = (trails->head + 1) % DADAO_TRAIL_LENGTH;
    if (trails->count < DADAO_TRAIL_LENGTH)
        trails->count++;
}

void dadao_view_observe_plane(dadao_view_state *state, const dadao_snapshot *snapshot)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    if (!lane->plane || !lane->plane_points)
        return;
    push_trail(&state->trails, lane);
    double most = farthest(lane), scale = state->plane_scale;
    if (most > 0 && (!(scale > 0) || most > scale || most < 0.3 * scale))
        state->plane_scale = dadao_view_nice(1.15 * most);
}

static void place(const plane_view *v, double a, double b, int *x, int *y)
{
    double px = v->x + a * v->dots, py = v->y - b * v->dots;
    *x = isfinite(px) && fabs(px) < 1e6 ? (int)floor(px + 0.5) : -1;
    *y = isfinite(py) && fabs(py) < 1e6 ? (int)floor(py + 0.5) : -1;
}

/* Where a node goes: on a number line the nodes stand above each other. */
static void place_node(const plane_view *v, const float *point, size_t k, int *x, int *y)
{
    place(v, (double)point[0], (double)point[1], x, y);
    if (v->line)
        *y = (int)((2 * k + 1) * 4 * (size_t)v->field->area.rows / (2 * v->lane->plane_points));
}

/* ---- Level lines ---------------------------------------------------------------------------------------------------- */

/* f - f* at distance r in direction (c, s). */
static double rise(const double *h, double c, double s)
{
    return 0.5 * (h[0] * c * c + 2 * h[1] * c * s + h[2] * s * s);
}

static void draw_ellipse(const plane_view *v, double level)
{
    const double *h = v->scene->plane_hessian;
    double longest = sqrt(level / fmax(fmin(rise(h, 1, 0), rise(h, 0, 1)), 1e-300)) * v->dots;
    int steps = (int)fmin(fmax(8 * longest, 24), 6000);
    for (int k = 0; k < steps; k++) {
        double angle = 6.283185307179586 * k / steps, c = cos(angle), s = sin(angle), slope = rise(h, c, s);
        int x, y;
        if (!(slope > 0))
            continue;
        place(v, sqrt(level / slope) * c, sqrt(level / slope) * s, &x, &y);
        dadao_view_dot(v->field, x, y, DADAO_STYLE_TRACK, 0);
    }
}

/* Names a line where it crosses the vertical through x*, if nothing is there. */
static void name_line(const plane_view *v, int decade)
{
    int x, y;
    char text[16];
    snprintf(text, sizeof text, "1e%+d", decade);
    place(v, 0, sqrt(pow(10, decade) / rise(v->scene->plane_hessian, 0, 1)), &x, &y);
    if (y < 0 || v->y - y < 6 || y / 4 >= v->field->area.rows)
        return;
    dadao_view_text(v->field, x / 2 + 1, y / 4, DADAO_STYLE_FAINT, 0, text);
}

static void draw_levels(const plane_view *v)
{
    const double *h = v->scene->plane_hessian;
    if (v->line || !(h[0] > 0) || !(h[2] > 0) || !(h[0] * h[2] > h[1] * h[1]))
        return;
    double a = v->field->area.columns / v->dots, b = 2 * v->field->area.rows / v->dots; /* half the pane */
    double top = rise(h, a, 0) + rise(h, 0, b), least = fmin(rise(h, 4 / v->dots, 0), rise(h, 0, 4 / v->dots));
    if (!isfinite(top) || !(least > 0))
        return;
    int high = (int)floor(log10(top)), low = (int)ceil(log10(least));
    if (low < high - LINES + 1)
        low = high - LINES + 1;
    for (int d = low; d <= high; d++)
        draw_ellipse(v, pow(10, d));
    for (int d = low; d <= high; d++)
        name_line(v, d);
}

/* ---- Points ---------------------------------------------------------------------------------------------------------- */

static void draw_trails(const plane_view *v)
{
    const dadao_trails *t = &v->state->trails;
    if (t->nodes == 0 || t->nodes > v->lane->plane_points || v->lane->plane_stride != 1 || t->events > v->lane->events)
        return;
    for (size_t age = t->count; age-- > 1;) {
        const size_t at = (t->head + 2 * DADAO_TRAIL_LENGTH - 1 - age) % DADAO_TRAIL_LENGTH, next = (at + 1) % DADAO_TRAIL_LENGTH;
        for (size_t k = 0; k < t->nodes; k++) {
            int x0, y0, x1, y1;
            place_node(v, t->at[at][k], k, &x0, &y0);
            place_node(v, t->at[next][k], k, &x1, &y1);
            if (x0 < 0 || y0 < 0 || x1 < 0 || y1 < 0)
                continue;
            dadao_view_line(v->field, x0, y0, x1, y1, DADAO_STYLE_GRADIENT, 0);
        }
    }
}

static void draw_nodes(const plane_view *v)
{
    size_t points = v->lane->plane_points;
    for (size_t k = points; k-- > 0;) {
        size_t node = k * v->lane->plane_stride;
        if (node >= v->scene->nodes)
            continue;
        unsigned level = dadao_view_level(v->scale, v->lane->node_error[node]);
        int x, y;
        place_node(v, v->lane->plane + 2 * k, k, &x, &y);
        if (x < 0 || y < 0)
            continue;
        if (points <= LABELLED) {
            char text[24];
            snprintf(text, sizeof text, "%zu", node);
            int at = x / 2 - (int)strlen(text) / 2;
            dadao_view_text(v->field, at < 0 ? 0 : at, y / 4, (dadao_style)(DADAO_STYLE_NODE + level), 0, text);
        } else {
            dadao_view_dot(v->field, x, y, (dadao_style)(DADAO_STYLE_HEAT + level), 0);
        }
    }
}

/* x* and the axes through it, under everything else. */
static void draw_axes(const plane_view *v)
{
    for (int x = v->x % 4; x < 2 * v->field->area.columns; x += 4)
        dadao_view_dot(v->field, x, v->y, DADAO_STYLE_FRAME, 0);
    for (int y = v->y % 4; y < 4 * v->field->area.rows; y += 4)
        dadao_view_dot(v->field, v->x, y, DADAO_STYLE_FRAME, 0);
}

static void mark_optimum(const plane_view *v)
{
    dadao_view_put(v->field, v->x / 2, v->y / 4, '+', DADAO_STYLE_GOOD, DADAO_REVERSE);
    if (v->field->area.columns >= 24)
        dadao_view_text(v->field, v->x / 2 + 1, v->y / 4, DADAO_STYLE_GOOD, 0, "x*");
}

/* ---- The line below -------------------------------------------------------------------------------------------------- */

static void draw_scale(const plane_view *v, const dadao_pane *line)
{
    char number[32], a[32], b[32];
    double length = dadao_view_nice(v->state->plane_scale > 0 ? v->state->plane_scale / 4 : 0.25);
    int cells = (int)(length * v->dots / 2);
    if (cells > line->area.columns / 3)
        cells = line->area.columns / 3, length = 2 * cells / v->dots;
    if (cells < 1)
        return;
    dadao_view_text(line, 0, 0, DADAO_STYLE_FAINT, 0, "|");
    for (int k = 1; k < cells; k++)
        dadao_view_text(line, k, 0, DADAO_STYLE_FAINT, 0, "-");
    int x = dadao_view_format(line, cells, 0, DADAO_STYLE_FAINT, 0, "| %s", dadao_view_number(number, length));
    const double *at = v->scene->plane_optimum;
    char text[96];
    if (v->line)
        snprintf(text, sizeof text, "x* = %s", dadao_view_number(a, at[0]));
    else
        snprintf(text, sizeof text, "x* = (%s, %s)", dadao_view_number(a, at[0]), dadao_view_number(b, at[1]));
    if (line->area.columns - x - 3 >= dadao_view_width(text))
        x = dadao_view_text(line, x + 3, 0, DADAO_STYLE_GOOD, 0, text);
    const char *note = v->line || isnan(v->scene->plane_hessian[0]) ? "" : "lines: f - f*";
    if (line->area.columns - x - 3 >= dadao_view_width(note))
        x = dadao_view_text(line, x + 3, 0, DADAO_STYLE_FAINT, 0, note);
    note = v->lane->plane_stride > 1           ? "a sample of the nodes"
           : v->lane->plane_points <= LABELLED ? "as of each node's last event"
                                               : "";
    if (line->area.columns - x - 3 >= dadao_view_width(note))
        dadao_view_text(line, x + 3, 0, DADAO_STYLE_FAINT, 0, note);
}

void dadao_view_iterates(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    const dadao_scene *scene = snapshot->scene;
    const char *note = scene->dimension == 1      ? "x"
                       : !scene->plane_principal  ? "x1 across, x2 up"
                       : pane->area.columns >= 70 ? "softest direction of f across, stiffest up"
                                                  : "softest, stiffest";
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_ITERATES, note);
    bool below = body.area.rows >= 4;
    dadao_pane field = dadao_view_part(&body, 0, 0, body.area.columns, body.area.rows - below);
    if (!lane->plane || !lane->plane_points || !scene->plane_known || field.area.rows < 1 || field.area.columns < 2) {
        dadao_view_text(&body, 0, 0, DADAO_STYLE_FAINT, 0, "no iterates yet");
        return;
    }
    double reach = state->plane_scale > 0 && isfinite(state->plane_scale) ? state->plane_scale : dadao_view_nice(farthest(lane));
    int half = field.area.columns < 2 * field.area.rows ? field.area.columns : 2 * field.area.rows;
    plane_view v = {.field = &field,
                    .scene = scene,
                    .lane = lane,
                    .state = state,
                    .scale = dadao_view_scale(state, snapshot),
                    .dots = (half - 1) / reach,
                    .x = field.area.columns - 1,
                    .y = 2 * field.area.rows,
                    .line = scene->dimension == 1};
    if (v.line)
        v.dots = (field.area.columns - 1) / reach;
    draw_axes(&v);
    draw_levels(&v);
    draw_trails(&v);
    draw_nodes(&v);
    mark_optimum(&v);
    dadao_pane line = dadao_view_part(&body, 0, body.area.rows - 1, body.area.columns, below);
    if (below)
        draw_scale(&v, &line);
}
