/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws that hold on every network: Foster, scaling, monotonicity, relabelling; and the corners: cut, tiny, rate 0, bad
 * input. */
#include "graphs.h"
#include <string.h>

static void foster_over_twelve_decades(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        graph g = graph_random(20 + 10 * seed, 5 * seed * seed, 12.0, seed);
        dadao_spectrum s = graph_spectrum(&g);
        assert_close(s.foster, (double)(g.nodes - 1), 1e-12);
        assert_true(s.chi1 >= s.chi2 * (1.0 - 1e-12));
        dadao_spectrum_clear(&s);
        graph_clear(&g);
    }
}

static void chi_scales_as_one_over_the_rate(void **state)
{
    (void)state;
    graph g = graph_random(60, 100, 4.0, 3);
    dadao_spectrum once = graph_spectrum(&g);
    for (size_t e = 0; e < g.edges; e++)
        g.rate[e] *= 37.5;
    dadao_spectrum scaled = graph_spectrum(&g);
    assert_close(scaled.chi1 * 37.5, once.chi1, 1e-12);
    assert_close(scaled.chi2 * 37.5, once.chi2, 1e-12);
    assert_close(scaled.lambda_max / 37.5, once.lambda_max, 1e-12);
    assert_close(scaled.sufficient_rate, once.sufficient_rate, 1e-12);
    assert_close(scaled.chi1_unit, once.chi1_unit, 1e-12);
    assert_close(scaled.condition * 37.5 * 37.5, once.condition, 1e-12);
    dadao_spectrum_clear(&once);
    dadao_spectrum_clear(&scaled);
    graph_clear(&g);
}

/* Rayleigh: more conductance anywhere lowers no conductance between any two points; lambda_2 does not fall. */
static void another_edge_never_raises_a_resistance(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        graph g = graph_random(40, 40, 6.0, seed);
        dadao_spectrum before = graph_spectrum(&g);
        size_t v = 39;
        while (graph_has(&g, 0, v))
            v--;
        graph_add(&g, 0, v, 1.0);
        dadao_spectrum after = graph_spectrum(&g);
        for (size_t e = 0; e + 1 < g.edges; e++)
            assert_true(after.resistance[e] <= before.resistance[e] * (1.0 + 1e-12));
        assert_true(after.lambda_2 >= before.lambda_2 * (1.0 - 1e-12));
        assert_true(after.lambda_max >= before.lambda_max * (1.0 - 1e-12));
        dadao_spectrum_clear(&before);
        dadao_spectrum_clear(&after);
        graph_clear(&g);
    }
}

/* The same network under another numbering, edges in another order. */
static graph relabelled(const graph *g, uint64_t seed)
{
    graph out = { .nodes = g->nodes };
    dadao_random random;
    dadao_core_random_seed_named(&random, seed, "relabel");
    size_t *label = calloc(g->nodes, sizeof *label);
    assert_non_null(label);
    for (size_t i = 0; i < g->nodes; i++) {
        const size_t k = (size_t)dadao_core_random_below(&random, i + 1);
        label[i] = label[k];
        label[k] = i;
    }
    for (size_t e = g->edges; e-- > 0;)
        graph_add(&out, label[g->edge[e].u], label[g->edge[e].v], g->rate[e]);
    free(label);
    return out;
}

static void names_of_nodes_do_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        graph g = graph_random(70, 150, 10.0, seed), h = relabelled(&g, seed);
        dadao_spectrum a = graph_spectrum(&g), b = graph_spectrum(&h);
        assert_close(b.chi1, a.chi1, 1e-12);
        assert_close(b.chi2, a.chi2, 1e-12);
        assert_close(b.lambda_max, a.lambda_max, 1e-11);
        for (size_t e = 0; e < g.edges; e++)
            assert_close(b.resistance[g.edges - 1 - e], a.resistance[e], 1e-12);
        assert_int_equal(g.edges - 1 - b.worst_edge, a.worst_edge);
        dadao_spectrum_clear(&a);
        dadao_spectrum_clear(&b);
        graph_clear(&g);
        graph_clear(&h);
    }
}

