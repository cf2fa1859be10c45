/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mean of a few values with its standard error and confidence interval. */
#ifndef DADAO_OUTPUT_STATISTICS_H
#define DADAO_OUTPUT_STATISTICS_H

#include <stddef.h>

typedef struct dadao_interval {
    double mean, error; /* standard error of the mean; NaN with fewer than two values */
    double low, high;   /* Student's interval of the mean at the level asked for; NaN likewise */
} dadao_interval;

/* `level` in (0, 1), 0.95 as a rule. Everything is NaN without a value. */
dadao_interval dadao_output_interval(const double *value, size_t count, double level);
/* Least squares: y = intercept + slope x; the standard error of the slope (NaN below three points). */
void dadao_output_line_fit(const double *x, const double *y, size_t count, double *intercept, double *slope, double *slope_error);

#endif
