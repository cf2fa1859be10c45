/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random streams: xoshiro256++ (Blackman & Vigna 2019), unbiased integers (Lemire 2019), ziggurats (Marsaglia & Tsang 2000).
 *
 * Exponentials and normals use the project's own exp and log, so a stream is the same numbers everywhere. */
#include <dadao/random.h>

#include "core/xoshiro.h"

#include <string.h>
#include <xxhash.h>

static const char *const stream_name[DADAO_STREAM_COUNT] = {
#define DADAO_STREAM_TEXT(name, text) text,
    DADAO_STREAMS(DADAO_STREAM_TEXT)
#undef DADAO_STREAM_TEXT
};

/* Steele, Lea & Flood 2014: a good way to make a whole state out of 64 bits, never all zero over four steps. */
static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

void dadao_core_random_seed_named(dadao_random *random, uint64_t seed, const char *name)
{
    uint64_t state = seed;
    state = splitmix(&state) ^ XXH64(name, strlen(name), 0);
    for (size_t k = 0; k < 4; k++)
        random->s[k] = splitmix(&state);
}

void dadao_core_random_seed(dadao_random *random, uint64_t seed, dadao_stream stream)
{
    dadao_core_random_seed_named(random, seed, stream_name[stream]);
}

uint64_t dadao_core_random_u64(dadao_random *random)
{
    return dadao_core_next(random);
}

double dadao_core_random_uniform(dadao_random *random)
{
    return ((double)(dadao_core_next(random) >> 12) + 0.5) * 0x1p-52; /* never 0, never 1 */
}

/* The high half of bits * n is uniform once the few low halves that would favour some values are refused. */
uint64_t dadao_core_random_below(dadao_random *random, uint64_t n)
{
    dadao_u128 product = (dadao_u128)dadao_core_next(random) * n;
    if ((uint64_t)product < n) {
        const uint64_t unfair = (0 - n) % n;
        while ((uint64_t)product < unfair)
            product = (dadao_u128)dadao_core_next(random) * n;
    }
    return (uint64_t)(product >> 64);
}

double dadao_core_random_exponential(dadao_random *random)
{
    return dadao_core_exponential(random);
}

/* The tail beyond the widest edge is again exponential (no memory): draw anew and add the edge. Elsewhere accept under the
 * curve, or draw anew. */
double dadao_core_exponential_edge_case(dadao_random *random, unsigned layer, double x)
{
    double passed = 0.0;
    for (;;) {
        if (x < dadao_core_exponential_edge[layer + 1])
            return passed + x;
        if (layer == 0) {
            passed += dadao_core_exponential_edge[1];
        } else {
            const double low = dadao_core_exponential_height[layer], high = dadao_core_exponential_height[layer + 1];
            if (low + (high - low) * dadao_core_random_uniform(random) < dadao_core_exp(-x))
                return passed + x;
        }
        const uint64_t bits = dadao_core_next(random);
        layer = (unsigned)(bits & 255);
        x = dadao_core_fraction(bits) * dadao_core_exponential_edge[layer];
    }
}

/* A normal beyond the widest edge R (Marsaglia 1964): R + a with a = -ln(u)/R, kept with probability e^(-a^2/2). */
static double normal_tail(dadao_random *random)
{
    const double edge = dadao_core_normal_edge[1];
    for (;;) {
        const double a = -dadao_core_log(dadao_core_random_uniform(random)) / edge;
        const double b = -dadao_core_log(dadao_core_random_uniform(random));
        if (b + b >= a * a)
            return edge + a;
    }
}

double dadao_core_random_normal(dadao_random *random)
{
    for (;;) {
        const uint64_t bits = dadao_core_next(random);
        const unsigned layer = (unsigned)(bits & 255);
        double x = dadao_core_fraction(bits) * dadao_core_normal_edge[layer];
        if (x >= dadao_core_normal_edge[layer + 1]) {
            const double low = dadao_core_normal_height[layer], high = dadao_core_normal_height[layer + 1];
            if (layer == 0)
                x = normal_tail(random);
            else if (low + (high - low) * dadao_core_random_uniform(random) >= dadao_core_exp(-0.5 * x * x))
                continue;
        }
        return bits & 256 ? -x : x;
    }
}
