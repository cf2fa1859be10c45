/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a figure looks: letters, colours that stay apart in grey, dashes, markers. */
#include "output/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void choose_font(cairo_t *cairo, double size)
{
    cairo_select_font_face(cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, size);
}

double dadao_output_words_width(cairo_t *cairo, double size, const char *text)
{
    cairo_text_extents_t extents;
    choose_font(cairo, size);
    cairo_text_extents(cairo, text, &extents);
    return extents.x_advance;
}

void dadao_output_words(cairo_t *cairo, double x, double y, double size, dadao_figure_align align, const char *text)
{
    double width = dadao_output_words_width(cairo, size, text);
    cairo_move_to(cairo, align == DADAO_FIGURE_LEFT ? x : align == DADAO_FIGURE_RIGHT ? x - width : x - width / 2, y);
    cairo_show_text(cairo, text);
}

/* ---- Labels of ticks ---- */

/* A power of ten worth an exponent; else its plain number. */
static bool is_power(const dadao_figure_scale *scale, double value, int *power)
{
    *power = (int)lround(log10(fabs(value) > 0 ? fabs(value) : 1));
    return scale->log && (*power > 3 || *power < -2) && fabs(value / pow(10, *power) - 1) < 1e-9;
}

static const char *plain(const dadao_figure_scale *scale, double value, char *buffer)
{
    if (fabs(value) < 1e-9 * fabs(scale->high - scale->low) && !scale->log)
        value = 0;
    snprintf(buffer, 32, fabs(value) >= 1e5 && fabs(value) < 1e7 ? "%.0f" : "%.6g", value);
    if (buffer[0] == '-') { /* a true minus */
        memmove(buffer + 3, buffer + 1, strlen(buffer + 1) + 1);
        memcpy(buffer, "\u2212", 3);
    }
    return buffer;
}

static void exponent_text(int power, char *buffer)
{
    snprintf(buffer, 16, "%s%d", power < 0 ? "\u2212" : "", power < 0 ? -power : power);
}

double dadao_output_tick_width(cairo_t *cairo, const dadao_figure_scale *scale, double value)
{
    char text[40], exponent[16];
    int power;
    if (!is_power(scale, value, &power))
        return dadao_output_words_width(cairo, DADAO_FIGURE_FONT, plain(scale, value, text));
    exponent_text(power, exponent);
    return dadao_output_words_width(cairo, DADAO_FIGURE_FONT, "10") +
           dadao_output_words_width(cairo, DADAO_FIGURE_SMALL, exponent);
}

void dadao_output_tick_label(cairo_t *cairo, double x, double y, dadao_figure_align align, const dadao_figure_scale *scale,
                             double value)
{
    char text[40], exponent[16];
    int power;
    if (!is_power(scale, value, &power)) {
        dadao_output_words(cairo, x, y, DADAO_FIGURE_FONT, align, plain(scale, value, text));
        return;
    }
    double width = dadao_output_tick_width(cairo, scale, value);
    double left = align == DADAO_FIGURE_LEFT ? x : align == DADAO_FIGURE_RIGHT ? x - width : x - width / 2;
    exponent_text(power, exponent);
    dadao_output_words(cairo, left, y, DADAO_FIGURE_FONT, DADAO_FIGURE_LEFT, "10");
    dadao_output_words(cairo, left + dadao_output_words_width(cairo, DADAO_FIGURE_FONT, "10"), y - 3.2, DADAO_FIGURE_SMALL,
                       DADAO_FIGURE_LEFT, exponent);
}

/* ---- Looks ---- */

/* After Okabe and Ito, in an order whose neighbours differ in lightness too. */
uint32_t dadao_output_look_colour(int look)
{
    static const uint32_t colour[DADAO_FIGURE_LOOKS] = {0x0072b2, 0xd55e00, 0x000000, 0x009e73,
                                                        0xcc79a7, 0x56b4e9, 0x8c5a00, 0xb0a000};
    return look < 0 ? DADAO_FIGURE_GREY : colour[look % DADAO_FIGURE_LOOKS];
}

void dadao_output_look_dash(cairo_t *cairo, int look)
{
    static const struct {
        int count;
        double on[6];
    } dash[DADAO_FIGURE_LOOKS] = {
        {0, {0}},     {2, {6, 2.5}},         {4, {6, 2, 1.5, 2}}, {2, {2, 2}}, {6, {6, 2, 1.5, 2, 1.5, 2}},
        {2, {10, 3}}, {4, {3, 1.5, 1, 1.5}}, {2, {1, 1.5}},
    };
    if (look < 0)
        cairo_set_dash(cairo, (const double[]){3, 3}, 2, 0);
    else
        cairo_set_dash(cairo, dash[look % DADAO_FIGURE_LOOKS].on, dash[look % DADAO_FIGURE_LOOKS].count, 0);
}

static void polygon(cairo_t *cairo, double x, double y, double size, int corners, double turn)
{
    for (int k = 0; k < corners; k++) {
        double angle = turn + 2 * M_PI * k / corners;
        cairo_line_to(cairo, x + size * cos(angle), y + size * sin(angle));
    }
    cairo_close_path(cairo);
}

static void cross(cairo_t *cairo, double x, double y, double size, double turn)
{
    for (int k = 0; k < 2; k++) {
        double angle = turn + M_PI / 2 * k;
        cairo_move_to(cairo, x - size * cos(angle), y - size * sin(angle));
        cairo_line_to(cairo, x + size * cos(angle), y + size * sin(angle));
    }
}

/* Filled for even looks, open for odd ones. */
void dadao_output_look_marker(cairo_t *cairo, int look, double x, double y, double size)
{
    int shape = look < 0 ? 0 : look % DADAO_FIGURE_LOOKS;
    cairo_save(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_set_line_width(cairo, 1);
    cairo_new_path(cairo);
    if (shape == 0)
        cairo_arc(cairo, x, y, size, 0, 2 * M_PI);
    else if (shape == 3 || shape == 6)
        cross(cairo, x, y, 1.1 * size, shape == 3 ? M_PI / 4 : 0);
    else
        polygon(cairo, x, y, 1.25 * size,
                shape == 1 || shape == 4   ? 4
                : shape == 2 || shape == 5 ? 3
                                           : 5,
                shape == 1   ? M_PI / 4
                : shape == 4 ? 0
                : shape == 5 ? M_PI / 2
                             : -M_PI / 2);
    bool open = shape == 1 || shape == 5;
    dadao_output_ink(cairo, open ? 0xffffff : dadao_output_look_colour(look));
    if (shape != 3 && shape != 6)
        cairo_fill_preserve(cairo);
    dadao_output_ink(cairo, dadao_output_look_colour(look));
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* Ten stations of viridis: its lightness rises evenly, so that grey keeps the order. */
uint32_t dadao_output_heat_colour(double level)
{
    static const uint32_t station[10] = {0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e,
                                         0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725};
    double at = 9 * fmin(fmax(isnan(level) ? 1 : level, 0), 1);
    int below = at >= 9 ? 8 : (int)at;
    uint32_t colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double a = station[below] >> shift & 0xff, b = station[below + 1] >> shift & 0xff;
        colour = colour << 8 | (uint32_t)lround(a + (b - a) * (at - below));
    }
    return colour;
}
