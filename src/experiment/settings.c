/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that say what is to be simulated: topology, problem, method, preset, parameter, start, seed, follow, events, reset, given. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A copy of the present setting for a rebuild: nothing needs to be carried out first, several may follow each other. */
static dadao_setting copy_now(const dadao_call *call)
{
    dadao_setting next = call->experiment->now;
    dadao_experiment_setting_retain(&next);
    return next;
}

static dadao_status out_of_memory(dadao_call *call, dadao_setting *next)
{
    dadao_experiment_setting_clear(next);
    return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
}

/* Everything that was built from the topology goes; the stated rates and the problem's words stay. */
static void forget_network(dadao_experiment *experiment, dadao_setting *next)
{
    dadao_experiment_shape_changed(experiment, next);
    dadao_experiment_problem_changed(experiment, next);
    dadao_experiment_box_set(&next->topology, NULL);
    dadao_experiment_box_set(&next->edge_base, NULL);
    dadao_experiment_box_set(&next->edge_rate, NULL);
    dadao_experiment_box_set(&next->node_base, NULL);
    dadao_experiment_box_set(&next->node_rate, NULL);
    dadao_experiment_box_set(&next->stopped, NULL);
    dadao_experiment_box_set(&next->moves, NULL);
    next->last_chi1 = next->last_chi2 = 0;
    next->edited = false;
    dadao_experiment_forget_parameters(next);
}

/* ---- topology ---- */

/* The file among the words of a topology command, or NULL: `load FILE`, or a first word that is a file. */
static const char *topology_file(const dadao_call *call)
{
    const char *first = dadao_experiment_argument(call, 0), *second = dadao_experiment_argument(call, 1);
    const char *name = strcmp(first, "load") == 0 && second ? second : first;
    return access(name, R_OK) == 0 ? name : NULL;
}

static dadao_status build_topology(dadao_call *call, dadao_setting *next)
{
    dadao_error *error = call->error;
    if (error)
        error->length = error->column = 0;
    dadao_status status = dadao_experiment_need_topology(call->experiment, next, call->answer, error);
    if (status == DADAO_OK || !error)
        return status;
    return dadao_experiment_point_at(call->words, call->first + error->column, status, error);
}

dadao_status dadao_experiment_do_topology(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 1, 64);
    if (status != DADAO_OK)
        return status;
    dadao_setting next = copy_now(call);
    forget_network(call->experiment, &next);
    dadao_experiment_box_set(&next.topology_words, dadao_experiment_argument_text(call, 0));
    if (!next.topology_words)
        return out_of_memory(call, &next);
    status = build_topology(call, &next);
    if (status != DADAO_OK) {
        dadao_experiment_setting_clear(&next);
        return status;
    }
    call->file = dadao_core_copy_text(topology_file(call));
    call->experiment->explicit_topology = true;
    return dadao_experiment_rebuild(call, &next);
}

/* ---- problem ---- */

static dadao_status check_problem_kind(const dadao_call *call)
{
    const char *word = dadao_experiment_argument(call, 0), *candidate[32];
    size_t count = 0;
    for (; count < dadao_problem_kind_count() && count < 32; count++) {
        candidate[count] = dadao_problem_kind_at(count)->name;
        if (strcmp(candidate[count], word) == 0)
            return DADAO_OK;
    }
    const char *near = dadao_core_nearest(word, candidate, count);
    return dadao_experiment_fail_argument(call, 0, DADAO_NOT_FOUND, near ? "unknown problem '%s': did you mean '%s'?"
                                          : "unknown problem '%s': `help problem` lists them%.0s", word, near ? near : "");
}

/* The data file must be there now: the problem itself is built when it is needed. */
static dadao_status check_data_file(dadao_call *call)
{
    const char *path;
    for (size_t k = 1; k < dadao_experiment_argument_count(call); k++) {
        if (!dadao_core_option(dadao_experiment_argument(call, k), "data", &path))
            continue;
        if (access(path, R_OK) != 0)
            return dadao_experiment_fail_argument(call, k, DADAO_IO, "%s: there is no such file that can be read", path);
        free(call->file);
        call->file = dadao_core_copy_text(path);
    }
    return DADAO_OK;
}

