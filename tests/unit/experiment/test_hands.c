/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands on the network in flight: nodes that join, leave, stop and start; undo and redo; what edits conserve; chi after them. */
#include "support/support.h"

#include <dadao/experiment.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static dadao_experiment *fresh(const char *line)
{
    dadao_experiment *experiment;
    assert_int_equal(dadao_experiment_create(NULL, &experiment, NULL), DADAO_OK);
    if (line) {
        dadao_error error = {0};
        if (dadao_experiment_execute(experiment, line, NULL, &error) != DADAO_OK)
            fail_msg("%s: %s", line, error.text);
    }
    return experiment;
}

static dadao_status carry_out(dadao_experiment *experiment, const char *line, dadao_error *error)
{
    bool more = true, done;
    dadao_stop goal;
    dadao_status status = dadao_experiment_execute(experiment, line, NULL, error);
    while (status == DADAO_OK && (more || dadao_experiment_goal(experiment, &goal))) {
        status = dadao_experiment_pursue(experiment, UINT64_MAX, NULL, &done, error);
        if (status == DADAO_OK && done)
            status = dadao_experiment_continue(experiment, &more, NULL, error);
    }
    return status;
}

static void must(dadao_experiment *experiment, const char *line)
{
    dadao_error error = {0};
    if (carry_out(experiment, line, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
}

static uint64_t hash_of(dadao_experiment *experiment)
{
    assert_int_equal(dadao_experiment_settle(experiment, NULL), DADAO_OK);
    return dadao_simulation_hash(dadao_experiment_simulation(experiment, 0));
}

static const dadao_scene *scene_of(dadao_experiment *experiment)
{
    dadao_error error = {0};
    const dadao_scene *scene = dadao_experiment_scene(experiment, &error);
    if (!scene)
        fail_msg("%s", error.text);
    return scene;
}

/* ---- Undo and redo are ways between settings ---- */

/* All that a command can set, of which a scene speaks. */
static void assert_same_setting(const dadao_scene *a, const dadao_scene *b, const char *line)
{
    bool same = a->nodes == b->nodes && a->edges == b->edges && a->total_rate == b->total_rate && a->mu == b->mu &&
                a->smoothness == b->smoothness && a->follow == b->follow && a->overridden == b->overridden &&
                a->seed == b->seed && strcmp(a->preset, b->preset) == 0 && strcmp(a->start, b->start) == 0 &&
                strcmp(a->topology, b->topology) == 0 && strcmp(a->problem, b->problem) == 0 &&
                memcmp(a->parameters, b->parameters, sizeof a->parameters) == 0 && (a->chi1 == b->chi1 || isnan(a->chi1)) &&
                (a->chi2 == b->chi2 || isnan(a->chi2)) && a->worst_edge == b->worst_edge;
    if (!same)
        fail_msg("`%s` then undo (or undo and redo) is another setting", line);
    assert_memory_equal(a->edge, b->edge, a->edges * sizeof *a->edge);
    assert_memory_equal(a->edge_rate, b->edge_rate, a->edges * sizeof *a->edge_rate);
    assert_memory_equal(a->node_rate, b->node_rate, a->nodes * sizeof *a->node_rate);
    assert_memory_equal(a->x, b->x, a->nodes * sizeof *a->x);
    assert_memory_equal(a->y, b->y, a->nodes * sizeof *a->y);
    for (size_t i = 0; i < a->nodes; i++)
        assert_true((a->label && a->label[i]) == (b->label && b->label[i]));
}

static void test_undo_redo(void **state)
{
    (void)state;
    static const char *const lines[] = {"rate comm 0.7",
                                        "rate comm total=3",
                                        "rate gradient 2",
                                        "rate node 3 0.25",
                                        "rate edge 7-8 0.5",
                                        "rate edge all 2",
                                        "follow off",
                                        "edge add 0 15",
                                        "edge cut 7 8",
                                        "edge cut 7 8 recentre",
                                        "edge cut 0 1",
                                        "node remove 3",
                                        "node remove 7",
                                        "node add",
                                        "node add to=2,9,11 data=4 label=n",
                                        "node add near=8 start=origin rate=3",
                                        "node stop 3",
                                        "node stop 8",
                                        "node slow 2 5",
                                        "recentre",
                                        "preset jmlr",
                                        "parameter beta 0.3",
                                        "reset",
                                        "seed 4",
                                        "topology cycle 8",
                                        "problem quadratic",
                                        "start origin"};
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        dadao_experiment *experiment = fresh("problem linear dim=2 samples=20");
        must(experiment, "run events=300");
        const dadao_scene *before = dadao_scene_retain(scene_of(experiment));
        must(experiment, lines[k]);
        const dadao_scene *after = dadao_scene_retain(scene_of(experiment));
        for (int round = 0; round < 2; round++) {
            must(experiment, "undo");
            assert_same_setting(before, scene_of(experiment), lines[k]);
            must(experiment, "run events=40; redo");
            assert_same_setting(after, scene_of(experiment), lines[k]);
            must(experiment, "run events=40");
        }
        dadao_error error = {0};
        must(experiment, "undo; rate gradient 1.5");
        assert_int_equal(carry_out(experiment, "redo", &error), DADAO_UNSUPPORTED); /* something else was changed */
        assert_int_not_equal(hash_of(experiment), 0);
        dadao_scene_release(before);
        dadao_scene_release(after);
        dadao_experiment_destroy(experiment);
    }
}

/* Taken back on the spot, an edit of nodes has left nothing behind but rounding. */
static void test_undo_gives_vectors_back(void **state)
{
    (void)state;
    enum { N = 16, ROW = 12 };
    static const char *const lines[] = {"node remove 3", "node remove 7", "edge cut 7 8 recentre", "recentre", "node stop 5"};
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        dadao_experiment *experiment = fresh("problem linear dim=2 samples=20");
        must(experiment, "run events=300; edge cut 0 1 recentre; run events=200; node stop 9; run events=100; node start 9");
        double before[N][ROW], after[ROW];
        for (size_t i = 0; i < N; i++)
            dadao_simulation_state(dadao_experiment_simulation(experiment, 0), i, false, before[i], NULL);
        must(experiment, lines[k]);
        must(experiment, "undo");
        for (size_t i = 0; i < N; i++) {
            dadao_simulation_state(dadao_experiment_simulation(experiment, 0), i, false, after, NULL);
            for (size_t v = 0; v < ROW; v++)
                if (!(fabs(after[v] - before[i][v]) <= 1e-12 * (1 + fabs(before[i][v]))))
                    fail_msg("%s, undo: node %zu entry %zu is %g, was %g", lines[k], i, v, after[v], before[i][v]);
        }
        dadao_experiment_destroy(experiment);
    }
}

