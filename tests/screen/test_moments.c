/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions of a lecture, each answered live from a cold start in at most five keys or one step of a lesson: the list is
 * man/moments.txt, from which the manual page is made as well. The answers are read as patterns: their numbers are whatever was
 * computed. */
#include "support/screen.h"
#include "support/support.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_MOMENTS = 32, MAX_KEYS = 5, MAX_SEEN = 3 };

typedef struct moment {
    const char *question, *lesson, *part, *why;
    const char *key[MAX_KEYS], *seen[MAX_SEEN];
    regex_t pattern[MAX_SEEN];
    size_t keys, seens;
} moment;

typedef struct moment_list {
    char *text;
    moment moment[MAX_MOMENTS];
    size_t count;
} moment_list;

/* ---- What is seen ---- */

/* The text of the screen as one line with single blanks. */
static char *one_line(terminal *t)
{
    char *text = terminal_text(t), *to = text;
    for (const char *from = text; *from; from++)
        if (!strchr(" \n", *from) || (to > text && to[-1] != ' '))
            *to++ = strchr(" \n", *from) ? ' ' : *from;
    *to = '\0';
    return text;
}

/* `#` is a number; everything else stands for itself. */
static void compile(regex_t *pattern, const char *seen)
{
    char expression[1024];
    size_t used = 0;
    for (const char *at = seen; *at; at++) {
        assert_in_range(used, 0, sizeof expression - 64);
        if (*at == '#')
            used += (size_t)sprintf(expression + used, "-?[0-9][0-9.,]*(e[-+]?[0-9]+)?");
        else
            used += (size_t)sprintf(expression + used, strchr("\\.[]{}()*+?^$|", *at) ? "\\%c" : "%c", *at);
    }
    expression[used] = '\0';
    assert_int_equal(regcomp(pattern, expression, REG_EXTENDED | REG_NOSUB), 0);
}

static bool is_seen(terminal *t, const void *pattern)
{
    char *text = one_line(t);
    bool found = regexec(pattern, text, 0, NULL, 0) == 0;
    free(text);
    return found;
}

/* ---- The list ---- */

static void read_keys(moment *m, char *words)
{
    for (char *rest = NULL, *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (m->keys == MAX_KEYS)
            fail_msg("'%s' takes more than five keys", m->question);
        m->key[m->keys++] = word;
    }
}

static void read_lesson(moment *m, char *words)
{
    char *rest = NULL;
    m->lesson = strtok_r(words, " ", &rest);
    m->part = strtok_r(NULL, " ", &rest);
    if (!m->part)
        fail_msg("'%s': a lesson and its part", m->question);
}

static void read_seen(moment *m, char *text)
{
    assert_in_range(m->seens, 0, MAX_SEEN - 1);
    compile(&m->pattern[m->seens], text);
    m->seen[m->seens++] = text;
}

static void read_line(moment_list *list, char *line)
{
    size_t length = strcspn(line, " ");
    char *value = line + length + (line[length] == ' ');
    moment *m = list->count ? &list->moment[list->count - 1] : NULL;
    line[length] = '\0';
    if (strcmp(line, "question") == 0) {
        assert_in_range(list->count, 0, MAX_MOMENTS - 1);
        list->moment[list->count++].question = value;
    } else if (!m) {
        fail_msg("'%s' before the first question", line);
    } else if (strcmp(line, "lesson") == 0) {
        read_lesson(m, value);
    } else if (strcmp(line, "keys") == 0) {
        read_keys(m, value);
    } else if (strcmp(line, "seen") == 0) {
        read_seen(m, value);
    } else if (strcmp(line, "why") == 0) {
        m->why = value;
    } else {
        fail_msg("'%s' is no word of this list", line);
    }
}

static int set_up(void **state)
{
    moment_list *list = calloc(1, sizeof *list);
    list->text = support_read("man/moments.txt", NULL);
    assert_non_null(list->text);
    for (char *line = list->text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        if (*line != '\0' && *line != '#')
            read_line(list, line);
    }
    *state = list;
    return 0;
}

static int tear_down(void **state)
{
    moment_list *list = *state;
    for (size_t k = 0; k < list->count; k++)
        for (size_t s = 0; s < list->moment[k].seens; s++)
            regfree(&list->moment[k].pattern[s]);
    free(list->text);
    free(list);
    return 0;
}

/* ---- Keys ---- */

static const char *bytes_of(const char *key)
{
    static const char *const name[][2] = {{"Enter", "\r"},     {"Space", " "},   {"Tab", "\t"},     {"Left", "\033[D"},
                                          {"Right", "\033[C"}, {"Up", "\033[A"}, {"Down", "\033[B"}};
    for (size_t k = 0; k < sizeof name / sizeof *name; k++)
        if (strcmp(key, name[k][0]) == 0)
            return name[k][1];
    if (key[1] != '\0')
        fail_msg("'%s' is no key", key);
    return key;
}

