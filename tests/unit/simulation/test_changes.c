/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes in flight: what they keep, what they move, and that a refused one moves nothing. */
#include "unit/simulation/support.h"

#include "method/dadao.h"

static void run_to(lane *l, uint64_t events)
{
    const dadao_stop stop = stop_at_event(events);
    assert_int_equal(dadao_simulation_run(l->simulation, &stop), DADAO_STOP_EVENT);
}

static void all_states(const lane *l, size_t d, bool lazy, double *out)
{
    double t;
    for (size_t i = 0; i < l->nodes; i++)
        dadao_simulation_state(l->simulation, i, lazy, out + i * 6 * d, &t);
}

/* New jump constants leave every vector alone; new flow constants first bring every node to now. */
static void test_parameters(void **state)
{
    (void)state;
    enum { D = 3, N = 9 };
    lane l = cycle_lane("quadratic dim=3", N, 0, 4);
    double before[N * 6 * D], now[N * 6 * D], after[N * 6 * D], t;
    run_to(&l, 501);
    all_states(&l, D, true, before);
    all_states(&l, D, false, now);
    l.parameters[DADAO_GAMMA] *= 0.9;
    check_ok(dadao_simulation_set_parameters(l.simulation, l.parameters, error));
    all_states(&l, D, true, after);
    assert_memory_equal(before, after, sizeof before);
    l.parameters[DADAO_ETA] *= 0.9;
    check_ok(dadao_simulation_set_parameters(l.simulation, l.parameters, error));
    all_states(&l, D, true, after);
    assert_memory_equal(now, after, sizeof now);
    for (size_t i = 0; i < N; i++) {
        dadao_simulation_state(l.simulation, i, true, now, &t);
        assert_true(t == dadao_simulation_time(l.simulation));
    }
    dadao_sample sample;
    dadao_simulation_measure(l.simulation, &sample);
    assert_true(fabs(sample.msd - sample.msd_lazy) <= 1e-13 * sample.msd);
    const uint64_t hash = dadao_simulation_hash(l.simulation);
    dadao_error error = {0};
    l.parameters[DADAO_THETA] = -1.0;
    assert_int_equal(dadao_simulation_set_parameters(l.simulation, l.parameters, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "theta"));
    assert_true(dadao_simulation_hash(l.simulation) == hash);
    clear_lane(&l);
}

static void test_rates(void **state)
{
    (void)state;
    lane l = cycle_lane("quadratic dim=2", 9, 0, 4);
    run_to(&l, 500);
    const double t = dadao_simulation_time(l.simulation), lambda = 9.0 * l.edge_rates[0];
    double rates[9];
    for (size_t k = 0; k < 9; k++)
        rates[k] = k == 4 ? 0.0 : l.edge_rates[k];
    check_ok(dadao_simulation_set_rates(l.simulation, rates, NULL, error));
    dadao_simulation_counters c;
    dadao_simulation_counters_get(l.simulation, &c);
    const uint64_t fired = c.edge_communications[4];
    run_to(&l, 5000);
    dadao_simulation_counters_get(l.simulation, &c);
    assert_true(c.edge_communications[4] == fired);
    const double span = dadao_simulation_time(l.simulation) - t;
    assert_true(fabs(dadao_simulation_expected_communications(l.simulation) - lambda * (t + span * 8.0 / 9.0)) < 1e-9 * lambda * (t + span));
    const uint64_t hash = dadao_simulation_hash(l.simulation);
    dadao_error error = {0};
    rates[2] = INFINITY;
    assert_int_equal(dadao_simulation_set_rates(l.simulation, rates, NULL, &error), DADAO_INVALID);
    assert_true(dadao_simulation_hash(l.simulation) == hash);
    clear_lane(&l);
}

