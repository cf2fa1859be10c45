/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes: each is what it would be alone, to the bit; they follow lane 0 on the axis; recordings with lanes replay. */
#include "core/csv.h"
#include "support/support.h"

#include <dadao/experiment.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static dadao_experiment *fresh(void)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.allow_write = true;
    dadao_experiment *experiment;
    assert_int_equal(dadao_experiment_create(&options, &experiment, NULL), DADAO_OK);
    return experiment;
}

/* In slices of `slice` events, lanes and all. */
static dadao_status carry_out(dadao_experiment *experiment, const char *line, uint64_t slice, dadao_error *error)
{
    bool more = true, done = false;
    dadao_stop goal;
    dadao_status status = dadao_experiment_execute(experiment, line, NULL, error);
    while (status == DADAO_OK && (more || !done || dadao_experiment_goal(experiment, &goal))) {
        status = dadao_experiment_pursue(experiment, slice, NULL, &done, error);
        if (status == DADAO_OK && done)
            status = dadao_experiment_continue(experiment, &more, NULL, error);
    }
    return status;
}

static void must(dadao_experiment *experiment, const char *line)
{
    dadao_error error = {0};
    if (carry_out(experiment, line, 777, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
}

static uint64_t hash_of(dadao_experiment *experiment, size_t lane)
{
    assert_int_equal(dadao_experiment_settle(experiment, NULL), DADAO_OK);
    const dadao_simulation *simulation = dadao_experiment_simulation(experiment, lane);
    assert_non_null(simulation);
    return dadao_simulation_hash(simulation);
}

static uint64_t hash_of_run(const char *line)
{
    dadao_experiment *alone = fresh();
    must(alone, line);
    uint64_t hash = hash_of(alone, 0);
    dadao_experiment_destroy(alone);
    return hash;
}

static void test_lanes_are_what_they_are_alone(void **state)
{
    (void)state;
    dadao_experiment *both = fresh();
    must(both, "topology grid 3 4; lane add dadao preset=jmlr; lane add dadao name=soft gamma=0.001 beta=0.4; run until t=12.5; "
               "rate comm 0.7; edge cut 0 1; run until t=20; edge add 0 7; node remove 3; run until t=31");
    assert_int_equal(hash_of(both, 0), hash_of_run("topology grid 3 4; run until t=12.5; rate comm 0.7; edge cut 0 1; run until t=20; "
                                                   "edge add 0 7; node remove 3; run until t=31"));
    assert_int_equal(hash_of(both, 1), hash_of_run("topology grid 3 4; method dadao preset=jmlr; run until t=12.5; rate comm 0.7; "
                                                   "edge cut 0 1; run until t=20; edge add 0 7; node remove 3; run until t=31"));
    assert_int_equal(hash_of(both, 2), hash_of_run("topology grid 3 4; parameter gamma 0.001; parameter beta 0.4; run until t=12.5; "
                                                   "rate comm 0.7; edge cut 0 1; run until t=20; edge add 0 7; node remove 3; run until t=31"));
    dadao_experiment_destroy(both);
}

static void test_catching_up_is_a_straight_run(void **state)
{
    (void)state;
    dadao_experiment *late = fresh();
    must(late, "run until t=40; lane add dadao preset=jmlr; run until t=55");
    assert_int_equal(hash_of(late, 1), hash_of_run("method dadao preset=jmlr; run until t=55"));
    /* The present network and rates, from t = 0. */
    must(late, "rate comm 0.6; edge add 0 15; lane add dadao name=third; run until t=60");
    assert_int_equal(hash_of(late, 2), hash_of_run("run until t=55; rate comm 0.6; edge add 0 15; reset; run until t=60"));
    dadao_experiment_destroy(late);
}

static void test_slices_do_not_matter(void **state)
{
    (void)state;
    static const char line[] = "run events=900; lane add dadao preset=jmlr; lane axis gradients; run events=3000; lane axis cost; "
                               "run events=500";
    dadao_experiment *experiment[3];
    static const uint64_t slice[3] = {1, 100, UINT64_MAX};
    for (size_t k = 0; k < 3; k++) {
        experiment[k] = fresh();
        assert_int_equal(carry_out(experiment[k], line, slice[k], NULL), DADAO_OK);
        assert_int_equal(hash_of(experiment[k], 0), hash_of(experiment[0], 0));
        assert_int_equal(hash_of(experiment[k], 1), hash_of(experiment[0], 1));
    }
    for (size_t k = 0; k < 3; k++)
        dadao_experiment_destroy(experiment[k]);
}

static void test_catching_up_takes_slices(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    bool done;
    dadao_snapshot snapshot = {0};
    must(experiment, "run events=50000");
    assert_int_equal(dadao_experiment_execute(experiment, "lane add dadao preset=jmlr", NULL, NULL), DADAO_OK);
    assert_int_equal(dadao_simulation_events(dadao_experiment_simulation(experiment, 1)), 0);
    assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, NULL), DADAO_OK);
    assert_false(done);
    assert_int_equal(dadao_simulation_events(dadao_experiment_simulation(experiment, 1)), 1000);
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_int_equal(snapshot.lane_count, 2);
    assert_true(snapshot.lane[1].catching_up);
    assert_false(snapshot.lane[0].catching_up);
    for (size_t k = 0; k < 49 && !done; k++)
        assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, NULL), DADAO_OK);
    assert_true(done);
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_false(snapshot.lane[1].catching_up);
    assert_true(snapshot.lane[1].t == snapshot.lane[0].t);
    assert_int_equal(snapshot.lane[1].events, 50000); /* the same clocks: noise is shared */
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

