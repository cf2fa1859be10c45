/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: what is varied over what, checked before anything runs, and the script of each of its runs. */
#include "core/memory.h"
#include "sweep/script.h"

#include <math.h>
#include <string.h>

/* Every run ends, also when its goal is out of reach. */
#define MOST_EVENTS 50000000u

typedef struct quantity {
    const char *name;
    dadao_sweep_way way;
    const char *verb;
    bool whole;
} quantity;

static const quantity rows[] = {
#define ROW(name, way, verb, whole, summary) {name, DADAO_SWEEP_##way, verb, whole},
    DADAO_SWEEP_QUANTITIES(ROW)
#undef ROW
};
enum { ROWS = sizeof rows / sizeof *rows };

static const char *const measure_names[] = {
#define NAME(id, name, label, summary) name,
    DADAO_SWEEP_MEASURES(NAME)
#undef NAME
};
static const char *const measure_labels[] = {
#define LABEL(id, name, label, summary) label,
    DADAO_SWEEP_MEASURES(LABEL)
#undef LABEL
};

const char *dadao_sweep_measure_name(dadao_sweep_measure measure)
{
    return measure_names[measure];
}

const char *dadao_sweep_measure_label(dadao_sweep_measure measure)
{
    return measure_labels[measure];
}

bool dadao_sweep_measure_find(const char *name, dadao_sweep_measure *measure)
{
    for (size_t k = 0; k < DADAO_SWEEP_MEASURE_COUNT; k++)
        if (strcmp(name, measure_names[k]) == 0) {
            *measure = (dadao_sweep_measure)k;
            return true;
        }
    return false;
}

static const quantity *find_row(const char *name)
{
    for (size_t k = 0; k < ROWS; k++)
        if (strcmp(rows[k].name, name) == 0)
            return &rows[k];
    return NULL;
}

static bool is_parameter(const char *name)
{
    for (size_t m = 0; m < dadao_method_count(); m++)
        for (size_t k = 0; k < dadao_method_parameter_count(dadao_method_at(m)); k++)
            if (strcmp(name, dadao_method_parameter_at(dadao_method_at(m), k)->name) == 0)
                return true;
    return false;
}

/* ---- Building ---- */

void dadao_sweep_plan_init(dadao_sweep_plan *plan)
{
    *plan = (dadao_sweep_plan){.repeats = 3, .seed = 1, .error = 1e-6, .t = INFINITY, .events = MOST_EVENTS, .price = {1, 1}};
}

void dadao_sweep_plan_clear(dadao_sweep_plan *plan)
{
    for (size_t k = 0; k < plan->axes; k++)
        dadao_sweep_values_clear(&plan->axis[k]);
    free(plan->base);
    *plan = (dadao_sweep_plan){0};
}

dadao_status dadao_sweep_plan_base(dadao_sweep_plan *plan, const char *commands, dadao_error *error)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s%s%s", plan->base ? plan->base : "", plan->base ? "\n" : "", commands);
    if (text.failed) {
        dadao_core_text_clear(&text);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    free(plan->base);
    plan->base = text.bytes;
    return DADAO_OK;
}

bool dadao_sweep_plan_knows(const dadao_sweep_plan *plan, const char *name)
{
    return (plan->base && dadao_sweep_commands_hole(plan->base, name)) || find_row(name) || is_parameter(name);
}

static dadao_status unknown(const char *name, dadao_error *error)
{
    const char *names[ROWS];
    dadao_text list = {0};
    for (size_t k = 0; k < ROWS; k++) {
        names[k] = rows[k].name;
        dadao_core_text_format(&list, "%s%s", k ? ", " : "", names[k]);
    }
    const char *near = dadao_core_nearest(name, names, ROWS);
    dadao_status status = dadao_core_fail(error, DADAO_NOT_FOUND,
                                          "'%s' is nothing that can be varied%s%s%s; there are %s, the parameters of the method, "
                                          "and holes like {%s} in the commands",
                                          name, near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "",
                                          list.bytes ? list.bytes : "", name);
    dadao_core_text_clear(&list);
    return status;
}

