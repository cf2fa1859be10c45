/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values, gradients, Hessians and the distance to the minimum of the local objectives at a point. */
#include <dadao/problem.h>

#include "core/exact.h"
#include "problem/build.h"
#include "problem/gradient.h"
#include <math.h>
#include <string.h>

/* The samples of one node as the kernels see them. */
typedef struct samples {
    size_t d, m, p;
    const double *a, *y; /* A^T [d][p], y [p] */
    bool logistic;
    double ridge;
} samples;

static samples samples_of(const dadao_objective *objective, size_t node)
{
    const size_t m = objective->samples[node], p = dadao_objective_padded(m);
    const double *a = dadao_objective_block(objective, node);
    return (samples){
        objective->dimension, m, p, a, a + objective->dimension * p, objective->kind == DADAO_OBJECTIVE_LOGISTIC,
        objective->ridge
    };
}

/* a_j.x */
static double product(const samples *s, size_t j, const double *x)
{
    double total = 0.0;
    for (size_t k = 0; k < s->d; k++)
        total += s->a[k * s->p + j] * x[k];
    return total;
}

/* log(1 + exp(-margin)) without overflow. */
static double loss(double margin)
{
    return margin > 0.0 ? dadao_core_log1p(dadao_core_exp(-margin)) : dadao_core_log1p(dadao_core_exp(margin)) - margin;
}

/* ---- Values ---------------------------------------------------------------------------------- */

static double gram_value(const dadao_problem *problem, size_t node, const double *x)
{
    const size_t d = problem->objective.dimension;
    const double *h = dadao_objective_block(&problem->objective, node), *b = h + d * d;
    double total = problem->constant[node];
    for (size_t k = 0; k < d; k++) {
        double half = 0.0;
        for (size_t l = 0; l < d; l++)
            half += h[k * d + l] * x[l];
        total += (0.5 * half - b[k]) * x[k];
    }
    return total;
}

double dadao_problem_value(const dadao_problem *problem, size_t node, const double *x)
{
    if (problem->objective.kind == DADAO_OBJECTIVE_GRAM)
        return gram_value(problem, node, x);
    const samples s = samples_of(&problem->objective, node);
    double total = 0.0, square = 0.0;
    for (size_t j = 0; j < s.m; j++) {
        const double r = product(&s, j, x), residual = r - s.y[j];
        total += s.logistic ? loss(s.y[j] * r) : residual * residual;
    }
    for (size_t k = 0; k < s.d; k++)
        square += x[k] * x[k];
    return total / (double)s.m + 0.5 * s.ridge * square;
}

double dadao_problem_mean_value(const dadao_problem *problem, const double *x)
{
    double total = 0.0;
    for (size_t i = 0; i < problem->objective.nodes; i++)
        total += dadao_problem_value(problem, i, x);
    return total / (double)problem->objective.nodes;
}

/* ---- f(x) - f(x*) ---------------------------------------------------------------------------- */

/* (x - x*).H (x - x*)/2 with the mean Hessian; the gradient at x* is 0. */
static double quadratic_suboptimality(const dadao_problem *problem, const double *x)
{
    const size_t d = problem->objective.dimension;
    double total = 0.0;
    for (size_t k = 0; k < d; k++) {
        double along = 0.0;
        for (size_t l = 0; l < d; l++)
            along += problem->mean_hessian[k * d + l] * (x[l] - problem->optimum[l]);
        total += along * (x[k] - problem->optimum[k]);
    }
    return total > 0.0 ? 0.5 * total : 0.0 * total; /* NaN stays NaN */
}

/* phi(v + delta) - phi(v) - phi'(v) delta for phi(u) = log(1 + exp(-u)), never negative. With s = 1/(1 + e^v) it is
 * log(1 - s + s e^-delta) + s delta: the cumulants of a coin of bias s, summed as a series where delta is small.
 * Turning the coin (v, delta to -v, -delta) changes nothing, so delta > 0 is enough elsewhere. */
static double divergence(double v, double delta)
{
    if (delta < 0.0)
        return divergence(-v, -delta);
    const double s = 1.0 / (1.0 + dadao_core_exp(v)), other = 1.0 / (1.0 + dadao_core_exp(-v)), q = s * other;
    if (delta > 0.02) {
        const double drop = s * dadao_core_expm1(-delta);
        return (drop > -0.5 ? dadao_core_log1p(drop) : dadao_core_log(other + s * dadao_core_exp(-delta))) + s * delta;
    }
    const double skew = other - s;
    const double k3 = -skew, k4 = 1.0 - 6.0 * q, k5 = -skew * (1.0 - 12.0 * q), k6 = 1.0 - 30.0 * q + 120.0 * q * q;
    return q * delta * delta *
           (1.0 / 2.0 + delta * (k3 / 6.0 + delta * (k4 / 24.0 + delta * (k5 / 120.0 + delta * k6 / 720.0))));
}

