/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a round or an event of each method costs over its floor: the work below which no implementation can go.
 *
 *     bench_methods [N D]     lines `method.NAME.nN.dD ns, floor ns, ratio`; 100 10 and 100 2 when not given
 *
 * The floor of a round is its gradients (or conjugate gradients) and its products with the Laplacian, by the same kernels, one
 * pass of reading and writing the state, one over the points reported to measure their errors, and where there is an all-reduce
 * one pass for the mean. The floor of an event is its gradients or conjugate gradients, the exponentials of its flows, touching
 * the vectors of its nodes, and the engine's own share: drawing, counting, the metric. */
#include "core/exact.h"
#include "method/stage.h"

#include <dadao/simulation.h>
#include <dadao/spectrum.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Per round or event: gradients, products with the Laplacian (K: the method's own rounds), conjugates; of rounds over all nodes. */
typedef struct work {
    const char *name;
    double gradients, products, products_by_rounds, conjugates, exponentials, passes;
} work;

static const work floors[] = {
    {.name = "msda", .products_by_rounds = 1, .conjugates = 1},
    {.name = "ssda", .products = 1, .conjugates = 1},
    {.name = "adom+", .gradients = 1, .products = 2},
    {.name = "adom+mc", .gradients = 1, .products_by_rounds = 2},
    {.name = "extra", .gradients = 1, .products = 1},
    {.name = "diging", .gradients = 1, .products = 2},
    {.name = "acc-gt", .gradients = 1, .products = 3},
    {.name = "dgd", .gradients = 1, .products = 1},
    {.name = "dcatalyst", .gradients = 1, .products = 2},
    {.name = "opapc", .gradients = 1, .products_by_rounds = 1},
    {.name = "agd", .gradients = 1, .passes = 1},
    {.name = "acco", .gradients = 2, .passes = 2},
    {.name = "event-admm", .conjugates = 1, .passes = 3},
    {.name = "continuized", .conjugates = 4, .exponentials = 2},
    {.name = "esdacd", .conjugates = 4, .exponentials = 2},
    {.name = "gossip"},
    {.name = "gossip-accelerated", .exponentials = 2},
    {.name = "a2cid2", .gradients = 0.33, .exponentials = 1.67},
    {.name = "ad-psgd", .gradients = 1},
    {.name = "agraf", .gradients = 0.33},
    {.name = "draco", .gradients = 0.33},
};

typedef struct bench {
    size_t n, d, edges;
    double chi[2];
    dadao_edge *edge;
    double *rates, *x, *y;
    dadao_problem *problem;
    dadao_stage *conjugate; /* whose kernels and inverses the floors are made of */
} bench;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int complain(const char *what, const dadao_error *error)
{
    fprintf(stderr, "bench_methods: %s: %s\n", what, error->text);
    return 1;
}

/* A cycle and n chords, so that each node has four neighbours. */
static int set_up(bench *b, size_t n, size_t d, dadao_error *error)
{
    char dimension[32];
    const char *word[] = {"quadratic", dimension};
    snprintf(dimension, sizeof dimension, "dim=%zu", d);
    *b = (bench){.n = n, .d = d, .edges = 2 * n};
    b->edge = calloc(b->edges, sizeof *b->edge);
    b->rates = calloc(b->edges, sizeof *b->rates);
    b->x = calloc(n * d, 8 * sizeof *b->x);
    b->y = calloc(n * d, 8 * sizeof *b->y);
    if (!b->edge || !b->rates || !b->x || !b->y)
        return 1;
    for (size_t k = 0; k < b->edges; k++) {
        const uint32_t u = (uint32_t)(k / 2), v = (uint32_t)((k / 2 + (k % 2 ? n / 3 : 1)) % n);
        b->edge[k] = (dadao_edge){u < v ? u : v, u < v ? v : u};
        b->rates[k] = 1.0;
    }
    dadao_spectrum spectrum = {0};
    if (dadao_spectrum_compute(n, b->edges, b->edge, b->rates, &spectrum, error))
        return 1;
    b->chi[0] = spectrum.chi1;
    b->chi[1] = spectrum.chi2;
    dadao_spectrum_clear(&spectrum);
    static const double none[DADAO_METHOD_MAX_PARAMETERS];
    if (dadao_problem_create(word, 2, n, 1, &b->problem, NULL, error))
        return 1;
    return dadao_method_stage_create(dadao_method_find("msda"), none, b->problem, n, b->edges, b->edge, b->rates, &b->conjugate, error) != 0;
}

static void tear_down(bench *b)
{
    dadao_method_stage_destroy(b->conjugate);
    dadao_problem_destroy(b->problem);
    free(b->edge);
    free(b->rates);
    free(b->x);
    free(b->y);
}

/* ---- Floors ---- */

static void sweep(const bench *b, char what)
{
    const dadao_stage *s = b->conjugate;
    double *scratch = s->small + 8 * b->d;
    if (what == 'g')
        s->sweep->gradients(s->objective, b->x, b->y, scratch);
    else if (what == 'c')
        s->sweep->gradients(&s->conjugate, b->x, b->y, scratch);
    else
        s->sweep->laplacian(s->link, s->weight, s->links, s->nodes, s->dimension, b->x, b->y);
}

/* Nanoseconds of one sweep over all nodes or links, the least of several. */
static double time_sweep(const bench *b, char what)
{
    double least = INFINITY;
    for (int run = 0; run < 9; run++) {
        const double start = now();
        for (int k = 0; k < 200; k++)
            sweep(b, what);
        least = fmin(least, (now() - start) / 200.0);
    }
    return least;
}

