/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences about a run, for screen readers and pipes: the same facts as the panes show, told when they change. */
#include "view/narrate.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "view/heading.h"

typedef struct telling {
    void (*say)(void *context, const char *sentence);
    void *context;
} telling;

DADAO_PRINTF(2, 3) static void tell(const telling *t, const char *format, ...)
{
    char sentence[1200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    t->say(t->context, sentence);
}

/* Answers hold several lines: each is told by itself. */
static void tell_message(const telling *t, dadao_narrator *n, const dadao_snapshot *snapshot)
{
    if (n->message_serial == snapshot->message_serial)
        return;
    n->message_serial = snapshot->message_serial;
    for (const char *at = snapshot->message; *at;) {
        size_t length = strcspn(at, "\n");
        if (length > 0)
            tell(t, "%s%.*s", snapshot->message_is_error && at == snapshot->message ? "Error: " : "",
                 (int)(length < 1000 ? length : 1000), at);
        at += length + (at[length] == '\n');
    }
}

static void tell_network(const telling *t, dadao_narrator *n, const dadao_scene *scene)
{
    bool network = strcmp(n->topology, scene->topology) != 0, problem = strcmp(n->problem, scene->problem) != 0;
    if (network)
        tell(t, "The network is %s: %zu nodes, %zu edges%s.", scene->topology, scene->nodes, scene->edges,
             scene->connected ? "" : ", not connected");
    else if (n->nodes != scene->nodes || n->edges != scene->edges)
        tell(t, "The network has %zu nodes and %zu edges now%s.", scene->nodes, scene->edges,
             scene->connected ? "" : "; it is not connected");
    if (problem)
        tell(t, "The problem is %s, the seed is %llu.", scene->problem, (unsigned long long)scene->seed);
    snprintf(n->topology, sizeof n->topology, "%s", scene->topology);
    snprintf(n->problem, sizeof n->problem, "%s", scene->problem);
    n->nodes = scene->nodes, n->edges = scene->edges;
}

static void tell_rates(const telling *t, dadao_narrator *n, const dadao_snapshot *snapshot)
{
    const dadao_scene *scene = snapshot->scene;
    char rate[32], factor[32];
    if (!n->begun || n->total_rate != scene->total_rate) {
        dadao_view_number(rate, scene->total_rate);
        dadao_view_number(factor, scene->rate_factor);
        if (scene->chi_known && scene->connected && isfinite(scene->rate_factor))
            tell(t, "The nodes speak %s times a unit of time, %s times what is sufficient.", rate, factor);
        else
            tell(t, "The nodes speak %s times a unit of time.", rate);
    }
    if (n->begun && n->gradient_rate != scene->gradient_rate)
        tell(t, "Each node takes %s gradients a unit of time.", dadao_view_number(rate, scene->gradient_rate));
    if (n->begun && n->speed != snapshot->speed_asked) {
        if (isinf(snapshot->speed_asked))
            tell(t, "The speed is as fast as it goes.");
        else
            tell(t, "The speed is %s events a second.", dadao_view_number(rate, snapshot->speed_asked));
    }
    n->total_rate = scene->total_rate, n->gradient_rate = scene->gradient_rate, n->speed = snapshot->speed_asked;
}

static void tell_guarantee(const telling *t, dadao_narrator *n, const dadao_guarantee *g)
{
    char rate[32];
    bool same =
        n->begun && n->holds == g->holds && n->slope_only == g->slope_only && strncmp(n->why, g->why, sizeof n->why - 1) == 0;
    if (same)
        return;
    dadao_view_number(rate, g->rate);
    if (g->holds)
        tell(t, "The guarantee holds: the error falls at least as exp(-%s t).", rate);
    else if (g->slope_only)
        tell(t, "The guarantee is for the rate only, exp(-%s t): %s.", rate, g->why);
    else
        tell(t, "%s: %s.", n->begun && (n->holds || n->slope_only) ? "The guarantee is lost" : "There is no guarantee", g->why);
    n->holds = g->holds, n->slope_only = g->slope_only;
    snprintf(n->why, sizeof n->why, "%s", g->why);
}

static void tell_events(const telling *t, dadao_narrator *n, const dadao_snapshot *snapshot)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    char time[32], one[64], other[64];
    if (!(snapshot->speed_asked <= DADAO_NARRATE_EVENTS_SPEED) && lane->events > n->events + 1)
        return;
    for (size_t k = 0; n->begun && k < lane->recent_count; k++) {
        const dadao_event *e = &lane->recent[k];
        bool spoke = e->kind == DADAO_EVENT_COMMUNICATION;
        if (e->index <= n->events || e->i >= snapshot->scene->nodes || (spoke && e->j >= snapshot->scene->nodes))
            continue;
        dadao_view_number(time, e->t);
        dadao_view_node_title(snapshot->scene, e->i, one);
        if (spoke)
            dadao_view_node_title(snapshot->scene, e->j, other);
        if (!spoke)
            tell(t, "Event %llu, t %s: node %s takes a gradient.", (unsigned long long)e->index, time, one);
        else
            tell(t, "Event %llu, t %s: nodes %s and %s speak.", (unsigned long long)e->index, time, one, other);
    }
}

