/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spectrum with room: 2 chi1 chi2 as a gauge, all eigenvalues, the Fiedler vector along the nodes, edges by resistance. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "view/heading.h"
#include "view/look.h"

#define RANKED 256   /* edges that the list holds at most */
#define CANDIDATES 8 /* nodes at each end of the Fiedler vector that a new edge might join */

/* ---- The gauge: logarithmic, 1 in the middle, two decades to each side ----------------------------------------------- */

static void draw_gauge(const dadao_pane *line, const dadao_scene *scene)
{
    const char *left = "2chi1chi2  enough ", *right = " too little";
    int x0 = dadao_view_width(left), columns = line->area.columns < 96 ? line->area.columns : 96,
        width = columns - x0 - dadao_view_width(right);
    bool enough = scene->condition <= 1 + 1e-9;
    if (width < 11)
        return;
    dadao_view_text(line, 0, 0, DADAO_STYLE_FAINT, 0, "2chi1chi2");
    dadao_view_text(line, x0 - 7, 0, enough ? DADAO_STYLE_GOOD : DADAO_STYLE_FAINT, 0, "enough");
    dadao_view_text(line, x0 + width, 0, enough ? DADAO_STYLE_FAINT : DADAO_STYLE_WARNING, 0, right);
    double f = 0.5 + log10(fmax(scene->condition, 1e-9)) / 4;
    int middle = width / 2, at = (int)(fmin(fmax(f, 0), 1) * (width - 1) + 0.5);
    for (int x = 0; x < width; x++) {
        bool filled = isfinite(scene->condition) && (x - middle) * (x - at) <= 0;
        dadao_style style = !filled ? DADAO_STYLE_TRACK : enough ? DADAO_STYLE_GOOD : DADAO_STYLE_WARNING;
        dadao_view_put(line, x0 + x, 0, filled ? '=' : '-', style, 0);
    }
    dadao_view_put(line, x0 + middle, 0, '1', DADAO_STYLE_GUARANTEE, DADAO_BOLD);
    if (isfinite(scene->condition) && at != middle)
        dadao_view_put(line, x0 + at, 0, '#', enough ? DADAO_STYLE_GOOD : DADAO_STYLE_WARNING, DADAO_BOLD);
}

/* ---- What one more edge would buy ---------------------------------------------------------------------------------------- */

/* The nodes of smallest (sign < 0) or largest entries, the outermost first. */
static size_t outermost(const dadao_scene *scene, double sign, size_t node[CANDIDATES])
{
    size_t count = 0;
    for (size_t i = 0; i < scene->nodes; i++) {
        double value = sign * scene->fiedler[i];
        if (!isfinite(value) || (count == CANDIDATES && !(value > sign * scene->fiedler[node[count - 1]])))
            continue;
        size_t at = count < CANDIDATES ? count++ : count - 1;
        for (; at > 0 && sign * scene->fiedler[node[at - 1]] < value; at--)
            node[at] = node[at - 1];
        node[at] = i;
    }
    return count;
}

static size_t place_in(const size_t node[CANDIDATES], size_t count, size_t i)
{
    size_t k = 0;
    while (k < count && node[k] != i)
        k++;
    return k;
}

/* The missing edge across which the Fiedler vector f falls most. lambda_2 is concave in the rates, so an edge of rate r there
 * raises it by at most r (f_u - f_v)^2, its derivative times the step. */
static bool best_edge(const dadao_scene *scene, size_t *u, size_t *v, double *lambda_2)
{
    size_t low[CANDIDATES], high[CANDIDATES];
    bool there[CANDIDATES][CANDIDATES] = {{false}};
    double best = 0;
    if (!scene->fiedler || !scene->edges)
        return false;
    size_t lows = outermost(scene, -1, low), highs = outermost(scene, 1, high);
    for (size_t e = 0; e < scene->edges; e++) {
        const size_t end[2] = {scene->edge[e].u, scene->edge[e].v};
        for (size_t k = 0; k < 2; k++) {
            size_t a = place_in(low, lows, end[k]), b = place_in(high, highs, end[1 - k]);
            if (a < lows && b < highs)
                there[a][b] = true;
        }
    }
    for (size_t a = 0; a < lows; a++)
        for (size_t b = 0; b < highs; b++) {
            double fall = scene->fiedler[high[b]] - scene->fiedler[low[a]];
            if (!there[a][b] && low[a] != high[b] && fall > best * (1 + 1e-9))
                best = fall, *u = low[a], *v = high[b];
        }
    *lambda_2 = scene->lambda_2 + scene->total_rate / (double)scene->edges * best * best;
    return best > 0 && isfinite(*lambda_2);
}

