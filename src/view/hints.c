/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hint bar: the keys of the chosen pane, then those of every pane, as far as there is room; each can be clicked. */
#include <string.h>

#include "view/hints.h"

/* A key of the chosen pane takes the place of the same key elsewhere. */
static bool covered(const dadao_view_state *state, const dadao_view_key *key)
{
    for (size_t k = 0; key->pane == DADAO_PANE_ANY && k < state->key_count; k++)
        if (state->keys[k].pane == (int)state->chosen && state->keys[k].keys && strcmp(state->keys[k].keys, key->keys) == 0)
            return true;
    return false;
}

static int hint_width(const dadao_view_key *key)
{
    return dadao_view_width(key->keys) + dadao_view_width(key->hint) + 1;
}

/* The way to the rest of the keys is kept whatever else has to go. */
static int reserved(const dadao_view_state *state, int columns)
{
    int need = 0;
    for (size_t k = 0; k < state->key_count; k++)
        if (state->keys[k].hint && strcmp(state->keys[k].keys, "?") == 0)
            need = hint_width(&state->keys[k]) + 2;
    return need <= columns ? need : 0;
}

size_t dadao_view_hints(const dadao_view_state *state, int columns, dadao_hint *hints)
{
    size_t count = 0;
    int x = 0, kept = reserved(state, columns);
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < state->key_count && count < DADAO_HINTS; k++) {
            const dadao_view_key *key = &state->keys[k];
            bool own = key->pane == (int)state->chosen;
            if (!key->hint || (pass == 0 ? !own : key->pane != DADAO_PANE_ANY) || covered(state, key))
                continue;
            if (strcmp(key->keys, "?") == 0)
                kept = 0;
            if (x + hint_width(key) + kept > columns)
                continue;
            hints[count++] = (dadao_hint){key, x};
            x += hint_width(key) + 2;
        }
    return count;
}

void dadao_view_draw_hints(const dadao_pane *pane, const dadao_view_state *state)
{
    dadao_hint hints[DADAO_HINTS];
    size_t count = dadao_view_hints(state, pane->area.columns, hints);
    for (size_t k = 0; k < count; k++) {
        int x = dadao_view_text(pane, hints[k].x, 0, DADAO_STYLE_KEY, 0, hints[k].key->keys);
        dadao_view_text(pane, x + 1, 0, DADAO_STYLE_FAINT, 0, hints[k].key->hint);
    }
}

/* The word of "Left Right" under a column; beside the keys, over their hint, it is the first. */
static void word_at(const char *keys, int column, char *word, size_t capacity)
{
    size_t from = 0, length = strcspn(keys, " ");
    while (keys[from + length] && column >= (int)(from + length) && column < (int)strlen(keys)) {
        from += length + 1;
        length = strcspn(keys + from, " ");
    }
    if (column >= (int)strlen(keys))
        from = 0, length = strcspn(keys, " ");
    if (length >= capacity)
        length = capacity - 1;
    memcpy(word, keys + from, length);
    word[length] = '\0';
}

bool dadao_view_hint_at(const dadao_view_state *state, int columns, int x, char *word, size_t capacity)
{
    dadao_hint hints[DADAO_HINTS];
    size_t count = dadao_view_hints(state, columns, hints);
    for (size_t k = 0; k < count; k++)
        if (x >= hints[k].x && x < hints[k].x + hint_width(hints[k].key)) {
            word_at(hints[k].key->keys, x - hints[k].x, word, capacity);
            return true;
        }
    return false;
}
