/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trade-off: what it takes to reach a goal, against what was varied; where the experiment stands now, and what is best.
 *
 * One quantity is a curve with intervals, two are a picture of cells. All of it is made of counts of runs that are over, at the
 * prices of the moment. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "view/heading.h"

#define MARGIN 9 /* columns of labels at the left */

typedef struct tradeoff {
    const dadao_snapshot *snapshot;
    const dadao_view_state *state;
    const dadao_study *study;
    dadao_sweep_measure against;
    size_t points;
    dadao_sweep_summary *point; /* [points] */
    double low, high;           /* of the means; NaN: none yet */
    size_t best;                /* SIZE_MAX: none yet */
} tradeoff;

/* ---- What is known ------------------------------------------------------------------------------------------------------ */

/* Of a point that counts: every seed reached the goal; else NaN. */
static double value_at(const tradeoff *v, size_t k)
{
    const dadao_sweep_summary *s = &v->point[k];
    return s->reached == v->study->plan.repeats && s->mean[v->against] > 0 ? s->mean[v->against] : NAN;
}

static bool gather(tradeoff *v)
{
    v->points = dadao_sweep_plan_points(&v->study->plan);
    v->point = dadao_core_allocate(v->points, sizeof *v->point);
    v->low = v->high = NAN, v->best = SIZE_MAX;
    for (size_t k = 0; v->point && k < v->points; k++) {
        dadao_view_study_summary(v->study, k, v->snapshot->scene->price, &v->point[k]);
        double value = value_at(v, k);
        if (isnan(value))
            continue;
        if (v->best == SIZE_MAX || value < v->low)
            v->best = k;
        v->low = fmin(v->low, value), v->high = fmax(v->high, value);
    }
    return v->point != NULL;
}

/* Where the experiment stands on an axis; NaN: it cannot be said. */
static double present(const dadao_scene *scene, const dadao_sweep_axis *axis)
{
    const struct {
        const char *name;
        double value;
    } row[] = {{"rate", scene->rate_factor},       {"total", scene->total_rate},
               {"gradient", scene->gradient_rate}, {"kappa", scene->smoothness / scene->mu},
               {"n", (double)scene->nodes},        {"dim", (double)scene->dimension},
               {"seed", (double)scene->seed}};
    for (size_t k = 0; axis->numeric && k < sizeof row / sizeof *row; k++)
        if (strcmp(row[k].name, axis->name) == 0)
            return row[k].value;
    const char *word = strcmp(axis->name, "method") == 0     ? (scene->method ? dadao_method_name(scene->method) : NULL)
                       : strcmp(axis->name, "topology") == 0 ? scene->topology
                                                             : NULL;
    for (size_t k = 0; word && !axis->numeric && k < axis->count; k++)
        if (strcmp(axis->text[k], word) == 0)
            return (double)k;
    return NAN;
}

/* The place of value k along an axis, and of any number, from 0 to 1; names stand at even distances. */
static double share_of(const dadao_sweep_axis *axis, double number)
{
    double from = axis->numeric ? axis->number[0] : 0,
           to = axis->numeric ? axis->number[axis->count - 1] : (double)(axis->count - 1);
    if (axis->numeric && axis->log)
        from = log(from), to = log(to), number = number > 0 ? log(number) : NAN;
    return to == from ? 0.5 : (number - from) / (to - from);
}

static double place_of(const dadao_sweep_axis *axis, size_t k)
{
    return share_of(axis, axis->numeric ? axis->number[k] : (double)k);
}

/* What the present place takes, between the two points beside it; NaN beyond them. */
static double value_now(const tradeoff *v)
{
    const dadao_sweep_axis *axis = &v->study->plan.axis[0];
    double at = share_of(axis, present(v->snapshot->scene, axis));
    for (size_t k = 0; k + 1 < axis->count; k++) {
        double from = place_of(axis, k), to = place_of(axis, k + 1), share = (at - from) / (to - from);
        if (share >= 0 && share <= 1)
            return share == 0   ? value_at(v, k)
                   : share == 1 ? value_at(v, k + 1)
                                : exp(log(value_at(v, k)) * (1 - share) + log(value_at(v, k + 1)) * share);
    }
    return NAN;
}

