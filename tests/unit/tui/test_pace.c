/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pace of frames: what was asked for on a quick line, less on a slow one, the budget of bytes always, and back again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/pace.h"

/* Sends frames of `bytes` for `seconds` over a line that takes `speed` bytes a second; returns how many, and the bytes. */
static size_t sit(dadao_pace *pace, double *now, double seconds, double bytes, double speed, double *sent)
{
    size_t frames = 0;
    double end = *now + seconds;
    while (*now < end) {
        dadao_tui_pace_frame(pace, *now, (size_t)bytes);
        double drained = *now + bytes / speed;
        dadao_tui_pace_drained(pace, drained);
        double next = *now + dadao_tui_pace_interval(pace, *now);
        *now = next > drained ? next : drained;
        *sent += bytes;
        frames++;
    }
    return frames;
}

static void a_quick_line_gets_what_was_asked_for(void **state)
{
    (void)state;
    dadao_pace pace;
    double now = 5, sent = 0;
    dadao_tui_pace_init(&pace, 10, DADAO_PACE_BYTES, now);
    size_t frames = sit(&pace, &now, 10, 3000, 1e9, &sent);
    assert_in_range(frames, 99, 101);
}

static void bytes_stay_within_the_budget(void **state)
{
    (void)state;
    for (double bytes = 100; bytes < 200e3; bytes *= 1.7)
        for (int calm = 0; calm < 2; calm++) {
            dadao_pace pace;
            double now = 0, sent = 0, budget = calm ? DADAO_PACE_CALM_BYTES : DADAO_PACE_BYTES;
            dadao_tui_pace_init(&pace, calm ? DADAO_PACE_CALM_FPS : 30, budget, now);
            sit(&pace, &now, 60, bytes, 1e9, &sent);
            /* a frame in two seconds is drawn whatever it costs: a still picture would be a lie */
            double least = bytes / DADAO_PACE_LONGEST * now + bytes;
            double allowed = budget * (now + 1) + bytes;
            if (sent > (allowed > least ? allowed : least) * 1.01)
                fail_msg("%g bytes a frame: %g in %g s", bytes, sent, now);
        }
}

/* The line is kept idle for half of the time, and the rate comes back when it becomes quick again. */
static void a_slow_line_is_backed_off_from(void **state)
{
    (void)state;
    dadao_pace pace;
    double now = 0, sent = 0;
    dadao_tui_pace_init(&pace, 10, 1e9, now);
    size_t slow = sit(&pace, &now, 20, 5000, 20e3, &sent); /* a quarter of a second each */
    assert_in_range(slow, 30, 48);
    size_t first = sit(&pace, &now, 3, 5000, 1e9, &sent), then = sit(&pace, &now, 3, 5000, 1e9, &sent);
    assert_true(first > 15);
    assert_in_range(then, 29, 31);
}

static void the_interval_is_bounded(void **state)
{
    (void)state;
    dadao_pace pace;
    dadao_tui_pace_init(&pace, 10, DADAO_PACE_BYTES, 0);
    dadao_tui_pace_frame(&pace, 0, (size_t)100e6);
    dadao_tui_pace_drained(&pace, 60);
    assert_true(dadao_tui_pace_interval(&pace, 60) <= DADAO_PACE_LONGEST);
    dadao_tui_pace_set(&pace, 30, DADAO_PACE_BYTES);
    assert_true(dadao_tui_pace_interval(&pace, 1e9) >= 1.0 / 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quick_line_gets_what_was_asked_for), cmocka_unit_test(bytes_stay_within_the_budget),
        cmocka_unit_test(a_slow_line_is_backed_off_from), cmocka_unit_test(the_interval_is_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
