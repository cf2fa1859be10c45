/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all readers share: nodes and edges as told, names to numbers, rates and coordinates as written. */
#include "topology/draft.h"

#include "core/memory.h"
#include "core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void dadao_topology_draft_clear(dadao_draft *draft)
{
    for (size_t v = 0; v < draft->nodes; v++) {
        free(draft->node[v].label);
    }
    free(draft->node);
    free(draft->edge);
    draft->node = NULL;
    draft->edge = NULL;
    draft->nodes = draft->edges = 0;
}

dadao_status dadao_topology_draft_fail(dadao_draft *draft, size_t line, const char *format, ...)
{
    char text[600];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (line == 0) {
        return dadao_core_fail(draft->error, DADAO_FORMAT, "%s: %s", draft->path, text);
    }
    return dadao_core_fail(draft->error, DADAO_FORMAT, "%s:%zu: %s", draft->path, line, text);
}

bool dadao_topology_slice_is(dadao_slice slice, const char *word)
{
    return slice.length == strlen(word) && strncasecmp(slice.text, word, slice.length) == 0;
}

bool dadao_topology_slice_equal(dadao_slice a, dadao_slice b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

dadao_slice dadao_topology_slice_trim(dadao_slice slice)
{
    while (slice.length > 0 && isspace((unsigned char)slice.text[0])) {
        slice.text++;
        slice.length--;
    }
    while (slice.length > 0 && isspace((unsigned char)slice.text[slice.length - 1])) {
        slice.length--;
    }
    return slice;
}

dadao_status dadao_topology_draft_add_node(dadao_draft *draft, size_t *node)
{
    if (draft->nodes >= DADAO_TOPOLOGY_MAX_NODES) {
        return dadao_core_fail(draft->error, DADAO_TOO_LARGE, "%s: more than %zu nodes", draft->path,
                               DADAO_TOPOLOGY_MAX_NODES);
    }
    if (!dadao_core_grow((void **)&draft->node, &draft->node_capacity, draft->nodes + 1, sizeof *draft->node)) {
        return dadao_topology_out_of_memory(draft->error);
    }
    draft->node[draft->nodes] = (dadao_draft_node){ NULL, NAN, NAN, NAN, NAN };
    if (node != NULL) {
        *node = draft->nodes;
    }
    draft->nodes++;
    return DADAO_OK;
}

/* Labels are shown on terminals: control characters other than tab and newline could move its cursor, so they become
 * blanks. U+0080 to U+009F are two bytes, C2 80 to C2 9F. */
static void tame_controls(unsigned char *text)
{
    for (; *text != '\0'; text++) {
        if ((*text < 0x20 && *text != '\n' && *text != '\t') || *text == 0x7f) {
            *text = ' ';
        } else if (*text == 0xc2 && text[1] >= 0x80 && text[1] < 0xa0) {
            text[0] = text[1] = ' ';
        }
    }
}

dadao_status dadao_topology_draft_set_label(dadao_draft *draft, size_t node, dadao_slice label)
{
    if (label.length == 0) {
        return DADAO_OK;
    }
    char *copy = dadao_core_allocate(label.length + 1, 1);
    if (copy == NULL) {
        return dadao_topology_out_of_memory(draft->error);
    }
    memcpy(copy, label.text, label.length);
    tame_controls((unsigned char *)copy);
    free(draft->node[node].label);
    draft->node[node].label = copy;
    return DADAO_OK;
}

dadao_status dadao_topology_draft_add_edge(dadao_draft *draft, size_t u, size_t v, double rate)
{
    if (u == v) {
        draft->loops++;
        return DADAO_OK;
    }
    if (draft->edges >= DADAO_TOPOLOGY_MAX_EDGES) {
        return dadao_core_fail(draft->error, DADAO_TOO_LARGE, "%s: more than %zu edges", draft->path,
                               DADAO_TOPOLOGY_MAX_EDGES);
    }
    if (!dadao_core_grow((void **)&draft->edge, &draft->edge_capacity, draft->edges + 1, sizeof *draft->edge)) {
        return dadao_topology_out_of_memory(draft->error);
    }
    draft->edge[draft->edges++] = (dadao_draft_edge){ (uint32_t)(u < v ? u : v), (uint32_t)(u < v ? v : u), rate };
    return DADAO_OK;
}

dadao_status dadao_topology_draft_parse_rate(dadao_draft *draft, size_t line, dadao_slice text, double *rate)
{
    text = dadao_topology_slice_trim(text);
    if (text.length == 0) {
        *rate = NAN; /* an empty cell is a rate that was not given */
        return DADAO_OK;
    }
    if (!dadao_core_parse_any_double(text.text, text.length, rate)) {
        return dadao_topology_draft_fail(draft, line, "%s '%.*s' is not a number; a finite number >= 0 was expected",
                                         draft->rate_name, (int)(text.length < 60 ? text.length : 60), text.text);
    }
    if (!isfinite(*rate) || *rate < 0) {
        return dadao_topology_draft_fail(draft, line,
                                         "%s %.*s cannot be the rate of an edge; a finite number >= 0 was expected",
                                         draft->rate_name, (int)(text.length < 60 ? text.length : 60), text.text);
    }
    *rate += 0.0; /* -0 would print as such */
    return DADAO_OK;
}

double dadao_topology_draft_parse_coordinate(dadao_draft *draft, dadao_slice text)
{
    double value;
    text = dadao_topology_slice_trim(text);
    /* Beyond 1e30 squares of differences overflow in the drawing. */
    if (!dadao_core_parse_any_double(text.text, text.length, &value) || !(fabs(value) <= 1e30)) {
        draft->bad_positions += text.length > 0;
        return NAN;
    }
    return value;
}

bool dadao_topology_draft_is_rate(dadao_draft *draft, dadao_slice name)
{
    char text[sizeof draft->attribute[0]];
    snprintf(text, sizeof text, "%.*s", (int)(name.length < 31 ? name.length : 31), name.text);
    size_t k = 0;
    while (k < draft->attributes && strcmp(draft->attribute[k], text) != 0) {
        k++;
    }
    if (k == draft->attributes && k < DADAO_DRAFT_ATTRIBUTES) {
        memcpy(draft->attribute[draft->attributes++], text, sizeof text);
    }
    return dadao_topology_slice_is(name, draft->rate_name);
}

bool dadao_topology_draft_wants_weight(dadao_draft *draft)
{
    char word[] = "weight";
    return dadao_topology_draft_is_rate(draft, (dadao_slice){ word, strlen(word) });
}

dadao_role dadao_topology_draft_role(dadao_slice attribute)
{
    static const struct {
        const char *name;
        dadao_role role;
    } rows[] = {
        { "label", DADAO_ROLE_LABEL },
        { "name", DADAO_ROLE_NAME },
        { "x", DADAO_ROLE_X },
        { "y", DADAO_ROLE_Y },
        { "longitude", DADAO_ROLE_LONGITUDE },
        { "lon", DADAO_ROLE_LONGITUDE },
        { "latitude", DADAO_ROLE_LATITUDE },
        { "lat", DADAO_ROLE_LATITUDE },
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        if (dadao_topology_slice_is(attribute, rows[k].name)) {
            return rows[k].role;
        }
    }
    return DADAO_ROLE_NONE;
}

void dadao_topology_draft_set_position(dadao_draft *draft, size_t node, dadao_role role, dadao_slice text)
{
    dadao_draft_node *at = &draft->node[node];
    double *value = role == DADAO_ROLE_X           ? &at->x
                    : role == DADAO_ROLE_Y         ? &at->y
                    : role == DADAO_ROLE_LONGITUDE ? &at->longitude
                    : role == DADAO_ROLE_LATITUDE  ? &at->latitude
                                                   : NULL;
    if (value != NULL) {
        *value = dadao_topology_draft_parse_coordinate(draft, text);
    }
}

/* ---- Names ------------------------------------------------------------------------------------------------------- */

static uint64_t hash_slice(dadao_slice slice)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a, then mixed so that the low bits see all of it */
    for (size_t i = 0; i < slice.length; i++) {
        h = (h ^ (unsigned char)slice.text[i]) * 0x100000001b3u;
    }
    return (h ^ h >> 32) * 0x9E3779B97F4A7C15u >> 16;
}

