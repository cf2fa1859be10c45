/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One lane: a method on a network, driven event by event by exact Poisson clocks, or round by round.
 *
 * A round of a synchronous method counts as one event; it takes one unit of time unless somebody times it. A node of an
 * asynchronous method is carried along its ODE only at its own events. Looking (measure, state, hash) changes nothing.
 * A simulation belongs to one thread at a time; several may live in one process. */
#ifndef DADAO_SIMULATION_H
#define DADAO_SIMULATION_H

#include <dadao/method.h>
#include <dadao/problem.h>
#include <dadao/random.h>
#include <dadao/status.h>
#include <dadao/topology.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct dadao_simulation dadao_simulation;

/* The rates that can be computed with, beside 0: sums of them and times between their events stay finite numbers. */
#define DADAO_RATE_LEAST 1e-100
#define DADAO_RATE_MOST 1e100

/* The metrics at one instant (MATHS, "Definitions"). */
typedef struct dadao_sample {
    uint64_t event;
    double t;
    uint64_t gradients, communications;
    uint64_t vectors;     /* sent: two a communication, unless the method says otherwise */
    double msd;           /* (1/n) sum |x_i(t) - x*|^2, every node advanced to t */
    double msd_lazy;      /* the same with x_i as of node i's own last event */
    double consensus;     /* (1/n) sum |x_i - xbar|^2, synchronised */
    double suboptimality; /* f(xbar) - f(x*), synchronised */
    double msd_part;      /* msd to where each node's part of the network heads; the simulation itself says msd */
} dadao_sample;

typedef struct dadao_simulation_setup {
    const dadao_method *method;
    const dadao_problem *problem;   /* borrowed, must outlive the simulation or be replaced by _set_network */
    size_t nodes, edges;
    const dadao_edge *edge;         /* [edges] copied */
    const double *edge_rates;       /* [edges] copied; events per unit of time */
    const double *node_rates;       /* [nodes] copied; NULL: all 1 */
    const double *parameters;       /* [parameter_count] copied */
    const double *start;            /* [nodes][variables][d] copied; NULL: zero */
    uint64_t seed;
} dadao_simulation_setup;

dadao_status dadao_simulation_create(const dadao_simulation_setup *setup, dadao_simulation **simulation, dadao_error *error);
void dadao_simulation_destroy(dadao_simulation *simulation);
/* A second simulation in the same state, random streams and clocks included: equal hashes, and both go on to the same bits. Who
 * listens to the events of the original does not listen to the copy's; problem and event log are borrowed as by the original. */
dadao_status dadao_simulation_clone(const dadao_simulation *simulation, dadao_simulation **clone, dadao_error *error);

/* Events to stop after. What does not matter is UINT32_MAX. */
typedef struct dadao_watch {
    uint32_t kind;                 /* DADAO_EVENT_… */
    uint32_t node;                 /* i or j is this one */
    uint32_t edge;
} dadao_watch;

/* How long something takes, around its mean. One row a law: name, word, what it is. */
#define DADAO_LAWS(X)                                                                 \
    X(EXPONENTIAL, "exponential", "memoryless: the Poisson clocks of the papers")     \
    X(CONSTANT, "constant", "always the same")                                        \
    X(LOGNORMAL, "lognormal", "e to a normal number of standard deviation sigma")
#define DADAO_LAW_ENUM(name, word, meaning) DADAO_LAW_##name,
typedef enum dadao_law { DADAO_LAWS(DADAO_LAW_ENUM) DADAO_LAW_COUNT } dadao_law;
#undef DADAO_LAW_ENUM
typedef struct dadao_duration_law {
    dadao_law kind;
    double sigma; /* of lognormal, > 0 */
} dadao_duration_law;

/* When to stop. Absolute values; the first reached wins. */
typedef struct dadao_stop {
    uint64_t event;                /* after this many events in all; UINT64_MAX: no limit */
    double t;                      /* at this time (no event beyond it is carried out, now becomes t); INFINITY */
    double error;                  /* as soon as msd_lazy < error, checked at every event; 0: never */
    const dadao_watch *watch;      /* at the first event, from now on, that it describes; NULL: none */
    const atomic_bool *interrupt;  /* looked at between batches of at most 64 events; NULL: never */
} dadao_stop;

typedef enum dadao_stop_reason {
    DADAO_STOP_EVENT, DADAO_STOP_TIME, DADAO_STOP_ERROR, DADAO_STOP_DIVERGED,
    DADAO_STOP_WATCH,       /* the last event is one that `watch` describes */
    DADAO_STOP_LOG_END,     /* the replayed event log has no more lines */
    DADAO_STOP_IDLE,        /* every rate is 0: nothing will ever happen (time does not move) */
    DADAO_STOP_INTERRUPTED
} dadao_stop_reason;

/* Runs until `stop`. The same events whatever the stops in between. No allocation. */
dadao_stop_reason dadao_simulation_run(dadao_simulation *simulation, const dadao_stop *stop);

