/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real networks, where the folder of shared cases is there: each loads or says why not, agrees between its two formats
 * and with igraph's own readers, and comes back from each format that we write. */
#include "topology_tests.h"

#include <dirent.h>
#include <igraph/igraph.h>

/* Loads with the largest component when it must; the notes and the error stay with the caller. */
static dadao_topology *load_largest(const char *path, bool *whole, dadao_notes *notes)
{
    const char *const words[] = { "load", path, "component=largest" };
    dadao_topology *t = NULL;
    dadao_error error = { 0 };
    *whole = dadao_topology_create(words, 2, NULL, &t, notes, &error) == DADAO_OK;
    if (!*whole) {
        if (error.status != DADAO_DISCONNECTED || strstr(error.text, "component=largest") == NULL ||
            strncmp(error.text, path, strlen(path)) != 0) {
            fail_msg("%s", error.text);
        }
        if (dadao_topology_create(words, 3, NULL, &t, notes, &error) != DADAO_OK) {
            fail_msg("%s", error.text);
        }
    }
    assert_sound(t);
    assert_int_equal(dadao_topology_components(t, NULL), 1);
    return t;
}

/* Number of nodes and simple edges in the largest component, by igraph alone. */
static void count_by_igraph(const char *path, bool graphml, size_t *nodes, size_t *edges)
{
    FILE *file = fopen(path, "r");
    igraph_t graph, part;
    igraph_vector_int_t membership, sizes;
    igraph_integer_t best = 0;
    assert_non_null(file);
    assert_int_equal(graphml ? igraph_read_graph_graphml(&graph, file, 0) : igraph_read_graph_gml(&graph, file), 0);
    fclose(file);
    igraph_to_undirected(&graph, IGRAPH_TO_UNDIRECTED_EACH, NULL);
    igraph_simplify(&graph, true, true, NULL);
    igraph_vector_int_init(&membership, 0);
    igraph_vector_int_init(&sizes, 0);
    igraph_connected_components(&graph, &membership, &sizes, NULL, IGRAPH_WEAK);
    for (igraph_integer_t c = 1; c < igraph_vector_int_size(&sizes); c++) {
        best = VECTOR(sizes)[c] > VECTOR(sizes)[best] ? c : best;
    }
    igraph_vector_int_t kept;
    igraph_vector_int_init(&kept, 0);
    for (igraph_integer_t v = 0; v < igraph_vcount(&graph); v++) {
        if (VECTOR(membership)[v] == best) {
            igraph_vector_int_push_back(&kept, v);
        }
    }
    igraph_induced_subgraph(&graph, &part, igraph_vss_vector(&kept), IGRAPH_SUBGRAPH_AUTO);
    *nodes = (size_t)igraph_vcount(&part);
    *edges = (size_t)igraph_ecount(&part);
    igraph_vector_int_destroy(&kept);
    igraph_vector_int_destroy(&membership);
    igraph_vector_int_destroy(&sizes);
    igraph_destroy(&part);
    igraph_destroy(&graph);
}

static void check_against_igraph(const dadao_topology *t, const char *path, bool graphml)
{
    size_t nodes, edges, length;
    char *text = support_read(path, &length);
    assert_non_null(text);
    /* igraph refuses the type that the standard does not have. */
    bool unknown_type = strstr(text, "attr.type=\"integer\"") != NULL;
    free(text);
    if (unknown_type) {
        return;
    }
    count_by_igraph(path, graphml, &nodes, &edges);
    assert_int_equal(dadao_topology_nodes(t), nodes);
    assert_int_equal(dadao_topology_edges(t), edges);
}

static void check_round_trips(const dadao_topology *t, const char *folder)
{
    static const char *const endings[] = { "graphml", "gml", "dot", "csv" };
    for (size_t k = 0; k < 4; k++) {
        char *path = support_format("%s/net.%s", folder, endings[k]);
        const char *const words[] = { path };
        dadao_topology *back = NULL;
        assert_int_equal(dadao_topology_save(t, path, NULL, NULL, NULL), DADAO_OK);
        assert_int_equal(dadao_topology_create(words, 1, NULL, &back, NULL, NULL), DADAO_OK);
        assert_equal(t, back);
        dadao_topology_destroy(back);
        free(path);
    }
}

static bool has_gml(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".gml") == 0;
}

static void real_networks_load_alike_from_both_formats(void **state)
{
    (void)state;
    char *shared = support_shared("topologies/gml");
    if (shared == NULL) {
        skip();
    }
    char *folder = support_folder();
    DIR *open = opendir(shared);
    assert_non_null(open);
    const struct dirent *entry;
    size_t count = 0, labelled = 0;
    while ((entry = readdir(open)) != NULL) {
        if (!has_gml(entry->d_name)) {
            continue;
        }
        char *gml = support_format("%s/%s", shared, entry->d_name);
        char *graphml =
            support_format("%s/../graphml/%.*s.graphml", shared, (int)strlen(entry->d_name) - 4, entry->d_name);
        bool whole_a, whole_b;
        dadao_topology *a = load_largest(gml, &whole_a, NULL), *b = load_largest(graphml, &whole_b, NULL);
        assert_int_equal(whole_a, whole_b);
        assert_int_equal(dadao_topology_nodes(a), dadao_topology_nodes(b));
        assert_int_equal(dadao_topology_edges(a), dadao_topology_edges(b));
        assert_int_equal(dadao_topology_is_geographic(a), dadao_topology_is_geographic(b));
        labelled += dadao_topology_label(a, 0) != NULL && dadao_topology_label(b, 0) != NULL;
        check_against_igraph(a, gml, false);
        check_against_igraph(b, graphml, true);
        check_round_trips(a, folder);
        dadao_topology_destroy(a);
        dadao_topology_destroy(b);
        free(gml);
        free(graphml);
        count++;
    }
    closedir(open);
    assert_true(count > 0);
    assert_int_equal(labelled, count);
    support_folder_remove(folder);
    free(shared);
}

int main(void)
{
    igraph_set_warning_handler(igraph_warning_handler_ignore); /* the files are unkind, which igraph says aloud */
    const struct CMUnitTest tests[] = { cmocka_unit_test(real_networks_load_alike_from_both_formats) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
