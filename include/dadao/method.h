/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods: DADAO now, its peers later. One row of a table each. */
#ifndef DADAO_METHOD_H
#define DADAO_METHOD_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stdint.h>

#define DADAO_METHOD_MAX_PARAMETERS 16
#define DADAO_METHOD_MAX_VARIABLES 8

enum { DADAO_EVENT_GRADIENT = 0, DADAO_EVENT_COMMUNICATION = 1 };

/* One event of an asynchronous method. For a gradient j = UINT32_MAX and edge = UINT32_MAX. `index` counts from 1. */
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

/* What the constants depend on. */
typedef struct dadao_method_facts {
    double mu, smoothness; /* mu, L */
    double chi1, chi2;     /* at the present rates */
} dadao_method_facts;

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
