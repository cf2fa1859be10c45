/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs recorded by independent implementations, replayed: the published one where the folder is at hand, our own always. */
#include "unit/simulation/support.h"

#include "core/csv.h"
#include "core/text.h"

#include <dirent.h>
#include <unistd.h>

#define OWN_CASES "tests/unit/simulation/cases"
#define TOLERANCE 1e-11

typedef struct recorded {
    char folder[512];
    lane lane;
    double *start;
    dadao_event *event;
    size_t events, dimension;
    double optimum_size; /* |x*| */
} recorded;

static const char *path_of(const recorded *r, const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", r->folder, name);
    return path;
}

static dadao_csv table_of(const recorded *r, const char *name)
{
    dadao_csv csv = {0};
    check_ok(dadao_core_csv_read(path_of(r, name), &csv, error));
    return csv;
}

static double number(const dadao_csv *csv, size_t row, const char *column)
{
    double value = NAN;
    check_ok(dadao_core_csv_double(csv, row, dadao_core_csv_column(csv, column), &value, error));
    return value;
}

static void fact_text(const recorded *r, const char *key, char *value, size_t room)
{
    FILE *file = fopen(path_of(r, "meta.txt"), "r");
    assert_non_null(file);
    char line[512], name[128], text[256];
    value[0] = '\0';
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "%127s %255s", name, text) == 2 && strcmp(name, key) == 0)
            snprintf(value, room, "%s", text);
    fclose(file);
    if (!value[0])
        fail_msg("%s: no %s in meta.txt", r->folder, key);
}

static double fact(const recorded *r, const char *key)
{
    char text[256];
    fact_text(r, key, text, sizeof text);
    return strtod(text, NULL);
}

static void expect_near(const recorded *r, const char *what, double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance * fabs(expected)))
        fail_msg("%s: %s is %.17g, expected %.17g", r->folder, what, value, expected);
}

static void read_edges(recorded *r)
{
    dadao_csv csv = table_of(r, "edges.csv");
    r->lane.edges = csv.rows;
    r->lane.edge = calloc(csv.rows, sizeof *r->lane.edge);
    r->lane.edge_rates = calloc(csv.rows, sizeof *r->lane.edge_rates);
    for (size_t k = 0; k < csv.rows; k++) {
        const uint32_t u = (uint32_t)number(&csv, k, "u"), v = (uint32_t)number(&csv, k, "v");
        r->lane.edge[k] = (dadao_edge){u < v ? u : v, u < v ? v : u};
        r->lane.edge_rates[k] = 1.0;
    }
    dadao_core_csv_clear(&csv);
}

static void read_start(recorded *r)
{
    dadao_csv csv = table_of(r, "x0.csv");
    const size_t d = r->dimension, row = 6 * d;
    r->start = calloc(r->lane.nodes * row, sizeof *r->start);
    for (size_t i = 0; i < csv.rows; i++)
        for (size_t k = 0; k < d; k++)
            check_ok(dadao_core_csv_double(&csv, i, 1 + k, &r->start[i * row + k], error));
    dadao_core_csv_clear(&csv);
}

static void read_events(recorded *r)
{
    dadao_csv csv = table_of(r, "dadao/events.csv");
    const size_t kind = dadao_core_csv_column(&csv, "kind");
    r->events = csv.rows;
    r->event = calloc(csv.rows, sizeof *r->event);
    for (size_t k = 0; k < csv.rows; k++) {
        dadao_event *e = &r->event[k];
        e->t = number(&csv, k, "t");
        e->kind = strcmp(dadao_core_csv_text(&csv, k, kind), "comm") == 0;
        e->i = (uint32_t)number(&csv, k, "i");
        e->j = e->kind ? (uint32_t)number(&csv, k, "j") : UINT32_MAX;
        e->edge = UINT32_MAX;
    }
    dadao_core_csv_clear(&csv);
}

