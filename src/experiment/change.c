/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a changed setting takes the place of the present one: in flight, or by starting again at t = 0; and undo. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <string.h>

void dadao_experiment_scene_dirty(dadao_experiment *experiment)
{
    dadao_scene_release(experiment->scene);
    experiment->scene = NULL;
}

/* ---- In flight ---- */

typedef struct edge_place {
    uint32_t u, v;
    size_t index;
} edge_place;

static int compare_places(const void *left, const void *right)
{
    const edge_place *a = left, *b = right;
    if (a->u != b->u)
        return a->u < b->u ? -1 : 1;
    return a->v < b->v ? -1 : a->v > b->v;
}

/* For each edge of `next`, where it was in `now`, or SIZE_MAX. NULL: out of memory. */
static size_t *old_places(const dadao_topology *now, const dadao_topology *next)
{
    size_t before = dadao_topology_edges(now), after = dadao_topology_edges(next);
    const dadao_edge *old = dadao_topology_edge_list(now), *edge = dadao_topology_edge_list(next);
    edge_place *place = dadao_core_allocate(before, sizeof *place);
    size_t *result = dadao_core_allocate(after, sizeof *result);
    if (!place || !result) {
        free(place);
        free(result);
        return NULL;
    }
    for (size_t e = 0; e < before; e++)
        place[e] = (edge_place){old[e].u, old[e].v, e};
    qsort(place, before, sizeof *place, compare_places);
    for (size_t e = 0; e < after; e++) {
        edge_place key = {edge[e].u, edge[e].v, 0};
        const edge_place *found = bsearch(&key, place, before, sizeof *place, compare_places);
        result[e] = found ? found->index : SIZE_MAX;
    }
    free(place);
    return result;
}

/* The events still to come must be possible on the other network. */
static dadao_status bind_rest(const dadao_experiment *experiment, const dadao_setting *setting, dadao_error *error)
{
    if (!setting->events)
        return DADAO_OK;
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    size_t first = (size_t)dadao_simulation_events(dadao_experiment_lead(experiment));
    dadao_status status =
        dadao_output_events_bind(setting->events->object, first, dadao_topology_nodes(topology), dadao_topology_edges(topology),
                                 dadao_topology_edge_list(topology), error);
    if (status != DADAO_OK)
        dadao_core_error_prefix(error, "the event log still needs it: ");
    return status;
}

static const dadao_lane_setting *lane_by_id(const dadao_setting *setting, uint64_t id)
{
    for (size_t k = 0; k < setting->lanes; k++)
        if (setting->lane[k].id == id)
            return &setting->lane[k];
    return NULL;
}

/* What the change of a lane needs to know. */
typedef struct passage {
    const dadao_setting *now, *next;
    const size_t *old_edge; /* where the edges change */
} passage;

static dadao_status carry_lane(dadao_lane *lane, const passage *way, dadao_error *error)
{
    const dadao_setting *now = way->now, *next = way->next;
    const dadao_topology *topology = dadao_experiment_setting_topology(next);
    const dadao_lane_setting *before = lane_by_id(now, lane->id), *after = lane_by_id(next, lane->id);
    dadao_status status = DADAO_OK;
    lane->stuck = false;
    if (next->topology != now->topology)
        status = dadao_simulation_set_edges(lane->simulation, dadao_topology_edges(topology), dadao_topology_edge_list(topology),
                                            dadao_experiment_setting_edge_rates(next), way->old_edge, error);
    if (status == DADAO_OK && (next->edge_rate != now->edge_rate || next->node_rate != now->node_rate))
        status = dadao_simulation_set_rates(lane->simulation, dadao_experiment_setting_edge_rates(next),
                                            dadao_experiment_setting_node_rates(next), error);
    if (status == DADAO_OK && memcmp(after->parameters, before->parameters, sizeof after->parameters) != 0)
        status = dadao_simulation_set_parameters(lane->simulation, after->parameters, error);
    return status;
}

/* A lane beside the lead that cannot take a change begins again with it: then it catches up. */
static dadao_status restart_lane(dadao_experiment *experiment, size_t k, const dadao_setting *next, const char *why, dadao_error *error)
{
    const dadao_lane_setting *wanted = &next->lane[k];
    dadao_core_note(&experiment->news, "lane %s starts again at t = 0 on the network as it is now: %s", wanted->name, why);
    dadao_experiment_lane_clear(&experiment->lane[k]);
    return dadao_experiment_lane_build(next, wanted, &experiment->lane[k], error);
}

