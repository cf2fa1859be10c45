/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run came to: as JSON for machines, as lines for people. */
#include "core/memory.h"
#include "experiment/experiment.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Everything both forms tell. */
typedef struct run_facts {
    const dadao_scene *scene;
    const dadao_lane_scene *lane;
    dadao_sample sample;
    double cost, wall, expected_gradients, expected_communications, measured_rate;
    uint64_t hash, vectors;
    bool diverged;
    const dadao_headings *headings;
} run_facts;

static void gather_lane(dadao_experiment *experiment, size_t index, run_facts *facts)
{
    dadao_lane *lane = &experiment->lane[index];
    const dadao_simulation *simulation = lane->simulation;
    facts->lane = &facts->scene->lane[index];
    dadao_simulation_measure(simulation, &facts->sample);
    facts->sample.msd_part = dadao_experiment_part_error(&experiment->now, lane, facts->sample.msd);
    facts->headings = &lane->headings;
    facts->expected_gradients = dadao_simulation_expected_gradients(simulation);
    facts->expected_communications = dadao_simulation_expected_communications(simulation);
    const dadao_history history = dadao_experiment_history_present(lane);
    facts->measured_rate = dadao_experiment_history_rate(&history, &facts->sample);
    facts->hash = dadao_simulation_hash(simulation);
    facts->vectors = facts->sample.vectors;
    facts->cost =
        facts->scene->price[0] * (double)facts->sample.gradients + facts->scene->price[1] * (double)facts->sample.communications;
    facts->wall = dadao_experiment_wall(&experiment->now, lane, &experiment->now.lane[index]);
    facts->diverged = dadao_simulation_diverged(simulation);
}

static dadao_status gather(dadao_experiment *experiment, run_facts *facts, dadao_error *error)
{
    facts->scene = dadao_experiment_scene(experiment, error);
    if (!facts->scene)
        return error ? error->status : DADAO_INTERNAL;
    dadao_status status = dadao_experiment_align(experiment, error);
    if (status == DADAO_OK)
        gather_lane(experiment, 0, facts);
    return status;
}

/* ---- JSON ---- */

static void add_counts(dadao_text *json, const run_facts *facts)
{
    const dadao_sample *sample = &facts->sample;
    dadao_output_json_count(json, "events", sample->event);
    dadao_output_json_count(json, "gradients", sample->gradients);
    dadao_output_json_count(json, "communications", sample->communications);
    dadao_output_json_count(json, "vectors_sent", facts->vectors);
    dadao_output_json_number(json, "cost", facts->cost);
    dadao_output_json_number(json, "wall", facts->wall);
    dadao_output_json_number(json, "expected_gradients", facts->expected_gradients);
    dadao_output_json_number(json, "expected_communications", facts->expected_communications);
    dadao_output_json_number(json, "t", sample->t);
    dadao_output_json_number(json, "msd", sample->msd);
    dadao_output_json_number(json, "msd_lazy", sample->msd_lazy);
    dadao_output_json_number(json, "consensus", sample->consensus);
    dadao_output_json_number(json, "suboptimality", sample->suboptimality);
    dadao_output_json_number(json, "msd_part", sample->msd_part);
    dadao_output_json_number(json, "measured_rate", facts->measured_rate);
}

static void add_method(dadao_text *json, const dadao_lane_scene *lane)
{
    dadao_output_json_string(json, "method", dadao_method_shown_name(lane->method));
    dadao_output_json_string(json, "preset", lane->preset);
    dadao_output_json_string(json, "unit_of_time", dadao_method_declares(lane->method)->unit_of_time);
    for (size_t k = 0; k < dadao_method_parameter_count(lane->method); k++)
        dadao_output_json_number(json, dadao_method_parameter_at(lane->method, k)->name, lane->parameters[k]);
    dadao_output_json_truth(json, "guarantee", lane->guarantee.holds);
    dadao_output_json_string(json, "guarantee_fails", lane->guarantee.why);
    dadao_output_json_number(json, "guaranteed_rate", lane->guarantee.rate);
}

