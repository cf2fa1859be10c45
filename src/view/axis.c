/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of linear axes: round numbers at the places where they belong. */
#include <math.h>
#include <stdio.h>

#include "view/heading.h"

/* As many digits as tell two neighbours apart. */
static void say(char text[32], double value, double step)
{
    int decimals = (int)ceil(-log10(step) - 1e-9);
    if (fabs(value) < step / 2)
        snprintf(text, 32, "0");
    else if (fabs(value) >= 1e15 || step < 1e-4)
        snprintf(text, 32, "%.3g", value);
    else if (step >= 1)
        dadao_view_count(text, value);
    else
        snprintf(text, 32, "%.*f", decimals, value);
}

/* The smallest round step whose labels keep two columns between them. */
static double step_of(int columns, double from, double to)
{
    double step = dadao_view_nice((to - from) / columns);
    for (int tries = 0; tries < 40; tries++, step = dadao_view_nice(step * 1.5)) {
        char a[32], b[32];
        say(a, to, step), say(b, to - step, step);
        int wide = dadao_view_width(a) > dadao_view_width(b) ? dadao_view_width(a) : dadao_view_width(b);
        int room = wide + 2 > columns / 10 ? wide + 2 : columns / 10;
        if (step / (to - from) * columns >= room)
            break;
    }
    return step;
}

void dadao_view_axis_labels(const dadao_pane *line, double from, double to, const char *unit)
{
    char text[32];
    int columns = line->area.columns, end = -2;
    if (!(to > from) || !isfinite(from) || !isfinite(to) || columns < 4)
        return;
    double step = step_of(columns, from, to), first = ceil(from / step - 1e-9);
    for (int k = 0; k <= columns && (first + k) * step <= to + 1e-9 * (to - from); k++) {
        double value = (first + k) * step;
        say(text, value, step);
        int width = dadao_view_width(text), x = (int)((value - from) / (to - from) * (columns - 1) + 0.5) - width / 2;
        x = x + width > columns ? columns - width : x < 0 ? 0 : x;
        if (x < end + 1)
            continue;
        end = dadao_view_text(line, x, 0, DADAO_STYLE_FAINT, 0, text);
    }
    if (unit && columns - end > dadao_view_width(unit) + 2)
        dadao_view_text(line, end + 1, 0, DADAO_STYLE_FAINT, 0, unit);
}
