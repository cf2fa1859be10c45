/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each slider moves: the one table, its values, ranges, steps and commands. */
#include "view/slider.h"

#include <math.h>
#include <stdio.h>

#include "core/text.h"

const dadao_slider_row dadao_view_slider_rows[DADAO_SLIDER_COUNT] = {
    {"communication", "comm", "rate comm ", "times sufficient", 1.0 / 32, 32, 1, 10, DADAO_STYLE_COMMUNICATION, "silent",
     "talkative"},
    {"gradient", "grad", "rate gradient ", "a node and unit of time", 1.0 / 32, 32, 1, 10, DADAO_STYLE_GRADIENT, "slow", "fast"},
    {"speed", "speed", "speed ", "events a second", 0.1, 2e7, 200, 3, DADAO_STYLE_TEXT, "slow motion", "frames are skipped"},
    {"selected", "sel", "", "a unit of time", 1.0 / 32, 32, 1, 10, DADAO_STYLE_CHOSEN, "", ""},
    {"slowness", "slow", "", "times slower", 0.1, 100, 1, 10, DADAO_STYLE_CHOSEN, "faster", "a straggler"},
    {"comm. time", "ctime", "cost communication time=", "time on the wall", 1e-3, 1e3, 0.1, 10, DADAO_STYLE_COMMUNICATION,
     "at once", "a long way"},
    {"grad. time", "gtime", "cost gradient time=", "time on the wall", 1e-3, 1e3, 1, 10, DADAO_STYLE_GRADIENT, "at once",
     "heavy"},
    {"comm. price", "ccost", "cost price communication=", "for each", 1e-3, 1e3, 1, 10, DADAO_STYLE_COMMUNICATION, "cheap",
     "dear"},
    {"grad. price", "gcost", "cost price gradient=", "for each", 1e-3, 1e3, 1, 10, DADAO_STYLE_GRADIENT, "cheap", "dear"},
};

/* The first four stand at the same places under either clock, so that what is under the keys has its like under the other. */
static int list_of(bool cost_on, bool prices, dadao_slider list[DADAO_SLIDER_COUNT])
{
    static const dadao_slider by_clock[2][4] = {
        {DADAO_SLIDER_COMMUNICATION, DADAO_SLIDER_GRADIENT, DADAO_SLIDER_SPEED, DADAO_SLIDER_SELECTED},
        {DADAO_SLIDER_COMMUNICATION_TIME, DADAO_SLIDER_GRADIENT_TIME, DADAO_SLIDER_SPEED, DADAO_SLIDER_SLOWNESS}};
    int count = 0;
    for (; count < 4; count++)
        list[count] = by_clock[cost_on][count];
    if (prices)
        list[count++] = DADAO_SLIDER_COMMUNICATION_PRICE, list[count++] = DADAO_SLIDER_GRADIENT_PRICE;
    return count;
}

int dadao_view_slider_list(const dadao_scene *scene, const dadao_view_state *state, dadao_slider list[DADAO_SLIDER_COUNT])
{
    const bool on = scene && scene->cost_on, by_cost = scene && scene->axis == DADAO_LANE_AXIS_COST;
    return list_of(on, on || by_cost || state->axis == DADAO_AXIS_COST, list);
}

static int place_in(const dadao_slider *list, int count, dadao_slider slider)
{
    int place = 0;
    while (place < count && list[place] != slider)
        place++;
    return place;
}

dadao_slider dadao_view_slider_next(const dadao_snapshot *snapshot, const dadao_view_state *state, int amount)
{
    const dadao_scene *scene = snapshot ? snapshot->scene : NULL;
    dadao_slider list[DADAO_SLIDER_COUNT] = {0}, other[DADAO_SLIDER_COUNT] = {0};
    const int count = dadao_view_slider_list(scene, state, list);
    int place = place_in(list, count, state->slider);
    if (place == count)
        place = place_in(other, list_of(!(scene && scene->cost_on), true, other), state->slider) % count;
    return list[((place + amount) % count + count) % count];
}

dadao_slider dadao_view_slider_focus(const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    return dadao_view_slider_next(snapshot, state, 0);
}

bool dadao_view_slider_by_total(const dadao_scene *scene)
{
    return !scene->chi_known || !scene->connected || !(scene->rate_factor > 0) || isinf(scene->rate_factor);
}

size_t dadao_view_slider_of_edge(const dadao_scene *scene, const dadao_view_state *state)
{
    const dadao_selected *it = &state->selected[0];
    for (size_t e = 0; it->kind == DADAO_SELECTED_EDGE && e < scene->edges; e++)
        if ((scene->edge[e].u == it->node && scene->edge[e].v == it->other) ||
            (scene->edge[e].v == it->node && scene->edge[e].u == it->other))
            return e;
    return SIZE_MAX;
}

bool dadao_view_slider_of_node(const dadao_scene *scene, const dadao_view_state *state)
{
    return state->selected[0].kind == DADAO_SELECTED_NODE && state->selected[0].node < scene->nodes;
}

/* How many times slower than others what is selected is. */
static double slowness(const dadao_scene *scene, const dadao_view_state *state)
{
    const size_t edge = dadao_view_slider_of_edge(scene, state);
    const bool node = dadao_view_slider_of_node(scene, state);
    if (!node && edge >= scene->edges)
        return NAN;
    return scene->slowness ? scene->slowness[node ? state->selected[0].node : scene->nodes + edge] : 1;
}

