/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip: one coloured cell a node beside what it did; many nodes share cells, and totals stand below. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/heading.h"

typedef struct strip {
    const dadao_pane *pane;
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
    const dadao_view_state *state;
    dadao_scale scale;
    int digits, count_digits; /* of node indices and of the largest count */
    bool pulse[DADAO_PULSE_NODES];
} strip;

static int digits_of(uint64_t value)
{
    int digits = 1;
    while (value >= 10)
        value /= 10, digits++;
    return digits;
}

static uint64_t largest_count(const strip *s)
{
    uint64_t most = 0;
    for (size_t i = 0; i < s->scene->nodes; i++) {
        if (s->lane->node_gradients[i] > most)
            most = s->lane->node_gradients[i];
        if (s->lane->node_communications[i] > most)
            most = s->lane->node_communications[i];
    }
    return most;
}

static dadao_style cell_style(const strip *s, double error)
{
    return (dadao_style)(DADAO_STYLE_NODE + dadao_view_level(s->scale, error));
}

static uint32_t cell_glyph(const strip *s, double error)
{
    return s->state->colors < 8 ? (uint32_t)dadao_view_digit(s->scale, error) : ' ';
}

#define BRIEF 3 /* characters of a count where there is no room for more */

/* A count in full, or in three characters: 999, 1k2 for 1.2 thousand, 12k, .1M, 1M2 … */
static const char *say_count(char *buffer, int places, uint64_t count)
{
    static const char units[] = " kMGT";
    int unit = 0;
    uint64_t rest = 0;
    if (places > BRIEF || count < 1000) {
        snprintf(buffer, 32, "%llu", (unsigned long long)count);
        return buffer;
    }
    while (count >= 100 && units[unit + 1])
        rest = count % 1000, count /= 1000, unit++;
    unsigned tenth = (unsigned)(rest / 100);
    if (count == 0)
        snprintf(buffer, 32, ".%u%c", tenth, units[unit]);
    else if (count < 10)
        snprintf(buffer, 32, "%llu%c%u", (unsigned long long)count, units[unit], tenth);
    else
        snprintf(buffer, 32, "%llu%c", (unsigned long long)count, units[unit]);
    return buffer;
}

/* How much is said of each node. */
typedef enum wealth { DENSE, PLAIN, FULL } wealth;

/* One node in `width` columns: index, cell, error where it fits, gradients, communications. */
static void draw_item(const strip *s, int x, int y, int width, wealth says, size_t i)
{
    double error = s->lane->node_error[i];
    char number[32];
    dadao_pane item = dadao_view_part(s->pane, x, y, width, 1);
    int at = dadao_view_format(&item, 0, 0, DADAO_STYLE_FAINT, 0, "%*zu ", s->digits, i);
    for (int k = 0; k < (says == DENSE ? 1 : 2); k++)
        dadao_view_put(&item, at++, 0, k ? ' ' : cell_glyph(s, error), cell_style(s, error), 0);
    if (says == FULL)
        at = dadao_view_format(&item, at, 0, DADAO_STYLE_TEXT, 0, " %-8s", dadao_view_number(number, error));
    bool pulse = i < DADAO_PULSE_NODES && s->pulse[i];
    int places = says == DENSE ? BRIEF : s->count_digits;
    at = dadao_view_format(&item, at, 0, pulse ? DADAO_STYLE_GRADIENT : DADAO_STYLE_TEXT, 0, " %*s", places,
                           say_count(number, places, s->lane->node_gradients[i]));
    at = dadao_view_format(&item, at, 0, DADAO_STYLE_TEXT, 0, " %*s", places,
                           say_count(number, places, s->lane->node_communications[i]));
    const char *name = s->scene->label ? s->scene->label[i] : NULL;
    if (name && says == FULL && width - at > 9)
        dadao_view_clipped(&item, at + 1, 0, width - at - 2, DADAO_STYLE_FAINT, 0, name);
}

static void draw_caption(const strip *s, int x, int width, wealth says)
{
    dadao_pane line = dadao_view_part(s->pane, x, 0, width, 1);
    int at = s->digits + 3;
    if (says == FULL)
        at = dadao_view_format(&line, at, 0, DADAO_STYLE_FAINT, 0, " %-8s", "error");
    at = dadao_view_format(&line, at, 0, DADAO_STYLE_GRADIENT, 0, " %*s", s->count_digits, s->count_digits >= 4 ? "grad" : "g");
    dadao_view_format(&line, at, 0, DADAO_STYLE_COMMUNICATION, 0, " %*s", s->count_digits, s->count_digits >= 4 ? "comm" : "c");
}

