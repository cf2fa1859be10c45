/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Menus: what may follow a command, one line and one letter each; the letter carries it out. */
#include <stdio.h>
#include <string.h>

#include "view/look.h"
#include "view/menu.h"

/* name, the words before the letter's own, what the choice is called */
#define MENUS(X)                                                                                                                 \
    X("example", "example ", "ready examples")                                                                                   \
    X("preset", "preset ", "presets of the parameters")                                                                          \
    X("lane", "lane add ", "a method beside the others")                                                                         \
    X("method", "method ", "another method, from the start")

static const struct {
    const char *prefix, *title;
} menus[] = {
#define ROW(name, prefix, title) {prefix, title},
    MENUS(ROW)
#undef ROW
};

dadao_status dadao_view_look_menu(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                  dadao_error *error)
{
#define NAME(name, prefix, title) name,
    static const char *const names[] = {MENUS(NAME)};
#undef NAME
    size_t value = 0;
    (void)screen;
    if (w->count > 1) {
        dadao_status status =
            dadao_view_look_choose(w, names, sizeof names / sizeof *names, "example, preset, lane or method", &value, error);
        if (status != DADAO_OK)
            return status;
    }
    state->menu = value;
    state->overlay = DADAO_OVERLAY_MENU;
    state->scroll = 0;
    state->completion_count = 0; /* whoever knows the engine fills them in */
    return DADAO_OK;
}

const char *dadao_view_menu_prefix(const dadao_view_state *state)
{
    return menus[state->menu].prefix;
}

const char *dadao_view_menu_title(const dadao_view_state *state)
{
    return menus[state->menu].title;
}

uint32_t dadao_view_menu_key(size_t choice)
{
    return choice < 26 ? 'a' + (uint32_t)choice : choice < 52 ? 'A' + (uint32_t)(choice - 26) : 0;
}

bool dadao_view_menu_command(const dadao_view_state *state, uint32_t key, char *line, size_t capacity)
{
    for (size_t k = 0; k < state->completion_count; k++)
        if (key && dadao_view_menu_key(k) == key) {
            snprintf(line, capacity, "%s%s", dadao_view_menu_prefix(state), state->completions[k].text);
            return true;
        }
    return false;
}
