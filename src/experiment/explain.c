/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `explain`: what just happened, in words and in formulas with the numbers filled in. The numbers are computed from the state
 * before the event, which is gone back to and returned from; nothing is remembered for it. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Entries of a vector that are written out. */
enum { SHOWN = 3 };

/* What explaining needs. */
typedef struct telling {
    dadao_call *call;
    dadao_notes *text;
    int level;
    const dadao_method *method;
    const double *parameter;
    const dadao_topology *topology;
} telling;

static const char *name_of(const telling *t, size_t node, char buffer[64])
{
    const char *label = dadao_topology_label(t->topology, node);
    if (label)
        snprintf(buffer, 64, "%zu (%s)", node, label);
    else
        snprintf(buffer, 64, "%zu", node);
    return buffer;
}

/* "(1.2, 3.4, …)" */
static const char *entries(const double *x, size_t d, char buffer[128])
{
    size_t used = (size_t)snprintf(buffer, 128, "(");
    for (size_t k = 0; k < d && k < SHOWN; k++)
        used += (size_t)snprintf(buffer + used, 128 - used, "%s%.6g", k ? ", " : "", x[k]);
    snprintf(buffer + used, 128 - used, "%s)", d > SHOWN ? ", …" : "");
    return buffer;
}

static double distance(const double *x, const double *y, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += (x[k] - y[k]) * (x[k] - y[k]);
    return sqrt(sum);
}

static double parameter_of(const telling *t, const char *name)
{
    for (size_t k = 0; k < dadao_method_parameter_count(t->method); k++)
        if (strcmp(dadao_method_parameter_at(t->method, k)->name, name) == 0)
            return t->parameter[k];
    return NAN;
}

static bool is_dadao(const telling *t)
{
    return strcmp(dadao_method_name(t->method), "dadao") == 0;
}

/* ---- The event ---- */

static void tell_sentence(const telling *t, const dadao_account *a)
{
    char i[64], j[64], count[32];
    const char *index = dadao_core_format_count(count, a->event.index);
    const double change = a->error[1] - a->error[0];
    if (a->rounds)
        dadao_core_note(
            t->text,
            "Round %s of %s ended at t = %.6g: %llu gradients and %llu communications; the mean error went from %.6g to %.6g.",
            index, dadao_method_shown_name(t->method), a->event.t, (unsigned long long)a->gradients,
            (unsigned long long)a->communications, a->error[0], a->error[1]);
    else if (a->event.kind == DADAO_EVENT_GRADIENT)
        dadao_core_note(t->text,
                        "Event %s, t = %.6g: node %s took a gradient of its own function; nobody else noticed. The mean error %s "
                        "from %.8g to %.8g.",
                        index, a->event.t, name_of(t, a->event.i, i), change < 0 ? "fell" : "rose", a->error[0], a->error[1]);
    else
        dadao_core_note(t->text,
                        "Event %s, t = %.6g: nodes %s and %s talked over their edge, one vector of %zu numbers each way. The "
                        "mean error %s from %.8g to %.8g.",
                        index, a->event.t, name_of(t, a->event.i, i), name_of(t, a->event.j, j), a->dimension,
                        change < 0   ? "fell"
                        : change > 0 ? "rose"
                                     : "stayed",
                        a->error[0], a->error[1]);
}

static void tell_clocks(const telling *t, const dadao_account *a)
{
    static const char *const clock[2] = {"gradients", "communications"};
    const size_t rang = a->event.kind, other = 1 - rang;
    dadao_core_note(t->text, "Which clock. Two run down: of %s at the total rate %.6g, of %s at %.6g (per unit of time).",
                    clock[0], a->clock_rate[0], clock[1], a->clock_rate[1]);
    if (!a->clocks) {
        dadao_core_note(t->text,
                        "  This one was not drawn from them: the events are replayed from a log, or follow another law.");
        return;
    }
    dadao_core_note(t->text, "  Of %s %.6g units of the exponential were left: it rings at %.6g + %.6g/%.6g = %.8g;", clock[rang],
                    a->clock_left[rang], a->since, a->clock_left[rang], a->clock_rate[rang], a->clock_next[rang]);
    dadao_core_note(t->text, "  the other one rings at %.8g, so the clock of %s was first.", a->clock_next[other], clock[rang]);
    dadao_core_note(t->text,
                    "  Where: the uniform number %.8g times the total %.6g is %.6g, between the cumulative rates %.6g and %.6g + "
                    "%.6g = %.6g of %s %u%s%.0u.",
                    a->uniform, a->total, a->uniform * a->total, a->below, a->below, a->chosen, a->below + a->chosen,
                    rang ? "edge" : "node", a->event.i, rang ? "-" : "", rang ? a->event.j : 0);
}

