/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's generator behind GSL's interface. */
#include "problem/gsl_random.h"

#include <gsl/gsl_errno.h>
#include <limits.h>

/* GSL seeds with one number; streams here are seeded by name, so a GSL seed names a stream of its own. */
static void seed(void *state, unsigned long int value)
{
    dadao_core_random_seed_named(state, value, "gsl");
}

static unsigned long int draw(void *state)
{
    return dadao_core_random_u64(state);
}

static double draw_uniform(void *state)
{
    return dadao_core_random_uniform(state);
}

static const gsl_rng_type generator = { .name = "dadao",
                                        .max = ULONG_MAX,
                                        .min = 0,
                                        .size = sizeof(dadao_random),
                                        .set = seed,
                                        .get = draw,
                                        .get_double = draw_uniform };

gsl_rng *dadao_problem_gsl_random(const dadao_random *random)
{
    (void)gsl_set_error_handler_off(); /* its default aborts the program; here NULL says enough */
    gsl_rng *rng = gsl_rng_alloc(&generator);
    if (rng)
        *(dadao_random *)gsl_rng_state(rng) = *random;
    return rng;
}
