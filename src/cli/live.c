/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao [FILE]`: opens the full screen. */
#include "cli/cli.h"

#include "core/memory.h"
#include "core/text.h"
#include "tui/config.h"
#include "tui/plain.h"
#include "view/view.h"

#include <dadao/lesson.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct live_options {
    dadao_tui_options screen;
    dadao_experiment_options experiment;
    const char **commands;
    char **owned;        /* texts of files */
    size_t count, owned_count;
    const char *lessons; /* the folder they are in; NULL: the usual one */
    char config[512], state[512];
    bool foreign, allow_write, no_state, plain;
} live_options;

static bool read_number(const char *text, double least, double most, const char *name, double *value)
{
    if (text && dadao_core_parse_double(text, strlen(text), value) && *value >= least && *value <= most)
        return true;
    if (text)
        fprintf(stderr, "dadao: %s: '%s' is not a number from %g to %g\n", name, text, least, most);
    return false;
}

static int read_option(live_options *options, int count, char **arguments, int *index)
{
    static const char *const known[] = {"--command", "--fps", "--colors", "--ascii", "--allow-write", "--graphs", "--lessons",
                                        "--stats", "--no-sync", "--no-mouse", "--calm", "--config", "--no-state", "--plain",
                                        "--cast", "--help", "--version"};
    const char *word = arguments[*index];
    double number = 0;
    if (dadao_cli_is(word, "--command", "-c")) {
        const char *value = dadao_cli_value(count, arguments, index, "-c");
        options->commands[options->count++] = value;
        return value ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    }
    if (dadao_cli_is(word, "--fps", NULL)) {
        if (!read_number(dadao_cli_value(count, arguments, index, "--fps"), 1, 30, "--fps", &options->screen.fps))
            return DADAO_CLI_USAGE;
    } else if (dadao_cli_is(word, "--colors", NULL)) {
        if (!read_number(dadao_cli_value(count, arguments, index, "--colors"), 0, 256, "--colors", &number))
            return DADAO_CLI_USAGE;
        options->screen.colors = (int)number;
    } else if (dadao_cli_is(word, "--graphs", NULL)) {
        options->experiment.graphs = dadao_cli_value(count, arguments, index, "--graphs");
        return options->experiment.graphs ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    } else if (dadao_cli_is(word, "--lessons", NULL)) {
        options->lessons = dadao_cli_value(count, arguments, index, "--lessons");
        return options->lessons ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    } else if (strcmp(word, "--ascii") == 0) {
        options->screen.ascii = true;
    } else if (strcmp(word, "--allow-write") == 0) {
        options->allow_write = true;
    } else if (strcmp(word, "--stats") == 0) {
        options->screen.stats = true;
    } else if (strcmp(word, "--no-sync") == 0) {
        options->screen.sync = false;
    } else if (strcmp(word, "--no-mouse") == 0) {
        options->screen.mouse = false;
    } else if (dadao_cli_is(word, "--config", NULL)) {
        const char *value = dadao_cli_value(count, arguments, index, "--config");
        snprintf(options->config, sizeof options->config, "%s", value ? value : "");
        return value ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    } else if (strcmp(word, "--plain") == 0) {
        options->plain = true;
    } else if (strcmp(word, "--no-state") == 0) {
        options->no_state = true;
    } else if (dadao_cli_is(word, "--cast", NULL)) {
        options->screen.cast = dadao_cli_value(count, arguments, index, "--cast");
        return options->screen.cast ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    } else if (strcmp(word, "--calm") == 0) {
        options->screen.calm = true;
    } else {
        return dadao_cli_unknown_option("", word, known, sizeof known / sizeof *known);
    }
    return DADAO_CLI_OK;
}

/* A script from elsewhere may not write; what is typed may. */
static int read_file(live_options *options, const char *path)
{
    dadao_error error = {0};
    char *commands;
    bool script;
    if (dadao_cli_file_commands(path, &commands, &script, &error) != DADAO_OK) {
        static const char *const verb[] = {"run", "chi", "commands", "help"};
        const char *near = dadao_core_nearest(path, verb, 4);
        dadao_cli_report(path, NULL, &error);
        if (near && !strpbrk(path, "./"))
            fprintf(stderr, "dadao: did you mean `dadao %s`?\n", near);
        return DADAO_CLI_USAGE;
    }
    options->foreign = options->foreign || script;
    options->owned[options->owned_count++] = commands;
    options->commands[options->count++] = commands;
    return DADAO_CLI_OK;
}

static int open_screen(live_options *options)
{
    dadao_error error = {0};
    options->experiment.allow_write = options->allow_write || !options->foreign;
    options->experiment.endless = !options->plain || isatty(STDIN_FILENO); /* a pipe would wait for ever */
    options->experiment.looks = dadao_view_commands;
    options->experiment.look_count = dadao_view_command_count;
    char notes[512];
    dadao_lesson_host *host;
    dadao_lesson_host_options lessons = {.folder = options->lessons, .experiment = options->experiment, .may_write = options->allow_write};
    lessons.notes = dadao_cli_notes_path(notes, sizeof notes) ? notes : NULL;
    char score[512];
    lessons.score = !options->no_state && dadao_cli_score_path(score, sizeof score, true) ? score : NULL;
    if (dadao_lesson_host_create(&lessons, &host, &error) != DADAO_OK) {
        dadao_cli_report("dadao", NULL, &error);
        return DADAO_CLI_FAILED;
    }
    options->experiment.extension = dadao_lesson_host_extension(host);
    if (dadao_experiment_create(&options->experiment, &options->screen.experiment, &error) != DADAO_OK) {
        dadao_cli_report("dadao", NULL, &error);
        return DADAO_CLI_FAILED;
    }
    options->screen.completion = &options->experiment;
    options->screen.commands = options->count ? options->commands : NULL;
    options->screen.command_count = options->count;
    if (options->config[0] || dadao_tui_config_path(options->config, sizeof options->config))
        options->screen.config = options->config;
    if (!options->no_state && dadao_tui_state_path(options->state, sizeof options->state))
        options->screen.state = options->state;
    int status = options->plain ? dadao_tui_plain(&options->screen, &error) : dadao_tui_run(&options->screen, &error);
    if (status != DADAO_CLI_OK && error.text[0])
        dadao_cli_report("dadao", NULL, &error);
    dadao_lesson_host_destroy(host);
    return status;
}

int dadao_cli_live(int count, char **arguments)
{
    live_options options = {.screen = dadao_tui_options_defaults(), .experiment = dadao_experiment_options_defaults()};
    options.commands = dadao_core_allocate((size_t)count + 1, sizeof *options.commands);
    options.owned = dadao_core_allocate((size_t)count + 1, sizeof *options.owned);
    int status = options.commands && options.owned ? DADAO_CLI_OK : DADAO_CLI_FAILED;
    for (int k = 0; status == DADAO_CLI_OK && k < count; k++) {
        if (arguments[k][0] == '-' && arguments[k][1])
            status = read_option(&options, count, arguments, &k);
        else
            status = read_file(&options, arguments[k]);
    }
    if (status == DADAO_CLI_OK)
        status = open_screen(&options);
    for (size_t k = 0; k < options.owned_count; k++)
        free(options.owned[k]);
    free(options.owned);
    free(options.commands);
    return status;
}
