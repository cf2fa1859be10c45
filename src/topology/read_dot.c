/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DOT as this program writes it and as people write it by hand: nodes, chains of edges, attributes; no subgraphs. */
#include "topology/read.h"

#include "core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct dot {
    dadao_draft *draft;
    char *p, *end;
    size_t line;
    char token;       /* 'w' a word, '-' an edge, 0 the end, else the character */
    bool quoted;      /* the word stood in quotes */
    dadao_slice text; /* of a word */
    dadao_names names;
} dot;

static dadao_status skip_comment(dot *file, const char *mark)
{
    char *found = memmem(file->p + 2, (size_t)(file->end - file->p - 2), mark, strlen(mark));
    if (found == NULL && mark[0] == '*') {
        return dadao_topology_draft_fail(file->draft, file->line, "a comment that is not closed with */");
    }
    char *stop = found != NULL ? found + (mark[0] == '*' ? 2 : 0) : file->end;
    for (; file->p < stop; file->p++) {
        file->line += *file->p == '\n';
    }
    return DADAO_OK;
}

static dadao_status skip_blanks(dot *file)
{
    while (file->p < file->end) {
        bool two = file->end - file->p >= 2;
        bool slashes = two && file->p[0] == '/' && file->p[1] == '/',
             star = two && file->p[0] == '/' && file->p[1] == '*';
        if (slashes || star) {
            dadao_status status = skip_comment(file, star ? "*/" : "\n");
            if (status != DADAO_OK) {
                return status;
            }
        } else if (*file->p == '#' && (file->line == 1 || file->p[-1] == '\n')) {
            char *newline = memchr(file->p, '\n', (size_t)(file->end - file->p));
            file->p = newline != NULL ? newline : file->end;
        } else if (isspace((unsigned char)*file->p)) {
            file->line += *file->p++ == '\n';
        } else {
            break;
        }
    }
    return DADAO_OK;
}

