/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao config`: checks a configuration, or prints the defaults in its language. */
#include "cli/cli.h"

#include "core/file.h"
#include "core/memory.h"
#include <dadao/lesson.h>
#include "tui/config.h"

#include <stdio.h>
#include <string.h>

static void complain(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "%s\n", text);
}

static int check(const char *path)
{
    char *text = NULL;
    size_t length;
    dadao_error error = {0};
    dadao_config *config = dadao_core_allocate(1, sizeof *config);
    if (!config || dadao_core_file_read(path, 1 << 20, &text, &length, &error) != DADAO_OK) {
        dadao_cli_report("config", NULL, &error);
        free(config);
        return DADAO_CLI_FAILED;
    }
    dadao_extension lessons = {.rows = dadao_lesson_commands, .count = dadao_lesson_command_count};
    dadao_experiment_options offered = dadao_experiment_options_defaults();
    offered.extension = &lessons;
    dadao_tui_config_init(config, &offered);
    size_t wrong = dadao_tui_config_read(config, path, text, complain, NULL);
    if (wrong == 0)
        printf("%s: right: %zu keys, %zu looks, %zu commands to start with\n", path, config->keymap.count, config->looks,
               config->starts);
    dadao_tui_config_clear(config);
    free(config);
    free(text);
    return wrong ? DADAO_CLI_FAILED : DADAO_CLI_OK;
}

int dadao_cli_config(int count, char **arguments)
{
    static const char *const known[] = {"--check", "--print", "--path"};
    const char *word = count > 0 ? arguments[0] : "--path";
    char path[512];
    bool there = dadao_tui_config_path(path, sizeof path);
    if (strcmp(word, "--print") == 0 && count == 1) {
        dadao_tui_config_print(stdout);
        return DADAO_CLI_OK;
    }
    if (strcmp(word, "--check") == 0 && count <= 2) {
        if (count == 2 || there)
            return check(count == 2 ? arguments[1] : path);
        fprintf(stderr, "dadao: config: there is no place for one: HOME is not set\n");
        return DADAO_CLI_FAILED;
    }
    if (strcmp(word, "--path") == 0 && count <= 1) {
        printf("%s\n", there ? path : "none: HOME is not set, or DADAO_CONFIG is empty");
        return DADAO_CLI_OK;
    }
    return dadao_cli_unknown_option("config", strcmp(word, "--print") == 0 || strcmp(word, "--path") == 0 ? arguments[1] : word,
                                    known, 3);
}
