/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counters: what was computed and said so far, beside what the Poisson clocks promise on average. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

static int label_width(int columns) { return columns >= 44 ? 15 : columns >= 36 ? 14 : columns >= 18 ? 5 : 0; }

/* "1,234  expected 1,240 +/- 35  -0.2 sd" as wide as the pane allows. */
static void draw_total(const dadao_pane *pane, int y, dadao_style style, const char *name, const char *brief, uint64_t count,
                       double expected) {
    char got[32], want[32], spread[32];
    double deviation = sqrt(expected);
    dadao_view_count(got, (double)count);
    dadao_view_count(want, expected);
    dadao_view_count(spread, deviation);
    int columns = pane->area.columns;
    int x = dadao_view_format(pane, 0, y, style, 0, "%-*s", label_width(columns), columns >= 36 ? name : brief);
    x = dadao_view_format(pane, x, y, DADAO_STYLE_NUMBER, 0, "%9s", got);
    x = dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, columns >= 50 ? "  (expected %s +/- %s)" : "  (%s +/- %s)", want, spread);
    if (columns - x >= 12 && expected >= 1)
        dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "  %+.1f sd", ((double)count - expected) / deviation);
}

static void draw_vectors(const dadao_pane *pane, int y, const dadao_lane_snapshot *lane) {
    char text[32], each[32];
    bool wide = pane->area.columns >= 36;
    int x = dadao_view_format(pane, 0, y, DADAO_STYLE_TEXT, 0, "%-*s", label_width(pane->area.columns), wide ? "vectors sent" : "sent");
    x = dadao_view_format(pane, x, y, DADAO_STYLE_NUMBER, 0, "%9s", dadao_view_count(text, 2 * (double)lane->communications));
    double per = lane->gradients ? (double)lane->communications / (double)lane->gradients : NAN;
    if (!isnan(per) && wide)
        dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, pane->area.columns >= 50 ? "  (%s communications a gradient)" : "  (%s/grad)",
                          dadao_view_number(each, per));
}

static void draw_speed(const dadao_pane *pane, int y, const dadao_snapshot *snapshot) {
    char got[32], asked[32];
    bool wide = pane->area.columns >= 36;
    int x = dadao_view_format(pane, 0, y, DADAO_STYLE_TEXT, 0, "%-*s", label_width(pane->area.columns), wide ? "events/s" : "ev/s");
    bool moving = snapshot->state == DADAO_RUNNING;
    x = dadao_view_format(pane, x, y, DADAO_STYLE_NUMBER, 0, "%9s", moving ? dadao_view_count(got, snapshot->speed_got) : "0");
    if (isinf(snapshot->speed_asked)) dadao_view_text(pane, x, y, DADAO_STYLE_FAINT, 0, "  (flat out)");
    else dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "  (asked %s)", dadao_view_count(asked, snapshot->speed_asked));
}

static void draw_per_time(const dadao_pane *pane, int y, const dadao_lane_snapshot *lane) {
    char g[32], c[32];
    if (!(lane->t > 0)) return;
    dadao_view_format(pane, 0, y, DADAO_STYLE_FAINT, 0, "a unit of time: %s gradients, %s communications",
                      dadao_view_number(g, (double)lane->gradients / lane->t), dadao_view_number(c, (double)lane->communications / lane->t));
}

void dadao_view_counters(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state) {
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_COUNTERS, NULL);
    draw_total(&body, 0, DADAO_STYLE_GRADIENT, "gradients", "grad", lane->gradients, lane->expected_gradients);
    draw_total(&body, 1, DADAO_STYLE_COMMUNICATION, "communications", "comm", lane->communications, lane->expected_communications);
    draw_vectors(&body, 2, lane);
    draw_speed(&body, 3, snapshot);
    draw_per_time(&body, 4, lane);
}