static bool all_seen(terminal *t, const moment *m)
{
    for (size_t k = 0; k < m->seens; k++)
        if (!is_seen(t, &m->pattern[k]))
            return false;
    return true;
}

/* Presses as a lecturer does: what came of one key is looked at before the next, and a lesson whose run came to its end by itself
 * needs no key for that. */
static void press(terminal *t, const moment *m)
{
    for (size_t k = 0; k < m->keys && !(m->lesson && all_seen(t, m)); k++) {
        char *before = terminal_text(t);
        terminal_keys(t, bytes_of(m->key[k]));
        (void)terminal_wait_change(t, before, screen_patience());
        (void)terminal_wait_quiet(t, 0.6, m->lesson ? 3 : screen_patience());
        free(before);
    }
}

static terminal *open_program(const moment *m, const char *folder)
{
    char here[1024];
    assert_non_null(getcwd(here, sizeof here));
    char *lessons = support_format("--lessons=%s/lessons", here), *graphs = support_format("--graphs=%s/graphs", here);
    char *program = support_format("%s/%s", support_program()[0] == '/' ? "" : here, support_program());
    const char *lesson[] = {program, "lesson", m->lesson, m->part, lessons, NULL};
    const char *plain[] = {program, graphs, NULL};
    terminal *t = terminal_open(&(terminal_options){.folder = folder}, m->lesson ? lesson : plain);
    char *place = support_format(" %s/#", m->part); /* behind the titles of the lesson and of its part */
    regex_t pattern;
    compile(&pattern, m->lesson ? place : "events #");
    screen_expect(t, terminal_wait(t, is_seen, &pattern, screen_patience()), m->question);
    regfree(&pattern);
    free(place);
    if (m->lesson)
        (void)terminal_wait_quiet(t, 0.6, 3);
    else
        terminal_watch(t, 1.5); /* something should have happened that can be asked about */
    free(program);
    free(graphs);
    free(lessons);
    return t;
}

/* What lies on top goes first. */
static void leave(terminal *t)
{
    if (terminal_shows(t, "Esc closes")) {
        terminal_keys(t, "\033");
        (void)terminal_wait_no_text(t, "Esc closes", screen_patience());
    }
    screen_quit(t);
}

/* ---- The tests ---- */

static void test_every_question_has_its_answer(void **state)
{
    const moment_list *list = *state;
    assert_int_equal(list->count, 19);
    for (size_t k = 0; k < list->count; k++) {
        const moment *m = &list->moment[k];
        char *folder = support_folder();
        terminal *t = open_program(m, folder);
        press(t, m);
        assert_true(m->why && m->seens > 0);
        for (size_t s = 0; s < m->seens; s++)
            screen_expect(t, terminal_wait(t, is_seen, &m->pattern[s], screen_patience()), m->question);
        leave(t);
        support_folder_remove(folder);
    }
}

/* What is given away comes back to the same bits. */
static void test_the_file_comes_back(void **state)
{
    (void)state;
    const moment none = {.question = "the file"};
    char *folder = support_folder();
    terminal *t = open_program(&none, folder);
    screen_pause(t);
    const double events = screen_number(t, "events ");
    char *name = support_format("dadao-%.0f.dadao", events), *path = support_format("%s/%s", folder, name);
    terminal_keys(t, "X");
    screen_expect(t, terminal_wait_text(t, name, screen_patience()), "the name of the file is not said");
    screen_quit(t);
    t = screen_open(&(terminal_options){.columns = 120, .rows = 36}, path, NULL);
    screen_expect(t, terminal_wait_text(t, "finished", screen_patience()), "the file is not carried out");
    screen_expect(t, screen_number(t, "events ") == events, "the file leads to another moment");
    screen_quit(t);
    free(path);
    free(name);
    support_folder_remove(folder);
}

/* Back to the start, and from there forward again. */
static void test_a_minute_ago(void **state)
{
    (void)state;
    const moment none = {.question = "a minute ago"};
    terminal *t = open_program(&none, NULL);
    screen_pause(t);
    const double events = screen_number(t, "events ");
    screen_expect(t, events > 20, "nothing has happened");
    terminal_keys(t, "B");
    screen_expect(t, terminal_wait_text(t, "events 0", screen_patience()), "B does not go back");
    terminal_wait_quiet(t, 0.4, screen_patience());
    screen_command(t, "goto end");
    terminal_wait_no_text(t, "events 0", screen_patience());
    terminal_wait_quiet(t, 0.4, screen_patience());
    screen_expect(t, screen_number(t, "events ") == events, "what was there later is gone");
    screen_quit(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_question_has_its_answer, set_up, tear_down),
        cmocka_unit_test(test_the_file_comes_back),
        cmocka_unit_test(test_a_minute_ago),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
