/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the colours and marks of the network mean, with numbers; and the graticule of a map. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/network.h"

/* A line of the legend that is filled from the left as long as there is room. */
typedef struct legend_line {
    dadao_pane pane;
    int x;
} legend_line;

static void say(legend_line *line, dadao_style style, const char *mark, const char *text)
{
    int width = dadao_view_width(mark) + 1 + dadao_view_width(text);
    if (line->x + (line->x ? 2 : 0) + width > line->pane.area.columns)
        return;
    int x = line->x + (line->x ? 2 : 0);
    x = dadao_view_text(&line->pane, x, 0, style, 0, mark);
    line->x = dadao_view_text(&line->pane, x + 1, 0, DADAO_STYLE_FAINT, 0, text);
}

/* Name, low end, ramp, high end; in a narrow pane without the name, or with half a ramp. */
static void say_ramp(legend_line *line, const dadao_network *v, const char *label, dadao_range range, bool foreground)
{
    char low[32], high[32];
    dadao_view_range_end(range, range.low, low);
    dadao_view_range_end(range, range.high, high);
    int room = line->pane.area.columns, ends = dadao_view_width(low) + dadao_view_width(high) + 2;
    int steps = ends + DADAO_RAMP <= room ? DADAO_RAMP : DADAO_RAMP / 2;
    bool named = ends + steps + dadao_view_width(label) + 1 <= room && room >= 30;
    int x = named ? dadao_view_format(&line->pane, 0, 0, DADAO_STYLE_FAINT, 0, "%s ", label) : 0;
    x = dadao_view_format(&line->pane, x, 0, DADAO_STYLE_FAINT, 0, "%s ", low);
    for (int k = 0; k < steps; k++) {
        unsigned level = (unsigned)(k * DADAO_RAMP / steps);
        uint32_t glyph = v->plain ? '0' + level * 10 / DADAO_RAMP : foreground ? 0x2836 : ' ';
        dadao_view_put(&line->pane, x++, 0, glyph, (dadao_style)((foreground ? DADAO_STYLE_HEAT : DADAO_STYLE_NODE) + level), 0);
    }
    line->x = dadao_view_format(&line->pane, x, 0, DADAO_STYLE_FAINT, 0, " %s", high);
}

static bool any_stopped(const dadao_network *v)
{
    for (size_t i = 0; i < v->scene->nodes; i++)
        if (dadao_view_network_stopped(v, i))
            return true;
    return false;
}

static bool any_still(const dadao_network *v)
{
    for (size_t e = 0; e < v->scene->edges; e++)
        if (!(v->scene->edge_rate[e] > 0))
            return true;
    return false;
}

static void say_marks(legend_line *line, const dadao_network *v)
{
    bool dense = v->places->regime == DADAO_REGIME_DENSITY;
    const dadao_quantity_row *row = dadao_view_node_quantity(v->state->network.quantity);
    if (dense)
        say(line, DADAO_STYLE_FAINT, row->worst ? "worst" : "mean", "of the nodes in half a cell");
    say(line, DADAO_STYLE_GRADIENT, "*", "gradient");
    if (dense)
        say(line, DADAO_STYLE_COMMUNICATION, "+", "gossip");
    if (!dense && v->scene->worst_edge < v->scene->edges && v->scene->edges > 1)
        say(line, DADAO_STYLE_GUARANTEE, "R", "sets chi2");
    if (!dense && any_stopped(v))
        say(line, DADAO_STYLE_WARNING, "x", "stopped");
    if (v->places->drawn && any_still(v))
        say(line, DADAO_STYLE_FRAME, ". .", "rate 0");
    if (v->places->stride == 0 && !dense)
        say(line, DADAO_STYLE_FAINT, "edges", "shown as they fire");
}

static void draw_edge_legend(const dadao_network *v, const dadao_pane *pane)
{
    const dadao_quantity_row *row = dadao_view_edge_quantity(v->state->network.edges);
    const char *lacks = dadao_view_edge_quantity_lacks(v->state->network.edges, v->scene);
    legend_line line = {*pane, 0};
    char label[64];
    snprintf(label, sizeof label, "edges: %s", row->label);
    if (lacks)
        say(&line, DADAO_STYLE_FAINT, label, lacks);
    else
        say_ramp(&line, v, label, v->edge_range, true);
    if (v->places->stride == 0)
        say(&line, DADAO_STYLE_FAINT, "too many in sight", "to draw them");
}

