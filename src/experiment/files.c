/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that write files: traces and event logs as the run goes, states, scripts and networks when asked. */
#include "core/file.h"
#include "core/memory.h"
#include "experiment/experiment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool is_off(const dadao_call *call)
{
    return strcmp(dadao_experiment_argument(call, 0), "off") == 0 && !call->words->quoted[call->first];
}

/* ---- trace ---- */

static dadao_status close_trace(dadao_experiment *experiment, dadao_error *error)
{
    dadao_trace *trace = experiment->trace;
    experiment->trace = NULL;
    return dadao_output_trace_close(trace, error);
}

dadao_status dadao_experiment_do_trace(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    uint64_t every = 1;
    const bool lanes = experiment->now.lanes > 1;
    const char *text;
    dadao_status status = dadao_experiment_want(call, 1, 2);
    if (status != DADAO_OK)
        return status;
    if (is_off(call))
        return close_trace(experiment, call->error);
    if (dadao_experiment_argument(call, 1)) {
        if (!dadao_core_option(dadao_experiment_argument(call, 1), "every", &text))
            return dadao_experiment_fail_argument(call, 1, DADAO_SYNTAX, "'%s': every=K is what can stand here",
                                                  dadao_experiment_argument(call, 1));
        status = dadao_experiment_count_text(call, 1, text, &every);
        if (status == DADAO_OK && every == 0)
            status =
                dadao_experiment_fail_argument(call, 1, DADAO_INVALID, "every=0: a row after every K-th event, K at least 1");
    }
    dadao_trace *trace;
    if (status == DADAO_OK)
        status = dadao_output_trace_open(dadao_experiment_argument(call, 0), lanes, &trace, call->error);
    if (status != DADAO_OK)
        return call->error->length ? status : dadao_experiment_point_at(call->words, call->first, status, call->error);
    status = close_trace(experiment, call->error);
    experiment->trace = trace;
    experiment->trace_every = every;
    for (size_t k = 0; k < DADAO_LANES; k++) /* the first row is the present state */
        experiment->lane[k].trace_next = 0;
    experiment->trace_lanes = lanes;
    return status;
}

/* ---- events save ---- */

static dadao_status close_events(dadao_experiment *experiment, dadao_error *error)
{
    dadao_event_writer *writer = experiment->event_writer;
    experiment->event_writer = NULL;
    if (dadao_experiment_lead(experiment))
        dadao_simulation_set_sink(dadao_experiment_lead(experiment), NULL, NULL);
    return dadao_output_events_close(writer, error);
}

dadao_status dadao_experiment_do_events_save(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    if (is_off(call))
        return close_events(experiment, call->error);
    dadao_event_writer *writer;
    status = dadao_output_events_open(dadao_experiment_argument(call, 0), &writer, call->error);
    if (status != DADAO_OK)
        return dadao_experiment_point_at(call->words, call->first, status, call->error);
    status = close_events(experiment, call->error);
    experiment->event_writer = writer;
    if (dadao_experiment_lead(experiment))
        dadao_simulation_set_sink(dadao_experiment_lead(experiment), dadao_output_events_add, writer);
    return status;
}

/* ---- For both ---- */

void dadao_experiment_files_restart(dadao_experiment *experiment)
{
    if (experiment->trace && dadao_output_trace_rows(experiment->trace) > 0) {
        dadao_core_note(&experiment->news, "%s is complete: it holds the run before this start",
                        dadao_output_trace_path(experiment->trace));
        (void)close_trace(experiment, NULL);
    }
    if (experiment->event_writer && experiment->ran) {
        dadao_core_note(&experiment->news, "%s is complete: it holds the run before this start",
                        dadao_output_events_path(experiment->event_writer));
        (void)close_events(experiment, NULL);
    }
    if (experiment->event_writer)
        dadao_simulation_set_sink(dadao_experiment_lead(experiment), dadao_output_events_add, experiment->event_writer);
    for (size_t k = 0; k < DADAO_LANES; k++)
        experiment->lane[k].trace_next = 0;
}

void dadao_experiment_files_branch(dadao_experiment *experiment)
{
    if (experiment->trace) {
        dadao_core_note(&experiment->news, "%s is complete: it holds the branch before this one",
                        dadao_output_trace_path(experiment->trace));
        (void)close_trace(experiment, NULL);
    }
    if (experiment->event_writer) {
        dadao_core_note(&experiment->news, "%s is complete: it holds the branch before this one",
                        dadao_output_events_path(experiment->event_writer));
        (void)close_events(experiment, NULL);
    }
}

