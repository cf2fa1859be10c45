/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each pane goes: four arrangements, from a lecture hall down to a corner of a phone. */
#include "view/layout.h"

#include <string.h>

const char *dadao_view_pane_title(dadao_pane_id pane)
{
#define TITLE(name, title, titled, function, summary) title,
    static const char *const titles[] = {DADAO_PANES(TITLE)};
#undef TITLE
    return titles[pane];
}

int dadao_view_pane_titled(dadao_pane_id pane)
{
#define TITLED(name, title, titled, function, summary) titled,
    static const int rows[] = {DADAO_PANES(TITLED)};
#undef TITLED
    return rows[pane];
}

static int at_most(int value, int limit)
{
    return value < limit ? value : limit;
}
static int at_least(int value, int limit)
{
    return value > limit ? value : limit;
}

/* One of several panes that share a column or a row of the screen. */
typedef struct share {
    int pane;   /* dadao_pane_id, or -1 - k for a group k to be filled by the caller */
    int least;  /* left out, last first, where this does not fit */
    int wish;   /* given when there is room */
    int weight; /* of what is left over */
} share;

static bool wanted(const share *part, unsigned shown)
{
    return part->pane < 0 || (shown >> part->pane & 1u) != 0;
}

/* Deals `total` lines to the parts in order of priority; sizes[k] == 0: left out. */
static void deal(const share *parts, int count, unsigned shown, int total, int gap, int *sizes)
{
    int left = total, weights = 0, placed = 0;
    for (int k = 0; k < count; k++) {
        sizes[k] = 0;
        int need = parts[k].least + (placed ? gap : 0);
        if (!wanted(&parts[k], shown) || need > left)
            continue;
        sizes[k] = parts[k].least;
        left -= need;
        placed++;
    }
    for (int k = 0; k < count; k++) {
        if (!sizes[k])
            continue;
        int more = at_most(left, parts[k].wish - sizes[k]);
        if (more > 0)
            sizes[k] += more, left -= more;
        weights += parts[k].weight;
    }
    for (int k = 0; k < count && left > 0; k++) {
        if (!sizes[k] || !parts[k].weight)
            continue;
        int more = left * parts[k].weight / weights;
        sizes[k] += more;
        left -= more;
        weights -= parts[k].weight;
    }
    for (int k = 0; k < count && left > 0 && !weights; k++)
        if (sizes[k] && k == 0)
            sizes[k] += left, left = 0;
}

/* Stacks parts in `area`, in the order given by `order` (indices into parts: priority differs from place). */
static void stack(dadao_layout *layout, dadao_rect area, const share *parts, int count, unsigned shown, const int *order,
                  dadao_rect *groups)
{
    int sizes[DADAO_PANE_COUNT + 2];
    deal(parts, count, shown, area.rows, 0, sizes);
    int y = area.y;
    for (int k = 0; k < count; k++) {
        int part = order ? order[k] : k;
        if (!sizes[part])
            continue;
        dadao_rect *rect = parts[part].pane >= 0 ? &layout->pane[parts[part].pane] : &groups[-1 - parts[part].pane];
        *rect = (dadao_rect){area.x, y, area.columns, sizes[part]};
        y += sizes[part];
    }
}

/* Cuts a rectangle in a left part of `columns` and the rest, with a gap of two between; an empty side gives way. */
static void halves(dadao_rect area, int columns, bool left_wanted, bool right_wanted, dadao_rect *left, dadao_rect *right)
{
    *left = *right = (dadao_rect){area.x, area.y, area.columns, 0};
    if (!right_wanted) {
        if (left_wanted)
            left->rows = area.rows;
    } else if (!left_wanted) {
        right->rows = area.rows;
    } else {
        *left = (dadao_rect){area.x, area.y, columns, area.rows};
        *right = (dadao_rect){area.x + columns + 2, area.y, at_least(area.columns - columns - 2, 0), area.rows};
    }
}

#define BIT(name) DADAO_PANE_BIT(name)

