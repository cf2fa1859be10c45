/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods: DADAO and its peers. One row of a table each. */
#ifndef DADAO_METHOD_H
#define DADAO_METHOD_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stdint.h>

#define DADAO_METHOD_MAX_PARAMETERS 16
#define DADAO_METHOD_MAX_VARIABLES 8

enum { DADAO_EVENT_GRADIENT = 0, DADAO_EVENT_COMMUNICATION = 1 };

/* One event of an asynchronous method. For a gradient j = UINT32_MAX and edge = UINT32_MAX. `index` counts from 1.
 * Where a communication has a direction, i is the node that acts. Rounds of synchronous methods are counted like events, but
 * are no dadao_event. */
typedef struct dadao_event {
    uint64_t index;
    double t;
    uint32_t kind, i, j, edge;
} dadao_event;

/* A named constant of a method. */
typedef struct dadao_method_parameter {
    const char *name;    /* as typed: "alpha~" is "alpha_tilde" */
    const char *symbol;  /* as printed, UTF-8: "α̃" */
    const char *unit;    /* "1/time", "", "1/L" */
    const char *meaning; /* one line */
} dadao_method_parameter;

typedef struct dadao_method dadao_method; /* its inside is src/method/method.h */

size_t dadao_method_count(void);
const dadao_method *dadao_method_at(size_t index);
const dadao_method *dadao_method_find(const char *name); /* NULL when unknown */
const char *dadao_method_name(const dadao_method *method);
const char *dadao_method_summary(const dadao_method *method);
bool dadao_method_is_synchronous(const dadao_method *method); /* rounds of all nodes instead of clocks */
size_t dadao_method_parameter_count(const dadao_method *method);
const dadao_method_parameter *dadao_method_parameter_at(const dadao_method *method, size_t index);
size_t dadao_method_preset_count(const dadao_method *method);
const char *dadao_method_preset_name(const dadao_method *method, size_t index); /* 0 is the default */
/* The vectors a node holds: DADAO x, xt, y, yt, z, zt. The state of node i is [variables][d]. */
size_t dadao_method_variable_count(const dadao_method *method);
const char *dadao_method_variable_name(const dadao_method *method, size_t index);

/* ---- What a row declares ---- */

/* When something happens. */
typedef enum dadao_timing {
    DADAO_TIMING_CLOCKS,     /* Poisson clocks at the nodes (gradients) and on the edges (communications) */
    DADAO_TIMING_EDGES,      /* Poisson clocks on the edges alone, at the rates of the network */
    DADAO_TIMING_UNIT_EDGES, /* the same at total rate 1: only the shape of the rates counts */
    DADAO_TIMING_TICKS,      /* the same, but one edge is drawn at every whole number of time: a global counter */
    DADAO_TIMING_NEIGHBOURS, /* a node's clock ticks, and it talks with a neighbour drawn at random */
    DADAO_TIMING_ROUNDS      /* rounds of all nodes: a round is one event and takes one unit of time */
} dadao_timing;

typedef enum dadao_oracle {
    DADAO_ORACLE_PRIMAL,   /* the gradient of f_i */
    DADAO_ORACLE_DUAL,     /* the gradient of the conjugate f_i* */
    DADAO_ORACLE_PROXIMAL, /* argmin f_i + rho/2 |x - v|^2 */
    DADAO_ORACLE_NONE      /* no gradients: averaging only */
} dadao_oracle;

/* What a method must be told or given. X(NAME, text) */
#define DADAO_NEEDS_ROWS(X)                                                  \
    X(MU, "mu")                                                              \
    X(SMOOTHNESS, "L")                                                       \
    X(CHI, "chi1 and chi2")                                                  \
    X(LAMBDA_MAX, "the largest eigenvalue of the Laplacian")                 \
    X(CONJUGATE, "gradients of the conjugates f_i*")                         \
    X(CONNECTED, "a connected network")                                      \
    X(METROPOLIS, "the spectrum of the Metropolis weights")                   \
    X(RESISTANCES, "the resistances of the edges")                           \
    X(EXACT, "exact gradients")                                              \
    X(TREE, "a spanning tree of the network, for all-reduce")                \
    X(SERVER, "a server beside the network, which it does not use")
#define DADAO_NEEDS_BIT(name, text) DADAO_NEEDS_BIT_##name,
enum { DADAO_NEEDS_ROWS(DADAO_NEEDS_BIT) DADAO_NEEDS_COUNT };
#undef DADAO_NEEDS_BIT
#define DADAO_NEEDS(name) (1u << DADAO_NEEDS_BIT_##name)