static size_t slot_of(const dadao_names *names, dadao_slice name)
{
    size_t at = (size_t)hash_slice(name) & names->mask;
    while (names->slot[at] != 0 && !dadao_topology_slice_equal(names->key[names->slot[at] - 1], name)) {
        at = (at + 1) & names->mask;
    }
    return at;
}

size_t dadao_topology_names_find(const dadao_names *names, dadao_slice name)
{
    if (names->slot == NULL) {
        return SIZE_MAX;
    }
    uint32_t found = names->slot[slot_of(names, name)];
    return found != 0 ? found - 1 : SIZE_MAX;
}

static bool widen_slots(dadao_names *names)
{
    size_t capacity = names->slot == NULL ? 64 : 2 * (names->mask + 1);
    uint32_t *slot = dadao_core_allocate(capacity, sizeof *slot);
    if (slot == NULL) {
        return false;
    }
    free(names->slot);
    names->slot = slot;
    names->mask = capacity - 1;
    for (size_t k = 0; k < names->count; k++) {
        names->slot[slot_of(names, names->key[k])] = (uint32_t)(k + 1);
    }
    return true;
}

bool dadao_topology_names_add(dadao_names *names, dadao_slice name, size_t *number, bool *fresh)
{
    if ((names->slot == NULL || 2 * names->count > names->mask) && !widen_slots(names)) {
        return false;
    }
    size_t at = slot_of(names, name);
    *fresh = names->slot[at] == 0;
    if (*fresh) {
        if (names->count >= UINT32_MAX - 1 ||
            !dadao_core_grow((void **)&names->key, &names->key_capacity, names->count + 1, sizeof *names->key)) {
            return false;
        }
        names->key[names->count++] = name;
        names->slot[at] = (uint32_t)names->count;
    }
    *number = names->slot[at] - 1;
    return true;
}

