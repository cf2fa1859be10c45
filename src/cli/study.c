/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all studies need: runs, files, verdicts. */
#include "cli/study.h"

#include "core/memory.h"

#include <math.h>
#include <stdio.h>

const char *const dadao_cli_study_methods[DADAO_STUDY_METHODS] = {"dadao", "msda", "adom+", "adom+mc", "continuized"};

void dadao_cli_study_add(dadao_study *study, double error, double gradients, double communications, const char *format, ...)
{
    char script[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(script, sizeof script, format, arguments);
    va_end(arguments);
    char *copy = dadao_core_copy_text(script);
    if (!copy || !dadao_core_grow((void **)&study->task, &study->capacity, study->count + 1, sizeof *study->task)) {
        free(copy);
        study->failed = true;
        return;
    }
    study->task[study->count++] = (dadao_sweep_task){copy, error, {gradients, communications}};
}

dadao_status dadao_cli_study_run(dadao_study *study, dadao_error *error)
{
    char *journal = dadao_cli_study_path(study, ".points");
    if (study->failed || !journal) {
        free(journal);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    study->options.journal = journal;
    fflush(stdout); /* what is expected is said before it is tried */
    dadao_status status = dadao_sweep_job_start(&study->options, study->task, study->count, &study->job, error);
    study->task = NULL;
    study->options.journal = NULL;
    free(journal);
    if (status == DADAO_OK)
        status = dadao_cli_drive(study->job, study->quiet, error);
    for (size_t k = 0; status == DADAO_OK && k < study->count; k++)
        if (dadao_sweep_job_outcome(study->job, k)->state == DADAO_SWEEP_FAILED)
            status = dadao_core_fail(error, DADAO_UNSUPPORTED, "%s\n  in: %s", dadao_sweep_job_outcome(study->job, k)->failure,
                                     dadao_sweep_job_task(study->job, k)->script);
    return status;
}

const dadao_sweep_outcome *dadao_cli_study_outcome(const dadao_study *study, size_t index)
{
    return dadao_sweep_job_outcome(study->job, index);
}

void dadao_cli_study_clear(dadao_study *study)
{
    for (size_t k = 0; study->task && k < study->count; k++)
        free(study->task[k].script);
    free(study->task);
    dadao_sweep_job_stop(study->job);
    study->task = NULL;
    study->job = NULL;
}

char *dadao_cli_study_path(const dadao_study *study, const char *tail)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s/%s%s", study->folder, study->name, tail);
    return text.bytes;
}

dadao_status dadao_cli_study_table(const dadao_study *study, const char *tail, const dadao_table *table, dadao_error *error)
{
    char *path = dadao_cli_study_path(study, tail);
    dadao_status status =
        path ? dadao_output_table_save(table, path, error) : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    if (status == DADAO_OK && !study->quiet)
        printf("wrote %s\n", path);
    free(path);
    return status;
}

dadao_status dadao_cli_study_figure(const dadao_study *study, const char *tail, const dadao_figure *figure, dadao_error *error)
{
    static const char *const ending[] = {"svg", "pdf", "png"};
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < 3; k++) {
        char whole[64];
        snprintf(whole, sizeof whole, "%s.%s", tail, ending[k]);
        char *path = dadao_cli_study_path(study, whole);
        status = path ? dadao_output_figure_save(figure, path, error) : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        free(path);
    }
    if (status == DADAO_OK && !study->quiet)
        printf("wrote %s/%s%s.svg, .pdf and .png\n", study->folder, study->name, tail);
    return status;
}

void dadao_cli_study_claim(dadao_study *study, const char *what, double value, double low, double high)
{
    bool seen = value >= low && value <= high;
    char bound[64];
    if (isinf(high))
        snprintf(bound, sizeof bound, "at least %.4g", low);
    else
        snprintf(bound, sizeof bound, "%.4g to %.4g", low, high);
    printf("  %-58s %10.4g  (%s)  %s\n", what, value, bound, seen ? "seen" : "NOT SEEN");
    study->claims++;
    study->seen += seen;
}
