/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generators: counts, degrees, spectra, the same network for the same seed, and what is refused. */
#include "topology_tests.h"

#include <igraph/igraph.h>

static const double pi = 3.14159265358979323846;

static void degrees(const dadao_topology *t, size_t *least, size_t *most)
{
    size_t n = dadao_topology_nodes(t), *degree = calloc(n, sizeof *degree);
    assert_non_null(degree);
    for (size_t e = 0; e < dadao_topology_edges(t); e++) {
        degree[dadao_topology_edge_list(t)[e].u]++;
        degree[dadao_topology_edge_list(t)[e].v]++;
    }
    *least = *most = degree[0];
    for (size_t v = 1; v < n; v++) {
        *least = degree[v] < *least ? degree[v] : *least;
        *most = degree[v] > *most ? degree[v] : *most;
    }
    free(degree);
}

static bool is_simple(const dadao_topology *t)
{
    for (size_t a = 0; a < dadao_topology_edges(t); a++) {
        for (size_t b = 0; b < a; b++) {
            const dadao_edge *edge = dadao_topology_edge_list(t);
            if (edge[a].u == edge[b].u && edge[a].v == edge[b].v) {
                return false;
            }
        }
    }
    return true;
}

static void each_kind_has_its_counts_and_degrees(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t n, m, least, most;
    } rows[] = {
        { "path 2", 2, 1, 1, 1 },
        { "path 7", 7, 6, 1, 2 },
        { "cycle 3", 3, 3, 2, 2 },
        { "cycle 9", 9, 9, 2, 2 },
        { "star 2", 2, 1, 1, 1 },
        { "star 9", 9, 8, 1, 8 },
        { "complete 2", 2, 1, 1, 1 },
        { "complete 8", 8, 28, 7, 7 },
        { "grid 1 4", 4, 3, 1, 2 },
        { "grid 3 4", 12, 17, 2, 4 },
        { "torus 3 3", 9, 18, 4, 4 },
        { "torus 3 5", 15, 30, 4, 4 },
        { "hypercube 1", 2, 1, 1, 1 },
        { "hypercube 6", 64, 192, 6, 6 },
        { "barbell 4", 4, 3, 1, 2 },
        { "barbell 16", 16, 57, 7, 8 },
        { "lollipop 5 3", 8, 13, 1, 5 },
        { "binary-tree 3", 15, 14, 1, 3 },
        { "complete-bipartite 3 4", 7, 12, 3, 4 },
        { "wheel 9", 9, 16, 3, 8 },
        { "random-regular 50 4", 50, 100, 4, 4 },
        { "random-regular 4 3", 4, 6, 3, 3 },
        { "random-regular 60 58", 60, 1740, 58, 58 },
        { "watts-strogatz 20 4 0", 20, 40, 4, 4 },
        { "erdos-renyi 9 1", 9, 36, 8, 8 },
        { "barabasi-albert 50 1", 50, 49, 1, 50 },
        { "famous Petersen", 10, 15, 3, 3 },
        { "famous zachary", 34, 78, 1, 17 },
        { "random-geometric 12 1.5", 12, 66, 11, 11 },
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        dadao_topology *t = make(rows[k].line);
        size_t least, most;
        assert_sound(t);
        assert_int_equal(dadao_topology_nodes(t), rows[k].n);
        assert_int_equal(dadao_topology_edges(t), rows[k].m);
        assert_int_equal(dadao_topology_components(t, NULL), 1);
        assert_true(is_simple(t));
        degrees(t, &least, &most);
        assert_int_equal(least, rows[k].least);
        if (strstr(rows[k].line, "barabasi") == NULL) {
            assert_int_equal(most, rows[k].most);
        }
        assert_false(dadao_topology_has_rates(t));
        dadao_topology_destroy(t);
    }
}

