/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pseudo-terminal, its shell-like parent and the emulator behind terminal.h; what is seen is in picture.c. */
#include "support/terminal_inside.h"
#include "support/support.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

/* ---- The parent of the program: what a shell is to it ----------------------------------------------------------- */

/* One word from the parent to the test. */
enum report_kind { REPORT_START, REPORT_STOP, REPORT_END };
typedef struct report {
    enum report_kind kind;
    int value; /* process id, or wait status */
    struct termios line;
} report;

static void say(int to, enum report_kind kind, int value)
{
    report r;
    memset(&r, 0, sizeof r);
    r.kind = kind;
    r.value = value;
    tcgetattr(STDIN_FILENO, &r.line);
    ssize_t written = write(to, &r, sizeof r);
    (void)written;
}

static void run_program(const terminal_options *options, const char *const *argv)
{
    signal(SIGTTOU, SIG_IGN); /* a background group may not take the foreground otherwise */
    setpgid(0, 0);
    tcsetpgrp(STDIN_FILENO, getpid());
    for (int s = 1; s < 32; s++) {
        signal(s, SIG_DFL);
    }
    unsetenv("COLUMNS");
    unsetenv("LINES");
    unsetenv("TMUX");
    unsetenv("NO_COLOR");
    unsetenv("COLORFGBG");
    setenv("DADAO_STATE", "", 1); /* nothing of the user's is read or written */
    setenv("DADAO_CONFIG", "", 1);
    setenv("TERM", options->term ? options->term : "xterm-256color", 1);
    for (const char *const *entry = options->environment; entry && *entry; entry++) {
        char *copy = strdup(*entry);
        char *equals = copy ? strchr(copy, '=') : NULL;
        if (equals) {
            *equals = '\0';
            setenv(copy, equals + 1, 1);
        } else if (copy) {
            unsetenv(copy);
        }
        free(copy);
    }
    if (options->folder && chdir(options->folder) != 0) {
        _exit(126);
    }
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    fprintf(stderr, "cannot run %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

/* Waits for the program and for the word to continue it, and takes the foreground back whenever it stops or ends. */
static _Noreturn void be_the_shell(const terminal_options *options, const char *const *argv, int reports, int words)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pid_t pid = fork();
    if (pid == 0) {
        close(reports);
        close(words);
        run_program(options, argv);
    }
    /* What ends the program, or the window, must not end its shell. */
    static const int outlived[] = { SIGTTOU, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN };
    for (size_t k = 0; k < sizeof outlived / sizeof *outlived; k++) {
        signal(outlived[k], SIG_IGN);
    }
    setpgid(pid, pid);
    tcsetpgrp(STDIN_FILENO, pid);
    say(reports, REPORT_START, pid);
    for (;;) {
        int status = 0;
        if (waitpid(pid, &status, WUNTRACED) < 0) {
            _exit(0);
        }
        tcsetpgrp(STDIN_FILENO, getpgrp());
        if (!WIFSTOPPED(status)) {
            say(reports, REPORT_END, status);
            break;
        }
        say(reports, REPORT_STOP, status);
        char word;
        if (read(words, &word, 1) != 1) {
            break;
        }
        tcsetpgrp(STDIN_FILENO, pid);
        kill(-pid, SIGCONT);
    }
    /* Held open until the test has looked: the end of a session leader hangs the terminal up and resets its settings.
     */
    char word;
    ssize_t got = read(words, &word, 1);
    (void)got;
    kill(-pid, SIGKILL);
    _exit(0);
}

/* ---- Opening and closing ---------------------------------------------------------------------------------------- */

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    terminal *t = user;
    switch (property) {
    case VTERM_PROP_ALTSCREEN:
        t->alternate = value->boolean != 0;
        break;
    case VTERM_PROP_CURSORVISIBLE:
        t->cursor = value->boolean != 0;
        break;
    case VTERM_PROP_MOUSE:
        t->mouse = value->number != 0;
        break;
    default:
        break;
    }
    return 1;
}

