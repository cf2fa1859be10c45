/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that move the clock, and the loop that moves it while traces, history and goals are looked after. */
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

/* ---- Goals ---- */

static uint64_t events_now(const dadao_experiment *experiment)
{
    return dadao_experiment_lead(experiment) ? dadao_simulation_events(dadao_experiment_lead(experiment)) : 0;
}

static uint64_t add_events(uint64_t now, uint64_t more)
{
    return more > UINT64_MAX - now ? UINT64_MAX : now + more;
}

/* `error<E`, also with blanks around the sign: takes one to three words from *index on. */
static dadao_status read_error_goal(const dadao_call *call, size_t *index, double *error)
{
    size_t first = *index;
    const char *text = dadao_experiment_argument(call, *index) + strlen("error");
    if (!*text)
        text = dadao_experiment_argument(call, ++*index);
    if (!text || *text != '<')
        return dadao_experiment_fail_argument(call, first, DADAO_SYNTAX, "the goal is written `error<E`, for example `error<1e-6`");
    text += text[1] == '=' ? 2 : 1;
    if (!*text)
        text = dadao_experiment_argument(call, ++*index);
    if (!text)
        return dadao_experiment_fail_argument(call, first, DADAO_SYNTAX, "the goal is written `error<E`, for example `error<1e-6`");
    dadao_status status = dadao_experiment_number_text(call, *index, text, error);
    if (status == DADAO_OK && !(*error > 0))
        status = dadao_experiment_fail_argument(call, *index, DADAO_INVALID, "'%s': the error goal must be positive", text);
    return status;
}

static dadao_status read_event_goal(const dadao_call *call, size_t index, const char *text, dadao_stop *goal)
{
    uint64_t count, now = events_now(call->experiment);
    dadao_status status = dadao_experiment_count_text(call, index, text, &count);
    if (status == DADAO_OK && count < now)
        status = dadao_experiment_fail_argument(call, index, DADAO_INVALID, "event %llu has passed: the run is at event %llu (`reset` goes back)",
                                                (unsigned long long)count, (unsigned long long)now);
    goal->event = count;
    return status;
}

static dadao_status read_time_goal(const dadao_call *call, size_t index, const char *text, dadao_stop *goal)
{
    double now = dadao_experiment_lead(call->experiment) ? dadao_simulation_time(dadao_experiment_lead(call->experiment)) : 0;
    dadao_status status = dadao_experiment_number_text(call, index, text, &goal->t);
    if (status == DADAO_OK && goal->t < now)
        status = dadao_experiment_fail_argument(call, index, DADAO_INVALID, "t = %s has passed: now is %.6g (`reset` goes back)", text, now);
    return status;
}

/* The ends of a run. */
typedef struct run_ends {
    dadao_stop stop;
    dadao_condition condition; /* owned */
} run_ends;

static dadao_status read_condition(const dadao_call *call, size_t *index, run_ends *ends, bool *found)
{
    dadao_condition condition;
    const size_t first = *index;
    dadao_status status = dadao_experiment_condition_read(call, index, &condition, found);
    if (status != DADAO_OK || !*found)
        return status;
    if (ends->condition.id != DADAO_CONDITION_NONE) {
        dadao_experiment_condition_clear(&condition);
        return dadao_experiment_fail_argument(call, first, DADAO_UNSUPPORTED, "one condition beside event, time and error; `when A or B` "
                                              "holds several together");
    }
    ends->condition = condition;
    return DADAO_OK;
}

static void add_form(void *context, const char *form, const char *summary)
{
    (void)summary;
    dadao_core_text_format(context, ", %s", form);
}

