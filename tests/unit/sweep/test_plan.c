/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans: values, scripts of runs, and everything that is wrong said before anything runs. */
#include "core/text.h"
#include "support/support.h"
#include "sweep/line.h"
#include "sweep/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void expect_values(const char *values, bool whole, const double *expected, size_t count)
{
    dadao_sweep_axis axis = {.name = "x"};
    dadao_error error = {0};
    if (dadao_sweep_values(&axis, values, whole, &error) != DADAO_OK)
        fail_msg("%s: %s", values, error.text);
    assert_int_equal(axis.count, count);
    for (size_t k = 0; k < count; k++)
        assert_close(axis.number[k], expected[k], 2e-6);
    dadao_sweep_values_clear(&axis);
}

static void refuse_values(const char *values, bool whole, const char *says)
{
    dadao_sweep_axis axis = {.name = "x"};
    dadao_error error = {0};
    assert_int_not_equal(dadao_sweep_values(&axis, values, whole, &error), DADAO_OK);
    if (!strstr(error.text, says))
        fail_msg("%s: '%s' does not say '%s'", values, error.text, says);
    dadao_sweep_values_clear(&axis);
}

static void lists_and_ranges(void **state)
{
    (void)state;
    expect_values("1, 2,5e-1", false, (const double[]){1, 2, 0.5}, 3);
    expect_values("0..1/5lin", false, (const double[]){0, 0.25, 0.5, 0.75, 1}, 5);
    expect_values("1..16/5log", false, (const double[]){1, 2, 4, 8, 16}, 5);
    expect_values("-1..1/3", false, (const double[]){-1, 0, 1}, 3);
    expect_values("1..4", true, (const double[]){1, 2, 3, 4}, 4); /* 4 times: factors; but whole */
    expect_values("10..1000/3log", true, (const double[]){10, 100, 1000}, 3);
    expect_values("1..3/7lin", true, (const double[]){1, 2, 3}, 3); /* rounding makes some of them one */
    refuse_values("2..1", false, "must rise");
    refuse_values("-1..1/3log", false, "positive ends");
    refuse_values("1..", false, "LOW..HIGH");
    refuse_values("1..2/1", false, "/COUNT");
    refuse_values("1..2/3cubic", false, "lin or log");
    refuse_values("1,,2", false, "empty value");
    refuse_values("1.5", true, "whole number");
    refuse_values("1..1e9/100000", false, "/COUNT");
}

