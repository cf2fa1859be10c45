/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's figure 4: DADAO, MSDA, ADOM+ with and without multi-consensus, and Continuized on the line and the complete
 * graph. */
#include "cli/study.h"

#include "core/memory.h"
#include "output/statistics.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define GOAL 1e-6
#define PROBLEM "problem linear dim=5 samples=100 noise=10"

/* A network with the windows of its plots, and how many events or rounds each method may take. */
typedef struct setting {
    const char *topology;
    double window[2]; /* gradients, communications */
    const char *limit[DADAO_STUDY_METHODS];
} setting;

/* How much of something a method takes, over DADAO. */
typedef struct claim {
    size_t method, kind; /* kind 0: gradients, 1: communications */
    double low, high;
} claim;

static const char *const kind_name[2] = {"gradients", "communications"};

static const dadao_sweep_outcome *outcome_of(const dadao_study *study, size_t method, size_t repeat)
{
    return dadao_cli_study_outcome(study, method * study->repeats + repeat);
}

/* The mean over the seeds, where the goal was not reached what was spent until then: a lower bound. */
static double spent(const dadao_study *study, size_t method, size_t kind, bool *reached)
{
    double sum = 0;
    *reached = true;
    for (size_t k = 0; k < study->repeats; k++) {
        const dadao_sweep_outcome *o = outcome_of(study, method, k);
        sum += kind ? o->communications : o->gradients;
        *reached = *reached && o->reached;
    }
    return sum / (double)study->repeats;
}

/* ---- Curves ---- */

typedef struct curves {
    double *x, *mean[DADAO_STUDY_METHODS], *low[DADAO_STUDY_METHODS], *high[DADAO_STUDY_METHODS];
    void *room;
} curves;

static bool make_curves(const dadao_study *study, const setting *s, size_t kind, curves *c)
{
    double *at = c->room = dadao_core_allocate((3 * DADAO_STUDY_METHODS + 1) * DADAO_SWEEP_CURVE + study->repeats, sizeof *at);
    if (!at)
        return false;
    double *value = at + (3 * DADAO_STUDY_METHODS + 1) * DADAO_SWEEP_CURVE;
    c->x = at;
    for (size_t k = 0; k < DADAO_SWEEP_CURVE; k++)
        c->x[k] = s->window[kind] * (double)k / (DADAO_SWEEP_CURVE - 1);
    for (size_t m = 0; m < DADAO_STUDY_METHODS; m++) {
        c->mean[m] = at + (3 * m + 1) * DADAO_SWEEP_CURVE;
        c->low[m] = at + (3 * m + 2) * DADAO_SWEEP_CURVE;
        c->high[m] = at + (3 * m + 3) * DADAO_SWEEP_CURVE;
        for (size_t k = 0; k < DADAO_SWEEP_CURVE; k++) {
            for (size_t r = 0; r < study->repeats; r++)
                value[r] = outcome_of(study, m, r)->curve[kind] ? outcome_of(study, m, r)->curve[kind][k] : NAN;
            dadao_interval i = dadao_output_interval(value, study->repeats, 0.95); /* of the logarithm: a geometric mean */
            c->mean[m][k] = exp(i.mean);
            c->low[m][k] = exp(i.low);
            c->high[m][k] = exp(i.high);
        }
    }
    return true;
}

static dadao_status draw(const dadao_study *study, const setting *s, size_t kind, const curves *c, dadao_error *error)
{
    static const char *const label[2] = {"local gradients", "communications (edge activations)"};
    dadao_series series[DADAO_STUDY_METHODS];
    char caption[512];
    for (size_t m = 0; m < DADAO_STUDY_METHODS; m++)
        series[m] = (dadao_series){dadao_cli_study_methods[m],
                                   DADAO_SERIES_LINE,
                                   DADAO_SWEEP_CURVE,
                                   c->x,
                                   c->mean[m],
                                   study->repeats > 1 ? c->low[m] : NULL,
                                   study->repeats > 1 ? c->high[m] : NULL,
                                   (int)m};
    snprintf(
        caption, sizeof caption,
        "topology %s; " PROBLEM
        "; seeds 1 to %zu (data, start and events); every method with its own start and published constants (Continuized: safe "
        "ones); geometric means with 95 %% intervals, to an error of 1e-6. dadao " DADAO_VERSION,
        s->topology, study->repeats);
    dadao_figure figure = {.caption = caption,
                           .series = series,
                           .series_count = DADAO_STUDY_METHODS,
                           .x = {label[kind], false, false, 0, s->window[kind]},
                           .y = {"mean squared distance to x*", true, false, 1e-7, NAN}};
    return dadao_cli_study_figure(study, kind ? "-communications" : "-gradients", &figure, error);
}

