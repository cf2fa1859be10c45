/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An experiment: a topology with rates, a problem, lanes, a seed, a clock. It is changed only by commands. */
#ifndef DADAO_EXPERIMENT_H
#define DADAO_EXPERIMENT_H

#include <dadao/simulation.h>
#include <dadao/snapshot.h>
#include <dadao/spectrum.h>
#include <dadao/status.h>
#include <stdatomic.h>

/* Grows when the same script no longer gives the same bits. */
#define DADAO_NUMERICS_VERSION 1

typedef struct dadao_experiment dadao_experiment;

/* A row of a table of commands; parser, completion, help, man page and key hints read the same rows. */
typedef struct dadao_command {
    const char *name;       /* one word or two: "rate comm" */
    const char *arguments;  /* "R | total=T" */
    const char *summary;    /* one line, no full stop */
    const char *detail;     /* a paragraph for the manual; may be NULL */
    const char *example;    /* a line that can be carried out on the default experiment */
    unsigned flags;         /* DADAO_COMMAND_… */
} dadao_command;

enum {
    DADAO_COMMAND_EDIT = 1u,     /* changes the experiment: logged, can be undone */
    DADAO_COMMAND_REBUILD = 2u,  /* starts again at t = 0 */
    DADAO_COMMAND_RUN = 4u,      /* moves the clock */
    DADAO_COMMAND_WRITES = 8u,   /* writes a file: needs permission */
    DADAO_COMMAND_LOOK = 16u,      /* concerns only the looking: the screen carries it out, without a screen it is checked and kept */
    DADAO_COMMAND_ALIGNED = 32u,   /* wants every lane where lane 0 is */
    DADAO_COMMAND_UNALIGNED = 64u, /* an edit that does not */
    DADAO_COMMAND_HOST = 128u      /* carried out by the extension it belongs to */
};

size_t dadao_experiment_command_count(void);
const dadao_command *dadao_experiment_command_at(size_t index);

/* Further commands, carried out by a room above this one on the thread that owns the experiment (lessons). */
typedef struct dadao_extension {
    const dadao_command *rows;      /* flagged HOST */
    size_t count;
    void *context;
    /* Carries out rows[row] with the words behind its name. */
    dadao_status (*carry_out)(void *context, dadao_experiment *experiment, size_t row, const char *const *word, size_t count,
                              dadao_notes *answer, dadao_error *error);
    /* Called by the runner after each line it was sent, when a run has come to its end, and after the seconds that the last call returned
     * (INFINITY: not before something happens). `now` is the runner's clock. */
    double (*proceed)(void *context, dadao_experiment *experiment, double now, dadao_notes *answer, dadao_error *error);
    /* Adds to what is published. */
    void (*publish)(void *context, dadao_experiment *experiment, double now, dadao_snapshot *snapshot);
} dadao_extension;

typedef struct dadao_experiment_options {
    bool allow_write;             /* commands flagged WRITES are carried out */
    bool endless;                 /* a `run` without an end goes on for ever (the screen); else it is refused */
    size_t memory_limit;          /* bytes: requests estimated above it are refused; 0: four fifths of this machine's memory */
    const char *graphs;           /* the folder of shipped graphs; NULL: the installed one */
    const dadao_command *looks;   /* rows that src/view adds; NULL: none */
    size_t look_count;
    const dadao_extension *extension; /* NULL: none; must outlive the experiment */
} dadao_experiment_options;
dadao_experiment_options dadao_experiment_options_defaults(void);
/* The command that the words at the start of `line` name, by full name or unique abbreviation, among the table and the further rows of
 * `options` (NULL: the table alone); the arguments begin at *rest. */
dadao_status dadao_experiment_command_find(const dadao_experiment_options *options, const char *line, const dadao_command **command,
                                           size_t *rest, dadao_error *error);

dadao_status dadao_experiment_create(const dadao_experiment_options *options, dadao_experiment **experiment, dadao_error *error);
void dadao_experiment_destroy(dadao_experiment *experiment);

