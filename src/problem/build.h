/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a problem, the table of kinds, and the steps that build one: blocks of data, constants, optimum. */
#ifndef DADAO_PROBLEM_BUILD_H
#define DADAO_PROBLEM_BUILD_H

#include "problem/objective.h"
#include "problem/specification.h"

typedef dadao_status dadao_problem_builder(const dadao_specification *specification, dadao_problem *problem,
                                           dadao_notes *notes, dadao_error *error);

/* A row of the table of problems. */
typedef struct dadao_problem_row {
    dadao_problem_kind shown;
    unsigned flag; /* DADAO_KIND_… */
    dadao_problem_builder *build;
} dadao_problem_row;

dadao_problem_builder dadao_problem_build_linear, dadao_problem_build_logistic, dadao_problem_build_quadratic;

struct dadao_problem {
    dadao_objective objective; /* its arrays are the owned ones below */
    char *name;                /* the words, joined */
    unsigned flag;             /* the kind */
    double *data;
    size_t *offset;    /* samples only */
    uint32_t *samples; /* [n]; all 0 for quadratics */
    double *constant;  /* GRAM: c_i of f_i */
    size_t batch;
    bool reference_smoothness; /* the published code's L for logistic regression */
    bool declared;             /* quadratics: mu and L are what was asked for */
    double mu, smoothness;
    double *optimum;      /* [d] */
    double *mean_hessian; /* [d*d] of the quadratic kinds: suboptimality in O(d^2); NULL for logistic */
    double minimum;
};

/* The row of the table whose flag this is. */
const dadao_problem_row *dadao_problem_row_of(unsigned flag);
/* The stream that the specification's data is drawn from. */
void dadao_problem_seed_data(const dadao_specification *specification, dadao_random *random);

/* Where the samples of a node come from. Called once for each node, in order. */
typedef struct dadao_sample_source {
    void *context;
    size_t (*count)(void *context, size_t node);
    /* Fills at [d][p] (A^T, padded, zeroed before) and y [p]. */
    void (*fill)(void *context, size_t node, size_t p, double *at, double *y);
} dadao_sample_source;

/* Room for the arrays of `objective` with n, d and the kind set; TOO_LARGE where the machine cannot hold them. */
dadao_status dadao_problem_allocate(dadao_problem *problem, dadao_objective_kind kind, size_t nodes, size_t dimension,
                                    const dadao_sample_source *source, dadao_error *error);
/* Carries the samples of all nodes into the blocks: as they are, or as H_i, b_i, c_i. */
dadao_status dadao_problem_fill(dadao_problem *problem, const dadao_sample_source *source, dadao_error *error);

/* Data drawn or read, for the kinds with samples: fills the problem's blocks. `generate` draws one node's samples. */
typedef void dadao_sample_generator(const dadao_specification *s, dadao_random *random, size_t m, size_t p, size_t d,
                                    double *at, double *y);
dadao_status dadao_problem_build_samples(const dadao_specification *specification, bool classes,
                                         dadao_sample_generator *generate, dadao_problem *problem, dadao_notes *notes,
                                         dadao_error *error);

/* mu and L from the blocks; SINGULAR (naming the node) where an objective is not strongly convex. */
dadao_status dadao_problem_find_constants(dadao_problem *problem, dadao_notes *notes, dadao_error *error);
/* x* and f(x*). */
dadao_status dadao_problem_find_optimum(dadao_problem *problem, dadao_error *error);
/* f(x*) again after x* was put back. */
void dadao_problem_find_minimum(dadao_problem *problem);

/* H_i at x (NULL where it does not depend on x), into h [d*d]. */
void dadao_problem_local_hessian(const dadao_problem *problem, size_t node, const double *x, double *h);

#endif
