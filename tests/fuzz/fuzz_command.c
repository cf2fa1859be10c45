/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz entry: any text as commands for a small experiment that may not write; nothing crashes, nothing hangs. */
#include <dadao/experiment.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *context, size_t start, const char *candidate, const char *hint)
{
    (void)start;
    (void)candidate;
    (void)hint;
    ++*(size_t *)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.memory_limit = (size_t)1 << 18; /* a few hundred nodes */
    char *line = malloc(size + 1);
    dadao_experiment *experiment;
    if (!line || dadao_experiment_create(&options, &experiment, NULL) != DADAO_OK) {
        free(line);
        return 0;
    }
    if (size)
        memcpy(line, data, size);
    line[size] = '\0';
    dadao_notes notes = {0};
    dadao_error error = {0};
    size_t offered = 0;
    bool done, more = true;
    dadao_experiment_complete(&options, NULL, line, size, ignore, &offered);
    dadao_status status = dadao_experiment_execute(experiment, line, &notes, &error);
    for (int k = 0; k < 16 && status == DADAO_OK && more; k++) {
        status = dadao_experiment_pursue(experiment, 100, NULL, &done, &error);
        if (status == DADAO_OK)
            status = dadao_experiment_continue(experiment, &more, &notes, &error);
    }
    if (status != DADAO_OK && error.text[0] == '\0')
        abort(); /* a failure always says why */
    dadao_core_notes_clear(&notes);
    dadao_experiment_destroy(experiment);
    free(line);
    return 0;
}
