/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parser by recursive descent, one function a level of strength. */
#include "core/expression.h"

#include "core/text.h"

#include <math.h>
#include <string.h>

/* Parentheses and signs nest at most this deep, so that no text can exhaust the stack. */
#define DEPTH 64

typedef struct parser {
    const char *text;
    size_t at, end;
    int depth;
    bool skip; /* only the grammar is checked: the value does not matter */
    dadao_expression_lookup *lookup;
    void *context;
    dadao_error *error;
} parser;

static dadao_status read_or(parser *p, double *value);
static dadao_status read_sign(parser *p, double *value);

static void skip_blanks(parser *p)
{
    while (p->at < p->end && strchr(" \t\n", p->text[p->at]))
        p->at++;
}

static dadao_status fail(const parser *p, size_t from, size_t to, const char *expected)
{
    size_t length = to - from < 40 ? to - from : 40;
    dadao_status status = from < p->end
                              ? dadao_core_fail(p->error, DADAO_SYNTAX, "'%.*s': %s", (int)length, p->text + from, expected)
                              : dadao_core_fail(p->error, DADAO_SYNTAX, "the expression ends too soon: %s", expected);
    if (p->error) {
        p->error->column = from;
        p->error->length = length;
    }
    return status;
}

/* Takes `symbol` where it comes next; a word must not go on. */
static bool take(parser *p, const char *symbol)
{
    size_t length = strlen(symbol);
    bool word = symbol[0] >= 'a' && symbol[0] <= 'z';
    skip_blanks(p);
    if (p->end - p->at < length || strncmp(p->text + p->at, symbol, length) != 0)
        return false;
    if (word && p->at + length < p->end && (strchr("_~", p->text[p->at + length]) || (p->text[p->at + length] | 32) >= 'a'))
        return false;
    p->at += length;
    return true;
}

/* ---- Names, functions, numbers ---- */

typedef struct function {
    const char *name;
    size_t arguments;
    double (*one)(double);
    double (*two)(double, double);
} function;

static const function functions[] = {
    {"sqrt", 1, sqrt, NULL},   {"log", 1, log, NULL},  {"log10", 1, log10, NULL},
    {"exp", 1, exp, NULL},     {"abs", 1, fabs, NULL}, {"round", 1, round, NULL},
    {"floor", 1, floor, NULL}, {"min", 2, NULL, fmin}, {"max", 2, NULL, fmax},
};

static const function *find_function(const char *name, size_t length)
{
    for (size_t k = 0; k < sizeof functions / sizeof *functions; k++)
        if (strlen(functions[k].name) == length && strncmp(functions[k].name, name, length) == 0)
            return &functions[k];
    return NULL;
}

static dadao_status read_arguments(parser *p, double *argument, size_t *count)
{
    size_t open = p->at;
    *count = 0;
    if (!take(p, "("))
        return DADAO_OK;
    do {
        if (*count == DADAO_EXPRESSION_ARGUMENTS)
            return fail(p, open, p->at, "too many arguments");
        dadao_status status = read_or(p, &argument[(*count)++]);
        if (status != DADAO_OK)
            return status;
    } while (take(p, ","));
    return take(p, ")") ? DADAO_OK : fail(p, open, p->at, "this parenthesis is never closed");
}

static bool name_character(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (!first && ((c >= '0' && c <= '9') || c == '~' || c == '.'));
}

static dadao_status read_name(parser *p, double *value)
{
    size_t begin = p->at, count = 0;
    while (p->at < p->end && name_character(p->text[p->at], p->at == begin))
        p->at++;
    size_t length = p->at - begin;
    double argument[DADAO_EXPRESSION_ARGUMENTS] = {0};
    const function *known = find_function(p->text + begin, length);
    dadao_status status = read_arguments(p, argument, &count);
    if (status != DADAO_OK)
        return status;
    if (known && count != known->arguments)
        return fail(p, begin, begin + length,
                    known->arguments == 1 ? "this function takes one argument" : "this function takes two arguments");
    if (known) {
        *value = known->one ? known->one(argument[0]) : known->two(argument[0], argument[1]);
        return DADAO_OK;
    }
    if (p->skip)
        return DADAO_OK;
    status = p->lookup(p->context, p->text + begin, length, argument, count, value, p->error);
    if (status != DADAO_OK && p->error && p->error->length == 0) {
        p->error->column = begin;
        p->error->length = length;
    }
    return status;
}

static dadao_status read_number(parser *p, double *value)
{
    size_t begin = p->at;
    while (p->at < p->end && strchr("0123456789.", p->text[p->at]))
        p->at++;
    if (p->at < p->end && (p->text[p->at] | 32) == 'e') {
        size_t digits = p->at + 1;
        digits += digits < p->end && strchr("+-", p->text[digits]);
        if (digits < p->end && p->text[digits] >= '0' && p->text[digits] <= '9')
            for (p->at = digits; p->at < p->end && p->text[p->at] >= '0' && p->text[p->at] <= '9';)
                p->at++;
    }
    return dadao_core_parse_double(p->text + begin, p->at - begin, value) ? DADAO_OK : fail(p, begin, p->at, "this is no number");
}

