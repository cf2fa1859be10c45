/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of an experiment, shared by the files of this room.
 *
 * Everything a command can set lives in one value, the *setting*, whose big parts are boxes shared by reference count.
 * Copying a setting costs a few increments, so a command works on a copy and puts it in place only when all went well,
 * an undo record is a setting, and so is what to fall back on when a rebuild fails. */
#ifndef DADAO_EXPERIMENT_INSIDE_H
#define DADAO_EXPERIMENT_INSIDE_H

#include "core/text.h"

#include <dadao/experiment.h>
#include <dadao/output.h>

/* Samples kept for the screen; when full every second one is dropped and the spacing doubles. */
#define DADAO_EXPERIMENT_HISTORY 2048
/* So many lanes run side by side at most. */
#define DADAO_LANES DADAO_SNAPSHOT_LANES
#define DADAO_LANE_NAME 32
/* How far back `undo` reaches: this many changes, as far as this many bytes hold them. */
#define DADAO_EXPERIMENT_UNDO_DEPTH 64
#define DADAO_EXPERIMENT_UNDO_BYTES (64u << 20)
/* Bytes that keyframes may take, unless the user says otherwise. */
#define DADAO_REWIND_BUDGET ((size_t)256 << 20)

/* ---- Boxes ---- */

/* Something immutable (or copied before it is changed) that settings share. One thread: plain counts. */
typedef struct dadao_box {
    size_t references, bytes;
    void *object;
    void (*destroy)(void *object);
} dadao_box;

dadao_box *dadao_experiment_box(void *object, size_t bytes, void (*destroy)(void *object)); /* NULL: memory; object freed then */
dadao_box *dadao_experiment_box_text(const char *text, size_t length);
dadao_box *dadao_experiment_box_doubles(size_t count, double **values); /* zeroed */
dadao_box *dadao_experiment_box_retain(dadao_box *box);                 /* NULL stays NULL */
void dadao_experiment_box_release(dadao_box *box);
/* *place = box (ownership moves), what was there is released. */
void dadao_experiment_box_set(dadao_box **place, dadao_box *box);

/* ---- Words of a command line ---- */

typedef struct dadao_words {
    char *bytes;           /* the words, unquoted, one after the other */
    const char **word;     /* [count] */
    size_t *column, *length;
    bool *quoted;
    size_t count;
    size_t end;            /* byte of the line after this command and its separator */
    size_t first, last;    /* the command's own bytes: [first, last) without blanks and comment around */
} dadao_words;

/* The next command of line[from…]; count 0 at the end of the line. SYNTAX errors carry columns. */
dadao_status dadao_experiment_words(const char *line, size_t from, dadao_words *words, dadao_error *error);
void dadao_experiment_words_clear(dadao_words *words);
/* Fails and points at word `index` (at the end of the command where there is no such word). */
dadao_status dadao_experiment_fail_at(const dadao_words *words, size_t index, dadao_error *error, dadao_status status,
                                      const char *format, ...) DADAO_PRINTF(5, 6);
/* Points an error that has no place yet at a word. */
dadao_status dadao_experiment_point_at(const dadao_words *words, size_t index, dadao_status status, dadao_error *error);

/* ---- The table ---- */

#include "experiment/commands.h"

/* The rows by number. */
typedef enum dadao_command_id {
#define DADAO_COMMAND_ENUM(id, name, arguments, summary, detail, example, flags) DADAO_ROW_##id,
    DADAO_COMMANDS(DADAO_COMMAND_ENUM)
#undef DADAO_COMMAND_ENUM
    DADAO_ROW_COUNT
} dadao_command_id;

const dadao_command *dadao_experiment_commands(void); /* [DADAO_ROW_COUNT] */
/* The row that the first words name, among the table and the further rows of `options` (NULL: none); *used = how many words (1 or 2). */
dadao_status dadao_experiment_find_command(const dadao_words *words, const dadao_experiment_options *options,
                                           const dadao_command **command, size_t *used, dadao_error *error);
/* All rows in order, the further ones last; NULL beyond them. */
const dadao_command *dadao_experiment_any_command(const dadao_experiment_options *options, size_t index);

#include "experiment/conditions.h"

/* ---- The setting ---- */

typedef enum dadao_chi_source {
    DADAO_CHI_NONE,     /* not looked at yet */
    DADAO_CHI_DENSE,    /* computed */
    DADAO_CHI_CLOSED,   /* closed form of a known shape above the dense limit */
    DADAO_CHI_GIVEN,    /* by `given` */
    DADAO_CHI_ESTIMATE, /* above the dense limit: a guess good enough for parameters, never shown as a value */
} dadao_chi_source;

/* chi at unit total rate: it belongs to the shape of the rates, and any total follows by one division. */
typedef struct dadao_chi {
    dadao_chi_source source;
    double chi1, chi2; /* +inf: disconnected */
} dadao_chi;

/* What `given` restores for a problem. */
typedef struct dadao_given_problem {
    bool has_mu, has_smoothness;
    double mu, smoothness;
    dadao_box *optimum; /* double [d], or NULL */
    size_t dimension;
} dadao_given_problem;

