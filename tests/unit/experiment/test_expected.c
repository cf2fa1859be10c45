/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact mean that grows beside a run: it is that of the oracle, it survives a reset and ends where the run was changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "experiment/moments.h"

static dadao_experiment *begin(const char *commands, bool wanted)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    dadao_experiment *experiment;
    dadao_error error = {0};
    dadao_notes answer = {0};
    const dadao_attention attention = {.expected = wanted};
    assert_int_equal(dadao_experiment_create(&options, &experiment, &error), DADAO_OK);
    dadao_experiment_attend(experiment, &attention);
    if (dadao_experiment_execute(experiment, commands, &answer, &error) != DADAO_OK)
        fail_msg("%s: %s", commands, error.text);
    free(answer.text);
    return experiment;
}

static void go(dadao_experiment *experiment, const char *line)
{
    dadao_error error = {0};
    bool done = false;
    if (dadao_experiment_execute(experiment, line, NULL, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    while (!done)
        assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, &error), DADAO_OK);
}

/* Publishes until the curve has come to the present. */
static size_t publish(dadao_experiment *experiment, dadao_snapshot *snapshot)
{
    dadao_error error = {0};
    for (int k = 0; k < 3000; k++) {
        assert_int_equal(dadao_experiment_publish(experiment, snapshot, &error), DADAO_OK);
        const dadao_lane_snapshot *lane = &snapshot->lane[0];
        if (lane->expected_count == 0 || lane->expected_t[lane->expected_count - 1] + 1 > lane->t)
            break;
    }
    return snapshot->lane[0].expected_count;
}

static void is_that_of_the_oracle(void **state)
{
    (void)state;
    static const char *const commands[] = {"topology cycle 3; problem quadratic dim=1 kappa=4; method dadao",
                                           "topology path 2; problem linear dim=2 samples=6; method dadao; start theorem",
                                           "topology star 4; problem quadratic dim=1 kappa=3; method dadao; rate comm 2"};
    for (size_t c = 0; c < 3; c++) {
        dadao_experiment *experiment = begin(commands[c], true);
        dadao_snapshot snapshot = {0};
        dadao_moments *moments;
        go(experiment, "run until t=12");
        const size_t count = publish(experiment, &snapshot);
        assert_true(count > 20);
        const dadao_setting *now = &experiment->now;
        assert_int_equal(dadao_experiment_moments_create(now, &now->lane[0], &moments, NULL), DADAO_OK);
        assert_int_equal(dadao_experiment_moments_start(moments, now, &now->lane[0], NULL), DADAO_OK);
        double t = 0;
        for (size_t k = 0; k < count; k++) {
            dadao_experiment_moments_advance(moments, snapshot.lane[0].expected_t[k] - t);
            t = snapshot.lane[0].expected_t[k];
            const double exact = dadao_experiment_moments_error(moments), shown = snapshot.lane[0].expected[k];
            if (fabs(shown - exact) > 1e-9 * exact)
                fail_msg("%s: %g instead of %g at t = %g", commands[c], shown, exact, t);
        }
        assert_true(t > 10);
        dadao_experiment_moments_destroy(moments);
        dadao_snapshot_clear(&snapshot);
        dadao_experiment_destroy(experiment);
    }
}

static void belongs_to_the_settings(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology cycle 3; problem quadratic dim=1 kappa=4; method dadao", true);
    dadao_snapshot snapshot = {0};
    go(experiment, "run until t=5");
    const size_t count = publish(experiment, &snapshot);
    assert_true(count > 0);
    go(experiment, "reset; run events=1");
    assert_true(publish(experiment, &snapshot) >= count); /* found again */
    go(experiment, "run until t=2; rate comm 3; run events=1");
    while (experiment->rest) {
        bool more;
        assert_int_equal(dadao_experiment_continue(experiment, &more, NULL, NULL), DADAO_OK);
        for (bool done = false; !done;)
            assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, NULL), DADAO_OK);
        if (!more)
            break;
    }
    assert_int_equal(publish(experiment, &snapshot), 0);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

static void only_where_it_can_be_had(void **state)
{
    (void)state;
    static const struct {
        const char *commands;
        bool wanted;
    } none[] = {{"topology cycle 3; problem quadratic dim=1 kappa=4; method msda", true},
                {"topology cycle 3; problem logistic dim=1 samples=5; method dadao", true},
                {"topology cycle 30; problem quadratic dim=5 kappa=4; method dadao", true},
                {"topology cycle 3; problem quadratic dim=1 kappa=4; method dadao", false}};
    for (size_t k = 0; k < 4; k++) {
        dadao_experiment *experiment = begin(none[k].commands, none[k].wanted);
        dadao_snapshot snapshot = {0};
        assert_int_equal(publish(experiment, &snapshot), 0);
        dadao_snapshot_clear(&snapshot);
        dadao_experiment_destroy(experiment);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(is_that_of_the_oracle), cmocka_unit_test(belongs_to_the_settings),
                                       cmocka_unit_test(only_where_it_can_be_had)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
