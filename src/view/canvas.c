/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas and the pens: cells, text, dots and lines, all clipped to a pane. */
#include "view/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

bool dadao_view_canvas_resize(dadao_canvas *canvas, int columns, int rows)
{
    if (columns < 0)
        columns = 0;
    if (rows < 0)
        rows = 0;
    size_t need = (size_t)columns * (size_t)rows;
    if (need > canvas->capacity) {
        dadao_view_cell *cell = dadao_core_allocate(need, sizeof *cell);
        if (!cell) {
            dadao_view_canvas_free(canvas);
            return false;
        }
        free(canvas->cell);
        canvas->cell = cell;
        canvas->capacity = need;
    }
    canvas->columns = columns;
    canvas->rows = rows;
    for (size_t k = 0; k < need; k++)
        canvas->cell[k] = (dadao_view_cell){' ', DADAO_STYLE_TEXT, 0, 0};
    return true;
}

void dadao_view_canvas_free(dadao_canvas *canvas)
{
    free(canvas->cell);
    *canvas = (dadao_canvas){0};
}

dadao_pane dadao_view_pane_of(dadao_canvas *canvas)
{
    return (dadao_pane){canvas, {0, 0, canvas->columns, canvas->rows}};
}

dadao_pane dadao_view_part(const dadao_pane *pane, int x, int y, int columns, int rows)
{
    dadao_pane part = *pane;
    if (x < 0)
        columns += x, x = 0;
    if (y < 0)
        rows += y, y = 0;
    if (x + columns > pane->area.columns)
        columns = pane->area.columns - x;
    if (y + rows > pane->area.rows)
        rows = pane->area.rows - y;
    part.area = (dadao_rect){pane->area.x + x, pane->area.y + y, columns > 0 ? columns : 0, rows > 0 ? rows : 0};
    return part;
}

dadao_view_cell *dadao_view_at(const dadao_pane *pane, int x, int y)
{
    if (!pane->canvas || x < 0 || y < 0 || x >= pane->area.columns || y >= pane->area.rows)
        return NULL;
    int column = pane->area.x + x, row = pane->area.y + y;
    if (column >= pane->canvas->columns || row >= pane->canvas->rows)
        return NULL;
    return &pane->canvas->cell[(size_t)row * (size_t)pane->canvas->columns + (size_t)column];
}

/* Writing over one half of a wide glyph must not leave the other half behind. */
static void mend_neighbours(const dadao_pane *pane, int x, int y)
{
    dadao_view_cell *left = dadao_view_at(pane, x - 1, y), *here = dadao_view_at(pane, x, y),
                    *right = dadao_view_at(pane, x + 1, y);
    if (here && here->glyph == 0 && left)
        left->glyph = ' ';
    if (here && right && right->glyph == 0)
        right->glyph = ' ';
}

void dadao_view_put(const dadao_pane *pane, int x, int y, uint32_t glyph, dadao_style style, unsigned flags)
{
    dadao_view_cell *cell = dadao_view_at(pane, x, y);
    if (!cell)
        return;
    mend_neighbours(pane, x, y);
    *cell = (dadao_view_cell){glyph, (uint8_t)style, (uint8_t)flags, 0};
}

static void put_halves(const dadao_pane *pane, int x, int y, uint32_t glyph, unsigned under, unsigned over)
{
    dadao_view_put(pane, x, y, under == over ? ' ' : glyph,
                   (dadao_style)((under == over ? DADAO_STYLE_NODE : DADAO_STYLE_HEAT) + over), 0);
    dadao_view_cell *cell = dadao_view_at(pane, x, y);
    if (cell && under != over)
        cell->under = (uint8_t)(under + 1);
}

void dadao_view_put_beside(const dadao_pane *pane, int x, int y, unsigned left, unsigned right)
{
    put_halves(pane, x, y, 0x2590, left, right);
}

void dadao_view_put_stacked(const dadao_pane *pane, int x, int y, unsigned upper, unsigned lower)
{
    put_halves(pane, x, y, 0x2584, upper, lower);
}

void dadao_view_fill(const dadao_pane *pane, dadao_style style, unsigned flags)
{
    for (int y = 0; y < pane->area.rows; y++)
        for (int x = 0; x < pane->area.columns; x++)
            dadao_view_put(pane, x, y, ' ', style, flags);
}