static const char *name_of(const dadao_sweep_axis *axis, size_t k, char text[32])
{
    if (axis->numeric)
        return dadao_view_number(text, axis->number[k]);
    snprintf(text, 32, "%.31s", axis->text[k]);
    return text;
}

/* ---- Labels ------------------------------------------------------------------------------------------------------------- */

/* The values along the foot, as many as keep apart; `column` gives the middle of one. */
static void label_foot(const dadao_pane *line, const dadao_sweep_axis *axis, const int *column)
{
    char text[32];
    int end = -1;
    for (size_t k = 0; k < axis->count; k++) {
        name_of(axis, k, text);
        int width = dadao_view_width(text), x = column[k] - width / 2;
        x = x + width > line->area.columns ? line->area.columns - width : x < 0 ? 0 : x;
        if (x > end)
            end = dadao_view_text(line, x, 0, DADAO_STYLE_FAINT, 0, text) + 1;
    }
    if (line->area.columns - end > dadao_view_width(axis->name))
        dadao_view_text(line, end, 0, DADAO_STYLE_FAINT, 0, axis->name);
}

/* "best rate 1.20: 12,300 communications; now 1.00: about 15,000, 1.22 times the best" */
static void write_reading(const dadao_pane *line, const tradeoff *v)
{
    const dadao_sweep_axis *axis = v->study->plan.axis;
    char text[256], number[32], place[32], other[32];
    if (v->best == SIZE_MAX) {
        dadao_view_clipped(line, 0, 0, line->area.columns, DADAO_STYLE_FAINT, 0,
                           v->study->state == DADAO_STUDY_RUNNING ? "no point has all its seeds yet"
                                                                  : "no point reached the goal with every seed");
        return;
    }
    size_t used =
        (size_t)snprintf(text, sizeof text, "* best: %s %s", axis[0].name, name_of(&axis[0], v->best % axis[0].count, place));
    if (v->study->plan.axes > 1)
        used += (size_t)snprintf(text + used, sizeof text - used, ", %s %s", axis[1].name,
                                 name_of(&axis[1], v->best / axis[0].count, place));
    used += (size_t)snprintf(text + used, sizeof text - used, ": %s %s", dadao_view_count(number, v->low),
                             dadao_sweep_measure_name(v->against));
    double now = v->study->plan.axes == 1 && axis[0].numeric && !v->study->stale ? value_now(v) : NAN;
    if (!isnan(now))
        snprintf(text + used, sizeof text - used, "; now: about %s, %s times the best", dadao_view_count(number, now),
                 dadao_view_number(other, now / v->low));
    int x = dadao_view_clipped(line, 0, 0, line->area.columns, DADAO_STYLE_NUMBER, 0, text);
    if (v->study->plan.axes == 1 && line->area.columns - x > 42)
        dadao_view_text(line, line->area.columns - 38, 0, DADAO_STYLE_FAINT, 0, "x diverges  ^ not reached  ! cannot run");
}

/* ---- One quantity ------------------------------------------------------------------------------------------------------- */

static int height_of(const tradeoff *v, int rows, double value)
{
    double low = log(v->low), high = log(v->high), room = fmax(0.08 * (high - low), 0.05);
    return (int)lround((high + room - log(value)) / (high - low + 2 * room) * (4 * rows - 1));
}

static void draw_level(const dadao_pane *margin, const dadao_pane *field, const tradeoff *v, double value)
{
    char text[32];
    int y = height_of(v, field->area.rows, value);
    if (y < 0 || y >= 4 * field->area.rows)
        return;
    dadao_view_count(text, value);
    dadao_view_format(margin, 0, y / 4, DADAO_STYLE_FAINT, 0, "%*s", MARGIN - 1, text);
    for (int x = 0; x < 2 * field->area.columns; x += 4)
        dadao_view_dot(field, x, y, DADAO_STYLE_TRACK, 0);
}

