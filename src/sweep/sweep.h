/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many experiments: one script with holes or named quantities, run for every value and several seeds, by worker processes.
 *
 * A *plan* says what is varied; it becomes *tasks*, each one script; a *job* has workers carry them out and keeps the outcomes, also
 * in a journal that survives a kill. Nothing here waits: a job has a file descriptor to poll and a step to take. Workers are processes
 * because the network library is not safe for threads. An outcome is a function of its script alone, whoever computes it and when. */
#ifndef DADAO_SWEEP_H
#define DADAO_SWEEP_H

#include <dadao/experiment.h>
#include <stdio.h>

#define DADAO_SWEEP_AXES 2
#define DADAO_SWEEP_NAME 48
/* Points of a curve that comes back with an outcome, both ends included. */
#define DADAO_SWEEP_CURVE 129
/* More runs than this are a mistake. */
#define DADAO_SWEEP_TASKS 1000000

/* How a quantity enters the script. */
typedef enum dadao_sweep_way {
    DADAO_SWEEP_APPEND,   /* one more command at the end */
    DADAO_SWEEP_REPLACE,  /* in place of the command of that name, or first of all */
    DADAO_SWEEP_OPTION,   /* an option of the `problem` command */
    DADAO_SWEEP_SIZE,     /* the number in the `topology` command */
    DADAO_SWEEP_SLOWDOWN  /* node 0 computes that many times more slowly */
} dadao_sweep_way;

/* name, way, command or option, whole numbers, what it is. Names of parameters of methods are quantities too. */
#define DADAO_SWEEP_QUANTITIES(X)                                                                             \
    X("rate", APPEND, "rate comm", false, "communication rate, times the sufficient one")                     \
    X("total", APPEND, "rate comm total=", false, "communications per unit of time in all")                   \
    X("gradient", APPEND, "rate gradient", false, "gradients per node and unit of time")                      \
    X("straggler", SLOWDOWN, "rate node 0", false, "how many times more slowly node 0 computes")              \
    X("seed", REPLACE, "seed", true, "the seed of all random streams")                                        \
    X("topology", REPLACE, "topology", false, "the network, as after `topology`")                             \
    X("n", SIZE, "topology", true, "the size of the network: the number after its kind")                      \
    X("problem", REPLACE, "problem", false, "the problem, as after `problem`")                                \
    X("method", REPLACE, "method", false, "the method, as after `method`")                                    \
    X("preset", APPEND, "preset", false, "the preset of the parameters")                                      \
    X("start", REPLACE, "start", false, "the starting point")                                                 \
    X("kappa", OPTION, "kappa", false, "L/mu of a quadratic problem")                                         \
    X("dim", OPTION, "dim", true, "the dimension of the problem")                                             \
    X("samples", OPTION, "samples", true, "samples per node")                                                 \
    X("noise", OPTION, "noise", false, "noise of the data")                                                   \
    X("batch", OPTION, "batch", true, "samples in a stochastic gradient")

/* What is measured; name, label of the axis, whether a goal of error is needed, what it is. */
#define DADAO_SWEEP_MEASURES(X)                                                                    \
    X(TIME, "time", "time", "units of time to the goal")                                           \
    X(GRADIENTS, "gradients", "local gradients", "gradients to the goal")                          \
    X(COMMUNICATIONS, "communications", "communications", "edge activations to the goal")          \
    X(COST, "cost", "cost", "gradients and communications by their prices, to the goal")           \
    X(ERROR, "error", "mean squared distance to x*", "the error at the end of the run")            \
    X(RATE, "rate", "measured rate per unit of time", "least-squares slope of -ln error over the last half")
#define DADAO_SWEEP_MEASURE_ENUM(id, name, label, summary) DADAO_SWEEP_##id,
typedef enum dadao_sweep_measure { DADAO_SWEEP_MEASURES(DADAO_SWEEP_MEASURE_ENUM) DADAO_SWEEP_MEASURE_COUNT } dadao_sweep_measure;
#undef DADAO_SWEEP_MEASURE_ENUM
const char *dadao_sweep_measure_name(dadao_sweep_measure measure);
const char *dadao_sweep_measure_label(dadao_sweep_measure measure);
/* The measure of that name; false when there is none. */
bool dadao_sweep_measure_find(const char *name, dadao_sweep_measure *measure);

