/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recorded runs of MSDA, ADOM+ and Continuized: the published ones where the folder is at hand, our own always. */
#include "unit/simulation/support.h"

#include "core/csv.h"

#include <dirent.h>
#include <unistd.h>

typedef struct peer {
    const char *folder, *method, *preset;
    double tolerance;
    const char *initial[2]; /* files that hold other variables' starts */
    const char *variable[2];
} peer;

static const peer peers[] = {
    {"msda", "msda", "paper", 1e-10, {NULL, NULL}, {NULL, NULL}},
    {"adomplus", "adom+", "paper", 1e-9, {"y0.csv", "m0.csv"}, {"y", "m"}},
    {"adomplus_mc", "adom+mc", "paper", 1e-9, {"y0.csv", "m0.csv"}, {"y", "m"}},
    {"continuized", "continuized", "reference", 1e-11, {NULL, NULL}, {NULL, NULL}},
};

typedef struct run {
    char folder[800];
    const peer *peer;
    const dadao_method *method;
    lane lane;
    double *start, optimum_size;
    dadao_event *event;
    size_t events, dimension;
} run;

static dadao_csv table_of(const run *r, bool own, const char *name)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/%s%s%s", r->folder, own ? r->peer->folder : "", own ? "/" : "", name);
    dadao_csv csv = {0};
    check_ok(dadao_core_csv_read(path, &csv, error));
    return csv;
}

static double at(const dadao_csv *csv, size_t row, size_t column)
{
    double value = NAN;
    check_ok(dadao_core_csv_double(csv, row, column, &value, error));
    return value;
}

static double number(const dadao_csv *csv, size_t row, const char *name)
{
    return at(csv, row, dadao_core_csv_column(csv, name));
}

static void fact_text(const run *r, bool own, const char *key, char *value, size_t room)
{
    char path[1200], line[512], name[128], text[256];
    snprintf(path, sizeof path, "%s/%s%smeta.txt", r->folder, own ? r->peer->folder : "", own ? "/" : "");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    value[0] = '\0';
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "%127s %255s", name, text) == 2 && strcmp(name, key) == 0)
            snprintf(value, room, "%s", text);
    fclose(file);
}

static double fact(const run *r, bool own, const char *key)
{
    char text[256];
    fact_text(r, own, key, text, sizeof text);
    return text[0] ? strtod(text, NULL) : NAN;
}

static size_t variable_of(const dadao_method *method, const char *name)
{
    for (size_t v = 0; v < dadao_method_variable_count(method); v++)
        if (strcmp(dadao_method_variable_name(method, v), name) == 0)
            return v;
    fail_msg("%s has no variable %s", dadao_method_name(method), name);
    return 0;
}

static void read_vectors(run *r, bool own, const char *file, size_t variable)
{
    dadao_csv csv = table_of(r, own, file);
    const size_t d = r->dimension, row = dadao_method_variable_count(r->method) * d;
    for (size_t i = 0; i < csv.rows; i++)
        for (size_t k = 0; k < d; k++)
            r->start[i * row + variable * d + k] = at(&csv, i, 1 + k);
    dadao_core_csv_clear(&csv);
}

