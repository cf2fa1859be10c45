/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sliders: rates and speed, or times under a clock for real machines, and prices; logarithmic, with the default marked. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/heading.h"
#include "view/slider.h"

static void say_speed(double value, bool brief, char text[96])
{
    char number[32];
    if (isinf(value))
        snprintf(text, 96, "max");
    else
        snprintf(text, 96, brief ? "%s/s" : "%s events/s",
                 value < 10 ? dadao_view_number(number, value) : dadao_view_count(number, value));
}

/* What stands behind the number: a unit for a narrow pane, words for a wide one. */
static const char *unit_of(const dadao_scene *scene, dadao_slider slider, bool brief)
{
    switch (slider) {
    case DADAO_SLIDER_GRADIENT:
        return brief ? "x" : "x one a unit of time";
    case DADAO_SLIDER_SLOWNESS:
        return brief ? "x" : "x the usual time";
    case DADAO_SLIDER_COMMUNICATION_TIME:
    case DADAO_SLIDER_COMMUNICATION_PRICE:
        return brief ? "" : " a communication";
    case DADAO_SLIDER_GRADIENT_TIME:
    case DADAO_SLIDER_GRADIENT_PRICE:
        return brief ? "" : " a gradient";
    default:
        return slider == DADAO_SLIDER_COMMUNICATION && !dadao_view_slider_by_total(scene) ? "x"
               : brief                                                                    ? "/t"
                                                                                          : " a unit of time";
    }
}