/* ---- The plan (plan.c, values.c, script.c) ---- */

typedef struct dadao_sweep_axis {
    char name[DADAO_SWEEP_NAME];
    size_t count;
    char **text;      /* [count] as it enters the script */
    double *number;   /* [count]; NaN where it is no number */
    bool numeric, log;
} dadao_sweep_axis;

typedef struct dadao_sweep_plan {
    char *base;             /* commands, with holes like {r} or without */
    size_t axes;
    dadao_sweep_axis axis[DADAO_SWEEP_AXES];
    size_t repeats;
    bool seed_given;
    uint64_t seed;          /* repeat k runs with seed + k */
    double error, t;        /* ends of a run: error goal (0: none), time (INFINITY) */
    uint64_t events;        /* … and events, so that every run ends */
    double price[2];        /* of a gradient, of a communication */
} dadao_sweep_plan;

void dadao_sweep_plan_init(dadao_sweep_plan *plan);
void dadao_sweep_plan_clear(dadao_sweep_plan *plan);
dadao_status dadao_sweep_plan_base(dadao_sweep_plan *plan, const char *commands, dadao_error *error);
/* `rate=0.5..4/9log`, `n=10,20,50`, `topology=star 20,cycle 20`: lists, ranges LOW..HIGH[/COUNT][lin|log]. */
dadao_status dadao_sweep_plan_axis(dadao_sweep_plan *plan, const char *name, const char *values, dadao_error *error);
/* Whether `name` is a row, a parameter of a method, or a hole of the base. */
bool dadao_sweep_plan_knows(const dadao_sweep_plan *plan, const char *name);
/* The last check before tasks are made: every hole is filled, goals and prices make sense. */
dadao_status dadao_sweep_plan_check(const dadao_sweep_plan *plan, dadao_error *error);
size_t dadao_sweep_plan_points(const dadao_sweep_plan *plan); /* the first axis varies fastest */
/* The commands of one run. */
dadao_status dadao_sweep_plan_script(const dadao_sweep_plan *plan, size_t point, size_t repeat, char **script, dadao_error *error);
/* The values of a list or range as texts and numbers; `whole` rounds. */
dadao_status dadao_sweep_values(dadao_sweep_axis *axis, const char *values, bool whole, dadao_error *error);
void dadao_sweep_values_clear(dadao_sweep_axis *axis);

/* ---- Tasks and outcomes (measure.c) ---- */

typedef struct dadao_sweep_task {
    char *script;       /* commands that end with a run */
    double error;       /* what counts as reached; 0: being there at the end */
    double grid[2];     /* curves of the error wanted up to so many gradients and communications; 0: none */
} dadao_sweep_task;

typedef enum dadao_sweep_state { DADAO_SWEEP_WAITING, DADAO_SWEEP_RUNNING, DADAO_SWEEP_DONE, DADAO_SWEEP_FAILED } dadao_sweep_state;

typedef struct dadao_sweep_outcome {
    dadao_sweep_state state;
    bool reached, diverged;
    double t, gradients, communications, error, rate;
    double *curve[2];   /* [DADAO_SWEEP_CURVE] ln of the error against gradients and communications; NULL where not wanted */
    char *failure;      /* FAILED: why */
} dadao_sweep_outcome;

/* Every run of a plan: the seeds of a point follow each other. For _job_start, which takes them over. */
dadao_status dadao_sweep_plan_tasks(const dadao_sweep_plan *plan, dadao_sweep_task **task, size_t *count, dadao_error *error);

void dadao_sweep_outcome_clear(dadao_sweep_outcome *outcome);
/* Carries out a task here and now; `check`: builds everything and runs nothing. */
dadao_status dadao_sweep_measure_task(const dadao_experiment_options *options, const dadao_sweep_task *task, bool check,
                                      dadao_sweep_outcome *outcome, dadao_error *error);
