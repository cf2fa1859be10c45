/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a network so that reading it gives the same nodes, labels, positions, edges in order, and rates to the last
 * bit. */
#include "topology/topology.h"

#include "core/file.h"
#include "core/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What is written: the topology, and the rates of its edges (NULL: none). */
typedef struct saved_page {
    const dadao_topology *topology;
    const double *rates;
    FILE *stream;
    const char *x_name, *y_name; /* as GraphML and GML call them */
} saved_page;

/* Fills `buffer` [32] and returns it: every double reads back the same. */
static const char *number(char *buffer, double value)
{
    return dadao_core_format_double(buffer, value);
}

/* ---- GraphML ----------------------------------------------------------------------------------------------------- */

static void write_xml_text(FILE *stream, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", stream);
            break;
        case '<':
            fputs("&lt;", stream);
            break;
        case '>':
            fputs("&gt;", stream);
            break;
        case '"':
            fputs("&quot;", stream);
            break;
        case '\n':
            fputs("&#10;", stream);
            break;
        case '\t':
            fputs("&#9;", stream);
            break;
        default:
            fputc(*text, stream);
        }
    }
}

static void write_graphml_header(const saved_page *page)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
          page->stream);
    if (page->topology->label != NULL) {
        fputs("  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n", page->stream);
    }
    fprintf(page->stream,
            "  <key id=\"x\" for=\"node\" attr.name=\"%s\" attr.type=\"double\"/>\n"
            "  <key id=\"y\" for=\"node\" attr.name=\"%s\" attr.type=\"double\"/>\n",
            page->x_name, page->y_name);
    if (page->rates != NULL) {
        fputs("  <key id=\"rate\" for=\"edge\" attr.name=\"rate\" attr.type=\"double\"/>\n", page->stream);
    }
}

static void write_graphml(const saved_page *page)
{
    const dadao_topology *t = page->topology;
    char a[32], b[32];
    write_graphml_header(page);
    fputs("  <graph edgedefault=\"undirected\">\n", page->stream);
    for (size_t v = 0; v < t->nodes; v++) {
        const char *label = dadao_topology_label(t, v);
        fprintf(page->stream, "    <node id=\"n%zu\">", v);
        if (label != NULL) {
            fputs("<data key=\"label\">", page->stream);
            write_xml_text(page->stream, label);
            fputs("</data>", page->stream);
        }
        fprintf(page->stream, "<data key=\"x\">%s</data><data key=\"y\">%s</data></node>\n", number(a, t->x[v]),
                number(b, t->y[v]));
    }
    for (size_t e = 0; e < t->edges; e++) {
        fprintf(page->stream, "    <edge source=\"n%u\" target=\"n%u\"", t->edge[e].u, t->edge[e].v);
        if (page->rates != NULL) {
            fprintf(page->stream, "><data key=\"rate\">%s</data></edge>\n", number(a, page->rates[e]));
        } else {
            fputs("/>\n", page->stream);
        }
    }
    fputs("  </graph>\n</graphml>\n", page->stream);
}

/* ---- GML --------------------------------------------------------------------------------------------------------- */

/* The code point at *text (well-formed UTF-8), which moves on. */
static unsigned next_code(const char **text)
{
    const unsigned char *p = (const unsigned char *)*text;
    unsigned more = p[0] < 0x80 ? 0 : p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : 3;
    unsigned code = more == 0 ? p[0] : p[0] & (0x3fu >> more);
    for (unsigned k = 1; k <= more; k++) {
        code = code << 6 | (p[k] & 0x3fu);
    }
    *text += more + 1;
    return code;
}

/* GML is ASCII; the rest is written as HTML entities. */
static void write_gml_text(FILE *stream, const char *text)
{
    while (*text != '\0') {
        unsigned code = next_code(&text);
        if (code == '&' || code == '"') {
            fputs(code == '&' ? "&amp;" : "&quot;", stream);
        } else if (code < 0x20 || code >= 0x7f) {
            fprintf(stream, "&#%u;", code);
        } else {
            fputc((int)code, stream);
        }
    }
}

static void write_gml(const saved_page *page)
{
    const dadao_topology *t = page->topology;
    char a[32], b[32];
    fputs("graph [\n  directed 0\n", page->stream);
    for (size_t v = 0; v < t->nodes; v++) {
        const char *label = dadao_topology_label(t, v);
        fprintf(page->stream, "  node [\n    id %zu\n", v);
        if (label != NULL) {
            fputs("    label \"", page->stream);
            write_gml_text(page->stream, label);
            fputs("\"\n", page->stream);
        }
        fprintf(page->stream, "    %s %s\n    %s %s\n  ]\n", page->x_name, number(a, t->x[v]), page->y_name,
                number(b, t->y[v]));
    }
    for (size_t e = 0; e < t->edges; e++) {
        fprintf(page->stream, "  edge [\n    source %u\n    target %u\n", t->edge[e].u, t->edge[e].v);
        if (page->rates != NULL) {
            fprintf(page->stream, "    rate %s\n", number(a, page->rates[e]));
        }
        fputs("  ]\n", page->stream);
    }
    fputs("]\n", page->stream);
}

/* ---- DOT and CSV ------------------------------------------------------------------------------------------------- */

