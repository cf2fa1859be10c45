/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands and the finding of a row by name or unique abbreviation. */
#include "experiment/experiment.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const dadao_command table[DADAO_ROW_COUNT] = {
#define DADAO_COMMAND_ROW(id, name, arguments, summary, detail, example, flags) \
    [DADAO_ROW_##id] = {name, arguments, summary, detail, example, flags},
    DADAO_COMMANDS(DADAO_COMMAND_ROW)
#undef DADAO_COMMAND_ROW
};

/* Rows looked through: the table, then those of the screen, then those of an extension. */
typedef dadao_experiment_options row_list;

static size_t row_count(const row_list *rows)
{
    return DADAO_ROW_COUNT + (rows->looks ? rows->look_count : 0) + (rows->extension ? rows->extension->count : 0);
}

static const dadao_command *row_at(const row_list *rows, size_t index)
{
    if (index < DADAO_ROW_COUNT)
        return &table[index];
    index -= DADAO_ROW_COUNT;
    size_t looks = rows->looks ? rows->look_count : 0;
    return index < looks ? &rows->looks[index] : &rows->extension->rows[index - looks];
}

const dadao_command *dadao_experiment_any_command(const dadao_experiment_options *options, size_t index)
{
    return index < row_count(options) ? row_at(options, index) : NULL;
}

const dadao_command *dadao_experiment_commands(void)
{
    return table;
}

size_t dadao_experiment_command_count(void)
{
    return DADAO_ROW_COUNT;
}

const dadao_command *dadao_experiment_command_at(size_t index)
{
    return index < DADAO_ROW_COUNT ? &table[index] : NULL;
}

static size_t first_length(const dadao_command *row)
{
    return strcspn(row->name, " ");
}

static const char *second_word(const dadao_command *row)
{
    const char *blank = strchr(row->name, ' ');
    return blank ? blank + 1 : NULL;
}

/* How well `word` names name[0..length): 2 in full, 1 as a beginning, 0 not at all. */
static int match(const char *word, const char *name, size_t length)
{
    size_t given = strlen(word);
    if (given == 0 || given > length || strncasecmp(word, name, given) != 0)
        return 0;
    return given == length ? 2 : 1;
}

static int match_first(const row_list *rows, size_t index, const char *word)
{
    const dadao_command *row = row_at(rows, index);
    return match(word, row->name, first_length(row));
}

/* The best kind of match that any row offers for the first word. */
static int best_first(const row_list *rows, const char *word)
{
    int best = 0;
    for (size_t k = 0; k < row_count(rows); k++) {
        int found = match_first(rows, k, word);
        best = found > best ? found : best;
    }
    return best;
}

/* Appends "a, b, c" without doubling names. */
static void list_name(char *list, size_t capacity, const char *name, size_t length)
{
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)length, name);
    if (strstr(list, word))
        return;
    size_t used = strlen(list);
    snprintf(list + used, capacity - used, "%s%s", used ? ", " : "", word);
}

static dadao_status unknown_first(const row_list *rows, const dadao_words *words, dadao_error *error)
{
    char name[128][24];
    const char *candidate[128];
    size_t count = 0;
    for (size_t k = 0; k < row_count(rows) && count < 128; k++, count++) {
        snprintf(name[count], sizeof name[count], "%.*s", (int)first_length(row_at(rows, k)), row_at(rows, k)->name);
        candidate[count] = name[count];
    }
    const char *near = dadao_core_nearest(words->word[0], candidate, count);
    return dadao_experiment_fail_at(words, 0, error, DADAO_SYNTAX, near ? "unknown command '%s': did you mean '%s'?"
                                    : "unknown command '%s': `help` lists them%.0s", words->word[0], near ? near : "");
}

