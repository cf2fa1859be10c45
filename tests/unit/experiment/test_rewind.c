/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back: any moment in any order has the state of the straight run, to the bit; branches keep what they hold. */
#include "unit/experiment/drive.h"

/* One history: lines, and how many events after each. */
typedef struct deed {
    const char *line;
    uint64_t events;
} deed;

static const deed edits[] = {
    {"topology barbell 12; problem linear dim=3 samples=20 batch=4; seed 5", 150},
    {"rate comm 0.7", 90},
    {"edge cut 0 1", 64},
    {"node remove 3", 77},
    {"undo", 40},
    {"redo", 33},
    {"rate edge 2-4 3", 1},
    {"node add to=2,5", 100},
    {"undo; undo", 50},
    {"parameter gamma 0.01", 64},
    {"run until t=30; rate gradient 2", 120},
    {"preset jmlr; follow off; rate comm 2", 200},
    {"edge add 0 7; recentre", 111},
};
enum { EDITS = sizeof edits / sizeof *edits };

static const deed lanes[] = {
    {"topology cycle 6; problem quadratic dim=2", 60},  {"lane add msda", 80},    {"lane add continuized", 100}, {"lane add adom+", 20},
    {"rate comm 1.5", 200},                             {"lane axis cost", 100},  {"lane remove 1", 150},        {"edge add 0 3", 60},
};
enum { LANES = sizeof lanes / sizeof *lanes };

#define MOST 4096

static uint64_t all_hashes(dadao_experiment *e)
{
    uint64_t hash = 1;
    for (size_t k = 0; k < 8 && dadao_experiment_simulation(e, k); k++)
        hash = hash * 31 + dadao_simulation_hash(dadao_experiment_simulation(e, k));
    return hash;
}

/* Lives it event by event; hash[E] is the state after event E and what was done there. Returns the last event. */
static uint64_t live(dadao_experiment *e, const deed *deeds, size_t count, uint64_t hash[MOST], double t[MOST])
{
    memset(hash, 0, MOST * sizeof *hash);
    for (size_t k = 0; k < count; k++) {
        must(e, deeds[k].line);
        assert_int_equal(dadao_experiment_settle(e, NULL), DADAO_OK);
        hash[0] = k == 0 ? all_hashes(e) : hash[0];
        for (uint64_t n = 0;; n++) {
            assert_true(events_of(e) < MOST);
            hash[events_of(e)] = all_hashes(e);
            t[events_of(e)] = time_of(e);
            if (n == deeds[k].events)
                break;
            must(e, "step");
        }
    }
    return events_of(e);
}

static void go(dadao_experiment *e, uint64_t event)
{
    char line[64];
    snprintf(line, sizeof line, "goto event=%llu", (unsigned long long)event);
    must(e, line);
    assert_true(events_of(e) == event);
}

static void check_order(const deed *deeds, size_t count, const char *budget, uint64_t multiplier)
{
    static uint64_t hash[MOST];
    static double t[MOST];
    dadao_experiment *e = drive_fresh();
    must(e, budget);
    const uint64_t last = live(e, deeds, count, hash, t);
    const uint64_t end = all_hashes(e);
    for (uint64_t k = 0; k <= last; k++) {
        const uint64_t event = k * multiplier % (last + 1);
        go(e, event);
        if (hash[event] && all_hashes(e) != hash[event]) /* 0: passed without a stop */
            fail_msg("event %llu of %llu has another state after going back to it", (unsigned long long)event, (unsigned long long)last);
    }
    must(e, "goto start; run until t=1e9 event=100; goto end");
    assert_true(all_hashes(e) == end);
    char *answer = answer_to(e, "keyframes");
    assert_non_null(strstr(answer, " 0 with other bits"));
    free(answer);
    answer = answer_to(e, "branch list");
    assert_null(strstr(answer, "2:")); /* looking makes no branch */
    free(answer);
    must(e, "run events=500");
    dadao_experiment *straight = drive_fresh();
    for (size_t k = 0; k < count; k++) {
        char line[64];
        must(straight, deeds[k].line);
        snprintf(line, sizeof line, "run events=%llu", (unsigned long long)deeds[k].events);
        must(straight, line);
    }
    must(straight, "run events=500");
    assert_true(all_hashes(straight) == all_hashes(e));
    dadao_experiment_destroy(straight);
    dadao_experiment_destroy(e);
}

