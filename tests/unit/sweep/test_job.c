/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job: every task is done once, by few workers or by many, and few of them do not lie ready behind each other. */
#include "core/memory.h"
#include "support/support.h"
#include "sweep/sweep.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* Tasks of unlike length, so that workers come back at different times. */
static dadao_sweep_task *make_tasks(size_t count)
{
    dadao_sweep_task *task = dadao_core_allocate(count, sizeof *task);
    assert_non_null(task);
    for (size_t k = 0; k < count; k++)
        task[k].script =
            support_format("topology cycle 8; problem quadratic dim=2; seed %zu; run events=%zu", k + 1, 1 + 9000 * (k % 3));
    return task;
}

static size_t held(const dadao_sweep_job *job)
{
    size_t running = 0;
    for (size_t k = 0; k < dadao_sweep_job_count(job); k++)
        running += dadao_sweep_job_outcome(job, k)->state == DADAO_SWEEP_RUNNING;
    return running;
}

static void work(size_t workers, size_t count, bool check)
{
    const dadao_sweep_job_options options = {.program = support_program(), .workers = workers, .check = check};
    dadao_sweep_job *job;
    dadao_error error = {0};
    bool over = false, first = true;
    if (dadao_sweep_job_start(&options, make_tasks(count), count, &job, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    while (!over) {
        struct pollfd ready = {.fd = dadao_sweep_job_fd(job), .events = POLLIN};
        if (dadao_sweep_job_step(job, &over, &error) != DADAO_OK)
            fail_msg("%s", error.text);
        if (first && count <= workers + 1) /* few tasks: one for each worker, and what is left goes to whoever is done first */
            assert_int_equal(held(job), count < workers ? count : workers);
        first = false;
        if (!over)
            (void)poll(&ready, 1, 1000);
    }
    assert_int_equal(dadao_sweep_job_done(job), count);
    for (size_t k = 0; k < count; k++) {
        const dadao_sweep_outcome *outcome = dadao_sweep_job_outcome(job, k);
        assert_int_equal(outcome->state, DADAO_SWEEP_DONE);
        assert_true(outcome->gradients + outcome->communications == (double)(1 + 9000 * (k % 3)));
    }
    dadao_sweep_job_stop(job);
}

static void all_are_done(void **state)
{
    (void)state;
    for (size_t workers = 1; workers <= 3; workers++)
        for (size_t count = 1; count <= 9; count++)
            work(workers, count, count % 4 == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_are_done)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
