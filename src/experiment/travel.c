/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going to a place: the nearest keyframe before it, then the gap again with the commands that were given in it.
 *
 * Every keyframe that is passed is compared by its hash. A difference is said at once: the replay has not the bits of the run. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

/* ---- The tip ---- */

static void listen(dadao_experiment *experiment, bool on)
{
    if (experiment->event_writer && dadao_experiment_lead(experiment))
        dadao_simulation_set_sink(dadao_experiment_lead(experiment), on ? dadao_output_events_add : NULL,
                                  on ? experiment->event_writer : NULL);
}

dadao_status dadao_experiment_leave_tip(dadao_experiment *experiment, dadao_error *error)
{
    dadao_rewind *rewind = &experiment->rewind;
    if (rewind->past)
        return DADAO_OK;
    dadao_status status = dadao_experiment_align(experiment, error);
    if (status != DADAO_OK)
        return status;
    rewind->tip = dadao_experiment_keyframe_take(experiment, true);
    if (!rewind->tip)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for the way back to where the run is");
    rewind->past = true;
    listen(experiment, false);
    dadao_experiment_rewind_fit(experiment);
    return DADAO_OK;
}

/* The present has been reached again. */
static void arrive_at_tip(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    dadao_experiment_keyframe_drop(rewind, rewind->tip);
    rewind->tip = NULL;
    rewind->past = false;
    rewind->next = (dadao_experiment_place(experiment).event / rewind->spacing + 1) * rewind->spacing;
    listen(experiment, true);
}

/* ---- Commands of the past, again ---- */

static void give_constants(dadao_experiment *experiment, const dadao_log_entry *entry)
{
    if (entry->chi.source != DADAO_CHI_NONE) {
        experiment->next.has_chi = true;
        experiment->next.chi1 = entry->chi.chi1;
        experiment->next.chi2 = entry->chi.chi2;
    }
    double *value;
    dadao_box *box = entry->optimum ? dadao_experiment_box_doubles(entry->dimension, &value) : NULL;
    if (!box)
        return;
    memcpy(value, entry->optimum, entry->dimension * sizeof *value);
    dadao_experiment_box_release(experiment->next.problem.optimum);
    experiment->next.has_problem = true;
    experiment->next.problem = (dadao_given_problem){.has_mu = true,
                                                     .has_smoothness = true,
                                                     .mu = entry->mu,
                                                     .smoothness = entry->smoothness,
                                                     .optimum = box,
                                                     .dimension = entry->dimension};
}

static void tell_difference(dadao_experiment *experiment, const char *what)
{
    dadao_place now = dadao_experiment_place(experiment);
    experiment->rewind.divergences++;
    dadao_core_note(&experiment->news, "DIFFERENT BITS at event %llu, t = %.6g: %s. What is shown is not what was shown before",
                    (unsigned long long)now.event, now.t, what);
}

/* The first of the commands to come, now. */
void dadao_experiment_repeat_command(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    dadao_log rest = {0};
    if (!dadao_experiment_log_split(&rewind->future, 1, &rest))
        return;
    dadao_log_entry entry = rewind->future.entry[0];
    const dadao_chi_source source = entry.chi.source;
    free(rewind->future.entry);
    rewind->future = rest;
    const dadao_run_state state = experiment->state;
    const bool only_saves = experiment->only_saves;
    const size_t news = experiment->news.length, count = experiment->log.count;
    dadao_error error = {0};
    experiment->only_saves = false;
    give_constants(experiment, &entry);
    dadao_status status = dadao_experiment_carry_out(experiment, entry.text, 0, NULL, &error);
    if (status == DADAO_OK && source != DADAO_CHI_NONE && experiment->now.chi.source == DADAO_CHI_GIVEN)
        experiment->now.chi.source = source;
    experiment->state = state;
    experiment->only_saves = only_saves;
    if (experiment->news.length > news) /* it was said the first time */
        experiment->news.text[experiment->news.length = news] = '\0';
    if (status != DADAO_OK || experiment->log.count != count + 1)
        tell_difference(experiment, status != DADAO_OK ? error.text : "a command was not carried out again");
    dadao_experiment_record_here(experiment);
    dadao_log spent = {.entry = &entry, .count = 1};
    dadao_experiment_log_cut(&spent, 0);
}

