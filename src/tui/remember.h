/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The looks that a sitting leaves to the next one: a small text of commands, written whole or not at all. */
#ifndef DADAO_TUI_REMEMBER_H
#define DADAO_TUI_REMEMBER_H

#include "view/view.h"

#define DADAO_REMEMBERED 24

typedef struct dadao_memory {
    char path[512];                       /* empty: nothing is remembered */
    char kept[DADAO_REMEMBERED][256];     /* what the file says of each setting; empty: nothing */
    char before[DADAO_REMEMBERED][256];   /* the settings when the sitting began */
} dadao_memory;

/* Reads the file and carries its looks out; what another version knows and this one does not is passed over. */
void dadao_tui_memory_recall(dadao_memory *memory, dadao_view_state *state);
/* Notes how the sitting begins, options and configuration included: only what is changed by hand is remembered. */
void dadao_tui_memory_begin(dadao_memory *memory, const dadao_view_state *state);
/* Writes what was changed since; nothing when nothing was. */
dadao_status dadao_tui_memory_keep(dadao_memory *memory, const dadao_view_state *state, dadao_error *error);

#endif
