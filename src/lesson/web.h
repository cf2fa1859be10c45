/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as frames for a page that plays it: gathered while an experiment is carried out, then written into page.html. */
#ifndef DADAO_LESSON_WEB_H
#define DADAO_LESSON_WEB_H

#include "core/text.h"
#include "lesson/lesson.h"

/* A run keeps at most this many frames; when it has more every second one goes. */
#define DADAO_WEB_RUN_FRAMES 240
#define DADAO_WEB_FIRED 24

typedef struct dadao_web_frame {
    double t, gradients, communications;
    double msd[DADAO_SNAPSHOT_LANES];
    size_t scene, run;
    float *error;  /* [lanes][nodes], owned */
    uint16_t fired[DADAO_WEB_FIRED];
    size_t fired_count;
} dadao_web_frame;

typedef struct dadao_web {
    dadao_experiment *experiment;
    dadao_text scenes, stops;
    uint64_t scene_version;
    size_t scene_count, stop_count;
    dadao_web_frame *frame;
    size_t count, capacity;
    size_t run, run_begin;      /* the present run and its first frame */
    uint64_t last_event, spacing;
    char lane[DADAO_SNAPSHOT_LANES][32];
    size_t lanes;
} dadao_web;

void dadao_lesson_web_begin(dadao_web *web, dadao_experiment *experiment);
void dadao_lesson_web_clear(dadao_web *web);
/* Takes the picture of now; *events: how many events may pass before the next one. */
dadao_status dadao_lesson_web_frame(dadao_web *web, uint64_t *events, dadao_error *error);
/* A place where the page stops, as the lesson does. */
dadao_status dadao_lesson_web_stop(dadao_web *web, const dadao_lesson_player *player, dadao_lesson_kind kind, dadao_error *error);
/* The page itself, written beside and renamed. */
dadao_status dadao_lesson_web_write(const dadao_web *web, const char *title, const char *facts, const char *path, dadao_error *error);

#endif