/* f(x) - f(x*) = the sum of the divergences between x and x*, because the gradient at x* is 0: every term is positive.
 */
static double logistic_suboptimality(const dadao_problem *problem, const double *x)
{
    const size_t n = problem->objective.nodes, d = problem->objective.dimension;
    double total = 0.0, square = 0.0;
    for (size_t i = 0; i < n; i++) {
        const samples s = samples_of(&problem->objective, i);
        double node = 0.0;
        for (size_t j = 0; j < s.m; j++) {
            double margin = 0.0, change = 0.0;
            for (size_t k = 0; k < d; k++) {
                margin += s.a[k * s.p + j] * problem->optimum[k];
                change += s.a[k * s.p + j] * (x[k] - problem->optimum[k]);
            }
            node += divergence(s.y[j] * margin, s.y[j] * change);
        }
        total += node / (double)s.m;
    }
    for (size_t k = 0; k < d; k++)
        square += (x[k] - problem->optimum[k]) * (x[k] - problem->optimum[k]);
    return total / (double)n + 0.5 * problem->objective.ridge * square;
}

double dadao_problem_suboptimality(const dadao_problem *problem, const double *x)
{
    return problem->mean_hessian ? quadratic_suboptimality(problem, x) : logistic_suboptimality(problem, x);
}

/* ---- Gradients ------------------------------------------------------------------------------- */

void dadao_problem_gradient(const dadao_problem *problem, size_t node, const double *x, double *g)
{
    _Alignas(64) double scratch[DADAO_GRADIENT_SCRATCH];
    dadao_gradient(&problem->objective, node, x, g, scratch);
}

void dadao_problem_stochastic_gradient(const dadao_problem *problem, size_t node, const double *x, size_t batch,
                                       dadao_random *random, double *g)
{
    if (problem->objective.kind == DADAO_OBJECTIVE_GRAM || batch == 0) {
        dadao_problem_gradient(problem, node, x, g);
        return;
    }
    const samples s = samples_of(&problem->objective, node);
    const double weight = (s.logistic ? 1.0 : 2.0) / (double)batch;
    for (size_t k = 0; k < s.d; k++)
        g[k] = 0.0;
    for (size_t draw = 0; draw < batch; draw++) {
        const size_t j = (size_t)dadao_core_random_below(random, s.m);
        const double r = product(&s, j, x), y = s.y[j];
        const double slope = s.logistic ? -y / (1.0 + dadao_core_exp(y * r)) : r - y;
        for (size_t k = 0; k < s.d; k++)
            g[k] += slope * s.a[k * s.p + j];
    }
    for (size_t k = 0; k < s.d; k++)
        g[k] = weight * g[k] + s.ridge * x[k];
}

/* ---- Hessians -------------------------------------------------------------------------------- */

void dadao_problem_local_hessian(const dadao_problem *problem, size_t node, const double *x, double *h)
{
    const size_t d = problem->objective.dimension;
    if (problem->objective.kind == DADAO_OBJECTIVE_GRAM) {
        memcpy(h, dadao_objective_block(&problem->objective, node), d * d * sizeof *h);
        return;
    }
    const samples s = samples_of(&problem->objective, node);
    memset(h, 0, d * d * sizeof *h);
    for (size_t j = 0; j < s.m; j++) {
        double bend = 2.0;
        if (s.logistic) {
            const double r = product(&s, j, x);
            bend = 1.0 / (1.0 + dadao_core_exp(r)) / (1.0 + dadao_core_exp(-r));
        }
        for (size_t k = 0; k < d; k++)
            for (size_t l = 0; l <= k; l++)
                h[k * d + l] += bend * s.a[k * s.p + j] * s.a[l * s.p + j];
    }
    for (size_t k = 0; k < d; k++)
        for (size_t l = 0; l <= k; l++)
            h[k * d + l] = h[l * d + k] = h[k * d + l] / (double)s.m + (k == l ? s.ridge : 0.0);
}

void dadao_problem_hessian(const dadao_problem *problem, size_t node, const double *x, double *h)
{
    dadao_problem_local_hessian(problem, node, x, h);
}
