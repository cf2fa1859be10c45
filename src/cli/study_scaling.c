/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How methods grow with the network: the journal's figure 5 and table 2, and the star of 300. */
#include "cli/study.h"

#include "core/memory.h"
#include "output/statistics.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PROBLEM "problem linear dim=5 samples=100 noise=10"

/* ---- Figure 5 ---- */

enum { SIZES = 7 };
static const double size[SIZES] = {10, 20, 70, 200, 300, 1000, 2000};

/* The slope of -ln error per unit, over what comes after the first two decades. */
static double slope_of(const double *curve, double end)
{
    double x[DADAO_SWEEP_CURVE], y[DADAO_SWEEP_CURVE], intercept, slope, unsure;
    size_t count = 0;
    for (size_t k = 0; curve && k < DADAO_SWEEP_CURVE; k++) {
        if (!isfinite(curve[k]) || curve[k] > curve[0] - log(100))
            continue;
        x[count] = end * (double)k / (DADAO_SWEEP_CURVE - 1);
        y[count++] = -curve[k];
    }
    dadao_output_line_fit(x, y, count, &intercept, &slope, &unsure);
    return slope;
}

static void fig5_windows(double n, bool msda, double window[2])
{
    double rounds = msda ? 24 : 330;
    window[0] = rounds * n;
    window[1] = rounds * (n - 1) * (msda ? floor(sqrt(n)) : 1);
}

typedef struct ratios {
    double mean[2][SIZES], low[2][SIZES], high[2][SIZES];
} ratios;

static dadao_status fig5_ratios(const dadao_study *study, ratios *r, dadao_error *error)
{
    double *value = dadao_core_allocate(study->repeats, sizeof *value), window[2][2];
    if (!value)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t kind = 0; kind < 2; kind++)
        for (size_t k = 0; k < SIZES; k++) {
            fig5_windows(size[k], false, window[0]);
            fig5_windows(size[k], true, window[1]);
            for (size_t s = 0; s < study->repeats; s++) {
                const dadao_sweep_outcome *dadao = dadao_cli_study_outcome(study, (2 * k) * study->repeats + s),
                                          *msda = dadao_cli_study_outcome(study, (2 * k + 1) * study->repeats + s);
                value[s] = slope_of(dadao->curve[kind], window[0][kind]) / slope_of(msda->curve[kind], window[1][kind]);
            }
            dadao_interval i = dadao_output_interval(value, study->repeats, 0.95);
            r->mean[kind][k] = i.mean, r->low[kind][k] = i.low, r->high[kind][k] = i.high;
        }
    free(value);
    return DADAO_OK;
}

static double exponent(const double *n, const double *value, size_t count)
{
    double x[16], y[16], intercept, slope, unsure;
    for (size_t k = 0; k < count; k++) {
        x[k] = log(n[k]);
        y[k] = log(value[k]);
    }
    dadao_output_line_fit(x, y, count, &intercept, &slope, &unsure);
    return slope;
}

static dadao_status fig5_files(const dadao_study *study, const ratios *r, dadao_error *error)
{
    static const char *const name[2] = {"per gradient", "per communication"};
    double root[SIZES];
    char caption[384];
    dadao_series series[3];
    for (size_t kind = 0; kind < 2; kind++)
        series[kind] = (dadao_series){name[kind],
                                      DADAO_SERIES_MARKED,
                                      SIZES,
                                      size,
                                      r->mean[kind],
                                      study->repeats > 1 ? r->low[kind] : NULL,
                                      study->repeats > 1 ? r->high[kind] : NULL,
                                      (int)kind};
    for (size_t k = 0; k < SIZES; k++)
        root[k] = sqrt(size[k]) / 14;
    series[2] = (dadao_series){"sqrt(n)/14", DADAO_SERIES_GUIDE, SIZES, size, root, NULL, NULL, 2};
    snprintf(caption, sizeof caption,
             "star n; " PROBLEM
             "; seeds 1 to %zu; slopes of ln error after the first two decades, DADAO over MSDA. dadao " DADAO_VERSION,
             study->repeats);
    dadao_figure figure = {.caption = caption,
                           .series = series,
                           .series_count = 3,
                           .x = {"nodes of the star", true, false, NAN, NAN},
                           .y = {"ratio of slopes, DADAO / MSDA", true, false, NAN, NAN}};
    const dadao_table_column column[] = {{"n", size, NULL, true},
                                         {"per_gradient", r->mean[0], NULL, false},
                                         {"per_gradient_low95", r->low[0], NULL, false},
                                         {"per_gradient_high95", r->high[0], NULL, false},
                                         {"per_communication", r->mean[1], NULL, false},
                                         {"per_communication_low95", r->low[1], NULL, false},
                                         {"per_communication_high95", r->high[1], NULL, false}};
    dadao_table table = {7, SIZES, column};
    dadao_status status = dadao_cli_study_table(study, ".csv", &table, error);
    return status == DADAO_OK ? dadao_cli_study_figure(study, "", &figure, error) : status;
}

