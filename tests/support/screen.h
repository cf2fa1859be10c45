/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full screen under test: started at a size, read by its words, steered by its keys. */
#ifndef DADAO_TESTS_SCREEN_H
#define DADAO_TESTS_SCREEN_H

#include "support/terminal.h"

/* Patience in seconds: a sanitizer or a loaded machine slows a program down, not its correctness. */
double screen_patience(void);

/* Starts the program with up to eight arguments (NULL ends) and waits for its first frame. */
terminal *screen_open(const terminal_options *options, ...) __attribute__((sentinel));
/* The same without waiting. */
terminal *screen_start(const terminal_options *options, ...) __attribute__((sentinel));

/* The number behind `label` ("gradients 1,234"), -1 where there is none. */
double screen_number(terminal *t, const char *label);
/* Pauses a running program and waits until nothing is written any more. */
void screen_pause(terminal *t);
/* Opens the prompt, types a command and sends it. */
void screen_command(terminal *t, const char *line);
/* Leaves with q; the exit status must be 0 and the terminal as before. */
void screen_quit(terminal *t);
/* The test fails with a picture of the screen unless the condition holds. */
void screen_expect(terminal *t, bool condition, const char *what);

#endif
