/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems made from one line of words, and small helpers of this room's tests. */
#ifndef DADAO_TESTS_PROBLEM_MAKE_H
#define DADAO_TESTS_PROBLEM_MAKE_H

#include "support/support.h"
#include <dadao/problem.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAKE_UNUSED static __attribute__((unused))
#define MAKE_WORDS ((size_t)24)

/* Splits `line` at blanks (in place) and creates the problem. */
MAKE_UNUSED dadao_status make_split(char *line, size_t nodes, dadao_problem **problem, dadao_notes *notes,
                                    dadao_error *error)
{
    const char *words[MAKE_WORDS];
    size_t count = 0;
    for (char *rest = NULL, *word = strtok_r(line, " ", &rest); word && count < MAKE_WORDS;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    return dadao_problem_create(words, count, nodes, 1, problem, notes, error);
}

/* The problem, or a failed test. printf-like; freed by the caller. */
MAKE_UNUSED __attribute__((format(printf, 2, 3))) dadao_problem *make_problem(size_t nodes, const char *format, ...)
{
    char line[2048];
    va_list arguments;
    dadao_problem *problem = NULL;
    dadao_error error = { 0 };
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (make_split(line, nodes, &problem, NULL, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    return problem;
}

/* Expects a failure whose text holds `says`; returns the index of the word that was blamed. */
MAKE_UNUSED __attribute__((format(printf, 4, 5))) size_t make_refused(size_t nodes, dadao_status status,
                                                                      const char *says, const char *format, ...)
{
    char line[2048];
    va_list arguments;
    dadao_problem *problem = NULL;
    dadao_error error = { 0 };
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    const dadao_status got = make_split(line, nodes, &problem, NULL, &error);
    if (got != status || !strstr(error.text, says))
        fail_msg("status %d and '%s', expected %d and a text with '%s'", (int)got, error.text, (int)status, says);
    assert_null(problem);
    return error.column;
}

/* The mean gradient at x, its largest entry. */
MAKE_UNUSED double make_gradient_norm(const dadao_problem *problem, const double *x)
{
    const size_t n = dadao_problem_nodes(problem), d = dadao_problem_dimension(problem);
    double *g = calloc(2 * d, sizeof *g), largest = 0.0;
    assert_non_null(g);
    for (size_t i = 0; i < n; i++) {
        dadao_problem_gradient(problem, i, x, g + d);
        for (size_t k = 0; k < d; k++)
            g[k] += g[d + k] / (double)n;
    }
    for (size_t k = 0; k < d; k++)
        largest = fmax(largest, fabs(g[k]));
    free(g);
    return largest;
}

#endif