/* What a lane is asked to be, and the parameters it has. */
typedef struct dadao_lane_setting {
    uint64_t id;             /* never used again: tells which running lane this is about */
    char name[DADAO_LANE_NAME];
    bool named;              /* by hand: else the name goes with the method */
    const dadao_method *method;
    size_t preset;
    unsigned overridden;
    double override[DADAO_METHOD_MAX_PARAMETERS];
    bool parameters_ready;
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
    dadao_method_facts taken;
} dadao_lane_setting;

/* How long things take, when they take time (cost.c). */
typedef struct dadao_cost {
    bool on;
    double time[2];              /* mean time of a gradient, of a communication */
    dadao_duration_law law[2];
} dadao_cost;

/* Who is so many times slower than the others: node u (v UINT32_MAX), or edge u-v. */
typedef struct dadao_factor {
    uint32_t u, v;
    double factor;
} dadao_factor;

typedef struct dadao_setting {
    /* As asked for */
    dadao_box *topology_words, *problem_words, *start_words, *events_words; /* text; events_words NULL: Poisson clocks */
    uint64_t seed;
    size_t lanes, chosen;    /* lane 0 leads; method, preset and parameter act on the chosen one */
    dadao_lane_setting lane[DADAO_LANES];
    uint64_t last_lane_id;
    dadao_lane_axis axis;
    double price[2];         /* of a gradient, of a communication */
    dadao_cost cost;
    dadao_box *factors;      /* dadao_factor [as many as its bytes hold]; NULL: none */
    bool comm_is_total;
    double comm_value;       /* R, or T */
    double gradient_rate;
    bool follow;

    /* As built and edited; NULL: to be built from the words when needed */
    dadao_box *topology;     /* dadao_topology */
    dadao_box *edge_base;    /* double [edges] each edge's own rate; NULL: the stated total on the topology's own shape */
    dadao_box *edge_rate;    /* double [edges] the same, 0 where an end is stopped; one box with edge_base where nobody is */
    dadao_box *node_base;    /* double [nodes] each node's own rate (1), before the common factor */
    dadao_box *node_rate;    /* double [nodes] own rate times the common factor; 0 where it is stopped */
    dadao_box *stopped;      /* bool [nodes]; NULL: nobody is */
    dadao_box *problem;      /* dadao_problem */
    dadao_box *events;       /* dadao_event_log */
    dadao_box *moves;        /* size_t count, then by node that left the index it had, by node that joined (as the last) SIZE_MAX */
    dadao_given_problem given;
    dadao_chi chi;
    dadao_box *spectrum;     /* dadao_spectrum of this shape at some total rate; NULL: not computed */
    double last_chi1, last_chi2; /* the last finite values, at their rates: parameters stay the last ones when a cut disconnects */
    double total_rate;
    bool edited;             /* edges, nodes or single rates: closed forms do not speak about it */

    size_t chi_owner, problem_owner; /* the log entry whose effect the constants are; SIZE_MAX: none */
} dadao_setting;

void dadao_experiment_setting_retain(dadao_setting *setting);  /* after a plain copy */
void dadao_experiment_setting_clear(dadao_setting *setting);
size_t dadao_experiment_setting_bytes(const dadao_setting *setting);

/* ---- The log ---- */

typedef struct dadao_log_entry {
    char *text;              /* canonical name, then the arguments as typed */
    uint64_t event;
    double t, event_t;       /* now, and the time of the last event: now may be later */
    bool settled;            /* there was a simulation: replays build it before, so that commands work on the same ground */
    bool restarts;           /* began again at t = 0 */
    bool dropped;            /* a default that was replaced before anything ran */
    dadao_chi chi;           /* what the change led to, restored before it on replay */
    double mu, smoothness;
    double *optimum;         /* [dimension] */
    size_t dimension;
    char *file;              /* an input, with its hash */
    uint64_t file_hash;
} dadao_log_entry;

typedef struct dadao_log {
    dadao_log_entry *entry;
    size_t count, capacity;
} dadao_log;

dadao_status dadao_experiment_log_add(dadao_experiment *experiment, const char *text, bool restarts, const char *file,
                                      dadao_error *error);
void dadao_experiment_log_cut(dadao_log *log, size_t count);
/* Stores the constants of the present setting with the entries that own them. */
void dadao_experiment_log_constants(dadao_experiment *experiment);
/* Where the replay stands while a script is written. */
typedef struct dadao_script_place {
    uint64_t event;
    double t;
    bool settled;
} dadao_script_place;
/* Entries from index `from` on, with the runs between them, and to where the run is. last_start: only what leads to the present run. */
void dadao_experiment_log_write(const dadao_experiment *experiment, size_t from, bool last_start, dadao_script_place *place,
                                dadao_text *script);
/* The script that replays the experiment up to now. */
dadao_status dadao_experiment_log_script(dadao_experiment *experiment, dadao_text *script, dadao_error *error);
/* XXH64 of a file's bytes; false when it cannot be read. */
bool dadao_experiment_hash_file(const char *path, uint64_t *hash);

/* ---- History ---- */

