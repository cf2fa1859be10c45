/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counters: what was computed and said so far, beside what the Poisson clocks promise on average. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "view/curve.h"

static int label_width(int columns)
{
    return columns >= 44 ? 15 : columns >= 36 ? 14 : columns >= 18 ? 5 : 0;
}

/* "1,234  expected 1,240 +/- 35  -0.2 sd" as wide as the pane allows. */
static void draw_total(const dadao_pane *pane, int y, dadao_style style, const char *name, const char *brief, uint64_t count,
                       double expected, bool rounds)
{
    char got[32], want[32], spread[32];
    double deviation = sqrt(expected);
    dadao_view_count(got, (double)count);
    dadao_view_count(want, expected);
    dadao_view_count(spread, deviation);
    int columns = pane->area.columns;
    int x = dadao_view_format(pane, 0, y, style, 0, "%-*s", label_width(columns), columns >= 36 ? name : brief);
    x = dadao_view_format(pane, x, y, DADAO_STYLE_NUMBER, 0, "%9s", got);
    if (rounds) { /* nothing is left to chance */
        dadao_view_text(pane, x, y, DADAO_STYLE_FAINT, 0, columns >= 50 ? "  (what the rounds cost)" : "");
        return;
    }
    x = dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, columns >= 50 ? "  (expected %s +/- %s)" : "  (%s +/- %s)", want,
                          spread);
    if (columns - x >= 12 && expected >= 1)
        dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "  %+.1f sd", ((double)count - expected) / deviation);
}

static void draw_vectors(const dadao_pane *pane, int y, const dadao_lane_snapshot *lane)
{
    char text[32], each[32];
    bool wide = pane->area.columns >= 36;
    int x = dadao_view_format(pane, 0, y, DADAO_STYLE_TEXT, 0, "%-*s", label_width(pane->area.columns),
                              wide ? "vectors sent" : "sent");
    x = dadao_view_format(pane, x, y, DADAO_STYLE_NUMBER, 0, "%9s", dadao_view_count(text, (double)lane->vectors));
    double per = lane->gradients ? (double)lane->communications / (double)lane->gradients : NAN;
    if (!isnan(per) && wide)
        dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0,
                          pane->area.columns >= 50 ? "  (%s communications a gradient)" : "  (%s/grad)",
                          dadao_view_number(each, per));
}

static void draw_speed(const dadao_pane *pane, int y, const dadao_snapshot *snapshot)
{
    char got[32], asked[32];
    bool wide = pane->area.columns >= 36;
    int x =
        dadao_view_format(pane, 0, y, DADAO_STYLE_TEXT, 0, "%-*s", label_width(pane->area.columns), wide ? "events/s" : "ev/s");
    bool moving = snapshot->state == DADAO_RUNNING;
    x = dadao_view_format(pane, x, y, DADAO_STYLE_NUMBER, 0, "%9s", moving ? dadao_view_count(got, snapshot->speed_got) : "0");
    if (isinf(snapshot->speed_asked))
        dadao_view_text(pane, x, y, DADAO_STYLE_FAINT, 0, "  (flat out)");
    else
        dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "  (asked %s)", dadao_view_count(asked, snapshot->speed_asked));
}

/* What a unit of time brought so far, beside what the clocks are set to now. */
static void draw_per_time(const dadao_pane *pane, int y, const dadao_snapshot *snapshot)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    const double got[2] = {(double)lane->gradients / lane->t, (double)lane->communications / lane->t};
    const double set[2] = {snapshot->scene->total_gradient_rate, snapshot->scene->total_rate};
    char a[32], b[32];
    int x = 0;
    if (!(lane->t > 0) || y >= pane->area.rows)
        return;
    bool wide = pane->area.columns >= 66;
    x = dadao_view_format(pane, x, y, DADAO_STYLE_TEXT, 0, "%-*s", label_width(pane->area.columns),
                          pane->area.columns >= 36 ? "a unit of time" : "/time");
    for (int k = 0; k < 2; k++) {
        x = dadao_view_format(pane, x, y, k ? DADAO_STYLE_COMMUNICATION : DADAO_STYLE_GRADIENT, 0, k ? "  %s" : "%9s",
                              dadao_view_number(a, got[k]));
        if (wide)
            x = dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "  (set to %s)", dadao_view_number(b, set[k]));
    }
}

/* ---- With room: what the nodes and edges did, from the least to the most ------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The sample is thinned where there is much of it: three numbers do not need all of a hundred thousand. */
#define SPREAD 4096
typedef struct spread {
    double value[SPREAD];
    size_t count;
} spread;

static void draw_spread(const dadao_pane *pane, int y, dadao_style style, const char *name, spread *s, bool whole)
{
    char least[32], middle[32], most[32];
    if (s->count == 0)
        return;
    qsort(s->value, s->count, sizeof *s->value, ascending);
    const char *(*say)(char *, double) = whole ? dadao_view_count : dadao_view_number;
    int x = dadao_view_format(pane, 0, y, style, 0, "%-28s", name);
    dadao_view_format(pane, x, y, DADAO_STYLE_NUMBER, 0, "%10s %10s %10s", say(least, s->value[0]),
                      say(middle, s->value[s->count / 2]), say(most, s->value[s->count - 1]));
}

