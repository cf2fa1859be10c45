/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sliders of what waiting costs: which are in sight under which clock, what they say and send; goldens of the pane. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"

static synthetic s;
static dadao_view_state view;

static void begin(bool on)
{
    synthetic_make(&s, 14, 400);
    s.scene.cost_on = on;
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
}

static bool shows(const char *look, int columns, int rows, const char *part)
{
    dadao_canvas canvas = {0};
    int x, y;
    assert_int_equal(dadao_view_execute(&view, NULL, look, NULL), DADAO_OK);
    view.notice[0] = '\0';
    assert_true(dadao_view_canvas_resize(&canvas, columns, rows));
    dadao_view_screen(&canvas, &s.snapshot, &view, &x, &y);
    char *text = golden_text(&canvas);
    bool there = strstr(text, part) != NULL;
    free(text);
    dadao_view_canvas_free(&canvas);
    view.zoomed = false;
    return there;
}

/* Walks through all sliders with Tab; they are in sight each once, and the first comes again after the last. */
static int walk(dadao_slider *seen)
{
    int count = 0;
    view.slider = dadao_view_slider_focus(&s.snapshot, &view);
    const dadao_slider first = view.slider;
    do {
        assert_true(count < DADAO_SLIDER_COUNT);
        seen[count++] = view.slider;
        view.slider = dadao_view_slider_next(&s.snapshot, &view, 1);
        const dadao_slider here = view.slider;
        view.slider = dadao_view_slider_next(&s.snapshot, &view, -1);
        assert_int_equal(view.slider, seen[count - 1]);
        view.slider = here;
    } while (view.slider != first);
    return count;
}

static void by_the_clock(void **state)
{
    (void)state;
    dadao_slider seen[DADAO_SLIDER_COUNT];
    begin(false);
    assert_int_equal(walk(seen), 4);
    assert_int_equal(seen[0], DADAO_SLIDER_COMMUNICATION);
    view.axis = DADAO_AXIS_COST; /* what is drawn by prices has them at hand */
    assert_int_equal(walk(seen), 6);
    view.axis = DADAO_AXIS_TIME, s.scene.axis = DADAO_LANE_AXIS_COST;
    assert_int_equal(walk(seen), 6);
    s.scene.axis = DADAO_LANE_AXIS_TIME;
    /* what is under the keys has its like under the other clock */
    view.slider = DADAO_SLIDER_GRADIENT, s.scene.cost_on = true;
    assert_int_equal(dadao_view_slider_focus(&s.snapshot, &view), DADAO_SLIDER_GRADIENT_TIME);
    view.slider = DADAO_SLIDER_SELECTED;
    assert_int_equal(dadao_view_slider_focus(&s.snapshot, &view), DADAO_SLIDER_SLOWNESS);
    assert_int_equal(walk(seen), 6);
    view.slider = DADAO_SLIDER_COMMUNICATION_TIME, s.scene.cost_on = false;
    assert_int_equal(dadao_view_slider_focus(&s.snapshot, &view), DADAO_SLIDER_COMMUNICATION);
    view.slider = DADAO_SLIDER_GRADIENT_PRICE; /* has none: some other that is in sight */
    assert_true(dadao_view_slider_focus(&s.snapshot, &view) < DADAO_SLIDER_SLOWNESS);
    (void)dadao_view_slider_next(NULL, &view, 1);
    synthetic_free(&s);
}

