/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands: typed bytes become keys, keys become commands, help scrolls, the prompt edits and completes. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/keys.h"
#include "tui/session.h"
#include "view/menu.h"

static void run_or_pause(dadao_session *s)
{
    bool moving = s->snapshot && s->snapshot->state == DADAO_RUNNING;
    dadao_tui_session_line(s, moving ? "pause" : "run");
}

/* Moves add up on the target until the next frame sends it: a held key must not flood the engine. */
static void move_slider(dadao_session *s, dadao_slider slider, int steps)
{
    if (!s->snapshot || !s->snapshot->scene) {
        dadao_tui_session_notice(s, false, "there is no experiment yet: the sliders have nothing to move");
        return;
    }
    char command[96];
    double from = dadao_view_slider_value(s->snapshot, &s->view, slider);
    if (isnan(from)) {
        dadao_tui_session_notice(s, false, "nothing is selected; click a node or an edge, or type :select node 1");
        return;
    }
    double to = dadao_view_slider_step(s->snapshot, &s->view, slider, from, steps);
    if (to == from) {
        dadao_view_slider_prefix(s->snapshot, &s->view, slider, command, sizeof command);
        dadao_tui_session_notice(s, false, "the slider is at its end; type `:%sN` for any value", command);
        return;
    }
    s->view.target[slider] = to;
    s->target_sent[slider] = false;
}

static void usual_slider(dadao_session *s)
{
    if (!s->snapshot || !s->snapshot->scene)
        return;
    const dadao_slider slider = dadao_view_slider_focus(s->snapshot, &s->view);
    if (isnan(dadao_view_slider_value(s->snapshot, &s->view, slider))) {
        dadao_tui_session_notice(s, false, "nothing is selected; click a node or an edge, or type :select node 1");
        return;
    }
    s->view.target[slider] = dadao_view_slider_usual(s->snapshot, &s->view, slider);
    s->target_sent[slider] = false;
}

/* Opens the prompt with the slider's command in it: the value is all there is to type. */
static void type_value(dadao_session *s)
{
    char line[96];
    if (!s->snapshot || !s->snapshot->scene)
        return;
    const dadao_slider slider = dadao_view_slider_focus(s->snapshot, &s->view);
    if (isnan(dadao_view_slider_value(s->snapshot, &s->view, slider))) {
        dadao_tui_session_notice(s, false, "nothing is selected; click a node or an edge, or type :select node 1");
        return;
    }
    dadao_view_slider_prefix(s->snapshot, &s->view, slider, line, sizeof line);
    dadao_tui_prompt_open(s);
    dadao_view_editor_replace(&s->view.editor, 0, line);
}

static void choose_pane(dadao_session *s, int number)
{
    dadao_view_choose(&s->view, (dadao_pane_id)(number - 1), s->terminal.columns, s->terminal.rows);
    s->dirty = true;
}

static void cancel(dadao_session *s)
{
    if (!s->view.zoomed)
        dadao_tui_session_notice(s, false, "Esc: nothing is open; q leaves");
    s->view.zoomed = false;
}

/* Why a key whose command is all right changes nothing that can be seen here; NULL: it does. */
static const char *useless(const dadao_session *s, const char *command)
{
    bool small = s->terminal.columns < DADAO_SCREEN_COLUMNS || s->terminal.rows < DADAO_SCREEN_ROWS;
    if (small && (strcmp(command, "zoom") == 0 || strcmp(command, "tiling") == 0))
        return "the window is too small for panes: make it at least 20 by 5";
    if (strcmp(command, "palette") == 0 && s->terminal.colors == 0)
        return "no colours are shown here: NO_COLOR, --colors=0 or a terminal without them";
    if (strcmp(command, "mouse") == 0 && !s->terminal.mouse)
        return "this terminal reports no mouse";
    if (strcmp(command, "glyphs") == 0 && !s->terminal.utf8)
        return "this locale or --ascii allows plain characters only; try LC_ALL=C.UTF-8";
    if (strcmp(command, "order") == 0 && !(s->view.shown >> DADAO_PANE_SPACETIME & 1u))
        return "the order is that of space-time, which is not shown: 7 shows it";
    return NULL;
}

