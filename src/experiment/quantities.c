/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of an experiment by name, for conditions, captions and goals: "chi1", "error", "x(3,0)". */
#include "core/expression.h"
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

/* What a quantity is taken from. */
typedef struct source {
    dadao_experiment *experiment;
    const dadao_scene *scene;
    const dadao_simulation *simulation; /* of the lane asked for */
    size_t lane;
    const double *argument;
    dadao_error *error;
} source;

/* ---- One function a kind of quantity ---- */

static dadao_sample sample_of(const source *s)
{
    dadao_sample sample;
    dadao_simulation_measure(s->simulation, &sample);
    return sample;
}

static double rate_of(const source *s)
{
    const dadao_sample now = sample_of(s);
    const dadao_history history = dadao_experiment_history_present(&s->experiment->lane[s->lane]);
    return dadao_experiment_history_rate(&history, &now);
}

static double cost_of(const source *s)
{
    return s->scene->price[0] * (double)dadao_simulation_gradients(s->simulation) +
           s->scene->price[1] * (double)dadao_simulation_communications(s->simulation);
}

static double wall_of(const source *s)
{
    const dadao_experiment *experiment = s->experiment;
    return dadao_experiment_wall(&experiment->now, &experiment->lane[s->lane], &experiment->now.lane[s->lane]);
}

static bool node_of(const source *s, size_t place, size_t *node)
{
    const double value = s->argument[place];
    if (value >= 0 && value < (double)s->scene->nodes && !(floor(value) < value)) {
        *node = (size_t)value;
        return true;
    }
    dadao_core_fail(s->error, DADAO_NOT_FOUND, "there is no node %g: they are numbered from 0 to %zu", value,
                    s->scene->nodes - 1);
    return false;
}

static bool entry_of(const source *s, size_t place, size_t *entry)
{
    const double value = s->argument[place];
    if (value >= 0 && value < (double)s->scene->dimension && !(floor(value) < value)) {
        *entry = (size_t)value;
        return true;
    }
    dadao_core_fail(s->error, DADAO_NOT_FOUND, "there is no entry %g: x has %zu, numbered from 0", value, s->scene->dimension);
    return false;
}

static bool edge_of(const source *s, size_t *edge)
{
    size_t u, v;
    if (!node_of(s, 0, &u) || !node_of(s, 1, &v))
        return false;
    return dadao_topology_find_edge(dadao_experiment_topology(s->experiment), u, v, edge, s->error) == DADAO_OK;
}

/* Entry `entry` of the first vector of a node, carried to now; NAN when memory is out. */
static double entry_now(const source *s, size_t node, size_t entry)
{
    double t, *state = dadao_core_allocate(s->scene->dimension * DADAO_METHOD_MAX_VARIABLES, sizeof *state);
    if (!state)
        return NAN;
    dadao_simulation_state(s->simulation, node, false, state, &t);
    const double value = state[entry];
    free(state);
    return value;
}

static double node_entry(const source *s)
{
    size_t node, entry;
    return node_of(s, 0, &node) && entry_of(s, 1, &entry) ? entry_now(s, node, entry) : NAN;
}

static double mean_entry(const source *s)
{
    size_t entry;
    double sum = 0;
    if (!entry_of(s, 0, &entry))
        return NAN;
    for (size_t i = 0; i < s->scene->nodes; i++)
        sum += entry_now(s, i, entry);
    return sum / (double)s->scene->nodes;
}

static double optimum_entry(const source *s)
{
    size_t entry;
    return entry_of(s, 0, &entry) ? dadao_problem_optimum(dadao_experiment_problem(s->experiment))[entry] : NAN;
}

static double degree(const source *s)
{
    size_t node, count = 0;
    if (!node_of(s, 0, &node))
        return NAN;
    for (size_t e = 0; e < s->scene->edges; e++)
        count += s->scene->edge[e].u == node || s->scene->edge[e].v == node;
    return (double)count;
}

