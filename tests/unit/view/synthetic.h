/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A made-up snapshot for the view tests: a small network in mid-run, every number fixed. */
#ifndef DADAO_TESTS_SYNTHETIC_H
#define DADAO_TESTS_SYNTHETIC_H

#include <dadao/snapshot.h>
#include <dadao/spectrum.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct synthetic {
    dadao_scene scene;
    dadao_lane_snapshot lane;
    dadao_snapshot snapshot;
    dadao_sample *history;
    float *field, *plane;
    double *field_t;
} synthetic;

/* NSFNET: 14 nodes and 21 links. */
static const char *const synthetic_names[14] = {"Seattle",    "Palo Alto", "San Diego", "Salt Lake City", "Boulder",
                                                "Houston",    "Lincoln",   "Champaign", "Atlanta",        "Ann Arbor",
                                                "Pittsburgh", "Ithaca",    "Princeton", "College Park"};
static const double synthetic_x[14] = {-122.3, -122.1, -117.2, -111.9, -105.3, -95.4, -96.7,
                                       -88.2,  -84.4,  -83.7,  -80.0,  -76.5,  -74.7, -76.9};
static const double synthetic_y[14] = {47.6, 37.4, 32.7, 40.8, 40.0, 29.8, 40.8, 40.1, 33.7, 42.3, 40.4, 42.4, 40.3, 39.0};
static const dadao_edge synthetic_edges[21] = {{0, 1},  {0, 2},  {0, 7},  {1, 2},   {1, 3},   {2, 5},   {3, 4},
                                               {3, 9},  {4, 5},  {4, 6},  {5, 8},   {5, 13},  {6, 7},   {7, 10},
                                               {8, 10}, {9, 11}, {9, 12}, {10, 12}, {10, 13}, {11, 12}, {12, 13}};

/* n == 14 gives NSFNET, else a ring with chords; names for the former only. `samples` points of history. */
static inline void synthetic_make(synthetic *s, size_t n, size_t samples)
{
    memset(s, 0, sizeof *s);
    dadao_scene *c = &s->scene;
    bool map = n == 14;
    size_t m = map ? 21 : n > 2 ? n + n / 4 : n - 1;
    c->nodes = n, c->edges = m, c->dimension = 5;
    c->edge = calloc(m + 1, sizeof *c->edge), c->edge_rate = calloc(m + 1, sizeof(double)),
    c->node_rate = calloc(n, sizeof(double));
    c->x = calloc(n, sizeof(double)), c->y = calloc(n, sizeof(double)), c->resistance = calloc(m + 1, sizeof(double));
    c->fiedler = calloc(n, sizeof(double)), c->label = map ? calloc(n, sizeof(char *)) : NULL;
    c->geographic = map;
    for (size_t i = 0; i < n; i++) {
        double angle = 6.283185307179586 * (double)i / (double)n;
        c->x[i] = map ? synthetic_x[i] : cos(angle), c->y[i] = map ? synthetic_y[i] : sin(angle), c->node_rate[i] = 1;
        if (map)
            c->label[i] = strdup(synthetic_names[i]);
    }
    for (size_t e = 0; e < m; e++) {
        uint32_t u = (uint32_t)(e < n ? e : 4 * (e - n)), v = (uint32_t)((e < n ? e + 1 : 4 * (e - n) + n / 2) % n);
        c->edge[e] = map ? synthetic_edges[e] : (dadao_edge){u < v ? u : v, u < v ? v : u};
        c->edge_rate[e] = 1.43, c->resistance[e] = 0.5;
    }
    c->chi_known = c->connected = true;
    c->chi1 = 1.31, c->chi2 = 0.381, c->condition = 2 * 1.31 * 0.381, c->sufficient_rate = 30.1, c->lambda_2 = 0.763,
    c->lambda_max = 9.12;
    c->worst_edge = 0, c->total_rate = 30.1, c->rate_factor = 1, c->gradient_rate = 1, c->total_gradient_rate = (double)n;
    c->cost_time[0] = 1, c->cost_time[1] = 0.1;
    c->price[0] = c->price[1] = 1, c->mu = 0.5, c->smoothness = 50, c->seed = 1, c->preset = "icml", c->follow = true;
    strcpy(c->start, "random"), strcpy(c->topology, map ? "nsfnet" : "ring"), strcpy(c->problem, "linear dim=5");
    c->guarantee = (dadao_guarantee){false, true, 0.0088, 4e4, "the start is not the theorem's"};
    c->start_distance = 70;
    dadao_lane_snapshot *l = &s->lane;
    strcpy(l->name, "dadao");
    l->t = 40, l->gradients = 563, l->communications = 1190, l->vectors = 2380, l->cost = 1753, l->vectors = 2380, l->events = 1753, l->expected_gradients = 560,
    l->expected_communications = 1204;
    l->node_error = calloc(n, sizeof(double)), l->node_gradients = calloc(n, 8), l->node_communications = calloc(n, 8);
    l->node_last_event = calloc(n, 8), l->edge_communications = calloc(m + 1, 8), l->edge_last_event = calloc(m + 1, 8);
    for (size_t i = 0; i < n; i++) {
        l->node_error[i] = 1e-3 * pow(10, 2 * sin(1.7 * (double)i));
        l->node_gradients[i] = 40 + i % 7, l->node_communications[i] = 80 + (i * 5) % 31, l->node_last_event[i] = 1700 + i % 53;
    }
    for (size_t e = 0; e < m; e++)
        l->edge_communications[e] = 50 + e % 9, l->edge_last_event[e] = 1700 + (e * 17) % 53;
    s->snapshot.previous_events = 1740;
    for (size_t k = 0; k < 13; k++)
        l->recent[k] = (dadao_event){1741 + k, 39.9, k % 3 ? 1u : 0u, (uint32_t)(k % n), 0, 0};
    l->recent_count = 13;
    s->history = calloc(samples + 1, sizeof *s->history);
    for (size_t k = 0; k < samples; k++) {
        double f = samples > 1 ? (double)k / (double)(samples - 1) : 0, t = 40 * f;
        double v = 5 * exp(-0.2 * t) * (1 + 0.4 * sin(3 * t));
        s->history[k] =
            (dadao_sample){.event = (uint64_t)(1753 * f), .t = t, .gradients = (uint64_t)(563 * f),
                           .communications = (uint64_t)(1190 * f), .vectors = (uint64_t)(2380 * f), .msd = v * 0.9, .msd_lazy = v, .msd_part = v * 0.9,
                           .consensus = v * 0.3, .suboptimality = v * 2};
    }
    l->history = s->history, l->history_count = samples, l->measured_rate = 0.199;
    l->msd_lazy = samples ? s->history[samples - 1].msd_lazy : 1e-3;
    s->snapshot = (dadao_snapshot){.serial = 7,
                                   .scene = c,
                                   .state = DADAO_RUNNING,
                                   .speed_asked = 200,
                                   .speed_got = 197.6,
                                   .previous_events = 1740,
                                   .lane_count = 1,
                                   .lane = l};
}