/* Every node's error now and then, for the space-time view (field.c). */
typedef struct dadao_field {
    float *error;      /* [DADAO_FIELD_COLUMNS][rows] */
    double *t;         /* [DADAO_FIELD_COLUMNS] */
    size_t nodes, rows, group, columns;
    uint64_t spacing, next;
} dadao_field;

typedef struct dadao_history {
    dadao_sample *sample; /* [DADAO_EXPERIMENT_HISTORY] */
    size_t count;
    uint64_t spacing, next, work, work_done;
    bool at_floor;   /* msd has fallen below 1e-24 of its start: the rate is what it was then, thinning must not forget it */
    double rate;
    dadao_field field;
} dadao_history;

/* Waiting times seen at publications (gaps.c). */
typedef struct dadao_gaps {
    uint64_t upto;     /* events up to this one have been looked at */
    double last[2];    /* time of the last event of each kind; NaN: not known */
    uint64_t count[2][DADAO_GAP_BINS];
    double sum[2];
} dadao_gaps;

/* Where the parts of the network head in a lane, as of the last change (parts.c). */
typedef struct dadao_headings {
    bool known;            /* it was looked at since the last change */
    size_t nodes, parts;
    uint32_t *component;   /* [nodes] */
    dadao_heading *kind;   /* [parts]; NULL: memory */
    double *target;        /* [parts][d] */
    dadao_destination shown[DADAO_SCENE_PARTS];
    size_t shown_count;
} dadao_headings;

/* A lane that runs: lane[k] of an experiment is what lane[k] of its setting asks for. */
typedef struct dadao_lane {
    uint64_t id;                  /* of the lane setting it was made for */
    dadao_simulation *simulation; /* NULL: to be built */
    dadao_history history;
    dadao_gaps gaps;
    double start_distance;        /* |x0 - x*|^2 stacked */
    dadao_headings headings;
    uint64_t trace_next;          /* the event at which its next row is due */
    double wall, wall_t;          /* the wall's time at lane time wall_t, from when on a unit takes what it takes now */
    bool stuck;                   /* diverged, idle or at the end of a log: it does not move until something changes */
} dadao_lane;

/* Two directions to look at iterates along (plane.c). */
typedef struct dadao_plane {
    dadao_box *problem; /* the one they belong to */
    double *axis;       /* [2][d] */
    bool coordinates;   /* they were asked for */
    bool principal;
    double hessian[3];
} dadao_plane;

/* The exact expected error of the present settings, as far as it was computed (expected.c). */
typedef struct dadao_expected {
    uint64_t version;      /* of the scene that was looked at last */
    char *key;             /* the settings it belongs to */
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
    struct dadao_moments *moments; /* NULL: not known for these settings */
    double work;           /* of a unit of time */
    double at, next, spacing;
    double t[DADAO_EXPECTED_POINTS], value[DADAO_EXPECTED_POINTS];
    size_t count;
} dadao_expected;

/* Begins the history of a lane that stands at its start. */
dadao_status dadao_experiment_history_reset(dadao_lane *lane, const dadao_setting *setting, dadao_error *error);
/* Adds the sample of now and decides when the next is due. */
void dadao_experiment_history_add(const dadao_setting *setting, dadao_lane *lane);
void dadao_experiment_history_clear(dadao_history *history);
/* The history up to the lane's present, which may stand before its end. Borrowed arrays. */
dadao_history dadao_experiment_history_present(const dadao_lane *lane);
/* Samples, columns that are not after a moment. */
size_t dadao_experiment_history_upto(const dadao_history *history, uint64_t event);
size_t dadao_experiment_field_upto(const dadao_field *field, double t);
bool dadao_experiment_field_reset(dadao_field *field, size_t nodes);
/* `error` [nodes]; NULL: the simulation's own, to x*. */
void dadao_experiment_field_add(dadao_field *field, const dadao_simulation *simulation, const double *error, size_t nodes);
/* -d ln msd / dt by least squares over the last half while msd > 1e-24 msd0; `last` may be NULL. NaN while unknown. */
double dadao_experiment_history_rate(const dadao_history *history, const dadao_sample *last);

/* Commands of the present run that changed it in flight, for the screen (marks.c). */
void dadao_experiment_marks(const dadao_experiment *experiment, dadao_snapshot *snapshot);

/* ---- Undo (undo.c, motion.c) ---- */

/* What a change does to the nodes' vectors beside the setting. */
typedef enum dadao_motion_kind {
    DADAO_MOTION_NONE,
    DADAO_MOTION_LEFT,      /* a node left, and each part of the rest was recentred */
    DADAO_MOTION_JOINED,    /* a node joined, or came back; what recentring took from the rest when it left is given back */
    DADAO_MOTION_RECENTRED, /* each part lost the means of what it conserves */
    DADAO_MOTION_SHIFTED    /* they were given back */
} dadao_motion_kind;

/* Before the change what is wanted, after it what happened: enough to take it back. Owns its arrays. */
typedef struct dadao_motion {
    dadao_motion_kind kind;
    size_t node;           /* who left or joins */
    bool at_origin;        /* who joins without a state begins with all vectors 0 */
    uint32_t *component;   /* [nodes] of the network without it (LEFT, JOINED), or of all; NULL: no means are known */
    size_t nodes, components;
    struct {
        uint64_t id;       /* of the lane that the rest is about */
        double *state;     /* [variables][d] of the node: with which it left, with which it joins; NULL: not known */
        double *means;     /* [components][conserved] */
        size_t state_length, means_length; /* in numbers */
    } lane[DADAO_LANES];
} dadao_motion;

