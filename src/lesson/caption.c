/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in captions: computed when they are shown, never typed. */
#include "lesson/lesson.h"

#include "core/expression.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct ground {
    const dadao_lesson_names *names;
    dadao_experiment *experiment;
} ground;

static dadao_status look_up(void *context, const char *name, size_t length, const double *argument, size_t count, double *value,
                            dadao_error *error)
{
    const ground *g = context;
    for (size_t k = 0; count == 0 && k < g->names->count; k++)
        if (strlen(g->names->name[k]) == length && strncmp(g->names->name[k], name, length) == 0) {
            *value = g->names->value[k];
            return DADAO_OK;
        }
    return dadao_experiment_quantity(g->experiment, name, length, argument, count, value, error);
}

dadao_status dadao_lesson_evaluate(const dadao_lesson_names *names, dadao_experiment *experiment, const char *text, size_t length,
                                   double *value, dadao_error *error)
{
    ground g = {names, experiment};
    return dadao_core_expression(text, length, look_up, &g, value, error);
}

static size_t name_place(dadao_lesson_names *names, const char *name, size_t length)
{
    size_t k = 0;
    while (k < names->count && (strlen(names->name[k]) != length || strncmp(names->name[k], name, length) != 0))
        k++;
    return k;
}

dadao_status dadao_lesson_let(dadao_lesson_names *names, dadao_experiment *experiment, const char *text, dadao_error *error)
{
    const char *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : 0;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0 || length >= sizeof names->name[0])
        return dadao_core_fail(error, DADAO_SYNTAX, "`let NAME = EXPRESSION` remembers a number");
    double value;
    dadao_error inner = {0};
    dadao_status status = dadao_lesson_evaluate(names, experiment, equals + 1, strlen(equals + 1), &value, &inner);
    if (status != DADAO_OK) {
        inner.column += (size_t)(equals + 1 - text);
        if (error)
            *error = inner;
        return status;
    }
    size_t place = name_place(names, text, length);
    if (place == DADAO_LESSON_NAMES)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "a lesson remembers at most %d numbers", DADAO_LESSON_NAMES);
    names->count = place == names->count ? place + 1 : names->count;
    snprintf(names->name[place], sizeof names->name[place], "%.*s", (int)length, text);
    names->value[place] = value;
    return DADAO_OK;
}

/* ---- Forms: {e} three digits, {e|5} five, {e|d} a whole number, {e|%} a percentage ---- */

static dadao_status append_number(dadao_text *filled, double value, const char *form, size_t length, dadao_error *error)
{
    char buffer[32];
    if (isnan(value))
        dadao_core_text_format(filled, "?");
    else if (length == 0)
        dadao_core_text_format(filled, "%.3g", value);
    else if (length == 1 && *form == 'd')
        dadao_core_text_format(filled, "%s%s", value < 0 ? "-" : "",
                               dadao_core_format_count(buffer, (uint64_t)fmin(fabs(round(value)), 1e18)));
    else if (length == 1 && *form == '%')
        dadao_core_text_format(filled, "%.0f %%", 100 * value);
    else if (length == 1 && *form >= '1' && *form <= '9')
        dadao_core_text_format(filled, "%.*g", *form - '0', value);
    else
        return dadao_core_fail(error, DADAO_SYNTAX, "'%.*s' is no form of a number: a digit, d or %%", (int)length, form);
    return DADAO_OK;
}

static const char *node_name(const dadao_scene *scene, size_t node, char *buffer, size_t capacity)
{
    if (scene->label && scene->label[node])
        return scene->label[node];
    snprintf(buffer, capacity, "%zu", node);
    return buffer;
}

/* Words rather than numbers: {topology}, {problem}, {worst edge}, {node I}. False: it is none of them. */
static bool append_words(const ground *g, const char *text, size_t length, dadao_text *filled, dadao_status *status,
                         dadao_error *error)
{
    char u[32], v[32];
    double node = 0;
    const dadao_scene *scene = dadao_experiment_scene(g->experiment, error);
    if (!scene)
        return false;
    if (length == 8 && strncmp(text, "topology", 8) == 0)
        dadao_core_text_format(filled, "%s", scene->topology);
    else if (length == 7 && strncmp(text, "problem", 7) == 0)
        dadao_core_text_format(filled, "%s", scene->problem);
    else if (length == 10 && strncmp(text, "worst edge", 10) == 0 && scene->worst_edge < scene->edges)
        dadao_core_text_format(filled, "%s - %s", node_name(scene, scene->edge[scene->worst_edge].u, u, sizeof u),
                               node_name(scene, scene->edge[scene->worst_edge].v, v, sizeof v));
    else if (length > 5 && strncmp(text, "node ", 5) == 0) {
        *status = dadao_lesson_evaluate(g->names, g->experiment, text + 5, length - 5, &node, error);
        bool known = *status == DADAO_OK && node >= 0 && node < (double)scene->nodes;
        if (*status == DADAO_OK && !known)
            *status = dadao_core_fail(error, DADAO_NOT_FOUND, "there is no node %g", node);
        if (known)
            dadao_core_text_format(filled, "%s", node_name(scene, (size_t)node, u, sizeof u));
    } else
        return false;
    return true;
}

static dadao_status append_value(const ground *g, const char *text, size_t length, dadao_text *filled, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    const char *bar = memchr(text, '|', length);
    size_t expression = bar ? (size_t)(bar - text) : length;
    double value;
    if (!bar && append_words(g, text, length, filled, &status, error))
        return status;
    status = dadao_lesson_evaluate(g->names, g->experiment, text, expression, &value, error);
    if (status != DADAO_OK)
        return status;
    return append_number(filled, value, bar ? bar + 1 : "", bar ? length - expression - 1 : 0, error);
}

dadao_status dadao_lesson_fill(const dadao_lesson_names *names, dadao_experiment *experiment, const char *text,
                               dadao_text *filled, dadao_error *error)
{
    const ground g = {names, experiment};
    dadao_status status = DADAO_OK;
    for (const char *at = text; status == DADAO_OK && *at;) {
        size_t plain = strcspn(at, "{");
        dadao_core_text_append(filled, at, plain);
        at += plain;
        if (!*at)
            break;
        const char *close = strchr(at, '}');
        if (at[1] == '{') {
            dadao_core_text_append(filled, "{", 1);
            at += 2;
        } else if (!close) {
            status = dadao_core_fail(error, DADAO_SYNTAX, "this brace is never closed ({{ is a brace)");
        } else {
            dadao_error inner = {0};
            status = append_value(&g, at + 1, (size_t)(close - at - 1), filled, &inner);
            inner.column += (size_t)(at + 1 - text);
            if (status != DADAO_OK && error)
                *error = inner;
            at = close + 1;
        }
    }
    if (status == DADAO_OK && filled->failed)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    return status;
}
