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
} dadao_batch;

/* Carries out the events in order and returns how many: fewer than count where the sum left (low, high) at the last of them.
 * What was not carried out has left no trace. */
typedef size_t dadao_execute(dadao_batch *batch);

struct dadao_method {
    const char *name, *summary;
    bool synchronous;               /* rounds of all nodes instead of Poisson clocks */
    bool dual;                      /* needs the gradient of the conjugate */
    const dadao_method_parameter *parameter;
    size_t parameters;
    const char *const *preset;
    size_t presets;
    const char *const *variable;
    size_t variables;
    dadao_status (*compute)(size_t preset, const dadao_method_facts *facts, double *values, dadao_error *error);
    dadao_status (*check)(const double *values, dadao_error *error);
    void (*guarantee)(const dadao_guarantee_facts *facts, dadao_guarantee *guarantee);
    /* From values [parameters] to constants [DADAO_METHOD_CONSTANTS]. */
    void (*prepare)(const double *values, void *constants);
    /* Whether two sets of values move a node in the same way between its events. */
    bool (*same_flow)(const double *values, const double *others);
    /* Carries a node's vectors [variables][d] over tau without an event. */
    void (*advance)(const void *constants, double *node, double tau, size_t d);
    /* The point that is reported for a node, tau after its vectors' time, into x [d]. */
    void (*point)(const void *constants, const double *node, double tau, size_t d, double *x);
    /* The weights of the variables [variables] whose sum over the nodes of a component, which no event and no flow changes, is
     * the linear term that it minimises beside its objectives; NULL: there is none, or nothing is known. */
    void (*tilt)(const double *values, double *weight);
    dadao_execute *execute[DADAO_ISA_COUNT];
};

extern const dadao_method dadao_method_dadao;

#endif
