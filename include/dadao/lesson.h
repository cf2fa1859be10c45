/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons: scripts of the program's own commands with captions, pauses, questions and goals. A lesson is a text that can be read
 * without the program: one statement a line, indented lines go on with the one before, `#` begins a comment. */
#ifndef DADAO_LESSON_H
#define DADAO_LESSON_H

#include <dadao/experiment.h>

typedef struct dadao_lesson dadao_lesson;

/* Reads and verifies a file. FORMAT or SYNTAX with file, line and column where something is wrong with it. `looks`: the commands of the
 * screen, which a lesson may use too. The caller destroys it. */
dadao_status dadao_lesson_read(const char *path, const dadao_command *looks, size_t look_count, dadao_lesson **lesson, dadao_error *error);
void dadao_lesson_destroy(dadao_lesson *lesson);
const char *dadao_lesson_title(const dadao_lesson *lesson);
const char *dadao_lesson_about(const dadao_lesson *lesson);  /* "" where it says nothing */
double dadao_lesson_minutes(const dadao_lesson *lesson);     /* 0 where it does not say */
size_t dadao_lesson_step_count(const dadao_lesson *lesson);

/* The lessons that come with the program: paths, in order; `folder` NULL: the installed ones, then lessons/. The caller frees with
 * dadao_lesson_list_clear. */
typedef struct dadao_lesson_list {
    char **path;
    size_t count, capacity;
} dadao_lesson_list;
dadao_status dadao_lesson_list_open(const char *folder, dadao_lesson_list *list, dadao_error *error);
void dadao_lesson_list_clear(dadao_lesson_list *list);
/* The path that `word` means: a number from 1, a name or the beginning of one, or a path itself; copied, NULL when there is none (or no memory). */
char *dadao_lesson_list_find(const dadao_lesson_list *list, const char *word);

/* Carries the whole lesson out without a screen: every command must succeed, every `check` hold, every `goal` be open before its
 * `solution` and reached after it, every caption fit into the room it has at 80x24. Errors name file, line and column. */
dadao_status dadao_lesson_check(const dadao_lesson *lesson, const dadao_experiment_options *options, dadao_error *error);
/* The lesson as a page of text, its numbers computed. */
dadao_status dadao_lesson_page(const dadao_lesson *lesson, const dadao_experiment_options *options, dadao_notes *page, dadao_error *error);
/* One self-contained page (HTML) that plays the lesson, with its captions and questions, in a browser: written beside and renamed. */
dadao_status dadao_lesson_web(const dadao_lesson *lesson, const dadao_experiment_options *options, const char *path, dadao_error *error);
/* The same of what `experiment` has done from its start to now, by carrying its script out anew. */
dadao_status dadao_lesson_export_web(dadao_experiment *experiment, const dadao_experiment_options *options, const char *path, dadao_error *error);
/* What `file` (see the host's options) remembers of the lesson at `path`: questions asked and answered right. False: nothing. */
bool dadao_lesson_score(const char *file, const char *path, unsigned *right, unsigned *asked);
/* What is read by the statements of a lesson, for the manual: a list in mdoc(7). */
void dadao_lesson_manual(dadao_notes *text);

/* ---- On the screen: an extension of the experiment's commands ---- */

typedef struct dadao_lesson_host dadao_lesson_host;

typedef struct dadao_lesson_host_options {
    const char *folder;             /* of the lessons; NULL: see dadao_lesson_list_open */
    const char *notes, *score;      /* files that are rewritten as the lesson goes on; NULL: none */
    dadao_experiment_options experiment; /* what a lesson is tried out on before it begins */
    bool may_write;                 /* lessons may write files: those that would are refused before they begin otherwise */
} dadao_lesson_host_options;

/* The host must outlive every experiment that has its extension. */
dadao_status dadao_lesson_host_create(const dadao_lesson_host_options *options, dadao_lesson_host **host, dadao_error *error);
void dadao_lesson_host_destroy(dadao_lesson_host *host);
const dadao_extension *dadao_lesson_host_extension(dadao_lesson_host *host);
extern const dadao_command dadao_lesson_commands[];
extern const size_t dadao_lesson_command_count;

/* Caption lines at 80x24. */
#define DADAO_LESSON_COLUMNS 76
#define DADAO_LESSON_LINES 5

#endif
