/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The local objectives as plain arrays, laid out for the gradient kernels of gradient.h. */
#ifndef DADAO_PROBLEM_OBJECTIVE_H
#define DADAO_PROBLEM_OBJECTIVE_H

#include <dadao/problem.h>
#include <stddef.h>
#include <stdint.h>

typedef enum dadao_objective_kind {
    DADAO_OBJECTIVE_GRAM,           /* f_i(x) = x.H_i x/2 - b_i.x + c_i; ridge is inside H_i */
    DADAO_OBJECTIVE_LINEAR_SAMPLES, /* f_i(x) = |A_i x - y_i|^2/m_i + ridge |x|^2/2 */
    DADAO_OBJECTIVE_LOGISTIC        /* f_i(x) = sum_j log(1 + exp(-y_j a_j.x))/m_i + ridge |x|^2/2 */
} dadao_objective_kind;

/* Samples of a node are padded with zero rows to a multiple of this, so that no kernel needs a tail. */
#define DADAO_OBJECTIVE_LANES ((size_t)8)

/* Everything is read-only for the engine. `data` is aligned to 64 bytes and every block begins at a multiple of 64
 * bytes (GRAM with d = 1: 16 bytes), so a block never shares a cache line with the next one.
 *   GRAM:    block of node i at data + i * stride:          H_i [d*d] (symmetric, full), b_i [d], padding
 *   samples: block of node i at data + offset[i], p = padded(samples[i]): A_i^T [d][p], y_i [p] */
typedef struct dadao_objective {
    dadao_objective_kind kind;
    size_t dimension; /* d */
    size_t nodes;     /* n */
    const double *data;
    size_t stride;           /* GRAM: doubles from one block to the next */
    const size_t *offset;    /* samples: [nodes] first double of the block; NULL for GRAM */
    const uint32_t *samples; /* [nodes] m_i; NULL for GRAM */
    double ridge; /* strong convexity added to samples: mu of the logistic regression, ridge of the linear one */
} dadao_objective;

/* Borrowed from the problem; the same address and contents for its whole life. */
const dadao_objective *dadao_problem_objective(const dadao_problem *problem);

static inline size_t dadao_objective_padded(size_t samples)
{
    return (samples + DADAO_OBJECTIVE_LANES - 1) / DADAO_OBJECTIVE_LANES * DADAO_OBJECTIVE_LANES;
}

/* Doubles in the block of one node, for prefetching. */
static inline size_t dadao_objective_block_length(const dadao_objective *objective, size_t node)
{
    if (objective->kind == DADAO_OBJECTIVE_GRAM)
        return objective->stride;
    return dadao_objective_padded(objective->samples[node]) * (objective->dimension + 1);
}

static inline const double *dadao_objective_block(const dadao_objective *objective, size_t node)
{
    return objective->data + (objective->offset ? objective->offset[node] : node * objective->stride);
}

#endif
