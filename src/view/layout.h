/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each pane goes: a pure function of the size of the screen and of what is wanted. */
#ifndef DADAO_VIEW_LAYOUT_H
#define DADAO_VIEW_LAYOUT_H

#include <stdbool.h>

#include "view/canvas.h"

/* name, title, rows from which it carries a title line, function, what it shows. The number key is the row's place. */
#define DADAO_PANES(X)                                                                       \
    X(NETWORK, "network", 5, network, "nodes coloured by error, edges flash as they fire")   \
    X(CONVERGENCE, "convergence", 6, convergence, "error against time, gradients or communications") \
    X(STRIP, "nodes", 4, strip, "every node's error and counts")                             \
    X(COUNTERS, "counters", 4, counters, "totals with their expected values")                \
    X(SPECTRUM, "spectrum", 4, spectrum, "chi1, chi2 and what rate is enough")               \
    X(SLIDERS, "rates", 4, sliders, "communication, gradient rate and speed")                 \
    X(SPACETIME, "space-time", 5, spacetime, "every node's error over time: waves of information") \
    X(EVENTS, "events", 5, events, "who computed and who spoke with whom; waiting times against their law") \
    X(ITERATES, "iterates", 5, iterates, "every node's x on its way to x*, with level lines of f") \
    X(INSPECTOR, "inspector", 5, inspector, "one or two nodes or edges in every detail")   \
    X(LANES, "lanes", 4, lanes, "methods side by side: figures, clock, a small network each") \
    X(TRADEOFF, "trade-off", 4, tradeoff, "what a goal takes at other rates, from runs in the background") \
    X(LEAGUE, "league", 4, league, "every method on this network, ranked")

#define DADAO_PANE_ENUM(name, title, titled, function, summary) DADAO_PANE_##name,
typedef enum dadao_pane_id { DADAO_PANES(DADAO_PANE_ENUM) DADAO_PANE_COUNT } dadao_pane_id;
#undef DADAO_PANE_ENUM

#define DADAO_PANE_BIT(name) (1u << DADAO_PANE_##name)
/* Shown unless asked otherwise: the first screen. The others come below it, side by side, as far as there is room. */
#define DADAO_PANES_FIRST ((1u << DADAO_PANE_SPACETIME) - 1)

#define DADAO_SCREEN_COLUMNS 20 /* smaller than this there is only a sentence */
#define DADAO_SCREEN_ROWS 5

/* Rectangles with rows == 0 are not shown. */
typedef struct dadao_layout {
    bool too_small;
    dadao_rect status, guarantee, bar, lesson, scrub;
    dadao_rect pane[DADAO_PANE_COUNT];
} dadao_layout;

/* shown: bit per pane; zoomed: only `chosen`. */
void dadao_view_layout(int columns, int rows, unsigned shown, bool zoomed, dadao_pane_id chosen, dadao_layout *layout);

const char *dadao_view_pane_title(dadao_pane_id pane);
int dadao_view_pane_titled(dadao_pane_id pane); /* rows from which it carries a title line */

#endif
