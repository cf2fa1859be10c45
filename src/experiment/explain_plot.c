/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `explain plot`: what each picture shows now, with its numbers filled in, and where quantities come from. */
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What telling about a picture needs. */
typedef struct picture {
    dadao_experiment *experiment;
    const dadao_scene *scene;
    const dadao_simulation *lead;
    dadao_notes *text;
    int level;
} picture;

static double error_of(const picture *p, size_t node)
{
    return dadao_simulation_node_error(p->lead)[node];
}

/* The nodes with the smallest and the largest error. */
static void extremes(const picture *p, size_t *best, size_t *worst)
{
    *best = *worst = 0;
    for (size_t i = 1; i < p->scene->nodes; i++) {
        *best = error_of(p, i) < error_of(p, *best) ? i : *best;
        *worst = error_of(p, i) > error_of(p, *worst) ? i : *worst;
    }
}

static void tell_network(const picture *p)
{
    size_t best, worst;
    extremes(p, &best, &worst);
    dadao_core_note(
        p->text,
        "Network: %zu nodes coloured by |x_i - x*|², %zu edges that flash as they fire; node %zu is the nearest (%.6g), "
        "node %zu the farthest (%.6g).",
        p->scene->nodes, p->scene->edges, best, error_of(p, best), worst, error_of(p, worst));
    if (p->level > 1 && p->scene->worst_edge != SIZE_MAX && p->scene->resistance)
        dadao_core_note(p->text,
                        "The marked edge %u-%u sets chi2: its effective resistance is %.6g, and chi2 = %.6g is half of it.",
                        p->scene->edge[p->scene->worst_edge].u, p->scene->edge[p->scene->worst_edge].v,
                        p->scene->resistance[p->scene->worst_edge], p->scene->chi2);
    if (p->level > 2)
        dadao_core_note(p->text,
                        "The mean over the nodes is (1/n) Σ |x_i - x*|² = %.8g, each x_i as of its node's own last event.",
                        dadao_simulation_error_now(p->lead));
}

static void tell_convergence(const picture *p)
{
    const dadao_history history = dadao_experiment_history_present(&p->experiment->lane[0]);
    const dadao_guarantee *g = &p->scene->guarantee;
    const double now = dadao_simulation_error_now(p->lead), start = dadao_simulation_initial_error(p->lead),
                 rate = dadao_experiment_history_rate(&history, NULL);
    dadao_core_note(p->text,
                    "Convergence: the mean squared distance to x* on a logarithmic axis, from %.6g at t = 0 to %.6g at t = %.6g.",
                    start, now, dadao_simulation_time(p->lead));
    if (p->level > 1 && isfinite(rate))
        dadao_core_note(
            p->text,
            "A straight line there is exp(-rate t): least squares over the last half of %zu samples give the rate %.6g, so "
            "a digit takes ln 10/%.4g = %.4g units of time.",
            history.count, rate, rate, log(10) / rate);
    if (p->level > 1 && isfinite(g->rate) && (g->holds || g->slope_only))
        dadao_core_note(p->text,
                        "The theorem promises at least %.6g%s; measured over promised is %.4g. JMLR 26 (2025), theorem 4",
                        g->rate, g->holds ? "" : " (of the rate only: its level speaks about another start)", rate / g->rate);
    else if (p->level > 1)
        dadao_core_note(p->text, "No line of a guarantee is drawn: %s.", g->why);
    if (p->level > 2 && now > 0 && start > 0)
        dadao_core_note(p->text, "All in all ln(%.6g/%.6g)/%.6g = %.6g per unit of time, or %.4g gradients a node for a digit.",
                        start, now, dadao_simulation_time(p->lead), log(start / now) / dadao_simulation_time(p->lead),
                        (double)dadao_simulation_gradients(p->lead) / (double)p->scene->nodes / log10(start / now));
}

static void tell_nodes(const picture *p)
{
    dadao_simulation_counters c;
    dadao_simulation_counters_get(p->lead, &c);
    size_t least = 0, most = 0;
    for (size_t i = 1; i < p->scene->nodes; i++) {
        least = c.node_gradients[i] < c.node_gradients[least] ? i : least;
        most = c.node_gradients[i] > c.node_gradients[most] ? i : most;
    }
    dadao_core_note(
        p->text, "Nodes: error, gradients and communications of each; node %zu has computed most (%llu), node %zu least (%llu).",
        most, (unsigned long long)c.node_gradients[most], least, (unsigned long long)c.node_gradients[least]);
    const double wanted = p->scene->node_rate[most] * dadao_simulation_time(p->lead);
    if (p->level > 1)
        dadao_core_note(
            p->text,
            "Nobody keeps count: each clock is a Poisson process of its own. At rate %.4g node %zu is expected to have %.6g, "
            "give or take its square root %.3g.",
            p->scene->node_rate[most], most, wanted, sqrt(wanted));
    if (p->level > 2)
        dadao_core_note(
            p->text,
            "It has %llu: (%llu - %.6g)/%.3g = %+.2f standard errors; over %zu nodes the farthest of them may well be two "
            "or three away.",
            (unsigned long long)c.node_gradients[most], (unsigned long long)c.node_gradients[most], wanted, sqrt(wanted),
            wanted > 0 ? ((double)c.node_gradients[most] - wanted) / sqrt(wanted) : 0, p->scene->nodes);
}