void dadao_experiment_motion_clear(dadao_motion *motion);
/* A copy with arrays of its own; clear it also when this fails. */
bool dadao_experiment_motion_copy(const dadao_motion *motion, dadao_motion *copy);
size_t dadao_experiment_motion_bytes(const dadao_motion *motion);
/* Before the lanes are carried: what they know of who leaves. After it: recentring, or giving back. */
dadao_status dadao_experiment_motion_before(dadao_experiment *experiment, const dadao_setting *next, dadao_motion *motion,
                                            dadao_error *error);
dadao_status dadao_experiment_motion_after(dadao_experiment *experiment, const dadao_setting *next, dadao_motion *motion,
                                           dadao_error *error);
/* The vectors with which a node joins a lane: as `motion` says, else x at the mean of its neighbours on `next` and the rest 0. */
dadao_status dadao_experiment_joining_state(const dadao_lane *lane, const dadao_setting *next, const dadao_motion *motion,
                                            double **state, dadao_error *error);

/* A change to take back, or one that was taken back and can be made again. */
typedef struct dadao_undo {
    dadao_setting other;
    bool rebuild;        /* the change started again at t = 0, so taking it back does too */
    uint64_t epoch;      /* of the run it was made in */
    uint64_t group;      /* changes of one group are taken back together; 0: of none */
    dadao_motion motion; /* what happened to the vectors */
    char *text;
} dadao_undo;

typedef struct dadao_undo_stack {
    dadao_undo *record;  /* [DADAO_EXPERIMENT_UNDO_DEPTH] */
    size_t count;
} dadao_undo_stack;

typedef struct dadao_call dadao_call;
#include "experiment/rewind.h"

/* ---- The experiment ---- */

typedef struct dadao_recorder dadao_recorder;
/* Writes what has happened since the last call, then the line `after`, or (NULL) the hash; nothing where nobody records (recording.c). */
dadao_status dadao_experiment_record(dadao_experiment *experiment, const char *after, dadao_error *error);
void dadao_experiment_record_here(dadao_experiment *experiment);
dadao_status dadao_experiment_record_close(dadao_experiment *experiment, dadao_error *error);

/* What to go back to when a rebuild cannot be carried out. */
typedef struct dadao_backup {
    bool held;
    dadao_setting setting;
    dadao_lane lane[DADAO_LANES];
    size_t log_count, undo_count;
    uint64_t epoch;
    dadao_run_state state;
} dadao_backup;

struct dadao_experiment {
    dadao_experiment_options options;
    dadao_setting now;
    dadao_lane lane[DADAO_LANES]; /* [now.lanes], all built or none */
    dadao_backup backup;

    struct { bool has_chi; double chi1, chi2; bool has_problem; dadao_given_problem problem; } next; /* `given … next` */

    dadao_undo_stack undo, redo;
    uint64_t epoch;      /* grows with each start at t = 0 */
    uint64_t group, last_group; /* of the changes being made; 0: none */
    dadao_log log;
    dadao_rewind rewind;
    bool explicit_topology, explicit_problem; /* asked for by somebody */

    /* Running */
    dadao_run_state state;
    dadao_stop goal;
    dadao_condition condition; /* beside the goal; id NONE: none */
    bool goal_set;       /* a paused goal is taken up again by a bare `run` */
    bool only_saves;     /* after an interrupt */
    bool ran;
    char *rest;          /* the line a `run` stopped in */
    size_t rest_from;
    bool rest_is_foreign; /* it is not what was typed but what was opened */
    dadao_notes news;
    double speed;        /* events per second; INFINITY */

    dadao_trace *trace;
    bool trace_lanes;             /* rows of every lane; else of lane 0 only */
    uint64_t trace_every;
    dadao_event_writer *event_writer;
    dadao_recorder *recorder;     /* NULL: none */

    /* What may be seen */
    dadao_scene *scene;
    uint64_t scene_version, serial;
    dadao_attention attention;
    dadao_plane plane;
    dadao_expected expected;
    bool error_by_part;  /* distances to where the node's part heads instead of x* */
};

/* A command being carried out. */
struct dadao_call {
    dadao_experiment *experiment;
    const dadao_command *command;
    const dadao_words *words;
    size_t first;              /* index of the first argument */
    const char *line;          /* the text the words are bytes of */
    dadao_notes *answer;
    dadao_error *error;
    bool stop_line;            /* set by `run`: the rest of the line waits */
    bool taken;                /* set by `open`: the rest of the line was seen to, or waits */
    char *file;                /* an input file to be hashed into the log; owned */
    dadao_undo_stack *record;  /* where to remember what was there before; NULL: among what `undo` takes back */
    const char *record_text;   /* what is remembered then */
};

typedef dadao_status dadao_handler(dadao_call *call);
#define DADAO_COMMAND_HANDLER(id, name, arguments, summary, detail, example, flags) dadao_handler dadao_experiment_do_##id;
DADAO_COMMANDS(DADAO_COMMAND_HANDLER)
#undef DADAO_COMMAND_HANDLER