dadao_status dadao_sweep_plan_axis(dadao_sweep_plan *plan, const char *name, const char *values, dadao_error *error)
{
    if (plan->axes == DADAO_SWEEP_AXES)
        return dadao_core_fail(error, DADAO_INVALID, "%s: one or two quantities can be varied at once", name);
    if (strlen(name) >= DADAO_SWEEP_NAME || !dadao_sweep_plan_knows(plan, name))
        return unknown(name, error);
    for (size_t k = 0; k < plan->axes; k++)
        if (strcmp(plan->axis[k].name, name) == 0)
            return dadao_core_fail(error, DADAO_INVALID, "%s: varied twice", name);
    dadao_sweep_axis axis = {0};
    const quantity *row = find_row(name);
    snprintf(axis.name, sizeof axis.name, "%s", name);
    dadao_status status = dadao_sweep_values(&axis, values, row && row->whole, error);
    if (status != DADAO_OK) {
        dadao_sweep_values_clear(&axis);
        return status;
    }
    axis.log = axis.numeric && axis.count > 1 && axis.number[0] > 0 && axis.number[axis.count - 1] / axis.number[0] >= 8;
    plan->axis[plan->axes++] = axis;
    return DADAO_OK;
}

/* ---- Checking ---- */

/* A hole is {name}; braces in quotes are text. */
static dadao_status check_holes(const dadao_sweep_plan *plan, dadao_error *error)
{
    for (const char *at = plan->base ? plan->base : ""; (at = strchr(at, '{')) != NULL; at++) {
        size_t length = strcspn(at + 1, "} \t\n\"");
        bool filled = at[1 + length] != '}' || length == 0 || (length == 4 && strncmp(at + 1, "seed", 4) == 0);
        for (size_t k = 0; k < plan->axes && !filled; k++)
            filled = strlen(plan->axis[k].name) == length && strncmp(plan->axis[k].name, at + 1, length) == 0;
        if (!filled)
            return dadao_core_fail(error, DADAO_INVALID, "the hole {%.*s} is not filled: add %.*s=VALUES", (int)length, at + 1,
                                   (int)length, at + 1);
    }
    return DADAO_OK;
}

dadao_status dadao_sweep_plan_check(const dadao_sweep_plan *plan, dadao_error *error)
{
    if (plan->axes == 0)
        return dadao_core_fail(error, DADAO_INVALID,
                               "nothing is varied: name a quantity and its values, for example rate=0.5..4/9log");
    if (plan->repeats == 0 || plan->repeats > 100000)
        return dadao_core_fail(error, DADAO_INVALID, "repeats=%zu: 1 to 100000", plan->repeats);
    if (!(plan->error >= 0) || !isfinite(plan->error))
        return dadao_core_fail(error, DADAO_INVALID, "error=%g: the error to reach must be positive", plan->error);
    if (!(plan->t > 0))
        return dadao_core_fail(error, DADAO_INVALID, "t=%g: the time of the end must be positive", plan->t);
    for (size_t k = 0; k < 2; k++)
        if (!(plan->price[k] >= 0) || !isfinite(plan->price[k]))
            return dadao_core_fail(error, DADAO_INVALID, "a price of %g: prices are numbers, 0 or more", plan->price[k]);
    if (plan->price[0] == 0 && plan->price[1] == 0)
        return dadao_core_fail(error, DADAO_INVALID, "both prices are 0: then nothing costs anything");
    if (dadao_sweep_plan_points(plan) * plan->repeats > DADAO_SWEEP_TASKS)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "%zu points with %zu repeats are more than %d runs",
                               dadao_sweep_plan_points(plan), plan->repeats, DADAO_SWEEP_TASKS);
    return check_holes(plan, error);
}

size_t dadao_sweep_plan_points(const dadao_sweep_plan *plan)
{
    size_t points = 1;
    for (size_t k = 0; k < plan->axes; k++)
        points *= plan->axis[k].count;
    return points;
}

/* ---- Scripts ---- */

static dadao_status put(dadao_sweep_commands *commands, const char *name, const char *value, dadao_error *error)
{
    const quantity *row = find_row(name);
    char text[64];
    double factor;
    if (!row) {
        snprintf(text, sizeof text, "parameter %s", name);
        return dadao_sweep_commands_append(commands, text, value, error);
    }
    switch (row->way) {
    case DADAO_SWEEP_APPEND:
        return dadao_sweep_commands_append(commands, row->verb, value, error);
    case DADAO_SWEEP_REPLACE:
        return dadao_sweep_commands_set(commands, row->verb, value, error);
    case DADAO_SWEEP_OPTION:
        return dadao_sweep_commands_option(commands, "problem", strcmp(name, "kappa") == 0 ? "quadratic" : "linear", row->verb,
                                           value, error);
    case DADAO_SWEEP_SIZE:
        return dadao_sweep_commands_size(commands, value, error);
    case DADAO_SWEEP_SLOWDOWN:
        if (!dadao_core_parse_double(value, strlen(value), &factor) || !(factor > 0))
            return dadao_core_fail(error, DADAO_INVALID, "straggler=%s: a positive factor was expected", value);
        dadao_core_format_double(text, 1 / factor);
        return dadao_sweep_commands_append(commands, row->verb, text, error);
    }
    return DADAO_OK;
}

