/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanczos iterations for the two ends of the spectrum of a Laplacian.
 *
 * lambda_2 is the inverse of the largest eigenvalue of L^+, which the elimination applies with full accuracy; there the
 * wanted eigenvalue is at the end that Krylov spaces find first, with 7 to 40 steps. lambda_max needs products with L.
 */
#include "spectrum/lanczos.h"
#include "core/memory.h"
#include <lapacke.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define RESIDUAL 1e-12      /* relative residual at which an eigenpair is taken */
#define BASIS ((size_t)200) /* longest basis kept for L^+; a start from the Ritz vector follows */
#define RESTARTS 20
#define SMOOTHING 2 /* inverse iterations on the Ritz vector: they damp what stiff edges would amplify */

static double dot(const double *a, const double *b, size_t count)
{
    double total = 0.0;
    for (size_t i = 0; i < count; i++)
        total += a[i] * b[i];
    return total;
}

static void scale(double *a, double f, size_t count)
{
    for (size_t i = 0; i < count; i++)
        a[i] *= f;
}

static void subtract_mean(double *a, size_t count)
{
    double mean = 0.0;
    for (size_t i = 0; i < count; i++)
        mean += a[i];
    mean /= (double)count;
    for (size_t i = 0; i < count; i++)
        a[i] -= mean;
}

/* A fixed start without structure (splitmix64 of the index), of zero mean and unit length. */
static void start_vector(double *v, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t z = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        v[i] = (double)((z ^ (z >> 31)) >> 11) * 0x1p-53 - 0.5;
    }
    subtract_mean(v, count);
    scale(v, 1.0 / sqrt(dot(v, v, count)), count);
}

/* ---- The tridiagonal matrix that Lanczos builds ---------------------------------------------- */

typedef struct tridiagonal {
    size_t size, capacity;
    double *diagonal, *off; /* off[k] couples k and k+1 */
    double *work;           /* [3*capacity] copies that LAPACK overwrites, and its eigenvalues */
    lapack_int *failed;     /* [capacity] */
    double *vector;         /* [capacity] eigenvector of the largest eigenvalue */
    double value;           /* the largest eigenvalue */
} tridiagonal;

static bool tridiagonal_begin(tridiagonal *t, size_t capacity)
{
    *t = (tridiagonal){ .capacity = capacity };
    t->diagonal = dadao_core_allocate(capacity, sizeof *t->diagonal);
    t->off = dadao_core_allocate(capacity, sizeof *t->off);
    t->work = dadao_core_allocate(3 * capacity, sizeof *t->work);
    t->failed = dadao_core_allocate(capacity, sizeof *t->failed);
    t->vector = dadao_core_allocate(capacity, sizeof *t->vector);
    return t->diagonal && t->off && t->work && t->failed && t->vector;
}

static void tridiagonal_clear(tridiagonal *t)
{
    free(t->diagonal);
    free(t->off);
    free(t->work);
    free(t->failed);
    free(t->vector);
}

/* Largest eigenvalue and its vector; returns the relative residual of the Ritz pair in the full space. */
static double tridiagonal_top(tridiagonal *t)
{
    const lapack_int size = (lapack_int)t->size;
    lapack_int found = 0;
    double *off = t->work + t->capacity, *values = t->work + 2 * t->capacity;
    memcpy(t->work, t->diagonal, t->size * sizeof *t->work);
    memcpy(off, t->off, t->size * sizeof *t->work);
    const lapack_int info = LAPACKE_dstevx(LAPACK_COL_MAJOR, 'V', 'I', size, t->work, off, 0.0, 0.0, size, size, 0.0,
                                           &found, values, t->vector, size, t->failed);
    if (found < 1)
        return INFINITY;
    t->value = values[0];
    if (info != 0) /* inverse iteration did not settle: the value stands, the residual is unknown */
        return INFINITY;
    return fabs(t->off[t->size - 1] * t->vector[t->size - 1]) / fabs(t->value);
}

/* ---- lambda_2 -------------------------------------------------------------------------------- */