/* ---- What edits conserve ---- */

/* The sums of z and z~ over all nodes. */
static void sum_of_z(dadao_experiment *experiment, double sum[4])
{
    const dadao_simulation *simulation = dadao_experiment_simulation(experiment, 0);
    double state[12];
    memset(sum, 0, 4 * sizeof *sum);
    for (size_t i = 0; i < dadao_topology_nodes(dadao_experiment_topology(experiment)); i++) {
        dadao_simulation_state(simulation, i, false, state, NULL);
        for (size_t k = 0; k < 4; k++)
            sum[k] += state[8 + k];
    }
}

static void random_edit(dadao_random *random, char *line, size_t capacity)
{
    unsigned a = (unsigned)dadao_core_random_below(random, 18), b = (unsigned)dadao_core_random_below(random, 18);
    double v = (double)dadao_core_random_below(random, 33) / 16;
    switch (dadao_core_random_below(random, 16)) {
    case 0:
        snprintf(line, capacity, "rate comm %g", 0.5 + v);
        break;
    case 1:
        snprintf(line, capacity, "rate node %u %g", a, v);
        break;
    case 2:
    case 3:
        snprintf(line, capacity, "rate edge %u-%u %g", a, b, v);
        break;
    case 4:
    case 5:
        snprintf(line, capacity, "edge add %u %u", a, b);
        break;
    case 6:
        snprintf(line, capacity, "edge cut %u %u", a, b);
        break;
    case 7:
        snprintf(line, capacity, "edge cut 7 8");
        break;
    case 8:
        snprintf(line, capacity, "node remove %u", a);
        break;
    case 9:
    case 10:
        snprintf(line, capacity, "node add to=%u,%u", a, b);
        break;
    case 11:
        snprintf(line, capacity, "node stop %u", a);
        break;
    case 12:
        snprintf(line, capacity, "node start %u", a);
        break;
    case 13:
        snprintf(line, capacity, "recentre");
        break;
    case 14:
        snprintf(line, capacity, "redo");
        break;
    default:
        snprintf(line, capacity, "undo");
        break;
    }
}

