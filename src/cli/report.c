/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors on standard error, options, and files that become commands. */
#include "cli/cli.h"

#include "core/file.h"
#include "core/memory.h"
#include "core/text.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- Errors ---- */

/* Columns on a terminal: characters, not bytes. */
static int characters(const char *text, size_t bytes)
{
    int count = 0;
    for (size_t k = 0; k < bytes; k++)
        count += ((unsigned char)text[k] & 0xC0) != 0x80;
    return count;
}

static size_t begin_of_line(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n')
        at--;
    return at;
}

static int line_number(const char *text, size_t at)
{
    int number = 1;
    for (size_t k = 0; k < at; k++)
        number += text[k] == '\n';
    return number;
}

/* The line in question with tabs as blanks, and carets under the word. A long line is shown around the word. */
static void show_caret(const char *text, const dadao_error *error)
{
    enum { AROUND = 60 };
    size_t begin = begin_of_line(text, error->column), length = strcspn(text + begin, "\n");
    size_t word = error->column - begin, word_length = error->length;
    if (word_length > length - word)
        word_length = length > word ? length - word : 1;
    size_t from = word > AROUND ? word - AROUND : 0;
    while (from > 0 && ((unsigned char)text[begin + from] & 0xC0) == 0x80)
        from--;
    size_t to = word + word_length + AROUND < length ? word + word_length + AROUND : length;
    fprintf(stderr, "    %s", from ? "..." : "");
    for (size_t k = from; k < to; k++)
        fputc((unsigned char)text[begin + k] < 0x20 ? ' ' : text[begin + k], stderr);
    fprintf(stderr, "%s\n    %s%*s", to < length ? "..." : "", from ? "   " : "", characters(text + begin + from, word - from), "");
    for (int k = characters(text + begin + word, word_length); k > 0; k--)
        fputc('^', stderr);
    fputc('\n', stderr);
}

void dadao_cli_report(const char *place, const char *text, const dadao_error *error)
{
    bool points = text && error->length > 0 && error->column <= strlen(text);
    if (points && strchr(text, '\n'))
        fprintf(stderr, "dadao: %s:%d: %s\n", place, line_number(text, error->column), error->text);
    else
        fprintf(stderr, "dadao: %s%s%s\n", points ? place : "", points ? ": " : "", error->text);
    if (points)
        show_caret(text, error);
}

/* ---- Options ---- */

int dadao_cli_unknown_option(const char *what, const char *word, const char *const *known, size_t count)
{
    const char *near = dadao_core_nearest(word, known, count);
    fprintf(stderr, "dadao%s%s: unknown option '%s'", *what ? " " : "", what, word);
    if (near)
        fprintf(stderr, ": did you mean '%s'?\n", near);
    else
        fprintf(stderr, ": `dadao --help` lists them\n");
    return DADAO_CLI_USAGE;
}

bool dadao_cli_is(const char *argument, const char *name, const char *brief)
{
    size_t length = strlen(name);
    if (brief && strcmp(argument, brief) == 0)
        return true;
    return strncmp(argument, name, length) == 0 && (argument[length] == '\0' || argument[length] == '=');
}

const char *dadao_cli_value(int count, char **arguments, int *index, const char *name)
{
    const char *equals = arguments[*index][0] == '-' && arguments[*index][1] == '-' ? strchr(arguments[*index], '=') : NULL;
    if (equals)
        return equals + 1;
    if (*index + 1 < count)
        return arguments[++*index];
    fprintf(stderr, "dadao: %s wants a value\n", name);
    return NULL;
}

/* ---- Files ---- */

/* A file is a script when its ending or its first word says so. */
static bool is_script(const char *path, const char *text)
{
    static const char *const network[] = {"graphml", "gml", "net", "paj", "ncol", "lgl", "csv", "tsv", "edges", "edgelist", "el", "dot", "xml"};
    if (dadao_core_has_ending(path, "dadao"))
        return true;
    for (size_t k = 0; k < sizeof network / sizeof *network; k++) {
        if (dadao_core_has_ending(path, network[k]))
            return false;
    }
    const dadao_command *command;
    size_t rest;
    return dadao_experiment_command_find(NULL, text, &command, &rest, NULL) == DADAO_OK;
}

static char *topology_command(const char *path)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, "topology load \"");
    for (const char *c = path; *c; c++)
        dadao_core_text_format(&text, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    dadao_core_text_format(&text, "\"");
    return text.bytes;
}

dadao_status dadao_cli_file_commands(const char *path, char **commands, bool *script, dadao_error *error)
{
    char *text;
    size_t length;
    if (dadao_experiment_is_shared(path)) {
        *script = true;
        *commands = dadao_core_copy_text(path);
        return *commands ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    dadao_status status = dadao_core_file_read(path, (size_t)1 << 30, &text, &length, error);
    if (status != DADAO_OK)
        return status;
    *script = strcmp(path, "-") == 0 || (strlen(text) == length && is_script(path, text));
    if (*script && strlen(text) != length) {
        free(text);
        return dadao_core_fail(error, DADAO_FORMAT, "%s: holds NUL bytes: this is no text", path);
    }
    *commands = text;
    if (!*script) {
        free(text);
        *commands = topology_command(path);
    }
    return *commands ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

/* ---- Interrupts ---- */

static atomic_bool interrupt;
static volatile sig_atomic_t interrupt_signal;

/* The first asks for a clean end, the second does not ask. */
static void on_interrupt(int signal_number)
{
    if (interrupt_signal)
        _exit(128 + signal_number);
    interrupt_signal = signal_number;
    atomic_store(&interrupt, true);
}

const atomic_bool *dadao_cli_catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return &interrupt;
}

int dadao_cli_interrupted(void)
{
    return interrupt_signal;
}
