/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: what each format says, what is said about it, what is refused and where, and that what is saved comes back. */
#include "topology_tests.h"

#include <sys/stat.h>
#include <unistd.h>

static const char graphml_head[] =
    "<?xml version='1.0'?>\n<graphml>\n<key id='d0' for='node' attr.name='label' attr.type='string'/>\n"
    "<key id='d1' for='edge' attr.name='rate' attr.type='integer'/>\n"
    "<key id='d2' for='edge' attr.name='speed'/>\n<graph edgedefault='undirected'>\n";

static char *graphml(const char *body)
{
    return support_format("%s%s</graph></graphml>\n", graphml_head, body);
}

static void a_triangle_is_a_triangle_in_every_format(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
    } files[] = {
        { "t.graphml", "<graphml><graph><edge source='a' target='b'/><node id='a'/><node id='b'/><node id='c'/>"
                       "<edge source='b' target='c'/><edge source='a' target='c'/></graph></graphml>" },
        { "t.gml", "graph [ edge [ source 1 target 2 ] node [ id 1 ] node [ id 2 ] node [ id 3 ]\n"
                   "edge [ source 2 target 3 ] edge [ source 1 target 3 ] ]" },
        { "t.net", "*Vertices 3\n1 \"a b\"\n2 c\n3 d\n*Edges\n1 2\n2 3 1.5\n1 3\n" },
        { "t.net", "*vertices 3\r\n*Edgeslist\r\n1 2 3\r\n2 3\r\n" },
        { "t.net", "*Vertices 3\n*Matrix\n0 1 1\n1 0 1\n1 1 0\n" },
        { "t.ncol", "a b\nb c 3\na c\n" },
        { "t.lgl", "# a\nb\nc\n# b\nc 2.5\n" },
        { "t.txt", "# edges\n0 1\n1,2\n0\t2\n" },
        { "t.edges", "5 7\n7 9\n5 9\n" },
        { "t.edgelist", "a b\nb c\na c" },
        { "t.csv", "u,v\n0,1\n1,2\n0,2\n" },
        { "t.csv", "from;to\r\nx;\"y\"\r\ny;z\r\nx;z\r\n" },
        { "t.dot", "graph G { a -- b -- c; a -- c [color=red] // done\n}" },
        { "t.gv", "strict graph { node [shape=box]; a [label=\"A\"]; b; c\n a--b b--c c--a }" },
    };
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        dadao_topology *t = parsed(files[k].path, files[k].text);
        assert_sound(t);
        assert_int_equal(dadao_topology_nodes(t), 3);
        assert_int_equal(dadao_topology_edges(t), 3);
        assert_false(dadao_topology_has_rates(t));
        assert_string_equal(dadao_topology_name(t), files[k].path);
        dadao_topology_destroy(t);
    }
}

static void labels_positions_and_rates_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *label;
        double x, y, rate;
        bool geographic;
    } files[] = {
        { "a.graphml",
          "<graphml xmlns='u'><key id='a' for='node' attr.name='Longitude'/><key id='b' attr.name='LATITUDE'/>"
          "<key id='l' attr.name='label'/><key id='r' for='edge' attr.name='rate'><default>2</default></key><graph>"
          "<node id='0'><data key='a'>-74.5</data><data key='b'>40</data><data key='l'>S&#227;o &amp; "
          "\"x\"</data></node>"
          "<node id='1'><data key='a'>1</data><data key='b'>2</data></node><edge source='1' target='0'><data "
          "key='r'>0.25</data>"
          "</edge></graph></graphml>",
          "São & \"x\"", -74.5, 40, 0.25, true },
        { "a.gml",
          "# GML\nCreator \"me\" graph [ node [ label \"S&atilde;o &amp; &quot;x&quot;\" id 10 graphics [ x -1.5 y 2 "
          "fill \"#f00\" ] ]\n"
          "node [ id 11 x 1 y 1 ] edge [ source 11 target 10 rate 2.5e-1 LinkLabel \"10 Gb [OC]\" sub [ a [ b 1 ] ] ] "
          "]",
          "São & \"x\"", -1.5, 2, 0.25, false },
        { "a.net", "*Vertices 2\n1 \"S&#227;o & x\" 0.25 0.75\n2 b 0.1 0.2\n*Edges\n1 2\n", "São & x", 0.25, 0.25, 1,
          false },
        { "a.csv", "# nodes 2\n# node 1 3 4 \"B\"\n# node 0 1 2 \"A \\\"q\\\" \\\\ \\n\"\nv,rate,u\n1,0.25,0\n",
          "A \"q\" \\ \n", 1, 2, 0.25, false },
        { "a.dot", "graph { 0 [label=\"S\\\"o\\\\\\n\", pos=\"1,2!\"] 1 [pos=\"3,4\"] 0 -- 1 [rate=0.25] }", "S\"o\\\n",
          1, 2, 0.25, false },
    };
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        dadao_topology *t = parsed(files[k].path, files[k].text);
        assert_string_equal(dadao_topology_label(t, 0), files[k].label);
        assert_true(dadao_topology_x(t)[0] == files[k].x && dadao_topology_y(t)[0] == files[k].y);
        assert_true(dadao_topology_rates(t)[0] == files[k].rate);
        assert_int_equal(dadao_topology_is_geographic(t), files[k].geographic);
        dadao_topology_destroy(t);
    }
}

