/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run in sentences: each fact once, when it changes, and nothing that a screen reader stumbles over. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "synthetic.h"
#include "view/narrate.h"

static synthetic s;
static dadao_narrator narrator;
static char said[8192];

/* Plain text: no control characters, no drawings, a full stop or what an answer ends in. */
static void say(void *context, const char *sentence)
{
    (void)context;
    size_t used = strlen(said);
    assert_true(strlen(sentence) > 0);
    for (const unsigned char *c = (const unsigned char *)sentence; *c; c++)
        assert_true(*c >= 32 && *c < 127);
    snprintf(said + used, sizeof said - used, "%s\n", sentence);
}

static void narrate(void)
{
    said[0] = '\0';
    dadao_view_narrate(&narrator, &s.snapshot, say, NULL);
}

static int set_up(void **state)
{
    (void)state;
    synthetic_make(&s, 14, 21);
    memset(&narrator, 0, sizeof narrator);
    narrate();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    synthetic_free(&s);
    return 0;
}

static void the_beginning_says_what_it_is(void **state)
{
    (void)state;
    assert_non_null(strstr(said, "The network is nsfnet: 14 nodes, 21 edges.\n"));
    assert_non_null(strstr(said, "The problem is linear dim=5, the seed is 1.\n"));
    assert_non_null(strstr(said, "The guarantee is for the rate only"));
    assert_non_null(strstr(said, "Running.\n"));
    narrate(); /* the same again: nothing to say */
    assert_string_equal(said, "");
}

static void decades_are_told_once(void **state)
{
    (void)state;
    s.lane.msd_lazy = 0.5;
    narrate();
    for (double error = 0.5; error > 1e-4; error *= 0.7) {
        int before = (int)ceil(log10(error / 0.7)), now = (int)ceil(log10(error));
        s.lane.msd_lazy = error;
        s.lane.events += 100;
        narrate();
        assert_int_equal(strstr(said, "The error is below") != NULL, now < before && error < 0.5);
    }
    s.lane.msd_lazy = 0.05;
    narrate();
    assert_non_null(strstr(said, "The error is above 1e-2"));
}

static void changes_are_told(void **state)
{
    (void)state;
    s.scene.total_rate *= 2, s.scene.rate_factor = 2;
    narrate();
    assert_non_null(strstr(said, "2.00 times what is sufficient"));
    s.scene.gradient_rate = 3;
    narrate();
    assert_string_equal(said, "Each node takes 3.00 gradients a unit of time.\n");
    s.scene.guarantee = (dadao_guarantee){false, false, 0, 0, "too little communication"};
    narrate();
    assert_string_equal(said, "The guarantee is lost: too little communication.\n");
    s.scene.guarantee = (dadao_guarantee){true, false, 0.1, 4, ""};
    narrate();
    assert_non_null(strstr(said, "The guarantee holds"));
    s.snapshot.speed_asked = INFINITY;
    narrate();
    assert_string_equal(said, "The speed is as fast as it goes.\n");
    s.scene.edges = 20;
    narrate();
    assert_string_equal(said, "The network has 14 nodes and 20 edges now.\n");
    s.scene.edges = 21;
    narrate();
    s.snapshot.state = DADAO_DIVERGED;
    narrate();
    assert_true(strncmp(said, "Diverged at t 40.0, event 1,753, error ", 39) == 0);
}

static void slow_events_are_told_one_by_one(void **state)
{
    (void)state;
    s.snapshot.speed_asked = 2;
    narrate();
    s.lane.events += 2;
    s.lane.recent[0] = (dadao_event){s.lane.events - 1, 40.1, DADAO_EVENT_GRADIENT, 3, UINT32_MAX, UINT32_MAX};
    s.lane.recent[1] = (dadao_event){s.lane.events, 40.2, DADAO_EVENT_COMMUNICATION, 0, 1, 0};
    s.lane.recent_count = 2;
    narrate();
    assert_string_equal(said, "Event 1754, t 40.1: node 3 Salt Lake City takes a gradient.\n"
                              "Event 1755, t 40.2: nodes 0 Seattle and 1 Palo Alto speak.\n");
    s.snapshot.speed_asked = 1000; /* too quick for that */
    narrate();
    s.lane.events += 50;
    narrate();
    assert_string_equal(said, "");
}

static void answers_are_lines(void **state)
{
    (void)state;
    s.snapshot.message_serial = 5;
    strcpy(s.snapshot.message, "first\n\nsecond\n");
    narrate();
    assert_string_equal(said, "first\nsecond\n");
    s.snapshot.message_serial = 6, s.snapshot.message_is_error = true;
    strcpy(s.snapshot.message, "unknown command");
    narrate();
    assert_string_equal(said, "Error: unknown command\n");
}

static void nothing_yet(void **state)
{
    char now[512];
    (void)state;
    said[0] = '\0';
    dadao_view_narrate(&narrator, NULL, say, NULL);
    assert_string_equal(said, "");
    assert_string_equal(dadao_view_narrate_now(NULL, now), "There is no experiment yet.");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(the_beginning_says_what_it_is),   TEST(decades_are_told_once), TEST(changes_are_told),
                                       TEST(slow_events_are_told_one_by_one), TEST(answers_are_lines),     TEST(nothing_yet)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
