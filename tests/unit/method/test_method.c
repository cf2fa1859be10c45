/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets, refusals and the guarantee of DADAO. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "method/dadao.h"

static const dadao_method *dadao(void)
{
    const dadao_method *method = dadao_method_find("dadao");
    assert_non_null(method);
    return method;
}

static void values_of(size_t preset, dadao_method_facts facts, double *values)
{
    dadao_error error = {0};
    assert_int_equal(dadao_method_parameters(dadao(), preset, &facts, values, &error), DADAO_OK);
}

static void near(double value, double expected)
{
    assert_true(fabs(value - expected) <= 1e-14 * fabs(expected));
}

static void test_table(void **state)
{
    (void)state;
    assert_int_equal(dadao_method_variable_count(dadao()), 6);
    assert_string_equal(dadao_method_variable_name(dadao(), 3), "yt");
    assert_string_equal(dadao_method_preset_name(dadao(), 0), "icml");
    assert_string_equal(dadao_method_preset_name(dadao(), 1), "jmlr");
    assert_null(dadao_method_preset_name(dadao(), 2));
    assert_null(dadao_method_find("nothing"));
    assert_null(dadao_method_at(dadao_method_count()));
    for (size_t k = 0; k < dadao_method_parameter_count(dadao()); k++) {
        const dadao_method_parameter *p = dadao_method_parameter_at(dadao(), k);
        assert_true(p->name[0] && p->symbol[0] && p->unit[0] && p->meaning[0]);
    }
}

/* At 2 chi1 chi2 = 1 the presets differ in alpha alone, by a factor 2. */
static void test_presets_at_the_sufficient_rate(void **state)
{
    (void)state;
    double icml[DADAO_PARAMETERS], jmlr[DADAO_PARAMETERS];
    const dadao_method_facts facts = {.mu = 2.0, .smoothness = 100.0, .chi1 = 2.0, .chi2 = 0.25};
    values_of(0, facts, icml);
    values_of(1, facts, jmlr);
    near(icml[DADAO_ALPHA], 0.025);
    near(icml[DADAO_ETA], 0.0125);
    near(icml[DADAO_THETA], 5.0);
    near(icml[DADAO_BETA_TILDE], 40.0);
    near(icml[DADAO_GAMMA], 0.0025);
    near(icml[DADAO_GAMMA_TILDE], 0.025);
    near(icml[DADAO_DELTA], 0.025);
    for (size_t k = 0; k < DADAO_PARAMETERS; k++)
        near(icml[k], k == DADAO_ALPHA ? 2.0 * jmlr[k] : jmlr[k]);
}

/* jmlr slows down when the network talks too little, and keeps the parameters of s = 1 when it talks more. */
static void test_presets_elsewhere(void **state)
{
    (void)state;
    double enough[DADAO_PARAMETERS], less[DADAO_PARAMETERS], more[DADAO_PARAMETERS], icml[DADAO_PARAMETERS];
    const dadao_method_facts at_one = {.mu = 1.0, .smoothness = 50.0, .chi1 = 2.0, .chi2 = 0.25},
                             quarter = {.mu = 1.0, .smoothness = 50.0, .chi1 = 8.0, .chi2 = 1.0},
                             twice = {.mu = 1.0, .smoothness = 50.0, .chi1 = 1.0, .chi2 = 0.125};
    values_of(1, at_one, enough);
    values_of(1, quarter, less);
    values_of(1, twice, more);
    const size_t slowed[] = {DADAO_ETA, DADAO_ETA_TILDE, DADAO_ALPHA, DADAO_ALPHA_TILDE, DADAO_THETA, DADAO_GAMMA_TILDE, DADAO_DELTA};
    for (size_t k = 0; k < sizeof slowed / sizeof *slowed; k++)
        near(less[slowed[k]], enough[slowed[k]] / 4.0);
    near(less[DADAO_BETA_TILDE], enough[DADAO_BETA_TILDE]);
    near(less[DADAO_GAMMA], enough[DADAO_GAMMA]);
    for (size_t k = 0; k < DADAO_PARAMETERS; k++)
        near(more[k], enough[k]);
    values_of(0, quarter, icml);
    near(icml[DADAO_BETA_TILDE], enough[DADAO_BETA_TILDE]); /* whatever the total rate */
}

