/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A branch beside the present one: it has the states that the branch itself has, to the bit, and nothing else notices it. */
#include "unit/experiment/drive.h"

#include <dadao/snapshot.h>

/* The hash of what is shown beside; 0: nothing is. */
static uint64_t beside(dadao_experiment *e)
{
    char *answer = answer_to(e, "hash"), *at = strstr(answer, "  beside");
    uint64_t hash = 0;
    if (at) {
        while (at > answer && at[-1] != '\n')
            at--;
        hash = strtoull(at, NULL, 16);
    }
    free(answer);
    return hash;
}

static uint64_t lead_hash(dadao_experiment *e)
{
    return dadao_simulation_hash(dadao_experiment_simulation(e, 0));
}

/* One branch with all kinds of commands in flight, another from its middle. */
static dadao_experiment *two_branches(void)
{
    dadao_experiment *e = drive_fresh();
    must(e, "topology barbell 8; problem linear dim=3 samples=20 batch=4; seed 5; run events=200");
    must(e, "rate comm 0.7; run events=100; edge cut 0-1; run events=80; undo; run events=50; parameter gamma 0.01");
    must(e, "run until t=24; rate gradient 2; run events=200");
    must(e, "goto event=250; rate comm 2");
    return e;
}

static void test_it_is_the_branch_to_the_bit(void **state)
{
    (void)state;
    static const double moment[] = {9.7, 12.5, 15, 24, 24.5, 60};
    enum { MOMENTS = sizeof moment / sizeof *moment };
    uint64_t shown[MOMENTS], own[MOMENTS];
    dadao_experiment *e = two_branches();
    must(e, "branch compare");
    for (size_t k = 0; k < MOMENTS; k++) {
        char line[64];
        snprintf(line, sizeof line, "run until t=%g", moment[k]);
        must(e, line);
        shown[k] = beside(e);
        own[k] = lead_hash(e);
        assert_true(shown[k] != 0 && shown[k] != own[k]);
    }
    must(e, "branch choose 1");
    for (size_t k = 0; k < MOMENTS; k++) {
        char line[64];
        snprintf(line, sizeof line, "run until t=%g", moment[k]);
        if (k == 0)
            must(e, "goto event=250");
        must(e, line);
        assert_true(lead_hash(e) == shown[k]);
    }
    dadao_experiment_destroy(e);
}

/* Each also the other way round: the sibling's view of the first. */
static void test_both_ways_and_at_equal_events(void **state)
{
    (void)state;
    dadao_experiment *e = two_branches();
    must(e, "run until t=16");
    const uint64_t second = lead_hash(e);
    must(e, "branch choose 1; goto t=16; branch compare 2");
    assert_true(beside(e) == second);
    dadao_snapshot snapshot = {0};
    assert_int_equal(dadao_experiment_publish(e, &snapshot, NULL), DADAO_OK);
    assert_int_equal(snapshot.lane_count, 2);
    assert_true(snapshot.scene->companion);
    assert_string_equal(snapshot.lane[1].name, "branch 2");
    assert_true(snapshot.lane[1].t == 16.0);
    const uint64_t events = snapshot.lane[1].events;
    const double msd = snapshot.lane[1].msd_lazy;
    assert_true(snapshot.lane[1].history_count > 1 && snapshot.lane[1].history[0].msd == snapshot.lane[0].history[0].msd);
    must(e, "branch compare off; branch choose 2; goto t=16");
    assert_true(events_of(e) == events);
    assert_true(dadao_simulation_error_now(dadao_experiment_simulation(e, 0)) == msd);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(e);
}

static void test_a_command_and_without_it(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh(), *with = drive_fresh(), *without = drive_fresh();
    must(e, "run events=100; compare edge cut 3-4; run until t=20");
    must(with, "run events=100; edge cut 3-4; run until t=20");
    must(without, "run events=100; run until t=20");
    assert_true(lead_hash(e) == lead_hash(with));
    assert_true(beside(e) == lead_hash(without));
    dadao_snapshot snapshot = {0}, alone = {0};
    assert_int_equal(dadao_experiment_publish(e, &snapshot, NULL), DADAO_OK);
    assert_int_equal(dadao_experiment_publish(without, &alone, NULL), DADAO_OK);
    const dadao_scene *scene = snapshot.scene;
    for (size_t k = 0; k < scene->edges; k++) /* edges are matched by their ends */
        for (size_t o = 0; o < alone.scene->edges; o++)
            if (alone.scene->edge[o].u == scene->edge[k].u && alone.scene->edge[o].v == scene->edge[k].v)
                assert_true(snapshot.lane[1].edge_communications[k] == alone.lane[0].edge_communications[o]);
    assert_int_equal(scene->edges + 1, alone.scene->edges);
    dadao_snapshot_clear(&snapshot);
    dadao_snapshot_clear(&alone);
    dadao_experiment_destroy(e);
    dadao_experiment_destroy(with);
    dadao_experiment_destroy(without);
}

