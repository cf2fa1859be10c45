/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spectrum line: chi1, chi2, 2 chi1 chi2 against 1 and the rate that is enough. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

#define SLACK (1 + 1e-9) /* at the sufficient rate 2 chi1 chi2 is 1 but for rounding */

static int pair(const dadao_pane *pane, int x, int y, const char *name, const char *value)
{
    if (x + dadao_view_width(name) + 1 + dadao_view_width(value) > pane->area.columns)
        return pane->area.columns;
    x = dadao_view_text(pane, x, y, DADAO_STYLE_FAINT, 0, name);
    return dadao_view_text(pane, x + 1, y, DADAO_STYLE_NUMBER, 0, value) + 2;
}

static int number(const dadao_pane *pane, int x, int y, const char *name, double value)
{
    char text[32];
    return pair(pane, x, y, name, dadao_view_number(text, value));
}

static int count(const dadao_pane *pane, int x, int y, const char *name, size_t value)
{
    char text[32];
    return pair(pane, x, y, name, dadao_view_count(text, (double)value));
}

/* 2 chi1 chi2 is the number to watch: a sign and a word say which side of 1 it is on. */
static int condition(const dadao_pane *pane, int x, int y, const dadao_scene *scene, bool words)
{
    bool enough = scene->condition <= SLACK;
    char text[32];
    snprintf(text, sizeof text, scene->condition > 0.9995 && scene->condition < 1.0005 ? "1.00" : "%s",
             dadao_view_number((char[32]){0}, scene->condition));
    x = pair(pane, x, y, "2chi1chi2", text) - 1;
    dadao_style style = enough ? DADAO_STYLE_GOOD : DADAO_STYLE_WARNING;
    const char *verdict = enough  ? (words ? "<= 1: enough" : "<= 1 \xe2\x9c\x93")
                          : words ? "> 1: too little"
                                  : "> 1 \xe2\x9c\x97";
    if (x + dadao_view_width(verdict) > pane->area.columns)
        return pane->area.columns;
    return dadao_view_text(pane, x, y, style, 0, verdict) + 2;
}

static void unknown(const dadao_pane *pane, int y, int x, const dadao_scene *scene)
{
    if (!scene->connected)
        dadao_view_text(pane, x, y, DADAO_STYLE_WARNING, 0, "the network is cut: chi1 is infinite");
    else
        dadao_view_format(pane, x, y, DADAO_STYLE_WARNING, 0, "chi not computed above %d nodes; rate comm total=T sets the rate",
                          DADAO_SPECTRUM_DENSE_LIMIT);
}

static void one_line(const dadao_pane *pane, const dadao_scene *scene)
{
    int x = count(pane, 0, 0, "n", scene->nodes);
    x = count(pane, x, 0, "|E|", scene->edges);
    if (!scene->chi_known || !scene->connected) {
        unknown(pane, 0, x, scene);
        return;
    }
    bool brief = pane->area.columns < 72;
    if (!brief)
        x = number(pane, x, 0, "chi1", scene->chi1);
    if (!brief)
        x = number(pane, x, 0, "chi2", scene->chi2);
    x = condition(pane, x, 0, scene, false);
    x = number(pane, x, 0, brief ? "enough" : "sufficient", scene->sufficient_rate);
    number(pane, x, 0, "total", scene->total_rate);
}

/* Above the dense limit some are not computed: what is not known is not shown. */
static int eigenvalues(const dadao_pane *pane, int x, int y, const dadao_scene *scene)
{
    if (!isnan(scene->lambda_2))
        x = number(pane, x, y, "lambda_2", scene->lambda_2);
    if (!isnan(scene->lambda_max))
        x = number(pane, x, y, "lambda_max", scene->lambda_max);
    return x;
}

static bool worst(const dadao_pane *pane, int y, const dadao_scene *scene)
{
    char u[32], v[32], text[160];
    if (scene->worst_edge >= scene->edges)
        return false;
    const dadao_edge *edge = &scene->edge[scene->worst_edge];
    snprintf(text, sizeof text, "%s - %s", dadao_view_node_name(scene, edge->u, u), dadao_view_node_name(scene, edge->v, v));
    int x = pair(pane, 0, y, "worst edge", text);
    if (scene->resistance)
        number(pane, x, y, "resistance", scene->resistance[scene->worst_edge]);
    return true;
}

static dadao_pane deep_part(const dadao_pane *body)
{
    return dadao_view_part(body, 0, 5, body->area.columns, body->area.rows - 5);
}

bool dadao_view_spectrum_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                 const dadao_pointer *pointer, char *line, size_t capacity)
{
    if (pane->area.rows < DADAO_SPECTRUM_DEEP_ROWS || !snapshot->scene->chi_known || !snapshot->scene->connected)
        return false;
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_SPECTRUM, NULL), deep = deep_part(&body);
    dadao_pointer own = *pointer;
    own.y -= deep.area.y - pane->area.y;
    return dadao_view_spectrum_deep_pointer(&deep, snapshot, state, &own, line, capacity);
}

void dadao_view_spectrum(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_scene *scene = snapshot->scene;
    if (pane->area.rows < 4) {
        one_line(pane, scene);
        dadao_pane below = dadao_view_part(pane, 0, 1, pane->area.columns, pane->area.rows - 1);
        int y = 0;
        if (below.area.rows > 0 && scene->chi_known && scene->connected)
            y += worst(&below, 0, scene);
        if (below.area.rows > y && scene->chi_known)
            eigenvalues(&below, 0, y, scene);
        return;
    }
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_SPECTRUM, NULL);
    if (pane->area.rows >= DADAO_SPECTRUM_DEEP_ROWS && scene->chi_known && scene->connected) {
        dadao_pane deep = deep_part(&body);
        dadao_view_spectrum_deep(&deep, snapshot, state);
    }
    int x = count(&body, 0, 0, "n", scene->nodes);
    x = count(&body, x, 0, "|E|", scene->edges);
    if (!scene->chi_known || !scene->connected) {
        unknown(&body, 1, 0, scene);
        number(&body, 0, 2, "total rate", scene->total_rate);
        return;
    }
    eigenvalues(&body, x, 0, scene);
    x = number(&body, 0, 1, "chi1", scene->chi1);
    x = number(&body, x, 1, "chi2", scene->chi2);
    condition(&body, x, 1, scene, true);
    x = number(&body, 0, 2, "sufficient rate", scene->sufficient_rate);
    number(&body, x, 2, "total rate", scene->total_rate);
    worst(&body, 3, scene);
}
