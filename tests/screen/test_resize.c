/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window changes its size at any time, to any size. */
#include "support/screen.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static unsigned draw(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

/* Two hundred sizes in about two seconds, from one cell to 300x100, running; then it must be whole again. */
static void storm(uint64_t seed, bool paused)
{
    terminal *t = screen_open(NULL, NULL);
    if (paused)
        screen_pause(t);
    terminal_resize(t, 1, 1);
    for (int k = 0; k < 200; k++) {
        int columns = 1 + (int)draw(&seed, k % 3 == 0 ? 12 : 300), rows = 1 + (int)draw(&seed, k % 3 == 0 ? 6 : 100);
        terminal_resize(t, columns, rows);
        terminal_watch(t, 0.01);
        if (!terminal_running(t)) {
            char *words = support_format("ended at %dx%d after %d sizes", columns, rows, k);
            screen_expect(t, false, words);
        }
    }
    terminal_resize(t, 80, 24);
    screen_expect(t, terminal_wait_text(t, "events ", screen_patience()), "no screen after the storm");
    if (paused)
        terminal_wait_quiet(t, 0.3, screen_patience());
    screen_quit(t);
}

static void test_storm_running(void **state)
{
    (void)state;
    storm(1, false);
    storm(2, false);
}

static void test_storm_paused(void **state)
{
    (void)state;
    storm(3, true);
}

/* Every size alone, held until the screen is quiet: nothing is drawn outside, the right edge is not torn. */
static void test_sizes_held(void **state)
{
    (void)state;
    static const int sizes[][2] = { { 1, 1 },   { 2, 50 },  { 300, 1 },  { 10, 4 },   { 20, 5 },   { 40, 12 },
                                    { 79, 23 }, { 81, 25 }, { 132, 43 }, { 240, 70 }, { 300, 100 } };
    terminal *t = screen_open(NULL, NULL);
    screen_pause(t);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        terminal_resize(t, sizes[k][0], sizes[k][1]);
        screen_expect(t, terminal_wait_quiet(t, 0.25, screen_patience()), "does not come to rest");
        screen_expect(t, terminal_running(t), "ended");
        if (sizes[k][0] >= 20 && sizes[k][1] >= 5)
            screen_expect(t, terminal_filled(t) > 20, "an empty screen");
    }
    terminal_resize(t, 80, 24);
    screen_expect(t, terminal_wait_text(t, "events ", screen_patience()), "no screen at the end");
    screen_quit(t);
}

/* The same size reached by another way shows the same picture. */
static void test_the_picture_depends_on_the_size_alone(void **state)
{
    (void)state;
    terminal *t = screen_open(NULL, NULL);
    screen_pause(t);
    terminal_resize(t, 100, 30);
    terminal_wait_quiet(t, 0.4, screen_patience());
    char *first = terminal_dump(t);
    terminal_resize(t, 37, 9);
    terminal_wait_quiet(t, 0.4, screen_patience());
    terminal_resize(t, 211, 61);
    terminal_wait_quiet(t, 0.4, screen_patience());
    terminal_resize(t, 100, 30);
    terminal_wait_quiet(t, 0.4, screen_patience());
    char *second = terminal_dump(t);
    if (strcmp(first, second) != 0) {
        print_error("%s\n====\n", first);
        screen_expect(t, false, "another picture at the same size");
    }
    free(first);
    free(second);
    screen_quit(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_storm_running),
        cmocka_unit_test(test_storm_paused),
        cmocka_unit_test(test_sizes_held),
        cmocka_unit_test(test_the_picture_depends_on_the_size_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
