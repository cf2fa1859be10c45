/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The player: carries out the statements of a lesson one by one, live or at once. */
#include "lesson/lesson.h"

#include "core/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A lesson begins on the same ground whatever was done before. */
static const char *const ground[] = {"cost off",     "lane axis time",  "error target=global", "seed 1",
                                     "method dadao", "problem linear",  "topology barbell 16", "start random",
                                     "rate comm 1",  "rate gradient 1", "follow on",           "speed 100"};

/* A run that is carried out at once ends within this many events, or the lesson is told so. */
#define FAST_EVENTS 50000000u
#define DRY_EVENTS 64u

void dadao_lesson_player_begin(dadao_lesson_player *player, const dadao_lesson *lesson, dadao_experiment *experiment)
{
    *player = (dadao_lesson_player){
        .lesson = lesson, .experiment = experiment, .fresh = true, .resume = INFINITY, .countdown_end = INFINITY};
    player->shown.steps = lesson->steps;
    player->shown.chosen = player->shown.right = SIZE_MAX;
    player->shown.countdown = NAN;
    snprintf(player->shown.title, sizeof player->shown.title, "%s", lesson->title);
}

void dadao_lesson_player_end(dadao_lesson_player *player)
{
    dadao_core_text_clear(&player->caption);
    *player = (dadao_lesson_player){0};
}

/* ---- Commands ---- */

/* Goes where the last `run` wants to go, now. */
static dadao_status pursue(dadao_lesson_player *player, dadao_lesson_speed speed, dadao_error *error)
{
    const uint64_t most = speed == DADAO_LESSON_DRY ? DRY_EVENTS : FAST_EVENTS;
    bool done = false;
    if (dadao_experiment_state(player->experiment) != DADAO_RUNNING)
        return DADAO_OK;
    const bool endless = !dadao_experiment_has_end(player->experiment);
    dadao_status status = DADAO_OK;
    for (uint64_t left = endless ? 0 : most; status == DADAO_OK && !done && left > 0;) {
        uint64_t piece = left;
        if (player->moment)
            status = player->moment(player->context, &piece, error);
        piece = piece < left ? piece : left;
        if (status == DADAO_OK)
            status = dadao_experiment_pursue(player->experiment, piece, NULL, &done, error);
        left -= piece;
    }
    if (status == DADAO_OK && done && player->moment)
        status = player->moment(player->context, &(uint64_t){0}, error);
    if (status != DADAO_OK || done)
        return status;
    if (!endless && speed == DADAO_LESSON_FAST)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "this run has not reached its end after %u events", FAST_EVENTS);
    return dadao_experiment_execute(player->experiment, "pause", NULL, error);
}

static dadao_status command(dadao_lesson_player *player, const char *line, dadao_lesson_speed speed, dadao_error *error)
{
    dadao_notes answer = {0};
    bool more = true;
    dadao_status status = dadao_experiment_execute(player->experiment, line, &answer, error);
    while (status == DADAO_OK && speed != DADAO_LESSON_LIVE && more) {
        status = pursue(player, speed, error);
        if (status == DADAO_OK)
            status = dadao_experiment_continue(player->experiment, &more, &answer, error);
    }
    dadao_core_notes_clear(&answer);
    return status;
}

static bool is_look(const dadao_lesson_player *player, const char *line)
{
    const dadao_command *command;
    size_t rest;
    dadao_error ignored = {0};
    (void)player;
    return dadao_experiment_command_find(NULL, line, &command, &rest, &ignored) != DADAO_OK;
}

static dadao_status carry_out(dadao_lesson_player *player, const char *line, dadao_lesson_speed speed, dadao_error *error)
{
    if (!is_look(player, line))
        return command(player, line, speed, error);
    if (player->look)
        player->look(player->context, line);
    return DADAO_OK;
}

static dadao_status lay_ground(dadao_lesson_player *player, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    while (status == DADAO_OK && dadao_experiment_simulation(player->experiment, 1))
        status = dadao_experiment_execute(player->experiment, "lane remove 1", NULL, error);
    for (size_t k = 0; status == DADAO_OK && k < sizeof ground / sizeof *ground; k++)
        status = dadao_experiment_execute(player->experiment, ground[k], NULL, error);
    return status;
}

/* ---- Captions, questions, goals ---- */

