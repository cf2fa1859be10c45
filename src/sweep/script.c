/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The script of one run: the base with its holes filled and its quantities put in their places. */
#include "sweep/script.h"

#include "core/memory.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

void dadao_sweep_commands_clear(dadao_sweep_commands *commands)
{
    for (size_t k = 0; k < commands->count; k++)
        free(commands->item[k]);
    free(commands->item);
    *commands = (dadao_sweep_commands){0};
}

static dadao_status insert(dadao_sweep_commands *commands, size_t at, const char *text, size_t length, dadao_error *error)
{
    char *copy = dadao_core_allocate(length + 1, 1);
    if (!copy || !dadao_core_grow((void **)&commands->item, &commands->capacity, commands->count + 1, sizeof *commands->item)) {
        free(copy);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    memcpy(copy, text, length);
    memmove(commands->item + at + 1, commands->item + at, (commands->count - at) * sizeof *commands->item);
    commands->item[at] = copy;
    commands->count++;
    return DADAO_OK;
}

/* Up to the end of a command; blanks, `;` and `#` in quotes are part of it. */
static size_t command_length(const char *text)
{
    bool quoted = false;
    size_t k = 0;
    for (; text[k] && (quoted || !strchr(";\n#", text[k])); k++) {
        if (quoted && text[k] == '\\' && text[k + 1])
            k++;
        else if (text[k] == '"')
            quoted = !quoted;
    }
    return k;
}

dadao_status dadao_sweep_commands_split(const char *text, dadao_sweep_commands *commands, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    *commands = (dadao_sweep_commands){0};
    while (status == DADAO_OK && *text) {
        text += strspn(text, " \t\r\n;");
        if (*text == '#') {
            text += strcspn(text, "\n");
            continue;
        }
        size_t length = command_length(text), kept = length;
        while (kept > 0 && isspace((unsigned char)text[kept - 1]))
            kept--;
        if (kept > 0)
            status = insert(commands, commands->count, text, kept, error);
        text += length;
    }
    return status;
}

/* Whether a command begins with these words. */
static bool begins(const char *command, const char *verb)
{
    size_t length = strlen(verb);
    return strncmp(command, verb, length) == 0 && (command[length] == ' ' || command[length] == '\0');
}

size_t dadao_sweep_commands_find(const dadao_sweep_commands *commands, const char *verb)
{
    for (size_t k = commands->count; k-- > 0;)
        if (begins(commands->item[k], verb))
            return k;
    return SIZE_MAX;
}

static dadao_status replace(dadao_sweep_commands *commands, size_t at, dadao_text *text, dadao_error *error)
{
    if (text->failed || !text->bytes) {
        dadao_core_text_clear(text);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    free(commands->item[at]);
    commands->item[at] = text->bytes;
    return DADAO_OK;
}

dadao_status dadao_sweep_commands_set(dadao_sweep_commands *commands, const char *verb, const char *value, dadao_error *error)
{
    size_t at = dadao_sweep_commands_find(commands, verb);
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s %s", verb, value);
    if (at != SIZE_MAX)
        return replace(commands, at, &text, error);
    dadao_status status =
        text.failed ? dadao_core_fail(error, DADAO_MEMORY, "out of memory") : insert(commands, 0, text.bytes, text.length, error);
    dadao_core_text_clear(&text);
    return status;
}

dadao_status dadao_sweep_commands_append(dadao_sweep_commands *commands, const char *verb, const char *value, dadao_error *error)
{
    dadao_text text = {0};
    size_t length = strlen(verb), run = dadao_sweep_commands_first_run(commands);
    dadao_core_text_format(&text, "%s%s%s", verb, length > 0 && verb[length - 1] == '=' ? "" : " ", value);
    dadao_status status = text.failed ? dadao_core_fail(error, DADAO_MEMORY, "out of memory")
                                      : insert(commands, run, text.bytes, text.length, error);
    dadao_core_text_clear(&text);
    return status;
}

size_t dadao_sweep_commands_first_run(const dadao_sweep_commands *commands)
{
    for (size_t k = 0; k < commands->count; k++)
        if (begins(commands->item[k], "run"))
            return k;
    return commands->count;
}

/* ---- Options and sizes ---- */

/* Where word `key=…` stands in a command: its beginning, and where it ends; the end of the command when it is not there. */
static size_t find_option(const char *command, const char *key, size_t *end)
{
    size_t length = strlen(key);
    for (size_t k = 0; command[k]; k++) {
        if (command[k] != ' ' || strncmp(command + k + 1, key, length) != 0 || command[k + 1 + length] != '=')
            continue;
        *end = k + 1 + strcspn(command + k + 1, " ");
        return k + 1;
    }
    *end = strlen(command);
    return *end;
}

dadao_status dadao_sweep_commands_option(dadao_sweep_commands *commands, const char *verb, const char *otherwise, const char *key,
                                         const char *value, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    if (dadao_sweep_commands_find(commands, verb) == SIZE_MAX)
        status = dadao_sweep_commands_set(commands, verb, otherwise, error);
    if (status != DADAO_OK)
        return status;
    size_t at = dadao_sweep_commands_find(commands, verb), end, start = find_option(commands->item[at], key, &end);
    const char *old = commands->item[at];
    dadao_text text = {0};
    dadao_core_text_append(&text, old, start);
    dadao_core_text_format(&text, "%s%s=%s%s", start == end ? " " : "", key, value, old + end);
    return replace(commands, at, &text, error);
}

/* `star 20 layout=…`: the number is the second word. */
dadao_status dadao_sweep_commands_size(dadao_sweep_commands *commands, const char *value, dadao_error *error)
{
    size_t at = dadao_sweep_commands_find(commands, "topology");
    if (at == SIZE_MAX)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "n: there is no `topology KIND N` to change the size of");
    const char *old = commands->item[at], *kind = old + strlen("topology");
    kind += strspn(kind, " ");
    const char *number = kind + strcspn(kind, " ");
    number += strspn(number, " ");
    size_t digits = strspn(number, "0123456789");
    const char *next = number + digits + strspn(number + digits, " ");
    if (digits == 0 || isdigit((unsigned char)*next))
        return dadao_core_fail(error, DADAO_UNSUPPORTED,
                               "n: `%s` has no single size; write a hole instead: `topology grid {n} {n}`", old);
    dadao_text text = {0};
    dadao_core_text_append(&text, old, (size_t)(number - old));
    dadao_core_text_format(&text, "%s%s", value, number + digits);
    return replace(commands, at, &text, error);
}

/* ---- Holes ---- */

bool dadao_sweep_commands_hole(const char *text, const char *name)
{
    char hole[DADAO_SWEEP_NAME + 3];
    snprintf(hole, sizeof hole, "{%s}", name);
    return strstr(text, hole) != NULL;
}

dadao_status dadao_sweep_commands_fill(dadao_sweep_commands *commands, const char *name, const char *value, dadao_error *error)
{
    char hole[DADAO_SWEEP_NAME + 3];
    dadao_status status = DADAO_OK;
    snprintf(hole, sizeof hole, "{%s}", name);
    for (size_t k = 0; status == DADAO_OK && k < commands->count; k++) {
        dadao_text text = {0};
        const char *rest = commands->item[k], *at;
        if (!strstr(rest, hole))
            continue;
        for (; (at = strstr(rest, hole)) != NULL; rest = at + strlen(hole)) {
            dadao_core_text_append(&text, rest, (size_t)(at - rest));
            dadao_core_text_append(&text, value, strlen(value));
        }
        dadao_core_text_append(&text, rest, strlen(rest));
        status = replace(commands, k, &text, error);
    }
    return status;
}
