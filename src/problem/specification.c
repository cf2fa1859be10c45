/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of the `problem` command: one table says their names, kinds and readers. */
#include "problem/build.h"

#include "core/text.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ALL_KINDS (DADAO_KIND_LINEAR | DADAO_KIND_LOGISTIC | DADAO_KIND_QUADRATIC)
#define SAMPLED (DADAO_KIND_LINEAR | DADAO_KIND_LOGISTIC)

/* Beyond these the numbers are typing errors; memory would not hold them anyway. */
#define MOST_DIMENSIONS 1000000u
#define MOST_SAMPLES 100000000u

dadao_status dadao_problem_blame(dadao_error *error, dadao_status status, size_t word)
{
    if (error && status != DADAO_OK)
        error->column = word;
    return status;
}

/* ---- Readers of one value -------------------------------------------------------------------- */

typedef struct reading {
    const char *name, *value;
    size_t word;
    dadao_error *error;
} reading;

static dadao_status refuse(const reading *r, const char *expected)
{
    return dadao_problem_blame(
        r->error, dadao_core_fail(r->error, DADAO_INVALID, "%s=%s: expected %s", r->name, r->value, expected), r->word);
}

static dadao_status read_count(const reading *r, uint64_t least, uint64_t most, size_t *out)
{
    uint64_t value;
    char expected[96];
    if (dadao_core_parse_u64(r->value, strlen(r->value), &value) && value >= least && value <= most) {
        *out = (size_t)value;
        return DADAO_OK;
    }
    snprintf(expected, sizeof expected, "a whole number from %llu to %llu", (unsigned long long)least,
             (unsigned long long)most);
    return refuse(r, expected);
}

static dadao_status read_real(const reading *r, double least, bool open, const char *expected, double *out)
{
    double value;
    if (!dadao_core_parse_double(r->value, strlen(r->value), &value) || value < least || (open && value <= least))
        return refuse(r, expected);
    *out = value;
    return DADAO_OK;
}

static dadao_status read_switch(const reading *r, bool *out)
{
    static const char *const names[] = { "no", "yes", "off", "on", "false", "true", "0", "1" };
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        if (strcasecmp(r->value, names[k]) == 0) {
            *out = k % 2 == 1;
            return DADAO_OK;
        }
    return refuse(r, "yes or no");
}

static dadao_status read_text(const reading *r, const char **out)
{
    if (r->value[0] == '\0')
        return refuse(r, "something after the equals sign");
    *out = r->value;
    return DADAO_OK;
}

/* ---- The table ------------------------------------------------------------------------------- */

typedef dadao_status reader(dadao_specification *s, const reading *r);

static dadao_status set_dim(dadao_specification *s, const reading *r)
{
    return read_count(r, 1, MOST_DIMENSIONS, &s->dimension);
}

static dadao_status set_samples(dadao_specification *s, const reading *r)
{
    return read_count(r, 1, MOST_SAMPLES, &s->samples);
}

static dadao_status set_noise(dadao_specification *s, const reading *r)
{
    return read_real(r, 0.0, false, "a number, 0 or more", &s->noise);
}

static dadao_status set_seed(dadao_specification *s, const reading *r)
{
    return dadao_core_parse_u64(r->value, strlen(r->value), &s->seed) ? DADAO_OK
                                                                      : refuse(r, "a whole number, 0 or more");
}

static dadao_status set_data(dadao_specification *s, const reading *r)
{
    s->word_of_data = r->word;
    return read_text(r, &s->data);
}

static dadao_status set_target(dadao_specification *s, const reading *r)
{
    return read_text(r, &s->target);
}

static dadao_status set_node(dadao_specification *s, const reading *r)
{
    return read_text(r, &s->node);
}

static dadao_status set_positive(dadao_specification *s, const reading *r)
{
    return read_text(r, &s->positive);
}

static dadao_status set_partition(dadao_specification *s, const reading *r)
{
    static const char *const names[] = { "", "even", "sorted", "dirichlet" };
    for (size_t k = 1; k < 4; k++)
        if (strcasecmp(r->value, names[k]) == 0) {
            s->partition = (dadao_partition)k;
            return DADAO_OK;
        }
    if (strcasecmp(r->value, "node") == 0)
        return DADAO_OK; /* the default: by the node column */
    return refuse(r, "even, sorted, dirichlet or node");
}

static dadao_status set_alpha(dadao_specification *s, const reading *r)
{
    return read_real(r, 0.0, true, "a positive number (small: each class on few nodes; large: evenly mixed)",
                     &s->alpha);
}

static dadao_status set_standardize(dadao_specification *s, const reading *r)
{
    return read_switch(r, &s->standardize);
}

static dadao_status set_intercept(dadao_specification *s, const reading *r)
{
    return read_switch(r, &s->intercept);
}

static dadao_status set_ridge(dadao_specification *s, const reading *r)
{
    s->word_of_ridge = r->word;
    return read_real(r, 0.0, false, "a number, 0 or more", &s->ridge);
}

static dadao_status set_mu(dadao_specification *s, const reading *r)
{
    return read_real(r, 0.0, true, "a positive number: without it the objective need not be strongly convex", &s->mu);
}

static dadao_status set_smoothness(dadao_specification *s, const reading *r)
{
    s->reference_smoothness = strcasecmp(r->value, "reference") == 0;
    return s->reference_smoothness || strcasecmp(r->value, "true") == 0 ? DADAO_OK : refuse(r, "true or reference");
}

