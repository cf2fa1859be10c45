/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worker processes: how they are started, and what they do. */
#include "sweep/worker.h"

#include "core/memory.h"
#include "sweep/line.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Inside the worker ---- */

static void answer(dadao_text *line, size_t index, dadao_status status, const dadao_error *error, dadao_sweep_outcome *outcome)
{
    char text[32];
    snprintf(text, sizeof text, "%zu", index);
    if (status != DADAO_OK) {
        dadao_sweep_outcome_clear(outcome);
        outcome->state = DADAO_SWEEP_FAILED;
        outcome->failure = dadao_core_copy_text(error->text[0] ? error->text : dadao_core_status_text(status));
    }
    dadao_sweep_line_outcome(line, "task", text, outcome);
}

int dadao_sweep_worker(const dadao_experiment_options *options, FILE *in, FILE *out)
{
    char *line = NULL;
    size_t capacity = 0, index;
    bool check, fine = true;
    dadao_sweep_task task;
    signal(SIGINT, SIG_IGN); /* the owner decides what Ctrl-C means */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (fine && getline(&line, &capacity, in) > 0) {
        dadao_sweep_outcome outcome = {0};
        dadao_error error = {0};
        dadao_text text = {0};
        fine = dadao_sweep_line_read_task(line, &index, &check, &task);
        if (!fine)
            break;
        dadao_status status = dadao_sweep_measure_task(options, &task, check, &outcome, &error);
        answer(&text, index, status, &error, &outcome);
        fine = text.bytes && fwrite(text.bytes, 1, text.length, out) == text.length && fflush(out) == 0;
        dadao_core_text_clear(&text);
        dadao_sweep_outcome_clear(&outcome);
    }
    free(line);
    return fine ? 0 : 1;
}

/* ---- Outside ---- */

extern char **environ;

/* The environment with one thread for BLAS: the workers are the parallelism. */
static char **quiet_environment(void)
{
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **copy = dadao_core_allocate(count + 2, sizeof *copy);
    for (size_t k = 0; copy && k < count; k++)
        if (strncmp(environ[k], "OPENBLAS_NUM_THREADS=", 21) != 0)
            copy[kept++] = environ[k];
    static char one[] = "OPENBLAS_NUM_THREADS=1";
    if (copy)
        copy[kept] = one;
    return copy;
}

static int spawn(dadao_sweep_child *child, const char *program, const char *graphs, int in, int out)
{
    char graphs_option[4096], name[] = "dadao", verb[] = "sweep", worker[] = "--worker";
    snprintf(graphs_option, sizeof graphs_option, "--graphs=%s", graphs ? graphs : "");
    char *arguments[] = {name, verb, worker, graphs ? graphs_option : NULL, NULL}, **environment = quiet_environment();
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    if (!environment)
        return ENOMEM;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    sigemptyset(&none);
    sigfillset(&usual);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed =
        posix_spawn(&child->process, program ? program : "/proc/self/exe", &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(environment);
    return failed;
}

dadao_status dadao_sweep_child_start(dadao_sweep_child *child, const char *program, const char *graphs, dadao_error *error)
{
    int down[2], up[2];
    *child = (dadao_sweep_child){.to = -1, .from = -1};
    if (pipe2(down, O_CLOEXEC) != 0)
        return dadao_core_fail(error, DADAO_IO, "a worker cannot be started: %s", strerror(errno));
    if (pipe2(up, O_CLOEXEC) != 0) {
        close(down[0]);
        close(down[1]);
        return dadao_core_fail(error, DADAO_IO, "a worker cannot be started: %s", strerror(errno));
    }
    int failed = spawn(child, program, graphs, down[0], up[1]);
    close(down[0]);
    close(up[1]);
    child->to = down[1];
    child->from = up[0];
    fcntl(child->from, F_SETFL, O_NONBLOCK);
    if (!failed)
        return DADAO_OK;
    child->process = 0;
    dadao_sweep_child_end(child, false);
    return dadao_core_fail(error, DADAO_IO, "a worker cannot be started: %s: %s", program ? program : "this program",
                           strerror(failed));
}

int dadao_sweep_child_end(dadao_sweep_child *child, bool kill_it)
{
    int how = 0;
    if (child->to >= 0)
        close(child->to);
    if (child->from >= 0)
        close(child->from);
    if (child->process > 0 && kill_it)
        kill(child->process, SIGKILL);
    while (child->process > 0 && waitpid(child->process, &how, 0) < 0 && errno == EINTR)
        ;
    dadao_core_text_clear(&child->read);
    *child = (dadao_sweep_child){.to = -1, .from = -1};
    return how;
}
