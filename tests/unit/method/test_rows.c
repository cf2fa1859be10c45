/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row of the table of methods declares what it must, and its constants follow its facts. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "method/stage.h"

static void test_declarations(void **state)
{
    (void)state;
    assert_true(dadao_method_count() >= 22);
    for (size_t k = 0; k < dadao_method_count(); k++) {
        const dadao_method *m = dadao_method_at(k);
        const dadao_method_declaration *says = dadao_method_declares(m);
        assert_ptr_equal(dadao_method_find(m->name), m);
        assert_true(says->title && says->source && says->cost && says->unit_of_time && says->edits && says->floor);
        assert_true(strlen(m->name) < 32 && strlen(dadao_method_shown_name(m)) < 32); /* room of a lane's name */
        assert_true(m->reported < m->variables && m->variables <= DADAO_METHOD_MAX_VARIABLES);
        assert_true(m->parameters <= DADAO_METHOD_MAX_PARAMETERS && m->presets >= 1);
        assert_int_equal(m->conserved >> m->variables, 0);
        assert_true(dadao_method_is_synchronous(m) ? m->round != NULL : m->execute[0] != NULL);
        assert_true(m->start == DADAO_METHOD_NOT_STARTED || m->start < m->variables);
        if ((says->oracle == DADAO_ORACLE_DUAL) != (m->start == DADAO_METHOD_NOT_STARTED))
            fail_msg("%s: a dual state begins at 0", m->name);
        /* What could not be read whole is said in the name, and stays out of comparisons. */
        assert_true((strstr(dadao_method_shown_name(m), "in the style of") != NULL) == says->in_the_style_of);
        assert_true(!says->in_the_style_of || !says->league);
        assert_true(!says->in_the_style_of || strstr(m->summary, "in the style of"));
    }
}

static void test_words(void **state)
{
    (void)state;
    char text[256];
    dadao_method_needs_text(dadao_method_find("dgd"), text, sizeof text);
    assert_string_equal(text, "needs L");
    dadao_method_needs_text(dadao_method_find("dadao"), text, sizeof text);
    assert_string_equal(text, "needs mu, L and chi1 and chi2");
    dadao_method_needs_text(dadao_method_find("gossip"), text, sizeof text);
    assert_string_equal(text, "");
    assert_true(dadao_method_units_differ(dadao_method_find("dadao"), dadao_method_find("continuized")));
    assert_false(dadao_method_units_differ(dadao_method_find("dadao"), dadao_method_find("msda")));
}

static dadao_edge *network(const char *kind, size_t n, size_t *edges)
{
    dadao_edge *edge = calloc(n * n, sizeof *edge);
    *edges = 0;
    for (uint32_t u = 0; u < n; u++)
        for (uint32_t v = u + 1; v < n; v++) {
            const uint32_t turned = u ^ v;
            if (*kind == 'c' || (*kind == 'p' && v == u + 1) || (*kind == 's' && u == 0) || (*kind == 'h' && !(turned & (turned - 1))))
                edge[(*edges)++] = (dadao_edge){u, v};
        }
    return edge;
}

/* lambda_max: complete n, path 4 cos^2(pi/2n), star n, hypercube 2 d, of unit Laplacians. */
static void test_largest_eigenvalue(void **state)
{
    (void)state;
    for (size_t n = 2; n <= 64; n *= 2) {
        const double expected[] = {(double)n, 4.0 * pow(cos(acos(-1.0) / (2.0 * (double)n)), 2.0), n > 2 ? (double)n : 2.0,
                                   2.0 * log2((double)n)};
        const char *const kind[] = {"complete", "path", "star", "hypercube"};
        for (size_t k = 0; k < 4; k++) {
            size_t edges;
            dadao_edge *edge = network(kind[k], n, &edges);
            dadao_method_facts facts = {0};
            assert_int_equal(dadao_method_network_facts(dadao_method_find("msda"), n, edges, edge, NULL, &facts, NULL), DADAO_OK);
            assert_true(facts.total_rate == (double)edges && facts.edges == edges && facts.nodes == n);
            if (!(fabs(facts.lambda_max * facts.total_rate / expected[k] - 1.0) <= 1e-13))
                fail_msg("%s %zu: %.17g, expected %.17g", kind[k], n, facts.lambda_max * facts.total_rate, expected[k]);
            free(edge);
        }
    }
}