static void send_command(dadao_session *s, uint32_t key, const char *command)
{
    char name[32];
    const char *why = useless(s, command);
    if (why)
        dadao_tui_session_notice(s, false, "%s: %s", dadao_tui_key_name(key, name), why);
    else
        dadao_tui_session_line(s, command);
}

/* The keys of another pane may have the arrows: the sliders take them over first. */
static void move_focus(dadao_session *s, int amount)
{
    if (s->view.chosen != DADAO_PANE_SLIDERS && !s->view.zoomed && (s->view.shown >> DADAO_PANE_SLIDERS & 1u)) {
        s->view.chosen = DADAO_PANE_SLIDERS;
        return;
    }
    s->view.slider = dadao_view_slider_next(s->snapshot, &s->view, amount);
}

static void explain(dadao_session *s, uint32_t key)
{
    char name[32];
    if (key == DADAO_KEY_NONE)
        return;
    dadao_tui_session_notice(s, false, "%s does nothing here; ? lists the keys, : takes a command",
                             dadao_tui_key_name(key, name));
}

/* Seconds are those of the screen; the engine is told the event. */
static void go_back(dadao_session *s, int seconds)
{
    char line[64];
    uint64_t event, now = s->snapshot && s->snapshot->lane_count ? s->snapshot->lane[0].events : 0;
    if (!dadao_tui_past_ago(&s->past, now, (unsigned)seconds, &event)) {
        dadao_tui_session_notice(s, false, "nothing has happened yet that one could go back to");
        return;
    }
    snprintf(line, sizeof line, "goto event=%" PRIu64, event);
    dadao_tui_session_line(s, line);
}

static void act(dadao_session *s, uint32_t key)
{
    dadao_binding b = dadao_tui_keymap_find(&s->config->keymap, key, s->view.chosen);
    switch (b.action) {
    case DADAO_ACTION_NONE:
        explain(s, key);
        break;
    case DADAO_ACTION_COMMAND:
        send_command(s, key, b.command);
        break;
    case DADAO_ACTION_RUN_PAUSE:
        run_or_pause(s);
        break;
    case DADAO_ACTION_SPEED:
        move_slider(s, DADAO_SLIDER_SPEED, b.amount);
        break;
    case DADAO_ACTION_SLIDER:
        move_slider(s, dadao_view_slider_focus(s->snapshot, &s->view), b.amount);
        break;
    case DADAO_ACTION_SLIDER_USUAL:
        usual_slider(s);
        break;
    case DADAO_ACTION_FOCUS:
        move_focus(s, b.amount);
        break;
    case DADAO_ACTION_PANE:
        choose_pane(s, b.amount);
        break;
    case DADAO_ACTION_PROMPT:
        dadao_tui_prompt_open(s);
        break;
    case DADAO_ACTION_TYPE:
        type_value(s);
        break;
    case DADAO_ACTION_HELP:
        dadao_tui_session_line(s, "help");
        break;
    case DADAO_ACTION_REDRAW:
        dadao_tui_terminal_redraw();
        break;
    case DADAO_ACTION_SUSPEND:
        s->suspend_wanted = true;
        break;
    case DADAO_ACTION_CANCEL:
        cancel(s);
        break;
    case DADAO_ACTION_AGO:
        go_back(s, b.amount);
        break;
    case DADAO_ACTION_QUIT:
        s->ended = true;
        break;
    }
}

