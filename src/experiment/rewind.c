/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyframes: copies of the whole state within a budget of bytes. Settings are shared by their boxes, so a frame weighs little
 * more than its simulations. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Places ---- */

dadao_place dadao_experiment_place(const dadao_experiment *experiment)
{
    const dadao_simulation *lead = dadao_experiment_lead(experiment);
    return (dadao_place){.event = lead ? dadao_simulation_events(lead) : 0,
                         .t = lead ? dadao_simulation_time(lead) : 0,
                         .log = experiment->log.count};
}

int dadao_experiment_place_compare(const dadao_place *a, const dadao_place *b)
{
    if (a->event != b->event)
        return a->event < b->event ? -1 : 1;
    if (a->t < b->t || a->t > b->t)
        return a->t < b->t ? -1 : 1;
    return a->log < b->log ? -1 : a->log > b->log;
}

dadao_branch *dadao_experiment_branch(const dadao_rewind *rewind, uint64_t id)
{
    for (size_t k = 0; k < rewind->branches; k++)
        if (rewind->branch[k].id == id)
            return &rewind->branch[k];
    return NULL;
}

bool dadao_experiment_on_path(const dadao_experiment *experiment, uint64_t branch, const dadao_place *place)
{
    const dadao_rewind *rewind = &experiment->rewind;
    dadao_place limit = {UINT64_MAX, INFINITY, SIZE_MAX};
    for (const dadao_branch *at = dadao_experiment_branch(rewind, rewind->current); at;
         at = dadao_experiment_branch(rewind, at->parent)) {
        if (at->id == branch)
            return dadao_experiment_place_compare(place, &limit) <= 0;
        if (at->restarted)
            return false;
        if (dadao_experiment_place_compare(&at->fork, &limit) < 0)
            limit = at->fork;
    }
    return false;
}

/* ---- Undo, remembered ---- */

static void destroy_memory(void *object)
{
    dadao_undo_memory *memory = object;
    dadao_experiment_undo_clear(&memory->undo, 0);
    dadao_experiment_undo_clear(&memory->redo, 0);
    free(memory);
}

static dadao_box *box_memory(const dadao_experiment *experiment, size_t undo_count, bool with_redo)
{
    dadao_undo_memory *memory = dadao_core_allocate(1, sizeof *memory);
    if (!memory)
        return NULL;
    bool good = dadao_experiment_undo_copy(&experiment->undo, undo_count, &memory->undo);
    good = dadao_experiment_undo_copy(&experiment->redo, with_redo ? experiment->redo.count : 0, &memory->redo) && good;
    if (!good) {
        destroy_memory(memory);
        return NULL;
    }
    size_t bytes = sizeof *memory + (memory->undo.count + memory->redo.count) * sizeof(dadao_undo);
    return dadao_experiment_box(memory, bytes, destroy_memory);
}

/* The same box as long as no command was carried out. */
static dadao_box *present_memory(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    if (!rewind->memory || rewind->memory_log != experiment->log.count) {
        dadao_experiment_box_set(&rewind->memory, box_memory(experiment, experiment->undo.count, true));
        rewind->memory_log = experiment->log.count;
    }
    return dadao_experiment_box_retain(rewind->memory);
}

/* ---- Frames ---- */

static void frame_free(dadao_keyframe *frame)
{
    for (size_t k = 0; k < DADAO_LANES; k++)
        dadao_simulation_destroy(frame->lane[k].simulation);
    dadao_experiment_setting_clear(&frame->setting);
    dadao_experiment_box_release(frame->memory);
    free(frame);
}

void dadao_experiment_keyframe_drop(dadao_rewind *rewind, dadao_keyframe *frame)
{
    for (size_t k = 0; frame && k < rewind->frames; k++)
        if (rewind->frame[k] == frame) {
            rewind->used -= frame->bytes;
            memmove(rewind->frame + k, rewind->frame + k + 1, (--rewind->frames - k) * sizeof *rewind->frame);
            frame_free(frame);
            return;
        }
}

/* Weighs a frame and puts it among the others. */
static dadao_keyframe *add_frame(dadao_experiment *experiment, dadao_keyframe *frame)
{
    dadao_rewind *rewind = &experiment->rewind;
    if (!dadao_core_grow((void **)&rewind->frame, &rewind->frame_capacity, rewind->frames + 1, sizeof *rewind->frame)) {
        frame_free(frame);
        return NULL;
    }
    frame->bytes = sizeof *frame;
    for (size_t k = 0; k < frame->lanes; k++)
        frame->bytes += frame->lane[k].simulation ? dadao_simulation_bytes(frame->lane[k].simulation) : 0;
    rewind->used += frame->bytes;
    rewind->frame[rewind->frames++] = frame;
    return frame;
}

