/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chi1, chi2, lambda_2, lambda_max and the worst resistance against closed forms of standard graphs with equal rates.
 */
#include "graphs.h"

#define TOLERANCE 1e-10
#define PI 3.14159265358979323846

static double square(double x)
{
    return x * x;
}

/* What a closed form says; lambda_max NAN where there is none. */
typedef struct truth {
    double lambda_2, lambda_max, resistance;
} truth;

static void check(graph g, truth is)
{
    const double edges = (double)g.edges;
    dadao_spectrum s = graph_spectrum(&g);
    assert_int_equal(s.nodes, g.nodes);
    assert_int_equal(s.edges, g.edges);
    assert_close(s.lambda_2, is.lambda_2, TOLERANCE);
    if (!isnan(is.lambda_max))
        assert_close(s.lambda_max, is.lambda_max, TOLERANCE);
    assert_close(s.chi1, 1.0 / is.lambda_2, TOLERANCE);
    assert_close(s.chi2, is.resistance / 2.0, TOLERANCE);
    assert_close(s.chi1_unit, edges / is.lambda_2, TOLERANCE);
    assert_close(s.chi2_unit, edges * is.resistance / 2.0, TOLERANCE);
    assert_close(s.sufficient_rate, edges * sqrt(is.resistance / is.lambda_2), TOLERANCE);
    assert_close(s.condition, is.resistance / is.lambda_2, TOLERANCE);
    assert_close(s.resistance[s.worst_edge], is.resistance, TOLERANCE);
    assert_close(s.foster, (double)(g.nodes - 1), 1e-12);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
}

static void paths(void **state)
{
    (void)state;
    static const size_t sizes[] = { 2, 3, 4, 5, 8, 10, 16, 25, 50, 333, 1000 };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const double n = (double)sizes[k];
        check(graph_path(sizes[k]), (truth){ 4.0 * square(sin(PI / 2.0 / n)), 4.0 * square(cos(PI / 2.0 / n)), 1.0 });
    }
}

static void cycles(void **state)
{
    (void)state;
    static const size_t sizes[] = { 3, 4, 5, 6, 7, 10, 16, 25, 51, 500 };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const double n = (double)sizes[k];
        check(graph_cycle(sizes[k]), (truth){ 4.0 * square(sin(PI / n)),
                                              sizes[k] % 2 ? 4.0 * square(cos(PI / 2.0 / n)) : 4.0, (n - 1.0) / n });
    }
}

static void stars_and_complete_graphs(void **state)
{
    (void)state;
    static const size_t sizes[] = { 3, 4, 5, 8, 10, 16, 50, 300 };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const double n = (double)sizes[k];
        check(graph_star(sizes[k]), (truth){ 1.0, n, 1.0 });
        check(graph_complete(sizes[k]), (truth){ n, n, 2.0 / n });
    }
    check(graph_complete(2), (truth){ 2.0, 2.0, 1.0 });
}

static void hypercubes(void **state)
{
    (void)state;
    for (size_t d = 1; d <= 9; d++)
        check(graph_hypercube(d),
              (truth){ 2.0, 2.0 * (double)d, (ldexp(1.0, (int)d) - 1.0) / ((double)d * ldexp(1.0, (int)d - 1)) });
}

static void complete_bipartite_graphs(void **state)
{
    (void)state;
    static const size_t sizes[][2] = { { 1, 2 }, { 1, 5 }, { 2, 2 },  { 2, 3 },  { 3, 3 },
                                       { 3, 7 }, { 5, 5 }, { 4, 12 }, { 20, 31 } };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const double p = (double)sizes[k][0], q = (double)sizes[k][1];
        check(graph_bipartite(sizes[k][0], sizes[k][1]), (truth){ fmin(p, q), p + q, (p + q - 1.0) / (p * q) });
    }
}

static double cycle_top(double n)
{
    return fmod(n, 2.0) == 0.0 ? 4.0 : 4.0 * square(cos(PI / 2.0 / n));
}

/* Resistance of an edge along the side of length p of a p x q torus. */
static double torus_resistance(size_t p, size_t q)
{
    double total = 0.0;
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < q; j++) {
            const double a = 4.0 * square(sin(PI * (double)i / (double)p)),
                         b = 4.0 * square(sin(PI * (double)j / (double)q));
            total += i + j > 0 ? a / (a + b) : 0.0;
        }
    return total / (double)(p * q);
}

static void tori(void **state)
{
    (void)state;
    static const size_t sizes[][2] = { { 3, 3 }, { 4, 4 }, { 5, 5 }, { 6, 6 }, { 8, 8 },
                                       { 3, 4 }, { 3, 7 }, { 4, 6 }, { 5, 10 } };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const size_t p = sizes[k][0], q = sizes[k][1];
        const double longer = (double)(p > q ? p : q);
        check(graph_grid(p, q, true),
              (truth){ 4.0 * square(sin(PI / longer)), cycle_top((double)p) + cycle_top((double)q),
                       fmax(torus_resistance(p, q), torus_resistance(q, p)) });
    }
}

