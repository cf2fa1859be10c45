/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: finished tasks as lines, appended one write each, found again by a hash of what they were. */
#ifndef DADAO_SWEEP_JOURNAL_H
#define DADAO_SWEEP_JOURNAL_H

#include "sweep/sweep.h"

typedef struct dadao_sweep_journal {
    int file; /* -1: none */
    char *path;
} dadao_sweep_journal;

/* Equal tasks have equal keys: the script, the goal and the version of the numerics. */
uint64_t dadao_sweep_key(const dadao_sweep_task *task);
/* Opens (and locks) the file, and gives outcome[k] what it already holds about task[k]; *resumed says how many. Lines that are cut or
 * speak of other tasks are passed over. `fresh`: begins anew. */
dadao_status dadao_sweep_journal_open(dadao_sweep_journal *journal, const char *path, bool fresh, const dadao_sweep_task *task, size_t count,
                                      dadao_sweep_outcome *outcome, size_t *resumed, dadao_error *error);
dadao_status dadao_sweep_journal_add(dadao_sweep_journal *journal, const dadao_sweep_task *task, const dadao_sweep_outcome *outcome, dadao_error *error);
void dadao_sweep_journal_close(dadao_sweep_journal *journal);

#endif
