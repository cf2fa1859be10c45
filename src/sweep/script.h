/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A script as a list of commands that can be changed one by one. */
#ifndef DADAO_SWEEP_SCRIPT_H
#define DADAO_SWEEP_SCRIPT_H

#include "core/text.h"
#include "sweep/sweep.h"

typedef struct dadao_sweep_commands {
    char **item;
    size_t count, capacity;
} dadao_sweep_commands;

/* Comments are dropped. The owner calls _clear, also after a failure. */
dadao_status dadao_sweep_commands_split(const char *text, dadao_sweep_commands *commands, dadao_error *error);
void dadao_sweep_commands_clear(dadao_sweep_commands *commands);
/* The last command that begins with these words; SIZE_MAX when none. */
size_t dadao_sweep_commands_find(const dadao_sweep_commands *commands, const char *verb);
size_t dadao_sweep_commands_first_run(const dadao_sweep_commands *commands); /* count when none */
/* `verb value` in place of the last `verb …`, or before everything. */
dadao_status dadao_sweep_commands_set(dadao_sweep_commands *commands, const char *verb, const char *value, dadao_error *error);
/* `verb value` after everything but runs. */
dadao_status dadao_sweep_commands_append(dadao_sweep_commands *commands, const char *verb, const char *value, dadao_error *error);
/* key=value in the last `verb …`, or in `verb otherwise` where there is none. */
dadao_status dadao_sweep_commands_option(dadao_sweep_commands *commands, const char *verb, const char *otherwise, const char *key, const char *value,
                                         dadao_error *error);
dadao_status dadao_sweep_commands_size(dadao_sweep_commands *commands, const char *value, dadao_error *error);
/* Whether {name} stands in the text; puts a value in its places. */
bool dadao_sweep_commands_hole(const char *text, const char *name);
dadao_status dadao_sweep_commands_fill(dadao_sweep_commands *commands, const char *name, const char *value, dadao_error *error);

#endif
