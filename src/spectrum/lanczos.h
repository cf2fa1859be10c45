/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two ends of the spectrum of a Laplacian: lambda_2 through the elimination, lambda_max through products. */
#ifndef DADAO_SPECTRUM_LANCZOS_H
#define DADAO_SPECTRUM_LANCZOS_H

#include "spectrum/elimination.h"

/* lambda_2 and its unit eigenvector [nodes] of the connected graph that was eliminated; nodes >= 2. */
dadao_status dadao_spectrum_lambda_2(const dadao_elimination *elimination, double *lambda_2, double *vector,
                                     dadao_error *error);

/* lambda_max of the Laplacian of a graph with at least one positive weight. */
dadao_status dadao_spectrum_lambda_max(size_t nodes, size_t edges, const dadao_edge *edge, const double *weight,
                                       double *lambda_max, dadao_error *error);

#endif
