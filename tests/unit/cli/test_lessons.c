/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lessons that come with the program: every command works, every check holds, every goal is reached by its solution, every caption fits,
 * and each becomes a page of bounded size. */
#include "support/support.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

static const support_run_options plain = {0};

static void every_lesson_holds(void **state)
{
    (void)state;
    support_result result = support_dadao(&plain, "lesson", "--check", "--lessons=lessons", NULL);
    size_t good = 0;
    for (const char *at = result.output; (at = strstr(at, "ok  ")) != NULL; at++)
        good++;
    if (result.status != 0 || good < 10)
        fail_msg("%zu lessons hold; %s", good, result.errors);
    support_result_clear(&result);
}

static void each_prints_and_becomes_a_page(void **state)
{
    (void)state;
    glob_t files;
    char *folder = support_folder(), *page = support_format("%s/page.html", folder), *option = support_format("--web=%s", page);
    assert_int_equal(glob("lessons/*.lesson", 0, NULL, &files), 0);
    for (size_t k = 0; k < files.gl_pathc; k++) {
        support_result text = support_dadao(&plain, "lesson", "--text", files.gl_pathv[k], NULL);
        if (text.status != 0 || strlen(text.output) < 2000)
            fail_msg("%s: %s", files.gl_pathv[k], text.errors);
        support_result_clear(&text);
        support_result web = support_dadao(&plain, "lesson", option, files.gl_pathv[k], NULL);
        if (web.status != 0)
            fail_msg("%s: %s", files.gl_pathv[k], web.errors);
        support_result_clear(&web);
        size_t length;
        free(support_read(page, &length));
        assert_in_range(length, 20000, 1000000);
    }
    globfree(&files);
    free(option);
    free(page);
    support_folder_remove(folder);
}

static void a_lesson_with_a_mistake_is_refused(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/bad.lesson", folder);
    static const char text[] = "title Bad\npart One\ntopology path 4\nedge cut 0 3\n";
    support_write(path, text, sizeof text - 1);
    support_result result = support_dadao(&plain, "lesson", "--check", path, NULL);
    assert_int_equal(result.status, 1);
    assert_non_null(strstr(result.errors, "bad.lesson:4:"));
    support_result_clear(&result);
    result = support_dadao(&plain, "lesson", "no-such-lesson", NULL);
    assert_int_equal(result.status, 2);
    support_result_clear(&result);
    free(path);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lesson_holds),
        cmocka_unit_test(each_prints_and_becomes_a_page),
        cmocka_unit_test(a_lesson_with_a_mistake_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
