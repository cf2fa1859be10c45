/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks with a memory: their laws, the same events whatever the stops, changes of rates, and the default left as it was. */
#include "unit/simulation/support.h"

static const dadao_duration_law poisson = {DADAO_LAW_EXPONENTIAL, 0}, constant = {DADAO_LAW_CONSTANT, 0};
static const dadao_duration_law lognormal = {DADAO_LAW_LOGNORMAL, 0.7};

static void set_laws(lane *l, dadao_duration_law gradient, dadao_duration_law communication)
{
    const dadao_duration_law law[2] = {gradient, communication};
    check_ok(dadao_simulation_set_laws(l->simulation, law, 5, error));
}

static void run_to(lane *l, uint64_t event, double t)
{
    const dadao_stop stop = {.event = event, .t = t};
    (void)dadao_simulation_run(l->simulation, &stop);
}

static void test_default_is_untouched(void **state)
{
    (void)state;
    lane a = cycle_lane("linear dim=3 samples=10", 6, 0, 3), b = cycle_lane("linear dim=3 samples=10", 6, 0, 3);
    set_laws(&b, poisson, poisson);
    run_to(&a, 1000, INFINITY);
    run_to(&b, 1000, INFINITY);
    assert_int_equal(dadao_simulation_hash(a.simulation), dadao_simulation_hash(b.simulation));
    clear_lane(&a);
    clear_lane(&b);
}

static void test_constant_durations(void **state)
{
    (void)state;
    lane l = cycle_lane("linear dim=2 samples=10", 5, 0, 3);
    for (size_t k = 0; k < l.edges; k++)
        l.edge_rates[k] = 4;
    check_ok(dadao_simulation_set_rates(l.simulation, l.edge_rates, NULL, error));
    set_laws(&l, constant, constant);
    run_to(&l, UINT64_MAX, 10.0);
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(l.simulation, &counters);
    for (size_t i = 0; i < l.nodes; i++)
        assert_int_equal(counters.node_gradients[i], 10);
    for (size_t k = 0; k < l.edges; k++)
        assert_int_equal(counters.edge_communications[k], 40);
    /* At equal times nodes come first, by number. */
    dadao_event event[10];
    assert_int_equal(dadao_simulation_recent(l.simulation, event, 10), 10);
    for (uint32_t k = 0; k < 5; k++) {
        assert_true(event[k].kind == DADAO_EVENT_GRADIENT && event[k].i == k && event[k].t == 10.0);
        assert_true(event[5 + k].kind == DADAO_EVENT_COMMUNICATION && event[5 + k].edge == k);
    }
    clear_lane(&l);
}

static void test_stops_leave_no_trace(void **state)
{
    (void)state;
    lane a = cycle_lane("linear dim=3 samples=10", 7, 0, 3), b = cycle_lane("linear dim=3 samples=10", 7, 0, 3);
    set_laws(&a, lognormal, constant);
    set_laws(&b, lognormal, constant);
    run_to(&a, 3000, INFINITY);
    for (uint64_t k = 1; k <= 3000; k += k % 7 + 1)
        run_to(&b, k, INFINITY);
    run_to(&b, 3000, INFINITY);
    assert_int_equal(dadao_simulation_hash(a.simulation), dadao_simulation_hash(b.simulation));
    /* Near an error goal batches end early and what was drawn is taken back. */
    const double goal = dadao_simulation_error_now(a.simulation) * 1e-3;
    const dadao_stop stop = {.event = UINT64_MAX, .t = INFINITY, .error = goal};
    assert_int_equal(dadao_simulation_run(a.simulation, &stop), DADAO_STOP_ERROR);
    run_to(&b, dadao_simulation_events(a.simulation), INFINITY);
    assert_int_equal(dadao_simulation_hash(a.simulation), dadao_simulation_hash(b.simulation));
    clear_lane(&a);
    clear_lane(&b);
}

/* Counts over a long time: a renewal process of coefficient of variation c has variance c^2 t/mean. */
static void test_log_normal_durations(void **state)
{
    (void)state;
    lane l = cycle_lane("linear dim=1 samples=5", 8, 0, 3);
    set_laws(&l, lognormal, poisson);
    const double t = 4000.0, variance = expm1(lognormal.sigma * lognormal.sigma);
    run_to(&l, UINT64_MAX, t);
    const double expected = 8 * t, sigma = sqrt(variance * expected), got = (double)dadao_simulation_gradients(l.simulation);
    /* (c^2 - 1)/2 a clock: the ordinary process begins with a whole duration. */
    assert_true(fabs(got - expected - 8 * (variance - 1) / 2) < ALARM_SIGMA * sigma);
    clear_lane(&l);
}

static void test_rates_in_flight(void **state)
{
    (void)state;
    lane l = cycle_lane("linear dim=1 samples=5", 5, 0, 3);
    double rates[5] = {1, 1, 1, 1, 1};
    set_laws(&l, constant, poisson);
    run_to(&l, UINT64_MAX, 2.5);
    rates[2] = 0.1;
    rates[3] = 0;
    check_ok(dadao_simulation_set_rates(l.simulation, l.edge_rates, rates, error));
    run_to(&l, UINT64_MAX, 7.4);
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(l.simulation, &counters);
    const uint64_t wanted[5] = {7, 7, 2, 2, 7};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(counters.node_gradients[i], wanted[i]);
    run_to(&l, UINT64_MAX, 7.6); /* half a duration was left, which took ten times as long */
    dadao_simulation_counters_get(l.simulation, &counters);
    assert_int_equal(counters.node_gradients[2], 3);
    rates[3] = 1;
    check_ok(dadao_simulation_set_rates(l.simulation, l.edge_rates, rates, error));
    run_to(&l, UINT64_MAX, 8.2);
    dadao_simulation_counters_get(l.simulation, &counters);
    assert_int_equal(counters.node_gradients[3], 3); /* what was left while it stood still */
    /* Poisson clocks again, and another network in flight. */
    set_laws(&l, poisson, poisson);
    run_to(&l, dadao_simulation_events(l.simulation) + 100, INFINITY);
    set_laws(&l, constant, lognormal);
    check_ok(dadao_simulation_set_edges(l.simulation, 4, l.edge, l.edge_rates, NULL, error));
    run_to(&l, dadao_simulation_events(l.simulation) + 1000, INFINITY);
    assert_false(dadao_simulation_diverged(l.simulation));
    clear_lane(&l);
}

static void test_clones_have_clocks_of_their_own(void **state)
{
    (void)state;
    lane l = cycle_lane("linear dim=2 samples=5", 6, 0, 3);
    dadao_simulation *clone;
    set_laws(&l, lognormal, constant);
    run_to(&l, 1234, INFINITY);
    check_ok(dadao_simulation_clone(l.simulation, &clone, error));
    run_to(&l, 5000, INFINITY);
    const dadao_stop stop = {.event = 5000, .t = INFINITY};
    (void)dadao_simulation_run(clone, &stop);
    assert_int_equal(dadao_simulation_hash(clone), dadao_simulation_hash(l.simulation));
    dadao_simulation_destroy(clone);
    clear_lane(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_default_is_untouched), cmocka_unit_test(test_constant_durations),
        cmocka_unit_test(test_stops_leave_no_trace), cmocka_unit_test(test_log_normal_durations),
        cmocka_unit_test(test_rates_in_flight), cmocka_unit_test(test_clones_have_clocks_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
