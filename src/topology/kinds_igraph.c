/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generators that igraph provides: preferential attachment, random regular graphs, the famous ones. */
#include "topology/build.h"

#include "core/memory.h"
#include "core/text.h"
#include "topology/graph.h"

/* Copies the edges of `graph` in igraph's order. Call between enter and leave. */
static dadao_status take_edges(dadao_topology_build *build, const igraph_t *graph)
{
    igraph_integer_t edges = igraph_ecount(graph);
    for (igraph_integer_t e = 0; e < edges; e++) {
        if (!dadao_topology_push(build->topology, (size_t)IGRAPH_FROM(graph, e), (size_t)IGRAPH_TO(graph, e), 1.0)) {
            return dadao_topology_out_of_memory(build->error);
        }
    }
    return DADAO_OK;
}

dadao_status dadao_topology_barabasi_albert(dadao_topology_build *build)
{
    size_t n = build->n[0], m = build->n[1];
    if (m < 1) {
        return dadao_topology_build_fail(build, 1, "M, the edges of a new node, is at least 1");
    }
    if (n <= m) {
        return dadao_topology_build_fail(build, 0, "N is more than M = %zu, not %zu", m, n);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)n * (double)m, false);
    if (status != DADAO_OK) {
        return status;
    }
    dadao_topology_igraph session;
    igraph_t graph;
    dadao_topology_igraph_enter(&session, &build->random);
    igraph_error_t code = igraph_barabasi_game(&graph, (igraph_integer_t)n, 1.0, (igraph_integer_t)m, NULL, true, 1.0,
                                               IGRAPH_UNDIRECTED, IGRAPH_BARABASI_PSUMTREE, NULL);
    if (code == IGRAPH_SUCCESS) {
        status = take_edges(build, &graph);
        igraph_destroy(&graph);
    } else {
        status = dadao_topology_igraph_fail(build->error, code, build->kind);
    }
    dadao_topology_igraph_leave(&session);
    return status;
}

/* igraph draws stubs until they fit, which takes for ever when nearly all pairs are joined: then what is not joined is
 * drawn, which is regular too. */
static igraph_error_t draw_regular_graph(igraph_t *graph, igraph_integer_t n, igraph_integer_t d)
{
    if (2 * d <= n - 1) {
        return igraph_k_regular_game(graph, n, d, IGRAPH_UNDIRECTED, false);
    }
    igraph_t missing;
    igraph_error_t code = igraph_k_regular_game(&missing, n, n - 1 - d, IGRAPH_UNDIRECTED, false);
    if (code == IGRAPH_SUCCESS) {
        code = igraph_complementer(graph, &missing, false);
        igraph_destroy(&missing);
    }
    return code;
}

static dadao_status draw_regular(dadao_topology_build *build, size_t n, size_t d)
{
    dadao_topology_igraph session;
    igraph_t graph;
    dadao_topology_igraph_enter(&session, &build->random);
    igraph_error_t code = draw_regular_graph(&graph, (igraph_integer_t)n, (igraph_integer_t)d);
    dadao_status status;
    if (code == IGRAPH_SUCCESS) {
        status = take_edges(build, &graph);
        igraph_destroy(&graph);
    } else {
        status = dadao_topology_igraph_fail(build->error, code, build->kind);
    }
    dadao_topology_igraph_leave(&session);
    return status;
}

dadao_status dadao_topology_random_regular(dadao_topology_build *build)
{
    size_t n = build->n[0], d = build->n[1];
    if (d < 3 && !(n == 2 && d == 1)) {
        return dadao_topology_build_fail(
            build, 1, "the degree is at least 3, not %zu (degree 2 and connected is `cycle %zu`)", d, n);
    }
    if (d >= n) {
        return dadao_topology_build_fail(build, 1, "the degree is less than N = %zu, not %zu", n, d);
    }
    if (n % 2 != 0 && d % 2 != 0) {
        return dadao_topology_build_fail(
            build, 1, "N and D cannot both be odd (the degrees sum to twice the edges): %zu and %zu", n, d);
    }
    dadao_status status = dadao_topology_build_nodes(build, (double)n, (double)n * (double)d / 2, false);
    for (int attempt = 0; status == DADAO_OK && attempt < 100; attempt++) {
        build->topology->edges = 0;
        status = draw_regular(build, n, d);
        if (status == DADAO_OK && dadao_topology_build_connected(build)) {
            return DADAO_OK;
        }
    }
    if (status == DADAO_OK) { /* of degree 3 and more nearly all are connected */
        status = dadao_topology_build_fail(build, 0, "100 draws and none was connected; try another seed");
    }
    return status;
}

/* The names that igraph_famous knows, for the suggestion when one is misspelt. */
static const char *const famous_names[] = {
    "Bull",
    "Chvatal",
    "Coxeter",
    "Cubical",
    "Diamond",
    "Dodecahedral",
    "Dodecahedron",
    "Folkman",
    "Franklin",
    "Frucht",
    "Grotzsch",
    "Heawood",
    "Herschel",
    "House",
    "HouseX",
    "Icosahedral",
    "Icosahedron",
    "Krackhardt_Kite",
    "Levi",
    "McGee",
    "Meredith",
    "Noperfectmatching",
    "Nonline",
    "Octahedral",
    "Octahedron",
    "Petersen",
    "Robertson",
    "Smallestcyclicgroup",
    "Tetrahedral",
    "Tetrahedron",
    "Thomassen",
    "Tutte",
    "Uniquely3colorable",
    "Walther",
    "Zachary",
};

static dadao_status unknown_famous(dadao_topology_build *build)
{
    const char *near = dadao_core_nearest(build->word, famous_names, sizeof famous_names / sizeof famous_names[0]);
    if (near != NULL) {
        return dadao_topology_build_fail(build, 0, "no graph '%.60s'; did you mean '%s'?", build->word, near);
    }
    dadao_text list = { 0 };
    for (size_t k = 0; k < sizeof famous_names / sizeof famous_names[0]; k++) {
        dadao_core_text_format(&list, "%s%s", k > 0 ? " " : "", famous_names[k]);
    }
    dadao_status status = dadao_topology_build_fail(build, 0, "no graph '%.60s'; there are %s", build->word,
                                                    list.failed ? "others" : list.bytes);
    dadao_core_text_clear(&list);
    return status;
}

dadao_status dadao_topology_famous(dadao_topology_build *build)
{
    dadao_topology_igraph session;
    igraph_t graph;
    dadao_topology_igraph_enter(&session, &build->random);
    igraph_error_t code = igraph_famous(&graph, build->word);
    dadao_status status = DADAO_OK;
    if (code == IGRAPH_SUCCESS) {
        status = dadao_topology_build_nodes(build, (double)igraph_vcount(&graph), (double)igraph_ecount(&graph), false);
        status = status == DADAO_OK ? take_edges(build, &graph) : status;
        igraph_destroy(&graph);
    }
    dadao_topology_igraph_leave(&session);
    if (code != IGRAPH_SUCCESS) {
        return code == IGRAPH_ENOMEM ? dadao_topology_out_of_memory(build->error) : unknown_famous(build);
    }
    if (status == DADAO_OK && !dadao_topology_build_connected(build)) {
        status = dadao_topology_build_fail(build, 0, "the graph %.60s is not connected", build->word);
    }
    return status;
}
