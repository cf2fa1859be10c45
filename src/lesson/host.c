/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons on the screen: the commands that lead through one, carried out on the thread that owns the experiment. */
#include "lesson/lesson.h"

#include "core/file.h"
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct dadao_lesson_host {
    dadao_lesson_host_options options;
    dadao_extension extension;
    dadao_lesson *lesson; /* NULL: none */
    dadao_lesson_player player;
    double now; /* the runner's clock when it was last heard */
    uint64_t looks;
    char look[DADAO_SNAPSHOT_LOOKS][DADAO_SNAPSHOT_LOOK];
    bool scored;                    /* the score of this lesson is written */
    char noted[4096]; /* what the notes file says */
};

typedef struct request {
    dadao_lesson_host *host;
    dadao_experiment *experiment;
    const char *const *word;
    size_t count;
    dadao_notes *answer;
    dadao_error *error;
} request;

static dadao_status fail(const request *r, dadao_status status, const char *text)
{
    return dadao_core_fail(r->error, status, "%s", text);
}

static void add_look(void *context, const char *line)
{
    dadao_lesson_host *host = context;
    snprintf(host->look[host->looks++ % DADAO_SNAPSHOT_LOOKS], DADAO_SNAPSHOT_LOOK, "%s", line);
}

static dadao_status need_lesson(const request *r)
{
    return r->host->lesson ? DADAO_OK
                           : fail(r, DADAO_UNSUPPORTED, "no lesson is open: `lesson` lists them, `lesson 1` opens the first");
}

/* ---- Opening and closing ---- */

static void close_lesson(dadao_lesson_host *host)
{
    if (host->lesson && host->options.notes)
        remove(host->options.notes); /* who follows them is told that nothing is open */
    host->scored = false;
    dadao_lesson_player_end(&host->player);
    dadao_lesson_destroy(host->lesson);
    host->lesson = NULL;
}

static dadao_status list_lessons(const request *r)
{
    dadao_lesson_list list;
    dadao_status status = dadao_lesson_list_open(r->host->options.folder, &list, r->error);
    for (size_t k = 0; status == DADAO_OK && k < list.count; k++) {
        dadao_lesson *lesson;
        dadao_error ignored = {0};
        const dadao_experiment_options *o = &r->host->options.experiment;
        if (dadao_lesson_read(list.path[k], o->looks, o->look_count, &lesson, &ignored) == DADAO_OK)
            dadao_core_note(r->answer, "%3zu  %s", k + 1, lesson->title);
        else
            dadao_core_note(r->answer, "%3zu  %s", k + 1, ignored.text);
        dadao_lesson_destroy(lesson);
    }
    if (status == DADAO_OK)
        dadao_core_note(r->answer, list.count ? "`lesson N` opens one." : "There are no lessons here.");
    dadao_lesson_list_clear(&list);
    return status;
}

/* Tried out on an experiment of its own, so that a mistake is told before anything begins. */
static dadao_status try_out(const dadao_lesson_host *host, const dadao_lesson *lesson, dadao_error *error)
{
    dadao_experiment *scratch;
    dadao_lesson_player player;
    dadao_experiment_options options = host->options.experiment;
    options.extension = NULL;
    options.allow_write = host->options.may_write;
    dadao_status status = dadao_experiment_create(&options, &scratch, error);
    if (status != DADAO_OK)
        return status;
    dadao_lesson_player_begin(&player, lesson, scratch);
    status = dadao_lesson_play(&player, DADAO_LESSON_DRY, lesson->count, 0, error);
    dadao_lesson_player_end(&player);
    dadao_experiment_destroy(scratch);
    return status;
}

/* Whether a line holds a command that writes a file: *at is where, SIZE_MAX nowhere. */
static dadao_status find_writer(const dadao_experiment_options *options, const char *line, size_t *at, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    bool over = false;
    *at = SIZE_MAX;
    for (size_t from = 0; status == DADAO_OK && !over && *at == SIZE_MAX;) {
        dadao_words words;
        const dadao_command *command = NULL;
        size_t used;
        status = dadao_experiment_words(line, from, &words, error);
        over = status != DADAO_OK || words.count == 0;
        if (!over)
            status = dadao_experiment_find_command(&words, options, &command, &used, error);
        if (!over && status == DADAO_OK && command->flags & DADAO_COMMAND_WRITES)
            *at = words.first;
        from = words.end;
        dadao_experiment_words_clear(&words);
    }
    return status;
}

