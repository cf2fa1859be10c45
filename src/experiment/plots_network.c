/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plots of the network and its nodes: the drawing, the spectrum, resistances, the iterate plane. */
#include "experiment/plots.h"

#include <math.h>
#include <stdlib.h>

/* ---- The network ---- */

static void network_table(dadao_plot *plot, const dadao_snapshot *snapshot)
{
    static const char *const name[] = {"node", "x", "y", "squared_distance", "gradients", "communications", "rate"};
    const dadao_scene *scene = snapshot->scene;
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    double *column[7];
    plot->table.rows = scene->nodes;
    for (size_t c = 0; c < 7; c++)
        column[c] = dadao_experiment_plot_column(plot, name[c], c == 0 || c == 4 || c == 5);
    if (plot->failed)
        return;
    for (size_t i = 0; i < scene->nodes; i++) {
        const double value[] = {(double)i,
                                scene->x[i],
                                scene->y[i],
                                lane->node_error[i],
                                (double)lane->node_gradients[i],
                                (double)lane->node_communications[i],
                                scene->node_rate[i]};
        for (size_t c = 0; c < 7; c++)
            column[c][i] = value[c];
    }
}

static void fill_edges(const dadao_snapshot *snapshot, uint32_t *u, uint32_t *v, double *width)
{
    const dadao_scene *scene = snapshot->scene;
    double most = 1;
    for (size_t e = 0; e < scene->edges; e++)
        most = fmax(most, (double)snapshot->lane[0].edge_communications[e]);
    for (size_t e = 0; e < scene->edges; e++) {
        u[e] = scene->edge[e].u;
        v[e] = scene->edge[e].v;
        width[e] = (double)snapshot->lane[0].edge_communications[e] / most;
    }
}

/* Degrees of longitude shrink towards the poles: the map keeps its shape at its middle. */
static void fill_places(const dadao_scene *scene, double *x, double *y)
{
    double middle = 0;
    for (size_t i = 0; i < scene->nodes; i++)
        middle += scene->y[i] / (double)scene->nodes;
    double narrow = scene->geographic ? cos(middle * M_PI / 180) : 1;
    for (size_t i = 0; i < scene->nodes; i++) {
        x[i] = scene->x[i] * narrow;
        y[i] = scene->y[i];
    }
}

bool dadao_experiment_plot_network(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                   const char **why)
{
    const dadao_scene *scene = snapshot->scene;
    (void)choice;
    (void)why;
    uint32_t *u = dadao_experiment_plot_room(plot, scene->edges, sizeof *u),
             *v = dadao_experiment_plot_room(plot, scene->edges, sizeof *v);
    double *width = dadao_experiment_plot_room(plot, scene->edges, sizeof *width),
           *value = dadao_experiment_plot_room(plot, scene->nodes, sizeof *value),
           *x = dadao_experiment_plot_room(plot, scene->nodes, sizeof *x),
           *y = dadao_experiment_plot_room(plot, scene->nodes, sizeof *y);
    if (plot->failed)
        return true;
    fill_edges(snapshot, u, v, width);
    fill_places(scene, x, y);
    for (size_t i = 0; i < scene->nodes; i++)
        value[i] = snapshot->lane[0].node_error[i];
    plot->net = (dadao_net){scene->nodes,
                            scene->edges,
                            x,
                            y,
                            u,
                            v,
                            width,
                            scene->chi_known ? scene->worst_edge : SIZE_MAX,
                            value,
                            true,
                            "|x\u1d62 \u2212 x*|\u00b2",
                            scene->label};
    plot->figure.net = &plot->net;
    plot->figure.x.bare = plot->figure.y.bare = true;
    network_table(plot, snapshot);
    return true;
}

/* ---- Spectrum ---- */

static bool sorted_plot(dadao_plot *plot, const char *name, const double *value, size_t count, const char *label,
                        const char *axis)
{
    double *x, *y;
    dadao_series *series = dadao_experiment_plot_series(plot, DADAO_SERIES_POINTS, name, count, &x, &y);
    for (size_t k = 0; series && k < count; k++) {
        x[k] = (double)k;
        y[k] = value[k];
    }
    plot->figure.x = (dadao_plot_axis){axis, false, false, -0.5, (double)count - 0.5};
    plot->figure.y = (dadao_plot_axis){label, false, false, NAN, NAN};
    return true;
}

