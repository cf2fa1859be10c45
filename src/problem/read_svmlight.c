/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data sets in SVMlight's format: `label index:value index:value … # comment`, one sample a line, indices ascending.
 *
 * Indices count from 1 by the format's definition, from 0 in many files: an index 0 anywhere decides for the whole
 * file. */
#include "core/memory.h"
#include "core/text.h"
#include "problem/dataset.h"
#include <stdio.h>
#include <string.h>

/* A table with fewer than one number in this many cells is too sparse to be held dense (small ones always are held). */
#define SPARSEST ((size_t)1024)
#define SMALL_TABLE ((size_t)1 << 22)

/* A place in the text, one word at a time. */
typedef struct cursor {
    const char *at, *end;
    size_t line;
} cursor;

typedef struct word {
    const char *text;
    size_t length;
} word;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The next word of the present line; length 0 at its end or at a comment. */
static word next_word(cursor *c)
{
    while (c->at < c->end && is_blank(*c->at))
        c->at++;
    word found = { c->at, 0 };
    while (c->at < c->end && *c->at != '\n' && *c->at != '#' && !is_blank(*c->at))
        c->at++;
    found.length = (size_t)(c->at - found.text);
    return found;
}

static void skip_line(cursor *c)
{
    while (c->at < c->end && *c->at != '\n')
        c->at++;
    c->at += c->at < c->end;
    c->line++;
}

static dadao_status fail_word(const char *path, const cursor *c, word w, const char *expected, dadao_error *error)
{
    return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: '%.*s': expected %s", path, c->line,
                           (int)(w.length < 60 ? w.length : 60), w.text, expected);
}

/* "index:value"; `qid:` and `sid:` words give index SIZE_MAX and are passed over. */
static dadao_status read_pair(const char *path, const cursor *c, word w, size_t *index, double *value,
                              dadao_error *error)
{
    const char *colon = memchr(w.text, ':', w.length);
    uint64_t number;
    *index = SIZE_MAX;
    if (!colon)
        return fail_word(path, c, w, "index:value", error);
    const size_t before = (size_t)(colon - w.text);
    if (before == 3 && (memcmp(w.text, "qid", 3) == 0 || memcmp(w.text, "sid", 3) == 0))
        return DADAO_OK;
    if (!dadao_core_parse_u64(w.text, before, &number) || number > UINT32_MAX)
        return fail_word(path, c, w, "a feature number before the colon, 0 or more", error);
    if (!dadao_core_parse_double(colon + 1, w.length - before - 1, value))
        return fail_word(path, c, w, "a finite number after the colon", error);
    *index = (size_t)number;
    return DADAO_OK;
}

/* What a first pass finds: how many samples, and the range of indices. */
typedef struct extent {
    size_t rows, least, most;
} extent;

static dadao_status measure_line(const char *path, cursor *c, extent *size, dadao_error *error)
{
    word w = next_word(c);
    if (w.length == 0)
        return DADAO_OK;
    size->rows++;
    size_t previous = SIZE_MAX;
    while ((w = next_word(c)).length > 0) {
        size_t index;
        double value;
        const dadao_status status = read_pair(path, c, w, &index, &value, error);
        if (status != DADAO_OK)
            return status;
        if (index == SIZE_MAX)
            continue;
        if (previous != SIZE_MAX && index <= previous)
            return fail_word(path, c, w, "feature numbers in ascending order, each once", error);
        previous = index;
        size->least = index < size->least ? index : size->least;
        size->most = index > size->most ? index : size->most;
    }
    return DADAO_OK;
}

static dadao_status measure(const char *path, const char *bytes, size_t length, extent *size, dadao_error *error)
{
    *size = (extent){ .least = SIZE_MAX };
    for (cursor c = { bytes, bytes + length, 1 }; c.at < c.end; skip_line(&c)) {
        const dadao_status status = measure_line(path, &c, size, error);
        if (status != DADAO_OK)
            return status;
    }
    return DADAO_OK;
}

static dadao_status read_label(dadao_dataset *dataset, const cursor *c, word w, size_t row, bool classes,
                               dadao_error *error)
{
    char label[64];
    dataset->line[row] = c->line;
    if (!classes)
        return dadao_core_parse_double(w.text, w.length, dataset->target + row)
                   ? DADAO_OK
                   : fail_word(dataset->path, c, w, "a finite number as target at the beginning of the line", error);
    if (w.length >= sizeof label || memchr(w.text, '\0', w.length) || memchr(w.text, ':', w.length))
        return fail_word(dataset->path, c, w, "a class label at the beginning of the line", error);
    memcpy(label, w.text, w.length);
    label[w.length] = '\0';
    return dadao_problem_dataset_label(dataset, row, label, error);
}

static dadao_status read_line(dadao_dataset *dataset, cursor *c, size_t *row, size_t base, bool classes,
                              dadao_error *error)
{
    word w = next_word(c);
    if (w.length == 0)
        return DADAO_OK;
    dadao_status status = read_label(dataset, c, w, *row, classes, error);
    while (status == DADAO_OK && (w = next_word(c)).length > 0) {
        size_t index;
        double value;
        status = read_pair(dataset->path, c, w, &index, &value, error);
        if (status == DADAO_OK && index != SIZE_MAX)
            dataset->feature[*row * dataset->columns + index - base] = value;
    }
    ++*row;
    return status;
}

dadao_status dadao_problem_parse_svmlight(const char *bytes, size_t length, const dadao_specification *specification,
                                          bool classes, dadao_dataset *dataset, dadao_notes *notes, dadao_error *error)
{
    extent size;
    dataset->path = specification->data;
    if (specification->target || specification->node)
        return dadao_core_fail(error, DADAO_INVALID,
                               "%s: SVMlight files have no named columns: leave out target= and node=", dataset->path);
    dadao_status status = measure(dataset->path, bytes, length, &size, error);
    if (status != DADAO_OK)
        return status;
    const size_t base = size.least == 0 ? 0 : 1;
    if (base == 0)
        dadao_core_note(notes, "%s: feature numbers begin at 0", dataset->path);
    const size_t columns = size.least == SIZE_MAX ? 0 : size.most + 1 - base;
    if (size.rows > 0 && columns > (SMALL_TABLE + SPARSEST * length) / size.rows)
        return dadao_core_fail(error, DADAO_TOO_LARGE,
                               "%s: %zu samples of %zu features, nearly all absent: too sparse for this program, "
                               "which holds every one",
                               dataset->path, size.rows, columns);
    status = dadao_problem_dataset_begin(dataset, size.rows, columns, true, error);
    size_t row = 0;
    for (cursor c = { bytes, bytes + length, 1 }; status == DADAO_OK && c.at < c.end; skip_line(&c))
        status = read_line(dataset, &c, &row, base, classes, error);
    return status;
}
