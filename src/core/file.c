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

dadao_status dadao_core_writer_open(dadao_writer *writer, const char *path, dadao_error *error)
{
    *writer = (dadao_writer){ .path = dadao_core_copy_text(path), .temporary = temporary_name(path) };
    if (writer->path == NULL || writer->temporary == NULL) {
        dadao_core_writer_abort(writer);
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    }
    int descriptor = mkostemp(writer->temporary, O_CLOEXEC);
    if (descriptor < 0) {
        int reason = errno;
        free(writer->temporary);
        writer->temporary = NULL;
        dadao_core_writer_abort(writer);
        return dadao_core_fail(error, DADAO_IO, "%s: cannot be written: %s", path, strerror(reason));
    }
    (void)fchmod(descriptor, default_mode());
    writer->stream = fdopen(descriptor, "wb");
    if (writer->stream == NULL) {
        (void)close(descriptor);
        dadao_core_writer_abort(writer);
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    }
    return DADAO_OK;
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
    if (!whole || rename(writer->temporary, writer->path) != 0)
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
