/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: from the bytes a terminal sends to what they mean, and the table of what each does. Pure. */
#ifndef DADAO_TUI_KEYS_H
#define DADAO_TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/view.h"

/* Keys that are no characters; characters are their code points, control characters included. */
#define DADAO_NAMED_KEYS(X)                                                                                                  \
    X(UP, "Up") X(DOWN, "Down") X(LEFT, "Left") X(RIGHT, "Right") X(HOME, "Home") X(END, "End") X(PAGE_UP, "PageUp")           \
    X(PAGE_DOWN, "PageDown") X(INSERT, "Insert") X(DELETE, "Delete") X(BACKSPACE, "Backspace") X(TAB, "Tab")                   \
    X(BACK_TAB, "Shift-Tab") X(ENTER, "Enter") X(ESCAPE, "Esc") X(FAR_LEFT, "Ctrl-Left") X(FAR_RIGHT, "Ctrl-Right")            \
    X(PASTE_BEGIN, "paste") X(PASTE_END, "end of paste") X(POINTER, "the mouse") X(FUNCTION, "function key")
#define DADAO_NAMED_KEY_ENUM(name, label) DADAO_KEY_##name,
enum { DADAO_KEY_FIRST = 0x110000 - 1, DADAO_NAMED_KEYS(DADAO_NAMED_KEY_ENUM) DADAO_KEY_LAST };
#undef DADAO_NAMED_KEY_ENUM
#define DADAO_KEY_NONE 0xffffffffu /* bytes that mean nothing here */
#define DADAO_KEY_ALT 0x200000u
#define DADAO_CTRL(letter) ((letter) & 31)

/* The first key in bytes [count]; *used says how many bytes it took, 0: it is not complete yet. `final`: nothing more
 * will come, so that a lone escape byte is the Esc key. */
uint32_t dadao_tui_decode(const unsigned char *bytes, size_t count, bool final, size_t *used);
/* The report of a mouse in the `used` bytes that gave DADAO_KEY_POINTER: SGR (1006) or the old one of six bytes. Cells of the
 * screen from (0, 0). False: moved without a button, or a button that means nothing here. */
bool dadao_tui_decode_pointer(const unsigned char *bytes, size_t used, dadao_pointer *pointer);
/* "Ctrl-L", "Up", "é"; buffer of 32. */
const char *dadao_tui_key_name(uint32_t key, char *buffer);

/* What a key of the main screen does, as a configuration calls it, and whether a number follows. Whatever is not among them
 * is a command, which is carried out as if it had been typed. */
#define DADAO_ACTIONS(X)                                                                                           \
    X(NONE, "none", false) X(RUN_PAUSE, "toggle", false) X(SPEED, "faster", true) X(SLIDER, "slider", true)         \
    X(SLIDER_USUAL, "usual", false) X(FOCUS, "focus", true) X(PANE, "pane", true) X(PROMPT, "prompt", false)         \
    X(HELP, "help", false) X(REDRAW, "redraw", false) X(SUSPEND, "suspend", false) X(CANCEL, "close", false)         \
    X(TYPE, "type", false) X(AGO, "ago", true) X(QUIT, "quit", false)
#define DADAO_ACTION_ENUM(name, text, amount) DADAO_ACTION_##name,
typedef enum dadao_action { DADAO_ACTIONS(DADAO_ACTION_ENUM) DADAO_ACTION_COMMAND } dadao_action;
#undef DADAO_ACTION_ENUM

typedef struct dadao_binding {
    dadao_action action;
    const char *command; /* of DADAO_ACTION_COMMAND */
    int amount;          /* steps of a slider or of the focus; the number of a pane; seconds */
} dadao_binding;

/* What a key does while `pane` is chosen: rows of that pane win over those of every pane. */
dadao_binding dadao_tui_binding(uint32_t key, dadao_pane_id pane);
/* The key of a name as help shows it ("Left", "space", "Ctrl-L", "x"); DADAO_KEY_NONE for none. */
uint32_t dadao_tui_key_named(const char *name);
/* Whether the table has a row for the key in that pane alone. */
bool dadao_tui_key_of_pane(uint32_t key, dadao_pane_id pane);

#define DADAO_ROW_KEYS 4
typedef struct dadao_key_row {
    dadao_view_key shown;
    uint32_t keys[DADAO_ROW_KEYS]; /* 0 ends */
    dadao_binding does;
} dadao_key_row;
const dadao_key_row *dadao_tui_key_table(size_t *count);

#endif
