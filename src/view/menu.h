/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Menus: an overlay of lines with a letter each. The choices are the completions of the menu's words; private to the screen. */
#ifndef DADAO_VIEW_MENU_H
#define DADAO_VIEW_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/view.h"

/* What stands before each choice, blank included, and what the menu is about. */
const char *dadao_view_menu_prefix(const dadao_view_state *state);
const char *dadao_view_menu_title(const dadao_view_state *state);
/* a to z, then A to Z; 0: no letter is left. */
uint32_t dadao_view_menu_key(size_t choice);
/* The command that a letter stands for; false: for none. */
bool dadao_view_menu_command(const dadao_view_state *state, uint32_t key, char *line, size_t capacity);

#endif