static dadao_status no_such_end(const dadao_call *call, size_t index)
{
    static const char *const candidate[] = {"events=", "until", "t=", "error<", "event=", "node", "edge", "gradient", "communication",
                                            "consensus<", "gradients=", "communications=", "when"};
    const char *word = dadao_experiment_argument(call, index);
    const char *near = dadao_core_nearest(word, candidate, sizeof candidate / sizeof *candidate);
    dadao_text forms = {0};
    dadao_experiment_condition_rows(add_form, &forms);
    dadao_status status = dadao_experiment_fail_argument(
        call, index, DADAO_SYNTAX, "'%s' is no end of a run: events=N, until t=T, error<E, event=N%s%s%s%s", word, forms.bytes ? forms.bytes : "",
        near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    dadao_core_text_clear(&forms);
    return status;
}

/* One end of a run at argument *index; `until` itself says nothing. */
static dadao_status read_goal(const dadao_call *call, size_t *index, run_ends *ends)
{
    dadao_stop *goal = &ends->stop;
    const char *word = dadao_experiment_argument(call, *index), *text;
    uint64_t count;
    if (strcmp(word, "until") == 0)
        return dadao_experiment_argument(call, *index + 1) ? DADAO_OK
               : dadao_experiment_fail_argument(call, *index + 1, DADAO_SYNTAX, "until what? t=T, error<E, event=N, or a condition (`help run`)");
    if (dadao_core_option(word, "events", &text)) {
        dadao_status status = dadao_experiment_count_text(call, *index, text, &count);
        goal->event = add_events(events_now(call->experiment), count);
        return status;
    }
    if (dadao_core_option(word, "event", &text))
        return read_event_goal(call, *index, text, goal);
    if (dadao_core_option(word, "t", &text))
        return read_time_goal(call, *index, text, goal);
    if (strncmp(word, "error", 5) == 0)
        return read_error_goal(call, index, &goal->error);
    bool found;
    dadao_status status = read_condition(call, index, ends, &found);
    return status != DADAO_OK || found ? status : no_such_end(call, *index);
}

/* Takes over the condition. */
static void start_running(dadao_call *call, const dadao_stop *goal, const dadao_condition *condition)
{
    dadao_experiment *experiment = call->experiment;
    experiment->goal = *goal;
    if (condition->id != experiment->condition.id || condition->text != experiment->condition.text) {
        dadao_experiment_condition_clear(&experiment->condition);
        experiment->condition = *condition;
    }
    experiment->goal_set = true;
    experiment->ran = true;
    call->stop_line = true;
    if (dadao_simulation_diverged(dadao_experiment_lead(experiment))) {
        experiment->state = DADAO_DIVERGED;
        dadao_core_note(call->answer, "the run has diverged and stays frozen: `reset` starts again");
        return;
    }
    experiment->state = DADAO_RUNNING;
}

static const dadao_stop no_goal = {.event = UINT64_MAX, .t = INFINITY, .error = 0, .interrupt = NULL};

static bool has_end(const dadao_stop *goal)
{
    return goal->event != UINT64_MAX || isfinite(goal->t) || goal->error > 0;
}

dadao_status dadao_experiment_do_run(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    run_ends ends = {.stop = no_goal};
    dadao_status status = dadao_experiment_need_simulation(experiment, call->answer, call->error);
    size_t count = dadao_experiment_argument_count(call);
    for (size_t k = 0; status == DADAO_OK && k < count; k++)
        status = read_goal(call, &k, &ends);
    if (status != DADAO_OK) {
        dadao_experiment_condition_clear(&ends.condition);
        return status;
    }
    if (count == 0 && experiment->goal_set && experiment->state == DADAO_PAUSED) {
        ends.stop = experiment->goal; /* goes on to where it was going */
        ends.condition = experiment->condition;
    }
    if (!has_end(&ends.stop) && ends.condition.id == DADAO_CONDITION_NONE && !experiment->now.events && !experiment->options.endless)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED,
                                              "a run without a screen needs an end: `run until t=100`, `run events=100000`, "
                                              "`run until error<1e-6`, or an event log");
    start_running(call, &ends.stop, &ends.condition);
    return DADAO_OK;
}

