/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of a sweep, which makes it go on where a kill left it. */
#include "sweep/journal.h"

#include "core/file.h"
#include "core/memory.h"
#include "sweep/line.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

uint64_t dadao_sweep_key(const dadao_sweep_task *task)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s\t%d\t", DADAO_VERSION, DADAO_NUMERICS_VERSION);
    dadao_sweep_line_task(&text, 0, false, task);
    uint64_t key = text.bytes ? XXH64(text.bytes, text.length, 0) : 0;
    dadao_core_text_clear(&text);
    return key;
}

/* ---- What it holds ---- */

typedef struct place {
    uint64_t key;
    size_t index;
} place;

static int by_key(const void *a, const void *b)
{
    const place *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key ? 1 : x->index < y->index ? -1 : 1;
}

static int key_only(const void *a, const void *b)
{
    uint64_t x = ((const place *)a)->key, y = ((const place *)b)->key;
    return x < y ? -1 : x > y;
}

static bool take_line(const char *line, const place *sorted, size_t count, dadao_sweep_outcome *outcome)
{
    char value[32], *end;
    dadao_sweep_outcome read = {0};
    if (!dadao_sweep_line_read_outcome(line, "key", value, &read))
        return false;
    place wanted = {strtoull(value, &end, 16), 0};
    const place *found = *end ? NULL : bsearch(&wanted, sorted, count, sizeof *sorted, key_only);
    if (!found || read.state != DADAO_SWEEP_DONE || outcome[found->index].state == DADAO_SWEEP_DONE) {
        dadao_sweep_outcome_clear(&read);
        return false;
    }
    outcome[found->index] = read;
    return true;
}

static size_t take_lines(char *bytes, const place *sorted, size_t count, dadao_sweep_outcome *outcome)
{
    size_t taken = 0;
    for (char *line = bytes, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        taken += take_line(line, sorted, count, outcome);
    }
    return taken;
}

static dadao_status take_in(const char *path, const dadao_sweep_task *task, size_t count, dadao_sweep_outcome *outcome,
                            size_t *resumed, bool *cut, dadao_error *error)
{
    char *bytes;
    size_t length;
    dadao_status status = dadao_core_file_read(path, 0, &bytes, &length, error);
    if (status != DADAO_OK)
        return status;
    place *sorted = dadao_core_allocate(count, sizeof *sorted);
    *cut = length > 0 && bytes[length - 1] != '\n';
    for (size_t k = 0; sorted && k < count; k++)
        sorted[k] = (place){dadao_sweep_key(&task[k]), k};
    if (sorted) {
        qsort(sorted, count, sizeof *sorted, by_key);
        *resumed = take_lines(bytes, sorted, count, outcome);
    }
    free(sorted);
    free(bytes);
    return sorted ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

/* ---- The file ---- */

static dadao_status write_whole(dadao_sweep_journal *journal, const char *bytes, size_t length, dadao_error *error)
{
    while (length > 0) {
        ssize_t wrote = write(journal->file, bytes, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return dadao_core_fail(error, DADAO_IO, "%s: cannot be written: %s", journal->path, strerror(errno));
        bytes += wrote;
        length -= (size_t)wrote;
    }
    return DADAO_OK;
}

dadao_status dadao_sweep_journal_open(dadao_sweep_journal *journal, const char *path, bool fresh, const dadao_sweep_task *task,
                                      size_t count, dadao_sweep_outcome *outcome, size_t *resumed, dadao_error *error)
{
    bool cut = false;
    *resumed = 0;
    *journal = (dadao_sweep_journal){.file = -1};
    if (!path)
        return DADAO_OK;
    journal->path = dadao_core_copy_text(path);
    if (!journal->path)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    journal->file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (journal->file < 0)
        return dadao_core_fail(error, DADAO_IO, "%s: cannot be written: %s", path, strerror(errno));
    if (flock(journal->file, LOCK_EX | LOCK_NB) != 0)
        return dadao_core_fail(error, DADAO_IO, "%s: another sweep is writing to it", path);
    if (fresh)
        return ftruncate(journal->file, 0) == 0
                   ? DADAO_OK
                   : dadao_core_fail(error, DADAO_IO, "%s: cannot be emptied: %s", path, strerror(errno));
    dadao_status status = take_in(path, task, count, outcome, resumed, &cut, error);
    /* A line that a kill cut short is ended, so that the next stands alone. */
    return status == DADAO_OK && cut ? write_whole(journal, "\n", 1, error) : status;
}

dadao_status dadao_sweep_journal_add(dadao_sweep_journal *journal, const dadao_sweep_task *task,
                                     const dadao_sweep_outcome *outcome, dadao_error *error)
{
    char key[32];
    dadao_text line = {0};
    if (journal->file < 0)
        return DADAO_OK;
    snprintf(key, sizeof key, "%016llx", (unsigned long long)dadao_sweep_key(task));
    dadao_sweep_line_outcome(&line, "key", key, outcome);
    dadao_status status = line.failed ? dadao_core_fail(error, DADAO_MEMORY, "out of memory")
                                      : write_whole(journal, line.bytes, line.length, error);
    dadao_core_text_clear(&line);
    return status;
}

void dadao_sweep_journal_close(dadao_sweep_journal *journal)
{
    if (journal->file >= 0)
        close(journal->file);
    free(journal->path);
    *journal = (dadao_sweep_journal){.file = -1};
}
