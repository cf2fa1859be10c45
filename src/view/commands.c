/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that concern only the looking: one table, one function a row. */
#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "core/text.h"
#include "view/look.h"

#define ROW_LABEL(name, label, summary) label,
#define ROW_SUMMARY(name, label, summary) summary,

static dadao_status set_metric(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w, dadao_error *error)
{
    static const char *const labels[] = {DADAO_METRICS(ROW_LABEL)}, *const summaries[] = {DADAO_METRICS(ROW_SUMMARY)};
    (void)screen;
    size_t value = state->metric;
    dadao_status status =
        dadao_view_look_choose(w, labels, DADAO_METRIC_COUNT, "lazy, msd, consensus or suboptimality", &value, error);
    if (status != DADAO_OK)
        return status;
    state->metric = (dadao_metric)value;
    dadao_view_look_answer(state, "metric", labels[value], summaries[value]);
    return DADAO_OK;
}

static dadao_status set_axis(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w, dadao_error *error)
{
    static const char *const labels[] = {DADAO_AXES(ROW_LABEL)}, *const summaries[] = {DADAO_AXES(ROW_SUMMARY)};
    (void)screen;
    size_t value = state->axis;
    dadao_status status =
        dadao_view_look_choose(w, labels, DADAO_AXIS_COUNT, "time, gradients, communications or cost", &value, error);
    if (status != DADAO_OK)
        return status;
    if (state->axis == (dadao_axis)value)
        return DADAO_OK;
    state->axis = (dadao_axis)value;
    dadao_view_look_answer(state, "axis", labels[value], summaries[value]);
    return DADAO_OK;
}

static dadao_status set_scale(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w, dadao_error *error)
{
    static const char *const names[] = {"near", "whole"};
    static const char *const summaries[] = {"colours span the four decades below the worst node", "colours span the whole run"};
    (void)screen;
    size_t value = state->whole_scale;
    dadao_status status = dadao_view_look_choose(w, names, 2, "near or whole", &value, error);
    if (status != DADAO_OK)
        return status;
    state->whole_scale = value == 1;
    dadao_view_look_answer(state, "scale", names[value], summaries[value]);
    return DADAO_OK;
}

static dadao_status set_order(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w, dadao_error *error)
{
    static const char *const labels[] = {DADAO_ORDERS(ROW_LABEL)}, *const summaries[] = {DADAO_ORDERS(ROW_SUMMARY)};
    (void)screen;
    size_t value = state->order;
    dadao_status status = dadao_view_look_choose(w, labels, DADAO_ORDER_COUNT, "index, fiedler or degree", &value, error);
    if (status != DADAO_OK)
        return status;
    state->order = (dadao_order)value;
    dadao_view_look_answer(state, "order", labels[value], summaries[value]);
    return DADAO_OK;
}

static dadao_status save_screen(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                dadao_error *error)
{
    const char *path = w->count > 1 ? w->word[1] : "";
    if (!dadao_view_can_save(path))
        return dadao_view_look_refuse(w, 1, "a file ending in .txt, .svg, .png or .pdf", NULL, 0, error);
    if (w->count > 2 && strcmp(w->word[2], "light") != 0)
        return dadao_view_look_refuse(w, 2, "light, or nothing", (const char *const[]){"light"}, 1, error);
    if (!screen || !screen->cell)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "save screen: nothing was drawn yet");
    dadao_status status = dadao_view_save(screen, state->palette, state->colors, w->count > 2, path, error);
    if (status == DADAO_OK)
        dadao_view_look_answer(state, "saved", path,
                               dadao_core_has_ending(path, "txt") ? "the text of this screen" : "a picture of this screen");
    return status;
}

