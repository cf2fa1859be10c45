/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Space-time: nodes from top to bottom, time from left to right, colours for the error. Information is seen to travel.
 *
 * Errors fall by many decades in a run, so that colours of the error itself would show that and nothing else. Near (the usual
 * scale) each moment is compared with its own geometric mean: who is ahead and who lags; whole shows the error as it is. The
 * axis of time ends at 1, 2, 5 times a power of ten, as the convergence plot does: columns are appended and never scroll.
 * Half blocks double what a cell tells: two moments, or, drawn in blocks and with more nodes than lines, two lines of nodes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/curve.h"

#define ABOVE 1 /* decades above and below the mean of the moment that the colours span */
#define BELOW (-1)

typedef struct field_view {
    const dadao_pane *field;
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
    const dadao_view_state *state;
    dadao_scale scale;
    double end; /* of the axis of time, which begins at 0 */
    size_t rows;
    int across, down;                   /* values in a cell: 1 or 2 */
    double factor[DADAO_FIELD_COLUMNS]; /* what errors of a column are multiplied with before they are coloured */
    uint16_t order[DADAO_FIELD_ROWS];   /* place -> row */
} field_view;

typedef struct keyed_row {
    double key;
    uint16_t row;
} keyed_row;

static int by_key(const void *a, const void *b)
{
    const keyed_row *x = a, *y = b;
    if (x->key < y->key)
        return -1;
    return x->key > y->key ? 1 : (int)x->row - (int)y->row;
}

static void sum_keys(const field_view *v, keyed_row *rows)
{
    const dadao_scene *scene = v->scene;
    size_t group = v->lane->field_group;
    for (size_t r = 0; r < v->rows; r++)
        rows[r] = (keyed_row){0, (uint16_t)r};
    if (v->state->order == DADAO_ORDER_DEGREE)
        for (size_t e = 0; e < scene->edges; e++) {
            if (scene->edge[e].u / group < v->rows)
                rows[scene->edge[e].u / group].key -= 1;
            if (scene->edge[e].v / group < v->rows)
                rows[scene->edge[e].v / group].key -= 1;
        }
    if (v->state->order == DADAO_ORDER_FIEDLER && scene->fiedler)
        for (size_t i = 0; i < scene->nodes && i / group < v->rows; i++)
            rows[i / group].key += isfinite(scene->fiedler[i]) ? scene->fiedler[i] : 0;
}

static void sort_rows(field_view *v)
{
    keyed_row rows[DADAO_FIELD_ROWS];
    sum_keys(v, rows);
    if (v->state->order != DADAO_ORDER_INDEX)
        qsort(rows, v->rows, sizeof *rows, by_key);
    for (size_t r = 0; r < v->rows; r++)
        v->order[r] = rows[r].row;
}

static const float *column_of(const field_view *v, size_t c)
{
    return v->lane->field + c * v->rows;
}

/* What errors of a column are multiplied with before they are coloured: one over their geometric mean; 1 for the whole scale.
 * A sample of the rows tells it well enough. */
static double reference(const field_view *v, size_t c)
{
    double sum = 0;
    size_t count = 0, step = v->rows / 64 + 1;
    if (v->state->whole_scale)
        return 1;
    for (size_t r = 0; r < v->rows; r += step) {
        float error = column_of(v, c)[r];
        if (error > 0 && error < 3e38f)
            sum += log10((double)error), count++;
    }
    return count ? pow(10, -sum / (double)count) : 1;
}

static void set_scale(field_view *v)
{
    v->scale = (dadao_scale){ABOVE, BELOW};
    if (!v->state->whole_scale)
        return;
    double low = INFINITY, high = 0;
    for (size_t k = 0; k < v->lane->field_columns * v->rows; k++) {
        double error = (double)v->lane->field[k];
        if (error > 0 && error < 3e38)
            low = fmin(low, error), high = fmax(high, error);
    }
    v->scale = dadao_view_decades(low, high);
}

/* The columns of moments in (from, to], or the one before them: [*first, *last). False: not yet. */
static bool columns_of(const field_view *v, int x, size_t *first, size_t *last)
{
    double places = (double)v->field->area.columns * v->across, from = v->end * x / places, to = v->end * (x + 1) / places;
    size_t edge[2];
    if (!(v->lane->t >= from))
        return false;
    for (int k = 0; k < 2; k++) {
        size_t low = 0, high = v->lane->field_columns; /* first column later than the moment */
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (v->lane->field_t[middle] <= (k ? to : from))
                low = middle + 1;
            else
                high = middle;
        }
        edge[k] = low;
    }
    *last = edge[1];
    *first = edge[0] < edge[1] ? edge[0] : edge[1] - (edge[1] > 0);
    return *last > 0;
}

