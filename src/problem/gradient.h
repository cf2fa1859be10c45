/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gradients of the local objectives in a fixed order of summation: the same bits on every processor and compiler.
 *
 * Only + - * / and the project's own exponential are used, and every sum runs over eight explicit lanes or over
 * independent components, so that vector units of two, four and eight doubles all carry out the same additions.
 * Included by the kernels that are compiled once per instruction set. */
#ifndef DADAO_PROBLEM_GRADIENT_H
#define DADAO_PROBLEM_GRADIENT_H

#include "core/exact.h"
#include "problem/objective.h"
#include <string.h>

#define DADAO_GRADIENT_INLINE static inline __attribute__((always_inline, unused))

/* Samples are walked in strips of this many: the residuals of a strip stay in the first-level cache. */
#define DADAO_GRADIENT_STRIP ((size_t)256)
/* Doubles that `scratch` of dadao_gradient must hold; 64-byte alignment helps. */
#define DADAO_GRADIENT_SCRATCH DADAO_GRADIENT_STRIP

/* One register of the instruction set this is compiled for. Its width decides how many components go together, never in
 * which order the terms of one component are added. */
#if defined(__AVX512F__)
#define DADAO_GRADIENT_WIDTH 8
#elif defined(__AVX__)
#define DADAO_GRADIENT_WIDTH 4
#else
#define DADAO_GRADIENT_WIDTH 2
#endif
typedef double dadao_gradient_vector __attribute__((vector_size(8 * DADAO_GRADIENT_WIDTH)));

#define DADAO_GRADIENT_LOAD(vector, from) memcpy(&(vector), (from), sizeof(dadao_gradient_vector))
#define DADAO_GRADIENT_STORE(to, vector) memcpy((to), &(vector), sizeof(dadao_gradient_vector))

/* out[0..components) += sum_j x_j a[j*column + 0..components) over `count` columns, in registers from beginning to end;
 * components is 8 or 16. Four columns are added among themselves first: the chain of additions on `out` is a quarter as
 * long. Each component is a sum of its own, in this order whatever the block it is in. */
DADAO_GRADIENT_INLINE void dadao_gradient_combine(const double *restrict a, size_t column, size_t count,
                                                  const double *restrict x, double *restrict out,
                                                  const size_t components)
{
    const size_t vectors = components / DADAO_GRADIENT_WIDTH;
    dadao_gradient_vector sum[16 / DADAO_GRADIENT_WIDTH], c0, c1, c2, c3;
    for (size_t q = 0; q < vectors; q++)
        DADAO_GRADIENT_LOAD(sum[q], out + DADAO_GRADIENT_WIDTH * q);
    size_t j = 0;
    for (; j + 4 <= count; j += 4) {
        const double *restrict c = a + j * column;
        const double x0 = x[j], x1 = x[j + 1], x2 = x[j + 2], x3 = x[j + 3];
        for (size_t q = 0; q < vectors; q++) {
            DADAO_GRADIENT_LOAD(c0, c + DADAO_GRADIENT_WIDTH * q);
            DADAO_GRADIENT_LOAD(c1, c + DADAO_GRADIENT_WIDTH * q + column);
            DADAO_GRADIENT_LOAD(c2, c + DADAO_GRADIENT_WIDTH * q + 2 * column);
            DADAO_GRADIENT_LOAD(c3, c + DADAO_GRADIENT_WIDTH * q + 3 * column);
            sum[q] += (x0 * c0 + x1 * c1) + (x2 * c2 + x3 * c3);
        }
    }
    for (; j < count; j++)
        for (size_t q = 0; q < vectors; q++) {
            DADAO_GRADIENT_LOAD(c0, a + j * column + DADAO_GRADIENT_WIDTH * q);
            sum[q] += x[j] * c0;
        }
    for (size_t q = 0; q < vectors; q++)
        DADAO_GRADIENT_STORE(out + DADAO_GRADIENT_WIDTH * q, sum[q]);
}

