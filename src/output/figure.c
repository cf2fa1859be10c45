/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure: margins, axes with their ticks, then the layers, title and small print. */
#include "output/figure.h"

#include "core/text.h"

#include <math.h>
#include <string.h>

enum { TICKS = 40, MINOR = 200, CAPTION_LINES = 6 };
#define DENSITY 4.0 /* pixels a point: about 290 an inch */

/* ---- Ranges ---- */

static void widen(const dadao_plot_axis *axis, double value, double *low, double *high)
{
    if (!isfinite(value) || (axis->log && value <= 0))
        return;
    *low = fmin(*low, value);
    *high = fmax(*high, value);
}

/* Guides give way: they are drawn as far as the data go. */
static void series_range(const dadao_figure *figure, double range[4])
{
    for (size_t k = 0; k < figure->series_count; k++) {
        const dadao_series *series = &figure->series[k];
        if (series->kind == DADAO_SERIES_GUIDE && figure->series_count > 1)
            continue;
        for (size_t i = 0; i < series->count; i++) {
            if (!isfinite(series->y[i]) || (figure->y.log && series->y[i] <= 0))
                continue;
            widen(&figure->x, series->x[i], &range[0], &range[1]);
            widen(&figure->y, series->y[i], &range[2], &range[3]);
            if (series->low && series->high) {
                widen(&figure->y, series->low[i], &range[2], &range[3]);
                widen(&figure->y, series->high[i], &range[2], &range[3]);
            }
        }
        if (series->kind == DADAO_SERIES_BARS && !figure->y.log)
            widen(&figure->y, 0, &range[2], &range[3]);
    }
}

static bool decide_ranges(dadao_figure_sheet *s)
{
    const dadao_figure *figure = s->figure;
    double range[4] = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    series_range(figure, range);
    if (figure->heat && figure->heat->columns && figure->heat->rows) {
        dadao_plot_axis x = figure->x, y = figure->y;
        x.low = figure->heat->x[0], x.high = figure->heat->x[figure->heat->columns];
        y.low = figure->heat->y[0], y.high = figure->heat->y[figure->heat->rows];
        dadao_output_scale_range(&s->x, &x, x.low, x.high);
        dadao_output_scale_range(&s->y, &y, y.low, y.high);
        return true;
    }
    dadao_output_scale_range(&s->x, &figure->x, range[0], range[1]);
    dadao_output_scale_range(&s->y, &figure->y, range[2], range[3]);
    return range[0] <= range[1] || (figure->net && figure->net->nodes);
}

/* ---- Axes ---- */

static double widest_tick(const dadao_figure_sheet *s)
{
    double tick[TICKS], width = 0;
    size_t count = dadao_output_scale_ticks(&s->y, 7, tick, TICKS);
    for (size_t k = 0; k < count; k++)
        width = fmax(width, dadao_output_tick_width(s->cairo, &s->y, tick[k]));
    return width;
}

static void tick_line(const dadao_figure_sheet *s, bool across, double at, double length)
{
    cairo_move_to(s->cairo, across ? at : s->left, across ? s->bottom : at);
    cairo_line_to(s->cairo, across ? at : s->left + length, across ? s->bottom - length : at);
    cairo_stroke(s->cairo);
}

static void grid_line(const dadao_figure_sheet *s, bool across, double at)
{
    dadao_output_ink(s->cairo, 0xe4e4e4);
    cairo_set_line_width(s->cairo, 0.5);
    cairo_move_to(s->cairo, across ? at : s->left, across ? s->top : at);
    cairo_line_to(s->cairo, across ? at : s->right, across ? s->bottom : at);
    cairo_stroke(s->cairo);
}

static void draw_grid(const dadao_figure_sheet *s, const dadao_figure_scale *scale, bool across, size_t wish)
{
    double tick[TICKS];
    size_t count = dadao_output_scale_ticks(scale, wish, tick, TICKS);
    for (size_t k = 0; k < count && !s->figure->heat; k++)
        grid_line(s, across, dadao_output_scale_place(scale, tick[k]));
}

