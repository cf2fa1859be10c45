/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of file formats, and the way from a file to a network. */
#include "topology/read.h"

#include "core/file.h"
#include "core/memory.h"
#include "core/text.h"

#include <string.h>
#include <strings.h>

/* More than this is no network that a person draws; it also bounds what a wrong file can cost. */
#define LARGEST_FILE ((size_t)1 << 31)

/* A new format is one row and one reader. */
static const struct {
    const char *name;
    const char *endings[4];
    dadao_topology_reader *read;
} formats[] = {
    { "graphml", { "graphml", "xml" }, dadao_topology_read_graphml },
    { "gml", { "gml" }, dadao_topology_read_gml },
    { "pajek", { "net", "paj", "pajek" }, dadao_topology_read_pajek },
    { "ncol", { "ncol" }, dadao_topology_read_ncol },
    { "lgl", { "lgl" }, dadao_topology_read_lgl },
    { "edges", { "edges", "edgelist", "txt", "el" }, dadao_topology_read_edges },
    { "csv", { "csv", "tsv" }, dadao_topology_read_csv },
    { "dot", { "dot", "gv" }, dadao_topology_read_dot },
};

#define FORMAT_COUNT (sizeof formats / sizeof formats[0])

static size_t format_by_ending(const char *path)
{
    for (size_t f = 0; f < FORMAT_COUNT; f++) {
        for (size_t k = 0; k < 4 && formats[f].endings[k] != NULL; k++) {
            if (dadao_core_has_ending(path, formats[f].endings[k])) {
                return f;
            }
        }
    }
    return SIZE_MAX;
}

/* A format answers to its name and to its endings. */
static size_t format_by_name(const char *name)
{
    for (size_t f = 0; f < FORMAT_COUNT; f++) {
        if (strcasecmp(formats[f].name, name) == 0) {
            return f;
        }
        for (size_t k = 0; k < 4 && formats[f].endings[k] != NULL; k++) {
            if (strcasecmp(formats[f].endings[k], name) == 0) {
                return f;
            }
        }
    }
    return SIZE_MAX;
}

bool dadao_topology_known_ending(const char *path)
{
    return format_by_ending(path) != SIZE_MAX;
}

static const char format_names[] = "graphml, gml, pajek, ncol, lgl, edges, csv, dot";

dadao_status dadao_topology_check_format(const char *format, dadao_error *error)
{
    if (format_by_name(format) != SIZE_MAX) {
        return DADAO_OK;
    }
    return dadao_core_fail(error, DADAO_INVALID, "no file format '%.60s'; there are %s", format, format_names);
}

static dadao_status choose_format(const dadao_topology_load *load, size_t *format, dadao_error *error)
{
    *format = load->format != NULL ? format_by_name(load->format) : format_by_ending(load->path);
    if (*format != SIZE_MAX) {
        return DADAO_OK;
    }
    return dadao_core_fail(error, DADAO_INVALID,
                           "%s: cannot tell the format from the name; add format=F with F one of %s", load->path,
                           format_names);
}

/* Takes over `bytes`. */
static dadao_status read_text(const dadao_topology_load *load, size_t format, char *bytes, size_t length,
                              dadao_topology **topology, dadao_notes *notes, dadao_error *error)
{
    dadao_draft draft = { .path = load->path,
                          .rate_name = load->rate != NULL ? load->rate : "rate",
                          .rate_named = load->rate != NULL,
                          .notes = notes,
                          .error = error };
    dadao_status status = dadao_topology_decode(&draft, &bytes, &length);
    if (status == DADAO_OK) {
        status = formats[format].read(&draft, bytes, length);
    }
    free(bytes);
    if (status == DADAO_OK) {
        status = dadao_topology_draft_finish(&draft, load->largest, load->layout, load->seed, topology);
    }
    dadao_topology_draft_clear(&draft);
    return status;
}

/* The file's name without its folders. */
static dadao_status name_after(const char *path, dadao_topology *topology, dadao_error *error)
{
    const char *slash = strrchr(path, '/');
    topology->name = dadao_core_copy_text(slash != NULL ? slash + 1 : path);
    return topology->name != NULL ? DADAO_OK : dadao_topology_out_of_memory(error);
}

static dadao_status read_named(const dadao_topology_load *load, size_t format, char *bytes, size_t length,
                               dadao_topology **topology, dadao_notes *notes, dadao_error *error)
{
    dadao_topology *made = NULL;
    dadao_status status = read_text(load, format, bytes, length, &made, notes, error);
    if (status == DADAO_OK) {
        status = name_after(load->path, made, error);
    }
    if (status != DADAO_OK) {
        dadao_topology_destroy(made);
        return status;
    }
    *topology = made;
    return DADAO_OK;
}

dadao_status dadao_topology_read(const dadao_topology_load *load, dadao_topology **topology, dadao_notes *notes,
                                 dadao_error *error)
{
    size_t format, length;
    char *bytes;
    dadao_status status = choose_format(load, &format, error);
    if (status == DADAO_OK) {
        status = dadao_core_file_read(load->path, LARGEST_FILE, &bytes, &length, error);
    }
    return status == DADAO_OK ? read_named(load, format, bytes, length, topology, notes, error) : status;
}

dadao_status dadao_topology_read_bytes(const dadao_topology_load *load, const char *bytes, size_t length,
                                       dadao_topology **topology, dadao_notes *notes, dadao_error *error)
{
    size_t format;
    dadao_status status = choose_format(load, &format, error);
    char *copy = status == DADAO_OK ? dadao_core_allocate(length + 1, 1) : NULL;
    if (status == DADAO_OK && copy == NULL) {
        status = dadao_topology_out_of_memory(error);
    }
    if (status != DADAO_OK) {
        return status;
    }
    memcpy(copy, bytes, length);
    return read_named(load, format, copy, length, topology, notes, error);
}