static void the_order_of_edges_is_the_files(void **state)
{
    (void)state;
    dadao_topology *t = parsed("o.csv", "g,e,u,v\n0,0,0,3\n0,1,1,0\n0,2,4,1\n0,3,2,1\n0,4,3,4\n");
    static const dadao_edge expected[] = { { 0, 3 }, { 0, 1 }, { 1, 4 }, { 1, 2 }, { 3, 4 } };
    assert_int_equal(dadao_topology_edges(t), 5);
    assert_memory_equal(dadao_topology_edge_list(t), expected, sizeof expected);
    dadao_topology_destroy(t);
}

static void numbers_that_are_no_indices_are_labels(void **state)
{
    (void)state;
    dadao_topology *t = parsed("as.csv", "u,v\n64512,3356\n3356,1299\n18446744073709551615,1299\n");
    assert_string_equal(dadao_topology_label(t, 0), "1299");
    assert_string_equal(dadao_topology_label(t, 1), "3356");
    assert_string_equal(dadao_topology_label(t, 3), "18446744073709551615");
    assert_true(dadao_topology_edge_list(t)[0].u == 1 && dadao_topology_edge_list(t)[0].v == 2);
    dadao_topology_destroy(t);
    t = parsed("n.csv", "u,v\nb,a\na,c\n01,c\n");
    assert_string_equal(dadao_topology_label(t, 0), "b"); /* names: in the order of appearance */
    assert_string_equal(dadao_topology_label(t, 3), "01");
    dadao_topology_destroy(t);
}

/* What was done to the file is said once, with counts. */
static void merging_and_dropping_is_said(void **state)
{
    (void)state;
    dadao_topology_load load = { .path = "m.gml", .seed = 1, .largest = true };
    static const char text[] =
        "graph [ directed 1 node [ id 0 ] node [ id 1 ] node [ id 2 ] node [ id 3 ]\n"
        "edge [ source 0 target 1 rate 2 ] edge [ source 1 target 0 rate 0.5 ] edge [ source 2 target 2 ]\n"
        "edge [ source 1 target 2 ] edge [ source 1 target 2 rate 4 ] edge [ source 2 target 1 rate 1 ] ]";
    dadao_topology *t = NULL;
    dadao_notes notes = { 0 };
    assert_int_equal(dadao_topology_read_bytes(&load, text, strlen(text), &t, &notes, NULL), DADAO_OK);
    assert_int_equal(dadao_topology_nodes(t), 3);
    assert_int_equal(dadao_topology_edges(t), 2);
    assert_true(dadao_topology_rates(t)[0] == 2.5);
    assert_true(dadao_topology_rates(t)[1] == 6); /* 1 (not given) + 4 + 1 */
    assert_string_equal(notes.text, "m.gml: the file is directed; its edges are read as undirected\n"
                                    "m.gml: 1 loop dropped (an edge from a node to itself carries nothing)\n"
                                    "m.gml: 1 of 5 edges have no rate; they get rate 1\n"
                                    "m.gml: 3 parallel edges merged, rates added\n"
                                    "m.gml: the largest of 2 components kept, 3 of 4 nodes\n");
    dadao_topology_destroy(t);
    dadao_core_notes_clear(&notes);
}

