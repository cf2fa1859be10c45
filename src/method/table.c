/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of methods, and the public functions that read a row of it. */
#include "method/stage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DADAO_METHOD_ENTRY(symbol) &dadao_method_##symbol,
static const dadao_method *const table[] = {DADAO_METHOD_ROWS(DADAO_METHOD_ENTRY)};
#undef DADAO_METHOD_ENTRY

size_t dadao_method_count(void)
{
    return sizeof table / sizeof *table;
}

const dadao_method *dadao_method_at(size_t index)
{
    return index < dadao_method_count() ? table[index] : NULL;
}

const dadao_method *dadao_method_find(const char *name)
{
    for (size_t k = 0; k < dadao_method_count(); k++)
        if (strcmp(table[k]->name, name) == 0)
            return table[k];
    return NULL;
}

const char *dadao_method_name(const dadao_method *method)
{
    return method->name;
}

const char *dadao_method_summary(const dadao_method *method)
{
    return method->summary;
}

size_t dadao_method_parameter_count(const dadao_method *method)
{
    return method->parameters;
}

const dadao_method_parameter *dadao_method_parameter_at(const dadao_method *method, size_t index)
{
    return index < method->parameters ? &method->parameter[index] : NULL;
}

size_t dadao_method_preset_count(const dadao_method *method)
{
    return method->presets;
}

const char *dadao_method_preset_name(const dadao_method *method, size_t index)
{
    return index < method->presets ? method->preset[index] : NULL;
}

size_t dadao_method_variable_count(const dadao_method *method)
{
    return method->variables;
}

const char *dadao_method_variable_name(const dadao_method *method, size_t index)
{
    return index < method->variables ? method->variable[index] : NULL;
}

const dadao_method_declaration *dadao_method_declares(const dadao_method *method)
{
    return &method->declaration;
}

bool dadao_method_is_synchronous(const dadao_method *method)
{
    return method->declaration.timing == DADAO_TIMING_ROUNDS;
}

static bool counts_single_events(const dadao_method *method)
{
    return method->declaration.timing == DADAO_TIMING_UNIT_EDGES || method->declaration.timing == DADAO_TIMING_TICKS;
}

bool dadao_method_units_differ(const dadao_method *method, const dadao_method *other)
{
    return counts_single_events(method) != counts_single_events(other);
}

const char *dadao_method_shown_name(const dadao_method *method)
{
    return method->declaration.in_the_style_of ? method->declaration.title : method->name;
}

size_t dadao_method_start_variable(const dadao_method *method)
{
    return method->start;
}

void dadao_method_needs_text(const dadao_method *method, char *text, size_t room)
{
#define DADAO_NEEDS_TEXT(name, words) words,
    static const char *const words[] = {DADAO_NEEDS_ROWS(DADAO_NEEDS_TEXT)};
#undef DADAO_NEEDS_TEXT
    size_t length = 0, left = 0;
    for (size_t k = 0; k < DADAO_NEEDS_COUNT; k++)
        left += method->declaration.needs >> k & 1u;
    text[0] = '\0';
    for (size_t k = 0; k < DADAO_NEEDS_COUNT && length < room; k++) {
        if (!(method->declaration.needs >> k & 1u))
            continue;
        const char *lead = length == 0 ? "needs " : left == 1 ? " and " : ", ";
        length += (size_t)snprintf(text + length, room - length, "%s%s", lead, words[k]);
        left--;
    }
}

/* ---- Parameters ---- */

dadao_status dadao_method_parameters(const dadao_method *method, size_t preset, const dadao_method_facts *facts,
                                     double *values, dadao_error *error)
{
    if (preset >= method->presets)
        return dadao_core_fail(error, DADAO_INVALID, "%s has no preset number %zu", method->name, preset);
    return method->compute(preset, facts, values, error);
}

dadao_status dadao_method_check_parameters(const dadao_method *method, const double *values, dadao_error *error)
{
    return method->check(values, error);
}

void dadao_method_guarantee(const dadao_method *method, const dadao_guarantee_facts *facts, dadao_guarantee *guarantee)
{
    if (method->guarantee) {
        method->guarantee(facts, guarantee);
        return;
    }
    *guarantee = (dadao_guarantee){.rate = NAN, .constant = NAN};
    snprintf(guarantee->why, sizeof guarantee->why, "the theorem speaks about DADAO, not about %s", method->declaration.title);
}

static dadao_status check_fact(const dadao_method *method, unsigned need, const char *name, double value, const char *advice,
                               dadao_error *error)
{
    if (!(method->declaration.needs & need) || (value > 0.0 && isfinite(value)))
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_INVALID, "%s is %g; the parameters of %s need it positive and finite: %s", name, value,
                           method->declaration.title, advice);
}

dadao_status dadao_method_check_facts(const dadao_method *method, const dadao_method_facts *facts, dadao_error *error)
{
    const char *connect = "connect the network, or set the parameters by hand";
    dadao_status status = check_fact(method, DADAO_NEEDS(MU), "mu", facts->mu, "add a ridge, or more samples a node", error);
    if (!status)
        status = check_fact(method, DADAO_NEEDS(SMOOTHNESS), "L", facts->smoothness, "check the data", error);
    if (!status)
        status = check_fact(method, DADAO_NEEDS(CHI), "chi1", facts->chi1, connect, error);
    if (!status)
        status = check_fact(method, DADAO_NEEDS(CHI), "chi2", facts->chi2, connect, error);
    if (!status)
        status = check_fact(method, DADAO_NEEDS(LAMBDA_MAX), "lambda_max", facts->lambda_max, connect, error);
    if (!status)
        status = check_fact(method, DADAO_NEEDS(LAMBDA_MAX), "the total rate", facts->total_rate, "set a rate", error);
    return status;
}

