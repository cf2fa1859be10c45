/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and prints configurations: one setting a line, every line checked by what it sets. */
#include "tui/config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dadao/experiment.h>

#include "core/memory.h"
#include "core/text.h"

#define LINE 512

void dadao_tui_config_init(dadao_config *config, const dadao_experiment_options *offered)
{
    memset(config, 0, sizeof *config);
    config->keymap.offered = offered;
    config->colors = config->sync = -1;
}

void dadao_tui_config_clear(dadao_config *config)
{
    for (size_t k = 0; k < config->looks; k++)
        free(config->look[k]);
    for (size_t k = 0; k < config->starts; k++)
        free(config->start[k]);
    config->looks = config->starts = 0;
}

/* ---- Lines ---- */

/* Cuts the first word off; the rest stays in *text without blanks at its beginning. */
static void take_word(const char **text, char *word, size_t capacity)
{
    size_t used = 0;
    while (isspace((unsigned char)**text))
        ++*text;
    for (; **text && !isspace((unsigned char)**text); ++*text)
        if (used + 1 < capacity)
            word[used++] = **text;
    word[used] = '\0';
    while (isspace((unsigned char)**text))
        ++*text;
}

static dadao_status read_number(const char *text, const char *name, double least, double most, double *value, dadao_error *error)
{
    double number;
    if (!dadao_core_parse_double(text, strlen(text), &number) || number < least || number > most)
        return dadao_core_fail(error, DADAO_SYNTAX, "%s: '%s' is not a number from %g to %g", name, text, least, most);
    *value = number;
    return DADAO_OK;
}

static int pane_titled(const char *title)
{
    for (int k = 0; k < DADAO_PANE_COUNT; k++)
        if (strcmp(title, dadao_view_pane_title((dadao_pane_id)k)) == 0)
            return k;
    return DADAO_PANE_ANY;
}

/* bind [PANE] KEY WHAT */
static dadao_status read_binding(dadao_config *config, const char *rest, int line, bool unbind, dadao_error *error)
{
    char word[64];
    take_word(&rest, word, sizeof word);
    int pane = pane_titled(word);
    if (pane != DADAO_PANE_ANY)
        take_word(&rest, word, sizeof word);
    if (!word[0] || (!unbind && !*rest))
        return dadao_core_fail(error, DADAO_SYNTAX,
                               unbind ? "unbind [PANE] KEY" : "bind [PANE] KEY COMMAND: say what '%s' shall do", word);
    if (unbind && *rest)
        return dadao_core_fail(error, DADAO_SYNTAX, "unbind takes one key; '%s' is too much", rest);
    return dadao_tui_keymap_bind(&config->keymap, pane, word, unbind ? "none" : rest, line, error);
}

static dadao_status keep(char **list, size_t *count, const char *text, dadao_error *error)
{
    if (*count >= DADAO_CONFIG_LINES)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "more than %d of these", DADAO_CONFIG_LINES);
    char *copy = dadao_core_copy_text(text);
    if (!copy)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    list[(*count)++] = copy;
    return DADAO_OK;
}

static dadao_status read_start(dadao_config *config, const char *text, dadao_error *error)
{
    const dadao_command *command;
    size_t rest;
    dadao_status status = dadao_view_is_command(text)
                              ? DADAO_OK
                              : dadao_experiment_command_find(config->keymap.offered, text, &command, &rest, error);
    return status == DADAO_OK ? keep(config->start, &config->starts, text, error) : status;
}

/* A look is tried on a state of its own, so that its words are checked as at the prompt. */
static dadao_status read_look(dadao_config *config, const char *text, dadao_error *error)
{
    dadao_view_state *scratch = dadao_core_allocate(1, sizeof *scratch);
    if (!scratch)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_view_state_init(scratch);
    dadao_status status = dadao_view_execute(scratch, NULL, text, error);
    free(scratch);
    return status == DADAO_OK ? keep(config->look, &config->looks, text, error) : status;
}

static dadao_status read_line(dadao_config *config, const char *text, int line, dadao_error *error)
{
    char word[64];
    const char *rest = text;
    double number = 0;
    take_word(&rest, word, sizeof word);
    if (strcmp(word, "bind") == 0 || strcmp(word, "unbind") == 0)
        return read_binding(config, rest, line, word[0] == 'u', error);
    if (strcmp(word, "fps") == 0)
        return read_number(rest, word, 1, 30, &config->fps, error);
    if (strcmp(word, "start") == 0)
        return read_start(config, rest, error);
    if (strcmp(word, "colors") == 0) {
        dadao_status status = read_number(rest, word, 0, 256, &number, error);
        if (status == DADAO_OK)
            config->colors = (int)number;
        return status;
    }
    if (strcmp(word, "sync") == 0 && (strcmp(rest, "on") == 0 || strcmp(rest, "off") == 0)) {
        config->sync = rest[1] == 'n';
        return DADAO_OK;
    }
    if (strcmp(word, "sync") == 0)
        return dadao_core_fail(error, DADAO_SYNTAX, "sync: '%s' is not on or off", rest);
    if (strcmp(word, "save") != 0 && strcmp(word, "select") != 0 && dadao_view_is_command(text))
        return read_look(config, text, error);
    return dadao_core_fail(error, DADAO_NOT_FOUND,
                           "'%s' is no setting: bind, unbind, fps, colors, sync, start, or a command of the screen such as "
                           "palette, glyphs, mouse, calm, tiling",
                           word);
}

