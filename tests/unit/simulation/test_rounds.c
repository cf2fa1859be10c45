/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds under the same stops as events, what they cost, how long they take; replays of other laws; the same bits everywhere. */
#include "unit/simulation/networks.h"

/* ---- Stops ---- */

static void test_stops(void **state)
{
    (void)state;
    lane l = lane_of("msda", NULL, CYCLE, 9, "quadratic dim=2 kappa=20", 1);
    const double first = dadao_simulation_error_now(l.simulation);
    dadao_stop stop = {.event = UINT64_MAX, .t = 7.5};
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_TIME);
    assert_int_equal(dadao_simulation_events(l.simulation), 7);
    assert_true(dadao_simulation_time(l.simulation) == 7.5);
    stop = stop_at_event(8);
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_EVENT);
    assert_true(dadao_simulation_time(l.simulation) == 8.0); /* the round that was under way ends when it would have ended */
    stop = (dadao_stop){.event = UINT64_MAX, .t = INFINITY, .error = first * 1e-6};
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_ERROR);
    assert_true(dadao_simulation_error_now(l.simulation) < first * 1e-6);
    atomic_bool now = true;
    stop = (dadao_stop){.event = UINT64_MAX, .t = INFINITY, .interrupt = &now};
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_INTERRUPTED);
    clear_lane(&l);
}

/* The same bits whatever the stops in between; looking changes nothing. */
static void test_stops_leave_no_trace(void **state)
{
    (void)state;
    for (size_t m = 0; m < dadao_method_count(); m++) {
        const char *name = dadao_method_name(dadao_method_at(m));
        lane a = lane_of(name, NULL, CYCLE, 6, "linear dim=3 samples=10", 4), b = lane_of(name, NULL, CYCLE, 6, "linear dim=3 samples=10", 4);
        const dadao_stop end = stop_at_event(300);
        dadao_simulation_run(a.simulation, &end);
        for (uint64_t k = 1; k <= 300; k += 7) {
            dadao_sample sample;
            const dadao_stop stop = stop_at_event(k);
            dadao_simulation_run(b.simulation, &stop);
            dadao_simulation_measure(b.simulation, &sample);
            (void)dadao_simulation_hash(b.simulation);
        }
        dadao_simulation_run(b.simulation, &end);
        if (dadao_simulation_hash(a.simulation) != dadao_simulation_hash(b.simulation))
            fail_msg("%s: stops in between change the run", name);
        clear_lane(&a);
        clear_lane(&b);
    }
}

static void test_divergence(void **state)
{
    (void)state;
    lane l = lane_of("dgd", NULL, CYCLE, 6, "quadratic dim=2 kappa=20", 1);
    const double step = 10.0;
    check_ok(dadao_simulation_set_parameters(l.simulation, &step, error));
    const dadao_stop stop = stop_at_event(100000);
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_DIVERGED);
    assert_true(dadao_simulation_diverged(l.simulation));
    assert_true(dadao_simulation_events(l.simulation) < 1000);
    clear_lane(&l);
}

/* ---- How long rounds take ---- */

static double growing(void *context, uint64_t round)
{
    ++*(int *)context;
    return round == 3 ? -1.0 : 0.5 * (double)round; /* nonsense counts as 1 */
}

static void test_round_time(void **state)
{
    (void)state;
    int asked = 0;
    lane l = lane_of("extra", NULL, PATH, 5, "quadratic dim=2", 1);
    dadao_simulation_set_round_time(l.simulation, growing, &asked);
    const dadao_stop stop = stop_at_event(4);
    dadao_simulation_run(l.simulation, &stop);
    assert_true(dadao_simulation_time(l.simulation) == 0.5 + 1.0 + 1.0 + 2.0);
    assert_int_equal(asked, 4);
    const dadao_stop later = stop_at_time(5.0);
    assert_int_equal(dadao_simulation_run(l.simulation, &later), DADAO_STOP_TIME);
    assert_int_equal(dadao_simulation_events(l.simulation), 4);
    clear_lane(&l);
}

/* ---- What rounds and events cost ---- */

