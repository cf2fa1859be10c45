/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doctor: environment, terminal description, answers of the terminal, and a sample of every glyph, style and palette. */
#include "tui/doctor.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tui/config.h"
#include "tui/probe.h"
#include "tui/terminfo.h"

typedef struct doctor {
    FILE *out;
    int colors; /* of samples: 0 where they would only be bytes */
    bool utf8;
    bool known; /* terminfo knows the terminal */
} doctor;

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : "-";
}

static void row(const doctor *d, const char *name, const char *text)
{
    fprintf(d->out, "  %-18s %s\n", name, text);
}

/* ---- What is known without asking ---- */

static void say_environment(const doctor *d)
{
    char text[512];
    fprintf(d->out, "dadao %s\n\nEnvironment\n", DADAO_VERSION);
    snprintf(text, sizeof text, "TERM=%.60s COLORTERM=%.30s NO_COLOR=%.20s COLORFGBG=%.20s", variable("TERM"),
             variable("COLORTERM"), variable("NO_COLOR"), variable("COLORFGBG"));
    row(d, "variables", text);
    snprintf(text, sizeof text, "%.60s: %s", nl_langinfo(CODESET),
             d->utf8 ? "braille and blocks can be sent" : "plain characters only; try LC_ALL=C.UTF-8");
    row(d, "characters", text);
    snprintf(text, sizeof text, "%s%s%s%s", getenv("TMUX") ? "tmux " : "", getenv("STY") ? "screen " : "",
             getenv("SSH_CONNECTION") || getenv("SSH_TTY") ? "ssh " : "", getenv("MOSH_CONNECTION") ? "mosh " : "");
    row(d, "inside", *text ? text : "nothing that is known of");
    char path[512];
    row(d, "configuration", dadao_tui_config_path(path, sizeof path) ? path : "-");
    row(d, "remembered looks", dadao_tui_state_path(path, sizeof path) ? path : "-");
}

/* The console's description speaks of a mouse that it has not. */
static bool has_mouse(void)
{
    const char *term = getenv("TERM");
    return dadao_tui_terminfo_has("kmous") && term && strncmp(term, "linux", 5) != 0;
}

static void say_description(doctor *d)
{
    char text[256];
    const char *term = getenv("TERM");
    d->known = dadao_tui_terminfo_open();
    fprintf(d->out, "\nTerminal, by its description\n");
    if (!d->known) {
        row(d, "description", term && *term ? "none is installed for this TERM" : "TERM is not set");
        return;
    }
    bool screen = dadao_tui_terminfo_has("cup") && strcmp(term, "dumb") != 0;
    row(d, "full screen", screen ? "yes" : "no: `dadao --plain` tells the run in sentences, `dadao run` works without a screen");
    int have = dadao_tui_terminfo_number("colors");
    snprintf(text, sizeof text, "%d%s", have > 0 ? have : 0,
             getenv("NO_COLOR") && *getenv("NO_COLOR") ? ", and none are used: NO_COLOR" : "");
    row(d, "colours", text);
    row(d, "second screen",
        dadao_tui_terminfo_has("smcup") ? "yes: what was there comes back" : "no: the screen is cleared at the end");
    row(d, "mouse", has_mouse() ? "yes: hold Shift to select text while it is on" : "no");
}

/* ---- What it answers ---- */

static void say_widths(const doctor *d, const dadao_probe *probe)
{
    char text[160];
    for (int k = 0; d->utf8 && k < DADAO_PROBE_GLYPHS; k++) {
        const dadao_probe_glyph *g = &dadao_tui_probe_glyphs[k];
        int width = probe->width[k];
        if (width < 0)
            snprintf(text, sizeof text, "%s %s: not said", g->text, g->name);
        else
            snprintf(text, sizeof text, "%s %s: %d column%s%s", g->text, g->name, width, width == 1 ? "" : "s",
                     width == g->width
                         ? ""
                         : "  <- not what is expected: try `glyphs ascii`, or a setting for narrow ambiguous characters");
        row(d, k == 0 ? "widths" : "", text);
    }
}

static void say_answers(const doctor *d)
{
    dadao_probe probe;
    char text[160];
    struct winsize size = {0};
    fprintf(d->out, "\nTerminal, by its answers\n");
    dadao_tui_probe(STDIN_FILENO, fileno(d->out), d->utf8, &probe);
    if (ioctl(fileno(d->out), TIOCGWINSZ, &size) == 0 && size.ws_col)
        snprintf(text, sizeof text, "%d columns, %d rows%s", size.ws_col, size.ws_row,
                 size.ws_col < DADAO_SCREEN_COLUMNS || size.ws_row < DADAO_SCREEN_ROWS ? "  <- too small: 20x5 are needed" : "");
    else
        snprintf(text, sizeof text, "unknown: the output is no terminal");
    row(d, "size", text);
    if (!probe.asked || !probe.answered) {
        row(d, "questions", probe.asked ? "not answered" : "not asked: input and output must both be a terminal");
        return;
    }
    row(d, "name", probe.name[0] ? probe.name : "not said");
    row(d, "whole frames",
        probe.sync == 1   ? "yes: synchronized updates"
        : probe.sync == 0 ? "no: updates are sent in one piece all the same; --no-sync leaves the marks out"
                          : "not said; the marks do no harm, --no-sync leaves them out");
    snprintf(text, sizeof text,
             probe.ground < 0    ? "not said"
             : probe.ground > 50 ? "light (%.0f of 100): `palette light` is made for it"
                                 : "dark (%.0f of 100)",
             probe.ground);
    row(d, "ground", text);
    say_widths(d, &probe);
}

/* ---- Samples ---- */