/* The text that help is searched for. */
static bool filter_key(dadao_session *s, uint32_t key)
{
    char *filter = s->view.filter, glyph[5];
    size_t length = strlen(filter), added;
    s->view.scroll = 0;
    if (key == DADAO_KEY_ESCAPE) {
        filter[0] = '\0';
        s->view.filtering = false;
    } else if (key == DADAO_KEY_BACKSPACE) {
        while (length > 0 && ((unsigned char)filter[length - 1] & 0xc0) == 0x80)
            length--;
        filter[length > 0 ? length - 1 : 0] = '\0';
    } else if (key == DADAO_KEY_ENTER || key == DADAO_KEY_DOWN || key == DADAO_KEY_UP) {
        s->view.filtering = false;
    } else if (key >= ' ' && key < 0x110000) {
        added = dadao_view_encode(key, glyph);
        if (length + added < sizeof s->view.filter)
            memcpy(filter + length, glyph, added + 1);
    }
    return true;
}

/* A menu: the letter of a line carries it out; whatever else is no scrolling closes it. */
static bool menu_key(dadao_session *s, uint32_t key)
{
    char line[160];
    int page = s->terminal.rows > 6 ? s->terminal.rows - 4 : 2, *scroll = &s->view.scroll;
    int most = dadao_view_overlay_lines(&s->view, s->terminal.columns) - page;
    switch (key) {
    case DADAO_KEY_DOWN:
    case DADAO_KEY_UP:
        *scroll += key == DADAO_KEY_DOWN ? 1 : -1;
        break;
    case DADAO_KEY_PAGE_DOWN:
    case DADAO_KEY_PAGE_UP:
        *scroll += key == DADAO_KEY_PAGE_DOWN ? page : -page;
        break;
    default:
        s->view.overlay = DADAO_OVERLAY_NONE;
        if (dadao_view_menu_command(&s->view, key, line, sizeof line))
            dadao_tui_session_line(s, line);
        s->view.completion_count = 0;
        return true;
    }
    *scroll = *scroll > most ? most : *scroll;
    *scroll = *scroll < 0 ? 0 : *scroll;
    return true;
}

/* Help and long answers: scroll, or close. The drawing stops at the last line; so do we, roughly. */
static bool overlay_key(dadao_session *s, uint32_t key)
{
    int page = s->terminal.rows > 6 ? s->terminal.rows - 4 : 2, *scroll = &s->view.scroll;
    int most = dadao_view_overlay_lines(&s->view, s->terminal.columns) - page;
    if (s->view.overlay == DADAO_OVERLAY_MENU)
        return menu_key(s, key);
    if (s->view.overlay == DADAO_OVERLAY_HELP && s->view.filtering)
        return filter_key(s, key);
    switch (key) {
    case '/':
        s->view.filtering = s->view.overlay == DADAO_OVERLAY_HELP;
        break;
    case DADAO_KEY_DOWN:
    case 'j':
    case DADAO_KEY_ENTER:
        ++*scroll;
        break;
    case DADAO_KEY_UP:
    case 'k':
        --*scroll;
        break;
    case DADAO_KEY_PAGE_DOWN:
    case ' ':
        *scroll += page;
        break;
    case DADAO_KEY_PAGE_UP:
    case 'b':
        *scroll -= page;
        break;
    case DADAO_KEY_HOME:
        *scroll = 0;
        break;
    case DADAO_KEY_END:
        *scroll = most;
        break;
    case DADAO_KEY_ESCAPE:
    case 'q':
    case '?':
        if (key == DADAO_KEY_ESCAPE && s->view.overlay == DADAO_OVERLAY_HELP && s->view.filter[0])
            return filter_key(s, key);
        s->view.overlay = DADAO_OVERLAY_NONE;
        s->view.notice[0] = '\0';
        return true;
    default:
        /* an answer gives way to whatever is done next; help stays until it is closed */
        if (s->view.overlay == DADAO_OVERLAY_HELP)
            return true;
        s->view.overlay = DADAO_OVERLAY_NONE;
        return false;
    }
    if (*scroll > most)
        *scroll = most;
    if (*scroll < 0)
        *scroll = 0;
    return true;
}

