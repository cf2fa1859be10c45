/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers of a figure: bands, lines, markers, bars and their legend. */
#include "output/figure.h"

#include <math.h>
#include <string.h>

enum { MARKERS = 9 };

static bool drawable(const dadao_figure_sheet *s, double x, double y)
{
    return dadao_output_scale_has(&s->x, x) && dadao_output_scale_has(&s->y, y);
}

static double px(const dadao_figure_sheet *s, double x)
{
    return dadao_output_scale_place(&s->x, x);
}

static double py(const dadao_figure_sheet *s, double y)
{
    return dadao_output_scale_place(&s->y, y);
}

/* One polygon a stretch without gaps: up along the low border, back along the high one. */
static void draw_band(const dadao_figure_sheet *s, const dadao_series *series)
{
    uint32_t colour = dadao_output_look_colour(series->look);
    for (size_t first = 0, end; first < series->count; first = end) {
        for (end = first; end < series->count && drawable(s, series->x[end], series->low[end]) &&
                          drawable(s, series->x[end], series->high[end]);
             end++)
            ;
        for (size_t k = first; k < end; k++)
            cairo_line_to(s->cairo, px(s, series->x[k]), py(s, series->low[k]));
        for (size_t k = end; k-- > first;)
            cairo_line_to(s->cairo, px(s, series->x[k]), py(s, series->high[k]));
        cairo_close_path(s->cairo);
        cairo_set_source_rgba(s->cairo, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0,
                              0.18);
        cairo_fill(s->cairo);
        end += end == first;
    }
}

static void draw_line(const dadao_figure_sheet *s, const dadao_series *series)
{
    bool begun = false;
    for (size_t k = 0; k < series->count; k++) {
        if (!drawable(s, series->x[k], series->y[k])) {
            begun = false;
            continue;
        }
        if (begun)
            cairo_line_to(s->cairo, px(s, series->x[k]), py(s, series->y[k]));
        else
            cairo_move_to(s->cairo, px(s, series->x[k]), py(s, series->y[k]));
        begun = true;
    }
    bool guide = series->kind == DADAO_SERIES_GUIDE;
    dadao_output_ink(s->cairo, dadao_output_look_colour(series->look));
    if (series->kind != DADAO_SERIES_STROKES)
        dadao_output_look_dash(s->cairo, guide ? -1 : series->look);
    cairo_set_line_width(s->cairo, series->kind == DADAO_SERIES_STROKES ? 0.6 : guide ? 0.9 : 1.4);
    cairo_stroke(s->cairo);
    cairo_set_dash(s->cairo, NULL, 0, 0);
}

static void draw_markers(const dadao_figure_sheet *s, const dadao_series *series)
{
    double left = -INFINITY, every = series->kind == DADAO_SERIES_LINE ? (s->right - s->left) / MARKERS : 0;
    double shift =
        every *
        (0.5 + 0.13 * (series->look % DADAO_FIGURE_LOOKS)); /* lines on top of each other do not hide each other's markers */
    for (size_t k = 0; k < series->count; k++) {
        if (!drawable(s, series->x[k], series->y[k]))
            continue;
        double x = px(s, series->x[k]), y = py(s, series->y[k]);
        if (series->kind == DADAO_SERIES_LINE && (x < s->left + shift || x < left + every))
            continue;
        left = x;
        dadao_output_look_marker(s->cairo, series->look, x, y,
                                 series->count > 400 && series->kind == DADAO_SERIES_POINTS ? 1 : 2.4);
    }
}

static void draw_bars(const dadao_figure_sheet *s, const dadao_series *series)
{
    double width = series->count > 1 ? (s->right - s->left) : 12;
    for (size_t k = 1; k < series->count; k++)
        width = fmin(width, fabs(px(s, series->x[k]) - px(s, series->x[k - 1])));
    cairo_save(s->cairo);
    dadao_output_ink(s->cairo, dadao_output_look_colour(series->look));
    for (size_t k = 0; k < series->count; k++) {
        if (!drawable(s, series->x[k], series->y[k]))
            continue;
        double y = py(s, series->y[k]);
        cairo_rectangle(s->cairo, px(s, series->x[k]) - 0.42 * width, y, 0.84 * width, s->bottom - y);
    }
    cairo_fill(s->cairo);
    cairo_restore(s->cairo);
}

