/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the views share: title lines and which nodes just computed. */
#ifndef DADAO_VIEW_HEADING_H
#define DADAO_VIEW_HEADING_H

#include "view/view.h"

/* Draws the title line where the pane is tall enough to afford it, `note` at its right end (NULL: none); returns the rest. */
dadao_pane dadao_view_heading(const dadao_pane *pane, const dadao_view_state *state, dadao_pane_id id, const char *note);

/* Events after this one flash: those since the previous snapshot, but at most a few for each edge there is. Flat out every
 * edge fires between two frames; a screen that is all flash would show nothing. */
uint64_t dadao_view_flash_since(const dadao_snapshot *snapshot);

/* Marks in pulse [nodes] those whose gradients flash; those beyond the bound never. */
#define DADAO_PULSE_NODES 512
void dadao_view_pulses(const dadao_snapshot *snapshot, bool pulse[DADAO_PULSE_NODES]);

/* The pointer in the part of the spectrum that has more room. */
dadao_view_pointing dadao_view_spectrum_deep_pointer;

#define DADAO_SPECTRUM_DEEP_ROWS 14 /* from here on there is more to the spectrum than its numbers */

/* Keeps trails and scale of the iterate plane. */
void dadao_view_observe_plane(dadao_view_state *state, const dadao_snapshot *snapshot);
/* Keeps nodes where they were while the network is edited (network_memory.c). */
void dadao_view_observe_network(dadao_view_state *state, const dadao_snapshot *snapshot);

/* Keeps what there is to be seen of the convergence plot, for moving a window over it. */
void dadao_view_observe_plot(dadao_view_state *state, const dadao_snapshot *snapshot);

/* Labels of a linear axis from `from` to `to` along a line: multiples of 1, 2 or 5 times a power of ten where they belong, as
 * many as keep apart; `unit` at the right end if there is room (NULL: none). */
void dadao_view_axis_labels(const dadao_pane *line, double from, double to, const char *unit);

/* Below the sliders: whether communication or computation sets the pace. */
#define DADAO_BOUND_ROWS 3
dadao_view_draw dadao_view_bound;
/* The same in words, on line y. */
void dadao_view_bound_brief(const dadao_pane *pane, int y, const dadao_snapshot *snapshot);

/* The error ramp with its ends named, from column x on; returns the column after it. */
int dadao_view_ramp(const dadao_pane *pane, int x, int y, const dadao_view_state *state, const char *low, const char *high);

/* The clock: instantaneous events, or what things take on real machines (lanes.c). */
void dadao_view_clock_text(const dadao_scene *scene, bool brief, char *text, size_t capacity);

/* "7" or "7 Champaign"; buffer of 64. */
const char *dadao_view_node_title(const dadao_scene *scene, size_t node, char *buffer);

/* The name of a node in a margin: its label where that has room to be known by. */
const char *dadao_view_margin_name(const dadao_scene *scene, size_t node, int columns, char *buffer);

/* The name of a node: its label, else its index; `buffer` of 32. */
const char *dadao_view_node_name(const dadao_scene *scene, size_t node, char *buffer);

/* How many bytes of the line at `text` fit into `columns`, broken at a blank where there is one. */
size_t dadao_view_fitting(const char *text, int columns);

#endif
