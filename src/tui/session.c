/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sitting: lines on their way to the engine, snapshots on their way to the screen. */
#include "tui/session.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "view/menu.h"

/* One line that fits stands in the bar; more, and longer, lies over the views. */
static void lay_out_notice(dadao_session *s)
{
    char *text = s->view.notice;
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    bool large = strchr(text, '\n') || dadao_view_width(text) + (s->view.notice_error ? 7 : 0) > s->terminal.columns;
    if (large) {
        s->view.overlay = DADAO_OVERLAY_TEXT;
        s->view.scroll = 0;
    } else if (s->view.overlay == DADAO_OVERLAY_TEXT) {
        s->view.overlay = DADAO_OVERLAY_NONE;
    }
}

void dadao_tui_session_notice(dadao_session *s, bool error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(s->view.notice, sizeof s->view.notice, format, arguments);
    va_end(arguments);
    s->view.notice_error = error;
    lay_out_notice(s);
    s->dirty = true;
}

static void take_message(dadao_session *s)
{
    s->seen_message = s->snapshot->message_serial;
    if (!s->snapshot->message[0])
        return; /* done, and nothing to say: what was said before stays until the next key */
    if (s->quiet && s->snapshot->message_is_error)
        return;
    dadao_tui_session_notice(s, s->snapshot->message_is_error, "%s", s->snapshot->message);
}

/* A slider shows what was asked for until the engine has had its say. */
static void settle_targets(dadao_session *s)
{
    for (int k = 0; k < DADAO_SLIDER_COUNT; k++)
        if (s->target_sent[k] && s->snapshot->message_serial > s->target_serial[k]) {
            s->view.target[k] = NAN;
            s->target_sent[k] = false;
        }
}

static void send_queued(dadao_session *s)
{
    while (s->queued > 0 && dadao_experiment_runner_send(s->runner, s->queue[0])) {
        free(s->queue[0]);
        memmove(s->queue, s->queue + 1, --s->queued * sizeof *s->queue);
    }
}

/* What a lesson asks the screen for. Of more than are kept the oldest are lost. */
static void take_looks(dadao_session *s)
{
    const dadao_snapshot *newest = s->snapshot;
    if (newest->looks > s->seen_looks + DADAO_SNAPSHOT_LOOKS)
        s->seen_looks = newest->looks - DADAO_SNAPSHOT_LOOKS;
    while (s->seen_looks < newest->looks)
        dadao_tui_session_line(s, newest->look[s->seen_looks++ % DADAO_SNAPSHOT_LOOKS]);
}

void dadao_tui_session_refresh(dadao_session *s)
{
    const dadao_snapshot *newest = dadao_experiment_runner_latest(s->runner);
    s->snapshot = newest; /* the one before is no longer ours to read */
    send_queued(s);
    if (!newest || newest->serial == s->seen_serial)
        return;
    s->seen_serial = newest->serial;
    settle_targets(s);
    dadao_view_observe(&s->view, newest);
    dadao_tui_studies_follow(&s->studies, &s->view, newest->scene);
    take_looks(s); /* before the message, which they would clear away */
    if (newest->message_serial != s->seen_message)
        take_message(s);
    dadao_tui_session_film_lesson(s);
    s->dirty = true;
}

static void send(dadao_session *s, const char *line)
{
    if (!s->runner)
        return; /* a test of the hands alone */
    if (s->queued > 0 || !dadao_experiment_runner_send(s->runner, line)) {
        char *copy = s->queued < DADAO_TUI_QUEUE ? dadao_core_copy_text(line) : NULL;
        if (copy)
            s->queue[s->queued++] = copy;
        else
            dadao_tui_session_notice(s, true, "the engine is busy with earlier commands; '%.80s' was not sent", line);
    }
    dadao_experiment_runner_ask(s->runner);
}

/* Commands of the looking; a locale that is not UTF-8 cannot show what they may ask for. */
static void carry_out_look(dadao_session *s, const char *piece)
{
    dadao_error error = {0};
    s->view.notice[0] = '\0';
    if (!s->completion->allow_write && (strncmp(piece, "save", 4) == 0 || strncmp(piece, "cas", 3) == 0)) {
        dadao_tui_session_notice(s, true, "'%.80s' writes a file: allow that with --allow-write", piece);
        return;
    }
    if (dadao_view_execute(&s->view, &s->canvas, piece, &error) != DADAO_OK)
        dadao_tui_session_notice(s, true, "%s", error.text);
    else if (s->view.overlay == DADAO_OVERLAY_MENU)
        dadao_tui_prompt_candidates(s, dadao_view_menu_prefix(&s->view));
    dadao_tui_studies_follow(&s->studies, &s->view, s->snapshot ? s->snapshot->scene : NULL);
    if (s->view.film[0]) {
        dadao_tui_session_film(s, s->view.film);
        s->view.film[0] = '\0';
    }
    if (s->terminal.utf8 || s->view.glyphs == DADAO_GLYPHS_ASCII)
        return;
    s->view.glyphs = DADAO_GLYPHS_ASCII;
    dadao_tui_session_notice(s, true, "this locale or --ascii allows plain characters only; try LC_ALL=C.UTF-8");
}