/* Rows [first, last) that line y shows: several rows a line, or several lines a row. */
static void rows_of(const field_view *v, int y, size_t *first, size_t *last)
{
    size_t lines = (size_t)v->field->area.rows * (size_t)v->down;
    *first = (size_t)y * v->rows / lines;
    *last = v->rows > lines ? ((size_t)y + 1) * v->rows / lines : *first + 1;
}

/* The worst of the rows, on average over the columns (of logarithms: what the colours are of). */
static double value_at(const field_view *v, size_t first, size_t last, int y)
{
    size_t top, bottom;
    double sum = 0;
    rows_of(v, y, &top, &bottom);
    for (size_t c = first; c < last; c++) {
        const float *column = column_of(v, c);
        float worst = 0;
        for (size_t r = top; r < bottom; r++)
            if (!(column[v->order[r]] <= worst))
                worst = column[v->order[r]];
        double error = worst < 3e38f ? (double)worst * v->factor[c] : (double)worst;
        if (last - first == 1)
            return error;
        sum += log10(error > 0 ? error : 1e-300);
    }
    return pow(10, sum / (double)(last - first));
}

static void draw_cell(const field_view *v, int x, int y)
{
    unsigned level[2];
    double error = 0;
    for (int k = 0; k < 2; k++) {
        size_t first, last;
        bool second = k == 1 && v->across * v->down > 1;
        if (!columns_of(v, v->across * x + (second && v->across == 2), &first, &last)) {
            if (k == 0)
                return;
            level[1] = level[0]; /* the moment to come looks like the last */
            break;
        }
        error = value_at(v, first, last, v->down * y + (second && v->down == 2));
        level[k] = dadao_view_level(v->scale, error);
    }
    if (v->down == 2)
        dadao_view_put_stacked(v->field, x, y, level[0], level[1]);
    else if (v->across == 2)
        dadao_view_put_beside(v->field, x, y, level[0], level[1]);
    else
        dadao_view_put(v->field, x, y, v->state->colors < 8 ? (uint32_t)dadao_view_digit(v->scale, error) : ' ',
                       (dadao_style)(DADAO_STYLE_NODE + level[0]), 0);
}

static void draw_field(field_view *v)
{
    for (size_t c = 0; c < v->lane->field_columns; c++)
        v->factor[c] = reference(v, c);
    for (int x = 0; x < v->field->area.columns; x++)
        for (int y = 0; y < v->field->area.rows; y++)
            draw_cell(v, x, y);
}

/* ---- The cursor of the convergence plot, where it is one of time ---------------------------------------------------------- */

static int cursor_cell(const field_view *v)
{
    const dadao_plot_look *look = &v->state->plot;
    double x = look->at / v->end * v->field->area.columns;
    return look->cursor && look->cursor_axis == DADAO_AXIS_TIME && x >= 0 && x <= v->field->area.columns
               ? (int)fmin(x, v->field->area.columns - 1)
               : -1;
}

/* A stroke over the colours; where digits stand for them they are underlined. */
static void draw_cursor(const field_view *v)
{
    int cell = cursor_cell(v);
    for (int y = 0; cell >= 0 && y < v->field->area.rows; y++) {
        dadao_view_cell *here = dadao_view_at(v->field, cell, y);
        if (!here)
            return;
        if (v->state->colors < 8)
            here->flags = (uint8_t)(here->flags | DADAO_UNDERLINE);
        else if (here->style >= DADAO_STYLE_NODE)
            dadao_view_put(v->field, cell, y, '|',
                           (dadao_style)(DADAO_STYLE_NODE + (here->style - (unsigned)DADAO_STYLE_NODE) % DADAO_RAMP), 0);
        else
            dadao_view_put(v->field, cell, y, '|', DADAO_STYLE_CHOSEN, 0);
    }
}

