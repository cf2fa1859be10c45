/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a recording: verified or refused in words, and what is verified is text that ends in a whole line. */
#include <dadao/experiment.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    bool cut = false;
    size_t lines = 0;
    dadao_error error = {0};
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    const dadao_status status = dadao_experiment_recording_check(text, size, &cut, &lines, &error);
    if (status != DADAO_OK && error.text[0] == '\0')
        abort();
    if (status == DADAO_OK && *text && text[strlen(text) - 1] != '\n')
        abort();
    free(text);
    return 0;
}
