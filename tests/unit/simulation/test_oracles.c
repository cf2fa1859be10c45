/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates and levels of the peers against exact oracles: gossip, plateaus, messages, square roots of kappa. */
#include "unit/simulation/networks.h"

#include <gsl/gsl_linalg.h>

/* ---- Gossip ---- */

/* The mean over the edges of the error after one event there, over the error before: exact expectations. */
static double mean_factor(shape form, size_t n, double *drop)
{
    const dadao_method *method = method_named("gossip");
    lane l = {0};
    make_network(&l, form, n);
    l.problem = problem_from("quadratic dim=2 kappa=2", n, 1);
    set_method_parameters(&l, method, 0);
    double *start = random_start(&l, method, 9), sum = 0.0, before = 0.0, energy = 0.0;
    for (size_t e = 0; e < l.edges; e++) {
        const dadao_event event = {.t = 1.0, .kind = DADAO_EVENT_COMMUNICATION, .i = l.edge[e].u, .j = l.edge[e].v, .edge = (uint32_t)e};
        l.simulation = simulate_method(&l, method, start, 1);
        before = dadao_simulation_error_now(l.simulation) * (double)n;
        dadao_simulation_replay(l.simulation, &event, 1);
        const dadao_stop stop = stop_at_event(1);
        dadao_simulation_run(l.simulation, &stop);
        sum += dadao_simulation_error_now(l.simulation) * (double)n / (double)l.edges;
        for (size_t k = 0; k < 2; k++) {
            const double apart = start[2 * l.edge[e].u + k] - start[2 * l.edge[e].v + k];
            energy += apart * apart / (double)l.edges;
        }
        dadao_simulation_destroy(l.simulation);
        l.simulation = NULL;
    }
    *drop = (before - sum) - 0.5 * energy; /* an event takes half of x.P x on average */
    free(start);
    clear_lane(&l);
    return sum / before;
}

static void test_gossip_exactly(void **state)
{
    (void)state;
    double drop;
    for (size_t n = 3; n <= 9; n++) {
        assert_true(fabs(mean_factor(COMPLETE, n, &drop) - ((double)n - 2.0) / ((double)n - 1.0)) <= 1e-13);
        assert_true(fabs(drop) <= 1e-12);
        (void)mean_factor(PATH, n, &drop);
        assert_true(fabs(drop) <= 1e-12);
        (void)mean_factor(STAR, n, &drop);
        assert_true(fabs(drop) <= 1e-12);
    }
}

/* The mean error of many runs at two times, as a rate. */
static double mean_rate(const char *name, const char *preset, shape form, size_t n, const char *problem, double t1, double t2, size_t runs)
{
    double early = 0.0, late = 0.0;
    lane l = lane_of(name, preset, form, n, problem, 1);
    const dadao_method *method = method_named(name);
    for (size_t seed = 1; seed <= runs; seed++) {
        double *start = random_start(&l, method, seed);
        dadao_sample sample;
        const dadao_stop first = stop_at_time(t1), second = stop_at_time(t2);
        dadao_simulation_destroy(l.simulation);
        l.simulation = simulate_method(&l, method, start, seed);
        dadao_simulation_run(l.simulation, &first);
        dadao_simulation_measure(l.simulation, &sample);
        early += sample.msd;
        dadao_simulation_run(l.simulation, &second);
        dadao_simulation_measure(l.simulation, &sample);
        late += sample.msd;
        free(start);
    }
    clear_lane(&l);
    return log(early / late) / (t2 - t1);
}

/* The second moment M = E (x, x~)(x, x~)^T of accelerated gossip obeys a linear ODE; this is its right-hand side at unit rates. */
enum { MOST = 16 };
typedef double moment[MOST][MOST];

