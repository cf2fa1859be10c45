/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Semantic styles: views name a meaning, this table alone knows colours. */
#ifndef DADAO_VIEW_STYLE_H
#define DADAO_VIEW_STYLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DADAO_BOLD = 1u, DADAO_DIM = 2u, DADAO_REVERSE = 4u, DADAO_UNDERLINE = 8u };

#define DADAO_RAMP 16

/* name, colour of 256 / of 16 / of 8 (-1: the terminal's own), attributes with colour, attributes without, meaning.
 * Blue is computation and orange communication everywhere (apart for every kind of colour blindness); the terminal's own
 * colours carry the text, so that light and dark backgrounds both read well. */
#define DADAO_STYLES(X)                                                                                       \
    X(TEXT, -1, -1, -1, 0, 0, "plain text")                                                                   \
    X(FAINT, 245, -1, -1, 0, 0, "units, captions, axes")                                                      \
    X(FRAME, 241, 8, -1, 0, 0, "rules between panes")                                                         \
    X(TITLE, -1, -1, -1, DADAO_BOLD, DADAO_BOLD, "titles of panes")                                           \
    X(CHOSEN, 202, 11, 3, DADAO_BOLD, DADAO_BOLD | DADAO_UNDERLINE, "what the keys act on")                   \
    X(KEY, 202, 11, 3, DADAO_BOLD, DADAO_BOLD, "keys in hints")                                               \
    X(NUMBER, -1, -1, -1, DADAO_BOLD, DADAO_BOLD, "values that matter")                                       \
    X(GRADIENT, 32, 12, 4, DADAO_BOLD, DADAO_BOLD, "computation: gradients")                                  \
    X(COMMUNICATION, 202, 11, 3, DADAO_BOLD, DADAO_BOLD, "communication: gossip over an edge")                \
    X(EDGE, 243, 8, -1, 0, 0, "an edge at rest")                                                              \
    X(EDGE_ACTIVE, 202, 11, 3, DADAO_BOLD, DADAO_BOLD, "an edge that fired since the last frame")             \
    X(LANE, 71, 10, 2, DADAO_BOLD, DADAO_BOLD, "the curve of the run")                                        \
    X(GUARANTEE, 133, 13, 5, 0, 0, "what the theorem promises")                                               \
    X(GOOD, 71, 10, 2, DADAO_BOLD, DADAO_BOLD, "a condition that holds")                                      \
    X(WARNING, 172, 11, 3, DADAO_BOLD, DADAO_BOLD, "a condition that fails")                                  \
    X(ERROR, 160, 9, 1, DADAO_BOLD, DADAO_REVERSE, "a command that failed")                                   \
    X(BAR, -1, -1, -1, DADAO_REVERSE, DADAO_REVERSE, "selected lines")                                        \
    X(TRACK, 241, 8, -1, 0, 0, "the track of a slider")                                                       \
    X(LANE2, 74, 14, 6, DADAO_BOLD, DADAO_BOLD, "the curve of the second lane")                               \
    X(LANE3, 168, 9, 1, DADAO_BOLD, DADAO_BOLD, "the third")                                                  \
    X(LANE4, 142, 11, 3, DADAO_BOLD, DADAO_BOLD, "the fourth")                                                \
    X(LANE5, 98, 13, 5, DADAO_BOLD, DADAO_BOLD, "the fifth")                                                  \
    X(LANE6, 137, 3, 7, DADAO_BOLD, DADAO_BOLD, "the sixth")                                                  \
    X(LANE7, 37, 6, 4, DADAO_BOLD, DADAO_BOLD, "the seventh")                                                 \
    X(LANE8, 246, 7, -1, DADAO_BOLD, DADAO_BOLD, "the eighth")

#define DADAO_STYLE_ENUM(name, c256, c16, c8, colour, mono, meaning) DADAO_STYLE_##name,
typedef enum dadao_style {
    DADAO_STYLES(DADAO_STYLE_ENUM)
    DADAO_STYLE_NODE,                                     /* + level: a node's cell, the ramp as background */
    DADAO_STYLE_HEAT = DADAO_STYLE_NODE + DADAO_RAMP,     /* + level: the ramp as foreground */
    DADAO_STYLE_COUNT = DADAO_STYLE_HEAT + DADAO_RAMP
} dadao_style;
#undef DADAO_STYLE_ENUM

/* What a back end needs to know of a cell. Colours are indices of the terminal's palette, -1 its default. */
typedef struct dadao_ink {
    int foreground, background;
    unsigned flags;
} dadao_ink;

/* What a palette is made for: the classic ones read on either ground, and their text is the terminal's own. */
typedef enum dadao_ground { DADAO_GROUND_EITHER, DADAO_GROUND_DARK, DADAO_GROUND_LIGHT } dadao_ground;

typedef struct dadao_palette {
    const char *name, *summary;
    uint8_t ramp[DADAO_RAMP]; /* of the 256, small error to large: lighter at every step, on a light ground darker */
    dadao_ground ground;
    bool mono;                /* no colour at all: brightness, shapes and digits say everything */
} dadao_palette;

size_t dadao_view_palette_count(void);
/* The one of a name; the count when there is none. */
size_t dadao_view_palette_named(const char *name);
const dadao_palette *dadao_view_palette_at(size_t index);
/* colors: 256, 16, 8, or 0 for none at all (not even grey: NO_COLOR). */
dadao_ink dadao_view_ink(size_t palette, int colors, unsigned style, unsigned flags);
/* The same over a ground that is a level of the ramp: `under` is 0 for none, or the level + 1. */
dadao_ink dadao_view_ink_over(size_t palette, int colors, unsigned style, unsigned flags, unsigned under);
/* "STYLE_EDGE_ACTIVE" -> "EDGE_ACTIVE"; NODE and HEAT levels are "NODE" and "HEAT". */
const char *dadao_view_style_name(unsigned style);
/* sRGB of an entry of the xterm palette, 0xRRGGBB. */
uint32_t dadao_view_rgb(int index);
/* CIE lightness 0..100 of an entry. */
double dadao_view_lightness(int index);
/* The same of sRGB, 0..1 each. */
double dadao_view_lightness_of(double red, double green, double blue);

#endif
