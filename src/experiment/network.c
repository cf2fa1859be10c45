/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network as it runs: who is stopped, which parts talk among themselves. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <string.h>

bool dadao_experiment_is_stopped(const dadao_setting *setting, size_t node)
{
    return setting->stopped && ((const bool *)setting->stopped->object)[node];
}

size_t dadao_experiment_stopped_count(const dadao_setting *setting)
{
    size_t count = 0, nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    for (size_t i = 0; setting->stopped && i < nodes; i++)
        count += dadao_experiment_is_stopped(setting, i);
    return count;
}

size_t dadao_experiment_parts(const dadao_setting *setting, uint32_t *component)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const double *rates = dadao_experiment_setting_edge_rates(setting);
    return dadao_topology_parts(topology, rates ? rates : dadao_topology_rates(topology), component);
}

dadao_status dadao_experiment_running_network(const dadao_setting *setting, const double *rates, dadao_running_network *network,
                                              dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    size_t nodes = dadao_topology_nodes(topology), edges = dadao_topology_edges(topology);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    *network = (dadao_running_network){.nodes = nodes, .edges = edges, .edge = edge, .rate = rates};
    if (dadao_experiment_stopped_count(setting) == 0)
        return DADAO_OK;
    network->index = dadao_core_allocate(nodes, sizeof *network->index);
    network->origin = dadao_core_allocate(edges, sizeof *network->origin);
    network->edge = network->own_edge = dadao_core_allocate(edges, sizeof *network->own_edge);
    network->rate = network->own_rate = dadao_core_allocate(edges, sizeof *network->own_rate);
    if (!network->index || !network->origin || !network->own_edge || !network->own_rate) {
        dadao_experiment_running_network_clear(network);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    network->nodes = network->edges = 0;
    for (size_t i = 0; i < nodes; i++)
        network->index[i] = dadao_experiment_is_stopped(setting, i) ? UINT32_MAX : (uint32_t)network->nodes++;
    for (size_t e = 0; e < edges; e++) {
        uint32_t u = network->index[edge[e].u], v = network->index[edge[e].v];
        if (u == UINT32_MAX || v == UINT32_MAX)
            continue;
        network->own_edge[network->edges] = (dadao_edge){u, v};
        network->own_rate[network->edges] = rates[e];
        network->origin[network->edges++] = e;
    }
    return DADAO_OK;
}

void dadao_experiment_running_network_clear(dadao_running_network *network)
{
    free(network->index);
    free(network->origin);
    free(network->own_edge);
    free(network->own_rate);
    *network = (dadao_running_network){0};
}
