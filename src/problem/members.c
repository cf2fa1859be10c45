/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A problem with one node less or one node more: the blocks of the others are carried over as they are. */
#include "core/memory.h"
#include "problem/build.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Which objectives the new problem holds: node i that of `before`, of the node from(i); SIZE_MAX is the only one of `joined`. */
typedef struct membership {
    const dadao_problem *before, *joined;
    size_t gone;     /* SIZE_MAX: nobody leaves */
    size_t newcomer; /* SIZE_MAX: nobody joins */
    size_t copied;   /* the newcomer's objective is a copy of this node's; SIZE_MAX: it is that of `joined` */
} membership;

static const dadao_problem *source_of(const membership *who, size_t node, size_t *old)
{
    *old = node + (node >= who->gone);
    if (node != who->newcomer)
        return who->before;
    *old = who->copied == SIZE_MAX ? 0 : who->copied;
    return who->copied == SIZE_MAX ? who->joined : who->before;
}

static size_t count_samples(void *context, size_t node)
{
    size_t old;
    const dadao_problem *from = source_of(context, node, &old);
    return from->samples[old];
}

static void copy_blocks(const membership *who, dadao_problem *made)
{
    const dadao_objective *to = &made->objective;
    for (size_t i = 0; i < to->nodes; i++) {
        size_t old;
        const dadao_problem *source = source_of(who, i, &old);
        const dadao_objective *from = &source->objective;
        double *block = made->data + (dadao_objective_block(to, i) - to->data);
        memcpy(block, dadao_objective_block(from, old), dadao_objective_block_length(from, old) * sizeof *block);
        if (from->kind == DADAO_OBJECTIVE_GRAM)
            made->constant[i] = source->constant[old];
    }
}

static dadao_status fill(const membership *who, size_t nodes, dadao_problem *made, dadao_error *error)
{
    const dadao_problem *before = who->before;
    membership context = *who;
    const dadao_sample_source source = {&context, count_samples, NULL};
    made->flag = before->flag;
    made->batch = before->batch;
    made->reference_smoothness = before->reference_smoothness;
    made->declared = before->declared;
    made->mu = before->mu;
    made->smoothness = before->smoothness;
    made->objective.ridge = before->objective.ridge;
    made->name = dadao_core_copy_text(before->name);
    if (!made->name)
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the problem");
    dadao_status status =
        dadao_problem_allocate(made, before->objective.kind, nodes, before->objective.dimension, &source, error);
    if (status != DADAO_OK)
        return status;
    copy_blocks(who, made);
    status = dadao_problem_find_constants(made, NULL, error);
    return status == DADAO_OK ? dadao_problem_find_optimum(made, error) : status;
}

static dadao_status make(const membership *who, size_t nodes, dadao_problem **result, dadao_error *error)
{
    dadao_problem *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the problem");
    const dadao_status status = fill(who, nodes, made, error);
    if (status == DADAO_OK)
        *result = made;
    else
        dadao_problem_destroy(made);
    return status;
}

static dadao_status no_such_node(size_t node, size_t nodes, dadao_error *error)
{
    return dadao_core_fail(error, DADAO_NOT_FOUND, "no node %zu: the nodes are 0 to %zu", node, nodes - 1);
}

dadao_status dadao_problem_without_node(const dadao_problem *problem, size_t node, dadao_problem **rest, dadao_error *error)
{
    const size_t nodes = problem->objective.nodes;
    *rest = NULL;
    if (node >= nodes)
        return no_such_node(node, nodes, error);
    if (nodes == 1)
        return dadao_core_fail(error, DADAO_INVALID, "node %zu is the only one left and holds the whole problem", node);
    const membership who = {.before = problem, .gone = node, .newcomer = SIZE_MAX, .copied = SIZE_MAX};
    return make(&who, nodes - 1, rest, error);
}

dadao_status dadao_problem_with_copy(const dadao_problem *problem, size_t node, dadao_problem **more, dadao_error *error)
{
    const size_t nodes = problem->objective.nodes;
    *more = NULL;
    if (node >= nodes)
        return no_such_node(node, nodes, error);
    const membership who = {.before = problem, .gone = SIZE_MAX, .newcomer = nodes, .copied = node};
    return make(&who, nodes + 1, more, error);
}

/* ---- Drawn like the others ------------------------------------------------------------------- */

/* What a file or a list says about each node says nothing about one more. */
static dadao_status check_drawn(const dadao_specification *s, dadao_error *error)
{
    if (s->data)
        return dadao_core_fail(error, DADAO_UNSUPPORTED,
                               "the data is that of %s, of which there is no more: a node can join with a copy of another's",
                               s->data);
    const char *list = s->curvature && strpbrk(s->curvature, "0123456789") ? s->curvature : s->center;
    if (list)
        return dadao_core_fail(error, DADAO_UNSUPPORTED,
                               "the problem lists one number a node (%s): a node can join with a copy of another's", list);
    return DADAO_OK;
}

dadao_status dadao_problem_can_draw(const char *const *words, size_t count, dadao_error *error)
{
    dadao_specification specification;
    const unsigned any = DADAO_KIND_LINEAR | DADAO_KIND_LOGISTIC | DADAO_KIND_QUADRATIC;
    dadao_status status = dadao_problem_specify(words, count, any, 1, 0, &specification, error);
    return status == DADAO_OK ? check_drawn(&specification, error) : status;
}

dadao_status dadao_problem_with_drawn(const dadao_problem *problem, const char *const *words, size_t count, uint64_t seed,
                                      uint64_t serial, dadao_problem **more, dadao_error *error)
{
    char stream[64];
    dadao_specification specification;
    const size_t nodes = problem->objective.nodes;
    *more = NULL;
    snprintf(stream, sizeof stream, "data of joined node %" PRIu64, serial);
    dadao_status status = dadao_problem_specify(words, count, problem->flag, 1, seed, &specification, error);
    if (status == DADAO_OK)
        status = check_drawn(&specification, error);
    if (status != DADAO_OK)
        return status;
    specification.stream = stream;
    specification.first = nodes;
    dadao_problem *joined = dadao_core_allocate(1, sizeof *joined);
    if (!joined)
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the problem");
    joined->flag = problem->flag;
    status = dadao_problem_row_of(problem->flag)->build(&specification, joined, NULL, error);
    const membership who = {problem, joined, .gone = SIZE_MAX, .newcomer = nodes, .copied = SIZE_MAX};
    if (status == DADAO_OK)
        status = make(&who, nodes + 1, more, error);
    dadao_problem_destroy(joined);
    return status;
}