void dadao_topology_names_clear(dadao_names *names)
{
    free(names->key);
    free(names->slot);
    *names = (dadao_names){ 0 };
}

/* ---- Edges between names ----------------------------------------------------------------------------------------- */

dadao_status dadao_topology_named_edges_add(dadao_draft *draft, dadao_named_edges *list, dadao_named_edge edge)
{
    if (list->count >= 2 * DADAO_TOPOLOGY_MAX_EDGES) {
        return dadao_core_fail(draft->error, DADAO_TOO_LARGE, "%s: more than %zu edges", draft->path,
                               DADAO_TOPOLOGY_MAX_EDGES);
    }
    if (!dadao_core_grow((void **)&list->edge, &list->capacity, list->count + 1, sizeof *list->edge)) {
        return dadao_topology_out_of_memory(draft->error);
    }
    list->edge[list->count++] = edge;
    return DADAO_OK;
}

dadao_status dadao_topology_draft_connect_declared(dadao_draft *draft, const dadao_names *names,
                                                   const dadao_named_edges *list)
{
    for (size_t e = 0; e < list->count; e++) {
        const dadao_named_edge *edge = &list->edge[e];
        size_t u = dadao_topology_names_find(names, edge->a), v = dadao_topology_names_find(names, edge->b);
        if (u == SIZE_MAX || v == SIZE_MAX) {
            dadao_slice bad = u == SIZE_MAX ? edge->a : edge->b;
            return dadao_topology_draft_fail(draft, edge->line, "edge to unknown node '%.*s' (the file has %zu nodes)",
                                             (int)(bad.length < 60 ? bad.length : 60), bad.text, names->count);
        }
        dadao_status status = dadao_topology_draft_add_edge(draft, u, v, edge->rate);
        if (status != DADAO_OK) {
            return status;
        }
    }
    return DADAO_OK;
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A whole number without sign or leading zeros, so that equal numbers are equal texts. */
static bool plain_number(dadao_slice text, uint64_t *number)
{
    return text.length > 0 && isdigit((unsigned char)text.text[0]) && (text.length == 1 || text.text[0] != '0') &&
           dadao_core_parse_u64(text.text, text.length, number);
}

/* The ends as numbers (two an edge), or NULL in *numbers when one is a name. */
static dadao_status collect_numbers(dadao_draft *draft, const dadao_named_edges *list, uint64_t **numbers)
{
    uint64_t *all = dadao_core_allocate(2 * list->count, sizeof *all);
    if (all == NULL) {
        return dadao_topology_out_of_memory(draft->error);
    }
    for (size_t e = 0; e < list->count; e++) {
        const dadao_named_edge *edge = &list->edge[e];
        if (!plain_number(edge->a, &all[2 * e]) ||
            !plain_number(edge->b.text != NULL ? edge->b : edge->a, &all[2 * e + 1])) {
            free(all);
            all = NULL;
            break;
        }
    }
    *numbers = all;
    return DADAO_OK;
}

static dadao_status add_numbered_nodes(dadao_draft *draft, const uint64_t *sorted, size_t count, bool labelled)
{
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < count; k++) {
        char text[24];
        size_t node;
        int length = snprintf(text, sizeof text, "%llu", (unsigned long long)(sorted != NULL ? sorted[k] : k));
        status = dadao_topology_draft_add_node(draft, &node);
        if (status == DADAO_OK && labelled) {
            status = dadao_topology_draft_set_label(draft, node, (dadao_slice){ text, (size_t)length });
        }
    }
    return status;
}