/* In double quotes, with \" \\ \n (and \t, which DOT does not know, as it is). */
static void write_quoted(FILE *stream, const char *text, bool escape_tabs)
{
    fputc('"', stream);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            fputc('\\', stream);
            fputc(*text, stream);
        } else if (*text == '\n') {
            fputs("\\n", stream);
        } else if (*text == '\t' && escape_tabs) {
            fputs("\\t", stream);
        } else {
            fputc(*text, stream);
        }
    }
    fputc('"', stream);
}

/* pos with its exclamation mark pins the nodes for neato; it is the position itself where there is no geography. */
static void write_dot(const saved_page *page)
{
    const dadao_topology *t = page->topology;
    char a[32], b[32];
    fputs("graph {\n", page->stream);
    for (size_t v = 0; v < t->nodes; v++) {
        const char *label = dadao_topology_label(t, v);
        fprintf(page->stream, "  %zu [", v);
        if (label != NULL) {
            fputs("label=", page->stream);
            write_quoted(page->stream, label, false);
            fputs(", ", page->stream);
        }
        number(a, t->x[v]);
        number(b, t->y[v]);
        if (t->geographic) {
            fprintf(page->stream, "longitude=\"%s\", latitude=\"%s\", ", a, b);
        }
        fprintf(page->stream, "pos=\"%s,%s!\"];\n", a, b);
    }
    for (size_t e = 0; e < t->edges; e++) {
        fprintf(page->stream, "  %u -- %u", t->edge[e].u, t->edge[e].v);
        if (page->rates != NULL) {
            fprintf(page->stream, " [rate=\"%s\"]", number(a, page->rates[e]));
        }
        fputs(";\n", page->stream);
    }
    fputs("}\n", page->stream);
}

/* A table of edges has no place for nodes: they are told in comments that our reader understands and others skip. */
static void write_csv(const saved_page *page)
{
    const dadao_topology *t = page->topology;
    char a[32], b[32];
    fprintf(page->stream, "# nodes %zu\n%s", t->nodes, t->geographic ? "# geographic\n" : "");
    for (size_t v = 0; v < t->nodes; v++) {
        const char *label = dadao_topology_label(t, v);
        fprintf(page->stream, "# node %zu %s %s", v, number(a, t->x[v]), number(b, t->y[v]));
        if (label != NULL) {
            fputc(' ', page->stream);
            write_quoted(page->stream, label, true);
        }
        fputc('\n', page->stream);
    }
    fputs(page->rates != NULL ? "u,v,rate\n" : "u,v\n", page->stream);
    for (size_t e = 0; e < t->edges; e++) {
        fprintf(page->stream, "%u,%u", t->edge[e].u, t->edge[e].v);
        if (page->rates != NULL) {
            fprintf(page->stream, ",%s", number(a, page->rates[e]));
        }
        fputc('\n', page->stream);
    }
}

/* ---- The table --------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*write)(const saved_page *page);
} formats[] = {
    { "graphml", write_graphml }, { "gml", write_gml }, { "dot", write_dot }, { "gv", write_dot }, { "csv", write_csv },
};

static dadao_status choose_format(const char *path, const char *format, size_t *chosen, dadao_error *error)
{
    for (size_t k = 0; k < sizeof formats / sizeof formats[0]; k++) {
        if (format != NULL ? strcasecmp(format, formats[k].name) == 0 : dadao_core_has_ending(path, formats[k].name)) {
            *chosen = k;
            return DADAO_OK;
        }
    }
    return dadao_core_fail(error, DADAO_INVALID,
                           "%s: networks are saved as graphml, gml, dot or csv%s%.60s; give the file one "
                           "of these endings",
                           path, format != NULL ? ", not " : "", format != NULL ? format : "");
}

static dadao_status check_rates(const dadao_topology *topology, const double *rates, dadao_error *error)
{
    for (size_t e = 0; rates != NULL && e < topology->edges; e++) {
        if (!isfinite(rates[e]) || rates[e] < 0) {
            return dadao_core_fail(error, DADAO_INVALID, "edge %u-%u has rate %g, which is no finite number >= 0",
                                   topology->edge[e].u, topology->edge[e].v, rates[e]);
        }
    }
    return DADAO_OK;
}

static saved_page page_of(const dadao_topology *topology, const double *rates, FILE *stream)
{
    return (saved_page){ .topology = topology,
                         .rates = rates != NULL || !topology->has_rates ? rates : topology->rate,
                         .stream = stream,
                         .x_name = topology->geographic ? "Longitude" : "x",
                         .y_name = topology->geographic ? "Latitude" : "y" };
}

dadao_status dadao_topology_write(const dadao_topology *topology, const char *format, FILE *stream, dadao_error *error)
{
    size_t chosen = 0;
    dadao_status status = choose_format("the network", format, &chosen, error);
    if (status == DADAO_OK) {
        saved_page page = page_of(topology, NULL, stream);
        formats[chosen].write(&page);
    }
    return status;
}

dadao_status dadao_topology_save(const dadao_topology *topology, const char *path, const char *format,
                                 const double *rates, dadao_error *error)
{
    size_t chosen = 0;
    dadao_writer writer = { 0 };
    dadao_status status = choose_format(path, format, &chosen, error);
    status = status == DADAO_OK ? check_rates(topology, rates, error) : status;
    status = status == DADAO_OK ? dadao_core_writer_open(&writer, path, error) : status;
    if (status != DADAO_OK) {
        return status;
    }
    saved_page page = page_of(topology, rates, writer.stream);
    formats[chosen].write(&page);
    return dadao_core_writer_commit(&writer, error);
}