dadao_status dadao_cli_study_fig5(dadao_study *study, dadao_error *error)
{
    ratios r;
    double window[2];
    printf("star n; " PROBLEM ": slope of ln error of DADAO over MSDA's; we expect\n"
           "  per gradient: no growth with n (exponent -0.15 to 0.15)\n  per communication: growth like sqrt(n) (exponent 0.35 "
           "to 0.65)\n\n");
    for (size_t k = 0; k < SIZES; k++)
        for (size_t m = 0; m < 2; m++)
            for (size_t s = 0; s < study->repeats; s++) {
                fig5_windows(size[k], m == 1, window);
                dadao_cli_study_add(study, 0, window[0], window[1],
                                    "seed %zu; topology star %.0f; " PROBLEM "; method %s; run until t=%g", s + 1, size[k],
                                    m ? "msda" : "dadao", m ? 25.0 : 340.0);
            }
    dadao_status status = dadao_cli_study_run(study, error);
    if (status == DADAO_OK)
        status = fig5_ratios(study, &r, error);
    if (status == DADAO_OK)
        status = fig5_files(study, &r, error);
    if (status != DADAO_OK)
        return status;
    printf("\n  %6s %14s %18s\n", "n", "per gradient", "per communication");
    for (size_t k = 0; k < SIZES; k++)
        printf("  %6.0f %14.4g %18.4g\n", size[k], r.mean[0][k], r.mean[1][k]);
    printf("\n");
    dadao_cli_study_claim(study, "exponent of n, per gradient", exponent(size, r.mean[0], SIZES), -0.15, 0.15);
    dadao_cli_study_claim(study, "exponent of n, per communication", exponent(size, r.mean[1], SIZES), 0.35, 0.65);
    return DADAO_OK;
}

/* ---- Table 2 ---- */

enum { GRAPHS = 4, POINTS = 5, METHODS = 4 };
static const char *const graph_name[GRAPHS] = {"star", "line", "complete", "grid"};
static const double graph_size[GRAPHS][POINTS] = {
    {64, 128, 256, 512, 1024}, {32, 48, 96, 160, 256}, {16, 32, 64, 128, 256}, {64, 144, 256, 576, 1024}};
static const char *const method[METHODS] = {"dadao", "msda", "adom+mc", "continuized"};
static const double wanted[GRAPHS][METHODS] = {{1, 1.5, 2, 1}, {2, 2, 3, 2}, {1, 2, 2, 1}, {1.5, 1.5, 2, 1.5}};

static void topology_of(size_t graph, double n, char *text, size_t capacity)
{
    int side = (int)lround(sqrt(n));
    if (graph == 3)
        snprintf(text, capacity, "grid %d %d", side, side);
    else
        snprintf(text, capacity, "%s %.0f", graph == 1 ? "path" : graph_name[graph], n);
}

static double mean_per_time(const dadao_study *study, size_t first, size_t kind)
{
    double sum = 0;
    for (size_t s = 0; s < study->repeats; s++) {
        const dadao_sweep_outcome *o = dadao_cli_study_outcome(study, first + s);
        sum += (kind ? o->communications : o->gradients) / o->t;
    }
    return sum / (double)study->repeats;
}

/* Continuized's unit of time is one event: what one factor e of the error takes grows like the others' units. Each seed ran to
 * two errors; between them the way of the start is past. */
#define COUPLED 3
static const double coupled_goal[2] = {1e-2, 1e-8};

static double mean_per_factor(const dadao_study *study, size_t near, size_t far, size_t kind)
{
    double sum = 0;
    for (size_t s = 0; s < study->repeats; s++) {
        const dadao_sweep_outcome *a = dadao_cli_study_outcome(study, near + s), *b = dadao_cli_study_outcome(study, far + s);
        double spent = kind ? b->communications - a->communications : b->gradients - a->gradients;
        sum += a->reached && b->reached ? spent / log(coupled_goal[0] / coupled_goal[1]) : NAN;
    }
    return sum / (double)study->repeats;
}

