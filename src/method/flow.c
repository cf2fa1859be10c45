/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed form of DADAO's flow for all constants: turning, creeping, critical, resonant and zero.
 *
 * The differences dx = x~ - x and dz = z~ - z decay by themselves, at the rates a = eta + eta~ and b = alpha + alpha~; with
 * G_r(t) = (1 - e^(-rt))/r they move x, x~, z, z~. The pair (y, y~) is a damped oscillator
 *
 *     B = [-alpha alpha; -theta 0],   eigenvalues l = -sigma +- sqrt(-D),  sigma = alpha/2,  D = alpha theta - sigma^2,
 *
 * driven by s(t) = z(t) + nu x~(t) = s(0) + alpha dz G_b(t) - nu eta~ dx G_a(t). The constant part only shifts the origin: (Y, Y~)
 * moves by P = exp(B t). With S = (e^(l1 t) - e^(l2 t))/(l1 - l2), P12 = alpha S, P21 = -theta S, and the driven part is
 *
 *     y : -theta alpha K_r         J_r = e^(-r.) * S, the divided difference of e^(.t) at l1, l2, -r
 *     y~: -theta (J_r + alpha K_r) K_r = G_r * S, the same at l1, l2, -r, 0
 *
 * (* convolves). Nothing is singular where l1 = l2 or l = -r; only quotients such as (e^(ut) - e^(vt))/(u - v) are, so each
 * is taken over the widest separation, and by a series where everything lies close together. */
#include "method/flow.h"

#include <math.h>

/* (1 - e^(-rate t))/rate, t where the rate is 0. */
static double saturation(double rate, double t)
{
    return rate > 0.0 ? -dadao_core_expm1(-rate * t) / rate : t;
}

/* The square root of |alpha theta - (alpha/2)^2| as a sum of two doubles: exact products, then one step of Newton. */
static void prepare_frequency(dadao_flow *flow)
{
    const double p = flow->alpha * flow->theta, q = flow->sigma * flow->sigma;
    const double difference = p - q;
    const double part = difference - p;
    const double lost = (p - (difference - part)) - (q + part);
    const double low = lost + (dadao_core_product_error(flow->alpha, flow->theta, p) -
                               dadao_core_product_error(flow->sigma, flow->sigma, q));
    flow->discriminant = difference + low;
    const double size = fabs(flow->discriminant);
    const double rest = (difference - flow->discriminant) + low;
    flow->omega = sqrt(size);
    flow->omega_low = 0.0;
    if (flow->omega > 0.0) {
        const double square = flow->omega * flow->omega;
        const double missing = (size - square) - dadao_core_product_error(flow->omega, flow->omega, square);
        flow->omega_low = (missing + (flow->discriminant > 0.0 ? rest : -rest)) / (2.0 * flow->omega);
    }
}

/* Whether rate is k sigma, k = 2, 3 or 4, but for rounding; then the binomial coefficients of k. */
static bool is_multiple(double rate, double sigma, double binomial[4])
{
    static const double row[3][4] = {{2, 1, 0, 0}, {3, 3, 1, 0}, {4, 6, 4, 1}};
    for (size_t k = 0; k < 3; k++) {
        const double whole = row[k][0] * sigma;
        if (fabs(rate - whole) > whole * 0x1p-50)
            continue;
        for (size_t i = 0; i < 4; i++)
            binomial[i] = row[k][i];
        return true;
    }
    return false;
}

/* The presets: everything is a power of one exponential, and the quotients by pr = r^2 - alpha r + alpha theta are harmless. */
static void prepare_preset(dadao_flow *flow)
{
    const double stiffness = flow->alpha * flow->theta;
    const double pa = flow->a * flow->a - flow->alpha * flow->a + stiffness;
    const double pb = flow->b * flow->b - flow->alpha * flow->b + stiffness;
    const bool turning = flow->sigma > 0.0 && flow->discriminant > 0.25 * stiffness;
    const bool multiples = is_multiple(flow->a, flow->sigma, flow->binomial_a) &&
                           is_multiple(flow->b, flow->sigma, flow->binomial_b);
    const double push = fmax(flow->eta_tilde * flow->theta, stiffness);
    flow->preset = turning && multiples && push <= 8.0 * fmin(pa, pb);
    if (!flow->preset)
        return;
    flow->inverse_omega = 1.0 / flow->omega;
    flow->inverse_a = 1.0 / flow->a;
    flow->inverse_b = 1.0 / flow->b;
    flow->inverse_pa = 1.0 / pa;
    flow->inverse_pb = 1.0 / pb;
}

