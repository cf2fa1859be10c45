/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DADAO's three moves on the vectors of a node: the flow between events, the gradient jump, the communication jump. */
#ifndef DADAO_METHOD_DADAO_H
#define DADAO_METHOD_DADAO_H

#include "method/flow.h"
#include "method/method.h"

/* The vectors of a node, d entries each, in this order. */
enum { DADAO_X, DADAO_XT, DADAO_Y, DADAO_YT, DADAO_Z, DADAO_ZT, DADAO_VARIABLES };

/* The parameters, in the order of the values. */
enum {
    DADAO_ETA, DADAO_ETA_TILDE, DADAO_ALPHA, DADAO_ALPHA_TILDE, DADAO_THETA, DADAO_NU,
    DADAO_BETA, DADAO_BETA_TILDE, DADAO_GAMMA, DADAO_GAMMA_TILDE, DADAO_DELTA, DADAO_DELTA_TILDE, DADAO_PARAMETERS
};

typedef struct dadao_constants {
    dadao_flow flow;
    double nu, beta, beta_tilde, gamma, gamma_tilde;
    double delta_sum; /* delta + delta~ */
} dadao_constants;

_Static_assert(sizeof(dadao_constants) <= DADAO_METHOD_CONSTANTS * sizeof(double), "constants outgrow their room");

/* The entries of a vector are independent of each other, which the compiler cannot see through one pointer. */
#if defined(__clang__)
#define DADAO_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define DADAO_INDEPENDENT _Pragma("GCC ivdep")
#endif

/* Between events (flow.h). */
DADAO_EXACT_INLINE void dadao_flow_move(double *node, const dadao_flow_step *step, double nu, const size_t d)
{
    const dadao_flow_step c = *step;
    DADAO_INDEPENDENT
    for (size_t k = 0; k < d; k++) {
        double *v = node + k;
        const double x = v[DADAO_X * d], xt = v[DADAO_XT * d], y = v[DADAO_Y * d], yt = v[DADAO_YT * d];
        const double z = v[DADAO_Z * d], zt = v[DADAO_ZT * d];
        const double dx = xt - x, dz = zt - z, s = nu * xt + z, Y = y + s, Yt = yt + s;
        v[DADAO_X * d] = x + c.x * dx;
        v[DADAO_XT * d] = xt + c.xt * dx;
        v[DADAO_Y * d] = y + ((c.p11 * Y + c.p12 * Yt) + (c.y_x * dx + c.y_z * dz));
        v[DADAO_YT * d] = yt + ((c.p21 * Y + c.p22 * Yt) + (c.yt_x * dx + c.yt_z * dz));
        v[DADAO_Z * d] = z + c.z * dz;
        v[DADAO_ZT * d] = zt + c.zt * dz;
    }
}

/* g := grad f_i(x) - nu x - y~;  x -= gamma g;  x~ -= gamma~ g;  y~ += (delta + delta~) g. */
DADAO_EXACT_INLINE void dadao_gradient_jump(const dadao_constants *c, double *node, const double *gradient, const size_t d)
{
    const double nu = c->nu, gamma = c->gamma, gamma_tilde = c->gamma_tilde, delta = c->delta_sum;
    DADAO_INDEPENDENT
    for (size_t k = 0; k < d; k++) {
        double *v = node + k;
        const double g = (gradient[k] - nu * v[DADAO_X * d]) - v[DADAO_YT * d];
        v[DADAO_X * d] -= gamma * g;
        v[DADAO_XT * d] -= gamma_tilde * g;
        v[DADAO_YT * d] += delta * g;
    }
}

/* m := (y_i + z_i) - (y_j + z_j);  z -= beta m and z~ -= beta~ m at i, += at j. */
DADAO_EXACT_INLINE void dadao_communication_jump(const dadao_constants *c, double *node, double *other, const size_t d)
{
    const double beta = c->beta, beta_tilde = c->beta_tilde;
    DADAO_INDEPENDENT
    for (size_t k = 0; k < d; k++) {
        double *v = node + k, *w = other + k;
        const double m = (v[DADAO_Y * d] + v[DADAO_Z * d]) - (w[DADAO_Y * d] + w[DADAO_Z * d]);
        v[DADAO_Z * d] -= beta * m;
        v[DADAO_ZT * d] -= beta_tilde * m;
        w[DADAO_Z * d] += beta * m;
        w[DADAO_ZT * d] += beta_tilde * m;
    }
}

dadao_execute dadao_method_dadao_execute_baseline, dadao_method_dadao_execute_v3, dadao_method_dadao_execute_v4;

#endif
