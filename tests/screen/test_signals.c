/* SPDX-License-Identifier: GPL-3.0-or-later */
/* However it ends or stops, the terminal is given back. */
#include "support/screen.h"
#include "support/support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Ends a program by a signal after `seconds` of life and looks at what is left. */
static void end_by(int number, const char *name, double seconds, bool paused)
{
    char why[256];
    terminal *t = screen_open(NULL, NULL);
    if (paused)
        screen_pause(t);
    else
        terminal_watch(t, seconds);
    terminal_signal(t, number);
    screen_expect(t, terminal_wait_end(t, screen_patience()), name);
    if (!terminal_given_back(t, why, sizeof why)) {
        char *text = support_format("after SIG%s: %s", name, why);
        screen_expect(t, false, text);
    }
    /* As the shell expects: ended by that signal (a sanitizer ends its own way), or an orderly end. */
    if (terminal_status(t) != 128 + number && getenv("DADAO_SLOW") == NULL)
        fail_msg("SIG%s: status %d", name, terminal_status(t));
    terminal_close(t);
}

static void test_signals_that_ask(void **state)
{
    (void)state;
    end_by(SIGTERM, "TERM", 0.1, false);
    end_by(SIGINT, "INT", 0.1, false);
    end_by(SIGHUP, "HUP", 0.1, false);
    end_by(SIGQUIT, "QUIT", 0.1, false);
    end_by(SIGTERM, "TERM", 0, true);
    end_by(SIGHUP, "HUP", 0, true);
}

static void test_signals_of_a_crash(void **state)
{
    (void)state;
    end_by(SIGABRT, "ABRT", 0.1, false);
    end_by(SIGSEGV, "SEGV", 0.1, false);
    end_by(SIGBUS, "BUS", 0.1, false);
    end_by(SIGFPE, "FPE", 0.1, false);
    end_by(SIGILL, "ILL", 0.1, false);
    end_by(SIGSEGV, "SEGV", 0, true);
}

/* A signal while the screen is still being set up. */
static void test_early_signals(void **state)
{
    (void)state;
    for (int k = 0; k < 12; k++) {
        char why[256];
        terminal *t = screen_start(NULL, NULL);
        terminal_watch(t, 0.008 * k);
        terminal_signal(t, k % 2 ? SIGTERM : SIGHUP);
        screen_expect(t, terminal_wait_end(t, screen_patience()), "an early signal is lost");
        screen_expect(t, terminal_given_back(t, why, sizeof why), why);
        terminal_close(t);
    }
}

static void test_control_c(void **state)
{
    (void)state;
    char why[256];
    terminal *t = screen_open(NULL, NULL);
    terminal_keys(t, "\003");
    screen_expect(t, terminal_wait_end(t, screen_patience()), "control-C does not end it");
    screen_expect(t, terminal_given_back(t, why, sizeof why), why);
    terminal_close(t);
}

static void stop_and_continue(bool by_key)
{
    char why[256];
    terminal *t = screen_open(NULL, NULL);
    if (by_key)
        terminal_keys(t, "\032");
    else
        terminal_signal(t, SIGTSTP);
    screen_expect(t, terminal_wait_stop(t, screen_patience()), "does not stop");
    screen_expect(t, terminal_given_back(t, why, sizeof why), why);
    /* A shell may have written meanwhile, and the window may have another size. */
    terminal_resize(t, 100, 30);
    terminal_continue(t);
    screen_expect(t, terminal_wait_text(t, "events ", screen_patience()), "no screen after going on");
    char *text = terminal_text(t);
    screen_expect(t, terminal_wait_change(t, text, screen_patience()), "does not move after going on");
    free(text);
    screen_quit(t);
}

static void test_stop_and_continue(void **state)
{
    (void)state;
    stop_and_continue(false);
    stop_and_continue(true);
}

static void test_the_quit_key(void **state)
{
    (void)state;
    terminal *t = screen_open(NULL, NULL);
    screen_quit(t);
    t = screen_open(NULL, NULL);
    screen_pause(t);
    screen_quit(t);
}

/* The window is closed: the terminal goes away under the program, which must not linger. */
static void test_the_window_is_closed(void **state)
{
    (void)state;
    terminal *t = screen_open(NULL, NULL);
    int process = terminal_process(t);
    terminal_hang_up(t);
    double end = support_clock() + screen_patience();
    while (kill(process, 0) == 0 && support_clock() < end)
        terminal_watch(t, 0.02);
    assert_int_not_equal(kill(process, 0), 0);
    terminal_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signals_that_ask),     cmocka_unit_test(test_signals_of_a_crash),
        cmocka_unit_test(test_early_signals),        cmocka_unit_test(test_control_c),
        cmocka_unit_test(test_stop_and_continue),    cmocka_unit_test(test_the_quit_key),
        cmocka_unit_test(test_the_window_is_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
