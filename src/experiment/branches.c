/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branches: what a command given in the past makes of the run, and changing between them. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Logs ---- */

bool dadao_experiment_log_copy(const dadao_log *from, size_t count, dadao_log *to)
{
    *to = (dadao_log){0};
    bool good = dadao_core_grow((void **)&to->entry, &to->capacity, count ? count : 1, sizeof *to->entry);
    for (size_t k = 0; good && k < count; k++) {
        const dadao_log_entry *entry = &from->entry[k];
        dadao_log_entry copy = *entry;
        copy.text = dadao_core_copy_text(entry->text);
        copy.file = dadao_core_copy_text(entry->file);
        copy.optimum = entry->optimum ? dadao_core_allocate(entry->dimension, sizeof *copy.optimum) : NULL;
        if (copy.optimum)
            memcpy(copy.optimum, entry->optimum, entry->dimension * sizeof *copy.optimum);
        to->entry[to->count++] = copy;
        good = copy.text && (copy.file || !entry->file) && (copy.optimum || !entry->optimum);
    }
    if (!good) {
        dadao_experiment_log_cut(to, 0);
        free(to->entry);
        *to = (dadao_log){0};
    }
    return good;
}

bool dadao_experiment_log_split(dadao_log *log, size_t count, dadao_log *future)
{
    const size_t size = sizeof *log->entry;
    if (count < log->count) {
        const size_t moved = log->count - count;
        if (!dadao_core_grow((void **)&future->entry, &future->capacity, future->count + moved, size))
            return false;
        memmove(future->entry + moved, future->entry, future->count * size);
        memcpy(future->entry, log->entry + count, moved * size);
        future->count += moved;
        log->count = count;
    } else if (count > log->count) {
        const size_t moved = count - log->count;
        if (moved > future->count || !dadao_core_grow((void **)&log->entry, &log->capacity, count, size))
            return false;
        memcpy(log->entry + log->count, future->entry, moved * size);
        memmove(future->entry, future->entry + moved, (future->count - moved) * size);
        future->count -= moved;
        log->count = count;
    }
    return true;
}

/* ---- Putting away ---- */

static void clear_histories(dadao_branch *branch)
{
    for (size_t k = 0; k < DADAO_LANES; k++)
        dadao_experiment_history_clear(&branch->history[k]);
}

void dadao_experiment_branch_clear(dadao_branch *branch)
{
    dadao_experiment_log_cut(&branch->log, 0);
    free(branch->log.entry);
    clear_histories(branch);
    branch->log = (dadao_log){0};
}

static dadao_status out_of_memory(dadao_error *error)
{
    return dadao_core_fail(error, DADAO_MEMORY, "out of memory for another branch");
}

/* The whole present branch goes into its row; its log is given over, and the frame of its tip. */
static void put_away(dadao_experiment *experiment, dadao_branch *branch, dadao_log *log)
{
    dadao_rewind *rewind = &experiment->rewind;
    branch->log = *log;
    branch->tip = rewind->tip;
    *log = (dadao_log){0};
    rewind->tip = NULL;
    rewind->past = false;
}

dadao_status dadao_experiment_branch_fork(dadao_experiment *experiment, const char *text, size_t length, dadao_error *error)
{
    dadao_rewind *rewind = &experiment->rewind;
    const dadao_place fork = dadao_experiment_place(experiment);
    if (!dadao_core_grow((void **)&rewind->branch, &rewind->branch_capacity, rewind->branches + 1, sizeof *rewind->branch))
        return out_of_memory(error);
    dadao_branch *old = dadao_experiment_branch(rewind, rewind->current), *made = &rewind->branch[rewind->branches];
    dadao_log whole;
    if (!old || !dadao_experiment_log_copy(&experiment->log, experiment->log.count, &whole))
        return out_of_memory(error);
    if (!dadao_core_grow((void **)&whole.entry, &whole.capacity, whole.count + rewind->future.count, sizeof *whole.entry)) {
        dadao_experiment_log_cut(&whole, 0);
        free(whole.entry);
        return out_of_memory(error);
    }
    (void)dadao_experiment_log_split(&whole, whole.count + rewind->future.count, &rewind->future);
    for (size_t k = 0; k < DADAO_LANES; k++) {
        old->history_id[k] = experiment->lane[k].id;
        if (experiment->lane[k].simulation)
            (void)dadao_experiment_history_copy(&experiment->lane[k].history, &old->history[k]);
    }
    put_away(experiment, old, &whole);
    *made = (dadao_branch){.id = ++rewind->last_id, .parent = old->id, .fork = fork};
    snprintf(made->text, sizeof made->text, "%.*s", (int)(length < DADAO_BRANCH_TEXT ? length : DADAO_BRANCH_TEXT - 1), text);
    rewind->branches++;
    rewind->current = made->id;
    (void)dadao_experiment_keyframe_take(experiment, true);
    for (size_t k = 0; k < DADAO_LANES; k++)
        if (experiment->lane[k].simulation)
            dadao_experiment_history_cut(&experiment->lane[k]);
    dadao_experiment_files_branch(experiment);
    dadao_experiment_rewind_fit(experiment);
    return DADAO_OK;
}

