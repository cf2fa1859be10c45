/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of a grid of cells: what was asked for is where it should be, pixel by pixel. */
#include "support/support.h"

#include <cairo.h>
#include <dadao/picture.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 9, HEIGHT = 18, MARGIN = 9 };

static uint32_t pixel(cairo_surface_t *surface, int x, int y)
{
    const unsigned char *row =
        cairo_image_surface_get_data(surface) + (size_t)y * (size_t)cairo_image_surface_get_stride(surface);
    uint32_t value;
    memcpy(&value, row + 4 * (size_t)x, 4);
    return value & 0xffffff;
}

static cairo_surface_t *drawn(const dadao_picture *picture, const char *folder)
{
    char *path = support_format("%s/picture.png", folder);
    dadao_error error = {0};
    assert_int_equal(dadao_output_picture_save(picture, path, &error), DADAO_OK);
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    free(path);
    return surface;
}

/* Grounds, a dot, blocks and a line, each at the place that its code point says. */
static void cells_are_drawn(void **state)
{
    (void)state;
    char *folder = support_folder();
    const uint32_t paper = 0x101418, red = 0xcc1020, blue = 0x1020cc;
    dadao_picture_cell cell[6];
    for (int k = 0; k < 6; k++)
        cell[k] = (dadao_picture_cell){.glyph = ' ', .ink = red, .ground = paper};
    cell[0].ground = blue;
    cell[1].glyph = 0x2801; /* the top left dot */
    cell[2].glyph = 0x2584; /* the lower half */
    cell[3].glyph = 0x259d; /* the upper right quarter */
    cell[4].glyph = 0x2500; /* a line from left to right */
    cell[5].glyph = 'M';
    dadao_picture picture = {6, 1, paper, cell, NULL};
    cairo_surface_t *surface = drawn(&picture, folder);
    assert_int_equal(cairo_image_surface_get_width(surface), 6 * WIDTH + 2 * MARGIN);
    assert_int_equal(cairo_image_surface_get_height(surface), HEIGHT + 2 * MARGIN);
    assert_int_equal(pixel(surface, 2, 2), paper);
    assert_int_equal(pixel(surface, MARGIN + 4, MARGIN + 9), blue);
    int x = MARGIN + WIDTH;
    assert_int_equal(pixel(surface, x + 2, MARGIN + 2), red);
    assert_int_equal(pixel(surface, x + 6, MARGIN + 2), paper);
    assert_int_equal(pixel(surface, x + 2, MARGIN + 11), paper);
    x += WIDTH;
    assert_int_equal(pixel(surface, x + 4, MARGIN + 4), paper);
    assert_int_equal(pixel(surface, x + 4, MARGIN + 14), red);
    x += WIDTH;
    assert_int_equal(pixel(surface, x + 7, MARGIN + 3), red);
    assert_int_equal(pixel(surface, x + 2, MARGIN + 3), paper);
    assert_int_equal(pixel(surface, x + 7, MARGIN + 14), paper);
    x += WIDTH;
    assert_int_not_equal(pixel(surface, x + 1, MARGIN + 9) | pixel(surface, x + 1, MARGIN + 8), paper);
    assert_int_equal(pixel(surface, x + 4, MARGIN + 3), paper);
    x += WIDTH;
    bool inked = false;
    for (int k = 0; k < WIDTH * HEIGHT; k++)
        inked = inked || pixel(surface, x + k % WIDTH, MARGIN + k / WIDTH) != paper;
    assert_true(inked);
    cairo_surface_destroy(surface);
    support_folder_remove(folder);
}

static void every_format_begins_as_it_should(void **state)
{
    (void)state;
    static const char *const ending[] = {"svg", "pdf", "png"}, *const magic[] = {"<?xml", "%PDF-1", "\x89PNG"};
    char *folder = support_folder();
    dadao_picture_cell cell = {.glyph = 'A', .ink = 0, .ground = 0xffffff};
    dadao_picture picture = {1, 1, 0xffffff, &cell, "a title"};
    for (int k = 0; k < 3; k++) {
        char *path = support_format("%s/a.%s", folder, ending[k]);
        size_t length;
        assert_true(dadao_output_is_picture(path));
        assert_int_equal(dadao_output_picture_save(&picture, path, NULL), DADAO_OK);
        char *bytes = support_read(path, &length);
        assert_non_null(bytes);
        assert_memory_equal(bytes, magic[k], strlen(magic[k]));
        free(bytes);
        free(path);
    }
    support_folder_remove(folder);
}

static void what_cannot_be_is_said(void **state)
{
    (void)state;
    dadao_error error = {0};
    dadao_picture_cell cell = {.glyph = 'A'};
    dadao_picture picture = {1, 1, 0, &cell, NULL};
    assert_int_equal(dadao_output_picture_save(&picture, "a.gif", &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, ".svg, .pdf or .png"));
    assert_int_equal(dadao_output_picture_save(&picture, "/nowhere/at/all.png", &error), DADAO_IO);
    picture.columns = 100000;
    assert_int_equal(dadao_output_picture_save(&picture, "wide.png", &error), DADAO_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_drawn),
        cmocka_unit_test(every_format_begins_as_it_should),
        cmocka_unit_test(what_cannot_be_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
