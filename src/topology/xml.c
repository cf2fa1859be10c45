/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pull parser behind the GraphML reader. */
#include "topology/xml.h"

#include "topology/read.h"

#include <ctype.h>
#include <string.h>

static int shown(dadao_slice slice)
{
    return (int)(slice.length < 60 ? slice.length : 60);
}

static void count_lines(dadao_xml *xml, const char *stop)
{
    for (; xml->p < stop; xml->p++) {
        xml->line += *xml->p == '\n';
    }
}

static bool begins(const dadao_xml *xml, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(xml->end - xml->p) >= length && memcmp(xml->p, text, length) == 0;
}

/* Moves behind the next `mark`; the text before it is in xml->text. */
static dadao_status pass(dadao_xml *xml, const char *mark, const char *what)
{
    char *found = memmem(xml->p, (size_t)(xml->end - xml->p), mark, strlen(mark));
    if (found == NULL) {
        return dadao_topology_draft_fail(xml->draft, xml->line, "%s is not closed with '%s'; the file ends in it", what,
                                         mark);
    }
    xml->text = (dadao_slice){ xml->p, (size_t)(found - xml->p) };
    count_lines(xml, found + strlen(mark));
    return DADAO_OK;
}

static dadao_status pass_doctype(dadao_xml *xml)
{
    size_t line = xml->line;
    dadao_status status = pass(xml, ">", "<!DOCTYPE");
    if (status == DADAO_OK && memchr(xml->text.text, '[', xml->text.length) != NULL) {
        return dadao_topology_draft_fail(
            xml->draft, line, "the file declares its own entities, which are not read; remove the <!DOCTYPE ...>");
    }
    return status;
}

static void skip_blanks(dadao_xml *xml)
{
    while (xml->p < xml->end && isspace((unsigned char)*xml->p)) {
        xml->line += *xml->p++ == '\n';
    }
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || strchr("_-.:", c) != NULL || (unsigned char)c >= 0x80;
}

static dadao_slice read_name(dadao_xml *xml)
{
    char *start = xml->p;
    while (xml->p < xml->end && *xml->p != '\0' && is_name(*xml->p)) {
        xml->p++;
    }
    return (dadao_slice){ start, (size_t)(xml->p - start) };
}

static dadao_slice without_prefix(dadao_slice name)
{
    char *colon = memchr(name.text, ':', name.length);
    if (colon == NULL) {
        return name;
    }
    return (dadao_slice){ colon + 1, name.length - (size_t)(colon + 1 - name.text) };
}

static dadao_status read_attribute(dadao_xml *xml, dadao_slice element)
{
    dadao_slice name = read_name(xml);
    skip_blanks(xml);
    if (name.length == 0 || xml->p >= xml->end || *xml->p != '=') {
        return dadao_topology_draft_fail(xml->draft, xml->line, "<%.*s ...>: an attribute name=\"value\" was expected",
                                         shown(element), element.text);
    }
    xml->p++;
    skip_blanks(xml);
    char quote = xml->p < xml->end ? *xml->p : '\0';
    if (quote != '"' && quote != '\'') {
        return dadao_topology_draft_fail(xml->draft, xml->line, "<%.*s ...>: the value of %.*s has no quotes",
                                         shown(element), element.text, shown(name), name.text);
    }
    xml->p++;
    char mark[2] = { quote, '\0' };
    dadao_status status = pass(xml, mark, "an attribute value");
    if (status != DADAO_OK) {
        return status;
    }
    if (memchr(xml->text.text, '<', xml->text.length) != NULL) {
        return dadao_topology_draft_fail(xml->draft, xml->line,
                                         "<%.*s ...>: '<' in the value of %.*s; a closing quote is missing or it "
                                         "should be &lt;",
                                         shown(element), element.text, shown(name), name.text);
    }
    if (xml->attributes < DADAO_XML_ATTRIBUTES) { /* nothing that we read is behind so many */
        xml->attribute[xml->attributes] = name;
        xml->value[xml->attributes++] = dadao_topology_unescape(xml->text);
    }
    return DADAO_OK;
}

