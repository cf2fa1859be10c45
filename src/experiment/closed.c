/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chi1 and chi2 where the dense computation is too large: closed forms of generated kinds, else an estimate.
 *
 * Closed forms (uniform rates, total rate 1; MATHS in the manual: chi1 = |E|/lambda_2, chi2 = |E| Rmax/2) hold to rounding.
 * The estimate serves parameters only: lambda_2 from Lanczos steps (from above), Rmax from Foster's sum (from below). */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

static double square(double value)
{
    return value * value;
}

/* The resistance of an edge along the first factor of a torus a x b, and of the corner edge of a grid. */
static double torus_resistance(size_t a, size_t b)
{
    double sum = 0, pi = acos(-1.0);
    for (size_t i = 1; i < a; i++) {
        double along = 4 * square(sin(pi * (double)i / (double)a));
        for (size_t j = 0; j < b; j++)
            sum += along / (along + 4 * square(sin(pi * (double)j / (double)b)));
    }
    return sum / ((double)a * (double)b);
}

static double grid_resistance(size_t a, size_t b)
{
    double sum = 0, pi = acos(-1.0);
    for (size_t i = 0; i < a; i++) {
        double phi = (i ? 2.0 : 1.0) / (double)a * square(cos(pi * (double)i / (2 * (double)a)));
        for (size_t j = i ? 0 : 1; j < b; j++) {
            double step = cos(pi * (double)j / (2 * (double)b)) - cos(3 * pi * (double)j / (2 * (double)b));
            sum += phi * (j ? 2.0 : 1.0) / (double)b * square(step) /
                   (4 * square(sin(pi * (double)i / (2 * (double)a))) + 4 * square(sin(pi * (double)j / (2 * (double)b))));
        }
    }
    return sum;
}

typedef struct closed_form {
    double lambda_2, resistance;
} closed_form;

/* a, b: the arguments of the kind. False: no closed form here. */
static bool shape_of(const char *kind, size_t a, size_t b, closed_form *form)
{
    double n = (double)a, pi = acos(-1.0), longest = (double)(a > b ? a : b);
    if (!strcmp(kind, "path"))
        *form = (closed_form){4 * square(sin(pi / (2 * n))), 1};
    else if (!strcmp(kind, "cycle"))
        *form = (closed_form){4 * square(sin(pi / n)), (n - 1) / n};
    else if (!strcmp(kind, "star"))
        *form = (closed_form){1, 1};
    else if (!strcmp(kind, "complete"))
        *form = (closed_form){n, 2 / n};
    else if (!strcmp(kind, "hypercube"))
        *form = (closed_form){2, (exp2(n) - 1) / (n * exp2(n - 1))};
    else if (!strcmp(kind, "complete-bipartite") && a + b > 2)
        *form = (closed_form){(double)(a < b ? a : b), ((double)(a + b) - 1) / ((double)a * (double)b)};
    else if (!strcmp(kind, "torus"))
        *form = (closed_form){4 * square(sin(pi / longest)), a > b ? torus_resistance(a, b) : torus_resistance(b, a)};
    else if (!strcmp(kind, "grid"))
        *form = (closed_form){4 * square(sin(pi / (2 * longest))), fmax(grid_resistance(a, b), grid_resistance(b, a))};
    else
        return false;
    return true;
}

bool dadao_experiment_closed_form(const dadao_setting *setting, double *chi1, double *chi2)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    dadao_words words;
    if (setting->edited || dadao_topology_has_rates(topology) ||
        dadao_experiment_box_words(setting->topology_words, &words, NULL) != DADAO_OK)
        return false;
    uint64_t a = 0, b = 0;
    closed_form form;
    bool known = words.count >= 2 && dadao_core_parse_u64(words.word[1], strlen(words.word[1]), &a);
    if (words.count >= 3)
        (void)dadao_core_parse_u64(words.word[2], strlen(words.word[2]), &b);
    known = known && shape_of(words.word[0], (size_t)a, (size_t)b, &form);
    dadao_experiment_words_clear(&words);
    if (!known)
        return false;
    double edges = (double)dadao_topology_edges(topology);
    *chi1 = edges / form.lambda_2;
    *chi2 = edges * form.resistance / 2;
    return true;
}

