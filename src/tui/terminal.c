/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal. ncurses draws into a memory file, so that each frame leaves in one write between synchronized-update
 * marks; modes, size, signals and the way out are ours. */
#define NCURSES_WIDECHAR 1
#include "tui/terminal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "tui/output.h"
#include "tui/signals.h"

#define SYNC_BEGIN "\033[?2026h"
#define SYNC_END "\033[?2026l"
/* Presses, drags and the wheel, without a limit of columns; reported otherwise by terminals that know only the first. */
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"
#define PAIRS 2048 /* more pairs than styles can ask for */

/* There is one terminal; ncurses keeps its own state in globals as well. */
static struct terminal {
    bool open, sync;
    int colors, columns, rows;
    SCREEN *screen;
    FILE *memory, *no_input;
    int descriptor; /* of the memory file */
    dadao_output output;
    dadao_tui_undo undo;
    char enter[256]; /* the second screen, cursor hidden, cleared: what ncurses said at first */
    size_t enter_length;
    dadao_canvas shown; /* what ncurses was last told */
    size_t shown_palette;
    bool fresh; /* nothing can be trusted: tell everything */
    struct {
        short foreground, background;
    } pair[PAIRS];
    int pairs, pair_limit;
    bool mouse, mouse_wanted; /* as the terminal was told, and as it shall be */
    bool has_mouse;
    bool leading; /* the output holds only the way back in after a suspension */
    uint64_t missed;
    size_t frame_bytes;
    dadao_cast *film; /* NULL: none */
} T;

static dadao_status usable(dadao_error *error)
{
    const char *term = getenv("TERM");
    const char *advice = "`dadao --plain` tells the run in sentences, `dadao run` works without a screen";
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "the full screen needs a terminal for input and output; %s", advice);
    if (!term || !*term)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "TERM is not set, so the terminal cannot be driven; %s", advice);
    if (strcmp(term, "dumb") == 0)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "this terminal (TERM=dumb) cannot move its cursor; %s", advice);
    return DADAO_OK;
}

static bool has_capability(const char *name)
{
    const char *value = tigetstr(name);
    return value && value != (char *)-1 && *value;
}

/* A capability without its padding marks; delays are for machines of 1978. */
static void append_capability(char *text, size_t capacity, size_t *length, const char *name)
{
    if (!has_capability(name))
        return;
    const char *capability = tigetstr(name);
    for (const char *c = capability; *c && *length + 1 < capacity; c++) {
        const char *end = c[0] == '$' && c[1] == '<' ? strchr(c, '>') : NULL;
        if (end)
            c = end;
        else
            text[(*length)++] = *c;
    }
}

