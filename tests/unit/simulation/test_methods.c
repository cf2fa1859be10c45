/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every method must keep: it converges where it says so, stays at the solution, conserves its sums, refuses what it cannot. */
#include "unit/simulation/networks.h"

static const char quadratic[] = "quadratic dim=2 kappa=20";

typedef struct exact_method {
    const char *name, *preset;
    uint64_t events; /* enough for an error of 1e-10 on every network of ten */
} exact_method;

static const exact_method exact[] = {
    {"ssda", NULL, 800},      {"msda", NULL, 300},      {"adom+mc", NULL, 4000},    {"extra", NULL, 1500},
    {"diging", NULL, 6000},   {"acc-gt", NULL, 12000},  {"agd", NULL, 100},         {"acco", NULL, 300},
    {"dcatalyst", NULL, 5000}, {"event-admm", "every", 300}, {"opapc", "opapc", 400}, {"opapc", "apapc", 800},
    {"esdacd", NULL, 8000},   {"continuized", NULL, 8000}, {"continuized", "reference", 8000},
};

static void test_convergence(void **state)
{
    (void)state;
    for (size_t m = 0; m < sizeof exact / sizeof *exact; m++)
        for (shape form = PATH; form < SHAPES; form++) {
            lane l = lane_of(exact[m].name, exact[m].preset, form, 10, quadratic, 3);
            const dadao_stop stop = {.event = exact[m].events, .t = INFINITY, .error = 1e-10};
            if (dadao_simulation_run(l.simulation, &stop) != DADAO_STOP_ERROR)
                fail_msg("%s on network %d: error %g after %llu events", exact[m].name, (int)form, dadao_simulation_error_now(l.simulation),
                         (unsigned long long)dadao_simulation_events(l.simulation));
            clear_lane(&l);
        }
}

/* Metropolis weights of a complete bipartite network have an eigenvalue near -1: steps that ignore it diverge there. */
static void test_bipartite(void **state)
{
    (void)state;
    static const char *const name[] = {"extra", "diging", "acc-gt", "dcatalyst"};
    for (size_t m = 0; m < 4; m++) {
        lane l = lane_of(name[m], NULL, BIPARTITE, 10, quadratic, 3);
        const dadao_stop stop = {.event = 8000, .t = INFINITY, .error = 1e-10};
        if (dadao_simulation_run(l.simulation, &stop) != DADAO_STOP_ERROR)
            fail_msg("%s: error %g", name[m], dadao_simulation_error_now(l.simulation));
        clear_lane(&l);
    }
}

/* ADOM+ alone is slow where chi is large; it is for networks that change. */
static void test_adom_alone(void **state)
{
    (void)state;
    lane l = lane_of("adom+", NULL, COMPLETE, 10, quadratic, 3);
    const dadao_stop stop = {.event = 3000, .t = INFINITY, .error = 1e-10};
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_ERROR);
    clear_lane(&l);
}

/* Logistic regression has conjugates too: their gradients by Newton's method. */
static void test_dual_on_logistic(void **state)
{
    (void)state;
    static const char *const name[] = {"msda", "ssda", "continuized", "event-admm"};
    for (size_t m = 0; m < 4; m++) {
        lane l = lane_of(name[m], m == 3 ? "every" : NULL, CYCLE, 6, "logistic dim=3 samples=12 mu=0.2", 4);
        const dadao_stop stop = {.event = 6000, .t = INFINITY, .error = 1e-18};
        if (dadao_simulation_run(l.simulation, &stop) != DADAO_STOP_ERROR)
            fail_msg("%s: error %g", name[m], dadao_simulation_error_now(l.simulation));
        clear_lane(&l);
    }
}

/* ---- The solution is a fixed point ---- */

/* Each word of `formula`: a variable and what it is at the solution: x* (x), grad f_i(x*) (g) or 0 (0), times -1 (-), over a
 * parameter's value or times it, e.g. "p=-g*step". */
typedef struct fixed_point {
    const char *name, *preset, *formula;
    double tolerance;
} fixed_point;

