/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cumulative rates with a guide table (indexed search, Chen & Asau 1974). */
#include "simulation/select.h"

#include "core/memory.h"

#include <stdbool.h>
#include <string.h>

static bool all_equal(size_t count, const double *rates)
{
    for (size_t k = 1; k < count; k++)
        if (rates[k] != rates[0])
            return false;
    return true;
}

/* guide[c] = the first entry that a number of cell c can choose. Rounding may put a number a hair below its cell's edge, so
 * the edge is taken a hair lower: the search then begins early, never late. */
static void fill_guide(dadao_selector *selector)
{
    const double cell = selector->total / (double)selector->count;
    size_t k = 0;
    for (size_t c = 0; c < selector->count; c++) {
        const double edge = (double)c * cell * (1.0 - 0x1p-50);
        while (selector->cumulative[k] <= edge && k + 1 < selector->count)
            k++;
        selector->guide[c] = (uint32_t)k;
    }
}

dadao_status dadao_simulation_selector_set(dadao_selector *selector, size_t count, const double *rates, dadao_error *error)
{
    dadao_selector next = {.count = count};
    if (!rates || all_equal(count, rates)) {
        next.rate = rates && count ? rates[0] : 1.0;
        next.total = next.rate * (double)count;
    } else {
        next.rates = dadao_core_allocate(count, sizeof *next.rates);
        next.cumulative = dadao_core_allocate(count, sizeof *next.cumulative);
        next.guide = dadao_core_allocate(count, sizeof *next.guide);
        if (!next.rates || !next.cumulative || !next.guide) {
            dadao_simulation_selector_clear(&next);
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the rates of %zu clocks", count);
        }
        memcpy(next.rates, rates, count * sizeof *rates);
        for (size_t k = 0; k < count; k++)
            next.cumulative[k] = next.total += rates[k];
        fill_guide(&next);
    }
    dadao_simulation_selector_clear(selector);
    *selector = next;
    return DADAO_OK;
}

dadao_status dadao_simulation_selector_copy(const dadao_selector *from, dadao_selector *to, dadao_error *error)
{
    *to = *from;
    if (!from->rates)
        return DADAO_OK;
    to->rates = dadao_core_allocate(from->count, sizeof *to->rates);
    to->cumulative = dadao_core_allocate(from->count, sizeof *to->cumulative);
    to->guide = dadao_core_allocate(from->count, sizeof *to->guide);
    if (!to->rates || !to->cumulative || !to->guide) {
        dadao_simulation_selector_clear(to);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the rates of %zu clocks", from->count);
    }
    memcpy(to->rates, from->rates, from->count * sizeof *to->rates);
    memcpy(to->cumulative, from->cumulative, from->count * sizeof *to->cumulative);
    memcpy(to->guide, from->guide, from->count * sizeof *to->guide);
    return DADAO_OK;
}

void dadao_simulation_selector_clear(dadao_selector *selector)
{
    free(selector->rates);
    free(selector->cumulative);
    free(selector->guide);
    memset(selector, 0, sizeof *selector);
}

size_t dadao_simulation_selector_bytes(const dadao_selector *selector)
{
    const size_t entry = sizeof *selector->rates + sizeof *selector->cumulative + sizeof *selector->guide;
    return selector->rates ? selector->count * entry : 0;
}
