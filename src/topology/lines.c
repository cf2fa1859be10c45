/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats of one edge a line: edge lists, NCOL and LGL. */
#include "topology/read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

dadao_lines dadao_topology_lines_of(char *bytes, size_t length)
{
    return (dadao_lines){ bytes, bytes + length, 0, { bytes, 0 }, false };
}

bool dadao_topology_lines_next(dadao_lines *lines)
{
    if (lines->next >= lines->end) {
        return false;
    }
    char *newline = memchr(lines->next, '\n', (size_t)(lines->end - lines->next));
    char *stop = newline != NULL ? newline : lines->end;
    lines->rest = (dadao_slice){ lines->next, (size_t)(stop - lines->next) };
    lines->next = newline != NULL ? newline + 1 : lines->end;
    lines->line++;
    return true;
}

static bool is_separator(const dadao_lines *lines, char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || (lines->commas && (c == ',' || c == ';'));
}

bool dadao_topology_lines_word(dadao_lines *lines, dadao_slice *word)
{
    char *p = lines->rest.text, *end = p + lines->rest.length;
    while (p < end && is_separator(lines, *p)) {
        p++;
    }
    bool found = p < end;
    char *start = p, *quote = found && *p == '"' ? memchr(p + 1, '"', (size_t)(end - p - 1)) : NULL;
    if (quote != NULL) {
        *word = (dadao_slice){ start + 1, (size_t)(quote - start - 1) };
        p = quote + 1;
    } else {
        while (p < end && !is_separator(lines, *p)) {
            p++;
        }
        *word = (dadao_slice){ start, (size_t)(p - start) };
    }
    lines->rest = (dadao_slice){ p, (size_t)(end - p) };
    return found;
}

/* The third word of a line: a weight, which rate=weight makes the rate. */
static dadao_status read_weight(dadao_draft *draft, dadao_lines *lines, bool wanted, double *rate)
{
    dadao_slice word;
    *rate = NAN;
    if (!dadao_topology_lines_word(lines, &word)) {
        return DADAO_OK;
    }
    if (!wanted) {
        draft->other_weights++;
        return DADAO_OK;
    }
    return dadao_topology_draft_parse_rate(draft, lines->line, word, rate);
}

static dadao_status connect(dadao_draft *draft, dadao_status status, dadao_named_edges *list)
{
    if (status == DADAO_OK) {
        status = dadao_topology_draft_connect_free(draft, 0, list);
    }
    free(list->edge);
    return status;
}

/* Whether the line says nothing: blank, or a comment. */
static bool is_comment(const dadao_lines *lines, const char *marks)
{
    dadao_slice line = dadao_topology_slice_trim(lines->rest);
    return line.length == 0 || strchr(marks, line.text[0]) != NULL;
}

static dadao_status read_pairs(dadao_draft *draft, dadao_lines lines, const char *marks)
{
    dadao_named_edges list = { 0 };
    dadao_status status = DADAO_OK;
    bool wanted = dadao_topology_draft_wants_weight(draft);
    while (status == DADAO_OK && dadao_topology_lines_next(&lines)) {
        dadao_named_edge edge = { .line = lines.line };
        if (is_comment(&lines, marks)) {
            continue;
        }
        if (!dadao_topology_lines_word(&lines, &edge.a) || !dadao_topology_lines_word(&lines, &edge.b)) {
            status = dadao_topology_draft_fail(draft, lines.line, "one word, '%.*s'; two nodes a line were expected",
                                               (int)(edge.a.length < 60 ? edge.a.length : 60), edge.a.text);
        } else {
            status = read_weight(draft, &lines, wanted, &edge.rate);
        }
        if (status == DADAO_OK) {
            status = dadao_topology_named_edges_add(draft, &list, edge);
        }
    }
    return connect(draft, status, &list);
}

dadao_status dadao_topology_read_edges(dadao_draft *draft, char *bytes, size_t length)
{
    dadao_lines lines = dadao_topology_lines_of(bytes, length);
    lines.commas = true;
    return read_pairs(draft, lines, "#%");
}

/* NCOL (Large Graph Layout): two names and perhaps a weight. */
dadao_status dadao_topology_read_ncol(dadao_draft *draft, char *bytes, size_t length)
{
    return read_pairs(draft, dadao_topology_lines_of(bytes, length), "#");
}

/* LGL: "# name" begins the list of a node's neighbours, one a line with perhaps a weight. */
dadao_status dadao_topology_read_lgl(dadao_draft *draft, char *bytes, size_t length)
{
    dadao_lines lines = dadao_topology_lines_of(bytes, length);
    dadao_named_edges list = { 0 };
    dadao_slice node = { NULL, 0 };
    dadao_status status = DADAO_OK;
    bool wanted = dadao_topology_draft_wants_weight(draft);
    while (status == DADAO_OK && dadao_topology_lines_next(&lines)) {
        dadao_named_edge edge = { .rate = NAN, .line = lines.line };
        dadao_slice word;
        if (!dadao_topology_lines_word(&lines, &word)) {
            continue;
        }
        if (word.text[0] == '#') {
            word = (dadao_slice){ word.text + 1, word.length - 1 };
            if (word.length == 0 && !dadao_topology_lines_word(&lines, &word)) {
                status = dadao_topology_draft_fail(draft, lines.line, "'#' without the name of a node");
                break;
            }
            node = word;
            edge.a = node;
        } else if (node.text == NULL) {
            status = dadao_topology_draft_fail(draft, lines.line, "a neighbour before the first '# node' line");
            break;
        } else {
            edge.a = node;
            edge.b = word;
            status = read_weight(draft, &lines, wanted, &edge.rate);
        }
        if (status == DADAO_OK) {
            status = dadao_topology_named_edges_add(draft, &list, edge);
        }
    }
    return connect(draft, status, &list);
}