static dadao_keyframe *new_frame(const dadao_experiment *experiment, const dadao_setting *setting, bool pinned)
{
    dadao_keyframe *frame = dadao_core_allocate(1, sizeof *frame);
    if (!frame)
        return NULL;
    frame->branch = experiment->rewind.current;
    frame->epoch = experiment->epoch;
    frame->pinned = pinned;
    frame->lanes = setting->lanes;
    frame->setting = *setting;
    dadao_experiment_setting_retain(&frame->setting);
    return frame;
}

dadao_keyframe *dadao_experiment_keyframe_take(dadao_experiment *experiment, bool pinned)
{
    dadao_keyframe *frame = new_frame(experiment, &experiment->now, pinned);
    bool good = frame && (frame->memory = present_memory(experiment)) != NULL;
    for (size_t k = 0; good && k < frame->lanes; k++) {
        const dadao_lane *lane = &experiment->lane[k];
        frame->lane[k].id = lane->id;
        frame->lane[k].start_distance = lane->start_distance;
        frame->lane[k].stuck = lane->stuck;
        frame->lane[k].wall = lane->wall;
        frame->lane[k].wall_t = lane->wall_t;
        good = dadao_simulation_clone(lane->simulation, &frame->lane[k].simulation, NULL) == DADAO_OK;
    }
    if (!good) {
        if (frame)
            frame_free(frame);
        return NULL;
    }
    frame->place = dadao_experiment_place(experiment);
    frame->hash = dadao_simulation_hash(frame->lane[0].simulation);
    return add_frame(experiment, frame);
}

/* What a start at t = 0 replaced: its simulations move over. */
static dadao_keyframe *frame_from_backup(dadao_experiment *experiment)
{
    dadao_backup *backup = &experiment->backup;
    dadao_keyframe *frame = new_frame(experiment, &backup->setting, true);
    if (!frame)
        return NULL;
    const size_t undone = backup->undo_count < experiment->undo.count ? backup->undo_count : experiment->undo.count;
    frame->memory = box_memory(experiment, undone, false);
    if (!frame->memory) {
        frame_free(frame);
        return NULL;
    }
    frame->epoch = experiment->epoch > 0 ? experiment->epoch - 1 : 0;
    for (size_t k = 0; k < frame->lanes; k++) {
        frame->lane[k].id = backup->lane[k].id;
        frame->lane[k].start_distance = backup->lane[k].start_distance;
        frame->lane[k].stuck = backup->lane[k].stuck;
        frame->lane[k].wall = backup->lane[k].wall;
        frame->lane[k].wall_t = backup->lane[k].wall_t;
        frame->lane[k].simulation = backup->lane[k].simulation;
        if (frame->lane[k].simulation)
            dadao_simulation_set_sink(frame->lane[k].simulation, NULL, NULL);
        backup->lane[k].simulation = NULL;
    }
    frame->place = (dadao_place){dadao_simulation_events(frame->lane[0].simulation),
                                 dadao_simulation_time(frame->lane[0].simulation), backup->log_count};
    frame->hash = dadao_simulation_hash(frame->lane[0].simulation);
    return add_frame(experiment, frame);
}

/* ---- The budget ---- */

static void drop_off_grid(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    for (size_t k = rewind->frames; k-- > 0;)
        if (!rewind->frame[k]->pinned && rewind->frame[k]->place.event % rewind->spacing != 0)
            dadao_experiment_keyframe_drop(rewind, rewind->frame[k]);
}

static bool has_children(const dadao_rewind *rewind, uint64_t id)
{
    for (size_t k = 0; k < rewind->branches; k++)
        if (rewind->branch[k].parent == id)
            return true;
    return false;
}

/* The oldest branch that leads nowhere and is not the present one goes. */
static bool drop_a_branch(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    for (size_t k = 0; k < rewind->branches; k++) {
        const uint64_t id = rewind->branch[k].id;
        if (id == rewind->current || id == rewind->sibling || has_children(rewind, id))
            continue;
        for (size_t f = rewind->frames; f-- > 0;)
            if (rewind->frame[f]->branch == id)
                dadao_experiment_keyframe_drop(rewind, rewind->frame[f]);
        for (size_t b = rewind->bookmarks; b-- > 0;)
            if (rewind->bookmark[b].branch == id)
                rewind->bookmark[b] = rewind->bookmark[--rewind->bookmarks];
        dadao_experiment_branch_clear(&rewind->branch[k]);
        memmove(rewind->branch + k, rewind->branch + k + 1, (--rewind->branches - k) * sizeof *rewind->branch);
        dadao_core_note(&experiment->news, "branch %llu is forgotten: the keyframes have a budget of %zu MB",
                        (unsigned long long)id, rewind->budget >> 20);
        return true;
    }
    return false;
}