bool dadao_experiment_plot_spectrum(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                    const char **why)
{
    const dadao_scene *scene = snapshot->scene;
    (void)choice;
    *why = "eigenvalues are not computed for so large a network";
    if (!scene->eigenvalue)
        return false;
    plot->mark[0] =
        (dadao_figure_mark){"\u03bb\u2082 = 1/\u03c7\u2081", NAN, scene->eigenvalues > 1 ? scene->eigenvalue[1] : NAN, -1};
    plot->figure.mark = plot->mark;
    plot->figure.mark_count = scene->eigenvalues > 1;
    return sorted_plot(plot, "eigenvalues", scene->eigenvalue, scene->eigenvalues,
                       "eigenvalue of the Laplacian at the present rates", "index");
}

bool dadao_experiment_plot_fiedler(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                   const char **why)
{
    (void)choice;
    *why = "the spectrum is not computed for so large a network";
    if (!snapshot->scene->fiedler)
        return false;
    plot->mark[0] = (dadao_figure_mark){NULL, NAN, 0, -1};
    plot->figure.mark = plot->mark;
    plot->figure.mark_count = 1;
    return sorted_plot(plot, "Fiedler vector", snapshot->scene->fiedler, snapshot->scene->nodes, "entry of the Fiedler vector",
                       "node");
}

static int descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

bool dadao_experiment_plot_resistances(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                       const char **why)
{
    const dadao_scene *scene = snapshot->scene;
    (void)choice;
    *why = "the spectrum is not computed for so large a network";
    if (!scene->resistance)
        return false;
    double *sorted = dadao_experiment_plot_room(plot, scene->edges, sizeof *sorted);
    if (!sorted)
        return true;
    for (size_t e = 0; e < scene->edges; e++)
        sorted[e] = scene->resistance[e];
    qsort(sorted, scene->edges, sizeof *sorted, descending);
    plot->mark[0] = (dadao_figure_mark){"2 \u03c7\u2082", NAN, 2 * scene->chi2, -1};
    plot->figure.mark = plot->mark;
    plot->figure.mark_count = isfinite(scene->chi2) ? 1 : 0;
    return sorted_plot(plot, "resistances", sorted, scene->edges, "effective resistance of the edge", "edges, the worst first");
}

/* ---- Iterates ---- */

bool dadao_experiment_plot_iterates(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                    const char **why)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    double *x, *y;
    (void)choice;
    *why = "the iterates have no plane to be shown in";
    if (!lane->plane || lane->plane_points == 0)
        return false;
    dadao_series *series = dadao_experiment_plot_series(plot, DADAO_SERIES_POINTS, "nodes", lane->plane_points, &x, &y);
    for (size_t k = 0; series && k < lane->plane_points; k++) {
        x[k] = (double)lane->plane[2 * k];
        y[k] = (double)lane->plane[2 * k + 1];
    }
    plot->mark[0] = (dadao_figure_mark){"x*", 0, 0, 1};
    plot->figure.mark = plot->mark;
    plot->figure.mark_count = 1;
    bool principal = snapshot->scene->plane_principal;
    plot->figure.x =
        (dadao_plot_axis){principal ? "along the softest direction of f" : "first coordinate, from x*", false, false, NAN, NAN};
    plot->figure.y = (dadao_plot_axis){principal ? "along the stiffest" : "second coordinate, from x*", false, false, NAN, NAN};
    return true;
}

bool dadao_experiment_plot_nodes(dadao_plot *plot, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                                 const char **why)
{
    const dadao_scene *scene = snapshot->scene;
    (void)choice;
    (void)why;
    double *value = dadao_experiment_plot_room(plot, scene->nodes, sizeof *value);
    if (!value)
        return true;
    for (size_t i = 0; i < scene->nodes; i++)
        value[i] = snapshot->lane[0].node_error[i];
    network_table(plot, snapshot);
    sorted_plot(plot, NULL, value, scene->nodes, "|x\u1d62 \u2212 x*|\u00b2 as of the node's last event", "node");
    plot->figure.y.log = true;
    return true;
}
