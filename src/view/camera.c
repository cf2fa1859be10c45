/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The camera: frames, maps from the plane to the dots of a pane, and where nodes are on the plane. */
#include "view/camera.h"

#include <math.h>

#define DEGREE 0.017453292519943295 /* in radians */
#define BEYOND 0.04                 /* of the frame: so far outside it a node may stand */

void dadao_view_position(const dadao_scene *scene, const dadao_network_look *look, size_t node, double *x, double *y)
{
    *x = scene->x[node], *y = scene->y[node];
    for (size_t k = 0; k < look->pins; k++)
        if (look->pin[k].node == node)
            *x = look->pin[k].x, *y = look->pin[k].y;
}

static void include(dadao_frame *frame, double x, double y)
{
    frame->low_x = fmin(frame->low_x, x), frame->high_x = fmax(frame->high_x, x);
    frame->low_y = fmin(frame->low_y, y), frame->high_y = fmax(frame->high_y, y);
}

dadao_frame dadao_view_frame_of(const dadao_scene *scene, const dadao_network_look *look)
{
    dadao_frame frame = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (size_t i = 0; i < scene->nodes && !look->pins; i++)
        include(&frame, scene->x[i], scene->y[i]);
    for (size_t i = 0; i < scene->nodes && look->pins; i++) {
        double x, y;
        dadao_view_position(scene, look, i, &x, &y);
        include(&frame, x, y);
    }
    return frame;
}

double dadao_view_squeeze(const dadao_scene *scene, const dadao_frame *frame)
{
    return scene->geographic ? fmax(0.2, cos((frame->low_y + frame->high_y) / 2 * DEGREE)) : 1;
}

/* A layout may be stretched up to this much to fill the window; a map keeps its shape as far as it can be read. */
static double stretch_limit(const dadao_scene *scene, const dadao_rect *area)
{
    if (scene->geographic)
        return area->rows >= 18 ? 1.2 : 1.6;
    return 1.9;
}

static double clamp(double value, double most)
{
    return value > most ? most : value < -most ? -most : value;
}

/* What stands in the middle of the pane. */
static void aim(dadao_map *map, const dadao_scene *scene, const dadao_network_look *look, const dadao_frame *frame, double zoom)
{
    map->x0 = (frame->low_x + frame->high_x) / 2, map->y0 = (frame->low_y + frame->high_y) / 2;
    if (!(zoom > 1))
        return;
    if (look->watching && look->watched < scene->nodes) {
        dadao_view_position(scene, look, look->watched, &map->x0, &map->y0);
        return;
    }
    map->x0 += clamp(look->camera.x, (frame->high_x - frame->low_x) / 2);
    map->y0 += clamp(look->camera.y, (frame->high_y - frame->low_y) / 2);
}

dadao_map dadao_view_camera_map(const dadao_scene *scene, const dadao_network_look *look, const dadao_frame *frame,
                                const dadao_rect *area, int margin_x, int margin_y)
{
    dadao_map map = {0};
    double zoom = look->camera.zoom > 1 ? fmin(look->camera.zoom, DADAO_CAMERA_CLOSEST) : 1,
           squeeze = dadao_view_squeeze(scene, frame);
    double dots_x = 2 * area->columns - 1, dots_y = 4 * area->rows - 1;
    double room_x = fmax(dots_x - 2 * margin_x, 1), room_y = fmax(dots_y - 2 * margin_y, 1);
    double wide = (frame->high_x - frame->low_x) * squeeze, tall = frame->high_y - frame->low_y;
    double sx = wide > 0 ? room_x / wide : INFINITY, sy = tall > 0 ? room_y / tall : INFINITY, s = fmin(sx, sy);
    double limit = stretch_limit(scene, area) * s;
    if (!isfinite(s))
        s = limit = 0;
    aim(&map, scene, look, frame, zoom);
    map.sx = fmin(sx, limit) * squeeze * zoom;
    map.sy = -fmin(sy, limit) * zoom; /* y goes up on the plane and down in a pane */
    map.dx = dots_x / 2, map.dy = dots_y / 2;
    double beyond_x = (frame->high_x - frame->low_x) * BEYOND, beyond_y = (frame->high_y - frame->low_y) * BEYOND;
    map.limit =
        (dadao_frame){frame->low_x - beyond_x, frame->high_x + beyond_x, frame->low_y - beyond_y, frame->high_y + beyond_y};
    return map;
}

void dadao_view_to_dots(const dadao_map *map, double x, double y, double *dot_x, double *dot_y)
{
    x = fmin(fmax(x, map->limit.low_x), map->limit.high_x);
    y = fmin(fmax(y, map->limit.low_y), map->limit.high_y);
    *dot_x = map->dx + (x - map->x0) * map->sx;
    *dot_y = map->dy + (y - map->y0) * map->sy;
}

void dadao_view_from_dots(const dadao_map *map, double dot_x, double dot_y, double *x, double *y)
{
    *x = map->sx != 0 ? map->x0 + (dot_x - map->dx) / map->sx : map->x0;
    *y = map->sy != 0 ? map->y0 + (dot_y - map->dy) / map->sy : map->y0;
}
