/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines at the edges: what runs and how far it is, whether the theorem speaks, and messages or hints. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/heading.h"
#include "view/hints.h"

/* States have a sign, a word and a style: no meaning by colour alone. */
static const struct {
    const char *sign, *word;
    dadao_style style;
} states[] = {
    [DADAO_PAUSED] = {"=", "paused", DADAO_STYLE_NUMBER},
    [DADAO_RUNNING] = {">", "running", DADAO_STYLE_GOOD},
    [DADAO_FINISHED] = {"\xe2\x9c\x93", "finished", DADAO_STYLE_GOOD},
    [DADAO_DIVERGED] = {"\xe2\x9c\x97", "DIVERGED", DADAO_STYLE_ERROR},
};

/* The right end: state, time, events. Returns the column where it begins. */
static int draw_progress(const dadao_pane *pane, const dadao_snapshot *snapshot)
{
    char t[32], events[32], progress[96];
    const dadao_lane_snapshot *lane = snapshot->lane_count ? &snapshot->lane[0] : NULL;
    int columns = pane->area.columns;
    unsigned s = (unsigned)snapshot->state < sizeof states / sizeof *states ? (unsigned)snapshot->state : DADAO_PAUSED;
    snprintf(progress, sizeof progress,
             columns < 30   ? "  t %s"
             : columns < 46 ? "  t %s  ev %s"
                            : "  t %s  events %s",
             dadao_view_number(t, lane ? lane->t : 0), dadao_view_count(events, lane ? (double)lane->events : 0));
    int x = columns - dadao_view_width(progress) - (int)strlen(states[s].word) - 2; /* sign and blank */
    int begin = x = x < 6 ? 6 : x;
    x = dadao_view_format(pane, x, 0, states[s].style, 0, "%s %s", states[s].sign, states[s].word);
    dadao_view_text(pane, x, 0, DADAO_STYLE_NUMBER, 0, progress);
    return begin;
}

/* That the run stands in the past, or why there is no way there. */
static void say_back(const dadao_timeline *timeline, char *text, size_t capacity)
{
    if (timeline->known && timeline->off)
        snprintf(text, capacity, "no rewinding: a state takes over half of %zu MB | ", timeline->budget >> 20);
    else if (timeline->divergences)
        snprintf(text, capacity, "DIFFERENT BITS on the way back | ");
    else if (timeline->past)
        snprintf(text, capacity, "in the past | ");
}

void dadao_view_status(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    (void)state;
    int x = dadao_view_text(pane, 0, 0, DADAO_STYLE_KEY, 0, "dadao");
    if (!snapshot || !snapshot->scene) {
        dadao_view_text(pane, x + 2, 0, DADAO_STYLE_FAINT, 0, "building the experiment");
        return;
    }
    const dadao_scene *scene = snapshot->scene;
    int end = draw_progress(pane, snapshot);
    char text[640], behind[64] = "";
    const bool peer = scene->method && scene->method != dadao_method_at(0); /* DADAO goes without saying */
    for (size_t k = 0; k < snapshot->lane_count && !behind[0]; k++)
        if (snapshot->lane[k].catching_up)
            snprintf(behind, sizeof behind, "lane %zu is catching up | ", k);
    char back[96] = "";
    say_back(&snapshot->timeline, back, sizeof back);
    snprintf(text, sizeof text, "%s%s%s | %s | %s%s%s | seed %llu", behind, back, scene->topology, scene->problem,
             peer ? dadao_method_shown_name(scene->method) : "", peer ? " " : "", scene->preset ? scene->preset : "",
             (unsigned long long)scene->seed);
    if (end - x > 8)
        dadao_view_clipped(pane, x + 2, 0, end - x - 4, DADAO_STYLE_TEXT, 0, text);
}

