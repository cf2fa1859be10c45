/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way back as a line: what stands on it for the screen, and the next thing before or after the present. */
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static dadao_place end_of_path(const dadao_experiment *experiment)
{
    return experiment->rewind.past ? experiment->rewind.tip->place : dadao_experiment_place(experiment);
}

/* ---- Ticks ---- */

static void add_tick(dadao_timeline *timeline, dadao_tick_kind kind, const dadao_place *place, const char *name)
{
    if (timeline->ticks == DADAO_SNAPSHOT_TICKS)
        return;
    dadao_tick *tick = &timeline->tick[timeline->ticks++];
    *tick = (dadao_tick){.kind = kind, .event = place->event, .t = place->t};
    snprintf(tick->name, sizeof tick->name, "%s", name);
}

/* The newest ones where there are more than half of the room holds. */
static void add_bookmarks(const dadao_experiment *experiment, dadao_timeline *timeline)
{
    const dadao_rewind *rewind = &experiment->rewind;
    for (size_t k = rewind->bookmarks; k-- > 0 && timeline->ticks < DADAO_SNAPSHOT_TICKS / 2;)
        if (dadao_experiment_on_path(experiment, rewind->bookmark[k].branch, &rewind->bookmark[k].place))
            add_tick(timeline, DADAO_TICK_MARK, &rewind->bookmark[k].place, rewind->bookmark[k].name);
}

/* Where other branches leave the present way, or it left them. */
static void add_forks(const dadao_experiment *experiment, dadao_timeline *timeline)
{
    const dadao_rewind *rewind = &experiment->rewind;
    char name[32];
    for (size_t k = rewind->branches; k-- > 0 && timeline->ticks < DADAO_SNAPSHOT_TICKS * 3 / 4;) {
        const dadao_branch *branch = &rewind->branch[k];
        if (!branch->parent || branch->restarted || !dadao_experiment_on_path(experiment, branch->parent, &branch->fork))
            continue;
        const bool own = dadao_experiment_on_path(experiment, branch->id, &branch->fork);
        snprintf(name, sizeof name, "branch %llu", (unsigned long long)(own ? branch->parent : branch->id));
        add_tick(timeline, DADAO_TICK_FORK, &branch->fork, name);
    }
}

/* As many as there is room for, evenly. */
static void add_keyframes(const dadao_experiment *experiment, dadao_timeline *timeline)
{
    const dadao_rewind *rewind = &experiment->rewind;
    const size_t room = DADAO_SNAPSHOT_TICKS - timeline->ticks, stride = rewind->frames / room + 1;
    for (size_t k = 0; k < rewind->frames; k += stride)
        if (dadao_experiment_on_path(experiment, rewind->frame[k]->branch, &rewind->frame[k]->place))
            add_tick(timeline, DADAO_TICK_KEYFRAME, &rewind->frame[k]->place, "");
}

void dadao_experiment_timeline(const dadao_experiment *experiment, dadao_timeline *timeline)
{
    const dadao_rewind *rewind = &experiment->rewind;
    *timeline = (dadao_timeline){.known = dadao_experiment_lead(experiment) && rewind->budget > 0};
    if (!timeline->known)
        return;
    const dadao_place end = end_of_path(experiment);
    timeline->off = rewind->off;
    timeline->past = rewind->past;
    timeline->event = dadao_experiment_place(experiment).event;
    timeline->end = end.event;
    timeline->end_t = end.t;
    timeline->branch = rewind->current;
    timeline->branches = rewind->branches;
    timeline->keyframes = rewind->frames;
    timeline->used = rewind->used;
    timeline->budget = rewind->budget;
    timeline->divergences = rewind->divergences;
    if (rewind->off)
        return;
    add_bookmarks(experiment, timeline);
    add_forks(experiment, timeline);
    add_keyframes(experiment, timeline);
}

/* ---- The next thing ---- */

/* The nearest of the places so far on the wanted side of the present. */
static void consider(const dadao_place *now, bool forward, const dadao_place *place, dadao_place *best, bool *found)
{
    const int side = dadao_experiment_place_compare(place, now);
    if (forward ? side <= 0 : side >= 0)
        return;
    const int order = *found ? dadao_experiment_place_compare(place, best) : 0;
    if (!*found || (forward ? order < 0 : order > 0))
        *best = *place;
    *found = true;
}

/* Tenths of the run, where nothing is marked. */
static dadao_place tenth(uint64_t now, uint64_t end, bool forward)
{
    dadao_place place = {forward ? end : 0, INFINITY, SIZE_MAX};
    for (uint64_t k = 1; k < 10; k++) {
        const uint64_t event = (uint64_t)((double)end * (double)k / 10);
        if (forward ? event > now && event < place.event : event < now && event > place.event)
            place.event = event;
    }
    return place;
}

dadao_place dadao_experiment_next_place(const dadao_experiment *experiment, bool forward)
{
    const dadao_rewind *rewind = &experiment->rewind;
    const dadao_place now = dadao_experiment_place(experiment), end = end_of_path(experiment);
    dadao_place best = {forward ? end.event : 0, INFINITY, SIZE_MAX};
    bool found = false, any = false;
    for (size_t k = 0; k < rewind->bookmarks; k++)
        if (dadao_experiment_on_path(experiment, rewind->bookmark[k].branch, &rewind->bookmark[k].place)) {
            consider(&now, forward, &rewind->bookmark[k].place, &best, &found);
            any = true;
        }
    for (size_t k = 0; k < rewind->branches; k++) {
        const dadao_branch *branch = &rewind->branch[k];
        if (!branch->parent || branch->restarted || !dadao_experiment_on_path(experiment, branch->parent, &branch->fork))
            continue;
        consider(&now, forward, &branch->fork, &best, &found);
        any = true;
    }
    return any ? best : tenth(now.event, end.event, forward);
}
