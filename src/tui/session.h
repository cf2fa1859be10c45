/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sitting at the screen: the runner, what is shown, what was typed. Private to src/tui. */
#ifndef DADAO_TUI_SESSION_H
#define DADAO_TUI_SESSION_H

#include <dadao/experiment.h>

#include "tui/config.h"
#include "tui/remember.h"
#include "tui/terminal.h"
#include "tui/tui.h"
#include "view/view.h"

#define DADAO_TUI_QUEUE 64

typedef struct dadao_session {
    dadao_config *config;               /* never NULL */
    const dadao_tui_options *options;
    const dadao_experiment_options *completion;
    dadao_runner *runner;
    const dadao_snapshot *snapshot;     /* the newest; NULL before the first */
    dadao_terminal_facts terminal;
    dadao_view_state view;
    dadao_canvas canvas;
    int wake;                           /* eventfd written by the engine's thread */
    uint64_t seen_serial, seen_message, seen_looks;
    dadao_attention attention;          /* what the engine was last told to publish beside the rest */
    bool target_sent[DADAO_SLIDER_COUNT]; /* the pending target is on its way */
    uint64_t target_serial[DADAO_SLIDER_COUNT];
    char *queue[DADAO_TUI_QUEUE];       /* lines the runner had no room for */
    size_t queued;
    bool dirty;                         /* something to draw */
    bool ended;
    bool suspend_wanted;
    unsigned char bytes[256];           /* typed, not decoded yet */
    size_t byte_count;
    bool pasting;
    dadao_memory memory;
    char complaint[DADAO_SNAPSHOT_TEXT];                /* about the configuration */
    dadao_cast *film;                   /* NULL: none */
    char film_path[DADAO_VIEW_PATH];
    size_t film_step;                   /* of the lesson, marked last */
    bool quiet;                         /* the default experiment is being set up: what of it fails is left out silently */
} dadao_session;

/* Takes the newest snapshot, if there is a newer one. */
void dadao_tui_session_refresh(dadao_session *session);
/* Carries out a line of commands: those of the looking here, the others by the engine. */
void dadao_tui_session_line(dadao_session *session, const char *line);
/* Sends the slider moves that piled up since the last time: one command a slider. */
void dadao_tui_session_flush(dadao_session *session);
void dadao_tui_session_notice(dadao_session *session, bool error, const char *format, ...) DADAO_PRINTF(3, 4);
/* Begins to film (`path` a file; "off": ends). What came of it is the notice. */
void dadao_tui_session_film(dadao_session *session, const char *path);
/* A marker in the film, if there is one. */
void dadao_tui_session_film_mark(dadao_session *session, const char *text);
/* Marks the part of a lesson that begins. */
void dadao_tui_session_film_lesson(dadao_session *session);
/* Tells the engine what has come into sight, and asks for it. */
void dadao_tui_session_attend(dadao_session *session);
/* Draws and sends a frame; false when the terminal was still busy with the last one. */
bool dadao_tui_session_draw(dadao_session *session);
void dadao_tui_session_clear(dadao_session *session);

/* Decodes and carries out typed bytes; `final`: a lone escape is the Esc key. */
void dadao_tui_input(dadao_session *session, bool final);
/* One report of the mouse, in cells of the screen. */
void dadao_tui_point(dadao_session *session, const dadao_pointer *pointer);
/* One key. */
void dadao_tui_key(dadao_session *session, uint32_t key);
/* One key at the prompt. */
void dadao_tui_prompt_key(dadao_session *session, uint32_t key);
/* Takes one of the completions offered, as Tab does. */
void dadao_tui_prompt_take(dadao_session *session, size_t completion);
void dadao_tui_prompt_open(dadao_session *session);

#endif