static void read_edges(run *r)
{
    dadao_csv csv = table_of(r, false, "edges.csv");
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

static uint32_t edge_of(const lane *l, uint32_t i, uint32_t j)
{
    for (size_t k = 0; k < l->edges; k++)
        if (l->edge[k].u == (i < j ? i : j) && l->edge[k].v == (i < j ? j : i))
            return (uint32_t)k;
    return UINT32_MAX;
}

static void read_events(run *r)
{
    dadao_csv csv = table_of(r, true, "events.csv");
    r->events = csv.rows;
    r->event = calloc(csv.rows, sizeof *r->event);
    for (size_t k = 0; k < csv.rows; k++) {
        const uint32_t i = (uint32_t)number(&csv, k, "i"), j = (uint32_t)number(&csv, k, "j");
        r->event[k] = (dadao_event){.t = number(&csv, k, "t"), .kind = DADAO_EVENT_COMMUNICATION, .i = i, .j = j,
                                    .edge = edge_of(&r->lane, i, j)};
        assert_true(r->event[k].edge != UINT32_MAX);
    }
    dadao_core_csv_clear(&csv);
}

/* Constants by the program's own means, compared with those recorded under the same names. */
static void check_constants(const run *r)
{
    static const char *const ours[] = {"rounds", "eta", "momentum", "c2", "tau1", "tau2", "sigma1", "sigma2", "alpha", "beta",
                                       "theta", "gamma", "delta", "zeta", "nu", "gamma_tilde"};
    static const char *const theirs[] = {"n_rounds", "eta", "momentum", "c_2", "tau_1", "tau_2", "sigma_1", "sigma_2", "alpha", "beta",
                                         "theta", "gamma", "delta", "zeta", "nu", "gamma_tilde"};
    size_t compared = 0;
    for (size_t p = 0; p < dadao_method_parameter_count(r->method); p++)
        for (size_t k = 0; k < sizeof ours / sizeof *ours; k++) {
            double expected = strcmp(dadao_method_parameter_at(r->method, p)->name, ours[k]) == 0 ? fact(r, true, theirs[k]) : NAN;
            if (!dadao_method_is_synchronous(r->method) && strcmp(ours[k], "gamma") == 0)
                expected *= fact(r, true, "R_over_P"); /* theirs is for a unit of resistance, ours for the largest */
            if (isnan(expected))
                continue;
            compared++;
            if (!(fabs(r->lane.parameters[p] - expected) <= 1e-11 * fabs(expected)))
                fail_msg("%s/%s: %s is %.17g, expected %.17g", r->folder, r->peer->folder, ours[k], r->lane.parameters[p], expected);
        }
    assert_true(compared >= 3);
}

static void open_run(run *r, const char *folder, const peer *which)
{
    char task[64], line[1400];
    *r = (run){.peer = which, .method = dadao_method_find(which->method)};
    assert_non_null(r->method);
    snprintf(r->folder, sizeof r->folder, "%s", folder);
    fact_text(r, false, "task", task, sizeof task);
    r->lane.nodes = (size_t)fact(r, false, "n");
    r->dimension = (size_t)fact(r, false, "d");
    snprintf(line, sizeof line, "%s data=%s/data.csv%s", task, folder, strcmp(task, "logistic") == 0 ? " mu=1 smoothness=reference" : "");
    r->lane.problem = problem_from(line, r->lane.nodes, 1);
    read_edges(r);
    set_method_parameters(&r->lane, r->method, strcmp(which->preset, "reference") == 0 ? 1 : 0);
    check_constants(r);
    const double *optimum = dadao_problem_optimum(r->lane.problem);
    for (size_t k = 0; k < r->dimension; k++)
        r->optimum_size += optimum[k] * optimum[k];
    r->optimum_size = sqrt(r->optimum_size);
    r->start = calloc(r->lane.nodes * r->dimension, dadao_method_variable_count(r->method) * sizeof *r->start);
    if (which->initial[0])
        read_vectors(r, false, "x0.csv", 0);
    for (size_t k = 0; k < 2 && which->initial[k]; k++)
        read_vectors(r, true, which->initial[k], variable_of(r->method, which->variable[k]));
    if (!dadao_method_is_synchronous(r->method))
        read_events(r);
}

static void begin_run(run *r)
{
    dadao_simulation_destroy(r->lane.simulation);
    r->lane.simulation = simulate_method(&r->lane, r->method, r->start, 1);
    if (r->event)
        dadao_simulation_replay(r->lane.simulation, r->event, r->events);
}

static void close_run(run *r)
{
    clear_lane(&r->lane);
    free(r->start);
    free(r->event);
}

/* Rows of rounds are counted from the start, 0; rows of events say which event (from 0) has just happened. */
static dadao_stop stop_at_row(const run *r, const dadao_csv *csv, size_t row)
{
    return stop_at_event((uint64_t)number(csv, row, "k") + (r->event ? 1 : 0));
}

static double check_trajectory(run *r)
{
    dadao_csv csv = table_of(r, true, "traj.csv");
    double worst = 0.0;
    begin_run(r);
    for (size_t row = 0; row < csv.rows; row++) {
        const dadao_stop stop = stop_at_row(r, &csv, row);
        dadao_simulation_run(r->lane.simulation, &stop);
        dadao_sample sample;
        dadao_simulation_measure(r->lane.simulation, &sample);
        double off = fabs(sqrt(sample.msd_lazy) - sqrt(number(&csv, row, r->event ? "msd_lazy_f64" : "msd")));
        if (r->event) {
            off = fmax(off, fabs(sqrt(sample.msd) - sqrt(number(&csv, row, "msd_sync_f64"))));
        } else {
            assert_true(sample.gradients == (uint64_t)number(&csv, row, "n_grad"));
            assert_true(sample.communications == (uint64_t)number(&csv, row, "n_comm"));
        }
        worst = fmax(worst, off / r->optimum_size);
        if (!(off <= r->peer->tolerance * r->optimum_size))
            fail_msg("%s/%s: row %zu: msd %.17g, off by %g |x*|", r->folder, r->peer->folder, row, sample.msd, off / r->optimum_size);
    }
    dadao_core_csv_clear(&csv);
    return worst;
}

/* One checkpoint: rows [first, end) of the same k, and of the same view where there are several. */
static double check_rows(run *r, const dadao_csv *csv, size_t first, size_t end)
{
    const size_t d = r->dimension, var = dadao_core_csv_column(csv, "var");
    double *state = calloc(dadao_method_variable_count(r->method) * d, sizeof *state), largest = 0.0, worst = 0.0;
    for (size_t row = first; row < end; row++) {
        const bool lazy = r->event && strcmp(dadao_core_csv_text(csv, row, dadao_core_csv_column(csv, "view")), "lazy") == 0;
        double t;
        dadao_simulation_state(r->lane.simulation, (size_t)number(csv, row, "node"), lazy, state, &t);
        const size_t v = variable_of(r->method, dadao_core_csv_text(csv, row, var));
        for (size_t k = 0; k < d; k++) {
            const double expected = at(csv, row, csv->columns - d + k);
            largest = fmax(largest, fabs(expected));
            worst = fmax(worst, fabs(state[v * d + k] - expected));
        }
    }
    free(state);
    if (!(worst <= r->peer->tolerance * largest))
        fail_msg("%s/%s: rows %zu to %zu of ckpt.csv: off by %g of %g", r->folder, r->peer->folder, first, end, worst, largest);
    return worst / largest;
}

static bool same_group(const run *r, const dadao_csv *csv, size_t a, size_t b)
{
    if (number(csv, a, "k") != number(csv, b, "k"))
        return false;
    const size_t variant = dadao_core_csv_column(csv, "variant"), view = dadao_core_csv_column(csv, "view");
    return !r->event || (strcmp(dadao_core_csv_text(csv, a, variant), dadao_core_csv_text(csv, b, variant)) == 0 &&
                         strcmp(dadao_core_csv_text(csv, a, view), dadao_core_csv_text(csv, b, view)) == 0);
}

static double check_states(run *r)
{
    dadao_csv csv = table_of(r, true, "ckpt.csv");
    double worst = 0.0;
    begin_run(r);
    for (size_t first = 0, end; first < csv.rows; first = end) {
        for (end = first + 1; end < csv.rows && same_group(r, &csv, first, end);)
            end++;
        if (r->event && strcmp(dadao_core_csv_text(&csv, first, dadao_core_csv_column(&csv, "variant")), "f64") != 0)
            continue;
        const dadao_stop stop = stop_at_row(r, &csv, first);
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
    size_t runs = 0;
    for (int k = 0; k < count; k++) {
        for (size_t p = 0; p < sizeof peers / sizeof *peers; p++) {
            char folder[800], traj[1000];
            snprintf(folder, sizeof folder, "%s/%s", root, entry[k]->d_name);
            snprintf(traj, sizeof traj, "%s/%s/traj.csv", folder, peers[p].folder);
            if (access(traj, R_OK) != 0)
                continue;
            run r;
            open_run(&r, folder, &peers[p]);
            const double trajectory = check_trajectory(&r), states = check_states(&r);
            print_message("%s/%s: metrics within %.1e, states within %.1e\n", folder, peers[p].folder, trajectory, states);
            close_run(&r);
            runs++;
        }
        free(entry[k]);
    }
    free(entry);
    return runs;
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

/* Recorded by an independent implementation in another language, for where the published runs are not at hand. */
static void test_own_runs(void **state)
{
    (void)state;
    assert_int_equal(check_folder("tests/unit/simulation/cases"), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_runs),
        cmocka_unit_test(test_own_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
