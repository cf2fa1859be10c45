/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data sets from NumPy's NPY files (versions 1 to 3): a table of float64 or float32, one column of it the target.
 *
 * Format: "\x93NUMPY", major, minor, length of the header (2 bytes, from version 2 on 4, little-endian), and a Python
 * dictionary such as {'descr': '<f8', 'fortran_order': False, 'shape': (569, 31), }. */
#include "core/memory.h"
#include "core/text.h"
#include "problem/dataset.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct header {
    size_t rows, columns;
    size_t item;  /* 4 or 8 bytes */
    bool fortran; /* columns are contiguous */
    const char *data;
} header;

static dadao_status fail(const char *path, const char *what, dadao_error *error)
{
    return dadao_core_fail(error, DADAO_FORMAT, "%s: %s", path, what);
}

/* The text after "'key':" in the dictionary, blanks skipped; NULL when it is not there. */
static const char *value_of(const char *text, const char *key)
{
    char quoted[32];
    for (int style = 0; style < 2; style++) {
        snprintf(quoted, sizeof quoted, style ? "\"%s\"" : "'%s'", key);
        const char *at = strstr(text, quoted);
        if (!at)
            continue;
        at += strlen(quoted);
        at += strspn(at, " ");
        if (*at == ':')
            return at + 1 + strspn(at + 1, " ");
    }
    return NULL;
}

static dadao_status read_shape(const char *path, const char *text, header *h, dadao_error *error)
{
    uint64_t size[2] = { 0, 0 };
    size_t count = 0;
    const char *at = text + 1;
    while (text[0] == '(' && *at && *at != ')') {
        at += strspn(at, " ");
        const size_t digits = strspn(at, "0123456789");
        if (digits == 0 || count == 2 || !dadao_core_parse_u64(at, digits, &size[count]))
            break;
        count++;
        at += digits;
        at += strspn(at, " ");
        if (*at == ',')
            at += 1 + strspn(at + 1, " ");
    }
    if (text[0] != '(' || *at != ')' || count != 2)
        return dadao_core_fail(error, DADAO_FORMAT,
                               "%s: shape %.40s: expected a table of two dimensions, (samples, columns)", path, text);
    if (size[0] == 0 || size[1] < 2)
        return dadao_core_fail(error, DADAO_FORMAT,
                               "%s: shape %.40s: expected at least one sample, and a target with one feature or more",
                               path, text);
    if (size[1] > DADAO_DATASET_MOST_CELLS / size[0])
        return dadao_core_fail(error, DADAO_TOO_LARGE, "%s: shape %.40s is more than this program takes", path, text);
    h->rows = (size_t)size[0];
    h->columns = (size_t)size[1];
    return DADAO_OK;
}

static dadao_status read_dictionary(const char *path, const char *text, header *h, dadao_error *error)
{
    const char *type = value_of(text, "descr"), *order = value_of(text, "fortran_order"),
               *shape = value_of(text, "shape");
    if (!type || !order || !shape)
        return fail(path, "the NPY header lacks descr, fortran_order or shape", error);
    const bool quoted = type[0] == '\'' || type[0] == '"';
    h->item = quoted && strncmp(type + 1, "<f8", 3) == 0 ? 8 : quoted && strncmp(type + 1, "<f4", 3) == 0 ? 4 : 0;
    if (h->item == 0)
        return dadao_core_fail(error, DADAO_FORMAT,
                               "%s: type %.20s: expected '<f8' or '<f4' (save with array.astype('<f8'))", path, type);
    if (strncmp(order, "True", 4) != 0 && strncmp(order, "False", 5) != 0)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: fortran_order %.20s: expected True or False", path, order);
    h->fortran = order[0] == 'T';
    return read_shape(path, shape, h, error);
}

