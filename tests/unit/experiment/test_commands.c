/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: every row's example is carried out, abbreviations, errors with their columns, permissions. */
#include "support/support.h"

#include <dadao/experiment.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static dadao_experiment *fresh(bool allow_write)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.allow_write = allow_write;
    dadao_experiment *experiment;
    assert_int_equal(dadao_experiment_create(&options, &experiment, NULL), DADAO_OK);
    return experiment;
}

/* Carries out a line to its end; fails the test on an error. */
static void carry_out(dadao_experiment *experiment, const char *line)
{
    dadao_notes notes = {0};
    dadao_error error = {0};
    bool more = true, done;
    if (dadao_experiment_execute(experiment, line, &notes, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    dadao_stop goal;
    while (more || dadao_experiment_goal(experiment, &goal)) {
        if (dadao_experiment_pursue(experiment, UINT64_MAX, NULL, &done, &error) != DADAO_OK ||
            dadao_experiment_continue(experiment, &more, &notes, &error) != DADAO_OK)
            fail_msg("%s: %s", line, error.text);
    }
    dadao_core_notes_clear(&notes);
}

static uint64_t hash_of(dadao_experiment *experiment)
{
    assert_int_equal(dadao_experiment_settle(experiment, NULL), DADAO_OK);
    return dadao_simulation_hash(dadao_experiment_simulation(experiment, 0));
}

/* On the default experiment, before anything ran and in mid-run. */
static void test_every_example(void **state)
{
    (void)state;
    char *folder = support_folder(), *here = getcwd(NULL, 0);
    assert_int_equal(chdir(folder), 0);
    for (size_t k = 0; k < dadao_experiment_command_count(); k++) {
        const dadao_command *command = dadao_experiment_command_at(k);
        if (!command->example)
            continue;
        dadao_experiment *experiment = fresh(true);
        if (strcmp(command->name, "undo") == 0)
            carry_out(experiment, "follow off");
        carry_out(experiment, command->example);
        carry_out(experiment, "run events=50");
        dadao_experiment_destroy(experiment);
        experiment = fresh(true);
        carry_out(experiment, "run events=50; rate comm 1.25");
        carry_out(experiment, command->example);
        carry_out(experiment, "run events=20");
        dadao_experiment_destroy(experiment);
    }
    assert_int_equal(chdir(here), 0);
    free(here);
    support_folder_remove(folder);
}

static void test_abbreviations(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"top path 4", "topology"}, {"ra co 2", "rate comm"}, {"rate n 1 2", "rate node"},
                                           {"st", NULL}, {"ste", "step"}, {"ed c 1 2", "edge cut"}, {"sa sc f", "save script"},
                                           {"run", "run"}, {"r", NULL}, {"s", NULL}, {"PAUSE", "pause"}, {"pa x 1", NULL}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        const dadao_command *command;
        size_t rest;
        dadao_error error = {0};
        dadao_status status = dadao_experiment_command_find(NULL, pairs[k][0], &command, &rest, &error);
        assert_int_equal(status, pairs[k][1] ? DADAO_OK : DADAO_SYNTAX);
        if (pairs[k][1])
            assert_string_equal(command->name, pairs[k][1]);
    }
}

/* Names are found by themselves, and none is another's abbreviation. */
static void test_names_are_unique(void **state)
{
    (void)state;
    for (size_t k = 0; k < dadao_experiment_command_count(); k++) {
        const dadao_command *command;
        size_t rest;
        assert_int_equal(dadao_experiment_command_find(NULL, dadao_experiment_command_at(k)->name, &command, &rest, NULL), DADAO_OK);
        assert_ptr_equal(command, dadao_experiment_command_at(k));
    }
}

typedef struct bad_line {
    const char *line;
    size_t column, length;
    const char *says;
} bad_line;

