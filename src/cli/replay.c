/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao replay FILE`: a recording, verified and carried out again. */
#include "cli/cli.h"

#include "core/file.h"
#include "core/memory.h"

#include <stdio.h>
#include <string.h>

static int replay_text(const char *path, char *text, size_t length, bool check, int count, char **arguments)
{
    dadao_error error = {0};
    bool cut;
    size_t lines;
    if (dadao_experiment_recording_check(text, length, &cut, &lines, &error) != DADAO_OK) {
        dadao_cli_report(path, NULL, &error);
        return DADAO_CLI_FAILED;
    }
    if (cut)
        fprintf(stderr, "dadao: %s is cut after line %zu: it is replayed up to there\n", path, lines);
    char **words = dadao_core_allocate((size_t)count + 3, sizeof *words);
    if (!words)
        return DADAO_CLI_FAILED;
    words[0] = (char *)(uintptr_t) "-c";
    words[1] = text;
    memcpy(words + 2, arguments, (size_t)count * sizeof *words);
    int status = check ? dadao_cli_run(count + 2, words) : dadao_cli_live(count + 2, words);
    free(words);
    if (check && status == DADAO_CLI_OK)
        printf("%s: %zu lines replayed, every hash agrees%s\n", path, lines, cut ? " (up to the cut)" : "");
    return status;
}

int dadao_cli_replay(int count, char **arguments)
{
    const char *path = NULL;
    bool check = false;
    int kept = 0;
    char **rest = dadao_core_allocate((size_t)count + 1, sizeof *rest), *text = NULL;
    size_t length;
    dadao_error error = {0};
    if (!rest)
        return DADAO_CLI_FAILED;
    for (int k = 0; k < count; k++) {
        if (strcmp(arguments[k], "--check") == 0)
            check = true;
        else if (!path && arguments[k][0] != '-')
            path = arguments[k];
        else
            rest[kept++] = arguments[k];
    }
    int status = DADAO_CLI_USAGE;
    if (!path) {
        fprintf(stderr,
                "dadao: replay: which recording? `dadao replay FILE` shows it, with --check it is verified without a screen\n");
    } else if (dadao_core_file_read(path, (size_t)1 << 30, &text, &length, &error) != DADAO_OK) {
        dadao_cli_report("replay", NULL, &error);
    } else {
        status = replay_text(path, text, length, check, kept, rest);
    }
    free(text);
    free(rest);
    return status;
}
