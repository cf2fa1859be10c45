/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal without a screen: a program runs on a pseudo-terminal and a terminal emulator (libvterm) shows what a user would see.
 *
 * Between the test and the program stands a small shell-like parent, so that stopping, continuing and the state in which
 * the program leaves the terminal are as under a real shell. Nothing here sleeps for a fixed time: tests wait for a state. */
#ifndef DADAO_TESTS_TERMINAL_H
#define DADAO_TESTS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct terminal terminal;

typedef struct terminal_options {
    int columns, rows;              /* 0: 80x24 */
    const char *term;               /* NULL: xterm-256color */
    const char *const *environment; /* "KEY=VALUE" sets, "KEY" removes; NULL ends */
    const char *folder;             /* the folder the program runs in; NULL: the present one */
} terminal_options;

/* Starts argv[0] on a terminal; fails the test when that is impossible. */
terminal *terminal_open(const terminal_options *options, const char *const *argv);
/* Ends the program if it still runs (SIGKILL). */
void terminal_close(terminal *t);

/* What the user does. Keys are bytes as a terminal sends them ("\033[A" is the up arrow). */
void terminal_keys(terminal *t, const char *keys);
void terminal_resize(terminal *t, int columns, int rows);
void terminal_signal(terminal *t, int signal);
/* Continues a stopped program in the foreground, as `fg` does. */
void terminal_continue(terminal *t);

/* Closes the window: the terminal goes away under the program. Nothing can be seen afterwards. */
void terminal_hang_up(terminal *t);

/* Takes what the program writes for `seconds` (less when it ends). */
void terminal_watch(terminal *t, double seconds);
/* Waits until the condition holds; false when `seconds` pass first or the program ends without it. */
typedef bool terminal_condition(terminal *t, const void *context);
bool terminal_wait(terminal *t, terminal_condition *condition, const void *context, double seconds);
bool terminal_wait_text(terminal *t, const char *text, double seconds);
bool terminal_wait_no_text(terminal *t, const char *text, double seconds);
/* Waits until no byte came for `quiet` seconds. */
bool terminal_wait_quiet(terminal *t, double quiet, double seconds);
/* Waits until the screen differs from `before` (a text of terminal_text). */
bool terminal_wait_change(terminal *t, const char *before, double seconds);
bool terminal_wait_stop(terminal *t, double seconds);
bool terminal_wait_end(terminal *t, double seconds);

/* After the end: exit status, or 128 + the signal that ended it. -1 while it runs. */
int terminal_status(const terminal *t);
bool terminal_running(const terminal *t);
int terminal_process(const terminal *t);

/* What is seen. Texts are UTF-8 lines without trailing blanks, freed by the caller. */
char *terminal_text(terminal *t);
char *terminal_line(terminal *t, int row);
bool terminal_shows(terminal *t, const char *text);
int terminal_columns(const terminal *t);
int terminal_rows(const terminal *t);

typedef struct terminal_cell {
    uint32_t glyph;                          /* ' ' where nothing was written, 0 in the second half of a wide one */
    uint8_t red, green, blue;                /* foreground as shown */
    uint8_t back_red, back_green, back_blue; /* background as shown */
    bool colored, bold, reverse, underline;  /* colored: some colour was asked for */
} terminal_cell;
terminal_cell terminal_cell_at(terminal *t, int column, int row);
/* How many cells hold a glyph other than a blank; how many have a colour. */
size_t terminal_filled(terminal *t);
size_t terminal_colored(terminal *t);

/* Pictures of the screen: the text, then one letter a cell for its style with a legend; and an SVG. */
char *terminal_dump(terminal *t);
void terminal_svg(terminal *t, const char *title, FILE *file);

/* All bytes that came, in order (kept whole), and how many. */
size_t terminal_bytes(const terminal *t);
const char *terminal_raw(const terminal *t);
/* Whether the terminal is as before the program: line settings, main screen, cursor, mouse, paste, keypad, colours off.
 * To be asked after the end or a stop. `why` says what is not. */
bool terminal_given_back(terminal *t, char *why, size_t room);

#endif
