/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comma-separated tables with a header line, held as text cells with their line numbers. */
#ifndef DADAO_CORE_CSV_H
#define DADAO_CORE_CSV_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A table: RFC 4180 quoting, separators ',' or ';' or TAB (found from the header), '#' comment lines and blank lines skipped,
 * CR LF accepted, UTF-8 byte-order mark dropped. Cells are trimmed unless quoted. */
typedef struct dadao_csv {
    char *path;          /* for messages */
    char *bytes;         /* the cells point into this */
    size_t columns, rows;
    const char **name;   /* [columns] */
    const char **cell;   /* [rows*columns] */
    size_t *line;        /* [rows] 1-based line of the row's beginning */
} dadao_csv;

/* FORMAT for ragged rows, an unclosed quote, no header, duplicate column names, NUL bytes: "file:line: …". */
dadao_status dadao_core_csv_read(const char *path, dadao_csv *csv, dadao_error *error);
/* The same for text in memory (copied). */
dadao_status dadao_core_csv_parse(const char *path, const char *bytes, size_t length, dadao_csv *csv, dadao_error *error);
void dadao_core_csv_clear(dadao_csv *csv);

/* Index of the column, SIZE_MAX when absent (ignoring case). */
size_t dadao_core_csv_column(const dadao_csv *csv, const char *name);
/* The same, but absent is NOT_FOUND with the file's columns in the message. */
dadao_status dadao_core_csv_require(const dadao_csv *csv, const char *name, size_t *column, dadao_error *error);
const char *dadao_core_csv_text(const dadao_csv *csv, size_t row, size_t column);
/* A finite number, or FORMAT "file:line: column 'x': 'abc' is not a number". */
dadao_status dadao_core_csv_double(const dadao_csv *csv, size_t row, size_t column, double *value, dadao_error *error);
/* A whole number in [0, limit), or FORMAT. */
dadao_status dadao_core_csv_index(const dadao_csv *csv, size_t row, size_t column, size_t limit, size_t *value, dadao_error *error);

#endif
