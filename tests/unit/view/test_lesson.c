/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The band of a lesson: whole at 80x24, between the panes and the bar at every size, and marks that need no colour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "synthetic.h"
#include "view/view.h"

static dadao_lesson_snapshot question(void)
{
    dadao_lesson_snapshot lesson = {
        .state = DADAO_LESSON_ANSWERED, .title = "Two clocks", .step_title = "Who rings first?", .steps = 9, .step = 1};
    snprintf(lesson.question, sizeof lesson.question, "Which clock rings first when both have the same rate?");
    snprintf(lesson.choice[0], sizeof lesson.choice[0], "The left one");
    snprintf(lesson.choice[1], sizeof lesson.choice[1], "Either, with the same chance");
    snprintf(lesson.reveal, sizeof lesson.reveal, "Exponential clocks have no memory.");
    lesson.choices = 2, lesson.chosen = 0, lesson.right = 1;
    lesson.countdown = NAN;
    return lesson;
}

static char *screen_text(const dadao_view_state *view, const dadao_snapshot *snapshot, int columns, int rows)
{
    dadao_canvas canvas = {0};
    char *text = NULL;
    size_t length = 0;
    int x, y;
    assert_true(dadao_view_canvas_resize(&canvas, columns, rows));
    dadao_view_screen(&canvas, snapshot, view, &x, &y);
    FILE *stream = open_memstream(&text, &length);
    assert_int_equal(dadao_view_write_text(&canvas, stream, NULL), DADAO_OK);
    fclose(stream);
    dadao_view_canvas_free(&canvas);
    return text;
}

static void answers_are_marked_by_shape(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    synthetic_make(&s, 14, 40);
    s.snapshot.lesson = question();
    dadao_view_state_init(&view);
    dadao_view_observe(&view, &s.snapshot);
    char *text = screen_text(&view, &s.snapshot, 80, 24);
    static const char *const seen[] = {
        "Two clocks", "2/9",          "? Which clock rings first", "1 \xe2\x9c\x97 The left one", "2 \xe2\x9c\x93 Either",
        "no memory",  "Enter goes on"};
    for (size_t k = 0; k < sizeof seen / sizeof *seen; k++)
        if (!strstr(text, seen[k]))
            fail_msg("'%s' is not on the screen:\n%s", seen[k], text);
    free(text);
    synthetic_free(&s);
}

static bool apart(dadao_rect a, dadao_rect b)
{
    return a.rows == 0 || b.rows == 0 || a.columns == 0 || b.columns == 0 || a.x + a.columns <= b.x || b.x + b.columns <= a.x ||
           a.y + a.rows <= b.y || b.y + b.rows <= a.y;
}

static void the_band_overlaps_nothing_at_any_size(void **state)
{
    (void)state;
    dadao_view_state view;
    dadao_view_state_init(&view);
    view.lesson = question();
    for (int columns = 1; columns <= 200; columns += 3)
        for (int rows = 1; rows <= 70; rows++) {
            dadao_layout layout;
            dadao_view_arrange(&view, columns, rows, &layout);
            if (layout.too_small)
                continue;
            assert_true(layout.bar.y == rows - 1 && layout.lesson.y + layout.lesson.rows <= rows - 1 &&
                        layout.lesson.rows <= rows / 2);
            assert_true(apart(layout.lesson, layout.bar) && apart(layout.lesson, layout.guarantee) &&
                        apart(layout.lesson, layout.status));
            for (int k = 0; k < DADAO_PANE_COUNT; k++)
                assert_true(apart(layout.lesson, layout.pane[k]));
        }
}

static void captions_fit_at_80x24(void **state)
{
    (void)state;
    dadao_lesson_snapshot lesson = {.state = DADAO_LESSON_PAUSE, .countdown = NAN};
    for (int line = 0; line < 5; line++)
        for (int k = 0; k < 76; k++)
            lesson.caption[77 * line + k] = 'x', lesson.caption[77 * line + 76] = line < 4 ? '\n' : '\0';
    assert_int_equal(dadao_view_lesson_rows(&lesson, 80, 24), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_marked_by_shape),
        cmocka_unit_test(the_band_overlaps_nothing_at_any_size),
        cmocka_unit_test(captions_fit_at_80x24),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