size_t dadao_experiment_argument_count(const dadao_call *call);
const char *dadao_experiment_argument(const dadao_call *call, size_t index); /* NULL beyond the last */
dadao_status dadao_experiment_fail_argument(const dadao_call *call, size_t index, dadao_status status, const char *format, ...)
    DADAO_PRINTF(4, 5);
/* Between least and most arguments, else SYNTAX with the usage. */
dadao_status dadao_experiment_want(const dadao_call *call, size_t least, size_t most);
dadao_status dadao_experiment_number(const dadao_call *call, size_t index, double *value);          /* finite */
/* A rate: 0, or within the limits of simulation.h; `text` is part of argument `index`. */
dadao_status dadao_experiment_rate_text(const dadao_call *call, size_t index, const char *text, double *value);
dadao_status dadao_experiment_rate_number(const dadao_call *call, size_t index, double *value);
/* A whole number written as digits or like 1e6; `text` is part of argument `index`. */
dadao_status dadao_experiment_count_text(const dadao_call *call, size_t index, const char *text, uint64_t *value);
dadao_status dadao_experiment_number_text(const dadao_call *call, size_t index, const char *text, double *value);
/* Node arguments: an index or a (quoted) label. */
dadao_status dadao_experiment_node(const dadao_call *call, const dadao_setting *setting, size_t index, size_t *node);
/* `I J` or `I-J` beginning at argument `index`; *used says how many. */
dadao_status dadao_experiment_pair(const dadao_call *call, const dadao_setting *setting, size_t index, size_t *u, size_t *v,
                                   size_t *used);
/* The arguments verbatim, from argument `from` on, as a text box. */
dadao_box *dadao_experiment_argument_text(const dadao_call *call, size_t from);

/* ---- Conditions that end a run (conditions.c) ---- */

/* Reads one at argument *index if there is one (*found), and leaves *index at its last word. */
dadao_status dadao_experiment_condition_read(const dadao_call *call, size_t *index, dadao_condition *condition, bool *found);
void dadao_experiment_condition_clear(dadao_condition *condition);
void dadao_experiment_condition_rows(void (*tell)(void *context, const char *form, const char *summary), void *context);
bool dadao_experiment_condition_follow(dadao_experiment *experiment);
bool dadao_experiment_condition_holds(dadao_experiment *experiment);
bool dadao_experiment_condition_met(dadao_experiment *experiment);

/* ---- Building (build.c, rates.c) ---- */

const dadao_topology *dadao_experiment_setting_topology(const dadao_setting *setting);
const double *dadao_experiment_setting_edge_rates(const dadao_setting *setting);
const double *dadao_experiment_setting_node_rates(const dadao_setting *setting);
const dadao_problem *dadao_experiment_setting_problem(const dadao_setting *setting);

dadao_status dadao_experiment_need_topology(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error);
dadao_status dadao_experiment_need_rates(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error);
dadao_status dadao_experiment_need_problem(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error);
dadao_status dadao_experiment_need_parameters(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error);
dadao_status dadao_experiment_need_simulation(dadao_experiment *experiment, dadao_notes *notes, dadao_error *error);
/* A problem in a box, weighed. */
dadao_box *dadao_experiment_box_problem(dadao_problem *problem);
/* A topology that may be changed: copied first when it is shared. */
dadao_status dadao_experiment_own_topology(dadao_setting *setting, dadao_topology **topology, dadao_error *error);
/* Estimates from the words, refused above the limit. */
dadao_status dadao_experiment_check_size(const dadao_experiment *experiment, const dadao_setting *setting, bool with_problem,
                                         dadao_error *error);
/* The same for a network that a command made larger. */
dadao_status dadao_experiment_check_grown(const dadao_experiment *experiment, const dadao_setting *setting, dadao_error *error);
/* The words of a text box as arrays (words->word[0…]). */
dadao_status dadao_experiment_box_words(const dadao_box *box, dadao_words *words, dadao_error *error);

/* chi of the setting's network, computed where it is not known yet. */
dadao_status dadao_experiment_need_chi(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error);
/* The whole spectrum, for showing; the setting's spectrum stays NULL above the dense limit. */
dadao_status dadao_experiment_need_spectrum(dadao_setting *setting, dadao_error *error);
/* The shape changed: forget chi (or take what `given … next` says). */
void dadao_experiment_shape_changed(dadao_experiment *experiment, dadao_setting *setting);
void dadao_experiment_problem_changed(dadao_experiment *experiment, dadao_setting *setting);
double dadao_experiment_chi1(const dadao_setting *setting); /* at the present rates; NaN when not known */
double dadao_experiment_chi2(const dadao_setting *setting);
bool dadao_experiment_chi_known(const dadao_setting *setting);
double dadao_experiment_sum(const double *value, size_t count);
/* Scales the edge rates to the total that the setting's comm_value asks for. */
dadao_status dadao_experiment_scale_rates(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error);
/* node_rate = node_base times the common factor, and 0 for who is stopped. */
dadao_status dadao_experiment_scale_nodes(dadao_setting *setting, dadao_error *error);
/* edge_rate = edge_base, and 0 where an end is stopped. */
dadao_status dadao_experiment_mask_edges(dadao_setting *setting, dadao_error *error);
bool dadao_experiment_is_stopped(const dadao_setting *setting, size_t node);
size_t dadao_experiment_stopped_count(const dadao_setting *setting);
/* The parts by the edges that fire (component [nodes], NULL: only the count); who is stopped is a part alone. SIZE_MAX: memory. */
size_t dadao_experiment_parts(const dadao_setting *setting, uint32_t *component);

