/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The iterate plane: every node's x on its way to x*, among level lines of f.
 *
 * The scale is the state's, which follows the points in and out by steps of 1, 2, 5 and with slack: a picture that breathed with
 * every event would say nothing about who moves. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/curve.h"
#include "view/look.h"

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

/* The box of x* (0, 0) and the points of all lanes. */
static void bound(const dadao_snapshot *snapshot, double low[2], double high[2])
{
    low[0] = low[1] = high[0] = high[1] = 0;
    for (size_t lane = 0; lane < snapshot->lane_count; lane++) {
        const dadao_lane_snapshot *l = &snapshot->lane[lane];
        for (size_t k = 0; l->plane && k < 2 * l->plane_points; k++) {
            double a = (double)l->plane[k];
            if (!isfinite(a))
                continue;
            low[k % 2] = fmin(low[k % 2], a);
            high[k % 2] = fmax(high[k % 2], a);
        }
    }
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
    double low[2], high[2], half = 0, scale = state->plane_scale;
    bool inside = scale > 0 && isfinite(scale);
    bound(snapshot, low, high);
    for (size_t k = 0; k < 2; k++) {
        half = fmax(half, (high[k] - low[k]) / 2);
        inside = inside && low[k] >= state->plane_centre[k] - scale && high[k] <= state->plane_centre[k] + scale;
    }
    if (!(half > 0) || !isfinite(half) || (inside && half > 0.3 * scale))
        return;
    scale = state->plane_scale = dadao_view_nice(1.15 * half);
    for (size_t k = 0; k < 2; k++) /* on a grid, so that the picture moves in steps */
        state->plane_centre[k] = round((low[k] + high[k]) / 2 / (scale / 4)) * (scale / 4);
}

dadao_status dadao_view_look_plane(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    static const char *const names[] = {"directions", "coordinates"};
    static const char *const summaries[] = {"the softest and the stiffest of f at x*", "the first two"};
    size_t value = state->plane_coordinates;
    (void)screen;
    dadao_status status = dadao_view_look_choose(w, names, 2, "directions or coordinates", &value, error);
    if (status != DADAO_OK)
        return status;
    state->plane_coordinates = value == 1;
    state->plane_scale = 0;
    state->trails.count = state->trails.head = 0;
    dadao_view_look_answer(state, "plane", names[value], summaries[value]);
    return DADAO_OK;
}

static void place(const plane_view *v, double a, double b, int *x, int *y)
{
    double px = v->x + a * v->dots, py = v->y - b * v->dots;
    *x = isfinite(px) && fabs(px) < 1e6 ? (int)floor(px + 0.5) : -1;
    *y = isfinite(py) && fabs(py) < 1e6 ? (int)floor(py + 0.5) : -1;
}

/* Height of the bowl over a point of the line: f - f* to second order, the whole pane high at its farther end. */
static int bowl(const plane_view *v, double a)
{
    double end = fmax(v->x, 2 * v->field->area.columns - v->x) / v->dots, part = a / end;
    double y = v->y - part * part * (v->y - 1);
    return isfinite(y) && y > -1e6 ? (int)floor(y + 0.5) : -1;
}

/* Where a node goes: with one dimension it rolls in the bowl. */
static void place_node(const plane_view *v, const float *point, int *x, int *y)
{
    place(v, (double)point[0], (double)point[1], x, y);
    if (v->line)
        *y = bowl(v, (double)point[0]);
}

static void draw_bowl(const plane_view *v)
{
    for (int x = 0, before = -1; x < 2 * v->field->area.columns; x++) {
        int y = bowl(v, (x - v->x) / v->dots);
        dadao_view_line(v->field, x, before < 0 ? y : before, x, y, DADAO_STYLE_TRACK, 0);
        before = y;
    }
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
    /* the farthest corner */
    double a = fmax(v->x, 2 * v->field->area.columns - v->x) / v->dots, b = fmax(v->y, 4 * v->field->area.rows - v->y) / v->dots;
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
            place_node(v, t->at[at][k], &x0, &y0);
            place_node(v, t->at[next][k], &x1, &y1);
            if (x0 < 0 || y0 < 0 || x1 < 0 || y1 < 0)
                continue;
            unsigned level = dadao_view_level(v->scale, k < v->scene->nodes ? v->lane->node_error[k] : 0);
            if (v->line) /* along the bowl, not through it */
                dadao_view_dot(v->field, x0, y0 - 1, (dadao_style)(DADAO_STYLE_HEAT + level), 0);
            else
                dadao_view_line(v->field, x0, y0, x1, y1, (dadao_style)(DADAO_STYLE_HEAT + level), 0);
        }
    }
}

