/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the arguments of a command: numbers, counts, nodes and edges, with errors that point at the word. */
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

size_t dadao_experiment_argument_count(const dadao_call *call)
{
    return call->words->count - call->first;
}

const char *dadao_experiment_argument(const dadao_call *call, size_t index)
{
    return call->first + index < call->words->count ? call->words->word[call->first + index] : NULL;
}

dadao_status dadao_experiment_fail_argument(const dadao_call *call, size_t index, dadao_status status, const char *format, ...)
{
    char text[DADAO_ERROR_CAPACITY];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return dadao_experiment_fail_at(call->words, call->first + index, call->error, status, "%s", text);
}

dadao_status dadao_experiment_want(const dadao_call *call, size_t least, size_t most)
{
    size_t count = dadao_experiment_argument_count(call);
    if (count >= least && count <= most)
        return DADAO_OK;
    return dadao_experiment_fail_argument(call, count < least ? count : most, DADAO_SYNTAX, "%s: the usage is `%s%s%s`",
                                          count < least ? "something is missing here" : "this is too much", call->command->name,
                                          *call->command->arguments ? " " : "", call->command->arguments);
}

dadao_status dadao_experiment_number_text(const dadao_call *call, size_t index, const char *text, double *value)
{
    if (dadao_core_parse_double(text, strlen(text), value) && isfinite(*value))
        return DADAO_OK;
    return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "'%s' is not a number", text);
}

dadao_status dadao_experiment_number(const dadao_call *call, size_t index, double *value)
{
    return dadao_experiment_number_text(call, index, dadao_experiment_argument(call, index), value);
}

dadao_status dadao_experiment_rate_text(const dadao_call *call, size_t index, const char *text, double *value)
{
    dadao_status status = dadao_experiment_number_text(call, index, text, value);
    if (status != DADAO_OK)
        return status;
    if (*value < 0)
        return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%s': a rate cannot be negative", text);
    if (*value > 0 && !(*value >= DADAO_RATE_LEAST && *value <= DADAO_RATE_MOST))
        return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%s': a rate is 0, or from %g to %g", text,
                                              DADAO_RATE_LEAST, DADAO_RATE_MOST);
    return DADAO_OK;
}

dadao_status dadao_experiment_rate_number(const dadao_call *call, size_t index, double *value)
{
    return dadao_experiment_rate_text(call, index, dadao_experiment_argument(call, index), value);
}

dadao_status dadao_experiment_count_text(const dadao_call *call, size_t index, const char *text, uint64_t *value)
{
    if (dadao_core_parse_u64(text, strlen(text), value))
        return DADAO_OK;
    double number;
    if (dadao_core_parse_double(text, strlen(text), &number) && number >= 0 && number <= 0x1p53 && number == floor(number)) {
        *value = (uint64_t)number;
        return DADAO_OK;
    }
    return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "'%s' is not a whole number", text);
}

/* A quoted word is a label before it is an index: a label may look like a number. */
static bool find_label(const dadao_topology *topology, const char *word, size_t *node)
{
    for (size_t k = 0; k < dadao_topology_nodes(topology); k++) {
        const char *label = dadao_topology_label(topology, k);
        if (label && strcmp(label, word) == 0) {
            *node = k;
            return true;
        }
    }
    return false;
}

dadao_status dadao_experiment_node(const dadao_call *call, const dadao_setting *setting, size_t index, size_t *node)
{
    const char *word = dadao_experiment_argument(call, index);
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    if (call->words->quoted[call->first + index] && find_label(topology, word, node))
        return DADAO_OK;
    dadao_status status = dadao_topology_find_node(topology, word, node, call->error);
    return dadao_experiment_point_at(call->words, call->first + index, status, call->error);
}

/* Whether an unquoted word is I-J, both indices. */
static bool split_pair(const char *word, uint64_t *u, uint64_t *v)
{
    const char *dash = strchr(word, '-');
    return dash && dadao_core_parse_u64(word, (size_t)(dash - word), u) && dadao_core_parse_u64(dash + 1, strlen(dash + 1), v);
}

dadao_status dadao_experiment_pair(const dadao_call *call, const dadao_setting *setting, size_t index, size_t *u, size_t *v,
                                   size_t *used)
{
    const char *word = dadao_experiment_argument(call, index);
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    uint64_t i, j;
    dadao_status status = DADAO_OK;
    *used = 2;
    if (word && !call->words->quoted[call->first + index] && split_pair(word, &i, &j)) {
        *used = 1;
        if (i >= nodes || j >= nodes)
            return dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, "no node %llu: the network has nodes 0 to %zu",
                                                  (unsigned long long)(i >= nodes ? i : j), nodes - 1);
        *u = (size_t)i;
        *v = (size_t)j;
    } else if (!dadao_experiment_argument(call, index + 1)) {
        return dadao_experiment_fail_argument(call, index + (word ? 1 : 0), DADAO_SYNTAX,
                                              "two nodes are wanted here, as `7 8` or `7-8`");
    } else {
        status = dadao_experiment_node(call, setting, index, u);
        if (status == DADAO_OK)
            status = dadao_experiment_node(call, setting, index + 1, v);
    }
    if (status == DADAO_OK && *u == *v)
        status = dadao_experiment_fail_argument(call, index, DADAO_INVALID, "both ends are node %zu: an edge joins two nodes", *u);
    return status;
}

dadao_box *dadao_experiment_argument_text(const dadao_call *call, size_t from)
{
    size_t index = call->first + from;
    size_t begin = index < call->words->count ? call->words->column[index] : call->words->last;
    return dadao_experiment_box_text(call->line + begin, call->words->last - begin);
}
