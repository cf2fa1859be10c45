/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks and outcomes as lines of text: between processes, and in the journal. Numbers are hexadecimal: they come back equal. */
#ifndef DADAO_SWEEP_LINE_H
#define DADAO_SWEEP_LINE_H

#include "core/text.h"
#include "sweep/sweep.h"

/* "INDEX\tCHECK\tERROR\tGRID0\tGRID1\tSCRIPT\n"; line breaks in the script become `;`. */
void dadao_sweep_line_task(dadao_text *line, size_t index, bool check, const dadao_sweep_task *task);
/* The script points into `line`, which is cut into pieces. */
bool dadao_sweep_line_read_task(char *line, size_t *index, bool *check, dadao_sweep_task *task);

/* One object of JSON, with `name: value` first ("task": 3, "key": "89ab…"). */
void dadao_sweep_line_outcome(dadao_text *line, const char *name, const char *value, const dadao_sweep_outcome *outcome);
/* Reads it back; `value` [32] gets what stood at `name`. False where it is no such object. */
bool dadao_sweep_line_read_outcome(const char *line, const char *name, char *value, dadao_sweep_outcome *outcome);

#endif