static void expect_costs(const char *name, const char *preset, uint64_t events, uint64_t gradients, uint64_t communications, uint64_t vectors)
{
    lane l = lane_of(name, preset, STAR, 9, "quadratic dim=2 kappa=20", 2); /* chi = 9, so K = 3 and q = 7; 8 edges */
    const dadao_stop stop = stop_at_event(events);
    dadao_sample sample;
    dadao_simulation_run(l.simulation, &stop);
    dadao_simulation_measure(l.simulation, &sample);
    if (sample.gradients != gradients || sample.communications != communications || sample.vectors != vectors)
        fail_msg("%s: %llu gradients, %llu communications, %llu vectors; expected %llu, %llu, %llu", name, (unsigned long long)sample.gradients,
                 (unsigned long long)sample.communications, (unsigned long long)sample.vectors, (unsigned long long)gradients,
                 (unsigned long long)communications, (unsigned long long)vectors);
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(l.simulation, &counters);
    uint64_t at_nodes = 0, on_edges = 0;
    for (size_t i = 0; i < l.nodes; i++)
        at_nodes += counters.node_gradients[i];
    for (size_t e = 0; e < l.edges; e++)
        on_edges += counters.edge_communications[e];
    assert_true(at_nodes == gradients);
    if (strcmp(name, "event-admm") != 0) /* which speaks with a server, not over edges */
        assert_true(on_edges == communications);
    clear_lane(&l);
}

static void test_costs(void **state)
{
    (void)state;
    expect_costs("ssda", NULL, 10, 90, 80, 160);
    expect_costs("msda", NULL, 10, 90, 240, 480);
    expect_costs("adom+", NULL, 10, 90, 80, 320);
    expect_costs("adom+mc", NULL, 10, 90, 560, 2240);
    expect_costs("extra", NULL, 10, 90, 80, 160);
    expect_costs("diging", NULL, 10, 90, 80, 320);
    expect_costs("acc-gt", NULL, 10, 90, 80, 480);
    expect_costs("dgd", NULL, 10, 90, 80, 160);
    expect_costs("dcatalyst", NULL, 10, 90, 80, 320);
    expect_costs("agd", NULL, 10, 90, 160, 160);
    expect_costs("acco", NULL, 10, 180, 320, 320);
    expect_costs("event-admm", "every", 10, 90, 180, 180);
    expect_costs("opapc", "opapc", 10, 90, 240, 480);
    expect_costs("opapc", "apapc", 10, 90, 80, 160);
    expect_costs("continuized", NULL, 10, 20, 10, 20);
    expect_costs("esdacd", NULL, 10, 20, 10, 20);
    expect_costs("gossip", NULL, 10, 0, 10, 20);
    expect_costs("gossip-accelerated", NULL, 10, 0, 10, 20);
    expect_costs("ad-psgd", NULL, 10, 10, 10, 20);
}

/* ---- Laws of events ---- */

typedef struct memory {
    dadao_event event[600];
    size_t count;
} memory;

static void remember(void *context, const dadao_event *event, size_t count)
{
    memory *m = context;
    for (size_t k = 0; k < count && m->count < 600; k++)
        m->event[m->count++] = event[k];
}

/* Events recorded from the clocks and replayed give the same vectors to the last bit. */
static void test_replay(void **state)
{
    (void)state;
    for (size_t m = 0; m < dadao_method_count(); m++) {
        const dadao_method *method = dadao_method_at(m);
        if (dadao_method_is_synchronous(method))
            continue;
        static memory kept;
        kept.count = 0;
        lane a = lane_of(dadao_method_name(method), NULL, STAR, 6, "linear dim=3 samples=10", 8);
        lane b = lane_of(dadao_method_name(method), NULL, STAR, 6, "linear dim=3 samples=10", 8);
        const dadao_stop stop = stop_at_event(500);
        dadao_simulation_set_sink(a.simulation, remember, &kept);
        dadao_simulation_run(a.simulation, &stop);
        dadao_simulation_replay(b.simulation, kept.event, kept.count);
        dadao_simulation_run(b.simulation, &stop);
        const size_t row = dadao_method_variable_count(method) * 3;
        for (size_t i = 0; i < 6; i++) {
            double one[24], other[24];
            dadao_simulation_state(a.simulation, i, true, one, NULL);
            dadao_simulation_state(b.simulation, i, true, other, NULL);
            if (memcmp(one, other, row * sizeof *one) != 0)
                fail_msg("%s: node %zu differs in the replay", dadao_method_name(method), i);
        }
        assert_true(dadao_simulation_vectors(a.simulation) == dadao_simulation_vectors(b.simulation));
        clear_lane(&a);
        clear_lane(&b);
    }
}

