/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spectrum with room: 2 chi1 chi2 as a gauge, all eigenvalues, the Fiedler vector along the nodes, edges by resistance. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

#define RANKED 64 /* edges that the list holds at most */

/* ---- The gauge: logarithmic, 1 in the middle ------------------------------------------------------------------------ */

static void draw_gauge(const dadao_pane *line, const dadao_scene *scene)
{
    int columns = line->area.columns < 72 ? line->area.columns : 72, x0 = 11, width = columns - x0 - 7;
    bool enough = scene->condition <= 1 + 1e-9;
    if (width < 11)
        return;
    dadao_view_text(line, 0, 0, DADAO_STYLE_FAINT, 0, "2chi1chi2");
    for (int x = 0; x < width; x++)
        dadao_view_put(line, x0 + x, 0, '-', DADAO_STYLE_TRACK, 0);
    dadao_view_put(line, x0 + width / 2, 0, '1', DADAO_STYLE_GUARANTEE, DADAO_BOLD);
    double f = 0.5 + log10(fmax(scene->condition, 1e-9)) / 4; /* two decades to each side */
    int at = (int)(fmin(fmax(f, 0), 1) * (width - 1) + 0.5);
    if (isfinite(scene->condition))
        dadao_view_put(line, x0 + at, 0, '#', enough ? DADAO_STYLE_GOOD : DADAO_STYLE_WARNING, DADAO_BOLD);
    dadao_view_text(line, x0 - 1, 0, DADAO_STYLE_FAINT, 0, "[");
    dadao_view_text(line, x0 + width, 0, DADAO_STYLE_FAINT, 0, "] 100");
}

/* ---- Eigenvalues ---------------------------------------------------------------------------------------------------- */

static void title(const dadao_pane *pane, const char *name, const char *note)
{
    int x = dadao_view_text(pane, 0, 0, DADAO_STYLE_TITLE, 0, name);
    if (pane->area.columns - x > dadao_view_width(note) + 2)
        dadao_view_text(pane, x + 2, 0, DADAO_STYLE_FAINT, 0, note);
}

static void draw_eigenvalues(const dadao_pane *pane, const dadao_scene *scene)
{
    char note[96], low[32], high[32];
    if (!scene->eigenvalue || scene->eigenvalues < 2) {
        title(pane, "eigenvalues", "");
        if (scene->nodes <= DADAO_SPECTRUM_EIGENVALUES_LIMIT)
            dadao_view_text(pane, 0, 1, DADAO_STYLE_FAINT, 0, "being computed");
        else
            dadao_view_format(pane, 0, 1, DADAO_STYLE_FAINT, 0, "all of them up to %d nodes only",
                              DADAO_SPECTRUM_EIGENVALUES_LIMIT);
        return;
    }
    size_t n = scene->eigenvalues;
    double top = scene->eigenvalue[n - 1];
    snprintf(note, sizeof note, "lambda_2 %s .. lambda_max %s", dadao_view_number(low, scene->eigenvalue[1]),
             dadao_view_number(high, top));
    title(pane, "eigenvalues", note);
    dadao_pane field = dadao_view_part(pane, 0, 1, pane->area.columns, pane->area.rows - 1);
    int columns = 2 * field.area.columns, rows = 4 * field.area.rows;
    if (!(top > 0) || !isfinite(top))
        return;
    for (int x = 0; x < columns && rows > 0; x++) {
        size_t k = (size_t)x * n / (size_t)columns;
        double f = scene->eigenvalue[k] / top;
        int y = rows - 1 - (int)(fmin(fmax(f, 0), 1) * (rows - 1) + 0.5);
        for (int below = y; below < rows; below++)
            if (below == y || (below - y) % 2 == 0)
                dadao_view_dot(&field, x, below, k == 1 ? DADAO_STYLE_CHOSEN : DADAO_STYLE_LANE, 0);
    }
}

/* ---- The Fiedler vector ------------------------------------------------------------------------------------------------ */

static double largest_entry(const dadao_scene *scene)
{
    double most = 0;
    for (size_t i = 0; i < scene->nodes; i++)
        if (fabs(scene->fiedler[i]) > most)
            most = fabs(scene->fiedler[i]);
    return most;
}

