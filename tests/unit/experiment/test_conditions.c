/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `run until` a condition: each stops at the very event that makes it true, wherever the slices end, and leaves no trace. */
#include "unit/experiment/drive.h"

/* The condition after single steps is what ends a run: `holds` is asked after each. */
static void check(const char *setup, const char *condition, bool (*holds)(dadao_experiment *experiment))
{
    dadao_experiment *running = drive_fresh(), *stepping = drive_fresh();
    char *line = support_format("run until %s", condition);
    must(running, setup);
    must(stepping, setup);
    must(running, line);
    do
        must(stepping, "step");
    while (!holds(stepping) && events_of(stepping) < 100000);
    if (hash_of(running) != hash_of(stepping))
        fail_msg("%s: stopped at event %llu instead of %llu", condition, (unsigned long long)events_of(running),
                 (unsigned long long)events_of(stepping));
    free(line);
    dadao_experiment_destroy(running);
    dadao_experiment_destroy(stepping);
}

static bool node_computes(dadao_experiment *e) { return last_event(e).kind == DADAO_EVENT_GRADIENT && last_event(e).i == 3; }
static bool node_talks(dadao_experiment *e)
{
    dadao_event event = last_event(e);
    return event.kind == DADAO_EVENT_COMMUNICATION && (event.i == 3 || event.j == 3);
}
static bool node_acts(dadao_experiment *e) { return node_computes(e) || node_talks(e); }
static bool bridge_fires(dadao_experiment *e)
{
    dadao_event event = last_event(e);
    return event.kind == DADAO_EVENT_COMMUNICATION && event.i + event.j == 15 && (event.i == 7 || event.i == 8);
}
static bool any_gradient(dadao_experiment *e) { return last_event(e).kind == DADAO_EVENT_GRADIENT; }
static bool any_talk(dadao_experiment *e) { return last_event(e).kind == DADAO_EVENT_COMMUNICATION; }
static bool fifty_gradients(dadao_experiment *e) { return dadao_simulation_gradients(dadao_experiment_simulation(e, 0)) == 50; }
static bool near(dadao_experiment *e) { return dadao_simulation_node_error(dadao_experiment_simulation(e, 0))[3] < 1e-5; }
static bool small_error(dadao_experiment *e) { return dadao_simulation_error_now(dadao_experiment_simulation(e, 0)) < 1e-4; }
static bool agree(dadao_experiment *e)
{
    dadao_spread *spread;
    assert_int_equal(dadao_simulation_spread_create(dadao_experiment_simulation(e, 0), &spread, NULL), DADAO_OK);
    double value = dadao_simulation_spread_now(spread, dadao_experiment_simulation(e, 0));
    dadao_simulation_spread_destroy(spread);
    return value < 1e-4;
}

static const char small[] = "topology barbell 16; problem quadratic dim=2";

static void test_each_stops_at_its_event(void **state)
{
    (void)state;
    check(small, "node 3 computes", node_computes);
    check(small, "node 3 communicates", node_talks);
    check(small, "node 3", node_acts);
    check(small, "edge 7-8 fires", bridge_fires);
    check(small, "edge 8 7", bridge_fires);
    check(small, "gradient", any_gradient);
    check(small, "communication", any_talk);
    check(small, "gradients=50", fifty_gradients);
    check(small, "node 3 error < 1e-5", near);
    check(small, "consensus<1e-4", agree);
    check(small, "when error(0)<1e-4", small_error);
    check(small, "error<1e-4", small_error);
}

static void test_the_first_of_several_ends_wins(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "run until event=40 node 3 computes");
    assert_true(events_of(e) <= 40);
    must(e, "reset; run until t=0.01 gradients=1000000");
    assert_close(time_of(e), 0.01, 1e-15);
    /* one that holds already ends it at once */
    must(e, "run until gradients=30");
    uint64_t events = events_of(e);
    must(e, "run until gradients=30");
    assert_true(events_of(e) == events);
    must_fail(e, "run until gradients=10", DADAO_INVALID, "10 gradients have passed");
    /* and a paused one goes on to where it was going */
    bool done;
    assert_int_equal(dadao_experiment_execute(e, "run until gradients=60", NULL, NULL), DADAO_OK);
    assert_int_equal(dadao_experiment_pursue(e, 10, NULL, &done, NULL), DADAO_OK);
    must(e, "pause; run");
    assert_true(dadao_simulation_gradients(dadao_experiment_simulation(e, 0)) == 60);
    dadao_experiment_destroy(e);
}

static void test_an_edge_that_goes_ends_the_waiting(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    bool done;
    must(e, "topology cycle 6; rate edge 2-3 0");
    assert_int_equal(dadao_experiment_execute(e, "run until edge 2-3 fires", NULL, NULL), DADAO_OK);
    assert_int_equal(dadao_experiment_pursue(e, 100, NULL, &done, NULL), DADAO_OK);
    assert_false(done);
    assert_int_equal(dadao_experiment_execute(e, "edge cut 0 1; edge cut 2 3", NULL, NULL), DADAO_OK);
    assert_int_equal(dadao_experiment_pursue(e, 100, NULL, &done, NULL), DADAO_OK);
    assert_true(done);
    dadao_experiment_destroy(e);
}

static void test_mistakes_are_told_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *line, *text;
        size_t column;
    } bad[] = {
        {"run until node 99 computes", "99", 15},       {"run until node", "which node", 14},
        {"run until edge 3-12 fires", "no edge", 15},   {"run until consensus<0", "positive", 10},
        {"run until consensus 3", "consensus<E", 10},   {"run until gradients=x", "whole number", 10},
        {"run until node 3 sleeps", "no end of a run", 17}, {"run until gradiant", "did you mean 'gradient'", 10},
        {"run until gradient communication", "one condition", 19}, {"run until when eror<1", "eror", 15},
        {"run until when", "when what", 14},
    };
    dadao_experiment *e = drive_fresh();
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        dadao_error error = {0};
        assert_int_not_equal(dadao_experiment_execute(e, bad[k].line, NULL, &error), DADAO_OK);
        if (!strstr(error.text, bad[k].text) || error.column != bad[k].column)
            fail_msg("%s: '%s' at column %zu", bad[k].line, error.text, error.column);
    }
    dadao_experiment_destroy(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_stops_at_its_event),
        cmocka_unit_test(test_the_first_of_several_ends_wins),
        cmocka_unit_test(test_an_edge_that_goes_ends_the_waiting),
        cmocka_unit_test(test_mistakes_are_told_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