/* Twice, since once leaves rounding of the size of what was removed. */
static void orthogonalise(double *w, const double *basis, size_t count, size_t n)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t q = 0; q < count; q++) {
            const double *v = basis + q * n;
            const double f = dot(w, v, n);
            for (size_t i = 0; i < n; i++)
                w[i] -= f * v[i];
        }
}

/* One Lanczos run on L^+ from `vector`, which becomes the Ritz vector; true when it converged. */
static bool lanczos_inverse(const dadao_elimination *it, double *vector, double *basis, size_t longest, tridiagonal *t)
{
    const size_t n = it->ordering.nodes;
    bool done = false;
    memcpy(basis, vector, n * sizeof *basis);
    for (t->size = 0; !done && t->size < longest;) {
        double *v = basis + t->size * n, *w = v + n;
        dadao_spectrum_solve(it, v, w);
        t->diagonal[t->size] = dot(v, w, n);
        orthogonalise(w, basis, t->size + 1, n);
        subtract_mean(w, n);
        const double beta = sqrt(dot(w, w, n));
        t->off[t->size++] = beta;
        const bool exhausted = t->size == n - 1 || !(beta > 1e-15 * t->diagonal[0]);
        if (exhausted || t->size % 3 == 0 || t->size == longest)
            done = tridiagonal_top(t) <= RESIDUAL || exhausted;
        if (!exhausted)
            scale(w, 1.0 / beta, n);
    }
    memset(vector, 0, n * sizeof *vector);
    for (size_t q = 0; q < t->size; q++)
        for (size_t i = 0; i < n; i++)
            vector[i] += t->vector[q] * basis[q * n + i];
    return done;
}

/* x.x / x.L^+ x for the x in `vector`, of zero mean. Of the two Rayleigh quotients this one is safe: in x.L x the stiff
 * edges amplify what rounding left of their modes (6e-12 on a barbell with a link of 1e-18), in x.L^+ x they hardly
 * count. */
static double inverse_rayleigh(const dadao_elimination *it, const double *vector, double *work)
{
    const size_t n = it->ordering.nodes;
    dadao_spectrum_solve(it, vector, work);
    return dot(vector, vector, n) / dot(vector, work, n);
}

dadao_status dadao_spectrum_lambda_2(const dadao_elimination *it, double *lambda_2, double *vector, dadao_error *error)
{
    const size_t n = it->ordering.nodes, longest = n - 1 < BASIS ? n - 1 : BASIS;
    double *basis = dadao_core_allocate((longest + 1) * n, sizeof *basis);
    tridiagonal t = { 0 };
    if (!basis || !tridiagonal_begin(&t, longest + 1)) {
        free(basis);
        tridiagonal_clear(&t);
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the eigenvector of a network of %zu nodes", n);
    }
    start_vector(vector, n);
    for (int run = 0; run < RESTARTS && !lanczos_inverse(it, vector, basis, longest, &t); run++)
        scale(vector, 1.0 / sqrt(dot(vector, vector, n)), n);
    tridiagonal_clear(&t);
    for (int step = 0; step < SMOOTHING; step++) {
        subtract_mean(vector, n);
        dadao_spectrum_solve(it, vector, vector);
        scale(vector, 1.0 / sqrt(dot(vector, vector, n)), n);
    }
    *lambda_2 = inverse_rayleigh(it, vector, basis);
    free(basis);
    return DADAO_OK;
}

/* ---- lambda_max ------------------------------------------------------------------------------ */

/* The graph by rows, for products with its Laplacian. */
typedef struct rows {
    size_t *start;
    uint32_t *neighbour;
    double *weight, *degree;
} rows;

static void rows_clear(rows *graph)
{
    free(graph->start);
    free(graph->neighbour);
    free(graph->weight);
    free(graph->degree);
}

static void rows_put(rows *graph, size_t *next, size_t from, size_t to, double weight)
{
    graph->neighbour[next[from]] = (uint32_t)to;
    graph->weight[next[from]++] = weight;
    graph->degree[from] += weight;
}