static void open_emulator(terminal *t)
{
    static const VTermScreenCallbacks callbacks = { .settermprop = on_property };
    t->emulator = vterm_new(t->rows, t->columns);
    if (!t->emulator) {
        fail_msg("out of memory");
    }
    vterm_set_utf8(t->emulator, 1);
    t->screen = vterm_obtain_screen(t->emulator);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
    /* A real terminal has something sane to restore even where nothing was saved; libvterm has it only after a save. */
    vterm_input_write(t->emulator, "\0337", 2);
    t->cursor = true;
    t->alternate = t->mouse = false;
}

terminal *terminal_open(const terminal_options *options, const char *const *argv)
{
    static const terminal_options none;
    options = options ? options : &none;
    terminal *t = calloc(1, sizeof *t);
    int reports[2], words[2];
    if (!t || pipe2(reports, O_CLOEXEC) != 0 || pipe2(words, O_CLOEXEC) != 0) {
        fail_msg("cannot open a terminal: %s", strerror(errno));
    }
    t->columns = options->columns ? options->columns : 80;
    t->rows = options->rows ? options->rows : 24;
    t->status = -1;
    struct winsize size = { .ws_row = (unsigned short)t->rows, .ws_col = (unsigned short)t->columns };
    int slave = -1;
    if (openpty(&t->master, &slave, NULL, NULL, &size) != 0) {
        fail_msg("cannot open a pseudo-terminal: %s", strerror(errno));
    }
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    tcgetattr(slave, &t->before);
    open_emulator(t);
    fflush(NULL);
    t->shell = fork();
    if (t->shell == 0) {
        close(t->master);
        login_tty(slave);
        be_the_shell(options, argv, reports[1], words[0]);
    }
    close(slave);
    close(reports[1]);
    close(words[0]);
    t->reports = reports[0];
    t->words = words[1];
    while (t->shell > 0 && t->program == 0 && t->status < 0) {
        terminal_watch(t, 0.001);
    }
    return t;
}

void terminal_close(terminal *t)
{
    if (!t) {
        return;
    }
    if (t->status < 0 && t->program > 0) {
        kill(t->program, SIGKILL);
        terminal_wait_end(t, 5);
    }
    close(t->words);
    close(t->reports);
    if (t->master >= 0) {
        close(t->master);
    }
    if (t->shell > 0) {
        kill(t->shell, SIGKILL);
        waitpid(t->shell, NULL, 0);
    }
    vterm_free(t->emulator);
    free(t->raw);
    free(t);
}

void terminal_hang_up(terminal *t)
{
    close(t->master);
    t->master = -1;
}

/* ---- Taking what comes ------------------------------------------------------------------------------------------ */

static void keep_raw(terminal *t, const char *bytes, size_t length)
{
    if (t->raw_length + length + 1 > t->raw_capacity) {
        t->raw_capacity = 2 * t->raw_capacity + length + 65536;
        t->raw = realloc(t->raw, t->raw_capacity);
        if (!t->raw) {
            fail_msg("out of memory");
        }
    }
    memcpy(t->raw + t->raw_length, bytes, length);
    t->raw_length += length;
    t->raw[t->raw_length] = '\0';
}

/* The emulator's answers to queries (device attributes, cursor position) go back like typed keys. */
static void answer(terminal *t)
{
    char bytes[4096];
    size_t length = vterm_output_read(t->emulator, bytes, sizeof bytes);
    if (length > 0) {
        ssize_t written = write(t->master, bytes, length);
        (void)written;
    }
}

static bool take_bytes(terminal *t)
{
    char bytes[65536];
    ssize_t got = read(t->master, bytes, sizeof bytes);
    if (got <= 0) {
        return false;
    }
    keep_raw(t, bytes, (size_t)got);
    vterm_input_write(t->emulator, bytes, (size_t)got);
    answer(t);
    t->last = support_clock();
    return true;
}