static void derivative(const lane *l, double eta, double alpha_tilde, moment m, moment out)
{
    const size_t n = l->nodes, size = 2 * n;
    for (size_t p = 0; p < size; p++)
        for (size_t q = 0; q < size; q++) {
            const size_t p2 = p < n ? p + n : p - n, q2 = q < n ? q + n : q - n;
            out[p][q] = eta * ((m[p2][q] - m[p][q]) + (m[p][q2] - m[p][q]));
        }
    for (size_t e = 0; e < l->edges; e++) {
        const size_t u = l->edge[e].u, v = l->edge[e].v;
        double c[MOST] = {0}, apart[MOST], both; /* the event: w -= c (w_u - w_v) */
        c[u] = 0.5, c[v] = -0.5, c[n + u] = alpha_tilde, c[n + v] = -alpha_tilde;
        for (size_t q = 0; q < size; q++)
            apart[q] = m[u][q] - m[v][q];
        both = apart[u] - apart[v];
        for (size_t p = 0; p < size; p++)
            for (size_t q = 0; q < size; q++)
                out[p][q] += c[p] * c[q] * both - c[p] * apart[q] - apart[p] * c[q];
    }
}

static void runge_kutta(const lane *l, double eta, double alpha_tilde, moment m, double dt)
{
    moment k[4], at;
    const size_t size = 2 * l->nodes;
    for (int stage = 0; stage < 4; stage++) {
        const double part = stage == 0 ? 0.0 : stage == 3 ? dt : 0.5 * dt;
        for (size_t p = 0; p < size; p++)
            for (size_t q = 0; q < size; q++)
                at[p][q] = m[p][q] + (stage ? part * k[stage - 1][p][q] : 0.0);
        derivative(l, eta, alpha_tilde, at, k[stage]);
    }
    for (size_t p = 0; p < size; p++)
        for (size_t q = 0; q < size; q++)
            m[p][q] += dt / 6.0 * (k[0][p][q] + 2.0 * (k[1][p][q] + k[2][p][q]) + k[3][p][q]);
}

/* (1/n) E |x - mean|^2 from what starts as x = x~ normal. */
static double spread_of(const lane *l, moment m)
{
    double trace = 0.0, all = 0.0;
    for (size_t i = 0; i < l->nodes; i++) {
        trace += m[i][i];
        for (size_t j = 0; j < l->nodes; j++)
            all += m[i][j];
    }
    return (trace - all / (double)l->nodes) / (double)l->nodes;
}

/* E msd at the times k t/8, k = 1..8, exactly, and the rate at which it falls in the end. */
static double exact_curve(const lane *l, double eta, double alpha_tilde, double t, double *curve)
{
    enum { STEPS = 250 };
    moment m = {{0}};
    for (size_t i = 0; i < l->nodes; i++)
        m[i][i] = m[i][i + l->nodes] = m[i + l->nodes][i] = m[i + l->nodes][i + l->nodes] = 1.0;
    for (int part = 0; part < 8; part++) {
        for (int step = 0; step < STEPS; step++)
            runge_kutta(l, eta, alpha_tilde, m, t / (8.0 * STEPS));
        curve[part] = spread_of(l, m);
    }
    return log(curve[6] / curve[7]) / (t / 8.0);
}

/* The mean error of many runs at the same times, and its standard error. */
static void simulated_curve(lane *l, const char *name, double t, size_t runs, double *mean, double *sigma)
{
    const dadao_method *method = method_named(name);
    for (size_t seed = 1; seed <= runs; seed++) {
        double *start = random_start(l, method, seed);
        l->simulation = simulate_method(l, method, start, seed);
        for (int part = 0; part < 8; part++) {
            dadao_sample sample;
            const dadao_stop stop = stop_at_time(t * (part + 1) / 8.0);
            dadao_simulation_run(l->simulation, &stop);
            dadao_simulation_measure(l->simulation, &sample);
            mean[part] += sample.msd / (double)runs;
            sigma[part] += sample.msd * sample.msd / (double)runs;
        }
        dadao_simulation_destroy(l->simulation);
        l->simulation = NULL;
        free(start);
    }
    for (int part = 0; part < 8; part++)
        sigma[part] = sqrt((sigma[part] - mean[part] * mean[part]) / (double)runs);
}

