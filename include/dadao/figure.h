/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures for print and tables for machines: what a plot shows, as a picture (SVG, PDF, PNG) or as numbers (CSV, JSON lines, NPY).
 *
 * A figure is one pair of axes with any of: lines with bands and markers, points, bars, a heatmap, a network. Series differ in dash
 * and marker as well as in colour, and their colours in lightness, so that a grey print still reads. */
#ifndef DADAO_FIGURE_H
#define DADAO_FIGURE_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum dadao_series_kind {
    DADAO_SERIES_LINE,     /* with a few markers where it has a look of its own */
    DADAO_SERIES_MARKED,   /* a marker at every point */
    DADAO_SERIES_POINTS,   /* markers only */
    DADAO_SERIES_BARS,     /* from the foot of the axis up to y, as wide as the points are apart */
    DADAO_SERIES_STROKES,  /* a thin line without markers */
    DADAO_SERIES_GUIDE     /* thin and dashed: a law, a bound */
} dadao_series_kind;

/* Points that cannot be drawn (not finite, or not positive on a log axis) leave a gap. */
typedef struct dadao_series {
    const char *name;           /* in the legend; NULL: not there */
    dadao_series_kind kind;
    size_t count;
    const double *x, *y;        /* [count] */
    const double *low, *high;   /* [count] a band around y, or both NULL */
    int look;                   /* colour, dash and marker: 0, 1, 2 … */
} dadao_series;

typedef struct dadao_plot_axis {
    const char *label;
    bool log;
    bool bare;                  /* neither ticks nor line: a picture of things in space */
    double low, high;           /* NaN: from the data */
} dadao_plot_axis;

/* Cells of a heatmap between the borders x [columns+1] and y [rows+1]. */
typedef struct dadao_heat {
    size_t columns, rows;
    const double *x, *y;
    const double *value;        /* [columns][rows]; NaN is left white */
    bool log;
    const char *label;          /* of the colour bar */
    bool marked;                /* the cell (best_column, best_row) has a frame */
    size_t best_column, best_row;
} dadao_heat;

/* A network in its own units, y upwards, drawn with equal scales. */
typedef struct dadao_net {
    size_t nodes, edges;
    const double *x, *y;        /* [nodes] */
    const uint32_t *u, *v;      /* [edges] */
    const double *width;        /* [edges] 0 … 1, or NULL */
    size_t worst_edge;          /* drawn apart; SIZE_MAX: none */
    const double *value;        /* [nodes] coloured, or NULL */
    bool log;
    const char *value_label;
    char *const *label;         /* [nodes], entries may be NULL; or NULL */
} dadao_net;

/* A place worth a word. */
typedef struct dadao_figure_mark {
    const char *text;
    double x, y;                /* NaN: a line across at the other */
    int look;                   /* negative: grey */
} dadao_figure_mark;

typedef struct dadao_figure {
    const char *title;          /* one line above; NULL: none */
    const char *caption;        /* small print below: data, seeds, settings; NULL: none */
    dadao_plot_axis x, y;
    size_t series_count, mark_count;
    const dadao_series *series;
    const dadao_figure_mark *mark;
    const dadao_heat *heat;
    const dadao_net *net;
    double width, height;       /* points; 0: 432 by 302 */
} dadao_figure;

/* Draws it into `path`, by its ending; written beside and renamed. INVALID when there is nothing to draw at all. */
dadao_status dadao_output_figure_save(const dadao_figure *figure, const char *path, dadao_error *error);

/* A column of a table: numbers, or text (`text` not NULL). */
typedef struct dadao_table_column {
    const char *name;
    const double *number;       /* [rows] */
    const char *const *text;    /* [rows] */
    bool whole;                 /* printed as whole numbers */
} dadao_table_column;

typedef struct dadao_table {
    size_t columns, rows;
    const dadao_table_column *column;
} dadao_table;

/* Whether the ending is one of .csv, .jsonl, .ndjson and .npy. */
bool dadao_output_is_table(const char *path);
/* CSV, JSON lines or NPY by ending; numbers read back equal. What is not finite is empty in CSV (NaN) or inf, null in JSON. NPY holds
 * the columns of numbers alone, as doubles [rows][columns]. Written beside and renamed. */
dadao_status dadao_output_table_save(const dadao_table *table, const char *path, dadao_error *error);

#endif
