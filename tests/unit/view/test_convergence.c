/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convergence plot under the hand: lanes, cursor, window, freezing, prices, marks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"

#define LANES 3

typedef struct lanes {
    synthetic s;
    dadao_lane_snapshot lane[LANES];
    dadao_sample history[LANES][400];
} lanes;

/* Three lanes that share a network: the second half as fast as the first, the third a third, and two commands in flight. */
static void make_lanes(lanes *l)
{
    synthetic_make(&l->s, 14, 400);
    for (size_t k = 0; k < LANES; k++) {
        l->lane[k] = l->s.lane;
        for (size_t j = 0; j < 400; j++) {
            dadao_sample *sample = &l->history[k][j];
            *sample = l->s.history[j];
            double slower = exp(0.2 * sample->t * (double)k / (double)(k + 1));
            sample->msd *= slower, sample->msd_lazy *= slower, sample->consensus *= slower, sample->suboptimality *= slower;
        }
        l->lane[k].history = l->history[k];
        l->lane[k].msd_lazy = l->history[k][399].msd_lazy;
        l->lane[k].measured_rate = 0.199 / (double)(k + 1);
    }
    strcpy(l->lane[1].name, "msda"), strcpy(l->lane[2].name, "adom+");
    l->s.snapshot.lane = l->lane, l->s.snapshot.lane_count = LANES;
    l->s.snapshot.mark[0] = (dadao_mark){400, 9, "rate comm 0.5"};
    l->s.snapshot.mark[1] = (dadao_mark){900, 21, "edge cut 4 5"};
    l->s.snapshot.mark_count = 2;
}

static void look(dadao_view_state *view, const char *line)
{
    dadao_error error = {0};
    if (dadao_view_execute(view, NULL, line, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    view->notice[0] = '\0';
}

static void golden_lanes(void **state)
{
    (void)state;
    static const int size[][2] = {{80, 24}, {120, 36}, {200, 50}};
    for (size_t k = 0; k < 3; k++)
        for (int poor = 0; poor < 4; poor++) {
            lanes l;
            dadao_view_state view;
            char name[64];
            make_lanes(&l);
            golden_prepare(&view, poor & 1 ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, poor & 2 ? 0 : 256, &l.s.snapshot);
            look(&view, "zoom convergence");
            look(&view, "cursor 25");
            look(&view, "difference 1 0");
            snprintf(name, sizeof name, "lanes-%dx%d-%s-%s", size[k][0], size[k][1], poor & 1 ? "ascii" : "utf8",
                     poor & 2 ? "mono" : "colour");
            golden_compare(name, size[k][0], size[k][1], &view, &l.s.snapshot);
            synthetic_free(&l.s);
        }
}

static void draw(const lanes *l, const dadao_view_state *view, dadao_canvas *canvas)
{
    int x, y;
    assert_true(dadao_view_canvas_resize(canvas, 120, 36));
    dadao_view_screen(canvas, &l->s.snapshot, view, &x, &y);
}

static char *text_of(const lanes *l, const dadao_view_state *view)
{
    dadao_canvas canvas = {0};
    char *text = NULL;
    size_t length = 0;
    draw(l, view, &canvas);
    FILE *stream = open_memstream(&text, &length);
    dadao_view_write_text(&canvas, stream, NULL);
    fclose(stream);
    dadao_view_canvas_free(&canvas);
    return text;
}

static void expect(const lanes *l, const dadao_view_state *view, const char *what, bool there)
{
    char *text = text_of(l, view);
    if ((strstr(text, what) != NULL) != there)
        fail_msg("'%s' is %s:\n%s", what, there ? "missing" : "there", text);
    free(text);
}

/* What the cursor says is a sample, to its digits. */
static void the_cursor_reads_samples(void **state)
{
    (void)state;
    lanes l;
    dadao_view_state view;
    char value[64];
    make_lanes(&l);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &l.s.snapshot);
    look(&view, "zoom convergence");
    snprintf(value, sizeof value, "cursor %.17g", l.history[1][200].t);
    look(&view, value);
    for (size_t k = 0; k < LANES; k++) {
        snprintf(value, sizeof value, "%zu: %.6g", k, l.history[k][200].msd_lazy);
        expect(&l, &view, value, true);
    }
    look(&view, "metric consensus");
    snprintf(value, sizeof value, "1: %.6g", l.history[1][200].consensus);
    expect(&l, &view, value, true);
    double before = view.plot.at;
    look(&view, "cursor right 10");
    assert_true(view.plot.at > before);
    look(&view, "cursor left 1000");
    assert_true(view.plot.at == 0);
    look(&view, "axis gradients"); /* a place in time says nothing there */
    expect(&l, &view, "1: ", false);
    look(&view, "axis time");
    look(&view, "cursor off");
    expect(&l, &view, "1: ", false);
    synthetic_free(&l.s);
}

/* In and out are each other's inverse about the cursor; the window belongs to its axis; all gives everything back. */
static void windows(void **state)
{
    (void)state;
    lanes l;
    dadao_view_state view;
    make_lanes(&l);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &l.s.snapshot);
    assert_true(view.plot.all[1] == 50); /* t = 40 */
    look(&view, "cursor 20");
    look(&view, "window in");
    assert_true(view.plot.window_x && fabs(view.plot.from - 10) < 1e-9 && fabs(view.plot.to - 35) < 1e-9);
    look(&view, "window in");
    look(&view, "window out");
    assert_true(fabs(view.plot.from - 10) < 1e-9 && fabs(view.plot.to - 35) < 1e-9);
    look(&view, "window out");
    assert_false(view.plot.window_x);
    look(&view, "window taller");
    assert_true(view.plot.window_y && fabs(view.plot.high - view.plot.low - (view.plot.all[3] - view.plot.all[2]) / 2) < 1e-9);
    look(&view, "window x=1..2 y=1e-3..10");
    assert_true(view.plot.from == 1 && view.plot.to == 2 && fabs(view.plot.low + 3) < 1e-12 && fabs(view.plot.high - 1) < 1e-12);
    look(&view, "window left");
    assert_true(view.plot.from == 0.75);
    for (int k = 0; k < 9; k++)
        look(&view, "window left");
    assert_true(view.plot.from == 0);
    look(&view, "window all");
    assert_false(view.plot.window_x || view.plot.window_y);
    static const char *const wrong[] = {"window x=2..1",
                                        "window y=0..1",
                                        "window sideways",
                                        "window x=1..2 z=3..4",
                                        "cursor 1e",
                                        "cursor left -1",
                                        "freeze maybe",
                                        "difference 1 1",
                                        "difference 9",
                                        "price gradient=-1",
                                        "price gradient=0 communication=0",
                                        "price tea=1"};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        dadao_error error = {0};
        if (dadao_view_execute(&view, NULL, wrong[k], &error) == DADAO_OK || !error.text[0])
            fail_msg("'%s' was taken", wrong[k]);
    }
    synthetic_free(&l.s);
}

