/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen showed some seconds ago: the number of the event at each second that the run went on. Pure. */
#ifndef DADAO_TUI_PAST_H
#define DADAO_TUI_PAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An hour; what is older is forgotten. */
#define DADAO_PAST_SECONDS 3600

/* Zero-initialised: nothing was seen. */
typedef struct dadao_past {
    uint64_t event[DADAO_PAST_SECONDS]; /* rising */
    size_t count;
    double next;                        /* the moment of the next entry, on the screen's clock */
} dadao_past;

/* The run stands at event `events` at the moment `now`. A run that stands still adds nothing; one that went back forgets what was after. */
void dadao_tui_past_see(dadao_past *past, uint64_t events, double now);
/* The event at which it stood so many seconds ago, or at the first one that is known; false when that is none before `events`. */
bool dadao_tui_past_ago(const dadao_past *past, uint64_t events, unsigned seconds, uint64_t *event);

#endif