static void what_they_say_and_send(void **state)
{
    (void)state;
    char line[96];
    begin(true);
    s.scene.cost_time[1] = 0.25, s.scene.price[1] = 10;
    assert_true(shows("zoom rates", 120, 36, "0.25 a communication"));
    assert_true(shows("zoom rates", 120, 36, "10.0 a communication"));
    assert_true(shows("zoom rates", 120, 36, "a clock for real machines"));
    assert_true(shows("zoom rates", 120, 36, "select a node or an edge"));
    assert_false(shows("zoom rates", 120, 36, "sufficient ="));
    assert_true(isnan(dadao_view_slider_value(&s.snapshot, &view, DADAO_SLIDER_SLOWNESS)));
    double slowness[14 + 64] = {0};
    for (size_t k = 0; k < s.scene.nodes + s.scene.edges; k++)
        slowness[k] = 1;
    slowness[2] = 10, slowness[14] = 7;
    assert_true(s.scene.nodes + s.scene.edges <= sizeof slowness / sizeof *slowness);
    assert_true(shows("select node 2", 120, 36, "node 2"));
    assert_true(dadao_view_slider_value(&s.snapshot, &view, DADAO_SLIDER_SLOWNESS) == 1); /* no straggler anywhere */
    s.scene.slowness = slowness;
    assert_true(dadao_view_slider_value(&s.snapshot, &view, DADAO_SLIDER_SLOWNESS) == 10);
    assert_true(shows("zoom rates", 120, 36, "10.0x the usual time"));
    dadao_view_select_edge(&view, s.scene.edge[0].v, s.scene.edge[0].u);
    assert_true(dadao_view_slider_value(&s.snapshot, &view, DADAO_SLIDER_SLOWNESS) == 7);
    dadao_view_slider_command(&s.snapshot, &view, DADAO_SLIDER_SLOWNESS, 5, line, sizeof line);
    char wanted[96];
    snprintf(wanted, sizeof wanted, "cost edge %u %u factor=5", s.scene.edge[0].u, s.scene.edge[0].v);
    assert_string_equal(line, wanted);
    view.target[DADAO_SLIDER_SLOWNESS] = 3; /* what was meant for the edge is not the node's */
    dadao_view_select_node(&view, 2);
    assert_true(dadao_view_slider_value(&s.snapshot, &view, DADAO_SLIDER_SLOWNESS) == 10);
    assert_true(dadao_view_slider_usual(&s.snapshot, &view, DADAO_SLIDER_SLOWNESS) == 1);
    s.scene.slowness = NULL;
    synthetic_free(&s);
}

/* A press on the line of the third slider of the list moves that one, under either clock. */
static void pointer_finds_them(void **state)
{
    (void)state;
    for (int on = 0; on < 2; on++) {
        begin(on > 0);
        const dadao_slider list[2] = {on ? DADAO_SLIDER_GRADIENT_TIME : DADAO_SLIDER_GRADIENT, DADAO_SLIDER_SPEED};
        const dadao_pane pane = {NULL, {0, 0, 120, 34}};
        for (size_t k = 0; k < 2; k++) {
            char line[96] = "";
            const dadao_pointer press = {.kind = DADAO_POINTER_PRESS, .x = 60, .y = 4 + 3 * (int)k, .button = 1};
            assert_true(dadao_view_sliders_pointer(&pane, &s.snapshot, &view, &press, line, sizeof line));
            assert_int_equal(view.slider, list[k]);
            assert_true(!isnan(view.target[list[k]]));
        }
        synthetic_free(&s);
    }
}

static void golden_panes(void **state)
{
    (void)state;
    static const int size[][2] = {{80, 24}, {120, 36}, {200, 50}};
    dadao_canvas canvas = {0};
    for (size_t k = 0; k < 3; k++)
        for (int ascii = 0; ascii < 2; ascii++)
            for (int mono = 0; mono < 2; mono++) {
                char name[64];
                int x, y;
                begin(true);
                golden_prepare(&view, ascii ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, mono ? 0 : 256, &s.snapshot);
                assert_int_equal(dadao_view_execute(&view, NULL, "zoom rates", NULL), DADAO_OK);
                dadao_view_select_node(&view, 3);
                view.notice[0] = '\0', view.slider = DADAO_SLIDER_COMMUNICATION;
                snprintf(name, sizeof name, "pane-cost-%dx%d-%s-%s", size[k][0], size[k][1], ascii ? "ascii" : "utf8",
                         mono ? "mono" : "colour");
                assert_true(dadao_view_canvas_resize(&canvas, size[k][0], size[k][1]));
                dadao_view_screen(&canvas, &s.snapshot, &view, &x, &y);
                golden_compare_canvas(name, &canvas);
                synthetic_free(&s);
            }
    dadao_view_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_the_clock),
        cmocka_unit_test(what_they_say_and_send),
        cmocka_unit_test(pointer_finds_them),
        cmocka_unit_test(golden_panes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
