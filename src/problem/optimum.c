/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The minimiser x* of f = (1/n) sum_i f_i: one solve for quadratics, Newton with line search for logistic regression.
 *
 * Sums and factors are in extended precision, so that x* is right to the last places of a double; only + - * / sqrt and
 * the project's own exponential are used, so its bits are the same everywhere. */
#include "core/exact.h"
#include "core/memory.h"
#include "problem/build.h"
#include "problem/symmetric.h"
#include <math.h>
#include <string.h>

#define MOST_STEPS 100
#define MOST_HALVINGS 60

typedef struct newton {
    const dadao_problem *problem;
    size_t d;
    long double *h, *g, *x, *step, *trial; /* [d*d], [d] each */
    double *local;                         /* [d*d] */
    const uint32_t *part;                  /* [count] the nodes it is about; NULL: the first `count` */
    size_t count;
    const double *tilt; /* [d] a linear term added to the sum; NULL: none */
} newton;

static size_t member(const newton *it, size_t k)
{
    return it->part ? it->part[k] : k;
}

static long double tilt_of(const newton *it, size_t k)
{
    return it->tilt ? (long double)it->tilt[k] : 0.0L;
}

static void newton_clear(newton *it)
{
    free(it->h);
    free(it->g);
    free(it->local);
}

static dadao_status newton_begin(newton *it, const dadao_problem *problem, dadao_error *error)
{
    const size_t d = problem->objective.dimension;
    *it = (newton){ .problem = problem, .d = d, .count = problem->objective.nodes };
    it->h = dadao_core_allocate(d * d, sizeof *it->h);
    it->g = dadao_core_allocate(4 * d, sizeof *it->g);
    it->local = dadao_core_allocate(d * d, sizeof *it->local);
    if (!it->h || !it->g || !it->local) {
        newton_clear(it);
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the minimiser in dimension %zu", d);
    }
    it->x = it->g + d;
    it->step = it->g + 2 * d;
    it->trial = it->g + 3 * d;
    return DADAO_OK;
}

static dadao_status not_definite(dadao_error *error)
{
    return dadao_core_fail(error, DADAO_SINGULAR,
                           "the sum of all objectives has a singular Hessian: the minimiser is not unique; add ridge=");
}

/* ---- Quadratics: (sum H_i) x = sum b_i ------------------------------------------------------- */

/* b_i += (2/m) A_i^T y_i of a node that kept its samples. */
static void add_right_side(const dadao_objective *objective, size_t node, long double *b)
{
    const size_t d = objective->dimension, m = objective->samples[node], p = dadao_objective_padded(m);
    const double *a = dadao_objective_block(objective, node), *y = a + d * p;
    for (size_t k = 0; k < d; k++) {
        long double total = 0.0L;
        for (size_t j = 0; j < m; j++)
            total += (long double)a[k * p + j] * (long double)y[j];
        b[k] += 2.0L * total / (long double)m;
    }
}

static void sum_quadratics(newton *it)
{
    const dadao_objective *objective = &it->problem->objective;
    const size_t d = it->d;
    for (size_t k = 0; k < d; k++)
        it->x[k] = 0.0L - tilt_of(it, k);
    for (size_t q = 0; q < it->count; q++) {
        const size_t i = member(it, q);
        const double *block = dadao_objective_block(objective, i), *h = block;
        if (objective->kind != DADAO_OBJECTIVE_GRAM) {
            dadao_problem_local_hessian(it->problem, i, NULL, it->local);
            add_right_side(objective, i, it->x);
            h = it->local;
        }
        for (size_t k = 0; k < d * d; k++)
            it->h[k] += (long double)h[k];
        for (size_t k = 0; objective->kind == DADAO_OBJECTIVE_GRAM && k < d; k++)
            it->x[k] += (long double)block[d * d + k];
    }
}

static dadao_status solve_quadratics(newton *it, dadao_error *error)
{
    if (!dadao_problem_cholesky(it->h, it->d))
        return not_definite(error);
    dadao_problem_cholesky_solve(it->h, it->d, it->x);
    return DADAO_OK;
}

