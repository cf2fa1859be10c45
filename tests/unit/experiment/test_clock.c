/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock for real machines as others meet it: switched, in quantities, in the summary, in completions, on the way back. */
#include "drive.h"

#include <jansson.h>
#include <stdio.h>

static dadao_experiment *begin(const char *line)
{
    dadao_experiment *experiment = drive_fresh();
    must(experiment, line);
    return experiment;
}

static double number(dadao_experiment *experiment, const char *expression)
{
    double value = NAN;
    dadao_error error = {0};
    if (dadao_experiment_evaluate(experiment, expression, &value, &error) != DADAO_OK)
        fail_msg("%s: %s", expression, error.text);
    return value;
}

static const char three_lanes[] = "topology grid 3 3; problem linear dim=3; lane add msda; lane add continuized; "
                                  "cost communication time=0.3 law=lognormal sigma=0.4; cost gradient time=2; ";

static void test_switch(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin(three_lanes);
    const dadao_scene *scene = dadao_experiment_scene(experiment, NULL);
    assert_true(scene->cost_on && !scene->slowness);
    must(experiment, "cost node 4 factor=7; cost edge 0 1 factor=3; cost switch");
    scene = dadao_experiment_scene(experiment, NULL);
    assert_false(scene->cost_on);
    must(experiment, "cost off; cost switch"); /* off twice is off; what was said comes back */
    scene = dadao_experiment_scene(experiment, NULL);
    assert_true(scene->cost_on && scene->cost_time[0] == 2 && scene->cost_time[1] == 0.3);
    assert_int_equal(scene->cost_law[1].kind, DADAO_LAW_LOGNORMAL);
    for (size_t k = 0; k < scene->nodes; k++)
        assert_true(scene->slowness[k] == (k == 4 ? 7 : 1));
    for (size_t e = 0; e < scene->edges; e++)
        assert_true(scene->slowness[scene->nodes + e] == (scene->edge[e].u == 0 && scene->edge[e].v == 1 ? 3 : 1));
    must(experiment, "cost on; undo");
    assert_false(dadao_experiment_scene(experiment, NULL)->cost_on); /* `cost on` changed nothing: the switch was undone */
    dadao_experiment_destroy(experiment);
}

/* wall is what passed by the clock of its time, cost by the prices of now, vectors two a communication of DADAO. */
static void test_quantities(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology grid 3 3; problem linear dim=3; lane add msda; run until t=10");
    assert_true(number(experiment, "wall") == number(experiment, "t"));
    assert_true(number(experiment, "vectors") == 2 * number(experiment, "communications"));
    assert_true(number(experiment, "cost(1)") == number(experiment, "gradients(1)+communications(1)"));
    must(experiment, "cost gradient time=3; cost price gradient=5 communication=0.5; run until t=20");
    assert_true(fabs(number(experiment, "wall") - 40) < 1e-9);
    assert_true(fabs(number(experiment, "wall(1)") - number(experiment, "wall")) < 1e-9);
    assert_true(number(experiment, "cost(1)") == number(experiment, "5*gradients(1)+0.5*communications(1)"));
    dadao_experiment_destroy(experiment);
}

static json_t *summary(dadao_experiment *experiment)
{
    char *text;
    assert_int_equal(dadao_experiment_summary_json(experiment, 1, &text, NULL), DADAO_OK);
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    free(text);
    return json;
}

static void expect_text(dadao_experiment *experiment, const char *part, bool wanted)
{
    dadao_notes text = {0};
    assert_int_equal(dadao_experiment_summary_text(experiment, 1, &text, NULL), DADAO_OK);
    const bool there = text.text && strstr(text.text, part);
    if (there != wanted)
        fail_msg("the summary says %s '%s'", wanted ? "not" : "wrongly", part);
    dadao_core_notes_clear(&text);
}

static void test_summary(void **state)
{
    (void)state;
    dadao_experiment *experiment = begin("topology grid 3 3; problem linear dim=3; lane add continuized; run until t=5");
    json_t *json = summary(experiment);
    assert_string_equal(json_string_value(json_object_get(json, "clock")), "instantaneous events");
    assert_true(json_is_true(json_object_get(json, "units_of_time_differ")));
    json_decref(json);
    expect_text(experiment, "instantaneous events, as in the papers", true);
    expect_text(experiment, "on the clock for real machines", false);
    expect_text(experiment, "t of lane 1 is not t of lane 0", true);
    must(experiment, "cost communication time=0.25 law=lognormal sigma=0.75; cost node 2 factor=9; run until t=8");
    json = summary(experiment);
    assert_string_equal(json_string_value(json_object_get(json, "clock")), "real machines");
    assert_true(json_number_value(json_object_get(json, "communication_time")) == 0.25);
    assert_true(json_number_value(json_object_get(json, "communication_sigma")) == 0.75);
    assert_string_equal(json_string_value(json_object_get(json, "gradient_law")), "exponential");
    assert_int_equal(json_integer_value(json_object_get(json, "stragglers")), 1);
    assert_true(json_is_false(json_object_get(json, "units_of_time_differ")));
    json_t *lanes = json_object_get(json, "lanes");
    for (size_t k = 0; k < json_array_size(lanes); k++) {
        char wall[32], cost[32];
        snprintf(wall, sizeof wall, "wall(%zu)", k), snprintf(cost, sizeof cost, "cost(%zu)", k);
        assert_true(json_number_value(json_object_get(json_array_get(lanes, k), "wall")) == number(experiment, wall));
        assert_true(json_number_value(json_object_get(json_array_get(lanes, k), "cost")) == number(experiment, cost));
    }
    json_decref(json);
    expect_text(experiment, "a communication 0.25 (lognormal, sigma 0.75); 1 slow node or edge", true);
    expect_text(experiment, "on the clock for real machines", true);
    expect_text(experiment, "t of lane 1 is not t of lane 0", false);
    dadao_experiment_destroy(experiment);
}

