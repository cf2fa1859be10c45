/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of generators, and the checks that all of them share. */
#include "topology/build.h"

#include "core/memory.h"
#include "core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A generator: the public row, other names it answers to, and its arguments, one letter each: n a whole number,
 * r a real number, w a word. A new generator is one row here and one builder. */
typedef struct kind_row {
    dadao_topology_kind shown;
    const char *aliases; /* separated by blanks */
    const char *form;
    dadao_topology_builder *build;
} kind_row;

static const kind_row kinds[] = {
    { { "path", "N", "N nodes in a line", false }, "line chain", "n", dadao_topology_path },
    { { "cycle", "N", "N nodes in a ring", false }, "ring", "n", dadao_topology_cycle },
    { { "star", "N", "node 0 joined to N-1 others", false }, "", "n", dadao_topology_star },
    { { "complete", "N", "every pair of N nodes joined", false }, "clique full", "n", dadao_topology_complete },
    { { "grid", "A B", "A rows of B nodes, joined to the next in row and column", false },
      "lattice",
      "nn",
      dadao_topology_grid },
    { { "torus", "A B", "a grid whose rows and columns close (sides of at least 3)", false },
      "",
      "nn",
      dadao_topology_torus },
    { { "hypercube", "Q", "2^Q nodes, joined where their binary numbers differ in one place", false },
      "cube",
      "n",
      dadao_topology_hypercube },
    { { "barbell", "N", "two cliques of N/2 joined by one edge (N even)", false },
      "dumbbell",
      "n",
      dadao_topology_barbell },
    { { "lollipop", "M P", "a clique of M with a path of P more nodes", false }, "", "nn", dadao_topology_lollipop },
    { { "binary-tree", "H", "the perfect binary tree of height H, 2^(H+1)-1 nodes", false },
      "tree",
      "n",
      dadao_topology_binary_tree },
    { { "complete-bipartite", "A B", "each of A nodes joined to each of B others", false },
      "bipartite",
      "nn",
      dadao_topology_complete_bipartite },
    { { "wheel", "N", "a hub, node 0, joined to a ring of N-1", false }, "", "n", dadao_topology_wheel },
    { { "erdos-renyi", "N P", "each pair of N nodes joined with probability P", true },
      "er gnp",
      "nr",
      dadao_topology_erdos_renyi },
    { { "random-geometric", "N R", "N points in the unit square, joined within distance R", true },
      "geometric rgg",
      "nr",
      dadao_topology_random_geometric },
    { { "barabasi-albert", "N M", "growing to N nodes, each new one joined to M by preference", true },
      "ba scale-free",
      "nn",
      dadao_topology_barabasi_albert },
    { { "watts-strogatz", "N K P", "a ring with K neighbours each (K even), ends rewired with probability P", true },
      "ws small-world",
      "nnr",
      dadao_topology_watts_strogatz },
    { { "random-regular", "N D", "N nodes of degree D, otherwise at random", true },
      "regular",
      "nn",
      dadao_topology_random_regular },
    { { "famous", "NAME", "a graph with a name: Petersen, Zachary, Heawood, Tutte, ...", false },
      "",
      "w",
      dadao_topology_famous },
};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

size_t dadao_topology_kind_count(void)
{
    return KIND_COUNT;
}

const dadao_topology_kind *dadao_topology_kind_at(size_t index)
{
    return index < KIND_COUNT ? &kinds[index].shown : NULL;
}

/* Whether text[0..length) and word are the same name: case ignored, - and _ alike. */
static bool same_name(const char *text, size_t length, const char *word)
{
    if (strlen(word) != length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        int a = tolower((unsigned char)text[i]), b = tolower((unsigned char)word[i]);
        if (a != b && !(a == '-' && b == '_')) {
            return false;
        }
    }
    return true;
}

static bool is_alias(const char *aliases, const char *word)
{
    while (*aliases != '\0') {
        size_t length = strcspn(aliases, " ");
        if (same_name(aliases, length, word)) {
            return true;
        }
        aliases += length;
        aliases += strspn(aliases, " ");
    }
    return false;
}

size_t dadao_topology_kind_find(const char *word)
{
    for (size_t k = 0; k < KIND_COUNT; k++) {
        if (same_name(kinds[k].shown.name, strlen(kinds[k].shown.name), word) || is_alias(kinds[k].aliases, word)) {
            return k;
        }
    }
    return SIZE_MAX;
}

dadao_status dadao_topology_build_fail(dadao_topology_build *build, size_t argument, const char *format, ...)
{
    char text[400];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    dadao_status status = dadao_core_fail(build->error, DADAO_INVALID, "%s: %s", build->kind, text);
    if (build->error != NULL) {
        build->error->column = build->index[argument];
        build->error->length = strlen(build->text[argument]);
    }
    return status;
}

