/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole, written beside and renamed, or appended and flushed. */
#ifndef DADAO_CORE_FILE_H
#define DADAO_CORE_FILE_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

/* Reads the whole of a regular file or pipe ("-": standard input) into *bytes ('\0' added, freed by the caller).
 * IO where it cannot be read, TOO_LARGE above `limit` bytes (0: 4 GiB). */
dadao_status dadao_core_file_read(const char *path, size_t limit, char **bytes, size_t *length, dadao_error *error);

/* A file that appears under its name only when complete: written beside as a hidden temporary, flushed to disk, renamed. It keeps
 * the permissions of the file it replaces; a link stays one, what it leads to is replaced. Pipes, devices and the program's own
 * standard streams cannot be replaced and are written to as they are. Zero-initialised is closed. */
typedef struct dadao_writer {
    FILE *stream;       /* write here */
    char *path, *temporary; /* temporary NULL: written to as it is */
} dadao_writer;
dadao_status dadao_core_writer_open(dadao_writer *writer, const char *path, dadao_error *error);
dadao_status dadao_core_writer_commit(dadao_writer *writer, dadao_error *error); /* closes; on failure removes the temporary */
void dadao_core_writer_abort(dadao_writer *writer);

/* Opens for writing what stands at `path` and is no regular file; *descriptor -1 where nothing does, or a regular file (then *info is
 * its status, all 0 where nothing stands there). A folder and a pipe that nobody reads are refused instead of waited for. */
dadao_status dadao_core_file_open_special(const char *path, int *descriptor, struct stat *info, dadao_error *error);

/* Whether `path` ends with ".ending", ignoring case; "csv.gz" style endings are compared as given. */
bool dadao_core_has_ending(const char *path, const char *ending);

#endif
