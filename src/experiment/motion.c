/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes do to the nodes' vectors beside the setting: nodes that leave and join, means that are taken away and given back.
 */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <string.h>

void dadao_experiment_motion_clear(dadao_motion *motion)
{
    for (size_t k = 0; k < DADAO_LANES; k++) {
        free(motion->lane[k].state);
        free(motion->lane[k].means);
    }
    free(motion->component);
    *motion = (dadao_motion){0};
}

static bool copy_array(void *to, size_t count, size_t size)
{
    void *from, *made;
    memcpy(&from, to, sizeof from);
    made = from ? dadao_core_allocate(count, size) : NULL;
    if (made)
        memcpy(made, from, count * size);
    memcpy(to, &made, sizeof made);
    return made || !from;
}

bool dadao_experiment_motion_copy(const dadao_motion *motion, dadao_motion *copy)
{
    *copy = *motion;
    bool good = copy_array(&copy->component, motion->nodes, sizeof *motion->component);
    for (size_t k = 0; k < DADAO_LANES; k++) { /* all of them, also after a failure: none may stay shared */
        good &= copy_array(&copy->lane[k].state, motion->lane[k].state_length, sizeof(double));
        good &= copy_array(&copy->lane[k].means, motion->lane[k].means_length, sizeof(double));
    }
    return good;
}

size_t dadao_experiment_motion_bytes(const dadao_motion *motion)
{
    size_t bytes = motion->component ? motion->nodes * sizeof *motion->component : 0;
    for (size_t k = 0; k < DADAO_LANES; k++)
        bytes += motion->lane[k].means ? motion->components * 256 : 0; /* some vectors of a few entries each */
    return bytes;
}

/* Vectors a lane holds of one node. */
static size_t row_length(const dadao_setting *setting, const dadao_lane_setting *lane)
{
    return dadao_method_variable_count(lane->method) * dadao_problem_dimension(dadao_experiment_setting_problem(setting));
}

static dadao_status out_of_memory(dadao_error *error)
{
    return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

/* ---- Before ---- */

static dadao_status keep_states(dadao_experiment *experiment, dadao_motion *motion, dadao_error *error)
{
    const dadao_setting *now = &experiment->now;
    for (size_t k = 0; k < now->lanes; k++) {
        double *state = dadao_core_allocate(row_length(now, &now->lane[k]), sizeof *state);
        if (!state)
            return out_of_memory(error);
        free(motion->lane[k].state);
        motion->lane[k].state = state;
        motion->lane[k].state_length = row_length(now, &now->lane[k]);
        motion->lane[k].id = experiment->lane[k].id;
        dadao_simulation_state(experiment->lane[k].simulation, motion->node, false, state, NULL);
    }
    return DADAO_OK;
}

/* The parts of the network after the change, and room for the means of each lane. */
static dadao_status make_parts(dadao_experiment *experiment, const dadao_setting *next, dadao_motion *motion, dadao_error *error)
{
    motion->nodes = dadao_topology_nodes(dadao_experiment_setting_topology(next));
    free(motion->component);
    motion->component = dadao_core_allocate(motion->nodes, sizeof *motion->component);
    motion->components = motion->component ? dadao_experiment_parts(next, motion->component) : SIZE_MAX;
    if (motion->components == SIZE_MAX)
        return out_of_memory(error);
    for (size_t k = 0; k < next->lanes && experiment->lane[k].simulation; k++) {
        size_t conserved = dadao_simulation_conserved(experiment->lane[k].simulation);
        free(motion->lane[k].means);
        motion->lane[k].means = dadao_core_allocate(motion->components * conserved, sizeof(double));
        motion->lane[k].means_length = motion->components * conserved;
        motion->lane[k].id = experiment->lane[k].id;
        if (!motion->lane[k].means)
            return out_of_memory(error);
    }
    return DADAO_OK;
}

dadao_status dadao_experiment_motion_before(dadao_experiment *experiment, const dadao_setting *next, dadao_motion *motion,
                                            dadao_error *error)
{
    dadao_status status = DADAO_OK;
    if (motion->kind == DADAO_MOTION_LEFT)
        status = keep_states(experiment, motion, error);
    if (status == DADAO_OK && (motion->kind == DADAO_MOTION_LEFT || motion->kind == DADAO_MOTION_RECENTRED))
        status = make_parts(experiment, next, motion, error);
    return status;
}

/* ---- After ---- */

/* What a motion knows of a lane: the slot with its id, or SIZE_MAX. */
static size_t slot_of(const dadao_motion *motion, uint64_t id)
{
    for (size_t k = 0; k < DADAO_LANES; k++)
        if (motion->lane[k].id == id && (motion->lane[k].state || motion->lane[k].means))
            return k;
    return SIZE_MAX;
}

/* Gives the means back to those they were taken from; who has joined since the motion was made had none. */
static dadao_status give_back(dadao_experiment *experiment, const dadao_setting *next, const dadao_motion *motion,
                              dadao_error *error)
{
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(next));
    uint32_t *component = dadao_core_allocate(nodes, sizeof *component);
    if (!component)
        return out_of_memory(error);
    size_t joined = motion->kind == DADAO_MOTION_JOINED ? motion->node : SIZE_MAX;
    for (size_t i = 0, k = 0; i < nodes; i++)
        component[i] = i == joined || k >= motion->nodes ? UINT32_MAX : motion->component[k++];
    for (size_t k = 0; k < next->lanes; k++) {
        size_t slot = slot_of(motion, experiment->lane[k].id);
        if (slot != SIZE_MAX && motion->lane[slot].means)
            dadao_simulation_shift(experiment->lane[k].simulation, component, motion->lane[slot].means);
    }
    free(component);
    return DADAO_OK;
}