/* Two dots by two: seen from afar, and where labels would cover each other. */
static void draw_blob(const plane_view *v, int x, int y, dadao_style style)
{
    for (int k = 0; k < 4; k++)
        dadao_view_dot(v->field, x + k % 2, y + k / 2, style, 0);
}

/* The number of a node over it, unless another one is there already. */
static bool label_node(const plane_view *v, int x, int y, size_t node, dadao_style style)
{
    char text[24];
    int width = snprintf(text, sizeof text, "%zu", node), left = x / 2 - width / 2, row = y / 4;
    if (left < 0)
        left = 0;
    for (int k = -1; k <= width; k++) {
        const dadao_view_cell *cell = dadao_view_at(v->field, left + k, row);
        if (cell && cell->style >= DADAO_STYLE_NODE && cell->style < DADAO_STYLE_HEAT)
            return false;
    }
    dadao_view_text(v->field, left, row, style, 0, text);
    return true;
}

static void draw_nodes(const plane_view *v)
{
    size_t points = v->lane->plane_points;
    for (size_t k = 0; k < points; k++) {
        size_t node = k * v->lane->plane_stride;
        if (node >= v->scene->nodes)
            continue;
        unsigned level = dadao_view_level(v->scale, v->lane->node_error[node]);
        int x, y;
        place_node(v, v->lane->plane + 2 * k, &x, &y);
        if (x < 0 || y < 0)
            continue;
        if (points > LABELLED)
            dadao_view_dot(v->field, x, y, (dadao_style)(DADAO_STYLE_HEAT + level), 0);
        else if (!label_node(v, x, y, node, (dadao_style)(DADAO_STYLE_NODE + level)))
            draw_blob(v, x, y, (dadao_style)(DADAO_STYLE_HEAT + level));
    }
}

/* The other lanes: where their nodes are, in the lane's own colour. */
static void draw_others(const plane_view *v, const dadao_snapshot *snapshot)
{
    for (size_t lane = 1; lane < snapshot->lane_count && lane < DADAO_LANES; lane++)
        for (size_t k = 0; snapshot->lane[lane].plane && k < snapshot->lane[lane].plane_points; k++) {
            int x, y;
            place_node(v, snapshot->lane[lane].plane + 2 * k, &x, &y);
            if (x >= 0 && y >= 0)
                draw_blob(v, x, y, dadao_view_lane_style(lane));
        }
}

/* x* and the axes through it, under everything else. */
static void draw_axes(const plane_view *v)
{
    for (int x = (v->x % 4 + 4) % 4; x < 2 * v->field->area.columns; x += 4)
        dadao_view_dot(v->field, x, v->y, DADAO_STYLE_TRACK, 0); /* in plain characters FRAME stands upright */
    for (int y = (v->y % 4 + 4) % 4; y < 4 * v->field->area.rows; y += 4)
        dadao_view_dot(v->field, v->x, y, DADAO_STYLE_FRAME, 0);
}

static void mark_optimum(const plane_view *v)
{
    if (v->x < 0 || v->y < 0)
        return;
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
    bool exact = strncmp(v->scene->problem, "logistic", 8) != 0;
    const char *note = isnan(v->scene->plane_hessian[0]) ? ""
                       : v->line                         ? exact ? "bowl: f" : "bowl: f to second order"
                       : exact                           ? "lines: f - f*"
                                                         : "lines: f - f* to second order";
    if (line->area.columns - x - 3 >= dadao_view_width(note))
        x = dadao_view_text(line, x + 3, 0, DADAO_STYLE_FAINT, 0, note);
    note = v->lane->plane_stride > 1           ? "a sample of the nodes"
           : v->lane->plane_points <= LABELLED ? "as of each node's last event"
                                               : "";
    if (line->area.columns - x - 3 >= dadao_view_width(note))
        dadao_view_text(line, x + 3, 0, DADAO_STYLE_FAINT, 0, note);
}

