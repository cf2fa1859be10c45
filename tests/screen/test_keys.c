/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys do what the help says. */
#include "support/screen.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static terminal *open_paused(void)
{
    terminal *t = screen_open(&(terminal_options){ .columns = 120, .rows = 36 }, NULL);
    screen_expect(t, terminal_wait_text(t, "events ", screen_patience()), "no counters");
    screen_pause(t);
    return t;
}

static double total(terminal *t)
{
    double events = screen_number(t, "events ");
    screen_expect(t, events >= 0, "no count of events to read");
    return events;
}

static void test_space_is_silence(void **state)
{
    (void)state;
    terminal *t = open_paused();
    size_t before = terminal_bytes(t);
    terminal_watch(t, 1.2);
    assert_int_equal(terminal_bytes(t) - before, 0);
    char *still = terminal_text(t);
    terminal_keys(t, " ");
    screen_expect(t, terminal_wait_change(t, still, screen_patience()), "space does not go on");
    free(still);
    screen_quit(t);
}

static bool has_counted(terminal *t, const void *wanted)
{
    return screen_number(t, "events ") == *(const double *)wanted;
}

static void test_a_step_is_one_event(void **state)
{
    (void)state;
    terminal *t = open_paused();
    screen_command(t, "reset");
    double none = 0;
    terminal_wait(t, has_counted, &none, screen_patience());
    terminal_wait_quiet(t, 0.4, screen_patience());
    for (double k = 1; k <= 5; k++) {
        terminal_keys(t, ".");
        screen_expect(t, terminal_wait(t, has_counted, &k, screen_patience()), "a step is no event");
        terminal_wait_quiet(t, 0.2, screen_patience());
        if (total(t) != k)
            screen_expect(t, false, "a step is more than one event");
    }
    screen_quit(t);
}

static void test_reset_goes_to_the_start(void **state)
{
    (void)state;
    terminal *t = open_paused();
    screen_expect(t, total(t) > 0, "nothing has happened");
    double none = 0;
    terminal_keys(t, "r");
    screen_expect(t, terminal_wait(t, has_counted, &none, screen_patience()), "r does not go back to event 0");
    screen_quit(t);
}

/* A key that must change what is seen within the patience. */
static void assert_changes(terminal *t, const char *keys, const char *what)
{
    char *before = terminal_text(t);
    terminal_keys(t, keys);
    screen_expect(t, terminal_wait_change(t, before, screen_patience()), what);
    terminal_wait_quiet(t, 0.2, screen_patience());
    free(before);
}

static void test_arrows_select_then_move_the_rate(void **state)
{
    (void)state;
    terminal *t = open_paused();
    assert_changes(t, "\033[C", "right does not select a node of the network");
    assert_changes(t, "j", "j does not select another");
    terminal_keys(t, "\t");
    terminal_wait_quiet(t, 0.3, screen_patience());
    assert_changes(t, "\033[C", "right does not change the rate");
    assert_changes(t, "\033[D", "left does not change the rate");
    assert_changes(t, "l", "l does not change the rate");
    assert_changes(t, "h", "h does not change the rate");
    /* Application cursor keys, as terminals send them after keypad_xmit. */
    assert_changes(t, "\033OC", "right (application mode) does not change the rate");
    screen_quit(t);
}

static void test_tab_moves_the_focus(void **state)
{
    (void)state;
    terminal *t = open_paused();
    char *before = terminal_dump(t);
    terminal_keys(t, "\t");
    terminal_watch(t, 0.5);
    char *after = terminal_dump(t);
    screen_expect(t, strcmp(before, after) != 0, "tab changes nothing");
    free(before);
    free(after);
    assert_changes(t, "\033[C", "the slider does not move");
    terminal_keys(t, "\t");
    terminal_wait_quiet(t, 0.3, screen_patience());
    assert_changes(t, "\033[C", "the second slider does not move");
    screen_quit(t);
}

static void test_speed(void **state)
{
    (void)state;
    terminal *t = open_paused();
    assert_changes(t, "-", "minus does not change the speed");
    assert_changes(t, "+", "plus does not change the speed");
    screen_quit(t);
}