static void test_refusals(void **state)
{
    (void)state;
    double values[DADAO_PARAMETERS];
    dadao_error error = {0};
    const dadao_method_facts bad[] = {{.mu = 0, .smoothness = 1, .chi1 = 1, .chi2 = 1},
                                      {.mu = 1, .smoothness = NAN, .chi1 = 1, .chi2 = 1},
                                      {.mu = 1, .smoothness = 2, .chi1 = INFINITY, .chi2 = 1},
                                      {.mu = 1, .smoothness = 2, .chi1 = 1, .chi2 = 0}};
    const char *const name[] = {"mu", "L", "chi1", "chi2"};
    for (size_t k = 0; k < 4; k++) {
        assert_int_equal(dadao_method_parameters(dadao(), 0, &bad[k], values, &error), DADAO_INVALID);
        assert_true(strncmp(error.text, name[k], strlen(name[k])) == 0);
    }
    values_of(0, (dadao_method_facts){.mu = 1, .smoothness = 10, .chi1 = 1, .chi2 = 0.5}, values);
    const double wrong[] = {NAN, INFINITY, -1.0, 1e101};
    for (size_t k = 0; k < 4; k++) {
        double copy[DADAO_PARAMETERS];
        memcpy(copy, values, sizeof copy);
        copy[DADAO_ALPHA_TILDE] = wrong[k];
        assert_int_equal(dadao_method_check_parameters(dadao(), copy, &error), DADAO_INVALID);
        assert_non_null(strstr(error.text, "alpha_tilde"));
    }
    values[DADAO_BETA] = -1.0; /* a step may be anything finite */
    values[DADAO_ETA] = values[DADAO_THETA] = values[DADAO_NU] = 0.0;
    assert_int_equal(dadao_method_check_parameters(dadao(), values, &error), DADAO_OK);
}

static dadao_guarantee_facts good(void)
{
    const dadao_method_facts facts = {.mu = 1.0, .smoothness = 100.0, .chi1 = 2.0, .chi2 = 0.25};
    return (dadao_guarantee_facts){.now = facts, .taken = facts, .preset_unmodified = true, .gradient_rates_one = true,
                                   .gradients_exact = true, .connected = true, .start_is_theorem = true, .chi_known = true};
}

static dadao_guarantee judge(dadao_guarantee_facts facts)
{
    dadao_guarantee g;
    dadao_method_guarantee(dadao(), &facts, &g);
    return g;
}

static void test_guarantee_holds(void **state)
{
    (void)state;
    dadao_guarantee g = judge(good());
    assert_true(g.holds && !g.slope_only && g.why[0] == '\0');
    near(g.rate, 0.1 / (8.0 * sqrt(2.0)));
    near(g.constant, 4.0 * (1.0 + 100.0 + 10000.0));
    dadao_guarantee_facts facts = good();
    facts.start_is_theorem = false;
    g = judge(facts);
    assert_true(!g.holds && g.slope_only && isfinite(g.rate) && strstr(g.why, "start"));
    facts = good();
    facts.now.chi1 *= 0.5; /* more communication than the parameters need */
    facts.now.chi2 *= 0.5;
    assert_true(judge(facts).holds);
    facts = good();
    facts.preset = 1;
    facts.now.chi1 = facts.taken.chi1 *= 4.0; /* jmlr adapts: s = 4 */
    facts.now.chi2 = facts.taken.chi2 *= 4.0;
    g = judge(facts);
    assert_true(g.holds);
    near(g.rate, 0.1 / (32.0 * sqrt(2.0)));
}

static void test_guarantee_fails(void **state)
{
    (void)state;
    const char *const word[] = {"chi1", "by hand", "gradient rate", "stochastic", "not connected", "not computed", "mu or L", "chi2"};
    for (size_t k = 0; k < sizeof word / sizeof *word; k++) {
        dadao_guarantee_facts facts = good();
        switch (k) {
        case 0: facts.now.chi1 *= 1.01, facts.now.chi2 *= 1.01; break;
        case 1: facts.preset_unmodified = false; break;
        case 2: facts.gradient_rates_one = false; break;
        case 3: facts.gradients_exact = false; break;
        case 4: facts.connected = false; break;
        case 5: facts.chi_known = false; break;
        case 6: facts.now.smoothness = 200.0; break;
        /* 2 chi1 chi2 <= 1 alone is not enough: star parameters kept on a complete graph */
        case 7: facts.now.chi1 *= 0.5, facts.now.chi2 *= 2.0; break;
        default: break;
        }
        const dadao_guarantee g = judge(facts);
        assert_true(!g.holds && !g.slope_only && isnan(g.rate));
        if (!strstr(g.why, word[k]))
            fail_msg("case %zu: \"%s\" does not say %s", k, g.why, word[k]);
    }
    dadao_guarantee_facts none = {.now = {.mu = 1, .smoothness = 10, .chi1 = INFINITY, .chi2 = INFINITY}, .taken = {.mu = 1, .smoothness = 5, .chi1 = 1, .chi2 = 0.5}};
    const dadao_guarantee g = judge(none);
    assert_true(!g.holds && strlen(g.why) < sizeof g.why && strstr(g.why, "not connected"));
    dadao_guarantee_facts icml = good(); /* too little communication from the beginning: icml never was entitled */
    icml.now.chi1 = icml.taken.chi1 *= 2.0;
    icml.now.chi2 = icml.taken.chi2 *= 2.0;
    assert_false(judge(icml).holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_presets_at_the_sufficient_rate),
        cmocka_unit_test(test_presets_elsewhere),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_guarantee_holds),
        cmocka_unit_test(test_guarantee_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
