/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about nodes: they join and leave, stop and start again, run slowly; and recentring the parts. */
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

/* A copy of the present setting with everything in it that a node has a share of. */
static dadao_status begin_members(dadao_call *call, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_begin_network(call, next);
    if (status != DADAO_OK)
        return status;
    dadao_experiment_setting_clear(next);
    status = dadao_experiment_need_parameters(experiment, &experiment->now, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    *next = experiment->now;
    dadao_experiment_setting_retain(next);
    return DADAO_OK;
}

/* Adds to the list of who came and went. */
static dadao_status remember_move(const dadao_call *call, dadao_setting *next, size_t who)
{
    const size_t *old = next->moves ? next->moves->object : NULL;
    size_t count = old ? old[0] : 0, *list = dadao_core_allocate(count + 2, sizeof *list);
    if (list && old)
        memcpy(list, old, (count + 1) * sizeof *list);
    if (list) {
        list[0] = count + 1;
        list[count + 1] = who;
    }
    dadao_experiment_box_set(&next->moves, dadao_experiment_box(list, (count + 2) * sizeof *list, free));
    return next->moves ? DADAO_OK : out_of_memory(call);
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

/* Takes over a problem of other nodes, with recorded constants where there are any. */
static dadao_status take_problem(dadao_call *call, dadao_setting *next, dadao_problem *problem)
{
    dadao_experiment *experiment = call->experiment;
    dadao_experiment_problem_changed(experiment, next);
    const dadao_given_problem *given = &next->given;
    if (experiment->next.has_problem)
        dadao_problem_set_constants(
            problem, given->has_mu ? given->mu : dadao_problem_mu(problem),
            given->has_smoothness ? given->smoothness : dadao_problem_smoothness(problem),
            given->optimum && given->dimension == dadao_problem_dimension(problem) ? given->optimum->object : NULL);
    next->problem = dadao_experiment_box_problem(problem);
    return next->problem ? DADAO_OK : out_of_memory(call);
}

void dadao_experiment_tell_parts(dadao_call *call, bool recentred)
{
    const dadao_setting *now = &call->experiment->now;
    size_t parts = dadao_experiment_parts(now, NULL), stopped = dadao_experiment_stopped_count(now);
    if (parts == SIZE_MAX || parts - stopped <= 1)
        return;
    dadao_core_note(call->answer, "the network has fallen into %zu parts%s", parts - stopped,
                    recentred ? ", each now seeking its own optimum" : "; each keeps its sums of z (`recentre` would drop them)");
}

/* ---- node remove ---- */

/* Without the rates of a node and its edges. */
static dadao_status drop_rates(const dadao_call *call, const dadao_setting *now, dadao_setting *next, size_t node)
{
    const dadao_edge *edge = dadao_topology_edge_list(dadao_experiment_setting_topology(now));
    const double *rate = now->edge_base->object, *own = now->node_base->object;
    double *rates, *base;
    dadao_box *edge_box = dadao_experiment_box_doubles(edge_count(next), &rates);
    dadao_box *node_box = dadao_experiment_box_doubles(node_count(next), &base);
    dadao_experiment_box_set(&next->edge_base, edge_box);
    dadao_experiment_box_set(&next->node_base, node_box);
    if (!edge_box || !node_box)
        return out_of_memory(call);
    for (size_t e = 0, k = 0; e < edge_count(now); e++)
        if (edge[e].u != node && edge[e].v != node)
            rates[k++] = rate[e];
    for (size_t i = 0; i < node_count(next); i++)
        base[i] = own[i < node ? i : i + 1];
    return DADAO_OK;
}

/* Who is stopped, with `count` nodes of which i was old(i) = i + (i >= gone); new ones run. NULL where nobody is. */
static dadao_status renumber_stopped(const dadao_call *call, dadao_setting *next, size_t count, size_t before, size_t gone)
{
    if (!next->stopped)
        return DADAO_OK;
    const bool *old = next->stopped->object;
    bool any = false, *stopped = dadao_core_allocate(count, sizeof *stopped);
    if (!stopped)
        return out_of_memory(call);
    for (size_t i = 0; i < count; i++) {
        size_t was = i + (i >= gone);
        stopped[i] = was < before && old[was];
        any = any || stopped[i];
    }
    dadao_box *box = dadao_experiment_box(stopped, count, free);
    if (!box)
        return out_of_memory(call);
    dadao_experiment_box_set(&next->stopped, box);
    if (!any)
        dadao_experiment_box_set(&next->stopped, NULL);
    return DADAO_OK;
}

static dadao_status removable(const dadao_call *call, const dadao_setting *next, size_t node)
{
    if (next->events)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "nodes are numbered by the event log: `events clocks` first, or another log");
    size_t running = node_count(next) - dadao_experiment_stopped_count(next) - (dadao_experiment_is_stopped(next, node) ? 0 : 1);
    if (node_count(next) <= 2 || running < 2)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED, "the network has only %zu nodes%s: two must stay",
                                              node_count(next), next->stopped ? ", and some are stopped" : "");
    return DADAO_OK;
}