/* "t 20: worst node 3 1.2e+03, best 7 0.4": what the column under the cursor says. */
static bool read_cursor(const field_view *v, char text[128])
{
    size_t first, last, worst = 0, best = 0;
    char a[32], b[32], t[32];
    int cell = cursor_cell(v);
    if (cell < 0 || !columns_of(v, v->across * cell, &first, &last))
        return false;
    const float *column = column_of(v, last - 1);
    for (size_t r = 0; r < v->rows; r++) {
        worst = column[r] > column[worst] ? r : worst;
        best = column[r] < column[best] ? r : best;
    }
    snprintf(text, 128, "t %s: worst %s %zu %s, best %zu %s", dadao_view_number(t, v->lane->field_t[last - 1]),
             v->lane->field_group > 1 ? "from node" : "node", worst * v->lane->field_group,
             dadao_view_number(a, (double)column[worst]), best * v->lane->field_group,
             dadao_view_number(b, (double)column[best]));
    return true;
}

static void draw_names(const field_view *v, const dadao_pane *margin)
{
    size_t shown = SIZE_MAX, first, last;
    char buffer[32];
    for (int y = 0; y < margin->area.rows; y++) {
        rows_of(v, v->down * y, &first, &last);
        if (first == shown)
            continue;
        shown = first;
        size_t node = v->order[first] * v->lane->field_group;
        if (node >= v->scene->nodes)
            continue;
        const char *name = dadao_view_margin_name(v->scene, node, margin->area.columns, buffer);
        dadao_view_clipped(margin, 0, y, margin->area.columns - 1, DADAO_STYLE_FAINT, 0, name);
    }
}

/* Where commands changed the run: their letters, as in the convergence plot, among the times. */
static void draw_marks(const field_view *v, const dadao_pane *line, const dadao_snapshot *snapshot)
{
    for (size_t k = 0; k < snapshot->mark_count; k++) {
        double x = snapshot->mark[k].t / v->end * line->area.columns;
        if (x >= 0 && x < line->area.columns)
            dadao_view_put(line, (int)x, 0, (uint32_t)('a' + k % 26), DADAO_STYLE_COMMUNICATION, 0);
    }
}

static void draw_legend(const field_view *v, const dadao_pane *line)
{
    char low[32], high[32];
    char text[128];
    bool whole = v->state->whole_scale, wide = line->area.columns >= 60;
    if (whole) {
        snprintf(low, sizeof low, "error 1e%+d", v->scale.low);
        snprintf(high, sizeof high, "1e%+d", v->scale.high);
    } else {
        snprintf(low, sizeof low, "1/%.0f", pow(10, -BELOW));
        snprintf(high, sizeof high, "%.0f", pow(10, ABOVE));
    }
    int x = dadao_view_ramp(line, 0, 0, v->state, low, high);
    if (read_cursor(v, text) && line->area.columns - x > 2 + dadao_view_width(text)) {
        dadao_view_text(line, x + 2, 0, DADAO_STYLE_CHOSEN, 0, text);
        return;
    }
    const char *note = whole ? "" : wide ? "times the mean error of its moment" : "x the mean";
    if (line->area.columns - x > 1 + dadao_view_width(note))
        x = dadao_view_text(line, x + 1, 0, DADAO_STYLE_FAINT, 0, note);
    if (line->area.columns - x < 14)
        return;
    x = dadao_view_text(line, x + 2, 0, DADAO_STYLE_KEY, 0, "s") + 1;
    dadao_view_text(line, x, 0, DADAO_STYLE_FAINT, 0, whole ? "relative" : "absolute");
}

/* How much a cell can tell. */
static void set_resolution(field_view *v)
{
    const dadao_view_state *state = v->state;
    v->across = v->down = 1;
    if (state->colors < 8 || state->glyphs == DADAO_GLYPHS_ASCII)
        return;
    if (state->glyphs == DADAO_GLYPHS_BLOCK && v->rows > (size_t)v->field->area.rows)
        v->down = 2;
    else
        v->across = 2;
}

/* One lane in its part of the pane, with its name where there are several. */
static void draw_lane(field_view *v, const dadao_pane *margin, size_t number)
{
    char text[48];
    set_resolution(v);
    sort_rows(v);
    set_scale(v);
    draw_field(v);
    draw_cursor(v);
    draw_names(v, margin);
    if (number == SIZE_MAX)
        return;
    snprintf(text, sizeof text, " %zu %.12s ", number, v->lane->name);
    dadao_view_text(v->field, v->field->area.columns - dadao_view_width(text), 0, dadao_view_lane_style(number), 0, text);
}