static void put_ink(const doctor *d, dadao_ink ink)
{
    if (d->colors == 0 && !isatty(fileno(d->out)))
        return;
    fprintf(d->out, "\033[0%s%s%s%s", ink.flags & DADAO_BOLD ? ";1" : "", ink.flags & DADAO_DIM ? ";2" : "",
            ink.flags & DADAO_UNDERLINE ? ";4" : "", ink.flags & DADAO_REVERSE ? ";7" : "");
    for (int k = 0; k < 2; k++) {
        int colour = k ? ink.background : ink.foreground, base = k ? 40 : 30;
        if (colour >= 0 && d->colors >= 256)
            fprintf(d->out, ";%d;5;%d", base + 8, colour);
        else if (colour >= 0)
            fprintf(d->out, ";%d", colour < 8 ? base + colour : base + 52 + colour);
    }
    fputc('m', d->out);
}

static void plain(const doctor *d)
{
    put_ink(d, (dadao_ink){-1, -1, 0});
}

static void show_palettes(const doctor *d)
{
    fprintf(d->out, "\nPalettes, small error to large (`palette NAME` or p chooses)\n");
    for (size_t p = 0; p < dadao_view_palette_count(); p++) {
        const dadao_palette *palette = dadao_view_palette_at(p);
        fprintf(d->out, "  %-10s ", palette->name);
        for (unsigned k = 0; k < DADAO_RAMP; k++) {
            put_ink(d, dadao_view_ink(p, d->colors, DADAO_STYLE_NODE + k, 0));
            fprintf(d->out, "%c", (char)('0' + k * 10 / DADAO_RAMP));
        }
        plain(d);
        fprintf(d->out, " %s\n", palette->summary);
    }
}

/* Every style in every palette: what cannot be read here cannot be read there. */
static void show_styles(const doctor *d)
{
    static const char *const meanings[] = {
#define MEANING(name, c256, c16, c8, colour, mono, meaning) meaning,
        DADAO_STYLES(MEANING)
#undef MEANING
    };
    fprintf(d->out, "\nStyles, in viridis, light, contrast and mono\n");
    static const char *const shown[] = {"viridis", "light", "contrast", "mono"};
    for (unsigned s = 0; s < DADAO_STYLE_NODE; s++) {
        fprintf(d->out, "  ");
        for (size_t k = 0; k < 4; k++) {
            put_ink(d, dadao_view_ink(dadao_view_palette_named(shown[k]), d->colors, s, 0));
            fprintf(d->out, "%-14.14s", dadao_view_style_name(s));
            plain(d);
            fputc(' ', d->out);
        }
        fprintf(d->out, "%s\n", meanings[s]);
    }
}

static void show_glyphs(const doctor *d)
{
    static const char *const names[] = {"braille", "block", "ascii"};
    char bytes[5];
    fprintf(d->out,
            "\nGlyphs: a wave at each level (`glyphs NAME` or g chooses); holes or boxes mean that the font lacks them\n");
    for (int level = d->utf8 ? 0 : 2; level < 3; level++) {
        dadao_canvas canvas = {0};
        if (!dadao_view_canvas_resize(&canvas, 48, 2))
            return;
        dadao_pane pane = dadao_view_pane_of(&canvas);
        for (int x = 0; x < 96; x++) {
            int phase = x % 24, y = phase < 12 ? phase * 8 / 12 : 8 - (phase - 12) * 8 / 12;
            dadao_view_dot(&pane, x, y < 8 ? y : 7, DADAO_STYLE_LANE, 0);
        }
        dadao_view_degrade(&canvas, (dadao_glyphs)level);
        for (int y = 0; y < 2; y++) {
            fprintf(d->out, "  %-10s ", y ? "" : names[level]);
            for (int x = 0; x < 48; x++) {
                dadao_view_encode(canvas.cell[y * 48 + x].glyph, bytes);
                fputs(bytes, d->out);
            }
            fputc('\n', d->out);
        }
        dadao_view_canvas_free(&canvas);
    }
    if (d->utf8)
        fprintf(d->out, "  signs      \xe2\x9c\x93 holds  \xe2\x9c\x97 fails  \xe2\x96\x90 half block  \xe2\xa1\x87 bar\n");
}

static void say_choice(const doctor *d)
{
    const char *term = getenv("TERM");
    bool console = term && strncmp(term, "linux", 5) == 0, none = getenv("NO_COLOR") && *getenv("NO_COLOR");
    char text[200];
    int have = d->known ? dadao_tui_terminfo_number("colors") : 0, colors = none          ? 0
                                                                            : have >= 256 ? 256
                                                                            : have >= 16  ? 16
                                                                            : have >= 8   ? 8
                                                                                          : 0;
    snprintf(text, sizeof text, "%s, %d colours, mouse %s", !d->utf8 || console ? "plain characters" : "braille", colors,
             d->known && has_mouse() ? "on" : "off");
    fprintf(d->out, "\nSo dadao begins with\n");
    row(d, "screen", text);
    row(d, "change it", "--ascii, --colors=N, --no-mouse, --no-sync, --calm, --plain; `dadao config --print` lists all settings");
}

void dadao_tui_doctor(FILE *out)
{
    doctor d = {.out = out, .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
    const char *no_color = getenv("NO_COLOR");
    say_environment(&d);
    say_description(&d);
    if (isatty(fileno(out)) && d.known && !(no_color && *no_color)) {
        int have = dadao_tui_terminfo_number("colors");
        d.colors = have >= 256 ? 256 : have >= 16 ? 16 : have >= 8 ? 8 : 0;
    }
    fflush(out);
    say_answers(&d);
    say_choice(&d);
    show_palettes(&d);
    show_styles(&d);
    show_glyphs(&d);
}
