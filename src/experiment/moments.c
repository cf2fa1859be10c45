/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The second moment of DADAO's error on quadratics: its differential equation and a Runge-Kutta step for it. */
#include "experiment/moments.h"

#include "core/memory.h"
#include "method/dadao.h"

#include <math.h>
#include <string.h>

/* An entry of a sparse row or column. */
typedef struct entry {
    size_t at;
    double value;
} entry;

/* One kind of event: d functionals, each with `reads` entries, written to `writes` entries of the same coordinate. */
typedef struct kind {
    double rate;
    size_t reads, writes;
    entry *read;  /* [d][reads] */
    entry *write; /* [d][writes] */
} kind;

struct dadao_moments {
    size_t n, d, size, kinds;
    kind *kind;
    double *drift;  /* B [size][size] */
    double *moment; /* M */
    double *stage[4], *half, *scratch, *inner;
    double step;     /* longest stable step */
    double *optimum; /* the fixed point [size] */
};

static size_t place(const dadao_moments *m, size_t node, size_t vector, size_t k)
{
    return (node * DADAO_VARIABLES + vector) * m->d + k;
}

/* ---- Building ---- */

static void add_flow(dadao_moments *m, const double *p)
{
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < m->d; k++) {
            size_t v[DADAO_VARIABLES];
            for (size_t c = 0; c < DADAO_VARIABLES; c++)
                v[c] = place(m, i, c, k);
#define ADD(row, column, value) m->drift[v[row] * m->size + v[column]] += (value)
            ADD(DADAO_X, DADAO_X, -p[DADAO_ETA]), ADD(DADAO_X, DADAO_XT, p[DADAO_ETA]);
            ADD(DADAO_XT, DADAO_XT, -p[DADAO_ETA_TILDE]), ADD(DADAO_XT, DADAO_X, p[DADAO_ETA_TILDE]);
            ADD(DADAO_Y, DADAO_Y, -p[DADAO_ALPHA]), ADD(DADAO_Y, DADAO_YT, p[DADAO_ALPHA]);
            ADD(DADAO_YT, DADAO_Y, -p[DADAO_THETA]), ADD(DADAO_YT, DADAO_Z, -p[DADAO_THETA]),
                ADD(DADAO_YT, DADAO_XT, -p[DADAO_THETA] * p[DADAO_NU]);
            ADD(DADAO_Z, DADAO_Z, -p[DADAO_ALPHA]), ADD(DADAO_Z, DADAO_ZT, p[DADAO_ALPHA]);
            ADD(DADAO_ZT, DADAO_ZT, -p[DADAO_ALPHA_TILDE]), ADD(DADAO_ZT, DADAO_Z, p[DADAO_ALPHA_TILDE]);
#undef ADD
        }
}

static bool kind_room(kind *event, size_t d, size_t reads, size_t writes)
{
    event->reads = reads;
    event->writes = writes;
    event->read = dadao_core_allocate(d * reads, sizeof *event->read);
    event->write = dadao_core_allocate(d * writes, sizeof *event->write);
    return event->read && event->write;
}

/* g = (H - nu) x - y~; x -= gamma g, x~ -= gamma~ g, y~ += (delta + delta~) g. */
static bool add_gradient(dadao_moments *m, kind *event, size_t i, const double *hessian, const double *p)
{
    size_t d = m->d;
    if (!kind_room(event, d, d + 1, 3))
        return false;
    for (size_t k = 0; k < d; k++) {
        entry *read = event->read + k * (d + 1), *write = event->write + k * 3;
        for (size_t c = 0; c < d; c++)
            read[c] = (entry){place(m, i, DADAO_X, c), hessian[k * d + c] - (c == k ? p[DADAO_NU] : 0)};
        read[d] = (entry){place(m, i, DADAO_YT, k), -1};
        write[0] = (entry){place(m, i, DADAO_X, k), -p[DADAO_GAMMA]};
        write[1] = (entry){place(m, i, DADAO_XT, k), -p[DADAO_GAMMA_TILDE]};
        write[2] = (entry){place(m, i, DADAO_YT, k), p[DADAO_DELTA] + p[DADAO_DELTA_TILDE]};
    }
    return true;
}

/* m = (y_i + z_i) - (y_j + z_j); z_i -= beta m, z~_i -= beta~ m, and the opposite at j. */
static bool add_communication(dadao_moments *m, kind *event, size_t i, size_t j, const double *p)
{
    if (!kind_room(event, m->d, 4, 4))
        return false;
    for (size_t k = 0; k < m->d; k++) {
        entry *read = event->read + k * 4, *write = event->write + k * 4;
        read[0] = (entry){place(m, i, DADAO_Y, k), 1}, read[1] = (entry){place(m, i, DADAO_Z, k), 1};
        read[2] = (entry){place(m, j, DADAO_Y, k), -1}, read[3] = (entry){place(m, j, DADAO_Z, k), -1};
        write[0] = (entry){place(m, i, DADAO_Z, k), -p[DADAO_BETA]},
        write[1] = (entry){place(m, i, DADAO_ZT, k), -p[DADAO_BETA_TILDE]};
        write[2] = (entry){place(m, j, DADAO_Z, k), p[DADAO_BETA]},
        write[3] = (entry){place(m, j, DADAO_ZT, k), p[DADAO_BETA_TILDE]};
    }
    return true;
}