static void draw_fiedler(const dadao_pane *pane, const dadao_scene *scene)
{
    title(pane, "Fiedler vector", "along the nodes; sign changes are the weakest cut");
    dadao_pane field = dadao_view_part(pane, 0, 1, pane->area.columns, pane->area.rows - 1);
    int columns = 2 * field.area.columns, rows = 4 * field.area.rows, middle = rows / 2;
    double most = scene->fiedler ? largest_entry(scene) : 0;
    if (!(most > 0) || !isfinite(most) || rows < 4)
        return;
    for (int x = 0; x < columns; x++) {
        size_t i = (size_t)x * scene->nodes / (size_t)columns;
        int end = middle - (int)lround(scene->fiedler[i] / most * (middle - 1));
        dadao_style style = scene->fiedler[i] < 0 ? DADAO_STYLE_COMMUNICATION : DADAO_STYLE_GRADIENT;
        dadao_view_line(&field, x, middle, x, end, style, 0);
    }
}

/* ---- Resistances -------------------------------------------------------------------------------------------------------- */

/* The edges of largest resistance, largest first; returns how many. */
static size_t rank(const dadao_scene *scene, size_t most, size_t *edge)
{
    size_t count = 0;
    for (size_t e = 0; e < scene->edges; e++) {
        double r = scene->resistance[e];
        if (isnan(r) || !(scene->edge_rate[e] > 0) || (count == most && !(r > scene->resistance[edge[count - 1]])))
            continue;
        size_t at = count < most ? count++ : count - 1;
        for (; at > 0 && scene->resistance[edge[at - 1]] < r; at--)
            edge[at] = edge[at - 1];
        edge[at] = e;
    }
    return count;
}

static void draw_edge(const dadao_pane *pane, int y, const dadao_scene *scene, size_t e, double most)
{
    char u[32], v[32], name[96], number[32], tree[32];
    const dadao_edge *edge = &scene->edge[e];
    bool worst = e == scene->worst_edge;
    int width = pane->area.columns >= 60 && scene->label ? 28 : scene->label ? 16 : 11;
    double r = scene->resistance[e];
    snprintf(name, sizeof name, "%s - %s", dadao_view_node_name(scene, edge->u, u), dadao_view_node_name(scene, edge->v, v));
    dadao_view_clipped(pane, 0, y, width, worst ? DADAO_STYLE_WARNING : DADAO_STYLE_TEXT, 0, name);
    dadao_view_format(pane, width + 1, y, DADAO_STYLE_NUMBER, 0, "%7s", dadao_view_number(number, r));
    dadao_view_format(pane, width + 9, y, DADAO_STYLE_FAINT, 0, "%6s", dadao_view_number(tree, r * scene->edge_rate[e]));
    int room = pane->area.columns - width - 16, length = most > 0 && isfinite(r) ? (int)(r / most * room + 0.5) : room;
    for (int k = 0; k < length && k < room; k++)
        dadao_view_put(pane, width + 16 + k, y, worst ? '#' : '=', worst ? DADAO_STYLE_WARNING : DADAO_STYLE_COMMUNICATION, 0);
}

static void draw_resistances(const dadao_pane *pane, const dadao_scene *scene)
{
    size_t edge[RANKED], most = pane->area.rows > 2 ? (size_t)pane->area.rows - 2 : 0;
    title(pane, "edges by resistance", "# sets chi2");
    if (!scene->resistance || !most)
        return;
    int width = pane->area.columns >= 60 && scene->label ? 28 : scene->label ? 16 : 11;
    dadao_view_format(pane, width + 1, 1, DADAO_STYLE_FAINT, 0, "%7s%7s", "R", "x rate");
    size_t count = rank(scene, most < RANKED ? most : RANKED, edge);
    for (size_t k = 0; k < count; k++)
        draw_edge(pane, (int)k + 2, scene, edge[k], scene->resistance[edge[0]]);
}

void dadao_view_spectrum_deep(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_scene *scene = snapshot->scene;
    (void)state;
    draw_gauge(pane, scene);
    int rows = pane->area.rows - 2, columns = pane->area.columns;
    if (rows < 5 || columns < 24)
        return;
    bool wide = columns >= 110;
    int half = wide ? (columns - 4) / 3 : (columns - 2) / 2, upper = wide ? rows : rows / 2;
    dadao_pane values = dadao_view_part(pane, 0, 2, half, upper - !wide);
    dadao_pane vector = dadao_view_part(pane, half + 2, 2, wide ? half : columns - half - 2, upper - !wide);
    dadao_pane list = wide ? dadao_view_part(pane, 2 * half + 4, 2, columns - 2 * half - 4, rows)
                           : dadao_view_part(pane, 0, 2 + upper, columns, rows - upper);
    draw_eigenvalues(&values, scene);
    draw_fiedler(&vector, scene);
    draw_resistances(&list, scene);
}
