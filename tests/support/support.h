/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test program may use: folders to write in, texts to compare with, the program to start, the shared cases.
 *
 * Tests run from the project's root. The runner (tests/run) says where things are:
 * DADAO_BUILD the object folder, DADAO_SHARED the folder of recorded cases, UPDATE=1 rewrites golden files. */
#ifndef DADAO_TESTS_SUPPORT_H
#define DADAO_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>

/* A new empty folder under TMPDIR; removed with all it holds by _folder_remove. Freed by the caller. */
char *support_folder(void);
void support_folder_remove(char *folder);

/* printf into a new text that the caller frees; fails the test when memory is out. */
char *support_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The whole of a file as text ('\0' added), NULL when it cannot be read. Freed by the caller. */
char *support_read(const char *path, size_t *length);
void support_write(const char *path, const char *bytes, size_t length);

/* Compares `text` with the file tests/golden/NAME; with UPDATE=1 writes the file instead. On a difference the test fails,
 * the first line that differs is printed, and what came is kept beside the objects for a look. */
void support_golden(const char *name, const char *text);

/* The path of `name` in the folder of shared cases, or NULL (and a line that says so) where the folder is missing:
 * call skip() then. Freed by the caller. */
char *support_shared(const char *name);

/* The object folder, and the program built there. Valid for ever. */
const char *support_build(void);
const char *support_program(void);
/* Whether this build is watched by a sanitizer (timings and preloads do not mean much then). */
bool support_sanitized(void);

/* What a finished program left. */
typedef struct support_result {
    int status;            /* exit status, or 128 + the signal */
    bool timed_out;
    char *output, *errors; /* standard output and standard error, '\0'-terminated */
    size_t output_length;
    double seconds;
} support_result;

/* How a program is run. Zero means: nothing on standard input, the present folder and environment, 60 seconds. */
typedef struct support_run_options {
    const char *input;              /* text for standard input */
    const char *folder;             /* the folder it runs in */
    const char *const *environment; /* "KEY=VALUE" sets, "KEY" removes; NULL ends */
    double seconds;                 /* killed after that long */
    int signal;                     /* sent after signal_after seconds, when not 0 */
    double signal_after;
} support_run_options;

/* Runs argv[0] to its end. The caller calls _result_clear. */
support_result support_run(const support_run_options *options, const char *const *argv);
/* The same for the program under test: the arguments follow, NULL ends. */
support_result support_dadao(const support_run_options *options, ...) __attribute__((sentinel));
void support_result_clear(support_result *result);

/* Seconds on a clock that never goes back. */
double support_clock(void);

/* Fails unless value is within `tolerance` of truth: relative, absolute where the truth is 0. */
#define assert_close(value, truth, tolerance) assert_close_at((value), (truth), (tolerance), #value, __FILE__, __LINE__)
void assert_close_at(double value, double truth, double tolerance, const char *what, const char *file, int line);

#endif
