/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plane in which iterates are looked at: the softest and the stiffest direction of f at x*, or the first two coordinates. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

/* Directions are found where the mean Hessian costs at most this many multiplications, in at most so many dimensions. */
static const double affordable = 5e7;
enum { DIMENSIONS = 64, SWEEPS = 30 };

void dadao_experiment_plane_clear(dadao_plane *plane)
{
    dadao_experiment_box_release(plane->problem);
    free(plane->axis);
    *plane = (dadao_plane){0};
}

static bool mean_hessian(const dadao_problem *problem, double *h, double *one)
{
    size_t d = dadao_problem_dimension(problem), n = dadao_problem_nodes(problem);
    memset(h, 0, d * d * sizeof *h);
    for (size_t i = 0; i < n; i++) {
        dadao_problem_hessian(problem, i, dadao_problem_optimum(problem), one);
        for (size_t k = 0; k < d * d; k++)
            h[k] += one[k] / (double)n;
    }
    for (size_t k = 0; k < d * d; k++)
        if (!isfinite(h[k]))
            return false;
    return true;
}

/* One rotation of Jacobi's method: makes h[p][q] zero and turns the vectors along. */
static void rotate(double *h, double *v, size_t d, size_t p, size_t q)
{
    double theta = (h[q * d + q] - h[p * d + p]) / (2 * h[p * d + q]);
    double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1)), c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t k = 0; k < d; k++) {
        double a = h[k * d + p], b = h[k * d + q];
        h[k * d + p] = c * a - s * b;
        h[k * d + q] = s * a + c * b;
    }
    for (size_t k = 0; k < d; k++) {
        double a = h[p * d + k], b = h[q * d + k];
        h[p * d + k] = c * a - s * b;
        h[q * d + k] = s * a + c * b;
        a = v[p * d + k], b = v[q * d + k];
        v[p * d + k] = c * a - s * b;
        v[q * d + k] = s * a + c * b;
    }
}

/* Eigenvalues on the diagonal of h, vectors in the rows of v. */
static void diagonalise(double *h, double *v, size_t d)
{
    for (size_t k = 0; k < d * d; k++)
        v[k] = k % (d + 1) == 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        double off = 0, all = 0;
        for (size_t p = 0; p < d; p++)
            for (size_t q = 0; q < d; q++) {
                all += h[p * d + q] * h[p * d + q];
                off += p == q ? 0 : h[p * d + q] * h[p * d + q];
            }
        if (off <= 1e-28 * all)
            return;
        for (size_t p = 0; p + 1 < d; p++)
            for (size_t q = p + 1; q < d; q++)
                if (h[p * d + q] != 0)
                    rotate(h, v, d, p, q);
    }
}

/* A direction's first large entry is made positive, so that the picture does not flip between two machines. */
static void take_axis(double *axis, const double *from, size_t d)
{
    size_t largest = 0;
    for (size_t k = 1; k < d; k++)
        if (fabs(from[k]) > 1.001 * fabs(from[largest]))
            largest = k;
    for (size_t k = 0; k < d; k++)
        axis[k] = from[largest] < 0 ? -from[k] : from[k];
}

static void take_principal(dadao_plane *plane, const double *h, const double *v, size_t d)
{
    size_t soft = 0, stiff = 0;
    for (size_t k = 1; k < d; k++) {
        soft = h[k * d + k] < h[soft * d + soft] ? k : soft;
        stiff = h[k * d + k] >= h[stiff * d + stiff] ? k : stiff;
    }
    if (soft == stiff)
        stiff = (soft + 1) % d;
    take_axis(plane->axis, v + soft * d, d);
    take_axis(plane->axis + d, v + stiff * d, d);
    plane->principal = true;
    plane->hessian[0] = h[soft * d + soft];
    plane->hessian[1] = 0;
    plane->hessian[2] = h[stiff * d + stiff];
}

static void look_for_axes(dadao_plane *plane, const dadao_problem *problem)
{
    size_t d = dadao_problem_dimension(problem);
    double *work = dadao_core_allocate(3 * d * d, sizeof *work);
    double *h = work, *one = work ? work + d * d : NULL, *v = work ? work + 2 * d * d : NULL;
    if (work && mean_hessian(problem, h, one)) {
        if (d > 2 && !plane->coordinates) {
            diagonalise(h, v, d);
            take_principal(plane, h, v, d);
        } else {
            plane->hessian[0] = h[0];
            plane->hessian[1] = d > 1 ? h[1] : 0;
            plane->hessian[2] = d > 1 ? h[d + 1] : NAN;
        }
    }
    free(work);
}

void dadao_experiment_plane_prepare(dadao_experiment *experiment)
{
    dadao_plane *plane = &experiment->plane;
    const dadao_problem *problem = dadao_experiment_setting_problem(&experiment->now);
    if (plane->problem == experiment->now.problem && plane->axis && plane->coordinates == experiment->attention.plane_coordinates)
        return;
    dadao_experiment_plane_clear(plane);
    size_t d = dadao_problem_dimension(problem);
    plane->axis = dadao_core_allocate(2 * d, sizeof *plane->axis);
    if (!plane->axis)
        return;
    plane->coordinates = experiment->attention.plane_coordinates;
    plane->problem = dadao_experiment_box_retain(experiment->now.problem);
    plane->axis[0] = 1;
    if (d > 1)
        plane->axis[d + 1] = 1;
    for (size_t k = 0; k < 3; k++)
        plane->hessian[k] = NAN;
    double rows = 0;
    for (size_t i = 0; i < dadao_problem_nodes(problem); i++)
        rows += 1 + (double)dadao_problem_samples(problem, i);
    if (d <= DIMENSIONS && rows * (double)(d * d) <= affordable)
        look_for_axes(plane, problem);
}
