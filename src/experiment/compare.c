/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A branch beside the present one: from the instant at which they part, with the same event streams and its own setting.
 *
 * What is shown beside is an experiment of its own, made of a copy of the state at that instant, which carries out the commands
 * of its branch where they were and is carried along with lane 0 afterwards. It is a look: nothing of it stands in the log. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct dadao_companion {
    dadao_experiment *origin; /* at the fork, with the commands to come */
    dadao_experiment *run;
    uint64_t branch;          /* where the fork lies, and is to lie on the way to the present one */
    dadao_place fork, seen;   /* seen: where lane 0 stood when this followed it */
    bool shown;               /* lane 0 stands at the fork or after it */
};

/* ---- Copies ---- */

static dadao_experiment *empty_run(const dadao_experiment *experiment, const dadao_setting *setting)
{
    dadao_experiment *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return NULL;
    made->options = experiment->options;
    made->options.extension = NULL;
    made->options.allow_write = false;
    made->options.endless = true;
    made->now = *setting;
    dadao_experiment_setting_retain(&made->now);
    made->epoch = experiment->epoch;
    made->error_by_part = experiment->error_by_part;
    made->speed = INFINITY;
    made->rewind.off = made->rewind.going = true; /* its way back is the origin */
    made->rewind.next = UINT64_MAX;
    return made;
}

/* The samples up to the present of a lane that has been there. */
static bool copy_past(const dadao_lane *from, dadao_lane *to, const dadao_setting *setting)
{
    if (!from->history.sample || !dadao_experiment_history_copy(&from->history, &to->history))
        return dadao_experiment_history_reset(to, setting, NULL) == DADAO_OK;
    dadao_experiment_history_cut(to);
    return true;
}

static bool copy_lane(const dadao_lane *from, dadao_lane *to, const dadao_setting *setting)
{
    to->id = from->id;
    to->start_distance = from->start_distance;
    to->stuck = from->stuck;
    to->wall = from->wall;
    to->wall_t = from->wall_t;
    return dadao_simulation_clone(from->simulation, &to->simulation, NULL) == DADAO_OK && copy_past(from, to, setting);
}

/* The same moment once more: state, log, what can be taken back, commands to come. */
static dadao_experiment *copy_run(const dadao_experiment *from)
{
    dadao_experiment *made = empty_run(from, &from->now);
    bool good = made != NULL;
    for (size_t k = 0; good && k < from->now.lanes; k++)
        good = copy_lane(&from->lane[k], &made->lane[k], &made->now);
    good = good && dadao_experiment_log_copy(&from->log, from->log.count, &made->log) &&
           dadao_experiment_undo_copy(&from->undo, from->undo.count, &made->undo) &&
           dadao_experiment_undo_copy(&from->redo, from->redo.count, &made->redo);
    if (good && from->rewind.off) /* a copy of such a copy */
        good = dadao_experiment_log_copy(&from->rewind.future, from->rewind.future.count, &made->rewind.future);
    if (!good) {
        dadao_experiment_destroy(made);
        return NULL;
    }
    return made;
}

/* Commands up to a start at t = 0: what comes after it has nothing in common with the present run. */
static void cut_at_restart(dadao_log *future)
{
    for (size_t k = 0; k < future->count; k++)
        if (future->entry[k].restarts) {
            dadao_experiment_log_cut(future, k);
            return;
        }
}

/* A put away branch at the fork. */
static dadao_experiment *run_of_branch(const dadao_experiment *experiment, const dadao_branch *branch, const dadao_keyframe *frame)
{
    dadao_experiment *made = empty_run(experiment, &frame->setting);
    dadao_log whole = {0};
    bool good = made && dadao_experiment_keyframe_thaw(frame, made->lane, NULL) == DADAO_OK;
    for (size_t k = 0; good && k < frame->lanes; k++) {
        const dadao_lane *past = NULL;
        for (size_t h = 0; h < DADAO_LANES; h++)
            past = experiment->lane[h].simulation && experiment->lane[h].id == made->lane[k].id ? &experiment->lane[h] : past;
        good = past ? copy_past(past, &made->lane[k], &made->now)
                    : dadao_experiment_history_reset(&made->lane[k], &made->now, NULL) == DADAO_OK;
    }
    good = good && dadao_experiment_log_copy(&branch->log, branch->log.count, &whole) &&
           dadao_experiment_log_split(&whole, frame->place.log, &made->rewind.future);
    if (!good) {
        dadao_experiment_log_cut(&whole, 0);
        free(whole.entry);
        dadao_experiment_destroy(made);
        return NULL;
    }
    made->log = whole;
    made->epoch = frame->epoch;
    dadao_experiment_recall(made, frame->memory->object);
    cut_at_restart(&made->rewind.future);
    return made;
}

