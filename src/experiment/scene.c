/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scene: an immutable copy of what only commands change, shared between threads by reference count. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The count stands before the scene, out of sight of those who draw it. */
typedef struct counted_scene {
    atomic_size_t references;
    dadao_scene scene;
} counted_scene;

static counted_scene *counted(const dadao_scene *scene)
{
    return (counted_scene *)(void *)((char *)(uintptr_t)scene - offsetof(counted_scene, scene));
}

const dadao_scene *dadao_scene_retain(const dadao_scene *scene)
{
    if (scene)
        atomic_fetch_add(&counted(scene)->references, 1);
    return scene;
}

static void free_labels(dadao_scene *scene)
{
    if (!scene->label)
        return;
    for (size_t i = 0; i < scene->nodes; i++)
        free(scene->label[i]);
    free(scene->label);
}

void dadao_scene_release(const dadao_scene *scene)
{
    if (!scene || atomic_fetch_sub(&counted(scene)->references, 1) != 1)
        return;
    dadao_scene *own = &counted(scene)->scene;
    free_labels(own);
    free(own->edge);
    free(own->edge_rate);
    free(own->node_rate);
    free(own->stopped);
    free(own->component);
    free(own->x);
    free(own->y);
    free(own->resistance);
    free(own->fiedler);
    free(own->eigenvalue);
    free(own->slowness);
    free(own->script);
    free(counted(scene));
}

static void *copy_array(const void *from, size_t count, size_t size, bool *failed)
{
    void *copy = dadao_core_allocate(count, size);
    if (copy)
        memcpy(copy, from, count * size);
    else
        *failed = true;
    return copy;
}

static void copy_labels(dadao_scene *scene, const dadao_topology *topology, bool *failed)
{
    for (size_t i = 0; i < scene->nodes; i++) {
        const char *label = dadao_topology_label(topology, i);
        if (label && !scene->label)
            scene->label = dadao_core_allocate(scene->nodes, sizeof *scene->label);
        if (label && scene->label)
            scene->label[i] = dadao_core_copy_text(label);
        *failed = *failed || (label && (!scene->label || !scene->label[i]));
    }
}

static void copy_parts(dadao_scene *scene, const dadao_setting *now, bool *failed)
{
    scene->stopped_count = dadao_experiment_stopped_count(now);
    if (now->stopped)
        scene->stopped = copy_array(now->stopped->object, scene->nodes, sizeof *scene->stopped, failed);
    scene->component = dadao_core_allocate(scene->nodes, sizeof *scene->component);
    scene->components = scene->component ? dadao_experiment_parts(now, scene->component) : SIZE_MAX;
    *failed = *failed || scene->components == SIZE_MAX;
    scene->connected = scene->components - scene->stopped_count == 1;
}

static void copy_network(dadao_scene *scene, const dadao_setting *now, bool *failed)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(now);
    size_t n = scene->nodes = dadao_topology_nodes(topology), m = scene->edges = dadao_topology_edges(topology);
    scene->edge = copy_array(dadao_topology_edge_list(topology), m, sizeof *scene->edge, failed);
    scene->edge_rate = copy_array(dadao_experiment_setting_edge_rates(now), m, sizeof *scene->edge_rate, failed);
    scene->node_rate = copy_array(dadao_experiment_setting_node_rates(now), n, sizeof *scene->node_rate, failed);
    scene->x = copy_array(dadao_topology_x(topology), n, sizeof *scene->x, failed);
    scene->y = copy_array(dadao_topology_y(topology), n, sizeof *scene->y, failed);
    scene->geographic = dadao_topology_is_geographic(topology);
    copy_labels(scene, topology, failed);
    copy_parts(scene, now, failed);
    snprintf(scene->topology, sizeof scene->topology, "%s", dadao_topology_name(topology));
}

static void copy_spectrum(dadao_scene *scene, const dadao_setting *now, bool *failed)
{
    scene->chi_known = dadao_experiment_chi_known(now);
    scene->chi1 = scene->chi_known ? dadao_experiment_chi1(now) : NAN;
    scene->chi2 = scene->chi_known ? dadao_experiment_chi2(now) : NAN;
    scene->condition = 2 * scene->chi1 * scene->chi2;
    scene->sufficient_rate = scene->chi_known ? sqrt(2 * now->chi.chi1 * now->chi.chi2) : NAN;
    scene->total_rate = now->total_rate;
    scene->rate_factor = scene->chi_known ? now->total_rate / scene->sufficient_rate : NAN;
    scene->lambda_2 = scene->chi_known ? 1 / scene->chi1 : NAN;
    scene->lambda_max = NAN;
    scene->worst_edge = SIZE_MAX;
    if (!now->spectrum)
        return;
    const dadao_spectrum *spectrum = now->spectrum->object;
    double scale = now->total_rate / spectrum->total_rate;
    scene->lambda_2 = spectrum->lambda_2 * scale;
    scene->lambda_max = spectrum->lambda_max * scale;
    scene->worst_edge = spectrum->worst_edge;
    if (spectrum->resistance)
        scene->resistance = copy_array(spectrum->resistance, scene->edges, sizeof *scene->resistance, failed);
    if (spectrum->fiedler)
        scene->fiedler = copy_array(spectrum->fiedler, scene->nodes, sizeof *scene->fiedler, failed);
    for (size_t e = 0; scene->resistance && e < scene->edges; e++)
        scene->resistance[e] /= scale;
}

