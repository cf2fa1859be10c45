/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exp, expm1, log, log1p and sincos from + - * / and bit operations alone: the same bits on every processor, compiler and library.
 *
 * Errors are below 2 units in the last place (sincos: or 2^-100, whichever is larger), measured in the tests. exp, expm1
 * and sincos_reduced are free of branches, so that loops over arrays of them vectorise. NaN gives NaN; the sign of a
 * zero result is not promised. Rounding to nearest is assumed. */
#ifndef DADAO_CORE_EXACT_H
#define DADAO_CORE_EXACT_H

#include <stdint.h>
#include <string.h>

#define DADAO_EXACT_INLINE static inline __attribute__((always_inline, unused))

/* Adding and subtracting 1.5 * 2^52 rounds to the nearest integer, which then also stands in the low bits of the sum. */
#define DADAO_EXACT_ROUNDER 0x1.8p52

/* sincos_reduced is right up to this magnitude; beyond it the argument needs more bits of pi. */
#define DADAO_EXACT_ANGLE_LIMIT 0x1p20

DADAO_EXACT_INLINE uint64_t dadao_core_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

DADAO_EXACT_INLINE double dadao_core_from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* 2^k for a whole number k in [-1022, 1023], given as k + ROUNDER. */
DADAO_EXACT_INLINE double dadao_core_power_of_two(double shifted)
{
    return dadao_core_from_bits((dadao_core_bits(shifted) << 52) + 0x3ff0000000000000u);
}

/* x = k ln 2 + r with |r| <= 0.35; returns expm1(r) and sets `shifted` = k + ROUNDER. Taylor to degree 13: the rest is 4e-18.
 * ln 2 is split so that k times its first part is exact. */
DADAO_EXACT_INLINE double dadao_core_exp_reduced(double x, double *shifted)
{
    const double sum = x * 0x1.71547652b82fep+0 + DADAO_EXACT_ROUNDER;
    const double k = sum - DADAO_EXACT_ROUNDER;
    const double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    *shifted = sum;
    return p * (r * r) + r;
}

/* e^x. The power of two is applied in two halves: either end of the range overflows or underflows only where e^x does. */
DADAO_EXACT_INLINE double dadao_core_exp(double x)
{
    x = x > 800.0 ? 800.0 : x;
    x = x < -800.0 ? -800.0 : x;
    double shifted;
    const double p = dadao_core_exp_reduced(x, &shifted);
    const double k = shifted - DADAO_EXACT_ROUNDER;
    const double half = k * 0.5 + DADAO_EXACT_ROUNDER;
    const double rest = (k - (half - DADAO_EXACT_ROUNDER)) + DADAO_EXACT_ROUNDER;
    return (1.0 + p) * dadao_core_power_of_two(half) * dadao_core_power_of_two(rest);
}

/* e^x - 1 without cancellation. Below -50 it is -1 to the last bit. */
DADAO_EXACT_INLINE double dadao_core_expm1(double x)
{
    x = x > 710.0 ? 710.0 : x;
    x = x < -50.0 ? -50.0 : x;
    double shifted;
    const double p = dadao_core_exp_reduced(x, &shifted);
    const double half = dadao_core_power_of_two(shifted - 1.0); /* 2^(k-1): k reaches 1024 */
    return 2.0 * (half * p + (half - 0.5));
}

/* ln(1 + f) + k ln 2 + tail for 1 + f in [sqrt(1/2), sqrt 2): with s = f/(2 + f), ln(1 + f) = 2 atanh s, arranged so that
 * only f itself enters at full size. */
DADAO_EXACT_INLINE double dadao_core_log_sum(double f, double k, double tail)
{
    const double s = f / (2.0 + f);
    const double w = s * s;
    double p = 2.0 / 23.0;
    p = p * w + 2.0 / 21.0;
    p = p * w + 2.0 / 19.0;
    p = p * w + 2.0 / 17.0;
    p = p * w + 2.0 / 15.0;
    p = p * w + 2.0 / 13.0;
    p = p * w + 2.0 / 11.0;
    p = p * w + 2.0 / 9.0;
    p = p * w + 2.0 / 7.0;
    p = p * w + 2.0 / 5.0;
    p = p * w + 2.0 / 3.0;
    const double half = 0.5 * f * f;
    const double small = half - (s * (half + p * w) + (k * 0x1.a39ef35793c76p-33 + tail));
    return k * 0x1.62e42feep-1 - (small - f);
}

/* x = 2^k m with m in [sqrt(1/2), sqrt 2); x is positive and normal. */
DADAO_EXACT_INLINE double dadao_core_split(double x, double *k)
{
    const uint64_t root_half = 0x3fe6a09e667f3bcdu;
    const uint64_t bits = dadao_core_bits(x);
    const int64_t exponent = (int64_t)(bits - root_half) >> 52;
    *k = (double)exponent;
    return dadao_core_from_bits(bits - ((uint64_t)exponent << 52));
}

