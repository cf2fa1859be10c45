/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pace of frames: a leaky bucket of bytes, and the time that the terminal took for the last frames. */
#include "tui/pace.h"

#include <math.h>

/* A frame that leaves at once still takes this long: less says nothing about the terminal. */
#define AT_ONCE 0.004
/* So much of a second's bytes may come at once: the first frame, a change of view. */
#define BURST_SECONDS 1.0

void dadao_tui_pace_init(dadao_pace *pace, double fps, double budget, double now)
{
    *pace = (dadao_pace){.begun = now, .at = now};
    dadao_tui_pace_set(pace, fps, budget);
}

void dadao_tui_pace_set(dadao_pace *pace, double fps, double budget)
{
    pace->least = 1 / fps;
    pace->budget = budget;
}

static double backlog_at(const dadao_pace *pace, double now)
{
    return fmax(0, pace->backlog - pace->budget * fmax(0, now - pace->at));
}

void dadao_tui_pace_frame(dadao_pace *pace, double now, size_t bytes)
{
    pace->backlog = backlog_at(pace, now) + (double)bytes;
    pace->at = pace->begun = now;
}

/* A slow terminal is given as long again as it took, so that it is idle half of the time and keys come through; a quick one
 * earns the wanted rate back within a few frames. */
void dadao_tui_pace_drained(dadao_pace *pace, double now)
{
    double took = now - pace->begun;
    if (took > AT_ONCE)
        pace->slow = fmin(fmax(2 * took, pace->slow * 0.8), DADAO_PACE_LONGEST);
    else
        pace->slow = pace->slow > pace->least / 2 ? pace->slow * 0.8 : 0;
}

double dadao_tui_pace_interval(const dadao_pace *pace, double now)
{
    double beyond = backlog_at(pace, now) - pace->budget * BURST_SECONDS;
    double wait = fmax(fmax(pace->least, pace->slow), beyond > 0 ? beyond / pace->budget : 0);
    return fmin(wait, DADAO_PACE_LONGEST);
}
