/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid of cells drawn with Cairo. What terminals draw as shapes (dots, blocks, lines) is drawn as shapes here too. */
#include <dadao/picture.h>

#include "output/surface.h"

#include <math.h>

#define CELL_WIDTH 9.0
#define CELL_HEIGHT 18.0
#define MARGIN 9.0
#define FONT_SIZE 15.0
#define BASELINE 0.74

static void utf8_of(uint32_t glyph, char bytes[5])
{
    size_t length = glyph < 0x80 ? 1 : glyph < 0x800 ? 2 : glyph < 0x10000 ? 3 : 4;
    static const unsigned lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t k = length; k-- > 1; glyph >>= 6)
        bytes[k] = (char)(0x80 | (glyph & 0x3f));
    bytes[0] = (char)(lead[length] | glyph);
    bytes[length] = '\0';
}

static void draw_braille(cairo_t *cairo, double x, double y, uint32_t glyph)
{
    static const unsigned bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    for (int r = 0; r < 4; r++)
        for (int c = 0; c < 2; c++) {
            if (!(glyph & bit[r][c]))
                continue;
            cairo_new_sub_path(cairo);
            cairo_arc(cairo, x + CELL_WIDTH * (0.27 + 0.46 * c), y + CELL_HEIGHT * (0.14 + 0.24 * r), 1.55, 0, 2 * M_PI);
        }
    cairo_fill(cairo);
}

/* U+2596 … U+259F as bits: top left, top right, bottom left, bottom right. */
static void draw_quadrants(cairo_t *cairo, double x, double y, uint32_t glyph)
{
    static const unsigned quadrant[10] = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};
    for (int k = 0; k < 4; k++)
        if (quadrant[glyph - 0x2596] >> k & 1)
            cairo_rectangle(cairo, x + k % 2 * CELL_WIDTH / 2, y + k / 2 * CELL_HEIGHT / 2, CELL_WIDTH / 2, CELL_HEIGHT / 2);
    cairo_fill(cairo);
}

static void draw_block(cairo_t *cairo, double x, double y, uint32_t glyph)
{
    double left = 0, top = 0, right = 1, bottom = 1;
    if (glyph >= 0x2596) {
        draw_quadrants(cairo, x, y, glyph);
        return;
    }
    if (glyph == 0x2580)
        bottom = 0.5;
    else if (glyph <= 0x2588)
        top = 1 - (glyph - 0x2580) / 8.0;
    else if (glyph <= 0x258f)
        right = (0x2590 - glyph) / 8.0;
    else if (glyph == 0x2590)
        left = 0.5;
    else if (glyph == 0x2594)
        bottom = 0.125;
    else if (glyph == 0x2595)
        left = 0.875;
    cairo_rectangle(cairo, x + left * CELL_WIDTH, y + top * CELL_HEIGHT, (right - left) * CELL_WIDTH,
                    (bottom - top) * CELL_HEIGHT);
    cairo_fill(cairo);
}

/* The arms of a light line glyph: 1 up, 2 right, 4 down, 8 left; 0: not one of these. */
static unsigned arms_of(uint32_t glyph)
{
    static const struct {
        uint32_t glyph;
        unsigned arms;
    } line[] = {
        {0x2500, 10}, {0x2502, 5},  {0x250c, 6},  {0x2510, 12}, {0x2514, 3}, {0x2518, 9},  {0x251c, 7},
        {0x2524, 13}, {0x252c, 14}, {0x2534, 11}, {0x253c, 15}, {0x256d, 6}, {0x256e, 12}, {0x256f, 9},
        {0x2570, 3},  {0x2574, 8},  {0x2575, 1},  {0x2576, 2},  {0x2577, 4},
    };
    for (size_t k = 0; k < sizeof line / sizeof *line; k++)
        if (line[k].glyph == glyph)
            return line[k].arms;
    return 0;
}

