/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convergence plot: the logarithm of an error against time or work, with what the theorem promises.
 *
 * Each lane has a colour and a dash of its own, and its number at its newest point. Text is put last and covers dots. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/curve.h"

#define KEY_COLUMNS 30  /* fields narrower than this carry no key */
#define DIFFERENCES 512 /* columns of the comparison at most */
#define EXPECTED_DASH 0x4f4f /* dash and dot */
#define THICK_ROWS 14   /* from here on curves are two dots thick: seen from the last row */

#define METRIC_LABEL(name, label, summary) label,
static const char *const metrics[] = {DADAO_METRICS(METRIC_LABEL)}, *const axes[] = {DADAO_AXES(METRIC_LABEL)};
#undef METRIC_LABEL

/* ---- The frame ---------------------------------------------------------------------------------------------------------- */

/* Decades between two labels so that labels keep a line between them. */
static int decade_step(const dadao_curves *c)
{
    static const int steps[] = {1, 2, 4, 5, 10, 20, 50, 100};
    double span = c->high - c->low;
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
        if (span / steps[k] * 2 <= c->field->area.rows)
            return steps[k];
    return 200;
}

static void draw_level(const dadao_pane *margin, const dadao_curves *c, const char *label, double value)
{
    int y = dadao_view_curve_y(c, value);
    if (y < 0 || y >= 4 * c->field->area.rows)
        return;
    dadao_view_format(margin, 0, y / 4, DADAO_STYLE_FAINT, 0, "%*s", margin->area.columns - 1, label);
    for (int x = 0; x < 2 * c->field->area.columns; x += 4)
        dadao_view_dot(c->field, x, y, DADAO_STYLE_TRACK, 0);
}

/* Whole decades; where less than three are in sight also 2 and 5 times them. */
static void draw_levels(const dadao_pane *margin, const dadao_curves *c)
{
    char label[16];
    int step = decade_step(c);
    bool close = c->high - c->low < 2.5 && c->field->area.rows >= 6 * (c->high - c->low);
    for (int d = (int)floor(c->high); d >= c->low - 1; d -= step) {
        if (d > 300 || d < -307)
            continue;
        snprintf(label, sizeof label, "1e%+d", d);
        draw_level(margin, c, label, pow(10, d));
        for (int m = 2; close && m <= 5; m += 3) {
            snprintf(label, sizeof label, "%de%+d", m, d);
            draw_level(margin, c, label, m * pow(10, d));
        }
    }
}

/* ---- Lines -------------------------------------------------------------------------------------------------------------- */

static void draw_promise(const dadao_curves *c)
{
    for (int x = 0; x < 2 * c->field->area.columns; x++) {
        if (x / 2 % 2)
            continue; /* dashed */
        double place = c->from + (c->to - c->from) * x / (2 * c->field->area.columns - 1);
        double value = dadao_view_curve_promise(c, place);
        if (dadao_view_drawable(value))
            dadao_view_dot(c->field, x, dadao_view_curve_y(c, value), DADAO_STYLE_GUARANTEE, 0);
    }
}

/* The exact mean: dash and dot in the colour of text, unlike every lane. */
static void draw_expected(const dadao_curves *c)
{
    for (size_t k = 1, count = dadao_view_curve_expected_count(c); k < count; k++) {
        dadao_curve_point a = dadao_view_curve_expected(c, k - 1), b = dadao_view_curve_expected(c, k);
        if (dadao_view_drawable(a.value) && dadao_view_drawable(b.value) && isfinite(a.place) && isfinite(b.place))
            dadao_view_dashed(c->field, dadao_view_curve_x(c, a.place), dadao_view_curve_y(c, a.value), dadao_view_curve_x(c, b.place),
                              dadao_view_curve_y(c, b.value), DADAO_STYLE_TEXT, 0, EXPECTED_DASH);
    }
}

static void draw_curve(const dadao_curves *c, size_t lane)
{
    bool begun = false;
    int last_x = 0, last_y = 0;
    for (size_t k = 0, count = dadao_view_curve_count(c, lane); k < count; k++) {
        dadao_curve_point p = dadao_view_curve_point(c, lane, k);
        if (!dadao_view_drawable(p.value) || !isfinite(p.place)) {
            begun = false; /* a gap is honest where there is no number */
            continue;
        }
        int x = dadao_view_curve_x(c, p.place), y = dadao_view_curve_y(c, p.value);
        if (!begun)
            last_x = x, last_y = y;
        for (int thick = 0; thick < (c->field->area.rows >= THICK_ROWS ? 2 : 1); thick++)
            dadao_view_dashed(c->field, last_x, last_y + thick, x, y + thick, dadao_view_lane_style(lane), 0,
                              dadao_view_lane_dash(lane) << thick);
        last_x = x, last_y = y, begun = true;
    }
    if (begun && c->lanes > 1) {
        int x = last_x / 2 + 1, last = c->field->area.columns - 1;
        dadao_view_put(c->field, x < last ? x : last, last_y / 4, (uint32_t)('0' + lane), dadao_view_lane_style(lane),
                       DADAO_BOLD);
    }
}