/* 1, 2 and 5 times powers of ten that keep a line between them, from above; the highest and lowest where none is in sight. */
static void draw_levels(const dadao_pane *margin, const dadao_pane *field, const tradeoff *v)
{
    static const double step[] = {5, 2, 1};
    int last = -8, drawn = 0;
    for (int decade = (int)floor(log10(v->high)) + 1; decade >= (int)floor(log10(v->low)) - 1; decade--)
        for (int k = 0; k < 3; k++) {
            double value = step[k] * pow(10, decade);
            int y = height_of(v, field->area.rows, value);
            if (y - last < 8 || y < 0 || y >= 4 * field->area.rows)
                continue;
            draw_level(margin, field, v, value);
            last = y, drawn++;
        }
    if (!drawn) {
        draw_level(margin, field, v, v->high);
        if (v->low < v->high)
            draw_level(margin, field, v, v->low);
    }
}

static void draw_interval(const dadao_pane *field, const tradeoff *v, size_t k, int x)
{
    const dadao_sweep_summary *s = &v->point[k];
    double low = s->low[v->against], high = s->high[v->against];
    if (!(high > low))
        return;
    int from = height_of(v, field->area.rows, high), to = low > 0 ? height_of(v, field->area.rows, low) : 4 * field->area.rows;
    dadao_view_line(field, x, from < 0 ? 0 : from, x, to < 4 * field->area.rows ? to : 4 * field->area.rows - 1,
                    DADAO_STYLE_TRACK, 0);
}

/* A point that does not count: at the top where it diverged or stayed short, a dot at the foot where it has still to run. */
static void draw_missing(const dadao_pane *field, const tradeoff *v, size_t k, int column)
{
    const dadao_sweep_summary *s = &v->point[k];
    if (s->failed > 0)
        dadao_view_put(field, column, 0, '!', DADAO_STYLE_ERROR, 0);
    else if (s->diverged > 0)
        dadao_view_put(field, column, 0, 'x', DADAO_STYLE_WARNING, 0);
    else if (s->reached < s->done)
        dadao_view_put(field, column, 0, '^', DADAO_STYLE_WARNING, 0);
    else
        dadao_view_put(field, column, field->area.rows - 1, '.', DADAO_STYLE_FAINT, 0);
}

static void draw_points(const dadao_pane *field, const tradeoff *v, const int *column)
{
    const size_t count = v->study->plan.axis[0].count;
    int before = -1, last = 0;
    for (size_t k = 0; k < count; k++)
        if (!isnan(value_at(v, k)))
            draw_interval(field, v, k, 2 * column[k]);
    for (size_t k = 0; k < count; k++) {
        double value = value_at(v, k);
        int y = isnan(value) ? -1 : height_of(v, field->area.rows, value);
        if (y >= 0 && before >= 0 && v->study->plan.axis[0].numeric)
            dadao_view_line(field, 2 * last, before, 2 * column[k], y, DADAO_STYLE_LANE, 0);
        before = y, last = column[k];
    }
    for (size_t k = 0; k < count; k++) {
        double value = value_at(v, k);
        if (isnan(value))
            draw_missing(field, v, k, column[k]);
        else
            dadao_view_put(field, column[k], height_of(v, field->area.rows, value) / 4, k == v->best ? '*' : 'o',
                           k == v->best ? DADAO_STYLE_CHOSEN : DADAO_STYLE_LANE, 0);
    }
}

static void draw_now(const dadao_pane *field, const tradeoff *v)
{
    const dadao_sweep_axis *axis = &v->study->plan.axis[0];
    double share = share_of(axis, present(v->snapshot->scene, axis));
    if (!(share >= 0 && share <= 1))
        return;
    int x = (int)lround(share * (field->area.columns - 1));
    for (int y = 2; y < 4 * field->area.rows; y += 2)
        dadao_view_dot(field, 2 * x, y, DADAO_STYLE_COMMUNICATION, 0);
    dadao_view_text(field, x + 4 > field->area.columns ? x - 4 : x + 1, field->area.rows - 1, DADAO_STYLE_COMMUNICATION, 0,
                    "now");
}

static void draw_curve(const dadao_pane *margin, const dadao_pane *field, const dadao_pane *foot, const tradeoff *v)
{
    const dadao_sweep_axis *axis = &v->study->plan.axis[0];
    int *column = dadao_core_allocate(axis->count, sizeof *column);
    for (size_t k = 0; column && k < axis->count; k++)
        column[k] = (int)lround(place_of(axis, k) * (field->area.columns - 1));
    if (column && !isnan(v->low))
        draw_levels(margin, field, v);
    draw_now(field, v);
    if (column) {
        draw_points(field, v, column);
        label_foot(foot, axis, column);
    }
    free(column);
}

