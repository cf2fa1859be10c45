/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the text of a lesson to its statements. */
#include "lesson/lesson.h"

#include "core/file.h"
#include "core/memory.h"

#include <math.h>
#include <string.h>

#define LIMIT ((size_t)1 << 20) /* bytes of a lesson */

typedef struct row {
    const char *word, *argument, *summary;
} row;

#define ROW(id, word, argument, summary) {word, argument, summary},
static const row rows[] = {DADAO_LESSON_STATEMENTS(ROW)};

static dadao_lesson_kind kind_of(const char *word, size_t length)
{
    size_t k = 0;
    while (k < DADAO_LESSON_COMMAND && (strlen(rows[k].word) != length || strncmp(rows[k].word, word, length) != 0))
        k++;
    return (dadao_lesson_kind)k;
}

dadao_status dadao_lesson_place(const dadao_lesson *lesson, const dadao_lesson_statement *statement, dadao_status status,
                                dadao_error *error)
{
    if (error && status != DADAO_OK)
        dadao_core_error_prefix(error, "%s:%zu:%zu", lesson->path, statement->line, statement->column + error->column);
    if (error)
        error->column = error->length = 0;
    return status;
}

static dadao_status add_statement(dadao_lesson *lesson, dadao_lesson_kind kind, const char *text, size_t length, size_t line,
                                  size_t column, dadao_error *error)
{
    char *copy = dadao_core_allocate(length + 1, 1);
    if (!copy || !dadao_core_grow((void **)&lesson->statement, &lesson->capacity, lesson->count + 1, sizeof *lesson->statement)) {
        free(copy);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    memcpy(copy, text, length);
    lesson->statement[lesson->count++] = (dadao_lesson_statement){kind, copy, line, column};
    return DADAO_OK;
}

/* An indented line goes on with the statement before. */
static dadao_status continue_statement(dadao_lesson *lesson, const char *text, size_t length, size_t line, dadao_error *error)
{
    if (lesson->count == 0)
        return dadao_core_fail(error, DADAO_FORMAT,
                               "%s:%zu:1: an indented line goes on with a statement, and there is none before it", lesson->path,
                               line);
    dadao_lesson_statement *last = &lesson->statement[lesson->count - 1];
    size_t before = strlen(last->text);
    char *longer = realloc(last->text, before + length + 2);
    if (!longer)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    longer[before] = last->kind == DADAO_LESSON_COMMAND ? ';' : ' ';
    memcpy(longer + before + 1, text, length);
    longer[before + 1 + length] = '\0';
    last->text = longer;
    return DADAO_OK;
}

static dadao_status read_line(dadao_lesson *lesson, const char *text, size_t length, size_t line, dadao_error *error)
{
    while (length > 0 && strchr(" \t\r", text[length - 1]))
        length--;
    size_t blank = 0;
    while (blank < length && (text[blank] == ' ' || text[blank] == '\t'))
        blank++;
    if (blank == length || text[blank] == '#')
        return DADAO_OK;
    if (blank > 0)
        return continue_statement(lesson, text + blank, length - blank, line, error);
    size_t word = 0;
    while (word < length && text[word] != ' ' && text[word] != '\t')
        word++;
    dadao_lesson_kind kind = kind_of(text, word);
    size_t from = kind == DADAO_LESSON_COMMAND ? 0 : word;
    while (from < length && (text[from] == ' ' || text[from] == '\t'))
        from++;
    return add_statement(lesson, kind, text + from, length - from, line, from + 1, error);
}

static dadao_status read_lines(dadao_lesson *lesson, const char *text, size_t length, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    size_t line = 1;
    if (memchr(text, '\0', length))
        return dadao_core_fail(error, DADAO_FORMAT, "%s: this is no text", lesson->path);
    for (size_t at = 0; status == DADAO_OK && at < length; line++) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t here = end ? (size_t)(end - (text + at)) : length - at;
        status = read_line(lesson, text + at, here, line, error);
        at += here + 1;
    }
    return status;
}