/* The network without who is stopped, as chi sees it. Borrowed arrays where nobody is. */
typedef struct dadao_running_network {
    size_t nodes, edges;
    const dadao_edge *edge;
    const double *rate;
    uint32_t *index;        /* [all nodes] its index here, UINT32_MAX: stopped; NULL: nobody is stopped */
    size_t *origin;         /* [edges] the edge it is */
    dadao_edge *own_edge;
    double *own_rate;
} dadao_running_network;
dadao_status dadao_experiment_running_network(const dadao_setting *setting, const double *rates, dadao_running_network *network,
                                              dadao_error *error);
void dadao_experiment_running_network_clear(dadao_running_network *network);
/* Parameters of a lane's preset from present facts, overridden ones kept. */
dadao_status dadao_experiment_take_parameters(dadao_setting *setting, dadao_lane_setting *lane, dadao_error *error);
/* The same where `follow` asks for it. */
dadao_status dadao_experiment_follow(dadao_experiment *experiment, dadao_setting *setting, dadao_notes *notes, dadao_error *error);
bool dadao_experiment_closed_form(const dadao_setting *setting, double *chi1, double *chi2);
dadao_status dadao_experiment_estimate_chi(size_t nodes, size_t edges, const dadao_edge *edge, const double *rate, double *chi1,
                                           double *chi2, dadao_error *error);
dadao_status dadao_experiment_fill_start(const dadao_setting *setting, const dadao_method *method, double **start, dadao_error *error);
void dadao_experiment_guarantee(const dadao_setting *setting, const dadao_lane_setting *lane, dadao_guarantee *guarantee);

/* ---- Lanes (lanes.c) ---- */

/* The simulation of the lane that leads; NULL before there is one. */
static inline dadao_simulation *dadao_experiment_lead(const dadao_experiment *experiment)
{
    return experiment->lane[0].simulation;
}

static inline dadao_lane_setting *dadao_experiment_chosen(dadao_setting *setting)
{
    return &setting->lane[setting->chosen];
}

/* Every lane's parameters are to be taken again. */
void dadao_experiment_forget_parameters(dadao_setting *setting);
/* Makes the simulation and the history of a lane, at its start. The setting must have its parameters. */
dadao_status dadao_experiment_lane_build(const dadao_setting *setting, const dadao_lane_setting *wanted, dadao_lane *lane,
                                         dadao_error *error);
void dadao_experiment_lane_clear(dadao_lane *lane);
void dadao_experiment_lanes_clear(dadao_lane lane[DADAO_LANES]);
/* The lanes of `next` that do not run yet, at their start; none on failure. */
dadao_status dadao_experiment_lanes_make(dadao_experiment *experiment, const dadao_setting *next, dadao_lane made[DADAO_LANES],
                                         dadao_error *error);
/* The running lanes in the order of `next`, with those just made; lanes that it does not name end. Takes over `made`. */
void dadao_experiment_lanes_settle(dadao_experiment *experiment, const dadao_setting *next, dadao_lane made[DADAO_LANES]);

/* Where a lane stands on the setting's axis where that only counts. */
double dadao_experiment_axis_count(const dadao_setting *setting, const dadao_simulation *simulation);
/* Whether some lane has still to reach lane 0. */
bool dadao_experiment_lane_behind(const dadao_experiment *experiment, size_t lane);
bool dadao_experiment_behind(const dadao_experiment *experiment);
/* Brings the lanes to where lane 0 stands, carrying out about `budget` events at most; then asks again. */
dadao_status dadao_experiment_catch_up(dadao_experiment *experiment, uint64_t budget, dadao_error *error);
/* What was done so far by all lanes, in events of about equal work: the difference tells how much a slice held. */
uint64_t dadao_experiment_work(const dadao_experiment *experiment);
/* Whether a command has to wait until every lane is where lane 0 is. */
bool dadao_experiment_wants_aligned(const dadao_command *command);
/* The same to its end. */
dadao_status dadao_experiment_align(dadao_experiment *experiment, dadao_error *error);
/* Writes what is due at a lane's present event into its history and the trace. */
dadao_status dadao_experiment_look(dadao_experiment *experiment, size_t lane, dadao_error *error);
/* The event at which a lane is next to be looked at. */
uint64_t dadao_experiment_next_look(const dadao_experiment *experiment, size_t lane);
/* The lane that argument `index` names, by number or name. */
dadao_status dadao_experiment_find_lane(const dadao_call *call, size_t index, const char *word, size_t *lane);
/* Gives a lane that has no name of its own that of its method, unlike the others'. */
void dadao_experiment_name_lane(dadao_setting *setting, size_t lane);
dadao_status dadao_experiment_find_method(const dadao_call *call, size_t index, const dadao_method **method);
dadao_status dadao_experiment_find_preset(const dadao_call *call, size_t index, const dadao_method *method, const char *name,
                                          size_t *preset);
