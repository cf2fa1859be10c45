/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is published only while somebody looks at it: eigenvalues, the iterate plane, the error field, single nodes. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

void dadao_experiment_attend(dadao_experiment *experiment, const dadao_attention *attention)
{
    const dadao_scene *scene = experiment->scene;
    bool turned = attention->plane && attention->plane_coordinates != experiment->attention.plane_coordinates;
    experiment->attention = *attention;
    if (!scene)
        return;
    bool small = scene->nodes <= DADAO_SPECTRUM_EIGENVALUES_LIMIT;
    if ((attention->eigenvalues && small && !scene->eigenvalue) || (attention->plane && (turned || !scene->plane_known)))
        dadao_experiment_scene_dirty(experiment);
}

static void add_eigenvalues(dadao_scene *scene)
{
    double *value = dadao_core_allocate(scene->nodes, sizeof *value);
    if (value && dadao_spectrum_eigenvalues(scene->nodes, scene->edges, scene->edge, scene->edge_rate, value, NULL) == DADAO_OK) {
        scene->eigenvalue = value;
        scene->eigenvalues = scene->nodes;
    } else {
        free(value);
    }
}

static double along(const double *axis, const double *x, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += axis[k] * x[k];
    return sum;
}

static void add_plane(dadao_experiment *experiment, dadao_scene *scene)
{
    dadao_experiment_plane_prepare(experiment);
    const dadao_plane *plane = &experiment->plane;
    const double *optimum = dadao_problem_optimum(dadao_experiment_setting_problem(&experiment->now));
    if (!plane->axis)
        return;
    scene->plane_known = true;
    scene->plane_principal = plane->principal;
    memcpy(scene->plane_hessian, plane->hessian, sizeof scene->plane_hessian);
    for (size_t k = 0; k < 2; k++)
        scene->plane_optimum[k] = along(plane->axis + k * scene->dimension, optimum, scene->dimension);
}

void dadao_experiment_closer_scene(dadao_experiment *experiment, dadao_scene *scene)
{
    if (experiment->attention.eigenvalues && scene->nodes <= DADAO_SPECTRUM_EIGENVALUES_LIMIT)
        add_eigenvalues(scene);
    if (experiment->attention.plane)
        add_plane(experiment, scene);
}

void dadao_experiment_closer_clear(dadao_lane_snapshot *lane)
{
    free((void *)(uintptr_t)lane->field);
    free((void *)(uintptr_t)lane->field_t);
    free((void *)(uintptr_t)lane->plane);
    free((void *)(uintptr_t)lane->node_consensus);
    free((void *)(uintptr_t)lane->node_time);
    lane->node_consensus = lane->node_time = NULL;
    lane->field = lane->plane = NULL;
    lane->field_t = NULL;
}

static void copy_field(dadao_lane_snapshot *lane, const dadao_field *field)
{
    lane->field_columns = lane->field_rows = 0;
    if (!field->error || !field->t || field->rows == 0 || field->rows > DADAO_FIELD_ROWS)
        return;
    if (!lane->field)
        lane->field = dadao_core_allocate((size_t)DADAO_FIELD_COLUMNS * DADAO_FIELD_ROWS, sizeof *lane->field);
    if (!lane->field_t)
        lane->field_t = dadao_core_allocate(DADAO_FIELD_COLUMNS, sizeof *lane->field_t);
    if (!lane->field || !lane->field_t)
        return;
    memcpy((void *)(uintptr_t)lane->field, field->error, field->columns * field->rows * sizeof *field->error);
    memcpy((void *)(uintptr_t)lane->field_t, field->t, field->columns * sizeof *field->t);
    lane->field_columns = field->columns;
    lane->field_rows = field->rows;
    lane->field_group = field->group;
}

/* Vectors of one node, as of its last event, into scratch [variables][d]. */
static void copy_plane(dadao_lane_snapshot *lane, const dadao_experiment *experiment, const dadao_simulation *simulation,
                       const dadao_scene *scene, double *scratch)
{
    size_t d = scene->dimension, stride = (scene->nodes + DADAO_PLANE_POINTS - 1) / DADAO_PLANE_POINTS;
    const double *axis = experiment->plane.axis;
    lane->plane_points = 0;
    if (!lane->plane)
        lane->plane = dadao_core_allocate(2 * (size_t)DADAO_PLANE_POINTS, sizeof *lane->plane);
    if (!lane->plane || !axis || stride == 0)
        return;
    float *point = (void *)(uintptr_t)lane->plane;
    for (size_t i = 0; i < scene->nodes; i += stride, lane->plane_points++) {
        dadao_simulation_point(simulation, i, true, scratch);
        for (size_t k = 0; k < 2; k++)
            *point++ = (float)(along(axis + k * d, scratch, d) - scene->plane_optimum[k]);
    }
    lane->plane_stride = stride;
}

