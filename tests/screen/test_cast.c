/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Films of the screen: played into a fresh terminal they end in the picture that was on the screen when the program was killed. */
#include "support/screen.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

/* The text of a JSON string that begins after its quote; *end: at the quote that ends it. Only what the program writes. */
static char *decode(const char *at, const char **end, size_t *length)
{
    char *bytes = malloc(strlen(at) + 1), *to = bytes;
    for (; *at && *at != '"'; at++) {
        unsigned code = 0;
        if (*at != '\\') {
            *to++ = *at;
        } else if (*++at == 'u') {
            assert_int_equal(sscanf(at + 1, "%4x", &code), 1);
            assert_true(code < 0x80);
            *to++ = (char)code;
            at += 4;
        } else {
            *to++ = *at;
        }
    }
    assert_int_equal(*at, '"');
    *end = at;
    *length = (size_t)(to - bytes);
    return bytes;
}

/* What a player sends to the terminal, into a file; markers and sizes are counted. */
static void unroll(const char *film, const char *path, int *marks, int *sizes)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    double before = 0, t;
    *marks = *sizes = 0;
    for (const char *line = strchr(film, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        char code;
        size_t length;
        const char *end;
        assert_non_null(strchr(line, '\n')); /* no half line */
        assert_int_equal(sscanf(line, "[%lf, \"%c\"", &t, &code), 2);
        assert_true(t >= before);
        before = t;
        char *bytes = decode(strchr(strchr(line, ',') + 1, ',') + 3, &end, &length);
        assert_memory_equal(end, "\"]\n", 3);
        *marks += code == 'm';
        *sizes += code == 'r';
        if (code == 'o')
            assert_int_equal(fwrite(bytes, 1, length, file), length);
        free(bytes);
    }
    fclose(file);
}

static bool has_mark(const char *film, const char *name)
{
    char *text = support_format("\"m\", \"%s\"]", name);
    bool found = strstr(film, text) != NULL;
    free(text);
    return found;
}

static void test_played_it_is_the_same_picture(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/a.cast", folder), *option = support_format("--cast=%s", path),
         *raw = support_format("%s/raw", folder);
    terminal *t = screen_open(&(terminal_options){.columns = 100, .rows = 30}, option, NULL);
    screen_command(t, "mark \"the start\"");
    terminal_resize(t, 120, 36);
    terminal_watch(t, 0.5);
    screen_pause(t);
    terminal_wait_quiet(t, 0.5, screen_patience());
    char *seen = terminal_dump(t);
    terminal_close(t); /* killed: nothing is lost */
    char *film = support_read(path, NULL);
    assert_non_null(film);
    assert_true(strncmp(film, "{\"version\": 2, \"width\": 100, \"height\": 30, ", 43) == 0);
    assert_non_null(strstr(film, "\"TERM\": \"xterm-256color\""));
    if (!strstr(film, "\"r\", \"120x36\"]"))
        fail_msg("no change of size in %s", film);
    assert_true(has_mark(film, "the start"));
    int marks, sizes;
    unroll(film, raw, &marks, &sizes);
    assert_int_equal(sizes, 1);
    char *script = support_format("stty raw -echo; cat '%s'; sleep 60", raw);
    t = terminal_open(&(terminal_options){.columns = 120, .rows = 36}, (const char *const[]){"/bin/sh", "-c", script, NULL});
    terminal_wait_text(t, "convergence", screen_patience());
    terminal_wait_quiet(t, 0.5, screen_patience());
    char *played = terminal_dump(t);
    assert_string_equal(played, seen);
    terminal_close(t);
    free(played);
    free(seen);
    free(film);
    free(script);
    free(raw);
    free(option);
    free(path);
    support_folder_remove(folder);
}

static void test_it_begins_and_ends_by_command(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/b.cast", folder), *line = support_format("cast %s", path);
    terminal *t = screen_open(NULL, NULL);
    screen_command(t, "cast off");
    screen_expect(t, terminal_wait_text(t, "no film", screen_patience()), "nothing to stop");
    screen_command(t, line);
    screen_expect(t, terminal_wait_text(t, "filming", screen_patience()), "filming is said");
    screen_command(t, "cast off");
    screen_expect(t, terminal_wait_text(t, "film is complete", screen_patience()), "the end is said");
    char *film = support_read(path, NULL);
    terminal_watch(t, 0.5);
    char *later = support_read(path, NULL);
    assert_string_equal(film, later); /* nothing is added */
    screen_quit(t);
    free(later);
    free(film);
    free(line);
    free(path);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_played_it_is_the_same_picture),
        cmocka_unit_test(test_it_begins_and_ends_by_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
