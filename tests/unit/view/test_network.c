/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network view: golden pictures of its three regimes, and what holds at every size and zoom: nothing leaves the pane, what
 * is pointed at is what is drawn, and edits move nobody who was not edited. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "synthetic.h"
#include "view/network.h"

/* A lattice of n nodes, long in index order, on top of the synthetic ring. */
static void make_lattice(synthetic *s, size_t n)
{
    size_t side = 1;
    synthetic_make(s, n, 40);
    while (side * side < n)
        side++;
    for (size_t i = 0; i < n; i++)
        s->scene.x[i] = (double)(i % side), s->scene.y[i] = -(double)(i / side);
    for (size_t e = 0; e < s->scene.edges; e++) {
        size_t u = e % n;
        s->scene.edge[e] = (dadao_edge){(uint32_t)(u + 1 < n ? u : u - 1), (uint32_t)(u + 1 < n ? u + 1 : u)};
    }
    s->scene.version = 1;
}

static void begin(dadao_view_state *view, synthetic *s, int colors)
{
    dadao_view_state_init(view);
    view->colors = colors;
    view->network.memory = dadao_view_network_memory_create();
    view->chosen = DADAO_PANE_NETWORK, view->zoomed = true;
    dadao_view_observe(view, &s->snapshot);
}

