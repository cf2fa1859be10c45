/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views one by one: golden pictures, the pointer in each, what they say about networks whose answers are known, and that
 * none of them leaves its pane. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"

static synthetic s;
static dadao_view_state view;

static void begin(size_t n, const char *pane)
{
    char line[64];
    synthetic_make(&s, n, 400);
    synthetic_closer(&s);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
    snprintf(line, sizeof line, "zoom %s", pane);
    assert_int_equal(dadao_view_execute(&view, NULL, line, NULL), DADAO_OK);
    view.notice[0] = '\0';
}

static void look(const char *line)
{
    dadao_error error = {0};
    char copy[128], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *piece = strtok_r(copy, ";", &rest); piece; piece = strtok_r(NULL, ";", &rest))
        if (dadao_view_execute(&view, NULL, piece, &error) != DADAO_OK)
            fail_msg("%s: %s", piece, error.text);
    view.notice[0] = '\0';
}

static void golden_views(void **state)
{
    (void)state;
    static const char *const panes[] = {"convergence", "rates", "spectrum", "counters"};
    static const int size[][2] = {{80, 24}, {120, 36}, {200, 50}};
    for (size_t k = 0; k < sizeof panes / sizeof *panes; k++)
        for (size_t z = 0; z < 3; z++)
            for (int poor = 0; poor < 4; poor++) {
                char name[64];
                begin(14, panes[k]);
                view.glyphs = poor & 1 ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, view.colors = poor & 2 ? 0 : 256;
                snprintf(name, sizeof name, "%s-%dx%d-%s-%s", panes[k], size[z][0], size[z][1], poor & 1 ? "ascii" : "utf8",
                         poor & 2 ? "mono" : "colour");
                golden_compare(name, size[z][0], size[z][1], &view, &s.snapshot);
                synthetic_free(&s);
            }
    begin(100, "space-time"); /* blocks, and more nodes than lines */
    view.glyphs = DADAO_GLYPHS_BLOCK;
    look("axis time; cursor 20");
    golden_compare("space-time-120x36-block-colour", 120, 36, &view, &s.snapshot);
    synthetic_free(&s);
    begin(14, "iterates"); /* a line: nodes in a bowl */
    s.scene.dimension = 1;
    golden_compare("iterates-line-80x24-utf8-colour", 80, 24, &view, &s.snapshot);
    synthetic_free(&s);
}

/* What a press, a wheel or another button leads to: the line; empty where it means nothing. */
static const char *point(dadao_pointer_kind kind, int x, int y, unsigned button)
{
    static char line[128];
    char key[32];
    dadao_pointer pointer = {kind, x, y, button, false, false};
    dadao_view_point(&view, &s.snapshot, 120, 36, &pointer, key, line, sizeof line);
    return line;
}

static void draw(dadao_canvas *canvas)
{
    int x, y;
    assert_true(dadao_view_canvas_resize(canvas, 120, 36));
    dadao_view_screen(canvas, &s.snapshot, &view, &x, &y);
}

static bool shows(const char *what)
{
    dadao_canvas canvas = {0};
    char *text = NULL;
    size_t length = 0;
    draw(&canvas);
    FILE *stream = open_memstream(&text, &length);
    dadao_view_write_text(&canvas, stream, NULL);
    fclose(stream);
    bool there = strstr(text, what) != NULL;
    free(text);
    dadao_view_canvas_free(&canvas);
    return there;
}

/* The cursor appears in the column that was pressed; drags follow, the right button takes it away, the wheel magnifies. */
static void pointer_in_plots(void **state)
{
    (void)state;
    static const char *const panes[] = {"convergence", "space-time"};
    for (size_t k = 0; k < 2; k++) {
        dadao_canvas canvas = {0};
        begin(14, panes[k]);
        for (int x = 20; x < 90; x += 23) {
            look(point(x == 20 ? DADAO_POINTER_PRESS : DADAO_POINTER_DRAG, x, 15, 1));
            draw(&canvas);
            const dadao_view_cell *cell = &canvas.cell[15 * 120 + x];
            assert_true(k == 0 ? cell->style == DADAO_STYLE_CHOSEN || cell->glyph != ' ' : cell->glyph == '|');
        }
        look(point(DADAO_POINTER_RELEASE, 66, 15, 1));
        look(point(DADAO_POINTER_PRESS, 66, 15, 3));
        assert_false(view.plot.cursor);
        dadao_view_canvas_free(&canvas);
        synthetic_free(&s);
    }
    begin(14, "convergence");
    look(point(DADAO_POINTER_WHEEL_UP, 60, 15, 0));
    assert_true(view.plot.window_x && view.plot.from > 0 && fabs(view.plot.to - view.plot.from - 25) < 1e-9);
    look(point(DADAO_POINTER_WHEEL_DOWN, 60, 15, 0));
    assert_false(view.plot.window_x);
    synthetic_free(&s);
}