/* Removing and recentring make the sums 0; undo and redo of these go between the two; nothing else changes them, and no event. */
static bool keeps_sums(const char *line)
{
    return strncmp(line, "node remove", 11) != 0 && strcmp(line, "recentre") != 0 && strcmp(line, "undo") != 0 &&
           strcmp(line, "redo") != 0;
}

/* chi of the scene against a computation from nothing on the nodes that run. */
static void check_chi(const dadao_scene *scene, const char *line)
{
    size_t nodes = 0, edges = 0;
    uint32_t *index = calloc(scene->nodes, sizeof *index);
    dadao_edge *edge = calloc(scene->edges + 1, sizeof *edge);
    double *rate = calloc(scene->edges + 1, sizeof *rate);
    for (size_t i = 0; i < scene->nodes; i++)
        index[i] = scene->stopped && scene->stopped[i] ? UINT32_MAX : (uint32_t)nodes++;
    for (size_t e = 0; e < scene->edges; e++) {
        if (index[scene->edge[e].u] == UINT32_MAX || index[scene->edge[e].v] == UINT32_MAX) {
            assert_true(scene->edge_rate[e] == 0);
            continue;
        }
        edge[edges] = (dadao_edge){index[scene->edge[e].u], index[scene->edge[e].v]};
        rate[edges++] = scene->edge_rate[e];
    }
    dadao_spectrum spectrum;
    assert_int_equal(dadao_spectrum_compute(nodes, edges, edge, rate, &spectrum, NULL), DADAO_OK);
    if (!(isinf(scene->chi1) ? isinf(spectrum.chi1) : fabs(scene->chi1 / spectrum.chi1 - 1) < 1e-12) ||
        !(isinf(scene->chi2) ? isinf(spectrum.chi2) : fabs(scene->chi2 / spectrum.chi2 - 1) < 1e-12))
        fail_msg("after %s: chi1 %.17g, chi2 %.17g; fresh %.17g, %.17g", line, scene->chi1, scene->chi2, spectrum.chi1,
                 spectrum.chi2);
    assert_true(scene->connected == isfinite(spectrum.chi1));
    dadao_spectrum_clear(&spectrum);
    free(index);
    free(edge);
    free(rate);
}

static void test_random_edits(void **state)
{
    (void)state;
    dadao_random random;
    dadao_core_random_seed_named(&random, 3, "edits");
    size_t done = 0;
    for (int history = 0; history < 25; history++) {
        dadao_experiment *experiment = fresh("problem linear dim=2 samples=8");
        double before[4], after[4];
        char line[64];
        must(experiment, "run events=200");
        for (int step = 0; step < 40; step++) {
            dadao_error error = {0};
            sum_of_z(experiment, before);
            random_edit(&random, line, sizeof line);
            uint64_t hash = hash_of(experiment);
            if (carry_out(experiment, line, &error) != DADAO_OK) {
                assert_int_equal(hash_of(experiment), hash);
                assert_true(error.text[0] != '\0');
                continue;
            }
            done++;
            sum_of_z(experiment, after);
            for (size_t k = 0; k < 4 && keeps_sums(line); k++)
                if (!(fabs(after[k] - before[k]) <= 1e-8 * (1 + fabs(before[k]))))
                    fail_msg("`%s` changed a sum of z from %g to %g", line, before[k], after[k]);
            for (size_t k = 0; k < 4 && (strncmp(line, "node remove", 11) == 0 || strcmp(line, "recentre") == 0); k++)
                assert_true(fabs(after[k]) < 1e-8 * (1 + fabs(before[k])));
            check_chi(scene_of(experiment), line);
            must(experiment, "run events=30");
            sum_of_z(experiment, before);
            for (size_t k = 0; k < 4; k += 1) /* z and z~ mix in the flow: their sums do, never their weighted one */
                assert_true(isfinite(before[k]));
        }
        dadao_experiment_destroy(experiment);
    }
    assert_true(done > 300);
}