static void test_axes(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    must(experiment, "lane add dadao preset=jmlr; lane axis gradients; rate node 3 0.2; run events=4321");
    const dadao_simulation *lead = dadao_experiment_simulation(experiment, 0), *other = dadao_experiment_simulation(experiment, 1);
    assert_int_equal(dadao_simulation_gradients(other), dadao_simulation_gradients(lead));
    /* It rests at the event that brought it there. */
    dadao_event event;
    assert_int_equal(dadao_simulation_recent(other, &event, 1), 1);
    assert_int_equal(event.kind, DADAO_EVENT_GRADIENT);
    must(experiment, "lane axis communications; run events=500");
    assert_true(dadao_simulation_communications(other) >= dadao_simulation_communications(lead));
    must(experiment, "lane axis time; run until t=400");
    assert_true(dadao_simulation_time(other) == 400.0);
    dadao_experiment_destroy(experiment);
}

static void test_coming_and_going(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    must(experiment, "run events=300; lane add dadao preset=jmlr; lane add dadao; run until t=30; lane remove dadao-2; run until t=50");
    assert_null(dadao_experiment_simulation(experiment, 2));
    assert_int_equal(hash_of(experiment, 0), hash_of_run("run events=300; run until t=50"));
    assert_int_equal(hash_of(experiment, 1), hash_of_run("run until t=50")); /* the third moved up */
    must(experiment, "undo; run until t=60");
    assert_int_equal(hash_of(experiment, 1), hash_of_run("method dadao preset=jmlr; run until t=60"));
    assert_int_equal(hash_of(experiment, 2), hash_of_run("run until t=60"));
    must(experiment, "lane choose 1; preset icml; parameter beta 0.3; lane choose dadao-3; method dadao preset=jmlr; run until t=70");
    assert_int_equal(hash_of(experiment, 2), hash_of_run("method dadao preset=jmlr; run until t=70"));
    assert_int_equal(hash_of(experiment, 1), hash_of_run("method dadao preset=jmlr; run until t=60; preset icml; parameter beta 0.3; "
                                                         "run until t=70"));
    assert_int_equal(hash_of(experiment, 0), hash_of_run("run until t=70"));
    must(experiment, "undo; undo; undo; undo; undo");
    must(experiment, "reset; run until t=5");
    for (size_t k = 0; k < 3; k++)
        assert_true(dadao_simulation_time(dadao_experiment_simulation(experiment, k)) == 5.0);
    dadao_experiment_destroy(experiment);
}

static const char *const histories[] = {
    "lane add dadao preset=jmlr; run events=500",
    "run events=500; lane add dadao preset=jmlr name=late; run events=10; rate comm 0.8; run until t=20; lane remove late; run events=5",
    "run until t=9; lane add dadao; lane axis gradients; run events=333; edge cut 7 8; run events=200; lane axis time; run events=77",
    "lane add dadao preset=jmlr; lane choose 1; parameter beta 0.3; run events=100; undo; run until t=9; node remove 4; run events=50",
    "lane add dadao; run events=100; reset; lane add dadao; run until t=3; seed 4; run events=90; lane axis cost; run events=11",
    "run events=200; lane add dadao; lane choose 1; method dadao preset=jmlr; run until t=10; undo; run events=100",
};

