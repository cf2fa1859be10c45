/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration: keys and looks of a user, read at the start; and where it and the remembered looks are kept. */
#ifndef DADAO_TUI_CONFIG_H
#define DADAO_TUI_CONFIG_H

#include "tui/keymap.h"

#define DADAO_CONFIG_LINES 64

typedef struct dadao_config {
    dadao_keymap keymap;
    char *look[DADAO_CONFIG_LINES];  /* commands of the looking, in order */
    char *start[DADAO_CONFIG_LINES]; /* commands carried out before those of the command line */
    size_t looks, starts;
    double fps;                      /* 0: not said */
    int colors, sync;                /* -1: not said */
} dadao_config;

/* `offered`: whose commands keys and `start` may name, kept until _clear; NULL: the table alone. */
void dadao_tui_config_init(dadao_config *config, const dadao_experiment_options *offered);
void dadao_tui_config_clear(dadao_config *config);
/* Takes a text; what is wrong with it is told line by line ("FILE:12: …") and left out. Returns how many lines were wrong. */
size_t dadao_tui_config_read(dadao_config *config, const char *path, const char *text,
                             void (*complain)(void *context, const char *text), void *context);
/* The whole of the defaults in the language of the file. */
void dadao_tui_config_print(FILE *stream);

/* $DADAO_CONFIG, else $XDG_CONFIG_HOME/dadao/config, else ~/.config/dadao/config. False: there is no place for one. */
bool dadao_tui_config_path(char *buffer, size_t capacity);
/* $DADAO_STATE, else $XDG_STATE_HOME/dadao/state, else ~/.local/state/dadao/state. */
bool dadao_tui_state_path(char *buffer, size_t capacity);

#endif
