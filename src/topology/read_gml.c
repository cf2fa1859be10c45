/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GML (Himsolt 1996): nested lists of keys and values, characters beyond ASCII as HTML entities. */
#include "topology/read.h"

#include "core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum token_kind { TOKEN_END, TOKEN_KEY, TOKEN_NUMBER, TOKEN_STRING, TOKEN_OPEN, TOKEN_CLOSE } token_kind;

/* What the reader is inside of: 0 the file, 1 the graph, 2 a node or an edge, 3 a node's graphics; deeper is skipped.
 */
typedef enum place { PLACE_FILE, PLACE_GRAPH, PLACE_NODE, PLACE_EDGE, PLACE_GRAPHICS } place;

typedef struct gml {
    dadao_draft *draft;
    char *p, *end;
    size_t line;
    token_kind token;
    dadao_slice text; /* of the token */
    size_t token_line;
    place place;
    bool graph_seen;
    size_t opened;        /* line of the node or edge in hand */
    dadao_slice id, a, b; /* of the node or edge in hand; text NULL: not yet */
    double rate;
    size_t node;
    dadao_role label_role;
    dadao_names names;
    dadao_named_edges edges;
} gml;

static void skip_blanks(gml *file)
{
    while (file->p < file->end) {
        char c = *file->p;
        if (c == '\n') {
            file->line++;
        } else if (c == '#') { /* a comment to the end of the line */
            char *newline = memchr(file->p, '\n', (size_t)(file->end - file->p));
            file->p = newline != NULL ? newline : file->end;
            continue;
        } else if (!isspace((unsigned char)c)) {
            return;
        }
        file->p++;
    }
}

static dadao_status read_string(gml *file)
{
    char *start = ++file->p, *quote = memchr(start, '"', (size_t)(file->end - start));
    if (quote == NULL) {
        return dadao_topology_draft_fail(file->draft, file->token_line, "a string without its closing quote");
    }
    for (char *c = start; c < quote; c++) {
        file->line += *c == '\n';
    }
    file->p = quote + 1;
    file->token = TOKEN_STRING;
    file->text = dadao_topology_unescape((dadao_slice){ start, (size_t)(quote - start) });
    return DADAO_OK;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '+' || c == '-' || c == ':' ||
           (unsigned char)c >= 0x80;
}

static dadao_status next_token(gml *file)
{
    skip_blanks(file);
    file->token_line = file->line;
    if (file->p >= file->end) {
        file->token = TOKEN_END;
        return DADAO_OK;
    }
    char c = *file->p;
    if (c == '[' || c == ']') {
        file->token = c == '[' ? TOKEN_OPEN : TOKEN_CLOSE;
        file->text = (dadao_slice){ file->p++, 1 };
        return DADAO_OK;
    }
    if (c == '"') {
        return read_string(file);
    }
    char *start = file->p;
    while (file->p < file->end && is_word(*file->p)) {
        file->p++;
    }
    if (file->p == start) {
        return dadao_topology_draft_fail(file->draft, file->line, "unexpected character '%c'",
                                         isprint((unsigned char)c) ? c : '?');
    }
    file->text = (dadao_slice){ start, (size_t)(file->p - start) };
    file->token = isalpha((unsigned char)c) || c == '_' ? TOKEN_KEY : TOKEN_NUMBER;
    return DADAO_OK;
}

/* Ids are whole numbers: "+7" and "007" are 7. Anything else is taken by its text. */
static dadao_slice plain_id(dadao_slice text)
{
    while (text.length > 1 && (text.text[0] == '+' || text.text[0] == '0') && isdigit((unsigned char)text.text[1])) {
        text.text++;
        text.length--;
    }
    return text;
}

static dadao_status use_node_value(gml *file, dadao_slice key, dadao_slice value)
{
    if (dadao_topology_slice_is(key, "id")) {
        file->id = plain_id(value);
        return DADAO_OK;
    }
    dadao_role role = dadao_topology_draft_role(key);
    if (role == DADAO_ROLE_LABEL || (role == DADAO_ROLE_NAME && file->label_role == DADAO_ROLE_NONE)) {
        file->label_role = role;
        return dadao_topology_draft_set_label(file->draft, file->node, value);
    }
    if (role != DADAO_ROLE_NONE) {
        dadao_topology_draft_set_position(file->draft, file->node, role, value);
    }
    return DADAO_OK;
}

static dadao_status use_edge_value(gml *file, dadao_slice key, dadao_slice value)
{
    if (dadao_topology_slice_is(key, "source")) {
        file->a = plain_id(value);
    } else if (dadao_topology_slice_is(key, "target")) {
        file->b = plain_id(value);
    } else if (dadao_topology_draft_is_rate(file->draft, key)) {
        return dadao_topology_draft_parse_rate(file->draft, file->token_line, value, &file->rate);
    }
    return DADAO_OK;
}

static dadao_status use_value(gml *file, dadao_slice key, dadao_slice value)
{
    switch (file->place) {
    case PLACE_GRAPH:
        file->draft->directed |= dadao_topology_slice_is(key, "directed") && !dadao_topology_slice_is(value, "0");
        return DADAO_OK;
    case PLACE_NODE:
        return use_node_value(file, key, value);
    case PLACE_EDGE:
        return use_edge_value(file, key, value);
    case PLACE_GRAPHICS:
        if (dadao_topology_slice_is(key, "x") || dadao_topology_slice_is(key, "y")) {
            dadao_topology_draft_set_position(file->draft, file->node, dadao_topology_draft_role(key), value);
        }
        return DADAO_OK;
    case PLACE_FILE:
        break;
    }
    return DADAO_OK;
}