static void tell_flow(const telling *t, const dadao_account *a, size_t end)
{
    const uint32_t node = end ? a->event.j : a->event.i;
    const double tau = a->event.t - a->node_t[end];
    const double *old = dadao_simulation_account_vector(a, end, DADAO_ACCOUNT_BEFORE, 0);
    const double *carried = dadao_simulation_account_vector(a, end, DADAO_ACCOUNT_CARRIED, 0);
    dadao_core_note(
        t->text, "Flow at node %u: its vectors were those of t = %.6g; over tau = %.6g - %.6g = %.6g they moved by %.6g in all.",
        node, a->node_t[end], a->event.t, a->node_t[end], tau, distance(old, carried, a->variables * a->dimension));
    if (t->level < 3 || !is_dadao(t))
        return;
    const double eta = parameter_of(t, "eta"), eta_tilde = parameter_of(t, "eta_tilde"), sum = eta + eta_tilde;
    const double x = old[0], xt = old[a->dimension];
    const double moved = x + eta / sum * -expm1(-sum * tau) * (xt - x);
    dadao_core_note(t->text, "  dx = η(x~-x)dt, dx~ = η~(x-x~)dt: x(t+τ) = x + η/(η+η~) (1-exp(-(η+η~)τ)) (x~-x)");
    dadao_core_note(t->text, "  first entry: %.8g + %.6g/%.6g (1-exp(-%.6g·%.6g)) (%.8g - %.8g) = %.8g", x, eta, sum, sum, tau,
                    xt, x, moved);
}

static void tell_vectors(const telling *t, const dadao_account *a, size_t end)
{
    char before[128], after[128];
    for (size_t v = 0; v < a->variables; v++) {
        const double *x = dadao_simulation_account_vector(a, end, DADAO_ACCOUNT_CARRIED, v),
                     *y = dadao_simulation_account_vector(a, end, DADAO_ACCOUNT_AFTER, v);
        if (distance(x, y, a->dimension) > 0 || t->level > 2)
            dadao_core_note(t->text, "  %-3s %s -> %s", dadao_method_variable_name(t->method, v),
                            entries(x, a->dimension, before), entries(y, a->dimension, after));
    }
}

static void tell_gradient(const telling *t, const dadao_account *a)
{
    const dadao_problem *problem = dadao_experiment_setting_problem(&t->call->experiment->now);
    const size_t d = a->dimension;
    const double *x = dadao_simulation_account_vector(a, 0, DADAO_ACCOUNT_CARRIED, 0),
                 *xa = dadao_simulation_account_vector(a, 0, DADAO_ACCOUNT_AFTER, 0);
    const double *yt = dadao_simulation_account_vector(a, 0, DADAO_ACCOUNT_CARRIED, 3);
    const double gamma = parameter_of(t, "gamma"), nu = parameter_of(t, "nu");
    double *g = dadao_core_allocate(d, sizeof *g);
    if (!g)
        return;
    dadao_core_note(t->text, "Jump: g = grad f_%u(x) - ν x - ỹ;  x -= γ g,  x~ -= γ~ g,  ỹ += (δ+δ~) g", a->event.i);
    dadao_problem_gradient(problem, a->event.i, x, g);
    if (dadao_problem_batch(problem) > 0)
        dadao_core_note(t->text,
                        "  The gradient was of %zu samples drawn at random, so it was g = (x - x')/γ = %.8g in the first entry.",
                        dadao_problem_batch(problem), (x[0] - xa[0]) / gamma);
    else
        dadao_core_note(t->text, "  first entry: g = %.8g - %.6g·%.8g - %.8g = %.8g;  x = %.8g - %.6g·%.8g = %.8g", g[0], nu,
                        x[0], yt[0], g[0] - nu * x[0] - yt[0], x[0], gamma, g[0] - nu * x[0] - yt[0], xa[0]);
    free(g);
}

