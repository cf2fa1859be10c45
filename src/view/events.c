/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: a line of time for each node, marks where it computed, and strokes between two lines where they spoke; below, how long
 * the clocks let one wait, against the law of an exponential clock.
 *
 * Time runs to the right and half a window at a time: while the right half fills, nothing already drawn moves. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

#define GAPS_ROWS 8    /* of the histograms */
#define BIN_WIDTH 0.25 /* in means */
#define FEWEST 50      /* gaps that a verdict needs */

typedef struct raster {
    const dadao_pane *field;
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
    double from, window;
    bool lines; /* a row of cells for each node; else a row of dots, */
    bool apart; /* which at least no two share */
} raster;

/* About one event in two cells. */
static void set_window(raster *r)
{
    double total = r->scene->total_rate + r->scene->total_gradient_rate, t = isfinite(r->lane->t) ? r->lane->t : 0;
    double events = fmin(r->field->area.columns, 0.45 * DADAO_SNAPSHOT_RECENT);
    r->window = total > 0 && isfinite(total) ? dadao_view_nice(events / total) : 1;
    if (r->window * total > 0.9 * DADAO_SNAPSHOT_RECENT)
        r->window /= 2;
    r->from = r->window / 2 * (floor(2 * t / r->window) - 1);
    if (!(r->from > 0))
        r->from = 0;
}

static int dot_x(const raster *r, double t)
{
    double x = (t - r->from) / r->window * 2 * r->field->area.columns;
    return x >= 0 && x < 2 * r->field->area.columns ? (int)x : -1;
}

static int dot_y(const raster *r, size_t node)
{
    if (r->lines)
        return (int)((2 * node + 1) * 4 * (size_t)r->field->area.rows / (2 * r->scene->nodes)) / 4 * 4 + 1;
    return (int)(node * 4 * (size_t)r->field->area.rows / r->scene->nodes);
}

static void draw_lines(const raster *r, const dadao_pane *margin)
{
    char buffer[32];
    int before = -1;
    for (size_t i = 0; i < r->scene->nodes; i++) {
        int y = dot_y(r, i) / 4;
        if (y == before)
            continue;
        before = y;
        dadao_view_clipped(margin, 0, y, margin->area.columns - 1, DADAO_STYLE_FAINT, 0,
                           dadao_view_margin_name(r->scene, i, margin->area.columns, buffer));
        for (int x = 0; r->lines && x < 2 * r->field->area.columns; x += 2)
            dadao_view_dot(r->field, x, 4 * y + 1, DADAO_STYLE_FRAME, 0);
    }
}

static void draw_communication(const raster *r, const dadao_event *event, int x)
{
    int u = dot_y(r, event->i), v = dot_y(r, event->j);
    if (r->apart) {
        dadao_view_line(r->field, x, u, x, v, DADAO_STYLE_COMMUNICATION, 0);
        for (int side = -1; side <= 1 && r->lines; side += 2) /* serifs: who speaks, and who is only passed by */
            dadao_view_dot(r->field, x + side, u, DADAO_STYLE_COMMUNICATION, 0),
                dadao_view_dot(r->field, x + side, v, DADAO_STYLE_COMMUNICATION, 0);
    } else
        dadao_view_dot(r->field, x, u, DADAO_STYLE_COMMUNICATION, 0),
            dadao_view_dot(r->field, x, v, DADAO_STYLE_COMMUNICATION, 0);
}

static void draw_events(const raster *r)
{
    for (int pass = 0; pass < 2; pass++) /* marks of computation over strokes of speech */
        for (size_t k = 0; k < r->lane->recent_count; k++) {
            const dadao_event *event = &r->lane->recent[k];
            int x = dot_x(r, event->t);
            bool spoke = event->kind == DADAO_EVENT_COMMUNICATION;
            if (x < 0 || event->i >= r->scene->nodes || (spoke && event->j >= r->scene->nodes) || spoke != (pass == 0))
                continue;
            if (spoke)
                draw_communication(r, event, x);
            else if (r->apart)
                dadao_view_put(r->field, x / 2, dot_y(r, event->i) / 4, 'o', DADAO_STYLE_GRADIENT, 0);
            else
                dadao_view_dot(r->field, x, dot_y(r, event->i), DADAO_STYLE_GRADIENT, 0);
        }
}

