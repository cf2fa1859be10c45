/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subtraction-free elimination: sparse stars first, then a dense block through BLAS; solves; resistances.
 *
 * Symbols: k pivot, d_k degree, p_kj = c_kj/d_k, R effective resistance. Every BLAS call below adds products of
 * nonnegative numbers only, so blocking costs no accuracy. */
#include "spectrum/elimination.h"
#include "core/memory.h"
#include <cblas.h>
#include <math.h>
#include <string.h>

/* Pivots of the dense block that are eliminated together: wide enough for BLAS 3, narrow enough for the cache. */
#define PANEL ((size_t)48)

static double sum(const double *a, size_t count)
{
    double lane[4] = { 0 };
    size_t j = 0;
    for (; j + 4 <= count; j += 4)
        for (size_t l = 0; l < 4; l++)
            lane[l] += a[j + l];
    for (; j < count; j++)
        lane[0] += a[j];
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

static double dot(const double *a, const double *b, size_t count)
{
    double lane[4] = { 0 };
    size_t j = 0;
    for (; j + 4 <= count; j += 4)
        for (size_t l = 0; l < 4; l++)
            lane[l] += a[j + l] * b[j + l];
    for (; j < count; j++)
        lane[0] += a[j] * b[j];
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

static void add_scaled(double *restrict y, double f, const double *restrict x, size_t count)
{
    for (size_t j = 0; j < count; j++)
        y[j] += f * x[j];
}

/* ---- Forward: d_k and p_kj ------------------------------------------------------------------------------------------
 */

static void eliminate_star(dadao_elimination *it, size_t k)
{
    const size_t n = it->ordering.nodes, begin = it->ordering.start[k], count = it->ordering.start[k + 1] - begin;
    const uint32_t *at = it->ordering.neighbour + begin;
    double *p = it->star + begin, *c = it->conductance;
    double degree = 0.0;
    for (size_t a = 0; a < count; a++)
        degree += c[k * n + at[a]];
    it->degree[k] = degree;
    for (size_t a = 0; a < count; a++)
        p[a] = c[k * n + at[a]] / degree;
    for (size_t a = 0; a < count; a++) {
        const double f = c[k * n + at[a]];
        double *row = c + at[a] * n;
        for (size_t b = a + 1; b < count; b++)
            row[at[b]] += f * p[b];
    }
}

/* Rows [first, last) of the dense block among themselves; afterwards they hold p. */
static void eliminate_panel(dadao_elimination *it, size_t first, size_t last)
{
    const size_t n = it->ordering.nodes;
    for (size_t k = first; k < last; k++) {
        double *row = it->conductance + k * n;
        const double degree = it->degree[k] = sum(row + k + 1, n - k - 1);
        for (size_t i = k + 1; i < last; i++)
            add_scaled(it->conductance + i * n + i + 1, row[i] / degree, row + i + 1, n - i - 1);
        for (size_t j = k + 1; j < n; j++)
            row[j] /= degree;
    }
}

/* c_ij += sum_k (sqrt(d_k) p_ki) (sqrt(d_k) p_kj) over the pivots of a panel, for all later i <= j. */
static void update_trailing(dadao_elimination *it, size_t first, size_t last, double *scaled)
{
    const size_t n = it->ordering.nodes, rest = n - last;
    if (rest == 0)
        return;
    for (size_t k = first; k < last; k++) {
        const double root = sqrt(it->degree[k]);
        const double *p = it->conductance + k * n + last;
        for (size_t j = 0; j < rest; j++)
            scaled[(k - first) * rest + j] = root * p[j];
    }
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, (int)rest, (int)(last - first), 1.0, scaled, (int)rest, 1.0,
                it->conductance + last * n + last, (int)n);
}

static void forward(dadao_elimination *it, double *panel)
{
    const size_t n = it->ordering.nodes;
    for (size_t k = 0; k < it->ordering.tail; k++)
        eliminate_star(it, k);
    for (size_t first = it->ordering.tail; first < n; first += PANEL) {
        const size_t last = first + PANEL < n ? first + PANEL : n;
        eliminate_panel(it, first, last);
        update_trailing(it, first, last, panel);
    }
}

/* ---- Backward: R(k,j) = 1/d_k + sum_l p_kl R(l,j) - (1/2) sum_lm p_kl p_km R(l,m) ------------ */

static void resist_star(dadao_elimination *it, size_t k)
{
    const size_t n = it->ordering.nodes, begin = it->ordering.start[k], count = it->ordering.start[k + 1] - begin;
    const uint32_t *at = it->ordering.neighbour + begin;
    const double *p = it->star + begin;
    double *v = it->work, spread = 0.0;
    for (size_t a = 0; a < count; a++)
        v[a] = 0.0;
    for (size_t a = 0; a < count; a++) {
        const double *row = it->resistance + at[a] * n;
        double own = 0.0;
        for (size_t b = a + 1; b < count; b++) {
            const double r = row[at[b]];
            own += p[b] * r;
            v[b] += p[a] * r;
        }
        v[a] += own;
    }
    for (size_t a = 0; a < count; a++)
        spread += p[a] * v[a];
    for (size_t a = 0; a < count; a++)
        it->resistance[k * n + at[a]] = 1.0 / it->degree[k] + v[a] - 0.5 * spread;
}

/* One pivot of a panel; `outside` [n - last] holds sum_{l >= last} p_kl R(l,j) for j >= last. */
static void resist_pivot(dadao_elimination *it, size_t k, size_t last, double *outside)
{
    const size_t n = it->ordering.nodes;
    const double *p = it->conductance + k * n;
    double *r = it->resistance, *v = it->work;
    for (size_t l = k + 1; l < last; l++)
        add_scaled(outside, p[l], r + l * n + last, n - last);
    for (size_t j = k + 1; j < last; j++)
        v[j] = dot(p + k + 1, r + j * n + k + 1, n - k - 1);
    memcpy(v + last, outside, (n - last) * sizeof *v);
    const double shift = 1.0 / it->degree[k] - 0.5 * dot(p + k + 1, v + k + 1, n - k - 1);
    for (size_t j = k + 1; j < n; j++)
        r[k * n + j] = r[j * n + k] = shift + v[j];
}

static void resist_panel(dadao_elimination *it, size_t first, size_t last, double *panel)
{
    const size_t n = it->ordering.nodes, rest = n - last;
    if (rest > 0)
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)(last - first), (int)rest, (int)rest, 1.0,
                    it->conductance + first * n + last, (int)n, it->resistance + last * n + last, (int)n, 0.0, panel,
                    (int)rest);
    for (size_t k = last; k-- > first;)
        if (k + 1 < n)
            resist_pivot(it, k, last, panel + (k - first) * rest);
}