static bool any_loose(const dadao_rewind *rewind)
{
    for (size_t k = 0; k < rewind->frames; k++)
        if (!rewind->frame[k]->pinned)
            return true;
    return false;
}

void dadao_experiment_rewind_fit(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    while (rewind->used > rewind->budget) {
        if (any_loose(rewind)) {
            rewind->spacing *= 2;
            drop_off_grid(experiment);
        } else if (!drop_a_branch(experiment)) {
            return; /* what is pinned of the present branch stays */
        }
    }
    if (experiment->rewind.current)
        rewind->next = (dadao_experiment_place(experiment).event / rewind->spacing + 1) * rewind->spacing;
}

/* ---- The beginning of a run ---- */

/* A frame should cost about a hundredth of what runs between two of them, and running that again about a millisecond. */
static uint64_t first_spacing(const dadao_experiment *experiment, size_t bytes)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(&experiment->now);
    const double d = (double)dadao_problem_dimension(problem), samples = (double)dadao_problem_samples(problem, 0);
    const double event = 40 + 0.3 * d * (samples < 1 ? 1 : samples), frame = 0.2 * (double)bytes; /* nanoseconds, roughly */
    const double wanted = fmax(100 * frame, 1e6) / event;
    uint64_t spacing = 64;
    while ((double)spacing < wanted && spacing < (uint64_t)1 << 40)
        spacing *= 2;
    return spacing;
}

static size_t state_bytes(const dadao_experiment *experiment)
{
    size_t bytes = sizeof(dadao_keyframe);
    for (size_t k = 0; k < experiment->now.lanes; k++)
        bytes += dadao_simulation_bytes(experiment->lane[k].simulation);
    return bytes;
}

static dadao_branch *new_branch(dadao_rewind *rewind)
{
    if (!dadao_core_grow((void **)&rewind->branch, &rewind->branch_capacity, rewind->branches + 1, sizeof *rewind->branch))
        return NULL;
    dadao_branch *branch = &rewind->branch[rewind->branches++];
    *branch = (dadao_branch){.id = ++rewind->last_id, .parent = rewind->current};
    return branch;
}

/* Frames of the present branch belong to a start that nothing came of. */
static void forget_present(dadao_rewind *rewind)
{
    for (size_t k = rewind->frames; k-- > 0;)
        if (rewind->frame[k]->branch == rewind->current)
            dadao_experiment_keyframe_drop(rewind, rewind->frame[k]);
    for (size_t b = rewind->bookmarks; b-- > 0;)
        if (rewind->bookmark[b].branch == rewind->current)
            rewind->bookmark[b] = rewind->bookmark[--rewind->bookmarks];
}

/* The run that was going on becomes a branch; the start at t = 0 is a new one. */
static void put_away_backup(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    dadao_backup *backup = &experiment->backup;
    dadao_branch *old = dadao_experiment_branch(rewind, rewind->current);
    const dadao_place end = {dadao_simulation_events(backup->lane[0].simulation),
                             dadao_simulation_time(backup->lane[0].simulation), backup->log_count};
    const bool extent =
        !old || (old->restarted || old->parent == 0 ? end.event > 0 : dadao_experiment_place_compare(&end, &old->fork) > 0);
    dadao_keyframe *tip = extent && old ? frame_from_backup(experiment) : NULL;
    if (!tip || !dadao_experiment_log_copy(&experiment->log, backup->log_count, &old->log)) {
        dadao_experiment_keyframe_drop(rewind, tip);
        forget_present(rewind);
        if (old && !extent)
            old->restarted = true;
        return;
    }
    old->tip = tip;
    for (size_t k = 0; k < DADAO_LANES; k++) {
        old->history[k] = backup->lane[k].history;
        old->history_id[k] = backup->lane[k].id;
        backup->lane[k].history = (dadao_history){0};
    }
    dadao_branch *made = new_branch(rewind); /* old is no longer to be touched: the array may have moved */
    if (!made)
        return;
    made->restarted = true;
    made->fork = end;
    if (backup->log_count < experiment->log.count)
        snprintf(made->text, sizeof made->text, "%s", experiment->log.entry[backup->log_count].text);
    rewind->current = made->id;
}