/* The raster's parts in the upper part of the body. */
static bool begin_raster(const dadao_pane *body, const dadao_snapshot *snapshot, raster *r, dadao_pane part[3])
{
    const dadao_scene *scene = snapshot->scene;
    int names = body->area.columns < 30 ? 0 : scene->label && body->area.columns >= 60 ? 12 : 5, times = body->area.rows >= 4;
    part[0] = dadao_view_part(body, names, 0, body->area.columns - names, body->area.rows - times);
    part[1] = dadao_view_part(body, 0, 0, names, part[0].area.rows);
    part[2] = dadao_view_part(body, names, part[0].area.rows, part[0].area.columns, times);
    if (part[0].area.columns < 2 || part[0].area.rows < 1)
        return false;
    *r = (raster){.field = &part[0],
                  .scene = scene,
                  .lane = &snapshot->lane[0],
                  .lines = scene->nodes <= (size_t)part[0].area.rows,
                  .apart = scene->nodes <= 4 * (size_t)part[0].area.rows};
    set_window(r);
    return true;
}

static void draw_raster(const dadao_pane *body, const dadao_snapshot *snapshot)
{
    raster r;
    dadao_pane part[3];
    if (!begin_raster(body, snapshot, &r, part))
        return;
    draw_lines(&r, &part[1]);
    draw_events(&r);
    if (part[2].area.rows)
        dadao_view_axis_labels(&part[2], r.from, r.from + r.window, NULL);
}

/* ---- Waiting times ------------------------------------------------------------------------------------------------------ */

static double total_of(const uint64_t *count)
{
    double total = 0;
    for (size_t k = 0; k < DADAO_GAP_BINS; k++)
        total += (double)count[k];
    return total;
}

/* The chance of a fit as bad as this from an exponential clock: Pearson's chi-square over bins of at least five expected gaps,
 * its tail by Wilson and Hilferty's cube root. */
static double chance(const uint64_t *count)
{
    double total = total_of(count), chi = 0, got = 0, want = 0;
    int bins = 0;
    for (size_t k = 0; k < DADAO_GAP_BINS; k++) {
        double tail = exp(-BIN_WIDTH * (double)k),
               here = k + 1 < DADAO_GAP_BINS ? tail - exp(-BIN_WIDTH * (double)(k + 1)) : tail;
        double rest = k + 1 < DADAO_GAP_BINS ? total * exp(-BIN_WIDTH * (double)(k + 1)) : 0;
        got += (double)count[k];
        want += total * here;
        if (want < 5 || (rest > 0 && rest < 5))
            continue; /* together with the next */
        chi += (got - want) * (got - want) / want;
        got = want = 0;
        bins++;
    }
    if (bins < 3)
        return NAN;
    double df = bins - 1, spread = 2 / (9 * df);
    return 0.5 * erfc((cbrt(chi / df) - (1 - spread)) / sqrt(2 * spread));
}

static const char *verdict(double p, double total, bool brief)
{
    if (total < FEWEST || isnan(p))
        return brief ? "too few to judge" : "too few gaps to judge";
    if (p >= 0.01)
        return brief ? "exponential" : "as an exponential clock should";
    if (p >= 0.0005)
        return brief ? "hardly exponential" : "one clock in a hundred is like that";
    return brief ? "not exponential" : "unlike an exponential clock";
}

static void draw_bars(const dadao_pane *field, const uint64_t *count, dadao_style style)
{
    double total = total_of(count);
    int columns = 2 * field->area.columns, rows = 4 * field->area.rows;
    for (int x = 0; x < columns && total > 0; x++) {
        double place = (x + 0.5) / columns * (DADAO_GAP_BINS - 1);
        double density = (double)count[(size_t)place] / total / BIN_WIDTH;
        int height = (int)(density / 1.1 * rows + 0.5);
        for (int y = 0; y < height && y < rows; y++)
            dadao_view_dot(field, x, rows - 1 - y, style, 0);
    }
}

/* A cell belongs to the law where it passes, so that it is seen before bars as well. */
static void draw_law(const dadao_pane *field)
{
    int columns = 2 * field->area.columns, rows = 4 * field->area.rows, last = -1;
    for (int x = 0; x < columns; x++) {
        double density = exp(-(x + 0.5) / columns * (DADAO_GAP_BINS - 1) * BIN_WIDTH);
        int y = rows - 1 - (int)(density / 1.1 * rows);
        if (last < 0)
            last = y;
        for (int k = last; k <= y; k++)
            dadao_view_dot(field, x, k, DADAO_STYLE_GUARANTEE, 0);
        last = y;
    }
}

/* What is drawn in one histogram, and what the clock promised. */
typedef struct waits {
    const char *name;
    dadao_style style;
    const uint64_t *count;
    double sum, seen, expected;
} waits;

