/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job: hands tasks to workers, takes their outcomes in, writes the journal. Steps never wait. */
#include "core/memory.h"
#include "sweep/journal.h"
#include "sweep/line.h"
#include "sweep/worker.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

/* A worker that dies twice over the same task is not the one to blame. */
#define TRIES 2

struct dadao_sweep_job {
    dadao_sweep_job_options options;
    char *program, *graphs;
    dadao_sweep_task *task;
    dadao_sweep_outcome *outcome;
    unsigned char *tries;
    size_t count, next, done, resumed;
    bool checking;
    size_t checked;
    dadao_sweep_child *child;
    size_t workers;
    int poll;
    dadao_sweep_journal journal;
    char *fault; /* a script is wrong, a journal cannot be written: the job is over */
    dadao_status fault_status;
};

/* ---- Beginning ---- */

static size_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (size_t)count;
}

static dadao_status hire(dadao_sweep_job *job, size_t index, dadao_error *error)
{
    dadao_status status = dadao_sweep_child_start(&job->child[index], job->program, job->graphs, error);
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = index};
    if (status == DADAO_OK && epoll_ctl(job->poll, EPOLL_CTL_ADD, job->child[index].from, &event) != 0)
        status = dadao_core_fail(error, DADAO_IO, "a worker cannot be watched: %s", strerror(errno));
    return status;
}

static dadao_status allocate(dadao_sweep_job *job, const dadao_sweep_job_options *options, dadao_error *error)
{
    job->options = *options;
    job->workers = options->workers ? options->workers : processors();
    if (job->workers > job->count)
        job->workers = job->count ? job->count : 1;
    job->outcome = dadao_core_allocate(job->count, sizeof *job->outcome);
    job->tries = dadao_core_allocate(job->count, 1);
    job->child = dadao_core_allocate(job->workers, sizeof *job->child);
    job->program = dadao_core_copy_text(options->program);
    job->graphs = dadao_core_copy_text(options->graphs);
    if (!job->outcome || !job->tries || !job->child || (options->program && !job->program) || (options->graphs && !job->graphs))
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t k = 0; k < job->workers; k++)
        job->child[k].to = job->child[k].from = -1;
    job->poll = epoll_create1(EPOLL_CLOEXEC);
    return job->poll < 0 ? dadao_core_fail(error, DADAO_IO, "workers cannot be watched: %s", strerror(errno)) : DADAO_OK;
}

