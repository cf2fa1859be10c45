/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `node add`: who joins, beside whom, with which data and from where. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* More edges than this are not typed. */
#define MOST_NEIGHBOURS 256

static dadao_status out_of_memory(const dadao_call *call)
{
    return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
}

static size_t edge_count(const dadao_setting *setting)
{
    return dadao_topology_edges(dadao_experiment_setting_topology(setting));
}

static size_t node_count(const dadao_setting *setting)
{
    return dadao_topology_nodes(dadao_experiment_setting_topology(setting));
}

/* How many have joined so far: each draws its data from a stream of its own. */
static uint64_t joined_count(const dadao_setting *setting)
{
    const size_t *list = setting->moves ? setting->moves->object : NULL;
    uint64_t count = 0;
    for (size_t k = 0; list && k < list[0]; k++)
        count += list[k + 1] == SIZE_MAX;
    return count;
}

/* ---- What the words say ---- */

typedef struct newcomer {
    uint32_t neighbour[MOST_NEIGHBOURS];
    size_t neighbours;
    size_t copied;    /* SIZE_MAX: data is drawn */
    size_t data_word; /* SIZE_MAX: not said */
    bool at_origin;
    double rate;
    const char *label;
} newcomer;

/* A node that is part of argument `index`. */
static dadao_status part_node(const dadao_call *call, const dadao_setting *setting, size_t index, const char *text, size_t length,
                              size_t *node)
{
    char word[128];
    if (length == 0 || length >= sizeof word)
        return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "a node is an index or a name: '%.*s' is neither",
                                              (int)length, text);
    snprintf(word, sizeof word, "%.*s", (int)length, text);
    dadao_status status = dadao_topology_find_node(dadao_experiment_setting_topology(setting), word, node, call->error);
    return status == DADAO_OK ? status : dadao_experiment_point_at(call->words, call->first + index, status, call->error);
}

static dadao_status read_neighbours(const dadao_call *call, const dadao_setting *setting, size_t index, const char *text,
                                    newcomer *who)
{
    dadao_status status = DADAO_OK;
    who->neighbours = 0;
    for (bool more = true; status == DADAO_OK && more;) {
        size_t length = strcspn(text, ","), node;
        if (who->neighbours == MOST_NEIGHBOURS)
            return dadao_experiment_fail_argument(call, index, DADAO_TOO_LARGE, "more than %d neighbours: add edges afterwards",
                                                  MOST_NEIGHBOURS);
        status = part_node(call, setting, index, text, length, &node);
        if (status == DADAO_OK)
            who->neighbour[who->neighbours++] = (uint32_t)node;
        more = text[length] == ',';
        text += length + 1;
    }
    return status;
}

/* Beside a node: joined to it and to the one of its neighbours that the picture shows nearest. */
static void settle_near(const dadao_setting *setting, size_t node, newcomer *who)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const double *x = dadao_topology_x(topology), *y = dadao_topology_y(topology);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    size_t nearest = SIZE_MAX;
    double least = INFINITY;
    for (size_t e = 0; e < dadao_topology_edges(topology); e++) {
        if (edge[e].u != node && edge[e].v != node)
            continue;
        size_t other = edge[e].u == node ? edge[e].v : edge[e].u;
        double distance = hypot(x[other] - x[node], y[other] - y[node]);
        if (distance < least || nearest == SIZE_MAX) {
            least = distance;
            nearest = other;
        }
    }
    who->neighbour[0] = (uint32_t)node;
    who->neighbours = 1;
    if (nearest != SIZE_MAX)
        who->neighbour[who->neighbours++] = (uint32_t)nearest;
}

