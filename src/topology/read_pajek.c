/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pajek networks: *Vertices, then *Arcs, *Edges, their lists, or a *Matrix; nodes are numbered from 1. */
#include "topology/read.h"

#include "core/text.h"

#include <math.h>
#include <string.h>
#include <strings.h>

typedef enum section {
    SECTION_NONE,
    SECTION_VERTICES,
    SECTION_PAIRS,
    SECTION_LISTS,
    SECTION_MATRIX,
    SECTION_SKIPPED
} section;

typedef struct pajek {
    dadao_draft *draft;
    dadao_lines lines;
    section section;
    bool wanted; /* weights are rates */
    size_t row;  /* of the matrix */
} pajek;

static dadao_status read_vertex_number(pajek *file, dadao_slice word, size_t *node)
{
    uint64_t number;
    if (!dadao_core_parse_u64(word.text, word.length, &number) || number < 1 || number > file->draft->nodes) {
        return dadao_topology_draft_fail(file->draft, file->lines.line,
                                         "'%.*s' is no vertex; vertices are numbered 1 to %zu",
                                         (int)(word.length < 60 ? word.length : 60), word.text, file->draft->nodes);
    }
    *node = (size_t)number - 1;
    return DADAO_OK;
}

/* "*Vertices N". A connected network of N nodes has N-1 edges of at least three bytes: more is a mistake, found before
 * memory is spent. */
static dadao_status begin_vertices(pajek *file, size_t length)
{
    dadao_slice word;
    uint64_t count;
    if (file->draft->nodes > 0) {
        file->draft->more_graphs = true;
        file->section = SECTION_NONE;
        file->lines.next = file->lines.end;
        return DADAO_OK;
    }
    if (!dadao_topology_lines_word(&file->lines, &word) || !dadao_core_parse_u64(word.text, word.length, &count) ||
        count == 0) {
        return dadao_topology_draft_fail(file->draft, file->lines.line, "*Vertices without the number of vertices");
    }
    if (count > length) {
        return dadao_topology_draft_fail(file->draft, file->lines.line,
                                         "*Vertices %llu, but a file of %zu bytes cannot join so many",
                                         (unsigned long long)count, length);
    }
    dadao_status status = DADAO_OK;
    for (uint64_t v = 0; status == DADAO_OK && v < count; v++) {
        status = dadao_topology_draft_add_node(file->draft, NULL);
    }
    file->section = SECTION_VERTICES;
    return status;
}

static dadao_status begin_section(pajek *file, dadao_slice word, size_t length)
{
    static const struct {
        const char *name;
        section section;
        bool directed;
    } rows[] = {
        { "*arcs", SECTION_PAIRS, true },     { "*edges", SECTION_PAIRS, false },
        { "*arcslist", SECTION_LISTS, true }, { "*edgeslist", SECTION_LISTS, false },
        { "*matrix", SECTION_MATRIX, true },
    };
    if (dadao_topology_slice_is(word, "*vertices")) {
        return begin_vertices(file, length);
    }
    if (dadao_topology_slice_is(word, "*network")) {
        return DADAO_OK;
    }
    file->section = SECTION_SKIPPED; /* partitions, vectors and the like say nothing about edges */
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        if (dadao_topology_slice_is(word, rows[k].name) ||
            (word.length > strlen(rows[k].name) && word.text[strlen(rows[k].name)] == ':' &&
             strncasecmp(word.text, rows[k].name, strlen(rows[k].name)) == 0)) {
            file->section = rows[k].section;
            file->draft->directed |= rows[k].directed && rows[k].section != SECTION_MATRIX;
        }
    }
    if (file->section != SECTION_SKIPPED && file->draft->nodes == 0) {
        return dadao_topology_draft_fail(file->draft, file->lines.line, "%.*s before *Vertices",
                                         (int)(word.length < 60 ? word.length : 60), word.text);
    }
    return DADAO_OK;
}

/* number "label" x y z ...; Pajek's y runs downwards from 0 to 1. */
static dadao_status read_vertex(pajek *file, dadao_slice word)
{
    size_t node = 0;
    dadao_slice label, x, y;
    dadao_status status = read_vertex_number(file, word, &node);
    if (status != DADAO_OK || !dadao_topology_lines_word(&file->lines, &label)) {
        return status;
    }
    status = dadao_topology_draft_set_label(file->draft, node, dadao_topology_unescape(label));
    double value;
    if (dadao_topology_lines_word(&file->lines, &x) && dadao_core_parse_double(x.text, x.length, &value) &&
        dadao_topology_lines_word(&file->lines, &y) && dadao_core_parse_double(y.text, y.length, &value)) {
        file->draft->node[node].x = dadao_topology_draft_parse_coordinate(file->draft, x);
        file->draft->node[node].y = 1.0 - dadao_topology_draft_parse_coordinate(file->draft, y);
    }
    return status;
}

