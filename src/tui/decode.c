/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a terminal become keys: characters, CSI and SS3 sequences, Alt, pastes; unknown sequences are swallowed whole. */
#include <stdio.h>
#include <string.h>

#include "tui/keys.h"

static uint32_t letter_key(unsigned char letter, bool far)
{
    switch (letter) {
    case 'A':
        return DADAO_KEY_UP;
    case 'B':
        return DADAO_KEY_DOWN;
    case 'C':
        return far ? DADAO_KEY_FAR_RIGHT : DADAO_KEY_RIGHT;
    case 'D':
        return far ? DADAO_KEY_FAR_LEFT : DADAO_KEY_LEFT;
    case 'H':
        return DADAO_KEY_HOME;
    case 'F':
        return DADAO_KEY_END;
    case 'Z':
        return DADAO_KEY_BACK_TAB;
    case 'M':
        return DADAO_KEY_ENTER;
    case 'P':
    case 'Q':
    case 'R':
    case 'S':
        return DADAO_KEY_FUNCTION;
    default:
        return DADAO_KEY_NONE;
    }
}

static uint32_t number_key(unsigned number)
{
    switch (number) {
    case 1:
    case 7:
        return DADAO_KEY_HOME;
    case 2:
        return DADAO_KEY_INSERT;
    case 3:
        return DADAO_KEY_DELETE;
    case 4:
    case 8:
        return DADAO_KEY_END;
    case 5:
        return DADAO_KEY_PAGE_UP;
    case 6:
        return DADAO_KEY_PAGE_DOWN;
    case 200:
        return DADAO_KEY_PASTE_BEGIN;
    case 201:
        return DADAO_KEY_PASTE_END;
    default:
        return number >= 11 && number <= 34 ? DADAO_KEY_FUNCTION : DADAO_KEY_NONE;
    }
}

/* The three first numbers of a sequence's parameters. */
static void parameters(const unsigned char *bytes, size_t count, unsigned value[3])
{
    size_t at = 0;
    value[0] = value[1] = value[2] = 0;
    for (size_t k = 0; k < count && at < 3; k++) {
        if (bytes[k] == ';')
            at++;
        else if (bytes[k] >= '0' && bytes[k] <= '9' && value[at] < 10000)
            value[at] = value[at] * 10 + (bytes[k] - '0');
    }
}

/* ESC [ … */
static uint32_t decode_csi(const unsigned char *bytes, size_t count, size_t *used)
{
    if (count >= 3 && bytes[2] == '[') { /* function keys of the Linux console */
        *used = count >= 4 ? 4 : 0;
        return DADAO_KEY_FUNCTION;
    }
    if (count >= 3 && bytes[2] == 'M') { /* an old mouse report: three bytes follow */
        *used = count >= 6 ? 6 : 0;
        return count >= 6 ? DADAO_KEY_POINTER : DADAO_KEY_NONE;
    }
    for (size_t k = 2; k < count; k++) {
        if (bytes[k] >= 0x20 && bytes[k] <= 0x3f)
            continue;
        *used = k + 1;
        if (bytes[k] < 0x40 || bytes[k] > 0x7e) { /* broken off: the byte begins something new */
            *used = k;
            return DADAO_KEY_NONE;
        }
        unsigned value[3];
        if (bytes[2] == '<' && (bytes[k] == 'M' || bytes[k] == 'm'))
            return DADAO_KEY_POINTER;
        parameters(bytes + 2, k - 2, value);
        bool private_use = k > 2 && bytes[2] >= '<';
        if (private_use)
            return DADAO_KEY_NONE;
        return bytes[k] == '~' ? number_key(value[0]) : letter_key(bytes[k], value[1] >= 3);
    }
    *used = count >= 64 ? count : 0;
    return DADAO_KEY_NONE;
}

/* ESC ] … and its like, answers of the terminal: up to BEL or ESC \ . */
static uint32_t skip_string(const unsigned char *bytes, size_t count, size_t *used)
{
    *used = count >= 64 ? count : 0;
    for (size_t k = 2; k < count; k++) {
        bool end = bytes[k] == 7 || (bytes[k] == '\\' && bytes[k - 1] == 27);
        if (!end)
            continue;
        *used = k + 1;
        break;
    }
    return DADAO_KEY_NONE;
}

