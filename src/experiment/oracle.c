/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `oracle`: the exact expected error of DADAO on quadratics, and how far it is from what the theorem guarantees. */
#include "core/memory.h"
#include "experiment/moments.h"

#include <dadao/figure.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { POINTS = 129 };
/* More arithmetic than this would keep everybody waiting. */
#define MOST_WORK 2e10

typedef struct curve {
    double t[POINTS], expected[POINTS], bound[POINTS];
} curve;

static void fill_curve(dadao_moments *moments, const dadao_guarantee *guarantee, double start, double end, curve *c)
{
    for (size_t k = 0; k < POINTS; k++) {
        c->t[k] = end * (double)k / (POINTS - 1);
        if (k > 0)
            dadao_experiment_moments_advance(moments, end / (POINTS - 1));
        c->expected[k] = dadao_experiment_moments_error(moments);
        c->bound[k] = guarantee->holds ? guarantee->constant * start * exp(-guarantee->rate * c->t[k]) : NAN;
    }
}

static void say(dadao_notes *answer, const dadao_guarantee *guarantee, double rate, const curve *c)
{
    dadao_core_note(answer, "expected error, exactly: %.10g at t = 0, %.10g at t = %.6g", c->expected[0], c->expected[POINTS - 1],
                    c->t[POINTS - 1]);
    if (isnan(rate))
        dadao_core_note(answer, "its rate did not settle");
    else
        dadao_core_note(answer, rate > 0 ? "it decays at rate %.8g in the end" : "it GROWS at rate %.8g in the end", fabs(rate));
    if (guarantee->rate > 0 && (guarantee->holds || guarantee->slope_only))
        dadao_core_note(answer, "guaranteed rate %.8g: the gap to the guarantee is a factor %.4g", guarantee->rate,
                        rate / guarantee->rate);
    else
        dadao_core_note(answer, "no guarantee: %s", guarantee->why);
    if (guarantee->holds)
        dadao_core_note(answer, "at t = %.6g the bound is %.4g times the expected error", c->t[POINTS - 1],
                        c->bound[POINTS - 1] / c->expected[POINTS - 1]);
}

static dadao_status read_arguments(const dadao_call *call, const char **path, double *end)
{
    const char *text;
    dadao_status status = dadao_experiment_want(call, 0, 2);
    for (size_t k = 0; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++) {
        const char *word = dadao_experiment_argument(call, k);
        if (!dadao_core_option(word, "t", &text)) {
            *path = word;
            if (!dadao_output_is_table(word))
                status = dadao_experiment_fail_argument(
                    call, k, DADAO_FORMAT, "'%s': t=T or a file ending in .csv, .jsonl or .npy can stand here", word);
            continue;
        }
        status = dadao_experiment_number_text(call, k, text, end);
        if (status == DADAO_OK && !(*end > 0 && *end <= 1e5))
            status = dadao_experiment_fail_argument(call, k, DADAO_INVALID, "'%s': a time from 0 to 100000", word);
    }
    return status;
}

static dadao_status save(const dadao_call *call, const char *path, const curve *c)
{
    const dadao_table_column column[] = {
        {"t", c->t, NULL, false}, {"expected_msd", c->expected, NULL, false}, {"guaranteed", c->bound, NULL, false}};
    const dadao_table table = {3, POINTS, column};
    if (!call->experiment->options.allow_write)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "writing a file is not allowed here: `dadao run` and --allow-write permit it");
    return dadao_output_table_save(&table, path, call->error);
}

static dadao_status compute(dadao_call *call, dadao_moments *moments, const char *path, double end)
{
    const dadao_setting *now = &call->experiment->now;
    dadao_guarantee guarantee;
    dadao_experiment_guarantee(now, &now->lane[0], &guarantee);
    if (!(dadao_experiment_moments_work(moments) * end <= MOST_WORK))
        return dadao_core_fail(
            call->error, DADAO_TOO_LARGE,
            "the exact moments up to t = %g would take %.2g operations: a smaller t, fewer nodes or dimensions", end,
            dadao_experiment_moments_work(moments) * end);
    curve *c = dadao_core_allocate(1, sizeof *c);
    if (!c)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    dadao_status status = dadao_experiment_moments_start(moments, now, &now->lane[0], call->error);
    if (status == DADAO_OK) {
        fill_curve(moments, &guarantee,
                   call->experiment->lane[0].start_distance / (double)dadao_problem_nodes(dadao_experiment_setting_problem(now)),
                   end, c);
        say(call->answer, &guarantee, dadao_experiment_moments_rate(moments), c);
    }
    if (status == DADAO_OK && path)
        status = save(call, path, c);
    free(c);
    return status;
}

dadao_status dadao_experiment_do_oracle(dadao_call *call)
{
    const char *path = NULL;
    double end = 100;
    dadao_moments *moments = NULL;
    dadao_status status = read_arguments(call, &path, &end);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_moments_create(&call->experiment->now, &call->experiment->now.lane[0], &moments, call->error);
    if (status == DADAO_OK)
        status = compute(call, moments, path, end);
    dadao_experiment_moments_destroy(moments);
    return status;
}
