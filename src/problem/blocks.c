/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of data the gradient kernels read: room for them, and samples carried into them. */
#include "core/memory.h"
#include "problem/build.h"
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* d = 1 packs four nodes into a cache line; larger blocks begin a line of their own. */
static size_t gram_stride(size_t d)
{
    return d == 1 ? 2 : dadao_objective_padded(d * d + d);
}

/* An allocation may succeed and kill the program when it is touched: ask the machine first. */
static dadao_status check_memory(double bytes, dadao_error *error)
{
    const double machine = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    if (bytes < machine)
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_TOO_LARGE,
                           "this problem needs %.3g GB of memory, the machine has %.3g GB: "
                           "take fewer nodes, samples or dimensions",
                           bytes / 1e9, machine / 1e9);
}

static dadao_status no_memory(dadao_error *error)
{
    return dadao_core_fail(error, DADAO_MEMORY, "no memory for the data of the problem");
}

static dadao_status place_samples(dadao_problem *problem, const dadao_sample_source *source, double *doubles,
                                  dadao_error *error)
{
    dadao_objective *objective = &problem->objective;
    problem->offset = dadao_core_allocate(objective->nodes, sizeof *problem->offset);
    if (!problem->offset)
        return no_memory(error);
    objective->offset = problem->offset;
    objective->samples = problem->samples;
    size_t at = 0;
    for (size_t i = 0; i < objective->nodes; i++) {
        problem->offset[i] = at;
        at += dadao_objective_padded(source->count(source->context, i)) * (objective->dimension + 1);
    }
    *doubles = (double)at;
    return DADAO_OK;
}

dadao_status dadao_problem_allocate(dadao_problem *problem, dadao_objective_kind kind, size_t nodes, size_t dimension,
                                    const dadao_sample_source *source, dadao_error *error)
{
    dadao_objective *objective = &problem->objective;
    objective->kind = kind;
    objective->nodes = nodes;
    objective->dimension = dimension;
    problem->samples = dadao_core_allocate(nodes, sizeof *problem->samples);
    problem->optimum = dadao_core_allocate(dimension, sizeof *problem->optimum);
    if (!problem->samples || !problem->optimum)
        return no_memory(error);
    for (size_t i = 0; source && i < nodes; i++)
        problem->samples[i] = (uint32_t)source->count(source->context, i);
    const double d = (double)dimension;
    double doubles = (double)nodes * (d * d + d + 8.0);
    dadao_status status = DADAO_OK;
    if (kind == DADAO_OBJECTIVE_GRAM)
        objective->stride = gram_stride(dimension);
    else
        status = place_samples(problem, source, &doubles, error);
    if (status == DADAO_OK)
        status = check_memory(8.0 * doubles + 40.0 * d * d, error); /* and a few matrices for mu, L and x* */
    if (status != DADAO_OK)
        return status;
    const size_t room = kind == DADAO_OBJECTIVE_GRAM ? nodes * objective->stride : (size_t)doubles;
    problem->data = dadao_core_allocate_aligned(room, sizeof *problem->data);
    problem->constant = dadao_core_allocate(kind == DADAO_OBJECTIVE_GRAM ? nodes : 1, sizeof *problem->constant);
    if (!problem->data || !problem->constant)
        return no_memory(error);
    objective->data = problem->data;
    return DADAO_OK;
}

/* H = (2/m) A^T A + ridge I, b = (2/m) A^T y, c = |y|^2/m from the padded A^T. */
static void condense(const dadao_objective *objective, size_t m, size_t p, const double *at, const double *y,
                     double *block, double *constant)
{
    const size_t d = objective->dimension;
    const double weight = 2.0 / (double)m;
    for (size_t k = 0; k < d; k++) {
        for (size_t l = 0; l <= k; l++) {
            double lane[8] = { 0 };
            for (size_t j = 0; j < p; j += 8)
                for (size_t q = 0; q < 8; q++)
                    lane[q] += at[k * p + j + q] * at[l * p + j + q];
            const double total =
                ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
            block[k * d + l] = block[l * d + k] = weight * total + (k == l ? objective->ridge : 0.0);
        }
        long double along = 0.0L;
        for (size_t j = 0; j < m; j++)
            along += (long double)at[k * p + j] * (long double)y[j];
        block[d * d + k] = (double)(along * 2.0L / (long double)m);
    }
    long double square = 0.0L;
    for (size_t j = 0; j < m; j++)
        square += (long double)y[j] * (long double)y[j];
    *constant = (double)(square / (long double)m);
}

/* Samples in, H out: one node's samples at a time are held. */
static dadao_status fill_gram(dadao_problem *problem, const dadao_sample_source *source, dadao_error *error)
{
    const dadao_objective *objective = &problem->objective;
    const size_t d = objective->dimension;
    size_t most = 0;
    for (size_t i = 0; i < objective->nodes; i++)
        most = problem->samples[i] > most ? problem->samples[i] : most;
    double *block = dadao_core_allocate(dadao_objective_padded(most) * (d + 1), sizeof *block);
    if (!block)
        return no_memory(error);
    for (size_t i = 0; i < objective->nodes; i++) {
        const size_t m = problem->samples[i], p = dadao_objective_padded(m);
        memset(block, 0, p * (d + 1) * sizeof *block);
        source->fill(source->context, i, p, block, block + d * p);
        condense(objective, m, p, block, block + d * p, problem->data + i * objective->stride, problem->constant + i);
    }
    free(block);
    return DADAO_OK;
}

dadao_status dadao_problem_fill(dadao_problem *problem, const dadao_sample_source *source, dadao_error *error)
{
    const dadao_objective *objective = &problem->objective;
    if (objective->kind == DADAO_OBJECTIVE_GRAM)
        return fill_gram(problem, source, error);
    for (size_t i = 0; i < objective->nodes; i++) {
        const size_t p = dadao_objective_padded(problem->samples[i]);
        double *block = problem->data + problem->offset[i];
        source->fill(source->context, i, p, block, block + objective->dimension * p);
    }
    return DADAO_OK;
}
