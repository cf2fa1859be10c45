/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prompt's line: every edit, UTF-8 kept whole, history with a draft, and a storm of random edits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/canvas.h"
#include "view/editor.h"

static dadao_editor editor;

static int set_up(void **state)
{
    (void)state;
    memset(&editor, 0, sizeof editor);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    dadao_view_editor_free(&editor);
    return 0;
}

static void type(const char *text)
{
    for (uint32_t glyph; (glyph = dadao_view_decode(&text)) != 0;)
        assert_true(dadao_view_editor_insert(&editor, glyph));
}

static void edit(dadao_edit what)
{
    dadao_view_editor_apply(&editor, what);
}

static void insertion_and_deletion(void **state)
{
    (void)state;
    type("rate com 1");
    for (int k = 0; k < 2; k++)
        edit(DADAO_EDIT_LEFT);
    type("m");
    assert_string_equal(editor.line, "rate comm 1");
    edit(DADAO_EDIT_HOME);
    edit(DADAO_EDIT_DELETE);
    assert_string_equal(editor.line, "ate comm 1");
    edit(DADAO_EDIT_END);
    edit(DADAO_EDIT_BACKSPACE);
    assert_string_equal(editor.line, "ate comm ");
    edit(DADAO_EDIT_KILL_WORD);
    assert_string_equal(editor.line, "ate ");
    edit(DADAO_EDIT_KILL_LINE);
    assert_string_equal(editor.line, "");
    assert_false(dadao_view_editor_apply(&editor, DADAO_EDIT_BACKSPACE));
}

static void words_and_ends(void **state)
{
    (void)state;
    type("edge cut 7 8");
    edit(DADAO_EDIT_WORD_LEFT);
    assert_int_equal(editor.cursor, 11);
    edit(DADAO_EDIT_WORD_LEFT);
    edit(DADAO_EDIT_WORD_LEFT);
    assert_int_equal(editor.cursor, 5);
    edit(DADAO_EDIT_WORD_RIGHT);
    assert_int_equal(editor.cursor, 8);
    edit(DADAO_EDIT_KILL_END);
    assert_string_equal(editor.line, "edge cut");
}

static void characters_stay_whole(void **state)
{
    (void)state;
    type("Z\xc3\xbcrich \xe6\x9d\xb1");
    edit(DADAO_EDIT_BACKSPACE);
    assert_string_equal(editor.line, "Z\xc3\xbcrich ");
    edit(DADAO_EDIT_HOME);
    edit(DADAO_EDIT_RIGHT);
    edit(DADAO_EDIT_DELETE);
    assert_string_equal(editor.line, "Zrich ");
    assert_false(dadao_view_editor_insert(&editor, 7));
}

static void history_keeps_the_draft(void **state)
{
    (void)state;
    type("run");
    dadao_view_editor_remember(&editor);
    type("pause");
    dadao_view_editor_remember(&editor);
    type("pause");
    dadao_view_editor_remember(&editor); /* the same again is not kept twice */
    type("   ");
    dadao_view_editor_remember(&editor); /* nor is a blank */
    assert_int_equal(editor.history_count, 2);
    type("half a li");
    edit(DADAO_EDIT_OLDER);
    assert_string_equal(editor.line, "pause");
    edit(DADAO_EDIT_OLDER);
    edit(DADAO_EDIT_OLDER);
    assert_string_equal(editor.line, "run");
    edit(DADAO_EDIT_NEWER);
    edit(DADAO_EDIT_NEWER);
    assert_string_equal(editor.line, "half a li");
    assert_false(dadao_view_editor_apply(&editor, DADAO_EDIT_NEWER));
}

static void a_full_history_forgets_the_oldest(void **state)
{
    (void)state;
    for (int k = 0; k < DADAO_EDITOR_HISTORY + 5; k++) {
        type("seed ");
        dadao_view_editor_insert(&editor, (uint32_t)('A' + k % 26));
        dadao_view_editor_remember(&editor);
    }
    assert_int_equal(editor.history_count, DADAO_EDITOR_HISTORY);
    assert_string_equal(editor.history[0], "seed F");
}

static void completions_replace_the_word(void **state)
{
    (void)state;
    type("topology bar");
    assert_true(dadao_view_editor_replace(&editor, 9, "barbell"));
    assert_string_equal(editor.line, "topology barbell");
    assert_int_equal(editor.cursor, editor.length);
    assert_false(dadao_view_editor_replace(&editor, 99, "x"));
}

static void random_edits_keep_it_sound(void **state)
{
    (void)state;
    uint64_t r = 88172645463325252u;
    const uint32_t glyphs[] = {'a', ' ', 0xfc, 0x6771, 0x1f600};
    for (int k = 0; k < 200000; k++) {
        r ^= r << 13, r ^= r >> 7, r ^= r << 17;
        unsigned what = (unsigned)(r % 40);
        if (what < DADAO_EDIT_COUNT)
            edit((dadao_edit)what);
        else if (what == 39 && r >> 60 == 0)
            dadao_view_editor_remember(&editor);
        else
            dadao_view_editor_insert(&editor, glyphs[r >> 32 & 3]);
        assert_true(editor.length < sizeof editor.line && editor.cursor <= editor.length);
        assert_int_equal(editor.line[editor.length], 0);
        assert_true(((unsigned char)editor.line[editor.cursor] & 0xc0) != 0x80);
    }
    const char *text = editor.line;
    for (uint32_t glyph; (glyph = dadao_view_decode(&text)) != 0;)
        assert_int_not_equal(glyph, 0xfffd);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(insertion_and_deletion),
                                       TEST(words_and_ends),
                                       TEST(characters_stay_whole),
                                       TEST(history_keeps_the_draft),
                                       TEST(a_full_history_forgets_the_oldest),
                                       TEST(completions_replace_the_word),
                                       TEST(random_edits_keep_it_sound)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
