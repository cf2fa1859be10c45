/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals: the terminal is given back whatever happens, and the loop hears of the rest through a pipe. */
#ifndef DADAO_TUI_SIGNALS_H
#define DADAO_TUI_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* What must be undone, prepared beforehand so that a handler needs only write, tcsetattr and dup2. */
typedef struct dadao_tui_undo {
    int output;              /* the terminal */
    int input;               /* whose modes are put back */
    struct termios modes;
    char bytes[512];         /* shows the cursor, leaves the second screen … */
    size_t length;
    int error_output, captured; /* the real standard error and the file it went to meanwhile; -1: not captured */
} dadao_tui_undo;

/* Notes whose handlers are in place, to be put back at the end; before ncurses installs its own. */
void dadao_tui_signals_remember(void);
/* Installs the handlers; *wake becomes readable when one of the flags below was set. False: no pipe. */
bool dadao_tui_signals_install(const dadao_tui_undo *undo, int *wake);
/* Puts the earlier handlers back. */
void dadao_tui_signals_remove(void);
/* Gives the terminal back, once; safe in a handler. _arm makes the next call act again (after the screen was taken). */
void dadao_tui_restore(void);
void dadao_tui_arm(void);
/* From now on there are bytes on the screen to be undone; before, leaving a second screen never entered would only
 * throw the cursor about. */
void dadao_tui_entered(void);

typedef struct dadao_tui_flags {
    bool resized, suspend, resumed;
    int end; /* the signal that asks us to end, 0: none */
} dadao_tui_flags;
/* What happened since the last call; drains the pipe. */
dadao_tui_flags dadao_tui_signals_take(void);
/* Stops this process as SIGTSTP does by itself; returns when it goes on. */
void dadao_tui_signals_stop(void);

#endif
