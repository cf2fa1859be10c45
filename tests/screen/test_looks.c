/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row that the screen adds to the table of commands: its example, typed at the prompt, is carried out without an error. */
#include "support/screen.h"
#include "support/support.h"
#include "view/view.h"

#include <stdlib.h>
#include <string.h>

/* Those that end the program or its picture are tested by themselves. */
static bool leaves(const char *name)
{
    return strcmp(name, "quit") == 0 || strcmp(name, "suspend") == 0;
}

static bool shows_no_prompt(terminal *t, const void *line)
{
    return !terminal_shows(t, line);
}

static void test_every_look(void **state)
{
    (void)state;
    size_t tried = 0;
    terminal *t = screen_open(&(terminal_options){ .columns = 120, .rows = 36 }, "--allow-write", NULL);
    screen_pause(t);
    for (size_t k = 0; k < dadao_view_command_count; k++) {
        const dadao_command *row = &dadao_view_commands[k];
        if (!row->example || leaves(row->name) || (row->flags & DADAO_COMMAND_WRITES))
            continue;
        char *typed = support_format(":%s", row->example), *told = support_format("`%s` is refused", row->example);
        screen_command(t, row->example);
        screen_expect(t, terminal_wait(t, shows_no_prompt, typed, screen_patience()), "the prompt stays open");
        terminal_wait_quiet(t, 0.15, screen_patience());
        screen_expect(t, !terminal_shows(t, "error: "), told);
        terminal_keys(t, "\033"); /* whatever it opened */
        terminal_wait_quiet(t, 0.1, screen_patience());
        free(typed);
        free(told);
        tried++;
    }
    assert_true(tried > 5);
    /* And this is how an error would look. */
    screen_command(t, "zoom nothing-of-that-name 1 2 3");
    screen_expect(t, terminal_wait_text(t, "error", screen_patience()), "a wrong look is not refused");
    terminal_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_look) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
