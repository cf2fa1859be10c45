/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States of the nodes as CSV: written beside and renamed, read back as a starting point. */
#include "core/csv.h"
#include "core/file.h"
#include "core/memory.h"

#include <dadao/output.h>
#include <stdio.h>
#include <string.h>

static void write_rows(FILE *stream, const dadao_simulation *simulation, const dadao_method *method, size_t nodes,
                       size_t dimension, bool lazy, double *state)
{
    size_t variables = dadao_method_variable_count(method);
    for (size_t node = 0; node < nodes; node++) {
        double t;
        dadao_simulation_state(simulation, node, lazy, state, &t);
        for (size_t v = 0; v < variables; v++) {
            fprintf(stream, "%zu,%.17g,%s", node, t, dadao_method_variable_name(method, v));
            for (size_t k = 0; k < dimension; k++)
                fprintf(stream, ",%.17g", state[v * dimension + k]);
            fputc('\n', stream);
        }
    }
}

dadao_status dadao_output_state_save(const char *path, const dadao_simulation *simulation, const dadao_method *method,
                                     size_t nodes, size_t dimension, bool lazy, dadao_error *error)
{
    double *state = dadao_core_allocate(dadao_method_variable_count(method) * dimension, sizeof *state);
    if (!state)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    dadao_writer writer = {0};
    dadao_status status = dadao_core_writer_open(&writer, path, error);
    if (status == DADAO_OK) {
        fputs("node,t,var", writer.stream);
        for (size_t k = 0; k < dimension; k++)
            fprintf(writer.stream, ",c%zu", k);
        fputc('\n', writer.stream);
        write_rows(writer.stream, simulation, method, nodes, dimension, lazy, state);
        status = dadao_core_writer_commit(&writer, error);
    }
    free(state);
    return status;
}

/* ---- Reading ---- */

typedef struct start_reader {
    const dadao_csv *csv;
    const dadao_method *method;
    size_t nodes, dimension, variables;
    size_t node_column, var_column; /* var_column SIZE_MAX: only the first variable is given */
    size_t *coordinate;             /* [dimension] columns c0, c1, … */
    bool *seen;                     /* [nodes*variables] */
} start_reader;

static dadao_status find_columns(start_reader *reader, dadao_error *error)
{
    const dadao_csv *csv = reader->csv;
    dadao_status status = dadao_core_csv_require(csv, "node", &reader->node_column, error);
    reader->var_column = dadao_core_csv_column(csv, "var");
    char name[32];
    for (size_t k = 0; status == DADAO_OK && k < reader->dimension; k++) {
        snprintf(name, sizeof name, "c%zu", k);
        status = dadao_core_csv_require(csv, name, &reader->coordinate[k], error);
    }
    snprintf(name, sizeof name, "c%zu", reader->dimension);
    if (status == DADAO_OK && dadao_core_csv_column(csv, name) != SIZE_MAX)
        status = dadao_core_fail(error, DADAO_FORMAT,
                                 "%s:1: column '%s': the problem has dimension %zu, so the coordinates end with c%zu",
                                 csv->path, name, reader->dimension, reader->dimension - 1);
    return status;
}

static dadao_status row_variable(const start_reader *reader, size_t row, size_t *variable, dadao_error *error)
{
    *variable = 0;
    if (reader->var_column == SIZE_MAX)
        return DADAO_OK;
    const char *name = dadao_core_csv_text(reader->csv, row, reader->var_column);
    for (size_t v = 0; v < reader->variables; v++) {
        if (strcmp(name, dadao_method_variable_name(reader->method, v)) == 0) {
            *variable = v;
            return DADAO_OK;
        }
    }
    return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: column 'var': '%s' is no vector of %s (they are %s … %s)",
                           reader->csv->path, reader->csv->line[row], name, dadao_method_name(reader->method),
                           dadao_method_variable_name(reader->method, 0),
                           dadao_method_variable_name(reader->method, reader->variables - 1));
}

static dadao_status read_row(start_reader *reader, size_t row, double *start, dadao_error *error)
{
    size_t node, variable;
    dadao_status status = dadao_core_csv_index(reader->csv, row, reader->node_column, reader->nodes, &node, error);
    if (status == DADAO_OK)
        status = row_variable(reader, row, &variable, error);
    if (status != DADAO_OK)
        return status;
    size_t slot = node * reader->variables + variable;
    if (reader->seen[slot])
        return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: a second row for '%s' of node %zu", reader->csv->path,
                               reader->csv->line[row], dadao_method_variable_name(reader->method, variable), node);
    reader->seen[slot] = true;
    for (size_t k = 0; status == DADAO_OK && k < reader->dimension; k++)
        status = dadao_core_csv_double(reader->csv, row, reader->coordinate[k], &start[slot * reader->dimension + k], error);
    return status;
}

static dadao_status check_complete(const start_reader *reader, dadao_error *error)
{
    size_t wanted = reader->var_column == SIZE_MAX ? 1 : reader->variables;
    for (size_t node = 0; node < reader->nodes; node++) {
        for (size_t v = 0; v < wanted; v++) {
            if (!reader->seen[node * reader->variables + v])
                return dadao_core_fail(error, DADAO_FORMAT, "%s: no row for '%s' of node %zu (the network has nodes 0 to %zu)",
                                       reader->csv->path, dadao_method_variable_name(reader->method, v), node,
                                       reader->nodes - 1);
        }
    }
    return DADAO_OK;
}

static dadao_status read_table(start_reader *reader, double *start, dadao_error *error)
{
    dadao_status status = find_columns(reader, error);
    memset(start, 0, reader->nodes * reader->variables * reader->dimension * sizeof *start);
    for (size_t row = 0; status == DADAO_OK && row < reader->csv->rows; row++)
        status = read_row(reader, row, start, error);
    return status == DADAO_OK ? check_complete(reader, error) : status;
}

dadao_status dadao_output_start_load(const char *path, const dadao_method *method, size_t nodes, size_t dimension,
                                     double *start, dadao_error *error)
{
    dadao_csv csv = {0};
    dadao_status status = dadao_core_csv_read(path, &csv, error);
    if (status != DADAO_OK)
        return status;
    start_reader reader = {.csv = &csv, .method = method, .nodes = nodes, .dimension = dimension,
                           .variables = dadao_method_variable_count(method)};
    reader.coordinate = dadao_core_allocate(dimension, sizeof *reader.coordinate);
    reader.seen = dadao_core_allocate(nodes * reader.variables, sizeof *reader.seen);
    if (reader.coordinate && reader.seen)
        status = read_table(&reader, start, error);
    else
        status = dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    free(reader.coordinate);
    free(reader.seen);
    dadao_core_csv_clear(&csv);
    return status;
}