static void tell_counters(const picture *p)
{
    const double g = (double)dadao_simulation_gradients(p->lead), c = (double)dadao_simulation_communications(p->lead),
                 eg = dadao_simulation_expected_gradients(p->lead), ec = dadao_simulation_expected_communications(p->lead);
    dadao_core_note(p->text, "Counters: %.0f gradients and %.0f communications so far, %.4g communications a gradient.", g, c,
                    g > 0 ? c / g : 0);
    if (p->level > 1)
        dadao_core_note(
            p->text,
            "Expected are the integrals of the total rates over time: %.6g and %.6g. The counts are Poisson, so they stray "
            "by about %.3g and %.3g.",
            eg, ec, sqrt(eg), sqrt(ec));
    if (p->level > 2 && eg > 0 && ec > 0)
        dadao_core_note(p->text, "Here by (%.0f - %.6g)/%.3g = %+.2f and (%.0f - %.6g)/%.3g = %+.2f standard errors.", g, eg,
                        sqrt(eg), (g - eg) / sqrt(eg), c, ec, sqrt(ec), (c - ec) / sqrt(ec));
}

static void tell_spectrum(const picture *p)
{
    if (!p->scene->chi_known) {
        dadao_core_note(p->text, "Spectrum: chi1 and chi2 are not computed for a network of this size.");
        return;
    }
    dadao_core_note(p->text, "Spectrum: 2 chi1 chi2 = %.6g, and the parameters are good as long as that is at most 1.",
                    p->scene->condition);
    if (p->level > 1)
        dadao_core_note(
            p->text,
            "chi1 = 1/lambda_2 = 1/%.6g = %.6g: how slowly the network mixes. chi2 = %.6g: half the largest effective "
            "resistance of an edge, how hard the worst edge is to go around.",
            p->scene->lambda_2, p->scene->chi1, p->scene->chi2);
    if (p->level > 2)
        dadao_core_note(
            p->text,
            "2·%.6g·%.6g = %.6g. Enough communications a unit of time are sqrt(2 chi1 chi2) of the shape at unit total rate "
            "= %.6g; there are %.6g. JMLR 26 (2025), section 3",
            p->scene->chi1, p->scene->chi2, p->scene->condition, p->scene->sufficient_rate, p->scene->total_rate);
}

static void tell_spacetime(const picture *p)
{
    const dadao_field *field = &p->experiment->lane[0].history.field;
    size_t best, worst;
    extremes(p, &best, &worst);
    dadao_core_note(
        p->text,
        "Space-time: every node's error over time, a row a node and a column a moment; now from %.6g (node %zu) to %.6g "
        "(node %zu).",
        error_of(p, best), best, error_of(p, worst), worst);
    if (p->level > 1)
        dadao_core_note(
            p->text,
            "News travels by single edges: a band that darkens late lies behind a bottleneck. There are %zu columns, one "
            "every %llu events.",
            dadao_experiment_field_upto(field, dadao_simulation_time(p->lead)), (unsigned long long)field->spacing);
    if (p->level > 2 && p->scene->chi_known)
        dadao_core_note(
            p->text,
            "The slowest difference between nodes would die by gossip alone like exp(-lambda_2 t): chi1 = %.4g units of time "
            "for a factor e.",
            p->scene->chi1);
}

static void tell_events(const picture *p)
{
    const double g = p->scene->total_gradient_rate, c = p->scene->total_rate;
    dadao_core_note(p->text,
                    "Events: who computed and who talked, newest at the right; %.4g of 100 are gradients at the present rates.",
                    100 * g / (g + c));
    if (p->level > 1)
        dadao_core_note(
            p->text,
            "The next gradient anywhere comes after 1/%.6g = %.4g on average, the next communication after 1/%.6g = %.4g, "
            "whatever happened before: waiting times of a Poisson process are exponential.",
            g, 1 / g, c, 1 / c);
    if (p->level > 2)
        dadao_core_note(
            p->text,
            "Half of the waiting times are shorter than ln 2 of the mean (%.4g, %.4g), one in e³ = 20 longer than three of it.",
            log(2) / g, log(2) / c);
}

static void tell_iterates(const picture *p)
{
    dadao_sample sample;
    dadao_simulation_measure(p->lead, &sample);
    dadao_core_note(
        p->text, "Iterates: every node's x in a plane through x*, of %zu dimensions; they are %.6g apart (rms) and %.6g from x*.",
        p->scene->dimension, sqrt(sample.consensus), sqrt(sample.msd));
    if (p->level > 1)
        dadao_core_note(
            p->text,
            "Talking draws them together, gradients pull each to its own optimum; x* is where the sum of the pulls is 0. "
            "f at their mean is %.6g above its minimum.",
            sample.suboptimality);
    if (p->level > 2)
        dadao_core_note(p->text,
                        "msd = consensus + |mean - x*|²: %.6g = %.6g + %.6g. No direction is more than L/mu = %.4g times as "
                        "steep as another.",
                        sample.msd, sample.consensus, sample.msd - sample.consensus, p->scene->smoothness / p->scene->mu);
}

