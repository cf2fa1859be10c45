/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The league of methods: the first axis of its plan is the method, the second the network. */
#ifndef DADAO_SWEEP_LEAGUE_H
#define DADAO_SWEEP_LEAGUE_H

#include "core/text.h"
#include "sweep/sweep.h"

/* The networks where none are named. */
#define DADAO_LEAGUE_TOPOLOGIES "path 16,cycle 16,star 16,grid 4 4,complete 16,barbell 8"

bool dadao_sweep_league_leaves_out(const dadao_method *method);
/* "dadao,msda,…": the methods that take part unless others are named. */
dadao_status dadao_sweep_league_methods(dadao_text *list, dadao_error *error);
/* Adds both axes (methods NULL: all) and checks. */
dadao_status dadao_sweep_league_plan(dadao_sweep_plan *plan, const char *methods, const char *topologies, dadao_error *error);
/* Methods of one network from the best to the worst, into order [methods]. */
void dadao_sweep_league_order(const dadao_sweep_results *results, size_t topology, dadao_sweep_measure measure, size_t *order);
/* 1 for the best; equals share a place. */
size_t dadao_sweep_league_place(const dadao_sweep_results *results, size_t topology, dadao_sweep_measure measure, size_t method);
/* "", or what went wrong. */
const char *dadao_sweep_league_remark(const dadao_sweep_summary *summary, size_t repeats);
/* One row a network and method: places and means. */
dadao_status dadao_sweep_league_save(const dadao_sweep_results *results, const char *path, dadao_error *error);

#endif