/* Where each part of the network heads. */
static void add_headings(dadao_text *json, const dadao_headings *headings)
{
    char words[512];
    dadao_experiment_headings_text(headings, words, sizeof words);
    dadao_output_json_string(json, "heading", words);
    dadao_output_json_list_begin(json, "destinations");
    for (size_t c = 0; c < headings->shown_count; c++) {
        const dadao_destination *to = &headings->shown[c];
        dadao_output_json_item_begin(json);
        dadao_output_json_string(json, "kind", dadao_experiment_heading_word(to->kind));
        dadao_output_json_count(json, "first_node", to->first);
        dadao_output_json_count(json, "nodes", to->nodes);
        dadao_output_json_number(json, "from_optimum", to->from_optimum);
        dadao_output_json_number(json, "from_own_optimum", to->from_own);
        dadao_output_json_item_end(json);
    }
    dadao_output_json_list_end(json);
}

static void add_hash(dadao_text *json, const run_facts *facts)
{
    char hash[17];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)facts->hash);
    dadao_output_json_string(json, "hash", hash);
}

/* Every lane, lane 0 too: with the same keys as above. */
static void add_lanes(dadao_text *json, dadao_experiment *experiment, const dadao_scene *scene)
{
    dadao_output_json_string(json, "axis", dadao_experiment_axis_word(scene->axis));
    dadao_output_json_list_begin(json, "lanes");
    for (size_t k = 0; k < scene->lane_count - scene->companion; k++) {
        run_facts facts = {.scene = scene};
        gather_lane(experiment, k, &facts);
        dadao_output_json_item_begin(json);
        dadao_output_json_string(json, "name", facts.lane->name);
        add_method(json, facts.lane);
        add_counts(json, &facts);
        add_headings(json, facts.headings);
        dadao_output_json_truth(json, "diverged", facts.diverged);
        add_hash(json, &facts);
        dadao_output_json_item_end(json);
    }
    dadao_output_json_list_end(json);
}

/* The clock and the prices that times and costs are by. */
static void add_clock(dadao_text *json, const dadao_scene *scene)
{
    static const char *const time_key[2] = {"gradient_time", "communication_time"},
                             *const law_key[2] = {"gradient_law", "communication_law"},
                             *const sigma_key[2] = {"gradient_sigma", "communication_sigma"};
    dadao_output_json_string(json, "clock", scene->cost_on ? "real machines" : "instantaneous events");
    for (size_t k = 0; k < 2 && scene->cost_on; k++) {
        dadao_output_json_number(json, time_key[k], scene->cost_time[k]);
        dadao_output_json_string(json, law_key[k], dadao_experiment_law_word(scene->cost_law[k].kind));
        if (scene->cost_law[k].kind == DADAO_LAW_LOGNORMAL)
            dadao_output_json_number(json, sigma_key[k], scene->cost_law[k].sigma);
    }
    if (scene->cost_on)
        dadao_output_json_count(json, "stragglers", scene->stragglers);
    dadao_output_json_number(json, "gradient_price", scene->price[0]);
    dadao_output_json_number(json, "communication_price", scene->price[1]);
    dadao_output_json_truth(json, "units_of_time_differ", scene->units_differ);
}

