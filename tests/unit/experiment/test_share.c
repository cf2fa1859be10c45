/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing: a line brings back the same bits wherever it is opened, and what is no such line is refused in words. */
#include "unit/experiment/drive.h"

#include "core/pack.h"

static char *shared(dadao_experiment *e)
{
    char *line = answer_to(e, "share");
    line[strcspn(line, "\n")] = '\0';
    return line;
}

static const char *const story[] = {
    "run events=50",
    "topology grid 4 4; problem linear dim=3; rate comm 1.2; run events=500; edge cut 0 1; run until t=40.25; share",
    "topology cycle 6; seed 9; method dadao preset=jmlr; lane add msda; run events=90; rate node 2 0.5; run events=20",
    "topology cycle 5; problem quadratic dim=2; run events=40; undo; run events=10; reset; run events=33; back 5",
    "cost gradient time=2 law=constant; run events=60",
};

static void test_the_same_bits_in_a_fresh_experiment(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof story / sizeof *story; k++) {
        dadao_experiment *e = drive_fresh(), *other = drive_fresh();
        must(e, story[k]);
        char *line = shared(e);
        must(other, line);
        assert_true(hash_of(e) == hash_of(other) && events_of(e) == events_of(other) && time_of(e) == time_of(other));
        must(e, "run events=25");
        must(other, "run events=25");
        assert_true(hash_of(e) == hash_of(other));
        free(line);
        dadao_experiment_destroy(other);
        dadao_experiment_destroy(e);
    }
}

/* Whatever was there before is put away; what follows on the line still happens, and can be shared on. */
static void test_the_same_bits_after_anything(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof story / sizeof *story; k++) {
        dadao_experiment *e = drive_fresh(), *other = drive_fresh(), *third = drive_fresh();
        must(e, story[k]);
        char *line = shared(e), *both = support_format("open %s; run events=7", line);
        must(other, "topology star 7; seed 5; lane add dadao preset=jmlr; follow off; cost node 2 factor=4; run events=30; cost off; rate edge 0-2 4; node stop 3; run events=9");
        must(other, both);
        must(e, "run events=7");
        assert_true(hash_of(e) == hash_of(other));
        char *again = shared(other);
        must(third, again);
        assert_true(hash_of(third) == hash_of(e));
        free(again);
        free(both);
        free(line);
        dadao_experiment_destroy(third);
        dadao_experiment_destroy(other);
        dadao_experiment_destroy(e);
    }
}

static void test_new_is_the_beginning(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh(), *other = drive_fresh();
    must(e, "topology cycle 5; seed 4; rate comm 2; events clocks; run events=30; new; run events=200");
    must(other, "run events=200");
    assert_true(hash_of(e) == hash_of(other));
    must(e, "undo");
    assert_int_equal(dadao_topology_nodes(dadao_experiment_topology(e)), 5);
    dadao_experiment_destroy(other);
    dadao_experiment_destroy(e);
}

/* Cut or changed at any character it is refused, and nothing has happened. */
static void test_no_damage_goes_unnoticed(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh(), *other = drive_fresh();
    must(e, story[1]);
    char *line = shared(e), *script;
    const size_t length = strlen(line);
    for (size_t at = 7; at < length; at++) {
        char *bad = support_format("%.*s", (int)at, line);
        dadao_error error = {0};
        assert_int_not_equal(dadao_experiment_shared_script(bad, &script, &error), DADAO_OK);
        assert_true(error.text[0] && !script);
        free(bad);
        bad = strdup(line);
        bad[at] = bad[at] == 'A' ? 'B' : 'A';
        assert_int_not_equal(dadao_experiment_shared_script(bad, &script, &error), DADAO_OK);
        free(bad);
    }
    char *bad = support_format("topology cycle 5; %s", line);
    strchr(bad, ':')[3] ^= 1;
    must_fail(other, bad, DADAO_FORMAT, "this shared line cannot be read");
    must_fail(other, "dadao2:AAAA", DADAO_UNSUPPORTED, "form 2");
    must_fail(other, "open dadao1:", DADAO_FORMAT, "cut");
    free(bad);
    free(line);
    dadao_experiment_destroy(other);
    dadao_experiment_destroy(e);
}

static char *line_of(const char *script)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, "dadao1:");
    assert_true(dadao_core_pack(script, strlen(script), &text));
    return text.bytes;
}

/* Also where writing is allowed: nobody has read what is in a line. */
static void test_what_is_opened_does_not_write(void **state)
{
    (void)state;
    static const char *const bad[] = {"run events=5\nsave script x", "trace x.csv", "oracle x.csv", "record x", "events save x", "run events=5; open y"};
    dadao_experiment *e = drive_fresh();
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        char *line = line_of(bad[k]);
        must_fail(e, line, DADAO_UNSUPPORTED, "what is opened may not");
        assert_null(dadao_experiment_simulation(e, 0)); /* nothing began */
        free(line);
    }
    dadao_experiment_destroy(e);
}

/* A few characters that would become very many are refused without making them. */
static void test_the_size_is_bounded(void **state)
{
    (void)state;
    dadao_text text = {0};
    const size_t most = 1u << 22;
    char *blanks = malloc(most), *bytes;
    size_t made;
    memset(blanks, ' ', most);
    assert_true(dadao_core_pack(blanks, most, &text));
    assert_true(text.length < most / 100);
    dadao_error error = {0};
    assert_int_equal(dadao_core_unpack(text.bytes, text.length, most - 1, &bytes, &made, &error), DADAO_TOO_LARGE);
    assert_null(bytes);
    assert_int_equal(dadao_core_unpack(text.bytes, text.length, most, &bytes, &made, &error), DADAO_OK);
    assert_true(made == most && memcmp(bytes, blanks, most) == 0);
    free(bytes);
    free(blanks);
    dadao_core_text_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_bits_in_a_fresh_experiment), cmocka_unit_test(test_the_same_bits_after_anything),
        cmocka_unit_test(test_new_is_the_beginning), cmocka_unit_test(test_no_damage_goes_unnoticed),
        cmocka_unit_test(test_what_is_opened_does_not_write), cmocka_unit_test(test_the_size_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
