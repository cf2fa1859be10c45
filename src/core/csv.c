/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comma-separated tables with a header line: cells stay text until a column is asked for as numbers. */
#include "csv.h"

#include "file.h"
#include "memory.h"
#include "text.h"
#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* The reader's place in the text; cells are cut in place. */
typedef struct cursor {
    char *at, *end;
    size_t line;
    char separator;
} cursor;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The separator that occurs most in the header line; a comma where none does. */
static char find_separator(const char *at, const char *end)
{
    const char candidates[] = { ',', ';', '\t' };
    size_t best_count = 0;
    char best = ',';
    for (size_t k = 0; k < sizeof candidates; k++) {
        size_t count = 0;
        bool quoted = false;
        for (const char *c = at; c < end && (quoted || *c != '\n'); c++) {
            if (*c == '"')
                quoted = !quoted;
            count += !quoted && *c == candidates[k];
        }
        if (count > best_count) {
            best_count = count;
            best = candidates[k];
        }
    }
    return best;
}

static void skip_empty_lines(cursor *in)
{
    while (in->at < in->end) {
        char *c = in->at;
        while (c < in->end && (is_blank(*c) || *c == '\r') && *c != in->separator)
            c++;
        if (c < in->end && *c != '\n' && *c != '#')
            return;
        while (c < in->end && *c != '\n')
            c++;
        in->at = c < in->end ? c + 1 : c;
        in->line++;
    }
}

/* Reads a quoted cell whose opening quote is at in->at: "" stands for one quote. */
static dadao_status read_quoted(const char *path, cursor *in, char **cell, dadao_error *error)
{
    size_t opened = in->line;
    char *out = in->at;
    *cell = out;
    for (char *c = in->at + 1; c < in->end; c++) {
        if (*c == '"' && c + 1 < in->end && c[1] == '"') {
            c++;
        } else if (*c == '"') {
            for (c++; c < in->end && (is_blank(*c) || *c == '\r') && *c != in->separator; c++)
                continue;
            if (c < in->end && *c != in->separator && *c != '\n')
                return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: text after a closing quote", path, in->line);
            in->at = c;
            *out = '\0'; /* never beyond the closing quote */
            return DADAO_OK;
        } else if (*c == '\n') {
            in->line++;
        }
        *out++ = *c;
    }
    return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: a quote is opened and never closed", path, opened);
}

/* Reads one cell; *last says whether it ended its line. The text is writable up to and including in->end. */
static dadao_status read_cell(const char *path, cursor *in, char **cell, bool *last, dadao_error *error)
{
    while (in->at < in->end && is_blank(*in->at) && *in->at != in->separator)
        in->at++;
    char *stop = NULL;
    if (in->at < in->end && *in->at == '"') {
        dadao_status status = read_quoted(path, in, cell, error);
        if (status != DADAO_OK)
            return status;
        stop = NULL;
    } else {
        *cell = in->at;
        while (in->at < in->end && *in->at != in->separator && *in->at != '\n')
            in->at++;
        stop = in->at;
        while (stop > *cell && (is_blank(stop[-1]) || stop[-1] == '\r'))
            stop--;
    }
    *last = in->at >= in->end || *in->at == '\n';
    if (in->at < in->end) {
        in->line += *in->at == '\n';
        in->at++;
    }
    if (stop != NULL)
        *stop = '\0';
    return DADAO_OK;
}

static dadao_status no_memory(const char *path, dadao_error *error)
{
    return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
}

static dadao_status read_header(dadao_csv *csv, cursor *in, dadao_error *error)
{
    size_t line = in->line, capacity = 0;
    for (bool last = false; !last;) {
        char *cell = NULL;
        dadao_status status = read_cell(csv->path, in, &cell, &last, error);
        if (status != DADAO_OK)
            return status;
        void *block = csv->name;
        if (!dadao_core_grow(&block, &capacity, csv->columns + 1, sizeof *csv->name))
            return no_memory(csv->path, error);
        csv->name = block;
        if (cell[0] != '\0' && dadao_core_csv_column(csv, cell) != SIZE_MAX)
            return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: column '%s' is named twice", csv->path, line, cell);
        csv->name[csv->columns++] = cell;
    }
    return DADAO_OK;
}

static dadao_status read_row(dadao_csv *csv, cursor *in, size_t *capacity, dadao_error *error)
{
    size_t line = in->line, count = 0;
    for (bool last = false; !last; count++) {
        char *cell = NULL;
        dadao_status status = read_cell(csv->path, in, &cell, &last, error);
        if (status != DADAO_OK)
            return status;
        if (count < csv->columns) {
            void *block = csv->cell;
            if (!dadao_core_grow(&block, capacity, (csv->rows + 1) * csv->columns, sizeof *csv->cell))
                return no_memory(csv->path, error);
            csv->cell = block;
            csv->cell[csv->rows * csv->columns + count] = cell;
        }
    }
    if (count != csv->columns)
        return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: %zu cells where the header has %zu columns", csv->path,
                               line, count, csv->columns);
    csv->line[csv->rows++] = line;
    return DADAO_OK;
}