static void take_report(terminal *t)
{
    report r;
    if (read(t->reports, &r, sizeof r) != (ssize_t)sizeof r) {
        t->status = t->status < 0 ? 255 : t->status;
        return;
    }
    t->after = r.line;
    if (r.kind == REPORT_START) {
        t->program = r.value;
    } else if (r.kind == REPORT_STOP) {
        t->stopped = true;
    } else {
        t->status = WIFSIGNALED(r.value) ? 128 + WTERMSIG(r.value) : WEXITSTATUS(r.value);
    }
}

/* Waits up to `seconds` for bytes or a report and takes one of each; false when the time passed. */
static bool take(terminal *t, double seconds)
{
    struct pollfd polled[2] = { { t->master, POLLIN, 0 }, { t->status < 0 ? t->reports : -1, POLLIN, 0 } };
    int milliseconds = seconds <= 0 ? 0 : (int)(1000 * seconds) + 1;
    if (poll(polled, 2, milliseconds) <= 0) {
        return false;
    }
    bool took = false;
    if (polled[0].revents & POLLIN) {
        took = take_bytes(t);
    }
    if (polled[1].revents) {
        take_report(t);
        took = true;
    }
    return took;
}

void terminal_watch(terminal *t, double seconds)
{
    double end = support_clock() + seconds;
    double left;
    while ((left = end - support_clock()) > 0 && t->status < 0) {
        take(t, left < 0.05 ? left : 0.05);
    }
}

bool terminal_wait(terminal *t, terminal_condition *condition, const void *context, double seconds)
{
    double end = support_clock() + seconds;
    for (;;) {
        if (condition(t, context)) {
            return true;
        }
        double left = end - support_clock();
        if (left <= 0) {
            return false;
        }
        bool took = take(t, left < 0.02 ? left : 0.02);
        if (!took && t->status >= 0) {
            return condition(t, context);
        }
    }
}

static bool shows(terminal *t, const void *text)
{
    return terminal_shows(t, text);
}

static bool hides(terminal *t, const void *text)
{
    return !terminal_shows(t, text);
}

static bool has_stopped(terminal *t, const void *context)
{
    (void)context;
    return t->stopped || t->status >= 0;
}

static bool has_ended(terminal *t, const void *context)
{
    (void)context;
    return t->status >= 0;
}

/* Quiet counts from the question at the earliest: what was asked for just now may not have begun. */
typedef struct silence {
    double asked, quiet;
} silence;

static bool is_quiet(terminal *t, const void *context)
{
    const silence *s = context;
    return support_clock() - (t->last > s->asked ? t->last : s->asked) > s->quiet;
}

static bool differs(terminal *t, const void *before)
{
    char *now = terminal_text(t);
    bool differ = strcmp(now, before) != 0;
    free(now);
    return differ;
}

bool terminal_wait_text(terminal *t, const char *text, double seconds)
{
    return terminal_wait(t, shows, text, seconds);
}

bool terminal_wait_no_text(terminal *t, const char *text, double seconds)
{
    return terminal_wait(t, hides, text, seconds);
}

bool terminal_wait_quiet(terminal *t, double quiet, double seconds)
{
    return terminal_wait(t, is_quiet, &(silence){ support_clock(), quiet }, seconds);
}

bool terminal_wait_change(terminal *t, const char *before, double seconds)
{
    return terminal_wait(t, differs, before, seconds);
}

/* What the program wrote just before it stopped or ended may still be on its way. */
static void drain(terminal *t)
{
    while (take(t, 0.02)) {
    }
}

bool terminal_wait_stop(terminal *t, double seconds)
{
    bool stopped = terminal_wait(t, has_stopped, NULL, seconds) && t->stopped;
    drain(t);
    return stopped;
}