static dadao_status fill(dadao_lesson_player *player, const char *text, char *place, size_t capacity, dadao_error *error)
{
    dadao_text filled = {0};
    dadao_status status = dadao_lesson_fill(&player->names, player->experiment, text, &filled, error);
    if (status == DADAO_OK)
        snprintf(place, capacity, "%s", filled.bytes ? filled.bytes : "");
    dadao_core_text_clear(&filled);
    return status;
}

static dadao_status say(dadao_lesson_player *player, const char *text, dadao_error *error)
{
    if (player->fresh)
        player->caption.length = 0;
    else
        dadao_core_text_append(&player->caption, "\n", 1);
    player->fresh = false;
    dadao_status status = dadao_lesson_fill(&player->names, player->experiment, text, &player->caption, error);
    snprintf(player->shown.caption, sizeof player->shown.caption, "%s", player->caption.bytes ? player->caption.bytes : "");
    return status;
}

static void clear_question(dadao_lesson_player *player)
{
    dadao_lesson_snapshot *shown = &player->shown;
    shown->question[0] = shown->reveal[0] = '\0';
    shown->choices = 0;
    shown->chosen = shown->right = SIZE_MAX;
    shown->answer_right = false;
}

static dadao_status add_choice(dadao_lesson_player *player, const dadao_lesson_statement *statement, dadao_error *error)
{
    dadao_lesson_snapshot *shown = &player->shown;
    if (statement->kind == DADAO_LESSON_RIGHT)
        shown->right = shown->choices;
    return fill(player, statement->text, shown->choice[shown->choices++], sizeof shown->choice[0], error);
}

/* "EXPRESSION [within P%]"; 5 % where nothing is said. */
static dadao_status read_number(dadao_lesson_player *player, const char *text, dadao_error *error)
{
    const char *within = strstr(text, " within ");
    size_t length = within ? (size_t)(within - text) : strlen(text), digits = within ? strcspn(within + 8, "% ") : 0;
    player->tolerance = 5;
    if (within && (!dadao_core_parse_double(within + 8, digits, &player->tolerance) || player->tolerance < 0))
        return dadao_core_fail(error, DADAO_SYNTAX, "`within P%%` takes a number, not '%s'", within + 8);
    dadao_status status = dadao_lesson_evaluate(&player->names, player->experiment, text, length, &player->answer, error);
    if (status == DADAO_OK && !isfinite(player->answer))
        return dadao_core_fail(error, DADAO_INVALID, "the answer is no finite number here");
    return status;
}

/* A question and everything that belongs to it. */
static dadao_status ask(dadao_lesson_player *player, const dadao_lesson_statement *statement, dadao_error *error)
{
    const dadao_lesson *lesson = player->lesson;
    clear_question(player);
    dadao_status status = fill(player, statement->text, player->shown.question, sizeof player->shown.question, error);
    while (status == DADAO_OK && player->at < lesson->count) {
        const dadao_lesson_statement *next = &lesson->statement[player->at];
        if (next->kind == DADAO_LESSON_CHOICE || next->kind == DADAO_LESSON_RIGHT)
            status = add_choice(player, next, error);
        else if (next->kind == DADAO_LESSON_NUMBER)
            status = read_number(player, next->text, error);
        else if (next->kind == DADAO_LESSON_REVEAL)
            status = fill(player, next->text, player->shown.reveal, sizeof player->shown.reveal, error);
        else
            break;
        player->at++;
    }
    player->shown.state = DADAO_LESSON_ASKING;
    return status;
}

dadao_status dadao_lesson_answer(dadao_lesson_player *player, const char *text, dadao_error *error)
{
    dadao_lesson_snapshot *shown = &player->shown;
    double number;
    if (shown->state != DADAO_LESSON_ASKING)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "nothing was asked: `lesson next` goes on");
    if (!dadao_core_parse_double(text, strlen(text), &number))
        return dadao_core_fail(error, DADAO_SYNTAX, "'%s' is no number", text);
    if (shown->choices > 0 && !(number >= 1 && number <= (double)shown->choices))
        return dadao_core_fail(error, DADAO_INVALID, "'%s': the answers are numbered 1 to %zu", text, shown->choices);
    if (shown->choices > 0)
        shown->chosen = (size_t)number - 1;
    shown->answer_right = shown->choices > 0 ? shown->chosen == shown->right
                                             : fabs(number - player->answer) <= player->tolerance / 100 * fabs(player->answer);
    if (shown->choices == 0) {
        char before[sizeof shown->reveal];
        memcpy(before, shown->reveal, sizeof before);
        snprintf(shown->reveal, sizeof shown->reveal, "It is %.4g. %.440s", player->answer, before);
    }
    shown->asked++;
    shown->answered_right += shown->answer_right;
    shown->state = DADAO_LESSON_ANSWERED;
    return DADAO_OK;
}