/* ---- Beginning and ending ---- */

void dadao_experiment_companion_clear(dadao_experiment *experiment)
{
    dadao_companion *companion = experiment->rewind.companion;
    if (!companion)
        return;
    dadao_experiment_destroy(companion->origin);
    dadao_experiment_destroy(companion->run);
    free(companion);
    experiment->rewind.companion = NULL;
    experiment->rewind.sibling = 0;
    dadao_experiment_scene_dirty(experiment);
}

/* Takes over `origin`, which may be NULL for want of memory. */
static dadao_status begin(dadao_experiment *experiment, dadao_experiment *origin, const char *name, uint64_t branch,
                          const dadao_place *fork, dadao_error *error)
{
    dadao_companion *made = dadao_core_allocate(1, sizeof *made);
    if (origin) {
        snprintf(origin->now.lane[0].name, sizeof origin->now.lane[0].name, "%s", name);
        origin->now.lane[0].named = true;
    }
    dadao_experiment *run = origin ? copy_run(origin) : NULL;
    if (!made || !run) {
        dadao_experiment_destroy(origin);
        dadao_experiment_destroy(run);
        free(made);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for a lane beside");
    }
    dadao_experiment_companion_clear(experiment);
    *made = (dadao_companion){.origin = origin, .run = run, .branch = branch, .fork = *fork, .seen = *fork};
    experiment->rewind.companion = made;
    dadao_experiment_scene_dirty(experiment);
    return DADAO_OK;
}

/* ---- Following lane 0 ---- */

static bool same_shape(const dadao_experiment *a, const dadao_experiment *b)
{
    const dadao_problem *p = dadao_experiment_setting_problem(&a->now), *q = dadao_experiment_setting_problem(&b->now);
    return dadao_problem_nodes(p) == dadao_problem_nodes(q) && dadao_problem_dimension(p) == dadao_problem_dimension(q);
}

dadao_experiment *dadao_experiment_companion_shown(const dadao_experiment *experiment)
{
    const dadao_companion *companion = experiment->rewind.companion;
    return companion && companion->shown && experiment->now.lanes < DADAO_LANES && same_shape(experiment, companion->run)
               ? companion->run
               : NULL;
}

static double stands_at(const dadao_experiment *experiment, const dadao_simulation *simulation)
{
    return experiment->now.axis == DADAO_LANE_AXIS_TIME ? dadao_simulation_time(simulation)
                                                        : dadao_experiment_axis_count(&experiment->now, simulation);
}

bool dadao_experiment_companion_behind(const dadao_experiment *experiment)
{
    const dadao_companion *companion = experiment->rewind.companion;
    const dadao_simulation *lead = dadao_experiment_lead(experiment);
    if (!companion || !companion->shown || !lead || companion->run->lane[0].stuck)
        return false;
    return stands_at(experiment, dadao_experiment_lead(companion->run)) < stands_at(experiment, lead);
}

/* The present run may have gone somewhere else meanwhile. */
static void look_around(dadao_experiment *experiment)
{
    dadao_companion *companion = experiment->rewind.companion;
    if (!dadao_experiment_lead(experiment) || experiment->backup.held)
        return;
    if (!dadao_experiment_on_path(experiment, companion->branch, &companion->fork) ||
        companion->origin->epoch != experiment->epoch) {
        dadao_core_note(&experiment->news, "nothing is compared any more: the present run does not come from that instant");
        dadao_experiment_companion_clear(experiment);
        return;
    }
    if (experiment->rewind.sibling == experiment->rewind.current && experiment->rewind.current) {
        dadao_core_note(&experiment->news, "nothing is compared any more: this is the branch that was shown beside");
        dadao_experiment_companion_clear(experiment);
        return;
    }
    const dadao_place now = dadao_experiment_place(experiment);
    const bool shown = now.event > companion->fork.event || (now.event == companion->fork.event && now.t >= companion->fork.t);
    if (shown != companion->shown)
        dadao_experiment_scene_dirty(experiment);
    companion->shown = shown;
    if (dadao_experiment_place_compare(&now, &companion->seen) < 0) {
        dadao_experiment *again = copy_run(companion->origin);
        if (again) {
            dadao_experiment_destroy(companion->run);
            companion->run = again;
        }
    }
    companion->seen = now;
}

