/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion: which words can stand at the cursor, from the table of commands and the tables of the rooms below. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The word under the cursor, and to whom its completions are offered. */
typedef struct completion {
    const dadao_experiment_options *options;
    const dadao_scene *scene;
    const dadao_words *words; /* of the command up to the cursor, the word under it excluded */
    const char *prefix;
    size_t length, start;
    void (*offer)(void *context, size_t start, const char *candidate, const char *hint);
    void *context;
} completion;

static void offer(const completion *c, const char *candidate, const char *hint)
{
    if (strncasecmp(c->prefix, candidate, c->length) == 0)
        c->offer(c->context, c->start, candidate, hint ? hint : "");
}

/* ---- Command names ---- */

static const dadao_command *row_at(const completion *c, size_t index)
{
    static const dadao_experiment_options none;
    return dadao_experiment_any_command(c->options ? c->options : &none, index);
}

/* Offers the first words, each once; a name of two words is offered whole when it is the only one. */
static void offer_first(const completion *c)
{
    const dadao_command *row;
    char name[64], before[64] = "";
    for (size_t k = 0; (row = row_at(c, k)); k++) {
        size_t length = strcspn(row->name, " ");
        snprintf(name, sizeof name, "%.*s", (int)length, row->name);
        if (strcmp(name, before) != 0)
            offer(c, name, row->summary);
        snprintf(before, sizeof before, "%s", name);
    }
}

static void offer_second(const completion *c)
{
    const dadao_command *row;
    const char *first = c->words->word[0];
    for (size_t k = 0; (row = row_at(c, k)); k++) {
        const char *second = strchr(row->name, ' ');
        if (second && strncasecmp(first, row->name, strlen(first)) == 0 && strlen(first) <= (size_t)(second - row->name))
            offer(c, second + 1, row->summary);
    }
}

/* ---- Arguments ---- */

static void offer_list(const completion *c, const char *const *list)
{
    for (; *list; list++)
        offer(c, *list, NULL);
}

static void offer_topologies(const completion *c, size_t position)
{
    if (position > 0)
        return;
    offer(c, "load", "FILE");
    for (size_t k = 0; k < dadao_topology_kind_count(); k++)
        offer(c, dadao_topology_kind_at(k)->name, dadao_topology_kind_at(k)->arguments);
}

static void offer_problems(const completion *c, size_t position)
{
    static const char *const option[] = {"dim=", "samples=", "noise=", "seed=", "data=", "target=", "partition=", "standardize=", "ridge=",
                                         "mu=", "smoothness=", "batch=", NULL};
    for (size_t k = 0; position == 0 && k < dadao_problem_kind_count(); k++)
        offer(c, dadao_problem_kind_at(k)->name, dadao_problem_kind_at(k)->summary);
    if (position > 0)
        offer_list(c, option);
}

/* That of the chosen lane. */
static const dadao_method *method_of(const completion *c)
{
    const dadao_method *chosen = c->scene && c->scene->chosen < c->scene->lane_count ? c->scene->lane[c->scene->chosen].method : NULL;
    return chosen ? chosen : c->scene && c->scene->method ? c->scene->method : dadao_method_at(0);
}

static void offer_presets(const completion *c, const char *before)
{
    char candidate[64];
    for (size_t k = 0; k < dadao_method_preset_count(method_of(c)); k++) {
        snprintf(candidate, sizeof candidate, "%s%s", before, dadao_method_preset_name(method_of(c), k));
        offer(c, candidate, "");
    }
}

static void offer_methods(const completion *c, size_t position)
{
    for (size_t k = 0; position == 0 && k < dadao_method_count(); k++)
        offer(c, dadao_method_name(dadao_method_at(k)), dadao_method_summary(dadao_method_at(k)));
    if (position == 1)
        offer_presets(c, "preset=");
}

static void offer_parameters(const completion *c, size_t position)
{
    for (size_t k = 0; position == 0 && k < dadao_method_parameter_count(method_of(c)); k++)
        offer(c, dadao_method_parameter_at(method_of(c), k)->name, dadao_method_parameter_at(method_of(c), k)->meaning);
    if (position == 1)
        offer(c, "default", "from the preset");
}

