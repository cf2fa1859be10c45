/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops that cost most in a round: gradients of all nodes, and a Laplacian over all links; one table a level of x86-64. */
#ifndef DADAO_METHOD_SWEEP_H
#define DADAO_METHOD_SWEEP_H

#include "problem/objective.h"

#include <dadao/topology.h>

typedef struct dadao_sweeps {
    /* g [nodes][d] := gradients at x [nodes][d]; scratch [DADAO_GRADIENT_SCRATCH]. */
    void (*gradients)(const dadao_objective *objective, const double *x, double *g, double *scratch);
    /* g [d] := gradient of one node. */
    void (*gradient)(const dadao_objective *objective, size_t node, const double *x, double *g, double *scratch);
    /* out [nodes][d] := sum over links of weight (x_u - x_v)(e_u - e_v), in the order of the links. */
    void (*laplacian)(const dadao_edge *link, const double *weight, size_t links, size_t nodes, size_t d, const double *x,
                      double *out);
} dadao_sweeps;

extern const dadao_sweeps dadao_method_sweeps_baseline, dadao_method_sweeps_v3, dadao_method_sweeps_v4;

#endif
