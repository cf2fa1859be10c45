/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long rounds take when everybody waits for the slowest.
 *
 * A function of the round alone: going back, starting again and copying need nothing remembered. */
#include "core/memory.h"
#include "simulation/simulation.h"

#include <math.h>
#include <string.h>

/* `steps` times the largest of one duration each. */
static double slowest(const dadao_duration_law *law, const double *factor, size_t count, size_t steps, dadao_random *random)
{
    double sum = 0.0;
    for (size_t s = 0; s < steps; s++) {
        double most = 0.0;
        for (size_t k = 0; k < count; k++) {
            const double took = factor[k] * dadao_simulation_duration(law, random);
            most = took > most ? took : most;
        }
        sum += most;
    }
    return sum;
}

static double round_time(void *context, uint64_t round)
{
    const dadao_round_clock *c = context;
    dadao_random random[2];
    const uint64_t seed = c->seed + round * 0x9e3779b97f4a7c15u;
    dadao_core_random_seed(&random[0], seed, DADAO_STREAM_GRADIENT_DURATIONS);
    dadao_core_random_seed(&random[1], seed, DADAO_STREAM_COMMUNICATION_DURATIONS);
    return slowest(&c->law[0], c->factor, c->nodes, c->gradients, &random[0]) +
           c->ratio * slowest(&c->law[1], c->factor + c->nodes, c->edges, c->gossip, &random[1]);
}

dadao_status dadao_simulation_set_round_clock(dadao_simulation *simulation, const dadao_round_clock *clock, dadao_error *error)
{
    dadao_round_clock *made = NULL;
    if (clock) { /* the factors stand behind the clock */
        const size_t count = clock->nodes + clock->edges;
        made = dadao_core_allocate(1, sizeof *made + count * sizeof *clock->factor);
        if (!made)
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the clock of rounds");
        *made = *clock;
        double *factor = (double *)(void *)(made + 1);
        memcpy(factor, clock->factor, count * sizeof *factor);
        made->factor = factor;
    }
    free(simulation->rounds);
    simulation->rounds = made;
    dadao_simulation_set_round_time(simulation, made ? round_time : NULL, made);
    return DADAO_OK;
}
