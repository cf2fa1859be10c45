/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event loop: the same run whatever the stops, the processor level or the looks in between; goals, divergence, memory. */
#include "unit/simulation/support.h"

#include <malloc.h>

static uint64_t run_to(lane *l, uint64_t events)
{
    const dadao_stop stop = stop_at_event(events);
    assert_int_equal(dadao_simulation_run(l->simulation, &stop), DADAO_STOP_EVENT);
    return dadao_simulation_hash(l->simulation);
}

static const char *const problems[] = {
    "quadratic dim=1", "quadratic dim=2", "quadratic dim=3", "quadratic dim=11", "linear dim=4 samples=20",
    "linear dim=12 samples=7 ridge=0.5", "logistic dim=2 samples=13 mu=0.3", "linear dim=3 samples=20 batch=4",
};
enum { PROBLEMS = sizeof problems / sizeof *problems };

/* 1e5 events at once, or in steps of any size. */
static void test_stops_leave_no_trace(void **state)
{
    (void)state;
    const uint64_t events = 100000, steps[] = {1, 7, 64, 1000, 65};
    for (size_t p = 0; p < 2; p++) {
        lane whole = cycle_lane(problems[p ? 7 : 1], 9, 0, 5);
        const uint64_t expected = run_to(&whole, events);
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            lane parts = cycle_lane(problems[p ? 7 : 1], 9, 0, 5);
            for (uint64_t at = steps[k]; at < events; at += steps[k])
                run_to(&parts, at);
            assert_true(run_to(&parts, events) == expected);
            clear_lane(&parts);
        }
        clear_lane(&whole);
    }
}

static void test_stops_in_time_leave_no_trace(void **state)
{
    (void)state;
    lane whole = cycle_lane(problems[3], 8, 0, 5), parts = cycle_lane(problems[3], 8, 0, 5);
    const uint64_t expected = run_to(&whole, 3000);
    for (double t = 0.037; dadao_simulation_events(parts.simulation) < 2900; t += 0.4137) {
        const dadao_stop stop = stop_at_time(t);
        assert_int_equal(dadao_simulation_run(parts.simulation, &stop), DADAO_STOP_TIME);
        assert_true(dadao_simulation_time(parts.simulation) == t);
    }
    assert_true(run_to(&parts, 3000) == expected);
    clear_lane(&whole);
    clear_lane(&parts);
}

static void test_every_level_gives_the_same_bits(void **state)
{
    (void)state;
    static const char *const level[] = {"baseline", "v3", "v4"};
    for (size_t p = 0; p < PROBLEMS; p++)
        for (size_t preset = 0; preset < 2; preset++) {
            uint64_t hash[3];
            for (size_t k = 0; k < 3; k++) {
                setenv("DADAO_ISA", level[k], 1);
                lane l = cycle_lane(problems[p], 7, preset, 11);
                hash[k] = run_to(&l, 5000);
                clear_lane(&l);
            }
            assert_true(hash[0] == hash[1] && hash[1] == hash[2]);
        }
    unsetenv("DADAO_ISA");
}

/* Constants that are no preset's go through the general flow, one by one. */
static void test_overridden_constants(void **state)
{
    (void)state;
    static const char *const level[] = {"baseline", "v4"};
    for (size_t k = 0; k < 6; k++) {
        uint64_t hash[2];
        for (size_t v = 0; v < 2; v++) {
            setenv("DADAO_ISA", level[v], 1);
            lane l = cycle_lane("quadratic dim=2", 5, 0, 3);
            l.parameters[k] *= k == 4 ? 0.05 : 1.1; /* theta: overdamped */
            dadao_simulation_destroy(l.simulation);
            l.simulation = simulate(&l, NULL, 3);
            run_to(&l, 777);
            hash[v] = run_to(&l, 2000);
            assert_false(dadao_simulation_diverged(l.simulation));
            clear_lane(&l);
        }
        assert_true(hash[0] == hash[1]);
    }
    unsetenv("DADAO_ISA");
}