static void parallel_edges_without_rates_count_once(void **state)
{
    (void)state;
    dadao_topology *t = parsed("p.txt", "0 1\n1 0\n1 2\n0 1\n");
    assert_int_equal(dadao_topology_edges(t), 2);
    assert_true(dadao_topology_rates(t)[0] == 1);
    dadao_topology_destroy(t);
}

static void the_rate_may_have_another_name(void **state)
{
    (void)state;
    dadao_topology_load load = { .path = "r.ncol", .seed = 1, .rate = "weight" };
    dadao_topology *t = NULL;
    dadao_error error = { 0 };
    assert_int_equal(dadao_topology_read_bytes(&load, "a b 0.5\nb c 2\n", 14, &t, NULL, &error), DADAO_OK);
    assert_true(dadao_topology_has_rates(t) && dadao_topology_rates(t)[0] == 0.5);
    dadao_topology_destroy(t);
    load.rate = "Speed";
    load.path = "r.graphml";
    char *text = graphml("<node id='1'/><node id='2'/><edge source='1' target='2'><data key='d2'>3</data><data "
                         "key='d1'>9</data></edge>");
    assert_int_equal(dadao_topology_read_bytes(&load, text, strlen(text), &t, NULL, &error), DADAO_OK);
    assert_true(dadao_topology_rates(t)[0] == 3);
    dadao_topology_destroy(t);
    load.rate = "capacity";
    assert_int_equal(dadao_topology_read_bytes(&load, text, strlen(text), &t, NULL, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "edges have rate, speed"));
    free(text);
}

/* Nodes without coordinates come to stand near their neighbours, never onto them. */
static void missing_positions_are_found_among_neighbours(void **state)
{
    (void)state;
    dadao_topology *t = NULL;
    dadao_notes notes = { 0 };
    assert_int_equal(
        parse(
            "h.gml",
            "graph [ node [ id 0 Longitude 0 Latitude 0 ] node [ id 1 Longitude 10 Latitude 0 ] node [ id 2 ]\n"
            "node [ id 3 Longitude 4 ] node [ id 4 Latitude \"None\" Longitude \"None\" ] edge [ source 0 target 2 ]\n"
            "edge [ source 2 target 1 ] edge [ source 1 target 3 ] edge [ source 3 target 4 ] ]",
            &t, &notes, NULL),
        DADAO_OK);
    assert_sound(t);
    assert_true(dadao_topology_is_geographic(t));
    assert_true(dadao_topology_x(t)[1] == 10 && dadao_topology_y(t)[1] == 0);
    assert_true(fabs(dadao_topology_x(t)[2] - 5) < 1 && fabs(dadao_topology_y(t)[2]) < 1);
    assert_true(fabs(dadao_topology_x(t)[3] - 10) < 1);
    assert_true(hypot(dadao_topology_x(t)[3] - 10, dadao_topology_y(t)[3]) > 0.1);
    assert_non_null(strstr(notes.text, "3 of 5 nodes have no coordinates"));
    assert_non_null(strstr(notes.text, "2 coordinates are no finite number"));
    dadao_topology_destroy(t);
    dadao_core_notes_clear(&notes);
}

static void old_text_is_read_as_latin1(void **state)
{
    (void)state;
    dadao_topology *t = NULL;
    dadao_notes notes = { 0 };
    assert_int_equal(parse("l.csv",
                           "u,v\nOrl\xe9"
                           "ans,Paris\nParis,\"N\xeemes\"\n",
                           &t, &notes, NULL),
                     DADAO_OK);
    assert_string_equal(dadao_topology_label(t, 0), "Orléans");
    assert_string_equal(notes.text, "l.csv: not UTF-8; read as Latin-1\n");
    dadao_topology_destroy(t);
    dadao_core_notes_clear(&notes);
    t = parsed("b.csv", "\xef\xbb\xbfu,v\na,b\n");
    assert_string_equal(dadao_topology_label(t, 0), "a");
    dadao_topology_destroy(t);
}

