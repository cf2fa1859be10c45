/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas: a grid of cells, each a glyph with a meaning (a semantic style), and the pens that write on it.
 *
 * Views write through a pane, a rectangle with its own origin that clips: nothing a view does can leave its pane.
 * Dots are braille patterns, two across and four down in a cell; `dadao_view_degrade` turns them, and every other
 * glyph outside ASCII, into what a poorer terminal can show, so views draw in one way only. */
#ifndef DADAO_VIEW_CANVAS_H
#define DADAO_VIEW_CANVAS_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/style.h"

typedef struct dadao_view_cell {
    uint32_t glyph;  /* a code point; 0: the right half of a wide glyph */
    uint8_t style;   /* dadao_style */
    uint8_t flags;   /* DADAO_BOLD … on top of the style's own */
    uint8_t under;   /* 0, or a level of the ramp + 1 as the ground: two values in one cell of half blocks */
} dadao_view_cell;

typedef struct dadao_canvas {
    int columns, rows;
    size_t capacity;
    dadao_view_cell *cell; /* [rows][columns] */
} dadao_canvas;

typedef struct dadao_rect {
    int x, y, columns, rows;
} dadao_rect;

typedef struct dadao_pane {
    dadao_canvas *canvas; /* NULL: drawing does nothing, only the area counts */
    dadao_rect area;
} dadao_pane;

typedef enum dadao_glyphs { DADAO_GLYPHS_BRAILLE, DADAO_GLYPHS_BLOCK, DADAO_GLYPHS_ASCII } dadao_glyphs;

/* Zero-initialised is empty. Makes the canvas blank at the given size; false when memory is out (it is then empty). */
bool dadao_view_canvas_resize(dadao_canvas *canvas, int columns, int rows);
void dadao_view_canvas_free(dadao_canvas *canvas);
/* Replaces glyphs by those of a poorer level, in place. */
void dadao_view_degrade(dadao_canvas *canvas, dadao_glyphs level);

dadao_pane dadao_view_pane_of(dadao_canvas *canvas);
/* The part of a pane at (x, y), clipped to it. */
dadao_pane dadao_view_part(const dadao_pane *pane, int x, int y, int columns, int rows);

/* The cell at (x, y), NULL outside the pane. */
dadao_view_cell *dadao_view_at(const dadao_pane *pane, int x, int y);
void dadao_view_put(const dadao_pane *pane, int x, int y, uint32_t glyph, dadao_style style, unsigned flags);
/* Two levels of the ramp in one cell: left and right, or upper and lower. A right half block has one width everywhere; the
 * lower one is wide where ambiguous glyphs are, and is meant for the level of blocks. */
void dadao_view_put_beside(const dadao_pane *pane, int x, int y, unsigned left, unsigned right);
void dadao_view_put_stacked(const dadao_pane *pane, int x, int y, unsigned upper, unsigned lower);
void dadao_view_fill(const dadao_pane *pane, dadao_style style, unsigned flags);
/* Writes UTF-8 text from x on, clipped; returns the column after it. Control characters show as '?'. */
int dadao_view_text(const dadao_pane *pane, int x, int y, dadao_style style, unsigned flags, const char *text);
int dadao_view_format(const dadao_pane *pane, int x, int y, dadao_style style, unsigned flags, const char *format, ...)
    DADAO_PRINTF(6, 7);
/* The same, but text longer than `columns` ends in "..". */
int dadao_view_clipped(const dadao_pane *pane, int x, int y, int columns, dadao_style style, unsigned flags, const char *text);

/* Dots: (0,0) is the top left dot of the pane; a pane has 2*columns by 4*rows of them. Text in the way stays. */
void dadao_view_dot(const dadao_pane *pane, int x, int y, dadao_style style, unsigned flags);
void dadao_view_line(const dadao_pane *pane, int x0, int y0, int x1, int y1, dadao_style style, unsigned flags);
/* Every `stride`-th dot of it. */
void dadao_view_dotted(const dadao_pane *pane, int x0, int y0, int x1, int y1, int stride, dadao_style style, unsigned flags);

/* The same by a pattern of 16 dots along x + y: it stays where it is however the line is cut into pieces. */
void dadao_view_dashed(const dadao_pane *pane, int x0, int y0, int x1, int y1, dadao_style style, unsigned flags, unsigned pattern);

/* UTF-8. The code point at *text, which moves past it; malformed bytes give U+FFFD one at a time; 0 at the end. */
uint32_t dadao_view_decode(const char **text);
size_t dadao_view_encode(uint32_t glyph, char bytes[5]); /* '\0' added; returns the length without it */
int dadao_view_glyph_width(uint32_t glyph);              /* 0, 1 or 2 columns */
int dadao_view_width(const char *text);

#endif
