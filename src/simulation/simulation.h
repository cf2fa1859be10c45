/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a simulation. */
#ifndef DADAO_SIMULATION_SIMULATION_H
#define DADAO_SIMULATION_SIMULATION_H

#include "method/stage.h"
#include "simulation/clock.h"
#include "simulation/renewal.h"
#include "simulation/select.h"

#include <dadao/simulation.h>

/* The recent events: five blocks of a batch each, so that 256 remain readable whatever part of the newest block is filled. */
#define DADAO_RING_BLOCKS 5
#define DADAO_RING_EVENTS ((size_t)DADAO_RING_BLOCKS * DADAO_BATCH_EVENTS)
#define DADAO_RECENT_EVENTS 256

/* Children of a node of the tree of sums. */
#define DADAO_TREE_FAN 16
#define DADAO_TREE_LEVELS 16

/* The streams that the event loop draws from, in the order of the hash. */
enum { DADAO_TIMES, DADAO_PLACES = 2, DADAO_BATCHES = 4, DADAO_LANE_STREAMS }; /* TIMES and PLACES by event kind */

typedef struct dadao_node_tally {
    uint64_t gradients, communications, last_event;
} dadao_node_tally;

typedef struct dadao_edge_record {
    uint32_t u, v;
    uint64_t communications, last_event;
} dadao_edge_record;

/* The sum of the nodes' errors, without cancellation: each inner node adds its children in order. Brought up to date when asked
 * for, along the paths of the events since, or anew. */
typedef struct dadao_sum_tree {
    size_t levels;
    size_t length[DADAO_TREE_LEVELS]; /* level 0 is the errors themselves */
    double *level[DADAO_TREE_LEVELS];
    uint64_t upto;                    /* the event whose sum it holds */
    bool stale;                       /* leaves changed other than by events */
} dadao_sum_tree;

/* What readers are given, filled when they ask. */
typedef struct dadao_views {
    uint64_t *node_gradients, *node_communications, *node_last_event;
    uint64_t *edge_communications, *edge_last_event;
    double *point, *mean, *lost; /* [d] each, for measuring */
} dadao_views;

struct dadao_simulation {
    const dadao_method *method;
    const dadao_problem *problem;
    const dadao_objective *objective;
    dadao_execute *execute;
    size_t nodes, edges, dimension, variables, stride;
    double *state;                   /* [nodes] records: the vectors [variables][d], then their time; 64-byte aligned. Of a
                                        synchronous method: [variables][nodes][d] */
    dadao_stage *stage;
    double *average;                 /* [d] the target of a method that averages; NULL: x* of the problem */
    double *node_error;              /* [nodes] */
    dadao_node_tally *node;          /* [nodes], and a spare one: see tally in run.c */
    dadao_edge_record *edge;         /* [edges], and a spare one */
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
    double *constants;
    double *scratch;                 /* for the kernels */
    double t;
    uint64_t events, count[2];       /* gradients and communications */
    uint64_t vectors;                /* sent, where it is not two a communication */
    bool synchronous, plain;         /* rounds; events that cost one gradient or one communication of two vectors */
    uint64_t pending[2];             /* rounds' gradients at each node and activations of each link, not yet in the tallies */
    double round_end;                /* when the round being waited for ends */
    dadao_round_time *round_time;
    void *round_context;
    dadao_round_clock *rounds;       /* the context, where rounds wait for the slowest; owned */
    double expected[2], since;       /* integrals of the total rates up to `since` */
    dadao_clock clock[2];
    dadao_selector selector[2];      /* nodes, edges */
    dadao_duration_law law[2];
    dadao_renewal *renewal;          /* instead of the clocks where a law is not exponential; NULL */
    dadao_random stream[DADAO_LANE_STREAMS];
    dadao_event ring[DADAO_RING_BLOCKS * DADAO_BATCH_EVENTS];
    uint64_t recent_from;            /* events up to this one speak of nodes or edges that are numbered otherwise now */
    const dadao_event *log;          /* replayed instead of the clocks */
    size_t log_count, log_next;
    bool replaying;
    dadao_event_sink *sink;
    void *sink_context;
    bool diverged, prefetch;
    double initial_error, limit;     /* msd at the start; the sum of errors that counts as divergence */
    double error_sum, error_peak;    /* running sum of node_error and its largest value since it was last made exact */
    uint64_t resync;                 /* events between two times that it is */
    dadao_sum_tree *tree;
    dadao_views *views;
};

