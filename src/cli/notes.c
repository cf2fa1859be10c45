/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao notes`: the speaker's notes, followed from a second terminal. */
#include "cli/cli.h"

#include "core/file.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that is this user's alone. */
bool dadao_cli_notes_path(char *buffer, size_t capacity)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    char folder[400];
    struct stat facts;
    if (runtime && *runtime == '/')
        snprintf(folder, sizeof folder, "%s/dadao", runtime);
    else
        snprintf(folder, sizeof folder, "/tmp/dadao-%u", (unsigned)getuid());
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return false;
    if (lstat(folder, &facts) != 0 || !S_ISDIR(facts.st_mode) || facts.st_uid != getuid())
        return false;
    return snprintf(buffer, capacity, "%s/notes", folder) < (int)capacity;
}

static void show(const char *path, bool screen)
{
    char *text = NULL;
    size_t length;
    if (dadao_core_file_read(path, 1 << 16, &text, &length, NULL) != DADAO_OK) {
        printf("No lesson is open yet: `dadao lesson N` in another terminal.\n");
    } else {
        if (screen)
            fputs("\033[H\033[2J", stdout);
        fputs(text, stdout);
    }
    fflush(stdout);
    free(text);
}

int dadao_cli_notes(int count, char **arguments)
{
    char path[512], folder[512], events[4096];
    static const char *const known[] = {"--once"};
    bool once = count > 0 && strcmp(arguments[0], "--once") == 0;
    if (count > 0 && !once)
        return dadao_cli_unknown_option("notes", arguments[0], known, 1);
    if (!dadao_cli_notes_path(path, sizeof path)) {
        fprintf(stderr, "dadao: notes: there is no folder of your own for them: set XDG_RUNTIME_DIR\n");
        return DADAO_CLI_FAILED;
    }
    bool screen = isatty(STDOUT_FILENO) == 1;
    show(path, screen);
    if (once)
        return DADAO_CLI_OK;
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    int watch = inotify_init1(IN_CLOEXEC);
    if (watch < 0 || inotify_add_watch(watch, folder, IN_MOVED_TO | IN_CLOSE_WRITE) < 0) {
        fprintf(stderr, "dadao: notes: %s cannot be watched: %s\n", folder, strerror(errno));
        return DADAO_CLI_FAILED;
    }
    dadao_cli_catch_interrupts();
    while (!dadao_cli_interrupted() && read(watch, events, sizeof events) > 0)
        show(path, screen);
    close(watch);
    return DADAO_CLI_OK;
}
