/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole screens: golden text and styles at four sizes, and every size with the worst of snapshots.
 * UPDATE=1 rewrites tests/golden/view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "synthetic.h"
#include "view/view.h"

static const dadao_view_key keys[] = {{"space", "run/pause", "run or pause", DADAO_PANE_ANY},
                                      {".", "step", "one event", DADAO_PANE_ANY},
                                      {"+ -", "speed", "faster or slower", DADAO_PANE_ANY},
                                      {":", "command", "type a command", DADAO_PANE_ANY},
                                      {"?", "help", "this help", DADAO_PANE_ANY},
                                      {"q", "quit", "leave", DADAO_PANE_ANY},
                                      {"Left", "move it", "move the slider", DADAO_PANE_SLIDERS}};

static void prepare(dadao_view_state *view, dadao_glyphs glyphs, int colors, const dadao_snapshot *snapshot)
{
    dadao_view_state_init(view);
    view->glyphs = glyphs, view->colors = colors;
    view->keys = keys, view->key_count = sizeof keys / sizeof *keys;
    dadao_view_observe(view, snapshot);
}

static char *golden_text(const dadao_canvas *canvas)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    assert_int_equal(dadao_view_write_golden(canvas, stream, NULL), DADAO_OK);
    fclose(stream);
    return text;
}

static char *read_file(const char *path)
{
    FILE *stream = fopen(path, "r");
    if (!stream)
        return NULL;
    char *text = calloc(1, 400000);
    size_t got = fread(text, 1, 399999, stream);
    text[got] = '\0';
    fclose(stream);
    return text;
}

static void compare(const char *name, const dadao_canvas *canvas)
{
    char path[256];
    snprintf(path, sizeof path, "tests/golden/view/%s.txt", name);
    char *text = golden_text(canvas);
    if (getenv("UPDATE")) {
        FILE *stream = fopen(path, "w");
        assert_non_null(stream);
        fputs(text, stream);
        fclose(stream);
    }
    char *expected = read_file(path);
    if (!expected)
        fail_msg("%s is missing; UPDATE=1 writes it", path);
    if (strcmp(text, expected) != 0) {
        size_t at = 0, line = 1;
        while (text[at] == expected[at])
            line += text[at++] == '\n';
        fail_msg("%s differs in line %zu; look at it, then UPDATE=1 rewrites it", path, line);
    }
    free(text);
    free(expected);
}

static void golden(int columns, int rows, dadao_glyphs glyphs, int colors, const char *look, const char *name)
{
    synthetic s;
    dadao_view_state view;
    dadao_canvas canvas = {0};
    int x, y;
    synthetic_make(&s, 14, 400);
    if (look)
        synthetic_closer(&s);
    prepare(&view, glyphs, colors, &s.snapshot);
    if (look)
        assert_int_equal(dadao_view_execute(&view, NULL, look, NULL), DADAO_OK);
    view.notice[0] = '\0';
    assert_true(dadao_view_canvas_resize(&canvas, columns, rows));
    dadao_view_screen(&canvas, &s.snapshot, &view, &x, &y);
    compare(name, &canvas);
    dadao_view_canvas_free(&canvas);
    synthetic_free(&s);
}

static void golden_screens(void **state)
{
    (void)state;
    static const int size[][2] = {{40, 12}, {80, 24}, {120, 36}, {200, 50}};
    for (size_t k = 0; k < 4; k++)
        for (int ascii = 0; ascii < 2; ascii++)
            for (int mono = 0; mono < 2; mono++) {
                char name[64];
                snprintf(name, sizeof name, "screen-%dx%d-%s-%s", size[k][0], size[k][1], ascii ? "ascii" : "utf8",
                         mono ? "mono" : "colour");
                golden(size[k][0], size[k][1], ascii ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, mono ? 0 : 256, NULL, name);
            }
}

static void golden_views(void **state)
{
    (void)state;
    static const char *const panes[] = {"network", "nodes"};
    for (size_t k = 0; k < 2; k++)
        for (int ascii = 0; ascii < 2; ascii++) {
            char look[64], name[64];
            snprintf(look, sizeof look, "zoom %s", panes[k]);
            snprintf(name, sizeof name, "%s-80x24-%s", panes[k], ascii ? "ascii-mono" : "utf8-colour");
            golden(80, 24, ascii ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, ascii ? 0 : 256, look, name);
        }
}