static bool recorded(const dadao_lane_snapshot *lane)
{
    return lane->field && lane->field_columns && lane->field_columns <= DADAO_FIELD_COLUMNS && lane->field_rows &&
           lane->field_rows <= DADAO_FIELD_ROWS && lane->field_group;
}

/* Lanes that have a field and four lines to themselves, at most so many as there are from the first on. */
static size_t lanes_shown(const dadao_snapshot *snapshot, int rows)
{
    size_t count = 0;
    while (count < snapshot->lane_count && count < DADAO_LANES && recorded(&snapshot->lane[count]) &&
           (count == 0 || rows >= 4 * ((int)count + 1)))
        count++;
    return count;
}

/* Where the parts of the view are. */
typedef struct frame {
    int names, room;
    bool times, legend;
    size_t lanes;
    double end;
} frame;

static bool lay_out(const dadao_pane *body, const dadao_snapshot *snapshot, frame *f)
{
    int columns = body->area.columns, rows = body->area.rows;
    f->legend = rows >= 6, f->times = rows >= 4;
    f->names = columns < 30 ? 0 : snapshot->scene->label && columns >= 60 ? 12 : 5;
    f->room = rows - f->legend - f->times;
    f->lanes = lanes_shown(snapshot, f->room);
    if (!f->lanes || columns - f->names < 1 || f->room < 1)
        return false;
    int even = f->room / (int)snapshot->lane[0].field_rows * (int)snapshot->lane[0].field_rows;
    if (f->lanes == 1 && 4 * even >= 3 * f->room)
        f->room = even; /* every node as tall as the others */
    f->end = 1;
    for (size_t k = 0; k < f->lanes; k++)
        f->end = fmax(f->end, isfinite(snapshot->lane[k].t) ? snapshot->lane[k].t : 1);
    f->end = dadao_view_nice(f->end);
    return true;
}

void dadao_view_spacetime(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
#define LABEL(name, label, summary) label,
    static const char *const orders[] = {DADAO_ORDERS(LABEL)};
#undef LABEL
    char note[64];
    frame f;
    bool unknown = state->order == DADAO_ORDER_FIEDLER && !snapshot->scene->fiedler;
    snprintf(note, sizeof note, "o order: %s%s", orders[state->order], unknown ? " (not computed)" : "");
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_SPACETIME, note);
    if (!lay_out(&body, snapshot, &f)) {
        if (!f.lanes)
            dadao_view_text(&body, 0, 0, DADAO_STYLE_FAINT, 0, "nothing recorded yet");
        return;
    }
    int columns = body.area.columns - f.names;
    dadao_pane field = body;
    field_view v = {.field = &field, .scene = snapshot->scene, .state = state, .end = f.end};
    for (size_t k = f.lanes; k-- > 0;) { /* the first last: the line below is about it */
        int n = (int)f.lanes, top = f.room * (int)k / n, bottom = f.room * ((int)k + 1) / n - (k + 1 < f.lanes && f.room > 8 * n);
        dadao_pane margin = dadao_view_part(&body, 0, top, f.names, bottom - top);
        field = dadao_view_part(&body, f.names, top, columns, bottom - top);
        v.lane = &snapshot->lane[k];
        v.rows = v.lane->field_rows;
        draw_lane(&v, &margin, f.lanes > 1 ? k : SIZE_MAX);
    }
    dadao_pane below = dadao_view_part(&body, f.names, f.room, columns, f.times);
    dadao_pane last = dadao_view_part(&body, f.names, f.room + f.times, columns, f.legend);
    if (f.times)
        dadao_view_axis_labels(&below, 0, v.end, NULL), draw_marks(&v, &below, snapshot);
    if (f.legend)
        draw_legend(&v, &last);
}

/* Press and drag lead the cursor through time; the right button takes it away. */
bool dadao_view_spacetime_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                  const dadao_pointer *pointer, char *line, size_t capacity)
{
    frame f;
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_SPACETIME, NULL);
    if ((pointer->kind != DADAO_POINTER_PRESS && pointer->kind != DADAO_POINTER_DRAG) || !lay_out(&body, snapshot, &f))
        return false;
    double x = (pointer->x - f.names + 0.5) / (body.area.columns - f.names), at = fmin(fmax(x, 0), 1) * f.end;
    if (pointer->button == 3)
        snprintf(line, capacity, "cursor off");
    else
        snprintf(line, capacity, "axis time; cursor %.9g", at);
    return true;
}
