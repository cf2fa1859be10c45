/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about lanes: lane add, lane remove, lane choose, lane axis, lane list. */
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Names ---- */

static bool is_taken(const dadao_setting *setting, size_t lane, const char *name)
{
    for (size_t k = 0; k < setting->lanes; k++)
        if (k != lane && strcmp(setting->lane[k].name, name) == 0)
            return true;
    return false;
}

void dadao_experiment_name_lane(dadao_setting *setting, size_t lane)
{
    dadao_lane_setting *own = &setting->lane[lane];
    if (own->named)
        return;
    snprintf(own->name, sizeof own->name, "%s", dadao_method_name(own->method));
    for (unsigned k = 2; is_taken(setting, lane, own->name); k++)
        snprintf(own->name, sizeof own->name, "%.24s-%u", dadao_method_name(own->method), k % 100);
}

static dadao_status check_name(const dadao_call *call, size_t index, const dadao_setting *setting, const char *name)
{
    size_t length = strlen(name);
    uint64_t number;
    if (length == 0 || length >= DADAO_LANE_NAME)
        return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "a lane's name has 1 to %d bytes", DADAO_LANE_NAME - 1);
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == '"' || *c == '\\')
            return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%s': a lane's name has no quotes, backslashes or "
                                                  "control characters", name);
    if (dadao_core_parse_u64(name, length, &number))
        return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%s' is a number: lanes have numbers of their own", name);
    for (size_t k = 0; k < setting->lanes; k++)
        if (strcmp(setting->lane[k].name, name) == 0)
            return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "lane %zu is called '%s' already", k, name);
    return DADAO_OK;
}

dadao_status dadao_experiment_find_lane(const dadao_call *call, size_t index, const char *word, size_t *lane)
{
    const dadao_setting *now = &call->experiment->now;
    const char *candidate[DADAO_LANES];
    uint64_t number;
    for (size_t k = 0; k < now->lanes; k++) {
        candidate[k] = now->lane[k].name;
        if (strcmp(candidate[k], word) == 0) {
            *lane = k;
            return DADAO_OK;
        }
    }
    if (dadao_core_parse_u64(word, strlen(word), &number) && number < now->lanes) {
        *lane = (size_t)number;
        return DADAO_OK;
    }
    const char *near = dadao_core_nearest(word, candidate, now->lanes);
    return dadao_experiment_fail_argument(call, index, DADAO_NOT_FOUND, "no lane '%s': %s%s%s (`lane list` lists them)", word,
                                          near ? "did you mean '" : "there are lanes 0 to ", near ? near : "",
                                          near ? "'?" : (char[2]){(char)('0' + now->lanes - 1), 0});
}

/* ---- lane add ---- */

static dadao_status read_option(const dadao_call *call, size_t index, const dadao_setting *setting, dadao_lane_setting *lane)
{
    const char *word = dadao_experiment_argument(call, index), *text, *sign = strchr(word, '=');
    char name[64];
    size_t parameter;
    double value;
    if (dadao_core_option(word, "preset", &text))
        return dadao_experiment_find_preset(call, index, lane->method, text, &lane->preset);
    if (dadao_core_option(word, "name", &text)) {
        dadao_status status = check_name(call, index, setting, text);
        snprintf(lane->name, sizeof lane->name, "%s", status == DADAO_OK ? text : "");
        lane->named = true;
        return status;
    }
    if (!sign || (size_t)(sign - word) >= sizeof name)
        return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "'%s': preset=PRESET, name=NAME or PARAMETER=VALUE is what can "
                                              "stand here", word);
    snprintf(name, sizeof name, "%.*s", (int)(sign - word), word);
    dadao_status status = dadao_experiment_find_parameter(call, index, lane->method, name, &parameter);
    if (status == DADAO_OK)
        status = dadao_experiment_number_text(call, index, sign + 1, &value);
    if (status != DADAO_OK)
        return status;
    lane->overridden |= 1u << parameter;
    lane->override[parameter] = value;
    return DADAO_OK;
}

static dadao_status read_lane(const dadao_call *call, const dadao_setting *setting, dadao_lane_setting *lane)
{
    dadao_status status = dadao_experiment_want(call, 1, 3 + DADAO_METHOD_MAX_PARAMETERS);
    if (status == DADAO_OK && setting->lanes == DADAO_LANES)
        status = dadao_experiment_fail_argument(call, 0, DADAO_TOO_LARGE, "there are %d lanes, and no more fit: `lane remove` one first",
                                                DADAO_LANES);
    if (status == DADAO_OK)
        status = dadao_experiment_find_method(call, 0, &lane->method);
    for (size_t k = 1; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++)
        status = read_option(call, k, setting, lane);
    return status;
}

