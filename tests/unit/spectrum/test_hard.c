/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates over twelve orders of magnitude and nearly cut networks, where eigen-solvers and Cholesky lose every digit.
 *
 * The truth is computed here in quadruple precision from L + 11^T/n, a matrix whose inverse gives L^+ and lambda_2. */
#include "graphs.h"

typedef __float128 quad;

static quad quad_root(quad x)
{
    quad r = (quad)sqrt((double)x);
    for (int k = 0; k < 4 && r > 0; k++)
        r = (r + x / r) / 2;
    return r;
}

/* inverse := (L + s 11^T)^-1 by Gauss-Jordan without pivoting (positive definite); s of the size of the rates. */
static quad *inverse_of(const graph *g)
{
    const size_t n = g->nodes;
    quad *m = calloc(2 * n * n, sizeof *m), *inverse = m + n * n, shift = 0;
    assert_non_null(m);
    for (size_t e = 0; e < g->edges; e++) {
        const size_t u = g->edge[e].u, v = g->edge[e].v;
        const quad w = (quad)g->rate[e];
        m[u * n + u] += w;
        m[v * n + v] += w;
        m[u * n + v] -= w;
        m[v * n + u] -= w;
        shift = shift > w ? shift : w;
    }
    for (size_t k = 0; k < n * n; k++)
        m[k] += shift / (quad)n;
    for (size_t k = 0; k < n; k++)
        inverse[k * n + k] = 1;
    for (size_t k = 0; k < n; k++) {
        const quad pivot = m[k * n + k];
        for (size_t j = 0; j < n; j++) {
            m[k * n + j] /= pivot;
            inverse[k * n + j] /= pivot;
        }
        for (size_t i = 0; i < n; i++) {
            const quad f = m[i * n + k];
            for (size_t j = 0; i != k && f != 0 && j < n; j++) {
                m[i * n + j] -= f * m[k * n + j];
                inverse[i * n + j] -= f * inverse[k * n + j];
            }
        }
    }
    return m;
}

/* 1/lambda_2 by power iteration on the inverse within the vectors of zero mean. */
static quad largest_of(const quad *inverse, size_t n)
{
    quad *x = calloc(2 * n, sizeof *x), *y = x + n, value = 0;
    assert_non_null(x);
    for (size_t i = 0; i < n; i++)
        x[i] = (quad)sin(1.0 + 3.7 * (double)i);
    for (int step = 0; step < 20000; step++) {
        quad mean = 0, square = 0, along = 0;
        for (size_t i = 0; i < n; i++)
            mean += x[i] / (quad)n;
        for (size_t i = 0; i < n; i++) {
            x[i] -= mean;
            square += x[i] * x[i];
        }
        const quad length = quad_root(square);
        for (size_t i = 0; i < n; i++)
            x[i] /= length;
        for (size_t i = 0; i < n; i++) {
            y[i] = 0;
            for (size_t j = 0; j < n; j++)
                y[i] += inverse[i * n + j] * x[j];
            along += x[i] * y[i];
        }
        const quad change = along - value;
        for (size_t i = 0; i < n; i++)
            x[i] = y[i];
        value = along;
        if (step > 5 && (change < 0 ? -change : change) < (quad)1e-22 * along)
            break;
    }
    free(x);
    return value;
}

static void check_against_quad(graph g, const char *what, double tolerance)
{
    const size_t n = g.nodes;
    quad *m = inverse_of(&g);
    const quad *inverse = m + n * n;
    dadao_spectrum s = graph_spectrum(&g);
    double worst = 0.0;
    for (size_t e = 0; e < g.edges; e++) {
        const size_t u = g.edge[e].u, v = g.edge[e].v;
        const double truth = (double)(inverse[u * n + u] + inverse[v * n + v] - 2 * inverse[u * n + v]);
        worst = fmax(worst, truth);
        if (fabs(s.resistance[e] - truth) > tolerance * truth)
            fail_msg("%s: R(%zu,%zu) is %.17g, expected %.17g", what, u, v, s.resistance[e], truth);
    }
    const double chi1 = (double)largest_of(inverse, n);
    if (fabs(s.chi1 - chi1) > tolerance * chi1)
        fail_msg("%s: chi1 is %.17g, expected %.17g (%.1e)", what, s.chi1, chi1, fabs(s.chi1 / chi1 - 1.0));
    assert_close(s.chi2, worst / 2.0, tolerance);
    assert_close(s.foster, (double)(n - 1), 1e-12);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
    free(m);
}

static graph cliques_with_links(double inside, size_t links, double link)
{
    graph g = { .nodes = 40 };
    graph_add_clique(&g, 0, 20, inside);
    graph_add_clique(&g, 20, 20, inside);
    for (size_t k = 0; k < links; k++)
        graph_add(&g, k, 20 + k, link);
    return g;
}

