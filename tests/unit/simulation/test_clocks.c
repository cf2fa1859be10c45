/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Poisson clocks: laws of counts, times and places, coupling of runs, and selection by rate. */
#include "unit/simulation/support.h"

#include "simulation/clock.h"
#include "simulation/select.h"

#include <gsl/gsl_cdf.h>

#define ALARM 1e-6

static dadao_event *record_events(dadao_simulation *simulation, size_t count)
{
    dadao_event *event = calloc(count, sizeof *event);
    assert_non_null(event);
    for (size_t at = 0; at < count;) {
        const uint64_t room = count - at < 64 ? count - at : 64;
        const dadao_stop stop = stop_at_event(dadao_simulation_events(simulation) + room);
        dadao_simulation_run(simulation, &stop);
        at += dadao_simulation_recent(simulation, event + at, room);
    }
    return event;
}

/* Unequal rates, one of them 0. */
static lane uneven_lane(uint64_t seed)
{
    lane l = cycle_lane("quadratic dim=1", 6, 0, 1);
    const double edges[6] = {0.5, 0.0, 2.0, 0.1, 4.0, 1.0}, nodes[6] = {1.0, 3.0, 0.0, 0.2, 1.0, 2.5};
    dadao_simulation_destroy(l.simulation);
    l.simulation = simulate(&l, NULL, seed);
    check_ok(dadao_simulation_set_rates(l.simulation, edges, nodes, error));
    return l;
}

/* Per node and edge: the number of events in a time T is Poisson(rate T); never one where the rate is 0. */
static void test_counts_are_poisson(void **state)
{
    (void)state;
    const double edges[6] = {0.5, 0.0, 2.0, 0.1, 4.0, 1.0}, nodes[6] = {1.0, 3.0, 0.0, 0.2, 1.0, 2.5}, T = 20000.0;
    lane l = uneven_lane(3);
    const dadao_stop stop = stop_at_time(T);
    dadao_simulation_run(l.simulation, &stop);
    dadao_simulation_counters c;
    dadao_simulation_counters_get(l.simulation, &c);
    double chi2 = 0.0;
    for (size_t k = 0; k < 6; k++) {
        if (edges[k] == 0.0)
            assert_true(c.edge_communications[k] == 0);
        else
            chi2 += pow((double)c.edge_communications[k] - edges[k] * T, 2) / (edges[k] * T);
        if (nodes[k] == 0.0)
            assert_true(c.node_gradients[k] == 0);
        else
            chi2 += pow((double)c.node_gradients[k] - nodes[k] * T, 2) / (nodes[k] * T);
    }
    assert_true(gsl_cdf_chisq_Q(chi2, 10) > ALARM && gsl_cdf_chisq_P(chi2, 10) > ALARM);
    assert_true(fabs(dadao_simulation_expected_gradients(l.simulation) - 7.7 * T) < 1e-9 * T);
    assert_true(fabs(dadao_simulation_expected_communications(l.simulation) - 7.6 * T) < 1e-9 * T);
    clear_lane(&l);
}

