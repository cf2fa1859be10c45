/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sliders: communication rate, gradient rate, speed; logarithmic, with the default marked. */
#include <math.h>
#include <stdio.h>

#include "core/text.h"
#include "view/heading.h"

/* What a slider moves: its command is `command` + value, its steps are per decade and its range [low, high]. */
typedef struct slider_row {
    const char *name, *brief, *command;
    double low, high, usual;
    int per_decade;
    dadao_style style;
} slider_row;

static const slider_row sliders[DADAO_SLIDER_COUNT] = {
    {"communication", "comm", "rate comm ", 1.0 / 32, 32, 1, 10, DADAO_STYLE_COMMUNICATION},
    {"gradient", "grad", "rate gradient ", 1.0 / 32, 32, 1, 10, DADAO_STYLE_GRADIENT},
    {"speed", "speed", "speed ", 0.1, 2e7, 200, 3, DADAO_STYLE_TEXT},
};

/* Without chi there is no "times sufficient": the slider then moves the total rate itself. */
static bool by_total(const dadao_scene *scene)
{
    return !scene->chi_known || !scene->connected || !(scene->rate_factor > 0) || isinf(scene->rate_factor);
}

static double present(const dadao_snapshot *snapshot, dadao_slider slider)
{
    const dadao_scene *scene = snapshot->scene;
    if (slider == DADAO_SLIDER_SPEED)
        return snapshot->speed_asked;
    if (slider == DADAO_SLIDER_GRADIENT)
        return scene->gradient_rate;
    return by_total(scene) ? scene->total_rate : scene->rate_factor;
}

double dadao_view_slider_value(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider)
{
    double target = state->target[slider];
    return isnan(target) ? present(snapshot, slider) : target;
}

static void range_of(const dadao_snapshot *snapshot, dadao_slider slider, double *low, double *high, double *usual)
{
    const slider_row *row = &sliders[slider];
    *low = row->low, *high = row->high, *usual = row->usual;
    if (slider != DADAO_SLIDER_COMMUNICATION || !by_total(snapshot->scene))
        return;
    /* a total is as large as the network: give it room around one event an edge and unit of time */
    double edges = snapshot->scene->edges ? (double)snapshot->scene->edges : 1;
    *low = edges / 1000, *high = edges * 1000, *usual = edges;
}