/* ---- Two quantities ----------------------------------------------------------------------------------------------------- */

/* One line of a cell; marks stand in the middle one. */
static void draw_cell(const dadao_pane *field, const tradeoff *v, size_t k, int x, int y, int wide, bool middle)
{
    double value = value_at(v, k), span = log(v->high / v->low);
    const dadao_sweep_summary *s = &v->point[k];
    unsigned level = span > 0 ? (unsigned)lround(log(value / v->low) / span * (DADAO_RAMP - 1)) : 0;
    for (int c = 0; c < wide; c++) {
        if (!isnan(value))
            dadao_view_put(field, x + c, y, v->state->colors < 8 ? '0' + level * 10 / DADAO_RAMP : ' ',
                           (dadao_style)(DADAO_STYLE_NODE + level), 0);
        else if (middle && c == wide / 2)
            dadao_view_put(field, x + c, y,
                           s->failed              ? '!'
                           : s->diverged          ? 'x'
                           : s->reached < s->done ? '^'
                                                  : '.',
                           s->failed ? DADAO_STYLE_ERROR
                           : s->done ? DADAO_STYLE_WARNING
                                     : DADAO_STYLE_FAINT,
                           0);
    }
    if (k == v->best && middle)
        dadao_view_put(field, x + wide / 2, y, '*', DADAO_STYLE_CHOSEN, DADAO_REVERSE);
}

/* The cell nearest to where the experiment stands on both axes; SIZE_MAX: it stands outside. */
static size_t cell_now(const tradeoff *v)
{
    size_t cell = 0, stride = 1;
    for (size_t a = 0; a < 2; a++) {
        const dadao_sweep_axis *axis = &v->study->plan.axis[a];
        double at = share_of(axis, present(v->snapshot->scene, axis)), least = INFINITY;
        size_t nearest = 0;
        if (!(at >= -0.01 && at <= 1.01))
            return SIZE_MAX;
        for (size_t k = 0; k < axis->count; k++)
            if (fabs(place_of(axis, k) - at) < least)
                least = fabs(place_of(axis, k) - at), nearest = k;
        cell += stride * nearest, stride *= axis->count;
    }
    return cell;
}

/* The second axis upwards; rows and columns that do not fit are left out, evenly. */
static void draw_map(const dadao_pane *margin, const dadao_pane *field, const dadao_pane *foot, const tradeoff *v)
{
    const dadao_sweep_axis *across = &v->study->plan.axis[0], *up = &v->study->plan.axis[1];
    const int columns = (int)across->count, rows = (int)up->count;
    const int wide = field->area.columns / columns > 12 ? 12 : field->area.columns / columns;
    const int tall = field->area.rows / rows > 5 ? 5 : field->area.rows / rows;
    int *column = dadao_core_allocate(across->count, sizeof *column);
    const size_t now = cell_now(v);
    char text[32];
    if (column && (wide < 1 || tall < 1))
        dadao_view_clipped(field, 0, 0, field->area.columns, DADAO_STYLE_FAINT, 0, "more room is needed: press z");
    for (int r = 0; column && wide >= 1 && tall >= 1 && r < rows; r++) {
        const int top = (rows - 1 - r) * tall;
        for (int c = 0; c < columns; c++) {
            const size_t k = (size_t)(r * columns + c);
            column[c] = c * wide + wide / 2;
            for (int y = 0; y < tall; y++)
                draw_cell(field, v, k, c * wide, top + y, wide, y == tall / 2);
            if (k == now)
                dadao_view_put(field, c * wide + (wide > 1 && k == v->best ? wide / 2 - 1 : wide / 2), top + tall / 2, '@',
                               DADAO_STYLE_COMMUNICATION, DADAO_REVERSE);
        }
        dadao_view_format(margin, 0, top + tall / 2, DADAO_STYLE_FAINT, 0, "%*.*s", MARGIN - 1, MARGIN - 1,
                          name_of(up, (size_t)r, text));
    }
    if (column && wide >= 1 && tall >= 1)
        label_foot(foot, across, column);
    free(column);
}