typedef struct dadao_method_declaration {
    const char *title;        /* as written: "MSDA" */
    const char *source;       /* where the equations come from */
    dadao_timing timing;
    dadao_oracle oracle;
    unsigned needs;           /* DADAO_NEEDS(…) */
    const char *cost;         /* of a round or an event, in words */
    const char *unit_of_time; /* in words: what happens in one unit, so that axes of time can be compared or not */
    const char *edits;        /* what happens when the network changes in flight */
    const char *caveat;       /* what to know before comparing ("stops at a bias …"); NULL: nothing */
    const char *floor;        /* the work below which no implementation can go, for the benchmark */
    bool changing_network;    /* the theory allows the network to change */
    bool in_the_style_of;     /* the source could not be read whole: said wherever the name is shown */
    bool league;              /* compared by default in `league` and `reproduce` */
} dadao_method_declaration;

const dadao_method_declaration *dadao_method_declares(const dadao_method *method);
/* "msda", or "draco (in the style of)": the name wherever it is shown. */
const char *dadao_method_shown_name(const dadao_method *method);
/* Whether one unit of time means different things to two methods: to most it is a gradient at each node (a round, or one on
 * average), to those of total rate 1 it is a single event. Under a clock for real machines all are seconds. */
bool dadao_method_units_differ(const dadao_method *method, const dadao_method *other);
/* "needs mu, L and a connected network" into text [room]; empty where it needs nothing. */
void dadao_method_needs_text(const dadao_method *method, char *text, size_t room);
/* The variable that `start random` fills; SIZE_MAX where the state is dual and always starts at 0. */
size_t dadao_method_start_variable(const dadao_method *method);

/* What the constants depend on. */
typedef struct dadao_method_facts {
    double mu, smoothness; /* mu, L */
    double chi1, chi2;     /* at the present rates */
    double total_rate;     /* of communications: chi1 total_rate is chi1 at unit total rate; 0: not known */
    double lambda_max;     /* largest eigenvalue of the Laplacian at unit total rate; 0: not known */
    double disagreement;   /* largest eigenvalue of I - W, W the Metropolis weights; 0: not known */
    size_t nodes, edges;   /* edges at positive rates */
} dadao_method_facts;

struct dadao_edge;
/* Fills total_rate, nodes, edges, and where the method needs them lambda_max and disagreement, from a network. lambda_max by Lanczos in the
 * project's own arithmetic: the same bits everywhere. */
dadao_status dadao_method_network_facts(const dadao_method *method, size_t nodes, size_t edges, const struct dadao_edge *edge,
                                        const double *rates, dadao_method_facts *facts, dadao_error *error);

/* Fills values [parameter_count] for preset `preset` (index). INVALID where a fact is not finite or not positive. */
dadao_status dadao_method_parameters(const dadao_method *method, size_t preset, const dadao_method_facts *facts,
                                     double *values, dadao_error *error);
/* INVALID where a value cannot be run (NaN, infinite, negative where a rate must not be): says which and why. */
dadao_status dadao_method_check_parameters(const dadao_method *method, const double *values, dadao_error *error);

/* What decides whether the theorem speaks about a run (MATHS, "The guarantee holds iff"). */
typedef struct dadao_guarantee_facts {
    dadao_method_facts now;
    bool preset_unmodified;    /* the parameters are a preset's, computed from `taken` */
    size_t preset;             /* which one (index) */
    dadao_method_facts taken;  /* the facts the present parameters were computed from */
    bool gradient_rates_one, gradients_exact, connected, start_is_theorem;
    bool chi_known;
    size_t stopped, first_stopped;   /* how many nodes are stopped, and one of them */
    size_t odd, first_odd;           /* how many others have a gradient rate that is not 1, and one of them */
    double odd_rate;
    size_t parts;                    /* of the network of those that run; 0: not counted */
} dadao_guarantee_facts;

typedef struct dadao_guarantee {
    bool holds;       /* the whole bound */
    bool slope_only;  /* all but the start: draw the slope, labelled "rate only" */
    double rate;      /* sqrt(mu/L)/(8 sqrt2 max(1,s)), per unit of time; NaN when neither */
    double constant;  /* 4 (1 + kappa + kappa^2), to be multiplied by |x0 - x*|^2 stacked */
    char why[320];    /* the conditions that fail, in words; empty when it holds */
} dadao_guarantee;

void dadao_method_guarantee(const dadao_method *method, const dadao_guarantee_facts *facts, dadao_guarantee *guarantee);

#endif