static dadao_status keep_mean_hessian(const newton *it, dadao_problem *problem, dadao_error *error)
{
    const size_t d = it->d;
    problem->mean_hessian = dadao_core_allocate(d * d, sizeof *problem->mean_hessian);
    if (!problem->mean_hessian)
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the mean Hessian in dimension %zu", d);
    for (size_t k = 0; k < d * d; k++)
        problem->mean_hessian[k] = (double)(it->h[k] / (long double)problem->objective.nodes);
    return DADAO_OK;
}

/* ---- Logistic regression --------------------------------------------------------------------- */

/* exp(u) beyond double: the exponential of the rounded argument, corrected to first order. */
static long double exponential(long double u)
{
    const double rounded = (double)u;
    return (long double)dadao_core_exp(rounded) * (1.0L + (u - (long double)rounded));
}

/* log(1 + exp(-margin)) without overflow. */
static long double loss(long double margin)
{
    if (margin > 0.0L)
        return (long double)dadao_core_log1p((double)exponential(-margin));
    return (long double)dadao_core_log1p((double)exponential(margin)) - margin;
}

static long double margin_at(const double *a, const double *y, size_t p, size_t j, size_t d, const long double *x)
{
    long double total = 0.0L;
    for (size_t k = 0; k < d; k++)
        total += (long double)a[k * p + j] * x[k];
    return (long double)y[j] * total;
}

static long double logistic_value(const newton *it, const long double *x)
{
    const dadao_objective *objective = &it->problem->objective;
    long double total = 0.0L, square = 0.0L;
    for (size_t q = 0; q < it->count; q++) {
        const size_t i = member(it, q), m = objective->samples[i], p = dadao_objective_padded(m);
        const double *a = dadao_objective_block(objective, i);
        long double node = 0.0L;
        for (size_t j = 0; j < m; j++)
            node += loss(margin_at(a, a + it->d * p, p, j, it->d, x));
        total += node / (long double)m;
    }
    for (size_t k = 0; k < it->d; k++) {
        square += x[k] * x[k];
        total += tilt_of(it, k) * x[k];
    }
    return total / (long double)it->count + 0.5L * (long double)objective->ridge * square;
}

/* Adds one node's gradient and Hessian of the losses, over n. */
static void add_logistic_node(newton *it, size_t node)
{
    const dadao_objective *objective = &it->problem->objective;
    const size_t d = it->d, m = objective->samples[node], p = dadao_objective_padded(m);
    const double *a = dadao_objective_block(objective, node), *y = a + d * p;
    const long double weight = 1.0L / ((long double)m * (long double)it->count);
    memset(it->local, 0, d * d * sizeof *it->local);
    for (size_t j = 0; j < m; j++) {
        const long double share = 1.0L / (1.0L + exponential(margin_at(a, y, p, j, d, it->x)));
        const double bend = (double)(share * (1.0L - share));
        for (size_t k = 0; k < d; k++) {
            it->g[k] -= weight * share * (long double)y[j] * (long double)a[k * p + j];
            const double row = bend * a[k * p + j];
            for (size_t l = 0; l <= k; l++)
                it->local[k * d + l] += row * a[l * p + j];
        }
    }
    for (size_t k = 0; k < d; k++)
        for (size_t l = 0; l <= k; l++)
            it->h[k * d + l] += weight * (long double)it->local[k * d + l];
}

static void derive(newton *it)
{
    const dadao_objective *objective = &it->problem->objective;
    const long double ridge = (long double)objective->ridge;
    memset(it->h, 0, it->d * it->d * sizeof *it->h);
    for (size_t k = 0; k < it->d; k++) {
        it->g[k] = ridge * it->x[k] + tilt_of(it, k) / (long double)it->count;
        it->h[k * it->d + k] = ridge;
    }
    for (size_t q = 0; q < it->count; q++)
        add_logistic_node(it, member(it, q));
}

static long double largest(const long double *a, size_t count)
{
    long double most = 0.0L;
    for (size_t k = 0; k < count; k++)
        most = fabsl(a[k]) > most ? fabsl(a[k]) : most;
    return most;
}