static const fixed_point fixed[] = {
    {"dadao", NULL, "x=x xt=x y=g-nu yt=g-nu z=-g zt=-g", 1e-12},
    {"msda", NULL, "x=g y=g", 1e-12},
    {"ssda", NULL, "x=g y=g", 1e-12},
    {"continuized", NULL, "y=g z=g", 1e-12},
    {"esdacd", NULL, "x=g v=g", 1e-12},
    {"adom+", NULL, "x=x x_f=x y=g-nu y_f=g-nu z=-g z_f=-g", 1e-12},
    {"adom+mc", NULL, "x=x x_f=x y=g-nu y_f=g-nu z=-g z_f=-g", 1e-12},
    {"extra", NULL, "x=x p=-g*step", 1e-12},
    {"diging", NULL, "x=x g=g", 1e-12},
    {"acc-gt", NULL, "x=x z=x g=g", 1e-12},
    {"agd", NULL, "x=x y=x", 1e-12},
    {"acco", NULL, "x=x gt=g", 1e-12},
    {"dcatalyst", NULL, "x=x z=x before=x g=g", 1e-12},
    {"event-admm", "every", "x=x z=x u=-g/rho", 1e-12},
    {"opapc", NULL, "x=x x_f=x y=-g", 1e-12},
    {"opapc", "apapc", "x=x x_f=x y=-g", 1e-12},
};

static double parameter_named(const lane *l, const dadao_method *method, const char *name)
{
    for (size_t p = 0; p < dadao_method_parameter_count(method); p++)
        if (strcmp(dadao_method_parameter_at(method, p)->name, name) == 0)
            return l->parameters[p];
    fail_msg("%s has no parameter %s", dadao_method_name(method), name);
    return NAN;
}

/* One entry at the solution by its formula. */
static double entry_of(const lane *l, const dadao_method *method, const char *formula, double x, double g)
{
    const double sign = *formula == '-' ? -1.0 : 1.0;
    formula += *formula == '-';
    double value = *formula == 'x' ? x : *formula == 'g' ? g : 0.0;
    if (formula[1] == '-') /* g - nu x */
        return sign * (value - parameter_named(l, method, formula + 2) * x);
    if (formula[1] == '*')
        value *= parameter_named(l, method, formula + 2);
    else if (formula[1] == '/')
        value /= parameter_named(l, method, formula + 2);
    return sign * value;
}

static double *solution_of(const lane *l, const dadao_method *method, const char *formula)
{
    const size_t d = dadao_problem_dimension(l->problem), row = dadao_method_variable_count(method) * d;
    const double *x = dadao_problem_optimum(l->problem);
    double *start = calloc(l->nodes * row, sizeof *start), *g = calloc(d, sizeof *g);
    for (size_t i = 0; i < l->nodes; i++) {
        char copy[256], *rest = copy;
        dadao_problem_gradient(l->problem, i, x, g);
        snprintf(copy, sizeof copy, "%s", formula);
        for (char *word; (word = strsep(&rest, " "));) {
            char *value = strchr(word, '=');
            assert_non_null(value);
            *value++ = '\0';
            const size_t v = variable_named(method, word);
            for (size_t k = 0; k < d; k++)
                start[i * row + v * d + k] = entry_of(l, method, value, x[k], g[k]);
        }
    }
    free(g);
    return start;
}

static void test_fixed_points(void **state)
{
    (void)state;
    for (size_t m = 0; m < sizeof fixed / sizeof *fixed; m++)
        for (shape form = PATH; form < SHAPES; form++) {
            const dadao_method *method = method_named(fixed[m].name);
            lane l = {0};
            make_network(&l, form, 7);
            l.problem = problem_from("quadratic dim=3 kappa=10", 7, 5);
            set_method_parameters(&l, method, preset_named(method, fixed[m].preset));
            double *start = solution_of(&l, method, fixed[m].formula);
            l.simulation = simulate_method(&l, method, start, 1);
            const dadao_stop stop = stop_at_event(200);
            dadao_simulation_run(l.simulation, &stop);
            const double left = sqrt(dadao_simulation_error_now(l.simulation));
            if (!(left <= fixed[m].tolerance))
                fail_msg("%s on network %d moved away from the solution by %g", fixed[m].name, (int)form, left);
            free(start);
            clear_lane(&l);
        }
}

