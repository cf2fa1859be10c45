/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen costs: one write a frame, nothing when paused, little over a slow line. */
#include "support/screen.h"
#include "support/support.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Voluntary context switches of all threads: how often the program woke up. */
static long wakeups(int process)
{
    char *folder = support_format("/proc/%d/task", process);
    DIR *threads = opendir(folder);
    long sum = 0;
    for (const struct dirent *entry; threads != NULL && (entry = readdir(threads)) != NULL;) {
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        char *path = support_format("%s/%s/status", folder, entry->d_name), *text = support_read(path, NULL);
        const char *line = text != NULL ? strstr(text, "\nvoluntary_ctxt_switches:") : NULL;
        sum += line != NULL ? atol(line + strlen("\nvoluntary_ctxt_switches:")) : 0;
        free(text);
        free(path);
    }
    if (threads != NULL)
        closedir(threads);
    free(folder);
    return sum;
}

static void test_paused_is_asleep(void **state)
{
    (void)state;
    terminal *t = screen_open(NULL, NULL);
    screen_pause(t);
    terminal_watch(t, 0.3);
    long before = wakeups(terminal_process(t));
    size_t bytes = terminal_bytes(t);
    terminal_watch(t, 2);
    assert_int_equal(terminal_bytes(t) - bytes, 0);
    /* Looking itself may wake a thread; a polling loop would show a hundred. */
    if (wakeups(terminal_process(t)) - before > 2)
        fail_msg("%ld wake-ups in two paused seconds", wakeups(terminal_process(t)) - before);
    screen_quit(t);
}

static size_t count(const char *text, const char *what)
{
    size_t number = 0;
    for (; (text = strstr(text, what)) != NULL; text += strlen(what))
        number++;
    return number;
}

/* Frames stand between the marks of a synchronized update; the preloaded counter says how many writes carried them. */
static void test_one_write_a_frame(void **state)
{
    (void)state;
    char *preload = support_format("%s/preload.so", support_build()), *absolute = realpath(preload, NULL);
    if (getenv("DADAO_SLOW") != NULL || absolute == NULL) {
        free(preload);
        free(absolute);
        skip();
    }
    char *folder = support_folder(), *counts = support_format("%s/writes", folder);
    char *load = support_format("LD_PRELOAD=%s", absolute), *to = support_format("DADAO_PRELOAD_WRITES=%s", counts);
    const char *const environment[] = { load, to, NULL };
    terminal *t = screen_open(&(terminal_options){ .columns = 200, .rows = 50, .environment = environment }, NULL);
    terminal_watch(t, 2);
    terminal_keys(t, "q");
    screen_expect(t, terminal_wait_end(t, screen_patience()), "does not end");
    size_t frames = count(terminal_raw(t), "\033[?2026h");
    char *text = support_read(counts, NULL);
    assert_non_null(text);
    double writes = strtod(text, NULL);
    screen_expect(t, frames >= 8, "fewer than eight frames in two seconds");
    /* Setting up and giving back are a handful of writes of their own. */
    if (writes > (double)frames + 8)
        fail_msg("%g writes for %zu frames", writes, frames);
    free(text);
    terminal_close(t);
    free(counts);
    free(load);
    free(to);
    free(preload);
    free(absolute);
    support_folder_remove(folder);
}

static void test_frames_are_whole(void **state)
{
    (void)state;
    terminal *t = screen_open(&(terminal_options){ .columns = 120, .rows = 36 }, NULL);
    terminal_watch(t, 1);
    terminal_keys(t, "q");
    terminal_wait_end(t, screen_patience());
    /* Each frame is closed; giving the terminal back closes once more, to be sure. */
    size_t opened = count(terminal_raw(t), "\033[?2026h"), closed = count(terminal_raw(t), "\033[?2026l");
    assert_in_range(closed, opened, opened + 2);
    terminal_close(t);
}

static void test_a_live_screen_is_no_flood(void **state)
{
    (void)state;
    terminal *t = screen_open(&(terminal_options){ .columns = 200, .rows = 50 }, NULL);
    terminal_watch(t, 1);
    size_t before = terminal_bytes(t);
    double began = support_clock();
    terminal_watch(t, 3);
    double rate = (double)(terminal_bytes(t) - before) / (support_clock() - began);
    print_message("# %.1f kB/s at 200x50\n", rate / 1000);
    /* The users' pain begins at about 100 kB/s over ssh. */
    if (rate > 100e3)
        fail_msg("%.0f bytes a second", rate);
    screen_quit(t);
}

/* Calm sends less, not only shows less: at most 8 kB a second once the first frame is out, and nothing flashes. */
static void test_calm_is_calm(void **state)
{
    (void)state;
    terminal *t = screen_open(&(terminal_options){ .columns = 200, .rows = 50 }, "--calm", NULL);
    screen_expect(t, terminal_wait_text(t, "running", screen_patience()), "does not run");
    terminal_watch(t, 3);
    size_t before = terminal_bytes(t);
    double began = support_clock();
    terminal_watch(t, 5);
    double rate = (double)(terminal_bytes(t) - before) / (support_clock() - began);
    print_message("# %.1f kB/s at 200x50, calm\n", rate / 1000);
    if (rate > 8.8e3) /* a frame more or less in five seconds */
        fail_msg("%.0f bytes a second", rate);
    assert_true(rate > 0);
    screen_quit(t);
}

/* A terminal that takes nothing: the program waits with its frames and still answers when it is taken again. */
static void test_a_stuck_terminal(void **state)
{
    (void)state;
    terminal *t = screen_open(&(terminal_options){ .columns = 200, .rows = 50 }, NULL);
    double end = support_clock() + 2;
    while (support_clock() < end) {
        /* Not reading. */
        struct timespec nap = { 0, 50 * 1000 * 1000 };
        nanosleep(&nap, NULL);
    }
    char *text = terminal_text(t);
    screen_expect(t, terminal_wait_change(t, text, screen_patience()), "does not come back");
    free(text);
    screen_quit(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paused_is_asleep), cmocka_unit_test(test_one_write_a_frame),
        cmocka_unit_test(test_frames_are_whole), cmocka_unit_test(test_a_live_screen_is_no_flood),
        cmocka_unit_test(test_a_stuck_terminal), cmocka_unit_test(test_calm_is_calm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