/* A label may not steer the terminal that it is shown on. */
static void control_characters_in_labels_are_tamed(void **state)
{
    (void)state;
    dadao_topology *t = parsed("c.csv", "u,v\na\x1b[31m,b\xc2\x9bx\n");
    assert_string_equal(dadao_topology_label(t, 0), "a [31m");
    assert_string_equal(dadao_topology_label(t, 1), "b  x");
    dadao_topology_destroy(t);
}

/* ---- Refusals ---------------------------------------------------------------------------------------------------- */

static const struct refusal {
    const char *path, *text;
    dadao_status status;
    const char *says; /* the beginning with place, or a part */
} refusals[] = {
    { "e.gml", "", DADAO_FORMAT, "not a GML file" },
    { "e.gml", "graph [\n node [ id 0 ]\n", DADAO_FORMAT, "e.gml:3: the file ends before" },
    { "e.gml", "graph [\n node [ id 0 ] node [\nid 1 ]\nedge [ source 0\n target 99 ] ]", DADAO_FORMAT,
      "e.gml:4: edge to unknown node '99' (the file has 2 nodes)" },
    { "e.gml", "graph [ node [ id 4 ]\nnode [ id +04 ] ]", DADAO_FORMAT, "e.gml:2: a second node with id 4" },
    { "e.gml", "graph [ node [ label \"x\" ] ]", DADAO_FORMAT, "e.gml:1: a node without id" },
    { "e.gml", "graph [ node [ id 0 ]\nedge [ source 0 ] ]", DADAO_FORMAT, "e.gml:2: an edge without target" },
    { "e.gml", "graph [ node [ id 0 label \"x ] ]\n", DADAO_FORMAT, "e.gml:1: a string without its closing quote" },
    { "e.gml", "graph [ node [ id 0 ] node [ id 1 ]\n\nedge [ source 0 target 1\nrate -0.5 ] ]", DADAO_FORMAT,
      "e.gml:4: rate -0.5" },
    { "e.gml", "graph [ node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 rate NAN ] ]", DADAO_FORMAT,
      "e.gml:1: rate NAN" },
    { "e.gml", "graph [ node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 rate \"fast\" ] ]", DADAO_FORMAT,
      "'fast' is not a number" },
    { "e.gml", "graph [ node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 rate 1e999 ] ]", DADAO_FORMAT, "1e999" },
    { "e.gml", "graph [ node [ id 0 ] ]]", DADAO_FORMAT, "']' without its '['" },
    { "e.gml", "graph [ node [ id ] ]", DADAO_FORMAT, "key 'id' without a value" },
    { "e.gml", "graph [ node [ id 0 ] 5 ]", DADAO_FORMAT, "'5' where a key was expected" },
    { "e.gml", "graph [ ! ]", DADAO_FORMAT, "unexpected character '!'" },
    { "e.gml", "graph [ node [ id 4000000000 ] ]", DADAO_FORMAT, "1 node; a network needs at least two" },
    { "e.gml", "graph [ node [ id 0 ] node [ id 1 ] node [ id 2 ] node [ id 3 ] edge [ source 0 target 2 ] ]",
      DADAO_DISCONNECTED, "3 components with 2, 1, 1 nodes; add component=largest" },
    { "e.graphml", "", DADAO_FORMAT, "not a GraphML file" },
    { "e.graphml", "hello", DADAO_FORMAT, "not an XML file" },
    { "e.graphml", "<graphml><graph>\n<node id='a'>\n", DADAO_FORMAT,
      "e.graphml:3: the file ends inside <node> (opened in line 2)" },
    { "e.graphml", "<graphml>\n<graph></node></graph>", DADAO_FORMAT, "e.graphml:2: </node> where </graph>" },
    { "e.graphml", "<graphml><graph><node/></graph></graphml>", DADAO_FORMAT, "<node> without id" },
    { "e.graphml", "<graphml><graph><node id='a'/>\n<node id='a'/></graph></graphml>", DADAO_FORMAT,
      "e.graphml:2: a second <node>" },
    { "e.graphml", "<graphml><graph><node id='a'/>\n<edge source='a'/></graph></graphml>", DADAO_FORMAT,
      "<edge> without target" },
    { "e.graphml", "<graphml><graph><node id='a'/><edge\nsource='a' target='zz'/></graph></graphml>", DADAO_FORMAT,
      "e.graphml:1: edge to unknown node 'zz'" },
    { "e.graphml", "<graphml><graph><node id=a/></graph></graphml>", DADAO_FORMAT, "no quotes" },
    { "e.graphml", "<graphml><graph><node id='a<b'/></graph></graphml>", DADAO_FORMAT, "should be &lt;" },
    { "e.graphml", "<!DOCTYPE x [\n<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>\n]><graphml/>", DADAO_FORMAT, "entities" },
    { "e.graphml", "<!DOCTYPE x [<!ENTITY a '&a;'>]><graphml>&a;</graphml>", DADAO_FORMAT, "e.graphml:1:" },
    { "e.graphml", "<graphml><!-- ", DADAO_FORMAT, "a comment is not closed" },
    { "e.graphml", "<graphml><a></a></graphml>", DADAO_FORMAT, "no <graph>" },
    { "e.graphml", "<html><p></html>", DADAO_FORMAT, "</html> where </p>" },
    { "e.net", "*Vertices 4000000000\n", DADAO_FORMAT, "e.net:1: *Vertices 4000000000" },
    { "e.net", "*Vertices 2\n*Edges\n1 3\n", DADAO_FORMAT, "e.net:3: '3' is no vertex; vertices are numbered 1 to 2" },
    { "e.net", "*Vertices 2\n*Edges\n0 1\n", DADAO_FORMAT, "'0' is no vertex" },
    { "e.net", "*Vertices 2\n*Edges\n1\n", DADAO_FORMAT, "e.net:3: an edge with one end" },
    { "e.net", "*Edges\n1 2\n", DADAO_FORMAT, "*Edges before *Vertices" },
    { "e.net", "*Vertices x\n", DADAO_FORMAT, "without the number" },
    { "e.net", "hello\n", DADAO_FORMAT, "*Vertices N was expected" },
    { "e.net", "*Vertices 2\n*Matrix\n0 1 0\n", DADAO_FORMAT, "more columns" },
    { "e.net", "*Vertices 2\n*Matrix\n0 1\n1 0\n0 0\n", DADAO_FORMAT, "e.net:5: more rows" },
    { "e.net", "*Vertices 2\n*Matrix\n0 b\n", DADAO_FORMAT, "'b' is not a number" },
    { "e.ncol", "a\n", DADAO_FORMAT, "e.ncol:1: one word, 'a'" },
    { "e.lgl", "a\n", DADAO_FORMAT, "e.lgl:1: a neighbour before" },
    { "e.lgl", "# \n", DADAO_FORMAT, "without the name" },
    { "e.txt", "", DADAO_FORMAT, "0 nodes" },
    { "e.txt", "0 1\n3 4000000000\n", DADAO_DISCONNECTED, "2 components with 2, 2 nodes" },
    { "e.csv", "", DADAO_FORMAT, "e.csv" },
    { "e.csv", "a,b\n1,2\n", DADAO_FORMAT, "no columns u and v" },
    { "e.csv", "u,v\n0,1\n1\n", DADAO_FORMAT, "e.csv:3:" },
    { "e.csv", "u,v,rate\n0,1,1\n1,2,-3\n", DADAO_FORMAT, "e.csv:3: rate -3" },
    { "e.csv", "u,v,rate\n0,1,nan\n", DADAO_FORMAT, "e.csv:2: rate nan" },
    { "e.csv", "u,v,rate\n0,1,fast\n", DADAO_FORMAT, "e.csv:2: rate 'fast'" },
    { "e.csv", "u,v\n0,\n", DADAO_FORMAT, "e.csv:2: column v is empty" },
    { "e.csv", "g,u,v\n0,0,1\n1,1,2\n", DADAO_FORMAT, "e.csv:3: column g has a second graph ('1' after '0')" },
    { "e.csv", "# nodes 2\nu,v\n0,2\n", DADAO_FORMAT, "e.csv:3: edge to unknown node '2'" },
    { "e.csv", "# nodes 2\n# node 5 0 0\nu,v\n0,1\n", DADAO_FORMAT, "e.csv:2: # node without a number below 2" },
    { "e.csv", "# nodes 2\n# node 1 a 0\nu,v\n0,1\n", DADAO_FORMAT, "without coordinates" },
    { "e.csv", "# nodes 2\n# node 1 0 0 \"x\nu,v\n0,1\n", DADAO_FORMAT, "not closed in quotes" },
    { "e.csv", "u,v\n0,0\n", DADAO_FORMAT, "1 node; a network needs at least two" },
    { "e.dot", "", DADAO_FORMAT, "not a DOT file" },
    { "e.dot", "graph {\n a -- b", DADAO_FORMAT, "e.dot:2: the file ends before" },
    { "e.dot", "graph { a -- }", DADAO_FORMAT, "a node was expected after the edge" },
    { "e.dot", "graph { subgraph x { a } }", DADAO_FORMAT, "subgraphs are not read" },
    { "e.dot", "graph { a -- b [rate=\"-1\"] }", DADAO_FORMAT, "rate -1" },
    { "e.dot", "graph { a -- b [rate=1 }", DADAO_FORMAT, "not closed with ']'" },
    { "e.dot", "graph { a [label=<b>] }", DADAO_FORMAT, "HTML labels" },
    { "e.dot", "graph { \"a }", DADAO_FORMAT, "closing quote" },
    { "e.doc", "graph {}", DADAO_INVALID, "add format=F" },
};

