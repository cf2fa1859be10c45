/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `explain`: every number that it prints is computed again here from the others, and looking leaves no trace. */
#include "unit/experiment/drive.h"

/* Numbers of the line that contains `key`, in order; what follows `key` only. */
static size_t numbers_after(const char *text, const char *key, double *value, size_t most)
{
    const char *at = strstr(text, key);
    if (!at)
        fail_msg("'%s' is not in:\n%s", key, text);
    size_t count = 0;
    for (at += strlen(key); *at && *at != '\n' && count < most;) {
        char *end;
        const bool begins = (*at >= '0' && *at <= '9') || (*at == '-' && at[1] >= '0' && at[1] <= '9');
        if (!begins) {
            at++;
            continue;
        }
        value[count++] = strtod(at, &end);
        at = end;
    }
    return count;
}

static void check_event(dadao_experiment *e)
{
    double v[16];
    const uint64_t hash = hash_of(e);
    const dadao_event event = last_event(e);
    char *text = answer_to(e, "explain event level=3");
    assert_true(hash_of(e) == hash);
    const bool talks = event.kind == DADAO_EVENT_COMMUNICATION;
    /* the clock: since + left/rate = the time of the event, before that of the other */
    assert_int_equal(numbers_after(text, "it rings at ", v, 4), 4);
    assert_close(v[0] + v[1] / v[2], v[3], 1e-4);
    assert_close(v[3], event.t, 1e-7);
    double other[1];
    numbers_after(text, "the other one rings at ", other, 1);
    assert_true(other[0] >= v[3]);
    /* the place: uniform times total lies in the interval of the chosen one */
    assert_true(numbers_after(text, "the uniform number ", v, 7) >= 6);
    assert_close(v[0] * v[1], v[2], 1e-5);
    assert_close(v[4] + v[5], v[6], 1e-5);
    assert_true(v[2] >= v[3] * (1 - 1e-5) && v[2] <= v[6] * (1 + 1e-5));
    /* the flow of x in closed form */
    assert_int_equal(numbers_after(text, "first entry: ", v, 9), 9); /* the fourth is the 1 of 1 - exp, the fifth has a minus */
    assert_close(v[0] + v[1] / v[2] * (v[3] - exp(v[4] * v[5])) * (v[6] - v[7]), v[8], 1e-4);
    if (talks) {
        assert_int_equal(numbers_after(text, "first entry: m = (", v, 9), 9);
        assert_close(v[0] + v[1] - (v[2] + v[3]), v[4], 1e-4 + 1e-5 * fabs(v[0]));
        assert_close(v[5] - v[6] * v[7], v[8], 1e-4);
    } else {
        assert_int_equal(numbers_after(text, "first entry: g = ", v, 9), 9);
        assert_close(v[0] - v[1] * v[2] - v[3], v[4], 1e-4);
        assert_close(v[5] - v[6] * v[7], v[8], 1e-4);
    }
    assert_int_equal(numbers_after(text, "Mean error: ", v, 4), 4);
    assert_close(v[0] + v[1] / v[2], v[3], 1e-6);
    assert_close(v[3], dadao_simulation_error_now(dadao_experiment_simulation(e, 0)), 1e-7);
    free(text);
}

static void test_the_arithmetic_is_right(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "topology barbell 8; problem quadratic dim=3; rate edge 3-4 5; rate node 2 3");
    for (int k = 0; k < 60; k++) {
        must(e, "step 7");
        check_event(e);
    }
    must(e, "goto event=100"); /* in the past as well, where it stays */
    check_event(e);
    assert_true(events_of(e) == 100);
    must(e, "goto end; edge cut 0 1; step");
    check_event(e);
    dadao_experiment_destroy(e);
}

static void test_three_levels(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "run events=50");
    char *sentence = answer_to(e, "explain event level=1"), *step = answer_to(e, "explain"), *all = answer_to(e, "explain event level=3");
    assert_true(strchr(sentence, '\n')[1] == '\0');
    assert_non_null(strstr(step, "Which clock"));
    assert_true(strncmp(sentence, step, strlen(sentence)) == 0 && strlen(all) > strlen(step) && strlen(step) > strlen(sentence));
    free(sentence);
    free(step);
    free(all);
    dadao_experiment_destroy(e);
}