static void add_facts(dadao_text *json, const run_facts *facts)
{
    const dadao_scene *scene = facts->scene;
    dadao_output_json_count(json, "nodes", scene->nodes);
    dadao_output_json_count(json, "edges", scene->edges);
    dadao_output_json_count(json, "dimension", scene->dimension);
    dadao_output_json_string(json, "topology", scene->topology);
    dadao_output_json_string(json, "problem", scene->problem);
    dadao_output_json_number(json, "chi1", scene->chi1);
    dadao_output_json_number(json, "chi2", scene->chi2);
    dadao_output_json_number(json, "lambda", scene->total_rate);
    dadao_output_json_number(json, "sufficient_rate", scene->sufficient_rate);
    dadao_output_json_number(json, "mu", scene->mu);
    dadao_output_json_number(json, "L", scene->smoothness);
    dadao_output_json_count(json, "components", scene->components);
    dadao_output_json_count(json, "stopped", scene->stopped_count);
    add_clock(json, scene);
    add_method(json, facts->lane);
    add_headings(json, facts->headings);
    dadao_output_json_truth(json, "diverged", facts->diverged);
    dadao_output_json_count(json, "seed", scene->seed);
    dadao_output_json_string(json, "version", DADAO_VERSION);
    dadao_output_json_count(json, "numerics", DADAO_NUMERICS_VERSION);
}