/* L x = lambda_2 x, unit length, zero mean, first entry positive. */
static void fiedler_vector_is_an_eigenvector(void **state)
{
    (void)state;
    graph rows[] = { graph_path(2), graph_path(50), graph_grid(7, 9, false), graph_barbell(12, 1.0),
                     graph_random(80, 200, 2.0, 9) };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        graph *g = &rows[k];
        dadao_spectrum s = graph_spectrum(g);
        double *y = calloc(g->nodes, sizeof *y), sum = 0.0, square = 0.0;
        assert_non_null(y);
        for (size_t e = 0; e < g->edges; e++) {
            const double flow = g->rate[e] * (s.fiedler[g->edge[e].u] - s.fiedler[g->edge[e].v]);
            y[g->edge[e].u] += flow;
            y[g->edge[e].v] -= flow;
        }
        for (size_t i = 0; i < g->nodes; i++) {
            assert_true(fabs(y[i] - s.lambda_2 * s.fiedler[i]) <= 1e-12 * s.lambda_max);
            sum += s.fiedler[i];
            square += s.fiedler[i] * s.fiedler[i];
        }
        assert_true(fabs(sum) < 1e-12);
        assert_close(square, 1.0, 1e-13);
        assert_true(s.fiedler[0] > 0.0);
        free(y);
        dadao_spectrum_clear(&s);
        graph_clear(g);
    }
}

static void fiedler_vector_orders_a_path(void **state)
{
    (void)state;
    graph g = graph_path(30);
    dadao_spectrum s = graph_spectrum(&g);
    for (size_t i = 1; i < 30; i++)
        assert_true(s.fiedler[i] < s.fiedler[i - 1]);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
}

/* An edge at rate 0 is absent from chi but its resistance is known; chi2 jumps there. */
static void edge_at_rate_zero_is_absent(void **state)
{
    (void)state;
    graph g = graph_path(10);
    graph_add(&g, 0, 9, 0.0);
    dadao_spectrum s = graph_spectrum(&g);
    assert_close(s.chi2, 0.5, 1e-14);
    assert_close(s.resistance[9], 9.0, 1e-14);
    assert_close(s.foster, 9.0, 1e-14);
    dadao_spectrum_clear(&s);
    g.rate[9] = 1e-12;
    s = graph_spectrum(&g);
    assert_close(s.chi2, 4.5, 1e-10);
    assert_int_equal(s.worst_edge, 9);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
}

static void cut_network(void **state)
{
    (void)state;
    graph g = { .nodes = 7 };
    graph_add_clique(&g, 0, 4, 2.0);
    graph_add(&g, 4, 5, 0.5);
    graph_add(&g, 5, 6, 4.0);
    graph_add(&g, 0, 6, 0.0);
    graph_add(&g, 4, 6, 0.0);
    dadao_spectrum s = graph_spectrum(&g);
    assert_true(isinf(s.chi1) && isinf(s.chi2) && isinf(s.sufficient_rate) && isinf(s.condition));
    assert_true(s.lambda_2 == 0.0);
    assert_int_equal(s.worst_edge, SIZE_MAX);
    assert_close(s.lambda_max, 4.5 + sqrt(14.25), 1e-12); /* of the path with rates 1/2 and 4; the clique has 8 */
    for (size_t e = 0; e < 6; e++)
        assert_close(s.resistance[e], 2.0 / 4.0 / 2.0, 1e-14);
    assert_close(s.resistance[6], 2.0, 1e-14);
    assert_close(s.resistance[7], 0.25, 1e-14);
    assert_true(isinf(s.resistance[8]));
    assert_close(s.resistance[9], 2.25, 1e-14);
    assert_close(s.foster, 7.0 - 2.0, 1e-14);
    double sum = 0.0;
    for (size_t i = 0; i < 7; i++) {
        assert_true(i < 4 ? s.fiedler[i] == s.fiedler[0] && s.fiedler[i] > 0.0
                          : s.fiedler[i] == s.fiedler[4] && s.fiedler[i] < 0.0);
        sum += s.fiedler[i];
    }
    assert_true(fabs(sum) < 1e-14);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
}