void dadao_experiment_files_lanes(dadao_experiment *experiment)
{
    dadao_trace *trace = experiment->trace;
    if (!trace || experiment->trace_lanes || experiment->now.lanes == 1)
        return;
    if (dadao_output_trace_rows(trace) > 0) {
        dadao_core_note(&experiment->news, "%s goes on with lane 0 only: a trace begun with several lanes has rows of each",
                        dadao_output_trace_path(trace));
        return;
    }
    char *path = dadao_core_copy_text(dadao_output_trace_path(trace));
    (void)close_trace(experiment, NULL);
    dadao_error error = {0};
    if (!path || dadao_output_trace_open(path, true, &experiment->trace, &error) != DADAO_OK)
        dadao_core_note(&experiment->news, "%s", path ? error.text : "out of memory");
    experiment->trace_lanes = experiment->trace != NULL;
    free(path);
}

dadao_status dadao_experiment_flush(dadao_experiment *experiment, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    if (experiment->trace)
        status = dadao_output_trace_flush(experiment->trace, error);
    if (status == DADAO_OK && experiment->event_writer)
        status = dadao_output_events_flush(experiment->event_writer, error);
    return status;
}

dadao_status dadao_experiment_files_close(dadao_experiment *experiment, dadao_error *error)
{
    dadao_status status = close_trace(experiment, error);
    dadao_status closed = close_events(experiment, status == DADAO_OK ? error : NULL);
    return status == DADAO_OK ? closed : status;
}

/* ---- save ---- */

static dadao_status read_state_option(const dadao_call *call, size_t index, bool *lazy, size_t *lane)
{
    const char *word = dadao_experiment_argument(call, index), *text;
    if (dadao_core_option(word, "lane", &text))
        return dadao_experiment_find_lane(call, index, text, lane);
    if (!dadao_core_option(word, "lazy", &text) || (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0))
        return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX,
                                              "'%s': lazy=yes, lazy=no or lane=K is what can stand here", word);
    *lazy = strcmp(text, "yes") == 0;
    return DADAO_OK;
}

dadao_status dadao_experiment_do_save_state(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    bool lazy = false;
    size_t lane = 0;
    dadao_status status = dadao_experiment_want(call, 1, 3);
    for (size_t k = 1; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++)
        status = read_state_option(call, k, &lazy, &lane);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(experiment, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    const dadao_problem *problem = dadao_experiment_setting_problem(&experiment->now);
    status = dadao_output_state_save(dadao_experiment_argument(call, 0), experiment->lane[lane].simulation,
                                     experiment->now.lane[lane].method, dadao_problem_nodes(problem),
                                     dadao_problem_dimension(problem), lazy, call->error);
    return dadao_experiment_point_at(call->words, call->first, status, call->error);
}

dadao_status dadao_experiment_do_save_script(dadao_call *call)
{
    char name[48];
    const char *path = name;
    dadao_status status = dadao_experiment_want(call, 0, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status == DADAO_OK && dadao_experiment_argument_count(call) > 0)
        path = dadao_experiment_argument(call, 0);
    else if (status == DADAO_OK)
        snprintf(name, sizeof name, "dadao-%" PRIu64 ".dadao", dadao_simulation_events(dadao_experiment_lead(call->experiment)));
    dadao_text script = {0};
    if (status == DADAO_OK)
        status = dadao_experiment_log_script(call->experiment, &script, call->error);
    dadao_writer writer = {0};
    if (status == DADAO_OK)
        status = dadao_core_writer_open(&writer, path, call->error);
    if (status == DADAO_OK) {
        fwrite(script.bytes, 1, script.length, writer.stream);
        status = dadao_core_writer_commit(&writer, call->error);
    }
    dadao_core_text_clear(&script);
    if (status == DADAO_OK && path == name)
        dadao_core_note(call->answer, "%s: `dadao %s` comes back to this moment", path, path);
    if (status == DADAO_IO && path != name)
        (void)dadao_experiment_point_at(call->words, call->first, status, call->error);
    return status;
}

dadao_status dadao_experiment_do_save_network(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_need_rates(experiment, &experiment->now, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    status = dadao_topology_save(dadao_experiment_setting_topology(&experiment->now), dadao_experiment_argument(call, 0), NULL,
                                 dadao_experiment_setting_edge_rates(&experiment->now), call->error);
    return dadao_experiment_point_at(call->words, call->first, status, call->error);
}
