/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mouse: what lies under a cell, and who is told of a press, a drag or a turn of the wheel. */
#include <string.h>

#include "view/hints.h"
#include "view/menu.h"

static bool inside(dadao_rect rect, int x, int y)
{
    return x >= rect.x && y >= rect.y && x < rect.x + rect.columns && y < rect.y + rect.rows;
}

dadao_hit dadao_view_hit(const dadao_view_state *state, int columns, int rows, int x, int y)
{
    dadao_hit hit = {0};
    dadao_layout layout;
    dadao_view_arrange(state, columns, rows, &layout);
    if (layout.too_small)
        return hit;
    if (state->prompting) {
        int first, shown = dadao_view_completion_rows(state, rows, &first), line = y - (rows - 1 - shown);
        if (line >= 0 && line < shown)
            hit.kind = DADAO_HIT_COMPLETION, hit.completion = (size_t)(first + line);
        return hit;
    }
    if (inside(layout.bar, x, y)) {
        bool hints = !state->notice[0] || state->overlay == DADAO_OVERLAY_TEXT;
        if (hints && dadao_view_hint_at(state, columns, x, hit.key, sizeof hit.key))
            hit.kind = DADAO_HIT_HINT;
        return hit;
    }
    if (state->overlay != DADAO_OVERLAY_NONE) {
        hit.kind = DADAO_HIT_OVERLAY;
        return hit;
    }
    for (int k = 0; k < DADAO_PANE_COUNT; k++) {
        if (!inside(layout.pane[k], x, y))
            continue;
        hit.pane = (dadao_pane_id)k;
        bool titled = layout.pane[k].rows >= dadao_view_pane_titled(hit.pane) && y == layout.pane[k].y;
        hit.kind = titled ? DADAO_HIT_TITLE : DADAO_HIT_PANE;
    }
    return hit;
}

static bool tell_pane(dadao_view_state *state, const dadao_snapshot *snapshot, int columns, int rows, dadao_pane_id id,
                      const dadao_pointer *pointer, char *line, size_t capacity)
{
#define ROW(name, function) [DADAO_PANE_##name] = dadao_view_##function##_pointer,
    static dadao_view_pointing *const table[DADAO_PANE_COUNT] = {DADAO_POINTED_PANES(ROW)};
#undef ROW
    dadao_layout layout;
    dadao_view_arrange(state, columns, rows, &layout);
    bool shown = !layout.too_small && layout.pane[id].rows > 0;
    if (!table[id] || !shown || !snapshot || !snapshot->scene || snapshot->lane_count == 0)
        return false;
    dadao_pane pane = {NULL, layout.pane[id]};
    dadao_pointer own = *pointer;
    own.x -= pane.area.x, own.y -= pane.area.y;
    return table[id](&pane, snapshot, state, &own, line, capacity);
}

/* The title of a pane chooses it, that of the chosen one zooms. */
static void press_title(dadao_view_state *state, dadao_pane_id pane)
{
    if (state->chosen == pane)
        state->zoomed = !state->zoomed;
    state->chosen = pane;
}

/* The line of the way back, from the press on it to the release, wherever that leads. */
static bool scrub(dadao_view_state *state, int columns, int rows, const dadao_pointer *pointer, char *line, size_t capacity)
{
    dadao_layout layout;
    dadao_view_arrange(state, columns, rows, &layout);
    if (pointer->kind == DADAO_POINTER_PRESS)
        state->scrubbing = !layout.too_small && !state->prompting && state->overlay == DADAO_OVERLAY_NONE &&
                           inside(layout.scrub, pointer->x, pointer->y);
    if (!state->scrubbing)
        return false;
    dadao_pane pane = {NULL, layout.scrub};
    dadao_pointer own = *pointer;
    own.x -= pane.area.x, own.y -= pane.area.y;
    state->scrubbing = pointer->kind != DADAO_POINTER_RELEASE;
    return dadao_view_scrub_pointer(&pane, state, &own, line, capacity);
}

/* A line of a menu is its letter. */
static bool press_menu(const dadao_view_state *state, int line, char key[32])
{
    if (state->overlay != DADAO_OVERLAY_MENU || line < 0 || !dadao_view_menu_key((size_t)line))
        return false;
    key[0] = (char)dadao_view_menu_key((size_t)line);
    key[1] = '\0';
    return true;
}

static bool press(dadao_view_state *state, const dadao_snapshot *snapshot, int columns, int rows, const dadao_pointer *pointer,
                  char key[32], char *line, size_t capacity)
{
    dadao_hit hit = dadao_view_hit(state, columns, rows, pointer->x, pointer->y);
    state->grip.held = false;
    switch (hit.kind) {
    case DADAO_HIT_HINT:
        memcpy(key, hit.key, sizeof hit.key);
        return true;
    case DADAO_HIT_TITLE:
        press_title(state, hit.pane);
        return true;
    case DADAO_HIT_PANE:
        state->grip = (dadao_grip){true, hit.pane, pointer->button};
        state->chosen = hit.pane;
        tell_pane(state, snapshot, columns, rows, hit.pane, pointer, line, capacity);
        return true;
    case DADAO_HIT_OVERLAY:
        return press_menu(state, dadao_view_overlay_line(state, columns, rows, pointer->y), key);
    default:
        return false;
    }
}

/* Goes on where the button went down, wherever it leads. */
static bool follow(dadao_view_state *state, const dadao_snapshot *snapshot, int columns, int rows, const dadao_pointer *pointer,
                   char *line, size_t capacity)
{
    dadao_pointer own = *pointer;
    if (!state->grip.held)
        return false;
    own.button = state->grip.button;
    state->grip.held = pointer->kind == DADAO_POINTER_DRAG;
    return tell_pane(state, snapshot, columns, rows, state->grip.pane, &own, line, capacity);
}

static bool turn(dadao_view_state *state, const dadao_snapshot *snapshot, int columns, int rows, const dadao_pointer *pointer,
                 char *line, size_t capacity)
{
    dadao_hit hit = dadao_view_hit(state, columns, rows, pointer->x, pointer->y);
    if (hit.kind == DADAO_HIT_OVERLAY) {
        state->scroll += pointer->kind == DADAO_POINTER_WHEEL_UP ? -3 : 3;
        return true;
    }
    if (hit.kind != DADAO_HIT_PANE && hit.kind != DADAO_HIT_TITLE)
        return false;
    return tell_pane(state, snapshot, columns, rows, hit.pane, pointer, line, capacity);
}

bool dadao_view_point(dadao_view_state *state, const dadao_snapshot *snapshot, int columns, int rows,
                      const dadao_pointer *pointer, char key[32], char *line, size_t capacity)
{
    key[0] = line[0] = '\0';
    if (scrub(state, columns, rows, pointer, line, capacity))
        return true;
    switch (pointer->kind) {
    case DADAO_POINTER_PRESS:
        return press(state, snapshot, columns, rows, pointer, key, line, capacity);
    case DADAO_POINTER_DRAG:
    case DADAO_POINTER_RELEASE:
        return follow(state, snapshot, columns, rows, pointer, line, capacity);
    default:
        return turn(state, snapshot, columns, rows, pointer, line, capacity);
    }
}
