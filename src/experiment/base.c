/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as they are now, as commands that bring them back at t = 0: what sweeps beside the run begin with. Parameters that were
 * not set by hand are those that the preset gives for these settings, not those that the run had before it was changed. */
#include "experiment/experiment.h"

#include <stdio.h>
#include <string.h>

static void put_words(dadao_text *text, const char *verb, const dadao_box *words)
{
    if (words)
        dadao_core_text_format(text, "%s %s\n", verb, (const char *)words->object);
}

static bool begins(const char *text, const char *verb)
{
    size_t length = strlen(verb);
    return strncmp(text, verb, length) == 0 && (text[length] == ' ' || text[length] == '\0');
}

/* Changes of the network and of single rates by hand since the topology was chosen. What `undo` or a way back took from them
 * is known to the log only in their order with the run: then none of them can be told. */
static bool put_edits(dadao_text *text, const dadao_log *log)
{
    static const char *const told[] = {"edge", "node", "rate edge", "rate node", "recentre"};
    static const char *const blurred[] = {"undo", "redo", "back", "goto", "branch choose"};
    size_t first = 0;
    bool any = false, clear = true;
    for (size_t k = 0; k < log->count; k++)
        first = begins(log->entry[k].text, "topology") ? k + 1 : first;
    for (size_t k = first; k < log->count; k++) {
        for (size_t v = 0; v < sizeof told / sizeof *told; v++)
            any = any || begins(log->entry[k].text, told[v]);
        for (size_t v = 0; v < sizeof blurred / sizeof *blurred; v++)
            clear = clear && !begins(log->entry[k].text, blurred[v]);
    }
    for (size_t k = first; any && clear && k < log->count; k++)
        for (size_t v = 0; v < sizeof told / sizeof *told; v++)
            if (!log->entry[k].dropped && begins(log->entry[k].text, told[v]))
                dadao_core_text_format(text, "%s\n", log->entry[k].text);
    return !any || clear;
}

static void put_law(dadao_text *text, const char *what, double time, dadao_duration_law law)
{
    char number[32];
    dadao_core_text_format(text, "cost %s time=%s law=%s", what, dadao_core_format_double(number, time),
                           dadao_experiment_law_word(law.kind));
    if (law.kind == DADAO_LAW_LOGNORMAL)
        dadao_core_text_format(text, " sigma=%s", dadao_core_format_double(number, law.sigma));
    dadao_core_text_format(text, "\n");
}

static void put_clock(dadao_text *text, const dadao_setting *now)
{
    char number[32];
    const dadao_factor *factor = now->factors ? now->factors->object : NULL;
    put_law(text, "gradient", now->cost.time[0], now->cost.law[0]);
    put_law(text, "communication", now->cost.time[1], now->cost.law[1]);
    for (size_t k = 0; factor && k < dadao_experiment_factor_count(now); k++) {
        dadao_core_format_double(number, factor[k].factor);
        if (factor[k].v == UINT32_MAX)
            dadao_core_text_format(text, "cost node %u factor=%s\n", factor[k].u, number);
        else
            dadao_core_text_format(text, "cost edge %u %u factor=%s\n", factor[k].u, factor[k].v, number);
    }
}

/* Edits change the total that was once asked for. */
static void put_rates(dadao_text *text, const dadao_setting *now)
{
    char number[32];
    const bool total = now->comm_is_total || now->edited;
    if (now->gradient_rate != 1)
        dadao_core_text_format(text, "rate gradient %s\n", dadao_core_format_double(number, now->gradient_rate));
    dadao_core_format_double(number, now->edited ? now->total_rate : now->comm_value);
    dadao_core_text_format(text, total ? "rate comm total=%s\n" : "rate comm %s\n", number);
}

static void put_method(dadao_text *text, const dadao_lane_setting *lane)
{
    char number[32];
    dadao_core_text_format(text, "method %s\npreset %s\n", dadao_method_name(lane->method),
                           dadao_method_preset_name(lane->method, lane->preset));
    for (size_t k = 0; k < dadao_method_parameter_count(lane->method); k++)
        if (lane->overridden >> k & 1u)
            dadao_core_text_format(text, "parameter %s %s\n", dadao_method_parameter_at(lane->method, k)->name,
                                   dadao_core_format_double(number, lane->override[k]));
}

bool dadao_experiment_base_script(const dadao_experiment *experiment, dadao_text *text)
{
    const dadao_setting *now = &experiment->now;
    dadao_core_text_format(text, "seed %llu\n", (unsigned long long)now->seed);
    put_words(text, "topology", now->topology_words);
    put_words(text, "problem", now->problem_words);
    put_words(text, "start", now->start_words);
    put_method(text, &now->lane[0]);
    bool whole = put_edits(text, &experiment->log);
    if (now->follow)
        dadao_core_text_format(text, "follow on\n");
    if (now->cost.on)
        put_clock(text, now);
    else
        put_rates(text, now);
    return whole;
}
