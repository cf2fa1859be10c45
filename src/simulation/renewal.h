/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks with a memory: what takes a constant or a log-normal time, one clock for each node and each edge. */
#ifndef DADAO_SIMULATION_RENEWAL_H
#define DADAO_SIMULATION_RENEWAL_H

#include <dadao/simulation.h>

typedef struct dadao_renewal dadao_renewal;

/* A mean-1 duration. */
double dadao_simulation_duration(const dadao_duration_law *law, dadao_random *random);

/* The clocks of a simulation's nodes and edges at its present rates, all beginning a duration now. */
dadao_status dadao_simulation_renewal_create(const dadao_simulation *simulation, const dadao_duration_law law[2],
                                             const dadao_random stream[2], dadao_renewal **renewal, dadao_error *error);
void dadao_simulation_renewal_destroy(dadao_renewal *renewal);
dadao_status dadao_simulation_renewal_copy(const dadao_renewal *renewal, dadao_renewal **copy, dadao_error *error);
/* Room for another number of nodes or edges, beside the present one: the same laws, streams as they stand. */
dadao_status dadao_simulation_renewal_resized(const dadao_simulation *simulation, size_t nodes, size_t edges, dadao_renewal **renewal,
                                              dadao_error *error);
/* All clocks begin a new duration now. */
void dadao_simulation_renewal_begin(dadao_renewal *renewal, const dadao_simulation *simulation);
/* Draws like race in run.c; at most a batch. */
size_t dadao_simulation_renewal_draw(dadao_simulation *simulation, dadao_event *event, size_t room, double until);
/* Takes back the last `count` events drawn. */
void dadao_simulation_renewal_undraw(dadao_simulation *simulation, size_t count);
/* Around a change of rates: what is left of a duration runs down at the new rate. */
void dadao_simulation_renewal_hold(dadao_simulation *simulation, size_t kind);
void dadao_simulation_renewal_resume(dadao_simulation *simulation, size_t kind);
/* What belongs to the hash of the state. */
const double *dadao_simulation_renewal_times(const dadao_renewal *renewal, size_t *count);
const dadao_random *dadao_simulation_renewal_streams(const dadao_renewal *renewal); /* [2] */

#endif
