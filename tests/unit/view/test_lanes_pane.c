/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pane of lanes: goldens at three sizes, and what it says of lanes that catch up, diverge, or count time in other units. */
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
    double error[LANES][14];
} lanes;

static void make_lanes(lanes *l)
{
    synthetic_make(&l->s, 14, 400);
    for (size_t k = 0; k < LANES; k++) {
        l->lane[k] = l->s.lane;
        l->lane[k].msd_lazy *= pow(10, (double)k);
        l->lane[k].cost = 1000.0 * (double)(k + 1);
        l->lane[k].wall = l->lane[k].t * 3;
        for (size_t i = 0; i < 14; i++)
            l->error[k][i] = l->s.lane.node_error[i] * pow(10, (double)k / 2);
        l->lane[k].node_error = l->error[k];
        l->s.scene.lane[k] = (dadao_lane_scene){.method = dadao_method_at(0), .preset = k ? "jmlr" : "icml",
                                                .guarantee = {.rate = 0.01, .why = "the start is not the theorem's"}};
        snprintf(l->s.scene.lane[k].name, sizeof l->s.scene.lane[k].name, "lane %zu", k);
    }
    strcpy(l->lane[1].name, "slow talker"), strcpy(l->lane[2].name, "msda");
    l->lane[2].catching_up = true;
    l->s.scene.lane_count = LANES, l->s.scene.chosen = 1;
    l->s.snapshot.lane = l->lane, l->s.snapshot.lane_count = LANES;
}

static void draw(lanes *l, int columns, int rows, dadao_glyphs glyphs, int colors, dadao_canvas *canvas)
{
    dadao_view_state view;
    int x, y;
    golden_prepare(&view, glyphs, colors, &l->s.snapshot);
    assert_int_equal(dadao_view_execute(&view, NULL, "zoom lanes", NULL), DADAO_OK);
    view.notice[0] = '\0';
    assert_true(dadao_view_canvas_resize(canvas, columns, rows));
    dadao_view_screen(canvas, &l->s.snapshot, &view, &x, &y);
}

static void golden_panes(void **state)
{
    (void)state;
    static const int size[][2] = {{80, 24}, {120, 36}, {200, 50}};
    lanes l;
    dadao_canvas canvas = {0};
    make_lanes(&l);
    for (size_t k = 0; k < 3; k++)
        for (int ascii = 0; ascii < 2; ascii++)
            for (int mono = 0; mono < 2; mono++) {
                char name[64];
                snprintf(name, sizeof name, "pane-lanes-%dx%d-%s-%s", size[k][0], size[k][1], ascii ? "ascii" : "utf8",
                         mono ? "mono" : "colour");
                draw(&l, size[k][0], size[k][1], ascii ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, mono ? 0 : 256, &canvas);
                golden_compare_canvas(name, &canvas);
            }
    dadao_view_canvas_free(&canvas);
    synthetic_free(&l.s);
}

static void expect(lanes *l, const char *part, bool wanted)
{
    dadao_canvas canvas = {0};
    draw(l, 160, 40, DADAO_GLYPHS_BRAILLE, 256, &canvas);
    char *text = golden_text(&canvas);
    if ((strstr(text, part) != NULL) != wanted)
        fail_msg("%s '%s' in\n%s", wanted ? "no" : "there is", part, text);
    free(text);
    dadao_view_canvas_free(&canvas);
}

static void what_it_says(void **state)
{
    (void)state;
    lanes l;
    make_lanes(&l);
    expect(&l, "together on time", true);
    expect(&l, "lane 2 is catching up", true); /* in the first line, whatever pane is in sight */
    expect(&l, "instantaneous events, as in the papers", true);
    expect(&l, "units of time differ", false);
    expect(&l, "wall", false);
    l.lane[2].catching_up = false, l.lane[1].diverged = true;
    expect(&l, "catching up", false);
    expect(&l, "diverged", true);
    l.s.scene.cost_on = true, l.s.scene.cost_time[0] = 2, l.s.scene.cost_time[1] = 0.5;
    l.s.scene.cost_law[1] = (dadao_duration_law){DADAO_LAW_LOGNORMAL, 0.5}, l.s.scene.stragglers = 1;
    expect(&l, "a gradient takes 2.00 (exponential), a communication 0.5 (lognormal), 1 slow", true);
    expect(&l, "wall", true);
    l.s.scene.cost_on = false, l.s.scene.units_differ = true;
    expect(&l, "units of time differ", true);
    synthetic_free(&l.s);
}

static void every_size(void **state)
{
    (void)state;
    lanes l;
    dadao_canvas canvas = {0};
    make_lanes(&l);
    l.error[0][3] = NAN, l.error[1][2] = INFINITY, l.lane[1].msd_lazy = NAN;
    for (int columns = 20; columns < 130; columns += 7)
        for (int rows = 5; rows < 45; rows += 3)
            draw(&l, columns, rows, DADAO_GLYPHS_BRAILLE, 256, &canvas);
    dadao_view_canvas_free(&canvas);
    synthetic_free(&l.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden_panes), cmocka_unit_test(what_it_says), cmocka_unit_test(every_size)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
