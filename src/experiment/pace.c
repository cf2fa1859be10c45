/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes advance together: lane 0 leads, the others are carried on to where it stands on the common axis.
 *
 * Where a lane comes to rest depends on where lane 0 stands and on nothing else, not on how often it was asked to follow: its
 * events are the same whatever the stops in between, and it rests at the first of them at which it has come far enough. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>

const char *dadao_experiment_axis_word(dadao_lane_axis axis)
{
    static const char *const word[DADAO_LANE_AXIS_COUNT] = {
#define AXIS_WORD(name, text, meaning) [DADAO_LANE_AXIS_##name] = text,
        DADAO_LANE_AXES(AXIS_WORD)
#undef AXIS_WORD
    };
    return word[axis];
}

/* Where a lane stands on an axis that only counts. */
double dadao_experiment_axis_count(const dadao_setting *setting, const dadao_simulation *simulation)
{
    const double gradients = (double)dadao_simulation_gradients(simulation);
    const double communications = (double)dadao_simulation_communications(simulation);
    switch (setting->axis) {
    case DADAO_LANE_AXIS_GRADIENTS: return gradients;
    case DADAO_LANE_AXIS_COMMUNICATIONS: return communications;
    default: return setting->price[0] * gradients + setting->price[1] * communications;
    }
}

/* The lane's time at which the wall shows what it shows for lane 0. */
static double time_wanted(const dadao_experiment *experiment, size_t lane)
{
    const dadao_setting *now = &experiment->now;
    const dadao_lane *lead = &experiment->lane[0], *other = &experiment->lane[lane];
    const double unit = dadao_experiment_unit_time(now, &now->lane[lane]), lead_unit = dadao_experiment_unit_time(now, &now->lane[0]);
    const bool alike = !(unit < lead_unit || unit > lead_unit || other->wall < lead->wall || other->wall > lead->wall ||
                         other->wall_t < lead->wall_t || other->wall_t > lead->wall_t);
    if (alike || !now->cost.on)
        return dadao_simulation_time(lead->simulation); /* to the bit */
    const double left = dadao_experiment_wall(now, lead, &now->lane[0]) - other->wall;
    return other->wall_t + left / (now->cost.time[0] * unit);
}

static double now_of(const dadao_experiment *experiment, size_t lane)
{
    const dadao_simulation *simulation = experiment->lane[lane].simulation;
    return experiment->now.axis == DADAO_LANE_AXIS_TIME ? dadao_simulation_time(simulation) : dadao_experiment_axis_count(&experiment->now, simulation);
}

static double wanted_of(const dadao_experiment *experiment, size_t lane)
{
    const dadao_setting *now = &experiment->now;
    return now->axis == DADAO_LANE_AXIS_TIME ? time_wanted(experiment, lane) : dadao_experiment_axis_count(now, experiment->lane[0].simulation);
}

bool dadao_experiment_lane_behind(const dadao_experiment *experiment, size_t lane)
{
    const dadao_lane *lead = &experiment->lane[0], *other = &experiment->lane[lane];
    return lane > 0 && lead->simulation && other->simulation && !other->stuck &&
           now_of(experiment, lane) < wanted_of(experiment, lane);
}

bool dadao_experiment_behind(const dadao_experiment *experiment)
{
    for (size_t k = 1; k < experiment->now.lanes; k++)
        if (dadao_experiment_lane_behind(experiment, k))
            return true;
    return dadao_experiment_companion_behind(experiment);
}

/* ---- What is due on the way ---- */

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static dadao_status trace_lane(dadao_experiment *experiment, size_t lane, dadao_error *error)
{
    dadao_sample sample;
    const uint64_t every = experiment->trace_every;
    dadao_simulation_measure(experiment->lane[lane].simulation, &sample);
    /* Rows are at multiples of K, whatever event the trace began at. */
    const uint64_t more = every - sample.event % every;
    experiment->lane[lane].trace_next = more > UINT64_MAX - sample.event ? UINT64_MAX : sample.event + more;
    return dadao_output_trace_add(experiment->trace, lane, &sample, error);
}

static bool is_traced(const dadao_experiment *experiment, size_t lane)
{
    return experiment->trace && (lane == 0 || experiment->trace_lanes);
}

static void look_at_nodes(dadao_experiment *experiment, dadao_lane *lane)
{
    size_t nodes = dadao_topology_nodes(dadao_experiment_setting_topology(&experiment->now));
    double *error = experiment->error_by_part ? dadao_core_allocate(nodes, sizeof *error) : NULL;
    if (error) {
        dadao_experiment_headings_need(&experiment->now, lane);
        (void)dadao_experiment_headings_errors(lane, true, error);
    }
    dadao_experiment_field_add(&lane->history.field, lane->simulation, error, nodes);
    free(error);
}

