/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies on the screen: the commands that ask, the plan that comes of it, and what the panes say of outcomes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"

static const char script[] =
    "seed 4\ntopology cycle 14\nproblem quadratic dim=2 kappa=10\nmethod dadao\npreset icml\nparameter eta 0.3\n"
    "rate gradient 2\nrate comm 1\n";

/* A study whose outcomes are a formula: few communications at small rates, which diverge below 0.5. */
static void make(dadao_view_state *view, dadao_study_kind kind, const char *command, dadao_study *study)
{
    dadao_error error = {0};
    if (dadao_view_execute(view, NULL, command, &error) != DADAO_OK)
        fail_msg("%s: %s", command, error.text);
    *study = (dadao_study){.state = DADAO_STUDY_OVER};
    assert_int_equal(dadao_view_study_plan(&view->study[kind], script, &study->plan, &error), DADAO_OK);
    study->count = study->done = dadao_sweep_plan_points(&study->plan) * study->plan.repeats;
    study->outcome = calloc(study->count, sizeof *study->outcome);
    const dadao_sweep_axis *axis = study->plan.axis;
    for (size_t k = 0; k < study->count; k++) {
        const size_t point = k / study->plan.repeats, seed = k % study->plan.repeats;
        const double a = axis[0].numeric ? axis[0].number[point % axis[0].count] : (double)(point + 1);
        const double b = study->plan.axes > 1 ? axis[1].number[point / axis[0].count] : 1;
        dadao_sweep_outcome *o = &study->outcome[k];
        *o = (dadao_sweep_outcome){.state = DADAO_SWEEP_DONE, .diverged = a < 0.5, .reached = a >= 0.5 && a < 9, .error = 1e-7};
        o->t = 100 * (1 + 1 / a / a) + 3 * (double)seed;
        o->gradients = 14 * b * o->t, o->communications = 20 * a * o->t;
    }
    view->study[kind].study = study;
    view->notice[0] = '\0';
}

static char *screen(dadao_view_state *view, const synthetic *s, int columns, int rows)
{
    dadao_canvas canvas = {0};
    int x, y;
    assert_true(dadao_view_canvas_resize(&canvas, columns, rows));
    dadao_view_screen(&canvas, &s->snapshot, view, &x, &y);
    char *text = golden_text(&canvas);
    dadao_view_canvas_free(&canvas);
    return text;
}

static void expect(dadao_view_state *view, const synthetic *s, const char *part, bool wanted)
{
    char *text = screen(view, s, 130, 36);
    if ((strstr(text, part) != NULL) != wanted)
        fail_msg("%s '%s' in\n%s", wanted ? "no" : "there is", part, text);
    free(text);
}

/* ---- Goldens ---- */

static const struct {
    const char *name, *command, *zoom;
    dadao_study_kind kind;
} scenes[] = {{"trade-off", "tradeoff start rate=0.25..8/11log against=communications", "zoom trade-off", DADAO_STUDY_TRADEOFF},
              {"trade-off-map", "tradeoff start rate=0.25..8/11log kappa=1,10,100,1000 against=communications", "zoom trade-off",
               DADAO_STUDY_TRADEOFF},
              {"league", "league start by=cost", "zoom league", DADAO_STUDY_LEAGUE}};

static void golden_studies(void **state)
{
    (void)state;
    static const int size[][2] = {{80, 24}, {120, 36}, {200, 50}};
    synthetic s;
    synthetic_make(&s, 14, 400);
    for (size_t k = 0; k < 3; k++)
        for (size_t n = 0; n < 3; n++)
            for (int ascii = 0; ascii < 2; ascii++)
                for (int mono = 0; mono < 2; mono++) {
                    dadao_view_state view;
                    dadao_study study;
                    char name[80];
                    golden_prepare(&view, ascii ? DADAO_GLYPHS_ASCII : DADAO_GLYPHS_BRAILLE, mono ? 0 : 256, &s.snapshot);
                    make(&view, scenes[k].kind, scenes[k].command, &study);
                    assert_int_equal(dadao_view_execute(&view, NULL, scenes[k].zoom, NULL), DADAO_OK);
                    view.notice[0] = '\0';
                    snprintf(name, sizeof name, "study-%s-%dx%d-%s-%s", scenes[k].name, size[n][0], size[n][1],
                             ascii ? "ascii" : "utf8", mono ? "mono" : "colour");
                    golden_compare(name, size[n][0], size[n][1], &view, &s.snapshot);
                    dadao_view_study_clear(&study);
                }
    synthetic_free(&s);
}

