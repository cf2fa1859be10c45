/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits keep what they do not touch; nodes and edges are found; layouts are usable; copies are copies. */
#include "topology_tests.h"

#include <pthread.h>

static const char named[] =
    "graph [ node [ id 0 label \"Lyon\" ] node [ id 1 label \"lyon\" ] node [ id 2 label \"Oslo\" ]\n"
    "node [ id 3 label \"7\" ] node [ id 4 label \"2\" ] node [ id 5 label \"Oslo\" ]\n"
    "edge [ source 0 target 1 ] edge [ source 1 target 2 ] edge [ source 2 target 3 ]\n"
    "edge [ source 3 target 4 ] edge [ source 4 target 5 ] ]\n";

static void nodes_are_found_by_index_then_label(void **state)
{
    (void)state;
    dadao_topology *t = parsed("a.gml", named);
    dadao_error error = { 0 };
    size_t node = 99;
    assert_int_equal(dadao_topology_find_node(t, "2", &node, &error), DADAO_OK);
    assert_int_equal(node, 2); /* the index, though node 4 is called 2 */
    assert_int_equal(dadao_topology_find_node(t, "7", &node, &error), DADAO_OK);
    assert_int_equal(node, 3); /* no such index: the label */
    assert_int_equal(dadao_topology_find_node(t, "lyon", &node, &error), DADAO_OK);
    assert_int_equal(node, 1); /* exact before ignoring case */
    assert_int_equal(dadao_topology_find_node(t, "LYON", &node, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "0, 1"));
    assert_int_equal(dadao_topology_find_node(t, "Oslo", &node, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "index"));
    assert_int_equal(dadao_topology_find_node(t, "Olso", &node, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "Oslo"));
    assert_int_equal(dadao_topology_find_node(t, "6", &node, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "0 to 5"));
    assert_int_equal(dadao_topology_find_node(t, "", &node, &error), DADAO_NOT_FOUND);
    dadao_topology_destroy(t);
}

static void edges_are_found_from_both_ends(void **state)
{
    (void)state;
    dadao_topology *t = make("grid 4 4");
    dadao_error error = { 0 };
    size_t edge;
    for (size_t e = 0; e < dadao_topology_edges(t); e++) {
        dadao_edge at = dadao_topology_edge_list(t)[e];
        assert_int_equal(dadao_topology_find_edge(t, at.u, at.v, &edge, &error), DADAO_OK);
        assert_int_equal(edge, e);
        assert_int_equal(dadao_topology_find_edge(t, at.v, at.u, &edge, &error), DADAO_OK);
        assert_int_equal(edge, e);
    }
    assert_int_equal(dadao_topology_find_edge(t, 0, 15, &edge, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "no edge joins 0 and 15"));
    assert_int_equal(dadao_topology_find_edge(t, 3, 3, &edge, &error), DADAO_NOT_FOUND);
    assert_int_equal(dadao_topology_find_edge(t, 0, 16, &edge, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "no node 16"));
    dadao_topology_destroy(t);
}

static void edges_are_cut_and_added_in_order(void **state)
{
    (void)state;
    dadao_topology *t = make("cycle 5");
    dadao_error error = { 0 };
    size_t edge;
    double x3 = dadao_topology_x(t)[3];
    assert_int_equal(dadao_topology_find_edge(t, 1, 2, &edge, NULL), DADAO_OK);
    assert_int_equal(dadao_topology_cut_edge(t, edge, &error), DADAO_OK);
    assert_int_equal(dadao_topology_edges(t), 4);
    const dadao_edge *left = dadao_topology_edge_list(t);
    assert_true(left[0].u == 0 && left[0].v == 1 && left[1].u == 2 && left[1].v == 3 && left[3].u == 0 &&
                left[3].v == 4);
    assert_int_equal(dadao_topology_add_edge(t, 2, 1, 0.25, &error), DADAO_OK);
    assert_true(dadao_topology_edge_list(t)[4].u == 1 && dadao_topology_edge_list(t)[4].v == 2);
    assert_true(dadao_topology_rates(t)[4] == 0.25 && dadao_topology_rates(t)[0] == 1);
    assert_int_equal(dadao_topology_find_edge(t, 1, 2, &edge, NULL), DADAO_OK);
    assert_int_equal(edge, 4);
    assert_true(dadao_topology_x(t)[3] == x3);
    assert_int_equal(dadao_topology_add_edge(t, 1, 2, 1, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "already joined"));
    assert_int_equal(dadao_topology_add_edge(t, 1, 1, 1, &error), DADAO_INVALID);
    assert_int_equal(dadao_topology_add_edge(t, 1, 9, 1, &error), DADAO_INVALID);
    assert_int_equal(dadao_topology_add_edge(t, 0, 2, NAN, &error), DADAO_INVALID);
    assert_int_equal(dadao_topology_add_edge(t, 0, 2, -1, &error), DADAO_INVALID);
    assert_int_equal(dadao_topology_cut_edge(t, 5, &error), DADAO_INVALID);
    assert_int_equal(dadao_topology_edges(t), 5);
    assert_sound(t);
    dadao_topology_destroy(t);
}

