/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: rows of numbers and texts as CSV, JSON lines or NPY, written beside and renamed. */
#include <dadao/figure.h>

#include "core/file.h"
#include "core/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NPY_ALIGNMENT = 64 };

bool dadao_output_is_table(const char *path)
{
    return dadao_core_has_ending(path, "csv") || dadao_core_has_ending(path, "jsonl") || dadao_core_has_ending(path, "ndjson") ||
           dadao_core_has_ending(path, "npy");
}

/* ---- CSV ---- */

static void csv_text(FILE *stream, const char *text)
{
    if (!text[strcspn(text, ",;\"\r\n\t")]) {
        fputs(text, stream);
        return;
    }
    fputc('"', stream);
    for (; *text; text++)
        fprintf(stream, *text == '"' ? "\"\"" : "%c", *text);
    fputc('"', stream);
}

static void csv_cell(FILE *stream, const dadao_table_column *column, size_t row)
{
    char number[32];
    if (column->text)
        csv_text(stream, column->text[row] ? column->text[row] : "");
    else if (column->whole && isfinite(column->number[row]))
        fprintf(stream, "%.0f", column->number[row]);
    else if (!isnan(column->number[row]))
        fputs(dadao_core_format_double(number, column->number[row]), stream);
}

static void write_csv(FILE *stream, const dadao_table *table)
{
    for (size_t c = 0; c < table->columns; c++) {
        fputs(c ? "," : "", stream);
        csv_text(stream, table->column[c].name);
    }
    fputc('\n', stream);
    for (size_t row = 0; row < table->rows; row++) {
        for (size_t c = 0; c < table->columns; c++) {
            fputs(c ? "," : "", stream);
            csv_cell(stream, &table->column[c], row);
        }
        fputc('\n', stream);
    }
}

/* ---- JSON lines ---- */

static void json_text(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(stream, "\\%c", *c);
        else if (*c < 0x20)
            fprintf(stream, "\\u%04x", (unsigned)*c);
        else
            fputc(*c, stream);
    }
    fputc('"', stream);
}

static void json_cell(FILE *stream, const dadao_table_column *column, size_t row)
{
    char number[32];
    if (column->text && column->text[row])
        json_text(stream, column->text[row]);
    else if (column->text || !isfinite(column->number[row]))
        fputs("null", stream);
    else if (column->whole)
        fprintf(stream, "%.0f", column->number[row]);
    else
        fputs(dadao_core_format_double(number, column->number[row]), stream);
}

static void write_json(FILE *stream, const dadao_table *table)
{
    for (size_t row = 0; row < table->rows; row++) {
        for (size_t c = 0; c < table->columns; c++) {
            fputs(c ? "," : "{", stream);
            json_text(stream, table->column[c].name);
            fputc(':', stream);
            json_cell(stream, &table->column[c], row);
        }
        fputs("}\n", stream);
    }
}

/* ---- NPY ---- */

/* Little-endian is written whatever the machine is, as the header says. */
static void write_double(FILE *stream, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (size_t k = 0; k < 8; k++)
        fputc((int)(bits >> (8 * k) & 0xff), stream);
}

static void write_npy(FILE *stream, const dadao_table *table)
{
    size_t columns = 0;
    for (size_t c = 0; c < table->columns; c++)
        columns += table->column[c].text == NULL;
    char header[2 * NPY_ALIGNMENT];
    int length =
        snprintf(header, sizeof header, "{'descr': '<f8', 'fortran_order': False, 'shape': (%zu, %zu), }", table->rows, columns);
    int whole = (10 + length + 1 + NPY_ALIGNMENT - 1) / NPY_ALIGNMENT * NPY_ALIGNMENT;
    fwrite("\x93NUMPY\x01\x00", 1, 8, stream);
    fputc((whole - 10) & 0xff, stream);
    fputc((whole - 10) >> 8, stream);
    fprintf(stream, "%-*s\n", whole - 11, header);
    for (size_t row = 0; row < table->rows; row++)
        for (size_t c = 0; c < table->columns; c++)
            if (!table->column[c].text)
                write_double(stream, table->column[c].number[row]);
}

dadao_status dadao_output_table_save(const dadao_table *table, const char *path, dadao_error *error)
{
    dadao_writer writer = {0};
    if (!dadao_output_is_table(path))
        return dadao_core_fail(error, DADAO_FORMAT, "%s: data end in .csv, .jsonl, .ndjson or .npy", path);
    dadao_status status = dadao_core_writer_open(&writer, path, error);
    if (status != DADAO_OK)
        return status;
    if (dadao_core_has_ending(path, "csv"))
        write_csv(writer.stream, table);
    else if (dadao_core_has_ending(path, "npy"))
        write_npy(writer.stream, table);
    else
        write_json(writer.stream, table);
    return dadao_core_writer_commit(&writer, error);
}
