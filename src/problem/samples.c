/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sources of samples: a file spread over the nodes, or a generator that draws node after node. */
#include "core/memory.h"
#include "problem/build.h"
#include "problem/dataset.h"

#define DEFAULT_DIMENSION ((size_t)2)
#define DEFAULT_SAMPLES ((size_t)100)

/* ---- Drawn ----------------------------------------------------------------------------------- */

typedef struct drawing {
    const dadao_specification *specification;
    dadao_sample_generator *generate;
    dadao_random random;
    size_t dimension, samples;
} drawing;

static size_t count_drawn(void *context, size_t node)
{
    (void)node;
    return ((const drawing *)context)->samples;
}

static void fill_drawn(void *context, size_t node, size_t p, double *at, double *y)
{
    (void)node;
    drawing *draw = context;
    draw->generate(draw->specification, &draw->random, draw->samples, p, draw->dimension, at, y);
}

/* ---- Read ------------------------------------------------------------------------------------ */

typedef struct reading {
    dadao_dataset dataset;
    size_t *order, *first;
} reading;

static size_t count_read(void *context, size_t node)
{
    const reading *read = context;
    return read->first[node + 1] - read->first[node];
}

static void fill_read(void *context, size_t node, size_t p, double *at, double *y)
{
    const reading *read = context;
    const size_t begin = read->first[node], count = read->first[node + 1] - begin, d = read->dataset.columns;
    for (size_t j = 0; j < count; j++) {
        const size_t row = read->order[begin + j];
        for (size_t k = 0; k < d; k++)
            at[k * p + j] = read->dataset.feature[row * d + k];
        y[j] = read->dataset.target[row];
    }
}

static void reading_clear(reading *read)
{
    dadao_problem_dataset_clear(&read->dataset);
    free(read->order);
    free(read->first);
}

static dadao_status reading_begin(reading *read, const dadao_specification *s, bool classes, dadao_notes *notes,
                                  dadao_error *error)
{
    *read = (reading){ 0 };
    dadao_status status = dadao_problem_dataset_read(s, classes, &read->dataset, notes, error);
    if (status == DADAO_OK && classes)
        status = dadao_problem_dataset_binarise(&read->dataset, s->positive, notes, error);
    if (status == DADAO_OK && s->dimension && s->dimension != read->dataset.columns)
        status = dadao_core_fail(error, DADAO_INVALID, "%s has %zu features, not dim=%zu; leave dim= out", s->data,
                                 read->dataset.columns, s->dimension);
    if (status == DADAO_OK && s->standardize)
        status = dadao_problem_dataset_standardize(&read->dataset, notes, error);
    if (status == DADAO_OK && s->intercept)
        status = dadao_problem_dataset_add_intercept(&read->dataset, error);
    if (status == DADAO_OK)
        status = dadao_problem_partition(&read->dataset, s, &read->order, &read->first, notes, error);
    if (status != DADAO_OK)
        reading_clear(read);
    return dadao_problem_blame(error, status, s->word_of_data);
}

/* ---- Into blocks ----------------------------------------------------------------------------- */

/* H_i is smaller and faster than the samples wherever every node has at least d of them and no batch is drawn from
 * them. */
static dadao_objective_kind choose_kind(const dadao_specification *s, bool classes, const dadao_sample_source *source,
                                        size_t d)
{
    if (classes)
        return DADAO_OBJECTIVE_LOGISTIC;
    for (size_t i = 0; i < s->nodes; i++)
        if (source->count(source->context, i) < d)
            return DADAO_OBJECTIVE_LINEAR_SAMPLES;
    return s->batch ? DADAO_OBJECTIVE_LINEAR_SAMPLES : DADAO_OBJECTIVE_GRAM;
}

static dadao_status build_from(const dadao_specification *s, bool classes, const dadao_sample_source *source, size_t d,
                               dadao_problem *problem, dadao_error *error)
{
    problem->batch = s->batch;
    problem->reference_smoothness = s->reference_smoothness;
    dadao_status status =
        dadao_problem_allocate(problem, choose_kind(s, classes, source, d), s->nodes, d, source, error);
    if (status == DADAO_OK)
        status = dadao_problem_fill(problem, source, error);
    return status;
}

dadao_status dadao_problem_build_samples(const dadao_specification *s, bool classes, dadao_sample_generator *generate,
                                         dadao_problem *problem, dadao_notes *notes, dadao_error *error)
{
    if (s->data) {
        reading read;
        dadao_status status = reading_begin(&read, s, classes, notes, error);
        if (status != DADAO_OK)
            return status;
        const dadao_sample_source source = { &read, count_read, fill_read };
        status = build_from(s, classes, &source, read.dataset.columns, problem, error);
        reading_clear(&read);
        return status;
    }
    drawing draw = { .specification = s,
                     .generate = generate,
                     .dimension = s->dimension ? s->dimension : DEFAULT_DIMENSION,
                     .samples = s->samples ? s->samples : DEFAULT_SAMPLES };
    dadao_problem_seed_data(s, &draw.random);
    const dadao_sample_source source = { &draw, count_drawn, fill_drawn };
    return build_from(s, classes, &source, draw.dimension, problem, error);
}
