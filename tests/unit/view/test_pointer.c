/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mouse: what lies where, drags that stay with their pane, sliders under the hand, hints that can be clicked. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "synthetic.h"
#include "view/hints.h"

static const dadao_view_key keys[] = {{"space", "run/pause", "run or pause", DADAO_PANE_ANY},
                                      {"Left Right", "any", "anywhere", DADAO_PANE_ANY},
                                      {"?", "help", "this help", DADAO_PANE_ANY},
                                      {NULL, NULL, NULL, DADAO_PANE_ANY},
                                      {"Left Right", "own", "in the network", DADAO_PANE_NETWORK}};

static char line[512], key[32];
static dadao_view_state view;
static const dadao_snapshot *snapshot;

static synthetic s;

static int set_up(void **state)
{
    (void)state;
    synthetic_make(&s, 14, 21);
    snapshot = &s.snapshot;
    dadao_view_state_init(&view);
    view.keys = keys, view.key_count = sizeof keys / sizeof *keys;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    synthetic_free(&s);
    return 0;
}

static bool point(dadao_pointer_kind kind, int x, int y, unsigned button)
{
    dadao_pointer pointer = {.kind = kind, .x = x, .y = y, .button = button};
    return dadao_view_point(&view, snapshot, 120, 36, &pointer, key, line, sizeof line);
}

static dadao_rect place(dadao_pane_id pane)
{
    dadao_layout layout;
    dadao_view_layout(120, 36, view.shown, view.zoomed, view.chosen, &layout);
    return layout.pane[pane];
}

/* Each cell of a screen belongs to at most one pane, whatever the size; a hit says the pane that is drawn there. */
static void hits_agree_with_the_layout(void **state)
{
    (void)state;
    for (int columns = 1; columns <= 240; columns += 17)
        for (int rows = 1; rows <= 70; rows += 5) {
            dadao_layout layout;
            dadao_view_layout(columns, rows, view.shown, view.zoomed, view.chosen, &layout);
            for (int y = -1; y <= rows; y++)
                for (int x = -1; x <= columns; x += 3) {
                    dadao_hit hit = dadao_view_hit(&view, columns, rows, x, y);
                    bool pane = hit.kind == DADAO_HIT_PANE || hit.kind == DADAO_HIT_TITLE;
                    dadao_rect r = layout.pane[hit.pane];
                    if (pane && (layout.too_small || x < r.x || y < r.y || x >= r.x + r.columns || y >= r.y + r.rows))
                        fail_msg("%dx%d: (%d, %d) is not in pane %d", columns, rows, x, y, hit.pane);
                    if (hit.kind == DADAO_HIT_TITLE)
                        assert_int_equal(y, r.y);
                }
        }
}

static void titles_choose_and_zoom(void **state)
{
    (void)state;
    dadao_rect network = place(DADAO_PANE_NETWORK);
    assert_true(point(DADAO_POINTER_PRESS, network.x + 3, network.y, 1));
    assert_int_equal(view.chosen, DADAO_PANE_NETWORK);
    assert_false(view.zoomed);
    assert_true(point(DADAO_POINTER_PRESS, network.x + 3, network.y, 1));
    assert_true(view.zoomed);
    assert_true(point(DADAO_POINTER_PRESS, 3, 1, 1)); /* the title is at the top now */
    assert_false(view.zoomed);
}

static void a_press_chooses_its_pane(void **state)
{
    (void)state;
    dadao_rect counters = place(DADAO_PANE_COUNTERS);
    assert_true(point(DADAO_POINTER_PRESS, counters.x + 1, counters.y + 1, 1));
    assert_int_equal(view.chosen, DADAO_PANE_COUNTERS);
    assert_true(view.grip.held);
    point(DADAO_POINTER_RELEASE, 0, 0, 1);
    assert_false(view.grip.held);
}

/* A drag that leaves its pane, or the window, goes on moving the slider it began with. */
static void sliders_follow_a_drag(void **state)
{
    (void)state;
    dadao_rect rates = place(DADAO_PANE_SLIDERS);
    int y = rates.y + 1 + DADAO_SLIDER_GRADIENT;
    double last = 0;
    assert_true(point(DADAO_POINTER_PRESS, rates.x + 15, y, 1));
    assert_int_equal(view.slider, DADAO_SLIDER_GRADIENT);
    assert_true(view.target[DADAO_SLIDER_GRADIENT] > 0);
    for (int x = rates.x; x < rates.x + rates.columns; x++) {
        point(DADAO_POINTER_DRAG, x, 0, 1);
        assert_true(view.target[DADAO_SLIDER_GRADIENT] >= last);
        last = view.target[DADAO_SLIDER_GRADIENT];
    }
    assert_true(last == 32);
    point(DADAO_POINTER_DRAG, -1, 500, 1);
    assert_true(view.target[DADAO_SLIDER_GRADIENT] == 1.0 / 32);
    assert_true(isnan(view.target[DADAO_SLIDER_COMMUNICATION]) && isnan(view.target[DADAO_SLIDER_SPEED]));
    point(DADAO_POINTER_RELEASE, 500, 500, 1);
    point(DADAO_POINTER_DRAG, rates.x + 30, y, 1); /* without a button down it means nothing */
    assert_true(view.target[DADAO_SLIDER_GRADIENT] == 1.0 / 32);
    assert_int_equal(line[0], 0);
}

