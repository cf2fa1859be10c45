/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sliders: communication rate, gradient rate, speed; logarithmic, with the default marked. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "view/heading.h"

/* What a slider moves: its command is `command` + value, its steps are per decade and its range [low, high]. */
typedef struct slider_row {
    const char *name, *brief, *command, *unit;
    double low, high, usual;
    int per_decade;
    dadao_style style;
    const char *left, *right; /* what the ends mean */
} slider_row;

static const slider_row sliders[DADAO_SLIDER_COUNT] = {
    {"communication", "comm", "rate comm ", "times sufficient", 1.0 / 32, 32, 1, 10, DADAO_STYLE_COMMUNICATION, "silent",
     "talkative"},
    {"gradient", "grad", "rate gradient ", "a node and unit of time", 1.0 / 32, 32, 1, 10, DADAO_STYLE_GRADIENT, "slow", "fast"},
    {"speed", "speed", "speed ", "events a second", 0.1, 2e7, 200, 3, DADAO_STYLE_TEXT, "slow motion", "frames are skipped"},
    {"selected", "sel", "", "a unit of time", 1.0 / 32, 32, 1, 10, DADAO_STYLE_CHOSEN, "", ""},
};

/* Without chi there is no "times sufficient": the slider then moves the total rate itself. */
static bool by_total(const dadao_scene *scene)
{
    return !scene->chi_known || !scene->connected || !(scene->rate_factor > 0) || isinf(scene->rate_factor);
}

/* The edge that is selected and still there; SIZE_MAX: none. */
static size_t selected_edge(const dadao_scene *scene, const dadao_view_state *state)
{
    const dadao_selected *it = &state->selected[0];
    for (size_t e = 0; it->kind == DADAO_SELECTED_EDGE && e < scene->edges; e++)
        if ((scene->edge[e].u == it->node && scene->edge[e].v == it->other) ||
            (scene->edge[e].v == it->node && scene->edge[e].u == it->other))
            return e;
    return SIZE_MAX;
}

static bool selected_node(const dadao_scene *scene, const dadao_view_state *state)
{
    return state->selected[0].kind == DADAO_SELECTED_NODE && state->selected[0].node < scene->nodes;
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
        if (selected_node(scene, state))
            return scene->node_rate[state->selected[0].node];
        edge = selected_edge(scene, state);
        return edge < scene->edges ? scene->edge_rate[edge] : NAN;
    default:
        return by_total(scene) ? scene->total_rate : scene->rate_factor;
    }
}

double dadao_view_slider_value(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider)
{
    double target = state->target[slider];
    return isnan(target) ? present(snapshot, state, slider) : target;
}

static void range_of(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, double *low,
                     double *high, double *usual)
{
    const slider_row *row = &sliders[slider];
    const dadao_scene *scene = snapshot->scene;
    double edges = scene->edges ? (double)scene->edges : 1, centre = 1;
    *low = row->low, *high = row->high, *usual = row->usual;
    if (slider == DADAO_SLIDER_COMMUNICATION && by_total(scene)) {
        /* a total is as large as the network: give it room around one event an edge and unit of time */
        *low = edges / 1000, *high = edges * 1000, *usual = edges;
    } else if (slider == DADAO_SLIDER_SELECTED) {
        /* a node's usual rate is the common one, an edge's the mean of all */
        centre = selected_node(scene, state) ? scene->gradient_rate : scene->total_rate / edges;
        if (centre > 0 && isfinite(centre))
            *low = centre / 32, *high = centre * 32, *usual = centre;
    }
}

double dadao_view_slider_usual(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider)
{
    double low, high, usual;
    range_of(snapshot, state, slider, &low, &high, &usual);
    return usual;
}