void dadao_output_draw_series(const dadao_figure_sheet *sheet)
{
    const dadao_figure *figure = sheet->figure;
    for (size_t k = 0; k < figure->series_count; k++)
        if (figure->series[k].low && figure->series[k].high)
            draw_band(sheet, &figure->series[k]);
    for (size_t k = 0; k < figure->series_count; k++) {
        const dadao_series *series = &figure->series[k];
        if (series->kind == DADAO_SERIES_BARS)
            draw_bars(sheet, series);
        else if (series->kind != DADAO_SERIES_POINTS)
            draw_line(sheet, series);
        bool single = series->kind == DADAO_SERIES_LINE && series->look == 0 && figure->series_count < 3;
        bool plain =
            series->kind == DADAO_SERIES_BARS || series->kind == DADAO_SERIES_GUIDE || series->kind == DADAO_SERIES_STROKES;
        if (!plain && !single)
            draw_markers(sheet, series);
    }
}

/* ---- The legend ---- */

/* How much of the drawing would be hidden by a box. */
static size_t hidden(const dadao_figure_sheet *s, double x0, double y0, double x1, double y1)
{
    size_t count = 0;
    for (size_t k = 0; k < s->figure->series_count; k++) {
        const dadao_series *series = &s->figure->series[k];
        size_t step = series->count / 400 + 1;
        for (size_t i = 0; i < series->count; i += step) {
            if (!drawable(s, series->x[i], series->y[i]))
                continue;
            double x = px(s, series->x[i]), y = py(s, series->y[i]);
            bool under = series->kind == DADAO_SERIES_BARS ? y < y1 : y > y0 - 4 && y < y1 + 4;
            count += x > x0 - 4 && x < x1 + 4 && under;
        }
    }
    return count;
}

static void draw_sample(const dadao_figure_sheet *s, const dadao_series *series, double x, double y)
{
    dadao_output_ink(s->cairo, dadao_output_look_colour(series->look));
    if (series->kind == DADAO_SERIES_BARS) {
        cairo_rectangle(s->cairo, x + 4, y - 6, 14, 7);
        cairo_fill(s->cairo);
        return;
    }
    if (series->kind != DADAO_SERIES_POINTS) {
        dadao_output_look_dash(s->cairo, series->kind == DADAO_SERIES_GUIDE ? -1 : series->look);
        cairo_set_line_width(s->cairo, series->kind == DADAO_SERIES_GUIDE ? 0.9 : 1.4);
        cairo_move_to(s->cairo, x, y - 3);
        cairo_line_to(s->cairo, x + 22, y - 3);
        cairo_stroke(s->cairo);
        cairo_set_dash(s->cairo, NULL, 0, 0);
    }
    if (series->kind != DADAO_SERIES_GUIDE && series->kind != DADAO_SERIES_STROKES)
        dadao_output_look_marker(s->cairo, series->look, x + 11, y - 3, 2.4);
}

void dadao_output_draw_legend(const dadao_figure_sheet *s)
{
    const double line = 12, pad = 5;
    double width = 0;
    size_t rows = 0;
    for (size_t k = 0; k < s->figure->series_count; k++) {
        if (!s->figure->series[k].name)
            continue;
        width = fmax(width, dadao_output_words_width(s->cairo, DADAO_FIGURE_FONT - 1, s->figure->series[k].name));
        rows++;
    }
    if (rows == 0 || s->figure->series_count == 1) /* one thing alone needs no name */
        return;
    width += 28 + 2 * pad;
    double height = (double)rows * line + pad, corner[4][2] = {{s->right - width - 4, s->top + 4},
                                                               {s->left + 4, s->bottom - height - 4},
                                                               {s->left + 4, s->top + 4},
                                                               {s->right - width - 4, s->bottom - height - 4}};
    size_t best = 0, least = SIZE_MAX;
    for (size_t k = 0; k < 4; k++) {
        size_t count = hidden(s, corner[k][0], corner[k][1], corner[k][0] + width, corner[k][1] + height);
        if (count < least)
            least = count, best = k;
    }
    double x = corner[best][0], y = corner[best][1];
    cairo_set_source_rgba(s->cairo, 1, 1, 1, 0.85);
    cairo_rectangle(s->cairo, x, y, width, height);
    cairo_fill(s->cairo);
    for (size_t k = 0; k < s->figure->series_count; k++) {
        if (!s->figure->series[k].name)
            continue;
        y += line;
        draw_sample(s, &s->figure->series[k], x + pad, y - 1);
        dadao_output_ink(s->cairo, 0);
        dadao_output_words(s->cairo, x + pad + 28, y - 1, DADAO_FIGURE_FONT - 1, DADAO_FIGURE_LEFT, s->figure->series[k].name);
    }
}