typedef struct offers {
    const char *wanted;
    bool there;
} offers;

static void hear(void *context, size_t start, const char *candidate, const char *hint)
{
    offers *heard = context;
    (void)start, (void)hint;
    heard->there = heard->there || strcmp(candidate, heard->wanted) == 0;
}

static void test_completions(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"cost ", "switch"},
        {"cost gradient t", "time="},
        {"cost gradient law=c", "law=constant"},
        {"cost communication ", "law=lognormal"},
        {"cost communication time=1 s", "sigma="},
        {"cost price ", "communication="},
        {"cost node 3 ", "factor="},
        {"cost edge 0 1 f", "factor="},
        {"cost edge 0-1 ", "factor="},
        {"print wa", "wall"},
        {"print ve", "vectors"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        offers heard = {rows[k][1], false};
        dadao_experiment_complete(NULL, NULL, rows[k][0], strlen(rows[k][0]), hear, &heard);
        if (!heard.there)
            fail_msg("after '%s' there is no %s", rows[k][0], rows[k][1]);
    }
}

enum { LANES = 3 };

typedef struct moment {
    uint64_t hash[LANES];
    double wall[LANES];
} moment;

static void take(dadao_experiment *experiment, moment *now)
{
    assert_int_equal(dadao_experiment_settle(experiment, NULL), DADAO_OK);
    for (size_t k = 0; k < LANES; k++) {
        char wall[32];
        snprintf(wall, sizeof wall, "wall(%zu)", k);
        now->hash[k] = dadao_simulation_hash(dadao_experiment_simulation(experiment, k));
        now->wall[k] = number(experiment, wall);
    }
}

static void expect_same(dadao_experiment *experiment, const moment *then, const char *where)
{
    moment now;
    take(experiment, &now);
    for (size_t k = 0; k < LANES; k++) {
        if (now.hash[k] != then->hash[k])
            fail_msg("%s: another state of lane %zu", where, k);
        if (now.wall[k] < then->wall[k] || now.wall[k] > then->wall[k])
            fail_msg("%s: lane %zu stood at %.17g on the wall and stands at %.17g", where, k, then->wall[k], now.wall[k]);
    }
}

/* Times and stragglers change on the way; going back and on again finds every lane in the same state at the same time of the
 * wall, to the bit, whether the way back lies in one stretch of the clock or crosses a change of it. */
static void test_back_and_on_again(void **state)
{
    (void)state;
    static const char *const laws[] = {"constant", "exponential", "lognormal"};
    static const char *const changes[] = {"cost gradient time=5", "cost node 4 factor=8",   "cost off",
                                          "cost switch",          "cost edge 0 1 factor=3", "cost price communication=4"};
    enum { CHANGES = sizeof changes / sizeof *changes };
    for (size_t l = 0; l < 3; l++) {
        moment at[CHANGES], end;
        char line[128];
        dadao_experiment *experiment = begin(three_lanes);
        snprintf(line, sizeof line, "cost gradient time=1.5 law=%s; keyframes budget=8; run until event=200", laws[l]);
        must(experiment, line);
        for (size_t k = 0; k < CHANGES; k++) {
            snprintf(line, sizeof line, "%s; run until event=%zu", changes[k], 200 * (k + 1) + 137);
            must(experiment, line);
            take(experiment, &at[k]);
            snprintf(line, sizeof line, "run until event=%zu", 200 * (k + 2));
            must(experiment, line);
        }
        take(experiment, &end);
        for (size_t k = CHANGES; k-- > 0;) {
            snprintf(line, sizeof line, "goto event=%zu", 200 * (k + 1) + 137);
            must(experiment, line);
            expect_same(experiment, &at[k], line);
            must(experiment, "goto end");
            expect_same(experiment, &end, laws[l]);
        }
        must(experiment, "goto event=100");
        for (size_t k = 0; k < CHANGES; k++) {
            snprintf(line, sizeof line, "goto event=%zu", 200 * (k + 1) + 137);
            must(experiment, line);
            expect_same(experiment, &at[k], line);
        }
        dadao_experiment_destroy(experiment);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_switch),      cmocka_unit_test(test_quantities),        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_completions), cmocka_unit_test(test_back_and_on_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