static void check_gossip(shape form, const char *name, double product)
{
    const dadao_method *method = method_named(name);
    const bool fast = strcmp(name, "gossip") != 0;
    lane l = {0};
    make_network(&l, form, 8);
    l.problem = problem_from("quadratic dim=1", 8, 1);
    set_method_parameters(&l, method, 0);
    dadao_spectrum spectrum = {0};
    check_ok(dadao_spectrum_compute(8, l.edges, l.edge, NULL, &spectrum, error));
    const double time = fast ? sqrt(spectrum.chi1 * spectrum.chi2) : spectrum.chi1, t = 16.0 * time;
    double curve[8], mean[8] = {0}, sigma[8] = {0};
    const double rate = exact_curve(&l, fast ? l.parameters[0] : 0.0, fast ? l.parameters[1] : 0.5, t, curve);
    if (!(fabs(rate * time / product - 1.0) <= 0.03))
        fail_msg("%s on network %d: rate %g, expected %g", name, (int)form, rate * time, product);
    simulated_curve(&l, name, t, 2000, mean, sigma);
    for (int part = 0; part < 4; part++) /* later on the mean is carried by runs too rare to be seen */
        if (!(fabs(mean[part] - curve[part]) <= ALARM_SIGMA * sigma[part]))
            fail_msg("%s on network %d at %g: %g +- %g, expected %g", name, (int)form, t * (part + 1) / 8.0, mean[part], sigma[part],
                     curve[part]);
    dadao_spectrum_clear(&spectrum);
    clear_lane(&l);
}

/* Decay rates of the second moment, times chi1 (plain) and sqrt(chi1 chi2) (accelerated), and whole curves. */
static void test_gossip_rates(void **state)
{
    (void)state;
    check_gossip(PATH, "gossip", 0.985);
    check_gossip(STAR, "gossip", 0.69);
    check_gossip(COMPLETE, "gossip", 0.50);
    check_gossip(PATH, "gossip-accelerated", 0.685);
    check_gossip(STAR, "gossip-accelerated", 0.52);
    check_gossip(CYCLE, "gossip-accelerated", 0.62);
    check_gossip(COMPLETE, "gossip-accelerated", 0.50);
}

/* With chi1 = chi2 the momentum has nothing to do: x~ stays x. */
static void test_acceleration_on_complete(void **state)
{
    (void)state;
    lane plain = lane_of("gossip", NULL, COMPLETE, 8, "quadratic dim=2", 3);
    lane fast = lane_of("gossip-accelerated", NULL, COMPLETE, 8, "quadratic dim=2", 3);
    const dadao_stop stop = stop_at_event(100);
    dadao_simulation_run(plain.simulation, &stop);
    dadao_simulation_run(fast.simulation, &stop);
    for (size_t i = 0; i < 8; i++) {
        double a[2], b[2];
        read_vector(&plain, method_named("gossip"), i, 0, a);
        read_vector(&fast, method_named("gossip-accelerated"), i, 0, b);
        assert_true(fabs(a[0] - b[0]) + fabs(a[1] - b[1]) <= 1e-12);
    }
    clear_lane(&plain);
    clear_lane(&fast);
}

/* ---- Levels ---- */

/* Where decentralised gradient descent stops: (I - W) x + a (H x - b) = 0, solved directly. */
static double plateau(const lane *l, double a, double *x)
{
    const size_t n = l->nodes, d = 2, size = n * d;
    gsl_matrix *m = gsl_matrix_calloc(size, size);
    gsl_vector *right = gsl_vector_calloc(size);
    gsl_vector_view out = gsl_vector_view_array(x, size);
    size_t degree[16] = {0};
    double h[4], g[2], zero[2] = {0, 0}, msd = 0.0;
    for (size_t e = 0; e < l->edges; e++) {
        degree[l->edge[e].u]++;
        degree[l->edge[e].v]++;
    }
    for (size_t e = 0; e < l->edges; e++)
        for (size_t k = 0; k < d; k++) {
            const size_t u = l->edge[e].u, v = l->edge[e].v, p = u * d + k, q = v * d + k;
            const double w = 1.0 / (1.0 + fmax((double)degree[u], (double)degree[v]));
            *gsl_matrix_ptr(m, p, p) += w;
            *gsl_matrix_ptr(m, q, q) += w;
            *gsl_matrix_ptr(m, p, q) -= w;
            *gsl_matrix_ptr(m, q, p) -= w;
        }
    for (size_t i = 0; i < n; i++) {
        dadao_problem_hessian(l->problem, i, zero, h);
        dadao_problem_gradient(l->problem, i, zero, g);
        for (size_t k = 0; k < d; k++) {
            gsl_vector_set(right, i * d + k, -a * g[k]);
            for (size_t q = 0; q < d; q++)
                *gsl_matrix_ptr(m, i * d + k, i * d + q) += a * h[k * d + q];
        }
    }
    assert_int_equal(gsl_linalg_HH_solve(m, right, &out.vector), 0);
    for (size_t k = 0; k < size; k++)
        msd += pow(x[k] - dadao_problem_optimum(l->problem)[k % d], 2.0) / (double)n;
    gsl_matrix_free(m);
    gsl_vector_free(right);
    return msd;
}

