/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of keys: what is shown, what it does, in words and in commands. */
#include "tui/keys.h"

#include "tui/pane_keys.h"

#define K(name) DADAO_KEY_##name
#define A(name) DADAO_ACTION_##name

/* The pane that must be chosen (or ANY), keys as shown, a word for the hint bar, what it does, action, its command, amount, the
 * keys. Hints first: the bar shows as many of them as fit, in this order, those of the chosen pane before the others. */
#define KEYS(X)                                                                                                                  \
    X(ANY, "space", "run/pause", "run or pause", A(RUN_PAUSE), NULL, 0, ' ')                                                     \
    X(ANY, "Tab", "slider", "the sliders, the next one", A(FOCUS), NULL, 1, K(TAB), K(DOWN), 'j')                                 \
    X(ANY, "Left Right", "move it", "move the slider (also h, l); with Ctrl farther", A(SLIDER), NULL, 1, K(RIGHT), 'l')         \
    X(ANY, ":", "command", "type a command; Tab completes, Up recalls", A(PROMPT), NULL, 0, ':')                                 \
    X(ANY, "?", "help", "this help", A(HELP), NULL, 0, '?')                                                                      \
    X(ANY, "+ -", "speed", "faster or slower", A(SPEED), NULL, 1, '+', '=')                                                      \
    X(ANY, ".", "step", "one event", A(COMMAND), "step", 0, '.')                                                                 \
    X(ANY, "E", "examples", "ready networks, problems and experiments: a letter takes one", A(COMMAND), "menu example", 0, 'E')  \
    X(ANY, "1 .. 9, 0", NULL, "choose a pane; again: fill the screen with it", A(PANE), NULL, 1, '1')                              \
    X(ANY, "q", "quit", "leave", A(QUIT), NULL, 0, 'q', 'Q')                                                                     \
    X(ANY, "m", "metric", "next error of the plot", A(COMMAND), "metric", 0, 'm')                                                \
    X(ANY, "a", "axis", "plot against time, gradients or communications", A(COMMAND), "axis", 0, 'a')                            \
    X(ANY, "z", "zoom", "fill the screen with the chosen pane, or return", A(COMMAND), "zoom", 0, 'z')                           \
    X(ANY, ",", NULL, "one event back", A(COMMAND), "back", 0, ',')                                                              \
    X(ANY, "< >", NULL, "previous or next mark or fork, else a tenth of the run (also [ ])", A(COMMAND), "goto previous", 0, '<', '[') \
    X(ANY, "G V", NULL, "run to the next gradient, to the next exchange over an edge", A(COMMAND), "run until gradient", 0, 'G')  \
    X(ANY, "B", NULL, "back to what was there a minute ago; again: another minute", A(AGO), NULL, 60, 'B')                       \
    X(ANY, "X", NULL, "save this moment as a script that comes back to it", A(COMMAND), "save script", 0, 'X')                   \
    X(ANY, "x", NULL, "explain the last event in words and numbers", A(COMMAND), "explain", 0, 'x')                              \
    X(ANY, "r", "reset", "back to t = 0 with the same seeds", A(COMMAND), "reset", 0, 'r')                                       \
    X(ANY, "u", "undo", "take the last change back", A(COMMAND), "undo", 0, 'u')                                                 \
    X(ANY, "A", NULL, "run another method beside the others: a letter adds it", A(COMMAND), "menu lane", 0, 'A')                 \
    X(ANY, "P", NULL, "presets of the parameters: a letter takes one", A(COMMAND), "menu preset", 0, 'P')                        \
    X(ANY, "p", NULL, "next palette", A(COMMAND), "palette", 0, 'p')                                                             \
    X(ANY, "o", NULL, "next order of nodes in space-time", A(COMMAND), "order", 0, 'o')                                          \
    X(ANY, "g", NULL, "lines of braille, blocks or plain characters", A(COMMAND), "glyphs", 0, 'g')                              \
    X(ANY, "t", NULL, "next tiling of panes", A(COMMAND), "tiling", 0, 't')                                                      \
    X(ANY, "C", NULL, "calm: few frames, no flashes; or not", A(COMMAND), "calm", 0, 'C')                                        \
    X(ANY, "S", NULL, "what the screen itself costs", A(COMMAND), "stats", 0, 'S')                                               \
    X(ANY, "M", NULL, "mouse on or off; while on, Shift-drag selects text", A(COMMAND), "mouse", 0, 'M')                         \
    X(ANY, "s", NULL, "colours span four decades or the whole run", A(COMMAND), "scale", 0, 's')                                 \
    X(ANY, "Backspace", NULL, "slider back to its usual place", A(SLIDER_USUAL), NULL, 0, K(BACKSPACE), K(DELETE))               \
    X(ANY, "Esc", NULL, "close what lies on top, leave zoom", A(CANCEL), NULL, 0, K(ESCAPE))                                     \
    X(ANY, "Ctrl-L", NULL, "draw everything again", A(REDRAW), NULL, 0, DADAO_CTRL('L'))                                         \
    X(ANY, "Ctrl-Z", NULL, "suspend; fg returns", A(SUSPEND), NULL, 0, DADAO_CTRL('Z'))                                          \
    /* the other halves of the pairs above have no line of their own */                                                          \
    X(ANY, NULL, NULL, NULL, A(COMMAND), "goto next", 0, '>', ']')                                                               \
    X(ANY, NULL, NULL, NULL, A(COMMAND), "run until communication", 0, 'V')                                                      \
    X(ANY, NULL, NULL, NULL, A(SPEED), NULL, -1, '-', '_')                                                                       \
    X(ANY, NULL, NULL, NULL, A(FOCUS), NULL, -1, K(BACK_TAB), K(UP), 'k')                                                        \
    X(ANY, NULL, NULL, NULL, A(SLIDER), NULL, -1, K(LEFT), 'h')                                                                  \
    X(ANY, NULL, NULL, NULL, A(SLIDER), NULL, 5, K(FAR_RIGHT), 'L')                                                              \
    X(ANY, NULL, NULL, NULL, A(SLIDER), NULL, -5, K(FAR_LEFT), 'H')                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 2, '2')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 3, '3')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 4, '4')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 5, '5')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 6, '6')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 7, '7')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 8, '8')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 9, '9')                                                                              \
    X(ANY, NULL, NULL, NULL, A(PANE), NULL, 10, '0')

#define ROW(pane, keys, hint, help, action, command, amount, ...)                                                                \
    {{keys, hint, help, DADAO_PANE_##pane}, {__VA_ARGS__}, {action, command, amount}},
static const dadao_key_row table[] = {KEYS(ROW) PANE_KEYS(ROW)};
#undef ROW

static const dadao_key_row *find_row(uint32_t key, int pane)
{
    for (size_t row = 0; row < sizeof table / sizeof *table; row++)
        for (size_t k = 0; table[row].shown.pane == pane && k < DADAO_ROW_KEYS && table[row].keys[k]; k++)
            if (table[row].keys[k] == key)
                return &table[row];
    return NULL;
}

dadao_binding dadao_tui_binding(uint32_t key, dadao_pane_id pane)
{
    const dadao_key_row *row = find_row(key, (int)pane);
    if (!row)
        row = find_row(key, DADAO_PANE_ANY);
    return row ? row->does : (dadao_binding){DADAO_ACTION_NONE, NULL, 0};
}

bool dadao_tui_key_of_pane(uint32_t key, dadao_pane_id pane)
{
    return find_row(key, (int)pane) != NULL;
}

const dadao_key_row *dadao_tui_key_table(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