static void golden_closer_views(void **state)
{
    (void)state;
    static const char *const panes[] = {"space-time", "events", "iterates", "inspector"};
    static const int size[][2] = {{80, 24}, {120, 36}, {200, 50}};
    for (size_t k = 0; k < 4; k++)
        for (size_t z = 0; z < 3; z++)
            for (int ascii = 0; ascii < 2; ascii++)
                for (int mono = 0; mono < 2; mono++) {
                    char look[64], name[64];
                    snprintf(look, sizeof look, "zoom %s", panes[k]);
                    snprintf(name, sizeof name, "%s-%dx%d-%s-%s", panes[k], size[z][0], size[z][1], ascii ? "ascii" : "utf8",
                             mono ? "mono" : "colour");
                    golden(size[z][0], size[z][1], ascii ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, mono ? 0 : 256, look, name);
                }
    golden(200, 50, DADAO_GLYPHS_BRAILLE, 256, "view all", "all-200x50-utf8-colour");
    golden(120, 50, DADAO_GLYPHS_ASCII, 0, "view all", "all-120x50-ascii-mono");
}

/* In ASCII nothing else is on the screen; at the best level nothing of ambiguous width is. */
static void glyphs_keep_their_promise(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_canvas canvas = {0};
    int x, y;
    synthetic_make(&s, 14, 400);
    for (int level = 0; level < 3; level += 2) {
        prepare(&view, (dadao_glyphs)level, 256, &s.snapshot);
        dadao_view_canvas_resize(&canvas, 200, 50);
        dadao_view_screen(&canvas, &s.snapshot, &view, &x, &y);
        for (size_t k = 0; k < 200 * 50; k++) {
            uint32_t g = canvas.cell[k].glyph;
            bool neutral = g < 127 || (g >= 0x2800 && g <= 0x28ff) || g == 0x2713 || g == 0x2717;
            assert_true(level == 2 ? g >= 32 && g < 127 : neutral);
        }
    }
    dadao_view_canvas_free(&canvas);
    synthetic_free(&s);
}

/* Colour is never the only difference: in mono the digits of errors and the stars of firing edges are there. */
static void meaning_without_colour(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_canvas canvas = {0};
    int x, y, stars = 0;
    synthetic_make(&s, 14, 400);
    prepare(&view, DADAO_GLYPHS_ASCII, 0, &s.snapshot);
    dadao_view_canvas_resize(&canvas, 80, 24);
    dadao_view_screen(&canvas, &s.snapshot, &view, &x, &y);
    char *text = golden_text(&canvas);
    for (size_t k = 0; k < 80 * 24; k++)
        stars += canvas.cell[k].style == DADAO_STYLE_EDGE_ACTIVE && canvas.cell[k].glyph == '*';
    assert_true(stars > 0);
    for (size_t i = 0; i < 14; i++) {
        char disc[16];
        snprintf(disc, sizeof disc, "%zu:%c", i, dadao_view_digit(dadao_view_scale(&view, &s.snapshot), s.lane.node_error[i]));
        if (!strstr(text, disc))
            fail_msg("node %zu does not show its digit %s", i, disc);
    }
    free(text);
    dadao_view_canvas_free(&canvas);
    synthetic_free(&s);
}

static uint64_t seed = 88172645463325252u;
static uint64_t draw(void)
{
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return seed;
}

static double odd_number(void)
{
    static const double odd[] = {0, -1, 1e-320, 1e300, 1e-30, 1, 50};
    uint64_t r = draw() % 10;
    return r < 7 ? odd[r] : r == 7 ? NAN : r == 8 ? INFINITY : -INFINITY;
}

static void spoil_closer(synthetic *s)
{
    dadao_scene *c = &s->scene;
    dadao_lane_snapshot *l = &s->lane;
    for (size_t k = 0; s->field && k < l->field_columns * l->field_rows; k++)
        s->field[k] = (float)odd_number();
    for (size_t k = 0; s->field && k < l->field_columns; k++)
        s->field_t[k] = odd_number();
    for (size_t k = 0; s->plane && k < 2 * l->plane_points; k++)
        s->plane[k] = (float)odd_number();
    for (size_t k = 0; k < 3; k++)
        c->plane_hessian[k] = odd_number();
    for (size_t k = 0; k < c->eigenvalues; k++)
        c->eigenvalue[k] = odd_number();
    for (size_t i = 0; i < c->nodes; i++)
        c->fiedler[i] = odd_number(), c->node_rate[i] = odd_number();
    for (size_t e = 0; e < c->edges; e++)
        c->resistance[e] = odd_number(), c->edge_rate[e] = odd_number();
    for (size_t k = 0; k < l->recent_count; k++)
        l->recent[k].t = odd_number(), l->recent[k].i = (uint32_t)draw(), l->recent[k].kind = (uint32_t)draw() % 2;
    for (size_t k = 0; k < DADAO_GAP_BINS; k++)
        l->gaps[0][k] = draw(), l->gaps[1][k] = draw() % 9;
    c->plane_optimum[0] = odd_number(), l->inspected[0].norm[2] = odd_number(), l->inspected[0].entry[1][1] = odd_number();
    c->dimension = 1 + draw() % 3;
}

