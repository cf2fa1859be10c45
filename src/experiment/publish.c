/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots: a copy of the moving part, into buffers that are used again. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void lane_clear(dadao_lane_snapshot *lane)
{
    free(lane->node_error);
    free(lane->node_gradients);
    free(lane->node_communications);
    free(lane->node_last_event);
    free(lane->edge_communications);
    free(lane->edge_last_event);
    free((void *)(uintptr_t)lane->history);
    dadao_experiment_closer_clear(lane);
    *lane = (dadao_lane_snapshot){0};
}

static void lanes_clear(dadao_snapshot *snapshot)
{
    for (size_t k = 0; snapshot->lane && k < DADAO_SNAPSHOT_LANES; k++)
        lane_clear(&snapshot->lane[k]);
    snapshot->lane_count = 0;
}

void dadao_snapshot_clear(dadao_snapshot *snapshot)
{
    lanes_clear(snapshot);
    free(snapshot->lane);
    dadao_scene_release(snapshot->scene);
    *snapshot = (dadao_snapshot){0};
}

static bool lane_allocate(dadao_lane_snapshot *lane, size_t nodes, size_t edges)
{
    lane->node_error = dadao_core_allocate(nodes, sizeof *lane->node_error);
    lane->node_gradients = dadao_core_allocate(nodes, sizeof *lane->node_gradients);
    lane->node_communications = dadao_core_allocate(nodes, sizeof *lane->node_communications);
    lane->node_last_event = dadao_core_allocate(nodes, sizeof *lane->node_last_event);
    lane->edge_communications = dadao_core_allocate(edges, sizeof *lane->edge_communications);
    lane->edge_last_event = dadao_core_allocate(edges, sizeof *lane->edge_last_event);
    lane->history = dadao_core_allocate(DADAO_EXPERIMENT_HISTORY, sizeof *lane->history);
    return lane->node_error && lane->node_gradients && lane->node_communications && lane->node_last_event &&
           lane->edge_communications && lane->edge_last_event && lane->history;
}

/* Buffers fit as long as the network has the size that the snapshot's scene says. */
static dadao_status make_room(dadao_snapshot *snapshot, const dadao_scene *scene, size_t lanes, dadao_error *error)
{
    const dadao_scene *old = snapshot->scene;
    if (!snapshot->lane)
        snapshot->lane = dadao_core_allocate(DADAO_SNAPSHOT_LANES, sizeof *snapshot->lane);
    if (!snapshot->lane)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    if (!old || old->nodes != scene->nodes || old->edges != scene->edges) {
        lanes_clear(snapshot);
        dadao_scene_release(snapshot->scene); /* what is there does not fit any scene until all went well */
        snapshot->scene = NULL;
    }
    for (size_t k = 0; k < lanes; k++) {
        if (snapshot->lane[k].node_error)
            continue;
        if (!lane_allocate(&snapshot->lane[k], scene->nodes, scene->edges)) {
            lane_clear(&snapshot->lane[k]);
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        }
    }
    snapshot->lane_count = lanes;
    return DADAO_OK;
}

static void copy_counters(dadao_lane_snapshot *lane, const dadao_simulation *simulation, size_t nodes, size_t edges)
{
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(simulation, &counters);
    memcpy(lane->node_error, counters.node_error, nodes * sizeof *lane->node_error);
    memcpy(lane->node_gradients, counters.node_gradients, nodes * sizeof *lane->node_gradients);
    memcpy(lane->node_communications, counters.node_communications, nodes * sizeof *lane->node_communications);
    memcpy(lane->node_last_event, counters.node_last_event, nodes * sizeof *lane->node_last_event);
    memcpy(lane->edge_communications, counters.edge_communications, edges * sizeof *lane->edge_communications);
    memcpy(lane->edge_last_event, counters.edge_last_event, edges * sizeof *lane->edge_last_event);
}

static void copy_history(dadao_lane_snapshot *lane, const dadao_history *history)
{
    memcpy((void *)(uintptr_t)lane->history, history->sample, history->count * sizeof *history->sample);
    lane->history_count = history->count;
    lane->measured_rate = dadao_experiment_history_rate(history, NULL);
}

