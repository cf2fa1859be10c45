/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines between processes and in the journal. */
#include "sweep/line.h"

#include "core/memory.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* ---- Tasks ---- */

void dadao_sweep_line_task(dadao_text *line, size_t index, bool check, const dadao_sweep_task *task)
{
    dadao_core_text_format(line, "%zu\t%d\t%a\t%a\t%a\t", index, check, task->error, task->grid[0], task->grid[1]);
    for (const char *c = task->script; *c; c++)
        dadao_core_text_append(line, *c == '\n' ? ";" : *c == '\t' || *c == '\r' ? " " : c, 1);
    dadao_core_text_append(line, "\n", 1);
}

bool dadao_sweep_line_read_task(char *line, size_t *index, bool *check, dadao_sweep_task *task)
{
    char *field[6];
    double number[5];
    for (size_t k = 0; k < 6; k++) {
        field[k] = line;
        line += strcspn(line, "\t\n");
        if (k < 5 && *line != '\t')
            return false;
        *line++ = '\0';
        if (k < 5 && !dadao_core_parse_double(field[k], strlen(field[k]), &number[k]))
            return false;
    }
    *index = (size_t)number[0];
    *check = number[1] != 0;
    *task = (dadao_sweep_task){field[5], number[2], {number[3], number[4]}};
    return true;
}

/* ---- Outcomes ---- */

static void add_number(dadao_text *line, const char *name, double value)
{
    char text[32];
    dadao_core_text_format(line, ",\"%s\":%s", name, isfinite(value) ? dadao_core_format_double(text, value) : "null");
}

static void add_curve(dadao_text *line, const char *name, const double *curve)
{
    char text[32];
    if (!curve)
        return;
    dadao_core_text_format(line, ",\"%s\":[", name);
    for (size_t k = 0; k < DADAO_SWEEP_CURVE; k++)
        dadao_core_text_format(line, "%s%s", k ? "," : "",
                               isfinite(curve[k]) ? dadao_core_format_double(text, curve[k]) : "null");
    dadao_core_text_append(line, "]", 1);
}

static void add_text(dadao_text *line, const char *text)
{
    dadao_core_text_append(line, "\"", 1);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            dadao_core_text_format(line, "\\%c", *c);
        else if (*c < 0x20)
            dadao_core_text_format(line, "\\u%04x", (unsigned)*c);
        else
            dadao_core_text_append(line, (const char *)c, 1);
    }
    dadao_core_text_append(line, "\"", 1);
}

void dadao_sweep_line_outcome(dadao_text *line, const char *name, const char *value, const dadao_sweep_outcome *outcome)
{
    dadao_core_text_format(line, "{\"%s\":\"%s\"", name, value);
    if (outcome->state == DADAO_SWEEP_FAILED) {
        dadao_core_text_format(line, ",\"failure\":");
        add_text(line, outcome->failure ? outcome->failure : "failed");
    } else {
        dadao_core_text_format(line, ",\"reached\":%s,\"diverged\":%s", outcome->reached ? "true" : "false",
                               outcome->diverged ? "true" : "false");
        add_number(line, "t", outcome->t);
        add_number(line, "gradients", outcome->gradients);
        add_number(line, "communications", outcome->communications);
        add_number(line, "error", outcome->error);
        add_number(line, "rate", outcome->rate);
        add_curve(line, "against_gradients", outcome->curve[0]);
        add_curve(line, "against_communications", outcome->curve[1]);
    }
    dadao_core_text_append(line, "}\n", 2);
}

static double read_number(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static double *read_curve(const json_t *object, const char *name)
{
    const json_t *array = json_object_get(object, name);
    if (json_array_size(array) != DADAO_SWEEP_CURVE)
        return NULL;
    double *curve = dadao_core_allocate(DADAO_SWEEP_CURVE, sizeof *curve);
    for (size_t k = 0; curve && k < DADAO_SWEEP_CURVE; k++)
        curve[k] = json_is_number(json_array_get(array, k)) ? json_number_value(json_array_get(array, k)) : NAN;
    return curve;
}

static bool read_object(const json_t *object, const char *name, char *value, dadao_sweep_outcome *outcome)
{
    const char *at = json_string_value(json_object_get(object, name)),
               *failure = json_string_value(json_object_get(object, "failure"));
    if (!at || strlen(at) > 31)
        return false;
    strcpy(value, at);
    *outcome = (dadao_sweep_outcome){.state = DADAO_SWEEP_FAILED, .failure = dadao_core_copy_text(failure)};
    if (failure)
        return true;
    if (!json_is_boolean(json_object_get(object, "reached")))
        return false;
    *outcome = (dadao_sweep_outcome){.state = DADAO_SWEEP_DONE,
                                     .reached = json_is_true(json_object_get(object, "reached")),
                                     .diverged = json_is_true(json_object_get(object, "diverged")),
                                     .t = read_number(object, "t"),
                                     .gradients = read_number(object, "gradients"),
                                     .communications = read_number(object, "communications"),
                                     .error = read_number(object, "error"),
                                     .rate = read_number(object, "rate")};
    outcome->curve[0] = read_curve(object, "against_gradients");
    outcome->curve[1] = read_curve(object, "against_communications");
    return true;
}

bool dadao_sweep_line_read_outcome(const char *line, const char *name, char *value, dadao_sweep_outcome *outcome)
{
    json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    bool read = json_is_object(object) && read_object(object, name, value, outcome);
    json_decref(object);
    return read;
}
