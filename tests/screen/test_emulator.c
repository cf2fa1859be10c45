/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test terminal itself: it must see what a user sees, and notice when a program leaves a mess. */
#include "support/support.h"
#include "support/terminal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static terminal *shell(const char *script)
{
    const char *const argv[] = { "sh", "-c", script, NULL };
    return terminal_open(&(terminal_options){ .columns = 40, .rows = 8 }, argv);
}

static void test_text_and_colour(void **state)
{
    (void)state;
    terminal *t = shell("printf 'plain \\033[1;38;5;196mred\\033[0m \\342\\240\\277\\n'; read x");
    assert_true(terminal_wait_text(t, "plain red ⠿", 5));
    assert_false(terminal_cell_at(t, 0, 0).colored);
    terminal_cell red = terminal_cell_at(t, 6, 0);
    assert_true(red.colored && red.bold && red.red > 200 && red.green < 60 && red.blue < 60);
    assert_int_equal(terminal_filled(t), 9);
    assert_int_equal(terminal_colored(t), 3);
    assert_int_equal(terminal_cell_at(t, 10, 0).glyph, 0x283f);
    char *dump = terminal_dump(t);
    assert_non_null(strstr(dump, "......aaa..."));
    free(dump);
    terminal_close(t);
}

static void test_keys_size_and_status(void **state)
{
    (void)state;
    terminal *t = shell("stty size; read x; stty size; echo got $x; exit 7");
    assert_true(terminal_wait_text(t, "8 40", 5));
    terminal_resize(t, 33, 11);
    terminal_keys(t, "hello\n");
    assert_true(terminal_wait_text(t, "11 33", 5));
    assert_true(terminal_wait_text(t, "got hello", 5));
    assert_true(terminal_wait_end(t, 5));
    assert_int_equal(terminal_status(t), 7);
    terminal_close(t);
}

static void test_a_clean_end(void **state)
{
    (void)state;
    char why[256];
    terminal *t = shell("old=$(stty -g); stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[?1000h\\033[31mx'; "
                        "printf '\\033[0m\\033[?1000l\\033[?25h\\033[?1049l'; stty $old");
    assert_true(terminal_wait_end(t, 5));
    assert_true(terminal_given_back(t, why, sizeof why));
    assert_string_equal(why, "");
    terminal_close(t);
}

/* Runs a script that leaves one thing behind; the terminal must name it. */
static void assert_left(const char *script, const char *what)
{
    char why[256];
    terminal *t = shell(script);
    assert_true(terminal_wait_end(t, 5));
    assert_false(terminal_given_back(t, why, sizeof why));
    if (!strstr(why, what))
        fail_msg("'%s' should name '%s'", why, what);
    terminal_close(t);
}

static void test_every_mess_is_named(void **state)
{
    (void)state;
    assert_left("stty raw -echo", "line settings");
    assert_left("printf '\\033[?1049h'", "alternate screen");
    assert_left("printf '\\033[?25l'", "cursor");
    assert_left("printf '\\033[?1002;1006h'", "SGR mouse");
    assert_left("printf '\\033[?2004h\\033[?2004l\\033[?2004h'", "paste");
    assert_left("printf '\\033[?2026h'", "synchronized");
    assert_left("printf '\\033[31m'", "colours");
}

static void test_stop_and_continue(void **state)
{
    (void)state;
    terminal *t = shell("trap 'echo back' CONT; echo ready; kill -TSTP $$; echo again; read x");
    assert_true(terminal_wait_stop(t, 5));
    assert_true(terminal_running(t));
    assert_false(terminal_shows(t, "again"));
    terminal_continue(t);
    assert_true(terminal_wait_text(t, "again", 5));
    terminal_keys(t, "\n");
    assert_true(terminal_wait_end(t, 5));
    assert_int_equal(terminal_status(t), 0);
    terminal_close(t);
}

static void test_death_by_signal(void **state)
{
    (void)state;
    terminal *t = shell("echo ready; read x");
    assert_true(terminal_wait_text(t, "ready", 5));
    terminal_signal(t, SIGTERM);
    assert_true(terminal_wait_end(t, 5));
    assert_int_equal(terminal_status(t), 128 + SIGTERM);
    terminal_close(t);
}

static void test_control_c_reaches_the_program(void **state)
{
    (void)state;
    terminal *t = shell("echo ready; exec sleep 20");
    assert_true(terminal_wait_text(t, "ready", 5));
    terminal_keys(t, "\003");
    assert_true(terminal_wait_end(t, 5));
    assert_int_equal(terminal_status(t), 128 + SIGINT);
    terminal_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_and_colour),
        cmocka_unit_test(test_keys_size_and_status),
        cmocka_unit_test(test_a_clean_end),
        cmocka_unit_test(test_every_mess_is_named),
        cmocka_unit_test(test_stop_and_continue),
        cmocka_unit_test(test_death_by_signal),
        cmocka_unit_test(test_control_c_reaches_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