dadao_status dadao_experiment_look(dadao_experiment *experiment, size_t index, dadao_error *error)
{
    dadao_lane *lane = &experiment->lane[index];
    uint64_t now = dadao_simulation_events(lane->simulation);
    if (now >= lane->history.next)
        dadao_experiment_history_add(&experiment->now, lane);
    if (now >= lane->history.field.next)
        look_at_nodes(experiment, lane);
    return is_traced(experiment, index) && now >= lane->trace_next ? trace_lane(experiment, index, error) : DADAO_OK;
}

uint64_t dadao_experiment_next_look(const dadao_experiment *experiment, size_t index)
{
    const dadao_lane *lane = &experiment->lane[index];
    const uint64_t next = smaller(lane->history.next, lane->history.field.next);
    return is_traced(experiment, index) ? smaller(next, lane->trace_next) : next;
}

/* ---- Following ---- */

/* So many events surely do not go beyond what is wanted. An event is at most two gradients and two communications; a round may be
 * anything. */
static uint64_t sure_events(const dadao_experiment *experiment, size_t lane)
{
    const dadao_setting *now = &experiment->now;
    const double step = 2 * (now->axis == DADAO_LANE_AXIS_COST ? now->price[0] + now->price[1] : 1);
    const double left = floor((wanted_of(experiment, lane) - now_of(experiment, lane)) / step);
    if (dadao_method_is_synchronous(now->lane[lane].method) || left < 1)
        return 1;
    return left < 1e15 ? (uint64_t)left : (uint64_t)1 << 50;
}

/* One stretch of a lane's way, at most `room` events; false when it cannot go on. */
static bool follow(dadao_experiment *experiment, size_t index, uint64_t room)
{
    dadao_lane *lane = &experiment->lane[index];
    const uint64_t events = dadao_simulation_events(lane->simulation);
    dadao_stop stop = {.event = UINT64_MAX, .t = INFINITY};
    if (experiment->now.axis == DADAO_LANE_AXIS_TIME)
        stop.t = wanted_of(experiment, index);
    else
        room = smaller(room, sure_events(experiment, index));
    stop.event = smaller(room > UINT64_MAX - events ? UINT64_MAX : events + room, dadao_experiment_next_look(experiment, index));
    switch (dadao_simulation_run(lane->simulation, &stop)) {
    case DADAO_STOP_DIVERGED:
    case DADAO_STOP_IDLE:
    case DADAO_STOP_LOG_END:
        lane->stuck = true;
        return false;
    default:
        return true;
    }
}

/* A round is about as much work as an event for every node. */
static uint64_t work_of_event(const dadao_experiment *experiment, size_t lane)
{
    const bool rounds = dadao_method_is_synchronous(experiment->now.lane[lane].method);
    return rounds ? (uint64_t)dadao_topology_nodes(dadao_experiment_setting_topology(&experiment->now)) : 1;
}

uint64_t dadao_experiment_work(const dadao_experiment *experiment)
{
    uint64_t work = 0;
    for (size_t k = 0; k < experiment->now.lanes; k++)
        if (experiment->lane[k].simulation)
            work += dadao_simulation_events(experiment->lane[k].simulation) * work_of_event(experiment, k);
    const dadao_experiment *beside = dadao_experiment_companion_shown(experiment);
    return beside ? work + dadao_experiment_work(beside) : work;
}

dadao_status dadao_experiment_catch_up(dadao_experiment *experiment, uint64_t budget, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    for (size_t k = 1; status == DADAO_OK && k < experiment->now.lanes; k++) {
        const dadao_simulation *simulation = experiment->lane[k].simulation;
        const uint64_t work = simulation ? work_of_event(experiment, k) : 1;
        bool going = dadao_experiment_lane_behind(experiment, k);
        while (going && budget > 0) {
            const uint64_t before = dadao_simulation_events(simulation), room = budget / work;
            status = dadao_experiment_look(experiment, k, error);
            going = status == DADAO_OK && follow(experiment, k, room > 0 ? room : 1) && dadao_experiment_lane_behind(experiment, k);
            budget -= smaller(budget, (dadao_simulation_events(simulation) - before) * work);
        }
        if (status == DADAO_OK && simulation)
            status = dadao_experiment_look(experiment, k, error);
    }
    return status == DADAO_OK ? dadao_experiment_companion_follow(experiment, budget, error) : status;
}

dadao_status dadao_experiment_align(dadao_experiment *experiment, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    while (status == DADAO_OK && dadao_experiment_behind(experiment))
        status = dadao_experiment_catch_up(experiment, UINT64_MAX, error);
    return status == DADAO_OK ? dadao_experiment_companion_follow(experiment, UINT64_MAX, error) : status;
}