/* Every row of the table can be made, is connected, and answers to its name. */
static void every_row_of_the_table_works(void **state)
{
    (void)state;
    static const char *const arguments[] = { "8",       "8",      "8",    "8",        "4 5",  "4 5",
                                             "4",       "8",      "5 4",  "3",        "3 5",  "8",
                                             "40 0.01", "40 0.1", "40 2", "40 4 0.9", "40 3", "Petersen" };
    assert_int_equal(dadao_topology_kind_count(), sizeof arguments / sizeof arguments[0]);
    for (size_t k = 0; k < dadao_topology_kind_count(); k++) {
        const dadao_topology_kind *kind = dadao_topology_kind_at(k);
        char *line = support_format("%s %s", kind->name, arguments[k]);
        dadao_topology *t = make(line);
        assert_sound(t);
        assert_int_equal(dadao_topology_components(t, NULL), 1);
        assert_memory_equal(dadao_topology_name(t), line, strlen(line));
        assert_int_equal(strstr(dadao_topology_name(t), "seed=") != NULL, kind->random);
        dadao_topology_destroy(t);
        free(line);
    }
    assert_null(dadao_topology_kind_at(dadao_topology_kind_count()));
}

/* The sorted spectrum of the Laplacian by igraph's LAPACK. */
static void spectrum_of(const dadao_topology *t, igraph_vector_t *values)
{
    size_t n = dadao_topology_nodes(t);
    double *laplacian = malloc(n * n * sizeof *laplacian);
    igraph_matrix_t matrix;
    assert_non_null(laplacian);
    assert_int_equal(dadao_topology_laplacian(t, NULL, laplacian, NULL), DADAO_OK);
    igraph_matrix_init(&matrix, (igraph_integer_t)n, (igraph_integer_t)n);
    memcpy(&MATRIX(matrix, 0, 0), laplacian, n * n * sizeof *laplacian);
    igraph_vector_init(values, 0);
    assert_int_equal(igraph_lapack_dsyevr(&matrix, IGRAPH_LAPACK_DSYEV_ALL, 0, 0, 0, 0, 0, 1e-14, values, NULL, NULL),
                     0);
    igraph_matrix_destroy(&matrix);
    free(laplacian);
}

static void spectra_are_those_of_theory(void **state)
{
    (void)state;
    static const double tree_height_4 = 0.0403114612;
    const struct {
        const char *line;
        double second, last, tolerance; /* last < 0: not known in closed form */
    } rows[] = {
        { "path 10", 4 * pow(sin(pi / 20), 2), 4 * pow(cos(pi / 20), 2), 1e-12 },
        { "cycle 12", 4 * pow(sin(pi / 12), 2), 4, 1e-12 },
        { "star 16", 1, 16, 1e-12 },
        { "complete 10", 10, 10, 1e-12 },
        { "hypercube 5", 2, 10, 1e-12 },
        { "complete-bipartite 4 12", 4, 16, 1e-12 },
        { "torus 4 6", 4 * pow(sin(pi / 6), 2), 8, 1e-12 },
        { "grid 5 8", 4 * pow(sin(pi / 16), 2), 4 * pow(cos(pi / 10), 2) + 4 * pow(cos(pi / 16), 2), 1e-12 },
        { "barbell 20", (12 - sqrt(136)) / 2, (12 + sqrt(136)) / 2, 1e-12 },
        { "binary-tree 4", tree_height_4, -1, 1e-10 },
        { "wheel 9", 1 + 4 * pow(sin(pi / 8), 2), 9, 1e-12 },
        { "famous Petersen", 2, 5, 1e-12 },
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        dadao_topology *t = make(rows[k].line);
        igraph_vector_t values;
        spectrum_of(t, &values);
        igraph_integer_t n = igraph_vector_size(&values);
        assert_true(fabs(VECTOR(values)[0]) < 1e-12);
        assert_true(fabs(VECTOR(values)[1] - rows[k].second) < rows[k].tolerance);
        assert_true(rows[k].last < 0 || fabs(VECTOR(values)[n - 1] - rows[k].last) < 1e-12);
        igraph_vector_destroy(&values);
        dadao_topology_destroy(t);
    }
}

