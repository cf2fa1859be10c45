/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector: everything about one node or one edge, two of them side by side. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

/* Writes downwards in a pane, a line at a time; what does not fit is left out. */
typedef struct sheet {
    dadao_pane pane;
    int y;
    const dadao_snapshot *snapshot;
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
} sheet;

static int left(const sheet *s)
{
    return s->pane.area.rows - s->y;
}

static int fact(sheet *s, const char *name, const char *value)
{
    dadao_view_clipped(&s->pane, 0, s->y, 14, DADAO_STYLE_FAINT, 0, name);
    return dadao_view_text(&s->pane, 15, s->y++, DADAO_STYLE_NUMBER, 0, value);
}

static int number(sheet *s, const char *name, double value)
{
    char text[32];
    return fact(s, name, dadao_view_number(text, value));
}

/* Text behind the line just written. */
static void behind(const sheet *s, int x, const char *text)
{
    if (s->pane.area.columns - x > dadao_view_width(text))
        dadao_view_text(&s->pane, x + 1, s->y - 1, DADAO_STYLE_FAINT, 0, text);
}

/* A count beside what the clock promises: its share of all that was expected. */
static void counted(sheet *s, const char *name, dadao_style style, uint64_t count, double expected)
{
    char got[32], want[32], text[96];
    int x = dadao_view_format(&s->pane, 0, s->y, style, 0, "%-15s", name);
    x = dadao_view_text(&s->pane, x, s->y++, DADAO_STYLE_NUMBER, 0, dadao_view_count(got, (double)count));
    if (!(expected >= 0) || isinf(expected))
        return;
    snprintf(text, sizeof text, expected >= 1 ? "expected %s, %+.1f sd" : "expected %s", dadao_view_number(want, expected),
             expected > 0 ? ((double)count - expected) / sqrt(expected) : 0);
    if (s->pane.area.columns - x <= dadao_view_width(text))
        snprintf(text, sizeof text, "of %s", want);
    behind(s, x, text);
}

static double share(double rate, double total, double expected)
{
    return total > 0 ? expected * rate / total : NAN;
}

/* "12 events ago": the time of it only where the event is among those kept. */
static void last_event(sheet *s, uint64_t index)
{
    char text[64], number_text[32];
    if (index == 0 || index > s->lane->events) {
        fact(s, "last event", "none yet");
        return;
    }
    snprintf(text, sizeof text, "%s events ago", dadao_view_count(number_text, (double)(s->lane->events - index)));
    int x = fact(s, "last event", text);
    for (size_t k = 0; k < s->lane->recent_count; k++)
        if (s->lane->recent[k].index == index) {
            snprintf(text, sizeof text, "%s time units", dadao_view_number(number_text, s->lane->t - s->lane->recent[k].t));
            behind(s, x, text);
        }
}

/* How long clocks of these rates let one wait on average, at the present rates. */
static void clocks(sheet *s, double gradient, double communication)
{
    char a[32], b[32], text[96];
    if (left(s) < 1)
        return;
    dadao_view_number(a, gradient > 0 ? 1 / gradient : INFINITY);
    dadao_view_number(b, communication > 0 ? 1 / communication : INFINITY);
    int x = dadao_view_format(&s->pane, 0, s->y, DADAO_STYLE_FAINT, 0, "%-15s", "mean wait");
    if (!isnan(gradient))
        x = dadao_view_format(&s->pane, x, s->y, DADAO_STYLE_GRADIENT, 0, "%s ", a);
    snprintf(text, sizeof text, "%s", b);
    x = dadao_view_text(&s->pane, x, s->y++, DADAO_STYLE_COMMUNICATION, 0, text);
    behind(s, x, isnan(gradient) ? "to the next communication" : "to the next gradient, communication");
}

/* ---- Nodes ------------------------------------------------------------------------------------------------------------ */

