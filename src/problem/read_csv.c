/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data sets from CSV: which column is the target, which the node, and which are features. */
#include "core/csv.h"
#include "core/memory.h"
#include "problem/dataset.h"
#include <strings.h>

typedef struct roles {
    size_t target, node; /* SIZE_MAX: none */
    size_t *feature;     /* [features] columns */
    size_t features;
} roles;

/* Columns that number the samples and nodes of a recorded experiment. */
static bool is_number_of_something(const char *name)
{
    return strcasecmp(name, "node") == 0 || strcasecmp(name, "sample") == 0;
}

/* The column named by target=, else `y`, `target` or `label`, else the first that is no index. */
static dadao_status find_target(const dadao_csv *csv, const char *wanted, size_t *target, dadao_error *error)
{
    static const char *const usual[] = { "y", "target", "label" };
    if (wanted)
        return dadao_core_csv_require(csv, wanted, target, error);
    for (size_t k = 0; k < sizeof usual / sizeof usual[0]; k++)
        if ((*target = dadao_core_csv_column(csv, usual[k])) != SIZE_MAX)
            return DADAO_OK;
    for (*target = 0; *target < csv->columns; ++*target)
        if (!is_number_of_something(csv->name[*target]))
            return DADAO_OK;
    return dadao_core_fail(error, DADAO_FORMAT, "%s: no column can be the target", csv->path);
}

static dadao_status find_roles(const dadao_csv *csv, const dadao_specification *s, roles *found, dadao_error *error)
{
    dadao_status status = find_target(csv, s->target, &found->target, error);
    if (status == DADAO_OK && s->node)
        status = dadao_core_csv_require(csv, s->node, &found->node, error);
    else
        found->node = dadao_core_csv_column(csv, "node");
    if (status != DADAO_OK)
        return status;
    found->feature = dadao_core_allocate(csv->columns, sizeof *found->feature);
    if (!found->feature)
        return dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for %zu columns", csv->path, csv->columns);
    for (size_t c = 0; c < csv->columns; c++)
        if (c != found->target && c != found->node && !is_number_of_something(csv->name[c]))
            found->feature[found->features++] = c;
    return DADAO_OK;
}

static dadao_status read_row(const dadao_csv *csv, const roles *role, size_t row, bool classes, size_t nodes,
                             dadao_dataset *dataset, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    dataset->line[row] = csv->line[row];
    for (size_t k = 0; status == DADAO_OK && k < role->features; k++)
        status = dadao_core_csv_double(csv, row, role->feature[k], dataset->feature + row * role->features + k, error);
    if (status == DADAO_OK && dataset->node)
        status = dadao_core_csv_index(csv, row, role->node, nodes, dataset->node + row, error);
    if (status == DADAO_OK && classes)
        status = dadao_problem_dataset_label(dataset, row, dadao_core_csv_text(csv, row, role->target), error);
    else if (status == DADAO_OK)
        status = dadao_core_csv_double(csv, row, role->target, dataset->target + row, error);
    return status;
}

static dadao_status read_table(const dadao_csv *csv, const dadao_specification *s, bool classes, dadao_dataset *dataset,
                               dadao_error *error)
{
    roles role = { 0 };
    dadao_status status = find_roles(csv, s, &role, error);
    if (status == DADAO_OK)
        status = dadao_problem_dataset_begin(dataset, csv->rows, role.features, true, error);
    if (status == DADAO_OK && role.node != SIZE_MAX && s->partition == DADAO_PARTITION_DEFAULT) {
        dataset->node = dadao_core_allocate(csv->rows, sizeof *dataset->node);
        if (!dataset->node)
            status = dadao_core_fail(error, DADAO_MEMORY, "%s: no memory for the node column", csv->path);
    }
    for (size_t row = 0; status == DADAO_OK && row < csv->rows; row++)
        status = read_row(csv, &role, row, classes, s->nodes, dataset, error);
    free(role.feature);
    return status;
}

dadao_status dadao_problem_parse_csv(const char *bytes, size_t length, const dadao_specification *specification,
                                     bool classes, dadao_dataset *dataset, dadao_notes *notes, dadao_error *error)
{
    (void)notes;
    dadao_csv csv;
    dadao_status status = dadao_core_csv_parse(specification->data, bytes, length, &csv, error);
    if (status != DADAO_OK)
        return status;
    dataset->path = specification->data;
    status = read_table(&csv, specification, classes, dataset, error);
    dadao_core_csv_clear(&csv);
    return status;
}