bool dadao_lesson_goal_met(dadao_lesson_player *player)
{
    double value;
    dadao_error ignored = {0};
    return player->goal &&
           dadao_lesson_evaluate(&player->names, player->experiment, player->goal, player->goal_length, &value, &ignored) ==
               DADAO_OK &&
           fabs(value) > 0;
}

/* The commands that reach the goal, carried out at once. */
static dadao_status solve(dadao_lesson_player *player, dadao_lesson_speed speed, dadao_error *error)
{
    const dadao_lesson *lesson = player->lesson;
    dadao_status status = DADAO_OK;
    for (; status == DADAO_OK && player->at < lesson->count && lesson->statement[player->at].kind == DADAO_LESSON_SOLUTION;
         player->at++) {
        status = carry_out(player, lesson->statement[player->at].text, speed, error);
        if (status != DADAO_OK)
            return dadao_lesson_place(lesson, &lesson->statement[player->at], status, error);
    }
    return status;
}

static dadao_status seek(dadao_lesson_player *player, const dadao_lesson_statement *statement, dadao_lesson_speed speed,
                         dadao_error *error)
{
    const char *colon = strstr(statement->text, " : ");
    player->goal = statement->text;
    player->goal_length = (size_t)(colon - statement->text);
    player->shown.goal_met = false;
    player->shown.state = DADAO_LESSON_SEEKING;
    dadao_status status = fill(player, colon + 3, player->shown.goal, sizeof player->shown.goal, error);
    if (status != DADAO_OK || speed == DADAO_LESSON_LIVE)
        return status;
    if (player->checking && dadao_lesson_goal_met(player))
        return dadao_core_fail(error, DADAO_INVALID, "this goal is reached before anything was done");
    status = solve(player, speed, error);
    if (status == DADAO_OK && player->checking && !dadao_lesson_goal_met(player))
        return dadao_core_fail(error, DADAO_INVALID, "the solution does not reach this goal");
    return status;
}

static dadao_status check(dadao_lesson_player *player, const char *text, dadao_error *error)
{
    double value;
    if (!player->checking)
        return DADAO_OK;
    dadao_status status = dadao_lesson_evaluate(&player->names, player->experiment, text, strlen(text), &value, error);
    if (status == DADAO_OK && !(fabs(value) > 0))
        return dadao_core_fail(error, DADAO_INVALID, "this does not hold: %s", text);
    return status;
}

/* ---- Steps ---- */

static void begin_step(dadao_lesson_player *player, size_t index)
{
    const dadao_lesson *lesson = player->lesson;
    dadao_lesson_snapshot *shown = &player->shown;
    shown->step = dadao_lesson_step_of(lesson, index);
    const char *next = shown->step + 1 < lesson->steps ? lesson->statement[lesson->step[shown->step + 1]].text : "";
    snprintf(shown->step_title, sizeof shown->step_title, "%s", lesson->statement[index].text);
    snprintf(shown->next_title, sizeof shown->next_title, "%s", next);
    shown->caption[0] = shown->notes[0] = shown->goal[0] = '\0';
    clear_question(player);
    player->goal = NULL;
    player->fresh = true;
    player->countdown_end = INFINITY;
}

/* What a pause leaves behind is put away. */
static void go_on(dadao_lesson_player *player)
{
    player->fresh = true;
    player->goal = NULL;
    player->shown.goal[0] = '\0';
    player->resume = INFINITY;
    clear_question(player);
}

static dadao_status wait(dadao_lesson_player *player, const char *text, dadao_lesson_speed speed, double now)
{
    double seconds;
    bool timed = dadao_core_parse_double(text, strlen(text), &seconds);
    if (speed == DADAO_LESSON_LIVE && timed)
        player->resume = now + seconds;
    player->shown.state = timed ? DADAO_LESSON_MOVING : DADAO_LESSON_PAUSE;
    return DADAO_OK;
}