static void say_value(const dadao_snapshot *snapshot, dadao_slider slider, double value, bool brief, char text[96])
{
    char number[32], total[32];
    const dadao_scene *scene = snapshot->scene;
    dadao_view_number(number, value);
    if (slider == DADAO_SLIDER_SPEED) {
        say_speed(value, brief, text);
    } else if (isnan(value) && (slider == DADAO_SLIDER_SELECTED || slider == DADAO_SLIDER_SLOWNESS)) {
        snprintf(text, 96, "none");
    } else if (slider == DADAO_SLIDER_COMMUNICATION && !brief && !dadao_view_slider_by_total(scene)) {
        dadao_view_number(total, scene->total_rate * value / scene->rate_factor);
        snprintf(text, 96, "%sx sufficient = %s", number, total);
    } else {
        snprintf(text, 96, "%s%s", number, unit_of(scene, slider, brief));
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
    dadao_view_slider_range(snapshot, state, slider, &low, &high, &usual);
    int at = handle(value, low, high, usual, columns), mark = handle(usual, low, high, usual, columns);
    for (int k = 0; k < columns; k++) {
        bool filled = k < at;
        uint32_t glyph = k == mark ? 0x2847 : filled ? 0x2836 : 0x2824; /* a bar, two lines, one line of dots */
        dadao_style style = filled ? dadao_view_slider_rows[slider].style : DADAO_STYLE_TRACK;
        dadao_view_put(pane, x + k, y, glyph, style, 0);
    }
    if (!isnan(value))
        dadao_view_put(pane, x + at, y, 0x28ff, dadao_view_slider_rows[slider].style, DADAO_BOLD);
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
    const bool selected = slider == DADAO_SLIDER_SELECTED || slider == DADAO_SLIDER_SLOWNESS;
    snprintf(text, 32, "%s", brief ? dadao_view_slider_rows[slider].brief : dadao_view_slider_rows[slider].name);
    if (selected && dadao_view_slider_of_node(snapshot->scene, state))
        snprintf(text, 32, brief ? "n%zu" : "node %zu", it->node);
    else if (selected && dadao_view_slider_of_edge(snapshot->scene, state) < snapshot->scene->edges)
        snprintf(text, 32, brief ? "%zu-%zu" : "edge %zu-%zu", it->node, it->other);
}

static void draw_slider(const dadao_pane *pane, int y, const dadao_snapshot *snapshot, const dadao_view_state *state,
                        dadao_slider slider)
{
    char text[96], name[32];
    int columns = pane->area.columns;
    bool brief = columns < 56, focused = dadao_view_slider_focus(snapshot, state) == slider;
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
    const dadao_slider_row *row = &dadao_view_slider_rows[slider];
    double low, high, usual;
    track place = track_of(pane->area.columns);
    dadao_pane line = dadao_view_part(pane, place.x, y, place.columns, 1);
    dadao_view_slider_range(snapshot, state, slider, &low, &high, &usual);
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
static int pitch_of(int rows, int count)
{
    return rows >= 3 * count + DADAO_BOUND_ROWS ? 3 : 1;
}

/* The first slider in sight: where there is no room for all, the one under the keys is among them. */
static int first_of(const dadao_slider *list, int count, dadao_slider focus, int rows)
{
    int place = 0;
    while (place < count && list[place] != focus)
        place++;
    return rows >= count || place < rows ? 0 : place - rows + 1;
}

/* Without room for the gauge the slider that has nothing to move leaves its line to the words of it. */
static bool gives_way(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider)
{
    return slider == DADAO_SLIDER_SELECTED && dadao_view_slider_focus(snapshot, state) != slider &&
           isnan(dadao_view_slider_value(snapshot, state, slider));
}

void dadao_view_sliders(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const char *said = snapshot->scene->cost_on
                           ? (pane->area.columns >= 60 ? "a clock for real machines; | usual" : "real machines")
                       : pane->area.columns >= 60 ? "Tab, arrows, e types a value; | usual"
                                                  : "Tab, arrows; | usual";
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_SLIDERS, said);
    dadao_slider list[DADAO_SLIDER_COUNT];
    const int count = dadao_view_slider_list(snapshot->scene, state, list), rows = body.area.rows, pitch = pitch_of(rows, count);
    int y = 0;
    for (int k = first_of(list, count, dadao_view_slider_focus(snapshot, state), rows); k < count && y < rows; k++, y += pitch) {
        if (y == rows - 1 && gives_way(snapshot, state, list[k])) {
            dadao_view_bound_brief(&body, y, snapshot);
            continue;
        }
        draw_slider(&body, y, snapshot, state, list[k]);
        if (pitch > 1)
            draw_scale(&body, y + 1, snapshot, state, list[k]);
    }
    dadao_pane below = dadao_view_part(&body, 0, y, body.area.columns, rows - y);
    dadao_view_bound(&below, snapshot, state);
}

/* The value under a column of the track, on the grid that keys move on. */
static double value_at(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, track place, int x)
{
    double low, high, usual;
    int last = place.columns - 1, per_decade = dadao_view_slider_rows[slider].per_decade, at = x - place.x;
    dadao_view_slider_range(snapshot, state, slider, &low, &high, &usual);
    if (at >= last)
        return slider == DADAO_SLIDER_SPEED ? INFINITY : high;
    if (at <= 0)
        return low;
    if (at == handle(usual, low, high, usual, place.columns)) /* the mark is hit exactly */
        return usual;
    double f = 2.0 * at / last, value = f < 1 ? low * pow(usual / low, f) : usual * pow(high / usual, f - 1);
    return fmin(fmax(dadao_view_slider_grid(round(log10(value) * per_decade), per_decade), low), high);
}

/* The slider on a line of the pane; false where there is none. */
static bool slider_at(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state, int y,
                      dadao_slider *slider)
{
    dadao_slider list[DADAO_SLIDER_COUNT];
    const int count = dadao_view_slider_list(snapshot->scene, state, list);
    int title = pane->area.rows >= dadao_view_pane_titled(DADAO_PANE_SLIDERS), rows = pane->area.rows - title, line = y - title;
    int pitch = pitch_of(rows, count),
        place = first_of(list, count, dadao_view_slider_focus(snapshot, state), rows) + line / pitch;
    if (line < 0 || line >= rows || line % pitch == 2 || place >= count)
        return false;
    *slider = list[place];
    return true;
}

/* A press or a drag puts the handle there, the right button brings the usual value back, the wheel goes one step. */
bool dadao_view_sliders_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                const dadao_pointer *pointer, char *line, size_t capacity)
{
    track place = track_of(pane->area.columns);
    dadao_slider slider = dadao_view_slider_focus(snapshot, state);
    bool wheel = pointer->kind == DADAO_POINTER_WHEEL_UP || pointer->kind == DADAO_POINTER_WHEEL_DOWN;
    (void)line, (void)capacity;
    if (pointer->kind == DADAO_POINTER_RELEASE)
        return true;
    if (pointer->kind != DADAO_POINTER_DRAG && !slider_at(pane, snapshot, state, pointer->y, &slider))
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