static double present(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider)
{
    const dadao_scene *scene = snapshot->scene;
    size_t edge = SIZE_MAX;
    switch (slider) {
    case DADAO_SLIDER_SPEED:
        return snapshot->speed_asked;
    case DADAO_SLIDER_GRADIENT:
        return scene->gradient_rate;
    case DADAO_SLIDER_SELECTED:
        if (dadao_view_slider_of_node(scene, state))
            return scene->node_rate[state->selected[0].node];
        edge = dadao_view_slider_of_edge(scene, state);
        return edge < scene->edges ? scene->edge_rate[edge] : NAN;
    case DADAO_SLIDER_SLOWNESS:
        return slowness(scene, state);
    case DADAO_SLIDER_GRADIENT_TIME:
    case DADAO_SLIDER_COMMUNICATION_TIME:
        return scene->cost_time[slider == DADAO_SLIDER_COMMUNICATION_TIME];
    case DADAO_SLIDER_GRADIENT_PRICE:
    case DADAO_SLIDER_COMMUNICATION_PRICE:
        return scene->price[slider == DADAO_SLIDER_COMMUNICATION_PRICE];
    default:
        return dadao_view_slider_by_total(scene) ? scene->total_rate : scene->rate_factor;
    }
}

double dadao_view_slider_value(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider)
{
    double target = state->target[slider];
    return isnan(target) ? present(snapshot, state, slider) : target;
}

void dadao_view_slider_range(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, double *low,
                             double *high, double *usual)
{
    const dadao_slider_row *row = &dadao_view_slider_rows[slider];
    const dadao_scene *scene = snapshot->scene;
    double edges = scene->edges ? (double)scene->edges : 1, centre = 1;
    *low = row->low, *high = row->high, *usual = row->usual;
    if (slider == DADAO_SLIDER_COMMUNICATION && dadao_view_slider_by_total(scene)) {
        /* a total is as large as the network: give it room around one event an edge and unit of time */
        *low = edges / 1000, *high = edges * 1000, *usual = edges;
    } else if (slider == DADAO_SLIDER_SELECTED) {
        /* a node's usual rate is the common one, an edge's the mean of all */
        centre = dadao_view_slider_of_node(scene, state) ? scene->gradient_rate : scene->total_rate / edges;
        if (centre > 0 && isfinite(centre))
            *low = centre / 32, *high = centre * 32, *usual = centre;
    }
}

double dadao_view_slider_usual(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider)
{
    double low, high, usual;
    dadao_view_slider_range(snapshot, state, slider, &low, &high, &usual);
    return usual;
}

/* Steps of a third of a decade are 1, 2, 5; of a tenth 1, 1.26, 1.58 …: always numbers one can say. */
double dadao_view_slider_grid(double index, int per_decade)
{
    static const double thirds[3] = {1, 2, 5};
    double decade = floor(index / per_decade);
    int part = (int)(index - decade * per_decade);
    double step = per_decade == 3 ? thirds[part] : round(pow(10, (double)part / per_decade) * 100) / 100;
    return step * pow(10, decade);
}

double dadao_view_slider_step(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, double value,
                              int steps)
{
    double low, high, usual;
    int per_decade = dadao_view_slider_rows[slider].per_decade;
    dadao_view_slider_range(snapshot, state, slider, &low, &high, &usual);
    if (isnan(value))
        return value; /* nothing is selected */
    if (isinf(value))
        return steps < 0 ? dadao_view_slider_grid(floor(log10(high) * per_decade), per_decade) : value;
    if (!(value > 0))
        value = steps > 0 ? low : 0;
    if (value == 0)
        return 0;
    /* The nearest grid point counts as where it stands; 1e-9 forgives what was typed with few digits. */
    double index = round(log10(value) * per_decade) + steps;
    double next = dadao_view_slider_grid(index, per_decade);
    if (next > high * (1 + 1e-9))
        return slider == DADAO_SLIDER_SPEED ? INFINITY : fmax(high, fmin(value, next));
    return next < low ? fmin(low, value) : next;
}

void dadao_view_slider_prefix(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, char *line,
                              size_t capacity)
{
    const dadao_selected *it = &state->selected[0];
    const bool slow = slider == DADAO_SLIDER_SLOWNESS,
               total = slider == DADAO_SLIDER_COMMUNICATION && dadao_view_slider_by_total(snapshot->scene);
    const char *verb = slow ? "cost" : "rate", *option = slow ? "factor=" : total ? "total=" : "";
    if ((slow || slider == DADAO_SLIDER_SELECTED) && it->kind == DADAO_SELECTED_EDGE)
        snprintf(line, capacity, "%s edge %zu %zu %s", verb, it->node, it->other, option);
    else if (slow || slider == DADAO_SLIDER_SELECTED)
        snprintf(line, capacity, "%s node %zu %s", verb, it->node, option);
    else
        snprintf(line, capacity, "%s%s", dadao_view_slider_rows[slider].command, option);
}

void dadao_view_slider_command(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, double value,
                               char *line, size_t capacity)
{
    char number[32], prefix[96];
    dadao_core_format_double(number, value);
    if (isinf(value))
        snprintf(number, sizeof number, "max");
    dadao_view_slider_prefix(snapshot, state, slider, prefix, sizeof prefix);
    snprintf(line, capacity, "%s%s", prefix, number);
}
