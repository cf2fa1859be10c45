/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gradients of the local objectives in a fixed order of summation: the same bits on every processor and compiler.
 *
 * Only + - * / and the project's own exponential are used, and every sum runs over eight explicit lanes (or over
 * independent components), so that vector units of two, four and eight doubles all carry out the same additions.
 * Included by the kernels that are compiled once per instruction set. */
#ifndef DADAO_PROBLEM_GRADIENT_H
#define DADAO_PROBLEM_GRADIENT_H

#include "core/exact.h"
#include "problem/objective.h"

#define DADAO_GRADIENT_INLINE static inline __attribute__((always_inline, unused))

/* Samples are walked in strips of this many: the residuals of a strip stay in the first-level cache. */
#define DADAO_GRADIENT_STRIP ((size_t)256)
/* Doubles that `scratch` of dadao_gradient must hold; 64-byte alignment helps. */
#define DADAO_GRADIENT_SCRATCH DADAO_GRADIENT_STRIP

/* g = H x - b, by columns: four at a time halve the traffic on g, and the components of g are independent sums. */
DADAO_GRADIENT_INLINE void dadao_gradient_gram(const double *restrict h, const double *restrict b, const double *restrict x,
                                               double *restrict g, const size_t d)
{
    for (size_t k = 0; k < d; k++)
        g[k] = -b[k];
    size_t j = 0;
    for (; j + 4 <= d; j += 4) {
        const double *restrict c = h + j * d;
        const double x0 = x[j], x1 = x[j + 1], x2 = x[j + 2], x3 = x[j + 3];
        for (size_t k = 0; k < d; k++)
            g[k] += (x0 * c[k] + x1 * c[k + d]) + (x2 * c[k + 2 * d] + x3 * c[k + 3 * d]);
    }
    for (; j < d; j++) {
        const double *restrict c = h + j * d;
        const double x0 = x[j];
        for (size_t k = 0; k < d; k++)
            g[k] += x0 * c[k];
    }
}

/* r_j = a_j.x for the `count` samples of a strip; `column` is the distance between features. */
DADAO_GRADIENT_INLINE void dadao_gradient_products(const double *restrict a, size_t column, size_t count,
                                                   const double *restrict x, double *restrict r, const size_t d)
{
    for (size_t j = 0; j < count; j++)
        r[j] = 0.0;
    size_t k = 0;
    for (; k + 4 <= d; k += 4) {
        const double *restrict c = a + k * column;
        const double x0 = x[k], x1 = x[k + 1], x2 = x[k + 2], x3 = x[k + 3];
        for (size_t j = 0; j < count; j++)
            r[j] += (x0 * c[j] + x1 * c[j + column]) + (x2 * c[j + 2 * column] + x3 * c[j + 3 * column]);
    }
    for (; k < d; k++) {
        const double *restrict c = a + k * column;
        const double x0 = x[k];
        for (size_t j = 0; j < count; j++)
            r[j] += x0 * c[j];
    }
}

/* sum_j c_j r_j in eight lanes; count is a multiple of eight. */
DADAO_GRADIENT_INLINE double dadao_gradient_dot(const double *restrict c, const double *restrict r, size_t count)
{
    double lane[8] = {0};
    for (size_t j = 0; j < count; j += 8)
        for (size_t l = 0; l < 8; l++)
            lane[l] += c[j + l] * r[j + l];
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* r_j := -y_j / (1 + exp(y_j r_j)), the derivative of log(1 + exp(-y r)) in r. Padding has y = 0 and gives 0. */
DADAO_GRADIENT_INLINE void dadao_gradient_sigmoid(const double *restrict y, double *restrict r, size_t count)
{
    for (size_t j = 0; j < count; j++)
        r[j] = -y[j] / (1.0 + dadao_core_exp(y[j] * r[j]));
}

/* Both sample objectives: derivative of the loss at each sample, then the sum of the samples weighted by it. */
DADAO_GRADIENT_INLINE void dadao_gradient_samples(const double *restrict a, size_t column, size_t samples, int logistic,
                                                  double ridge, const double *restrict x, double *restrict g,
                                                  double *restrict scratch, const size_t d)
{
    const double *restrict y = a + d * column;
    const double weight = (logistic ? 1.0 : 2.0) / (double)samples;
    for (size_t k = 0; k < d; k++)
        g[k] = 0.0;
    for (size_t first = 0; first < column; first += DADAO_GRADIENT_STRIP) {
        const size_t count = column - first < DADAO_GRADIENT_STRIP ? column - first : DADAO_GRADIENT_STRIP;
        dadao_gradient_products(a + first, column, count, x, scratch, d);
        if (logistic)
            dadao_gradient_sigmoid(y + first, scratch, count);
        else
            for (size_t j = 0; j < count; j++)
                scratch[j] -= y[first + j];
        for (size_t k = 0; k < d; k++)
            g[k] += dadao_gradient_dot(a + k * column + first, scratch, count);
    }
    for (size_t k = 0; k < d; k++)
        g[k] = g[k] * weight + ridge * x[k];
}

/* The gradient of f_node at x [d] into g [d] (distinct from x). `scratch` holds DADAO_GRADIENT_SCRATCH doubles.
 * Give `d` as a constant where it is small: the loops then unroll into registers. The result does not depend on it. */
DADAO_GRADIENT_INLINE void dadao_gradient_of_dimension(const dadao_objective *objective, size_t node, const double *x,
                                                       double *g, double *scratch, const size_t d)
{
    if (objective->kind == DADAO_OBJECTIVE_GRAM) {
        const double *block = objective->data + node * objective->stride;
        dadao_gradient_gram(block, block + d * d, x, g, d);
        return;
    }
    const size_t samples = objective->samples[node];
    dadao_gradient_samples(objective->data + objective->offset[node], dadao_objective_padded(samples), samples,
                           objective->kind == DADAO_OBJECTIVE_LOGISTIC, objective->ridge, x, g, scratch, d);
}

/* The same with the dimension of the objective, and the fast paths taken by themselves. */
DADAO_GRADIENT_INLINE void dadao_gradient(const dadao_objective *objective, size_t node, const double *x, double *g,
                                          double *scratch)
{
    switch (objective->dimension) {
    case 1: dadao_gradient_of_dimension(objective, node, x, g, scratch, 1); break;
    case 2: dadao_gradient_of_dimension(objective, node, x, g, scratch, 2); break;
    default: dadao_gradient_of_dimension(objective, node, x, g, scratch, objective->dimension); break;
    }
}

#endif
