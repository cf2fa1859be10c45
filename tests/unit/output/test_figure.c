/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures by their data: the places of a drawn line are the places of its numbers. Tables read back what was put in. */
#include "core/csv.h"
#include "support/support.h"

#include <dadao/figure.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The points of the first path of an SVG with this share of green in its colour that has `count` of them; versions of Cairo
 * differ in blanks. */
static bool find_path(const char *svg, const char *green, size_t count, double (*point)[2])
{
    for (const char *at = svg; (at = strstr(at, "<path ")); at++) {
        const char *end = strstr(at, "/>"), *d = strstr(at, " d=\"M"), *colour = strstr(at, green);
        if (!end || !d || d > end || !colour || colour > end)
            continue;
        size_t found = 0;
        char *rest = (char *)(uintptr_t)d + 4;
        while (found < count && (*rest == 'M' || *rest == 'L')) {
            point[found][0] = strtod(rest + 1, &rest);
            point[found][1] = strtod(rest, &rest);
            rest += strspn(rest, " ");
            found++;
        }
        if (found == count && *rest == '"')
            return true;
    }
    return false;
}

static char *drawn(const dadao_figure *figure, const char *folder)
{
    char *path = support_format("%s/figure.svg", folder);
    dadao_error error = {0};
    if (dadao_output_figure_save(figure, path, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    char *svg = support_read(path, NULL);
    free(path);
    assert_non_null(svg);
    return svg;
}

#define BLUE "44.7"

static void a_line_is_where_its_numbers_are(void **state)
{
    (void)state;
    const double x[] = {0, 1, 2, 4}, y[] = {1, 3, 2, 5};
    double p[4][2];
    char *folder = support_folder();
    dadao_series series = {"a line", DADAO_SERIES_STROKES, 4, x, y, NULL, NULL, 0};
    dadao_figure figure = {.series = &series, .series_count = 1, .x = {"x", false, false, 0, 5}, .y = {"y", false, false, 0, 6}};
    char *svg = drawn(&figure, folder);
    assert_true(find_path(svg, BLUE, 4, p));
    double wide = p[1][0] - p[0][0], high = (p[0][1] - p[1][1]) / 2;
    assert_true(wide > 20 && high > 10);
    for (size_t k = 0; k < 4; k++) {
        assert_close(p[k][0] - p[0][0] + 1, x[k] * wide + 1, 1e-3);
        assert_close(p[0][1] - p[k][1] + 1, (y[k] - 1) * high + 1, 1e-2);
    }
    free(svg);
    support_folder_remove(folder);
}

/* Equal factors are equal distances; what is not positive leaves a gap. */
static void a_log_axis_shows_factors(void **state)
{
    (void)state;
    const double x[] = {0, 1, 2, 3, 4}, y[] = {1, 0.1, 0.01, 1e-5, 0};
    double p[4][2];
    char *folder = support_folder();
    dadao_series series = {"a line", DADAO_SERIES_STROKES, 5, x, y, NULL, NULL, 0};
    dadao_figure figure = {
        .series = &series, .series_count = 1, .x = {"x", false, false, NAN, NAN}, .y = {"y", true, false, NAN, NAN}};
    char *svg = drawn(&figure, folder);
    assert_true(find_path(svg, BLUE, 4, p));
    double decade = p[1][1] - p[0][1];
    assert_true(decade > 10);
    assert_close(p[2][1] - p[1][1], decade, 1e-3);
    assert_close(p[3][1] - p[2][1], 3 * decade, 1e-3);
    free(svg);
    support_folder_remove(folder);
}

static void nothing_is_no_figure(void **state)
{
    (void)state;
    const double x[] = {0, 1}, y[] = {NAN, -1};
    dadao_error error = {0};
    dadao_series series = {"a line", DADAO_SERIES_LINE, 2, x, y, NULL, NULL, 0};
    dadao_figure figure = {
        .series = &series, .series_count = 1, .x = {"x", false, false, NAN, NAN}, .y = {"y", true, false, NAN, NAN}};
    assert_int_equal(dadao_output_figure_save(&figure, "never.svg", &error), DADAO_INVALID);
    assert_int_equal(dadao_output_figure_save(&figure, "never.eps", NULL), DADAO_INVALID);
    figure.y.log = false;
    assert_int_equal(dadao_output_figure_save(&figure, "never.eps", &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, ".svg, .pdf or .png"));
}

/* A heatmap of few cells has a rectangle a cell; one of many is one picture. */
static void a_heatmap_stays_small(void **state)
{
    (void)state;
    enum { SIDE = 100 };
    static double border[SIDE + 1], value[SIDE * SIDE];
    char *folder = support_folder();
    for (int k = 0; k <= SIDE; k++)
        border[k] = k;
    for (int k = 0; k < SIDE * SIDE; k++)
        value[k] = exp(-k % 17);
    dadao_heat heat = {.columns = SIDE, .rows = SIDE, .x = border, .y = border, .value = value, .log = true};
    dadao_figure figure = {.heat = &heat, .x = {"x", false, false, NAN, NAN}, .y = {"y", false, false, NAN, NAN}};
    char *svg = drawn(&figure, folder);
    assert_non_null(strstr(svg, "<image"));
    assert_true(strlen(svg) < 400000);
    free(svg);
    heat.columns = heat.rows = 3;
    svg = drawn(&figure, folder);
    assert_null(strstr(svg, "<image"));
    free(svg);
    support_folder_remove(folder);
}

/* ---- Tables ---- */

static const double number[3] = {0.1, NAN, -3e300}, count[3] = {1, 2, 12345678901.0};
static const char *const text[3] = {"plain", "with, comma", "with \"quotes\""};
static const dadao_table_column columns[3] = {
    {"name", NULL, text, false}, {"value", number, NULL, false}, {"count", count, NULL, true}};
static const dadao_table table = {3, 3, columns};

static void csv_reads_back(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/t.csv", folder);
    dadao_csv csv = {0};
    double value;
    assert_int_equal(dadao_output_table_save(&table, path, NULL), DADAO_OK);
    assert_int_equal(dadao_core_csv_read(path, &csv, NULL), DADAO_OK);
    assert_int_equal(csv.rows, 3);
    for (size_t k = 0; k < 3; k++)
        assert_string_equal(dadao_core_csv_text(&csv, k, 0), text[k]);
    assert_int_equal(dadao_core_csv_double(&csv, 0, 1, &value, NULL), DADAO_OK);
    assert_true(value == 0.1);
    assert_string_equal(dadao_core_csv_text(&csv, 1, 1), "");
    assert_string_equal(dadao_core_csv_text(&csv, 2, 2), "12345678901");
    dadao_core_csv_clear(&csv);
    free(path);
    support_folder_remove(folder);
}

static void json_lines_are_objects(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/t.jsonl", folder);
    assert_int_equal(dadao_output_table_save(&table, path, NULL), DADAO_OK);
    char *bytes = support_read(path, NULL);
    assert_string_equal(bytes,
                        "{\"name\":\"plain\",\"value\":0.1,\"count\":1}\n{\"name\":\"with, comma\",\"value\":null,\"count\":2}\n"
                        "{\"name\":\"with \\\"quotes\\\"\",\"value\":-3e+300,\"count\":12345678901}\n");
    free(bytes);
    free(path);
    support_folder_remove(folder);
}

static void npy_holds_the_numbers(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/t.npy", folder);
    size_t length;
    assert_int_equal(dadao_output_table_save(&table, path, NULL), DADAO_OK);
    char *bytes = support_read(path, &length);
    assert_memory_equal(bytes, "\x93NUMPY\x01\x00", 8);
    size_t header = 10 + (unsigned char)bytes[8] + 256 * (size_t)(unsigned char)bytes[9];
    assert_int_equal(header % 64, 0);
    assert_int_equal(bytes[header - 1], '\n');
    assert_non_null(strstr(bytes + 10, "'shape': (3, 2)"));
    assert_int_equal(length, header + 3 * 2 * sizeof(double));
    double value[6];
    memcpy(value, bytes + header, sizeof value);
    assert_true(value[0] == 0.1 && value[1] == 1 && isnan(value[2]) && value[4] == -3e300 && value[5] == 12345678901.0);
    free(bytes);
    free(path);
    support_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_where_its_numbers_are),
        cmocka_unit_test(a_log_axis_shows_factors),
        cmocka_unit_test(nothing_is_no_figure),
        cmocka_unit_test(a_heatmap_stays_small),
        cmocka_unit_test(csv_reads_back),
        cmocka_unit_test(json_lines_are_objects),
        cmocka_unit_test(npy_holds_the_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
