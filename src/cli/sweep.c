/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao sweep`: one or two quantities over their values, several seeds each, over all processors. */
#include "cli/jobs.h"

#include "core/memory.h"
#include "core/text.h"
#include "view/view.h"

#include <dadao/figure.h>
#include <dadao/picture.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct sweep_options {
    dadao_sweep_plan plan;
    dadao_sweep_job_options job;
    dadao_sweep_measure show;
    const char *out, *figure;
    char **axis; /* NAME=VALUES, read when the whole base is known */
    size_t axes;
    bool worker, quiet;
    char *journal;
} sweep_options;

static const char help[] =
    "usage: dadao sweep [OPTIONS] [-c COMMANDS] [FILE] NAME=VALUES [NAME=VALUES]\n"
    "\n"
    "Runs the commands for each of the values, several seeds each, in as many processes as there are processors.\n"
    "VALUES: a list `1,2,5`, `star 20,cycle 20`, or a range LOW..HIGH[/COUNT][lin|log], `0.5..4/9log`.\n"
    "NAME fills the holes {NAME} of the commands, or is one of\n"
#define ROW(name, way, verb, whole, summary) "  " name ": " summary "\n"
    DADAO_SWEEP_QUANTITIES(ROW)
#undef ROW
        "  or the name of a parameter of the method.\n"
        "\n"
        "Options:\n"
        "  -c, --command=COMMANDS   the experiment, as for `dadao run`; without a `run` the ends below are used\n"
        "      --error=E            a run ends when the error is below E (1e-6; 0: never)\n"
        "      --time=T             … or at time T\n"
        "      --events=N           … or after N events (50000000)\n"
        "      --repeats=N          seeds for each point (3)\n"
        "      --seed=S             the first of them (1, or the commands' own)\n"
        "      --price=G,C          what a gradient and a communication cost (1,1)\n"
        "      --show=MEASURE       time, gradients, communications, cost, error or rate: for the table and the figure (time)\n"
        "      --out=FILE           every measure as tidy CSV, or JSON lines by ending; FILE.points keeps what is finished, so "
        "that\n"
        "                           the same command goes on after an interrupt or a kill\n"
        "      --figure=FILE        .svg, .pdf or .png\n"
        "      --fresh              begin anew\n"
        "      --jobs=N             processes (one a processor)\n"
        "      --graphs=FOLDER      where graph names are looked up\n"
        "  -q, --quiet              no table, no progress\n"
        "\n"
        "Example: dadao sweep -c 'topology cycle 16; problem linear dim=5' rate=0.6..4/9log --figure=rate.svg\n";

/* ---- Options ---- */

static bool read_number(const char *text, const char *name, double *value)
{
    if (text && dadao_core_parse_any_double(text, strlen(text), value))
        return true;
    if (text)
        fprintf(stderr, "dadao sweep: %s: '%s' is not a number\n", name, text);
    return false;
}

static bool read_count(const char *text, const char *name, uint64_t *value)
{
    double number;
    if (text && dadao_core_parse_double(text, strlen(text), &number) && number >= 0 && number < 1e18 && number == floor(number)) {
        *value = (uint64_t)number;
        return true;
    }
    if (text)
        fprintf(stderr, "dadao sweep: %s: '%s' is not a whole number\n", name, text);
    return false;
}

static bool read_prices(const char *text, double price[2])
{
    size_t first = text ? strcspn(text, ",") : 0;
    if (text && text[first] == ',' && dadao_core_parse_any_double(text, first, &price[0]) &&
        dadao_core_parse_any_double(text + first + 1, strlen(text + first + 1), &price[1]))
        return true;
    if (text)
        fprintf(stderr, "dadao sweep: --price: '%s' is not two numbers, GRADIENT,COMMUNICATION\n", text);
    return false;
}

static bool read_measure(const char *text, dadao_sweep_measure *measure)
{
    if (text && dadao_sweep_measure_find(text, measure))
        return true;
    if (text)
        fprintf(stderr, "dadao sweep: --show: '%s' is not time, gradients, communications, cost, error or rate\n", text);
    return false;
}

static bool add_base(sweep_options *o, const char *commands)
{
    dadao_error error = {0};
    if (commands && dadao_sweep_plan_base(&o->plan, commands, &error) == DADAO_OK)
        return true;
    if (commands)
        dadao_cli_report("sweep", NULL, &error);
    return false;
}

static bool add_file(sweep_options *o, const char *path)
{
    char *commands;
    bool script;
    dadao_error error = {0};
    if (dadao_cli_file_commands(path, &commands, &script, &error) != DADAO_OK) {
        dadao_cli_report("sweep", NULL, &error);
        return false;
    }
    bool added = add_base(o, commands);
    free(commands);
    return added;
}

/* A switch, a number or a text; false after saying what is wrong with it. */
static bool read_valued(sweep_options *o, int count, char **arguments, int *k, bool *known)
{
    const char *word = arguments[*k];
    uint64_t number = 0;
#define VALUE(name) dadao_cli_value(count, arguments, k, name)
    if (dadao_cli_is(word, "--command", "-c"))
        return add_base(o, VALUE("-c"));
    if (dadao_cli_is(word, "--error", NULL))
        return read_number(VALUE("--error"), "--error", &o->plan.error);
    if (dadao_cli_is(word, "--time", NULL))
        return read_number(VALUE("--time"), "--time", &o->plan.t);
    if (dadao_cli_is(word, "--events", NULL))
        return read_count(VALUE("--events"), "--events", &o->plan.events);
    if (dadao_cli_is(word, "--repeats", NULL))
        return read_count(VALUE("--repeats"), "--repeats", &number) ? (o->plan.repeats = number, true) : false;
    if (dadao_cli_is(word, "--seed", NULL))
        return o->plan.seed_given = true, read_count(VALUE("--seed"), "--seed", &o->plan.seed);
    if (dadao_cli_is(word, "--jobs", NULL))
        return read_count(VALUE("--jobs"), "--jobs", &number) ? (o->job.workers = number < 1024 ? number : 1024, true) : false;
    if (dadao_cli_is(word, "--price", NULL))
        return read_prices(VALUE("--price"), o->plan.price);
    if (dadao_cli_is(word, "--show", NULL))
        return read_measure(VALUE("--show"), &o->show);
    if (dadao_cli_is(word, "--out", NULL))
        return (o->out = VALUE("--out")) != NULL;
    if (dadao_cli_is(word, "--figure", NULL))
        return (o->figure = VALUE("--figure")) != NULL;
    if (dadao_cli_is(word, "--graphs", NULL))
        return (o->job.graphs = VALUE("--graphs")) != NULL;
#undef VALUE
    *known = false;
    return true;
}

static int read_option(sweep_options *o, int count, char **arguments, int *k)
{
    static const char *const names[] = {"--command", "--error", "--time",   "--events", "--repeats",
                                        "--seed",    "--jobs",  "--price",  "--show",   "--out",
                                        "--figure",  "--fresh", "--graphs", "--quiet",  "--help"};
    const char *word = arguments[*k];
    bool known = true;
    if (!read_valued(o, count, arguments, k, &known))
        return DADAO_CLI_USAGE;
    if (known)
        return DADAO_CLI_OK;
    if (strcmp(word, "--fresh") == 0)
        o->job.fresh = true;
    else if (strcmp(word, "--worker") == 0)
        o->worker = true;
    else if (strcmp(word, "--quiet") == 0 || strcmp(word, "-q") == 0)
        o->quiet = true;
    else
        return dadao_cli_unknown_option("sweep", word, names, sizeof names / sizeof *names);
    return DADAO_CLI_OK;
}

/* NAME=VALUES, or a file; a file whose name has a '=' can be written ./like=this. */
static bool is_axis(const char *word)
{
    const char *equals = strchr(word, '=');
    return equals && equals > word && !memchr(word, '/', (size_t)(equals - word));
}

static int read_options(sweep_options *o, int count, char **arguments)
{
    int status = DADAO_CLI_OK;
    for (int k = 0; status == DADAO_CLI_OK && k < count; k++) {
        if (arguments[k][0] == '-' && arguments[k][1])
            status = read_option(o, count, arguments, &k);
        else if (is_axis(arguments[k]))
            o->axis[o->axes++] = arguments[k];
        else
            status = add_file(o, arguments[k]) ? DADAO_CLI_OK : DADAO_CLI_FAILED;
    }
    return status;
}

static dadao_status read_axes(sweep_options *o, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < o->axes; k++) {
        char name[DADAO_SWEEP_NAME];
        const char *equals = strchr(o->axis[k], '=');
        snprintf(name, sizeof name, "%.*s", (int)(equals - o->axis[k]), o->axis[k]);
        status = dadao_sweep_plan_axis(&o->plan, name, equals + 1, error);
    }
    if (status == DADAO_OK && o->out && !dadao_output_is_table(o->out))
        status = dadao_core_fail(error, DADAO_FORMAT, "--out=%s: results end in .csv, .jsonl, .ndjson or .npy", o->out);
    if (status == DADAO_OK && o->figure && !dadao_output_is_picture(o->figure))
        status = dadao_core_fail(error, DADAO_FORMAT, "--figure=%s: a figure ends in .svg, .pdf or .png", o->figure);
    return status == DADAO_OK ? dadao_sweep_plan_check(&o->plan, error) : status;
}

/* ---- Running ---- */

static void print_point(const dadao_sweep_results *results, size_t point, dadao_sweep_measure show, bool best)
{
    const dadao_sweep_summary *s = &results->summary[point];
    const dadao_sweep_plan *plan = results->plan;
    size_t rest = point;
    for (size_t a = 0; a < plan->axes; a++) {
        printf("%-16s ", plan->axis[a].text[rest % plan->axis[a].count]);
        rest /= plan->axis[a].count;
    }
    if (isnan(s->mean[show]))
        printf("%-14s %-12s", "-", "");
    else
        printf("%-14.6g %s%-9.2g", s->mean[show], isnan(s->error[show]) ? "   " : "+- ",
               isnan(s->error[show]) ? 0 : s->error[show]);
    printf(" %zu of %zu", s->reached, plan->repeats);
    if (s->diverged)
        printf(", %zu diverged", s->diverged);
    if (s->failed)
        printf(", %zu failed", s->failed);
    printf("%s\n", best ? "  <- best" : "");
}

static void print_table(const dadao_sweep_results *results, dadao_sweep_measure show)
{
    size_t best = dadao_sweep_results_best(results, show);
    for (size_t a = 0; a < results->plan->axes; a++)
        printf("%-16s ", results->plan->axis[a].name);
    printf("%-14s %-12s reached\n", dadao_sweep_measure_name(show), "");
    for (size_t p = 0; p < results->points; p++)
        print_point(results, p, show, p == best);
}

static dadao_status report(sweep_options *o, const dadao_sweep_job *job, dadao_error *error)
{
    dadao_sweep_results results;
    dadao_status status = dadao_sweep_results_make(&o->plan, job, &results, error);
    for (size_t k = 0; status == DADAO_OK && k < dadao_sweep_job_count(job); k++)
        if (dadao_sweep_job_outcome(job, k)->state == DADAO_SWEEP_FAILED) {
            fprintf(stderr, "dadao sweep: %s\n  in: %s\n", dadao_sweep_job_outcome(job, k)->failure,
                    dadao_sweep_job_task(job, k)->script);
            break;
        }
    if (status == DADAO_OK && o->out)
        status = dadao_sweep_results_save(&results, o->out, error);
    if (status == DADAO_OK && o->figure)
        status = dadao_sweep_results_figure(&results, o->show, o->figure, error);
    if (status == DADAO_OK && !o->quiet)
        print_table(&results, o->show);
    dadao_sweep_results_clear(&results);
    return status;
}

static dadao_status sweep(sweep_options *o, dadao_error *error)
{
    dadao_sweep_task *task;
    dadao_sweep_job *job = NULL;
    size_t count;
    dadao_text journal = {0};
    dadao_status status = read_axes(o, error);
    if (status == DADAO_OK)
        status = dadao_sweep_plan_tasks(&o->plan, &task, &count, error);
    if (status != DADAO_OK)
        return status;
    if (o->out)
        dadao_core_text_format(&journal, "%s.points", o->out);
    o->job.journal = journal.bytes;
    o->job.check = true;
    o->job.check_every = o->plan.repeats;
    status = dadao_sweep_job_start(&o->job, task, count, &job, error);
    if (status == DADAO_OK)
        status = dadao_cli_drive(job, o->quiet, error);
    if (status == DADAO_OK)
        status = report(o, job, error);
    dadao_sweep_job_stop(job);
    dadao_core_text_clear(&journal);
    return status;
}

/* A worker: scripts come in lines, outcomes go out in lines. They may look, but not write. */
static int work(const sweep_options *o)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.graphs = o->job.graphs;
    options.looks = dadao_view_commands;
    options.look_count = dadao_view_command_count;
    return dadao_sweep_worker(&options, stdin, stdout);
}

int dadao_cli_sweep(int count, char **arguments)
{
    sweep_options o = {.show = DADAO_SWEEP_TIME, .axis = dadao_core_allocate((size_t)count + 1, sizeof(char *))};
    dadao_error error = {0};
    if (!o.axis || count == 0 || strcmp(arguments[0], "--help") == 0 || strcmp(arguments[0], "-h") == 0) {
        fputs(help, count == 0 ? stderr : stdout);
        free(o.axis);
        return count == 0 ? DADAO_CLI_USAGE : DADAO_CLI_OK;
    }
    dadao_sweep_plan_init(&o.plan);
    int status = read_options(&o, count, arguments);
    if (status == DADAO_CLI_OK && o.worker)
        status = work(&o);
    else if (status == DADAO_CLI_OK)
        status = dadao_cli_finish("sweep", sweep(&o, &error), &error);
    dadao_sweep_plan_clear(&o.plan);
    free(o.axis);
    return status;
}
