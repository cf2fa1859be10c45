/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's own exp, expm1, log, log1p and sincos against the long double library: below two units in the last place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/exact.h"
#include "core/xoshiro.h"

enum { DRAWS = 200000 };

/* |value - exact| in units of the last place of the exact value; subnormals count in units of the smallest double. */
static double ulps(double value, long double exact)
{
    int exponent;
    (void)frexpl(exact, &exponent);
    const int last = exponent - 53 < -1074 ? -1074 : exponent - 53;
    return (double)ldexpl(fabsl((long double)value - exact), -last);
}

static double between(dadao_random *random, double low, double high)
{
    return low + (high - low) * dadao_core_random_uniform(random);
}

static double any_size(dadao_random *random, double low, double high)
{
    const double size = pow(2.0, between(random, low, high));
    return dadao_core_next(random) & 1 ? -size : size;
}

static void test_exponentials(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 1, "exact");
    double exp_worst = 0.0, expm1_worst = 0.0;
    for (int k = 0; k < DRAWS; k++) {
        double x = k % 2 ? between(&random, -745.0, 709.7) : any_size(&random, -60, 5);
        exp_worst = fmax(exp_worst, ulps(dadao_core_exp(x), expl((long double)x)));
        expm1_worst = fmax(expm1_worst, ulps(dadao_core_expm1(x), expm1l((long double)x)));
        x = between(&random, -2.0, 2.0);
        exp_worst = fmax(exp_worst, ulps(dadao_core_exp(x), expl((long double)x)));
        expm1_worst = fmax(expm1_worst, ulps(dadao_core_expm1(x), expm1l((long double)x)));
    }
    print_message("exp %.2f ulp, expm1 %.2f ulp\n", exp_worst, expm1_worst);
    assert_true(exp_worst < 1.5);
    assert_true(expm1_worst < 2.0);
}

static void test_logarithms(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 2, "exact");
    double log_worst = 0.0, log1p_worst = 0.0;
    for (int k = 0; k < DRAWS; k++) {
        const double x = k % 3 == 0 ? fabs(any_size(&random, -1074, 1024)) : k % 3 == 1 ? between(&random, 0.5, 2.0)
                                                                            : dadao_core_random_uniform(&random);
        log_worst = fmax(log_worst, ulps(dadao_core_log(x), logl((long double)x)));
        const double y = k % 3 == 0 ? fabs(any_size(&random, -1000, 1000)) : k % 3 == 1 ? between(&random, -0.9999, 3.0)
                                                                             : any_size(&random, -80, -0.1);
        log1p_worst = fmax(log1p_worst, ulps(dadao_core_log1p(y), log1pl((long double)y)));
    }
    print_message("log %.2f ulp, log1p %.2f ulp\n", log_worst, log1p_worst);
    assert_true(log_worst < 1.5);
    assert_true(log1p_worst < 2.0);
}

/* Near a zero of the sine its size vanishes and only the absolute error means something. */
static double sine_error(double value, long double exact)
{
    return fabsl((long double)value - exact) < 0x1p-100L ? 0.0 : ulps(value, exact);
}

static void test_sines(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 3, "exact");
    double small = 0.0, large = 0.0;
    for (int k = 0; k < DRAWS; k++) {
        const double x = k % 2 ? any_size(&random, -60, 20) : any_size(&random, 20, 62); /* where sinl is trustworthy */
        double sine, cosine;
        dadao_core_sincos(x, &sine, &cosine);
        const double error = fmax(sine_error(sine, sinl((long double)x)), sine_error(cosine, cosl((long double)x)));
        if (k % 2)
            small = fmax(small, error);
        else
            large = fmax(large, error);
    }
    print_message("sincos %.2f ulp to 2^20, %.2f beyond\n", small, large);
    assert_true(small < 2.0);
    assert_true(large < 2.0);
}

