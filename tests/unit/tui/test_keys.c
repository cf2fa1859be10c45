/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: what terminals send, whole and in pieces, and a table without holes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keys.h"

static const struct {
    const char *bytes;
    uint32_t key;
} sequences[] = {
    {"a", 'a'},
    {" ", ' '},
    {"\x0c", DADAO_CTRL('L')},
    {"\r", DADAO_KEY_ENTER},
    {"\t", DADAO_KEY_TAB},
    {"\x7f", DADAO_KEY_BACKSPACE},
    {"\x08", DADAO_KEY_BACKSPACE},
    {"\xc3\xa9", 0xe9},
    {"\xe2\xa0\x92", 0x2812},
    {"\xf0\x9f\x98\x80", 0x1f600},
    {"\033[A", DADAO_KEY_UP},
    {"\033OA", DADAO_KEY_UP},
    {"\033[B", DADAO_KEY_DOWN},
    {"\033OC", DADAO_KEY_RIGHT},
    {"\033[D", DADAO_KEY_LEFT},
    {"\033[1;5C", DADAO_KEY_FAR_RIGHT},
    {"\033[1;5D", DADAO_KEY_FAR_LEFT},
    {"\033[1;2A", DADAO_KEY_UP},
    {"\033[H", DADAO_KEY_HOME},
    {"\033[1~", DADAO_KEY_HOME},
    {"\033[4~", DADAO_KEY_END},
    {"\033OF", DADAO_KEY_END},
    {"\033[3~", DADAO_KEY_DELETE},
    {"\033[5~", DADAO_KEY_PAGE_UP},
    {"\033[6~", DADAO_KEY_PAGE_DOWN},
    {"\033[Z", DADAO_KEY_BACK_TAB},
    {"\033OP", DADAO_KEY_FUNCTION},
    {"\033[[A", DADAO_KEY_FUNCTION},
    {"\033[15~", DADAO_KEY_FUNCTION},
    {"\033x", 'x' | DADAO_KEY_ALT},
    {"\033[200~", DADAO_KEY_PASTE_BEGIN},
    {"\033[201~", DADAO_KEY_PASTE_END},
    {"\033[?62;4c", DADAO_KEY_NONE},
    {"\033]11;rgb:0/0/0\a", DADAO_KEY_NONE},
    {"\033]11;rgb:0/0/0\033\\", DADAO_KEY_NONE},
    {"\033[M !!", DADAO_KEY_NONE},
    {"\033[<0;5;5M", DADAO_KEY_NONE},
    {"\xff", DADAO_KEY_NONE},
};

static void whole_sequences(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof sequences / sizeof *sequences; k++) {
        size_t used, length = strlen(sequences[k].bytes);
        uint32_t key = dadao_tui_decode((const unsigned char *)sequences[k].bytes, length, false, &used);
        if (key != sequences[k].key || used != length)
            fail_msg("sequence %zu: key %x, %zu of %zu bytes", k, key, used, length);
    }
}

/* However the bytes are cut, nothing is decided before the end and nothing is lost. */
static void sequences_in_pieces(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof sequences / sizeof *sequences; k++) {
        size_t length = strlen(sequences[k].bytes);
        for (size_t cut = 1; cut < length; cut++) {
            size_t used;
            dadao_tui_decode((const unsigned char *)sequences[k].bytes, cut, false, &used);
            if (used != 0)
                fail_msg("sequence %zu cut at %zu was taken as complete", k, cut);
        }
    }
}

static void a_lone_escape_is_a_key(void **state)
{
    (void)state;
    size_t used;
    assert_int_equal(dadao_tui_decode((const unsigned char *)"\033", 1, false, &used), DADAO_KEY_NONE);
    assert_int_equal(used, 0);
    assert_int_equal(dadao_tui_decode((const unsigned char *)"\033", 1, true, &used), DADAO_KEY_ESCAPE);
    assert_int_equal(used, 1);
    assert_int_equal(dadao_tui_decode((const unsigned char *)"\033\033[A", 4, false, &used), DADAO_KEY_ESCAPE);
}

/* Any bytes at all are consumed in the end. */
static void noise_is_consumed(void **state)
{
    (void)state;
    uint64_t r = 88172645463325252u;
    unsigned char bytes[64];
    for (int round = 0; round < 100000; round++) {
        size_t count = 1 + r % sizeof bytes, at = 0;
        for (size_t k = 0; k < count; k++) {
            r ^= r << 13, r ^= r >> 7, r ^= r << 17;
            bytes[k] = (unsigned char)((r >> 8) % 4 == 0 ? 27 : (r >> 8) % 4 == 1 ? "[O]M;5~"[(r >> 16) % 7] : (char)(r >> 24));
        }
        while (at < count) {
            size_t used;
            dadao_tui_decode(bytes + at, count - at, true, &used);
            assert_true(used >= 1 && used <= count - at);
            at += used;
        }
    }
}

static void the_table_has_no_holes(void **state)
{
    (void)state;
    const char *needed = " .+-:?qrumxazhjkl123456\x0c";
    for (const char *c = needed; *c; c++)
        if (dadao_tui_binding((unsigned char)*c).action == DADAO_ACTION_NONE)
            fail_msg("key '%c' does nothing", *c);
    const uint32_t named[] = {DADAO_KEY_UP,  DADAO_KEY_DOWN,     DADAO_KEY_LEFT,  DADAO_KEY_RIGHT,
                              DADAO_KEY_TAB, DADAO_KEY_BACK_TAB, DADAO_KEY_ESCAPE};
    for (size_t k = 0; k < sizeof named / sizeof *named; k++)
        assert_int_not_equal(dadao_tui_binding(named[k]).action, DADAO_ACTION_NONE);
    assert_int_equal(dadao_tui_binding('y').action, DADAO_ACTION_NONE);
    size_t count;
    const dadao_view_key *rows = dadao_tui_key_rows(&count);
    assert_true(count > 15);
    for (size_t k = 0; k < count; k++)
        assert_true(rows[k].keys && rows[k].help);
    assert_int_equal(dadao_tui_binding('l').amount, -dadao_tui_binding('h').amount);
}

static void keys_have_names(void **state)
{
    (void)state;
    char name[32];
    assert_string_equal(dadao_tui_key_name(DADAO_CTRL('L'), name), "Ctrl-L");
    assert_string_equal(dadao_tui_key_name(DADAO_KEY_PAGE_UP, name), "PageUp");
    assert_string_equal(dadao_tui_key_name('y', name), "y");
    assert_string_equal(dadao_tui_key_name('y' | DADAO_KEY_ALT, name), "Alt-y");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_sequences),        cmocka_unit_test(sequences_in_pieces),
                                       cmocka_unit_test(a_lone_escape_is_a_key), cmocka_unit_test(noise_is_consumed),
                                       cmocka_unit_test(the_table_has_no_holes), cmocka_unit_test(keys_have_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
