/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small symmetric matrices with the same bits on every machine: extreme eigenvalues and extended-precision solves. */
#ifndef DADAO_PROBLEM_SYMMETRIC_H
#define DADAO_PROBLEM_SYMMETRIC_H

#include <stdbool.h>
#include <stddef.h>

/* The smallest and largest eigenvalue seen in a sequence of matrices, and where the smallest was. */
typedef struct dadao_extremes {
    double low, high;
    size_t lowest; /* index given with the matrix */
    bool any;
} dadao_extremes;

/* Takes the symmetric matrix h [d*d] into account. `work` [d*(d+2)]. A matrix that cannot move either end is recognised
 * by two Cholesky attempts, which cost a tenth of its eigenvalues. */
void dadao_problem_extremes_add(dadao_extremes *extremes, const double *h, size_t d, size_t index, double *work);

/* Eigenvalues of h [d*d] (destroyed) into value [d], ascending; `work` [d]. Householder tridiagonalisation and implicit
 * QL (Martin, Reinsch & Wilkinson 1968). */
void dadao_problem_eigenvalues(double *h, size_t d, double *value, double *work);

/* Cholesky factor of h [d*d] in place (lower); false when h is not positive definite. */
bool dadao_problem_cholesky(long double *h, size_t d);
/* Solves with that factor, in place. */
void dadao_problem_cholesky_solve(const long double *h, size_t d, long double *x);

#endif
