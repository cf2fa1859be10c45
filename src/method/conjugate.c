/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gradients of the conjugates: argmin f_i(x) + shift/2 |x|^2 - u.x, the oracle of dual and proximal methods.
 *
 * f_i(x) = x.H x/2 - b.x + c has (H + shift)^-1 (u + b): the inverse is made once, in extended precision and a fixed order, and
 * laid out like a quadratic objective, so that the gradient kernels do the rest. Logistic regression is minimised by Newton's
 * method until rounding stops it: the conjugate of a ridge problem is smooth, so this is an oracle too, only a dear one. */
#include "method/stage.h"

#include "core/memory.h"
#include "problem/symmetric.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 60, MOST_HALVINGS = 40 };

/* ---- Quadratics ---- */

/* block := (H + shift)^-1, then -(H + shift)^-1 b. `work` [(d + 2) d]; `h` [d d + d]. */
static bool invert(const dadao_stage *stage, size_t node, double *h, long double *work, double *block)
{
    const size_t d = stage->dimension;
    double *b = h + d * d; /* minus b: the gradient at 0 */
    long double *factor = work, *column = work + d * d;
    memset(block, 0, d * sizeof *block);
    dadao_problem_gradient(stage->problem, node, block, b);
    dadao_problem_hessian(stage->problem, node, block, h);
    for (size_t k = 0; k < d * d; k++)
        factor[k] = h[k];
    for (size_t k = 0; k < d; k++)
        factor[k * d + k] += stage->shift;
    if (!dadao_problem_cholesky(factor, d))
        return false;
    for (size_t k = 0; k <= d; k++) {
        for (size_t l = 0; l < d; l++)
            column[l] = k < d ? (long double)(k == l) : (long double)b[l];
        dadao_problem_cholesky_solve(factor, d, column);
        for (size_t l = 0; l < d; l++)
            block[k * d + l] = (double)column[l];
    }
    return true;
}

static dadao_status invert_all(dadao_stage *stage, double *h, long double *work, dadao_error *error)
{
    const size_t d = stage->dimension, stride = (d * (d + 1) + 7) / 8 * 8;
    stage->conjugate_data = dadao_core_allocate_aligned(stage->nodes * stride, sizeof *stage->conjugate_data);
    if (!stage->conjugate_data)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the inverses of %zu Hessians of dimension %zu", stage->nodes, d);
    for (size_t i = 0; i < stage->nodes; i++)
        if (!invert(stage, i, h, work, stage->conjugate_data + i * stride))
            return dadao_core_fail(error, DADAO_SINGULAR, "node %zu: its Hessian is singular, so its conjugate has no gradient; add a ridge",
                                   i);
    stage->conjugate = (dadao_objective){.kind = DADAO_OBJECTIVE_GRAM, .dimension = d, .nodes = stage->nodes,
                                         .data = stage->conjugate_data, .stride = stride};
    return DADAO_OK;
}

dadao_status dadao_method_conjugate_prepare(dadao_stage *stage, dadao_error *error)
{
    const size_t d = stage->dimension;
    stage->newton = dadao_core_allocate(d * (d + 6), sizeof *stage->newton);
    long double *work = dadao_core_allocate(d * (d + 1), sizeof *work);
    dadao_status status = DADAO_OK;
    if (!stage->newton || !work)
        status = dadao_core_fail(error, DADAO_MEMORY, "out of memory for matrices of dimension %zu", d);
    else if (stage->objective->kind != DADAO_OBJECTIVE_LOGISTIC)
        status = invert_all(stage, stage->newton, work, error);
    free(work);
    return status;
}

/* ---- Newton ---- */

/* In place; the matrix is positive definite by its ridge. */
static void factorize(double *h, size_t d)
{
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j <= i; j++) {
            double total = h[i * d + j];
            for (size_t k = 0; k < j; k++)
                total -= h[i * d + k] * h[j * d + k];
            h[i * d + j] = i == j ? sqrt(total > 0.0 ? total : 0x1p-1000) : total / h[j * d + j];
        }
}

static void solve(const double *h, size_t d, double *x)
{
    for (size_t i = 0; i < d; i++) {
        for (size_t k = 0; k < i; k++)
            x[i] -= h[i * d + k] * x[k];
        x[i] /= h[i * d + i];
    }
    for (size_t i = d; i-- > 0;) {
        for (size_t k = i + 1; k < d; k++)
            x[i] -= h[k * d + i] * x[k];
        x[i] /= h[i * d + i];
    }
}

/* r := grad f_i(x) + shift x - u; returns |r|^2. */
static double residual(const dadao_stage *stage, size_t node, const double *u, const double *x, double *r)
{
    double square = 0.0;
    dadao_problem_gradient(stage->problem, node, x, r);
    for (size_t k = 0; k < stage->dimension; k++) {
        r[k] += stage->shift * x[k] - u[k];
        square += r[k] * r[k];
    }
    return square;
}

/* Steps are halved until the residual falls; once no step makes it fall, rounding has been reached. */
static void newton(const dadao_stage *stage, size_t node, const double *u, double *x)
{
    const size_t d = stage->dimension;
    double *h = stage->newton, *r = h + d * d, *step = r + d, *next = step + d, *beyond = next + d;
    double square = residual(stage, node, u, x, r);
    for (int turn = 0; turn < MOST_STEPS && square > 0.0; turn++) {
        dadao_problem_hessian(stage->problem, node, x, h);
        for (size_t k = 0; k < d; k++)
            h[k * d + k] += stage->shift;
        factorize(h, d);
        memcpy(step, r, d * sizeof *step);
        solve(h, d, step);
        double size = 1.0, found = INFINITY;
        for (int half = 0; half < MOST_HALVINGS && !(found < square); half++, size *= 0.5) {
            for (size_t k = 0; k < d; k++)
                next[k] = x[k] - size * step[k];
            found = residual(stage, node, u, next, beyond);
            if (turn > 4 && half > 2)
                break; /* near the end a shorter step than this only stirs rounding */
        }
        if (!(found < square))
            return;
        memcpy(x, next, d * sizeof *x);
        memcpy(r, beyond, d * sizeof *r);
        square = found;
    }
}

void dadao_method_conjugate(const dadao_stage *stage, size_t node, const double *u, double *x)
{
    if (stage->conjugate_data)
        stage->sweep->gradient(&stage->conjugate, node, u, x, stage->small + 8 * stage->dimension);
    else
        newton(stage, node, u, x);
}
