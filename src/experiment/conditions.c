/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions that end a run: read from the words of `run until`, and asked after the events they are about. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct condition_row {
    const char *form, *summary;
} condition_row;

static const condition_row row[DADAO_CONDITION_COUNT] = {
#define CONDITION_ROW(id, form, summary) [DADAO_CONDITION_##id] = {form, summary},
    DADAO_CONDITIONS(CONDITION_ROW)
#undef CONDITION_ROW
};

void dadao_experiment_condition_rows(void (*tell)(void *context, const char *form, const char *summary), void *context)
{
    for (size_t k = 1; k < DADAO_CONDITION_COUNT; k++)
        tell(context, row[k].form, row[k].summary);
}

void dadao_experiment_condition_clear(dadao_condition *condition)
{
    free(condition->text);
    free(condition->expression);
    dadao_simulation_spread_destroy(condition->spread);
    *condition = (dadao_condition){0};
}

/* ---- Reading ---- */

/* A form being compared with the arguments from `first` on. */
typedef struct reading {
    const dadao_call *call;
    size_t at;
    dadao_condition *condition;
} reading;

static bool word_is(const char *word, const char *form, size_t length)
{
    return word && strlen(word) == length && strncmp(word, form, length) == 0;
}

/* "error<E" against one to three words: error<1e-6, error< 1e-6, error < 1e-6. */
static dadao_status read_bound(reading *r, const char *form, bool *fits)
{
    const char *word = dadao_experiment_argument(r->call, r->at);
    const size_t name = strcspn(form, "<");
    const size_t first = r->at;
    *fits = word && strncmp(word, form, name) == 0 && (word[name] == '<' || word[name] == '\0');
    if (!*fits)
        return DADAO_OK;
    word += name;
    if (!*word)
        word = dadao_experiment_argument(r->call, ++r->at);
    if (!word || *word != '<')
        return dadao_experiment_fail_argument(r->call, first, DADAO_SYNTAX, "this is written `%s`, for example `%.*s<1e-6`", form,
                                              (int)name, form);
    word += word[1] == '=' ? 2 : 1;
    if (!*word)
        word = dadao_experiment_argument(r->call, ++r->at);
    if (!word)
        return dadao_experiment_fail_argument(r->call, first, DADAO_SYNTAX, "this is written `%s`, for example `%.*s<1e-6`", form,
                                              (int)name, form);
    dadao_status status = dadao_experiment_number_text(r->call, r->at, word, &r->condition->bound);
    if (status == DADAO_OK && !(r->condition->bound > 0))
        status = dadao_experiment_fail_argument(r->call, r->at, DADAO_INVALID,
                                                "'%s': what lies below it must be possible: a positive number", word);
    r->at++;
    return status;
}

static dadao_status read_node(reading *r)
{
    size_t node;
    if (!dadao_experiment_argument(r->call, r->at))
        return dadao_experiment_fail_argument(r->call, r->at, DADAO_SYNTAX, "which node? for example `node 7 communicates`");
    dadao_status status = dadao_experiment_node(r->call, &r->call->experiment->now, r->at++, &node);
    if (status == DADAO_OK)
        r->condition->node = r->condition->watch.node = (uint32_t)node;
    return status;
}

static dadao_status read_edge(reading *r)
{
    size_t u, v, used, edge;
    const size_t first = r->at;
    dadao_status status = dadao_experiment_pair(r->call, &r->call->experiment->now, r->at, &u, &v, &used);
    if (status != DADAO_OK)
        return status;
    r->at += used;
    status = dadao_topology_find_edge(dadao_experiment_setting_topology(&r->call->experiment->now), u, v, &edge, r->call->error);
    if (status != DADAO_OK)
        return dadao_experiment_point_at(r->call->words, r->call->first + first, status, r->call->error);
    r->condition->watch.edge = (uint32_t)edge;
    r->condition->end = (dadao_edge){(uint32_t)u, (uint32_t)v};
    r->condition->topology = r->call->experiment->now.topology;
    return DADAO_OK;
}

