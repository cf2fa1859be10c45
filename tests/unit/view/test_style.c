/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours: ramps rise in lightness, text on them can be read, nothing is coloured where there must be no colour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/style.h"

static double lightness_of(size_t palette, int colors, unsigned level)
{
    return dadao_view_lightness(dadao_view_ink(palette, colors, DADAO_STYLE_NODE + level, 0).background);
}

static void ramps_rise(void **state)
{
    (void)state;
    assert_true(dadao_view_palette_count() >= 3);
    for (size_t p = 0; p < dadao_view_palette_count(); p++)
        for (unsigned k = 1; k < DADAO_RAMP; k++)
            if (lightness_of(p, 256, k) <= lightness_of(p, 256, k - 1))
                fail_msg("palette %s: step %u is not lighter", dadao_view_palette_at(p)->name, k);
}

/* With few colours steps repeat, but never fall. */
static void poor_ramps_never_fall(void **state)
{
    (void)state;
    const int colors[] = {16, 8};
    for (size_t c = 0; c < 2; c++)
        for (unsigned k = 1; k < DADAO_RAMP; k++)
            assert_true(lightness_of(0, colors[c], k) >= lightness_of(0, colors[c], k - 1));
}

static void labels_on_nodes_are_readable(void **state)
{
    (void)state;
    for (size_t p = 0; p < dadao_view_palette_count(); p++)
        for (unsigned k = 0; k < DADAO_RAMP; k++) {
            dadao_ink ink = dadao_view_ink(p, 256, DADAO_STYLE_NODE + k, 0);
            double difference = dadao_view_lightness(ink.foreground) - dadao_view_lightness(ink.background);
            assert_true(difference * difference > 40 * 40);
        }
}

/* Text styles must be visible on black and on white: neither too dark nor too light, or the terminal's own. */
static void text_reads_on_both_grounds(void **state)
{
    (void)state;
    for (unsigned s = 0; s < DADAO_STYLE_NODE; s++) {
        int colour = dadao_view_ink(0, 256, s, 0).foreground;
        if (colour < 0)
            continue;
        double l = dadao_view_lightness(colour);
        if (l < 30 || l > 75)
            fail_msg("style %s has lightness %g", dadao_view_style_name(s), l);
    }
}

static void no_colour_means_none(void **state)
{
    (void)state;
    for (unsigned s = 0; s < DADAO_STYLE_COUNT; s++) {
        dadao_ink ink = dadao_view_ink(0, 0, s, 0);
        assert_int_equal(ink.foreground, -1);
        assert_int_equal(ink.background, -1);
    }
    for (unsigned s = 0; s < DADAO_STYLE_COUNT; s++) {
        assert_true(dadao_view_ink(0, 8, s, 0).foreground < 8);
        assert_true(dadao_view_ink(0, 16, s, 0).background < 16);
    }
    /* an error and the chosen line stand out without it */
    assert_true(dadao_view_ink(0, 0, DADAO_STYLE_ERROR, 0).flags & DADAO_REVERSE);
    assert_true(dadao_view_ink(0, 0, DADAO_STYLE_CHOSEN, 0).flags & DADAO_UNDERLINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ramps_rise), cmocka_unit_test(poor_ramps_never_fall),
                                       cmocka_unit_test(labels_on_nodes_are_readable),
                                       cmocka_unit_test(text_reads_on_both_grounds), cmocka_unit_test(no_colour_means_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
