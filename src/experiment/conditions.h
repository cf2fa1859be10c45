/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditions that end a run beside event, time and error: one table for the parser, the help and the completion. */
#ifndef DADAO_EXPERIMENT_CONDITIONS_H
#define DADAO_EXPERIMENT_CONDITIONS_H

#include <dadao/simulation.h>

struct dadao_box;

/* X(id, form, summary). In a form NODE is a node, EDGE two of them, E a positive number, N a count; other words stand for themselves.
 * The first form that fits is taken, so longer ones come first. */
#define DADAO_CONDITIONS(X)                                                                                    \
    X(NODE_COMPUTES, "node NODE computes", "the next gradient step of a node")                                 \
    X(NODE_COMMUNICATES, "node NODE communicates", "the next communication of a node")                         \
    X(NODE_ERROR, "node NODE error<E", "a node is within E of x* (squared distance, as of its last event)")    \
    X(NODE_ACTS, "node NODE", "the next event of a node")                                                      \
    X(EDGE_FIRES, "edge EDGE fires", "the next communication over an edge")                                    \
    X(EDGE, "edge EDGE", "the same")                                                                           \
    X(GRADIENT, "gradient", "the next gradient step of any node")                                              \
    X(COMMUNICATION, "communication", "the next communication of any edge")                                    \
    X(CONSENSUS, "consensus<E", "the nodes are within E of their mean (mean squared distance, lazy)")          \
    X(GRADIENTS, "gradients=N", "N gradient steps in all")                                                     \
    X(COMMUNICATIONS, "communications=N", "N communications in all")                                           \
    X(WHEN, "when EXPRESSION", "an expression of quantities holds; looked at after every event, so it is slow")

typedef enum dadao_condition_id {
    DADAO_CONDITION_NONE,
#define DADAO_CONDITION_ENUM(id, form, summary) DADAO_CONDITION_##id,
    DADAO_CONDITIONS(DADAO_CONDITION_ENUM)
#undef DADAO_CONDITION_ENUM
    DADAO_CONDITION_COUNT
} dadao_condition_id;

typedef struct dadao_condition {
    dadao_condition_id id;
    dadao_watch watch;     /* the events after which it is looked at */
    uint32_t node;
    dadao_edge end;               /* of the edge it is about, in `topology` (only compared) */
    const struct dadao_box *topology;
    double bound;
    uint64_t count;
    char *text;            /* as typed, for the news; owned */
    char *expression;      /* owned */
    dadao_spread *spread;  /* owned; made when first needed */
} dadao_condition;

#endif
