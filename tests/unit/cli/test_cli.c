/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program as a user meets it without a screen: answers, errors with carets, JSON, interrupts, files that survive a kill. */
#include "support/support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const support_run_options plain = {0};

/* ---- Texts ---- */

/* Output and errors of one call, one after the other, with the exit status. */
static char *transcript(const char *const *argv)
{
    support_result result = support_run(&plain, argv);
    char *text = support_format("%s%s%sexit status %d\n", result.output, *result.errors ? "--- errors\n" : "", result.errors, result.status);
    support_result_clear(&result);
    return text;
}

#define GOLDEN(name, ...) golden(name, (const char *const[]){support_program(), __VA_ARGS__, NULL})
static void golden(const char *name, const char *const *argv)
{
    char *text = transcript(argv);
    support_golden(name, text);
    free(text);
}

static void test_help(void **state)
{
    (void)state;
    GOLDEN("cli/help.txt", "--help");
    GOLDEN("cli/commands.txt", "commands");
    GOLDEN("cli/help-rate-comm.txt", "help", "rate", "comm");
    GOLDEN("cli/help-run.txt", "help", "run");
    GOLDEN("cli/help-unknown.txt", "help", "rnu");
    GOLDEN("cli/help-tiling.txt", "help", "tiling");
    GOLDEN("cli/help-lesson-goto.txt", "help", "lesson", "goto");
    GOLDEN("cli/error-lesson-part.txt", "lesson", "--lessons=lessons", "1", "two");
}

/* What is written for the manual and for bash knows every row of every table. */
static void test_tables(void **state)
{
    (void)state;
    support_result manual = support_dadao(&plain, "commands", "--man", NULL), bash = support_dadao(&plain, "commands", "--bash", NULL);
    support_result list = support_dadao(&plain, "commands", NULL);
    static const char *const names[] = {"topology", "back", "explain", "lesson goto", "export web", "tiling", "save screen"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        char *item = support_format(".It Ic \"%s\"", names[k]), *line = support_format("\n  %s ", names[k]);
        char *word = support_format("        %.*s\n", (int)strcspn(names[k], " "), names[k]);
        char *lines = support_format("\n%s", list.output);
        if (!strstr(manual.output, item) || !strstr(lines, line) || !strstr(bash.output, word))
            fail_msg("'%s' is missing somewhere", names[k]);
        free(item);
        free(line);
        free(word);
        free(lines);
    }
    char *folder = support_folder(), *path = support_format("%s/dadao.bash", folder);
    support_write(path, bash.output, strlen(bash.output));
    const char *argv[] = {"bash", "-c", "source \"$0\"; COMP_WORDS=(dadao le); COMP_CWORD=1; _dadao; echo \"${COMPREPLY[*]}\"", path, NULL};
    support_result answer = support_run(&plain, argv);
    assert_string_equal(answer.output, "lesson league\n");
    support_result_clear(&answer);
    support_result_clear(&list);
    support_result_clear(&bash);
    support_result_clear(&manual);
    free(path);
    support_folder_remove(folder);
}

static void test_chi(void **state)
{
    (void)state;
    GOLDEN("cli/chi-barbell.txt", "chi", "barbell", "6");
    GOLDEN("cli/chi-nothing.txt", "chi");
    GOLDEN("cli/chi-unknown.txt", "chi", "barbel", "6");
    GOLDEN("cli/chi-word.txt", "chi", "grid", "3", "x");
    GOLDEN("cli/chi-large.txt", "chi", "path", "3000");
}

static void test_errors(void **state)
{
    (void)state;
    GOLDEN("cli/error-command.txt", "run", "-c", "topolgy grid 3 3");
    GOLDEN("cli/error-second-line.txt", "run", "-c", "topology path 4\nrate comm fast # how fast?\nrun events=3");
    GOLDEN("cli/error-utf8.txt", "run", "-c", "topology path 4; help \"é\"; edge cut \"Zürich\" 1");
    GOLDEN("cli/error-end.txt", "run", "-c", "topology path 4; run");
    GOLDEN("cli/error-large.txt", "run", "-c", "rate comm total=5; edge add 0 1");
    GOLDEN("cli/error-option.txt", "run", "--jsn");
    GOLDEN("cli/error-screen-option.txt", "--acsii");
    GOLDEN("cli/error-file.txt", "run", "no-such-file.dadao");
    GOLDEN("cli/error-value.txt", "run", "-c");
}

/* ---- JSON ---- */

static bool has_key(const char *json, const char *key)
{
    char *wanted = support_format("\"%s\": ", key);
    bool found = strstr(json, wanted) != NULL;
    free(wanted);
    return found;
}

static void test_json_keys(void **state)
{
    (void)state;
    static const char *const key[] = {"events", "gradients", "communications", "t", "msd", "consensus", "suboptimality", "wall_seconds",
                                      "events_per_second", "chi1", "chi2", "lambda", "mu", "L", "diverged", "guarantee", "hash"};
    support_result result = support_dadao(&plain, "run", "--json", "-c", "topology cycle 5; hash; run events=200", NULL);
    assert_int_equal(result.status, 0);
    assert_int_equal(result.output[0], '{');
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
        if (!has_key(result.output, key[k]))
            fail_msg("no key '%s' in %s", key[k], result.output);
    }
    assert_non_null(strstr(result.output, "\"events\": 200,"));
    assert_non_null(strstr(result.output, "\"diverged\": false,"));
    support_result_clear(&result);
    result = support_dadao(&plain, "run", "--json", "-c", "topology path 3; run events=20; edge cut 0 1; run events=5", NULL);
    assert_non_null(strstr(result.output, "\"chi1\": null,"));
    support_result_clear(&result);
}