static int bounded(double dots)
{
    return dots < -1e6 ? -1000000 : dots > 1e6 ? 1000000 : (int)floor(dots + 0.5);
}

/* Where x* is and how large things are drawn: as the state keeps it, or (before anything was observed) as it would begin. */
static void set_view(plane_view *v, const dadao_snapshot *snapshot)
{
    int columns = v->field->area.columns, rows = v->field->area.rows, half = columns < 2 * rows ? columns : 2 * rows;
    double reach = v->state->plane_scale, low[2], high[2], centre[2] = {v->state->plane_centre[0], v->state->plane_centre[1]};
    if (!(reach > 0) || !isfinite(reach) || !isfinite(centre[0]) || !isfinite(centre[1])) {
        bound(snapshot, low, high);
        reach = dadao_view_nice(fmax(fmax(high[0], -low[0]), fmax(high[1], -low[1])));
        centre[0] = centre[1] = 0;
    }
    v->dots = ((v->line ? columns : half) - 1) / reach;
    v->x = bounded(columns - 1 - centre[0] * v->dots);
    v->y = v->line ? 4 * rows - 3 : bounded(2 * rows + centre[1] * v->dots);
}

static bool begin_view(plane_view *v, const dadao_pane *field, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    if (!lane->plane || !lane->plane_points || !snapshot->scene->plane_known || field->area.rows < 1 || field->area.columns < 2)
        return false;
    *v = (plane_view){.field = field, .scene = snapshot->scene, .lane = lane, .state = state};
    v->scale = dadao_view_scale(state, snapshot);
    v->line = snapshot->scene->dimension == 1;
    set_view(v, snapshot);
    return true;
}

void dadao_view_iterates(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_scene *scene = snapshot->scene;
    const char *note = scene->dimension == 1      ? "x"
                       : !scene->plane_principal  ? "x1 across, x2 up"
                       : pane->area.columns >= 70 ? "softest direction of f across, stiffest up"
                                                  : "softest, stiffest";
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_ITERATES, note);
    bool below = body.area.rows >= 4;
    dadao_pane field = dadao_view_part(&body, 0, 0, body.area.columns, body.area.rows - below);
    plane_view v;
    if (!begin_view(&v, &field, snapshot, state)) {
        dadao_view_text(&body, 0, 0, DADAO_STYLE_FAINT, 0, "no iterates yet");
        return;
    }
    draw_axes(&v);
    if (v.line)
        draw_bowl(&v);
    draw_levels(&v);
    draw_others(&v, snapshot);
    draw_trails(&v);
    draw_nodes(&v);
    mark_optimum(&v);
    dadao_pane line = dadao_view_part(&body, 0, body.area.rows - 1, body.area.columns, below);
    if (below)
        draw_scale(&v, &line);
}

/* A press selects the node nearest to it, within a few cells. */
bool dadao_view_iterates_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                 const dadao_pointer *pointer, char *line, size_t capacity)
{
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_ITERATES, NULL);
    dadao_pane field = dadao_view_part(&body, 0, 0, body.area.columns, body.area.rows - (body.area.rows >= 4));
    plane_view v;
    size_t found = SIZE_MAX;
    double best = 8 * 8;
    if (pointer->kind != DADAO_POINTER_PRESS || !begin_view(&v, &field, snapshot, state))
        return false;
    int px = 2 * pointer->x + 1, py = 4 * (pointer->y - (field.area.y - pane->area.y)) + 2;
    for (size_t k = 0; k < v.lane->plane_points; k++) {
        int x, y;
        place_node(&v, v.lane->plane + 2 * k, &x, &y);
        double far = pow(x - px, 2) + pow(y - py, 2);
        if (x >= 0 && y >= 0 && far < best)
            best = far, found = k * v.lane->plane_stride;
    }
    if (found >= v.scene->nodes)
        return false;
    snprintf(line, capacity, "select node %zu", found);
    return true;
}
