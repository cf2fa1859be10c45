/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a test terminal shows: its text, its cells, a picture of it. */
#include "support/support.h"
#include "support/terminal_inside.h"

#include <stdlib.h>
#include <string.h>

/* Appends a code point as UTF-8. */
static void put_glyph(FILE *file, uint32_t glyph)
{
    if (glyph < 0x80) {
        fputc((int)glyph, file);
    } else if (glyph < 0x800) {
        fprintf(file, "%c%c", 0xc0 | glyph >> 6, 0x80 | (glyph & 63));
    } else if (glyph < 0x10000) {
        fprintf(file, "%c%c%c", 0xe0 | glyph >> 12, 0x80 | (glyph >> 6 & 63), 0x80 | (glyph & 63));
    } else {
        fprintf(file, "%c%c%c%c", 0xf0 | glyph >> 18, 0x80 | (glyph >> 12 & 63), 0x80 | (glyph >> 6 & 63),
                0x80 | (glyph & 63));
    }
}

/* The colours that xterm and most others show for the upper 240; libvterm has a paler idea of them. */
static void as_shown(terminal *t, VTermColor *color)
{
    static const uint8_t level[6] = { 0, 95, 135, 175, 215, 255 };
    if (!VTERM_COLOR_IS_INDEXED(color) || color->indexed.idx < 16) {
        vterm_screen_convert_color_to_rgb(t->screen, color);
        return;
    }
    unsigned index = color->indexed.idx;
    if (index < 232) {
        index -= 16;
        vterm_color_rgb(color, level[index / 36], level[index / 6 % 6], level[index % 6]);
    } else {
        uint8_t grey = (uint8_t)(8 + 10 * (index - 232));
        vterm_color_rgb(color, grey, grey, grey);
    }
}

terminal_cell terminal_cell_at(terminal *t, int column, int row)
{
    VTermScreenCell cell;
    terminal_cell seen = { .glyph = ' ' };
    if (!vterm_screen_get_cell(t->screen, (VTermPos){ .row = row, .col = column }, &cell)) {
        return seen;
    }
    uint32_t glyph = cell.chars[0];
    seen.glyph = glyph == (uint32_t)-1 ? 0 : glyph ? glyph : ' ';
    seen.colored = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
    seen.bold = cell.attrs.bold;
    seen.reverse = cell.attrs.reverse;
    seen.underline = cell.attrs.underline != 0;
    bool plain_back = VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
    as_shown(t, &cell.fg);
    as_shown(t, &cell.bg);
    if (plain_back) {
        cell.bg.rgb.red = cell.bg.rgb.green = cell.bg.rgb.blue = 0;
    }
    VTermColor front = seen.reverse ? cell.bg : cell.fg, back = seen.reverse ? cell.fg : cell.bg;
    seen.red = front.rgb.red, seen.green = front.rgb.green, seen.blue = front.rgb.blue;
    seen.back_red = back.rgb.red, seen.back_green = back.rgb.green, seen.back_blue = back.rgb.blue;
    return seen;
}

/* A text being written; closed and returned by finish(). */
typedef struct page {
    char *bytes;
    size_t length;
    FILE *file;
} page;

static void begin(page *p)
{
    p->file = open_memstream(&p->bytes, &p->length);
    if (!p->file) {
        fail_msg("out of memory");
    }
}

static char *finish(page *p)
{
    fclose(p->file);
    return p->bytes;
}

static void put_line(terminal *t, int row, FILE *file)
{
    int end = t->columns;
    while (end > 0 && terminal_cell_at(t, end - 1, row).glyph == ' ') {
        end--;
    }
    for (int column = 0; column < end; column++) {
        uint32_t glyph = terminal_cell_at(t, column, row).glyph;
        if (glyph) {
            put_glyph(file, glyph);
        }
    }
}

char *terminal_line(terminal *t, int row)
{
    page p;
    begin(&p);
    put_line(t, row, p.file);
    return finish(&p);
}