bool dadao_experiment_command_due(const dadao_experiment *experiment, size_t log_limit)
{
    const dadao_log *future = &experiment->rewind.future;
    if (future->count == 0 || experiment->log.count >= log_limit)
        return false;
    const dadao_place now = dadao_experiment_place(experiment);
    return now.event > future->entry[0].event || (now.event == future->entry[0].event && now.t >= future->entry[0].t);
}

/* ---- On the way ---- */

static void compare_with_frame(dadao_experiment *experiment)
{
    dadao_rewind *rewind = &experiment->rewind;
    const dadao_place now = dadao_experiment_place(experiment);
    for (size_t k = 0; k < rewind->frames; k++) {
        const dadao_keyframe *frame = rewind->frame[k];
        if (dadao_experiment_place_compare(&frame->place, &now) != 0 ||
            !dadao_experiment_on_path(experiment, frame->branch, &frame->place))
            continue;
        rewind->checked++;
        if (frame->hash != dadao_simulation_hash(dadao_experiment_lead(experiment)))
            tell_difference(experiment, "the state has another hash than the first time");
        return;
    }
}

static void look_at_tip(dadao_experiment *experiment)
{
    const dadao_rewind *rewind = &experiment->rewind;
    const dadao_place now = dadao_experiment_place(experiment);
    if (rewind->future.count == 0 && dadao_experiment_place_compare(&now, &rewind->tip->place) >= 0)
        arrive_at_tip(experiment);
}

dadao_status dadao_experiment_rewind_look(dadao_experiment *experiment, size_t log_limit, dadao_error *error)
{
    dadao_rewind *rewind = &experiment->rewind;
    dadao_status status = DADAO_OK;
    if (rewind->off)
        return DADAO_OK;
    if (rewind->past) {
        compare_with_frame(experiment);
        const bool going = rewind->going;
        rewind->going = true;
        while (status == DADAO_OK && dadao_experiment_command_due(experiment, log_limit)) {
            status = dadao_experiment_align(experiment, error);
            if (status == DADAO_OK) {
                dadao_experiment_repeat_command(experiment);
                compare_with_frame(experiment);
            }
        }
        rewind->going = going;
        look_at_tip(experiment);
    } else if (dadao_experiment_place(experiment).event >= rewind->next) {
        (void)dadao_experiment_keyframe_take(experiment, false); /* without memory the next one serves */
        dadao_experiment_rewind_fit(experiment);
    }
    return status;
}

void dadao_experiment_lower_stop(const dadao_experiment *experiment, dadao_stop *stop, uint64_t event, double t)
{
    const dadao_place now = dadao_experiment_place(experiment);
    if (now.event < event) {
        stop->event = event < stop->event ? event : stop->event;
    } else if (now.event == event && now.t < t) { /* the clock goes on to a moment between two events */
        stop->event = event + 1 < stop->event ? event + 1 : stop->event;
        stop->t = t < stop->t ? t : stop->t;
    }
}

void dadao_experiment_rewind_limit(const dadao_experiment *experiment, dadao_stop *stop)
{
    const dadao_rewind *rewind = &experiment->rewind;
    if (rewind->off || rewind->current == 0)
        return;
    if (!rewind->past) {
        stop->event = rewind->next < stop->event ? rewind->next : stop->event;
        return;
    }
    const dadao_log_entry *entry = rewind->future.count ? rewind->future.entry : NULL;
    dadao_experiment_lower_stop(experiment, stop, entry ? entry->event : rewind->tip->place.event, entry ? entry->t : rewind->tip->place.t);
    const uint64_t now = dadao_experiment_place(experiment).event;
    for (size_t k = 0; k < rewind->frames; k++) { /* each is compared when it is passed */
        const dadao_keyframe *frame = rewind->frame[k];
        if (frame->place.event > now && frame->place.event < stop->event &&
            dadao_experiment_on_path(experiment, frame->branch, &frame->place))
            stop->event = frame->place.event;
    }
}