/* Several different first words begin like this. */
static bool ambiguous_first(const row_list *rows, const dadao_words *words, int best, dadao_error *error)
{
    const dadao_command *one = NULL;
    bool differ = false;
    char list[256] = "";
    for (size_t k = 0; k < row_count(rows); k++) {
        const dadao_command *row = row_at(rows, k);
        if (match_first(rows, k, words->word[0]) < best)
            continue;
        list_name(list, sizeof list, row->name, first_length(row));
        differ = differ || (one && (first_length(one) != first_length(row) || strncmp(one->name, row->name, first_length(row)) != 0));
        one = row;
    }
    if (differ)
        dadao_experiment_fail_at(words, 0, error, DADAO_SYNTAX, "'%s' can be %s: type more of it", words->word[0], list);
    return differ;
}

/* The names that can follow the first word, for a message. */
static void list_seconds(const row_list *rows, const char *first, int best, char *list, size_t capacity)
{
    list[0] = '\0';
    for (size_t k = 0; k < row_count(rows); k++) {
        const char *second = second_word(row_at(rows, k));
        if (second && match_first(rows, k, first) == best)
            list_name(list, capacity, second, strlen(second));
    }
}

static dadao_status fail_second(const row_list *rows, const dadao_words *words, int best, bool many, dadao_error *error)
{
    char list[256];
    list_seconds(rows, words->word[0], best, list, sizeof list);
    if (words->count < 2)
        return dadao_experiment_fail_at(words, 1, error, DADAO_SYNTAX, "'%s' wants a second word: %s", words->word[0], list);
    const char *candidate[32];
    size_t count = 0;
    for (size_t k = 0; k < row_count(rows) && count < 32; k++) {
        if (second_word(row_at(rows, k)) && match_first(rows, k, words->word[0]) == best)
            candidate[count++] = second_word(row_at(rows, k));
    }
    const char *near = many ? NULL : dadao_core_nearest(words->word[1], candidate, count);
    if (near)
        return dadao_experiment_fail_at(words, 1, error, DADAO_SYNTAX, "unknown command '%s %s': did you mean '%s'?", words->word[0],
                                        words->word[1], near);
    return dadao_experiment_fail_at(words, 1, error, DADAO_SYNTAX, "%s '%s %s': the second word is one of %s",
                                    many ? "ambiguous" : "unknown command", words->word[0], words->word[1], list);
}

dadao_status dadao_experiment_find_command(const dadao_words *words, const dadao_experiment_options *options,
                                           const dadao_command **command, size_t *used, dadao_error *error)
{
    const row_list rows = options ? *options : dadao_experiment_options_defaults();
    if (dadao_experiment_is_shared(words->word[0])) { /* the line itself, without `open` before it */
        *command = &table[DADAO_ROW_open];
        *used = 0;
        return DADAO_OK;
    }
    int best = best_first(&rows, words->word[0]);
    if (best == 0)
        return unknown_first(&rows, words, error);
    if (ambiguous_first(&rows, words, best, error))
        return DADAO_SYNTAX;
    const dadao_command *found = NULL;
    int best_second = 0;
    bool many = false;
    for (size_t k = 0; k < row_count(&rows); k++) {
        const dadao_command *row = row_at(&rows, k);
        if (match_first(&rows, k, words->word[0]) < best)
            continue;
        const char *second = second_word(row);
        int fits = !second ? 1 : words->count > 1 ? match(words->word[1], second, strlen(second)) : 0;
        many = fits == best_second ? many || fits > 0 : fits > best_second ? false : many;
        if (fits > best_second) {
            best_second = fits;
            found = row;
        }
    }
    if (!found || many)
        return fail_second(&rows, words, best, many, error);
    *command = found;
    *used = second_word(found) ? 2 : 1;
    return DADAO_OK;
}

dadao_status dadao_experiment_command_find(const dadao_experiment_options *options, const char *line, const dadao_command **command, size_t *rest, dadao_error *error)
{
    dadao_words words;
    dadao_status status = dadao_experiment_words(line, 0, &words, error);
    if (status != DADAO_OK)
        return status;
    size_t used = 0;
    if (words.count == 0)
        status = dadao_core_fail(error, DADAO_NOT_FOUND, "there is no command in this line");
    else
        status = dadao_experiment_find_command(&words, options, command, &used, error);
    if (status == DADAO_OK)
        *rest = used < words.count ? words.column[used] : words.last;
    dadao_experiment_words_clear(&words);
    return status;
}
