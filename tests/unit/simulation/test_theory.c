/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What theory says about the dynamic, asked of the program's own flow and jumps: the saddle point, the conserved sums, exact
 * decay rates of the second moment, the exact mean trajectory on two nodes, and the sharpness of the rate condition.
 *
 * For f_i = a_i/2 (x - b_i)^2 the second moment M of the state obeys the linear equation
 *     M' = A M + M A^T + sum_i (G_i M G_i^T - M) + sum_e rate_e (C_e M C_e^T - M). */
#include "unit/simulation/support.h"

#include "method/dadao.h"

#include <gsl/gsl_eigen.h>
#include <unistd.h>

enum { MOST_NODES = 4, MOST = 6 * MOST_NODES + 1 };

typedef struct matrix {
    size_t n;
    double at[MOST][MOST];
} matrix;

/* The moment equation of a small network: the drift and the jumps with their rates. */
typedef struct moments {
    size_t nodes, jumps;
    double curvature[MOST_NODES], target[MOST_NODES];
    matrix drift, jump[MOST_NODES + 6];
    double rate[MOST_NODES + 6];
} moments;

/* ---- Building the equation from the program's functions ----------------------------------------------------------------- */

/* What moves a node, as a derivative: the program's flow over a short time and half of it, extrapolated. */
static void drift_of(const dadao_flow *flow, double *block)
{
    const double tau = 1e-5;
    double whole[36], half[36];
    dadao_method_flow_matrix(flow, tau, whole);
    dadao_method_flow_matrix(flow, 0.5 * tau, half);
    for (size_t k = 0; k < 36; k++) {
        const double one = k % 7 == 0 ? 1.0 : 0.0;
        block[k] = (4.0 * (half[k] - one) - (whole[k] - one)) / tau;
    }
}

/* One column of a jump's matrix: what becomes of a unit vector; the last coordinate is the constant 1. */
static void jump_column(const moments *m, const dadao_constants *c, size_t i, size_t j, size_t column, matrix *jump)
{
    double state[MOST] = {0}, gradient;
    state[column] = 1.0;
    if (j == SIZE_MAX) {
        gradient = m->curvature[i] * (state[6 * i] - m->target[i] * state[6 * m->nodes]);
        dadao_gradient_jump(c, state + 6 * i, &gradient, 1);
    } else {
        dadao_communication_jump(c, state + 6 * i, state + 6 * j, 1);
    }
    for (size_t row = 0; row < jump->n; row++)
        jump->at[row][column] = state[row];
}

static void add_jump(moments *m, const dadao_constants *c, size_t i, size_t j, double rate)
{
    matrix *jump = &m->jump[m->jumps];
    jump->n = 6 * m->nodes + 1;
    m->rate[m->jumps++] = rate;
    for (size_t column = 0; column < jump->n; column++)
        jump_column(m, c, i, j, column, jump);
}

static moments *build(const lane *l, const double *curvature, const double *target)
{
    moments *m = calloc(1, sizeof *m);
    assert_non_null(m);
    double constants[DADAO_METHOD_CONSTANTS], block[36];
    dadao()->prepare(l->parameters, constants);
    const dadao_constants *c = (const dadao_constants *)constants;
    m->nodes = l->nodes;
    m->drift.n = 6 * l->nodes + 1;
    drift_of(&c->flow, block);
    for (size_t i = 0; i < l->nodes; i++) {
        m->curvature[i] = curvature[i];
        m->target[i] = target ? target[i] : 0.0;
        for (size_t k = 0; k < 36; k++)
            m->drift.at[6 * i + k / 6][6 * i + k % 6] = block[k];
    }
    for (size_t i = 0; i < l->nodes; i++)
        add_jump(m, c, i, SIZE_MAX, 1.0);
    for (size_t k = 0; k < l->edges; k++)
        add_jump(m, c, l->edge[k].u, l->edge[k].v, l->edge_rates[k]);
    return m;
}