/* ---- Going ---- */

/* Whether a place lies beyond where to go. */
static bool is_beyond(const dadao_place *place, const dadao_place *to)
{
    return place->event > to->event || place->t > to->t || place->log > to->log;
}

static const dadao_keyframe *nearest_frame(const dadao_experiment *experiment, const dadao_place *to)
{
    const dadao_rewind *rewind = &experiment->rewind;
    const dadao_keyframe *best = NULL;
    for (size_t k = 0; k < rewind->frames; k++) {
        const dadao_keyframe *frame = rewind->frame[k];
        if (is_beyond(&frame->place, to) || (best && dadao_experiment_place_compare(&frame->place, &best->place) <= 0) ||
            !dadao_experiment_on_path(experiment, frame->branch, &frame->place))
            continue;
        best = frame;
    }
    return best;
}

/* The next command would be beyond, and so would be the next event or moment. */
static bool is_there(const dadao_experiment *experiment, const dadao_place *to)
{
    const dadao_place now = dadao_experiment_place(experiment);
    const dadao_log *future = &experiment->rewind.future;
    if (now.log < to->log && future->count && future->entry[0].event <= to->event && future->entry[0].t <= to->t)
        return false;
    return (to->event == UINT64_MAX || now.event >= to->event) && (isinf(to->t) || now.t >= to->t);
}

static dadao_status carry_on_to(dadao_experiment *experiment, const dadao_place *to, dadao_error *error)
{
    for (;;) {
        dadao_status status = dadao_experiment_rewind_look(experiment, to->log, error);
        if (status != DADAO_OK || !experiment->rewind.past || is_there(experiment, to))
            return status;
        dadao_stop stop = {.event = to->event, .t = to->t};
        const dadao_place now = dadao_experiment_place(experiment);
        if (now.event >= to->event) /* only a moment or a command is still missing */
            stop.event = UINT64_MAX;
        dadao_experiment_rewind_limit(experiment, &stop);
        dadao_stop_reason reason = dadao_simulation_run(dadao_experiment_lead(experiment), &stop);
        const dadao_place then = dadao_experiment_place(experiment);
        if (dadao_experiment_place_compare(&now, &then) == 0 && !dadao_experiment_command_due(experiment, to->log) && experiment->rewind.past)
            return reason == DADAO_STOP_DIVERGED || reason == DADAO_STOP_IDLE || reason == DADAO_STOP_LOG_END
                       ? DADAO_OK
                       : dadao_core_fail(error, DADAO_INTERNAL, "the way to event %llu ends at event %llu",
                                         (unsigned long long)to->event, (unsigned long long)then.event);
    }
}

dadao_status dadao_experiment_travel(dadao_experiment *experiment, const dadao_place *to, dadao_error *error)
{
    dadao_rewind *rewind = &experiment->rewind;
    dadao_place target = *to;
    dadao_status status = dadao_experiment_leave_tip(experiment, error);
    if (status != DADAO_OK)
        return status;
    const dadao_place tip = rewind->tip->place;
    if (isinf(target.t) ? target.event >= tip.event : target.log == SIZE_MAX && target.t >= tip.t)
        target = tip;
    experiment->state = DADAO_PAUSED;
    experiment->goal_set = false;
    dadao_experiment_condition_clear(&experiment->condition);
    const dadao_place now = dadao_experiment_place(experiment);
    const dadao_keyframe *frame = nearest_frame(experiment, &target);
    if (!frame) {
        look_at_tip(experiment);
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "no keyframe before event %llu is kept any more",
                               (unsigned long long)target.event);
    }
    if (is_beyond(&now, &target) || dadao_experiment_place_compare(&frame->place, &now) > 0)
        status = dadao_experiment_keyframe_restore(experiment, frame, error);
    if (status == DADAO_OK)
        status = carry_on_to(experiment, &target, error);
    if (status == DADAO_OK)
        status = dadao_experiment_align(experiment, error);
    return status;
}
