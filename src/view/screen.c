/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole screen: lays the panes out and has each view draw its own. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/view.h"

void dadao_view_state_init(dadao_view_state *state)
{
    memset(state, 0, sizeof *state);
    state->colors = 256;
    state->shown = DADAO_PANES_FIRST;
    state->chosen = DADAO_PANE_SLIDERS; /* so that the arrows move them */
    state->mouse = true;
    state->scale_top = INT_MIN;
    state->completion_at = SIZE_MAX;
    dadao_view_study_init(state->study);
    for (int k = 0; k < DADAO_SLIDER_COUNT; k++)
        state->target[k] = NAN;
}

static dadao_pane pane_at(dadao_canvas *canvas, dadao_rect rect)
{
    dadao_pane all = dadao_view_pane_of(canvas);
    return dadao_view_part(&all, rect.x, rect.y, rect.columns, rect.rows);
}

static void draw_panes(dadao_canvas *canvas, const dadao_layout *layout, const dadao_snapshot *snapshot,
                       const dadao_view_state *state)
{
#define DRAW(name, title, titled, function, summary) dadao_view_##function,
    static dadao_view_draw *const draw[] = {DADAO_PANES(DRAW)};
#undef DRAW
    for (int k = 0; k < DADAO_PANE_COUNT; k++) {
        dadao_pane pane = pane_at(canvas, layout->pane[k]);
        if (pane.area.rows > 0 && pane.area.columns > 0)
            draw[k](&pane, snapshot, state);
    }
}

/* The one thing a tiny screen can say, over as many lines as it has. */
static void draw_too_small(dadao_canvas *canvas)
{
    dadao_pane all = dadao_view_pane_of(canvas);
    char text[96];
    snprintf(text, sizeof text, "dadao needs %dx%d, this is %dx%d", DADAO_SCREEN_COLUMNS, DADAO_SCREEN_ROWS, canvas->columns,
             canvas->rows);
    int x = 0, y = 0;
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
        int width = (int)strlen(word);
        if (x > 0 && x + 1 + width > canvas->columns)
            x = 0, y++;
        else if (x > 0)
            x++;
        x = dadao_view_text(&all, x, y, DADAO_STYLE_TEXT, 0, word);
    }
}

static bool has_lane(const dadao_snapshot *snapshot)
{
    return snapshot && snapshot->scene && snapshot->lane_count > 0 && snapshot->scene->nodes > 0;
}

static void draw_laid_out(dadao_canvas *canvas, const dadao_layout *layout, const dadao_snapshot *snapshot,
                          const dadao_view_state *state, int *column, int *row)
{
    dadao_pane all = dadao_view_pane_of(canvas), status = pane_at(canvas, layout->status), bar = pane_at(canvas, layout->bar),
               guarantee = pane_at(canvas, layout->guarantee);
    dadao_snapshot still;
    if (state->calm && snapshot) { /* no event is newer than the last picture: nothing flashes */
        still = *snapshot;
        still.previous_events = UINT64_MAX;
        snapshot = &still;
    }
    dadao_view_status(&status, snapshot, state);
    if (has_lane(snapshot)) {
        draw_panes(canvas, layout, snapshot, state);
        if (guarantee.area.rows)
            dadao_view_guarantee_line(&guarantee, snapshot, state);
    }
    if (layout->scrub.rows > 0) {
        dadao_pane scrub = pane_at(canvas, layout->scrub);
        dadao_view_scrub(&scrub, state);
    }
    if (layout->lesson.rows > 0) {
        dadao_pane lesson = pane_at(canvas, layout->lesson);
        dadao_view_lesson(&lesson, &state->lesson);
    }
    dadao_view_bar(&bar, snapshot, state);
    if (state->overlay != DADAO_OVERLAY_NONE) {
        dadao_pane middle = dadao_view_part(&all, 0, 1, all.area.columns, all.area.rows - 2);
        dadao_view_overlay(&middle, snapshot, state);
    }
    if (state->prompting)
        dadao_view_prompt(&all, state, column, row);
}

void dadao_view_screen(dadao_canvas *canvas, const dadao_snapshot *snapshot, const dadao_view_state *state, int *column, int *row)
{
    dadao_layout layout;
    *column = *row = -1;
    dadao_pane all = dadao_view_pane_of(canvas);
    dadao_view_fill(&all, DADAO_STYLE_TEXT, 0);
    dadao_view_arrange(state, canvas->columns, canvas->rows, &layout);
    if (layout.too_small)
        draw_too_small(canvas);
    else
        draw_laid_out(canvas, &layout, snapshot, state, column, row);
    dadao_view_degrade(canvas, state->glyphs);
}
