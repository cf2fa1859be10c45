/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao sweep` as a program: killed again and again it ends with the same bytes and does nothing twice. */
#include "core/csv.h"
#include "support/support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define COMMANDS "topology cycle 12; problem quadratic dim=3 kappa=30"

static support_result sweep(const char *folder, const char *out, int jobs, int signal, double after)
{
    char *out_option = support_format("--out=%s/%s", folder, out), *jobs_option = support_format("--jobs=%d", jobs);
    support_run_options options = {.signal = signal, .signal_after = after, .seconds = 120};
    support_result result = support_dadao(&options, "sweep", "-c", COMMANDS, "rate=0.8..4/6log", "--repeats=6", "--error=1e-10",
                                          out_option, jobs_option, NULL);
    free(out_option);
    free(jobs_option);
    return result;
}

static char *read_in(const char *folder, const char *name)
{
    char *path = support_format("%s/%s", folder, name), *text = support_read(path, NULL);
    free(path);
    return text;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void kills_lose_nothing(void **state)
{
    (void)state;
    char *folder = support_folder();
    support_result result = sweep(folder, "whole.csv", 2, 0, 0);
    assert_int_equal(result.status, 0);
    support_result_clear(&result);
    size_t kills = 0;
    int status = 128 + SIGKILL;
    for (int k = 0; k < 60 && status == 128 + SIGKILL; k++) {
        result = sweep(folder, "killed.csv", 1 + k % 2, SIGKILL, 0.03 + 0.02 * k);
        status = result.status;
        kills += status == 128 + SIGKILL;
        support_result_clear(&result);
    }
    assert_int_equal(status, 0);
    assert_true(kills > 0);
    char *whole = read_in(folder, "whole.csv"), *killed = read_in(folder, "killed.csv"),
         *points = read_in(folder, "killed.csv.points");
    assert_string_equal(whole, killed);
    /* Every run once, but for lines that a kill cut short. */
    size_t keys = 0;
    for (const char *at = points; (at = strstr(at, "{\"key\":\"")) != NULL; at += 8) {
        char *key = support_format("%.24s", at);
        assert_null(strstr(at + 8, key));
        free(key);
        keys++;
    }
    assert_true(keys >= 36 && keys <= 36 + kills);
    free(whole);
    free(killed);
    free(points);
    support_folder_remove(folder);
}

/* A finished sweep is only read; damage to the journal costs what was damaged. */
static void what_is_done_is_read(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/a.csv.points", folder);
    size_t length;
    support_result result = sweep(folder, "a.csv", 2, 0, 0);
    support_result_clear(&result);
    char *points = support_read(path, &length);
    assert_int_equal(count_lines(points), 36);
    memset(points + length / 2, '#', 40);
    support_write(path, points, length);
    free(points);
    result = sweep(folder, "a.csv", 2, 0, 0);
    assert_int_equal(result.status, 0);
    assert_non_null(strstr(result.errors, "of 36 runs were done before"));
    support_result_clear(&result);
    free(path);
    support_folder_remove(folder);
}

static void refused(const char *word, const char *says)
{
    support_result result = support_dadao(NULL, "sweep", "-c", "topology cycle 8", "rate=1,2", word, NULL);
    assert_int_not_equal(result.status, 0);
    if (!strstr(result.errors, says))
        fail_msg("%s: '%s' does not say '%s'", word, result.errors, says);
    support_result_clear(&result);
}

static void bad_input_runs_nothing(void **state)
{
    (void)state;
    refused("rat=1", "did you mean 'rate'");
    refused("method=dadao,nobody", "nobody");
    refused("topology=cycle 8,cyle 9", "did you mean 'cycle'");
    refused("--price=0,0", "nothing costs");
    refused("--price=nan,1", "nan");
    refused("--price=1", "GRADIENT,COMMUNICATION");
    refused("--repeats=0", "1 to 100000");
    refused("--out=a.svg", ".csv");
    refused("--figure=a.csv", ".svg, .pdf or .png");
    refused("alpha=-1", "alpha");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kills_lose_nothing),
        cmocka_unit_test(what_is_done_is_read),
        cmocka_unit_test(bad_input_runs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