/* ---- The estimate ---- */

enum { LANCZOS_STEPS = 96 };

/* out = Laplacian times in. */
static void multiply(size_t nodes, size_t edges, const dadao_edge *edge, const double *rate, const double *in, double *out)
{
    memset(out, 0, nodes * sizeof *out);
    for (size_t e = 0; e < edges; e++) {
        double flow = rate[e] * (in[edge[e].u] - in[edge[e].v]);
        out[edge[e].u] += flow;
        out[edge[e].v] -= flow;
    }
}

/* Subtracts the mean (the null space) and returns the norm. */
static double centre(size_t nodes, double *vector)
{
    double mean = 0, sum = 0;
    for (size_t i = 0; i < nodes; i++)
        mean += vector[i];
    mean /= (double)nodes;
    for (size_t i = 0; i < nodes; i++) {
        vector[i] -= mean;
        sum += vector[i] * vector[i];
    }
    return sqrt(sum);
}

/* How many eigenvalues of the tridiagonal matrix lie below x (Sturm). */
static size_t count_below(size_t steps, const double *diagonal, const double *beside, double x)
{
    size_t below = 0;
    double pivot = 1;
    for (size_t k = 0; k < steps; k++) {
        pivot = diagonal[k] - x - (k ? beside[k - 1] * beside[k - 1] / pivot : 0);
        if (pivot == 0)
            pivot = 1e-300;
        below += pivot < 0;
    }
    return below;
}

static double smallest_eigenvalue(size_t steps, const double *diagonal, const double *beside)
{
    double low = 0, high = diagonal[0];
    for (int k = 0; k < 200 && high - low > 1e-14 * high; k++) {
        double middle = low + (high - low) / 2;
        if (count_below(steps, diagonal, beside, middle) > 0)
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* Lanczos from a fixed vector; room holds three vectors. Only + - * / sqrt: the same bits everywhere. */
static double estimate_lambda(size_t nodes, size_t edges, const dadao_edge *edge, const double *rate, double *room)
{
    double *now = room, *before = room + nodes, *next = room + 2 * nodes;
    double diagonal[LANCZOS_STEPS], beside[LANCZOS_STEPS];
    dadao_random random;
    dadao_core_random_seed_named(&random, 1, "lanczos");
    for (size_t i = 0; i < nodes; i++)
        now[i] = dadao_core_random_uniform(&random) - 0.5;
    double norm = centre(nodes, now), last = 0;
    size_t steps = 0;
    while (steps < LANCZOS_STEPS && norm > 1e-12) {
        for (size_t i = 0; i < nodes; i++)
            now[i] /= norm;
        multiply(nodes, edges, edge, rate, now, next);
        double along = 0;
        for (size_t i = 0; i < nodes; i++)
            along += now[i] * next[i];
        for (size_t i = 0; i < nodes; i++)
            next[i] -= along * now[i] + last * before[i];
        diagonal[steps] = along;
        norm = last = beside[steps++] = centre(nodes, next);
        double *spare = before;
        before = now;
        now = next;
        next = spare;
    }
    return steps ? smallest_eigenvalue(steps, diagonal, beside) : 0;
}

dadao_status dadao_experiment_estimate_chi(size_t nodes, size_t edges, const dadao_edge *edge, const double *rate, double *chi1,
                                           double *chi2, dadao_error *error)
{
    double *room = dadao_core_allocate(3 * nodes, sizeof *room);
    if (!room)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    double lambda = estimate_lambda(nodes, edges, edge, rate, room);
    free(room);
    double total = dadao_experiment_sum(rate, edges);
    /* Foster: the rate-weighted mean of the edge resistances is (n-1)/total, so at unit total chi2 >= (n-1)/2. */
    *chi2 = ((double)nodes - 1) / 2;
    *chi1 = lambda > 0 ? total / lambda : INFINITY;
    *chi1 = *chi1 < *chi2 ? *chi2 : *chi1;
    return DADAO_OK;
}
