/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic on names: "2*chi1*chi2 <= 1 and t > 50". Evaluated as it is read; the names are the caller's. */
#ifndef DADAO_CORE_EXPRESSION_H
#define DADAO_CORE_EXPRESSION_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>

#define DADAO_EXPRESSION_ARGUMENTS 4

/* The value of `name` (`length` bytes) with its arguments, the numbers in parentheses behind it. NOT_FOUND where there is
 * no such name; `error` says what was meant. Not called in what a false `and` or a true `or` leaves out. */
typedef dadao_status dadao_expression_lookup(void *context, const char *name, size_t length, const double *argument, size_t count,
                                             double *value, dadao_error *error);

/* In order of strength: or; and; not; < <= > >= = !=; + -; * /; sign; ^ (to the right). Functions: sqrt, log, log10, exp, abs,
 * round, floor, min(a,b), max(a,b). Comparisons give 1 or 0 (0 where a side is NaN). Reads the whole of text[0..length); SYNTAX errors
 * point at the byte. A division by zero is no error: the value is what IEEE arithmetic says. */
dadao_status dadao_core_expression(const char *text, size_t length, dadao_expression_lookup *lookup, void *context, double *value,
                                   dadao_error *error);

#endif