static void tell_lanes(const picture *p)
{
    dadao_core_note(p->text, "Lanes: %zu side by side on one network, one problem and one seed; they advance together on %s.",
                    p->scene->lane_count, dadao_experiment_axis_word(p->scene->axis));
    for (size_t k = 0; p->level > 1 && k < p->experiment->now.lanes; k++)
        dadao_core_note(p->text, "  %zu %s: error %.6g after %llu gradients and %llu communications; a unit of time: %s", k,
                        p->scene->lane[k].name, dadao_simulation_error_now(p->experiment->lane[k].simulation),
                        (unsigned long long)dadao_simulation_gradients(p->experiment->lane[k].simulation),
                        (unsigned long long)dadao_simulation_communications(p->experiment->lane[k].simulation),
                        dadao_method_declares(p->scene->lane[k].method)->unit_of_time);
    const dadao_experiment *beside = dadao_experiment_companion_shown(p->experiment);
    if (p->level > 1 && beside)
        dadao_core_note(p->text, "  beside, %s: error %.6g, the same noise with another setting", beside->now.lane[0].name,
                        dadao_simulation_error_now(dadao_experiment_lead(beside)));
    for (size_t k = 0; p->level > 2 && k < p->experiment->now.lanes; k++)
        dadao_core_note(p->text, "  %zu costs %.6g: %.4g a gradient, %.4g a communication", k,
                        p->scene->price[0] * (double)dadao_simulation_gradients(p->experiment->lane[k].simulation) +
                            p->scene->price[1] * (double)dadao_simulation_communications(p->experiment->lane[k].simulation),
                        p->scene->price[0], p->scene->price[1]);
}

static const struct {
    const char *name;
    void (*tell)(const picture *p);
} table[] = {{"network", tell_network},   {"convergence", tell_convergence}, {"nodes", tell_nodes},
             {"counters", tell_counters}, {"spectrum", tell_spectrum},       {"space-time", tell_spacetime},
             {"events", tell_events},     {"iterates", tell_iterates},       {"lanes", tell_lanes}};
enum { PICTURES = sizeof table / sizeof *table };

dadao_status dadao_experiment_explain_plot(dadao_call *call, const char *name, int level)
{
    const char *candidate[PICTURES];
    const dadao_scene *scene = dadao_experiment_scene(call->experiment, call->error);
    if (!scene)
        return call->error ? call->error->status : DADAO_INTERNAL;
    const picture p = {call->experiment, scene, dadao_experiment_lead(call->experiment), call->answer, level};
    for (size_t k = 0; k < PICTURES; k++) {
        candidate[k] = table[k].name;
        if (strcmp(table[k].name, name ? name : "convergence") != 0)
            continue;
        table[k].tell(&p);
        return DADAO_OK;
    }
    const char *near = dadao_core_nearest(name, candidate, PICTURES);
    return dadao_experiment_fail_argument(
        call, 1, DADAO_NOT_FOUND,
        "'%s' is no plot: network, convergence, nodes, counters, spectrum, space-time, events, iterates or "
        "lanes%s%s%s",
        name, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* ---- Where quantities come from ---- */

const char *dadao_experiment_quantity_source(const char *name)
{
    static const struct {
        const char *name, *source;
    } source[] = {
        {"chi1", "Nabli and Oyallon, JMLR 26 (2025), section 3: 1/lambda_2 of the Laplacian weighted by the rates"},
        {"chi2", "Nabli and Oyallon, JMLR 26 (2025), section 3: half the largest effective resistance of an edge"},
        {"condition", "Nabli and Oyallon, ICML 2023: the parameters ask for 2 chi1 chi2 <= 1"},
        {"sufficient", "from 2 chi1 chi2 = 1: both fall with one over the total rate"},
        {"talk", "from 2 chi1 chi2 = 1: the total rate over the sufficient one"},
        {"guarantee", "Nabli and Oyallon, JMLR 26 (2025), theorem 4"},
        {"guaranteed", "Nabli and Oyallon, JMLR 26 (2025), theorem 4 and its conditions"},
        {"mu", "of the problem: the smallest curvature of any f_i"},
        {"L", "of the problem: the largest curvature of any f_i"},
        {"kappa", "L/mu"},
        {"lambda2", "Fiedler 1973: algebraic connectivity, of the Laplacian weighted by the rates"},
        {"lambda_max", "of the Laplacian weighted by the rates"},
        {"resistance", "Klein and Randic 1993: (e_i-e_j)ᵀ Λ⁺ (e_i-e_j)"},
    };
    for (size_t k = 0; k < sizeof source / sizeof *source; k++)
        if (strcmp(source[k].name, name) == 0)
            return source[k].source;
    return "counted or measured in this run";
}