static size_t find_sorted(const uint64_t *sorted, size_t count, uint64_t value)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static dadao_status connect_numbers(dadao_draft *draft, size_t nodes, const dadao_named_edges *list,
                                    const uint64_t *numbers)
{
    size_t ends = 2 * list->count, count = 0;
    uint64_t *sorted = dadao_core_allocate(ends, sizeof *sorted);
    if (sorted == NULL) {
        return dadao_topology_out_of_memory(draft->error);
    }
    memcpy(sorted, numbers, ends * sizeof *sorted);
    qsort(sorted, ends, sizeof *sorted, compare_u64);
    for (size_t k = 0; k < ends; k++) {
        if (count == 0 || sorted[k] != sorted[count - 1]) {
            sorted[count++] = sorted[k];
        }
    }
    uint64_t last = count > 0 ? sorted[count - 1] : 0;
    bool direct = count > 0 && (nodes > 0 ? last < nodes : last == count - 1);
    size_t total = direct && nodes > 0 ? nodes : count;
    dadao_status status = add_numbered_nodes(draft, direct ? NULL : sorted, total, !direct);
    for (size_t e = 0; status == DADAO_OK && e < list->count; e++) {
        if (list->edge[e].b.text != NULL) {
            uint64_t a = numbers[2 * e], b = numbers[2 * e + 1];
            status =
                dadao_topology_draft_add_edge(draft, direct ? (size_t)a : find_sorted(sorted, count, a),
                                              direct ? (size_t)b : find_sorted(sorted, count, b), list->edge[e].rate);
        }
    }
    free(sorted);
    return status;
}

static dadao_status name_node(dadao_draft *draft, dadao_names *names, dadao_slice name, size_t *node)
{
    bool fresh;
    if (!dadao_topology_names_add(names, name, node, &fresh)) {
        return dadao_topology_out_of_memory(draft->error);
    }
    if (!fresh) {
        return DADAO_OK;
    }
    dadao_status status = dadao_topology_draft_add_node(draft, node);
    return status == DADAO_OK ? dadao_topology_draft_set_label(draft, *node, name) : status;
}

static dadao_status connect_names(dadao_draft *draft, const dadao_named_edges *list)
{
    dadao_names names = { 0 };
    dadao_status status = DADAO_OK;
    for (size_t e = 0; status == DADAO_OK && e < list->count; e++) {
        const dadao_named_edge *edge = &list->edge[e];
        size_t u, v;
        status = name_node(draft, &names, edge->a, &u);
        if (status == DADAO_OK && edge->b.text != NULL) {
            status = name_node(draft, &names, edge->b, &v);
            status = status == DADAO_OK ? dadao_topology_draft_add_edge(draft, u, v, edge->rate) : status;
        }
    }
    dadao_topology_names_clear(&names);
    return status;
}

dadao_status dadao_topology_draft_connect_free(dadao_draft *draft, size_t nodes, const dadao_named_edges *list)
{
    uint64_t *numbers = NULL;
    dadao_status status = collect_numbers(draft, list, &numbers);
    if (status == DADAO_OK) {
        status = numbers != NULL ? connect_numbers(draft, nodes, list, numbers) : connect_names(draft, list);
    }
    free(numbers);
    return status;
}
