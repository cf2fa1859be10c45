/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces: the metrics of a run as rows of CSV, JSON lines or an NPY matrix. */
#include "core/file.h"
#include "core/memory.h"
#include "output/append.h"

#include <dadao/output.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef enum trace_format { TRACE_CSV, TRACE_JSON, TRACE_NPY } trace_format;

/* An NPY header of version 1.0 is padded to a multiple of 64; 128 has room for any number of rows. */
enum { NPY_HEADER = 128 };

struct dadao_trace {
    dadao_append out;
    trace_format format;
    bool lanes;
    uint64_t rows, rows_on_disk;
};

static const char *const column_name[DADAO_OUTPUT_TRACE_WIDTH] = {
    "event", "t", "gradients", "communications", "msd", "msd_lazy", "consensus", "suboptimality",
};

static trace_format format_of(const char *path)
{
    if (dadao_core_has_ending(path, "jsonl") || dadao_core_has_ending(path, "ndjson"))
        return TRACE_JSON;
    return dadao_core_has_ending(path, "npy") ? TRACE_NPY : TRACE_CSV;
}

/* The header says how many rows follow; numpy ignores what stands after them. */
static void npy_header(const dadao_trace *trace, char header[NPY_HEADER])
{
    memset(header, ' ', NPY_HEADER);
    memcpy(header, "\x93NUMPY\x01\x00", 8);
    header[8] = (char)(NPY_HEADER - 10);
    header[9] = 0;
    char text[NPY_HEADER];
    int length = snprintf(text, sizeof text, "{'descr': '<f8', 'fortran_order': False, 'shape': (%llu, %d), }",
                          (unsigned long long)trace->rows, DADAO_OUTPUT_TRACE_WIDTH + (trace->lanes ? 1 : 0));
    memcpy(header + 10, text, (size_t)length);
    header[NPY_HEADER - 1] = '\n';
}

static dadao_status write_head(dadao_trace *trace, dadao_error *error)
{
    if (trace->format == TRACE_CSV) {
        dadao_core_text_format(&trace->out.rows, "%s%s\n", trace->lanes ? "lane," : "", DADAO_OUTPUT_TRACE_COLUMNS);
    } else if (trace->format == TRACE_NPY) {
        char header[NPY_HEADER];
        npy_header(trace, header);
        dadao_core_text_append(&trace->out.rows, header, NPY_HEADER);
    }
    return dadao_output_append_flush(&trace->out, true, error);
}

dadao_status dadao_output_trace_open(const char *path, bool lanes, dadao_trace **trace, dadao_error *error)
{
    *trace = NULL;
    dadao_trace *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    made->format = format_of(path);
    made->lanes = lanes;
    dadao_status status = dadao_output_append_open(&made->out, path, error);
    made->out.binary = made->format == TRACE_NPY;
    if (status == DADAO_OK)
        status = write_head(made, error);
    if (status != DADAO_OK) {
        dadao_output_append_close(&made->out, NULL);
        free(made);
        return status;
    }
    *trace = made;
    return DADAO_OK;
}

static void sample_values(const dadao_sample *sample, double value[DADAO_OUTPUT_TRACE_WIDTH])
{
    value[0] = (double)sample->event;
    value[1] = sample->t;
    value[2] = (double)sample->gradients;
    value[3] = (double)sample->communications;
    value[4] = sample->msd;
    value[5] = sample->msd_lazy;
    value[6] = sample->consensus;
    value[7] = sample->suboptimality;
}

/* Columns 0, 2 and 3 are counts: they are printed as whole numbers, never as 1e+06. */
static bool is_count(size_t column)
{
    return column == 0 || column == 2 || column == 3;
}

static void add_csv(dadao_trace *trace, size_t lane, const double *value)
{
    dadao_text *rows = &trace->out.rows;
    if (trace->lanes)
        dadao_core_text_format(rows, "%zu,", lane);
    for (size_t k = 0; k < DADAO_OUTPUT_TRACE_WIDTH; k++)
        dadao_core_text_format(rows, is_count(k) ? "%s%.0f" : "%s%.17g", k ? "," : "", value[k]);
    dadao_core_text_append(rows, "\n", 1);
}

static void add_json(dadao_trace *trace, size_t lane, const double *value)
{
    dadao_text *rows = &trace->out.rows;
    dadao_core_text_append(rows, "{", 1);
    if (trace->lanes)
        dadao_core_text_format(rows, "\"lane\":%zu,", lane);
    for (size_t k = 0; k < DADAO_OUTPUT_TRACE_WIDTH; k++) {
        dadao_core_text_format(rows, "%s\"%s\":", k ? "," : "", column_name[k]);
        if (isfinite(value[k]))
            dadao_core_text_format(rows, is_count(k) ? "%.0f" : "%.17g", value[k]);
        else
            dadao_core_text_append(rows, "null", 4);
    }
    dadao_core_text_append(rows, "}\n", 2);
}

/* Little-endian is written whatever the machine is, as the header says. */
static void add_double(dadao_text *rows, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    char bytes[8];
    for (size_t k = 0; k < 8; k++)
        bytes[k] = (char)(unsigned char)(bits >> (8 * k));
    dadao_core_text_append(rows, bytes, 8);
}

static void add_npy(dadao_trace *trace, size_t lane, const double *value)
{
    if (trace->lanes)
        add_double(&trace->out.rows, (double)lane);
    for (size_t k = 0; k < DADAO_OUTPUT_TRACE_WIDTH; k++)
        add_double(&trace->out.rows, value[k]);
}

dadao_status dadao_output_trace_add(dadao_trace *trace, size_t lane, const dadao_sample *sample, dadao_error *error)
{
    double value[DADAO_OUTPUT_TRACE_WIDTH];
    sample_values(sample, value);
    if (trace->format == TRACE_JSON)
        add_json(trace, lane, value);
    else if (trace->format == TRACE_NPY)
        add_npy(trace, lane, value);
    else
        add_csv(trace, lane, value);
    trace->rows++;
    /* Batches go out by themselves; the count of an NPY file follows at the next flush. */
    return dadao_output_append_flush(&trace->out, false, error);
}

dadao_status dadao_output_trace_flush(dadao_trace *trace, dadao_error *error)
{
    dadao_status status = dadao_output_append_flush(&trace->out, true, error);
    if (status != DADAO_OK || trace->format != TRACE_NPY || trace->rows == trace->rows_on_disk)
        return status;
    char header[NPY_HEADER];
    npy_header(trace, header);
    status = dadao_output_append_patch(&trace->out, header, NPY_HEADER, error);
    trace->rows_on_disk = trace->rows;
    return status;
}

dadao_status dadao_output_trace_close(dadao_trace *trace, dadao_error *error)
{
    if (!trace)
        return DADAO_OK;
    dadao_status status = dadao_output_trace_flush(trace, error);
    dadao_status closed = dadao_output_append_close(&trace->out, status == DADAO_OK ? error : NULL);
    free(trace);
    return status == DADAO_OK ? closed : status;
}

uint64_t dadao_output_trace_rows(const dadao_trace *trace)
{
    return trace->rows;
}

const char *dadao_output_trace_path(const dadao_trace *trace)
{
    return trace->out.path;
}
