/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas as plain text, as a golden file with its styles, and as a self-contained SVG. */
#include <stdio.h>
#include <string.h>

#include "view/view.h"

static const dadao_view_cell *row_of(const dadao_canvas *canvas, int y)
{
    return canvas->cell + (size_t)y * (size_t)canvas->columns;
}

static dadao_status finish(FILE *stream, dadao_error *error)
{
    if (fflush(stream) != 0 || ferror(stream))
        return dadao_core_fail(error, DADAO_IO, "the screen could not be written");
    return DADAO_OK;
}

dadao_status dadao_view_write_text(const dadao_canvas *canvas, FILE *stream, dadao_error *error)
{
    char bytes[5] = "";
    for (int y = 0; y < canvas->rows; y++) {
        const dadao_view_cell *row = row_of(canvas, y);
        int last = canvas->columns;
        while (last > 0 && row[last - 1].glyph == ' ')
            last--;
        for (int x = 0; x < last; x++)
            if (row[x].glyph)
                fwrite(bytes, 1, dadao_view_encode(row[x].glyph, bytes), stream);
        fputc('\n', stream);
    }
    return finish(stream, error);
}

/* A letter for each style; the ramp by its level in base 16 after the letters. */
static char style_letter(unsigned style)
{
    static const char letters[] = ".:-TCKNgceELPGWEB_mnopqrs";
    if (style < DADAO_STYLE_NODE)
        return style < sizeof letters - 1 ? letters[style] : '?';
    unsigned level = (style - DADAO_STYLE_NODE) % DADAO_RAMP;
    return "0123456789abcdef"[level];
}

/* Grounds of half blocks, where there are any. */
static void write_grounds(const dadao_canvas *canvas, FILE *stream)
{
    bool any = false;
    for (int k = 0; k < canvas->columns * canvas->rows && !any; k++)
        any = canvas->cell[k].under != 0;
    if (!any)
        return;
    fprintf(stream, "---- grounds\n");
    for (int y = 0; y < canvas->rows; y++) {
        const dadao_view_cell *row = row_of(canvas, y);
        int last = canvas->columns;
        while (last > 0 && !row[last - 1].under)
            last--;
        for (int x = 0; x < last; x++)
            fputc(row[x].under ? "0123456789abcdef"[(row[x].under - 1) % DADAO_RAMP] : ' ', stream);
        fputc('\n', stream);
    }
}

dadao_status dadao_view_write_golden(const dadao_canvas *canvas, FILE *stream, dadao_error *error)
{
    dadao_status status = dadao_view_write_text(canvas, stream, error);
    if (status != DADAO_OK)
        return status;
    fprintf(stream, "---- styles\n");
    for (int y = 0; y < canvas->rows; y++) {
        const dadao_view_cell *row = row_of(canvas, y);
        int last = canvas->columns;
        while (last > 0 && row[last - 1].glyph == ' ' && row[last - 1].style == DADAO_STYLE_TEXT)
            last--;
        for (int x = 0; x < last; x++)
            fputc(style_letter(row[x].style), stream);
        fputc('\n', stream);
    }
    write_grounds(canvas, stream);
    return finish(stream, error);
}

#define CELL_WIDTH 9
#define CELL_HEIGHT 18

typedef struct pen {
    FILE *stream;
    size_t palette;
    int colors;
    uint32_t paper, text; /* ground and default ink */
} pen;

static void colours_of(const pen *p, const dadao_view_cell *cell, uint32_t *ink, uint32_t *ground, bool *bold)
{
    dadao_ink i = dadao_view_ink_over(p->palette, p->colors, cell->style, cell->flags, cell->under);
    *ink = i.foreground < 0 ? p->text : dadao_view_rgb(i.foreground);
    *ground = i.background < 0 ? p->paper : dadao_view_rgb(i.background);
    *bold = (i.flags & DADAO_BOLD) != 0;
    if (i.flags & DADAO_REVERSE) {
        uint32_t swap = *ink;
        *ink = *ground, *ground = swap;
    }
}

/* Braille dots become circles: no font is needed and every viewer shows the same. */
static void draw_dots(const pen *p, int x, int y, uint32_t glyph, uint32_t ink)
{
    static const uint8_t bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    fprintf(p->stream, "<path stroke=\"#%06x\" d=\"", ink);
    for (int r = 0; r < 4; r++)
        for (int c = 0; c < 2; c++)
            if (glyph & bit[r][c])
                fprintf(p->stream, "M%g %gh0", x * CELL_WIDTH + CELL_WIDTH * (0.27 + 0.46 * c),
                        y * CELL_HEIGHT + CELL_HEIGHT * (0.14 + 0.24 * r));
    fprintf(p->stream, "\"/>\n");
}