/* Replays `events` [count] (borrowed; t not decreasing, indices checked by the caller) instead of the clocks, from now on. */
void dadao_simulation_replay(dadao_simulation *simulation, const dadao_event *events, size_t count);
/* How long the rounds of a synchronous method take: asked once a round (the first is 1) before it begins; NULL: 1 each.
 * A duration that is not positive and finite counts as 1. */
typedef double dadao_round_time(void *context, uint64_t round);
void dadao_simulation_set_round_time(dadao_simulation *simulation, dadao_round_time *duration, void *context);
/* Called after each batch with the events just carried out; NULL removes it. */
typedef void dadao_event_sink(void *context, const dadao_event *events, size_t count);
void dadao_simulation_set_sink(dadao_simulation *simulation, dadao_event_sink *sink, void *context);

/* Rounds that wait for the slowest: for each gradient step the largest over the nodes of factor times a duration of law[0], for each
 * gossip step the largest over the edges with law[1], times `ratio`. The durations of round k depend on the seed and k only. */
typedef struct dadao_round_clock {
    uint64_t seed;
    dadao_duration_law law[2];
    double ratio;                            /* the mean time of a communication over that of a gradient, which is the unit */
    size_t nodes, edges, gradients, gossip;  /* the last two: steps in a round */
    const double *factor;                    /* [nodes], then [edges]; 0: does not take part */
} dadao_round_clock;
/* Times the rounds of a synchronous method so, from the next on; copied. NULL: one unit each. */
dadao_status dadao_simulation_set_round_clock(dadao_simulation *simulation, const dadao_round_clock *clock, dadao_error *error);

/* What the times between the events of each node (law[0]) and of each edge (law[1]) follow; their means are one over the rates.
 * Both exponential: Poisson clocks, the default. Else every node and edge has a renewal clock of its own that begins a duration
 * now; the streams of durations are those of `seed`. Does nothing when the laws are what they were. */
dadao_status dadao_simulation_set_laws(dadao_simulation *simulation, const dadao_duration_law law[2], uint64_t seed, dadao_error *error);

/* Changes in flight, between events. Clock remainders are in units of the total rate, so a rate change rescales and never redraws. */
dadao_status dadao_simulation_set_rates(dadao_simulation *simulation, const double *edge_rates, const double *node_rates, dadao_error *error);
/* Advances every node, in index order, to now first when the flow's constants change. */
dadao_status dadao_simulation_set_parameters(dadao_simulation *simulation, const double *parameters, dadao_error *error);
/* Other edges (added, cut): counters follow by `old_edge` [edges] (index before the edit, or SIZE_MAX for a new edge). */
dadao_status dadao_simulation_set_edges(dadao_simulation *simulation, size_t edges, const dadao_edge *edge, const double *edge_rates,
                                        const size_t *old_edge, dadao_error *error);
/* Other nodes: some left, some joined. Those who stay keep their vectors, counters and clocks' remainders. */
typedef struct dadao_simulation_members {
    size_t nodes, edges;
    const size_t *old_node;        /* [nodes] the index before, or SIZE_MAX for a node that joins */
    const double *state;           /* the vectors [variables][d] of each who joins, in order, as of now; NULL where nobody does */
    const dadao_problem *problem;  /* theirs; borrowed as in the setup */
    const double *node_rates;      /* [nodes] */
    const dadao_edge *edge;        /* [edges] */
    const double *edge_rates;      /* [edges] */
    const size_t *old_edge;        /* [edges] as for _set_edges */
} dadao_simulation_members;
dadao_status dadao_simulation_set_members(dadao_simulation *simulation, const dadao_simulation_members *members, dadao_error *error);
/* How many entries a node has of vectors whose sum over a component no event changes (DADAO: z and z~, so 2 d). */
size_t dadao_simulation_conserved(const dadao_simulation *simulation);
/* Subtracts from these their means over each component (component [nodes], ids 0..count-1), and puts the means into `means`
 * [count][conserved] unless it is NULL. Advances every node to now first. */
dadao_status dadao_simulation_recentre(dadao_simulation *simulation, const uint32_t *component, size_t count, double *means,
                                       dadao_error *error);
/* Adds to each node's the `means` of its component: the way back. Nodes of component UINT32_MAX are left alone. */
void dadao_simulation_shift(dadao_simulation *simulation, const uint32_t *component, const double *means);
/* The linear term that the nodes of a component minimise beside their objectives: it heads for the minimiser of
 * sum_i f_i(x) + tilt.x (MATHS, "Cut networks": S_C). tilt [count][d]; scale [count]: the sum of the sizes of the terms that
 * it is the sum of, so that rounding can be told. False where the method has no such term. */
bool dadao_simulation_tilt(const dadao_simulation *simulation, const uint32_t *component, size_t count, double *tilt,
                           double *scale);
/* Where the reported point of a node ends if it never computes a gradient again, into x [d] (talking does not move it). */
void dadao_simulation_rest_point(const dadao_simulation *simulation, size_t node, double *x);
/* The problem's x* or constants changed (set_constants): recomputes the incremental metric. */
void dadao_simulation_refresh_metric(dadao_simulation *simulation);

