/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that change the network in flight: rates, edges, nodes. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

static dadao_status give_up(dadao_setting *next, dadao_status status)
{
    dadao_experiment_setting_clear(next);
    return status;
}

/* The network with its rates, as a copy to work on. */
static dadao_status begin_network(dadao_call *call, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_begin(call, next);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_setting_clear(next);
    status = dadao_experiment_need_rates(experiment, &experiment->now, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    *next = experiment->now;
    dadao_experiment_setting_retain(next);
    return DADAO_OK;
}

/* Takes the parameters again where they follow, and puts the setting in place. */
static dadao_status finish(dadao_call *call, dadao_setting *next)
{
    dadao_status status = dadao_experiment_follow(call->experiment, next, call->answer, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, next) : give_up(next, status);
}

/* A box of the edge rates (or the nodes' own rates) that may be written to. */
static dadao_status own_doubles(const dadao_call *call, dadao_box **place, size_t count, double **values)
{
    dadao_box *box = dadao_experiment_box_doubles(count, values);
    if (!box)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    memcpy(*values, (*place)->object, count * sizeof **values);
    dadao_experiment_box_set(place, box);
    return DADAO_OK;
}

static size_t edge_count(const dadao_setting *setting)
{
    return dadao_topology_edges(dadao_experiment_setting_topology(setting));
}

static size_t node_count(const dadao_setting *setting)
{
    return dadao_topology_nodes(dadao_experiment_setting_topology(setting));
}

/* The shape of the rates is another one now. */
static void reshape(dadao_experiment *experiment, dadao_setting *next)
{
    dadao_experiment_shape_changed(experiment, next);
    next->total_rate = dadao_experiment_sum(dadao_experiment_setting_edge_rates(next), edge_count(next));
    next->edited = true;
}

/* ---- Rates ---- */

dadao_status dadao_experiment_do_rate_comm(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_setting next;
    double value;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *text = dadao_experiment_argument(call, 0);
    bool total = dadao_core_option(text, "total", &text);
    status = dadao_experiment_number_text(call, 0, text, &value);
    if (status == DADAO_OK && value < 0)
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "'%s': a rate cannot be negative", text);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.comm_is_total = total;
    next.comm_value = value;
    if (!next.topology || (!next.edge_rate && total)) {
        return dadao_experiment_change(call, &next); /* nothing is built yet: it will be built like this */
    }
    if (!total)
        status = dadao_experiment_need_chi(experiment, &next, call->answer, call->error);
    if (status == DADAO_OK && !total && next.chi.source == DADAO_CHI_ESTIMATE)
        status = dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                                "%zu nodes: chi is not computed above %d, so the sufficient rate is not known: use "
                                                "`rate comm total=T`, or `given chi1=V chi2=V` first", node_count(&next),
                                                DADAO_SPECTRUM_DENSE_LIMIT);
    if (status == DADAO_OK)
        status = dadao_experiment_scale_rates(experiment, &next, call->answer, call->error);
    return status == DADAO_OK ? finish(call, &next) : give_up(&next, status);
}

dadao_status dadao_experiment_do_rate_gradient(dadao_call *call)
{
    dadao_setting next;
    double value;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_rate_number(call, 0, &value);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.gradient_rate = value;
    if (next.node_base)
        status = dadao_experiment_scale_nodes(&next, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, &next) : give_up(&next, status);
}

dadao_status dadao_experiment_do_rate_node(dadao_call *call)
{
    dadao_setting next;
    size_t node = 0;
    double value, *base;
    dadao_status status = dadao_experiment_want(call, 2, 2);
    if (status == DADAO_OK)
        status = dadao_experiment_rate_number(call, 1, &value);
    if (status == DADAO_OK)
        status = begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    bool all = strcmp(dadao_experiment_argument(call, 0), "all") == 0 && !call->words->quoted[call->first];
    if (!all)
        status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        status = own_doubles(call, &next.node_base, node_count(&next), &base);
    if (status != DADAO_OK)
        return give_up(&next, status);
    for (size_t i = all ? 0 : node; i < (all ? node_count(&next) : node + 1); i++)
        base[i] = value;
    status = dadao_experiment_scale_nodes(&next, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, &next) : give_up(&next, status);
}