/* With a network chosen, the problem is built at once, so that its errors point at its words. */
static dadao_status build_problem(dadao_call *call, dadao_setting *next)
{
    if (!call->experiment->explicit_topology || !next->topology || dadao_experiment_lead(call->experiment) || call->experiment->backup.held)
        return DADAO_OK;
    if (call->error)
        call->error->length = call->error->column = 0;
    dadao_status status = dadao_experiment_need_problem(call->experiment, next, call->answer, call->error);
    if (status == DADAO_OK || !call->error)
        return status;
    return dadao_experiment_point_at(call->words, call->first + call->error->column, status, call->error);
}

dadao_status dadao_experiment_do_problem(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 1, 64);
    if (status == DADAO_OK)
        status = check_problem_kind(call);
    if (status == DADAO_OK)
        status = check_data_file(call);
    if (status != DADAO_OK)
        return status;
    dadao_setting next = copy_now(call);
    dadao_experiment_problem_changed(call->experiment, &next);
    dadao_experiment_box_set(&next.problem_words, dadao_experiment_argument_text(call, 0));
    dadao_experiment_forget_parameters(&next);
    if (!next.problem_words)
        return out_of_memory(call, &next);
    status = build_problem(call, &next);
    if (status != DADAO_OK) {
        dadao_experiment_setting_clear(&next);
        return status;
    }
    call->experiment->explicit_problem = true;
    return dadao_experiment_rebuild(call, &next);
}

dadao_status dadao_experiment_check(dadao_experiment *experiment, dadao_error *error)
{
    if (!experiment->explicit_problem || dadao_experiment_lead(experiment))
        return DADAO_OK;
    return dadao_experiment_need_problem(experiment, &experiment->now, &experiment->news, error);
}

/* ---- method, preset, parameter ---- */

dadao_status dadao_experiment_find_preset(const dadao_call *call, size_t index, const dadao_method *method, const char *name,
                                          size_t *preset)
{
    const char *candidate[16];
    size_t count = 0;
    for (; count < dadao_method_preset_count(method) && count < 16; count++) {
        candidate[count] = dadao_method_preset_name(method, count);
        if (strcmp(candidate[count], name) == 0) {
            *preset = count;
            return DADAO_OK;
        }
    }
    const char *near = dadao_core_nearest(name, candidate, count);
    return dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, "%s has no preset '%s': %s '%s'%s", dadao_method_name(method),
                                          name, near ? "did you mean" : "the first is", near ? near : candidate[0], near ? "?" : "");
}

dadao_status dadao_experiment_find_method(const dadao_call *call, size_t index, const dadao_method **method)
{
    const char *word = dadao_experiment_argument(call, index), *candidate[64];
    *method = dadao_method_find(word);
    if (*method)
        return DADAO_OK;
    size_t count = 0;
    for (; count < dadao_method_count() && count < 64; count++)
        candidate[count] = dadao_method_name(dadao_method_at(count));
    const char *near = dadao_core_nearest(word, candidate, count);
    return dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, "unknown method '%s': %s '%s'%s", word,
                                          near ? "did you mean" : "there are", near ? near : "dadao', 'msda", near ? "?" : " and more: `help method`");
}