/* ---- Single commands ---- */

static void test_stop_and_start(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh("problem linear dim=2 samples=20");
    must(experiment, "rate edge 2-3 1.5; rate node 3 0.5; run events=300");
    const dadao_scene *before = dadao_scene_retain(scene_of(experiment));
    must(experiment, "node stop 3");
    const dadao_scene *scene = scene_of(experiment);
    assert_true(scene->node_rate[3] == 0 && scene->stopped && scene->stopped[3] && scene->connected && isfinite(scene->chi1));
    for (size_t e = 0; e < scene->edges; e++)
        if (scene->edge[e].u == 3 || scene->edge[e].v == 3)
            assert_true(scene->edge_rate[e] == 0 && isinf(scene->resistance[e]));
    assert_non_null(strstr(scene->guarantee.why, "node 3 is stopped"));
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(dadao_experiment_simulation(experiment, 0), &counters);
    uint64_t gradients = counters.node_gradients[3], talks = counters.node_communications[3];
    must(experiment, "run events=2000");
    dadao_simulation_counters_get(dadao_experiment_simulation(experiment, 0), &counters);
    assert_true(counters.node_gradients[3] == gradients && counters.node_communications[3] == talks);
    must(experiment, "node start 3");
    assert_same_setting(before, scene_of(experiment), "node stop 3; node start 3");
    dadao_scene_release(before);
    dadao_experiment_destroy(experiment);
}

static void test_join(void **state)
{
    (void)state;
    static const char *const problems[] = {"linear dim=2 samples=20", "logistic dim=3 samples=20", "quadratic kappa=5",
                                           "quadratic curvature=alternate dim=1", "linear samples=6 batch=2"};
    for (size_t k = 0; k < sizeof problems / sizeof *problems; k++) {
        char line[128];
        snprintf(line, sizeof line, "topology cycle 6; problem %s; run events=100", problems[k]);
        dadao_experiment *experiment = fresh(NULL);
        must(experiment, line);
        const dadao_scene *before = dadao_scene_retain(scene_of(experiment));
        must(experiment, "node add to=0,3");
        const dadao_scene *scene = scene_of(experiment);
        assert_int_equal(scene->nodes, 7);
        assert_int_equal(scene->edges, 8);
        assert_memory_equal(scene->x, before->x, 6 * sizeof *scene->x);
        assert_memory_equal(scene->y, before->y, 6 * sizeof *scene->y);
        assert_true(scene->mu <= before->mu && scene->smoothness >= before->smoothness);
        const dadao_problem *problem = dadao_experiment_problem(experiment);
        size_t d = dadao_problem_dimension(problem);
        double g[8], sum[8] = {0}, size = 0; /* x* is that of all seven */
        for (size_t i = 0; i < 7; i++) {
            dadao_problem_gradient(problem, i, dadao_problem_optimum(problem), g);
            for (size_t e = 0; e < d; e++) {
                sum[e] += g[e];
                size += fabs(g[e]);
            }
        }
        for (size_t e = 0; e < d; e++)
            assert_true(fabs(sum[e]) <= 1e-12 * size);
        must(experiment, "node add near=6 data=copy label=twin; node add; run events=200; node remove twin");
        assert_int_equal(scene_of(experiment)->nodes, 8);
        dadao_scene_release(before);
        dadao_experiment_destroy(experiment);
    }
}

/* Two who join draw different data, and the same ones in every run. */
static void test_joining_draws(void **state)
{
    (void)state;
    double g[3][2], x[2] = {0, 0};
    dadao_experiment *one = fresh("topology cycle 4; problem linear samples=10"),
                     *two = fresh("topology cycle 4; problem linear samples=10");
    must(one, "node add to=0; node add to=1");
    must(two, "node add to=2");
    dadao_problem_gradient(dadao_experiment_problem(one), 4, x, g[0]);
    dadao_problem_gradient(dadao_experiment_problem(one), 5, x, g[1]);
    dadao_problem_gradient(dadao_experiment_problem(two), 4, x, g[2]);
    assert_memory_equal(g[0], g[2], sizeof g[0]);
    assert_true(g[0][0] != g[1][0]);
    dadao_experiment_destroy(one);
    dadao_experiment_destroy(two);
}

