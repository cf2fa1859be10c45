/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of the way back: when it is there, what stands on it, and where a hand on it leads. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "golden.h"

static synthetic s;
static dadao_view_state view;
static char line[512], key[32];

static int set_up(void **state)
{
    (void)state;
    synthetic_make(&s, 14, 21);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
    s.snapshot.timeline = (dadao_timeline){
        .known = true, .past = true, .event = 400, .end = 1000, .end_t = 20, .branch = 2, .branches = 3, .keyframes = 12,
        .used = 5 << 20, .budget = 256u << 20, .ticks = 4,
        .tick = {{DADAO_TICK_MARK, 250, 5, "the cut"}, {DADAO_TICK_FORK, 700, 14, "branch 3"}, {DADAO_TICK_KEYFRAME, 0, 0, ""},
                 {DADAO_TICK_KEYFRAME, 512, 10, ""}}};
    dadao_view_observe(&view, &s.snapshot);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    synthetic_free(&s);
    return 0;
}

static dadao_rect place(int columns, int rows)
{
    dadao_layout layout;
    dadao_view_arrange(&view, columns, rows, &layout);
    return layout.scrub;
}

static bool point(dadao_pointer_kind kind, int x, int y)
{
    dadao_pointer pointer = {.kind = kind, .x = x, .y = y, .button = 1};
    return dadao_view_point(&view, &s.snapshot, 120, 36, &pointer, key, line, sizeof line);
}

static void it_comes_when_somebody_looked_back(void **state)
{
    (void)state;
    assert_int_equal(place(120, 36).rows, 1);
    assert_int_equal(place(120, 12).rows, 0);
    assert_int_equal(place(40, 24).rows, 0);
    assert_int_equal(dadao_view_execute(&view, NULL, "scrub off", NULL), DADAO_OK);
    assert_int_equal(place(120, 36).rows, 0);
    view.timeline = (dadao_timeline){.known = true, .event = 1000, .end = 1000, .branch = 1, .branches = 1};
    assert_int_equal(dadao_view_execute(&view, NULL, "scrub auto", NULL), DADAO_OK);
    assert_int_equal(place(120, 36).rows, 0);
    assert_int_equal(dadao_view_execute(&view, NULL, "scrub on", NULL), DADAO_OK);
    assert_int_equal(place(120, 36).rows, 1);
    view.timeline.off = true;
    assert_int_equal(place(120, 36).rows, 0);
    assert_int_equal(dadao_view_execute(&view, NULL, "scrub up", NULL), DADAO_SYNTAX);
}

/* No pane loses a cell to it: all of them end above. */
static void nothing_lies_under_it(void **state)
{
    (void)state;
    for (int columns = 50; columns <= 240; columns += 19)
        for (int rows = 16; rows <= 70; rows += 3) {
            dadao_layout layout;
            dadao_view_arrange(&view, columns, rows, &layout);
            assert_int_equal(layout.scrub.rows, 1);
            assert_int_equal(layout.scrub.y, rows - 2);
            assert_int_equal(layout.bar.y, rows - 1);
            for (int k = 0; k < DADAO_PANE_COUNT; k++)
                assert_true(layout.pane[k].rows == 0 || layout.pane[k].y + layout.pane[k].rows <= layout.scrub.y);
        }
}

/* From the left end to the right one events rise from the first to the last; a mark is hit by its name. */
static void a_hand_goes_there(void **state)
{
    (void)state;
    const int y = place(120, 36).y;
    unsigned long long before = 0, event = 0;
    bool marked = false;
    assert_true(point(DADAO_POINTER_PRESS, 0, y));
    assert_string_equal(line, "goto event=0");
    for (int x = 0; x < 120; x++) {
        assert_true(point(DADAO_POINTER_DRAG, x, y - 3)); /* it stays in the hand away from its line */
        if (strcmp(line, "goto mark \"the cut\"") == 0) {
            marked = true;
            continue;
        }
        assert_int_equal(sscanf(line, "goto event=%llu", &event), 1);
        assert_true(event >= before && event <= 1000);
        before = event;
    }
    assert_true(marked);
    assert_int_equal(event, 1000);
    point(DADAO_POINTER_RELEASE, 50, y);
    assert_string_equal(line, "");
    point(DADAO_POINTER_DRAG, 50, y);
    assert_string_equal(line, "");
}

static void it_says_what_it_is(void **state)
{
    (void)state;
    golden_compare("scrub-80x24-utf8-colour", 80, 24, &view, &s.snapshot);
    golden_compare("scrub-200x50-utf8-colour", 200, 50, &view, &s.snapshot);
    view.glyphs = DADAO_GLYPHS_ASCII, view.colors = 0;
    s.snapshot.timeline.divergences = 1;
    dadao_view_observe(&view, &s.snapshot);
    golden_compare("scrub-120x36-ascii-mono", 120, 36, &view, &s.snapshot);
    s.snapshot.timeline.off = true;
    s.snapshot.timeline.divergences = 0;
    view.show_meter = true;
    dadao_view_observe(&view, &s.snapshot);
    golden_compare("scrub-off-80x24-ascii-mono", 80, 24, &view, &s.snapshot);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(it_comes_when_somebody_looked_back), TEST(nothing_lies_under_it),
                                       TEST(a_hand_goes_there), TEST(it_says_what_it_is)};
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