char *terminal_text(terminal *t)
{
    page p;
    begin(&p);
    for (int row = 0; row < t->rows; row++) {
        put_line(t, row, p.file);
        fputc('\n', p.file);
    }
    return finish(&p);
}

bool terminal_shows(terminal *t, const char *text)
{
    char *all = terminal_text(t);
    bool found = strstr(all, text) != NULL;
    free(all);
    return found;
}

int terminal_columns(const terminal *t)
{
    return t->columns;
}

int terminal_rows(const terminal *t)
{
    return t->rows;
}

size_t terminal_filled(terminal *t)
{
    size_t count = 0;
    for (int row = 0; row < t->rows; row++) {
        for (int column = 0; column < t->columns; column++) {
            count += terminal_cell_at(t, column, row).glyph > ' ';
        }
    }
    return count;
}

size_t terminal_colored(terminal *t)
{
    size_t count = 0;
    for (int row = 0; row < t->rows; row++) {
        for (int column = 0; column < t->columns; column++) {
            count += terminal_cell_at(t, column, row).colored;
        }
    }
    return count;
}

/* ---- Text with a layer of styles -------------------------------------------------------------------------------- */

enum { STYLES = 52 };

static bool same_style(const terminal_cell *a, const terminal_cell *b)
{
    return a->colored == b->colored && a->bold == b->bold && a->reverse == b->reverse && a->underline == b->underline &&
           a->red == b->red && a->green == b->green && a->blue == b->blue && a->back_red == b->back_red &&
           a->back_green == b->back_green && a->back_blue == b->back_blue;
}

/* The letter of a cell's style; new styles join the legend, '?' when the letters are used up. */
static char style_letter(const terminal_cell *cell, terminal_cell *legend, int *count)
{
    if (!cell->colored && !cell->bold && !cell->reverse && !cell->underline) {
        return '.';
    }
    int k = 0;
    while (k < *count && !same_style(cell, &legend[k])) {
        k++;
    }
    if (k == *count) {
        if (k == STYLES) {
            return '?';
        }
        legend[(*count)++] = *cell;
    }
    return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[k];
}

char *terminal_dump(terminal *t)
{
    terminal_cell legend[STYLES];
    int count = 0;
    page p;
    begin(&p);
    for (int row = 0; row < t->rows; row++) {
        put_line(t, row, p.file);
        fputc('\n', p.file);
    }
    fprintf(p.file, "---- styles\n");
    for (int row = 0; row < t->rows; row++) {
        for (int column = 0; column < t->columns; column++) {
            terminal_cell cell = terminal_cell_at(t, column, row);
            fputc(style_letter(&cell, legend, &count), p.file);
        }
        fputc('\n', p.file);
    }
    fprintf(p.file, "---- legend\n");
    for (int k = 0; k < count; k++) {
        const terminal_cell *c = &legend[k];
        fprintf(p.file, "%c #%02x%02x%02x on #%02x%02x%02x%s%s%s\n",
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[k], c -> red, c -> green, c -> blue,
                c -> back_red, c -> back_green, c -> back_blue, c -> bold ? " bold" : "", c->reverse ? " reverse" : "",
                c->underline ? " underline" : "");
    }
    return finish(&p);
}

/* ---- SVG -------------------------------------------------------------------------------------------------------- */

/* A cell of the picture, in its own units: terminals' cells are about twice as tall as wide. */
enum { CELL_WIDTH = 8, CELL_HEIGHT = 17, BASELINE = 13, MARGIN = 10 };

