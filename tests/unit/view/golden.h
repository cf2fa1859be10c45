/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Golden files of screens: text and styles, compared or, with UPDATE=1, rewritten. */
#ifndef DADAO_TESTS_GOLDEN_H
#define DADAO_TESTS_GOLDEN_H

#include "synthetic.h"
#include "view/view.h"

static const dadao_view_key golden_keys[] = {{"space", "run/pause", "run or pause", DADAO_PANE_ANY},
                                             {".", "step", "one event", DADAO_PANE_ANY},
                                             {"+ -", "speed", "faster or slower", DADAO_PANE_ANY},
                                             {":", "command", "type a command", DADAO_PANE_ANY},
                                             {"?", "help", "this help", DADAO_PANE_ANY},
                                             {"q", "quit", "leave", DADAO_PANE_ANY},
                                             {"Left", "move it", "move the slider", DADAO_PANE_SLIDERS}};

static inline void golden_prepare(dadao_view_state *view, dadao_glyphs glyphs, int colors, const dadao_snapshot *snapshot)
{
    dadao_view_state_init(view);
    view->glyphs = glyphs, view->colors = colors;
    view->keys = golden_keys, view->key_count = sizeof golden_keys / sizeof *golden_keys;
    dadao_view_observe(view, snapshot);
}

static inline char *golden_text(const dadao_canvas *canvas)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    assert_int_equal(dadao_view_write_golden(canvas, stream, NULL), DADAO_OK);
    fclose(stream);
    return text;
}

static inline char *golden_read(const char *path)
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

static inline void golden_compare_canvas(const char *name, const dadao_canvas *canvas)
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
    char *expected = golden_read(path);
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

static inline void golden_compare(const char *name, int columns, int rows, const dadao_view_state *view,
                                  const dadao_snapshot *snapshot)
{
    dadao_canvas canvas = {0};
    int x, y;
    assert_true(dadao_view_canvas_resize(&canvas, columns, rows));
    dadao_view_screen(&canvas, snapshot, view, &x, &y);
    golden_compare_canvas(name, &canvas);
    dadao_view_canvas_free(&canvas);
}

#endif
