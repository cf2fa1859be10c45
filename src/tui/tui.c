/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full screen from beginning to end: a loop that sleeps in poll until a key, the engine, a signal or a frame is due. */
#include "tui/tui.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "tui/keys.h"
#include "tui/pace.h"
#include "tui/session.h"
#include "tui/signals.h"

#define ESCAPE_SECONDS 0.025 /* a lone escape byte is the Esc key after this long */
#define KEY_SECONDS 0.016    /* frames drawn for keys are at least this far apart */
#define FIRST_SECONDS 0.1    /* the first frame waits this long for the first snapshot */

const char *const dadao_tui_default_commands[] = {"topology nsfnet", "speed 100", "run", NULL};

dadao_tui_options dadao_tui_options_defaults(void)
{
    return (dadao_tui_options){.fps = 0, .colors = -1, .sync = true, .mouse = true};
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Called by the engine's thread. */
static void wake(void *context)
{
    uint64_t one = 1;
    ssize_t ignored = write(*(int *)context, &one, sizeof one);
    (void)ignored;
}

typedef struct timing {
    dadao_pace pace; /* of the frames of a moving experiment */
    bool draining;   /* a frame is on its way */
    double metered;  /* since when the meter counts, and what there was then */
    dadao_terminal_counts before;
    double next_ask; /* when the next snapshot is due */
    double last_draw;
    double escape; /* when an unfinished sequence is taken as it is; 0: none */
    double first;  /* until then the first frame waits for a snapshot */
} timing;

static bool moving(const dadao_session *s)
{
    return s->snapshot && s->snapshot->state == DADAO_RUNNING;
}

static bool may_draw(const dadao_session *s, const timing *t, double at)
{
    if (!s->dirty || dadao_tui_terminal_busy())
        return false;
    if (!s->snapshot && at < t->first)
        return false;
    return at >= t->last_draw + KEY_SECONDS;
}

/* Milliseconds to sleep: for ever when nothing moves. */
static int patience(const dadao_session *s, const timing *t, double at)
{
    double until = INFINITY;
    if (moving(s))
        until = fmin(until, t->next_ask);
    if (s->byte_count > 0)
        until = fmin(until, t->escape);
    if (s->dirty && !dadao_tui_terminal_busy())
        until = fmin(until, s->snapshot ? t->last_draw + KEY_SECONDS : t->first);
    if (isinf(until))
        return -1;
    double wait = ceil((until - at) * 1000);
    return wait < 0 ? 0 : wait > 10000 ? 10000 : (int)wait;
}

static void read_keys(dadao_session *s, timing *t)
{
    ssize_t got = read(STDIN_FILENO, s->bytes + s->byte_count, sizeof s->bytes - s->byte_count);
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        s->ended = true; /* the terminal has gone */
    if (got <= 0)
        return;
    s->byte_count += (size_t)got;
    dadao_tui_input(s, false);
    if (s->byte_count == sizeof s->bytes)
        dadao_tui_input(s, true);
    t->escape = now() + ESCAPE_SECONDS;
}

static void serve_signals(dadao_session *s, int *ending)
{
    dadao_tui_flags flags = dadao_tui_signals_take();
    if (flags.end)
        *ending = flags.end, s->ended = true;
    if (flags.suspend)
        s->suspend_wanted = true;
    if (flags.resumed)
        dadao_tui_terminal_resume();
    if (flags.resumed || flags.resized) {
        dadao_tui_terminal_resize(&s->terminal);
        s->dirty = true;
    }
}

static void suspend(dadao_session *s)
{
    s->suspend_wanted = false;
    dadao_tui_terminal_suspend();
    dadao_tui_terminal_resize(&s->terminal);
    s->dirty = true;
}

static void drain_wake(dadao_session *s)
{
    uint64_t count;
    ssize_t ignored = read(s->wake, &count, sizeof count);
    (void)ignored;
    dadao_tui_session_refresh(s);
}

static void wait_and_serve(dadao_session *s, timing *t, int *ending)
{
    struct pollfd fds[4] = {{STDIN_FILENO, POLLIN, 0},
                            {s->terminal.wake, POLLIN, 0},
                            {s->wake, POLLIN, 0},
                            {dadao_tui_terminal_descriptor(), POLLOUT, 0}};
    int ready = poll(fds, dadao_tui_terminal_busy() ? 4 : 3, patience(s, t, now()));
    if (ready < 0 && errno != EINTR)
        s->ended = true;
    if (ready <= 0)
        memset(fds, 0, sizeof fds);
    if (fds[1].revents)
        serve_signals(s, ending);
    if (fds[2].revents)
        drain_wake(s);
    if (fds[0].revents)
        read_keys(s, t);
    if (fds[3].revents && dadao_tui_terminal_push() < 0)
        s->ended = true;
    if (s->byte_count > 0 && now() >= t->escape)
        dadao_tui_input(s, true);
}

static double wanted_fps(const dadao_session *s)
{
    double said = s->options->fps >= 1 ? s->options->fps : s->config->fps, fps = said >= 1 ? fmin(said, 30) : 10;
    return s->view.calm ? fmin(fps, DADAO_PACE_CALM_FPS) : fps;
}

static void measure(dadao_session *s, timing *t, double at)
{
    dadao_terminal_counts c = dadao_tui_terminal_counts();
    dadao_meter *m = &s->view.meter;
    m->frames = c.frames, m->missed = c.missed, m->writes = c.writes;
    double seconds = at - t->metered;
    if (seconds < 1)
        return;
    m->bytes_a_second = (double)(c.bytes - t->before.bytes) / seconds;
    m->frames_a_second = (double)(c.frames - t->before.frames) / seconds;
    t->before = c;
    t->metered = at;
}

/* How long the terminal takes for a frame says how many it can take. */
static void follow_terminal(timing *t)
{
    if (!t->draining || dadao_tui_terminal_busy())
        return;
    t->draining = false;
    dadao_tui_pace_drained(&t->pace, now());
}

static void draw(dadao_session *s, timing *t, double at)
{
    dadao_tui_session_flush(s);
    dadao_tui_session_attend(s);
    measure(s, t, at);
    dadao_tui_session_draw(s);
    dadao_tui_pace_frame(&t->pace, at, dadao_tui_terminal_frame_bytes());
    t->draining = true;
    t->last_draw = at;
    follow_terminal(t);
}

/* The frame clock: asks for a snapshot when one is due; its arrival draws. While the terminal is busy with the last frame
 * there is none to ask for: it is missed, and the next one shows what is then. */
static void tick(dadao_session *s, timing *t)
{
    double at = now();
    follow_terminal(t);
    if (moving(s) && at >= t->next_ask) {
        dadao_tui_pace_set(&t->pace, wanted_fps(s), s->view.calm ? DADAO_PACE_CALM_BYTES : DADAO_PACE_BYTES);
        if (dadao_tui_terminal_busy())
            dadao_tui_terminal_miss();
        else
            dadao_experiment_runner_ask(s->runner);
        t->next_ask = at + dadao_tui_pace_interval(&t->pace, at);
    }
    if (may_draw(s, t, at))
        draw(s, t, at);
}

static int loop(dadao_session *s)
{
    double begin = now();
    timing t = {.first = begin + FIRST_SECONDS, .metered = begin};
    dadao_tui_pace_init(&t.pace, wanted_fps(s), DADAO_PACE_BYTES, begin);
    int ending = 0;
    s->dirty = true;
    dadao_experiment_runner_ask(s->runner);
    while (!s->ended) {
        wait_and_serve(s, &t, &ending);
        if (s->suspend_wanted)
            suspend(s);
        tick(s, &t);
    }
    return ending;
}

static void send_commands(dadao_session *s)
{
    const dadao_tui_options *o = s->options;
    s->quiet = o->command_count == 0 && s->config->starts == 0;
    for (size_t k = 0; k < s->config->starts; k++)
        dadao_tui_session_line(s, s->config->start[k]);
    for (size_t k = 0; k < o->command_count; k++)
        dadao_tui_session_line(s, o->commands[k]);
    for (size_t k = 0; o->command_count == 0 && dadao_tui_default_commands[k]; k++)
        dadao_tui_session_line(s, dadao_tui_default_commands[k]);
}

static void print_stats(double seconds)
{
    dadao_terminal_counts c = dadao_tui_terminal_counts();
    fprintf(stderr, "dadao: %llu frames in %.1f s, %llu writes, %llu bytes (%.1f kB/s, %.0f a frame), %llu frames missed\n",
            (unsigned long long)c.frames, seconds, (unsigned long long)c.writes, (unsigned long long)c.bytes,
            seconds > 0 ? (double)c.bytes / seconds / 1000 : 0, c.frames ? (double)c.bytes / (double)c.frames : 0,
            (unsigned long long)c.missed);
}

/* rxvt and its like say which of the sixteen colours is the ground: "15;0", "0;default;15". */
static bool light_ground(void)
{
    const char *said = getenv("COLORFGBG"), *last = said ? strrchr(said, ';') : NULL;
    return last && (strcmp(last, ";7") == 0 || strcmp(last, ";15") == 0);
}

/* First what the terminal is like, then what was remembered, then the configuration, then the command line. */
static void set_up_view(dadao_session *s)
{
    dadao_view_state *view = &s->view;
    dadao_view_state_init(view);
    view->network.memory = dadao_view_network_memory_create();
    view->colors = s->terminal.colors;
    view->glyphs = s->terminal.braille ? DADAO_GLYPHS_BRAILLE : DADAO_GLYPHS_ASCII;
    if (light_ground())
        dadao_view_use_palette(view, dadao_view_palette_named("light"));
    snprintf(s->memory.path, sizeof s->memory.path, "%s", s->options->state ? s->options->state : "");
    dadao_tui_memory_recall(&s->memory, view);
    for (size_t k = 0; k < s->config->looks; k++)
        dadao_view_execute(view, NULL, s->config->look[k], NULL);
    view->mouse = view->mouse && s->options->mouse;
    view->calm = view->calm || s->options->calm;
    if (!s->terminal.utf8)
        view->glyphs = DADAO_GLYPHS_ASCII;
    view->notice[0] = '\0';
    dadao_tui_memory_begin(&s->memory, view);
    view->keys = dadao_tui_keymap_rows(&s->config->keymap, &view->key_count);
}

static void show_complaint(void *context, const char *text)
{
    dadao_session *s = context;
    if (!s->complaint[0])
        snprintf(s->complaint, sizeof s->complaint, "%.1000s", text);
}

/* No file is no error; a wrong line is said on the screen, and the rest counts. */
static void read_config(dadao_session *s)
{
    char *text;
    size_t length;
    dadao_tui_config_init(s->config, s->completion);
    if (!s->options->config || access(s->options->config, F_OK) != 0)
        return;
    dadao_error error = {0};
    if (dadao_core_file_read(s->options->config, 1 << 20, &text, &length, &error) != DADAO_OK) {
        show_complaint(s, error.text);
        return;
    }
    dadao_tui_config_read(s->config, s->options->config, text, show_complaint, s);
    free(text);
}

/* With the terminal taken: runs the loop, gives the terminal back, ends the engine. Returns the signal that ended it. */
static int sit(dadao_session *s)
{
    double begin = now();
    set_up_view(s);
    if (s->options->cast)
        dadao_tui_session_film(s, s->options->cast);
    send_commands(s);
    if (s->complaint[0])
        dadao_tui_session_notice(s, true, "%s", s->complaint);
    int ending = loop(s);
    dadao_tui_terminal_film(NULL);
    dadao_tui_terminal_close();
    s->snapshot = NULL;
    dadao_error error = {0};
    if (dadao_tui_cast_close(s->film, &error) != DADAO_OK)
        fprintf(stderr, "dadao: the film is cut: %s\n", error.text);
    s->film = NULL;
    if (dadao_tui_memory_keep(&s->memory, &s->view, &error) != DADAO_OK)
        fprintf(stderr, "dadao: the looks are not remembered: %s\n", error.text);
    dadao_experiment_runner_stop(s->runner);
    if (s->options->stats)
        print_stats(now() - begin);
    return ending;
}

int dadao_tui_run(const dadao_tui_options *options, dadao_error *error)
{
    static dadao_session session; /* large, and there is one terminal */
    dadao_experiment_options offered = dadao_experiment_options_defaults();
    offered.looks = dadao_view_commands, offered.look_count = dadao_view_command_count;
    offered.allow_write = true;
    memset(&session, 0, sizeof session);
    session.options = options;
    session.completion = options->completion ? options->completion : &offered;
    static dadao_config config; /* large as well */
    session.config = &config;
    read_config(&session);
    dadao_terminal_wish wish = {options->colors >= 0 ? options->colors : config.colors, options->ascii,
                                options->sync && config.sync != 0};
    if (dadao_tui_terminal_open(&wish, &session.terminal, error) != DADAO_OK) {
        dadao_experiment_destroy(options->experiment);
        dadao_tui_config_clear(&config);
        return 2;
    }
    session.wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    dadao_status status = session.wake < 0
                              ? dadao_core_fail(error, DADAO_IO, "no event descriptor: %s", strerror(errno))
                              : dadao_experiment_runner_start(options->experiment, wake, &session.wake, &session.runner, error);
    int ending = 0;
    if (status == DADAO_OK)
        ending = sit(&session);
    else
        dadao_tui_terminal_close();
    dadao_tui_session_clear(&session);
    dadao_tui_config_clear(&config);
    if (session.wake >= 0)
        close(session.wake);
    if (ending)
        raise(ending);
    return status == DADAO_OK ? 0 : 1;
}
