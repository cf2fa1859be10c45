/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's own thread: commands come in by a queue, pictures go out by three snapshots, and neither side waits for the other.
 *
 * Of the three snapshots one belongs to the reader, one to the writer, and the third is the newest complete one; they change
 * hands under a lock that is held for an exchange of two numbers. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { QUEUE = 64 };

/* A slice of running lasts about this long, so that nobody waits longer for the thread to look up. */
static const double slice_seconds = 1e-3;
/* Above this many events a second, events are no longer waited for one by one but in ticks of a few milliseconds. */
static const double single_speed = 100, tick_seconds = 8e-3;

struct dadao_runner {
    dadao_experiment *experiment;
    void (*wake)(void *context);
    void *context;
    pthread_t thread;

    pthread_mutex_t lock;      /* guards everything down to the line */
    pthread_cond_t changed;
    char *queue[QUEUE];
    size_t head, waiting;
    bool asked, stop;
    dadao_attention attention;
    int reader, ready, writer; /* indices into snapshot */
    bool fresh;                /* ready is newer than the reader's */
    /* ---- */

    atomic_bool interrupt;     /* a command waits: end the slice */
    dadao_snapshot snapshot[3];

    /* The thread's own. */
    char message[DADAO_SNAPSHOT_TEXT];
    bool message_is_error;
    uint64_t message_serial, shown_events, slice;
    double pace_time, pace_speed;  /* since when the asked speed is kept, and at how many events */
    uint64_t pace_events;
    double kept_time;              /* when the recording was last written to */
    double meter_time, speed_got;
    uint64_t meter_events;
    double call_extension;         /* when the extension wants to be called again; INFINITY: not before something happens */
};

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static uint64_t events_of(const dadao_runner *runner)
{
    return dadao_experiment_lead(runner->experiment) ? dadao_simulation_events(dadao_experiment_lead(runner->experiment)) : 0;
}

/* ---- Messages ---- */

static void say(dadao_runner *runner, const char *text, size_t length, bool is_error)
{
    while (length > 0 && text[length - 1] == '\n')
        length--;
    snprintf(runner->message, sizeof runner->message, "%.*s", (int)(length < sizeof runner->message ? length : sizeof runner->message), text);
    runner->message_is_error = is_error;
    runner->message_serial++;
}

static void say_error(dadao_runner *runner, const dadao_error *error)
{
    say(runner, error->text, strlen(error->text), true);
}

static bool say_news(dadao_runner *runner)
{
    dadao_notes news = dadao_experiment_news(runner->experiment);
    bool any = news.length > 0;
    if (any)
        say(runner, news.text, news.length, false);
    dadao_core_notes_clear(&news);
    return any;
}

/* ---- The extension ---- */

static const dadao_extension *extension_of(const dadao_runner *runner)
{
    return runner->experiment->options.extension;
}

static void proceed(dadao_runner *runner)
{
    const dadao_extension *extension = extension_of(runner);
    if (!extension || !extension->proceed)
        return;
    dadao_notes notes = {0};
    dadao_error error = {0};
    const double now = seconds_now();
    runner->call_extension = now + extension->proceed(extension->context, runner->experiment, now, &notes, &error);
    if (error.text[0])
        say_error(runner, &error);
    else if (notes.length > 0)
        say(runner, notes.text, notes.length, false);
    dadao_core_notes_clear(&notes);
}

/* ---- Publishing ---- */

static void meter(dadao_runner *runner)
{
    double now = seconds_now(), passed = now - runner->meter_time;
    uint64_t events = events_of(runner);
    if (events < runner->meter_events || passed > 0.5) {
        runner->speed_got = events >= runner->meter_events && passed > 0 ? (double)(events - runner->meter_events) / passed : 0;
        runner->meter_events = events;
        runner->meter_time = now;
    }
}