dadao_status dadao_experiment_do_step(dadao_call *call)
{
    uint64_t count = 1;
    dadao_status status = dadao_experiment_want(call, 0, 1);
    if (status == DADAO_OK && dadao_experiment_argument(call, 0))
        status = dadao_experiment_count_text(call, 0, dadao_experiment_argument(call, 0), &count);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    dadao_stop goal = no_goal;
    goal.event = add_events(events_now(call->experiment), count);
    start_running(call, &goal, &(dadao_condition){0});
    return DADAO_OK;
}

dadao_status dadao_experiment_do_pause(dadao_call *call)
{
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK && call->experiment->state == DADAO_RUNNING)
        call->experiment->state = DADAO_PAUSED;
    return status;
}

dadao_status dadao_experiment_do_speed(dadao_call *call)
{
    double speed = INFINITY;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK && strcmp(dadao_experiment_argument(call, 0), "max") != 0)
        status = dadao_experiment_number(call, 0, &speed);
    if (status == DADAO_OK && !(speed >= 0.1))
        status = dadao_experiment_fail_argument(call, 0, DADAO_INVALID, "'%s': the speed is between 0.1 events per second and max",
                                                dadao_experiment_argument(call, 0));
    if (status == DADAO_OK)
        call->experiment->speed = speed;
    return status;
}

bool dadao_experiment_goal(const dadao_experiment *experiment, dadao_stop *goal)
{
    *goal = experiment->goal;
    if (experiment->now.events) {
        const dadao_event_log *log = experiment->now.events->object;
        goal->event = goal->event < log->count ? goal->event : log->count;
    }
    return experiment->state == DADAO_RUNNING;
}

bool dadao_experiment_has_end(const dadao_experiment *experiment)
{
    return experiment->state == DADAO_RUNNING &&
           (has_end(&experiment->goal) || experiment->condition.id != DADAO_CONDITION_NONE || experiment->now.events);
}

void dadao_experiment_abandon(dadao_experiment *experiment)
{
    experiment->goal_set = false;
    experiment->only_saves = true;
    if (experiment->state == DADAO_RUNNING)
        experiment->state = DADAO_FINISHED;
}

/* ---- The loop ---- */

static void reached(dadao_experiment *experiment, dadao_run_state state)
{
    experiment->state = state;
    experiment->goal_set = false;
    dadao_experiment_condition_clear(&experiment->condition);
}

static void condition_reached(dadao_experiment *experiment)
{
    char count[32];
    const dadao_simulation *simulation = dadao_experiment_lead(experiment);
    dadao_core_note(&experiment->news, "event %s, t = %.6g: %s", dadao_core_format_count(count, dadao_simulation_events(simulation)),
                    dadao_simulation_time(simulation), experiment->condition.text ? experiment->condition.text : "");
    reached(experiment, DADAO_FINISHED);
}

