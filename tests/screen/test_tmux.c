/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside a real tmux, as in many a lecture: starts, moves, follows the window, leaves. */
#include "support/support.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *folder, *socket_path;

/* Runs `tmux -S socket …` and returns what it prints. */
static char *tmux(const char *arguments)
{
    char *line = support_format("TMUX= exec tmux -S %s -f /dev/null %s", socket_path, arguments);
    const char *const argv[] = { "sh", "-c", line, NULL };
    support_result r = support_run(&(support_run_options){ .seconds = 20 }, argv);
    free(line);
    free(r.errors);
    return r.output;
}

static bool wait_for(const char *arguments, const char *text, bool wanted, double seconds)
{
    double end = support_clock() + seconds;
    for (;;) {
        char *shown = tmux(arguments);
        bool found = strstr(shown, text) != NULL;
        free(shown);
        if (found == wanted)
            return true;
        if (support_clock() > end)
            return false;
        nanosleep(&(struct timespec){ 0, 30 * 1000 * 1000 }, NULL);
    }
}

static int begin(void **state)
{
    (void)state;
    folder = support_folder();
    socket_path = support_format("%s/s", folder);
    return 0;
}

static int end(void **state)
{
    (void)state;
    free(tmux("kill-server"));
    free(socket_path);
    support_folder_remove(folder);
    return 0;
}

static void test_in_tmux(void **state)
{
    (void)state;
    const char *const version[] = { "tmux", "-V", NULL };
    support_result r = support_run(NULL, version);
    bool there = r.status == 0;
    support_result_clear(&r);
    if (!there) {
        print_message("tmux is not here: skipped\n");
        skip();
    }
    char *start =
        support_format("new-session -d -x 120 -y 36 \"sh -c '%s; echo status $?; read x'\"", support_program());
    free(tmux(start));
    free(start);
    assert_true(wait_for("capture-pane -p", "events ", true, 20));
    char *first = tmux("capture-pane -p");
    assert_true(wait_for("capture-pane -p", first, false, 20));
    free(first);
    free(tmux("resize-window -x 80 -y 24"));
    assert_true(wait_for("display-message -p '#{window_width}x#{window_height}'", "80x24", true, 20));
    assert_true(wait_for("capture-pane -p", "events ", true, 20));
    free(tmux("send-keys '?'"));
    assert_true(wait_for("capture-pane -p", "run or pause", true, 20));
    free(tmux("send-keys '?'"));
    free(tmux("send-keys q"));
    assert_true(wait_for("capture-pane -p", "status 0", true, 20));
    assert_true(wait_for("display-message -p 'alternate #{alternate_on}'", "alternate 0", true, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_in_tmux) };
    return cmocka_run_group_tests(tests, begin, end);
}
