/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values, gradients, Hessians, mu, L and x* of every kind, against finite differences, GSL and extended precision. */
#include "make.h"
#include "problem/gradient.h"
#include <gsl/gsl_eigen.h>

/* One problem of every kernel: Gram at d = 1, 2 and more, samples kept, fewer samples than dimensions, logistic. */
static const char *const lines[] = {
    "linear dim=1 samples=7",
    "linear dim=2",
    "linear dim=5 samples=30 noise=3 ridge=0.5",
    "linear dim=4 samples=13 batch=3",
    "linear dim=9 samples=4 ridge=0.2",
    "linear dim=3 samples=700 batch=1",
    "logistic dim=1 samples=9",
    "logistic dim=2 mu=0.3",
    "logistic dim=7 samples=515 mu=0.01",
    "quadratic dim=1 kappa=50",
    "quadratic dim=2 kappa=7 curvature=alternate",
    "quadratic dim=6 kappa=1000",
    "quadratic dim=11 kappa=3 curvature=uniform",
};
#define LINES (sizeof lines / sizeof lines[0])
#define NODES ((size_t)5)

static void point(double *x, size_t d, double seed)
{
    for (size_t k = 0; k < d; k++)
        x[k] = 1.5 * sin(seed + 2.3 * (double)k);
}

static void gradients_match_differences_of_values(void **state)
{
    (void)state;
    for (size_t q = 0; q < LINES; q++) {
        dadao_problem *problem = make_problem(NODES, "%s", lines[q]);
        const size_t d = dadao_problem_dimension(problem);
        double x[16], g[16];
        for (size_t i = 0; i < NODES; i++) {
            point(x, d, (double)i);
            dadao_problem_gradient(problem, i, x, g);
            for (size_t k = 0; k < d; k++) {
                const double step = 1e-4, kept = x[k];
                x[k] = kept + step;
                const double above = dadao_problem_value(problem, i, x);
                x[k] = kept - step;
                const double below = dadao_problem_value(problem, i, x);
                x[k] = kept;
                const double scale = fabs(above) + fabs(g[k]) + 1.0;
                if (fabs((above - below) / (2.0 * step) - g[k]) > 1e-7 * scale)
                    fail_msg("%s: node %zu, entry %zu: %g against %g", lines[q], i, k, g[k],
                             (above - below) / (2.0 * step));
            }
        }
        dadao_problem_destroy(problem);
    }
}

static void hessians_match_differences_of_gradients(void **state)
{
    (void)state;
    for (size_t q = 0; q < LINES; q++) {
        dadao_problem *problem = make_problem(NODES, "%s", lines[q]);
        const size_t d = dadao_problem_dimension(problem);
        double x[16], above[16], below[16], h[256];
        point(x, d, 0.7);
        dadao_problem_hessian(problem, 2, x, h);
        for (size_t k = 0; k < d; k++) {
            const double step = 1e-5, kept = x[k];
            x[k] = kept + step;
            dadao_problem_gradient(problem, 2, x, above);
            x[k] = kept - step;
            dadao_problem_gradient(problem, 2, x, below);
            x[k] = kept;
            for (size_t l = 0; l < d; l++) {
                const double slope = (above[l] - below[l]) / (2.0 * step);
                assert_true(fabs(slope - h[k * d + l]) <= 1e-6 * (1.0 + dadao_problem_smoothness(problem)));
                assert_true(h[k * d + l] == h[l * d + k]);
            }
        }
        dadao_problem_destroy(problem);
    }
}

