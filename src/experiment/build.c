/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building what a setting asks for, when it is first needed: topology, problem, starting point, simulation. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

const dadao_topology *dadao_experiment_setting_topology(const dadao_setting *setting)
{
    return setting->topology ? setting->topology->object : NULL;
}

const double *dadao_experiment_setting_edge_rates(const dadao_setting *setting)
{
    return setting->edge_rate ? setting->edge_rate->object : NULL;
}

const double *dadao_experiment_setting_node_rates(const dadao_setting *setting)
{
    return setting->node_rate ? setting->node_rate->object : NULL;
}

const dadao_problem *dadao_experiment_setting_problem(const dadao_setting *setting)
{
    return setting->problem ? setting->problem->object : NULL;
}

dadao_status dadao_experiment_box_words(const dadao_box *box, dadao_words *words, dadao_error *error)
{
    return dadao_experiment_words(box->object, 0, words, error);
}

/* ---- Topology ---- */

static void destroy_topology(void *object)
{
    dadao_topology_destroy(object);
}

static dadao_box *box_topology(dadao_topology *topology)
{
    size_t bytes = dadao_topology_nodes(topology) * 64 + dadao_topology_edges(topology) * 128;
    return dadao_experiment_box(topology, bytes, destroy_topology);
}

dadao_status dadao_experiment_need_topology(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    if (setting->topology)
        return DADAO_OK;
    dadao_status status = dadao_experiment_check_size(experiment, setting, false, error);
    dadao_words words;
    if (status == DADAO_OK)
        status = dadao_experiment_box_words(setting->topology_words, &words, error);
    if (status != DADAO_OK)
        return status;
    dadao_topology_options options = dadao_topology_options_defaults();
    options.seed = setting->seed;
    options.directory = experiment->options.graphs;
    dadao_topology *topology = NULL;
    status = dadao_topology_create(words.word, words.count, &options, &topology, notes, error);
    dadao_experiment_words_clear(&words);
    if (status != DADAO_OK)
        return status;
    setting->topology = box_topology(topology);
    return setting->topology ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

dadao_status dadao_experiment_own_topology(dadao_setting *setting, dadao_topology **topology, dadao_error *error)
{
    if (setting->topology->references > 1) {
        dadao_topology *copy;
        dadao_status status = dadao_topology_copy(setting->topology->object, &copy, error);
        if (status != DADAO_OK)
            return status;
        dadao_box *box = box_topology(copy);
        if (!box)
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        dadao_experiment_box_set(&setting->topology, box);
    }
    *topology = setting->topology->object;
    return DADAO_OK;
}

/* ---- Problem ---- */

static void destroy_problem(void *object)
{
    dadao_problem_destroy(object);
}

void dadao_experiment_problem_changed(dadao_experiment *experiment, dadao_setting *setting)
{
    dadao_experiment_box_set(&setting->problem, NULL);
    dadao_experiment_box_set(&setting->given.optimum, NULL);
    setting->given = (dadao_given_problem){0};
    setting->problem_owner = SIZE_MAX;
    if (experiment->next.has_problem) {
        setting->given = experiment->next.problem;
        dadao_experiment_box_retain(setting->given.optimum);
    }
}

/* Constants that a recording or the user gives replace the computed ones. */
static dadao_status apply_given(const dadao_setting *setting, dadao_problem *problem, dadao_error *error)
{
    const dadao_given_problem *given = &setting->given;
    if (given->optimum && given->dimension != dadao_problem_dimension(problem))
        return dadao_core_fail(error, DADAO_INVALID, "given optimum: %zu numbers, but the problem has dimension %zu", given->dimension,
                               dadao_problem_dimension(problem));
    if (given->has_mu || given->has_smoothness || given->optimum)
        dadao_problem_set_constants(problem, given->has_mu ? given->mu : dadao_problem_mu(problem),
                                    given->has_smoothness ? given->smoothness : dadao_problem_smoothness(problem),
                                    given->optimum ? given->optimum->object : NULL);
    return DADAO_OK;
}

dadao_box *dadao_experiment_box_problem(dadao_problem *problem)
{
    double nodes = (double)dadao_problem_nodes(problem), d = (double)dadao_problem_dimension(problem);
    double rows = fmax((double)dadao_problem_samples(problem, 0), d);
    return dadao_experiment_box(problem, (size_t)(8 * nodes * rows * (d + 1)), destroy_problem);
}

dadao_status dadao_experiment_need_problem(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    if (setting->problem)
        return DADAO_OK;
    dadao_status status = dadao_experiment_need_topology(experiment, setting, notes, error);
    if (status == DADAO_OK)
        status = dadao_experiment_check_size(experiment, setting, true, error);
    dadao_words words;
    if (status == DADAO_OK)
        status = dadao_experiment_box_words(setting->problem_words, &words, error);
    if (status != DADAO_OK)
        return status;
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    dadao_problem *problem = NULL;
    status = dadao_problem_create(words.word, words.count, nodes, setting->seed, &problem, notes, error);
    if (status != DADAO_OK) {
        const char *which = error && error->column < words.count ? words.word[error->column] : NULL;
        const char *value = which ? strchr(which, '=') : NULL;
        if (which && !strstr(error->text, value ? value + 1 : which))
            dadao_core_error_prefix(error, "problem %s", which);
    }
    dadao_experiment_words_clear(&words);
    if (status == DADAO_OK)
        status = apply_given(setting, problem, error);
    if (status != DADAO_OK) {
        dadao_problem_destroy(problem);
        return status;
    }
    setting->problem = dadao_experiment_box_problem(problem);
    return setting->problem ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

/* ---- Starting point ---- */

/* Where a node's vector stands in start [nodes][variables][d]. */
typedef struct start_shape {
    size_t nodes, variables, dimension;
    double *start;
} start_shape;

static double *vector_of(const start_shape *shape, size_t node, size_t variable)
{
    return shape->start + (node * shape->variables + variable) * shape->dimension;
}

/* A dual state starts at 0 whatever is asked: its sum over the nodes must be 0. */
static void start_random(const start_shape *shape, size_t variable, uint64_t seed)
{
    dadao_random random;
    dadao_core_random_seed(&random, seed, DADAO_STREAM_START);
    for (size_t i = 0; variable != SIZE_MAX && i < shape->nodes; i++) {
        double *x = vector_of(shape, i, variable);
        for (size_t k = 0; k < shape->dimension; k++)
            x[k] = dadao_core_random_normal(&random);
    }
}

enum { X, X_TILDE, Y, Y_TILDE, Z, Z_TILDE };

/* [J] theorem 4: one x0 for all, x~ = x0, y = y~ = grad f_i(x0) - (mu/2) x0, z = z~ = -(y - mean y). */
static dadao_status start_theorem(const start_shape *shape, const dadao_problem *problem, uint64_t seed, dadao_error *error)
{
    size_t d = shape->dimension;
    double *x0 = dadao_core_allocate(2 * d, sizeof *x0);
    if (!x0)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    double *mean = x0 + d;
    dadao_random random;
    dadao_core_random_seed(&random, seed, DADAO_STREAM_START);
    for (size_t k = 0; k < d; k++)
        x0[k] = dadao_core_random_normal(&random);
    double half_mu = dadao_problem_mu(problem) / 2;
    for (size_t i = 0; i < shape->nodes; i++) {
        double *y = vector_of(shape, i, Y);
        dadao_problem_gradient(problem, i, x0, y);
        for (size_t k = 0; k < d; k++) {
            y[k] -= half_mu * x0[k];
            mean[k] += y[k];
            vector_of(shape, i, X)[k] = vector_of(shape, i, X_TILDE)[k] = x0[k];
            vector_of(shape, i, Y_TILDE)[k] = y[k];
        }
    }
    for (size_t i = 0; i < shape->nodes; i++) {
        for (size_t k = 0; k < d; k++) {
            double z = mean[k] / (double)shape->nodes - vector_of(shape, i, Y)[k];
            vector_of(shape, i, Z)[k] = vector_of(shape, i, Z_TILDE)[k] = z;
        }
    }
    free(x0);
    return DADAO_OK;
}

/* Who came and went since the network was loaded: from rows of all who were ever here to those of the present nodes. Who joined
 * begins at the mean of the others' first vector, the rest 0. */
static void replay_moves(const size_t *moves, double *all, size_t nodes, size_t row, size_t dimension)
{
    for (size_t k = 0; k < moves[0]; k++) {
        size_t node = moves[k + 1];
        if (node != SIZE_MAX) {
            memmove(all + node * row, all + (node + 1) * row, (nodes - node - 1) * row * sizeof *all);
            nodes--;
            continue;
        }
        memset(all + nodes * row, 0, row * sizeof *all);
        for (size_t i = 0; i < nodes; i++)
            for (size_t e = 0; e < dimension; e++)
                all[nodes * row + e] += all[i * row + e] / (double)nodes;
        nodes++;
    }
}

/* A file speaks about the network as it was loaded. */
static dadao_status start_file(const start_shape *shape, const dadao_setting *setting, const dadao_method *method, const char *path,
                               dadao_error *error)
{
    static const size_t nobody[1] = {0};
    const size_t *moves = setting->moves ? setting->moves->object : nobody;
    size_t row = shape->variables * shape->dimension, nodes = shape->nodes, most;
    for (size_t k = 0; k < moves[0]; k++)
        nodes += moves[k + 1] == SIZE_MAX ? -(size_t)1 : 1;
    most = nodes + moves[0];
    double *all = dadao_core_allocate(most, row * sizeof *all);
    if (!all)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_status status = dadao_output_start_load(path, method, nodes, shape->dimension, all, error);
    if (status == DADAO_OK) {
        replay_moves(moves, all, nodes, row, shape->dimension);
        memcpy(shape->start, all, shape->nodes * row * sizeof *all);
    }
    free(all);
    return status;
}

dadao_status dadao_experiment_fill_start(const dadao_setting *setting, const dadao_method *method, double **start, dadao_error *error)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(setting);
    start_shape shape = {dadao_problem_nodes(problem), dadao_method_variable_count(method),
                         dadao_problem_dimension(problem), NULL};
    *start = NULL;
    dadao_words words;
    dadao_status status = dadao_experiment_box_words(setting->start_words, &words, error);
    if (status != DADAO_OK)
        return status;
    const char *kind = words.word[0];
    if (strcmp(kind, "origin") != 0) {
        shape.start = *start = dadao_core_allocate(shape.nodes, shape.variables * shape.dimension * sizeof **start);
        if (!*start)
            status = dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        else if (strcmp(kind, "random") == 0)
            start_random(&shape, dadao_method_start_variable(method), setting->seed);
        else if (strcmp(kind, "theorem") == 0 && method != dadao_method_at(0))
            status = dadao_core_fail(error, DADAO_UNSUPPORTED, "start theorem: only DADAO has this starting point, not %s: take `start random` "
                                     "or `start origin`", dadao_method_shown_name(method));
        else if (strcmp(kind, "theorem") == 0)
            status = start_theorem(&shape, problem, setting->seed, error);
        else
            status = start_file(&shape, setting, method, kind, error);
    }
    dadao_experiment_words_clear(&words);
    if (status != DADAO_OK) {
        free(*start);
        *start = NULL;
    }
    return status;
}

/* ---- Simulation ---- */

static dadao_status bind_events(dadao_setting *setting, dadao_error *error)
{
    if (!setting->events)
        return DADAO_OK;
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    return dadao_output_events_bind(setting->events->object, 0, dadao_topology_nodes(topology), dadao_topology_edges(topology),
                                    dadao_topology_edge_list(topology), error);
}

static dadao_status build(dadao_experiment *experiment, dadao_notes *notes, dadao_error *error)
{
    dadao_setting *now = &experiment->now;
    dadao_status status = dadao_experiment_need_parameters(experiment, now, notes, error);
    if (status == DADAO_OK)
        status = bind_events(now, error);
    for (size_t k = 0; status == DADAO_OK && k < now->lanes; k++)
        status = dadao_experiment_lane_build(now, &now->lane[k], &experiment->lane[k], error);
    if (status != DADAO_OK)
        dadao_experiment_lanes_clear(experiment->lane);
    return status;
}

dadao_status dadao_experiment_need_simulation(dadao_experiment *experiment, dadao_notes *notes, dadao_error *error)
{
    if (dadao_experiment_lead(experiment))
        return DADAO_OK;
    dadao_status status = build(experiment, notes, error);
    if (status != DADAO_OK) {
        dadao_experiment_backup_restore(experiment);
        return status;
    }
    dadao_experiment_rewind_begin(experiment);
    dadao_experiment_backup_drop(experiment);
    dadao_experiment_files_restart(experiment);
    dadao_experiment_log_constants(experiment);
    dadao_experiment_scene_dirty(experiment);
    return DADAO_OK;
}

dadao_status dadao_experiment_settle(dadao_experiment *experiment, dadao_error *error)
{
    return dadao_experiment_need_simulation(experiment, &experiment->news, error);
}
