/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lanes of an experiment: methods side by side on one network, one problem and one seed. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <stdlib.h>
#include <string.h>

void dadao_experiment_forget_parameters(dadao_setting *setting)
{
    for (size_t k = 0; k < setting->lanes; k++)
        setting->lane[k].parameters_ready = false;
}

/* ---- One running lane ---- */

void dadao_experiment_lane_clear(dadao_lane *lane)
{
    dadao_simulation_destroy(lane->simulation);
    dadao_experiment_history_clear(&lane->history);
    dadao_experiment_headings_clear(&lane->headings);
    *lane = (dadao_lane){0};
}

void dadao_experiment_lanes_clear(dadao_lane lane[DADAO_LANES])
{
    for (size_t k = 0; k < DADAO_LANES; k++)
        dadao_experiment_lane_clear(&lane[k]);
}

dadao_status dadao_experiment_lane_simulation(const dadao_setting *setting, const dadao_lane_setting *wanted, dadao_simulation **simulation,
                                              dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    double *start = NULL;
    dadao_status status = dadao_experiment_fill_start(setting, wanted->method, &start, error);
    if (status != DADAO_OK)
        return status;
    dadao_simulation_setup setup = {
        .method = wanted->method,
        .problem = dadao_experiment_setting_problem(setting),
        .nodes = dadao_topology_nodes(topology),
        .edges = dadao_topology_edges(topology),
        .edge = dadao_topology_edge_list(topology),
        .edge_rates = dadao_experiment_setting_edge_rates(setting),
        .node_rates = dadao_experiment_setting_node_rates(setting),
        .parameters = wanted->parameters,
        .start = start,
        .seed = setting->seed,
    };
    status = dadao_simulation_create(&setup, simulation, error);
    free(start);
    return status;
}

dadao_status dadao_experiment_lane_build(const dadao_setting *setting, const dadao_lane_setting *wanted, dadao_lane *lane,
                                         dadao_error *error)
{
    const bool rounds = dadao_method_is_synchronous(wanted->method);
    *lane = (dadao_lane){.id = wanted->id};
    if (setting->events && rounds && wanted->id == setting->lane[0].id)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "%s runs in rounds, so there are no events to replay: `events clocks` first, or a "
                               "method with events", dadao_method_shown_name(wanted->method));
    dadao_status status = dadao_experiment_lane_simulation(setting, wanted, &lane->simulation, error);
    if (status != DADAO_OK)
        return status;
    if (setting->events && !rounds) { /* beside a replay rounds go on by themselves */
        const dadao_event_log *log = setting->events->object;
        dadao_simulation_replay(lane->simulation, log->event, log->count);
    }
    lane->start_distance =
        dadao_simulation_initial_error(lane->simulation) * (double)dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    status = dadao_experiment_time_lane(setting, wanted, lane, error);
    if (status == DADAO_OK)
        status = dadao_experiment_history_reset(lane, setting, error);
    if (status != DADAO_OK)
        dadao_experiment_lane_clear(lane);
    return status;
}

/* ---- Following the setting ---- */

static dadao_lane *find_running(dadao_experiment *experiment, uint64_t id)
{
    for (size_t k = 0; k < DADAO_LANES; k++)
        if (experiment->lane[k].simulation && experiment->lane[k].id == id)
            return &experiment->lane[k];
    return NULL;
}

dadao_status dadao_experiment_lanes_make(dadao_experiment *experiment, const dadao_setting *next, dadao_lane made[DADAO_LANES],
                                         dadao_error *error)
{
    dadao_status status = DADAO_OK;
    memset(made, 0, DADAO_LANES * sizeof *made);
    for (size_t k = 0; status == DADAO_OK && k < next->lanes; k++)
        if (!find_running(experiment, next->lane[k].id))
            status = dadao_experiment_lane_build(next, &next->lane[k], &made[k], error);
    if (status != DADAO_OK)
        dadao_experiment_lanes_clear(made);
    return status;
}

void dadao_experiment_lanes_settle(dadao_experiment *experiment, const dadao_setting *next, dadao_lane made[DADAO_LANES])
{
    for (size_t k = 0; k < next->lanes; k++) {
        dadao_lane *running = made[k].simulation ? NULL : find_running(experiment, next->lane[k].id);
        if (running) {
            made[k] = *running;
            *running = (dadao_lane){0};
        }
    }
    dadao_experiment_lanes_clear(experiment->lane);
    memcpy(experiment->lane, made, sizeof experiment->lane);
}
