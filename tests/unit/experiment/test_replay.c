/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings replay to the same bits: scripted histories and random ones; the published runs are reproduced. */
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

static dadao_status carry_out(dadao_experiment *experiment, const char *line, dadao_error *error)
{
    bool more = true, done;
    dadao_stop goal;
    dadao_status status = dadao_experiment_execute(experiment, line, NULL, error);
    while (status == DADAO_OK && (more || dadao_experiment_goal(experiment, &goal))) {
        status = dadao_experiment_pursue(experiment, 777, NULL, &done, error);
        if (status == DADAO_OK && done)
            status = dadao_experiment_continue(experiment, &more, NULL, error);
    }
    return status;
}

static void must(dadao_experiment *experiment, const char *line)
{
    dadao_error error = {0};
    if (carry_out(experiment, line, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
}

static uint64_t hash_of(dadao_experiment *experiment)
{
    assert_int_equal(dadao_experiment_settle(experiment, NULL), DADAO_OK);
    return dadao_simulation_hash(dadao_experiment_simulation(experiment, 0));
}

/* Saves the script of `experiment`, replays it in another, compares the hashes; `history` is told on failure. */
static void check_replay(dadao_experiment *experiment, const char *history)
{
    char *folder = support_folder(), *path = support_format("%s/s.dadao", folder), *save = support_format("save script \"%s\"", path);
    must(experiment, save);
    char *script = support_read(path, NULL);
    assert_non_null(script);
    dadao_experiment *again = fresh();
    must(again, script);
    if (hash_of(again) != hash_of(experiment))
        fail_msg("the replay differs.\n--- history\n%s\n--- script\n%s", history, script);
    dadao_experiment_destroy(again);
    free(script);
    free(save);
    free(path);
    support_folder_remove(folder);
}

static const char *const histories[] = {
    "run events=100",
    "topology grid 3 4; problem quadratic dim=3; start theorem; run until t=7.5; rate comm 0.6; run events=321",
    ("run events=500; rate comm 0.7; edge cut 0 1; run until t=20; edge add 0 15; rate node 3 0.5; run events=400; undo; node remove 5;"
    "parameter beta 0.3; run events=100; follow off; rate edge 2-3 4; run events=50; undo; undo; run until t=30"),
    "edge cut 7 8; run events=200",
    "run events=200; edge cut 7 8 recentre; run events=200; edge add 7 8 rate=3; run events=10",
    "run events=50; reset; run until t=1; seed 9; run events=70; preset jmlr; rate comm 0.3; run until error<1e3",
    "rate comm 2; topology path 5; run events=30; undo; run events=20; undo; undo; run events=7",
    "follow off; rate comm 0.5; run events=300; reset; rate comm 0.9; run events=11",
    "node remove 3; rate gradient 0.5; run events=60; start origin; run events=60",
    "topology erdos-renyi 12 0.4; problem linear dim=2 batch=3; run events=100; edge add 0 1",
    ("run events=99; node add to=1,2; run events=80; node stop 2; run events=50; undo; undo; run events=9; redo; redo; node start 2; "
    "run events=40; node remove 0; run events=30; undo; run events=30; reset; run events=50; undo; run events=5"),
    "problem logistic samples=20; run events=60; node add near=3 start=origin label=x; node remove x; undo; redo; undo; run events=40",
    "run events=30; example straggler; run events=50; undo; run events=20; redo; example cut; run events=90; undo; undo; run events=7",
    "run until t=3; run until t=4; rate comm 1.5; run until t=4",
};

static void test_histories(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof histories / sizeof *histories; k++) {
        dadao_experiment *experiment = fresh();
        dadao_error error = {0};
        (void)carry_out(experiment, histories[k], &error); /* one that ends in an error is a history too */
        check_replay(experiment, histories[k]);
        dadao_experiment_destroy(experiment);
    }
}

/* ---- Random histories ---- */

static void random_line(dadao_random *random, char *line, size_t capacity)
{
    unsigned a = (unsigned)dadao_core_random_below(random, 9), b = (unsigned)dadao_core_random_below(random, 9);
    double v = (double)(1 + dadao_core_random_below(random, 40)) / 16;
    switch (dadao_core_random_below(random, 32)) {
    case 0: snprintf(line, capacity, "rate comm %g", v); break;
    case 1: snprintf(line, capacity, "rate comm total=%g", 20 * v); break;
    case 2: snprintf(line, capacity, "rate gradient %g", v); break;
    case 3: snprintf(line, capacity, "rate node %u %g", a, v); break;
    case 4: snprintf(line, capacity, "rate edge %u-%u %g", a, b, v); break;
    case 5: snprintf(line, capacity, "edge add %u %u", a, b); break;
    case 6: snprintf(line, capacity, "edge cut %u %u%s", a, b, v > 1 ? " recentre" : ""); break;
    case 7: snprintf(line, capacity, "node remove %u", a); break;
    case 8: snprintf(line, capacity, "follow %s", v > 1 ? "on" : "off"); break;
    case 9: snprintf(line, capacity, "preset %s", v > 1 ? "icml" : "jmlr"); break;
    case 10: snprintf(line, capacity, "parameter gamma default; parameter beta %g", 0.1 + v / 8); break;
    case 11: case 12: snprintf(line, capacity, "undo"); break;
    case 13: snprintf(line, capacity, "reset"); break;
    case 14: snprintf(line, capacity, "seed %u", a); break;
    case 15: snprintf(line, capacity, "topology %s", v > 1.5 ? "cycle 9" : "wheel 8"); break;
    case 16: snprintf(line, capacity, "start %s", v > 1 ? "theorem" : "origin"); break;
    case 17: snprintf(line, capacity, "problem quadratic dim=%u", 1 + a % 3); break;
    case 18: snprintf(line, capacity, "run until t=%g", 3 * v); break;
    case 19: snprintf(line, capacity, "node add to=%u,%u data=%s", a, b, v > 1 ? "new" : "copy"); break;
    case 20: snprintf(line, capacity, "node add near=%u start=%s", a, v > 1 ? "mean" : "origin"); break;
    case 21: case 22: snprintf(line, capacity, "node stop %u", a); break;
    case 23: snprintf(line, capacity, "node start %u", a); break;
    case 24: snprintf(line, capacity, "node slow %u %g", a, v); break;
    case 25: snprintf(line, capacity, "recentre"); break;
    case 26: case 27: snprintf(line, capacity, "redo"); break;
    default: snprintf(line, capacity, "run events=%u", 1 + a * b); break;
    }
}

static void test_random_histories(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 20, "histories");
    for (int k = 0; k < 60; k++) {
        dadao_experiment *experiment = fresh();
        char history[4096] = "", line[128];
        for (int step = 0; step < 24; step++) {
            dadao_error error = {0};
            random_line(&random, line, sizeof line);
            size_t used = strlen(history);
            dadao_status status = carry_out(experiment, line, &error);
            snprintf(history + used, sizeof history - used, "%s%s\n", line, status == DADAO_OK ? "" : "   # refused");
        }
        check_replay(experiment, history);
        dadao_experiment_destroy(experiment);
    }
}

