/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much talking is enough? The same problem on the same ring, with once, twice and a fifth of the sufficient rate.
 *
 * Build it against an installed dadao:
 *
 *     cc -o gossip gossip.c $(pkg-config --cflags --libs dadao) && ./gossip
 *
 * The parameters are those for the sufficient rate and are kept. Talk twice as much and nothing is gained but traffic;
 * talk a fifth as much and the theorem is void: the error grows instead of falling. */
#include <dadao/method.h>
#include <dadao/problem.h>
#include <dadao/simulation.h>
#include <dadao/spectrum.h>
#include <dadao/status.h>
#include <dadao/topology.h>
#include <stdio.h>
#include <stdlib.h>

/* Everything that is the same in the three runs. */
typedef struct setting {
    dadao_topology *topology;
    dadao_problem *problem;
    const dadao_method *method;
    size_t nodes, edges;
    double sufficient; /* total rate of communications: sqrt(2 chi1 chi2) at unit total rate */
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
    double *rates; /* [edges] */
} setting;

/* chi1 and chi2 fall in proportion when every edge talks more; so the constants at the sufficient rate follow at once.
 */
static dadao_status choose_parameters(setting *s, dadao_error *error)
{
    dadao_spectrum spectrum = { 0 };
    dadao_status status =
        dadao_spectrum_compute(s->nodes, s->edges, dadao_topology_edge_list(s->topology), NULL, &spectrum, error);
    if (status != DADAO_OK)
        return status;
    s->sufficient = spectrum.sufficient_rate;
    dadao_method_facts facts = {
        .mu = dadao_problem_mu(s->problem),
        .smoothness = dadao_problem_smoothness(s->problem),
        .chi1 = spectrum.chi1_unit / s->sufficient,
        .chi2 = spectrum.chi2_unit / s->sufficient,
    };
    dadao_spectrum_clear(&spectrum);
    return dadao_method_parameters(s->method, 0, &facts, s->parameters, error);
}

static dadao_status prepare(setting *s, dadao_error *error)
{
    const char *const ring[] = { "cycle", "12" };
    const char *const regression[] = { "linear", "dim=4", "samples=50", "seed=7" };
    dadao_topology_options options = dadao_topology_options_defaults();
    dadao_status status = dadao_topology_create(ring, 2, &options, &s->topology, NULL, error);
    if (status != DADAO_OK)
        return status;
    s->nodes = dadao_topology_nodes(s->topology);
    s->edges = dadao_topology_edges(s->topology);
    s->method = dadao_method_find("dadao");
    s->rates = calloc(s->edges, sizeof *s->rates);
    if (s->method == NULL || s->rates == NULL)
        return DADAO_MEMORY;
    status = dadao_problem_create(regression, 4, s->nodes, 1, &s->problem, NULL, error);
    return status == DADAO_OK ? choose_parameters(s, error) : status;
}

/* One run at `factor` times the sufficient rate, a line for each hundred units of time. */
static dadao_status run(const setting *s, double factor, dadao_error *error)
{
    for (size_t e = 0; e < s->edges; e++)
        s->rates[e] = factor * s->sufficient / (double)s->edges;
    dadao_simulation_setup setup = {
        .method = s->method,
        .problem = s->problem,
        .nodes = s->nodes,
        .edges = s->edges,
        .edge = dadao_topology_edge_list(s->topology),
        .edge_rates = s->rates,
        .parameters = s->parameters,
        .seed = 1,
    };
    dadao_simulation *simulation = NULL;
    dadao_status status = dadao_simulation_create(&setup, &simulation, error);
    if (status != DADAO_OK)
        return status;
    printf("\n%g times the sufficient rate\n%8s %12s %16s %12s\n", factor, "time", "gradients", "communications",
           "error");
    dadao_stop_reason reason = DADAO_STOP_TIME;
    for (double t = 0; t <= 500 && reason == DADAO_STOP_TIME; t += 100) {
        reason = dadao_simulation_run(simulation, &(dadao_stop){ .event = UINT64_MAX, .t = t });
        dadao_sample sample;
        dadao_simulation_measure(simulation, &sample);
        printf("%8.0f %12llu %16llu %12.3g\n", sample.t, (unsigned long long)sample.gradients,
               (unsigned long long)sample.communications, sample.msd);
    }
    if (dadao_simulation_diverged(simulation))
        printf("diverged: too little talking for these parameters\n");
    dadao_simulation_destroy(simulation);
    return DADAO_OK;
}

int main(void)
{
    setting s = { 0 };
    dadao_error error = { 0 };
    dadao_status status = prepare(&s, &error);
    static const double factors[] = { 1, 2, 0.2 };
    for (size_t k = 0; k < sizeof factors / sizeof *factors && status == DADAO_OK; k++)
        status = run(&s, factors[k], &error);
    if (status != DADAO_OK)
        fprintf(stderr, "gossip: %s\n", error.text);
    free(s.rates);
    dadao_problem_destroy(s.problem);
    dadao_topology_destroy(s.topology);
    return status == DADAO_OK ? 0 : 1;
}
