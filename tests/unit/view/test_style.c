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

/* Away from the ground with the error: lighter, or darker on a light ground. */
static double direction(size_t palette)
{
    return dadao_view_palette_at(palette)->ground == DADAO_GROUND_LIGHT ? -1 : 1;
}

static void ramps_rise(void **state)
{
    (void)state;
    assert_true(dadao_view_palette_count() >= 5);
    for (size_t p = 0; p < dadao_view_palette_count(); p++)
        for (unsigned k = 1; k < DADAO_RAMP && !dadao_view_palette_at(p)->mono; k++)
            if ((lightness_of(p, 256, k) - lightness_of(p, 256, k - 1)) * direction(p) <= 0)
                fail_msg("palette %s: step %u is not lighter", dadao_view_palette_at(p)->name, k);
}

/* With few colours steps repeat, but never fall. */
static void poor_ramps_never_fall(void **state)
{
    (void)state;
    const int colors[] = {16, 8};
    for (size_t p = 0; p < dadao_view_palette_count(); p++)
        for (size_t c = 0; c < 2; c++)
            for (unsigned k = 1; k < DADAO_RAMP && !dadao_view_palette_at(p)->mono; k++)
                if ((lightness_of(p, colors[c], k) - lightness_of(p, colors[c], k - 1)) * direction(p) < 0)
                    fail_msg("palette %s with %d colours: step %u falls", dadao_view_palette_at(p)->name, colors[c], k);
}

static void labels_on_nodes_are_readable(void **state)
{
    (void)state;
    for (size_t p = 0; p < dadao_view_palette_count(); p++)
        for (unsigned k = 0; k < DADAO_RAMP && !dadao_view_palette_at(p)->mono; k++) {
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

/* Every text style stands off its ground by its CIE lightness, whatever the number of colours: from black to dark grey, and
 * from white to the cream of a light theme. With eight and sixteen colours a terminal's own colours count as readable. */
static void text_stands_off_its_ground(void **state)
{
    static const struct {
        dadao_ground ground;
        double darkest, lightest, least[3]; /* of the ground; difference at 256, 16, 8 colours */
    } wanted[] = {{DADAO_GROUND_DARK, 0, 10, {50, 40, 30}}, {DADAO_GROUND_LIGHT, 94, 100, {34, 40, 40}}};
    static const int colors[3] = {256, 16, 8};
    (void)state;
    for (size_t p = 0; p < dadao_view_palette_count(); p++)
        for (size_t g = 0; g < 2; g++)
            for (int c = 0; c < 3; c++)
                for (unsigned s = 0; s < DADAO_STYLE_NODE; s++) {
                    int colour = dadao_view_ink(p, colors[c], s, 0).foreground;
                    if (dadao_view_palette_at(p)->ground != wanted[g].ground || colour < 0)
                        continue;
                    double l = dadao_view_lightness(colour), below = l - wanted[g].lightest, above = wanted[g].darkest - l;
                    if (below < wanted[g].least[c] && above < wanted[g].least[c])
                        fail_msg("palette %s, %d colours: style %s has lightness %g", dadao_view_palette_at(p)->name, colors[c],
                                 dadao_view_style_name(s), l);
                }
}

/* The error that matters is never lost in the ground: the large end of each ramp stands far off it. */
static void large_errors_are_seen(void **state)
{
    (void)state;
    for (size_t p = 0; p < dadao_view_palette_count(); p++) {
        int colour = dadao_view_ink(p, 256, DADAO_STYLE_HEAT + DADAO_RAMP - 1, 0).foreground;
        double l = colour < 0 ? 100 : dadao_view_lightness(colour);
        assert_true(dadao_view_palette_at(p)->ground == DADAO_GROUND_LIGHT ? l < 30 : l > 70);
    }
}

/* The palette without colours asks for none, and still tells the levels and the styles that matter apart. */
static void mono_has_no_colour(void **state)
{
    (void)state;
    size_t mono = dadao_view_palette_named("mono");
    assert_true(mono < dadao_view_palette_count());
    for (unsigned s = 0; s < DADAO_STYLE_COUNT; s++) {
        dadao_ink ink = dadao_view_ink_over(mono, 256, s, 0, 3);
        assert_int_equal(ink.foreground, -1);
        assert_int_equal(ink.background, -1);
    }
    assert_true(dadao_view_ink(mono, 256, DADAO_STYLE_ERROR, 0).flags & DADAO_REVERSE);
    assert_int_not_equal(dadao_view_ink(mono, 256, DADAO_STYLE_NODE, 0).flags,
                         dadao_view_ink(mono, 256, DADAO_STYLE_NODE + 15, 0).flags);
    assert_int_equal(dadao_view_palette_named("puce"), dadao_view_palette_count());
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(ramps_rise),
                                       cmocka_unit_test(poor_ramps_never_fall),
                                       cmocka_unit_test(labels_on_nodes_are_readable),
                                       cmocka_unit_test(text_reads_on_both_grounds),
                                       cmocka_unit_test(no_colour_means_none),
                                       cmocka_unit_test(text_stands_off_its_ground),
                                       cmocka_unit_test(large_errors_are_seen),
                                       cmocka_unit_test(mono_has_no_colour)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
