/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of samples read from a file: features, a target, perhaps the node each sample belongs to. */
#ifndef DADAO_PROBLEM_DATASET_H
#define DADAO_PROBLEM_DATASET_H

#include "problem/specification.h"

typedef struct dadao_dataset {
    const char *path; /* borrowed; for messages */
    size_t rows, columns;
    double *feature;    /* [rows*columns], row-major */
    double *target;     /* [rows]; for classes -1 or +1 once _binarise was called */
    size_t *node;       /* [rows], NULL where the file does not say */
    size_t *line;       /* [rows] 1-based line, NULL where the file has none (NPY) */
    uint32_t *class_of; /* [rows], NULL for regression */
    char **class_name;  /* [classes] */
    size_t classes;
} dadao_dataset;

/* More cells than this (16 GB of numbers) are refused before any room is asked for. */
#define DADAO_DATASET_MOST_CELLS ((size_t)1 << 31)

/* Reads specification->data by its ending (.npy, .svm/.svmlight/.libsvm, else CSV). `classes` asks for the target as
 * class labels. FORMAT, NOT_FOUND, IO and TOO_LARGE name file, line and value. */
dadao_status dadao_problem_dataset_read(const dadao_specification *specification, bool classes, dadao_dataset *dataset,
                                        dadao_notes *notes, dadao_error *error);
void dadao_problem_dataset_clear(dadao_dataset *dataset);

/* The same for bytes in memory; the entry of the fuzzer. */
typedef dadao_status dadao_dataset_parser(const char *bytes, size_t length, const dadao_specification *specification,
                                          bool classes, dadao_dataset *dataset, dadao_notes *notes, dadao_error *error);
dadao_dataset_parser dadao_problem_parse_csv, dadao_problem_parse_npy, dadao_problem_parse_svmlight;

/* Room for rows x columns with targets (and lines when `lines`); MEMORY or TOO_LARGE on failure. */
dadao_status dadao_problem_dataset_begin(dadao_dataset *dataset, size_t rows, size_t columns, bool lines,
                                         dadao_error *error);
/* Notes the class of a row by its text; numbers are compared as numbers. */
dadao_status dadao_problem_dataset_label(dadao_dataset *dataset, size_t row, const char *text, dadao_error *error);
/* "file:12" or "file, row 12". */
const char *dadao_problem_dataset_place(const dadao_dataset *dataset, size_t row, char *buffer, size_t capacity);

/* Turns classes into targets -1 and +1: `positive` against the rest, or the two classes there are. */
dadao_status dadao_problem_dataset_binarise(dadao_dataset *dataset, const char *positive, dadao_notes *notes,
                                            dadao_error *error);
/* Every feature to mean 0 and variance 1 over all rows; constant features are dropped. */
dadao_status dadao_problem_dataset_standardize(dadao_dataset *dataset, dadao_notes *notes, dadao_error *error);
/* A last feature that is 1 everywhere. */
dadao_status dadao_problem_dataset_add_intercept(dadao_dataset *dataset, dadao_error *error);

/* Spreads the rows over `nodes` nodes. order [rows]: the rows, node after node; first [nodes+1]: where each node
 * begins. */
dadao_status dadao_problem_partition(const dadao_dataset *dataset, const dadao_specification *specification,
                                     size_t **order, size_t **first, dadao_notes *notes, dadao_error *error);

#endif