static void bad_files_are_refused_with_their_place(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof refusals / sizeof refusals[0]; k++) {
        dadao_topology *t = NULL;
        dadao_error error = { 0 };
        dadao_status status = parse(refusals[k].path, refusals[k].text, &t, NULL, &error);
        if (status != refusals[k].status || strstr(error.text, refusals[k].says) == NULL || t != NULL ||
            strncmp(error.text, refusals[k].path, strlen(refusals[k].path)) != 0) {
            fail_msg("%zu: %d: %s\n  wanted: %s", k, (int)status, error.text, refusals[k].says);
        }
    }
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    static const char *const paths[] = { "z.graphml", "z.gml", "z.net", "z.ncol", "z.lgl", "z.txt", "z.csv", "z.dot" };
    for (size_t k = 0; k < sizeof paths / sizeof paths[0]; k++) {
        dadao_topology_load load = { .path = paths[k], .seed = 1 };
        dadao_topology *t = NULL;
        dadao_error error = { 0 };
        assert_int_equal(dadao_topology_read_bytes(&load, "u,v\n0,1\n\0", 9, &t, NULL, &error), DADAO_FORMAT);
        assert_non_null(strstr(error.text, ":3: a zero byte"));
        assert_int_equal(dadao_topology_read_bytes(&load,
                                                   "\xff\xfe"
                                                   "u\0",
                                                   4, &t, NULL, &error),
                         DADAO_FORMAT);
        assert_non_null(strstr(error.text, "UTF-16"));
    }
}