static const bad_line bad_lines[] = {
    {"topolgy path 4", 0, 7, "did you mean 'topology'"},
    {"run events=1; rate com -1", 23, 2, "negative"},
    {"rate comm abc", 10, 3, "not a number"},
    {"rate comm", 9, 1, "missing"},
    {"rate comm 1 2", 12, 1, "too much"},
    {"topology barbel 16", 9, 6, "barbell"},
    {"topology complete 1000000000", 9, 8, "GB"},
    {"problem linaer", 8, 6, "did you mean 'linear'"},
    {"topology path 4; problem linear dmi=3", 32, 5, "dim"},
    {"method dado", 7, 4, "dadao"},
    {"preset jml", 7, 3, "jmlr"},
    {"parameter betta 1", 10, 5, "beta"},
    {"parameter beta x", 15, 1, "not a number"},
    {"start nowhere.csv", 6, 11, "nowhere.csv"},
    {"seed -1", 5, 2, "whole"},
    {"follow maybe", 7, 5, "neither"},
    {"edge cut 0 9", 9, 1, "edge"},
    {"edge cut 0", 10, 1, "two nodes"},
    {"edge cut 0 99", 11, 2, "99"},
    {"edge add 0 0", 9, 1, "both ends"},
    {"edge add 0 1", 9, 1, "already"},
    {"rate node 99 1", 10, 2, "99"},
    {"run until eror<1", 10, 6, "error<"},
    {"run until", 9, 1, "until what"},
    {"run", 3, 1, "needs an end"},
    {"speed 0", 6, 1, "0.1"},
    {"edge cut \"Nowhere", 9, 8, "never closed"},
    {"node remove \"a\\x\"", 14, 2, "escape"},
    {"given chi1=2", 6, 6, "together"},
    {"given numerics=999", 6, 12, "numerics"},
    {"events load nothing.csv", 12, 11, "nothing.csv"},
    {"trace out.csv every=0", 14, 7, "at least 1"},
    {"help nonsens", 5, 7, "nonsens"},
    {"rate foo 1", 5, 3, "comm"},
};

/* Each points at its word, and leaves the experiment as it was. */
static void test_bad_lines(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof bad_lines / sizeof *bad_lines; k++) {
        const bad_line *bad = &bad_lines[k];
        dadao_experiment *experiment = fresh(true);
        carry_out(experiment, "run events=30");
        uint64_t before = hash_of(experiment);
        dadao_error error = {0};
        dadao_notes notes = {0};
        bool done, more;
        dadao_status status = dadao_experiment_execute(experiment, bad->line, &notes, &error);
        if (status == DADAO_OK) { /* the fault comes after a run */
            assert_int_equal(dadao_experiment_pursue(experiment, UINT64_MAX, NULL, &done, &error), DADAO_OK);
            before = hash_of(experiment);
            status = dadao_experiment_continue(experiment, &more, &notes, &error);
        }
        if (status == DADAO_OK || !strstr(error.text, bad->says) ||
            (!strstr(bad->line, "; problem") && (error.column != bad->column || error.length != bad->length)))
            fail_msg("%s: status %d, [%zu,+%zu) '%s'", bad->line, (int)status, error.column, error.length, error.text);
        assert_true(hash_of(experiment) == before);
        dadao_core_notes_clear(&notes);
        dadao_experiment_destroy(experiment);
    }
}

static void test_writes_need_permission(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh(false);
    for (size_t k = 0; k < dadao_experiment_command_count(); k++) {
        const dadao_command *command = dadao_experiment_command_at(k);
        dadao_error error = {0};
        if (!(command->flags & DADAO_COMMAND_WRITES))
            continue;
        assert_int_equal(dadao_experiment_execute(experiment, command->example, NULL, &error), DADAO_UNSUPPORTED);
        assert_non_null(strstr(error.text, "--allow-write"));
    }
    dadao_experiment_destroy(experiment);
}

/* A problem that does not fit the new network: both stay as they were, and the run goes on. */
static void test_failed_rebuild_restores(void **state)
{
    (void)state;
    char *folder = support_folder();
    char *data = support_format("%s/d.csv", folder);
    support_write(data, "node,y,a\n0,1,1\n0,2,3\n1,1,2\n1,4,1\n", 33);
    char *line = support_format("topology path 2; problem linear data=\"%s\"; run events=40", data);
    dadao_experiment *experiment = fresh(true);
    carry_out(experiment, line);
    uint64_t before = hash_of(experiment);
    dadao_error error = {0};
    assert_int_not_equal(dadao_experiment_execute(experiment, "topology cycle 9", NULL, &error), DADAO_OK);
    assert_true(hash_of(experiment) == before);
    assert_int_equal(dadao_topology_nodes(dadao_experiment_topology(experiment)), 2);
    carry_out(experiment, "topology cycle 9; problem linear; run events=10");
    assert_int_equal(dadao_topology_nodes(dadao_experiment_topology(experiment)), 9);
    dadao_experiment_destroy(experiment);
    free(line);
    free(data);
    support_folder_remove(folder);
}

static double total_rate(dadao_experiment *experiment)
{
    return dadao_experiment_scene(experiment, NULL)->total_rate;
}

