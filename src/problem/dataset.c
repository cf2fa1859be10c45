/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data sets whatever the file: room, class labels, standardising. */
#include "problem/dataset.h"

#include "core/file.h"
#include "core/memory.h"
#include "core/text.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* More classes than this are a regression target taken for labels. */
#define MOST_CLASSES ((size_t)1000)

dadao_status dadao_problem_dataset_begin(dadao_dataset *dataset, size_t rows, size_t columns, bool lines,
                                         dadao_error *error)
{
    if (rows == 0)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: no samples", dataset->path);
    if (columns == 0)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: no features: expected a target and at least one more column",
                               dataset->path);
    if (columns > DADAO_DATASET_MOST_CELLS / rows)
        return dadao_core_fail(error, DADAO_TOO_LARGE,
                               "%s: %zu samples of %zu features are more than this program takes", dataset->path, rows,
                               columns);
    dataset->rows = rows;
    dataset->columns = columns;
    dataset->feature = dadao_core_allocate(rows * columns, sizeof *dataset->feature);
    dataset->target = dadao_core_allocate(rows, sizeof *dataset->target);
    dataset->line = lines ? dadao_core_allocate(rows, sizeof *dataset->line) : NULL;
    if (!dataset->feature || !dataset->target || (lines && !dataset->line))
        return dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for %zu samples of %zu features", dataset->path,
                               rows, columns);
    return DADAO_OK;
}

void dadao_problem_dataset_clear(dadao_dataset *dataset)
{
    for (size_t k = 0; k < dataset->classes; k++)
        free(dataset->class_name[k]);
    free(dataset->class_name);
    free(dataset->class_of);
    free(dataset->feature);
    free(dataset->target);
    free(dataset->node);
    free(dataset->line);
    *dataset = (dadao_dataset){ 0 };
}

const char *dadao_problem_dataset_place(const dadao_dataset *dataset, size_t row, char *buffer, size_t capacity)
{
    if (dataset->line)
        snprintf(buffer, capacity, "%s:%zu", dataset->path, dataset->line[row]);
    else
        snprintf(buffer, capacity, "%s, row %zu", dataset->path, row);
    return buffer;
}

/* "1", "+1" and "1.0" are the same class; `buffer` holds 32 bytes. */
static const char *canonical(const char *text, char *buffer)
{
    double value;
    if (!dadao_core_parse_double(text, strlen(text), &value))
        return text;
    return dadao_core_format_double(buffer, value == 0.0 ? 0.0 : value);
}

static size_t find_class(const dadao_dataset *dataset, const char *name)
{
    size_t k = 0;
    while (k < dataset->classes && strcmp(dataset->class_name[k], name) != 0)
        k++;
    return k;
}

dadao_status dadao_problem_dataset_label(dadao_dataset *dataset, size_t row, const char *text, dadao_error *error)
{
    char buffer[32], place[512];
    const char *name = canonical(text, buffer);
    if (!dataset->class_of) {
        dataset->class_of = dadao_core_allocate(dataset->rows, sizeof *dataset->class_of);
        dataset->class_name = dadao_core_allocate(MOST_CLASSES, sizeof *dataset->class_name);
        if (!dataset->class_of || !dataset->class_name)
            return dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for the labels", dataset->path);
    }
    const size_t found = find_class(dataset, name);
    if (found == dataset->classes) {
        if (found == MOST_CLASSES)
            return dadao_core_fail(error, DADAO_FORMAT,
                                   "%s: label '%.40s' is class number %zu: is the target a number to fit? "
                                   "Name another with target=, or use `problem linear`",
                                   dadao_problem_dataset_place(dataset, row, place, sizeof place), text, found + 1);
        dataset->class_name[found] = dadao_core_copy_text(name);
        if (!dataset->class_name[found])
            return dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for the labels", dataset->path);
        dataset->classes++;
    }
    dataset->class_of[row] = (uint32_t)found;
    return DADAO_OK;
}

/* ---- Two classes ----------------------------------------------------------------------------- */

static void list_classes(const dadao_dataset *dataset, char *list, size_t capacity)
{
    list[0] = '\0';
    for (size_t k = 0; k < dataset->classes && k < 12; k++) {
        const size_t at = strlen(list);
        snprintf(list + at, capacity - at, "%s%.30s", k ? ", " : "", dataset->class_name[k]);
    }
    if (dataset->classes > 12)
        snprintf(list + strlen(list), capacity - strlen(list), ", …");
}

/* Labels that mean -1 and +1 by themselves: -1/1 and 0/1. */
static dadao_status plain_positive(const dadao_dataset *dataset, size_t *positive, dadao_notes *notes,
                                   dadao_error *error)
{
    char list[512], place[512];
    const size_t one = find_class(dataset, "1"), minus = find_class(dataset, "-1"), zero = find_class(dataset, "0");
    const bool has_one = one < dataset->classes, has_minus = minus < dataset->classes,
               has_zero = zero < dataset->classes;
    *positive = one;
    if (dataset->classes <= 2 && dataset->classes == (size_t)has_one + (size_t)has_minus)
        return DADAO_OK;
    if (dataset->classes == 2 && has_one && has_zero) {
        dadao_core_note(notes, "%s: label 0 is taken for -1", dataset->path);
        return DADAO_OK;
    }
    size_t row = 0;
    while (row + 1 < dataset->rows && (dataset->class_of[row] == one || dataset->class_of[row] == minus))
        row++;
    list_classes(dataset, list, sizeof list);
    return dadao_core_fail(error, DADAO_FORMAT,
                           "%s: label '%.40s' is neither -1 nor +1 (the file has %zu classes: %s); "
                           "choose one against the rest with positive=%.40s",
                           dadao_problem_dataset_place(dataset, row, place, sizeof place),
                           dataset->class_name[dataset->class_of[row]], dataset->classes, list,
                           dataset->class_name[dataset->classes - 1]);
}

