/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `save figure` and `save data`: a plot of the present experiment as a picture or as numbers. */
#include "experiment/plots.h"

#include "core/memory.h"

#include <dadao/picture.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PLOT_NAME(name, function, summary) name,
static const char *const plot_names[] = {DADAO_PLOTS(PLOT_NAME)};
#undef PLOT_NAME
#define PLOT_FUNCTION(name, function, summary) dadao_experiment_plot_##function,
static dadao_plot_builder *const builders[] = {DADAO_PLOTS(PLOT_FUNCTION)};
#undef PLOT_FUNCTION
enum { PLOTS = sizeof plot_names / sizeof *plot_names };

static const char *const metric_names[] = {"msd", "lazy", "consensus", "suboptimality"};
static const char *const axis_names[] = {"time", "gradients", "communications"};

const char *const *dadao_experiment_plot_words(void)
{
#define PLOT_WORD(name, function, summary) "plot=" name,
    static const char *const words[] = {DADAO_PLOTS(PLOT_WORD) "axis=time",
                                        "axis=gradients",
                                        "axis=communications",
                                        "metric=msd",
                                        "metric=lazy",
                                        "metric=consensus",
                                        "metric=suboptimality",
                                        NULL};
#undef PLOT_WORD
    return words;
}

/* ---- Making a plot ---- */

void *dadao_experiment_plot_room(dadao_plot *plot, size_t count, size_t size)
{
    void *room = plot->owned_count < DADAO_PLOT_OWNED ? dadao_core_allocate(count, size) : NULL;
    if (room)
        plot->owned[plot->owned_count++] = room;
    else
        plot->failed = true;
    return room;
}

dadao_series *dadao_experiment_plot_series(dadao_plot *plot, dadao_series_kind kind, const char *name, size_t count, double **x,
                                           double **y)
{
    if (plot->figure.series_count == DADAO_PLOT_SERIES)
        return NULL;
    *x = dadao_experiment_plot_room(plot, count, sizeof **x);
    *y = dadao_experiment_plot_room(plot, count, sizeof **y);
    if (!*x || !*y)
        return NULL;
    dadao_series *series = &plot->series[plot->figure.series_count];
    *series = (dadao_series){name, kind, count, *x, *y, NULL, NULL, (int)plot->figure.series_count++};
    plot->figure.series = plot->series;
    return series;
}

double *dadao_experiment_plot_column(dadao_plot *plot, const char *name, bool whole)
{
    double *number = dadao_experiment_plot_room(plot, plot->table.rows, sizeof *number);
    if (!number || plot->table.columns == DADAO_PLOT_SERIES)
        return NULL;
    plot->column[plot->table.columns++] = (dadao_table_column){name, number, NULL, whole};
    plot->table.column = plot->column;
    return number;
}

void dadao_experiment_plot_clear(dadao_plot *plot)
{
    while (plot->owned_count > 0)
        free(plot->owned[--plot->owned_count]);
}

/* Data, seed, settings: what makes the figure again. */
static void describe(dadao_plot *plot, const dadao_snapshot *snapshot)
{
    const dadao_scene *scene = snapshot->scene;
    snprintf(plot->caption, sizeof plot->caption,
             "%s; %s; seed %llu, start %s; communication rate %.6g (%.4g times sufficient), mu %.6g, L %.6g; %s preset %s; at t "
             "= %.6g, %llu events. dadao "
             "%s",
             scene->topology, scene->problem, (unsigned long long)scene->seed, scene->start, scene->total_rate,
             scene->rate_factor, scene->mu, scene->smoothness, dadao_method_name(scene->method), scene->preset,
             snapshot->lane[0].t, (unsigned long long)snapshot->lane[0].events, DADAO_VERSION);
    plot->figure.caption = plot->caption;
}

/* The long form: one row a point, for plots that have no better table. */
static void fill_long(dadao_plot *plot)
{
    size_t rows = 0;
    for (size_t k = 0; k < plot->figure.series_count; k++)
        rows += plot->series[k].count;
    plot->table.rows = rows;
    const char **name = dadao_experiment_plot_room(plot, rows, sizeof *name);
    if (!name)
        return;
    plot->column[plot->table.columns++] = (dadao_table_column){"series", NULL, name, false};
    double *x = dadao_experiment_plot_column(plot, "x", false), *y = dadao_experiment_plot_column(plot, "y", false);
    for (size_t k = 0, row = 0; x && y && k < plot->figure.series_count; k++)
        for (size_t i = 0; i < plot->series[k].count; i++, row++) {
            name[row] = plot->series[k].name;
            x[row] = plot->series[k].x[i];
            y[row] = plot->series[k].y[i];
        }
}

