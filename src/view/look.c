/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What handlers of the looking share: the words of a line, and how a value is chosen, refused and answered. */
#include "view/look.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"

/* Blanks separate, double quotes hold together, '#' begins a comment, ';' ends. */
void dadao_view_look_split(const char *line, dadao_look_words *out)
{
    size_t used = 0, k = 0;
    out->count = 0;
    while (out->count < DADAO_LOOK_WORDS && line[k]) {
        while (line[k] == ' ' || line[k] == '\t')
            k++;
        if (!line[k] || line[k] == '#' || line[k] == ';' || line[k] == '\n')
            break;
        out->column[out->count] = k;
        out->word[out->count++] = out->buffer + used;
        bool quoted = false;
        for (; line[k] && used + 2 < sizeof out->buffer; k++) {
            if (line[k] == '"')
                quoted = !quoted;
            else if (!quoted && strchr(" \t;\n", line[k]))
                break;
            else
                out->buffer[used++] = line[k];
        }
        out->buffer[used++] = '\0';
        if (used + 2 >= sizeof out->buffer)
            break;
    }
}

/* Points at word `k` of the line; the message ends in what may stand there. */
dadao_status dadao_view_look_refuse(const dadao_look_words *w, size_t k, const char *expected, const char *const *candidates,
                                    size_t count, dadao_error *error)
{
    const char *word = k < w->count ? w->word[k] : NULL;
    const char *near = word && candidates ? dadao_core_nearest(word, candidates, count) : NULL;
    if (word)
        dadao_core_fail(error, DADAO_SYNTAX, "'%s' is not %s%s%s%s", word, expected, near ? "; did you mean '" : "",
                        near ? near : "", near ? "'?" : "");
    else
        dadao_core_fail(error, DADAO_SYNTAX, "'%s' needs %s", w->word[0], expected);
    if (error && word)
        error->column = w->column[k], error->length = strlen(word);
    return DADAO_SYNTAX;
}

/* The candidate that `word` is or, uniquely, begins; count when none. */
size_t dadao_view_look_match(const char *word, const char *const *candidates, size_t count)
{
    size_t found = count, length = strlen(word);
    for (size_t k = 0; k < count; k++) {
        if (strcmp(word, candidates[k]) == 0)
            return k;
        if (strncmp(word, candidates[k], length) == 0)
            found = found == count ? k : count + 1;
    }
    return found > count ? count : found;
}

/* `name` alone goes to the next value, `name value` to that one. */
dadao_status dadao_view_look_choose(const dadao_look_words *w, const char *const *candidates, size_t count, const char *expected,
                                    size_t *value, dadao_error *error)
{
    if (w->count < 2) {
        *value = (*value + 1) % count;
        return DADAO_OK;
    }
    size_t k = dadao_view_look_match(w->word[1], candidates, count);
    if (k == count)
        return dadao_view_look_refuse(w, 1, expected, candidates, count, error);
    *value = k;
    return DADAO_OK;
}

void dadao_view_look_answer(dadao_view_state *state, const char *what, const char *value, const char *summary)
{
    snprintf(state->notice, sizeof state->notice, "%s: %s, %s", what, value, summary);
    state->notice_error = false;
}