dadao_status dadao_sweep_job_start(const dadao_sweep_job_options *options, dadao_sweep_task *task, size_t count,
                                   dadao_sweep_job **job, dadao_error *error)
{
    dadao_sweep_job *made = dadao_core_allocate(1, sizeof *made);
    *job = NULL;
    if (!made) {
        for (size_t k = 0; k < count; k++)
            free(task[k].script);
        free(task);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    made->task = task;
    made->count = count;
    made->poll = made->journal.file = -1;
    made->checking = options->check;
    dadao_status status = allocate(made, options, error);
    if (status == DADAO_OK)
        status = dadao_sweep_journal_open(&made->journal, options->journal, options->fresh, task, count, made->outcome,
                                          &made->resumed, error);
    made->done = made->resumed;
    for (size_t k = 0; status == DADAO_OK && k < made->workers && made->done < count; k++)
        status = hire(made, k, error);
    if (status != DADAO_OK) {
        dadao_sweep_job_stop(made);
        return status;
    }
    *job = made;
    return DADAO_OK;
}

/* ---- Handing out ---- */

/* The next task to check or to run; SIZE_MAX when none is left to give. */
static size_t next_task(dadao_sweep_job *job)
{
    size_t every = job->checking && job->options.check_every ? job->options.check_every : 1;
    while (job->next < job->count) {
        size_t index = job->next++;
        if (job->outcome[index].state == DADAO_SWEEP_WAITING && (!job->checking || index % every == 0))
            return index;
    }
    return SIZE_MAX;
}

static bool send(dadao_sweep_child *child, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(child->to, bytes, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false; /* it died: its end of the other pipe says so next */
        bytes += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

/* The last tasks go to idle workers only: none may lie ready behind a long one while somebody has nothing to do. */
static size_t depth(const dadao_sweep_job *job)
{
    return job->count - job->next > job->workers ? DADAO_SWEEP_DEPTH : 1;
}

static void hand_out(dadao_sweep_job *job, dadao_sweep_child *child)
{
    while (child->process > 0 && child->count < depth(job)) {
        size_t index = next_task(job);
        dadao_text line = {0};
        if (index == SIZE_MAX)
            return;
        job->outcome[index].state = DADAO_SWEEP_RUNNING;
        child->held[child->count++] = index;
        dadao_sweep_line_task(&line, index, job->checking, &job->task[index]);
        bool sent = line.bytes && send(child, line.bytes, line.length);
        dadao_core_text_clear(&line);
        if (!sent)
            return;
    }
}

/* ---- Taking in ---- */

static void fault(dadao_sweep_job *job, dadao_status status, const char *text)
{
    if (job->fault)
        return;
    job->fault = dadao_core_copy_text(text);
    job->fault_status = status;
}

static void let_go(dadao_sweep_child *child, size_t index)
{
    for (size_t k = 0; k < child->count; k++)
        if (child->held[k] == index) {
            memmove(child->held + k, child->held + k + 1, (child->count - k - 1) * sizeof *child->held);
            child->count--;
            return;
        }
}

static void take_checked(dadao_sweep_job *job, size_t index, const dadao_sweep_outcome *outcome)
{
    dadao_text text = {0};
    job->outcome[index].state = DADAO_SWEEP_WAITING;
    job->checked++;
    if (outcome->state != DADAO_SWEEP_FAILED)
        return;
    dadao_core_text_format(&text, "%s\n  in: %s", outcome->failure, job->task[index].script);
    fault(job, DADAO_INVALID, text.bytes ? text.bytes : outcome->failure);
    dadao_core_text_clear(&text);
}

static void take_line(dadao_sweep_job *job, dadao_sweep_child *child, const char *line)
{
    char value[32], *end;
    dadao_error error = {0};
    dadao_sweep_outcome outcome = {0};
    if (!dadao_sweep_line_read_outcome(line, "task", value, &outcome))
        return;
    size_t index = strtoull(value, &end, 10);
    if (index >= job->count || job->outcome[index].state != DADAO_SWEEP_RUNNING) {
        dadao_sweep_outcome_clear(&outcome);
        return;
    }
    let_go(child, index);
    if (job->checking) {
        take_checked(job, index, &outcome);
        dadao_sweep_outcome_clear(&outcome);
        return;
    }
    job->outcome[index] = outcome;
    job->done++;
    if (outcome.state == DADAO_SWEEP_DONE &&
        dadao_sweep_journal_add(&job->journal, &job->task[index], &outcome, &error) != DADAO_OK)
        fault(job, error.status, error.text);
}

/* Lines as they are whole; false at the end of the stream. */
static bool take_in(dadao_sweep_job *job, dadao_sweep_child *child)
{
    char bytes[16384];
    ssize_t got;
    while ((got = read(child->from, bytes, sizeof bytes)) > 0)
        dadao_core_text_append(&child->read, bytes, (size_t)got);
    bool open = got < 0 && (errno == EAGAIN || errno == EINTR);
    char *line = child->read.bytes, *end;
    while (line && (end = memchr(line, '\n', child->read.length - (size_t)(line - child->read.bytes))) != NULL) {
        *end = '\0';
        take_line(job, child, line);
        line = end + 1;
    }
    if (line) {
        child->read.length -= (size_t)(line - child->read.bytes);
        memmove(child->read.bytes, line, child->read.length + 1);
    }
    return open;
}

/* What a dead worker held is done again, once; the first of it is what it died over. */
static void bury(dadao_sweep_job *job, dadao_sweep_child *child)
{
    size_t held[DADAO_SWEEP_DEPTH], count = child->count;
    memcpy(held, child->held, sizeof held);
    int how = dadao_sweep_child_end(child, true);
    for (size_t k = 0; k < count; k++) {
        dadao_sweep_outcome *outcome = &job->outcome[held[k]];
        outcome->state = DADAO_SWEEP_WAITING;
        if (k == 0 && ++job->tries[held[k]] >= TRIES) {
            char text[64];
            snprintf(text, sizeof text,
                     WIFSIGNALED(how) ? "its worker was ended by signal %d" : "its worker ended with status %d",
                     WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
            outcome->state = DADAO_SWEEP_FAILED;
            outcome->failure = dadao_core_copy_text(text);
            job->done++;
        }
        if (held[k] < job->next)
            job->next = held[k];
    }
}

/* ---- A step ---- */

static dadao_status look_after(dadao_sweep_job *job, size_t index, dadao_error *error)
{
    dadao_sweep_child *child = &job->child[index];
    if (child->process <= 0 || take_in(job, child))
        return DADAO_OK;
    epoll_ctl(job->poll, EPOLL_CTL_DEL, child->from, NULL);
    bury(job, child);
    return hire(job, index, error);
}

static bool checks_are_over(const dadao_sweep_job *job)
{
    for (size_t k = 0; k < job->workers; k++)
        if (job->child[k].count > 0)
            return false;
    return job->next >= job->count;
}

dadao_status dadao_sweep_job_step(dadao_sweep_job *job, bool *over, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    *over = job->done == job->count;
    for (size_t k = 0; status == DADAO_OK && k < job->workers && !*over; k++)
        status = look_after(job, k, error);
    if (status == DADAO_OK && job->fault)
        status = dadao_core_fail(error, job->fault_status, "%s", job->fault);
    if (status != DADAO_OK || *over)
        return status;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k < job->workers; k++)
            hand_out(job, &job->child[k]);
        if (!job->checking || !checks_are_over(job))
            break;
        job->checking = false; /* every script can be built: now they run */
        job->next = 0;
    }
    *over = job->done == job->count;
    return DADAO_OK;
}

int dadao_sweep_job_fd(const dadao_sweep_job *job)
{
    return job->poll;
}

size_t dadao_sweep_job_count(const dadao_sweep_job *job)
{
    return job->count;
}

size_t dadao_sweep_job_done(const dadao_sweep_job *job)
{
    return job->done;
}

size_t dadao_sweep_job_resumed(const dadao_sweep_job *job)
{
    return job->resumed;
}

const dadao_sweep_outcome *dadao_sweep_job_outcome(const dadao_sweep_job *job, size_t index)
{
    return &job->outcome[index];
}

const dadao_sweep_task *dadao_sweep_job_task(const dadao_sweep_job *job, size_t index)
{
    return &job->task[index];
}

void dadao_sweep_job_stop(dadao_sweep_job *job)
{
    if (!job)
        return;
    for (size_t k = 0; job->child && k < job->workers; k++)
        (void)dadao_sweep_child_end(&job->child[k], true);
    for (size_t k = 0; k < job->count; k++) {
        free(job->task[k].script);
        if (job->outcome)
            dadao_sweep_outcome_clear(&job->outcome[k]);
    }
    if (job->poll >= 0)
        close(job->poll);
    dadao_sweep_journal_close(&job->journal);
    free(job->task);
    free(job->outcome);
    free(job->tries);
    free(job->child);
    free(job->program);
    free(job->graphs);
    free(job->fault);
    free(job);
}