static dadao_status set_batch(dadao_specification *s, const reading *r)
{
    s->word_of_batch = r->word;
    return read_count(r, 1, MOST_SAMPLES, &s->batch);
}

static dadao_status set_kappa(dadao_specification *s, const reading *r)
{
    s->word_of_kappa = r->word;
    return read_real(r, 1.0, false, "a number, 1 or more (the condition number L/mu)", &s->kappa);
}

static dadao_status set_curvature(dadao_specification *s, const reading *r)
{
    s->word_of_curvature = r->word;
    return read_text(r, &s->curvature);
}

static dadao_status set_center(dadao_specification *s, const reading *r)
{
    s->word_of_center = r->word;
    return read_text(r, &s->center);
}

static const struct {
    const char *name;
    unsigned kinds;
    reader *read;
} options[] = {
    { "dim", ALL_KINDS, set_dim },
    { "samples", SAMPLED, set_samples },
    { "noise", SAMPLED, set_noise },
    { "seed", ALL_KINDS, set_seed },
    { "data", ALL_KINDS, set_data },
    { "target", SAMPLED, set_target },
    { "node", SAMPLED, set_node },
    { "positive", DADAO_KIND_LOGISTIC, set_positive },
    { "partition", SAMPLED, set_partition },
    { "alpha", SAMPLED, set_alpha },
    { "standardize", SAMPLED, set_standardize },
    { "intercept", SAMPLED, set_intercept },
    { "ridge", SAMPLED, set_ridge },
    { "mu", DADAO_KIND_LOGISTIC, set_mu },
    { "smoothness", SAMPLED, set_smoothness },
    { "batch", ALL_KINDS, set_batch },
    { "kappa", DADAO_KIND_QUADRATIC, set_kappa },
    { "curvature", DADAO_KIND_QUADRATIC, set_curvature },
    { "center", DADAO_KIND_QUADRATIC, set_center },
};
#define OPTIONS (sizeof options / sizeof options[0])

static dadao_status unknown_option(const char *kind_name, unsigned kind, const char *word, size_t length, size_t index,
                                   dadao_error *error)
{
    const char *known[OPTIONS];
    char list[512] = "", name[64];
    size_t count = 0;
    for (size_t k = 0; k < OPTIONS; k++)
        if (options[k].kinds & kind) {
            const size_t at = strlen(list);
            snprintf(list + at, sizeof list - at, "%s%s=", count ? ", " : "", options[k].name);
            known[count++] = options[k].name;
        }
    snprintf(name, sizeof name, "%.*s", (int)(length < 63 ? length : 63), word);
    const char *nearest = dadao_core_nearest(name, known, count);
    const dadao_status status =
        nearest
            ? dadao_core_fail(error, DADAO_SYNTAX, "problem %s has no option '%s'; did you mean '%s='?", kind_name,
                              name, nearest)
            : dadao_core_fail(error, DADAO_SYNTAX, "problem %s has no option '%s'; it has %s", kind_name, name, list);
    return dadao_problem_blame(error, status, index);
}

static dadao_status read_word(dadao_specification *s, unsigned kind, size_t index, dadao_error *error)
{
    const char *word = s->words[index], *equals = strchr(word, '=');
    const size_t length = equals ? (size_t)(equals - word) : strlen(word);
    for (size_t k = 0; k < OPTIONS; k++) {
        if (!(options[k].kinds & kind) || strlen(options[k].name) != length ||
            strncmp(options[k].name, word, length) != 0)
            continue;
        const reading r = { options[k].name, equals ? equals + 1 : "", index, error };
        if (!equals)
            return dadao_problem_blame(
                error, dadao_core_fail(error, DADAO_SYNTAX, "'%s' needs a value: %s=…", word, word), index);
        return options[k].read(s, &r);
    }
    return unknown_option(s->words[0], kind, word, length, index, error);
}

/* Options that exclude or need each other. */
static dadao_status check_together(const dadao_specification *s, dadao_error *error)
{
    if (s->data && (s->samples || !isnan(s->noise)) && !s->curvature)
        return dadao_problem_blame(
            error,
            dadao_core_fail(
                error, DADAO_INVALID,
                "samples= and noise= are for drawn data; with data= the file says how many samples there are"),
            s->word_of_data);
    if (!s->data && (s->target || s->node || s->positive || s->partition != DADAO_PARTITION_DEFAULT))
        return dadao_problem_blame(
            error,
            dadao_core_fail(error, DADAO_INVALID,
                            "target=, node=, positive= and partition= need data=FILE: drawn data is made node by node"),
            0);
    return DADAO_OK;
}

dadao_status dadao_problem_specify(const char *const *words, size_t count, unsigned kind, size_t nodes, uint64_t seed,
                                   dadao_specification *specification, dadao_error *error)
{
    *specification = (dadao_specification){ .words = words,
                                            .count = count,
                                            .nodes = nodes,
                                            .seed = seed,
                                            .noise = NAN,
                                            .kappa = NAN,
                                            .mu = NAN,
                                            .alpha = 1.0 };
    for (size_t k = 1; k < count; k++) {
        const dadao_status status = read_word(specification, kind, k, error);
        if (status != DADAO_OK)
            return status;
    }
    return check_together(specification, error);
}

void dadao_problem_seed_data(const dadao_specification *specification, dadao_random *random)
{
    if (specification->stream)
        dadao_core_random_seed_named(random, specification->seed, specification->stream);
    else
        dadao_core_random_seed(random, specification->seed, DADAO_STREAM_DATA);
}