static dadao_status read_expression(reading *r)
{
    const dadao_words *words = r->call->words;
    const size_t from = r->call->first + r->at;
    if (from >= words->count)
        return dadao_experiment_fail_argument(r->call, r->at, DADAO_SYNTAX, "when what? for example `when chi1*error(0) < 1`");
    const char *text = r->call->line + words->column[from];
    size_t length = words->last - words->column[from];
    if (words->quoted[from]) {
        text = words->word[from];
        length = strlen(text);
    }
    r->condition->expression = dadao_core_allocate(length + 1, 1);
    if (!r->condition->expression)
        return dadao_core_fail(r->call->error, DADAO_MEMORY, "out of memory");
    memcpy(r->condition->expression, text, length);
    double value;
    dadao_status status = dadao_experiment_evaluate(r->call->experiment, r->condition->expression, &value, r->call->error);
    if (status != DADAO_OK && r->call->error) /* a place in the expression becomes one in the line */
        r->call->error->column += words->quoted[from] ? words->column[from] + 1 : words->column[from];
    r->at = words->count - r->call->first;
    return status;
}

static dadao_status read_count(reading *r, const char *form, bool *fits)
{
    char name[32];
    const char *text, *word = dadao_experiment_argument(r->call, r->at);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(form, "="), form);
    *fits = word && dadao_core_option(word, name, &text);
    return *fits ? dadao_experiment_count_text(r->call, r->at++, text, &r->condition->count) : DADAO_OK;
}

/* One word of a form. */
static dadao_status read_form_word(reading *r, const char *form, size_t length, bool *fits)
{
    *fits = true;
    if (word_is("NODE", form, length))
        return read_node(r);
    if (word_is("EDGE", form, length))
        return read_edge(r);
    if (word_is("EXPRESSION", form, length))
        return read_expression(r);
    if (memchr(form, '<', length))
        return read_bound(r, form, fits);
    if (memchr(form, '=', length))
        return read_count(r, form, fits);
    *fits = word_is(dadao_experiment_argument(r->call, r->at), form, length);
    r->at += *fits;
    return DADAO_OK;
}

static dadao_status read_form(reading *r, const char *form, bool *fits)
{
    dadao_status status = DADAO_OK;
    *fits = true;
    while (*form && *fits && status == DADAO_OK) {
        const size_t length = strcspn(form, " ");
        /* A node that is not there is an error only where the words around it are right. */
        status = read_form_word(r, form, length, fits);
        form += length;
        form += strspn(form, " ");
    }
    return status;
}

static const dadao_watch any = {UINT32_MAX, UINT32_MAX, UINT32_MAX};

static void watch_kind(dadao_condition *condition)
{
    switch (condition->id) {
    case DADAO_CONDITION_NODE_COMPUTES:
    case DADAO_CONDITION_GRADIENT:
    case DADAO_CONDITION_GRADIENTS:
        condition->watch.kind = DADAO_EVENT_GRADIENT;
        break;
    case DADAO_CONDITION_NODE_COMMUNICATES:
    case DADAO_CONDITION_COMMUNICATION:
    case DADAO_CONDITION_COMMUNICATIONS:
        condition->watch.kind = DADAO_EVENT_COMMUNICATION;
        break;
    default:
        break;
    }
}

/* A count that lies behind is refused, as `event=` refuses one: it would never come. */
static dadao_status check_count(const dadao_call *call, size_t index, const dadao_condition *condition)
{
    const dadao_simulation *lead = dadao_experiment_lead(call->experiment);
    const bool gradients = condition->id == DADAO_CONDITION_GRADIENTS;
    if (!lead || (!gradients && condition->id != DADAO_CONDITION_COMMUNICATIONS))
        return DADAO_OK;
    const uint64_t now = gradients ? dadao_simulation_gradients(lead) : dadao_simulation_communications(lead);
    if (condition->count >= now)
        return DADAO_OK;
    return dadao_experiment_fail_argument(call, index, DADAO_INVALID,
                                          "%llu %s have passed: the run has had %llu (`back`, `goto` and `reset` go back)",
                                          (unsigned long long)condition->count, gradients ? "gradients" : "communications",
                                          (unsigned long long)now);
}