/* Steps of a third of a decade are 1, 2, 5; of a tenth 1, 1.26, 1.58 …: always numbers one can say. */
static double on_grid(double index, int per_decade)
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
    int per_decade = sliders[slider].per_decade;
    range_of(snapshot, state, slider, &low, &high, &usual);
    if (isnan(value))
        return value; /* nothing is selected */
    if (isinf(value))
        return steps < 0 ? on_grid(floor(log10(high) * per_decade), per_decade) : value;
    if (!(value > 0))
        value = steps > 0 ? low : 0;
    if (value == 0)
        return 0;
    /* The nearest grid point counts as where it stands; 1e-9 forgives what was typed with few digits. */
    double index = round(log10(value) * per_decade) + steps;
    double next = on_grid(index, per_decade);
    if (next > high * (1 + 1e-9))
        return slider == DADAO_SLIDER_SPEED ? INFINITY : fmax(high, fmin(value, next));
    return next < low ? fmin(low, value) : next;
}

void dadao_view_slider_prefix(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, char *line,
                              size_t capacity)
{
    const dadao_selected *it = &state->selected[0];
    bool total = slider == DADAO_SLIDER_COMMUNICATION && by_total(snapshot->scene);
    if (slider == DADAO_SLIDER_SELECTED && it->kind == DADAO_SELECTED_EDGE)
        snprintf(line, capacity, "rate edge %zu %zu ", it->node, it->other);
    else if (slider == DADAO_SLIDER_SELECTED)
        snprintf(line, capacity, "rate node %zu ", it->node);
    else
        snprintf(line, capacity, "%s%s", sliders[slider].command, total ? "total=" : "");
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

static void say_speed(double value, bool brief, char text[96])
{
    char number[32];
    if (isinf(value))
        snprintf(text, 96, "max");
    else
        snprintf(text, 96, brief ? "%s/s" : "%s events/s",
                 value < 10 ? dadao_view_number(number, value) : dadao_view_count(number, value));
}

static void say_value(const dadao_snapshot *snapshot, dadao_slider slider, double value, bool brief, char text[96])
{
    char number[32], total[32];
    const dadao_scene *scene = snapshot->scene;
    dadao_view_number(number, value);
    if (slider == DADAO_SLIDER_SPEED) {
        say_speed(value, brief, text);
    } else if (slider == DADAO_SLIDER_GRADIENT) {
        snprintf(text, 96, brief ? "%sx" : "%sx one a unit of time", number);
    } else if (slider == DADAO_SLIDER_SELECTED || by_total(scene)) {
        snprintf(text, 96, isnan(value) ? "none" : brief ? "%s/t" : "%s a unit of time", number);
    } else {
        dadao_view_number(total, scene->total_rate * value / scene->rate_factor);
        if (brief)
            snprintf(text, 96, "%sx", number);
        else
            snprintf(text, 96, "%sx sufficient = %s", number, total);
    }
}

/* Logarithmic to both sides of the usual value, which stands in the middle. */
static int handle(double value, double low, double high, double usual, int columns)
{
    if (!(value > low))
        return 0;
    if (value >= high)
        return columns - 1;
    double f = value < usual ? 0.5 * log(value / low) / log(usual / low) : 0.5 + 0.5 * log(value / usual) / log(high / usual);
    return (int)(fmin(fmax(f, 0), 1) * (columns - 1) + 0.5);
}

static void draw_track(const dadao_pane *pane, int x, int y, int columns, const dadao_snapshot *snapshot,
                       const dadao_view_state *state, dadao_slider slider)
{
    double low, high, usual, value = dadao_view_slider_value(snapshot, state, slider);
    range_of(snapshot, state, slider, &low, &high, &usual);
    int at = handle(value, low, high, usual, columns), mark = handle(usual, low, high, usual, columns);
    for (int k = 0; k < columns; k++) {
        bool filled = k < at;
        uint32_t glyph = k == mark ? 0x2847 : filled ? 0x2836 : 0x2824; /* a bar, two lines, one line of dots */
        dadao_style style = filled ? sliders[slider].style : DADAO_STYLE_TRACK;
        dadao_view_put(pane, x + k, y, glyph, style, 0);
    }
    if (!isnan(value))
        dadao_view_put(pane, x + at, y, 0x28ff, sliders[slider].style, DADAO_BOLD);
}

/* The place of a track on its line; columns == 0: there is no room for one. */
typedef struct track {
    int x, columns;
} track;

static track track_of(int columns)
{
    int name = columns >= 36 ? 14 : 6, said = columns < 56 ? 7 : 27, room = columns - name - said - 2;
    return (track){name + 1, room >= 5 ? room : 0};
}

static void name_slider(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, bool brief,
                        char text[32])
{
    const dadao_selected *it = &state->selected[0];
    snprintf(text, 32, "%s", brief ? sliders[slider].brief : sliders[slider].name);
    if (slider == DADAO_SLIDER_SELECTED && selected_node(snapshot->scene, state))
        snprintf(text, 32, brief ? "n%zu" : "node %zu", it->node);
    else if (slider == DADAO_SLIDER_SELECTED && selected_edge(snapshot->scene, state) < snapshot->scene->edges)
        snprintf(text, 32, brief ? "%zu-%zu" : "edge %zu-%zu", it->node, it->other);
}

static void draw_slider(const dadao_pane *pane, int y, const dadao_snapshot *snapshot, const dadao_view_state *state,
                        dadao_slider slider)
{
    char text[96], name[32];
    int columns = pane->area.columns;
    bool brief = columns < 56, focused = state->slider == slider;
    double value = dadao_view_slider_value(snapshot, state, slider);
    say_value(snapshot, slider, value, brief, text);
    name_slider(snapshot, state, slider, columns < 36, name);
    track place = track_of(columns);
    dadao_style style = focused ? DADAO_STYLE_CHOSEN : isnan(value) ? DADAO_STYLE_FAINT : DADAO_STYLE_TEXT;
    int x = dadao_view_text(pane, 0, y, style, 0, focused ? ">" : " ");
    dadao_view_clipped(pane, x, y, place.x - x, style, 0, name);
    if (place.columns)
        draw_track(pane, place.x, y, place.columns, snapshot, state, slider);
    dadao_view_clipped(pane, place.x + (place.columns ? place.columns + 1 : 0), y, columns - place.x,
                       isnan(value) ? DADAO_STYLE_FAINT : DADAO_STYLE_NUMBER, 0, text);
}

/* Under a slider with room: its range, its usual value under the mark, and what the ends mean. */
static void draw_scale(const dadao_pane *pane, int y, const dadao_snapshot *snapshot, const dadao_view_state *state,
                       dadao_slider slider)
{
    char low_text[64], high_text[64], usual_text[32], number[32];
    const slider_row *row = &sliders[slider];
    double low, high, usual;
    track place = track_of(pane->area.columns);
    dadao_pane line = dadao_view_part(pane, place.x, y, place.columns, 1);
    range_of(snapshot, state, slider, &low, &high, &usual);
    if (low == 1.0 / 32)
        snprintf(number, sizeof number, "1/32");
    else
        dadao_view_number(number, low);
    snprintf(low_text, sizeof low_text, "%s %s", number, row->left);
    snprintf(high_text, sizeof high_text, "%s %s", row->right,
             slider == DADAO_SLIDER_SPEED ? "max" : dadao_view_number(number, high));
    snprintf(usual_text, sizeof usual_text, "%s", dadao_view_number(number, usual));
    int columns = line.area.columns, middle = handle(usual, low, high, usual, columns) - dadao_view_width(usual_text) / 2;
    int taken = dadao_view_width(low_text) + dadao_view_width(high_text) + dadao_view_width(usual_text) + 4;
    if (isnan(dadao_view_slider_value(snapshot, state, slider))) {
        dadao_view_text(&line, 0, 0, DADAO_STYLE_FAINT, 0, "select a node or an edge");
        return;
    }
    if (taken > columns)
        low_text[strcspn(low_text, " ")] = '\0', memmove(high_text, strrchr(high_text, ' ') + 1, strlen(strrchr(high_text, ' ')));
    dadao_view_text(&line, 0, 0, DADAO_STYLE_FAINT, 0, low_text);
    dadao_view_text(&line, middle, 0, DADAO_STYLE_FAINT, 0, usual_text);
    dadao_view_text(&line, columns - dadao_view_width(high_text), 0, DADAO_STYLE_FAINT, 0, high_text);
    dadao_view_text(pane, place.x + place.columns + 1, y, DADAO_STYLE_FAINT, 0, row->unit);
}

/* Lines from one slider to the next: 3 with room, else 1. */
static int pitch_of(int rows)
{
    return rows >= 3 * DADAO_SLIDER_COUNT + DADAO_BOUND_ROWS ? 3 : 1;
}

/* The first slider in sight: where there is no room for all, the one under the keys is among them. */
static int first_of(const dadao_view_state *state, int rows)
{
    int beyond = (int)state->slider - rows + 1;
    return rows >= DADAO_SLIDER_COUNT || beyond < 0 ? 0 : beyond;
}

void dadao_view_sliders(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    dadao_pane body =
        dadao_view_heading(pane, state, DADAO_PANE_SLIDERS,
                           pane->area.columns >= 60 ? "Tab, arrows, e types a value; | usual" : "Tab, arrows; | usual");
    int rows = body.area.rows, pitch = pitch_of(rows), first = first_of(state, rows), y = 0;
    for (int k = first; k < DADAO_SLIDER_COUNT && y < rows; k++, y += pitch) {
        draw_slider(&body, y, snapshot, state, (dadao_slider)k);
        if (pitch > 1)
            draw_scale(&body, y + 1, snapshot, state, (dadao_slider)k);
    }
    dadao_pane below = dadao_view_part(&body, 0, y, body.area.columns, rows - y);
    dadao_view_bound(&below, snapshot, state);
}

/* The value under a column of the track, on the grid that keys move on. */
static double value_at(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, track place, int x)
{
    double low, high, usual;
    int last = place.columns - 1, per_decade = sliders[slider].per_decade, at = x - place.x;
    range_of(snapshot, state, slider, &low, &high, &usual);
    if (at >= last)
        return slider == DADAO_SLIDER_SPEED ? INFINITY : high;
    if (at <= 0)
        return low;
    if (at == handle(usual, low, high, usual, place.columns)) /* the mark is hit exactly */
        return usual;
    double f = 2.0 * at / last, value = f < 1 ? low * pow(usual / low, f) : usual * pow(high / usual, f - 1);
    return fmin(fmax(on_grid(round(log10(value) * per_decade), per_decade), low), high);
}

/* The slider on a line of the pane; false where there is none. */
static bool slider_at(const dadao_pane *pane, const dadao_view_state *state, int y, dadao_slider *slider)
{
    int title = pane->area.rows >= dadao_view_pane_titled(DADAO_PANE_SLIDERS), rows = pane->area.rows - title, line = y - title;
    int pitch = pitch_of(rows), place = first_of(state, rows) + line / pitch;
    if (line < 0 || line >= rows || line % pitch == 2 || place >= DADAO_SLIDER_COUNT)
        return false;
    *slider = (dadao_slider)place;
    return true;
}

/* A press or a drag puts the handle there, the right button brings the usual value back, the wheel goes one step. */
bool dadao_view_sliders_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                const dadao_pointer *pointer, char *line, size_t capacity)
{
    track place = track_of(pane->area.columns);
    dadao_slider slider = state->slider;
    bool wheel = pointer->kind == DADAO_POINTER_WHEEL_UP || pointer->kind == DADAO_POINTER_WHEEL_DOWN;
    (void)line, (void)capacity;
    if (pointer->kind == DADAO_POINTER_RELEASE)
        return true;
    if (pointer->kind != DADAO_POINTER_DRAG && !slider_at(pane, state, pointer->y, &slider))
        return false;
    double value = dadao_view_slider_value(snapshot, state, slider);
    state->slider = slider;
    if (isnan(value))
        return true; /* nothing is selected */
    if (wheel)
        value = dadao_view_slider_step(snapshot, state, slider, value, pointer->kind == DADAO_POINTER_WHEEL_UP ? 1 : -1);
    else if (pointer->button == 3)
        value = dadao_view_slider_usual(snapshot, state, slider);
    else if (place.columns &&
             (pointer->kind == DADAO_POINTER_DRAG || (pointer->x >= place.x && pointer->x < place.x + place.columns)))
        value = value_at(snapshot, state, slider, place, pointer->x);
    else
        return true; /* its name: it is under the keys now */
    state->target[slider] = value;
    return true;
}