void dadao_method_flow_prepare(dadao_flow *flow, double eta, double eta_tilde, double alpha, double alpha_tilde, double theta,
                               double nu)
{
    *flow = (dadao_flow){.eta = eta, .eta_tilde = eta_tilde, .alpha = alpha, .alpha_tilde = alpha_tilde, .theta = theta,
                         .nu = nu, .a = eta + eta_tilde, .b = alpha + alpha_tilde, .sigma = 0.5 * alpha};
    prepare_frequency(flow);
    prepare_preset(flow);
}

/* The oscillator at one time. */
typedef struct oscillator {
    double s;               /* S */
    double p11, p22;        /* P11 - 1, P22 - 1 */
    double cosine;          /* e^(-sigma t) cos(omega t); turning only */
    double slow, fast;      /* l1 >= l2; creeping only */
} oscillator;

static oscillator turning(const dadao_flow *flow, double t)
{
    double low, sine, cosine;
    const double phase = dadao_flow_half_phase(flow->omega, flow->omega_low, t, &low);
    dadao_core_sincos_sum(phase, low, &sine, &cosine);
    const double turned = -2.0 * sine * sine;
    const double q = dadao_core_exp(-flow->sigma * t), p = dadao_core_expm1(-flow->sigma * t);
    const double even = p * (1.0 + turned) + turned;
    const double s = q * (2.0 * sine * cosine) / flow->omega;
    return (oscillator){.s = s, .p11 = even - flow->sigma * s, .p22 = even + flow->sigma * s, .cosine = q * (1.0 + turned)};
}

/* Real eigenvalues; the slow one by Vieta, which does not cancel. */
static oscillator creeping(const dadao_flow *flow, double t)
{
    const double sum = flow->sigma + flow->omega;
    const double slow = sum > 0.0 ? -flow->alpha * flow->theta / sum : 0.0;
    const double s = dadao_core_exp(slow * t) * saturation(2.0 * flow->omega, t);
    const double p = dadao_core_expm1(slow * t);
    return (oscillator){.s = s, .p11 = p - sum * s, .p22 = p - slow * s, .slow = slow, .fast = -sum};
}

/* The divided difference at three points within 1/t of each other: t^2 e^(ct) sum_k h_k/(k+2)!, with c their mean and h_k the
 * complete symmetric polynomials of their distances from it, which obey h_k = -e2 h_(k-2) + e3 h_(k-3). */
static double close_difference(const dadao_flow *flow, double r, double t)
{
    const double g = flow->sigma - r;
    const double e2 = (flow->discriminant - g * g / 3.0) * t * t;
    const double e3 = (flow->discriminant + g * g / 9.0) * (2.0 / 3.0 * g) * t * t * t;
    double h[3] = {1.0, 0.0, -e2}; /* h_(k-3), h_(k-2), h_(k-1) for k = 3 */
    double factor = 1.0 / 24.0, sum = 0.5 + h[2] * factor;
    for (int k = 3; k <= 20; k++) {
        const double next = e3 * h[0] - e2 * h[1];
        h[0] = h[1];
        h[1] = h[2];
        h[2] = next;
        factor /= (double)(k + 2);
        sum += next * factor;
    }
    return t * t * dadao_core_exp(-(flow->alpha + r) * t / 3.0) * sum;
}

/* (e^(ut) - e^(vt))/(u - v). */
static double first_difference(double u, double v, double t)
{
    const double above = u > v ? u : v, gap = u > v ? u - v : v - u;
    return dadao_core_exp(above * t) * saturation(gap, t);
}

