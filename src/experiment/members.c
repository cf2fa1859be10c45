/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about nodes: they leave, stop and start again, run slowly; recentring the parts, and where they head. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static dadao_status out_of_memory(const dadao_call *call)
{
    return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
}

static size_t edge_count(const dadao_setting *setting)
{
    return dadao_topology_edges(dadao_experiment_setting_topology(setting));
}

static size_t node_count(const dadao_setting *setting)
{
    return dadao_topology_nodes(dadao_experiment_setting_topology(setting));
}

/* A copy of the present setting with everything in it that a node has a share of. */
dadao_status dadao_experiment_begin_members(dadao_call *call, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_begin_network(call, next);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_setting_clear(next);
    status = dadao_experiment_need_parameters(experiment, &experiment->now, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    *next = experiment->now;
    dadao_experiment_setting_retain(next);
    return DADAO_OK;
}

/* Adds to the list of who came and went. */
dadao_status dadao_experiment_remember_move(const dadao_call *call, dadao_setting *next, size_t who)
{
    const size_t *old = next->moves ? next->moves->object : NULL;
    size_t count = old ? old[0] : 0, *list = dadao_core_allocate(count + 2, sizeof *list);
    if (list && old)
        memcpy(list, old, (count + 1) * sizeof *list);
    if (list) {
        list[0] = count + 1;
        list[count + 1] = who;
    }
    dadao_experiment_box_set(&next->moves, dadao_experiment_box(list, (count + 2) * sizeof *list, free));
    return next->moves ? DADAO_OK : out_of_memory(call);
}

/* Takes over a problem of other nodes, with recorded constants where there are any. */
dadao_status dadao_experiment_take_problem(dadao_call *call, dadao_setting *next, dadao_problem *problem)
{
    dadao_experiment *experiment = call->experiment;
    dadao_experiment_problem_changed(experiment, next);
    const dadao_given_problem *given = &next->given;
    if (experiment->next.has_problem)
        dadao_problem_set_constants(
            problem, given->has_mu ? given->mu : dadao_problem_mu(problem),
            given->has_smoothness ? given->smoothness : dadao_problem_smoothness(problem),
            given->optimum && given->dimension == dadao_problem_dimension(problem) ? given->optimum->object : NULL);
    next->problem = dadao_experiment_box_problem(problem);
    return next->problem ? DADAO_OK : out_of_memory(call);
}

void dadao_experiment_tell_parts(dadao_call *call, bool recentred)
{
    dadao_experiment *experiment = call->experiment;
    const dadao_setting *now = &experiment->now;
    size_t parts = dadao_experiment_parts(now, NULL), stopped = dadao_experiment_stopped_count(now);
    if (parts == SIZE_MAX || parts <= 1)
        return;
    if (parts - stopped > 1)
        dadao_core_note(call->answer, "the network has fallen into %zu parts%s", parts - stopped,
                        recentred ? "" : "; each keeps its sums of z (`recentre` would drop them)");
    dadao_lane *lead = &experiment->lane[0];
    char words[512];
    if (!lead->simulation)
        return;
    dadao_experiment_headings_need(now, lead);
    dadao_experiment_headings_text(&lead->headings, words, sizeof words);
    dadao_core_note(call->answer, "%s", words);
}

/* ---- node remove ---- */

/* Without the rates of a node and its edges. */
static dadao_status drop_rates(const dadao_call *call, const dadao_setting *now, dadao_setting *next, size_t node)
{
    const dadao_edge *edge = dadao_topology_edge_list(dadao_experiment_setting_topology(now));
    const double *rate = now->edge_base->object, *own = now->node_base->object;
    double *rates, *base;
    dadao_box *edge_box = dadao_experiment_box_doubles(edge_count(next), &rates);
    dadao_box *node_box = dadao_experiment_box_doubles(node_count(next), &base);
    dadao_experiment_box_set(&next->edge_base, edge_box);
    dadao_experiment_box_set(&next->node_base, node_box);
    if (!edge_box || !node_box)
        return out_of_memory(call);
    for (size_t e = 0, k = 0; e < edge_count(now); e++)
        if (edge[e].u != node && edge[e].v != node)
            rates[k++] = rate[e];
    for (size_t i = 0; i < node_count(next); i++)
        base[i] = own[i < node ? i : i + 1];
    return DADAO_OK;
}

/* Who is stopped, with `count` nodes of which i was old(i) = i + (i >= gone); new ones run. NULL where nobody is. */
dadao_status dadao_experiment_renumber_stopped(const dadao_call *call, dadao_setting *next, size_t count, size_t before,
                                               size_t gone)
{
    if (!next->stopped)
        return DADAO_OK;
    const bool *old = next->stopped->object;
    bool any = false, *stopped = dadao_core_allocate(count, sizeof *stopped);
    if (!stopped)
        return out_of_memory(call);
    for (size_t i = 0; i < count; i++) {
        size_t was = i + (i >= gone);
        stopped[i] = was < before && old[was];
        any = any || stopped[i];
    }
    dadao_box *box = dadao_experiment_box(stopped, count, free);
    if (!box)
        return out_of_memory(call);
    dadao_experiment_box_set(&next->stopped, box);
    if (!any)
        dadao_experiment_box_set(&next->stopped, NULL);
    return DADAO_OK;
}

static dadao_status removable(const dadao_call *call, const dadao_setting *next, size_t node)
{
    if (next->events)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "nodes are numbered by the event log: `events clocks` first, or another log");
    size_t running = node_count(next) - dadao_experiment_stopped_count(next) - (dadao_experiment_is_stopped(next, node) ? 0 : 1);
    if (node_count(next) <= 2 || running < 2)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED, "the network has only %zu nodes%s: two must stay",
                                              node_count(next), next->stopped ? ", and some are stopped" : "");
    return DADAO_OK;
}

