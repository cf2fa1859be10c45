/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table that knows colours: palettes, and how a style becomes ink at 256, 16, 8 or no colours. */
#include "view/style.h"

#include <math.h>
#include <string.h>

/* Each ramp was fitted to its published map in CIE Lab with lightness forced to rise at every step. */
static const dadao_palette palettes[] = {
    {.name = "viridis",
     .summary = "purple to yellow, the default, safe for colour-blind eyes",
     .ramp = {53, 54, 55, 24, 60, 30, 66, 36, 72, 108, 77, 113, 148, 184, 220, 227}},
    {.name = "plasma",
     .summary = "blue over red to yellow",
     .ramp = {18, 19, 54, 55, 90, 91, 126, 162, 168, 203, 173, 209, 178, 214, 220, 226}},
    {.name = "cividis",
     .summary = "blue to yellow, the same for colour-blind eyes as for others",
     .ramp = {235, 24, 25, 60, 242, 243, 244, 102, 246, 247, 108, 143, 179, 185, 221, 227}},
    {.name = "grey",
     .summary = "dark to light",
     .ramp = {235, 237, 238, 240, 241, 242, 244, 245, 246, 248, 249, 250, 251, 252, 253, 255}},
    {.name = "light",
     .summary = "for light grounds: green to purple, dark where the error is large",
     .ramp = {114, 78, 42, 108, 72, 36, 102, 66, 30, 242, 61, 60, 25, 24, 53, 17},
     .ground = DADAO_GROUND_LIGHT},
    {.name = "contrast",
     .summary = "for dark grounds, projectors and tired eyes: nothing faint",
     .ramp = {25, 26, 62, 98, 31, 67, 102, 137, 172, 208, 178, 214, 220, 228, 229, 231},
     .ground = DADAO_GROUND_DARK},
    {.name = "mono",
     .summary = "no colours: brightness, shapes and digits",
     .ramp = {235, 237, 238, 240, 241, 242, 244, 245, 246, 248, 249, 250, 251, 252, 253, 255},
     .mono = true},
};

/* With few colours the ramp has few steps; the order rises in lightness on xterm and on the Linux console alike. */
static const uint8_t ramp_16[DADAO_RAMP] = {4, 4, 4, 5, 5, 5, 2, 2, 2, 6, 6, 14, 14, 11, 11, 15};
static const uint8_t ramp_8[DADAO_RAMP] = {4, 4, 4, 4, 5, 5, 5, 2, 2, 2, 6, 6, 6, 7, 7, 7};
/* On a light ground it falls. */
static const uint8_t ramp_light[DADAO_RAMP] = {6, 6, 6, 2, 2, 2, 2, 5, 5, 5, 4, 4, 1, 1, 0, 0};

typedef struct row {
    const char *name;
    int c256, c16, c8;
    unsigned colour, mono;
} row;

#define ROW(name, c256, c16, c8, colour, mono, meaning) {#name, c256, c16, c8, colour, mono},
static const row rows[] = {DADAO_STYLES(ROW)};
#undef ROW

/* Where a ground asks for other colours than DADAO_STYLES has; a style that is not listed keeps them. */
typedef struct other {
    uint8_t style;
    int16_t c256, c16, c8;
} other;

static const other on_light[] = {
    {DADAO_STYLE_FAINT, 241, -1, -1},  {DADAO_STYLE_FRAME, 245, 8, -1},      {DADAO_STYLE_CHOSEN, 130, 1, 1},
    {DADAO_STYLE_KEY, 130, 1, 1},      {DADAO_STYLE_GRADIENT, 25, 4, 4},     {DADAO_STYLE_COMMUNICATION, 130, 1, 1},
    {DADAO_STYLE_EDGE, 245, 8, -1},    {DADAO_STYLE_EDGE_ACTIVE, 130, 1, 1}, {DADAO_STYLE_LANE, 28, -1, -1},
    {DADAO_STYLE_GUARANTEE, 90, 5, 5}, {DADAO_STYLE_GOOD, 28, -1, -1},       {DADAO_STYLE_WARNING, 94, 1, 1},
    {DADAO_STYLE_ERROR, 124, 1, 1},    {DADAO_STYLE_TRACK, 245, 8, -1},      {DADAO_STYLE_LANE2, 25, 4, 4},
    {DADAO_STYLE_LANE3, 125, 1, 1},    {DADAO_STYLE_LANE4, 58, 5, 5},        {DADAO_STYLE_LANE5, 54, 5, 5},
    {DADAO_STYLE_LANE6, 94, 1, 1},     {DADAO_STYLE_LANE7, 23, 4, 4},        {DADAO_STYLE_LANE8, 240, 8, -1}};

static const other high_contrast[] = {
    {DADAO_STYLE_FAINT, 252, 7, 7},      {DADAO_STYLE_FRAME, 248, 7, 7},        {DADAO_STYLE_CHOSEN, 214, 11, 3},
    {DADAO_STYLE_KEY, 214, 11, 3},       {DADAO_STYLE_GRADIENT, 117, 14, 6},    {DADAO_STYLE_COMMUNICATION, 214, 11, 3},
    {DADAO_STYLE_EDGE, 250, 7, 7},       {DADAO_STYLE_EDGE_ACTIVE, 214, 11, 3}, {DADAO_STYLE_LANE, 120, 10, 2},
    {DADAO_STYLE_GUARANTEE, 213, 13, 5}, {DADAO_STYLE_GOOD, 120, 10, 2},        {DADAO_STYLE_WARNING, 220, 11, 3},
    {DADAO_STYLE_ERROR, 217, 9, 1},      {DADAO_STYLE_TRACK, 248, 7, 7},        {DADAO_STYLE_LANE2, 123, 14, 6},
    {DADAO_STYLE_LANE3, 218, 9, 1},      {DADAO_STYLE_LANE4, 229, 11, 3},       {DADAO_STYLE_LANE5, 183, 13, 5},
    {DADAO_STYLE_LANE6, 223, 15, 7},     {DADAO_STYLE_LANE7, 87, 14, 6},        {DADAO_STYLE_LANE8, 255, 15, 7}};

