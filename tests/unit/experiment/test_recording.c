/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings: replayed to the same bits, cut at any byte up to the cut, damaged at any byte never replayed as if they were whole. */
#include "unit/experiment/drive.h"

#include <signal.h>

static char *record(const char *lines, uint64_t *hash)
{
    char *folder = support_folder(), *path = support_format("%s/r.rec", folder), *line = support_format("record %s", path);
    dadao_experiment *e = drive_fresh();
    must(e, "topology cycle 6; problem quadratic dim=1");
    must(e, line);
    must(e, lines);
    must(e, "record off");
    *hash = hash_of(e);
    dadao_experiment_destroy(e);
    char *text = support_read(path, NULL);
    assert_non_null(text);
    free(line);
    free(path);
    support_folder_remove(folder);
    return text;
}

static const char history[] = "run events=60; rate comm 0.5; run until t=9; edge cut 0 1; run events=200; mark here; back 150; rate edge 2-3 4; run events=90; "
                              "branch choose 1; goto mark here; run events=10; undo; run events=5";

static void test_a_recording_replays_to_the_same_bits(void **state)
{
    (void)state;
    uint64_t hash;
    char *text = record(history, &hash);
    bool cut;
    size_t lines;
    assert_int_equal(dadao_experiment_recording_check(text, strlen(text), &cut, &lines, NULL), DADAO_OK);
    assert_false(cut);
    dadao_experiment *e = drive_fresh();
    must(e, text);
    assert_true(hash_of(e) == hash);
    dadao_experiment_destroy(e);
    free(text);
}

/* Every prefix: what is whole of it is replayed, hashes included, and it is said that something is missing. */
static void test_cut_at_every_byte(void **state)
{
    (void)state;
    uint64_t hash;
    char *text = record("run events=20; rate comm 0.5; run events=30; back 10", &hash);
    const size_t length = strlen(text);
    size_t before = 0;
    for (size_t size = 0; size < length; size++) {
        char *part = support_format("%.*s", (int)size, text);
        bool cut = false;
        size_t lines = 0;
        dadao_error error = {0};
        if (dadao_experiment_recording_check(part, size, &cut, &lines, &error) != DADAO_OK)
            fail_msg("cut at byte %zu: %s", size, error.text);
        assert_true(cut == (size == 0 || text[size - 1] != '\n'));
        assert_true(lines >= before && strlen(part) <= size);
        if (lines > before || size == 0) { /* another line is whole */
            dadao_experiment *e = drive_fresh();
            must(e, part);
            dadao_experiment_destroy(e);
        }
        before = lines;
        free(part);
    }
    free(text);
}

/* No byte can change unnoticed, unless what it belongs to looks cut. */
static void test_damaged_at_every_byte(void **state)
{
    (void)state;
    uint64_t hash;
    char *text = record("run events=20; rate comm 0.5; run events=30", &hash);
    const size_t length = strlen(text);
    for (size_t at = 0; at < length; at++) {
        char *other = strdup(text);
        bool cut = false;
        size_t lines;
        other[at] = (char)(other[at] ^ 1);
        dadao_error error = {0};
        const dadao_status status = dadao_experiment_recording_check(other, length, &cut, &lines, &error);
        if (status == DADAO_OK && !(at == length - 1 && cut))
            fail_msg("byte %zu changed and nobody noticed", at);
        assert_true(status == DADAO_OK || status == DADAO_FORMAT || status == DADAO_UNSUPPORTED);
        free(other);
    }
    free(text);
}

static void refuse(const char *text, dadao_status status, const char *says)
{
    char *copy = strdup(text);
    bool cut;
    size_t lines;
    dadao_error error = {0};
    assert_int_equal(dadao_experiment_recording_check(copy, strlen(copy), &cut, &lines, &error), status);
    if (!strstr(error.text, says))
        fail_msg("'%s' does not say '%s'", error.text, says);
    free(copy);
}

static void test_others_are_refused_in_words(void **state)
{
    (void)state;
    refuse("topology cycle 5\n", DADAO_FORMAT, "no recording");
    refuse("# dadao recording 1, version 0.1.0, numerics 1 #=00000000\n", DADAO_FORMAT, "line 1 is damaged");
    dadao_experiment *e = drive_fresh();
    must_fail(e, "expect hash=1", DADAO_FORMAT, "not the bits");
    must_fail(e, "expect nothing", DADAO_SYNTAX, "hash=H");
    must_fail(e, "record off", DADAO_UNSUPPORTED, "nothing is being recorded");
    char *hash = answer_to(e, "run events=10; hash");
    char *line = support_format("expect hash=%.16s", hash);
    must(e, line);
    free(hash);
    free(line);
    dadao_experiment_destroy(e);
}

/* Killed without warning, at odd moments: what is on the disk replays. */
static void test_a_kill_loses_only_the_end(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/k.rec", folder);
    char *line = support_format("topology cycle 20; record %s; run events=1e12", path);
    for (int k = 0; k < 3; k++) {
        const support_run_options options = {.signal = SIGKILL, .signal_after = 0.7 + 0.37 * k};
        support_result killed = support_dadao(&options, "run", "-q", "-c", line, NULL);
        assert_int_equal(killed.status, 128 + SIGKILL);
        support_result_clear(&killed);
        support_result again = support_dadao(NULL, "replay", "--check", "-q", path, NULL);
        if (again.status != 0 || !strstr(again.output, "every hash agrees"))
            fail_msg("%s%s", again.output, again.errors);
        support_result_clear(&again);
    }
    free(line);
    free(path);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_recording_replays_to_the_same_bits), cmocka_unit_test(test_cut_at_every_byte),
        cmocka_unit_test(test_damaged_at_every_byte),                cmocka_unit_test(test_others_are_refused_in_words),
        cmocka_unit_test(test_a_kill_loses_only_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
