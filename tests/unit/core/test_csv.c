/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as people and spreadsheets write them, and the place of every fault. */
#include "core/csv.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static dadao_status parse(const char *text, dadao_csv *csv, dadao_error *error)
{
    return dadao_core_csv_parse("t.csv", text, strlen(text), csv, error);
}

/* Parses a text that must be a table whose cells, row after row, are `cells` joined by '|'. */
static void assert_table(const char *text, size_t columns, const char *cells)
{
    dadao_csv csv;
    dadao_error error = { 0 };
    if (parse(text, &csv, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    assert_int_equal(csv.columns, columns);
    char *joined = support_format("%s", "");
    for (size_t k = 0; k < csv.rows * csv.columns; k++) {
        char *longer = support_format("%s%s%s", joined, k ? "|" : "", csv.cell[k]);
        free(joined);
        joined = longer;
    }
    assert_string_equal(joined, cells);
    free(joined);
    dadao_core_csv_clear(&csv);
}

static void assert_refused(const char *text, const char *words)
{
    dadao_csv csv;
    dadao_error error = { 0 };
    assert_int_equal(parse(text, &csv, &error), DADAO_FORMAT);
    if (!strstr(error.text, words))
        fail_msg("'%s' should say '%s'", error.text, words);
    assert_null(csv.bytes);
}

static void test_plain(void **state)
{
    (void)state;
    assert_table("u,v,rate\n0,1,2.5\n1,2,3\n", 3, "0|1|2.5|1|2|3");
    assert_table("u,v\n0,1", 2, "0|1");
    assert_table("u\n0\n1\n", 1, "0|1");
    assert_table("u,v\n", 2, "");
}

static void test_as_spreadsheets_write_them(void **state)
{
    (void)state;
    assert_table("\xEF\xBB\xBFu,v\r\n0,1\r\n", 2, "0|1");
    assert_table("u;v\n0,5;1\n", 2, "0,5|1");
    assert_table("u\tv\n0\t1\n", 2, "0|1");
    assert_table("a,b\n , 2 \n", 2, "|2");
    assert_table("# made by hand\n\nu,v\n\n0,1\n# gone\n1,2\n\n", 2, "0|1|1|2");
    assert_table("u,v\n1,\n,\n", 2, "1|||");
}

static void test_quotes(void **state)
{
    (void)state;
    assert_table("city,x\n\"New York, NY\",1\n", 2, "New York, NY|1");
    assert_table("a,b\n\"say \"\"no\"\"\",\"\"\n", 2, "say \"no\"|");
    assert_table("a,b\n\"two\nlines\",\" kept \"\n", 2, "two\nlines| kept ");
    assert_table("\"a;b\",\"c\"\n1,2\n", 2, "1|2");
}

static void test_line_numbers_are_the_files(void **state)
{
    (void)state;
    dadao_csv csv;
    dadao_error error = { 0 };
    assert_int_equal(parse("# one\nu,v\n\"a\nb\",1\n\n2,x\n", &csv, &error), DADAO_OK);
    assert_int_equal(csv.line[0], 3);
    assert_int_equal(csv.line[1], 6);
    double value;
    assert_int_equal(dadao_core_csv_double(&csv, 1, 1, &value, &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, "t.csv:6:"));
    assert_non_null(strstr(error.text, "'v'"));
    assert_non_null(strstr(error.text, "'x'"));
    dadao_core_csv_clear(&csv);
}

static void test_faults_have_their_place(void **state)
{
    (void)state;
    assert_refused("", "empty");
    assert_refused("# only words\n\n", "empty");
    assert_refused("u,v\n0,1\n0\n", "t.csv:3:");
    assert_refused("u,v\n0,1,2\n", "t.csv:2:");
    assert_refused("u,V,U\n", "named twice");
    assert_refused("u,v\n0,\"open\n1,2\n", "t.csv:2:");
    assert_refused("u,v\n\"a\"b,1\n", "after a closing quote");
    dadao_csv csv;
    dadao_error error = { 0 };
    assert_int_equal(dadao_core_csv_parse("t.csv", "u,v\n0\0,1\n", 9, &csv, &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, "NUL"));
}

static void test_numbers(void **state)
{
    (void)state;
    dadao_csv csv;
    dadao_error error = { 0 };
    assert_int_equal(parse("i,x\n4,1e-3\n5,nan\n-1,1e999\n1.5,0x1p-2\n", &csv, &error), DADAO_OK);
    double x = 0;
    size_t i = 0;
    assert_int_equal(dadao_core_csv_double(&csv, 0, 1, &x, &error), DADAO_OK);
    assert_true(x == 1e-3);
    assert_int_equal(dadao_core_csv_double(&csv, 1, 1, &x, &error), DADAO_FORMAT);
    assert_int_equal(dadao_core_csv_double(&csv, 2, 1, &x, &error), DADAO_FORMAT);
    assert_int_equal(dadao_core_csv_double(&csv, 3, 1, &x, &error), DADAO_OK);
    assert_true(x == 0.25);
    assert_int_equal(dadao_core_csv_index(&csv, 0, 0, 5, &i, &error), DADAO_OK);
    assert_int_equal(i, 4);
    assert_int_equal(dadao_core_csv_index(&csv, 1, 0, 5, &i, &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, "0 to 4"));
    assert_int_equal(dadao_core_csv_index(&csv, 2, 0, 5, &i, &error), DADAO_FORMAT);
    assert_int_equal(dadao_core_csv_index(&csv, 3, 0, 5, &i, &error), DADAO_FORMAT);
    dadao_core_csv_clear(&csv);
}

static void test_columns_by_name(void **state)
{
    (void)state;
    dadao_csv csv;
    dadao_error error = { 0 };
    assert_int_equal(parse("Longitude,latitude,rate\n1,2,3\n", &csv, &error), DADAO_OK);
    assert_int_equal(dadao_core_csv_column(&csv, "LONGITUDE"), 0);
    assert_true(dadao_core_csv_column(&csv, "speed") == SIZE_MAX);
    size_t column = 9;
    assert_int_equal(dadao_core_csv_require(&csv, "latitude", &column, &error), DADAO_OK);
    assert_int_equal(column, 1);
    assert_int_equal(dadao_core_csv_require(&csv, "latitud", &column, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "did you mean 'latitude'"));
    assert_non_null(strstr(error.text, "Longitude, latitude, rate"));
    dadao_core_csv_clear(&csv);
}

static void test_files(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/t.csv", folder);
    support_write(path, "u,v\n0,1\n", 8);
    dadao_csv csv;
    dadao_error error = { 0 };
    assert_int_equal(dadao_core_csv_read(path, &csv, &error), DADAO_OK);
    assert_string_equal(dadao_core_csv_text(&csv, 0, 1), "1");
    dadao_core_csv_clear(&csv);
    assert_int_equal(dadao_core_csv_read(folder, &csv, &error), DADAO_IO);
    dadao_core_csv_clear(&csv);
    free(path);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_as_spreadsheets_write_them),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_line_numbers_are_the_files),
        cmocka_unit_test(test_faults_have_their_place),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_columns_by_name),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
