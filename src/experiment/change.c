/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a changed setting takes the place of the present one: in flight, or by starting again at t = 0. */
#include "core/memory.h"
#include "experiment/experiment.h"
#include "method/method.h"

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

/* For each edge of `next`, where it was in `now`, or SIZE_MAX. old_node NULL: nodes are numbered alike. NULL: out of memory. */
static size_t *old_places(const dadao_topology *now, const dadao_topology *next, const size_t *old_node)
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
        size_t u = old_node ? old_node[edge[e].u] : edge[e].u, v = old_node ? old_node[edge[e].v] : edge[e].v;
        edge_place key = {(uint32_t)u, (uint32_t)v, 0};
        bool was = u != SIZE_MAX && v != SIZE_MAX;
        const edge_place *found = was ? bsearch(&key, place, before, sizeof *place, compare_places) : NULL;
        result[e] = found ? found->index : SIZE_MAX;
    }
    free(place);
    return result;
}

/* For each node of `next` the index it has now. NULL: out of memory. */
static size_t *old_indices(size_t nodes, const dadao_motion *motion)
{
    size_t *old = dadao_core_allocate(nodes, sizeof *old);
    bool joined = motion->kind == DADAO_MOTION_JOINED;
    for (size_t i = 0; old && i < nodes; i++)
        old[i] = i < motion->node ? i : !joined ? i + 1 : i == motion->node ? SIZE_MAX : i - 1;
    return old;
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
    const dadao_motion *motion;
    size_t *old_node, *old_edge; /* where the nodes, where the edges change */
} passage;

static void passage_clear(passage *way)
{
    free(way->old_node);
    free(way->old_edge);
}

