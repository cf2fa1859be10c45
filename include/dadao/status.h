/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a function that can fail returns, and the text of what went wrong. */
#ifndef DADAO_STATUS_H
#define DADAO_STATUS_H

#include <stdarg.h>
#include <stddef.h>

/* One row a status: name, what it means to a person. */
#define DADAO_STATUSES(X)                                      \
    X(OK, "success")                                           \
    X(INVALID, "a value is out of range")                      \
    X(SYNTAX, "the text cannot be understood")                 \
    X(NOT_FOUND, "no such thing")                              \
    X(IO, "a file cannot be read or written")                  \
    X(FORMAT, "a file is not what it should be")               \
    X(DISCONNECTED, "the network is not connected")            \
    X(SINGULAR, "a matrix that must be invertible is not")     \
    X(TOO_LARGE, "the request exceeds a stated limit")         \
    X(MEMORY, "out of memory")                                 \
    X(UNSUPPORTED, "not possible with the present experiment") \
    X(INTERRUPTED, "stopped by the user")                      \
    X(INTERNAL, "a defect in this program")

#define DADAO_STATUS_ENUM(name, text) DADAO_##name,
typedef enum dadao_status { DADAO_STATUSES(DADAO_STATUS_ENUM) DADAO_STATUS_COUNT } dadao_status;
#undef DADAO_STATUS_ENUM

/* Room for the text of one error; longer texts are cut at a character boundary. */
#define DADAO_ERROR_CAPACITY 1024

/* What went wrong. `text` names the input, the place, what was expected and what to try. Where the
 * fault is a word of a command line, [column, column + length) are its bytes in that line (0-based);
 * length is 0 where there is no such word. Zero-initialised is "no error". */
typedef struct dadao_error {
    dadao_status status;
    size_t column;
    size_t length;
    char text[DADAO_ERROR_CAPACITY];
} dadao_error;

#if defined(__GNUC__)
#define DADAO_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define DADAO_PRINTF(text, first)
#endif

/* Fills `error` (which may be NULL) and returns `status`, so that a failing function can end with
 * `return dadao_core_fail(error, DADAO_INVALID, "…")`. */
dadao_status dadao_core_fail(dadao_error *error, dadao_status status, const char *format, ...)
    DADAO_PRINTF(3, 4);

/* Puts "prefix: " before the text of `error`, e.g. the name of the file that was being read. */
void dadao_core_error_prefix(dadao_error *error, const char *format, ...) DADAO_PRINTF(2, 3);

/* The meaning of a status in words; never NULL. */
const char *dadao_core_status_text(dadao_status status);

/* Things worth saying once that are no errors ("3 parallel edges merged"). Zero-initialised is
 * empty; text is one '\n'-terminated line a note, NULL when empty. The owner calls _clear. */
typedef struct dadao_notes {
    char *text;
    size_t length, capacity;
} dadao_notes;

/* Appends one line; does nothing when `notes` is NULL or memory is out. */
void dadao_core_note(dadao_notes *notes, const char *format, ...) DADAO_PRINTF(2, 3);
void dadao_core_notes_clear(dadao_notes *notes);

#endif