/* The whole range of exponents, against the C library (which reduces exactly). */
static void test_huge_angles(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 4, "exact");
    for (int k = 0; k < 20000; k++) {
        const double x = any_size(&random, 20, 1023.9);
        double sine, cosine;
        dadao_core_sincos(x, &sine, &cosine);
        assert_true(fabs(sine - sin(x)) <= 0x1p-52 * fabs(sin(x)));
        assert_true(fabs(cosine - cos(x)) <= 0x1p-52 * fabs(cos(x)));
    }
    /* The double that comes nearest to a multiple of pi/2; the correctly rounded value,
     * since the C library misses it by 8 ulp. */
    double sine, cosine;
    dadao_core_sincos(0x1.6ac5b262ca1ffp+849, &sine, &cosine);
    assert_true(fabs(cosine + 0x1.14ae72e6ba22fp-61) <= 0x1p-52 * fabs(cosine));
}

/* An angle as a sum of two doubles: the low part counts at first order. */
static void test_sum_of_two(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 5, "exact");
    for (int k = 0; k < DRAWS; k++) {
        const double high = any_size(&random, -10, 6), low = between(&random, -0.5, 0.5) * 0x1p-53 * high;
        double sine, cosine;
        dadao_core_sincos_sum(high, low, &sine, &cosine);
        assert_true(fabsl((long double)sine - sinl((long double)high + (long double)low)) < 0x1p-52L);
        assert_true(fabsl((long double)cosine - cosl((long double)high + (long double)low)) < 0x1p-52L);
    }
}

static void test_ends_of_the_range(void **state)
{
    (void)state;
    double sine, cosine;
    assert_true(dadao_core_exp(0.0) == 1.0 && dadao_core_expm1(0.0) == 0.0);
    assert_true(dadao_core_exp(-INFINITY) == 0.0 && dadao_core_exp(INFINITY) == INFINITY);
    assert_true(dadao_core_exp(710.0) == INFINITY && dadao_core_exp(-746.0) == 0.0 && dadao_core_exp(-745.0) > 0.0);
    assert_true(dadao_core_expm1(-INFINITY) == -1.0 && dadao_core_expm1(INFINITY) == INFINITY);
    assert_true(fabs(dadao_core_expm1(1e-310) - 1e-310) <= 0x1p-1074);
    assert_true(dadao_core_log(0.0) == -INFINITY && dadao_core_log(INFINITY) == INFINITY && dadao_core_log(1.0) == 0.0);
    assert_true(dadao_core_log1p(-1.0) == -INFINITY && dadao_core_log1p(INFINITY) == INFINITY);
    assert_true(isnan(dadao_core_exp(NAN)) && isnan(dadao_core_expm1(NAN)) && isnan(dadao_core_log(NAN)));
    assert_true(isnan(dadao_core_log(-1.0)) && isnan(dadao_core_log1p(-1.5)) && isnan(dadao_core_log1p(NAN)));
    const double strange[] = {NAN, INFINITY, -INFINITY};
    for (size_t k = 0; k < 3; k++) {
        dadao_core_sincos(strange[k], &sine, &cosine);
        assert_true(isnan(sine) && isnan(cosine));
    }
}

/* Known bits: what every compiler, library and processor must give. */
static void test_bits(void **state)
{
    (void)state;
    double sine, cosine;
    dadao_core_sincos(1e5, &sine, &cosine);
    uint64_t all = 0;
    const double values[] = {dadao_core_exp(1.0), dadao_core_expm1(-0.3), dadao_core_log(3.0), dadao_core_log1p(0.7), sine,
                             cosine, dadao_core_exp(-700.3), dadao_core_log(1e-310)};
    for (size_t k = 0; k < sizeof values / sizeof *values; k++)
        all = dadao_core_rotate(all, 7) * 0x9e3779b97f4a7c15u ^ dadao_core_bits(values[k]);
    print_message("bits %016llx\n", (unsigned long long)all);
    assert_true(all == 0x39a7809001f7c05eu);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exponentials),     cmocka_unit_test(test_logarithms), cmocka_unit_test(test_sines),
        cmocka_unit_test(test_huge_angles),      cmocka_unit_test(test_sum_of_two), cmocka_unit_test(test_ends_of_the_range),
        cmocka_unit_test(test_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