static void tell_talk(const telling *t, const dadao_account *a)
{
    double y[2], z[2];
    for (size_t end = 0; end < 2; end++) {
        y[end] = dadao_simulation_account_vector(a, end, DADAO_ACCOUNT_CARRIED, 2)[0];
        z[end] = dadao_simulation_account_vector(a, end, DADAO_ACCOUNT_CARRIED, 4)[0];
    }
    const double beta = parameter_of(t, "beta"), m = y[0] + z[0] - (y[1] + z[1]);
    dadao_core_note(t->text, "On the wire: y + z of either node. Jump: m = (y_i + z_i) - (y_j + z_j);  z_i -= β m, z~_i -= β~ m, "
                             "and += at j: the sum of z stays.");
    dadao_core_note(t->text, "  first entry: m = (%.8g + %.8g) - (%.8g + %.8g) = %.8g;  z_i = %.8g - %.6g·%.8g = %.8g", y[0],
                    z[0], y[1], z[1], m, z[0], beta, m, dadao_simulation_account_vector(a, 0, DADAO_ACCOUNT_AFTER, 4)[0]);
}

/* Peers in the words of their row; the arithmetic is that of the vectors below. */
static void tell_peer(const telling *t)
{
    const dadao_method_declaration *row = dadao_method_declares(t->method);
    dadao_core_note(t->text, "Jump of %s. What it costs: %s. A unit of time: %s.", dadao_method_shown_name(t->method), row->cost, row->unit_of_time);
    for (size_t k = 0; t->level > 2 && k < dadao_method_parameter_count(t->method); k++) {
        const dadao_method_parameter *parameter = dadao_method_parameter_at(t->method, k);
        dadao_core_note(t->text, "  %s = %.8g: %s", parameter->symbol, t->parameter[k], parameter->meaning);
    }
    if (row->caveat)
        dadao_core_note(t->text, "Before comparing: %s.", row->caveat);
    dadao_core_note(t->text, "Source%s: %s.", row->in_the_style_of ? " (in the style of)" : "", row->source);
}

static void tell_step(const telling *t, const dadao_account *a)
{
    const size_t ends = a->event.kind == DADAO_EVENT_COMMUNICATION ? 2 : 1;
    tell_clocks(t, a);
    for (size_t end = 0; end < ends; end++)
        tell_flow(t, a, end);
    if (is_dadao(t) && ends == 1)
        tell_gradient(t, a);
    else if (is_dadao(t))
        tell_talk(t, a);
    else
        tell_peer(t);
    for (size_t end = 0; end < ends; end++) {
        const uint32_t node = end ? a->event.j : a->event.i;
        dadao_core_note(t->text, "Node %u: squared distance to x* %.8g -> %.8g", node, a->node_error[end][0],
                        a->node_error[end][1]);
        tell_vectors(t, a, end);
    }
    const double n = (double)dadao_topology_nodes(t->topology);
    double change = a->node_error[0][1] - a->node_error[0][0] + (ends == 2 ? a->node_error[1][1] - a->node_error[1][0] : 0);
    dadao_core_note(t->text, "Mean error: %.8g + (%.6g)/%.0f = %.8g", a->error[0], change, n, a->error[1]);
}

/* The state before the present event, as a copy; the run is where it was afterwards. */
static dadao_status state_before(dadao_call *call, dadao_simulation **before)
{
    dadao_experiment *experiment = call->experiment;
    const dadao_stop goal = experiment->goal;
    const bool goal_set = experiment->goal_set;
    const dadao_run_state state = experiment->state;
    const dadao_place here = dadao_experiment_place(experiment);
    dadao_place to = {here.event - 1, INFINITY, SIZE_MAX};
    *before = NULL;
    dadao_status status = dadao_experiment_travel(experiment, &to, call->error);
    if (status == DADAO_OK)
        status = dadao_simulation_clone(dadao_experiment_lead(experiment), before, call->error);
    dadao_status back = dadao_experiment_travel(experiment, &here, status == DADAO_OK ? call->error : NULL);
    if (state != DADAO_RUNNING) /* who looks while it runs wants it to stand still; a bare `run` goes on */
        experiment->state = state;
    experiment->goal = goal;
    experiment->goal_set = goal_set;
    return status == DADAO_OK ? back : status;
}

