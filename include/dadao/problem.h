/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One smooth, strongly convex objective f_i a node, their constants mu and L, and the minimiser x* of the mean f. */
#ifndef DADAO_PROBLEM_H
#define DADAO_PROBLEM_H

#include <dadao/random.h>
#include <dadao/status.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct dadao_problem dadao_problem;

/* A row of the table of problems ("linear", "logistic", "quadratic"), for help and completion. */
typedef struct dadao_problem_kind {
    const char *name, *arguments, *summary;
} dadao_problem_kind;

size_t dadao_problem_kind_count(void);
const dadao_problem_kind *dadao_problem_kind_at(size_t index);

/* Builds a problem from the words of a `problem` command: {"linear","dim=5","samples=100","noise=10","seed=3"},
 * {"logistic","data=wine.csv","target=label","positive=1","standardize=yes","partition=dirichlet","alpha=0.3"} …, for
 * `nodes` nodes. `seed` is used where the words name none. error->column is the INDEX of the offending word; errors in
 * data files name file and line.
 *   linear     f_i(x) = (1/m) sum_j (a_j.x - y_j)^2 + (ridge/2) |x|^2; drawn like the published experiments
 *   logistic   f_i(x) = (1/m) sum_j log(1 + exp(-y_j a_j.x)) + (mu/2) |x|^2, mu = 1 where not given
 *   quadratic  mu = 1, L = kappa= (declared); curvature= a shape or one number a node, center= one number a node
 * Files: CSV (target: column target=, else y, target, label, else the first; `node` and `sample` are no features; a
 * node column decides the partition unless partition= is given), NPY (target= a column number), SVMlight.
 * mu, L and x* have the same bits on every machine. SINGULAR names the node whose objective is not strongly convex. */
dadao_status dadao_problem_create(const char *const *words, size_t count, size_t nodes, uint64_t seed,
                                  dadao_problem **problem, dadao_notes *notes, dadao_error *error);
void dadao_problem_destroy(dadao_problem *problem);

/* The problem of the remaining nodes after node `node` left (a new object; mu, L, x* recomputed). */
dadao_status dadao_problem_without_node(const dadao_problem *problem, size_t node, dadao_problem **rest,
                                        dadao_error *error);

/* The same with one node more, the last: its objective is a copy of that of `node`; or it is drawn by the specification that the
 * words of the problem's command give, from a stream of its own for each `serial` (so that two who join differ). UNSUPPORTED
 * where the words name a file or list numbers for each node. SINGULAR where what was drawn is not strongly convex. */
dadao_status dadao_problem_with_copy(const dadao_problem *problem, size_t node, dadao_problem **more, dadao_error *error);
dadao_status dadao_problem_with_drawn(const dadao_problem *problem, const char *const *words, size_t count, uint64_t seed,
                                      uint64_t serial, dadao_problem **more, dadao_error *error);
/* Whether one more could be drawn by these words; UNSUPPORTED says why not. */
dadao_status dadao_problem_can_draw(const char *const *words, size_t count, dadao_error *error);

/* The minimiser of sum_{i in part} f_i(x) + tilt.x into x [d]; `part` [count] are nodes, `tilt` [d] NULL is 0. Right to the last
 * places, with the same bits on every machine. */
dadao_status dadao_problem_minimise_part(const dadao_problem *problem, const uint32_t *part, size_t count, const double *tilt,
                                         double *x, dadao_error *error);

const char *dadao_problem_name(const dadao_problem *problem);   /* the words, joined */
size_t dadao_problem_nodes(const dadao_problem *problem);
size_t dadao_problem_dimension(const dadao_problem *problem);
size_t dadao_problem_samples(const dadao_problem *problem, size_t node);
size_t dadao_problem_batch(const dadao_problem *problem);       /* 0: exact gradients */
double dadao_problem_mu(const dadao_problem *problem);
double dadao_problem_smoothness(const dadao_problem *problem);  /* L */
const double *dadao_problem_optimum(const dadao_problem *problem); /* x* [d], minimiser of f */
double dadao_problem_minimum(const dadao_problem *problem);     /* f(x*) */

/* What a linear-algebra library computed and may differ between processors; replays put it back (DESIGN, Exactness).
 * `optimum` [d] NULL keeps the present one. */
void dadao_problem_set_constants(dadao_problem *problem, double mu, double smoothness, const double *optimum);

/* f_i(x); f(x) = (1/n) sum_i f_i(x); the gradient of f_i into g [d]. x [d]. */
double dadao_problem_value(const dadao_problem *problem, size_t node, const double *x);
double dadao_problem_mean_value(const dadao_problem *problem, const double *x);
/* f(x) - f(x*) >= 0 without cancellation (down to 1e-30 and below), where the difference of two values would be
 * rounding: quadratics through (x - x*).H (x - x*)/2 in O(d^2), logistic through Bregman divergences of the samples. */
double dadao_problem_suboptimality(const dadao_problem *problem, const double *x);
void dadao_problem_gradient(const dadao_problem *problem, size_t node, const double *x, double *g);
/* Stochastic gradient over `batch` samples of the node drawn with replacement from `random`; unbiased. */
void dadao_problem_stochastic_gradient(const dadao_problem *problem, size_t node, const double *x, size_t batch,
                                       dadao_random *random, double *g);
/* The Hessian of f_i at x into h [d*d] (tests, oracles, dual methods). */
void dadao_problem_hessian(const dadao_problem *problem, size_t node, const double *x, double *h);

#endif