/* x := x - t step with the first t = 1, 1/2, 1/4, … that lowers f enough; the last bits of f are not believed. */
static void line_search(newton *it)
{
    long double slope = 0.0L, t = 1.0L;
    const long double before = logistic_value(it, it->x);
    for (size_t k = 0; k < it->d; k++)
        slope += it->g[k] * it->step[k];
    for (int halving = 0; halving < MOST_HALVINGS; halving++, t *= 0.5L) {
        for (size_t k = 0; k < it->d; k++)
            it->trial[k] = it->x[k] - t * it->step[k];
        if (logistic_value(it, it->trial) <= before - 1e-4L * t * slope + 1e-14L * fabsl(before))
            break;
    }
    memcpy(it->x, it->trial, it->d * sizeof *it->x);
}

/* Newton until the step is below the last place of x, or no longer shrinks. */
static dadao_status minimise_logistic(newton *it, dadao_error *error)
{
    long double previous = INFINITY;
    for (int step = 0; step < MOST_STEPS; step++) {
        derive(it);
        if (!dadao_problem_cholesky(it->h, it->d))
            return not_definite(error);
        memcpy(it->step, it->g, it->d * sizeof *it->step);
        dadao_problem_cholesky_solve(it->h, it->d, it->step);
        const long double size = largest(it->step, it->d), scale = largest(it->x, it->d);
        if (size <= 1e-12L * scale && size >= 0.5L * previous)
            return DADAO_OK;
        line_search(it);
        if (size <= 1e-18L * scale || size == 0.0L)
            return DADAO_OK;
        previous = size;
    }
    return dadao_core_fail(error, DADAO_INTERNAL, "Newton's method did not reach the minimiser in %d steps",
                           MOST_STEPS);
}

/* ---- Both ------------------------------------------------------------------------------------ */

/* f_i(x*) in extended precision: the terms of a quadratic may nearly cancel. */
static long double quadratic_value(const dadao_problem *problem, size_t node, const double *x)
{
    const size_t d = problem->objective.dimension;
    const double *h = dadao_objective_block(&problem->objective, node), *b = h + d * d;
    long double total = (long double)problem->constant[node];
    for (size_t k = 0; k < d; k++) {
        long double half = 0.0L;
        for (size_t l = 0; l < d; l++)
            half += (long double)h[k * d + l] * (long double)x[l];
        total += (0.5L * half - (long double)b[k]) * (long double)x[k];
    }
    return total;
}

void dadao_problem_find_minimum(dadao_problem *problem)
{
    const size_t n = problem->objective.nodes;
    long double total = 0.0L;
    for (size_t i = 0; i < n; i++)
        total += problem->objective.kind == DADAO_OBJECTIVE_GRAM
                     ? quadratic_value(problem, i, problem->optimum)
                     : (long double)dadao_problem_value(problem, i, problem->optimum);
    const double mean = (double)(total / (long double)n);
    problem->minimum = mean > 0.0 ? mean : 0.0; /* every kind is a sum of squares or logarithms above 0 */
}

dadao_status dadao_problem_find_optimum(dadao_problem *problem, dadao_error *error)
{
    newton it;
    dadao_status status = newton_begin(&it, problem, error);
    if (status != DADAO_OK)
        return status;
    if (problem->objective.kind == DADAO_OBJECTIVE_LOGISTIC) {
        status = minimise_logistic(&it, error);
    } else {
        sum_quadratics(&it);
        status = keep_mean_hessian(&it, problem, error);
        if (status == DADAO_OK)
            status = solve_quadratics(&it, error);
    }
    for (size_t k = 0; k < it.d; k++)
        problem->optimum[k] = (double)it.x[k];
    newton_clear(&it);
    if (status == DADAO_OK)
        dadao_problem_find_minimum(problem);
    return status;
}

dadao_status dadao_problem_minimise_part(const dadao_problem *problem, const uint32_t *part, size_t count, const double *tilt,
                                         double *x, dadao_error *error)
{
    newton it;
    if (count == 0)
        return dadao_core_fail(error, DADAO_INVALID, "a part without nodes has no minimiser");
    dadao_status status = newton_begin(&it, problem, error);
    if (status != DADAO_OK)
        return status;
    it.part = part;
    it.count = count;
    it.tilt = tilt;
    if (problem->objective.kind == DADAO_OBJECTIVE_LOGISTIC) {
        status = minimise_logistic(&it, error);
    } else {
        sum_quadratics(&it);
        status = solve_quadratics(&it, error);
    }
    for (size_t k = 0; k < it.d; k++)
        x[k] = (double)it.x[k];
    newton_clear(&it);
    return status;
}