/* The kernels against the definition in extended precision, from the samples as they are kept. */
static void gradients_match_extended_precision(void **state)
{
    (void)state;
    for (size_t q = 0; q < LINES; q++) {
        dadao_problem *problem = make_problem(NODES, "%s", lines[q]);
        const dadao_objective *o = dadao_problem_objective(problem);
        const size_t d = o->dimension;
        double x[16], g[16];
        for (size_t i = 0; i < NODES; i++) {
            const double *block = dadao_objective_block(o, i);
            long double truth[16] = { 0 }, size[16] = { 0 };
            point(x, d, (double)i + 0.25);
            if (o->kind == DADAO_OBJECTIVE_GRAM) {
                for (size_t k = 0; k < d; k++) {
                    truth[k] = -(long double)block[d * d + k];
                    for (size_t l = 0; l < d; l++) {
                        truth[k] += (long double)block[k * d + l] * (long double)x[l];
                        size[k] += fabsl((long double)block[k * d + l] * (long double)x[l]);
                    }
                }
            } else {
                const size_t m = o->samples[i], p = dadao_objective_padded(m);
                for (size_t j = 0; j < m; j++) {
                    long double r = 0.0L, y = (long double)block[d * p + j];
                    for (size_t k = 0; k < d; k++)
                        r += (long double)block[k * p + j] * (long double)x[k];
                    const long double slope =
                        o->kind == DADAO_OBJECTIVE_LOGISTIC ? -y / (1.0L + expl(y * r)) : 2.0L * (r - y);
                    for (size_t k = 0; k < d; k++) {
                        truth[k] += slope * (long double)block[k * p + j] / (long double)m;
                        size[k] += fabsl(slope * (long double)block[k * p + j]) / (long double)m;
                    }
                }
                for (size_t k = 0; k < d; k++)
                    truth[k] += (long double)o->ridge * (long double)x[k];
            }
            dadao_problem_gradient(problem, i, x, g);
            for (size_t k = 0; k < d; k++)
                assert_true(fabsl((long double)g[k] - truth[k]) <= 1e-14L * (size[k] + fabsl(truth[k]) + 1.0L));
        }
        dadao_problem_destroy(problem);
    }
}

/* The dimension as a constant, or not: the same bits. */
static void fixed_dimensions_change_no_bit(void **state)
{
    (void)state;
    static const char *const few[] = { "linear dim=2", "linear dim=2 samples=21 batch=2", "logistic dim=2",
                                       "quadratic dim=2" };
    for (size_t q = 0; q < 4; q++) {
        dadao_problem *problem = make_problem(NODES, "%s", few[q]);
        const volatile size_t two = 2; /* hidden from the compiler */
        double x[2], a[2], b[2], scratch[DADAO_GRADIENT_SCRATCH];
        for (size_t i = 0; i < NODES; i++) {
            point(x, 2, (double)i);
            dadao_problem_gradient(problem, i, x, a);
            dadao_gradient_of_dimension(dadao_problem_objective(problem), i, x, b, scratch, two);
            assert_memory_equal(a, b, sizeof a);
        }
        dadao_problem_destroy(problem);
    }
}

static void extreme_eigenvalues(const dadao_problem *problem, size_t node, const double *x, double *low, double *high)
{
    const size_t d = dadao_problem_dimension(problem);
    gsl_matrix *h = gsl_matrix_alloc(d, d);
    gsl_vector *value = gsl_vector_alloc(d);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(d);
    dadao_problem_hessian(problem, node, x, h->data);
    assert_int_equal(gsl_eigen_symm(h, value, work), 0);
    *low = gsl_vector_min(value);
    *high = gsl_vector_max(value);
    gsl_eigen_symm_free(work);
    gsl_vector_free(value);
    gsl_matrix_free(h);
}

static void constants_are_the_extreme_eigenvalues(void **state)
{
    (void)state;
    static const char *const few[] = { "linear dim=1 samples=7",         "linear dim=6 samples=20",
                                       "linear dim=5 samples=9 batch=2", "linear dim=9 samples=4 ridge=0.2",
                                       "linear dim=3 ridge=2",           "quadratic dim=8 kappa=123" };
    for (size_t q = 0; q < sizeof few / sizeof few[0]; q++) {
        dadao_problem *problem = make_problem(20, "%s", few[q]);
        double zero[16] = { 0 }, least = INFINITY, most = 0.0;
        for (size_t i = 0; i < 20; i++) {
            double low, high;
            extreme_eigenvalues(problem, i, zero, &low, &high);
            least = fmin(least, low);
            most = fmax(most, high);
        }
        assert_true(fabs(dadao_problem_mu(problem) - least) <= 1e-13 * most);
        assert_close(dadao_problem_smoothness(problem), most, 1e-12);
        dadao_problem_destroy(problem);
    }
}

/* At 0 every logistic sample bends most: L is the largest eigenvalue there. Elsewhere the Hessian stays between mu and
 * L. */