/* A global counter ticks at whole numbers; a unit total rate gives one event a unit of time, whatever rates were set. */
static void test_laws(void **state)
{
    (void)state;
    lane l = lane_of("esdacd", NULL, CYCLE, 6, "quadratic dim=2", 8);
    const dadao_stop hundred = stop_at_event(100);
    dadao_simulation_run(l.simulation, &hundred);
    assert_true(dadao_simulation_time(l.simulation) == 100.0);
    clear_lane(&l);
    l = lane_of("continuized", NULL, CYCLE, 6, "quadratic dim=2", 8);
    const dadao_stop late = stop_at_time(10000.0);
    const double rates[] = {3, 3, 3, 3, 3, 3};
    check_ok(dadao_simulation_set_rates(l.simulation, rates, NULL, error));
    dadao_simulation_run(l.simulation, &late);
    const double events = (double)dadao_simulation_events(l.simulation);
    assert_true(fabs(events - 10000.0) <= ALARM_SIGMA * 100.0);
    assert_true(fabs(dadao_simulation_expected_gradients(l.simulation) - 20000.0) <= 1e-6);
    clear_lane(&l);
    /* Each node of a star computes once a unit of time; the hub talks in all of the leaves' events. */
    l = lane_of("ad-psgd", NULL, STAR, 6, "quadratic dim=2", 8);
    const dadao_stop thousand = stop_at_time(1000.0);
    dadao_simulation_run(l.simulation, &thousand);
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(l.simulation, &counters);
    for (size_t i = 0; i < 6; i++)
        assert_true(fabs((double)counters.node_gradients[i] - 1000.0) <= ALARM_SIGMA * sqrt(1000.0));
    assert_true(counters.node_communications[0] == dadao_simulation_communications(l.simulation));
    clear_lane(&l);
}

/* ---- The same bits from every compiler, level of optimisation and processor ---- */

typedef struct golden {
    const char *name;
    uint64_t hash;
} golden;

static const golden goldens[] = {
#include "unit/simulation/golden_methods.h"
};

static void test_golden_hashes(void **state)
{
    (void)state;
    size_t wrong = 0;
    assert_int_equal(sizeof goldens / sizeof *goldens, dadao_method_count() - 1); /* DADAO's own are in test_bits.c */
    for (size_t k = 0; k < sizeof goldens / sizeof *goldens; k++) {
        const dadao_method *method = method_named(goldens[k].name);
        lane l = {0};
        make_cycle(&l, 5);
        l.problem = problem_from("linear data=tests/unit/simulation/cases/linear_cycle5_d3/data.csv", 5, 1);
        dadao_method_facts facts = {.mu = 0.125, .smoothness = 8.0, .chi1 = 0.75, .chi2 = 0.375};
        check_ok(dadao_method_network_facts(method, 5, 5, l.edge, l.edge_rates, &facts, error));
        check_ok(dadao_method_parameters(method, 0, &facts, l.parameters, error));
        double *start = random_start(&l, method, 2026);
        l.simulation = simulate_method(&l, method, start, 2026);
        const dadao_stop stop = stop_at_event(997);
        dadao_simulation_run(l.simulation, &stop);
        const uint64_t hash = dadao_simulation_hash(l.simulation);
        if (hash != goldens[k].hash) {
            print_message("    {\"%s\", %#llxu},\n", goldens[k].name, (unsigned long long)hash);
            wrong++;
        }
        free(start);
        clear_lane(&l);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stops),      cmocka_unit_test(test_stops_leave_no_trace), cmocka_unit_test(test_divergence),
        cmocka_unit_test(test_round_time), cmocka_unit_test(test_costs),                cmocka_unit_test(test_replay),
        cmocka_unit_test(test_laws),       cmocka_unit_test(test_golden_hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