static dadao_status read_primary(parser *p, double *value)
{
    skip_blanks(p);
    size_t begin = p->at;
    if (take(p, "(")) {
        dadao_status status = read_or(p, value);
        if (status == DADAO_OK && !take(p, ")"))
            return fail(p, begin, begin + 1, "this parenthesis is never closed");
        return status;
    }
    if (p->at < p->end && strchr("0123456789.", p->text[p->at]))
        return read_number(p, value);
    if (p->at < p->end && name_character(p->text[p->at], true))
        return read_name(p, value);
    return fail(p, p->at, p->end, "a number, a name or a parenthesis was expected");
}

/* ---- Operators, from the strongest to the weakest ---- */

static dadao_status read_power(parser *p, double *value)
{
    double exponent = 0;
    dadao_status status = read_primary(p, value);
    if (status != DADAO_OK || !take(p, "^"))
        return status;
    status = read_sign(p, &exponent);
    *value = pow(*value, exponent);
    return status;
}

static dadao_status read_sign(parser *p, double *value)
{
    if (++p->depth > DEPTH)
        return fail(p, p->at, p->end, "nested too deeply");
    bool minus = take(p, "-"), plus = !minus && take(p, "+");
    dadao_status status = minus || plus ? read_sign(p, value) : read_power(p, value);
    if (minus)
        *value = -*value;
    p->depth--;
    return status;
}

static dadao_status read_product(parser *p, double *value)
{
    dadao_status status = read_sign(p, value);
    while (status == DADAO_OK) {
        double other = 1;
        bool times = take(p, "*"), over = !times && take(p, "/");
        if (!times && !over)
            break;
        status = read_sign(p, &other);
        *value = times ? *value * other : *value / other;
    }
    return status;
}

static dadao_status read_sum(parser *p, double *value)
{
    dadao_status status = read_product(p, value);
    while (status == DADAO_OK) {
        double other = 0;
        bool plus = take(p, "+"), minus = !plus && take(p, "-");
        if (!plus && !minus)
            break;
        status = read_product(p, &other);
        *value = plus ? *value + other : *value - other;
    }
    return status;
}

/* One comparison; 1 or 0. */
static dadao_status read_comparison(parser *p, double *value)
{
    static const char *const symbols[] = {"<=", ">=", "!=", "==", "<", ">", "="};
    double other = 0;
    dadao_status status = read_sum(p, value);
    size_t k = 0;
    if (status != DADAO_OK)
        return status;
    while (k < 7 && !take(p, symbols[k]))
        k++;
    if (k == 7)
        return DADAO_OK;
    status = read_sum(p, &other);
    const double left = *value;
    const bool holds[] = {left <= other,
                          left >= other,
                          left < other || left > other,
                          !(left < other || left > other) && !isnan(left) && !isnan(other),
                          left<other, left>
                              other,
                          !(left < other || left > other) && !isnan(left) && !isnan(other)};
    *value = holds[k] ? 1 : 0;
    return status;
}

static dadao_status read_not(parser *p, double *value)
{
    bool negated = false;
    while (take(p, "not"))
        negated = !negated;
    dadao_status status = read_comparison(p, value);
    if (negated)
        *value = fabs(*value) > 0 ? 0 : 1;
    return status;
}

/* `decided` is the value of the left side that settles the matter. */
static dadao_status read_chain(parser *p, double *value, const char *word, bool decided, dadao_status (*side)(parser *, double *))
{
    dadao_status status = side(p, value);
    bool outer = p->skip;
    while (status == DADAO_OK && take(p, word)) {
        double other = 0;
        bool left = fabs(*value) > 0;
        p->skip = outer || left == decided;
        status = side(p, &other);
        *value = left == decided ? left : fabs(other) > 0;
    }
    p->skip = outer;
    return status;
}

static dadao_status read_and(parser *p, double *value)
{
    return read_chain(p, value, "and", false, read_not);
}

static dadao_status read_or(parser *p, double *value)
{
    if (++p->depth > DEPTH)
        return fail(p, p->at, p->end, "nested too deeply");
    dadao_status status = read_chain(p, value, "or", true, read_and);
    p->depth--;
    return status;
}

dadao_status dadao_core_expression(const char *text, size_t length, dadao_expression_lookup *lookup, void *context, double *value,
                                   dadao_error *error)
{
    parser p = {.text = text, .end = length, .lookup = lookup, .context = context, .error = error};
    *value = 0;
    dadao_status status = read_or(&p, value);
    skip_blanks(&p);
    if (status == DADAO_OK && p.at < p.end)
        return fail(&p, p.at, p.end, "an operator was expected");
    return status;
}
