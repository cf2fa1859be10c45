/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the words of a `topology` command to a topology: options, generators, files, shipped graphs. */
#include "topology/read.h"
#include "topology/shipped.h"

#include "core/memory.h"
#include "core/text.h"

#include <string.h>
#include <unistd.h>

/* No generator takes more. */
#define MAX_POSITIONAL 8

typedef struct topology_command {
    const char *word[MAX_POSITIONAL]; /* what is no option */
    size_t index[MAX_POSITIONAL];     /* its place in the caller's list */
    size_t count;
    dadao_topology_load load;
    size_t file_option; /* place + 1 of an option that only files take; 0: none */
    size_t rate_option, layout_option;
    const char *directory;
    dadao_notes *notes;
    dadao_error *error;
} topology_command;

dadao_topology_options dadao_topology_options_defaults(void)
{
    return (dadao_topology_options){ .seed = 1, .directory = NULL };
}

/* Points the error at a word; the text stays. */
static dadao_status blame(dadao_error *error, dadao_status status, const char *word, size_t index)
{
    if (error != NULL) {
        error->column = index;
        error->length = strlen(word);
    }
    return status;
}

static dadao_status read_option(topology_command *command, const char *word, size_t index)
{
    const char *value;
    dadao_topology_load *load = &command->load;
    if (dadao_core_option(word, "seed", &value)) {
        if (!dadao_core_parse_u64(value, strlen(value), &load->seed)) {
            dadao_core_fail(command->error, DADAO_INVALID, "seed=%.40s: a whole number was expected", value);
            return blame(command->error, DADAO_INVALID, word, index);
        }
        return DADAO_OK;
    }
    if (dadao_core_option(word, "layout", &value)) {
        load->layout = value;
        command->layout_option = index;
        dadao_status status = dadao_topology_check_layout(value, command->error);
        return status == DADAO_OK ? status : blame(command->error, status, word, index);
    }
    command->file_option = index + 1;
    if (dadao_core_option(word, "format", &value)) {
        load->format = value;
        dadao_status status = dadao_topology_check_format(value, command->error);
        return status == DADAO_OK ? status : blame(command->error, status, word, index);
    }
    if (dadao_core_option(word, "rate", &value) && value[0] != '\0') {
        load->rate = value;
        command->rate_option = index;
        return DADAO_OK;
    }
    if (dadao_core_option(word, "component", &value) && strcmp(value, "largest") == 0) {
        load->largest = true;
        return DADAO_OK;
    }
    dadao_core_fail(command->error, DADAO_INVALID,
                    "'%.60s' is no option here; there are seed=S, format=F, rate=ATTR, "
                    "component=largest and layout=NAME",
                    word);
    return blame(command->error, DADAO_INVALID, word, index);
}

/* The first word (and the second after `load`) is never an option, so that any file name can be given. */
static dadao_status split_words(topology_command *command, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        bool plain = k == 0 || strchr(words[k], '=') == NULL || (k == 1 && strcmp(words[0], "load") == 0);
        if (!plain) {
            dadao_status status = read_option(command, words[k], k);
            if (status != DADAO_OK) {
                return status;
            }
            continue;
        }
        if (command->count == MAX_POSITIONAL) {
            dadao_core_fail(command->error, DADAO_INVALID, "'%.60s': too many words", words[k]);
            return blame(command->error, DADAO_INVALID, words[k], k);
        }
        command->word[command->count] = words[k];
        command->index[command->count++] = k;
    }
    return DADAO_OK;
}

static dadao_status generate(topology_command *command, size_t kind, const char *const *words,
                             dadao_topology **topology)
{
    if (command->file_option > 0) {
        size_t k = command->file_option - 1;
        dadao_core_fail(command->error, DADAO_INVALID, "'%.60s' is for files; %s takes seed=S and layout=NAME",
                        words[k], dadao_topology_kind_at(kind)->name);
        return blame(command->error, DADAO_INVALID, words[k], k);
    }
    dadao_topology_request request = { command->word,      command->count, command->index,
                                       command->load.seed, command->notes, command->error };
    dadao_status status = dadao_topology_generate(kind, &request, topology);
    if (status != DADAO_OK) {
        return status;
    }
    if ((*topology)->x == NULL || command->load.layout != NULL) {
        status = dadao_topology_arrange(*topology, command->load.layout, command->load.seed, command->error);
    }
    if (status == DADAO_TOO_LARGE && command->load.layout != NULL) {
        blame(command->error, status, words[command->layout_option], command->layout_option);
    }
    return status;
}