/* Another method on a lane beside the lead is another lane in its place: it begins at t = 0 and catches up. */
static dadao_status exchange_lane(dadao_call *call, const dadao_method *method, size_t preset)
{
    dadao_experiment *experiment = call->experiment;
    dadao_setting next;
    dadao_status status = dadao_experiment_align(experiment, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    dadao_lane_setting *lane = dadao_experiment_chosen(&next);
    dadao_lane_setting other = {.id = ++next.last_lane_id, .named = lane->named, .method = method, .preset = preset};
    memcpy(other.name, lane->name, sizeof other.name);
    *lane = other;
    dadao_experiment_name_lane(&next, next.chosen);
    if (dadao_experiment_lead(experiment))
        status = dadao_experiment_need_parameters(experiment, &next, call->answer, call->error);
    if (status == DADAO_OK)
        return dadao_experiment_change(call, &next);
    dadao_experiment_setting_clear(&next);
    return status;
}

dadao_status dadao_experiment_do_method(dadao_call *call)
{
    const dadao_method *method;
    const char *name;
    size_t preset = 0;
    dadao_status status = dadao_experiment_want(call, 1, 2);
    if (status == DADAO_OK)
        status = dadao_experiment_find_method(call, 0, &method);
    if (status == DADAO_OK && dadao_experiment_argument(call, 1)) {
        if (!dadao_core_option(dadao_experiment_argument(call, 1), "preset", &name))
            return dadao_experiment_fail_argument(call, 1, DADAO_SYNTAX, "'%s': preset=NAME is what can stand here",
                                                  dadao_experiment_argument(call, 1));
        status = dadao_experiment_find_preset(call, 1, method, name, &preset);
    }
    if (status != DADAO_OK)
        return status;
    if (call->experiment->now.chosen > 0)
        return exchange_lane(call, method, preset);
    dadao_setting next = copy_now(call);
    dadao_lane_setting *lane = dadao_experiment_chosen(&next);
    lane->method = method;
    lane->preset = preset;
    lane->overridden = 0;
    lane->parameters_ready = false;
    dadao_experiment_name_lane(&next, 0);
    return dadao_experiment_rebuild(call, &next);
}

/* In flight the new parameters are needed at once; before the first run they come with the simulation. */
static dadao_status change_parameters(dadao_call *call, dadao_setting *next)
{
    dadao_status status = DADAO_OK;
    dadao_lane_setting *lane = dadao_experiment_chosen(next);
    if (dadao_experiment_lead(call->experiment) || lane->parameters_ready)
        status = dadao_experiment_take_parameters(next, lane, call->error);
    if (status == DADAO_OK)
        return dadao_experiment_change(call, next);
    dadao_experiment_setting_clear(next);
    return status;
}

dadao_status dadao_experiment_do_preset(dadao_call *call)
{
    size_t preset;
    dadao_setting next;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_find_preset(call, 0, dadao_experiment_chosen(&call->experiment->now)->method, dadao_experiment_argument(call, 0), &preset);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_chosen(&next)->preset = preset;
    dadao_experiment_chosen(&next)->overridden = 0;
    return change_parameters(call, &next);
}

dadao_status dadao_experiment_find_parameter(const dadao_call *call, size_t index, const dadao_method *method, const char *name,
                                             size_t *parameter)
{
    const char *candidate[DADAO_METHOD_MAX_PARAMETERS];
    size_t count = dadao_method_parameter_count(method);
    for (*parameter = 0; *parameter < count; (*parameter)++) {
        const dadao_method_parameter *row = dadao_method_parameter_at(method, *parameter);
        candidate[*parameter] = row->name;
        if (strcmp(row->name, name) == 0 || strcmp(row->symbol, name) == 0)
            return DADAO_OK;
    }
    const char *near = dadao_core_nearest(name, candidate, count);
    return dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, near ? "no parameter '%s': did you mean '%s'?"
                                          : "no parameter '%s': `help parameter` lists them%.0s", name, near ? near : "");
}

dadao_status dadao_experiment_do_parameter(dadao_call *call)
{
    size_t index;
    double value = 0;
    dadao_setting next;
    dadao_status status = dadao_experiment_want(call, 2, 2);
    if (status == DADAO_OK)
        status = dadao_experiment_find_parameter(call, 0, dadao_experiment_chosen(&call->experiment->now)->method,
                                                 dadao_experiment_argument(call, 0), &index);
    if (status != DADAO_OK)
        return status;
    bool back = strcmp(dadao_experiment_argument(call, 1), "default") == 0;
    if (!back)
        status = dadao_experiment_number(call, 1, &value);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    dadao_lane_setting *lane = dadao_experiment_chosen(&next);
    lane->overridden = back ? lane->overridden & ~(1u << index) : lane->overridden | 1u << index;
    lane->override[index] = value;
    if (back || !lane->parameters_ready) {
        status = change_parameters(call, &next);
    } else {
        lane->parameters[index] = value; /* the others stay what they are, also with `follow off` */
        status = dadao_method_check_parameters(lane->method, lane->parameters, call->error);
        if (status == DADAO_OK)
            return dadao_experiment_change(call, &next);
        dadao_experiment_setting_clear(&next);
    }
    return status == DADAO_INVALID ? dadao_experiment_point_at(call->words, call->first + 1, status, call->error) : status;
}

