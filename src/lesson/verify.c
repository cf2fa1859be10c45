/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be known of a lesson before anything is carried out: its structure, its words, the grammar of its expressions. */
#include "lesson/lesson.h"

#include "core/expression.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct verifier {
    const dadao_lesson *lesson;
    const dadao_experiment_options *options;
    size_t at;             /* the statement looked at */
    size_t question, goal; /* the open ones; SIZE_MAX: none */
    size_t choices, rights, numbers, solutions;
    dadao_error *error;
} verifier;

static const dadao_lesson_statement *statement_at(const verifier *v, size_t index)
{
    return &v->lesson->statement[index];
}

/* ---- Expressions: every name must be a quantity or have been remembered above ---- */

static bool remembered(const verifier *v, const char *name, size_t length)
{
    for (size_t k = 0; k < v->at; k++) {
        const dadao_lesson_statement *s = statement_at(v, k);
        if (s->kind == DADAO_LESSON_LET && strncmp(s->text, name, length) == 0 && strchr(" =", s->text[length]))
            return true;
    }
    return false;
}

static bool is_quantity(const char *name, size_t length)
{
    for (size_t k = 0; k < dadao_experiment_quantity_count(); k++) {
        const char *known = dadao_experiment_quantity_at(k)->name;
        if (strlen(known) == length && strncmp(known, name, length) == 0)
            return true;
    }
    return false;
}

static dadao_status look_up(void *context, const char *name, size_t length, const double *argument, size_t count, double *value,
                            dadao_error *error)
{
    (void)argument;
    (void)count;
    *value = 1;
    if (is_quantity(name, length) || remembered(context, name, length))
        return DADAO_OK;
    return dadao_core_fail(error, DADAO_NOT_FOUND, "'%.*s' is no quantity and was not remembered by `let` above", (int)length,
                           name);
}

static dadao_status verify_expression(verifier *v, size_t from, size_t length)
{
    double value;
    dadao_error inner = {0};
    const dadao_lesson_statement *s = statement_at(v, v->at);
    dadao_status status = dadao_core_expression(s->text + from, length, look_up, v, &value, &inner);
    if (status == DADAO_OK)
        return DADAO_OK;
    inner.column += from;
    if (v->error)
        *v->error = inner;
    return dadao_lesson_place(v->lesson, s, status, v->error);
}

static dadao_status fail(verifier *v, size_t index, const char *text)
{
    return dadao_lesson_place(v->lesson, statement_at(v, index), dadao_core_fail(v->error, DADAO_SYNTAX, "%s", text), v->error);
}

/* {e}, {e|form}, {node e}, or one of the words. */
static dadao_status verify_caption(verifier *v)
{
    static const char *const words[] = {"topology}", "problem}", "worst edge}"};
    const char *text = statement_at(v, v->at)->text;
    dadao_status status = DADAO_OK;
    for (const char *at = text; status == DADAO_OK && (at = strchr(at, '{')) != NULL;) {
        if (at[1] == '{') {
            at += 2;
            continue;
        }
        const char *close = strchr(++at, '}');
        if (!close)
            return fail(v, v->at, "a brace is never closed ({{ is a brace)");
        bool word = false;
        for (size_t k = 0; k < 3; k++)
            word = word || strncmp(at, words[k], strlen(words[k])) == 0;
        at += strncmp(at, "node ", 5) == 0 ? 5 : 0;
        const char *bar = memchr(at, '|', (size_t)(close - at));
        if (!word)
            status = verify_expression(v, (size_t)(at - text), (size_t)((bar ? bar : close) - at));
        at = close;
    }
    return status;
}

/* ---- Questions and goals ---- */

static dadao_status close_question(verifier *v)
{
    size_t question = v->question;
    v->question = SIZE_MAX;
    if (question == SIZE_MAX)
        return DADAO_OK;
    if (v->numbers == 1 && v->choices + v->rights == 0)
        return DADAO_OK;
    if (v->numbers > 0 || v->rights != 1 || v->choices == 0 || v->choices + v->rights > DADAO_LESSON_CHOICES)
        return fail(v, question, "a question is followed by one `number`, or by one `right` and one to five `choice` lines");
    return DADAO_OK;
}

static dadao_status close_goal(verifier *v)
{
    size_t goal = v->goal;
    v->goal = SIZE_MAX;
    return goal != SIZE_MAX && v->solutions == 0 ? fail(v, goal, "a goal is followed by at least one `solution COMMAND`")
                                                 : DADAO_OK;
}

static dadao_status part_of_question(verifier *v, size_t *count)
{
    if (v->question == SIZE_MAX)
        return fail(v, v->at, "this belongs behind an `ask`");
    ++*count;
    return DADAO_OK;
}

static dadao_status verify_number(verifier *v)
{
    const char *text = statement_at(v, v->at)->text, *within = strstr(text, " within ");
    dadao_status status = part_of_question(v, &v->numbers);
    return status == DADAO_OK ? verify_expression(v, 0, within ? (size_t)(within - text) : strlen(text)) : status;
}

