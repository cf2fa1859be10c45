/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo and redo: settings remembered before each change, with what the change did to the nodes' vectors. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <string.h>

/* ---- Records ---- */

static void drop(dadao_undo *record)
{
    dadao_experiment_setting_clear(&record->other);
    dadao_experiment_motion_clear(&record->motion);
    free(record->text);
    *record = (dadao_undo){0};
}

void dadao_experiment_undo_clear(dadao_undo_stack *stack, size_t from)
{
    while (stack->count > from)
        drop(&stack->record[--stack->count]);
    if (stack->count == 0) {
        free(stack->record);
        stack->record = NULL;
    }
}

static void forget_oldest(dadao_experiment *experiment, dadao_undo_stack *stack)
{
    drop(&stack->record[0]);
    stack->count--;
    memmove(&stack->record[0], &stack->record[1], stack->count * sizeof stack->record[0]);
    if (stack == &experiment->undo && experiment->backup.held && experiment->backup.undo_count > 0)
        experiment->backup.undo_count--;
}

bool dadao_experiment_undo_copy(const dadao_undo_stack *from, size_t count, dadao_undo_stack *to)
{
    *to = (dadao_undo_stack){0};
    if (count == 0)
        return true;
    to->record = dadao_core_allocate(DADAO_EXPERIMENT_UNDO_DEPTH, sizeof *to->record);
    bool good = to->record != NULL;
    for (size_t k = 0; good && k < count; k++) {
        dadao_undo *record = &to->record[to->count++];
        *record = from->record[k];
        dadao_experiment_setting_retain(&record->other);
        record->text = dadao_core_copy_text(from->record[k].text);
        good = dadao_experiment_motion_copy(&from->record[k].motion, &record->motion);
    }
    if (!good)
        dadao_experiment_undo_clear(to, 0);
    return good;
}

static size_t weight(const dadao_undo *record)
{
    return dadao_experiment_setting_bytes(&record->other) + dadao_experiment_motion_bytes(&record->motion);
}

void dadao_experiment_undo_push(dadao_experiment *experiment, dadao_undo_stack *stack, bool rebuild, dadao_motion *motion,
                                const char *text)
{
    if (!stack->record)
        stack->record = dadao_core_allocate(DADAO_EXPERIMENT_UNDO_DEPTH, sizeof *stack->record);
    if (!stack->record) {
        if (motion)
            dadao_experiment_motion_clear(motion);
        return; /* what cannot be remembered cannot be taken back */
    }
    if (stack->count == DADAO_EXPERIMENT_UNDO_DEPTH)
        forget_oldest(experiment, stack);
    dadao_undo *record = &stack->record[stack->count++];
    *record = (dadao_undo){.other = experiment->now,
                           .rebuild = rebuild,
                           .epoch = experiment->epoch,
                           .group = experiment->group,
                           .text = dadao_core_copy_text(text)};
    dadao_experiment_setting_retain(&record->other);
    if (motion) {
        record->motion = *motion;
        *motion = (dadao_motion){0};
    }
    size_t bytes = 0;
    for (size_t k = 0; k < stack->count; k++)
        bytes += weight(&stack->record[k]);
    while (bytes > DADAO_EXPERIMENT_UNDO_BYTES && stack->count > 1) {
        bytes -= weight(&stack->record[0]);
        forget_oldest(experiment, stack);
    }
}

/* ---- Going to a remembered setting ---- */

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
        take_over(&before->edge_base, now->edge_base);
        take_over(&before->edge_rate, now->edge_rate);
        before->total_rate = now->total_rate;
    }
    take_over(&before->topology, now->topology);
    take_over(&before->node_base, now->node_base);
    take_over(&before->problem, now->problem);
}

/* What takes a motion back. The arrays move over; those of another run say nothing about this one. */
static dadao_motion inverse_of(dadao_motion *motion, bool same_run)
{
    static const dadao_motion_kind inverse[] = {
        [DADAO_MOTION_NONE] = DADAO_MOTION_NONE,         [DADAO_MOTION_LEFT] = DADAO_MOTION_JOINED,
        [DADAO_MOTION_JOINED] = DADAO_MOTION_LEFT,       [DADAO_MOTION_RECENTRED] = DADAO_MOTION_SHIFTED,
        [DADAO_MOTION_SHIFTED] = DADAO_MOTION_RECENTRED,
    };
    dadao_motion result = *motion;
    result.kind = inverse[motion->kind];
    *motion = (dadao_motion){0};
    if (same_run)
        return result;
    dadao_motion_kind kind = result.kind == DADAO_MOTION_SHIFTED ? DADAO_MOTION_NONE : result.kind;
    size_t node = result.node;
    dadao_experiment_motion_clear(&result);
    result.kind = kind;
    result.node = node;
    return result;
}