typedef struct table2 {
    double number[5][GRAPHS * METHODS * POINTS]; /* n, communications, gradients, fitted exponents */
    const char *text[2][GRAPHS * METHODS * POINTS];
} table2;

/* The second runs of Continuized come after all others. */
static size_t second_run(const dadao_study *study, size_t row)
{
    size_t g = row / (METHODS * POINTS), p = row % POINTS;
    return (GRAPHS * METHODS * POINTS + g * POINTS + p) * study->repeats;
}

static void table2_fill(dadao_study *study, table2 *t)
{
    for (size_t row = 0; row < GRAPHS * METHODS * POINTS; row++) {
        size_t g = row / (METHODS * POINTS), m = row / POINTS % METHODS, p = row % POINTS;
        t->text[0][row] = graph_name[g];
        t->text[1][row] = method[m];
        t->number[0][row] = graph_size[g][p];
        for (size_t kind = 0; kind < 2; kind++)
            t->number[2 - kind][row] = m == COUPLED ? mean_per_factor(study, row * study->repeats, second_run(study, row), kind)
                                                    : mean_per_time(study, row * study->repeats, kind);
    }
    for (size_t row = 0; row < GRAPHS * METHODS * POINTS; row++) {
        size_t first = row - row % POINTS;
        t->number[3][row] = exponent(&t->number[0][first], &t->number[1][first], POINTS);
        t->number[4][row] = exponent(&t->number[0][first], &t->number[2][first], POINTS);
    }
}

static dadao_status table2_files(const dadao_study *study, const table2 *t, dadao_error *error)
{
    static const char *const number[5] = {"n", "communications_per_time", "gradients_per_time", "communications_exponent",
                                          "gradients_exponent"};
    dadao_table_column column[7] = {{"graph", NULL, t->text[0], false}, {"method", NULL, t->text[1], false}};
    for (size_t k = 0; k < 5; k++)
        column[2 + k] = (dadao_table_column){number[k], t->number[k], NULL, k == 0};
    dadao_table table = {7, GRAPHS * METHODS * POINTS, column};
    dadao_status status = dadao_cli_study_table(study, ".csv", &table, error);
    for (size_t g = 0; status == DADAO_OK && g < GRAPHS; g++) {
        dadao_series series[METHODS];
        char tail[32], caption[320];
        for (size_t m = 0; m < METHODS; m++) {
            size_t first = (g * METHODS + m) * POINTS;
            series[m] = (dadao_series){
                method[m], DADAO_SERIES_MARKED, POINTS, &t->number[0][first], &t->number[1][first], NULL, NULL, (int)m};
        }
        snprintf(tail, sizeof tail, "-%s", graph_name[g]);
        snprintf(
            caption, sizeof caption,
            "%s; " PROBLEM
            "; seeds 1 to %zu. Continuized has another unit of time: what one factor e of the error takes. dadao " DADAO_VERSION,
            graph_name[g], study->repeats);
        dadao_figure figure = {.caption = caption,
                               .series = series,
                               .series_count = METHODS,
                               .x = {"nodes", true, false, NAN, NAN},
                               .y = {"communications per unit of time", true, false, NAN, NAN}};
        status = dadao_cli_study_figure(study, tail, &figure, error);
    }
    return status;
}

static void table2_judge(dadao_study *study, const table2 *t)
{
    for (size_t g = 0; g < GRAPHS; g++)
        for (size_t m = 0; m < METHODS; m++) {
            size_t row = (g * METHODS + m) * POINTS;
            char what[96];
            snprintf(what, sizeof what, "%s, %s: communications", graph_name[g], method[m]);
            dadao_cli_study_claim(study, what, t->number[3][row], wanted[g][m] - 0.15, wanted[g][m] + 0.15);
            double gradients = m == COUPLED ? wanted[g][m] : 1; /* coupled, or one a node */
            snprintf(what, sizeof what, "%s, %s: gradients", graph_name[g], method[m]);
            dadao_cli_study_claim(study, what, t->number[4][row], gradients - 0.15, gradients + 0.15);
        }
}

static void table2_add(dadao_study *study, size_t row, size_t repeat, size_t goal)
{
    size_t g = row / (METHODS * POINTS), m = row / POINTS % METHODS;
    char topology[64], end[64];
    topology_of(g, graph_size[g][row % POINTS], topology, sizeof topology);
    if (m == COUPLED)
        snprintf(end, sizeof end, "events=20000000 until error<%g", coupled_goal[goal]);
    else
        snprintf(end, sizeof end, "until t=%d", m == 0 ? 50 : 3);
    dadao_cli_study_add(study, m == COUPLED ? coupled_goal[goal] : 0, 0, 0,
                        "seed %zu; topology %s; " PROBLEM "; method %s; run %s", repeat + 1, topology, method[m], end);
}