static dadao_status carry_out_due(dadao_experiment *experiment, dadao_experiment *run, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    while (status == DADAO_OK && dadao_experiment_command_due(run, SIZE_MAX)) {
        status = dadao_experiment_align(run, error);
        if (status == DADAO_OK)
            dadao_experiment_repeat_command(run);
        run->lane[0].stuck = false;
        dadao_experiment_scene_dirty(experiment);
    }
    if (run->news.length > 0)
        dadao_core_note(&experiment->news, "%s: %s", run->now.lane[0].name, run->news.text);
    dadao_core_notes_clear(&run->news);
    return status;
}

/* Where the next stretch ends: at the next command, the next look, or where lane 0 stands. */
static void limit(const dadao_experiment *experiment, const dadao_experiment *run, uint64_t room, dadao_stop *stop)
{
    const uint64_t events = dadao_simulation_events(dadao_experiment_lead(run)), look = dadao_experiment_next_look(run, 0);
    if (experiment->now.axis == DADAO_LANE_AXIS_TIME)
        stop->t = dadao_simulation_time(dadao_experiment_lead(experiment));
    else
        room = 1;
    stop->event = room > UINT64_MAX - events ? UINT64_MAX : events + room;
    stop->event = look < stop->event ? look : stop->event;
    if (run->rewind.future.count)
        dadao_experiment_lower_stop(run, stop, run->rewind.future.entry[0].event, run->rewind.future.entry[0].t);
}

static bool advance(const dadao_experiment *experiment, dadao_experiment *run, uint64_t room)
{
    dadao_stop stop = {.event = UINT64_MAX, .t = INFINITY};
    limit(experiment, run, room, &stop);
    const dadao_stop_reason reason = dadao_simulation_run(dadao_experiment_lead(run), &stop);
    run->lane[0].stuck = reason == DADAO_STOP_DIVERGED || reason == DADAO_STOP_IDLE;
    return !run->lane[0].stuck || dadao_experiment_command_due(run, SIZE_MAX);
}

dadao_status dadao_experiment_companion_follow(dadao_experiment *experiment, uint64_t budget, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    if (experiment->rewind.companion)
        look_around(experiment);
    dadao_companion *companion = experiment->rewind.companion;
    if (!companion || !companion->shown)
        return DADAO_OK;
    dadao_experiment *run = companion->run;
    bool going = true;
    while (status == DADAO_OK && going) {
        status = carry_out_due(experiment, run, error);
        if (status == DADAO_OK)
            status = dadao_experiment_look(run, 0, error);
        going = status == DADAO_OK && budget > 0 && dadao_experiment_companion_behind(experiment);
        const uint64_t before = dadao_simulation_events(dadao_experiment_lead(run));
        going = going && advance(experiment, run, budget);
        const uint64_t done = dadao_simulation_events(dadao_experiment_lead(run)) - before;
        budget -= done < budget ? done : budget;
    }
    return status;
}

/* ---- For the screen ---- */

/* Edges may be others than those in sight: counters of those that both have. */
static void match_edges(const dadao_experiment *run, dadao_lane_snapshot *lane, const dadao_scene *scene)
{
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(dadao_experiment_lead(run), &counters);
    for (size_t e = 0; e < scene->edges; e++) {
        size_t at;
        const bool has = dadao_topology_find_edge(dadao_experiment_setting_topology(&run->now), scene->edge[e].u,
                                                  scene->edge[e].v, &at, NULL) == DADAO_OK;
        lane->edge_communications[e] = has ? counters.edge_communications[at] : 0;
        lane->edge_last_event[e] = has ? counters.edge_last_event[at] : 0;
    }
}

