/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study: a list of runs carried out together, and the claims that are judged by them. */
#ifndef DADAO_CLI_STUDY_H
#define DADAO_CLI_STUDY_H

#include "cli/jobs.h"

#include "core/text.h"

#include <dadao/figure.h>

typedef struct dadao_study {
    const char *name, *folder; /* files are FOLDER/NAME… */
    size_t repeats;
    bool quiet;
    dadao_sweep_job_options options;
    dadao_sweep_task *task; /* before _run; then the job has them */
    size_t count, capacity;
    bool failed; /* memory ran out while tasks were added */
    dadao_sweep_job *job;
    size_t claims, seen; /* judged so far */
} dadao_study;

/* One more run; the last argument is its script (printf). Grids as in dadao_sweep_task. */
void dadao_cli_study_add(dadao_study *study, double error, double gradients, double communications, const char *format, ...)
    DADAO_PRINTF(5, 6);
/* Carries all out; a run that failed is an error. */
dadao_status dadao_cli_study_run(dadao_study *study, dadao_error *error);
const dadao_sweep_outcome *dadao_cli_study_outcome(const dadao_study *study, size_t index);
void dadao_cli_study_clear(dadao_study *study);

/* "FOLDER/NAME" and a tail, freed by the caller. */
char *dadao_cli_study_path(const dadao_study *study, const char *tail);
dadao_status dadao_cli_study_table(const dadao_study *study, const char *tail, const dadao_table *table, dadao_error *error);
/* The figure as SVG, PDF and PNG. */
dadao_status dadao_cli_study_figure(const dadao_study *study, const char *tail, const dadao_figure *figure, dadao_error *error);
/* Says whether `value` lies within [low, high], and counts. */
void dadao_cli_study_claim(dadao_study *study, const char *what, double value, double low, double high);

/* ---- The studies: each states its thresholds before it runs anything, then judges by them ---- */

/* name, function, what it is. */
#define DADAO_STUDIES(X)                                                                                                         \
    X("fig4-line", fig4_line, "five methods on a line of 150: error against gradients and communications")                       \
    X("fig4-complete", fig4_complete, "the same on the complete graph of 250")                                                   \
    X("fig5", fig5, "star of 10 to 2000: DADAO's slopes over MSDA's, per gradient and per communication")                        \
    X("table2", table2, "communications and gradients per unit of time over growing n: exponents")                               \
    X("star300", star300, "communication rates on a star of 300")
#define DADAO_STUDY_FUNCTION(name, function, summary)                                                                            \
    dadao_status dadao_cli_study_##function(dadao_study *study, dadao_error *error);
DADAO_STUDIES(DADAO_STUDY_FUNCTION)
#undef DADAO_STUDY_FUNCTION

/* The methods of the papers' comparisons. */
#define DADAO_STUDY_METHODS 5
extern const char *const dadao_cli_study_methods[DADAO_STUDY_METHODS];

#endif
