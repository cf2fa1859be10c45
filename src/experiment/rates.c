/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates, chi and what follows from them: the sufficient rate and the parameters (MATHS, "Rates, parameters, clocks"). */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

double dadao_experiment_sum(const double *value, size_t count)
{
    double sum = 0;
    for (size_t k = 0; k < count; k++)
        sum += value[k];
    return sum;
}

/* ---- chi ---- */

static void destroy_spectrum(void *object)
{
    dadao_spectrum_clear(object);
    free(object);
}

/* The rates whose shape counts: the present ones, or before there are any the topology's own. */
static const double *shape(const dadao_setting *setting)
{
    const double *rates = dadao_experiment_setting_edge_rates(setting);
    return rates ? rates : dadao_topology_rates(dadao_experiment_setting_topology(setting));
}

/* From the network that runs to all of it: who is stopped has no say in the eigenvector, its edges no resistance. */
static dadao_status spread_spectrum(const dadao_running_network *network, size_t nodes, size_t edges, dadao_spectrum *spectrum,
                                    dadao_error *error)
{
    double *resistance = dadao_core_allocate(edges, sizeof *resistance), *fiedler = dadao_core_allocate(nodes, sizeof *fiedler);
    if (!resistance || !fiedler) {
        free(resistance);
        free(fiedler);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    for (size_t e = 0; e < edges; e++)
        resistance[e] = INFINITY;
    for (size_t k = 0; k < network->edges; k++)
        resistance[network->origin[k]] = spectrum->resistance[k];
    for (size_t i = 0; i < nodes; i++)
        fiedler[i] = network->index[i] == UINT32_MAX ? 0 : spectrum->fiedler[network->index[i]];
    if (spectrum->worst_edge != SIZE_MAX)
        spectrum->worst_edge = network->origin[spectrum->worst_edge];
    free(spectrum->resistance);
    free(spectrum->fiedler);
    spectrum->resistance = resistance;
    spectrum->fiedler = fiedler;
    return DADAO_OK;
}

static dadao_status compute_spectrum(const dadao_setting *setting, dadao_spectrum *spectrum, dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    dadao_running_network network;
    dadao_status status = dadao_experiment_running_network(setting, shape(setting), &network, error);
    if (status == DADAO_OK)
        status = dadao_spectrum_compute(network.nodes, network.edges, network.edge, network.rate, spectrum, error);
    if (status == DADAO_OK && network.index) {
        status = spread_spectrum(&network, dadao_topology_nodes(topology), dadao_topology_edges(topology), spectrum, error);
        if (status != DADAO_OK)
            dadao_spectrum_clear(spectrum);
    }
    dadao_experiment_running_network_clear(&network);
    return status;
}

dadao_status dadao_experiment_need_spectrum(dadao_setting *setting, dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    size_t nodes = dadao_topology_nodes(topology), edges = dadao_topology_edges(topology);
    if (setting->spectrum || nodes > DADAO_SPECTRUM_DENSE_LIMIT)
        return DADAO_OK;
    dadao_spectrum *spectrum = dadao_core_allocate(1, sizeof *spectrum);
    if (!spectrum)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_status status = compute_spectrum(setting, spectrum, error);
    if (status != DADAO_OK) {
        free(spectrum);
        return status;
    }
    setting->spectrum = dadao_experiment_box(spectrum, sizeof *spectrum + 8 * (nodes + edges), destroy_spectrum);
    return setting->spectrum ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

static dadao_status chi_above_limit(dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    dadao_running_network network;
    dadao_chi *chi = &setting->chi;
    if (dadao_experiment_closed_form(setting, &chi->chi1, &chi->chi2)) {
        chi->source = DADAO_CHI_CLOSED;
        return DADAO_OK;
    }
    size_t stopped = dadao_experiment_stopped_count(setting), parts = dadao_experiment_parts(setting, NULL);
    if (parts != SIZE_MAX && parts > stopped + 1) {
        *chi = (dadao_chi){DADAO_CHI_DENSE, INFINITY, INFINITY};
        return DADAO_OK;
    }
    dadao_status status = dadao_experiment_running_network(setting, shape(setting), &network, error);
    if (status == DADAO_OK)
        status = dadao_experiment_estimate_chi(network.nodes, network.edges, network.edge, network.rate, &chi->chi1, &chi->chi2, error);
    if (status == DADAO_OK) {
        chi->source = DADAO_CHI_ESTIMATE;
        dadao_core_note(notes, "%zu nodes: chi is not computed above %d, an estimate stands in "
                        "(`given chi1=… chi2=…` sets it, `rate comm total=T` the rate)", network.nodes, DADAO_SPECTRUM_DENSE_LIMIT);
    }
    dadao_experiment_running_network_clear(&network);
    return status;
}

dadao_status dadao_experiment_need_chi(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    if (setting->chi.source != DADAO_CHI_NONE)
        return DADAO_OK;
    dadao_status status = dadao_experiment_need_topology(experiment, setting, notes, error);
    if (status != DADAO_OK)
        return status;
    if (dadao_topology_nodes(dadao_experiment_setting_topology(setting)) > DADAO_SPECTRUM_DENSE_LIMIT)
        return chi_above_limit(setting, notes, error);
    status = dadao_experiment_need_spectrum(setting, error);
    if (status != DADAO_OK)
        return status;
    const dadao_spectrum *spectrum = setting->spectrum->object;
    setting->chi = (dadao_chi){DADAO_CHI_DENSE, spectrum->chi1_unit, spectrum->chi2_unit};
    if (!isfinite(spectrum->chi1))
        setting->chi.chi1 = setting->chi.chi2 = INFINITY;
    return DADAO_OK;
}

void dadao_experiment_shape_changed(dadao_experiment *experiment, dadao_setting *setting)
{
    if (dadao_experiment_chi_known(setting) && isfinite(setting->chi.chi1)) {
        setting->last_chi1 = dadao_experiment_chi1(setting);
        setting->last_chi2 = dadao_experiment_chi2(setting);
    }
    dadao_experiment_box_set(&setting->spectrum, NULL);
    setting->chi = (dadao_chi){.source = DADAO_CHI_NONE};
    setting->chi_owner = SIZE_MAX; /* set when the command is logged */
    if (experiment->next.has_chi)
        setting->chi = (dadao_chi){DADAO_CHI_GIVEN, experiment->next.chi1, experiment->next.chi2};
}

double dadao_experiment_chi1(const dadao_setting *setting)
{
    return setting->chi.source == DADAO_CHI_NONE ? NAN : setting->chi.chi1 / setting->total_rate;
}

double dadao_experiment_chi2(const dadao_setting *setting)
{
    return setting->chi.source == DADAO_CHI_NONE ? NAN : setting->chi.chi2 / setting->total_rate;
}

bool dadao_experiment_chi_known(const dadao_setting *setting)
{
    return setting->chi.source != DADAO_CHI_NONE && setting->chi.source != DADAO_CHI_ESTIMATE;
}

/* ---- Rates ---- */

/* The total that `rate comm` asks for on the present shape. */
static dadao_status wanted_total(dadao_experiment *experiment, dadao_setting *setting, double *total, dadao_notes *notes,
                                 dadao_error *error)
{
    *total = setting->comm_value;
    if (setting->comm_is_total)
        return DADAO_OK;
    dadao_status status = dadao_experiment_need_chi(experiment, setting, notes, error);
    if (status != DADAO_OK)
        return status;
    if (!isfinite(setting->chi.chi1))
        return dadao_core_fail(error, DADAO_DISCONNECTED,
                               "the network is not connected, so no rate is sufficient: use `rate comm total=T`, or add an edge");
    *total = setting->comm_value * sqrt(2 * setting->chi.chi1 * setting->chi.chi2);
    return DADAO_OK;
}

/* The total of the rates whose edges fire: the others are held for when their ends come back. */
static double firing_sum(const dadao_setting *setting, const double *rate)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    double sum = 0;
    for (size_t e = 0; e < dadao_topology_edges(topology); e++)
        if (!dadao_experiment_is_stopped(setting, edge[e].u) && !dadao_experiment_is_stopped(setting, edge[e].v))
            sum += rate[e];
    return sum;
}

dadao_status dadao_experiment_mask_edges(dadao_setting *setting, dadao_error *error)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    if (!setting->stopped) {
        dadao_experiment_box_set(&setting->edge_rate, dadao_experiment_box_retain(setting->edge_base));
        return DADAO_OK;
    }
    double *rate;
    const double *own = setting->edge_base->object;
    dadao_box *box = dadao_experiment_box_doubles(dadao_topology_edges(topology), &rate);
    if (!box)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t e = 0; e < dadao_topology_edges(topology); e++)
        rate[e] = dadao_experiment_is_stopped(setting, edge[e].u) || dadao_experiment_is_stopped(setting, edge[e].v) ? 0 : own[e];
    dadao_experiment_box_set(&setting->edge_rate, box);
    return DADAO_OK;
}