static void wheel_and_right_button(void **state)
{
    (void)state;
    dadao_rect rates = place(DADAO_PANE_SLIDERS);
    int y = rates.y + 1 + DADAO_SLIDER_COMMUNICATION;
    view.chosen = DADAO_PANE_NETWORK;
    double before = dadao_view_slider_value(snapshot, &view, DADAO_SLIDER_COMMUNICATION);
    assert_true(point(DADAO_POINTER_WHEEL_UP, rates.x + 20, y, 0));
    double up = view.target[DADAO_SLIDER_COMMUNICATION];
    assert_true(up > before);
    assert_int_equal(view.chosen, DADAO_PANE_NETWORK); /* the wheel chooses nothing */
    assert_true(point(DADAO_POINTER_WHEEL_DOWN, rates.x + 20, y, 0));
    assert_true(view.target[DADAO_SLIDER_COMMUNICATION] < up);
    assert_true(point(DADAO_POINTER_PRESS, rates.x + 20, y, 3));
    assert_true(view.target[DADAO_SLIDER_COMMUNICATION] == 1);
}

/* Every column of the track, pressed, puts the handle where it was pressed, give or take the grid. */
static void the_handle_comes_to_the_hand(void **state)
{
    (void)state;
    dadao_rect rates = place(DADAO_PANE_SLIDERS);
    for (int x = 0; x < rates.columns; x++) {
        view.target[DADAO_SLIDER_SPEED] = NAN;
        point(DADAO_POINTER_PRESS, rates.x + x, rates.y + 1 + DADAO_SLIDER_SPEED, 1);
        double value = view.target[DADAO_SLIDER_SPEED];
        if (!isnan(value))
            assert_true(value >= 0.1 && (isinf(value) || value <= 2e7));
    }
}

static void hints_of_the_chosen_pane_come_first(void **state)
{
    (void)state;
    dadao_hint hints[DADAO_HINTS];
    char word[32];
    view.chosen = DADAO_PANE_NETWORK;
    size_t count = dadao_view_hints(&view, 120, hints);
    assert_int_equal(count, 3); /* its own arrows stand for those of all panes */
    assert_string_equal(hints[0].key->hint, "own");
    assert_string_equal(hints[1].key->hint, "run/pause");
    assert_true(dadao_view_hint_at(&view, 120, 0, word, sizeof word));
    assert_string_equal(word, "Left");
    assert_true(dadao_view_hint_at(&view, 120, 6, word, sizeof word));
    assert_string_equal(word, "Right");
    assert_true(dadao_view_hint_at(&view, 120, 12, word, sizeof word));
    assert_string_equal(word, "Left");
    assert_false(dadao_view_hint_at(&view, 120, 119, word, sizeof word));
    view.chosen = DADAO_PANE_COUNTERS;
    dadao_view_hints(&view, 120, hints);
    assert_string_equal(hints[1].key->hint, "any");
    assert_true(point(DADAO_POINTER_PRESS, 1, 35, 1));
    assert_string_equal(key, "space");
}

/* However narrow, the way to the other keys is shown, and nothing leaves the line. */
static void hints_fit(void **state)
{
    (void)state;
    for (int columns = 20; columns < 100; columns++) {
        dadao_hint hints[DADAO_HINTS];
        size_t count = dadao_view_hints(&view, columns, hints);
        bool help = false;
        for (size_t k = 0; k < count; k++) {
            int end = hints[k].x + dadao_view_width(hints[k].key->keys) + 1 + dadao_view_width(hints[k].key->hint);
            assert_true(end <= columns);
            help = help || strcmp(hints[k].key->keys, "?") == 0;
        }
        assert_true(help);
    }
}

/* Under help nothing is pressed by accident; the wheel scrolls it. */
static void help_takes_the_wheel(void **state)
{
    (void)state;
    view.overlay = DADAO_OVERLAY_HELP;
    assert_true(point(DADAO_POINTER_WHEEL_DOWN, 10, 10, 0));
    assert_true(view.scroll > 0);
    dadao_pane_id chosen = view.chosen;
    point(DADAO_POINTER_PRESS, 3, 3, 1);
    assert_int_equal(view.chosen, chosen);
}

/* Anything the mouse may say, at any size, with panes of every kind: states stay sound. */
static void noise(void **state)
{
    (void)state;
    uint64_t r = 88172645463325252u;
    for (int k = 0; k < 200000; k++) {
        r ^= r << 13, r ^= r >> 7, r ^= r << 17;
        int columns = 1 + (int)(r >> 3) % 260, rows = 1 + (int)(r >> 11) % 80;
        columns = columns < 1 ? 1 : columns, rows = rows < 1 ? 1 : rows;
        dadao_pointer p = {.kind = (dadao_pointer_kind)(r % 5),
                           .x = (int)(r >> 20 & 511) - 100,
                           .y = (int)(r >> 30 & 127) - 20,
                           .button = (unsigned)(r >> 40 & 3)};
        if (k % 97 == 0)
            view.shown = (unsigned)(r >> 5) & ((1u << DADAO_PANE_COUNT) - 1);
        dadao_view_point(&view, snapshot, columns, rows, &p, key, line, sizeof line);
        assert_true(view.chosen < DADAO_PANE_COUNT && (int)view.slider >= 0 && view.slider < DADAO_SLIDER_COUNT);
        assert_true(strlen(line) < sizeof line && strlen(key) < sizeof key);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(hits_agree_with_the_layout),
                                       TEST(titles_choose_and_zoom),
                                       TEST(a_press_chooses_its_pane),
                                       TEST(sliders_follow_a_drag),
                                       TEST(wheel_and_right_button),
                                       TEST(the_handle_comes_to_the_hand),
                                       TEST(hints_of_the_chosen_pane_come_first),
                                       TEST(hints_fit),
                                       TEST(help_takes_the_wheel),
                                       TEST(noise)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
