/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen may see: a copy of everything worth drawing, made between two events. Views are pure functions of it. */
#ifndef DADAO_SNAPSHOT_H
#define DADAO_SNAPSHOT_H

#include <dadao/method.h>
#include <dadao/simulation.h>

#define DADAO_SNAPSHOT_RECENT 256
#define DADAO_SNAPSHOT_TEXT 4096
#define DADAO_SNAPSHOT_LANES 8

/* What lanes advance on together. One row an axis: name, word, what it counts. */
#define DADAO_LANE_AXES(X)                                              \
    X(TIME, "time", "the time of the events")                           \
    X(GRADIENTS, "gradients", "gradients taken")                        \
    X(COMMUNICATIONS, "communications", "edges that talked")            \
    X(COST, "cost", "gradients and communications by their prices")
#define DADAO_LANE_AXIS_ENUM(name, word, meaning) DADAO_LANE_AXIS_##name,
typedef enum dadao_lane_axis { DADAO_LANE_AXES(DADAO_LANE_AXIS_ENUM) DADAO_LANE_AXIS_COUNT } dadao_lane_axis;
#undef DADAO_LANE_AXIS_ENUM
const char *dadao_experiment_axis_word(dadao_lane_axis axis);

/* Space-time: errors of nodes over the run. Bounded: neighbours in index share a row where there are many nodes. */
#define DADAO_FIELD_COLUMNS 512
#define DADAO_FIELD_ROWS 512
/* Gaps between events are counted in quarters of their mean; the last bin holds all longer ones. */
#define DADAO_GAP_BINS 24
/* Points of the iterate plane: with more nodes every so many-th is shown. */
#define DADAO_PLANE_POINTS 4096
/* Points of the exact expected error. */
#define DADAO_EXPECTED_POINTS 256
/* Entries of a vector that the inspector shows. */
#define DADAO_INSPECT_ENTRIES 8
/* Parts of a cut network of which is said where they head. */
#define DADAO_SCENE_PARTS 8

/* Commands that changed the run in flight: the newest so many. */
#define DADAO_SNAPSHOT_MARKS 24

/* What a screen wants published beside the rest, because it is in sight. Zero: nothing. */
typedef struct dadao_attention {
    bool field, plane, eigenvalues;
    bool plane_coordinates;         /* the plane of the first two coordinates, whatever directions there are */
    bool consensus, times;          /* of every node */
    bool expected;                  /* the exact expected error, where it can be had */
    bool inspect[2];                /* the nodes whose vectors are wanted */
    size_t node[2];
} dadao_attention;

/* What a lane is: changed only by commands. */
typedef struct dadao_lane_scene {
    char name[32];
    const dadao_method *method;
    const char *preset;             /* "icml" */
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
    unsigned overridden;            /* bit k: parameter k was set by hand */
    dadao_guarantee guarantee;
    double start_distance;          /* |x0 - x*|^2, stacked over the nodes */
} dadao_lane_scene;

/* What only commands change. Immutable once published and shared by reference count. */
typedef struct dadao_scene {
    uint64_t version;               /* grows with each change */
    size_t nodes, edges, dimension;
    dadao_edge *edge;               /* [edges] */
    double *edge_rate;              /* [edges] */
    double *node_rate;              /* [nodes] */
    bool *stopped;                  /* [nodes]; NULL: nobody is */
    uint32_t *component;            /* [nodes] its part of the network, by edges that fire; who is stopped is a part alone */
    size_t components, stopped_count; /* connected: components - stopped_count is 1 */
    bool error_by_part;             /* node_error, msd_lazy and the history's msd are distances to where the node's part heads */
    double *x, *y;                  /* [nodes] layout positions */
    bool geographic;
    char **label;                   /* [nodes], entries may be NULL; NULL when no node has one */
    double *resistance, *fiedler;   /* [edges], [nodes]; NULL when chi was not computed */
    bool chi_known, connected;
    double chi1, chi2, condition, sufficient_rate, lambda_2, lambda_max; /* at the present rates; condition = 2 chi1 chi2 */
    size_t worst_edge;
    double *eigenvalue;             /* [eigenvalues] of the Laplacian at the present rates, ascending; NULL unless wanted */
    size_t eigenvalues;
    bool plane_known;               /* the iterate plane, when wanted: */
    bool plane_principal;           /* its axes are those of the mean Hessian at x*, the softest and the stiffest; else coordinates */
    double plane_hessian[3];        /* of f along the axes: 11, 12, 22; NaN where it would be too dear */
    double plane_optimum[2];        /* x* along the axes */
    double total_rate;              /* of communications */
    double rate_factor;             /* total_rate / sufficient_rate of the present shape = 1/sqrt(2 chi1 chi2) */
    double gradient_rate;           /* the common factor set by `rate gradient` */
    double total_gradient_rate;     /* sum of node rates */
    double mu, smoothness;
    uint64_t seed;
    const dadao_method *method;
    const char *preset;             /* "icml" */
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
    unsigned overridden;            /* bit k: parameter k was set by hand */
    bool follow;
    char start[32];                 /* "random" */
    dadao_guarantee guarantee;
    double start_distance;          /* |x0 - x*|^2, stacked over the nodes */
    char topology[128], problem[192];
    size_t lane_count, chosen;      /* method, preset and parameter speak about the chosen lane; what is above about lane 0 */
    dadao_lane_scene lane[DADAO_SNAPSHOT_LANES];
    bool companion;                 /* the last lane is another branch, shown beside; it is no lane that commands speak about */
    dadao_lane_axis axis;
    double price[2];                /* of a gradient, of a communication */
    bool cost_on;                   /* a clock for real machines; else the instantaneous events of the papers */
    double cost_time[2];            /* what a gradient and a communication take on average */
    dadao_duration_law cost_law[2];
    size_t stragglers;              /* slow nodes and edges */
    double *slowness;               /* [nodes + edges] how many times slower each is, nodes first; NULL: none is */
    char *script;                   /* the settings of lane 0 as they are now, as commands that bring them back at t = 0; NULL: unknown */
    bool script_whole;              /* changes of the network by hand are among them, if there are any */
    bool units_differ;              /* some lane's unit of time is another: times cannot be compared */
} dadao_scene;

