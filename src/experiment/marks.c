/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks for the screen: which commands changed the run, and when. The newest ones of the present run, oldest first. */
#include "experiment/experiment.h"

#include <stdio.h>

/* Before the first event nothing was going on that a command could change. */
static bool worth_a_mark(const dadao_log_entry *entry)
{
    return entry->settled && !entry->dropped && !entry->restarts && entry->t > 0;
}

void dadao_experiment_marks(const dadao_experiment *experiment, dadao_snapshot *snapshot)
{
    const dadao_log *log = &experiment->log;
    size_t first = log->count, wanted = 0;
    while (first > 0 && wanted < DADAO_SNAPSHOT_MARKS && !log->entry[first - 1].restarts)
        wanted += worth_a_mark(&log->entry[--first]);
    snapshot->mark_count = 0;
    for (; first < log->count; first++) {
        const dadao_log_entry *entry = &log->entry[first];
        if (!worth_a_mark(entry))
            continue;
        dadao_mark *mark = &snapshot->mark[snapshot->mark_count++];
        mark->event = entry->event;
        mark->t = entry->t;
        snprintf(mark->text, sizeof mark->text, "%s", entry->text);
    }
}
