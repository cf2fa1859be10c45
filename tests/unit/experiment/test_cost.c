/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waiting costs: round times against order statistics, stragglers, rankings that flip, replay, bad input.
 *
 * Statistical thresholds are those of a false-alarm rate of 1e-6 over the choice of the seed, which is fixed. */
#include "support/support.h"

#include <dadao/experiment.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALARM_SIGMA 4.9

static dadao_experiment *fresh(void)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.allow_write = true;
    dadao_experiment *experiment;
    assert_int_equal(dadao_experiment_create(&options, &experiment, NULL), DADAO_OK);
    return experiment;
}

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

static const dadao_simulation *lane_of(dadao_experiment *experiment, size_t lane)
{
    assert_int_equal(dadao_experiment_settle(experiment, NULL), DADAO_OK);
    const dadao_simulation *simulation = dadao_experiment_simulation(experiment, lane);
    assert_non_null(simulation);
    return simulation;
}

static uint64_t hash_of_run(const char *line)
{
    dadao_experiment *alone = fresh();
    must(alone, line);
    uint64_t hash = dadao_simulation_hash(lane_of(alone, 0));
    dadao_experiment_destroy(alone);
    return hash;
}

/* A round waits for the slowest of n exponential gradients, H_n on average with variance sum 1/k^2, then K times for its edges. */
static void test_rounds_wait_for_the_slowest(void **state)
{
    (void)state;
    enum { NODES = 9, ROUNDS = 4000 };
    dadao_experiment *experiment = fresh();
    must(experiment, "topology cycle 9; method msda; cost gradient time=2; cost communication time=0.5 law=constant; run events=1");
    const dadao_simulation *simulation = lane_of(experiment, 0);
    const double gossip = (double)dadao_simulation_communications(simulation) / NODES;
    must(experiment, "run until event=2000");
    dadao_simulation *clone;
    const dadao_stop stop = {.event = 4000, .t = INFINITY};
    assert_int_equal(dadao_simulation_clone(simulation, &clone, NULL), DADAO_OK);
    must(experiment, "run until event=4000");
    (void)dadao_simulation_run(clone, &stop);
    assert_int_equal(dadao_simulation_hash(clone), dadao_simulation_hash(simulation));
    dadao_simulation_destroy(clone);
    double mean = 0, variance = 0;
    for (int k = 1; k <= NODES; k++) {
        mean += 1.0 / k;
        variance += 1.0 / (k * k);
    }
    /* The unit of time is the time of a gradient. */
    const double expected = ROUNDS * (mean + 0.25 * gossip), sigma = sqrt(ROUNDS * variance);
    assert_true(fabs(dadao_simulation_time(simulation) - expected) < ALARM_SIGMA * sigma);
    dadao_experiment_destroy(experiment);
}

static void test_constant_rounds_are_exact(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    must(experiment, "topology cycle 9; method msda; cost gradient time=1 law=constant; cost communication time=0.25 law=constant; "
                     "cost node 4 factor=8; cost edge 0-1 factor=2; run events=1");
    const dadao_simulation *simulation = lane_of(experiment, 0);
    const double gossip = (double)dadao_simulation_communications(simulation) / 9;
    must(experiment, "run events=9");
    assert_true(fabs(dadao_simulation_time(simulation) - 10 * (8 + 0.5 * gossip)) < 1e-9);
    must(experiment, "node remove 0; cost show; run events=1"); /* the straggler is node 3 now, and the slow edge is gone */
    assert_true(fabs(dadao_simulation_time(lane_of(experiment, 0)) - 10 * (8 + 0.5 * gossip)) > 8);
    dadao_experiment_destroy(experiment);
}

