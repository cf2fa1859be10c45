/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders, golden texts and the running of programs, for every test. */
#include "support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double support_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

char *support_format(const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) {
        fail_msg("out of memory");
    }
    return text;
}

char *support_folder(void)
{
    const char *temporary = getenv("TMPDIR");
    char *folder = support_format("%s/dadao-test-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(folder)) {
        fail_msg("cannot make a folder like %s: %s", folder, strerror(errno));
    }
    return folder;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

void support_folder_remove(char *folder)
{
    if (folder) {
        nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
        free(folder);
    }
}

char *support_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    char *bytes = NULL;
    size_t used = 0, room = 0, got;
    do {
        if (used + 65536 + 1 > room) {
            room = 2 * room + 65536 + 1;
            char *grown = realloc(bytes, room);
            if (!grown) {
                fail_msg("out of memory");
            }
            bytes = grown;
        }
        got = fread(bytes + used, 1, room - used - 1, file);
        used += got;
    } while (got > 0);
    fclose(file);
    bytes[used] = '\0';
    if (length) {
        *length = used;
    }
    return bytes;
}

void support_write(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        fail_msg("cannot write %s: %s", path, strerror(errno));
    }
}

/* Prints the first line in which two texts differ. */
static void print_difference(const char *name, const char *expected, const char *got)
{
    size_t line = 1;
    const char *a = expected, *b = got;
    while (*a && *a == *b) {
        line += *a == '\n';
        a++, b++;
    }
    while (a > expected && a[-1] != '\n') {
        a--, b--;
    }
    print_error("tests/golden/%s:%zu:\n  expected: %.*s\n  got:      %.*s\n", name, line, (int)strcspn(a, "\n"), a,
                (int)strcspn(b, "\n"), b);
}

void support_golden(const char *name, const char *text)
{
    const char *update = getenv("UPDATE");
    char *path = support_format("tests/golden/%s", name);
    if (update && strcmp(update, "1") == 0) {
        support_write(path, text, strlen(text));
        free(path);
        return;
    }
    char *expected = support_read(path, NULL);
    if (expected && strcmp(expected, text) == 0) {
        free(expected);
        free(path);
        return;
    }
    char *flat = support_format("%s", name);
    for (char *c = flat; *c; c++) {
        *c = *c == '/' ? '-' : *c;
    }
    char *kept = support_format("%s/got-%s", support_build(), flat);
    support_write(kept, text, strlen(text));
    if (expected) {
        print_difference(name, expected, text);
    }
    free(expected);
    fail_msg("%s differs (or is missing): see %s; UPDATE=1 takes it", path, kept);
}

char *support_shared(const char *name)
{
    const char *folder = getenv("DADAO_SHARED");
    char *path = support_format("%s/%s", folder && *folder ? folder : "../shared", name);
    if (access(path, R_OK) == 0) {
        return path;
    }
    print_message("shared case %s is not here: skipped\n", path);
    free(path);
    return NULL;
}

const char *support_build(void)
{
    const char *build = getenv("DADAO_BUILD");
    return build && *build ? build : "build/gcc-release";
}

const char *support_program(void)
{
    static char path[4096];
    char *relative = support_format("%s/dadao", support_build());
    /* Absolute, because programs are also started in other folders. */
    if (!realpath(relative, path)) {
        snprintf(path, sizeof path, "%s", relative);
    }
    free(relative);
    return path;
}

bool support_sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return true;
#else
    return false;
#endif
#else
    return false;
#endif
}

/* ---- Running a program ------------------------------------------------------------------------------------------ */

typedef struct stream {
    int descriptor;
    char *bytes;
    size_t length, capacity;
} stream;

/* Reads what is there; closes at the end. */
static void stream_take(stream *s)
{
    if (s->length + 65536 > s->capacity) {
        s->capacity = 2 * s->capacity + 65536;
        s->bytes = realloc(s->bytes, s->capacity + 1);
        if (!s->bytes) {
            fail_msg("out of memory");
        }
    }
    ssize_t got = read(s->descriptor, s->bytes + s->length, s->capacity - s->length);
    if (got > 0) {
        s->length += (size_t)got;
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        close(s->descriptor);
        s->descriptor = -1;
    }
}

