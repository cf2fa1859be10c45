/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `save figure` and `save data`: every plot of the table as every format, and errors that point at the word. */
#include "core/csv.h"
#include "experiment/plots.h"
#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAME(name, function, summary) name,
static const char *const plots[] = {DADAO_PLOTS(NAME)};
#undef NAME
enum { PLOTS = sizeof plots / sizeof *plots };

static dadao_experiment *made(const char *line)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.allow_write = true;
    dadao_experiment *experiment;
    dadao_error error = {0};
    bool done = false;
    assert_int_equal(dadao_experiment_create(&options, &experiment, &error), DADAO_OK);
    if (dadao_experiment_execute(experiment, line, NULL, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    while (!done)
        assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, &error), DADAO_OK);
    return experiment;
}

static void say(dadao_experiment *experiment, const char *format, const char *path, const char *plot)
{
    dadao_error error = {0};
    char *line = support_format(format, path, plot);
    if (dadao_experiment_execute(experiment, line, NULL, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    free(line);
}

static void every_plot_becomes_every_file(void **state)
{
    (void)state;
    static const char *const picture[] = {"svg", "pdf", "png"}, *const data[] = {"csv", "jsonl", "npy"};
    char *folder = support_folder();
    dadao_experiment *experiment = made("topology barbell 8; problem linear dim=3; run events=400");
    uint64_t before = dadao_simulation_hash(dadao_experiment_simulation(experiment, 0));
    for (size_t p = 0; p < PLOTS; p++)
        for (size_t f = 0; f < 6; f++) {
            size_t length;
            char *path = support_format("%s/%s.%s", folder, plots[p], f < 3 ? picture[f] : data[f - 3]);
            say(experiment, f < 3 ? "save figure %s plot=%s" : "save data %s plot=%s", path, plots[p]);
            char *bytes = support_read(path, &length);
            assert_non_null(bytes);
            assert_true(length > 60);
            free(bytes);
            free(path);
        }
    assert_true(dadao_simulation_hash(dadao_experiment_simulation(experiment, 0)) == before); /* looking changes nothing */
    dadao_experiment_destroy(experiment);
    support_folder_remove(folder);
}

/* The numbers behind the plots are those of the run. */
static void data_are_those_of_the_run(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/n.csv", folder);
    dadao_experiment *experiment = made("topology cycle 9; problem linear dim=3; run events=500");
    const dadao_simulation *simulation = dadao_experiment_simulation(experiment, 0);
    dadao_csv csv = {0};
    size_t error_column, gradients;
    double value, sum = 0;
    say(experiment, "save data %s plot=%s", path, "network");
    assert_int_equal(dadao_core_csv_read(path, &csv, NULL), DADAO_OK);
    assert_int_equal(csv.rows, 9);
    assert_int_equal(dadao_core_csv_require(&csv, "squared_distance", &error_column, NULL), DADAO_OK);
    assert_int_equal(dadao_core_csv_require(&csv, "gradients", &gradients, NULL), DADAO_OK);
    for (size_t i = 0; i < 9; i++) {
        assert_int_equal(dadao_core_csv_double(&csv, i, error_column, &value, NULL), DADAO_OK);
        assert_true(value == dadao_simulation_node_error(simulation)[i]);
        assert_int_equal(dadao_core_csv_double(&csv, i, gradients, &value, NULL), DADAO_OK);
        sum += value;
    }
    assert_true(sum == (double)dadao_simulation_gradients(simulation));
    dadao_core_csv_clear(&csv);
    say(experiment, "save data %s plot=%s", path, "convergence");
    assert_int_equal(dadao_core_csv_read(path, &csv, NULL), DADAO_OK);
    assert_string_equal(dadao_core_csv_text(&csv, 0, 0), "dadao");
    assert_string_equal(csv.name[1], "event");
    dadao_core_csv_clear(&csv);
    dadao_experiment_destroy(experiment);
    free(path);
    support_folder_remove(folder);
}

static void refused(dadao_experiment *experiment, const char *line, const char *word, const char *says)
{
    dadao_error error = {0};
    assert_int_not_equal(dadao_experiment_execute(experiment, line, NULL, &error), DADAO_OK);
    if (!strstr(error.text, says))
        fail_msg("%s: '%s' does not say '%s'", line, error.text, says);
    assert_int_equal(error.column, strstr(line, word) - line);
}

static void errors_point_at_the_word(void **state)
{
    (void)state;
    dadao_experiment *experiment = made("topology cycle 4; problem linear dim=2; run events=5");
    refused(experiment, "save figure a.svg plot=spacetme", "plot=spacetme", "did you mean 'spacetime'");
    refused(experiment, "save figure a.svg axis=space", "axis=space", "time, gradients and communications");
    refused(experiment, "save figure a.gif", "a.gif", ".svg, .pdf or .png");
    refused(experiment, "save data a.svg", "a.svg", ".csv");
    refused(experiment, "save data a.csv what", "what", "plot=");
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_plot_becomes_every_file),
        cmocka_unit_test(data_are_those_of_the_run),
        cmocka_unit_test(errors_point_at_the_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
