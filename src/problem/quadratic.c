/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quadratics with a chosen condition number: f_i(x) = (x - m_i).H_i (x - m_i)/2, eigenvalues of every H_i in [mu, L].
 *
 * mu = 1 and L = kappa are declared, whatever the nodes use of that range: `curvature=mu` on kappa = 10 is the case
 * where all curvatures are mu while the method is told L = 10. */
#include "core/csv.h"
#include "core/exact.h"
#include "core/memory.h"
#include "core/text.h"
#include "problem/build.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DEFAULT_DIMENSION ((size_t)2)
#define DEFAULT_KAPPA 10.0
#define REFLECTIONS 3 /* enough for every coordinate to meet every other */

typedef enum shape { SHAPE_RANDOM, SHAPE_UNIFORM, SHAPE_ALTERNATE, SHAPE_MU, SHAPE_L, SHAPE_COUNT } shape;
static const char *const shape_name[SHAPE_COUNT] = { "random", "uniform", "alternate", "mu", "L" };

/* ---- One node -------------------------------------------------------------------------------- */

/* h := P h P with P = I - 2 v v^T/|v|^2, v normal; symmetric to the bit. `work` [2*d]. */
static void reflect_both_sides(double *h, size_t d, dadao_random *random, double *work)
{
    double *v = work, *w = work + d, square = 0.0, along = 0.0;
    for (size_t k = 0; k < d; k++) {
        v[k] = dadao_core_random_normal(random);
        square += v[k] * v[k];
    }
    for (size_t k = 0; k < d; k++) {
        double total = 0.0;
        for (size_t l = 0; l < d; l++)
            total += h[k * d + l] * v[l];
        w[k] = 2.0 * total / square;
        along += w[k] * v[k];
    }
    for (size_t k = 0; k < d; k++)
        w[k] -= along / square * v[k];
    for (size_t k = 0; k < d; k++)
        for (size_t l = 0; l <= k; l++)
            h[k * d + l] = h[l * d + k] = h[k * d + l] - (v[k] * w[l] + v[l] * w[k]);
}

/* Curvature between mu and L, uniform in its logarithm. */
static double spread_curvature(double kappa, dadao_random *random)
{
    return dadao_core_exp(dadao_core_random_uniform(random) * dadao_core_log(kappa));
}

/* The curvature along coordinate k of node i before rotation. With d > 1 a random node has both mu and L; with d = 1
 * the first node has L and the second mu, so that the declared range is used in full. */
static double curvature(shape form, size_t i, size_t k, size_t d, double kappa, dadao_random *random)
{
    switch (form) {
    case SHAPE_MU:
        return 1.0;
    case SHAPE_L:
        return kappa;
    case SHAPE_ALTERNATE:
        return i % 2 == 0 ? kappa : 1.0;
    case SHAPE_UNIFORM:
        return 1.0 + (kappa - 1.0) * dadao_core_random_uniform(random);
    default:
        break;
    }
    const double drawn = spread_curvature(kappa, random);
    const size_t rank = d > 1 ? k : i;
    return rank == 0 ? kappa : rank == 1 ? 1.0 : drawn;
}

/* b = H center and c = center.H center/2 from the finished H. */
static void place_center(double *block, size_t d, const double *center, double *constant)
{
    double energy = 0.0;
    for (size_t k = 0; k < d; k++) {
        double total = 0.0;
        for (size_t l = 0; l < d; l++)
            total += block[k * d + l] * center[l];
        block[d * d + k] = total;
        energy += total * center[k];
    }
    *constant = 0.5 * energy;
}

/* ---- From the words -------------------------------------------------------------------------- */

/* "1,10,3": one number a node into value [nodes]. */
static dadao_status read_list(const char *name, const char *list, size_t word, size_t nodes, bool positive,
                              double *value, dadao_error *error)
{
    size_t count = 0;
    for (const char *at = list;; count++) {
        const size_t length = strcspn(at, ",");
        double number;
        if (!dadao_core_parse_double(at, length, &number) || (positive && !(number > 0.0)))
            return dadao_problem_blame(error,
                                       dadao_core_fail(error, DADAO_INVALID, "%s=%s: '%.*s' is no %s number", name,
                                                       list, (int)length, at, positive ? "positive" : "finite"),
                                       word);
        if (count < nodes)
            value[count] = number;
        if (at[length] == '\0')
            break;
        at += length + 1;
    }
    if (++count != nodes)
        return dadao_problem_blame(error,
                                   dadao_core_fail(error, DADAO_INVALID,
                                                   "%s=%s: %zu numbers for %zu nodes; expected one each", name, list,
                                                   count, nodes),
                                   word);
    return DADAO_OK;
}

