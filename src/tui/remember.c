/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remembered looks: read, compared with what was chosen by hand, and written beside and renamed. */
#include "tui/remember.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/file.h"

static size_t first_word(const char *line)
{
    return strcspn(line, " ");
}

/* The setting that a line is about: lines of settings begin with different words. */
static size_t setting_of(const dadao_view_state *state, const char *line)
{
    char own[256];
    for (size_t k = 0; k < DADAO_REMEMBERED && dadao_view_setting(state, k, own, sizeof own); k++)
        if (first_word(own) == first_word(line) && strncmp(own, line, first_word(line)) == 0)
            return k;
    return DADAO_REMEMBERED;
}

void dadao_tui_memory_recall(dadao_memory *memory, dadao_view_state *state)
{
    char *text = NULL;
    size_t length;
    if (!memory->path[0] || dadao_core_file_read(memory->path, 1 << 16, &text, &length, NULL) != DADAO_OK)
        return;
    for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;) {
        size_t k = setting_of(state, line);
        if (k == DADAO_REMEMBERED || strlen(line) >= sizeof memory->kept[k] ||
            dadao_view_execute(state, NULL, line, NULL) != DADAO_OK)
            continue;
        snprintf(memory->kept[k], sizeof memory->kept[k], "%s", line);
    }
    state->notice[0] = '\0';
    free(text);
}

void dadao_tui_memory_begin(dadao_memory *memory, const dadao_view_state *state)
{
    for (size_t k = 0; k < DADAO_REMEMBERED; k++)
        if (!dadao_view_setting(state, k, memory->before[k], sizeof memory->before[k]))
            memory->before[k][0] = '\0';
}

/* Every folder on the way to the file, for this user alone. */
static void make_folders(const char *path)
{
    char folder[512];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = folder + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(folder, 0700);
        *slash = '/';
    }
}

dadao_status dadao_tui_memory_keep(dadao_memory *memory, const dadao_view_state *state, dadao_error *error)
{
    char line[256];
    bool changed = false;
    for (size_t k = 0; k < DADAO_REMEMBERED && dadao_view_setting(state, k, line, sizeof line); k++) {
        if (strcmp(line, memory->before[k]) == 0)
            continue;
        changed = changed || strcmp(line, memory->kept[k]) != 0;
        snprintf(memory->kept[k], sizeof memory->kept[k], "%s", line);
    }
    if (!changed || !memory->path[0])
        return DADAO_OK;
    dadao_writer writer = {0};
    make_folders(memory->path);
    dadao_status status = dadao_core_writer_open(&writer, memory->path, error);
    if (status != DADAO_OK)
        return status;
    fprintf(writer.stream, "# what dadao's screen looked like when it was last left\n");
    for (size_t k = 0; k < DADAO_REMEMBERED; k++)
        if (memory->kept[k][0])
            fprintf(writer.stream, "%s\n", memory->kept[k]);
    return dadao_core_writer_commit(&writer, error);
}
