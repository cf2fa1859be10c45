/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of text under the hand: every edit is a small step on bytes that never splits a character. */
#include "view/editor.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "view/canvas.h"

static size_t before(const dadao_editor *e, size_t at)
{
    if (at == 0)
        return 0;
    at--;
    while (at > 0 && at < sizeof e->line && ((unsigned char)e->line[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static size_t after(const dadao_editor *e, size_t at)
{
    if (at >= e->length)
        return e->length;
    do
        at++;
    while (at < e->length && ((unsigned char)e->line[at] & 0xc0) == 0x80);
    return at;
}

static size_t word_before(const dadao_editor *e, size_t at)
{
    while (at > 0 && e->line[at - 1] == ' ')
        at--;
    while (at > 0 && e->line[at - 1] != ' ')
        at--;
    return at;
}

static size_t word_after(const dadao_editor *e, size_t at)
{
    while (at < e->length && e->line[at] == ' ')
        at++;
    while (at < e->length && e->line[at] != ' ')
        at++;
    return at;
}

static bool cut(dadao_editor *e, size_t from, size_t to)
{
    if (from >= to)
        return false;
    memmove(e->line + from, e->line + to, e->length - to + 1);
    e->length -= to - from;
    e->cursor = from;
    return true;
}

static bool move(dadao_editor *e, size_t to)
{
    if (to == e->cursor)
        return false;
    e->cursor = to;
    return true;
}

static bool recall(dadao_editor *e, size_t at)
{
    if (at > e->history_count || at == e->history_at)
        return false;
    if (e->history_at == e->history_count)
        memcpy(e->draft, e->line, sizeof e->draft);
    const char *text = at == e->history_count ? e->draft : e->history[at];
    e->history_at = at;
    e->length = strnlen(text, sizeof e->line - 1);
    memmove(e->line, text, e->length);
    e->line[e->length] = '\0';
    e->cursor = e->length;
    return true;
}

bool dadao_view_editor_apply(dadao_editor *e, dadao_edit edit)
{
    switch (edit) {
    case DADAO_EDIT_LEFT:
        return move(e, before(e, e->cursor));
    case DADAO_EDIT_RIGHT:
        return move(e, after(e, e->cursor));
    case DADAO_EDIT_WORD_LEFT:
        return move(e, word_before(e, e->cursor));
    case DADAO_EDIT_WORD_RIGHT:
        return move(e, word_after(e, e->cursor));
    case DADAO_EDIT_HOME:
        return move(e, 0);
    case DADAO_EDIT_END:
        return move(e, e->length);
    case DADAO_EDIT_BACKSPACE:
        return cut(e, before(e, e->cursor), e->cursor);
    case DADAO_EDIT_DELETE:
        return cut(e, e->cursor, after(e, e->cursor));
    case DADAO_EDIT_KILL_WORD:
        return cut(e, word_before(e, e->cursor), e->cursor);
    case DADAO_EDIT_KILL_LINE:
        return cut(e, 0, e->cursor);
    case DADAO_EDIT_KILL_END:
        return cut(e, e->cursor, e->length);
    case DADAO_EDIT_OLDER:
        return e->history_at > 0 && recall(e, e->history_at - 1);
    case DADAO_EDIT_NEWER:
        return recall(e, e->history_at + 1);
    case DADAO_EDIT_COUNT:
        break;
    }
    return false;
}

static bool insert_bytes(dadao_editor *e, const char *bytes, size_t count)
{
    if (e->length + count >= sizeof e->line)
        return false;
    memmove(e->line + e->cursor + count, e->line + e->cursor, e->length - e->cursor + 1);
    memcpy(e->line + e->cursor, bytes, count);
    e->length += count;
    e->cursor += count;
    return true;
}

bool dadao_view_editor_insert(dadao_editor *e, uint32_t glyph)
{
    char bytes[5];
    if (glyph < 32 || (glyph >= 127 && glyph < 160))
        return false;
    return insert_bytes(e, bytes, dadao_view_encode(glyph, bytes));
}

bool dadao_view_editor_replace(dadao_editor *e, size_t start, const char *text)
{
    size_t count = strlen(text);
    if (start > e->cursor || e->length - (e->cursor - start) + count >= sizeof e->line)
        return false;
    cut(e, start, e->cursor);
    return insert_bytes(e, text, count);
}

void dadao_view_editor_clear(dadao_editor *e)
{
    e->line[0] = '\0';
    e->length = e->cursor = 0;
    e->history_at = e->history_count;
}

void dadao_view_editor_remember(dadao_editor *e)
{
    bool blank = strspn(e->line, " ") == e->length;
    bool same = e->history_count && strcmp(e->history[e->history_count - 1], e->line) == 0;
    char *copy = blank || same ? NULL : dadao_core_copy_text(e->line);
    if (copy && e->history_count == DADAO_EDITOR_HISTORY) {
        free(e->history[0]);
        memmove(e->history, e->history + 1, (DADAO_EDITOR_HISTORY - 1) * sizeof *e->history);
        e->history_count--;
    }
    if (copy)
        e->history[e->history_count++] = copy;
    dadao_view_editor_clear(e);
}

void dadao_view_editor_free(dadao_editor *e)
{
    for (size_t k = 0; k < e->history_count; k++)
        free(e->history[k]);
    memset(e, 0, sizeof *e);
}
