/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each part of the network heads (MATHS, "Cut networks"), and how far its nodes are from there. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Sums of z this small beside the z they are sums of are rounding. */
static const double rounding = 1e-9;

void dadao_experiment_headings_clear(dadao_headings *headings)
{
    free(headings->component);
    free(headings->target);
    free(headings->kind);
    *headings = (dadao_headings){0};
}

/* The nodes by part, as lists. */
typedef struct grouping {
    size_t nodes, parts;
    uint32_t *node; /* [nodes] those of part c are node[first[c]…first[c + 1]) */
    size_t *first;  /* [parts + 1] */
} grouping;

static void grouping_clear(grouping *group)
{
    free(group->node);
    free(group->first);
}

static bool grouping_begin(grouping *group, size_t nodes, size_t parts, const uint32_t *component)
{
    *group = (grouping){.nodes = nodes, .parts = parts};
    group->node = dadao_core_allocate(nodes, sizeof *group->node);
    group->first = dadao_core_allocate(parts + 2, sizeof *group->first);
    if (!group->node || !group->first)
        return false;
    for (size_t i = 0; i < nodes; i++)
        group->first[component[i] + 2]++;
    for (size_t c = 2; c < parts + 2; c++)
        group->first[c] += group->first[c - 1];
    for (size_t i = 0; i < nodes; i++)
        group->node[group->first[component[i] + 1]++] = (uint32_t)i;
    return true;
}

/* Everything that decides about one lane. */
typedef struct look {
    const dadao_setting *setting;
    const dadao_problem *problem;
    const dadao_simulation *simulation;
    const grouping *group;
    bool tilted;         /* the method has a linear term */
    const double *tilt;  /* [parts][d] */
    const double *scale; /* [parts] the size of what the tilts are sums of */
    size_t d;
} look;

/* Nodes of a part that compute no gradients, and one of them. */
static size_t silent_count(const look *at, size_t part, size_t *one)
{
    const double *rate = dadao_experiment_setting_node_rates(at->setting);
    size_t count = 0;
    for (size_t k = at->group->first[part]; k < at->group->first[part + 1]; k++) {
        if (rate[at->group->node[k]] > 0)
            continue;
        *one = at->group->node[k];
        count++;
    }
    return count;
}

static double norm(const double *x, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += x[k] * x[k];
    return sqrt(sum);
}

/* The minimiser of what the part's objectives and its tilt add up to. */
static dadao_heading minimise(const look *at, size_t part, double *target)
{
    const uint32_t *node = at->group->node + at->group->first[part];
    size_t count = at->group->first[part + 1] - at->group->first[part];
    const double *tilt = at->tilt + part * at->d;
    bool whole = at->group->parts == 1, straight = !at->tilted || !(norm(tilt, at->d) > rounding * at->scale[part]);
    if (!at->tilted && !whole)
        return DADAO_HEADS_UNKNOWN;
    if (straight && whole) {
        memcpy(target, dadao_simulation_target(at->simulation), at->d * sizeof *target);
        return DADAO_HEADS_OPTIMUM;
    }
    if (!isfinite(norm(tilt, at->d)) ||
        dadao_problem_minimise_part(at->problem, node, count, straight ? NULL : tilt, target, NULL) != DADAO_OK)
        return DADAO_HEADS_UNKNOWN;
    return straight ? DADAO_HEADS_OWN : DADAO_HEADS_TILTED;
}

static dadao_heading heading_of(const look *at, size_t part, double *target)
{
    size_t count = at->group->first[part + 1] - at->group->first[part], one = 0, silent = silent_count(at, part, &one);
    if (silent == 0 || !at->tilted) /* dual methods, rounds: gradient clocks mean nothing to them, or nothing is known */
        return minimise(at, part, target);
    if (silent == 1) {
        dadao_simulation_rest_point(at->simulation, one, target);
        return count == 1 ? DADAO_HEADS_STANDS : DADAO_HEADS_FROZEN;
    }
    return silent == count ? DADAO_HEADS_STANDS : DADAO_HEADS_APART;
}

/* ---- For the screen ---- */

static double distance(const double *x, const double *y, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += (x[k] - y[k]) * (x[k] - y[k]);
    return sqrt(sum);
}