/* ---- Decay rates ---------------------------------------------------------------------------------------------------------- */

/* An orthonormal basis of the states with sum z = sum z~ = 0 (columns), for the homogeneous equation. */
static size_t basis_of(size_t nodes, matrix *basis)
{
    size_t column = 0;
    for (size_t i = 0; i < nodes; i++)
        for (size_t v = 0; v < 4; v++)
            basis->at[6 * i + v][column++] = 1.0;
    for (size_t v = 4; v < 6; v++)
        for (size_t k = 1; k < nodes; k++, column++) {
            const double size = sqrt((double)(k * (k + 1)));
            for (size_t i = 0; i < k; i++)
                basis->at[6 * i + v][column] = 1.0 / size;
            basis->at[6 * k + v][column] = -(double)k / size;
        }
    return column;
}

static matrix *reduce(const matrix *full, const matrix *basis, size_t rows, size_t columns)
{
    matrix *result = calloc(1, sizeof *result);
    static double half[MOST][MOST];
    assert_non_null(result);
    result->n = columns;
    for (size_t i = 0; i < rows; i++)
        for (size_t q = 0; q < columns; q++) {
            half[i][q] = 0.0;
            for (size_t k = 0; k < rows; k++)
                half[i][q] += full->at[i][k] * basis->at[k][q];
        }
    for (size_t p = 0; p < columns; p++)
        for (size_t q = 0; q < columns; q++)
            for (size_t i = 0; i < rows; i++)
                result->at[p][q] += basis->at[i][p] * half[i][q];
    return result;
}

/* Adds weight * (B e_p e_q^T B^T, symmetrised) to the operator's column of the pair (p, q), p <= q. */
static void add_pair(gsl_matrix *op, size_t column, const matrix *b, size_t p, size_t q, double weight)
{
    size_t row = 0;
    for (size_t i = 0; i < b->n; i++)
        for (size_t j = i; j < b->n; j++, row++) {
            double value = b->at[i][p] * b->at[j][q];
            if (p != q)
                value += b->at[i][q] * b->at[j][p];
            *gsl_matrix_ptr(op, row, column) += weight * value;
        }
}

/* A M + M A^T for M = e_p e_q^T symmetrised. */
static void add_drift(gsl_matrix *op, size_t column, const matrix *a, size_t p, size_t q)
{
    size_t row = 0;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = i; j < a->n; j++, row++) {
            double value = 0.0;
            value += a->at[i][p] * (j == q) + a->at[j][p] * (i == q);
            if (p != q)
                value += a->at[i][q] * (j == p) + a->at[j][q] * (i == p);
            *gsl_matrix_ptr(op, row, column) += value;
        }
}

/* Minus the largest real part among the eigenvalues of the moment equation. */
static double decay_rate(const moments *m)
{
    matrix *basis = calloc(1, sizeof *basis);
    const size_t rows = 6 * m->nodes, r = basis_of(m->nodes, basis), pairs = r * (r + 1) / 2;
    gsl_matrix *op = gsl_matrix_calloc(pairs, pairs);
    double total = 0.0;
    matrix *drift = reduce(&m->drift, basis, rows, r);
    for (size_t k = 0; k <= m->jumps; k++) {
        matrix *jump = k < m->jumps ? reduce(&m->jump[k], basis, rows, r) : NULL;
        total += jump ? m->rate[k] : 0.0;
        for (size_t p = 0, column = 0; p < r; p++)
            for (size_t q = p; q < r; q++, column++) {
                if (jump)
                    add_pair(op, column, jump, p, q, m->rate[k]);
                else
                    add_drift(op, column, drift, p, q);
            }
        free(jump);
    }
    for (size_t k = 0; k < pairs; k++)
        *gsl_matrix_ptr(op, k, k) -= total;
    gsl_eigen_nonsymm_workspace *work = gsl_eigen_nonsymm_alloc(pairs);
    gsl_eigen_nonsymm_params(0, 1, work);
    gsl_vector_complex *value = gsl_vector_complex_alloc(pairs);
    assert_int_equal(gsl_eigen_nonsymm(op, value, work), 0);
    double abscissa = -INFINITY;
    for (size_t k = 0; k < pairs; k++)
        abscissa = fmax(abscissa, GSL_REAL(gsl_vector_complex_get(value, k)));
    gsl_vector_complex_free(value);
    gsl_eigen_nonsymm_free(work);
    gsl_matrix_free(op);
    free(drift);
    free(basis);
    return -abscissa;
}