static void vectors(sheet *s, const dadao_inspection *look)
{
    char text[32];
    int entries = (s->pane.area.columns - 16) / 9;
    if (!look->known || left(s) < 3)
        return;
    int x = dadao_view_format(&s->pane, 0, s->y, DADAO_STYLE_FAINT, 0, "%-5s%9s", "", "norm");
    for (int k = 0; k < entries && (size_t)k < look->entries; k++)
        x = dadao_view_format(&s->pane, x, s->y, DADAO_STYLE_FAINT, 0, "%8s%d", "", k + 1);
    s->y++;
    for (size_t v = 0; v < look->vectors && v < DADAO_METHOD_MAX_VARIABLES && left(s) > 0; v++, s->y++) {
        const char *name = s->scene->method && v < dadao_method_variable_count(s->scene->method)
                               ? dadao_method_variable_name(s->scene->method, v)
                               : "?";
        x = dadao_view_format(&s->pane, 0, s->y, DADAO_STYLE_TEXT, 0, "%-5s", name);
        x = dadao_view_format(&s->pane, x, s->y, DADAO_STYLE_NUMBER, 0, "%9s", dadao_view_number(text, look->norm[v]));
        for (int k = 0; k < entries && (size_t)k < look->entries; k++)
            x = dadao_view_format(&s->pane, x, s->y, DADAO_STYLE_TEXT, 0, "%9s", dadao_view_number(text, look->entry[v][k]));
    }
}

static double rate_at(const dadao_scene *scene, size_t node)
{
    double sum = 0;
    for (size_t e = 0; e < scene->edges; e++)
        if (scene->edge[e].u == node || scene->edge[e].v == node)
            sum += scene->edge_rate[e];
    return sum;
}

static void neighbours(sheet *s, size_t node)
{
    char name[32], rate[32], text[96];
    if (left(s) < 2)
        return;
    int x = dadao_view_format(&s->pane, 0, s->y, DADAO_STYLE_FAINT, 0, "%-15s", "neighbours"), columns = s->pane.area.columns;
    for (size_t e = 0; e < s->scene->edges; e++) {
        const dadao_edge *edge = &s->scene->edge[e];
        if (edge->u != node && edge->v != node)
            continue;
        size_t other = edge->u == node ? edge->v : edge->u;
        snprintf(text, sizeof text, "%s (%s)", dadao_view_node_name(s->scene, other, name),
                 dadao_view_number(rate, s->scene->edge_rate[e]));
        if (x > 15 && x + dadao_view_width(text) > columns)
            s->y++, x = 15;
        if (left(s) < 2) {
            dadao_view_text(&s->pane, x, s->y, DADAO_STYLE_FAINT, 0, "..");
            break;
        }
        bool fires = s->lane->edge_last_event[e] > dadao_view_flash_since(s->snapshot);
        x = dadao_view_text(&s->pane, x, s->y, fires ? DADAO_STYLE_COMMUNICATION : DADAO_STYLE_TEXT, 0, text) + 2;
    }
    s->y++;
}

/* Whether an event touches a node, or (other < SIZE_MAX) is the edge between the two. */
static bool touches(const dadao_event *event, size_t node, size_t other)
{
    bool spoke = event->kind == DADAO_EVENT_COMMUNICATION;
    if (other == SIZE_MAX)
        return event->i == node || (spoke && event->j == node);
    return spoke && ((event->i == node && event->j == other) || (event->j == node && event->i == other));
}

