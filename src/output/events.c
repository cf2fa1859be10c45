/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event logs: who did what when, written as it happens and replayed instead of the clocks. */
#include "core/csv.h"
#include "core/memory.h"
#include "output/append.h"

#include <dadao/output.h>
#include <string.h>

/* ---- Reading ---- */

typedef struct event_columns {
    size_t t, kind, i, j;
} event_columns;

static dadao_status find_columns(const dadao_csv *csv, event_columns *column, dadao_error *error)
{
    const char *const name[] = {"t", "kind", "i", "j"};
    size_t *const place[] = {&column->t, &column->kind, &column->i, &column->j};
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < 4; k++)
        status = dadao_core_csv_require(csv, name[k], place[k], error);
    return status;
}

static dadao_status read_event(const dadao_csv *csv, const event_columns *column, size_t row, dadao_event *event,
                               dadao_error *error)
{
    const char *kind = dadao_core_csv_text(csv, row, column->kind);
    bool gradient = strcmp(kind, "grad") == 0;
    if (!gradient && strcmp(kind, "comm") != 0)
        return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: column 'kind': '%s' is neither 'grad' nor 'comm'", csv->path,
                               csv->line[row], kind);
    size_t i = 0, j = UINT32_MAX;
    dadao_status status = dadao_core_csv_double(csv, row, column->t, &event->t, error);
    if (status == DADAO_OK)
        status = dadao_core_csv_index(csv, row, column->i, UINT32_MAX, &i, error);
    if (status == DADAO_OK && !gradient)
        status = dadao_core_csv_index(csv, row, column->j, UINT32_MAX, &j, error);
    event->index = row + 1;
    event->kind = gradient ? DADAO_EVENT_GRADIENT : DADAO_EVENT_COMMUNICATION;
    event->i = (uint32_t)i;
    event->j = (uint32_t)j;
    event->edge = UINT32_MAX;
    return status;
}

static dadao_status read_events(const dadao_csv *csv, dadao_event_log *log, dadao_error *error)
{
    event_columns column;
    dadao_status status = find_columns(csv, &column, error);
    double before = 0;
    for (size_t row = 0; status == DADAO_OK && row < csv->rows; row++) {
        status = read_event(csv, &column, row, &log->event[row], error);
        log->line[row] = csv->line[row];
        if (status == DADAO_OK && !(log->event[row].t >= before))
            status = dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: t = %s comes after %.17g: time must not decrease%s", csv->path,
                                     csv->line[row], dadao_core_csv_text(csv, row, column.t), before,
                                     row ? "" : " and begins at 0");
        before = log->event[row].t;
    }
    return status;
}

dadao_status dadao_output_events_load(const char *path, dadao_event_log *log, dadao_error *error)
{
    *log = (dadao_event_log){0};
    dadao_csv csv = {0};
    dadao_status status = dadao_core_csv_read(path, &csv, error);
    if (status != DADAO_OK)
        return status;
    log->path = dadao_core_copy_text(path);
    log->event = dadao_core_allocate(csv.rows, sizeof *log->event);
    log->line = dadao_core_allocate(csv.rows, sizeof *log->line);
    log->count = csv.rows;
    if (!log->path || !log->event || !log->line)
        status = dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    else if (csv.rows == 0)
        status = dadao_core_fail(error, DADAO_FORMAT, "%s: no events after the header", path);
    else
        status = read_events(&csv, log, error);
    dadao_core_csv_clear(&csv);
    if (status != DADAO_OK)
        dadao_output_events_clear(log);
    return status;
}

void dadao_output_events_clear(dadao_event_log *log)
{
    free(log->path);
    free(log->event);
    free(log->line);
    *log = (dadao_event_log){0};
}

/* ---- Against a network ---- */

/* Edges ordered by (u, v), so that the edge of an event is found by bisection. */
typedef struct sorted_edge {
    uint32_t u, v, index;
} sorted_edge;

static int compare_edges(const void *left, const void *right)
{
    const sorted_edge *a = left, *b = right;
    if (a->u != b->u)
        return a->u < b->u ? -1 : 1;
    return a->v < b->v ? -1 : a->v > b->v;
}

static uint32_t find_edge(const sorted_edge *sorted, size_t edges, uint32_t i, uint32_t j)
{
    sorted_edge key = {.u = i < j ? i : j, .v = i < j ? j : i};
    const sorted_edge *found = bsearch(&key, sorted, edges, sizeof *sorted, compare_edges);
    return found ? found->index : UINT32_MAX;
}