/* ---- Sums ---- */

/* The largest entry of the sum over the nodes of one variable, less that of another where there is one. */
static double sum_of(const lane *l, const dadao_method *method, const char *name, const char *less)
{
    const size_t d = dadao_problem_dimension(l->problem);
    double *sum = calloc(2 * d, sizeof *sum), largest = 0.0;
    for (size_t i = 0; i < l->nodes; i++) {
        read_vector(l, method, i, variable_named(method, name), sum + d);
        for (size_t k = 0; k < d; k++)
            sum[k] += sum[d + k];
        if (less)
            read_vector(l, method, i, variable_named(method, less), sum + d);
        for (size_t k = 0; less && k < d; k++)
            sum[k] -= sum[d + k];
    }
    for (size_t k = 0; k < d; k++)
        largest = fmax(largest, fabs(sum[k]));
    free(sum);
    return largest;
}

static void test_sums(void **state)
{
    (void)state;
    static const struct {
        const char *name, *variable, *less;
    } kept[] = {
        {"dadao", "z", NULL},  {"dadao", "zt", NULL}, {"msda", "x", NULL},      {"msda", "y", NULL},
        {"ssda", "x", NULL},   {"ssda", "y", NULL},   {"continuized", "y", NULL}, {"continuized", "z", NULL},
        {"esdacd", "x", NULL}, {"esdacd", "v", NULL}, {"adom+mc", "z", NULL},   {"adom+", "z_f", NULL},
        {"extra", "p", NULL},  {"opapc", "y", NULL},  {"diging", "s", "g"},     {"acc-gt", "s", "g"},
        {"dcatalyst", "s", "g"}, /* the mean of what is tracked is the mean of the gradients */
    };
    for (size_t m = 0; m < sizeof kept / sizeof *kept; m++) {
        lane l = lane_of(kept[m].name, NULL, STAR, 9, "quadratic dim=2 kappa=10", 6);
        const dadao_stop stop = stop_at_event(137);
        dadao_simulation_run(l.simulation, &stop);
        const double sum = sum_of(&l, method_named(kept[m].name), kept[m].variable, kept[m].less);
        if (!(sum <= 1e-10))
            fail_msg("%s: %s sums to %g", kept[m].name, kept[m].variable, sum);
        clear_lane(&l);
    }
}

/* ---- Edits in flight ---- */

/* A node leaves, an edge comes, an edge falls silent; then the constants follow: exact methods head for the x* of who is left. */
static void edit(lane *l, const exact_method *which, dadao_problem *rest)
{
    const size_t n = l->nodes - 1, old_node[] = {0, 1, 2, 3, 4, 5, 6}, old_edge[] = {0, 1, 2, 3, 4, 5, SIZE_MAX};
    const dadao_edge edge[] = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {0, 6}};
    double edge_rates[] = {1, 1, 1, 1, 1, 1, 1}, node_rates[] = {1, 1, 1, 1, 1, 1, 1};
    const dadao_simulation_members members = {.nodes = n, .edges = 7, .old_node = old_node, .problem = rest, .node_rates = node_rates,
                                              .edge = edge, .edge_rates = edge_rates, .old_edge = old_edge};
    const uint32_t component[7] = {0};
    check_ok(dadao_simulation_set_members(l->simulation, &members, error));
    check_ok(dadao_simulation_recentre(l->simulation, component, 1, NULL, error));
    edge_rates[3] = 0.0;
    check_ok(dadao_simulation_set_rates(l->simulation, edge_rates, node_rates, error));
    const dadao_edge fewer[] = {{0, 1}, {1, 2}, {2, 3}, {4, 5}, {5, 6}, {0, 6}, {1, 5}};
    const size_t from[] = {0, 1, 2, 4, 5, 6, SIZE_MAX};
    edge_rates[3] = 1.0;
    check_ok(dadao_simulation_set_edges(l->simulation, 7, fewer, edge_rates, from, error));
    lane now = {.nodes = n, .edges = 7, .edge = (dadao_edge *)(uintptr_t)fewer, .edge_rates = edge_rates, .problem = rest};
    set_method_parameters(&now, method_named(which->name), preset_named(method_named(which->name), which->preset));
    check_ok(dadao_simulation_set_parameters(l->simulation, now.parameters, error));
}

