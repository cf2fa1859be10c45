/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often a moving experiment is drawn: as asked for, less when the terminal is slow or the bytes become many. Pure. */
#ifndef DADAO_TUI_PACE_H
#define DADAO_TUI_PACE_H

#include <stddef.h>

/* Bytes a second: users complain of a hundred thousand over ssh; the calm screen is for lines of a modem. */
#define DADAO_PACE_BYTES 50e3
#define DADAO_PACE_CALM_BYTES 8e3
#define DADAO_PACE_CALM_FPS 3
#define DADAO_PACE_LONGEST 2.0 /* seconds between two frames at worst */

typedef struct dadao_pace {
    double least;     /* seconds between two frames when nothing hinders */
    double budget;    /* bytes a second in the long run */
    double backlog;   /* bytes sent beyond what the budget has allowed so far */
    double slow;      /* seconds between two frames that the terminal has shown to keep up with */
    double begun, at; /* when the frame on its way was begun, and when last told anything */
} dadao_pace;

void dadao_tui_pace_init(dadao_pace *pace, double fps, double budget, double now);
/* Changes both without forgetting what the terminal is like. */
void dadao_tui_pace_set(dadao_pace *pace, double fps, double budget);
/* A frame of that many bytes was handed to the terminal. */
void dadao_tui_pace_frame(dadao_pace *pace, double now, size_t bytes);
/* The terminal has taken all of it. */
void dadao_tui_pace_drained(dadao_pace *pace, double now);
/* Seconds from now to the next frame. */
double dadao_tui_pace_interval(const dadao_pace *pace, double now);

#endif