static dadao_status explain_event(const telling *t)
{
    dadao_experiment *experiment = t->call->experiment;
    if (dadao_experiment_place(experiment).event == 0)
        return dadao_experiment_fail_at(t->call->words, 0, t->call->error, DADAO_UNSUPPORTED,
                                        "nothing has happened yet: `step` carries out one event");
    if (experiment->rewind.off)
        return dadao_experiment_fail_at(t->call->words, 0, t->call->error, DADAO_UNSUPPORTED,
                                        "the state before the event is not kept: rewinding is off (`keyframes`)");
    dadao_simulation *before;
    dadao_account account;
    dadao_status status = state_before(t->call, &before);
    if (status == DADAO_OK)
        status = dadao_simulation_account(before, &account, t->call->error);
    if (status == DADAO_OK) {
        tell_sentence(t, &account);
        if (t->level > 1 && !account.rounds)
            tell_step(t, &account);
        else if (t->level > 1)
            dadao_core_note(t->text, "In a round %s. A unit of time: %s.", dadao_method_declares(t->method)->cost,
                            dadao_method_declares(t->method)->unit_of_time);
        dadao_simulation_account_clear(&account);
    }
    dadao_simulation_destroy(before);
    return status;
}

/* ---- Nodes, edges, rates, warnings, symbols ---- */

static dadao_status explain_node(const telling *t)
{
    size_t node;
    char name[64];
    const dadao_setting *now = &t->call->experiment->now;
    const dadao_simulation *lead = dadao_experiment_lead(t->call->experiment);
    if (!dadao_experiment_argument(t->call, 1))
        return dadao_experiment_fail_argument(t->call, 1, DADAO_SYNTAX, "which node?");
    dadao_status status = dadao_experiment_node(t->call, now, 1, &node);
    if (status != DADAO_OK)
        return status;
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(lead, &counters);
    const double *rate = dadao_experiment_setting_node_rates(now);
    const double own = rate ? rate[node] : 1, now_t = dadao_simulation_time(lead);
    dadao_core_note(t->text,
                    "Node %s: %llu gradients, %llu communications; squared distance to x* %.6g as of its last event (%llu).",
                    name_of(t, node, name), (unsigned long long)counters.node_gradients[node],
                    (unsigned long long)counters.node_communications[node], counters.node_error[node],
                    (unsigned long long)counters.node_last_event[node]);
    if (t->level < 2)
        return DADAO_OK;
    dadao_core_note(t->text,
                    "Its clock takes a gradient at rate %.6g: at the present rate t = %.6g would make %.6g of them, with a "
                    "standard error of %.3g.",
                    own, now_t, own * now_t, sqrt(own * now_t));
    const dadao_edge *edge = dadao_topology_edge_list(t->topology);
    const double *edge_rate = dadao_experiment_setting_edge_rates(now);
    double talk = 0;
    size_t degree = 0;
    for (size_t k = 0; k < dadao_topology_edges(t->topology); k++)
        if (edge[k].u == node || edge[k].v == node) {
            talk += edge_rate[k];
            degree++;
        }
    dadao_core_note(t->text, "It has %zu neighbours and talks at rate %.6g in all, the sum of its edges' rates.", degree, talk);
    const size_t d = dadao_problem_dimension(dadao_experiment_setting_problem(now)),
                 variables = dadao_method_variable_count(t->method);
    double *state = t->level > 2 ? dadao_core_allocate(variables * d, sizeof *state) : NULL;
    if (state) {
        char text[128];
        dadao_simulation_state(lead, node, false, state, NULL);
        for (size_t v = 0; v < variables; v++)
            dadao_core_note(t->text, "  %-3s %s", dadao_method_variable_name(t->method, v), entries(state + v * d, d, text));
    }
    free(state);
    return DADAO_OK;
}