/* What a stop means; true when the run is over. */
static bool judge(dadao_experiment *experiment, dadao_stop_reason reason)
{
    const dadao_simulation *simulation = dadao_experiment_lead(experiment);
    switch (reason) {
    case DADAO_STOP_DIVERGED:
        dadao_core_note(&experiment->news, "diverged at event %llu, t = %.6g: frozen for inspection (`reset` starts again)",
                        (unsigned long long)dadao_simulation_events(simulation), dadao_simulation_time(simulation));
        reached(experiment, DADAO_DIVERGED);
        return true;
    case DADAO_STOP_IDLE:
        dadao_core_note(&experiment->news, "every rate is 0: nothing will ever happen, and time stands still");
        reached(experiment, DADAO_FINISHED);
        return true;
    case DADAO_STOP_TIME:
        if (dadao_simulation_time(simulation) < experiment->goal.t) /* a moment of the past at which something was done */
            return false;
        reached(experiment, DADAO_FINISHED);
        return true;
    case DADAO_STOP_LOG_END:
    case DADAO_STOP_ERROR:
        reached(experiment, DADAO_FINISHED);
        return true;
    case DADAO_STOP_EVENT:
        if (dadao_simulation_events(simulation) < experiment->goal.event)
            return false;
        reached(experiment, DADAO_FINISHED);
        return true;
    case DADAO_STOP_WATCH:
        if (dadao_experiment_condition_met(experiment)) {
            condition_reached(experiment);
            return true;
        }
        if (dadao_simulation_events(simulation) < experiment->goal.event)
            return false;
        reached(experiment, DADAO_FINISHED);
        return true;
    case DADAO_STOP_INTERRUPTED:
        return false;
    }
    return false;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* So many times the events of lane 0 are done for the others in a slice before somebody looks up. */
static const uint64_t following = 64;

/* Lane 0 moves on, towards the goal. */
static dadao_status lead(dadao_experiment *experiment, uint64_t events, const atomic_bool *interrupt, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    uint64_t limit = add_events(events_now(experiment), events);
    dadao_stop stop = experiment->goal;
    bool over = false;
    stop.interrupt = interrupt;
    stop.watch = experiment->condition.id != DADAO_CONDITION_NONE ? &experiment->condition.watch : NULL;
    if (stop.watch && !dadao_experiment_condition_follow(experiment)) {
        dadao_core_note(&experiment->news, "%s: that edge is gone", experiment->condition.text);
        reached(experiment, DADAO_FINISHED);
        return DADAO_OK;
    }
    if (stop.watch && dadao_experiment_condition_holds(experiment)) {
        condition_reached(experiment);
        return DADAO_OK;
    }
    while (status == DADAO_OK && !over) {
        status = dadao_experiment_look(experiment, 0, error);
        if (status == DADAO_OK)
            status = dadao_experiment_rewind_look(experiment, SIZE_MAX, error);
        if (status != DADAO_OK)
            break;
        stop.event = smaller(smaller(experiment->goal.event, limit), dadao_experiment_next_look(experiment, 0));
        stop.t = experiment->goal.t;
        dadao_experiment_rewind_limit(experiment, &stop);
        dadao_stop_reason reason = dadao_simulation_run(dadao_experiment_lead(experiment), &stop);
        over = judge(experiment, reason) || reason == DADAO_STOP_INTERRUPTED || events_now(experiment) >= limit;
        /* Rows of a trace stand in the order of the axis: the others follow before lane 0 goes on. */
        if (experiment->trace && experiment->trace_lanes)
            status = dadao_experiment_catch_up(experiment, UINT64_MAX, error);
    }
    if (status == DADAO_OK)
        status = dadao_experiment_look(experiment, 0, error);
    return status == DADAO_OK ? dadao_experiment_rewind_look(experiment, SIZE_MAX, error) : status;
}

dadao_status dadao_experiment_pursue(dadao_experiment *experiment, uint64_t events, const atomic_bool *interrupt, bool *done,
                                     dadao_error *error)
{
    *done = experiment->state != DADAO_RUNNING && !dadao_experiment_behind(experiment);
    if (*done)
        return DADAO_OK;
    dadao_status status = dadao_experiment_need_simulation(experiment, &experiment->news, error);
    if (status == DADAO_OK && dadao_experiment_behind(experiment)) {
        status = dadao_experiment_catch_up(experiment, events, error);
    } else if (status == DADAO_OK) {
        status = lead(experiment, events, interrupt, error);
        if (status == DADAO_OK)
            status = dadao_experiment_catch_up(experiment, events > UINT64_MAX / following ? UINT64_MAX : events * following, error);
    }
    dadao_status flushed = dadao_experiment_flush(experiment, status == DADAO_OK ? error : NULL);
    status = status == DADAO_OK ? flushed : status;
    if (status != DADAO_OK) /* a full disk must not be asked again at every slice */
        reached(experiment, DADAO_FINISHED);
    *done = experiment->state != DADAO_RUNNING && !dadao_experiment_behind(experiment);
    return status;
}