/* The node with the fewest edges, the first of them. */
static size_t loneliest(const dadao_setting *setting)
{
    const dadao_topology *topology = dadao_experiment_setting_topology(setting);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    size_t nodes = dadao_topology_nodes(topology), best = 0, *degree = dadao_core_allocate(nodes, sizeof *degree);
    for (size_t e = 0; degree && e < dadao_topology_edges(topology); e++) {
        degree[edge[e].u]++;
        degree[edge[e].v]++;
    }
    for (size_t i = 1; degree && i < nodes; i++)
        best = degree[i] < degree[best] ? i : best;
    free(degree);
    return best;
}

static dadao_status read_data(const dadao_call *call, const dadao_setting *setting, size_t index, const char *text, newcomer *who)
{
    who->data_word = index;
    who->copied = SIZE_MAX;
    if (strcmp(text, "new") == 0)
        return DADAO_OK;
    if (strcmp(text, "copy") != 0)
        return part_node(call, setting, index, text, strlen(text), &who->copied);
    who->copied = SIZE_MAX - 1; /* of the first neighbour, whoever that will be */
    return DADAO_OK;
}

static dadao_status read_option(const dadao_call *call, const dadao_setting *setting, size_t index, newcomer *who)
{
    const char *word = dadao_experiment_argument(call, index), *text;
    size_t node;
    if (dadao_core_option(word, "to", &text))
        return read_neighbours(call, setting, index, text, who);
    if (dadao_core_option(word, "near", &text)) {
        dadao_status status = part_node(call, setting, index, text, strlen(text), &node);
        if (status == DADAO_OK)
            settle_near(setting, node, who);
        return status;
    }
    if (dadao_core_option(word, "data", &text))
        return read_data(call, setting, index, text, who);
    if (dadao_core_option(word, "rate", &text))
        return dadao_experiment_rate_text(call, index, text, &who->rate);
    if (dadao_core_option(word, "label", &who->label))
        return who->label[0] ? DADAO_OK : dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "label= wants a name");
    if (!dadao_core_option(word, "start", &text))
        return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "'%s' is not understood: the usage is `node add %s`",
                                              word, call->command->arguments);
    who->at_origin = strcmp(text, "origin") == 0;
    return who->at_origin || strcmp(text, "mean") == 0
               ? DADAO_OK
               : dadao_experiment_fail_argument(call, index, DADAO_SYNTAX,
                                                "start=%s: expected mean (of its neighbours) or origin", text);
}

/* Data is drawn where the problem is; where it comes from a file or a list, it is a copy of the first neighbour's. */
static dadao_status decide_data(const dadao_call *call, const dadao_setting *setting, const dadao_words *words, newcomer *who)
{
    if (who->copied == SIZE_MAX - 1)
        who->copied = who->neighbour[0];
    if (who->copied != SIZE_MAX)
        return DADAO_OK;
    dadao_error why = {0};
    (void)setting;
    dadao_status status = dadao_problem_can_draw(words->word, words->count, &why);
    if (status == DADAO_OK)
        return DADAO_OK;
    if (who->data_word != SIZE_MAX)
        return dadao_experiment_fail_argument(call, who->data_word, status, "%s (data=copy)", why.text);
    who->copied = who->neighbour[0];
    dadao_core_note(call->answer, "the new node holds a copy of the data of node %u: %s", who->neighbour[0], why.text);
    return DADAO_OK;
}

static dadao_status read_newcomer(const dadao_call *call, const dadao_setting *setting, newcomer *who)
{
    const double *rates = setting->edge_base->object;
    size_t edges = edge_count(setting);
    *who = (newcomer){
        .copied = SIZE_MAX, .data_word = SIZE_MAX, .rate = edges ? dadao_experiment_sum(rates, edges) / (double)edges : 1};
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++)
        status = read_option(call, setting, k, who);
    if (status == DADAO_OK && who->neighbours == 0)
        settle_near(setting, loneliest(setting), who);
    return status;
}

