/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waiting costs: a clock for real machines.
 *
 * The papers' events take no time. Here a gradient at node i takes g f_i on average and a communication over edge e takes c f_e,
 * with f = 1 but for stragglers. The unit of time of every lane is then g, the time of a gradient, so that a node that is no
 * straggler has rate 1 as in the theory, and all lanes stand on one axis; on the wall a unit takes g.
 *   Asynchronous methods wait for nobody: node i takes gradients at rate 1/f_i, edge e talks at rate g/(c f_e). Where durations
 * are exponential that is the Poisson model itself; with another law every node and every edge has a renewal clock. Synchronous
 * methods wait for the slowest: a round takes, for each gradient step in it, the largest over the nodes of one duration each, and
 * for each gossip step the largest over the edges. Which durations round k has depends on the seed and k only. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Factors ---- */

static const dadao_factor *factors_of(const dadao_setting *setting, size_t *count)
{
    *count = setting->factors ? setting->factors->bytes / sizeof(dadao_factor) : 0;
    return setting->factors ? setting->factors->object : NULL;
}

static double factor_at(const dadao_setting *setting, uint32_t u, uint32_t v)
{
    size_t count;
    const dadao_factor *factor = factors_of(setting, &count);
    for (size_t k = 0; k < count; k++)
        if (factor[k].u == u && factor[k].v == v)
            return factor[k].factor;
    return 1;
}

double dadao_experiment_node_factor(const dadao_setting *setting, size_t node)
{
    return factor_at(setting, (uint32_t)node, UINT32_MAX);
}

double dadao_experiment_edge_factor(const dadao_setting *setting, dadao_edge edge)
{
    return factor_at(setting, edge.u, edge.v);
}

size_t dadao_experiment_factor_count(const dadao_setting *setting)
{
    size_t count;
    (void)factors_of(setting, &count);
    return count;
}

/* Takes over the list; an empty one is none. */
static dadao_status put_factors(dadao_setting *setting, dadao_factor *list, size_t count, dadao_error *error)
{
    if (count == 0) {
        free(list);
        dadao_experiment_box_set(&setting->factors, NULL);
        return DADAO_OK;
    }
    dadao_box *box = dadao_experiment_box(list, count * sizeof *list, free);
    if (!box)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_experiment_box_set(&setting->factors, box);
    return DADAO_OK;
}

dadao_status dadao_experiment_set_factor(dadao_setting *setting, uint32_t u, uint32_t v, double value, dadao_error *error)
{
    size_t count, kept = 0;
    const dadao_factor *old = factors_of(setting, &count);
    dadao_factor *list = dadao_core_allocate(count + 1, sizeof *list);
    if (!list)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t k = 0; k < count; k++)
        if (old[k].u != u || old[k].v != v)
            list[kept++] = old[k];
    if (value < 1 || value > 1)
        list[kept++] = (dadao_factor){u, v, value};
    return put_factors(setting, list, kept, error);
}

dadao_status dadao_experiment_factors_without(dadao_setting *setting, size_t node, dadao_error *error)
{
    size_t count, kept = 0;
    const dadao_factor *old = factors_of(setting, &count);
    dadao_factor *list = count ? dadao_core_allocate(count, sizeof *list) : NULL;
    if (count && !list)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t k = 0; k < count; k++) {
        dadao_factor own = old[k];
        if (own.u == node || own.v == node)
            continue;
        own.u -= own.u > node;
        own.v -= own.v > node && own.v != UINT32_MAX;
        list[kept++] = own;
    }
    return put_factors(setting, list, kept, error);
}

/* ---- The model as rates ---- */

/* Those of nodes and edges that are not there any more say nothing. */
double *dadao_experiment_factors(const dadao_setting *setting)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const size_t nodes = dadao_topology_nodes(topology), edges = dadao_topology_edges(topology);
    size_t count, edge;
    const dadao_factor *factor = factors_of(setting, &count);
    double *all = dadao_core_allocate(nodes + edges, sizeof *all);
    for (size_t k = 0; all && k < nodes + edges; k++)
        all[k] = 1;
    for (size_t k = 0; all && k < count; k++) {
        if (factor[k].v == UINT32_MAX && factor[k].u < nodes)
            all[factor[k].u] = factor[k].factor;
        else if (factor[k].v < nodes && dadao_topology_find_edge(topology, factor[k].u, factor[k].v, &edge, NULL) == DADAO_OK)
            all[nodes + edge] = factor[k].factor;
    }
    return all;
}

