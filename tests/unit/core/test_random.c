/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The random streams: known answers, independence of names, and the laws of what is drawn.
 *
 * Seeds are fixed, so the tests are deterministic; each threshold has a false-alarm rate of at most 1e-6 over the seeds. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <dadao/random.h>

#include <gsl/gsl_cdf.h>

enum { DRAWS = 1000000, CELLS = 200 };

/* Two-sided 1e-6 quantile of the normal. */
#define SIGMAS 4.9
#define ALARM 1e-6

static void test_known_answers(void **state)
{
    (void)state;
    /* xoshiro256++ from state 1, 2, 3, 4: the first numbers of the authors' program. */
    dadao_random random = {{1, 2, 3, 4}};
    const uint64_t expected[] = {41943041u, 58720359u, 3588806011781223u, 3591011842654386u, 9228616714210784205u};
    for (size_t k = 0; k < 5; k++)
        assert_true(dadao_core_random_u64(&random) == expected[k]);
}

/* What any machine must draw: one word over the laws and streams. */
static void test_same_bits_everywhere(void **state)
{
    (void)state;
    uint64_t all = 0;
    for (unsigned s = 0; s < DADAO_STREAM_COUNT; s++) {
        dadao_random random;
        dadao_core_random_seed(&random, 42, (dadao_stream)s);
        for (size_t k = 0; k < 1000; k++) {
            const union {
                double value;
                uint64_t bits;
            } e = {dadao_core_random_exponential(&random)}, n = {dadao_core_random_normal(&random)};
            all = (all << 5 | all >> 59) ^ e.bits ^ n.bits * 3 ^ dadao_core_random_below(&random, 1000003);
        }
    }
    print_message("bits %016llx\n", (unsigned long long)all);
    assert_true(all == 0xb33677c90728a8b1u);
}

static void test_streams_differ(void **state)
{
    (void)state;
    dadao_random a, b;
    for (unsigned s = 0; s < DADAO_STREAM_COUNT; s++)
        for (unsigned u = 0; u < DADAO_STREAM_COUNT; u++) {
            dadao_core_random_seed(&a, 7, (dadao_stream)s);
            dadao_core_random_seed(&b, s == u ? 8 : 7, (dadao_stream)u);
            assert_true(dadao_core_random_u64(&a) != dadao_core_random_u64(&b));
        }
    dadao_core_random_seed(&a, 7, DADAO_STREAM_DATA);
    dadao_core_random_seed_named(&b, 7, "data");
    assert_true(dadao_core_random_u64(&a) == dadao_core_random_u64(&b));
}

/* Products of centred draws of two streams: mean 0, variance 1/144. */
static void test_streams_are_uncorrelated(void **state)
{
    (void)state;
    for (unsigned s = 0; s + 1 < DADAO_STREAM_COUNT; s++) {
        dadao_random a, b;
        dadao_core_random_seed(&a, 3, (dadao_stream)s);
        dadao_core_random_seed(&b, 3, (dadao_stream)(s + 1));
        double sum = 0.0;
        for (size_t k = 0; k < 100000; k++)
            sum += (dadao_core_random_uniform(&a) - 0.5) * (dadao_core_random_uniform(&b) - 0.5);
        assert_true(fabs(sum) < SIGMAS * sqrt(100000.0 / 144.0));
    }
}

static void test_below(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 1, "below");
    const uint64_t limits[] = {1, 2, 3, 7, 100, UINT64_C(6148914691236517206), UINT64_MAX};
    for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
        double count[8] = {0}, chi2 = 0.0; /* eighths of the range, or its numbers where there are fewer */
        const uint64_t n = limits[l], cells = n < 8 ? n : 8;
        for (size_t k = 0; k < 80000; k++) {
            const uint64_t x = dadao_core_random_below(&random, n);
            assert_true(x < n);
            count[n < 8 ? x : (uint64_t)((double)x / (double)n * 8.0)]++;
        }
        for (size_t c = 0; c < cells; c++) {
            double expected = 80000.0 / (double)cells;
            if (n == 100)
                expected = 80000.0 * (c % 2 ? 0.12 : 0.13); /* 13, 12, 13, 12 … numbers an eighth */
            chi2 += (count[c] - expected) * (count[c] - expected) / expected;
        }
        if (cells > 1)
            assert_true(gsl_cdf_chisq_Q(chi2, (double)(cells - 1)) > ALARM);
    }
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov's distance to the law that `cdf` gives, times sqrt(n): above 2.694 with probability 1e-6. */
static double kolmogorov(double *draw, size_t n, double (*cdf)(double))
{
    qsort(draw, n, sizeof *draw, ascending);
    double distance = 0.0;
    for (size_t k = 0; k < n; k++) {
        const double p = cdf(draw[k]);
        distance = fmax(distance, fmax(p - (double)k / (double)n, (double)(k + 1) / (double)n - p));
    }
    return distance * sqrt((double)n);
}