/* ---- Networks of the table ------------------------------------------------------------------------------------------------- */

static void make_edges(lane *l, size_t nodes, const char *pairs)
{
    l->nodes = nodes;
    l->edges = strlen(pairs) / 2;
    l->edge = calloc(l->edges, sizeof *l->edge);
    l->edge_rates = calloc(l->edges, sizeof *l->edge_rates);
    for (size_t k = 0; k < l->edges; k++) {
        l->edge[k] = (dadao_edge){(uint32_t)(pairs[2 * k] - '0'), (uint32_t)(pairs[2 * k + 1] - '0')};
        l->edge_rates[k] = 1.0;
    }
}

/* Rates at the sufficient total, parameters of the preset; mu = 1 is given. */
static double set_up(lane *l, size_t preset, double L)
{
    dadao_spectrum spectrum = {0};
    check_ok(dadao_spectrum_compute(l->nodes, l->edges, l->edge, NULL, &spectrum, error));
    const double total = spectrum.sufficient_rate;
    for (size_t k = 0; k < l->edges; k++)
        l->edge_rates[k] = total / (double)l->edges;
    const dadao_method_facts facts = {.mu = 1.0, .smoothness = L, .chi1 = spectrum.chi1_unit / total, .chi2 = spectrum.chi2_unit / total};
    check_ok(dadao_method_parameters(dadao(), preset, &facts, l->parameters, error));
    dadao_spectrum_clear(&spectrum);
    return total;
}

typedef struct rate_row {
    size_t nodes;
    const char *pairs;
    double L;
    char curvatures; /* m all mu, L all L, x even L odd mu */
    double total, icml, jmlr;
} rate_row;

static const rate_row rate_table[] = {
    {2, "01", 4, 'm', 0.707107, 0.083678, 0.080457},           {2, "01", 4, 'L', 0.707107, 0.066265, 0.060771},
    {2, "01", 4, 'x', 0.707107, 0.081980, 0.077795},           {2, "01", 10, 'm', 0.707107, 0.054690, 0.053107},
    {2, "01", 10, 'L', 0.707107, 0.041377, 0.037754},          {2, "01", 10, 'x', 0.707107, 0.054201, 0.052052},
    {3, "0112", 4, 'm', 2.0, 0.083681, 0.080454},              {3, "0112", 4, 'L', 2.0, 0.066272, 0.060729},
    {3, "0112", 4, 'x', 2.0, 0.066273, 0.060729},              {3, "0112", 10, 'm', 2.0, 0.054690, 0.053107},
    {3, "0112", 10, 'L', 2.0, 0.041382, 0.037735},             {3, "0112", 10, 'x', 2.0, 0.041382, 0.037735},
    {4, "010203", 4, 'm', 3.0, 0.083675, 0.080452},            {4, "010203", 4, 'x', 3.0, 0.068633, 0.064704},
    {4, "010203", 10, 'L', 3.0, 0.041379, 0.037732},           {4, "010203", 10, 'x', 3.0, 0.043026, 0.040470},
    {4, "010203121323", 4, 'L', 2.121320, 0.066261, 0.060771}, {4, "010203121323", 4, 'x', 2.121320, 0.066297, 0.060803},
    {4, "010203121323", 10, 'x', 2.121320, 0.041393, 0.037768},
};

