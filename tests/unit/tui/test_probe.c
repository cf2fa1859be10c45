/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What terminals answer to the doctor's questions: all of it, some of it, none, and nonsense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/probe.h"

static dadao_probe probe;

static void read_text(const char *text)
{
    dadao_tui_probe_read(text, strlen(text), &probe);
}

static void a_talkative_terminal(void **state)
{
    (void)state;
    read_text("\033[7;2R\033[7;2R\033[7;2R\033[7;2R\033[7;2R\033[7;3R\033[7;2R\033[7;3R\033[?2026;2$y"
              "\033]11;rgb:fdfd/f6f6/e3e3\033\\\033P>|XTerm(370)\033\\\033[?64;1;2c");
    assert_true(probe.answered);
    assert_string_equal(probe.name, "XTerm(370)");
    assert_int_equal(probe.sync, 1);
    assert_true(probe.ground > 90);
    assert_int_equal(probe.width[0], 1);
    assert_int_equal(probe.width[5], 2); /* a circle as wide as an ideograph: worth saying */
    assert_int_equal(probe.width[7], 2);
}

static void a_plain_terminal(void **state)
{
    (void)state;
    read_text("\033[1;2R\033[?1;2c");
    assert_true(probe.answered);
    assert_int_equal(probe.sync, -1);
    assert_true(probe.ground < 0);
    assert_int_equal(probe.name[0], 0);
    assert_int_equal(probe.width[0], 1);
    assert_int_equal(probe.width[1], -1);
    read_text("\033[?2026;0$y\033]11;rgb:00/00/00\a\033[?6c");
    assert_int_equal(probe.sync, 0);
    assert_true(probe.ground >= 0 && probe.ground < 1);
}

static void silence(void **state)
{
    (void)state;
    read_text("");
    assert_false(probe.answered);
    assert_int_equal(probe.width[3], -1);
}

/* A name may not smuggle control characters into the report. */
static void names_are_made_harmless(void **state)
{
    (void)state;
    read_text("\033P>|evil\n\r\x01name\033\\");
    assert_string_equal(probe.name, "evil???name");
}

static void nonsense(void **state)
{
    (void)state;
    uint64_t r = 88172645463325252u;
    static const char *const parts[] = {"\033[",   "R",    ";",      "7",  "\033]11;", "rgb:", "/", "ffff",
                                        "\033P>|", "\033", "?2026;", "$y", "c",        "\a",   "\\"};
    for (int round = 0; round < 50000; round++) {
        char text[128] = "";
        for (int k = 0; k < 12; k++) {
            r ^= r << 13, r ^= r >> 7, r ^= r << 17;
            strcat(text, parts[(r >> 9) % (sizeof parts / sizeof *parts)]);
        }
        read_text(text);
        assert_true(strlen(probe.name) < sizeof probe.name && probe.ground <= 100.1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_talkative_terminal), cmocka_unit_test(a_plain_terminal),
                                       cmocka_unit_test(silence), cmocka_unit_test(names_are_made_harmless),
                                       cmocka_unit_test(nonsense)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
