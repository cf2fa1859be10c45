/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The description of the terminal, without a screen being taken. */
#ifndef DADAO_TUI_TERMINFO_H
#define DADAO_TUI_TERMINFO_H

#include <stdbool.h>

/* Looks $TERM up; false: there is no description of it. */
bool dadao_tui_terminfo_open(void);
/* Whether a capability is there ("smcup"); the value of a number ("colors"), -1 or less where it is not. After a successful _open. */
bool dadao_tui_terminfo_has(const char *name);
int dadao_tui_terminfo_number(const char *name);

#endif
