/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GraphML: keys, nodes, edges and their data. What a key's type is called does not matter: values are read as they are
 * used. */
#include "topology/read.h"
#include "topology/xml.h"

#include "core/memory.h"
#include "core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A <key>: what its data are to us. */
typedef struct graphml_key {
    dadao_slice id;
    dadao_role role; /* for nodes */
    bool for_nodes, for_edges, is_rate;
    bool has_default;
    dadao_slice standard; /* the text of its <default> */
    size_t line;
} graphml_key;

typedef struct graphml {
    dadao_draft *draft;
    dadao_xml xml;
    graphml_key *key;
    size_t keys, key_capacity;
    dadao_names key_ids, names;
    dadao_named_edges edges;
    size_t node_stack[DADAO_XML_DEPTH], node_depth; /* nodes may hold graphs of nodes */
    dadao_role *label_role;                         /* [nodes] where its label came from */
    size_t label_capacity;
    bool in_edge, in_key, graph_seen;
    dadao_named_edge edge;
    bool collecting;       /* inside <data> or <default> */
    graphml_key *data_key; /* of the <data>; NULL: not for us */
    size_t data_line;
    size_t skipped_graph; /* depth of a graph that is not read; 0: none */
    dadao_text text;
} graphml;

static dadao_status memory(graphml *file)
{
    return dadao_topology_out_of_memory(file->draft->error);
}

static dadao_status open_key(graphml *file)
{
    dadao_slice id = dadao_topology_xml_attribute(&file->xml, "id"),
                name = dadao_topology_xml_attribute(&file->xml, "attr.name");
    dadao_slice what = dadao_topology_xml_attribute(&file->xml, "for");
    if (id.text == NULL) {
        return dadao_topology_draft_fail(file->draft, file->xml.event_line, "<key> without id");
    }
    size_t number;
    bool fresh;
    name = name.text != NULL ? name : id;
    if (!dadao_topology_names_add(&file->key_ids, id, &number, &fresh) ||
        !dadao_core_grow((void **)&file->key, &file->key_capacity, file->keys + 1, sizeof *file->key)) {
        return memory(file);
    }
    if (!fresh) {
        return dadao_topology_draft_fail(file->draft, file->xml.event_line, "a second <key> with id '%.*s'",
                                         (int)(id.length < 60 ? id.length : 60), id.text);
    }
    bool all = what.text == NULL || dadao_topology_slice_is(what, "all");
    graphml_key key = { .id = id, .line = file->xml.event_line, .role = dadao_topology_draft_role(name) };
    key.for_nodes = all || dadao_topology_slice_is(what, "node");
    key.for_edges = all || dadao_topology_slice_is(what, "edge");
    key.is_rate = key.for_edges && dadao_topology_draft_is_rate(file->draft, name);
    file->key[file->keys++] = key;
    file->in_key = true;
    return DADAO_OK;
}

static dadao_status open_graph(graphml *file)
{
    if (file->graph_seen && file->node_depth == 0) {
        file->draft->more_graphs = true;
        file->skipped_graph = file->xml.depth;
        return DADAO_OK;
    }
    file->graph_seen = true;
    dadao_slice direction = dadao_topology_xml_attribute(&file->xml, "edgedefault");
    file->draft->directed |= direction.text != NULL && dadao_topology_slice_is(direction, "directed");
    return DADAO_OK;
}

static dadao_status open_node(graphml *file)
{
    dadao_slice id = dadao_topology_xml_attribute(&file->xml, "id");
    size_t number, node;
    bool fresh;
    if (id.text == NULL) {
        return dadao_topology_draft_fail(file->draft, file->xml.event_line, "<node> without id");
    }
    if (!dadao_topology_names_add(&file->names, id, &number, &fresh)) {
        return memory(file);
    }
    if (!fresh) {
        return dadao_topology_draft_fail(file->draft, file->xml.event_line, "a second <node> with id '%.*s'",
                                         (int)(id.length < 60 ? id.length : 60), id.text);
    }
    dadao_status status = dadao_topology_draft_add_node(file->draft, &node);
    if (status == DADAO_OK &&
        !dadao_core_grow((void **)&file->label_role, &file->label_capacity, node + 1, sizeof *file->label_role)) {
        status = memory(file);
    }
    if (status == DADAO_OK) {
        file->label_role[node] = DADAO_ROLE_NONE;
        file->node_stack[file->node_depth++] = node; /* the depth of elements bounds it */
    }
    return status;
}