/* Where a part of the network heads (MATHS, "Cut networks"). */
typedef enum dadao_heading {
    DADAO_HEADS_OPTIMUM, /* x*: it is all there is, and its sums of z are 0 */
    DADAO_HEADS_OWN,     /* the optimum of its own objectives */
    DADAO_HEADS_TILTED,  /* the minimiser of its objectives plus the linear term that its sums of z are */
    DADAO_HEADS_FROZEN,  /* the point where its one node stands that computes no gradients but talks */
    DADAO_HEADS_STANDS,  /* stopped, or nobody in it computes anything */
    DADAO_HEADS_APART,   /* nowhere: several of its nodes stand at different points */
    DADAO_HEADS_UNKNOWN  /* the method says nothing about it */
} dadao_heading;

typedef struct dadao_destination {
    dadao_heading kind;
    bool stopped;
    size_t first, nodes;            /* its first node, and how many it has */
    double from_optimum, from_own;  /* distances of the point from x* and from the part's own optimum; NaN: there is no point */
    double point[DADAO_INSPECT_ENTRIES];
    size_t entries;                 /* known of it, at most DADAO_INSPECT_ENTRIES; 0: there is no point */
} dadao_destination;

typedef enum dadao_run_state { DADAO_PAUSED, DADAO_RUNNING, DADAO_FINISHED, DADAO_DIVERGED } dadao_run_state;

/* One node's vectors as of its last event. */
typedef struct dadao_inspection {
    bool known;
    size_t node, vectors, entries;  /* entries <= DADAO_INSPECT_ENTRIES */
    double t;                       /* of its last event */
    double norm[DADAO_METHOD_MAX_VARIABLES];
    double entry[DADAO_METHOD_MAX_VARIABLES][DADAO_INSPECT_ENTRIES];
} dadao_inspection;

/* One lane's moving part. */
typedef struct dadao_lane_snapshot {
    char name[32];
    uint64_t events, gradients, communications;
    double t, expected_gradients, expected_communications;
    double msd_lazy;
    uint64_t vectors;               /* sent over edges, each way counted */
    double cost;                    /* gradients and communications by their prices */
    double wall;                    /* time on the wall, under a clock for real machines; else t */
    bool diverged;
    bool catching_up;               /* it stands before lane 0 on the common axis, and is on its way */
    double *node_error;             /* [nodes] squared distance to x*, lazy; with `error target=component` to where its part heads */
    dadao_destination destination[DADAO_SCENE_PARTS]; /* of the parts 0… in the scene's numbering */
    size_t destinations;
    char heading[512];              /* the same in words, for one line */
    uint64_t *node_gradients, *node_communications, *node_last_event; /* [nodes] */
    uint64_t *edge_communications, *edge_last_event;                  /* [edges] */
    const double *node_consensus;   /* [nodes] squared distance to the nodes' mean, all as of their last events; NULL unless wanted */
    const double *node_time;        /* [nodes] of the last event there; NULL unless wanted */
    dadao_event recent[DADAO_SNAPSHOT_RECENT];
    size_t recent_count;            /* oldest first */
    const dadao_sample *history;    /* [history_count], increasing event; spacing doubles as it fills */
    size_t history_count;
    const float *field;             /* [field_columns][field_rows] largest squared distance of a row's nodes, oldest first; NULL unless wanted */
    const double *field_t;          /* [field_columns] */
    size_t field_columns, field_rows, field_group; /* nodes [r*group, (r+1)*group) share row r */
    uint64_t gaps[2][DADAO_GAP_BINS]; /* waiting times by kind of event, in quarters of their mean */
    double gap_sum[2];              /* their sum, in means */
    const float *plane;             /* [plane_points][2] of nodes 0, stride, 2 stride …, relative to x*; NULL unless wanted */
    size_t plane_points, plane_stride;
    dadao_inspection inspected[2];
    double measured_rate;           /* least-squares slope of -ln msd over the last half; NaN while unknown */
    double expected_t[DADAO_EXPECTED_POINTS], expected[DADAO_EXPECTED_POINTS]; /* E msd, exactly; of lane 0 */
    size_t expected_count;          /* 0: not wanted, not known of such a method or problem, too dear, or changed in flight */
} dadao_lane_snapshot;