static void copy_rest(dadao_scene *scene, const dadao_experiment *experiment)
{
    const dadao_setting *now = &experiment->now;
    const dadao_lane_setting *lead = &now->lane[0];
    const dadao_problem *problem = dadao_experiment_setting_problem(now);
    scene->dimension = dadao_problem_dimension(problem);
    scene->gradient_rate = now->gradient_rate;
    scene->total_gradient_rate = dadao_experiment_sum(dadao_experiment_setting_node_rates(now), scene->nodes);
    scene->mu = dadao_problem_mu(problem);
    scene->smoothness = dadao_problem_smoothness(problem);
    scene->seed = now->seed;
    scene->method = lead->method;
    scene->preset = dadao_method_preset_name(lead->method, lead->preset);
    memcpy(scene->parameters, lead->parameters, sizeof scene->parameters);
    scene->overridden = lead->overridden;
    scene->follow = now->follow;
    snprintf(scene->start, sizeof scene->start, "%s", (const char *)now->start_words->object);
    dadao_experiment_guarantee(now, lead, &scene->guarantee);
    scene->error_by_part = experiment->error_by_part;
    scene->start_distance = experiment->lane[0].start_distance;
    snprintf(scene->problem, sizeof scene->problem, "%s", dadao_problem_name(problem));
}

static void copy_lane(dadao_lane_scene *lane, const dadao_experiment *experiment, size_t index)
{
    const dadao_lane_setting *from = &experiment->now.lane[index];
    memcpy(lane->name, from->name, sizeof lane->name);
    lane->method = from->method;
    lane->preset = dadao_method_preset_name(from->method, from->preset);
    memcpy(lane->parameters, from->parameters, sizeof lane->parameters);
    lane->overridden = from->overridden;
    lane->start_distance = experiment->lane[index].start_distance;
    dadao_experiment_guarantee(&experiment->now, from, &lane->guarantee);
}

static void copy_lanes(dadao_scene *scene, const dadao_experiment *experiment, bool *failed)
{
    const dadao_setting *now = &experiment->now;
    scene->lane_count = now->lanes;
    scene->chosen = now->chosen;
    scene->axis = now->axis;
    memcpy(scene->price, now->price, sizeof scene->price);
    scene->cost_on = now->cost.on;
    memcpy(scene->cost_time, now->cost.time, sizeof scene->cost_time);
    memcpy(scene->cost_law, now->cost.law, sizeof scene->cost_law);
    scene->stragglers = dadao_experiment_factor_count(now);
    scene->slowness = scene->stragglers ? dadao_experiment_factors(now) : NULL;
    *failed = *failed || (scene->stragglers && !scene->slowness);
    scene->units_differ = dadao_experiment_units_differ(now);
    for (size_t k = 0; k < now->lanes; k++)
        copy_lane(&scene->lane[k], experiment, k);
    const dadao_experiment *beside = dadao_experiment_companion_shown(experiment);
    scene->companion = beside != NULL;
    if (beside)
        copy_lane(&scene->lane[scene->lane_count++], beside, 0);
}

static void copy_script(dadao_scene *scene, const dadao_experiment *experiment, bool *failed)
{
    dadao_text text = {0};
    scene->script_whole = dadao_experiment_base_script(experiment, &text);
    scene->script = text.bytes;
    *failed = *failed || text.failed;
}

const dadao_scene *dadao_experiment_scene(dadao_experiment *experiment, dadao_error *error)
{
    if (experiment->scene)
        return experiment->scene;
    if (dadao_experiment_settle(experiment, error) != DADAO_OK ||
        dadao_experiment_need_chi(experiment, &experiment->now, NULL, error) != DADAO_OK ||
        dadao_experiment_need_spectrum(&experiment->now, error) != DADAO_OK)
        return NULL;
    counted_scene *made = dadao_core_allocate(1, sizeof *made);
    bool failed = made == NULL;
    if (made) {
        atomic_init(&made->references, 1);
        made->scene.version = ++experiment->scene_version;
        copy_network(&made->scene, &experiment->now, &failed);
        copy_spectrum(&made->scene, &experiment->now, &failed);
        copy_rest(&made->scene, experiment);
        copy_lanes(&made->scene, experiment, &failed);
        copy_script(&made->scene, experiment, &failed);
        dadao_experiment_closer_scene(experiment, &made->scene);
    }
    if (failed) {
        if (made)
            dadao_scene_release(&made->scene);
        dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        return NULL;
    }
    experiment->scene = &made->scene;
    return experiment->scene;
}
