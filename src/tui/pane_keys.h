/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys that single panes have while they are chosen: rows of the one table of keys (keys.c), which says what the columns are. */
#ifndef DADAO_TUI_PANE_KEYS_H
#define DADAO_TUI_PANE_KEYS_H

#define PANE_KEYS(X)                                                                                                             \
    X(NETWORK, "Left Right", "select", "select the nearest node there (also Up, Down, h, j, k, l)", A(COMMAND), "select right", 0, \
      K(RIGHT), 'l')                                                                                                             \
    X(NETWORK, "i o", "closer", "closer or farther; on a mouse the wheel", A(COMMAND), "camera in", 0, 'i')                      \
    X(NETWORK, "f", "fit", "all of the network", A(COMMAND), "fit", 0, 'f')                                                      \
    X(NETWORK, "n N", NULL, "next or previous node; after an edge, edge", A(COMMAND), "select next", 0, 'n')                     \
    X(NETWORK, "e", "edge", "next edge of the selected node", A(COMMAND), "select along", 0, 'e')                                \
    X(NETWORK, "Enter", NULL, "along the selected edge to its other end", A(COMMAND), "select end", 0, K(ENTER))                 \
    X(NETWORK, "W", NULL, "select the edge that sets chi2", A(COMMAND), "select worst", 0, 'W')                                  \
    X(NETWORK, "F", NULL, "put the selected node in the middle", A(COMMAND), "focus", 0, 'F')                                    \
    X(NETWORK, "w", NULL, "keep the camera on the selected node, or no longer", A(COMMAND), "watch", 0, 'w')                     \
    X(NETWORK, "[ ] { }", NULL, "move the camera left, right, down, up", A(COMMAND), "camera left", 0, '[')                      \
    X(NETWORK, "c", "colour", "what colours the nodes", A(COMMAND), "colour", 0, 'c')                                            \
    X(NETWORK, "v", NULL, "what colours the edges", A(COMMAND), "colour edges", 0, 'v')                                          \
    X(CONVERGENCE, "Left Right", "cursor", "move the cursor and read values (also h, l); with Ctrl farther", A(COMMAND),         \
      "cursor right", 0, K(RIGHT), 'l')                                                                                          \
    X(CONVERGENCE, "i o", "magnify", "less or more of the horizontal axis, about the cursor", A(COMMAND), "window in", 0, 'i')   \
    X(CONVERGENCE, "Up Down", NULL, "less or more of the vertical axis (also k, j)", A(COMMAND), "window taller", 0, K(UP), 'k') \
    X(CONVERGENCE, "[ ]", NULL, "move the window along the horizontal axis", A(COMMAND), "window left", 0, '[')                  \
    X(CONVERGENCE, "{ }", NULL, "move the window down or up", A(COMMAND), "window down", 0, '{')                                 \
    X(CONVERGENCE, "w", "whole", "show all of the plot again", A(COMMAND), "window all", 0, 'w')                                 \
    X(CONVERGENCE, "f", "freeze", "hold the plot still while the run goes on", A(COMMAND), "freeze", 0, 'f')                     \
    X(CONVERGENCE, "d", NULL, "compare the first two lanes below the plot", A(COMMAND), "difference", 0, 'd')                    \
    X(CONVERGENCE, "c", NULL, "show or hide the cursor", A(COMMAND), "cursor", 0, 'c')                                           \
    X(SPACETIME, "Left Right", "cursor", "move the cursor through time (also h, l)", A(COMMAND), "axis time; cursor right", 0,   \
      K(RIGHT), 'l')                                                                                                             \
    X(SPACETIME, "c", NULL, "show or hide the cursor", A(COMMAND), "axis time; cursor", 0, 'c')                                  \
    X(ITERATES, "d", "directions", "lay the plane along directions of f or coordinates", A(COMMAND), "plane", 0, 'd')            \
    X(SPECTRUM, "Up Down", "list", "turn the list of edges (also k, j)", A(COMMAND), "ranking up", 0, K(UP), 'k')                \
    X(SLIDERS, "e", "type", "type the value of the slider", A(TYPE), NULL, 0, 'e')                                               \
    X(SLIDERS, "w", "clock", "a clock for real machines, what waiting costs: on or off", A(COMMAND), "cost switch", 0, 'w')      \
    X(INSPECTOR, "Left Right", "other", "the next node or edge (also h, l)", A(COMMAND), "select next", 0, K(RIGHT), 'l')        \
    X(INSPECTOR, "w", "swap", "first becomes second", A(COMMAND), "select swap", 0, 'w')                                         \
    X(CONVERGENCE, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot convergence", 0, 'x') \
    X(STRIP, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot nodes", 0, 'x') \
    X(COUNTERS, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot counters", 0, 'x') \
    X(SPECTRUM, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot spectrum", 0, 'x') \
    X(SPACETIME, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot space-time", 0, 'x') \
    X(EVENTS, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot events", 0, 'x') \
    X(ITERATES, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot iterates", 0, 'x') \
    X(LANES, "x", NULL, "explain what this pane shows now", A(COMMAND), "explain plot lanes", 0, 'x') \
    X(TRADEOFF, "Enter", "run", "run the experiment at other rates, in the background", A(COMMAND), "tradeoff start", 0, K(ENTER)) \
    X(TRADEOFF, "v", "count", "count time, gradients, communications or cost", A(COMMAND), "tradeoff against", 0, 'v')            \
    X(TRADEOFF, "d", "two", "vary the gradient rate as well: a picture of both", A(COMMAND), "tradeoff over=rate,gradient", 0, 'd') \
    X(TRADEOFF, "e", NULL, "vary the communication rate alone", A(COMMAND), "tradeoff over=rate", 0, 'e')                         \
    X(TRADEOFF, "c", "stop", "stop the runs in the background", A(COMMAND), "tradeoff stop", 0, 'c')                              \
    X(LEAGUE, "Enter", "run", "run every method, in the background", A(COMMAND), "league start", 0, K(ENTER))                     \
    X(LEAGUE, "v", "rank by", "rank by time, gradients, communications or cost", A(COMMAND), "league by", 0, 'v')                 \
    X(LEAGUE, "c", "stop", "stop the runs in the background", A(COMMAND), "league stop", 0, 'c')                                  \
    /* the other halves of the pairs above have no line of their own */                                                          \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "select left", 0, K(LEFT), 'h')                                                     \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "select up", 0, K(UP), 'k')                                                         \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "select down", 0, K(DOWN), 'j')                                                     \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "select previous", 0, 'N')                                                          \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "camera out", 0, 'o')                                                               \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "camera right", 0, ']')                                                             \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "camera down", 0, '{')                                                              \
    X(NETWORK, NULL, NULL, NULL, A(COMMAND), "camera up", 0, '}')                                                                \
    X(CONVERGENCE, NULL, NULL, NULL, A(COMMAND), "cursor left", 0, K(LEFT), 'h')                                                 \
    X(CONVERGENCE, NULL, NULL, NULL, A(COMMAND), "cursor right 10", 0, K(FAR_RIGHT), 'L')                                        \
    X(CONVERGENCE, NULL, NULL, NULL, A(COMMAND), "cursor left 10", 0, K(FAR_LEFT), 'H')                                          \
    X(CONVERGENCE, NULL, NULL, NULL, A(COMMAND), "window out", 0, 'o')                                                           \
    X(CONVERGENCE, NULL, NULL, NULL, A(COMMAND), "window flatter", 0, K(DOWN), 'j')                                              \
    X(CONVERGENCE, NULL, NULL, NULL, A(COMMAND), "window right", 0, ']')                                                         \
    X(CONVERGENCE, NULL, NULL, NULL, A(COMMAND), "window up", 0, '}')                                                            \
    X(SPACETIME, NULL, NULL, NULL, A(COMMAND), "axis time; cursor left", 0, K(LEFT), 'h')                                        \
    X(SPACETIME, NULL, NULL, NULL, A(COMMAND), "axis time; cursor right 10", 0, K(FAR_RIGHT), 'L')                               \
    X(SPACETIME, NULL, NULL, NULL, A(COMMAND), "axis time; cursor left 10", 0, K(FAR_LEFT), 'H')                                 \
    X(SPECTRUM, NULL, NULL, NULL, A(COMMAND), "ranking down", 0, K(DOWN), 'j')                                                   \
    X(SPECTRUM, NULL, NULL, NULL, A(COMMAND), "ranking down 10", 0, K(PAGE_DOWN))                                                \
    X(SPECTRUM, NULL, NULL, NULL, A(COMMAND), "ranking up 10", 0, K(PAGE_UP))                                                    \
    X(SPECTRUM, NULL, NULL, NULL, A(COMMAND), "ranking top", 0, K(HOME))                                                         \
    X(INSPECTOR, NULL, NULL, NULL, A(COMMAND), "select previous", 0, K(LEFT), 'h')

#endif
