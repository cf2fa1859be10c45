/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that grows by whole rows: rows are collected in memory and handed to the kernel whole. */
#include "output/append.h"

#include "core/file.h"
#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Rows wait until there are this many bytes of them, or until somebody asks. */
enum { APPEND_BATCH = 1 << 16 };
/* A kill cuts a write in two only where pages meet. */
enum { APPEND_PAGE = 4096 };

static dadao_status fail(const dadao_append *append, dadao_error *error)
{
    return dadao_core_fail(error, DADAO_IO, "%s: cannot be written: %s", append->path, strerror(errno));
}

dadao_status dadao_output_append_open(dadao_append *append, const char *path, dadao_error *error)
{
    *append = (dadao_append){.file = -1, .path = dadao_core_copy_text(path)};
    if (!append->path)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    struct stat info;
    dadao_status status = dadao_core_file_open_special(path, &append->file, &info, error);
    if (status == DADAO_OK && append->file < 0)
        append->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (status == DADAO_OK && append->file >= 0)
        return DADAO_OK;
    if (status == DADAO_OK)
        status = fail(append, error);
    free(append->path);
    append->path = NULL;
    return status;
}

/* All of bytes[0..length), at `offset` or (offset < 0) at the end of what was written. */
static bool write_all(int file, const char *bytes, size_t length, off_t offset)
{
    while (length > 0) {
        ssize_t done = offset < 0 ? write(file, bytes, length) : pwrite(file, bytes, length, offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        length -= (size_t)done;
        if (offset >= 0)
            offset += done;
    }
    return true;
}

/* How many of the waiting bytes go out together: the lines that end on the present page, or the one line that goes beyond it. */
static size_t next_piece(const dadao_append *append, size_t from)
{
    const char *bytes = append->rows.bytes + from;
    size_t left = append->rows.length - from, room = APPEND_PAGE - (append->offset + from) % APPEND_PAGE;
    if (append->binary || left <= room)
        return left;
    const char *end = memrchr(bytes, '\n', room);
    end = end ? end : memchr(bytes, '\n', left);
    return end ? (size_t)(end - bytes) + 1 : left;
}

dadao_status dadao_output_append_flush(dadao_append *append, bool now, dadao_error *error)
{
    if (append->rows.failed)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", append->path);
    if (append->rows.length == 0 || (!now && append->rows.length < APPEND_BATCH))
        return DADAO_OK;
    for (size_t from = 0, piece; from < append->rows.length; from += piece) {
        piece = next_piece(append, from);
        if (!write_all(append->file, append->rows.bytes + from, piece, -1)) {
            dadao_status status = fail(append, error);
            /* What is there stays readable: the part of a row that still found room goes. */
            bool cut = ftruncate(append->file, (off_t)(append->offset + from)) == 0;
            (void)cut; /* a pipe has no end to cut */
            return status;
        }
    }
    append->offset += append->rows.length;
    append->rows.length = 0;
    return DADAO_OK;
}

dadao_status dadao_output_append_patch(dadao_append *append, const char *bytes, size_t length, dadao_error *error)
{
    return write_all(append->file, bytes, length, 0) ? DADAO_OK : fail(append, error);
}

dadao_status dadao_output_append_close(dadao_append *append, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    if (append->file >= 0 && close(append->file) != 0)
        status = fail(append, error);
    dadao_core_text_clear(&append->rows);
    free(append->path);
    *append = (dadao_append){.file = -1};
    return status;
}