dadao_status dadao_problem_dataset_binarise(dadao_dataset *dataset, const char *positive, dadao_notes *notes,
                                            dadao_error *error)
{
    char list[512], buffer[32];
    size_t chosen;
    if (positive) {
        chosen = find_class(dataset, canonical(positive, buffer));
        list_classes(dataset, list, sizeof list);
        if (chosen == dataset->classes)
            return dadao_core_fail(error, DADAO_NOT_FOUND,
                                   "%s: no sample has the label '%.40s' of positive=; the labels are %s", dataset->path,
                                   positive, list);
    } else {
        const dadao_status status = plain_positive(dataset, &chosen, notes, error);
        if (status != DADAO_OK)
            return status;
    }
    for (size_t i = 0; i < dataset->rows; i++)
        dataset->target[i] = dataset->class_of[i] == chosen ? 1.0 : -1.0;
    return DADAO_OK;
}

/* ---- Features -------------------------------------------------------------------------------- */

/* Mean and deviation of one feature in two passes; false when it is constant. */
static bool moments(const dadao_dataset *dataset, size_t column, double *mean, double *deviation)
{
    const double *cell = dataset->feature + column;
    double total = 0.0, square = 0.0, least = cell[0], most = cell[0];
    for (size_t i = 0; i < dataset->rows; i++) {
        const double value = cell[i * dataset->columns];
        total += value;
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    *mean = total / (double)dataset->rows;
    for (size_t i = 0; i < dataset->rows; i++) {
        const double value = cell[i * dataset->columns] - *mean;
        square += value * value;
    }
    *deviation = sqrt(square / (double)dataset->rows);
    return most > least && *deviation > 0.0 && isfinite(*deviation);
}

dadao_status dadao_problem_dataset_standardize(dadao_dataset *dataset, dadao_notes *notes, dadao_error *error)
{
    const size_t columns = dataset->columns;
    size_t kept = 0;
    for (size_t c = 0; c < columns; c++) {
        double mean, deviation;
        if (!moments(dataset, c, &mean, &deviation))
            continue;
        for (size_t i = 0; i < dataset->rows; i++)
            dataset->feature[i * columns + kept] = (dataset->feature[i * columns + c] - mean) / deviation;
        kept++;
    }
    if (kept == 0)
        return dadao_core_fail(error, DADAO_INVALID, "%s: every feature is constant: nothing is left to standardise",
                               dataset->path);
    if (kept < columns)
        dadao_core_note(notes, "%s: %zu of %zu features are constant and were dropped", dataset->path, columns - kept,
                        columns);
    for (size_t i = 1; kept < columns && i < dataset->rows; i++)
        memmove(dataset->feature + i * kept, dataset->feature + i * columns, kept * sizeof *dataset->feature);
    dataset->columns = kept;
    return DADAO_OK;
}

dadao_status dadao_problem_dataset_add_intercept(dadao_dataset *dataset, dadao_error *error)
{
    const size_t old = dataset->columns, new = old + 1;
    double *wider = dadao_core_allocate(dataset->rows * new, sizeof *wider);
    if (!wider)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for an intercept", dataset->path);
    for (size_t i = 0; i < dataset->rows; i++) {
        memcpy(wider + i * new, dataset->feature + i * old, old * sizeof *wider);
        wider[i * new + old] = 1.0;
    }
    free(dataset->feature);
    dataset->feature = wider;
    dataset->columns = new;
    return DADAO_OK;
}

dadao_status dadao_problem_dataset_read(const dadao_specification *specification, bool classes, dadao_dataset *dataset,
                                        dadao_notes *notes, dadao_error *error)
{
    const char *path = specification->data;
    char *bytes = NULL;
    size_t length = 0;
    *dataset = (dadao_dataset){ .path = path };
    dadao_status status = dadao_core_file_read(path, 0, &bytes, &length, error);
    if (status != DADAO_OK)
        return status;
    if (dadao_core_has_ending(path, "npy"))
        status = dadao_problem_parse_npy(bytes, length, specification, classes, dataset, notes, error);
    else if (dadao_core_has_ending(path, "svm") || dadao_core_has_ending(path, "svmlight") ||
             dadao_core_has_ending(path, "libsvm"))
        status = dadao_problem_parse_svmlight(bytes, length, specification, classes, dataset, notes, error);
    else
        status = dadao_problem_parse_csv(bytes, length, specification, classes, dataset, notes, error);
    free(bytes);
    if (status != DADAO_OK)
        dadao_problem_dataset_clear(dataset);
    return status;
}
