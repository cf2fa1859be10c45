/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at: which panes a number key brings, what is selected, and what the engine should publish for it. */
#include <math.h>

#include "view/heading.h"

static bool in_sight(const dadao_layout *layout, dadao_pane_id pane)
{
    return layout->pane[pane].rows > 0 && layout->pane[pane].columns > 0;
}

/* Without a selection the inspector shows the first node. */
static void attend_nodes(const dadao_view_state *state, dadao_attention *wanted)
{
    for (int k = 0; k < 2; k++)
        if (state->selected[k].kind == DADAO_SELECTED_NODE)
            wanted->inspect[k] = true, wanted->node[k] = state->selected[k].node;
    if (state->selected[0].kind == DADAO_SELECTED_NONE)
        wanted->inspect[0] = true, wanted->node[0] = 0;
}

dadao_attention dadao_view_attention(const dadao_view_state *state, int columns, int rows)
{
    dadao_attention wanted = {0};
    dadao_layout layout;
    dadao_view_arrange(state, columns, rows, &layout);
    if (layout.too_small)
        return wanted;
    bool network = in_sight(&layout, DADAO_PANE_NETWORK);
    wanted.consensus = network && state->network.quantity == DADAO_NODE_QUANTITY_CONSENSUS;
    wanted.times = network && state->network.quantity == DADAO_NODE_QUANTITY_AGE;
    wanted.field = in_sight(&layout, DADAO_PANE_SPACETIME);
    wanted.expected = in_sight(&layout, DADAO_PANE_CONVERGENCE) &&
                      (state->metric == DADAO_METRIC_LAZY || state->metric == DADAO_METRIC_MSD);
    wanted.plane = in_sight(&layout, DADAO_PANE_ITERATES);
    wanted.plane_coordinates = state->plane_coordinates;
    wanted.eigenvalues = layout.pane[DADAO_PANE_SPECTRUM].rows >= DADAO_SPECTRUM_DEEP_ROWS;
    if (in_sight(&layout, DADAO_PANE_INSPECTOR))
        attend_nodes(state, &wanted);
    return wanted;
}

void dadao_view_choose(dadao_view_state *state, dadao_pane_id pane, int columns, int rows)
{
    dadao_layout layout;
    if (pane >= DADAO_PANE_COUNT)
        return;
    bool again = state->chosen == pane && (state->shown >> pane & 1u);
    state->chosen = pane;
    state->shown |= 1u << pane;
    if (state->zoomed) { /* another pane takes the screen over, the same gives it back */
        state->zoomed = !again;
        return;
    }
    dadao_view_arrange(state, columns, rows, &layout);
    state->zoomed = !layout.too_small && (again || !in_sight(&layout, pane));
}

static bool same(const dadao_selected *a, const dadao_selected *b)
{
    return a->kind == b->kind && a->node == b->node && (a->kind != DADAO_SELECTED_EDGE || a->other == b->other);
}

static void select_it(dadao_view_state *state, dadao_selected it)
{
    if (same(&state->selected[0], &it))
        return;
    state->selected[1] = state->selected[0];
    state->selected[0] = it;
    state->target[DADAO_SLIDER_SELECTED] = state->target[DADAO_SLIDER_SLOWNESS] = NAN; /* it was for the other */
}

void dadao_view_select_node(dadao_view_state *state, size_t node)
{
    select_it(state, (dadao_selected){DADAO_SELECTED_NODE, node, 0});
}

void dadao_view_select_edge(dadao_view_state *state, size_t u, size_t v)
{
    select_it(state, (dadao_selected){DADAO_SELECTED_EDGE, u < v ? u : v, u < v ? v : u});
}