/* The newest events of a node, or of an edge with how long each let one wait; newest first. */
static void recent(sheet *s, size_t node, size_t other)
{
    char name[32], t[32];
    if (left(s) < 2)
        return;
    dadao_view_text(&s->pane, 0, s->y++, DADAO_STYLE_FAINT, 0, other == SIZE_MAX ? "last events" : "last communications");
    for (size_t k = s->lane->recent_count; k-- > 0 && left(s) > 0;) {
        const dadao_event *event = &s->lane->recent[k];
        bool spoke = event->kind == DADAO_EVENT_COMMUNICATION;
        size_t with = event->i == node ? event->j : event->i, before = k;
        if (!touches(event, node, other) || (spoke && with >= s->scene->nodes))
            continue;
        int x = dadao_view_format(&s->pane, 0, s->y, DADAO_STYLE_TEXT, 0, "%10s  ", (snprintf(t, sizeof t, "%.3f", event->t), t));
        while (other != SIZE_MAX && before-- > 0 && !touches(&s->lane->recent[before], node, other))
            ;
        if (other != SIZE_MAX && before < k)
            dadao_view_format(&s->pane, x, s->y, DADAO_STYLE_COMMUNICATION, 0, "after %.3f",
                              event->t - s->lane->recent[before].t);
        else if (spoke && other == SIZE_MAX)
            dadao_view_format(&s->pane, x, s->y, DADAO_STYLE_COMMUNICATION, 0, "spoke with %s",
                              dadao_view_node_name(s->scene, with, name));
        else if (!spoke)
            dadao_view_text(&s->pane, x, s->y, DADAO_STYLE_GRADIENT, 0, "gradient");
        s->y++;
    }
}

static void heading(sheet *s, const char *text)
{
    dadao_view_text(&s->pane, 0, s->y, DADAO_STYLE_CHOSEN, 0, text);
    s->y += s->pane.area.rows >= 16 ? 2 : 1;
}

static void draw_node(sheet *s, size_t node, const dadao_inspection *look)
{
    char title[64], text[96];
    snprintf(text, sizeof text, "node %s", dadao_view_node_title(s->scene, node, title));
    heading(s, text);
    double error = s->lane->node_error[node], rate = s->scene->node_rate[node];
    size_t worse = 0;
    for (size_t i = 0; i < s->scene->nodes; i++)
        worse += s->lane->node_error[i] > error;
    snprintf(text, sizeof text, "rank %zu of %zu", worse + 1, s->scene->nodes);
    behind(s, number(s, "error", error), text);
    behind(s, number(s, "rate", rate), "gradients a unit of time");
    clocks(s, rate, rate_at(s->scene, node));
    counted(s, "gradients", DADAO_STYLE_GRADIENT, s->lane->node_gradients[node],
            share(rate, s->scene->total_gradient_rate, s->lane->expected_gradients));
    counted(s, "communications", DADAO_STYLE_COMMUNICATION, s->lane->node_communications[node],
            share(rate_at(s->scene, node), s->scene->total_rate, s->lane->expected_communications));
    last_event(s, s->lane->node_last_event[node]);
    neighbours(s, node);
    s->y += s->pane.area.rows >= 24;
    if (look->known && look->node == node)
        vectors(s, look);
    s->y += s->pane.area.rows >= 24;
    recent(s, node, SIZE_MAX);
}

/* ---- Edges ------------------------------------------------------------------------------------------------------------- */

static void draw_edge(sheet *s, size_t e)
{
    char u[64], v[64], text[160], value[32];
    const dadao_edge *edge = &s->scene->edge[e];
    double rate = s->scene->edge_rate[e];
    snprintf(text, sizeof text, "edge %s - %s", dadao_view_node_title(s->scene, edge->u, u),
             dadao_view_node_title(s->scene, edge->v, v));
    heading(s, text);
    behind(s, number(s, "rate", rate), "communications a unit of time");
    clocks(s, NAN, rate);
    if (s->scene->resistance) {
        double tree = rate * s->scene->resistance[e];
        behind(s, number(s, "resistance", s->scene->resistance[e]), e == s->scene->worst_edge ? "the largest: it sets chi2" : "");
        behind(s, number(s, "rate x R", tree),
               tree > 1 - 1e-9 ? "a bridge: in every spanning tree" : "its chance to be in a random spanning tree");
    }
    counted(s, "communications", DADAO_STYLE_COMMUNICATION, s->lane->edge_communications[e],
            share(rate, s->scene->total_rate, s->lane->expected_communications));
    last_event(s, s->lane->edge_last_event[e]);
    for (size_t k = 0; k < 2; k++) {
        size_t end = k ? edge->v : edge->u;
        snprintf(text, sizeof text, "at %s", dadao_view_node_name(s->scene, end, value));
        behind(s, number(s, "error", s->lane->node_error[end]), text);
    }
    s->y += s->pane.area.rows >= 24;
    recent(s, edge->u, edge->v);
}