static void logistic_constants(void **state)
{
    (void)state;
    dadao_problem *problem = make_problem(8, "logistic dim=6 samples=25 mu=0.4");
    double x[6] = { 0 }, most = 0.0;
    for (size_t i = 0; i < 8; i++) {
        double low, high;
        extreme_eigenvalues(problem, i, x, &low, &high);
        most = fmax(most, high);
    }
    assert_close(dadao_problem_smoothness(problem), most, 1e-12);
    assert_close(dadao_problem_mu(problem), 0.4, 0.0);
    point(x, 6, 3.0);
    for (size_t i = 0; i < 8; i++) {
        double low, high;
        extreme_eigenvalues(problem, i, x, &low, &high);
        assert_true(low >= 0.4 * (1.0 - 1e-12) && high <= most * (1.0 + 1e-12));
    }
    dadao_problem *reference = make_problem(8, "logistic dim=6 samples=25 mu=0.4 smoothness=reference");
    assert_true(dadao_problem_smoothness(reference) > dadao_problem_smoothness(problem));
    dadao_problem_destroy(problem);
    dadao_problem_destroy(reference);
}

static void optimum_has_no_gradient(void **state)
{
    (void)state;
    for (size_t q = 0; q < LINES; q++) {
        dadao_problem *problem = make_problem(NODES, "%s", lines[q]);
        const double *x = dadao_problem_optimum(problem), L = dadao_problem_smoothness(problem);
        double scale = 1.0;
        for (size_t k = 0; k < dadao_problem_dimension(problem); k++)
            scale = fmax(scale, fabs(x[k]));
        assert_true(make_gradient_norm(problem, x) <= 1e-14 * L * scale);
        assert_close(dadao_problem_mean_value(problem, x), dadao_problem_minimum(problem), 1e-12);
        dadao_problem_destroy(problem);
    }
}

/* f(x) - f(x*) = g.(x - x*) - Bregman(x*, x): far away it is the difference of values, near by it scales as the square.
 */
static void suboptimality_keeps_its_digits(void **state)
{
    (void)state;
    for (size_t q = 0; q < LINES; q++) {
        dadao_problem *problem = make_problem(NODES, "%s", lines[q]);
        const size_t d = dadao_problem_dimension(problem);
        const double *star = dadao_problem_optimum(problem);
        double x[16], direction[16];
        point(direction, d, 0.1);
        for (size_t k = 0; k < d; k++)
            x[k] = star[k] + direction[k];
        const double far = dadao_problem_mean_value(problem, x) - dadao_problem_minimum(problem);
        assert_true(fabs(dadao_problem_suboptimality(problem, x) - far) <=
                    1e-11 * (far + dadao_problem_minimum(problem)));
        /* along a straight line f(t) - f(0) = a t^2 + O(t^3): compare with the Hessian at x* */
        double bend = 0.0, h[256];
        for (size_t i = 0; i < NODES; i++) {
            dadao_problem_hessian(problem, i, star, h);
            for (size_t k = 0; k < d * d; k++)
                bend += 0.5 * h[k] * direction[k / d] * direction[k % d] / (double)NODES;
        }
        for (double t = 1e-4; t > 1e-10; t /= 100.0) {
            double square = 0.0;
            for (size_t k = 0; k < d; k++) {
                x[k] = star[k] + t * direction[k];
                square = fmax(square, fabs((x[k] - star[k]) / t - direction[k])); /* rounding of x itself */
            }
            const double close = dadao_problem_suboptimality(problem, x) / (t * t);
            assert_true(fabs(close - bend) <= bend * (10.0 * t + 40.0 * square + 1e-10));
        }
        assert_true(dadao_problem_suboptimality(problem, star) == 0.0);
        dadao_problem_destroy(problem);
    }
}

/* Margins of a thousand: no overflow, and the gradient is the sample itself or nothing. */
static void logistic_far_away_does_not_overflow(void **state)
{
    (void)state;
    dadao_problem *problem = make_problem(3, "logistic dim=2 mu=1");
    for (double size = 1e2; size < 1e9; size *= 1e3) {
        const double x[2] = { size, -size };
        double g[2];
        dadao_problem_gradient(problem, 1, x, g);
        assert_true(isfinite(g[0]) && isfinite(g[1]) && fabs(g[0] / size - 1.0) < 0.1);
        assert_true(isfinite(dadao_problem_value(problem, 1, x)) && isfinite(dadao_problem_suboptimality(problem, x)));
    }
    const double nothing[2] = { NAN, 0.0 };
    double g[2];
    dadao_problem_gradient(problem, 1, nothing, g);
    assert_true(isnan(g[0])); /* divergence must show */
    assert_true(isnan(dadao_problem_suboptimality(problem, nothing)));
    dadao_problem_destroy(problem);
}