/* `I J V`, `I-J V` or `all V`; *edge SIZE_MAX means all. */
static dadao_status read_rate_edge(const dadao_call *call, const dadao_setting *next, size_t *edge, double *value)
{
    size_t u, v, used = 1;
    *edge = SIZE_MAX;
    dadao_status status = DADAO_OK;
    if (strcmp(dadao_experiment_argument(call, 0), "all") != 0) {
        status = dadao_experiment_pair(call, next, 0, &u, &v, &used);
        if (status == DADAO_OK)
            status = dadao_topology_find_edge(dadao_experiment_setting_topology(next), u, v, edge, call->error);
        if (status != DADAO_OK)
            return status == DADAO_NOT_FOUND && call->error->length == 0
                   ? dadao_experiment_point_at(call->words, call->first, status, call->error) : status;
    }
    if (dadao_experiment_argument_count(call) != used + 1)
        return dadao_experiment_want(call, used + 1, used + 1);
    return dadao_experiment_rate_number(call, used, value);
}

dadao_status dadao_experiment_do_rate_edge(dadao_call *call)
{
    dadao_setting next;
    size_t edge;
    double value, *rates;
    dadao_status status = dadao_experiment_want(call, 2, 3);
    if (status == DADAO_OK)
        status = begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = read_rate_edge(call, &next, &edge, &value);
    if (status == DADAO_OK)
        status = own_doubles(call, &next.edge_rate, edge_count(&next), &rates);
    if (status != DADAO_OK)
        return give_up(&next, status);
    for (size_t e = edge == SIZE_MAX ? 0 : edge; e < (edge == SIZE_MAX ? edge_count(&next) : edge + 1); e++)
        rates[e] = value;
    reshape(call->experiment, &next);
    return finish(call, &next);
}

/* ---- Edges ---- */

/* Copies the rates into a box of another length: without edge `cut` (SIZE_MAX: none), with `added` more at the end. */
static dadao_status resize_rates(const dadao_call *call, dadao_setting *next, size_t before, size_t cut, size_t added, double rate)
{
    const double *old = next->edge_rate->object;
    double *rates;
    size_t count = before - (cut == SIZE_MAX ? 0 : 1) + added;
    dadao_box *box = dadao_experiment_box_doubles(count, &rates);
    if (!box)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    size_t k = 0;
    for (size_t e = 0; e < before; e++) {
        if (e != cut)
            rates[k++] = old[e];
    }
    while (k < count)
        rates[k++] = rate;
    dadao_experiment_box_set(&next->edge_rate, box);
    return DADAO_OK;
}

/* Two nodes, then at most one more word. */
static dadao_status read_edge(const dadao_call *call, const dadao_setting *next, size_t *u, size_t *v, const char **extra)
{
    size_t used;
    dadao_status status = dadao_experiment_pair(call, next, 0, u, v, &used);
    if (status == DADAO_OK)
        status = dadao_experiment_want(call, used, used + 1);
    *extra = status == DADAO_OK ? dadao_experiment_argument(call, used) : NULL;
    return status;
}

static dadao_status read_added_rate(const dadao_call *call, const dadao_setting *next, const char *extra, double *rate)
{
    const char *text;
    size_t edges = edge_count(next), last = dadao_experiment_argument_count(call) - 1;
    *rate = edges ? dadao_experiment_sum(dadao_experiment_setting_edge_rates(next), edges) / (double)edges : 1;
    if (!extra)
        return DADAO_OK;
    if (!dadao_core_option(extra, "rate", &text))
        return dadao_experiment_fail_argument(call, last, DADAO_SYNTAX, "'%s': rate=V is what can stand here", extra);
    dadao_status status = dadao_experiment_number_text(call, last, text, rate);
    if (status == DADAO_OK && *rate < 0)
        status = dadao_experiment_fail_argument(call, last, DADAO_INVALID, "'%s': a rate cannot be negative", text);
    return status;
}