dadao_status dadao_experiment_find_parameter(const dadao_call *call, size_t index, const dadao_method *method, const char *name,
                                             size_t *parameter);

/* The simulation of a lane at its start, nothing else. */
dadao_status dadao_experiment_lane_simulation(const dadao_setting *setting, const dadao_lane_setting *wanted, dadao_simulation **simulation,
                                              dadao_error *error);

/* ---- What waiting costs (cost.c, cost_commands.c) ---- */

extern const dadao_cost dadao_experiment_cost_defaults;
const char *dadao_experiment_law_word(dadao_law law);
double dadao_experiment_node_factor(const dadao_setting *setting, size_t node);
double dadao_experiment_edge_factor(const dadao_setting *setting, dadao_edge edge); /* u < v */
/* Those of all nodes, then of all edges, to be freed; NULL: out of memory. */
double *dadao_experiment_factors(const dadao_setting *setting);
size_t dadao_experiment_factor_count(const dadao_setting *setting);
dadao_status dadao_experiment_set_factor(dadao_setting *setting, uint32_t u, uint32_t v, double value, dadao_error *error);
/* A node leaves: later ones move down. */
dadao_status dadao_experiment_factors_without(dadao_setting *setting, size_t node, dadao_error *error);
/* The rates of nodes and edges that the model comes to; the shape may be another one then. */
dadao_status dadao_experiment_cost_rates(dadao_setting *setting, dadao_error *error);
/* What clock it is, the laws and times with it, for a line. */
void dadao_experiment_clock_words(const dadao_setting *now, char *text, size_t capacity);
/* Refuses commands that set rates by hand while the model does. */
dadao_status dadao_experiment_rates_are_free(const dadao_call *call);
/* Gives a lane the clocks and the times of rounds that the setting asks for. */
dadao_status dadao_experiment_time_lane(const dadao_setting *setting, const dadao_lane_setting *wanted, dadao_lane *lane, dadao_error *error);
/* Whether other laws than the exponential can drive a method's clocks. */
bool dadao_experiment_law_applies(const dadao_method *method);
/* Whether its unit of time is the time between two events of the whole network. */
bool dadao_experiment_unit_is_event(const dadao_method *method);
/* Whether the lanes' units of time are different things, and no model brings them to one. */
bool dadao_experiment_units_differ(const dadao_setting *setting);
/* How many times the time of a gradient one unit of a lane's time takes. */
double dadao_experiment_unit_time(const dadao_setting *setting, const dadao_lane_setting *lane);
/* The time on the wall; without a model that of the events. */
double dadao_experiment_wall(const dadao_setting *setting, const dadao_lane *lane, const dadao_lane_setting *wanted);
/* The units of time change: the wall's time so far is kept. */
void dadao_experiment_wall_settle(const dadao_setting *now, const dadao_lane_setting *wanted, dadao_lane *lane);
/* What the model takes from the theorem. */
void dadao_experiment_cost_guarantee(const dadao_setting *setting, const dadao_lane_setting *lane, dadao_guarantee *guarantee);

/* The settings of lane 0 as they are now, as commands (base.c); false: changes of the network by hand are not among them. */
bool dadao_experiment_base_script(const dadao_experiment *experiment, dadao_text *text);

/* ---- Changing (edits.c, undo.c) ---- */

/* Copies the present setting for a command to work on, after a rebuild in preparation has been carried out. */
dadao_status dadao_experiment_begin(dadao_call *call, dadao_setting *next);
/* Puts `next` in place of the present setting between two events; takes it over, also when it fails. */
dadao_status dadao_experiment_change(dadao_call *call, dadao_setting *next);
/* The same with what is wanted of the nodes' vectors; takes over `motion` too. */
dadao_status dadao_experiment_move(dadao_call *call, dadao_setting *next, dadao_motion *motion);
/* The network with its rates, as a copy to work on; and giving it up, returning `status`. */
dadao_status dadao_experiment_begin_network(dadao_call *call, dadao_setting *next);
dadao_status dadao_experiment_give_up(dadao_setting *next, dadao_status status);
/* The shape of the rates is another one now: what fires, their sum, chi to be found again. */
dadao_status dadao_experiment_reshape(dadao_experiment *experiment, dadao_setting *next, dadao_error *error);
/* Ends a change of edge_base, stopped or the network: reshapes, lets the parameters follow, puts it in place. Takes both over. */
dadao_status dadao_experiment_finish_network(dadao_call *call, dadao_setting *next, dadao_motion *motion);
/* For commands about nodes: a copy of the present setting with all that nodes have a share of; the list of who came (SIZE_MAX)
 * and went; a problem of other nodes, taken over; who is stopped when there are `count` nodes of which i was i + (i >= gone). */
