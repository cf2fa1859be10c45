/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reduction of angles beyond 2^20 by right angles, with as many bits of 2/pi as the largest double needs. */
#include "core/exact.h"

/* The first 1280 fractional bits of 2/pi, 64 a word, after 64 zero bits so that a window may begin before the point. */
static const uint64_t two_over_pi[21] = {
    0,
    0xa2f9836e4e441529u, 0xfc2757d1f534ddc0u, 0xdb6295993c439041u, 0xfe5163abdebbc561u, 0xb7246e3a424dd2e0u,
    0x06492eea09d1921cu, 0xfe1deb1cb129a73eu, 0xe88235f52ebb4484u, 0xe99c7026b45f7e41u, 0x3991d639835339f4u,
    0x9c845f8bbdf9283bu, 0x1ff897ffde05980fu, 0xef2f118b5a0a6d1fu, 0x6d367ecf27cb09b7u, 0x4f463f669e5fea2du,
    0x7527bac7ebe5f17bu, 0x3d0739f78a5292eau, 0x6bfb5fb11f8d5d08u, 0x56033046fc7b6babu, 0xf0cfbc209af4361du,
};

__extension__ typedef unsigned __int128 wide;

/* 64 bits of the table from bit `first` on. */
static uint64_t window(unsigned first)
{
    const unsigned word = first / 64, shift = first % 64;
    if (shift == 0)
        return two_over_pi[word];
    return two_over_pi[word] << shift | two_over_pi[word + 1] >> (64 - shift);
}

/* x 2/pi modulo 4 as a fixed-point number of 192 bits, the point after the first two: with x = m 2^e only the bits of
 * 2/pi from weight 2^(1-e) on matter, since those before contribute multiples of four. */
static void quarter_turns(uint64_t mantissa, unsigned first, uint64_t turns[3])
{
    const uint64_t p2 = window(first), p1 = window(first + 64), p0 = window(first + 128);
    const wide low = (wide)p0 * mantissa;
    const wide middle = (wide)p1 * mantissa + (uint64_t)(low >> 64);
    turns[0] = (uint64_t)low;
    turns[1] = (uint64_t)middle;
    turns[2] = p2 * mantissa + (uint64_t)(middle >> 64);
}

double dadao_core_reduce_angle(double x, double *low, uint64_t *quadrant)
{
    const uint64_t bits = dadao_core_bits(x);
    const unsigned exponent = (unsigned)(bits >> 52 & 0x7ff);
    if (exponent == 0x7ff) {
        *low = 0.0;
        *quadrant = 0;
        return x - x; /* NaN for an infinity, and for NaN */
    }
    const uint64_t mantissa = (bits & 0xfffffffffffffu) | 0x10000000000000u;
    uint64_t turns[3];
    quarter_turns(mantissa, exponent - 1075 + 62, turns); /* e - 2, and the 64 zero bits in front */
    uint64_t q = turns[2] >> 62;
    uint64_t high = turns[2] << 2 | turns[1] >> 62, rest = turns[1] << 2 | turns[0] >> 62;
    const int above_half = (int)(high >> 63); /* then count down from the next right angle */
    if (above_half) {
        q++;
        rest = ~rest + 1;
        high = ~high + (rest == 0);
    }
    /* f = high 2^-64 + rest 2^-128 right angles, as two doubles; splitting keeps each conversion exact. */
    const double f1 = (double)(high >> 11) * 0x1p-53;
    const double f2 = (double)(high & 0x7ff) * 0x1p-64 + (double)rest * 0x1p-128;
    const double f = f1 + f2, f_low = (f1 - f) + f2;
    const double r = f * 0x1.921fb54442d18p+0;
    const double r_low = dadao_core_product_error(f, 0x1.921fb54442d18p+0, r) + f * 0x1.1a62633145c07p-54 +
                         f_low * 0x1.921fb54442d18p+0;
    const int negative = above_half != (int)(bits >> 63);
    *quadrant = bits >> 63 ? 0 - q : q;
    *low = negative ? -r_low : r_low;
    return negative ? -r : r;
}
