/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces in their three formats, starting points and event logs: read back equal, refused with a place when wrong. */
#include "support/support.h"

#include <dadao/output.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const dadao_sample samples[2] = {
    {.event = 0, .t = 0, .msd = 0.1, .msd_lazy = 1.0 / 3, .consensus = 1e-300, .suboptimality = 5},
    {.event = 1234567890123, .t = 2.5, .gradients = 7, .communications = 9, .msd = INFINITY, .msd_lazy = 1e-30, .consensus = 0,
     .suboptimality = -1e-17},
};

/* Two rows through a file of this ending. */
static char *written(const char *folder, const char *name, size_t *length)
{
    char *path = support_format("%s/%s", folder, name);
    dadao_trace *trace;
    dadao_error error = {0};
    assert_int_equal(dadao_output_trace_open(path, false, &trace, &error), DADAO_OK);
    for (size_t k = 0; k < 2; k++)
        assert_int_equal(dadao_output_trace_add(trace, 0, &samples[k], &error), DADAO_OK);
    assert_int_equal(dadao_output_trace_close(trace, &error), DADAO_OK);
    char *text = support_read(path, length);
    free(path);
    assert_non_null(text);
    return text;
}

static void test_csv(void **state)
{
    (void)state;
    char *folder = support_folder();
    size_t length;
    char *text = written(folder, "t.csv", &length);
    assert_string_equal(text, DADAO_OUTPUT_TRACE_COLUMNS "\n0,0,0,0,0.10000000000000001,0.33333333333333331,1e-300,5\n"
                        "1234567890123,2.5,7,9,inf,1.0000000000000001e-30,0,-1.0000000000000001e-17\n");
    free(text);
    support_folder_remove(folder);
}

static void test_json_lines(void **state)
{
    (void)state;
    char *folder = support_folder();
    size_t length;
    char *text = written(folder, "t.jsonl", &length);
    assert_non_null(strstr(text, "{\"event\":0,\"t\":0,\"gradients\":0,\"communications\":0,\"msd\":0.10000000000000001,"));
    assert_non_null(strstr(text, "\"msd\":null,"));
    free(text);
    support_folder_remove(folder);
}

static void test_npy(void **state)
{
    (void)state;
    char *folder = support_folder();
    size_t length;
    char *text = written(folder, "t.npy", &length);
    assert_memory_equal(text, "\x93NUMPY\x01\x00", 8);
    assert_non_null(strstr(text + 10, "'shape': (2, 8)"));
    assert_int_equal(length, 128 + 2 * 8 * 8);
    double row[8];
    memcpy(row, text + 128 + 64, sizeof row);
    assert_true(row[0] == 1234567890123.0 && row[5] == 1e-30 && isinf(row[4]));
    free(text);
    support_folder_remove(folder);
}

/* What is on disk after a flush is a whole number of rows, and an NPY header that counts them. */
static void test_valid_prefix(void **state)
{
    (void)state;
    char *folder = support_folder(), *path = support_format("%s/t.npy", folder);
    dadao_trace *trace;
    size_t length;
    assert_int_equal(dadao_output_trace_open(path, false, &trace, NULL), DADAO_OK);
    for (int k = 0; k < 3; k++) {
        assert_int_equal(dadao_output_trace_add(trace, 0, &samples[0], NULL), DADAO_OK);
        assert_int_equal(dadao_output_trace_flush(trace, NULL), DADAO_OK);
        char *text = support_read(path, &length), *shape = support_format("(%d, 8)", k + 1);
        assert_int_equal(length, 128 + (size_t)(k + 1) * 64);
        assert_non_null(strstr(text + 10, shape));
        free(text);
        free(shape);
    }
    assert_int_equal(dadao_output_trace_close(trace, NULL), DADAO_OK);
    free(path);
    support_folder_remove(folder);
}

static void test_unwritable(void **state)
{
    (void)state;
    dadao_trace *trace;
    dadao_error error = {0};
    assert_int_equal(dadao_output_trace_open("/nonexistent/t.csv", false, &trace, &error), DADAO_IO);
    assert_non_null(strstr(error.text, "/nonexistent/t.csv"));
}

/* ---- Event logs ---- */

