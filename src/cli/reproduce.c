/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao reproduce NAME`: a figure or table of the papers, with a last line that says whether its claim was seen. */
#include "cli/study.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

typedef struct row {
    const char *name;
    dadao_status (*function)(dadao_study *study, dadao_error *error);
    const char *summary;
} row;

static const row rows[] = {
#define ROW(name, function, summary) {name, dadao_cli_study_##function, summary},
    DADAO_STUDIES(ROW)
#undef ROW
};
enum { ROWS = sizeof rows / sizeof *rows };

static void print_rows(FILE *stream)
{
    fprintf(stream, "usage: dadao reproduce NAME [--repeats=N] [--out=FOLDER] [--jobs=N] [--fresh] [--quiet]\n\n");
    for (size_t k = 0; k < ROWS; k++)
        fprintf(stream, "  %-14s %s\n", rows[k].name, rows[k].summary);
    fprintf(stream, "\nEach states what it expects, runs N seeds (3), writes CSV, SVG, PDF and PNG into FOLDER (.), and ends "
                    "with a line that says\n"
                    "in numbers whether the claim was seen. An interrupted one goes on where it was (FOLDER/NAME.points).\n");
}

static const row *find_row(const char *name)
{
    const char *names[ROWS];
    for (size_t k = 0; k < ROWS; k++) {
        names[k] = rows[k].name;
        if (strcmp(name, names[k]) == 0)
            return &rows[k];
    }
    const char *near = dadao_core_nearest(name, names, ROWS);
    fprintf(stderr, "dadao reproduce: there is no '%s'%s%s%s\n", name, near ? ": did you mean '" : "", near ? near : "",
            near ? "'?" : "");
    return NULL;
}

static bool read_count(const char *text, const char *name, size_t most, size_t *value)
{
    uint64_t number;
    if (text && dadao_core_parse_u64(text, strlen(text), &number) && number >= 1 && number <= most)
        return *value = number, true;
    if (text)
        fprintf(stderr, "dadao reproduce: %s: '%s' is not a number from 1 to %zu\n", name, text, most);
    return false;
}

static int read_option(dadao_study *study, int count, char **arguments, int *k)
{
    static const char *const known[] = {"--repeats", "--out", "--jobs", "--fresh", "--quiet", "--help"};
    const char *word = arguments[*k];
    if (dadao_cli_is(word, "--repeats", NULL))
        return read_count(dadao_cli_value(count, arguments, k, "--repeats"), "--repeats", 1000, &study->repeats)
                   ? DADAO_CLI_OK
                   : DADAO_CLI_USAGE;
    if (dadao_cli_is(word, "--jobs", NULL))
        return read_count(dadao_cli_value(count, arguments, k, "--jobs"), "--jobs", 1024, &study->options.workers)
                   ? DADAO_CLI_OK
                   : DADAO_CLI_USAGE;
    if (dadao_cli_is(word, "--out", NULL))
        return (study->folder = dadao_cli_value(count, arguments, k, "--out")) ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    if (strcmp(word, "--fresh") == 0)
        study->options.fresh = true;
    else if (strcmp(word, "--quiet") == 0 || strcmp(word, "-q") == 0)
        study->quiet = true;
    else
        return dadao_cli_unknown_option("reproduce", word, known, sizeof known / sizeof *known);
    return DADAO_CLI_OK;
}

static int reproduce(dadao_study *study, const row *what)
{
    dadao_error error = {0};
    study->name = what->name;
    printf("%s: %s; %zu seed%s\n\n", what->name, what->summary, study->repeats, study->repeats == 1 ? "" : "s");
    dadao_status status = what->function(study, &error);
    dadao_cli_study_clear(study);
    if (status != DADAO_OK)
        return dadao_cli_finish("reproduce", status, &error);
    printf("\n%s: the claim was %s: %zu of %zu expectations, stated above before the run, were met\n", what->name,
           study->seen == study->claims ? "seen" : "NOT seen in full", study->seen, study->claims);
    return study->seen == study->claims ? DADAO_CLI_OK : DADAO_CLI_FAILED;
}

int dadao_cli_reproduce(int count, char **arguments)
{
    dadao_study study = {.folder = ".", .repeats = 3};
    const row *what = NULL;
    if (count == 0 || strcmp(arguments[0], "--help") == 0 || strcmp(arguments[0], "-h") == 0) {
        print_rows(count ? stdout : stderr);
        return count ? DADAO_CLI_OK : DADAO_CLI_USAGE;
    }
    for (int k = 0; k < count; k++) {
        if (arguments[k][0] == '-') {
            int status = read_option(&study, count, arguments, &k);
            if (status != DADAO_CLI_OK)
                return status;
        } else if (what || !(what = find_row(arguments[k]))) {
            print_rows(stderr);
            return DADAO_CLI_USAGE;
        }
    }
    if (!what) {
        print_rows(stderr);
        return DADAO_CLI_USAGE;
    }
    return reproduce(&study, what);
}
