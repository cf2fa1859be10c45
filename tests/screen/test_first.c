/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first look: what is on the screen at each size and terminal, and how soon it moves. */
#include "support/screen.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static void test_it_moves_within_half_a_second(void **state)
{
    (void)state;
    /* The best of three: the machine may be busy, the program may not be slow. */
    double best = 1e9;
    for (int round = 0; round < 3 && best > 0.5; round++) {
        double began = support_clock();
        terminal *t = screen_open(NULL, NULL);
        char *first = terminal_text(t);
        screen_expect(t, terminal_wait_change(t, first, screen_patience()), "nothing moves");
        double took = support_clock() - began;
        best = took < best ? took : best;
        free(first);
        screen_quit(t);
    }
    if (best > 0.5 && getenv("DADAO_SLOW") == NULL)
        fail_msg("moves only after %.2f s", best);
}

static void test_the_essentials_are_there(void **state)
{
    (void)state;
    static const int sizes[][2] = { { 80, 24 }, { 120, 36 }, { 200, 50 } };
    static const char *const words[] = { "network", "convergence", "grad", "comm", "|E|", "chi1", "sufficient" };
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        terminal *t = screen_open(&(terminal_options){ .columns = sizes[s][0], .rows = sizes[s][1] }, NULL);
        terminal_wait_text(t, "events ", screen_patience());
        screen_pause(t);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            screen_expect(t, terminal_shows(t, words[w]), words[w]);
        screen_expect(t, terminal_colored(t) > 10, "no colour");
        screen_expect(t, screen_number(t, "events ") > 0, "no count of events");
        screen_quit(t);
    }
}

/* Forty columns: fewer words, but a picture and a way out. */
static void test_small(void **state)
{
    (void)state;
    terminal *t = screen_open(&(terminal_options){ .columns = 40, .rows = 12 }, NULL);
    screen_expect(t, terminal_filled(t) > 60, "next to nothing at 40x12");
    screen_quit(t);
}

static void test_terminals(void **state)
{
    (void)state;
    static const char *const terms[] = { "xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100" };
    for (size_t k = 0; k < sizeof terms / sizeof *terms; k++) {
        terminal *t = screen_open(&(terminal_options){ .term = terms[k] }, NULL);
        screen_expect(t, terminal_wait_text(t, "events ", screen_patience()), terms[k]);
        if (strcmp(terms[k], "vt100") == 0)
            screen_expect(t, terminal_colored(t) == 0, "colour on a vt100");
        else
            screen_expect(t, terminal_colored(t) > 10, "no colour");
        screen_quit(t);
    }
}

/* Whether the bytes hold an SGR sequence with a colour in it. */
static bool sends_colour(const char *bytes)
{
    for (const char *at = bytes; (at = strstr(at, "\033[")) != NULL;) {
        at += 2;
        const char *end = at + strspn(at, "0123456789;:");
        if (*end != 'm')
            continue;
        for (const char *c = at; c < end;) {
            char *next;
            long code = strtol(c, &next, 10);
            if ((code >= 30 && code <= 38) || (code >= 40 && code <= 48) || (code >= 90 && code <= 107))
                return true;
            c = next + 1;
        }
    }
    return false;
}

static void test_no_color_is_obeyed(void **state)
{
    (void)state;
    static const char *const environment[] = { "NO_COLOR=1", NULL };
    terminal *t = screen_open(&(terminal_options){ .environment = environment }, NULL);
    screen_pause(t);
    assert_false(sends_colour(terminal_raw(t)));
    screen_quit(t);
    /* An empty NO_COLOR is none. */
    static const char *const empty[] = { "NO_COLOR=", NULL };
    t = screen_open(&(terminal_options){ .environment = empty }, NULL);
    screen_pause(t);
    assert_true(sends_colour(terminal_raw(t)));
    screen_quit(t);
}

static void test_plain_ascii_in_the_c_locale(void **state)
{
    (void)state;
    static const char *const environment[] = { "LC_ALL=C", NULL };
    static const int sizes[][2] = { { 40, 12 }, { 80, 24 }, { 200, 50 } };
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        terminal *t = screen_open(
            &(terminal_options){ .columns = sizes[s][0], .rows = sizes[s][1], .environment = environment }, NULL);
        terminal_keys(t, "?");
        terminal_watch(t, 0.3);
        terminal_keys(t, "?");
        screen_pause(t);
        for (const char *c = terminal_raw(t); *c; c++)
            if ((unsigned char)*c >= 0x80)
                screen_expect(t, false, "a byte that is not ASCII");
        screen_quit(t);
    }
}

static void test_no_usable_terminal_is_one_sentence(void **state)
{
    (void)state;
    terminal *t = screen_start(&(terminal_options){ .term = "dumb" }, NULL);
    screen_expect(t, terminal_wait_end(t, screen_patience()), "does not end on a dumb terminal");
    assert_int_equal(terminal_status(t), 2);
    screen_expect(t, terminal_shows(t, "dadao"), "no sentence");
    assert_null(strchr(terminal_raw(t), '\033'));
    terminal_close(t);

    support_result r = support_dadao(NULL, NULL);
    assert_int_equal(r.status, 2);
    assert_string_equal(r.output, "");
    assert_non_null(strstr(r.errors, "dadao run"));
    size_t lines = 0;
    for (const char *c = r.errors; *c; c++)
        lines += *c == '\n';
    assert_in_range(lines, 1, 2);
    support_result_clear(&r);
}

static void test_a_file_that_is_not_there(void **state)
{
    (void)state;
    terminal *t = screen_start(NULL, "nowhere.graphml", NULL);
    char why[256];
    screen_expect(t, terminal_wait_end(t, screen_patience()), "does not end");
    assert_in_range(terminal_status(t), 1, 2);
    screen_expect(t, terminal_shows(t, "nowhere.graphml"), "the file is not named");
    screen_expect(t, terminal_given_back(t, why, sizeof why), why);
    terminal_close(t);
}

static void test_a_file_opens(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/ring.csv", folder);
    support_write(path, "u,v\n0,1\n1,2\n2,3\n3,4\n4,0\n", 24);
    terminal *t = screen_open(NULL, path, NULL);
    screen_expect(t, terminal_wait_text(t, "ring", screen_patience()), "the network is not named");
    screen_quit(t);
    free(path);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_moves_within_half_a_second),
        cmocka_unit_test(test_the_essentials_are_there),
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_terminals),
        cmocka_unit_test(test_no_color_is_obeyed),
        cmocka_unit_test(test_plain_ascii_in_the_c_locale),
        cmocka_unit_test(test_no_usable_terminal_is_one_sentence),
        cmocka_unit_test(test_a_file_that_is_not_there),
        cmocka_unit_test(test_a_file_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
