/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the convergence plot is looked at: cutting a window out of it, the cursor, freezing, comparing two lanes. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "view/look.h"

/* The window as it is: what was cut out, else everything. */
static void window_now(const dadao_view_state *state, double w[4])
{
    const dadao_plot_look *look = &state->plot;
    memcpy(w, look->all, sizeof look->all);
    if (look->window_x && look->axis == state->axis)
        w[0] = look->from, w[1] = look->to;
    if (look->window_y && look->metric == state->metric)
        w[2] = look->low, w[3] = look->high;
}

static void cut_x(dadao_view_state *state, double from, double to)
{
    dadao_plot_look *look = &state->plot;
    look->window_x = true, look->axis = state->axis, look->from = from, look->to = to;
}

static void cut_y(dadao_view_state *state, double low, double high)
{
    dadao_plot_look *look = &state->plot;
    look->window_y = true, look->metric = state->metric, look->low = low, look->high = high;
}

/* Half or twice as wide about a centre that keeps its place; never before 0, never less than a millionth of everything. */
static void zoom_x(dadao_view_state *state, double factor, double centre)
{
    double w[4];
    window_now(state, w);
    double f = (centre - w[0]) / (w[1] - w[0]), span = (w[1] - w[0]) * factor, all = state->plot.all[1] - state->plot.all[0];
    if (span >= all) {
        state->plot.window_x = false;
        return;
    }
    span = fmax(span, 1e-6 * all);
    double from = fmax(centre - f * span, 0);
    cut_x(state, from, from + span);
}

static void zoom_y(dadao_view_state *state, double factor, double centre)
{
    double w[4];
    window_now(state, w);
    double f = (centre - w[2]) / (w[3] - w[2]), span = (w[3] - w[2]) * factor, all = state->plot.all[3] - state->plot.all[2];
    if (span >= all) {
        state->plot.window_y = false;
        return;
    }
    span = fmax(span, 0.02);
    cut_y(state, centre - f * span, centre - f * span + span);
}

static void shift(dadao_view_state *state, double x, double y)
{
    double w[4];
    window_now(state, w);
    double dx = x * (w[1] - w[0]), dy = y * (w[3] - w[2]);
    if (w[0] + dx < 0)
        dx = -w[0];
    if (dx != 0)
        cut_x(state, w[0] + dx, w[1] + dx);
    if (dy != 0)
        cut_y(state, w[2] + dy, w[3] + dy);
}

/* What is magnified: the place said, else the cursor's, else the middle. */
static double centre_x(const dadao_view_state *state, const char *said)
{
    double w[4];
    char *end;
    double place = said ? strtod(said, &end) : NAN;
    if (said && end != said && !*end && isfinite(place))
        return place;
    const dadao_plot_look *look = &state->plot;
    window_now(state, w);
    bool there = look->cursor && look->cursor_axis == state->axis && look->at >= w[0] && look->at <= w[1];
    return there ? look->at : (w[0] + w[1]) / 2;
}

static double centre_y(const dadao_view_state *state)
{
    double w[4];
    window_now(state, w);
    return (w[2] + w[3]) / 2;
}

/* "A..B" behind "x=": two numbers, ascending. ("1..2" would be 1. and .2 to strtod.) */
static bool parse_span(const char *text, double *from, double *to)
{
    char first[64], *end;
    const char *dots = strstr(text, "..");
    if (!dots || dots == text || (size_t)(dots - text) >= sizeof first)
        return false;
    snprintf(first, sizeof first, "%.*s", (int)(dots - text), text);
    *from = strtod(first, &end);
    if (*end || end == first)
        return false;
    *to = strtod(dots + 2, &end);
    return end != dots + 2 && !*end && isfinite(*from) && isfinite(*to) && *to > *from;
}

static dadao_status cut_out(dadao_view_state *state, const dadao_look_words *w, dadao_error *error)
{
    for (size_t k = 1; k < w->count; k++) {
        double from, to;
        const char *word = w->word[k];
        bool x = strncmp(word, "x=", 2) == 0, y = strncmp(word, "y=", 2) == 0;
        if (!(x || y) || !parse_span(word + 2, &from, &to) || (x && from < 0) || (y && !(from > 0)))
            return dadao_view_look_refuse(w, k, "x=FROM..TO or y=LOW..HIGH (above 0), as in x=10..20 y=1e-6..1", NULL, 0, error);
        if (x)
            cut_x(state, from, to);
        else
            cut_y(state, log10(from), log10(to));
    }
    return DADAO_OK;
}