/* Cutting an edge and adding another: counters follow their edges, states do not move. */
static void test_edges(void **state)
{
    (void)state;
    enum { D = 2, N = 8 };
    lane l = cycle_lane("quadratic dim=2", N, 0, 4);
    run_to(&l, 700);
    dadao_simulation_counters c;
    dadao_simulation_counters_get(l.simulation, &c);
    uint64_t fired[N];
    double before[N * 6 * D], after[N * 6 * D], rates[N];
    dadao_edge edge[N];
    size_t old[N];
    memcpy(fired, c.edge_communications, sizeof fired);
    all_states(&l, D, true, before);
    for (size_t k = 0; k < N; k++) { /* edge 3 goes, the later move down, a chord comes last */
        old[k] = k < 3 ? k : k + 1;
        edge[k] = k < 7 ? l.edge[old[k]] : (dadao_edge){1, 5};
        rates[k] = l.edge_rates[0];
    }
    old[7] = SIZE_MAX;
    check_ok(dadao_simulation_set_edges(l.simulation, N, edge, rates, old, error));
    dadao_simulation_counters_get(l.simulation, &c);
    for (size_t k = 0; k < N; k++)
        assert_true(c.edge_communications[k] == (k < 7 ? fired[old[k]] : 0));
    all_states(&l, D, true, after);
    assert_memory_equal(before, after, sizeof before);
    run_to(&l, 100000);
    assert_true(dadao_simulation_error_now(l.simulation) < 1e-10 * dadao_simulation_initial_error(l.simulation));
    dadao_simulation_counters_get(l.simulation, &c);
    assert_true(c.edge_communications[7] > 0);
    dadao_error error = {0};
    edge[2].v = N;
    assert_int_equal(dadao_simulation_set_edges(l.simulation, N, edge, rates, old, &error), DADAO_INVALID);
    clear_lane(&l);
}

/* MATHS: after a cut a part heads for the minimiser of its own sum plus what its z holds; recentred, for its own optimum. */
static void test_cut_and_recentre(void **state)
{
    (void)state;
    enum { D = 2, N = 6 };
    lane l = cycle_lane("quadratic dim=2", N, 0, 4);
    run_to(&l, 60000);
    const dadao_edge edge[] = {{0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}};
    const size_t old[] = {0, 1, SIZE_MAX, 3, 4, SIZE_MAX};
    const uint32_t component[] = {0, 0, 0, 1, 1, 1};
    check_ok(dadao_simulation_set_edges(l.simulation, 6, edge, l.edge_rates, old, error));
    const double converged = dadao_simulation_error_now(l.simulation);
    assert_true(converged < 1e-16 * dadao_simulation_initial_error(l.simulation));
    run_to(&l, 70000); /* cut after convergence: nothing moves */
    assert_true(dadao_simulation_error_now(l.simulation) < 1e-14 * dadao_simulation_initial_error(l.simulation));
    check_ok(dadao_simulation_recentre(l.simulation, component, 2, NULL, error));
    run_to(&l, 200000);
    double h[D * D], g[D], v[6 * D], t;
    for (size_t part = 0; part < 2; part++) {
        double sum[D] = {0}, size = 0.0; /* the gradient of the part's own sum vanishes at its nodes' x */
        for (size_t i = 3 * part; i < 3 * part + 3; i++) {
            dadao_simulation_state(l.simulation, 3 * part, false, v, &t);
            dadao_problem_gradient(l.problem, i, v, g);
            dadao_problem_hessian(l.problem, i, v, h);
            for (size_t k = 0; k < D; k++) {
                sum[k] += g[k];
                size += fabs(h[k * D + k]) * fabs(v[k]) + fabs(g[k]);
            }
        }
        for (size_t k = 0; k < D; k++)
            assert_true(fabs(sum[k]) < 1e-7 * size);
    }
    clear_lane(&l);
}

