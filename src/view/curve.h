/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curves behind the convergence plot: places, values and ranges of the lanes' histories. Private to that view. */
#ifndef DADAO_VIEW_CURVE_H
#define DADAO_VIEW_CURVE_H

#include "view/heading.h"

typedef struct dadao_curves {
    const dadao_snapshot *snapshot;
    const dadao_view_state *state;
    const dadao_pane *field; /* the dots */
    size_t lanes;            /* that are drawn */
    double from, to;         /* of the horizontal axis */
    double low, high;        /* decades */
} dadao_curves;

/* A point of a curve: the sample itself, never something between two. */
typedef struct dadao_curve_point {
    double place, value, t;
} dadao_curve_point;

bool dadao_view_drawable(double value); /* on a logarithmic axis */
/* Points of a lane that are drawn: its samples and, where the metric is known at every event, now. */
size_t dadao_view_curve_count(const dadao_curves *c, size_t lane);
dadao_curve_point dadao_view_curve_point(const dadao_curves *c, size_t lane, size_t k);
/* The point nearest to a place that has a value; false where the lane has none. */
bool dadao_view_curve_nearest(const dadao_curves *c, size_t lane, double place, dadao_curve_point *point);
/* Where the lane was, on the axis, at time t (between samples: in proportion). */
double dadao_view_curve_place_at(const dadao_curves *c, size_t lane, double t);
/* The guarantee at a place; NaN where the theorem does not speak. */
double dadao_view_curve_promise(const dadao_curves *c, double place);
/* Points of the exact expected error that are drawn: of the mean squared distance, against expected counts. */
size_t dadao_view_curve_expected_count(const dadao_curves *c);
dadao_curve_point dadao_view_curve_expected(const dadao_curves *c, size_t k);
/* Its rate over the last half that is known; NaN while there is none. */
double dadao_view_curve_expected_rate(const dadao_curves *c);
/* How many times the bound is above it, at the last moment that both are known; NaN: there is no bound. */
double dadao_view_curve_gap(const dadao_curves *c);
/* All there is, in steps that are seldom left; with `window` what was cut out of it. */
void dadao_view_curve_ranges(dadao_curves *c, bool window);

int dadao_view_curve_x(const dadao_curves *c, double place); /* dots; far outside is bounded */
int dadao_view_curve_y(const dadao_curves *c, double value);

dadao_style dadao_view_lane_style(size_t lane);
unsigned dadao_view_lane_dash(size_t lane); /* 16 bits, dot by dot along the curve */

#endif
