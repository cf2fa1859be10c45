/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of numbers: traces (CSV, JSON lines, NPY), states, starting points and event logs.
 *
 * Traces and event logs are appended to whole rows at a time, so a file cut off by a kill is valid up to its last flush.
 * Everything else is written beside and renamed. Numbers have 17 significant digits: they read back equal. */
#ifndef DADAO_OUTPUT_H
#define DADAO_OUTPUT_H

#include <dadao/simulation.h>

/* ---- Traces: one row a sample, columns DADAO_OUTPUT_TRACE_COLUMNS ---- */

#define DADAO_OUTPUT_TRACE_COLUMNS "event,t,gradients,communications,msd,msd_lazy,consensus,suboptimality"
#define DADAO_OUTPUT_TRACE_WIDTH 8

typedef struct dadao_trace dadao_trace;

/* Creates (or empties) `path` and writes what comes before the first row. Format by ending: .jsonl and .ndjson are JSON lines
 * (numbers that are not finite are null), .npy a matrix of doubles [rows][columns], anything else CSV. `lanes`: a column
 * `lane` comes first. The NPY header always counts the rows that are on disk: rows first, then the count. */
dadao_status dadao_output_trace_open(const char *path, bool lanes, dadao_trace **trace, dadao_error *error);
/* Adds a row; it is on its way to the disk at the next flush, or sooner. */
dadao_status dadao_output_trace_add(dadao_trace *trace, size_t lane, const dadao_sample *sample, dadao_error *error);
dadao_status dadao_output_trace_flush(dadao_trace *trace, dadao_error *error);
/* Flushes, closes and frees, also when it fails. NULL is fine. */
dadao_status dadao_output_trace_close(dadao_trace *trace, dadao_error *error);
uint64_t dadao_output_trace_rows(const dadao_trace *trace);
const char *dadao_output_trace_path(const dadao_trace *trace);

/* ---- States: `node,t,var,c0,c1,…`, one row a vector ---- */

dadao_status dadao_output_state_save(const char *path, const dadao_simulation *simulation, const dadao_method *method,
                                     size_t nodes, size_t dimension, bool lazy, dadao_error *error);
/* Fills start [nodes][variables][dimension] from a file with columns node,c0,… (the first variable; the others 0) or
 * node,var,c0,… (every variable of every node). */
dadao_status dadao_output_start_load(const char *path, const dadao_method *method, size_t nodes, size_t dimension,
                                     double *start, dadao_error *error);

/* ---- Event logs: `t,kind,i,j`, kind grad or comm ---- */

typedef struct dadao_event_log {
    char *path;
    dadao_event *event; /* [count] */
    size_t *line;       /* [count] where each stood in the file */
    size_t count;
} dadao_event_log;

/* Reads; t must not decrease. What the network must know is checked by _bind. */
dadao_status dadao_output_events_load(const char *path, dadao_event_log *log, dadao_error *error);
/* Checks the events from index `first` on against a network, and fills their edge indices. Nothing is changed on failure. */
dadao_status dadao_output_events_bind(dadao_event_log *log, size_t first, size_t nodes, size_t edges, const dadao_edge *edge,
                                      dadao_error *error);
void dadao_output_events_clear(dadao_event_log *log);

typedef struct dadao_event_writer dadao_event_writer;
dadao_status dadao_output_events_open(const char *path, dadao_event_writer **writer, dadao_error *error);
/* A dadao_event_sink: context is the writer. A failure is kept and reported by the next flush. */
void dadao_output_events_add(void *writer, const dadao_event *events, size_t count);
dadao_status dadao_output_events_flush(dadao_event_writer *writer, dadao_error *error);
dadao_status dadao_output_events_close(dadao_event_writer *writer, dadao_error *error);
const char *dadao_output_events_path(const dadao_event_writer *writer);

#endif