/* A frozen plot does not change while the run goes on, and thaws; a new run thaws it as well. */
static void freezing(void **state)
{
    (void)state;
    lanes l;
    dadao_view_state view;
    dadao_canvas canvas[2] = {{0}, {0}};
    int changed = 0;
    make_lanes(&l);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &l.s.snapshot);
    look(&view, "zoom convergence");
    look(&view, "freeze on");
    draw(&l, &view, &canvas[0]);
    for (size_t k = 0; k < LANES; k++) {
        l.lane[k].msd_lazy *= 1e-3, l.lane[k].events += 500;
        l.history[k][399].event += 400; /* thinned: the last sample is a later one now */
    }
    dadao_view_observe(&view, &l.s.snapshot);
    draw(&l, &view, &canvas[1]);
    for (size_t k = 2 * 120; k < 120 * 34; k++)
        changed += memcmp(&canvas[0].cell[k], &canvas[1].cell[k], sizeof canvas[0].cell[k]) != 0;
    assert_true(changed < 12); /* the sample that went is all that may be missing */
    expect(&l, &view, "frozen at t", true);
    for (size_t k = 0; k < LANES; k++)
        l.lane[k].events = 3;
    dadao_view_observe(&view, &l.s.snapshot);
    assert_false(view.plot.frozen);
    dadao_view_canvas_free(&canvas[0]), dadao_view_canvas_free(&canvas[1]);
    synthetic_free(&l.s);
}

/* Cost is a weighted sum of the counters; marks and comparison are drawn and named. */
static void cost_marks_and_comparison(void **state)
{
    (void)state;
    lanes l;
    dadao_view_state view;
    make_lanes(&l);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &l.s.snapshot);
    look(&view, "zoom convergence");
    expect(&l, &view, "a rate comm 0.5", true);
    expect(&l, &view, "b edge cut 4 5", true);
    look(&view, "axis cost");
    l.s.scene.price[0] = 10, l.s.scene.price[1] = 0.5;
    dadao_view_observe(&view, &l.s.snapshot);
    assert_true(view.plot.all[1] == 10000); /* 563 * 10 + 1190 / 2 = 6225 */
    expect(&l, &view, "against cost", true);
    expect(&l, &view, "1 over 0", false);
    look(&view, "difference");
    expect(&l, &view, "1 over 0", true);
    look(&view, "difference 2 1");
    expect(&l, &view, "2 over 1", true);
    look(&view, "difference off");
    expect(&l, &view, "2 over 1", false);
    synthetic_free(&l.s);
}

/* Between two steps of the axes a longer run changes nothing but the cells of its newest part and its numbers. */
static void appending_leaves_the_rest(void **state)
{
    (void)state;
    lanes l;
    dadao_view_state view;
    dadao_canvas canvas[2] = {{0}, {0}};
    int changed = 0;
    make_lanes(&l);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &l.s.snapshot);
    look(&view, "zoom convergence");
    for (int step = 0; step < 2; step++) {
        for (size_t k = 0; k < LANES; k++) {
            l.lane[k].history_count = step ? 310 : 300;
            l.lane[k].t = l.history[k][step ? 309 : 299].t, l.lane[k].msd_lazy = l.history[k][step ? 309 : 299].msd_lazy;
        }
        dadao_view_observe(&view, &l.s.snapshot);
        draw(&l, &view, &canvas[step]);
    }
    for (size_t k = 120; k < 120 * 34; k++)
        changed += memcmp(&canvas[0].cell[k], &canvas[1].cell[k], sizeof canvas[0].cell[k]) != 0;
    assert_true(changed > 0 && changed < 60);
    dadao_view_canvas_free(&canvas[0]), dadao_view_canvas_free(&canvas[1]);
    synthetic_free(&l.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_lanes), cmocka_unit_test(the_cursor_reads_samples),  cmocka_unit_test(windows),
        cmocka_unit_test(freezing),     cmocka_unit_test(cost_marks_and_comparison), cmocka_unit_test(appending_leaves_the_rest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