/* Where the steps begin, and what the head says. */
static dadao_status gather(dadao_lesson *lesson, dadao_error *error)
{
    lesson->about = lesson->source = "";
    for (size_t k = 0; k < lesson->count; k++) {
        const dadao_lesson_statement *s = &lesson->statement[k];
        if (s->kind == DADAO_LESSON_TITLE)
            lesson->title = s->text;
        else if (s->kind == DADAO_LESSON_ABOUT)
            lesson->about = s->text;
        else if (s->kind == DADAO_LESSON_SOURCE)
            lesson->source = s->text;
        else if (s->kind == DADAO_LESSON_MINUTES && !dadao_core_parse_double(s->text, strlen(s->text), &lesson->minutes))
            return dadao_lesson_place(lesson, s, dadao_core_fail(error, DADAO_SYNTAX, "'%s' is no number of minutes", s->text),
                                      error);
        if (s->kind != DADAO_LESSON_STEP)
            continue;
        if (!dadao_core_grow((void **)&lesson->step, &lesson->step_capacity, lesson->steps + 1, sizeof *lesson->step))
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        lesson->step[lesson->steps++] = k;
    }
    if (!lesson->title)
        return dadao_core_fail(error, DADAO_FORMAT, "%s:1:1: a lesson begins with `title TEXT`", lesson->path);
    if (lesson->steps == 0)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: a lesson has parts: `part TITLE`", lesson->path);
    return DADAO_OK;
}

dadao_status dadao_lesson_read(const char *path, const dadao_command *looks, size_t look_count, dadao_lesson **lesson,
                               dadao_error *error)
{
    char *text = NULL;
    size_t length = 0;
    *lesson = NULL;
    dadao_status status = dadao_core_file_read(path, LIMIT, &text, &length, error);
    if (status != DADAO_OK)
        return status;
    dadao_lesson *made = dadao_core_allocate(1, sizeof *made);
    if (made)
        made->path = dadao_core_copy_text(path);
    status = made && made->path ? read_lines(made, text, length, error) : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    free(text);
    if (status == DADAO_OK)
        status = gather(made, error);
    if (status == DADAO_OK)
        status = dadao_lesson_verify(made, looks, look_count, error);
    if (status == DADAO_OK)
        *lesson = made;
    else
        dadao_lesson_destroy(made);
    return status;
}

void dadao_lesson_destroy(dadao_lesson *lesson)
{
    if (!lesson)
        return;
    for (size_t k = 0; k < lesson->count; k++)
        free(lesson->statement[k].text);
    free(lesson->statement);
    free(lesson->step);
    free(lesson->path);
    free(lesson);
}

const char *dadao_lesson_title(const dadao_lesson *lesson)
{
    return lesson->title;
}

const char *dadao_lesson_about(const dadao_lesson *lesson)
{
    return lesson->about;
}

double dadao_lesson_minutes(const dadao_lesson *lesson)
{
    return lesson->minutes;
}

size_t dadao_lesson_step_count(const dadao_lesson *lesson)
{
    return lesson->steps;
}

size_t dadao_lesson_step_of(const dadao_lesson *lesson, size_t index)
{
    size_t step = 0;
    while (step + 1 < lesson->steps && lesson->step[step + 1] <= index)
        step++;
    return step;
}

void dadao_lesson_manual(dadao_notes *text)
{
    dadao_core_note(text, ".Bl -tag -width Ds");
    for (size_t k = 0; k < DADAO_LESSON_COMMAND; k++) {
        dadao_core_note(text, ".It Ic \"%s\"%s%s%s", rows[k].word, rows[k].argument[0] ? " Ar \"" : "", rows[k].argument,
                        rows[k].argument[0] ? "\"" : "");
        dadao_core_note(text, "%c%s.", rows[k].summary[0] - ('a' <= rows[k].summary[0] && rows[k].summary[0] <= 'z' ? 32 : 0),
                        rows[k].summary + 1);
    }
    dadao_core_note(text, ".El");
}