/* Makes every number of a snapshot one that should never be there. */
static void spoil(synthetic *s)
{
    dadao_scene *c = &s->scene;
    dadao_lane_snapshot *l = &s->lane;
    for (size_t i = 0; i < c->nodes; i++)
        l->node_error[i] = odd_number();
    for (size_t k = 0; k < l->history_count; k++) {
        s->history[k].t = odd_number(), s->history[k].msd = odd_number(), s->history[k].msd_lazy = odd_number();
        s->history[k].consensus = odd_number(), s->history[k].suboptimality = odd_number();
    }
    c->chi1 = odd_number(), c->chi2 = odd_number(), c->condition = odd_number(), c->sufficient_rate = odd_number();
    c->total_rate = odd_number(), c->rate_factor = odd_number(), c->gradient_rate = odd_number(),
    c->total_gradient_rate = odd_number();
    c->chi_known = draw() & 1, c->connected = draw() & 1, c->guarantee.holds = draw() & 1, c->guarantee.rate = odd_number();
    c->start_distance = odd_number(), c->worst_edge = draw() & 1 ? SIZE_MAX : 0;
    l->t = odd_number(), l->msd_lazy = odd_number(), l->measured_rate = odd_number(), l->expected_gradients = odd_number();
    l->expected_communications = odd_number(), l->gradients = draw(), l->events = draw();
    s->snapshot.speed_asked = odd_number(), s->snapshot.speed_got = odd_number(),
    s->snapshot.state = (dadao_run_state)(draw() % 4);
    if (draw() & 1)
        memset(c->topology, 'x', sizeof c->topology - 1), memset(c->problem, 0xff, sizeof c->problem - 1);
}

static void draw_once(const synthetic *s, dadao_canvas *canvas, int columns, int rows)
{
    dadao_view_state view;
    int x, y;
    prepare(&view, (dadao_glyphs)(draw() % 3), (int[]){0, 8, 16, 256}[draw() % 4], &s->snapshot);
    view.metric = (dadao_metric)(draw() % DADAO_METRIC_COUNT), view.axis = (dadao_axis)(draw() % DADAO_AXIS_COUNT);
    view.zoomed = draw() % 4 == 0, view.chosen = (dadao_pane_id)(draw() % DADAO_PANE_COUNT);
    if (draw() & 1)
        view.shown = (unsigned)(draw() % (1u << DADAO_PANE_COUNT));
    view.order = (dadao_order)(draw() % DADAO_ORDER_COUNT), view.plane_scale = draw() % 3 ? view.plane_scale : odd_number();
    if (draw() & 1)
        dadao_view_select_node(&view, draw() % 50);
    if (draw() & 1)
        dadao_view_select_edge(&view, draw() % 5, draw() % 5);
    for (size_t k = draw() % 30; k > 0; k--)
        ((synthetic *)(uintptr_t)s)->lane.events++, dadao_view_observe(&view, &s->snapshot);
    view.whole_scale = draw() & 1, view.slider = (dadao_slider)(draw() % DADAO_SLIDER_COUNT);
    view.overlay = draw() % 5 == 0 ? DADAO_OVERLAY_HELP : DADAO_OVERLAY_NONE;
    view.prompting = draw() % 5 == 0;
    view.scroll = (int)(draw() % 100);
    if (draw() & 1)
        snprintf(view.notice, sizeof view.notice, "a message with a long long text about what happened and what to try next");
    assert_true(dadao_view_canvas_resize(canvas, columns, rows));
    dadao_view_screen(canvas, draw() % 50 ? &s->snapshot : NULL, &view, &x, &y);
    assert_true(x < columns && y < rows);
}

/* Under AddressSanitizer this is the test that nothing is read or written outside; elsewhere that nothing hangs or crashes. */
static void no_snapshot_and_no_size_breaks_it(void **state)
{
    (void)state;
    static const size_t nodes[] = {1, 2, 3, 14, 41, 700};
    dadao_canvas canvas = {0};
    for (size_t n = 0; n < sizeof nodes / sizeof *nodes; n++) {
        synthetic s;
        synthetic_make(&s, nodes[n], n % 2 ? 0 : 40);
        for (int k = 0; k < 400; k++) {
            if (k == 50)
                synthetic_closer(&s);
            if (k >= 100)
                spoil(&s);
            if (k >= 150)
                spoil_closer(&s);
            if (k == 200)
                s.scene.edges = 0;
            draw_once(&s, &canvas, 1 + (int)(draw() % (k % 4 ? 130 : 400)), 1 + (int)(draw() % (k % 4 ? 45 : 120)));
        }
        s.scene.edges = 0;
        synthetic_free(&s);
    }
    dadao_view_canvas_free(&canvas);
}