static void draw_ticks(const dadao_figure_sheet *s, const dadao_figure_scale *scale, bool across, size_t wish)
{
    double tick[TICKS], minor[MINOR], end = -INFINITY;
    size_t count = dadao_output_scale_ticks(scale, wish, tick, TICKS),
           minors = dadao_output_scale_minor(scale, tick, count, minor, MINOR);
    dadao_output_ink(s->cairo, 0);
    cairo_set_line_width(s->cairo, 0.6);
    for (size_t k = 0; k < minors; k++)
        tick_line(s, across, dadao_output_scale_place(scale, minor[k]), 2);
    for (size_t k = 0; k < count; k++) {
        double at = dadao_output_scale_place(scale, tick[k]), width = dadao_output_tick_width(s->cairo, scale, tick[k]);
        tick_line(s, across, at, 4);
        if (across && at - width / 2 < end + 3) /* it would touch the one before */
            continue;
        end = across ? at + width / 2 : end;
        if (across)
            dadao_output_tick_label(s->cairo, at, s->bottom + 12, DADAO_FIGURE_CENTRE, scale, tick[k]);
        else
            dadao_output_tick_label(s->cairo, s->left - 4, at + 3, DADAO_FIGURE_RIGHT, scale, tick[k]);
    }
}

static void draw_labels(const dadao_figure_sheet *s, double margin)
{
    const dadao_figure *figure = s->figure;
    dadao_output_ink(s->cairo, 0);
    if (figure->x.label)
        dadao_output_words(s->cairo, (s->left + s->right) / 2, s->bottom + 25, DADAO_FIGURE_FONT, DADAO_FIGURE_CENTRE,
                           figure->x.label);
    if (!figure->y.label)
        return;
    cairo_save(s->cairo);
    cairo_translate(s->cairo, margin, (s->top + s->bottom) / 2);
    cairo_rotate(s->cairo, -M_PI / 2);
    dadao_output_words(s->cairo, 0, 0, DADAO_FIGURE_FONT, DADAO_FIGURE_CENTRE, figure->y.label);
    cairo_restore(s->cairo);
}

static void draw_frame(const dadao_figure_sheet *s)
{
    dadao_output_ink(s->cairo, 0);
    cairo_set_line_width(s->cairo, 0.7);
    cairo_rectangle(s->cairo, s->left, s->top, s->right - s->left, s->bottom - s->top);
    cairo_stroke(s->cairo);
}

/* ---- Marks ---- */

static void draw_mark(const dadao_figure_sheet *s, const dadao_figure_mark *mark)
{
    bool across = isnan(mark->y), along = isnan(mark->x);
    double x = along ? s->right - 3 : dadao_output_scale_place(&s->x, mark->x),
           y = across ? s->top + 9 : dadao_output_scale_place(&s->y, mark->y);
    if ((!along && !dadao_output_scale_has(&s->x, mark->x)) || (!across && !dadao_output_scale_has(&s->y, mark->y)))
        return;
    dadao_output_ink(s->cairo, dadao_output_look_colour(mark->look));
    cairo_set_line_width(s->cairo, 0.8);
    dadao_output_look_dash(s->cairo, -1);
    if (across || along) {
        cairo_move_to(s->cairo, along ? s->left : x, across ? s->top : y);
        cairo_line_to(s->cairo, along ? s->right : x, across ? s->bottom : y);
        cairo_stroke(s->cairo);
    } else {
        cairo_set_dash(s->cairo, NULL, 0, 0);
        cairo_new_path(s->cairo);
        cairo_arc(s->cairo, x, y, 5, 0, 2 * M_PI);
        cairo_stroke(s->cairo);
    }
    cairo_set_dash(s->cairo, NULL, 0, 0);
    bool left = along || x > (s->left + s->right) / 2;
    if (mark->text)
        dadao_output_words(s->cairo, left ? x - (along ? 0 : 4) : x + 4, along ? y - 3 : y - (across ? 0 : 7),
                           DADAO_FIGURE_SMALL + 0.5, left ? DADAO_FIGURE_RIGHT : DADAO_FIGURE_LEFT, mark->text);
}

/* ---- Small print ---- */

/* Breaks the caption into lines that fit; returns how many (drawn where `draw`). */
static size_t caption_lines(const dadao_figure_sheet *s, double width, double y, bool draw)
{
    const char *text = s->figure->caption;
    size_t lines = 0;
    while (text && *text && lines < CAPTION_LINES) {
        dadao_text line = {0};
        size_t used = 0;
        for (size_t word; text[used]; used += word) {
            word = strspn(text + used, " ");
            word += strcspn(text + used + word, " ");
            dadao_core_text_append(&line, text + used, word);
            if (line.failed || dadao_output_words_width(s->cairo, DADAO_FIGURE_SMALL, line.bytes) <= width || used == 0)
                continue;
            line.length -= word;
            line.bytes[line.length] = '\0';
            break;
        }
        if (draw && line.bytes)
            dadao_output_words(s->cairo, 6, y + 9 * (double)lines, DADAO_FIGURE_SMALL, DADAO_FIGURE_LEFT, line.bytes);
        dadao_core_text_clear(&line);
        text += used;
        text += strspn(text, " ");
        lines++;
    }
    return lines;
}

