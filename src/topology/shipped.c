/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the shipped graphs: a folder is looked at when a word is no generator and no file. */
#include "topology/shipped.h"

#include "core/memory.h"
#include "topology/read.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool list_folder(dadao_shipped *shipped, const char *folder)
{
    DIR *open = opendir(folder);
    if (open == NULL) {
        return false;
    }
    const struct dirent *entry;
    bool ok = true;
    while (ok && (entry = readdir(open)) != NULL) {
        if (entry->d_name[0] == '.' || !dadao_topology_known_ending(entry->d_name)) {
            continue;
        }
        ok = dadao_core_grow((void **)&shipped->file, &shipped->capacity, shipped->count + 1, sizeof *shipped->file);
        if (ok) {
            shipped->file[shipped->count] = dadao_core_copy_text(entry->d_name);
            ok = shipped->file[shipped->count] != NULL;
            shipped->count += ok;
        }
    }
    closedir(open);
    if (shipped->count > 0) { /* the order of readdir is the disk's */
        qsort(shipped->file, shipped->count, sizeof *shipped->file, compare_names);
    }
    return ok;
}

bool dadao_topology_shipped_open(dadao_shipped *shipped, const char *directory)
{
    const char *folders[] = {
        directory,
#ifdef DADAO_GRAPHS_DIR
        directory == NULL ? DADAO_GRAPHS_DIR : NULL,
#endif
        directory == NULL ? "graphs" : NULL,
    };
    *shipped = (dadao_shipped){ 0 };
    for (size_t k = 0; k < sizeof folders / sizeof folders[0]; k++) {
        if (folders[k] != NULL && list_folder(shipped, folders[k])) {
            shipped->folder = dadao_core_copy_text(folders[k]);
            return shipped->folder != NULL;
        }
    }
    return true;
}

void dadao_topology_shipped_clear(dadao_shipped *shipped)
{
    for (size_t k = 0; k < shipped->count; k++) {
        free(shipped->file[k]);
    }
    free(shipped->file);
    free(shipped->folder);
    *shipped = (dadao_shipped){ 0 };
}

static bool is_called(const char *file, const char *name)
{
    size_t stem = strlen(file);
    const char *dot = strrchr(file, '.');
    stem = dot != NULL ? (size_t)(dot - file) : stem;
    return strcasecmp(file, name) == 0 || (strlen(name) == stem && strncasecmp(file, name, stem) == 0);
}

char *dadao_topology_shipped_find(const dadao_shipped *shipped, const char *name)
{
    for (size_t k = 0; shipped->folder != NULL && k < shipped->count; k++) {
        if (is_called(shipped->file[k], name)) {
            size_t length = strlen(shipped->folder) + strlen(shipped->file[k]) + 2;
            char *path = dadao_core_allocate(length, 1);
            if (path != NULL) {
                snprintf(path, length, "%s/%s", shipped->folder, shipped->file[k]);
            }
            return path;
        }
    }
    return NULL;
}
