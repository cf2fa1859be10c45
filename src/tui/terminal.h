/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: taken, painted on a frame at a time with one write, given back. The only room ncurses has. */
#ifndef DADAO_TUI_TERMINAL_H
#define DADAO_TUI_TERMINAL_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/cast.h"
#include "view/canvas.h"

typedef struct dadao_terminal_wish {
    int colors; /* -1: what the terminal has */
    bool ascii, sync;
} dadao_terminal_wish;

typedef struct dadao_terminal_facts {
    int colors; /* 256, 16, 8 or 0 */
    bool utf8;
    bool braille; /* the font can be expected to have the patterns: not on the Linux console */
    bool mouse;   /* it can report one */
    int columns, rows;
    int wake;   /* readable when a signal came */
} dadao_terminal_facts;

typedef struct dadao_terminal_counts {
    uint64_t frames, bytes, missed, writes;
} dadao_terminal_counts;

/* UNSUPPORTED, in one sentence, where there is no terminal or a dumb one. Changes nothing then. */
dadao_status dadao_tui_terminal_open(const dadao_terminal_wish *wish, dadao_terminal_facts *facts, dadao_error *error);
void dadao_tui_terminal_close(void);

/* Asks the terminal for its size; true when it changed. Everything is drawn anew then. */
bool dadao_tui_terminal_resize(dadao_terminal_facts *facts);
/* After the screen was spoilt by someone else. */
void dadao_tui_terminal_redraw(void);
/* Gives the terminal back, stops the process, takes the terminal again. */
void dadao_tui_terminal_suspend(void);
/* Takes the terminal (again), after SIGCONT. */
void dadao_tui_terminal_resume(void);

/* Whether the terminal shall report the mouse; goes out with the next frame. Terminals without one are left alone. */
void dadao_tui_terminal_mouse(bool on);

/* Sends a canvas as one frame, its cursor at (column, row) or hidden (-1). False, and nothing is begun, while the last
 * frame has not gone out: the caller drops this one. */
bool dadao_tui_terminal_frame(const dadao_canvas *canvas, size_t palette, int column, int row);
/* From the next frame on, which is a whole one, frames and sizes go into the film too; NULL: no more. */
void dadao_tui_terminal_film(dadao_cast *cast);
/* Bytes of the frame begun last. */
size_t dadao_tui_terminal_frame_bytes(void);
/* Counts a frame that was due but not begun. */
void dadao_tui_terminal_miss(void);
/* Bytes of a begun frame that the terminal has not taken yet; _push goes on with them, -1: the terminal is gone. */
bool dadao_tui_terminal_busy(void);
int dadao_tui_terminal_push(void);
int dadao_tui_terminal_descriptor(void); /* to be polled for writing while busy */

dadao_terminal_counts dadao_tui_terminal_counts(void);

#endif