static void prepare_texts(void)
{
    size_t n = 0, capacity = sizeof T.undo.bytes;
    if (T.sync)
        memcpy(T.undo.bytes, SYNC_END, n = sizeof SYNC_END - 1);
    if (T.has_mouse) {
        memcpy(T.undo.bytes + n, MOUSE_OFF, sizeof MOUSE_OFF - 1);
        n += sizeof MOUSE_OFF - 1;
    }
    /* without a second screen to leave: clear, and begin at the top */
    append_capability(T.undo.bytes, capacity, &n, has_capability("rmcup") ? "rmcup" : "clear");
    /* after it, since leaving brings back the colours and the cursor of the moment of entering */
    static const char *const names[] = {"rmacs", "sgr0", "op", "cnorm"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        append_capability(T.undo.bytes, capacity, &n, names[k]);
    T.undo.length = n;
    n = 0;
    append_capability(T.enter, sizeof T.enter, &n, "smcup");
    append_capability(T.enter, sizeof T.enter, &n, "civis");
    T.enter_length = n;
}

static void raw_modes(void)
{
    struct termios modes = T.undo.modes;
    cfmakeraw(&modes);
    modes.c_lflag |= ISIG;               /* Ctrl-C ends us even if the loop should hang */
    modes.c_cc[VSUSP] = _POSIX_VDISABLE; /* Ctrl-Z is a key, so that it works from the prompt as well */
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

static void read_size(void)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        size.ws_col = 80, size.ws_row = 24;
    T.columns = size.ws_col < 1000 ? size.ws_col : 1000;
    T.rows = size.ws_row < 500 ? size.ws_row : 500;
}

static int choose_colors(int wish)
{
    const char *no_color = getenv("NO_COLOR");
    int have = has_colors() ? COLORS : 0;
    if (wish < 0 && no_color && *no_color)
        return 0;
    if (wish >= 0 && wish < have)
        have = wish;
    return have >= 256 ? 256 : have >= 16 ? 16 : have >= 8 ? 8 : 0;
}

/* Library noise must not tear the screen; it is kept and shown afterwards. */
static void capture_errors(void)
{
    T.undo.error_output = T.undo.captured = -1;
    if (!isatty(STDERR_FILENO))
        return;
    int file = memfd_create("stderr", MFD_CLOEXEC), real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (file >= 0 && real >= 0) {
        fcntl(file, F_SETFL, O_APPEND);
        T.undo.error_output = real, T.undo.captured = file;
    } else {
        if (file >= 0)
            close(file);
        if (real >= 0)
            close(real);
    }
}

static void set_size_variable(const char *name, int value)
{
    char text[16];
    snprintf(text, sizeof text, "%d", value);
    setenv(name, text, 1);
}

static dadao_status start_curses(dadao_error *error)
{
    T.descriptor = memfd_create("screen", MFD_CLOEXEC);
    if (T.descriptor >= 0)
        T.memory = fdopen(T.descriptor, "w+");
    else if ((T.memory = tmpfile()) != NULL)
        T.descriptor = fileno(T.memory);
    T.no_input = fopen("/dev/null", "r");
    if (!T.memory || !T.no_input)
        return dadao_core_fail(error, DADAO_IO, "no memory file for the screen: %s", strerror(errno));
    setenv("NCURSES_NO_PADDING", "1", 1);
    dadao_tui_signals_remember();
    /* ncurses asks its output for its size, and a memory file has none: it would set the margins of 24 rows. */
    set_size_variable("LINES", T.rows);
    set_size_variable("COLUMNS", T.columns);
    T.screen = newterm(NULL, T.memory, T.no_input);
    unsetenv("LINES");
    unsetenv("COLUMNS");
    if (!T.screen || !has_capability("cup"))
        return dadao_core_fail(
            error, DADAO_UNSUPPORTED,
            "terminal type '%s' is unknown or too simple for a full screen; `dadao --plain` tells the run in sentences, `dadao run` works without a screen", getenv("TERM"));
    set_term(T.screen);
    resizeterm(T.rows, T.columns);
    nonl();
    scrollok(stdscr, FALSE);
    curs_set(0);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    T.pair_limit = COLOR_PAIRS < PAIRS ? COLOR_PAIRS : PAIRS;
    T.pairs = 1; /* pair 0 is the terminal's own colours */
    return DADAO_OK;
}

static void release(void)
{
    if (T.screen) {
        endwin();
        delscreen(T.screen);
    }
    if (T.memory)
        fclose(T.memory);
    else if (T.descriptor >= 0)
        close(T.descriptor);
    if (T.no_input)
        fclose(T.no_input);
    if (T.undo.error_output >= 0)
        close(T.undo.error_output), close(T.undo.captured);
    dadao_tui_output_close(&T.output);
    dadao_view_canvas_free(&T.shown);
    T.screen = NULL, T.memory = T.no_input = NULL;
    T.open = false;
}

dadao_status dadao_tui_terminal_open(const dadao_terminal_wish *wish, dadao_terminal_facts *facts, dadao_error *error)
{
    memset(&T, 0, sizeof T);
    T.descriptor = T.undo.error_output = T.undo.captured = -1;
    setlocale(LC_CTYPE, "");
    dadao_status status = usable(error);
    if (status != DADAO_OK)
        return status;
    const char *sync = getenv("DADAO_SYNC");
    T.sync = wish->sync && !(sync && strcmp(sync, "0") == 0);
    T.undo.input = STDIN_FILENO;
    if (tcgetattr(STDIN_FILENO, &T.undo.modes) != 0)
        return dadao_core_fail(error, DADAO_IO, "the terminal's modes cannot be read: %s", strerror(errno));
    read_size();
    dadao_tui_output_open(&T.output, STDOUT_FILENO);
    T.undo.output = T.output.descriptor;
    status = start_curses(error);
    if (status == DADAO_OK) {
        T.has_mouse = has_capability("kmous") && strncmp(getenv("TERM"), "linux", 5) != 0; /* the console has none of its own */
        prepare_texts();
        capture_errors();
        if (!dadao_tui_signals_install(&T.undo, &facts->wake))
            status = dadao_core_fail(error, DADAO_IO, "no pipe for signals: %s", strerror(errno));
    }
    if (status != DADAO_OK) {
        release();
        return status;
    }
    dadao_tui_arm();
    raw_modes();
    T.open = T.fresh = true;
    T.colors = choose_colors(wish->colors);
    facts->colors = T.colors;
    facts->utf8 = !wish->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    facts->braille = facts->utf8 && strncmp(getenv("TERM"), "linux", 5) != 0;
    facts->mouse = T.has_mouse;
    facts->columns = T.columns, facts->rows = T.rows;
    return DADAO_OK;
}

void dadao_tui_terminal_close(void)
{
    if (!T.open)
        return;
    /* half a frame would leave half a sequence in the terminal: a moment is granted to finish it */
    for (int tries = 0; dadao_tui_output_busy(&T.output) && tries < 50; tries++) {
        if (dadao_tui_output_push(&T.output) != 0)
            break;
        usleep(10000);
    }
    dadao_tui_restore();
    dadao_tui_signals_remove();
    release();
}

bool dadao_tui_terminal_resize(dadao_terminal_facts *facts)
{
    int columns = T.columns, rows = T.rows;
    read_size();
    facts->columns = T.columns, facts->rows = T.rows;
    if (columns == T.columns && rows == T.rows)
        return false;
    char size[32];
    dadao_tui_cast_event(T.film, 'r', size, (size_t)snprintf(size, sizeof size, "%dx%d", T.columns, T.rows));
    resizeterm(T.rows, T.columns);
    dadao_tui_terminal_redraw();
    return true;
}

/* The margins follow the size: beyond the old ones some terminals shift nothing. */
static void set_margins(void)
{
    if (!has_capability("csr"))
        return;
    fputs(tparm(tigetstr("csr"), 0, T.rows - 1), T.memory);
    fflush(T.memory);
}

void dadao_tui_terminal_redraw(void)
{
    if (!T.open)
        return;
    T.fresh = true;
    set_margins();
    clearok(curscr, TRUE);
}

void dadao_tui_terminal_resume(void)
{
    dadao_tui_arm();
    raw_modes();
    T.mouse = false; /* put away with the screen */
    /* goes out before the next frame, with it */
    if (!dadao_tui_output_busy(&T.output)) {
        dadao_tui_output_add(&T.output, T.enter, T.enter_length);
        T.leading = true;
    }
    dadao_tui_terminal_redraw();
}

void dadao_tui_terminal_suspend(void)
{
    dadao_tui_restore();
    dadao_tui_signals_stop();
    dadao_tui_terminal_resume();
}

static short pair_of(int foreground, int background)
{
    if (foreground < 0 && background < 0)
        return 0;
    for (int k = 1; k < T.pairs; k++)
        if (T.pair[k].foreground == foreground && T.pair[k].background == background)
            return (short)k;
    if (T.pairs >= T.pair_limit)
        return foreground >= 0 && background >= 0 ? pair_of(foreground, -1) : 0;
    T.pair[T.pairs].foreground = (short)foreground;
    T.pair[T.pairs].background = (short)background;
    init_pair((short)T.pairs, (short)foreground, (short)background);
    return (short)T.pairs++;
}

static attr_t attributes(unsigned flags)
{
    return (flags & DADAO_BOLD ? A_BOLD : 0) | (flags & DADAO_DIM ? A_DIM : 0) | (flags & DADAO_REVERSE ? A_REVERSE : 0) |
           (flags & DADAO_UNDERLINE ? A_UNDERLINE : 0);
}

static void paint_cell(int x, int y, const dadao_view_cell *cell, size_t palette)
{
    dadao_ink ink = dadao_view_ink_over(palette, T.colors, cell->style, cell->flags, cell->under);
    wchar_t text[2] = {(wchar_t)cell->glyph, 0};
    cchar_t out;
    setcchar(&out, text, attributes(ink.flags), pair_of(ink.foreground, ink.background), NULL);
    mvadd_wch(y, x, &out);
}

/* Tells ncurses only what changed: it compares the rest itself, but slowly. */
static void paint(const dadao_canvas *canvas, size_t palette)
{
    bool all = T.fresh || palette != T.shown_palette || T.shown.columns != canvas->columns || T.shown.rows != canvas->rows;
    if (all && !dadao_view_canvas_resize(&T.shown, canvas->columns, canvas->rows))
        return;
    if (all)
        erase();
    for (int y = 0; y < canvas->rows; y++)
        for (int x = 0; x < canvas->columns; x++) {
            size_t k = (size_t)y * (size_t)canvas->columns + (size_t)x;
            const dadao_view_cell *cell = &canvas->cell[k], *old = &T.shown.cell[k];
            bool same =
                cell->glyph == old->glyph && cell->style == old->style && cell->flags == old->flags && cell->under == old->under;
            if (cell->glyph == 0 || (same && !all))
                continue;
            paint_cell(x, y, cell, palette);
        }
    memcpy(T.shown.cell, canvas->cell, (size_t)canvas->columns * (size_t)canvas->rows * sizeof *canvas->cell);
    T.shown_palette = palette;
    T.fresh = false;
}

void dadao_tui_terminal_mouse(bool on)
{
    T.mouse_wanted = on && T.has_mouse;
}

/* Tells the terminal about the mouse when that has changed. */
static void switch_mouse(void)
{
    if (T.mouse == T.mouse_wanted)
        return;
    T.mouse = T.mouse_wanted;
    dadao_tui_output_add(&T.output, T.mouse ? MOUSE_ON : MOUSE_OFF, sizeof MOUSE_ON - 1);
}

/* Moves what ncurses wrote from the memory file into the frame. */
static bool collect(void)
{
    fflush(T.memory);
    off_t length = lseek(T.descriptor, 0, SEEK_CUR);
    if (length <= 0)
        return T.output.length > 0;
    char block[16384];
    if (T.sync)
        dadao_tui_output_add(&T.output, SYNC_BEGIN, sizeof SYNC_BEGIN - 1);
    for (off_t at = 0; at < length;) {
        size_t want = (size_t)(length - at) < sizeof block ? (size_t)(length - at) : sizeof block;
        ssize_t got = pread(T.descriptor, block, want, at);
        if (got <= 0)
            break;
        dadao_tui_output_add(&T.output, block, (size_t)got);
        at += got;
    }
    if (T.sync)
        dadao_tui_output_add(&T.output, SYNC_END, sizeof SYNC_END - 1);
    lseek(T.descriptor, 0, SEEK_SET);
    return true;
}

bool dadao_tui_terminal_frame(const dadao_canvas *canvas, size_t palette, int column, int row)
{
    if (dadao_tui_output_busy(&T.output) && !T.leading) {
        T.missed++;
        return false;
    }
    T.leading = false;
    paint(canvas, palette);
    bool cursor = column >= 0 && row >= 0;
    curs_set(cursor ? 1 : 0);
    leaveok(stdscr, !cursor);
    if (cursor)
        move(row, column < T.columns ? column : T.columns - 1);
    refresh();
    switch_mouse();
    T.frame_bytes = 0;
    if (collect()) {
        T.frame_bytes = T.output.length;
        dadao_tui_cast_event(T.film, 'o', T.output.bytes, T.output.length);
        dadao_tui_entered();
        dadao_tui_output_push(&T.output);
    }
    return true;
}

void dadao_tui_terminal_film(dadao_cast *cast)
{
    T.film = cast;
    if (!cast)
        return;
    dadao_tui_cast_event(cast, 'o', T.enter, T.enter_length);
    dadao_tui_terminal_redraw();
}

size_t dadao_tui_terminal_frame_bytes(void)
{
    return T.frame_bytes;
}

void dadao_tui_terminal_miss(void)
{
    T.missed++;
}

bool dadao_tui_terminal_busy(void)
{
    return dadao_tui_output_busy(&T.output);
}
int dadao_tui_terminal_push(void)
{
    return dadao_tui_output_push(&T.output);
}
int dadao_tui_terminal_descriptor(void)
{
    return T.output.descriptor;
}

dadao_terminal_counts dadao_tui_terminal_counts(void)
{
    return (dadao_terminal_counts){T.output.frames, T.output.total, T.missed, T.output.writes};
}
