/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the looking that concern the screen as a whole: panes and tilings, palettes and glyphs, mouse, calm, statistics. */
#include <stdio.h>
#include <string.h>

#include "view/look.h"

static const char *const titles[] = {
#define ROW_TITLE(name, title, titled, function, summary) title,
    DADAO_PANES(ROW_TITLE)
#undef ROW_TITLE
};

#define PANES_EXPECTED                                                                                                           \
    "a pane: network, convergence, nodes, counters, spectrum, rates, space-time, events, iterates, inspector, "                  \
    "or its number"

static const char *const on_off[] = {"off", "on"};

/* A pane by its title, by the beginning of it, or by its number; DADAO_PANE_COUNT: none. */
static size_t pane_named(const char *word)
{
    if (word[0] >= '0' && word[0] <= '9' && !word[1])
        return (size_t)(word[0] - '0' + 9) % 10;
    return *word ? dadao_view_look_match(word, titles, DADAO_PANE_COUNT) : DADAO_PANE_COUNT;
}

static dadao_status find_pane(const dadao_look_words *w, dadao_pane_id *pane, dadao_error *error)
{
    size_t k = pane_named(w->count > 1 ? w->word[1] : "");
    if (k >= DADAO_PANE_COUNT)
        return dadao_view_look_refuse(w, 1, PANES_EXPECTED, titles, DADAO_PANE_COUNT, error);
    *pane = (dadao_pane_id)k;
    return DADAO_OK;
}

/* ---- Panes and tilings ---- */

static const struct {
    const char *name;
    unsigned panes;
    const char *summary;
} tilings[] = {
#define ROW_TILING(name, panes, summary) {name, panes, summary},
    DADAO_TILINGS(ROW_TILING)
#undef ROW_TILING
};
#define TILINGS (sizeof tilings / sizeof *tilings)

/* The keys go to a pane that can be seen. */
static void show_only(dadao_view_state *state, unsigned panes)
{
    state->shown = panes;
    state->zoomed = false;
    for (int k = 0; !(panes >> state->chosen & 1u) && k < DADAO_PANE_COUNT; k++)
        if (panes >> k & 1u)
            state->chosen = panes & DADAO_PANE_BIT(SLIDERS) ? DADAO_PANE_SLIDERS : (dadao_pane_id)k;
}

/* "network,convergence" */
static dadao_status show_list(dadao_view_state *state, const dadao_look_words *w, dadao_error *error)
{
    char name[32];
    unsigned panes = 0;
    for (const char *at = w->word[1]; *at;) {
        size_t length = strcspn(at, ","), k;
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        if ((k = pane_named(name)) >= DADAO_PANE_COUNT)
            return dadao_view_look_refuse(
                w, 1, "a tiling (first, all, lecture, waves, plane, numbers, race, lanes) or panes separated by commas", titles,
                DADAO_PANE_COUNT, error);
        panes |= 1u << k;
        at += length + (at[length] == ',');
    }
    show_only(state, panes);
    return DADAO_OK;
}

dadao_status dadao_view_look_tiling(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    const char *names[TILINGS];
    size_t value = TILINGS - 1;
    (void)screen;
    for (size_t k = 0; k < TILINGS; k++) {
        names[k] = tilings[k].name;
        if (tilings[k].panes == state->shown)
            value = k;
    }
    if (w->count > 1 && dadao_view_look_match(w->word[1], names, TILINGS) == TILINGS)
        return show_list(state, w, error);
    dadao_status status = dadao_view_look_choose(w, names, TILINGS, "a tiling", &value, error);
    if (status != DADAO_OK)
        return status;
    show_only(state, tilings[value].panes);
    dadao_view_look_answer(state, "tiling", names[value], tilings[value].summary);
    return DADAO_OK;
}

dadao_status dadao_view_look_panes(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    dadao_pane_id pane = state->chosen;
    (void)screen;
    if (w->count == 2 && (strcmp(w->word[1], "all") == 0 || strcmp(w->word[1], "first") == 0)) {
        show_only(state, w->word[1][0] == 'a' ? (1u << DADAO_PANE_COUNT) - 1 : DADAO_PANES_FIRST);
        return DADAO_OK;
    }
    dadao_status status = find_pane(w, &pane, error);
    if (status != DADAO_OK)
        return status;
    size_t on = 1;
    if (w->count > 2 && (on = dadao_view_look_match(w->word[2], on_off, 2)) == 2)
        return dadao_view_look_refuse(w, 2, "on or off", on_off, 2, error);
    if (on)
        state->shown |= 1u << pane, state->chosen = pane;
    else
        state->shown &= ~(1u << pane);
    if (!on && state->chosen == pane)
        state->zoomed = false;
    return DADAO_OK;
}