/* Half blocks are rectangles: fonts leave seams between them. */
static void draw_half(const pen *p, int x, int y, uint32_t glyph, uint32_t ink)
{
    bool right = glyph == 0x2590;
    fprintf(p->stream, "<rect x=\"%g\" y=\"%d\" width=\"%g\" height=\"%d\" fill=\"#%06x\" stroke=\"none\"/>\n",
            (x + (right ? 0.5 : 0)) * CELL_WIDTH, y * CELL_HEIGHT + (right ? 0 : CELL_HEIGHT / 2),
            right ? CELL_WIDTH / 2.0 : (double)CELL_WIDTH, right ? CELL_HEIGHT : CELL_HEIGHT / 2, ink);
}

static bool is_half(uint32_t glyph)
{
    return glyph == 0x2590 || glyph == 0x2584;
}

static void put_escaped(FILE *stream, uint32_t glyph)
{
    char bytes[5] = "";
    if (glyph == '<')
        fputs("&lt;", stream);
    else if (glyph == '>')
        fputs("&gt;", stream);
    else if (glyph == '&')
        fputs("&amp;", stream);
    else
        fwrite(bytes, 1, dadao_view_encode(glyph, bytes), stream);
}

static void draw_grounds(const pen *p, const dadao_canvas *canvas, int y)
{
    const dadao_view_cell *row = row_of(canvas, y);
    for (int x = 0, end; x < canvas->columns; x = end) {
        uint32_t ink, ground, next;
        bool bold;
        colours_of(p, &row[x], &ink, &ground, &bold);
        for (end = x + 1; end < canvas->columns; end++) {
            colours_of(p, &row[end], &ink, &next, &bold);
            if (next != ground)
                break;
        }
        if (ground != p->paper)
            fprintf(p->stream, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", x * CELL_WIDTH,
                    y * CELL_HEIGHT, (end - x) * CELL_WIDTH, CELL_HEIGHT, ground);
    }
}

/* Runs of one ink are one text element, its width nailed down so that no font can break the grid. */
static void draw_words(const pen *p, const dadao_canvas *canvas, int y)
{
    const dadao_view_cell *row = row_of(canvas, y);
    for (int x = 0, end; x < canvas->columns; x = end) {
        uint32_t ink, ground, ink2;
        bool bold, bold2;
        end = x + 1;
        colours_of(p, &row[x], &ink, &ground, &bold);
        if (row[x].glyph >= 0x2800 && row[x].glyph <= 0x28ff) {
            draw_dots(p, x, y, row[x].glyph, ink);
            continue;
        }
        if (is_half(row[x].glyph)) {
            draw_half(p, x, y, row[x].glyph, ink);
            continue;
        }
        if (row[x].glyph == ' ' || row[x].glyph == 0)
            continue;
        for (; end < canvas->columns; end++) {
            colours_of(p, &row[end], &ink2, &ground, &bold2);
            if (ink2 != ink || bold2 != bold || row[end].glyph <= ' ' || is_half(row[end].glyph) ||
                (row[end].glyph >= 0x2800 && row[end].glyph <= 0x28ff))
                break;
        }
        fprintf(p->stream, "<text x=\"%d\" y=\"%g\" fill=\"#%06x\"%s textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\">",
                x * CELL_WIDTH, y * CELL_HEIGHT + CELL_HEIGHT * 0.74, ink, bold ? " font-weight=\"bold\"" : "",
                (end - x) * CELL_WIDTH);
        for (int k = x; k < end; k++)
            put_escaped(p->stream, row[k].glyph);
        fprintf(p->stream, "</text>\n");
    }
}

dadao_status dadao_view_write_svg(const dadao_canvas *canvas, size_t palette, int colors, bool light, FILE *stream,
                                  dadao_error *error)
{
    pen p = {stream, palette, colors, light ? 0xffffff : 0x101418, light ? 0x1c1c1c : 0xd8dce0};
    int width = canvas->columns * CELL_WIDTH, height = canvas->rows * CELL_HEIGHT;
    fprintf(stream,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"-9 -9 %d %d\" "
            "font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"15\">\n"
            "<rect x=\"-9\" y=\"-9\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
            width + 18, height + 18, width + 18, height + 18, width + 18, height + 18, p.paper);
    for (int y = 0; y < canvas->rows; y++)
        draw_grounds(&p, canvas, y);
    fprintf(stream, "<g stroke-width=\"3\" stroke-linecap=\"round\">\n");
    fprintf(stream, "</g>\n<g stroke-width=\"3.1\" stroke-linecap=\"round\" fill=\"none\" xml:space=\"preserve\">\n");
    for (int y = 0; y < canvas->rows; y++)
        draw_words(&p, canvas, y);
    fprintf(stream, "</g>\n</svg>\n");
    return finish(stream, error);
}
