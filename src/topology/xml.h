/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small pull parser for the XML of GraphML: what it does not need (DTDs, entity definitions) it refuses, so nothing
 * in a file can expand, fetch or recurse. */
#ifndef DADAO_TOPOLOGY_XML_H
#define DADAO_TOPOLOGY_XML_H

#include "topology/draft.h"

#define DADAO_XML_ATTRIBUTES 32
#define DADAO_XML_DEPTH 200

typedef enum dadao_xml_event { DADAO_XML_OPEN, DADAO_XML_CLOSE, DADAO_XML_TEXT, DADAO_XML_END } dadao_xml_event;

typedef struct dadao_xml {
    dadao_draft *draft; /* for errors */
    char *p, *end;
    size_t line;       /* where p is */
    size_t event_line; /* where the event began */
    dadao_xml_event event;
    dadao_slice name; /* of the element, without its prefix */
    dadao_slice text; /* references resolved */
    dadao_slice attribute[DADAO_XML_ATTRIBUTES], value[DADAO_XML_ATTRIBUTES];
    size_t attributes;
    dadao_slice open[DADAO_XML_DEPTH]; /* names with prefix */
    size_t open_line[DADAO_XML_DEPTH];
    size_t depth;
    bool pending_close, seen_root;
} dadao_xml;

/* The next event. FORMAT for what is not well-formed. */
dadao_status dadao_topology_xml_next(dadao_xml *xml);
/* The value of attribute `name` of the element just opened; text NULL when absent. */
dadao_slice dadao_topology_xml_attribute(const dadao_xml *xml, const char *name);

#endif