/* name, arguments, summary, detail, example, further flags, handler */
#define LOOKS(X)                                                                                                                 \
    X("view", "PANE [on|off] | all | first", "choose, show or hide a pane",                                                      \
      "Panes are named network, convergence, nodes, counters, spectrum, rates, space-time, events, iterates, inspector, "  \
      "lanes, trade-off and league, the first ten numbered 1 to 9 and 0; first are the six of the first screen.",                                                           \
      "view nodes off", 0, dadao_view_look_panes)                                                                                \
    X("tiling", "[first|all|lecture|waves|plane|numbers|race|lanes|prices] | PANE,PANE...", "which panes share the screen",                   \
      "Without an argument the next one; panes separated by commas are a tiling of one's own.", "tiling lecture", 0,             \
      dadao_view_look_tiling)                                                                                                    \
    X("zoom", "[PANE|off]", "fill the screen with a pane, or return", "Without an argument the chosen pane grows or shrinks.",   \
      "zoom convergence", 0, dadao_view_look_zoom)                                                                               \
    X("metric", "[lazy|msd|consensus|suboptimality]", "what the convergence plot shows", "Without an argument the next one.",    \
      "metric consensus", 0, set_metric)                                                                                         \
    X("axis", "[time|gradients|communications|cost]", "what the convergence plot shows it against",                              \
      "Without an argument the next one. What things cost is said by cost.", "axis gradients", 0, set_axis)                      \
    X("window", "[all|in [AT]|out [AT]|taller|flatter|left|right|up|down] | x=A..B y=A..B",                                      \
      "cut a window out of the convergence plot",                                                                                \
      "In and out magnify the horizontal axis about the cursor, taller and flatter the vertical one; the others move the "       \
      "window.",                                                                                                                 \
      "window x=10..20", 0, dadao_view_look_window)                                                                              \
    X("cursor", "[AT|left [N]|right [N]|off]", "read values off the convergence plot", "A step is a hundredth of the window.",   \
      "cursor 12.5", 0, dadao_view_look_cursor)                                                                                  \
    X("freeze", "[on|off]", "hold the convergence plot still while the run goes on", NULL, "freeze on", 0,                       \
      dadao_view_look_freeze)                                                                                                    \
    X("difference", "[LANE LANE|off]", "compare two lanes below the convergence plot",                                           \
      "Above the middle the first lane is worse.", "difference 1 0", 0, dadao_view_look_difference)                              \
    X("palette", "[viridis|plasma|cividis|grey|light|contrast|mono]", "colours of errors and of everything else",                \
      "Light is for light grounds, contrast for projectors, mono does without colour. Every other one rises in lightness with "  \
      "the "                                                                                                                     \
      "error, light falls. Without an argument the next one.",                                                                   \
      "palette cividis", 0, dadao_view_look_palette)                                                                             \
    X("scale", "[near|whole]", "decades that the colours span",                                                                  \
      "Near: four decades below the worst node. Whole: all of the run.", "scale whole", 0, set_scale)                            \
    X("order", "[index|fiedler|degree]", "how the space-time view orders the nodes", "Without an argument the next one.",        \
      "order fiedler", 0, set_order)                                                                                             \
    X("plane", "[directions|coordinates]", "along what the iterate plane is laid",                                               \
      "Directions are the softest and the stiffest of f at x*; with one or two dimensions there are only coordinates.",          \
      "plane coordinates", 0, dadao_view_look_plane)                                                                             \
    X("ranking", "[up [N]|down [N]|top]", "turn the list of edges by resistance",                                                \
      "It stands in the spectrum, where that has room.", "ranking down 3", 0, dadao_view_look_ranking)                           \
    X("select", "node I | edge I J | none | next | previous | left | right | up | down | along | end | worst | swap",            \
      "choose a node or an edge",                                                                                                \
      "A node is its number or its name. Left, right, up and down go to the nearest node in that direction, along to the next "  \
      "edge of the node, end to the other end of an edge, worst to the edge that sets chi2. What was selected before stays "     \
      "beside it in the inspector, for comparison.",                                                                             \
      "select node 1", 0, dadao_view_look_select)                                                                                \
    X("highlight", "pane NAME | node I | edge I J | off", "point at something",                                                  \
      "The title of the pane stands out; a node or an edge is marked as `select` does. For lessons, and for whoever explains.",   \
      "highlight pane convergence", 0, dadao_view_look_highlight)                                                                \
    X("colour", "[nodes] [error|consensus|gradients|communications|age|fiedler|rate] | edges [plain|traffic|resistance|rate]",   \
      "what colours the network",                                                                                                \
      "Without a word the next one. The legend says what the colours stand for.", "colour edges traffic", 0,                     \
      dadao_view_look_colour)                                                                                                    \
    X("camera", "in | out | left | right | up | down | X Y [ZOOM]", "move over the network, closer and farther",                 \
      "At zoom 1 all of it is in sight. X and Y are in units of the layout: degrees on a map.", "camera in", 0,                  \
      dadao_view_look_camera)                                                                                                    \
    X("focus", "[NODE]", "put a node in the middle of the network view", "Without a word the selected one.", "focus 3", 0,       \
      dadao_view_look_focus)                                                                                                     \
    X("watch", "[NODE|off]", "keep the camera on a node", "It goes along when the selection moves. Without a word the selected node, or off.",\
      "watch 3", 0, dadao_view_look_watch)                                                                                       \
    X("fit", "", "show all of the network", "Takes edits and nodes that were moved into account.", "fit", 0, dadao_view_look_fit)\
    X("place", "NODE X Y | NODE none | none", "put a node somewhere else on the screen",                                         \
      "Only the picture changes. X and Y are in units of the layout; none lets a node, or all, go back.", "place 3 -110 44", 0,  \
      dadao_view_look_place)                                                                                                     \
    X("menu", "[example|preset|lane|method]", "choose by a letter: ready examples, presets, methods",                            \
      "Example lists networks, problems and experiments; lane adds the method beside the others.", "menu example", 0,            \
      dadao_view_look_menu)                                                                                                      \
    X("glyphs", "[braille|block|ascii]", "how finely lines are drawn", "For fonts without braille patterns.", "glyphs block", 0, \
      dadao_view_look_glyphs)                                                                                                    \
    X("mouse", "[on|off]", "whether the mouse moves sliders and chooses panes",                                                  \
      "While it is on, hold Shift to select text with the terminal. Without an argument the other.", "mouse off", 0,             \
      dadao_view_look_mouse)                                                                                                     \
    X("calm", "[on|off]", "fewer frames, no flashes, at most 8 kB a second", "For slow lines and quiet eyes.", "calm on", 0,     \
      dadao_view_look_calm)                                                                                                      \
    X("stats", "[on|off]", "what the screen itself costs, at the right of the last line",                                        \
      "Bytes and frames a second, frames missed because the terminal was slow, writes and frames in all.", "stats on", 0,        \
      dadao_view_look_stats)                                                                                                     \
    X("scrub", "[auto|on|off]", "the line of the way back, above the last line",                                                 \
      "From the first event to the end of the branch: ' a keyframe, Y where a branch leaves, M a mark. A press or a drag goes "   \
      "there. Auto: once somebody has looked back or marked a moment. Without an argument the next one.",                         \
      "scrub on", 0, dadao_view_look_scrub)                                                                                      \
    X("tradeoff", "[start | stop] [over=NAME[,NAME]] [NAME=VALUES] [error=E] [repeats=N] [against=time|gradients|communications|cost]", \
      "what a goal takes at other rates, sizes or methods, from runs in the background",                                         \
      "Runs the settings of the moment again with other values of one quantity, or of two, and several seeds, in processes of "  \
      "their own; names and values are those of dadao sweep. Against says what is drawn, which needs no new runs; nor do prices.", \
      "tradeoff rate=0.5..4/9log against=cost", 0, dadao_view_look_tradeoff)                                                     \
    X("league", "[start | stop] [method=LIST] [error=E] [repeats=N] [by=time|gradients|communications|cost]",                    \
      "every method on the present network and problem, ranked", "Runs in the background, in processes of their own.",           \
      "league by=gradients", 0, dadao_view_look_league)                                                                          \
    X("cast", "FILE|off", "film the screen (asciicast)",                                                                          \
      "Every frame, change of size, mark and part of a lesson, as asciinema and others play it. FILE grows as it goes; whatever there is of it can be played.", "cast off", DADAO_COMMAND_WRITES,    \
      dadao_view_look_cast)                                                                                                      \
    X("save screen", "FILE.(txt|svg|png|pdf) [light]", "save a picture or the text of the screen",                               \
      "The picture shows the screen as it is and needs nothing else; light puts it on a light ground.", "save screen dadao.svg", \
      DADAO_COMMAND_WRITES, save_screen)