static void test_looking_changes_nothing(void **state)
{
    (void)state;
    lane a = cycle_lane(problems[3], 8, 0, 5), b = cycle_lane(problems[3], 8, 0, 5);
    double vectors[6 * 11], t;
    for (uint64_t at = 10; at <= 2000; at += 10) {
        run_to(&a, at);
        dadao_sample sample;
        dadao_simulation_measure(a.simulation, &sample);
        dadao_simulation_state(a.simulation, at % 8, false, vectors, &t);
        assert_true(sample.event == at && t == sample.t && sample.msd_lazy == dadao_simulation_error_now(a.simulation));
        assert_true(dadao_simulation_hash(a.simulation) == dadao_simulation_hash(a.simulation));
    }
    assert_true(dadao_simulation_hash(a.simulation) == run_to(&b, 2000));
    clear_lane(&a);
    clear_lane(&b);
}

/* The tree holds what the leaves add up to, down to the last digits of convergence. */
static void test_lazy_metric(void **state)
{
    (void)state;
    lane l = cycle_lane("quadratic dim=3", 20, 0, 2);
    double vectors[18], t;
    const double *optimum = dadao_problem_optimum(l.problem);
    for (uint64_t at = 1; at < 200000; at += at < 2000 ? 37 : 20011) {
        run_to(&l, at);
        double sum = 0.0;
        for (size_t i = 0; i < 20; i++) {
            dadao_simulation_state(l.simulation, i, true, vectors, &t);
            for (size_t k = 0; k < 3; k++)
                sum += (vectors[k] - optimum[k]) * (vectors[k] - optimum[k]);
        }
        assert_true(fabs(sum / 20 - dadao_simulation_error_now(l.simulation)) <= 1e-13 * sum / 20);
    }
    assert_true(dadao_simulation_error_now(l.simulation) < 1e-24 * dadao_simulation_initial_error(l.simulation));
    clear_lane(&l);
}

/* The goal is met at the first event that meets it. */
static void test_error_goal(void **state)
{
    (void)state;
    for (double goal = 1e-2; goal > 1e-20; goal *= 1e-6) {
        lane a = cycle_lane("quadratic dim=2", 12, 0, 4), b = cycle_lane("quadratic dim=2", 12, 0, 4);
        const double error = goal * dadao_simulation_initial_error(a.simulation);
        const dadao_stop stop = {.event = 10000000, .t = INFINITY, .error = error};
        assert_int_equal(dadao_simulation_run(a.simulation, &stop), DADAO_STOP_ERROR);
        uint64_t at = 0;
        while (!(dadao_simulation_error_now(b.simulation) < error))
            run_to(&b, ++at);
        assert_true(at == dadao_simulation_events(a.simulation));
        assert_true(dadao_simulation_hash(a.simulation) == dadao_simulation_hash(b.simulation));
        clear_lane(&a);
        clear_lane(&b);
    }
}

/* Far too little gossip with kept parameters: found at one event whatever the stops, then frozen. */
static void test_divergence(void **state)
{
    (void)state;
    uint64_t at[3], hash[3];
    for (size_t k = 0; k < 3; k++) {
        const uint64_t step = k == 0 ? 1u << 30 : k == 1 ? 1 : 50;
        lane l = {0};
        make_cycle(&l, 9);
        l.problem = problem_from("quadratic dim=2 kappa=100", 9, 1);
        set_rates_and_parameters(&l, 0, 0.15);
        l.simulation = simulate(&l, NULL, 1);
        dadao_stop_reason reason = DADAO_STOP_EVENT;
        while (reason == DADAO_STOP_EVENT && dadao_simulation_events(l.simulation) < 200000) {
            const dadao_stop stop = stop_at_event(dadao_simulation_events(l.simulation) + step);
            reason = dadao_simulation_run(l.simulation, &stop);
        }
        assert_int_equal(reason, DADAO_STOP_DIVERGED);
        assert_true(dadao_simulation_diverged(l.simulation));
        at[k] = dadao_simulation_events(l.simulation);
        hash[k] = dadao_simulation_hash(l.simulation);
        const double kappa = dadao_problem_smoothness(l.problem) / dadao_problem_mu(l.problem);
        assert_true(dadao_simulation_error_now(l.simulation) >
                    1e6 * 4 * (1 + kappa + kappa * kappa) * dadao_simulation_initial_error(l.simulation) * (1 - 1e-9));
        const dadao_stop more = stop_at_event(UINT64_MAX);
        assert_int_equal(dadao_simulation_run(l.simulation, &more), DADAO_STOP_DIVERGED);
        assert_true(dadao_simulation_events(l.simulation) == at[k] && dadao_simulation_hash(l.simulation) == hash[k]);
        clear_lane(&l);
    }
    assert_true(at[0] == at[1] && at[1] == at[2]);
    assert_true(hash[0] == hash[1] && hash[1] == hash[2]);
    print_message("diverged at event %llu\n", (unsigned long long)at[0]);
}