int dadao_view_text(const dadao_pane *pane, int x, int y, dadao_style style, unsigned flags, const char *text)
{
    for (uint32_t glyph; (glyph = dadao_view_decode(&text)) != 0;) {
        if (glyph < 32 || (glyph >= 127 && glyph < 160))
            glyph = '?';
        int width = dadao_view_glyph_width(glyph);
        if (width == 0)
            continue;
        if (x + width > pane->area.columns)
            break;
        dadao_view_put(pane, x, y, glyph, style, flags);
        if (width == 2)
            dadao_view_put(pane, x + 1, y, 0, style, flags);
        x += width;
    }
    return x;
}

int dadao_view_format(const dadao_pane *pane, int x, int y, dadao_style style, unsigned flags, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return dadao_view_text(pane, x, y, style, flags, text);
}

int dadao_view_clipped(const dadao_pane *pane, int x, int y, int columns, dadao_style style, unsigned flags, const char *text)
{
    dadao_pane part = dadao_view_part(pane, x, y, columns, 1);
    bool long_text = dadao_view_width(text) > part.area.columns;
    int end = dadao_view_text(&part, 0, 0, style, flags, text);
    if (long_text && part.area.columns >= 4) {
        end = part.area.columns;
        dadao_view_text(&part, end - 2, 0, style, flags, "..");
    }
    return x + end;
}

void dadao_view_dot(const dadao_pane *pane, int x, int y, dadao_style style, unsigned flags)
{
    /* Bits of a braille pattern by row and column; the fourth row was added to the standard late. */
    static const uint8_t bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x < 0 || y < 0)
        return;
    dadao_view_cell *cell = dadao_view_at(pane, x / 2, y / 4);
    if (!cell)
        return;
    bool dots = cell->glyph >= 0x2800 && cell->glyph <= 0x28ff;
    if (!dots && cell->glyph != ' ')
        return;
    cell->glyph = (dots ? cell->glyph : 0x2800) | bit[y % 4][x % 2];
    cell->style = (uint8_t)style;
    cell->flags = (uint8_t)flags;
}

/* Liang-Barsky: a line to a point far outside costs no more than what is seen of it. */
static bool clip(const dadao_pane *pane, double *x0, double *y0, double *x1, double *y1)
{
    double low = 0, high = 1, dx = *x1 - *x0, dy = *y1 - *y0;
    double p[4] = {-dx, dx, -dy, dy};
    double q[4] = {*x0, 2 * pane->area.columns - 1 - *x0, *y0, 4 * pane->area.rows - 1 - *y0};
    for (int k = 0; k < 4; k++) {
        if (p[k] == 0) {
            if (q[k] < 0)
                return false;
            continue;
        }
        double r = q[k] / p[k];
        if (p[k] < 0 && r > low)
            low = r;
        if (p[k] > 0 && r < high)
            high = r;
    }
    if (low > high)
        return false;
    double ax = *x0, ay = *y0;
    *x0 = ax + low * dx, *y0 = ay + low * dy;
    *x1 = ax + high * dx, *y1 = ay + high * dy;
    return true;
}

/* The dots of a line that `pattern` lets through, of every `stride`-th. */
static void draw_dots(const dadao_pane *pane, const int ends[4], int stride, unsigned pattern, dadao_style style, unsigned flags)
{
    double ax = ends[0], ay = ends[1], bx = ends[2], by = ends[3];
    if (!clip(pane, &ax, &ay, &bx, &by))
        return;
    double dx = bx - ax, dy = by - ay;
    double span = (dx < 0 ? -dx : dx) > (dy < 0 ? -dy : dy) ? (dx < 0 ? -dx : dx) : (dy < 0 ? -dy : dy);
    int steps = (int)(span + 0.5);
    for (int k = 0; k <= steps; k += stride) {
        double f = steps ? (double)k / steps : 0;
        int x = (int)(ax + f * dx + 0.5), y = (int)(ay + f * dy + 0.5);
        if (pattern >> ((x + y) & 15) & 1u)
            dadao_view_dot(pane, x, y, style, flags);
    }
}

void dadao_view_dashed(const dadao_pane *pane, int x0, int y0, int x1, int y1, dadao_style style, unsigned flags,
                       unsigned pattern)
{
    draw_dots(pane, (const int[4]){x0, y0, x1, y1}, 1, pattern, style, flags);
}

void dadao_view_dotted(const dadao_pane *pane, int x0, int y0, int x1, int y1, int stride, dadao_style style, unsigned flags)
{
    draw_dots(pane, (const int[4]){x0, y0, x1, y1}, stride, 0xffff, style, flags);
}

void dadao_view_line(const dadao_pane *pane, int x0, int y0, int x1, int y1, dadao_style style, unsigned flags)
{
    draw_dots(pane, (const int[4]){x0, y0, x1, y1}, 1, 0xffff, style, flags);
}