typedef struct bad_line {
    const char *line;
    size_t column, length;
    const char *says;
} bad_line;

static void test_refusals(void **state)
{
    (void)state;
    static const bad_line lines[] = {
        {"node add to=0,99", 9, 7, "99"},       {"node add to=0,0", 9, 6, "twice"},     {"node add to=", 9, 3, "neither"},
        {"node add near=77", 9, 7, "77"},       {"node add data=x", 9, 6, "x"},         {"node add start=here", 9, 10, "origin"},
        {"node add rate=-1", 9, 7, "negative"}, {"node add label=", 9, 6, "name"},      {"node add 3", 9, 1, "usage"},
        {"node stop 99", 10, 2, "99"},          {"node start 3", 11, 1, "not stopped"}, {"node slow 3 0", 12, 1, "positive"},
        {"node slow 3", 11, 1, "missing"},      {"recentre 3", 9, 1, "too much"},       {"redo", 0, 0, "nothing to redo"}};
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        dadao_experiment *experiment = fresh(NULL);
        dadao_error error = {0};
        assert_int_not_equal(carry_out(experiment, lines[k].line, &error), DADAO_OK);
        if (!strstr(error.text, lines[k].says) || error.column != lines[k].column || error.length != lines[k].length)
            fail_msg("%s: at %zu+%zu: %s", lines[k].line, error.column, error.length, error.text);
        dadao_experiment_destroy(experiment);
    }
    dadao_experiment *experiment = fresh("topology path 4; problem quadratic curvature=1,2,3,4");
    dadao_error error = {0};
    assert_int_equal(carry_out(experiment, "node add to=0 data=new", &error), DADAO_UNSUPPORTED);
    assert_non_null(strstr(error.text, "data=copy"));
    must(experiment, "node add to=0; node stop 1; node stop 2; node stop 3");
    assert_int_equal(carry_out(experiment, "node stop 0", &error), DADAO_UNSUPPORTED);
    assert_int_equal(carry_out(experiment, "node remove 0", &error), DADAO_UNSUPPORTED);
    dadao_experiment_destroy(experiment);
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.memory_limit = 60000;
    assert_int_equal(dadao_experiment_create(&options, &experiment, NULL), DADAO_OK);
    dadao_status status = DADAO_OK;
    for (int k = 0; k < 200 && status == DADAO_OK; k++)
        status = carry_out(experiment, "node add", &error);
    assert_int_equal(status, DADAO_TOO_LARGE);
    dadao_experiment_destroy(experiment);
}

/* Every example can be carried out on what is there, runs, and is taken back and made again as one. */
static void test_examples(void **state)
{
    (void)state;
    for (size_t k = 0; k < dadao_experiment_example_count(); k++) {
        char line[64];
        dadao_experiment *experiment = fresh("topology cycle 5; problem quadratic");
        must(experiment, "run events=10");
        const dadao_scene *before = dadao_scene_retain(scene_of(experiment));
        snprintf(line, sizeof line, "example %s", dadao_experiment_example_at(k)->name);
        must(experiment, line);
        const dadao_scene *after = dadao_scene_retain(scene_of(experiment));
        must(experiment, "run events=200; undo");
        assert_same_setting(before, scene_of(experiment), line);
        must(experiment, "redo; run events=20");
        assert_same_setting(after, scene_of(experiment), line);
        dadao_scene_release(before);
        dadao_scene_release(after);
        dadao_experiment_destroy(experiment);
    }
    dadao_experiment *experiment = fresh(NULL);
    dadao_error error = {0};
    assert_int_equal(carry_out(experiment, "example brigde", &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "bridge"));
    must(experiment, "example too-quiet; run events=200000");
    assert_true(dadao_simulation_diverged(dadao_experiment_simulation(experiment, 0))); /* as it says */
    must(experiment, "example guarantee");
    assert_true(scene_of(experiment)->guarantee.holds);
    dadao_experiment_destroy(experiment);
}