static void test_second_moment_rates(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof rate_table / sizeof *rate_table; k++)
        for (size_t preset = 0; preset < 2; preset++) {
            const rate_row *row = &rate_table[k];
            double curvature[MOST_NODES];
            for (size_t i = 0; i < row->nodes; i++)
                curvature[i] = row->curvatures == 'L' || (row->curvatures == 'x' && i % 2 == 0) ? row->L : 1.0;
            lane l = {0};
            make_edges(&l, row->nodes, row->pairs);
            assert_true(fabs(set_up(&l, preset, row->L) - row->total) < 6e-7);
            moments *m = build(&l, curvature, NULL);
            const double rate = decay_rate(m), expected = preset ? row->jmlr : row->icml;
            if (!(fabs(rate - expected) < 6e-7))
                fail_msg("row %zu, preset %zu: rate %.7f, expected %.6f", k, preset, rate, expected);
            free(m);
            clear_lane(&l);
        }
}

/* ---- The exact mean trajectory on two nodes --------------------------------------------------------------------------------- */

static const double when[] = {0, 1, 2, 5, 10, 20, 50};
static const double mean_error[] = {0.82644628, 0.71116518, 0.67155411, 0.57898764, 0.31417786, 0.018162224, 0.0080983851};
enum { TIMES = sizeof when / sizeof *when };

static void derivative(const moments *m, const matrix *M, matrix *out)
{
    const size_t n = M->n;
    static double half[MOST][MOST];
    memset(out, 0, sizeof *out);
    out->n = n;
    for (size_t k = 0; k <= m->jumps; k++) {
        const matrix *b = k < m->jumps ? &m->jump[k] : &m->drift;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                half[i][j] = 0.0;
                for (size_t q = 0; q < n; q++)
                    half[i][j] += b->at[i][q] * M->at[q][j];
            }
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double value = half[i][j] + half[j][i];
                if (k < m->jumps) {
                    value = 0.0;
                    for (size_t q = 0; q < n; q++)
                        value += half[i][q] * b->at[j][q];
                    value = m->rate[k] * (value - M->at[i][j]);
                }
                out->at[i][j] += value;
            }
    }
}

static void add_scaled(const matrix *M, const matrix *step, double h, matrix *out)
{
    out->n = M->n;
    for (size_t i = 0; i < M->n; i++)
        for (size_t j = 0; j < M->n; j++)
            out->at[i][j] = M->at[i][j] + h * step->at[i][j];
}

static void runge_kutta(const moments *m, matrix *M, double h)
{
    static matrix k1, k2, k3, k4, mid;
    derivative(m, M, &k1);
    add_scaled(M, &k1, 0.5 * h, &mid);
    derivative(m, &mid, &k2);
    add_scaled(M, &k2, 0.5 * h, &mid);
    derivative(m, &mid, &k3);
    add_scaled(M, &k3, h, &mid);
    derivative(m, &mid, &k4);
    for (size_t i = 0; i < M->n; i++)
        for (size_t j = 0; j < M->n; j++)
            M->at[i][j] += h / 6.0 * (k1.at[i][j] + 2.0 * (k2.at[i][j] + k3.at[i][j]) + k4.at[i][j]);
}

/* K2 with a = (1, 10), b = (0, 1), from the origin, by the moment equation. */
static void test_exact_trajectory(void **state)
{
    (void)state;
    const double curvature[] = {1, 10}, target[] = {0, 1}, optimum = 10.0 / 11.0;
    lane l = {0};
    make_edges(&l, 2, "01");
    set_up(&l, 0, 10.0);
    moments *m = build(&l, curvature, target);
    static matrix M;
    M.n = 13;
    M.at[12][12] = 1.0;
    double t = 0.0;
    for (size_t k = 0; k < TIMES; k++) {
        const int steps = (int)lround((when[k] - t) * 100.0);
        for (int s = 0; s < steps; s++)
            runge_kutta(m, &M, (when[k] - t) / steps);
        t = when[k];
        double error = 0.0;
        for (size_t i = 0; i < 2; i++)
            error += 0.5 * (M.at[6 * i][6 * i] - 2.0 * optimum * M.at[6 * i][12] + optimum * optimum);
        assert_true(fabs(error - mean_error[k]) < 3e-8 * mean_error[k] + 3e-10);
    }
    free(m);
    clear_lane(&l);
}

