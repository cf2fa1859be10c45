/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ready examples: a name for a line of commands. */
#include "experiment/examples.h"

#include "core/memory.h"
#include "experiment/experiment.h"

#include <string.h>

static const dadao_example table[] = {
#define DADAO_EXAMPLE_ROW(name, kind, summary, commands) {name, kind, summary, commands},
    DADAO_EXAMPLES(DADAO_EXAMPLE_ROW)
#undef DADAO_EXAMPLE_ROW
};

size_t dadao_experiment_example_count(void)
{
    return sizeof table / sizeof *table;
}

const dadao_example *dadao_experiment_example_at(size_t index)
{
    return index < dadao_experiment_example_count() ? &table[index] : NULL;
}

static void list_examples(dadao_notes *answer)
{
    for (size_t k = 0; k < dadao_experiment_example_count(); k++)
        dadao_core_note(answer, "%-12s %-11s %s", table[k].name, table[k].kind, table[k].summary);
}

static const dadao_example *find(const char *word)
{
    for (size_t k = 0; k < dadao_experiment_example_count(); k++)
        if (strcmp(table[k].name, word) == 0)
            return &table[k];
    return NULL;
}

static dadao_status unknown(const dadao_call *call, const char *word)
{
    const char *name[sizeof table / sizeof *table];
    for (size_t k = 0; k < dadao_experiment_example_count(); k++)
        name[k] = table[k].name;
    const char *near = dadao_core_nearest(word, name, dadao_experiment_example_count());
    return dadao_experiment_fail_argument(call, 0, DADAO_NOT_FOUND, near ? "no example '%s': did you mean '%s'?"
                                          : "no example '%s': `example` alone lists them%.0s", word, near ? near : "");
}

/* Its commands are carried out and logged one by one, so that a recording does not depend on this table; `undo` takes them
 * back together. */
dadao_status dadao_experiment_do_example(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 0, 1);
    const char *word = dadao_experiment_argument(call, 0);
    if (status != DADAO_OK)
        return status;
    if (!word) {
        list_examples(call->answer);
        return DADAO_OK;
    }
    const dadao_example *example = find(word);
    if (!example)
        return unknown(call, word);
    experiment->group = ++experiment->last_group;
    /* A ready experiment is the same whatever was set before, and nothing of that can stop it halfway. */
    if (strcmp(example->kind, "experiment") == 0)
        status = dadao_experiment_carry_out(experiment, "new", 0, call->answer, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_carry_out(experiment, example->commands, 0, call->answer, call->error);
    experiment->group = 0;
    if (status == DADAO_OK) {
        dadao_core_note(call->answer, "%s: %s", example->summary, example->commands);
        return DADAO_OK;
    }
    dadao_core_error_prefix(call->error, "example %s", example->name);
    call->error->length = 0;
    return dadao_experiment_point_at(call->words, call->first, status, call->error);
}