/* An input that has changed is refused, not replayed to something else. */
static void test_changed_input(void **state)
{
    (void)state;
    char *folder = support_folder(), *graph = support_format("%s/g.csv", folder), *path = support_format("%s/s.dadao", folder);
    char *line = support_format("topology load \"%s\"; run events=20; save script \"%s\"", graph, path);
    support_write(graph, "u,v\n0,1\n1,2\n", 12);
    dadao_experiment *experiment = fresh();
    must(experiment, line);
    dadao_experiment_destroy(experiment);
    support_write(graph, "u,v\n0,1\n0,2\n", 12);
    char *script = support_read(path, NULL);
    experiment = fresh();
    dadao_error error = {0};
    assert_int_equal(carry_out(experiment, script, &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, "has changed"));
    dadao_experiment_destroy(experiment);
    free(script);
    free(line);
    free(path);
    free(graph);
    support_folder_remove(folder);
}

/* An event log that was saved replays to the same state. */
static void test_event_log(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/e.csv", folder);
    char *save = support_format("topology cycle 6; events save \"%s\"; run events=500", path);
    char *load = support_format("topology cycle 6; events load \"%s\"; run", path);
    dadao_experiment *one = fresh(), *two = fresh();
    must(one, save);
    must(two, load);
    dadao_sample a, b;
    dadao_simulation_measure(dadao_experiment_simulation(one, 0), &a);
    dadao_simulation_measure(dadao_experiment_simulation(two, 0), &b);
    assert_int_equal(b.event, 500);
    assert_true(a.msd == b.msd && a.t == b.t && a.gradients == b.gradients);
    dadao_error error = {0};
    assert_int_not_equal(carry_out(two, "reset; run events=10; edge cut 0 1", &error), DADAO_OK);
    assert_non_null(strstr(error.text, "event log still needs it"));
    dadao_experiment_destroy(one);
    dadao_experiment_destroy(two);
    free(save);
    free(load);
    free(path);
    support_folder_remove(folder);
}