/* Enter leads through a lesson, numbers answer its questions. */
static bool lesson_key(dadao_session *s, uint32_t key)
{
    const dadao_lesson_snapshot *lesson = &s->view.lesson;
    bool asking = lesson->state == DADAO_LESSON_ASKING;
    char line[32];
    if (lesson->state == DADAO_LESSON_NONE)
        return false;
    if (asking && key > '0' && key <= '0' + lesson->choices) {
        snprintf(line, sizeof line, "answer %c", (char)key);
        dadao_tui_session_line(s, line);
    } else if (key == DADAO_KEY_ENTER && asking && lesson->choices == 0) {
        dadao_tui_prompt_open(s);
        dadao_view_editor_replace(&s->view.editor, 0, "answer ");
    } else if (key == DADAO_KEY_ENTER || key == DADAO_KEY_PAGE_DOWN) {
        dadao_tui_session_line(s, "lesson next");
    } else if (key == DADAO_KEY_PAGE_UP) {
        dadao_tui_session_line(s, "lesson back");
    } else {
        return false;
    }
    return true;
}

void dadao_tui_key(dadao_session *s, uint32_t key)
{
    s->dirty = true;
    s->quiet = false;
    if (key == DADAO_KEY_PASTE_BEGIN || key == DADAO_KEY_PASTE_END) {
        s->pasting = key == DADAO_KEY_PASTE_BEGIN;
        return;
    }
    if (s->view.prompting) {
        dadao_tui_prompt_key(s, key);
        return;
    }
    if (s->pasting)
        return; /* a paste is no keystrokes */
    if (s->view.overlay != DADAO_OVERLAY_NONE && key != DADAO_CTRL('L') && key != DADAO_CTRL('Z') && overlay_key(s, key))
        return;
    s->view.notice[0] = '\0';
    if (!lesson_key(s, key))
        act(s, key);
}

/* A slider moved by hand sends its command with the next frame, as by key. */
void dadao_tui_point(dadao_session *s, const dadao_pointer *pointer)
{
    double before[DADAO_SLIDER_COUNT];
    char key[32], line[DADAO_EDITOR_CAPACITY];
    memcpy(before, s->view.target, sizeof before);
    if (s->pasting || !s->view.mouse)
        return;
    if (s->view.prompting) {
        dadao_hit hit = dadao_view_hit(&s->view, s->terminal.columns, s->terminal.rows, pointer->x, pointer->y);
        if (pointer->kind == DADAO_POINTER_PRESS && hit.kind == DADAO_HIT_COMPLETION)
            dadao_tui_prompt_take(s, hit.completion);
        return;
    }
    if (pointer->kind == DADAO_POINTER_PRESS && s->view.overlay == DADAO_OVERLAY_NONE)
        s->view.notice[0] = '\0';
    if (!dadao_view_point(&s->view, s->snapshot, s->terminal.columns, s->terminal.rows, pointer, key, line, sizeof line))
        return;
    s->dirty = true;
    s->quiet = false;
    for (int k = 0; k < DADAO_SLIDER_COUNT; k++)
        if (!isnan(s->view.target[k]) && (isnan(before[k]) || s->view.target[k] != before[k]))
            s->target_sent[k] = false;
    if (key[0])
        dadao_tui_key(s, dadao_tui_key_named(key));
    if (line[0])
        dadao_tui_session_line(s, line);
}

void dadao_tui_input(dadao_session *s, bool final)
{
    size_t at = 0, used;
    while (at < s->byte_count && !s->ended) {
        uint32_t key = dadao_tui_decode(s->bytes + at, s->byte_count - at, final, &used);
        if (used == 0)
            break;
        dadao_pointer pointer;
        bool mouse = key == DADAO_KEY_POINTER;
        if (mouse && dadao_tui_decode_pointer(s->bytes + at, used, &pointer))
            dadao_tui_point(s, &pointer);
        at += used;
        if (key != DADAO_KEY_NONE && !mouse)
            dadao_tui_key(s, key);
    }
    s->byte_count -= at;
    memmove(s->bytes, s->bytes + at, s->byte_count);
}