/* The rest keeps its states but for the means of z and z~, its counters and rates, and goes on to its own optimum. */
static void test_remove_node(void **state)
{
    (void)state;
    enum { D = 3, N = 7, GONE = 2 };
    lane l = cycle_lane("quadratic dim=3", N, 0, 4);
    run_to(&l, 900);
    double before[N * 6 * D], after[N * 6 * D], rates[N];
    all_states(&l, D, false, before);
    dadao_simulation_counters c;
    dadao_simulation_counters_get(l.simulation, &c);
    uint64_t gradients[N];
    memcpy(gradients, c.node_gradients, sizeof gradients);
    dadao_problem *rest = NULL;
    check_ok(dadao_problem_without_node(l.problem, GONE, &rest, error));
    dadao_edge edge[N];
    size_t old[N], edges = 0;
    for (size_t k = 0; k < N; k++)
        if (l.edge[k].u != GONE && l.edge[k].v != GONE) {
            edge[edges] = (dadao_edge){l.edge[k].u - (l.edge[k].u > GONE), l.edge[k].v - (l.edge[k].v > GONE)};
            old[edges++] = k;
        }
    for (size_t k = 0; k < N; k++)
        rates[k] = 2.0 * l.edge_rates[0];
    size_t from_node[N - 1];
    uint32_t component[N - 1] = {0};
    for (size_t i = 0; i < N - 1; i++)
        from_node[i] = i < GONE ? i : i + 1;
    const dadao_simulation_members members = {N - 1, edges, from_node, NULL, rest, NULL, edge, rates, old};
    double means[2 * D];
    check_ok(dadao_simulation_set_members(l.simulation, &members, error));
    assert_int_equal(dadao_simulation_conserved(l.simulation), 2 * D);
    check_ok(dadao_simulation_recentre(l.simulation, component, 1, means, error));
    dadao_simulation_shift(l.simulation, component, means); /* and back, and again */
    check_ok(dadao_simulation_recentre(l.simulation, component, 1, means, error));
    dadao_problem_destroy(l.problem);
    l.problem = rest;
    l.nodes = N - 1;
    all_states(&l, D, false, after);
    dadao_simulation_counters_get(l.simulation, &c);
    double sum[2 * D] = {0};
    for (size_t i = 0; i < N - 1; i++) {
        const size_t from = i < GONE ? i : i + 1;
        assert_true(c.node_gradients[i] == gradients[from]);
        for (size_t k = 0; k < 4 * D; k++)
            assert_true(fabs(after[i * 6 * D + k] - before[from * 6 * D + k]) <= 1e-12 * (1.0 + fabs(before[from * 6 * D + k])));
        for (size_t k = 0; k < 2 * D; k++)
            sum[k] += after[i * 6 * D + 4 * D + k];
    }
    for (size_t k = 0; k < 2 * D; k++)
        assert_true(fabs(sum[k]) < 1e-9);
    dadao_event recent[10];
    assert_true(dadao_simulation_recent(l.simulation, recent, 10) == 0); /* they spoke of other numbers */
    run_to(&l, 200000);
    assert_true(dadao_simulation_error_now(l.simulation) < 1e-12 * dadao_simulation_initial_error(l.simulation));
    clear_lane(&l);
}

/* Who joins has z = 0 and nothing done yet; nobody else notices, and all go on to the optimum of all. */
static void test_join(void **state)
{
    (void)state;
    enum { D = 2, N = 5 };
    lane l = cycle_lane("quadratic dim=2", N, 0, 4);
    run_to(&l, 700);
    double before[(N + 1) * 6 * D], after[(N + 1) * 6 * D], vectors[6 * D] = {1, 2, 1, 2}, tilt[D], scale;
    all_states(&l, D, true, before);
    dadao_problem *more = NULL;
    check_ok(dadao_problem_with_copy(l.problem, 3, &more, error));
    dadao_edge edge[N + 2];
    double rates[N + 2];
    size_t old_node[] = {0, 1, 2, 3, 4, SIZE_MAX}, old_edge[N + 2];
    for (size_t k = 0; k < N + 2; k++) {
        edge[k] = k < N ? l.edge[k] : (dadao_edge){k == N ? 0 : 2, N};
        old_edge[k] = k < N ? k : SIZE_MAX;
        rates[k] = 2.0 * l.edge_rates[0];
    }
    const dadao_simulation_members members = {N + 1, N + 2, old_node, vectors, more, NULL, edge, rates, old_edge};
    const double t = dadao_simulation_time(l.simulation);
    check_ok(dadao_simulation_set_members(l.simulation, &members, error));
    dadao_problem_destroy(l.problem);
    l.problem = more;
    l.nodes = N + 1;
    all_states(&l, D, true, after);
    assert_memory_equal(before, after, N * 6 * D * sizeof *before);
    assert_memory_equal(after + N * 6 * D, vectors, sizeof vectors);
    dadao_simulation_counters c;
    dadao_simulation_counters_get(l.simulation, &c);
    assert_true(c.node_gradients[N] == 0 && c.node_communications[N] == 0 && dadao_simulation_time(l.simulation) == t);
    const uint32_t one[N + 1] = {0};
    assert_true(dadao_simulation_tilt(l.simulation, one, 1, tilt, &scale));
    for (size_t k = 0; k < D; k++)
        assert_true(fabs(tilt[k]) < 1e-9);
    run_to(&l, 200000);
    assert_true(dadao_simulation_error_now(l.simulation) < 1e-12 * dadao_simulation_initial_error(l.simulation));
    dadao_simulation_counters_get(l.simulation, &c);
    assert_true(c.node_gradients[N] > 0 && c.node_communications[N] > 0);
    clear_lane(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters),       cmocka_unit_test(test_rates),       cmocka_unit_test(test_edges),
        cmocka_unit_test(test_cut_and_recentre), cmocka_unit_test(test_remove_node),
        cmocka_unit_test(test_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
