/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of a run for a page: the network, every node's error, what fired, the counters; thinned so that a page stays small. */
#include "lesson/web.h"

#include "core/memory.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void dadao_lesson_web_begin(dadao_web *web, dadao_experiment *experiment)
{
    *web = (dadao_web){.experiment = experiment, .spacing = 1};
    dadao_core_text_append(&web->scenes, "{", 1);
    dadao_output_json_list_begin(&web->scenes, "scenes");
    dadao_core_text_append(&web->stops, "{", 1);
    dadao_output_json_list_begin(&web->stops, "stops");
}

void dadao_lesson_web_clear(dadao_web *web)
{
    for (size_t k = 0; k < web->count; k++)
        free(web->frame[k].error);
    free(web->frame);
    dadao_core_text_clear(&web->scenes);
    dadao_core_text_clear(&web->stops);
    *web = (dadao_web){0};
}

/* ---- Scenes ---- */

typedef struct span {
    double low, high;
} span;

static span span_of(const double *value, size_t count)
{
    span s = {INFINITY, -INFINITY};
    for (size_t k = 0; k < count; k++) {
        s.low = fmin(s.low, value[k]);
        s.high = fmax(s.high, value[k]);
    }
    return s;
}

/* Positions from 0 to 1, y downwards; three digits are a pixel. */
static void add_places(dadao_text *json, const char *key, const double *value, size_t count, bool flip)
{
    const span s = span_of(value, count);
    dadao_core_text_format(json, ",\n  \"%s\": [", key);
    for (size_t k = 0; k < count; k++) {
        double place = s.high > s.low ? (value[k] - s.low) / (s.high - s.low) : 0.5;
        dadao_core_text_format(json, "%s%.3f", k ? "," : "", flip ? 1 - place : place);
    }
    dadao_core_text_append(json, "]", 1);
}

static void add_labels(dadao_text *json, const dadao_scene *scene)
{
    dadao_text one = {0};
    dadao_core_text_format(json, ",\n  \"labels\": [");
    for (size_t k = 0; k < scene->nodes; k++) {
        one.length = 0;
        dadao_output_json_begin(&one);
        dadao_output_json_string(&one, "l", scene->label[k] ? scene->label[k] : "");
        const char *quoted = one.bytes ? strchr(one.bytes, ':') : NULL;
        dadao_core_text_format(json, "%s%s", k ? "," : "", quoted ? quoted + 2 : "\"\"");
    }
    dadao_core_text_append(json, "]", 1);
    dadao_core_text_clear(&one);
}

static void add_scene(dadao_web *web, const dadao_scene *scene)
{
    dadao_text *json = &web->scenes;
    dadao_output_json_item_begin(json);
    dadao_output_json_string(json, "name", scene->topology);
    dadao_output_json_number(json, "chi1", scene->chi1);
    dadao_output_json_number(json, "chi2", scene->chi2);
    dadao_output_json_number(json, "condition", scene->condition);
    add_places(json, "x", scene->x, scene->nodes, false);
    add_places(json, "y", scene->y, scene->nodes, true);
    if (scene->label)
        add_labels(json, scene);
    dadao_core_text_format(json, ",\n  \"edges\": [");
    for (size_t e = 0; e < scene->edges; e++)
        dadao_core_text_format(json, "%s[%u,%u]", e ? "," : "", scene->edge[e].u, scene->edge[e].v);
    dadao_core_text_append(json, "]", 1);
    dadao_output_json_item_end(json);
    web->scene_version = scene->version;
    web->scene_count++;
}

/* ---- Frames ---- */

static void take_fired(dadao_web *web, dadao_web_frame *frame, const dadao_simulation *simulation)
{
    dadao_event recent[256];
    size_t count = dadao_simulation_recent(simulation, recent, 256);
    for (size_t k = count; k-- > 0 && recent[k].index > web->last_event && frame->fired_count < DADAO_WEB_FIRED;)
        if (recent[k].kind == DADAO_EVENT_COMMUNICATION && recent[k].edge <= UINT16_MAX)
            frame->fired[frame->fired_count++] = (uint16_t)recent[k].edge;
}

static void take_lane(dadao_web *web, dadao_web_frame *frame, size_t lane, const dadao_simulation *simulation, size_t nodes)
{
    const double *error = dadao_simulation_node_error(simulation);
    frame->msd[lane] = dadao_simulation_error_now(simulation);
    for (size_t i = 0; i < nodes; i++)
        frame->error[lane * nodes + i] = (float)error[i];
    if (lane >= web->lanes)
        web->lanes = lane + 1;
}