dadao_status dadao_experiment_do_edge_add(dadao_call *call)
{
    dadao_setting next;
    size_t u, v, edge;
    double rate;
    const char *extra;
    dadao_topology *topology;
    dadao_status status = dadao_experiment_want(call, 1, 3);
    if (status == DADAO_OK)
        status = begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = read_edge(call, &next, &u, &v, &extra);
    if (status == DADAO_OK)
        status = read_added_rate(call, &next, extra, &rate);
    if (status == DADAO_OK && dadao_topology_find_edge(next.topology->object, u, v, &edge, NULL) == DADAO_OK)
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "there is already an edge %zu-%zu: `rate edge %zu %zu V` sets its rate",
                                                u, v, u, v);
    size_t before = status == DADAO_OK ? edge_count(&next) : 0;
    if (status == DADAO_OK)
        status = dadao_experiment_own_topology(&next, &topology, call->error);
    if (status == DADAO_OK)
        status = dadao_topology_add_edge(topology, u, v, rate, call->error);
    if (status == DADAO_OK)
        status = resize_rates(call, &next, before, SIZE_MAX, 1, rate);
    if (status != DADAO_OK)
        return give_up(&next, status);
    reshape(call->experiment, &next);
    return finish(call, &next);
}

/* Says what a cut did, and recentres where that was asked for. */
static dadao_status after_cut(dadao_call *call, bool recentre)
{
    dadao_experiment *experiment = call->experiment;
    const dadao_topology *topology = dadao_experiment_setting_topology(&experiment->now);
    uint32_t *component = dadao_core_allocate(dadao_topology_nodes(topology), sizeof *component);
    if (!component)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    size_t count = dadao_topology_components(topology, component);
    dadao_status status = DADAO_OK;
    if (count > 1)
        dadao_core_note(call->answer, "the network has fallen into %zu parts%s", count,
                        recentre ? ", each now seeking its own optimum" : "; each keeps its sums of z (`recentre` would drop them)");
    for (size_t k = 0; recentre && status == DADAO_OK && k < experiment->now.lanes; k++)
        if (experiment->lane[k].simulation)
            status = dadao_simulation_recentre(experiment->lane[k].simulation, component, count, call->error);
    free(component);
    return status;
}

dadao_status dadao_experiment_do_edge_cut(dadao_call *call)
{
    dadao_setting next;
    size_t u, v, edge;
    const char *extra;
    dadao_topology *topology;
    dadao_status status = dadao_experiment_want(call, 1, 3);
    /* A cut may leave nothing to compute chi of: know the present one first, parameters stay the last. */
    if (status == DADAO_OK)
        status = begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = read_edge(call, &next, &u, &v, &extra);
    if (status == DADAO_OK && extra && strcmp(extra, "recentre") != 0)
        status = dadao_experiment_fail_argument(call, dadao_experiment_argument_count(call) - 1, DADAO_SYNTAX,
                                                "'%s': only `recentre` can stand here", extra);
    if (status == DADAO_OK) {
        status = dadao_topology_find_edge(next.topology->object, u, v, &edge, call->error);
        if (status != DADAO_OK)
            (void)dadao_experiment_point_at(call->words, call->first, status, call->error);
    }
    if (status == DADAO_OK)
        status = dadao_experiment_need_chi(call->experiment, &next, call->answer, call->error);
    size_t before = status == DADAO_OK ? edge_count(&next) : 0;
    if (status == DADAO_OK)
        status = dadao_experiment_own_topology(&next, &topology, call->error);
    if (status == DADAO_OK)
        status = dadao_topology_cut_edge(topology, edge, call->error);
    if (status == DADAO_OK)
        status = resize_rates(call, &next, before, edge, 0, 0);
    if (status != DADAO_OK)
        return give_up(&next, status);
    reshape(call->experiment, &next);
    status = finish(call, &next);
    return status == DADAO_OK ? after_cut(call, extra != NULL) : status;
}

/* ---- Nodes ---- */

/* The rates of the edges and nodes that remain; old_edge[e] is where edge e was. */
static dadao_status drop_node_rates(const dadao_call *call, const dadao_setting *now, dadao_setting *next, size_t node, size_t *old_edge)
{
    const dadao_edge *edge = dadao_topology_edge_list(dadao_experiment_setting_topology(now));
    const double *rate = dadao_experiment_setting_edge_rates(now), *own = now->node_base->object;
    double *rates, *base;
    dadao_box *edge_box = dadao_experiment_box_doubles(edge_count(next), &rates);
    dadao_box *node_box = dadao_experiment_box_doubles(node_count(next), &base);
    dadao_experiment_box_set(&next->edge_rate, edge_box);
    dadao_experiment_box_set(&next->node_base, node_box);
    if (!edge_box || !node_box)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    for (size_t e = 0, k = 0; e < edge_count(now); e++) {
        if (edge[e].u != node && edge[e].v != node) {
            old_edge[k] = e;
            rates[k++] = rate[e];
        }
    }
    for (size_t i = 0; i < node_count(next); i++)
        base[i] = own[i < node ? i : i + 1];
    return dadao_experiment_scale_nodes(next, call->error);
}