static double resistance(const source *s)
{
    size_t edge;
    return edge_of(s, &edge) && s->scene->resistance ? s->scene->resistance[edge] : NAN;
}

static double edge_rate(const source *s)
{
    size_t edge;
    return edge_of(s, &edge) ? s->scene->edge_rate[edge] : NAN;
}

static double edge_count(const source *s)
{
    size_t edge;
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(s->simulation, &counters);
    return edge_of(s, &edge) ? (double)counters.edge_communications[edge] : NAN;
}

static double node_rate(const source *s)
{
    size_t node;
    return node_of(s, 0, &node) ? s->scene->node_rate[node] : NAN;
}

static double node_error(const source *s)
{
    size_t node;
    return node_of(s, 0, &node) ? dadao_simulation_node_error(s->simulation)[node] : NAN;
}

static double node_count(const source *s, bool gradients)
{
    size_t node;
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(s->simulation, &counters);
    return !node_of(s, 0, &node) ? NAN : (double)(gradients ? counters.node_gradients : counters.node_communications)[node];
}

static double component_count(const source *s)
{
    return (double)dadao_topology_components(dadao_experiment_topology(s->experiment), NULL);
}

/* ---- The table: what takes no argument, what takes a lane (0 where none is named), what takes nodes ---- */

enum { PLAIN, OF_LANE, OF_ONE, OF_TWO };