/* What decides the blocks. */
typedef struct plan {
    shape form;
    double kappa;
    double *curvature, *center; /* [n*d] given by hand; NULL: drawn */
} plan;

static void fill_blocks(dadao_problem *problem, size_t first, const plan *chosen, dadao_random *random, double *work)
{
    const dadao_objective *objective = &problem->objective;
    const size_t d = objective->dimension;
    for (size_t i = 0; i < objective->nodes; i++) {
        double *block = problem->data + i * objective->stride, *center = work + 2 * d;
        for (size_t k = 0; k < d; k++)
            block[k * d + k] = chosen->curvature ? chosen->curvature[i * d + k]
                                                 : curvature(chosen->form, first + i, k, d, chosen->kappa, random);
        if (chosen->form == SHAPE_RANDOM && !chosen->curvature && d > 1)
            for (int turn = 0; turn < REFLECTIONS; turn++)
                reflect_both_sides(block, d, random, work);
        for (size_t k = 0; k < d; k++)
            center[k] = chosen->center ? chosen->center[i * d + k] : dadao_core_random_normal(random);
        place_center(block, d, center, problem->constant + i);
    }
}

/* One number a node to the same in every coordinate. */
static double *repeat(const char *name, const char *list, size_t word, size_t nodes, size_t d, bool positive,
                      dadao_status *status, dadao_error *error)
{
    double *value = dadao_core_allocate(nodes * d, sizeof *value);
    *status = value ? read_list(name, list, word, nodes, positive, value, error)
                    : dadao_core_fail(error, DADAO_MEMORY, "no memory for %s=", name);
    for (size_t i = nodes; *status == DADAO_OK && i-- > 0;)
        for (size_t k = d; k-- > 0;)
            value[i * d + k] = value[i];
    return value;
}

static dadao_status read_plan(const dadao_specification *s, size_t d, plan *chosen, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    chosen->form = SHAPE_RANDOM;
    if (s->curvature && (strpbrk(s->curvature, "0123456789") != NULL)) {
        chosen->curvature = repeat("curvature", s->curvature, s->word_of_curvature, s->nodes, d, true, &status, error);
    } else if (s->curvature) {
        for (chosen->form = 0; chosen->form < SHAPE_COUNT; chosen->form++)
            if (strcasecmp(s->curvature, shape_name[chosen->form]) == 0)
                break;
        if (chosen->form == SHAPE_COUNT)
            status = dadao_problem_blame(error,
                                         dadao_core_fail(error, DADAO_INVALID,
                                                         "curvature=%s: expected random, uniform, "
                                                         "alternate, mu, L, or one number a node (1,10,3)",
                                                         s->curvature),
                                         s->word_of_curvature);
    }
    if (status == DADAO_OK && s->center)
        chosen->center = repeat("center", s->center, s->word_of_center, s->nodes, d, false, &status, error);
    return status;
}

/* ---- From a file: columns a (or a0, a1, …) curvatures and b (or b0, b1, …) centres, one row a node ---- */

static size_t indexed_column(const dadao_csv *csv, char letter, size_t k)
{
    char name[32];
    snprintf(name, sizeof name, "%c%zu", letter, k);
    const size_t found = dadao_core_csv_column(csv, name);
    if (found != SIZE_MAX || k > 0)
        return found;
    name[1] = '\0';
    return dadao_core_csv_column(csv, name);
}

static dadao_status read_pairs(const dadao_csv *csv, size_t nodes, size_t d, plan *chosen, dadao_error *error)
{
    if (csv->rows != nodes)
        return dadao_core_fail(error, DADAO_FORMAT, "%s: %zu rows for %zu nodes; expected one each", csv->path,
                               csv->rows, nodes);
    for (size_t i = 0; i < nodes; i++)
        for (size_t k = 0; k < d; k++) {
            const size_t b = indexed_column(csv, 'b', k);
            dadao_status status =
                dadao_core_csv_double(csv, i, indexed_column(csv, 'a', k), chosen->curvature + i * d + k, error);
            if (status == DADAO_OK && b != SIZE_MAX)
                status = dadao_core_csv_double(csv, i, b, chosen->center + i * d + k, error);
            if (status != DADAO_OK)
                return status;
            if (!(chosen->curvature[i * d + k] > 0.0))
                return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: curvature %g: expected a positive number",
                                       csv->path, csv->line[i], chosen->curvature[i * d + k]);
        }
    return DADAO_OK;
}