/* Walks over a list that is not for us, whatever is in it; the opening bracket is behind. */
static dadao_status skip_list(gml *file)
{
    size_t depth = 1, from = file->token_line;
    while (depth > 0) {
        dadao_status status = next_token(file);
        if (status != DADAO_OK) {
            return status;
        }
        if (file->token == TOKEN_END) {
            return dadao_topology_draft_fail(file->draft, from, "the list that begins here is not closed with ']'");
        }
        depth += file->token == TOKEN_OPEN;
        depth -= file->token == TOKEN_CLOSE;
    }
    return DADAO_OK;
}

static dadao_status open_list(gml *file, dadao_slice key)
{
    if (file->place == PLACE_FILE && dadao_topology_slice_is(key, "graph")) {
        if (file->graph_seen) {
            file->draft->more_graphs = true;
            return skip_list(file);
        }
        file->graph_seen = true;
        file->place = PLACE_GRAPH;
        return DADAO_OK;
    }
    bool node = dadao_topology_slice_is(key, "node"), edge = dadao_topology_slice_is(key, "edge");
    if (file->place == PLACE_GRAPH && (node || edge)) {
        file->place = node ? PLACE_NODE : PLACE_EDGE;
        file->opened = file->token_line;
        file->id = file->a = file->b = (dadao_slice){ NULL, 0 };
        file->rate = NAN;
        file->label_role = DADAO_ROLE_NONE;
        return node ? dadao_topology_draft_add_node(file->draft, &file->node) : DADAO_OK;
    }
    if (file->place == PLACE_NODE && dadao_topology_slice_is(key, "graphics")) {
        file->place = PLACE_GRAPHICS;
        return DADAO_OK;
    }
    return skip_list(file);
}

static dadao_status close_node(gml *file)
{
    size_t number;
    bool fresh;
    if (file->id.text == NULL) {
        return dadao_topology_draft_fail(file->draft, file->opened, "a node without id");
    }
    if (!dadao_topology_names_add(&file->names, file->id, &number, &fresh)) {
        return dadao_topology_out_of_memory(file->draft->error);
    }
    if (!fresh) {
        return dadao_topology_draft_fail(file->draft, file->opened, "a second node with id %.*s",
                                         (int)(file->id.length < 60 ? file->id.length : 60), file->id.text);
    }
    return DADAO_OK;
}

static dadao_status close_edge(gml *file)
{
    if (file->a.text == NULL || file->b.text == NULL) {
        return dadao_topology_draft_fail(file->draft, file->opened, "an edge without %s",
                                         file->a.text == NULL ? "source" : "target");
    }
    return dadao_topology_named_edges_add(file->draft, &file->edges,
                                          (dadao_named_edge){ file->a, file->b, file->rate, file->opened });
}

static dadao_status close_list(gml *file)
{
    place was = file->place;
    switch (was) {
    case PLACE_FILE:
        return dadao_topology_draft_fail(file->draft, file->token_line, "']' without its '['");
    case PLACE_GRAPH:
        file->place = PLACE_FILE;
        return DADAO_OK;
    case PLACE_GRAPHICS:
        file->place = PLACE_NODE;
        return DADAO_OK;
    case PLACE_NODE:
    case PLACE_EDGE:
        break;
    }
    file->place = PLACE_GRAPH;
    return was == PLACE_NODE ? close_node(file) : close_edge(file);
}

static dadao_status read_pair(gml *file)
{
    dadao_slice key = file->text;
    if (file->token != TOKEN_KEY) {
        return dadao_topology_draft_fail(file->draft, file->token_line, "'%.*s' where a key was expected",
                                         (int)(key.length < 60 ? key.length : 60), key.text);
    }
    dadao_status status = next_token(file);
    if (status != DADAO_OK) {
        return status;
    }
    if (file->token == TOKEN_OPEN) {
        return open_list(file, key);
    }
    if (file->token == TOKEN_END || file->token == TOKEN_CLOSE) {
        return dadao_topology_draft_fail(file->draft, file->token_line, "key '%.*s' without a value",
                                         (int)(key.length < 60 ? key.length : 60), key.text);
    }
    return use_value(file, key, file->text); /* a bare word (NAN, INF, true) is a value too */
}

static dadao_status read_all(gml *file)
{
    for (;;) {
        dadao_status status = next_token(file);
        if (status == DADAO_OK && file->token == TOKEN_END) {
            break;
        }
        if (status == DADAO_OK) {
            status = file->token == TOKEN_CLOSE ? close_list(file) : read_pair(file);
        }
        if (status != DADAO_OK) {
            return status;
        }
    }
    if (!file->graph_seen) {
        return dadao_topology_draft_fail(file->draft, 0, "no 'graph [': not a GML file");
    }
    if (file->place != PLACE_FILE) {
        return dadao_topology_draft_fail(file->draft, file->line, "the file ends before its last ']': is it whole?");
    }
    return dadao_topology_draft_connect_declared(file->draft, &file->names, &file->edges);
}

dadao_status dadao_topology_read_gml(dadao_draft *draft, char *bytes, size_t length)
{
    gml file = { .draft = draft, .p = bytes, .end = bytes + length, .line = 1 };
    dadao_status status = read_all(&file);
    dadao_topology_names_clear(&file.names);
    free(file.edges.edge);
    return status;
}
