/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of text under the hand: cursor, words, history. Pure; UTF-8. */
#ifndef DADAO_VIEW_EDITOR_H
#define DADAO_VIEW_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DADAO_EDITOR_CAPACITY 4096
#define DADAO_EDITOR_HISTORY 100

typedef struct dadao_editor {
    char line[DADAO_EDITOR_CAPACITY];
    size_t length, cursor;                /* bytes; the cursor is always between two characters */
    char draft[DADAO_EDITOR_CAPACITY];    /* what was being typed before history was looked at */
    char *history[DADAO_EDITOR_HISTORY];  /* oldest first */
    size_t history_count, history_at;     /* history_at == history_count: the draft */
} dadao_editor;

/* name and what it does, for keys and their help. */
#define DADAO_EDITS(X)                                  \
    X(LEFT, "back a character")                         \
    X(RIGHT, "forward a character")                     \
    X(WORD_LEFT, "back a word")                         \
    X(WORD_RIGHT, "forward a word")                     \
    X(HOME, "to the beginning")                         \
    X(END, "to the end")                                \
    X(BACKSPACE, "delete the character before")         \
    X(DELETE, "delete the character under the cursor")  \
    X(KILL_WORD, "delete the word before")              \
    X(KILL_LINE, "delete to the beginning")             \
    X(KILL_END, "delete to the end")                    \
    X(OLDER, "earlier line")                            \
    X(NEWER, "later line")
#define DADAO_EDIT_ENUM(name, summary) DADAO_EDIT_##name,
typedef enum dadao_edit { DADAO_EDITS(DADAO_EDIT_ENUM) DADAO_EDIT_COUNT } dadao_edit;
#undef DADAO_EDIT_ENUM

/* Zero-initialised is empty. False when nothing changed. */
bool dadao_view_editor_apply(dadao_editor *editor, dadao_edit edit);
/* Inserts a character; false when it is a control character or the line is full. */
bool dadao_view_editor_insert(dadao_editor *editor, uint32_t glyph);
/* Replaces bytes [start, cursor) by `text` (a completion taken); too long a text is refused. */
bool dadao_view_editor_replace(dadao_editor *editor, size_t start, const char *text);
/* Empties the line. */
void dadao_view_editor_clear(dadao_editor *editor);
/* Puts the line into the history (unless blank or the same as the last) and empties it. */
void dadao_view_editor_remember(dadao_editor *editor);
void dadao_view_editor_free(dadao_editor *editor);

#endif