void dadao_experiment_companion_publish(const dadao_experiment *experiment, dadao_lane_snapshot *lane, const dadao_scene *scene)
{
    dadao_experiment *run = experiment->rewind.companion->run;
    const dadao_topology *topology = dadao_experiment_setting_topology(&run->now);
    const bool same = dadao_topology_edges(topology) == scene->edges &&
                      memcmp(dadao_topology_edge_list(topology), scene->edge, scene->edges * sizeof *scene->edge) == 0;
    dadao_scene own = *scene; /* its rates are what its waiting times are measured by */
    own.edges = same ? scene->edges : 0;
    own.total_rate = run->now.total_rate;
    own.total_gradient_rate = dadao_experiment_sum(dadao_experiment_setting_node_rates(&run->now), scene->nodes);
    run->attention = experiment->attention;
    run->error_by_part = experiment->error_by_part;
    run->plane = experiment->plane; /* lent */
    dadao_experiment_publish_lane(run, 0, lane, &own);
    run->plane = (dadao_plane){0};
    if (!same)
        match_edges(run, lane, scene);
}

/* ---- The commands ---- */

/* What branches have in common ends here, on the branch that is returned; 0: nothing but a start. */
static uint64_t common_place(const dadao_rewind *rewind, uint64_t id, dadao_place *fork)
{
    dadao_place limit = {UINT64_MAX, INFINITY, SIZE_MAX};
    for (const dadao_branch *other = dadao_experiment_branch(rewind, id); other;
         other = dadao_experiment_branch(rewind, other->parent)) {
        *fork = limit;
        for (const dadao_branch *own = dadao_experiment_branch(rewind, rewind->current); own;
             own = dadao_experiment_branch(rewind, own->parent)) {
            if (own->id == other->id)
                return own->id;
            if (own->restarted)
                break;
            *fork = dadao_experiment_place_compare(&own->fork, fork) < 0 ? own->fork : *fork;
        }
        if (other->restarted)
            return 0;
        limit = dadao_experiment_place_compare(&other->fork, &limit) < 0 ? other->fork : limit;
    }
    return 0;
}

static const dadao_keyframe *frame_at(const dadao_rewind *rewind, const dadao_place *place)
{
    for (size_t k = 0; k < rewind->frames; k++)
        if (dadao_experiment_place_compare(&rewind->frame[k]->place, place) == 0)
            return rewind->frame[k];
    return NULL;
}

/* The branch that the present one left; of the first, the newest that left it. */
static uint64_t usual_sibling(const dadao_rewind *rewind)
{
    const dadao_branch *present = dadao_experiment_branch(rewind, rewind->current);
    uint64_t found = present && !present->restarted ? present->parent : 0;
    for (size_t k = 0; !found && k < rewind->branches; k++)
        if (rewind->branch[k].parent == rewind->current && !rewind->branch[k].restarted)
            found = rewind->branch[k].id;
    return found;
}

static dadao_status not_replayed(const dadao_call *call)
{
    const dadao_setting *now = &call->experiment->now;
    if (now->events)
        return dadao_experiment_fail_at(call->words, 0, call->error, DADAO_UNSUPPORTED,
                                        "the events are replayed from a log, so there is no noise to share: `events clocks` first");
    if (now->lanes == DADAO_LANES)
        return dadao_experiment_fail_at(call->words, 0, call->error, DADAO_UNSUPPORTED,
                                        "there are %d lanes already: `lane remove K` makes room beside", DADAO_LANES);
    return DADAO_OK;
}

static void tell(const dadao_call *call, const dadao_place *fork)
{
    const dadao_experiment *run = call->experiment->rewind.companion->run;
    dadao_core_note(call->answer, "lane %zu, %s: from event %llu, t = %.6g, with the same noise. A look: nothing of it is logged",
                    call->experiment->now.lanes, run->now.lane[0].name, (unsigned long long)fork->event, fork->t);
}

