/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subtraction-free elimination of a connected weighted graph: ordering, factor, solves and effective resistances.
 *
 * Eliminating a node k with conductances c_kj to its neighbours replaces its star by a mesh (star-mesh transform, the
 * GTH algorithm of Markov chains):  d_k = sum_j c_kj,  p_kj = c_kj/d_k,  c_ij += d_k p_ki p_kj. Only positive numbers
 * are added, and the diagonal of the Laplacian is never formed, so every p and d keeps full relative accuracy
 * however far the conductances spread (Grassmann, Taksar & Heyman 1985; O'Cinneide 1993). */
#ifndef DADAO_SPECTRUM_ELIMINATION_H
#define DADAO_SPECTRUM_ELIMINATION_H

#include <dadao/status.h>
#include <dadao/topology.h>

/* The order of elimination. Positions 0..n-1 are the order; the first `tail` positions are eliminated as sparse stars,
 * the rest, where most pairs have become neighbours, as one dense block. */
typedef struct dadao_ordering {
    size_t nodes, tail;
    uint32_t *node;      /* [n] node at a position */
    uint32_t *position;  /* [n] position of a node */
    size_t *start;       /* [tail+1] */
    uint32_t *neighbour; /* [start[tail]] positions of the neighbours at elimination, ascending */
} dadao_ordering;

/* Minimum degree on the graph of `edge`; MEMORY on failure. */
dadao_status dadao_spectrum_order(size_t nodes, size_t edges, const dadao_edge *edge, dadao_ordering *ordering,
                                  dadao_error *error);
void dadao_spectrum_order_clear(dadao_ordering *ordering);

/* The factor of a connected graph. Matrices are [n*n], row-major, by position. */
typedef struct dadao_elimination {
    dadao_ordering ordering;
    double *degree;      /* [n] d_k when k was eliminated; 0 at the last position */
    double *star;        /* [start[tail]] p_kj of the sparse part */
    double *conductance; /* rows >= tail hold p_kj for j > k */
    double *resistance;  /* R(i,j), i < j, wherever i and j were neighbours; the tail block is full */
    double *work;        /* [n] */
} dadao_elimination;

/* Factor of the connected graph with conductances `weight` [edges]. Zero weights are allowed where the positive ones
 * connect the graph: their pairs then have a resistance too. */
dadao_status dadao_spectrum_eliminate(size_t nodes, size_t edges, const dadao_edge *edge, const double *weight,
                                      dadao_elimination *elimination, dadao_error *error);
void dadao_spectrum_eliminate_clear(dadao_elimination *elimination);

/* x := L^+ b for b [n] of zero sum (by node); x has zero mean. x may be b. */
void dadao_spectrum_solve(const dadao_elimination *elimination, const double *b, double *x);

/* The effective resistance between neighbours u and v. */
double dadao_spectrum_resistance(const dadao_elimination *elimination, size_t u, size_t v);

#endif
