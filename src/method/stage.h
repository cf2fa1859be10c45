/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage: what rounds and events find around them (problem, weighted links, tables), and the steps they share. */
#ifndef DADAO_METHOD_STAGE_H
#define DADAO_METHOD_STAGE_H

#include "method/method.h"
#include "method/sweep.h"

#include <dadao/topology.h>

/* Nothing here moves from event to event but the scratch. Made anew when the network or the problem changes. */
struct dadao_stage {
    const dadao_method *method;
    const void *constants;          /* the simulation's, in place */
    const dadao_problem *problem;
    const dadao_objective *objective;
    const dadao_sweeps *sweep;      /* the loops over all nodes or links, for this processor */
    size_t minibatch;
    size_t nodes, dimension;
    size_t links;
    dadao_edge *link;               /* [links] the edges at positive rates in their order, or those of the spanning tree */
    uint32_t *link_edge;            /* [links] which edge each is */
    double *weight;                 /* [links] its rate when all add up to 1 */
    double *metropolis;             /* [links] 1/(1 + the larger degree) */
    double *resistance;             /* [edges] of each edge over the largest; NULL unless needed */
    size_t *first;                  /* [nodes + 1] where node i's neighbours begin; NULL unless somebody draws among them */
    uint32_t *neighbour, *through;  /* [2 links] the neighbour, and the edge to it */
    dadao_objective conjugate;      /* of quadratics: its gradient is that of f_i* (shifted); data NULL unless needed */
    double *conjugate_data;
    double shift;                   /* curvature added before the conjugate is taken */
    double *newton;                 /* [(d + 4) d] for other objectives */
    double *scratch;                /* [scratch][nodes][d] */
    double *small;                  /* [8][d] for events, and the gradient kernels' own */
};

dadao_status dadao_method_stage_create(const dadao_method *method, const void *constants, const dadao_problem *problem,
                                       size_t nodes, size_t edges, const dadao_edge *edge, const double *rates,
                                       dadao_stage **stage, dadao_error *error);
/* The same with tables of its own and the constants of another simulation. */
dadao_status dadao_method_stage_copy(const dadao_stage *stage, const void *constants, size_t edges, dadao_stage **copy, dadao_error *error);
void dadao_method_stage_destroy(dadao_stage *stage);
size_t dadao_method_stage_bytes(const dadao_stage *stage);

/* conjugate.c. x [d] := argmin f_i(x) + shift/2 |x|^2 - u.x, which is the gradient of the conjugate at u. Quadratics by the
 * inverse made beforehand; others by Newton's method from the x given, to the last digits. x and u are distinct. */
void dadao_method_conjugate(const dadao_stage *stage, size_t node, const double *u, double *x);
dadao_status dadao_method_conjugate_prepare(dadao_stage *stage, dadao_error *error);

/* network.c. The largest eigenvalue of the Laplacian sum_k weight[k] (e_u - e_v)(e_u - e_v)^T. */
/* 1/(1 + the larger degree of the two ends) for each link; degree [nodes] is for work. */
void dadao_method_metropolis(size_t nodes, size_t links, const dadao_edge *link, uint32_t *degree, double *weight);
dadao_status dadao_method_lambda_max(size_t nodes, size_t links, const dadao_edge *link, const double *weight, double *lambda_max,
                                     dadao_error *error);
/* resistance[e] over the largest, at the rates given; +inf over none. */
dadao_status dadao_method_resistances(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates, double *resistance,
                                      dadao_error *error);

/* ---- Steps of rounds ---- */

static inline size_t dadao_round_length(const dadao_round *round)
{
    return round->stage->nodes * round->stage->dimension;
}

static inline double *dadao_round_variable(const dadao_round *round, size_t variable)
{
    return round->state + variable * dadao_round_length(round);
}

static inline double *dadao_round_scratch(const dadao_round *round, size_t which)
{
    return round->stage->scratch + which * dadao_round_length(round);
}

/* g := the gradients of all nodes at their own x; stochastic where the problem has batches. Counted. */
void dadao_method_gradients(dadao_round *round, const double *x, double *g);
/* x := the gradients of the conjugates at u, from the x that is there. Counted as gradients. */
void dadao_method_conjugates(dadao_round *round, const double *u, double *x);

/* All links are used once, with `vectors` of d numbers each way. Products of the same activation are counted together. */
static inline void dadao_round_talk(dadao_round *round, uint64_t vectors)
{
    round->communications += round->stage->links;
    round->vectors += 2 * vectors * round->stage->links;
    round->link_activations++;
}

/* out := Laplacian x at unit total rate. */
static inline void dadao_round_laplacian(const dadao_round *round, const double *x, double *out)
{
    const dadao_stage *s = round->stage;
    s->sweep->laplacian(s->link, s->weight, s->links, s->nodes, s->dimension, x, out);
}

/* out := (I - W) x with the Metropolis weights W. */
static inline void dadao_round_disagreement(const dadao_round *round, const double *x, double *out)
{
    const dadao_stage *s = round->stage;
    s->sweep->laplacian(s->link, s->metropolis, s->links, s->nodes, s->dimension, x, out);
}

/* mean [d] := the mean of x over the nodes, in their order; then every node is given it in out (which may be x). */
void dadao_method_all_reduce(dadao_round *round, const double *x, double *out);

#endif
