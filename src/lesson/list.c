/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lessons that come with the program, found by number or name. */
#include "lesson/lesson.h"

#include "core/file.h"
#include "core/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_path(dadao_lesson_list *list, const char *folder, const char *file)
{
    size_t length = strlen(folder) + strlen(file) + 2;
    char *path = dadao_core_allocate(length, 1);
    if (!path || !dadao_core_grow((void **)&list->path, &list->capacity, list->count + 1, sizeof *list->path)) {
        free(path);
        return false;
    }
    snprintf(path, length, "%s/%s", folder, file);
    list->path[list->count++] = path;
    return true;
}

/* False: memory is out. A folder that is not there holds nothing. */
static bool list_folder(dadao_lesson_list *list, const char *folder)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    bool ok = true;
    while (open && ok && (entry = readdir(open)) != NULL)
        if (entry->d_name[0] != '.' && dadao_core_has_ending(entry->d_name, "lesson"))
            ok = add_path(list, folder, entry->d_name);
    if (open)
        closedir(open);
    if (list->count > 1)
        qsort(list->path, list->count, sizeof *list->path, compare_paths);
    return ok;
}

dadao_status dadao_lesson_list_open(const char *folder, dadao_lesson_list *list, dadao_error *error)
{
    *list = (dadao_lesson_list){0};
    bool ok = list_folder(list, folder ? folder : "lessons");
#ifdef DADAO_LESSONS_DIR
    if (ok && !folder && list->count == 0)
        ok = list_folder(list, DADAO_LESSONS_DIR);
#endif
    if (ok)
        return DADAO_OK;
    dadao_lesson_list_clear(list);
    return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

void dadao_lesson_list_clear(dadao_lesson_list *list)
{
    for (size_t k = 0; k < list->count; k++)
        free(list->path[k]);
    free(list->path);
    *list = (dadao_lesson_list){0};
}

/* "03-clocks.lesson" is called 03-clocks, clocks, and by the beginning of either. */
static bool is_called(const char *path, const char *word)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *after = name + strspn(name, "0123456789-");
    size_t length = strlen(word);
    return length > 0 && (strncasecmp(name, word, length) == 0 || strncasecmp(after, word, length) == 0);
}

char *dadao_lesson_list_find(const dadao_lesson_list *list, const char *word)
{
    uint64_t number;
    if (dadao_core_parse_u64(word, strlen(word), &number))
        return number >= 1 && number <= list->count ? dadao_core_copy_text(list->path[number - 1]) : NULL;
    if (strchr(word, '/') || dadao_core_has_ending(word, "lesson"))
        if (access(word, R_OK) == 0)
            return dadao_core_copy_text(word);
    for (size_t k = 0; k < list->count; k++)
        if (is_called(list->path[k], word))
            return dadao_core_copy_text(list->path[k]);
    return NULL;
}
