/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of sweep.h; compiled once for each level of x86-64, with the same bits from each. */
#include "method/sweep.h"
#include "problem/gradient.h"

#define SWEEPS_NAME_OF(isa) dadao_method_sweeps_##isa
#define SWEEPS_NAME(isa) SWEEPS_NAME_OF(isa)

#define INLINE static inline __attribute__((always_inline))

INLINE void gradients_of(const dadao_objective *objective, const double *x, double *g, double *scratch, const size_t d)
{
    for (size_t i = 0; i < objective->nodes; i++)
        dadao_gradient_of_dimension(objective, i, x + i * d, g + i * d, scratch, d);
}

static void gradients(const dadao_objective *objective, const double *x, double *g, double *scratch)
{
    switch (objective->dimension) {
    case 1:
        gradients_of(objective, x, g, scratch, 1);
        break;
    case 2:
        gradients_of(objective, x, g, scratch, 2);
        break;
    default:
        gradients_of(objective, x, g, scratch, objective->dimension);
        break;
    }
}

static void gradient(const dadao_objective *objective, size_t node, const double *x, double *g, double *scratch)
{
    dadao_gradient(objective, node, x, g, scratch);
}

/* The two nodes of a link are different, so their vectors do not overlap. */
INLINE void laplacian_of(const dadao_edge *link, const double *weight, size_t links, size_t nodes, const double *x, double *out,
                         const size_t d)
{
    memset(out, 0, nodes * d * sizeof *out);
    for (size_t e = 0; e < links; e++) {
        const double *restrict a = x + link[e].u * d, *restrict b = x + link[e].v * d;
        double *restrict p = out + link[e].u * d, *restrict q = out + link[e].v * d;
        const double w = weight[e];
        for (size_t k = 0; k < d; k++) {
            const double flow = w * (a[k] - b[k]);
            p[k] += flow;
            q[k] -= flow;
        }
    }
}

static void laplacian(const dadao_edge *link, const double *weight, size_t links, size_t nodes, size_t d, const double *x, double *out)
{
    switch (d) {
    case 1:
        laplacian_of(link, weight, links, nodes, x, out, 1);
        break;
    case 2:
        laplacian_of(link, weight, links, nodes, x, out, 2);
        break;
    default:
        laplacian_of(link, weight, links, nodes, x, out, d);
        break;
    }
}

const dadao_sweeps SWEEPS_NAME(DADAO_ISA) = {gradients, gradient, laplacian};