static void nesting_has_a_floor(void **state)
{
    (void)state;
    size_t depth = 100000;
    char *text = calloc(depth, 8);
    assert_non_null(text);
    for (size_t k = 0; k < depth; k++) {
        memcpy(text + 3 * k, "<a>", 3);
    }
    dadao_topology *t = NULL;
    dadao_error error = { 0 };
    assert_int_equal(parse("deep.graphml", text, &t, NULL, &error), DADAO_FORMAT);
    assert_non_null(strstr(error.text, "deeper than"));
    memset(text, 0, depth * 8);
    for (size_t k = 0; k < depth; k++) {
        memcpy(text + 2 * k, "a[", 2);
    }
    assert_int_equal(parse("deep.gml", text, &t, NULL, &error), DADAO_FORMAT);
    free(text);
}

static void a_file_that_is_not_there_is_said(void **state)
{
    (void)state;
    dadao_topology *t = NULL;
    dadao_error error = { 0 };
    assert_int_equal(create_from("load /nowhere/net.gml", &t, NULL, &error), DADAO_NOT_FOUND);
    assert_int_equal(error.column, 1);
    assert_non_null(strstr(error.text, "/nowhere/net.gml"));
    assert_int_equal(create_from("nsfnt", &t, NULL, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, "did you mean 'nsfnet'"));
    assert_int_equal(create_from("load tests", &t, NULL, &error), DADAO_INVALID);
    assert_int_equal(create_from("load tests format=gml", &t, NULL, &error), DADAO_IO);
    assert_int_equal(create_from("load x.gml format=docx", &t, NULL, &error), DADAO_INVALID);
    assert_int_equal(error.column, 2);
    assert_non_null(strstr(error.text, "graphml, gml, pajek"));
    assert_int_equal(create_from("nsfnet component=all", &t, NULL, &error), DADAO_INVALID);
    assert_int_equal(create_from("nsfnet rate=speed", &t, NULL, &error), DADAO_NOT_FOUND);
    assert_int_equal(error.column, 1);
    assert_int_equal(create_from("nsfnet extra", &t, NULL, &error), DADAO_NOT_FOUND);
    assert_int_equal(create_from("load nsfnet extra", &t, NULL, &error), DADAO_INVALID);
    assert_int_equal(error.column, 2);
}