/* The names a program is left by, whatever one is used to. */
static bool is_quit(const char *piece)
{
    static const char *const names[] = {"q", "quit", "exit", "wq", "q!"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (strcmp(piece, names[k]) == 0)
            return true;
    return false;
}

/* The next command of a text: up to ';' or the end of the line, without comments; NULL when there is no more. */
static const char *next_piece(const char *text, char *piece, size_t capacity)
{
    size_t used = 0;
    bool quoted = false;
    while (*text && strchr("; \t\n\r", *text))
        text++;
    if (!*text)
        return NULL;
    for (; *text && (quoted || (*text != ';' && *text != '\n')); text++) {
        if (*text == '"')
            quoted = !quoted;
        if (*text == '#' && !quoted && (used == 0 || piece[used - 1] == ' ')) {
            text += strcspn(text, "\n");
            break;
        }
        if (used + 1 < capacity)
            piece[used++] = *text;
    }
    while (used > 0 && isspace((unsigned char)piece[used - 1]))
        used--;
    piece[used] = '\0';
    return text;
}

/* Looks are carried out here, at once. Anything else in the text makes all of it the engine's, which checks looks and passes
 * over them: so a text keeps its meaning of stopping at the first failure and of waiting for a `run` in its middle. */
void dadao_tui_session_line(dadao_session *s, const char *line)
{
    char piece[DADAO_EDITOR_CAPACITY];
    bool for_engine = false;
    size_t count = 0;
    for (const char *at = line; (at = next_piece(at, piece, sizeof piece)) != NULL;) {
        if (!piece[0])
            continue;
        if (dadao_view_is_command(piece))
            carry_out_look(s, piece);
        else if (is_quit(piece))
            s->ended = true;
        else
            for_engine = true;
        if (strncmp(piece, "mark ", 5) == 0)
            dadao_tui_session_film_mark(s, piece + 5);
        count++;
    }
    if (count == 1 && strcmp(line, "help") == 0) {
        s->view.overlay = DADAO_OVERLAY_HELP;
        s->view.scroll = 0;
        s->view.filter[0] = '\0';
        s->view.filtering = false;
    } else if (for_engine) {
        send(s, line);
    }
    s->dirty = true;
}

void dadao_tui_session_flush(dadao_session *s)
{
    char line[160];
    if (!s->snapshot || !s->snapshot->scene)
        return;
    for (int k = 0; k < DADAO_SLIDER_COUNT; k++) {
        if (isnan(s->view.target[k]) || s->target_sent[k])
            continue;
        dadao_view_slider_command(s->snapshot, &s->view, (dadao_slider)k, s->view.target[k], line, sizeof line);
        s->target_sent[k] = true;
        s->target_serial[k] = s->snapshot->message_serial;
        send(s, line);
    }
}

void dadao_tui_session_attend(dadao_session *s)
{
    dadao_attention wanted = dadao_view_attention(&s->view, s->terminal.columns, s->terminal.rows), *had = &s->attention;
    bool as_before = wanted.field == had->field && wanted.plane == had->plane &&
                     wanted.plane_coordinates == had->plane_coordinates && wanted.eigenvalues == had->eigenvalues &&
                     wanted.consensus == had->consensus && wanted.times == had->times && wanted.expected == had->expected;
    for (int k = 0; k < 2; k++)
        as_before = as_before && wanted.inspect[k] == had->inspect[k] && (!wanted.inspect[k] || wanted.node[k] == had->node[k]);
    if (as_before)
        return;
    *had = wanted;
    dadao_experiment_runner_attend(s->runner, &wanted);
    dadao_experiment_runner_ask(s->runner);
}

bool dadao_tui_session_draw(dadao_session *s)
{
    int column, row;
    if (s->canvas.columns != s->terminal.columns || s->canvas.rows != s->terminal.rows)
        if (!dadao_view_canvas_resize(&s->canvas, s->terminal.columns, s->terminal.rows))
            return false;
    dadao_view_screen(&s->canvas, s->snapshot, &s->view, &column, &row);
    dadao_tui_terminal_mouse(s->view.mouse);
    bool begun = dadao_tui_terminal_frame(&s->canvas, s->view.palette, column, row);
    if (begun)
        s->dirty = false;
    return begun;
}

void dadao_tui_session_clear(dadao_session *s)
{
    for (size_t k = 0; k < s->queued; k++)
        free(s->queue[k]);
    s->queued = 0;
    dadao_tui_studies_clear(&s->studies);
    dadao_view_editor_free(&s->view.editor);
    dadao_view_network_memory_destroy(s->view.network.memory);
    dadao_view_canvas_free(&s->canvas);
}
