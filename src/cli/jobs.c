/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs of many runs on the command line: waiting, progress, time left. */
#include "cli/jobs.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void time_text(char *buffer, size_t capacity, double seconds)
{
    if (seconds < 100)
        snprintf(buffer, capacity, "%.0f s", seconds);
    else if (seconds < 6000)
        snprintf(buffer, capacity, "%.0f min", seconds / 60);
    else
        snprintf(buffer, capacity, "%.1f h", seconds / 3600);
}

static void draw_progress(const dadao_sweep_job *job, double seconds)
{
    enum { WIDTH = 30 };
    char bar[WIDTH + 1], left[32];
    size_t done = dadao_sweep_job_done(job), all = dadao_sweep_job_count(job), fresh = done - dadao_sweep_job_resumed(job);
    size_t filled = all ? done * WIDTH / all : 0;
    for (size_t k = 0; k < WIDTH; k++)
        bar[k] = k < filled ? '#' : '.';
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r\033[K[%s] %zu of %zu runs", bar, done, all);
    if (fresh > 0 && done < all) {
        time_text(left, sizeof left, seconds * (double)(all - done) / (double)fresh);
        fprintf(stderr, ", %s left", left);
    }
    fflush(stderr);
}

dadao_status dadao_cli_drive(dadao_sweep_job *job, bool quiet, dadao_error *error)
{
    bool over = false, shown = false, bar = isatty(STDERR_FILENO) && !quiet;
    double start = seconds_now(), last = start;
    dadao_status status = DADAO_OK;
    (void)dadao_cli_catch_interrupts();
    if (!quiet && dadao_sweep_job_resumed(job) > 0)
        fprintf(stderr, "%zu of %zu runs were done before and are not done again\n", dadao_sweep_job_resumed(job),
                dadao_sweep_job_count(job));
    while (status == DADAO_OK && !over && !dadao_cli_interrupted()) {
        status = dadao_sweep_job_step(job, &over, error);
        struct pollfd wait = {.fd = dadao_sweep_job_fd(job), .events = POLLIN};
        if (status == DADAO_OK && !over)
            (void)poll(&wait, 1, 500);
        if (bar && seconds_now() - last > 0.2) {
            last = seconds_now();
            draw_progress(job, last - start);
            shown = true;
        }
    }
    if (shown)
        fputs("\r\033[K", stderr);
    if (status == DADAO_OK && !over)
        status = dadao_core_fail(error, DADAO_INTERRUPTED,
                                 "interrupted: %zu of %zu runs are done; the same command goes on from there",
                                 dadao_sweep_job_done(job), dadao_sweep_job_count(job));
    return status;
}

int dadao_cli_finish(const char *what, dadao_status status, const dadao_error *error)
{
    if (status == DADAO_OK)
        return DADAO_CLI_OK;
    fprintf(stderr, "dadao %s: %s\n", what, error->text[0] ? error->text : dadao_core_status_text(status));
    if (status == DADAO_INTERRUPTED)
        return dadao_cli_interrupted() ? 128 + dadao_cli_interrupted() : DADAO_CLI_INTERRUPTED;
    return status == DADAO_SYNTAX ? DADAO_CLI_USAGE : DADAO_CLI_FAILED;
}
