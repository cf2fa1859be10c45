/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code points: UTF-8 in and out, columns a glyph takes, and what poorer terminals show instead. */
#include "view/canvas.h"

#include <string.h>

uint32_t dadao_view_decode(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    if (*s == 0)
        return 0;
    int more = *s < 0x80 ? 0 : (*s & 0xe0) == 0xc0 ? 1 : (*s & 0xf0) == 0xe0 ? 2 : (*s & 0xf8) == 0xf0 ? 3 : -1;
    static const uint32_t smallest[4] = {0, 0x80, 0x800, 0x10000};
    uint32_t glyph = more <= 0 ? *s : *s & (0x3fu >> more);
    for (int k = 1; k <= more; k++) {
        if ((s[k] & 0xc0) != 0x80)
            more = -1;
        else
            glyph = glyph << 6 | (s[k] & 0x3fu);
    }
    bool bad = more < 0 || glyph < smallest[more] || glyph > 0x10ffff || (glyph >= 0xd800 && glyph < 0xe000);
    *text += bad ? 1 : more + 1;
    return bad ? 0xfffd : glyph;
}

size_t dadao_view_encode(uint32_t glyph, char bytes[5])
{
    size_t length = glyph < 0x80 ? 1 : glyph < 0x800 ? 2 : glyph < 0x10000 ? 3 : 4;
    static const uint8_t lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t k = length; k-- > 1; glyph >>= 6)
        bytes[k] = (char)(0x80 | (glyph & 0x3f));
    bytes[0] = (char)(lead[length] | glyph);
    bytes[length] = '\0';
    return length;
}

typedef struct range {
    uint32_t first, last;
} range;

static bool within(uint32_t glyph, const range *ranges, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (glyph >= ranges[k].first && glyph <= ranges[k].last)
            return true;
    return false;
}

int dadao_view_glyph_width(uint32_t glyph)
{
    static const range zero[] = {{0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},   {0x64b, 0x65f},
                                 {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2064},
                                 {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}};
    static const range wide[] = {{0x1100, 0x115f}, {0x231a, 0x231b}, {0x23e9, 0x23ec},   {0x26a1, 0x26a1},
                                 {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
                                 {0xa000, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},   {0xfe30, 0xfe4f},
                                 {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}};
    if (glyph < 0x300)
        return 1;
    if (within(glyph, zero, sizeof zero / sizeof *zero))
        return 0;
    return within(glyph, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

int dadao_view_width(const char *text)
{
    int width = 0;
    for (uint32_t glyph; (glyph = dadao_view_decode(&text)) != 0;)
        width += dadao_view_glyph_width(glyph);
    return width;
}

/* Which of the eight dots of a braille pattern are set, as rows of two: bit 0 left, bit 1 right. */
static void dot_rows(uint32_t glyph, unsigned row[4])
{
    unsigned m = glyph & 0xff;
    row[0] = (m & 1) | (m >> 3 & 1) << 1;
    row[1] = (m >> 1 & 1) | (m >> 4 & 1) << 1;
    row[2] = (m >> 2 & 1) | (m >> 5 & 1) << 1;
    row[3] = (m >> 6 & 1) | (m >> 7 & 1) << 1;
}

/* Quadrants: bits top left, top right, bottom left, bottom right. */
static uint32_t block_of(uint32_t glyph)
{
    static const uint16_t quadrant[16] = {' ',    0x2598, 0x259d, 0x2580, 0x2596, 0x258c, 0x259e, 0x259b,
                                          0x2597, 0x259a, 0x2590, 0x259c, 0x2584, 0x2599, 0x259f, 0x2588};
    unsigned row[4];
    dot_rows(glyph, row);
    return quadrant[(row[0] | row[1]) | (row[2] | row[3]) << 2];
}

/* The character whose strokes lie nearest to the dots. */
static uint32_t ascii_of(uint32_t glyph)
{
    unsigned row[4], count = 0, left = 0, right = 0;
    dot_rows(glyph, row);
    for (int k = 0; k < 4; k++) {
        left += row[k] & 1;
        right += row[k] >> 1;
        count += row[k] != 0;
    }
    if (left + right == 0)
        return ' ';
    if (left + right >= 7)
        return '#';
    if (count == 1)
        return row[0] ? '\'' : row[3] ? (left + right == 2 ? '_' : '.') : left + right == 2 ? '-' : '.';
    if (left == 0 || right == 0)
        return count >= 3 ? '|' : row[0] ? '\'' : row[3] ? '.' : ':';
    unsigned top = row[0] ? row[0] : row[1], bottom = row[3] ? row[3] : row[2];
    if (top == 1 && bottom == 2)
        return '\\';
    if (top == 2 && bottom == 1)
        return '/';
    return left + right >= 5 ? '#' : row[0] | row[1] ? (row[2] | row[3] ? ':' : '"') : '=';
}

/* Dots of these meanings have one character of their own, so that they differ without colour. */
static uint32_t ascii_dots(const dadao_view_cell *cell)
{
    if (cell->style == DADAO_STYLE_EDGE_ACTIVE)
        return '*';
    if (cell->style == DADAO_STYLE_FRAME)
        return (cell->glyph & 0xff) == 0x12 ? '-' : '|';
    if (cell->style == DADAO_STYLE_GUARANTEE)
        return '.';
    return ascii_of(cell->glyph);
}

/* Letters with accents keep their letter; everything else unknown becomes '?'. */
static uint32_t ascii_text(uint32_t glyph)
{
    static const char latin[] = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
    static const struct {
        uint32_t glyph;
        char ascii;
    } table[] = {{0x2713, '+'}, {0x2717, 'x'}, {0x23f5, '>'}, {0x23f8, '='}, {0x2736, '*'}, {0x2731, '*'}, {0x25aa, 'o'},
                 {0x25e6, 'o'}, {0x2590, '#'}, {0x2591, '.'}, {0xa0, ' '},   {0x2013, '-'}, {0x2019, '\''}};
    for (size_t k = 0; k < sizeof table / sizeof *table; k++)
        if (table[k].glyph == glyph)
            return (unsigned char)table[k].ascii;
    if (glyph >= 0xc0 && glyph <= 0xff)
        return (unsigned char)latin[glyph - 0xc0];
    return '?';
}

static void degrade_cell(dadao_view_cell *cell, dadao_glyphs level)
{
    bool dots = cell->glyph >= 0x2800 && cell->glyph <= 0x28ff;
    if (level == DADAO_GLYPHS_BLOCK) {
        if (dots && cell->style == DADAO_STYLE_FRAME)
            cell->glyph = (cell->glyph & 0xff) == 0x12 ? 0x2500 : 0x2502;
        else if (dots)
            cell->glyph = block_of(cell->glyph);
    } else if (cell->glyph == 0) {
        cell->glyph = '?';
    } else if (cell->glyph >= 127) {
        cell->glyph = dots ? ascii_dots(cell) : ascii_text(cell->glyph);
    }
}

void dadao_view_degrade(dadao_canvas *canvas, dadao_glyphs level)
{
    if (level == DADAO_GLYPHS_BRAILLE)
        return;
    size_t count = (size_t)canvas->columns * (size_t)canvas->rows;
    for (size_t k = 0; k < count; k++)
        degrade_cell(&canvas->cell[k], level);
}