/* Reading. */
double dadao_simulation_time(const dadao_simulation *simulation);
uint64_t dadao_simulation_events(const dadao_simulation *simulation);
uint64_t dadao_simulation_gradients(const dadao_simulation *simulation);
uint64_t dadao_simulation_communications(const dadao_simulation *simulation);
uint64_t dadao_simulation_vectors(const dadao_simulation *simulation); /* vectors sent */
/* The point [d] that errors are measured from: x*, or the mean of the start for methods that only average. */
const double *dadao_simulation_target(const dadao_simulation *simulation);
bool dadao_simulation_diverged(const dadao_simulation *simulation);
double dadao_simulation_error_now(const dadao_simulation *simulation);      /* msd_lazy, O(log n) at most */
double dadao_simulation_initial_error(const dadao_simulation *simulation);  /* msd at the start */
/* Expected counts so far: the integral of the total rates over time. */
double dadao_simulation_expected_gradients(const dadao_simulation *simulation);
double dadao_simulation_expected_communications(const dadao_simulation *simulation);
void dadao_simulation_measure(const dadao_simulation *simulation, dadao_sample *sample);  /* O(n d) */
/* State of one node into out [variables][d]: advanced to now, or lazy as of its last event; *t its time. */
void dadao_simulation_state(const dadao_simulation *simulation, size_t node, bool lazy, double *out, double *t);
/* The reported point of one node into x [d]: now, or lazy. */
void dadao_simulation_point(const dadao_simulation *simulation, size_t node, bool lazy, double *x);
size_t dadao_simulation_dimension(const dadao_simulation *simulation);
uint64_t dadao_simulation_hash(const dadao_simulation *simulation);         /* XXH64, DESIGN "State hash" */

/* ---- One event in every number ---- */

typedef enum dadao_account_stage { DADAO_ACCOUNT_BEFORE, DADAO_ACCOUNT_CARRIED, DADAO_ACCOUNT_AFTER, DADAO_ACCOUNT_STAGES } dadao_account_stage;

/* What the next event after a state does. */
typedef struct dadao_account {
    bool rounds;                   /* a round: only event.index, event.t, the counts and the errors mean something */
    bool clocks;                   /* drawn by the two clocks: what follows about them is known */
    dadao_event event;
    double since;                  /* the time of the state */
    double clock_rate[2], clock_left[2], clock_next[2]; /* by kind: rate, units of the exponential left, when it rings */
    double uniform, total, below, chosen; /* uniform * total lies in [below, below + chosen) */
    double node_t[2];              /* the time of the vectors of i and j before */
    double node_error[2][2];       /* |x - x*|^2 of i and j, before and after */
    double error[2];               /* their mean over all nodes */
    uint64_t gradients, communications;
    size_t variables, dimension;
    double *vectors;               /* see dadao_simulation_account_vector */
} dadao_account;

/* Carries one event out on a copy. UNSUPPORTED where none follows. */
dadao_status dadao_simulation_account(const dadao_simulation *before, dadao_account *account, dadao_error *error);
void dadao_simulation_account_clear(dadao_account *account);
/* [d] of one variable at the event's first (0) or second (1) node: before, carried along the flow, after the jump. */
double *dadao_simulation_account_vector(const dadao_account *account, size_t end, dadao_account_stage stage, size_t variable);

/* ---- The consensus distance at every event: O(d) each ---- */

typedef struct dadao_spread dadao_spread;
dadao_status dadao_simulation_spread_create(const dadao_simulation *simulation, dadao_spread **spread, dadao_error *error);
void dadao_simulation_spread_destroy(dadao_spread *spread);
/* All points anew: O(n d). */
void dadao_simulation_spread_restart(dadao_spread *spread, const dadao_simulation *simulation);
/* (1/n) sum |x_i - xbar|^2 of the lazy points. Called after each event it costs O(d), after others O(n d). NaN when the network has
 * another size than at the creation. */
double dadao_simulation_spread_now(dadao_spread *spread, const dadao_simulation *simulation);

/* Per-node and per-edge arrays, valid until the next run or change. */
typedef struct dadao_simulation_counters {
    const double *node_error;              /* [nodes] |x_i - x*|^2, lazy */
    const uint64_t *node_gradients;        /* [nodes] */
    const uint64_t *node_communications;   /* [nodes] */
    const uint64_t *node_last_event;       /* [nodes] index of the last event there; 0: none */
    const uint64_t *edge_communications;   /* [edges] */
    const uint64_t *edge_last_event;       /* [edges] */
} dadao_simulation_counters;
void dadao_simulation_counters_get(const dadao_simulation *simulation, dadao_simulation_counters *counters);
/* node_error of the above alone, without the cost of gathering the rest. */
const double *dadao_simulation_node_error(const dadao_simulation *simulation);
/* Copies the newest events, oldest first, at most `capacity` (up to 256 are kept); returns how many. */
size_t dadao_simulation_recent(const dadao_simulation *simulation, dadao_event *events, size_t capacity);
/* Bytes held, for the memory promise (state, counters, tables). */
size_t dadao_simulation_bytes(const dadao_simulation *simulation);

#endif