/* Changes `next` (a copy of the present setting) to be without the node. */
static dadao_status leave_out(dadao_call *call, dadao_setting *next, size_t node)
{
    const size_t before = node_count(next);
    dadao_topology *topology;
    dadao_problem *rest = NULL;
    dadao_status status = dadao_experiment_own_topology(next, &topology, call->error);
    if (status == DADAO_OK)
        status = dadao_topology_remove_node(topology, node, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_factors_without(next, node, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_renumber_stopped(call, next, before - 1, before, node);
    if (status == DADAO_OK)
        status = drop_rates(call, &call->experiment->now, next, node);
    if (status == DADAO_OK)
        status = dadao_experiment_scale_nodes(next, call->error);
    if (status == DADAO_OK)
        status = dadao_problem_without_node(dadao_experiment_setting_problem(next), node, &rest, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_take_problem(call, next, rest);
    return status == DADAO_OK ? dadao_experiment_remember_move(call, next, node) : status;
}

dadao_status dadao_experiment_do_node_remove(dadao_call *call)
{
    dadao_setting next;
    size_t node;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_members(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        status = removable(call, &next, node);
    if (status == DADAO_OK)
        status = leave_out(call, &next, node);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    dadao_motion motion = {.kind = DADAO_MOTION_LEFT, .node = node};
    status = dadao_experiment_finish_network(call, &next, &motion);
    if (status == DADAO_OK)
        dadao_experiment_tell_parts(call, true);
    return status;
}

/* ---- node stop, node start, node slow ---- */

static dadao_status set_stopped(const dadao_call *call, dadao_setting *next, size_t node, bool stop)
{
    size_t nodes = node_count(next);
    bool *stopped = dadao_core_allocate(nodes, sizeof *stopped);
    if (!stopped)
        return out_of_memory(call);
    if (next->stopped)
        memcpy(stopped, next->stopped->object, nodes * sizeof *stopped);
    stopped[node] = stop;
    dadao_experiment_box_set(&next->stopped, dadao_experiment_box(stopped, nodes, free));
    if (!next->stopped)
        return out_of_memory(call);
    if (dadao_experiment_stopped_count(next) == 0)
        dadao_experiment_box_set(&next->stopped, NULL);
    return dadao_experiment_scale_nodes(next, call->error);
}

static dadao_status can_stop(const dadao_call *call, const dadao_setting *next, size_t node, bool stop)
{
    if (dadao_experiment_is_stopped(next, node) == stop)
        return dadao_experiment_fail_argument(
            call, 0, DADAO_UNSUPPORTED,
            stop ? "node %zu is stopped already: `node start` brings it back" : "node %zu is not stopped", node);
    if (next->events)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "the event log says who does what: `events clocks` first");
    if (stop && node_count(next) - dadao_experiment_stopped_count(next) <= 2)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED, "only two nodes run: they must stay");
    return DADAO_OK;
}

static dadao_status stop_or_start(dadao_call *call, bool stop)
{
    dadao_setting next;
    size_t node;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_members(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        status = can_stop(call, &next, node, stop);
    if (status == DADAO_OK)
        status =
            dadao_experiment_need_chi(call->experiment, &next, call->answer, call->error); /* parameters stay the last ones */
    if (status == DADAO_OK)
        status = set_stopped(call, &next, node, stop);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    status = dadao_experiment_finish_network(call, &next, &(dadao_motion){0});
    if (status == DADAO_OK && stop)
        dadao_core_note(call->answer, "node %zu is stopped and keeps its z (`node start %zu` brings it back)", node, node);
    if (status == DADAO_OK)
        dadao_experiment_tell_parts(call, false);
    return status;
}

dadao_status dadao_experiment_do_node_stop(dadao_call *call)
{
    return stop_or_start(call, true);
}

dadao_status dadao_experiment_do_node_start(dadao_call *call)
{
    return stop_or_start(call, false);
}

dadao_status dadao_experiment_do_node_slow(dadao_call *call)
{
    dadao_setting next;
    size_t node;
    double factor, *base;
    dadao_status status = dadao_experiment_rates_are_free(call);
    if (status == DADAO_OK)
        status = dadao_experiment_want(call, 2, 2);
    if (status == DADAO_OK)
        status = dadao_experiment_number(call, 1, &factor);
    if (status == DADAO_OK && !(factor > 0))
        status = dadao_experiment_fail_argument(call, 1, DADAO_INVALID,
                                                "'%s': how many times slower, a positive number (`node stop` stops it)",
                                                dadao_experiment_argument(call, 1));
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_node(call, &next, 0, &node);
    dadao_box *box = status == DADAO_OK ? dadao_experiment_box_doubles(node_count(&next), &base) : NULL;
    if (status == DADAO_OK && !box)
        status = out_of_memory(call);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    memcpy(base, next.node_base->object, node_count(&next) * sizeof *base);
    base[node] = 1 / factor;
    dadao_experiment_box_set(&next.node_base, box);
    status = dadao_experiment_scale_nodes(&next, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, &next) : dadao_experiment_give_up(&next, status);
}

/* ---- recentre ---- */

dadao_status dadao_experiment_do_recentre(dadao_call *call)
{
    dadao_setting next;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    dadao_motion motion = {.kind = DADAO_MOTION_RECENTRED};
    status = dadao_experiment_move(call, &next, &motion);
    size_t parts = status == DADAO_OK ? dadao_experiment_parts(&call->experiment->now, NULL) : 0;
    if (status == DADAO_OK && parts == 1)
        dadao_core_note(call->answer, "z and z~ have mean 0: the network heads for x*");
    else if (status == DADAO_OK)
        dadao_core_note(call->answer, "z and z~ have mean 0 in each of %zu parts: each seeks its own optimum", parts);
    return status;
}

/* ---- error ---- */

dadao_status dadao_experiment_do_error(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    const char *text = NULL;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *word = dadao_experiment_argument(call, 0);
    bool named = dadao_core_option(word, "target", &text), part = named && strcmp(text, "component") == 0;
    if (!part && !(named && strcmp(text, "global") == 0))
        return dadao_experiment_fail_argument(call, 0, DADAO_SYNTAX, "'%s': expected target=global or target=component", word);
    if (experiment->error_by_part == part)
        return DADAO_OK;
    experiment->error_by_part = part;
    dadao_experiment_scene_dirty(experiment);
    for (size_t k = 0; k < DADAO_LANES; k++)
        if (experiment->lane[k].simulation) /* columns of before would be other distances */
            (void)dadao_experiment_field_reset(&experiment->lane[k].history.field, experiment->lane[k].history.field.nodes);
    return DADAO_OK;
}