static void say_best_edge(const dadao_pane *line, const dadao_scene *scene)
{
    char a[32], b[32], from[32], to[32];
    size_t u = 0, v = 0;
    double lambda_2;
    if (!best_edge(scene, &u, &v, &lambda_2))
        return;
    size_t first = u < v ? u : v, second = u < v ? v : u;
    int x = dadao_view_text(line, 0, 0, DADAO_STYLE_FAINT, 0, "one more edge  ");
    x = dadao_view_format(line, x, 0, DADAO_STYLE_NUMBER, 0, "%s - %s", dadao_view_node_name(scene, first, a),
                          dadao_view_node_name(scene, second, b));
    dadao_view_number(from, scene->chi1), dadao_view_number(to, 1 / lambda_2);
    const char *form = line->area.columns - x >= 62 ? "  would buy most: chi1 %s -> %s at best (by the Fiedler vector)"
                                                    : "  chi1 %s -> %s at best";
    dadao_view_format(line, x, 0, DADAO_STYLE_FAINT, 0, form, from, to);
}

/* ---- Eigenvalues ---------------------------------------------------------------------------------------------------- */

static void title(const dadao_pane *pane, const char *name, const char *note)
{
    int x = dadao_view_text(pane, 0, 0, DADAO_STYLE_TITLE, 0, name);
    if (pane->area.columns - x > dadao_view_width(note) + 2)
        dadao_view_text(pane, x + 2, 0, DADAO_STYLE_FAINT, 0, note);
}