bool terminal_wait_end(terminal *t, double seconds)
{
    bool ended = terminal_wait(t, has_ended, NULL, seconds);
    drain(t);
    return ended;
}

/* ---- What the user does ----------------------------------------------------------------------------------------- */

void terminal_keys(terminal *t, const char *keys)
{
    size_t length = strlen(keys);
    while (length > 0) {
        ssize_t written = write(t->master, keys, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            fail_msg("cannot type: %s", strerror(errno));
        }
        keys += written;
        length -= (size_t)written;
    }
}

void terminal_resize(terminal *t, int columns, int rows)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
    t->columns = columns;
    t->rows = rows;
    vterm_set_size(t->emulator, rows, columns);
    ioctl(t->master, TIOCSWINSZ, &size);
}

void terminal_signal(terminal *t, int signal)
{
    if (t->status < 0 && t->program > 0) {
        kill(t->program, signal);
    }
}

void terminal_continue(terminal *t)
{
    t->stopped = false;
    ssize_t written = write(t->words, "c", 1);
    (void)written;
}

int terminal_status(const terminal *t)
{
    return t->status;
}

bool terminal_running(const terminal *t)
{
    return t->status < 0;
}

int terminal_process(const terminal *t)
{
    return t->program;
}

size_t terminal_bytes(const terminal *t)
{
    return t->raw_length;
}

const char *terminal_raw(const terminal *t)
{
    return t->raw ? t->raw : "";
}

/* Whether private mode `mode` was set and not reset: the last of its settings in the bytes decides. */
static bool mode_left_set(const terminal *t, long mode)
{
    bool set = false;
    const char *at = terminal_raw(t), *end = at + t->raw_length;
    while ((at = memmem(at, (size_t)(end - at), "\033[?", 3)) != NULL) {
        at += 3;
        bool hit = false;
        while (at < end && *at >= '0' && *at <= '9') {
            char *next;
            hit |= strtol(at, &next, 10) == mode;
            at = next + (*next == ';');
        }
        if (hit && at < end && (*at == 'h' || *at == 'l')) {
            set = *at == 'h';
        }
    }
    return set;
}

static bool same_line(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_lflag == b->c_lflag &&
           a->c_cflag == b->c_cflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

bool terminal_given_back(terminal *t, char *why, size_t room)
{
    static const struct {
        long mode;
        const char *what;
    } modes[] = { { 1000, "mouse clicks" },        { 1002, "mouse drags" },      { 1003, "mouse moves" },
                  { 1006, "SGR mouse" },           { 1004, "focus events" },     { 2004, "bracketed paste" },
                  { 2026, "synchronized update" }, { 1049, "alternate screen" }, { 1, "application cursor keys" } };
    size_t used = 0;
    why[0] = '\0';
#define SAY(...) used += (size_t)snprintf(why + used, used < room ? room - used : 0, __VA_ARGS__)
    if (!same_line(&t->before, &t->after)) {
        SAY("line settings; ");
    }
    if (t->alternate) {
        SAY("alternate screen; ");
    }
    if (!t->cursor) {
        SAY("cursor hidden; ");
    }
    for (size_t k = 0; k < sizeof modes / sizeof *modes; k++) {
        if (mode_left_set(t, modes[k].mode)) {
            SAY("%s; ", modes[k].what);
        }
    }
    VTermValue reverse;
    VTermColor fg;
    vterm_state_get_penattr(vterm_obtain_state(t->emulator), VTERM_ATTR_REVERSE, &reverse);
    VTermValue foreground;
    vterm_state_get_penattr(vterm_obtain_state(t->emulator), VTERM_ATTR_FOREGROUND, &foreground);
    fg = foreground.color;
    if (reverse.boolean || !VTERM_COLOR_IS_DEFAULT_FG(&fg)) {
        SAY("colours left on; ");
    }
#undef SAY
    return used == 0;
}
