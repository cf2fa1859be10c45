/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The camera over the network: which part of the plane a pane shows, and what of it the hand has moved. */
#ifndef DADAO_VIEW_CAMERA_H
#define DADAO_VIEW_CAMERA_H

#include <dadao/snapshot.h>

#include "view/canvas.h"
#include "view/quantities.h"

/* How close it may come. At 1 the whole frame is in the pane. */
#define DADAO_CAMERA_CLOSEST 4096
/* A step in or out, and how much of the pane a step sideways passes. */
#define DADAO_CAMERA_STEP 1.5
#define DADAO_CAMERA_PAN 0.25

/* Zero: all of the frame. */
typedef struct dadao_camera {
    double zoom; /* 0 or 1: the frame fits the pane */
    double x, y; /* layout units from the middle of the frame; limited to the frame */
} dadao_camera;

/* The part of the plane that fits the pane at zoom 1. It is chosen when a network is first seen and by `fit`, and stays
 * while the network is edited, so that no edit moves the other nodes. */
typedef struct dadao_frame {
    double low_x, high_x, low_y, high_y;
} dadao_frame;

/* A node that was put somewhere by hand. */
typedef struct dadao_pin {
    size_t node;
    double x, y;
} dadao_pin;
#define DADAO_PINS 256

/* What is under the pointer while a button is held. */
typedef enum dadao_grab { DADAO_GRAB_NONE, DADAO_GRAB_GROUND, DADAO_GRAB_NODE } dadao_grab;

typedef struct dadao_network_memory dadao_network_memory;

/* The part of the view state that the network pane alone looks at. */
typedef struct dadao_network_look {
    dadao_node_quantity quantity;
    dadao_edge_quantity edges;
    dadao_camera camera;
    bool watching;          /* the camera stays on a node */
    size_t watched, pivot;  /* pivot: the node whose edges are walked through */
    dadao_pin pin[DADAO_PINS];
    size_t pins;
    uint64_t changes;       /* grows with each pin and each new frame: what was computed from them is void */
    int consensus_top;      /* as scale_top, of the consensus error */
    dadao_grab grab;
    size_t grabbed;
    int grab_x, grab_y;
    dadao_network_memory *memory; /* what was seen before; NULL: nothing is remembered from one frame to the next */
} dadao_network_look;

/* From layout units to dots of a pane. */
typedef struct dadao_map {
    double x0, y0, sx, sy; /* dot = dx + (x - x0) sx, dy + (y0 - y) sy */
    double dx, dy;
    dadao_frame limit;     /* nodes beyond it (they joined later) stand at its border */
} dadao_map;

/* The smallest frame that holds every node. */
dadao_frame dadao_view_frame_of(const dadao_scene *scene, const dadao_network_look *look);
/* The map of a pane whose nodes keep a margin (in dots) at zoom 1. */
dadao_map dadao_view_camera_map(const dadao_scene *scene, const dadao_network_look *look, const dadao_frame *frame,
                                const dadao_rect *area, int margin_x, int margin_y);
/* Where a node is, in layout units: where the hand put it, else where the layout did. */
void dadao_view_position(const dadao_scene *scene, const dadao_network_look *look, size_t node, double *x, double *y);
/* Layout units to dots and back. */
void dadao_view_to_dots(const dadao_map *map, double x, double y, double *dot_x, double *dot_y);
void dadao_view_from_dots(const dadao_map *map, double dot_x, double dot_y, double *x, double *y);
/* A degree of longitude is shorter the farther from the equator; 1 where positions are no places on Earth. */
double dadao_view_squeeze(const dadao_scene *scene, const dadao_frame *frame);

/* ---- What stays from one snapshot to the next (network_memory.c) ---- */

/* NULL: out of memory; everything works without. */
dadao_network_memory *dadao_view_network_memory_create(void);
void dadao_view_network_memory_destroy(dadao_network_memory *memory);

#endif