static void look(dadao_view_state *view, const char *line)
{
    dadao_error error = {0};
    if (dadao_view_execute(view, NULL, line, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
}

/* ---- Golden pictures ------------------------------------------------------------------------------------------------ */

static void golden(const char *name, synthetic *s, int columns, int rows, bool poor, const char *line)
{
    dadao_view_state view;
    dadao_canvas canvas = {0};
    char path[256], *text = NULL, *expected = calloc(1, 400000);
    size_t length = 0;
    int x, y;
    begin(&view, s, poor ? 0 : 256);
    view.glyphs = poor ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE;
    if (line)
        look(&view, line);
    view.notice[0] = '\0';
    assert_true(dadao_view_canvas_resize(&canvas, columns, rows));
    dadao_view_screen(&canvas, &s->snapshot, &view, &x, &y);
    FILE *stream = open_memstream(&text, &length);
    assert_int_equal(dadao_view_write_golden(&canvas, stream, NULL), DADAO_OK);
    fclose(stream);
    snprintf(path, sizeof path, "tests/golden/view/network-%s-%dx%d-%s.txt", name, columns, rows,
             poor ? "ascii-mono" : "utf8-colour");
    if (getenv("UPDATE") && (stream = fopen(path, "w"))) {
        fputs(text, stream);
        fclose(stream);
    }
    stream = fopen(path, "r");
    if (!stream)
        fail_msg("%s is missing; UPDATE=1 writes it", path);
    assert_true(fread(expected, 1, 399999, stream) > 0);
    fclose(stream);
    if (strcmp(text, expected) != 0)
        fail_msg("%s differs; look at it, then UPDATE=1 rewrites it", path);
    free(text), free(expected);
    dadao_view_canvas_free(&canvas);
    dadao_view_network_memory_destroy(view.network.memory);
}

static void pictures_of_three_regimes(void **state)
{
    (void)state;
    static const int size[][2] = {{80, 24}, {120, 36}, {200, 50}};
    for (size_t k = 0; k < 3; k++)
        for (int poor = 0; poor < 2; poor++) {
            synthetic small, middle, large;
            synthetic_make(&small, 14, 40);
            make_lattice(&middle, 200);
            make_lattice(&large, 100000);
            golden("map", &small, size[k][0], size[k][1], poor, "colour edges traffic; select node 5");
            golden("200", &middle, size[k][0], size[k][1], poor, "select node 57");
            golden("100000", &large, size[k][0], size[k][1], poor, NULL);
            synthetic_free(&small), synthetic_free(&middle), synthetic_free(&large);
        }
}

/* ---- Properties ----------------------------------------------------------------------------------------------------- */

/* A pane inside a larger canvas whose other cells must stay as they are. */
static void draw_inside(synthetic *s, dadao_view_state *view, int columns, int rows)
{
    dadao_canvas canvas = {0};
    assert_true(dadao_view_canvas_resize(&canvas, columns + 6, rows + 4));
    for (size_t k = 0; k < (size_t)canvas.columns * (size_t)canvas.rows; k++)
        canvas.cell[k].glyph = '~';
    dadao_pane pane = {&canvas, {3, 2, columns, rows}};
    dadao_view_fill(&pane, DADAO_STYLE_TEXT, 0);
    dadao_view_network(&pane, &s->snapshot, view);
    for (int y = 0; y < canvas.rows; y++)
        for (int x = 0; x < canvas.columns; x++) {
            bool inside = x >= 3 && x < 3 + columns && y >= 2 && y < 2 + rows;
            if (!inside && canvas.cell[y * canvas.columns + x].glyph != '~')
                fail_msg("a pane of %dx%d writes outside at %d,%d", columns, rows, x - 3, y - 2);
        }
    dadao_view_canvas_free(&canvas);
}

static void nothing_leaves_the_pane(void **state)
{
    (void)state;
    static const size_t nodes[] = {1, 2, 14, 41, 200, 700};
    for (size_t n = 0; n < sizeof nodes / sizeof *nodes; n++) {
        synthetic s;
        dadao_view_state view;
        if (nodes[n] == 14 || nodes[n] == 1)
            synthetic_make(&s, nodes[n], 0);
        else
            make_lattice(&s, nodes[n]);
        begin(&view, &s, n % 2 ? 256 : 0);
        look(&view, "select node 0");
        for (int rows = 1; rows <= 50; rows += 1 + rows / 12)
            for (int columns = 1; columns <= 120; columns += 1 + columns / 9) {
                view.network.camera.zoom = (columns + rows) % 3 == 0 ? 4 : 0;
                view.network.edges = (dadao_edge_quantity)((columns + rows) % DADAO_EDGE_QUANTITY_COUNT);
                view.network.quantity = (dadao_node_quantity)(columns % DADAO_NODE_QUANTITY_COUNT);
                draw_inside(&s, &view, columns, rows);
            }
        dadao_view_network_memory_destroy(view.network.memory);
        synthetic_free(&s);
    }
}

static bool prepare(dadao_network *v, synthetic *s, dadao_view_state *view, const dadao_pane *field)
{
    return dadao_view_network_prepare(v, field, &s->snapshot, view, NULL);
}

/* At zoom 1 every node is in the pane; at any zoom what is in sight is, and pointing at its place finds it, or in a crowd one
 * that is drawn in the same cells. */
static void pointing_finds_what_is_drawn(void **state)
{
    (void)state;
    static const size_t nodes[] = {14, 40, 200, 3000};
    static const double zooms[] = {1, 2.5, 9, 60};
    for (size_t n = 0; n < 4; n++)
        for (size_t z = 0; z < 4; z++) {
            synthetic s;
            dadao_view_state view;
            dadao_network v;
            dadao_pane field = {NULL, {0, 0, 110, 34}};
            if (nodes[n] == 14)
                synthetic_make(&s, 14, 0);
            else
                make_lattice(&s, nodes[n]);
            begin(&view, &s, 256);
            view.network.camera.zoom = zooms[z];
            assert_true(prepare(&v, &s, &view, &field));
            if (z == 0)
                assert_int_equal(v.places->seen, nodes[n]);
            for (size_t k = 0; k < v.places->seen; k++) {
                size_t i = v.places->visible[k];
                int x = v.places->x[i] / 2, y = v.places->y[i] / 4;
                assert_true(v.places->x[i] >= 0 && x < 110 && v.places->y[i] >= 0 && y < 34);
                dadao_selected hit = dadao_view_network_hit(&v, x, y);
                assert_int_equal(hit.kind, DADAO_SELECTED_NODE);
                if (v.places->regime == DADAO_REGIME_DISCS)
                    assert_int_equal(hit.node, i);
                assert_true(abs(v.places->x[hit.node] / 2 - x) <= 2 && v.places->y[hit.node] / 4 == y);
            }
            dadao_view_network_memory_destroy(view.network.memory);
            synthetic_free(&s);
        }
}

/* Removes node k from the scene as an edit does: those after it move down by one. */
static void remove_node(synthetic *s, size_t k)
{
    dadao_scene *c = &s->scene;
    size_t kept = 0, after = c->nodes - k - 1;
    memmove(c->x + k, c->x + k + 1, after * sizeof *c->x), memmove(c->y + k, c->y + k + 1, after * sizeof *c->y);
    for (size_t e = 0; e < c->edges; e++) {
        dadao_edge edge = c->edge[e];
        if (edge.u != k && edge.v != k)
            c->edge[kept++] = (dadao_edge){edge.u - (edge.u > k), edge.v - (edge.v > k)};
    }
    c->edges = kept, c->nodes--, c->version++, c->worst_edge = SIZE_MAX;
}

/* Every removal from a crowded small network leaves the others, what is selected and what was placed where they were. */
static void edits_move_nobody(void **state)
{
    (void)state;
    for (size_t gone = 0; gone < 30; gone++) {
        synthetic s;
        dadao_view_state view;
        dadao_network v;
        dadao_pane field = {NULL, {0, 0, 70, 20}};
        int32_t x[30], y[30];
        make_lattice(&s, 30);
        for (size_t i = 0; i < 30; i++) /* a crowd: discs have to make room for each other */
            s.scene.x[i] *= i % 2 ? 0.3 : 1, s.scene.y[i] *= i % 3 ? 0.5 : 1;
        begin(&view, &s, 256);
        look(&view, gone == 12 ? "select node 13" : "select node 12");
        look(&view, gone == 20 ? "place 21 2 -1" : "place 20 2 -1");
        assert_true(prepare(&v, &s, &view, &field));
        memcpy(x, v.places->x, sizeof x), memcpy(y, v.places->y, sizeof y);
        size_t selected = view.selected[0].node, pinned = view.network.pin[0].node;
        remove_node(&s, gone);
        dadao_view_observe(&view, &s.snapshot);
        assert_true(prepare(&v, &s, &view, &field));
        for (size_t i = 0; i < s.scene.nodes; i++) {
            size_t was = i + (i >= gone);
            if (v.places->x[i] != x[was] || v.places->y[i] != y[was])
                fail_msg("without node %zu, node %zu moved", gone, was);
        }
        assert_int_equal(view.selected[0].node, selected - (selected > gone));
        assert_int_equal(view.network.pins, 1);
        assert_int_equal(view.network.pin[0].node, pinned - (pinned > gone));
        dadao_view_network_memory_destroy(view.network.memory);
        synthetic_free(&s);
    }
}

/* A cloud turns into cells and cells into discs. */
static void zooming_changes_the_regime(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_network v;
    dadao_pane field = {NULL, {0, 0, 100, 30}};
    dadao_regime least = DADAO_REGIME_DENSITY;
    bool seen[3] = {false};
    make_lattice(&s, 100000);
    begin(&view, &s, 256);
    for (int k = 0; k < 20; k++) {
        assert_true(prepare(&v, &s, &view, &field));
        assert_true(v.places->regime <= least);
        least = v.places->regime, seen[least] = true;
        look(&view, "camera in");
    }
    assert_true(seen[0] && seen[1] && seen[2]);
    look(&view, "fit");
    assert_true(prepare(&v, &s, &view, &field));
    assert_int_equal(v.places->seen, 100000);
    dadao_view_network_memory_destroy(view.network.memory);
    synthetic_free(&s);
}

/* ---- Hands ---------------------------------------------------------------------------------------------------------- */

static void walking_through_the_network(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    synthetic_make(&s, 14, 40);
    begin(&view, &s, 256);
    look(&view, "select node Houston");
    look(&view, "select right");
    assert_int_equal(view.selected[0].node, 8); /* Atlanta */
    look(&view, "select left");
    assert_int_equal(view.selected[0].node, 5);
    look(&view, "select up");
    assert_int_equal(view.selected[0].node, 6); /* Lincoln */
    look(&view, "select along");
    assert_true(view.selected[0].kind == DADAO_SELECTED_EDGE && view.selected[0].node == 4 && view.selected[0].other == 6);
    look(&view, "select along");
    assert_true(view.selected[0].node == 6 && view.selected[0].other == 7);
    look(&view, "select end");
    assert_true(view.selected[0].kind == DADAO_SELECTED_NODE && view.selected[0].node == 7);
    look(&view, "watch");
    look(&view, "select right");
    assert_true(view.network.watching && view.network.watched == view.selected[0].node);
    look(&view, "select worst");
    assert_true(view.selected[0].kind == DADAO_SELECTED_EDGE && view.selected[0].node == 0 && view.selected[0].other == 1);
    assert_int_not_equal(dadao_view_execute(&view, NULL, "place 99 1 2", NULL), DADAO_OK);
    assert_int_not_equal(dadao_view_execute(&view, NULL, "colour edges blue", NULL), DADAO_OK);
    assert_int_not_equal(dadao_view_execute(&view, NULL, "camera sideways", NULL), DADAO_OK);
    dadao_view_network_memory_destroy(view.network.memory);
    synthetic_free(&s);
}

static void point(dadao_view_state *view, synthetic *s, dadao_pointer_kind kind, int x, int y)
{
    char line[256] = "";
    dadao_pane pane = {NULL, {0, 1, 100, 30}};
    dadao_pointer pointer = {.kind = kind, .x = x, .y = y, .button = 1};
    dadao_view_network_pointer(&pane, &s->snapshot, view, &pointer, line, sizeof line);
    if (line[0])
        look(view, line);
}

/* A drag takes the node along, cell by cell, and it is found where it was left; the wheel keeps what is under it. */
static void dragging_and_turning(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_network v;
    int legend;
    synthetic_make(&s, 14, 40);
    begin(&view, &s, 256);
    dadao_rect whole = {0, 1, 100, 30}, area = dadao_view_network_field(&whole, &view, &legend);
    dadao_pane field = {NULL, area};
    assert_true(prepare(&v, &s, &view, &field));
    int x = v.places->x[5] / 2, y = v.places->y[5] / 4 + 1; /* the title is above */
    point(&view, &s, DADAO_POINTER_PRESS, x, y);
    assert_true(view.selected[0].kind == DADAO_SELECTED_NODE && view.selected[0].node == 5);
    point(&view, &s, DADAO_POINTER_DRAG, x - 6, y - 3);
    point(&view, &s, DADAO_POINTER_DRAG, x - 9, y - 4);
    point(&view, &s, DADAO_POINTER_RELEASE, x - 9, y - 4);
    assert_true(prepare(&v, &s, &view, &field));
    assert_int_equal(dadao_view_network_hit(&v, x - 9, y - 5).node, 5);
    assert_int_equal(view.network.pins, 1);
    int seattle_x = v.places->x[0] / 2, seattle_y = v.places->y[0] / 4;
    point(&view, &s, DADAO_POINTER_WHEEL_UP, seattle_x, seattle_y + 1);
    assert_true(view.network.camera.zoom > 1.4);
    assert_true(prepare(&v, &s, &view, &field));
    assert_true(abs(v.places->x[0] / 2 - seattle_x) <= 6 && abs(v.places->y[0] / 4 - seattle_y) <= 3);
    look(&view, "place none");
    assert_int_equal(view.network.pins, 0);
    dadao_view_network_memory_destroy(view.network.memory);
    synthetic_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_of_three_regimes),    cmocka_unit_test(nothing_leaves_the_pane),
        cmocka_unit_test(pointing_finds_what_is_drawn), cmocka_unit_test(edits_move_nobody),
        cmocka_unit_test(zooming_changes_the_regime),   cmocka_unit_test(walking_through_the_network),
        cmocka_unit_test(dragging_and_turning)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