void dadao_experiment_rewind_begin(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    const size_t bytes = state_bytes(experiment);
    if (!rewind->budget)
        rewind->budget = DADAO_REWIND_BUDGET;
    if (rewind->current == 0) {
        dadao_branch *root = new_branch(rewind);
        rewind->current = root ? root->id : 0;
    } else if (experiment->backup.held && experiment->backup.lane[0].simulation && !rewind->off) {
        put_away_backup(experiment);
    } else {
        forget_present(rewind);
    }
    dadao_experiment_box_set(&rewind->memory, NULL);
    rewind->off = rewind->current == 0 || bytes > rewind->budget / 2;
    if (rewind->off) {
        rewind->next = UINT64_MAX;
        return;
    }
    const uint64_t spacing = first_spacing(experiment, bytes);
    rewind->spacing = spacing > rewind->spacing ? spacing : rewind->spacing;
    if (!dadao_experiment_keyframe_take(experiment, true))
        rewind->off = true;
    dadao_experiment_rewind_fit(experiment);
}

void dadao_experiment_rewind_clear(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    while (rewind->frames > 0)
        dadao_experiment_keyframe_drop(rewind, rewind->frame[rewind->frames - 1]);
    for (size_t k = 0; k < rewind->branches; k++)
        dadao_experiment_branch_clear(&rewind->branch[k]);
    dadao_experiment_log_cut(&rewind->future, 0);
    dadao_experiment_box_release(rewind->memory);
    dadao_experiment_companion_clear(experiment);
    free(rewind->future.entry);
    free(rewind->frame);
    free(rewind->branch);
    free(rewind->bookmark);
    *rewind = (dadao_rewind){0};
}

/* ---- Going back into a frame ---- */

/* History and trace are looks: they stay with the lane of the same id, and showing cuts them at the present. */
static void adopt(dadao_lane *made, dadao_lane *running)
{
    for (size_t k = 0; k < DADAO_LANES; k++)
        if (running[k].simulation && running[k].id == made->id) {
            made->history = running[k].history;
            made->trace_next = running[k].trace_next;
            running[k].history = (dadao_history){0};
            return;
        }
}

dadao_status dadao_experiment_keyframe_thaw(const dadao_keyframe *frame, dadao_lane made[DADAO_LANES], dadao_error *error)
{
    dadao_status status = DADAO_OK;
    memset(made, 0, DADAO_LANES * sizeof *made);
    for (size_t k = 0; status == DADAO_OK && k < frame->lanes; k++) {
        made[k].id = frame->lane[k].id;
        made[k].start_distance = frame->lane[k].start_distance;
        made[k].stuck = frame->lane[k].stuck;
        made[k].wall = frame->lane[k].wall;
        made[k].wall_t = frame->lane[k].wall_t;
        status = dadao_simulation_clone(frame->lane[k].simulation, &made[k].simulation, error);
    }
    if (status != DADAO_OK)
        dadao_experiment_lanes_clear(made);
    return status;
}

void dadao_experiment_recall(dadao_experiment *experiment, const dadao_undo_memory *memory)
{
    dadao_experiment_undo_clear(&experiment->undo, 0);
    dadao_experiment_undo_clear(&experiment->redo, 0);
    if (!dadao_experiment_undo_copy(&memory->undo, memory->undo.count, &experiment->undo) ||
        !dadao_experiment_undo_copy(&memory->redo, memory->redo.count, &experiment->redo)) {
        dadao_experiment_undo_clear(&experiment->undo, 0); /* what cannot be remembered cannot be taken back */
        dadao_experiment_undo_clear(&experiment->redo, 0);
    }
}

dadao_status dadao_experiment_keyframe_restore(dadao_experiment *experiment, const dadao_keyframe *frame, dadao_error *error)
{
    dadao_lane made[DADAO_LANES];
    dadao_status status = dadao_experiment_keyframe_thaw(frame, made, error);
    if (status != DADAO_OK)
        return status;
    if (!dadao_experiment_log_split(&experiment->log, frame->place.log, &experiment->rewind.future)) {
        dadao_experiment_lanes_clear(made);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    for (size_t k = 0; k < frame->lanes; k++) {
        adopt(&made[k], experiment->lane);
        if (!made[k].history.sample)
            (void)dadao_experiment_history_reset(&made[k], &frame->setting, NULL);
    }
    const bool other = memcmp(&experiment->now, &frame->setting, sizeof frame->setting) != 0;
    dadao_experiment_lanes_clear(experiment->lane);
    memcpy(experiment->lane, made, sizeof made);
    dadao_experiment_setting_clear(&experiment->now);
    experiment->now = frame->setting;
    dadao_experiment_setting_retain(&experiment->now);
    experiment->epoch = frame->epoch;
    dadao_experiment_recall(experiment, frame->memory->object);
    dadao_experiment_box_set(&experiment->rewind.memory, dadao_experiment_box_retain(frame->memory));
    experiment->rewind.memory_log = experiment->log.count;
    dadao_experiment_rebind(experiment);
    if (other)
        dadao_experiment_scene_dirty(experiment);
    return DADAO_OK;
}