static void one_node_and_no_edges(void **state)
{
    (void)state;
    dadao_spectrum s;
    dadao_error error = { 0 };
    assert_int_equal(dadao_spectrum_compute(1, 0, NULL, NULL, &s, &error), DADAO_OK);
    assert_true(s.chi1 == 0.0 && s.chi2 == 0.0 && s.sufficient_rate == 0.0 && s.condition == 0.0);
    assert_int_equal(s.worst_edge, SIZE_MAX);
    dadao_spectrum_clear(&s);
    assert_int_equal(dadao_spectrum_compute(5, 0, NULL, NULL, &s, &error), DADAO_OK);
    assert_true(isinf(s.chi1) && s.lambda_2 == 0.0 && s.lambda_max == 0.0 && s.foster == 0.0);
    dadao_spectrum_clear(&s);
}

static void no_rates_means_all_one(void **state)
{
    (void)state;
    graph g = graph_grid(4, 5, false);
    dadao_spectrum a = graph_spectrum(&g), b;
    assert_int_equal(dadao_spectrum_compute(g.nodes, g.edges, g.edge, NULL, &b, NULL), DADAO_OK);
    assert_true(a.chi1 == b.chi1 && a.chi2 == b.chi2 && a.total_rate == b.total_rate &&
                b.total_rate == (double)g.edges);
    dadao_spectrum_clear(&a);
    dadao_spectrum_clear(&b);
    graph_clear(&g);
}

static void refuse(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates, dadao_status status,
                   const char *says)
{
    dadao_spectrum s;
    dadao_error error = { 0 };
    assert_int_equal(dadao_spectrum_compute(nodes, edges, edge, rates, &s, &error), status);
    if (!strstr(error.text, says))
        fail_msg("'%s' does not say '%s'", error.text, says);
    dadao_spectrum_clear(&s); /* harmless after a failure */
}

static void bad_input_is_refused(void **state)
{
    (void)state;
    const dadao_edge one = { 0, 1 }, loop = { 1, 1 }, far = { 0, 7 };
    const double negative = -0.5, infinite = INFINITY, nothing = NAN;
    refuse(2, 1, &one, &negative, DADAO_INVALID, "edge 0-1 has rate -0.5");
    refuse(2, 1, &one, &infinite, DADAO_INVALID, "inf");
    refuse(2, 1, &one, &nothing, DADAO_INVALID, "nan");
    refuse(3, 1, &loop, NULL, DADAO_INVALID, "nodes 1 and 1");
    refuse(3, 1, &far, NULL, DADAO_INVALID, "0 and 7");
    refuse(0, 0, NULL, NULL, DADAO_INVALID, "without nodes");
    refuse(DADAO_SPECTRUM_DENSE_LIMIT + 1, 1, &one, NULL, DADAO_TOO_LARGE, "2049");
}

/* Far into the blocked path, where a panel of pivots is eliminated at a time. */
static void large_complete_graph(void **state)
{
    (void)state;
    graph g = graph_complete(600);
    dadao_spectrum s = graph_spectrum(&g);
    assert_close(s.lambda_2, 600.0, 1e-11);
    assert_close(s.lambda_max, 600.0, 1e-11);
    assert_close(s.foster, 599.0, 1e-12);
    for (size_t e = 0; e < g.edges; e++)
        assert_close(s.resistance[e], 2.0 / 600.0, 1e-11);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foster_over_twelve_decades),
        cmocka_unit_test(chi_scales_as_one_over_the_rate),
        cmocka_unit_test(another_edge_never_raises_a_resistance),
        cmocka_unit_test(names_of_nodes_do_not_matter),
        cmocka_unit_test(fiedler_vector_is_an_eigenvector),
        cmocka_unit_test(fiedler_vector_orders_a_path),
        cmocka_unit_test(edge_at_rate_zero_is_absent),
        cmocka_unit_test(cut_network),
        cmocka_unit_test(one_node_and_no_edges),
        cmocka_unit_test(no_rates_means_all_one),
        cmocka_unit_test(bad_input_is_refused),
        cmocka_unit_test(large_complete_graph),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