static void a_cut_bridge_leaves_two_components(void **state)
{
    (void)state;
    dadao_topology *t = make("barbell 6");
    uint32_t component[6];
    size_t edge;
    assert_int_equal(dadao_topology_find_edge(t, 2, 3, &edge, NULL), DADAO_OK);
    assert_int_equal(dadao_topology_cut_edge(t, edge, NULL), DADAO_OK);
    assert_int_equal(dadao_topology_components(t, component), 2);
    static const uint32_t expected[6] = { 0, 0, 0, 1, 1, 1 };
    assert_memory_equal(component, expected, sizeof expected);
    dadao_topology_destroy(t);
}

static void a_removed_node_takes_its_edges_and_nothing_else(void **state)
{
    (void)state;
    dadao_topology *t = parsed("a.gml", named);
    dadao_error error = { 0 };
    double x = dadao_topology_x(t)[3], y = dadao_topology_y(t)[5];
    assert_int_equal(dadao_topology_remove_node(t, 2, &error), DADAO_OK);
    assert_int_equal(dadao_topology_nodes(t), 5);
    assert_int_equal(dadao_topology_edges(t), 3);
    assert_string_equal(dadao_topology_label(t, 2), "7");
    assert_string_equal(dadao_topology_label(t, 4), "Oslo");
    assert_true(dadao_topology_x(t)[2] == x && dadao_topology_y(t)[4] == y);
    assert_true(dadao_topology_edge_list(t)[1].u == 2 && dadao_topology_edge_list(t)[1].v == 3);
    assert_int_equal(dadao_topology_components(t, NULL), 2);
    assert_int_equal(dadao_topology_remove_node(t, 5, &error), DADAO_INVALID);
    while (dadao_topology_nodes(t) > 2) {
        assert_int_equal(dadao_topology_remove_node(t, 0, &error), DADAO_OK);
    }
    assert_int_equal(dadao_topology_remove_node(t, 0, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "at least two"));
    dadao_topology_destroy(t);
}

static void a_copy_lives_on_its_own(void **state)
{
    (void)state;
    dadao_topology *t = parsed("a.gml", named), *copy = NULL;
    assert_int_equal(dadao_topology_copy(t, &copy, NULL), DADAO_OK);
    assert_equal(t, copy);
    assert_int_equal(dadao_topology_remove_node(t, 0, NULL), DADAO_OK);
    dadao_topology_destroy(t);
    assert_int_equal(dadao_topology_nodes(copy), 6);
    assert_string_equal(dadao_topology_label(copy, 0), "Lyon");
    assert_string_equal(dadao_topology_name(copy), "a.gml");
    dadao_topology_destroy(copy);
}

static void the_laplacian_weighs_edges_by_their_rates(void **state)
{
    (void)state;
    dadao_topology *t = make("lollipop 4 3");
    size_t n = dadao_topology_nodes(t), m = dadao_topology_edges(t);
    double rates[16], expected[49] = { 0 }, laplacian[49];
    for (size_t e = 0; e < m; e++) {
        dadao_edge at = dadao_topology_edge_list(t)[e];
        rates[e] = 0.5 + (double)e;
        expected[at.u * n + at.u] += rates[e];
        expected[at.v * n + at.v] += rates[e];
        expected[at.u * n + at.v] -= rates[e];
        expected[at.v * n + at.u] -= rates[e];
    }
    assert_int_equal(dadao_topology_laplacian(t, rates, laplacian, NULL), DADAO_OK);
    for (size_t k = 0; k < n * n; k++) {
        assert_true(fabs(laplacian[k] - expected[k]) < 1e-14);
    }
    dadao_topology_destroy(t);
}

/* ---- Layouts ----------------------------------------------------------------------------------------------------- */