/* Weights are multiplied by 2^-exponent. */
static bool rows_begin(rows *graph, size_t n, size_t edges, const dadao_edge *edge, const double *weight, int exponent)
{
    graph->start = dadao_core_allocate(n + 1, sizeof *graph->start);
    graph->neighbour = dadao_core_allocate(2 * edges, sizeof *graph->neighbour);
    graph->weight = dadao_core_allocate(2 * edges, sizeof *graph->weight);
    graph->degree = dadao_core_allocate(n, sizeof *graph->degree);
    size_t *next = dadao_core_allocate(n, sizeof *next);
    const bool done = graph->start && graph->neighbour && graph->weight && graph->degree && next;
    for (size_t e = 0; done && e < edges; e++) {
        graph->start[edge[e].u + 1]++;
        graph->start[edge[e].v + 1]++;
    }
    for (size_t i = 0; done && i < n; i++) {
        graph->start[i + 1] += graph->start[i];
        next[i] = graph->start[i];
    }
    for (size_t e = 0; done && e < edges; e++) {
        rows_put(graph, next, edge[e].u, edge[e].v, ldexp(weight[e], -exponent));
        rows_put(graph, next, edge[e].v, edge[e].u, ldexp(weight[e], -exponent));
    }
    free(next);
    return done;
}

static void rows_product(const rows *graph, size_t n, const double *x, double *y)
{
    for (size_t i = 0; i < n; i++) {
        double total = 0.0;
        for (size_t a = graph->start[i]; a < graph->start[i + 1]; a++)
            total += graph->weight[a] * x[graph->neighbour[a]];
        y[i] = graph->degree[i] * x[i] - total;
    }
}

/* Lanczos without reorthogonalisation: lost orthogonality only adds copies of eigenvalues that were found, which does
 * not move the largest one (Paige 1976), and memory stays linear in the many steps that a path needs. */
static void lanczos_top(const rows *graph, size_t n, double *previous, double *v, double *w, tridiagonal *t)
{
    double beta = 0.0;
    size_t next_check = 2;
    memset(previous, 0, n * sizeof *previous);
    start_vector(v, n);
    for (t->size = 0; t->size < t->capacity;) {
        rows_product(graph, n, v, w);
        const double alpha = dot(v, w, n);
        for (size_t i = 0; i < n; i++)
            w[i] -= alpha * v[i] + beta * previous[i];
        beta = sqrt(dot(w, w, n));
        t->diagonal[t->size] = alpha;
        t->off[t->size++] = beta;
        const bool exhausted = !(beta > 1e-15 * alpha);
        if (exhausted || t->size >= next_check || t->size == t->capacity) {
            next_check = t->size + t->size / 4 + 1;
            if (tridiagonal_top(t) <= RESIDUAL || exhausted)
                return;
        }
        for (size_t i = 0; i < n; i++) {
            previous[i] = v[i];
            v[i] = w[i] / beta;
        }
    }
}

dadao_status dadao_spectrum_lambda_max(size_t nodes, size_t edges, const dadao_edge *edge, const double *weight,
                                       double *lambda_max, dadao_error *error)
{
    rows graph = { 0 };
    tridiagonal t = { 0 };
    double most = 0.0, *vectors = dadao_core_allocate(3 * nodes, sizeof *vectors);
    for (size_t e = 0; e < edges; e++)
        most = fmax(most, weight[e]);
    const int exponent = ilogb(most); /* near 1 the squares of a product are finite */
    const bool ready =
        vectors && rows_begin(&graph, nodes, edges, edge, weight, exponent) && tridiagonal_begin(&t, 20 * nodes + 200);
    if (ready) {
        lanczos_top(&graph, nodes, vectors, vectors + nodes, vectors + 2 * nodes, &t);
        *lambda_max = ldexp(t.value, exponent);
    }
    rows_clear(&graph);
    tridiagonal_clear(&t);
    free(vectors);
    return ready ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "no memory for the spectrum of %zu nodes", nodes);
}