#define ROW_COMMAND(name, arguments, summary, detail, example, flags, function)                                                  \
    {name, arguments, summary, detail, example, DADAO_COMMAND_LOOK | (flags)},
const dadao_command dadao_view_commands[] = {LOOKS(ROW_COMMAND)};
const size_t dadao_view_command_count = sizeof dadao_view_commands / sizeof *dadao_view_commands;
#define ROW_HANDLER(name, arguments, summary, detail, example, flags, function) function,
static dadao_look_handler *const handlers[] = {LOOKS(ROW_HANDLER)};

/* The row that the first words name, and how many words its name has. */
static size_t find_command(const dadao_look_words *w, size_t *named)
{
    size_t found = dadao_view_command_count;
    *named = 1;
    if (w->count == 0)
        return found;
    if (w->count > 1 && strcmp(w->word[0], "save") == 0 && strcmp(w->word[1], "screen") == 0) {
        *named = 2;
        return dadao_view_command_count - 1;
    }
    size_t length = strlen(w->word[0]);
    for (size_t k = 0; k + 1 < dadao_view_command_count; k++) {
        if (strcmp(w->word[0], dadao_view_commands[k].name) == 0)
            return k;
        if (length >= 3 && strncmp(w->word[0], dadao_view_commands[k].name, length) == 0)
            found = found == dadao_view_command_count ? k : dadao_view_command_count + 1;
    }
    return found > dadao_view_command_count ? dadao_view_command_count : found;
}

bool dadao_view_is_command(const char *line)
{
    dadao_look_words w;
    size_t named;
    dadao_view_look_split(line, &w);
    return find_command(&w, &named) < dadao_view_command_count;
}

dadao_status dadao_view_execute(dadao_view_state *state, const dadao_canvas *screen, const char *line, dadao_error *error)
{
    dadao_look_words w;
    size_t named;
    dadao_view_look_split(line, &w);
    size_t k = find_command(&w, &named);
    if (k == dadao_view_command_count)
        return dadao_core_fail(error, DADAO_NOT_FOUND, "'%s' is no command of the screen", w.count ? w.word[0] : "");
    if (named == 2) { /* handlers count words as if the name were one */
        memmove(&w.word[1], &w.word[2], (DADAO_LOOK_WORDS - 2) * sizeof *w.word);
        memmove(&w.column[1], &w.column[2], (DADAO_LOOK_WORDS - 2) * sizeof *w.column);
        w.count--;
    }
    return handlers[k](state, screen, &w, error);
}
