/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before a program (LD_PRELOAD): counts what it writes and allocates, and lets an allocation fail on request.
 *
 * DADAO_PRELOAD_WRITES=FILE    at the end FILE holds "calls bytes" of write(2) to terminals
 * DADAO_PRELOAD_ALLOCATIONS=F  at the end F holds the number of allocations
 * DADAO_PRELOAD_FAIL=K         the K-th allocation (from 1) and all later ones return NULL; K+: only that one */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_ulong write_calls, write_bytes, allocations;
static unsigned long fail_at;
static int fail_once, ready, starting;

/* dlsym itself allocates before the real functions are known: a little room for that. */
static _Alignas(16) char early[8192];
static size_t early_used;

static void *early_allocate(size_t size)
{
    size_t start = (early_used + 15) & ~(size_t)15;
    if (start + size > sizeof early)
        return NULL;
    early_used = start + size;
    return early + start;
}

static int is_early(const void *block)
{
    return (const char *)block >= early && (const char *)block < early + sizeof early;
}

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void (*real_free)(void *);
static int (*real_memalign)(void **, size_t, size_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);

/* ISO C has no conversion from an object pointer to a function pointer; POSIX promises that the bits serve. */
#define FIND(function, name)                                                                                           \
    do {                                                                                                               \
        void *symbol = dlsym(RTLD_NEXT, name);                                                                         \
        memcpy(&(function), &symbol, sizeof symbol);                                                                   \
    } while (0)

__attribute__((constructor)) static void start(void)
{
    if (ready || starting)
        return;
    starting = 1;
    FIND(real_calloc, "calloc");
    FIND(real_realloc, "realloc");
    FIND(real_free, "free");
    FIND(real_memalign, "posix_memalign");
    FIND(real_write, "write");
    FIND(real_writev, "writev");
    FIND(real_malloc, "malloc");
    const char *fail = getenv("DADAO_PRELOAD_FAIL");
    if (fail != NULL) {
        char *end;
        fail_at = strtoul(fail, &end, 10);
        fail_once = *end == '+';
    }
    ready = 1;
}

static void report(const char *variable, const char *format, unsigned long a, unsigned long b)
{
    const char *path = getenv(variable);
    FILE *file = path != NULL ? fopen(path, "w") : NULL;
    if (file != NULL) {
        fprintf(file, format, a, b);
        fclose(file);
    }
}

__attribute__((destructor)) static void finish(void)
{
    unsigned long counted = atomic_load(&allocations);
    fail_at = 0;
    report("DADAO_PRELOAD_WRITES", "%lu %lu\n", atomic_load(&write_calls), atomic_load(&write_bytes));
    report("DADAO_PRELOAD_ALLOCATIONS", "%lu\n", counted, 0);
}

/* Whether this allocation is to fail. */
static int refused(void)
{
    unsigned long number = atomic_fetch_add(&allocations, 1) + 1;
    if (fail_at == 0 || number < fail_at || (fail_once && number > fail_at))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    start();
    if (!ready)
        return early_allocate(size);
    return refused() ? NULL : real_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    start();
    if (!ready)
        return early_allocate(count * size);
    return refused() ? NULL : real_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    start();
    if (!ready || is_early(block)) {
        void *moved = malloc(size);
        if (moved != NULL && block != NULL)
            memcpy(moved, block, size); /* early blocks lie in one array: reading beyond one is harmless */
        return moved;
    }
    return refused() ? NULL : real_realloc(block, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    start();
    return refused() ? ENOMEM : real_memalign(block, alignment, size);
}

void free(void *block)
{
    if (block != NULL && !is_early(block) && real_free != NULL)
        real_free(block);
}

static void count(int descriptor, ssize_t written)
{
    int saved = errno;
    if (written > 0 && isatty(descriptor)) {
        atomic_fetch_add(&write_calls, 1);
        atomic_fetch_add(&write_bytes, (unsigned long)written);
    }
    errno = saved;
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    start();
    ssize_t written = real_write(descriptor, bytes, length);
    count(descriptor, written);
    return written;
}

ssize_t writev(int descriptor, const struct iovec *parts, int parts_count)
{
    start();
    ssize_t written = real_writev(descriptor, parts, parts_count);
    count(descriptor, written);
    return written;
}
