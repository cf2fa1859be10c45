/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strong convexity mu and smoothness L of the local objectives (MATHS: [J] eq. 9, [I] code). */
#include "core/memory.h"
#include "problem/build.h"
#include "problem/symmetric.h"
#include <math.h>

/* From here on methods need very many gradients; unscaled columns are the usual reason. */
#define ASTRONOMICAL 1e5

static double dot(const double *a, const double *b, size_t count)
{
    double lane[8] = { 0 };
    for (size_t j = 0; j < count; j += 8)
        for (size_t q = 0; q < 8; q++)
            lane[q] += a[j + q] * b[j + q];
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* weight A^T A [d*d], or weight A A^T [m*m] where that is smaller: the same eigenvalues but for zeros. Returns the
 * size. */
static size_t gram(const dadao_objective *objective, size_t node, double weight, double *h)
{
    const size_t d = objective->dimension, m = objective->samples[node], p = dadao_objective_padded(m);
    const double *a = dadao_objective_block(objective, node);
    if (m >= d) {
        for (size_t k = 0; k < d; k++)
            for (size_t l = 0; l <= k; l++)
                h[k * d + l] = h[l * d + k] = weight * dot(a + k * p, a + l * p, p);
        return d;
    }
    for (size_t j = 0; j < m; j++)
        for (size_t l = 0; l <= j; l++) {
            double total = 0.0;
            for (size_t k = 0; k < d; k++)
                total += a[k * p + j] * a[k * p + l];
            h[j * m + l] = h[l * m + j] = weight * total;
        }
    return m;
}

/* The published code's smoothness: max_i tr(A_i^T A_i)/(4 m). */
static double reference_smoothness(const dadao_objective *objective)
{
    double most = 0.0;
    for (size_t i = 0; i < objective->nodes; i++) {
        const size_t p = dadao_objective_padded(objective->samples[i]);
        const double *a = dadao_objective_block(objective, i);
        const double square = dot(a, a, p * objective->dimension);
        most = fmax(most, square / (4.0 * (double)objective->samples[i]));
    }
    return most;
}

/* Extremes over the nodes of the Hessian without ridge (GRAM: with it). A node with fewer samples than dimensions has
 * low 0. */
static void gather(const dadao_objective *objective, dadao_extremes *extremes, double *h, double *work)
{
    for (size_t i = 0; i < objective->nodes; i++) {
        if (objective->kind == DADAO_OBJECTIVE_GRAM) {
            dadao_problem_extremes_add(extremes, dadao_objective_block(objective, i), objective->dimension, i, work);
            continue;
        }
        const bool logistic = objective->kind == DADAO_OBJECTIVE_LOGISTIC;
        const size_t size = gram(objective, i, (logistic ? 0.25 : 2.0) / (double)objective->samples[i], h);
        dadao_problem_extremes_add(extremes, h, size, i, work);
        if (size < objective->dimension && extremes->low > 0.0) {
            extremes->low = 0.0;
            extremes->lowest = i;
        }
    }
}

static dadao_status singular(const dadao_problem *problem, const dadao_extremes *extremes, dadao_error *error)
{
    const size_t m = problem->samples[extremes->lowest], d = problem->objective.dimension;
    if (m < d)
        return dadao_core_fail(error, DADAO_SINGULAR,
                               "node %zu has %zu samples in dimension %zu: its Hessian is singular and mu would be 0; "
                               "give it more samples or fewer nodes, or add ridge=%.2g",
                               extremes->lowest, m, d, 1e-3 * extremes->high);
    return dadao_core_fail(
        error, DADAO_SINGULAR,
        "node %zu: its Hessian is singular and mu would be 0, since its features are linearly "
        "dependent (%zu samples, dimension %zu); leave such features out, give it more samples, or add ridge=%.2g",
        extremes->lowest, m, d, 1e-3 * extremes->high);
}

static dadao_status decide(dadao_problem *problem, const dadao_extremes *extremes, dadao_error *error)
{
    const dadao_objective *objective = &problem->objective;
    const double ridge = objective->ridge, rounding = 4.0 * (double)objective->dimension * 0x1p-53;
    if (!isfinite(extremes->high) || !isfinite(extremes->low))
        return dadao_core_fail(error, DADAO_INVALID,
                               "the data is so large that its squares overflow: try standardize=yes");
    if (objective->kind == DADAO_OBJECTIVE_LOGISTIC) {
        problem->mu = ridge;
        problem->smoothness =
            problem->reference_smoothness ? fmax(ridge, reference_smoothness(objective)) : ridge + extremes->high;
        return DADAO_OK;
    }
    if (ridge == 0.0 && extremes->low <= rounding * extremes->high)
        return singular(problem, extremes, error);
    const double inside =
        objective->kind == DADAO_OBJECTIVE_GRAM ? ridge : 0.0; /* ridge that the eigenvalues already hold */
    problem->mu = fmax(extremes->low - inside, 0.0) + ridge;
    problem->smoothness = extremes->high - inside + ridge;
    return DADAO_OK;
}

dadao_status dadao_problem_find_constants(dadao_problem *problem, dadao_notes *notes, dadao_error *error)
{
    if (problem->declared)
        return DADAO_OK;
    const dadao_objective *objective = &problem->objective;
    const size_t d = objective->dimension;
    double *h = dadao_core_allocate(d * d, sizeof *h), *work = dadao_core_allocate(d * (d + 2), sizeof *work);
    dadao_extremes extremes = { 0 };
    dadao_status status = DADAO_OK;
    if (h && work) {
        gather(objective, &extremes, h, work);
        status = decide(problem, &extremes, error);
    } else {
        status = dadao_core_fail(error, DADAO_MEMORY, "no memory for matrices of dimension %zu", d);
    }
    free(h);
    free(work);
    if (status == DADAO_OK && problem->smoothness > ASTRONOMICAL * problem->mu)
        dadao_core_note(
            notes,
            "L/mu = %.3g: every method will need very many gradients; try standardize=yes (features on one scale)%s",
            problem->smoothness / problem->mu,
            problem->flag == DADAO_KIND_LOGISTIC ? " or a larger mu=" : " or ridge=");
    return status;
}
