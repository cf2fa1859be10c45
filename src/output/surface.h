/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something to draw on with Cairo that becomes a file: SVG, PDF or PNG by its ending, written beside and renamed. */
#ifndef DADAO_OUTPUT_SURFACE_H
#define DADAO_OUTPUT_SURFACE_H

#include "core/file.h"

#include <cairo.h>
#include <dadao/status.h>
#include <stdint.h>

/* Zero-initialised is closed. Draw with `cairo` in the units of _open, the origin at the top left. */
typedef struct dadao_surface {
    cairo_t *cairo;
    cairo_surface_t *surface;
    dadao_writer writer;
    bool image; /* PNG: the pixels go out at the end */
} dadao_surface;

/* Opens a surface of width by height units (SVG and PDF: points; PNG: `density` pixels a unit). `title` goes into the file
 * where the format has room for it. FORMAT for an ending that is none of the three. */
dadao_status dadao_output_surface_open(dadao_surface *surface, const char *path, double width, double height, double density,
                                       const char *title, dadao_error *error);
/* Finishes the file and puts it in place; closes also when it fails. */
dadao_status dadao_output_surface_commit(dadao_surface *surface, dadao_error *error);
void dadao_output_surface_abort(dadao_surface *surface);

/* 0xRRGGBB as the colour of what is drawn next. */
void dadao_output_ink(cairo_t *cairo, uint32_t rgb);

#endif