static dadao_status put_axes(const dadao_sweep_plan *plan, size_t point, bool holes, dadao_sweep_commands *commands,
                             dadao_error *error)
{
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < plan->axes; k++) {
        const dadao_sweep_axis *axis = &plan->axis[k];
        const char *value = axis->text[point % axis->count];
        point /= axis->count;
        if (dadao_sweep_commands_hole(plan->base ? plan->base : "", axis->name) != holes)
            continue;
        status = holes ? dadao_sweep_commands_fill(commands, axis->name, value, error) : put(commands, axis->name, value, error);
    }
    return status;
}

/* The seed of a repeat: the plan's, or the script's own, counted on. A swept seed is left alone. */
static dadao_status put_seed(const dadao_sweep_plan *plan, size_t repeat, dadao_sweep_commands *commands, dadao_error *error)
{
    char text[32];
    uint64_t seed = plan->seed, own;
    for (size_t k = 0; k < plan->axes; k++)
        if (strcmp(plan->axis[k].name, "seed") == 0)
            return DADAO_OK;
    size_t at = dadao_sweep_commands_find(commands, "seed");
    if (!plan->seed_given && at != SIZE_MAX && dadao_core_parse_u64(commands->item[at] + 5, strlen(commands->item[at] + 5), &own))
        seed = own;
    snprintf(text, sizeof text, "%llu", (unsigned long long)(seed + repeat));
    if (plan->base && dadao_sweep_commands_hole(plan->base, "seed"))
        return dadao_sweep_commands_fill(commands, "seed", text, error);
    return dadao_sweep_commands_set(commands, "seed", text, error);
}

static dadao_status put_run(const dadao_sweep_plan *plan, dadao_sweep_commands *commands, dadao_error *error)
{
    char text[128], number[32];
    int length = snprintf(text, sizeof text, "events=%llu", (unsigned long long)plan->events);
    if (dadao_sweep_commands_first_run(commands) < commands->count)
        return DADAO_OK; /* the script knows its end */
    if (plan->error > 0)
        length += snprintf(text + length, sizeof text - (size_t)length, " until error<%s",
                           dadao_core_format_double(number, plan->error));
    if (isfinite(plan->t))
        snprintf(text + length, sizeof text - (size_t)length, " until t=%s", dadao_core_format_double(number, plan->t));
    return dadao_sweep_commands_append(commands, "run", text, error);
}

dadao_status dadao_sweep_plan_script(const dadao_sweep_plan *plan, size_t point, size_t repeat, char **script, dadao_error *error)
{
    dadao_sweep_commands commands;
    dadao_text text = {0};
    *script = NULL;
    dadao_status status = dadao_sweep_commands_split(plan->base ? plan->base : "", &commands, error);
    if (status == DADAO_OK)
        status = put_axes(plan, point, true, &commands, error); /* holes first: what they hold may be looked for */
    if (status == DADAO_OK)
        status = put_axes(plan, point, false, &commands, error);
    if (status == DADAO_OK)
        status = put_seed(plan, repeat, &commands, error);
    if (status == DADAO_OK)
        status = put_run(plan, &commands, error);
    for (size_t k = 0; status == DADAO_OK && k < commands.count; k++)
        dadao_core_text_format(&text, "%s%s", k ? "; " : "", commands.item[k]);
    dadao_sweep_commands_clear(&commands);
    if (status == DADAO_OK && (text.failed || !text.bytes))
        status = dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    if (status == DADAO_OK)
        *script = text.bytes;
    else
        dadao_core_text_clear(&text);
    return status;
}

dadao_status dadao_sweep_plan_tasks(const dadao_sweep_plan *plan, dadao_sweep_task **task, size_t *count, dadao_error *error)
{
    *count = dadao_sweep_plan_points(plan) * plan->repeats;
    *task = dadao_core_allocate(*count, sizeof **task);
    dadao_status status = *task ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    for (size_t k = 0; status == DADAO_OK && k < *count; k++) {
        (*task)[k].error = plan->error;
        status = dadao_sweep_plan_script(plan, k / plan->repeats, k % plan->repeats, &(*task)[k].script, error);
    }
    for (size_t k = 0; status != DADAO_OK && *task && k < *count; k++)
        free((*task)[k].script);
    if (status != DADAO_OK) {
        free(*task);
        *task = NULL;
    }
    return status;
}