static void describe(const look *at, size_t part, dadao_headings *headings, double *own)
{
    dadao_destination *shown = &headings->shown[part];
    const double *target = headings->target + part * at->d;
    const uint32_t *node = at->group->node + at->group->first[part];
    size_t count = at->group->first[part + 1] - at->group->first[part];
    bool point = headings->kind[part] < DADAO_HEADS_APART && !(headings->kind[part] == DADAO_HEADS_STANDS && count > 1);
    *shown = (dadao_destination){.kind = headings->kind[part],
                                 .first = node[0],
                                 .nodes = count,
                                 .from_optimum = NAN,
                                 .from_own = NAN,
                                 .stopped = dadao_experiment_is_stopped(at->setting, node[0])};
    if (!point)
        return;
    shown->entries = at->d < DADAO_INSPECT_ENTRIES ? at->d : DADAO_INSPECT_ENTRIES;
    memcpy(shown->point, target, shown->entries * sizeof *target);
    shown->from_optimum = distance(target, dadao_problem_optimum(at->problem), at->d);
    if (shown->kind == DADAO_HEADS_OWN || shown->kind == DADAO_HEADS_OPTIMUM)
        shown->from_own = 0;
    else if (dadao_problem_minimise_part(at->problem, node, count, NULL, own, NULL) == DADAO_OK)
        shown->from_own = distance(target, own, at->d);
}

/* ---- One lane ---- */

static void fill(const look *at, dadao_headings *headings, double *own)
{
    for (size_t c = 0; c < at->group->parts; c++) {
        headings->kind[c] = heading_of(at, c, headings->target + c * at->d);
        if (c < DADAO_SCENE_PARTS)
            describe(at, c, headings, own);
    }
    headings->shown_count = at->group->parts < DADAO_SCENE_PARTS ? at->group->parts : DADAO_SCENE_PARTS;
}

static bool look_at_lane(const dadao_setting *setting, const dadao_simulation *simulation, const grouping *group,
                         dadao_headings *headings)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(setting);
    const size_t d = dadao_problem_dimension(problem), parts = group->parts;
    double *work = dadao_core_allocate(parts * (d + 1) + d, sizeof *work); /* tilts, their scales, a point */
    headings->target = dadao_core_allocate(parts * d, sizeof *headings->target);
    headings->kind = dadao_core_allocate(parts, sizeof *headings->kind);
    bool done = work && headings->target && headings->kind;
    if (done) {
        look at = {.setting = setting,
                   .problem = problem,
                   .simulation = simulation,
                   .group = group,
                   .tilt = work,
                   .scale = work + parts * d,
                   .d = d};
        at.tilted = dadao_simulation_tilt(simulation, headings->component, parts, work, work + parts * d);
        fill(&at, headings, work + parts * (d + 1));
    }
    free(work);
    return done;
}

static bool make_headings(const dadao_setting *setting, const dadao_simulation *simulation, dadao_headings *headings)
{
    grouping group = {0};
    const size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(setting));
    dadao_experiment_headings_clear(headings);
    headings->nodes = nodes;
    headings->component = dadao_core_allocate(nodes, sizeof *headings->component);
    headings->parts = headings->component ? dadao_experiment_parts(setting, headings->component) : SIZE_MAX;
    bool done = headings->parts != SIZE_MAX && grouping_begin(&group, nodes, headings->parts, headings->component) &&
                look_at_lane(setting, simulation, &group, headings);
    grouping_clear(&group);
    return done;
}

void dadao_experiment_headings_need(const dadao_setting *setting, dadao_lane *lane)
{
    dadao_headings *headings = &lane->headings;
    if (headings->known)
        return;
    if (!make_headings(setting, lane->simulation, headings))
        dadao_experiment_headings_clear(headings); /* memory: nothing is said then */
    headings->known = true;
}

void dadao_experiment_headings_stale(dadao_experiment *experiment)
{
    for (size_t k = 0; k < DADAO_LANES; k++)
        experiment->lane[k].headings.known = false;
}

/* ---- Distances ---- */

/* All heads for x*, as long as nobody cuts anything. */
static bool plain(const dadao_headings *headings)
{
    return headings->parts == 1 && headings->kind && headings->kind[0] == DADAO_HEADS_OPTIMUM;
}

