/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readers, one file format each, and their table. */
#ifndef DADAO_TOPOLOGY_READ_H
#define DADAO_TOPOLOGY_READ_H

#include "topology/draft.h"

/* Fills the draft from the whole text of a file: UTF-8, no zero bytes, '\0' behind the last. May change the bytes. */
typedef dadao_status dadao_topology_reader(dadao_draft *draft, char *bytes, size_t length);

dadao_topology_reader dadao_topology_read_graphml, dadao_topology_read_gml, dadao_topology_read_pajek,
    dadao_topology_read_ncol, dadao_topology_read_lgl, dadao_topology_read_edges, dadao_topology_read_csv,
    dadao_topology_read_dot;

typedef struct dadao_topology_load {
    const char *path;
    const char *format; /* NULL: by the ending */
    const char *rate;   /* NULL: "rate" */
    const char *layout; /* NULL: from the file, else computed */
    bool largest;
    uint64_t seed;
} dadao_topology_load;

/* Whether the ending of `path` is one that a reader is for. */
bool dadao_topology_known_ending(const char *path);
/* INVALID when `format` names none. */
dadao_status dadao_topology_check_format(const char *format, dadao_error *error);
dadao_status dadao_topology_read(const dadao_topology_load *load, dadao_topology **topology, dadao_notes *notes,
                                 dadao_error *error);
/* The same for bytes in memory (tests, the fuzzer); `load->path` is for messages, the format must be given or be its
 * ending. */
dadao_status dadao_topology_read_bytes(const dadao_topology_load *load, const char *bytes, size_t length,
                                       dadao_topology **topology, dadao_notes *notes, dadao_error *error);

/* encoding.c: checks that the bytes are text and turns Latin-1 into UTF-8; *bytes may be replaced. */
dadao_status dadao_topology_decode(dadao_draft *draft, char **bytes, size_t *length);

/* entities.c: &amp; &#233; &eacute; ... become UTF-8, in place; what is no reference stays as it is. */
dadao_slice dadao_topology_unescape(dadao_slice text);
/* UTF-8 of a code point (never 0, never a surrogate: those become U+FFFD); returns 1 to 4 bytes. */
size_t dadao_topology_utf8(uint32_t code, char *out);

/* lines.c: a text taken line by line, a line blank-separated word by word. */
typedef struct dadao_lines {
    char *next, *end;
    size_t line;      /* of the current line, from 1 */
    dadao_slice rest; /* of the current line */
    bool commas;      /* , and ; part words too */
} dadao_lines;
dadao_lines dadao_topology_lines_of(char *bytes, size_t length);
bool dadao_topology_lines_next(dadao_lines *lines);
/* The next word, blanks around it removed; "quoted words" without their quotes. False at the end of the line. */
bool dadao_topology_lines_word(dadao_lines *lines, dadao_slice *word);

#endif
