/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The league: every method on the present network and problem, from the best to the worst, from runs in the background. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "sweep/league.h"
#include "view/heading.h"

enum { NAME_COLUMN = 5, FIRST_COLUMN = 21, NUMBER_COLUMNS = 12 };

/* measure, title, columns of the pane from which it is there beside what it is ranked by. */
#define LEAGUE_COLUMNS(X)                                                                                                        \
    X(GRADIENTS, "gradients", 58)                                                                                                \
    X(COMMUNICATIONS, "comms", 46)                                                                                               \
    X(TIME, "time", 70)                                                                                                          \
    X(COST, "cost", 82)
static const struct {
    dadao_sweep_measure measure;
    const char *title;
    int from;
} column[] = {
#define COLUMN_ROW(measure, title, from) {DADAO_SWEEP_##measure, title, from},
    LEAGUE_COLUMNS(COLUMN_ROW)
#undef COLUMN_ROW
};
enum { COLUMNS = sizeof column / sizeof *column };

typedef struct league {
    const dadao_study *study;
    dadao_sweep_measure by;
    dadao_sweep_results results;
    size_t methods, *order;
    double most; /* the largest of those that reached the goal */
} league;

static bool shown(const league *l, size_t c, int columns)
{
    return column[c].measure == l->by || columns >= column[c].from;
}

static bool gather(league *l, const dadao_scene *scene)
{
    l->methods = dadao_sweep_plan_points(&l->study->plan);
    l->results = (dadao_sweep_results){.plan = &l->study->plan, .points = l->methods};
    l->results.summary = dadao_core_allocate(l->methods, sizeof *l->results.summary);
    l->order = dadao_core_allocate(l->methods, sizeof *l->order);
    if (!l->results.summary || !l->order)
        return false;
    l->most = 0;
    for (size_t k = 0; k < l->methods; k++) {
        dadao_view_study_summary(l->study, k, scene->price, &l->results.summary[k]);
        l->most = fmax(l->most, l->results.summary[k].mean[l->by]);
    }
    dadao_sweep_league_order(&l->results, 0, l->by, l->order);
    return true;
}

static bool complete(const league *l, const dadao_sweep_summary *s)
{
    return s->done + s->failed == l->study->plan.repeats;
}

static const char *remark_of(const league *l, size_t method)
{
    const dadao_sweep_summary *s = &l->results.summary[method];
    const dadao_sweep_outcome *first = &l->study->outcome[method * l->study->plan.repeats];
    if (s->failed > 0 && first->failure)
        return first->failure;
    return complete(l, s) ? dadao_sweep_league_remark(s, l->study->plan.repeats) : "running";
}

static void draw_head(const dadao_pane *body, const league *l)
{
    int x = FIRST_COLUMN;
    dadao_view_text(body, NAME_COLUMN, 0, DADAO_STYLE_FAINT, 0, "method");
    for (size_t c = 0; c < COLUMNS; c++)
        if (shown(l, c, body->area.columns)) {
            dadao_view_format(body, x, 0, column[c].measure == l->by ? DADAO_STYLE_CHOSEN : DADAO_STYLE_FAINT, 0, "%*s",
                              NUMBER_COLUMNS, column[c].title);
            x += NUMBER_COLUMNS;
        }
}

/* As long as what it is ranked by, beside the largest. */
static void draw_bar(const dadao_pane *body, const league *l, int x, int y, const dadao_sweep_summary *s)
{
    const int room = body->area.columns - x - 3;
    if (room < 8 || !(l->most > 0) || isnan(s->mean[l->by]))
        return;
    const int dots = (int)lround(s->mean[l->by] / l->most * (2 * room - 1));
    for (int thick = 1; thick < 3; thick++)
        dadao_view_line(body, 2 * (x + 2), 4 * y + thick, 2 * (x + 2) + dots, 4 * y + thick, DADAO_STYLE_LANE, 0);
}

