/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers on the screen, axes, the colour scale, sliders and the commands of the looking. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "synthetic.h"
#include "view/view.h"

static void numbers_are_short_and_true(void **state)
{
    (void)state;
    char text[32];
    const double values[] = {0, 1, -1, 0.5, 0.0123, 9.999, 99.96, 999.96, 12345, 1e5, 1.2e-7, 1e300, 5e-324, -1e-300};
    for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
        double back = strtod(dadao_view_number(text, values[k]), NULL);
        assert_true(strlen(text) <= 9);
        assert_true(fabs(back - values[k]) <= 0.06 * fabs(values[k]) + 5e-324);
    }
    assert_string_equal(dadao_view_number(text, NAN), "?");
    assert_string_equal(dadao_view_number(text, INFINITY), "inf");
    assert_string_equal(dadao_view_count(text, 1234567), "1,234,567");
    assert_string_equal(dadao_view_count(text, 12345678), "12.35M");
}

static void axes_have_nice_ends(void **state)
{
    (void)state;
    for (double v = 1e-9; v < 1e12; v *= 1.37) {
        double nice = dadao_view_nice(v), mantissa = nice / pow(10, floor(log10(nice) + 1e-9));
        assert_true(nice >= v * (1 - 1e-9) && nice <= 2.6 * v);
        assert_true(fabs(mantissa - 1) < 1e-9 || fabs(mantissa - 2) < 1e-9 || fabs(mantissa - 5) < 1e-9);
    }
    assert_true(dadao_view_nice(0) > 0 && dadao_view_nice(NAN) > 0 && dadao_view_nice(INFINITY) > 0);
}

/* The span holds the data and changes seldom: at most a dozen times over three hundred decades. */
static void decades_hold_the_data(void **state)
{
    (void)state;
    int changes = 0, last = 0;
    for (double low = 1; low > 1e-300; low /= 3) {
        dadao_scale d = dadao_view_decades(low, 3);
        assert_int_equal(d.high, 1);
        assert_true(pow(10, d.low) <= low * 1.000001);
        changes += d.low != last;
        last = d.low;
    }
    assert_true(changes <= 14);
    dadao_scale odd = dadao_view_decades(NAN, INFINITY);
    assert_true(odd.high > odd.low);
}

static void levels_follow_the_error(void **state)
{
    (void)state;
    dadao_scale scale = {2, -2};
    unsigned last = 0;
    for (double e = 1e-4; e < 1e4; e *= 1.1) {
        unsigned level = dadao_view_level(scale, e);
        assert_true(level >= last && level < DADAO_RAMP);
        last = level;
    }
    assert_int_equal(dadao_view_level(scale, 0), 0);
    assert_int_equal(dadao_view_level(scale, NAN), DADAO_RAMP - 1);
    assert_int_equal(dadao_view_level(scale, INFINITY), DADAO_RAMP - 1);
    assert_int_equal(dadao_view_digit(scale, 1e-9), '0');
    assert_int_equal(dadao_view_digit(scale, 1e9), '9');
}

/* The top of the scale goes down with the error, and does not flicker where the error wavers around a power of ten. */
static void the_scale_is_steady(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    synthetic_make(&s, 14, 10);
    dadao_view_state_init(&view);
    int changes = 0, last = 0;
    for (int k = 0; k < 4000; k++) {
        for (size_t i = 0; i < 14; i++)
            s.lane.node_error[i] = exp(-0.005 * k) * (1 + 0.3 * sin(1.3 * k));
        dadao_view_observe(&view, &s.snapshot);
        int top = dadao_view_scale(&view, &s.snapshot).high;
        changes += k > 0 && top != last;
        last = top;
        assert_true(pow(10, top) >= s.lane.node_error[0] && pow(10, top - 2.5) < s.lane.node_error[0]);
    }
    assert_true(changes >= 6 && changes <= 10);
    synthetic_free(&s);
}

