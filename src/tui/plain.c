/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain mode: a loop of lines in and sentences out, without a cursor, a colour or a drawing. */
#include "tui/plain.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "tui/config.h"
#include "view/narrate.h"

#define ASK_MILLISECONDS 200 /* between two looks at a running experiment */

typedef struct plain {
    dadao_runner *runner;
    const dadao_snapshot *snapshot;
    dadao_narrator narrator;
    int wake;
    bool terminal;     /* commands are typed, not piped: nothing waits for anything */
    bool waiting;      /* a line was sent and not answered yet */
    uint64_t answered; /* serial of the last message before it */
    bool input_ended, ended, failed;
    char bytes[DADAO_EDITOR_CAPACITY];
    size_t count;
    dadao_view_state view; /* looks are carried out on it: they answer, and change nothing here */
} plain;

static volatile sig_atomic_t ending;

static void on_end(int number)
{
    ending = number;
}

static void wake(void *context)
{
    uint64_t one = 1;
    ssize_t ignored = write(*(int *)context, &one, sizeof one);
    (void)ignored;
}

static void say(void *context, const char *sentence)
{
    (void)context;
    fputs(sentence, stdout);
    fputc('\n', stdout);
}

static bool running(const plain *p)
{
    return p->snapshot && p->snapshot->state == DADAO_RUNNING;
}

static void refresh(plain *p)
{
    const dadao_snapshot *newest = dadao_experiment_runner_latest(p->runner);
    p->snapshot = newest;
    if (!newest)
        return;
    if (p->waiting && newest->message_serial > p->answered) {
        p->waiting = false;
        p->failed = p->failed || newest->message_is_error;
    }
    dadao_view_narrate(&p->narrator, newest, say, NULL);
    fflush(stdout);
}

static void carry_out_look(plain *p, const char *line)
{
    dadao_error error = {0};
    p->view.notice[0] = '\0';
    if (strncmp(line, "save", 4) == 0)
        say(NULL, "There is no screen to save.");
    else if (dadao_view_execute(&p->view, NULL, line, &error) != DADAO_OK)
        printf("Error: %s\n", error.text), p->failed = true;
    else if (p->view.notice[0])
        say(NULL, p->view.notice);
}

/* An empty line asks where the run is; some words are this mode's own. */
static void carry_out(plain *p, const char *line)
{
    char now[512];
    line += strspn(line, " \t");
    if (!*line) {
        say(NULL, dadao_view_narrate_now(p->snapshot, now));
    } else if (strcmp(line, "quit") == 0 || strcmp(line, "q") == 0 || strcmp(line, "exit") == 0) {
        p->ended = true;
    } else if (dadao_view_is_command(line) && !strchr(line, ';')) {
        carry_out_look(p, line);
    } else if (dadao_experiment_runner_send(p->runner, line)) {
        p->answered = p->snapshot ? p->snapshot->message_serial : 0;
        p->waiting = true;
        dadao_experiment_runner_ask(p->runner);
    } else {
        say(NULL, "Error: the engine is busy with earlier commands.");
    }
    fflush(stdout);
}

static bool may_go_on(const plain *p)
{
    return !p->waiting && (p->terminal || !running(p));
}

/* Lines that are complete, and that need not wait for what runs. */
static void take_lines(plain *p)
{
    char *end;
    while (!p->ended && may_go_on(p) && p->count > 0) {
        end = memchr(p->bytes, '\n', p->count);
        if (!end && !p->input_ended && p->count < sizeof p->bytes - 1)
            return;
        size_t length = end ? (size_t)(end - p->bytes) : p->count, used = length + (end != NULL);
        char line[DADAO_EDITOR_CAPACITY];
        memcpy(line, p->bytes, length);
        line[length] = '\0';
        while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == ' '))
            line[--length] = '\0';
        p->count -= used;
        memmove(p->bytes, p->bytes + used, p->count);
        if (line[0] == '#')
            continue;
        carry_out(p, line);
    }
}

static void read_input(plain *p)
{
    ssize_t got = read(STDIN_FILENO, p->bytes + p->count, sizeof p->bytes - 1 - p->count);
    if (got > 0)
        p->count += (size_t)got;
    else if (got == 0 || (errno != EINTR && errno != EAGAIN))
        p->input_ended = true;
}

static void loop(plain *p)
{
    while (!p->ended && !ending) {
        bool room = p->count < sizeof p->bytes - 1;
        struct pollfd fds[2] = {{p->wake, POLLIN, 0}, {p->input_ended || !room ? -1 : STDIN_FILENO, POLLIN, 0}};
        int ready = poll(fds, 2, running(p) || p->waiting ? ASK_MILLISECONDS : -1);
        if (ready == 0)
            dadao_experiment_runner_ask(p->runner);
        if (ready > 0 && fds[0].revents) {
            uint64_t drained;
            ssize_t ignored = read(p->wake, &drained, sizeof drained);
            (void)ignored;
            refresh(p);
        }
        if (ready > 0 && fds[1].revents)
            read_input(p);
        take_lines(p);
        if (p->input_ended && p->count == 0 && may_go_on(p))
            p->ended = true;
    }
}

/* What was asked for on the command line, one after another as lines of a pipe would be. */
static void send_commands(plain *p, const dadao_tui_options *o)
{
    for (size_t k = 0; k < o->command_count; k++)
        dadao_experiment_runner_send(p->runner, o->commands[k]);
    if (o->command_count == 0 && p->terminal)
        for (size_t k = 0; dadao_tui_default_commands[k]; k++)
            dadao_experiment_runner_send(p->runner, dadao_tui_default_commands[k]);
    p->waiting = o->command_count > 0;
    dadao_experiment_runner_ask(p->runner);
}

int dadao_tui_plain(const dadao_tui_options *options, dadao_error *error)
{
    static plain p; /* large */
    struct sigaction end = {.sa_handler = on_end};
    memset(&p, 0, sizeof p);
    dadao_view_state_init(&p.view);
    p.terminal = isatty(STDIN_FILENO) == 1;
    p.wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    dadao_status status = p.wake < 0 ? dadao_core_fail(error, DADAO_IO, "no event descriptor: %s", strerror(errno))
                                     : dadao_experiment_runner_start(options->experiment, wake, &p.wake, &p.runner, error);
    if (status != DADAO_OK)
        return 1;
    sigaction(SIGINT, &end, NULL);
    sigaction(SIGTERM, &end, NULL);
    say(NULL,
        p.terminal
            ? "dadao in sentences. Type commands; an empty line says where the run is, help lists the commands, quit leaves."
            : "dadao in sentences.");
    send_commands(&p, options);
    loop(&p);
    char now[512];
    refresh(&p);
    if (!ending && running(&p))
        say(NULL, dadao_view_narrate_now(p.snapshot, now));
    say(NULL, "The end.");
    fflush(stdout);
    p.snapshot = NULL;
    dadao_experiment_runner_stop(p.runner);
    close(p.wake);
    if (ending)
        return 128 + ending;
    return p.failed && !p.terminal ? 1 : 0;
}