/* The same by simulation: over fixed seeds, within 4.9 standard errors (false alarm 1e-6 each). f = (sqrt(a/2) x - c)^2. */
static void test_sampled_trajectory(void **state)
{
    (void)state;
    enum { RUNS = 20000 };
    char folder[] = "/tmp/dadao-theory-XXXXXX", path[64], words[128];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/data.csv", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "node,y,a0\n0,0,%.17g\n1,%.17g,%.17g\n", sqrt(0.5), sqrt(5.0), sqrt(5.0));
    fclose(file);
    lane l = {0};
    make_edges(&l, 2, "01");
    snprintf(words, sizeof words, "linear data=%s", path);
    l.problem = problem_from(words, 2, 1);
    set_up(&l, 0, 10.0);
    double sum[TIMES] = {0}, square[TIMES] = {0};
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        dadao_simulation *run = simulate(&l, NULL, seed);
        for (size_t k = 0; k < TIMES; k++) {
            const dadao_stop stop = stop_at_time(when[k]);
            dadao_simulation_run(run, &stop);
            dadao_sample sample;
            dadao_simulation_measure(run, &sample);
            sum[k] += sample.msd / RUNS;
            square[k] += sample.msd * sample.msd / RUNS;
        }
        dadao_simulation_destroy(run);
    }
    for (size_t k = 0; k < TIMES; k++) {
        const double deviation = sqrt(fmax(square[k] - sum[k] * sum[k], 0.0) / RUNS);
        print_message("t = %2g: %.7f +- %.7f, exact %.7f\n", when[k], sum[k], deviation, mean_error[k]);
        assert_true(fabs(sum[k] - mean_error[k]) <= ALARM_SIGMA * deviation + 1e-8);
    }
    remove(path);
    rmdir(folder);
    clear_lane(&l);
}

/* ---- The saddle point and the conserved sums ----------------------------------------------------------------------------------- */

static double *saddle_of(const lane *l, size_t d)
{
    const double *optimum = dadao_problem_optimum(l->problem);
    const double nu = 0.5 * dadao_problem_mu(l->problem);
    double *start = calloc(l->nodes * 6 * d, sizeof *start), *g = calloc(d, sizeof *g);
    assert_true(start && g);
    for (size_t i = 0; i < l->nodes; i++) {
        dadao_problem_gradient(l->problem, i, optimum, g);
        for (size_t k = 0; k < d; k++) {
            double *v = start + i * 6 * d + k;
            v[DADAO_X * d] = v[DADAO_XT * d] = optimum[k];
            v[DADAO_Y * d] = v[DADAO_YT * d] = g[k] - nu * optimum[k];
            v[DADAO_Z * d] = v[DADAO_ZT * d] = -g[k];
        }
    }
    free(g);
    return start;
}

static void test_saddle_point_stays(void **state)
{
    (void)state;
    const char *const words[] = {"linear dim=4 samples=20", "logistic dim=3 samples=30 mu=0.5", "quadratic dim=2"};
    for (size_t p = 0; p < 3; p++) {
        lane l = cycle_lane(words[p], 8, p % 2, 3);
        const size_t d = dadao_problem_dimension(l.problem);
        double *start = saddle_of(&l, d), *now = calloc(6 * d, sizeof *now), largest = 0.0, moved = 0.0, t;
        dadao_simulation_destroy(l.simulation);
        l.simulation = simulate(&l, start, 9);
        const dadao_stop stop = stop_at_event(20000);
        assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_EVENT);
        for (size_t i = 0; i < l.nodes; i++) {
            dadao_simulation_state(l.simulation, i, false, now, &t);
            for (size_t k = 0; k < 6 * d; k++) {
                largest = fmax(largest, fabs(start[i * 6 * d + k]));
                moved = fmax(moved, fabs(now[k] - start[i * 6 * d + k]));
            }
        }
        assert_true(moved <= 1e-11 * largest);
        free(start);
        free(now);
        clear_lane(&l);
    }
}