static void publish(dadao_runner *runner)
{
    dadao_snapshot *snapshot = &runner->snapshot[runner->writer];
    dadao_error error = {0};
    meter(runner);
    pthread_mutex_lock(&runner->lock);
    dadao_attention attention = runner->attention;
    pthread_mutex_unlock(&runner->lock);
    dadao_experiment_attend(runner->experiment, &attention);
    if (dadao_experiment_publish(runner->experiment, snapshot, &error) != DADAO_OK)
        say_error(runner, &error);
    snapshot->speed_got = runner->experiment->state == DADAO_RUNNING ? runner->speed_got : 0;
    snapshot->previous_events = runner->shown_events;
    if (extension_of(runner) && extension_of(runner)->publish)
        extension_of(runner)->publish(extension_of(runner)->context, runner->experiment, seconds_now(), snapshot);
    snapshot->message_serial = runner->message_serial;
    snapshot->message_is_error = runner->message_is_error;
    memcpy(snapshot->message, runner->message, sizeof snapshot->message);
    runner->shown_events = events_of(runner);
    pthread_mutex_lock(&runner->lock);
    int full = runner->writer;
    runner->writer = runner->ready;
    runner->ready = full;
    runner->fresh = true;
    pthread_mutex_unlock(&runner->lock);
    runner->wake(runner->context);
}

const dadao_snapshot *dadao_experiment_runner_latest(dadao_runner *runner)
{
    pthread_mutex_lock(&runner->lock);
    if (runner->fresh) {
        int seen = runner->reader;
        runner->reader = runner->ready;
        runner->ready = seen;
        runner->fresh = false;
    }
    const dadao_snapshot *snapshot = &runner->snapshot[runner->reader];
    pthread_mutex_unlock(&runner->lock);
    return snapshot->serial || snapshot->message_serial ? snapshot : NULL;
}

/* ---- Commands ---- */

static void pace_restart(dadao_runner *runner)
{
    runner->pace_time = seconds_now();
    runner->pace_events = events_of(runner);
    runner->pace_speed = runner->experiment->speed;
}

/* Errors of a line come with the line's own place, as the prompt shows it. */
static void answer(dadao_runner *runner, dadao_status status, dadao_notes *notes, const dadao_error *error)
{
    if (status != DADAO_OK)
        say_error(runner, error);
    else if (notes->length > 0)
        say(runner, notes->text, notes->length, false);
    else if (!say_news(runner))
        say(runner, "", 0, false);
    dadao_core_notes_clear(notes);
    proceed(runner);
    pace_restart(runner);
    publish(runner);
}

static void carry_out(dadao_runner *runner, char *line)
{
    dadao_notes notes = {0};
    dadao_error error = {0};
    dadao_status status = dadao_experiment_execute(runner->experiment, line, &notes, &error);
    free(line);
    answer(runner, status, &notes, &error);
}

/* After a goal: what the line says next. */
static void carry_on(dadao_runner *runner)
{
    dadao_notes notes = {0};
    dadao_error error = {0};
    bool more, had_rest = runner->experiment->rest != NULL;
    bool news = say_news(runner);
    dadao_status status = dadao_experiment_continue(runner->experiment, &more, &notes, &error);
    if (had_rest && (status != DADAO_OK || notes.length > 0)) {
        answer(runner, status, &notes, &error);
        return;
    }
    dadao_core_notes_clear(&notes);
    (void)news;
    proceed(runner);
    pace_restart(runner);
    publish(runner);
}

/* ---- Running ---- */

/* How many events are due; 0 when it is not time yet, and then *wait says for how long. */
static uint64_t events_due(dadao_runner *runner, double *wait)
{
    double speed = runner->experiment->speed;
    *wait = 0;
    if (!isfinite(speed))
        return runner->slice;
    double now = seconds_now(), passed = now - runner->pace_time;
    uint64_t done = events_of(runner) - runner->pace_events;
    double due = passed * speed - (double)done;
    if (due > 0.25 * speed + 1) { /* the machine cannot keep up, or was asleep: no hurrying afterwards */
        pace_restart(runner);
        due = due < 1 ? 0 : 1;
    }
    if (due >= 1)
        return due < (double)runner->slice ? (uint64_t)due : runner->slice;
    *wait = (1 - due) / speed;
    if (speed > single_speed && *wait < tick_seconds)
        *wait = tick_seconds;
    return 0;
}