static double nearest_pair(const dadao_topology *t)
{
    double least = INFINITY;
    const double *x = dadao_topology_x(t), *y = dadao_topology_y(t);
    for (size_t u = 0; u < dadao_topology_nodes(t); u++) {
        for (size_t v = 0; v < u; v++) {
            least = fmin(least, hypot(x[u] - x[v], y[u] - y[v]));
        }
    }
    return least;
}

static double extent(const dadao_topology *t)
{
    double most = 0;
    for (size_t v = 0; v < dadao_topology_nodes(t); v++) {
        most = fmax(most, fmax(fabs(dadao_topology_x(t)[v] - dadao_topology_x(t)[0]),
                               fabs(dadao_topology_y(t)[v] - dadao_topology_y(t)[0])));
    }
    return most;
}

/* No layout puts two nodes onto each other, and the same command gives the same picture. */
static void every_layout_parts_the_nodes_and_repeats(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "er 40 0.15 layout=kk",
        "er 40 0.15 layout=fr",
        "er 40 0.15 layout=pivot",
        "er 40 0.15 layout=mds",
        "er 40 0.15 layout=circle",
        "er 40 0.15 layout=line",
        "er 40 0.15 layout=grid",
        "er 40 0.15 layout=star",
        "er 40 0.15 layout=tree",
        "er 40 0.15 layout=random",
        "hypercube 4",
        "barbell 16",
        "wheel 9",
        "binary-tree 4",
        "lollipop 6 4",
        "bipartite 3 5",
        "torus 4 4",
        "complete 12",
        "er 300 0.02",
        "famous Petersen",
    };
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        dadao_topology *a = make(lines[k]), *b = make(lines[k]);
        assert_equal(a, b);
        if (nearest_pair(a) < 1e-4 * extent(a)) {
            fail_msg("%s: two nodes at one point", lines[k]);
        }
        dadao_topology_destroy(a);
        dadao_topology_destroy(b);
    }
}

/* On a long path the two ends are among the farthest apart, whatever the size chooses. */
static void computed_layouts_unfold_a_path(void **state)
{
    (void)state;
    static const char *const lines[] = { "path 30 layout=kk", "path 200 layout=fr", "path 5000 layout=pivot" };
    for (size_t k = 0; k < 3; k++) {
        dadao_topology *t = make(lines[k]);
        size_t n = dadao_topology_nodes(t);
        const double *x = dadao_topology_x(t), *y = dadao_topology_y(t);
        double ends = hypot(x[0] - x[n - 1], y[0] - y[n - 1]), middle = hypot(x[0] - x[n / 2], y[0] - y[n / 2]);
        assert_true(ends > 1.2 * middle);
        dadao_topology_destroy(t);
    }
}

/* igraph's generator and cleanup stack are global: two threads at once must not meet there. */
static void *make_many(void *context)
{
    for (int k = 0; k < 20; k++) {
        dadao_topology *t = NULL;
        size_t edge;
        static const char *const words[] = { "barabasi-albert", "40", "2", "seed=3" };
        if (dadao_topology_create(words, 4, NULL, &t, NULL, NULL) != DADAO_OK ||
            dadao_topology_find_edge(t, 0, 39, &edge, NULL) == DADAO_MEMORY) {
            return context;
        }
        dadao_topology_destroy(t);
    }
    return NULL;
}

static void threads_take_turns(void **state)
{
    (void)state;
    pthread_t thread[4];
    int failed = 0;
    for (int k = 0; k < 4; k++) {
        assert_int_equal(pthread_create(&thread[k], NULL, make_many, &failed), 0);
    }
    for (int k = 0; k < 4; k++) {
        void *result = NULL;
        assert_int_equal(pthread_join(thread[k], &result), 0);
        assert_null(result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_are_found_by_index_then_label),
        cmocka_unit_test(edges_are_found_from_both_ends),
        cmocka_unit_test(edges_are_cut_and_added_in_order),
        cmocka_unit_test(a_cut_bridge_leaves_two_components),
        cmocka_unit_test(a_removed_node_takes_its_edges_and_nothing_else),
        cmocka_unit_test(a_copy_lives_on_its_own),
        cmocka_unit_test(the_laplacian_weighs_edges_by_their_rates),
        cmocka_unit_test(every_layout_parts_the_nodes_and_repeats),
        cmocka_unit_test(computed_layouts_unfold_a_path),
        cmocka_unit_test(threads_take_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