/* Resistances over the largest: all 1 on trees; a cycle with one slow edge. */
static void test_resistances(void **state)
{
    (void)state;
    size_t edges;
    dadao_edge *edge = network("star", 9, &edges);
    double relative[36];
    assert_int_equal(dadao_method_resistances(9, edges, edge, NULL, relative, NULL), DADAO_OK);
    for (size_t e = 0; e < edges; e++)
        assert_true(fabs(relative[e] - 1.0) <= 1e-14);
    free(edge);
    const dadao_edge triangle[] = {{0, 1}, {0, 2}, {1, 2}};
    const double rates[] = {1.0, 1.0, 0.5}; /* R: 1 beside 1/3 in series; 1/2 beside 1/2 */
    assert_int_equal(dadao_method_resistances(3, 3, triangle, rates, relative, NULL), DADAO_OK);
    assert_true(fabs(relative[0] - 0.75) <= 1e-14 && fabs(relative[1] - 0.75) <= 1e-14 && fabs(relative[2] - 1.0) <= 1e-14);
}

/* The complete graph makes the Chebyshev recurrence infinite: one plain product stands in. A square number of nodes in a star
 * must not lose a round to rounding. */
static void test_rounds_of_gossip(void **state)
{
    (void)state;
    double values[DADAO_METHOD_MAX_PARAMETERS];
    for (size_t n = 4; n <= 400; n = n == 4 ? 9 : n == 9 ? 16 : n == 16 ? 100 : 400) {
        size_t edges;
        dadao_edge *edge = network("star", n, &edges);
        dadao_method_facts facts = {.mu = 1.0, .smoothness = 20.0, .chi2 = 0.5};
        assert_int_equal(dadao_method_network_facts(dadao_method_find("msda"), n, edges, edge, NULL, &facts, NULL), DADAO_OK);
        facts.chi1 = 1.0; /* lambda_2 of a star is 1 */
        assert_int_equal(dadao_method_parameters(dadao_method_find("msda"), 0, &facts, values, NULL), DADAO_OK);
        assert_true(values[2] == floor(sqrt((double)n) + 0.5));
        free(edge);
        if (n == 400)
            break;
    }
    const dadao_method_facts complete = {.mu = 1.0, .smoothness = 20.0, .chi1 = 0.1, .chi2 = 0.05, .total_rate = 45.0, .lambda_max = 10.0 / 45.0};
    assert_int_equal(dadao_method_parameters(dadao_method_find("msda"), 0, &complete, values, NULL), DADAO_OK);
    assert_true(values[2] == 1.0 && values[3] == 0.0 && fabs(values[4] - 4.5) <= 1e-14);
}

/* Missing facts are named; wrong values too. */
static void test_refused_facts(void **state)
{
    (void)state;
    for (size_t k = 0; k < dadao_method_count(); k++) {
        const dadao_method *m = dadao_method_at(k);
        double values[DADAO_METHOD_MAX_PARAMETERS] = {0};
        dadao_error error = {0};
        const dadao_method_facts nothing = {0};
        const bool needs = m->declaration.needs & (DADAO_NEEDS(MU) | DADAO_NEEDS(SMOOTHNESS) | DADAO_NEEDS(CHI));
        assert_int_equal(dadao_method_parameters(m, 0, &nothing, values, &error), needs ? DADAO_INVALID : DADAO_OK);
        assert_true(!needs || strstr(error.text, m->declaration.title) || strstr(error.text, "DADAO"));
        const dadao_method_facts facts = {.mu = 1.0, .smoothness = 20.0, .chi1 = 2.0, .chi2 = 0.25, .total_rate = 9.0, .lambda_max = 0.4,
                                          .disagreement = 1.2, .nodes = 10, .edges = 9};
        for (size_t preset = 0; preset < m->presets; preset++) {
            assert_int_equal(dadao_method_parameters(m, preset, &facts, values, &error), DADAO_OK);
            assert_int_equal(dadao_method_check_parameters(m, values, &error), DADAO_OK);
        }
        for (size_t p = 0; p < m->parameters; p++) {
            const double kept = values[p];
            values[p] = NAN;
            assert_int_equal(dadao_method_check_parameters(m, values, &error), DADAO_INVALID);
            assert_non_null(strstr(error.text, m->parameter[p].name));
            values[p] = kept;
        }
    }
}

/* No name of a parameter may hide a name of the summary's own (JSON). */
static void test_parameter_names(void **state)
{
    (void)state;
    static const char *const taken[] = {"t", "mu", "L", "events", "gradients", "communications", "msd", "chi1", "chi2", "lambda", "seed",
                                        "nodes", "edges", "dimension", "method", "preset", "hash", "consensus", "problem", "topology"};
    for (size_t k = 0; k < dadao_method_count(); k++)
        for (size_t p = 0; p < dadao_method_at(k)->parameters; p++)
            for (size_t n = 0; n < sizeof taken / sizeof *taken; n++)
                assert_string_not_equal(dadao_method_at(k)->parameter[p].name, taken[n]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declarations),     cmocka_unit_test(test_words),         cmocka_unit_test(test_largest_eigenvalue),
        cmocka_unit_test(test_resistances),      cmocka_unit_test(test_rounds_of_gossip), cmocka_unit_test(test_refused_facts),
        cmocka_unit_test(test_parameter_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
