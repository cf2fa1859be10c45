/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is published for closer views: right, bounded, and without any say in the run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/text.h"

#include <dadao/experiment.h>
#include <math.h>

static dadao_experiment *begin(const char *line)
{
    dadao_experiment *experiment;
    dadao_experiment_options options = dadao_experiment_options_defaults();
    dadao_notes answer = {0};
    dadao_error error = {0};
    options.endless = true;
    assert_int_equal(dadao_experiment_create(&options, &experiment, &error), DADAO_OK);
    if (dadao_experiment_execute(experiment, line, &answer, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    dadao_core_notes_clear(&answer);
    return experiment;
}

static void pursue(dadao_experiment *experiment, uint64_t events)
{
    bool done;
    assert_int_equal(dadao_experiment_pursue(experiment, events, NULL, &done, NULL), DADAO_OK);
}

static const dadao_attention everything = {.field = true, .plane = true, .eigenvalues = true, .inspect = {true, true}, .node = {3, 0}};

/* The same events and the same bits, whoever looks. */
static void looking_changes_nothing(void **state)
{
    (void)state;
    dadao_experiment *seen = begin("topology grid 4 5; problem linear dim=4; run"), *alone = begin("topology grid 4 5; problem linear dim=4; run");
    dadao_snapshot snapshot = {0};
    for (int k = 0; k < 60; k++) {
        dadao_experiment_attend(seen, k % 3 ? &everything : &(dadao_attention){0});
        pursue(seen, 100 + (uint64_t)k);
        assert_int_equal(dadao_experiment_publish(seen, &snapshot, NULL), DADAO_OK);
    }
    pursue(alone, dadao_simulation_events(dadao_experiment_simulation(seen, 0)));
    assert_true(dadao_simulation_hash(dadao_experiment_simulation(seen, 0)) == dadao_simulation_hash(dadao_experiment_simulation(alone, 0)));
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(seen);
    dadao_experiment_destroy(alone);
}

/* Times rise, the last column is near now, and there are never more than there is room for. */
static void the_field_is_bounded(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology cycle 600; problem quadratic dim=2; run");
    dadao_snapshot snapshot = {0};
    dadao_experiment_attend(experiment, &everything);
    for (int k = 0; k < 8; k++) {
        pursue(experiment, 60000);
        assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
        const dadao_lane_snapshot *lane = &snapshot.lane[0];
        assert_non_null(lane->field);
        assert_true(lane->field_columns <= DADAO_FIELD_COLUMNS && lane->field_columns > 128);
        assert_true(lane->field_group == 2 && lane->field_rows == 300 && lane->field_t[0] == 0);
        for (size_t c = 1; c < lane->field_columns; c++)
            assert_true(lane->field_t[c] > lane->field_t[c - 1]);
        assert_true(lane->field_t[lane->field_columns - 1] > 0.9 * lane->t);
    }
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

/* Sampled or complete, gaps of either kind have mean 1 and a quarter of their law in its first bins. */
static void gaps_are_exponential(void **state)
{
    (void)state;
    for (int sampled = 0; sampled < 2; sampled++) {
        dadao_experiment *experiment = begin("topology complete 8; problem quadratic dim=1; run");
        dadao_snapshot snapshot = {0};
        for (int k = 0; k < 1500; k++) {
            pursue(experiment, sampled ? 700 : 100);
            assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
        }
        for (size_t kind = 0; kind < 2; kind++) {
            double total = 0;
            for (size_t b = 0; b < DADAO_GAP_BINS; b++)
                total += (double)snapshot.lane[0].gaps[kind][b];
            assert_true(total > 5000);
            double first = (double)snapshot.lane[0].gaps[kind][0] / total, p = 1 - exp(-0.25);
            assert_true(fabs(snapshot.lane[0].gap_sum[kind] / total - 1) < 5 / sqrt(total));
            assert_true(fabs(first - p) < 5 * sqrt(p * (1 - p) / total));
        }
        dadao_snapshot_clear(&snapshot);
        dadao_experiment_destroy(experiment);
    }
}

/* The eigenvalues of a cycle at the present rates are known; the vectors are the node's own; points add up to what the error says. */
static void what_is_asked_for_is_right(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology cycle 12; problem linear dim=2 samples=20; rate comm total=12; run");
    dadao_snapshot snapshot = {0};
    double out[6 * 2];
    dadao_experiment_attend(experiment, &everything);
    pursue(experiment, 500);
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    const dadao_scene *scene = snapshot.scene;
    const dadao_lane_snapshot *lane = &snapshot.lane[0];
    assert_int_equal(scene->eigenvalues, 12);
    for (size_t k = 0; k < 12; k++)
        assert_true(fabs(scene->eigenvalue[k] - (2 - 2 * cos(6.283185307179586 * (double)((k + 1) / 2) / 12))) < 1e-12);
    assert_true(scene->plane_known && !scene->plane_principal && scene->plane_hessian[0] > 0);
    assert_true(lane->plane_points == 12 && lane->plane_stride == 1);
    for (size_t i = 0; i < 12; i++) {
        double a = (double)lane->plane[2 * i], b = (double)lane->plane[2 * i + 1];
        assert_true(fabs(a * a + b * b - lane->node_error[i]) <= 1e-4 * lane->node_error[i] + 1e-9);
    }
    dadao_simulation_state(dadao_experiment_simulation(experiment, 0), 3, true, out, NULL);
    assert_true(lane->inspected[0].known && lane->inspected[0].node == 3 && lane->inspected[0].entries == 2);
    assert_true(lane->inspected[0].entry[5][1] == out[11]);
    assert_true(lane->inspected[1].node == 0);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

/* In more dimensions the axes are the ends of the spectrum of the mean Hessian: here mu and L themselves are not far. */
static void principal_axes_find_soft_and_stiff(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology path 4; problem linear dim=6 samples=50 noise=1; run");
    dadao_snapshot snapshot = {0};
    dadao_experiment_attend(experiment, &everything);
    pursue(experiment, 10);
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    const dadao_scene *scene = snapshot.scene;
    assert_true(scene->plane_principal && scene->plane_hessian[1] == 0);
    assert_true(scene->plane_hessian[0] >= scene->mu * (1 - 1e-9) && scene->plane_hessian[2] <= scene->smoothness * (1 + 1e-9));
    assert_true(scene->plane_hessian[0] < scene->plane_hessian[2]);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

static void say(dadao_experiment *experiment, const char *line)
{
    dadao_notes answer = {0};
    dadao_error error = {0};
    if (dadao_experiment_execute(experiment, line, &answer, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    dadao_core_notes_clear(&answer);
}

/* Commands in flight leave a mark where they took effect; those before the first event and those of another run leave none. */
static void commands_leave_marks(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology path 4; problem quadratic dim=2; rate comm 2; run");
    dadao_snapshot snapshot = {0};
    pursue(experiment, 100);
    say(experiment, "rate comm 0.5");
    double t = dadao_simulation_time(dadao_experiment_simulation(experiment, 0));
    pursue(experiment, 100);
    say(experiment, "edge add 0 3; undo");
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_int_equal(snapshot.mark_count, 3);
    assert_string_equal(snapshot.mark[0].text, "rate comm 0.5");
    assert_true(snapshot.mark[0].event == 100 && snapshot.mark[0].t == t);
    assert_string_equal(snapshot.mark[1].text, "edge add 0 3");
    assert_true(snapshot.mark[1].event == 200 && snapshot.mark[2].event == 200);
    for (int k = 0; k < 2 * DADAO_SNAPSHOT_MARKS; k++) {
        char line[32];
        snprintf(line, sizeof line, "rate comm %d", k + 1);
        say(experiment, line);
    }
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_int_equal(snapshot.mark_count, DADAO_SNAPSHOT_MARKS);
    assert_string_equal(snapshot.mark[DADAO_SNAPSHOT_MARKS - 1].text, "rate comm 48");
    say(experiment, "reset");
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_int_equal(snapshot.mark_count, 0);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

/* Along coordinates the plane shows x1 and x2, and f's Hessian there; turned back it shows directions again. */
static void the_plane_turns(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology cycle 5; problem linear dim=4; run");
    dadao_attention along = everything;
    dadao_snapshot snapshot = {0};
    double x[6 * 4];
    along.plane_coordinates = true;
    pursue(experiment, 50);
    for (int turn = 0; turn < 4; turn++) {
        dadao_experiment_attend(experiment, turn % 2 ? &along : &everything);
        assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
        assert_true(snapshot.scene->plane_known && snapshot.scene->plane_principal == (turn % 2 == 0));
        if (turn % 2 == 0)
            continue;
        dadao_simulation_state(dadao_experiment_simulation(experiment, 0), 2, true, x, NULL);
        const double *optimum = dadao_problem_optimum(dadao_experiment_problem(experiment));
        for (size_t k = 0; k < 2; k++) {
            assert_true(fabs((double)snapshot.lane[0].plane[4 + k] - (x[k] - optimum[k])) < 1e-4 * (1 + fabs(x[k])));
            assert_true(snapshot.scene->plane_optimum[k] == optimum[k]);
        }
    }
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

/* The distance of each node to the mean of all, and the time of its last event, as its state tells them; gone when not wanted. */
static void nodes_are_told_apart(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology barbell 8; problem linear dim=3; run");
    dadao_snapshot snapshot = {0};
    double x[8][32], t[8], mean[3] = {0};
    pursue(experiment, 500);
    dadao_experiment_attend(experiment, &(dadao_attention){.consensus = true, .times = true});
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    const dadao_simulation *simulation = dadao_experiment_simulation(experiment, 0);
    for (size_t i = 0; i < 8; i++) {
        dadao_simulation_state(simulation, i, true, x[i], &t[i]);
        for (size_t k = 0; k < 3; k++)
            mean[k] += x[i][k] / 8;
    }
    for (size_t i = 0; i < 8; i++) {
        double sum = 0;
        for (size_t k = 0; k < 3; k++)
            sum += (x[i][k] - mean[k]) * (x[i][k] - mean[k]);
        assert_true(fabs(snapshot.lane[0].node_consensus[i] - sum) <= 1e-12 * (1 + sum));
        assert_true(snapshot.lane[0].node_time[i] == t[i] && t[i] <= snapshot.lane[0].t);
    }
    dadao_experiment_attend(experiment, &(dadao_attention){0});
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_null(snapshot.lane[0].node_consensus);
    assert_null(snapshot.lane[0].node_time);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(looking_changes_nothing), cmocka_unit_test(the_field_is_bounded),
                                       cmocka_unit_test(gaps_are_exponential), cmocka_unit_test(what_is_asked_for_is_right),
                                       cmocka_unit_test(principal_axes_find_soft_and_stiff), cmocka_unit_test(commands_leave_marks),
                                       cmocka_unit_test(the_plane_turns), cmocka_unit_test(nodes_are_told_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