/* ---- Words ---- */

static dadao_status choose(const dadao_call *call, size_t index, const char *what, const char *value, const char *const *names,
                           size_t count, size_t *row)
{
    for (size_t k = 0; k < count; k++)
        if (strcmp(value, names[k]) == 0) {
            *row = k;
            return DADAO_OK;
        }
    const char *near = dadao_core_nearest(value, names, count);
    dadao_text list = {0};
    for (size_t k = 0; k < count; k++)
        dadao_core_text_format(&list, "%s%s", k == 0 ? "" : k + 1 < count ? ", " : " and ", names[k]);
    dadao_status status = dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, "'%s' is no %s%s%s%s; there are %s", value,
                                                         what, near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "",
                                                         list.bytes ? list.bytes : "others");
    dadao_core_text_clear(&list);
    return status;
}

static dadao_status read_choice(const dadao_call *call, dadao_plot_choice *choice)
{
    dadao_status status = dadao_experiment_want(call, 1, 4);
    for (size_t k = 1; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++) {
        const char *word = dadao_experiment_argument(call, k), *value;
        if (dadao_core_option(word, "plot", &value))
            status = choose(call, k, "plot", value, plot_names, PLOTS, &choice->plot);
        else if (dadao_core_option(word, "axis", &value))
            status = choose(call, k, "axis", value, axis_names, 3, &choice->axis);
        else if (dadao_core_option(word, "metric", &value))
            status = choose(call, k, "metric", value, metric_names, 4, &choice->metric);
        else
            status = dadao_experiment_fail_argument(call, k, DADAO_SYNTAX,
                                                    "'%s': plot=, axis= and metric= are what can stand here", word);
    }
    return status;
}

/* ---- The commands ---- */

/* A snapshot with everything a plot could show, without a trace on what the screen gets. */
static dadao_status look(dadao_experiment *experiment, dadao_snapshot *snapshot, dadao_error *error)
{
    const dadao_attention everything = {.field = true, .plane = true, .eigenvalues = true}, before = experiment->attention;
    dadao_experiment_attend(experiment, &everything);
    dadao_status status = dadao_experiment_publish(experiment, snapshot, error);
    dadao_experiment_attend(experiment, &before);
    return status;
}

static dadao_status build(const dadao_call *call, const dadao_snapshot *snapshot, const dadao_plot_choice *choice,
                          dadao_plot *plot)
{
    const char *why = "run first";
    describe(plot, snapshot);
    bool made = builders[choice->plot](plot, snapshot, choice, &why);
    if (made && plot->table.columns == 0)
        fill_long(plot);
    if (plot->failed)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    return made ? DADAO_OK
                : dadao_core_fail(call->error, DADAO_UNSUPPORTED, "plot=%s: there is nothing to show: %s",
                                  plot_names[choice->plot], why);
}

static dadao_status save(dadao_call *call, bool picture)
{
    dadao_plot_choice choice = {0};
    dadao_snapshot snapshot = {0};
    const char *path = dadao_experiment_argument(call, 0);
    dadao_status status = read_choice(call, &choice);
    if (status == DADAO_OK && picture && !dadao_output_is_picture(path))
        status = dadao_experiment_fail_argument(call, 0, DADAO_FORMAT, "'%s': a figure ends in .svg, .pdf or .png", path);
    if (status == DADAO_OK && !picture && !dadao_output_is_table(path))
        status = dadao_experiment_fail_argument(call, 0, DADAO_FORMAT, "'%s': data end in .csv, .jsonl, .ndjson or .npy", path);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    dadao_plot *plot = dadao_core_allocate(1, sizeof *plot);
    if (!plot)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    status = look(call->experiment, &snapshot, call->error);
    if (status == DADAO_OK)
        status = build(call, &snapshot, &choice, plot);
    if (status == DADAO_OK)
        status = picture ? dadao_output_figure_save(&plot->figure, path, call->error)
                         : dadao_output_table_save(&plot->table, path, call->error);
    if (status == DADAO_IO)
        (void)dadao_experiment_point_at(call->words, call->first, status, call->error);
    dadao_experiment_plot_clear(plot);
    free(plot);
    dadao_snapshot_clear(&snapshot);
    return status;
}

dadao_status dadao_experiment_do_save_figure(dadao_call *call)
{
    return save(call, true);
}

dadao_status dadao_experiment_do_save_data(dadao_call *call)
{
    return save(call, false);
}
