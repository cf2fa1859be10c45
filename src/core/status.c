/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Error objects and notes: the text of what went wrong, and of what is worth saying once. */
#include <dadao/status.h>

#include "memory.h"
#include <stdio.h>
#include <string.h>

/* Cuts a text that did not fit before the UTF-8 character that was cut in half. */
static void trim_to_character(char *text, size_t capacity)
{
    size_t end = capacity - 1;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xC0u) == 0x80u)
        end--;
    if (end > 0 && (unsigned char)text[end - 1] >= 0xC0u)
        end--;
    text[end] = '\0';
}

/* The bytes of the UTF-8 character at `text`; 0 where there is none, or one that a terminal obeys instead of showing it. */
static size_t shown_character(const unsigned char *text)
{
    const unsigned char first = text[0];
    if (first < 0x80u)
        return (first >= 0x20u && first != 0x7Fu) || first == '\n' || first == '\t';
    const size_t length = first >= 0xF0u ? 4 : first >= 0xE0u ? 3 : 2;
    if (first < 0xC2u || first > 0xF4u || (first == 0xC2u && text[1] < 0xA0u))
        return 0;
    for (size_t k = 1; k < length; k++)
        if ((text[k] & 0xC0u) != 0x80u)
            return 0;
    return length;
}

/* Texts quote what was read, and what was read may hold anything: what could not be shown becomes a question mark. */
static void make_showable(char *text)
{
    while (*text) {
        const size_t length = shown_character((const unsigned char *)text);
        if (length == 0)
            *text = '?';
        text += length ? length : 1;
    }
}

static void format_into(char *text, size_t capacity, const char *format, va_list arguments)
{
    int length = vsnprintf(text, capacity, format, arguments);
    if (length < 0)
        text[0] = '\0';
    else if ((size_t)length >= capacity)
        trim_to_character(text, capacity);
    make_showable(text);
}

dadao_status dadao_core_fail(dadao_error *error, dadao_status status, const char *format, ...)
{
    if (error != NULL) {
        /* A caller may pass the old text as an argument: format beside it first. */
        char text[DADAO_ERROR_CAPACITY];
        va_list arguments;
        va_start(arguments, format);
        format_into(text, sizeof text, format, arguments);
        va_end(arguments);
        memcpy(error->text, text, sizeof text);
        error->status = status;
        error->column = 0;
        error->length = 0;
    }
    return status;
}

void dadao_core_error_prefix(dadao_error *error, const char *format, ...)
{
    if (error == NULL)
        return;
    char prefix[DADAO_ERROR_CAPACITY];
    va_list arguments;
    va_start(arguments, format);
    format_into(prefix, sizeof prefix, format, arguments);
    va_end(arguments);
    char joined[2 * DADAO_ERROR_CAPACITY + 2];
    (void)snprintf(joined, sizeof joined, "%s: %s", prefix, error->text);
    size_t length = strlen(joined);
    if (length >= DADAO_ERROR_CAPACITY) {
        trim_to_character(joined, DADAO_ERROR_CAPACITY);
        length = strlen(joined);
    }
    memcpy(error->text, joined, length + 1);
}

const char *dadao_core_status_text(dadao_status status)
{
#define TEXT(name, text) text,
    static const char *const texts[] = { DADAO_STATUSES(TEXT) };
#undef TEXT
    return (size_t)status < DADAO_STATUS_COUNT ? texts[status] : "unknown status";
}

void dadao_core_note(dadao_notes *notes, const char *format, ...)
{
    if (notes == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    void *block = notes->text;
    if (!dadao_core_grow(&block, &notes->capacity, notes->length + (size_t)length + 2, 1))
        return;
    notes->text = block;
    va_start(arguments, format);
    (void)vsnprintf(notes->text + notes->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    make_showable(notes->text + notes->length);
    notes->length += (size_t)length;
    notes->text[notes->length++] = '\n';
    notes->text[notes->length] = '\0';
}

void dadao_core_notes_clear(dadao_notes *notes)
{
    free(notes->text);
    *notes = (dadao_notes){ 0 };
}
