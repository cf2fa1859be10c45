/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors keep their text whole: filled, prefixed, cut between characters, and safe to be fed with themselves. */
#include "support/support.h"

#include <dadao/status.h>
#include <stdlib.h>
#include <string.h>

static void test_fail_fills_and_returns(void **state)
{
    (void)state;
    dadao_error error = { .column = 7, .length = 3 };
    assert_int_equal(dadao_core_fail(&error, DADAO_FORMAT, "net.gml:%d: edge to node %s", 12, "99"), DADAO_FORMAT);
    assert_int_equal(error.status, DADAO_FORMAT);
    assert_string_equal(error.text, "net.gml:12: edge to node 99");
    assert_int_equal(error.column, 0);
    assert_int_equal(error.length, 0);
    assert_int_equal(dadao_core_fail(NULL, DADAO_MEMORY, "nobody listens"), DADAO_MEMORY);
}

static void test_text_may_quote_itself(void **state)
{
    (void)state;
    dadao_error error = { 0 };
    dadao_core_fail(&error, DADAO_IO, "no room");
    dadao_core_fail(&error, DADAO_IO, "saving failed: %s", error.text);
    assert_string_equal(error.text, "saving failed: no room");
}

static void test_prefix(void **state)
{
    (void)state;
    dadao_error error = { 0 };
    dadao_core_fail(&error, DADAO_FORMAT, "12: unknown node");
    dadao_core_error_prefix(&error, "%s", "net.gml");
    assert_string_equal(error.text, "net.gml: 12: unknown node");
    assert_int_equal(error.status, DADAO_FORMAT);
    dadao_core_error_prefix(NULL, "nothing");
}

/* Whether a text is whole UTF-8: no character cut in half. */
static bool is_whole(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c;) {
        int more = *c < 0x80 ? 0 : *c >= 0xF0 ? 3 : *c >= 0xE0 ? 2 : *c >= 0xC0 ? 1 : -1;
        if (more < 0)
            return false;
        for (c++; more > 0; more--, c++)
            if ((*c & 0xC0) != 0x80)
                return false;
    }
    return true;
}

static void test_long_texts_are_cut_between_characters(void **state)
{
    (void)state;
    char text[3 * DADAO_ERROR_CAPACITY + 8];
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'a', shift);
        text[shift] = '\0';
        while (strlen(text) < 2 * DADAO_ERROR_CAPACITY)
            strcat(text, "χ₁");
        dadao_error error = { 0 };
        dadao_core_fail(&error, DADAO_INVALID, "%s", text);
        assert_true(is_whole(error.text));
        assert_in_range(strlen(error.text), DADAO_ERROR_CAPACITY - 6, DADAO_ERROR_CAPACITY - 1);
        dadao_core_error_prefix(&error, "%s", text);
        assert_true(is_whole(error.text));
        assert_true(strlen(error.text) < DADAO_ERROR_CAPACITY);
    }
}

static void test_every_status_has_words(void **state)
{
    (void)state;
    for (int s = 0; s < DADAO_STATUS_COUNT; s++) {
        assert_true(strlen(dadao_core_status_text((dadao_status)s)) > 3);
        for (int other = 0; other < s; other++)
            assert_string_not_equal(dadao_core_status_text((dadao_status)s),
                                    dadao_core_status_text((dadao_status)other));
    }
    assert_non_null(dadao_core_status_text(DADAO_STATUS_COUNT));
}

static void test_notes_are_lines(void **state)
{
    (void)state;
    dadao_notes notes = { 0 };
    dadao_core_note(NULL, "%d loops dropped", 1);
    for (int k = 0; k < 100; k++)
        dadao_core_note(&notes, "%d parallel edges merged", k);
    size_t lines = 0;
    for (const char *c = notes.text; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 100);
    assert_int_equal(strlen(notes.text), notes.length);
    assert_memory_equal(notes.text, "0 parallel edges merged\n1 parallel", 34);
    dadao_core_notes_clear(&notes);
    assert_null(notes.text);
}

/* What was read is quoted in errors and notes: it must not be able to steer the terminal they are shown on. */
static void test_texts_are_showable(void **state)
{
    (void)state;
    dadao_error error = { 0 };
    dadao_notes notes = { 0 };
    dadao_core_fail(&error, DADAO_SYNTAX, "'%s'", "a\033[2Jb\r\x7f\xff\xc2\x9b \xe2\x82 \xc3\xa9 \xe2\x82\xac");
    assert_string_equal(error.text, "'a?[2Jb????? ?? \xc3\xa9 \xe2\x82\xac'");
    dadao_core_note(&notes, "one");
    dadao_core_note(&notes, "%s\ttwo", "\033");
    assert_string_equal(notes.text, "one\n?\ttwo\n");
    dadao_core_notes_clear(&notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_are_showable),
        cmocka_unit_test(test_fail_fills_and_returns),
        cmocka_unit_test(test_text_may_quote_itself),
        cmocka_unit_test(test_prefix),
        cmocka_unit_test(test_long_texts_are_cut_between_characters),
        cmocka_unit_test(test_every_status_has_words),
        cmocka_unit_test(test_notes_are_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
