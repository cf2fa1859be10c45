/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies carried out beside the sitting: processes of their own, watched by the loop of the screen, never waited for. */
#ifndef DADAO_TUI_STUDIES_H
#define DADAO_TUI_STUDIES_H

#include "view/view.h"

typedef struct dadao_studies {
    const char *program, *graphs;               /* as of a job: NULL: this program, the installed graphs */
    dadao_study study[DADAO_STUDY_COUNT];       /* lent to the view state */
    dadao_sweep_job *job[DADAO_STUDY_COUNT];    /* NULL: nothing runs */
    uint64_t begun[DADAO_STUDY_COUNT];          /* the wish that the study belongs to */
    dadao_study_wish wish[DADAO_STUDY_COUNT];   /* … as it was then */
    uint64_t version;                           /* of the scene that was compared last */
} dadao_studies;

/* Starts and stops what the view state asks for, for an experiment with the settings of the scene (NULL: none yet). True: something
 * to draw came of it. */
bool dadao_tui_studies_follow(dadao_studies *studies, dadao_view_state *view, const dadao_scene *scene);
/* The descriptor to poll, readable when _serve has something to do; -1: nothing runs. */
int dadao_tui_studies_fd(const dadao_studies *studies, dadao_study_kind kind);
/* Takes in what is over; never waits. True: there is something to draw. */
bool dadao_tui_studies_serve(dadao_studies *studies, dadao_study_kind kind);
/* Ends the processes, forgets everything. */
void dadao_tui_studies_clear(dadao_studies *studies);

#endif