static void expect_script(const char *base, const char *name, const char *values, size_t point, size_t repeat,
                          const char *expected)
{
    dadao_sweep_plan plan;
    dadao_error error = {0};
    char *script = NULL;
    dadao_sweep_plan_init(&plan);
    if (base)
        assert_int_equal(dadao_sweep_plan_base(&plan, base, &error), DADAO_OK);
    if (dadao_sweep_plan_axis(&plan, name, values, &error) != DADAO_OK || dadao_sweep_plan_check(&plan, &error) != DADAO_OK ||
        dadao_sweep_plan_script(&plan, point, repeat, &script, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    char *run = strstr(script, "; run events=50000000 until error<1e-06");
    if (run)
        *run = '\0';
    assert_string_equal(script, expected);
    free(script);
    dadao_sweep_plan_clear(&plan);
}

static void quantities_find_their_places(void **state)
{
    (void)state;
    const char *base = "topology star 9 # a comment; with more\nproblem quadratic dim=2 kappa=4; edge cut 0 1";
    expect_script(base, "rate", "1,2", 1, 0,
                  "seed 1; topology star 9; problem quadratic dim=2 kappa=4; edge cut 0 1; rate comm 2");
    expect_script(base, "total", "3", 0, 2,
                  "seed 3; topology star 9; problem quadratic dim=2 kappa=4; edge cut 0 1; rate comm total=3");
    expect_script(base, "n", "20", 0, 0, "seed 1; topology star 20; problem quadratic dim=2 kappa=4; edge cut 0 1");
    expect_script(base, "kappa", "7", 0, 0, "seed 1; topology star 9; problem quadratic dim=2 kappa=7; edge cut 0 1");
    expect_script(base, "batch", "5", 0, 0, "seed 1; topology star 9; problem quadratic dim=2 kappa=4 batch=5; edge cut 0 1");
    expect_script(base, "topology", "cycle 5", 0, 0, "seed 1; topology cycle 5; problem quadratic dim=2 kappa=4; edge cut 0 1");
    expect_script(base, "straggler", "4", 0, 0,
                  "seed 1; topology star 9; problem quadratic dim=2 kappa=4; edge cut 0 1; rate node 0 0.25");
    expect_script(base, "alpha", "0.1", 0, 0,
                  "seed 1; topology star 9; problem quadratic dim=2 kappa=4; edge cut 0 1; parameter alpha 0.1");
    expect_script(NULL, "method", "dadao", 0, 1, "seed 2; method dadao");
    expect_script("seed 7; method dadao", "rate", "1", 0, 2, "seed 9; method dadao; rate comm 1");
    expect_script("seed 7", "seed", "4,5", 1, 2, "seed 5");
    expect_script("topology grid {a} {a}; run until t=5", "a", "3", 0, 0, "seed 1; topology grid 3 3; run until t=5");
    expect_script("topology \"a;b\"; run until t=5", "rate", "2", 0, 0, "seed 1; topology \"a;b\"; rate comm 2; run until t=5");
}

static void refuse_plan(const char *base, const char *name, const char *values, const char *says)
{
    dadao_sweep_plan plan;
    dadao_error error = {0};
    char *script = NULL;
    dadao_sweep_plan_init(&plan);
    dadao_sweep_plan_base(&plan, base, &error);
    dadao_status status = dadao_sweep_plan_axis(&plan, name, values, &error);
    if (status == DADAO_OK)
        status = dadao_sweep_plan_check(&plan, &error);
    if (status == DADAO_OK)
        status = dadao_sweep_plan_script(&plan, 0, 0, &script, &error);
    assert_int_not_equal(status, DADAO_OK);
    if (!strstr(error.text, says))
        fail_msg("'%s' does not say '%s'", error.text, says);
    dadao_sweep_plan_clear(&plan);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    refuse_plan("topology star 9", "rat", "1,2", "did you mean 'rate'");
    refuse_plan("topology star {m}", "rate", "1,2", "add m=VALUES");
    refuse_plan("topology grid 3 3", "n", "4", "no single size");
    refuse_plan("topology star 9", "straggler", "0", "positive factor");
    dadao_sweep_plan plan;
    dadao_error error = {0};
    dadao_sweep_plan_init(&plan);
    assert_int_equal(dadao_sweep_plan_check(&plan, &error), DADAO_INVALID);
    assert_int_equal(dadao_sweep_plan_axis(&plan, "rate", "1", &error), DADAO_OK);
    assert_int_equal(dadao_sweep_plan_axis(&plan, "rate", "2", &error), DADAO_INVALID);
    plan.price[0] = NAN;
    assert_int_equal(dadao_sweep_plan_check(&plan, &error), DADAO_INVALID);
    plan.price[0] = plan.price[1] = 0;
    assert_int_equal(dadao_sweep_plan_check(&plan, &error), DADAO_INVALID);
    plan.price[0] = 1;
    plan.repeats = 0;
    assert_int_equal(dadao_sweep_plan_check(&plan, &error), DADAO_INVALID);
    dadao_sweep_plan_clear(&plan);
}

/* ---- Outcomes ---- */

static void lines_come_back_equal(void **state)
{
    (void)state;
    double curve[DADAO_SWEEP_CURVE];
    char value[32];
    for (size_t k = 0; k < DADAO_SWEEP_CURVE; k++)
        curve[k] = k % 7 ? sqrt((double)k) : NAN;
    dadao_sweep_outcome outcome = {.state = DADAO_SWEEP_DONE,
                                   .reached = true,
                                   .t = 0.1 + 0.2,
                                   .gradients = 12345,
                                   .communications = 1e15,
                                   .error = 1e-300,
                                   .rate = NAN,
                                   .curve = {NULL, curve}},
                        read = {0};
    dadao_text line = {0};
    dadao_sweep_line_outcome(&line, "key", "00ff", &outcome);
    assert_true(dadao_sweep_line_read_outcome(line.bytes, "key", value, &read));
    assert_string_equal(value, "00ff");
    assert_true(read.reached && !read.diverged && read.t == outcome.t && read.gradients == 12345 && read.communications == 1e15 &&
                read.error == 1e-300 && isnan(read.rate) && !read.curve[0]);
    for (size_t k = 0; k < DADAO_SWEEP_CURVE; k++)
        assert_true(k % 7 ? read.curve[1][k] == curve[k] : isnan(read.curve[1][k]));
    dadao_sweep_outcome_clear(&read);
    for (size_t cut = 1; cut < line.length - 1; cut += 11) { /* a line that a kill cut is no line */
        char *part = support_format("%.*s", (int)cut, line.bytes);
        assert_false(dadao_sweep_line_read_outcome(part, "key", value, &read));
        free(part);
    }
    dadao_core_text_clear(&line);
}

/* A task measured here is the run that its commands describe; seeds in the plan change it and nothing else does. */
static void a_task_is_its_script(void **state)
{
    (void)state;
    dadao_experiment_options options = dadao_experiment_options_defaults();
    char script[] = "seed 3; topology cycle 6; problem quadratic dim=2 kappa=4; run until error<1e-4 until t=1e4";
    dadao_sweep_task task = {script, 1e-4, {0, 500}};
    dadao_sweep_outcome first = {0}, second = {0};
    assert_int_equal(dadao_sweep_measure_task(&options, &task, false, &first, NULL), DADAO_OK);
    assert_int_equal(dadao_sweep_measure_task(&options, &task, false, &second, NULL), DADAO_OK);
    assert_true(first.reached && first.error < 1e-4 && first.t > 1 && first.gradients > 10);
    assert_true(first.t == second.t && first.communications == second.communications && first.rate == second.rate);
    assert_non_null(first.curve[1]);
    assert_true(first.curve[1][0] > first.curve[1][20]);
    const double price[2] = {2, 0.5};
    assert_close(dadao_sweep_value(&first, DADAO_SWEEP_COST, price), 2 * first.gradients + 0.5 * first.communications, 1e-15);
    first.reached = false;
    assert_true(isnan(dadao_sweep_value(&first, DADAO_SWEEP_TIME, price)));
    dadao_sweep_outcome_clear(&first);
    dadao_sweep_outcome_clear(&second);
}

static void seeds_are_summarised(void **state)
{
    (void)state;
    dadao_sweep_outcome outcome[4] = {{.state = DADAO_SWEEP_DONE, .reached = true, .t = 1},
                                      {.state = DADAO_SWEEP_DONE, .reached = true, .t = 2},
                                      {.state = DADAO_SWEEP_DONE, .reached = true, .t = 3},
                                      {.state = DADAO_SWEEP_DONE, .diverged = true, .t = 99}};
    const dadao_sweep_outcome *pointer[4] = {&outcome[0], &outcome[1], &outcome[2], &outcome[3]};
    const double price[2] = {1, 1};
    dadao_sweep_summary s;
    dadao_sweep_summarise(pointer, 4, price, &s);
    assert_int_equal(s.reached, 3);
    assert_int_equal(s.diverged, 1);
    assert_close(s.mean[DADAO_SWEEP_TIME], 2, 1e-15);
    assert_close(s.error[DADAO_SWEEP_TIME], 1 / sqrt(3), 1e-14);
    assert_close(s.high[DADAO_SWEEP_TIME], 2 + 4.302652729696144 / sqrt(3), 1e-9); /* Student, two degrees of freedom */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_and_ranges),      cmocka_unit_test(quantities_find_their_places),
        cmocka_unit_test(what_is_wrong_is_said), cmocka_unit_test(lines_come_back_equal),
        cmocka_unit_test(a_task_is_its_script),  cmocka_unit_test(seeds_are_summarised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