static dadao_status open_edge(graphml *file)
{
    dadao_slice direction = dadao_topology_xml_attribute(&file->xml, "directed");
    file->edge = (dadao_named_edge){ dadao_topology_xml_attribute(&file->xml, "source"),
                                     dadao_topology_xml_attribute(&file->xml, "target"), NAN, file->xml.event_line };
    if (file->edge.a.text == NULL || file->edge.b.text == NULL) {
        return dadao_topology_draft_fail(file->draft, file->xml.event_line, "<edge> without %s",
                                         file->edge.a.text == NULL ? "source" : "target");
    }
    file->draft->directed |= direction.text != NULL &&
                             (dadao_topology_slice_is(direction, "true") || dadao_topology_slice_is(direction, "1"));
    file->in_edge = true;
    return DADAO_OK;
}

static dadao_status open_data(graphml *file)
{
    dadao_slice id = dadao_topology_xml_attribute(&file->xml, "key");
    size_t number = id.text != NULL ? dadao_topology_names_find(&file->key_ids, id) : SIZE_MAX;
    file->data_key = number != SIZE_MAX ? &file->key[number] : NULL;
    file->data_line = file->xml.event_line;
    file->collecting = true;
    file->text.length = 0;
    return DADAO_OK;
}

static dadao_status open_element(graphml *file)
{
    dadao_slice name = file->xml.name;
    if (file->skipped_graph > 0 || file->collecting) {
        return DADAO_OK; /* drawings inside <data> are not ours */
    }
    if (dadao_topology_slice_is(name, "key")) {
        return open_key(file);
    }
    if (dadao_topology_slice_is(name, "graph")) {
        return open_graph(file);
    }
    if (dadao_topology_slice_is(name, "data") || (dadao_topology_slice_is(name, "default") && file->in_key)) {
        return open_data(file);
    }
    if (!file->graph_seen) {
        return DADAO_OK;
    }
    if (dadao_topology_slice_is(name, "node")) {
        return open_node(file);
    }
    if (dadao_topology_slice_is(name, "edge")) {
        return open_edge(file);
    }
    file->draft->hyperedges += dadao_topology_slice_is(name, "hyperedge");
    return DADAO_OK;
}

/* The text of a <default> outlives the buffer that it was collected in. */
static dadao_status close_default(graphml *file, dadao_slice text)
{
    graphml_key *key = &file->key[file->keys - 1];
    if (!key->has_default) {
        key->standard.text = dadao_core_allocate(text.length + 1, 1);
        if (key->standard.text == NULL) {
            return memory(file);
        }
        memcpy(key->standard.text, text.text, text.length);
        key->standard.length = text.length;
        key->has_default = true;
    }
    return DADAO_OK;
}

static dadao_status use_node_data(graphml *file, size_t node, const graphml_key *key, dadao_slice text)
{
    dadao_role role = key->role;
    if (role == DADAO_ROLE_LABEL || (role == DADAO_ROLE_NAME && file->label_role[node] == DADAO_ROLE_NONE)) {
        file->label_role[node] = role;
        return dadao_topology_draft_set_label(file->draft, node, text);
    }
    dadao_topology_draft_set_position(file->draft, node, role, text);
    return DADAO_OK;
}

static dadao_status close_data(graphml *file)
{
    char nothing[1] = "";
    dadao_slice text = { file->text.length > 0 ? file->text.bytes : nothing, file->text.length };
    const graphml_key *key = file->data_key;
    file->collecting = false;
    if (file->text.failed) {
        return memory(file);
    }
    if (file->in_edge) {
        return key != NULL && key->is_rate
                   ? dadao_topology_draft_parse_rate(file->draft, file->data_line, text, &file->edge.rate)
                   : DADAO_OK;
    }
    if (file->node_depth > 0) {
        size_t node = file->node_stack[file->node_depth - 1];
        return key != NULL && key->for_nodes ? use_node_data(file, node, key, text) : DADAO_OK;
    }
    return DADAO_OK;
}