/* The cell of a mark; -1 where it is not in sight. */
static int mark_cell(const dadao_curves *c, size_t k)
{
    double place = dadao_view_curve_place_at(c, 0, c->snapshot->mark[k].t);
    int x = isfinite(place) ? dadao_view_curve_x(c, place) : -1;
    return x >= 0 && x / 2 < c->field->area.columns && c->field->area.rows >= 4 ? x / 2 : -1;
}

/* Where a command changed the run: a dotted line, */
static void draw_mark_lines(const dadao_curves *c)
{
    for (size_t k = 0; k < c->snapshot->mark_count; k++)
        for (int y = 0, cell = mark_cell(c, k); cell >= 0 && y < 4 * (c->field->area.rows - 1); y += 3)
            dadao_view_dot(c->field, 2 * cell, y, DADAO_STYLE_FRAME, 0);
}

/* with a letter at its foot, and the command beside it while there is room; commands of one moment follow each other. */
static void name_marks(const dadao_curves *c)
{
    int y = c->field->area.rows - 1, end = 0, before = -1;
    for (size_t k = 0; k < c->snapshot->mark_count; k++) {
        const char *text = c->snapshot->mark[k].text;
        int cell = mark_cell(c, k), at = cell == before ? end + 1 : cell + 2;
        if (cell < 0)
            continue;
        if (cell != before)
            dadao_view_put(c->field, cell, y, (uint32_t)('a' + k % 26), DADAO_STYLE_COMMUNICATION, 0);
        if (at >= end && at + dadao_view_width(text) <= c->field->area.columns)
            end = dadao_view_format(c->field, at - 1, y, DADAO_STYLE_FAINT, 0, " %s ", text);
        before = cell;
    }
}

/* ---- The key and the cursor --------------------------------------------------------------------------------------------- */

static void put_right(const dadao_curves *c, int y, dadao_style style, const char *text)
{
    dadao_view_text(c->field, c->field->area.columns - dadao_view_width(text), y, style, 0, text);
}

/* A few cells of a lane's line, as the curve has it. */
static void draw_sample(const dadao_curves *c, int x, int y, size_t lane)
{
    dadao_view_dashed(c->field, 2 * x, 4 * y + 1, 2 * x + 7, 4 * y + 1, dadao_view_lane_style(lane), 0,
                      dadao_view_lane_dash(lane));
}

/* The exact mean and how far it is from what is promised: at the last moment, and in rates. */
static int name_expected(const dadao_curves *c, int y)
{
    char number[32], text[96];
    const size_t count = dadao_view_curve_expected_count(c);
    const double rate = dadao_view_curve_expected_rate(c), gap = dadao_view_curve_gap(c);
    const dadao_guarantee *g = &c->snapshot->scene->guarantee;
    if (count < 2 || y + 1 >= c->field->area.rows)
        return y;
    if (isnan(rate))
        snprintf(text, sizeof text, "-. exact mean to t %8s", dadao_view_number(number, c->snapshot->lane[0].expected_t[count - 1]));
    else
        snprintf(text, sizeof text, "-. exact mean, rate %8s", dadao_view_number(number, rate));
    put_right(c, y++, DADAO_STYLE_TEXT, text);
    if (!isnan(gap) && y + 1 < c->field->area.rows) {
        snprintf(text, sizeof text, "gap: bound / mean %8s", dadao_view_number(number, gap));
        put_right(c, y++, DADAO_STYLE_GUARANTEE, text);
    }
    if (!isnan(rate) && g->rate > 0 && (g->holds || g->slope_only) && y + 1 < c->field->area.rows) {
        snprintf(text, sizeof text, "gap: rate / promised %8s", dadao_view_number(number, rate / g->rate));
        put_right(c, y++, DADAO_STYLE_GUARANTEE, text);
    }
    return y;
}

