/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao chi`: the two numbers of a network, and what else its Laplacian says. */
#include "cli/cli.h"

#include "core/text.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* In the table only the edges that matter most are listed. */
enum { SHOWN_EDGES = 12 };

typedef struct chi_facts {
    const dadao_topology *topology;
    dadao_spectrum spectrum;
    bool known;
} chi_facts;

static double at_unit(const chi_facts *facts, double value)
{
    return facts->known ? value : NAN;
}

static void print_json(const chi_facts *facts)
{
    const dadao_spectrum *spectrum = &facts->spectrum;
    const dadao_edge *edge = dadao_topology_edge_list(facts->topology);
    dadao_text json = {0};
    dadao_output_json_begin(&json);
    dadao_output_json_string(&json, "name", dadao_topology_name(facts->topology));
    dadao_output_json_count(&json, "nodes", dadao_topology_nodes(facts->topology));
    dadao_output_json_count(&json, "edges", dadao_topology_edges(facts->topology));
    dadao_output_json_count(&json, "components", dadao_topology_components(facts->topology, NULL));
    dadao_output_json_number(&json, "chi1", at_unit(facts, spectrum->chi1_unit));
    dadao_output_json_number(&json, "chi2", at_unit(facts, spectrum->chi2_unit));
    dadao_output_json_number(&json, "sufficient_rate", at_unit(facts, spectrum->sufficient_rate));
    dadao_output_json_number(&json, "lambda_2", at_unit(facts, spectrum->lambda_2));
    dadao_output_json_number(&json, "lambda_max", at_unit(facts, spectrum->lambda_max));
    dadao_output_json_number(&json, "total_rate", at_unit(facts, spectrum->total_rate));
    dadao_output_json_number(&json, "condition", at_unit(facts, spectrum->condition));
    dadao_output_json_number(&json, "foster", at_unit(facts, spectrum->foster));
    if (facts->known && spectrum->worst_edge != SIZE_MAX) {
        double ends[2] = {edge[spectrum->worst_edge].u, edge[spectrum->worst_edge].v};
        dadao_output_json_numbers(&json, "worst_edge", ends, 2);
    } else {
        dadao_output_json_number(&json, "worst_edge", NAN);
    }
    if (facts->known)
        dadao_output_json_numbers(&json, "resistances", spectrum->resistance, spectrum->edges);
    dadao_output_json_end(&json);
    if (json.bytes)
        fputs(json.bytes, stdout);
    dadao_core_text_clear(&json);
}

static void print_node(const dadao_topology *topology, uint32_t node)
{
    const char *label = dadao_topology_label(topology, node);
    if (label)
        printf("%s", label);
    else
        printf("%u", node);
}

/* The edges of largest resistance, found by repeated search: few are shown. */
static void print_edges(const chi_facts *facts)
{
    const dadao_edge *edge = dadao_topology_edge_list(facts->topology);
    const double *rate = dadao_topology_rates(facts->topology), *resistance = facts->spectrum.resistance;
    size_t edges = facts->spectrum.edges, shown = edges < SHOWN_EDGES ? edges : SHOWN_EDGES, last = SIZE_MAX;
    printf("\nedge                     rate          resistance    rate x resistance\n");
    for (size_t row = 0; row < shown; row++) {
        size_t best = SIZE_MAX;
        for (size_t e = 0; e < edges; e++) {
            double bound = last < edges ? resistance[last] : INFINITY;
            bool after = last == SIZE_MAX || resistance[e] < bound || (resistance[e] == bound && e > last);
            if (after && (best == SIZE_MAX || resistance[e] > resistance[best]))
                best = e;
        }
        if (best == SIZE_MAX)
            break;
        char name[32];
        snprintf(name, sizeof name, "%u-%u", edge[best].u, edge[best].v);
        printf("%-24s %-13.6g %-13.8g %.8g\n", name, rate ? rate[best] : 1, resistance[best], (rate ? rate[best] : 1) * resistance[best]);
        last = best;
    }
    if (shown < edges)
        printf("... and %zu more (--json lists all)\n", edges - shown);
}

static void print_table(const chi_facts *facts)
{
    const dadao_spectrum *spectrum = &facts->spectrum;
    const dadao_edge *edge = dadao_topology_edge_list(facts->topology);
    printf("%s\n", dadao_topology_name(facts->topology));
    printf("nodes            %zu\n", dadao_topology_nodes(facts->topology));
    printf("edges            %zu\n", dadao_topology_edges(facts->topology));
    printf("components       %zu\n", dadao_topology_components(facts->topology, NULL));
    if (!facts->known) {
        printf("chi1, chi2       not computed (above %d nodes)\n", DADAO_SPECTRUM_DENSE_LIMIT);
        return;
    }
    printf("chi1             %.12g      at unit total rate: 1/lambda_2\n", spectrum->chi1_unit);
    printf("chi2             %.12g      at unit total rate: half the largest edge resistance\n", spectrum->chi2_unit);
    printf("sufficient rate  %.12g      sqrt(2 chi1 chi2): communications per unit of time, n gradients in it\n", spectrum->sufficient_rate);
    printf("lambda_2         %.12g      %s\n", spectrum->lambda_2,
           dadao_topology_has_rates(facts->topology) ? "of the Laplacian with the file's rates" : "of the Laplacian");
    printf("lambda_max       %.12g\n", spectrum->lambda_max);
    printf("total rate       %.12g\n", spectrum->total_rate);
    printf("2 chi1 chi2      %.12g      at these rates; 1 is just enough\n", spectrum->condition);
    if (spectrum->worst_edge != SIZE_MAX) {
        printf("worst edge       ");
        print_node(facts->topology, edge[spectrum->worst_edge].u);
        printf(" - ");
        print_node(facts->topology, edge[spectrum->worst_edge].v);
        printf("\n");
    }
    print_edges(facts);
}

static dadao_status compute(chi_facts *facts, dadao_error *error)
{
    const dadao_topology *topology = facts->topology;
    if (dadao_topology_nodes(topology) > DADAO_SPECTRUM_DENSE_LIMIT)
        return DADAO_OK;
    dadao_status status = dadao_spectrum_compute(dadao_topology_nodes(topology), dadao_topology_edges(topology),
                                                 dadao_topology_edge_list(topology), dadao_topology_rates(topology), &facts->spectrum,
                                                 error);
    facts->known = status == DADAO_OK;
    return status;
}

static int report(const char *const *words, size_t count, dadao_status status, dadao_error *error)
{
    dadao_text line = {0};
    size_t column = 0, length = 0;
    for (size_t k = 0; k < count; k++) {
        if (k == error->column) {
            column = line.length + (k > 0);
            length = strlen(words[k]);
        }
        dadao_core_text_format(&line, "%s%s", k ? " " : "", words[k]);
    }
    error->column = column;
    error->length = status == DADAO_INVALID || status == DADAO_SYNTAX || status == DADAO_NOT_FOUND ? length : 0;
    dadao_cli_report("chi", line.bytes, error);
    dadao_core_text_clear(&line);
    return DADAO_CLI_FAILED;
}

/* A generator's size is checked where every size is: by an experiment that only wants the network. */
static dadao_status check_size(const char *const *words, size_t count, dadao_error *error)
{
    double nodes = 0;
    if (count > 1 && strcmp(words[0], "complete") == 0 && dadao_core_parse_double(words[1], strlen(words[1]), &nodes) && nodes > 20000)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "complete %s: more edges than this program takes", words[1]);
    return DADAO_OK;
}

int dadao_cli_chi(int count, char **arguments)
{
    static const char *const known[] = {"--json", "--graphs"};
    const char *words[64];
    size_t used = 0;
    bool json = false;
    dadao_topology_options options = dadao_topology_options_defaults();
    for (int k = 0; k < count && used < 64; k++) {
        if (strcmp(arguments[k], "--json") == 0)
            json = true;
        else if (dadao_cli_is(arguments[k], "--graphs", NULL)) {
            options.directory = dadao_cli_value(count, arguments, &k, "--graphs");
            if (!options.directory)
                return DADAO_CLI_USAGE;
        } else if (arguments[k][0] == '-' && arguments[k][1] == '-')
            return dadao_cli_unknown_option("chi", arguments[k], known, 2);
        else
            words[used++] = arguments[k];
    }
    if (used == 0) {
        fprintf(stderr, "dadao chi: of which network? A file, a shipped graph or a generator: `dadao chi grid 10 10`\n");
        return DADAO_CLI_USAGE;
    }
    dadao_notes notes = {0};
    dadao_error error = {0};
    dadao_topology *topology = NULL;
    dadao_status status = check_size(words, used, &error);
    if (status == DADAO_OK)
        status = dadao_topology_create(words, used, &options, &topology, &notes, &error);
    chi_facts facts = {.topology = topology};
    if (status == DADAO_OK)
        status = compute(&facts, &error);
    if (notes.text)
        fputs(notes.text, stderr);
    if (status == DADAO_OK && json)
        print_json(&facts);
    else if (status == DADAO_OK)
        print_table(&facts);
    dadao_core_notes_clear(&notes);
    dadao_spectrum_clear(&facts.spectrum);
    dadao_topology_destroy(topology);
    return status == DADAO_OK ? DADAO_CLI_OK : report(words, used, status, &error);
}
