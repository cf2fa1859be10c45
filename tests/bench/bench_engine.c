/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nanoseconds per event of the engine, counters and metric on, as lines `name value unit`.
 *
 *     bench_engine                        the whole grid
 *     bench_engine PROBLEM N D [EVENTS]   one cell, e.g. "quadratic 100 10"; the least of five runs
 *
 * The network has 2 N edges (a cycle and as many chords) and as many communications as gradients, like floor.c. */
#include <dadao/simulation.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int complain(const dadao_error *error)
{
    fprintf(stderr, "bench_engine: %s\n", error->text);
    return 1;
}

/* A cycle and n random chords. */
static dadao_edge *make_edges(size_t n)
{
    dadao_random random;
    dadao_core_random_seed_named(&random, 1, "bench");
    dadao_edge *edge = malloc(2 * n * sizeof *edge);
    for (size_t k = 0; edge && k < 2 * n; k++) {
        const uint32_t u = (uint32_t)(k / 2);
        uint32_t v = (uint32_t)((k / 2 + 1) % n);
        while (k % 2 && (v == u || v == (u + 1) % n))
            v = (uint32_t)dadao_core_random_below(&random, n);
        edge[k] = (dadao_edge){u < v ? u : v, u < v ? v : u};
    }
    return edge;
}

static dadao_status make(const char *kind, size_t n, size_t d, const dadao_edge *edge, double *rates,
                         dadao_problem **problem, dadao_simulation **simulation, dadao_error *error)
{
    char dimension[32], name[32];
    snprintf(dimension, sizeof dimension, "dim=%zu", d);
    snprintf(name, sizeof name, "%s", kind);
    const char *word[] = {name, dimension, "samples=100"};
    const size_t words = strcmp(kind, "quadratic") == 0 ? 2 : 3;
    dadao_status status = dadao_problem_create(word, words, n, 1, problem, NULL, error);
    if (status)
        return status;
    const dadao_method *method = dadao_method_find("dadao");
    const dadao_method_facts facts = {.mu = dadao_problem_mu(*problem), .smoothness = dadao_problem_smoothness(*problem),
                                      .chi1 = 1.0, .chi2 = 0.5};
    double parameters[DADAO_METHOD_MAX_PARAMETERS];
    status = dadao_method_parameters(method, 0, &facts, parameters, error);
    if (status)
        return status;
    for (size_t k = 0; k < 2 * n; k++)
        rates[k] = 0.5;
    const dadao_simulation_setup setup = {.method = method, .problem = *problem, .nodes = n, .edges = 2 * n, .edge = edge,
                                          .edge_rates = rates, .parameters = parameters, .seed = 1};
    return dadao_simulation_create(&setup, simulation, error);
}

/* The least of five runs of `events` events, after a warm-up. */
static double measure(dadao_simulation *simulation, uint64_t events)
{
    double least = INFINITY;
    for (int run = -1; run < 5; run++) {
        const dadao_stop stop = {.event = dadao_simulation_events(simulation) + (run < 0 ? events / 4 : events), .t = INFINITY};
        const uint64_t before = dadao_simulation_events(simulation);
        const double start = now();
        dadao_simulation_run(simulation, &stop);
        const double each = (now() - start) / (double)(dadao_simulation_events(simulation) - before);
        if (run >= 0 && each < least)
            least = each;
    }
    return least;
}

static int cell(const char *kind, size_t n, size_t d, uint64_t events)
{
    dadao_error error = {0};
    dadao_problem *problem = NULL;
    dadao_simulation *simulation = NULL;
    dadao_edge *edge = make_edges(n);
    double *rates = malloc(2 * n * sizeof *rates);
    int failed = !edge || !rates || make(kind, n, d, edge, rates, &problem, &simulation, &error) != DADAO_OK;
    if (failed) {
        complain(&error);
    } else {
        printf("engine.%s.n%zu.d%zu %.2f ns/event\n", kind, n, d, measure(simulation, events));
        printf("engine.%s.n%zu.d%zu.memory %.1f bytes/node\n", kind, n, d,
               (double)dadao_simulation_bytes(simulation) / (double)n);
        failed = dadao_simulation_diverged(simulation);
        if (failed)
            fprintf(stderr, "bench_engine: %s n=%zu d=%zu diverged\n", kind, n, d);
    }
    fflush(stdout);
    dadao_simulation_destroy(simulation);
    dadao_problem_destroy(problem);
    free(edge);
    free(rates);
    return failed;
}

int main(int count, char **word)
{
    if (count >= 4)
        return cell(word[1], strtoull(word[2], NULL, 10), strtoull(word[3], NULL, 10),
                    count > 4 ? strtoull(word[4], NULL, 10) : 2000000);
    static const size_t nodes[] = {16, 100, 10000}, dimensions[] = {2, 10, 50};
    int failed = 0;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 3; k++) {
            failed |= cell("quadratic", nodes[i], dimensions[k], 1000000);
            failed |= cell("linear", nodes[i], dimensions[k], 1000000);
        }
    failed |= cell("quadratic", 1000000, 2, 2000000);
    failed |= cell("quadratic", 1000000, 10, 2000000);
    return failed;
}
