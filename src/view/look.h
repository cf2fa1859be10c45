/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tools of the commands of the looking: the words of a line, and values that are chosen, refused and answered.
 *
 * A handler lives beside the view that it concerns; its row is in the table of commands.c. */
#ifndef DADAO_VIEW_LOOK_H
#define DADAO_VIEW_LOOK_H

#include "view/view.h"

#define DADAO_LOOK_WORDS 8

/* The words of one line, unquoted; word 0 is the command. */
typedef struct dadao_look_words {
    char buffer[DADAO_EDITOR_CAPACITY];
    const char *word[DADAO_LOOK_WORDS];
    size_t column[DADAO_LOOK_WORDS], count;
} dadao_look_words;

/* Carries out a line on the state; `screen` is what was drawn last (NULL: nothing yet). */
typedef dadao_status dadao_look_handler(dadao_view_state *state, const dadao_canvas *screen, const dadao_look_words *w,
                                        dadao_error *error);

/* Blanks separate, double quotes hold together, '#' begins a comment, ';' ends. */
void dadao_view_look_split(const char *line, dadao_look_words *out);
/* Points at word `k` of the line; the message ends in what may stand there. */
dadao_status dadao_view_look_refuse(const dadao_look_words *w, size_t k, const char *expected, const char *const *candidates,
                                    size_t count, dadao_error *error);
/* The candidate that `word` is or, uniquely, begins; count when none. */
size_t dadao_view_look_match(const char *word, const char *const *candidates, size_t count);
/* `name` alone goes to the next value, `name value` to that one. */
dadao_status dadao_view_look_choose(const dadao_look_words *w, const char *const *candidates, size_t count, const char *expected,
                                    size_t *value, dadao_error *error);
/* The node that word `k` names in the network last seen; before anything was seen any number will do. */
dadao_status dadao_view_look_node(const dadao_view_state *state, const dadao_look_words *w, size_t k, size_t *node, dadao_error *error);
/* Handlers of selecting (select.c) and of the network (network_look.c). */
dadao_look_handler dadao_view_look_highlight; /* highlight.c */
dadao_look_handler dadao_view_look_select, dadao_view_look_colour, dadao_view_look_camera, dadao_view_look_focus,
    dadao_view_look_watch, dadao_view_look_fit, dadao_view_look_place;
/* Handlers of the convergence plot (convergence_look.c). */
dadao_look_handler dadao_view_look_window, dadao_view_look_cursor, dadao_view_look_freeze, dadao_view_look_difference;

/* Of the iterate plane (iterates.c) and the spectrum (eigen.c). */
dadao_look_handler dadao_view_look_scrub; /* beside its view */
dadao_look_handler dadao_view_look_plane, dadao_view_look_ranking;
/* Handlers of the screen as a whole (screen_look.c). */
dadao_look_handler dadao_view_look_panes, dadao_view_look_zoom, dadao_view_look_palette, dadao_view_look_glyphs,
    dadao_view_look_cast, dadao_view_look_menu, dadao_view_look_mouse, dadao_view_look_calm, dadao_view_look_stats, dadao_view_look_tiling;

/* Handlers of the studies (study.c). */
dadao_look_handler dadao_view_look_tradeoff, dadao_view_look_league;

/* "what: value, summary" as the notice. */
void dadao_view_look_answer(dadao_view_state *state, const char *what, const char *value, const char *summary);

#endif