/* Problem, rates and constants by the program's own means, compared with what was recorded. */
static void open_case(recorded *r, const char *folder)
{
    static const char *const name[] = {"eta", "eta_tilde", "alpha", "alpha_tilde", "theta", "nu",
                                       "beta", "beta_tilde", "gamma", "gamma_tilde", "delta", "delta_tilde"};
    char task[64], line[1200];
    snprintf(r->folder, sizeof r->folder, "%s", folder);
    fact_text(r, "task", task, sizeof task);
    r->lane.nodes = (size_t)fact(r, "n");
    r->dimension = (size_t)fact(r, "d");
    const char *extra = strcmp(task, "logistic") == 0 ? " mu=1 smoothness=reference" : "";
    snprintf(line, sizeof line, "%s data=%s%s", task, path_of(r, "data.csv"), extra);
    r->lane.problem = problem_from(line, r->lane.nodes, 1);
    expect_near(r, "mu", dadao_problem_mu(r->lane.problem), fact(r, "mu"), 1e-12);
    expect_near(r, "L", dadao_problem_smoothness(r->lane.problem), fact(r, "L"), 1e-12);
    read_edges(r);
    set_rates_and_parameters(&r->lane, 0, 1.0);
    for (size_t k = 0; k < sizeof name / sizeof *name; k++)
        expect_near(r, name[k], r->lane.parameters[k], fact(r, name[k]), 1e-12);
    const double *optimum = dadao_problem_optimum(r->lane.problem);
    for (size_t k = 0; k < r->dimension; k++)
        r->optimum_size += optimum[k] * optimum[k];
    r->optimum_size = sqrt(r->optimum_size);
    read_start(r);
    read_events(r);
    r->lane.simulation = simulate(&r->lane, r->start, 1);
    dadao_simulation_replay(r->lane.simulation, r->event, r->events);
}

static void close_case(recorded *r)
{
    clear_lane(&r->lane);
    free(r->start);
    free(r->event);
}

static void check_first_gradients(const recorded *r)
{
    dadao_csv csv = table_of(r, "grad0.csv");
    const size_t d = r->dimension;
    double *g = calloc(d, sizeof *g), largest = 0.0;
    for (size_t i = 0; i < csv.rows; i++)
        for (size_t k = 0; k < d; k++) {
            double expected = NAN;
            check_ok(dadao_core_csv_double(&csv, i, 2 + k, &expected, error));
            largest = fmax(largest, fabs(expected));
        }
    for (size_t i = 0; i < csv.rows; i++) {
        dadao_problem_gradient(r->lane.problem, i, r->start + i * 6 * d, g);
        expect_near(r, "f", dadao_problem_value(r->lane.problem, i, r->start + i * 6 * d), number(&csv, i, "f"), 1e-12);
        for (size_t k = 0; k < d; k++) {
            double expected = NAN;
            check_ok(dadao_core_csv_double(&csv, i, 2 + k, &expected, error));
            assert_true(fabs(g[k] - expected) <= 1e-12 * largest);
        }
    }
    free(g);
    dadao_core_csv_clear(&csv);
}

/* Every row of traj.csv: |sqrt(msd) - sqrt(msd')| <= 1e-11 |x*|, lazy and synchronised. Returns the worst. */
static double check_trajectory(const recorded *r)
{
    dadao_csv csv = table_of(r, "dadao/traj.csv");
    double worst = 0.0;
    for (size_t row = 0; row < csv.rows; row++) {
        const dadao_stop stop = stop_at_event((uint64_t)number(&csv, row, "k") + 1);
        dadao_simulation_run(r->lane.simulation, &stop);
        dadao_sample sample;
        dadao_simulation_measure(r->lane.simulation, &sample);
        const double lazy = fabs(sqrt(sample.msd_lazy) - sqrt(number(&csv, row, "msd_lazy_f64")));
        const double sync = fabs(sqrt(sample.msd) - sqrt(number(&csv, row, "msd_sync_f64")));
        worst = fmax(worst, fmax(lazy, sync) / r->optimum_size);
        if (!(fmax(lazy, sync) <= TOLERANCE * r->optimum_size))
            fail_msg("%s: event %llu: msd_lazy %.17g, msd %.17g", r->folder, (unsigned long long)stop.event, sample.msd_lazy,
                     sample.msd);
    }
    dadao_core_csv_clear(&csv);
    return worst;
}

static size_t variable_index(const char *name)
{
    for (size_t v = 0; v < dadao_method_variable_count(dadao()); v++)
        if (strcmp(dadao_method_variable_name(dadao(), v), name) == 0)
            return v;
    fail_msg("no variable %s", name);
    return 0;
}