static dadao_status check_event(const dadao_event_log *log, size_t k, size_t nodes, uint32_t edge, dadao_error *error)
{
    const dadao_event *event = &log->event[k];
    bool comm = event->kind == DADAO_EVENT_COMMUNICATION;
    if (event->i >= nodes || (comm && event->j >= nodes))
        return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: node %u: the network has nodes 0 to %zu", log->path, log->line[k],
                               event->i >= nodes ? event->i : event->j, nodes - 1);
    if (comm && edge == UINT32_MAX)
        return dadao_core_fail(error, DADAO_FORMAT, "%s:%zu: %u-%u is no edge of the network", log->path, log->line[k],
                               event->i, event->j);
    return DADAO_OK;
}

static dadao_status bind_sorted(dadao_event_log *log, size_t first, size_t nodes, size_t edges, const sorted_edge *sorted,
                                bool keep, dadao_error *error)
{
    for (size_t k = first; k < log->count; k++) {
        dadao_event *event = &log->event[k];
        uint32_t edge = UINT32_MAX;
        if (event->kind == DADAO_EVENT_COMMUNICATION)
            edge = find_edge(sorted, edges, event->i, event->j);
        dadao_status status = check_event(log, k, nodes, edge, error);
        if (status != DADAO_OK)
            return status;
        if (keep)
            event->edge = edge;
    }
    return DADAO_OK;
}

dadao_status dadao_output_events_bind(dadao_event_log *log, size_t first, size_t nodes, size_t edges, const dadao_edge *edge,
                                      dadao_error *error)
{
    sorted_edge *sorted = dadao_core_allocate(edges, sizeof *sorted);
    if (!sorted)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", log->path);
    for (size_t e = 0; e < edges; e++)
        sorted[e] = (sorted_edge){edge[e].u, edge[e].v, (uint32_t)e};
    qsort(sorted, edges, sizeof *sorted, compare_edges);
    /* Twice: nothing is changed unless all of them fit. */
    dadao_status status = bind_sorted(log, first, nodes, edges, sorted, false, error);
    if (status == DADAO_OK)
        status = bind_sorted(log, first, nodes, edges, sorted, true, error);
    free(sorted);
    return status;
}

/* ---- Writing ---- */

struct dadao_event_writer {
    dadao_append out;
    dadao_status status; /* the first failure, told at the next flush */
    dadao_error error;
};

dadao_status dadao_output_events_open(const char *path, dadao_event_writer **writer, dadao_error *error)
{
    *writer = NULL;
    dadao_event_writer *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    dadao_status status = dadao_output_append_open(&made->out, path, error);
    if (status == DADAO_OK) {
        dadao_core_text_format(&made->out.rows, "t,kind,i,j\n");
        status = dadao_output_append_flush(&made->out, true, error);
    }
    if (status != DADAO_OK) {
        dadao_output_append_close(&made->out, NULL);
        free(made);
        return status;
    }
    *writer = made;
    return DADAO_OK;
}

void dadao_output_events_add(void *writer, const dadao_event *events, size_t count)
{
    dadao_event_writer *log = writer;
    for (size_t k = 0; k < count; k++) {
        if (events[k].kind == DADAO_EVENT_GRADIENT)
            dadao_core_text_format(&log->out.rows, "%.17g,grad,%u,-1\n", events[k].t, events[k].i);
        else
            dadao_core_text_format(&log->out.rows, "%.17g,comm,%u,%u\n", events[k].t, events[k].i, events[k].j);
    }
    if (log->status == DADAO_OK)
        log->status = dadao_output_append_flush(&log->out, false, &log->error);
    if (log->status != DADAO_OK)
        log->out.rows.length = 0; /* nowhere to go: do not fill the memory */
}

dadao_status dadao_output_events_flush(dadao_event_writer *writer, dadao_error *error)
{
    if (writer->status == DADAO_OK)
        writer->status = dadao_output_append_flush(&writer->out, true, &writer->error);
    if (writer->status != DADAO_OK && error)
        *error = writer->error;
    return writer->status;
}

dadao_status dadao_output_events_close(dadao_event_writer *writer, dadao_error *error)
{
    if (!writer)
        return DADAO_OK;
    dadao_status status = dadao_output_events_flush(writer, error);
    dadao_status closed = dadao_output_append_close(&writer->out, status == DADAO_OK ? error : NULL);
    free(writer);
    return status == DADAO_OK ? closed : status;
}

const char *dadao_output_events_path(const dadao_event_writer *writer)
{
    return writer->out.path;
}
