/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full screen: takes an experiment, shows it live, gives the terminal back clean. */
#ifndef DADAO_TUI_H
#define DADAO_TUI_H

#include <dadao/experiment.h>
#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct dadao_tui_options {
    dadao_experiment *experiment;                /* owned from the call on: destroyed whatever happens */
    const dadao_experiment_options *completion;  /* what completion may offer; NULL: the defaults with the looks of src/view */
    const char *config, *state;                  /* files of settings and of what is remembered; NULL: none */
    const char *cast;                            /* the screen is filmed into this file; NULL: it is not */
    const char *const *commands;                 /* lines carried out first; with none the default experiment is opened */
    size_t command_count;
    double fps;                                  /* frames a second while something moves, 1 to 30; 0: what the configuration says, else 10 */
    int colors;                                  /* -1: what the terminal and NO_COLOR say; else 0, 8, 16 or 256 at most */
    bool ascii;                                  /* plain characters even in a UTF-8 locale */
    bool sync;                                   /* mark each frame as one update (?2026); DADAO_SYNC=0 turns it off too */
    bool mouse;                                  /* sliders, panes and hints by the mouse; `mouse off` gives it back at run time */
    bool calm;                                   /* begins calm: few frames, no flashes, at most 8 kB a second */
    bool stats;                                  /* say frames, bytes, bytes a second and missed frames after the end */
} dadao_tui_options;

dadao_tui_options dadao_tui_options_defaults(void);

/* Runs until the user quits and returns the exit status of the program: 0, 1 (failed), 2 (no terminal that can be used;
 * `error` says so and names `dadao run`). On a termination signal the terminal is restored, the experiment is ended
 * cleanly and the signal is raised again, so the caller's status is what the shell expects. */
int dadao_tui_run(const dadao_tui_options *options, dadao_error *error);

/* The lines that open the experiment shown when nothing was asked for: NULL-terminated. */
extern const char *const dadao_tui_default_commands[];

#endif