dadao_status dadao_experiment_scale_rates(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    double total, *scaled;
    if (setting->cost.on)
        return dadao_experiment_cost_rates(setting, error);
    dadao_status status = wanted_total(experiment, setting, &total, notes, error);
    if (status != DADAO_OK)
        return status;
    /* From the topology's own shape as long as it is the shape: the bits then do not depend on how often the rates were scaled. */
    const double *from = setting->edge_base && setting->edited ? setting->edge_base->object
                                                               : dadao_topology_rates(dadao_experiment_setting_topology(setting));
    size_t edges = dadao_topology_edges(dadao_experiment_setting_topology(setting));
    double sum = firing_sum(setting, from);
    if (!(sum > 0)) {
        from = dadao_topology_rates(dadao_experiment_setting_topology(setting)); /* all were set to 0: back to the file's shape */
        sum = firing_sum(setting, from);
    }
    if (!(sum > 0) && total > 0)
        return dadao_core_fail(error, DADAO_INVALID, "every edge has rate 0: set one with `rate edge I J V` first");
    dadao_box *box = dadao_experiment_box_doubles(edges, &scaled);
    if (!box)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t e = 0; e < edges; e++)
        scaled[e] = sum > 0 ? from[e] * (total / sum) : 0;
    dadao_experiment_box_set(&setting->edge_base, box);
    setting->total_rate = sum > 0 ? total : 0;
    return dadao_experiment_mask_edges(setting, error);
}

