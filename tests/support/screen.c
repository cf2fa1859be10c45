/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and keys of the full screen, for the tests that drive it. */
#include "support/screen.h"
#include "support/support.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ARGUMENTS = 10 };

double screen_patience(void)
{
    const char *slow = getenv("DADAO_SLOW");
    return slow != NULL && *slow != '\0' ? 60 : 15;
}

static terminal *start(const terminal_options *options, va_list arguments)
{
    const char *argv[MAX_ARGUMENTS] = { support_program() };
    for (size_t k = 1; k + 1 < MAX_ARGUMENTS; k++) {
        argv[k] = va_arg(arguments, const char *);
        if (argv[k] == NULL)
            break;
    }
    return terminal_open(options, argv);
}

terminal *screen_start(const terminal_options *options, ...)
{
    va_list arguments;
    va_start(arguments, options);
    terminal *t = start(options, arguments);
    va_end(arguments);
    return t;
}

/* A frame is there when the alternate screen shows more than a line of text. */
static bool has_frame(terminal *t, const void *context)
{
    (void)context;
    return terminal_filled(t) > 60 || (terminal_columns(t) * terminal_rows(t) < 400 && terminal_filled(t) > 4);
}

terminal *screen_open(const terminal_options *options, ...)
{
    va_list arguments;
    va_start(arguments, options);
    terminal *t = start(options, arguments);
    va_end(arguments);
    if (!terminal_wait(t, has_frame, NULL, screen_patience()))
        screen_expect(t, false, "no first frame");
    return t;
}

void screen_expect(terminal *t, bool condition, const char *what)
{
    if (condition)
        return;
    char *text = terminal_text(t);
    /* Not print_error: it cuts long texts. */
    fprintf(stderr, "---- %s; status %d, %dx%d shows:\n%s----\n", what, terminal_status(t), terminal_columns(t),
            terminal_rows(t), text);
    free(text);
    fail_msg("%s", what);
}

double screen_number(terminal *t, const char *label)
{
    char *text = terminal_text(t);
    double number = -1;
    for (const char *at = text; number < 0 && (at = strstr(at, label)) != NULL;) {
        at += strlen(label);
        const char *digit = at + strspn(at, " =:");
        if (!isdigit((unsigned char)*digit) || (digit == at && at[-1] != ' '))
            continue;
        char plain[64];
        size_t length = 0;
        for (; (isdigit((unsigned char)*digit) || strchr(",.", *digit)) && *digit && length < sizeof plain - 1; digit++)
            if (*digit != ',')
                plain[length++] = *digit;
        plain[length] = '\0';
        number = strtod(plain, NULL);
        number *= *digit == 'k' ? 1e3 : *digit == 'M' ? 1e6 : *digit == 'G' ? 1e9 : 1;
    }
    free(text);
    return number;
}

static bool has_moved(terminal *t, const void *context)
{
    (void)context;
    /* Narrow screens say "ev". */
    return (screen_number(t, "events ") > 0 || screen_number(t, "ev ") > 0) && terminal_shows(t, "running");
}

void screen_pause(terminal *t)
{
    screen_expect(t, terminal_wait(t, has_moved, NULL, screen_patience()), "nothing happens");
    terminal_keys(t, " ");
    screen_expect(t, terminal_wait_text(t, "paused", screen_patience()), "space does not pause");
    screen_expect(t, terminal_wait_quiet(t, 0.6, screen_patience()), "still writes after a pause");
}

void screen_command(terminal *t, const char *line)
{
    char *keys = support_format(":%s\r", line);
    terminal_keys(t, keys);
    free(keys);
}

void screen_quit(terminal *t)
{
    char why[256];
    terminal_keys(t, "q");
    screen_expect(t, terminal_wait_end(t, screen_patience()), "does not end with q");
    assert_int_equal(terminal_status(t), 0);
    screen_expect(t, terminal_given_back(t, why, sizeof why), why);
    terminal_close(t);
}
