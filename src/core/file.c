/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole, or written beside and renamed so that a half file never stands under the final name. */
#include "file.h"

#include "memory.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_LIMIT ((size_t)4 << 30)

static dadao_status check_readable(FILE *stream, const char *path, dadao_error *error)
{
    struct stat info;
    if (fstat(fileno(stream), &info) == 0 && S_ISDIR(info.st_mode))
        return dadao_core_fail(error, DADAO_IO, "%s: is a folder; a file was expected", path);
    return DADAO_OK;
}

static dadao_status read_stream(FILE *stream, const char *path, size_t limit, char **bytes, size_t *length,
                                dadao_error *error)
{
    void *block = NULL;
    size_t capacity = 0, used = 0;
    for (;;) {
        if (!dadao_core_grow(&block, &capacity, used + 65536, 1)) {
            free(block);
            return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory after %zu bytes", path, used);
        }
        size_t got = fread((char *)block + used, 1, capacity - used - 1, stream);
        used += got;
        if (used > limit) {
            free(block);
            return dadao_core_fail(error, DADAO_TOO_LARGE, "%s: longer than the limit of %zu bytes", path, limit);
        }
        if (got == 0)
            break;
    }
    if (ferror(stream)) {
        free(block);
        return dadao_core_fail(error, DADAO_IO, "%s: cannot be read: %s", path, strerror(errno));
    }
    ((char *)block)[used] = '\0';
    *bytes = block;
    *length = used;
    return DADAO_OK;
}

dadao_status dadao_core_file_read(const char *path, size_t limit, char **bytes, size_t *length, dadao_error *error)
{
    *bytes = NULL;
    *length = 0;
    if (limit == 0)
        limit = DEFAULT_LIMIT;
    if (strcmp(path, "-") == 0)
        return read_stream(stdin, "standard input", limit, bytes, length, error);
    FILE *stream = fopen(path, "rbe");
    if (stream == NULL)
        return dadao_core_fail(error, errno == ENOENT ? DADAO_NOT_FOUND : DADAO_IO, "%s: cannot be opened: %s", path,
                               strerror(errno));
    dadao_status status = check_readable(stream, path, error);
    if (status == DADAO_OK)
        status = read_stream(stream, path, limit, bytes, length, error);
    (void)fclose(stream);
    return status;
}

/* ".name.XXXXXX" in the folder of `path`: a rename within one folder is atomic. */
static char *temporary_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    size_t length = strlen(path) + 9;
    char *name = dadao_core_allocate(length + 1, 1);
    if (name != NULL)
        (void)snprintf(name, length + 1, "%.*s.%s.XXXXXX", (int)folder, path, path + folder);
    return name;
}

static mode_t default_mode(void)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

/* Standard output or standard error where the file is one of them (as /dev/stdout is), else -1. */
static int own_stream(const struct stat *file)
{
    struct stat own;
    for (int k = STDOUT_FILENO; k <= STDERR_FILENO; k++)
        if (fstat(k, &own) == 0 && own.st_dev == file->st_dev && own.st_ino == file->st_ino)
            return k;
    return -1;
}

dadao_status dadao_core_file_open_special(const char *path, int *descriptor, struct stat *info, dadao_error *error)
{
    *descriptor = -1;
    if (stat(path, info) != 0) {
        *info = (struct stat){ 0 };
        return DADAO_OK;
    }
    if (S_ISDIR(info->st_mode))
        return dadao_core_fail(error, DADAO_IO, "%s: is a folder; the name of a file was expected", path);
    int own = own_stream(info);
    if (own < 0 && S_ISREG(info->st_mode))
        return DADAO_OK;
    if (own >= 0)
        (void)fflush(stdout);
    *descriptor = own >= 0 ? fcntl(own, F_DUPFD_CLOEXEC, 3) : open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (*descriptor < 0)
        return dadao_core_fail(error, DADAO_IO, "%s: cannot be written: %s", path,
                               errno == ENXIO ? "nobody reads from it" : strerror(errno));
    if (own < 0)
        (void)fcntl(*descriptor, F_SETFL, fcntl(*descriptor, F_GETFL) & ~O_NONBLOCK);
    return DADAO_OK;
}

static dadao_status open_temporary(dadao_writer *writer, const struct stat *replaced, int *descriptor, dadao_error *error)
{
    const bool there = replaced->st_mode != 0;
    char *target = there ? realpath(writer->path, NULL) : dadao_core_copy_text(writer->path);
    char *name = target == NULL ? NULL : temporary_name(target);
    if (name == NULL) {
        free(target);
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", writer->path);
    }
    *descriptor = there && access(target, W_OK) != 0 ? -1 : mkostemp(name, O_CLOEXEC);
    if (*descriptor < 0) {
        (void)dadao_core_fail(error, DADAO_IO, "%s: cannot be written: %s", writer->path, strerror(errno));
        free(name);
        free(target);
        return DADAO_IO;
    }
    (void)fchmod(*descriptor, there ? replaced->st_mode & 0777 : default_mode());
    free(writer->path);
    writer->path = target;
    writer->temporary = name;
    return DADAO_OK;
}

dadao_status dadao_core_writer_open(dadao_writer *writer, const char *path, dadao_error *error)
{
    struct stat info;
    int descriptor;
    *writer = (dadao_writer){ .path = dadao_core_copy_text(path) };
    dadao_status status = writer->path == NULL ? dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path)
                                               : dadao_core_file_open_special(path, &descriptor, &info, error);
    if (status == DADAO_OK && descriptor < 0)
        status = open_temporary(writer, &info, &descriptor, error);
    if (status == DADAO_OK) {
        writer->stream = fdopen(descriptor, "wb");
        if (writer->stream == NULL) {
            (void)close(descriptor);
            status = dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
        }
    }
    if (status != DADAO_OK)
        dadao_core_writer_abort(writer);
    return status;
}

dadao_status dadao_core_writer_commit(dadao_writer *writer, dadao_error *error)
{
    errno = 0;
    bool whole = !ferror(writer->stream) && fflush(writer->stream) == 0;
    if (whole)
        whole = fsync(fileno(writer->stream)) == 0 || errno == EINVAL || errno == ENOTSUP;
    if (fclose(writer->stream) != 0)
        whole = false;
    writer->stream = NULL;
    dadao_status status = DADAO_OK;
    if (!whole || (writer->temporary != NULL && rename(writer->temporary, writer->path) != 0))
        status = dadao_core_fail(error, DADAO_IO, "%s: cannot be written: %s", writer->path,
                                 strerror(errno != 0 ? errno : EIO));
    else {
        free(writer->temporary);
        writer->temporary = NULL;
    }
    dadao_core_writer_abort(writer);
    return status;
}

void dadao_core_writer_abort(dadao_writer *writer)
{
    if (writer->stream != NULL)
        (void)fclose(writer->stream);
    if (writer->temporary != NULL)
        (void)unlink(writer->temporary);
    free(writer->temporary);
    free(writer->path);
    *writer = (dadao_writer){ 0 };
}

bool dadao_core_has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), tail = strlen(ending);
    return length > tail + 1 && path[length - tail - 1] == '.' && strcasecmp(path + length - tail, ending) == 0;
}