/* What the lines are, where the curves leave room: at the top right. Returns the lines it took. */
static int draw_key(const dadao_curves *c)
{
    char number[32], text[96];
    const dadao_guarantee *g = &c->snapshot->scene->guarantee;
    int columns = c->field->area.columns, y = 0;
    if (columns < KEY_COLUMNS || c->field->area.rows < 4)
        return 0;
    for (size_t lane = 0; lane < c->lanes && y + 1 < c->field->area.rows; lane++) {
        const dadao_lane_snapshot *l = &c->snapshot->lane[lane];
        bool known = l->measured_rate > 0 || l->measured_rate < 0;
        if (c->lanes == 1 && !known)
            continue;
        dadao_view_number(number, l->measured_rate);
        if (c->lanes == 1)
            snprintf(text, sizeof text, "measured rate %8s", number);
        else
            snprintf(text, sizeof text, "%zu      %-12.12s %8s", lane, l->name, known ? number : "");
        put_right(c, y, dadao_view_lane_style(lane), text);
        if (c->lanes > 1)
            draw_sample(c, columns - dadao_view_width(text) + 2, y, lane);
        y++;
    }
    if (dadao_view_drawable(dadao_view_curve_promise(c, 0))) {
        snprintf(text, sizeof text, "%s %8s", g->holds ? ".. guaranteed rate" : ".. guaranteed slope",
                 dadao_view_number(number, g->rate));
        put_right(c, y++, DADAO_STYLE_GUARANTEE, text);
    }
    return name_expected(c, y);
}

/* The cell of the cursor; -1 where there is none. */
static int cursor_cell(const dadao_curves *c)
{
    const dadao_plot_look *look = &c->state->plot;
    int x = dadao_view_curve_x(c, look->at);
    return look->cursor && look->cursor_axis == c->state->axis && x >= 0 && x / 2 < c->field->area.columns ? x / 2 : -1;
}

static void draw_cursor_line(const dadao_curves *c)
{
    for (int y = 0, cell = cursor_cell(c); cell >= 0 && y < 4 * c->field->area.rows; y++)
        dadao_view_dot(c->field, 2 * cell, y, DADAO_STYLE_CHOSEN, 0);
}

/* The values of all lines where the cursor stands: samples, to their digits. Text behind each other in box [lines]. */
static int read_cursor(const dadao_curves *c, char text[][64], dadao_style *style)
{
    double at = c->state->plot.at, promise = dadao_view_curve_promise(c, at);
    int lines = 0;
    dadao_curve_point p;
    snprintf(text[lines], 64, "%s %.6g", c->state->axis == DADAO_AXIS_TIME ? "t" : axes[c->state->axis], at);
    style[lines++] = DADAO_STYLE_CHOSEN;
    for (size_t lane = 0; lane < c->lanes; lane++) {
        if (!dadao_view_curve_nearest(c, lane, at, &p))
            continue;
        if (c->lanes > 1)
            snprintf(text[lines], 64, "%zu: %.6g", lane, p.value);
        else
            snprintf(text[lines], 64, "%.6g", p.value);
        style[lines++] = dadao_view_lane_style(lane);
    }
    if (dadao_view_drawable(promise)) {
        snprintf(text[lines], 64, ".. %.4g", promise);
        style[lines++] = DADAO_STYLE_GUARANTEE;
    }
    return lines;
}

/* Below the key, beside the line: right of it where there is room. */
static void write_cursor(const dadao_curves *c, int below)
{
    char text[DADAO_LANES + 2][64];
    dadao_style style[DADAO_LANES + 2];
    int cell = cursor_cell(c), width = 0, lines = cell < 0 ? 0 : read_cursor(c, text, style);
    for (int k = 0; k < lines; k++)
        if (dadao_view_width(text[k]) > width)
            width = dadao_view_width(text[k]);
    bool left = cell + 2 + width > c->field->area.columns;
    if (below + lines > c->field->area.rows)
        below = 0;
    for (int k = 0; k < lines; k++)
        dadao_view_text(c->field, left ? cell - 1 - width : cell + 2, below + k, style[k], 0, text[k]);
}

/* ---- Two lanes compared ------------------------------------------------------------------------------------------------- */

/* log10 of lane `one` over lane `other` where both have a value; NaN elsewhere. */
static double ratio_at(const dadao_curves *c, double place)
{
    dadao_curve_point a, b;
    const dadao_plot_look *look = &c->state->plot;
    size_t last = dadao_view_curve_count(c, look->one);
    if (!dadao_view_curve_nearest(c, look->one, place, &a) || !dadao_view_curve_nearest(c, look->other, place, &b) || !last)
        return NAN;
    double slack = (c->to - c->from) / 50;
    return fabs(a.place - place) > slack || fabs(b.place - place) > slack ? NAN : log10(a.value / b.value);
}