/* MATHS: `rate comm` rescales, edits leave other rates alone, an added edge gets the mean. */
static void test_rates(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh(false);
    carry_out(experiment, "topology cycle 10");
    double sufficient = sqrt(90) / (2 * sin(acos(-1.0) / 10));
    assert_true(fabs(total_rate(experiment) - sufficient) < 1e-10);
    carry_out(experiment, "rate comm 2");
    assert_true(fabs(total_rate(experiment) - 2 * sufficient) < 1e-10);
    carry_out(experiment, "rate comm total=30; edge add 0 5");
    assert_true(fabs(total_rate(experiment) - 33) < 1e-12);
    carry_out(experiment, "edge cut 0-5; rate edge 0-1 0");
    assert_true(fabs(total_rate(experiment) - 27) < 1e-12);
    const dadao_scene *scene = dadao_experiment_scene(experiment, NULL);
    assert_true(fabs(scene->chi2 - 0.5 / 3) < 1e-12); /* a path now: every resistance 1/rate */
    carry_out(experiment, "undo; undo; undo");
    assert_true(fabs(total_rate(experiment) - 30) < 1e-12);
    carry_out(experiment, "undo");
    assert_true(fabs(total_rate(experiment) - 2 * sufficient) < 1e-10);
    dadao_experiment_destroy(experiment);
}

static void test_follow(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh(false);
    carry_out(experiment, "topology path 5; method dadao preset=jmlr; run events=20");
    double before[DADAO_METHOD_MAX_PARAMETERS];
    memcpy(before, dadao_experiment_scene(experiment, NULL)->parameters, sizeof before);
    carry_out(experiment, "follow off; rate comm 0.2");
    assert_memory_equal(before, dadao_experiment_scene(experiment, NULL)->parameters, sizeof before);
    carry_out(experiment, "follow on");
    assert_memory_not_equal(before, dadao_experiment_scene(experiment, NULL)->parameters, sizeof before);
    carry_out(experiment, "parameter beta 0.125; rate comm 1");
    const dadao_scene *scene = dadao_experiment_scene(experiment, NULL);
    assert_int_not_equal(scene->overridden, 0);
    assert_false(scene->guarantee.holds);
    carry_out(experiment, "parameter beta default");
    assert_memory_equal(before, dadao_experiment_scene(experiment, NULL)->parameters, sizeof before);
    dadao_experiment_destroy(experiment);
}

/* The measured rate is that of the descent, also long after it has ended. */
static void test_measured_rate(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh(false);
    dadao_snapshot snapshot = {0};
    carry_out(experiment, "topology cycle 8; problem quadratic dim=2; start theorem; run until error<1e-18");
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    double descent = snapshot.lane[0].measured_rate;
    assert_true(descent > snapshot.scene->guarantee.rate);
    carry_out(experiment, "run events=3000000");
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_true(fabs(snapshot.lane[0].measured_rate / descent - 1) < 0.3);
    assert_true(snapshot.lane[0].history_count <= 2048);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

/* Preset jmlr adapts to little communication: the theorem still speaks, at a rate s times smaller; icml's does not. */
static void test_guarantee_follows_the_preset(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh(false);
    carry_out(experiment, "topology barbell 16; start theorem; preset jmlr");
    double full = dadao_experiment_scene(experiment, NULL)->guarantee.rate;
    carry_out(experiment, "rate comm 0.5");
    const dadao_scene *scene = dadao_experiment_scene(experiment, NULL);
    assert_true(scene->guarantee.holds);
    assert_true(fabs(2 * scene->guarantee.rate / full - 1) < 1e-9);
    carry_out(experiment, "preset icml; rate comm 0.5");
    assert_false(dadao_experiment_scene(experiment, NULL)->guarantee.holds);
    dadao_experiment_destroy(experiment);
}

/* Above the dense limit: total=T works, R is refused with what to do. */
static void test_large(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh(false);
    carry_out(experiment, "topology barabasi-albert 3000 2; problem quadratic dim=2; rate comm total=3000; run events=20000");
    assert_int_equal(dadao_simulation_events(dadao_experiment_simulation(experiment, 0)), 20000);
    assert_false(dadao_experiment_scene(experiment, NULL)->chi_known);
    dadao_error error = {0};
    assert_int_equal(dadao_experiment_execute(experiment, "rate comm 1.5", NULL, &error), DADAO_UNSUPPORTED);
    assert_non_null(strstr(error.text, "total=T"));
    carry_out(experiment, "topology cycle 3000");
    assert_true(fabs(dadao_experiment_scene(experiment, NULL)->chi2 * 3000 / 1499.5 - 1) < 1e-12);
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_example), cmocka_unit_test(test_abbreviations), cmocka_unit_test(test_names_are_unique),
        cmocka_unit_test(test_bad_lines), cmocka_unit_test(test_writes_need_permission), cmocka_unit_test(test_failed_rebuild_restores),
        cmocka_unit_test(test_rates), cmocka_unit_test(test_measured_rate), cmocka_unit_test(test_follow),
        cmocka_unit_test(test_guarantee_follows_the_preset), cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
