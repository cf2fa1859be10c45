/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The band of a lesson: what it says, asks or wants done, above the bar. */
#include "view/heading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Long lines are hard to read from the last row of a hall. */
#define WIDEST 100
#define STEADY_ROWS 6 /* the band keeps at least this height where there is room, so that the panes above stand still */

/* A pass over the lines of the band: drawn where there is a pane, counted all the same. */
typedef struct band {
    const dadao_pane *pane; /* NULL: only counted */
    int columns, line;
} band;

static void put(band *b, dadao_style style, const char *mark, dadao_style mark_style, const char *text)
{
    char line[512];
    int indent = 1 + dadao_view_width(mark), width = (b->columns < WIDEST ? b->columns : WIDEST) - indent - 1;
    bool begun = false;
    do {
        size_t length = dadao_view_fitting(text, width > 8 ? width : 8);
        if (b->pane) {
            snprintf(line, sizeof line, "%.*s", (int)length, text);
            if (!begun)
                dadao_view_text(b->pane, 1, b->line, mark_style, 0, mark);
            dadao_view_text(b->pane, indent, b->line, style, 0, line);
        }
        b->line++;
        begun = true;
        text += length + (text[length] == '\n' || text[length] == ' ');
    } while (*text);
}

static void put_choices(band *b, const dadao_lesson_snapshot *lesson)
{
    bool answered = lesson->state == DADAO_LESSON_ANSWERED;
    for (size_t k = 0; k < lesson->choices; k++) {
        char mark[32];
        bool right = answered && k == lesson->right, wrong = answered && k == lesson->chosen && !right;
        snprintf(mark, sizeof mark, "%zu %s ", k + 1, right ? "\xe2\x9c\x93" : wrong ? "\xe2\x9c\x97" : " ");
        put(b, right ? DADAO_STYLE_GOOD : DADAO_STYLE_TEXT, mark,
            right   ? DADAO_STYLE_GOOD
            : wrong ? DADAO_STYLE_WARNING
                    : DADAO_STYLE_KEY,
            lesson->choice[k]);
    }
}

static void put_question(band *b, const dadao_lesson_snapshot *lesson)
{
    put(b, DADAO_STYLE_NUMBER, "? ", DADAO_STYLE_CHOSEN, lesson->question);
    put_choices(b, lesson);
    if (lesson->state == DADAO_LESSON_ANSWERED && lesson->reveal[0])
        put(b, DADAO_STYLE_TEXT, lesson->answer_right ? "\xe2\x9c\x93 " : "  ", DADAO_STYLE_GOOD, lesson->reveal);
}

/* A question takes the place of the caption, which led to it. */
static void put_all(band *b, const dadao_lesson_snapshot *lesson)
{
    if (lesson->state == DADAO_LESSON_ASIDE)
        put(b, DADAO_STYLE_TEXT, "", DADAO_STYLE_TEXT,
            "Play freely. `lesson return` or Enter takes the lesson up again at the beginning of this part.");
    else if (lesson->question[0])
        put_question(b, lesson);
    else if (lesson->caption[0])
        put(b, DADAO_STYLE_TEXT, "", DADAO_STYLE_TEXT, lesson->caption);
    if (lesson->goal[0])
        put(b, DADAO_STYLE_NUMBER, lesson->goal_met ? "\xe2\x9c\x93 " : "> ",
            lesson->goal_met ? DADAO_STYLE_GOOD : DADAO_STYLE_CHOSEN, lesson->goal);
}

/* What a key does now. */
static const char *hint(const dadao_lesson_snapshot *lesson)
{
    switch (lesson->state) {
    case DADAO_LESSON_ASKING:
        return lesson->choices ? "press the number of your answer" : "Enter types your answer";
    case DADAO_LESSON_SEEKING:
        return lesson->goal_met ? "done: Enter goes on" : "your turn; Enter shows how";
    case DADAO_LESSON_MOVING:
        return "Enter skips ahead";
    case DADAO_LESSON_OVER:
        return "the end; :lesson lists more";
    case DADAO_LESSON_ASIDE:
        return "Enter returns";
    default:
        return "Enter goes on";
    }
}

int dadao_view_lesson_rows(const dadao_lesson_snapshot *lesson, int columns, int rows)
{
    band counted = {.columns = columns};
    if (lesson->state == DADAO_LESSON_NONE)
        return 0;
    put_all(&counted, lesson);
    int wanted = counted.line + 1, most = rows * 9 / 20;
    wanted = wanted < STEADY_ROWS ? STEADY_ROWS : wanted;
    return wanted < most ? wanted : most;
}

void dadao_view_lesson(const dadao_pane *pane, const dadao_lesson_snapshot *lesson)
{
    char right[256], clock[32] = "";
    int columns = pane->area.columns;
    if (isfinite(lesson->countdown))
        snprintf(clock, sizeof clock, "  %d:%02d", (int)lesson->countdown / 60, (int)lesson->countdown % 60);
    snprintf(right, sizeof right, " %zu/%zu%s  %s", lesson->step + 1, lesson->steps, clock, hint(lesson));
    for (int x = 0; x < columns; x++)
        dadao_view_put(pane, x, 0, 0x2812, DADAO_STYLE_FRAME, 0);
    int place = columns - dadao_view_width(right), x = 0;
    if (place > 24) {
        x = dadao_view_clipped(pane, 0, 0, place - 4, DADAO_STYLE_CHOSEN, 0, lesson->title);
        dadao_view_text(pane, x, 0, DADAO_STYLE_FRAME, 0, " ");
        if (x + 2 + dadao_view_width(lesson->step_title) < place - 2)
            x = dadao_view_format(pane, x, 0, DADAO_STYLE_TITLE, 0, " %s ", lesson->step_title);
    }
    dadao_view_text(pane, place > 0 ? place : 0, 0, DADAO_STYLE_FAINT, 0, right);
    dadao_pane inside = dadao_view_part(pane, 0, 1, columns, pane->area.rows - 1);
    band drawn = {.pane = &inside, .columns = columns};
    put_all(&drawn, lesson);
}

void dadao_view_arrange(const dadao_view_state *state, int columns, int rows, dadao_layout *layout)
{
    int scrub = dadao_view_scrub_rows(state, columns, rows), told = dadao_view_lesson_rows(&state->lesson, columns, rows - scrub);
    int below = told + scrub;
    dadao_view_layout(columns, rows - below, state->shown, state->zoomed, state->chosen, layout);
    if (below > 0 && layout->too_small) {
        below = told = scrub = 0;
        dadao_view_layout(columns, rows, state->shown, state->zoomed, state->chosen, layout);
    }
    if (layout->too_small)
        return;
    layout->bar.y += below;
    layout->scrub = (dadao_rect){0, rows - 1 - below, columns, scrub};
    layout->lesson = (dadao_rect){0, rows - 1 - told, columns, told};
}
