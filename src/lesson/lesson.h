/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a lesson: the statements of its file, and the player that walks through them. */
#ifndef DADAO_LESSON_INSIDE_H
#define DADAO_LESSON_INSIDE_H

#include "core/text.h"

#include <dadao/lesson.h>

/* word, its argument (for messages and the manual), what it does. Every other line of a lesson is a command. */
#define DADAO_LESSON_STATEMENTS(X)                                                                                               \
    X(TITLE, "title", "TEXT", "the name of the lesson; the first statement")                                                     \
    X(ABOUT, "about", "TEXT", "what it teaches, for the list of lessons")                                                        \
    X(MINUTES, "minutes", "N", "how long it takes when talked through")                                                          \
    X(SOURCE, "source", "TEXT", "where what it says can be read up")                                                             \
    X(STEP, "part", "TITLE", "a new step of the lesson begins; any can be jumped to")                                                     \
    X(SAY, "say", "TEXT", "a caption; {expression} is computed when it is shown")                  \
    X(WAIT, "wait", "[SECONDS]", "until the reader goes on, or for so long")                                                     \
    X(ASK, "ask", "QUESTION", "predict first: `choice` and `right` lines or a `number` follow")                                  \
    X(CHOICE, "choice", "TEXT", "a wrong answer of the question above")                                                          \
    X(RIGHT, "right", "TEXT", "the right answer of the question above")                                                          \
    X(NUMBER, "number", "EXPRESSION [within P%]", "the right number of the question above")                                      \
    X(REVEAL, "reveal", "TEXT", "shown once the question is answered")                                                           \
    X(GOAL, "goal", "CONDITION : TEXT", "a task: the lesson goes on when the condition holds")                                   \
    X(SOLUTION, "solution", "COMMAND", "a line that reaches the goal above, for --check and for jumping")                        \
    X(LET, "let", "NAME = EXPRESSION", "remembers a number")                                                                     \
    X(CHECK, "check", "CONDITION", "must hold here; only --check looks at it")                                                   \
    X(NOTES, "notes", "TEXT", "for the speaker's own screen: `dadao notes`")                                                     \
    X(COUNTDOWN, "countdown", "SECONDS", "a clock that runs down beside the caption")                                            \
    X(COMMAND, NULL, "", "a command of the experiment or of the screen")

#define DADAO_LESSON_ENUM(id, word, argument, summary) DADAO_LESSON_##id,
typedef enum dadao_lesson_kind { DADAO_LESSON_STATEMENTS(DADAO_LESSON_ENUM) DADAO_LESSON_KINDS } dadao_lesson_kind;
#undef DADAO_LESSON_ENUM

typedef struct dadao_lesson_statement {
    dadao_lesson_kind kind;
    char *text;            /* its argument; of a command the whole line */
    size_t line, column;   /* of the argument in the file, from 1 */
} dadao_lesson_statement;

struct dadao_lesson {
    char *path;
    const char *title, *about, *source; /* belong to statements */
    double minutes;
    dadao_lesson_statement *statement;
    size_t count, capacity;
    size_t *step;                       /* [steps] index of the statement that begins it */
    size_t steps, step_capacity;
};

/* "lessons/03-clocks.lesson:12:5: " before the text of `error`, whose column is in the statement's text. */
dadao_status dadao_lesson_place(const dadao_lesson *lesson, const dadao_lesson_statement *statement, dadao_status status, dadao_error *error);
/* What can be known without carrying anything out: words, structure, names of commands, grammar of expressions. */
dadao_status dadao_lesson_verify(const dadao_lesson *lesson, const dadao_command *looks, size_t look_count, dadao_error *error);

/* ---- Numbers in captions ---- */

#define DADAO_LESSON_NAMES 32
typedef struct dadao_lesson_names {
    size_t count;
    char name[DADAO_LESSON_NAMES][32];
    double value[DADAO_LESSON_NAMES];
} dadao_lesson_names;

/* The value of an expression over the experiment's quantities and what `let` remembered. */
dadao_status dadao_lesson_evaluate(const dadao_lesson_names *names, dadao_experiment *experiment, const char *text, size_t length,
                                   double *value, dadao_error *error);
dadao_status dadao_lesson_let(dadao_lesson_names *names, dadao_experiment *experiment, const char *text, dadao_error *error);
/* Appends `text` with every {…} replaced by what it is now. `{{` is a brace. */
dadao_status dadao_lesson_fill(const dadao_lesson_names *names, dadao_experiment *experiment, const char *text, dadao_text *filled,
                               dadao_error *error);

/* Writes down how the questions of the lesson at `path` were answered, in place of what `file` said of it before. */
void dadao_lesson_keep_score(const char *file, const char *path, unsigned right, unsigned asked);

/* ---- The player ---- */

typedef enum dadao_lesson_speed {
    DADAO_LESSON_LIVE,   /* runs take the time they take, pauses wait */
    DADAO_LESSON_FAST,   /* everything is carried out at once: to jump, to print, to check */
    DADAO_LESSON_DRY     /* the same with runs cut short: only mistakes are looked for */
} dadao_lesson_speed;

typedef struct dadao_lesson_player {
    const dadao_lesson *lesson;
    dadao_experiment *experiment;
    size_t at;                      /* the statement to be carried out next */
    dadao_lesson_snapshot shown;    /* what is seen of it */
    dadao_lesson_names names;
    dadao_text caption;
    bool fresh;                     /* the next `say` begins a new caption */
    double answer, tolerance;       /* of a question for a number */
    const char *goal;               /* condition; NULL: none */
    size_t goal_length;
    double resume, countdown_end;   /* moments of the player's clock; INFINITY: none */
    /* What a caption, a look and a failed check are told to; NULL: nobody. */
    void (*look)(void *context, const char *line);
    dadao_status (*see)(void *context, struct dadao_lesson_player *player, const dadao_lesson_statement *statement, dadao_error *error);
    /* Called before a run goes on and after it, where everything is carried out at once; *events: how far it may go until the next call. */
    dadao_status (*moment)(void *context, uint64_t *events, dadao_error *error);
    void *context;
    bool checking;
} dadao_lesson_player;

/* At the first statement, with an experiment of its own from scratch: the caller's is left as it is until something is carried out. */
void dadao_lesson_player_begin(dadao_lesson_player *player, const dadao_lesson *lesson, dadao_experiment *experiment);
void dadao_lesson_player_end(dadao_lesson_player *player);
/* Carries out statements until one has to wait (live), or up to statement `until`. `now` is the player's clock in seconds. Errors name
 * file, line and column. */
dadao_status dadao_lesson_play(dadao_lesson_player *player, dadao_lesson_speed speed, size_t until, double now, dadao_error *error);
/* The step that statement `index` belongs to. */
size_t dadao_lesson_step_of(const dadao_lesson *lesson, size_t index);
/* Puts the experiment into the state it has at the beginning of step `step`: everything before it is carried out anew, fast. */
dadao_status dadao_lesson_jump(dadao_lesson_player *player, size_t step, double now, dadao_error *error);
/* An answer to the present question. */
dadao_status dadao_lesson_answer(dadao_lesson_player *player, const char *text, dadao_error *error);
bool dadao_lesson_goal_met(dadao_lesson_player *player);

#endif