dadao_status dadao_experiment_do_lane_add(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_lane_setting lane = {0};
    dadao_setting next;
    dadao_status status = read_lane(call, &experiment->now, &lane);
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    lane.id = ++next.last_lane_id;
    next.lane[next.lanes++] = lane;
    dadao_experiment_name_lane(&next, next.lanes - 1);
    if (dadao_experiment_lead(experiment))
        status = dadao_experiment_need_parameters(experiment, &next, call->answer, call->error);
    if (status != DADAO_OK) {
        dadao_experiment_setting_clear(&next);
        return call->error->length ? status : dadao_experiment_point_at(call->words, call->first, status, call->error);
    }
    return dadao_experiment_change(call, &next);
}

/* ---- The others ---- */

static dadao_status begin_lane(dadao_call *call, dadao_setting *next, size_t *lane)
{
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_find_lane(call, 0, dadao_experiment_argument(call, 0), lane);
    return status == DADAO_OK ? dadao_experiment_begin(call, next) : status;
}

dadao_status dadao_experiment_do_lane_remove(dadao_call *call)
{
    dadao_setting next;
    size_t lane;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK)
        status = dadao_experiment_find_lane(call, 0, dadao_experiment_argument(call, 0), &lane);
    if (status == DADAO_OK && lane == 0)
        status = dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED, "lane 0 leads and stays: `lane choose 0` and `method` make it "
                                                "another");
    if (status == DADAO_OK)
        status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    memmove(&next.lane[lane], &next.lane[lane + 1], (next.lanes - lane - 1) * sizeof next.lane[0]);
    next.lane[--next.lanes] = (dadao_lane_setting){0};
    next.chosen = next.chosen == lane ? 0 : next.chosen - (next.chosen > lane);
    return dadao_experiment_change(call, &next);
}

dadao_status dadao_experiment_do_lane_choose(dadao_call *call)
{
    dadao_setting next;
    size_t lane;
    dadao_status status = begin_lane(call, &next, &lane);
    if (status != DADAO_OK)
        return status;
    next.chosen = lane;
    return dadao_experiment_change(call, &next);
}

dadao_status dadao_experiment_do_lane_axis(dadao_call *call)
{
    dadao_setting next;
    const char *candidate[DADAO_LANE_AXIS_COUNT];
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *word = dadao_experiment_argument(call, 0);
    size_t axis = DADAO_LANE_AXIS_COUNT;
    for (size_t k = 0; k < DADAO_LANE_AXIS_COUNT; k++) {
        candidate[k] = dadao_experiment_axis_word((dadao_lane_axis)k);
        axis = strcmp(word, candidate[k]) == 0 ? k : axis;
    }
    if (axis == DADAO_LANE_AXIS_COUNT) {
        const char *near = dadao_core_nearest(word, candidate, DADAO_LANE_AXIS_COUNT);
        return dadao_experiment_fail_argument(call, 0, DADAO_SYNTAX, "'%s' is no axis: time, gradients, communications or cost%s%s%s", word,
                                              near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    }
    status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.axis = (dadao_lane_axis)axis;
    return dadao_experiment_change(call, &next);
}

dadao_status dadao_experiment_do_lane_list(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    const dadao_setting *now = &experiment->now;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(experiment, call->answer, call->error);
    for (size_t k = 0; status == DADAO_OK && k < now->lanes; k++) {
        const dadao_lane_setting *asked = &now->lane[k];
        const dadao_simulation *simulation = experiment->lane[k].simulation;
        char gradients[32], communications[32];
        dadao_core_note(call->answer, "%c %zu %-12s %s %s, t %.6g, %s gradients, %s communications, error %.4g%s",
                        k == now->chosen ? '*' : ' ', k, asked->name, dadao_method_name(asked->method),
                        dadao_method_preset_name(asked->method, asked->preset), dadao_simulation_time(simulation),
                        dadao_core_format_count(gradients, dadao_simulation_gradients(simulation)),
                        dadao_core_format_count(communications, dadao_simulation_communications(simulation)),
                        dadao_simulation_error_now(simulation), dadao_simulation_diverged(simulation) ? ", diverged" : "");
    }
    if (status == DADAO_OK && now->lanes > 1)
        dadao_core_note(call->answer, "they advance on %s; lane 0 leads", dadao_experiment_axis_word(now->axis));
    return status;
}
