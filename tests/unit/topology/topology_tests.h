/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of this room share: networks from one line of words, and what a network must always be. */
#ifndef DADAO_TESTS_TOPOLOGY_H
#define DADAO_TESTS_TOPOLOGY_H

#include "support/support.h"
#include "topology/read.h"

#include <dadao/topology.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Splits at blanks and creates; the words must be fewer than 16. */
static inline dadao_status create_from(const char *line, dadao_topology **topology, dadao_notes *notes,
                                       dadao_error *error)
{
    char *copy = strdup(line), *rest = copy, *word;
    const char *words[16];
    size_t count = 0;
    assert_non_null(copy);
    while ((word = strsep(&rest, " ")) != NULL) {
        assert_true(count < 16);
        words[count++] = word;
    }
    dadao_status status = dadao_topology_create(words, count, NULL, topology, notes, error);
    free(copy);
    return status;
}

static inline dadao_topology *make(const char *line)
{
    dadao_topology *topology = NULL;
    dadao_error error = { 0 };
    if (create_from(line, &topology, NULL, &error) != DADAO_OK) {
        fail_msg("%s: %s", line, error.text);
    }
    return topology;
}

static inline dadao_status parse(const char *path, const char *text, dadao_topology **topology, dadao_notes *notes,
                                 dadao_error *error)
{
    dadao_topology_load load = { .path = path, .seed = 1 };
    return dadao_topology_read_bytes(&load, text, strlen(text), topology, notes, error);
}

static inline dadao_topology *parsed(const char *path, const char *text)
{
    dadao_topology *topology = NULL;
    dadao_error error = { 0 };
    if (parse(path, text, &topology, NULL, &error) != DADAO_OK) {
        fail_msg("%s", error.text);
    }
    return topology;
}

/* Simple, ordered, in range, positive where it must be, placed everywhere. */
static inline void assert_sound(const dadao_topology *topology)
{
    size_t n = dadao_topology_nodes(topology), m = dadao_topology_edges(topology);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    assert_true(n >= 2);
    for (size_t e = 0; e < m; e++) {
        assert_true(edge[e].u < edge[e].v && edge[e].v < n);
        assert_true(isfinite(dadao_topology_rates(topology)[e]) && dadao_topology_rates(topology)[e] >= 0);
    }
    for (size_t v = 0; v < n; v++) {
        assert_true(isfinite(dadao_topology_x(topology)[v]) && isfinite(dadao_topology_y(topology)[v]));
    }
    assert_non_null(dadao_topology_name(topology));
}

static inline void assert_same_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        assert_true(a == NULL && b == NULL);
    } else {
        assert_string_equal(a, b);
    }
}

/* Equal nodes, labels, positions, edges in order, rates: to the last bit. */
static inline void assert_equal(const dadao_topology *a, const dadao_topology *b)
{
    size_t n = dadao_topology_nodes(a), m = dadao_topology_edges(a);
    assert_int_equal(n, dadao_topology_nodes(b));
    assert_int_equal(m, dadao_topology_edges(b));
    assert_int_equal(dadao_topology_is_geographic(a), dadao_topology_is_geographic(b));
    assert_int_equal(dadao_topology_has_rates(a), dadao_topology_has_rates(b));
    assert_memory_equal(dadao_topology_edge_list(a), dadao_topology_edge_list(b), m * sizeof(dadao_edge));
    assert_memory_equal(dadao_topology_rates(a), dadao_topology_rates(b), m * sizeof(double));
    for (size_t v = 0; v < n; v++) {
        assert_true(dadao_topology_x(a)[v] == dadao_topology_x(b)[v]);
        assert_true(dadao_topology_y(a)[v] == dadao_topology_y(b)[v]);
        assert_same_text(dadao_topology_label(a, v), dadao_topology_label(b, v));
    }
}

#endif
