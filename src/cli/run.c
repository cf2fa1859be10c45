/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao run`: commands from strings, files and standard input, carried out without a screen. */
#include "cli/cli.h"

#include "core/memory.h"
#include "core/text.h"

#include <dadao/lesson.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What the options say, and the state of the run. */
typedef struct session {
    dadao_experiment *experiment;
    const atomic_bool *interrupt;
    bool json, quiet, progress;
    double seconds; /* spent running events */
    uint64_t slice;
    double kept;  /* when the recording was last written to */
    double shown; /* when the progress bar was last drawn */
    bool ran;
} session;

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- Progress ---- */

/* How far the run is on its way, 0 to 1; NaN when nobody can know. */
static double fraction(const dadao_simulation *simulation, const dadao_stop *goal)
{
    double best = NAN;
    if (goal->event != UINT64_MAX && goal->event > 0)
        best = (double)dadao_simulation_events(simulation) / (double)goal->event;
    if (isfinite(goal->t) && goal->t > 0)
        best = fmax(isnan(best) ? 0 : best, dadao_simulation_time(simulation) / goal->t);
    double start = dadao_simulation_initial_error(simulation), now = dadao_simulation_error_now(simulation);
    if (goal->error > 0 && start > goal->error && now > 0)
        best = fmax(isnan(best) ? 0 : best, log(start / now) / log(start / goal->error));
    return best > 1 ? 1 : best < 0 ? 0 : best;
}

static void draw_progress(session *s, const dadao_stop *goal)
{
    enum { WIDTH = 30 };
    const dadao_simulation *simulation = dadao_experiment_simulation(s->experiment, 0);
    double done = fraction(simulation, goal),
           rate = s->seconds > 0 ? (double)dadao_simulation_events(simulation) / s->seconds : 0;
    char bar[WIDTH + 1], events[32], left[32] = "";
    int filled = isnan(done) ? 0 : (int)(done * WIDTH);
    for (int k = 0; k < WIDTH; k++)
        bar[k] = k < filled ? '#' : '.';
    bar[WIDTH] = '\0';
    if (done > 0.001 && done < 1)
        snprintf(left, sizeof left, ", %.0f s left", s->seconds * (1 - done) / done);
    fprintf(stderr, "\r\033[K[%s] %s events, %.3g a second, error %.3g%s", bar,
            dadao_core_format_count(events, dadao_simulation_events(simulation)), rate, dadao_simulation_error_now(simulation),
            left);
    fflush(stderr);
}

static void clear_progress(const session *s)
{
    if (s->progress && s->shown > 0)
        fputs("\r\033[K", stderr);
}

/* ---- Running ---- */

/* Answers go where they do not spoil the JSON. */
static void print_notes(const session *s, dadao_notes *notes, bool news)
{
    if (notes->text && !(s->quiet && news))
        fputs(notes->text, s->json || news ? stderr : stdout);
    dadao_core_notes_clear(notes);
}

static void print_news(session *s)
{
    dadao_notes news = dadao_experiment_news(s->experiment);
    print_notes(s, &news, true);
}

/* To the goal of the last `run`, or to an interrupt. */
static dadao_status pursue(session *s, dadao_error *error)
{
    const double wanted = 0.05;
    dadao_stop goal;
    bool done = !dadao_experiment_goal(s->experiment, &goal);
    dadao_status status = DADAO_OK;
    s->ran = s->ran || !done;
    while (status == DADAO_OK && !done && !dadao_cli_interrupted()) {
        double before = seconds_now();
        status = dadao_experiment_pursue(s->experiment, s->slice, s->interrupt, &done, error);
        double took = seconds_now() - before;
        s->seconds += took;
        if (status == DADAO_OK && (done || before - s->kept > 0.4)) {
            s->kept = before;
            status = dadao_experiment_keep(s->experiment, error);
        }
        if (!done && took < wanted / 2 && s->slice < (uint64_t)1 << 40)
            s->slice *= 2;
        else if (took > wanted * 2 && s->slice > 64)
            s->slice /= 2;
        if (s->progress && s->seconds > 0.2 && before - s->shown > 0.1) {
            s->shown = before;
            draw_progress(s, &goal);
        }
    }
    clear_progress(s);
    print_news(s);
    return status;
}

/* A whole text: commands, runs, the rest of the line after each run. */
static dadao_status carry_out(session *s, const char *text, dadao_error *error)
{
    dadao_notes answer = {0};
    dadao_stop goal;
    bool more = true;
    dadao_status status = dadao_experiment_execute(s->experiment, text, &answer, error);
    print_notes(s, &answer, false);
    while (status == DADAO_OK && (more || dadao_experiment_goal(s->experiment, &goal))) {
        status = pursue(s, error);
        if (status != DADAO_OK)
            break;
        if (dadao_cli_interrupted())
            dadao_experiment_abandon(s->experiment);
        status = dadao_experiment_continue(s->experiment, &more, &answer, error);
        print_notes(s, &answer, false);
    }
    print_news(s);
    return status;
}

/* ---- The end ---- */

static dadao_status print_summary(session *s, dadao_error *error)
{
    if (s->json) {
        char *json;
        dadao_status status = dadao_experiment_summary_json(s->experiment, s->seconds, &json, error);
        if (status == DADAO_OK)
            fputs(json, stdout);
        free(json);
        return status;
    }
    if (s->quiet || !s->ran)
        return DADAO_OK;
    dadao_notes text = {0};
    dadao_status status = dadao_experiment_summary_text(s->experiment, s->seconds, &text, error);
    print_notes(s, &text, false);
    return status;
}

static int exit_status(dadao_status status)
{
    if (status != DADAO_OK)
        return status == DADAO_SYNTAX ? DADAO_CLI_USAGE : DADAO_CLI_FAILED;
    return dadao_cli_interrupted() ? 128 + dadao_cli_interrupted() : DADAO_CLI_OK;
}

/* ---- Options ---- */

/* One thing to carry out: a text, or a file. */
typedef struct source {
    const char *text, *path;
} source;

typedef struct run_options {
    session session;
    dadao_experiment_options experiment;
    source *source;
    size_t source_count;
} run_options;

static int read_option(run_options *options, int count, char **arguments, int *index)
{
    static const char *const known[] = {"--command", "--json", "--quiet", "--graphs", "--allow-write", "--help"};
    const char *word = arguments[*index], *value;
    if (dadao_cli_is(word, "--command", "-c")) {
        value = dadao_cli_value(count, arguments, index, "-c");
        options->source[options->source_count++] = (source){.text = value};
        return value ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    }
    if (dadao_cli_is(word, "--graphs", NULL)) {
        options->experiment.graphs = dadao_cli_value(count, arguments, index, "--graphs");
        return options->experiment.graphs ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    }
    if (strcmp(word, "--json") == 0)
        options->session.json = true;
    else if (strcmp(word, "--quiet") == 0 || strcmp(word, "-q") == 0)
        options->session.quiet = true;
    else if (strcmp(word, "--allow-write") != 0) /* what is given on the command line may write anyway */
        return dadao_cli_unknown_option("run", word, known, sizeof known / sizeof *known);
    return DADAO_CLI_OK;
}

static int read_options(run_options *options, int count, char **arguments)
{
    for (int k = 0; k < count; k++) {
        int status = DADAO_CLI_OK;
        if (arguments[k][0] == '-' && arguments[k][1])
            status = read_option(options, count, arguments, &k);
        else
            options->source[options->source_count++] = (source){.path = arguments[k]};
        if (status != DADAO_CLI_OK)
            return status;
    }
    if (options->source_count == 0 && isatty(STDIN_FILENO)) {
        fprintf(stderr,
                "dadao run: nothing to carry out: -c 'COMMANDS', a FILE, or commands on standard input (`dadao --help`)\n");
        return DADAO_CLI_USAGE;
    }
    if (options->source_count == 0)
        options->source[options->source_count++] = (source){.path = "-"};
    return DADAO_CLI_OK;
}

static dadao_status carry_out_source(session *s, const source *from)
{
    dadao_error error = {0};
    char *text = NULL;
    bool script;
    dadao_status status = DADAO_OK;
    if (from->path)
        status = dadao_cli_file_commands(from->path, &text, &script, &error);
    const char *line = from->path ? text : from->text;
    if (status == DADAO_OK)
        status = carry_out(s, line, &error);
    if (status != DADAO_OK) {
        clear_progress(s);
        fflush(stdout);
        dadao_cli_report(!from->path ? "-c" : strcmp(from->path, "-") == 0 ? "standard input" : from->path, line, &error);
    }
    free(text);
    return status;
}

/* With the commands of lessons and pages. */
static int with_host(run_options *options, int (*then)(run_options *options))
{
    dadao_lesson_host *host;
    dadao_error error = {0};
    const dadao_lesson_host_options lessons = {.experiment = options->experiment};
    if (dadao_lesson_host_create(&lessons, &host, &error) != DADAO_OK) {
        dadao_cli_report("run", NULL, &error);
        return DADAO_CLI_FAILED;
    }
    options->experiment.extension = dadao_lesson_host_extension(host);
    int status = then(options);
    dadao_lesson_host_destroy(host);
    return status;
}

static int run_sources(run_options *options)
{
    session *s = &options->session;
    dadao_error error = {0};
    dadao_status status = dadao_experiment_create(&options->experiment, &s->experiment, &error);
    if (status != DADAO_OK) {
        dadao_cli_report("run", NULL, &error);
        return DADAO_CLI_FAILED;
    }
    for (size_t k = 0; status == DADAO_OK && k < options->source_count; k++)
        status = carry_out_source(s, &options->source[k]);
    dadao_status flushed = dadao_experiment_flush(s->experiment, &error);
    if (status == DADAO_OK && flushed == DADAO_OK)
        flushed = dadao_experiment_check(s->experiment, &error);
    if (status == DADAO_OK && flushed == DADAO_OK)
        flushed = print_summary(s, &error);
    if (status == DADAO_OK && flushed != DADAO_OK)
        dadao_cli_report("run", NULL, &error);
    dadao_experiment_destroy(s->experiment);
    return exit_status(status == DADAO_OK ? flushed : status);
}

int dadao_cli_run(int count, char **arguments)
{
    run_options options = {.experiment = dadao_experiment_options_defaults()};
    options.experiment.allow_write = true;
    options.session.slice = 1024;
    options.source = dadao_core_allocate((size_t)count + 1, sizeof *options.source);
    if (!options.source) {
        fprintf(stderr, "dadao run: out of memory\n");
        return DADAO_CLI_FAILED;
    }
    int status = read_options(&options, count, arguments);
    if (status == DADAO_CLI_OK) {
        options.session.progress = isatty(STDERR_FILENO) && !options.session.quiet;
        options.session.interrupt = dadao_cli_catch_interrupts();
        status = with_host(&options, run_sources);
    }
    free(options.source);
    return status;
}