/* Means are one over the rates: an asynchronous network does as much as its clocks promise, whatever the law. */
static void test_asynchronous_rates(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    must(experiment, "topology cycle 8; cost gradient time=3 law=constant; cost communication time=1.5 law=constant; cost node 2 factor=4; "
                     "cost edge 5 6 factor=10; run until t=100.5");
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(lane_of(experiment, 0), &counters);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(counters.node_gradients[i], i == 2 ? 25 : 100);
    size_t edge;
    assert_int_equal(dadao_topology_find_edge(dadao_experiment_topology(experiment), 5, 6, &edge, NULL), DADAO_OK);
    for (size_t e = 0; e < 8; e++)
        assert_int_equal(counters.edge_communications[e], e == edge ? 20 : 201);
    dadao_snapshot snapshot = {0};
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_true(snapshot.scene->cost_on);
    assert_true(fabs(snapshot.lane[0].wall - 301.5) < 1e-9);
    assert_false(snapshot.scene->guarantee.holds);
    assert_non_null(strstr(snapshot.scene->guarantee.why, "exponential"));
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

static double time_to(const char *method, const char *cost)
{
    dadao_experiment *experiment = fresh();
    char *line = support_format("topology complete 20; problem logistic dim=5 samples=50; method %s; %s; run until error<1e-6", method, cost);
    must(experiment, line);
    const dadao_simulation *simulation = lane_of(experiment, 0);
    assert_false(dadao_simulation_diverged(simulation));
    const double t = dadao_simulation_time(simulation);
    free(line);
    dadao_experiment_destroy(experiment);
    return t;
}

#define MACHINE "cost gradient time=1 law=constant; cost communication time=0.05 law=constant"

/* One machine ten times slower: whoever waits in rounds takes about ten times as long, whoever does not hardly longer. */
static void test_a_straggler(void **state)
{
    (void)state;
    const double msda = time_to("msda", MACHINE "; cost node 3 factor=10") / time_to("msda", MACHINE);
    const double adom = time_to("adom+", MACHINE "; cost node 3 factor=10") / time_to("adom+", MACHINE);
    const double dadao = time_to("dadao", MACHINE "; cost node 3 factor=10") / time_to("dadao", MACHINE);
    print_message("times longer with a straggler: msda %.2f, adom+ %.2f, dadao %.3f\n", msda, adom, dadao);
    assert_true(msda > 9 && msda < 10);
    assert_true(adom > 9 && adom < 10);
    assert_true(dadao < 1.5);
}

/* "Communication is expensive", turned up: on the wall DADAO overtakes ADOM+; in price Continuized overtakes MSDA. */
static void test_rankings_flip(void **state)
{
    (void)state;
    static const char cheap[] = "cost gradient time=1 law=constant; cost communication time=0.05";
    static const char dear[] = "cost gradient time=1 law=constant; cost communication time=10";
    assert_true(time_to("adom+", cheap) < time_to("dadao", cheap));
    assert_true(time_to("adom+", dear) > time_to("dadao", dear));
    dadao_experiment *experiment = fresh();
    dadao_snapshot snapshot = {0};
    double cost[2][2];
    static const char *const method[2] = {"msda", "continuized"};
    for (size_t m = 0; m < 2; m++) {
        char *line = support_format("topology complete 20; problem logistic dim=5 samples=50; method %s; run until error<1e-6", method[m]);
        must(experiment, line);
        free(line);
        for (size_t p = 0; p < 2; p++) {
            must(experiment, p ? "cost price gradient=1 communication=10" : "cost price gradient=1 communication=0.1");
            assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
            cost[m][p] = snapshot.lane[0].cost;
        }
    }
    assert_true(cost[0][0] < cost[1][0]);
    assert_true(cost[0][1] > cost[1][1]);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

static void test_off_leaves_no_trace(void **state)
{
    (void)state;
    assert_int_equal(hash_of_run("cost gradient time=2 law=constant; cost node 3 factor=4; cost off; run events=500"),
                     hash_of_run("run events=500"));
    assert_int_equal(hash_of_run("run events=0; cost gradient time=2 law=lognormal; undo; reset; run events=500"), hash_of_run("run events=500"));
    /* Prices change nothing of what happens. */
    assert_int_equal(hash_of_run("cost price gradient=7; run events=500"), hash_of_run("run events=500"));
}

static const char *const histories[] = {
    "lane add msda; cost gradient time=1 law=lognormal sigma=0.8; cost communication time=0.2; run until t=20; cost node 3 factor=10; "
    "run until t=40",
    "lane add msda; lane add dadao preset=jmlr; run until t=10; cost gradient time=2; run until t=20; cost gradient time=5 law=constant; "
    "run events=700; cost off; run until t=90",
    "cost communication time=0.3 law=constant; run events=200; edge cut 0 1; run events=100; node remove 2; run events=100; lane add adom+; "
    "run until t=30; undo; undo; run events=50",
    "lane add continuized; cost edge 7-8 factor=3; run until t=15; lane axis cost; cost price communication=4; run until t=25",
    "method msda; cost gradient time=1; run events=10; cost node 2 factor=3; run until t=100; reset; run until t=9",
};

static void test_replay(void **state)
{
    (void)state;
    for (size_t h = 0; h < sizeof histories / sizeof *histories; h++) {
        dadao_experiment *experiment = fresh(), *again = fresh(), *sliced = fresh();
        char *folder = support_folder(), *path = support_format("%s/s.dadao", folder), *save = support_format("save script \"%s\"", path);
        must(experiment, histories[h]);
        assert_int_equal(carry_out(sliced, histories[h], 13, NULL), DADAO_OK);
        must(experiment, save);
        char *script = support_read(path, NULL);
        must(again, script);
        for (size_t k = 0; dadao_experiment_simulation(experiment, k); k++) {
            const uint64_t hash = dadao_simulation_hash(lane_of(experiment, k));
            if (dadao_simulation_hash(lane_of(again, k)) != hash)
                fail_msg("lane %zu differs after the replay of: %s\n%s", k, histories[h], script);
            if (dadao_simulation_hash(lane_of(sliced, k)) != hash)
                fail_msg("lane %zu depends on the slices of: %s", k, histories[h]);
        }
        dadao_experiment_destroy(sliced);
        dadao_experiment_destroy(again);
        dadao_experiment_destroy(experiment);
        support_folder_remove(folder);
        free(script), free(save), free(path);
    }
}

/* Lanes stand at the same time on the wall, whatever their units. */
static void test_one_axis(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    dadao_snapshot snapshot = {0};
    must(experiment, "lane add msda; lane add continuized; run until t=10; cost gradient time=3; run until t=14; lane add dadao preset=jmlr; "
                     "run until t=20");
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    assert_true(fabs(snapshot.lane[0].wall - (10 + 3 * 10)) < 1e-9);
    for (size_t k = 1; k < snapshot.lane_count; k++)
        assert_true(fabs(snapshot.lane[k].wall - snapshot.lane[0].wall) < 1e-9 * snapshot.lane[0].wall);
    assert_true(snapshot.lane[3].t < snapshot.lane[0].t); /* its units always took 3 */
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

static void refused(dadao_experiment *experiment, const char *line, const char *part)
{
    dadao_error error = {0};
    if (dadao_experiment_execute(experiment, line, NULL, &error) == DADAO_OK)
        fail_msg("%s: accepted", line);
    if (!strstr(error.text, part) || error.length == 0)
        fail_msg("%s: %s", line, error.text);
}

static void test_bad_input(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh();
    refused(experiment, "cost gradient time=0", "positive");
    refused(experiment, "cost gradient time=-1", "positive");
    refused(experiment, "cost gradient time=nan", "not a number");
    refused(experiment, "cost communication time=inf", "not a number");
    refused(experiment, "cost communication tim=1", "time=T");
    refused(experiment, "cost communication time=1 law=constnt", "constant");
    refused(experiment, "cost communication time=1 sigma=2", "lognormal");
    refused(experiment, "cost communication time=1 law=lognormal sigma=0", "positive");
    refused(experiment, "cost price gradient=0", "positive");
    refused(experiment, "cost price communication=nan", "not a number");
    refused(experiment, "cost price", "usage");
    refused(experiment, "cost node 99 factor=2", "99");
    refused(experiment, "cost node 3 factor=0", "positive");
    refused(experiment, "cost node 3 2", "factor=F");
    refused(experiment, "cost edge 0 15 factor=2", "edge");
    must(experiment, "cost gradient time=1");
    refused(experiment, "rate comm 2", "cost off");
    refused(experiment, "rate gradient 2", "cost off");
    refused(experiment, "node slow 3 2", "cost off");
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rounds_wait_for_the_slowest),
        cmocka_unit_test(test_constant_rounds_are_exact),
        cmocka_unit_test(test_asynchronous_rates),
        cmocka_unit_test(test_a_straggler),
        cmocka_unit_test(test_rankings_flip),
        cmocka_unit_test(test_off_leaves_no_trace),
        cmocka_unit_test(test_replay),
        cmocka_unit_test(test_one_axis),
        cmocka_unit_test(test_bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
