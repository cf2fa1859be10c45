/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the seeds of a point say together, and all points as a tidy table. */
#include "core/memory.h"
#include "output/statistics.h"
#include "sweep/sweep.h"

#include <dadao/figure.h>
#include <math.h>

void dadao_sweep_summarise(const dadao_sweep_outcome *const *outcome, size_t repeats, const double price[2],
                           dadao_sweep_summary *summary)
{
    double *value = dadao_core_allocate(repeats, sizeof *value);
    *summary = (dadao_sweep_summary){0};
    for (size_t k = 0; k < repeats; k++) {
        summary->done += outcome[k]->state == DADAO_SWEEP_DONE;
        summary->failed += outcome[k]->state == DADAO_SWEEP_FAILED;
        summary->reached += outcome[k]->state == DADAO_SWEEP_DONE && outcome[k]->reached;
        summary->diverged += outcome[k]->state == DADAO_SWEEP_DONE && outcome[k]->diverged;
    }
    for (size_t m = 0; m < DADAO_SWEEP_MEASURE_COUNT; m++) {
        size_t count = 0;
        for (size_t k = 0; value && k < repeats; k++) {
            double v = dadao_sweep_value(outcome[k], (dadao_sweep_measure)m, price);
            if (isfinite(v))
                value[count++] = v;
        }
        dadao_interval interval = dadao_output_interval(value, count, 0.95);
        summary->mean[m] = interval.mean;
        summary->error[m] = interval.error;
        summary->low[m] = interval.low;
        summary->high[m] = interval.high;
    }
    free(value);
}

dadao_status dadao_sweep_results_make(const dadao_sweep_plan *plan, const dadao_sweep_job *job, dadao_sweep_results *results,
                                      dadao_error *error)
{
    *results = (dadao_sweep_results){.plan = plan, .points = dadao_sweep_plan_points(plan)};
    const dadao_sweep_outcome **outcome = dadao_core_allocate(plan->repeats, sizeof *outcome);
    results->summary = dadao_core_allocate(results->points, sizeof *results->summary);
    for (size_t p = 0; outcome && results->summary && p < results->points; p++) {
        for (size_t k = 0; k < plan->repeats; k++)
            outcome[k] = dadao_sweep_job_outcome(job, p * plan->repeats + k);
        dadao_sweep_summarise(outcome, plan->repeats, plan->price, &results->summary[p]);
    }
    bool room = outcome && results->summary;
    free(outcome);
    return room ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

void dadao_sweep_results_clear(dadao_sweep_results *results)
{
    free(results->summary);
    *results = (dadao_sweep_results){0};
}

size_t dadao_sweep_results_best(const dadao_sweep_results *results, dadao_sweep_measure measure)
{
    size_t best = SIZE_MAX;
    double sign = measure == DADAO_SWEEP_RATE ? -1 : 1; /* of rates the largest */
    for (size_t p = 0; p < results->points; p++) {
        const dadao_sweep_summary *s = &results->summary[p];
        bool whole = s->reached == results->plan->repeats && isfinite(s->mean[measure]);
        if (whole && (best == SIZE_MAX || sign * s->mean[measure] < sign * results->summary[best].mean[measure]))
            best = p;
    }
    return best;
}

/* ---- The table ---- */

enum { COLUMNS = 9, STATISTICS = 8 };

typedef struct builder {
    dadao_table_column column[DADAO_SWEEP_AXES + COLUMNS];
    void *owned[DADAO_SWEEP_AXES + COLUMNS];
    size_t count;
} builder;

static void *column(builder *b, const char *name, size_t rows, bool text, bool whole)
{
    void *room = dadao_core_allocate(rows, sizeof(double));
    b->owned[b->count] = room;
    b->column[b->count++] = (dadao_table_column){name, text ? NULL : room, text ? room : NULL, whole};
    return room;
}

static bool fill_axes(builder *b, const dadao_sweep_results *results, size_t rows)
{
    size_t stride = 1;
    for (size_t a = 0; a < results->plan->axes; a++) {
        const dadao_sweep_axis *axis = &results->plan->axis[a];
        void *room = column(b, axis->name, rows, !axis->numeric, false);
        for (size_t row = 0; room && row < rows; row++) {
            size_t value = row / DADAO_SWEEP_MEASURE_COUNT / stride % axis->count;
            if (axis->numeric)
                ((double *)room)[row] = axis->number[value];
            else
                ((const char **)room)[row] = axis->text[value];
        }
        if (!room)
            return false;
        stride *= axis->count;
    }
    return true;
}

static bool fill_statistics(builder *b, const dadao_sweep_results *results, size_t rows)
{
    static const char *const name[STATISTICS] = {"mean",    "standard_error", "low95",  "high95",
                                                 "reached", "diverged",       "failed", "repeats"};
    double *number[STATISTICS];
    const char **measure = column(b, "measure", rows, true, false);
    bool room = measure != NULL;
    for (size_t k = 0; k < STATISTICS; k++) {
        number[k] = column(b, name[k], rows, false, k >= 4);
        room = room && number[k];
    }
    for (size_t row = 0; room && row < rows; row++) {
        size_t m = row % DADAO_SWEEP_MEASURE_COUNT;
        const dadao_sweep_summary *s = &results->summary[row / DADAO_SWEEP_MEASURE_COUNT];
        const double value[STATISTICS] = {
            s->mean[m],         s->error[m],         s->low[m],         s->high[m],
            (double)s->reached, (double)s->diverged, (double)s->failed, (double)results->plan->repeats};
        measure[row] = dadao_sweep_measure_name((dadao_sweep_measure)m);
        for (size_t k = 0; k < STATISTICS; k++)
            number[k][row] = value[k];
    }
    return room;
}

dadao_status dadao_sweep_results_save(const dadao_sweep_results *results, const char *path, dadao_error *error)
{
    builder b = {.count = 0};
    size_t rows = results->points * DADAO_SWEEP_MEASURE_COUNT;
    dadao_status status = dadao_core_fail(NULL, DADAO_MEMORY, "out of memory");
    if (fill_axes(&b, results, rows) && fill_statistics(&b, results, rows)) {
        dadao_table table = {b.count, rows, b.column};
        status = dadao_output_table_save(&table, path, error);
    } else {
        status = dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    }
    for (size_t k = 0; k < b.count; k++)
        free(b.owned[k]);
    return status;
}
