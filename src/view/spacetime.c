/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Space-time: nodes from top to bottom, time from left to right, colours for the error. Information is seen to travel.
 *
 * Errors fall by many decades in a run, so that colours of the error itself would show that and nothing else. Near (the usual
 * scale) each moment is compared with its own geometric mean: who is ahead and who lags; whole shows the error as it is. The
 * axis of time ends at 1, 2, 5 times a power of ten, as the convergence plot does: columns are appended and never scroll. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/heading.h"

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
    uint16_t order[DADAO_FIELD_ROWS]; /* place -> row */
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

/* The field column that shows the moment at the right end of display column x; SIZE_MAX: not yet. */
static size_t column_at(const field_view *v, int x)
{
    double from = v->end * x / v->field->area.columns, to = v->end * (x + 1) / v->field->area.columns;
    size_t low = 0, high = v->lane->field_columns; /* first column later than `to` */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v->lane->field_t[middle] <= to)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || !(v->lane->t >= from))
        return SIZE_MAX;
    return low - 1;
}

/* Rows [first, last) that display line y shows: several rows a line, or several lines a row. */
static void rows_of(const field_view *v, int y, size_t *first, size_t *last)
{
    size_t lines = (size_t)v->field->area.rows;
    *first = (size_t)y * v->rows / lines;
    *last = v->rows > lines ? ((size_t)y + 1) * v->rows / lines : *first + 1;
}

static void draw_cell(const field_view *v, int x, int y, const float *column, double factor)
{
    size_t first, last;
    float worst = 0;
    rows_of(v, y, &first, &last);
    for (size_t r = first; r < last; r++)
        if (!(column[v->order[r]] <= worst))
            worst = column[v->order[r]];
    double error = worst < 3e38f ? (double)worst * factor : (double)worst;
    uint32_t glyph = v->state->colors < 8 ? (uint32_t)dadao_view_digit(v->scale, error) : ' ';
    dadao_view_put(v->field, x, y, glyph, (dadao_style)(DADAO_STYLE_NODE + dadao_view_level(v->scale, error)), 0);
}

static void draw_field(const field_view *v)
{
    for (int x = 0; x < v->field->area.columns; x++) {
        size_t c = column_at(v, x);
        if (c == SIZE_MAX)
            continue;
        double factor = reference(v, c);
        for (int y = 0; y < v->field->area.rows; y++)
            draw_cell(v, x, y, column_of(v, c), factor);
    }
}

static void draw_names(const field_view *v, const dadao_pane *margin)
{
    size_t shown = SIZE_MAX, first, last;
    char buffer[32];
    for (int y = 0; y < margin->area.rows; y++) {
        rows_of(v, y, &first, &last);
        if (first == shown)
            continue;
        shown = first;
        size_t node = v->order[first] * v->lane->field_group;
        if (node >= v->scene->nodes)
            continue;
        const char *name = dadao_view_node_name(v->scene, node, buffer);
        dadao_view_clipped(margin, 0, y, margin->area.columns - 1, DADAO_STYLE_FAINT, 0, name);
    }
}

static void draw_times(const dadao_pane *line, double end)
{
    char text[32];
    int columns = line->area.columns, ticks = columns >= 48 ? 4 : columns >= 12 ? 2 : 1;
    for (int k = 0; k <= ticks; k++) {
        dadao_view_number(text, end * k / ticks);
        int width = dadao_view_width(text), x = k * (columns - 1) / ticks - width / 2;
        if (x + width > columns)
            x = columns - width;
        dadao_view_text(line, x < 0 ? 0 : x, 0, DADAO_STYLE_FAINT, 0, text);
    }
}

static void draw_legend(const field_view *v, const dadao_pane *line)
{
    char low[32], high[32];
    bool whole = v->state->whole_scale, wide = line->area.columns >= 60;
    if (whole) {
        snprintf(low, sizeof low, "error 1e%+d", v->scale.low);
        snprintf(high, sizeof high, "1e%+d", v->scale.high);
    } else {
        snprintf(low, sizeof low, "1/%.0f", pow(10, -BELOW));
        snprintf(high, sizeof high, "%.0f", pow(10, ABOVE));
    }
    int x = dadao_view_ramp(line, 0, 0, v->state, low, high);
    const char *note = whole ? "" : wide ? "times the mean error of its moment" : "x the mean";
    if (line->area.columns - x > 1 + dadao_view_width(note))
        x = dadao_view_text(line, x + 1, 0, DADAO_STYLE_FAINT, 0, note);
    if (line->area.columns - x < 14)
        return;
    x = dadao_view_text(line, x + 2, 0, DADAO_STYLE_KEY, 0, "s") + 1;
    dadao_view_text(line, x, 0, DADAO_STYLE_FAINT, 0, whole ? "relative" : "absolute");
}

void dadao_view_spacetime(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
#define LABEL(name, label, summary) label,
    static const char *const orders[] = {DADAO_ORDERS(LABEL)};
#undef LABEL
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    char note[64];
    bool unknown = state->order == DADAO_ORDER_FIEDLER && !snapshot->scene->fiedler;
    snprintf(note, sizeof note, "o order: %s%s", orders[state->order], unknown ? " (not computed)" : "");
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_SPACETIME, note);
    int columns = body.area.columns, rows = body.area.rows;
    bool legend = rows >= 6, times = rows >= 4;
    int names = columns < 30 ? 0 : snapshot->scene->label && columns >= 60 ? 12 : 5;
    dadao_pane field = dadao_view_part(&body, names, 0, columns - names, rows - legend - times);
    if (!lane->field || !lane->field_columns || !lane->field_rows || lane->field_rows > DADAO_FIELD_ROWS || !lane->field_group) {
        dadao_view_text(&body, 0, 0, DADAO_STYLE_FAINT, 0, "nothing recorded yet");
        return;
    }
    if (field.area.columns < 1 || field.area.rows < 1)
        return;
    field_view v = {.field = &field,
                    .scene = snapshot->scene,
                    .lane = lane,
                    .state = state,
                    .rows = lane->field_rows,
                    .end = dadao_view_nice(fmax(isfinite(lane->t) ? lane->t : 1, 1))};
    sort_rows(&v);
    set_scale(&v);
    draw_field(&v);
    dadao_pane margin = dadao_view_part(&body, 0, 0, names, field.area.rows);
    dadao_pane below = dadao_view_part(&body, names, field.area.rows, field.area.columns, times);
    dadao_pane last = dadao_view_part(&body, names, rows - 1, field.area.columns, legend);
    draw_names(&v, &margin);
    if (times)
        draw_times(&below, v.end);
    if (legend)
        draw_legend(&v, &last);
}