dadao_status dadao_experiment_scale_nodes(dadao_setting *setting, dadao_error *error)
{
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    double *rate;
    dadao_box *box = dadao_experiment_box_doubles(nodes, &rate);
    if (!box)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    const double *base = setting->node_base->object, factor = setting->cost.on ? 1 : setting->gradient_rate;
    for (size_t i = 0; i < nodes; i++)
        rate[i] = dadao_experiment_is_stopped(setting, i) ? 0 : base[i] * factor;
    dadao_experiment_box_set(&setting->node_rate, box);
    return DADAO_OK;
}

dadao_status dadao_experiment_need_rates(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    dadao_status status = dadao_experiment_need_topology(experiment, setting, notes, error);
    if (status == DADAO_OK && !setting->edge_rate)
        status = dadao_experiment_scale_rates(experiment, setting, notes, error);
    if (status != DADAO_OK)
        return status;
    if (!setting->node_base) {
        size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
        double *base;
        setting->node_base = dadao_experiment_box_doubles(nodes, &base);
        if (!setting->node_base)
            return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        for (size_t i = 0; i < nodes; i++)
            base[i] = 1;
    }
    return setting->node_rate ? DADAO_OK : dadao_experiment_scale_nodes(setting, error);
}

/* ---- Parameters ---- */

static bool present_facts(const dadao_setting *setting, dadao_method_facts *facts)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(setting);
    *facts = (dadao_method_facts){.mu = dadao_problem_mu(problem), .smoothness = dadao_problem_smoothness(problem),
                                  .chi1 = dadao_experiment_chi1(setting), .chi2 = dadao_experiment_chi2(setting)};
    return isfinite(facts->chi1) && isfinite(facts->chi2);
}

/* Above the dense limit `rate comm total=T` works without chi: preset icml, which would diverge when T is less than what is
 * sufficient, then takes the parameters of a network with chi1 = chi2 at just the sufficient rate, the gentlest there are. */
static bool needs_stand_in(const dadao_setting *setting, const dadao_lane_setting *lane)
{
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    if (dadao_method_declares(lane->method)->timing != DADAO_TIMING_CLOCKS)
        return false;
    if (nodes <= DADAO_SPECTRUM_DENSE_LIMIT || lane->preset != 0 || setting->chi.source == DADAO_CHI_GIVEN)
        return false;
    double condition = 2 * dadao_experiment_chi1(setting) * dadao_experiment_chi2(setting);
    return setting->chi.source == DADAO_CHI_ESTIMATE || (setting->comm_is_total && !(condition <= 1));
}

