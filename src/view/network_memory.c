/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the network view remembers from one snapshot to the next, so that edits move nothing that was not edited.
 *
 * Edits keep the order and the places of the nodes that stay (they close the gap, or add at the end), so what two scenes
 * have in common is a beginning and an end of their lists of positions; what lies between went or came. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "view/network.h"

dadao_network_memory *dadao_view_network_memory_create(void)
{
    return dadao_core_allocate(1, sizeof(dadao_network_memory));
}

void dadao_view_network_memory_destroy(dadao_network_memory *memory)
{
    if (!memory)
        return;
    dadao_view_places_clear(&memory->places);
    free(memory->x);
    free(memory->y);
    free(memory);
}

/* A change of the nodes: [first, first + went) of before gave way to [first, first + came) of now. */
typedef struct difference {
    size_t first, went, came;
} difference;

static difference compare(const dadao_network_memory *m, const dadao_scene *scene)
{
    size_t old = m->nodes, now = scene->nodes, least = old < now ? old : now, same = 0, tail = 0;
    while (same < least && m->x[same] == scene->x[same] && m->y[same] == scene->y[same])
        same++;
    while (tail < least - same && m->x[old - 1 - tail] == scene->x[now - 1 - tail] &&
           m->y[old - 1 - tail] == scene->y[now - 1 - tail])
        tail++;
    return (difference){same, old - same - tail, now - same - tail};
}

/* The index that node `node` of before has now; SIZE_MAX: it went. */
static size_t follow(const difference *d, size_t node)
{
    if (node < d->first)
        return node;
    return node < d->first + d->went ? SIZE_MAX : node - d->went + d->came;
}

static void follow_selection(dadao_view_state *state, const difference *d)
{
    size_t kept = 0;
    for (size_t k = 0; k < 2; k++) {
        dadao_selected it = state->selected[k];
        bool edge = it.kind == DADAO_SELECTED_EDGE;
        it.node = follow(d, it.node);
        it.other = edge ? follow(d, it.other) : it.other;
        if (it.kind != DADAO_SELECTED_NONE && it.node != SIZE_MAX && it.other != SIZE_MAX)
            state->selected[kept++] = it;
    }
    for (; kept < 2; kept++)
        state->selected[kept] = (dadao_selected){0};
}

static void follow_look(dadao_network_look *look, const difference *d)
{
    size_t kept = 0;
    for (size_t k = 0; k < look->pins; k++) {
        dadao_pin pin = look->pin[k];
        pin.node = follow(d, pin.node);
        if (pin.node != SIZE_MAX)
            look->pin[kept++] = pin;
    }
    look->pins = kept;
    look->watched = follow(d, look->watched);
    look->pivot = follow(d, look->pivot);
    look->watching = look->watching && look->watched != SIZE_MAX;
    if (look->grab == DADAO_GRAB_NODE)
        look->grab = DADAO_GRAB_NONE;
}

/* Who went leaves a ghost; who came back to where a ghost stands takes its place. */
static void follow_ghosts(dadao_network_memory *m, const dadao_scene *scene, const difference *d)
{
    size_t kept = 0;
    for (size_t k = 0; k < m->ghosts; k++) {
        dadao_ghost ghost = m->ghost[k];
        bool back = false;
        for (size_t i = d->first; i < d->first + d->came && !back; i++)
            back = scene->x[i] == ghost.x && scene->y[i] == ghost.y;
        if (ghost.before > d->first)
            ghost.before = ghost.before >= d->first + d->went ? ghost.before - d->went + d->came : d->first;
        if (!back)
            m->ghost[kept++] = ghost;
    }
    m->ghosts = kept;
    for (size_t i = d->first; i < d->first + d->went && m->ghosts < DADAO_GHOSTS; i++) {
        size_t at = m->ghosts++;
        for (; at > 0 && m->ghost[at - 1].before > d->first; at--)
            m->ghost[at] = m->ghost[at - 1];
        m->ghost[at] = (dadao_ghost){m->x[i], m->y[i], d->first};
    }
}

static void take_positions(dadao_network_memory *m, const dadao_scene *scene)
{
    size_t n = scene->nodes;
    if (n > m->capacity) {
        free(m->x), free(m->y);
        m->x = dadao_core_allocate(n, sizeof *m->x), m->y = dadao_core_allocate(n, sizeof *m->y);
        m->capacity = m->x && m->y ? n : 0;
    }
    m->nodes = m->capacity ? n : 0;
    if (m->nodes) {
        memcpy(m->x, scene->x, n * sizeof *m->x);
        memcpy(m->y, scene->y, n * sizeof *m->y);
    }
}

static void forget(dadao_network_look *look)
{
    look->pins = 0;
    look->camera = (dadao_camera){0};
    look->watching = false;
    look->grab = DADAO_GRAB_NONE;
}

static void reframe(dadao_network_memory *m, const dadao_scene *scene, dadao_network_look *look)
{
    m->frame = dadao_view_frame_of(scene, look);
    m->digits = dadao_view_digits(scene->nodes - 1);
    snprintf(m->topology, sizeof m->topology, "%s", scene->topology);
    m->ghosts = 0;
    m->known = true;
    look->changes++;
}

/* Another name, or less than half in common: another network, not an edited one. */
static bool another(const dadao_network_memory *m, const dadao_scene *scene, const difference *d)
{
    size_t common = m->nodes - d->went, least = m->nodes < scene->nodes ? m->nodes : scene->nodes;
    return strcmp(m->topology, scene->topology) != 0 || 2 * common < least || common == 0;
}

/* The colours of the consensus error follow its largest value down a decade at a time, with some slack. */
static void follow_consensus(dadao_network_look *look, const dadao_lane_snapshot *lane, size_t nodes)
{
    double largest = 0;
    for (size_t i = 0; lane->node_consensus && i < nodes; i++)
        if (isfinite(lane->node_consensus[i]) && lane->node_consensus[i] > largest)
            largest = lane->node_consensus[i];
    double decade = largest > 0 ? log10(largest) : look->consensus_top;
    if (decade > look->consensus_top || decade < look->consensus_top - 1.4)
        look->consensus_top = (int)ceil(decade);
}

void dadao_view_observe_network(dadao_view_state *state, const dadao_snapshot *snapshot)
{
    dadao_network_look *look = &state->network;
    dadao_network_memory *m = look->memory;
    const dadao_scene *scene = snapshot->scene;
    follow_consensus(look, &snapshot->lane[0], scene->nodes);
    if (!m || scene->nodes == 0 || (m->known && m->version == scene->version && m->nodes == scene->nodes))
        return;
    difference d = compare(m, scene);
    if (!m->known || another(m, scene, &d)) {
        if (m->known) {
            forget(look);
            memset(state->selected, 0, sizeof state->selected);
        }
        reframe(m, scene, look);
    } else if (d.went || d.came) {
        follow_selection(state, &d);
        follow_look(look, &d);
        follow_ghosts(m, scene, &d);
        look->changes++;
    }
    m->version = scene->version;
    take_positions(m, scene);
}

dadao_frame dadao_view_network_frame(const dadao_scene *scene, const dadao_network_look *look)
{
    return look->memory && look->memory->known ? look->memory->frame : dadao_view_frame_of(scene, look);
}

void dadao_view_network_refit(dadao_view_state *state)
{
    dadao_network_look *look = &state->network;
    look->camera = (dadao_camera){0};
    look->watching = false;
    if (look->memory && state->scene)
        reframe(look->memory, state->scene, look);
    look->changes++;
}
