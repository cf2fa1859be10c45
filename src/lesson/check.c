/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson without a screen: checked from beginning to end, or printed as a page. */
#include "lesson/lesson.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Length of a line of at most `width` characters, broken at a blank where there is one; *skip counts the blank. UTF-8. */
static size_t line_length(const char *text, size_t width, size_t *skip)
{
    size_t at = 0, blank = 0, characters = 0;
    *skip = 0;
    for (; text[at] && text[at] != '\n'; at++) {
        characters += ((unsigned char)text[at] & 0xC0) != 0x80;
        if (text[at] == ' ' && characters <= width + 1)
            blank = at;
        if (characters > width) {
            *skip = blank > 0;
            return blank > 0 ? blank : at;
        }
    }
    *skip = text[at] == '\n';
    return at;
}

static size_t line_count(const char *text, size_t width)
{
    size_t lines = 0, skip;
    for (; *text; lines++) {
        size_t length = line_length(text, width, &skip);
        text += length + skip;
    }
    return lines;
}

static dadao_status fits(const char *what, const char *text, size_t lines, dadao_error *error)
{
    size_t have = line_count(text, DADAO_LESSON_COLUMNS);
    if (have <= lines)
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_TOO_LARGE,
                           "%s takes %zu lines at 80x24, where there is room for %zu: put a `wait` between its parts", what, have,
                           lines);
}

/* ---- Checking ---- */

static dadao_status check_seen(void *context, dadao_lesson_player *player, const dadao_lesson_statement *statement,
                               dadao_error *error)
{
    const dadao_lesson_snapshot *shown = &player->shown;
    (void)context;
    switch (statement->kind) {
    case DADAO_LESSON_SAY:
        return fits("this caption", shown->caption, DADAO_LESSON_LINES, error);
    case DADAO_LESSON_GOAL:
        return fits("this goal", shown->goal, 2, error);
    case DADAO_LESSON_ASK: {
        dadao_status status = fits("this question", shown->question, 2, error);
        for (size_t k = 0; status == DADAO_OK && k < shown->choices; k++)
            status = fits("a choice", shown->choice[k], 1, error);
        return status == DADAO_OK ? fits("what is revealed", shown->reveal, 3, error) : status;
    }
    default:
        return DADAO_OK;
    }
}

static dadao_status go_through(const dadao_lesson *lesson, const dadao_experiment_options *options, bool checking,
                               dadao_status (*see)(void *, dadao_lesson_player *, const dadao_lesson_statement *, dadao_error *),
                               void *context, dadao_error *error)
{
    dadao_experiment *experiment;
    dadao_lesson_player player;
    dadao_status status = dadao_experiment_create(options, &experiment, error);
    if (status != DADAO_OK)
        return status;
    dadao_lesson_player_begin(&player, lesson, experiment);
    player.checking = checking;
    player.see = see;
    player.context = context;
    status = dadao_lesson_play(&player, DADAO_LESSON_FAST, lesson->count, 0, error);
    dadao_lesson_player_end(&player);
    dadao_experiment_destroy(experiment);
    return status;
}

dadao_status dadao_lesson_check(const dadao_lesson *lesson, const dadao_experiment_options *options, dadao_error *error)
{
    return go_through(lesson, options, true, check_seen, NULL, error);
}

/* ---- A page ---- */

static void note_blank(dadao_notes *page)
{
    dadao_core_note(page, "%s", "");
}

static void note_paragraph(dadao_notes *page, const char *first, const char *text)
{
    size_t skip, width = DADAO_LESSON_COLUMNS - strlen(first);
    char margin[16];
    snprintf(margin, sizeof margin, "%*s", (int)strlen(first), "");
    for (bool begun = false; *text; begun = true) {
        size_t length = line_length(text, width, &skip);
        dadao_core_note(page, "%s%.*s", begun ? margin : first, (int)length, text);
        text += length + skip;
    }
}

static void note_question(dadao_notes *page, const dadao_lesson_player *player)
{
    const dadao_lesson_snapshot *shown = &player->shown;
    char head[24];
    note_paragraph(page, "? ", shown->question);
    for (size_t k = 0; k < shown->choices; k++) {
        snprintf(head, sizeof head, "   %u) ", (unsigned)k + 1);
        note_paragraph(page, head, shown->choice[k]);
    }
    if (shown->choices > 0)
        dadao_core_note(page, "   Answer: %zu", shown->right + 1);
    else
        dadao_core_note(page, "   Answer: %.4g", player->answer);
    note_paragraph(page, "   ", shown->reveal);
    note_blank(page);
}

static dadao_status note_seen(void *context, dadao_lesson_player *player, const dadao_lesson_statement *statement,
                              dadao_error *error)
{
    const dadao_lesson_snapshot *shown = &player->shown;
    dadao_notes *page = context;
    (void)error;
    if (statement->kind == DADAO_LESSON_STEP) {
        dadao_core_note(page, "%zu. %s", shown->step + 1, shown->step_title);
        note_blank(page);
    } else if (statement->kind == DADAO_LESSON_SAY) {
        const char *last = strrchr(shown->caption, '\n');
        note_paragraph(page, "  ", last ? last + 1 : shown->caption);
        note_blank(page);
    } else if (statement->kind == DADAO_LESSON_ASK) {
        note_question(page, player);
    } else if (statement->kind == DADAO_LESSON_GOAL) {
        note_paragraph(page, "To do: ", shown->goal);
        note_blank(page);
    } else if (statement->kind == DADAO_LESSON_COMMAND) {
        dadao_core_note(page, "    > %s", statement->text);
        note_blank(page);
    }
    return DADAO_OK;
}

dadao_status dadao_lesson_page(const dadao_lesson *lesson, const dadao_experiment_options *options, dadao_notes *page,
                               dadao_error *error)
{
    dadao_core_note(page, "%s", lesson->title);
    size_t length = strlen(lesson->title);
    char rule[128];
    memset(rule, '=', sizeof rule);
    dadao_core_note(page, "%.*s", (int)(length < sizeof rule ? length : sizeof rule), rule);
    note_blank(page);
    if (lesson->about[0])
        note_paragraph(page, "", lesson->about);
    if (lesson->source[0])
        note_paragraph(page, "Source: ", lesson->source);
    if (lesson->minutes > 0)
        dadao_core_note(page, "About %.0f minutes.", lesson->minutes);
    note_blank(page);
    return go_through(lesson, options, false, note_seen, page, error);
}