/* Changes `next` (a copy of the present setting) to be without the node. */
static dadao_status leave_out(dadao_call *call, dadao_setting *next, size_t node)
{
    const size_t before = node_count(next);
    dadao_topology *topology;
    dadao_problem *rest = NULL;
    dadao_status status = dadao_experiment_own_topology(next, &topology, call->error);
    if (status == DADAO_OK)
        status = dadao_topology_remove_node(topology, node, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_factors_without(next, node, call->error);
    if (status == DADAO_OK)
        status = renumber_stopped(call, next, before - 1, before, node);
    if (status == DADAO_OK)
        status = drop_rates(call, &call->experiment->now, next, node);
    if (status == DADAO_OK)
        status = dadao_experiment_scale_nodes(next, call->error);
    if (status == DADAO_OK)
        status = dadao_problem_without_node(dadao_experiment_setting_problem(next), node, &rest, call->error);
    if (status == DADAO_OK)
        status = take_problem(call, next, rest);
    return status == DADAO_OK ? remember_move(call, next, node) : status;
}

dadao_status dadao_experiment_do_node_remove(dadao_call *call)
{
    dadao_setting next;
    size_t node;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = begin_members(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        status = removable(call, &next, node);
    if (status == DADAO_OK)
        status = leave_out(call, &next, node);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    dadao_motion motion = {.kind = DADAO_MOTION_LEFT, .node = node};
    status = dadao_experiment_finish_network(call, &next, &motion);
    if (status == DADAO_OK)
        dadao_experiment_tell_parts(call, true);
    return status;
}

/* ---- node add ---- */

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

static dadao_status read_rate(const dadao_call *call, size_t index, const char *text, double *rate)
{
    dadao_status status = dadao_experiment_number_text(call, index, text, rate);
    if (status == DADAO_OK && *rate < 0)
        status = dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%s': a rate cannot be negative", text);
    return status;
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
        return read_rate(call, index, text, &who->rate);
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
    return status == DADAO_OK ? take_problem(call, next, more) : status;
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
        status = renumber_stopped(call, next, before + 1, before, SIZE_MAX);
    if (status == DADAO_OK)
        status = add_rates(call, &call->experiment->now, next, who->rate);
    if (status == DADAO_OK)
        status = dadao_experiment_scale_nodes(next, call->error);
    if (status == DADAO_OK)
        status = add_objective(call, next, who);
    return status == DADAO_OK ? remember_move(call, next, SIZE_MAX) : status;
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
        status = begin_members(call, &next);
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

/* ---- node stop, node start, node slow ---- */

static dadao_status set_stopped(const dadao_call *call, dadao_setting *next, size_t node, bool stop)
{
    size_t nodes = node_count(next);
    bool *stopped = dadao_core_allocate(nodes, sizeof *stopped);
    if (!stopped)
        return out_of_memory(call);
    if (next->stopped)
        memcpy(stopped, next->stopped->object, nodes * sizeof *stopped);
    stopped[node] = stop;
    dadao_experiment_box_set(&next->stopped, dadao_experiment_box(stopped, nodes, free));
    if (!next->stopped)
        return out_of_memory(call);
    if (dadao_experiment_stopped_count(next) == 0)
        dadao_experiment_box_set(&next->stopped, NULL);
    return dadao_experiment_scale_nodes(next, call->error);
}

static dadao_status can_stop(const dadao_call *call, const dadao_setting *next, size_t node, bool stop)
{
    if (dadao_experiment_is_stopped(next, node) == stop)
        return dadao_experiment_fail_argument(
            call, 0, DADAO_UNSUPPORTED,
            stop ? "node %zu is stopped already: `node start` brings it back" : "node %zu is not stopped", node);
    if (next->events)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "the event log says who does what: `events clocks` first");
    if (stop && node_count(next) - dadao_experiment_stopped_count(next) <= 2)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED, "only two nodes run: they must stay");
    return DADAO_OK;
}

static dadao_status stop_or_start(dadao_call *call, bool stop)
{
    dadao_setting next;
    size_t node;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = begin_members(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        status = can_stop(call, &next, node, stop);
    if (status == DADAO_OK)
        status =
            dadao_experiment_need_chi(call->experiment, &next, call->answer, call->error); /* parameters stay the last ones */
    if (status == DADAO_OK)
        status = set_stopped(call, &next, node, stop);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    status = dadao_experiment_finish_network(call, &next, &(dadao_motion){0});
    if (status == DADAO_OK && stop)
        dadao_core_note(call->answer,
                        "node %zu is stopped and keeps its z: the rest heads for another point than x* until `node start %zu`",
                        node, node);
    if (status == DADAO_OK)
        dadao_experiment_tell_parts(call, false);
    return status;
}

dadao_status dadao_experiment_do_node_stop(dadao_call *call)
{
    return stop_or_start(call, true);
}

dadao_status dadao_experiment_do_node_start(dadao_call *call)
{
    return stop_or_start(call, false);
}

dadao_status dadao_experiment_do_node_slow(dadao_call *call)
{
    dadao_setting next;
    size_t node;
    double factor, *base;
    dadao_status status = dadao_experiment_rates_are_free(call);
    if (status == DADAO_OK)
        status = dadao_experiment_want(call, 2, 2);
    if (status == DADAO_OK)
        status = dadao_experiment_number(call, 1, &factor);
    if (status == DADAO_OK && !(factor > 0))
        status = dadao_experiment_fail_argument(call, 1, DADAO_INVALID,
                                                "'%s': how many times slower, a positive number (`node stop` stops it)",
                                                dadao_experiment_argument(call, 1));
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_node(call, &next, 0, &node);
    dadao_box *box = status == DADAO_OK ? dadao_experiment_box_doubles(node_count(&next), &base) : NULL;
    if (status == DADAO_OK && !box)
        status = out_of_memory(call);
    if (status != DADAO_OK)
        return dadao_experiment_give_up(&next, status);
    memcpy(base, next.node_base->object, node_count(&next) * sizeof *base);
    base[node] = 1 / factor;
    dadao_experiment_box_set(&next.node_base, box);
    status = dadao_experiment_scale_nodes(&next, call->error);
    return status == DADAO_OK ? dadao_experiment_change(call, &next) : dadao_experiment_give_up(&next, status);
}

/* ---- recentre ---- */

dadao_status dadao_experiment_do_recentre(dadao_call *call)
{
    dadao_setting next;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    dadao_motion motion = {.kind = DADAO_MOTION_RECENTRED};
    status = dadao_experiment_move(call, &next, &motion);
    size_t parts = status == DADAO_OK ? dadao_experiment_parts(&call->experiment->now, NULL) : 0;
    if (status == DADAO_OK && parts == 1)
        dadao_core_note(call->answer, "z and z~ have mean 0: the network heads for x*");
    else if (status == DADAO_OK)
        dadao_core_note(call->answer, "z and z~ have mean 0 in each of %zu parts: each seeks its own optimum", parts);
    return status;
}
