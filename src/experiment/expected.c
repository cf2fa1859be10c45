/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact expected error beside a run of DADAO on a small quadratic: a curve that grows with the run while somebody looks.
 *
 * It belongs to the settings alone, so a new run with the same ones finds it again; each publication adds a bounded piece. */
#include "core/memory.h"
#include "experiment/experiment.h"
#include "experiment/moments.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Floating-point operations of one publication: some twenty milliseconds. */
#define PIECE 4e7
/* A unit of time that takes more than this would not keep up with any run: `oracle` is for such. */
#define MOST 2e8

void dadao_experiment_expected_clear(dadao_expected *e)
{
    dadao_experiment_moments_destroy(e->moments);
    free(e->key);
    *e = (dadao_expected){0};
}

static void add_point(dadao_expected *e)
{
    if (e->count == DADAO_EXPECTED_POINTS) { /* every second one goes, and the spacing doubles */
        for (size_t k = 0; k < DADAO_EXPECTED_POINTS / 2; k++)
            e->t[k] = e->t[2 * k], e->value[k] = e->value[2 * k];
        e->count = DADAO_EXPECTED_POINTS / 2;
        e->spacing *= 2;
    }
    e->t[e->count] = e->at;
    e->value[e->count++] = dadao_experiment_moments_error(e->moments);
    e->next = e->at + e->spacing;
}

static void begin(dadao_expected *e, const dadao_setting *now)
{
    dadao_error error = {0};
    e->spacing = 0.125;
    if (dadao_experiment_moments_create(now, &now->lane[0], &e->moments, &error) != DADAO_OK)
        return;
    e->work = dadao_experiment_moments_work(e->moments);
    if (e->work > MOST || dadao_experiment_moments_start(e->moments, now, &now->lane[0], &error) != DADAO_OK) {
        dadao_experiment_moments_destroy(e->moments);
        e->moments = NULL;
        return;
    }
    add_point(e);
}

/* The curve of these settings, begun anew where they are other ones. */
static void prepare(dadao_expected *e, const dadao_experiment *experiment, const dadao_scene *scene)
{
    if (e->version == scene->version)
        return;
    e->version = scene->version;
    if (e->key && scene->script && scene->script_whole && strcmp(e->key, scene->script) == 0 &&
        memcmp(e->parameters, scene->parameters, sizeof e->parameters) == 0)
        return;
    dadao_experiment_expected_clear(e);
    e->version = scene->version;
    e->key = dadao_core_copy_text(scene->script);
    memcpy(e->parameters, scene->parameters, sizeof e->parameters);
    begin(e, &experiment->now);
}

/* Towards time `t`, as far as a piece of work goes. */
static void advance(dadao_expected *e, double t)
{
    double left = PIECE / e->work;
    while (e->at < t && left > 0) {
        const double step = fmin(e->next - e->at, left);
        dadao_experiment_moments_advance(e->moments, step);
        e->at = step == left ? e->at + step : e->next;
        left -= step;
        if (e->at >= e->next)
            add_point(e);
        if (!isfinite(e->value[e->count - 1]) || e->value[e->count - 1] < 1e-28 * e->value[0])
            break; /* below what doubles can tell */
    }
}

/* Whether something was changed in flight that the error depends on: then no one curve speaks about the run. */
static bool was_changed(const dadao_snapshot *snapshot)
{
    static const char *const harmless[] = {"cost price", "lane ", "error "};
    for (size_t k = 0; k < snapshot->mark_count; k++) {
        bool matters = true;
        for (size_t h = 0; h < sizeof harmless / sizeof *harmless; h++)
            matters = matters && strncmp(snapshot->mark[k].text, harmless[h], strlen(harmless[h])) != 0;
        if (matters)
            return true;
    }
    return false;
}

void dadao_experiment_expected_lane(dadao_experiment *experiment, const dadao_snapshot *snapshot, dadao_lane_snapshot *lane)
{
    dadao_expected *e = &experiment->expected;
    lane->expected_count = 0;
    if (!experiment->attention.expected || was_changed(snapshot))
        return;
    prepare(e, experiment, snapshot->scene);
    if (!e->moments)
        return;
    advance(e, lane->t);
    memcpy(lane->expected_t, e->t, e->count * sizeof *e->t);
    memcpy(lane->expected, e->value, e->count * sizeof *e->value);
    lane->expected_count = e->count;
}