static const other *find_other(const other *table, size_t count, unsigned style)
{
    for (size_t k = 0; k < count; k++)
        if (table[k].style == style)
            return &table[k];
    return NULL;
}

static const other *other_colours(dadao_ground ground, unsigned style)
{
    if (ground == DADAO_GROUND_LIGHT)
        return find_other(on_light, sizeof on_light / sizeof *on_light, style);
    if (ground == DADAO_GROUND_DARK)
        return find_other(high_contrast, sizeof high_contrast / sizeof *high_contrast, style);
    return NULL;
}

size_t dadao_view_palette_count(void)
{
    return sizeof palettes / sizeof *palettes;
}

const dadao_palette *dadao_view_palette_at(size_t index)
{
    return &palettes[index < dadao_view_palette_count() ? index : 0];
}

size_t dadao_view_palette_named(const char *name)
{
    size_t k = 0;
    while (k < dadao_view_palette_count() && strcmp(palettes[k].name, name) != 0)
        k++;
    return k;
}

const char *dadao_view_style_name(unsigned style)
{
    if (style < DADAO_STYLE_NODE)
        return rows[style].name;
    return style < DADAO_STYLE_HEAT ? "NODE" : "HEAT";
}

static int ramp_colour(size_t palette, int colors, unsigned level)
{
    if (colors >= 256)
        return dadao_view_palette_at(palette)->ramp[level];
    if (dadao_view_palette_at(palette)->ground == DADAO_GROUND_LIGHT)
        return ramp_light[level];
    return colors >= 16 ? ramp_16[level] : ramp_8[level];
}

/* Without colours the ramp is carried by weight: faint, plain, bold, reversed; the digit beside it says the rest. */
static unsigned mono_ramp(unsigned level)
{
    if (level >= 12)
        return DADAO_REVERSE | DADAO_BOLD;
    if (level >= 8)
        return DADAO_REVERSE;
    return level >= 4 ? DADAO_BOLD : 0;
}

static dadao_ink ramp_ink(size_t palette, int colors, unsigned style)
{
    bool node = style < DADAO_STYLE_HEAT;
    unsigned level = style - (node ? DADAO_STYLE_NODE : DADAO_STYLE_HEAT);
    if (colors < 8)
        return (dadao_ink){-1, -1, mono_ramp(level)};
    int colour = ramp_colour(palette, colors, level);
    if (!node)
        return (dadao_ink){colour, -1, 0};
    /* Black or white on it, whichever reads better; entries 16 and 231 are never themed, 0 and 7 often are. */
    bool light = dadao_view_lightness(colour) > 50;
    int text = colors >= 256 ? (light ? 16 : 231) : light ? 0 : colors >= 16 ? 15 : 7;
    return (dadao_ink){text, colour, 0};
}

dadao_ink dadao_view_ink(size_t palette, int colors, unsigned style, unsigned flags)
{
    dadao_ink ink = {-1, -1, 0};
    const dadao_palette *p = dadao_view_palette_at(palette);
    colors = p->mono ? 0 : colors;
    if (style >= DADAO_STYLE_COUNT)
        style = DADAO_STYLE_TEXT;
    if (style >= DADAO_STYLE_NODE) {
        ink = ramp_ink(palette, colors, style);
    } else {
        const row *r = &rows[style];
        const other *o = other_colours(p->ground, style);
        int c256 = o ? o->c256 : r->c256, c16 = o ? o->c16 : r->c16, c8 = o ? o->c8 : r->c8;
        ink.foreground = colors >= 256 ? c256 : colors >= 16 ? c16 : colors >= 8 ? c8 : -1;
        ink.flags = colors >= 8 ? r->colour : r->mono;
    }
    ink.flags |= flags;
    return ink;
}

dadao_ink dadao_view_ink_over(size_t palette, int colors, unsigned style, unsigned flags, unsigned under)
{
    dadao_ink ink = dadao_view_ink(palette, colors, style, flags);
    if (under > 0 && under <= DADAO_RAMP && colors >= 8 && !dadao_view_palette_at(palette)->mono)
        ink.background = ramp_colour(palette, colors, under - 1);
    return ink;
}

uint32_t dadao_view_rgb(int index)
{
    static const uint32_t system[16] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x2f5fee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
                                        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c8cff, 0xff00ff, 0x00ffff, 0xffffff};
    static const uint8_t level[6] = {0, 95, 135, 175, 215, 255};
    if (index < 0 || index > 255)
        return 0;
    if (index < 16)
        return system[index];
    if (index < 232) {
        unsigned k = (unsigned)index - 16;
        return (uint32_t)level[k / 36] << 16 | (uint32_t)level[k / 6 % 6] << 8 | level[k % 6];
    }
    uint32_t grey = 8 + 10 * ((uint32_t)index - 232);
    return grey << 16 | grey << 8 | grey;
}

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double dadao_view_lightness_of(double red, double green, double blue)
{
    double y = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y;
}

double dadao_view_lightness(int index)
{
    uint32_t rgb = dadao_view_rgb(index);
    return dadao_view_lightness_of((double)(rgb >> 16) / 255.0, (double)(rgb >> 8 & 255) / 255.0, (double)(rgb & 255) / 255.0);
}
