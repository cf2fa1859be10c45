/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as commands: another experiment that carries them out is the same one at t = 0. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/experiment.h"

static dadao_experiment *begin(const char *commands)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    dadao_experiment *experiment;
    dadao_error error = {0};
    dadao_notes answer = {0};
    bool done = false;
    options.graphs = "graphs";
    assert_int_equal(dadao_experiment_create(&options, &experiment, &error), DADAO_OK);
    bool more = true;
    if (dadao_experiment_execute(experiment, commands, &answer, &error) != DADAO_OK)
        fail_msg("%s: %s", commands, error.text);
    while (more) {
        while (!done)
            assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, &error), DADAO_OK);
        if (dadao_experiment_continue(experiment, &more, &answer, &error) != DADAO_OK)
            fail_msg("%s", error.text);
        done = false;
    }
    free(answer.text);
    return experiment;
}

static const dadao_scene *scene_of(dadao_experiment *experiment)
{
    dadao_error error = {0};
    const dadao_scene *scene = dadao_experiment_scene(experiment, &error);
    if (!scene)
        fail_msg("%s", error.text);
    return scene;
}

static void round_trip(const char *commands)
{
    dadao_experiment *one = begin(commands);
    const dadao_scene *a = scene_of(one);
    assert_true(a->script_whole);
    char *script = strdup(a->script);
    for (char *c = script; (c = strchr(c, '\n')) != NULL;)
        *c = ';';
    dadao_experiment *other = begin(script);
    const dadao_scene *b = scene_of(other);
    assert_int_equal(a->nodes, b->nodes);
    assert_int_equal(a->edges, b->edges);
    assert_int_equal(a->seed, b->seed);
    assert_string_equal(a->problem, b->problem);
    assert_ptr_equal(a->method, b->method);
    assert_string_equal(a->preset, b->preset);
    assert_int_equal(a->cost_on, b->cost_on);
    assert_int_equal(a->stopped_count, b->stopped_count);
    for (size_t e = 0; e < a->edges; e++) {
        assert_int_equal(a->edge[e].u, b->edge[e].u);
        assert_int_equal(a->edge[e].v, b->edge[e].v);
        assert_true(fabs(a->edge_rate[e] - b->edge_rate[e]) <= 1e-12 * a->edge_rate[e]);
    }
    for (size_t i = 0; i < a->nodes; i++)
        assert_true(fabs(a->node_rate[i] - b->node_rate[i]) <= 1e-12);
    for (size_t k = 0; k < dadao_method_parameter_count(a->method); k++)
        if (a->overridden >> k & 1u)
            assert_true(fabs(a->parameters[k] - b->parameters[k]) <= 0);
    assert_string_equal(a->script, b->script);
    free(script);
    dadao_experiment_destroy(one);
    dadao_experiment_destroy(other);
}

static void settings_come_back(void **state)
{
    (void)state;
    round_trip("topology cycle 8; problem linear dim=3");
    round_trip("topology star 7; problem quadratic dim=2 kappa=30; seed 9; method dadao; parameter theta 0.4; rate comm 2.5; "
               "rate gradient 3");
    round_trip("topology grid 3 3; start origin; method msda; run events=5; rate comm total=40");
    round_trip("topology cycle 8; method dadao; run events=50; edge add 0 4; edge cut 1 2; rate node 3 0.25; run events=20; node "
               "stop 5");
    round_trip("topology path 5; method dadao; cost gradient time=2; cost communication time=0.5 law=lognormal sigma=0.4; cost "
               "node 2 factor=4; "
               "cost edge 0 1 factor=3");
}

/* What undo took back is not known to be undone by the words alone. */
static void edits_that_cannot_be_told(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology cycle 8; method dadao; edge add 0 4; undo");
    const dadao_scene *scene = scene_of(experiment);
    assert_false(scene->script_whole);
    assert_null(strstr(scene->script, "edge add"));
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(settings_come_back), cmocka_unit_test(edits_that_cannot_be_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
