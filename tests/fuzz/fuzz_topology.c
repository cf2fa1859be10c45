/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a network file: read or refused, never a crash; what is read can be saved and read again. The first byte
 * picks the format, the second the options. */
#include "topology/read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const formats[] = { "graphml", "gml", "pajek", "ncol", "lgl", "edges", "csv", "dot" };

static void expect(bool condition)
{
    if (!condition) {
        abort(); /* the fuzzer keeps the input */
    }
}

static void check(const dadao_topology *topology)
{
    size_t n = dadao_topology_nodes(topology), m = dadao_topology_edges(topology);
    const dadao_edge *edge = dadao_topology_edge_list(topology);
    expect(n >= 2 && m + 1 >= n && dadao_topology_components(topology, NULL) == 1);
    for (size_t e = 0; e < m; e++) {
        expect(edge[e].u < edge[e].v && edge[e].v < n && dadao_topology_rates(topology)[e] >= 0);
    }
    for (size_t v = 0; v < n; v++) {
        double x = dadao_topology_x(topology)[v], y = dadao_topology_y(topology)[v];
        expect(x - x == 0 && y - y == 0); /* finite */
    }
}

static void check_same(const dadao_topology *a, const dadao_topology *b)
{
    size_t n = dadao_topology_nodes(a), m = dadao_topology_edges(a);
    expect(n == dadao_topology_nodes(b) && m == dadao_topology_edges(b));
    expect(memcmp(dadao_topology_edge_list(a), dadao_topology_edge_list(b), m * sizeof(dadao_edge)) == 0);
    expect(memcmp(dadao_topology_rates(a), dadao_topology_rates(b), m * sizeof(double)) == 0);
    for (size_t v = 0; v < n; v++) {
        const char *p = dadao_topology_label(a, v), *q = dadao_topology_label(b, v);
        expect(dadao_topology_x(a)[v] == dadao_topology_x(b)[v] && dadao_topology_y(a)[v] == dadao_topology_y(b)[v]);
        expect((p == NULL) == (q == NULL) && (p == NULL || strcmp(p, q) == 0));
    }
}

/* Written and read again in the four formats that can be written. */
static void check_round_trip(const dadao_topology *topology)
{
    static const char *const written[] = { "graphml", "gml", "dot", "csv" };
    for (size_t k = 0; k < 4; k++) {
        char *text = NULL;
        size_t length = 0;
        FILE *stream = open_memstream(&text, &length);
        dadao_topology_load load = { .path = "again", .seed = 1, .format = written[k] };
        dadao_topology *again = NULL;
        expect(stream != NULL);
        expect(dadao_topology_write(topology, written[k], stream, NULL) == DADAO_OK);
        fclose(stream);
        expect(dadao_topology_read_bytes(&load, text, length, &again, NULL, NULL) == DADAO_OK);
        check_same(topology, again);
        dadao_topology_destroy(again);
        free(text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    dadao_topology_load load = { .path = "fuzz", .seed = 1, .format = formats[data[0] % 8] };
    load.largest = (data[1] & 1) != 0;
    load.rate = (data[1] & 2) != 0 ? "weight" : NULL;
    load.layout = (data[1] & 4) != 0 ? "circle" : NULL;
    dadao_topology *topology = NULL;
    dadao_notes notes = { 0 };
    dadao_error error = { 0 };
    dadao_status status = dadao_topology_read_bytes(&load, (const char *)data + 2, size - 2, &topology, &notes, &error);
    expect((status == DADAO_OK) == (topology != NULL));
    if (status == DADAO_OK) {
        check(topology);
        check_round_trip(topology);
        dadao_topology_destroy(topology);
    } else {
        expect(error.status == status && error.text[0] != '\0');
    }
    dadao_core_notes_clear(&notes);
    return 0;
}