static dadao_status read_file(const dadao_specification *s, size_t *dimension, plan *chosen, dadao_error *error)
{
    dadao_csv csv;
    dadao_status status = dadao_core_csv_read(s->data, &csv, error);
    if (status != DADAO_OK)
        return dadao_problem_blame(error, status, s->word_of_data);
    size_t d = 0;
    while (indexed_column(&csv, 'a', d) != SIZE_MAX)
        d++;
    chosen->curvature = dadao_core_allocate(s->nodes * (d + 1), sizeof *chosen->curvature);
    chosen->center = dadao_core_allocate(s->nodes * (d + 1), sizeof *chosen->center);
    if (d == 0)
        status = dadao_core_fail(error, DADAO_FORMAT,
                                 "%s: no column a or a0: expected curvatures a0, a1, … and centres b0, b1, …", s->data);
    else if (!chosen->curvature || !chosen->center)
        status = dadao_core_fail(error, DADAO_MEMORY, "%s: no memory", s->data);
    else
        status = read_pairs(&csv, s->nodes, d, chosen, error);
    *dimension = d;
    dadao_core_csv_clear(&csv);
    return dadao_problem_blame(error, status, s->word_of_data);
}

/* ---- All of it ------------------------------------------------------------------------------- */

/* mu and L: declared by kappa=, else what curvatures given by hand span. */
static dadao_status declare_range(const dadao_specification *s, const plan *chosen, size_t count,
                                  dadao_problem *problem, dadao_error *error)
{
    double low = INFINITY, high = 0.0;
    for (size_t k = 0; chosen->curvature && k < count; k++) {
        low = fmin(low, chosen->curvature[k]);
        high = fmax(high, chosen->curvature[k]);
    }
    problem->declared = true;
    problem->mu = chosen->curvature ? low : 1.0;
    problem->smoothness = chosen->curvature ? high : chosen->kappa;
    if (!chosen->curvature || isnan(s->kappa))
        return DADAO_OK;
    if (high > s->kappa * low * (1.0 + 1e-12))
        return dadao_problem_blame(error,
                                   dadao_core_fail(error, DADAO_INVALID,
                                                   "kappa=%g is less than the %g that the curvatures span", s->kappa,
                                                   high / low),
                                   s->word_of_kappa);
    problem->smoothness = low * s->kappa;
    return DADAO_OK;
}

static dadao_status build(const dadao_specification *s, size_t d, const plan *chosen, dadao_problem *problem,
                          dadao_error *error)
{
    dadao_status status = dadao_problem_allocate(problem, DADAO_OBJECTIVE_GRAM, s->nodes, d, NULL, error);
    if (status == DADAO_OK)
        status = declare_range(s, chosen, s->nodes * d, problem, error);
    double *work = dadao_core_allocate(3 * d, sizeof *work);
    if (status == DADAO_OK && !work)
        status = dadao_core_fail(error, DADAO_MEMORY, "no memory for the problem");
    if (status == DADAO_OK) {
        dadao_random random;
        dadao_problem_seed_data(s, &random);
        fill_blocks(problem, s->first, chosen, &random, work);
    }
    free(work);
    return status;
}

dadao_status dadao_problem_build_quadratic(const dadao_specification *s, dadao_problem *problem, dadao_notes *notes,
                                           dadao_error *error)
{
    (void)notes;
    if (s->batch)
        return dadao_problem_blame(
            error,
            dadao_core_fail(error, DADAO_INVALID, "batch=: quadratics have no samples; use problem linear or logistic"),
            s->word_of_batch);
    size_t d = s->dimension ? s->dimension : DEFAULT_DIMENSION;
    plan chosen = { .kappa = isnan(s->kappa) ? DEFAULT_KAPPA : s->kappa };
    dadao_status status = s->data ? read_file(s, &d, &chosen, error) : read_plan(s, d, &chosen, error);
    if (status == DADAO_OK)
        status = build(s, d, &chosen, problem, error);
    free(chosen.curvature);
    free(chosen.center);
    return status;
}