/* Three columns: network | plot and instruments | nodes. */
static void arrange_wide(dadao_layout *layout, dadao_rect body, unsigned shown)
{
    static const share middle[] = {{DADAO_PANE_CONVERGENCE, 8, 12, 1},
                                   {DADAO_PANE_SLIDERS, 4, 7, 0},
                                   {DADAO_PANE_COUNTERS, 5, 6, 0},
                                   {DADAO_PANE_SPECTRUM, 5, 6, 0}};
    static const int order[] = {0, 2, 3, 1};
    dadao_rect left, right, rest;
    unsigned instruments = BIT(CONVERGENCE) | BIT(SLIDERS) | BIT(COUNTERS) | BIT(SPECTRUM);
    int strip = body.columns >= 190 ? 46 : 38;
    halves(body, body.columns - strip - 2, (shown & ~BIT(STRIP)) != 0, (shown & BIT(STRIP)) != 0, &rest,
           &layout->pane[DADAO_PANE_STRIP]);
    halves(rest, (rest.columns - 2) * 11 / 20, (shown & BIT(NETWORK)) != 0, (shown & instruments) != 0, &left, &right);
    layout->pane[DADAO_PANE_NETWORK] = left;
    stack(layout, right, middle, 4, shown, order, NULL);
}

/* Two columns above, instruments side by side below. */
static void arrange_normal(dadao_layout *layout, dadao_rect body, unsigned shown)
{
    bool tall = body.rows >= 28;
    unsigned controls = BIT(COUNTERS) | BIT(SLIDERS), above = BIT(NETWORK) | BIT(CONVERGENCE) | BIT(STRIP);
    share rows[] = {{-1, (shown & above) ? 6 : 0, 10, (shown & above) ? 1 : 0},
                    {-2, (shown & controls) ? 5 : 0, 5, 0},
                    {DADAO_PANE_SPECTRUM, 1, tall ? 3 : 1, (shown & (above | controls)) ? 0 : 1}};
    dadao_rect groups[2] = {{0}};
    stack(layout, body, rows, 3, shown, NULL, groups);
    int half = (body.columns - 2) / 2;
    dadao_rect right;
    halves(groups[0], half, (shown & BIT(NETWORK)) != 0, (shown & (BIT(CONVERGENCE) | BIT(STRIP))) != 0,
           &layout->pane[DADAO_PANE_NETWORK], &right);
    static const share stacked[] = {{DADAO_PANE_CONVERGENCE, 6, 8, 3}, {DADAO_PANE_STRIP, 4, 7, 2}};
    stack(layout, right, stacked, 2, shown, NULL, NULL);
    halves(groups[1], half, (shown & BIT(COUNTERS)) != 0, (shown & BIT(SLIDERS)) != 0, &layout->pane[DADAO_PANE_COUNTERS],
           &layout->pane[DADAO_PANE_SLIDERS]);
}

/* The essentials without titles: network beside plot, two lines of counters, the slider under the keys. */
static void arrange_small(dadao_layout *layout, dadao_rect body, unsigned shown)
{
    unsigned above = BIT(NETWORK) | BIT(CONVERGENCE);
    bool beside = body.columns >= 40;
    share rows[] = {{-1, (shown & above) ? 4 : 0, 6, (shown & above) ? 1 : 0},
                    {DADAO_PANE_SLIDERS, 1, body.rows >= 14 ? 3 : 1, 0},
                    {DADAO_PANE_COUNTERS, 2, 2, 0},
                    {DADAO_PANE_SPECTRUM, 1, 1, 0},
                    {DADAO_PANE_STRIP, 3, body.rows >= 16 ? 4 : 3, (shown & above) ? 0 : 1}};
    static const int order[] = {0, 4, 2, 3, 1};
    dadao_rect groups[1] = {{0}};
    stack(layout, body, rows, 5, shown, order, groups);
    if (beside || !(shown & BIT(NETWORK)))
        halves(groups[0], (body.columns - 2) / 2, (shown & BIT(NETWORK)) != 0, (shown & BIT(CONVERGENCE)) != 0,
               &layout->pane[DADAO_PANE_NETWORK], &layout->pane[DADAO_PANE_CONVERGENCE]);
    else
        layout->pane[DADAO_PANE_NETWORK] = groups[0];
}

