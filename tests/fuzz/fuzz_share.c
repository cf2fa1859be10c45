/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a shared line, and any bytes shared: refused in words, or a text of bounded size; what is packed comes back. */
#include "core/pack.h"

#include <dadao/experiment.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(const uint8_t *data, size_t size)
{
    char *word = malloc(size + 8), *script = NULL;
    dadao_error error = {0};
    if (!word)
        return;
    memcpy(word, "dadao1:", 7);
    memcpy(word + 7, data, size);
    word[size + 7] = '\0';
    if (dadao_experiment_shared_script(word, &script, &error) == DADAO_OK ? strlen(script) > 1u << 24 : script || !error.text[0])
        abort();
    free(script);
    free(word);
}

/* What is inside the letters, without the need to guess a checksum. */
static void give(const uint8_t *data, size_t size)
{
    dadao_text text = {0};
    char *bytes = NULL;
    size_t made = 0;
    if (dadao_core_pack((const char *)data, size, &text) &&
        (dadao_core_unpack(text.bytes, text.length, size, &bytes, &made, NULL) != DADAO_OK || made != size || (size && memcmp(bytes, data, size) != 0)))
        abort();
    free(bytes);
    dadao_core_text_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    take(data, size);
    give(data, size);
    return 0;
}