static void adapt_slice(dadao_runner *runner, uint64_t done, double seconds)
{
    if (done < runner->slice) /* cut short: says nothing about a full slice */
        return;
    double scale = seconds > 0 ? slice_seconds / seconds : 4;
    scale = scale > 4 ? 4 : scale < 0.25 ? 0.25 : scale;
    double next = (double)runner->slice * scale;
    runner->slice = next < 1 ? 1 : next > 1e9 ? 1000000000u : (uint64_t)next;
}

static void run_slice(dadao_runner *runner, uint64_t events)
{
    dadao_error error = {0};
    bool done;
    uint64_t before = dadao_experiment_work(runner->experiment);
    double start = seconds_now();
    dadao_status status = dadao_experiment_pursue(runner->experiment, events, &runner->interrupt, &done, &error);
    uint64_t after = dadao_experiment_work(runner->experiment);
    const double finished = seconds_now();
    adapt_slice(runner, after >= before ? after - before : 0, finished - start);
    if (status == DADAO_OK && (done || finished - runner->kept_time > 0.4)) {
        runner->kept_time = finished;
        status = dadao_experiment_keep(runner->experiment, &error);
    }
    if (status != DADAO_OK) {
        say_error(runner, &error);
        publish(runner);
    } else if (done) {
        carry_on(runner);
    }
}

/* Sleeps until something changes, or for `seconds` (< 0: for as long as it takes). The lock is held. */
static void sleep_locked(dadao_runner *runner, double seconds)
{
    if (seconds < 0) {
        pthread_cond_wait(&runner->changed, &runner->lock);
        return;
    }
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    double whole = floor(seconds), part = (double)until.tv_nsec + 1e9 * (seconds - whole);
    until.tv_sec += (time_t)whole + (part >= 1e9);
    until.tv_nsec = (long)(part >= 1e9 ? part - 1e9 : part);
    pthread_cond_timedwait(&runner->changed, &runner->lock, &until);
}

/* What the thread does next; decided under the lock. */
typedef struct task {
    char *line;
    bool ask, stop, proceed;
} task;

/* A line that wants all lanes together waits until they are; the screen is served meanwhile. */
static bool must_wait(const dadao_runner *runner, const char *line)
{
    const dadao_command *command;
    size_t rest;
    return dadao_experiment_behind(runner->experiment) &&
           dadao_experiment_command_find(&runner->experiment->options, line, &command, &rest, NULL) == DADAO_OK && dadao_experiment_wants_aligned(command);
}

static task take_task(dadao_runner *runner)
{
    task next = {.stop = runner->stop};
    if (runner->waiting > 0 && !must_wait(runner, runner->queue[runner->head])) {
        next.line = runner->queue[runner->head];
        runner->head = (runner->head + 1) % QUEUE;
        runner->waiting--;
    } else if (runner->asked) {
        next.ask = true;
        runner->asked = false;
    }
    if (runner->waiting == 0)
        atomic_store(&runner->interrupt, false);
    return next;
}