/* Resistance of the edge at the corner of a p x q grid along the side of length q, by the cosine eigenvectors. */
static double corner_resistance(size_t p, size_t q)
{
    double total = 0.0;
    for (size_t i = 0; i < p; i++)
        for (size_t j = i == 0; j < q; j++) {
            const double phi = sqrt((i ? 2.0 : 1.0) / (double)p) * cos(PI * (double)i * 0.5 / (double)p);
            const double scale = sqrt((j ? 2.0 : 1.0) / (double)q);
            const double drop = scale * (cos(PI * (double)j * 0.5 / (double)q) - cos(PI * (double)j * 1.5 / (double)q));
            total += square(phi * drop) / (4.0 * square(sin(PI * (double)i / 2.0 / (double)p)) +
                                           4.0 * square(sin(PI * (double)j / 2.0 / (double)q)));
        }
    return total;
}

static void grids(void **state)
{
    (void)state;
    static const size_t sizes[][2] = { { 2, 2 }, { 2, 3 }, { 3, 3 }, { 4, 4 }, { 5, 5 },  { 10, 10 },
                                       { 2, 9 }, { 3, 8 }, { 4, 7 }, { 8, 8 }, { 6, 10 }, { 7, 3 } };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const size_t p = sizes[k][0], q = sizes[k][1];
        const double a = (double)p, b = (double)q;
        const double worst = fmax(corner_resistance(p, q), corner_resistance(q, p));
        check(graph_grid(p, q, false),
              (truth){ 4.0 * square(sin(PI / 2.0 / fmax(a, b))),
                       4.0 * square(cos(PI / 2.0 / a)) + 4.0 * square(cos(PI / 2.0 / b)), worst });
    }
    assert_close(corner_resistance(4, 4), 157.0 / 224.0, 1e-13);
}

static void barbells(void **state)
{
    (void)state;
    static const size_t sizes[] = { 2, 3, 4, 5, 8, 10, 25, 50, 200 };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const double m = (double)sizes[k], root = sqrt(square(m + 2.0) - 8.0);
        /* (m + 2 - root)/2 without its cancellation: the product of the two roots is 2 */
        check(graph_barbell(sizes[k], 1.0), (truth){ 4.0 / (m + 2.0 + root), (m + 2.0 + root) / 2.0, 1.0 });
    }
}

static void binary_trees(void **state)
{
    (void)state;
    static const double lambda_2[] = { 1.0,          0.2679491924, 0.0967880741, 0.0403114612,
                                       0.0181257429, 0.0085151004, 0.0041045887 };
    for (size_t h = 1; h <= 7; h++) {
        graph g = graph_binary_tree(h);
        dadao_spectrum s = graph_spectrum(&g);
        assert_true(fabs(s.lambda_2 - lambda_2[h - 1]) < 1e-10);
        assert_close(s.chi2_unit, (double)(g.nodes - 1) / 2.0, 1e-14);
        dadao_spectrum_clear(&s);
        graph_clear(&g);
    }
    check(graph_binary_tree(2), (truth){ 2.0 - sqrt(3.0), NAN, 1.0 });
}

static void wheels(void **state)
{
    (void)state;
    static const size_t sizes[] = { 4, 5, 8, 13, 60 };
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        const double n = (double)sizes[k];
        double rim = 0.0;
        for (size_t j = 0; j < sizes[k]; j++)
            rim += (2.0 - 2.0 * cos(2.0 * PI * (double)j / n)) / (1.0 + 4.0 * square(sin(PI * (double)j / n))) / n;
        check(graph_wheel(sizes[k]), (truth){ 1.0 + 4.0 * square(sin(PI / n)), NAN, rim });
    }
}

static void sample_rates(void **state)
{
    (void)state;
    struct {
        graph g;
        double sufficient;
    } rows[] = {
        { graph_path(10), 28.766039 },           { graph_path(16), 76.517229 },
        { graph_path(50), 779.98752 },           { graph_cycle(10), 15.350018 },
        { graph_cycle(16), 39.704515 },          { graph_complete(10), 6.363961 },
        { graph_complete(16), 10.606602 },       { graph_barbell(5, 1.0), 38.440791 },
        { graph_barbell(10, 1.0), 221.32794 },   { graph_barbell(50, 1.0), 12493.071 },
        { graph_binary_tree(3), 45.000476 },     { graph_binary_tree(4), 149.4194 },
        { graph_grid(3, 3, false), 10.0995049 }, { graph_grid(10, 10, false), 480.56656 },
        { graph_grid(4, 4, false), 26.252303 },  { graph_grid(5, 5, false), 54.108736 },
        { graph_grid(8, 8, false), 239.78979 },
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        dadao_spectrum s = graph_spectrum(&rows[k].g);
        assert_close(s.sufficient_rate, rows[k].sufficient, 5e-8);
        dadao_spectrum_clear(&s);
        graph_clear(&rows[k].g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths),
        cmocka_unit_test(cycles),
        cmocka_unit_test(stars_and_complete_graphs),
        cmocka_unit_test(hypercubes),
        cmocka_unit_test(complete_bipartite_graphs),
        cmocka_unit_test(tori),
        cmocka_unit_test(grids),
        cmocka_unit_test(barbells),
        cmocka_unit_test(binary_trees),
        cmocka_unit_test(wheels),
        cmocka_unit_test(sample_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
