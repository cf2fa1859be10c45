/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the network view: what its files share. Geometry is in dots, two across and four down in a cell. */
#ifndef DADAO_VIEW_NETWORK_H
#define DADAO_VIEW_NETWORK_H

#include "view/heading.h"

#define DADAO_DISC_NODES 40
#define DADAO_CELL_NODES 500
#define DADAO_CELLS_MOST 4000 /* as many where the pane is large enough */

/* How nodes are drawn: as discs with their number, as cells, or as dots that share cells. */
typedef enum dadao_regime { DADAO_REGIME_DISCS, DADAO_REGIME_CELLS, DADAO_REGIME_DENSITY } dadao_regime;

/* Half cells of the density map: each shows the largest or the mean value of its nodes. */
typedef struct dadao_density {
    uint32_t *half;     /* [nodes] the half cell a node lies in, UINT32_MAX: outside */
    uint8_t *mask;      /* [cells] dots with a node, as a braille pattern */
    uint32_t *count;    /* [2 cells] nodes */
    double *value;      /* [2 cells] of the frame being drawn */
} dadao_density;

/* Everything that depends only on scene, camera, pins and size: computed once, used until one of them changes. */
typedef struct dadao_places {
    bool valid;
    const dadao_scene *scene;
    uint64_t version, changes;
    size_t nodes, edges;
    dadao_camera camera;
    size_t watched;      /* SIZE_MAX: none */
    int columns, rows;
    bool plain;
    dadao_map map;
    dadao_regime regime;
    bool bodies;         /* discs have a round body */
    int digits;          /* of the numbers in discs */
    int32_t *x, *y;      /* [nodes] dots, those of discs moved apart */
    uint32_t *visible;   /* [seen] nodes in sight */
    size_t seen;
    uint32_t *edge;      /* [drawn] edges that cross the pane, where edges at rest are drawn */
    uint8_t *level;      /* [drawn] of the frame being drawn: colours of the edges */
    size_t drawn;
    int stride;          /* every so many-th dot of an edge at rest is drawn, so that many do not make a mist; 0: none is */
    uint32_t *degree;    /* [nodes] neighbours */
    dadao_density density;
    uint8_t *taken;      /* [cells] of the frame being drawn: bodies, labels, marks */
    size_t node_capacity, edge_capacity, cell_capacity;
} dadao_places;

/* What was there before: gives edits their stability. */
#define DADAO_GHOSTS 64
typedef struct dadao_ghost {
    double x, y;
    size_t before; /* so many of today's nodes come before it */
} dadao_ghost;

struct dadao_network_memory {
    bool known;
    uint64_t version;
    dadao_frame frame;
    double *x, *y;       /* [nodes] where the layout had the nodes of the scene last observed */
    size_t nodes, capacity;
    char topology[sizeof((dadao_scene *)0)->topology];
    int digits;          /* of the largest index when the frame was chosen */
    dadao_ghost ghost[DADAO_GHOSTS]; /* nodes that went: their room stays free, so that nobody moves into it */
    size_t ghosts;
    dadao_places places;
};

typedef struct dadao_network {
    const dadao_pane *pane; /* of the network itself, without title and legend */
    const dadao_snapshot *snapshot;
    const dadao_scene *scene;
    const dadao_lane_snapshot *lane;
    const dadao_view_state *state;
    dadao_places *places;
    dadao_quantity_value *value;
    dadao_range range;
    dadao_quantity_value *edge_value;
    dadao_range edge_range;
    uint64_t since;         /* events after this one flash */
    bool plain;             /* no colours: digits and shapes */
    bool pulse[DADAO_PULSE_NODES];
} dadao_network;

/* The frame that holds: the remembered one, or one around every node. */
dadao_frame dadao_view_network_frame(const dadao_scene *scene, const dadao_network_look *look);
/* Forgets what edits have left behind and takes a new frame around all nodes. */
void dadao_view_network_refit(dadao_view_state *state);

int dadao_view_digits(size_t value);
/* Makes `places` those of the pane; false when out of memory. */
bool dadao_view_places_make(dadao_places *places, const dadao_scene *scene, const dadao_view_state *state, const dadao_rect *area);
void dadao_view_places_clear(dadao_places *places);
/* The part of the pane that the network itself has, below the title and above the lines of the legend. */
dadao_rect dadao_view_network_field(const dadao_rect *pane, const dadao_view_state *state, int *legend);
/* Everything the drawing needs, with the places in `own` where the state remembers none; false: nothing can be drawn. */
bool dadao_view_network_prepare(dadao_network *v, const dadao_pane *field, const dadao_snapshot *snapshot,
                                const dadao_view_state *state, dadao_places *own);

/* Text of a node's disc: "7", " 7 ", "*7*", "7:3"; returns its width in cells. */
int dadao_view_disc_text(const dadao_network *v, size_t node, char *text, size_t capacity);
int dadao_view_disc_width(const dadao_places *places, bool plain);
int dadao_view_cell_width(const dadao_places *places);
/* The style of a node, NODE and a level, or FAINT where its value is not known. */
dadao_style dadao_view_network_style(const dadao_network *v, size_t node);
char dadao_view_network_digit(const dadao_network *v, size_t node);
bool dadao_view_network_selected(const dadao_network *v, size_t node);
bool dadao_view_network_pulses(const dadao_network *v, size_t node);
bool dadao_view_network_stopped(const dadao_network *v, size_t node);

/* Cells that are spoken for. */
void dadao_view_take(const dadao_network *v, int x, int y, int columns);
bool dadao_view_is_free(const dadao_network *v, int x, int y, int columns);

void dadao_view_network_graticule(const dadao_network *v); /* meridians and parallels */
void dadao_view_network_edges(const dadao_network *v);
void dadao_view_network_marks(const dadao_network *v);   /* of edges: the worst, the selected, digits */
void dadao_view_network_discs(const dadao_network *v);
void dadao_view_network_cells(const dadao_network *v);
void dadao_view_network_density(const dadao_network *v);
void dadao_view_network_names(const dadao_network *v);
void dadao_view_network_legend(const dadao_network *v, const dadao_pane *pane);

/* The edge between two nodes; SIZE_MAX where there is none. */
size_t dadao_view_find_edge(const dadao_scene *scene, size_t u, size_t v);
/* What is drawn at a cell of the network's field: a node first, then an edge. */
dadao_selected dadao_view_network_hit(const dadao_network *v, int x, int y);


#endif