static void test_chi_json(void **state)
{
    (void)state;
    static const char *const key[] = {"nodes", "edges", "components", "chi1", "chi2", "sufficient_rate", "lambda_2", "lambda_max",
                                      "worst_edge"};
    support_result result = support_dadao(&plain, "chi", "--json", "star", "4", NULL);
    assert_int_equal(result.status, 0);
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
        if (!has_key(result.output, key[k]))
            fail_msg("no key '%s' in %s", key[k], result.output);
    }
    assert_non_null(strstr(result.output, "\"components\": 1,"));
    support_result_clear(&result);
    result = support_dadao(&plain, "chi", "--json", "path", "3000", NULL);
    assert_non_null(strstr(result.output, "\"chi1\": null,"));
    support_result_clear(&result);
}

/* ---- Sources of commands ---- */

static void test_sources(void **state)
{
    (void)state;
    char *folder = support_folder(), *script = support_format("%s/s.dadao", folder), *graph = support_format("%s/g.csv", folder);
    support_write(script, "# a script\nrun events=30 # enough\n", 34);
    support_write(graph, "u,v\n0,1\n1,2\n", 12);
    support_result result = support_dadao(&plain, "run", "--json", graph, script, "-c", "run events=12", NULL);
    assert_non_null(strstr(result.output, "\"events\": 42,"));
    assert_non_null(strstr(result.output, "\"nodes\": 3,"));
    support_result_clear(&result);
    const char *const piped[] = {"/bin/sh", "-c", "echo 'topology path 4; run events=7' | \"$0\" run --json", support_program(), NULL};
    result = support_run(&plain, piped);
    assert_non_null(strstr(result.output, "\"events\": 7,"));
    support_result_clear(&result);
    free(script);
    free(graph);
    support_folder_remove(folder);
}

static void test_closed_pipe(void **state)
{
    (void)state;
    const char *const piped[] = {"/bin/sh", "-c", "{ \"$0\" commands; echo \"status $?\" >&2; } | true", support_program(), NULL};
    support_result result = support_run(&plain, piped);
    assert_true(strstr(result.errors, "status 0") || strstr(result.errors, "status 1"));
    support_result_clear(&result);
}

/* A problem that nothing needed is still looked at. */
static void test_unused_problem(void **state)
{
    (void)state;
    support_result result = support_dadao(&plain, "run", "-c", "problem linear dm=3", NULL);
    assert_int_equal(result.status, 2);
    assert_non_null(strstr(result.errors, "dm=3"));
    support_result_clear(&result);
}

/* ---- Ends before the end ---- */

/* Starts a long run that traces into path; the end of the line saves a state. */
static pid_t start_long_run(const char *trace, const char *final)
{
    char *line = support_format("topology cycle 6; trace \"%s\" every=10; run events=1000000000000; save state \"%s\"", trace, final);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(99);
        execl(support_program(), "dadao", "run", "-c", line, (char *)NULL);
        _exit(99);
    }
    free(line);
    for (double start = support_clock(); support_clock() - start < 20;) {
        size_t length = 0;
        char *text = support_read(trace, &length);
        free(text);
        if (length > 100000)
            break;
        usleep(20000);
    }
    return child;
}

static void check_rows(const char *trace)
{
    size_t length;
    char *text = support_read(trace, &length);
    assert_non_null(text);
    assert_true(length > 1000);
    /* A kill may cut the row that was being written; every row before it is whole. */
    *(strrchr(text, '\n') + 1) = '\0';
    unsigned long long expected = 0, event;
    for (char *row = strchr(text, '\n') + 1; *row; row = strchr(row, '\n') + 1, expected += 10) {
        int commas = 0;
        for (char *c = row; *c != '\n'; c++)
            commas += *c == ',';
        assert_int_equal(sscanf(row, "%llu,", &event), 1);
        assert_true(event == expected && commas == 7);
    }
    free(text);
}

static void end_early(int signal_number, int wanted, bool saved)
{
    char *folder = support_folder(), *trace = support_format("%s/t.csv", folder), *final = support_format("%s/f.csv", folder);
    pid_t child = start_long_run(trace, final);
    kill(child, signal_number);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), wanted);
    check_rows(trace);
    assert_int_equal(access(final, R_OK) == 0, saved);
    free(trace);
    free(final);
    support_folder_remove(folder);
}

/* A kill leaves whole rows; an interrupt also carries out what saves results. */
static void test_kill(void **state)
{
    (void)state;
    end_early(SIGKILL, 137, false);
}

static void test_interrupt(void **state)
{
    (void)state;
    end_early(SIGINT, 130, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help), cmocka_unit_test(test_tables), cmocka_unit_test(test_chi), cmocka_unit_test(test_errors), cmocka_unit_test(test_json_keys), cmocka_unit_test(test_chi_json),
        cmocka_unit_test(test_sources), cmocka_unit_test(test_closed_pipe), cmocka_unit_test(test_unused_problem),
        cmocka_unit_test(test_kill), cmocka_unit_test(test_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
