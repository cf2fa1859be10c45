/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logistic regression: f_i(x) = (1/m) sum_j log(1 + exp(-y_ij a_ij.x)) + (mu/2) |x|^2, y in {-1, +1}  [I code]. */
#include "problem/build.h"
#include <math.h>

#define DEFAULT_MU 1.0
#define DEFAULT_FLIPPED 0.01

/* One node: two normal clouds around +v and -v, v a random corner of the cube scaled to unit length, so that nodes
 * disagree on the direction; a share `noise` of the labels is flipped. */
static void generate(const dadao_specification *s, dadao_random *random, size_t m, size_t p, size_t d, double *at,
                     double *y)
{
    const double flipped = isnan(s->noise) ? DEFAULT_FLIPPED : s->noise, side = 1.0 / sqrt((double)d);
    for (size_t j = 0; j < m; j++)
        y[j] = dadao_core_random_below(random, 2) ? 1.0 : -1.0;
    for (size_t k = 0; k < d; k++) {
        const double v = dadao_core_random_below(random, 2) ? side : -side;
        for (size_t j = 0; j < m; j++)
            at[k * p + j] = y[j] * v + dadao_core_random_normal(random);
    }
    for (size_t j = 0; j < m; j++)
        if (dadao_core_random_uniform(random) < flipped)
            y[j] = -y[j];
}

dadao_status dadao_problem_build_logistic(const dadao_specification *s, dadao_problem *problem, dadao_notes *notes,
                                          dadao_error *error)
{
    if (!s->data && s->noise > 1.0)
        return dadao_core_fail(error, DADAO_INVALID,
                               "noise=%g: for logistic regression it is the share of flipped labels, 0 to 1", s->noise);
    if (s->ridge > 0.0 && !isnan(s->mu))
        return dadao_problem_blame(error,
                                   dadao_core_fail(error, DADAO_INVALID,
                                                   "ridge= and mu= are the same for logistic "
                                                   "regression: give one of them"),
                                   s->word_of_ridge);
    const double mu = isnan(s->mu) ? DEFAULT_MU : s->mu;
    problem->objective.ridge = s->ridge > 0.0 ? s->ridge : mu;
    return dadao_problem_build_samples(s, true, generate, problem, notes, error);
}
