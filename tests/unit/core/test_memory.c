/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation: zeroed, aligned, never overflowing, growing without losing what is there. */
#include "core/memory.h"
#include "support/support.h"

#include <string.h>

static void test_zeroed_even_when_reused(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++) {
        unsigned char *block = dadao_core_allocate(1000, 3);
        assert_non_null(block);
        for (size_t k = 0; k < 3000; k++)
            assert_int_equal(block[k], 0);
        memset(block, 255, 3000);
        free(block);
    }
}

static void test_products_that_overflow_are_refused(void **state)
{
    (void)state;
    assert_null(dadao_core_allocate(SIZE_MAX / 2, 4));
    assert_null(dadao_core_allocate_aligned(SIZE_MAX / 2, 4));
    assert_null(dadao_core_allocate_aligned(SIZE_MAX, 1));
    void *block = NULL;
    size_t capacity = 0;
    assert_false(dadao_core_grow(&block, &capacity, SIZE_MAX / 8 + 1, 16));
    assert_false(dadao_core_grow(&block, &capacity, SIZE_MAX, 1));
    assert_null(block);
    assert_int_equal(capacity, 0);
}

static void test_nothing_is_something(void **state)
{
    (void)state;
    void *a = dadao_core_allocate(0, 8), *b = dadao_core_allocate(8, 0), *c = dadao_core_allocate_aligned(0, 8);
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    free(a);
    free(b);
    free(c);
}

static void test_aligned_small_and_huge(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 63, 64, 65, 4096, 5u << 20 };
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        unsigned char *block = dadao_core_allocate_aligned(sizes[k], 1);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % 64, 0);
        for (size_t byte = 0; byte < sizes[k]; byte += 61)
            assert_int_equal(block[byte], 0);
        memset(block, 255, sizes[k]);
        free(block);
    }
}

static void test_growing_keeps_and_doubles(void **state)
{
    (void)state;
    void *block = NULL;
    size_t capacity = 0, moves = 0;
    for (size_t k = 0; k < 10000; k++) {
        size_t before = capacity;
        assert_true(dadao_core_grow(&block, &capacity, k + 1, sizeof(size_t)));
        moves += capacity != before;
        ((size_t *)block)[k] = k;
    }
    for (size_t k = 0; k < 10000; k++)
        assert_int_equal(((size_t *)block)[k], k);
    assert_true(moves < 15);
    free(block);
}

static void test_copies_of_texts(void **state)
{
    (void)state;
    assert_null(dadao_core_copy_text(NULL));
    char *copy = dadao_core_copy_text("Zürich");
    assert_string_equal(copy, "Zürich");
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zeroed_even_when_reused),   cmocka_unit_test(test_products_that_overflow_are_refused),
        cmocka_unit_test(test_nothing_is_something),      cmocka_unit_test(test_aligned_small_and_huge),
        cmocka_unit_test(test_growing_keeps_and_doubles), cmocka_unit_test(test_copies_of_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
