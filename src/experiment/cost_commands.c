/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about what waiting costs: cost gradient, communication, price, node, edge, on, off, switch, show. */
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a machine is like before anybody said: a communication takes a tenth of a gradient, and nothing has a memory. */
const dadao_cost dadao_experiment_cost_defaults = {
    .time = {1, 0.1},
    .law = {{DADAO_LAW_EXPONENTIAL, 0}, {DADAO_LAW_EXPONENTIAL, 0}},
};

static const char *const law_word[DADAO_LAW_COUNT] = {
#define LAW_WORD(name, word, meaning) [DADAO_LAW_##name] = word,
    DADAO_LAWS(LAW_WORD)
#undef LAW_WORD
};

const char *dadao_experiment_law_word(dadao_law law)
{
    return law_word[law];
}

dadao_status dadao_experiment_rates_are_free(const dadao_call *call)
{
    if (!call->experiment->now.cost.on)
        return DADAO_OK;
    return dadao_experiment_fail_at(
        call->words, 0, call->error, DADAO_UNSUPPORTED,
        "the clock for real machines sets the rates: `cost gradient`, `cost communication`, `cost node` and "
        "`cost edge` change them, `cost off` goes back to the instantaneous events of the papers");
}

/* ---- Reading ---- */

static dadao_status read_positive(const dadao_call *call, size_t index, const char *text, const char *what, double *value)
{
    dadao_status status = dadao_experiment_number_text(call, index, text, value);
    if (status == DADAO_OK && !(*value > 0))
        status = dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%s': %s must be positive", text, what);
    return status;
}

static dadao_status read_law(const dadao_call *call, size_t index, const char *text, dadao_duration_law *law)
{
    for (size_t k = 0; k < DADAO_LAW_COUNT; k++) {
        if (strcmp(text, law_word[k]) != 0)
            continue;
        law->kind = (dadao_law)k;
        return DADAO_OK;
    }
    const char *near = dadao_core_nearest(text, law_word, DADAO_LAW_COUNT);
    return dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, "no law '%s': %s%s", text,
                                          near ? "did you mean "
                                               : "constant, "
                                                 "exponential or lognormal",
                                          near ? near : "");
}

/* The words after `cost gradient` or `cost communication`. */
static dadao_status read_duration(const dadao_call *call, double *time, dadao_duration_law *law)
{
    double sigma = law->kind == DADAO_LAW_LOGNORMAL ? law->sigma : 0.5;
    bool said = false;
    dadao_status status = dadao_experiment_want(call, 1, 3);
    for (size_t k = 0; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++) {
        const char *word = dadao_experiment_argument(call, k), *text;
        if (dadao_core_option(word, "time", &text))
            status = read_positive(call, k, text, "the time that something takes", time);
        else if (dadao_core_option(word, "law", &text))
            status = read_law(call, k, text, law);
        else if (dadao_core_option(word, "sigma", &text))
            status = read_positive(call, k, text, "sigma", &sigma), said = true;
        else
            status = dadao_experiment_fail_argument(call, k, DADAO_SYNTAX,
                                                    "'%s': time=T, law=LAW or sigma=S is what can stand here", word);
        if (status == DADAO_OK && said && sigma > 5)
            status = dadao_experiment_fail_argument(call, k, DADAO_INVALID,
                                                    "sigma=%g: at most 5, where the mean is 270,000 medians", sigma);
    }
    if (status == DADAO_OK && said && law->kind != DADAO_LAW_LOGNORMAL)
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "sigma belongs to law=lognormal");
    law->sigma = law->kind == DADAO_LAW_LOGNORMAL ? sigma : 0;
    return status;
}

/* ---- Putting it in place ---- */

static bool same_shape(const dadao_box *before, const dadao_box *after)
{
    if (!before || !after || before->bytes != after->bytes)
        return false;
    const double *a = before->object, *b = after->object;
    const size_t count = before->bytes / sizeof *a;
    size_t one = 0; /* an edge that fires, to compare the others with */
    while (one < count && !(a[one] > 0 && b[one] > 0))
        one++;
    for (size_t k = 0; one < count && k < count; k++)
        if (fabs(a[k] * b[one] - b[k] * a[one]) > 1e-13 * fabs(a[k] * b[one]))
            return false;
    return one < count;
}