void dadao_experiment_branch_unfork(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    dadao_branch made = rewind->branch[rewind->branches - 1];
    dadao_branch *old = dadao_experiment_branch(rewind, made.parent);
    if (!old || made.id != rewind->current || !old->tip)
        return;
    for (size_t f = rewind->frames; f-- > 0;)
        if (rewind->frame[f]->branch == made.id)
            dadao_experiment_keyframe_drop(rewind, rewind->frame[f]);
    rewind->branches--;
    rewind->current = old->id;
    const size_t count = experiment->log.count;
    dadao_experiment_log_cut(&experiment->log, 0);
    free(experiment->log.entry);
    experiment->log = old->log;
    old->log = (dadao_log){0};
    (void)dadao_experiment_log_split(&experiment->log, count, &rewind->future);
    rewind->tip = old->tip;
    rewind->past = true;
    old->tip = NULL;
    for (size_t k = 0; k < DADAO_LANES; k++)
        if (old->history[k].sample) {
            dadao_experiment_history_clear(&experiment->lane[k].history);
            experiment->lane[k].history = old->history[k];
            old->history[k] = (dadao_history){0};
        }
}

/* ---- Choosing ---- */

/* The present branch, wherever the run stands on it, becomes one that is put away. */
static dadao_status leave_present(dadao_experiment *experiment, dadao_error *error)
{
    dadao_rewind *rewind = &experiment->rewind;
    dadao_status status = dadao_experiment_leave_tip(experiment, error);
    if (status != DADAO_OK)
        return status;
    dadao_branch *present = dadao_experiment_branch(rewind, rewind->current);
    if (!dadao_experiment_log_split(&experiment->log, experiment->log.count + rewind->future.count, &rewind->future))
        return out_of_memory(error);
    for (size_t k = 0; k < DADAO_LANES; k++) {
        present->history[k] = experiment->lane[k].history;
        present->history_id[k] = experiment->lane[k].id;
        experiment->lane[k].history = (dadao_history){0};
    }
    put_away(experiment, present, &experiment->log);
    return DADAO_OK;
}

dadao_status dadao_experiment_branch_choose(dadao_experiment *experiment, uint64_t id, dadao_error *error)
{
    dadao_rewind *rewind = &experiment->rewind;
    if (id == rewind->current)
        return dadao_experiment_travel(experiment, &(dadao_place){UINT64_MAX, INFINITY, SIZE_MAX}, error);
    dadao_status status = leave_present(experiment, error);
    if (status != DADAO_OK)
        return status;
    dadao_branch *chosen = dadao_experiment_branch(rewind, id);
    dadao_keyframe *tip = chosen->tip;
    rewind->current = id;
    experiment->log = chosen->log;
    chosen->log = (dadao_log){0};
    chosen->tip = NULL;
    status = dadao_experiment_keyframe_restore(experiment, tip, error);
    if (status != DADAO_OK)
        return status;
    for (size_t k = 0; k < DADAO_LANES; k++)
        for (size_t h = 0; h < DADAO_LANES; h++)
            if (chosen->history[h].sample && experiment->lane[k].simulation && chosen->history_id[h] == experiment->lane[k].id) {
                dadao_experiment_history_clear(&experiment->lane[k].history);
                experiment->lane[k].history = chosen->history[h];
                chosen->history[h] = (dadao_history){0};
            }
    clear_histories(chosen);
    dadao_experiment_keyframe_drop(rewind, tip);
    rewind->next = (dadao_experiment_place(experiment).event / rewind->spacing + 1) * rewind->spacing;
    experiment->state = DADAO_PAUSED;
    experiment->goal_set = false;
    dadao_experiment_scene_dirty(experiment);
    dadao_experiment_files_branch(experiment);
    return DADAO_OK;
}
