/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: what terminals send, whole and in pieces, and a table without holes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
    {"\033[M !!", DADAO_KEY_POINTER},
    {"\033[<0;5;5M", DADAO_KEY_POINTER},
    {"\033[<0;5;5m", DADAO_KEY_POINTER},
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
        if (dadao_tui_binding((unsigned char)*c, DADAO_PANE_SLIDERS).action == DADAO_ACTION_NONE)
            fail_msg("key '%c' does nothing", *c);
    const uint32_t named[] = {DADAO_KEY_UP,  DADAO_KEY_DOWN,     DADAO_KEY_LEFT,  DADAO_KEY_RIGHT,
                              DADAO_KEY_TAB, DADAO_KEY_BACK_TAB, DADAO_KEY_ESCAPE};
    for (size_t k = 0; k < sizeof named / sizeof *named; k++)
        assert_int_not_equal(dadao_tui_binding(named[k], DADAO_PANE_SLIDERS).action, DADAO_ACTION_NONE);
    assert_int_equal(dadao_tui_binding('y', DADAO_PANE_SLIDERS).action, DADAO_ACTION_NONE);
    size_t count;
    const dadao_key_row *rows = dadao_tui_key_table(&count);
    assert_true(count > 15);
    for (size_t k = 0; k < count; k++) {
        assert_true(!rows[k].shown.keys == !rows[k].shown.help);
        assert_true(rows[k].shown.pane >= DADAO_PANE_ANY && rows[k].shown.pane < DADAO_PANE_COUNT);
    }
    assert_int_equal(dadao_tui_binding('l', DADAO_PANE_SLIDERS).amount, -dadao_tui_binding('h', DADAO_PANE_SLIDERS).amount);
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

/* What the hint bar shows can be clicked: each of its words is the name of a key that does something in that pane. */
static void hints_name_keys(void **state)
{
    (void)state;
    size_t count;
    const dadao_key_row *rows = dadao_tui_key_table(&count);
    for (size_t k = 0; k < count; k++) {
        char words[64];
        if (!rows[k].shown.hint)
            continue;
        snprintf(words, sizeof words, "%s", rows[k].shown.keys);
        for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
            uint32_t key = dadao_tui_key_named(word);
            dadao_pane_id pane = rows[k].shown.pane == DADAO_PANE_ANY ? DADAO_PANE_SLIDERS : (dadao_pane_id)rows[k].shown.pane;
            if (key == DADAO_KEY_NONE || dadao_tui_binding(key, pane).action == DADAO_ACTION_NONE)
                fail_msg("the hint '%s' names no key", word);
        }
    }
}

/* Every key that has a name is found by it again. */
static void names_lead_back(void **state)
{
    (void)state;
    char name[32];
    for (uint32_t key = 1; key < 0x3000; key++) {
        uint32_t back = dadao_tui_key_named(dadao_tui_key_name(key, name));
        if (key != 127 && back != key && !(key < 32 && back == key) && key != 0xa0)
            fail_msg("key %x is called '%s', which is %x", key, name, back);
    }
    for (uint32_t key = DADAO_KEY_FIRST + 1; key < DADAO_KEY_LAST; key++)
        assert_int_equal(dadao_tui_key_named(dadao_tui_key_name(key, name)), key);
    assert_int_equal(dadao_tui_key_named("Alt-x"), 'x' | DADAO_KEY_ALT);
    assert_int_equal(dadao_tui_key_named("xy"), DADAO_KEY_NONE);
    assert_int_equal(dadao_tui_key_named(""), DADAO_KEY_NONE);
}

static const struct {
    const char *bytes;
    bool meant;
    dadao_pointer pointer;
} reports[] = {
    {"\033[<0;5;7M", true, {DADAO_POINTER_PRESS, 4, 6, 1, false, false}},
    {"\033[<0;5;7m", true, {DADAO_POINTER_RELEASE, 4, 6, 1, false, false}},
    {"\033[<2;300;100M", true, {DADAO_POINTER_PRESS, 299, 99, 3, false, false}},
    {"\033[<32;1;1M", true, {DADAO_POINTER_DRAG, 0, 0, 1, false, false}},
    {"\033[<16;1;1M", true, {DADAO_POINTER_PRESS, 0, 0, 1, true, false}},
    {"\033[<8;1;1M", true, {DADAO_POINTER_PRESS, 0, 0, 1, false, true}},
    {"\033[<64;1;1M", true, {DADAO_POINTER_WHEEL_UP, 0, 0, 0, false, false}},
    {"\033[<65;1;1M", true, {DADAO_POINTER_WHEEL_DOWN, 0, 0, 0, false, false}},
    {"\033[<35;1;1M", false, {0}},  /* moved without a button */
    {"\033[<128;1;1M", false, {0}}, /* a button too many */
    {"\033[<0;0;1M", false, {0}},   /* columns begin at 1 */
    {"\033[M !!", true, {DADAO_POINTER_PRESS, 0, 0, 1, false, false}},
    {"\033[M#\"$", true, {DADAO_POINTER_RELEASE, 1, 3, 0, false, false}},
    {"\033[M@!!", true, {DADAO_POINTER_DRAG, 0, 0, 1, false, false}},
    {"\033[M`!!", true, {DADAO_POINTER_WHEEL_UP, 0, 0, 0, false, false}},
    {"\033[Ma\xe0!", true, {DADAO_POINTER_WHEEL_DOWN, 191, 0, 0, false, false}},
};

static void reports_of_a_mouse(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof reports / sizeof *reports; k++) {
        size_t used;
        const unsigned char *bytes = (const unsigned char *)reports[k].bytes;
        dadao_pointer got, want = reports[k].pointer;
        assert_int_equal(dadao_tui_decode(bytes, strlen(reports[k].bytes), false, &used), DADAO_KEY_POINTER);
        bool meant = dadao_tui_decode_pointer(bytes, used, &got);
        bool same = got.kind == want.kind && got.x == want.x && got.y == want.y && got.button == want.button &&
                    got.ctrl == want.ctrl && got.alt == want.alt;
        if (meant != reports[k].meant || (meant && !same))
            fail_msg("report %zu: kind %d at %d, %d, button %u", k, got.kind, got.x, got.y, got.button);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_sequences),   cmocka_unit_test(sequences_in_pieces),    cmocka_unit_test(a_lone_escape_is_a_key),
        cmocka_unit_test(noise_is_consumed), cmocka_unit_test(the_table_has_no_holes), cmocka_unit_test(keys_have_names),
        cmocka_unit_test(hints_name_keys),   cmocka_unit_test(names_lead_back),        cmocka_unit_test(reports_of_a_mouse)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