dadao_status dadao_experiment_cost_rates(dadao_setting *setting, dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const size_t nodes = dadao_topology_nodes(topology), edges = dadao_topology_edges(topology);
    const double ratio = setting->cost.time[0] / setting->cost.time[1];
    double *base, *rate, *factor = dadao_experiment_factors(setting);
    dadao_box *node_box = dadao_experiment_box_doubles(nodes, &base), *edge_box = dadao_experiment_box_doubles(edges, &rate);
    dadao_status status = DADAO_OK;
    if (!factor || !node_box || !edge_box)
        status = dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t i = 0; status == DADAO_OK && i < nodes; i++)
        base[i] = 1 / factor[i];
    for (size_t e = 0; status == DADAO_OK && e < edges; e++)
        rate[e] = ratio / factor[nodes + e];
    dadao_experiment_box_set(&setting->node_base, node_box);
    dadao_experiment_box_set(&setting->edge_base, edge_box);
    free(factor);
    if (status == DADAO_OK)
        status = dadao_experiment_mask_edges(setting, error);
    if (status == DADAO_OK)
        status = dadao_experiment_scale_nodes(setting, error);
    if (status == DADAO_OK)
        setting->total_rate = dadao_experiment_sum(dadao_experiment_setting_edge_rates(setting), edges);
    return status;
}

/* ---- Rounds ---- */

/* Steps in a round, as a trial round of a copy at its start counts them: most gradients at a node, most talks over an edge. */
static dadao_status count_steps(const dadao_setting *setting, const dadao_lane_setting *lane, dadao_round_clock *clock,
                                dadao_error *error)
{
    dadao_simulation *trial;
    dadao_status status = dadao_experiment_lane_simulation(setting, lane, &trial, error);
    if (status != DADAO_OK)
        return status;
    const dadao_stop stop = {.event = 1, .t = INFINITY};
    (void)dadao_simulation_run(trial, &stop);
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(trial, &counters);
    for (size_t i = 0; i < clock->nodes; i++)
        clock->gradients = counters.node_gradients[i] > clock->gradients ? (size_t)counters.node_gradients[i] : clock->gradients;
    for (size_t e = 0; e < clock->edges; e++)
        clock->gossip = counters.edge_communications[e] > clock->gossip ? (size_t)counters.edge_communications[e] : clock->gossip;
    dadao_simulation_destroy(trial);
    return DADAO_OK;
}

static dadao_status time_rounds(const dadao_setting *setting, const dadao_lane_setting *wanted, dadao_simulation *simulation,
                                dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    double *factor = dadao_experiment_factors(setting);
    if (!factor)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_round_clock clock = {.seed = setting->seed,
                               .ratio = setting->cost.time[1] / setting->cost.time[0],
                               .nodes = dadao_topology_nodes(topology),
                               .edges = dadao_topology_edges(topology),
                               .factor = factor};
    memcpy(clock.law, setting->cost.law, sizeof clock.law);
    const double *node = dadao_experiment_setting_node_rates(setting), *edge = dadao_experiment_setting_edge_rates(setting);
    for (size_t i = 0; i < clock.nodes; i++)
        factor[i] *= node[i] > 0;
    for (size_t e = 0; e < clock.edges; e++)
        factor[clock.nodes + e] *= edge[e] > 0;
    dadao_status status = count_steps(setting, wanted, &clock, error);
    if (status == DADAO_OK)
        status = dadao_simulation_set_round_clock(simulation, &clock, error);
    free(factor);
    return status;
}

/* ---- A lane under the model ---- */