static void weak_links_between_cliques(void **state)
{
    (void)state;
    check_against_quad(cliques_with_links(1.0, 1, 1e-6), "link 1e-6", 1e-12);
    check_against_quad(cliques_with_links(1.0, 1, 1e-10), "link 1e-10", 1e-12);
    check_against_quad(cliques_with_links(1.0, 1, 1e-13), "link 1e-13", 1e-12);
    check_against_quad(cliques_with_links(1.0, 1, 1e-16), "link 1e-16", 1e-12);
    check_against_quad(cliques_with_links(1e6, 2, 1e-8), "two links 1e-8 between cliques at 1e6", 1e-12);
}

static void random_rates_over_many_decades(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        check_against_quad(graph_random(40, 0, 12.0, seed), "tree over 12 decades", 1e-12);
        check_against_quad(graph_random(40, 60, 12.0, seed), "sparse graph over 12 decades", 1e-12);
        check_against_quad(graph_random(40, 600, 16.0, seed), "dense graph over 16 decades", 1e-12);
    }
}

/* A panel of the dense part is 48 wide: beyond it the blocked path is taken. */
static void several_panels(void **state)
{
    (void)state;
    check_against_quad(graph_random(130, 4000, 12.0, 5), "130 nodes over 12 decades", 1e-11);
}

static void tree_resistances_are_exact(void **state)
{
    (void)state;
    graph g = graph_path(500);
    for (size_t e = 0; e < g.edges; e++)
        g.rate[e] = pow(10.0, 6.0 * sin(1.3 * (double)e));
    dadao_spectrum s = graph_spectrum(&g);
    for (size_t e = 0; e < g.edges; e++)
        assert_close(s.resistance[e], 1.0 / g.rate[e], 1e-15);
    assert_true(s.chi1 >= s.chi2);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
}

/* Two cliques and a link of weight w: lambda_2 is the small root of l^2 - (m + 2w) l + 2w. */
static void nearly_cut_barbell(void **state)
{
    (void)state;
    for (double w = 1e-2; w > 1e-250; w *= w > 1e-16 ? 1e-2 : 1e-40) {
        graph g = graph_barbell(100, w);
        dadao_spectrum s = graph_spectrum(&g);
        const double b = 100.0 + 2.0 * w, lambda_2 = 4.0 * w / (b + sqrt(b * b - 8.0 * w));
        assert_close(s.lambda_2, lambda_2, 1e-12);
        assert_close(s.chi2, 0.5 / w, 1e-14);
        assert_int_equal(s.worst_edge, g.edges - 1);
        dadao_spectrum_clear(&s);
        graph_clear(&g);
    }
}

/* A path whose rates span 400 orders of magnitude: the weakest edge decides both numbers. */
static void absurd_spread(void **state)
{
    (void)state;
    graph g = graph_path(6);
    const double rates[] = { 1e200, 1e-120, 3e-200, 1e190, 1.0 };
    for (size_t e = 0; e < 5; e++)
        g.rate[e] = rates[e];
    dadao_spectrum s = graph_spectrum(&g);
    for (size_t e = 0; e < 5; e++)
        assert_close(s.resistance[e], 1.0 / rates[e], 1e-14);
    assert_close(s.lambda_2, 3e-200 * (1.0 / 3.0 + 1.0 / 3.0), 1e-12);
    assert_close(s.lambda_max, 2e200, 1e-12);
    dadao_spectrum_clear(&s);
    graph_clear(&g);
}

static void rates_near_the_ends_of_double(void **state)
{
    (void)state;
    static const double factors[] = { 1e-290, 1e-150, 1e150, 1e290 };
    for (size_t k = 0; k < 4; k++) {
        graph g = graph_cycle(12);
        for (size_t e = 0; e < g.edges; e++)
            g.rate[e] = factors[k];
        dadao_spectrum s = graph_spectrum(&g);
        assert_close(s.resistance[3] * factors[k], 11.0 / 12.0, 1e-13);
        assert_close(s.sufficient_rate, 12.0 * sqrt(11.0 / 12.0) / (2.0 * sin(3.14159265358979323846 / 12.0)), 1e-12);
        dadao_spectrum_clear(&s);
        graph_clear(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weak_links_between_cliques),
        cmocka_unit_test(random_rates_over_many_decades),
        cmocka_unit_test(several_panels),
        cmocka_unit_test(tree_resistances_are_exact),
        cmocka_unit_test(nearly_cut_barbell),
        cmocka_unit_test(rates_near_the_ends_of_double),
        cmocka_unit_test(absurd_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