/* Nobody has read what is in a lesson: it writes no file, on the engine's side or the screen's, unless that was allowed. */
static dadao_status forbid_writing(const dadao_lesson_host *host, const dadao_lesson *lesson, dadao_error *error)
{
    dadao_experiment_options options = host->options.experiment;
    options.extension = &host->extension;
    dadao_status status = DADAO_OK;
    for (size_t k = 0; status == DADAO_OK && k < lesson->count; k++) {
        const dadao_lesson_statement *s = &lesson->statement[k];
        size_t at = SIZE_MAX;
        if (s->kind == DADAO_LESSON_COMMAND || s->kind == DADAO_LESSON_SOLUTION)
            status = find_writer(&options, s->text, &at, error);
        if (status == DADAO_OK && at != SIZE_MAX) {
            status = dadao_core_fail(error, DADAO_UNSUPPORTED, "a lesson may not write files: --allow-write permits it");
            error->column = at;
            error->length = 1;
        }
        status = dadao_lesson_place(lesson, s, status, error);
    }
    return status;
}

static dadao_status open_path(const request *r, const char *path)
{
    dadao_lesson *lesson;
    dadao_lesson_host *host = r->host;
    const dadao_experiment_options *o = &host->options.experiment;
    dadao_status status = dadao_lesson_read(path, o->looks, o->look_count, &lesson, r->error);
    if (status == DADAO_OK && !host->options.may_write)
        status = forbid_writing(host, lesson, r->error);
    if (status == DADAO_OK)
        status = try_out(host, lesson, r->error);
    if (status != DADAO_OK) {
        dadao_lesson_destroy(lesson);
        return status;
    }
    close_lesson(host);
    host->lesson = lesson;
    dadao_lesson_player_begin(&host->player, lesson, r->experiment);
    host->player.look = add_look;
    host->player.context = host;
    host->player.at = lesson->step[0];
    return dadao_lesson_play(&host->player, DADAO_LESSON_LIVE, lesson->count, host->now, r->error);
}

/* ---- Walking ---- */

static dadao_status jump(const request *r, size_t step)
{
    return dadao_lesson_jump(&r->host->player, step, r->host->now, r->error);
}

static dadao_status do_next(const request *r)
{
    dadao_lesson_player *player = &r->host->player;
    dadao_status status = need_lesson(r);
    if (status != DADAO_OK)
        return status;
    if (player->shown.state == DADAO_LESSON_ASIDE)
        return jump(r, player->shown.step);
    if (player->shown.state == DADAO_LESSON_OVER)
        return fail(r, DADAO_UNSUPPORTED, "this is the end of the lesson: `lesson end` closes it, `lesson goto 1` begins again");
    if (player->shown.state == DADAO_LESSON_ASKING) { /* not answered: shown all the same, not counted */
        player->shown.state = DADAO_LESSON_ANSWERED;
        return DADAO_OK;
    }
    bool done = false; /* a run that is waited for goes to its end at once */
    if (player->shown.state == DADAO_LESSON_MOVING && dadao_experiment_has_end(r->experiment))
        status = dadao_experiment_pursue(r->experiment, 20000000, NULL, &done, r->error);
    return status == DADAO_OK ? dadao_lesson_play(player, DADAO_LESSON_LIVE, r->host->lesson->count, r->host->now, r->error)
                              : status;
}

static dadao_status do_back(const request *r)
{
    dadao_status status = need_lesson(r);
    const size_t step = r->host->player.shown.step;
    return status == DADAO_OK ? jump(r, step > 0 ? step - 1 : 0) : status;
}

static dadao_status do_goto(const request *r)
{
    uint64_t step = 0;
    dadao_status status = need_lesson(r);
    if (status != DADAO_OK)
        return status;
    if (r->count != 1 || !dadao_core_parse_u64(r->word[0], strlen(r->word[0]), &step) || step < 1 ||
        step > r->host->lesson->steps)
        return dadao_core_fail(r->error, DADAO_INVALID, "this lesson has parts 1 to %zu", r->host->lesson->steps);
    return jump(r, (size_t)step - 1);
}

