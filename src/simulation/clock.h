/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Poisson clock: a unit-rate exponential that runs down at the present rate. */
#ifndef DADAO_SIMULATION_CLOCK_H
#define DADAO_SIMULATION_CLOCK_H

#include <math.h>

/* The time of the next tick is kept rather than what is left of the exponential: passing time then changes nothing at all, and
 * stops leave no trace in the bits. At rate 0 nothing runs down and what is left is held. */
typedef struct dadao_clock {
    double rate, next;
    double period; /* 1/rate */
    double held;   /* units left while the rate is 0 */
} dadao_clock;

/* Units of the exponential still to run down. */
static inline double dadao_clock_left(const dadao_clock *clock, double now)
{
    return clock->rate > 0.0 ? (clock->next - now) * clock->rate : clock->held;
}

/* A new rate from now on: the rest is kept and runs down at the new rate. */
static inline void dadao_clock_set_rate(dadao_clock *clock, double rate, double now)
{
    if (rate == clock->rate)
        return;
    clock->held = dadao_clock_left(clock, now);
    clock->rate = rate;
    clock->period = rate > 0.0 ? 1.0 / rate : 0.0;
    clock->next = rate > 0.0 ? now + clock->held * clock->period : INFINITY;
}

/* A clock that has `left` units to run down. */
static inline dadao_clock dadao_clock_start(double left, double rate, double now)
{
    dadao_clock clock = {.held = left, .next = INFINITY};
    dadao_clock_set_rate(&clock, rate, now);
    return clock;
}

#endif