static void test_everything_else_has_words(void **state)
{
    (void)state;
    double v[8];
    dadao_experiment *e = drive_fresh();
    must(e, "run events=500");
    char *text = answer_to(e, "explain rates");
    assert_true(numbers_after(text, "times a unit of time", v, 4) >= 3);
    free(text);
    text = answer_to(e, "explain edge 7-8");
    assert_non_null(strstr(text, "1: a bridge"));
    assert_int_equal(numbers_after(text, "rate times R is ", v, 1), 1);
    assert_close(v[0], 1, 1e-5); /* it is one */
    free(text);
    text = answer_to(e, "explain node 3 level=3");
    assert_non_null(strstr(text, "gradients"));
    free(text);
    text = answer_to(e, "explain alpha");
    assert_non_null(strstr(text, "α"));
    assert_non_null(strstr(text, "JMLR"));
    free(text);
    text = answer_to(e, "explain γ̃");
    assert_non_null(strstr(text, "gamma_tilde"));
    free(text);
    text = answer_to(e, "explain chi2; explain warning");
    assert_non_null(strstr(text, "chi2"));
    assert_non_null(strstr(text, "because"));
    free(text);
    /* the others of the table in words of their own */
    for (size_t k = 0; k < dadao_method_count(); k++) {
        char line[96];
        dadao_error error = {0};
        snprintf(line, sizeof line, "topology cycle 6; problem quadratic dim=2; method %s; step 20", dadao_method_name(dadao_method_at(k)));
        if (drive(e, line, NULL, &error) != DADAO_OK)
            continue; /* not on this problem or network */
        text = answer_to(e, "explain level=3");
        assert_true(strlen(text) > 40);
        free(text);
    }
    dadao_experiment_destroy(e);
}

static void test_mistakes_are_told(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must_fail(e, "explain", DADAO_UNSUPPORTED, "nothing has happened yet");
    must_fail(e, "explain event level=4", DADAO_INVALID, "level=1 is a sentence");
    must_fail(e, "explain gama", DADAO_NOT_FOUND, "did you mean 'gamma'");
    must_fail(e, "explain node", DADAO_SYNTAX, "which node");
    must_fail(e, "explain edge 0 15", DADAO_NOT_FOUND, "no edge");
    must_fail(e, "explain rates now", DADAO_SYNTAX, "too much");
    dadao_experiment_destroy(e);
}

/* Each level says what the one before says, and more; nothing of the run is touched, and no number is missing. */
static void test_every_plot_in_three_levels(void **state)
{
    (void)state;
    static const char *const plot[] = {"network", "convergence", "nodes", "counters", "spectrum", "space-time", "events", "iterates", "lanes"};
    dadao_experiment *e = drive_fresh();
    must(e, "run events=1500; lane add msda; run events=100");
    char *before = answer_to(e, "hash");
    for (size_t k = 0; k < sizeof plot / sizeof *plot; k++) {
        char line[64], *text[3];
        for (int level = 1; level <= 3; level++) {
            snprintf(line, sizeof line, "explain plot %s level=%d", plot[k], level);
            text[level - 1] = answer_to(e, line);
            assert_null(strstr(text[level - 1], "nan"));
        }
        for (int level = 0; level < 2; level++) {
            assert_true(strlen(text[level + 1]) > strlen(text[level]));
            assert_memory_equal(text[level + 1], text[level], strlen(text[level]));
        }
        for (int level = 0; level < 3; level++)
            free(text[level]);
    }
    char *after = answer_to(e, "hash");
    assert_string_equal(before, after);
    must_fail(e, "explain plot convergnce", DADAO_NOT_FOUND, "did you mean 'convergence'");
    free(before);
    free(after);
    dadao_experiment_destroy(e);
}

/* The numbers in the text against the quantities. */
static void test_plots_tell_the_quantities(void **state)
{
    (void)state;
    dadao_experiment *e = drive_fresh();
    must(e, "run events=1500");
    char *text = answer_to(e, "explain plot counters level=3");
    double gradients, communications, ratio;
    assert_int_equal(sscanf(text, "Counters: %lf gradients and %lf communications so far, %lf", &gradients, &communications, &ratio), 3);
    assert_true(gradients + communications == 1500.0);
    assert_true(fabs(ratio - communications / gradients) < 1e-3 * ratio);
    free(text);
    double msd, consensus, rest;
    text = answer_to(e, "explain plot iterates level=3");
    const char *at = strstr(text, "|mean - x*|²: ");
    assert_non_null(at);
    assert_int_equal(sscanf(at + strlen("|mean - x*|²: "), "%lf = %lf + %lf", &msd, &consensus, &rest), 3);
    assert_true(fabs(msd - consensus - rest) < 1e-4 * msd);
    free(text);
    char *number = answer_to(e, "print msd");
    assert_true(fabs(strtod(number, NULL) - msd) < 1e-5 * msd);
    free(number);
    text = answer_to(e, "explain chi1; explain error");
    assert_non_null(strstr(text, "Source: Nabli and Oyallon"));
    assert_non_null(strstr(text, "Source: counted or measured in this run"));
    free(text);
    must(e, "method gossip; run events=20");
    text = answer_to(e, "explain level=3");
    assert_non_null(strstr(text, "Source: Boyd"));
    assert_non_null(strstr(text, "Before comparing"));
    free(text);
    dadao_experiment_destroy(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_plot_in_three_levels), cmocka_unit_test(test_plots_tell_the_quantities),
        cmocka_unit_test(test_the_arithmetic_is_right), cmocka_unit_test(test_three_levels),
        cmocka_unit_test(test_everything_else_has_words), cmocka_unit_test(test_mistakes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