/* igraph's own constructors make the same graphs. */
static void igraph_makes_the_same_graphs(void **state)
{
    (void)state;
    igraph_t ours, theirs;
    igraph_bool_t same;
    for (int which = 0; which < 4; which++) {
        static const char *const lines[] = { "cycle 11", "wheel 8", "binary-tree 4", "torus 4 5" };
        dadao_topology *t = make(lines[which]);
        igraph_vector_int_t ends;
        igraph_vector_int_init(&ends, 0);
        for (size_t e = 0; e < dadao_topology_edges(t); e++) {
            igraph_vector_int_push_back(&ends, dadao_topology_edge_list(t)[e].u);
            igraph_vector_int_push_back(&ends, dadao_topology_edge_list(t)[e].v);
        }
        igraph_create(&ours, &ends, (igraph_integer_t)dadao_topology_nodes(t), IGRAPH_UNDIRECTED);
        igraph_vector_int_destroy(&ends);
        if (which == 0) {
            igraph_ring(&theirs, 11, IGRAPH_UNDIRECTED, false, true);
        } else if (which == 1) {
            igraph_wheel(&theirs, 8, IGRAPH_WHEEL_UNDIRECTED, 0);
        } else if (which == 2) {
            igraph_kary_tree(&theirs, 31, 2, IGRAPH_TREE_UNDIRECTED);
        } else {
            igraph_vector_int_t sides;
            igraph_vector_bool_t closed;
            igraph_vector_int_init(&sides, 2);
            VECTOR(sides)[0] = 4;
            VECTOR(sides)[1] = 5;
            igraph_vector_bool_init(&closed, 2);
            igraph_vector_bool_fill(&closed, true);
            igraph_square_lattice(&theirs, &sides, 1, IGRAPH_UNDIRECTED, false, &closed);
            igraph_vector_int_destroy(&sides);
            igraph_vector_bool_destroy(&closed);
        }
        igraph_isomorphic(&ours, &theirs, &same);
        assert_true(same);
        igraph_destroy(&ours);
        igraph_destroy(&theirs);
        dadao_topology_destroy(t);
    }
}

static bool same_edges(const dadao_topology *a, const dadao_topology *b)
{
    return dadao_topology_edges(a) == dadao_topology_edges(b) &&
           memcmp(dadao_topology_edge_list(a), dadao_topology_edge_list(b),
                  dadao_topology_edges(a) * sizeof(dadao_edge)) == 0;
}

static void a_seed_makes_one_network_and_another_another(void **state)
{
    (void)state;
    static const char *const lines[] = { "erdos-renyi 60 0.1", "random-geometric 60 0.2", "barabasi-albert 60 2",
                                         "watts-strogatz 60 4 0.3", "random-regular 60 4" };
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        char *seven = support_format("%s seed=7", lines[k]), *eight = support_format("%s seed=8", lines[k]);
        dadao_topology *a = make(seven), *b = make(seven), *c = make(eight);
        assert_equal(a, b);
        assert_false(same_edges(a, c));
        dadao_topology_destroy(a);
        dadao_topology_destroy(b);
        dadao_topology_destroy(c);
        free(seven);
        free(eight);
    }
}

/* Golden: a change here means that every recorded experiment on a random network changes. */
static void random_networks_are_the_same_on_every_machine(void **state)
{
    (void)state;
    static const char *const lines[] = { "erdos-renyi 200 0.03 seed=5", "random-geometric 200 0.1 seed=5",
                                         "barabasi-albert 200 2 seed=5", "watts-strogatz 200 4 0.3 seed=5",
                                         "random-regular 200 3 seed=5" };
    char *text = strdup("");
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        dadao_topology *t = make(lines[k]);
        uint64_t hash = 0xcbf29ce484222325u;
        for (size_t e = 0; e < dadao_topology_edges(t); e++) {
            hash = (hash ^ dadao_topology_edge_list(t)[e].u) * 0x100000001b3u;
            hash = (hash ^ dadao_topology_edge_list(t)[e].v) * 0x100000001b3u;
        }
        char *longer = support_format("%s%s: %zu edges, %016llx\n", text, lines[k], dadao_topology_edges(t),
                                      (unsigned long long)hash);
        free(text);
        text = longer;
        dadao_topology_destroy(t);
    }
    support_golden("topology-random.txt", text);
    free(text);
}

