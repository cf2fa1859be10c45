/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes: parts of a setting that several settings share. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <string.h>

dadao_box *dadao_experiment_box(void *object, size_t bytes, void (*destroy)(void *object))
{
    dadao_box *box = object ? dadao_core_allocate(1, sizeof *box) : NULL;
    if (!box) {
        if (object)
            destroy(object);
        return NULL;
    }
    *box = (dadao_box){.references = 1, .bytes = bytes, .object = object, .destroy = destroy};
    return box;
}

dadao_box *dadao_experiment_box_text(const char *text, size_t length)
{
    char *copy = dadao_core_allocate(length + 1, 1);
    if (copy)
        memcpy(copy, text, length);
    return dadao_experiment_box(copy, length + 1, free);
}

dadao_box *dadao_experiment_box_doubles(size_t count, double **values)
{
    *values = dadao_core_allocate(count, sizeof **values);
    return dadao_experiment_box(*values, count * sizeof **values, free);
}

dadao_box *dadao_experiment_box_retain(dadao_box *box)
{
    if (box)
        box->references++;
    return box;
}

void dadao_experiment_box_release(dadao_box *box)
{
    if (!box || --box->references > 0)
        return;
    box->destroy(box->object);
    free(box);
}

void dadao_experiment_box_set(dadao_box **place, dadao_box *box)
{
    dadao_experiment_box_release(*place);
    *place = box;
}

/* Every box of a setting, so that retaining, releasing and weighing cannot forget one. */
#define SETTING_BOXES(X) \
    X(topology_words) X(problem_words) X(start_words) X(events_words) X(topology) X(edge_base) X(edge_rate) X(node_base) \
    X(node_rate) X(stopped) X(problem) X(spectrum) X(events) X(moves) X(given.optimum) X(factors)

void dadao_experiment_setting_retain(dadao_setting *setting)
{
#define RETAIN(name) dadao_experiment_box_retain(setting->name);
    SETTING_BOXES(RETAIN)
#undef RETAIN
}

void dadao_experiment_setting_clear(dadao_setting *setting)
{
#define RELEASE(name) dadao_experiment_box_set(&setting->name, NULL);
    SETTING_BOXES(RELEASE)
#undef RELEASE
}

/* What forgetting this setting would at most give back. */
size_t dadao_experiment_setting_bytes(const dadao_setting *setting)
{
    size_t bytes = 0;
#define WEIGH(name) bytes += setting->name ? setting->name->bytes / setting->name->references : 0;
    SETTING_BOXES(WEIGH)
#undef WEIGH
    return bytes;
}