static void test_help_opens_and_closes(void **state)
{
    (void)state;
    terminal *t = open_paused();
    char *before = terminal_text(t);
    terminal_keys(t, "?");
    screen_expect(t, terminal_wait_text(t, "run or pause", screen_patience()), "the help does not explain space");
    terminal_keys(t, "/back to t");
    screen_expect(t, terminal_wait_text(t, "back to t = 0", screen_patience()), "the help does not find r");
    terminal_keys(t, "\033");
    terminal_wait_quiet(t, 0.3, screen_patience());
    terminal_keys(t, "\033");
    terminal_wait_quiet(t, 0.3, screen_patience());
    char *after = terminal_text(t);
    assert_string_equal(after, before);
    free(before);
    free(after);
    screen_quit(t);
}

static void test_the_prompt_carries_out(void **state)
{
    (void)state;
    terminal *t = open_paused();
    double edges = screen_number(t, "|E|");
    screen_expect(t, edges > 1, "the number of edges is not shown");
    screen_command(t, "topology complete 6");
    terminal_wait_quiet(t, 0.4, screen_patience());
    screen_expect(t, screen_number(t, "|E|") == 15, "a complete graph of 6 has 15 edges");
    screen_command(t, "edge cut 0 1");
    terminal_wait_quiet(t, 0.4, screen_patience());
    screen_expect(t, screen_number(t, "|E|") == 14, "the edge is not cut");
    screen_command(t, "undo");
    terminal_wait_quiet(t, 0.4, screen_patience());
    screen_expect(t, screen_number(t, "|E|") == 15, "the cut is not undone");
    screen_quit(t);
}

static void test_the_prompt_says_what_is_wrong(void **state)
{
    (void)state;
    terminal *t = open_paused();
    screen_command(t, "topolgy complete 6");
    screen_expect(t, terminal_wait_text(t, "topology", screen_patience()), "no suggestion");
    /* Escape leaves the prompt without doing anything; the program still answers. */
    terminal_keys(t, ":quit nothing");
    terminal_watch(t, 0.2);
    terminal_keys(t, "\033");
    terminal_watch(t, 0.5);
    assert_true(terminal_running(t));
    screen_quit(t);
}

static void test_completion_and_history(void **state)
{
    (void)state;
    terminal *t = open_paused();
    terminal_keys(t, ":topol\t");
    screen_expect(t, terminal_wait_text(t, ":topology", screen_patience()), "tab does not complete");
    terminal_keys(t, "cycle 7\r");
    terminal_wait_quiet(t, 0.4, screen_patience());
    screen_expect(t, screen_number(t, "|E|") == 7, "the completed command is not carried out");
    terminal_keys(t, ":\033[A");
    screen_expect(t, terminal_wait_text(t, "topology cycle 7", screen_patience()), "up does not bring the last line");
    terminal_keys(t, "\033");
    terminal_watch(t, 0.3);
    screen_quit(t);
}

/* Anything may be typed at any time, whole or cut off in the middle: the program stays. */
static void test_a_cat_on_the_keyboard(void **state)
{
    (void)state;
    terminal *t = open_paused();
    uint64_t seed = 7;
    for (int round = 0; round < 60; round++) {
        char keys[32];
        size_t length = 0;
        while (length < sizeof keys - 1) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            char c = (char)(seed >> 56);
            /* No X, which saves a file here; no q, no control-C, control-Z, control-\ or end of text: they have tests of their own. */
            if (c != 'X' && c != 'q' && c != 'Q' && c != 3 && c != 26 && c != 28 && c != 4 && c != 0 && c != 17 && c != 19)
                keys[length++] = c;
        }
        keys[length] = '\0';
        terminal_keys(t, keys);
        terminal_watch(t, 0.02);
        if (!terminal_running(t))
            screen_expect(t, false, "ended by keys that do not quit");
    }
    terminal_keys(t, "\033");
    terminal_watch(t, 0.3);
    terminal_keys(t, "\033");
    terminal_watch(t, 0.3);
    terminal_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_space_is_silence),
        cmocka_unit_test(test_a_step_is_one_event),
        cmocka_unit_test(test_reset_goes_to_the_start),
        cmocka_unit_test(test_arrows_select_then_move_the_rate),
        cmocka_unit_test(test_tab_moves_the_focus),
        cmocka_unit_test(test_speed),
        cmocka_unit_test(test_help_opens_and_closes),
        cmocka_unit_test(test_the_prompt_carries_out),
        cmocka_unit_test(test_the_prompt_says_what_is_wrong),
        cmocka_unit_test(test_completion_and_history),
        cmocka_unit_test(test_a_cat_on_the_keyboard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