/* What the colours stand for. */
static void write_legend(const dadao_pane *line, const tradeoff *v)
{
    char low[32], high[32];
    int x = dadao_view_format(line, 0, 0, DADAO_STYLE_FAINT, 0, "%s up  ", v->study->plan.axis[1].name);
    if (isnan(v->low))
        return;
    x = dadao_view_ramp(line, x, 0, v->state, dadao_view_count(low, v->low), dadao_view_count(high, v->high));
    dadao_view_text(line, x + 2, 0, DADAO_STYLE_FAINT, 0, "@ now  * best  x diverges  ^ goal not reached");
}

/* ---- The pane ----------------------------------------------------------------------------------------------------------- */

/* Before there is anything: what Enter would do. */
static void write_offer(const dadao_pane *body, const dadao_study_wish *wish)
{
    char text[768], number[32];
    snprintf(text, sizeof text,
             "Enter runs this experiment again and again in the background, %s=%s%s%s%s%s, %zu seeds each, until the error "
             "is below %s, and draws what that takes.",
             wish->name[0], wish->values[0], wish->axes > 1 ? " and " : "", wish->axes > 1 ? wish->name[1] : "",
             wish->axes > 1 ? "=" : "", wish->axes > 1 ? wish->values[1] : "", wish->repeats,
             dadao_view_number(number, wish->error));
    const char *at = text;
    for (int y = 0; y < body->area.rows && *at; y++) {
        size_t length = dadao_view_fitting(at, body->area.columns);
        dadao_view_format(body, 0, y, DADAO_STYLE_FAINT, 0, "%.*s", (int)length, at);
        at += length;
        while (*at == ' ')
            at++;
    }
}

static void write_failure(const dadao_pane *body, const char *failure)
{
    for (int y = 0; y < body->area.rows && *failure; y++) {
        size_t length = dadao_view_fitting(failure, body->area.columns);
        dadao_view_format(body, 0, y, DADAO_STYLE_ERROR, 0, "%.*s", (int)length, failure);
        failure += length;
        while (*failure == ' ' || *failure == '\n')
            failure++;
    }
}

static void draw_known(const dadao_pane *body, tradeoff *v)
{
    const int columns = body->area.columns, rows = body->area.rows, margin = columns >= 30 ? MARGIN : 0;
    const bool map = v->study->plan.axes > 1, legend = map && rows >= 8;
    const int below = rows >= 5 ? 2 + legend : 0;
    const dadao_pane field = dadao_view_part(body, margin, 0, columns - margin - 1, rows - below);
    const dadao_pane labels = dadao_view_part(body, 0, 0, margin, field.area.rows);
    const dadao_pane foot = dadao_view_part(body, margin, field.area.rows, columns - margin, below ? 1 : 0);
    const dadao_pane reading = dadao_view_part(body, 0, rows - 1, columns, below ? 1 : 0);
    const dadao_pane key = dadao_view_part(body, 0, rows - 2, columns, legend);
    if (field.area.columns < 2 || field.area.rows < 1)
        return;
    if (map)
        draw_map(&labels, &field, &foot, v);
    else
        draw_curve(&labels, &field, &foot, v);
    if (legend)
        write_legend(&key, v);
    write_reading(&reading, v);
}

void dadao_view_tradeoff(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    const dadao_study_wish *wish = &state->study[DADAO_STUDY_TRADEOFF];
    char note[160], text[96], number[32];
    dadao_view_study_note(wish, text, sizeof text);
    const dadao_study *study = wish->study;
    const bool known = study && study->count > 0;
    if (known && pane->area.columns >= 64)
        snprintf(note, sizeof note, "%s to error %s: %s%s", dadao_sweep_measure_name(wish->against),
                 dadao_view_number(number, study->plan.error), text, study->partial ? ", without edits by hand" : "");
    else
        snprintf(note, sizeof note, "%s%s%s", known ? dadao_sweep_measure_name(wish->against) : "", known ? ": " : "", text);
    const dadao_pane body = dadao_view_heading(pane, state, DADAO_PANE_TRADEOFF, note);
    tradeoff v = {.snapshot = snapshot, .state = state, .study = study, .against = wish->against};
    if (study && study->state == DADAO_STUDY_FAILED)
        write_failure(&body, study->failure);
    else if (!known)
        write_offer(&body, wish);
    else if (gather(&v))
        draw_known(&body, &v);
    free(v.point);
}