static dadao_status parse(dadao_csv *csv, size_t length, dadao_error *error)
{
    char *begin = csv->bytes;
    const char *null = memchr(begin, '\0', length);
    if (null != NULL)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: byte %zu is NUL: this is no text file", csv->path,
                               (size_t)(null - begin));
    cursor in = { begin, begin + length, 1, ',' };
    if (length >= 3 && memcmp(begin, "\xEF\xBB\xBF", 3) == 0)
        in.at += 3;
    skip_empty_lines(&in);
    if (in.at >= in.end)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: is empty; a header line that names the columns was expected",
                               csv->path);
    in.separator = find_separator(in.at, in.end);
    dadao_status status = read_header(csv, &in, error);
    size_t cells = 0, lines = 0;
    while (status == DADAO_OK) {
        skip_empty_lines(&in);
        if (in.at >= in.end)
            break;
        void *block = csv->line;
        if (!dadao_core_grow(&block, &lines, csv->rows + 1, sizeof *csv->line))
            return no_memory(csv->path, error);
        csv->line = block;
        status = read_row(csv, &in, &cells, error);
    }
    return status;
}

/* Takes over `bytes` ('\0' after length). */
static dadao_status adopt(const char *path, char *bytes, size_t length, dadao_csv *csv, dadao_error *error)
{
    *csv = (dadao_csv){ .path = dadao_core_copy_text(path), .bytes = bytes };
    dadao_status status = csv->path == NULL ? no_memory(path, error) : parse(csv, length, error);
    if (status != DADAO_OK)
        dadao_core_csv_clear(csv);
    return status;
}

dadao_status dadao_core_csv_read(const char *path, dadao_csv *csv, dadao_error *error)
{
    *csv = (dadao_csv){ 0 };
    char *bytes = NULL;
    size_t length = 0;
    dadao_status status = dadao_core_file_read(path, 0, &bytes, &length, error);
    return status == DADAO_OK ? adopt(path, bytes, length, csv, error) : status;
}

dadao_status dadao_core_csv_parse(const char *path, const char *bytes, size_t length, dadao_csv *csv,
                                  dadao_error *error)
{
    *csv = (dadao_csv){ 0 };
    char *copy = length < SIZE_MAX ? malloc(length + 1) : NULL;
    if (copy == NULL)
        return no_memory(path, error);
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return adopt(path, copy, length, csv, error);
}

void dadao_core_csv_clear(dadao_csv *csv)
{
    free(csv->path);
    free(csv->bytes);
    free(csv->name);
    free(csv->cell);
    free(csv->line);
    *csv = (dadao_csv){ 0 };
}

size_t dadao_core_csv_column(const dadao_csv *csv, const char *name)
{
    for (size_t k = 0; k < csv->columns; k++)
        if (strcasecmp(csv->name[k], name) == 0)
            return k;
    return SIZE_MAX;
}

dadao_status dadao_core_csv_require(const dadao_csv *csv, const char *name, size_t *column, dadao_error *error)
{
    *column = dadao_core_csv_column(csv, name);
    if (*column != SIZE_MAX)
        return DADAO_OK;
    dadao_text names = { 0 };
    for (size_t k = 0; k < csv->columns && names.length < 400; k++)
        dadao_core_text_format(&names, "%s%s", k == 0 ? "" : ", ", csv->name[k]);
    const char *nearest = dadao_core_nearest(name, csv->name, csv->columns);
    dadao_status status =
        dadao_core_fail(error, DADAO_NOT_FOUND, "%s: no column '%s'%s%s%s; the file has: %s", csv->path, name,
                        nearest == NULL ? "" : " (did you mean '", nearest == NULL ? "" : nearest,
                        nearest == NULL ? "" : "'?)", names.bytes == NULL ? "none" : names.bytes);
    dadao_core_text_clear(&names);
    return status;
}

const char *dadao_core_csv_text(const dadao_csv *csv, size_t row, size_t column)
{
    return csv->cell[row * csv->columns + column];
}

dadao_status dadao_core_csv_double(const dadao_csv *csv, size_t row, size_t column, double *value, dadao_error *error)
{
    const char *cell = dadao_core_csv_text(csv, row, column);
    if (dadao_core_parse_double(cell, strlen(cell), value))
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: column '%s': '%.60s' is not a finite number", csv->path,
                           csv->line[row], csv->name[column], cell);
}

dadao_status dadao_core_csv_index(const dadao_csv *csv, size_t row, size_t column, size_t limit, size_t *value,
                                  dadao_error *error)
{
    const char *cell = dadao_core_csv_text(csv, row, column);
    uint64_t number = 0;
    if (dadao_core_parse_u64(cell, strlen(cell), &number) && number < limit) {
        *value = (size_t)number;
        return DADAO_OK;
    }
    return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: column '%s': '%.60s' is not a whole number from 0 to %zu",
                           csv->path, csv->line[row], csv->name[column], cell, limit == 0 ? 0 : limit - 1);
}