/* sum z and sum z~ begin at 0 and stay there, up to the rounding of what goes to and fro. */
static void test_sums_are_conserved(void **state)
{
    (void)state;
    enum { D = 3 };
    lane l = cycle_lane("linear dim=3 samples=20", 9, 0, 3);
    for (uint64_t at = 1000; at <= 50000; at += 7000) {
        const dadao_stop stop = stop_at_event(at);
        dadao_simulation_run(l.simulation, &stop);
        double sum[2 * D] = {0}, size = 0.0, v[6 * D], t;
        for (size_t i = 0; i < l.nodes; i++) {
            dadao_simulation_state(l.simulation, i, false, v, &t);
            for (size_t k = 0; k < 2 * D; k++) {
                sum[k] += v[DADAO_Z * D + k];
                size = fmax(size, fabs(v[DADAO_Z * D + k]));
            }
        }
        for (size_t k = 0; k < 2 * D; k++)
            assert_true(fabs(sum[k]) <= 1e-11 * size);
    }
    clear_lane(&l);
}

/* ---- The condition on the rates --------------------------------------------------------------------------------------------------- */

/* At the sufficient rate it converges, at least as fast as the guarantee says; at 0.15 times it, with kept parameters, it
 * diverges; with the parameters of `jmlr` recomputed it converges again, more slowly. */
static void test_rate_condition(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        lane l = {0};
        make_cycle(&l, 9);
        l.problem = problem_from("quadratic dim=2 kappa=100", 9, seed);
        const double L = dadao_problem_smoothness(l.problem), mu = dadao_problem_mu(l.problem), T = 60.0 * sqrt(L / mu);
        set_rates_and_parameters(&l, 0, 1.0);
        l.simulation = simulate(&l, NULL, seed);
        const dadao_stop stop = stop_at_time(T);
        dadao_simulation_run(l.simulation, &stop);
        dadao_sample sample;
        dadao_simulation_measure(l.simulation, &sample);
        const double initial = dadao_simulation_initial_error(l.simulation);
        assert_true(sample.msd < 4 * (1 + L / mu + L / mu * L / mu) * initial * exp(-T * sqrt(mu / L) / (8 * sqrt(2.0))));
        dadao_simulation_destroy(l.simulation);
        double kept[9];
        for (size_t k = 0; k < 9; k++)
            kept[k] = l.edge_rates[k] *= 0.15;
        l.simulation = simulate(&l, NULL, seed);
        assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_DIVERGED);
        dadao_simulation_destroy(l.simulation);
        dadao_spectrum spectrum = {0};
        check_ok(dadao_spectrum_compute(9, 9, l.edge, kept, &spectrum, error));
        const dadao_method_facts facts = {.mu = mu, .smoothness = L, .chi1 = spectrum.chi1, .chi2 = spectrum.chi2};
        check_ok(dadao_method_parameters(dadao(), 1, &facts, l.parameters, error));
        l.simulation = simulate(&l, NULL, seed);
        const dadao_stop later = stop_at_time(T / 0.15);
        assert_int_equal(dadao_simulation_run(l.simulation, &later), DADAO_STOP_TIME);
        assert_true(dadao_simulation_error_now(l.simulation) < 1e-2 * initial);
        dadao_spectrum_clear(&spectrum);
        clear_lane(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_second_moment_rates), cmocka_unit_test(test_exact_trajectory),
        cmocka_unit_test(test_sampled_trajectory),  cmocka_unit_test(test_saddle_point_stays),
        cmocka_unit_test(test_sums_are_conserved),  cmocka_unit_test(test_rate_condition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