/* ---- Saving ------------------------------------------------------------------------------------------------------ */

static const char *const endings[] = { "graphml", "gml", "dot", "csv" };

static void save_and_load(const dadao_topology *t, const char *folder, const double *rates, dadao_topology *back[4])
{
    for (size_t k = 0; k < 4; k++) {
        dadao_error error = { 0 };
        char *path = support_format("%s/net.%s", folder, endings[k]);
        if (dadao_topology_save(t, path, NULL, rates, &error) != DADAO_OK) {
            fail_msg("%s", error.text);
        }
        const char *const words[] = { "load", path };
        dadao_notes notes = { 0 };
        if (dadao_topology_create(words, 2, NULL, &back[k], &notes, &error) != DADAO_OK) {
            fail_msg("%s", error.text);
        }
        assert_null(notes.text); /* nothing had to be mended */
        free(path);
    }
}

static void what_is_saved_loads_back_equal(void **state)
{
    (void)state;
    static const char *const lines[] = { "path 2",      "grid 3 5",       "er 30 0.2 seed=4", "random-geometric 40 0.2",
                                         "nsfnet",      "geant",          "abilene",          "bottleneck",
                                         "arpanet1969", "famous Zachary", "wheel 6" };
    char *folder = support_folder();
    for (size_t l = 0; l < sizeof lines / sizeof lines[0]; l++) {
        dadao_topology *t = make(lines[l]), *back[4];
        save_and_load(t, folder, NULL, back);
        for (size_t k = 0; k < 4; k++) {
            assert_equal(t, back[k]);
            dadao_topology_destroy(back[k]);
        }
        dadao_topology_destroy(t);
    }
    support_folder_remove(folder);
}

static void hard_labels_and_rates_survive(void **state)
{
    (void)state;
    /* GraphML takes any text, so it is where the labels are planted. */
    char *text =
        graphml("<node id='0'><data key='d0'>She said &quot;hi&quot; \\ &amp;amp; &lt;b&gt;</data></node>"
                "<node id='1'><data key='d0'> S\u00e3o\tPaulo\nline two \u2603 \U0001F600 </data></node><node id='2'/>"
                "<node id='3'><data key='d0'>7</data></node><node id='4'><data key='d0'>&amp;#233; # [x] ; , 'q' \\n "
                "\\N</data></node>"
                "<edge source='4' target='0'/><edge source='1' target='0'/><edge source='2' target='1'/>"
                "<edge source='3' target='1'/><edge source='2' target='3'/><edge source='0' target='2'/>");
    dadao_topology *t = parsed("hard.graphml", text), *back[4];
    const double rates[6] = { 0.1, 1.0 / 3, 1e-300, 5e-324, 1.7976931348623157e308, 0 };
    char *folder = support_folder();
    assert_string_equal(dadao_topology_label(t, 0), "She said \"hi\" \\ &amp; <b>");
    assert_string_equal(dadao_topology_label(t, 1), " São\tPaulo\nline two ☃ 😀 ");
    assert_null(dadao_topology_label(t, 2));
    save_and_load(t, folder, rates, back);
    for (size_t k = 0; k < 4; k++) {
        assert_true(dadao_topology_has_rates(back[k]));
        assert_memory_equal(dadao_topology_rates(back[k]), rates, sizeof rates);
        assert_memory_equal(dadao_topology_edge_list(back[k]), dadao_topology_edge_list(t), 6 * sizeof(dadao_edge));
        for (size_t v = 0; v < 5; v++) {
            assert_same_text(dadao_topology_label(back[k], v), dadao_topology_label(t, v));
            assert_true(dadao_topology_x(back[k])[v] == dadao_topology_x(t)[v]);
        }
        dadao_topology_destroy(back[k]);
    }
    support_folder_remove(folder);
    dadao_topology_destroy(t);
    free(text);
}

