/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation that cannot overflow and says so by NULL. */
#include "memory.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

/* Blocks from here on ask for huge pages: at a million nodes the page walks cost more than the data. */
#define HUGE_BLOCK ((size_t)4 << 20)
#define HUGE_PAGE ((size_t)2 << 20)
#define CACHE_LINE ((size_t)64)

void *dadao_core_allocate(size_t count, size_t size)
{
    return calloc(count > 0 ? count : 1, size > 0 ? size : 1);
}

void *dadao_core_allocate_aligned(size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - HUGE_PAGE) / size)
        return NULL;
    size_t bytes = count * size;
    bool huge = bytes >= HUGE_BLOCK;
    size_t alignment = huge ? HUGE_PAGE : CACHE_LINE;
    bytes = (bytes / CACHE_LINE + 1) * CACHE_LINE;
    void *block = NULL;
    if (posix_memalign(&block, alignment, bytes) != 0)
        return NULL;
    if (huge)
        (void)madvise(block, bytes, MADV_HUGEPAGE); /* a wish: small pages are right too */
    memset(block, 0, bytes);
    return block;
}

bool dadao_core_grow(void **block, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity && *block != NULL)
        return true;
    size_t wanted = *capacity < 16 ? 16 : *capacity;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2)
            return false;
        wanted *= 2;
    }
    if (size != 0 && wanted > SIZE_MAX / size)
        return false;
    void *grown = realloc(*block, wanted * size);
    if (grown == NULL)
        return false;
    *block = grown;
    *capacity = wanted;
    return true;
}

char *dadao_core_copy_text(const char *text)
{
    return text == NULL ? NULL : strdup(text);
}
