/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linear regression: f_i(x) = (1/m) sum_j (a_ij.x - y_ij)^2 + (ridge/2) |x|^2  [J eq. 9]. */
#include "core/memory.h"
#include "problem/build.h"
#include <math.h>

#define DEFAULT_NOISE 10.0
/* The published experiments draw coefficients up to this, and scale each node's targets by a slope in this range. */
#define LARGEST_COEFFICIENT 100.0
#define LEAST_SLOPE 0.01
#define LARGEST_SLOPE 5.0

/* One node of the published experiments: normal features, its own uniform coefficients, normal noise, its own slope. */
static void generate(const dadao_specification *s, dadao_random *random, size_t m, size_t p, size_t d, double *at,
                     double *y)
{
    const double noise = isnan(s->noise) ? DEFAULT_NOISE : s->noise;
    for (size_t k = 0; k < d; k++) {
        const double coefficient = LARGEST_COEFFICIENT * dadao_core_random_uniform(random);
        for (size_t j = 0; j < m; j++) {
            at[k * p + j] = dadao_core_random_normal(random);
            y[j] += coefficient * at[k * p + j];
        }
    }
    const double slope = LEAST_SLOPE + (LARGEST_SLOPE - LEAST_SLOPE) * dadao_core_random_uniform(random);
    for (size_t j = 0; j < m; j++)
        y[j] = slope * (y[j] + noise * dadao_core_random_normal(random));
}

dadao_status dadao_problem_build_linear(const dadao_specification *s, dadao_problem *problem, dadao_notes *notes,
                                        dadao_error *error)
{
    problem->objective.ridge = s->ridge;
    return dadao_problem_build_samples(s, false, generate, problem, notes, error);
}
