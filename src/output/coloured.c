/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is coloured by value in a figure: heatmaps, nodes of a network, and the bar that explains the colours. */
#include "output/figure.h"

#include <math.h>
#include <string.h>

void dadao_output_colour_range(dadao_figure_scale *colour, bool log, const double *value, size_t count)
{
    double low = INFINITY, high = -INFINITY;
    *colour = (dadao_figure_scale){.log = log, .from = 0, .to = 1};
    for (size_t k = 0; k < count; k++) {
        if (!isfinite(value[k]) || (log && value[k] <= 0))
            continue;
        low = fmin(low, value[k]);
        high = fmax(high, value[k]);
    }
    if (!(low <= high))
        low = log ? 0.1 : 0, high = 1;
    if (low == high)
        low = log ? low / 2 : low - 1, high = log ? high * 2 : high + 1;
    colour->low = low;
    colour->high = high;
}

/* ---- Heatmap ---- */

/* So many cells are a picture in the file instead of as many rectangles. */
enum { CELLS_AS_SHAPES = 4000, IMAGE_SIDE = 640 };

static uint32_t colour_of(const dadao_figure_scale *colour, double value)
{
    double level = dadao_output_scale_has(colour, value) ? dadao_output_scale_place(colour, value) : value > 0 ? 1 : 0;
    return dadao_output_heat_colour(level);
}

static void draw_cells(const dadao_figure_sheet *s, const dadao_figure_scale *colour)
{
    const dadao_heat *heat = s->figure->heat;
    for (size_t c = 0; c < heat->columns; c++)
        for (size_t r = 0; r < heat->rows; r++) {
            double value = heat->value[c * heat->rows + r];
            if (isnan(value))
                continue;
            double x0 = dadao_output_scale_place(&s->x, heat->x[c]), x1 = dadao_output_scale_place(&s->x, heat->x[c + 1]);
            double y0 = dadao_output_scale_place(&s->y, heat->y[r]), y1 = dadao_output_scale_place(&s->y, heat->y[r + 1]);
            dadao_output_ink(s->cairo, colour_of(colour, value));
            cairo_rectangle(s->cairo, fmin(x0, x1), fmin(y0, y1), fabs(x1 - x0), fabs(y1 - y0));
            cairo_fill(s->cairo);
        }
}

/* The cell between whose borders (increasing or decreasing places) a place lies, beginning the search at `from`. */
static size_t cell_at(const dadao_figure_scale *scale, const double *border, size_t cells, size_t from, double place)
{
    bool rising = scale->to > scale->from;
    while (from + 1 < cells && (dadao_output_scale_place(scale, border[from + 1]) <= place) == rising)
        from++;
    return from;
}