/* The same for one component. */
DADAO_GRADIENT_INLINE double dadao_gradient_combine_one(const double *restrict a, size_t column, const size_t count,
                                                        const double *restrict x, double sum)
{
    size_t j = 0;
    for (; j + 4 <= count; j += 4) {
        const double *restrict c = a + j * column;
        sum += (x[j] * c[0] + x[j + 1] * c[column]) + (x[j + 2] * c[2 * column] + x[j + 3] * c[3 * column]);
    }
    for (; j < count; j++)
        sum += x[j] * a[j * column];
    return sum;
}

/* g = H x - b, by columns. */
DADAO_GRADIENT_INLINE void dadao_gradient_gram(const double *restrict h, const double *restrict b,
                                               const double *restrict x, double *restrict g, const size_t d)
{
    for (size_t k = 0; k < d; k++)
        g[k] = -b[k];
    if (d < 8) {
        for (size_t k = 0; k < d; k++)
            g[k] = dadao_gradient_combine_one(h + k, d, d, x, g[k]);
        return;
    }
    size_t k = 0;
    for (; k + 16 <= d; k += 16)
        dadao_gradient_combine(h + k, d, d, x, g + k, 16);
    for (; k + 8 <= d; k += 8)
        dadao_gradient_combine(h + k, d, d, x, g + k, 8);
    if (k < d) { /* the last eight once more, those already done included: the same sums give the same bits */
        for (k = d - 8; k < d; k++)
            g[k] = -b[k];
        dadao_gradient_combine(h + d - 8, d, d, x, g + d - 8, 8);
    }
}

/* r_j = a_j.x for the `count` samples of a strip, a multiple of eight; `column` is the distance between features. */
DADAO_GRADIENT_INLINE void dadao_gradient_products(const double *restrict a, size_t column, size_t count,
                                                   const double *restrict x, double *restrict r, const size_t d)
{
    for (size_t j = 0; j < count; j++)
        r[j] = 0.0;
    size_t j = 0;
    for (; j + 16 <= count; j += 16)
        dadao_gradient_combine(a + j, column, d, x, r + j, 16);
    if (j < count)
        dadao_gradient_combine(a + j, column, d, x, r + j, 8);
}

/* g_k += sum_j a[k*column + j] r_j for one or two features k at once, each in eight lanes that are added pairwise. */
DADAO_GRADIENT_INLINE void dadao_gradient_dots(const double *restrict a, size_t column, size_t count,
                                               const double *restrict r, double *restrict g, const size_t features)
{
    enum { VECTORS = 8 / DADAO_GRADIENT_WIDTH };
    dadao_gradient_vector sum[2][VECTORS] = { { { 0 } } }, c, s;
    for (size_t j = 0; j < count; j += 8)
        for (size_t v = 0; v < VECTORS; v++) {
            DADAO_GRADIENT_LOAD(s, r + j + DADAO_GRADIENT_WIDTH * v);
            for (size_t q = 0; q < features; q++) {
                DADAO_GRADIENT_LOAD(c, a + q * column + j + DADAO_GRADIENT_WIDTH * v);
                sum[q][v] += c * s;
            }
        }
    for (size_t q = 0; q < features; q++) {
        double lane[8];
        memcpy(lane, sum[q], sizeof lane);
        g[q] += ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    }
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
        size_t k = 0;
        for (; k + 2 <= d; k += 2)
            dadao_gradient_dots(a + k * column + first, column, count, scratch, g + k, 2);
        for (; k < d; k++)
            dadao_gradient_dots(a + k * column + first, column, count, scratch, g + k, 1);
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
    case 1:
        dadao_gradient_of_dimension(objective, node, x, g, scratch, 1);
        break;
    case 2:
        dadao_gradient_of_dimension(objective, node, x, g, scratch, 2);
        break;
    default:
        dadao_gradient_of_dimension(objective, node, x, g, scratch, objective->dimension);
        break;
    }
}

#endif
