/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: what its files share. */
#ifndef DADAO_CLI_H
#define DADAO_CLI_H

#include <dadao/experiment.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Exit statuses. After Ctrl-C it is 130, as a shell expects; results so far are on disk then. */
enum { DADAO_CLI_OK = 0, DADAO_CLI_FAILED = 1, DADAO_CLI_USAGE = 2, DADAO_CLI_INTERRUPTED = 130 };

/* Each takes what follows its own name. */
int dadao_cli_run(int count, char **arguments);
int dadao_cli_sweep(int count, char **arguments);
int dadao_cli_reproduce(int count, char **arguments);
int dadao_cli_league(int count, char **arguments);
int dadao_cli_chi(int count, char **arguments);
int dadao_cli_config(int count, char **arguments);
int dadao_cli_replay(int count, char **arguments);
int dadao_cli_live(int count, char **arguments);
int dadao_cli_lesson(int count, char **arguments);
int dadao_cli_notes(int count, char **arguments);
int dadao_cli_commands(int count, char **arguments);
int dadao_cli_help(int count, char **arguments); /* of at least one word */

/* Prints the error; where it points into `text`, with the line and a caret under the word. `place` names the text. */
void dadao_cli_report(const char *place, const char *text, const dadao_error *error);
/* Says that `word` is no option of `what`, suggests the nearest, returns the exit status. */
int dadao_cli_unknown_option(const char *what, const char *word, const char *const *known, size_t count);
/* The value of an option: the rest after '=', or the next argument (*index moves); NULL when there is none, which is said. */
const char *dadao_cli_value(int count, char **arguments, int *index, const char *name);
/* Whether arguments[index] is --name, --name=… or the short form (NULL: none). */
bool dadao_cli_is(const char *argument, const char *name, const char *brief);

/* Where a lesson's speaker notes are written and read: a file of this user's, in `buffer`; false where there is no place for it. */
bool dadao_cli_notes_path(char *buffer, size_t capacity);

/* Where the scores of lessons are kept, beside the remembered looks, its folder made where `make` asks for it; false where nothing is to be remembered. */
bool dadao_cli_score_path(char *buffer, size_t capacity, bool make);

/* A file as command text: the text itself for a script, a `topology` command for a network. Freed by the caller. */
dadao_status dadao_cli_file_commands(const char *path, char **commands, bool *script, dadao_error *error);
/* Appended to by SIGINT and SIGTERM: the number of the signal, 0 before. */
int dadao_cli_interrupted(void);
const atomic_bool *dadao_cli_catch_interrupts(void);

#endif
