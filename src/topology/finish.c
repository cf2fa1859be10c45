/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a file tells to a network that DADAO can run on: simple, connected, placed; and what was done on the way.
 */
#include "topology/draft.h"

#include "core/memory.h"
#include "core/text.h"

#include <math.h>
#include <string.h>

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* Edges without a rate count as 1 where others have one. */
static void settle_rates(dadao_draft *draft, bool *has_rates)
{
    size_t given = 0;
    for (size_t e = 0; e < draft->edges; e++) {
        given += isnan(draft->edge[e].rate) ? 0 : 1;
    }
    *has_rates = given > 0;
    for (size_t e = 0; e < draft->edges; e++) {
        draft->edge[e].rate = isnan(draft->edge[e].rate) ? 1.0 : draft->edge[e].rate;
    }
    if (given > 0 && given < draft->edges) {
        dadao_core_note(draft->notes, "%s: %zu of %zu edges have no %s; they get rate 1", draft->path,
                        draft->edges - given, draft->edges, draft->rate_name);
    }
}

/* Keeps the first of each pair, in the order of the file; the rates of the others are added to it. */
static dadao_status merge_parallels(dadao_draft *draft, bool add_rates)
{
    size_t capacity = 64, kept = 0, merged = 0;
    while (capacity < 2 * draft->edges) {
        capacity *= 2;
    }
    uint32_t *slot = dadao_core_allocate(capacity, sizeof *slot); /* edge + 1, 0 is empty */
    if (slot == NULL) {
        return dadao_topology_out_of_memory(draft->error);
    }
    for (size_t e = 0; e < draft->edges; e++) {
        dadao_draft_edge edge = draft->edge[e];
        uint64_t pair = (uint64_t)edge.u << 32 | edge.v;
        size_t at = (size_t)((pair ^ pair >> 29) * 0x9E3779B97F4A7C15u >> 24) & (capacity - 1);
        while (slot[at] != 0 && (draft->edge[slot[at] - 1].u != edge.u || draft->edge[slot[at] - 1].v != edge.v)) {
            at = (at + 1) & (capacity - 1);
        }
        if (slot[at] == 0) {
            draft->edge[kept++] = edge;
            slot[at] = (uint32_t)kept;
        } else {
            draft->edge[slot[at] - 1].rate += add_rates ? edge.rate : 0.0;
            merged++;
        }
    }
    free(slot);
    draft->edges = kept;
    if (merged > 0) {
        dadao_core_note(draft->notes, "%s: %zu parallel edge%s merged%s", draft->path, merged, plural(merged),
                        add_rates ? ", rates added" : "");
    }
    for (size_t e = 0; add_rates && e < kept; e++) {
        if (!isfinite(draft->edge[e].rate)) {
            return dadao_topology_draft_fail(
                draft, 0, "the rates of the parallel edges between nodes %u and %u add up to infinity",
                draft->edge[e].u, draft->edge[e].v);
        }
    }
    return DADAO_OK;
}

static int descending(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x < y) - (x > y);
}

static dadao_status say_disconnected(dadao_draft *draft, size_t *size, size_t count)
{
    dadao_text list = { 0 };
    qsort(size, count, sizeof *size, descending);
    for (size_t c = 0; c < count && c < 10; c++) {
        dadao_core_text_format(&list, "%s%zu", c == 0 ? "" : ", ", size[c]);
    }
    if (count > 10) {
        dadao_core_text_format(&list, " and %zu smaller", count - 10);
    }
    dadao_status status =
        dadao_core_fail(draft->error, DADAO_DISCONNECTED,
                        "%s: the network is not connected: %zu components with %s nodes; add component=largest "
                        "to keep the largest",
                        draft->path, count, list.failed ? "?" : list.bytes);
    dadao_core_text_clear(&list);
    return status;
}