static dadao_status read_header(const char *path, const char *bytes, size_t length, header *h, dadao_error *error)
{
    if (length < 12 || memcmp(bytes, "\x93NUMPY", 6) != 0)
        return fail(path, "not an NPY file (its first bytes are not \\x93NUMPY)", error);
    const unsigned char *b = (const unsigned char *)bytes;
    if (b[6] < 1 || b[6] > 3)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: NPY version %u: expected 1, 2 or 3", path, (unsigned)b[6]);
    const size_t begin = b[6] == 1 ? 10 : 12;
    size_t size = (size_t)b[8] | (size_t)b[9] << 8;
    if (b[6] > 1)
        size |= (size_t)b[10] << 16 | (size_t)b[11] << 24;
    if (size > length - begin)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: the header is said to have %zu bytes, the file has only %zu",
                               path, size, length);
    char *text = dadao_core_allocate(size + 1, 1);
    if (!text)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for the header", path);
    memcpy(text, bytes + begin, size);
    const dadao_status status = read_dictionary(path, text, h, error);
    free(text);
    if (status != DADAO_OK)
        return status;
    h->data = bytes + begin + size;
    const size_t there = length - begin - size, wanted = h->rows * h->columns * h->item;
    if (there < wanted)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: %zu x %zu numbers need %zu bytes, the file has %zu", path,
                               h->rows, h->columns, wanted, there);
    return DADAO_OK;
}

static double cell(const header *h, size_t row, size_t column)
{
    const size_t at = h->fortran ? column * h->rows + row : row * h->columns + column;
    if (h->item == 4) {
        float single;
        memcpy(&single, h->data + at * sizeof single, sizeof single);
        return (double)single;
    }
    double value;
    memcpy(&value, h->data + at * sizeof value, sizeof value);
    return value;
}

static dadao_status find_target(const dadao_specification *s, const header *h, size_t *target, dadao_error *error)
{
    uint64_t number;
    *target = 0;
    if (s->node)
        return dadao_core_fail(error, DADAO_INVALID, "%s: NPY files have no named columns: leave out node=", s->data);
    if (!s->target)
        return DADAO_OK;
    if (!dadao_core_parse_u64(s->target, strlen(s->target), &number) || number >= h->columns)
        return dadao_core_fail(error, DADAO_NOT_FOUND, "%s: target=%s: an NPY file has columns 0 to %zu, without names",
                               s->data, s->target, h->columns - 1);
    *target = (size_t)number;
    return DADAO_OK;
}

static dadao_status read_row(const header *h, size_t row, size_t target, bool classes, dadao_dataset *dataset,
                             dadao_error *error)
{
    char text[32];
    double *feature = dataset->feature + row * dataset->columns;
    for (size_t c = 0; c < h->columns; c++) {
        const double value = cell(h, row, c);
        if (!isfinite(value))
            return dadao_core_fail(error, DADAO_FORMAT, "%s, row %zu, column %zu: %g: expected a finite number",
                                   dataset->path, row, c, value);
        if (c == target)
            dataset->target[row] = value;
        else
            *feature++ = value;
    }
    return classes
               ? dadao_problem_dataset_label(dataset, row, dadao_core_format_double(text, dataset->target[row]), error)
               : DADAO_OK;
}

dadao_status dadao_problem_parse_npy(const char *bytes, size_t length, const dadao_specification *specification,
                                     bool classes, dadao_dataset *dataset, dadao_notes *notes, dadao_error *error)
{
    (void)notes;
    header h = { 0 };
    size_t target = 0;
    dataset->path = specification->data;
    dadao_status status = read_header(dataset->path, bytes, length, &h, error);
    if (status == DADAO_OK)
        status = find_target(specification, &h, &target, error);
    if (status == DADAO_OK)
        status = dadao_problem_dataset_begin(dataset, h.rows, h.columns - 1, false, error);
    for (size_t row = 0; status == DADAO_OK && row < h.rows; row++)
        status = read_row(&h, row, target, classes, dataset, error);
    return status;
}