dadao_status dadao_view_look_window(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    static const char *const ways[] = {"all", "in", "out", "taller", "flatter", "left", "right", "up", "down"};
    (void)screen;
    const char *word = w->count > 1 ? w->word[1] : "all";
    if (strchr(word, '='))
        return cut_out(state, w, error);
    switch (dadao_view_look_match(word, ways, 9)) {
    case 0:
        state->plot.window_x = state->plot.window_y = false;
        break;
    case 1:
        zoom_x(state, 0.5, centre_x(state, w->count > 2 ? w->word[2] : NULL));
        break;
    case 2:
        zoom_x(state, 2, centre_x(state, w->count > 2 ? w->word[2] : NULL));
        break;
    case 3:
        zoom_y(state, 0.5, centre_y(state));
        break;
    case 4:
        zoom_y(state, 2, centre_y(state));
        break;
    case 5:
        shift(state, -0.25, 0);
        break;
    case 6:
        shift(state, 0.25, 0);
        break;
    case 7:
        shift(state, 0, 0.25);
        break;
    case 8:
        shift(state, 0, -0.25);
        break;
    default:
        return dadao_view_look_refuse(w, 1, "all, in, out, taller, flatter, left, right, up, down, x=A..B or y=A..B", ways, 9,
                                      error);
    }
    return DADAO_OK;
}

static void put_cursor(dadao_view_state *state, double at)
{
    double w[4];
    window_now(state, w);
    state->plot.cursor = true;
    state->plot.cursor_axis = state->axis;
    state->plot.at = fmin(fmax(at, w[0]), w[1]);
}

dadao_status dadao_view_look_cursor(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    static const char *const ways[] = {"left", "right", "off"};
    double window[4];
    (void)screen;
    window_now(state, window);
    double step = (window[1] - window[0]) / 100;
    double now = state->plot.cursor && state->plot.cursor_axis == state->axis ? state->plot.at : (window[0] + window[1]) / 2;
    if (w->count < 2) {
        state->plot.cursor = !state->plot.cursor;
        if (state->plot.cursor)
            put_cursor(state, now);
        return DADAO_OK;
    }
    char *end;
    double value = strtod(w->word[1], &end), steps = 1;
    if (end != w->word[1] && !*end && isfinite(value)) {
        put_cursor(state, value);
        return DADAO_OK;
    }
    size_t way = dadao_view_look_match(w->word[1], ways, 3);
    if (way == 3)
        return dadao_view_look_refuse(w, 1, "a place on the axis, left [N], right [N] or off", ways, 3, error);
    if (w->count > 2) {
        steps = strtod(w->word[2], &end);
        if (*end || end == w->word[2] || !(steps > 0) || steps > 1e6)
            return dadao_view_look_refuse(w, 2, "a number of steps", NULL, 0, error);
    }
    if (way == 2)
        state->plot.cursor = false;
    else
        put_cursor(state, now + (way == 0 ? -steps : steps) * step);
    return DADAO_OK;
}

dadao_status dadao_view_look_freeze(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    static const char *const choices[] = {"off", "on"};
    (void)screen;
    size_t value = state->plot.frozen;
    dadao_status status = dadao_view_look_choose(w, choices, 2, "on or off", &value, error);
    if (status != DADAO_OK)
        return status;
    state->plot.frozen = value == 1;
    memcpy(state->plot.frozen_at, state->plot.seen, sizeof state->plot.seen);
    dadao_view_look_answer(state, "freeze", choices[value],
                           value ? "the convergence plot stands still while the run goes on" : "the plot follows the run");
    return DADAO_OK;
}

static bool parse_lane(const char *word, size_t *lane)
{
    if (!isdigit((unsigned char)word[0]) || word[1])
        return false;
    *lane = (size_t)(word[0] - '0');
    return *lane < DADAO_LANES;
}

dadao_status dadao_view_look_difference(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                        dadao_error *error)
{
    dadao_plot_look *look = &state->plot;
    size_t one = 1, other = 0;
    (void)screen;
    if (w->count == 2 && strcmp(w->word[1], "off") == 0) {
        look->difference = false;
        return DADAO_OK;
    }
    if (w->count < 2 && look->difference) {
        look->difference = false;
        return DADAO_OK;
    }
    if (w->count > 1 && !parse_lane(w->word[1], &one))
        return dadao_view_look_refuse(w, 1, "a lane (0 to 7) or off", NULL, 0, error);
    if (w->count > 1 && (w->count < 3 || !parse_lane(w->word[2], &other) || one == other))
        return dadao_view_look_refuse(w, 2, "another lane (0 to 7)", NULL, 0, error);
    look->difference = true, look->one = one, look->other = other;
    return DADAO_OK;
}