static void label_strip(const dadao_curves *c, const dadao_pane *strip, const dadao_pane *margin, int high, int low, int zero)
{
    char text[32];
    int right = margin->area.columns - 1;
    snprintf(text, sizeof text, "x1e%d", high);
    dadao_view_format(margin, 0, 0, DADAO_STYLE_FAINT, 0, "%*s", right, high ? text : "");
    snprintf(text, sizeof text, "/1e%d", -low);
    dadao_view_format(margin, 0, strip->area.rows - 1, DADAO_STYLE_FAINT, 0, "%*s", right, low ? text : "");
    dadao_view_format(margin, 0, zero / 4, DADAO_STYLE_FAINT, 0, "%*s", right, "equal");
    snprintf(text, sizeof text, " %zu over %zu", c->state->plot.one, c->state->plot.other);
    dadao_view_text(strip, strip->area.columns - dadao_view_width(text), 0, DADAO_STYLE_TITLE, 0, text);
}

static void draw_difference(const dadao_curves *c, const dadao_pane *strip, const dadao_pane *margin)
{
    double ratio[DIFFERENCES], most = 0, least = 0;
    const dadao_plot_look *look = &c->state->plot;
    int columns = strip->area.columns < DIFFERENCES ? strip->area.columns : DIFFERENCES, last = 4 * strip->area.rows - 1,
        before = -1;
    for (int x = 0; x < columns; x++) {
        ratio[x] = ratio_at(c, c->from + (c->to - c->from) * (x + 0.5) / columns);
        most = fmax(most, ratio[x]);
        least = fmin(least, ratio[x]);
    }
    int high = most > 300 ? 300 : (int)ceil(most), low = least < -300 ? -300 : (int)floor(least);
    if (high == low)
        high = 1;
    double dots = (double)last / (high - low);
    for (int x = 0; x < columns; x++) {
        int zero = (int)lround(high * dots), y = isnan(ratio[x]) ? -1 : (int)lround((high - ratio[x]) * dots);
        dadao_view_dot(strip, 2 * x, zero, DADAO_STYLE_TRACK, 0);
        if (y >= 0)
            dadao_view_line(strip, before < 0 ? 2 * x : 2 * x - 2, before < 0 ? y : before, 2 * x, y,
                            dadao_view_lane_style(ratio[x] > 0 ? look->other : look->one), 0);
        before = y;
    }
    label_strip(c, strip, margin, high, low, (int)lround(high * dots));
}

/* ---- All of it ---------------------------------------------------------------------------------------------------------- */

/* Methods whose unit of time is something else stand on one axis of time only for want of a better one. */
static bool mixes_units(const dadao_curves *c)
{
    const dadao_scene *scene = c->snapshot->scene;
    bool mixed = false;
    for (size_t k = 1; k < c->lanes && k < scene->lane_count && !scene->cost_on; k++)
        mixed = mixed || (scene->lane[k].method && scene->lane[0].method &&
                          dadao_method_units_differ(scene->lane[0].method, scene->lane[k].method));
    return mixed && c->state->axis == DADAO_AXIS_TIME;
}

/* What is plotted, in full where the title has room for it. The number stands last, in a fixed width: nothing shifts with it. */
static void say_plotted(const dadao_curves *c, int columns, const char *number, char note[128])
{
    static const char *const full[] = {[DADAO_METRIC_LAZY] = "mean squared distance (lazy)",
                                       [DADAO_METRIC_MSD] = "mean squared distance",
                                       [DADAO_METRIC_CONSENSUS] = "consensus error",
                                       [DADAO_METRIC_SUBOPTIMALITY] = "suboptimality"};
    static const char *const shorter[] = {"%s against %s", "%s by %s"};
    int room = columns - (int)sizeof "2 convergence" - 11; /* and the number */
    const char *metric = metrics[c->state->metric], *axis = axes[c->state->axis];
    snprintf(note, 100, "%s against %s", full[c->state->metric], axis);
    for (size_t k = 0; k < sizeof shorter / sizeof *shorter && dadao_view_width(note) > room; k++)
        snprintf(note, 100, shorter[k], metric, axis);
    if (dadao_view_width(note) > room)
        snprintf(note, 100, "%s", metric);
    size_t length = strlen(note);
    snprintf(note + length, 128 - length, " %8s", number);
}

