/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What DADAO's six vectors do between events: a linear ODE with constant coefficients, carried exactly over any time.
 *
 *     x'  = eta  (x~ - x)         y'  = alpha (y~ - y)                  z'  = alpha  (z~ - z)
 *     x~' = eta~ (x - x~)         y~' = -theta (y + z + nu x~)          z~' = alpha~ (z - z~)
 *
 * With dx = x~ - x, dz = z~ - z, s = nu x~ + z, Y = y + s, Y~ = y~ + s at the beginning of the time tau:
 *
 *     x += x dx    x~ += xt dx    z += z dz    z~ += zt dz
 *     y  += p11 Y + p12 Y~ + y_x dx + y_z dz          (the names on the right are those of dadao_flow_step)
 *     y~ += p21 Y + p22 Y~ + yt_x dx + yt_z dz
 *
 * Increments rather than values, so that short times lose nothing. Derivation and accuracy: flow.c. */
#ifndef DADAO_METHOD_FLOW_H
#define DADAO_METHOD_FLOW_H

#include "core/exact.h"

#include <stdbool.h>
#include <stddef.h>

/* The constants and what follows from them once. */
typedef struct dadao_flow {
    double eta, eta_tilde, alpha, alpha_tilde, theta, nu;
    double a, b;                   /* eta + eta~, alpha + alpha~: rates of dx and dz */
    double sigma;                  /* alpha/2: damping of (y, y~) */
    double discriminant;           /* alpha theta - alpha^2/4 > 0: (y, y~) turns; < 0: it creeps */
    double omega, omega_low;       /* sqrt |discriminant| to twice the precision: phases of thousands of turns stay exact */
    bool preset;                   /* a = 2..4 sigma, b = 2..4 sigma, turning, far from resonance: one exp and one sincos do */
    double binomial_a[4], binomial_b[4]; /* preset: q^k - 1 as a polynomial in q - 1 */
    double inverse_omega, inverse_a, inverse_b, inverse_pa, inverse_pb; /* preset; pr = r^2 - alpha r + alpha theta */
} dadao_flow;

/* The twelve numbers that carry a node over one time. */
#define DADAO_FLOW_STEP(X) X(x) X(xt) X(z) X(zt) X(p11) X(p12) X(p21) X(p22) X(y_x) X(y_z) X(yt_x) X(yt_z)
typedef struct dadao_flow_step {
#define DADAO_FLOW_MEMBER(name) double name;
    DADAO_FLOW_STEP(DADAO_FLOW_MEMBER)
#undef DADAO_FLOW_MEMBER
} dadao_flow_step;

/* All six constants finite, >= 0 and at most 1e100. */
void dadao_method_flow_prepare(dadao_flow *flow, double eta, double eta_tilde, double alpha, double alpha_tilde, double theta,
                               double nu);
/* The step over tau >= 0, for any constants. */
void dadao_method_flow_step(const dadao_flow *flow, double tau, dadao_flow_step *step);
/* The 6x6 matrix [36] by rows over (x, x~, y, y~, z, z~): exp of the system times tau. */
void dadao_method_flow_matrix(const dadao_flow *flow, double tau, double *matrix);

/* Half of the phase omega tau, as a sum of two doubles. */
DADAO_EXACT_INLINE double dadao_flow_half_phase(double omega, double omega_low, double tau, double *low)
{
    const double half = 0.5 * omega, phase = half * tau;
    *low = dadao_core_product_error(half, tau, phase) + 0.5 * omega_low * tau;
    return phase;
}

/* q^k - 1 from p = q - 1, with the binomial coefficients of k. */
DADAO_EXACT_INLINE double dadao_flow_power(const double binomial[4], double p)
{
    return p * (binomial[0] + p * (binomial[1] + p * (binomial[2] + p * binomial[3])));
}

/* The step for preset constants; right while omega tau/2 <= ANGLE_LIMIT. Branch-free: the kernels vectorise it. */
DADAO_EXACT_INLINE void dadao_flow_preset_step(const dadao_flow *flow, double tau, dadao_flow_step *step)
{
    const double exponent = -flow->sigma * tau;
    double shifted, low, sine, cosine;
    const double reduced = dadao_core_exp_reduced(exponent < -700.0 ? -700.0 : exponent, &shifted);
    const double power = dadao_core_power_of_two(shifted);
    const double q = power * reduced + power, p = power * reduced + (power - 1.0); /* e^(-sigma tau), and less one */
    const double phase = dadao_flow_half_phase(flow->omega, flow->omega_low, tau, &low);
    dadao_core_sincos_reduced(phase, low, &sine, &cosine);
    const double turned = -2.0 * sine * sine; /* cos(omega tau) - 1 */
    const double s = q * (2.0 * sine * cosine) * flow->inverse_omega;
    const double even = p * (1.0 + turned) + turned; /* e^(-sigma tau) cos(omega tau) - 1 */
    const double odd = flow->sigma * s;
    const double ea = dadao_flow_power(flow->binomial_a, p), eb = dadao_flow_power(flow->binomial_b, p);
    const double ga = -ea * flow->inverse_a, gb = -eb * flow->inverse_b;
    const double ra = flow->alpha - flow->a, rb = flow->alpha - flow->b;
    const double ja = ((ea - (even - odd)) - ra * s) * flow->inverse_pa;
    const double jb = ((eb - (even - odd)) - rb * s) * flow->inverse_pb;
    const double y_a = (s - ga) + ra * ja, y_b = (s - gb) + rb * jb;
    const double kx = -flow->nu * flow->eta_tilde;
    step->x = flow->eta * ga;
    step->xt = -flow->eta_tilde * ga;
    step->z = flow->alpha * gb;
    step->zt = -flow->alpha_tilde * gb;
    step->p11 = even - odd;
    step->p12 = flow->alpha * s;
    step->p21 = -flow->theta * s;
    step->p22 = even + odd;
    step->y_x = kx * y_a;
    step->yt_x = kx * (y_a - flow->theta * ja);
    step->y_z = flow->alpha * y_b;
    step->yt_z = flow->alpha * (y_b - flow->theta * jb);
}

#endif
