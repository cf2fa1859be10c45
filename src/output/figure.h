/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a figure: where its parts are and how values become places. */
#ifndef DADAO_OUTPUT_FIGURE_H
#define DADAO_OUTPUT_FIGURE_H

#include "output/surface.h"

#include <dadao/figure.h>

#define DADAO_FIGURE_FONT 9.0
#define DADAO_FIGURE_SMALL 7.0
#define DADAO_FIGURE_GREY 0x666666u
#define DADAO_FIGURE_LOOKS 8

/* An axis with its range decided: value -> place on the paper. */
typedef struct dadao_figure_scale {
    bool log;
    double low, high; /* low < high */
    double from, to;  /* places of low and high */
} dadao_figure_scale;

/* What drawing needs: the paper, the figure, the field of the axes and its scales. */
typedef struct dadao_figure_sheet {
    cairo_t *cairo;
    const dadao_figure *figure;
    double left, top, right, bottom; /* of the field */
    dadao_figure_scale x, y;
} dadao_figure_sheet;

/* ---- Scales and ticks (scale.c) ---- */

/* Decides the range: as given, else the data's with a little air (linear) or whole decades where that costs little (log). */
void dadao_output_scale_range(dadao_figure_scale *scale, const dadao_plot_axis *axis, double low, double high);
bool dadao_output_scale_has(const dadao_figure_scale *scale, double value); /* it can be drawn: finite, positive on a log axis */
double dadao_output_scale_place(const dadao_figure_scale *scale, double value);
/* Ticks that carry labels into value [capacity]: round numbers, about `wish` of them; returns how many. */
size_t dadao_output_scale_ticks(const dadao_figure_scale *scale, size_t wish, double *value, size_t capacity);
/* Ticks between them, without labels. */
size_t dadao_output_scale_minor(const dadao_figure_scale *scale, const double *major, size_t count, double *value,
                                size_t capacity);

/* ---- Text and looks (ink.c) ---- */

typedef enum dadao_figure_align { DADAO_FIGURE_LEFT, DADAO_FIGURE_CENTRE, DADAO_FIGURE_RIGHT } dadao_figure_align;
void dadao_output_words(cairo_t *cairo, double x, double y, double size, dadao_figure_align align, const char *text);
double dadao_output_words_width(cairo_t *cairo, double size, const char *text);
/* A tick's label: a number, or ten to a power with a small exponent. */
void dadao_output_tick_label(cairo_t *cairo, double x, double y, dadao_figure_align align, const dadao_figure_scale *scale,
                             double value);
double dadao_output_tick_width(cairo_t *cairo, const dadao_figure_scale *scale, double value);
uint32_t dadao_output_look_colour(int look);
void dadao_output_look_dash(cairo_t *cairo, int look);
void dadao_output_look_marker(cairo_t *cairo, int look, double x, double y, double size);
/* 0 … 1 as a colour, dark to light. */
uint32_t dadao_output_heat_colour(double level);

/* ---- Layers ---- */

void dadao_output_draw_series(const dadao_figure_sheet *sheet);
void dadao_output_draw_legend(const dadao_figure_sheet *sheet);
void dadao_output_draw_heat(const dadao_figure_sheet *sheet, const dadao_figure_scale *colour);
void dadao_output_draw_net(const dadao_figure_sheet *sheet, const dadao_figure_scale *colour);
void dadao_output_draw_colour_bar(const dadao_figure_sheet *sheet, const dadao_figure_scale *colour, const char *label);
/* The range of colours of what is coloured. */
void dadao_output_colour_range(dadao_figure_scale *colour, bool log, const double *value, size_t count);

#endif