static dadao_status close_element(graphml *file)
{
    dadao_slice name = file->xml.name;
    if (file->skipped_graph > 0) {
        file->skipped_graph = file->xml.depth < file->skipped_graph ? 0 : file->skipped_graph;
        return DADAO_OK;
    }
    if (file->collecting) {
        if (dadao_topology_slice_is(name, "default") && file->in_key) {
            file->collecting = false;
            char nothing[1] = "";
            bool empty = file->text.length == 0;
            return close_default(file, (dadao_slice){ empty ? nothing : file->text.bytes, file->text.length });
        }
        return dadao_topology_slice_is(name, "data") ? close_data(file) : DADAO_OK;
    }
    if (dadao_topology_slice_is(name, "key")) {
        file->in_key = false;
    } else if (dadao_topology_slice_is(name, "node") && file->node_depth > 0) {
        file->node_depth--;
    } else if (dadao_topology_slice_is(name, "edge") && file->in_edge) {
        file->in_edge = false;
        return dadao_topology_named_edges_add(file->draft, &file->edges, file->edge);
    }
    return DADAO_OK;
}

/* Keys may be declared after the data that they belong to is not: so defaults are filled in last. */
static dadao_status apply_defaults(graphml *file)
{
    dadao_status status = DADAO_OK;
    for (size_t k = 0; k < file->keys; k++) {
        const graphml_key *key = &file->key[k];
        for (size_t e = 0; key->has_default && key->is_rate && status == DADAO_OK && e < file->edges.count; e++) {
            if (isnan(file->edges.edge[e].rate)) {
                status =
                    dadao_topology_draft_parse_rate(file->draft, key->line, key->standard, &file->edges.edge[e].rate);
            }
        }
    }
    return status;
}

/* "n12" or "12" are numbers in disguise; other ids are names, shown where there are no labels. */
static bool is_numbered(dadao_slice id)
{
    size_t k = id.length > 0 && isalpha((unsigned char)id.text[0]) ? 1 : 0;
    if (k == id.length) {
        return false;
    }
    for (; k < id.length; k++) {
        if (!isdigit((unsigned char)id.text[k])) {
            return false;
        }
    }
    return true;
}

static dadao_status label_by_id(graphml *file)
{
    bool named = true;
    for (size_t v = 0; named && v < file->draft->nodes; v++) {
        named = file->draft->node[v].label == NULL;
    }
    bool plain = true;
    for (size_t v = 0; plain && v < file->draft->nodes; v++) {
        plain = is_numbered(file->names.key[v]);
    }
    dadao_status status = DADAO_OK;
    for (size_t v = 0; status == DADAO_OK && named && !plain && v < file->draft->nodes; v++) {
        status = dadao_topology_draft_set_label(file->draft, v, file->names.key[v]);
    }
    return status;
}

static dadao_status read_all(graphml *file)
{
    for (;;) {
        dadao_status status = dadao_topology_xml_next(&file->xml);
        if (status == DADAO_OK && file->xml.event == DADAO_XML_END) {
            break;
        }
        if (status == DADAO_OK) {
            if (file->xml.event == DADAO_XML_OPEN) {
                status = open_element(file);
            } else if (file->xml.event == DADAO_XML_CLOSE) {
                status = close_element(file);
            } else if (file->collecting && file->xml.text.length > 0) {
                dadao_core_text_append(&file->text, file->xml.text.text, file->xml.text.length);
            }
        }
        if (status != DADAO_OK) {
            return status;
        }
    }
    if (!file->graph_seen) {
        return dadao_topology_draft_fail(file->draft, 0, "no <graph> in it: not a GraphML file");
    }
    dadao_status status = apply_defaults(file);
    status = status == DADAO_OK ? label_by_id(file) : status;
    return status == DADAO_OK ? dadao_topology_draft_connect_declared(file->draft, &file->names, &file->edges) : status;
}

dadao_status dadao_topology_read_graphml(dadao_draft *draft, char *bytes, size_t length)
{
    graphml *file = dadao_core_allocate(1, sizeof *file);
    if (file == NULL) {
        return dadao_topology_out_of_memory(draft->error);
    }
    file->draft = draft;
    file->xml.draft = draft;
    file->xml.p = bytes;
    file->xml.end = bytes + length;
    file->xml.line = 1;
    dadao_status status = read_all(file);
    for (size_t k = 0; k < file->keys; k++) {
        if (file->key[k].has_default) {
            free(file->key[k].standard.text);
        }
    }
    free(file->key);
    free(file->label_role);
    free(file->edges.edge);
    dadao_topology_names_clear(&file->key_ids);
    dadao_topology_names_clear(&file->names);
    dadao_core_text_clear(&file->text);
    free(file);
    return status;
}