/* ln x: -inf at 0, NaN below. */
DADAO_EXACT_INLINE double dadao_core_log(double x)
{
    const double infinity = dadao_core_from_bits(0x7ff0000000000000u);
    if (!(x > 0.0))
        return x == 0.0 ? -infinity : infinity - infinity;
    if (x == infinity)
        return x;
    double shift = 0.0, k;
    if (x < 0x1p-1022) { /* subnormal: the exponent field alone does not tell the size */
        x *= 0x1p54;
        shift = 54.0;
    }
    const double m = dadao_core_split(x, &k);
    return dadao_core_log_sum(m - 1.0, k - shift, 0.0);
}

/* ln(1 + x): -inf at -1, NaN below. What 1 + x loses to rounding comes back as a first-order term. */
DADAO_EXACT_INLINE double dadao_core_log1p(double x)
{
    const double infinity = dadao_core_from_bits(0x7ff0000000000000u);
    if (!(x > -1.0))
        return x == -1.0 ? -infinity : infinity - infinity;
    if (x == infinity)
        return x;
    if (x > -0.29 && x < 0.41)
        return dadao_core_log_sum(x, 0.0, 0.0);
    const double u = 1.0 + x;
    const double lost = (u >= 2.0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;
    double k;
    const double m = dadao_core_split(u, &k);
    return dadao_core_log_sum(m - 1.0, k, lost);
}

/* sin and cos of r + low for |r| <= 0.79, turned by `quadrant` right angles. */
DADAO_EXACT_INLINE void dadao_core_sincos_quadrant(double r, double low, uint64_t quadrant, double *sine, double *cosine)
{
    const double w = r * r;
    double s = -1.0 / 1307674368000.0;
    s = s * w + 1.0 / 6227020800.0;
    s = s * w - 1.0 / 39916800.0;
    s = s * w + 1.0 / 362880.0;
    s = s * w - 1.0 / 5040.0;
    s = s * w + 1.0 / 120.0;
    s = s * w - 1.0 / 6.0;
    double c = 1.0 / 20922789888000.0;
    c = c * w - 1.0 / 87178291200.0;
    c = c * w + 1.0 / 479001600.0;
    c = c * w - 1.0 / 3628800.0;
    c = c * w + 1.0 / 40320.0;
    c = c * w - 1.0 / 720.0;
    c = c * w + 1.0 / 24.0;
    const double half = 0.5 * w, one = 1.0 - half;
    c = ((1.0 - one) - half) + c * (w * w); /* cos r less `one`, with what that lost to rounding */
    s = s * (w * r);                        /* sin r less r */
    const double turn = low * (r + s);
    s = r + (s + low * (one + c));
    c = one + (c - turn);
    const uint64_t sbits = dadao_core_bits(s), cbits = dadao_core_bits(c);
    const uint64_t swap = (sbits ^ cbits) & (0 - (quadrant & 1));
    *sine = dadao_core_from_bits((sbits ^ swap) ^ ((quadrant & 2) << 62));
    *cosine = dadao_core_from_bits((cbits ^ swap) ^ (((quadrant + 1) & 2) << 62));
}

/* sin and cos of high + low, |high| <= ANGLE_LIMIT, |low| at most some ulps of high. pi/2 in three parts of 33, 33 and
 * 53 bits: the products with the first two are exact, what the second subtraction loses goes into the low part. */
DADAO_EXACT_INLINE void dadao_core_sincos_reduced(double high, double low, double *sine, double *cosine)
{
    const double sum = high * 0x1.45f306dc9c883p-1 + DADAO_EXACT_ROUNDER;
    const double k = sum - DADAO_EXACT_ROUNDER;
    const double a = high - k * 0x1.921fb544p+0;
    const double b = k * 0x1.0b4611a6p-34;
    const double r = a - b;
    const double rest = ((a - r) - b) - k * 0x1.3198a2e037073p-69;
    dadao_core_sincos_quadrant(r, rest + low, dadao_core_bits(sum), sine, cosine);
}

/* Any finite x = quadrant * pi/2 + r + low for |x| > ANGLE_LIMIT, with 1200 bits of 2/pi (Payne & Hanek). */
double dadao_core_reduce_angle(double x, double *low, uint64_t *quadrant);

/* sin and cos of high + low for any argument; NaN where it is not finite. */
DADAO_EXACT_INLINE void dadao_core_sincos_sum(double high, double low, double *sine, double *cosine)
{
    if (high >= -DADAO_EXACT_ANGLE_LIMIT && high <= DADAO_EXACT_ANGLE_LIMIT) {
        dadao_core_sincos_reduced(high, low, sine, cosine);
        return;
    }
    double rest;
    uint64_t quadrant;
    const double r = dadao_core_reduce_angle(high, &rest, &quadrant);
    dadao_core_sincos_quadrant(r, rest + low, quadrant, sine, cosine);
}

DADAO_EXACT_INLINE void dadao_core_sincos(double x, double *sine, double *cosine)
{
    dadao_core_sincos_sum(x, 0.0, sine, cosine);
}

/* The rounding error of the product a b, exactly (Dekker); no overflow for |a|, |b| < 2^996. */
DADAO_EXACT_INLINE double dadao_core_product_error(double a, double b, double product)
{
    const double sa = a * 134217729.0, sb = b * 134217729.0;
    const double ah = sa - (sa - a), bh = sb - (sb - b);
    const double al = a - ah, bl = b - bh;
    return ((ah * bh - product) + ah * bl + al * bh) + al * bl;
}

#endif