static void test_every_moment_in_odd_orders(void **state)
{
    (void)state;
    check_order(edits, EDITS, "keyframes budget=256", 1);
    check_order(edits, EDITS, "keyframes budget=256", 577);
    check_order(lanes, LANES, "keyframes budget=256", 389);
}

/* Running through the past does again what was done there, up to the end and beyond it. */
static void test_running_through_the_past(void **state)
{
    (void)state;
    static uint64_t hash[MOST];
    static double t[MOST];
    dadao_experiment *e = drive_fresh();
    const uint64_t last = live(e, edits, EDITS, hash, t);
    must(e, "goto start");
    for (uint64_t event = 37; event < last; event += 37) {
        char line[64];
        snprintf(line, sizeof line, "run until event=%llu", (unsigned long long)event);
        must(e, line);
        assert_true(hash[event] == 0 || all_hashes(e) == hash[event]);
    }
    must(e, "goto t=20.5");
    assert_true(time_of(e) == 20.5);
    assert_true(t[events_of(e)] <= 20.5);
    must(e, "back t=0.5");
    assert_true(time_of(e) == 20.0);
    must(e, "goto start; run until t=31");
    assert_true(time_of(e) == 31.0);
    must(e, "step");
    assert_true(hash[events_of(e)] == 0 || all_hashes(e) == hash[events_of(e)]);
    dadao_experiment_destroy(e);
}

static void test_a_command_in_the_past_makes_a_branch(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh(), *straight = drive_fresh();
    must(e, "run until event=300; rate comm 0.5; mark here; run until event=800");
    const uint64_t end = hash_of(e);
    must(e, "goto event=200; rate comm 3; run until event=700");
    must(straight, "run until event=200; rate comm 3; run until event=700");
    const uint64_t other = hash_of(e);
    assert_true(other == hash_of(straight));
    /* the script is the path from the root to here */
    char *folder = support_folder(), *save = support_format("save script %s/s.dadao", folder), *path = support_format("%s/s.dadao", folder);
    must(e, save);
    char *script = support_read(path, NULL);
    dadao_experiment *again = drive_fresh();
    must(again, script);
    assert_true(hash_of(again) == other);
    assert_null(strstr(script, "rate comm 0.5"));
    must(e, "branch choose 1");
    assert_true(hash_of(e) == end);
    must(e, "goto event=500; branch choose 2");
    assert_true(hash_of(e) == other);
    must(e, "goto mark here"); /* on the other branch: chooses it */
    assert_true(events_of(e) == 300);
    must(e, "goto end");
    assert_true(hash_of(e) == end);
    /* a branch of a branch, from before where that one began */
    must(e, "branch choose 2; goto event=100; edge cut 0 1; run until event=150; branch choose 1");
    assert_true(hash_of(e) == end);
    char *list = answer_to(e, "branch list");
    assert_non_null(strstr(list, "* 1: the beginning, to event 800"));
    assert_non_null(strstr(list, "2: from event 200"));
    assert_non_null(strstr(list, "3: from event 100"));
    free(list);
    free(script);
    free(save);
    free(path);
    support_folder_remove(folder);
    dadao_experiment_destroy(again);
    dadao_experiment_destroy(straight);
    dadao_experiment_destroy(e);
}

static void test_a_command_that_fails_makes_none(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "run until event=300; rate comm 0.5; run until event=400");
    const uint64_t end = hash_of(e);
    must(e, "goto event=250");
    must_fail(e, "edge cut 0 99", DADAO_NOT_FOUND, "99");
    must_fail(e, "parameter alpha nonsense", DADAO_SYNTAX, "nonsense");
    char *list = answer_to(e, "branch list");
    assert_null(strstr(list, "2:"));
    free(list);
    must(e, "goto end");
    assert_true(hash_of(e) == end);
    dadao_experiment_destroy(e);
}

static void test_starting_again_keeps_the_run_before(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "run until event=300; rate comm 0.5; run until event=400");
    const uint64_t end = hash_of(e);
    must(e, "topology cycle 5; run events=50; mark five");
    const uint64_t small = hash_of(e);
    must(e, "branch choose 1");
    assert_true(hash_of(e) == end);
    must(e, "undo; redo; run events=10; goto mark five");
    assert_true(hash_of(e) == small);
    must(e, "goto start; reset; run events=50");
    assert_true(hash_of(e) == small);
    must_fail(e, "topology nonsense", DADAO_NOT_FOUND, "nonsense");
    must(e, "back 10; goto end");
    assert_true(hash_of(e) == small);
    dadao_experiment_destroy(e);
}

