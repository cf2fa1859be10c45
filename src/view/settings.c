/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The looks as commands that bring them back: what a sitting leaves to the next. */
#include <stdio.h>
#include <string.h>

#include "view/view.h"

#define LABEL(name, label, summary) label,
static const char *const metrics[] = {DADAO_METRICS(LABEL)}, *const axes[] = {DADAO_AXES(LABEL)},
                         *const orders[] = {DADAO_ORDERS(LABEL)};
#undef LABEL
static const char *const glyphs[] = {"braille", "block", "ascii"};

static void put_tiling(const dadao_view_state *state, char *line, size_t capacity)
{
    size_t used = (size_t)snprintf(line, capacity, "tiling");
    char before = ' ';
    for (int k = 0; k < DADAO_PANE_COUNT; k++) {
        const char *title = dadao_view_pane_title((dadao_pane_id)k);
        if (!(state->shown >> k & 1u) || used + strlen(title) + 2 > capacity)
            continue;
        used += (size_t)snprintf(line + used, capacity - used, "%c%s", before, title);
        before = ',';
    }
}

bool dadao_view_setting(const dadao_view_state *state, size_t index, char *line, size_t capacity)
{
    switch (index) {
    case 0:
        put_tiling(state, line, capacity);
        return true;
    case 1:
        snprintf(line, capacity, "view %s",
                 dadao_view_pane_title(state->shown >> state->chosen & 1u ? state->chosen : DADAO_PANE_SLIDERS));
        return true;
    case 2:
        snprintf(line, capacity, "palette %s", dadao_view_palette_at(state->palette)->name);
        return true;
    case 3:
        snprintf(line, capacity, "glyphs %s", glyphs[state->glyphs]);
        return true;
    case 4:
        snprintf(line, capacity, "mouse %s", state->mouse ? "on" : "off");
        return true;
    case 5:
        snprintf(line, capacity, "calm %s", state->calm ? "on" : "off");
        return true;
    case 6:
        snprintf(line, capacity, "stats %s", state->show_meter ? "on" : "off");
        return true;
    case 7:
        snprintf(line, capacity, "scale %s", state->whole_scale ? "whole" : "near");
        return true;
    case 8:
        snprintf(line, capacity, "order %s", orders[state->order]);
        return true;
    case 9:
        snprintf(line, capacity, "metric %s", metrics[state->metric]);
        return true;
    case 10:
        snprintf(line, capacity, "axis %s", axes[state->axis]);
        return true;
    case 11:
        snprintf(line, capacity, "colour nodes %s", dadao_view_node_quantity(state->network.quantity)->word);
        return true;
    case 12:
        snprintf(line, capacity, "colour edges %s", dadao_view_edge_quantity(state->network.edges)->word);
        return true;
    default:
        return false;
    }
}
