/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accelerated gossip: a Chebyshev polynomial of the Laplacian that brings its positive eigenvalues close to 1 (Scaman et al.
 * 2017, algorithm 2).
 *
 *     G(V) = V - T_K(V)/a_K      a_0 = 1   a_1 = c2                       a_{k+1} = 2 c2 a_k - a_{k-1}
 *                                T_0 = V   T_1 = c2 (I - c3 Lap) V        T_{k+1} = 2 c2 (I - c3 Lap) T_k - T_{k-1}
 *     gamma = lambda_2/lambda_max   c2 = (1 + gamma)/(1 - gamma)   c3 = 2/((1 + gamma) lambda_max)
 *
 * On the complete graph gamma = 1 and c2 is infinite: there G = Lap/lambda_max at once, which c2 = 0, c3 = 1/lambda_max means. */
#ifndef DADAO_METHOD_CHEBYSHEV_H
#define DADAO_METHOD_CHEBYSHEV_H

#include "method/stage.h"

typedef struct dadao_chebyshev {
    double rounds, c2, c3, gamma; /* K; 1/chi of the network */
} dadao_chebyshev;

/* K = floor(1/sqrt gamma) and the constants, from lambda_2 = 1/chi1 and lambda_max at unit total rate. */
dadao_chebyshev dadao_method_chebyshev(const dadao_method_facts *facts);
/* out := G(v). Works in `work` [2 length]; v and out are different. K activations of every link, one vector each way. */
void dadao_method_chebyshev_gossip(dadao_round *round, double rounds, double c2, double c3, const double *v, double *work, double *out);

#endif