/* ---- What the plan is ---- */

static void plans(void **state)
{
    (void)state;
    dadao_view_state view;
    dadao_sweep_plan plan;
    dadao_error error = {0};
    char *text;
    dadao_view_state_init(&view);
    assert_int_equal(dadao_view_execute(&view, NULL, "tradeoff rate=0.5,2 error=1e-4 repeats=2", &error), DADAO_OK);
    dadao_study_wish *wish = &view.study[DADAO_STUDY_TRADEOFF];
    assert_true(wish->wanted);
    assert_int_equal(wish->asked, 1);
    assert_int_equal(dadao_view_study_plan(wish, script, &plan, &error), DADAO_OK);
    assert_int_equal(dadao_sweep_plan_points(&plan), 2);
    assert_int_equal(plan.repeats, 2);
    assert_int_equal(dadao_sweep_plan_script(&plan, 1, 1, &text, &error), DADAO_OK);
    assert_non_null(strstr(text, "seed 5"));
    assert_non_null(strstr(text, "rate comm 2"));
    assert_null(strstr(text, "rate comm 1"));
    assert_non_null(strstr(text, "parameter eta 0.3"));
    assert_non_null(strstr(text, "until error<0.0001"));
    free(text);
    /* the slider of what is varied makes it no other study; another network does */
    assert_false(
        dadao_view_study_differs(wish,
                                 "seed 4\ntopology cycle 14\nproblem quadratic dim=2 kappa=10\nmethod dadao\npreset icml\n"
                                 "parameter eta 0.3\nrate gradient 2\nrate comm 3\n",
                                 &plan));
    assert_true(dadao_view_study_differs(wish, "topology star 9\n", &plan));
    dadao_sweep_plan_clear(&plan);
    /* other methods do not get this one's parameters */
    assert_int_equal(dadao_view_execute(&view, NULL, "league start", &error), DADAO_OK);
    assert_int_equal(dadao_view_study_plan(&view.study[DADAO_STUDY_LEAGUE], script, &plan, &error), DADAO_OK);
    assert_true(plan.axis[0].count > 10);
    assert_int_equal(dadao_sweep_plan_script(&plan, 1, 0, &text, &error), DADAO_OK);
    assert_null(strstr(text, "eta"));
    assert_null(strstr(text, "icml"));
    free(text);
    dadao_sweep_plan_clear(&plan);
}

static void refuse(dadao_view_state *view, const char *line, const char *part, size_t column)
{
    dadao_error error = {0};
    const uint64_t asked = view->study[0].asked;
    assert_int_not_equal(dadao_view_execute(view, NULL, line, &error), DADAO_OK);
    if (!strstr(error.text, part))
        fail_msg("%s: '%s' is not in '%s'", line, part, error.text);
    assert_int_equal(error.column, column);
    assert_int_equal(view->study[0].asked, asked);
}

static void what_it_refuses(void **state)
{
    (void)state;
    dadao_view_state view;
    dadao_view_state_init(&view);
    refuse(&view, "tradeoff begin", "start, stop", 9);
    refuse(&view, "tradeoff start rtae=1,2", "did you mean 'rate'", 15);
    refuse(&view, "tradeoff over=total", "needs its values", 9);
    refuse(&view, "tradeoff error=-1", "a positive error", 9);
    refuse(&view, "tradeoff error=nan", "a positive error", 9);
    refuse(&view, "tradeoff repeats=1.5", "a number of seeds", 9);
    refuse(&view, "tradeoff against=joy", "time, gradients", 9);
    refuse(&view, "tradeoff rate=1,2 n=8 kappa=3", "one or two", 22);
    refuse(&view, "league rate=1", "method=LIST", 7);
}