/* The number of edges of G(n, p) is binomial: three fixed seeds within five standard deviations each. */
static void erdos_renyi_has_the_expected_number_of_edges(void **state)
{
    (void)state;
    for (int seed = 1; seed <= 3; seed++) {
        for (int k = 0; k < 3; k++) {
            static const double p[] = { 0.02, 0.3, 0.7 };
            char *line = support_format("er 600 %g seed=%d", p[k], seed);
            dadao_topology *t = make(line);
            double pairs = 600.0 * 599 / 2, mean = pairs * p[k], deviation = sqrt(pairs * p[k] * (1 - p[k]));
            assert_true(fabs((double)dadao_topology_edges(t) - mean) < 5 * deviation);
            dadao_topology_destroy(t);
            free(line);
        }
    }
}

/* Against all pairs: the cell lists forget none. */
static void geometric_edges_are_all_near_pairs(void **state)
{
    (void)state;
    dadao_topology *t = make("random-geometric 300 0.13 seed=2");
    const double *x = dadao_topology_x(t), *y = dadao_topology_y(t);
    size_t near = 0, edge;
    for (size_t u = 0; u < 300; u++) {
        for (size_t v = u + 1; v < 300; v++) {
            double d2 = (x[u] - x[v]) * (x[u] - x[v]) + (y[u] - y[v]) * (y[u] - y[v]);
            if (d2 <= 0.13 * 0.13) {
                near++;
                assert_int_equal(dadao_topology_find_edge(t, u, v, &edge, NULL), DADAO_OK);
            }
        }
    }
    assert_int_equal(dadao_topology_edges(t), near); /* connected of itself: nothing was added */
    dadao_topology_destroy(t);
}

static void pieces_are_joined_and_said(void **state)
{
    (void)state;
    static const char *const lines[] = { "random-geometric 100 0.01", "erdos-renyi 50 0.01", "er 5 0" };
    for (size_t k = 0; k < 3; k++) {
        dadao_topology *t = NULL;
        dadao_notes notes = { 0 };
        assert_int_equal(create_from(lines[k], &t, &notes, NULL), DADAO_OK);
        assert_int_equal(dadao_topology_components(t, NULL), 1);
        assert_non_null(notes.text);
        assert_non_null(strstr(notes.text, "join"));
        assert_true(is_simple(t));
        dadao_topology_destroy(t);
        dadao_core_notes_clear(&notes);
    }
}

