/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of command lines: blanks separate words, `;` and newline end a command, `#` begins a comment, double quotes
 * hold blanks and escapes. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <stdio.h>
#include <string.h>

typedef struct word_list {
    dadao_words *words;
    dadao_text bytes;
    size_t *offset; /* of each word in bytes */
    size_t capacity[4];
} word_list;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool ends_command(char c)
{
    return c == '\0' || c == '\n' || c == ';';
}

static dadao_status fail_bytes(dadao_error *error, size_t column, size_t length, const char *text)
{
    dadao_status status = dadao_core_fail(error, DADAO_SYNTAX, "%s", text);
    if (error) {
        error->column = column;
        error->length = length;
    }
    return status;
}

/* One character after a backslash inside quotes. */
static dadao_status read_escape(const char *line, size_t *at, dadao_text *bytes, dadao_error *error)
{
    char c = line[*at + 1];
    if (c == '"' || c == '\\')
        dadao_core_text_append(bytes, &c, 1);
    else if (c == 'n')
        dadao_core_text_append(bytes, "\n", 1);
    else if (c == 't')
        dadao_core_text_append(bytes, "\t", 1);
    else
        return fail_bytes(error, *at, c ? 2 : 1, "unknown escape: inside quotes \\\" \\\\ \\n \\t are understood");
    *at += 2;
    return DADAO_OK;
}

static dadao_status read_quoted(const char *line, size_t *at, dadao_text *bytes, dadao_error *error)
{
    size_t open = *at;
    for ((*at)++; line[*at] != '"';) {
        if (line[*at] == '\0' || line[*at] == '\n')
            return fail_bytes(error, open, *at - open, "this quote is never closed: put a \" at the end of the name");
        if (line[*at] == '\\') {
            dadao_status status = read_escape(line, at, bytes, error);
            if (status != DADAO_OK)
                return status;
        } else {
            dadao_core_text_append(bytes, &line[(*at)++], 1);
        }
    }
    (*at)++;
    return DADAO_OK;
}

static dadao_status grow_lists(word_list *list, dadao_error *error)
{
    size_t need = list->words->count + 1;
    if (dadao_core_grow((void **)&list->offset, &list->capacity[0], need, sizeof *list->offset) &&
        dadao_core_grow((void **)&list->words->column, &list->capacity[1], need, sizeof *list->words->column) &&
        dadao_core_grow((void **)&list->words->length, &list->capacity[2], need, sizeof *list->words->length) &&
        dadao_core_grow((void **)&list->words->quoted, &list->capacity[3], need, sizeof *list->words->quoted))
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

/* One word; quotes may begin in its middle: data="my file.csv". */
static dadao_status read_word(const char *line, size_t *at, word_list *list, dadao_error *error)
{
    dadao_status status = grow_lists(list, error);
    if (status != DADAO_OK)
        return status;
    dadao_words *words = list->words;
    size_t begin = *at;
    list->offset[words->count] = list->bytes.length;
    words->quoted[words->count] = line[begin] == '"';
    while (status == DADAO_OK && !is_blank(line[*at]) && !ends_command(line[*at])) {
        if (line[*at] == '"')
            status = read_quoted(line, at, &list->bytes, error);
        else
            dadao_core_text_append(&list->bytes, &line[(*at)++], 1);
    }
    dadao_core_text_append(&list->bytes, "", 1);
    words->column[words->count] = begin;
    words->length[words->count] = *at - begin;
    words->count++;
    return status;
}

static dadao_status finish(word_list *list, dadao_error *error)
{
    dadao_words *words = list->words;
    words->word = dadao_core_allocate(words->count, sizeof *words->word);
    if (!words->word || list->bytes.failed)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    words->bytes = list->bytes.bytes;
    list->bytes = (dadao_text){0};
    for (size_t k = 0; k < words->count; k++)
        words->word[k] = words->bytes + list->offset[k];
    return DADAO_OK;
}

static size_t skip_comment(const char *line, size_t at)
{
    while (line[at] && line[at] != '\n')
        at++;
    return at;
}

/* Words up to the end of the command; leading empty commands and comments are passed over. */
static dadao_status read_command(const char *line, size_t at, word_list *list, dadao_error *error)
{
    dadao_words *words = list->words;
    dadao_status status = DADAO_OK;
    words->first = words->last = at;
    for (;;) {
        while (is_blank(line[at]))
            at++;
        if (line[at] == '#')
            at = skip_comment(line, at);
        if (ends_command(line[at])) {
            words->end = line[at] ? at + 1 : at;
            if (words->count > 0 || line[at] == '\0')
                return DADAO_OK;
            at++;
            continue;
        }
        if (words->count == 0)
            words->first = at;
        status = read_word(line, &at, list, error);
        words->last = at;
        if (status != DADAO_OK)
            return status;
    }
}

dadao_status dadao_experiment_words(const char *line, size_t from, dadao_words *words, dadao_error *error)
{
    *words = (dadao_words){0};
    word_list list = {.words = words};
    dadao_status status = read_command(line, from, &list, error);
    if (status == DADAO_OK)
        status = finish(&list, error);
    free(list.offset);
    dadao_core_text_clear(&list.bytes);
    if (status != DADAO_OK)
        dadao_experiment_words_clear(words);
    return status;
}

void dadao_experiment_words_clear(dadao_words *words)
{
    free(words->bytes);
    free(words->word);
    free(words->column);
    free(words->length);
    free(words->quoted);
    *words = (dadao_words){0};
}

dadao_status dadao_experiment_point_at(const dadao_words *words, size_t index, dadao_status status, dadao_error *error)
{
    if (status == DADAO_OK || !error)
        return status;
    error->column = index < words->count ? words->column[index] : words->last;
    error->length = index < words->count ? words->length[index] : 1;
    return status;
}

dadao_status dadao_experiment_fail_at(const dadao_words *words, size_t index, dadao_error *error, dadao_status status,
                                      const char *format, ...)
{
    char text[DADAO_ERROR_CAPACITY];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    dadao_core_fail(error, status, "%s", text);
    return dadao_experiment_point_at(words, index, status, error);
}
