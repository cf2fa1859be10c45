/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mouse on a real terminal: switched on and off, clicks, drags, the wheel; left alone where it is not wanted. */
#include "support/screen.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#define ON "\033[?1002h\033[?1006h"
#define OFF "\033[?1006l\033[?1002l"

/* Where a text stands, from (0, 0); fails the test when it is nowhere. */
static void find(terminal *t, const char *text, int *column, int *row)
{
    for (*row = 0; *row < terminal_rows(t); ++*row) {
        char *line = terminal_line(t, *row);
        const char *at = strstr(line, text);
        if (at) {
            *column = 0;
            for (const char *c = line; c < at; c++) {
                *column += ((unsigned char)*c & 0xc0) != 0x80;
            }
            free(line);
            return;
        }
        free(line);
    }
    char *words = support_format("'%s' is nowhere", text);
    screen_expect(t, false, words);
}

static void report(terminal *t, int button, int column, int row, char end)
{
    char *keys = support_format("\033[<%d;%d;%d%c", button, column + 1, row + 1, end);
    terminal_keys(t, keys);
    free(keys);
}

static terminal *open_paused(void)
{
    terminal *t = screen_open(&(terminal_options){.columns = 120, .rows = 36}, NULL);
    screen_expect(t, terminal_wait_text(t, "events ", screen_patience()), "no counters");
    screen_pause(t);
    return t;
}

static void test_titles_and_hints(void **state)
{
    (void)state;
    terminal *t = open_paused();
    int column, row;
    assert_non_null(strstr(terminal_raw(t), ON));
    find(t, "2 convergence", &column, &row);
    report(t, 0, column + 3, row, 'M');
    report(t, 0, column + 3, row, 'm');
    terminal_wait_quiet(t, 0.2, screen_patience());
    report(t, 0, column + 3, row, 'M'); /* again: it fills the screen */
    screen_expect(t, terminal_wait_no_text(t, "1 network", screen_patience()), "a second click does not zoom");
    find(t, "2 convergence", &column, &row);
    report(t, 0, column + 3, row, 'M');
    screen_expect(t, terminal_wait_text(t, "1 network", screen_patience()), "a third click does not come back");
    terminal_wait_quiet(t, 0.2, screen_patience());
    find(t, "? help", &column, &row);
    report(t, 0, column, row, 'M');
    screen_expect(t, terminal_wait_text(t, "Esc closes", screen_patience()), "the hint is no button");
    terminal_keys(t, "q");
    screen_expect(t, terminal_wait_text(t, "1 network", screen_patience()), "help does not close");
    screen_quit(t);
}

static void test_a_drag_moves_the_rate(void **state)
{
    (void)state;
    terminal *t = open_paused();
    int column, row;
    find(t, "6 rates", &column, &row);
    row += 2; /* the title, the first slider, the gradient's */
    char *before = terminal_text(t);
    report(t, 0, column + 16, row, 'M');
    screen_expect(t, terminal_wait_change(t, before, screen_patience()), "a click does not move the slider");
    free(before);
    terminal_wait_quiet(t, 0.3, screen_patience());
    before = terminal_text(t);
    report(t, 32, column + 30, row, 'M');
    report(t, 32, 500, 500, 'M');
    report(t, 0, 500, 500, 'm');
    screen_expect(t, terminal_wait_change(t, before, screen_patience()), "a drag does not move the slider");
    free(before);
    screen_expect(t, terminal_wait_text(t, "32", screen_patience()), "the end of the range is not reached");
    terminal_wait_quiet(t, 0.3, screen_patience());
    before = terminal_text(t);
    report(t, 65, column + 16, row, 'M');
    screen_expect(t, terminal_wait_change(t, before, screen_patience()), "the wheel does not move the slider");
    free(before);
    screen_quit(t);
}

static void test_off_is_off(void **state)
{
    (void)state;
    terminal *t = open_paused();
    terminal_keys(t, "M");
    screen_expect(t, terminal_wait_text(t, "mouse: off", screen_patience()), "M does not switch it off");
    assert_non_null(strstr(terminal_raw(t), OFF));
    terminal_keys(t, "M");
    screen_expect(t, terminal_wait_text(t, "Shift", screen_patience()), "it is not said how to select text");
    screen_quit(t);
    t = screen_open(NULL, "--no-mouse", NULL);
    screen_expect(t, terminal_wait_text(t, "events ", screen_patience()), "no screen");
    assert_null(strstr(terminal_raw(t), "1002h"));
    screen_quit(t);
}

