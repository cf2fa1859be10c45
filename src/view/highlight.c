/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a finger points at: a pane whose title stands out, or a node or an edge that is marked. For lessons, and for whoever explains. */
#include <string.h>

#include "view/look.h"

static dadao_status mark_pane(dadao_view_state *state, const dadao_look_words *w, dadao_error *error)
{
    static const char *const titles[] = {
#define ROW_TITLE(name, title, titled, function, summary) title,
        DADAO_PANES(ROW_TITLE)
#undef ROW_TITLE
    };
    size_t pane = w->count > 2 ? dadao_view_look_match(w->word[2], titles, DADAO_PANE_COUNT) : DADAO_PANE_COUNT;
    if (pane == DADAO_PANE_COUNT)
        return dadao_view_look_refuse(w, 2, "a pane: network, convergence, nodes, counters, spectrum, rates, …", titles, DADAO_PANE_COUNT, error);
    state->highlight = (int)pane + 1;
    state->shown |= 1u << pane;
    return DADAO_OK;
}

dadao_status dadao_view_look_highlight(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w, dadao_error *error)
{
    static const char *const kinds[] = {"off", "pane", "node", "edge"};
    size_t kind = w->count > 1 ? dadao_view_look_match(w->word[1], kinds, 4) : 4;
    switch (kind) {
    case 0:
        state->highlight = 0;
        memset(state->selected, 0, sizeof state->selected);
        return DADAO_OK;
    case 1:
        return mark_pane(state, w, error);
    case 2:
    case 3:
        return dadao_view_look_select(state, screen, w, error);
    default:
        return dadao_view_look_refuse(w, 1, "pane NAME, node I, edge I J or off", kinds, 4, error);
    }
}