static void test_edits(void **state)
{
    (void)state;
    for (size_t m = 0; m < sizeof exact / sizeof *exact; m++) {
        lane l = lane_of(exact[m].name, exact[m].preset, PATH, 8, quadratic, 7);
        dadao_problem *rest = NULL;
        check_ok(dadao_problem_without_node(l.problem, 7, &rest, error));
        const dadao_stop before = stop_at_event(40);
        dadao_simulation_run(l.simulation, &before);
        edit(&l, &exact[m], rest);
        const dadao_stop after = {.event = exact[m].events + 4000, .t = INFINITY, .error = 1e-9};
        if (dadao_simulation_run(l.simulation, &after) != DADAO_STOP_ERROR)
            fail_msg("%s after edits: error %g", exact[m].name, dadao_simulation_error_now(l.simulation));
        assert_true(dadao_simulation_target(l.simulation) == dadao_problem_optimum(rest));
        dadao_simulation_counters counters;
        dadao_simulation_counters_get(l.simulation, &counters);
        uint64_t gradients = 0;
        for (size_t i = 0; i < 7; i++)
            gradients += counters.node_gradients[i];
        assert_true(gradients <= dadao_simulation_gradients(l.simulation));
        assert_true(gradients > 0);
        clear_lane(&l);
        dadao_problem_destroy(rest);
    }
}

/* ---- Refusals ---- */

static void refused(const char *name, const char *problem, double middle, dadao_status expected, const char *says)
{
    const dadao_method *method = method_named(name);
    lane l = {0};
    dadao_error error = {0};
    make_network(&l, PATH, 4);
    l.problem = problem_from(problem, 4, 1);
    set_method_parameters(&l, method, 0);
    l.edge_rates[1] = middle;
    const dadao_simulation_setup setup = {.method = method, .problem = l.problem, .nodes = 4, .edges = 3, .edge = l.edge,
                                          .edge_rates = l.edge_rates, .parameters = l.parameters, .seed = 1};
    const dadao_status status = dadao_simulation_create(&setup, &l.simulation, &error);
    if (status != expected || !strstr(error.text, says))
        fail_msg("%s: status %d, '%s'; expected %d and '%s'", name, (int)status, error.text, (int)expected, says);
    clear_lane(&l);
}

static void test_refusals(void **state)
{
    (void)state;
    refused("msda", "linear dim=2 samples=20 batch=4", 1.0, DADAO_UNSUPPORTED, "exact gradients");
    refused("event-admm", "linear dim=2 samples=20 batch=4", 1.0, DADAO_UNSUPPORTED, "exact gradients");
    refused("continuized", quadratic, 0.0, DADAO_DISCONNECTED, "connected network");
    refused("msda", quadratic, 0.0, DADAO_DISCONNECTED, "connected network");
    refused("agd", quadratic, 0.0, DADAO_DISCONNECTED, "connected network");
}

/* An edit that a method cannot take leaves everything as it was. */
static void test_refused_edits(void **state)
{
    (void)state;
    lane l = lane_of("agd", NULL, PATH, 5, quadratic, 2);
    const dadao_stop stop = stop_at_event(10);
    dadao_simulation_run(l.simulation, &stop);
    const uint64_t hash = dadao_simulation_hash(l.simulation);
    const double cut[] = {1, 0, 1, 1};
    dadao_error error = {0};
    assert_int_equal(dadao_simulation_set_rates(l.simulation, cut, NULL, &error), DADAO_DISCONNECTED);
    assert_true(dadao_simulation_hash(l.simulation) == hash);
    clear_lane(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_convergence),   cmocka_unit_test(test_bipartite), cmocka_unit_test(test_adom_alone), cmocka_unit_test(test_dual_on_logistic),
        cmocka_unit_test(test_fixed_points),  cmocka_unit_test(test_sums),       cmocka_unit_test(test_edits),
        cmocka_unit_test(test_refusals),      cmocka_unit_test(test_refused_edits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
