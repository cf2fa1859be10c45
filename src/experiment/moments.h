/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DADAO on quadratics without chance: the second moment of the error obeys a linear differential equation, solved here.
 *
 * With e the distance of all vectors of all nodes to the fixed point and M = E e e^T, between events e' = A e, a gradient at node i
 * makes e (I + U_i) e, a communication over an edge (I + V) e, each with its Poisson rate, so
 *     M' = B M + M B^T + sum rate U M U^T,   B = A + sum rate U.
 * U = W F, F the d functionals that an event reads, W where it writes them. */
#ifndef DADAO_EXPERIMENT_MOMENTS_H
#define DADAO_EXPERIMENT_MOMENTS_H

#include "experiment/experiment.h"

/* Entries of e that are still computed: n nodes, six vectors, d entries each. */
#define DADAO_MOMENTS_LIMIT 120

typedef struct dadao_moments dadao_moments;

/* For the lane's parameters on the setting's network and problem, whose Hessians must not depend on x. UNSUPPORTED, and why. */
dadao_status dadao_experiment_moments_create(const dadao_setting *setting, const dadao_lane_setting *lane, dadao_moments **moments, dadao_error *error);
void dadao_experiment_moments_destroy(dadao_moments *moments);
/* Begins at the start of the experiment, sure of it. */
dadao_status dadao_experiment_moments_start(dadao_moments *moments, const dadao_setting *setting, const dadao_lane_setting *lane, dadao_error *error);
/* Goes on by `t` units of time. */
void dadao_experiment_moments_advance(dadao_moments *moments, double t);
/* E (1/n) sum |x_i - x*|^2. */
double dadao_experiment_moments_error(const dadao_moments *moments);
/* The rate at which it decays in the end (negative: it grows); NaN where it did not settle. Loses the present moment. */
double dadao_experiment_moments_rate(dadao_moments *moments);
/* Floating-point operations of one unit of time. */
double dadao_experiment_moments_work(const dadao_moments *moments);

#endif
