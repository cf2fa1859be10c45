/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker process as its owner sees it: a pipe in, a pipe out, and the tasks it holds. */
#ifndef DADAO_SWEEP_WORKER_H
#define DADAO_SWEEP_WORKER_H

#include "core/text.h"
#include "sweep/sweep.h"

#include <sys/types.h>

/* One task is being computed, the next lies ready, so that no worker waits for the owner. */
#define DADAO_SWEEP_DEPTH 2

typedef struct dadao_sweep_child {
    pid_t process;      /* 0: none */
    int to, from;
    dadao_text read;    /* what came and is no whole line yet */
    size_t held[DADAO_SWEEP_DEPTH], count;
} dadao_sweep_child;

/* Starts `PROGRAM sweep --worker [--graphs=…]` with its pipes; the pipes are closed on exec, so no worker holds another's. */
dadao_status dadao_sweep_child_start(dadao_sweep_child *child, const char *program, const char *graphs, dadao_error *error);
/* Closes the pipes and waits; `kill_it` does not ask. Returns how it ended, as waitpid says. */
int dadao_sweep_child_end(dadao_sweep_child *child, bool kill_it);

#endif