static bool add_events(dadao_moments *m, const dadao_setting *setting, const double *p)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(setting);
    const dadao_edge *edge = dadao_topology_edge_list(dadao_experiment_setting_topology(setting));
    const double *node_rate = dadao_experiment_setting_node_rates(setting),
                 *edge_rate = dadao_experiment_setting_edge_rates(setting);
    double *hessian = dadao_core_allocate(m->d * m->d, sizeof *hessian);
    bool fine = hessian != NULL;
    for (size_t k = 0; fine && k < m->kinds; k++) {
        m->kind[k].rate = k < m->n ? (node_rate ? node_rate[k] : 1) : edge_rate[k - m->n];
        if (k < m->n)
            dadao_problem_hessian(problem, k, dadao_problem_optimum(problem), hessian);
        fine = k < m->n ? add_gradient(m, &m->kind[k], k, hessian, p)
                        : add_communication(m, &m->kind[k], edge[k - m->n].u, edge[k - m->n].v, p);
    }
    free(hessian);
    return fine;
}

static void add_mean_jumps(dadao_moments *m)
{
    for (size_t k = 0; k < m->kinds; k++) {
        const kind *e = &m->kind[k];
        for (size_t c = 0; c < m->d; c++)
            for (size_t w = 0; w < e->writes; w++)
                for (size_t r = 0; r < e->reads; r++)
                    m->drift[e->write[c * e->writes + w].at * m->size + e->read[c * e->reads + r].at] +=
                        e->rate * e->write[c * e->writes + w].value * e->read[c * e->reads + r].value;
    }
}

/* A bound of the operator in the norm of row sums says how long a step may be. */
static void choose_step(dadao_moments *m)
{
    double drift = 0, jumps = 0;
    for (size_t r = 0; r < m->size; r++) {
        double sum = 0, own = 0;
        for (size_t c = 0; c < m->size; c++)
            sum += fabs(m->drift[r * m->size + c]);
        for (size_t k = 0; k < m->kinds; k++) {
            const kind *e = &m->kind[k];
            double reach = 0, most = 0;
            for (size_t w = 0; w < m->d * e->writes; w++)
                reach += e->write[w].at == r ? fabs(e->write[w].value) : 0;
            for (size_t w = 0; reach > 0 && w < m->d * e->writes; w++)
                most = fmax(most, fabs(e->write[w].value));
            double read = 0;
            for (size_t i = 0; i < e->reads; i++)
                read += fabs(e->read[i].value);
            own += e->rate * reach * most * read * read;
        }
        drift = fmax(drift, sum);
        jumps = fmax(jumps, own);
    }
    m->step = fmin(0.05, 1.5 / (2 * drift + jumps));
}

/* x* at every node; y* = grad f_i(x*) - nu x*, z* = -grad f_i(x*); the tilded alike. */
static void fix_point(dadao_moments *m, const dadao_problem *problem, double nu)
{
    const double *x = dadao_problem_optimum(problem);
    for (size_t i = 0; i < m->n; i++) {
        double *g = m->scratch;
        dadao_problem_gradient(problem, i, x, g);
        for (size_t k = 0; k < m->d; k++)
            for (size_t v = 0; v < 2; v++) {
                m->optimum[place(m, i, DADAO_X + v, k)] = x[k];
                m->optimum[place(m, i, DADAO_Y + v, k)] = g[k] - nu * x[k];
                m->optimum[place(m, i, DADAO_Z + v, k)] = -g[k];
            }
    }
}

static bool allocate(dadao_moments *m)
{
    size_t square = m->size * m->size;
    bool fine = true;
    double **room[] = {&m->drift, &m->moment, &m->stage[0], &m->stage[1], &m->stage[2], &m->stage[3], &m->half, &m->scratch};
    for (size_t k = 0; k < sizeof room / sizeof *room; k++)
        fine = (*room[k] = dadao_core_allocate(square, sizeof(double))) && fine;
    m->kind = dadao_core_allocate(m->kinds, sizeof *m->kind);
    m->inner = dadao_core_allocate(m->d * m->size + m->d * m->d, sizeof *m->inner);
    m->optimum = dadao_core_allocate(m->size, sizeof *m->optimum);
    return fine && m->kind && m->inner && m->optimum;
}

