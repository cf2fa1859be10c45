/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator's steps inline, for loops that draw at every event: the same numbers as the functions of <dadao/random.h>. */
#ifndef DADAO_CORE_XOSHIRO_H
#define DADAO_CORE_XOSHIRO_H

#include "core/exact.h"

#include <dadao/random.h>

#define DADAO_ZIGGURAT_LAYERS 256
extern const double dadao_core_exponential_edge[DADAO_ZIGGURAT_LAYERS + 1];
extern const double dadao_core_exponential_height[DADAO_ZIGGURAT_LAYERS + 1];
extern const double dadao_core_normal_edge[DADAO_ZIGGURAT_LAYERS + 1];
extern const double dadao_core_normal_height[DADAO_ZIGGURAT_LAYERS + 1];

__extension__ typedef unsigned __int128 dadao_u128;

DADAO_EXACT_INLINE uint64_t dadao_core_rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

/* xoshiro256++ 1.0. */
DADAO_EXACT_INLINE uint64_t dadao_core_next(dadao_random *random)
{
    uint64_t *s = random->s;
    const uint64_t result = dadao_core_rotate(s[0] + s[3], 23) + s[0];
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = dadao_core_rotate(s[3], 45);
    return result;
}

/* The top 53 bits as a number in [0, 1). */
DADAO_EXACT_INLINE double dadao_core_fraction(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

/* What the ziggurat does for the 1.1 % of draws that do not fall inside a layer's core. */
double dadao_core_exponential_edge_case(dadao_random *random, unsigned layer, double x);

/* Mean 1. The layer comes from the lowest 8 bits, the place in it from the highest 53. */
DADAO_EXACT_INLINE double dadao_core_exponential(dadao_random *random)
{
    const uint64_t bits = dadao_core_next(random);
    const unsigned layer = (unsigned)(bits & 255);
    const double x = dadao_core_fraction(bits) * dadao_core_exponential_edge[layer];
    if (__builtin_expect(x < dadao_core_exponential_edge[layer + 1], 1))
        return x;
    return dadao_core_exponential_edge_case(random, layer, x);
}

#endif