/* Dispersion: counts over many unit windows have variance equal to their mean. */
static void test_counts_disperse_like_poisson(void **state)
{
    (void)state;
    enum { WINDOWS = 4000 };
    lane l = uneven_lane(4);
    double mean = 0.0, square = 0.0;
    uint64_t before = 0;
    for (int w = 1; w <= WINDOWS; w++) {
        const dadao_stop stop = stop_at_time(w);
        dadao_simulation_run(l.simulation, &stop);
        const double count = (double)(dadao_simulation_events(l.simulation) - before);
        before = dadao_simulation_events(l.simulation);
        mean += count / WINDOWS;
        square += count * count / WINDOWS;
    }
    const double ratio = (square - mean * mean) / mean;
    assert_true(fabs(ratio - 1.0) < ALARM_SIGMA * sqrt(2.0 / WINDOWS) * 1.1);
    clear_lane(&l);
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Waiting times at each clock are exponential (Kolmogorov; 2.7 is exceeded with probability 1e-6), and neighbours independent. */
static void test_waiting_times(void **state)
{
    (void)state;
    enum { EVENTS = 100000 };
    lane l = uneven_lane(5);
    const double total[2] = {7.7, 7.6};
    dadao_event *event = record_events(l.simulation, EVENTS);
    for (uint32_t kind = 0; kind < 2; kind++) {
        double *wait = calloc(EVENTS, sizeof *wait), last = 0.0, pairs = 0.0, distance = 0.0;
        size_t count = 0;
        for (size_t k = 0; k < EVENTS; k++)
            if (event[k].kind == kind) {
                wait[count++] = (event[k].t - last) * total[kind];
                last = event[k].t;
            }
        for (size_t k = 1; k < count; k++)
            pairs += (wait[k] - 1.0) * (wait[k - 1] - 1.0);
        assert_true(fabs(pairs) < ALARM_SIGMA * sqrt((double)count));
        qsort(wait, count, sizeof *wait, ascending);
        for (size_t k = 0; k < count; k++) {
            const double p = -expm1(-wait[k]);
            distance = fmax(distance, fmax(p - (double)k / (double)count, (double)(k + 1) / (double)count - p));
        }
        assert_true(distance * sqrt((double)count) < 2.7);
        free(wait);
    }
    free(event);
    clear_lane(&l);
}

/* Places are independent of each other and of the kind before: a chi-square over pairs of successive edges. */
static void test_places_are_independent(void **state)
{
    (void)state;
    enum { EVENTS = 200000 };
    const double rate[6] = {0.5, 0.0, 2.0, 0.1, 4.0, 1.0};
    lane l = uneven_lane(6);
    dadao_event *event = record_events(l.simulation, EVENTS);
    double count[6][6] = {{0}}, pairs = 0.0, chi2 = 0.0;
    uint32_t last = UINT32_MAX;
    for (size_t k = 0; k < EVENTS; k++) {
        if (event[k].kind != DADAO_EVENT_COMMUNICATION)
            continue;
        if (last != UINT32_MAX) {
            count[last][event[k].edge]++;
            pairs++;
        }
        last = event[k].edge;
    }
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++) {
            const double expected = pairs * rate[i] * rate[j] / (7.6 * 7.6);
            if (expected > 0.0)
                chi2 += pow(count[i][j] - expected, 2) / expected;
        }
    assert_true(gsl_cdf_chisq_Q(chi2, 24) > ALARM);
    free(event);
    clear_lane(&l);
}

/* Doubling the communication rates moves the communications to half their times, and leaves the gradients alone. */
static void test_rates_rescale_time(void **state)
{
    (void)state;
    enum { EVENTS = 4000 };
    lane a = cycle_lane("quadratic dim=1", 6, 0, 1), b = cycle_lane("quadratic dim=1", 6, 0, 1);
    double doubled[6];
    for (size_t k = 0; k < 6; k++)
        doubled[k] = 2.0 * b.edge_rates[k];
    check_ok(dadao_simulation_set_rates(b.simulation, doubled, NULL, error));
    dadao_event *slow = record_events(a.simulation, EVENTS), *fast = record_events(b.simulation, EVENTS);
    for (uint32_t kind = 0; kind < 2; kind++)
        for (size_t i = 0, j = 0; i < EVENTS && j < EVENTS; i++, j++) {
            while (i < EVENTS && slow[i].kind != kind)
                i++;
            while (j < EVENTS && fast[j].kind != kind)
                j++;
            if (i == EVENTS || j == EVENTS)
                break;
            const double expected = kind == DADAO_EVENT_COMMUNICATION ? slow[i].t / 2.0 : slow[i].t;
            assert_true(fabs(fast[j].t - expected) < 1e-9 * (1.0 + expected));
            assert_true(slow[i].i == fast[j].i && slow[i].edge == fast[j].edge);
        }
    free(slow);
    free(fast);
    clear_lane(&a);
    clear_lane(&b);
}