void dadao_view_network_legend(const dadao_network *v, const dadao_pane *pane)
{
    const dadao_quantity_row *row = dadao_view_node_quantity(v->state->network.quantity);
    const char *lacks = dadao_view_node_quantity_lacks(v->state->network.quantity, v->scene, v->lane);
    legend_line line = {dadao_view_part(pane, 0, pane->area.rows - 1, pane->area.columns, 1), 0};
    if (lacks)
        say(&line, DADAO_STYLE_FAINT, row->label, lacks);
    else
        say_ramp(&line, v, row->label, v->range, false);
    say_marks(&line, v);
    if (pane->area.rows > 1) {
        dadao_pane above = dadao_view_part(pane, 0, 0, pane->area.columns, 1);
        draw_edge_legend(v, &above);
    }
}

/* ---- Meridians and parallels ----------------------------------------------------------------------------------------- */

#define GRATICULE_ROWS 14 /* with fewer, or in a narrow pane, there is no room for them */
#define GRATICULE_COLUMNS 60

/* The step of which three to six lines are in sight. */
static double step_for(double span)
{
    static const double steps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
        if (span / steps[k] <= 6)
            return steps[k];
    return 30;
}

static void say_degrees(char *text, size_t capacity, double value, char positive, char negative)
{
    snprintf(text, capacity, "%.3g%c", fabs(value), value > 0 ? positive : value < 0 ? negative : ' ');
}

/* Lines of few dots; of plain characters, which are larger, still fewer. */
static int stride_of(const dadao_network *v, int plain)
{
    return v->state->glyphs == DADAO_GLYPHS_ASCII ? plain : 4;
}

static void draw_meridians(const dadao_network *v, double west, double east)
{
    double step = step_for(east - west), x, y;
    char text[32];
    for (double at = ceil(west / step) * step; at <= east && step > 0; at += step) {
        x = v->places->map.dx + (at - v->places->map.x0) * v->places->map.sx, y = 4 * v->pane->area.rows - 1;
        dadao_view_dotted(v->pane, (int)(x + 0.5), 0, (int)(x + 0.5), (int)y, stride_of(v, 16), DADAO_STYLE_FRAME, 0);
        say_degrees(text, sizeof text, at, 'E', 'W');
        int width = dadao_view_width(text), column = (int)(x / 2) - width / 2;
        if (column < 0 || column + width > v->pane->area.columns)
            continue;
        dadao_view_text(v->pane, column, v->pane->area.rows - 1, DADAO_STYLE_FRAME, 0, text);
    }
}

static void draw_parallels(const dadao_network *v, double south, double north)
{
    double step = step_for(north - south);
    char text[32];
    for (double at = ceil(south / step) * step; at <= north && step > 0; at += step) {
        double y = v->places->map.dy + (at - v->places->map.y0) * v->places->map.sy;
        dadao_view_dotted(v->pane, 0, (int)(y + 0.5), 2 * v->pane->area.columns - 1, (int)(y + 0.5), stride_of(v, 12),
                          DADAO_STYLE_FRAME, 0);
        say_degrees(text, sizeof text, at, 'N', 'S');
        dadao_view_text(v->pane, 0, (int)(y / 4), DADAO_STYLE_FRAME, 0, text);
    }
}

void dadao_view_network_graticule(const dadao_network *v)
{
    const dadao_rect *area = &v->pane->area;
    double west, north, east, south;
    if (!v->scene->geographic || area->rows < GRATICULE_ROWS || area->columns < GRATICULE_COLUMNS || v->places->map.sx == 0 ||
        v->places->map.sy == 0)
        return;
    dadao_view_from_dots(&v->places->map, 0, 0, &west, &north);
    dadao_view_from_dots(&v->places->map, 2 * area->columns - 1, 4 * area->rows - 1, &east, &south);
    if (!isfinite(east - west) || !isfinite(north - south) || east - west > 720 || north - south > 720)
        return;
    draw_parallels(v, fmax(south, -90), fmin(north, 90));
    draw_meridians(v, fmax(west, -360), fmin(east, 360));
}