/* Carries out one line (several commands where `;` separates them: stops at the first that fails). Answers and notices are
 * appended to `answer`. `run` sets the goal and returns; call _pursue to get there. On failure nothing changed by the
 * failing command, error->column/length point into `line`. */
dadao_status dadao_experiment_execute(dadao_experiment *experiment, const char *line, dadao_notes *answer, dadao_error *error);
/* Carries on with the rest of the last line (after a `run` in its middle reached its goal); *more says whether there is more. */
dadao_status dadao_experiment_continue(dadao_experiment *experiment, bool *more, dadao_notes *answer, dadao_error *error);

/* Gives up the goal of the last `run` (an interrupt); of its line and of later ones only commands that save are still carried out. */
void dadao_experiment_abandon(dadao_experiment *experiment);
/* Whether a word is a whole experiment as `share` gives it ("dadao1:…"), and the script in it, freed by the caller: refused where it is
 * cut, damaged, too long or made by a newer program. Such a word is a command by itself. */
bool dadao_experiment_is_shared(const char *word);
dadao_status dadao_experiment_shared_script(const char *word, char **script, dadao_error *error);

/* What happened while running that is worth saying ("diverged at event 1234"), taken out: the caller clears it. */
dadao_notes dadao_experiment_news(dadao_experiment *experiment);
/* Where the run is going, for a progress bar: absolute values as in dadao_stop. False when it is not running. */
bool dadao_experiment_goal(const dadao_experiment *experiment, dadao_stop *goal);

/* Whether it is running towards an end: a number of events, a time, an error, a condition or the end of an event log. */
bool dadao_experiment_has_end(const dadao_experiment *experiment);

/* Moves towards the goal of the last `run`, at most `events` events; writes traces, fills the history. *done: nothing left to do. */
dadao_status dadao_experiment_pursue(dadao_experiment *experiment, uint64_t events, const atomic_bool *interrupt, bool *done, dadao_error *error);

/* Writes into the recording, if there is one, what happened since: called now and then, so that a kill loses no more than that. */
dadao_status dadao_experiment_keep(dadao_experiment *experiment, dadao_error *error);
/* Verifies a recording [length bytes, then '\0']; the text ends after its last whole line then, *cut says whether something was missing.
 * FORMAT: damaged, or no recording; UNSUPPORTED: of another version. */
dadao_status dadao_experiment_recording_check(char *text, size_t length, bool *cut, size_t *lines, dadao_error *error);

/* Writes what traces and event logs still hold back. */
dadao_status dadao_experiment_flush(dadao_experiment *experiment, dadao_error *error);

/* Reading, for the command line and tests. */
dadao_run_state dadao_experiment_state(const dadao_experiment *experiment);
const dadao_simulation *dadao_experiment_simulation(const dadao_experiment *experiment, size_t lane); /* NULL before there is one */
const dadao_topology *dadao_experiment_topology(const dadao_experiment *experiment);
const dadao_problem *dadao_experiment_problem(const dadao_experiment *experiment);
/* The immutable part as it is now; retain/release share it between threads. */
const dadao_scene *dadao_experiment_scene(dadao_experiment *experiment, dadao_error *error);
const dadao_scene *dadao_scene_retain(const dadao_scene *scene);
void dadao_scene_release(const dadao_scene *scene);

/* Fills `snapshot` (zero-initialised before its first use; buffers are reused). */
dadao_status dadao_experiment_publish(dadao_experiment *experiment, dadao_snapshot *snapshot, dadao_error *error);
void dadao_snapshot_clear(dadao_snapshot *snapshot);
/* What further publications contain beside the rest. Looking: the run does not depend on it. */
void dadao_experiment_attend(dadao_experiment *experiment, const dadao_attention *attention);

/* The script that replays the experiment from its start to now, as `save script` writes it: text the caller frees. */
dadao_status dadao_experiment_script(dadao_experiment *experiment, char **script, dadao_error *error);

/* Builds whatever is still to be built (topology, problem, simulation). */
dadao_status dadao_experiment_settle(dadao_experiment *experiment, dadao_error *error);

