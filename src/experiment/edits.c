/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that change the network in flight: rates and edges. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

dadao_status dadao_experiment_give_up(dadao_setting *next, dadao_status status)
{
    dadao_experiment_setting_clear(next);
    return status;
}

/* The network with its rates, as a copy to work on. */
dadao_status dadao_experiment_begin_network(dadao_call *call, dadao_setting *next)
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

dadao_status dadao_experiment_finish_network(dadao_call *call, dadao_setting *next, dadao_motion *motion)
{
    dadao_status status = dadao_experiment_reshape(call->experiment, next, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_follow(call->experiment, next, call->answer, call->error);
    if (status == DADAO_OK)
        return dadao_experiment_move(call, next, motion);
    dadao_experiment_motion_clear(motion);
    return dadao_experiment_give_up(next, status);
}

/* Takes the parameters again where they follow, and puts the setting in place. */
static dadao_status finish(dadao_call *call, dadao_setting *next)
{
    dadao_status status = dadao_experiment_follow(call->experiment, next, call->answer, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, next) : dadao_experiment_give_up(next, status);
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

dadao_status dadao_experiment_reshape(dadao_experiment *experiment, dadao_setting *next, dadao_error *error)
{
    dadao_status status = next->cost.on ? dadao_experiment_cost_rates(next, error) : dadao_experiment_mask_edges(next, error);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_shape_changed(experiment, next);
    next->total_rate = dadao_experiment_sum(dadao_experiment_setting_edge_rates(next), edge_count(next));
    next->edited = true;
    return DADAO_OK;
}

/* ---- Rates ---- */

dadao_status dadao_experiment_do_rate_comm(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_setting next;
    double value;
    dadao_status status = dadao_experiment_rates_are_free(call);
    if (status == DADAO_OK)
        status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *text = dadao_experiment_argument(call, 0);
    bool total = dadao_core_option(text, "total", &text);
    status = dadao_experiment_rate_text(call, 0, text, &value);
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
    return status == DADAO_OK ? finish(call, &next) : dadao_experiment_give_up(&next, status);
}

dadao_status dadao_experiment_do_rate_gradient(dadao_call *call)
{
    dadao_setting next;
    double value;
    dadao_status status = dadao_experiment_rates_are_free(call);
    if (status == DADAO_OK)
        status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_rate_number(call, 0, &value);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.gradient_rate = value;
    if (next.node_base)
        status = dadao_experiment_scale_nodes(&next, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, &next) : dadao_experiment_give_up(&next, status);
}

dadao_status dadao_experiment_do_rate_node(dadao_call *call)
{
    dadao_setting next;
    size_t node = 0;
    double value, *base;
    dadao_status status = dadao_experiment_rates_are_free(call);
    if (status == DADAO_OK)
        status = dadao_experiment_want(call, 2, 2);
    if (status == DADAO_OK)
        status = dadao_experiment_rate_number(call, 1, &value);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    bool all = strcmp(dadao_experiment_argument(call, 0), "all") == 0 && !call->words->quoted[call->first];
    if (!all)
        status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        status = own_doubles(call, &next.node_base, node_count(&next), &base);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    for (size_t i = all ? 0 : node; i < (all ? node_count(&next) : node + 1); i++)
        base[i] = value;
    status = dadao_experiment_scale_nodes(&next, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, &next) : dadao_experiment_give_up(&next, status);
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

/* An edge at rate 0 is absent, while one at the smallest rate counts with all its resistance: chi2 jumps between the two. */
static void tell_silent_edge(dadao_call *call, size_t index)
{
    dadao_setting *now = &call->experiment->now;
    const dadao_edge *edge = dadao_topology_edge_list(dadao_experiment_setting_topology(now)) + index;
    if (dadao_experiment_need_spectrum(now, NULL) != DADAO_OK || !now->spectrum)
        return;
    const dadao_spectrum *spectrum = now->spectrum->object;
    const double scale = now->total_rate / spectrum->total_rate, chi2 = spectrum->chi2 / scale;
    const double limit = 0.5 * spectrum->resistance[index] / scale;
    if (isfinite(limit) && limit > chi2 * (1 + 1e-9))
        dadao_core_note(call->answer, "edge %u-%u is absent now and chi2 is %.6g; it tends to %.6g as the rate of that edge tends to 0, for "
                        "chi2 asks of every edge that fires, however seldom: here it jumps", edge->u, edge->v, chi2, limit);
}

dadao_status dadao_experiment_do_rate_edge(dadao_call *call)
{
    dadao_setting next;
    size_t edge;
    double value, *rates;
    dadao_status status = dadao_experiment_rates_are_free(call);
    if (status == DADAO_OK)
        status = dadao_experiment_want(call, 2, 3);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = read_rate_edge(call, &next, &edge, &value);
    if (status == DADAO_OK)
        status = own_doubles(call, &next.edge_base, edge_count(&next), &rates);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    for (size_t e = edge == SIZE_MAX ? 0 : edge; e < (edge == SIZE_MAX ? edge_count(&next) : edge + 1); e++)
        rates[e] = value;
    status = dadao_experiment_finish_network(call, &next, &(dadao_motion){0});
    if (status == DADAO_OK && value == 0 && edge != SIZE_MAX)
        tell_silent_edge(call, edge);
    if (status == DADAO_OK)
        dadao_experiment_tell_parts(call, false);
    return status;
}

/* ---- Edges ---- */

/* Copies the rates into a box of another length: without edge `cut` (SIZE_MAX: none), with `added` more at the end. */
static dadao_status resize_rates(const dadao_call *call, dadao_setting *next, size_t before, size_t cut, size_t added, double rate)
{
    const double *old = next->edge_base->object;
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
    dadao_experiment_box_set(&next->edge_base, box);
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
    *rate = edges ? dadao_experiment_sum(next->edge_base->object, edges) / (double)edges : 1;
    if (!extra)
        return DADAO_OK;
    if (!dadao_core_option(extra, "rate", &text))
        return dadao_experiment_fail_argument(call, last, DADAO_SYNTAX, "'%s': rate=V is what can stand here", extra);
    return dadao_experiment_rate_text(call, last, text, rate);
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
        status = dadao_experiment_begin_network(call, &next);
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
        return dadao_experiment_give_up(&next, status);
    return dadao_experiment_finish_network(call, &next, &(dadao_motion){0});
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
        status = dadao_experiment_begin_network(call, &next);
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
        return dadao_experiment_give_up(&next, status);
    dadao_motion motion = {.kind = extra ? DADAO_MOTION_RECENTRED : DADAO_MOTION_NONE};
    status = dadao_experiment_finish_network(call, &next, &motion);
    if (status == DADAO_OK)
        dadao_experiment_tell_parts(call, extra != NULL);
    return status;
}