/* The model in `next` becomes its rates; parameters follow them. Takes `next` over. */
static dadao_status put_model(dadao_call *call, dadao_setting *next)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = DADAO_OK;
    if (next->topology && (next->edge_base || experiment->lane[0].simulation)) {
        dadao_box *before = dadao_experiment_box_retain(next->edge_rate);
        if (next->cost.on) {
            status = dadao_experiment_cost_rates(next, call->error);
        } else {
            dadao_experiment_box_set(&next->edge_base, NULL);
            dadao_experiment_box_set(&next->edge_rate, NULL);
            dadao_experiment_box_set(&next->node_base, NULL);
            dadao_experiment_box_set(&next->node_rate, NULL);
            dadao_experiment_shape_changed(experiment, next);
            status = dadao_experiment_need_rates(experiment, next, call->answer, call->error);
        }
        if (status == DADAO_OK && next->cost.on && !same_shape(before, next->edge_rate)) {
            dadao_experiment_shape_changed(experiment, next);
            next->edited = next->edited || dadao_experiment_factor_count(next) > 0;
        }
        dadao_experiment_box_release(before);
        if (status == DADAO_OK)
            status = dadao_experiment_follow(experiment, next, call->answer, call->error);
    }
    if (status == DADAO_OK)
        return dadao_experiment_change(call, next);
    dadao_experiment_setting_clear(next);
    return status;
}

static dadao_status set_duration(dadao_call *call, size_t kind)
{
    dadao_cost cost = call->experiment->now.cost;
    dadao_setting next;
    dadao_status status = read_duration(call, &cost.time[kind], &cost.law[kind]);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.cost = cost;
    next.cost.on = true;
    return put_model(call, &next);
}

dadao_status dadao_experiment_do_cost_gradient(dadao_call *call)
{
    return set_duration(call, 0);
}

dadao_status dadao_experiment_do_cost_communication(dadao_call *call)
{
    return set_duration(call, 1);
}

static dadao_status turn(dadao_call *call, bool on)
{
    dadao_setting next;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK && call->experiment->now.cost.on == on)
        return DADAO_OK;
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.cost.on = on;
    return put_model(call, &next);
}

dadao_status dadao_experiment_do_cost_on(dadao_call *call)
{
    return turn(call, true);
}

dadao_status dadao_experiment_do_cost_off(dadao_call *call)
{
    return turn(call, false);
}

dadao_status dadao_experiment_do_cost_switch(dadao_call *call)
{
    return turn(call, !call->experiment->now.cost.on);
}

dadao_status dadao_experiment_do_cost_instantaneous(dadao_call *call)
{
    return dadao_experiment_do_cost_off(call);
}

dadao_status dadao_experiment_do_cost_price(dadao_call *call)
{
    dadao_setting next;
    double price[2] = {call->experiment->now.price[0], call->experiment->now.price[1]};
    dadao_status status = dadao_experiment_want(call, 1, 2);
    for (size_t k = 0; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++) {
        const char *word = dadao_experiment_argument(call, k), *text;
        if (dadao_core_option(word, "gradient", &text))
            status = read_positive(call, k, text, "a price", &price[0]);
        else if (dadao_core_option(word, "communication", &text))
            status = read_positive(call, k, text, "a price", &price[1]);
        else
            status = dadao_experiment_fail_argument(call, k, DADAO_SYNTAX,
                                                    "'%s': gradient=P or communication=P is what can stand here", word);
    }
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    memcpy(next.price, price, sizeof price);
    return dadao_experiment_change(call, &next);
}

/* ---- Stragglers ---- */

