/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a file is text, and if it is old text (Latin-1) its UTF-8. */
#include "topology/read.h"

#include "core/memory.h"

#include <string.h>

static size_t line_at(const char *bytes, size_t position)
{
    size_t line = 1;
    for (size_t k = 0; k < position; k++) {
        line += bytes[k] == '\n';
    }
    return line;
}

/* Length of the well-formed UTF-8 sequence at p, 0 if there is none (Unicode, table 3-7). */
static size_t sequence_length(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80) {
        return 1;
    }
    size_t need = p[0] >= 0xc2 && p[0] < 0xe0   ? 2
                  : p[0] >= 0xe0 && p[0] < 0xf0 ? 3
                  : p[0] >= 0xf0 && p[0] < 0xf5 ? 4
                                                : 0;
    if (need == 0 || left < need) {
        return 0;
    }
    for (size_t k = 1; k < need; k++) {
        if ((p[k] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
    bool surrogate = p[0] == 0xed && p[1] >= 0xa0;
    bool beyond = p[0] == 0xf4 && p[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : need;
}

static bool is_utf8(const char *bytes, size_t length)
{
    const unsigned char *p = (const unsigned char *)bytes;
    for (size_t k = 0; k < length;) {
        size_t step = sequence_length(p + k, length - k);
        if (step == 0) {
            return false;
        }
        k += step;
    }
    return true;
}

/* Every byte is a character: at most twice as long. */
static dadao_status from_latin1(dadao_draft *draft, char **bytes, size_t *length)
{
    char *wide = dadao_core_allocate(2 * *length + 1, 1);
    if (wide == NULL) {
        return dadao_topology_out_of_memory(draft->error);
    }
    size_t to = 0;
    for (size_t k = 0; k < *length; k++) {
        to += dadao_topology_utf8((unsigned char)(*bytes)[k], wide + to);
    }
    free(*bytes);
    *bytes = wide;
    *length = to;
    dadao_core_note(draft->notes, "%s: not UTF-8; read as Latin-1", draft->path);
    return DADAO_OK;
}

dadao_status dadao_topology_decode(dadao_draft *draft, char **bytes, size_t *length)
{
    const char *text = *bytes;
    if (*length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
        return dadao_topology_draft_fail(draft, 1, "the file is UTF-16; save it as UTF-8");
    }
    const char *zero = memchr(text, '\0', *length);
    if (zero != NULL) {
        return dadao_topology_draft_fail(draft, line_at(text, (size_t)(zero - text)),
                                         "a zero byte: this is not a text file");
    }
    if (*length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        *length -= 3;
        memmove(*bytes, text + 3, *length + 1);
    }
    return is_utf8(*bytes, *length) ? DADAO_OK : from_latin1(draft, bytes, length);
}