/* Terminals without a mouse are not told of one; all of them are driven and given back. */
static void test_kinds_of_terminals(void **state)
{
    (void)state;
    static const struct {
        const char *term;
        bool mouse;
    } kinds[] = {
        {"xterm-256color", true}, {"tmux-256color", true}, {"screen-256color", true}, {"linux", false}, {"vt100", false}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        terminal *t = screen_open(&(terminal_options){.term = kinds[k].term}, NULL);
        screen_expect(t, terminal_wait_text(t, "running", screen_patience()), kinds[k].term);
        assert_int_equal(strstr(terminal_raw(t), "1002h") != NULL, kinds[k].mouse);
        terminal_keys(t, "?");
        screen_expect(t, terminal_wait_text(t, "Esc closes", screen_patience()), kinds[k].term);
        terminal_keys(t, "?");
        screen_quit(t);
    }
}

static void test_a_dumb_terminal_is_told_what_works(void **state)
{
    (void)state;
    terminal *t = screen_start(&(terminal_options){.term = "dumb"}, NULL);
    assert_true(terminal_wait_end(t, screen_patience()));
    assert_int_equal(terminal_status(t), 2);
    assert_true(terminal_shows(t, "--plain"));
    terminal_close(t);
    t = screen_start(&(terminal_options){.term = "dumb"}, "--plain", NULL);
    screen_expect(t, terminal_wait_text(t, "Running.", screen_patience()), "no sentences");
    terminal_keys(t, "pause\r");
    screen_expect(t, terminal_wait_text(t, "Paused at t", screen_patience()), "a typed command is not carried out");
    terminal_keys(t, "quit\r");
    screen_expect(t, terminal_wait_end(t, screen_patience()), "does not end");
    assert_int_equal(terminal_status(t), 0);
    assert_null(strchr(terminal_raw(t), 27)); /* not one sequence */
    terminal_close(t);
}

/* Looks survive the sitting, in their own file and nowhere else. */
static void test_looks_are_remembered(void **state)
{
    (void)state;
    char *folder = support_folder(), *file = support_format("%s/deep/state", folder),
         *variable = support_format("DADAO_STATE=%s", file);
    const char *const environment[] = {variable, NULL};
    terminal_options options = {.columns = 120, .rows = 36, .environment = environment};
    terminal *t = screen_open(&options, NULL);
    terminal_keys(t, "M");
    screen_expect(t, terminal_wait_text(t, "mouse: off", screen_patience()), "M does not switch it off");
    screen_command(t, "tiling lecture");
    screen_expect(t, terminal_wait_no_text(t, "4 counters", screen_patience()), "no other tiling");
    screen_quit(t);
    char *text = support_read(file, NULL);
    assert_non_null(text);
    assert_non_null(strstr(text, "mouse off\n"));
    assert_non_null(strstr(text, "tiling network,convergence,rates\n"));
    assert_null(strstr(text, "palette")); /* was not touched */
    free(text);
    t = screen_open(&options, NULL);
    screen_expect(t, terminal_wait_text(t, "6 rates", screen_patience()), "no sliders");
    assert_false(terminal_shows(t, "4 counters"));
    assert_null(strstr(terminal_raw(t), "1002h"));
    screen_quit(t);
    t = screen_open(&options, "--no-state", NULL);
    screen_expect(t, terminal_wait_text(t, "4 counters", screen_patience()), "--no-state recalls");
    screen_quit(t);
    free(variable);
    free(file);
    support_folder_remove(folder);
}

/* A configuration binds keys; what is wrong in it is said on the screen with its line. */
static void test_a_configuration(void **state)
{
    (void)state;
    char *folder = support_folder(), *file = support_format("%s/config", folder), *option = support_format("--config=%s", file);
    FILE *stream = fopen(file, "w");
    assert_non_null(stream);
    fputs("bind y topology cycle 9\npalete grey\n", stream);
    fclose(stream);
    terminal *t = screen_open(NULL, option, NULL);
    screen_expect(t, terminal_wait_text(t, "config:2:", screen_patience()), "the mistake is not told");
    terminal_keys(t, "\033");
    terminal_watch(t, 0.3);
    terminal_keys(t, "y");
    screen_expect(t, terminal_wait_text(t, "cycle 9", screen_patience()), "the key is not bound");
    screen_quit(t);
    free(option);
    free(file);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_titles_and_hints),
        cmocka_unit_test(test_a_drag_moves_the_rate),
        cmocka_unit_test(test_off_is_off),
        cmocka_unit_test(test_kinds_of_terminals),
        cmocka_unit_test(test_a_dumb_terminal_is_told_what_works),
        cmocka_unit_test(test_looks_are_remembered),
        cmocka_unit_test(test_a_configuration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