static dadao_status go_in_flight(dadao_call *call, dadao_undo *record, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    complete_record(&experiment->now, next);
    dadao_status status = DADAO_OK;
    if (dadao_experiment_lead(experiment))
        status = dadao_experiment_need_parameters(experiment, next, call->answer, call->error);
    if (status != DADAO_OK) {
        dadao_experiment_setting_clear(next);
        return status;
    }
    dadao_motion motion = inverse_of(&record->motion, record->epoch == experiment->epoch);
    return dadao_experiment_move(call, next, &motion);
}

/* What became of the nodes' vectors, for the answer. */
static const char *tell(dadao_motion_kind was, bool same_run)
{
    switch (was) {
    case DADAO_MOTION_LEFT:
        return same_run ? " (the node is back with the vectors it left with, the rest with what recentring took)"
                        : " (the node joins at the mean of its neighbours: the run it left is over)";
    case DADAO_MOTION_JOINED:
        return " (the node has left, the rest is recentred)";
    case DADAO_MOTION_RECENTRED:
        return same_run ? " (the means are given back)" : "";
    case DADAO_MOTION_SHIFTED:
        return " (recentred)";
    default:
        return "";
    }
}

/* Moves the newest record of one stack to the other by going to its setting. */
static dadao_status go(dadao_call *call, dadao_undo_stack *from, dadao_undo_stack *to, const char *done)
{
    dadao_undo record = from->record[--from->count];
    memset(&from->record[from->count], 0, sizeof record);
    dadao_setting next = record.other;
    dadao_experiment_setting_retain(&next);
    const dadao_motion_kind was = record.motion.kind;
    const bool same_run = record.epoch == call->experiment->epoch;
    call->record = to;
    call->record_text = record.text;
    dadao_status status;
    if (record.rebuild)
        status = dadao_experiment_rebuild(call, &next);
    else
        status = go_in_flight(call, &record, &next);
    if (status != DADAO_OK) { /* it can still be tried, though what it knew of the vectors is gone */
        record.rebuild = record.rebuild || was != DADAO_MOTION_NONE;
        from->record[from->count++] = record;
        return status;
    }
    dadao_core_note(call->answer, "%s: %s%s", done, record.text ? record.text : "",
                    record.rebuild ? " (again at t = 0)" : tell(was, same_run));
    drop(&record);
    return status;
}

static dadao_status begin(dadao_call *call)
{
    dadao_setting next = {0};
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    dadao_experiment_setting_clear(&next);
    return status;
}

/* All that was made as one is taken back as one; the log has a line for each. */
static dadao_status go_together(dadao_call *call, dadao_undo_stack *from, dadao_undo_stack *to, const char *done)
{
    dadao_experiment *experiment = call->experiment;
    const uint64_t group = from->record[from->count - 1].group;
    for (;;) {
        experiment->group = group;
        dadao_status status = go(call, from, to, done);
        experiment->group = 0;
        if (status != DADAO_OK || group == 0 || from->count == 0 || from->record[from->count - 1].group != group)
            return status;
        status = begin(call);
        if (status != DADAO_OK)
            return status;
    }
}

dadao_status dadao_experiment_do_undo(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = begin(call);
    if (status != DADAO_OK)
        return status;
    if (experiment->undo.count == 0)
        return dadao_core_fail(call->error, DADAO_UNSUPPORTED,
                               "nothing to undo: no setting was changed (the last %d are remembered)",
                               DADAO_EXPERIMENT_UNDO_DEPTH);
    return go_together(call, &experiment->undo, &experiment->redo, "taken back");
}

dadao_status dadao_experiment_do_redo(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = begin(call);
    if (status != DADAO_OK)
        return status;
    if (experiment->redo.count == 0)
        return dadao_core_fail(call->error, DADAO_UNSUPPORTED,
                               "nothing to redo: `undo` took nothing back, or something was changed since");
    return go_together(call, &experiment->redo, &experiment->undo, "done again");
}