static void svg_background(terminal *t, int row, FILE *file)
{
    for (int column = 0; column < t->columns;) {
        terminal_cell cell = terminal_cell_at(t, column, row);
        int end = column + 1;
        for (; end < t->columns; end++) {
            terminal_cell next = terminal_cell_at(t, end, row);
            if (next.back_red != cell.back_red || next.back_green != cell.back_green ||
                next.back_blue != cell.back_blue) {
                break;
            }
        }
        if (cell.back_red | cell.back_green | cell.back_blue) {
            fprintf(file, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%02x%02x%02x\"/>\n",
                    MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT, (end - column) * CELL_WIDTH, CELL_HEIGHT,
                    cell.back_red, cell.back_green, cell.back_blue);
        }
        column = end;
    }
}

/* Braille as dots of our own: fonts disagree about their size and place, and many have none. */
static void svg_braille(const terminal_cell *cell, int x, int y, FILE *file)
{
    static const unsigned char column_of[8] = { 0, 0, 0, 1, 1, 1, 0, 1 }, row_of[8] = { 0, 1, 2, 0, 1, 2, 3, 3 };
    fprintf(file, "<path fill=\"#%02x%02x%02x\" d=\"", cell->red, cell->green, cell->blue);
    for (int dot = 0; dot < 8; dot++) {
        if (cell->glyph >> dot & 1) {
            fprintf(file, "M%d %.1fh2v2h-2z", x + 1 + 4 * column_of[dot], y + 1 + 4.25 * row_of[dot]);
        }
    }
    fprintf(file, "\"/>\n");
}

static void svg_glyph(const terminal_cell *cell, FILE *file)
{
    switch (cell->glyph) {
    case '<':
        fputs("&lt;", file);
        break;
    case '>':
        fputs("&gt;", file);
        break;
    case '&':
        fputs("&amp;", file);
        break;
    default:
        put_glyph(file, cell->glyph);
        break;
    }
}

static bool is_braille(uint32_t glyph)
{
    return glyph >= 0x2800 && glyph < 0x2900;
}

static bool same_ink(const terminal_cell *a, const terminal_cell *b)
{
    return a->red == b->red && a->green == b->green && a->blue == b->blue && a->bold == b->bold;
}

/* Runs of cells of one colour, with the place of every glyph given, so that any font keeps the grid. */
static void svg_ink(terminal *t, int row, FILE *file)
{
    int y = MARGIN + row * CELL_HEIGHT;
    for (int column = 0; column < t->columns;) {
        terminal_cell cell = terminal_cell_at(t, column, row);
        int x = MARGIN + column * CELL_WIDTH;
        if (cell.glyph <= ' ') {
            column++;
            continue;
        }
        if (is_braille(cell.glyph)) {
            svg_braille(&cell, x, y, file);
            column++;
            continue;
        }
        int end = column;
        terminal_cell next = cell;
        while (end < t->columns && next.glyph > ' ' && !is_braille(next.glyph) && same_ink(&next, &cell)) {
            next = terminal_cell_at(t, ++end, row);
        }
        fprintf(file, "<text y=\"%d\" fill=\"#%02x%02x%02x\"%s x=\"", y + BASELINE, cell.red, cell.green, cell.blue,
                cell.bold ? " font-weight=\"bold\"" : "");
        for (int k = column; k < end; k++) {
            fprintf(file, "%s%d", k > column ? " " : "", MARGIN + k * CELL_WIDTH);
        }
        fputs("\">", file);
        for (; column < end; column++) {
            terminal_cell one = terminal_cell_at(t, column, row);
            svg_glyph(&one, file);
        }
        fputs("</text>\n", file);
    }
}

void terminal_svg(terminal *t, const char *title, FILE *file)
{
    int width = 2 * MARGIN + t->columns * CELL_WIDTH, height = 2 * MARGIN + t->rows * CELL_HEIGHT;
    fprintf(
        file,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
        "<title>%s</title>\n<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#101216\"/>\n"
        "<g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"13\" xml:space=\"preserve\">\n",
        width, height, width, height, title, width, height);
    for (int row = 0; row < t->rows; row++) {
        svg_background(t, row, file);
        svg_ink(t, row, file);
    }
    fprintf(file, "</g>\n</svg>\n");
}