static dadao_status verify_goal(verifier *v)
{
    const char *text = statement_at(v, v->at)->text, *colon = strstr(text, " : ");
    if (!colon)
        return fail(v, v->at, "a goal is `goal CONDITION : TEXT`");
    v->goal = v->at;
    v->solutions = 0;
    return verify_expression(v, 0, (size_t)(colon - text));
}

static dadao_status verify_let(verifier *v)
{
    const char *text = statement_at(v, v->at)->text, *equals = strchr(text, '=');
    size_t from = equals ? (size_t)(equals + 1 - text) : 0;
    return equals ? verify_expression(v, from, strlen(text) - from)
                  : fail(v, v->at, "`let NAME = EXPRESSION` remembers a number");
}

static dadao_status verify_command(verifier *v)
{
    const dadao_lesson_statement *s = statement_at(v, v->at);
    const dadao_command *command;
    size_t rest;
    dadao_status status = dadao_experiment_command_find(v->options, s->text, &command, &rest, v->error);
    return dadao_lesson_place(v->lesson, s, status, v->error);
}

static dadao_status verify_seconds(verifier *v)
{
    const char *text = statement_at(v, v->at)->text;
    double seconds = 0;
    if (!*text && statement_at(v, v->at)->kind == DADAO_LESSON_WAIT)
        return DADAO_OK;
    return dadao_core_parse_double(text, strlen(text), &seconds) && seconds > 0 && seconds <= 3600
               ? DADAO_OK
               : fail(v, v->at, "seconds are a number between 0 and 3600");
}

static dadao_status verify_text(verifier *v)
{
    return *statement_at(v, v->at)->text ? verify_caption(v) : fail(v, v->at, "a text was expected");
}

static dadao_status verify_statement(verifier *v)
{
    switch (statement_at(v, v->at)->kind) {
    case DADAO_LESSON_CHOICE:
    case DADAO_LESSON_RIGHT:
    case DADAO_LESSON_REVEAL: {
        size_t ignored = 0, kind = statement_at(v, v->at)->kind;
        dadao_status status = part_of_question(v, kind == DADAO_LESSON_CHOICE  ? &v->choices
                                                  : kind == DADAO_LESSON_RIGHT ? &v->rights
                                                                               : &ignored);
        return status == DADAO_OK ? verify_text(v) : status;
    }
    case DADAO_LESSON_NUMBER:
        return verify_number(v);
    case DADAO_LESSON_SOLUTION:
        v->solutions++;
        return v->goal == SIZE_MAX ? fail(v, v->at, "this belongs behind a `goal`") : verify_command(v);
    case DADAO_LESSON_ASK:
        v->question = v->at;
        v->choices = v->rights = v->numbers = 0;
        return verify_text(v);
    case DADAO_LESSON_GOAL:
        return verify_goal(v);
    case DADAO_LESSON_LET:
        return verify_let(v);
    case DADAO_LESSON_CHECK:
        return verify_expression(v, 0, strlen(statement_at(v, v->at)->text));
    case DADAO_LESSON_WAIT:
    case DADAO_LESSON_COUNTDOWN:
        return verify_seconds(v);
    case DADAO_LESSON_COMMAND:
        return verify_command(v);
    case DADAO_LESSON_MINUTES:
        return DADAO_OK;
    default:
        return verify_text(v);
    }
}

static bool of_question(dadao_lesson_kind kind)
{
    return kind == DADAO_LESSON_CHOICE || kind == DADAO_LESSON_RIGHT || kind == DADAO_LESSON_NUMBER ||
           kind == DADAO_LESSON_REVEAL;
}

static bool of_head(dadao_lesson_kind kind)
{
    return kind == DADAO_LESSON_TITLE || kind == DADAO_LESSON_ABOUT || kind == DADAO_LESSON_MINUTES ||
           kind == DADAO_LESSON_SOURCE;
}

dadao_status dadao_lesson_verify(const dadao_lesson *lesson, const dadao_command *looks, size_t look_count, dadao_error *error)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.looks = looks;
    options.look_count = look_count;
    verifier v = {.lesson = lesson, .options = &options, .question = SIZE_MAX, .goal = SIZE_MAX, .error = error};
    dadao_status status = DADAO_OK;
    for (; status == DADAO_OK && v.at < lesson->count; v.at++) {
        dadao_lesson_kind kind = lesson->statement[v.at].kind;
        if (of_head(kind) != (v.at < lesson->step[0]))
            return fail(&v, v.at,
                        of_head(kind) ? "this belongs into the head, before the first `part`"
                                      : "before the first `part` only title, about, minutes and source may stand");
        if (!of_question(kind))
            status = close_question(&v);
        if (status == DADAO_OK && kind != DADAO_LESSON_SOLUTION)
            status = close_goal(&v);
        if (status == DADAO_OK)
            status = verify_statement(&v);
    }
    if (status == DADAO_OK)
        status = close_question(&v);
    return status == DADAO_OK ? close_goal(&v) : status;
}