static void sliders_make_commands_that_read_back(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    char line[64];
    synthetic_make(&s, 14, 10);
    dadao_view_state_init(&view);
    const char *const names[DADAO_SLIDER_COUNT] = {
        "rate comm ", "rate gradient ", "speed ", "rate node 3 ", "cost node 3 factor=",
        "cost communication time=", "cost gradient time=", "cost price communication=", "cost price gradient="};
    assert_true(isnan(dadao_view_slider_value(&s.snapshot, &view, DADAO_SLIDER_SELECTED)));
    dadao_view_select_node(&view, 3);
    for (int k = 0; k < DADAO_SLIDER_COUNT; k++) {
        double value = dadao_view_slider_value(&s.snapshot, &view, (dadao_slider)k), up = value;
        for (int step = 0; step < 60; step++) {
            double next = dadao_view_slider_step(&s.snapshot, &view, (dadao_slider)k, up, 1);
            assert_true(next >= up);
            up = next;
            dadao_view_slider_command(&s.snapshot, &view, (dadao_slider)k, up, line, sizeof line);
            assert_memory_equal(line, names[k], strlen(names[k]));
            if (isinf(up))
                assert_string_equal(line, "speed max");
            else
                assert_true(strtod(line + strlen(names[k]), NULL) == up);
        }
        for (int step = 0; step < 120; step++)
            up = dadao_view_slider_step(&s.snapshot, &view, (dadao_slider)k, up, -1);
        assert_true(up > 0 && up < value);
        /* a step up and one down lead back, and 1 is on the way */
        assert_true(dadao_view_slider_step(&s.snapshot, &view, (dadao_slider)k,
                                           dadao_view_slider_step(&s.snapshot, &view, (dadao_slider)k, 1, 1), -1) == 1);
    }
    dadao_view_slider_command(&s.snapshot, &view, DADAO_SLIDER_COMMUNICATION,
                              dadao_view_slider_step(&s.snapshot, &view, DADAO_SLIDER_COMMUNICATION, 1, 1), line, sizeof line);
    assert_string_equal(line, "rate comm 1.26");
    s.scene.chi_known = false; /* without chi the total is moved */
    dadao_view_slider_command(&s.snapshot, &view, DADAO_SLIDER_COMMUNICATION, 20, line, sizeof line);
    assert_string_equal(line, "rate comm total=20");
    synthetic_free(&s);
}

static void every_look_can_be_carried_out(void **state)
{
    (void)state;
    dadao_view_state view;
    dadao_canvas canvas = {0};
    dadao_view_state_init(&view);
    for (size_t k = 0; k < dadao_view_command_count; k++) {
        const dadao_command *c = &dadao_view_commands[k];
        assert_true(c->flags & DADAO_COMMAND_LOOK);
        assert_true(dadao_view_is_command(c->example));
        if (c->flags & DADAO_COMMAND_WRITES)
            continue;
        dadao_error error = {0};
        if (dadao_view_execute(&view, &canvas, c->example, &error) != DADAO_OK)
            fail_msg("%s: %s", c->example, error.text);
    }
    assert_false(view.shown >> DADAO_PANE_STRIP & 1u);
    assert_int_equal(view.metric, DADAO_METRIC_CONSENSUS);
    assert_int_equal(view.axis, DADAO_AXIS_GRADIENTS);
    assert_true(view.zoomed && view.whole_scale && view.glyphs == DADAO_GLYPHS_BLOCK && view.palette == 2);
}

static void bad_looks_say_what_was_meant(void **state)
{
    (void)state;
    dadao_view_state view;
    dadao_error error = {0};
    dadao_view_state_init(&view);
    assert_int_equal(dadao_view_execute(&view, NULL, "metric concensus", &error), DADAO_SYNTAX);
    assert_non_null(strstr(error.text, "'consensus'"));
    assert_int_equal(error.column, 7);
    assert_int_equal(error.length, 9);
    const char *const bad[] = {"view",          "view 10",      "select",       "select node", "select node x",
                               "select edge 1", "order up",     "zoom nowhere", "save screen", "save screen x.png",
                               "glyphs dots",   "palette puce", "axis 3",       "view 1 maybe"};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_int_not_equal(dadao_view_execute(&view, NULL, bad[k], &error), DADAO_OK);
    const char *const others[] = {"", "run", "save state x.csv", "me", "  # metric", "\"\"", ";;;"};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        assert_false(dadao_view_is_command(others[k]));
}

static void utf8_survives(void **state)
{
    (void)state;
    for (uint32_t glyph = 1; glyph <= 0x10ffff; glyph += glyph < 0x3000 ? 1 : 97) {
        if (glyph >= 0xd800 && glyph < 0xe000)
            continue;
        char bytes[5];
        const char *text = bytes;
        size_t length = dadao_view_encode(glyph, bytes);
        assert_int_equal(dadao_view_decode(&text), glyph);
        assert_int_equal((size_t)(text - bytes), length);
    }
    const char *broken[] = {"\xff", "\xc3", "\xe2\x82", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"};
    for (size_t k = 0; k < 7; k++) {
        const char *text = broken[k];
        assert_int_equal(dadao_view_decode(&text), 0xfffd);
        assert_int_equal(text - broken[k], 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_are_short_and_true),
                                       cmocka_unit_test(axes_have_nice_ends),
                                       cmocka_unit_test(decades_hold_the_data),
                                       cmocka_unit_test(levels_follow_the_error),
                                       cmocka_unit_test(the_scale_is_steady),
                                       cmocka_unit_test(sliders_make_commands_that_read_back),
                                       cmocka_unit_test(every_look_can_be_carried_out),
                                       cmocka_unit_test(bad_looks_say_what_was_meant),
                                       cmocka_unit_test(utf8_survives)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