/* Renumbers the nodes of component `keep`; kept[new] = old. */
static void keep_component(dadao_draft *draft, const uint32_t *component, uint32_t keep, uint32_t *kept, size_t *count)
{
    uint32_t *number = kept; /* old -> new, written over kept from behind: new <= old always */
    size_t nodes = 0, edges = 0;
    for (size_t v = 0; v < draft->nodes; v++) {
        number[v] = component[v] == keep ? (uint32_t)nodes++ : UINT32_MAX;
    }
    for (size_t e = 0; e < draft->edges; e++) {
        dadao_draft_edge edge = draft->edge[e];
        if (component[edge.u] == keep) {
            draft->edge[edges++] = (dadao_draft_edge){ number[edge.u], number[edge.v], edge.rate };
        }
    }
    draft->edges = edges;
    for (size_t v = 0; v < draft->nodes; v++) {
        if (component[v] == keep) {
            uint32_t to = number[v];
            kept[to] = (uint32_t)v;
        }
    }
    *count = nodes;
}

/* Connectedness, or the largest part. kept [nodes]. */
static dadao_status choose_component(dadao_draft *draft, bool largest, uint32_t *component, uint32_t *kept,
                                     size_t *count)
{
    dadao_edge *edge = dadao_core_allocate(draft->edges, sizeof *edge);
    size_t *size = dadao_core_allocate(draft->nodes, sizeof *size);
    dadao_status status = DADAO_OK;
    size_t parts = SIZE_MAX, best = 0;
    if (edge != NULL && size != NULL) {
        for (size_t e = 0; e < draft->edges; e++) {
            edge[e] = (dadao_edge){ draft->edge[e].u, draft->edge[e].v };
        }
        parts = dadao_topology_label_components(draft->nodes, edge, draft->edges, component);
    }
    if (parts == SIZE_MAX) {
        status = dadao_topology_out_of_memory(draft->error);
    } else {
        for (size_t v = 0; v < draft->nodes; v++) {
            size[component[v]]++;
        }
        for (size_t c = 1; c < parts; c++) {
            best = size[c] > size[best] ? c : best;
        }
        if (parts > 1 && largest) {
            dadao_core_note(draft->notes, "%s: the largest of %zu components kept, %zu of %zu nodes", draft->path,
                            parts, size[best], draft->nodes);
        } else if (parts > 1) {
            status = say_disconnected(draft, size, parts);
        }
    }
    if (status == DADAO_OK) {
        keep_component(draft, component, (uint32_t)best, kept, count);
    }
    free(edge);
    free(size);
    return status;
}

static void say_what_was_left_out(dadao_draft *draft)
{
    if (draft->directed) {
        dadao_core_note(draft->notes, "%s: the file is directed; its edges are read as undirected", draft->path);
    }
    if (draft->loops > 0) {
        dadao_core_note(draft->notes, "%s: %zu loop%s dropped (an edge from a node to itself carries nothing)",
                        draft->path, draft->loops, plural(draft->loops));
    }
    if (draft->hyperedges > 0) {
        dadao_core_note(draft->notes, "%s: %zu hyperedge%s left out", draft->path, draft->hyperedges,
                        plural(draft->hyperedges));
    }
    if (draft->more_graphs) {
        dadao_core_note(draft->notes, "%s: the file has several graphs; the first is read", draft->path);
    }
    if (draft->other_weights > 0) {
        dadao_core_note(draft->notes, "%s: the file has edge weights; rate=weight would take them as rates",
                        draft->path);
    }
    if (draft->bad_positions > 0) {
        dadao_core_note(draft->notes, "%s: %zu coordinate%s no finite number; taken as not given", draft->path,
                        draft->bad_positions, draft->bad_positions == 1 ? " is" : "s are");
    }
}

