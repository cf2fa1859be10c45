/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz entry: any bytes a terminal may send, keys, pastes and reports of a mouse, through the decoder and the hands of a sitting
 * onto a screen of any size; every byte is used up, and what is drawn stays in its place. */
#include <dadao/experiment.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/keys.h"
#include "tui/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One small experiment for all inputs: it is looked at, never changed. */
static const dadao_snapshot *published(void)
{
    static dadao_snapshot snapshot;
    static dadao_experiment *experiment;
    if (experiment)
        return &snapshot;
    dadao_experiment_options options = dadao_experiment_options_defaults();
    dadao_notes notes = {0};
    bool done;
    if (dadao_experiment_create(&options, &experiment, NULL) != DADAO_OK ||
        dadao_experiment_execute(experiment, "topology cycle 7; problem linear dim=2; run until t=20", &notes, NULL) !=
            DADAO_OK ||
        dadao_experiment_pursue(experiment, 1000, NULL, &done, NULL) != DADAO_OK ||
        dadao_experiment_publish(experiment, &snapshot, NULL) != DADAO_OK)
        abort();
    dadao_core_notes_clear(&notes);
    return &snapshot;
}

static void begin(dadao_session *s, const uint8_t *data, size_t size)
{
    static dadao_config config;
    static dadao_experiment_options offered;
    static dadao_tui_options options;
    memset(s, 0, sizeof *s);
    offered = dadao_experiment_options_defaults(); /* writes nothing */
    offered.looks = dadao_view_commands, offered.look_count = dadao_view_command_count;
    dadao_tui_config_init(&config, &offered);
    dadao_view_state_init(&s->view);
    s->options = &options, s->completion = &offered, s->config = &config;
    s->snapshot = published();
    s->view.keys = dadao_tui_keymap_rows(&config.keymap, &s->view.key_count);
    s->terminal.columns = size > 0 ? 1 + data[0] : 80, s->terminal.rows = size > 1 ? 1 + data[1] % 100 : 24;
    s->terminal.utf8 = true, s->terminal.colors = 256, s->terminal.mouse = true;
    dadao_view_observe(&s->view, s->snapshot);
}

static void draw(dadao_session *s)
{
    int column, row;
    if (!dadao_view_canvas_resize(&s->canvas, s->terminal.columns, s->terminal.rows))
        return;
    dadao_view_screen(&s->canvas, s->snapshot, &s->view, &column, &row);
    if (column >= s->terminal.columns + 1 || row >= s->terminal.rows)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static dadao_session s;
    begin(&s, data, size);
    for (size_t at = 0; at < size && !s.ended;) {
        size_t room = sizeof s.bytes - s.byte_count, take = 1 + data[at] % 23;
        take = take < size - at ? take : size - at;
        take = take < room ? take : room;
        memcpy(s.bytes + s.byte_count, data + at, take);
        s.byte_count += take;
        at += take;
        dadao_tui_input(&s, false);
        if (s.byte_count == sizeof s.bytes || data[at - 1] % 5 == 0)
            dadao_tui_input(&s, true);
        if (s.byte_count == sizeof s.bytes)
            abort(); /* nothing may stop up the way in */
        if (data[at - 1] % 3 == 0)
            draw(&s);
    }
    dadao_tui_input(&s, true);
    if (s.byte_count > 0 && !s.ended)
        abort();
    draw(&s);
    dadao_tui_session_clear(&s);
    return 0;
}
