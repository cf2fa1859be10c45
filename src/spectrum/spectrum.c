/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chi1, chi2 and what belongs to them: checks, connected components, and the numbers put together. */
#include <dadao/spectrum.h>

#include "core/memory.h"
#include "spectrum/elimination.h"
#include "spectrum/lanczos.h"
#include <cblas.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* The largest power of two that a scaled rate may have: sums over all nodes stay finite. */
#define LARGEST_EXPONENT 980

/* The network with its rates divided by `unit`, a power of two near the smallest: entries of L^+ are then no larger
 * than about n^2, so that their squares are finite however far the rates spread. */
typedef struct network {
    size_t nodes, edges;
    const dadao_edge *edge;
    double *weight; /* [edges] */
    double unit;
    uint32_t *component; /* [nodes] */
    uint32_t *local;     /* [nodes] index within the component */
    size_t components;
} network;

static void network_clear(network *net)
{
    free(net->weight);
    free(net->component);
    free(net->local);
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/* Components by union-find over the edges that fire, numbered by their first node. */
static bool find_components(network *net)
{
    uint32_t *parent = dadao_core_allocate(net->nodes, sizeof *parent);
    size_t *size = dadao_core_allocate(net->nodes, sizeof *size);
    const bool ready = parent && size;
    for (size_t i = 0; ready && i < net->nodes; i++)
        parent[i] = (uint32_t)i;
    for (size_t e = 0; ready && e < net->edges; e++) {
        const uint32_t a = root_of(parent, net->edge[e].u), b = root_of(parent, net->edge[e].v);
        if (net->weight[e] > 0.0)
            parent[a < b ? b : a] = a < b ? a : b;
    }
    for (size_t i = 0; ready && i < net->nodes; i++) {
        const uint32_t root = root_of(parent, (uint32_t)i);
        net->component[i] = root == i ? (uint32_t)net->components++ : net->component[root];
        net->local[i] = (uint32_t)size[net->component[i]]++;
    }
    free(parent);
    free(size);
    return ready;
}

static dadao_status check(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates, dadao_error *error)
{
    if (nodes == 0)
        return dadao_core_fail(error, DADAO_INVALID, "a network without nodes has no spectrum");
    if (nodes > DADAO_SPECTRUM_DENSE_LIMIT)
        return dadao_core_fail(error, DADAO_TOO_LARGE,
                               "chi1 and chi2 are computed up to %d nodes; this network has %zu",
                               DADAO_SPECTRUM_DENSE_LIMIT, nodes);
    for (size_t e = 0; e < edges; e++) {
        if (edge[e].u >= nodes || edge[e].v >= nodes || edge[e].u == edge[e].v)
            return dadao_core_fail(error, DADAO_INVALID,
                                   "edge %zu joins nodes %u and %u; expected two different ones below %zu", e,
                                   edge[e].u, edge[e].v, nodes);
        if (rates && !(rates[e] >= 0.0 && isfinite(rates[e])))
            return dadao_core_fail(error, DADAO_INVALID, "edge %u-%u has rate %g; expected a finite number, 0 or more",
                                   edge[e].u, edge[e].v, rates[e]);
    }
    return DADAO_OK;
}

/* The exponent of the smallest positive rate, raised where the largest one would leave the range. */
static int unit_exponent(size_t edges, const double *rates)
{
    double least = INFINITY, most = 0.0;
    for (size_t e = 0; rates && e < edges; e++) {
        most = fmax(most, rates[e]);
        least = rates[e] > 0.0 ? fmin(least, rates[e]) : least;
    }
    if (most == 0.0)
        return 0;
    const int low = ilogb(least), high = ilogb(most);
    return high - low > LARGEST_EXPONENT ? high - LARGEST_EXPONENT : low;
}

static bool network_begin(network *net, size_t nodes, size_t edges, const dadao_edge *edge, const double *rates)
{
    *net = (network){ .nodes = nodes, .edges = edges, .edge = edge, .unit = 1.0 };
    net->weight = dadao_core_allocate(edges, sizeof *net->weight);
    net->component = dadao_core_allocate(nodes, sizeof *net->component);
    net->local = dadao_core_allocate(nodes, sizeof *net->local);
    if (!net->weight || !net->component || !net->local)
        return false;
    const int exponent = unit_exponent(edges, rates);
    net->unit = ldexp(1.0, exponent);
    for (size_t e = 0; e < edges; e++)
        net->weight[e] = ldexp(rates ? rates[e] : 1.0, -exponent);
    return find_components(net);
}

/* One component as a graph of its own. */
typedef struct part {
    size_t nodes, edges;
    dadao_edge *edge;
    double *weight;
    size_t *origin; /* index of the edge in the network */
} part;

static void part_clear(part *piece)
{
    free(piece->edge);
    free(piece->weight);
    free(piece->origin);
}

static bool part_begin(part *piece, const network *net, size_t component)
{
    *piece = (part){ 0 };
    piece->edge = dadao_core_allocate(net->edges, sizeof *piece->edge);
    piece->weight = dadao_core_allocate(net->edges, sizeof *piece->weight);
    piece->origin = dadao_core_allocate(net->edges, sizeof *piece->origin);
    if (!piece->edge || !piece->weight || !piece->origin)
        return false;
    for (size_t i = 0; i < net->nodes; i++)
        piece->nodes += net->component[i] == component;
    for (size_t e = 0; e < net->edges; e++) {
        const uint32_t u = net->edge[e].u, v = net->edge[e].v;
        if (net->component[u] != component || net->component[v] != component)
            continue;
        piece->edge[piece->edges] = (dadao_edge){ net->local[u], net->local[v] };
        piece->weight[piece->edges] = net->weight[e];
        piece->origin[piece->edges++] = e;
    }
    return true;
}

/* Resistances of one component and, where it is the whole network, lambda_2 with its vector. */
static dadao_status solve_component(const network *net, size_t component, dadao_spectrum *out, dadao_error *error)
{
    part piece;
    dadao_elimination elimination = { 0 };
    dadao_status status = DADAO_OK;
    if (!part_begin(&piece, net, component))
        status = dadao_core_fail(error, DADAO_MEMORY, "no memory for the spectrum of %zu nodes", net->nodes);
    if (status == DADAO_OK && piece.nodes > 1)
        status = dadao_spectrum_eliminate(piece.nodes, piece.edges, piece.edge, piece.weight, &elimination, error);
    for (size_t e = 0; status == DADAO_OK && e < piece.edges; e++)
        out->resistance[piece.origin[e]] =
            dadao_spectrum_resistance(&elimination, piece.edge[e].u, piece.edge[e].v) / net->unit;
    if (status == DADAO_OK && net->components == 1 && piece.nodes > 1)
        status = dadao_spectrum_lambda_2(&elimination, &out->lambda_2, out->fiedler, error);
    out->lambda_2 *= component == 0 ? net->unit : 1.0;
    dadao_spectrum_eliminate_clear(&elimination);
    part_clear(&piece);
    return status;
}

/* A disconnected network: the unit vector that is constant on the first component and on the rest, of zero mean. */
static void indicate_first_component(const network *net, double *vector)
{
    size_t inside = 0;
    for (size_t i = 0; i < net->nodes; i++)
        inside += net->component[i] == 0;
    const double in = (double)inside, out = (double)(net->nodes - inside), n = (double)net->nodes;
    for (size_t i = 0; i < net->nodes; i++)
        vector[i] = net->component[i] == 0 ? sqrt(out / (in * n)) : -sqrt(in / (out * n));
}

/* Eigenvectors have no sign of their own: the first entry that is not rounding is made positive. */
static void fix_sign(double *vector, size_t nodes)
{
    double largest = 0.0;
    for (size_t i = 0; i < nodes; i++)
        largest = fmax(largest, fabs(vector[i]));
    size_t first = 0;
    while (first + 1 < nodes && fabs(vector[first]) <= 1e-9 * largest)
        first++;
    for (size_t i = 0; vector[first] < 0.0 && i < nodes; i++)
        if (i != first)
            vector[i] = -vector[i];
    vector[first] = fabs(vector[first]);
}

/* Foster's sum and the worst edge over the edges that fire; the numbers derived from chi1 and chi2. */
static void put_together(const network *net, const double *rates, dadao_spectrum *out)
{
    double worst = 0.0;
    long double foster = 0.0L; /* half a million terms on a complete graph */
    for (size_t e = 0; e < net->edges; e++) {
        const double rate = rates ? rates[e] : 1.0;
        out->total_rate += rate;
        if (!(rate > 0.0))
            continue;
        foster += (long double)rate * (long double)out->resistance[e];
        if (out->resistance[e] > worst) {
            worst = out->resistance[e];
            out->worst_edge = e;
        }
    }
    out->foster = (double)foster;
    if (net->components > 1) {
        out->worst_edge = SIZE_MAX;
        out->chi1 = out->chi2 = out->chi1_unit = out->chi2_unit = out->sufficient_rate = out->condition = INFINITY;
    } else if (net->nodes > 1) {
        out->chi1 = 1.0 / out->lambda_2;
        out->chi2 = 0.5 * worst;
        out->chi1_unit = out->chi1 * out->total_rate;
        out->chi2_unit = out->chi2 * out->total_rate;
        out->sufficient_rate = sqrt(2.0 * out->chi1_unit * out->chi2_unit);
        out->condition = 2.0 * out->chi1 * out->chi2;
    }
}

static dadao_status compute(const network *net, const double *rates, dadao_spectrum *out, dadao_error *error)
{
    for (size_t e = 0; e < net->edges; e++)
        out->resistance[e] = INFINITY;
    dadao_status status = DADAO_OK;
    for (size_t c = 0; status == DADAO_OK && c < net->components; c++)
        status = solve_component(net, c, out, error);
    if (status == DADAO_OK && net->components < net->nodes)
        status = dadao_spectrum_lambda_max(net->nodes, net->edges, net->edge, net->weight, &out->lambda_max, error);
    if (status != DADAO_OK)
        return status;
    out->lambda_max *= net->unit;
    if (net->components > 1)
        indicate_first_component(net, out->fiedler);
    fix_sign(out->fiedler, net->nodes);
    put_together(net, rates, out);
    return DADAO_OK;
}

dadao_status dadao_spectrum_compute(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates,
                                    dadao_spectrum *spectrum, dadao_error *error)
{
    *spectrum = (dadao_spectrum){ .nodes = nodes, .edges = edges, .worst_edge = SIZE_MAX };
    dadao_status status = check(nodes, edges, edge, rates, error);
    if (status != DADAO_OK)
        return status;
    /* Idle BLAS threads spin for a while, at the cost of a paused program's sleep, and gain nothing at these sizes. */
    openblas_set_num_threads(1);
    network net;
    spectrum->resistance = dadao_core_allocate(edges, sizeof *spectrum->resistance);
    spectrum->fiedler = dadao_core_allocate(nodes, sizeof *spectrum->fiedler);
    if (network_begin(&net, nodes, edges, edge, rates) && spectrum->resistance && spectrum->fiedler)
        status = compute(&net, rates, spectrum, error);
    else
        status = dadao_core_fail(error, DADAO_MEMORY, "no memory for the spectrum of a network of %zu nodes", nodes);
    network_clear(&net);
    if (status != DADAO_OK)
        dadao_spectrum_clear(spectrum);
    return status;
}

void dadao_spectrum_clear(dadao_spectrum *spectrum)
{
    free(spectrum->resistance);
    free(spectrum->fiedler);
    spectrum->resistance = spectrum->fiedler = NULL;
}
