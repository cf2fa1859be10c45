/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen showed some seconds ago, whatever the run did meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/past.h"

static dadao_past past;

static int set_up(void **state)
{
    (void)state;
    memset(&past, 0, sizeof past);
    return 0;
}

/* A run of so many events a second, seen ten times a second from `from` on. */
static uint64_t run(double from, int seconds, uint64_t events, uint64_t speed)
{
    for (int tenth = 0; tenth <= 10 * seconds; tenth++)
        dadao_tui_past_see(&past, events + speed * (uint64_t)tenth / 10, from + tenth / 10.0);
    return events + speed * (uint64_t)seconds;
}

static void assert_ago(uint64_t now, unsigned seconds, uint64_t least, uint64_t most)
{
    uint64_t event = UINT64_MAX;
    assert_true(dadao_tui_past_ago(&past, now, seconds, &event));
    assert_in_range(event, least, most);
}

static void nothing_was_seen(void **state)
{
    uint64_t event;
    (void)state;
    assert_false(dadao_tui_past_ago(&past, 0, 60, &event));
    dadao_tui_past_see(&past, 0, 100);
    assert_false(dadao_tui_past_ago(&past, 0, 60, &event)); /* it stands there still */
}

static void a_minute_of_a_steady_run(void **state)
{
    (void)state;
    uint64_t now = run(1000, 200, 0, 50);
    assert_ago(now, 60, now - 61 * 50, now - 58 * 50);
    assert_ago(now, 10, now - 11 * 50, now - 8 * 50);
    assert_ago(now, 1000, 0, 0); /* further than anything that is known */
}

static void standing_still_does_not_count(void **state)
{
    (void)state;
    uint64_t now = run(0, 100, 0, 50);
    for (double at = 100; at < 1000; at += 0.1)
        dadao_tui_past_see(&past, now, at);
    assert_ago(now, 60, now - 61 * 50, now - 58 * 50);
}

/* Going back forgets what was after, so that going back again leads further. */
static void again_is_another_minute(void **state)
{
    (void)state;
    uint64_t now = run(0, 200, 0, 50), event = 0;
    assert_true(dadao_tui_past_ago(&past, now, 60, &event));
    dadao_tui_past_see(&past, event, 201);
    assert_ago(event, 60, event - 62 * 50, event - 58 * 50);
}

static void an_hour_is_kept(void **state)
{
    (void)state;
    uint64_t now = run(0, 2 * DADAO_PAST_SECONDS, 0, 10);
    assert_ago(now, 2 * DADAO_PAST_SECONDS, now / 2 - 30, now / 2 + 30);
    for (size_t k = 1; k < past.count; k++)
        assert_true(past.event[k - 1] < past.event[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(nothing_was_seen, set_up),
        cmocka_unit_test_setup(a_minute_of_a_steady_run, set_up),
        cmocka_unit_test_setup(standing_still_does_not_count, set_up),
        cmocka_unit_test_setup(again_is_another_minute, set_up),
        cmocka_unit_test_setup(an_hour_is_kept, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