/* The mean over single draws equals the gradient within statistical error, and the variance falls as 1/batch. */
static void stochastic_gradients_are_unbiased(void **state)
{
    (void)state;
    static const char *const few[] = { "linear dim=2 samples=40 batch=1 ridge=0.3",
                                       "logistic dim=2 samples=40 batch=1" };
    for (size_t q = 0; q < 2; q++) {
        dadao_problem *problem = make_problem(2, "%s", few[q]);
        assert_int_equal(dadao_problem_batch(problem), 1);
        const double x[2] = { 0.3, -1.1 };
        double exact[2], variance[2] = { 0 };
        dadao_problem_gradient(problem, 1, x, exact);
        for (size_t size = 0; size < 2; size++) {
            const size_t batch = size ? 8 : 1;
            double sum = 0.0, square = 0.0, g[2];
            dadao_random random;
            dadao_core_random_seed(&random, 77, DADAO_STREAM_MINIBATCHES);
            for (int draw = 0; draw < 20000; draw++) {
                dadao_problem_stochastic_gradient(problem, 1, x, batch, &random, g);
                sum += g[0] - exact[0];
                square += (g[0] - exact[0]) * (g[0] - exact[0]);
            }
            variance[size] = square / 20000.0;
            assert_true(fabs(sum / 20000.0) <= 4.5 * sqrt(variance[size] / 20000.0));
        }
        assert_close(variance[0] / variance[1], 8.0, 0.1);
        dadao_problem_destroy(problem);
    }
}

static void same_seed_same_bits(void **state)
{
    (void)state;
    for (size_t q = 0; q < LINES; q++) {
        dadao_problem *a = make_problem(NODES, "%s", lines[q]), *b = make_problem(NODES, "%s", lines[q]);
        dadao_problem *other = make_problem(NODES, "%s seed=2", lines[q]);
        const size_t bytes = dadao_problem_dimension(a) * sizeof(double);
        assert_memory_equal(dadao_problem_optimum(a), dadao_problem_optimum(b), bytes);
        assert_memory_not_equal(dadao_problem_optimum(a), dadao_problem_optimum(other), bytes);
        assert_true(dadao_problem_mu(a) == dadao_problem_mu(b) &&
                    dadao_problem_smoothness(a) == dadao_problem_smoothness(b));
        dadao_problem_destroy(a);
        dadao_problem_destroy(b);
        dadao_problem_destroy(other);
    }
}

static void leaving_node_takes_its_objective(void **state)
{
    (void)state;
    for (size_t q = 0; q < LINES; q++) {
        dadao_problem *whole = make_problem(NODES, "%s", lines[q]), *rest = NULL;
        const size_t d = dadao_problem_dimension(whole);
        assert_int_equal(dadao_problem_without_node(whole, 1, &rest, NULL), DADAO_OK);
        assert_int_equal(dadao_problem_nodes(rest), NODES - 1);
        assert_int_equal(dadao_problem_batch(rest), dadao_problem_batch(whole));
        double x[16], a[16], b[16];
        point(x, d, 9.0);
        for (size_t i = 0; i < NODES - 1; i++) {
            const size_t old = i + (i >= 1);
            dadao_problem_gradient(rest, i, x, a);
            dadao_problem_gradient(whole, old, x, b);
            assert_memory_equal(a, b, d * sizeof *a);
            assert_true(dadao_problem_value(rest, i, x) == dadao_problem_value(whole, old, x));
            assert_int_equal(dadao_problem_samples(rest, i), dadao_problem_samples(whole, old));
        }
        assert_true(make_gradient_norm(rest, dadao_problem_optimum(rest)) <= 1e-12 * dadao_problem_smoothness(whole));
        assert_true(dadao_problem_mu(rest) >= dadao_problem_mu(whole) &&
                    dadao_problem_smoothness(rest) <= dadao_problem_smoothness(whole));
        dadao_problem_destroy(rest);
        dadao_problem_destroy(whole);
    }
    dadao_problem *one = make_problem(1, "quadratic"), *rest = NULL;
    assert_int_equal(dadao_problem_without_node(one, 0, &rest, NULL), DADAO_INVALID);
    assert_int_equal(dadao_problem_without_node(one, 3, &rest, NULL), DADAO_NOT_FOUND);
    dadao_problem_destroy(one);
}

