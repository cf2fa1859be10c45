/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of the way back: where the run stands between its first event and the last, and what can be returned to. */
#include <stdio.h>
#include <string.h>

#include "view/look.h"

enum { LEFT = 5, RIGHT_LEAST = 22 }; /* columns of the word before, and of the figures after it */

/* A line earns its row once somebody has looked back or marked something. */
static bool worth_it(const dadao_timeline *timeline)
{
    bool marked = false;
    for (size_t k = 0; k < timeline->ticks; k++)
        marked = marked || timeline->tick[k].kind == DADAO_TICK_MARK;
    return timeline->past || timeline->branches > 1 || marked;
}

int dadao_view_scrub_rows(const dadao_view_state *state, int columns, int rows)
{
    const dadao_timeline *timeline = &state->timeline;
    if (!timeline->known || timeline->off || timeline->end == 0 || columns < 50 || rows < 16 || state->scrub == DADAO_SCRUB_OFF)
        return 0;
    return state->scrub == DADAO_SCRUB_ON || worth_it(timeline) ? 1 : 0;
}

/* What stands at the right: how far, and on which branch. */
static void say_where(const dadao_timeline *timeline, char *text, size_t capacity)
{
    char now[32], end[32], branch[48] = "";
    if (timeline->branches > 1)
        snprintf(branch, sizeof branch, " branch %llu of %zu", (unsigned long long)timeline->branch, timeline->branches);
    snprintf(text, capacity, " %s of %s%s%s", dadao_view_count(now, (double)timeline->event),
             dadao_view_count(end, (double)timeline->end), branch, timeline->divergences ? " DIFFERENT BITS" : "");
}

static int bar_columns(const dadao_timeline *timeline, int columns)
{
    char text[128];
    say_where(timeline, text, sizeof text);
    const int right = dadao_view_width(text);
    return columns - LEFT - (right > RIGHT_LEAST ? right : RIGHT_LEAST);
}

static int column_of(const dadao_timeline *timeline, uint64_t event, int columns)
{
    const double share = timeline->end ? (double)event / (double)timeline->end : 1;
    return LEFT + (int)(share * (columns - 1) + 0.5);
}

/* Keyframes below, then forks, then marks: what was asked for covers what was not. */
static void draw_ticks(const dadao_pane *pane, const dadao_timeline *timeline, int columns)
{
    static const char *const sign[] = {"'", "Y", "M"};
    static const dadao_style style[] = {DADAO_STYLE_FAINT, DADAO_STYLE_LANE2, DADAO_STYLE_CHOSEN};
    for (int kind = DADAO_TICK_KEYFRAME; kind <= DADAO_TICK_MARK; kind++)
        for (size_t k = timeline->ticks; k-- > 0;)
            if ((int)timeline->tick[k].kind == kind)
                dadao_view_text(pane, column_of(timeline, timeline->tick[k].event, columns), 0, style[kind], 0, sign[kind]);
}

void dadao_view_scrub(const dadao_pane *pane, const dadao_view_state *state)
{
    const dadao_timeline *timeline = &state->timeline;
    const int columns = bar_columns(timeline, pane->area.columns), now = column_of(timeline, timeline->event, columns);
    char text[128];
    dadao_view_text(pane, 0, 0, DADAO_STYLE_FAINT, 0, timeline->past ? "past" : "run");
    for (int x = LEFT; x < LEFT + columns; x++)
        dadao_view_text(pane, x, 0, x <= now ? DADAO_STYLE_LANE : DADAO_STYLE_TRACK, 0, x <= now ? "=" : "-");
    draw_ticks(pane, timeline, columns);
    dadao_view_text(pane, now, 0, DADAO_STYLE_BAR, 0, timeline->past ? "|" : ">");
    say_where(timeline, text, sizeof text);
    dadao_view_clipped(pane, LEFT + columns, 0, pane->area.columns - LEFT - columns,
                       timeline->divergences ? DADAO_STYLE_ERROR : DADAO_STYLE_NUMBER, 0, text);
}

/* A press or a drag goes there; on a mark or a fork to just that. */
bool dadao_view_scrub_pointer(const dadao_pane *pane, const dadao_view_state *state, const dadao_pointer *pointer, char *line,
                              size_t capacity)
{
    const dadao_timeline *timeline = &state->timeline;
    const int columns = bar_columns(timeline, pane->area.columns);
    if (pointer->kind != DADAO_POINTER_PRESS && pointer->kind != DADAO_POINTER_DRAG)
        return false;
    const int x = pointer->x < LEFT ? LEFT : pointer->x > LEFT + columns - 1 ? LEFT + columns - 1 : pointer->x;
    for (size_t k = 0; k < timeline->ticks; k++) { /* marks come first */
        const dadao_tick *tick = &timeline->tick[k];
        if (column_of(timeline, tick->event, columns) != x || tick->kind == DADAO_TICK_KEYFRAME)
            continue;
        if (tick->kind == DADAO_TICK_MARK)
            snprintf(line, capacity, "goto mark \"%s\"", tick->name);
        else
            snprintf(line, capacity, "goto event=%llu", (unsigned long long)tick->event);
        return true;
    }
    const double share = columns > 1 ? (double)(x - LEFT) / (columns - 1) : 1;
    snprintf(line, capacity, "goto event=%llu", (unsigned long long)((double)timeline->end * share + 0.5));
    return true;
}

dadao_status dadao_view_look_scrub(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    static const char *const names[] = {"auto", "on", "off"};
    static const char *const summaries[] = {"the line of the way back comes when somebody has looked back",
                                            "the line of the way back stands above the bar", "no line of the way back"};
    (void)screen;
    size_t value = state->scrub;
    dadao_status status = dadao_view_look_choose(w, names, 3, "auto, on or off", &value, error);
    if (status != DADAO_OK)
        return status;
    state->scrub = (dadao_scrub)value;
    dadao_view_look_answer(state, "scrub", names[value], summaries[value]);
    return DADAO_OK;
}