static dadao_status do_open(const request *r)
{
    dadao_lesson_list list;
    if (r->count == 0)
        return list_lessons(r);
    dadao_status status = dadao_lesson_list_open(r->host->options.folder, &list, r->error);
    char *path = status == DADAO_OK ? dadao_lesson_list_find(&list, r->word[0]) : NULL;
    dadao_lesson_list_clear(&list);
    if (status != DADAO_OK)
        return status;
    if (!path)
        return dadao_core_fail(r->error, DADAO_NOT_FOUND, "there is no lesson '%s': `lesson` lists them", r->word[0]);
    status = open_path(r, path);
    free(path);
    const request part = {r->host, r->experiment, r->word + 1, r->count - 1, r->answer, r->error};
    return status == DADAO_OK && r->count > 1 ? do_goto(&part) : status;
}

static dadao_status do_leave(const request *r)
{
    dadao_status status = need_lesson(r);
    if (status != DADAO_OK)
        return status;
    r->host->player.shown.state = DADAO_LESSON_ASIDE;
    dadao_core_note(r->answer, "play freely; `lesson return` takes up \"%s\" again", r->host->player.shown.step_title);
    return DADAO_OK;
}

static dadao_status do_return(const request *r)
{
    dadao_status status = need_lesson(r);
    return status == DADAO_OK ? jump(r, r->host->player.shown.step) : status;
}

static dadao_status do_end(const request *r)
{
    dadao_status status = need_lesson(r);
    if (status == DADAO_OK)
        close_lesson(r->host);
    return status;
}

static dadao_status do_answer(const request *r)
{
    dadao_status status = need_lesson(r);
    if (status != DADAO_OK)
        return status;
    if (r->count != 1)
        return fail(r, DADAO_SYNTAX, "`answer X`: the number of a choice, or the number asked for");
    return dadao_lesson_answer(&r->host->player, r->word[0], r->error);
}

static dadao_status do_export(const request *r)
{
    dadao_experiment_options options = r->host->options.experiment;
    options.extension = NULL;
    if (r->count != 1 || !dadao_core_has_ending(r->word[0], "html"))
        return fail(r, DADAO_SYNTAX, "`export web FILE.html` writes a page that plays this experiment in a browser");
    dadao_status status = dadao_lesson_export_web(r->experiment, &options, r->word[0], r->error);
    if (status == DADAO_OK)
        dadao_core_note(r->answer, "%s: a page that needs nothing else", r->word[0]);
    return status;
}

/* ---- The table ---- */

/* clang-format off */
#define ROWS(X) \
    X("lesson", "[N | NAME | FILE] [PART]", "open a lesson, or list them", \
      "A lesson leads through the program by itself: captions, questions, tasks. Enter goes on. With the number of a part it begins there.", NULL, 0, do_open) \
    X("lesson next", "", "go on in the lesson", \
      "A question that was not answered is resolved, a task is done for you.", NULL, 0, do_next) \
    X("lesson back", "", "to the beginning of the part before", \
      "The experiment is put into the state it has there.", NULL, 0, do_back) \
    X("lesson goto", "K", "to part K of the lesson", \
      "The experiment is put into the state it has there.", NULL, 0, do_goto) \
    X("lesson leave", "", "leave the script and play freely", \
      "`lesson return` takes it up again.", NULL, 0, do_leave) \
    X("lesson return", "", "back to the lesson, to the beginning of the present part", \
      NULL, NULL, 0, do_return) \
    X("lesson end", "", "close the lesson; the experiment stays as it is", \
      NULL, NULL, 0, do_end) \
    X("answer", "X", "answer the question of the lesson", \
      "X is the number of a choice, or the number asked for.", NULL, 0, do_answer) \
    X("export web", "FILE.html", "write a page that plays this experiment in a browser", \
      "Everything from the start to here, in one file that needs no network; `dadao lesson --web=FILE N` does it for a lesson.", "export web run.html", DADAO_COMMAND_WRITES, do_export)
/* clang-format on */

#define ROW_COMMAND(name, arguments, summary, detail, example, flags, function)                                                  \
    {name, arguments, summary, detail, example, DADAO_COMMAND_HOST | (flags)},
const dadao_command dadao_lesson_commands[] = {ROWS(ROW_COMMAND)};
const size_t dadao_lesson_command_count = sizeof dadao_lesson_commands / sizeof *dadao_lesson_commands;
#define ROW_HANDLER(name, arguments, summary, detail, example, flags, function) function,
static dadao_status (*const handlers[])(const request *r) = {ROWS(ROW_HANDLER)};

