/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's generator as a gsl_rng_type, so that GSL's distributions draw from a named stream. */
#ifndef DADAO_PROBLEM_GSL_RANDOM_H
#define DADAO_PROBLEM_GSL_RANDOM_H

#include <dadao/random.h>
#include <gsl/gsl_rng.h>

/* A GSL generator that draws from a copy of `random`; NULL when memory is out. Freed with gsl_rng_free. */
gsl_rng *dadao_problem_gsl_random(const dadao_random *random);

#endif