static char *stream_text(stream *s)
{
    if (!s->bytes) {
        return support_format("%s", "");
    }
    s->bytes[s->length] = '\0';
    return s->bytes;
}

static void apply_environment(const char *const *environment)
{
    for (; environment && *environment; environment++) {
        char *copy = strdup(*environment);
        char *equals = copy ? strchr(copy, '=') : NULL;
        if (equals) {
            *equals = '\0';
            setenv(copy, equals + 1, 1);
        } else if (copy) {
            unsetenv(copy);
        }
        free(copy);
    }
}

/* The child's side: never returns. */
static void start_program(const support_run_options *options, const char *const *argv, int input, int output,
                          int errors)
{
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    apply_environment(options->environment);
    if (options->folder && chdir(options->folder) != 0) {
        _exit(126);
    }
    /* The test framework catches these; the program must meet them as it would in life. */
    for (int s = 1; s < 32; s++) {
        signal(s, SIG_DFL);
    }
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    fprintf(stderr, "cannot run %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

/* A temporary file holding the text for standard input: no pipe that could fill up. */
static int input_file(const char *text)
{
    if (!text) {
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    FILE *file = tmpfile();
    if (!file || fwrite(text, 1, strlen(text), file) != strlen(text) || fflush(file) != 0) {
        fail_msg("cannot write standard input: %s", strerror(errno));
    }
    int copy = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
    lseek(copy, 0, SEEK_SET);
    fclose(file);
    return copy;
}

/* Takes both streams until they end, sending the asked-for signal on its time and killing at the limit. */
static void follow(const support_run_options *options, pid_t pid, stream s[2], support_result *result)
{
    double began = support_clock(), limit = options->seconds > 0 ? options->seconds : 60;
    bool signalled = options->signal == 0;
    while (s[0].descriptor >= 0 || s[1].descriptor >= 0) {
        struct pollfd polled[2] = { { s[0].descriptor, POLLIN, 0 }, { s[1].descriptor, POLLIN, 0 } };
        poll(polled, 2, 10);
        for (int k = 0; k < 2; k++) {
            if (polled[k].revents) {
                stream_take(&s[k]);
            }
        }
        double elapsed = support_clock() - began;
        if (!signalled && elapsed > options->signal_after) {
            kill(pid, options->signal);
            signalled = true;
        }
        if (elapsed > limit && !result->timed_out) {
            kill(pid, SIGKILL);
            result->timed_out = true;
        }
    }
    result->seconds = support_clock() - began;
}

support_result support_run(const support_run_options *options, const char *const *argv)
{
    static const support_run_options none;
    support_result result = { 0 };
    options = options ? options : &none;
    int output[2], errors[2], input = input_file(options->input);
    if (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0) {
        fail_msg("cannot make pipes: %s", strerror(errno));
    }
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        start_program(options, argv, input, output[1], errors[1]);
    }
    if (pid < 0) {
        fail_msg("cannot fork: %s", strerror(errno));
    }
    close(input);
    close(output[1]);
    close(errors[1]);
    stream s[2] = { { .descriptor = output[0] }, { .descriptor = errors[0] } };
    follow(options, pid, s, &result);
    int status = 0;
    waitpid(pid, &status, 0);
    result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    result.output_length = s[0].length;
    result.output = stream_text(&s[0]);
    result.errors = stream_text(&s[1]);
    return result;
}

support_result support_dadao(const support_run_options *options, ...)
{
    const char *argv[64] = { support_program() };
    size_t count = 1;
    va_list arguments;
    va_start(arguments, options);
    for (const char *word; (word = va_arg(arguments, const char *)) != NULL;) {
        assert_true(count < 63);
        argv[count++] = word;
    }
    va_end(arguments);
    return support_run(options, argv);
}

void support_result_clear(support_result *result)
{
    free(result->output);
    free(result->errors);
    *result = (support_result){ 0 };
}

void assert_close_at(double value, double truth, double tolerance, const char *what, const char *file, int line)
{
    if (fabs(value - truth) <= tolerance * (truth == 0.0 ? 1.0 : fabs(truth)))
        return;
    print_error("%s is %.17g, expected %.17g (relative %.2e, allowed %.1e)\n", what, value, truth,
                fabs(value / truth - 1.0), tolerance);
    _fail(file, line);
}