/* Bars of single values stand apart where they are wide enough. */
static bool is_gap(int x, int columns, size_t n)
{
    size_t here = (size_t)x * n / (size_t)columns, next = (size_t)(x + 1) * n / (size_t)columns;
    return (size_t)columns >= 4 * n && next > here;
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
        if (is_gap(x, columns, n))
            continue;
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
    title(pane, "Fiedler vector",
          pane->area.columns >= 66 ? "along the nodes; sign changes are the weakest cut" : "its signs are the weakest cut");
    dadao_pane field = dadao_view_part(pane, 0, 1, pane->area.columns, pane->area.rows - 1);
    int columns = 2 * field.area.columns, rows = 4 * field.area.rows, middle = rows / 2;
    double most = scene->fiedler ? largest_entry(scene) : 0;
    if (!(most > 0) || !isfinite(most) || rows < 4)
        return;
    for (int x = 0; x < columns; x++) {
        size_t i = (size_t)x * scene->nodes / (size_t)columns;
        if (is_gap(x, columns, scene->nodes))
            continue;
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

static int name_width(const dadao_pane *pane, const dadao_scene *scene)
{
    return pane->area.columns >= 60 && scene->label ? 28 : scene->label ? 16 : 11;
}

static void draw_edge(const dadao_pane *pane, int y, const dadao_scene *scene, size_t e, double most)
{
    char u[32], v[32], name[96], number[32], tree[32];
    const dadao_edge *edge = &scene->edge[e];
    bool worst = e == scene->worst_edge;
    int width = name_width(pane, scene);
    double r = scene->resistance[e];
    snprintf(name, sizeof name, "%s - %s", dadao_view_node_name(scene, edge->u, u), dadao_view_node_name(scene, edge->v, v));
    dadao_view_clipped(pane, 0, y, width, worst ? DADAO_STYLE_WARNING : DADAO_STYLE_TEXT, 0, name);
    dadao_view_format(pane, width + 1, y, DADAO_STYLE_NUMBER, 0, "%7s", dadao_view_number(number, r));
    dadao_view_format(pane, width + 9, y, DADAO_STYLE_FAINT, 0, "%6s", dadao_view_number(tree, r * scene->edge_rate[e]));
    int room = pane->area.columns - width - 16, length = most > 0 && isfinite(r) ? (int)(r / most * room + 0.5) : room;
    for (int k = 0; k < length && k < room; k++)
        dadao_view_put(pane, width + 16 + k, y, worst ? '#' : '=', worst ? DADAO_STYLE_WARNING : DADAO_STYLE_COMMUNICATION, 0);
}

/* The edges in sight: ranks [first, first + rows); returns how many there are from the first of all on. */
static size_t listed(const dadao_pane *pane, const dadao_scene *scene, const dadao_view_state *state, size_t edge[RANKED],
                     size_t *first)
{
    size_t rows = pane->area.rows > 2 ? (size_t)pane->area.rows - 2 : 0;
    if (!scene->resistance || !rows)
        return 0;
    *first = state->ranking > 0 ? (size_t)state->ranking : 0;
    size_t most = *first + rows < RANKED ? *first + rows : RANKED, count = rank(scene, most, edge);
    if (*first + rows > count)
        *first = count > rows ? count - rows : 0;
    return count;
}

static void draw_resistances(const dadao_pane *pane, const dadao_scene *scene, const dadao_view_state *state)
{
    size_t edge[RANKED], first = 0, count = listed(pane, scene, state, edge, &first);
    char note[64] = "# sets chi2";
    if (first > 0 || count < scene->edges)
        snprintf(note, sizeof note, "%zu-%zu of %zu", first + 1, count, scene->edges);
    title(pane, "edges by resistance", note);
    if (!count)
        return;
    dadao_view_format(pane, name_width(pane, scene) + 1, 1, DADAO_STYLE_FAINT, 0, "%7s%7s", "R", "x rate");
    for (size_t k = first; k < count; k++)
        draw_edge(pane, (int)(k - first) + 2, scene, edge[k], scene->resistance[edge[0]]);
}

/* ---- All of it ---------------------------------------------------------------------------------------------------------- */

/* Values, vector and list below the gauge; false where there is no room. */
static bool lay_out(const dadao_pane *pane, dadao_pane part[3])
{
    int rows = pane->area.rows - 3, columns = pane->area.columns;
    if (rows < 5 || columns < 24)
        return false;
    bool wide = columns >= 110;
    int half = wide ? (columns - 4) / 3 : (columns - 2) / 2, upper = wide ? rows : rows / 2;
    part[0] = dadao_view_part(pane, 0, 3, half, upper - !wide);
    part[1] = dadao_view_part(pane, half + 2, 3, wide ? half : columns - half - 2, upper - !wide);
    part[2] = wide ? dadao_view_part(pane, 2 * half + 4, 3, columns - 2 * half - 4, rows)
                   : dadao_view_part(pane, 0, 3 + upper, columns, rows - upper);
    return true;
}

void dadao_view_spectrum_deep(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_scene *scene = snapshot->scene;
    dadao_pane part[3], second = dadao_view_part(pane, 0, 1, pane->area.columns, 1);
    draw_gauge(pane, scene);
    say_best_edge(&second, scene);
    if (!lay_out(pane, part))
        return;
    draw_eigenvalues(&part[0], scene);
    draw_fiedler(&part[1], scene);
    draw_resistances(&part[2], scene, state);
}

/* A press on an edge of the list selects it, the wheel turns the list. */
bool dadao_view_spectrum_deep_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                      const dadao_pointer *pointer, char *line, size_t capacity)
{
    dadao_pane part[3];
    size_t edge[RANKED], first = 0;
    if (pointer->kind == DADAO_POINTER_WHEEL_UP || pointer->kind == DADAO_POINTER_WHEEL_DOWN) {
        snprintf(line, capacity, "ranking %s 3", pointer->kind == DADAO_POINTER_WHEEL_UP ? "up" : "down");
        return true;
    }
    if (pointer->kind != DADAO_POINTER_PRESS || !lay_out(pane, part))
        return false;
    int x = pointer->x - (part[2].area.x - pane->area.x), y = pointer->y - (part[2].area.y - pane->area.y) - 2;
    size_t count = listed(&part[2], snapshot->scene, state, edge, &first);
    if (x < 0 || y < 0 || first + (size_t)y >= count)
        return false;
    const dadao_edge *it = &snapshot->scene->edge[edge[first + (size_t)y]];
    snprintf(line, capacity, "select edge %u %u", it->u, it->v);
    return true;
}

dadao_status dadao_view_look_ranking(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                     dadao_error *error)
{
    static const char *const ways[] = {"up", "down", "top"};
    (void)screen;
    size_t way = w->count > 1 ? dadao_view_look_match(w->word[1], ways, 3) : 2;
    long steps = 1;
    char *end;
    if (way == 3)
        return dadao_view_look_refuse(w, 1, "up [N], down [N] or top", ways, 3, error);
    if (w->count > 2 && ((steps = strtol(w->word[2], &end, 10)) <= 0 || *end || steps > RANKED))
        return dadao_view_look_refuse(w, 2, "a number of lines", NULL, 0, error);
    int most = state->scene && state->scene->edges < RANKED ? (int)state->scene->edges : RANKED;
    int to = way == 2 ? 0 : state->ranking + (int)(way == 0 ? -steps : steps);
    state->ranking = to < 0 ? 0 : to > most - 1 ? most - 1 : to;
    return DADAO_OK;
}