/* ---- The whole ---- */

/* Margins as wide as what stands in them. */
static void place_field(dadao_figure_sheet *s, double width, double height, bool coloured, double *margin)
{
    const dadao_figure *figure = s->figure;
    double caption = 9 * (double)caption_lines(s, width - 12, 0, false);
    s->top = figure->title ? 24 : 12;
    if (coloured && !figure->title)
        s->top = 18;
    s->bottom = height - caption - (figure->x.bare ? 8 : figure->x.label ? 34 : 20) - (caption > 0 ? 6 : 0);
    s->y.from = s->bottom, s->y.to = s->top;
    *margin = 13;
    s->left = figure->y.bare ? 8 : (figure->y.label ? 19 : 8) + widest_tick(s) + 6;
    s->right = width - (coloured ? 62 : 18);
    s->x.from = s->left, s->x.to = s->right;
}

static void draw_layers(const dadao_figure_sheet *s, const dadao_figure_scale *colour, bool coloured)
{
    const dadao_figure *figure = s->figure;
    cairo_save(s->cairo);
    cairo_rectangle(s->cairo, s->left, s->top, s->right - s->left, s->bottom - s->top);
    cairo_clip(s->cairo);
    if (figure->heat)
        dadao_output_draw_heat(s, colour);
    if (figure->net)
        dadao_output_draw_net(s, colour);
    dadao_output_draw_series(s);
    for (size_t k = 0; k < figure->mark_count; k++)
        draw_mark(s, &figure->mark[k]);
    cairo_restore(s->cairo);
    if (coloured)
        dadao_output_draw_colour_bar(s, colour, figure->heat ? figure->heat->label : figure->net->value_label);
}

static void draw_figure(dadao_figure_sheet *s, double width, double height)
{
    const dadao_figure *figure = s->figure;
    dadao_figure_scale colour = {0};
    bool coloured = figure->heat || (figure->net && figure->net->value);
    double margin;
    if (figure->heat)
        dadao_output_colour_range(&colour, figure->heat->log, figure->heat->value, figure->heat->columns * figure->heat->rows);
    else if (coloured)
        dadao_output_colour_range(&colour, figure->net->log, figure->net->value, figure->net->nodes);
    dadao_output_ink(s->cairo, 0xffffff);
    cairo_paint(s->cairo);
    place_field(s, width, height, coloured, &margin);
    if (!figure->x.bare)
        draw_grid(s, &s->x, true, 7);
    if (!figure->y.bare)
        draw_grid(s, &s->y, false, 7);
    draw_layers(s, &colour, coloured);
    if (!figure->x.bare)
        draw_ticks(s, &s->x, true, 7);
    if (!figure->y.bare)
        draw_ticks(s, &s->y, false, 7);
    if (!figure->x.bare || !figure->y.bare)
        draw_frame(s);
    dadao_output_draw_legend(s);
    draw_labels(s, margin);
    if (figure->title)
        dadao_output_words(s->cairo, (s->left + s->right) / 2, 14, DADAO_FIGURE_FONT + 1, DADAO_FIGURE_CENTRE, figure->title);
    dadao_output_ink(s->cairo, 0x444444);
    caption_lines(s, width - 12, height - 9 * (double)caption_lines(s, width - 12, 0, false) + 3, true);
}

dadao_status dadao_output_figure_save(const dadao_figure *figure, const char *path, dadao_error *error)
{
    dadao_surface surface;
    dadao_figure_sheet sheet = {.figure = figure};
    double width = figure->width > 0 ? figure->width : 432, height = figure->height > 0 ? figure->height : 302;
    if (!decide_ranges(&sheet))
        return dadao_core_fail(error, DADAO_INVALID, "%s: there is nothing to draw yet: run first", path);
    dadao_status status =
        dadao_output_surface_open(&surface, path, width, height, DENSITY, figure->title ? figure->title : "dadao", error);
    if (status != DADAO_OK)
        return status;
    sheet.cairo = surface.cairo;
    draw_figure(&sheet, width, height);
    return dadao_output_surface_commit(&surface, error);
}