/* Distances to where each node's part heads in place of those to x*. */
static void measure_by_part(dadao_lane_snapshot *lane, const dadao_lane *running)
{
    lane->msd_lazy = dadao_experiment_headings_errors(running, true, lane->node_error);
    dadao_sample *sample = (dadao_sample *)(uintptr_t)lane->history;
    for (size_t k = 0; k < lane->history_count; k++)
        sample[k].msd = sample[k].msd_part;
    const dadao_history history = {.sample = sample, .count = lane->history_count};
    lane->measured_rate = dadao_experiment_history_rate(&history, NULL);
}

static void copy_headings(dadao_lane_snapshot *lane, dadao_experiment *experiment, dadao_lane *running)
{
    dadao_experiment_headings_need(&experiment->now, running);
    memcpy(lane->destination, running->headings.shown, sizeof lane->destination);
    lane->destinations = running->headings.shown_count;
    dadao_experiment_headings_text(&running->headings, lane->heading, sizeof lane->heading);
    if (experiment->error_by_part && running->headings.kind)
        measure_by_part(lane, running);
}

void dadao_experiment_publish_lane(dadao_experiment *experiment, size_t index, dadao_lane_snapshot *lane, const dadao_scene *scene)
{
    dadao_lane *running = &experiment->lane[index];
    const dadao_simulation *simulation = running->simulation;
    snprintf(lane->name, sizeof lane->name, "%s", experiment->now.lane[index].name);
    lane->events = dadao_simulation_events(simulation);
    lane->gradients = dadao_simulation_gradients(simulation);
    lane->communications = dadao_simulation_communications(simulation);
    lane->vectors = dadao_simulation_vectors(simulation);
    lane->t = dadao_simulation_time(simulation);
    lane->expected_gradients = dadao_simulation_expected_gradients(simulation);
    lane->expected_communications = dadao_simulation_expected_communications(simulation);
    lane->msd_lazy = dadao_simulation_error_now(simulation);
    lane->cost = experiment->now.price[0] * (double)lane->gradients + experiment->now.price[1] * (double)lane->communications;
    lane->wall = dadao_experiment_wall(&experiment->now, running, &experiment->now.lane[index]);
    lane->catching_up = dadao_experiment_lane_behind(experiment, index);
    lane->diverged = dadao_simulation_diverged(simulation);
    lane->recent_count = dadao_simulation_recent(simulation, lane->recent, DADAO_SNAPSHOT_RECENT);
    copy_counters(lane, simulation, scene->nodes, scene->edges);
    const dadao_history history = dadao_experiment_history_present(running);
    copy_history(lane, &history);
    copy_headings(lane, experiment, running);
    dadao_experiment_gaps_update(&running->gaps, lane, scene);
    dadao_experiment_closer_lane(experiment, index, lane, scene);
}

dadao_status dadao_experiment_publish(dadao_experiment *experiment, dadao_snapshot *snapshot, dadao_error *error)
{
    if (dadao_experiment_lead(experiment) && !dadao_experiment_behind(experiment)) /* what is beside may have to be begun again */
        (void)dadao_experiment_companion_follow(experiment, 0, NULL);
    const dadao_scene *scene = dadao_experiment_scene(experiment, error);
    if (!scene)
        return error ? error->status : DADAO_INTERNAL;
    dadao_status status = make_room(snapshot, scene, scene->lane_count, error);
    if (status != DADAO_OK)
        return status;
    if (snapshot->scene != scene) {
        dadao_scene_release(snapshot->scene);
        snapshot->scene = dadao_scene_retain(scene);
    }
    snapshot->serial = ++experiment->serial;
    snapshot->state = experiment->state;
    snapshot->speed_asked = experiment->speed;
    dadao_experiment_marks(experiment, snapshot);
    dadao_experiment_timeline(experiment, &snapshot->timeline);
    for (size_t k = 0; k < experiment->now.lanes; k++)
        dadao_experiment_publish_lane(experiment, k, &snapshot->lane[k], scene);
    if (scene->companion)
        dadao_experiment_companion_publish(experiment, &snapshot->lane[experiment->now.lanes], scene);
    dadao_experiment_expected_lane(experiment, snapshot, &snapshot->lane[0]);
    return DADAO_OK;
}