void dadao_experiment_moments_destroy(dadao_moments *m)
{
    if (!m)
        return;
    for (size_t k = 0; m->kind && k < m->kinds; k++) {
        free(m->kind[k].read);
        free(m->kind[k].write);
    }
    for (size_t k = 0; k < 4; k++)
        free(m->stage[k]);
    free(m->kind);
    free(m->drift);
    free(m->moment);
    free(m->half);
    free(m->scratch);
    free(m->inner);
    free(m->optimum);
    free(m);
}

static dadao_status check(const dadao_setting *setting, const dadao_lane_setting *lane, dadao_error *error)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(setting);
    size_t size = dadao_problem_nodes(problem) * dadao_problem_dimension(problem) * DADAO_VARIABLES;
    if (strcmp(dadao_method_name(lane->method), "dadao") != 0)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "the exact moments are known of dadao, not of %s",
                               dadao_method_name(lane->method));
    if (strncmp(dadao_problem_name(problem), "logistic", 8) == 0)
        return dadao_core_fail(error, DADAO_UNSUPPORTED,
                               "the exact moments need quadratic objectives (linear or quadratic), not logistic ones");
    if (dadao_problem_batch(problem) > 0)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "the exact moments need exact gradients: the batch must be all samples");
    if (setting->events)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "the exact moments are those of Poisson clocks, not of an event log");
    if (setting->cost.on)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "the exact moments are those of instantaneous events: `cost off`");
    if (size > DADAO_MOMENTS_LIMIT)
        return dadao_core_fail(
            error, DADAO_TOO_LARGE,
            "the exact moments take 6 n d = %zu unknowns squared, and %d are the limit: fewer nodes or dimensions", size,
            DADAO_MOMENTS_LIMIT);
    return DADAO_OK;
}

dadao_status dadao_experiment_moments_create(const dadao_setting *setting, const dadao_lane_setting *lane,
                                             dadao_moments **moments, dadao_error *error)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(setting);
    dadao_status status = check(setting, lane, error);
    *moments = NULL;
    if (status != DADAO_OK)
        return status;
    dadao_moments *m = dadao_core_allocate(1, sizeof *m);
    if (!m)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    m->n = dadao_problem_nodes(problem);
    m->d = dadao_problem_dimension(problem);
    m->size = m->n * m->d * DADAO_VARIABLES;
    m->kinds = m->n + dadao_topology_edges(dadao_experiment_setting_topology(setting));
    if (!allocate(m) || !add_events(m, setting, lane->parameters)) {
        dadao_experiment_moments_destroy(m);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    add_flow(m, lane->parameters);
    add_mean_jumps(m);
    choose_step(m);
    fix_point(m, problem, lane->parameters[DADAO_NU]);
    *moments = m;
    return DADAO_OK;
}

dadao_status dadao_experiment_moments_start(dadao_moments *m, const dadao_setting *setting, const dadao_lane_setting *lane,
                                            dadao_error *error)
{
    double *start;
    dadao_status status = dadao_experiment_fill_start(setting, lane->method, &start, error);
    if (status != DADAO_OK)
        return status;
    for (size_t r = 0; r < m->size; r++)
        for (size_t c = 0; c < m->size; c++)
            m->moment[r * m->size + c] = ((start ? start[r] : 0) - m->optimum[r]) * ((start ? start[c] : 0) - m->optimum[c]);
    free(start);
    return DADAO_OK;
}

/* ---- The equation ---- */

/* into += rate W (F M F^T) W^T. */
static void add_jump(dadao_moments *m, const kind *e, const double *moment, double *into)
{
    size_t d = m->d, size = m->size;
    double *rows = m->inner, *core = m->inner + d * size;
    memset(rows, 0, d * size * sizeof *rows);
    for (size_t a = 0; a < d; a++)
        for (size_t r = 0; r < e->reads; r++) {
            const entry *read = &e->read[a * e->reads + r];
            const double *row = moment + read->at * size;
            for (size_t c = 0; c < size; c++)
                rows[a * size + c] += read->value * row[c];
        }
    for (size_t a = 0; a < d; a++)
        for (size_t b = 0; b < d; b++) {
            core[a * d + b] = 0;
            for (size_t r = 0; r < e->reads; r++)
                core[a * d + b] += rows[a * size + e->read[b * e->reads + r].at] * e->read[b * e->reads + r].value;
        }
    for (size_t a = 0; a < d; a++)
        for (size_t b = 0; b < d; b++)
            for (size_t v = 0; v < e->writes; v++)
                for (size_t w = 0; w < e->writes; w++)
                    into[e->write[a * e->writes + v].at * size + e->write[b * e->writes + w].at] +=
                        e->rate * e->write[a * e->writes + v].value * core[a * d + b] * e->write[b * e->writes + w].value;
}

