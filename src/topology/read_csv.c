/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edges as a table: columns u,v and perhaps rate. What a table of edges cannot say about nodes stands in comments above
 * it:
 *
 *     # nodes 3
 *     # geographic
 *     # node 0 -74.00597 40.71427 "New York"
 */
#include "topology/read.h"

#include "core/csv.h"
#include "core/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct csv_nodes {
    size_t count; /* from "# nodes"; 0: not said */
    bool geographic;
    dadao_lines lines; /* at the first line that is no comment */
} csv_nodes;

/* The text between quotes at the end of a "# node" line: \" \\ \n \t \r stand for themselves. */
static bool read_quoted(dadao_slice rest, dadao_slice *label)
{
    rest = dadao_topology_slice_trim(rest);
    if (rest.length < 2 || rest.text[0] != '"' || rest.text[rest.length - 1] != '"') {
        return rest.length == 0;
    }
    size_t to = 0;
    for (size_t k = 1; k + 1 < rest.length; k++) {
        char c = rest.text[k];
        if (c == '\\' && k + 2 < rest.length) {
            c = rest.text[++k];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
        }
        rest.text[to++] = c;
    }
    *label = (dadao_slice){ rest.text, to };
    return true;
}

static dadao_status read_node_line(dadao_draft *draft, csv_nodes *nodes)
{
    dadao_slice number, x, y, label = { NULL, 0 };
    uint64_t node;
    dadao_lines *lines = &nodes->lines;
    if (!dadao_topology_lines_word(lines, &number) || !dadao_core_parse_u64(number.text, number.length, &node) ||
        node >= draft->nodes) {
        return dadao_topology_draft_fail(draft, lines->line,
                                         "# node without a number below %zu (the count in '# nodes')", draft->nodes);
    }
    double *to = nodes->geographic ? &draft->node[node].longitude : &draft->node[node].x;
    double *up = nodes->geographic ? &draft->node[node].latitude : &draft->node[node].y;
    if (!dadao_topology_lines_word(lines, &x) || !dadao_topology_lines_word(lines, &y) ||
        !dadao_core_parse_double(x.text, x.length, to) || !dadao_core_parse_double(y.text, y.length, up)) {
        return dadao_topology_draft_fail(draft, lines->line,
                                         "# node %llu without coordinates; '# node N X Y \"LABEL\"' was expected",
                                         (unsigned long long)node);
    }
    *to = fabs(*to) <= 1e30 ? *to : NAN;
    *up = fabs(*up) <= 1e30 ? *up : NAN;
    if (!read_quoted(lines->rest, &label)) {
        return dadao_topology_draft_fail(draft, lines->line, "the label of '# node %llu' is not closed in quotes",
                                         (unsigned long long)node);
    }
    return label.text != NULL ? dadao_topology_draft_set_label(draft, (size_t)node, label) : DADAO_OK;
}

static dadao_status read_node_count(dadao_draft *draft, csv_nodes *nodes, size_t length)
{
    dadao_slice word;
    uint64_t count;
    if (!dadao_topology_lines_word(&nodes->lines, &word) || !dadao_core_parse_u64(word.text, word.length, &count) ||
        count > length || draft->nodes > 0) {
        return DADAO_OK; /* somebody's remark about nodes rather than ours */
    }
    dadao_status status = DADAO_OK;
    for (uint64_t v = 0; status == DADAO_OK && v < count; v++) {
        status = dadao_topology_draft_add_node(draft, NULL);
    }
    nodes->count = (size_t)count;
    return status;
}

/* The comments above the header. Works on a copy of the lines: labels are unescaped in place, and the table never looks
 * there. */
static dadao_status read_comments(dadao_draft *draft, csv_nodes *nodes, size_t length)
{
    dadao_lines *lines = &nodes->lines;
    dadao_status status = DADAO_OK;
    while (status == DADAO_OK && lines->next < lines->end &&
           (*lines->next == '#' || *lines->next == '\n' || *lines->next == '\r')) {
        dadao_slice mark, word;
        dadao_topology_lines_next(lines);
        if (!dadao_topology_lines_word(lines, &mark) || mark.length != 1 || !dadao_topology_lines_word(lines, &word)) {
            continue;
        }
        if (dadao_topology_slice_is(word, "nodes")) {
            status = read_node_count(draft, nodes, length);
        } else if (dadao_topology_slice_is(word, "geographic")) {
            nodes->geographic = true;
        } else if (dadao_topology_slice_is(word, "node") && nodes->count > 0) {
            status = read_node_line(draft, nodes);
        }
    }
    return status;
}