/* Pressing on what is drawn selects it. */
static void pointer_selects(void **state)
{
    (void)state;
    dadao_canvas canvas = {0};
    size_t found = 0;
    begin(14, "iterates");
    draw(&canvas);
    for (int y = 1; y < 34; y++)
        for (int x = 0; x < 119; x++) {
            const dadao_view_cell *cell = &canvas.cell[y * 120 + x], *next = cell + 1;
            if (cell->style < DADAO_STYLE_NODE || cell->style >= DADAO_STYLE_HEAT || cell->glyph < '0' || cell->glyph > '9')
                continue;
            bool two =
                next->style >= DADAO_STYLE_NODE && next->style < DADAO_STYLE_HEAT && next->glyph >= '0' && next->glyph <= '9';
            size_t node = cell->glyph - '0';
            if (two)
                node = 10 * node + (next->glyph - '0');
            look(point(DADAO_POINTER_PRESS, x, y, 1));
            assert_true(view.selected[0].kind == DADAO_SELECTED_NODE);
            found += view.selected[0].node == node;
            x += two;
        }
    assert_true(found >= 10);
    dadao_view_canvas_free(&canvas);
    synthetic_free(&s);
    begin(14, "events");
    look(point(DADAO_POINTER_PRESS, 40, 2, 1));
    assert_true(view.selected[0].kind == DADAO_SELECTED_NODE && view.selected[0].node == 0);
    synthetic_free(&s);
    begin(14, "inspector");
    look("select node 13; select node 3");
    look(point(DADAO_POINTER_WHEEL_DOWN, 10, 10, 0));
    assert_true(view.selected[0].node == 4 && view.selected[1].node == 13);
    look(point(DADAO_POINTER_PRESS, 100, 10, 1));
    assert_true(view.selected[0].node == 13 && view.selected[1].node == 4);
    look("select next");
    assert_true(view.selected[0].node == 0);
    look("select previous");
    assert_true(view.selected[0].node == 13);
    look("select edge 12 13; select next");
    assert_true(view.selected[0].node == synthetic_edges[0].u && view.selected[0].other == synthetic_edges[0].v);
    synthetic_free(&s);
}

/* The list begins with the largest resistance, turns with the wheel, and a press selects the edge. */
static void list_of_resistances(void **state)
{
    (void)state;
    begin(700, "spectrum");
    s.scene.resistance[77] = 9;
    const dadao_edge *worst = &s.scene.edge[77];
    int x = 90, y = 0;
    for (y = 2; y < 34; y++)
        if (strncmp(point(DADAO_POINTER_PRESS, x, y, 1), "select edge", 11) == 0)
            break;
    look(point(DADAO_POINTER_PRESS, x, y, 1));
    assert_true(view.selected[0].node == worst->u && view.selected[0].other == worst->v);
    look(point(DADAO_POINTER_WHEEL_DOWN, x, y, 0));
    assert_int_equal(view.ranking, 3);
    assert_true(shows("4-"));
    look("ranking down 200; ranking down 200");
    assert_true(shows(" of 875"));
    look("ranking top");
    assert_int_equal(view.ranking, 0);
    assert_int_not_equal(dadao_view_execute(&view, NULL, "ranking sideways", NULL), DADAO_OK);
    assert_int_not_equal(dadao_view_execute(&view, NULL, "ranking up 0", NULL), DADAO_OK);
    synthetic_free(&s);
}

/* On a path the edge to add joins the ends; what it is said to buy is never less than what it buys. */
static void the_best_edge_of_a_path(void **state)
{
    (void)state;
    enum { N = 10 };
    dadao_edge edge[N];
    dadao_spectrum before, after;
    begin(N, "spectrum");
    for (uint32_t k = 0; k + 1 < N; k++)
        edge[k] = (dadao_edge){k, k + 1};
    edge[N - 1] = (dadao_edge){0, N - 1};
    assert_int_equal(dadao_spectrum_compute(N, N - 1, edge, NULL, &before, NULL), DADAO_OK);
    assert_int_equal(dadao_spectrum_compute(N, N, edge, NULL, &after, NULL), DADAO_OK);
    s.scene.edges = N - 1;
    memcpy(s.scene.edge, edge, (N - 1) * sizeof *edge);
    memcpy(s.scene.fiedler, before.fiedler, N * sizeof(double));
    s.scene.chi1 = before.chi1, s.scene.lambda_2 = before.lambda_2, s.scene.total_rate = N - 1;
    assert_true(shows("one more edge  0 - 9"));
    double fall = before.fiedler[0] - before.fiedler[N - 1], best = 1 / (before.lambda_2 + fall * fall);
    char said[64], number[32];
    snprintf(said, sizeof said, "-> %s at best", dadao_view_number(number, best));
    assert_true(shows(said));
    assert_true(best <= after.chi1);
    dadao_spectrum_clear(&before), dadao_spectrum_clear(&after);
    synthetic_free(&s);
}

