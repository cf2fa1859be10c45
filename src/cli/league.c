/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao league`: all methods on chosen networks and problems, ranked by what it takes to reach an error. */
#include "sweep/league.h"

#include "cli/jobs.h"
#include "core/memory.h"

#include <dadao/figure.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct league_options {
    dadao_sweep_plan plan;
    dadao_sweep_job_options job;
    dadao_sweep_measure by;
    const char *methods, *topologies, *problem, *out;
    bool quiet;
} league_options;

static const char help[] = "usage: dadao league [OPTIONS]\n"
                           "\n"
                           "Runs every method on every network until the error is reached, and ranks them.\n"
                           "  --topologies=LIST   networks, by commas (" DADAO_LEAGUE_TOPOLOGIES ")\n"
                           "  --problem=WORDS     as after `problem` (linear dim=5 samples=50 noise=10)\n"
                           "  --methods=LIST      methods, by commas (all that solve the problem; those in the style of their source only when named)\n"
                           "  --error=E           the error to reach (1e-6)\n"
                           "  --repeats=N         seeds (3)\n"
                           "  --price=G,C         what a gradient and a communication cost (1,1)\n"
                           "  --by=MEASURE        gradients, communications, time, cost or rate (communications)\n"
                           "  --out=FILE          all of it as CSV or JSON lines, by ending; FILE.points keeps what is finished\n"
                           "  --jobs=N  --fresh  --graphs=FOLDER  -q, --quiet\n";

static bool read_double(const char *text, const char *name, double *value)
{
    if (text && dadao_core_parse_any_double(text, strlen(text), value))
        return true;
    if (text)
        fprintf(stderr, "dadao league: %s: '%s' is not a number\n", name, text);
    return false;
}

static bool read_count(const char *text, const char *name, size_t most, size_t *value)
{
    double number;
    if (!read_double(text, name, &number))
        return false;
    if (number >= 1 && number <= (double)most && number == floor(number))
        return *value = (size_t)number, true;
    fprintf(stderr, "dadao league: %s: 1 to %zu\n", name, most);
    return false;
}

static bool read_prices(const char *text, double price[2])
{
    const char *comma = text ? strchr(text, ',') : NULL;
    if (comma && dadao_core_parse_any_double(text, (size_t)(comma - text), &price[0]) &&
        dadao_core_parse_any_double(comma + 1, strlen(comma + 1), &price[1]))
        return true;
    if (text)
        fprintf(stderr, "dadao league: --price: '%s' is not two numbers, GRADIENT,COMMUNICATION\n", text);
    return false;
}

static bool read_measure(const char *text, dadao_sweep_measure *measure)
{
    if (text && dadao_sweep_measure_find(text, measure))
        return true;
    if (text)
        fprintf(stderr, "dadao league: --by: '%s' is not gradients, communications, time, cost or rate\n", text);
    return false;
}

static int read_option(league_options *o, int count, char **arguments, int *k)
{
    static const char *const known[] = {"--topologies", "--problem", "--methods", "--error",  "--repeats", "--price", "--by",
                                        "--out",        "--jobs",    "--fresh",   "--graphs", "--quiet",   "--help"};
    const char *word = arguments[*k];
    bool fine = true;
#define VALUE(name) dadao_cli_value(count, arguments, k, name)
    if (dadao_cli_is(word, "--topologies", NULL))
        fine = (o->topologies = VALUE("--topologies")) != NULL;
    else if (dadao_cli_is(word, "--problem", NULL))
        fine = (o->problem = VALUE("--problem")) != NULL;
    else if (dadao_cli_is(word, "--methods", NULL))
        fine = (o->methods = VALUE("--methods")) != NULL;
    else if (dadao_cli_is(word, "--error", NULL))
        fine = read_double(VALUE("--error"), "--error", &o->plan.error);
    else if (dadao_cli_is(word, "--repeats", NULL))
        fine = read_count(VALUE("--repeats"), "--repeats", 100000, &o->plan.repeats);
    else if (dadao_cli_is(word, "--price", NULL))
        fine = read_prices(VALUE("--price"), o->plan.price);
    else if (dadao_cli_is(word, "--by", NULL))
        fine = read_measure(VALUE("--by"), &o->by);
    else if (dadao_cli_is(word, "--out", NULL))
        fine = (o->out = VALUE("--out")) != NULL;
    else if (dadao_cli_is(word, "--jobs", NULL))
        fine = read_count(VALUE("--jobs"), "--jobs", 1024, &o->job.workers);
    else if (dadao_cli_is(word, "--graphs", NULL))
        fine = (o->job.graphs = VALUE("--graphs")) != NULL;
    else if (strcmp(word, "--fresh") == 0)
        o->job.fresh = true;
    else if (strcmp(word, "--quiet") == 0 || strcmp(word, "-q") == 0)
        o->quiet = true;
    else
        return dadao_cli_unknown_option("league", word, known, sizeof known / sizeof *known);
#undef VALUE
    return fine ? DADAO_CLI_OK : DADAO_CLI_USAGE;
}

/* ---- The table ---- */

static void print_value(double value)
{
    if (isnan(value))
        printf(" %14s", "-");
    else
        printf(" %14.6g", value);
}

static void print_network(const dadao_sweep_results *results, size_t topology, dadao_sweep_measure by)
{
    const dadao_sweep_plan *plan = results->plan;
    size_t methods = plan->axis[0].count, *order = dadao_core_allocate(methods, sizeof *order);
    if (!order)
        return;
    dadao_sweep_league_order(results, topology, by, order);
    printf("\n%s\n  %5s %-14s %14s %14s %14s %14s\n", plan->axis[1].text[topology], "place", "method", "gradients",
           "communications", "time", "cost");
    for (size_t k = 0; k < methods; k++) {
        const dadao_sweep_summary *s = &results->summary[topology * methods + order[k]];
        printf("  %5zu %-14s", dadao_sweep_league_place(results, topology, by, order[k]), plan->axis[0].text[order[k]]);
        print_value(s->mean[DADAO_SWEEP_GRADIENTS]);
        print_value(s->mean[DADAO_SWEEP_COMMUNICATIONS]);
        print_value(s->mean[DADAO_SWEEP_TIME]);
        print_value(s->mean[DADAO_SWEEP_COST]);
        printf("  %s\n", dadao_sweep_league_remark(s, plan->repeats));
    }
    free(order);
}

/* Why a method cannot run, once each. */
static void print_failures(const dadao_sweep_plan *plan, const dadao_sweep_job *job)
{
    for (size_t m = 0; m < plan->axis[0].count; m++)
        for (size_t k = 0; k < dadao_sweep_job_count(job); k++) {
            const dadao_sweep_outcome *o = dadao_sweep_job_outcome(job, k);
            if (k / plan->repeats % plan->axis[0].count != m || o->state != DADAO_SWEEP_FAILED)
                continue;
            printf("\n%s on %s: %s\n", plan->axis[0].text[m], plan->axis[1].text[k / plan->repeats / plan->axis[0].count],
                   o->failure);
            break;
        }
}

static dadao_status report(const league_options *o, const dadao_sweep_job *job, dadao_error *error)
{
    dadao_sweep_results results;
    dadao_status status = dadao_sweep_results_make(&o->plan, job, &results, error);
    if (status == DADAO_OK && !o->quiet) {
        printf("to an error below %g; %s; %zu seed%s; by %s. Units of time: a round of synchronous methods; one event in all of "
               "Continuized.\n",
               o->plan.error, o->problem, o->plan.repeats, o->plan.repeats == 1 ? "" : "s", dadao_sweep_measure_name(o->by));
        for (size_t t = 0; t < o->plan.axis[1].count; t++)
            print_network(&results, t, o->by);
        print_failures(&o->plan, job);
    }
    if (status == DADAO_OK && o->out)
        status = dadao_sweep_league_save(&results, o->out, error);
    dadao_sweep_results_clear(&results);
    return status;
}

/* A name that does not exist is an error before anything runs; a method that cannot take a network is a line of the table. */
static dadao_status check_names(const league_options *o, dadao_error *error)
{
    for (size_t m = 0; m < o->plan.axis[0].count; m++)
        if (!dadao_method_find(o->plan.axis[0].text[m]))
            return dadao_core_fail(error, DADAO_NOT_FOUND, "--methods: there is no method '%s' (`dadao help method` lists them)",
                                   o->plan.axis[0].text[m]);
    if (o->out && !dadao_output_is_table(o->out))
        return dadao_core_fail(error, DADAO_FORMAT, "--out=%s: results end in .csv, .jsonl, .ndjson or .npy", o->out);
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.graphs = o->job.graphs;
    dadao_status status = DADAO_OK;
    for (size_t t = 0; status == DADAO_OK && t < o->plan.axis[1].count; t++) {
        dadao_text script = {0};
        dadao_sweep_outcome outcome = {0};
        dadao_core_text_format(&script, "topology %s; problem %s", o->plan.axis[1].text[t], o->problem);
        dadao_sweep_task task = {script.bytes, 0, {0, 0}};
        status = script.bytes ? dadao_sweep_measure_task(&options, &task, true, &outcome, error)
                              : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
        dadao_core_text_clear(&script);
    }
    return status;
}

static dadao_status league(league_options *o, dadao_error *error)
{
    dadao_text base = {0}, journal = {0};
    dadao_sweep_job *job = NULL;
    dadao_sweep_task *task = NULL;
    size_t count = 0;
    dadao_core_text_format(&base, "problem %s", o->problem);
    dadao_status status =
        base.bytes ? dadao_sweep_plan_base(&o->plan, base.bytes, error) : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    if (status == DADAO_OK)
        status = dadao_sweep_league_plan(&o->plan, o->methods, o->topologies, error);
    if (status == DADAO_OK)
        status = check_names(o, error);
    if (status == DADAO_OK)
        status = dadao_sweep_plan_tasks(&o->plan, &task, &count, error);
    if (status == DADAO_OK) {
        if (o->out)
            dadao_core_text_format(&journal, "%s.points", o->out);
        o->job.journal = journal.bytes;
        status = dadao_sweep_job_start(&o->job, task, count, &job, error);
    }
    if (status == DADAO_OK)
        status = dadao_cli_drive(job, o->quiet, error);
    if (status == DADAO_OK)
        status = report(o, job, error);
    dadao_sweep_job_stop(job);
    dadao_core_text_clear(&base);
    dadao_core_text_clear(&journal);
    return status;
}

int dadao_cli_league(int count, char **arguments)
{
    league_options o = {
        .by = DADAO_SWEEP_COMMUNICATIONS, .topologies = DADAO_LEAGUE_TOPOLOGIES, .problem = "linear dim=5 samples=50 noise=10"};
    dadao_error error = {0};
    int status = DADAO_CLI_OK;
    if (count > 0 && (strcmp(arguments[0], "--help") == 0 || strcmp(arguments[0], "-h") == 0)) {
        fputs(help, stdout);
        return DADAO_CLI_OK;
    }
    dadao_sweep_plan_init(&o.plan);
    o.plan.events = 3000000;
    for (int k = 0; status == DADAO_CLI_OK && k < count; k++) {
        if (arguments[k][0] != '-') {
            fprintf(stderr, "dadao league: '%s' is no option\n%s", arguments[k], help);
            status = DADAO_CLI_USAGE;
        } else {
            status = read_option(&o, count, arguments, &k);
        }
    }
    if (status == DADAO_CLI_OK)
        status = dadao_cli_finish("league", league(&o, &error), &error);
    dadao_sweep_plan_clear(&o.plan);
    return status;
}