dadao_status dadao_method_check_values(const dadao_method *method, const double *values, dadao_error *error)
{
    const double limit = 1e100;
    for (size_t k = 0; k < method->parameters; k++) {
        const char *name = method->parameter[k].name;
        if (!isfinite(values[k]))
            return dadao_core_fail(error, DADAO_INVALID, "parameter %s is %g; expected a finite number", name, values[k]);
        if (values[k] < 0.0)
            return dadao_core_fail(error, DADAO_INVALID, "parameter %s is %g; it must not be negative", name, values[k]);
        if (values[k] > limit)
            return dadao_core_fail(error, DADAO_INVALID, "parameter %s is %g; at most %g can be computed with", name, values[k], limit);
    }
    return DADAO_OK;
}

void dadao_method_prepare_plain(const double *values, void *constants)
{
    memcpy(constants, values, DADAO_METHOD_MAX_PARAMETERS * sizeof *values);
}

static dadao_status find_spectrum(const dadao_method *method, size_t nodes, size_t edges, const dadao_edge *edge, const double *rates,
                                  dadao_edge *link, double *weight, uint32_t *degree, dadao_method_facts *facts, dadao_error *error)
{
    size_t links = 0;
    for (size_t e = 0; e < edges; e++) {
        if (rates && !(rates[e] > 0.0))
            continue;
        link[links] = edge[e];
        weight[links++] = (rates ? rates[e] : 1.0) / facts->total_rate;
    }
    dadao_status status = DADAO_OK;
    if (method->declaration.needs & DADAO_NEEDS(LAMBDA_MAX))
        status = dadao_method_lambda_max(nodes, links, link, weight, &facts->lambda_max, error);
    if (status || !(method->declaration.needs & DADAO_NEEDS(METROPOLIS)))
        return status;
    dadao_method_metropolis(nodes, links, link, degree, weight);
    return dadao_method_lambda_max(nodes, links, link, weight, &facts->disagreement, error);
}

dadao_status dadao_method_network_facts(const dadao_method *method, size_t nodes, size_t edges, const dadao_edge *edge,
                                        const double *rates, dadao_method_facts *facts, dadao_error *error)
{
    facts->nodes = nodes;
    facts->edges = 0;
    facts->total_rate = 0.0;
    for (size_t e = 0; e < edges; e++) {
        facts->total_rate += rates ? rates[e] : 1.0;
        facts->edges += !rates || rates[e] > 0.0;
    }
    if (!(method->declaration.needs & (DADAO_NEEDS(LAMBDA_MAX) | DADAO_NEEDS(METROPOLIS))) || !(facts->total_rate > 0.0))
        return DADAO_OK;
    dadao_edge *link = malloc(edges * sizeof *link);
    double *weight = malloc(edges * sizeof *weight);
    uint32_t *degree = malloc(nodes * sizeof *degree);
    dadao_status status = DADAO_OK;
    if (link && weight && degree)
        status = find_spectrum(method, nodes, edges, edge, rates, link, weight, degree, facts, error);
    else
        status = dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu edges", edges);
    free(link);
    free(weight);
    free(degree);
    return status;
}

/* ---- What cannot run ---- */

static bool is_connected(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates, uint32_t *parent)
{
    size_t parts = nodes;
    for (size_t i = 0; i < nodes; i++)
        parent[i] = (uint32_t)i;
    for (size_t e = 0; e < edges; e++) {
        uint32_t u = edge[e].u, v = edge[e].v;
        if (rates && !(rates[e] > 0.0))
            continue;
        while (parent[u] != u)
            u = parent[u] = parent[parent[u]];
        while (parent[v] != v)
            v = parent[v] = parent[parent[v]];
        parts -= u != v;
        parent[u > v ? u : v] = u < v ? u : v;
    }
    return parts == 1;
}

dadao_status dadao_method_admits(const dadao_method *method, const dadao_problem *problem, size_t nodes, size_t edges,
                                 const dadao_edge *edge, const double *rates, dadao_error *error)
{
    const unsigned needs = method->declaration.needs;
    if (needs & DADAO_NEEDS(EXACT) && dadao_problem_batch(problem) > 0)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "%s needs exact gradients, and this problem has batches of %zu samples: take "
                               "`batch=` off, or choose a method with stochastic gradients", method->declaration.title,
                               dadao_problem_batch(problem));
    if (!(needs & (DADAO_NEEDS(CONNECTED) | DADAO_NEEDS(TREE))))
        return DADAO_OK;
    uint32_t *parent = malloc(nodes * sizeof *parent);
    if (!parent)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory for %zu nodes", nodes);
    const bool connected = is_connected(nodes, edges, edge, rates, parent);
    free(parent);
    return connected ? DADAO_OK
                     : dadao_core_fail(error, DADAO_DISCONNECTED, "%s needs a connected network (edges at rate 0 do not count): add an edge",
                                       method->declaration.title);
}

/* What the kernels of a level may use. The features are those that the compiler was allowed to take for granted. */
static bool has_level(dadao_isa isa)
{
    switch (isa) {
    case DADAO_ISA_v4:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl") && has_level(DADAO_ISA_v3);
    case DADAO_ISA_v3:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2");
    default:
        return true;
    }
}

dadao_isa dadao_method_isa(void)
{
    static const char *const name[DADAO_ISA_COUNT] = {"baseline", "v3", "v4"};
    const char *wanted = getenv("DADAO_ISA");
    for (int isa = DADAO_ISA_COUNT - 1; isa > 0; isa--)
        if (has_level((dadao_isa)isa) && (!wanted || strcmp(wanted, name[isa]) == 0))
            return (dadao_isa)isa;
    return DADAO_ISA_baseline;
}