/* The model of time, at the right end: whoever reads a guarantee must know it. Returns the columns that are left. */
static int draw_clock(const dadao_pane *pane, const dadao_scene *scene)
{
    char text[64];
    dadao_view_clock_text(scene, true, text, sizeof text);
    int columns = pane->area.columns - dadao_view_width(text) - 2;
    if (columns < 46)
        return pane->area.columns;
    dadao_view_text(pane, columns + 2, 0, scene->cost_on ? DADAO_STYLE_WARNING : DADAO_STYLE_FAINT, 0, text);
    return columns;
}

void dadao_view_guarantee_line(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    (void)state;
    const dadao_guarantee *g = &snapshot->scene->guarantee;
    char rate[32], why[sizeof g->why + sizeof snapshot->lane[0].heading + 4];
    int columns = draw_clock(pane, snapshot->scene), x;
    const dadao_destination *to = snapshot->lane_count ? snapshot->lane[0].destination : NULL;
    const bool apart = to && (snapshot->lane[0].destinations > 1 || to->kind != DADAO_HEADS_OPTIMUM);
    dadao_view_number(rate, g->rate);
    if (g->holds) {
        dadao_view_format(pane, 0, 0, DADAO_STYLE_GOOD, 0, "\xe2\x9c\x93 guarantee holds: the error falls at least as exp(-%s t)",
                          rate);
        return;
    }
    if (g->slope_only)
        x = dadao_view_format(pane, 0, 0, DADAO_STYLE_GUARANTEE, 0, "slope guaranteed, exp(-%s t), not the level: ", rate);
    else
        x = dadao_view_format(pane, 0, 0, DADAO_STYLE_WARNING, 0, "\xe2\x9c\x97 no guarantee%s ", apart ? ";" : ":");
    /* In pieces, where each of them heads matters most. */
    snprintf(why, sizeof why, "%s%s%s", apart ? snapshot->lane[0].heading : "", apart ? "; " : "", g->why);
    dadao_view_clipped(pane, x, 0, columns - x, DADAO_STYLE_TEXT, 0, why);
}

/* What the screen costs, at the right end; returns what is left of the bar. */
static dadao_pane draw_meter(const dadao_pane *pane, const dadao_view_state *state)
{
    char text[160], back[64] = "";
    const dadao_meter *m = &state->meter;
    const dadao_timeline *timeline = &state->timeline;
    if (timeline->known && timeline->off)
        snprintf(back, sizeof back, "no rewinding (%zu MB) ", timeline->budget >> 20);
    else if (timeline->known)
        snprintf(back, sizeof back, "%zu keyframes %.1f/%zu MB ", timeline->keyframes, (double)timeline->used / (1 << 20),
                 timeline->budget >> 20);
    snprintf(text, sizeof text, "%s%s%.1f kB/s %.1f fps %llu missed %llu/%llu", back, state->calm ? "calm " : "",
             m->bytes_a_second / 1000, m->frames_a_second, (unsigned long long)m->missed, (unsigned long long)m->writes,
             (unsigned long long)m->frames);
    int width = dadao_view_width(text), x = pane->area.columns - width;
    if (x < 12)
        return *pane;
    dadao_view_text(pane, x, 0, DADAO_STYLE_FAINT, 0, text);
    return dadao_view_part(pane, 0, 0, x - 2, 1);
}

void dadao_view_bar(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    dadao_pane rest = *pane;
    (void)snapshot;
    if (state->show_meter)
        rest = draw_meter(pane, state);
    pane = &rest;
    if (!state->notice[0] || state->overlay == DADAO_OVERLAY_TEXT) {
        dadao_view_draw_hints(pane, state);
        return;
    }
    char line[1024];
    snprintf(line, sizeof line, "%.1000s", state->notice);
    line[strcspn(line, "\n")] = '\0';
    int x = 0;
    if (state->notice_error)
        x = dadao_view_text(pane, 0, 0, DADAO_STYLE_ERROR, 0, "error:") + 1;
    dadao_view_clipped(pane, x, 0, pane->area.columns - x, DADAO_STYLE_NUMBER, 0, line);
}
