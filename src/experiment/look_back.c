/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that look back: back, goto, mark, branch, keyframes. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const dadao_place nowhere = {UINT64_MAX, INFINITY, SIZE_MAX};

/* There is something to look back at. */
dadao_status dadao_experiment_need_way_back(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_need_simulation(experiment, call->answer, call->error);
    if (status == DADAO_OK && experiment->rewind.off)
        status =
            dadao_experiment_fail_at(call->words, 0, call->error, DADAO_UNSUPPORTED,
                                     "rewinding is off: one state of this network takes more than half of the budget of %zu MB "
                                     "(`keyframes budget=…`)",
                                     experiment->rewind.budget >> 20);
    return status;
}

static void tell_place(const dadao_call *call)
{
    char count[32];
    const dadao_rewind *rewind = &call->experiment->rewind;
    const dadao_place now = dadao_experiment_place(call->experiment);
    if (rewind->past)
        dadao_core_note(call->answer, "event %s, t = %.6g: %llu before the end of the branch",
                        dadao_core_format_count(count, now.event), now.t,
                        (unsigned long long)(rewind->tip->place.event - now.event));
    else
        dadao_core_note(call->answer, "event %s, t = %.6g: the end of the branch", dadao_core_format_count(count, now.event),
                        now.t);
}

static dadao_status travel(const dadao_call *call, const dadao_place *to)
{
    dadao_status status = dadao_experiment_travel(call->experiment, to, call->error);
    if (status == DADAO_OK)
        tell_place(call);
    return status;
}

static dadao_place tip_of(const dadao_experiment *experiment)
{
    return experiment->rewind.past ? experiment->rewind.tip->place : dadao_experiment_place(experiment);
}

/* ---- back, goto ---- */

static dadao_status back_in_time(dadao_call *call, const char *text)
{
    double span;
    const dadao_place now = dadao_experiment_place(call->experiment);
    dadao_status status = dadao_experiment_number_text(call, 0, text, &span);
    if (status == DADAO_OK && (span < 0 || span > now.t))
        status = dadao_experiment_fail_argument(
            call, 0, DADAO_INVALID, "'%s': the run is at t = %.6g, so that is not between 0 and %.6g", text, now.t, now.t);
    dadao_place to = nowhere;
    to.t = now.t - span;
    return status == DADAO_OK ? travel(call, &to) : status;
}

dadao_status dadao_experiment_do_back(dadao_call *call)
{
    uint64_t count = 1;
    const char *text = dadao_experiment_argument(call, 0), *span;
    dadao_status status = dadao_experiment_want(call, 0, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_need_way_back(call);
    if (status == DADAO_OK && text && dadao_core_option(text, "t", &span))
        return back_in_time(call, span);
    if (status == DADAO_OK && text)
        status = dadao_experiment_count_text(call, 0, text, &count);
    const uint64_t now = status == DADAO_OK ? dadao_experiment_place(call->experiment).event : 0;
    if (status == DADAO_OK && count > now)
        status =
            dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "only %llu events have happened", (unsigned long long)now);
    dadao_place to = nowhere;
    to.event = now - count;
    return status == DADAO_OK ? travel(call, &to) : status;
}

static const dadao_bookmark *find_bookmark(const dadao_rewind *rewind, const char *name)
{
    for (size_t k = 0; k < rewind->bookmarks; k++)
        if (strcmp(rewind->bookmark[k].name, name) == 0)
            return &rewind->bookmark[k];
    return NULL;
}

static dadao_status goto_bookmark(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    const dadao_rewind *rewind = &experiment->rewind;
    const char *name = dadao_experiment_argument(call, 1), *candidate[64];
    if (!name)
        return dadao_experiment_fail_argument(call, 1, DADAO_SYNTAX, "which mark? `mark` lists them");
    const dadao_bookmark *found = find_bookmark(rewind, name);
    if (!found) {
        size_t count = 0;
        for (; count < rewind->bookmarks && count < 64; count++)
            candidate[count] = rewind->bookmark[count].name;
        const char *near = dadao_core_nearest(name, candidate, count);
        return dadao_experiment_fail_argument(call, 1, DADAO_NOT_FOUND,
                                              near ? "there is no mark '%s': did you mean '%s'?"
                                                   : "there is no mark '%s': `mark` lists them%.0s",
                                              name, near ? near : "");
    }
    const dadao_bookmark mark = *found;
    dadao_status status = DADAO_OK;
    if (!dadao_experiment_on_path(experiment, mark.branch, &mark.place))
        status = dadao_experiment_branch_choose(experiment, mark.branch, call->error);
    return status == DADAO_OK ? travel(call, &mark.place) : status;
}