/* One line without its comment and the blanks around it; returns the beginning of the next. */
static const char *next_line(const char *text, char line[LINE])
{
    size_t length = strcspn(text, "\n"), end = 0;
    bool quoted = false;
    while (end < length && (quoted || text[end] != '#' || (end > 0 && !isspace((unsigned char)text[end - 1]))))
        quoted ^= text[end++] == '"';
    size_t from = 0;
    while (from < end && isspace((unsigned char)text[from]))
        from++;
    while (end > from && isspace((unsigned char)text[end - 1]))
        end--;
    snprintf(line, LINE, "%.*s", (int)(end - from < LINE ? end - from : LINE - 1), text + from);
    return text + length + (text[length] == '\n');
}

size_t dadao_tui_config_read(dadao_config *config, const char *path, const char *text,
                             void (*complain)(void *context, const char *text), void *context)
{
    char line[LINE], said[2048];
    size_t wrong = 0;
    int number = 0;
    while (*text) {
        dadao_error error = {0};
        text = next_line(text, line);
        number++;
        if (!line[0] || read_line(config, line, number, &error) == DADAO_OK)
            continue;
        wrong++;
        snprintf(said, sizeof said, "%s:%d: %s", path, number, error.text);
        if (complain)
            complain(context, said);
    }
    return wrong;
}

/* ---- The defaults ---- */

static void print_bindings(FILE *stream)
{
    size_t count;
    char name[32], text[112];
    const dadao_key_row *table = dadao_tui_key_table(&count);
    for (size_t row = 0; row < count; row++)
        for (size_t k = 0; k < DADAO_ROW_KEYS && table[row].keys[k]; k++) {
            const char *pane =
                table[row].shown.pane == DADAO_PANE_ANY ? "" : dadao_view_pane_title((dadao_pane_id)table[row].shown.pane);
            const char *help = k == 0 && table[row].shown.help ? table[row].shown.help : "";
            fprintf(stream, "bind %s%s%s %s%s%s\n", pane, *pane ? " " : "", dadao_tui_key_name(table[row].keys[k], name),
                    dadao_tui_binding_text(table[row].does, text), *help ? "  # " : "", help);
        }
}

void dadao_tui_config_print(FILE *stream)
{
    char line[256];
    dadao_view_state *state = dadao_core_allocate(1, sizeof *state);
    fprintf(stream,
            "# Settings of dadao's screen as they are without this file. A setting is a line, # begins a comment.\n"
            "# Looks: any command of the screen (see `dadao help`). What the screen remembers comes before, options of the\n"
            "# command line come after this file.\n");
    if (state)
        dadao_view_state_init(state);
    for (size_t k = 0; state && dadao_view_setting(state, k, line, sizeof line); k++)
        fprintf(stream, "%s\n", line);
    free(state);
    fprintf(stream,
            "fps 10\nsync on\n# colors 256  # at most these; without it what the terminal has\n"
            "# start COMMAND  # carried out first: start speed 50\n\n"
            "# Keys: bind [PANE] KEY WHAT, unbind [PANE] KEY. WHAT is a command, or toggle, faster N, slider N, usual, focus N, ago N,\n"
            "# pane N, prompt, type, help, redraw, suspend, close, quit, none. Keys of a pane count while that pane is chosen.\n");
    print_bindings(stream);
}

/* ---- Places ---- */

static bool place(const char *own, const char *base, const char *home_folder, const char *name, char *buffer, size_t capacity)
{
    const char *said = getenv(own), *folder = getenv(base), *home = getenv("HOME");
    int length;
    if (said) /* empty: none is wanted */
        length = snprintf(buffer, capacity, "%s", said);
    else if (folder && *folder == '/')
        length = snprintf(buffer, capacity, "%s/dadao/%s", folder, name);
    else if (home && *home == '/')
        length = snprintf(buffer, capacity, "%s/%s/dadao/%s", home, home_folder, name);
    else
        return false;
    return length > 0 && (size_t)length < capacity;
}

bool dadao_tui_config_path(char *buffer, size_t capacity)
{
    return place("DADAO_CONFIG", "XDG_CONFIG_HOME", ".config", "config", buffer, capacity);
}

bool dadao_tui_state_path(char *buffer, size_t capacity)
{
    return place("DADAO_STATE", "XDG_STATE_HOME", ".local/state", "state", buffer, capacity);
}