static dadao_status remember_removed(const dadao_call *call, dadao_setting *next, size_t node)
{
    const size_t *old = next->removed ? next->removed->object : NULL;
    size_t count = old ? old[0] : 0, *list = dadao_core_allocate(count + 2, sizeof *list);
    if (list && old)
        memcpy(list, old, (count + 1) * sizeof *list);
    if (list) {
        list[0] = count + 1;
        list[count + 1] = node;
    }
    dadao_experiment_box_set(&next->removed, dadao_experiment_box(list, (count + 2) * sizeof *list, free));
    return next->removed ? DADAO_OK : dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
}

/* What remains of the problem, with recorded constants where there are any. */
static dadao_status problem_of_rest(dadao_call *call, dadao_setting *next, size_t node)
{
    dadao_experiment *experiment = call->experiment;
    dadao_problem *rest = NULL;
    dadao_status status = dadao_problem_without_node(dadao_experiment_setting_problem(next), node, &rest, call->error);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_problem_changed(experiment, next);
    const dadao_given_problem *given = &next->given;
    if (experiment->next.has_problem)
        dadao_problem_set_constants(rest, given->has_mu ? given->mu : dadao_problem_mu(rest),
                                    given->has_smoothness ? given->smoothness : dadao_problem_smoothness(rest),
                                    given->optimum && given->dimension == dadao_problem_dimension(rest) ? given->optimum->object : NULL);
    next->problem = dadao_experiment_box_problem(rest);
    return next->problem ? DADAO_OK : dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
}

static dadao_status removable(const dadao_call *call, const dadao_setting *next)
{
    if (next->events)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "nodes are numbered by the event log: `events clocks` first, or another log");
    if (node_count(next) <= 2)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED, "the network has only %zu nodes: two must stay",
                                              node_count(next));
    return DADAO_OK;
}

/* Changes `next` (a copy of the present setting) to be without the node. */
static dadao_status without_node(dadao_call *call, dadao_setting *next, size_t node, size_t **old_edge)
{
    dadao_experiment *experiment = call->experiment;
    dadao_topology *topology;
    *old_edge = dadao_core_allocate(edge_count(next), sizeof **old_edge);
    if (!*old_edge)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    dadao_status status = dadao_experiment_own_topology(next, &topology, call->error);
    if (status == DADAO_OK)
        status = dadao_topology_remove_node(topology, node, call->error);
    if (status == DADAO_OK)
        status = drop_node_rates(call, &experiment->now, next, node, *old_edge);
    if (status == DADAO_OK)
        status = problem_of_rest(call, next, node);
    if (status == DADAO_OK)
        status = remember_removed(call, next, node);
    if (status == DADAO_OK)
        reshape(experiment, next);
    return status == DADAO_OK ? dadao_experiment_follow(experiment, next, call->answer, call->error) : status;
}

dadao_status dadao_experiment_do_node_remove(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_setting next;
    size_t node, *old_edge = NULL;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_setting_clear(&next);
    status = dadao_experiment_need_parameters(experiment, &experiment->now, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    next = experiment->now;
    dadao_experiment_setting_retain(&next);
    status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        status = removable(call, &next);
    if (status == DADAO_OK)
        status = without_node(call, &next, node, &old_edge);
    if (status == DADAO_OK)
        status = dadao_experiment_remove_in_place(call, &next, node, old_edge);
    else
        dadao_experiment_setting_clear(&next);
    free(old_edge);
    if (status == DADAO_OK && dadao_topology_components(dadao_experiment_setting_topology(&experiment->now), NULL) > 1)
        dadao_core_note(call->answer, "the network has fallen into parts");
    return status;
}
