/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao --plain`: the run in sentences on standard output, commands from standard input, a line each. */
#ifndef DADAO_TUI_PLAIN_H
#define DADAO_TUI_PLAIN_H

#include "tui/tui.h"

/* As dadao_tui_run, for screen readers and pipes: nothing but lines of text. With a terminal as input it goes on until `quit`
 * or the end of input; with a pipe each line waits for the run before it, and the end of input ends it when nothing runs any
 * more. 0; 1 where a command of a pipe failed. */
int dadao_tui_plain(const dadao_tui_options *options, dadao_error *error);

#endif