static void say_verdict(const dadao_pane *pane, const waits *w)
{
    char gaps[32], number[32];
    double total = total_of(w->count), p = chance(w->count);
    bool brief = pane->area.columns < 62, judged = total >= FEWEST && !isnan(p);
    int x = dadao_view_format(pane, 0, 0, w->style, 0, "%s", w->name);
    x = dadao_view_format(pane, x, 0, DADAO_STYLE_FAINT, 0, " %s  ", dadao_view_count(gaps, total));
    dadao_style says = !judged ? DADAO_STYLE_FAINT : p >= 0.01 ? DADAO_STYLE_GOOD : DADAO_STYLE_WARNING;
    x = dadao_view_text(pane, x, 0, says, 0, verdict(p, total, brief));
    if (judged && pane->area.columns - x > 10)
        dadao_view_format(pane, x, 0, DADAO_STYLE_FAINT, 0, brief ? " p %s" : "  chi-square p %s",
                          p < 1e-4 ? "<1e-4" : dadao_view_number(number, p));
}

/* The mean of the gaps, and how many events there were, beside what they should be. */
static void say_expected(const dadao_pane *pane, const waits *w)
{
    char mean[32], seen[32], expected[32], off[32];
    double total = total_of(w->count), deviation = sqrt(w->expected);
    int x = 0;
    if (total > 0 && isfinite(w->sum))
        x = dadao_view_format(pane, x, 1, DADAO_STYLE_FAINT, 0, "mean wait %s of 1  ", dadao_view_number(mean, w->sum / total));
    if (!(w->expected >= 1) || isinf(w->expected) || pane->area.columns - x < 26)
        return;
    x = dadao_view_format(pane, x, 1, DADAO_STYLE_FAINT, 0, "seen %s, expected %s", dadao_view_count(seen, w->seen),
                          dadao_view_count(expected, w->expected));
    snprintf(off, sizeof off, " (%+.1f sd)", (w->seen - w->expected) / deviation);
    if (pane->area.columns - x >= dadao_view_width(off))
        dadao_view_text(pane, x, 1, DADAO_STYLE_FAINT, 0, off);
}

static void draw_gaps(const dadao_pane *pane, const waits *w)
{
    int columns = pane->area.columns, text = pane->area.rows >= 9 ? 2 : 1;
    say_verdict(pane, w);
    if (text == 2)
        say_expected(pane, w);
    dadao_pane field = dadao_view_part(pane, 0, text, columns, pane->area.rows - text - 1);
    dadao_pane line = dadao_view_part(pane, 0, pane->area.rows - 1, columns, 1);
    draw_bars(&field, w->count, w->style);
    draw_law(&field);
    double span = (DADAO_GAP_BINS - 1) * BIN_WIDTH;
    int x = 0;
    for (int k = 0; k <= 5; k++)
        x = dadao_view_format(&line, (int)(k / span * columns), 0, DADAO_STYLE_FAINT, 0, "%d", k);
    if (columns - x >= 6)
        dadao_view_text(&line, x, 0, DADAO_STYLE_FAINT, 0, " means");
}

static int gaps_rows(int rows)
{
    return rows >= 28 ? 12 : rows >= 18 ? GAPS_ROWS : 0;
}

/* A press on a node's line selects the node. */
bool dadao_view_events_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                               const dadao_pointer *pointer, char *line, size_t capacity)
{
    raster r;
    dadao_pane part[3], body = dadao_view_heading(pane, state, DADAO_PANE_EVENTS, NULL);
    dadao_pane upper = dadao_view_part(&body, 0, 0, body.area.columns, body.area.rows - gaps_rows(body.area.rows));
    if (pointer->kind != DADAO_POINTER_PRESS || !begin_raster(&upper, snapshot, &r, part))
        return false;
    int row = pointer->y - (body.area.y - pane->area.y);
    for (size_t i = 0; i < r.scene->nodes; i++)
        if (dot_y(&r, i) / 4 == row) {
            snprintf(line, capacity, "select node %zu", i);
            return true;
        }
    return false;
}

void dadao_view_events(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    bool wide = pane->area.columns >= 60;
    dadao_pane body =
        dadao_view_heading(pane, state, DADAO_PANE_EVENTS, wide ? "o gradient   | communication" : "o grad  | comm");
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    int rows = body.area.rows, gaps = gaps_rows(rows), half = (body.area.columns - 2) / 2;
    dadao_pane upper = dadao_view_part(&body, 0, 0, body.area.columns, rows - gaps);
    draw_raster(&upper, snapshot);
    if (!gaps)
        return;
    dadao_pane left = dadao_view_part(&body, 0, rows - gaps + 1, half, gaps - 1);
    dadao_pane right = dadao_view_part(&body, half + 2, rows - gaps + 1, body.area.columns - half - 2, gaps - 1);
    draw_gaps(&left, &(waits){wide ? "gradient gaps" : "grad gaps", DADAO_STYLE_GRADIENT, lane->gaps[0], lane->gap_sum[0],
                              (double)lane->gradients, lane->expected_gradients});
    draw_gaps(&right, &(waits){wide ? "communication gaps" : "comm gaps", DADAO_STYLE_COMMUNICATION, lane->gaps[1],
                               lane->gap_sum[1], (double)lane->communications, lane->expected_communications});
}