/* "..." with \" \\ \n; a backslash before anything else stays. */
static dadao_status read_string(dot *file)
{
    size_t from = file->line, to = 0;
    char *start = ++file->p;
    while (file->p < file->end && *file->p != '"') {
        char c = *file->p++;
        if (c == '\\' && file->p < file->end) {
            char next = *file->p;
            if (next == '"' || next == '\\') {
                c = *file->p++;
            } else if (next == 'n' || next == 'l' || next == 'r') {
                c = '\n';
                file->p++;
            }
        }
        file->line += c == '\n' && file->p[-1] == '\n';
        start[to++] = c;
    }
    if (file->p >= file->end) {
        return dadao_topology_draft_fail(file->draft, from, "a string without its closing quote");
    }
    file->p++;
    file->token = 'w';
    file->quoted = true;
    file->text = (dadao_slice){ start, to };
    return DADAO_OK;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static dadao_status next_token(dot *file)
{
    dadao_status status = skip_blanks(file);
    if (status != DADAO_OK) {
        return status;
    }
    size_t left = (size_t)(file->end - file->p);
    file->quoted = false;
    if (left == 0) {
        file->token = '\0';
    } else if (*file->p == '"') {
        return read_string(file);
    } else if (left >= 2 && file->p[0] == '-' && (file->p[1] == '-' || file->p[1] == '>')) {
        file->draft->directed |= file->p[1] == '>';
        file->token = '-';
        file->p += 2;
    } else if (is_word(*file->p) || *file->p == '-' || *file->p == '+') {
        char *start = file->p++;
        while (file->p < file->end && (is_word(*file->p) || ((*file->p == '-' || *file->p == '+') &&
                                                             tolower((unsigned char)file->p[-1]) == 'e' &&
                                                             (isdigit((unsigned char)*start) || *start == '-')))) {
            file->p++;
        }
        file->token = 'w';
        file->text = (dadao_slice){ start, (size_t)(file->p - start) };
    } else if (strchr("{}[]=;,", *file->p) != NULL && *file->p != '\0') {
        file->token = *file->p++;
    } else {
        return dadao_topology_draft_fail(file->draft, file->line, "unexpected character '%c'%s",
                                         isprint((unsigned char)*file->p) ? *file->p : '?',
                                         *file->p == ':'   ? "; ports are not read"
                                         : *file->p == '<' ? "; HTML labels are not read"
                                                           : "");
    }
    return DADAO_OK;
}

static dadao_status node_of(dot *file, dadao_slice name, size_t *node)
{
    bool fresh;
    if (!dadao_topology_names_add(&file->names, name, node, &fresh)) {
        return dadao_topology_out_of_memory(file->draft->error);
    }
    return fresh ? dadao_topology_draft_add_node(file->draft, node) : DADAO_OK;
}

/* pos="x,y!" in points */
static void use_pos(dot *file, size_t node, dadao_slice value)
{
    char *comma = memchr(value.text, ',', value.length);
    if (comma != NULL && isnan(file->draft->node[node].x)) {
        size_t before = (size_t)(comma - value.text), after = value.length - before - 1;
        after -= after > 0 && value.text[value.length - 1] == '!';
        file->draft->node[node].x =
            dadao_topology_draft_parse_coordinate(file->draft, (dadao_slice){ value.text, before });
        file->draft->node[node].y =
            dadao_topology_draft_parse_coordinate(file->draft, (dadao_slice){ comma + 1, after });
    }
}

static dadao_status use_node_value(dot *file, size_t node, dadao_slice key, dadao_slice value)
{
    dadao_role role = dadao_topology_draft_role(key);
    if (role == DADAO_ROLE_LABEL) {
        return dadao_topology_draft_set_label(file->draft, node, value);
    }
    if (dadao_topology_slice_is(key, "pos")) {
        use_pos(file, node, value);
    } else {
        dadao_topology_draft_set_position(file->draft, node, role, value);
    }
    return DADAO_OK;
}

/* [key=value, ...]: of the node, or with node = SIZE_MAX of the edges from draft->edges index `first` on; SIZE_MAX
 * both: of no interest. */
static dadao_status read_attributes(dot *file, size_t node, double *rate)
{
    dadao_status status = next_token(file);
    while (status == DADAO_OK && file->token != ']') {
        dadao_slice key = file->text;
        size_t line = file->line;
        if (file->token == ',' || file->token == ';') {
            status = next_token(file);
            continue;
        }
        if (file->token != 'w') {
            return dadao_topology_draft_fail(file->draft, file->line, "an attribute list that is not closed with ']'");
        }
        status = next_token(file);
        if (status != DADAO_OK || file->token != '=') {
            continue; /* a key alone */
        }
        status = next_token(file);
        if (status == DADAO_OK && file->token != 'w') {
            return dadao_topology_draft_fail(file->draft, file->line, "attribute '%.*s' without a value",
                                             (int)(key.length < 60 ? key.length : 60), key.text);
        }
        if (status == DADAO_OK && node != SIZE_MAX) {
            status = use_node_value(file, node, key, file->text);
        } else if (status == DADAO_OK && rate != NULL && dadao_topology_draft_is_rate(file->draft, key)) {
            status = dadao_topology_draft_parse_rate(file->draft, line, file->text, rate);
        }
        status = status == DADAO_OK ? next_token(file) : status;
    }
    return status == DADAO_OK ? next_token(file) : status;
}

/* a -- b -- c [rate=2]; the first name is read. */
static dadao_status read_chain(dot *file, dadao_slice first)
{
    size_t node, before = 0, from = file->draft->edges;
    dadao_status status = node_of(file, first, &node);
    bool edge = false;
    while (status == DADAO_OK && file->token == '-') {
        edge = true;
        before = node;
        status = next_token(file);
        if (status == DADAO_OK &&
            (file->token != 'w' || (!file->quoted && dadao_topology_slice_is(file->text, "subgraph")))) {
            return dadao_topology_draft_fail(file->draft, file->line, "a node was expected after the edge%s",
                                             file->token == 'w' || file->token == '{' ? "; subgraphs are not read"
                                                                                      : "");
        }
        status = status == DADAO_OK ? node_of(file, file->text, &node) : status;
        status = status == DADAO_OK ? dadao_topology_draft_add_edge(file->draft, before, node, NAN) : status;
        status = status == DADAO_OK ? next_token(file) : status;
    }
    double rate = NAN;
    while (status == DADAO_OK && file->token == '[') {
        status = read_attributes(file, edge ? SIZE_MAX : node, &rate);
    }
    for (size_t e = from; status == DADAO_OK && e < file->draft->edges; e++) {
        file->draft->edge[e].rate = rate;
    }
    return status;
}

static dadao_status read_statement(dot *file)
{
    if (file->token != 'w') {
        return dadao_topology_draft_fail(file->draft, file->line, "'%c' where a node or an edge was expected%s",
                                         file->token, file->token == '{' ? "; subgraphs are not read" : "");
    }
    dadao_slice word = file->text;
    bool keyword = !file->quoted;
    if (keyword && dadao_topology_slice_is(word, "subgraph")) {
        return dadao_topology_draft_fail(file->draft, file->line, "subgraphs are not read");
    }
    dadao_status status = next_token(file);
    if (status == DADAO_OK && file->token == '=') { /* an attribute of the graph */
        status = next_token(file);
        return status == DADAO_OK ? next_token(file) : status;
    }
    if (keyword && (dadao_topology_slice_is(word, "node") || dadao_topology_slice_is(word, "edge") ||
                    dadao_topology_slice_is(word, "graph"))) {
        while (status == DADAO_OK && file->token == '[') {
            status = read_attributes(file, SIZE_MAX, NULL);
        }
        return status;
    }
    return status == DADAO_OK ? read_chain(file, word) : status;
}

static dadao_status read_header(dot *file)
{
    dadao_status status = next_token(file);
    if (status == DADAO_OK && file->token == 'w' && dadao_topology_slice_is(file->text, "strict")) {
        status = next_token(file);
    }
    bool digraph = file->token == 'w' && dadao_topology_slice_is(file->text, "digraph");
    if (status == DADAO_OK && !digraph && !(file->token == 'w' && dadao_topology_slice_is(file->text, "graph"))) {
        return dadao_topology_draft_fail(file->draft, file->line,
                                         "'graph {' or 'digraph {' was expected: not a DOT file");
    }
    file->draft->directed = digraph;
    status = status == DADAO_OK ? next_token(file) : status;
    if (status == DADAO_OK && file->token == 'w') {
        status = next_token(file);
    }
    if (status == DADAO_OK && file->token != '{') {
        return dadao_topology_draft_fail(file->draft, file->line, "'{' was expected after the name of the graph");
    }
    return status == DADAO_OK ? next_token(file) : status;
}

/* Names that are not just 0, 1, 2, ... in order are labels where no other was given. */
static dadao_status label_by_name(dot *file)
{
    dadao_status status = DADAO_OK;
    bool plain = true;
    for (size_t v = 0; plain && v < file->names.count; v++) {
        uint64_t number;
        plain = dadao_core_parse_u64(file->names.key[v].text, file->names.key[v].length, &number) && number == v;
    }
    for (size_t v = 0; status == DADAO_OK && !plain && v < file->draft->nodes; v++) {
        if (file->draft->node[v].label == NULL) {
            status = dadao_topology_draft_set_label(file->draft, v, file->names.key[v]);
        }
    }
    return status;
}

dadao_status dadao_topology_read_dot(dadao_draft *draft, char *bytes, size_t length)
{
    dot file = { .draft = draft, .p = bytes, .end = bytes + length, .line = 1 };
    dadao_status status = read_header(&file);
    while (status == DADAO_OK && file.token != '}') {
        if (file.token == '\0') {
            status = dadao_topology_draft_fail(draft, file.line, "the file ends before its last '}': is it whole?");
        } else {
            status = file.token == ';' ? next_token(&file) : read_statement(&file);
        }
    }
    status = status == DADAO_OK ? label_by_name(&file) : status;
    dadao_topology_names_clear(&file.names);
    return status;
}