dadao_status dadao_cli_study_table2(dadao_study *study, dadao_error *error)
{
    table2 *t = dadao_core_allocate(1, sizeof *t);
    if (!t)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    printf("communications per unit of time grow like a power of n; we expect these exponents, each to 0.15, and never compare "
           "constants\n"
           "  %-10s %8s %8s %8s %12s\n",
           "", method[0], method[1], method[2], method[3]);
    for (size_t g = 0; g < GRAPHS; g++)
        printf("  %-10s %8g %8g %8g %12g\n", graph_name[g], wanted[g][0], wanted[g][1], wanted[g][2], wanted[g][3]);
    printf("  gradients: 1 everywhere; Continuized computes with each communication, so there it is the same as above\n\n");
    for (size_t row = 0; row < GRAPHS * METHODS * POINTS; row++)
        for (size_t s = 0; s < study->repeats; s++)
            table2_add(study, row, s, 0);
    for (size_t row = 0; row < GRAPHS * METHODS * POINTS; row++)
        for (size_t s = 0; row / POINTS % METHODS == COUPLED && s < study->repeats; s++)
            table2_add(study, row, s, 1);
    dadao_status status = dadao_cli_study_run(study, error);
    if (status == DADAO_OK) {
        table2_fill(study, t);
        status = table2_files(study, t, error);
    }
    if (status == DADAO_OK)
        table2_judge(study, t);
    free(t);
    return status;
}

/* ---- The star of 300 ---- */

dadao_status dadao_cli_study_star300(dadao_study *study, dadao_error *error)
{
    static const char *const formula[4] = {"n - 1", "floor(sqrt(n)) (n - 1)", "n - 1", "ceil(n ln 2) (n - 1)"};
    const double n = 300, expected[4] = {n - 1, floor(sqrt(n)) * (n - 1), n - 1, ceil(n * log(2)) * (n - 1)},
                 slack[4] = {0.03, 1e-9, 1e-9, 1e-9};
    double measured[4];
    const char *name[4];
    printf("star 300; " PROBLEM ": communications per unit of time (of synchronous methods: per round) we expect\n");
    for (size_t m = 0; m < 4; m++)
        printf("  %-10s %8.0f = %s%s\n", dadao_cli_study_methods[m], expected[m], formula[m],
               m ? "" : ", to 3 %: it is a Poisson process");
    printf("\n");
    for (size_t m = 0; m < 4; m++)
        for (size_t s = 0; s < study->repeats; s++)
            dadao_cli_study_add(study, 0, 0, 0, "seed %zu; topology star 300; " PROBLEM "; method %s; run until t=%d", s + 1,
                                dadao_cli_study_methods[m], m ? 5 : 100);
    dadao_status status = dadao_cli_study_run(study, error);
    if (status != DADAO_OK)
        return status;
    for (size_t m = 0; m < 4; m++) {
        measured[m] = mean_per_time(study, m * study->repeats, 1);
        name[m] = dadao_cli_study_methods[m];
        dadao_cli_study_claim(study, name[m], measured[m], expected[m] * (1 - slack[m]), expected[m] * (1 + slack[m]));
    }
    const dadao_table_column column[] = {
        {"method", NULL, name, false}, {"communications_per_time", measured, NULL, false}, {"expected", expected, NULL, false}};
    dadao_table table = {3, 4, column};
    status = dadao_cli_study_table(study, ".csv", &table, error);
    const double place[4] = {1, 2, 3, 4};
    const dadao_series series = {NULL, DADAO_SERIES_POINTS, 4, place, measured, NULL, NULL, 0};
    const dadao_figure_mark mark[4] = {
        {"dadao", 1, measured[0], 0}, {"msda", 2, measured[1], 0}, {"adom+", 3, measured[2], 0}, {"adom+mc", 4, measured[3], 0}};
    dadao_figure figure = {.caption = "star 300; " PROBLEM ". dadao " DADAO_VERSION,
                           .series = &series,
                           .series_count = 1,
                           .mark = mark,
                           .mark_count = 4,
                           .x = {"methods", false, false, 0.5, 4.8},
                           .y = {"communications per unit of time", true, false, 100, 1e5}};
    return status == DADAO_OK ? dadao_cli_study_figure(study, "", &figure, error) : status;
}
