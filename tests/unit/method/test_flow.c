/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed-form flow against values to 80 digits, against GSL's matrix exponential, and as a semi-group. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/xoshiro.h"
#include "method/flow.h"

#include <gsl/gsl_linalg.h>

#define ORACLE "tests/unit/method/flow_oracle.csv"

typedef struct constants {
    double eta, eta_tilde, alpha, alpha_tilde, theta, nu;
} constants;

static dadao_flow flow_of(constants c)
{
    dadao_flow flow;
    dadao_method_flow_prepare(&flow, c.eta, c.eta_tilde, c.alpha, c.alpha_tilde, c.theta, c.nu);
    return flow;
}

static constants icml(double mu, double kappa)
{
    const double root = sqrt(0.5 / kappa);
    return (constants){root / 8, root / 8, root / 4, root / 8, 0.5 / root, 0.5 * mu};
}

static void system_matrix(constants c, double *m)
{
    const double rows[36] = {
        -c.eta, c.eta, 0, 0, 0, 0,
        c.eta_tilde, -c.eta_tilde, 0, 0, 0, 0,
        0, 0, -c.alpha, c.alpha, 0, 0,
        0, -c.theta * c.nu, -c.theta, 0, -c.theta, 0,
        0, 0, 0, 0, -c.alpha, c.alpha,
        0, 0, 0, 0, c.alpha_tilde, -c.alpha_tilde,
    };
    memcpy(m, rows, sizeof rows);
}

static double largest(const double *m)
{
    double size = 0.0;
    for (size_t k = 0; k < 36; k++)
        size = fmax(size, fabs(m[k]));
    return size;
}

static double distance(const double *m, const double *o)
{
    double size = 0.0;
    for (size_t k = 0; k < 36; k++)
        size = fmax(size, fabs(m[k] - o[k]));
    return size;
}

/* Which entries the file lists: those that are not 0 for all constants. */
static int listed(size_t i, size_t j)
{
    return i < 2 ? j < 2 : i < 4 ? 1 : j > 3;
}

/* Presets with kappa to 1e6, arbitrary, critical, creeping, resonant and zero constants; times from 1e-9 to 1e4. */
static void test_recorded_values(void **state)
{
    (void)state;
    FILE *file = fopen(ORACLE, "r");
    assert_non_null(file);
    char line[2048];
    size_t rows = 0;
    double worst = 0.0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || line[0] == 'e')
            continue;
        double value[27], expected[36] = {0}, matrix[36];
        char *at = line;
        for (size_t k = 0; k < 27; k++, at++)
            value[k] = strtod(at, &at);
        for (size_t i = 0, k = 7; i < 6; i++)
            for (size_t j = 0; j < 6; j++)
                if (listed(i, j))
                    expected[6 * i + j] = value[k++];
        const dadao_flow flow = flow_of((constants){value[0], value[1], value[2], value[3], value[4], value[5]});
        dadao_method_flow_matrix(&flow, value[6], matrix);
        const double error = distance(matrix, expected) / largest(expected);
        if (!(error <= 1e-13))
            fail_msg("row %zu, tau = %g: off by %g of the largest entry", rows, value[6], error);
        worst = fmax(worst, error);
        rows++;
    }
    fclose(file);
    print_message("%zu matrices within %.1e of the largest entry\n", rows, worst);
    assert_true(rows >= 300);
}

static double decades(dadao_random *random, double low, double high)
{
    return pow(10.0, low + (high - low) * dadao_core_random_uniform(random));
}

static void test_gsl_matrix_exponential(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 1, "flow");
    for (int k = 0; k < 200; k++) {
        const constants c = icml(decades(&random, -1, 1), decades(&random, 0, 4));
        const double tau = decades(&random, -9, 2.5);
        double system[36], expected[36], matrix[36];
        system_matrix(c, system);
        for (size_t i = 0; i < 36; i++)
            system[i] *= tau;
        gsl_matrix_view a = gsl_matrix_view_array(system, 6, 6), e = gsl_matrix_view_array(expected, 6, 6);
        gsl_linalg_exponential_ss(&a.matrix, &e.matrix, GSL_PREC_DOUBLE);
        const dadao_flow flow = flow_of(c);
        dadao_method_flow_matrix(&flow, tau, matrix);
        assert_true(flow.preset);
        assert_true(distance(matrix, expected) <= 1e-9 * largest(expected));
    }
}

static void multiply(const double *a, const double *b, double *c)
{
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++) {
            c[6 * i + j] = 0.0;
            for (size_t k = 0; k < 6; k++)
                c[6 * i + j] += a[6 * i + k] * b[6 * k + j];
        }
}

/* flow(s + t) = flow(s) flow(t), for all kinds of constants. */
static void test_semigroup(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 2, "flow");
    for (int k = 0; k < 400; k++) {
        constants c = icml(decades(&random, -1, 1), decades(&random, 0, 5));
        if (k % 4 == 1)
            c.theta = c.alpha / 4.0 * decades(&random, -2, 0);
        if (k % 4 == 2)
            c = (constants){decades(&random, -3, 1), decades(&random, -3, 1), decades(&random, -3, 1), decades(&random, -3, 1),
                            decades(&random, -3, 1), decades(&random, -3, 1)};
        if (k % 4 == 3)
            *(&c.eta + dadao_core_random_below(&random, 6)) = 0.0;
        const double s = decades(&random, -6, 2), t = decades(&random, -6, 2);
        double at_s[36], at_t[36], product[36], at_sum[36];
        const dadao_flow flow = flow_of(c);
        dadao_method_flow_matrix(&flow, s, at_s);
        dadao_method_flow_matrix(&flow, t, at_t);
        dadao_method_flow_matrix(&flow, s + t, at_sum);
        multiply(at_s, at_t, product);
        assert_true(distance(product, at_sum) <= 1e-13 * largest(at_s) * largest(at_t));
    }
}

static void test_no_time_changes_nothing(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        constants c = icml(1.0, 100.0);
        c.theta *= k ? 1e-4 : 1.0;
        const dadao_flow flow = flow_of(c);
        double matrix[36];
        dadao_method_flow_matrix(&flow, 0.0, matrix);
        for (size_t i = 0; i < 36; i++)
            assert_true(matrix[i] == (i % 7 == 0 ? 1.0 : 0.0));
    }
}

/* All constants 0: nothing moves. Phases beyond the fast reduction: still a rotation with damping, never NaN. */
static void test_extremes(void **state)
{
    (void)state;
    double matrix[36];
    dadao_flow flow = flow_of((constants){0});
    dadao_method_flow_matrix(&flow, 1e4, matrix);
    for (size_t i = 0; i < 36; i++)
        assert_true(matrix[i] == (i % 7 == 0 ? 1.0 : 0.0));
    flow = flow_of((constants){1e-12, 1e-12, 2e-12, 1e-12, 1e14, 1.0});
    dadao_method_flow_matrix(&flow, 1e8, matrix);
    for (size_t i = 0; i < 36; i++)
        assert_true(isfinite(matrix[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recorded_values),
        cmocka_unit_test(test_gsl_matrix_exponential),
        cmocka_unit_test(test_semigroup),
        cmocka_unit_test(test_no_time_changes_nothing),
        cmocka_unit_test(test_extremes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