/* name, what its argument is, unit, meaning, value. */
#define QUANTITIES(X)                                                                                                            \
    X(t, OF_LANE, "time", "time of the lane", dadao_simulation_time(s->simulation))                                              \
    X(events, OF_LANE, "", "events so far", (double)dadao_simulation_events(s->simulation))                                      \
    X(gradients, OF_LANE, "", "local gradients so far", (double)dadao_simulation_gradients(s->simulation))                       \
    X(communications, OF_LANE, "", "edge activations so far", (double)dadao_simulation_communications(s->simulation))            \
    X(vectors, OF_LANE, "", "vectors sent so far, each way over an edge counted", (double)dadao_simulation_vectors(s->simulation)) \
    X(cost, OF_LANE, "", "gradients and communications so far by their prices", cost_of(s))                                      \
    X(wall, OF_LANE, "", "time on the wall under a clock for real machines; else t", wall_of(s))                                 \
    X(error, OF_LANE, "", "mean squared distance to x*, each node as of its last event",                                         \
      dadao_simulation_error_now(s->simulation))                                                                                 \
    X(start_error, OF_LANE, "", "mean squared distance to x* at the start", dadao_simulation_initial_error(s->simulation))       \
    X(msd, OF_LANE, "", "mean squared distance to x*, every node carried to now", sample_of(s).msd)                              \
    X(consensus, OF_LANE, "", "mean squared distance of the nodes to their mean", sample_of(s).consensus)                        \
    X(suboptimality, OF_LANE, "", "f at the mean of the nodes, above its minimum", sample_of(s).suboptimality)                   \
    X(rate, OF_LANE, "1/time", "measured rate: slope of -ln msd over the last half", rate_of(s))                                 \
    X(diverged, OF_LANE, "", "1 when the lane has diverged", dadao_simulation_diverged(s->simulation))                           \
    X(lanes, PLAIN, "", "number of lanes", lane_count(s))                                                                        \
    X(n, PLAIN, "", "nodes", (double)s->scene->nodes)                                                                            \
    X(edges, PLAIN, "", "edges", (double)s->scene->edges)                                                                        \
    X(dimension, PLAIN, "", "entries of x", (double)s->scene->dimension)                                                         \
    X(components, PLAIN, "", "parts the network has fallen into", component_count(s))                                            \
    X(connected, PLAIN, "", "1 when the network is connected", s->scene->connected)                                              \
    X(mu, PLAIN, "", "strong convexity", s->scene->mu)                                                                           \
    X(L, PLAIN, "", "smoothness", s->scene->smoothness)                                                                          \
    X(kappa, PLAIN, "", "condition number L/mu", s->scene->smoothness / s->scene->mu)                                            \
    X(chi1, PLAIN, "time", "inverse algebraic connectivity", s->scene->chi1)                                                     \
    X(chi2, PLAIN, "time", "half the largest resistance of an edge", s->scene->chi2)                                             \
    X(condition, PLAIN, "", "2 chi1 chi2: enough talk when at most 1", s->scene->condition)                                      \
    X(sufficient, PLAIN, "1/time", "sufficient total rate of communications", s->scene->sufficient_rate)                         \
    X(total_rate, PLAIN, "1/time", "total rate of communications", s->scene->total_rate)                                         \
    X(talk, PLAIN, "", "total rate over the sufficient one", s->scene->rate_factor)                                              \
    X(gradient_rate, PLAIN, "", "common factor of the gradient rates", s->scene->gradient_rate)                                  \
    X(total_gradient_rate, PLAIN, "1/time", "gradients per unit of time in the whole network", s->scene->total_gradient_rate)    \
    X(lambda2, PLAIN, "1/time", "smallest positive eigenvalue of the Laplacian", s->scene->lambda_2)                             \
    X(lambda_max, PLAIN, "1/time", "largest eigenvalue of the Laplacian", s->scene->lambda_max)                                  \
    X(guarantee, PLAIN, "1/time", "rate that the theorem promises", s->scene->guarantee.rate)                                    \
    X(guaranteed, PLAIN, "", "1 when the theorem speaks about this run", s->scene->guarantee.holds)                              \
    X(x, OF_TWO, "", "x(I,K): entry K of node I, now", node_entry(s))                                                            \
    X(mean, OF_ONE, "", "mean(K): entry K of the mean of the nodes, now", mean_entry(s))                                         \
    X(optimum, OF_ONE, "", "optimum(K): entry K of x*", optimum_entry(s))                                                        \
    X(degree, OF_ONE, "", "degree(I): neighbours of node I", degree(s))                                                          \
    X(node_error, OF_ONE, "", "node_error(I): squared distance of node I to x*", node_error(s))                                  \
    X(node_gradients, OF_ONE, "", "node_gradients(I): gradients that node I has computed", node_count(s, true))                  \
    X(node_communications, OF_ONE, "", "node_communications(I): exchanges of node I", node_count(s, false))                      \
    X(node_rate, OF_ONE, "1/time", "node_rate(I): gradient rate of node I", node_rate(s))                                        \
    X(edge_rate, OF_TWO, "1/time", "edge_rate(I,J): rate of the edge between I and J", edge_rate(s))                             \
    X(edge_communications, OF_TWO, "", "edge_communications(I,J): how often that edge has fired", edge_count(s))                 \
    X(resistance, OF_TWO, "time", "resistance(I,J): effective resistance of that edge", resistance(s))

static double lane_count(const source *s)
{
    double count = 0;
    while (dadao_experiment_simulation(s->experiment, (size_t)count))
        count++;
    return count;
}

#define QUANTITY_VALUE(name, kind, unit, meaning, expression)                                                                    \
    static double value_of_##name(const source *s)                                                                               \
    {                                                                                                                            \
        return (double)(expression);                                                                                             \
    }
QUANTITIES(QUANTITY_VALUE)

typedef struct row {
    dadao_quantity shown;
    int kind;
    double (*value)(const source *s);
} row;

#define QUANTITY_ROW(name, kind, unit, meaning, expression) {{#name, unit, meaning}, kind, value_of_##name},
static const row table[] = {QUANTITIES(QUANTITY_ROW)};

#define ROWS (sizeof table / sizeof *table)

size_t dadao_experiment_quantity_count(void)
{
    return ROWS;
}

const dadao_quantity *dadao_experiment_quantity_at(size_t index)
{
    return index < ROWS ? &table[index].shown : NULL;
}

/* ---- Looking one up ---- */

