/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation that cannot overflow and says so by NULL; freed with free(). */
#ifndef DADAO_CORE_MEMORY_H
#define DADAO_CORE_MEMORY_H

#include <stdbool.h>
#include <stdlib.h>

/* Zeroed room for count elements of `size` bytes; NULL when out of memory or the product overflows. Never NULL for count 0. */
void *dadao_core_allocate(size_t count, size_t size);
/* The same, on a 64-byte boundary; large blocks ask for huge pages. */
void *dadao_core_allocate_aligned(size_t count, size_t size);
/* Grows *block (allocated or NULL) to hold at least `need` elements; *capacity follows. False when out of memory. */
bool dadao_core_grow(void **block, size_t *capacity, size_t need, size_t size);
/* A copy of a text; NULL stays NULL. */
char *dadao_core_copy_text(const char *text);

#endif
