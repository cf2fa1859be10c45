/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Chebyshev recurrence of chebyshev.h. */
#include "method/chebyshev.h"

#include <math.h>
#include <string.h>

/* Where all positive eigenvalues are equal up to rounding, 1 - gamma is noise. */
#define COMPLETE (1.0 - 1e-9)

dadao_chebyshev dadao_method_chebyshev(const dadao_method_facts *facts)
{
    const double lambda_2 = 1.0 / (facts->chi1 * facts->total_rate), gamma = lambda_2 / facts->lambda_max;
    if (gamma > COMPLETE)
        return (dadao_chebyshev){.rounds = 1.0, .c2 = 0.0, .c3 = 1.0 / facts->lambda_max, .gamma = 1.0};
    return (dadao_chebyshev){
        .rounds = floor(1.0 / sqrt(gamma) + 1e-9), /* whole where n is a square, as on stars: rounding must not take one off */
        .c2 = (1.0 + gamma) / (1.0 - gamma),
        .c3 = 2.0 / ((1.0 + gamma) * facts->lambda_max),
        .gamma = gamma,
    };
}

void dadao_method_chebyshev_gossip(dadao_round *round, double rounds, double c2, double c3, const double *v, double *work, double *out)
{
    const size_t length = dadao_round_length(round);
    double *before = work, *now = work + length;
    double a_before = 1.0, a = c2;
    dadao_round_talk(round, 1);
    if (c2 == 0.0) {
        dadao_round_laplacian(round, v, out);
        for (size_t k = 0; k < length; k++)
            out[k] *= c3;
        return;
    }
    dadao_round_laplacian(round, v, out);
    for (size_t k = 0; k < length; k++)
        now[k] = c2 * (v[k] - c3 * out[k]);
    memcpy(before, v, length * sizeof *before);
    for (double step = 1.0; step < rounds; step += 1.0) {
        dadao_round_talk(round, 1);
        dadao_round_laplacian(round, now, out);
        for (size_t k = 0; k < length; k++)
            before[k] = 2.0 * c2 * (now[k] - c3 * out[k]) - before[k];
        double *swap = before;
        before = now;
        now = swap;
        const double a_next = 2.0 * c2 * a - a_before;
        a_before = a;
        a = a_next;
    }
    for (size_t k = 0; k < length; k++)
        out[k] = v[k] - now[k] / a;
}