/* The value of a measure; NaN where the goal was not reached. */
double dadao_sweep_value(const dadao_sweep_outcome *outcome, dadao_sweep_measure measure, const double price[2]);

/* ---- Workers (pool.c, line.c) ---- */

/* What a worker process does: tasks from `in`, outcomes to `out`, until the end of `in`. */
int dadao_sweep_worker(const dadao_experiment_options *options, FILE *in, FILE *out);

/* ---- The job (job.c, journal.c) ---- */

typedef struct dadao_sweep_job dadao_sweep_job;

typedef struct dadao_sweep_job_options {
    const char *program;        /* started as `PROGRAM sweep --worker`; NULL: this program */
    const char *graphs;         /* its --graphs; NULL: as installed */
    size_t workers;             /* 0: one a processor */
    const char *journal;        /* finished tasks are appended here and not done again; NULL: none */
    bool fresh;                 /* what the journal holds does not count */
    bool check;                 /* build every script once before the first run */
    size_t check_every;         /* … of every so many-th task (repeats differ only in the seed); 0: all */
} dadao_sweep_job_options;

/* Takes the tasks over (also when it fails). */
dadao_status dadao_sweep_job_start(const dadao_sweep_job_options *options, dadao_sweep_task *task, size_t count, dadao_sweep_job **job,
                                   dadao_error *error);
int dadao_sweep_job_fd(const dadao_sweep_job *job); /* readable when there is a step to take */
/* Takes in what came and hands out what waits; never blocks for long. *over: nothing is left. Fails when a script is wrong (before
 * anything ran) or workers cannot be started. */
dadao_status dadao_sweep_job_step(dadao_sweep_job *job, bool *over, dadao_error *error);
size_t dadao_sweep_job_count(const dadao_sweep_job *job);
size_t dadao_sweep_job_done(const dadao_sweep_job *job);
size_t dadao_sweep_job_resumed(const dadao_sweep_job *job); /* of those, taken from the journal */
const dadao_sweep_outcome *dadao_sweep_job_outcome(const dadao_sweep_job *job, size_t index);
const dadao_sweep_task *dadao_sweep_job_task(const dadao_sweep_job *job, size_t index);
void dadao_sweep_job_stop(dadao_sweep_job *job); /* ends the workers, frees; NULL is fine */

/* ---- Results (results.c, save.c) ---- */

/* Several seeds of one point. */
typedef struct dadao_sweep_summary {
    size_t done, reached, diverged, failed;
    double mean[DADAO_SWEEP_MEASURE_COUNT], error[DADAO_SWEEP_MEASURE_COUNT];          /* standard error; NaN with one */
    double low[DADAO_SWEEP_MEASURE_COUNT], high[DADAO_SWEEP_MEASURE_COUNT];            /* 95 % interval of the mean (Student) */
} dadao_sweep_summary;

/* Of outcomes [repeats]; only those that reached the goal count for what leads to it. */
void dadao_sweep_summarise(const dadao_sweep_outcome *const *outcome, size_t repeats, const double price[2], dadao_sweep_summary *summary);

typedef struct dadao_sweep_results {
    const dadao_sweep_plan *plan;
    size_t points;
    dadao_sweep_summary *summary; /* [points] */
} dadao_sweep_results;

dadao_status dadao_sweep_results_make(const dadao_sweep_plan *plan, const dadao_sweep_job *job, dadao_sweep_results *results, dadao_error *error);
void dadao_sweep_results_clear(dadao_sweep_results *results);
/* The finished point of the smallest mean; SIZE_MAX when none. */
size_t dadao_sweep_results_best(const dadao_sweep_results *results, dadao_sweep_measure measure);
/* Tidy: one row a point and measure. */
dadao_status dadao_sweep_results_save(const dadao_sweep_results *results, const char *path, dadao_error *error);
/* Lines with bands for one quantity, a heatmap for two numeric ones, a line a name where one is no number. */
dadao_status dadao_sweep_results_figure(const dadao_sweep_results *results, dadao_sweep_measure measure, const char *path, dadao_error *error);

#endif