static void write_note(const dadao_pane *pane, const dadao_curves *c, char note[128])
{
    char number[32], t[32];
    size_t count = dadao_view_curve_count(c, 0);
    dadao_curve_point newest = count ? dadao_view_curve_point(c, 0, count - 1) : (dadao_curve_point){0, NAN, 0};
    dadao_view_number(number, newest.value);
    if (c->state->plot.frozen)
        snprintf(note, 128, pane->area.columns < 44 ? "frozen" : "frozen at t %s: %s %s", dadao_view_number(t, newest.t),
                 metrics[c->state->metric], number);
    else if (mixes_units(c))
        snprintf(note, 128, "%s",
                 pane->area.columns < 60 ? "units of time differ: press a"
                                         : "units of time differ between lanes: press a for another axis");
    else
        say_plotted(c, pane->area.columns, number, note);
}

static bool compares(const dadao_curves *c)
{
    const dadao_plot_look *look = &c->state->plot;
    return look->difference && look->one < c->lanes && look->other < c->lanes;
}

/* Where the parts of the plot are. */
typedef struct frame {
    dadao_pane field, labels, below, strip, beside; /* strip and beside: of the comparison */
} frame;

static bool lay_out(const dadao_pane *body, dadao_curves *c, frame *f)
{
    int columns = body->area.columns, rows = body->area.rows, margin = columns >= 16 ? 6 : 0;
    bool ticks = rows >= 4 && columns >= 16;
    c->lanes = c->snapshot->lane_count < DADAO_LANES ? c->snapshot->lane_count : DADAO_LANES;
    int strip = compares(c) && rows >= 10 ? rows / 4 : 0;
    f->field = dadao_view_part(body, margin, 0, columns - margin, rows - ticks - strip);
    f->labels = dadao_view_part(body, 0, 0, margin, f->field.area.rows);
    f->below = dadao_view_part(body, margin, f->field.area.rows, f->field.area.columns, ticks);
    f->strip = dadao_view_part(body, margin, rows - strip, f->field.area.columns, strip);
    f->beside = dadao_view_part(body, 0, rows - strip, margin, strip);
    if (f->field.area.columns < 2 || f->field.area.rows < 1)
        return false;
    c->field = &f->field;
    dadao_view_curve_ranges(c, true);
    return true;
}

void dadao_view_convergence(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    char note[128];
    frame f;
    dadao_curves c = {.snapshot = snapshot, .state = state};
    write_note(pane, &c, note);
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_CONVERGENCE, note);
    if (!lay_out(&body, &c, &f))
        return;
    draw_levels(&f.labels, &c);
    if (f.below.area.rows)
        dadao_view_axis_labels(&f.below, c.from, c.to, NULL);
    draw_mark_lines(&c);
    draw_cursor_line(&c);
    draw_promise(&c);
    draw_expected(&c);
    for (size_t lane = c.lanes; lane-- > 0;)
        draw_curve(&c, lane);
    name_marks(&c);
    write_cursor(&c, draw_key(&c));
    if (f.strip.area.rows)
        draw_difference(&c, &f.strip, &f.beside);
}

/* Press and drag lead the cursor, the right button takes it away; the wheel magnifies about the pointer, with Ctrl upwards. */
bool dadao_view_convergence_pointer(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                    const dadao_pointer *pointer, char *line, size_t capacity)
{
    frame f;
    dadao_curves c = {.snapshot = snapshot, .state = state};
    dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_CONVERGENCE, NULL);
    if (pointer->kind == DADAO_POINTER_RELEASE || !lay_out(&body, &c, &f))
        return false;
    bool wheel = pointer->kind == DADAO_POINTER_WHEEL_UP || pointer->kind == DADAO_POINTER_WHEEL_DOWN,
         up = pointer->kind == DADAO_POINTER_WHEEL_UP;
    double x = (pointer->x - (f.field.area.x - pane->area.x) + 0.5) / f.field.area.columns, at = c.from + x * (c.to - c.from);
    at = fmin(fmax(at, c.from), c.to);
    if (pointer->button == 3)
        snprintf(line, capacity, "cursor off");
    else if (wheel && pointer->ctrl)
        snprintf(line, capacity, "window %s", up ? "taller" : "flatter");
    else if (wheel)
        snprintf(line, capacity, "window %s %.9g", up ? "in" : "out", at);
    else
        snprintf(line, capacity, "cursor %.9g", at);
    return true;
}