/* The script knows nothing of the comparison. */
static void test_it_is_a_look(void **state)
{
    (void)state;
    char *folder = support_folder(), *text[2];
    static const char *const line[2] = {"seed 3; run events=100; rate comm 2; run events=50",
                                        "seed 3; run events=100; compare rate comm 2; run events=50; branch compare off"};
    for (size_t k = 0; k < 2; k++) {
        dadao_experiment *e = drive_fresh();
        char *path = support_format("%s/script.dadao", folder), save[512];
        must(e, line[k]);
        snprintf(save, sizeof save, "save script %s", path);
        must(e, save);
        text[k] = support_read(path, NULL);
        free(path);
        dadao_experiment_destroy(e);
    }
    assert_string_equal(text[0], text[1]);
    free(text[0]);
    free(text[1]);
    support_folder_remove(folder);
}

static size_t lanes_shown(dadao_experiment *e)
{
    dadao_snapshot snapshot = {0};
    assert_int_equal(dadao_experiment_publish(e, &snapshot, NULL), DADAO_OK);
    const size_t count = snapshot.lane_count;
    dadao_snapshot_clear(&snapshot);
    return count;
}

static void test_it_goes_back_too(void **state)
{
    (void)state;
    dadao_experiment *e = two_branches();
    must(e, "branch compare; run until t=15");
    const uint64_t then = beside(e);
    must(e, "run until t=19");
    const uint64_t later = beside(e);
    must(e, "goto t=15");
    assert_true(beside(e) == then);
    must(e, "goto end");
    assert_true(beside(e) == later);
    must(e, "goto event=100");
    assert_true(beside(e) == 0);
    assert_int_equal(lanes_shown(e), 1);
    must(e, "run until t=15");
    assert_true(beside(e) == then);
    assert_int_equal(lanes_shown(e), 2);
    must(e, "goto event=100; rate comm 3; run events=200"); /* from before the fork: nothing in common any more */
    assert_true(beside(e) == 0);
    assert_int_equal(lanes_shown(e), 1);
    dadao_experiment_destroy(e);
}

static void test_on_other_axes_and_after_a_start(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "lane axis gradients; run events=100; compare rate comm 3; run events=400");
    dadao_snapshot snapshot = {0};
    assert_int_equal(dadao_experiment_publish(e, &snapshot, NULL), DADAO_OK);
    assert_int_equal(snapshot.lane_count, 2);
    assert_true(snapshot.lane[1].gradients == snapshot.lane[0].gradients);
    assert_true(snapshot.lane[1].communications < snapshot.lane[0].communications);
    char *summary = answer_to(e, "lane list");
    assert_null(strstr(summary, "as it was")); /* no lane that commands speak about */
    free(summary);
    must(e, "lane add msda; run events=50");
    assert_int_equal(lanes_shown(e), 3);
    must(e, "seed 9; run events=50");
    assert_true(beside(e) == 0);
    assert_int_equal(lanes_shown(e), 2);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(e);
}

static void test_mistakes_are_told(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "run events=100");
    must_fail(e, "branch compare", DADAO_NOT_FOUND, "no other branch");
    must_fail(e, "branch compare 1", DADAO_INVALID, "the present one");
    must_fail(e, "branch compare 4", DADAO_NOT_FOUND, "no branch 4");
    must_fail(e, "compare", DADAO_SYNTAX, "COMMAND");
    must_fail(e, "compare seed 3", DADAO_UNSUPPORTED, "starts again");
    must_fail(e, "compare hash", DADAO_UNSUPPORTED, "changes nothing");
    must_fail(e, "compare rate comm x", DADAO_SYNTAX, "'x'");
    assert_true(beside(e) == 0);
    must(e, "seed 3; run events=10");
    must_fail(e, "branch compare 1", DADAO_UNSUPPORTED, "began again");
    must(e, "branch compare off");
    dadao_experiment_destroy(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_the_branch_to_the_bit),     cmocka_unit_test(test_both_ways_and_at_equal_events),
        cmocka_unit_test(test_a_command_and_without_it),        cmocka_unit_test(test_it_is_a_look),
        cmocka_unit_test(test_it_goes_back_too),                cmocka_unit_test(test_on_other_axes_and_after_a_start),
        cmocka_unit_test(test_mistakes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