/* The column under any of the names that people give the ends of an edge. */
static size_t find_column(const dadao_csv *csv, const char *const *names)
{
    for (; *names != NULL; names++) {
        size_t column = dadao_core_csv_column(csv, *names);
        if (column != SIZE_MAX) {
            return column;
        }
    }
    return SIZE_MAX;
}

/* Several graphs in one table are a network that changes with time. */
static dadao_status check_one_graph(dadao_draft *draft, const dadao_csv *csv)
{
    size_t column = dadao_core_csv_column(csv, "g");
    for (size_t row = 1; column != SIZE_MAX && row < csv->rows; row++) {
        const char *first = dadao_core_csv_text(csv, 0, column), *here = dadao_core_csv_text(csv, row, column);
        if (strcmp(first, here) != 0) {
            return dadao_topology_draft_fail(
                draft, csv->line[row],
                "column g has a second graph ('%.40s' after '%.40s'); networks that change "
                "with time are not supported: keep the rows of one graph",
                here, first);
        }
    }
    return DADAO_OK;
}

static dadao_slice cell(const dadao_csv *csv, size_t row, size_t column)
{
    char *text =
        (char *)(uintptr_t)dadao_core_csv_text(csv, row, column); /* the bytes belong to the table, which is ours */
    return (dadao_slice){ text, strlen(text) };
}

static dadao_status read_rows(dadao_draft *draft, const dadao_csv *csv, dadao_named_edges *list)
{
    static const char *const firsts[] = { "u", "source", "from", "i", NULL }, *const seconds[] = { "v", "target", "to",
                                                                                                   "j", NULL };
    size_t u = find_column(csv, firsts), v = find_column(csv, seconds), rate = SIZE_MAX;
    if (u == SIZE_MAX || v == SIZE_MAX) {
        return dadao_topology_draft_fail(
            draft, 0, "no columns u and v in the header (it begins with '%.60s'); expected u,v or u,v,rate",
            csv->columns > 0 ? csv->name[0] : "");
    }
    for (size_t c = 0; c < csv->columns; c++) {
        char *name = (char *)(uintptr_t)csv->name[c];
        bool is_rate = c != u && c != v && dadao_topology_draft_is_rate(draft, (dadao_slice){ name, strlen(name) });
        rate = is_rate ? c : rate;
    }
    dadao_status status = check_one_graph(draft, csv);
    for (size_t row = 0; status == DADAO_OK && row < csv->rows; row++) {
        dadao_named_edge edge = { cell(csv, row, u), cell(csv, row, v), NAN, csv->line[row] };
        if (edge.a.length == 0 || edge.b.length == 0) {
            return dadao_topology_draft_fail(draft, edge.line, "column %s is empty; each row needs two nodes",
                                             edge.a.length == 0 ? "u" : "v");
        }
        if (rate != SIZE_MAX) {
            status = dadao_topology_draft_parse_rate(draft, edge.line, cell(csv, row, rate), &edge.rate);
        }
        status = status == DADAO_OK ? dadao_topology_named_edges_add(draft, list, edge) : status;
    }
    return status;
}

/* With "# nodes" the ends are indices and the nodes are there already. */
static dadao_status connect_indices(dadao_draft *draft, const dadao_named_edges *list)
{
    dadao_status status = DADAO_OK;
    for (size_t e = 0; status == DADAO_OK && e < list->count; e++) {
        const dadao_named_edge *edge = &list->edge[e];
        uint64_t u = 0, v = 0;
        bool good_u = dadao_core_parse_u64(edge->a.text, edge->a.length, &u) && u < draft->nodes;
        bool good_v = dadao_core_parse_u64(edge->b.text, edge->b.length, &v) && v < draft->nodes;
        if (!good_u || !good_v) {
            return dadao_topology_draft_fail(draft, edge->line, "edge to unknown node '%.60s' (the file has %zu nodes)",
                                             good_u ? edge->b.text : edge->a.text, draft->nodes);
        }
        status = dadao_topology_draft_add_edge(draft, (size_t)u, (size_t)v, edge->rate);
    }
    return status;
}

dadao_status dadao_topology_read_csv(dadao_draft *draft, char *bytes, size_t length)
{
    csv_nodes nodes = { .lines = dadao_topology_lines_of(bytes, length) };
    dadao_csv csv = { 0 };
    dadao_named_edges list = { 0 };
    dadao_status status = dadao_core_csv_parse(draft->path, bytes, length, &csv, draft->error);
    if (status == DADAO_OK) {
        status = read_comments(draft, &nodes, length);
        status = status == DADAO_OK ? read_rows(draft, &csv, &list) : status;
        if (status == DADAO_OK) {
            status =
                nodes.count > 0 ? connect_indices(draft, &list) : dadao_topology_draft_connect_free(draft, 0, &list);
        }
        dadao_core_csv_clear(&csv);
    }
    free(list.edge);
    return status;
}
