/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing which clock of a superposition ticks: one uniform number against the cumulative rates in their fixed order.
 *
 * The choice grows with the number drawn, so two runs that share it and differ in a rate mostly choose alike. */
#ifndef DADAO_SIMULATION_SELECT_H
#define DADAO_SIMULATION_SELECT_H

#include "core/xoshiro.h"

#include <dadao/status.h>
#include <stddef.h>

typedef struct dadao_selector {
    size_t count;
    double total;        /* the sum of the rates */
    double rate;         /* of each, while all rates are equal: the arrays are then NULL */
    double *rates;       /* [count] */
    double *cumulative;  /* [count] */
    uint32_t *guide;     /* [count] where to begin looking, by the uniform number cut into count equal cells */
} dadao_selector;

/* Rates >= 0; NULL: all 1. On failure the selector is unchanged. Zero-initialised before the first call. */
dadao_status dadao_simulation_selector_set(dadao_selector *selector, size_t count, const double *rates, dadao_error *error);
/* A copy with tables of its own; `to` is zero-initialised. */
dadao_status dadao_simulation_selector_copy(const dadao_selector *from, dadao_selector *to, dadao_error *error);
void dadao_simulation_selector_clear(dadao_selector *selector);
size_t dadao_simulation_selector_bytes(const dadao_selector *selector);

/* The entry that 64 random bits choose, with probability rate/total; never one of rate 0. total > 0. O(1) expected: over all
 * cells the walks add up to at most count steps. */
DADAO_EXACT_INLINE size_t dadao_select(const dadao_selector *selector, uint64_t bits)
{
    if (!selector->cumulative)
        return (size_t)((dadao_u128)bits * selector->count >> 64);
    const double fraction = dadao_core_fraction(bits), target = fraction * selector->total;
    size_t k = selector->guide[(size_t)(fraction * (double)selector->count)];
    while (selector->cumulative[k] <= target)
        k++;
    return k;
}

#endif
