/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole pages: of a lesson with its captions and questions, or of what an experiment has done so far. */
#include "lesson/web.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dadao_status moment(void *context, uint64_t *events, dadao_error *error)
{
    return dadao_lesson_web_frame(context, events, error);
}

static dadao_status see(void *context, dadao_lesson_player *player, const dadao_lesson_statement *statement, dadao_error *error)
{
    if (statement->kind != DADAO_LESSON_WAIT && statement->kind != DADAO_LESSON_ASK && statement->kind != DADAO_LESSON_GOAL)
        return DADAO_OK;
    return dadao_lesson_web_stop(context, player, statement->kind, error);
}

static void name_lanes(dadao_web *web)
{
    const dadao_scene *scene = dadao_experiment_scene(web->experiment, NULL);
    for (size_t k = 0; scene && k < scene->lane_count && k < DADAO_SNAPSHOT_LANES; k++)
        if (!web->lane[k][0])
            snprintf(web->lane[k], sizeof web->lane[k], "%s", scene->lane[k].name);
}

/* ---- A lesson ---- */

static dadao_status play_lesson(const dadao_lesson *lesson, dadao_web *web, dadao_experiment *experiment, dadao_error *error)
{
    dadao_lesson_player player;
    dadao_lesson_player_begin(&player, lesson, experiment);
    player.see = see;
    player.moment = moment;
    player.context = web;
    dadao_status status = dadao_lesson_play(&player, DADAO_LESSON_FAST, lesson->count, 0, error);
    if (status == DADAO_OK && player.shown.caption[0])
        status = dadao_lesson_web_stop(web, &player, DADAO_LESSON_WAIT, error);
    dadao_lesson_player_end(&player);
    return status;
}

dadao_status dadao_lesson_web(const dadao_lesson *lesson, const dadao_experiment_options *options, const char *path,
                              dadao_error *error)
{
    dadao_experiment *experiment;
    dadao_web web;
    dadao_status status = dadao_experiment_create(options, &experiment, error);
    if (status != DADAO_OK)
        return status;
    dadao_lesson_web_begin(&web, experiment);
    status = play_lesson(lesson, &web, experiment, error);
    name_lanes(&web);
    if (status == DADAO_OK)
        status = dadao_lesson_web_write(&web, lesson->title, lesson->about, path, error);
    dadao_lesson_web_clear(&web);
    dadao_experiment_destroy(experiment);
    return status;
}

/* ---- An experiment: carried out anew from its own script ---- */

static dadao_status pursue(dadao_web *web, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    bool done = false;
    while (status == DADAO_OK && !done && dadao_experiment_has_end(web->experiment)) {
        uint64_t events = 1;
        status = dadao_lesson_web_frame(web, &events, error);
        if (status == DADAO_OK)
            status = dadao_experiment_pursue(web->experiment, events, NULL, &done, error);
    }
    return status;
}

static dadao_status carry_out(dadao_web *web, const char *script, dadao_error *error)
{
    dadao_notes answer = {0};
    bool more = true;
    dadao_status status = dadao_experiment_execute(web->experiment, script, &answer, error);
    while (status == DADAO_OK && more) {
        status = pursue(web, error);
        if (status == DADAO_OK)
            status = dadao_experiment_continue(web->experiment, &more, &answer, error);
    }
    uint64_t ignored;
    dadao_core_notes_clear(&answer);
    return status == DADAO_OK ? dadao_lesson_web_frame(web, &ignored, error) : status;
}

dadao_status dadao_lesson_export_web(dadao_experiment *experiment, const dadao_experiment_options *options, const char *path,
                                     dadao_error *error)
{
    dadao_experiment *again;
    dadao_web web;
    char *script = NULL, facts[512];
    const dadao_scene *scene = dadao_experiment_scene(experiment, error);
    if (!scene)
        return error ? error->status : DADAO_INTERNAL;
    snprintf(facts, sizeof facts, "%s | %s | seed %llu", scene->problem, scene->lane[0].name, (unsigned long long)scene->seed);
    dadao_status status = dadao_experiment_script(experiment, &script, error);
    if (status == DADAO_OK)
        status = dadao_experiment_create(options, &again, error);
    if (status != DADAO_OK) {
        free(script);
        return status;
    }
    dadao_lesson_web_begin(&web, again);
    status = carry_out(&web, script, error);
    name_lanes(&web);
    if (status == DADAO_OK)
        status = dadao_lesson_web_write(&web, scene->topology, facts, path, error);
    dadao_lesson_web_clear(&web);
    dadao_experiment_destroy(again);
    free(script);
    return status;
}
