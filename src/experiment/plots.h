/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plots as figures and tables: each a row of one table and a function of a snapshot. */
#ifndef DADAO_EXPERIMENT_PLOTS_H
#define DADAO_EXPERIMENT_PLOTS_H

#include "experiment/experiment.h"

#include <dadao/figure.h>

/* name, function, what it shows. */
#define DADAO_PLOTS(X)                                                                       \
    X("convergence", convergence, "the error of every lane with what the theorem promises")  \
    X("spacetime", spacetime, "every node's error over time")                                \
    X("network", network, "the network, nodes coloured by error, edges as wide as their traffic") \
    X("spectrum", spectrum, "the eigenvalues of the Laplacian")                              \
    X("fiedler", fiedler, "the Fiedler vector: where the network is thinnest")               \
    X("resistances", resistances, "the effective resistance of every edge, sorted")          \
    X("events", events, "the newest events: who computed, who spoke with whom")              \
    X("waiting", waiting, "waiting times between events against their exponential law")      \
    X("iterates", iterates, "every node's x in the plane, relative to x*")                   \
    X("nodes", nodes, "every node's error, gradients and communications")

#define DADAO_PLOT_SERIES 32
#define DADAO_PLOT_OWNED 128

/* A plot being made: the figure, and everything its pointers point at. */
typedef struct dadao_plot {
    dadao_figure figure;
    dadao_series series[DADAO_PLOT_SERIES];
    dadao_figure_mark mark[4];
    dadao_heat heat;
    dadao_net net;
    dadao_table table;
    dadao_table_column column[DADAO_PLOT_SERIES];
    char title[256], caption[640];
    void *owned[DADAO_PLOT_OWNED];
    size_t owned_count;
    bool failed; /* memory ran out */
} dadao_plot;

/* What the command asked for beside the plot. */
typedef struct dadao_plot_choice {
    size_t plot, metric, axis; /* rows of the tables */
} dadao_plot_choice;

/* Builds a plot; false and a reason in `why` where the snapshot has nothing for it. */
typedef bool dadao_plot_builder(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice, const char **why);
#define DADAO_PLOT_BUILDER(name, function, summary) dadao_plot_builder dadao_experiment_plot_##function;
DADAO_PLOTS(DADAO_PLOT_BUILDER)
#undef DADAO_PLOT_BUILDER

/* Room for `count` values that lives as long as the plot; NULL (and failed) when out of memory. */
void *dadao_experiment_plot_room(dadao_plot *plot, size_t count, size_t size);
/* The next series, its arrays [count] still to be filled; NULL when there is no room. */
dadao_series *dadao_experiment_plot_series(dadao_plot *plot, dadao_series_kind kind, const char *name, size_t count, double **x, double **y);
/* The next column of the table; its numbers [rows] are to be filled (NULL: a column of texts follows by hand). */
double *dadao_experiment_plot_column(dadao_plot *plot, const char *name, bool whole);
void dadao_experiment_plot_clear(dadao_plot *plot);

#endif