/* A lane whose method cannot run on what a cut would leave is named, and nothing has changed, in no lane. */
static void test_lanes(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh("topology barbell 8; problem linear samples=20; lane add msda");
    dadao_error error = {0};
    must(experiment, "run until t=5; node add to=0,1; run until t=6; node remove 2; run until t=7; undo; run until t=8");
    uint64_t hash = hash_of(experiment);
    static const char *const lines[] = {"edge cut 3 4", "node stop 2", "rate edge 3 4 0"};
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        assert_int_not_equal(carry_out(experiment, lines[k], &error), DADAO_OK);
        assert_non_null(strstr(error.text, "msda"));
        assert_int_equal(hash_of(experiment), hash);
    }
    must(experiment, "run until t=9; lane remove msda; edge cut 3 4; node stop 2; run until t=10");
    dadao_experiment_destroy(experiment);
}

/* MATHS: path 10 plus an end-to-end edge: chi2 tends to 4.5 as its rate tends to 0, and is 0.5 at 0. */
static void test_jump(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh("topology path 10; rate edge all 1; edge add 0 9 rate=1e-12");
    assert_true(fabs(scene_of(experiment)->chi2 / 4.5 - 1) < 1e-9);
    dadao_notes notes = {0};
    assert_int_equal(dadao_experiment_execute(experiment, "rate edge 0 9 0", &notes, NULL), DADAO_OK);
    assert_true(fabs(scene_of(experiment)->chi2 / 0.5 - 1) < 1e-12);
    assert_non_null(strstr(notes.text, "chi2 is 0.5; it tends to 4.5"));
    dadao_core_notes_clear(&notes);
    assert_int_equal(dadao_experiment_execute(experiment, "rate edge 4 5 0", &notes, NULL),
                     DADAO_OK); /* a bridge: no jump but a fall */
    assert_non_null(strstr(notes.text, "fallen into 2 parts"));
    dadao_core_notes_clear(&notes);
    dadao_experiment_destroy(experiment);
}

/* ---- Where parts head ---- */

