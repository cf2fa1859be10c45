/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sets the pace, computation or communication: the theory's answer and the run's own, one above the other.
 *
 * Theory: s = sqrt(2 chi1 chi2). Above 1 the gossip is too slow for the gradients, which then count for 1/s of their number
 * (communication-bound); below 1 a part 1 - s of the talk is more than the guarantee needs (computation-bound). The gauge shows
 * log s, a decade to each side.
 * The run: the mean squared distance is the nodes' disagreement (consensus error) plus the distance of their mean to x*.
 * Where disagreement is most of it more talk would help, where the mean is far off more gradients would. The gauge shows the
 * share of disagreement, half in the middle. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

static const char left[] = "computation", right[] = "communication";

/* Position 0..1 along the gauge; NaN: not known. */
static void draw_gauge(const dadao_pane *pane, int y, const char *name, double at, const char *said)
{
    int columns = pane->area.columns, x = 15, room = columns - x - dadao_view_width(said) - 2;
    dadao_view_text(pane, 1, y, DADAO_STYLE_TEXT, 0, name);
    if (room > 61)
        room = 61;
    if (room >= 9) {
        int middle = room / 2, mark = (int)(fmin(fmax(at, 0), 1) * (room - 1) + 0.5);
        for (int k = 0; k < room; k++) {
            bool filled = !isnan(at) && (k - middle) * (k - mark) <= 0;
            dadao_style style = !filled ? DADAO_STYLE_TRACK : mark < middle ? DADAO_STYLE_GRADIENT : DADAO_STYLE_COMMUNICATION;
            dadao_view_put(pane, x + k, y, filled ? '=' : '-', style, 0);
        }
        dadao_view_put(pane, x + middle, y, '|', DADAO_STYLE_FAINT, 0);
        if (!isnan(at))
            dadao_view_put(pane, x + mark, y, '#', mark < middle ? DADAO_STYLE_GRADIENT : DADAO_STYLE_COMMUNICATION, DADAO_BOLD);
        x += room + 1;
    }
    dadao_view_clipped(pane, x, y, columns - x, DADAO_STYLE_NUMBER, 0, said);
}

static void draw_ends(const dadao_pane *pane, int y, int said)
{
    int x = 15, room = pane->area.columns - x - said - 2;
    room = room > 61 ? 61 : room;
    if (room < (int)(sizeof left + sizeof right) + 8)
        return;
    dadao_view_text(pane, 1, y, DADAO_STYLE_FAINT, 0, "what limits");
    dadao_view_text(pane, x, y, DADAO_STYLE_GRADIENT, 0, left);
    dadao_view_text(pane, x + room - (int)sizeof right + 1, y, DADAO_STYLE_COMMUNICATION, 0, right);
}

/* The share of disagreement in the newest sample. */
static double disagreement(const dadao_lane_snapshot *lane)
{
    const dadao_sample *newest = lane->history_count ? &lane->history[lane->history_count - 1] : NULL;
    return newest && newest->msd > 0 && isfinite(newest->msd) ? newest->consensus / newest->msd : NAN;
}

void dadao_view_bound(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_scene *scene = snapshot->scene;
    char theory[64], run[64], number[32];
    double s = scene->chi_known && scene->connected && scene->condition > 0 ? sqrt(scene->condition) : NAN,
           share = disagreement(&snapshot->lane[0]);
    bool wide = pane->area.columns >= 76;
    int rows = pane->area.rows, y = 0;
    (void)state;
    if (rows < 1 || pane->area.columns < 24)
        return;
    dadao_view_number(number, s);
    if (isnan(s))
        snprintf(theory, sizeof theory, "%s", scene->connected ? "chi is not known" : "cut");
    else if (fabs(s - 1) < 1e-3)
        snprintf(theory, sizeof theory, "%s", wide ? "s = 1: balanced" : "s 1");
    else
        snprintf(theory, sizeof theory, wide ? (s > 1 ? "s = %s: gossip is slow" : "s = %s: talk to spare") : "s %s", number);
    snprintf(run, sizeof run, isnan(share) ? "?" : wide ? "%.0f%% is disagreement" : "%.0f%%", 100 * share);
    int said = wide ? 22 : 6;
    char padded[2][64];
    snprintf(padded[0], sizeof padded[0], "%-*.60s", said, theory);
    snprintf(padded[1], sizeof padded[1], "%-*.60s", said, run);
    if (rows >= 3)
        draw_ends(pane, y++, said);
    draw_gauge(pane, y++, "theory", isnan(s) ? NAN : 0.5 + log10(s) / 2, padded[0]);
    if (rows > y)
        draw_gauge(pane, y, "this run", share, padded[1]);
}