/* Builds a problem that was asked for but that nothing has needed yet, so that its errors are told. */
dadao_status dadao_experiment_check(dadao_experiment *experiment, dadao_error *error);

/* The object of `dadao run --json` (keys: issue text), as text the caller frees. */
dadao_status dadao_experiment_summary_json(dadao_experiment *experiment, double wall_seconds, char **json, dadao_error *error);
/* The same for people. */
dadao_status dadao_experiment_summary_text(dadao_experiment *experiment, double wall_seconds, dadao_notes *text, dadao_error *error);

/* A ready example: `example NAME` carries out its commands. */
typedef struct dadao_example {
    const char *name;
    const char *kind;      /* "network", "problem" or "experiment": what it sets */
    const char *summary;   /* one line, no full stop */
    const char *commands;
} dadao_example;
size_t dadao_experiment_example_count(void);
const dadao_example *dadao_experiment_example_at(size_t index);

/* The methods for the manual page, from their table. */
void dadao_experiment_manual_methods(dadao_notes *text);
/* The reference of commands for the manual page: a tagged list in mdoc(7), one for each table of rows. */
void dadao_experiment_manual(const dadao_command *rows, size_t count, dadao_notes *text);
/* The help of one command (NULL: the list). */
void dadao_experiment_help(const dadao_command *command, dadao_notes *text);
/* The list of commands, with the further rows of `options`. */
void dadao_experiment_help_all(const dadao_experiment_options *options, dadao_notes *text);

/* Completion of `line` at byte `cursor`: calls `offer` for each candidate with the byte where the replaced word begins. Pure. */
void dadao_experiment_complete(const dadao_experiment_options *options, const dadao_scene *scene, const char *line, size_t cursor,
                               void (*offer)(void *context, size_t start, const char *candidate, const char *hint), void *context);

/* ---- Quantities: numbers of the experiment by name ---- */

/* A row of the table: "chi1", "error", "x(I,K)". Those of a lane take its number, 0 where none is given: "error(1)". */
typedef struct dadao_quantity {
    const char *name, *unit, *meaning;
} dadao_quantity;

size_t dadao_experiment_quantity_count(void);
const dadao_quantity *dadao_experiment_quantity_at(size_t index);
/* The quantity `name` (`length` bytes); `experiment` is a dadao_experiment: the shape of a lookup of core/expression.h. Builds what is
 * not built yet. NOT_FOUND: no such quantity, lane, node or edge; SYNTAX: wrong number of arguments. */
dadao_status dadao_experiment_quantity(void *experiment, const char *name, size_t length, const double *argument, size_t count,
                                       double *value, dadao_error *error);
/* Arithmetic on quantities: "2*chi1*chi2 <= 1 and t > 50" (1 or 0). Errors point at the byte. Changes nothing. */
dadao_status dadao_experiment_evaluate(dadao_experiment *experiment, const char *expression, double *value, dadao_error *error);

/* ---- The engine's own thread -------------------------------------------------------------------------------------- */

typedef struct dadao_runner dadao_runner;

/* Starts a thread that owns `experiment` from now on (destroyed with the runner). `wake` is called from that thread after each
 * publication that was asked for and after each answered command (write to an eventfd there: nothing more). */
dadao_status dadao_experiment_runner_start(dadao_experiment *experiment, void (*wake)(void *context), void *context,
                                           dadao_runner **runner, dadao_error *error);
/* Queues one line; answered through the snapshot's message. Never blocks. False when the queue is full. */
bool dadao_experiment_runner_send(dadao_runner *runner, const char *line);
/* From the next snapshot on; never blocks. */
void dadao_experiment_runner_attend(dadao_runner *runner, const dadao_attention *attention);
/* Asks for a new snapshot; never blocks. */
void dadao_experiment_runner_ask(dadao_runner *runner);
/* The newest published snapshot, valid until the next call; NULL before the first. */
const dadao_snapshot *dadao_experiment_runner_latest(dadao_runner *runner);
void dadao_experiment_runner_stop(dadao_runner *runner); /* joins, destroys the experiment */

#endif
