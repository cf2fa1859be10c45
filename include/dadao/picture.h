/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid of cells as a picture: SVG, PDF or PNG by the ending of the file. Whoever has a grid fills one of these. */
#ifndef DADAO_PICTURE_H
#define DADAO_PICTURE_H

#include <dadao/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One cell: a code point (0: the right half of a wide glyph, ' ': nothing) and its colours, 0xRRGGBB. */
typedef struct dadao_picture_cell {
    uint32_t glyph, ink, ground;
    bool bold, underline;
} dadao_picture_cell;

typedef struct dadao_picture {
    int columns, rows;
    uint32_t paper;                 /* around the grid, and where the ground of a cell is the same */
    const dadao_picture_cell *cell; /* [rows][columns] */
    const char *title;              /* for the file's own description */
} dadao_picture;

/* Whether the ending is one of .svg, .pdf and .png. */
bool dadao_output_is_picture(const char *path);
/* Draws the grid in a monospaced face; braille, blocks and lines are drawn as shapes, so that they join whatever the font.
 * Written beside and renamed. FORMAT for another ending, IO. */
dadao_status dadao_output_picture_save(const dadao_picture *picture, const char *path, dadao_error *error);

#endif