/* ---- What the panes say ---- */

static void what_it_says(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_study study;
    synthetic_make(&s, 14, 400);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
    assert_int_equal(dadao_view_execute(&view, NULL, "zoom trade-off", NULL), DADAO_OK);
    expect(&view, &s, "Enter runs this experiment", true);
    make(&view, DADAO_STUDY_TRADEOFF, "tradeoff start rate=0.25..8/11log against=communications", &study);
    s.scene.rate_factor = 2;
    expect(&view, &s, "best: rate 1.00", true); /* a + 1/a */
    expect(&view, &s, "now: about 5,120, 1.26 times the best", true);
    /* turned prices move the best point without a new run: with gradients dear, more talk pays */
    view.study[DADAO_STUDY_TRADEOFF].against = DADAO_SWEEP_COST;
    s.scene.price[0] = 1, s.scene.price[1] = 0;
    expect(&view, &s, "best: rate 8.00", true);
    s.scene.price[0] = 0.001, s.scene.price[1] = 1;
    expect(&view, &s, "best: rate 1.00", true);
    study.stale = true;
    expect(&view, &s, "of the settings before", true);
    expect(&view, &s, "now: about", false);
    study.state = DADAO_STUDY_FAILED;
    strcpy(study.failure, "kappa is nothing that linear has");
    expect(&view, &s, "kappa is nothing that linear has", true);
    dadao_view_study_clear(&study);
    synthetic_free(&s);
}

static void what_the_league_says(void **state)
{
    (void)state;
    synthetic s;
    dadao_view_state view;
    dadao_study study;
    synthetic_make(&s, 14, 400);
    s.scene.method = dadao_method_at(0);
    golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
    assert_int_equal(dadao_view_execute(&view, NULL, "zoom league", NULL), DADAO_OK);
    expect(&view, &s, "Enter runs every method", true);
    make(&view, DADAO_STUDY_LEAGUE, "league start method=msda,dadao,extra by=communications", &study);
    expect(&view, &s, "  1 msda", false); /* a + 1/a: the first and the second are 40 and 50 */
    expect(&view, &s, "  1  msda", true);
    expect(&view, &s, "  2 >dadao", true);
    for (size_t k = 0; k < study.plan.repeats; k++)
        study.outcome[k].diverged = true, study.outcome[k].reached = false;
    expect(&view, &s, "  1 >dadao", true);
    expect(&view, &s, "diverges", true);
    study.outcome[3].state = DADAO_SWEEP_WAITING;
    expect(&view, &s, "running", true);
    dadao_view_study_clear(&study);
    synthetic_free(&s);
}

static void every_size(void **state)
{
    (void)state;
    synthetic s;
    synthetic_make(&s, 14, 400);
    for (size_t k = 0; k < 3; k++) {
        dadao_view_state view;
        dadao_study study;
        golden_prepare(&view, DADAO_GLYPHS_BRAILLE, 256, &s.snapshot);
        make(&view, scenes[k].kind, scenes[k].command, &study);
        assert_int_equal(dadao_view_execute(&view, NULL, scenes[k].zoom, NULL), DADAO_OK);
        for (int columns = 20; columns < 130; columns += 7)
            for (int rows = 5; rows < 45; rows += 3)
                free(screen(&view, &s, columns, rows));
        for (size_t n = 0; n < study.count; n++)
            study.outcome[n].reached = false, study.outcome[n].state = n % 3 ? DADAO_SWEEP_FAILED : DADAO_SWEEP_WAITING;
        free(screen(&view, &s, 100, 30));
        dadao_view_study_clear(&study);
    }
    synthetic_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden_studies),       cmocka_unit_test(plans),
                                       cmocka_unit_test(what_it_refuses),      cmocka_unit_test(what_it_says),
                                       cmocka_unit_test(what_the_league_says), cmocka_unit_test(every_size)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
