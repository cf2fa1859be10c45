/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the words of a `problem` command ask for, before anything is read or drawn. */
#ifndef DADAO_PROBLEM_SPECIFICATION_H
#define DADAO_PROBLEM_SPECIFICATION_H

#include <dadao/problem.h>

typedef enum dadao_partition {
    DADAO_PARTITION_DEFAULT,  /* the node column where the file has one, else even */
    DADAO_PARTITION_EVEN,     /* at random, equal shares */
    DADAO_PARTITION_SORTED,   /* by target: as different as nodes can be */
    DADAO_PARTITION_DIRICHLET /* the shares of each class are Dirichlet(alpha) */
} dadao_partition;

/* Which kinds know an option. */
enum { DADAO_KIND_LINEAR = 1u, DADAO_KIND_LOGISTIC = 2u, DADAO_KIND_QUADRATIC = 4u };

/* Texts are borrowed from the words. A NULL text or an unset flag in `given` means: not asked for. */
typedef struct dadao_specification {
    const char *const *words;
    size_t count, nodes;
    uint64_t seed;
    size_t dimension, samples, batch;
    double noise, kappa, alpha, ridge, mu;
    const char *data, *target, *node, *positive, *curvature, *center;
    dadao_partition partition;
    bool standardize, intercept, reference_smoothness;
    const char *stream; /* the stream that data is drawn from; NULL: that of the data */
    size_t first;       /* index of the first node, for shapes that alternate */
    size_t word_of_data, word_of_batch, word_of_kappa, word_of_curvature, word_of_center,
        word_of_ridge; /* for messages */
} dadao_specification;

/* Reads words[1..count) for the kind whose flag is `kind`; values that can be judged alone are checked. */
dadao_status dadao_problem_specify(const char *const *words, size_t count, unsigned kind, size_t nodes, uint64_t seed,
                                   dadao_specification *specification, dadao_error *error);

/* Puts the index of the word at fault into error->column and returns `status`. */
dadao_status dadao_problem_blame(dadao_error *error, dadao_status status, size_t word);

#endif
