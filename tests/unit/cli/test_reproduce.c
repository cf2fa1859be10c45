/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao reproduce`: thresholds stand before the results, the last line judges by them, the files hold what was judged. */
#include "core/csv.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

/* The star of 300 is quick: its claim is seen at full size. */
static void the_star_is_seen(void **state)
{
    (void)state;
    char *folder = support_folder(), *out = support_format("--out=%s", folder), *path = support_format("%s/star300.csv", folder);
    support_result result = support_dadao(NULL, "reproduce", "star300", "--repeats=2", out, NULL);
    assert_int_equal(result.status, 0);
    const char *expected = strstr(result.output, "we expect"), *verdict = strstr(result.output, "the claim was seen: 4 of 4");
    assert_true(expected && verdict && expected < verdict);
    assert_null(strchr(verdict, '\n')[1] ? "the verdict is the last line" : NULL);
    dadao_csv csv;
    double value;
    assert_int_equal(dadao_core_csv_read(path, &csv, NULL), DADAO_OK);
    assert_int_equal(csv.rows, 4);
    assert_string_equal(dadao_core_csv_text(&csv, 1, 0), "msda");
    assert_int_equal(dadao_core_csv_double(&csv, 1, 1, &value, NULL), DADAO_OK);
    assert_true(value == 17 * 299);
    dadao_core_csv_clear(&csv);
    static const char *const ending[] = {"svg", "pdf", "png"};
    for (int k = 0; k < 3; k++) {
        char *picture = support_format("%s/star300.%s", folder, ending[k]), *bytes = support_read(picture, NULL);
        assert_non_null(bytes);
        free(bytes);
        free(picture);
    }
    support_result_clear(&result);
    free(path);
    free(out);
    support_folder_remove(folder);
}

static void names_are_checked(void **state)
{
    (void)state;
    support_result result = support_dadao(NULL, "reproduce", "fig6", NULL);
    assert_int_equal(result.status, 2);
    assert_non_null(strstr(result.errors, "did you mean 'fig5'"));
    support_result_clear(&result);
    result = support_dadao(NULL, "reproduce", "fig5", "--repeats=0", NULL);
    assert_int_equal(result.status, 2);
    support_result_clear(&result);
}

/* Places follow the values; what diverges or cannot run comes last and says so; JSON lines hold the same. */
static void the_league_ranks(void **state)
{
    (void)state;
    char *folder = support_folder(), *out = support_format("--out=%s/l.csv", folder), *path = support_format("%s/l.csv", folder);
    support_result result = support_dadao(NULL, "league", "--topologies=cycle 6,star 5", "--methods=dadao,msda,dgd", "--problem=quadratic dim=2 kappa=5",
                                          "--repeats=2", "--error=1e-8", "--by=gradients", out, NULL);
    assert_int_equal(result.status, 0);
    const char *first = strstr(result.output, "1 msda"), *second = strstr(result.output, "2 dadao"), *last = strstr(result.output, "3 dgd");
    assert_true(first && second && last && first < second && second < last);
    assert_non_null(strstr(last, "goal not reached"));
    dadao_csv csv;
    double dadao, msda;
    size_t gradients, place;
    assert_int_equal(dadao_core_csv_read(path, &csv, NULL), DADAO_OK);
    assert_int_equal(csv.rows, 6);
    assert_int_equal(dadao_core_csv_require(&csv, "gradients", &gradients, NULL), DADAO_OK);
    assert_int_equal(dadao_core_csv_require(&csv, "place_gradients", &place, NULL), DADAO_OK);
    assert_int_equal(dadao_core_csv_double(&csv, 0, gradients, &dadao, NULL), DADAO_OK);
    assert_int_equal(dadao_core_csv_double(&csv, 1, gradients, &msda, NULL), DADAO_OK);
    assert_true(msda < dadao);
    assert_string_equal(dadao_core_csv_text(&csv, 1, place), "1");
    dadao_core_csv_clear(&csv);
    support_result_clear(&result);
    result = support_dadao(NULL, "league", "--methods=dadao,nobody", NULL);
    assert_int_not_equal(result.status, 0);
    assert_non_null(strstr(result.errors, "nobody"));
    support_result_clear(&result);
    result = support_dadao(NULL, "league", "--topologies=cyle 4", NULL);
    assert_int_not_equal(result.status, 0);
    assert_non_null(strstr(result.errors, "did you mean 'cycle'"));
    support_result_clear(&result);
    free(path);
    free(out);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_star_is_seen),
        cmocka_unit_test(names_are_checked),
        cmocka_unit_test(the_league_ranks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