/* Each power of ten that the error falls below, once; and when it has risen again by more than one. */
static void tell_decades(const telling *t, dadao_narrator *n, const dadao_snapshot *snapshot)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    char time[32], gradients[32], words[32];
    if (!(lane->msd_lazy > 0) || !isfinite(lane->msd_lazy))
        return;
    int decade = (int)ceil(log10(lane->msd_lazy));
    bool fell = n->decade_known && decade < n->decade, rose = n->decade_known && decade > n->decade + 1;
    if (fell || rose)
        tell(t, "The error is %s 1e%d at t %s, after %s gradients and %s communications.", fell ? "below" : "above",
             fell ? decade : decade - 1, dadao_view_number(time, lane->t), dadao_view_count(gradients, (double)lane->gradients),
             dadao_view_count(words, (double)lane->communications));
    if (fell || rose || !n->decade_known)
        n->decade = decade;
    n->decade_known = true;
}

const char *dadao_view_narrate_now(const dadao_snapshot *snapshot, char *buffer)
{
    static const char *const words[] = {"Paused", "Running", "Finished", "Diverged"};
    char time[32], events[32], error[32];
    if (!snapshot || !snapshot->scene || snapshot->lane_count == 0) {
        snprintf(buffer, 512, "There is no experiment yet.");
        return buffer;
    }
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    snprintf(buffer, 512, "%s at t %s, event %s, error %s.", words[snapshot->state <= DADAO_DIVERGED ? snapshot->state : 0],
             dadao_view_number(time, lane->t), dadao_view_count(events, (double)lane->events),
             dadao_view_number(error, lane->msd_lazy));
    return buffer;
}

static void tell_state(const telling *t, dadao_narrator *n, const dadao_snapshot *snapshot)
{
    char now[512];
    if (n->begun && n->state == snapshot->state)
        return;
    if (snapshot->state == DADAO_RUNNING)
        tell(t, "Running.");
    else if (n->begun || snapshot->lane[0].events > 0)
        tell(t, "%s", dadao_view_narrate_now(snapshot, now));
    n->state = snapshot->state;
}

void dadao_view_narrate(dadao_narrator *n, const dadao_snapshot *snapshot, void (*say)(void *context, const char *sentence),
                        void *context)
{
    telling t = {say, context};
    if (!snapshot)
        return;
    if (snapshot->scene && snapshot->lane_count > 0) {
        tell_network(&t, n, snapshot->scene);
        tell_rates(&t, n, snapshot);
        tell_guarantee(&t, n, &snapshot->scene->guarantee);
        if (snapshot->lane[0].events < n->events) { /* reset, or gone back */
            n->decade_known = false;
            n->events = snapshot->lane[0].events;
        }
        tell_events(&t, n, snapshot);
        tell_decades(&t, n, snapshot);
        tell_state(&t, n, snapshot);
        if (n->lanes != snapshot->lane_count && (n->begun || snapshot->lane_count > 1))
            tell(&t, "There %s %zu lane%s.", snapshot->lane_count == 1 ? "is" : "are", snapshot->lane_count,
                 snapshot->lane_count == 1 ? "" : "s");
        n->lanes = snapshot->lane_count;
        n->events = snapshot->lane[0].events;
        n->begun = true;
    }
    tell_message(&t, n, snapshot);
}