/* Labels, quoted where the grammar wants it. */
static void offer_nodes(const completion *c)
{
    if (!c->scene || !c->scene->label)
        return;
    char candidate[256];
    for (size_t i = 0; i < c->scene->nodes; i++) {
        if (!c->scene->label[i])
            continue;
        bool quote = strpbrk(c->scene->label[i], " \t;#\"\\") != NULL || *c->prefix == '"';
        snprintf(candidate, sizeof candidate, quote ? "\"%s\"" : "%s", c->scene->label[i]);
        offer(c, candidate, "node");
    }
}

static void offer_lanes(const completion *c)
{
    for (size_t k = 0; c->scene && k < c->scene->lane_count - c->scene->companion; k++)
        offer(c, c->scene->lane[k].name, c->scene->lane[k].preset);
}

/* Presets and parameters of the method that was named first. */
static void offer_lane_options(const completion *c, const char *name)
{
    char candidate[64];
    const dadao_method *method = dadao_method_find(name);
    for (size_t k = 0; method && k < dadao_method_preset_count(method); k++) {
        snprintf(candidate, sizeof candidate, "preset=%s", dadao_method_preset_name(method, k));
        offer(c, candidate, "");
    }
    offer(c, "name=", "NAME");
    for (size_t k = 0; method && k < dadao_method_parameter_count(method); k++) {
        snprintf(candidate, sizeof candidate, "%s=", dadao_method_parameter_at(method, k)->name);
        offer(c, candidate, dadao_method_parameter_at(method, k)->meaning);
    }
}

static void offer_axes(const completion *c)
{
    for (size_t k = 0; k < DADAO_LANE_AXIS_COUNT; k++)
        offer(c, dadao_experiment_axis_word((dadao_lane_axis)k), NULL);
}

/* What `cost gradient` and `cost communication` take; a law once it has been begun. */
static void offer_durations(const completion *c)
{
    char candidate[48];
    offer(c, "time=", "T");
    for (size_t k = 0; k < DADAO_LAW_COUNT; k++) {
        snprintf(candidate, sizeof candidate, "law=%s", dadao_experiment_law_word((dadao_law)k));
        offer(c, candidate, "of the durations");
    }
    offer(c, "sigma=", "of the logarithm, with law=lognormal");
}

/* A node, or the ends of an edge, then how many times slower. */
static void offer_stragglers(const completion *c, size_t position, size_t nodes)
{
    if (position < nodes)
        offer_nodes(c);
    if (position > 0)
        offer(c, "factor=", "times slower");
}

static void offer_prices(const completion *c)
{
    offer(c, "gradient=", "price of each");
    offer(c, "communication=", "price of each");
}

static void offer_commands(const completion *c, size_t position)
{
    const dadao_command *row;
    for (size_t k = 0; position == 0 && (row = row_at(c, k)); k++)
        offer(c, row->name, row->summary);
}

/* Rows of a screen say their choices in their arguments: "[near|whole]" offers both, and a node's place its names. */
static void offer_choices(const completion *c, const dadao_command *command, size_t position)
{
    char word[32];
    for (const char *at = command->arguments; at && *at && position == 0;) {
        at += strspn(at, "[]| ");
        size_t length = strcspn(at, "[]| ");
        if (length > 0 && length < sizeof word && strspn(at, "abcdefghijklmnopqrstuvwxyz-") >= length) {
            snprintf(word, sizeof word, "%.*s", (int)length, at);
            offer(c, word, NULL);
        }
        at += length;
    }
    if (position > 0 && command->arguments && strstr(command->arguments, "node I"))
        offer_nodes(c);
}

static void offer_condition(void *context, const char *form, const char *summary)
{
    char word[32];
    size_t length = strcspn(form, " <=");
    snprintf(word, sizeof word, "%.*s", (int)(length + (form[length] == '<' || form[length] == '=')), form);
    offer(context, word, summary);
}