static dadao_status goto_event(dadao_call *call, const char *text)
{
    dadao_place to = nowhere;
    const dadao_place tip = tip_of(call->experiment);
    dadao_status status = dadao_experiment_count_text(call, 0, text, &to.event);
    if (status == DADAO_OK && to.event > tip.event)
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID,
                                                "event %s has not happened yet: the run is at event %llu (`run until event=%s`)",
                                                text, (unsigned long long)tip.event, text);
    return status == DADAO_OK ? travel(call, &to) : status;
}

static dadao_status goto_time(dadao_call *call, const char *text)
{
    dadao_place to = nowhere;
    const dadao_place tip = tip_of(call->experiment);
    dadao_status status = dadao_experiment_number_text(call, 0, text, &to.t);
    if (status == DADAO_OK && (to.t < 0 || to.t > tip.t))
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID,
                                                to.t < 0 ? "'%s': time begins at 0"
                                                         : "t = %s has not come yet: the run is at t = %.6g (`run until t=…`)",
                                                text, tip.t);
    return status == DADAO_OK ? travel(call, &to) : status;
}

dadao_status dadao_experiment_do_goto(dadao_call *call)
{
    static const char *const candidate[] = {"start", "end", "next", "previous", "mark", "event=", "t="};
    const char *word = dadao_experiment_argument(call, 0), *text;
    dadao_place to = nowhere;
    dadao_status status = dadao_experiment_want(call, 1, word && strcmp(word, "mark") == 0 ? 2 : 1);
    if (status == DADAO_OK)
        status = dadao_experiment_need_way_back(call);
    if (status != DADAO_OK)
        return status;
    if (strcmp(word, "mark") == 0)
        return goto_bookmark(call);
    if (dadao_core_option(word, "event", &text))
        return goto_event(call, text);
    if (dadao_core_option(word, "t", &text))
        return goto_time(call, text);
    if (strcmp(word, "end") == 0)
        return travel(call, &to);
    if (strcmp(word, "next") == 0 || strcmp(word, "previous") == 0) {
        to = dadao_experiment_next_place(call->experiment, *word == 'n');
        return travel(call, &to);
    }
    to.event = 0;
    if (strcmp(word, "start") == 0)
        return travel(call, &to);
    const char *near = dadao_core_nearest(word, candidate, sizeof candidate / sizeof *candidate);
    return dadao_experiment_fail_argument(call, 0, DADAO_SYNTAX, "'%s' is no place: event=N, t=T, mark NAME, next, previous, start or end%s%s%s",
                                          word, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* ---- mark ---- */

static void list_bookmarks(const dadao_call *call)
{
    const dadao_rewind *rewind = &call->experiment->rewind;
    for (size_t k = 0; k < rewind->bookmarks; k++) {
        const dadao_bookmark *mark = &rewind->bookmark[k];
        dadao_core_note(call->answer, "  %-20s event %llu, t = %.6g%s", mark->name, (unsigned long long)mark->place.event,
                        mark->place.t,
                        dadao_experiment_on_path(call->experiment, mark->branch, &mark->place) ? "" : " (another branch)");
    }
    if (rewind->bookmarks == 0)
        dadao_core_note(call->answer, "nothing is marked: `mark NAME` marks this moment, `goto mark NAME` returns to it");
}

dadao_status dadao_experiment_do_mark(dadao_call *call)
{
    dadao_rewind *rewind = &call->experiment->rewind;
    const char *name = dadao_experiment_argument(call, 0);
    dadao_status status = dadao_experiment_want(call, 0, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    if (!name) {
        list_bookmarks(call);
        return DADAO_OK;
    }
    if (strlen(name) >= sizeof rewind->bookmark->name || !*name)
        return dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "'%s': a name of 1 to %zu bytes", name,
                                              sizeof rewind->bookmark->name - 1);
    dadao_bookmark *mark = (dadao_bookmark *)(uintptr_t)find_bookmark(rewind, name);
    if (!mark && !dadao_core_grow((void **)&rewind->bookmark, &rewind->bookmark_capacity, rewind->bookmarks + 1, sizeof *mark))
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    if (!mark)
        mark = &rewind->bookmark[rewind->bookmarks++];
    *mark = (dadao_bookmark){.branch = rewind->current, .place = dadao_experiment_place(call->experiment)};
    snprintf(mark->name, sizeof mark->name, "%s", name);
    return DADAO_OK;
}

/* ---- branch ---- */

static dadao_place end_of(const dadao_experiment *experiment, const dadao_branch *branch)
{
    return branch->id == experiment->rewind.current ? tip_of(experiment) : branch->tip->place;
}

/* Depth first, children in the order they were made. */
static void list_children(const dadao_call *call, uint64_t parent, int depth)
{
    const dadao_rewind *rewind = &call->experiment->rewind;
    for (size_t k = 0; k < rewind->branches; k++) {
        const dadao_branch *branch = &rewind->branch[k];
        if (branch->parent != parent)
            continue;
        const dadao_place end = end_of(call->experiment, branch);
        char from[80] = "the beginning";
        if (branch->parent && branch->restarted)
            snprintf(from, sizeof from, "again from t = 0, after event %llu", (unsigned long long)branch->fork.event);
        else if (branch->parent)
            snprintf(from, sizeof from, "from event %llu, t = %.6g", (unsigned long long)branch->fork.event, branch->fork.t);
        dadao_core_note(call->answer, "%c %*s%llu: %s, to event %llu, t = %.6g%s%s", branch->id == rewind->current ? '*' : ' ',
                        2 * depth, "", (unsigned long long)branch->id, from, (unsigned long long)end.event, end.t,
                        *branch->text ? ": " : "", branch->text);
        list_children(call, branch->id, depth + 1);
    }
}

dadao_status dadao_experiment_do_branch_list(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_need_way_back(call);
    if (status == DADAO_OK)
        list_children(call, 0, 0);
    return status;
}

dadao_status dadao_experiment_read_branch(const dadao_call *call, size_t index, uint64_t *id)
{
    dadao_status status = dadao_experiment_count_text(call, index, dadao_experiment_argument(call, index), id);
    if (status == DADAO_OK && !dadao_experiment_branch(&call->experiment->rewind, *id))
        status = dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, "there is no branch %llu: `branch list` lists them",
                                                (unsigned long long)*id);
    return status;
}

dadao_status dadao_experiment_do_branch_choose(dadao_call *call)
{
    uint64_t id;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_need_way_back(call);
    if (status == DADAO_OK)
        status = dadao_experiment_read_branch(call, 0, &id);
    if (status == DADAO_OK)
        status = dadao_experiment_branch_choose(call->experiment, id, call->error);
    if (status == DADAO_OK)
        tell_place(call);
    return status;
}

/* ---- keyframes ---- */

static void tell_keyframes(const dadao_call *call)
{
    const dadao_rewind *rewind = &call->experiment->rewind;
    if (rewind->off) {
        dadao_core_note(call->answer, "rewinding is off: one state takes more than half of the budget of %zu MB",
                        rewind->budget >> 20);
        return;
    }
    dadao_core_note(call->answer,
                    "%zu keyframes, %.1f of %zu MB, one every %llu events; %llu compared when passed again, %llu with other bits",
                    rewind->frames, (double)rewind->used / (1 << 20), rewind->budget >> 20, (unsigned long long)rewind->spacing,
                    (unsigned long long)rewind->checked, (unsigned long long)rewind->divergences);
}

dadao_status dadao_experiment_do_keyframes(dadao_call *call)
{
    dadao_rewind *rewind = &call->experiment->rewind;
    const char *word = dadao_experiment_argument(call, 0), *text;
    uint64_t megabytes;
    dadao_status status = dadao_experiment_want(call, 0, 1);
    if (status != DADAO_OK)
        return status;
    if (word && !dadao_core_option(word, "budget", &text))
        return dadao_experiment_fail_argument(call, 0, DADAO_SYNTAX, "'%s': budget=MEGABYTES is what can stand here", word);
    if (word)
        status = dadao_experiment_count_text(call, 0, text, &megabytes);
    if (word && status == DADAO_OK && (megabytes == 0 || megabytes > (uint64_t)1 << 24))
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "'%s': from 1 megabyte on", text);
    if (word && status == DADAO_OK) {
        rewind->budget = (size_t)megabytes << 20;
        if (dadao_experiment_lead(call->experiment) && !rewind->off)
            dadao_experiment_rewind_fit(call->experiment);
        dadao_core_note(call->answer, "keyframes may take %llu MB%s", (unsigned long long)megabytes,
                        rewind->off ? "; rewinding begins at the next start at t = 0" : "");
    }
    if (status == DADAO_OK && !word)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status == DADAO_OK && !word)
        tell_keyframes(call);
    return status;
}
