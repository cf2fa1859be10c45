/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surfaces of Cairo that end as files: SVG, PDF and PNG. */
#include "output/surface.h"

#include <dadao/picture.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

/* More pixels than this are a mistake, not a picture. */
#define MAX_PIXELS 20000.0

bool dadao_output_is_picture(const char *path)
{
    return dadao_core_has_ending(path, "svg") || dadao_core_has_ending(path, "pdf") || dadao_core_has_ending(path, "png");
}

static cairo_status_t write_bytes(void *stream, const unsigned char *bytes, unsigned length)
{
    return fwrite(bytes, 1, length, stream) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *make_surface(const char *path, double width, double height, double density, const char *title,
                                     FILE *stream)
{
    if (dadao_core_has_ending(path, "svg"))
        return cairo_svg_surface_create_for_stream(write_bytes, stream, width, height);
    if (dadao_core_has_ending(path, "png"))
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * density), (int)ceil(height * density));
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_bytes, stream, width, height);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "dadao " DADAO_VERSION);
    return surface;
}

static dadao_status failed(const dadao_surface *surface, cairo_status_t status, dadao_error *error)
{
    return dadao_core_fail(error, status == CAIRO_STATUS_NO_MEMORY ? DADAO_MEMORY : DADAO_IO, "%s: cannot be drawn: %s",
                           surface->writer.path, cairo_status_to_string(status));
}

dadao_status dadao_output_surface_open(dadao_surface *surface, const char *path, double width, double height, double density,
                                       const char *title, dadao_error *error)
{
    *surface = (dadao_surface){0};
    if (!dadao_output_is_picture(path))
        return dadao_core_fail(error, DADAO_FORMAT, "%s: pictures end in .svg, .pdf or .png", path);
    if (!(width >= 1 && height >= 1) || fmax(width, height) * density > MAX_PIXELS)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "%s: a picture of %g by %g is too large", path, width * density,
                               height * density);
    dadao_status status = dadao_core_writer_open(&surface->writer, path, error);
    if (status != DADAO_OK)
        return status;
    surface->image = dadao_core_has_ending(path, "png");
    surface->surface = make_surface(path, width, height, density, title, surface->writer.stream);
    surface->cairo = cairo_create(surface->surface);
    if (surface->image)
        cairo_scale(surface->cairo, density, density);
    if (cairo_status(surface->cairo) == CAIRO_STATUS_SUCCESS)
        return DADAO_OK;
    status = failed(surface, cairo_status(surface->cairo), error);
    dadao_output_surface_abort(surface);
    return status;
}

static void free_surface(dadao_surface *surface)
{
    if (surface->cairo)
        cairo_destroy(surface->cairo);
    if (surface->surface)
        cairo_surface_destroy(surface->surface);
    surface->cairo = NULL;
    surface->surface = NULL;
}

dadao_status dadao_output_surface_commit(dadao_surface *surface, dadao_error *error)
{
    cairo_status_t drawn = cairo_status(surface->cairo);
    if (drawn == CAIRO_STATUS_SUCCESS && surface->image)
        drawn = cairo_surface_write_to_png_stream(surface->surface, write_bytes, surface->writer.stream);
    if (drawn == CAIRO_STATUS_SUCCESS && !surface->image) {
        cairo_show_page(surface->cairo);
        cairo_surface_finish(surface->surface);
        drawn = cairo_surface_status(surface->surface);
    }
    if (drawn != CAIRO_STATUS_SUCCESS) {
        dadao_status status = failed(surface, drawn, error);
        dadao_output_surface_abort(surface);
        return status;
    }
    free_surface(surface);
    return dadao_core_writer_commit(&surface->writer, error);
}

void dadao_output_surface_abort(dadao_surface *surface)
{
    free_surface(surface);
    if (surface->writer.stream)
        dadao_core_writer_abort(&surface->writer);
}

void dadao_output_ink(cairo_t *cairo, uint32_t rgb)
{
    cairo_set_source_rgb(cairo, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}
