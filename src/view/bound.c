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

typedef enum verdict { UNKNOWN, NEITHER, COMPUTATION, COMMUNICATION } verdict;

static double threshold(const dadao_scene *scene)
{
    return scene->chi_known && scene->connected && scene->condition > 0 ? sqrt(scene->condition) : NAN;
}

static verdict theory_of(double s)
{
    return isnan(s) ? UNKNOWN : fabs(s - 1) < 1e-3 ? NEITHER : s > 1 ? COMMUNICATION : COMPUTATION;
}

static verdict run_of(double share)
{
    return isnan(share) ? UNKNOWN : share > 0.5 ? COMMUNICATION : COMPUTATION;
}

#define SAID 30  /* columns of the verdict where there is room for its words and a gauge */
#define WORDY 60 /* columns of the pane from which there is */
#define LONG 100 /* and from which it is explained */

static void say_theory(const dadao_scene *scene, double s, int columns, char *text, size_t capacity)
{
    static const char *const words[] = {"", "balanced", "computation-bound", "communication-bound"};
    static const char *const meaning[] = {"", "just enough talk", "talk to spare", "gradients count for 1/s"};
    char number[32];
    verdict v = theory_of(s);
    dadao_view_number(number, s);
    if (v == UNKNOWN)
        snprintf(text, capacity, "%s", scene->connected ? "chi is not known" : "in pieces");
    else if (columns >= LONG)
        snprintf(text, capacity, "%s, s = %s: %s", words[v], v == NEITHER ? "1" : number, meaning[v]);
    else
        snprintf(text, capacity, "%s, s = %s", words[v], v == NEITHER ? "1" : number);
}

static void say_run(double share, int columns, char *text, size_t capacity)
{
    const char *word = run_of(share) == COMMUNICATION ? "communication-bound" : "computation-bound";
    if (isnan(share))
        snprintf(text, capacity, "not known yet");
    else if (columns >= LONG)
        snprintf(text, capacity, "%s: %.0f%% of the error is disagreement", word, 100 * share);
    else
        snprintf(text, capacity, "%s, %.0f%%", word, 100 * share);
}

void dadao_view_bound(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    char text[2][96], padded[2][128];
    double s = threshold(snapshot->scene), share = disagreement(&snapshot->lane[0]);
    int rows = pane->area.rows, columns = pane->area.columns, y = 0;
    int said = columns >= LONG ? 56 : SAID;
    (void)state;
    if (rows < 1 || columns < 24)
        return;
    say_theory(snapshot->scene, s, columns, text[0], sizeof text[0]);
    say_run(share, columns, text[1], sizeof text[1]);
    for (int k = 0; k < 2; k++)
        snprintf(padded[k], sizeof padded[k], "%-*s", columns >= WORDY ? said : 0, text[k]);
    if (rows >= 3)
        draw_ends(pane, y++, said);
    draw_gauge(pane, y++, "theory", isnan(s) ? NAN : 0.5 + log10(s) / 2, padded[0]);
    if (rows > y)
        draw_gauge(pane, y, "this run", share, padded[1]);
}

static const char *limit_word(verdict v, bool brief)
{
    static const char *const full[] = {"?", "neither", "computation", "communication"};
    static const char *const short_of[] = {"?", "neither", "gradients", "talk"};
    return (brief ? short_of : full)[v];
}

static dadao_style limit_style(verdict v)
{
    return v == COMMUNICATION ? DADAO_STYLE_COMMUNICATION : v == COMPUTATION ? DADAO_STYLE_GRADIENT : DADAO_STYLE_NUMBER;
}

void dadao_view_bound_brief(const dadao_pane *pane, int y, const dadao_snapshot *snapshot)
{
    int columns = pane->area.columns, x = columns >= 36 ? 15 : 7;
    bool brief = columns < 56;
    verdict theory = theory_of(threshold(snapshot->scene)), run = run_of(disagreement(&snapshot->lane[0]));
    dadao_view_clipped(pane, 1, y, x - 1, DADAO_STYLE_FAINT, 0, columns >= 36 ? "what limits" : "limit");
    x = dadao_view_text(pane, x, y, limit_style(theory), 0, limit_word(theory, brief));
    x = dadao_view_text(pane, x, y, DADAO_STYLE_FAINT, 0, brief ? "; run: " : " in theory; in this run ");
    dadao_view_text(pane, x, y, limit_style(run), 0, limit_word(run, brief));
}