static dadao_lane_snapshot *publish(dadao_experiment *experiment, dadao_snapshot *snapshot)
{
    dadao_error error = {0};
    if (dadao_experiment_publish(experiment, snapshot, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    return &snapshot->lane[0];
}

typedef struct cut {
    const char *line;
    dadao_heading kind[2];
    const char *says;
} cut;

static const cut cuts[] = {
    {"edge cut 7 8", {DADAO_HEADS_TILTED, DADAO_HEADS_TILTED}, "sums of z"},
    {"edge cut 7 8 recentre", {DADAO_HEADS_OWN, DADAO_HEADS_OWN}, "own optimum"},
    {"edge cut 7 8; run events=500; recentre", {DADAO_HEADS_OWN, DADAO_HEADS_OWN}, "own optimum"},
    {"rate edge 7 8 0", {DADAO_HEADS_TILTED, DADAO_HEADS_TILTED}, "sums of z"},
    {"node stop 3", {DADAO_HEADS_TILTED, DADAO_HEADS_STANDS}, "node 3 is stopped"},
    {"rate node 9 0", {DADAO_HEADS_FROZEN, DADAO_HEADS_UNKNOWN}, "without gradients stands"},
    {"node stop 3; run events=500; node start 3", {DADAO_HEADS_OPTIMUM, DADAO_HEADS_UNKNOWN}, "x*"},
    {"edge cut 7 8; run events=500; edge add 7 8", {DADAO_HEADS_OPTIMUM, DADAO_HEADS_UNKNOWN}, "x*"},
    {"node remove 5", {DADAO_HEADS_OPTIMUM, DADAO_HEADS_UNKNOWN}, "x*"},
    {"node add to=1,2", {DADAO_HEADS_OPTIMUM, DADAO_HEADS_UNKNOWN}, "x*"},
};

/* Every part is told where it heads, and that is where it goes. */
static void check_cut(const char *problem, const cut *what)
{
    dadao_experiment *experiment = fresh(problem);
    dadao_snapshot snapshot = {0};
    must(experiment, "run events=400");
    must(experiment, what->line);
    dadao_lane_snapshot *lane = publish(experiment, &snapshot);
    const dadao_scene *scene = snapshot.scene;
    dadao_destination to[2] = {lane->destination[0], lane->destination[1]};
    size_t parts = lane->destinations;
    assert_int_equal(parts, scene->components);
    for (size_t c = 0; c < parts; c++)
        if (to[c].kind != what->kind[c])
            fail_msg("%s; %s: part %zu is of kind %d: %s", problem, what->line, c, (int)to[c].kind, lane->heading);
    assert_non_null(strstr(lane->heading, what->says));
    must(experiment, "error target=component; run events=120000");
    lane = publish(experiment, &snapshot);
    assert_true(snapshot.scene->error_by_part);
    size_t d = snapshot.scene->dimension;
    double start = dadao_simulation_initial_error(dadao_experiment_simulation(experiment, 0)), state[6 * 8];
    for (size_t i = 0; i < snapshot.scene->nodes; i++) {
        size_t part = snapshot.scene->component[i];
        dadao_simulation_state(dadao_experiment_simulation(experiment, 0), i, false, state, NULL);
        double off = 0;
        for (size_t k = 0; k < d; k++)
            off += (state[k] - to[part].point[k]) * (state[k] - to[part].point[k]);
        if (!(off < 1e-4 * start)) /* the node whose x stands pulls slowly */
            fail_msg("%s; %s: node %zu is %g from where its part heads", problem, what->line, i, off);
        /* Shown is the last event's x; who is stopped moves on between x and x~ without one. */
        if (!(snapshot.scene->stopped && snapshot.scene->stopped[i]))
            assert_true(lane->node_error[i] < 1e-4 * start);
    }
    assert_true(lane->history[lane->history_count - 1].msd < 1e-4 * start);
    must(experiment, "error target=global");
    lane = publish(experiment, &snapshot);
    for (size_t c = 0; c < parts; c++)
        if (to[c].kind != DADAO_HEADS_STANDS) /* the same distances, seen from x* */
            assert_true(fabs(sqrt(lane->node_error[to[c].first]) - to[c].from_optimum) < 1e-2 * sqrt(start));
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

static void test_destinations(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof cuts / sizeof *cuts; k++) {
        check_cut("problem linear dim=2 samples=20", &cuts[k]);
        check_cut("problem logistic dim=3 samples=20", &cuts[k]);
    }
}

/* More parts than are told of; two that stand and cannot agree. */
static void test_many_parts(void **state)
{
    (void)state;
    dadao_experiment *experiment = fresh("problem linear samples=20");
    dadao_snapshot snapshot = {0};
    must(experiment, "run events=100; rate edge all 0; run events=1000");
    dadao_lane_snapshot *lane = publish(experiment, &snapshot);
    assert_int_equal(lane->destinations, DADAO_SCENE_PARTS);
    assert_int_equal(snapshot.scene->components, 16);
    assert_non_null(strstr(lane->heading, "13 more parts"));
    assert_non_null(strstr(snapshot.scene->guarantee.why, "in 16 parts"));
    must(experiment, "undo; rate node 1 0; rate node 2 0");
    lane = publish(experiment, &snapshot);
    assert_int_equal(lane->destination[0].kind, DADAO_HEADS_APART);
    assert_int_equal(lane->destination[0].entries, 0);
    assert_non_null(strstr(lane->heading, "cannot agree"));
    assert_non_null(strstr(snapshot.scene->guarantee.why, "gradient rates of 2 nodes"));
    dadao_error error = {0};
    assert_int_equal(carry_out(experiment, "error target=local", &error), DADAO_SYNTAX);
    assert_int_equal(error.column, 6);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undo_redo),    cmocka_unit_test(test_undo_gives_vectors_back),
        cmocka_unit_test(test_random_edits), cmocka_unit_test(test_stop_and_start),
        cmocka_unit_test(test_join),         cmocka_unit_test(test_joining_draws),
        cmocka_unit_test(test_refusals),     cmocka_unit_test(test_destinations),
        cmocka_unit_test(test_jump),         cmocka_unit_test(test_lanes),
        cmocka_unit_test(test_examples),     cmocka_unit_test(test_many_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