dadao_status dadao_experiment_begin_members(dadao_call *call, dadao_setting *next);
dadao_status dadao_experiment_remember_move(const dadao_call *call, dadao_setting *next, size_t who);
dadao_status dadao_experiment_take_problem(dadao_call *call, dadao_setting *next, dadao_problem *problem);
dadao_status dadao_experiment_renumber_stopped(const dadao_call *call, dadao_setting *next, size_t count, size_t before,
                                               size_t gone);
/* Says into how many parts the network has fallen, if it has. */
void dadao_experiment_tell_parts(dadao_call *call, bool recentred);
/* Puts `next` in place and starts again at t = 0 when next needed. */
dadao_status dadao_experiment_rebuild(dadao_call *call, dadao_setting *next);
/* Carries the lanes from the present setting to `next` (nodes, edges, rates, parameters). */
dadao_status dadao_experiment_carry(dadao_experiment *experiment, const dadao_setting *next, const dadao_motion *motion,
                                    dadao_error *error);
/* The rebuild in preparation worked: what it replaced is forgotten. Or it did not, and everything is as before. */
void dadao_experiment_backup_drop(dadao_experiment *experiment);
void dadao_experiment_backup_restore(dadao_experiment *experiment);
/* Event logs are shared by settings: binds the present one to the present network. */
void dadao_experiment_rebind(dadao_experiment *experiment);
/* Remembers the present setting as it was before the change `text`; takes over `motion` (may be NULL). */
void dadao_experiment_undo_push(dadao_experiment *experiment, dadao_undo_stack *stack, bool rebuild, dadao_motion *motion,
                                const char *text);
/* The first `count` records with texts and arrays of their own; nothing when it fails. */
bool dadao_experiment_undo_copy(const dadao_undo_stack *from, size_t count, dadao_undo_stack *to);
void dadao_experiment_undo_clear(dadao_undo_stack *stack, size_t from);
void dadao_experiment_scene_dirty(dadao_experiment *experiment);
/* One lane's part of a snapshot. */
void dadao_experiment_publish_lane(dadao_experiment *experiment, size_t index, dadao_lane_snapshot *lane, const dadao_scene *scene);

/* ---- Where parts head (parts.c) ---- */

void dadao_experiment_headings_clear(dadao_headings *headings);
void dadao_experiment_headings_need(const dadao_setting *setting, dadao_lane *lane);
/* Something changed what is conserved or who talks to whom. */
void dadao_experiment_headings_stale(dadao_experiment *experiment);
/* Squared distances to there by node (NULL: not wanted) and their mean; NaN where a part heads nowhere. */
double dadao_experiment_headings_errors(const dadao_lane *lane, bool lazy, double *node_error);
/* The synchronised mean; `msd` where all head for x*. */
double dadao_experiment_part_error(const dadao_setting *setting, dadao_lane *lane, double msd);
const char *dadao_experiment_heading_word(dadao_heading heading);
void dadao_experiment_headings_text(const dadao_headings *headings, char *text, size_t capacity);

/* What a picture shows now, in words and numbers; and where a quantity comes from (explain_plot.c). */
dadao_status dadao_experiment_explain_plot(dadao_call *call, const char *name, int level);
const char *dadao_experiment_quantity_source(const char *name);

/* ---- Looking closer (gaps.c, plane.c, closer.c) ---- */

void dadao_experiment_gaps_update(dadao_gaps *gaps, const dadao_lane_snapshot *lane, const dadao_scene *scene);
/* The axes for the present problem, kept until it changes. */
void dadao_experiment_plane_prepare(dadao_experiment *experiment);
void dadao_experiment_plane_clear(dadao_plane *plane);
/* What attention asks for, into a scene being made and into a lane; memory running out leaves it out. */
void dadao_experiment_closer_scene(dadao_experiment *experiment, dadao_scene *scene);
void dadao_experiment_closer_lane(dadao_experiment *experiment, size_t index, dadao_lane_snapshot *lane, const dadao_scene *scene);
void dadao_experiment_closer_clear(dadao_lane_snapshot *lane);

/* The exact expected error into lane 0, a bounded piece further each time, where attention asks for it. */
void dadao_experiment_expected_lane(dadao_experiment *experiment, const dadao_snapshot *snapshot, dadao_lane_snapshot *lane);
void dadao_experiment_expected_clear(dadao_expected *expected);

/* What can stand after the file of `save figure`, NULL ends (plots.c). */
const char *const *dadao_experiment_plot_words(void);
/* A new run begins: files that record the old one are ended and said so. */
void dadao_experiment_files_restart(dadao_experiment *experiment);
/* Another branch goes on: files that record the one before are ended and said so. */
void dadao_experiment_files_branch(dadao_experiment *experiment);
/* There are more lanes: a trace without rows begins again with a column for them. */
void dadao_experiment_files_lanes(dadao_experiment *experiment);
dadao_status dadao_experiment_files_close(dadao_experiment *experiment, dadao_error *error);
/* What an experiment is before anybody said anything. */
dadao_status dadao_experiment_default_setting(dadao_setting *setting, dadao_error *error);
/* Reads and carries out commands of line[from…] until its end or a `run`. */
dadao_status dadao_experiment_carry_out(dadao_experiment *experiment, const char *line, size_t from, dadao_notes *answer,
                                        dadao_error *error);
#endif