/* Undo after going back takes back the last change before that moment. */
static void test_undo_goes_back_too(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh(), *straight = drive_fresh();
    must(e, "rate comm 2; run events=100; rate comm 3; run events=100; node remove 2; run events=100; goto event=150; undo; run events=50");
    must(straight, "rate comm 2; run events=100; rate comm 3; run events=50; undo; run events=50");
    assert_true(hash_of(e) == hash_of(straight));
    must(e, "undo");
    must_fail(e, "undo", DADAO_UNSUPPORTED, "nothing to undo");
    must(e, "branch choose 1; goto event=250; undo; run events=5");
    must(straight, "branch list"); /* it has one too */
    dadao_experiment_destroy(e);
    dadao_experiment_destroy(straight);
}

/* A full budget makes the frames fewer, never the states others; one that holds no state turns it off and says so. */
static void test_the_budget(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "topology cycle 400; problem quadratic dim=8; keyframes budget=2; run events=300000");
    char *answer = answer_to(e, "keyframes");
    size_t frames;
    double used;
    assert_int_equal(sscanf(answer, "%zu keyframes, %lf of 2 MB", &frames, &used), 2);
    assert_true(frames > 1 && used <= 2.0);
    free(answer);
    const uint64_t end = hash_of(e);
    dadao_experiment *straight = drive_fresh();
    must(straight, "topology cycle 400; problem quadratic dim=8; run events=123456");
    go(e, 123456);
    assert_true(hash_of(e) == hash_of(straight));
    must(e, "goto end");
    assert_true(hash_of(e) == end);
    must(e, "keyframes budget=1; topology cycle 3000");
    must_fail(e, "back", DADAO_UNSUPPORTED, "rewinding is off");
    answer = answer_to(e, "run events=10; keyframes");
    assert_non_null(strstr(answer, "rewinding is off"));
    free(answer);
    dadao_experiment_destroy(straight);
    dadao_experiment_destroy(e);
}

/* What is written down is written once: the past adds no rows, and another branch ends the file. */
static void test_traces_have_no_row_twice(void **state)
{
    (void)state;
    char *folder = support_folder(), *line = support_format("trace %s/t.csv every=50; events save %s/e.csv", folder, folder);
    char *path = support_format("%s/t.csv", folder), *events = support_format("%s/e.csv", folder);
    dadao_experiment *e = drive_fresh();
    must(e, line);
    must(e, "run until event=400; goto event=120; run until event=300; goto start; run until event=600");
    char *text = support_read(path, NULL), *log = support_read(events, NULL);
    size_t rows = 0, lines = 0;
    for (char *c = text; *c; c++)
        rows += *c == '\n';
    for (char *c = log; *c; c++)
        lines += *c == '\n';
    assert_int_equal(rows, 1 + 13); /* the head, 0, 50, …, 600 */
    assert_int_equal(lines, 1 + 600);
    free(text);
    free(log);
    char *answer = answer_to(e, "goto event=200; rate comm 2; run until event=500");
    assert_non_null(strstr(answer, "t.csv is complete: it holds the branch before this one"));
    assert_non_null(strstr(answer, "e.csv is complete"));
    free(answer);
    text = support_read(path, NULL);
    rows = 0;
    for (char *c = text; *c; c++)
        rows += *c == '\n';
    assert_int_equal(rows, 1 + 13);
    free(text);
    free(line);
    free(path);
    free(events);
    support_folder_remove(folder);
    dadao_experiment_destroy(e);
}