static void what_cannot_be_saved_is_said(void **state)
{
    (void)state;
    dadao_topology *t = make("path 3");
    dadao_error error = { 0 };
    char *folder = support_folder(), *path = support_format("%s/net.xyz", folder);
    assert_int_equal(dadao_topology_save(t, path, NULL, NULL, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "graphml, gml, dot or csv"));
    assert_int_equal(dadao_topology_save(t, path, "pajek", NULL, &error), DADAO_INVALID);
    assert_int_equal(dadao_topology_save(t, path, "gml", (const double[]){ 1, NAN }, &error), DADAO_INVALID);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(dadao_topology_save(t, path, "gml", NULL, &error), DADAO_OK);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(dadao_topology_save(t, "/nowhere/at/all.gml", NULL, NULL, &error), DADAO_IO);
    dadao_topology_destroy(t);
    free(path);
    support_folder_remove(folder);
}

/* ---- The shipped graphs ------------------------------------------------------------------------------------------ */

static void the_shipped_graphs_are_those_published(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t n, m;
        const char *label;
    } rows[] = {
        { "nsfnet", 14, 21, "Ann Arbor" }, { "abilene", 11, 14, "Kansas City" }, { "geant", 22, 36, "Poznań" },
        { "arpanet1969", 4, 4, "UCLA" },   { "arpanet1970", 9, 10, "Harvard" },  { "triangles", 6, 7, NULL },
        { "ladder", 16, 22, NULL },        { "petersen", 10, 15, NULL },         { "bottleneck", 17, 34, NULL },
        { "caterpillar", 18, 17, NULL },
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        dadao_topology_options options = { .seed = 1, .directory = "graphs" };
        dadao_topology *t = NULL;
        dadao_notes notes = { 0 };
        size_t node;
        assert_int_equal(dadao_topology_create(&rows[k].name, 1, &options, &t, &notes, NULL), DADAO_OK);
        assert_null(notes.text);
        assert_sound(t);
        assert_int_equal(dadao_topology_nodes(t), rows[k].n);
        assert_int_equal(dadao_topology_edges(t), rows[k].m);
        assert_int_equal(dadao_topology_is_geographic(t), rows[k].label != NULL);
        if (rows[k].label != NULL) {
            assert_int_equal(dadao_topology_find_node(t, rows[k].label, &node, NULL), DADAO_OK);
        }
        dadao_topology_destroy(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_triangle_is_a_triangle_in_every_format),
        cmocka_unit_test(labels_positions_and_rates_are_read),
        cmocka_unit_test(the_order_of_edges_is_the_files),
        cmocka_unit_test(numbers_that_are_no_indices_are_labels),
        cmocka_unit_test(merging_and_dropping_is_said),
        cmocka_unit_test(parallel_edges_without_rates_count_once),
        cmocka_unit_test(the_rate_may_have_another_name),
        cmocka_unit_test(missing_positions_are_found_among_neighbours),
        cmocka_unit_test(old_text_is_read_as_latin1),
        cmocka_unit_test(control_characters_in_labels_are_tamed),
        cmocka_unit_test(bad_files_are_refused_with_their_place),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(nesting_has_a_floor),
        cmocka_unit_test(a_file_that_is_not_there_is_said),
        cmocka_unit_test(what_is_saved_loads_back_equal),
        cmocka_unit_test(hard_labels_and_rates_survive),
        cmocka_unit_test(what_cannot_be_saved_is_said),
        cmocka_unit_test(the_shipped_graphs_are_those_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
