/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `given`: constants that were computed elsewhere are put back, so that a replay has the same bits. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What one `given` says. */
typedef struct given {
    bool has_chi1, has_chi2, next;
    double chi1, chi2;
    dadao_given_problem problem; /* owns its optimum */
    const char *file;
    size_t file_index;
} given;

/* A positive number, or infinity where `infinite` allows it. */
static dadao_status read_positive(const dadao_call *call, size_t index, const char *text, bool infinite, double *value)
{
    if (dadao_core_parse_any_double(text, strlen(text), value) && *value > 0 && (infinite || isfinite(*value)))
        return DADAO_OK;
    return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%s' is not a positive number", text);
}

static dadao_status read_optimum(const dadao_call *call, size_t index, const char *text, dadao_given_problem *problem)
{
    size_t count = 1;
    for (const char *c = text; *c; c++)
        count += *c == ',';
    double *value;
    dadao_box *box = dadao_experiment_box_doubles(count, &value);
    if (!box)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    dadao_experiment_box_set(&problem->optimum, box);
    problem->dimension = count;
    for (size_t k = 0; k < count; k++) {
        size_t length = strcspn(text, ",");
        if (!dadao_core_parse_double(text, length, &value[k]) || !isfinite(value[k]))
            return dadao_experiment_fail_argument(call, index, DADAO_INVALID, "'%.*s' is not a number", (int)length, text);
        text += length + (text[length] == ',');
    }
    return DADAO_OK;
}

static dadao_status check_numerics(const dadao_call *call, size_t index, const char *text)
{
    uint64_t numerics;
    dadao_status status = dadao_experiment_count_text(call, index, text, &numerics);
    if (status == DADAO_OK && numerics != DADAO_NUMERICS_VERSION)
        status = dadao_experiment_fail_argument(call, index, DADAO_UNSUPPORTED,
                                                "recorded with numerics %llu, this program has numerics %d: the same script gives other "
                                                "bits (take this line out to run it anyway)", (unsigned long long)numerics,
                                                DADAO_NUMERICS_VERSION);
    return status;
}

static dadao_status check_file(const dadao_call *call, size_t index, const char *file, const char *text)
{
    uint64_t wanted, found;
    unsigned long long parsed;
    char end;
    if (!file)
        return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "xxh64= comes after file=");
    if (sscanf(text, "%llx%c", &parsed, &end) != 1)
        return dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "'%s' is not a hexadecimal hash", text);
    wanted = parsed;
    if (!dadao_experiment_hash_file(file, &found))
        return dadao_experiment_fail_argument(call, index, DADAO_IO, "%s: cannot be read, but the recording needs it", file);
    if (wanted != found)
        return dadao_experiment_fail_argument(call, index, DADAO_FORMAT,
                                              "%s has changed since the recording (its hash is %016llx): the replay would differ", file,
                                              (unsigned long long)found);
    return DADAO_OK;
}

static dadao_status read_word(const dadao_call *call, size_t index, given *what)
{
    const char *word = dadao_experiment_argument(call, index), *text;
    if (dadao_core_option(word, "chi1", &text)) {
        what->has_chi1 = true;
        return read_positive(call, index, text, true, &what->chi1);
    }
    if (dadao_core_option(word, "chi2", &text)) {
        what->has_chi2 = true;
        return read_positive(call, index, text, true, &what->chi2);
    }
    if (dadao_core_option(word, "mu", &text)) {
        what->problem.has_mu = true;
        return read_positive(call, index, text, false, &what->problem.mu);
    }
    if (dadao_core_option(word, "L", &text)) {
        what->problem.has_smoothness = true;
        return read_positive(call, index, text, false, &what->problem.smoothness);
    }
    if (dadao_core_option(word, "optimum", &text))
        return read_optimum(call, index, text, &what->problem);
    if (dadao_core_option(word, "numerics", &text))
        return check_numerics(call, index, text);
    if (dadao_core_option(word, "xxh64", &text))
        return check_file(call, index, what->file, text);
    if (dadao_core_option(word, "file", &what->file))
        return DADAO_OK;
    what->next = what->next || strcmp(word, "next") == 0;
    return strcmp(word, "next") == 0 ? DADAO_OK
           : dadao_experiment_fail_argument(call, index, DADAO_SYNTAX, "'%s' is not understood: the usage is `given %s`", word,
                                            call->command->arguments);
}

static bool speaks_of_problem(const given *what)
{
    return what->problem.has_mu || what->problem.has_smoothness || what->problem.optimum;
}

/* Kept for the command that follows. */
static void keep_for_next(dadao_experiment *experiment, const given *what)
{
    if (what->has_chi1) {
        experiment->next.has_chi = true;
        experiment->next.chi1 = what->chi1;
        experiment->next.chi2 = what->chi2;
    }
    if (speaks_of_problem(what)) {
        experiment->next.has_problem = true;
        dadao_experiment_box_release(experiment->next.problem.optimum);
        experiment->next.problem = what->problem;
        dadao_experiment_box_retain(what->problem.optimum);
    }
}

/* Constants of the present problem change what everything was built from: start again. */
static dadao_status give_problem(dadao_call *call, const given *what)
{
    dadao_setting next = call->experiment->now;
    dadao_experiment_setting_retain(&next);
    dadao_experiment_problem_changed(call->experiment, &next);
    dadao_experiment_box_set(&next.given.optimum, NULL);
    next.given = what->problem;
    dadao_experiment_box_retain(next.given.optimum);
    dadao_experiment_forget_parameters(&next);
    if (what->has_chi1)
        next.chi = (dadao_chi){DADAO_CHI_GIVEN, what->chi1, what->chi2};
    return dadao_experiment_rebuild(call, &next);
}

static dadao_status give_chi(dadao_call *call, const given *what)
{
    dadao_setting next;
    dadao_status status = dadao_experiment_begin(call, &next);
    if (status != DADAO_OK)
        return status;
    next.chi = (dadao_chi){DADAO_CHI_GIVEN, what->chi1, what->chi2};
    status = dadao_experiment_follow(call->experiment, &next, call->answer, call->error);
    if (status == DADAO_OK)
        return dadao_experiment_change(call, &next);
    dadao_experiment_setting_clear(&next);
    return status;
}

dadao_status dadao_experiment_do_given(dadao_call *call)
{
    given what = {0};
    dadao_status status = dadao_experiment_want(call, 1, 16);
    for (size_t k = 0; status == DADAO_OK && k < dadao_experiment_argument_count(call); k++)
        status = read_word(call, k, &what);
    if (status == DADAO_OK && what.has_chi1 != what.has_chi2)
        status = dadao_experiment_fail_argument(call, 0, DADAO_SYNTAX, "chi1 and chi2 are given together");
    if (status == DADAO_OK && what.next)
        keep_for_next(call->experiment, &what);
    else if (status == DADAO_OK && speaks_of_problem(&what))
        status = give_problem(call, &what);
    else if (status == DADAO_OK && what.has_chi1)
        status = give_chi(call, &what);
    dadao_experiment_box_release(what.problem.optimum);
    return status;
}