dadao_status dadao_experiment_summary_json(dadao_experiment *experiment, double wall_seconds, char **json, dadao_error *error)
{
    run_facts facts;
    *json = NULL;
    dadao_status status = gather(experiment, &facts, error);
    if (status != DADAO_OK)
        return status;
    dadao_text text = {0};
    dadao_output_json_begin(&text);
    add_counts(&text, &facts);
    dadao_output_json_number(&text, "wall_seconds", wall_seconds);
    dadao_output_json_number(&text, "events_per_second", wall_seconds > 0 ? (double)facts.sample.event / wall_seconds : NAN);
    add_facts(&text, &facts);
    add_hash(&text, &facts);
    add_lanes(&text, experiment, facts.scene);
    dadao_output_json_end(&text);
    if (text.failed) {
        dadao_core_text_clear(&text);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    *json = text.bytes;
    return DADAO_OK;
}

/* ---- Text ---- */

static void tell_count(dadao_notes *text, bool exact, const char *what, uint64_t count, double expected)
{
    char got[32], wanted[32];
    double error = sqrt(expected);
    if (exact) { /* rounds leave nothing to chance */
        dadao_core_note(text, "%-15s %s", what, dadao_core_format_count(got, count));
        return;
    }
    dadao_core_note(text, "%-15s %s, expected %s +- %.0f (%+.1f standard errors)", what, dadao_core_format_count(got, count),
                    dadao_core_format_count(wanted, expected < 0x1p63 ? (uint64_t)(expected + 0.5) : 0), error,
                    error > 0 ? ((double)count - expected) / error : 0.0);
}

static void tell_guarantee(dadao_notes *text, const run_facts *facts)
{
    const dadao_guarantee *guarantee = &facts->lane->guarantee;
    if (isfinite(facts->measured_rate))
        dadao_core_note(text, "measured rate   %.6g per unit of time%s", facts->measured_rate,
                        isfinite(guarantee->rate) ? "" : " (no guaranteed one)");
    if (isfinite(guarantee->rate))
        dadao_core_note(text, "guaranteed rate %.6g%s", guarantee->rate,
                        guarantee->holds ? "" : " (rate only: no bound on the level)");
    if (guarantee->holds)
        dadao_core_note(text, "guarantee       holds");
    else
        dadao_core_note(text, "guarantee       does not hold: %s", guarantee->why);
}

static void tell_network(dadao_notes *text, const dadao_scene *scene)
{
    if (scene->chi_known)
        dadao_core_note(text, "network         %s: %zu nodes, %zu edges, chi1 %.6g, chi2 %.6g, rate %.6g (%.4g times sufficient)",
                        scene->topology, scene->nodes, scene->edges, scene->chi1, scene->chi2, scene->total_rate,
                        scene->rate_factor);
    else
        dadao_core_note(text, "network         %s: %zu nodes, %zu edges, chi not computed, rate %.6g", scene->topology,
                        scene->nodes, scene->edges, scene->total_rate);
    dadao_core_note(text, "problem         %s: dimension %zu, mu %.6g, L %.6g", scene->problem, scene->dimension, scene->mu,
                    scene->smoothness);
}

static void tell_clock(dadao_notes *text, const dadao_experiment *experiment)
{
    char clock[256];
    const size_t stragglers = dadao_experiment_factor_count(&experiment->now);
    dadao_experiment_clock_words(&experiment->now, clock, sizeof clock);
    if (experiment->now.cost.on && stragglers > 0)
        dadao_core_note(text, "clock           %s; %zu slow node%s or edge%s", clock, stragglers, stragglers == 1 ? "" : "s",
                        stragglers == 1 ? "" : "s");
    else
        dadao_core_note(text, "clock           %s", clock);
}

static void tell_lane(dadao_notes *text, const run_facts *facts, double wall_seconds)
{
    char count[32], speed[32];
    const dadao_sample *sample = &facts->sample;
    const bool rounds = dadao_method_is_synchronous(facts->lane->method);
    dadao_core_note(text, "%-15s %s to t = %.6g, %s per second", rounds ? "rounds" : "events",
                    dadao_core_format_count(count, sample->event), sample->t,
                    dadao_core_format_count(speed, wall_seconds > 0 ? (uint64_t)((double)sample->event / wall_seconds) : 0));
    tell_count(text, rounds, "gradients", sample->gradients, facts->expected_gradients);
    tell_count(text, rounds, "communications", sample->communications, facts->expected_communications);
    dadao_core_note(text, "cost            %.6g (a gradient %.6g, a communication %.6g), %s vectors sent", facts->cost,
                    facts->scene->price[0], facts->scene->price[1], dadao_core_format_count(count, facts->vectors));
    if (facts->scene->cost_on)
        dadao_core_note(text, "wall            %.6g on the clock for real machines", facts->wall);
    dadao_core_note(text, "error           msd %.6g, lazy %.6g, consensus %.6g, suboptimality %.6g", sample->msd,
                    sample->msd_lazy, sample->consensus, sample->suboptimality);
    if (facts->headings->parts != 1 || !facts->headings->kind || facts->headings->kind[0] != DADAO_HEADS_OPTIMUM) {
        char words[512];
        dadao_experiment_headings_text(facts->headings, words, sizeof words);
        dadao_core_note(text, "%s (msd %.6g to there)", words, sample->msd_part);
    }
    tell_guarantee(text, facts);
    if (facts->diverged)
        dadao_core_note(text, "DIVERGED        frozen at event %s", dadao_core_format_count(count, sample->event));
    dadao_core_note(text, "hash            %016llx", (unsigned long long)facts->hash);
}

dadao_status dadao_experiment_summary_text(dadao_experiment *experiment, double wall_seconds, dadao_notes *text,
                                           dadao_error *error)
{
    run_facts facts;
    dadao_status status = gather(experiment, &facts, error);
    if (status != DADAO_OK)
        return status;
    const dadao_scene *scene = facts.scene;
    tell_network(text, scene);
    tell_clock(text, experiment);
    for (size_t k = 0; k < scene->lane_count - scene->companion; k++) {
        if (scene->lane_count - scene->companion > 1) {
            dadao_core_note(text, "lane %zu          %s: %s %s%s", k, scene->lane[k].name, dadao_method_shown_name(scene->lane[k].method),
                            scene->lane[k].preset, k == 0 ? ", leads" : "");
            gather_lane(experiment, k, &facts);
        }
        tell_lane(text, &facts, wall_seconds);
    }
    if (scene->lane_count - scene->companion > 1)
        dadao_core_note(text, "axis            %s: lanes advance together on it", dadao_experiment_axis_word(scene->axis));
    for (size_t k = 1; k < scene->lane_count - scene->companion && !scene->cost_on; k++)
        if (dadao_method_units_differ(scene->lane[0].method, scene->lane[k].method))
            dadao_core_note(text, "units           t of lane %zu is not t of lane 0: its unit is %s; lane 0's is %s", k,
                            dadao_method_declares(scene->lane[k].method)->unit_of_time,
                            dadao_method_declares(scene->lane[0].method)->unit_of_time);
    return DADAO_OK;
}
