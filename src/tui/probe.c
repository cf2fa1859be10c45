/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a terminal what it is: name, synchronized updates, ground, and how wide it makes glyphs that are doubtful. */
#include "tui/probe.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "view/style.h"

const dadao_probe_glyph dadao_tui_probe_glyphs[DADAO_PROBE_GLYPHS] = {
    {"\xe2\xa3\xbf", "braille", 1},    {"\xe2\x96\x90", "right half block", 1}, {"\xe2\x96\x84", "lower half block", 1},
    {"\xe2\x96\x9a", "quadrants", 1},  {"\xe2\x94\x80", "line drawing", 1},     {"\xe2\x97\x8f", "black circle", 1},
    {"\xe2\x9c\x93", "check mark", 1}, {"\xe4\xb8\xad", "ideograph", 2},
};

/* ---- Answers ---- */

static const char *find(const char *bytes, size_t length, const char *what)
{
    return memmem(bytes, length, what, strlen(what));
}

/* "rgb:1e1e/1e1e/2e2e" */
static void read_ground(const char *at, dadao_probe *probe)
{
    unsigned red, green, blue;
    if (sscanf(at, "rgb:%4x/%4x/%4x", &red, &green, &blue) != 3)
        return;
    const char *slash = strchr(at, '/');
    unsigned most = slash && slash - at > 6 ? 0xffff : 0xff;
    probe->ground = dadao_view_lightness_of((double)red / most, (double)green / most, (double)blue / most);
}

/* Each glyph was written at the left margin: the column of the answer says its width. */
static void read_widths(const char *bytes, size_t length, dadao_probe *probe)
{
    int row, column, k = 0;
    for (size_t at = 0; at + 2 < length && k < DADAO_PROBE_GLYPHS; at++)
        if (bytes[at] == 27 && bytes[at + 1] == '[' && sscanf(bytes + at + 2, "%d;%dR", &row, &column) == 2) {
            const char *end = bytes + at + 2 + strspn(bytes + at + 2, "0123456789;");
            if (*end == 'R')
                probe->width[k++] = column - 1;
        }
}

void dadao_tui_probe_read(const char *bytes, size_t length, dadao_probe *probe)
{
    const char *at;
    int mode = 0;
    *probe = (dadao_probe){.asked = true, .answered = length > 0, .sync = -1, .ground = -1};
    for (int k = 0; k < DADAO_PROBE_GLYPHS; k++)
        probe->width[k] = -1;
    if ((at = find(bytes, length, "\033[?2026;")) != NULL && sscanf(at + 8, "%d$y", &mode) == 1)
        probe->sync = mode == 1 || mode == 2 || mode == 3;
    if ((at = find(bytes, length, "\033]11;")) != NULL)
        read_ground(at + 5, probe);
    if ((at = find(bytes, length, "\033P>|")) != NULL) {
        size_t name = strcspn(at + 4, "\033\a");
        snprintf(probe->name, sizeof probe->name, "%.*s", (int)(name < 90 ? name : 90), at + 4);
        for (char *c = probe->name; *c; c++) /* a terminal's word is not to be trusted with another's cursor */
            if ((unsigned char)*c < 32 || *c == 127)
                *c = '?';
    }
    read_widths(bytes, length, probe);
}

/* ---- Questions ---- */

static void say(int output, const char *text)
{
    ssize_t ignored = write(output, text, strlen(text));
    (void)ignored;
}

/* The last question is one that every terminal answers: its answer ends the wait. */
static size_t listen(int input, char *bytes, size_t capacity)
{
    size_t length = 0;
    for (int tries = 0; tries < 10 && length + 1 < capacity; tries++) {
        struct pollfd wait = {input, POLLIN, 0};
        if (poll(&wait, 1, tries == 0 ? 400 : 100) <= 0)
            break;
        ssize_t got = read(input, bytes + length, capacity - 1 - length);
        if (got <= 0)
            break;
        length += (size_t)got;
        bytes[length] = '\0';
        const char *last = find(bytes, length, "\033[?");
        for (const char *next = last; next; next = find(next + 1, length - (size_t)(next + 1 - bytes), "\033[?"))
            last = next;
        if (last && bytes[length - 1] == 'c')
            break;
    }
    bytes[length] = '\0';
    return length;
}

void dadao_tui_probe(int input, int output, bool utf8, dadao_probe *probe)
{
    struct termios usual, raw;
    char bytes[2048];
    dadao_tui_probe_read("", 0, probe);
    probe->asked = false;
    if (!isatty(input) || !isatty(output) || tcgetattr(input, &usual) != 0)
        return;
    raw = usual;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 0, raw.c_cc[VTIME] = 0;
    tcsetattr(input, TCSADRAIN, &raw);
    for (int k = 0; utf8 && k < DADAO_PROBE_GLYPHS; k++) {
        say(output, "\r");
        say(output, dadao_tui_probe_glyphs[k].text);
        say(output, "\033[6n");
    }
    say(output, "\r\033[K\033[?2026$p\033]11;?\033\\\033[>0q\033[c");
    size_t length = listen(input, bytes, sizeof bytes);
    tcsetattr(input, TCSAFLUSH, &usual);
    say(output, "\r\033[K");
    dadao_tui_probe_read(bytes, length, probe);
}
