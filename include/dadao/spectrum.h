/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two numbers of a network that say how much talking is enough: chi1 and chi2 (MATHS: [J] section 3).
 *
 * With Lambda = sum_e rate_e (e_u - e_v)(e_u - e_v)^T:  chi1 = 1/lambda_2(Lambda), the inverse algebraic
 * connectivity; chi2 = (1/2) max_e R_e, R_e = (e_u - e_v)^T Lambda^+ (e_u - e_v), the maximal effective resistance
 * of an edge. Edges at rate 0 are absent, though their resistance is reported.
 *
 * Disconnected: chi1 = chi2 = sufficient_rate = condition = +inf, lambda_2 = 0, no worst edge, resistances within each
 * component as ever, and `fiedler` is constant on the first component (positive) and on the rest, of zero mean.
 * One node alone is in consensus: every number is 0. */
#ifndef DADAO_SPECTRUM_H
#define DADAO_SPECTRUM_H

#include <dadao/status.h>
#include <dadao/topology.h>

/* Largest n for which the dense form is used; above it the status is TOO_LARGE and nothing is computed. */
#define DADAO_SPECTRUM_DENSE_LIMIT 2048

typedef struct dadao_spectrum {
    size_t nodes, edges;
    double total_rate;      /* sum of the rates */
    double chi1, chi2;      /* at the given rates; +inf when disconnected */
    double chi1_unit, chi2_unit; /* with the rates scaled to total 1: chi * total_rate */
    double sufficient_rate; /* sqrt(2 chi1_unit chi2_unit): the total rate that makes 2 chi1 chi2 = 1 */
    double condition;       /* 2 chi1 chi2 at the given rates */
    double lambda_2, lambda_max; /* of the Laplacian with the given rates */
    double foster;          /* sum_e rate_e R_e; n-1 in exact arithmetic, a self-check */
    size_t worst_edge;      /* the edge that sets chi2; SIZE_MAX when there is none */
    double *resistance;     /* [edges] R_e; +inf for an edge at rate 0 between different components, owned */
    double *fiedler;        /* [nodes] unit eigenvector of lambda_2, first entry beyond rounding positive, owned */
} dadao_spectrum;

/* Computes everything above by subtraction-free elimination (15 digits whatever the spread of the rates).
 * `rates` [edges], >= 0, NULL: all 1. Errors: INVALID (a rate that is negative or not finite), TOO_LARGE
 * (n above the dense limit), DISCONNECTED is no error: chi1 = chi2 = +inf, lambda_2 = 0. */
dadao_status dadao_spectrum_compute(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates,
                                    dadao_spectrum *spectrum, dadao_error *error);
void dadao_spectrum_clear(dadao_spectrum *spectrum);

/* For looking at: all eigenvalues of the Laplacian of a simple graph, ascending, into value [nodes]; O(n^3), absolute
 * accuracy 1e-15 lambda_max. TOO_LARGE above this many nodes. */
#define DADAO_SPECTRUM_EIGENVALUES_LIMIT 512
dadao_status dadao_spectrum_eigenvalues(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates,
                                        double *value, dadao_error *error);

#endif