static dadao_status read_pair(pajek *file, dadao_slice first)
{
    size_t u = 0, v = 0;
    double rate = NAN;
    dadao_slice word;
    dadao_status status = read_vertex_number(file, first, &u);
    if (status == DADAO_OK && !dadao_topology_lines_word(&file->lines, &word)) {
        return dadao_topology_draft_fail(file->draft, file->lines.line,
                                         "an edge with one end; two vertices were expected");
    }
    status = status == DADAO_OK ? read_vertex_number(file, word, &v) : status;
    if (status == DADAO_OK && dadao_topology_lines_word(&file->lines, &word) && word.text[0] != '[') {
        file->draft->other_weights += !file->wanted;
        status = file->wanted ? dadao_topology_draft_parse_rate(file->draft, file->lines.line, word, &rate) : DADAO_OK;
    }
    return status == DADAO_OK ? dadao_topology_draft_add_edge(file->draft, u, v, rate) : status;
}

static dadao_status read_list(pajek *file, dadao_slice first)
{
    size_t u = 0, v = 0;
    dadao_slice word;
    dadao_status status = read_vertex_number(file, first, &u);
    while (status == DADAO_OK && dadao_topology_lines_word(&file->lines, &word)) {
        status = read_vertex_number(file, word, &v);
        status = status == DADAO_OK ? dadao_topology_draft_add_edge(file->draft, u, v, NAN) : status;
    }
    return status;
}

/* A row of the matrix. Above the diagonal an entry is the edge; below it, only where the entry above is 0 would it be
 * another one: parallel edges merge later, so taking both would add the rate of a symmetric matrix twice. */
static dadao_status read_row(pajek *file, dadao_slice word)
{
    dadao_draft *draft = file->draft;
    size_t column = 0, row = file->row++;
    dadao_status status = DADAO_OK;
    if (row >= draft->nodes) {
        return dadao_topology_draft_fail(draft, file->lines.line, "more rows than the %zu vertices", draft->nodes);
    }
    do {
        double value;
        if (!dadao_core_parse_double(word.text, word.length, &value)) {
            return dadao_topology_draft_fail(draft, file->lines.line, "'%.*s' is not a number",
                                             (int)(word.length < 60 ? word.length : 60), word.text);
        }
        if (column >= draft->nodes) {
            return dadao_topology_draft_fail(draft, file->lines.line, "more columns than the %zu vertices",
                                             draft->nodes);
        }
        if (value != 0 && column >= row) {
            double rate = NAN;
            draft->other_weights += !file->wanted && value != 1;
            status = file->wanted ? dadao_topology_draft_parse_rate(draft, file->lines.line, word, &rate) : DADAO_OK;
            status = status == DADAO_OK ? dadao_topology_draft_add_edge(draft, row, column, rate) : status;
        }
        column++;
    } while (status == DADAO_OK && dadao_topology_lines_word(&file->lines, &word));
    return status;
}

static dadao_status read_line(pajek *file, dadao_slice word)
{
    switch (file->section) {
    case SECTION_VERTICES:
        return read_vertex(file, word);
    case SECTION_PAIRS:
        return read_pair(file, word);
    case SECTION_LISTS:
        return read_list(file, word);
    case SECTION_MATRIX:
        return read_row(file, word);
    case SECTION_SKIPPED:
        return DADAO_OK;
    case SECTION_NONE:
        break;
    }
    return dadao_topology_draft_fail(file->draft, file->lines.line, "'%.*s' where *Vertices N was expected",
                                     (int)(word.length < 60 ? word.length : 60), word.text);
}

dadao_status dadao_topology_read_pajek(dadao_draft *draft, char *bytes, size_t length)
{
    pajek file = { .draft = draft,
                   .lines = dadao_topology_lines_of(bytes, length),
                   .wanted = dadao_topology_draft_wants_weight(draft) };
    dadao_status status = DADAO_OK;
    while (status == DADAO_OK && dadao_topology_lines_next(&file.lines)) {
        dadao_slice word;
        if (!dadao_topology_lines_word(&file.lines, &word) || (word.length > 0 && word.text[0] == '%')) {
            continue;
        }
        status = word.length > 0 && word.text[0] == '*' ? begin_section(&file, word, length) : read_line(&file, word);
    }
    if (status == DADAO_OK && draft->nodes == 0) {
        status = dadao_topology_draft_fail(draft, 0, "no *Vertices line: not a Pajek network");
    }
    return status;
}