static dadao_status compare_branch(const dadao_call *call, uint64_t id)
{
    dadao_experiment *experiment = call->experiment;
    dadao_rewind *rewind = &experiment->rewind;
    dadao_place fork;
    const uint64_t common = common_place(rewind, id, &fork);
    const dadao_keyframe *frame = common ? frame_at(rewind, &fork) : NULL;
    const dadao_branch *branch = dadao_experiment_branch(rewind, id);
    if (!common)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "branch %llu began again at t = 0: no instant is common to both", (unsigned long long)id);
    if (!frame || branch->log.count < fork.log)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "the instant at which branch %llu parts is not kept any more", (unsigned long long)id);
    char name[DADAO_LANE_NAME];
    snprintf(name, sizeof name, "branch %llu", (unsigned long long)id);
    dadao_status status = begin(experiment, run_of_branch(experiment, branch, frame), name, common, &fork, call->error);
    if (status != DADAO_OK)
        return status;
    rewind->sibling = id;
    tell(call, &fork);
    return dadao_experiment_align(experiment, call->error);
}

dadao_status dadao_experiment_do_branch_compare(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    const char *word = dadao_experiment_argument(call, 0);
    dadao_status status = dadao_experiment_want(call, 0, 1);
    if (status == DADAO_OK && word && strcmp(word, "off") == 0) {
        if (!experiment->rewind.companion)
            dadao_core_note(call->answer, "nothing is compared");
        dadao_experiment_companion_clear(experiment);
        return DADAO_OK;
    }
    if (status == DADAO_OK)
        status = dadao_experiment_need_way_back(call);
    if (status == DADAO_OK)
        status = not_replayed(call);
    uint64_t id = usual_sibling(&experiment->rewind);
    if (status == DADAO_OK && word)
        status = dadao_experiment_read_branch(call, 0, &id);
    if (status == DADAO_OK && !id)
        status = dadao_experiment_fail_argument(
            call, 0, DADAO_NOT_FOUND, "there is no other branch: go back and change something, or `compare COMMAND` from here on");
    if (status == DADAO_OK && id == experiment->rewind.current)
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "branch %llu is the present one", (unsigned long long)id);
    return status == DADAO_OK ? compare_branch(call, id) : status;
}

/* Refuses what cannot be compared before it is carried out. */
static dadao_status check_command(dadao_call *call)
{
    const dadao_command *command;
    size_t rest;
    dadao_error unknown = {0};
    dadao_words inner = {.word = call->words->word + call->first, .column = call->words->column + call->first,
                         .length = call->words->length + call->first, .quoted = call->words->quoted + call->first,
                         .count = call->words->count - call->first, .last = call->words->last};
    dadao_status status = dadao_experiment_find_command(&inner, &call->experiment->options, &command, &rest, &unknown);
    if (status != DADAO_OK) {
        if (call->error)
            *call->error = unknown;
        return status;
    }
    if ((command->flags & DADAO_REBUILD) == DADAO_COMMAND_EDIT)
        return DADAO_OK;
    return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                          command->flags & DADAO_COMMAND_REBUILD
                                              ? "`%s` starts again at t = 0: nothing could be compared from this instant on"
                                              : "`%s` changes nothing of the run: compare what changes it, such as `rate comm 2`",
                                          command->name);
}

dadao_status dadao_experiment_do_compare(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 1, SIZE_MAX);
    if (status == DADAO_OK)
        status = check_command(call);
    if (status == DADAO_OK)
        status = dadao_experiment_need_way_back(call);
    if (status == DADAO_OK)
        status = not_replayed(call);
    if (status != DADAO_OK)
        return status;
    const dadao_place fork = dadao_experiment_place(experiment);
    const uint64_t branch = experiment->rewind.current;
    dadao_experiment *origin = copy_run(experiment);
    const size_t first = call->words->column[call->first], length = call->words->last - first;
    char *text = dadao_core_allocate(first + length + 1, 1); /* blanks in front: errors keep their columns */
    if (!text || !origin) {
        dadao_experiment_destroy(origin);
        free(text);
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory for a lane beside");
    }
    memset(text, ' ', first);
    memcpy(text + first, call->line + first, length);
    status = dadao_experiment_carry_out(experiment, text, 0, call->answer, call->error);
    if (status == DADAO_OK) {
        status = begin(experiment, origin, "as it was", branch, &fork, call->error);
        if (status == DADAO_OK)
            tell(call, &fork);
    } else {
        dadao_experiment_destroy(origin);
    }
    free(text);
    return status == DADAO_OK ? dadao_experiment_align(experiment, call->error) : status;
}