#define BAND_COLUMNS 38 /* the least of a pane in the band */
#define BAND_ROWS 12

/* The panes that are not of the first screen share a band at the bottom of the body; what is left is returned. With nothing
 * else shown they fill all of it, in rows of several. */
static dadao_rect arrange_band(dadao_layout *layout, dadao_rect body, unsigned shown, dadao_pane_id chosen)
{
    dadao_pane_id panes[DADAO_PANE_COUNT];
    int count = 0, most = at_least((body.columns + 2) / (BAND_COLUMNS + 2), 1);
    bool alone = !(shown & DADAO_PANES_FIRST);
    int rows = alone ? body.rows : at_least(body.rows * 2 / 5, BAND_ROWS);
    for (int k = DADAO_PANE_SPACETIME; k < DADAO_PANE_COUNT; k++)
        if (shown >> k & 1u)
            panes[count++] = (dadao_pane_id)k;
    /* without the instruments, which need their lines, what is above can do with less */
    bool few = !(shown & DADAO_PANES_FIRST & ~(BIT(NETWORK) | BIT(CONVERGENCE)));
    if (!count || (!alone && body.rows - rows < (few ? 8 : 15)))
        return body;
    int lines = alone ? at_least(at_most((count + most - 1) / most, body.rows / BAND_ROWS), 1) : 1;
    int fit = at_most(count, most * lines);
    for (int k = fit; k < count; k++) /* the chosen one is among those that fit */
        if (panes[k] == chosen)
            panes[fit - 1] = chosen;
    int across = (fit + lines - 1) / lines, top = body.y + body.rows - rows;
    for (int k = 0; k < fit; k++) {
        int line = k / across, place = k % across, here = at_most(across, fit - line * across);
        int x = (body.columns + 2) * place / here, end = (body.columns + 2) * (place + 1) / here - 2;
        int y = rows * line / lines, below = rows * (line + 1) / lines;
        layout->pane[panes[k]] = (dadao_rect){body.x + x, top + y, end - x, below - y};
    }
    return (dadao_rect){body.x, body.y, body.columns, body.rows - rows};
}

static void arrange(dadao_layout *layout, dadao_rect body, unsigned shown, dadao_pane_id chosen)
{
    body = arrange_band(layout, body, shown, chosen);
    if (!(shown & DADAO_PANES_FIRST))
        return;
    if (body.columns >= 140 && body.rows >= 26)
        arrange_wide(layout, body, shown);
    else if (body.columns >= 72 && body.rows >= 15)
        arrange_normal(layout, body, shown);
    else
        arrange_small(layout, body, shown);
}

/* Where no arrangement has room for anything that is wanted, one pane has all of it. */
static void keep_one(dadao_layout *layout, dadao_rect body, unsigned shown, dadao_pane_id chosen)
{
    int first = -1;
    for (int k = DADAO_PANE_COUNT - 1; k >= 0; k--) {
        if (layout->pane[k].rows > 0 && layout->pane[k].columns > 0)
            return;
        if (shown >> k & 1u)
            first = k;
    }
    if (first >= 0)
        layout->pane[shown >> chosen & 1u ? (int)chosen : first] = body;
}

void dadao_view_layout(int columns, int rows, unsigned shown, bool zoomed, dadao_pane_id chosen, dadao_layout *layout)
{
    memset(layout, 0, sizeof *layout);
    layout->too_small = columns < DADAO_SCREEN_COLUMNS || rows < DADAO_SCREEN_ROWS;
    if (layout->too_small)
        return;
    int guarantee = rows >= 16 ? 1 : 0;
    layout->status = (dadao_rect){0, 0, columns, 1};
    layout->bar = (dadao_rect){0, rows - 1, columns, 1};
    layout->guarantee = (dadao_rect){0, rows - 1 - guarantee, columns, guarantee};
    dadao_rect body = {0, 1, columns, rows - 2 - guarantee};
    if (zoomed) {
        layout->pane[chosen] = body;
        return;
    }
    arrange(layout, body, shown, chosen);
    keep_one(layout, body, shown, chosen);
}