/* Equal cells by probability. */
static double cell_chi2(const double *draw, size_t n, double (*cdf)(double))
{
    static double count[CELLS];
    double chi2 = 0.0;
    for (size_t c = 0; c < CELLS; c++)
        count[c] = 0.0;
    for (size_t k = 0; k < n; k++) {
        const size_t c = (size_t)(cdf(draw[k]) * CELLS);
        count[c < CELLS ? c : CELLS - 1]++;
    }
    const double expected = (double)n / CELLS;
    for (size_t c = 0; c < CELLS; c++)
        chi2 += (count[c] - expected) * (count[c] - expected) / expected;
    return chi2;
}

static double exponential_cdf(double x)
{
    return -expm1(-x);
}

/* How many draws lie beyond x, against the binomial. */
static void check_tail(const double *draw, size_t n, double x, double probability)
{
    double count = 0.0;
    for (size_t k = 0; k < n; k++)
        count += draw[k] > x;
    const double mean = (double)n * probability;
    assert_true(fabs(count - mean) < SIGMAS * sqrt(mean) + 3.0);
}

static void check_moments(const double *draw, size_t n, const double *moment, const double *deviation)
{
    for (int power = 1; power <= 4; power++) {
        double sum = 0.0;
        for (size_t k = 0; k < n; k++)
            sum += pow(draw[k], power);
        assert_true(fabs(sum / (double)n - moment[power - 1]) < SIGMAS * deviation[power - 1] / sqrt((double)n));
    }
}

static void check_law(double (*next)(dadao_random *), double (*cdf)(double), const double *moment, const double *deviation,
                      const double *tail, size_t tails)
{
    double *draw = malloc(DRAWS * sizeof *draw);
    assert_non_null(draw);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        dadao_random random;
        dadao_core_random_seed_named(&random, seed, "law");
        for (size_t k = 0; k < DRAWS; k++)
            draw[k] = next(&random);
        check_moments(draw, DRAWS, moment, deviation);
        for (size_t k = 0; k < tails; k++)
            check_tail(draw, DRAWS, tail[k], 1.0 - cdf(tail[k]));
        assert_true(gsl_cdf_chisq_Q(cell_chi2(draw, DRAWS, cdf), CELLS - 1) > ALARM);
        assert_true(kolmogorov(draw, DRAWS, cdf) < 2.7);
    }
    free(draw);
}

/* Tails beyond the ziggurats' last edges (7.7 and 3.65) included. */
static void test_exponential(void **state)
{
    (void)state;
    const double moment[] = {1, 2, 6, 24}, deviation[] = {1, 4.472135955, 26.15339366, 199.3589};
    const double tail[] = {1.0, 5.0, 7.7, 9.0, 11.0};
    check_law(dadao_core_random_exponential, exponential_cdf, moment, deviation, tail, 5);
}

static void test_normal(void **state)
{
    (void)state;
    const double moment[] = {0, 1, 0, 3}, deviation[] = {1, 1.414213562, 3.872983346, 9.797958971};
    const double tail[] = {1.0, 3.0, 3.66, 4.0, 4.5};
    check_law(dadao_core_random_normal, gsl_cdf_ugaussian_P, moment, deviation, tail, 5);
}

static double uniform_cdf(double x)
{
    return x;
}

static void test_uniform(void **state)
{
    (void)state;
    const double moment[] = {0.5, 1.0 / 3, 0.25, 0.2}, deviation[] = {0.2886751, 0.2981424, 0.2834734, 0.2666667};
    check_law(dadao_core_random_uniform, uniform_cdf, moment, deviation, moment, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),  cmocka_unit_test(test_same_bits_everywhere),
        cmocka_unit_test(test_streams_differ), cmocka_unit_test(test_streams_are_uncorrelated),
        cmocka_unit_test(test_below),          cmocka_unit_test(test_exponential),
        cmocka_unit_test(test_normal),         cmocka_unit_test(test_uniform),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
