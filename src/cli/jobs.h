/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sweeps, the league and the papers' figures share on the command line: a job with progress, to its end or an interrupt. */
#ifndef DADAO_CLI_JOBS_H
#define DADAO_CLI_JOBS_H

#include "cli/cli.h"
#include "sweep/sweep.h"

/* Drives the job until it is over; progress with the time left on a terminal unless `quiet`. INTERRUPTED after a signal: what is
 * finished is in the journal. */
dadao_status dadao_cli_drive(dadao_sweep_job *job, bool quiet, dadao_error *error);
/* The exit status that belongs to it; prints the error. `what` is the verb. */
int dadao_cli_finish(const char *what, dadao_status status, const dadao_error *error);

#endif