/* rate=ATTR was asked for and no edge has it. */
static dadao_status say_no_such_rate(dadao_draft *draft)
{
    dadao_text list = { 0 };
    for (size_t k = 0; k < draft->attributes; k++) {
        dadao_core_text_format(&list, "%s%s", k > 0 ? ", " : "", draft->attribute[k]);
    }
    dadao_status status =
        dadao_core_fail(draft->error, DADAO_NOT_FOUND, "%s: no edge has the attribute '%.60s'; edges have %s",
                        draft->path, draft->rate_name,
                        draft->attributes == 0 ? "none"
                        : list.failed          ? "others"
                                               : list.bytes);
    dadao_core_text_clear(&list);
    return status;
}

static bool take_labels(dadao_draft *draft, const uint32_t *kept, dadao_topology *topology)
{
    bool any = false;
    for (size_t v = 0; v < topology->nodes; v++) {
        any = any || draft->node[kept[v]].label != NULL;
    }
    if (!any) {
        return true;
    }
    topology->label = dadao_core_allocate(topology->nodes, sizeof *topology->label);
    for (size_t v = 0; topology->label != NULL && v < topology->nodes; v++) {
        topology->label[v] = draft->node[kept[v]].label;
        draft->node[kept[v]].label = NULL;
    }
    return topology->label != NULL;
}

static bool take_edges(const dadao_draft *draft, dadao_topology *topology)
{
    bool ok =
        dadao_core_grow((void **)&topology->edge, &topology->edge_capacity, draft->edges + 1, sizeof *topology->edge) &&
        dadao_core_grow((void **)&topology->rate, &topology->rate_capacity, draft->edges + 1, sizeof *topology->rate);
    for (size_t e = 0; ok && e < draft->edges; e++) {
        ok = dadao_topology_push(topology, draft->edge[e].u, draft->edge[e].v, draft->edge[e].rate);
    }
    return ok;
}

static dadao_status make_topology(dadao_draft *draft, const uint32_t *kept, size_t count, const char *layout,
                                  uint64_t seed, dadao_topology *topology)
{
    topology->nodes = count;
    if (!take_labels(draft, kept, topology) || !take_edges(draft, topology)) {
        return dadao_topology_out_of_memory(draft->error);
    }
    bool placed = false;
    if (layout == NULL) {
        dadao_status status = dadao_topology_draft_place(draft, kept, topology, &placed);
        if (status != DADAO_OK) {
            return status;
        }
    }
    return placed ? DADAO_OK : dadao_topology_arrange(topology, layout, seed, draft->error);
}

dadao_status dadao_topology_draft_finish(dadao_draft *draft, bool largest, const char *layout, uint64_t seed,
                                         dadao_topology **topology)
{
    bool has_rates = false;
    say_what_was_left_out(draft);
    settle_rates(draft, &has_rates);
    if (draft->rate_named && !has_rates) {
        return say_no_such_rate(draft);
    }
    if (draft->nodes < 2) {
        return dadao_topology_draft_fail(draft, 0, "the file has %zu node%s; a network needs at least two",
                                         draft->nodes, plural(draft->nodes));
    }
    dadao_status status = merge_parallels(draft, has_rates);
    uint32_t *component = dadao_core_allocate(draft->nodes, sizeof *component);
    uint32_t *kept = dadao_core_allocate(draft->nodes, sizeof *kept);
    dadao_topology *made = dadao_topology_blank(0);
    size_t count = 0;
    if (status == DADAO_OK && (component == NULL || kept == NULL || made == NULL)) {
        status = dadao_topology_out_of_memory(draft->error);
    }
    if (status == DADAO_OK) {
        status = choose_component(draft, largest, component, kept, &count);
    }
    if (status == DADAO_OK && count < 2) {
        status =
            dadao_topology_draft_fail(draft, 0, "the largest component is a single node; a network needs at least two");
    }
    if (status == DADAO_OK) {
        made->has_rates = has_rates;
        status = make_topology(draft, kept, count, layout, seed, made);
    }
    free(component);
    free(kept);
    if (status != DADAO_OK) {
        dadao_topology_destroy(made);
        return status;
    }
    *topology = made;
    return DADAO_OK;
}
