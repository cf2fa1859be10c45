/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run in sentences: what changed between two snapshots, one line each, without colours, columns or drawings. */
#ifndef DADAO_VIEW_NARRATE_H
#define DADAO_VIEW_NARRATE_H

#include "view/view.h"

#define DADAO_NARRATE_EVENTS_SPEED 5 /* events a second up to which each is told */

/* What was said last. Zero-initialised: nothing. */
typedef struct dadao_narrator {
    bool begun;
    char topology[128], problem[192], why[sizeof ((dadao_guarantee *)0)->why];
    size_t nodes, edges;
    bool holds, slope_only;
    double total_rate, gradient_rate, speed;
    dadao_run_state state;
    bool decade_known;
    int decade;             /* the error was last said to be below 10^decade */
    uint64_t events, message_serial;
    size_t lanes;
} dadao_narrator;

/* Calls `say` for each sentence that the snapshot asks for. */
void dadao_view_narrate(dadao_narrator *narrator, const dadao_snapshot *snapshot, void (*say)(void *context, const char *sentence),
                        void *context);
/* Where the run is, in one sentence; buffer of 512. */
const char *dadao_view_narrate_now(const dadao_snapshot *snapshot, char *buffer);

#endif