static void test_replay(void **state)
{
    (void)state;
    for (size_t h = 0; h < sizeof histories / sizeof *histories; h++) {
        dadao_experiment *experiment = fresh(), *again = fresh();
        char *folder = support_folder(), *path = support_format("%s/s.dadao", folder), *save = support_format("save script \"%s\"", path);
        must(experiment, histories[h]);
        must(experiment, save);
        char *script = support_read(path, NULL);
        must(again, script);
        for (size_t k = 0; dadao_experiment_simulation(experiment, k) || dadao_experiment_simulation(again, k); k++)
            if (hash_of(again, k) != hash_of(experiment, k))
                fail_msg("lane %zu differs after the replay of: %s\n%s", k, histories[h], script);
        dadao_experiment_destroy(again);
        dadao_experiment_destroy(experiment);
        support_folder_remove(folder);
        free(script), free(save), free(path);
    }
}

static void test_files(void **state)
{
    (void)state;
    char *folder = support_folder(), *here = getcwd(NULL, 0), *json;
    assert_int_equal(chdir(folder), 0);
    dadao_experiment *experiment = fresh();
    must(experiment, "trace t.csv every=100; lane add dadao preset=jmlr name=second; lane axis gradients; run events=1000; "
                     "save state s0.csv; save state s1.csv lane=second; trace off");
    char *text = support_read("t.csv", NULL), *first = support_read("s0.csv", NULL), *second = support_read("s1.csv", NULL);
    assert_int_equal(strncmp(text, "lane,event,t,", 13), 0);
    size_t rows[2] = {0, 0};
    for (char *line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n'))
        rows[line[1] == '1']++;
    assert_int_equal(rows[0], 11);
    assert_true(rows[1] >= 9 && rows[1] <= 12);
    assert_string_not_equal(first, second);
    assert_int_equal(dadao_experiment_summary_json(experiment, 1, &json, NULL), DADAO_OK);
    char *hash = support_format("\"hash\": \"%016llx\"", (unsigned long long)hash_of(experiment, 1));
    assert_non_null(strstr(json, "\"lanes\": ["));
    assert_non_null(strstr(strstr(json, "\"name\": \"second\""), hash));
    assert_int_equal(chdir(here), 0);
    free(hash), free(json), free(text), free(first), free(second), free(here);
    dadao_experiment_destroy(experiment);
    support_folder_remove(folder);
}

static void refused(dadao_experiment *experiment, const char *line, const char *word, const char *part)
{
    dadao_error error = {0};
    dadao_status status = dadao_experiment_execute(experiment, line, NULL, &error);
    if (status == DADAO_OK)
        fail_msg("%s: accepted", line);
    if (!strstr(error.text, part))
        fail_msg("%s: %s", line, error.text);
    if (word && (error.length == 0 || strncmp(line + error.column, word, error.length) != 0))
        fail_msg("%s: points at %zu+%zu", line, error.column, error.length);
}

static void test_bad_input(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    must(experiment, "run events=10");
    refused(experiment, "lane add dado", "dado", "dadao");
    refused(experiment, "lane add dadao preset=jml", "preset=jml", "jmlr");
    refused(experiment, "lane add dadao name=dadao", "name=dadao", "already");
    refused(experiment, "lane add dadao name=3", "name=3", "number");
    refused(experiment, "lane add dadao gama=3", "gama=3", "gamma");
    refused(experiment, "lane add dadao gamma=nan", "gamma=nan", "not a number");
    refused(experiment, "lane add dadao eta=-1", NULL, "eta");
    refused(experiment, "lane remove 0", "0", "leads");
    refused(experiment, "lane remove 1", "1", "no lane");
    refused(experiment, "lane choose nobody", "nobody", "no lane");
    refused(experiment, "lane axis tim", "tim", "time");
    refused(experiment, "lane axis", NULL, "usage");
    assert_int_equal(hash_of(experiment, 0), hash_of_run("run events=10"));
    for (size_t k = 1; k < DADAO_SNAPSHOT_LANES; k++)
        must(experiment, "lane add dadao");
    refused(experiment, "lane add dadao", "dadao", "no more fit");
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lanes_are_what_they_are_alone),
        cmocka_unit_test(test_catching_up_is_a_straight_run),
        cmocka_unit_test(test_slices_do_not_matter),
        cmocka_unit_test(test_catching_up_takes_slices),
        cmocka_unit_test(test_axes),
        cmocka_unit_test(test_coming_and_going),
        cmocka_unit_test(test_replay),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
