/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to text and back, growing texts, and the nearest name to a misspelt one. */
#include "text.h"

#include "memory.h"
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Longest number that is taken; beyond it digits carry nothing. */
#define NUMBER_CAPACITY 512

bool dadao_core_parse_any_double(const char *text, size_t length, double *value)
{
    char copy[NUMBER_CAPACITY];
    if (length == 0 || length >= sizeof copy || isspace((unsigned char)text[0]))
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (strlen(copy) != length || strchr(copy, '(') != NULL) /* no nan(...) */
        return false;
    char *end = NULL;
    double number = strtod(copy, &end);
    if (end != copy + length)
        return false;
    *value = number;
    return true;
}

bool dadao_core_parse_double(const char *text, size_t length, double *value)
{
    double number;
    if (!dadao_core_parse_any_double(text, length, &number) || !isfinite(number))
        return false;
    *value = number;
    return true;
}

bool dadao_core_parse_u64(const char *text, size_t length, uint64_t *value)
{
    if (length == 0)
        return false;
    uint64_t number = 0;
    for (size_t k = 0; k < length; k++) {
        if (text[k] < '0' || text[k] > '9')
            return false;
        uint64_t digit = (uint64_t)(text[k] - '0');
        if (number > (UINT64_MAX - digit) / 10)
            return false;
        number = 10 * number + digit;
    }
    *value = number;
    return true;
}

const char *dadao_core_format_double(char *buffer, double value)
{
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(buffer, 32, "%.*g", digits, value);
        if (strtod(buffer, NULL) == value || isnan(value))
            break;
    }
    return buffer;
}

const char *dadao_core_format_hex(char *buffer, double value)
{
    (void)snprintf(buffer, 32, "%a", value);
    return buffer;
}

const char *dadao_core_format_count(char *buffer, uint64_t value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, value);
    char *out = buffer;
    for (int k = 0; k < length; k++) {
        if (k > 0 && (length - k) % 3 == 0)
            *out++ = ',';
        *out++ = digits[k];
    }
    *out = '\0';
    return buffer;
}

void dadao_core_text_append(dadao_text *text, const char *bytes, size_t length)
{
    void *block = text->bytes;
    if (text->failed || length > SIZE_MAX - text->length - 1 ||
        !dadao_core_grow(&block, &text->capacity, text->length + length + 1, 1)) {
        text->failed = true;
        return;
    }
    text->bytes = block;
    if (length > 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void dadao_core_text_format(dadao_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    void *block = text->bytes;
    if (text->failed || length < 0 ||
        !dadao_core_grow(&block, &text->capacity, text->length + (size_t)length + 1, 1)) {
        text->failed = true;
        return;
    }
    text->bytes = block;
    va_start(arguments, format);
    (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void dadao_core_text_clear(dadao_text *text)
{
    free(text->bytes);
    *text = (dadao_text){ 0 };
}

/* Names are short; a longer word is no misspelling of one. */
#define NAME_CAPACITY 64

/* Optimal string alignment distance (a swap of neighbours counts one), case ignored. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t rows = strlen(a), columns = strlen(b);
    size_t table[3][NAME_CAPACITY + 1];
    for (size_t j = 0; j <= columns; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t *now = table[i % 3], *before = table[(i + 2) % 3], *earlier = table[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            int p = tolower((unsigned char)a[i - 1]), q = tolower((unsigned char)b[j - 1]);
            size_t best = before[j - 1] + (p != q);
            if (before[j] + 1 < best)
                best = before[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && p == tolower((unsigned char)b[j - 2]) && q == tolower((unsigned char)a[i - 2]) &&
                earlier[j - 2] + 1 < best)
                best = earlier[j - 2] + 1;
            now[j] = best;
        }
    }
    return table[rows % 3][columns];
}

const char *dadao_core_nearest(const char *word, const char *const *candidates, size_t count)
{
    size_t length = strlen(word);
    if (length == 0 || length > NAME_CAPACITY)
        return NULL;
    const char *best = NULL;
    size_t best_distance = length / 3 + 1; /* one slip in three letters, at least one */
    if (best_distance > 3)
        best_distance = 3;
    for (size_t k = 0; k < count; k++) {
        if (candidates[k] == NULL || strlen(candidates[k]) > NAME_CAPACITY)
            continue;
        size_t distance = edit_distance(word, candidates[k]);
        if (distance < best_distance || (distance == best_distance && best == NULL)) {
            best = candidates[k];
            best_distance = distance;
        }
    }
    return best;
}

bool dadao_core_option(const char *word, const char *key, const char **value)
{
    size_t length = strlen(key);
    if (strncmp(word, key, length) != 0 || word[length] != '=')
        return false;
    *value = word + length + 1;
    return true;
}