dadao_status dadao_experiment_motion_after(dadao_experiment *experiment, const dadao_setting *next, dadao_motion *motion,
                                           dadao_error *error)
{
    dadao_status status = DADAO_OK;
    if (motion->kind == DADAO_MOTION_LEFT || motion->kind == DADAO_MOTION_RECENTRED) {
        for (size_t k = 0; status == DADAO_OK && k < next->lanes; k++) {
            size_t slot = slot_of(motion, experiment->lane[k].id);
            status = dadao_simulation_recentre(experiment->lane[k].simulation, motion->component, motion->components,
                                               slot == SIZE_MAX ? NULL : motion->lane[slot].means, error);
        }
    } else if (motion->kind != DADAO_MOTION_NONE && motion->component) {
        status = give_back(experiment, next, motion, error);
    }
    if (motion->kind == DADAO_MOTION_JOINED || motion->kind == DADAO_MOTION_SHIFTED) { /* all was given: who it was is enough */
        dadao_motion rest = {.kind = motion->kind, .node = motion->node};
        dadao_experiment_motion_clear(motion);
        *motion = rest;
    }
    return status;
}

/* ---- Joining ---- */

/* The mean of what the neighbours report now, into x [d]; false where there is none. */
static bool mean_of_neighbours(const dadao_lane *lane, const dadao_setting *next, size_t node, double *x)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(next);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    size_t d = dadao_simulation_dimension(lane->simulation), count = 0;
    double *point = dadao_core_allocate(d, sizeof *point);
    for (size_t e = 0; point && e < dadao_topology_edges(topology); e++) {
        if (edge[e].u != node && edge[e].v != node)
            continue;
        size_t other = edge[e].u == node ? edge[e].v : edge[e].u;
        dadao_simulation_point(lane->simulation, other < node ? other : other - 1, false, point);
        for (size_t k = 0; k < d; k++)
            x[k] += point[k];
        count++;
    }
    for (size_t k = 0; count && k < d; k++)
        x[k] /= (double)count;
    free(point);
    return count > 0;
}

dadao_status dadao_experiment_joining_state(const dadao_lane *lane, const dadao_setting *next, const dadao_motion *motion,
                                            double **state, dadao_error *error)
{
    const dadao_lane_setting *asked = NULL;
    for (size_t k = 0; k < next->lanes; k++)
        asked = next->lane[k].id == lane->id ? &next->lane[k] : asked;
    size_t row = asked ? row_length(next, asked) : 0, d = dadao_problem_dimension(dadao_experiment_setting_problem(next));
    *state = asked ? dadao_core_allocate(row, sizeof **state) : NULL;
    if (!*state)
        return out_of_memory(error);
    size_t slot = slot_of(motion, lane->id);
    if (slot != SIZE_MAX && motion->lane[slot].state) {
        memcpy(*state, motion->lane[slot].state, row * sizeof **state);
        return DADAO_OK;
    }
    const size_t x = dadao_method_start_variable(asked->method);
    if (motion->at_origin || x == SIZE_MAX || !mean_of_neighbours(lane, next, motion->node, *state + x * d))
        return DADAO_OK; /* a dual state joins at 0: its sums must stay what they are */
    const char letter = dadao_method_variable_name(asked->method, x)[0];
    for (size_t v = 0; v < dadao_method_variable_count(asked->method); v++)
        if (v != x && dadao_method_variable_name(asked->method, v)[0] == letter)
            memcpy(*state + v * d, *state + x * d, d * sizeof **state);
    return DADAO_OK;
}
