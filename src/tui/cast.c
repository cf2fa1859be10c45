/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Films of the screen: the very bytes of each frame with the moment they left, as JSON lines. */
#include "tui/cast.h"

#include <string.h>
#include <time.h>

#include "core/memory.h"
#include "output/append.h"

#define IDLE_LIMIT 2 /* seconds: players make longer pauses this short */

struct dadao_cast {
    dadao_append file;
    double began;
    dadao_status status;
    dadao_error error; /* the first */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Bytes of the character at bytes[0…); 0: that is none. */
static size_t character(const unsigned char *bytes, size_t length)
{
    const size_t want = bytes[0] < 0x80 ? 1 : bytes[0] >= 0xf0 && bytes[0] < 0xf5 ? 4 : bytes[0] >= 0xe0 && bytes[0] < 0xf0 ? 3 : bytes[0] >= 0xc2 && bytes[0] < 0xe0 ? 2 : 0;
    for (size_t k = 1; k < want; k++)
        if (k >= length || (bytes[k] & 0xc0) != 0x80)
            return 0;
    return want;
}

static void append_string(dadao_text *text, const char *bytes, size_t length)
{
    dadao_core_text_append(text, "\"", 1);
    for (size_t k = 0; k < length;) {
        const unsigned char c = (unsigned char)bytes[k];
        const size_t size = character((const unsigned char *)bytes + k, length - k);
        if (size == 0)
            dadao_core_text_format(text, "\\ufffd");
        else if (c < 0x20 || c == 0x7f)
            dadao_core_text_format(text, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            dadao_core_text_format(text, "\\%c", c);
        else
            dadao_core_text_append(text, bytes + k, size);
        k += size ? size : 1;
    }
    dadao_core_text_append(text, "\"", 1);
}

static void flush(dadao_cast *cast)
{
    if (cast->status == DADAO_OK)
        cast->status = dadao_output_append_flush(&cast->file, true, &cast->error);
}

dadao_status dadao_tui_cast_open(const char *path, int columns, int rows, const char *term, dadao_cast **cast, dadao_error *error)
{
    *cast = NULL;
    dadao_cast *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_status status = dadao_output_append_open(&made->file, path, error);
    if (status != DADAO_OK) {
        free(made);
        return status;
    }
    dadao_text *rows_text = &made->file.rows;
    dadao_core_text_format(rows_text, "{\"version\": 2, \"width\": %d, \"height\": %d, \"idle_time_limit\": %d, \"env\": {\"TERM\": ",
                           columns, rows, IDLE_LIMIT);
    append_string(rows_text, term, strlen(term));
    dadao_core_text_format(rows_text, "}}\n");
    made->began = now();
    flush(made);
    if (made->status != DADAO_OK)
        return dadao_tui_cast_close(made, error);
    *cast = made;
    return DADAO_OK;
}

void dadao_tui_cast_event(dadao_cast *cast, char code, const char *bytes, size_t length)
{
    if (!cast || cast->status != DADAO_OK)
        return;
    dadao_core_text_format(&cast->file.rows, "[%.6f, \"%c\", ", now() - cast->began, code);
    append_string(&cast->file.rows, bytes, length);
    dadao_core_text_format(&cast->file.rows, "]\n");
    flush(cast);
}

dadao_status dadao_tui_cast_close(dadao_cast *cast, dadao_error *error)
{
    if (!cast)
        return DADAO_OK;
    dadao_status status = cast->status;
    if (status != DADAO_OK)
        dadao_core_fail(error, status, "%s", cast->error.text);
    dadao_status closed = dadao_output_append_close(&cast->file, status == DADAO_OK ? error : NULL);
    free(cast);
    return status == DADAO_OK ? closed : status;
}