/* Every second frame of the present run goes. */
static void thin(dadao_web *web)
{
    size_t kept = web->run_begin;
    for (size_t k = web->run_begin; k < web->count; k++) {
        if ((k - web->run_begin) % 2 == 0)
            web->frame[kept++] = web->frame[k];
        else
            free(web->frame[k].error);
    }
    web->count = kept;
    web->spacing *= 2;
}

static void begin_run(dadao_web *web)
{
    web->run++;
    web->run_begin = web->count;
    web->spacing = 1;
    web->last_event = 0;
}

dadao_status dadao_lesson_web_frame(dadao_web *web, uint64_t *events, dadao_error *error)
{
    const dadao_scene *scene = dadao_experiment_scene(web->experiment, error);
    if (!scene)
        return error ? error->status : DADAO_INTERNAL;
    const dadao_simulation *lead = dadao_experiment_simulation(web->experiment, 0);
    if (web->scene_count == 0 || scene->version != web->scene_version)
        add_scene(web, scene);
    if (dadao_simulation_events(lead) < web->last_event)
        begin_run(web);
    if (web->count - web->run_begin >= DADAO_WEB_RUN_FRAMES)
        thin(web);
    if (!dadao_core_grow((void **)&web->frame, &web->capacity, web->count + 1, sizeof *web->frame))
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_web_frame frame = {.t = dadao_simulation_time(lead),
                             .gradients = (double)dadao_simulation_gradients(lead),
                             .communications = (double)dadao_simulation_communications(lead),
                             .scene = web->scene_count - 1,
                             .run = web->run};
    frame.error = dadao_core_allocate(scene->nodes * DADAO_SNAPSHOT_LANES, sizeof *frame.error);
    if (!frame.error)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    take_fired(web, &frame, lead);
    const dadao_simulation *simulation;
    for (size_t lane = 0; lane < DADAO_SNAPSHOT_LANES && (simulation = dadao_experiment_simulation(web->experiment, lane));
         lane++)
        take_lane(web, &frame, lane, simulation, scene->nodes);
    web->frame[web->count++] = frame;
    web->last_event = dadao_simulation_events(lead);
    *events = web->spacing;
    return DADAO_OK;
}

/* ---- Stops ---- */

static void add_question(dadao_text *json, const dadao_lesson_player *player)
{
    const dadao_lesson_snapshot *shown = &player->shown;
    dadao_output_json_string(json, "question", shown->question);
    dadao_output_json_string(json, "reveal", shown->reveal);
    if (shown->choices == 0) {
        dadao_output_json_number(json, "number", player->answer);
        dadao_output_json_number(json, "within", player->tolerance);
        return;
    }
    dadao_output_json_count(json, "right", shown->right);
    dadao_core_text_format(json, ",\n  \"choices\": [");
    for (size_t k = 0; k < shown->choices; k++) {
        dadao_text one = {0};
        dadao_output_json_begin(&one);
        dadao_output_json_string(&one, "c", shown->choice[k]);
        const char *quoted = one.bytes ? strchr(one.bytes, ':') : NULL;
        dadao_core_text_format(json, "%s%s", k ? "," : "", quoted ? quoted + 2 : "\"\"");
        dadao_core_text_clear(&one);
    }
    dadao_core_text_append(json, "]", 1);
}

dadao_status dadao_lesson_web_stop(dadao_web *web, const dadao_lesson_player *player, dadao_lesson_kind kind, dadao_error *error)
{
    uint64_t ignored;
    dadao_text *json = &web->stops;
    dadao_status status = dadao_lesson_web_frame(web, &ignored, error);
    if (status != DADAO_OK)
        return status;
    dadao_output_json_item_begin(json);
    dadao_output_json_count(json, "frame", web->count - 1);
    dadao_output_json_string(json, "part", player->shown.step_title);
    dadao_output_json_string(json, "caption", player->shown.caption);
    if (kind == DADAO_LESSON_ASK)
        add_question(json, player);
    if (kind == DADAO_LESSON_GOAL)
        dadao_output_json_string(json, "goal", player->shown.goal);
    dadao_output_json_item_end(json);
    web->stop_count++;
    web->run_begin = web->count; /* what a stop points at is not thinned away */
    return json->failed ? dadao_core_fail(error, DADAO_MEMORY, "out of memory") : DADAO_OK;
}
