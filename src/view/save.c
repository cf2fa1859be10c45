/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas as a file: plain text, a self-contained SVG, or PNG and PDF through the painter of cells in src/output. */
#include <string.h>

#include "core/file.h"
#include "core/memory.h"
#include "view/view.h"

#include <dadao/picture.h>

#define PAPER_DARK 0x101418u
#define PAPER_LIGHT 0xffffffu
#define TEXT_DARK 0xd8dce0u
#define TEXT_LIGHT 0x1c1c1cu

static dadao_picture_cell picture_cell(const dadao_view_cell *cell, size_t palette, int colors, bool light)
{
    dadao_ink ink = dadao_view_ink_over(palette, colors, cell->style, cell->flags, cell->under);
    dadao_picture_cell made = {
        .glyph = cell->glyph, .bold = (ink.flags & DADAO_BOLD) != 0, .underline = (ink.flags & DADAO_UNDERLINE) != 0};
    made.ink = ink.foreground < 0 ? (light ? TEXT_LIGHT : TEXT_DARK) : dadao_view_rgb(ink.foreground);
    made.ground = ink.background < 0 ? (light ? PAPER_LIGHT : PAPER_DARK) : dadao_view_rgb(ink.background);
    if (ink.flags & DADAO_REVERSE) {
        uint32_t swap = made.ink;
        made.ink = made.ground, made.ground = swap;
    }
    return made;
}

static dadao_status save_painted(const dadao_canvas *canvas, size_t palette, int colors, bool light, const char *path,
                                 dadao_error *error)
{
    size_t cells = (size_t)canvas->columns * (size_t)canvas->rows;
    dadao_picture_cell *cell = dadao_core_allocate(cells, sizeof *cell);
    if (!cell)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: out of memory", path);
    for (size_t k = 0; k < cells; k++)
        cell[k] = picture_cell(&canvas->cell[k], palette, colors, light);
    dadao_picture picture = {canvas->columns, canvas->rows, light ? PAPER_LIGHT : PAPER_DARK, cell, "a screen of dadao"};
    dadao_status status = dadao_output_picture_save(&picture, path, error);
    free(cell);
    return status;
}

static dadao_status save_written(const dadao_canvas *canvas, size_t palette, int colors, bool light, const char *path,
                                 dadao_error *error)
{
    dadao_writer writer = {0};
    dadao_status status = dadao_core_writer_open(&writer, path, error);
    if (status != DADAO_OK)
        return status;
    status = dadao_core_has_ending(path, "svg") ? dadao_view_write_svg(canvas, palette, colors, light, writer.stream, error)
                                                : dadao_view_write_text(canvas, writer.stream, error);
    if (status == DADAO_OK)
        return dadao_core_writer_commit(&writer, error);
    dadao_core_writer_abort(&writer);
    return status;
}

bool dadao_view_can_save(const char *path)
{
    return dadao_core_has_ending(path, "txt") || dadao_output_is_picture(path);
}

dadao_status dadao_view_save(const dadao_canvas *canvas, size_t palette, int colors, bool light, const char *path,
                             dadao_error *error)
{
    if (!dadao_view_can_save(path))
        return dadao_core_fail(error, DADAO_FORMAT, "%s: a screen is saved as .txt, .svg, .png or .pdf", path);
    if (dadao_core_has_ending(path, "png") || dadao_core_has_ending(path, "pdf"))
        return save_painted(canvas, palette, colors, light, path, error);
    return save_written(canvas, palette, colors, light, path, error);
}