static dadao_status carry_lanes(dadao_experiment *experiment, const passage *way, dadao_error *error)
{
    dadao_lane made[DADAO_LANES];
    dadao_status status = dadao_experiment_lanes_make(experiment, way->next, made, error);
    if (status == DADAO_OK) {
        dadao_lane *lead = &experiment->lane[0];
        status = carry_lane(lead, way, error);
    }
    if (status != DADAO_OK) {
        dadao_experiment_lanes_clear(made);
        return status;
    }
    bool fresh[DADAO_LANES];
    for (size_t k = 0; k < DADAO_LANES; k++)
        fresh[k] = made[k].simulation != NULL;
    dadao_experiment_lanes_settle(experiment, way->next, made);
    for (size_t k = 1; status == DADAO_OK && k < way->next->lanes; k++) {
        dadao_error why = {0};
        if (!fresh[k] && carry_lane(&experiment->lane[k], way, &why) != DADAO_OK)
            status = restart_lane(experiment, k, way->next, why.text, error);
    }
    return status;
}

dadao_status dadao_experiment_carry(dadao_experiment *experiment, const dadao_setting *next, dadao_error *error)
{
    const dadao_setting *now = &experiment->now;
    passage way = {.now = now, .next = next};
    size_t *old_edge = NULL;
    dadao_status status = DADAO_OK;
    bool other_edges = next->topology != now->topology;
    if (other_edges) {
        status = bind_rest(experiment, next, error);
        if (status != DADAO_OK)
            return status;
        way.old_edge = old_edge =
            old_places(dadao_experiment_setting_topology(now), dadao_experiment_setting_topology(next));
        if (!old_edge)
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    status = carry_lanes(experiment, &way, error);
    free(old_edge);
    if (status != DADAO_OK && other_edges)
        (void)bind_rest(experiment, now, NULL);
    return status;
}

/* ---- Undo records ---- */

static void undo_drop(dadao_undo *undo)
{
    dadao_experiment_setting_clear(&undo->before);
    free(undo->text);
    *undo = (dadao_undo){0};
}

void dadao_experiment_undo_clear(dadao_experiment *experiment, size_t from)
{
    while (experiment->undo_count > from)
        undo_drop(&experiment->undo[--experiment->undo_count]);
}

static void undo_forget_oldest(dadao_experiment *experiment)
{
    undo_drop(&experiment->undo[0]);
    experiment->undo_count--;
    memmove(&experiment->undo[0], &experiment->undo[1], experiment->undo_count * sizeof experiment->undo[0]);
    if (experiment->backup.held && experiment->backup.undo_count > 0)
        experiment->backup.undo_count--;
}

/* Remembers the present setting as it was before the change `text`. */
static void undo_push(dadao_experiment *experiment, bool rebuild, const char *text)
{
    if (experiment->undo_count == DADAO_EXPERIMENT_UNDO_DEPTH)
        undo_forget_oldest(experiment);
    dadao_undo *undo = &experiment->undo[experiment->undo_count++];
    *undo = (dadao_undo){.before = experiment->now, .rebuild = rebuild, .text = dadao_core_copy_text(text)};
    dadao_experiment_setting_retain(&undo->before);
    size_t bytes = 0;
    for (size_t k = 0; k < experiment->undo_count; k++)
        bytes += dadao_experiment_setting_bytes(&experiment->undo[k].before);
    while (bytes > DADAO_EXPERIMENT_UNDO_BYTES && experiment->undo_count > 1) {
        bytes -= dadao_experiment_setting_bytes(&experiment->undo[0].before);
        undo_forget_oldest(experiment);
    }
}

/* ---- Putting a setting in place ---- */

dadao_status dadao_experiment_begin(dadao_call *call, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    if (experiment->backup.held) {
        /* What the rebuild replaced can only come back while nothing was built on the rebuild. */
        dadao_status status = dadao_experiment_need_simulation(experiment, call->answer, call->error);
        if (status != DADAO_OK)
            return status;
    }
    *next = experiment->now;
    dadao_experiment_setting_retain(next);
    return DADAO_OK;
}

/* The canonical text: full name, arguments as typed. */
static dadao_status log_call(const dadao_call *call, bool restarts)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s", call->command->name);
    if (dadao_experiment_argument_count(call) > 0) {
        size_t begin = call->words->column[call->first];
        dadao_core_text_append(&text, " ", 1);
        dadao_core_text_append(&text, call->line + begin, call->words->last - begin);
    }
    dadao_status status = text.failed ? dadao_core_fail(call->error, DADAO_MEMORY, "out of memory")
                          : dadao_experiment_log_add(call->experiment, text.bytes, restarts, call->file, call->error);
    dadao_core_text_clear(&text);
    return status;
}

