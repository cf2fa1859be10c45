/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of problems, their life, and what can be asked of them. */
#include <dadao/problem.h>

#include "core/memory.h"
#include "core/text.h"
#include "problem/build.h"
#include "problem/gradient.h"
#include <math.h>
#include <string.h>

#define DATA_OPTIONS                                                                                                   \
    "data=FILE [target=COLUMN] [node=COLUMN] [partition=even|sorted|dirichlet] [alpha=A] [standardize=yes] "           \
    "[intercept=yes]"

static const dadao_problem_row table[] = {
    { { "linear", "[dim=D] [samples=M] [noise=S] [seed=N] | " DATA_OPTIONS "; [ridge=V] [batch=B]",
        "least squares: every node fits a line to its own samples" },
      DADAO_KIND_LINEAR,
      dadao_problem_build_linear },
    { { "logistic",
        "[dim=D] [samples=M] [noise=SHARE] [seed=N] | " DATA_OPTIONS
        " [positive=CLASS]; [mu=V] [smoothness=true|reference] [batch=B]",
        "logistic regression with l2 term: every node separates its own samples" },
      DADAO_KIND_LOGISTIC,
      dadao_problem_build_logistic },
    { { "quadratic",
        "[dim=D] [kappa=K] [curvature=random|uniform|alternate|mu|L|A,B,…] [center=A,B,…] [seed=N] | data=FILE",
        "quadratics with a chosen condition number L/mu" },
      DADAO_KIND_QUADRATIC,
      dadao_problem_build_quadratic },
};
#define KINDS (sizeof table / sizeof table[0])

size_t dadao_problem_kind_count(void)
{
    return KINDS;
}

const dadao_problem_kind *dadao_problem_kind_at(size_t index)
{
    return index < KINDS ? &table[index].shown : NULL;
}

const dadao_problem_row *dadao_problem_row_of(unsigned flag)
{
    size_t k = 0;
    while (k + 1 < KINDS && table[k].flag != flag)
        k++;
    return &table[k];
}

/* ---- Life ------------------------------------------------------------------------------------ */

static dadao_status find_kind(const char *word, const dadao_problem_row **row, dadao_error *error)
{
    const char *names[KINDS];
    size_t matches = 0;
    for (size_t k = 0; k < KINDS; k++) {
        names[k] = table[k].shown.name;
        if (word[0] && strncmp(names[k], word, strlen(word)) == 0) {
            *row = &table[k];
            matches++;
        }
    }
    if (matches == 1)
        return DADAO_OK;
    const char *nearest = dadao_core_nearest(word, names, KINDS);
    return dadao_problem_blame(
        error,
        nearest && matches == 0
            ? dadao_core_fail(error, DADAO_NOT_FOUND, "no problem '%.40s'; did you mean '%s'?", word, nearest)
            : dadao_core_fail(error, DADAO_NOT_FOUND, "no problem '%.40s'; there are linear, logistic and quadratic",
                              word),
        0);
}

static char *join(const char *const *words, size_t count)
{
    dadao_text text = { 0 };
    for (size_t k = 0; k < count; k++)
        dadao_core_text_format(&text, "%s%s", k ? " " : "", words[k]);
    if (!text.failed)
        return text.bytes;
    dadao_core_text_clear(&text);
    return NULL;
}

static dadao_status build(const dadao_problem_row *row, const dadao_specification *s, dadao_problem *problem,
                          dadao_notes *notes, dadao_error *error)
{
    problem->flag = row->flag;
    problem->name = join(s->words, s->count);
    if (!problem->name)
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the problem");
    dadao_status status = row->build(s, problem, notes, error);
    if (status == DADAO_OK)
        status = dadao_problem_find_constants(problem, notes, error);
    if (status == DADAO_OK)
        status = dadao_problem_find_optimum(problem, error);
    return status;
}

dadao_status dadao_problem_create(const char *const *words, size_t count, size_t nodes, uint64_t seed,
                                  dadao_problem **problem, dadao_notes *notes, dadao_error *error)
{
    const dadao_problem_row *row = NULL;
    dadao_specification specification;
    *problem = NULL;
    if (count == 0 || nodes == 0)
        return dadao_core_fail(error, DADAO_INVALID,
                               count ? "a problem needs at least one node"
                                     : "which problem? linear, logistic or quadratic");
    dadao_status status = find_kind(words[0], &row, error);
    if (status == DADAO_OK)
        status = dadao_problem_specify(words, count, row->flag, nodes, seed, &specification, error);
    if (status != DADAO_OK)
        return status;
    dadao_problem *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the problem");
    status = build(row, &specification, made, notes, error);
    if (status == DADAO_OK)
        *problem = made;
    else
        dadao_problem_destroy(made);
    return status;
}

void dadao_problem_destroy(dadao_problem *problem)
{
    if (!problem)
        return;
    free(problem->name);
    free(problem->data);
    free(problem->offset);
    free(problem->samples);
    free(problem->constant);
    free(problem->optimum);
    free(problem->mean_hessian);
    free(problem);
}

/* ---- Facts ----------------------------------------------------------------------------------- */

const dadao_objective *dadao_problem_objective(const dadao_problem *problem)
{
    return &problem->objective;
}

const char *dadao_problem_name(const dadao_problem *problem)
{
    return problem->name;
}

size_t dadao_problem_nodes(const dadao_problem *problem)
{
    return problem->objective.nodes;
}

size_t dadao_problem_dimension(const dadao_problem *problem)
{
    return problem->objective.dimension;
}

size_t dadao_problem_samples(const dadao_problem *problem, size_t node)
{
    return problem->samples[node];
}

size_t dadao_problem_batch(const dadao_problem *problem)
{
    return problem->batch;
}

double dadao_problem_mu(const dadao_problem *problem)
{
    return problem->mu;
}

double dadao_problem_smoothness(const dadao_problem *problem)
{
    return problem->smoothness;
}

const double *dadao_problem_optimum(const dadao_problem *problem)
{
    return problem->optimum;
}

double dadao_problem_minimum(const dadao_problem *problem)
{
    return problem->minimum;
}

void dadao_problem_set_constants(dadao_problem *problem, double mu, double smoothness, const double *optimum)
{
    problem->mu = mu;
    problem->smoothness = smoothness;
    if (!optimum)
        return;
    memcpy(problem->optimum, optimum, problem->objective.dimension * sizeof *optimum);
    dadao_problem_find_minimum(problem);
}