static dadao_status load_events(const char *text, dadao_event_log *log, dadao_error *error)
{
    char *folder = support_folder(), *path = support_format("%s/e.csv", folder);
    support_write(path, text, strlen(text));
    dadao_status status = dadao_output_events_load(path, log, error);
    free(path);
    support_folder_remove(folder);
    return status;
}

static void test_events(void **state)
{
    (void)state;
    dadao_event_log log;
    dadao_error error = {0};
    const dadao_edge path3[] = {{0, 1}, {1, 2}};
    assert_int_equal(load_events("k,t,kind,i,j\n0,0.5,grad,2,-1\n1,0.5,comm,2,1\n", &log, &error), DADAO_OK);
    assert_int_equal(log.count, 2);
    assert_int_equal(dadao_output_events_bind(&log, 0, 3, 2, path3, &error), DADAO_OK);
    assert_int_equal(log.event[1].edge, 1);
    assert_int_equal(log.event[0].edge, UINT32_MAX);
    const dadao_edge other[] = {{0, 1}, {0, 2}};
    assert_int_equal(dadao_output_events_bind(&log, 0, 3, 2, other, &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, "e.csv:3: 2-1 is no edge"));
    assert_int_equal(log.event[1].edge, 1);
    assert_int_equal(dadao_output_events_bind(&log, 0, 2, 1, path3, &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, "e.csv:2: node 2"));
    dadao_output_events_clear(&log);
}

static void test_bad_events(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"t,kind,i,j\n1,grad,0,-1\n0.5,grad,0,-1\n", ":3:"}, {"t,kind,i,j\n1,talk,0,1\n", ":2: column 'kind'"},
        {"t,kind,i\n1,grad,0\n", "j"}, {"t,kind,i,j\n", "no events"}, {"t,kind,i,j\nx,grad,0,-1\n", ":2:"},
        {"t,kind,i,j\n-1,grad,0,-1\n", ":2:"}, {"t,kind,i,j\n1,comm,0,-1\n", ":2:"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        dadao_event_log log;
        dadao_error error = {0};
        assert_int_not_equal(load_events(bad[k][0], &log, &error), DADAO_OK);
        if (!strstr(error.text, bad[k][1]))
            fail_msg("'%s' does not say '%s'", error.text, bad[k][1]);
    }
}

/* ---- Starting points ---- */

static dadao_status load_start(const char *text, double *start, dadao_error *error)
{
    char *folder = support_folder(), *path = support_format("%s/s.csv", folder);
    support_write(path, text, strlen(text));
    dadao_status status = dadao_output_start_load(path, dadao_method_find("dadao"), 2, 2, start, error);
    free(path);
    support_folder_remove(folder);
    return status;
}

static void test_start(void **state)
{
    (void)state;
    double start[2 * 6 * 2];
    dadao_error error = {0};
    assert_int_equal(load_start("node,c0,c1\n1,3,4\n0,1,2\n", start, &error), DADAO_OK);
    assert_true(start[0] == 1 && start[1] == 2 && start[12] == 3 && start[13] == 4 && start[2] == 0 && start[23] == 0);
}

static void test_bad_start(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"node,c0,c1\n0,1,2\n", "no row for 'x' of node 1"}, {"node,c0,c1\n0,1,2\n0,1,2\n", ":3: a second row"},
        {"node,c0\n0,1\n1,1\n", "c1"}, {"node,c0,c1,c2\n0,1,1,1\n1,1,1,1\n", "dimension 2"},
        {"node,c0,c1\n0,1,nan\n1,1,1\n", ":2:"}, {"node,c0,c1\n2,1,1\n1,1,1\n", ":2:"},
        {"node,var,c0,c1\n0,w,1,1\n", "'w' is no vector"}, {"node,var,c0,c1\n0,x,1,1\n", "no row for 'xt'"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        double start[24];
        dadao_error error = {0};
        assert_int_not_equal(load_start(bad[k][0], start, &error), DADAO_OK);
        if (!strstr(error.text, bad[k][1]))
            fail_msg("'%s' does not say '%s'", error.text, bad[k][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv), cmocka_unit_test(test_json_lines), cmocka_unit_test(test_npy), cmocka_unit_test(test_valid_prefix),
        cmocka_unit_test(test_unwritable), cmocka_unit_test(test_events), cmocka_unit_test(test_bad_events),
        cmocka_unit_test(test_start), cmocka_unit_test(test_bad_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
