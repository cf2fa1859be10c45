/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to terminfo, in a file of their own: <term.h> makes macros of half the dictionary. */
#include "tui/terminfo.h"

#include <stdlib.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

bool dadao_tui_terminfo_open(void)
{
    int status = 0;
    const char *term = getenv("TERM");
    return term && *term && setupterm(NULL, STDOUT_FILENO, &status) == OK;
}

bool dadao_tui_terminfo_has(const char *name)
{
    const char *value = tigetstr(name);
    return value && value != (char *)-1;
}

int dadao_tui_terminfo_number(const char *name)
{
    return tigetnum(name);
}
