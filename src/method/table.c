/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of methods, and the public functions that read a row of it. */
#include "method/method.h"

#include <stdlib.h>
#include <string.h>

static const dadao_method *const table[] = {
    &dadao_method_dadao,
};

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

bool dadao_method_is_synchronous(const dadao_method *method)
{
    return method->synchronous;
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
    method->guarantee(facts, guarantee);
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