/* Waits for a task or for the moment of the next event; *events says how many to carry out. */
static task wait_for_task(dadao_runner *runner, uint64_t *events)
{
    *events = 0;
    pthread_mutex_lock(&runner->lock);
    task next = take_task(runner);
    while (!next.line && !next.ask && !next.stop) {
        double wait = -1, call = isfinite(runner->call_extension) ? runner->call_extension - seconds_now() : INFINITY;
        next.proceed = call <= 0;
        if (next.proceed)
            break;
        if (dadao_experiment_behind(runner->experiment)) { /* catching up knows no speed */
            *events = runner->slice;
            break;
        }
        if (runner->experiment->state == DADAO_RUNNING) {
            if (runner->pace_speed != runner->experiment->speed)
                pace_restart(runner);
            *events = events_due(runner, &wait);
            if (*events > 0)
                break;
        }
        sleep_locked(runner, wait < 0 || call < wait ? (isfinite(call) ? call : wait) : wait);
        next = take_task(runner);
    }
    pthread_mutex_unlock(&runner->lock);
    return next;
}

static void *run(void *context)
{
    dadao_runner *runner = context;
    for (;;) {
        uint64_t events;
        task next = wait_for_task(runner, &events);
        if (next.stop) {
            free(next.line);
            return NULL;
        }
        if (next.line)
            carry_out(runner, next.line);
        else if (next.ask)
            publish(runner);
        else if (next.proceed) {
            proceed(runner);
            publish(runner);
        }
        else
            run_slice(runner, events);
    }
}

/* ---- Life, and the other side ---- */

static void runner_free(dadao_runner *runner)
{
    while (runner->waiting > 0) {
        free(runner->queue[runner->head]);
        runner->head = (runner->head + 1) % QUEUE;
        runner->waiting--;
    }
    for (size_t k = 0; k < 3; k++)
        dadao_snapshot_clear(&runner->snapshot[k]);
    dadao_experiment_destroy(runner->experiment);
    pthread_cond_destroy(&runner->changed);
    pthread_mutex_destroy(&runner->lock);
    free(runner);
}

dadao_status dadao_experiment_runner_start(dadao_experiment *experiment, void (*wake)(void *context), void *context,
                                           dadao_runner **runner, dadao_error *error)
{
    *runner = NULL;
    dadao_runner *made = dadao_core_allocate(1, sizeof *made);
    if (!made) {
        dadao_experiment_destroy(experiment);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    made->experiment = experiment;
    made->wake = wake;
    made->context = context;
    made->ready = 1;
    made->writer = 2;
    made->slice = 64;
    made->call_extension = INFINITY;
    made->meter_time = seconds_now();
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&made->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&made->lock, NULL);
    if (pthread_create(&made->thread, NULL, run, made) != 0) {
        runner_free(made);
        return dadao_core_fail(error, DADAO_INTERNAL, "no thread could be started: %s", strerror(errno));
    }
    *runner = made;
    return DADAO_OK;
}

bool dadao_experiment_runner_send(dadao_runner *runner, const char *line)
{
    char *copy = dadao_core_copy_text(line);
    pthread_mutex_lock(&runner->lock);
    bool room = copy && runner->waiting < QUEUE;
    if (room) {
        runner->queue[(runner->head + runner->waiting++) % QUEUE] = copy;
        atomic_store(&runner->interrupt, true);
        pthread_cond_signal(&runner->changed);
    }
    pthread_mutex_unlock(&runner->lock);
    if (!room)
        free(copy);
    return room;
}

void dadao_experiment_runner_attend(dadao_runner *runner, const dadao_attention *attention)
{
    pthread_mutex_lock(&runner->lock);
    runner->attention = *attention;
    pthread_mutex_unlock(&runner->lock);
}

void dadao_experiment_runner_ask(dadao_runner *runner)
{
    pthread_mutex_lock(&runner->lock);
    runner->asked = true;
    pthread_cond_signal(&runner->changed);
    pthread_mutex_unlock(&runner->lock);
}

void dadao_experiment_runner_stop(dadao_runner *runner)
{
    if (!runner)
        return;
    pthread_mutex_lock(&runner->lock);
    runner->stop = true;
    atomic_store(&runner->interrupt, true);
    pthread_cond_signal(&runner->changed);
    pthread_mutex_unlock(&runner->lock);
    pthread_join(runner->thread, NULL);
    runner_free(runner);
}
