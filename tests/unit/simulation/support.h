/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the simulation share: small networks, problems from words, runs, and a fixed false-alarm rate.
 *
 * Statistical tests draw from fixed seeds, so they cannot fail by chance from one day to the next; their thresholds are those of
 * a false-alarm rate of 1e-6 each over the choice of the seed. */
#ifndef DADAO_TESTS_SIMULATION_SUPPORT_H
#define DADAO_TESTS_SIMULATION_SUPPORT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dadao/simulation.h>
#include <dadao/spectrum.h>

/* Two-sided 1e-6 quantile of the normal. */
#define ALARM_SIGMA 4.9

typedef struct lane {
    size_t nodes, edges;
    dadao_edge *edge;
    double *edge_rates;
    dadao_problem *problem;
    dadao_simulation *simulation;
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
} lane;

#define check_ok(call)                                              \
    do {                                                            \
        dadao_error check_error = {0};                              \
        dadao_error *const error = &check_error;                    \
        if ((call) != DADAO_OK)                                     \
            fail_msg("%s: %s", #call, check_error.text);            \
    } while (0)

static inline const dadao_method *dadao(void)
{
    const dadao_method *method = dadao_method_find("dadao");
    assert_non_null(method);
    return method;
}

/* A problem from the words of one line. */
static inline dadao_problem *problem_from(const char *line, size_t nodes, uint64_t seed)
{
    const char *word[16];
    size_t count = 0;
    char *copy = strdup(line), *rest = copy;
    assert_non_null(copy);
    for (char *at; count < 16 && (at = strsep(&rest, " "));)
        word[count++] = at;
    dadao_problem *problem = NULL;
    check_ok(dadao_problem_create(word, count, nodes, seed, &problem, NULL, error));
    free(copy);
    return problem;
}

/* Edges of a cycle; n = 2 is one edge. */
static inline void make_cycle(lane *l, size_t nodes)
{
    l->nodes = nodes;
    l->edges = nodes == 2 ? 1 : nodes;
    l->edge = calloc(l->edges, sizeof *l->edge);
    l->edge_rates = calloc(l->edges, sizeof *l->edge_rates);
    assert_true(l->edge && l->edge_rates);
    for (size_t k = 0; k < l->edges; k++) {
        const uint32_t u = (uint32_t)k, v = (uint32_t)((k + 1) % nodes);
        l->edge[k] = (dadao_edge){u < v ? u : v, u < v ? v : u};
        l->edge_rates[k] = 1.0;
    }
}

/* Rates at `factor` times the sufficient one, and the parameters of the preset at factor 1. */
static inline void set_rates_and_parameters(lane *l, size_t preset, double factor)
{
    dadao_spectrum spectrum = {0};
    check_ok(dadao_spectrum_compute(l->nodes, l->edges, l->edge, l->edge_rates, &spectrum, error));
    const double total = spectrum.total_rate, sufficient = spectrum.sufficient_rate;
    const dadao_method_facts facts = {
        .mu = dadao_problem_mu(l->problem), .smoothness = dadao_problem_smoothness(l->problem),
        .chi1 = spectrum.chi1_unit / sufficient, .chi2 = spectrum.chi2_unit / sufficient,
    };
    for (size_t k = 0; k < l->edges; k++)
        l->edge_rates[k] *= factor * sufficient / total;
    check_ok(dadao_method_parameters(dadao(), preset, &facts, l->parameters, error));
    dadao_spectrum_clear(&spectrum);
}

static inline dadao_simulation *simulate(const lane *l, const double *start, uint64_t seed)
{
    const dadao_simulation_setup setup = {
        .method = dadao(), .problem = l->problem, .nodes = l->nodes, .edges = l->edges, .edge = l->edge,
        .edge_rates = l->edge_rates, .parameters = l->parameters, .start = start, .seed = seed,
    };
    dadao_simulation *simulation = NULL;
    check_ok(dadao_simulation_create(&setup, &simulation, error));
    return simulation;
}

/* Parameters of a method's preset on the lane's network at its present rates. */
static inline void set_method_parameters(lane *l, const dadao_method *method, size_t preset)
{
    dadao_spectrum spectrum = {0};
    check_ok(dadao_spectrum_compute(l->nodes, l->edges, l->edge, l->edge_rates, &spectrum, error));
    dadao_method_facts facts = {
        .mu = dadao_problem_mu(l->problem), .smoothness = dadao_problem_smoothness(l->problem), .chi1 = spectrum.chi1,
        .chi2 = spectrum.chi2,
    };
    check_ok(dadao_method_network_facts(method, l->nodes, l->edges, l->edge, l->edge_rates, &facts, error));
    check_ok(dadao_method_parameters(method, preset, &facts, l->parameters, error));
    dadao_spectrum_clear(&spectrum);
}

static inline dadao_simulation *simulate_method(const lane *l, const dadao_method *method, const double *start, uint64_t seed)
{
    const dadao_simulation_setup setup = {
        .method = method, .problem = l->problem, .nodes = l->nodes, .edges = l->edges, .edge = l->edge,
        .edge_rates = l->edge_rates, .parameters = l->parameters, .start = start, .seed = seed,
    };
    dadao_simulation *simulation = NULL;
    check_ok(dadao_simulation_create(&setup, &simulation, error));
    return simulation;
}

/* A cycle at the sufficient rate from the origin. */
static inline lane cycle_lane(const char *problem, size_t nodes, size_t preset, uint64_t seed)
{
    lane l = {0};
    make_cycle(&l, nodes);
    l.problem = problem_from(problem, nodes, seed);
    set_rates_and_parameters(&l, preset, 1.0);
    l.simulation = simulate(&l, NULL, seed);
    return l;
}

static inline void clear_lane(lane *l)
{
    dadao_simulation_destroy(l->simulation);
    dadao_problem_destroy(l->problem);
    free(l->edge);
    free(l->edge_rates);
    memset(l, 0, sizeof *l);
}

static inline dadao_stop stop_at_event(uint64_t event)
{
    return (dadao_stop){.event = event, .t = INFINITY};
}

static inline dadao_stop stop_at_time(double t)
{
    return (dadao_stop){.event = UINT64_MAX, .t = t};
}

#endif
