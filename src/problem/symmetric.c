/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eigenvalues by Householder and QL, Cholesky in double and in extended precision: only + - * / and sqrt. */
#include "problem/symmetric.h"

#include <math.h>
#include <string.h>

/* ---- Eigenvalues ----------------------------------------------------------------------------- */

/* One reflection: the vector of row i annihilates h[i][0..i-2]; the leading i x i block is transformed on both sides.
 */
static void reflect(double *h, size_t d, size_t i, double *off)
{
    double *v = h + i * d, scale = 0.0, square = 0.0;
    for (size_t k = 0; k < i; k++)
        scale += fabs(v[k]);
    if (scale == 0.0 || i == 1) {
        off[i] = v[i - 1];
        return;
    }
    for (size_t k = 0; k < i; k++) {
        v[k] /= scale;
        square += v[k] * v[k];
    }
    const double last = v[i - 1], length = last >= 0.0 ? -sqrt(square) : sqrt(square);
    off[i] = scale * length;
    const double half = square - last * length; /* |v|^2/2 of the reflection vector */
    v[i - 1] = last - length;
    double along = 0.0;
    for (size_t j = 0; j < i; j++) { /* off[0..i) := A v / half */
        double total = 0.0;
        for (size_t k = 0; k <= j; k++)
            total += h[j * d + k] * v[k];
        for (size_t k = j + 1; k < i; k++)
            total += h[k * d + j] * v[k];
        off[j] = total / half;
        along += off[j] * v[j];
    }
    along /= 2.0 * half;
    for (size_t j = 0; j < i; j++) {
        const double f = v[j], g = off[j] -= along * f;
        for (size_t k = 0; k <= j; k++)
            h[j * d + k] -= f * off[k] + g * v[k];
    }
}

static double hypotenuse(double a, double b)
{
    const double x = fabs(a), y = fabs(b), most = x > y ? x : y, least = x > y ? y : x;
    if (most == 0.0)
        return 0.0;
    const double ratio = least / most;
    return most * sqrt(1.0 + ratio * ratio);
}

/* One implicit QL sweep on rows l..m; returns false when it broke off early by an exact zero. */
static void sweep(double *value, double *off, size_t l, size_t m)
{
    double g = (value[l + 1] - value[l]) / (2.0 * off[l]);
    const double root = hypotenuse(g, 1.0);
    g = value[m] - value[l] + off[l] / (g + (g >= 0.0 ? root : -root));
    double sine = 1.0, cosine = 1.0, shift = 0.0;
    for (size_t i = m; i-- > l;) {
        const double f = sine * off[i], b = cosine * off[i];
        const double r = hypotenuse(f, g);
        off[i + 1] = r;
        if (r == 0.0) {
            value[i + 1] -= shift;
            off[m] = 0.0;
            return;
        }
        sine = f / r;
        cosine = g / r;
        g = value[i + 1] - shift;
        const double t = (value[i] - g) * sine + 2.0 * cosine * b;
        shift = sine * t;
        value[i + 1] = g + shift;
        g = cosine * t - b;
    }
    value[l] -= shift;
    off[l] = g;
    off[m] = 0.0;
}

static void sort_ascending(double *value, size_t d)
{
    for (size_t i = 1; i < d; i++) {
        const double kept = value[i];
        size_t k = i;
        for (; k > 0 && value[k - 1] > kept; k--)
            value[k] = value[k - 1];
        value[k] = kept;
    }
}

void dadao_problem_eigenvalues(double *h, size_t d, double *value, double *off)
{
    off[0] = 0.0;
    for (size_t i = d; i-- > 1;) {
        reflect(h, d, i, off);
        value[i] = h[i * d + i];
    }
    value[0] = h[0];
    memmove(off, off + 1, (d - 1) * sizeof *off);
    off[d - 1] = 0.0;
    for (size_t l = 0; l < d; l++)
        for (int turn = 0; turn < 60; turn++) {
            size_t m = l;
            while (m + 1 < d && fabs(off[m]) > 0x1p-53 * (fabs(value[m]) + fabs(value[m + 1])))
                m++;
            if (m == l)
                break;
            sweep(value, off, l, m);
        }
    sort_ascending(value, d);
}

/* ---- Extremes -------------------------------------------------------------------------------- */

/* Whether sign (h - shift I) is positive definite, by Cholesky in `work` [d*d]. */
static bool is_definite(const double *h, size_t d, double sign, double shift, double *work)
{
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j <= i; j++) {
            double total = sign * (h[i * d + j] - (i == j ? shift : 0.0));
            for (size_t k = 0; k < j; k++)
                total -= work[i * d + k] * work[j * d + k];
            if (i == j && !(total > 0.0))
                return false;
            work[i * d + j] = i == j ? sqrt(total) : total / work[j * d + j];
        }
    return true;
}

void dadao_problem_extremes_add(dadao_extremes *extremes, const double *h, size_t d, size_t index, double *work)
{
    if (extremes->any && is_definite(h, d, 1.0, extremes->low, work) && is_definite(h, d, -1.0, extremes->high, work))
        return;
    double *value = work + d * d;
    memcpy(work, h, d * d * sizeof *work);
    dadao_problem_eigenvalues(work, d, value, value + d);
    if (!extremes->any || value[0] < extremes->low) {
        extremes->low = value[0];
        extremes->lowest = index;
    }
    if (!extremes->any || value[d - 1] > extremes->high)
        extremes->high = value[d - 1];
    extremes->any = true;
}

/* ---- Solves ---------------------------------------------------------------------------------- */

bool dadao_problem_cholesky(long double *h, size_t d)
{
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j <= i; j++) {
            long double total = h[i * d + j];
            for (size_t k = 0; k < j; k++)
                total -= h[i * d + k] * h[j * d + k];
            if (i == j && !(total > 0.0L))
                return false;
            h[i * d + j] = i == j ? sqrtl(total) : total / h[j * d + j];
        }
    return true;
}

void dadao_problem_cholesky_solve(const long double *h, size_t d, long double *x)
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