static uint32_t decode_character(const unsigned char *bytes, size_t count, bool final, size_t *used)
{
    unsigned char first = bytes[0];
    *used = 1;
    if (first == '\r' || first == '\n')
        return DADAO_KEY_ENTER;
    if (first == '\t')
        return DADAO_KEY_TAB;
    if (first == 127 || first == 8)
        return DADAO_KEY_BACKSPACE;
    if (first < 0x80)
        return first;
    size_t need = (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : (first & 0xf8) == 0xf0 ? 4 : 1, have = 1;
    while (have < need && have < count && (bytes[have] & 0xc0) == 0x80)
        have++;
    if (have < need && have == count && !final) {
        *used = 0;
        return DADAO_KEY_NONE;
    }
    char text[5] = {0};
    memcpy(text, bytes, have);
    const char *end = text;
    uint32_t glyph = dadao_view_decode(&end);
    *used = (size_t)(end - text);
    return glyph == 0xfffd ? DADAO_KEY_NONE : glyph;
}

static uint32_t decode_escape(const unsigned char *bytes, size_t count, bool final, size_t *used)
{
    uint32_t key = DADAO_KEY_NONE;
    *used = 0;
    if (count >= 2 && bytes[1] == 27) {
        *used = 1;
        return DADAO_KEY_ESCAPE;
    }
    if (count >= 2 && bytes[1] == '[')
        key = decode_csi(bytes, count, used);
    else if (count >= 2 && strchr("]P_^X", bytes[1]) && bytes[1])
        key = skip_string(bytes, count, used);
    else if (count >= 2 && bytes[1] == 'O') {
        *used = count >= 3 ? 3 : 0;
        key = count >= 3 ? letter_key(bytes[2], false) : DADAO_KEY_NONE;
    } else if (count >= 2) {
        key = decode_character(bytes + 1, count - 1, final, used);
        *used += *used > 0;
        if (key != DADAO_KEY_NONE)
            key |= DADAO_KEY_ALT;
    }
    if (*used == 0 && final) { /* what never came to an end is Esc, and then whatever it looks like */
        *used = 1;
        return DADAO_KEY_ESCAPE;
    }
    return key;
}

/* Buttons of both reports: two bits of number, Shift, Alt, Ctrl, motion, wheel. */
static bool read_buttons(unsigned code, bool released, dadao_pointer *pointer)
{
    unsigned number = code & 3;
    pointer->alt = code & 8;
    pointer->ctrl = code & 16;
    pointer->button = number + 1;
    if (code & 128)
        return false; /* further buttons */
    if (code & 64) {
        pointer->kind = number ? DADAO_POINTER_WHEEL_DOWN : DADAO_POINTER_WHEEL_UP;
        pointer->button = 0;
        return number < 2 && !released;
    }
    if (number == 3)
        pointer->button = 0; /* the old report does not say which came up */
    pointer->kind = code & 32 ? DADAO_POINTER_DRAG : released || number == 3 ? DADAO_POINTER_RELEASE : DADAO_POINTER_PRESS;
    return pointer->kind == DADAO_POINTER_RELEASE || number < 3;
}

bool dadao_tui_decode_pointer(const unsigned char *bytes, size_t used, dadao_pointer *pointer)
{
    *pointer = (dadao_pointer){0};
    if (used == 6 && bytes[2] == 'M') {
        for (int k = 3; k < 6; k++)
            if (bytes[k] < 32)
                return false;
        pointer->x = bytes[4] - 33, pointer->y = bytes[5] - 33;
        return pointer->x >= 0 && pointer->y >= 0 && read_buttons(bytes[3] - 32u, false, pointer);
    }
    unsigned value[3];
    if (used < 5)
        return false;
    parameters(bytes + 3, used - 4, value);
    pointer->x = (int)value[1] - 1, pointer->y = (int)value[2] - 1;
    return pointer->x >= 0 && pointer->y >= 0 && read_buttons(value[0], bytes[used - 1] == 'm', pointer);
}

uint32_t dadao_tui_decode(const unsigned char *bytes, size_t count, bool final, size_t *used)
{
    *used = 0;
    if (count == 0)
        return DADAO_KEY_NONE;
    return bytes[0] == 27 ? decode_escape(bytes, count, final, used) : decode_character(bytes, count, final, used);
}

uint32_t dadao_tui_key_named(const char *name)
{
#define LABEL(name, label) label,
    static const char *const labels[] = {DADAO_NAMED_KEYS(LABEL)};
#undef LABEL
    uint32_t alt = strncmp(name, "Alt-", 4) == 0 && name[4] ? DADAO_KEY_ALT : 0;
    name += alt ? 4 : 0;
    if (strcmp(name, "space") == 0)
        return ' ' | alt;
    if (strcmp(name, "hash") == 0) /* which would begin a comment */
        return '#' | alt;
    for (uint32_t k = 0; k < sizeof labels / sizeof *labels; k++)
        if (strcmp(name, labels[k]) == 0)
            return (DADAO_KEY_FIRST + 1 + k) | alt;
    if (strncmp(name, "Ctrl-", 5) == 0 && name[5] >= '@' && name[5] <= '_' && !name[6])
        return (uint32_t)DADAO_CTRL(name[5]) | alt;
    const char *end = name;
    uint32_t glyph = dadao_view_decode(&end);
    return glyph > 32 && glyph != 127 && glyph != 0xfffd && !*end ? glyph | alt : DADAO_KEY_NONE;
}

const char *dadao_tui_key_name(uint32_t key, char *buffer)
{
#define LABEL(name, label) label,
    static const char *const labels[] = {DADAO_NAMED_KEYS(LABEL)};
#undef LABEL
    const char *alt = key != DADAO_KEY_NONE && key & DADAO_KEY_ALT ? "Alt-" : "";
    char glyph[5];
    if (key != DADAO_KEY_NONE)
        key &= ~DADAO_KEY_ALT;
    if (key > DADAO_KEY_FIRST && key < DADAO_KEY_LAST)
        snprintf(buffer, 32, "%s%s", alt, labels[key - DADAO_KEY_FIRST - 1]);
    else if (key == ' ')
        snprintf(buffer, 32, "%sspace", alt);
    else if (key < 32)
        snprintf(buffer, 32, "%sCtrl-%c", alt, (char)(key + 64));
    else if (key < 0x110000)
        dadao_view_encode(key, glyph), snprintf(buffer, 32, "%s%s", alt, glyph);
    else
        snprintf(buffer, 32, "that key");
    return buffer;
}