/* A rate set to 0 and back holds what is left of the clock; setting the same rates again changes no bit. */
static void test_rate_zero_holds_the_clock(void **state)
{
    (void)state;
    dadao_clock clock = dadao_clock_start(3.0, 2.0, 10.0);
    assert_true(clock.next == 11.5);
    dadao_clock_set_rate(&clock, 0.0, 11.0);
    assert_true(clock.next == INFINITY && dadao_clock_left(&clock, 50.0) == 1.0);
    dadao_clock_set_rate(&clock, 4.0, 20.0);
    assert_true(clock.next == 20.25);
    lane l = cycle_lane("quadratic dim=1", 6, 0, 1);
    const uint64_t hash = dadao_simulation_hash(l.simulation);
    check_ok(dadao_simulation_set_rates(l.simulation, l.edge_rates, NULL, error));
    assert_true(dadao_simulation_hash(l.simulation) == hash);
    clear_lane(&l);
}

/* Guide table against plain search, over rates that span twelve decades, zeros, and one dominating entry. */
static void test_selection(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 1, "selection");
    for (size_t trial = 0; trial < 60; trial++) {
        const size_t count = 1 + (size_t)dadao_core_random_below(&random, 300);
        double *rate = calloc(count, sizeof *rate);
        for (size_t k = 0; k < count; k++)
            rate[k] = trial % 3 == 0 && k % 2 ? 0.0 : pow(10.0, -12.0 * (double)(trial % 4) * dadao_core_random_uniform(&random));
        rate[count / 2] = trial % 5 == 0 ? 1e9 : rate[count / 2];
        rate[0] = trial % 7 == 0 && count > 1 ? 0.0 : rate[0];
        dadao_selector selector = {0};
        check_ok(dadao_simulation_selector_set(&selector, count, rate, error));
        for (size_t draw = 0; draw < 3000 && selector.total > 0.0; draw++) {
            uint64_t bits = draw == 0 ? 0 : draw == 1 ? UINT64_MAX : dadao_core_random_u64(&random);
            if (draw % 3 == 2) /* right at and around the edges between the entries */
                bits = (uint64_t)((double)(draw % (count + 1)) / (double)count * 0x1p63) * 2 + draw % 5 - 2;
            const size_t found = dadao_select(&selector, bits);
            assert_true(found < count && rate[found] > 0.0);
            if (selector.cumulative) {
                const double target = dadao_core_fraction(bits) * selector.total;
                assert_true(selector.cumulative[found] > target && (found == 0 || selector.cumulative[found - 1] <= target));
            }
        }
        dadao_simulation_selector_clear(&selector);
        free(rate);
    }
}

/* Runs whose rates differ a little choose alike nearly always. */
static void test_selection_is_coupled(void **state)
{
    (void)state;
    double rate[100], other[100];
    for (size_t k = 0; k < 100; k++)
        other[k] = rate[k] = 1.0;
    other[70] = 1.1;
    dadao_selector a = {0}, b = {0};
    check_ok(dadao_simulation_selector_set(&a, 100, rate, error));
    check_ok(dadao_simulation_selector_set(&b, 100, other, error));
    dadao_random random;
    dadao_core_random_seed_named(&random, 2, "selection");
    size_t alike = 0;
    for (size_t k = 0; k < 10000; k++) {
        const uint64_t bits = dadao_core_random_u64(&random);
        const size_t x = dadao_select(&a, bits), y = dadao_select(&b, bits);
        assert_true(x == y || x + 1 == y || y + 1 == x);
        alike += x == y;
    }
    assert_true(alike > 9300);
    dadao_simulation_selector_clear(&a);
    dadao_simulation_selector_clear(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_are_poisson),
        cmocka_unit_test(test_counts_disperse_like_poisson),
        cmocka_unit_test(test_waiting_times),
        cmocka_unit_test(test_places_are_independent),
        cmocka_unit_test(test_rates_rescale_time),
        cmocka_unit_test(test_rate_zero_holds_the_clock),
        cmocka_unit_test(test_selection),
        cmocka_unit_test(test_selection_is_coupled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
