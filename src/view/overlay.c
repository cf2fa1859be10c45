/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies over the views: help from the tables of keys and commands, long answers, and the prompt with its completions. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "view/heading.h"
#include "view/menu.h"
#include "view/notes.h"

/* A pass over the lines of an overlay: those from `first` on are drawn, all are counted. */
typedef struct pager {
    dadao_pane pane;
    int first, line;
    const char *filter; /* empty: every line */
    char title[96];     /* of the lines that follow: shown before the first that holds the filter */
} pager;

static bool holds(const char *text, const char *filter)
{
    return text && strcasestr(text, filter);
}

static void put_line(pager *p, dadao_style style, const char *left, int tab, const char *right);

/* Whether a line is to be left out because of the filter. */
static bool filtered(pager *p, dadao_style style, const char *left, const char *right)
{
    if (!p->filter || !*p->filter)
        return false;
    if (style == DADAO_STYLE_TITLE) {
        snprintf(p->title, sizeof p->title, "%s", left);
        return true;
    }
    if (!holds(left, p->filter) && !holds(right, p->filter))
        return true;
    if (p->title[0]) {
        char title[sizeof p->title];
        const char *filter = p->filter;
        memcpy(title, p->title, sizeof title);
        p->title[0] = '\0';
        p->filter = "";
        put_line(p, DADAO_STYLE_TITLE, title, 0, NULL);
        p->filter = filter;
    }
    return false;
}

static void put_line(pager *p, dadao_style style, const char *left, int tab, const char *right)
{
    if (filtered(p, style, left, right))
        return;
    int y = p->line++ - p->first;
    if (y < 0 || y >= p->pane.area.rows)
        return;
    int x = dadao_view_text(&p->pane, 1, y, style, 0, left);
    if (right)
        dadao_view_clipped(&p->pane, x < tab ? tab : x + 2, y, p->pane.area.columns, DADAO_STYLE_TEXT, 0, right);
}

static void put_command(pager *p, const dadao_command *command, int tab)
{
    char name[160];
    snprintf(name, sizeof name, "%s %s", command->name, command->arguments ? command->arguments : "");
    put_line(p, DADAO_STYLE_KEY, name, tab, command->summary);
}

/* First what the chosen pane can do. */
static void put_pane_keys(pager *p, const dadao_view_state *state, int tab)
{
    char title[64];
    bool any = false;
    snprintf(title, sizeof title, "Keys of the pane '%s'", dadao_view_pane_title(state->chosen));
    for (size_t k = 0; k < state->key_count; k++) {
        if (state->keys[k].pane != (int)state->chosen || !state->keys[k].keys)
            continue;
        if (!any)
            put_line(p, DADAO_STYLE_TITLE, title, 0, NULL);
        put_line(p, DADAO_STYLE_KEY, state->keys[k].keys, tab, state->keys[k].help);
        any = true;
    }
    if (any)
        put_line(p, DADAO_STYLE_TEXT, "", 0, NULL);
}

/* A name, and text behind it that is broken at blanks. */
static void put_paragraph(pager *p, const char *name, int tab, const char *text)
{
    char line[256];
    for (int columns = p->pane.area.columns - tab - 1; *text && columns > 4; name = "") {
        size_t length = dadao_view_fitting(text, columns);
        snprintf(line, sizeof line, "%.*s", (int)(length < sizeof line ? length : sizeof line - 1), text);
        put_line(p, DADAO_STYLE_KEY, name, tab, line);
        text += length;
        while (*text == ' ')
            text++;
    }
}

/* What there is to see in the chosen pane. */
static void put_notes(pager *p, const dadao_view_state *state, int tab)
{
#define NOTES(name, notice, try, how) {DADAO_PANE_##name, {notice, try, how}},
    static const struct {
        dadao_pane_id pane;
        const char *text[3];
    } notes[] = {DADAO_PANE_NOTES(NOTES)};
#undef NOTES
    static const char *const names[] = {"Notice", "Try", "Computed"};
    char title[64];
    for (size_t k = 0; k < sizeof notes / sizeof *notes; k++) {
        if (notes[k].pane != state->chosen)
            continue;
        snprintf(title, sizeof title, "The pane '%s'", dadao_view_pane_title(state->chosen));
        put_line(p, DADAO_STYLE_TITLE, title, 0, NULL);
        for (size_t j = 0; j < 3; j++)
            put_paragraph(p, names[j], tab, notes[k].text[j]);
        put_line(p, DADAO_STYLE_TEXT, "", 0, NULL);
    }
}