/* What is published only for views in sight: a wave that runs along the nodes, a spiral of iterates, gaps by the law. */
static inline void synthetic_closer(synthetic *s)
{
    dadao_scene *c = &s->scene;
    dadao_lane_snapshot *l = &s->lane;
    size_t n = c->nodes, group = (n + DADAO_FIELD_ROWS - 1) / DADAO_FIELD_ROWS, rows = (n + group - 1) / group, columns = 200;
    size_t stride = (n + DADAO_PLANE_POINTS - 1) / DADAO_PLANE_POINTS;
    s->field = calloc(columns * rows, sizeof *s->field), s->field_t = calloc(columns, sizeof *s->field_t);
    s->plane = calloc(2 * n, sizeof *s->plane);
    for (size_t k = 0; k < columns; k++) {
        s->field_t[k] = 40 * (double)k / (double)columns;
        for (size_t r = 0; r < rows; r++)
            s->field[k * rows + r] = (float)(5 * exp(-0.2 * s->field_t[k]) *
                                             pow(10, 0.9 * sin(0.5 * s->field_t[k] - 6.28 * (double)r / (double)rows)));
    }
    l->field = s->field, l->field_t = s->field_t, l->field_columns = columns, l->field_rows = rows, l->field_group = group;
    for (size_t i = 0; i < n; i += stride) {
        double radius = 0.2 + 3.0 * (double)i / (double)n;
        s->plane[2 * l->plane_points] = (float)(radius * cos(2.4 * (double)i)),
                     s->plane[2 * l->plane_points + 1] = (float)(radius * sin(2.4 * (double)i));
        l->plane_points++;
    }
    l->plane = s->plane, l->plane_stride = stride;
    c->plane_known = c->plane_principal = true;
    c->plane_hessian[0] = 0.5, c->plane_hessian[2] = 9, c->plane_optimum[0] = 1.5, c->plane_optimum[1] = -0.25;
    c->eigenvalues = n <= DADAO_SPECTRUM_EIGENVALUES_LIMIT ? n : 0;
    c->eigenvalue = c->eigenvalues ? calloc(n, sizeof *c->eigenvalue) : NULL;
    for (size_t k = 0; k < c->eigenvalues; k++)
        c->eigenvalue[k] = n > 1 ? 9.12 * pow((double)k / (double)(n - 1), 0.8) : 0;
    for (size_t i = 0; i < n; i++)
        c->fiedler[i] = cos(3.14159265358979 * ((double)i + 0.5) / (double)n);
    for (size_t e = 0; e < c->edges; e++)
        c->resistance[e] = 0.3 + 0.02 * (double)((e * 7) % 21);
    for (size_t k = 0; k < DADAO_GAP_BINS; k++)
        for (size_t kind = 0; kind < 2; kind++)
            l->gaps[kind][k] =
                (uint64_t)((kind ? 1200 : 560) * (k + 1 < DADAO_GAP_BINS ? exp(-0.25 * (double)k) * 0.2212 : exp(-5.75)) + 0.5);
    l->inspected[0] = (dadao_inspection){.known = true, .node = 0, .vectors = 6, .entries = 5, .t = 39.9};
    for (size_t v = 0; v < 6; v++)
        for (size_t k = 0; k < 5; k++)
            l->inspected[0].norm[v] = 2.5 - 0.3 * (double)v,
            l->inspected[0].entry[v][k] = 0.1 * (double)(k + 1) - 0.2 * (double)v;
}

static inline void synthetic_free(synthetic *s)
{
    dadao_scene *c = &s->scene;
    for (size_t i = 0; c->label && i < c->nodes; i++)
        free(c->label[i]);
    free(c->label), free(c->edge), free(c->edge_rate), free(c->node_rate), free(c->x), free(c->y), free(c->resistance),
        free(c->fiedler);
    dadao_lane_snapshot *l = &s->lane;
    free(l->node_error), free(l->node_gradients), free(l->node_communications), free(l->node_last_event);
    free(l->edge_communications), free(l->edge_last_event), free(s->history);
    free(s->field), free(s->field_t), free(s->plane), free(c->eigenvalue);
}

#endif