/* Constants belong to the entry that made them necessary. */
static void own_constants(dadao_experiment *experiment, dadao_setting *next)
{
    size_t entry = experiment->log.count - 1;
    next->chi_owner = next->chi_owner == SIZE_MAX ? entry : next->chi_owner;
    next->problem_owner = next->problem_owner == SIZE_MAX ? entry : next->problem_owner;
}

static void forget_next(dadao_experiment *experiment)
{
    dadao_experiment_box_release(experiment->next.problem.optimum);
    memset(&experiment->next, 0, sizeof experiment->next);
}

static void put_in_place(dadao_call *call, dadao_setting *next, bool rebuild)
{
    dadao_experiment *experiment = call->experiment;
    own_constants(experiment, next);
    if (!call->undoing)
        undo_push(experiment, rebuild, experiment->log.entry[experiment->log.count - 1].text);
    forget_next(experiment);
    dadao_experiment_scene_dirty(experiment);
}

dadao_status dadao_experiment_change(dadao_call *call, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    size_t mark = experiment->log.count;
    dadao_status status = log_call(call, false);
    if (status == DADAO_OK && dadao_experiment_lead(experiment))
        status = dadao_experiment_carry(experiment, next, call->error);
    if (status != DADAO_OK) {
        dadao_experiment_log_cut(&experiment->log, mark);
        dadao_experiment_setting_clear(next);
        return status;
    }
    put_in_place(call, next, false);
    dadao_experiment_setting_clear(&experiment->now);
    experiment->now = *next;
    dadao_experiment_files_lanes(experiment);
    dadao_experiment_log_constants(experiment);
    return DADAO_OK;
}

static dadao_status remove_from_lane(dadao_lane *lane, const passage *way, size_t node, dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(way->next);
    const dadao_lane_setting *before = lane_by_id(way->now, lane->id), *after = lane_by_id(way->next, lane->id);
    dadao_status status = dadao_simulation_remove_node(lane->simulation, node, dadao_experiment_setting_problem(way->next),
                                                       dadao_topology_edges(topology), dadao_topology_edge_list(topology),
                                                       dadao_experiment_setting_edge_rates(way->next), way->old_edge, error);
    if (status == DADAO_OK && memcmp(after->parameters, before->parameters, sizeof after->parameters) != 0)
        status = dadao_simulation_set_parameters(lane->simulation, after->parameters, error);
    return status;
}

static dadao_status remove_from_lanes(dadao_experiment *experiment, const passage *way, size_t node, dadao_error *error)
{
    dadao_status status = remove_from_lane(&experiment->lane[0], way, node, error);
    for (size_t k = 1; status == DADAO_OK && k < way->next->lanes; k++) {
        dadao_error why = {0};
        if (remove_from_lane(&experiment->lane[k], way, node, &why) != DADAO_OK)
            status = restart_lane(experiment, k, way->next, why.text, error);
    }
    return status;
}

dadao_status dadao_experiment_remove_in_place(dadao_call *call, dadao_setting *next, size_t node, const size_t *old_edge)
{
    dadao_experiment *experiment = call->experiment;
    const passage way = {.now = &experiment->now, .next = next, .old_edge = old_edge};
    size_t mark = experiment->log.count;
    dadao_status status = log_call(call, false);
    if (status == DADAO_OK && dadao_experiment_lead(experiment))
        status = remove_from_lanes(experiment, &way, node, call->error);
    if (status != DADAO_OK) {
        dadao_experiment_log_cut(&experiment->log, mark);
        dadao_experiment_setting_clear(next);
        return status;
    }
    put_in_place(call, next, true); /* taken back only by starting again: the state of the node is gone */
    dadao_experiment_setting_clear(&experiment->now);
    experiment->now = *next;
    dadao_experiment_log_constants(experiment);
    return DADAO_OK;
}

/* ---- Starting again ---- */

static void backup_take(dadao_experiment *experiment)
{
    dadao_backup *backup = &experiment->backup;
    *backup = (dadao_backup){.held = true, .setting = experiment->now, .log_count = experiment->log.count,
                             .undo_count = experiment->undo_count, .state = experiment->state};
    dadao_experiment_setting_retain(&backup->setting);
    memcpy(backup->lane, experiment->lane, sizeof backup->lane);
    memset(experiment->lane, 0, sizeof experiment->lane);
}