static void draw_method(const dadao_pane *body, const league *l, int y, size_t method, const dadao_scene *scene)
{
    const dadao_sweep_summary *s = &l->results.summary[method];
    const char *name = l->study->plan.axis[0].text[method], *remark = remark_of(l, method);
    const bool own = scene->method && strcmp(name, dadao_method_name(scene->method)) == 0, fine = !remark[0];
    char number[32];
    int x = FIRST_COLUMN;
    if (fine)
        dadao_view_format(body, 0, y, DADAO_STYLE_NUMBER, 0, "%3zu", dadao_sweep_league_place(&l->results, 0, l->by, method));
    else
        dadao_view_text(body, 2, y, DADAO_STYLE_FAINT, 0, "-");
    if (own)
        dadao_view_text(body, NAME_COLUMN - 1, y, DADAO_STYLE_CHOSEN, 0, ">");
    dadao_view_clipped(body, NAME_COLUMN, y, FIRST_COLUMN - NAME_COLUMN, own ? DADAO_STYLE_CHOSEN : DADAO_STYLE_TEXT, 0, name);
    if (!fine) {
        const bool waits = !complete(l, s);
        dadao_view_clipped(body, x + 2, y, body->area.columns - x - 2, waits ? DADAO_STYLE_FAINT : DADAO_STYLE_WARNING, 0,
                           remark);
        return;
    }
    for (size_t c = 0; c < COLUMNS; c++)
        if (shown(l, c, body->area.columns)) {
            dadao_view_format(body, x, y, column[c].measure == l->by ? DADAO_STYLE_NUMBER : DADAO_STYLE_TEXT, 0, "%*s",
                              NUMBER_COLUMNS, dadao_view_count(number, s->mean[column[c].measure]));
            x += NUMBER_COLUMNS;
        }
    draw_bar(body, l, x, y, s);
}

static void write_lines(const dadao_pane *body, dadao_style style, const char *text)
{
    for (int y = 0; y < body->area.rows && *text; y++) {
        size_t length = dadao_view_fitting(text, body->area.columns);
        dadao_view_format(body, 0, y, style, 0, "%.*s", (int)length, text);
        text += length;
        while (*text == ' ' || *text == '\n')
            text++;
    }
}

void dadao_view_league(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_study_wish *wish = &state->study[DADAO_STUDY_LEAGUE];
    const dadao_study *study = wish->study;
    char note[160], text[96], number[32];
    const bool known = study && study->count > 0;
    dadao_view_study_note(wish, text, sizeof text);
    if (known && pane->area.columns >= 64)
        snprintf(note, sizeof note, "by %s to error %s: %s", dadao_sweep_measure_name(wish->against),
                 dadao_view_number(number, study->plan.error), text);
    else
        snprintf(note, sizeof note, "%s", text);
    const dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_LEAGUE, note);
    league l = {.study = study, .by = wish->against};
    if (study && study->state == DADAO_STUDY_FAILED) {
        write_lines(&body, DADAO_STYLE_ERROR, study->failure);
    } else if (!known) {
        write_lines(
            &body, DADAO_STYLE_FAINT,
            "Enter runs every method on this network and problem in the background, several seeds each, and ranks them. Those in "
            "the style of their source take part only when named: league method=LIST.");
    } else if (gather(&l, snapshot->scene)) {
        draw_head(&body, &l);
        for (int k = 0; k < (int)l.methods && k + 1 < body.area.rows; k++)
            draw_method(&body, &l, k + 1, l.order[k], snapshot->scene);
        if ((int)l.methods + 2 < body.area.rows)
            dadao_view_clipped(
                &body, 0, body.area.rows - 1, body.area.columns, DADAO_STYLE_FAINT, 0,
                "units of time: a round of synchronous methods, a unit of the clocks of asynchronous ones, one event in all of "
                "Continuized; default presets");
    }
    free(l.results.summary);
    free(l.order);
}
