/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers survive text and back, nothing but numbers is taken for one, and a slip of the finger finds its name. */
#include "core/text.h"
#include "support/support.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool parses(const char *text, double *value)
{
    return dadao_core_parse_double(text, strlen(text), value);
}

static void test_numbers_that_are(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        { "0", 0 },    { "-0.5", -0.5 }, { "+3", 3 },      { "1e3", 1000 }, { "1E-3", 0.001 },
        { ".5", 0.5 }, { "5.", 5 },      { "0x1.8p1", 3 }, { "1e-400", 0 }, { "1.7976931348623157e308", DBL_MAX }
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double value = NAN;
        assert_true(parses(rows[k].text, &value));
        assert_true(value == rows[k].value);
    }
}

static void test_numbers_that_are_not(void **state)
{
    (void)state;
    static const char *const texts[] = { "",    " 1",  "1 ",        "1,5",   "1.5.2",  "abc",   "1e", "0x", "--1",
                                         "nan", "inf", "-infinity", "1e999", "nan(7)", "1_000", "1f", "٣" };
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        double value = 42;
        assert_false(parses(texts[k], &value));
        assert_true(value == 42);
    }
    double value = 0;
    assert_false(dadao_core_parse_double("1\0002", 3, &value));
    assert_true(dadao_core_parse_double("12345", 3, &value));
    assert_true(value == 123);
}

static void test_infinity_where_it_is_welcome(void **state)
{
    (void)state;
    double value = 0;
    assert_true(dadao_core_parse_any_double("-inf", 4, &value));
    assert_true(isinf(value) && value < 0);
    assert_true(dadao_core_parse_any_double("nan", 3, &value));
    assert_true(isnan(value));
}

static void test_whole_numbers(void **state)
{
    (void)state;
    uint64_t value = 0;
    assert_true(dadao_core_parse_u64("18446744073709551615", 20, &value));
    assert_true(value == UINT64_MAX);
    assert_true(dadao_core_parse_u64("007", 3, &value));
    assert_true(value == 7);
    static const char *const wrong[] = {
        "", "-1", "+1", " 1", "1.0", "1e3", "18446744073709551616", "99999999999999999999"
    };
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        assert_false(dadao_core_parse_u64(wrong[k], strlen(wrong[k]), &value));
    assert_true(value == 7);
}

/* A double of any size, from random bits. */
static double any_double(uint64_t *seed)
{
    double value;
    do {
        *seed = *seed * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = *seed ^ *seed >> 29;
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value));
    return value;
}

static void test_doubles_survive_text(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int k = 0; k < 20000; k++) {
        double value = any_double(&seed), decimal = NAN, hex = NAN;
        char buffer[32];
        assert_true(parses(dadao_core_format_double(buffer, value), &decimal));
        assert_true(parses(dadao_core_format_hex(buffer, value), &hex));
        assert_memory_equal(&value, &decimal, sizeof value);
        assert_memory_equal(&value, &hex, sizeof value);
    }
}

static void test_short_where_short_is_enough(void **state)
{
    (void)state;
    char buffer[32];
    assert_string_equal(dadao_core_format_double(buffer, 0.1), "0.1");
    assert_string_equal(dadao_core_format_double(buffer, -1.5e300), "-1.5e+300");
    assert_string_equal(dadao_core_format_count(buffer, 0), "0");
    assert_string_equal(dadao_core_format_count(buffer, 999), "999");
    assert_string_equal(dadao_core_format_count(buffer, 1000), "1,000");
    assert_string_equal(dadao_core_format_count(buffer, UINT64_MAX), "18,446,744,073,709,551,615");
}

static void test_texts_grow(void **state)
{
    (void)state;
    dadao_text text = { 0 };
    for (int k = 0; k < 1000; k++) {
        dadao_core_text_format(&text, "%d,", k);
        dadao_core_text_append(&text, "\0x", 2);
    }
    assert_false(text.failed);
    assert_int_equal(text.bytes[text.length], 0);
    assert_memory_equal(text.bytes, "0,\0x1,\0x2,\0x", 12);
    size_t before = text.length;
    dadao_core_text_append(&text, NULL, 0);
    assert_int_equal(text.length, before);
    dadao_core_text_append(&text, "x", SIZE_MAX - 4);
    assert_true(text.failed);
    dadao_core_text_clear(&text);
    assert_null(text.bytes);
}

static void test_nearest_name(void **state)
{
    (void)state;
    static const char *const names[] = { "topology", "problem", "method", "rate comm", "undo", "hash", NULL };
    assert_string_equal(dadao_core_nearest("topolgy", names, 7), "topology");
    assert_string_equal(dadao_core_nearest("TOPOLOGY", names, 7), "topology");
    assert_string_equal(dadao_core_nearest("metohd", names, 7), "method");
    assert_string_equal(dadao_core_nearest("udno", names, 7), "undo");
    assert_null(dadao_core_nearest("zebra", names, 7));
    assert_null(dadao_core_nearest("", names, 7));
    assert_null(dadao_core_nearest("undo", names, 0));
    char long_word[300];
    memset(long_word, 'u', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    assert_null(dadao_core_nearest(long_word, names, 7));
}

static void test_options(void **state)
{
    (void)state;
    const char *value = NULL;
    assert_true(dadao_core_option("seed=3", "seed", &value));
    assert_string_equal(value, "3");
    assert_true(dadao_core_option("seed=", "seed", &value));
    assert_string_equal(value, "");
    assert_false(dadao_core_option("seeds=3", "seed", &value));
    assert_false(dadao_core_option("seed", "seed", &value));
    assert_false(dadao_core_option("see=3", "seed", &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_that_are),
        cmocka_unit_test(test_numbers_that_are_not),
        cmocka_unit_test(test_infinity_where_it_is_welcome),
        cmocka_unit_test(test_whole_numbers),
        cmocka_unit_test(test_doubles_survive_text),
        cmocka_unit_test(test_short_where_short_is_enough),
        cmocka_unit_test(test_texts_grow),
        cmocka_unit_test(test_nearest_name),
        cmocka_unit_test(test_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