/* What can follow the word before the cursor. */
static void offer_goals(const completion *c)
{
    static const char *const goals[] = {"events=", "until", "t=", "error<", "event=", NULL};
    static const char *const of_node[] = {"computes", "communicates", "error<", NULL}, *const of_edge[] = {"fires", NULL};
    const dadao_words *w = c->words;
    const char *last = w->word[w->count - 1], *before = w->count > 1 ? w->word[w->count - 2] : "";
    if (strcmp(last, "node") == 0 || strcmp(last, "edge") == 0 || (w->count > 2 && strcmp(before, "edge") == 0 && !strchr(last, '-'))) {
        offer_nodes(c);
    } else if (strcmp(before, "node") == 0) {
        offer_list(c, of_node);
    } else if (strcmp(before, "edge") == 0 || (w->count > 2 && strcmp(w->word[w->count - 3], "edge") == 0)) {
        offer_list(c, of_edge);
    } else {
        offer_list(c, goals);
        dadao_experiment_condition_rows(offer_condition, (void *)(uintptr_t)c);
    }
}

/* `print` and conditions: the names of quantities, those of nodes with their bracket. */
static void offer_quantities(const completion *c)
{
    const dadao_quantity *quantity;
    for (size_t k = 0; (quantity = dadao_experiment_quantity_at(k)); k++)
        offer(c, quantity->name, quantity->meaning);
}

static void offer_examples(const completion *c)
{
    for (size_t k = 0; k < dadao_experiment_example_count(); k++)
        offer(c, dadao_experiment_example_at(k)->name, dadao_experiment_example_at(k)->summary);
}

static void offer_arguments(const completion *c, const dadao_command *command, size_t position)
{
    static const char *const starts[] = {"random", "origin", "theorem", NULL}, *const switches[] = {"on", "off", NULL};
    static const char *const join[] = {"to=", "near=", "data=new", "data=copy", "start=mean", "start=origin", "rate=", "label=", NULL};
    static const char *const targets[] = {"target=global", "target=component", NULL};
    static const char *const places[] = {"event=", "t=", "mark", "next", "previous", "start", "end", NULL};
    static const char *const explained[] = {"event", "node", "edge", "rates", "warning", "plot", "level=", NULL};
    static const char *const speeds[] = {"max", NULL};
    static const char *const all[] = {"all", NULL}, *const comm[] = {"total=", NULL}, *const trace[] = {"every=", "off", NULL};
    static const char *const cut[] = {"recentre", NULL}, *const lazy[] = {"lazy=yes", "lane=", NULL}, *const add[] = {"rate=", NULL};
    static const char *const given[] = {"chi1=", "chi2=", "mu=", "L=", "optimum=", "file=", "numerics=", "next", NULL};
    ptrdiff_t row = command - dadao_experiment_commands();
    switch (row < 0 || row >= DADAO_ROW_COUNT ? DADAO_ROW_COUNT : (dadao_command_id)row) {
    case DADAO_ROW_topology: offer_topologies(c, position); break;
    case DADAO_ROW_problem: offer_problems(c, position); break;
    case DADAO_ROW_method: offer_methods(c, position); break;
    case DADAO_ROW_preset: offer_presets(c, ""); break;
    case DADAO_ROW_parameter: offer_parameters(c, position); break;
    case DADAO_ROW_start: offer_list(c, starts); break;
    case DADAO_ROW_follow: offer_list(c, switches); break;
    case DADAO_ROW_run: offer_goals(c); break;
    case DADAO_ROW_back: if (position == 0) offer(c, "t=", "SPAN"); break;
    case DADAO_ROW_goto: if (position == 0) offer_list(c, places); break;
    case DADAO_ROW_keyframes: if (position == 0) offer(c, "budget=", "MEGABYTES"); break;
    case DADAO_ROW_explain:
        if (position == 0) offer_list(c, explained), offer_parameters(c, 0); else offer(c, "level=", "1, 2 or 3"), offer_nodes(c);
        break;
    case DADAO_ROW_speed: offer_list(c, speeds); break;
    case DADAO_ROW_rate_comm: offer_list(c, comm); break;
    case DADAO_ROW_rate_node: case DADAO_ROW_rate_edge: offer_list(c, all); offer_nodes(c); break;
    case DADAO_ROW_edge_cut: offer_nodes(c); if (position > 0) offer_list(c, cut); break;
    case DADAO_ROW_edge_add: offer_nodes(c); if (position > 1) offer_list(c, add); break;
    case DADAO_ROW_node_remove: case DADAO_ROW_node_stop: case DADAO_ROW_node_start: case DADAO_ROW_node_slow: offer_nodes(c); break;
    case DADAO_ROW_node_add: offer_list(c, join); break;
    case DADAO_ROW_error: offer_list(c, targets); break;
    case DADAO_ROW_example: if (position == 0) offer_examples(c); break;
    case DADAO_ROW_trace: offer_list(c, trace); break;
    case DADAO_ROW_save_state: if (position > 0) offer_list(c, lazy); break;
    case DADAO_ROW_save_figure: case DADAO_ROW_save_data: if (position > 0) offer_list(c, dadao_experiment_plot_words()); break;
    case DADAO_ROW_given: offer_list(c, given); break;
    case DADAO_ROW_lane_add:
        if (position == 0) offer_methods(c, 0); else offer_lane_options(c, c->words->word[c->words->count - position]);
        break;
    case DADAO_ROW_lane_remove: case DADAO_ROW_lane_choose: if (position == 0) offer_lanes(c); break;
    case DADAO_ROW_lane_axis: if (position == 0) offer_axes(c); break;
    case DADAO_ROW_cost_gradient: case DADAO_ROW_cost_communication: offer_durations(c); break;
    case DADAO_ROW_cost_price: offer_prices(c); break;
    case DADAO_ROW_cost_node: offer_stragglers(c, position, 1); break;
    case DADAO_ROW_cost_edge: offer_stragglers(c, position, 2); break;
    case DADAO_ROW_print: offer_quantities(c); break;
    case DADAO_ROW_help: offer_commands(c, position); break;
    case DADAO_ROW_COUNT: offer_choices(c, command, position); break;
    default: break;
    }
}

