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
    dadao_sample sample;
    double expected_gradients, expected_communications, measured_rate;
    uint64_t hash, vectors;
    bool diverged;
} run_facts;

static dadao_status gather(dadao_experiment *experiment, run_facts *facts, dadao_error *error)
{
    facts->scene = dadao_experiment_scene(experiment, error);
    if (!facts->scene)
        return error ? error->status : DADAO_INTERNAL;
    const dadao_simulation *simulation = dadao_experiment_lead(experiment);
    dadao_simulation_measure(simulation, &facts->sample);
    facts->expected_gradients = dadao_simulation_expected_gradients(simulation);
    facts->expected_communications = dadao_simulation_expected_communications(simulation);
    facts->measured_rate = dadao_experiment_history_rate(&experiment->lane[0].history, &facts->sample);
    facts->hash = dadao_simulation_hash(simulation);
    facts->vectors = 2 * facts->sample.communications; /* each end sends one */
    facts->diverged = dadao_simulation_diverged(simulation);
    return DADAO_OK;
}

/* ---- JSON ---- */

static void add_counts(dadao_text *json, const run_facts *facts, double wall_seconds)
{
    const dadao_sample *sample = &facts->sample;
    dadao_output_json_count(json, "events", sample->event);
    dadao_output_json_count(json, "gradients", sample->gradients);
    dadao_output_json_count(json, "communications", sample->communications);
    dadao_output_json_count(json, "vectors_sent", facts->vectors);
    dadao_output_json_number(json, "expected_gradients", facts->expected_gradients);
    dadao_output_json_number(json, "expected_communications", facts->expected_communications);
    dadao_output_json_number(json, "t", sample->t);
    dadao_output_json_number(json, "msd", sample->msd);
    dadao_output_json_number(json, "msd_lazy", sample->msd_lazy);
    dadao_output_json_number(json, "consensus", sample->consensus);
    dadao_output_json_number(json, "suboptimality", sample->suboptimality);
    dadao_output_json_number(json, "measured_rate", facts->measured_rate);
    dadao_output_json_number(json, "wall_seconds", wall_seconds);
    dadao_output_json_number(json, "events_per_second", wall_seconds > 0 ? (double)sample->event / wall_seconds : NAN);
}

static void add_facts(dadao_text *json, const run_facts *facts)
{
    const dadao_scene *scene = facts->scene;
    dadao_output_json_count(json, "nodes", scene->nodes);
    dadao_output_json_count(json, "edges", scene->edges);
    dadao_output_json_count(json, "dimension", scene->dimension);
    dadao_output_json_string(json, "topology", scene->topology);
    dadao_output_json_string(json, "problem", scene->problem);
    dadao_output_json_string(json, "method", dadao_method_name(scene->method));
    dadao_output_json_string(json, "preset", scene->preset);
    dadao_output_json_number(json, "chi1", scene->chi1);
    dadao_output_json_number(json, "chi2", scene->chi2);
    dadao_output_json_number(json, "lambda", scene->total_rate);
    dadao_output_json_number(json, "sufficient_rate", scene->sufficient_rate);
    dadao_output_json_number(json, "mu", scene->mu);
    dadao_output_json_number(json, "L", scene->smoothness);
    for (size_t k = 0; k < dadao_method_parameter_count(scene->method); k++)
        dadao_output_json_number(json, dadao_method_parameter_at(scene->method, k)->name, scene->parameters[k]);
    dadao_output_json_truth(json, "diverged", facts->diverged);
    dadao_output_json_truth(json, "guarantee", scene->guarantee.holds);
    dadao_output_json_string(json, "guarantee_fails", scene->guarantee.why);
    dadao_output_json_number(json, "guaranteed_rate", scene->guarantee.rate);
    dadao_output_json_count(json, "seed", scene->seed);
    dadao_output_json_string(json, "version", DADAO_VERSION);
    dadao_output_json_count(json, "numerics", DADAO_NUMERICS_VERSION);
}