static void draw_lines(cairo_t *cairo, double x, double y, unsigned arms)
{
    const double cx = x + CELL_WIDTH / 2, cy = y + CELL_HEIGHT / 2;
    const double ends[4][2] = {{cx, y}, {x + CELL_WIDTH, cy}, {cx, y + CELL_HEIGHT}, {x, cy}};
    for (int k = 0; k < 4; k++) {
        if (!(arms >> k & 1))
            continue;
        cairo_move_to(cairo, cx, cy);
        cairo_line_to(cairo, ends[k][0], ends[k][1]);
    }
    cairo_set_line_width(cairo, 1.2);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_SQUARE);
    cairo_stroke(cairo);
}

static void draw_letter(cairo_t *cairo, double x, double y, const dadao_picture_cell *cell)
{
    char text[5];
    utf8_of(cell->glyph, text);
    cairo_select_font_face(cairo, "DejaVu Sans Mono", CAIRO_FONT_SLANT_NORMAL,
                           cell->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, FONT_SIZE);
    cairo_move_to(cairo, x, y + CELL_HEIGHT * BASELINE);
    cairo_show_text(cairo, text);
}

static void draw_cell(cairo_t *cairo, double x, double y, const dadao_picture_cell *cell)
{
    dadao_output_ink(cairo, cell->ink);
    if (cell->underline) {
        cairo_rectangle(cairo, x, y + CELL_HEIGHT * 0.88, CELL_WIDTH, 1);
        cairo_fill(cairo);
    }
    unsigned arms = arms_of(cell->glyph);
    bool shade = cell->glyph >= 0x2591 && cell->glyph <= 0x2593;
    if (cell->glyph <= ' ')
        return;
    if (cell->glyph >= 0x2800 && cell->glyph <= 0x28ff)
        draw_braille(cairo, x, y, cell->glyph & 0xff);
    else if (cell->glyph >= 0x2580 && cell->glyph <= 0x259f && !shade)
        draw_block(cairo, x, y, cell->glyph);
    else if (arms)
        draw_lines(cairo, x, y, arms);
    else
        draw_letter(cairo, x, y, cell);
}

/* Neighbours of one ground are one rectangle: no seams between them. */
static void draw_grounds(cairo_t *cairo, const dadao_picture *picture, int row)
{
    const dadao_picture_cell *cell = picture->cell + (size_t)row * (size_t)picture->columns;
    for (int x = 0, end; x < picture->columns; x = end) {
        for (end = x + 1; end < picture->columns && cell[end].ground == cell[x].ground; end++)
            ;
        if (cell[x].ground == picture->paper)
            continue;
        dadao_output_ink(cairo, cell[x].ground);
        cairo_rectangle(cairo, MARGIN + x * CELL_WIDTH, MARGIN + row * CELL_HEIGHT, (end - x) * CELL_WIDTH, CELL_HEIGHT);
        cairo_fill(cairo);
    }
}

dadao_status dadao_output_picture_save(const dadao_picture *picture, const char *path, dadao_error *error)
{
    dadao_surface surface;
    double width = picture->columns * CELL_WIDTH + 2 * MARGIN, height = picture->rows * CELL_HEIGHT + 2 * MARGIN;
    dadao_status status =
        dadao_output_surface_open(&surface, path, width, height, 1, picture->title ? picture->title : "dadao", error);
    if (status != DADAO_OK)
        return status;
    dadao_output_ink(surface.cairo, picture->paper);
    cairo_paint(surface.cairo);
    for (int y = 0; y < picture->rows; y++)
        draw_grounds(surface.cairo, picture, y);
    for (int y = 0; y < picture->rows; y++)
        for (int x = 0; x < picture->columns; x++)
            draw_cell(surface.cairo, MARGIN + x * CELL_WIDTH, MARGIN + y * CELL_HEIGHT,
                      &picture->cell[(size_t)y * (size_t)picture->columns + (size_t)x]);
    return dadao_output_surface_commit(&surface, error);
}