double dadao_experiment_headings_errors(const dadao_lane *lane, bool lazy, double *node_error)
{
    const dadao_headings *headings = &lane->headings;
    if (!headings->kind)
        return NAN;
    for (size_t c = 0; c < headings->parts; c++)
        if (headings->kind[c] >= DADAO_HEADS_APART)
            return NAN;
    const size_t d = headings->nodes ? dadao_simulation_dimension(lane->simulation) : 0;
    double sum = 0, *x = dadao_core_allocate(2 * d, sizeof *x);
    for (size_t i = 0; x && i < headings->nodes; i++) {
        const size_t c = headings->component[i];
        const double *target = headings->target + c * d;
        if (headings->kind[c] == DADAO_HEADS_STANDS) { /* each stands where it stands */
            dadao_simulation_rest_point(lane->simulation, i, x + d);
            target = x + d;
        }
        dadao_simulation_point(lane->simulation, i, lazy, x);
        double error = distance(x, target, d);
        error *= error;
        if (node_error)
            node_error[i] = error;
        sum += error;
    }
    double mean = x ? sum / (double)headings->nodes : NAN;
    free(x);
    return mean;
}

double dadao_experiment_part_error(const dadao_setting *setting, dadao_lane *lane, double msd)
{
    dadao_experiment_headings_need(setting, lane);
    return plain(&lane->headings) ? msd : dadao_experiment_headings_errors(lane, false, NULL);
}

/* ---- In words ---- */

const char *dadao_experiment_heading_word(dadao_heading heading)
{
    static const char *const word[] = {"optimum", "own optimum", "tilted", "frozen", "stands", "apart", "unknown"};
    return word[heading];
}

/* "8 nodes (0…)": how many, and the first of them. */
static void name_part(char who[64], const dadao_destination *to)
{
    if (to->nodes == 1)
        snprintf(who, 64, "node %zu", to->first);
    else
        snprintf(who, 64, "%zu nodes (%zu\xe2\x80\xa6)", to->nodes, to->first);
}

static void tell_one(char *text, size_t room, const dadao_destination *to)
{
    char who[64];
    name_part(who, to);
    const bool one = to->nodes == 1;
    switch (to->kind) {
    case DADAO_HEADS_OPTIMUM:
        snprintf(text, room, "all nodes head for x*");
        break;
    case DADAO_HEADS_OWN:
        snprintf(text, room, "%s for %s own optimum, %.3g from x*", who, one ? "its" : "their", to->from_optimum);
        break;
    case DADAO_HEADS_TILTED:
        snprintf(text, room, "%s for a point %.3g from x*, %.3g from %s own optimum (%s sums of z)", who, to->from_optimum,
                 to->from_own, one ? "its" : "their", one ? "its" : "their");
        break;
    case DADAO_HEADS_FROZEN:
        snprintf(text, room, "%s for where the one without gradients stands, %.3g from x*", who, to->from_optimum);
        break;
    case DADAO_HEADS_STANDS:
        snprintf(text, room, "%s %s", who,
                 to->stopped ? "is stopped" : one ? "stands, computing nothing" : "stand, computing nothing");
        break;
    case DADAO_HEADS_APART:
        snprintf(text, room, "%s cannot agree: several stand at different points, computing nothing", who);
        break;
    default:
        snprintf(text, room, "%s for what this method does not say", who);
    }
}

void dadao_experiment_headings_text(const dadao_headings *headings, char *text, size_t capacity)
{
    enum { TOLD = 3 };
    const size_t told = headings->shown_count < TOLD ? headings->shown_count : TOLD;
    text[0] = '\0';
    if (!headings->kind) {
        snprintf(text, capacity, "where the nodes head is not known");
        return;
    }
    for (size_t c = 0; c < told; c++) {
        size_t length = strlen(text);
        length += (size_t)snprintf(text + length, capacity - length, "%s", c ? "; " : plain(headings) ? "" : "heading: ");
        if (length < capacity)
            tell_one(text + length, capacity - length, &headings->shown[c]);
    }
    if (headings->parts > told)
        snprintf(text + strlen(text), capacity - strlen(text), "; and %zu more parts", headings->parts - told);
}