static void test_plateau_of_gradient_descent(void **state)
{
    (void)state;
    for (shape form = PATH; form < SHAPES; form++) {
        double level[2], x[20];
        for (size_t preset = 0; preset < 2; preset++) {
            lane l = lane_of("dgd", preset ? "small" : NULL, form, 10, "quadratic dim=2 kappa=20", 8);
            level[preset] = plateau(&l, l.parameters[0], x);
            const dadao_stop stop = stop_at_event(30000);
            dadao_simulation_run(l.simulation, &stop);
            if (!(fabs(dadao_simulation_error_now(l.simulation) - level[preset]) <= 1e-9 * level[preset]))
                fail_msg("network %d: stops at %.17g, expected %.17g", (int)form, dadao_simulation_error_now(l.simulation), level[preset]);
            clear_lane(&l);
        }
        assert_true(level[1] < 0.5 * level[0]); /* the smaller step has the smaller bias */
    }
}

/* Ten nodes, 400 rounds: without a trigger everybody speaks in every round; with one, few do, and the error left is of its square. */
static void test_messages(void **state)
{
    (void)state;
    const double trigger[] = {0.0, 1e-3, 1e-2, 1e-1};
    uint64_t before = UINT64_MAX;
    for (size_t k = 0; k < 4; k++) {
        lane l = lane_of("event-admm", NULL, STAR, 10, "quadratic dim=2 kappa=20", 4);
        const double parameters[] = {5.0, trigger[k], trigger[k]};
        check_ok(dadao_simulation_set_parameters(l.simulation, parameters, error));
        const dadao_stop stop = stop_at_event(400);
        dadao_simulation_run(l.simulation, &stop);
        const uint64_t sent = dadao_simulation_communications(l.simulation);
        if (k == 0)
            assert_int_equal(sent, 8000);
        else
            assert_true(sent < before && sent < 1000);
        const double allowed = k == 0 ? 1e-24 : 10.0 * trigger[k] * trigger[k];
        if (!(dadao_simulation_error_now(l.simulation) <= allowed))
            fail_msg("trigger %g: error %g with %llu messages", trigger[k], dadao_simulation_error_now(l.simulation), (unsigned long long)sent);
        assert_true(dadao_simulation_vectors(l.simulation) == sent);
        before = sent;
        clear_lane(&l);
    }
}

static double mean_consensus(const char *preset, shape form)
{
    lane l = lane_of("a2cid2", preset, form, 10, "quadratic dim=2 kappa=20", 5);
    double sum = 0.0;
    for (int k = 0; k < 300; k++) {
        const dadao_stop stop = stop_at_time(200.0 + k);
        dadao_sample sample;
        dadao_simulation_run(l.simulation, &stop);
        dadao_simulation_measure(l.simulation, &sample);
        sum += sample.consensus;
    }
    clear_lane(&l);
    return sum;
}

/* Momentum on gossip halves the disagreement on a path and more; on the complete graph it changes nothing. */
static void test_momentum_on_gossip(void **state)
{
    (void)state;
    assert_true(mean_consensus("momentum", PATH) < 0.6 * mean_consensus("baseline", PATH));
    assert_true(mean_consensus("momentum", CYCLE) < 0.9 * mean_consensus("baseline", CYCLE));
    assert_true(fabs(mean_consensus("momentum", COMPLETE) / mean_consensus("baseline", COMPLETE) - 1.0) <= 1e-9);
}

/* ---- Rates ---- */

static double events_to(const char *name, shape form, const char *problem)
{
    lane l = lane_of(name, NULL, form, 10, problem, 2);
    const dadao_stop stop = {.event = 100000, .t = INFINITY, .error = 1e-14};
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_ERROR);
    const double events = (double)dadao_simulation_events(l.simulation);
    clear_lane(&l);
    return events;
}