static void constants_can_be_put_back(void **state)
{
    (void)state;
    dadao_problem *problem = make_problem(3, "linear dim=2");
    const double x[2] = { 1.0, 2.0 };
    dadao_problem_set_constants(problem, 0.5, 7.0, x);
    assert_true(dadao_problem_mu(problem) == 0.5 && dadao_problem_smoothness(problem) == 7.0);
    assert_memory_equal(dadao_problem_optimum(problem), x, sizeof x);
    assert_close(dadao_problem_minimum(problem), dadao_problem_mean_value(problem, x), 1e-13);
    dadao_problem_set_constants(problem, 1.0, 2.0, NULL);
    assert_memory_equal(dadao_problem_optimum(problem), x, sizeof x);
    dadao_problem_destroy(problem);
}

/* ---- Quadratics ------------------------------------------------------------------------------ */

static void quadratics_have_the_condition_number_asked_for(void **state)
{
    (void)state;
    static const char *const shapes[] = { "random", "alternate", "uniform", "mu", "L" };
    for (size_t q = 0; q < 5; q++)
        for (size_t d = 1; d <= 4; d++) {
            dadao_problem *problem = make_problem(6, "quadratic dim=%zu kappa=40 curvature=%s", d, shapes[q]);
            assert_true(dadao_problem_mu(problem) == 1.0 && dadao_problem_smoothness(problem) == 40.0);
            double zero[4] = { 0 }, least = INFINITY, most = 0.0;
            for (size_t i = 0; i < 6; i++) {
                double low, high;
                extreme_eigenvalues(problem, i, zero, &low, &high);
                assert_true(low >= 1.0 - 1e-12 && high <= 40.0 * (1.0 + 1e-12));
                least = fmin(least, low);
                most = fmax(most, high);
            }
            if (q < 2) { /* these use the whole range */
                assert_close(least, 1.0, 1e-12);
                assert_close(most, 40.0, 1e-12);
            }
            dadao_problem_destroy(problem);
        }
}

static void two_node_oracle(void **state)
{
    (void)state;
    dadao_problem *problem = make_problem(2, "quadratic dim=1 curvature=1,10 center=0,1");
    const double x = 0.25;
    double g;
    assert_true(dadao_problem_mu(problem) == 1.0 && dadao_problem_smoothness(problem) == 10.0);
    assert_close(dadao_problem_optimum(problem)[0], 10.0 / 11.0, 1e-16);
    assert_close(dadao_problem_minimum(problem), 0.5 * (0.5 * 100.0 / 121.0 + 5.0 / 121.0), 1e-15);
    dadao_problem_gradient(problem, 1, &x, &g);
    assert_close(g, 10.0 * (0.25 - 1.0), 1e-16);
    assert_close(dadao_problem_value(problem, 1, &x), 5.0 * 0.75 * 0.75, 1e-15);
    dadao_problem_destroy(problem);
    problem = make_problem(4, "quadratic dim=3 kappa=10 curvature=alternate");
    double h[9];
    for (size_t i = 0; i < 4; i++) {
        dadao_problem_hessian(problem, i, h, h);
        for (size_t k = 0; k < 9; k++)
            assert_true(h[k] == (k % 4 ? 0.0 : i % 2 ? 1.0 : 10.0));
    }
    dadao_problem_destroy(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_match_differences_of_values),
        cmocka_unit_test(hessians_match_differences_of_gradients),
        cmocka_unit_test(gradients_match_extended_precision),
        cmocka_unit_test(fixed_dimensions_change_no_bit),
        cmocka_unit_test(constants_are_the_extreme_eigenvalues),
        cmocka_unit_test(logistic_constants),
        cmocka_unit_test(optimum_has_no_gradient),
        cmocka_unit_test(suboptimality_keeps_its_digits),
        cmocka_unit_test(logistic_far_away_does_not_overflow),
        cmocka_unit_test(stochastic_gradients_are_unbiased),
        cmocka_unit_test(same_seed_same_bits),
        cmocka_unit_test(leaving_node_takes_its_objective),
        cmocka_unit_test(constants_can_be_put_back),
        cmocka_unit_test(quadratics_have_the_condition_number_asked_for),
        cmocka_unit_test(two_node_oracle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
