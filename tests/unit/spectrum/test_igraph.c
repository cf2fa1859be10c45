/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spectrum against igraph: its Laplacian, its eigen-solver and generated topologies, at moderate condition. */
#include "graphs.h"
#include <dadao/topology.h>
#include <igraph/igraph.h>

static dadao_topology *make(const char *const *words, size_t count)
{
    dadao_topology_options options = dadao_topology_options_defaults();
    dadao_topology *topology = NULL;
    dadao_error error = { 0 };
    if (dadao_topology_create(words, count, &options, &topology, NULL, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    return topology;
}

/* All eigenvalues of the Laplacian, ascending, by igraph (LAPACK dsyevr underneath). */
static void eigenvalues(const dadao_topology *topology, const double *rates, igraph_vector_t *values)
{
    const size_t n = dadao_topology_nodes(topology);
    double *laplacian = calloc(n * n, sizeof *laplacian);
    assert_non_null(laplacian);
    assert_int_equal(dadao_topology_laplacian(topology, rates, laplacian, NULL), DADAO_OK);
    igraph_matrix_t matrix;
    assert_int_equal(igraph_matrix_init(&matrix, (igraph_integer_t)n, (igraph_integer_t)n), IGRAPH_SUCCESS);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            igraph_matrix_set(&matrix, (igraph_integer_t)i, (igraph_integer_t)j, laplacian[i * n + j]);
    assert_int_equal(igraph_vector_init(values, 0), IGRAPH_SUCCESS);
    assert_int_equal(igraph_lapack_dsyevr(&matrix, IGRAPH_LAPACK_DSYEV_ALL, 0, 0, 0, 0, 0, 0.0, values, NULL, NULL),
                     IGRAPH_SUCCESS);
    igraph_matrix_destroy(&matrix);
    free(laplacian);
}

static void compare(dadao_topology *topology, const double *rates)
{
    igraph_vector_t values;
    dadao_spectrum s;
    eigenvalues(topology, rates, &values);
    assert_int_equal(dadao_spectrum_compute(dadao_topology_nodes(topology), dadao_topology_edges(topology),
                                            dadao_topology_edge_list(topology), rates, &s, NULL),
                     DADAO_OK);
    const igraph_integer_t n = igraph_vector_size(&values);
    assert_close(s.lambda_2, VECTOR(values)[1], 1e-9);
    assert_close(s.lambda_max, VECTOR(values)[n - 1], 1e-12);
    dadao_spectrum_clear(&s);
    igraph_vector_destroy(&values);
}

static void generated_topologies(void **state)
{
    (void)state;
    const char *const rows[][3] = { { "grid", "6", "7" },    { "hypercube", "5", NULL }, { "barbell", "20", NULL },
                                    { "wheel", "15", NULL }, { "torus", "5", "6" },      { "star", "30", NULL },
                                    { "path", "25", NULL } };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        dadao_topology *topology = make(rows[k], rows[k][2] ? 3 : 2);
        compare(topology, NULL);
        dadao_topology_destroy(topology);
    }
}

static void weighted(void **state)
{
    (void)state;
    const char *const words[] = { "grid", "8", "9" };
    dadao_topology *topology = make(words, 3);
    double *rates = calloc(dadao_topology_edges(topology), sizeof *rates);
    assert_non_null(rates);
    for (size_t e = 0; e < dadao_topology_edges(topology); e++)
        rates[e] = pow(10.0, sin(2.1 * (double)e));
    compare(topology, rates);
    free(rates);
    dadao_topology_destroy(topology);
}

/* The largest eigenvalue is well conditioned whatever the spread, so LAPACK's is right to the last places. */
static void widely_spread_rates(void **state)
{
    (void)state;
    const char *const words[] = { "grid", "9", "11" };
    dadao_topology *topology = make(words, 3);
    const size_t edges = dadao_topology_edges(topology);
    double *rates = calloc(edges, sizeof *rates);
    assert_non_null(rates);
    for (int turn = 0; turn < 20; turn++) {
        igraph_vector_t values;
        dadao_spectrum s;
        for (size_t e = 0; e < edges; e++)
            rates[e] = pow(10.0, 6.0 * sin(1.7 * (double)e + turn));
        eigenvalues(topology, rates, &values);
        assert_int_equal(dadao_spectrum_compute(dadao_topology_nodes(topology), edges,
                                                dadao_topology_edge_list(topology), rates, &s, NULL),
                         DADAO_OK);
        assert_close(s.lambda_max, VECTOR(values)[igraph_vector_size(&values) - 1], 1e-13);
        dadao_spectrum_clear(&s);
        igraph_vector_destroy(&values);
    }
    free(rates);
    dadao_topology_destroy(topology);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(generated_topologies), cmocka_unit_test(weighted),
                                        cmocka_unit_test(widely_spread_rates) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
