/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the hint bar shows and where: for drawing it and for clicking on it. */
#ifndef DADAO_VIEW_HINTS_H
#define DADAO_VIEW_HINTS_H

#include "view/view.h"

#define DADAO_HINTS 48

typedef struct dadao_hint {
    const dadao_view_key *key;
    int x;
} dadao_hint;

/* Those that fit into `columns`, from left to right; returns how many. */
size_t dadao_view_hints(const dadao_view_state *state, int columns, dadao_hint *hints);
void dadao_view_draw_hints(const dadao_pane *pane, const dadao_view_state *state);
/* The key named under column x ("Left" of "Left Right"); false where there is none. */
bool dadao_view_hint_at(const dadao_view_state *state, int columns, int x, char *word, size_t capacity);

#endif
