/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a method is to the simulation: a row of functions and tables. A new method is one file and one row in table.c. */
#ifndef DADAO_METHOD_METHOD_H
#define DADAO_METHOD_METHOD_H

#include "problem/objective.h"

#include <dadao/method.h>
#include <dadao/random.h>

/* A batch never holds more events; the kernels' tables are this long. */
#define DADAO_BATCH_EVENTS 64
/* Room for the prepared constants of any method. */
#define DADAO_METHOD_CONSTANTS 64

/* Levels of x86-64 that the kernels are compiled for; every level gives the same bits. */
typedef enum dadao_isa { DADAO_ISA_baseline, DADAO_ISA_v3, DADAO_ISA_v4, DADAO_ISA_COUNT } dadao_isa;

/* The best level of this processor, or the one that the environment variable DADAO_ISA names (if the processor has it). */
dadao_isa dadao_method_isa(void);

typedef struct dadao_stage dadao_stage; /* what rounds and events find around them (stage.h) */

/* Some events to carry out, and everything they touch. Node i's record begins at state + i * stride: its vectors
 * [variables][d], then the time they belong to. */
typedef struct dadao_batch {
    const void *constants;          /* what the method's prepare made */
    const dadao_problem *problem;
    const dadao_objective *objective;
    size_t minibatch;               /* samples of a stochastic gradient; 0: exact */
    dadao_random *random;           /* the stream of the minibatches */
    size_t dimension, stride;
    double *state;
    const double *optimum;          /* [d] */
    double *node_error;             /* [nodes] |reported point - optimum|^2 as of the node's last event */
    double *scratch;                /* [d + DADAO_GRADIENT_SCRATCH], aligned to 64 bytes */
    const dadao_event *event;
    size_t count;                   /* at most DADAO_BATCH_EVENTS */
    double error_sum, low, high;    /* the running sum of node_error; outside (low, high) the batch ends early */
    bool prefetch;                  /* the state is larger than the caches */
    const dadao_stage *stage;
} dadao_batch;

/* Carries out the events in order and returns how many: fewer than count where the sum left (low, high) at the last of them.
 * What was not carried out has left no trace. */
typedef size_t dadao_execute(dadao_batch *batch);

/* What an event of one kind costs: gradients at its first and second node, communications, vectors sent. */
typedef struct dadao_event_cost {
    uint8_t gradients, gradients_other, communications, vectors;
} dadao_event_cost;

/* One round of a synchronous method. Its state is [variables][nodes][d], so that a step over all nodes is one long loop. */
typedef struct dadao_round {
    const dadao_stage *stage;
    double *state;
    dadao_random *random;         /* the stream of the minibatches */
    uint64_t index;               /* of the round, from 1 */
    /* What it cost, noted by the functions of stage.h as it happens. */
    uint64_t gradients, communications, vectors;
    uint64_t node_gradients;      /* at each node */
    uint64_t link_activations;    /* of each link */
} dadao_round;

struct dadao_method {
    const char *name, *summary;
    dadao_method_declaration declaration;
    const dadao_method_parameter *parameter;
    size_t parameters;
    const char *const *preset;
    size_t presets;
    const char *const *variable;
    size_t variables;
    size_t reported;                /* the variable that is the point reported for a node */
    size_t start;                   /* the variable that `start random` fills; NOT_STARTED: none, all begin at 0 */
    unsigned conserved;             /* bit v: the sum of variable v over a component does not change */
    size_t scratch;                 /* vectors [nodes][d] that a round works with */
    bool averages;                  /* heads for the mean of its start, not for x* */
    bool tables_of_parameters;      /* the stage depends on the parameters (a proximal weight): made anew with them */
    dadao_status (*compute)(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error);
    dadao_status (*check)(const double *values, dadao_error *error);
    void (*guarantee)(const dadao_guarantee_facts *facts, dadao_guarantee *guarantee); /* NULL: none is known here */
    /* From values [parameters] to constants [DADAO_METHOD_CONSTANTS]. */
    void (*prepare)(const double *values, void *constants);
    /* Added to the curvature of f_i before its conjugate is taken, from the constants; NULL: 0. */
    double (*shift)(const void *constants);

    /* Asynchronous. Whether two sets of values move a node in the same way between its events; NULL: nothing moves. */
    bool (*same_flow)(const double *values, const double *others);
    /* Carries a node's vectors over tau on the way to an event, which brings the reported point up to date; NULL: they stay. */
    void (*flow)(const dadao_stage *stage, double *vectors, double tau);
    /* Carries a node's vectors [variables][d] over tau without an event; NULL: they stay. */
    void (*advance)(const dadao_stage *stage, size_t node, double *vectors, double tau);
    /* The point that is reported for a node, tau after its vectors' time, into x [d]; NULL: variable `reported`. */
    void (*point)(const dadao_stage *stage, size_t node, const double *vectors, double tau, double *x);
    /* The weights of the variables [variables] whose sum over the nodes of a component, which no event and no flow changes, is
     * the linear term that it minimises beside its objectives; NULL: there is none, or nothing is known. */
    void (*tilt)(const double *values, double *weight);
    dadao_execute *execute[DADAO_ISA_COUNT];
    dadao_event_cost cost[2];       /* by kind of event */
    /* One event, both nodes already carried to its time; for execute = dadao_method_execute_events. */
    void (*event)(const dadao_batch *batch, const dadao_event *event, double *node, double *other);
    /* What a node's vectors need beyond the start that was given (a reported point). NULL: nothing. */
    void (*begin_node)(const dadao_stage *stage, size_t node, double *vectors);

    /* Synchronous. */
    void (*round)(dadao_round *round);
    /* The same for the whole state; called at the start where `derived` variables are all 0, and after a node has left. */
    void (*begin)(dadao_round *round);
    unsigned derived;               /* bit v: variable v is made by begin */
};

#define DADAO_METHOD_NOT_STARTED SIZE_MAX

/* Events one by one by the row's own functions. */
dadao_execute dadao_method_execute_events;

/* Why the method cannot run on this problem or network: UNSUPPORTED or DISCONNECTED with the reason. */
dadao_status dadao_method_admits(const dadao_method *method, const dadao_problem *problem, size_t nodes, size_t edges,
                                 const struct dadao_edge *edge, const double *rates, dadao_error *error);

/* A preset's facts must be positive and finite: INVALID names the one that is not. `needs` as in the row. */
dadao_status dadao_method_check_facts(const dadao_method *method, const dadao_method_facts *facts, dadao_error *error);
/* Every value finite, not negative and at most 1e100. */
dadao_status dadao_method_check_values(const dadao_method *method, const double *values, dadao_error *error);
/* The values themselves as constants. */
void dadao_method_prepare_plain(const double *values, void *constants);

/* The rows, in the order of the table. X(symbol) */
#define DADAO_METHOD_ROWS(X) \
    X(dadao) X(msda) X(adom) X(adom_multi) X(continuized) X(ssda) X(extra) X(diging) X(accelerated_tracking) X(dgd)          \
    X(gossip) X(gossip_accelerated) X(acid) X(event_admm) X(acco) X(dcatalyst) X(central) X(esdacd) X(opapc) X(ad_psgd) X(agraf) \
    X(draco)

#define DADAO_METHOD_DECLARE(symbol) extern const dadao_method dadao_method_##symbol;
DADAO_METHOD_ROWS(DADAO_METHOD_DECLARE)
#undef DADAO_METHOD_DECLARE

#endif