/* The same at three real points, over the widest gap. */
static double real_difference(double u, double v, double w, double t)
{
    double swap;
    if (u < v)
        swap = u, u = v, v = swap;
    if (v < w)
        swap = v, v = w, w = swap;
    if (u < v)
        swap = u, u = v, v = swap;
    return (first_difference(u, v, t) - first_difference(v, w, t)) / (u - w);
}

/* J_r. */
static double response(const dadao_flow *flow, const oscillator *o, double r, double t)
{
    const double g = flow->sigma - r, spread = fabs(flow->discriminant) + g * g;
    if (spread * t * t < 1.0)
        return close_difference(flow, r, t);
    if (flow->discriminant > 0.0)
        return (dadao_core_exp(-r * t) - (o->cosine + g * o->s)) / spread;
    return real_difference(o->slow, o->fast, -r, t);
}

/* -theta alpha K_r and -theta (J_r + alpha K_r). From the oscillator's own equation the first is S - G_r + (alpha - r) J_r;
 * where r is the largest rate and has had its time that cancels, and K_r = (J_0 - J_r)/r does not. */
static void driven(const dadao_flow *flow, const oscillator *o, double r, double t, double *y, double *yt)
{
    const double j = response(flow, o, r, t), stiffness = flow->alpha * flow->theta;
    if (r * t >= 1.0 && r * r > stiffness && r > flow->alpha)
        *y = -stiffness * ((response(flow, o, 0.0, t) - j) / r);
    else
        *y = (o->s - saturation(r, t)) + (flow->alpha - r) * j;
    *yt = *y - flow->theta * j;
}

static void general_step(const dadao_flow *flow, double t, dadao_flow_step *step)
{
    const oscillator o = flow->discriminant > 0.0 ? turning(flow, t) : creeping(flow, t);
    const double ga = saturation(flow->a, t), gb = saturation(flow->b, t);
    const double kx = -flow->nu * flow->eta_tilde;
    double y_a, yt_a, y_b, yt_b;
    driven(flow, &o, flow->a, t, &y_a, &yt_a);
    driven(flow, &o, flow->b, t, &y_b, &yt_b);
    *step = (dadao_flow_step){
        .x = flow->eta * ga, .xt = -flow->eta_tilde * ga, .z = flow->alpha * gb, .zt = -flow->alpha_tilde * gb,
        .p11 = o.p11, .p12 = flow->alpha * o.s, .p21 = -flow->theta * o.s, .p22 = o.p22,
        .y_x = kx * y_a, .yt_x = kx * yt_a, .y_z = flow->alpha * y_b, .yt_z = flow->alpha * yt_b,
    };
}

void dadao_method_flow_step(const dadao_flow *flow, double tau, dadao_flow_step *step)
{
    if (flow->preset && 0.5 * flow->omega * tau <= DADAO_EXACT_ANGLE_LIMIT)
        dadao_flow_preset_step(flow, tau, step);
    else
        general_step(flow, tau, step);
}

void dadao_method_flow_matrix(const dadao_flow *flow, double tau, double *matrix)
{
    dadao_flow_step c;
    dadao_method_flow_step(flow, tau, &c);
    const double nu = flow->nu;
    const double rows[36] = {
        1.0 - c.x, c.x, 0, 0, 0, 0,
        -c.xt, 1.0 + c.xt, 0, 0, 0, 0,
        -c.y_x, nu * (c.p11 + c.p12) + c.y_x, 1.0 + c.p11, c.p12, (c.p11 + c.p12) - c.y_z, c.y_z,
        -c.yt_x, nu * (c.p21 + c.p22) + c.yt_x, c.p21, 1.0 + c.p22, (c.p21 + c.p22) - c.yt_z, c.yt_z,
        0, 0, 0, 0, 1.0 - c.z, c.z,
        0, 0, 0, 0, -c.zt, 1.0 + c.zt,
    };
    for (size_t k = 0; k < 36; k++)
        matrix[k] = rows[k];
}
