/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Studies in the background: begun, taken in step by step, stopped, started anew; a wrong one says why before anything runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/studies.h"

static char program[512];

typedef struct fixture {
    dadao_studies studies;
    dadao_view_state view;
    dadao_scene scene;
    char script[256];
} fixture;

static void make(fixture *f)
{
    memset(f, 0, sizeof *f);
    snprintf(f->script, sizeof f->script,
             "seed 3\ntopology cycle 6\nproblem quadratic dim=2 kappa=5\nmethod dadao\npreset icml\nrate comm 1\n");
    dadao_view_state_init(&f->view);
    f->studies.program = program, f->studies.graphs = "graphs";
    f->scene.script = f->script, f->scene.script_whole = true, f->scene.version = 1;
}

static void look(fixture *f, const char *line)
{
    dadao_error error = {0};
    if (dadao_view_execute(&f->view, NULL, line, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    dadao_tui_studies_follow(&f->studies, &f->view, &f->scene);
}

static void wait_for(fixture *f, dadao_study_kind kind)
{
    for (int k = 0; k < 5000 && dadao_tui_studies_fd(&f->studies, kind) >= 0; k++) {
        struct pollfd ready = {dadao_tui_studies_fd(&f->studies, kind), POLLIN, 0};
        assert_true(poll(&ready, 1, 20000) >= 0);
        dadao_tui_studies_serve(&f->studies, kind);
    }
    assert_int_equal(dadao_tui_studies_fd(&f->studies, kind), -1);
}

static void runs_to_the_end(void **state)
{
    (void)state;
    fixture f;
    dadao_sweep_summary summary;
    make(&f);
    look(&f, "tradeoff rate=1,4 error=1e-3 repeats=2");
    const dadao_study *study = f.view.study[DADAO_STUDY_TRADEOFF].study;
    assert_int_equal(study->state, DADAO_STUDY_RUNNING);
    wait_for(&f, DADAO_STUDY_TRADEOFF);
    if (study->state != DADAO_STUDY_OVER)
        fail_msg("%s", study->failure);
    assert_int_equal(study->done, 4);
    double communications[2];
    for (size_t k = 0; k < 2; k++) {
        dadao_view_study_summary(study, k, (const double[]){1, 1}, &summary);
        assert_int_equal(summary.reached, 2);
        communications[k] = summary.mean[DADAO_SWEEP_COMMUNICATIONS];
    }
    assert_true(communications[1] > 1.5 * communications[0]);
    /* the slider of what was varied leaves it valid, another problem does not */
    f.scene.version++, strcpy(strstr(f.script, "rate comm"), "rate comm 3\n");
    dadao_tui_studies_follow(&f.studies, &f.view, &f.scene);
    assert_false(study->stale);
    f.scene.version++, strcpy(f.script, "seed 3\ntopology cycle 8\nrate comm 3\n");
    dadao_tui_studies_follow(&f.studies, &f.view, &f.scene);
    assert_true(study->stale);
    dadao_tui_studies_clear(&f.studies);
}

static void stops_and_starts_anew(void **state)
{
    (void)state;
    fixture f;
    make(&f);
    look(&f, "tradeoff rate=1..2/40 repeats=20 error=1e-9");
    const dadao_study *study = f.view.study[DADAO_STUDY_TRADEOFF].study;
    look(&f, "tradeoff stop");
    assert_int_equal(study->state, DADAO_STUDY_STOPPED);
    assert_int_equal(dadao_tui_studies_fd(&f.studies, DADAO_STUDY_TRADEOFF), -1);
    look(&f, "tradeoff rate=1 repeats=1 error=1e-2");
    wait_for(&f, DADAO_STUDY_TRADEOFF);
    assert_int_equal(study->state, DADAO_STUDY_OVER);
    assert_int_equal(study->count, 1);
    look(&f, "tradeoff against=time"); /* needs no runs */
    assert_int_equal(study->state, DADAO_STUDY_OVER);
    dadao_tui_studies_clear(&f.studies);
}

static void says_what_is_wrong(void **state)
{
    (void)state;
    fixture f;
    make(&f);
    strcpy(f.script, "topology cycle 6\nproblem linear dim=2\n");
    look(&f, "tradeoff kappa=1,10 repeats=1");
    const dadao_study *study = f.view.study[DADAO_STUDY_TRADEOFF].study;
    wait_for(&f, DADAO_STUDY_TRADEOFF);
    assert_int_equal(study->state, DADAO_STUDY_FAILED);
    assert_non_null(strstr(study->failure, "kappa"));
    assert_int_equal(study->done, 0);
    dadao_tui_studies_clear(&f.studies);
}

/* A method that cannot run there is a line of the league. */
static void league_goes_on(void **state)
{
    (void)state;
    fixture f;
    dadao_sweep_summary summary;
    make(&f);
    strcpy(f.script, "topology cycle 6\nproblem logistic dim=2 samples=20\n");
    look(&f, "league method=dadao,msda error=1e-2 repeats=1");
    const dadao_study *study = f.view.study[DADAO_STUDY_LEAGUE].study;
    wait_for(&f, DADAO_STUDY_LEAGUE);
    assert_int_equal(study->state, DADAO_STUDY_OVER);
    dadao_view_study_summary(study, 0, (const double[]){1, 1}, &summary);
    assert_int_equal(summary.reached, 1);
    dadao_tui_studies_clear(&f.studies);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(runs_to_the_end), cmocka_unit_test(stops_and_starts_anew),
                                       cmocka_unit_test(says_what_is_wrong), cmocka_unit_test(league_goes_on)};
    const char *build = getenv("DADAO_BUILD");
    snprintf(program, sizeof program, "%s/dadao", build ? build : "build/gcc-release");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