void dadao_experiment_backup_drop(dadao_experiment *experiment)
{
    dadao_backup *backup = &experiment->backup;
    if (!backup->held)
        return;
    dadao_experiment_lanes_clear(backup->lane);
    dadao_experiment_setting_clear(&backup->setting);
    *backup = (dadao_backup){0};
}

/* Event logs are shared with what failed, which may have bound them to its own edges. */
static void rebind(dadao_experiment *experiment)
{
    if (dadao_experiment_lead(experiment))
        (void)bind_rest(experiment, &experiment->now, NULL);
}

void dadao_experiment_backup_restore(dadao_experiment *experiment)
{
    dadao_backup *backup = &experiment->backup;
    if (!backup->held)
        return;
    dadao_experiment_lanes_clear(experiment->lane);
    dadao_experiment_setting_clear(&experiment->now);
    experiment->now = backup->setting;
    memcpy(experiment->lane, backup->lane, sizeof experiment->lane);
    experiment->state = backup->state;
    dadao_experiment_undo_clear(experiment, backup->undo_count);
    dadao_experiment_log_cut(&experiment->log, backup->log_count);
    *backup = (dadao_backup){0};
    dadao_experiment_scene_dirty(experiment);
    rebind(experiment);
}

dadao_status dadao_experiment_rebuild(dadao_call *call, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    /* What to fall back on must not know of this command yet: the entry is added after the backup is taken. */
    bool taken = dadao_experiment_lead(experiment) != NULL;
    bool settled = taken;
    if (taken)
        backup_take(experiment);
    dadao_status status = log_call(call, true);
    if (status != DADAO_OK) {
        if (taken)
            dadao_experiment_backup_restore(experiment);
        dadao_experiment_setting_clear(next);
        return status;
    }
    experiment->log.entry[experiment->log.count - 1].settled = settled;
    put_in_place(call, next, true);
    dadao_experiment_setting_clear(&experiment->now);
    experiment->now = *next;
    if (experiment->state == DADAO_FINISHED || experiment->state == DADAO_DIVERGED)
        experiment->state = DADAO_PAUSED;
    return DADAO_OK;
}

/* ---- Undo ---- */

static void take_over(dadao_box **place, dadao_box *from)
{
    if (!*place)
        *place = dadao_experiment_box_retain(from);
}

/* A setting remembered before everything was built: what has been built since and the change did not touch is taken over. */
static void complete_record(const dadao_setting *now, dadao_setting *before)
{
    bool same_rates = before->comm_is_total == now->comm_is_total && before->comm_value == now->comm_value;
    if (!before->edge_rate && before->chi.source == DADAO_CHI_NONE) {
        before->chi = now->chi;
        take_over(&before->spectrum, now->spectrum);
        before->last_chi1 = now->last_chi1;
        before->last_chi2 = now->last_chi2;
    }
    if (!before->edge_rate && same_rates) {
        take_over(&before->edge_rate, now->edge_rate);
        before->total_rate = now->total_rate;
    }
    take_over(&before->topology, now->topology);
    take_over(&before->node_base, now->node_base);
    take_over(&before->problem, now->problem);
}

dadao_status dadao_experiment_do_undo(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    dadao_setting next = {0};
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_setting_clear(&next);
    if (experiment->undo_count == 0)
        return dadao_core_fail(call->error, DADAO_UNSUPPORTED, "nothing to undo: no setting was changed (the last %d are remembered)",
                               DADAO_EXPERIMENT_UNDO_DEPTH);
    dadao_undo record = experiment->undo[experiment->undo_count - 1];
    next = record.before;
    dadao_experiment_setting_retain(&next);
    call->undoing = true;
    if (record.rebuild) {
        status = dadao_experiment_rebuild(call, &next);
    } else {
        complete_record(&experiment->now, &next);
        if (dadao_experiment_lead(experiment))
            status = dadao_experiment_need_parameters(experiment, &next, call->answer, call->error);
        if (status == DADAO_OK)
            status = dadao_experiment_change(call, &next);
        else
            dadao_experiment_setting_clear(&next);
    }
    if (status != DADAO_OK)
        return status;
    dadao_core_note(call->answer, "taken back: %s%s", record.text ? record.text : "", record.rebuild ? " (again at t = 0)" : "");
    dadao_experiment_undo_clear(experiment, experiment->undo_count - 1);
    return DADAO_OK;
}