dadao_status dadao_experiment_summary_json(dadao_experiment *experiment, double wall_seconds, char **json, dadao_error *error)
{
    run_facts facts;
    char hash[17];
    *json = NULL;
    dadao_status status = gather(experiment, &facts, error);
    if (status != DADAO_OK)
        return status;
    dadao_text text = {0};
    dadao_output_json_begin(&text);
    add_counts(&text, &facts, wall_seconds);
    add_facts(&text, &facts);
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)facts.hash);
    dadao_output_json_string(&text, "hash", hash);
    dadao_output_json_end(&text);
    if (text.failed) {
        dadao_core_text_clear(&text);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    *json = text.bytes;
    return DADAO_OK;
}

/* ---- Text ---- */

static void tell_count(dadao_notes *text, const char *what, uint64_t count, double expected)
{
    char got[32], wanted[32];
    double error = sqrt(expected);
    dadao_core_note(text, "%-15s %s, expected %s +- %.0f (%+.1f standard errors)", what, dadao_core_format_count(got, count),
                    dadao_core_format_count(wanted, expected < 0x1p63 ? (uint64_t)(expected + 0.5) : 0), error,
                    error > 0 ? ((double)count - expected) / error : 0.0);
}

static void tell_guarantee(dadao_notes *text, const run_facts *facts)
{
    const dadao_guarantee *guarantee = &facts->scene->guarantee;
    if (isfinite(facts->measured_rate))
        dadao_core_note(text, "measured rate   %.6g per unit of time%s", facts->measured_rate,
                        isfinite(guarantee->rate) ? "" : " (no guaranteed one)");
    if (isfinite(guarantee->rate))
        dadao_core_note(text, "guaranteed rate %.6g%s", guarantee->rate, guarantee->holds ? "" : " (rate only: no bound on the level)");
    if (guarantee->holds)
        dadao_core_note(text, "guarantee       holds");
    else
        dadao_core_note(text, "guarantee       does not hold: %s", guarantee->why);
}

static void tell_network(dadao_notes *text, const dadao_scene *scene)
{
    if (scene->chi_known)
        dadao_core_note(text, "network         %s: %zu nodes, %zu edges, chi1 %.6g, chi2 %.6g, rate %.6g (%.4g times sufficient)",
                        scene->topology, scene->nodes, scene->edges, scene->chi1, scene->chi2, scene->total_rate, scene->rate_factor);
    else
        dadao_core_note(text, "network         %s: %zu nodes, %zu edges, chi not computed, rate %.6g", scene->topology, scene->nodes,
                        scene->edges, scene->total_rate);
    dadao_core_note(text, "problem         %s: dimension %zu, mu %.6g, L %.6g", scene->problem, scene->dimension, scene->mu,
                    scene->smoothness);
}

dadao_status dadao_experiment_summary_text(dadao_experiment *experiment, double wall_seconds, dadao_notes *text, dadao_error *error)
{
    run_facts facts;
    char count[32], speed[32];
    dadao_status status = gather(experiment, &facts, error);
    if (status != DADAO_OK)
        return status;
    const dadao_sample *sample = &facts.sample;
    tell_network(text, facts.scene);
    dadao_core_note(text, "events          %s to t = %.6g, %s per second", dadao_core_format_count(count, sample->event), sample->t,
                    dadao_core_format_count(speed, wall_seconds > 0 ? (uint64_t)((double)sample->event / wall_seconds) : 0));
    tell_count(text, "gradients", sample->gradients, facts.expected_gradients);
    tell_count(text, "communications", sample->communications, facts.expected_communications);
    dadao_core_note(text, "error           msd %.6g, lazy %.6g, consensus %.6g, suboptimality %.6g", sample->msd, sample->msd_lazy,
                    sample->consensus, sample->suboptimality);
    tell_guarantee(text, &facts);
    if (facts.diverged)
        dadao_core_note(text, "DIVERGED        frozen at event %s", dadao_core_format_count(count, sample->event));
    dadao_core_note(text, "hash            %016llx", (unsigned long long)facts.hash);
    return DADAO_OK;
}
