/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sliders, for those who draw and move them. */
#ifndef DADAO_VIEW_SLIDER_H
#define DADAO_VIEW_SLIDER_H

#include "view/style.h"
#include "view/view.h"

/* What a slider moves: its command is `command` + value, its steps are per decade and its range [low, high]. */
typedef struct dadao_slider_row {
    const char *name, *brief, *command, *unit;
    double low, high, usual;
    int per_decade;
    dadao_style style;
    const char *left, *right; /* what the ends mean */
} dadao_slider_row;

extern const dadao_slider_row dadao_view_slider_rows[DADAO_SLIDER_COUNT];

/* Its range and usual value, as the network and what is selected make them. */
void dadao_view_slider_range(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, double *low,
                             double *high, double *usual);
/* The nearest value that steps stand on: 1, 2, 5 or 1, 1.26, 1.58 ... times a power of ten. */
double dadao_view_slider_grid(double value, int per_decade);
/* Those in sight, in order; returns how many. Without a clock for real machines rates are moved and with it times; prices are
 * moved where something is measured by them. */
int dadao_view_slider_list(const dadao_scene *scene, const dadao_view_state *state, dadao_slider list[DADAO_SLIDER_COUNT]);
/* Without chi there is no "times sufficient": the communication slider then moves the total rate itself. */
bool dadao_view_slider_by_total(const dadao_scene *scene);
bool dadao_view_slider_of_node(const dadao_scene *scene, const dadao_view_state *state);
/* The edge that is selected and still there; SIZE_MAX: none. */
size_t dadao_view_slider_of_edge(const dadao_scene *scene, const dadao_view_state *state);

#endif