static void inspect(dadao_inspection *into, const dadao_simulation *simulation, size_t vectors, size_t d, size_t node, double *scratch)
{
    *into = (dadao_inspection){.known = true, .node = node, .vectors = vectors,
                               .entries = d < DADAO_INSPECT_ENTRIES ? d : DADAO_INSPECT_ENTRIES};
    dadao_simulation_state(simulation, node, true, scratch, &into->t);
    for (size_t v = 0; v < vectors && v < DADAO_METHOD_MAX_VARIABLES; v++) {
        into->norm[v] = sqrt(along(scratch + v * d, scratch + v * d, d));
        memcpy(into->entry[v], scratch + v * d, into->entries * sizeof *scratch);
    }
}

/* Squared distances of the nodes to their mean, every x as of its node's last event: x comes first among the vectors. */
static void copy_consensus(double *into, const dadao_simulation *simulation, size_t nodes, size_t d, double *scratch, double *mean)
{
    memset(mean, 0, d * sizeof *mean);
    for (size_t i = 0; i < nodes; i++) {
        dadao_simulation_state(simulation, i, true, scratch, NULL);
        for (size_t k = 0; k < d; k++)
            mean[k] += scratch[k] / (double)nodes;
    }
    for (size_t i = 0; i < nodes; i++) {
        dadao_simulation_state(simulation, i, true, scratch, NULL);
        into[i] = 0;
        for (size_t k = 0; k < d; k++)
            into[i] += (scratch[k] - mean[k]) * (scratch[k] - mean[k]);
    }
}

/* An array of the nodes that is there while it is wanted. */
static double *node_array(const double **place, bool wanted, size_t nodes)
{
    double *array = (void *)(uintptr_t)*place;
    if (!wanted)
        free(array), array = NULL;
    else if (!array)
        array = dadao_core_allocate(nodes, sizeof *array);
    *place = array;
    return array;
}

static void copy_node_arrays(dadao_lane_snapshot *lane, const dadao_simulation *simulation, size_t vectors,
                             const dadao_attention *wanted, const dadao_scene *scene)
{
    size_t n = scene->nodes, d = scene->dimension;
    double *consensus = node_array(&lane->node_consensus, wanted->consensus, n), *time = node_array(&lane->node_time, wanted->times, n);
    if (!consensus && !time)
        return;
    double *scratch = dadao_core_allocate((vectors + 1) * d, sizeof *scratch);
    if (!scratch)
        return;
    if (consensus)
        copy_consensus(consensus, simulation, n, d, scratch, scratch + vectors * d);
    for (size_t i = 0; time && i < n; i++)
        dadao_simulation_state(simulation, i, true, scratch, &time[i]);
    free(scratch);
}

void dadao_experiment_closer_lane(dadao_experiment *experiment, size_t index, dadao_lane_snapshot *lane, const dadao_scene *scene)
{
    const dadao_lane *running = &experiment->lane[index];
    size_t vectors = dadao_method_variable_count(experiment->now.lane[index].method);
    const dadao_attention *wanted = &experiment->attention;
    bool known[2] = {false, false}, any = false;
    memcpy(lane->gaps, running->gaps.count, sizeof lane->gaps);
    memcpy(lane->gap_sum, running->gaps.sum, sizeof lane->gap_sum);
    const dadao_history history = dadao_experiment_history_present(running);
    if (wanted->field)
        copy_field(lane, &history.field);
    copy_node_arrays(lane, running->simulation, vectors, wanted, scene);
    for (size_t k = 0; k < 2; k++) {
        known[k] = wanted->inspect[k] && wanted->node[k] < scene->nodes;
        lane->inspected[k].known = false;
        any = any || known[k];
    }
    if (!any && !(wanted->plane && scene->plane_known))
        return;
    double *scratch = dadao_core_allocate(vectors * scene->dimension, sizeof *scratch);
    if (scratch && wanted->plane && scene->plane_known)
        copy_plane(lane, experiment, running->simulation, scene, scratch);
    for (size_t k = 0; k < 2; k++)
        if (scratch && known[k])
            inspect(&lane->inspected[k], running->simulation, vectors, scene->dimension, wanted->node[k], scratch);
    free(scratch);
}