typedef struct heard {
    uint64_t count, comm;
    double t;
    dadao_event last[300];
} heard;

static void listen(void *context, const dadao_event *events, size_t count)
{
    heard *h = context;
    assert_true(count >= 1 && count <= 64);
    for (size_t k = 0; k < count; k++) {
        assert_true(events[k].index == ++h->count && events[k].t >= h->t);
        h->t = events[k].t;
        h->comm += events[k].kind == DADAO_EVENT_COMMUNICATION;
        h->last[events[k].index % 300] = events[k];
    }
}

static void test_sink_counters_and_recent(void **state)
{
    (void)state;
    lane l = cycle_lane("quadratic dim=2", 9, 0, 6);
    heard h = {0};
    dadao_simulation_set_sink(l.simulation, listen, &h);
    for (uint64_t at = 1; at < 3000; at += 131) {
        run_to(&l, at);
        dadao_event recent[300];
        const size_t count = dadao_simulation_recent(l.simulation, recent, 300);
        assert_true(count == (at < 256 ? at : 256));
        for (size_t k = 0; k < count; k++)
            assert_memory_equal(&recent[k], &h.last[recent[k].index % 300], sizeof *recent);
        assert_true(recent[count - 1].index == at);
    }
    dadao_simulation_counters c;
    dadao_simulation_counters_get(l.simulation, &c);
    uint64_t gradients = 0, talks = 0, edges = 0;
    for (size_t i = 0; i < 9; i++) {
        gradients += c.node_gradients[i];
        talks += c.node_communications[i];
    }
    for (size_t k = 0; k < 9; k++)
        edges += c.edge_communications[k];
    assert_true(h.count == dadao_simulation_events(l.simulation) && h.comm == dadao_simulation_communications(l.simulation));
    assert_true(gradients == dadao_simulation_gradients(l.simulation) && gradients == h.count - h.comm);
    assert_true(edges == h.comm && talks == 2 * h.comm);
    clear_lane(&l);
}

/* The log of a run, replayed, gives the same state. */
static void test_replay(void **state)
{
    (void)state;
    enum { EVENTS = 1000 };
    static dadao_event log[EVENTS];
    lane a = cycle_lane("linear dim=5 samples=9", 9, 1, 6), b = cycle_lane("linear dim=5 samples=9", 9, 1, 6);
    dadao_simulation_destroy(b.simulation);
    b.simulation = simulate(&b, NULL, 99);
    for (uint64_t at = 1; at <= EVENTS; at++) {
        run_to(&a, at);
        dadao_simulation_recent(a.simulation, &log[at - 1], 1);
    }
    dadao_simulation_replay(b.simulation, log, EVENTS);
    dadao_stop stop = stop_at_time(0.5 * log[EVENTS - 1].t);
    assert_int_equal(dadao_simulation_run(b.simulation, &stop), DADAO_STOP_TIME);
    stop = stop_at_event(UINT64_MAX);
    assert_int_equal(dadao_simulation_run(b.simulation, &stop), DADAO_STOP_LOG_END);
    for (size_t i = 0; i < 9; i++) {
        double va[30], vb[30], ta, tb;
        dadao_simulation_state(a.simulation, i, true, va, &ta);
        dadao_simulation_state(b.simulation, i, true, vb, &tb);
        assert_true(ta == tb && memcmp(va, vb, sizeof va) == 0);
    }
    clear_lane(&a);
    clear_lane(&b);
}