static size_t edge_between(const dadao_scene *scene, size_t u, size_t v)
{
    for (size_t e = 0; e < scene->edges; e++)
        if ((scene->edge[e].u == u && scene->edge[e].v == v) || (scene->edge[e].u == v && scene->edge[e].v == u))
            return e;
    return SIZE_MAX;
}

static void draw_selected(sheet *s, const dadao_selected *it, const dadao_inspection *look)
{
    if (it->kind == DADAO_SELECTED_NODE) {
        if (it->node < s->scene->nodes)
            draw_node(s, it->node, look);
        else
            dadao_view_format(&s->pane, 0, 0, DADAO_STYLE_WARNING, 0, "there is no node %zu any more", it->node);
        return;
    }
    size_t e = edge_between(s->scene, it->node, it->other);
    if (e < s->scene->edges)
        draw_edge(s, e);
    else
        dadao_view_format(&s->pane, 0, 0, DADAO_STYLE_WARNING, 0, "edge %zu-%zu is cut", it->node, it->other);
}

/* What is shown: what was selected, else the first node and the edge that sets chi2. */
static void shown_of(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_selected shown[2])
{
    const size_t e = snapshot->scene->worst_edge;
    shown[0] = state->selected[0], shown[1] = state->selected[1];
    if (shown[0].kind != DADAO_SELECTED_NONE)
        return;
    shown[0] = (dadao_selected){DADAO_SELECTED_NODE, 0, 0};
    if (e < snapshot->scene->edges)
        shown[1] = (dadao_selected){DADAO_SELECTED_EDGE, snapshot->scene->edge[e].u, snapshot->scene->edge[e].v};
}

/* The wheel goes through the nodes or edges, a press on the second puts it first. */
bool dadao_view_inspector_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                  const dadao_pointer *pointer, char *line, size_t capacity)
{
    (void)snapshot;
    if (pointer->kind == DADAO_POINTER_WHEEL_UP || pointer->kind == DADAO_POINTER_WHEEL_DOWN) {
        snprintf(line, capacity, "select %s", pointer->kind == DADAO_POINTER_WHEEL_UP ? "previous" : "next");
        return true;
    }
    bool second = pane->area.columns >= 76 && pointer->x > pane->area.columns / 2;
    if (pointer->kind != DADAO_POINTER_PRESS || !second || state->selected[1].kind == DADAO_SELECTED_NONE)
        return false;
    snprintf(line, capacity, "select swap");
    return true;
}

void dadao_view_inspector(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_INSPECTOR,
                                         pane->area.columns >= 60 ? ":select node 1   :select edge 0 1" : NULL);
    dadao_selected shown[2];
    shown_of(snapshot, state, shown);
    bool two = shown[1].kind != DADAO_SELECTED_NONE, beside = body.area.columns >= 76, below = !beside && body.area.rows >= 24;
    int columns = two && beside ? (body.area.columns - 2) / 2 : body.area.columns,
        rows = two && below ? body.area.rows / 2 : body.area.rows;
    for (int k = 0; k < (two && (beside || below) ? 2 : 1); k++) {
        sheet s = {dadao_view_part(&body, beside ? k * (columns + 2) : 0, below ? k * rows : 0, columns, rows), 0, snapshot,
                   snapshot->scene, &snapshot->lane[0]};
        draw_selected(&s, &shown[k], &snapshot->lane[0].inspected[k]);
    }
}