static void backward(dadao_elimination *it, double *panel)
{
    const size_t n = it->ordering.nodes, tail = it->ordering.tail;
    const size_t panels = (n - tail + PANEL - 1) / PANEL;
    for (size_t q = panels; q-- > 0;) {
        const size_t first = tail + q * PANEL, last = first + PANEL < n ? first + PANEL : n;
        resist_panel(it, first, last, panel);
    }
    for (size_t k = tail; k-- > 0;)
        resist_star(it, k);
}

/* ---- Public to the room ---------------------------------------------------------------------- */

static void place_weights(dadao_elimination *it, size_t edges, const dadao_edge *edge, const double *weight)
{
    const size_t n = it->ordering.nodes;
    for (size_t e = 0; e < edges; e++) {
        const size_t i = it->ordering.position[edge[e].u], j = it->ordering.position[edge[e].v];
        it->conductance[i < j ? i * n + j : j * n + i] += weight[e];
    }
}

dadao_status dadao_spectrum_eliminate(size_t nodes, size_t edges, const dadao_edge *edge, const double *weight,
                                      dadao_elimination *it, dadao_error *error)
{
    *it = (dadao_elimination){ 0 };
    const dadao_status status = dadao_spectrum_order(nodes, edges, edge, &it->ordering, error);
    if (status != DADAO_OK)
        return status;
    it->degree = dadao_core_allocate(nodes, sizeof *it->degree);
    it->star = dadao_core_allocate(it->ordering.start[it->ordering.tail], sizeof *it->star);
    it->conductance = dadao_core_allocate(nodes * nodes, sizeof *it->conductance);
    it->resistance = dadao_core_allocate(nodes * nodes, sizeof *it->resistance);
    it->work = dadao_core_allocate(nodes, sizeof *it->work);
    double *panel = dadao_core_allocate(PANEL * nodes, sizeof *panel);
    if (!it->degree || !it->star || !it->conductance || !it->resistance || !it->work || !panel) {
        free(panel);
        dadao_spectrum_eliminate_clear(it);
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the spectrum of a network of %zu nodes", nodes);
    }
    place_weights(it, edges, edge, weight);
    forward(it, panel);
    backward(it, panel);
    free(panel);
    return DADAO_OK;
}

void dadao_spectrum_eliminate_clear(dadao_elimination *it)
{
    dadao_spectrum_order_clear(&it->ordering);
    free(it->degree);
    free(it->star);
    free(it->conductance);
    free(it->resistance);
    free(it->work);
    *it = (dadao_elimination){ 0 };
}

/* Sends what enters at eliminated nodes on to their neighbours. */
static void solve_forward(const dadao_elimination *it, double *b)
{
    const size_t n = it->ordering.nodes, tail = it->ordering.tail;
    for (size_t k = 0; k < tail; k++)
        for (size_t a = it->ordering.start[k]; a < it->ordering.start[k + 1]; a++)
            b[it->ordering.neighbour[a]] += it->star[a] * b[k];
    for (size_t k = tail; k + 1 < n; k++)
        add_scaled(b + k + 1, b[k], it->conductance + k * n + k + 1, n - k - 1);
}

/* x_k = b_k/d_k + the mean of its neighbours weighted by p, the last node being the ground. */
static void solve_backward(const dadao_elimination *it, double *x)
{
    const size_t n = it->ordering.nodes, tail = it->ordering.tail;
    x[n - 1] = 0.0;
    for (size_t k = n - 1; k-- > tail;)
        x[k] = x[k] / it->degree[k] + dot(it->conductance + k * n + k + 1, x + k + 1, n - k - 1);
    for (size_t k = tail < n - 1 ? tail : n - 1; k-- > 0;) {
        double mean = 0.0;
        for (size_t a = it->ordering.start[k]; a < it->ordering.start[k + 1]; a++)
            mean += it->star[a] * x[it->ordering.neighbour[a]];
        x[k] = x[k] / it->degree[k] + mean;
    }
}

void dadao_spectrum_solve(const dadao_elimination *it, const double *b, double *x)
{
    const size_t n = it->ordering.nodes;
    double *v = it->work;
    for (size_t k = 0; k < n; k++)
        v[k] = b[it->ordering.node[k]];
    solve_forward(it, v);
    solve_backward(it, v);
    const double mean = sum(v, n) / (double)n;
    for (size_t k = 0; k < n; k++)
        x[it->ordering.node[k]] = v[k] - mean;
}

double dadao_spectrum_resistance(const dadao_elimination *it, size_t u, size_t v)
{
    const size_t i = it->ordering.position[u], j = it->ordering.position[v], n = it->ordering.nodes;
    return it->resistance[i < j ? i * n + j : j * n + i];
}
