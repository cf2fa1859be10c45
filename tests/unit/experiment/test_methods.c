/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every method through the commands: it runs, its trace has a row a round, edits and undo replay to the bit, refusals say why. */
#include "unit/experiment/drive.h"

/* A network that changes in every way, and a stop between two rounds. */
static void test_replays(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/s.dadao", folder), *save = support_format("save script \"%s\"", path);
    for (size_t k = 0; k < dadao_method_count(); k++) {
        char *line = support_format("topology cycle 7; problem linear dim=2 samples=12 seed=3; method %s; run events=60; rate edge 0-1 3; "
                                    "edge add 0 3; run until t=200.5; node remove 6; run events=30; parameter %s default; run events=5; undo; "
                                    "rate comm 0.5; run events=40; reset; run events=25",
                                    dadao_method_name(dadao_method_at(k)), dadao_method_parameter_at(dadao_method_at(k), 0)->name);
        dadao_experiment *experiment = drive_fresh(), *again = drive_fresh();
        must(experiment, line);
        must(experiment, save);
        char *script = support_read(path, NULL);
        must(again, script);
        if (hash_of(again) != hash_of(experiment))
            fail_msg("%s: the replay differs\n%s", dadao_method_name(dadao_method_at(k)), script);
        free(script);
        free(line);
        dadao_experiment_destroy(again);
        dadao_experiment_destroy(experiment);
    }
    free(save);
    free(path);
    support_folder_remove(folder);
}

static void test_trace_of_rounds(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/t.csv", folder);
    char *line = support_format("topology path 5; method msda; trace \"%s\"; run events=20; trace off", path);
    dadao_experiment *experiment = drive_fresh();
    must(experiment, line);
    char *text = support_read(path, NULL);
    size_t rows = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        rows++;
    assert_int_equal(rows, 22); /* the header, the start, a row a round */
    assert_non_null(strstr(text, "\n20,20,100,")); /* event, t, n gradients a round */
    dadao_experiment_destroy(experiment);
    free(text);
    free(line);
    free(path);
    support_folder_remove(folder);
}

static void refused(const char *line, const char *says)
{
    dadao_experiment *experiment = drive_fresh();
    dadao_error error = {0};
    if (drive(experiment, line, NULL, &error) == DADAO_OK || !strstr(error.text, says))
        fail_msg("%s: '%s', expected '%s'", line, error.text, says);
    dadao_experiment_destroy(experiment);
}

static void test_refusals(void **state)
{
    (void)state;
    refused("topology cycle 6; problem linear dim=2 samples=20 batch=3; method msda; run events=9", "needs exact gradients");
    refused("topology path 6; method agd; run events=9; edge cut 2 3", "needs a connected network");
    refused("topology cycle 6; method msda; start theorem; run events=9", "only DADAO has this starting point");
    refused("topology load tests/unit/simulation/cases/linear_cycle5_d3/edges.csv; problem linear "
            "data=tests/unit/simulation/cases/linear_cycle5_d3/data.csv; method msda; events load "
            "tests/unit/simulation/cases/linear_cycle5_d3/continuized/events.csv; run", "no events to replay");
    refused("method msd", "did you mean 'msda'");
    refused("method continuized preset=refrence", "did you mean 'reference'");
    refused("topology cycle 6; method msda; run events=3; parameter rounds 2.5", "whole number");
}

/* What is said of a peer: its style, that the theorem is not about it, and units of time that are not the same. */
static void test_said(void **state)
{
    (void)state;
    dadao_experiment *experiment = drive_fresh();
    dadao_notes text = {0};
    char *json = NULL;
    must(experiment, "topology cycle 6; problem quadratic dim=2; method esdacd; lane add dadao; run events=50");
    assert_int_equal(dadao_experiment_summary_text(experiment, 1.0, &text, NULL), DADAO_OK);
    assert_non_null(strstr(text.text, "esdacd (in the style of)"));
    assert_non_null(strstr(text.text, "the theorem speaks about DADAO"));
    assert_non_null(strstr(text.text, "t of lane 1 is not t of lane 0"));
    assert_int_equal(dadao_experiment_summary_json(experiment, 1.0, &json, NULL), DADAO_OK);
    assert_non_null(strstr(json, "\"method\": \"esdacd (in the style of)\""));
    assert_non_null(strstr(json, "\"vectors_sent\": 100"));
    free(json);
    dadao_core_notes_clear(&text);
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replays),
        cmocka_unit_test(test_trace_of_rounds),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