/* From mark to fork to mark, and by tenths where there is none. */
static void test_the_next_thing(void **state)
{
    (void)state;
    static const uint64_t back[] = {90, 80, 70}, marked[] = {60, 40, 25, 0};
    dadao_experiment *e = drive_fresh();
    must(e, "run events=100");
    for (size_t k = 0; k < 3; k++) {
        must(e, "goto previous");
        assert_true(events_of(e) == back[k]);
    }
    must(e, "goto next; goto next");
    assert_true(events_of(e) == 90);
    must(e, "goto event=25; mark a; goto event=60; mark \"b c\"; goto event=40; rate comm 2; run events=70; mark c");
    dadao_snapshot snapshot = {0};
    assert_int_equal(dadao_experiment_publish(e, &snapshot, NULL), DADAO_OK);
    const dadao_timeline *line = &snapshot.timeline;
    assert_true(line->known && !line->off && !line->past && line->event == 110 && line->end == 110);
    assert_int_equal(line->branches, 2);
    assert_string_equal(line->tick[0].name, "c"); /* the newest first; b lies on the other branch */
    assert_string_equal(line->tick[1].name, "a");
    assert_true(line->tick[2].kind == DADAO_TICK_FORK && line->tick[2].event == 40);
    assert_string_equal(line->tick[2].name, "branch 1");
    dadao_snapshot_clear(&snapshot);
    for (size_t k = 1; k < 4; k++) {
        must(e, "goto previous");
        assert_true(events_of(e) == marked[k]);
    }
    must(e, "goto next; goto next; goto next");
    assert_true(events_of(e) == 110);
    must_fail(e, "goto nxt", DADAO_SYNTAX, "did you mean 'next'");
    dadao_experiment_destroy(e);
}

/* A script holds the marks of its way, and giving them again changes no bit. */
static void test_scripts_keep_marks(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/marks.dadao", folder), *again = support_format("%s/again.dadao", folder);
    char *save = support_format("save script %s", path), *save_again = support_format("save script %s", again);
    dadao_experiment *e = drive_fresh(), *f = drive_fresh();
    must(e, "run events=50; mark \"before the cut\"; edge cut 7-8; mark cut; run until t=2; mark later; run events=30");
    must(e, save);
    char *text = support_read(path, NULL);
    assert_non_null(strstr(text, "mark \"before the cut\"\n"));
    assert_true(strstr(text, "edge cut") < strstr(text, "mark \"cut\"") && strstr(text, "before the cut") < strstr(text, "edge cut"));
    for (char *at = text, *end; *at; at = end + 1) { /* line by line, as `dadao run` does */
        end = strchr(at, '\n');
        *end = '\0';
        must(f, at);
    }
    assert_true(all_hashes(e) == all_hashes(f));
    must(f, save_again);
    char *first = support_read(path, NULL), *second = support_read(again, NULL);
    assert_string_equal(first, second);
    must(f, "goto mark later");
    assert_true(time_of(f) == 2.0);
    must(f, "goto mark \"before the cut\"");
    assert_true(events_of(f) == 50);
    free(first), free(second), free(text), free(save), free(save_again), free(path), free(again);
    support_folder_remove(folder);
    dadao_experiment_destroy(e);
    dadao_experiment_destroy(f);
}

static void test_mistakes_are_told(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "run events=100");
    must_fail(e, "run until gradients=1", DADAO_INVALID, "have passed");
    must_fail(e, "run until communications=3", DADAO_INVALID, "3 communications have passed");
    must_fail(e, "back 101", DADAO_INVALID, "only 100 events");
    must_fail(e, "back x", DADAO_SYNTAX, "whole number");
    must_fail(e, "back t=1e9", DADAO_INVALID, "the run is at t");
    must_fail(e, "goto event=101", DADAO_INVALID, "has not happened yet");
    must_fail(e, "goto t=1e9", DADAO_INVALID, "has not come yet");
    must_fail(e, "goto t=-1", DADAO_INVALID, "time begins at 0");
    must_fail(e, "goto mark", DADAO_SYNTAX, "which mark");
    must_fail(e, "mark abc; goto mark abd", DADAO_NOT_FOUND, "did you mean 'abc'");
    must_fail(e, "goto strat", DADAO_SYNTAX, "did you mean 'start'");
    must_fail(e, "branch choose 7", DADAO_NOT_FOUND, "no branch 7");
    must_fail(e, "keyframes budget=0", DADAO_INVALID, "from 1 megabyte");
    must_fail(e, "keyframes 5", DADAO_SYNTAX, "budget=");
    dadao_experiment_destroy(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_moment_in_odd_orders),      cmocka_unit_test(test_running_through_the_past),
        cmocka_unit_test(test_a_command_in_the_past_makes_a_branch), cmocka_unit_test(test_a_command_that_fails_makes_none),
        cmocka_unit_test(test_starting_again_keeps_the_run_before),  cmocka_unit_test(test_undo_goes_back_too),
        cmocka_unit_test(test_the_budget),                      cmocka_unit_test(test_traces_have_no_row_twice),
        cmocka_unit_test(test_the_next_thing),                  cmocka_unit_test(test_scripts_keep_marks),
        cmocka_unit_test(test_mistakes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