/* A hundred thousand nodes are drawn from, not copied: every view, zoomed, in no time. */
static void a_hundred_thousand_nodes(void **state)
{
    (void)state;
    synthetic s;
    dadao_canvas canvas = {0};
    synthetic_make(&s, 100000, 40);
    synthetic_closer(&s);
    for (int pane = 0; pane < DADAO_PANE_COUNT; pane++) {
        dadao_view_state view;
        int x, y;
        prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
        view.chosen = (dadao_pane_id)pane, view.zoomed = true;
        assert_true(dadao_view_canvas_resize(&canvas, 120, 36));
        dadao_view_screen(&canvas, &s.snapshot, &view, &x, &y);
    }
    dadao_view_canvas_free(&canvas);
    synthetic_free(&s);
}

/* Nodes by number or name, edges by their ends; the last two stay; the engine is asked for what is in sight and no more. */
static void selecting(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_error error = {0};
    synthetic_make(&s, 14, 40);
    prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
    dadao_attention none = dadao_view_attention(&view, 80, 24);
    assert_false(none.field || none.plane || none.inspect[0] || none.eigenvalues);
    assert_int_equal(dadao_view_execute(&view, NULL, "select node \"Palo Alto\"", &error), DADAO_OK);
    assert_int_equal(dadao_view_execute(&view, NULL, "select edge 8-5", &error), DADAO_OK);
    assert_int_equal(view.selected[0].kind, DADAO_SELECTED_EDGE);
    assert_true(view.selected[0].node == 5 && view.selected[0].other == 8 && view.selected[1].node == 1);
    assert_int_not_equal(dadao_view_execute(&view, NULL, "select node 14", &error), DADAO_OK);
    assert_non_null(strstr(error.text, "0 to 13"));
    assert_int_equal(dadao_view_execute(&view, NULL, "select edge 0 13", &error), DADAO_NOT_FOUND);
    dadao_view_choose(&view, DADAO_PANE_INSPECTOR, 80, 24);
    assert_true(view.zoomed); /* no room beside the others */
    dadao_attention some = dadao_view_attention(&view, 80, 24);
    assert_true(!some.field && !some.inspect[0] && some.inspect[1] && some.node[1] == 1);
    dadao_view_choose(&view, DADAO_PANE_SPACETIME, 80, 24);
    assert_true(view.zoomed && dadao_view_attention(&view, 80, 24).field);
    dadao_view_choose(&view, DADAO_PANE_SPACETIME, 80, 24);
    assert_false(view.zoomed);
    dadao_view_choose(&view, DADAO_PANE_ITERATES, 200, 50);
    assert_false(view.zoomed);
    assert_true(dadao_view_attention(&view, 200, 50).plane);
    synthetic_free(&s);
}

static void too_small_says_how_large(void **state)
{
    (void)state;
    dadao_view_state view;
    dadao_canvas canvas = {0};
    int x, y;
    dadao_view_state_init(&view);
    dadao_view_canvas_resize(&canvas, 30, 4);
    dadao_view_screen(&canvas, NULL, &view, &x, &y);
    char *text = golden_text(&canvas);
    assert_non_null(strstr(text, "20x5"));
    free(text);
    dadao_view_canvas_free(&canvas);
}

static void svg_is_complete(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_canvas canvas = {0};
    int x, y;
    char *text = NULL;
    size_t length = 0;
    synthetic_make(&s, 14, 50);
    snprintf(s.scene.topology, sizeof s.scene.topology, "<a&b>");
    prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
    dadao_view_canvas_resize(&canvas, 120, 36);
    dadao_view_screen(&canvas, &s.snapshot, &view, &x, &y);
    FILE *stream = open_memstream(&text, &length);
    assert_int_equal(dadao_view_write_svg(&canvas, 0, 256, false, stream, NULL), DADAO_OK);
    fclose(stream);
    assert_memory_equal(text, "<svg ", 5);
    assert_non_null(strstr(text, "&lt;a&amp;b&gt;"));
    assert_string_equal(text + length - 7, "</svg>\n");
    free(text);
    dadao_view_canvas_free(&canvas);
    synthetic_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden_screens),
                                       cmocka_unit_test(golden_views),
                                       cmocka_unit_test(golden_closer_views),
                                       cmocka_unit_test(selecting),
                                       cmocka_unit_test(glyphs_keep_their_promise),
                                       cmocka_unit_test(meaning_without_colour),
                                       cmocka_unit_test(no_snapshot_and_no_size_breaks_it),
                                       cmocka_unit_test(a_hundred_thousand_nodes),
                                       cmocka_unit_test(too_small_says_how_large),
                                       cmocka_unit_test(svg_is_complete)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
