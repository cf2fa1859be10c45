/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the shipped graphs: a folder is looked at when a word is no generator and no file. */
#include "topology/shipped.h"

#include "core/memory.h"
#include "topology/read.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_path(dadao_shipped *shipped, const char *folder, const char *file)
{
    size_t length = strlen(folder) + strlen(file) + 2;
    char *path = dadao_core_allocate(length, 1);
    if (path == NULL ||
        !dadao_core_grow((void **)&shipped->path, &shipped->capacity, shipped->count + 1, sizeof *shipped->path)) {
        free(path);
        return false;
    }
    snprintf(path, length, "%s/%s", folder, file);
    shipped->path[shipped->count++] = path;
    return true;
}

static bool list_folder(dadao_shipped *shipped, const char *folder)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    size_t first = shipped->count;
    bool ok = true;
    while (open != NULL && ok && (entry = readdir(open)) != NULL) {
        if (entry->d_name[0] != '.' && dadao_topology_known_ending(entry->d_name)) {
            ok = add_path(shipped, folder, entry->d_name);
        }
    }
    if (open != NULL) {
        closedir(open);
    }
    if (shipped->count > first) { /* the order of readdir is the disk's */
        qsort(shipped->path + first, shipped->count - first, sizeof *shipped->path, compare_paths);
    }
    return ok;
}

bool dadao_topology_shipped_open(dadao_shipped *shipped, const char *directory)
{
    *shipped = (dadao_shipped){ 0 };
    if (directory != NULL) {
        return list_folder(shipped, directory);
    }
#ifdef DADAO_GRAPHS_DIR
    if (!list_folder(shipped, DADAO_GRAPHS_DIR)) {
        return false;
    }
#endif
    return list_folder(shipped, "graphs");
}

void dadao_topology_shipped_clear(dadao_shipped *shipped)
{
    for (size_t k = 0; k < shipped->count; k++) {
        free(shipped->path[k]);
    }
    free(shipped->path);
    *shipped = (dadao_shipped){ 0 };
}

const char *dadao_topology_shipped_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool is_called(const char *file, const char *name)
{
    const char *dot = strrchr(file, '.');
    size_t stem = dot != NULL ? (size_t)(dot - file) : strlen(file);
    return strcasecmp(file, name) == 0 || (strlen(name) == stem && strncasecmp(file, name, stem) == 0);
}

const char *dadao_topology_shipped_find(const dadao_shipped *shipped, const char *name)
{
    for (size_t k = 0; k < shipped->count; k++) {
        if (is_called(dadao_topology_shipped_file(shipped->path[k]), name)) {
            return shipped->path[k];
        }
    }
    return NULL;
}