/* Looking changes nothing: a traced, published, hashed run ends in the same state as one that nobody watched. */
static void test_looking_changes_nothing(void **state)
{
    (void)state;
    char *folder = support_folder();
    char *line = support_format("trace \"%s/t.csv\" every=3; run events=50; hash; chi; save state \"%s/x.csv\"; run events=950", folder, folder);
    dadao_experiment *one = fresh(), *two = fresh();
    dadao_snapshot snapshot = {0};
    must(one, line);
    assert_int_equal(dadao_experiment_publish(one, &snapshot, NULL), DADAO_OK);
    must(two, "run events=1000");
    assert_true(hash_of(one) == hash_of(two));
    assert_true(snapshot.lane[0].events == 1000 && snapshot.lane[0].history_count > 2);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(one);
    dadao_experiment_destroy(two);
    free(line);
    support_folder_remove(folder);
}

/* ---- The published runs ---- */

static double cell(const dadao_csv *csv, size_t row, const char *name)
{
    size_t column;
    double value;
    assert_int_equal(dadao_core_csv_require(csv, name, &column, NULL), DADAO_OK);
    assert_int_equal(dadao_core_csv_double(csv, row, column, &value, NULL), DADAO_OK);
    return value;
}

static void read_table(dadao_csv *csv, const char *folder, const char *name)
{
    char *path = support_format("%s/%s", folder, name);
    dadao_error error = {0};
    if (dadao_core_csv_read(path, csv, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    free(path);
}

static double norm_of(const char *folder)
{
    dadao_csv csv;
    read_table(&csv, folder, "x_star.csv");
    double sum = 0, value;
    for (size_t k = 0; k < csv.columns; k++) {
        assert_int_equal(dadao_core_csv_double(&csv, 0, k, &value, NULL), DADAO_OK);
        sum += value * value;
    }
    dadao_core_csv_clear(&csv);
    return sqrt(sum);
}

static void compare_trace(const char *folder, const char *trace_folder)
{
    dadao_csv wanted, got;
    read_table(&wanted, folder, "dadao/traj.csv");
    read_table(&got, trace_folder, "t.csv");
    double norm = norm_of(folder);
    for (size_t row = 0; row < wanted.rows; row++) {
        size_t event = (size_t)cell(&wanted, row, "k") + 1;
        assert_true(event < got.rows && cell(&got, event, "event") == (double)event);
        double sync = fabs(sqrt(cell(&got, event, "msd")) - sqrt(cell(&wanted, row, "msd_sync_f64")));
        double lazy = fabs(sqrt(cell(&got, event, "msd_lazy")) - sqrt(cell(&wanted, row, "msd_lazy_f64")));
        assert_true(sync <= 1e-11 * norm && lazy <= 1e-11 * norm);
        assert_true(cell(&got, event, "t") == cell(&wanted, row, "t"));
    }
    dadao_core_csv_clear(&wanted);
    dadao_core_csv_clear(&got);
}

/* The last checkpoint, lazy view, double arithmetic: every entry within 1e-11 of the largest. */
static void compare_state(const char *folder, dadao_experiment *experiment)
{
    dadao_csv csv;
    read_table(&csv, folder, "dadao/ckpt.csv");
    size_t d = dadao_problem_dimension(dadao_experiment_problem(experiment)), compared = 0;
    double last = cell(&csv, csv.rows - 1, "k"), largest = 0, worst = 0, state[6 * 64], t;
    for (size_t row = 0; row < csv.rows; row++) {
        if (cell(&csv, row, "k") != last || strcmp(dadao_core_csv_text(&csv, row, dadao_core_csv_column(&csv, "variant")), "f64") != 0 ||
            strcmp(dadao_core_csv_text(&csv, row, dadao_core_csv_column(&csv, "view")), "lazy") != 0)
            continue;
        dadao_simulation_state(dadao_experiment_simulation(experiment, 0), (size_t)cell(&csv, row, "node"), true, state, &t);
        const char *variable = dadao_core_csv_text(&csv, row, dadao_core_csv_column(&csv, "var"));
        for (size_t v = 0; v < 6; v++) {
            if (strcmp(dadao_method_variable_name(dadao_method_find("dadao"), v), variable) != 0)
                continue;
            for (size_t k = 0; k < d; k++, compared++) {
                char name[8];
                snprintf(name, sizeof name, "c%u", (unsigned)k);
                double value = cell(&csv, row, name);
                largest = fmax(largest, fabs(value));
                worst = fmax(worst, fabs(value - state[v * d + k]));
            }
        }
    }
    assert_true(compared > 0);
    assert_true(worst <= 1e-11 * largest);
    dadao_core_csv_clear(&csv);
}

static void check_case(const char *name, const char *problem)
{
    char *folder = support_shared("reference");
    if (!folder)
        skip();
    char *place = support_format("%s/%s", folder, name), *out = support_folder();
    char *line = support_format("topology load \"%s/edges.csv\"; problem %s data=\"%s/data.csv\"; start \"%s/x0.csv\"; method dadao preset=icml; "
                                "events load \"%s/dadao/events.csv\"; trace \"%s/t.csv\" every=1; run; save state \"%s/f.csv\" lazy=yes",
                                place, problem, place, place, place, out, out);
    dadao_experiment *experiment = fresh();
    must(experiment, line);
    assert_int_equal(dadao_experiment_flush(experiment, NULL), DADAO_OK);
    compare_trace(place, out);
    compare_state(place, experiment);
    dadao_experiment_destroy(experiment);
    support_folder_remove(out);
    free(line);
    free(place);
    free(folder);
}

static void test_published_runs(void **state)
{
    (void)state;
    static const char *const linear[] = {"lin_barbell16_d1", "lin_complete4_d10", "lin_cycle9_d2", "lin_grid9_d5", "lin_path4_d1", "lin_star16_d2"};
    for (size_t k = 0; k < sizeof linear / sizeof *linear; k++)
        check_case(linear[k], "linear");
    check_case("log_cycle9_d2", "logistic mu=1 smoothness=reference");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_histories), cmocka_unit_test(test_random_histories), cmocka_unit_test(test_changed_input),
        cmocka_unit_test(test_event_log), cmocka_unit_test(test_looking_changes_nothing), cmocka_unit_test(test_published_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
