/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An experiment from its creation to its end, and the carrying out of lines. */
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <string.h>

static dadao_handler *const handler[DADAO_ROW_COUNT] = {
#define DADAO_COMMAND_ENTRY(id, name, arguments, summary, detail, example, flags) [DADAO_ROW_##id] = dadao_experiment_do_##id,
    DADAO_COMMANDS(DADAO_COMMAND_ENTRY)
#undef DADAO_COMMAND_ENTRY
};

dadao_experiment_options dadao_experiment_options_defaults(void)
{
    return (dadao_experiment_options){0};
}

/* ---- Life ---- */

/* What is simulated before anybody asked: small enough to be instant, with one edge that everything depends on. */
static const char default_topology[] = "barbell 16", default_problem[] = "linear", default_start[] = "random";

static dadao_box *box_literal(const char *text)
{
    return dadao_experiment_box_text(text, strlen(text));
}

static dadao_status add_default(dadao_experiment *experiment, const char *name, const char *words, dadao_error *error)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s %s", name, words);
    dadao_status status = text.failed ? dadao_core_fail(error, DADAO_MEMORY, "out of memory")
                          : dadao_experiment_log_add(experiment, text.bytes, true, NULL, error);
    dadao_core_text_clear(&text);
    return status;
}

dadao_status dadao_experiment_default_setting(dadao_setting *setting, dadao_error *error)
{
    *setting = (dadao_setting){
        .topology_words = box_literal(default_topology),
        .problem_words = box_literal(default_problem),
        .start_words = box_literal(default_start),
        .seed = 1, .lanes = 1, .last_lane_id = 1, .price = {1, 1}, .cost = dadao_experiment_cost_defaults, .comm_value = 1, .gradient_rate = 1, .follow = true,
        .chi_owner = 0, .problem_owner = 1,
    };
    dadao_lane_setting *lead = &setting->lane[0];
    *lead = (dadao_lane_setting){.id = 1, .method = dadao_method_at(0)};
    dadao_experiment_name_lane(setting, 0);
    if (setting->topology_words && setting->problem_words && setting->start_words)
        return DADAO_OK;
    dadao_experiment_setting_clear(setting);
    return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
}

static dadao_status set_defaults(dadao_experiment *experiment, dadao_error *error)
{
    experiment->speed = INFINITY;
    experiment->state = DADAO_PAUSED;
    dadao_status status = dadao_experiment_default_setting(&experiment->now, error);
    /* The defaults are logged too: a recording must not depend on what a later version finds a good default. */
    if (status == DADAO_OK)
        status = add_default(experiment, "topology", default_topology, error);
    return status == DADAO_OK ? add_default(experiment, "problem", default_problem, error) : status;
}

dadao_status dadao_experiment_create(const dadao_experiment_options *options, dadao_experiment **experiment, dadao_error *error)
{
    *experiment = NULL;
    dadao_experiment *made = dadao_core_allocate(1, sizeof *made);
    if (!made)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    made->options = options ? *options : dadao_experiment_options_defaults();
    dadao_status status = set_defaults(made, error);
    if (status != DADAO_OK) {
        dadao_experiment_destroy(made);
        return status;
    }
    *experiment = made;
    return DADAO_OK;
}

void dadao_experiment_destroy(dadao_experiment *experiment)
{
    if (!experiment)
        return;
    (void)dadao_experiment_record_close(experiment, NULL);
    (void)dadao_experiment_files_close(experiment, NULL);
    dadao_experiment_backup_drop(experiment);
    dadao_experiment_lanes_clear(experiment->lane);
    dadao_experiment_rewind_clear(experiment);
    dadao_experiment_undo_clear(&experiment->undo, 0);
    dadao_experiment_undo_clear(&experiment->redo, 0);
    dadao_experiment_setting_clear(&experiment->now);
    dadao_experiment_box_release(experiment->next.problem.optimum);
    dadao_experiment_log_cut(&experiment->log, 0);
    free(experiment->log.entry);
    dadao_experiment_plane_clear(&experiment->plane);
    dadao_experiment_expected_clear(&experiment->expected);
    free(experiment->rest);
    dadao_experiment_condition_clear(&experiment->condition);
    dadao_core_notes_clear(&experiment->news);
    dadao_scene_release(experiment->scene);
    free(experiment);
}

/* ---- Lines ---- */

/* Rows of the screen are checked and kept for it; here there is nobody to look. */
static dadao_status carry_out_look(const dadao_call *call)
{
    (void)call;
    return DADAO_OK;
}

static dadao_status carry_out_host(const dadao_call *call)
{
    const dadao_extension *extension = call->experiment->options.extension;
    return extension->carry_out(extension->context, call->experiment, (size_t)(call->command - extension->rows),
                                call->words->word + call->first, dadao_experiment_argument_count(call), call->answer, call->error);
}

static dadao_status permitted(const dadao_call *call)
{
    if (!(call->command->flags & DADAO_COMMAND_WRITES) || call->experiment->options.allow_write)
        return DADAO_OK;
    return dadao_experiment_fail_at(call->words, 0, call->error, DADAO_UNSUPPORTED,
                                    "`%s` writes a file, which is not allowed here: `dadao run` and --allow-write permit it",
                                    call->command->name);
}