static dadao_status explain_edge(const telling *t)
{
    size_t u, v, used, edge;
    dadao_experiment *experiment = t->call->experiment;
    dadao_status status = dadao_experiment_pair(t->call, &experiment->now, 1, &u, &v, &used);
    if (status == DADAO_OK)
        status = dadao_experiment_point_at(t->call->words, t->call->first + 1,
                                           dadao_topology_find_edge(t->topology, u, v, &edge, t->call->error), t->call->error);
    if (status != DADAO_OK)
        return status;
    dadao_simulation_counters counters;
    const dadao_simulation *lead = dadao_experiment_lead(experiment);
    dadao_simulation_counters_get(lead, &counters);
    const double rate = dadao_experiment_setting_edge_rates(&experiment->now)[edge], total = experiment->now.total_rate;
    dadao_core_note(t->text, "Edge %zu-%zu: fires at rate %.6g, %.3g %% of all talk (%.6g); %llu times so far.", u, v, rate,
                    100 * rate / total, total, (unsigned long long)counters.edge_communications[edge]);
    if (t->level < 2)
        return DADAO_OK;
    dadao_core_note(t->text, "At the present rate t = %.6g would make %.6g talks, with a standard error of %.3g.",
                    dadao_simulation_time(lead), rate * dadao_simulation_time(lead), sqrt(rate * dadao_simulation_time(lead)));
    status = dadao_experiment_need_chi(experiment, &experiment->now, t->text, t->call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_need_spectrum(&experiment->now, t->call->error);
    const dadao_spectrum *spectrum = status == DADAO_OK && experiment->now.spectrum ? experiment->now.spectrum->object : NULL;
    if (spectrum && spectrum->resistance) {
        const double resistance = spectrum->resistance[edge] * spectrum->total_rate / total;
        dadao_core_note(t->text,
                        "Its effective resistance is R = (e_u-e_v)ᵀ Λ⁺ (e_u-e_v) = %.6g; chi2 is half the largest of all: rate "
                        "times R is %.6g (1: a bridge, nothing goes around it).",
                        resistance, rate * resistance);
    }
    return status;
}

static dadao_status explain_rates(const telling *t)
{
    dadao_experiment *experiment = t->call->experiment;
    dadao_status status = dadao_experiment_need_chi(experiment, &experiment->now, t->text, t->call->error);
    if (status != DADAO_OK)
        return status;
    const dadao_setting *now = &experiment->now;
    const double chi1 = dadao_experiment_chi1(now), chi2 = dadao_experiment_chi2(now),
                 enough = sqrt(2 * now->chi.chi1 * now->chi.chi2);
    dadao_core_note(t->text,
                    "The edges fire %.6g times a unit of time in all; enough is sqrt(2 chi1 chi2) of this shape = %.6g, so it is "
                    "%.4g times enough.",
                    now->total_rate, enough, now->total_rate / enough);
    if (t->level < 2)
        return DADAO_OK;
    dadao_core_note(t->text, "At unit total rate chi1 = %.6g and chi2 = %.6g: sqrt(2·%.6g·%.6g) = %.6g.", now->chi.chi1,
                    now->chi.chi2, now->chi.chi1, now->chi.chi2, enough);
    dadao_core_note(
        t->text,
        "At the present rates both are divided by %.6g: 2 chi1 chi2 = 2·%.6g·%.6g = %.6g, and the theorem wants at most 1.",
        now->total_rate, chi1, chi2, 2 * chi1 * chi2);
    if (t->level > 2)
        dadao_core_note(t->text,
                        "chi1 = 1/lambda_2 of the weighted Laplacian (how slowly the network mixes), chi2 half the largest "
                        "effective resistance of an edge (how hard the worst edge is to go around). [J] section 3");
    return DADAO_OK;
}

static dadao_status explain_warning(const telling *t)
{
    dadao_guarantee guarantee;
    const dadao_setting *now = &t->call->experiment->now;
    dadao_experiment_guarantee(now, &now->lane[0], &guarantee);
    if (guarantee.holds)
        dadao_core_note(t->text,
                        "There is nothing to warn of: the theorem's bound holds for this run, at rate %.6g per unit of time.",
                        guarantee.rate);
    else
        dadao_core_note(t->text, "The theorem says nothing about this run%s, because %s.",
                        guarantee.slope_only ? " but its rate" : "", guarantee.why);
    if (t->level > 1 && isfinite(guarantee.rate))
        dadao_core_note(t->text,
                        "Its rate is sqrt(mu/L)/(8 sqrt 2) = %.6g per unit of time where the network talks enough: mean |x_i - "
                        "x*|² <= C exp(-rate t) with C = 4(1+κ+κ²)|x0-x*|² = %.6g times the start's.",
                        guarantee.rate, guarantee.constant);
    return DADAO_OK;
}

/* A parameter by name or letter, or a quantity. */
static dadao_status explain_symbol(const telling *t, const char *word)
{
    for (size_t k = 0; k < dadao_method_parameter_count(t->method); k++) {
        const dadao_method_parameter *row = dadao_method_parameter_at(t->method, k);
        if (strcmp(row->name, word) != 0 && strcmp(row->symbol, word) != 0)
            continue;
        const bool own = t->call->experiment->now.lane[0].overridden >> k & 1u;
        dadao_core_note(t->text, "%s (%s): %s. Value %.10g, unit %s; %s.", row->symbol, row->name, row->meaning, t->parameter[k],
                        *row->unit ? row->unit : "1", own ? "set by hand" : "from the preset");
        dadao_core_note(t->text, "Source: %s.", dadao_method_declares(t->method)->source);
        return DADAO_OK;
    }
    const char *candidate[128];
    size_t count = 0;
    for (size_t k = 0; k < dadao_experiment_quantity_count() && count < 96; k++) {
        const dadao_quantity *row = dadao_experiment_quantity_at(k);
        candidate[count++] = row->name;
        if (strcmp(row->name, word) != 0)
            continue;
        double value = NAN;
        dadao_error ignored = {0};
        const bool known =
            dadao_experiment_quantity(t->call->experiment, row->name, strlen(row->name), NULL, 0, &value, &ignored) == DADAO_OK;
        dadao_core_note(t->text, known ? "%s: %s. Value %.10g%s%s." : "%s: %s.", row->name, row->meaning, value,
                        *row->unit ? ", unit " : "", row->unit);
        dadao_core_note(t->text, "Source: %s.", dadao_experiment_quantity_source(row->name));
        return DADAO_OK;
    }
    for (size_t k = 0; k < dadao_method_parameter_count(t->method) && count < 128; k++)
        candidate[count++] = dadao_method_parameter_at(t->method, k)->name;
    const char *near = dadao_core_nearest(word, candidate, count);
    return dadao_experiment_fail_argument(
        t->call, 0, DADAO_NOT_FOUND,
        "'%s' is nothing that can be explained: event, node I, edge I J, rates, warning, plot, a parameter or a quantity%s%s%s", word,
        near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* Takes level=N out of the end of the arguments. */
static dadao_status read_level(dadao_call *call, int *level, size_t *count)
{
    const char *text;
    uint64_t value;
    *count = dadao_experiment_argument_count(call);
    if (*count == 0 || !dadao_core_option(dadao_experiment_argument(call, *count - 1), "level", &text))
        return DADAO_OK;
    dadao_status status = dadao_experiment_count_text(call, *count - 1, text, &value);
    if (status == DADAO_OK && (value < 1 || value > 3))
        status = dadao_experiment_fail_argument(call, *count - 1, DADAO_INVALID,
                                                "level=1 is a sentence, 2 the step, 3 the whole arithmetic");
    *level = (int)value;
    --*count;
    return status;
}

dadao_status dadao_experiment_do_explain(dadao_call *call)
{
    int level = 2;
    size_t count = 0;
    dadao_status status = dadao_experiment_want(call, 0, 4);
    if (status == DADAO_OK)
        status = read_level(call, &level, &count);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    const dadao_setting *now = &call->experiment->now;
    const telling t = {.call = call,
                       .text = call->answer,
                       .level = level,
                       .method = now->lane[0].method,
                       .parameter = now->lane[0].parameters,
                       .topology = dadao_experiment_setting_topology(now)};
    const char *what = count ? dadao_experiment_argument(call, 0) : "event";
    if (strcmp(what, "node") == 0)
        return explain_node(&t);
    if (strcmp(what, "edge") == 0)
        return explain_edge(&t);
    if (strcmp(what, "plot") == 0 && count <= 2)
        return dadao_experiment_explain_plot(call, count > 1 ? dadao_experiment_argument(call, 1) : NULL, level);
    if (count > 1)
        return dadao_experiment_fail_argument(call, 1, DADAO_SYNTAX, "this is too much: the usage is `explain %s`",
                                              call->command->arguments);
    if (strcmp(what, "event") == 0)
        return explain_event(&t);
    if (strcmp(what, "rates") == 0)
        return explain_rates(&t);
    if (strcmp(what, "warning") == 0)
        return explain_warning(&t);
    return explain_symbol(&t, what);
}