/* With the rates of a node and its edges, appended. */
static dadao_status add_rates(const dadao_call *call, const dadao_setting *now, dadao_setting *next, double rate)
{
    double *rates, *base;
    dadao_box *edge_box = dadao_experiment_box_doubles(edge_count(next), &rates);
    dadao_box *node_box = dadao_experiment_box_doubles(node_count(next), &base);
    dadao_experiment_box_set(&next->edge_base, edge_box);
    dadao_experiment_box_set(&next->node_base, node_box);
    if (!edge_box || !node_box)
        return out_of_memory(call);
    memcpy(rates, now->edge_base->object, edge_count(now) * sizeof *rates);
    for (size_t e = edge_count(now); e < edge_count(next); e++)
        rates[e] = rate;
    memcpy(base, now->node_base->object, node_count(now) * sizeof *base);
    base[node_count(next) - 1] = 1;
    return DADAO_OK;
}

static dadao_status add_objective(dadao_call *call, dadao_setting *next, newcomer *who)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(next);
    dadao_problem *more = NULL;
    dadao_words words;
    dadao_status status = dadao_experiment_box_words(next->problem_words, &words, call->error);
    if (status != DADAO_OK)
        return status;
    status = decide_data(call, next, &words, who);
    if (status == DADAO_OK && who->copied != SIZE_MAX)
        status = dadao_problem_with_copy(problem, who->copied, &more, call->error);
    else if (status == DADAO_OK)
        status = dadao_problem_with_drawn(problem, words.word, words.count, next->seed, joined_count(next), &more, call->error);
    dadao_experiment_words_clear(&words);
    return status == DADAO_OK ? dadao_experiment_take_problem(call, next, more) : status;
}

static dadao_status take_in(dadao_call *call, dadao_setting *next, newcomer *who)
{
    const size_t before = node_count(next);
    dadao_topology *topology;
    dadao_status status = dadao_experiment_own_topology(next, &topology, call->error);
    if (status == DADAO_OK)
        status = dadao_topology_add_node(topology, who->neighbour, who->neighbours, who->rate, who->label, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_check_grown(call->experiment, next, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_renumber_stopped(call, next, before + 1, before, SIZE_MAX);
    if (status == DADAO_OK)
        status = add_rates(call, &call->experiment->now, next, who->rate);
    if (status == DADAO_OK)
        status = dadao_experiment_scale_nodes(next, call->error);
    if (status == DADAO_OK)
        status = add_objective(call, next, who);
    return status == DADAO_OK ? dadao_experiment_remember_move(call, next, SIZE_MAX) : status;
}

static void tell_newcomer(dadao_call *call, const newcomer *who, size_t node)
{
    char to[256];
    size_t at = 0;
    for (size_t k = 0; k < who->neighbours && at < sizeof to - 16; k++)
        at += (size_t)snprintf(to + at, sizeof to - at, "%s%u", k ? ", " : "", who->neighbour[k]);
    dadao_core_note(call->answer, "node %zu joins %s with z = 0 and %s", node, to,
                    who->at_origin ? "x = 0" : "x at the mean of its neighbours");
}

dadao_status dadao_experiment_do_node_add(dadao_call *call)
{
    dadao_setting next;
    newcomer who;
    dadao_status status = dadao_experiment_want(call, 0, 8);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_members(call, &next);
    if (status != DADAO_OK)
        return status;
    status = read_newcomer(call, &next, &who);
    if (status == DADAO_OK)
        status = take_in(call, &next, &who);
    if (status != DADAO_OK) {
        if (call->error && call->error->length == 0 && dadao_experiment_argument_count(call) > 0)
            (void)dadao_experiment_point_at(call->words, call->first, status, call->error);
        return dadao_experiment_give_up(&next, status);
    }
    const size_t node = node_count(&next) - 1;
    dadao_motion motion = {.kind = DADAO_MOTION_JOINED, .node = node, .at_origin = who.at_origin};
    status = dadao_experiment_finish_network(call, &next, &motion);
    if (status == DADAO_OK)
        tell_newcomer(call, &who, node);
    return status;
}