static dadao_status read_factor(const dadao_call *call, size_t index, double *factor)
{
    const char *word = dadao_experiment_argument(call, index), *text = NULL;
    if (!word || !dadao_core_option(word, "factor", &text))
        return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "how many times slower? factor=F; the usage is `%s %s`",
                                              call->command->name, call->command->arguments);
    return read_positive(call, index, text, "a factor", factor);
}

static dadao_status straggle(dadao_call *call, dadao_setting *next, uint32_t u, uint32_t v, double factor)
{
    dadao_status status = dadao_experiment_set_factor(next, u, v, factor, call->error);
    next->cost.on = true;
    if (status == DADAO_OK)
        return put_model(call, next);
    dadao_experiment_setting_clear(next);
    return status;
}

dadao_status dadao_experiment_do_cost_node(dadao_call *call)
{
    dadao_setting next;
    size_t node;
    double factor;
    dadao_status status = dadao_experiment_want(call, 2, 2);
    if (status == DADAO_OK)
        status = read_factor(call, 1, &factor);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_node(call, &next, 0, &node);
    if (status == DADAO_OK)
        return straggle(call, &next, (uint32_t)node, UINT32_MAX, factor);
    dadao_experiment_setting_clear(&next);
    return status;
}

dadao_status dadao_experiment_do_cost_edge(dadao_call *call)
{
    dadao_setting next;
    size_t u, v, used, edge;
    double factor;
    dadao_status status = dadao_experiment_want(call, 2, 3);
    if (status == DADAO_OK)
        status = dadao_experiment_begin_network(call, &next);
    if (status != DADAO_OK)
        return status;
    status = dadao_experiment_pair(call, &next, 0, &u, &v, &used);
    if (status == DADAO_OK)
        status = read_factor(call, used, &factor);
    if (status == DADAO_OK) {
        status = dadao_topology_find_edge(dadao_experiment_setting_topology(&next), u, v, &edge, call->error);
        if (status != DADAO_OK)
            (void)dadao_experiment_point_at(call->words, call->first, status, call->error);
    }
    if (status == DADAO_OK)
        return straggle(call, &next, (uint32_t)(u < v ? u : v), (uint32_t)(u < v ? v : u), factor);
    dadao_experiment_setting_clear(&next);
    return status;
}

/* ---- cost show ---- */

static void tell_law(const dadao_duration_law *law, char *text, size_t capacity)
{
    if (law->kind == DADAO_LAW_LOGNORMAL)
        snprintf(text, capacity, "lognormal, sigma %.4g", law->sigma);
    else
        snprintf(text, capacity, "%s", law_word[law->kind]);
}

void dadao_experiment_clock_words(const dadao_setting *now, char *text, size_t capacity)
{
    char law[2][48];
    if (!now->cost.on) {
        snprintf(text, capacity, "instantaneous events, as in the papers");
        return;
    }
    for (size_t k = 0; k < 2; k++)
        tell_law(&now->cost.law[k], law[k], sizeof law[k]);
    snprintf(text, capacity, "real machines; a gradient takes %.6g (%s), a communication %.6g (%s)", now->cost.time[0], law[0],
             now->cost.time[1], law[1]);
}

dadao_status dadao_experiment_do_cost_show(dadao_call *call)
{
    const dadao_setting *now = &call->experiment->now;
    char clock[256];
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status != DADAO_OK)
        return status;
    dadao_core_note(call->answer, "prices: a gradient %.6g, a communication %.6g", now->price[0], now->price[1]);
    dadao_experiment_clock_words(now, clock, sizeof clock);
    dadao_core_note(call->answer, "clock: %s", clock);
    if (!now->cost.on)
        return DADAO_OK;
    const dadao_factor *factor = now->factors ? now->factors->object : NULL;
    for (size_t k = 0; k < dadao_experiment_factor_count(now); k++) {
        if (factor[k].v == UINT32_MAX)
            dadao_core_note(call->answer, "node %u: %.6g times slower", factor[k].u, factor[k].factor);
        else
            dadao_core_note(call->answer, "edge %u-%u: %.6g times slower", factor[k].u, factor[k].v, factor[k].factor);
    }
    return DADAO_OK;
}