double dadao_view_slider_usual(const dadao_snapshot *snapshot, dadao_slider slider)
{
    double low, high, usual;
    range_of(snapshot, slider, &low, &high, &usual);
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

double dadao_view_slider_step(const dadao_snapshot *snapshot, dadao_slider slider, double value, int steps)
{
    double low, high, usual;
    int per_decade = sliders[slider].per_decade;
    range_of(snapshot, slider, &low, &high, &usual);
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

void dadao_view_slider_command(const dadao_snapshot *snapshot, dadao_slider slider, double value, char *line, size_t capacity)
{
    char number[32];
    bool total = slider == DADAO_SLIDER_COMMUNICATION && by_total(snapshot->scene);
    dadao_core_format_double(number, value);
    if (isinf(value))
        snprintf(number, sizeof number, "max");
    snprintf(line, capacity, "%s%s%s", sliders[slider].command, total ? "total=" : "", number);
}

static void say_value(const dadao_snapshot *snapshot, dadao_slider slider, double value, bool brief, char text[96])
{
    const size_t capacity = 96;
    char number[32], total[32];
    const dadao_scene *scene = snapshot->scene;
    dadao_view_number(number, value);
    if (slider == DADAO_SLIDER_SPEED) {
        if (isinf(value))
            snprintf(text, capacity, "max");
        else
            snprintf(text, capacity, brief ? "%s/s" : "%s events/s", dadao_view_count(number, value));
        if (value < 10)
            snprintf(text, capacity, brief ? "%s/s" : "%s events/s", dadao_view_number(number, value));
    } else if (slider == DADAO_SLIDER_GRADIENT) {
        snprintf(text, capacity, brief ? "%sx" : "%sx one a unit of time", number);
    } else if (by_total(scene)) {
        snprintf(text, capacity, brief ? "%s/t" : "%s a unit of time", number);
    } else {
        dadao_view_number(total, scene->total_rate * value / scene->rate_factor);
        if (brief)
            snprintf(text, capacity, "%sx", number);
        else
            snprintf(text, capacity, "%sx sufficient = %s", number, total);
    }
}

static int handle(double value, double low, double high, int columns)
{
    if (!(value > low))
        return 0;
    if (value >= high)
        return columns - 1;
    return (int)(log(value / low) / log(high / low) * (columns - 1) + 0.5);
}

static void draw_track(const dadao_pane *pane, int x, int y, int columns, const dadao_snapshot *snapshot, dadao_slider slider,
                       double value)
{
    double low, high, usual;
    range_of(snapshot, slider, &low, &high, &usual);
    int at = isinf(value) ? columns - 1 : handle(value, low, high, columns), mark = handle(usual, low, high, columns);
    for (int k = 0; k < columns; k++) {
        bool filled = k < at;
        uint32_t glyph = k == mark ? 0x2847 : filled ? 0x2836 : 0x2824; /* a bar, two lines, one line of dots */
        dadao_style style = filled ? sliders[slider].style : DADAO_STYLE_TRACK;
        dadao_view_put(pane, x + k, y, glyph, style, 0);
    }
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

static void draw_slider(const dadao_pane *pane, int y, const dadao_snapshot *snapshot, const dadao_view_state *state,
                        dadao_slider slider)
{
    const slider_row *row = &sliders[slider];
    char text[96];
    int columns = pane->area.columns;
    bool brief = columns < 56, focused = state->slider == slider;
    double value = dadao_view_slider_value(snapshot, state, slider);
    say_value(snapshot, slider, value, brief, text);
    track place = track_of(columns);
    int x = dadao_view_text(pane, 0, y, focused ? DADAO_STYLE_CHOSEN : DADAO_STYLE_TEXT, 0, focused ? ">" : " ");
    dadao_view_format(pane, x, y, focused ? DADAO_STYLE_CHOSEN : DADAO_STYLE_TEXT, 0, "%s",
                      columns >= 36 ? row->name : row->brief);
    if (place.columns)
        draw_track(pane, place.x, y, place.columns, snapshot, slider, value);
    dadao_view_clipped(pane, place.x + (place.columns ? place.columns + 1 : 0), y, columns - place.x, DADAO_STYLE_NUMBER, 0,
                       text);
}

void dadao_view_sliders(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_SLIDERS, "Tab, arrows; | usual");
    int rows = body.area.rows;
    if (rows < DADAO_SLIDER_COUNT) { /* only the one under the keys */
        draw_slider(&body, 0, snapshot, state, state->slider);
        return;
    }
    for (int k = 0; k < DADAO_SLIDER_COUNT; k++)
        draw_slider(&body, k, snapshot, state, (dadao_slider)k);
}

/* The value under a column of the track, on the grid that keys move on. */
static double value_at(const dadao_snapshot *snapshot, dadao_slider slider, track place, int x)
{
    double low, high, usual;
    int last = place.columns - 1, per_decade = sliders[slider].per_decade, at = x - place.x;
    range_of(snapshot, slider, &low, &high, &usual);
    if (at >= last)
        return slider == DADAO_SLIDER_SPEED ? INFINITY : high;
    if (at <= 0)
        return low;
    if (at == handle(usual, low, high, place.columns)) /* the mark is hit exactly */
        return usual;
    double value = low * pow(high / low, (double)at / last);
    return fmin(fmax(on_grid(round(log10(value) * per_decade), per_decade), low), high);
}

/* The slider on a line of the pane; false where there is none. */
static bool slider_at(const dadao_pane *pane, const dadao_view_state *state, int y, dadao_slider *slider)
{
    int title = pane->area.rows >= dadao_view_pane_titled(DADAO_PANE_SLIDERS), line = y - title;
    if (pane->area.rows - title < DADAO_SLIDER_COUNT) {
        *slider = state->slider;
        return line == 0;
    }
    *slider = (dadao_slider)line;
    return line >= 0 && line < DADAO_SLIDER_COUNT;
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
    if (wheel)
        value = dadao_view_slider_step(snapshot, slider, value, pointer->kind == DADAO_POINTER_WHEEL_UP ? 1 : -1);
    else if (pointer->button == 3)
        value = dadao_view_slider_usual(snapshot, slider);
    else if (place.columns &&
             (pointer->kind == DADAO_POINTER_DRAG || (pointer->x >= place.x && pointer->x < place.x + place.columns)))
        value = value_at(snapshot, slider, place, pointer->x);
    else
        return true; /* its name: it is under the keys now */
    state->target[slider] = value;
    return true;
}