/* The gauge of what limits: theory and run to either side of the middle, each by its own number. */
static void what_limits(void **state)
{
    (void)state;
    begin(14, "rates");
    s.scene.condition = 4;
    assert_true(shows("communication-bound, s = 2.00: gradients count for 1/s"));
    s.scene.condition = 0.25;
    assert_true(shows("computation-bound, s = 0.5: talk to spare"));
    s.scene.condition = 1;
    assert_true(shows("balanced, s = 1"));
    s.history[399].msd = 2, s.history[399].consensus = 1.5;
    assert_true(shows("communication-bound: 75% of the error is disagreement"));
    s.scene.connected = false;
    assert_true(shows("in pieces"));
    synthetic_free(&s);
}

/* The selected node or edge has a slider; the speed's usual value stands in the middle of its track. */
static void sliders(void **state)
{
    (void)state;
    char line[96];
    begin(14, "rates");
    assert_true(shows("select a node or an edge"));
    look("select edge 4 5");
    assert_true(shows("edge 4-5"));
    view.slider = DADAO_SLIDER_SELECTED;
    dadao_view_slider_command(&s.snapshot, &view, DADAO_SLIDER_SELECTED, 2, line, sizeof line);
    assert_string_equal(line, "rate edge 4 5 2");
    dadao_view_slider_prefix(&s.snapshot, &view, DADAO_SLIDER_SPEED, line, sizeof line);
    assert_string_equal(line, "speed ");
    view.target[DADAO_SLIDER_SELECTED] = 3;
    look("select node 2"); /* what was meant for the edge is not the node's */
    assert_true(dadao_view_slider_value(&s.snapshot, &view, DADAO_SLIDER_SELECTED) == 1);
    point(DADAO_POINTER_PRESS, 15 + (120 - 14 - 27 - 2) / 2, 2 + 6, 1);
    assert_true(view.slider == DADAO_SLIDER_SPEED);
    assert_true(view.target[DADAO_SLIDER_SPEED] == 200);
    synthetic_free(&s);
}

/* Half blocks carry two values where there are colours and more than ASCII, and none of them elsewhere. */
static void half_blocks(void **state)
{
    (void)state;
    for (int level = 0; level < 3; level++)
        for (int colors = 0; colors <= 256; colors += 256) {
            dadao_canvas canvas = {0};
            size_t halves = 0;
            begin(100, "space-time");
            view.glyphs = (dadao_glyphs)level, view.colors = colors;
            draw(&canvas);
            for (size_t k = 0; k < 120 * 36; k++)
                halves += canvas.cell[k].under != 0;
            assert_true(colors && level != DADAO_GLYPHS_ASCII ? halves > 100 : halves == 0);
            dadao_view_canvas_free(&canvas);
            synthetic_free(&s);
        }
}

/* Around each pane stands something that must still stand there afterwards; titles are whole or not there. */
static void nothing_leaves_its_pane(void **state)
{
    (void)state;
#define ROW(name, title, titled, function, summary) {dadao_view_##function, title, titled},
    static const struct {
        dadao_view_draw *draw;
        const char *title;
        int titled;
    } panes[] = {DADAO_PANES(ROW)};
#undef ROW
    dadao_canvas canvas = {0};
    begin(41, "rates");
    look("select node 1; select edge 0 1; cursor 12");
    for (size_t k = 0; k < sizeof panes / sizeof *panes; k++)
        for (int rows = 1; rows <= 50; rows += rows < 12 ? 1 : 6)
            for (int columns = 1; columns <= 120; columns += columns < 24 ? 1 : 7) {
                assert_true(dadao_view_canvas_resize(&canvas, 126, 54));
                dadao_pane all = dadao_view_pane_of(&canvas), pane = dadao_view_part(&all, 3, 2, columns, rows);
                for (int c = 0; c < 126 * 54; c++)
                    canvas.cell[c].glyph = '%';
                dadao_view_fill(&pane, DADAO_STYLE_TEXT, 0);
                panes[k].draw(&pane, &s.snapshot, &view);
                for (int y = 0; y < 54; y++)
                    for (int x = 0; x < 126; x++)
                        if (x < 3 || y < 2 || x >= 3 + columns || y >= 2 + rows)
                            assert_true(canvas.cell[y * 126 + x].glyph == '%');
                int width = (int)strlen(panes[k].title);
                for (int x = 0; rows >= panes[k].titled && columns >= width + 3 && x < width; x++)
                    assert_true(canvas.cell[2 * 126 + 5 + x].glyph == (uint32_t)panes[k].title[x]);
            }
    dadao_view_canvas_free(&canvas);
    synthetic_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden_views),
                                       cmocka_unit_test(pointer_in_plots),
                                       cmocka_unit_test(pointer_selects),
                                       cmocka_unit_test(list_of_resistances),
                                       cmocka_unit_test(the_best_edge_of_a_path),
                                       cmocka_unit_test(what_limits),
                                       cmocka_unit_test(sliders),
                                       cmocka_unit_test(half_blocks),
                                       cmocka_unit_test(nothing_leaves_its_pane)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