dadao_status dadao_experiment_do_follow(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_setting next;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *word = dadao_experiment_argument(call, 0);
    bool on = strcmp(word, "on") == 0;
    if (!on && strcmp(word, "off") != 0)
        return dadao_experiment_fail_argument(call, 0, DADAO_SYNTAX, "'%s' is neither 'on' nor 'off'", word);
    /* What is frozen has to be there. */
    if (!on && !experiment->now.lane[0].parameters_ready && !experiment->backup.held)
        status = dadao_experiment_need_parameters(experiment, &experiment->now, call->answer, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.follow = on;
    status = dadao_experiment_follow(experiment, &next, call->answer, call->error);
    if (status == DADAO_OK)
        return dadao_experiment_change(call, &next);
    dadao_experiment_setting_clear(&next);
    return status;
}

/* ---- start, seed, reset ---- */

dadao_status dadao_experiment_do_start(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *word = dadao_experiment_argument(call, 0);
    static const char *const kind[] = {"random", "origin", "theorem"};
    bool file = true;
    for (size_t k = 0; k < 3; k++)
        file = file && strcmp(word, kind[k]) != 0;
    if (file && access(word, R_OK) != 0) {
        const char *near = dadao_core_nearest(word, kind, 3);
        return dadao_experiment_fail_argument(call, 0, DADAO_NOT_FOUND, "start '%s': %s%s%s", word, near ? "did you mean '" : "neither "
                                              "random, origin, theorem nor a file that can be read", near ? near : "", near ? "'?" : "");
    }
    dadao_setting next = copy_now(call);
    dadao_experiment_box_set(&next.start_words, dadao_experiment_argument_text(call, 0));
    if (!next.start_words)
        return out_of_memory(call, &next);
    call->file = file ? dadao_core_copy_text(word) : NULL;
    return dadao_experiment_rebuild(call, &next);
}

dadao_status dadao_experiment_do_seed(dadao_call *call)
{
    uint64_t seed;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_count_text(call, 0, dadao_experiment_argument(call, 0), &seed);
    if (status != DADAO_OK)
        return status;
    dadao_setting next = copy_now(call);
    forget_network(call->experiment, &next);
    next.seed = seed;
    return dadao_experiment_rebuild(call, &next);
}

dadao_status dadao_experiment_do_reset(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status != DADAO_OK)
        return status;
    dadao_setting next = copy_now(call);
    return dadao_experiment_rebuild(call, &next);
}

/* ---- events ---- */

static void destroy_events(void *object)
{
    dadao_output_events_clear(object);
    free(object);
}

dadao_status dadao_experiment_do_events_load(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    dadao_event_log *log = dadao_core_allocate(1, sizeof *log);
    if (!log)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    const char *path = dadao_experiment_argument(call, 0);
    status = dadao_output_events_load(path, log, call->error);
    if (status != DADAO_OK) {
        free(log);
        return dadao_experiment_point_at(call->words, call->first, status, call->error);
    }
    dadao_setting next = copy_now(call);
    dadao_experiment_box_set(&next.events, dadao_experiment_box(log, log->count * 48, destroy_events));
    dadao_experiment_box_set(&next.events_words, dadao_experiment_argument_text(call, 0));
    if (!next.events || !next.events_words)
        return out_of_memory(call, &next);
    call->file = dadao_core_copy_text(path);
    return dadao_experiment_rebuild(call, &next);
}

dadao_status dadao_experiment_do_events_clocks(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status != DADAO_OK)
        return status;
    dadao_setting next = copy_now(call);
    dadao_experiment_box_set(&next.events, NULL);
    dadao_experiment_box_set(&next.events_words, NULL);
    return dadao_experiment_rebuild(call, &next);
}