static void draw_image(const dadao_figure_sheet *s, const dadao_figure_scale *colour)
{
    const dadao_heat *heat = s->figure->heat;
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, IMAGE_SIDE, IMAGE_SIDE);
    unsigned char *bytes = cairo_image_surface_get_data(image);
    if (!bytes) {
        cairo_surface_destroy(image);
        return;
    }
    int stride = cairo_image_surface_get_stride(image);
    size_t row = 0;
    for (int y = IMAGE_SIDE; y-- > 0;) { /* upwards, as the values */
        row = cell_at(&s->y, heat->y, heat->rows, row, s->top + (y + 0.5) / IMAGE_SIDE * (s->bottom - s->top));
        size_t column = 0;
        for (int x = 0; x < IMAGE_SIDE; x++) {
            column = cell_at(&s->x, heat->x, heat->columns, column, s->left + (x + 0.5) / IMAGE_SIDE * (s->right - s->left));
            double value = heat->value[column * heat->rows + row];
            uint32_t rgb = isnan(value) ? 0xffffff : colour_of(colour, value);
            memcpy(bytes + y * stride + 4 * x, &rgb, 4);
        }
    }
    cairo_surface_mark_dirty(image);
    cairo_translate(s->cairo, s->left, s->top);
    cairo_scale(s->cairo, (s->right - s->left) / IMAGE_SIDE, (s->bottom - s->top) / IMAGE_SIDE);
    cairo_set_source_surface(s->cairo, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(s->cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(s->cairo);
    cairo_surface_destroy(image);
}

void dadao_output_draw_heat(const dadao_figure_sheet *s, const dadao_figure_scale *colour)
{
    const dadao_heat *heat = s->figure->heat;
    cairo_save(s->cairo);
    cairo_set_antialias(s->cairo, CAIRO_ANTIALIAS_NONE); /* no seams between cells */
    if (heat->columns * heat->rows > CELLS_AS_SHAPES)
        draw_image(s, colour);
    else
        draw_cells(s, colour);
    cairo_restore(s->cairo);
    if (!heat->marked)
        return;
    double x0 = dadao_output_scale_place(&s->x, heat->x[heat->best_column]),
           x1 = dadao_output_scale_place(&s->x, heat->x[heat->best_column + 1]);
    double y0 = dadao_output_scale_place(&s->y, heat->y[heat->best_row]),
           y1 = dadao_output_scale_place(&s->y, heat->y[heat->best_row + 1]);
    cairo_rectangle(s->cairo, fmin(x0, x1) + 1, fmin(y0, y1) + 1, fabs(x1 - x0) - 2, fabs(y1 - y0) - 2);
    dadao_output_ink(s->cairo, 0xffffff);
    cairo_set_line_width(s->cairo, 2);
    cairo_stroke_preserve(s->cairo);
    dadao_output_ink(s->cairo, 0);
    cairo_set_line_width(s->cairo, 0.8);
    cairo_stroke(s->cairo);
}

/* ---- Network ---- */

typedef struct frame {
    double scale, x, y; /* place = x + scale * value */
} frame;

static frame frame_of(const dadao_figure_sheet *s)
{
    const dadao_net *net = s->figure->net;
    double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY, pad = 14;
    for (size_t i = 0; i < net->nodes; i++) {
        x0 = fmin(x0, net->x[i]), x1 = fmax(x1, net->x[i]);
        y0 = fmin(y0, net->y[i]), y1 = fmax(y1, net->y[i]);
    }
    double wide = s->right - s->left - 2 * pad, high = s->bottom - s->top - 2 * pad;
    double scale = fmin(x1 > x0 ? wide / (x1 - x0) : INFINITY, y1 > y0 ? high / (y1 - y0) : INFINITY);
    if (!isfinite(scale))
        scale = 1;
    return (frame){scale, (s->left + s->right - scale * (x0 + x1)) / 2, (s->top + s->bottom + scale * (y0 + y1)) / 2};
}

static void draw_edges(const dadao_figure_sheet *s, frame f)
{
    const dadao_net *net = s->figure->net;
    for (size_t e = 0; e < net->edges; e++) {
        bool worst = e == net->worst_edge;
        cairo_move_to(s->cairo, f.x + f.scale * net->x[net->u[e]], f.y - f.scale * net->y[net->u[e]]);
        cairo_line_to(s->cairo, f.x + f.scale * net->x[net->v[e]], f.y - f.scale * net->y[net->v[e]]);
        dadao_output_ink(s->cairo, worst ? 0xd55e00 : 0x999999);
        dadao_output_look_dash(s->cairo, worst ? 1 : 0);
        cairo_set_line_width(s->cairo, (worst ? 1.2 : 0.4) + (net->width ? 1.8 * net->width[e] : 0.4));
        cairo_stroke(s->cairo);
    }
    cairo_set_dash(s->cairo, NULL, 0, 0);
}

static void draw_node(const dadao_figure_sheet *s, const dadao_figure_scale *colour, size_t i, double x, double y, double radius)
{
    const dadao_net *net = s->figure->net;
    cairo_new_path(s->cairo);
    cairo_arc(s->cairo, x, y, radius, 0, 2 * M_PI);
    if (net->value)
        dadao_output_ink(s->cairo, colour_of(colour, net->value[i]));
    else
        dadao_output_ink(s->cairo, 0x0072b2);
    cairo_fill_preserve(s->cairo);
    dadao_output_ink(s->cairo, 0);
    cairo_set_line_width(s->cairo, 0.5);
    cairo_stroke(s->cairo);
    if (net->label && net->label[i] && net->nodes <= 60)
        dadao_output_words(s->cairo, x, y - radius - 2, DADAO_FIGURE_SMALL, DADAO_FIGURE_CENTRE, net->label[i]);
}

void dadao_output_draw_net(const dadao_figure_sheet *s, const dadao_figure_scale *colour)
{
    const dadao_net *net = s->figure->net;
    frame f = frame_of(s);
    double radius = fmin(6, fmax(0.7, 30 / sqrt((double)net->nodes)));
    draw_edges(s, f);
    for (size_t i = 0; i < net->nodes; i++)
        draw_node(s, colour, i, f.x + f.scale * net->x[i], f.y - f.scale * net->y[i], radius);
}

/* ---- The bar of colours ---- */

void dadao_output_draw_colour_bar(const dadao_figure_sheet *s, const dadao_figure_scale *colour, const char *label)
{
    enum { STEPS = 64, TICKS = 24 };
    double left = s->right + 12, width = 9, height = s->bottom - s->top, tick[TICKS];
    dadao_figure_scale scale = *colour;
    scale.from = s->bottom;
    scale.to = s->top;
    for (int k = 0; k < STEPS; k++) {
        dadao_output_ink(s->cairo, dadao_output_heat_colour((k + 0.5) / STEPS));
        cairo_rectangle(s->cairo, left, s->bottom - height * (k + 1) / STEPS, width, height / STEPS + (k ? 0.5 : 0));
        cairo_fill(s->cairo);
    }
    dadao_output_ink(s->cairo, 0);
    cairo_set_line_width(s->cairo, 0.6);
    cairo_rectangle(s->cairo, left, s->top, width, height);
    cairo_stroke(s->cairo);
    size_t count = dadao_output_scale_ticks(&scale, 6, tick, TICKS);
    for (size_t k = 0; k < count; k++) {
        double y = dadao_output_scale_place(&scale, tick[k]);
        cairo_move_to(s->cairo, left + width, y);
        cairo_line_to(s->cairo, left + width + 3, y);
        cairo_stroke(s->cairo);
        dadao_output_tick_label(s->cairo, left + width + 5, y + 3, DADAO_FIGURE_LEFT, &scale, tick[k]);
    }
    if (label)
        dadao_output_words(s->cairo, left + width, s->top - 5, DADAO_FIGURE_SMALL + 1, DADAO_FIGURE_CENTRE, label);
}