static void slope(dadao_moments *m, const double *moment, double *into)
{
    size_t size = m->size;
    memset(m->scratch, 0, size * size * sizeof *m->scratch);
    for (size_t r = 0; r < size; r++)
        for (size_t k = 0; k < size; k++) {
            double value = m->drift[r * size + k];
            if (value == 0)
                continue;
            for (size_t c = 0; c < size; c++)
                m->scratch[r * size + c] += value * moment[k * size + c];
        }
    for (size_t r = 0; r < size; r++)
        for (size_t c = 0; c < size; c++)
            into[r * size + c] = m->scratch[r * size + c] + m->scratch[c * size + r];
    for (size_t k = 0; k < m->kinds; k++)
        add_jump(m, &m->kind[k], moment, into);
}

static void combine(dadao_moments *m, const double *stage, double h)
{
    for (size_t k = 0; k < m->size * m->size; k++)
        m->half[k] = m->moment[k] + h * stage[k];
}

static void take_step(dadao_moments *m, double h)
{
    slope(m, m->moment, m->stage[0]);
    combine(m, m->stage[0], h / 2);
    slope(m, m->half, m->stage[1]);
    combine(m, m->stage[1], h / 2);
    slope(m, m->half, m->stage[2]);
    combine(m, m->stage[2], h);
    slope(m, m->half, m->stage[3]);
    for (size_t k = 0; k < m->size * m->size; k++)
        m->moment[k] += h / 6 * (m->stage[0][k] + 2 * m->stage[1][k] + 2 * m->stage[2][k] + m->stage[3][k]);
}

void dadao_experiment_moments_advance(dadao_moments *m, double t)
{
    size_t steps = (size_t)ceil(t / m->step);
    for (size_t k = 0; k < steps; k++)
        take_step(m, t / (double)steps);
}

double dadao_experiment_moments_error(const dadao_moments *m)
{
    double sum = 0;
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < m->d; k++)
            sum += m->moment[place(m, i, DADAO_X, k) * (m->size + 1)];
    return sum / (double)m->n;
}

double dadao_experiment_moments_work(const dadao_moments *m)
{
    double entries = 0;
    for (size_t k = 0; k < m->size * m->size; k++)
        entries += m->drift[k] != 0;
    return 4 / m->step *
           (2 * entries * (double)m->size + 20 * (double)(m->size * m->size) + 16 * (double)(m->kinds * m->d * m->size));
}

/* ---- The rate ---- */

/* The sums of z and of z~ over the nodes never move: what rounding puts there would outlive all else. */
static void take_out_sums(dadao_moments *m)
{
    for (int side = 0; side < 2; side++)
        for (size_t v = DADAO_Z; v <= DADAO_ZT; v++)
            for (size_t k = 0; k < m->d; k++)
                for (size_t c = 0; c < m->size; c++) {
                    double mean = 0;
                    for (size_t i = 0; i < m->n; i++)
                        mean +=
                            m->moment[side ? c * m->size + place(m, i, v, k) : place(m, i, v, k) * m->size + c] / (double)m->n;
                    for (size_t i = 0; i < m->n; i++)
                        m->moment[side ? c * m->size + place(m, i, v, k) : place(m, i, v, k) * m->size + c] -= mean;
                }
}

static double normalise(dadao_moments *m)
{
    double trace = 0;
    for (size_t r = 0; r < m->size; r++)
        for (size_t c = 0; c < r; c++)
            m->moment[r * m->size + c] = m->moment[c * m->size + r] =
                (m->moment[r * m->size + c] + m->moment[c * m->size + r]) / 2;
    take_out_sums(m);
    for (size_t k = 0; k < m->size; k++)
        trace += m->moment[k * (m->size + 1)];
    for (size_t k = 0; k < m->size * m->size; k++)
        m->moment[k] /= trace;
    return trace;
}

/* A moment that is positive definite meets the leading eigenvector, which is real and simple in sign: its growth settles. */
double dadao_experiment_moments_rate(dadao_moments *m)
{
    const double span = 10;
    double before = NAN;
    int settled = 0;
    memset(m->moment, 0, m->size * m->size * sizeof *m->moment);
    for (size_t k = 0; k < m->size; k++)
        m->moment[k * (m->size + 1)] = 1;
    normalise(m);
    const double affordable = 2e10 / (dadao_experiment_moments_work(m) * span);
    for (int k = 0; k < 400 && k + 1 <= affordable; k++) {
        double rate = 0;
        for (int part = 0; part < 10; part++) {
            dadao_experiment_moments_advance(m, span / 10);
            rate -= log(normalise(m)) / span;
        }
        if (!isfinite(rate))
            return NAN;
        settled = fabs(rate - before) < 1e-10 + 1e-7 * fabs(rate) ? settled + 1 : 0;
        if (settled == 4) /* once may be the turn of an oscillation */
            return rate;
        before = rate;
    }
    return NAN;
}