/* One exponential, as the flows take it: each from the one before, so that they do not overlap. */
static double time_exponential(void)
{
    double least = INFINITY, x = 0.5;
    for (int run = 0; run < 9; run++) {
        const double start = now();
        for (int k = 0; k < 2000; k++)
            x = 0.5 + 0.1 * dadao_core_expm1(-x);
        least = fmin(least, (now() - start) / 2000.0);
    }
    return x > 0.0 ? least : 0.0;
}

/* Reading and writing `variables` vectors at every node. */
static double time_touch(const bench *b, size_t variables)
{
    double least = INFINITY;
    const size_t length = b->n * b->d * variables;
    for (int run = 0; run < 9; run++) {
        const double start = now();
        for (int k = 0; k < 200; k++)
            for (size_t i = 0; i < length; i++)
                b->y[i] = b->y[i] * 0.5 + b->x[i];
        least = fmin(least, (now() - start) / 200.0);
    }
    return least;
}

static double floor_of(const bench *b, const work *w, const dadao_method *method, double rounds)
{
    const double gradient = time_sweep(b, 'g'), conjugate = time_sweep(b, 'c'), product = time_sweep(b, 'l');
    const double touch = time_touch(b, dadao_method_variable_count(method)), pass = time_touch(b, 1);
    const double all = w->gradients * gradient + w->conjugates * conjugate + (w->products + w->products_by_rounds * rounds) * product;
    if (dadao_method_is_synchronous(method))
        return all + touch + (1.0 + w->passes) * pass;
    return (all + 2.0 * touch) / (double)b->n + w->exponentials * time_exponential();
}

/* ---- Methods ---- */

static double measure(dadao_simulation *simulation, uint64_t events)
{
    double least = INFINITY;
    for (int run = -1; run < 7; run++) {
        const uint64_t before = dadao_simulation_events(simulation);
        const dadao_stop stop = {.event = before + events, .t = INFINITY};
        const double start = now();
        dadao_simulation_run(simulation, &stop);
        const double each = (now() - start) / (double)(dadao_simulation_events(simulation) - before);
        if (run >= 0)
            least = fmin(least, each);
    }
    return least;
}

/* The engine's own share of an event: drawing, counting, the metric. */
static double engine_share(const bench *b)
{
    static const double parameter = 0.5;
    dadao_simulation *simulation = NULL;
    const dadao_simulation_setup setup = {.method = dadao_method_find("gossip"), .problem = b->problem, .nodes = b->n, .edges = b->edges,
                                          .edge = b->edge, .edge_rates = b->rates, .parameters = &parameter, .seed = 1};
    if (dadao_simulation_create(&setup, &simulation, NULL))
        return 0.0;
    const double each = measure(simulation, 20000) - 2.0 * time_touch(b, 1) / (double)b->n;
    dadao_simulation_destroy(simulation);
    return each;
}

static int compare(const bench *b, const work *w, double engine)
{
    dadao_error error = {0};
    const dadao_method *method = dadao_method_find(w->name);
    dadao_method_facts facts = {.mu = dadao_problem_mu(b->problem), .smoothness = dadao_problem_smoothness(b->problem), };
    double parameters[DADAO_METHOD_MAX_PARAMETERS] = {0}, rounds = 1.0;
    dadao_simulation *simulation = NULL;
    if (dadao_method_network_facts(method, b->n, b->edges, b->edge, b->rates, &facts, &error))
        return complain(w->name, &error);
    facts.chi1 = b->chi[0];
    facts.chi2 = b->chi[1];
    if (dadao_method_parameters(method, 0, &facts, parameters, &error))
        return complain(w->name, &error);
    for (size_t p = 0; p < dadao_method_parameter_count(method); p++)
        if (strcmp(dadao_method_parameter_at(method, p)->name, "rounds") == 0)
            rounds = parameters[p];
    const dadao_simulation_setup setup = {.method = method, .problem = b->problem, .nodes = b->n, .edges = b->edges, .edge = b->edge,
                                          .edge_rates = b->rates, .parameters = parameters, .seed = 1};
    if (dadao_simulation_create(&setup, &simulation, &error))
        return complain(w->name, &error);
    const bool in_rounds = dadao_method_is_synchronous(method);
    const double each = measure(simulation, in_rounds ? 300 : 20000), least = floor_of(b, w, method, rounds) + (in_rounds ? 0.0 : engine);
    printf("method.%s.n%zu.d%zu %.0f ns/%s, floor %.0f, ratio %.2f\n", w->name, b->n, b->d, each, in_rounds ? "round" : "event", least,
           each / least);
    fflush(stdout);
    dadao_simulation_destroy(simulation);
    return 0;
}

static int grid(size_t n, size_t d)
{
    bench b;
    dadao_error error = {0};
    int failed = set_up(&b, n, d, &error);
    if (failed)
        return complain("set up", &error);
    const double engine = engine_share(&b);
    for (size_t k = 0; k < sizeof floors / sizeof *floors; k++)
        failed |= compare(&b, &floors[k], engine);
    tear_down(&b);
    return failed;
}

int main(int count, char **word)
{
    if (count > 3)
        return fputs("usage: bench_methods [N D]\n", stderr), 2;
    if (count > 2)
        return grid(strtoull(word[1], NULL, 10), strtoull(word[2], NULL, 10));
    return grid(100, 10) | grid(100, 2);
}