/* After an interrupt only what puts results on the disk is still carried out. */
static bool passed_over(const dadao_call *call)
{
    return call->experiment->only_saves && strncmp(call->command->name, "save ", 5) != 0;
}

/* What changes or saves the lanes finds all of them where lane 0 is; that lanes come or go concerns none of the others. */
bool dadao_experiment_wants_aligned(const dadao_command *command)
{
    const unsigned kind = command->flags & (DADAO_COMMAND_EDIT | DADAO_COMMAND_REBUILD);
    return (command->flags & DADAO_COMMAND_ALIGNED) || (kind == DADAO_COMMAND_EDIT && !(command->flags & DADAO_COMMAND_UNALIGNED));
}

/* Journeys are recorded as they were asked for, after what ran before them; what changes the run stands in the log anyway. */
static dadao_status recorded(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    const ptrdiff_t row = call->command - dadao_experiment_commands();
    const bool travels = row == DADAO_ROW_back || row == DADAO_ROW_goto || row == DADAO_ROW_branch_choose || row == DADAO_ROW_mark;
    dadao_status status = DADAO_OK;
    if (experiment->recorder && (travels || call->command->flags & DADAO_COMMAND_EDIT))
        status = dadao_experiment_record(experiment, NULL, call->error);
    if (status == DADAO_OK)
        status = handler[row](call);
    if (status != DADAO_OK || !experiment->recorder || !travels)
        return status;
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s %s", call->command->name, "");
    for (size_t k = call->first; k < call->words->count; k++)
        dadao_core_text_format(&text, call->words->quoted[k] ? "\"%s\" " : "%s ", call->words->word[k]);
    dadao_experiment_record_here(experiment);
    status = text.failed ? dadao_core_fail(call->error, DADAO_MEMORY, "out of memory") : dadao_experiment_record(experiment, text.bytes, call->error);
    dadao_core_text_clear(&text);
    return status;
}

/* A command that changes the past makes a branch of its own. */
static dadao_status handle(dadao_call *call)
{
    const dadao_rewind *rewind = &call->experiment->rewind;
    const bool forks = (call->command->flags & DADAO_COMMAND_EDIT) && rewind->past && !rewind->going;
    const size_t count = call->experiment->log.count;
    dadao_status status = DADAO_OK;
    if (forks)
        status = dadao_experiment_branch_fork(call->experiment, call->line + call->words->first,
                                              call->words->last - call->words->first, call->error);
    if (status != DADAO_OK)
        return status;
    status = recorded(call);
    if (forks && call->experiment->log.count == count) /* it changed nothing */
        dadao_experiment_branch_unfork(call->experiment);
    return status;
}

static dadao_status carry_out_one(dadao_call *call)
{
    const dadao_experiment_options *options = &call->experiment->options;
    size_t used;
    dadao_status status = dadao_experiment_find_command(call->words, options, &call->command, &used,
                                                        call->error);
    if (status == DADAO_OK)
        status = permitted(call);
    if (status != DADAO_OK || passed_over(call))
        return status;
    call->first = used;
    if (call->command->flags & DADAO_COMMAND_LOOK)
        return carry_out_look(call);
    if (call->command->flags & DADAO_COMMAND_HOST)
        return carry_out_host(call);
    if (dadao_experiment_wants_aligned(call->command))
        status = dadao_experiment_align(call->experiment, call->error);
    return status == DADAO_OK ? handle(call) : status;
}

static dadao_status keep_rest(dadao_experiment *experiment, const char *line, size_t from, dadao_error *error)
{
    char *rest = dadao_core_copy_text(line);
    if (!rest)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    free(experiment->rest);
    experiment->rest = rest;
    experiment->rest_from = from;
    return DADAO_OK;
}

dadao_status dadao_experiment_carry_out(dadao_experiment *experiment, const char *line, size_t from, dadao_notes *answer,
                                        dadao_error *error)
{
    dadao_status status = DADAO_OK;
    while (status == DADAO_OK) {
        dadao_words words;
        status = dadao_experiment_words(line, from, &words, error);
        if (status != DADAO_OK)
            break;
        dadao_call call = {.experiment = experiment, .words = &words, .line = line, .answer = answer, .error = error};
        bool over = words.count == 0;
        if (!over)
            status = carry_out_one(&call);
        from = words.end;
        if (status == DADAO_OK && call.stop_line)
            status = keep_rest(experiment, line, from, error);
        free(call.file);
        dadao_experiment_words_clear(&words);
        if (over || call.stop_line || call.taken)
            break;
    }
    /* A rebuild that cannot be carried out is told now, while what it replaced can come back. */
    if (experiment->backup.held && status == DADAO_OK)
        status = dadao_experiment_need_simulation(experiment, answer, error);
    else if (experiment->backup.held)
        (void)dadao_experiment_need_simulation(experiment, NULL, NULL);
    return status;
}