/* ---- Where the cursor is ---- */

static void offer_at(const completion *c)
{
    const dadao_experiment_options *options = c->options;
    const dadao_command *command;
    size_t used;
    if (c->words->count == 0) {
        offer_first(c);
        return;
    }
    if (dadao_experiment_find_command(c->words, options, &command, &used,
                                      NULL) == DADAO_OK)
        offer_arguments(c, command, c->words->count - used);
    else if (c->words->count == 1)
        offer_second(c);
}

/* The last command of text; its words are left in *words. */
static dadao_status last_command(const char *text, dadao_words *words)
{
    size_t from = 0;
    for (;;) {
        dadao_status status = dadao_experiment_words(text, from, words, NULL);
        if (status != DADAO_OK || words->end >= strlen(text))
            return status;
        from = words->end;
        dadao_experiment_words_clear(words);
    }
}

/* Where the word that ends at the cursor begins: the last blank or separator outside quotes. */
static size_t word_start(const char *text, bool *comment)
{
    size_t start = 0;
    bool quoted = false;
    *comment = false;
    for (size_t k = 0; text[k]; k++) {
        if (text[k] == '\n')
            *comment = quoted = false;
        if (text[k] == '\\' && quoted && text[k + 1])
            k++;
        else if (text[k] == '"')
            quoted = !quoted;
        else if (text[k] == '#' && !quoted && k == start)
            *comment = true;
        if (!quoted && (text[k] == ' ' || text[k] == '\t' || text[k] == ';' || text[k] == '\n'))
            start = k + 1;
    }
    return start;
}

void dadao_experiment_complete(const dadao_experiment_options *options, const dadao_scene *scene, const char *line, size_t cursor,
                               void (*offer_to)(void *context, size_t start, const char *candidate, const char *hint), void *context)
{
    dadao_text text = {0};
    bool comment;
    size_t length = strlen(line);
    dadao_core_text_append(&text, line, cursor < length ? cursor : length);
    dadao_core_text_append(&text, "", 0);
    if (!text.bytes || text.failed) {
        text.bytes = text.bytes ? text.bytes : dadao_core_copy_text("");
        if (!text.bytes)
            return;
    }
    size_t start = word_start(text.bytes, &comment);
    char *prefix = dadao_core_copy_text(text.bytes + start);
    text.bytes[start] = '\0';
    dadao_words words = {0};
    if (prefix && !comment && last_command(text.bytes, &words) == DADAO_OK) {
        /* A separator just before the cursor: a new command begins. */
        if (start > 0 && (text.bytes[start - 1] == ';' || text.bytes[start - 1] == '\n')) {
            dadao_experiment_words_clear(&words);
        }
        completion c = {options, scene, &words, prefix, strlen(prefix), start, offer_to, context};
        offer_at(&c);
    }
    dadao_experiment_words_clear(&words);
    free(prefix);
    dadao_core_text_clear(&text);
}