static dadao_status save(const dadao_study *study, const curves c[2], dadao_error *error)
{
    size_t rows = (size_t)2 * DADAO_STUDY_METHODS * DADAO_SWEEP_CURVE;
    double *number = dadao_core_allocate(4 * rows, sizeof *number);
    const char **text = dadao_core_allocate(2 * rows, sizeof *text);
    dadao_status status = number && text ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t row = 0; status == DADAO_OK && row < rows; row++) {
        size_t kind = row / (rows / 2), m = row % (rows / 2) / DADAO_SWEEP_CURVE, k = row % DADAO_SWEEP_CURVE;
        text[row] = dadao_cli_study_methods[m];
        text[rows + row] = kind_name[kind];
        number[row] = c[kind].x[k];
        number[rows + row] = c[kind].mean[m][k];
        number[2 * rows + row] = c[kind].low[m][k];
        number[3 * rows + row] = c[kind].high[m][k];
    }
    const dadao_table_column column[] = {{"method", NULL, text, false},
                                         {"against", NULL, text + rows, false},
                                         {"spent", number, NULL, false},
                                         {"msd", number + rows, NULL, false},
                                         {"low95", number + 2 * rows, NULL, false},
                                         {"high95", number + 3 * rows, NULL, false}};
    dadao_table table = {6, rows, column};
    if (status == DADAO_OK)
        status = dadao_cli_study_table(study, ".csv", &table, error);
    free(number);
    free(text);
    return status;
}

/* ---- The study ---- */

static void say_spent(const dadao_study *study)
{
    printf("\nto an error below %g, means of %zu seeds:\n  %-14s %16s %16s\n", GOAL, study->repeats, "method", "gradients",
           "communications");
    for (size_t m = 0; m < DADAO_STUDY_METHODS; m++) {
        bool reached;
        double gradients = spent(study, m, 0, &reached), communications = spent(study, m, 1, &reached);
        printf("  %-14s %16.0f %16.0f%s\n", dadao_cli_study_methods[m], gradients, communications,
               reached ? "" : "  not reached: more than these");
    }
}

static void judge(dadao_study *study, const claim *claims, size_t count)
{
    printf("\nover what DADAO spent:\n");
    for (size_t k = 0; k < count; k++) {
        char what[96];
        bool reached, base;
        double ratio = spent(study, claims[k].method, claims[k].kind, &reached) / spent(study, 0, claims[k].kind, &base);
        snprintf(what, sizeof what, "%s of %s%s", kind_name[claims[k].kind], dadao_cli_study_methods[claims[k].method],
                 reached ? "" : " (a lower bound)");
        dadao_cli_study_claim(study, what, base ? ratio : NAN, claims[k].low,
                              reached || isinf(claims[k].high) ? claims[k].high : -INFINITY);
    }
}

static void state_claims(const setting *s, const claim *claims, size_t count)
{
    printf("topology %s; " PROBLEM ": to bring the mean squared distance below %g, over what DADAO spends, we expect\n",
           s->topology, GOAL);
    for (size_t k = 0; k < count; k++)
        if (isinf(claims[k].high))
            printf("  %-14s at least %g times the %s\n", dadao_cli_study_methods[claims[k].method], claims[k].low,
                   kind_name[claims[k].kind]);
        else
            printf("  %-14s %.3g to %g times the %s: the same order, whatever the constants\n",
                   dadao_cli_study_methods[claims[k].method], claims[k].low, claims[k].high, kind_name[claims[k].kind]);
    printf("\n");
}

static dadao_status figure4(dadao_study *study, const setting *s, const claim *claims, size_t count, dadao_error *error)
{
    curves c[2] = {{0}, {0}};
    state_claims(s, claims, count);
    for (size_t m = 0; m < DADAO_STUDY_METHODS; m++)
        for (size_t r = 0; r < study->repeats; r++)
            dadao_cli_study_add(study, GOAL, s->window[0], s->window[1],
                                "seed %zu; topology %s; " PROBLEM "; method %s; run events=%s until error<%g", r + 1, s->topology,
                                dadao_cli_study_methods[m], s->limit[m], GOAL);
    dadao_status status = dadao_cli_study_run(study, error);
    for (size_t kind = 0; status == DADAO_OK && kind < 2; kind++) {
        status = make_curves(study, s, kind, &c[kind]) ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        if (status == DADAO_OK)
            status = draw(study, s, kind, &c[kind], error);
    }
    if (status == DADAO_OK)
        status = save(study, c, error);
    if (status == DADAO_OK) {
        say_spent(study);
        judge(study, claims, count);
    }
    free(c[0].room);
    free(c[1].room);
    return status;
}

dadao_status dadao_cli_study_fig4_line(dadao_study *study, dadao_error *error)
{
    static const setting line = {"path 150", {60000, 3e6}, {"20000000", "1000", "21000", "700", "20000000"}};
    static const claim claims[] = {{4, 0, 3, INFINITY},  {3, 1, 10, INFINITY}, {2, 1, 1, INFINITY}, {1, 1, 1.0 / 30, 30},
                                   {4, 1, 1.0 / 30, 30}, {1, 0, 1.0 / 30, 30}, {3, 0, 1.0 / 30, 30}};
    return figure4(study, &line, claims, sizeof claims / sizeof *claims, error);
}

dadao_status dadao_cli_study_fig4_complete(dadao_study *study, dadao_error *error)
{
    static const setting complete = {"complete 250", {100000, 6e5}, {"5000000", "1000", "2000", "2000", "5000000"}};
    static const claim claims[] = {{1, 1, 3, INFINITY},  {2, 1, 10, INFINITY}, {3, 1, 10, INFINITY}, {4, 1, 1.0 / 30, 30},
                                   {1, 0, 1.0 / 30, 30}, {2, 0, 1.0 / 30, 30}, {3, 0, 1.0 / 30, 30}, {4, 0, 1.0 / 30, 30}};
    return figure4(study, &complete, claims, sizeof claims / sizeof *claims, error);
}