/* Accelerated methods need sqrt(kappa) times as many rounds, plain ones kappa times: four times kappa is twice, or four times. */
static void test_square_root_of_kappa(void **state)
{
    (void)state;
    static const char *const accelerated[] = {"msda", "ssda", "opapc", "adom+mc"};
    for (size_t k = 0; k < 4; k++) {
        const double ratio = events_to(accelerated[k], CYCLE, "quadratic dim=2 kappa=400") / events_to(accelerated[k], CYCLE, "quadratic dim=2 kappa=100");
        if (!(ratio > 1.6 && ratio < 2.5))
            fail_msg("%s: %g times the rounds for four times kappa", accelerated[k], ratio);
    }
    const char *const flat[] = {"quadratic dim=2 kappa=100 curvature=mu", "quadratic dim=2 kappa=400 curvature=mu"};
    const double plain = events_to("extra", COMPLETE, flat[1]) / events_to("extra", COMPLETE, flat[0]);
    assert_true(plain > 3.5 && plain < 4.5);
    const double central = events_to("agd", COMPLETE, flat[1]) / events_to("agd", COMPLETE, flat[0]);
    assert_true(central > 1.6 && central < 2.5);
}

/* Nesterov's bound for the yardstick: f - f* falls by 1 - 1/sqrt(kappa) a round. */
static void test_yardstick(void **state)
{
    (void)state;
    lane l = lane_of("agd", NULL, CYCLE, 10, "quadratic dim=2 kappa=100", 2);
    dadao_sample sample;
    dadao_simulation_measure(l.simulation, &sample);
    const double first = sample.suboptimality + 0.5 * dadao_problem_mu(l.problem) * sample.msd;
    for (int k = 1; k <= 200; k++) {
        const dadao_stop stop = stop_at_event((uint64_t)k);
        dadao_simulation_run(l.simulation, &stop);
        dadao_simulation_measure(l.simulation, &sample);
        assert_true(sample.suboptimality <= first * pow(1.0 - 0.1, k) * (1.0 + 1e-9) + 1e-28);
        assert_true(sample.communications == (uint64_t)k * 18 && sample.vectors == (uint64_t)k * 18);
    }
    clear_lane(&l);
}

/* K rounds of gossip make MSDA's count of gradients that of a complete graph, SSDA's grows with sqrt(chi). */
static void test_multi_step(void **state)
{
    (void)state;
    assert_true(events_to("msda", PATH, "quadratic dim=2 kappa=20") < 2.0 * events_to("msda", COMPLETE, "quadratic dim=2 kappa=20"));
    assert_true(events_to("ssda", PATH, "quadratic dim=2 kappa=20") > 4.0 * events_to("ssda", COMPLETE, "quadratic dim=2 kappa=20"));
}

/* The second moment of the safe continuized method falls at 1.2 to 9 times eta. */
static void test_continuized_rate(void **state)
{
    (void)state;
    static const struct {
        shape form;
        double lambda_2, resistance;
    } row[] = {{PATH, 0.09788696740969285, 1.0}, {STAR, 1.0, 1.0}, {CYCLE, 0.38196601125010515, 0.9}, {COMPLETE, 10.0, 0.2}};
    for (size_t k = 0; k < 4; k++) {
        const double edges = row[k].form == COMPLETE ? 45 : row[k].form == CYCLE ? 10 : 9;
        const double eta = sqrt(row[k].lambda_2 / edges / (2.0 * 20.0 * row[k].resistance * edges));
        const double rate = mean_rate("continuized", NULL, row[k].form, 10, "quadratic dim=2 kappa=20", 1.5 / eta, 3.0 / eta, 60);
        if (!(rate >= 1.2 * eta && rate <= 9.0 * eta))
            fail_msg("network %d: rate %g, eta %g", (int)row[k].form, rate, eta);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gossip_exactly),        cmocka_unit_test(test_gossip_rates),
        cmocka_unit_test(test_acceleration_on_complete), cmocka_unit_test(test_plateau_of_gradient_descent),
        cmocka_unit_test(test_messages),              cmocka_unit_test(test_momentum_on_gossip),
        cmocka_unit_test(test_square_root_of_kappa),  cmocka_unit_test(test_multi_step),
        cmocka_unit_test(test_continuized_rate),      cmocka_unit_test(test_yardstick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
