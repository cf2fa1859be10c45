/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How questions were answered, kept on this machine: one line a lesson, "right asked file". */
#include "lesson/lesson.h"

#include "core/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT ((size_t)1 << 16)

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The lesson that a line is about; NULL: it is no such line. */
static const char *read_line(const char *line, size_t length, char *name, unsigned *right, unsigned *asked)
{
    char copy[300];
    snprintf(copy, sizeof copy, "%.*s", (int)(length < sizeof copy ? length : sizeof copy - 1), line);
    return sscanf(copy, "%u %u %255[^\n]", right, asked, name) == 3 ? name : NULL;
}

bool dadao_lesson_score(const char *file, const char *path, unsigned *right, unsigned *asked)
{
    char *text = NULL, name[256];
    size_t length;
    bool found = false;
    if (!file || dadao_core_file_read(file, LIMIT, &text, &length, NULL) != DADAO_OK)
        return false;
    for (const char *at = text; !found && *at; at += strcspn(at, "\n"), at += *at == '\n')
        found = read_line(at, strcspn(at, "\n"), name, right, asked) && strcmp(name, name_of(path)) == 0;
    free(text);
    return found;
}

/* Lines about other lessons stay as they are; what cannot be written is let go: nobody loses more than a score. */
void dadao_lesson_keep_score(const char *file, const char *path, unsigned right, unsigned asked)
{
    char *text = NULL, name[256];
    size_t length = 0;
    unsigned one, other;
    dadao_writer writer = {0};
    (void)dadao_core_file_read(file, LIMIT, &text, &length, NULL);
    if (dadao_core_writer_open(&writer, file, NULL) == DADAO_OK) {
        for (const char *at = text ? text : ""; *at; at += strcspn(at, "\n"), at += *at == '\n') {
            size_t line = strcspn(at, "\n");
            if (read_line(at, line, name, &one, &other) && strcmp(name, name_of(path)) != 0)
                fprintf(writer.stream, "%.*s\n", (int)line, at);
        }
        fprintf(writer.stream, "%u %u %s\n", right, asked, name_of(path));
        (void)dadao_core_writer_commit(&writer, NULL);
    }
    free(text);
}