dadao_status dadao_experiment_time_lane(const dadao_setting *setting, const dadao_lane_setting *wanted, dadao_lane *lane,
                                        dadao_error *error)
{
    static const dadao_duration_law poisson[2] = {{DADAO_LAW_EXPONENTIAL, 0}, {DADAO_LAW_EXPONENTIAL, 0}};
    if (dadao_method_is_synchronous(wanted->method))
        return setting->cost.on ? time_rounds(setting, wanted, lane->simulation, error)
                                : dadao_simulation_set_round_clock(lane->simulation, NULL, error);
    const dadao_duration_law *law =
        setting->cost.on && dadao_experiment_law_applies(wanted->method) ? setting->cost.law : poisson;
    return dadao_simulation_set_laws(lane->simulation, law, setting->seed, error);
}

bool dadao_experiment_law_applies(const dadao_method *method)
{
    const dadao_timing timing = dadao_method_declares(method)->timing;
    return timing == DADAO_TIMING_CLOCKS || timing == DADAO_TIMING_EDGES;
}

bool dadao_experiment_unit_is_event(const dadao_method *method)
{
    const dadao_timing timing = dadao_method_declares(method)->timing;
    return timing == DADAO_TIMING_UNIT_EDGES || timing == DADAO_TIMING_TICKS;
}

bool dadao_experiment_units_differ(const dadao_setting *setting)
{
    size_t events = 0;
    for (size_t k = 0; k < setting->lanes; k++)
        events += dadao_experiment_unit_is_event(setting->lane[k].method);
    return !setting->cost.on && events > 0 && events < setting->lanes;
}

/* An edge of such a method ends an event every c f_e + g max(f_u, f_v), in means; a unit is the mean time between two of all. */
static double time_between_events(const dadao_setting *setting)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    const double *rate = dadao_experiment_setting_edge_rates(setting), *node = dadao_experiment_setting_node_rates(setting);
    double total = 0;
    for (size_t e = 0; e < dadao_topology_edges(topology); e++)
        if (rate[e] > 0 && node[edge[e].u] > 0 && node[edge[e].v] > 0)
            total += 1 / (1 / rate[e] + 1 / fmin(node[edge[e].u], node[edge[e].v]));
    return total > 0 ? 1 / total : 1;
}

double dadao_experiment_unit_time(const dadao_setting *setting, const dadao_lane_setting *lane)
{
    return setting->cost.on && dadao_experiment_unit_is_event(lane->method) ? time_between_events(setting) : 1;
}

double dadao_experiment_wall(const dadao_setting *setting, const dadao_lane *lane, const dadao_lane_setting *wanted)
{
    const double unit = (setting->cost.on ? setting->cost.time[0] : 1) * dadao_experiment_unit_time(setting, wanted);
    return lane->wall + (dadao_simulation_time(lane->simulation) - lane->wall_t) * unit;
}

void dadao_experiment_wall_settle(const dadao_setting *now, const dadao_lane_setting *wanted, dadao_lane *lane)
{
    lane->wall = dadao_experiment_wall(now, lane, wanted);
    lane->wall_t = dadao_simulation_time(lane->simulation);
}

/* ---- What it does to the theorem ---- */

static void add_reason(dadao_guarantee *guarantee, const char *reason)
{
    const size_t used = strlen(guarantee->why);
    guarantee->holds = guarantee->slope_only = false;
    guarantee->rate = NAN;
    snprintf(guarantee->why + used, sizeof guarantee->why - used, "%s%s", used ? "; " : "", reason);
}

void dadao_experiment_cost_guarantee(const dadao_setting *setting, const dadao_lane_setting *lane, dadao_guarantee *guarantee)
{
    const dadao_cost *cost = &setting->cost;
    if (!cost->on)
        return;
    if (dadao_method_is_synchronous(lane->method)) {
        if (isfinite(guarantee->rate))
            add_reason(guarantee, "its rate is one per round, and rounds take their time here");
        return;
    }
    if (dadao_experiment_unit_is_event(lane->method) && dadao_experiment_factor_count(setting) > 0)
        add_reason(guarantee, "slow edges and nodes stretch its unit of time, but are drawn as often as the others");
    const bool poisson = cost->law[0].kind == DADAO_LAW_EXPONENTIAL && cost->law[1].kind == DADAO_LAW_EXPONENTIAL;
    if (!poisson)
        add_reason(guarantee, dadao_experiment_law_applies(lane->method)
                                  ? "durations are not exponential: renewal clocks, not Poisson ones"
                                  : "durations are not exponential, but the clocks stay Poisson ones");
}