static dadao_status unknown(const char *name, size_t length, dadao_error *error)
{
    const char *candidate[ROWS];
    char word[64];
    size_t shown = length < sizeof word - 1 ? length : sizeof word - 1;
    memcpy(word, name, shown);
    word[shown] = '\0';
    for (size_t k = 0; k < ROWS; k++)
        candidate[k] = table[k].shown.name;
    const char *near = dadao_core_nearest(word, candidate, ROWS);
    if (near)
        return dadao_core_fail(error, DADAO_NOT_FOUND, "there is no quantity '%s': did you mean '%s'?", word, near);
    return dadao_core_fail(error, DADAO_NOT_FOUND, "there is no quantity '%s': `help quantities` lists them", word);
}

static dadao_status check_arguments(const row *found, size_t count, dadao_error *error)
{
    static const size_t least[] = {[PLAIN] = 0, [OF_LANE] = 0, [OF_ONE] = 1, [OF_TWO] = 2};
    static const size_t most[] = {[PLAIN] = 0, [OF_LANE] = 1, [OF_ONE] = 1, [OF_TWO] = 2};
    if (count >= least[found->kind] && count <= most[found->kind])
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_SYNTAX, "%s takes %s: %s", found->shown.name,
                           found->kind == PLAIN     ? "no argument"
                           : found->kind == OF_LANE ? "at most the number of a lane"
                           : found->kind == OF_ONE  ? "one argument"
                                                    : "two arguments",
                           found->shown.meaning);
}

static dadao_status take_lane(const row *found, size_t count, source *s)
{
    const double lane = found->kind == OF_LANE && count > 0 ? s->argument[0] : 0;
    s->lane = lane >= 0 && lane < DADAO_LANES ? (size_t)lane : 0;
    s->simulation = lane >= 0 && lane < DADAO_LANES && !(floor(lane) < lane)
                        ? dadao_experiment_simulation(s->experiment, (size_t)lane)
                        : NULL;
    return s->simulation ? DADAO_OK : dadao_core_fail(s->error, DADAO_NOT_FOUND, "there is no lane %g", lane);
}

dadao_status dadao_experiment_quantity(void *context, const char *name, size_t length, const double *argument, size_t count,
                                       double *value, dadao_error *error)
{
    const row *found = NULL;
    dadao_error unseen = {0}, *said = error ? error : &unseen;
    for (size_t k = 0; k < ROWS; k++)
        if (strlen(table[k].shown.name) == length && strncmp(table[k].shown.name, name, length) == 0)
            found = &table[k];
    dadao_status status = found ? check_arguments(found, count, said) : unknown(name, length, said);
    if (status != DADAO_OK)
        return status;
    source s = {.experiment = context, .argument = argument, .error = said};
    s.scene = dadao_experiment_scene(context, said);
    status = s.scene ? take_lane(found, count, &s) : said->status;
    if (status != DADAO_OK)
        return status;
    const dadao_status before = said->status;
    *value = found->value(&s);
    return said->status != before ? said->status : DADAO_OK;
}

dadao_status dadao_experiment_evaluate(dadao_experiment *experiment, const char *expression, double *value, dadao_error *error)
{
    return dadao_core_expression(expression, strlen(expression), dadao_experiment_quantity, experiment, value, error);
}

/* The whole line behind the name is the expression, blanks and all. */
dadao_status dadao_experiment_do_print(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 1, SIZE_MAX);
    if (status != DADAO_OK)
        return status;
    const size_t from = call->words->column[call->first];
    double value;
    char number[32];
    dadao_error inner = {0};
    status = dadao_core_expression(call->line + from, call->words->last - from, dadao_experiment_quantity, call->experiment, &value, &inner);
    if (status == DADAO_OK) {
        dadao_core_note(call->answer, "%s", dadao_core_format_double(number, value));
        return DADAO_OK;
    }
    inner.column += from;
    if (call->error)
        *call->error = inner;
    return status;
}