static void put_help(pager *p, const dadao_view_state *state)
{
    int key_tab = 18, tab = p->pane.area.columns >= 100 ? 44 : p->pane.area.columns >= 60 ? 30 : 20;
    put_notes(p, state, 11);
    put_pane_keys(p, state, key_tab);
    put_line(p, DADAO_STYLE_TITLE, "Keys", 0, NULL);
    for (size_t k = 0; k < state->key_count; k++)
        if (state->keys[k].pane == DADAO_PANE_ANY && state->keys[k].keys)
            put_line(p, DADAO_STYLE_KEY, state->keys[k].keys, key_tab, state->keys[k].help);
    put_line(p, DADAO_STYLE_TEXT, "", 0, NULL);
    put_line(p, DADAO_STYLE_TITLE, "Panes (number chooses, z fills the screen)", 0, NULL);
#define PUT_PANE(name, title, titled, function, summary) put_line(p, DADAO_STYLE_KEY, title, key_tab, summary);
    DADAO_PANES(PUT_PANE)
#undef PUT_PANE
    put_line(p, DADAO_STYLE_TEXT, "", 0, NULL);
    put_line(p, DADAO_STYLE_TITLE, "Commands (after :)", 0, NULL);
    for (size_t k = 0; k < dadao_experiment_command_count(); k++)
        put_command(p, dadao_experiment_command_at(k), tab);
    put_line(p, DADAO_STYLE_TEXT, "", 0, NULL);
    put_line(p, DADAO_STYLE_TITLE, "Commands of the screen", 0, NULL);
    for (size_t k = 0; k < dadao_view_command_count; k++)
        put_command(p, &dadao_view_commands[k], tab);
}

size_t dadao_view_fitting(const char *text, int columns)
{
    const char *at = text, *blank = NULL;
    for (int width = 0; *at && *at != '\n';) {
        const char *next = at;
        width += dadao_view_glyph_width(dadao_view_decode(&next));
        if (width > columns)
            return (size_t)((blank ? blank : at > text ? at : next) - text);
        if (*at == ' ')
            blank = at;
        at = next;
    }
    return (size_t)(at - text);
}

static void put_text(pager *p, const char *text)
{
    char line[1024];
    while (*text) {
        size_t length = dadao_view_fitting(text, p->pane.area.columns - 2);
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        put_line(p, DADAO_STYLE_TEXT, line, 0, NULL);
        text += length + (text[length] == '\n' || text[length] == ' ');
    }
}

static void put_menu(pager *p, const dadao_view_state *state)
{
    int tab = 0;
    for (size_t k = 0; k < state->completion_count; k++) {
        int width = dadao_view_width(state->completions[k].text) + 6;
        tab = width > tab ? width : tab;
    }
    for (size_t k = 0; k < state->completion_count; k++) {
        char left[96];
        uint32_t key = dadao_view_menu_key(k);
        snprintf(left, sizeof left, "%c  %s", key ? (char)key : ' ', state->completions[k].text);
        put_line(p, DADAO_STYLE_KEY, left, tab, state->completions[k].hint);
    }
}

static void put_all(pager *p, const dadao_view_state *state)
{
    if (state->overlay == DADAO_OVERLAY_HELP)
        put_help(p, state);
    else if (state->overlay == DADAO_OVERLAY_MENU)
        put_menu(p, state);
    else
        put_text(p, state->notice);
}

static const char *filter_of(const dadao_view_state *state)
{
    return state->overlay == DADAO_OVERLAY_HELP ? state->filter : "";
}

int dadao_view_overlay_lines(const dadao_view_state *state, int columns)
{
    pager counted = {.pane = {NULL, {0, 0, columns, 0}}, .first = INT_MAX / 2, .filter = filter_of(state)};
    put_all(&counted, state);
    return counted.line;
}

/* Help fills all of the room; what is shorter only what it needs. */
static int inside_of(const dadao_view_state *state, int rows, int lines)
{
    int inside = rows > 2 ? rows - 1 : rows;
    return state->overlay != DADAO_OVERLAY_HELP && lines < inside ? lines : inside;
}

static int draw_overlay_name(const dadao_pane *box, const dadao_view_state *state)
{
    bool error = state->notice_error && state->overlay == DADAO_OVERLAY_TEXT;
    int x = dadao_view_clipped(box, 0, 0, box->area.columns, error ? DADAO_STYLE_ERROR : DADAO_STYLE_CHOSEN, 0,
                               state->overlay == DADAO_OVERLAY_HELP   ? "help"
                               : state->overlay == DADAO_OVERLAY_MENU ? dadao_view_menu_title(state)
                               : error                                ? "error"
                                                                      : "answer");
    if (state->overlay == DADAO_OVERLAY_HELP && (state->filtering || state->filter[0]))
        x = dadao_view_format(box, x, 0, DADAO_STYLE_NUMBER, 0, " /%s%s", state->filter, state->filtering ? "_" : "");
    return dadao_view_text(box, x, 0, DADAO_STYLE_FRAME, 0, " ");
}

static const char *ways_on(const dadao_view_state *state)
{
    if (state->overlay == DADAO_OVERLAY_MENU)
        return "a letter takes one  Esc closes";
    if (state->overlay != DADAO_OVERLAY_HELP)
        return "Esc closes";
    return state->filter[0] || state->filtering ? "Esc shows all" : "/ searches  Esc closes";
}