/* Where a command took effect: before the event after `event`, at time t. */
typedef struct dadao_mark {
    uint64_t event;
    double t;
    char text[48];
} dadao_mark;

/* Moments of the present branch that can be returned to. */
typedef enum dadao_tick_kind { DADAO_TICK_KEYFRAME, DADAO_TICK_FORK, DADAO_TICK_MARK } dadao_tick_kind;
typedef struct dadao_tick {
    dadao_tick_kind kind;
    uint64_t event;
    double t;
    char name[32];
} dadao_tick;

/* The way back: from event 0 to the end of the present branch. */
#define DADAO_SNAPSHOT_TICKS 64
typedef struct dadao_timeline {
    bool known;
    bool off;                       /* one state is too large for the budget */
    bool past;                      /* the run stands before the end */
    uint64_t event, end;
    double end_t;
    uint64_t branch;                /* the present one */
    size_t branches;
    size_t keyframes, used, budget; /* used, budget: bytes */
    uint64_t divergences;           /* keyframes that were passed again with other bits */
    dadao_tick tick[DADAO_SNAPSHOT_TICKS]; /* [ticks] marks, then forks, then keyframes, evenly where there are too many */
    size_t ticks;
} dadao_timeline;

/* Where a lesson stands, as far as its reader sees it. */
typedef enum dadao_lesson_state {
    DADAO_LESSON_NONE,      /* no lesson */
    DADAO_LESSON_PAUSE,     /* waits for the reader */
    DADAO_LESSON_MOVING,    /* a run or a timed pause goes on */
    DADAO_LESSON_ASKING, DADAO_LESSON_ANSWERED,
    DADAO_LESSON_SEEKING,   /* a goal is open */
    DADAO_LESSON_ASIDE,     /* left for free play; `lesson return` comes back */
    DADAO_LESSON_OVER
} dadao_lesson_state;

#define DADAO_LESSON_CHOICES 6
typedef struct dadao_lesson_snapshot {
    dadao_lesson_state state;
    char title[96], step_title[96], next_title[96];
    size_t step, steps;             /* from 0 */
    char caption[1024], question[256], reveal[512], goal[256], notes[1024];
    char choice[DADAO_LESSON_CHOICES][128];
    size_t choices;                 /* 0: a number is asked for */
    size_t chosen, right;           /* SIZE_MAX: not answered; a number has none */
    bool goal_met, answer_right;
    unsigned asked, answered_right;
    double countdown;               /* seconds left; NAN: none */
} dadao_lesson_snapshot;

/* Lines for the screen that a lesson or a command asks it to carry out: the newest ones, look number k at k % DADAO_SNAPSHOT_LOOKS. */
#define DADAO_SNAPSHOT_LOOKS 16
#define DADAO_SNAPSHOT_LOOK 160

typedef struct dadao_snapshot {
    uint64_t serial;                /* grows with each publication */
    const dadao_scene *scene;
    dadao_run_state state;
    double speed_asked;             /* events per second; INFINITY: as fast as it goes */
    double speed_got;               /* measured over the last second or so */
    uint64_t previous_events;       /* lane 0's events at the previous publication: newer ones flash */
    size_t lane_count;
    dadao_lane_snapshot *lane;      /* [lane_count] */
    dadao_mark mark[DADAO_SNAPSHOT_MARKS]; /* [mark_count] oldest first */
    size_t mark_count;
    dadao_timeline timeline;
    dadao_lesson_snapshot lesson;
    uint64_t looks;                 /* how many looks were asked for so far */
    char look[DADAO_SNAPSHOT_LOOKS][DADAO_SNAPSHOT_LOOK];
    uint64_t message_serial;        /* grows with each message */
    bool message_is_error;
    char message[DADAO_SNAPSHOT_TEXT]; /* the answer to the last command, or why something stopped */
} dadao_snapshot;

#endif
