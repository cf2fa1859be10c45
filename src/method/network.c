/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a network that only methods ask for, in the project's own arithmetic: lambda_max, edge resistances. */
#include "method/stage.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

/* Above this a dense elimination takes too long to wait for. */
#define RESISTANCE_NODES ((size_t)1024)
/* Krylov steps: many more than the largest eigenvalue of any network in use asks for. */
enum { MOST_STEPS = 4000, LOOK_EVERY = 16 };

/* ---- lambda_max ---- */

/* Eigenvalues of the tridiagonal matrix above x, by Sturm's count. off[k] joins k and k + 1. */
static size_t count_above(const double *diagonal, const double *off, size_t size, double x)
{
    double q = 1.0;
    size_t count = 0;
    for (size_t k = 0; k < size; k++) {
        const double square = k ? off[k - 1] * off[k - 1] : 0.0;
        q = (diagonal[k] - x) - (k ? square / q : 0.0);
        if (q == 0.0)
            q = -0x1p-1000;
        count += q > 0.0;
    }
    return count;
}

/* The largest, to the last bit; it lies in [low, high]. */
static double largest(const double *diagonal, const double *off, size_t size, double low, double high)
{
    for (int turn = 0; turn < 200; turn++) {
        const double middle = low + 0.5 * (high - low);
        if (middle <= low || middle >= high)
            break;
        if (count_above(diagonal, off, size, middle) > 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

typedef struct lanczos {
    size_t nodes, links;
    const dadao_edge *link;
    const double *weight;
    double *vector, *before, *product; /* [nodes] */
    double *diagonal, *off;            /* [MOST_STEPS] */
} lanczos;

static double multiply(const lanczos *l)
{
    double along = 0.0;
    memset(l->product, 0, l->nodes * sizeof *l->product);
    for (size_t k = 0; k < l->links; k++) {
        const double flow = l->weight[k] * (l->vector[l->link[k].u] - l->vector[l->link[k].v]);
        l->product[l->link[k].u] += flow;
        l->product[l->link[k].v] -= flow;
    }
    for (size_t i = 0; i < l->nodes; i++)
        along += l->vector[i] * l->product[i];
    return along;
}

/* Without reorthogonalisation: copies of converged values appear, which do not disturb the largest. */
static double run_lanczos(lanczos *l, double bound)
{
    double beta = 0.0, found = 0.0, earlier = -1.0;
    for (size_t step = 0; step < MOST_STEPS; step++) {
        const double alpha = multiply(l);
        double square = 0.0;
        for (size_t i = 0; i < l->nodes; i++) {
            const double next = (l->product[i] - alpha * l->vector[i]) - beta * l->before[i];
            l->before[i] = l->vector[i];
            l->vector[i] = next;
            square += next * next;
        }
        l->diagonal[step] = alpha;
        l->off[step] = beta = sqrt(square);
        const bool last = beta <= 0x1p-50 * bound || step + 1 == MOST_STEPS;
        if (last || step % LOOK_EVERY == LOOK_EVERY - 1) {
            found = largest(l->diagonal, l->off, step + 1, 0.0, bound);
            if (last || fabs(found - earlier) <= 0x1p-52 * found)
                break;
            earlier = found;
        }
        for (size_t i = 0; i < l->nodes; i++)
            l->vector[i] /= beta;
    }
    return found;
}

/* Every eigenvalue is at most this: the largest sum of the weighted degrees of a link's ends (Anderson and Morley). */
static double upper_bound(const lanczos *l)
{
    double bound = 0.0;
    memset(l->product, 0, l->nodes * sizeof *l->product);
    for (size_t k = 0; k < l->links; k++) {
        l->product[l->link[k].u] += l->weight[k];
        l->product[l->link[k].v] += l->weight[k];
    }
    for (size_t k = 0; k < l->links; k++)
        bound = fmax(bound, l->product[l->link[k].u] + l->product[l->link[k].v]);
    return bound * (1.0 + 0x1p-40);
}

/* A start with a part in every direction: nothing regular, since networks are regular too. */
static void spread(lanczos *l)
{
    dadao_random random;
    double square = 0.0;
    dadao_core_random_seed_named(&random, 1, "lanczos");
    for (size_t i = 0; i < l->nodes; i++) {
        l->vector[i] = dadao_core_random_uniform(&random) - 0.5;
        square += l->vector[i] * l->vector[i];
    }
    const double size = sqrt(square);
    for (size_t i = 0; i < l->nodes; i++)
        l->vector[i] /= size;
}

dadao_status dadao_method_lambda_max(size_t nodes, size_t links, const dadao_edge *link, const double *weight, double *lambda_max,
                                     dadao_error *error)
{
    double *room = dadao_core_allocate(3 * nodes + 2 * MOST_STEPS, sizeof *room);
    if (!room)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the spectrum of %zu nodes", nodes);
    lanczos l = {.nodes = nodes, .links = links, .link = link, .weight = weight, .vector = room, .before = room + nodes,
                 .product = room + 2 * nodes, .diagonal = room + 3 * nodes, .off = room + 3 * nodes + MOST_STEPS};
    const double bound = upper_bound(&l);
    spread(&l);
    *lambda_max = bound > 0.0 ? run_lanczos(&l, bound) : 0.0;
    free(room);
    return DADAO_OK;
}

/* ---- Resistances ---- */

/* The Laplacian without the last node's row and column, factored in place: L D L^T with D on the diagonal. */
static bool factor_grounded(double *a, size_t size)
{
    for (size_t j = 0; j < size; j++) {
        if (!(a[j * size + j] > 0.0))
            return false;
        for (size_t i = j + 1; i < size; i++) {
            const double ratio = a[i * size + j] / a[j * size + j];
            if (ratio == 0.0)
                continue;
            for (size_t k = i; k < size; k++)
                a[k * size + i] -= ratio * a[k * size + j];
            a[j * size + i] = ratio; /* the upper half keeps L^T */
        }
    }
    return true;
}

/* r.A^-1 r for r = e_u - e_v, the grounded node's entry left out. */
static double quadratic_form(const double *a, size_t size, dadao_edge link, double *r)
{
    double sum = 0.0;
    memset(r, 0, size * sizeof *r);
    if (link.u < size)
        r[link.u] += 1.0;
    if (link.v < size)
        r[link.v] -= 1.0;
    for (size_t j = link.u < link.v ? link.u : link.v; j < size; j++) {
        if (r[j] == 0.0)
            continue;
        sum += r[j] * r[j] / a[j * size + j];
        for (size_t i = j + 1; i < size; i++)
            r[i] -= a[j * size + i] * r[j];
    }
    return sum;
}

dadao_status dadao_method_resistances(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates, double *resistance,
                                      dadao_error *error)
{
    const size_t size = nodes - 1;
    for (size_t e = 0; e < edges; e++)
        resistance[e] = 1.0;
    if (edges <= 1 || nodes > RESISTANCE_NODES)
        return DADAO_OK; /* too many nodes: every edge counts like the worst, which is the safe side */
    double *a = dadao_core_allocate(size * size + nodes, sizeof *a), most = 0.0;
    if (!a)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the resistances of %zu edges", edges);
    for (size_t e = 0; e < edges; e++) {
        const size_t u = edge[e].u, v = edge[e].v;
        const double rate = rates ? rates[e] : 1.0;
        if (u < size)
            a[u * size + u] += rate;
        if (v < size)
            a[v * size + v] += rate;
        if (u < size && v < size)
            a[(u > v ? u : v) * size + (u > v ? v : u)] -= rate;
    }
    if (factor_grounded(a, size)) {
        for (size_t e = 0; e < edges; e++) {
            resistance[e] = quadratic_form(a, size, edge[e], a + size * size);
            if (!rates || rates[e] > 0.0)
                most = fmax(most, resistance[e]);
        }
        for (size_t e = 0; e < edges; e++)
            resistance[e] /= most;
    }
    free(a);
    return DADAO_OK;
}