/* The rows of one checkpoint: states of all nodes in one view, relative to the largest entry. */
static double check_rows(const recorded *r, const dadao_csv *csv, size_t first, size_t end)
{
    const size_t d = r->dimension, var = dadao_core_csv_column(csv, "var"), view = dadao_core_csv_column(csv, "view");
    double *state = calloc(6 * d, sizeof *state), largest = 0.0, worst = 0.0;
    for (size_t row = first; row < end; row++)
        for (size_t k = 0; k < d; k++) {
            double expected = NAN, t;
            check_ok(dadao_core_csv_double(csv, row, csv->columns - d + k, &expected, error));
            largest = fmax(largest, fabs(expected));
            const bool lazy = strcmp(dadao_core_csv_text(csv, row, view), "lazy") == 0;
            dadao_simulation_state(r->lane.simulation, (size_t)number(csv, row, "node"), lazy, state, &t);
            const double value = state[variable_index(dadao_core_csv_text(csv, row, var)) * d + k];
            worst = fmax(worst, fabs(value - expected));
            assert_true(t == number(csv, row, "t_node"));
        }
    free(state);
    if (!(worst <= TOLERANCE * largest))
        fail_msg("%s: rows %zu to %zu of ckpt.csv: off by %g of %g", r->folder, first, end, worst, largest);
    return worst / largest;
}

static double check_states(recorded *r)
{
    dadao_csv csv = table_of(r, "dadao/ckpt.csv");
    const size_t variant = dadao_core_csv_column(&csv, "variant"), view = dadao_core_csv_column(&csv, "view");
    double worst = 0.0;
    dadao_simulation_destroy(r->lane.simulation);
    r->lane.simulation = simulate(&r->lane, r->start, 1);
    dadao_simulation_replay(r->lane.simulation, r->event, r->events);
    for (size_t first = 0, end; first < csv.rows; first = end) {
        const double k = number(&csv, first, "k");
        for (end = first; end < csv.rows && number(&csv, end, "k") == k &&
                          strcmp(dadao_core_csv_text(&csv, end, variant), dadao_core_csv_text(&csv, first, variant)) == 0 &&
                          strcmp(dadao_core_csv_text(&csv, end, view), dadao_core_csv_text(&csv, first, view)) == 0;)
            end++;
        if (strcmp(dadao_core_csv_text(&csv, first, variant), "f64") != 0)
            continue; /* the published rounding of the flow's constants to single precision */
        const dadao_stop stop = stop_at_event((uint64_t)k + 1);
        dadao_simulation_run(r->lane.simulation, &stop);
        worst = fmax(worst, check_rows(r, &csv, first, end));
    }
    dadao_core_csv_clear(&csv);
    return worst;
}

static size_t check_folder(const char *root)
{
    struct dirent **entry = NULL;
    const int count = scandir(root, &entry, NULL, alphasort);
    size_t cases = 0;
    for (int k = 0; k < count; k++) {
        char folder[512], events[600];
        snprintf(folder, sizeof folder, "%s/%s", root, entry[k]->d_name);
        snprintf(events, sizeof events, "%s/dadao/events.csv", folder);
        free(entry[k]);
        if (access(events, R_OK) != 0)
            continue;
        recorded r = {0};
        open_case(&r, folder);
        check_first_gradients(&r);
        const double trajectory = check_trajectory(&r), states = check_states(&r);
        print_message("%s: metrics within %.1e, states within %.1e\n", folder, trajectory, states);
        close_case(&r);
        cases++;
    }
    free(entry);
    return cases;
}

static void test_published_runs(void **state)
{
    (void)state;
    const char *shared = getenv("DADAO_SHARED");
    char root[512];
    snprintf(root, sizeof root, "%s/reference", shared ? shared : "../shared");
    if (access(root, R_OK) != 0) {
        print_message("skipped: no folder %s\n", root);
        skip();
    }
    assert_true(check_folder(root) > 0);
}

static void test_own_runs(void **state)
{
    (void)state;
    assert_true(check_folder(OWN_CASES) >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_runs),
        cmocka_unit_test(test_own_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