static dadao_status passage_begin(passage *way, dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(way->next);
    bool moves = way->motion->kind == DADAO_MOTION_LEFT || way->motion->kind == DADAO_MOTION_JOINED;
    if (moves)
        way->old_node = old_indices(dadao_topology_nodes(topology), way->motion);
    if (!moves || way->old_node)
        way->old_edge = old_places(dadao_experiment_setting_topology(way->now), topology, way->old_node);
    return way->old_edge ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

static dadao_status carry_members(dadao_lane *lane, const passage *way, dadao_error *error)
{
    const dadao_setting *next = way->next;
    const dadao_topology *topology = dadao_experiment_setting_topology(next);
    double *state = NULL;
    dadao_status status = DADAO_OK;
    if (way->motion->kind == DADAO_MOTION_JOINED)
        status = dadao_experiment_joining_state(lane, next, way->motion, &state, error);
    const dadao_simulation_members members = {
        .nodes = dadao_topology_nodes(topology),
        .edges = dadao_topology_edges(topology),
        .old_node = way->old_node,
        .state = state,
        .problem = dadao_experiment_setting_problem(next),
        .node_rates = dadao_experiment_setting_node_rates(next),
        .edge = dadao_topology_edge_list(topology),
        .edge_rates = dadao_experiment_setting_edge_rates(next),
        .old_edge = way->old_edge,
    };
    if (status == DADAO_OK)
        status = dadao_simulation_set_members(lane->simulation, &members, error);
    free(state);
    return status;
}

static dadao_status carry_network(dadao_lane *lane, const passage *way, dadao_error *error)
{
    const dadao_setting *now = way->now, *next = way->next;
    const dadao_topology *topology = dadao_experiment_setting_topology(next);
    dadao_status status = DADAO_OK;
    if (next->topology != now->topology)
        status = dadao_simulation_set_edges(lane->simulation, dadao_topology_edges(topology), dadao_topology_edge_list(topology),
                                            dadao_experiment_setting_edge_rates(next), way->old_edge, error);
    if (status == DADAO_OK && (next->edge_rate != now->edge_rate || next->node_rate != now->node_rate))
        status = dadao_simulation_set_rates(lane->simulation, dadao_experiment_setting_edge_rates(next),
                                            dadao_experiment_setting_node_rates(next), error);
    return status;
}

static dadao_status carry_lane(dadao_lane *lane, const passage *way, dadao_error *error)
{
    const dadao_lane_setting *before = lane_by_id(way->now, lane->id), *after = lane_by_id(way->next, lane->id);
    lane->stuck = false;
    dadao_experiment_wall_settle(way->now, before, lane);
    dadao_status status = way->old_node ? carry_members(lane, way, error) : carry_network(lane, way, error);
    if (status == DADAO_OK && memcmp(after->parameters, before->parameters, sizeof after->parameters) != 0)
        status = dadao_simulation_set_parameters(lane->simulation, after->parameters, error);
    return status == DADAO_OK ? dadao_experiment_time_lane(way->next, after, lane, error) : status;
}

/* A lane beside the lead that cannot take a change begins again with it: then it catches up. */
static dadao_status restart_lane(dadao_experiment *experiment, size_t k, const dadao_setting *next, const char *why, dadao_error *error)
{
    const dadao_lane_setting *wanted = &next->lane[k];
    dadao_core_note(&experiment->news, "lane %s starts again at t = 0 on the network as it is now: %s", wanted->name, why);
    dadao_experiment_lane_clear(&experiment->lane[k]);
    return dadao_experiment_lane_build(next, wanted, &experiment->lane[k], error);
}

/* A lane that could neither go on nor start again on the network to come: said before anything is touched. */
static dadao_status check_lanes(const dadao_setting *next, dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(next);
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < next->lanes; k++) {
        const dadao_lane_setting *lane = &next->lane[k];
        status = dadao_method_admits(lane->method, dadao_experiment_setting_problem(next), dadao_topology_nodes(topology),
                                     dadao_topology_edges(topology), dadao_topology_edge_list(topology),
                                     dadao_experiment_setting_edge_rates(next), error);
        if (status != DADAO_OK && next->lanes > 1)
            dadao_core_error_prefix(error, "lane %s (`lane remove %s` first?): ", lane->name, lane->name);
    }
    return status;
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

dadao_status dadao_experiment_carry(dadao_experiment *experiment, const dadao_setting *next, const dadao_motion *motion,
                                    dadao_error *error)
{
    const dadao_setting *now = &experiment->now;
    passage way = {.now = now, .next = next, .motion = motion};
    dadao_status status = DADAO_OK;
    bool other_edges = next->topology != now->topology;
    if (other_edges || next->edge_rate != now->edge_rate)
        status = check_lanes(next, error);
    if (status == DADAO_OK && other_edges) {
        status = bind_rest(experiment, next, error);
        if (status == DADAO_OK)
            status = passage_begin(&way, error);
    }
    if (status == DADAO_OK)
        status = carry_lanes(experiment, &way, error);
    passage_clear(&way);
    if (status != DADAO_OK && other_edges)
        (void)bind_rest(experiment, now, NULL);
    return status;
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

/* `motion` may be NULL: the vectors stayed as they were, or there is nothing left of them. */
static void put_in_place(dadao_call *call, dadao_setting *next, bool rebuild, dadao_motion *motion)
{
    dadao_experiment *experiment = call->experiment;
    const char *text = call->record ? call->record_text : experiment->log.entry[experiment->log.count - 1].text;
    own_constants(experiment, next);
    dadao_experiment_undo_push(experiment, call->record ? call->record : &experiment->undo, rebuild, motion, text);
    if (!call->record)
        dadao_experiment_undo_clear(&experiment->redo, 0);
    forget_next(experiment);
    dadao_experiment_scene_dirty(experiment);
    dadao_experiment_headings_stale(experiment);
    dadao_experiment_setting_clear(&experiment->now);
    experiment->now = *next;
}

static dadao_status move_lanes(dadao_call *call, const dadao_setting *next, dadao_motion *motion)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_motion_before(experiment, next, motion, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_carry(experiment, next, motion, call->error);
    return status == DADAO_OK ? dadao_experiment_motion_after(experiment, next, motion, call->error) : status;
}

dadao_status dadao_experiment_move(dadao_call *call, dadao_setting *next, dadao_motion *motion)
{
    dadao_experiment *experiment = call->experiment;
    size_t mark = experiment->log.count;
    dadao_status status = log_call(call, false);
    if (status == DADAO_OK && dadao_experiment_lead(experiment))
        status = move_lanes(call, next, motion);
    if (status != DADAO_OK) {
        dadao_experiment_log_cut(&experiment->log, mark);
        dadao_experiment_setting_clear(next);
        dadao_experiment_motion_clear(motion);
        return status;
    }
    put_in_place(call, next, false, motion);
    dadao_experiment_files_lanes(experiment);
    dadao_experiment_log_constants(experiment);
    return DADAO_OK;
}

dadao_status dadao_experiment_change(dadao_call *call, dadao_setting *next)
{
    dadao_motion none = {0};
    return dadao_experiment_move(call, next, &none);
}

/* ---- Starting again ---- */

static void backup_take(dadao_experiment *experiment)
{
    dadao_backup *backup = &experiment->backup;
    *backup = (dadao_backup){.held = true, .setting = experiment->now, .log_count = experiment->log.count,
                             .undo_count = experiment->undo.count, .epoch = experiment->epoch, .state = experiment->state};
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
void dadao_experiment_rebind(dadao_experiment *experiment)
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
    experiment->epoch = backup->epoch; /* what was done to vectors in this run can still be taken back */
    dadao_experiment_undo_clear(&experiment->undo, backup->undo_count);
    dadao_experiment_log_cut(&experiment->log, backup->log_count);
    *backup = (dadao_backup){0};
    dadao_experiment_scene_dirty(experiment);
    dadao_experiment_rebind(experiment);
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
    put_in_place(call, next, true, NULL);
    experiment->epoch++;
    if (experiment->state == DADAO_FINISHED || experiment->state == DADAO_DIVERGED)
        experiment->state = DADAO_PAUSED;
    return DADAO_OK;
}