/* The nearest of all words that would have been understood. */
static dadao_status unknown_word(topology_command *command, const char *word, size_t index,
                                 const dadao_shipped *shipped)
{
    size_t kinds = dadao_topology_kind_count(), count = 0;
    const char **names = dadao_core_allocate(kinds + 2 * shipped->count, sizeof *names);
    char *stems = dadao_core_allocate(shipped->count, 64);
    for (size_t k = 0; names != NULL && k < kinds; k++) {
        names[count++] = dadao_topology_kind_at(k)->name;
    }
    for (size_t k = 0; names != NULL && stems != NULL && k < shipped->count; k++) {
        const char *file = dadao_topology_shipped_file(shipped->path[k]), *dot = strrchr(file, '.');
        size_t length = (size_t)(dot - file);
        char *stem = stems + 64 * k;
        memcpy(stem, file, length < 63 ? length : 63);
        names[count++] = stem;
        names[count++] = file;
    }
    const char *near = names != NULL ? dadao_core_nearest(word, names, count) : NULL;
    dadao_core_fail(command->error, DADAO_NOT_FOUND, "'%.200s' is no generator, no file and no shipped graph%s%s%s",
                    word, near != NULL ? "; did you mean '" : "; `help topology` lists the generators",
                    near != NULL ? near : "", near != NULL ? "'?" : "");
    free(names);
    free(stems);
    return blame(command->error, DADAO_NOT_FOUND, word, index);
}

static dadao_status read_file(topology_command *command, size_t position, dadao_topology **topology)
{
    const char *word = command->word[position];
    size_t index = command->index[position];
    const char *found = NULL;
    dadao_shipped shipped = { 0 };
    command->load.path = word;
    bool there = strcmp(word, "-") == 0 || access(word, F_OK) == 0;
    if (!there && !dadao_topology_shipped_open(&shipped, command->directory)) {
        dadao_topology_shipped_clear(&shipped);
        return dadao_topology_out_of_memory(command->error);
    }
    if (!there) {
        found = dadao_topology_shipped_find(&shipped, word);
        command->load.path = found != NULL ? found : word;
    }
    dadao_status status;
    if (!there && found == NULL) {
        status = unknown_word(command, word, index, &shipped);
    } else {
        status = dadao_topology_read(&command->load, topology, command->notes, command->error);
        if (status == DADAO_NOT_FOUND && command->load.rate != NULL) {
            blame(command->error, status, command->load.rate, command->rate_option);
        } else if (status != DADAO_OK) {
            blame(command->error, status, word, index);
        }
    }
    dadao_topology_shipped_clear(&shipped);
    return status;
}

static dadao_status too_many_words(topology_command *command, size_t position)
{
    dadao_core_fail(command->error, DADAO_INVALID, "'%.60s': nothing was expected after the name of the file",
                    command->word[position]);
    return blame(command->error, DADAO_INVALID, command->word[position], command->index[position]);
}

static dadao_status carry_out(topology_command *command, const char *const *words, dadao_topology **topology)
{
    bool load = strcmp(command->word[0], "load") == 0;
    if (load && command->count < 2) {
        dadao_core_fail(command->error, DADAO_INVALID, "load needs the name of a file");
        return blame(command->error, DADAO_INVALID, words[0], 0);
    }
    size_t kind = load ? SIZE_MAX : dadao_topology_kind_find(command->word[0]);
    if (kind != SIZE_MAX) {
        return generate(command, kind, words, topology);
    }
    size_t file = load ? 1 : 0;
    if (command->count > file + 1) {
        /* "hypercubes 4": the first word is the mistake, unless it is a file. */
        dadao_shipped none = { 0 };
        return !load && access(command->word[0], F_OK) != 0 ? unknown_word(command, command->word[0], 0, &none)
                                                            : too_many_words(command, file + 1);
    }
    return read_file(command, file, topology);
}

dadao_status dadao_topology_create(const char *const *words, size_t count, const dadao_topology_options *options,
                                   dadao_topology **topology, dadao_notes *notes, dadao_error *error)
{
    dadao_topology_options standard = dadao_topology_options_defaults();
    options = options != NULL ? options : &standard;
    *topology = NULL;
    if (count == 0) {
        return dadao_core_fail(error, DADAO_INVALID,
                               "a network is expected: a generator (barbell 16), a file, or a shipped graph (nsfnet)");
    }
    topology_command command = { .directory = options->directory, .notes = notes, .error = error };
    command.load.seed = options->seed;
    dadao_topology *made = NULL;
    dadao_status status = split_words(&command, words, count);
    if (status == DADAO_OK) {
        status = carry_out(&command, words, &made);
    }
    if (status != DADAO_OK) {
        dadao_topology_destroy(made);
        return status;
    }
    *topology = made;
    return DADAO_OK;
}
