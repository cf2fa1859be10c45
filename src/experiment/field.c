/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error of every node over the whole run, for the space-time view: bounded, thinning itself, without any say in the run. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

bool dadao_experiment_field_reset(dadao_field *field, size_t nodes)
{
    size_t group = (nodes + DADAO_FIELD_ROWS - 1) / DADAO_FIELD_ROWS, rows = group ? (nodes + group - 1) / group : 0;
    if (!field->error || rows != field->rows) {
        free(field->error);
        field->error = dadao_core_allocate(DADAO_FIELD_COLUMNS * rows, sizeof *field->error);
    }
    if (!field->t)
        field->t = dadao_core_allocate(DADAO_FIELD_COLUMNS, sizeof *field->t);
    field->nodes = nodes;
    field->rows = rows;
    field->group = group;
    field->columns = 0;
    field->spacing = nodes / 4 > 0 ? nodes / 4 : 1; /* a quarter of the nodes did something since */
    field->next = 0;
    if (field->error && field->t)
        return true;
    field->nodes = SIZE_MAX; /* nothing is recorded */
    return false;
}

/* Every second column goes, the first stays. */
static void thin(dadao_field *field)
{
    size_t kept = 0;
    for (size_t k = 0; k < field->columns; k += 2, kept++) {
        memmove(field->error + kept * field->rows, field->error + k * field->rows, field->rows * sizeof *field->error);
        field->t[kept] = field->t[k];
    }
    field->columns = kept;
    field->spacing *= 2;
}

/* A row shows its worst node; what is not a number is the worst there is. */
static float worst_of(const double *error, size_t count)
{
    double worst = 0;
    for (size_t i = 0; i < count; i++)
        if (!(error[i] <= worst))
            worst = error[i];
    return isnan(worst) ? INFINITY : worst > 3e38 ? 3e38f : worst > 0 && worst < 1e-38 ? 1e-38f : (float)worst;
}

void dadao_experiment_field_add(dadao_field *field, const dadao_simulation *simulation, const double *error, size_t nodes)
{
    /* Nodes that came or went begin a new field: rows of before would speak of others. */
    if (nodes != field->nodes && !dadao_experiment_field_reset(field, nodes)) {
        field->next = UINT64_MAX;
        return;
    }
    if (field->columns == DADAO_FIELD_COLUMNS)
        thin(field);
    error = error ? error : dadao_simulation_node_error(simulation);
    float *column = field->error + field->columns * field->rows;
    for (size_t r = 0; r < field->rows; r++) {
        size_t first = r * field->group, left = nodes - first;
        column[r] = worst_of(error + first, left < field->group ? left : field->group);
    }
    field->t[field->columns++] = dadao_simulation_time(simulation);
    field->next = dadao_simulation_events(simulation) + field->spacing;
}
