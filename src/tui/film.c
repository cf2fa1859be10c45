/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filming the screen: begun and ended by `cast`, marked by `mark` and by the parts of a lesson. */
#include <stdlib.h>
#include <string.h>

#include "tui/cast.h"
#include "tui/session.h"

static void end(dadao_session *s)
{
    dadao_error error = {0};
    dadao_tui_terminal_film(NULL);
    const bool failed = dadao_tui_cast_close(s->film, &error) != DADAO_OK;
    s->film = NULL;
    if (failed)
        dadao_tui_session_notice(s, true, "%s", error.text);
    else
        dadao_tui_session_notice(s, false, "%s: the film is complete", s->film_path);
}

void dadao_tui_session_film(dadao_session *s, const char *path)
{
    dadao_error error = {0};
    const char *term = getenv("TERM");
    const bool off = strcmp(path, "off") == 0;
    if (off && !s->film) {
        dadao_tui_session_notice(s, true, "there is no film being made: `cast FILE` begins one");
        return;
    }
    if (s->film)
        end(s);
    if (off)
        return;
    if (dadao_tui_cast_open(path, s->terminal.columns, s->terminal.rows, term ? term : "", &s->film, &error) != DADAO_OK) {
        dadao_tui_session_notice(s, true, "%s", error.text);
        return;
    }
    strncpy(s->film_path, path, sizeof s->film_path - 1);
    s->film_step = SIZE_MAX;
    dadao_tui_terminal_film(s->film);
    dadao_tui_session_notice(s, false, "filming to %s; `cast off` ends it", path);
}

void dadao_tui_session_film_mark(dadao_session *s, const char *text)
{
    char name[128];
    size_t used = 0;
    while (*text == ' ')
        text++;
    for (; *text && used + 1 < sizeof name; text++)
        if (*text != '"')
            name[used++] = *text;
    dadao_tui_cast_event(s->film, 'm', name, used);
}

void dadao_tui_session_film_lesson(dadao_session *s)
{
    const dadao_lesson_snapshot *lesson = &s->snapshot->lesson;
    if (!s->film || lesson->state == DADAO_LESSON_NONE || lesson->step == s->film_step)
        return;
    s->film_step = lesson->step;
    dadao_tui_cast_event(s->film, 'm', lesson->step_title, strlen(lesson->step_title));
}