dadao_status dadao_view_look_zoom(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                  dadao_error *error)
{
    dadao_pane_id pane = state->chosen;
    (void)screen;
    if (w->count < 2) {
        state->zoomed = !state->zoomed;
        return DADAO_OK;
    }
    if (strcmp(w->word[1], "off") == 0) {
        state->zoomed = false;
        return DADAO_OK;
    }
    dadao_status status = find_pane(w, &pane, error);
    if (status == DADAO_OK)
        state->chosen = pane, state->zoomed = true;
    return status;
}

/* ---- Colours and glyphs ---- */

void dadao_view_use_palette(dadao_view_state *state, size_t palette)
{
    bool mono = dadao_view_palette_at(palette)->mono;
    if (mono && state->colors)
        state->colors_kept = state->colors, state->colors = 0;
    else if (!mono && state->colors_kept)
        state->colors = state->colors_kept, state->colors_kept = 0;
    state->palette = palette;
}

dadao_status dadao_view_look_palette(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                     dadao_error *error)
{
    const char *names[16];
    size_t count = dadao_view_palette_count() < 16 ? dadao_view_palette_count() : 16, value = state->palette;
    (void)screen;
    for (size_t k = 0; k < count; k++)
        names[k] = dadao_view_palette_at(k)->name;
    dadao_status status =
        dadao_view_look_choose(w, names, count, "viridis, plasma, cividis, grey, light, contrast or mono", &value, error);
    if (status != DADAO_OK)
        return status;
    dadao_view_use_palette(state, value);
    dadao_view_look_answer(state, "palette", names[value], dadao_view_palette_at(value)->summary);
    return DADAO_OK;
}

dadao_status dadao_view_look_glyphs(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                    dadao_error *error)
{
    static const char *const names[] = {"braille", "block", "ascii"};
    static const char *const summaries[] = {"eight dots a cell", "four blocks a cell", "plain characters"};
    (void)screen;
    size_t value = state->glyphs;
    dadao_status status = dadao_view_look_choose(w, names, 3, "braille, block or ascii", &value, error);
    if (status != DADAO_OK)
        return status;
    state->glyphs = (dadao_glyphs)value;
    dadao_view_look_answer(state, "glyphs", names[value], summaries[value]);
    return DADAO_OK;
}

/* ---- Switches ---- */

static dadao_status flip(dadao_view_state *state, const dadao_look_words *w, bool *value, const char *const summaries[2],
                         dadao_error *error)
{
    size_t chosen = *value;
    dadao_status status = dadao_view_look_choose(w, on_off, 2, "on or off", &chosen, error);
    if (status != DADAO_OK)
        return status;
    *value = chosen == 1;
    dadao_view_look_answer(state, w->word[0], on_off[chosen], summaries[chosen]);
    return DADAO_OK;
}

dadao_status dadao_view_look_mouse(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    static const char *const summaries[] = {"the terminal selects text again", "Shift while dragging selects text"};
    (void)screen;
    state->grip.held = false;
    return flip(state, w, &state->mouse, summaries, error);
}

dadao_status dadao_view_look_calm(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                  dadao_error *error)
{
    static const char *const summaries[] = {"as many frames as asked for, with flashes",
                                            "few frames, no flashes, at most 8 kB a second"};
    (void)screen;
    return flip(state, w, &state->calm, summaries, error);
}

dadao_status dadao_view_look_stats(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                   dadao_error *error)
{
    static const char *const summaries[] = {"no longer shown", "what the screen costs stands in the last line"};
    (void)screen;
    return flip(state, w, &state->show_meter, summaries, error);
}

/* The film is made where the bytes go out: here it is only asked for. */
dadao_status dadao_view_look_cast(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w, dadao_error *error)
{
    (void)screen;
    if (w->count != 2 || !*w->word[1] || strlen(w->word[1]) >= sizeof state->film)
        return dadao_view_look_refuse(w, 1, "a file, or off", NULL, 0, error);
    snprintf(state->film, sizeof state->film, "%s", w->word[1]);
    return DADAO_OK;
}
