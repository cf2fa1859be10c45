/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `oracle` against values that were computed independently: rates of the second moment and one whole trajectory. */
#include "core/csv.h"
#include "support/support.h"

#include <dadao/experiment.h>
#include <stdlib.h>
#include <string.h>

static char *ask(const char *line, dadao_status expected)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    dadao_experiment *experiment;
    dadao_notes answer = {0};
    dadao_error error = {0};
    options.allow_write = true;
    assert_int_equal(dadao_experiment_create(&options, &experiment, &error), DADAO_OK);
    dadao_status status = dadao_experiment_execute(experiment, line, &answer, &error);
    if (status != expected)
        fail_msg("%s: %s", line, error.text);
    char *text = support_format("%s", status == DADAO_OK ? answer.text : error.text);
    dadao_core_notes_clear(&answer);
    dadao_experiment_destroy(experiment);
    return text;
}

static void expect_rate(const char *curvature, const char *kappa, const char *preset, double rate)
{
    char *line = support_format("topology path 2; problem quadratic dim=1 kappa=%s curvature=%s; preset %s; oracle t=1", kappa,
                                curvature, preset);
    char *text = ask(line, DADAO_OK), *at = strstr(text, "decays at rate ");
    assert_non_null(at);
    assert_close(strtod(at + strlen("decays at rate "), NULL), rate, 1.2e-5); /* five or six digits are known */
    free(text);
    free(line);
}

static void rates_are_the_known_ones(void **state)
{
    (void)state;
    expect_rate("mu", "4", "icml", 0.083678);
    expect_rate("L", "4", "icml", 0.066265);
    expect_rate("4,1", "4", "icml", 0.081980);
    expect_rate("10,1", "10", "jmlr", 0.052052);
}

static void the_trajectory_is_the_known_one(void **state)
{
    (void)state;
    static const struct {
        double t, error;
    } known[] = {{0, 0.82644628},  {1, 0.71116518},   {2, 0.67155411},    {5, 0.57898764},
                 {10, 0.31417786}, {20, 0.018162224}, {50, 0.0080983851}, {100, 7.1384143e-05}};
    char *folder = support_folder(), *path = support_format("%s/o.csv", folder);
    char *line = support_format(
        "topology path 2; problem quadratic dim=1 kappa=10 curvature=1,10 center=0,1; start origin; oracle t=128 %s", path);
    free(ask(line, DADAO_OK));
    dadao_csv csv;
    double t, error;
    assert_int_equal(dadao_core_csv_read(path, &csv, NULL), DADAO_OK);
    assert_int_equal(csv.rows, 129);
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        assert_int_equal(dadao_core_csv_double(&csv, (size_t)known[k].t, 0, &t, NULL), DADAO_OK);
        assert_int_equal(dadao_core_csv_double(&csv, (size_t)known[k].t, 1, &error, NULL), DADAO_OK);
        assert_true(t == known[k].t);
        assert_close(error, known[k].error, 2e-7);
    }
    dadao_core_csv_clear(&csv);
    free(line);
    free(path);
    support_folder_remove(folder);
}

static void refused(const char *line, dadao_status status, const char *says)
{
    char *text = ask(line, status);
    if (!strstr(text, says))
        fail_msg("%s: '%s' does not say '%s'", line, text, says);
    free(text);
}

static void what_has_no_exact_moments_says_so(void **state)
{
    (void)state;
    refused("topology cycle 40; problem quadratic dim=1; oracle", DADAO_TOO_LARGE, "120 are the limit");
    refused("topology cycle 4; problem logistic dim=2; oracle", DADAO_UNSUPPORTED, "quadratic objectives");
    refused("topology cycle 4; problem quadratic dim=1; method msda; oracle", DADAO_UNSUPPORTED, "not of msda");
    refused("topology cycle 4; problem linear dim=1 samples=9 batch=3; oracle", DADAO_UNSUPPORTED, "exact gradients");
    refused("topology path 2; problem quadratic dim=1; oracle t=-1", DADAO_INVALID, "0 to 100000");
    refused("topology path 2; problem quadratic dim=1; oracle a.txt", DADAO_FORMAT, ".csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_the_known_ones),
        cmocka_unit_test(the_trajectory_is_the_known_one),
        cmocka_unit_test(what_has_no_exact_moments_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
