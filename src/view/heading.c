/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Title lines of panes, and small facts that several views draw. */
#include "view/heading.h"

#include <stdio.h>
#include <string.h>

#define RULE 0x2812 /* two dots in the second row: a line that is one column wide in every font */

dadao_pane dadao_view_heading(const dadao_pane *pane, const dadao_view_state *state, dadao_pane_id id, const char *note)
{
    if (pane->area.rows < dadao_view_pane_titled(id))
        return *pane;
    bool chosen = state->chosen == id;
    int columns = pane->area.columns;
    for (int x = 0; x < columns; x++)
        dadao_view_put(pane, x, 0, RULE, DADAO_STYLE_FRAME, 0);
    char key[3] = "- "; /* ten panes have a number key */
    if ((int)id < 10)
        key[0] = (char)('0' + ((int)id + 1) % 10);
    int x = dadao_view_text(pane, 0, 0, chosen ? DADAO_STYLE_CHOSEN : DADAO_STYLE_FAINT, 0, key);
    bool pointed = state->highlight == (int)id + 1;
    x = dadao_view_format(pane, x, 0, pointed ? DADAO_STYLE_BAR : chosen ? DADAO_STYLE_CHOSEN : DADAO_STYLE_TITLE, 0, pointed ? " %s " : "%s",
                          dadao_view_pane_title(id));
    dadao_view_text(pane, x, 0, DADAO_STYLE_FRAME, 0, " ");
    int room = columns - x - 3;
    if (note && dadao_view_width(note) <= room)
        dadao_view_format(pane, columns - dadao_view_width(note) - 1, 0, DADAO_STYLE_FAINT, 0, " %s", note);
    return dadao_view_part(pane, 0, 1, columns, pane->area.rows - 1);
}

uint64_t dadao_view_flash_since(const dadao_snapshot *snapshot)
{
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    uint64_t most = 8 + snapshot->scene->edges / 4;
    uint64_t newest = lane->events > most ? lane->events - most : 0;
    return newest > snapshot->previous_events ? newest : snapshot->previous_events;
}

void dadao_view_pulses(const dadao_snapshot *snapshot, bool pulse[DADAO_PULSE_NODES])
{
    memset(pulse, 0, DADAO_PULSE_NODES * sizeof *pulse);
    const dadao_lane_snapshot *lane = &snapshot->lane[0];
    uint64_t since = dadao_view_flash_since(snapshot);
    for (size_t k = 0; k < lane->recent_count; k++) {
        const dadao_event *event = &lane->recent[k];
        if (event->index > since && event->kind == DADAO_EVENT_GRADIENT && event->i < DADAO_PULSE_NODES)
            pulse[event->i] = true;
    }
}

const char *dadao_view_node_name(const dadao_scene *scene, size_t node, char *buffer)
{
    if (scene->label && scene->label[node])
        return scene->label[node];
    snprintf(buffer, 32, "%zu", node);
    return buffer;
}

const char *dadao_view_margin_name(const dadao_scene *scene, size_t node, int columns, char *buffer)
{
    if (columns >= 8)
        return dadao_view_node_name(scene, node, buffer);
    snprintf(buffer, 32, "%zu", node);
    return buffer;
}

const char *dadao_view_node_title(const dadao_scene *scene, size_t node, char *buffer)
{
    const char *label = scene->label && node < scene->nodes ? scene->label[node] : NULL;
    snprintf(buffer, 64, label ? "%zu %.40s" : "%zu", node, label ? label : "");
    return buffer;
}

int dadao_view_ramp(const dadao_pane *pane, int x, int y, const dadao_view_state *state, const char *low, const char *high)
{
    x = dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, "%s ", low);
    for (unsigned k = 0; k < DADAO_RAMP; k++) {
        uint32_t glyph = state->colors < 8 ? '0' + k * 10 / DADAO_RAMP : ' ';
        dadao_view_put(pane, x++, y, glyph, (dadao_style)(DADAO_STYLE_NODE + k), 0);
    }
    return dadao_view_format(pane, x, y, DADAO_STYLE_FAINT, 0, " %s", high);
}