dadao_status dadao_experiment_condition_read(const dadao_call *call, size_t *index, dadao_condition *condition, bool *found)
{
    *found = false;
    for (size_t k = 1; k < DADAO_CONDITION_COUNT; k++) {
        const char *word = dadao_experiment_argument(call, *index);
        size_t length = strcspn(row[k].form, " <=");
        if (!word || strncmp(word, row[k].form, length) != 0)
            continue;
        reading r = {call, *index, condition};
        *condition = (dadao_condition){.id = (dadao_condition_id)k, .watch = any, .node = UINT32_MAX};
        dadao_status status = read_form(&r, row[k].form, found);
        if (status == DADAO_OK && !*found) {
            dadao_experiment_condition_clear(condition);
            continue;
        }
        if (status == DADAO_OK)
            status = check_count(call, *index, condition);
        if (status == DADAO_OK) {
            const dadao_words *words = call->words;
            const size_t begin = words->column[call->first + *index],
                         end = call->first + r.at < words->count ? words->column[call->first + r.at] : words->last;
            dadao_text text = {0};
            dadao_core_text_append(&text, call->line + begin, end - begin);
            while (text.length > 0 && text.bytes[text.length - 1] == ' ')
                text.bytes[--text.length] = '\0';
            condition->text = text.bytes;
            watch_kind(condition);
            *index = r.at - 1;
        } else {
            dadao_experiment_condition_clear(condition);
        }
        return status;
    }
    return DADAO_OK;
}

/* ---- Asking ---- */

/* Edges are numbered anew when the network is edited. False when the one that is waited for is gone. */
bool dadao_experiment_condition_follow(dadao_experiment *experiment)
{
    dadao_condition *condition = &experiment->condition;
    size_t edge;
    if (!condition->topology || condition->topology == experiment->now.topology)
        return true;
    if (dadao_topology_find_edge(dadao_experiment_setting_topology(&experiment->now), condition->end.u, condition->end.v, &edge,
                                 NULL) != DADAO_OK)
        return false;
    condition->watch.edge = (uint32_t)edge;
    condition->topology = experiment->now.topology;
    return true;
}

static bool spread_below(dadao_condition *condition, const dadao_simulation *simulation)
{
    if (!condition->spread && dadao_simulation_spread_create(simulation, &condition->spread, NULL) != DADAO_OK)
        return false;
    double spread = dadao_simulation_spread_now(condition->spread, simulation);
    if (!isnan(spread))
        return spread < condition->bound;
    dadao_simulation_spread_destroy(condition->spread); /* the network has another size now */
    condition->spread = NULL;
    return false;
}

static bool expression_holds(dadao_experiment *experiment, const dadao_condition *condition)
{
    double value;
    return dadao_experiment_evaluate(experiment, condition->expression, &value, NULL) == DADAO_OK && value != 0;
}

/* Whether what it says about the present state is so; false for what only an event can bring about. */
bool dadao_experiment_condition_holds(dadao_experiment *experiment)
{
    dadao_condition *condition = &experiment->condition;
    const dadao_simulation *simulation = dadao_experiment_lead(experiment);
    switch (condition->id) {
    case DADAO_CONDITION_NODE_ERROR:
        return condition->node < dadao_topology_nodes(dadao_experiment_setting_topology(&experiment->now)) &&
               dadao_simulation_node_error(simulation)[condition->node] < condition->bound;
    case DADAO_CONDITION_CONSENSUS:
        return spread_below(condition, simulation);
    case DADAO_CONDITION_GRADIENTS:
        return dadao_simulation_gradients(simulation) >= condition->count;
    case DADAO_CONDITION_COMMUNICATIONS:
        return dadao_simulation_communications(simulation) >= condition->count;
    case DADAO_CONDITION_WHEN:
        return expression_holds(experiment, condition);
    default:
        return false;
    }
}

/* The same after an event that it watches for. */
bool dadao_experiment_condition_met(dadao_experiment *experiment)
{
    switch (experiment->condition.id) {
    case DADAO_CONDITION_NODE_ERROR:
    case DADAO_CONDITION_CONSENSUS:
    case DADAO_CONDITION_GRADIENTS:
    case DADAO_CONDITION_COMMUNICATIONS:
    case DADAO_CONDITION_WHEN:
        return dadao_experiment_condition_holds(experiment);
    default:
        return true;
    }
}
