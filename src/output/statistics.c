/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means with intervals, and straight lines, through GSL. */
#include "output/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <math.h>

dadao_interval dadao_output_interval(const double *value, size_t count, double level)
{
    dadao_interval found = {NAN, NAN, NAN, NAN};
    double sum = 0, squares = 0;
    if (count == 0)
        return found;
    for (size_t k = 0; k < count; k++)
        sum += value[k];
    found.mean = sum / (double)count;
    for (size_t k = 0; k < count; k++)
        squares += (value[k] - found.mean) * (value[k] - found.mean);
    if (count < 2)
        return found;
    double freedom = (double)(count - 1), half;
    found.error = sqrt(squares / freedom / (double)count);
    half = gsl_cdf_tdist_Pinv((1 + level) / 2, freedom) * found.error;
    found.low = found.mean - half;
    found.high = found.mean + half;
    return found;
}

void dadao_output_line_fit(const double *x, const double *y, size_t count, double *intercept, double *slope, double *slope_error)
{
    double c00, c01, c11, squares;
    *intercept = *slope = *slope_error = NAN;
    if (count < 2)
        return;
    gsl_fit_linear(x, 1, y, 1, count, intercept, slope, &c00, &c01, &c11, &squares);
    *slope_error = count > 2 ? sqrt(c11) : NAN;
}
