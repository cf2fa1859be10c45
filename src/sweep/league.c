/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The league: all methods on chosen networks, ranked. A sweep over methods and networks whose failures are places in the table.
 */
#include "sweep/league.h"

#include "core/memory.h"
#include "core/text.h"

#include <dadao/figure.h>
#include <math.h>
#include <string.h>

dadao_status dadao_sweep_league_methods(dadao_text *list, dadao_error *error)
{
    for (size_t m = 0; m < dadao_method_count(); m++)
        if (!dadao_sweep_league_leaves_out(dadao_method_at(m)))
            dadao_core_text_format(list, "%s%s", list->length ? "," : "", dadao_method_name(dadao_method_at(m)));
    return list->failed || !list->bytes ? dadao_core_fail(error, DADAO_MEMORY, "out of memory") : DADAO_OK;
}

/* What averages only, or is in the style of its source, stays out unless asked for: its declaration says so. */
bool dadao_sweep_league_leaves_out(const dadao_method *method)
{
    return !dadao_method_declares(method)->league;
}

dadao_status dadao_sweep_league_plan(dadao_sweep_plan *plan, const char *methods, const char *topologies, dadao_error *error)
{
    dadao_text all = {0};
    dadao_status status = methods ? DADAO_OK : dadao_sweep_league_methods(&all, error);
    if (status == DADAO_OK)
        status = dadao_sweep_plan_axis(plan, "method", methods ? methods : all.bytes, error);
    if (status == DADAO_OK)
        status = dadao_sweep_plan_axis(plan, "topology", topologies, error);
    dadao_core_text_clear(&all);
    return status == DADAO_OK ? dadao_sweep_plan_check(plan, error) : status;
}

/* ---- Ranking ---- */

/* Smaller is better; what did not reach the goal comes after, what diverged after that, what cannot run last. */
static double score(const dadao_sweep_summary *s, dadao_sweep_measure measure, size_t repeats)
{
    if (s->failed > 0)
        return INFINITY;
    if (s->diverged > 0)
        return 1e300;
    if (s->reached < repeats || isnan(s->mean[measure]))
        return 1e299;
    return measure == DADAO_SWEEP_RATE ? -s->mean[measure] : s->mean[measure];
}

void dadao_sweep_league_order(const dadao_sweep_results *results, size_t topology, dadao_sweep_measure measure, size_t *order)
{
    size_t methods = results->plan->axis[0].count;
    const dadao_sweep_summary *row = results->summary + topology * methods;
    for (size_t k = 0; k < methods; k++) { /* few: insertion keeps ties in the table's order */
        size_t at = k;
        while (at > 0 &&
               score(&row[order[at - 1]], measure, results->plan->repeats) > score(&row[k], measure, results->plan->repeats)) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = k;
    }
}

size_t dadao_sweep_league_place(const dadao_sweep_results *results, size_t topology, dadao_sweep_measure measure, size_t method)
{
    size_t methods = results->plan->axis[0].count, place = 1;
    const dadao_sweep_summary *row = results->summary + topology * methods;
    double own = score(&row[method], measure, results->plan->repeats);
    for (size_t k = 0; k < methods; k++)
        place += score(&row[k], measure, results->plan->repeats) < own;
    return place;
}

const char *dadao_sweep_league_remark(const dadao_sweep_summary *summary, size_t repeats)
{
    return summary->failed > 0          ? "cannot run here"
           : summary->diverged > 0      ? "diverges"
           : summary->reached < repeats ? "goal not reached"
                                        : "";
}

/* ---- Files ---- */

enum { COLUMNS = 12 };

dadao_status dadao_sweep_league_save(const dadao_sweep_results *results, const char *path, dadao_error *error)
{
    static const char *const name[COLUMNS] = {
        "topology",  "method",         "remark", "place_time", "place_gradients", "place_communications", "place_cost", "time",
        "gradients", "communications", "cost",   "rate"};
    static const dadao_sweep_measure measure[] = {DADAO_SWEEP_TIME, DADAO_SWEEP_GRADIENTS, DADAO_SWEEP_COMMUNICATIONS,
                                                  DADAO_SWEEP_COST, DADAO_SWEEP_RATE};
    size_t rows = results->points, methods = results->plan->axis[0].count;
    const char **text = dadao_core_allocate(3 * rows, sizeof *text);
    double *number = dadao_core_allocate(9 * rows, sizeof *number);
    dadao_table_column column[COLUMNS];
    dadao_status status = text && number ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    for (size_t row = 0; status == DADAO_OK && row < rows; row++) {
        const dadao_sweep_summary *s = &results->summary[row];
        text[row] = results->plan->axis[1].text[row / methods];
        text[rows + row] = results->plan->axis[0].text[row % methods];
        text[2 * rows + row] = dadao_sweep_league_remark(s, results->plan->repeats);
        for (size_t k = 0; k < 4; k++)
            number[k * rows + row] = (double)dadao_sweep_league_place(results, row / methods, measure[k], row % methods);
        for (size_t k = 0; k < 5; k++)
            number[(4 + k) * rows + row] = s->mean[measure[k]];
    }
    for (size_t c = 0; c < COLUMNS; c++)
        column[c] = (dadao_table_column){name[c], c < 3 ? NULL : number + (c - 3) * rows, c < 3 ? text + c * rows : NULL,
                                         c >= 3 && c < 7};
    dadao_table table = {COLUMNS, rows, column};
    if (status == DADAO_OK)
        status = dadao_output_table_save(&table, path, error);
    free(text);
    free(number);
    return status;
}
