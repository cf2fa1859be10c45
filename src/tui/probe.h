/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to a terminal: it is asked, and given a moment to answer. */
#ifndef DADAO_TUI_PROBE_H
#define DADAO_TUI_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#define DADAO_PROBE_GLYPHS 8

typedef struct dadao_probe {
    bool asked, answered;            /* false: no terminal to ask; it said nothing at all */
    char name[96];                   /* what it calls itself; empty: it does not say */
    int sync;                        /* synchronized updates: 1 yes, 0 no, -1 it does not say */
    double ground;                   /* lightness of the background, 0..100; -1 unknown */
    int width[DADAO_PROBE_GLYPHS];   /* columns it moved for each glyph of dadao_tui_probe_glyphs; -1 unknown */
} dadao_probe;

/* Glyphs whose width or presence differs between terminals: UTF-8, its name, the columns it should take. */
typedef struct dadao_probe_glyph {
    const char *text, *name;
    int width;
} dadao_probe_glyph;
extern const dadao_probe_glyph dadao_tui_probe_glyphs[DADAO_PROBE_GLYPHS];

/* Asks the terminal behind these descriptors; takes at most about half a second where it does not answer. */
void dadao_tui_probe(int input, int output, bool utf8, dadao_probe *probe);
/* What a terminal answered, byte for byte. */
void dadao_tui_probe_read(const char *bytes, size_t length, dadao_probe *probe);

#endif