dadao_status dadao_experiment_execute(dadao_experiment *experiment, const char *line, dadao_notes *answer, dadao_error *error)
{
    dadao_error unseen = {0};
    return dadao_experiment_carry_out(experiment, line, 0, answer, error ? error : &unseen);
}

dadao_status dadao_experiment_continue(dadao_experiment *experiment, bool *more, dadao_notes *answer, dadao_error *error)
{
    dadao_error unseen = {0};
    char *line = experiment->rest;
    const bool foreign = experiment->rest_is_foreign;
    *more = false;
    if (!line)
        return DADAO_OK;
    experiment->rest = NULL;
    dadao_status status = dadao_experiment_carry_out(experiment, line, experiment->rest_from, answer, error ? error : &unseen);
    experiment->rest_is_foreign = foreign && experiment->rest;
    if (foreign && error && status != DADAO_OK)
        error->length = 0; /* a place in what was opened is none in what was typed */
    free(line);
    *more = status == DADAO_OK && experiment->rest != NULL;
    return status;
}

dadao_notes dadao_experiment_news(dadao_experiment *experiment)
{
    dadao_notes news = experiment->news;
    experiment->news = (dadao_notes){0};
    return news;
}

/* ---- Reading ---- */

dadao_run_state dadao_experiment_state(const dadao_experiment *experiment)
{
    return experiment->state;
}

const dadao_simulation *dadao_experiment_simulation(const dadao_experiment *experiment, size_t lane)
{
    return lane < DADAO_LANES ? experiment->lane[lane].simulation : NULL;
}

const dadao_topology *dadao_experiment_topology(const dadao_experiment *experiment)
{
    return dadao_experiment_setting_topology(&experiment->now);
}

const dadao_problem *dadao_experiment_problem(const dadao_experiment *experiment)
{
    return dadao_experiment_setting_problem(&experiment->now);
}

/* ---- hash, chi ---- */

dadao_status dadao_experiment_do_hash(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(experiment, call->answer, call->error);
    if (status == DADAO_OK && experiment->now.lanes == 1)
        dadao_core_note(call->answer, "%016llx", (unsigned long long)dadao_simulation_hash(dadao_experiment_lead(experiment)));
    for (size_t k = 0; status == DADAO_OK && experiment->now.lanes > 1 && k < experiment->now.lanes; k++)
        dadao_core_note(call->answer, "%016llx  lane %zu %s", (unsigned long long)dadao_simulation_hash(experiment->lane[k].simulation), k,
                        experiment->now.lane[k].name);
    const dadao_experiment *beside = dadao_experiment_companion_shown(experiment);
    if (status == DADAO_OK && beside)
        dadao_core_note(call->answer, "%016llx  beside, %s", (unsigned long long)dadao_simulation_hash(dadao_experiment_lead(beside)),
                        beside->now.lane[0].name);
    return status;
}

static void note_spectrum(dadao_notes *answer, const dadao_setting *now)
{
    const dadao_spectrum *spectrum = now->spectrum->object;
    const dadao_edge *edge = dadao_topology_edge_list(dadao_experiment_setting_topology(now));
    double scale = now->total_rate / spectrum->total_rate;
    dadao_core_note(answer, "lambda_2 %.12g, lambda_max %.12g", spectrum->lambda_2 * scale, spectrum->lambda_max * scale);
    if (spectrum->worst_edge != SIZE_MAX)
        dadao_core_note(answer, "worst edge %u-%u, resistance %.12g", edge[spectrum->worst_edge].u, edge[spectrum->worst_edge].v,
                        spectrum->resistance[spectrum->worst_edge] / scale);
}

dadao_status dadao_experiment_do_chi(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_setting *now = &experiment->now;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_need_rates(experiment, now, call->answer, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_need_chi(experiment, now, call->answer, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_need_spectrum(now, call->error);
    if (status != DADAO_OK)
        return status;
    const dadao_topology *topology = dadao_experiment_setting_topology(now);
    dadao_core_note(call->answer, "%s: %zu nodes, %zu edges, total rate %.12g", dadao_topology_name(topology),
                    dadao_topology_nodes(topology), dadao_topology_edges(topology), now->total_rate);
    if (!dadao_experiment_chi_known(now)) {
        dadao_core_note(call->answer, "chi is not computed above %d nodes", DADAO_SPECTRUM_DENSE_LIMIT);
        return DADAO_OK;
    }
    double chi1 = dadao_experiment_chi1(now), chi2 = dadao_experiment_chi2(now);
    dadao_core_note(call->answer, "chi1 %.12g, chi2 %.12g, 2 chi1 chi2 %.12g (at the present rates)", chi1, chi2, 2 * chi1 * chi2);
    dadao_core_note(call->answer, "chi1 %.12g, chi2 %.12g, sufficient rate %.12g (at unit total rate)", now->chi.chi1, now->chi.chi2,
                    sqrt(2 * now->chi.chi1 * now->chi.chi2));
    if (now->spectrum)
        note_spectrum(call->answer, now);
    return DADAO_OK;
}
