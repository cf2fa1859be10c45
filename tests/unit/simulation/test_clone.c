/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a simulation: equal now, equal ever after, and independent of the original; stops at a described event; the spread. */
#include "unit/simulation/support.h"

static const char *const problems[] = {"quadratic dim=1", "quadratic dim=11", "linear dim=4 samples=20", "linear dim=3 samples=20 batch=4",
                                       "logistic dim=2 samples=13 mu=0.3"};
enum { PROBLEMS = sizeof problems / sizeof *problems };

static void run_to(dadao_simulation *simulation, uint64_t events)
{
    const dadao_stop stop = stop_at_event(events);
    assert_int_equal(dadao_simulation_run(simulation, &stop), DADAO_STOP_EVENT);
}

static void test_a_clone_goes_on_to_the_same_bits(void **state)
{
    (void)state;
    const uint64_t moments[] = {0, 1, 63, 64, 777, 5000};
    for (size_t p = 0; p < PROBLEMS; p++) {
        lane l = cycle_lane(problems[p], 9, 0, 5);
        for (size_t k = 0; k < 6; k++) {
            dadao_simulation *clone;
            run_to(l.simulation, moments[k]);
            check_ok(dadao_simulation_clone(l.simulation, &clone, error));
            assert_true(dadao_simulation_hash(clone) == dadao_simulation_hash(l.simulation));
            assert_true(dadao_simulation_error_now(clone) == dadao_simulation_error_now(l.simulation));
            const uint64_t before = dadao_simulation_hash(l.simulation);
            run_to(clone, moments[k] + 5000);
            assert_true(dadao_simulation_hash(l.simulation) == before); /* the original does not notice */
            lane other = {.simulation = clone};
            dadao_event mine[256], theirs[256];
            run_to(l.simulation, moments[k] + 5000);
            assert_true(dadao_simulation_hash(other.simulation) == dadao_simulation_hash(l.simulation));
            const size_t count = dadao_simulation_recent(l.simulation, mine, 256);
            assert_true(count == dadao_simulation_recent(clone, theirs, 256));
            assert_memory_equal(mine, theirs, count * sizeof *mine);
            dadao_simulation_destroy(clone);
            dadao_simulation_destroy(l.simulation);
            l.simulation = simulate(&l, NULL, 5);
        }
        clear_lane(&l);
    }
}

/* Unequal rates have tables of their own, and a change in one copy is no change in the other. */
static void test_a_clone_has_its_own_rates(void **state)
{
    (void)state;
    lane l = cycle_lane(problems[2], 7, 0, 3);
    double rates[7] = {1, 2, 0, 4, 0.5, 1, 3};
    dadao_simulation *clone;
    run_to(l.simulation, 500);
    check_ok(dadao_simulation_set_rates(l.simulation, rates, NULL, error));
    check_ok(dadao_simulation_clone(l.simulation, &clone, error));
    rates[2] = 9;
    check_ok(dadao_simulation_set_rates(clone, rates, NULL, error));
    assert_true(dadao_simulation_hash(clone) != dadao_simulation_hash(l.simulation));
    rates[2] = 0;
    check_ok(dadao_simulation_set_rates(clone, rates, NULL, error));
    dadao_simulation_destroy(l.simulation);
    l.simulation = simulate(&l, NULL, 3);
    run_to(l.simulation, 500);
    check_ok(dadao_simulation_set_rates(l.simulation, rates, NULL, error));
    run_to(l.simulation, 900);
    run_to(clone, 900);
    dadao_event mine[200], theirs[200];
    assert_true(dadao_simulation_recent(l.simulation, mine, 200) == dadao_simulation_recent(clone, theirs, 200));
    for (size_t k = 0; k < 200; k++)
        assert_true(mine[k].i == theirs[k].i && mine[k].j == theirs[k].j);
    dadao_simulation_destroy(clone);
    clear_lane(&l);
}

/* The next event that fits, found by looking at every one, is where the watch stops: no sooner, no later, and without a trace. */
static void test_a_watch_stops_at_the_very_event(void **state)
{
    (void)state;
    const dadao_watch watches[] = {
        {DADAO_EVENT_GRADIENT, UINT32_MAX, UINT32_MAX}, {DADAO_EVENT_COMMUNICATION, UINT32_MAX, UINT32_MAX},
        {DADAO_EVENT_GRADIENT, 4, UINT32_MAX},          {DADAO_EVENT_COMMUNICATION, 8, UINT32_MAX},
        {UINT32_MAX, 2, UINT32_MAX},                    {UINT32_MAX, UINT32_MAX, 5},
        {UINT32_MAX, UINT32_MAX, UINT32_MAX},
    };
    for (size_t w = 0; w < sizeof watches / sizeof *watches; w++) {
        lane watched = cycle_lane(problems[3], 9, 0, 11), single = cycle_lane(problems[3], 9, 0, 11);
        const dadao_watch *watch = &watches[w];
        for (int round = 0; round < 40; round++) {
            dadao_stop stop = {.event = UINT64_MAX, .t = INFINITY, .watch = watch};
            assert_int_equal(dadao_simulation_run(watched.simulation, &stop), DADAO_STOP_WATCH);
            dadao_event event;
            do {
                run_to(single.simulation, dadao_simulation_events(single.simulation) + 1);
                assert_int_equal(dadao_simulation_recent(single.simulation, &event, 1), 1);
            } while (!((watch->kind == UINT32_MAX || watch->kind == event.kind) &&
                       (watch->node == UINT32_MAX || watch->node == event.i || watch->node == event.j) &&
                       (watch->edge == UINT32_MAX || watch->edge == event.edge)));
            assert_true(dadao_simulation_hash(watched.simulation) == dadao_simulation_hash(single.simulation));
        }
        clear_lane(&watched);
        clear_lane(&single);
    }
}

/* What is kept up event by event is what is computed from all points, also after twelve digits of descent. */
static void test_the_spread_is_the_consensus_distance(void **state)
{
    (void)state;
    lane l = cycle_lane("quadratic dim=3", 9, 0, 4);
    dadao_spread *spread, *fresh;
    check_ok(dadao_simulation_spread_create(l.simulation, &spread, error));
    double first = 0, value = 0;
    for (uint64_t event = 1; event <= 40000; event++) {
        run_to(l.simulation, event);
        value = dadao_simulation_spread_now(spread, l.simulation);
        first = event == 50 ? value : first;
        if (event % 501 != 0)
            continue;
        check_ok(dadao_simulation_spread_create(l.simulation, &fresh, error));
        const double exact = dadao_simulation_spread_now(fresh, l.simulation);
        assert_true(fabs(value - exact) <= 1e-9 * exact);
        dadao_simulation_spread_destroy(fresh);
    }
    assert_true(value < 1e-12 * first);
    dadao_simulation_spread_destroy(spread);
    clear_lane(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_clone_goes_on_to_the_same_bits),
        cmocka_unit_test(test_a_clone_has_its_own_rates),
        cmocka_unit_test(test_a_watch_stops_at_the_very_event),
        cmocka_unit_test(test_the_spread_is_the_consensus_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