static void mistakes_are_named_at_their_word(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t column;
        const char *says;
    } rows[] = {
        { "path", 0, "path N" },
        { "path 1", 1, "at least 2" },
        { "path x", 1, "'x' is not a whole number" },
        { "path -3", 1, "whole number" },
        { "path 3.5", 1, "whole number" },
        { "path 5 6", 2, "1 argument" },
        { "path 99999999999", 1, "whole number" },
        { "path 20000000", 1, "too many" },
        { "cycle 2", 1, "at least 3" },
        { "grid 0 5", 1, "at least 1" },
        { "grid 100000 100000", 1, "too many" },
        { "torus 2 5", 1, "at least 3" },
        { "torus 5 2", 2, "at least 3" },
        { "hypercube 60", 1, "1 to 21" },
        { "barbell 7", 1, "even" },
        { "wheel 3", 1, "at least 4" },
        { "complete 100000", 1, "too many" },
        { "binary-tree 0", 1, "1 to 22" },
        { "erdos-renyi 10 1.5", 2, "between 0 and 1" },
        { "erdos-renyi 10 nan", 2, "not a number" },
        { "random-geometric 10 0", 2, "above 0" },
        { "barabasi-albert 3 3", 1, "more than M" },
        { "watts-strogatz 10 3 0.1", 2, "even" },
        { "watts-strogatz 10 10 0.1", 2, "less than N" },
        { "random-regular 5 3", 2, "both be odd" },
        { "random-regular 8 2", 2, "cycle 8" },
        { "random-regular 4 5", 2, "less than N" },
        { "famous petersn", 1, "Petersen" },
        { "pathh 5", 0, "did you mean 'path'" },
        { "path 5 seed=x", 2, "whole number" },
        { "path 5 rate=w", 2, "for files" },
        { "path 5 colour=red", 2, "no option" },
        { "path 5 layout=zigzag", 2, "kk" },
        { "er 5000 0.01 layout=mds", 3, "pivot" },
        { "load", 0, "name of a file" },
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        dadao_topology *t = NULL;
        dadao_error error = { 0 };
        assert_int_not_equal(create_from(rows[k].line, &t, NULL, &error), DADAO_OK);
        assert_null(t);
        assert_int_not_equal(error.status, DADAO_OK);
        if (strstr(error.text, rows[k].says) == NULL || error.column != rows[k].column || error.length == 0) {
            fail_msg("%s: word %zu+%zu: %s", rows[k].line, error.column, error.length, error.text);
        }
    }
}

static void names_may_be_shorter_or_written_otherwise(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "Path 4", "path 4" },
        { "RING 5", "cycle 5" },
        { "tree 2", "binary-tree 2" },
        { "er 30 0.2", "erdos_renyi 30 0.2" },
        { "bipartite 2 3", "complete_bipartite 2 3" },
        { "geometric 30 0.3", "random-geometric 30 0.3" },
    };
    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++) {
        dadao_topology *a = make(pairs[k][0]), *b = make(pairs[k][1]);
        assert_equal(a, b);
        assert_string_equal(dadao_topology_name(a), dadao_topology_name(b));
        dadao_topology_destroy(a);
        dadao_topology_destroy(b);
    }
}

static void a_million_nodes_are_possible(void **state)
{
    (void)state;
    if (support_sanitized()) {
        skip();
    }
    static const struct {
        const char *line;
        size_t n, m;
    } rows[] = { { "path 1000000", 1000000, 999999 },
                 { "grid 1000 1000", 1000000, 1998000 },
                 { "cycle 1000000", 1000000, 1000000 } };
    for (size_t k = 0; k < 3; k++) {
        dadao_topology *t = make(rows[k].line);
        size_t edge;
        assert_int_equal(dadao_topology_nodes(t), rows[k].n);
        assert_int_equal(dadao_topology_edges(t), rows[k].m);
        assert_int_equal(dadao_topology_find_edge(t, 1, 0, &edge, NULL), DADAO_OK);
        assert_int_equal(edge, 0);
        dadao_topology_destroy(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_its_counts_and_degrees),
        cmocka_unit_test(every_row_of_the_table_works),
        cmocka_unit_test(spectra_are_those_of_theory),
        cmocka_unit_test(igraph_makes_the_same_graphs),
        cmocka_unit_test(a_seed_makes_one_network_and_another_another),
        cmocka_unit_test(random_networks_are_the_same_on_every_machine),
        cmocka_unit_test(erdos_renyi_has_the_expected_number_of_edges),
        cmocka_unit_test(geometric_edges_are_all_near_pairs),
        cmocka_unit_test(pieces_are_joined_and_said),
        cmocka_unit_test(mistakes_are_named_at_their_word),
        cmocka_unit_test(names_may_be_shorter_or_written_otherwise),
        cmocka_unit_test(a_million_nodes_are_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
