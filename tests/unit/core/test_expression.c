/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions: the values of arithmetic, names asked for only where they matter, and errors that point at their byte. */
#include "core/expression.h"
#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct asked {
    int times;
} asked;

static dadao_status look_up(void *context, const char *name, size_t length, const double *argument, size_t count, double *value,
                            dadao_error *error)
{
    ((asked *)context)->times++;
    *value = NAN;
    if (length == 4 && strncmp(name, "chi1", 4) == 0 && count == 0)
        *value = 64;
    else if (length == 1 && *name == 'x' && count == 2)
        *value = 10 * argument[0] + argument[1];
    else if (length != 7 || strncmp(name, "nothing", 7) != 0)
        return dadao_core_fail(error, DADAO_NOT_FOUND, "no quantity '%.*s'", (int)length, name);
    return DADAO_OK;
}

static double value_of(const char *text)
{
    asked context = {0};
    double value;
    dadao_error error = {0};
    dadao_status status = dadao_core_expression(text, strlen(text), look_up, &context, &value, &error);
    if (status != DADAO_OK)
        fail_msg("%s: %s", text, error.text);
    return value;
}

static void test_values(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"1", 1},
        {" 2 + 3*4 ", 14},
        {"(2+3)*4", 20},
        {"2^3^2", 512},
        {"-2^2", -4},
        {"2^-1", 0.5},
        {"8/4/2", 1},
        {"7-4-2", 1},
        {"1e3", 1000},
        {"1.5e-1*2", 0.3},
        {"sqrt(16)+abs(-3)", 7},
        {"min(3,2)+max(3,2)", 5},
        {"round(2.6)+floor(2.6)", 5},
        {"chi1", 64},
        {"2*chi1 < 129", 1},
        {"x(3, 4)", 34},
        {"x(1+1,-2)", 18},
        {"1<2 and 2<3", 1},
        {"1<2 and 3<2", 0},
        {"3<2 or 1<=1", 1},
        {"not 1<2", 0},
        {"not not 1<2", 1},
        {"1 = 1", 1},
        {"1 != 1", 0},
        {"2 == 3", 0},
        {"nothing < 1", 0},
        {"nothing = nothing", 0},
        {"nothing != 1", 0},
        {"1 or 0 and 0", 1},
        {"1/0 > 1e300", 1},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (fabs(value_of(rows[k].text) - rows[k].value) > 1e-15 * fabs(rows[k].value))
            fail_msg("%s gives %g, not %g", rows[k].text, value_of(rows[k].text), rows[k].value);
    assert_true(isnan(value_of("0/0")));
}

static void test_a_settled_side_asks_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"1<0 and chi1>0", "0<1 or unheard_of > 2", "1<0 and (2<1 or unheard_of(3) > chi1)"};
    for (size_t k = 0; k < 3; k++) {
        asked context = {0};
        double value;
        assert_int_equal(dadao_core_expression(texts[k], strlen(texts[k]), look_up, &context, &value, NULL), DADAO_OK);
        assert_int_equal(context.times, 0);
    }
}

static void test_errors_point_at_their_byte(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t column;
        dadao_status status;
    } rows[] = {
        {"", 0, DADAO_SYNTAX},
        {"1 +", 3, DADAO_SYNTAX},
        {"1 2", 2, DADAO_SYNTAX},
        {"(1", 0, DADAO_SYNTAX},
        {"2 * )", 4, DADAO_SYNTAX},
        {"1..2", 0, DADAO_SYNTAX},
        {"1 + chi3", 4, DADAO_NOT_FOUND},
        {"sqrt(1,2)", 0, DADAO_SYNTAX},
        {"min(1)", 0, DADAO_SYNTAX},
        {"x(1,2,3,4,5)", 1, DADAO_SYNTAX},
        {"1 < 2 < 3", 6, DADAO_SYNTAX},
        {"$", 0, DADAO_SYNTAX},
        {"1<0 and (2", 8, DADAO_SYNTAX},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        asked context = {0};
        double value;
        dadao_error error = {0};
        dadao_status status = dadao_core_expression(rows[k].text, strlen(rows[k].text), look_up, &context, &value, &error);
        if (status != rows[k].status || error.column != rows[k].column)
            fail_msg("'%s': status %d at %zu (%s)", rows[k].text, status, error.column, error.text);
    }
}

static void test_no_text_exhausts_the_stack(void **state)
{
    (void)state;
    enum { LONG = 100000 };
    char *text = malloc(LONG);
    static const char bytes[] = "(-";
    assert_non_null(text);
    for (size_t k = 0; k < 2; k++) {
        asked context = {0};
        double value;
        memset(text, bytes[k], LONG);
        assert_int_equal(dadao_core_expression(text, LONG, look_up, &context, &value, NULL), DADAO_SYNTAX);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_a_settled_side_asks_nothing),
        cmocka_unit_test(test_errors_point_at_their_byte),
        cmocka_unit_test(test_no_text_exhausts_the_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