dadao_status dadao_experiment_take_parameters(dadao_setting *setting, dadao_lane_setting *lane, dadao_error *error)
{
    dadao_method_facts facts;
    double values[DADAO_METHOD_MAX_PARAMETERS] = {0};
    if (!present_facts(setting, &facts)) {
        /* Falling apart, or no communications at all: the last finite values stand in; the guarantee is void anyway. */
        facts.chi1 = setting->last_chi1 > 0 ? setting->last_chi1 : setting->chi.chi1;
        facts.chi2 = setting->last_chi2 > 0 ? setting->last_chi2 : setting->chi.chi2;
        if (!isfinite(facts.chi1) || !isfinite(facts.chi2))
            return dadao_core_fail(error, DADAO_DISCONNECTED,
                                   "the network is not connected, so the preset '%s' has no parameters: add an edge first",
                                   dadao_method_preset_name(lane->method, lane->preset));
    }
    if (needs_stand_in(setting, lane))
        facts.chi1 = facts.chi2 = sqrt(0.5);
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    dadao_status status = dadao_method_network_facts(lane->method, dadao_topology_nodes(topology), dadao_topology_edges(topology),
                                                     dadao_topology_edge_list(topology), dadao_experiment_setting_edge_rates(setting),
                                                     &facts, error);
    if (status == DADAO_OK)
        status = dadao_method_parameters(lane->method, lane->preset, &facts, values, error);
    if (status != DADAO_OK)
        return status;
    for (size_t k = 0; k < dadao_method_parameter_count(lane->method); k++) {
        if (lane->overridden >> k & 1u)
            values[k] = lane->override[k];
    }
    status = dadao_method_check_parameters(lane->method, values, error);
    if (status != DADAO_OK)
        return status;
    memcpy(lane->parameters, values, sizeof values);
    lane->taken = facts;
    lane->parameters_ready = true;
    return DADAO_OK;
}

static dadao_status need_lane_parameters(dadao_setting *setting, dadao_lane_setting *lane, dadao_notes *notes, dadao_error *error)
{
    if (lane->parameters_ready)
        return DADAO_OK;
    if (needs_stand_in(setting, lane))
        dadao_core_note(notes, "parameters are those of a network with chi1 = chi2 at its sufficient rate: above %d nodes the rate is taken "
                        "as it is, and no guarantee is claimed", DADAO_SPECTRUM_DENSE_LIMIT);
    return dadao_experiment_take_parameters(setting, lane, error);
}

dadao_status dadao_experiment_need_parameters(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    dadao_status status = dadao_experiment_need_rates(experiment, setting, notes, error);
    if (status == DADAO_OK)
        status = dadao_experiment_need_problem(experiment, setting, notes, error);
    if (status == DADAO_OK)
        status = dadao_experiment_need_chi(experiment, setting, notes, error);
    for (size_t k = 0; status == DADAO_OK && k < setting->lanes; k++)
        status = need_lane_parameters(setting, &setting->lane[k], notes, error);
    return status;
}

dadao_status dadao_experiment_follow(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error)
{
    if (!setting->lane[0].parameters_ready)
        return DADAO_OK; /* taken when the simulation is built */
    dadao_status status = dadao_experiment_need_chi(experiment, setting, notes, error);
    dadao_method_facts facts;
    if (status != DADAO_OK || !setting->follow || !present_facts(setting, &facts))
        return status; /* disconnected: the parameters stay the last */
    for (size_t k = 0; status == DADAO_OK && k < setting->lanes; k++)
        status = dadao_experiment_take_parameters(setting, &setting->lane[k], error);
    return status;
}

/* ---- The guarantee ---- */

/* Which nodes do not compute a gradient per unit of time, and why. */
static void look_at_nodes(const dadao_setting *setting, dadao_guarantee_facts *facts)
{
    const double *rate = dadao_experiment_setting_node_rates(setting);
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    for (size_t i = nodes; i-- > 0;) {
        if (dadao_experiment_is_stopped(setting, i)) {
            facts->stopped++;
            facts->first_stopped = i;
        } else if (rate[i] != 1) {
            facts->odd++;
            facts->first_odd = i;
            facts->odd_rate = rate[i];
        }
    }
    facts->gradient_rates_one = facts->stopped + facts->odd == 0;
    size_t parts = facts->connected ? 1 : dadao_experiment_parts(setting, NULL);
    facts->parts = parts == SIZE_MAX ? 0 : parts - (facts->connected ? 0 : facts->stopped);
}

void dadao_experiment_guarantee(const dadao_setting *setting, const dadao_lane_setting *lane, dadao_guarantee *guarantee)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(setting);
    dadao_guarantee_facts facts = {
        .preset = lane->preset,
        .preset_unmodified = lane->overridden == 0,
        .taken = lane->taken,
        .gradients_exact = dadao_problem_batch(problem) == 0,
        .connected = isfinite(setting->chi.chi1) && setting->chi.source != DADAO_CHI_NONE,
        .start_is_theorem = strcmp(setting->start_words->object, "theorem") == 0,
        .chi_known = dadao_experiment_chi_known(setting),
    };
    (void)present_facts(setting, &facts.now);
    look_at_nodes(setting, &facts);
    dadao_method_guarantee(lane->method, &facts, guarantee);
    dadao_experiment_cost_guarantee(setting, lane, guarantee);
}
