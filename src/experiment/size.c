/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much memory a request will want, estimated from its words before anything is built. */
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

/* Bytes an edge and a node cost in all rooms together (graph, rates, counters, tables, layout), rounded up. */
static const double edge_bytes = 400, node_bytes = 400;

/* Numbers among the first words after the kind; what is missing is 0. */
static void read_numbers(const dadao_words *words, double number[3])
{
    size_t found = 0;
    number[0] = number[1] = number[2] = 0;
    for (size_t k = 1; k < words->count && found < 3; k++) {
        double value;
        if (dadao_core_parse_double(words->word[k], strlen(words->word[k]), &value) && isfinite(value))
            number[found++] = fabs(value);
    }
}

/* The kinds whose edges outgrow their nodes; the others have at most about A*B edges, or 2A when B is absent. */
static void estimate_topology(const dadao_words *words, double *nodes, double *edges)
{
    double number[3];
    read_numbers(words, number);
    double a = number[0], b = number[1];
    const char *kind = words->count ? words->word[0] : "";
    *nodes = a;
    *edges = a * fmax(b, 2);
    if (!strcmp(kind, "complete") || !strcmp(kind, "clique") || !strcmp(kind, "full"))
        *edges = a * a / 2;
    else if (!strcmp(kind, "barbell") || !strcmp(kind, "dumbbell"))
        *edges = a * a / 4;
    else if (!strcmp(kind, "lollipop"))
        *nodes = a + b, *edges = a * a / 2 + b;
    else if (!strcmp(kind, "grid") || !strcmp(kind, "torus") || !strcmp(kind, "lattice"))
        *nodes = a * b, *edges = 2 * a * b;
    else if (strstr(kind, "bipartite"))
        *nodes = a + b;
    else if (!strcmp(kind, "hypercube") || !strcmp(kind, "cube"))
        *nodes = exp2(fmin(a, 1000)), *edges = *nodes * a / 2;
    else if (!strcmp(kind, "binary-tree") || !strcmp(kind, "tree"))
        *nodes = *edges = exp2(fmin(a + 1, 1000));
    else if (!strcmp(kind, "erdos-renyi") || !strcmp(kind, "er") || !strcmp(kind, "gnp"))
        *edges = fmin(b, 1) * a * a / 2;
    else if (strstr(kind, "geometric") || !strcmp(kind, "rgg"))
        *edges = fmin(3.2 * b * b, 1) * a * a / 2;
}

static double option_number(const dadao_words *words, const char *key, double otherwise)
{
    for (size_t k = 1; k < words->count; k++) {
        const char *text;
        double value;
        if (dadao_core_option(words->word[k], key, &text) && dadao_core_parse_double(text, strlen(text), &value) && isfinite(value))
            return fabs(value);
    }
    return otherwise;
}

/* Data, Gram matrices where they are smaller, and two copies of the state (one is the start). */
static double estimate_problem(const dadao_words *words, double nodes)
{
    double dimension = option_number(words, "dim", 5), samples = option_number(words, "samples", 100);
    bool logistic = words->count && words->word[0][0] == 'l' && words->word[0][1] == 'o';
    double rows = logistic ? samples : fmin(samples, dimension);
    return nodes * (8 * rows * (dimension + 1) + 96 * dimension) + 64 * dimension * dimension;
}

static double limit_of(const dadao_experiment *experiment)
{
    if (experiment->options.memory_limit)
        return (double)experiment->options.memory_limit;
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? 0.8 * (double)pages * (double)size : 0x1p33;
}

dadao_status dadao_experiment_check_size(const dadao_experiment *experiment, const dadao_setting *setting, bool with_problem,
                                         dadao_error *error)
{
    dadao_words words;
    dadao_status status = dadao_experiment_box_words(with_problem ? setting->problem_words : setting->topology_words, &words, error);
    if (status != DADAO_OK)
        return status;
    double nodes, edges = 0, bytes;
    if (with_problem) {
        nodes = (double)dadao_topology_nodes(dadao_experiment_setting_topology(setting));
        bytes = estimate_problem(&words, nodes);
    } else {
        estimate_topology(&words, &nodes, &edges);
        bytes = nodes * node_bytes + edges * edge_bytes;
    }
    double limit = limit_of(experiment);
    if (bytes > limit && with_problem)
        status = dadao_core_fail(error, DADAO_TOO_LARGE,
                                 "problem %s: %.0f nodes would take about %.2g GB, more than the %.2g GB there are: choose a smaller "
                                 "dim= or samples=, or fewer nodes", (const char *)setting->problem_words->object, nodes,
                                 bytes * 1e-9, limit * 1e-9);
    else if (bytes > limit)
        status = dadao_core_fail(error, DADAO_TOO_LARGE,
                                 "topology %s: %.3g nodes and %.3g edges would take about %.2g GB, more than the %.2g GB there are",
                                 (const char *)setting->topology_words->object, nodes, edges, bytes * 1e-9, limit * 1e-9);
    dadao_experiment_words_clear(&words);
    return status;
}

dadao_status dadao_experiment_check_grown(const dadao_experiment *experiment, const dadao_setting *setting, dadao_error *error)
{
    dadao_words words;
    dadao_status status = dadao_experiment_box_words(setting->problem_words, &words, error);
    if (status != DADAO_OK)
        return status;
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    double nodes = (double)dadao_topology_nodes(topology), edges = (double)dadao_topology_edges(topology);
    double bytes = nodes * node_bytes + edges * edge_bytes + estimate_problem(&words, nodes), limit = limit_of(experiment);
    dadao_experiment_words_clear(&words);
    return bytes <= limit ? DADAO_OK
           : dadao_core_fail(error, DADAO_TOO_LARGE, "%.0f nodes and %.0f edges would take about %.2g GB, more than the %.2g GB there are",
                             nodes, edges, bytes * 1e-9, limit * 1e-9);
}