static inline double *dadao_simulation_record(const dadao_simulation *simulation, size_t node)
{
    return simulation->state + node * simulation->stride;
}

static inline double *dadao_simulation_record_time(const dadao_simulation *simulation, size_t node)
{
    return dadao_simulation_record(simulation, node) + simulation->variables * simulation->dimension;
}

/* The vector of one variable at one node. */
static inline double *dadao_simulation_vector(const dadao_simulation *simulation, size_t node, size_t variable)
{
    const dadao_simulation *s = simulation;
    if (s->synchronous)
        return s->state + (variable * s->nodes + node) * s->dimension;
    return s->state + node * s->stride + variable * s->dimension;
}

static inline const double *dadao_simulation_optimum(const dadao_simulation *simulation)
{
    return simulation->average ? simulation->average : dadao_problem_optimum(simulation->problem);
}

static inline dadao_event *dadao_simulation_ring_slot(dadao_simulation *simulation, uint64_t index)
{
    return &simulation->ring[(index - 1) % DADAO_RING_EVENTS];
}

/* metric.c */
dadao_status dadao_simulation_metric_create(dadao_simulation *simulation, dadao_error *error);
void dadao_simulation_metric_destroy(dadao_simulation *simulation);
void dadao_simulation_metric_recompute(dadao_simulation *simulation); /* all leaves, from the lazy points */
void dadao_simulation_metric_resync(dadao_simulation *simulation);    /* the running sum from the tree */
double dadao_simulation_metric_sum(const dadao_simulation *simulation);
size_t dadao_simulation_metric_bytes(const dadao_simulation *simulation);

/* law.c */
/* The selectors of nodes and edges that a method's timing makes of the rates; unchanged on failure. */
dadao_status dadao_simulation_law(const dadao_method *method, size_t nodes, const double *node_rates, size_t edges,
                                  const double *edge_rates, dadao_selector *of_nodes, dadao_selector *of_edges, dadao_error *error);
/* Draws like race in run.c for the timings that have a law of their own. */
size_t dadao_simulation_draw_law(dadao_simulation *simulation, dadao_event *event, size_t room, double until);
/* The tally for events that cost something else than one gradient or one communication. */
void dadao_simulation_tally_costs(dadao_simulation *simulation, const dadao_event *event, size_t count);

/* rounds.c */
dadao_stop_reason dadao_simulation_run_rounds(dadao_simulation *simulation, const dadao_stop *stop);
void dadao_simulation_settle_rounds(dadao_simulation *simulation); /* into the tallies of nodes and edges */
/* What the method makes of the start (derived variables, reported points), and the target of its errors. `again`: a node has
 * left, and what remembered it is made anew. */
dadao_status dadao_simulation_begin(dadao_simulation *simulation, bool again, dadao_error *error);

/* look.c */
/* The reported point of a node as of its last event, into x [d]. */
void dadao_simulation_lazy_point(const dadao_simulation *simulation, size_t node, double *x);
/* Whether an event changes no more than the nodes it names. */
bool dadao_simulation_touches_two(const dadao_simulation *simulation);

/* create.c */
dadao_status dadao_simulation_allocate_nodes(dadao_simulation *simulation, dadao_error *error);
dadao_status dadao_simulation_allocate_views(dadao_simulation *simulation, dadao_error *error);
void dadao_simulation_views_destroy(dadao_views *views);
dadao_status dadao_simulation_check_rates(size_t count, const double *rates, const char *what, dadao_error *error);
dadao_status dadao_simulation_check_edges(size_t nodes, size_t edges, const dadao_edge *edge, dadao_error *error);
void dadao_simulation_set_limit(dadao_simulation *simulation);

/* change.c */
/* The stage for other edges, rates, nodes or another problem, beside the present one; NULL where the present one serves. */
dadao_status dadao_simulation_make_stage(const dadao_simulation *simulation, const dadao_problem *problem, size_t nodes, size_t edges,
                                         const dadao_edge *edge, const double *rates, dadao_stage **stage, dadao_error *error);
void dadao_simulation_settle_expected(dadao_simulation *simulation);
void dadao_simulation_advance_all(dadao_simulation *simulation);
dadao_edge_record *dadao_simulation_carry_edges(const dadao_simulation *simulation, size_t edges, const dadao_edge *edge,
                                                const size_t *old_edge);

#endif