/* A first pass counts the lines, so that scrolling can stop at the last one. */
void dadao_view_overlay(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state)
{
    (void)snapshot;
    int lines = dadao_view_overlay_lines(state, pane->area.columns), inside = inside_of(state, pane->area.rows, lines),
        height = state->overlay == DADAO_OVERLAY_HELP || inside + 1 > pane->area.rows ? pane->area.rows : inside + 1;
    dadao_pane box = dadao_view_part(pane, 0, pane->area.rows - height, pane->area.columns, height);
    dadao_view_fill(&box, DADAO_STYLE_TEXT, 0);
    int most = lines > inside ? lines - inside : 0, first = state->scroll < most ? state->scroll : most;
    for (int x = 0; x < box.area.columns; x++)
        dadao_view_put(&box, x, 0, 0x2812, DADAO_STYLE_FRAME, 0);
    int x = draw_overlay_name(&box, state);
    char note[96];
    if (most)
        snprintf(note, sizeof note, " %d-%d of %d  arrows scroll  %s", first + 1, first + inside, lines, ways_on(state));
    else
        snprintf(note, sizeof note, lines ? " %s" : " nothing holds that  %s", ways_on(state));
    if (dadao_view_width(note) < box.area.columns - x - 2)
        dadao_view_text(&box, box.area.columns - dadao_view_width(note), 0, DADAO_STYLE_FAINT, 0, note);
    pager shown = {.pane = dadao_view_part(&box, 0, 1, box.area.columns, inside),
                   .first = first < 0 ? 0 : first,
                   .filter = filter_of(state)};
    put_all(&shown, state);
}

int dadao_view_overlay_line(const dadao_view_state *state, int columns, int rows, int y)
{
    int room = rows - 2, lines = dadao_view_overlay_lines(state, columns), inside = inside_of(state, room, lines);
    int most = lines > inside ? lines - inside : 0, line = y - (1 + room - inside);
    int first = state->scroll < 0 ? 0 : state->scroll < most ? state->scroll : most;
    return line < 0 || line >= inside || first + line >= lines ? -1 : first + line;
}

int dadao_view_completion_rows(const dadao_view_state *state, int rows, int *first)
{
    int most = rows - 1 < 8 ? rows - 1 : 8, count = (int)state->completion_count;
    int at = state->completion_at == SIZE_MAX ? -1 : (int)state->completion_at;
    most = count < most ? count : most;
    *first = at < most ? 0 : at - most + 1;
    return most > 0 ? most : 0;
}

static void draw_completions(const dadao_pane *pane, const dadao_view_state *state)
{
    int first, rows = dadao_view_completion_rows(state, pane->area.rows, &first), count = (int)state->completion_count;
    if (rows == 0)
        return;
    int at = state->completion_at == SIZE_MAX ? -1 : (int)state->completion_at;
    int width = 0;
    for (int k = 0; k < count; k++) {
        int w = dadao_view_width(state->completions[k].text);
        width = w > width ? w : width;
    }
    for (int k = 0; k < rows; k++) {
        const dadao_completion *c = &state->completions[first + k];
        dadao_pane line = dadao_view_part(pane, 0, pane->area.rows - 1 - rows + k, pane->area.columns, 1);
        bool chosen = first + k == at;
        dadao_view_fill(&line, DADAO_STYLE_TEXT, 0);
        dadao_view_text(&line, 0, 0, DADAO_STYLE_FRAME, 0, "\xe2\xa1\x87");
        dadao_view_text(&line, 2, 0, chosen ? DADAO_STYLE_BAR : DADAO_STYLE_KEY, 0, c->text);
        dadao_view_clipped(&line, 4 + width, 0, line.area.columns - 4 - width, DADAO_STYLE_FAINT, 0, c->hint);
    }
}

void dadao_view_prompt(const dadao_pane *pane, const dadao_view_state *state, int *column, int *row)
{
    const dadao_editor *e = &state->editor;
    dadao_pane line = dadao_view_part(pane, 0, pane->area.rows - 1, pane->area.columns, 1);
    char before[DADAO_EDITOR_CAPACITY];
    snprintf(before, sizeof before, "%.*s", (int)e->cursor, e->line);
    int cursor = dadao_view_width(before), room = line.area.columns - 2;
    /* a line longer than the screen slides under the prompt sign so that the cursor stays in sight */
    const char *text = e->line;
    for (int hidden = 0; cursor - hidden > room && *text;)
        hidden += dadao_view_glyph_width(dadao_view_decode(&text));
    int shift = 0;
    for (const char *p = e->line; p < text;)
        shift += dadao_view_glyph_width(dadao_view_decode(&p));
    dadao_view_fill(&line, DADAO_STYLE_TEXT, 0);
    dadao_view_text(&line, 0, 0, DADAO_STYLE_CHOSEN, 0, ":");
    dadao_view_text(&line, 1, 0, DADAO_STYLE_TEXT, 0, text);
    draw_completions(pane, state);
    *column = line.area.x + 1 + cursor - shift;
    *row = line.area.y;
}
