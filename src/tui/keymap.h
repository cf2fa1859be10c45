/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys as this user has them: the table of keys.c with the bindings of a configuration laid over it. */
#ifndef DADAO_TUI_KEYMAP_H
#define DADAO_TUI_KEYMAP_H

#include <dadao/status.h>

#include "tui/keys.h"

#define DADAO_KEYMAP_BOUND 256
#define DADAO_KEYMAP_ROWS 512

typedef struct dadao_bound {
    uint32_t key;
    int pane;             /* or DADAO_PANE_ANY */
    int line;             /* of the configuration; 0: none */
    dadao_binding does;   /* its command is `text` */
    char text[112], name[32];
} dadao_bound;

/* Zero-initialised: nothing but the table. */
typedef struct dadao_keymap {
    const dadao_experiment_options *offered; /* whose commands may be bound; NULL: the table alone */
    dadao_bound bound[DADAO_KEYMAP_BOUND];
    size_t count;
    dadao_view_key rows[DADAO_KEYMAP_ROWS]; /* for help and hints */
    char names[DADAO_KEYMAP_ROWS][32];
    size_t row_count;
} dadao_keymap;

/* Binds a key to an action or a command, as text ("slider +1", "rate comm 2"; "none": it does nothing). */
dadao_status dadao_tui_keymap_bind(dadao_keymap *keymap, int pane, const char *key, const char *text, int line, dadao_error *error);
/* What a key does while `pane` is chosen: that pane's bindings win, and this user's over the table's. */
dadao_binding dadao_tui_keymap_find(const dadao_keymap *keymap, uint32_t key, dadao_pane_id pane);
/* Rows for help and hints, with the keys that lead there now. */
const dadao_view_key *dadao_tui_keymap_rows(dadao_keymap *keymap, size_t *count);

/* An action as text and back: "slider +1". Buffer of 112. */
const char *dadao_tui_binding_text(dadao_binding binding, char *buffer);
bool dadao_tui_binding_named(const char *text, dadao_binding *binding);

#endif
