/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a quantity: lists, and ranges in even steps or even factors. */
#include "sweep/sweep.h"

#include "core/memory.h"
#include "core/text.h"

#include <math.h>
#include <string.h>

enum { USUAL_COUNT = 9, MOST_VALUES = 10000 };

void dadao_sweep_values_clear(dadao_sweep_axis *axis)
{
    for (size_t k = 0; k < axis->count; k++)
        free(axis->text[k]);
    free(axis->text);
    free(axis->number);
    axis->text = NULL;
    axis->number = NULL;
    axis->count = 0;
}

static dadao_status add(dadao_sweep_axis *axis, const char *text, size_t length, double number, dadao_error *error)
{
    size_t room = axis->count;
    size_t same = room;
    if (axis->count == MOST_VALUES)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "%s: more than %d values", axis->name, MOST_VALUES);
    if (!dadao_core_grow((void **)&axis->text, &room, axis->count + 1, sizeof *axis->text) ||
        !dadao_core_grow((void **)&axis->number, &same, axis->count + 1, sizeof *axis->number))
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    char *copy = dadao_core_allocate(length + 1, 1);
    if (!copy)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    memcpy(copy, text, length);
    axis->text[axis->count] = copy;
    axis->number[axis->count++] = number;
    axis->numeric = axis->numeric && !isnan(number);
    return DADAO_OK;
}

static dadao_status add_number(dadao_sweep_axis *axis, double value, bool whole, dadao_error *error)
{
    char text[32];
    if (whole)
        value = round(value);
    if (whole && axis->count > 0 && axis->number[axis->count - 1] == value)
        return DADAO_OK; /* rounding made two of them one */
    dadao_core_format_double(text, value);
    return add(axis, text, strlen(text), value, error);
}

/* ---- Ranges ---- */

typedef struct range {
    double low, high;
    size_t count;
    bool log;
} range;

/* A short decimal instead of 0.8408964152537145: nobody asked for those digits, and the script stays readable. */
static double readable(double value)
{
    char text[32];
    double rounded = value;
    snprintf(text, sizeof text, "%.6g", value);
    return dadao_core_parse_double(text, strlen(text), &rounded) ? rounded : value;
}

static dadao_status read_tail(range *r, const char *text, bool whole, const char *values, dadao_error *error)
{
    size_t digits = strspn(text, "/0123456789");
    uint64_t count = 0;
    r->log = r->low > 0 && r->high / r->low >= 4;
    r->count = whole && !r->log ? (size_t)fmin(r->high - r->low + 1, MOST_VALUES + 1) : USUAL_COUNT;
    if (digits > 0 && (text[0] != '/' || !dadao_core_parse_u64(text + 1, digits - 1, &count) || count < 2 || count > MOST_VALUES))
        return dadao_core_fail(error, DADAO_SYNTAX, "'%s': after LOW..HIGH comes /COUNT with 2 to %d values", values,
                               MOST_VALUES);
    if (digits > 0)
        r->count = count;
    text += digits;
    if (strcmp(text, "log") == 0)
        r->log = true;
    else if (strcmp(text, "lin") == 0)
        r->log = false;
    else if (*text)
        return dadao_core_fail(error, DADAO_SYNTAX, "'%s': a range ends in lin or log, for example 0.5..4/9log", values);
    if (r->log && !(r->low > 0))
        return dadao_core_fail(error, DADAO_INVALID, "'%s': even factors need positive ends", values);
    return DADAO_OK;
}

static dadao_status read_range(const char *values, const char *dots, bool whole, range *r, dadao_error *error)
{
    size_t length = strcspn(dots + 2, "/l");
    if (!dadao_core_parse_double(values, (size_t)(dots - values), &r->low) ||
        !dadao_core_parse_double(dots + 2, length, &r->high) || !isfinite(r->low) || !isfinite(r->high))
        return dadao_core_fail(error, DADAO_SYNTAX, "'%s': a range is LOW..HIGH[/COUNT][lin|log] with two numbers", values);
    if (!(r->low < r->high))
        return dadao_core_fail(error, DADAO_INVALID, "'%s': the range must rise", values);
    return read_tail(r, dots + 2 + length, whole, values, error);
}

static dadao_status add_range(dadao_sweep_axis *axis, const range *r, bool whole, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < r->count; k++) {
        double share = (double)k / (double)(r->count - 1);
        double value = r->log ? r->low * pow(r->high / r->low, share) : r->low + (r->high - r->low) * share;
        bool end = k == 0 || k + 1 == r->count;
        status = add_number(axis, end ? (k ? r->high : r->low) : readable(value), whole, error);
    }
    return status;
}

/* ---- Lists ---- */

static dadao_status add_item(dadao_sweep_axis *axis, const char *item, size_t length, bool whole, dadao_error *error)
{
    double number;
    while (length > 0 && *item == ' ')
        item++, length--;
    while (length > 0 && item[length - 1] == ' ')
        length--;
    if (length == 0)
        return dadao_core_fail(error, DADAO_SYNTAX, "%s: an empty value; values are separated by commas", axis->name);
    if (!dadao_core_parse_double(item, length, &number))
        return add(axis, item, length, NAN, error);
    if (!isfinite(number))
        return dadao_core_fail(error, DADAO_INVALID, "%s: '%.*s' is not finite", axis->name, (int)length, item);
    if (whole && number != round(number))
        return dadao_core_fail(error, DADAO_INVALID, "%s: '%.*s' is not a whole number", axis->name, (int)length, item);
    return add(axis, item, length, number, error);
}

dadao_status dadao_sweep_values(dadao_sweep_axis *axis, const char *values, bool whole, dadao_error *error)
{
    const char *dots = strstr(values, "..");
    dadao_status status = DADAO_OK;
    range r;
    axis->numeric = true;
    if (dots) {
        status = read_range(values, dots, whole, &r, error);
        return status == DADAO_OK ? add_range(axis, &r, whole, error) : status;
    }
    for (const char *item = values; status == DADAO_OK; item += strcspn(item, ",") + 1) {
        status = add_item(axis, item, strcspn(item, ","), whole, error);
        if (!item[strcspn(item, ",")])
            break;
    }
    return status;
}
