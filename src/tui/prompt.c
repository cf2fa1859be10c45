/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prompt: edits by key, candidates as one types, history. */
#include <stdio.h>
#include <string.h>

#include "tui/keys.h"
#include "tui/session.h"

static const struct {
    uint32_t key;
    dadao_edit edit;
} edits[] = {
    {DADAO_KEY_LEFT, DADAO_EDIT_LEFT},
    {DADAO_CTRL('B'), DADAO_EDIT_LEFT},
    {DADAO_KEY_RIGHT, DADAO_EDIT_RIGHT},
    {DADAO_CTRL('F'), DADAO_EDIT_RIGHT},
    {DADAO_KEY_FAR_LEFT, DADAO_EDIT_WORD_LEFT},
    {'b' | DADAO_KEY_ALT, DADAO_EDIT_WORD_LEFT},
    {DADAO_KEY_FAR_RIGHT, DADAO_EDIT_WORD_RIGHT},
    {'f' | DADAO_KEY_ALT, DADAO_EDIT_WORD_RIGHT},
    {DADAO_KEY_HOME, DADAO_EDIT_HOME},
    {DADAO_CTRL('A'), DADAO_EDIT_HOME},
    {DADAO_KEY_END, DADAO_EDIT_END},
    {DADAO_CTRL('E'), DADAO_EDIT_END},
    {DADAO_KEY_BACKSPACE, DADAO_EDIT_BACKSPACE},
    {DADAO_KEY_DELETE, DADAO_EDIT_DELETE},
    {DADAO_CTRL('D'), DADAO_EDIT_DELETE},
    {DADAO_CTRL('W'), DADAO_EDIT_KILL_WORD},
    {DADAO_KEY_BACKSPACE | DADAO_KEY_ALT, DADAO_EDIT_KILL_WORD},
    {DADAO_CTRL('U'), DADAO_EDIT_KILL_LINE},
    {DADAO_CTRL('K'), DADAO_EDIT_KILL_END},
    {DADAO_KEY_UP, DADAO_EDIT_OLDER},
    {DADAO_CTRL('P'), DADAO_EDIT_OLDER},
    {DADAO_KEY_DOWN, DADAO_EDIT_NEWER},
    {DADAO_CTRL('N'), DADAO_EDIT_NEWER},
};

static void offer(void *context, size_t start, const char *candidate, const char *hint)
{
    dadao_view_state *view = context;
    if (view->completion_count >= DADAO_COMPLETIONS)
        return;
    dadao_completion *c = &view->completions[view->completion_count++];
    c->start = start;
    snprintf(c->text, sizeof c->text, "%s", candidate);
    snprintf(c->hint, sizeof c->hint, "%s", hint ? hint : "");
}

static void complete_text(dadao_session *s, const char *text, size_t cursor)
{
    dadao_view_state *view = &s->view;
    view->completion_count = 0;
    view->completion_at = SIZE_MAX;
    dadao_experiment_complete(s->completion, s->snapshot ? s->snapshot->scene : NULL, text, cursor, offer, view);
}

static void complete(dadao_session *s)
{
    complete_text(s, s->view.editor.line, s->view.editor.cursor);
}

void dadao_tui_prompt_candidates(dadao_session *s, const char *text)
{
    complete_text(s, text, strlen(text));
}

void dadao_tui_prompt_open(dadao_session *s)
{
    s->view.prompting = true;
    s->view.overlay = DADAO_OVERLAY_NONE;
    dadao_view_editor_clear(&s->view.editor);
    complete(s);
}

static void close_prompt(dadao_session *s)
{
    s->view.prompting = false;
    s->view.completion_count = 0;
}

static void enter(dadao_session *s)
{
    char line[DADAO_EDITOR_CAPACITY];
    memcpy(line, s->view.editor.line, sizeof line);
    dadao_view_editor_remember(&s->view.editor);
    close_prompt(s);
    if (strspn(line, " \t") != strlen(line))
        dadao_tui_session_line(s, line);
}

/* Tab walks through the candidates; the only one is taken with a blank after it, ready for the next word. */
static void tab(dadao_session *s, int direction)
{
    dadao_view_state *view = &s->view;
    size_t count = view->completion_count;
    if (count == 0)
        return;
    if (view->completion_at == SIZE_MAX)
        view->completion_at = direction > 0 ? 0 : count - 1;
    else
        view->completion_at = (view->completion_at + (direction > 0 ? 1 : count - 1)) % count;
    const dadao_completion *c = &view->completions[view->completion_at];
    dadao_view_editor_replace(&view->editor, c->start, c->text);
    if (count > 1)
        return;
    bool open = c->text[0] && strchr("=/", c->text[strlen(c->text) - 1]);
    if (!open)
        dadao_view_editor_insert(&view->editor, ' ');
    complete(s);
}

void dadao_tui_prompt_take(dadao_session *s, size_t completion)
{
    dadao_view_state *view = &s->view;
    if (completion >= view->completion_count)
        return;
    const dadao_completion *c = &view->completions[completion];
    dadao_view_editor_replace(&view->editor, c->start, c->text);
    if (c->text[0] && !strchr("=/", c->text[strlen(c->text) - 1]))
        dadao_view_editor_insert(&view->editor, ' ');
    complete(s);
    s->dirty = true;
}

void dadao_tui_prompt_key(dadao_session *s, uint32_t key)
{
    if (key == DADAO_KEY_ESCAPE || key == DADAO_CTRL('G')) {
        close_prompt(s);
        return;
    }
    if (key == DADAO_KEY_ENTER) {
        if (s->pasting)
            dadao_view_editor_insert(&s->view.editor, ';');
        else
            enter(s);
        return;
    }
    if (key == DADAO_KEY_TAB || key == DADAO_KEY_BACK_TAB) {
        tab(s, key == DADAO_KEY_TAB ? 1 : -1);
        return;
    }
    if (key == DADAO_CTRL('L')) {
        dadao_tui_terminal_redraw();
        return;
    }
    if (key == DADAO_CTRL('Z')) {
        s->suspend_wanted = true;
        return;
    }
    if (key == DADAO_KEY_BACKSPACE && s->view.editor.length == 0) {
        close_prompt(s);
        return;
    }
    for (size_t k = 0; k < sizeof edits / sizeof *edits; k++)
        if (edits[k].key == key) {
            dadao_view_editor_apply(&s->view.editor, edits[k].edit);
            complete(s);
            return;
        }
    if (key < 0x110000 && dadao_view_editor_insert(&s->view.editor, key))
        complete(s);
}