static void gather_counts(spread *s, const uint64_t *count, size_t length)
{
    size_t step = (length + SPREAD - 1) / SPREAD;
    s->count = 0;
    for (size_t k = 0; k < length; k += step)
        s->value[s->count++] = (double)count[k];
}

static void gather_errors(spread *s, const double *error, size_t length)
{
    size_t step = (length + SPREAD - 1) / SPREAD;
    s->count = 0;
    for (size_t k = 0; k < length; k += step)
        if (!isnan(error[k]))
            s->value[s->count++] = error[k];
}

static void gather_silence(spread *s, const dadao_lane_snapshot *lane, size_t length)
{
    size_t step = (length + SPREAD - 1) / SPREAD;
    s->count = 0;
    for (size_t k = 0; k < length; k += step)
        s->value[s->count++] = lane->events > lane->node_last_event[k] ? (double)(lane->events - lane->node_last_event[k]) : 0;
}

static void draw_deep(const dadao_pane *pane, const dadao_snapshot *snapshot)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    const dadao_scene *scene = snapshot->scene;
    char text[32];
    spread s;
    int y = 0;
    if (pane->area.columns < 61)
        return;
    dadao_view_format(pane, 28, y++, DADAO_STYLE_FAINT, 0, "%10s %10s %10s", "least", "median", "most");
    gather_counts(&s, lane->node_gradients, scene->nodes);
    draw_spread(pane, y++, DADAO_STYLE_GRADIENT, "gradients of a node", &s, true);
    gather_counts(&s, lane->node_communications, scene->nodes);
    draw_spread(pane, y++, DADAO_STYLE_COMMUNICATION, "communications of a node", &s, true);
    gather_counts(&s, lane->edge_communications, scene->edges);
    draw_spread(pane, y++, DADAO_STYLE_COMMUNICATION, "communications of an edge", &s, true);
    gather_silence(&s, lane, scene->nodes);
    draw_spread(pane, y++, DADAO_STYLE_TEXT, "events since a node's last", &s, true);
    gather_errors(&s, lane->node_error, scene->nodes);
    draw_spread(pane, y++, DADAO_STYLE_TEXT, "error of a node", &s, false);
    if (pane->area.rows < 10)
        return;
    int x = dadao_view_format(pane, 0, ++y, DADAO_STYLE_FAINT, 0, "numbers sent ");
    x = dadao_view_text(pane, x, y, DADAO_STYLE_NUMBER, 0,
                        dadao_view_count(text, (double)lane->vectors * (double)scene->dimension));
    dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "  (%.3g vectors of %zu a communication)",
                      lane->communications ? (double)lane->vectors / (double)lane->communications : 2.0, scene->dimension);
}

/* ---- Several lanes: a line each, the first is the one above -------------------------------------------------------------- */

static void draw_lanes(const dadao_pane *pane, const dadao_snapshot *snapshot)
{
    bool wide = pane->area.columns >= 76;
    char a[32], b[32], c[32], d[32], e[32];
    int y = 0;
    if (pane->area.columns < 44)
        return;
    dadao_view_format(pane, 0, y++, DADAO_STYLE_FAINT, 0, wide ? "%-16s%10s%10s%10s%10s%12s" : "%-16s%10s%10s%10s", "lane",
                      "gradients", "comms", "error", "cost", "rate");
    for (size_t k = 0; k < snapshot->lane_count && y < pane->area.rows; k++, y++) {
        const dadao_lane_snapshot *lane = &snapshot->lane[k];
        int x = dadao_view_format(pane, 0, y, dadao_view_lane_style(k), 0, "%zu ", k);
        dadao_view_clipped(pane, x, y, 14, dadao_view_lane_style(k), 0, lane->name);
        dadao_view_format(pane, 16, y, DADAO_STYLE_NUMBER, 0, wide ? "%10s%10s%10s%10s%12s" : "%10s%10s%10s",
                          dadao_view_count(a, (double)lane->gradients), dadao_view_count(b, (double)lane->communications),
                          dadao_view_number(c, lane->msd_lazy), dadao_view_count(d, lane->cost),
                          dadao_view_number(e, lane->measured_rate));
    }
}

void dadao_view_counters(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_COUNTERS, snapshot->lane_count > 1 ? lane->name : NULL);
    const dadao_method *method = snapshot->scene->lane[0].method;
    const bool rounds = method && dadao_method_is_synchronous(method);
    draw_total(&body, 0, DADAO_STYLE_GRADIENT, "gradients", "grad", lane->gradients, lane->expected_gradients, rounds);
    draw_total(&body, 1, DADAO_STYLE_COMMUNICATION, "communications", "comm", lane->communications,
               lane->expected_communications, rounds);
    draw_vectors(&body, 2, lane);
    draw_speed(&body, 3, snapshot);
    draw_per_time(&body, 4, snapshot);
    if (body.area.rows < 12)
        return;
    int lanes = snapshot->lane_count > 1 ? (int)snapshot->lane_count + 2 : 0;
    dadao_pane table = dadao_view_part(&body, 0, 6, body.area.columns, lanes);
    dadao_pane below = dadao_view_part(&body, 0, 6 + lanes, body.area.columns, body.area.rows - 6 - lanes);
    if (lanes)
        draw_lanes(&table, snapshot);
    draw_deep(&below, snapshot);
}
