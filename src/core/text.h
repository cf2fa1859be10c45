/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to text and back, growing texts, and the nearest name to a misspelt one. */
#ifndef DADAO_CORE_TEXT_H
#define DADAO_CORE_TEXT_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Strict: the whole of text[0..length) must be one decimal or hexadecimal floating number (inf and nan are accepted
 * only by _parse_any_double). The program keeps LC_NUMERIC at "C". */
bool dadao_core_parse_double(const char *text, size_t length, double *value);
bool dadao_core_parse_any_double(const char *text, size_t length, double *value);
bool dadao_core_parse_u64(const char *text, size_t length, uint64_t *value);
/* "17 significant digits", shortest of %.15g, %.16g, %.17g that reads back equal; buffer of 32 bytes. */
const char *dadao_core_format_double(char *buffer, double value);
const char *dadao_core_format_hex(char *buffer, double value); /* %a */
/* 1234567 -> "1,234,567" */
const char *dadao_core_format_count(char *buffer, uint64_t value);

/* A growing text; zero-initialised is empty. `failed` is set when memory ran out. */
typedef struct dadao_text {
    char *bytes; /* '\0'-terminated once anything was appended */
    size_t length, capacity;
    bool failed;
} dadao_text;
void dadao_core_text_append(dadao_text *text, const char *bytes, size_t length);
void dadao_core_text_format(dadao_text *text, const char *format, ...) DADAO_PRINTF(2, 3);
void dadao_core_text_clear(dadao_text *text);

/* The candidate nearest to `word` by edit distance (case ignored), NULL when none is near enough to suggest. */
const char *dadao_core_nearest(const char *word, const char *const *candidates, size_t count);

/* A "key=value" word: true and *value set when `word` begins with key and '='. */
bool dadao_core_option(const char *word, const char *key, const char **value);

#endif