/* ---- One statement, and all of them ---- */

static dadao_status perform(dadao_lesson_player *player, const dadao_lesson_statement *s, dadao_lesson_speed speed, double now,
                            dadao_error *error)
{
    double seconds;
    switch (s->kind) {
    case DADAO_LESSON_STEP:
        begin_step(player, player->at - 1);
        return player->at - 1 == player->lesson->step[0] ? lay_ground(player, error) : DADAO_OK;
    case DADAO_LESSON_SAY:
        return say(player, s->text, error);
    case DADAO_LESSON_NOTES:
        return fill(player, s->text, player->shown.notes, sizeof player->shown.notes, error);
    case DADAO_LESSON_WAIT:
        return wait(player, s->text, speed, now);
    case DADAO_LESSON_ASK:
        return ask(player, s, error);
    case DADAO_LESSON_GOAL:
        return seek(player, s, speed, error);
    case DADAO_LESSON_LET:
        return dadao_lesson_let(&player->names, player->experiment, s->text, error);
    case DADAO_LESSON_CHECK:
        return check(player, s->text, error);
    case DADAO_LESSON_COUNTDOWN:
        if (dadao_core_parse_double(s->text, strlen(s->text), &seconds))
            player->countdown_end = speed == DADAO_LESSON_LIVE ? now + seconds : INFINITY;
        return DADAO_OK;
    case DADAO_LESSON_COMMAND:
        return carry_out(player, s->text, speed, error);
    default:
        return DADAO_OK;
    }
}

static bool waits(dadao_lesson_state state)
{
    return state == DADAO_LESSON_PAUSE || state == DADAO_LESSON_ASKING || state == DADAO_LESSON_SEEKING ||
           state == DADAO_LESSON_ANSWERED || state == DADAO_LESSON_MOVING;
}

dadao_status dadao_lesson_play(dadao_lesson_player *player, dadao_lesson_speed speed, size_t until, double now,
                               dadao_error *error)
{
    const dadao_lesson *lesson = player->lesson;
    const bool live = speed == DADAO_LESSON_LIVE;
    dadao_status status = DADAO_OK;
    if (live && waits(player->shown.state)) {
        if (player->shown.state == DADAO_LESSON_SEEKING)
            status = dadao_lesson_goal_met(player) ? DADAO_OK : solve(player, speed, error);
        go_on(player);
    }
    player->shown.state = DADAO_LESSON_NONE;
    while (status == DADAO_OK && player->at < until) {
        const dadao_lesson_statement *s = &lesson->statement[player->at++];
        status = dadao_lesson_place(lesson, s, perform(player, s, speed, now, error), error);
        if (status == DADAO_OK && player->see)
            status = dadao_lesson_place(lesson, s, player->see(player->context, player, s, error), error);
        if (live && s->kind == DADAO_LESSON_COMMAND && dadao_experiment_has_end(player->experiment))
            player->shown.state = DADAO_LESSON_MOVING;
        if (live && waits(player->shown.state))
            break;
        if (!live && waits(player->shown.state))
            go_on(player);
        player->shown.state = live ? player->shown.state : DADAO_LESSON_NONE;
    }
    if (status == DADAO_OK && player->at == lesson->count && !waits(player->shown.state))
        player->shown.state = DADAO_LESSON_OVER;
    return status;
}

dadao_status dadao_lesson_jump(dadao_lesson_player *player, size_t step, double now, dadao_error *error)
{
    const dadao_lesson *lesson = player->lesson;
    dadao_lesson_player before = *player;
    player->caption = (dadao_text){0};
    dadao_lesson_player_begin(player, lesson, before.experiment);
    player->look = before.look;
    player->see = before.see;
    player->context = before.context;
    player->shown.asked = before.shown.asked;
    player->shown.answered_right = before.shown.answered_right;
    dadao_core_text_clear(&before.caption);
    player->at = lesson->step[0];
    dadao_status status = dadao_lesson_play(player, DADAO_LESSON_FAST, lesson->step[step], now, error);
    return status == DADAO_OK ? dadao_lesson_play(player, DADAO_LESSON_LIVE, lesson->count, now, error) : status;
}