static void test_idle_and_interrupt(void **state)
{
    (void)state;
    lane l = cycle_lane("quadratic dim=2", 5, 0, 1);
    const double none[5] = {0};
    atomic_bool interrupt = true;
    dadao_stop stop = {.event = UINT64_MAX, .t = INFINITY, .interrupt = &interrupt};
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_INTERRUPTED);
    check_ok(dadao_simulation_set_rates(l.simulation, none, none, error));
    stop = stop_at_time(10.0);
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_IDLE);
    assert_true(dadao_simulation_time(l.simulation) == 0.0);
    clear_lane(&l);
}

/* 48 d + 128 bytes a node and 96 an edge; nothing is allocated while events run. */
static void test_memory(void **state)
{
    (void)state;
    const size_t dimensions[] = {1, 2, 3, 4, 8, 10, 50};
    for (size_t k = 0; k < sizeof dimensions / sizeof *dimensions; k++) {
        const size_t n = 3000, d = dimensions[k];
        char words[64];
        snprintf(words, sizeof words, "quadratic dim=%zu", d);
        lane l = {0};
        make_cycle(&l, n);
        l.problem = problem_from(words, n, 1);
        const dadao_method_facts facts = {.mu = dadao_problem_mu(l.problem), .smoothness = dadao_problem_smoothness(l.problem),
                                          .chi1 = 1.0, .chi2 = 0.5};
        check_ok(dadao_method_parameters(dadao(), 0, &facts, l.parameters, error));
        l.edge_rates[3] = 2.0;
        l.simulation = simulate(&l, NULL, 1);
        const size_t fixed = 40000; /* the ring of recent events and other rooms that do not grow */
        assert_true(dadao_simulation_bytes(l.simulation) <= n * (48 * d + 128) + n * 96 + fixed);
        const dadao_stop stop = stop_at_event(20000);
        const size_t before = mallinfo2().uordblks;
        dadao_simulation_run(l.simulation, &stop);
        assert_true(mallinfo2().uordblks == before);
        clear_lane(&l);
    }
}

static void test_bad_setups(void **state)
{
    (void)state;
    lane l = cycle_lane("quadratic dim=2", 5, 0, 1);
    dadao_error error = {0};
    dadao_simulation *none = NULL;
    double rates[5] = {1, 1, -1, 1, 1}, start[60] = {0};
    dadao_simulation_setup setup = {.method = dadao(), .problem = l.problem, .nodes = 5, .edges = 5, .edge = l.edge,
                                    .edge_rates = rates, .parameters = l.parameters, .seed = 1};
    assert_int_equal(dadao_simulation_create(&setup, &none, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "edge 2"));
    rates[2] = NAN;
    assert_int_equal(dadao_simulation_create(&setup, &none, &error), DADAO_INVALID);
    rates[2] = 1.0;
    setup.nodes = 6;
    assert_int_equal(dadao_simulation_create(&setup, &none, &error), DADAO_INVALID);
    setup.nodes = 5;
    start[37] = INFINITY;
    setup.start = start;
    assert_int_equal(dadao_simulation_create(&setup, &none, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "node 3"));
    setup.start = NULL;
    l.edge[1].v = 5;
    assert_int_equal(dadao_simulation_create(&setup, &none, &error), DADAO_INVALID);
    assert_null(none);
    clear_lane(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stops_leave_no_trace),
        cmocka_unit_test(test_stops_in_time_leave_no_trace),
        cmocka_unit_test(test_every_level_gives_the_same_bits),
        cmocka_unit_test(test_overridden_constants),
        cmocka_unit_test(test_looking_changes_nothing),
        cmocka_unit_test(test_lazy_metric),
        cmocka_unit_test(test_error_goal),
        cmocka_unit_test(test_divergence),
        cmocka_unit_test(test_sink_counters_and_recent),
        cmocka_unit_test(test_replay),
        cmocka_unit_test(test_idle_and_interrupt),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_bad_setups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
