/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of keys: what is shown, what it does, in words and in commands. */
#include "tui/keys.h"

typedef struct key_row {
    dadao_view_key shown;
    uint32_t keys[4]; /* 0 ends */
    dadao_binding does;
} key_row;

#define K(name) DADAO_KEY_##name
#define A(name) DADAO_ACTION_##name

/* Hints first: the bar shows as many of them as fit, in this order. */
#define KEYS(X)                                                                                                                  \
    X("space", "run/pause", "run or pause", A(RUN_PAUSE), NULL, 0, ' ')                                                          \
    X(".", "step", "one event", A(COMMAND), "step", 0, '.')                                                                      \
    X("+ -", "speed", "faster or slower", A(FASTER), NULL, 1, '+', '=')                                                          \
    X("Tab", "slider", "next slider (also Down, j)", A(FOCUS), NULL, 1, K(TAB), K(DOWN), 'j')                                    \
    X("Left Right", "move it", "move the slider (also h, l); with Ctrl farther", A(SLIDER), NULL, 1, K(RIGHT), 'l')              \
    X(":", "command", "type a command; Tab completes, Up recalls", A(PROMPT), NULL, 0, ':')                                      \
    X("?", "help", "this help", A(HELP), NULL, 0, '?')                                                                           \
    X("q", "quit", "leave", A(QUIT), NULL, 0, 'q', 'Q')                                                                          \
    X("m", "metric", "next error of the plot", A(COMMAND), "metric", 0, 'm')                                                     \
    X("x", "axis", "plot against time, gradients or communications (also a)", A(COMMAND), "axis", 0, 'x', 'a')                   \
    X("z", "zoom", "fill the screen with the chosen pane, or return", A(COMMAND), "zoom", 0, 'z')                                \
    X("r", "reset", "back to t = 0 with the same seeds", A(COMMAND), "reset", 0, 'r')                                            \
    X("u", "undo", "take the last change back", A(COMMAND), "undo", 0, 'u')                                                      \
    X("1 .. 9, 0", NULL, "choose a pane; again: fill the screen with it", A(PANE), NULL, 1, '1')                                 \
    X("p", NULL, "next palette", A(COMMAND), "palette", 0, 'p')                                                                  \
    X("o", NULL, "next order of nodes in space-time", A(COMMAND), "order", 0, 'o')                                               \
    X("g", NULL, "lines of braille, blocks or plain characters", A(COMMAND), "glyphs", 0, 'g')                                   \
    X("s", NULL, "colours span four decades or the whole run", A(COMMAND), "scale", 0, 's')                                      \
    X("Backspace", NULL, "slider back to its usual place", A(SLIDER_USUAL), NULL, 0, K(BACKSPACE), K(DELETE))                    \
    X("Esc", NULL, "close what lies on top, leave zoom", A(CANCEL), NULL, 0, K(ESCAPE))                                          \
    X("Ctrl-L", NULL, "draw everything again", A(REDRAW), NULL, 0, DADAO_CTRL('L'))                                              \
    X("Ctrl-Z", NULL, "suspend; fg returns", A(SUSPEND), NULL, 0, DADAO_CTRL('Z'))                                               \
    /* the other halves of the pairs above have no line of their own */                                                          \
    X(NULL, NULL, NULL, A(SLOWER), NULL, -1, '-', '_')                                                                           \
    X(NULL, NULL, NULL, A(FOCUS), NULL, -1, K(BACK_TAB), K(UP), 'k')                                                             \
    X(NULL, NULL, NULL, A(SLIDER), NULL, -1, K(LEFT), 'h')                                                                       \
    X(NULL, NULL, NULL, A(SLIDER), NULL, 5, K(FAR_RIGHT), 'L')                                                                   \
    X(NULL, NULL, NULL, A(SLIDER), NULL, -5, K(FAR_LEFT), 'H')                                                                   \
    X(NULL, NULL, NULL, A(PANE), NULL, 2, '2')                                                                                   \
    X(NULL, NULL, NULL, A(PANE), NULL, 3, '3') X(NULL, NULL, NULL, A(PANE), NULL, 4, '4')                                        \
        X(NULL, NULL, NULL, A(PANE), NULL, 5, '5') X(NULL, NULL, NULL, A(PANE), NULL, 6, '6')                                    \
            X(NULL, NULL, NULL, A(PANE), NULL, 7, '7') X(NULL, NULL, NULL, A(PANE), NULL, 8, '8')                                \
                X(NULL, NULL, NULL, A(PANE), NULL, 9, '9') X(NULL, NULL, NULL, A(PANE), NULL, 10, '0')

#define ROW(keys, hint, help, action, command, amount, ...) {{keys, hint, help}, {__VA_ARGS__}, {action, command, amount}},
static const key_row table[] = {KEYS(ROW)};
#undef ROW
#define SHOWN(keys, hint, help, action, command, amount, ...) {keys, hint, help},
static const dadao_view_key shown[] = {KEYS(SHOWN)};
#undef SHOWN

dadao_binding dadao_tui_binding(uint32_t key)
{
    for (size_t row = 0; row < sizeof table / sizeof *table; row++)
        for (size_t k = 0; k < 4 && table[row].keys[k]; k++)
            if (table[row].keys[k] == key)
                return table[row].does;
    return (dadao_binding){DADAO_ACTION_NONE, NULL, 0};
}

const dadao_view_key *dadao_tui_key_rows(size_t *count)
{
    *count = 0;
    while (*count < sizeof shown / sizeof *shown && shown[*count].keys)
        ++*count;
    return shown;
}