static dadao_status carry_out(void *context, dadao_experiment *experiment, size_t row, const char *const *word, size_t count,
                              dadao_notes *answer, dadao_error *error)
{
    const request r = {context, experiment, word, count, answer, error};
    return handlers[row](&r);
}

/* ---- As time goes on ---- */

/* The speaker's page: rewritten whole, so that a reader never sees half of it. */
static void write_notes(dadao_lesson_host *host)
{
    const dadao_lesson_snapshot *s = &host->player.shown;
    char text[sizeof host->noted];
    dadao_writer writer = {0};
    if (!host->options.notes || !host->lesson)
        return;
    snprintf(text, sizeof text, "%s\npart %zu of %zu: %s\nnext: %s\n\n%s\n\n%s%s\n", s->title, s->step + 1, s->steps,
             s->step_title, s->next_title[0] ? s->next_title : "(the end)", s->notes[0] ? s->notes : "(no notes)", s->caption,
             s->question);
    if (strcmp(text, host->noted) == 0)
        return;
    memcpy(host->noted, text, sizeof text);
    if (dadao_core_writer_open(&writer, host->options.notes, NULL) != DADAO_OK)
        return;
    fputs(text, writer.stream);
    (void)dadao_core_writer_commit(&writer, NULL);
}

/* Once, at the end of a lesson that asked something. */
static void keep_score(dadao_lesson_host *host)
{
    const dadao_lesson_snapshot *s = &host->player.shown;
    if (host->scored || !host->options.score || s->state != DADAO_LESSON_OVER || s->asked == 0)
        return;
    host->scored = true;
    dadao_lesson_keep_score(host->options.score, host->lesson->path, s->answered_right, s->asked);
}

static bool still_moving(const dadao_lesson_host *host, dadao_experiment *experiment)
{
    dadao_run_state state = dadao_experiment_state(experiment);
    if (isfinite(host->player.resume))
        return host->now < host->player.resume;
    return state == DADAO_RUNNING || state == DADAO_PAUSED;
}

static double proceed(void *context, dadao_experiment *experiment, double now, dadao_notes *answer, dadao_error *error)
{
    dadao_lesson_host *host = context;
    dadao_lesson_player *player = &host->player;
    (void)answer;
    host->now = now;
    if (!host->lesson)
        return INFINITY;
    if (player->shown.state == DADAO_LESSON_SEEKING)
        player->shown.goal_met = dadao_lesson_goal_met(player);
    if (player->shown.state == DADAO_LESSON_MOVING && !still_moving(host, experiment))
        (void)dadao_lesson_play(player, DADAO_LESSON_LIVE, host->lesson->count, now, error);
    write_notes(host);
    keep_score(host);
    if (isfinite(player->countdown_end))
        return 1;
    if (player->shown.state == DADAO_LESSON_MOVING && isfinite(player->resume))
        return player->resume - now;
    return player->shown.state == DADAO_LESSON_SEEKING && !player->shown.goal_met &&
                   dadao_experiment_state(experiment) == DADAO_RUNNING
               ? 0.2
               : INFINITY;
}

static void publish(void *context, dadao_experiment *experiment, double now, dadao_snapshot *snapshot)
{
    dadao_lesson_host *host = context;
    (void)experiment;
    snapshot->looks = host->looks;
    memcpy(snapshot->look, host->look, sizeof snapshot->look);
    if (!host->lesson) {
        snapshot->lesson = (dadao_lesson_snapshot){0};
        return;
    }
    snapshot->lesson = host->player.shown;
    snapshot->lesson.countdown = isfinite(host->player.countdown_end) ? fmax(host->player.countdown_end - now, 0) : NAN;
}

/* ---- Life ---- */

dadao_status dadao_lesson_host_create(const dadao_lesson_host_options *options, dadao_lesson_host **host, dadao_error *error)
{
    dadao_lesson_host *made = *host = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    made->options = *options;
    made->extension = (dadao_extension){dadao_lesson_commands, dadao_lesson_command_count, made, carry_out, proceed, publish};
    return DADAO_OK;
}

void dadao_lesson_host_destroy(dadao_lesson_host *host)
{
    if (!host)
        return;
    close_lesson(host);
    free(host);
}

const dadao_extension *dadao_lesson_host_extension(dadao_lesson_host *host)
{
    return &host->extension;
}