dadao_status dadao_topology_build_nodes(dadao_topology_build *build, double nodes, double edges, bool placed)
{
    if (nodes > (double)DADAO_TOPOLOGY_MAX_NODES || edges > (double)DADAO_TOPOLOGY_MAX_EDGES) {
        dadao_topology_build_fail(build, 0, "%.4g nodes and %.4g edges are too many; at most %zu nodes and %zu edges",
                                  nodes, edges, DADAO_TOPOLOGY_MAX_NODES, DADAO_TOPOLOGY_MAX_EDGES);
        if (build->error != NULL) {
            build->error->status = DADAO_TOO_LARGE;
        }
        return DADAO_TOO_LARGE;
    }
    build->topology = dadao_topology_blank((size_t)nodes);
    if (build->topology == NULL || (placed && !dadao_topology_allocate_positions(build->topology))) {
        return dadao_topology_out_of_memory(build->error);
    }
    return DADAO_OK;
}

bool dadao_topology_build_connected(const dadao_topology_build *build)
{
    return dadao_topology_components(build->topology, NULL) == 1;
}

dadao_status dadao_topology_build_join(dadao_topology_build *build)
{
    dadao_topology *topology = build->topology;
    uint32_t *component = dadao_core_allocate(topology->nodes, sizeof *component);
    size_t count = component != NULL ? dadao_topology_components(topology, component) : SIZE_MAX;
    dadao_status status = count == SIZE_MAX ? dadao_topology_out_of_memory(build->error) : DADAO_OK;
    /* Components are numbered by first node: the first node of a new one is joined to some node before it, which is
     * already part of the one piece that grows from node 0. */
    size_t seen = 1;
    for (size_t v = 1; status == DADAO_OK && v < topology->nodes; v++) {
        if (component[v] == seen) {
            seen++;
            if (!dadao_topology_push(topology, v, (size_t)dadao_core_random_below(&build->random, v), 1.0)) {
                status = dadao_topology_out_of_memory(build->error);
            }
        }
    }
    free(component);
    if (status == DADAO_OK && count > 1) {
        dadao_core_note(build->notes, "%s: came out in %zu pieces; %zu random edge%s joined them", build->kind, count,
                        count - 1, count == 2 ? "" : "s");
    }
    return status;
}

/* What one letter of a form asks for, in words. */
static const char *wanted(char letter)
{
    return letter == 'n' ? "a whole number" : letter == 'r' ? "a number" : "a name";
}

static dadao_status read_arguments(const kind_row *row, const dadao_topology_request *request,
                                   dadao_topology_build *build)
{
    size_t want = strlen(row->form), given = request->count - 1;
    for (size_t a = 0; a < want && a < given; a++) {
        const char *word = request->word[a + 1];
        uint64_t whole = 0;
        build->text[a] = word;
        bool good = row->form[a] == 'w' ||
                    (row->form[a] == 'n' && dadao_core_parse_u64(word, strlen(word), &whole) && whole <= UINT32_MAX) ||
                    (row->form[a] == 'r' && dadao_core_parse_double(word, strlen(word), &build->r[a]));
        if (!good) {
            return dadao_topology_build_fail(build, a, "'%.60s' is not %s; usage: %s %s", word, wanted(row->form[a]),
                                             row->shown.name, row->shown.arguments);
        }
        build->n[a] = (size_t)whole;
        build->word = word;
    }
    if (given != want) {
        dadao_core_fail(build->error, DADAO_INVALID, "%s takes %zu argument%s, not %zu; usage: %s %s%s",
                        row->shown.name, want, want == 1 ? "" : "s", given, row->shown.name, row->shown.arguments,
                        row->shown.random ? " [seed=S]" : "");
        if (build->error != NULL) {
            build->error->column = request->index[given > want ? want + 1 : 0];
            build->error->length = strlen(request->word[given > want ? want + 1 : 0]);
        }
        return DADAO_INVALID;
    }
    return DADAO_OK;
}

/* "grid 10 10", and the seed where there is chance in it. */
static bool name_generated(dadao_topology *topology, const kind_row *row, const dadao_topology_request *request)
{
    dadao_text name = { 0 };
    dadao_core_text_format(&name, "%s", row->shown.name);
    for (size_t w = 1; w < request->count; w++) {
        dadao_core_text_format(&name, " %s", request->word[w]);
    }
    if (row->shown.random) {
        dadao_core_text_format(&name, " seed=%llu", (unsigned long long)request->seed);
    }
    topology->name = name.failed ? NULL : name.bytes;
    if (name.failed) {
        dadao_core_text_clear(&name);
    }
    return topology->name != NULL;
}

dadao_status dadao_topology_generate(size_t kind, const dadao_topology_request *request, dadao_topology **topology)
{
    const kind_row *row = &kinds[kind];
    dadao_topology_build build = {
        .kind = row->shown.name, .index = request->index + 1, .notes = request->notes, .error = request->error
    };
    dadao_core_random_seed(&build.random, request->seed, DADAO_STREAM_TOPOLOGY);
    dadao_status status = read_arguments(row, request, &build);
    if (status == DADAO_OK) {
        status = row->build(&build);
    }
    if (status == DADAO_OK && !name_generated(build.topology, row, request)) {
        status = dadao_topology_out_of_memory(request->error);
    }
    if (status != DADAO_OK) {
        dadao_topology_destroy(build.topology);
        return status;
    }
    *topology = build.topology;
    return DADAO_OK;
}
