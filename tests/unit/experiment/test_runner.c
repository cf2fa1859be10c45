/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's thread: commands while it runs, speed, a pause that costs nothing, a clean end. */
#include "support/support.h"

#include <dadao/experiment.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

typedef struct stage {
    dadao_runner *runner;
    int wake;
} stage;

static void on_wake(void *context)
{
    uint64_t one = 1;
    ssize_t written = write(((stage *)context)->wake, &one, sizeof one);
    (void)written;
}

static void open_stage(stage *s)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.endless = true;
    dadao_experiment *experiment;
    s->wake = eventfd(0, 0);
    assert_int_equal(dadao_experiment_create(&options, &experiment, NULL), DADAO_OK);
    assert_int_equal(dadao_experiment_runner_start(experiment, on_wake, s, &s->runner, NULL), DADAO_OK);
}

static void close_stage(stage *s)
{
    dadao_experiment_runner_stop(s->runner);
    close(s->wake);
}

static bool wait_wake(stage *s, int milliseconds)
{
    struct pollfd poller = {.fd = s->wake, .events = POLLIN};
    uint64_t count;
    return poll(&poller, 1, milliseconds) == 1 && read(s->wake, &count, sizeof count) == (ssize_t)sizeof count;
}

/* The next snapshot that was asked for. */
static const dadao_snapshot *look(stage *s)
{
    dadao_experiment_runner_ask(s->runner);
    assert_true(wait_wake(s, 20000));
    const dadao_snapshot *snapshot = dadao_experiment_runner_latest(s->runner);
    assert_non_null(snapshot);
    return snapshot;
}

/* Sends a line and waits for its answer. */
static const dadao_snapshot *send_line(stage *s, const char *line)
{
    const dadao_snapshot *before = dadao_experiment_runner_latest(s->runner);
    uint64_t serial = before ? before->message_serial : 0;
    assert_true(dadao_experiment_runner_send(s->runner, line));
    for (int k = 0; k < 1000; k++) {
        (void)wait_wake(s, 100);
        const dadao_snapshot *now = dadao_experiment_runner_latest(s->runner);
        if (now && now->message_serial > serial)
            return now;
    }
    fail_msg("no answer to '%s'", line);
    return NULL;
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void test_commands_while_running(void **state)
{
    (void)state;
    stage s;
    open_stage(&s);
    const dadao_snapshot *snapshot = send_line(&s, "run");
    assert_int_equal(snapshot->state, DADAO_RUNNING);
    uint64_t events = look(&s)->lane[0].events;
    usleep(20000);
    assert_true(look(&s)->lane[0].events > events);
    snapshot = send_line(&s, "edge cut 0 1");
    assert_int_equal(snapshot->scene->edges, 56);
    snapshot = send_line(&s, "edge cut 0 1");
    assert_true(snapshot->message_is_error);
    snapshot = send_line(&s, "node remove 2");
    assert_int_equal(snapshot->scene->nodes, 15);
    snapshot = send_line(&s, "topology cycle 5");
    assert_int_equal(snapshot->scene->nodes, 5);
    assert_int_equal(snapshot->state, DADAO_RUNNING);
    close_stage(&s);
}

/* A paused engine takes no processor time at all and wakes nobody. */
static void test_pause_is_free(void **state)
{
    (void)state;
    stage s;
    open_stage(&s);
    (void)send_line(&s, "run");
    (void)send_line(&s, "pause");
    while (wait_wake(&s, 400)) /* the BLAS library's own threads spin for a moment after it was loaded */
        ;
    double before = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    assert_false(wait_wake(&s, 300));
    assert_true(seconds_of(CLOCK_PROCESS_CPUTIME_ID) - before < 0.01);
    uint64_t events = look(&s)->lane[0].events;
    assert_true(look(&s)->lane[0].events == events);
    close_stage(&s);
}

static void test_speed(void **state)
{
    (void)state;
    stage s;
    open_stage(&s);
    (void)send_line(&s, "speed 50");
    (void)send_line(&s, "run");
    uint64_t first = look(&s)->lane[0].events;
    double start = seconds_of(CLOCK_MONOTONIC);
    usleep(600000);
    double got = (double)(look(&s)->lane[0].events - first) / (seconds_of(CLOCK_MONOTONIC) - start);
    assert_true(got > 30 && got < 70);
    (void)send_line(&s, "speed 0.1");
    first = look(&s)->lane[0].events;
    usleep(100000);
    assert_true(look(&s)->lane[0].events <= first + 1);
    close_stage(&s);
}

/* The rest of a line waits for its run; the answer of its last command comes. */
static void test_line_goes_on(void **state)
{
    (void)state;
    stage s;
    open_stage(&s);
    (void)send_line(&s, "run events=100; rate comm 0.5; run events=50; seed 4; run events=10");
    for (int k = 0; k < 500; k++) {
        const dadao_snapshot *snapshot = look(&s);
        if (snapshot->state == DADAO_FINISHED && snapshot->scene->seed == 4 && snapshot->lane[0].events == 10) {
            close_stage(&s);
            return;
        }
        usleep(10000);
    }
    fail_msg("the line was not carried out to its end");
}

/* Flat out on a large network a command is answered soon. */
static void test_answers_soon(void **state)
{
    (void)state;
    stage s;
    open_stage(&s);
    (void)send_line(&s, "topology cycle 2000; problem quadratic dim=2; run");
    usleep(50000);
    double start = seconds_of(CLOCK_MONOTONIC);
    (void)send_line(&s, "rate gradient 0.9");
    assert_true(seconds_of(CLOCK_MONOTONIC) - start < (support_sanitized() ? 5 : 0.5));
    close_stage(&s);
}

/* More lines than the queue holds are refused, never waited for. */
static void test_full_queue(void **state)
{
    (void)state;
    stage s;
    open_stage(&s);
    size_t refused = 0;
    for (int k = 0; k < 2000; k++)
        refused += !dadao_experiment_runner_send(s.runner, "rate comm 1.1; seed 3");
    assert_true(refused > 0);
    close_stage(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands_while_running), cmocka_unit_test(test_pause_is_free), cmocka_unit_test(test_speed),
        cmocka_unit_test(test_line_goes_on), cmocka_unit_test(test_answers_soon), cmocka_unit_test(test_full_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
