/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `make gallery`: every view at three sizes, on dark and on light ground, as SVG and PNG, with a page to look at them.
 *
 * usage: gallery FOLDER */
#include "view/view.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const int sizes[][2] = {{80, 24}, {120, 36}, {200, 50}};
static const char scene_line[] = "topology nsfnet; problem linear dim=4 samples=40 noise=2 seed=3; run until t=60";

static int complain(const char *what, const dadao_error *error)
{
    fprintf(stderr, "gallery: %s: %s\n", what, error->text);
    return 1;
}

/* Carries out the scene with everything a view could want published on the way. */
static int run_scene(dadao_experiment *experiment, dadao_snapshot *snapshot, dadao_error *error)
{
    bool done = false;
    dadao_attention attention = {.field = true, .plane = true, .eigenvalues = true, .inspect = {true, true}, .node = {3, 9}};
    dadao_experiment_attend(experiment, &attention);
    dadao_status status = dadao_experiment_execute(experiment, scene_line, NULL, error);
    while (status == DADAO_OK && !done) {
        status = dadao_experiment_pursue(experiment, 60, NULL, &done, error);
        if (status == DADAO_OK)
            status = dadao_experiment_publish(experiment, snapshot, error);
    }
    return status == DADAO_OK ? 0 : complain(scene_line, error);
}

static int save(const char *folder, const char *name, const dadao_canvas *canvas, const dadao_view_state *state, bool light)
{
    static const char *const ending[] = {"svg", "png"};
    dadao_error error = {0};
    for (int k = 0; k < 2; k++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s-%dx%d-%s.%s", folder, name, canvas->columns, canvas->rows, light ? "light" : "dark",
                 ending[k]);
        if (dadao_view_save(canvas, state->palette, state->colors, light, path, &error) != DADAO_OK)
            return complain(path, &error);
    }
    return 0;
}

static int draw(const char *folder, FILE *page, const char *name, const char *look, const dadao_snapshot *snapshot)
{
    dadao_error error = {0};
    dadao_canvas canvas = {0};
    int column, row, failed = 0;
    fprintf(page, "<h2>%s</h2>\n<p>", name);
    for (size_t k = 0; k < 3 && !failed; k++) {
        dadao_view_state state;
        dadao_view_state_init(&state);
        dadao_view_observe(&state, snapshot);
        dadao_view_select_node(&state, 3);
        dadao_view_select_node(&state, 9);
        if (*look && dadao_view_execute(&state, NULL, look, &error) != DADAO_OK)
            return complain(look, &error);
        state.notice[0] = '\0';
        if (!dadao_view_canvas_resize(&canvas, sizes[k][0], sizes[k][1]))
            return 1;
        dadao_view_screen(&canvas, snapshot, &state, &column, &row);
        for (int light = 0; light < 2; light++) {
            failed |= save(folder, name, &canvas, &state, light);
            fprintf(page, "<a href=\"%s-%dx%d-%s.svg\"><img src=\"%s-%dx%d-%s.png\" alt=\"%s, %d by %d\" height=\"240\"></a>\n",
                    name, sizes[k][0], sizes[k][1], light ? "light" : "dark", name, sizes[k][0], sizes[k][1],
                    light ? "light" : "dark", name, sizes[k][0], sizes[k][1]);
        }
    }
    fprintf(page, "</p>\n");
    dadao_view_canvas_free(&canvas);
    return failed;
}

static int draw_all(const char *folder, FILE *page, const dadao_snapshot *snapshot)
{
    int failed = draw(folder, page, "first-screen", "", snapshot) | draw(folder, page, "everything", "view all", snapshot);
    for (int k = 0; k < DADAO_PANE_COUNT && !failed; k++) {
        char look[64];
        snprintf(look, sizeof look, "zoom %s", dadao_view_pane_title((dadao_pane_id)k));
        failed = draw(folder, page, dadao_view_pane_title((dadao_pane_id)k), look, snapshot);
    }
    return failed;
}

int main(int count, char **arguments)
{
    dadao_error error = {0};
    dadao_snapshot snapshot = {0};
    dadao_experiment *experiment = NULL;
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.graphs = "graphs";
    if (count != 2)
        return fprintf(stderr, "usage: gallery FOLDER\n"), 2;
    if (mkdir(arguments[1], 0777) != 0 && errno != EEXIST)
        return fprintf(stderr, "gallery: %s: %s\n", arguments[1], strerror(errno)), 1;
    char path[512];
    snprintf(path, sizeof path, "%s/index.html", arguments[1]);
    FILE *page = fopen(path, "w");
    if (!page || dadao_experiment_create(&options, &experiment, &error) != DADAO_OK)
        return complain(path, &error);
    fprintf(page,
            "<!doctype html><meta charset=\"utf-8\"><title>dadao: its views</title>\n"
            "<style>body{font:16px sans-serif;background:#888;color:#000;margin:2em}img{margin:4px}</style>\n"
            "<h1>Every view of dadao</h1>\n<p>%s</p>\n",
            scene_line);
    int failed = run_scene(experiment, &snapshot, &error);
    if (!failed)
        failed = draw_all(arguments[1], page, &snapshot);
    failed |= fclose(page) != 0;
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
    if (!failed)
        printf("%s\n", path);
    return failed;
}