static dadao_status open_element(dadao_xml *xml)
{
    xml->p++;
    dadao_slice name = read_name(xml);
    xml->attributes = 0;
    if (name.length == 0) {
        return dadao_topology_draft_fail(xml->draft, xml->line,
                                         "'<' without the name of an element; as a character it is written &lt;");
    }
    for (;;) {
        skip_blanks(xml);
        if (xml->p >= xml->end) {
            return dadao_topology_draft_fail(xml->draft, xml->event_line,
                                             "<%.*s is not closed with '>'; the file ends in it", shown(name),
                                             name.text);
        }
        if (*xml->p == '>' || begins(xml, "/>")) {
            break;
        }
        dadao_status status = read_attribute(xml, name);
        if (status != DADAO_OK) {
            return status;
        }
    }
    if (xml->depth == DADAO_XML_DEPTH) {
        return dadao_topology_draft_fail(xml->draft, xml->event_line, "elements nested deeper than %d",
                                         DADAO_XML_DEPTH);
    }
    xml->open_line[xml->depth] = xml->event_line;
    xml->open[xml->depth++] = name;
    xml->pending_close = *xml->p == '/';
    xml->p += xml->pending_close ? 2 : 1;
    xml->name = without_prefix(name);
    xml->event = DADAO_XML_OPEN;
    xml->seen_root = true;
    return DADAO_OK;
}

static dadao_status close_element(dadao_xml *xml)
{
    xml->p += 2;
    dadao_slice name = read_name(xml);
    skip_blanks(xml);
    if (xml->p >= xml->end || *xml->p != '>') {
        return dadao_topology_draft_fail(xml->draft, xml->event_line, "</%.*s is not closed with '>'", shown(name),
                                         name.text);
    }
    xml->p++;
    if (xml->depth == 0 || !dadao_topology_slice_equal(xml->open[xml->depth - 1], name)) {
        return xml->depth == 0
                   ? dadao_topology_draft_fail(xml->draft, xml->event_line, "</%.*s> closes nothing", shown(name),
                                               name.text)
                   : dadao_topology_draft_fail(xml->draft, xml->event_line,
                                               "</%.*s> where </%.*s> (opened in line %zu) was expected", shown(name),
                                               name.text, shown(xml->open[xml->depth - 1]),
                                               xml->open[xml->depth - 1].text, xml->open_line[xml->depth - 1]);
    }
    xml->depth--;
    xml->name = without_prefix(name);
    xml->event = DADAO_XML_CLOSE;
    return DADAO_OK;
}

static dadao_status read_text(dadao_xml *xml)
{
    char *stop = memchr(xml->p, '<', (size_t)(xml->end - xml->p));
    stop = stop != NULL ? stop : xml->end;
    dadao_slice raw = { xml->p, (size_t)(stop - xml->p) };
    count_lines(xml, stop);
    if (xml->depth == 0 && dadao_topology_slice_trim(raw).length > 0) {
        return dadao_topology_draft_fail(xml->draft, xml->event_line, "text outside of any element: not an XML file");
    }
    xml->text = dadao_topology_unescape(raw);
    xml->event = DADAO_XML_TEXT;
    return DADAO_OK;
}

static dadao_status end_of_file(dadao_xml *xml)
{
    xml->event = DADAO_XML_END;
    if (xml->depth > 0) {
        dadao_slice name = xml->open[xml->depth - 1];
        return dadao_topology_draft_fail(xml->draft, xml->line,
                                         "the file ends inside <%.*s> (opened in line %zu): is it whole?", shown(name),
                                         name.text, xml->open_line[xml->depth - 1]);
    }
    return xml->seen_root ? DADAO_OK : dadao_topology_draft_fail(xml->draft, 0, "no element in it: not a GraphML file");
}

dadao_status dadao_topology_xml_next(dadao_xml *xml)
{
    if (xml->pending_close) { /* <node/> opens and closes */
        xml->pending_close = false;
        xml->depth--;
        xml->event = DADAO_XML_CLOSE;
        return DADAO_OK;
    }
    for (;;) {
        dadao_status status = DADAO_OK;
        xml->event_line = xml->line;
        if (xml->p >= xml->end) {
            return end_of_file(xml);
        }
        if (begins(xml, "<!--")) {
            xml->p += 4;
            status = pass(xml, "-->", "a comment");
        } else if (begins(xml, "<![CDATA[")) {
            xml->p += 9;
            xml->event = DADAO_XML_TEXT;
            return pass(xml, "]]>", "<![CDATA[");
        } else if (begins(xml, "<!")) {
            status = pass_doctype(xml);
        } else if (begins(xml, "<?")) {
            status = pass(xml, "?>", "<?");
        } else if (begins(xml, "</")) {
            return close_element(xml);
        } else {
            return *xml->p == '<' ? open_element(xml) : read_text(xml);
        }
        if (status != DADAO_OK) {
            return status;
        }
    }
}

dadao_slice dadao_topology_xml_attribute(const dadao_xml *xml, const char *name)
{
    for (size_t k = 0; k < xml->attributes; k++) {
        if (strlen(name) == xml->attribute[k].length &&
            memcmp(xml->attribute[k].text, name, xml->attribute[k].length) == 0) {
            return xml->value[k];
        }
    }
    return (dadao_slice){ NULL, 0 };
}
