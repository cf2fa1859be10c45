/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies: many runs of the present experiment beside the run that is seen, as the screen asks for them and shows them.
 *
 * A *wish* is part of what the user looks at; whoever owns the view state carries it out in the background and lends what is
 * known so far, a *study*. Runs leave counts, so that prices can be turned afterwards. */
#ifndef DADAO_VIEW_STUDY_H
#define DADAO_VIEW_STUDY_H

#include "sweep/sweep.h"

typedef enum dadao_study_kind { DADAO_STUDY_TRADEOFF, DADAO_STUDY_LEAGUE, DADAO_STUDY_COUNT } dadao_study_kind;

/* What is varied unless values are named; NULL: values must be. */
#define DADAO_STUDY_DEFAULTS(X)                       \
    X("rate", "0.25..8/11log")                        \
    X("gradient", "0.25..4/9log")                     \
    X("straggler", "1..32/6log")                      \
    X("kappa", "1..1000/7log")                        \
    X("n", "8,12,16,24,32,48")                        \
    X("batch", "1,2,5,10,25,50")                      \
    X("topology", "path 16,cycle 16,star 16,grid 4 4,complete 16,barbell 8")
/* Every run ends after so many events, also where its goal is out of reach. */
#define DADAO_STUDY_EVENTS 3000000
/* More runs than this are for `dadao sweep`. */
#define DADAO_STUDY_RUNS 5000
#define DADAO_STUDY_VALUES 160

typedef enum dadao_study_state {
    DADAO_STUDY_IDLE, DADAO_STUDY_RUNNING, DADAO_STUDY_OVER, DADAO_STUDY_STOPPED, DADAO_STUDY_FAILED
} dadao_study_state;

typedef struct dadao_study {
    dadao_study_state state;
    dadao_sweep_plan plan;
    dadao_sweep_outcome *outcome; /* [count] without curves; the seeds of a point follow each other */
    size_t count, done;
    bool stale;                   /* the experiment is another one now, beside what is varied */
    bool partial;                 /* changes of the network by hand are not in it */
    char failure[1024];           /* FAILED: why */
} dadao_study;

typedef struct dadao_study_wish {
    uint64_t asked;               /* grows with each start */
    bool wanted;                  /* it may go on */
    size_t axes;
    char name[DADAO_SWEEP_AXES][DADAO_SWEEP_NAME], values[DADAO_SWEEP_AXES][DADAO_STUDY_VALUES];
    double error;
    size_t repeats;
    dadao_sweep_measure against;  /* time, gradients, communications or cost: what the goal takes */
    const dadao_study *study;     /* what is known; NULL: nothing was asked for yet */
} dadao_study_wish;

void dadao_view_study_init(dadao_study_wish wish[DADAO_STUDY_COUNT]);
/* The plan of a wish for an experiment with these settings (a scene's script). The owner clears it, also after a failure. */
dadao_status dadao_view_study_plan(const dadao_study_wish *wish, const char *script, dadao_sweep_plan *plan,
                                   dadao_error *error);
/* Whether the plan would be another one with these settings. */
bool dadao_view_study_differs(const dadao_study_wish *wish, const char *script, const dadao_sweep_plan *plan);
/* The seeds of a point at these prices. */
void dadao_view_study_summary(const dadao_study *study, size_t point, const double price[2], dadao_sweep_summary *summary);
/* "12 of 36 runs", "36 runs, 3 seeds each", what went wrong in a word, or how to begin. */
void dadao_view_study_note(const dadao_study_wish *wish, char *note, size_t capacity);
void dadao_view_study_clear(dadao_study *study);

#endif