/* Columns of items, filled downwards; false when they do not fit. */
static bool draw_items(const strip *s, wealth says)
{
    int gap = says == DENSE ? 1 : 2, width = s->digits + 1 + (says == DENSE ? 1 : 2) + (says == FULL ? 9 : 0);
    width += 2 * ((says == DENSE ? BRIEF : s->count_digits) + 1);
    int rows = s->pane->area.rows, columns = (s->pane->area.columns + gap) / (width + gap);
    bool caption = rows > 3 && says != DENSE;
    int per_column = rows - (caption ? 1 : 0);
    if (columns < 1 || per_column < 1 || (size_t)columns * (size_t)per_column < s->scene->nodes)
        return false;
    int needed = (int)((s->scene->nodes + (size_t)per_column - 1) / (size_t)per_column);
    width = (s->pane->area.columns + gap) / needed - gap;
    int balanced = (int)((s->scene->nodes + (size_t)needed - 1) / (size_t)needed);
    for (int c = 0; caption && c < needed; c++)
        draw_caption(s, c * (width + gap), width, says);
    for (size_t i = 0; i < s->scene->nodes; i++)
        draw_item(s, (int)(i / (size_t)balanced) * (width + gap), (int)(i % (size_t)balanced) + (caption ? 1 : 0), width, says,
                  i);
    return true;
}

/* "gradients 3..17, mean 9.2" */
static int draw_range(const strip *s, int x, int y, dadao_style style, const char *name, const uint64_t *count)
{
    uint64_t low = UINT64_MAX, high = 0;
    double sum = 0;
    for (size_t i = 0; i < s->scene->nodes; i++) {
        if (count[i] < low)
            low = count[i];
        if (count[i] > high)
            high = count[i];
        sum += (double)count[i];
    }
    char mean[32], text[128];
    snprintf(text, sizeof text, " %llu..%llu mean %s  ", (unsigned long long)low, (unsigned long long)high,
             dadao_view_number(mean, sum / (double)s->scene->nodes));
    x = dadao_view_text(s->pane, x, y, style, 0, name);
    return dadao_view_text(s->pane, x, y, DADAO_STYLE_TEXT, 0, text);
}

/* Nodes in reading order; where they are more than the cells each cell shows the worst of its group. */
static void draw_groups(const strip *s)
{
    int rows = s->pane->area.rows, columns = s->pane->area.columns - s->digits - 1;
    bool both = rows >= 4;
    int totals = rows < 2 ? 0 : both ? 2 : 1;
    size_t cells = columns > 0 && rows > totals ? (size_t)columns * (size_t)(rows - totals) : 0;
    if (!cells)
        return;
    size_t group = (s->scene->nodes + cells - 1) / cells;
    for (size_t first = 0, k = 0; first < s->scene->nodes; first += group, k++) {
        double worst = 0;
        for (size_t i = first; i < first + group && i < s->scene->nodes; i++)
            if (!(s->lane->node_error[i] <= worst))
                worst = s->lane->node_error[i];
        int x = (int)(k % (size_t)columns), y = (int)(k / (size_t)columns);
        if (x == 0)
            dadao_view_format(s->pane, 0, y, DADAO_STYLE_FAINT, 0, "%*zu", s->digits, first);
        dadao_view_put(s->pane, x + s->digits + 1, y, cell_glyph(s, worst), cell_style(s, worst), 0);
    }
    if (!totals)
        return;
    bool wide = s->pane->area.columns >= 36;
    int y = (int)((s->scene->nodes + group * (size_t)columns - 1) / (group * (size_t)columns));
    int x = draw_range(s, 0, y, DADAO_STYLE_GRADIENT, wide ? "gradients" : "g", s->lane->node_gradients);
    draw_range(s, both ? 0 : x, both ? y + 1 : y, DADAO_STYLE_COMMUNICATION, wide ? "communications" : "c",
               s->lane->node_communications);
}

void dadao_view_strip(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_STRIP,
                                         pane->area.columns >= 48 ? "error, gradients, communications" : "error, grads, comms");
    strip s = {.pane = &body,
               .scene = snapshot->scene,
               .lane = &snapshot->lane[0],
               .state = state,
               .scale = dadao_view_scale(state, snapshot)};
    s.digits = digits_of(s.scene->nodes ? s.scene->nodes - 1 : 0);
    s.count_digits = digits_of(largest_count(&s));
    if (s.count_digits < 3)
        s.count_digits = 3; /* so that columns do not move while counts are small */
    dadao_view_pulses(snapshot, s.pulse);
    if (s.scene->nodes == 0)
        return;
    if (draw_items(&s, FULL) || draw_items(&s, PLAIN) || draw_items(&s, DENSE))
        return;
    draw_groups(&s);
}
