/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals. Handlers do nothing but set a flag and wake the loop, or, when the program is dying, put the terminal back
 * with calls that are safe there and let the earlier handler have its way (sanitizers and core dumps still work). */
#include "tui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum kind { ENDS, DIES, FLAG } kind;

static const struct {
    int number;
    kind kind;
} watched[] = {{SIGINT, ENDS}, {SIGTERM, ENDS}, {SIGHUP, ENDS}, {SIGQUIT, DIES}, {SIGABRT, DIES}, {SIGSEGV, DIES},
               {SIGBUS, DIES}, {SIGFPE, DIES},  {SIGILL, DIES}, {SIGTSTP, FLAG}, {SIGCONT, FLAG}, {SIGWINCH, FLAG}};
#define WATCHED (sizeof watched / sizeof *watched)

/* File scope: a signal handler can reach nothing else. */
static dadao_tui_undo undo;
static struct sigaction earlier[WATCHED], earlier_ttou, earlier_pipe;
static volatile sig_atomic_t armed, entered, resized, suspend, resumed, ending;
static int pipe_ends[2] = {-1, -1};
static void *own_stack;

/* Bytes for people: tried for a second at most, since a dead terminal must not keep us from dying. */
static void write_all(int descriptor, const char *bytes, size_t length)
{
    for (int tries = 0; length > 0 && tries < 20;) {
        ssize_t written = write(descriptor, bytes, length);
        if (written > 0) {
            bytes += written, length -= (size_t)written;
            continue;
        }
        if (written < 0 && errno != EAGAIN && errno != EINTR)
            return;
        struct pollfd wait = {descriptor, POLLOUT, 0};
        poll(&wait, 1, 50);
        tries++;
    }
}

static void replay_errors(void)
{
    char block[1024];
    off_t at = 0;
    if (undo.error_output < 0)
        return;
    dup2(undo.error_output, STDERR_FILENO);
    for (ssize_t count; (count = pread(undo.captured, block, sizeof block, at)) > 0; at += count)
        write_all(STDERR_FILENO, block, (size_t)count);
    if (at > 0 && ftruncate(undo.captured, 0) == 0)
        lseek(undo.captured, 0, SEEK_SET);
}

void dadao_tui_restore(void)
{
    if (!armed)
        return;
    armed = 0;
    int saved = errno;
    if (entered)
        write_all(undo.output, undo.bytes, undo.length);
    entered = 0;
    tcsetattr(undo.input, TCSANOW, &undo.modes);
    replay_errors();
    errno = saved;
}

void dadao_tui_arm(void)
{
    if (undo.error_output >= 0)
        dup2(undo.captured, STDERR_FILENO);
    armed = 1;
}

void dadao_tui_entered(void)
{
    entered = 1;
}

static void wake_loop(void)
{
    int saved = errno;
    ssize_t ignored = write(pipe_ends[1], "", 1);
    (void)ignored;
    errno = saved;
}

static size_t row_of(int number)
{
    size_t k = 0;
    while (k + 1 < WATCHED && watched[k].number != number)
        k++;
    return k;
}

static void on_flag(int number)
{
    if (number == SIGWINCH)
        resized = 1;
    if (number == SIGTSTP)
        suspend = 1;
    if (number == SIGCONT)
        resumed = 1;
    wake_loop();
}

/* The first asks politely; a second one means it. */
static void on_end(int number)
{
    if (ending) {
        dadao_tui_restore();
        sigaction(number, &earlier[row_of(number)], NULL);
        raise(number);
        return;
    }
    ending = number;
    wake_loop();
}

static void on_death(int number)
{
    dadao_tui_restore();
    sigaction(number, &earlier[row_of(number)], NULL);
    raise(number); /* delivered when this handler returns, to whoever was there before us */
}

/* A stack overflow needs another stack to be caught on; a sanitizer may have provided one already. */
static void provide_stack(void)
{
    stack_t present;
    size_t size = 64 * 1024;
    if (sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE))
        return;
    own_stack = malloc(size);
    stack_t stack = {.ss_sp = own_stack, .ss_size = size};
    if (own_stack)
        sigaltstack(&stack, NULL);
}

void dadao_tui_signals_remember(void)
{
    for (size_t k = 0; k < WATCHED; k++)
        sigaction(watched[k].number, NULL, &earlier[k]);
}

static void install_one(size_t k)
{
    struct sigaction action = {0};
    sigfillset(&action.sa_mask);
    action.sa_flags = SA_ONSTACK | (watched[k].kind == FLAG ? SA_RESTART : 0);
    action.sa_handler = watched[k].kind == FLAG ? on_flag : watched[k].kind == ENDS ? on_end : on_death;
    /* what was ignored when we were started (nohup) stays ignored */
    bool ignored = watched[k].kind == ENDS && earlier[k].sa_handler == SIG_IGN;
    sigaction(watched[k].number, ignored ? &earlier[k] : &action, NULL);
}

bool dadao_tui_signals_install(const dadao_tui_undo *prepared, int *wake)
{
    undo = *prepared;
    resized = suspend = resumed = ending = armed = entered = 0;
    if (pipe2(pipe_ends, O_NONBLOCK | O_CLOEXEC) != 0)
        return false;
    *wake = pipe_ends[0];
    provide_stack();
    struct sigaction ignore = {0};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGTTOU, &ignore, &earlier_ttou); /* putting modes back from the background must not stop us */
    sigaction(SIGPIPE, &ignore, &earlier_pipe);
    for (size_t k = 0; k < WATCHED; k++)
        install_one(k);
    return true;
}

void dadao_tui_signals_remove(void)
{
    for (size_t k = 0; k < WATCHED; k++)
        sigaction(watched[k].number, &earlier[k], NULL);
    sigaction(SIGTTOU, &earlier_ttou, NULL);
    sigaction(SIGPIPE, &earlier_pipe, NULL);
    if (own_stack) {
        stack_t none = {.ss_flags = SS_DISABLE};
        sigaltstack(&none, NULL);
        free(own_stack);
        own_stack = NULL;
    }
    for (int k = 0; k < 2; k++)
        close(pipe_ends[k]), pipe_ends[k] = -1;
}

dadao_tui_flags dadao_tui_signals_take(void)
{
    char drain[64];
    while (read(pipe_ends[0], drain, sizeof drain) > 0)
        continue;
    dadao_tui_flags flags = {resized != 0, suspend != 0, resumed != 0, ending};
    /* a signal between reading and clearing has put a byte into the pipe: it is seen again at worst */
    resized = suspend = resumed = 0;
    return flags;
}

void dadao_tui_signals_stop(void)
{
    struct sigaction usual = {0};
    usual.sa_handler = SIG_DFL;
    size_t k = row_of(SIGTSTP);
    sigaction(SIGTSTP, &usual, NULL);
    raise(SIGTSTP);
    install_one(k);
}
