/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named, independent random streams derived from one seed: the same bits on every machine. */
#ifndef DADAO_RANDOM_H
#define DADAO_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* The streams. Each depends on (seed, name) alone, so drawing more from one changes no other. */
#define DADAO_STREAMS(X)                   \
    X(GRADIENT_TIMES, "gradient times")    \
    X(GRADIENT_NODES, "gradient nodes")    \
    X(COMMUNICATION_TIMES, "communication times") \
    X(COMMUNICATION_EDGES, "communication edges") \
    X(GRADIENT_DURATIONS, "gradient durations") \
    X(COMMUNICATION_DURATIONS, "communication durations") \
    X(DATA, "data")                        \
    X(PARTITION, "partition")              \
    X(MINIBATCHES, "minibatches")          \
    X(START, "start")                      \
    X(TOPOLOGY, "topology")                \
    X(LAYOUT, "layout")

#define DADAO_STREAM_ENUM(name, text) DADAO_STREAM_##name,
typedef enum dadao_stream { DADAO_STREAMS(DADAO_STREAM_ENUM) DADAO_STREAM_COUNT } dadao_stream;
#undef DADAO_STREAM_ENUM

/* xoshiro256++ (Blackman & Vigna 2019). Plain data: copy it to save it. */
typedef struct dadao_random {
    uint64_t s[4];
} dadao_random;

/* Seeds stream `stream` of experiment seed `seed`: XXH64 of the name, mixed with the seed by splitmix64. */
void dadao_core_random_seed(dadao_random *random, uint64_t seed, dadao_stream stream);
/* The same for a name that is no row of the table (tests, sweeps). */
void dadao_core_random_seed_named(dadao_random *random, uint64_t seed, const char *name);

uint64_t dadao_core_random_u64(dadao_random *random);
double dadao_core_random_uniform(dadao_random *random);               /* in (0,1), 53 bits */
uint64_t dadao_core_random_below(dadao_random *random, uint64_t n);   /* in [0,n), unbiased; n > 0 */
double dadao_core_random_exponential(dadao_random *random);           /* mean 1; ziggurat */
double dadao_core_random_normal(dadao_random *random);                /* mean 0, variance 1 */

#endif
